"""From ways to a plan: rooms' capacities, groups' quotas, what is kept, and the last check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.rooms import Wish
from sap_match.recommend.facilities.score import Way
from sap_match.recommend.facilities.slots import series_days
from sap_match.recommend.planning import Chosen, Quota, best_choice
from sap_match.recommend.stretches import WEEK, day_at, minute_of

if TYPE_CHECKING:
    from sap_match.results import Suggestion

_MONDAY = 4 * 1440
"""Minutes from 1 January 1970, a Thursday, to the first Monday."""


def chosen_of(
    book: Book, ways: Sequence[Way], *, seed: int = 0, kept: Sequence[Suggestion] = ()
) -> tuple[list[int], Chosen]:
    """Return the positions of the ways that meet the most hours, then score highest."""
    shared = {w.visit.room.id: w.visit.room for w in ways if w.visit.room.shared}
    weights = book.config.weights
    return best_choice(
        [w.option for w in ways],
        capacity={name: room.capacity for name, room in sorted(shared.items())},
        held={name: room.held for name, room in sorted(shared.items())},
        quotas=quotas_of(book, ways),
        kept=_kept(ways, kept),
        weights={w.id: weights.get(w.owner.id, 1.0) for w in book.wishes},
        seed=seed,
    )


def quotas_of(book: Book, ways: Sequence[Way]) -> list[Quota]:
    """Return what each group may have at most, in all and of what begins in each week."""
    config = book.config
    groups: dict[str, set[str]] = {}
    for wish in book.wishes:
        groups.setdefault(wish.owner.id, set()).add(wish.id)
    every = [frozenset(groups[name]) for name in sorted(groups)]
    found: list[Quota] = []
    if config.group_hours is not None:
        found += [Quota(some, config.group_hours) for some in every]
    if config.group_hours_a_week is not None:
        weeks = sorted({(b - _MONDAY) // WEEK for w in ways for b in w.series.begins})
        found += [
            Quota(some, config.group_hours_a_week, (_MONDAY + n * WEEK, _MONDAY + (n + 1) * WEEK))
            for some in every
            for n in weeks
        ]
    return found


def _kept(ways: Sequence[Way], earlier: Sequence[Suggestion]) -> list[int]:
    """Return the ways that share the most dates with what an earlier plan gave, each its own."""
    given = {(s.subject_id, s.other_id): set(_meetings(s)) for s in earlier}
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for i, way in enumerate(ways):
        key = (way.visit.wish.id, way.visit.room.id)
        alike = len(given.get(key, set()) & set(way.series.begins))
        if alike and (alike, -i) > best.get(key, (0, 0)):
            best[key] = (alike, -i)
    return sorted(-i for _, i in best.values())


def begins_of(earlier: Sequence[Suggestion]) -> dict[str, list[int]]:
    """Return when an earlier plan let something begin in each room."""
    begins: dict[str, list[int]] = {}
    for one in earlier:
        begins.setdefault(one.other_id, []).extend(_meetings(one))
    return begins


def _meetings(one: Suggestion) -> list[int]:
    told = one.details.get("meetings") or (one.details["starts"],)
    return [minute_of(datetime.fromisoformat(text)) for text in told]


def never_twice(ways: Sequence[Way]) -> None:
    """Check that no room is given beyond what it holds at any moment.

    Raises
    ------
    RuntimeError
        A room would be given twice: a fault of the planner, never of the data.
    """
    rooms: dict[str, list[Way]] = {}
    for way in ways:
        rooms.setdefault(way.visit.room.id, []).append(way)
    for name, some in sorted(rooms.items()):
        if not fits_beside(some[0], some[1:]):
            message = f"the plan would give {name} beyond what it holds"
            raise RuntimeError(message)
        if not some[0].visit.room.shared:
            taken = sorted(piece for w in some for piece in w.option.taken)
            if any(before[1] > after[0] for before, after in pairwise(taken)):
                message = f"the plan would give {name} twice"
                raise RuntimeError(message)


def fits_beside(way: Way, others: Sequence[Way]) -> bool:
    """Return whether a way fits into its room beside others that are given there."""
    room = way.visit.room
    here = [
        (a, b, other.option.people)
        for other in others
        if other.visit.room.id == room.id
        for a, b in other.option.taken
    ]
    many = way.option.people
    for first, past in way.option.taken:
        beside = [(a, b, n) for a, b, n in here if a < past and first < b]
        if not beside:
            continue
        if not room.shared:
            return False
        every = [*beside, *((a, b, n) for a, b, n in room.held if a < past and first < b)]
        moments = {max(a, first) for a, _, _ in every}
        if any(sum(n for a, b, n in every if a <= m < b) + many > room.capacity for m in moments):
            return False
    return True


def asked_hours(wish: Wish) -> float:
    """Return for how many hours a request asks, over all its dates."""
    first = day_at(wish.wanted[0][0]) if wish.wanted else wish.first
    if not wish.first <= first <= wish.last:
        return wish.minutes / 60
    days = series_days(first, wish.first, wish.last, wish.repeats)
    return wish.minutes * max(1, len(days)) / 60


def figures_of(book: Book, chosen: Sequence[Way], solved: Chosen) -> Mapping[str, float]:
    """Return the measures of a plan: hours asked, met and unmet, requests, each group's hours."""
    given = {w.visit.wish.id: w.hours for w in chosen}
    asked = {w.id: max(asked_hours(w), given.get(w.id, 0.0)) for w in book.wishes}
    groups: dict[str, float] = {}
    for wish in book.wishes:
        groups[wish.owner.id] = groups.get(wish.owner.id, 0.0) + given.get(wish.id, 0.0)
    met, wanted = sum(given.values()), sum(asked.values())
    return {
        "met_hours": round(met, 4),
        "most_hours": round(solved.most_hours, 4),
        "asked_hours": round(wanted, 4),
        "unmet_hours": round(wanted - met, 4),
        "requests": float(len(asked)),
        "requests_met": float(len(given)),
        **{f"hours_of {name}": round(groups[name], 4) for name in sorted(groups)},
    }
