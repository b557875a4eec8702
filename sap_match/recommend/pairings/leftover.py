"""What a plan leaves of each offer and need, with all that was looked at beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from sap_match.recommend.pairings.listing import Listing, Meeting
from sap_match.recommend.pairings.rules import DIFFERENT, RULES

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from sap_match.recommend.pairings.market import Market, Refused

Which = Literal["offer", "need"]
FITTING = 3
"""How many candidates that were not taken are told, the best first."""
NEAR = 8
"""How many refused pairs of a listing are looked at for a change that would do."""
LEAST_NEAR = 1
MOST_LOOKED_AT = 20_000
"""Refused pairs looked at in a whole market; a large one looks at fewer of each listing."""
SMALL = 1e-4


@dataclass(frozen=True)
class Rival:
    """Who has what another would have had: how well that fits, and how much of it."""

    name: str
    score: float
    quantity: float


@dataclass(frozen=True, eq=False)
class Pair:
    """A candidate, what passes of it, and who has what it would have had, the best first."""

    meeting: Meeting
    score: float
    quantity: float
    rivals: tuple[Rival, ...] = ()
    other_left: float = 0.0


@dataclass(frozen=True, eq=False)
class Left:
    """One offer or need of which something is left, and all that it was looked at beside.

    ``seen`` counts all others of its kind, ``counts`` those whom each rule keeps out (one
    that breaks two rules counts in both). ``placed`` are the pairs of the plan, ``fitting``
    the best candidates that are not, of ``eligible`` in all, ``held`` the most that all
    candidates could pass. ``refused`` are the nearest of those kept out.
    """

    side: Which
    own: Listing
    left: float
    seen: int
    counts: Mapping[str, int]
    placed: tuple[Pair, ...]
    fitting: tuple[Pair, ...]
    eligible: int
    held: float
    refused: tuple[Refused, ...]
    as_of: date

    def other(self, m: Meeting) -> Listing:
        """Return the other side of a meeting."""
        return m.host if self.side == "offer" else m.giver


@dataclass(frozen=True, eq=False)
class _Outcome:
    """A market and what passes over each of its candidates."""

    market: Market
    quantity: NDArray[np.float64]

    @cached_property
    def used(self) -> dict[Which, NDArray[np.float64]]:
        """How much of each listing is in the plan."""
        market = self.market
        offers = np.bincount(market.left, self.quantity, len(market.offers))
        needs = np.bincount(market.right, self.quantity, len(market.needs))
        return {"offer": offers.astype(float), "need": needs.astype(float)}

    def listings(self, side: Which) -> tuple[Listing, ...]:
        return self.market.offers if side == "offer" else self.market.needs

    def left(self, side: Which, position: int) -> float:
        own = self.listings(side)[position]
        return round(own.left - float(self.used[side][position]), 4)

    def other(self, side: Which, i: int) -> int:
        column = self.market.right if side == "offer" else self.market.left
        return int(column[i])

    def pair(self, side: Which, i: int) -> Pair:
        """Return a candidate with those who have what it would have had of the other side."""
        market, across = self.market, _across(side)
        position = self.other(side, i)
        rest = market.candidates_of(across, position)
        takers = [int(k) for k in rest[self.quantity[rest] > 0] if k != i]
        takers.sort(key=lambda k: (-market.score[k], market.key(k)))
        names = self.listings(side)
        rivals = tuple(
            Rival(
                names[self.other(across, k)].name,
                float(market.score[k]),
                float(self.quantity[k]),
            )
            for k in takers[:FITTING]
        )
        return Pair(
            market.meeting(i),
            float(market.score[i]),
            float(self.quantity[i]),
            rivals,
            self.left(across, position),
        )


class Lefts(Sequence[Left]):
    """What is left of each offer, then of each need, in order of their ids, worked out when read.

    Parameters
    ----------
    market : Market
    quantity : array of shape (market.size,)
        What passes over each candidate.
    """

    def __init__(self, market: Market, quantity: NDArray[np.float64]) -> None:
        self._outcome = _Outcome(market, quantity)
        self._near = max(LEAST_NEAR, min(NEAR, MOST_LOOKED_AT // max(1, len(market.refused))))
        sides: tuple[Which, ...] = ("offer", "need")
        self._places = [
            (side, position)
            for side in sides
            for position in range(len(self._outcome.listings(side)))
            if self._outcome.left(side, position) > 0
        ]

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Left: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Left, ...]: ...
    def __getitem__(self, index: int | slice) -> Left | tuple[Left, ...]:
        if isinstance(index, slice):
            return tuple(_left(self._outcome, *place, self._near) for place in self._places[index])
        return _left(self._outcome, *self._places[index], self._near)


def _left(outcome: _Outcome, side: Which, position: int, near: int) -> Left:
    market, quantity = outcome.market, outcome.quantity
    mine = market.candidates_of(side, position)
    passing = quantity[mine] > 0
    open_ones = mine[~passing]
    best = open_ones[np.lexsort((open_ones, -market.score[open_ones]))]
    across = _across(side)
    others = outcome.listings(across)
    held = sum(max(others[outcome.other(side, int(i))].left, market.passing[i].most) for i in mine)
    refused = market.refused_of(side, position)
    return Left(
        side=side,
        own=outcome.listings(side)[position],
        left=outcome.left(side, position),
        seen=int(market.counts[side].seen[position]),
        counts=_counts(market, side, position),
        placed=tuple(outcome.pair(side, int(i)) for i in mine[passing]),
        fitting=tuple(outcome.pair(side, int(i)) for i in best[:FITTING]),
        eligible=len(open_ones),
        held=round(float(held), 4),
        refused=tuple(sorted(refused, key=_nearness)[:near]),
        as_of=market.beside.landscape.as_of,
    )


def _counts(market: Market, side: Which, position: int) -> dict[str, int]:
    """Return how many others each rule keeps out, exactly where all refused pairs are kept."""
    told = market.counts[side]
    counts = {DIFFERENT: int(told.different[position])}
    refused = market.refused_of(side, position)
    if len(refused) == int(told.first[position].sum()):
        for one in refused:
            for rule, _ in one.rules:
                counts[rule] = counts.get(rule, 0) + 1
    else:
        for (rule, _), n in zip(RULES, told.first[position], strict=True):
            counts[rule] = int(n)
    return {rule: n for rule, n in counts.items() if n}


def _nearness(one: Refused) -> tuple[int, float, tuple[str, str]]:
    return len(one.rules), -round(one.meeting.likeness, 6), one.meeting.key


def _across(side: Which) -> Which:
    return "need" if side == "offer" else "offer"
