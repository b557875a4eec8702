"""Who comes next when a pairing falls through: a short queue for each side of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sap_match.recommend.pairings.amounts import amount
from sap_match.recommend.pairings.shown import rows_of
from sap_match.results import Results, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.pairings.market import Market
    from sap_match.recommend.planning import Answer, Problem

MOST_WAITING = 3
"""How many wait for each side of a pairing."""
WAITING_COLUMNS = ("offer_id", "need_id", "rank", "quantity", "score", "instead_of", "reason")
_LITTLE = 1e-6

Gone = Literal["offer", "need"]


@dataclass(frozen=True)
class Waiter:
    """Candidate ``link`` would pass ``quantity`` if ``holder``'s ``gone`` side dropped out.

    ``holder`` is the position of the plan's link; ``rank`` 1 is next. ``day`` is the day on
    which it could be, 0 where no single day is meant.
    """

    link: int
    holder: int
    gone: Gone
    rank: int
    quantity: float
    day: int = 0


def waiters_of(problem: Problem, answer: Answer, *, most: int = MOST_WAITING) -> list[Waiter]:
    """Return who is next for each side of each pair of the plan, the best first.

    If the offer of a pair drops out, those wait who could give to its need what they have
    left; if the need drops out, those who could take from its offer. Each would fit with
    the rest of the plan as it stands: limits, lower quotas, partners, teams and days.

    Parameters
    ----------
    problem : Problem
    answer : Answer
    most : int
        How many wait for each side of a pair.

    Examples
    --------
    >>> from sap_match.recommend.planning import Limit, Link, best_plan, problem_of
    >>> problem = problem_of(
    ...     [Link("a", "n", 0.9, 5), Link("b", "n", 0.4, 5)],
    ...     {"a": Limit(0, 5), "b": Limit(0, 3)},
    ...     {"n": Limit(0, 5)},
    ... )
    >>> waiters_of(problem, best_plan(problem))
    [Waiter(link=1, holder=0, gone='offer', rank=1, quantity=3.0, day=0)]
    """
    board = _Board(problem, answer)
    found: list[Waiter] = []
    for holder in np.flatnonzero(answer.quantity > _LITTLE).tolist():
        for gone in _GONE:
            queue = board.queue(holder, gone, most)
            found += [Waiter(i, holder, gone, n, q, d) for n, (i, q, d) in enumerate(queue, 1)]
    return found


_GONE: tuple[Gone, ...] = ("offer", "need")


@dataclass(frozen=True, eq=False)
class _Board:
    """A plan with what it leaves free."""

    problem: Problem
    answer: Answer

    @cached_property
    def used(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        p, q = self.problem, self.answer.quantity
        left = np.bincount(p.left, q, len(p.lefts.ids))
        right = np.bincount(p.right, q, len(p.rights.ids))
        return left.astype(float), right.astype(float)

    @cached_property
    def partners(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        p, on = self.problem, self.answer.quantity > _LITTLE
        left = np.bincount(p.left[on], minlength=len(p.lefts.ids))
        return left, np.bincount(p.right[on], minlength=len(p.rights.ids))

    @cached_property
    def of_side(self) -> tuple[dict[int, NDArray[np.int64]], dict[int, NDArray[np.int64]]]:
        """The links of each left, and of each right, the best first."""
        return _grouped(self.problem.left, self.problem), _grouped(self.problem.right, self.problem)

    @cached_property
    def on_day(self) -> dict[tuple[int, int, int], tuple[float, int]]:
        """How much and with how many each side is busy on a day: (side, position, day)."""
        found: dict[tuple[int, int, int], tuple[float, int]] = {}
        for i in np.flatnonzero((self.answer.quantity > _LITTLE) & (self.answer.day > 0)):
            ends = (self.problem.left[i], self.problem.right[i])
            for side, position in enumerate(ends):
                key = (side, int(position), int(self.answer.day[i]))
                quantity, partners = found.get(key, (0.0, 0))
                found[key] = quantity + float(self.answer.quantity[i]), partners + 1
        return found

    def queue(self, holder: int, gone: Gone, most: int) -> Iterator[tuple[int, float, int]]:
        """Yield (link, quantity, day) of those who could step in, at most so many."""
        p = self.problem
        stays = 1 if gone == "offer" else 0
        at = p.ends[stays][holder]
        told = 0
        for i in self.of_side[stays][int(at)].tolist():
            if told == most:
                return
            if self.answer.quantity[i] > _LITTLE or p.score[i] <= 0:
                continue
            quantity, day = self._could(i, holder, stays)
            if quantity > 0:
                told += 1
                yield i, quantity, day

    def _could(self, i: int, holder: int, stays: int) -> tuple[float, int]:
        """Return how much could pass over a link without the holder, and on which day."""
        p, freed = self.problem, float(self.answer.quantity[holder])
        room = float(p.most[i])
        before: list[float] = []
        for side, (sides, ends) in enumerate(zip(p.both, p.ends, strict=True)):
            position = int(ends[i])
            mine = side == stays
            used = float(self.used[side][position]) - (freed if mine else 0.0)
            if self.partners[side][position] - mine >= sides.partners[position]:
                return 0.0, 0
            before.append(used)
            room = min(room, float(sides.most[position]) - used)
        day, room = self._day(i, holder, stays, room) if p.days and p.days[i] else (0, room)
        room = float(np.floor(room + _LITTLE)) if p.whole[i] else round(room, 4)
        if room <= 0 or room < p.least[i] - _LITTLE:
            return 0.0, 0
        for sides, ends, used in zip(p.both, p.ends, before, strict=True):
            if used + room < sides.least[int(ends[i])] - _LITTLE:
                return 0.0, 0
        return room, day

    def _day(self, i: int, holder: int, stays: int, room: float) -> tuple[int, float]:
        """Return the first day with most room for a link's team, and that room."""
        best = (0, 0.0)
        for day in self.problem.days[i]:
            free = min(room, *(self._free(i, side, day, holder, stays) for side in (0, 1)))
            if free > best[1] + _LITTLE:
                best = (day, free)
        return best

    def _free(self, i: int, side: int, day: int, holder: int, stays: int) -> float:
        sides, position = self.problem.both[side], int(self.problem.ends[side][i])
        busy, partners = self.on_day.get((side, position, day), (0.0, 0))
        if side == stays and int(self.answer.day[holder]) == day:
            busy, partners = busy - float(self.answer.quantity[holder]), partners - 1
        if partners >= sides.partners_a_day[position]:
            return 0.0
        return float(sides.a_day[position]) - busy


