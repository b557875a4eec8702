"""Every offer beside every need of its kind: the candidates as columns, the rest counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from sap_match.memory import Memory
from sap_match.recommend.pairings.beside import Beside
from sap_match.recommend.pairings.gathering import Apart, listings_of
from sap_match.recommend.pairings.listing import Listing, Meeting
from sap_match.recommend.pairings.rules import RULES, broken
from sap_match.recommend.pairings.score import (
    PARTS,
    PairingConfig,
    SkillNames,
    are_alike,
    likenesses,
)
from sap_match.results import Part, score_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

Which = Literal["offer", "need"]
RULE_NAMES = tuple(name for name, _ in RULES)
"""The rules in the order of `Counts`' columns."""


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
class Refused:
    """A pair that is about the same sort of thing and breaks rules: (rule, reason) of each."""

    left: int
    right: int
    meeting: Meeting
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Market:
    """Offers and needs in order of their ids, and the candidates between them as columns.

    Candidate i is offer ``left[i]`` beside need ``right[i]``, in order of these; ``values``
    has a column a part of `PARTS`, ``score`` is their weighted sum rounded to 1e-6.
    ``counts`` tell what became of all other pairs; ``refused`` are pairs that rules keep
    out: all of a small market, the nearest few of each listing in a large one.
    """

    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    values: NDArray[np.float64]
    score: NDArray[np.float64]
    likeness: NDArray[np.float64]
    counts: Mapping[Which, Counts]
    refused: tuple[Refused, ...]
    different: tuple[tuple[int, int], ...]
    beside: Beside

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
        return self._refused_by[side].get(position, ())

    @cached_property
    def _by_side(self) -> dict[Which, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        found: dict[Which, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
        sides: tuple[tuple[Which, NDArray[np.int64], int], ...] = (
            ("offer", self.left, len(self.offers)),
            ("need", self.right, len(self.needs)),
        )
        for side, column, size in sides:
            order = np.argsort(column, kind="stable")
            found[side] = order, np.searchsorted(column[order], np.arange(size + 1))
        return found

    @cached_property
    def _refused_by(self) -> dict[Which, dict[int, list[Refused]]]:
        found: dict[Which, dict[int, list[Refused]]] = {"offer": {}, "need": {}}
        for one in self.refused:
            found["offer"].setdefault(one.left, []).append(one)
            found["need"].setdefault(one.right, []).append(one)
        return found


def market_of(landscape: Landscape, memory: Memory, config: PairingConfig) -> Market:
    """Lay every offer beside every need of its kind, except an organisation's own."""
    offers, needs = listings_of(landscape)
    counts: dict[Which, Counts] = {
        "offer": Counts.empty(len(offers)),
        "need": Counts.empty(len(needs)),
    }
    dataset = landscape.dataset
    skills = SkillNames.of(landscape, [*dataset.offers, *dataset.needs], config.skill)
    beside = Beside(landscape, config, offers, needs, skills, Apart.of(landscape, memory))
    likeness = likenesses(landscape, offers, needs)
    found: list[tuple[int, int, float, tuple[Part, ...]]] = []
    refused: list[Refused] = []
    different: list[tuple[int, int]] = []
    for i, giver in enumerate(offers):
        for j, host in enumerate(needs):
            if giver.record.kind != host.record.kind or giver.owner.id == host.owner.id:
                continue
            counts["offer"].seen[i] += 1
            counts["need"].seen[j] += 1
            like = float(likeness[i, j])
            if not are_alike(giver, host, like, skills, config):
                counts["offer"].different[i] += 1
                counts["need"].different[j] += 1
                different.append((i, j))
                continue
            m = beside.meeting(i, j, like)
            rules = broken(m)
            if not rules:
                found.append((i, j, like, beside.parts(m)))
                continue
            refused.append(Refused(i, j, m, tuple(rules)))
            first = RULE_NAMES.index(rules[0][0])
            counts["offer"].first[i, first] += 1
            counts["need"].first[j, first] += 1
            if len(rules) == 1:
                counts["offer"].alone[i, first] += 1
                counts["need"].alone[j, first] += 1
    return Market(
        offers=offers,
        needs=needs,
        left=np.array([f[0] for f in found], dtype=np.int64),
        right=np.array([f[1] for f in found], dtype=np.int64),
        values=np.array([[p.value for p in f[3]] for f in found]).reshape(-1, len(PARTS)),
        score=np.array([score_of(f[3]) for f in found], dtype=float),
        likeness=np.array([f[2] for f in found], dtype=float),
        counts=counts,
        refused=tuple(refused),
        different=tuple(different),
        beside=beside,
    )
