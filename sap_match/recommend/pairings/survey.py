"""One pass over every block: what is counted, and the pairs that could be candidates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from sap_match.recommend.pairings.blocks import RULE_NAMES, Block, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Which = Literal["offer", "need"]
POOL = 25_000_000
"""Pairs that are held at once; beyond, each offer holds its best."""
NEAREST = 3
"""Refused pairs that each offer and each need of a large market holds."""
_NEAR = 2
"""Rules a refused pair may break and still be near."""
_HOPELESS = ("kept apart", "ended", "quantity", "exclusion")


@dataclass(frozen=True, eq=False)
class Counts:
    """How many others each listing of one side was laid beside, and what became of them.

    ``seen`` are the others of its kind, without its own organisation's; ``different`` of
    these are about something else. ``first`` counts those refused by the first rule that
    they break (shape: listings x `RULE_NAMES`), ``alone`` those that break no other rule.
    """

    seen: NDArray[np.int64]
    different: NDArray[np.int64]
    first: NDArray[np.int64]
    alone: NDArray[np.int64]

    @classmethod
    def empty(cls, size: int) -> Counts:
        """Return zeros for so many listings."""
        one = (np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64))
        shape = (size, len(RULE_NAMES))
        return cls(*one, np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Pool:
    """Pairs that no array refuses, in order of (offer, need), with their scores.

    ``cut`` is the best score of what each offer holds no longer, 0 where it
    holds all; ``dropped`` are so many in all.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    score: NDArray[np.float32]
    likeness: NDArray[np.float32]
    cut: NDArray[np.float32]
    dropped: int = 0


@dataclass(frozen=True, eq=False)
class Survey:
    """What a pass over the blocks of a large market brought."""

    counts: Mapping[Which, Counts]
    pool: Pool
    near: NDArray[np.int64]
    likeness: NDArray[np.float64]


@dataclass(eq=False)
class _Gathered:
    counts: dict[Which, Counts]
    cut: NDArray[np.float32]
    dropped: int = 0
    left: list[NDArray[np.int32]] = field(default_factory=list)
    right: list[NDArray[np.int32]] = field(default_factory=list)
    score: list[NDArray[np.float32]] = field(default_factory=list)
    close: list[NDArray[np.float32]] = field(default_factory=list)
    near: list[NDArray[np.int64]] = field(default_factory=list)
    likeness: list[NDArray[np.float64]] = field(default_factory=list)


def surveyed(kinds: Sequence[Kind], offers: int, needs: int, *, most: int = POOL) -> Survey:
    """Go over all blocks once; never more than one block and the pool are held."""
    counts: dict[Which, Counts] = {"offer": Counts.empty(offers), "need": Counts.empty(needs)}
    told = _Gathered(counts, np.zeros(offers, dtype=np.float32))
    each = max(1, most // max(1, offers))
    for kind in kinds:
        best = np.full(len(kind.right), np.inf)
        for block in kind.blocks():
            _count(block, counts)
            _hold(block, told, each)
            _hold_near(block, told, best)
    left = np.concatenate([np.zeros(0, dtype=np.int32), *told.left])
    order = np.argsort(left, kind="stable")
    pool = Pool(
        left[order],
        np.concatenate([np.zeros(0, dtype=np.int32), *told.right])[order],
        np.concatenate([np.zeros(0, dtype=np.float32), *told.score])[order],
        np.concatenate([np.zeros(0, dtype=np.float32), *told.close])[order],
        told.cut,
        told.dropped,
    )
    near = np.concatenate(told.near) if told.near else np.zeros((0, 2), dtype=np.int64)
    likeness = np.concatenate(told.likeness) if told.likeness else np.zeros(0)
    near, unique = np.unique(near, axis=0, return_index=True)
    return Survey(counts, pool, near, likeness[unique])


def _count(block: Block, counts: Mapping[Which, Counts]) -> None:
    for side, axis, at in (("offer", 1, block.left), ("need", 0, block.right)):
        one = counts[side]  # type: ignore[index]  # the two sides
        one.seen[at] += block.seen.sum(axis=axis)
        one.different[at] += (block.seen & ~block.alike).sum(axis=axis)
    rows, columns = np.nonzero(block.alike & (block.first >= 0))
    rule = block.first[rows, columns].astype(np.int64)
    only = block.broken[rows, columns] == 1
    width = len(RULE_NAMES)
    for side, at, where in (("offer", block.left, rows), ("need", block.right, columns)):
        one = counts[side]  # type: ignore[index]  # the two sides
        for table, chosen in ((one.first, slice(None)), (one.alone, only)):
            cells = where[chosen] * width + rule[chosen]
            table[at] += np.bincount(cells, minlength=len(at) * width).reshape(-1, width)


def _hold(block: Block, told: _Gathered, each: int) -> None:
    """Put the eligible pairs of a block into the pool, the best of each offer if too many."""
    eligible = block.eligible & (block.score > 0)
    full = np.flatnonzero(eligible.sum(axis=1) > each)
    for row in full.tolist():
        mine = np.flatnonzero(eligible[row])
        order = np.argsort(-block.score[row, mine], kind="stable")
        told.cut[block.left[row]] = block.score[row, mine[order[each]]]
        eligible[row, mine[order[each:]]] = False
        told.dropped += len(mine) - each
    rows, columns = np.nonzero(eligible)
    told.left.append(block.left[rows].astype(np.int32))
    told.right.append(block.right[columns].astype(np.int32))
    told.score.append(block.score[rows, columns])
    told.close.append(block.likeness[rows, columns].astype(np.float32))


def _hold_near(block: Block, told: _Gathered, best: NDArray[np.float64]) -> None:
    """Keep the nearest refused pairs of each offer, and of each need the nearest so far."""
    hopeless = max(RULE_NAMES.index(name) for name in _HOPELESS if name != "exclusion")
    refused = block.alike & (block.first > hopeless) & (block.broken <= _NEAR)
    refused &= block.first != RULE_NAMES.index("exclusion")
    rows = np.flatnonzero(refused.any(axis=1))
    if not len(rows):
        return
    distance = np.where(refused, block.broken - block.likeness, np.inf)
    k = min(NEAREST, distance.shape[1])
    nearest = np.argpartition(distance[rows], k - 1, axis=1)[:, :k]
    one, two = np.repeat(rows, k), nearest.ravel()
    of_need = distance.argmin(axis=0)
    lowest = distance[of_need, np.arange(len(best))]
    better = np.flatnonzero(lowest < best - 0.05)
    best[better] = lowest[better]
    one, two = np.append(one, of_need[better]), np.append(two, better)
    some = np.isfinite(distance[one, two])
    one, two = one[some], two[some]
    told.near.append(np.stack([block.left[one], block.right[two]], axis=1))
    told.likeness.append(block.likeness[one, two])