def _grouped(at: NDArray[np.int64], p: Problem) -> dict[int, NDArray[np.int64]]:
    order = np.lexsort((np.arange(len(at)), -np.round(p.score, 6), at))
    values, starts = np.unique(at[order], return_index=True)
    return dict(zip(values.tolist(), np.split(order, starts[1:]), strict=True))


def waiting_of(market: Market, problem: Problem, answer: Answer) -> Results[Suggestion]:
    """Return the waiting list of a plan: who is next for each side of each of its pairs."""
    found = waiters_of(problem, answer)
    rows = rows_of(len(found), lambda i: _suggestion(market, found[i]))
    return Results(rows, record=waiting_record, columns=WAITING_COLUMNS)


def waiting_record(suggestion: Suggestion) -> dict[str, Any]:
    """Return the columns of the waiting list."""
    return {
        "offer_id": suggestion.subject_id,
        "need_id": suggestion.other_id,
        "rank": suggestion.rank,
        "quantity": suggestion.details.get("quantity"),
        "score": suggestion.score,
        "instead_of": suggestion.details.get("instead_of"),
        "reason": suggestion.reason,
    }


def _suggestion(market: Market, one: Waiter) -> Suggestion:
    m, held = market.meeting(one.link), market.meeting(one.holder)
    falls = held.giver if one.gone == "offer" else held.host
    some = amount(one.quantity, m.unit) if m.unit else "it"
    if one.gone == "offer":
        reason = f"If {falls.name} drops out, {m.giver.name} can give {some} to {m.host.name}."
    else:
        reason = f"If {falls.name} drops out, {m.host.name} can take {some} from {m.giver.name}."
    return Suggestion(
        kind="pairing",
        subject_id=m.offer.id,
        other_id=m.need.id,
        asked=(m.giver.owner.id, m.host.owner.id),
        rank=one.rank,
        parts=market.beside.parts(m),
        reason=reason,
        strength=min(1.0, max(0.0, float(market.score[one.link]))),
        details={"quantity": one.quantity, "unit": m.unit, "instead_of": falls.id},
    )
