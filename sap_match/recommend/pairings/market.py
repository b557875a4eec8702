"""Every offer beside every need of its kind: the candidates as columns, the rest counted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from sap_match.memory import Memory
from sap_match.ranking import DECIMALS
from sap_match.recommend.pairings.beside import Beside
from sap_match.recommend.pairings.blocks import RULE_NAMES, kinds_of
from sap_match.recommend.pairings.candidates import Pruned, best_of_each
from sap_match.recommend.pairings.listing import Listing, Meeting, is_whole
from sap_match.recommend.pairings.rules import broken
from sap_match.recommend.pairings.score import (
    PARTS,
    PairingConfig,
    are_alike,
    likenesses,
)
from sap_match.recommend.pairings.survey import Counts, Which, surveyed
from sap_match.results import Part, score_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

ONE_BY_ONE = 100_000
"""Pairs of one kind up to which a market is looked at pair by pair, all refusals told."""


@dataclass(frozen=True, eq=False)
class Refused:
    """A pair that is about the same sort of thing and breaks rules: (rule, reason) of each."""

    left: int
    right: int
    meeting: Meeting
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Found:
    """A pair that no rule refuses, with the value of each part."""

    left: int
    right: int
    likeness: float
    values: tuple[float, ...]
    score: float
    passing: Passing

    @classmethod
    def of(cls, left: int, right: int, m: Meeting, parts: Sequence[Part]) -> Found:
        """Return a pair from its parts."""
        values = tuple(p.value for p in parts)
        return cls(left, right, m.likeness, values, score_of(parts), Passing.of(m))


@dataclass(frozen=True)
class Passing:
    """What may pass in a meeting: nothing or from ``least`` to ``most``, in whole numbers or not.

    ``hosts`` is to how many hosts the offer can go (infinite: no cap), ``days`` are ordinals
    of dates on one of which a team comes.
    """

    least: float
    most: float
    whole: bool
    hosts: float
    days: tuple[int, ...]

    @classmethod
    def of(cls, m: Meeting) -> Passing:
        """Read what a meeting allows."""
        least, most = m.team or (0.0, m.most)
        whole = is_whole(m.unit) or m.team is not None
        hosts = math.inf if m.hosts is None else float(m.hosts)
        return cls(least, float(math.floor(most)) if whole else most, whole, hosts, m.days)


@dataclass(frozen=True, eq=False)
class NearRefused(Sequence[Refused]):
    """Refused pairs of a large market, worked out when they are read."""

    beside: Beside
    pairs: NDArray[np.int64]
    likeness: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.pairs)

    @overload
    def __getitem__(self, index: int) -> Refused: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Refused, ...]: ...
    def __getitem__(self, index: int | slice) -> Refused | tuple[Refused, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(len(self))[index])
        left, right = self.pairs[index].tolist()
        m = self.beside.meeting(left, right, float(self.likeness[index]))
        return Refused(left, right, m, tuple(broken(m)))


@dataclass(frozen=True, eq=False)
class Market:
    """Offers and needs in order of their ids, and the candidates between them as columns.

    Candidate i is offer ``left[i]`` beside need ``right[i]``, in order of these; ``values``
    has a column a part of `PARTS`, ``score`` is their weighted sum rounded to 1e-6.
    ``passing`` says what may pass; ``counts`` tell what became of all other pairs;
    ``refused`` are pairs that rules keep out: all of a small market, the nearest few of each
    listing in a large one.
    """

    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    values: NDArray[np.float64]
    score: NDArray[np.float64]
    likeness: NDArray[np.float64]
    passing: tuple[Passing, ...]
    counts: Mapping[Which, Counts]
    refused: Sequence[Refused]
    different: tuple[tuple[int, int], ...]
    beside: Beside
    pruned: Pruned | None = None

    @classmethod
    def empty(
        cls,
        beside: Beside,
        counts: Mapping[Which, Counts],
        refused: Sequence[Refused],
        different: tuple[tuple[int, int], ...],
        pruned: Pruned | None = None,
    ) -> Market:
        """Return a market without candidates."""
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        return cls(
            beside.offers, beside.needs, none, none, np.zeros((0, len(PARTS))), nothing, nothing,
            (), counts, refused, different, beside, pruned,
        )  # fmt: skip

    def with_pairs(self, found: Sequence[Found]) -> Market:
        """Return the market with more candidates."""
        left = np.append(self.left, np.array([f.left for f in found], dtype=np.int64))
        right = np.append(self.right, np.array([f.right for f in found], dtype=np.int64))
        values = np.array([f.values for f in found], dtype=float).reshape(-1, len(PARTS))
        score = np.array([f.score for f in found], dtype=float)
        likeness = np.array([f.likeness for f in found], dtype=float)
        passing = [*self.passing, *(f.passing for f in found)]
        order = np.lexsort((right, left))
        return replace(
            self,
            left=left[order],
            right=right[order],
            values=np.concatenate([self.values, values])[order],
            score=np.append(self.score, score)[order],
            likeness=np.append(self.likeness, likeness)[order],
            passing=tuple(passing[i] for i in order.tolist()),
        )

    def admitting(self, chosen: NDArray[np.int64]) -> Market:
        """Return the market with pairs of the pool as candidates, if no rule refuses them."""
        if self.pruned is None or not len(chosen):
            return self
        pool, found = self.pruned.pool, []
        for p in chosen.tolist():
            i, j = int(pool.left[p]), int(pool.right[p])
            likeness = round(float(pool.likeness[p]), DECIMALS)
            m = self.beside.meeting(i, j, likeness)
            rules = broken(m)
            self.pruned.state[p] = -1 if rules else 1
            if rules:
                _count(self.counts, i, j, rules)
            else:
                found.append(Found.of(i, j, m, self.beside.parts(m)))
        return self.with_pairs(found)

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return len(self.left)

    def meeting(self, i: int) -> Meeting:
        """Return candidate ``i``'s two sides."""
        left, right = int(self.left[i]), int(self.right[i])
        return self.beside.meeting(left, right, float(self.likeness[i]))

    def parts(self, i: int) -> tuple[Part, ...]:
        """Return the parts of candidate ``i``'s score."""
        return self.beside.parts(self.meeting(i))

    def key(self, i: int) -> tuple[str, str]:
        """Return offer id and need id of candidate ``i``."""
        return self.offers[self.left[i]].id, self.needs[self.right[i]].id

    def candidates_of(self, side: Which, position: int) -> NDArray[np.int64]:
        """Return the candidates of one listing, in order."""
        order, starts = self._by_side[side]
        return order[starts[position] : starts[position + 1]]

    def refused_of(self, side: Which, position: int) -> Sequence[Refused]:
        """Return the refused pairs of one listing that are kept."""
        order, starts = self._refused_by[side]
        mine = order[starts[position] : starts[position + 1]]
        return [self.refused[i] for i in mine.tolist()]

    @cached_property
    def _by_side(self) -> dict[Which, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        return {
            "offer": _grouped(self.left, len(self.offers)),
            "need": _grouped(self.right, len(self.needs)),
        }

    @cached_property
    def _refused_by(self) -> dict[Which, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        if isinstance(self.refused, NearRefused):
            pairs = self.refused.pairs
        else:
            pairs = np.array([(r.left, r.right) for r in self.refused], np.int64).reshape(-1, 2)
        return {
            "offer": _grouped(pairs[:, 0], len(self.offers)),
            "need": _grouped(pairs[:, 1], len(self.needs)),
        }


def _grouped(column: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return positions in the order of a column, and where each value begins in it."""
    order = np.argsort(column, kind="stable")
    return order, np.searchsorted(column[order], np.arange(size + 1))


def market_of(landscape: Landscape, memory: Memory, config: PairingConfig) -> Market:
    """Lay every offer beside every need of its kind, except an organisation's own.

    In a small market every pair is looked at by every rule. In a large one arrays sort out
    what rules refuse (`survey.surveyed`), and of the rest each offer's best needs and each
    need's best offers are the candidates; in a kind with few pairs all are.
    """
    beside = Beside.at(landscape, memory, config)
    offers, needs = beside.offers, beside.needs
    kinds = Counter(one.record.kind for one in offers), Counter(one.record.kind for one in needs)
    if sum(n * kinds[1][kind] for kind, n in kinds[0].items()) <= ONE_BY_ONE:
        return _looked_at(beside)
    return _surveyed(beside)


def _looked_at(beside: Beside) -> Market:
    """Return the market of every pair, looked at one by one."""
    offers, needs = beside.offers, beside.needs
    counts: dict[Which, Counts] = {
        "offer": Counts.empty(len(offers)),
        "need": Counts.empty(len(needs)),
    }
    likeness = likenesses(beside.landscape, offers, needs)
    found: list[Found] = []
    refused: list[Refused] = []
    different: list[tuple[int, int]] = []
    for i, giver in enumerate(offers):
        for j, host in enumerate(needs):
            if giver.record.kind != host.record.kind or giver.owner.id == host.owner.id:
                continue
            counts["offer"].seen[i] += 1
            counts["need"].seen[j] += 1
            like = float(likeness[i, j])
            if not are_alike(giver, host, like, beside.skills, beside.config):
                counts["offer"].different[i] += 1
                counts["need"].different[j] += 1
                different.append((i, j))
                continue
            m = beside.meeting(i, j, like)
            rules = broken(m)
            if rules:
                refused.append(Refused(i, j, m, tuple(rules)))
                _count(counts, i, j, rules)
            else:
                found.append(Found.of(i, j, m, beside.parts(m)))
    empty = Market.empty(beside, counts, tuple(refused), tuple(different))
    return empty.with_pairs(found)


def _count(
    counts: Mapping[Which, Counts], left: int, right: int, rules: Sequence[tuple[str, str]]
) -> None:
    first = RULE_NAMES.index(rules[0][0])
    for one, position in ((counts["offer"], left), (counts["need"], right)):
        one.first[position, first] += 1
        one.alone[position, first] += len(rules) == 1


def _surveyed(beside: Beside) -> Market:
    """Return the market of each offer's and each need's best pairs."""
    config = beside.config
    kinds = kinds_of(beside)
    told = surveyed(kinds, len(beside.offers), len(beside.needs))
    few = np.zeros(len(beside.offers), dtype=bool)
    for kind in kinds:
        few[kind.left] = kind.pairs <= config.every_pair
    pruned = Pruned(told.pool, np.zeros(len(told.pool.left), dtype=np.int8))
    chosen = best_of_each(told.pool, config.of_offer, config.of_need, few[told.pool.left])
    refused = NearRefused(beside, told.near, told.likeness)
    market = Market.empty(beside, told.counts, refused, (), pruned)
    return market.admitting(chosen)
