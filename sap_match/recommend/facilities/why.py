"""Why a request has no room: every rule with its count, and what came nearest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.features import feature
from sap_match.recommend.facilities.rules import (
    ENQUIRE,
    ENQUIRE_ACCESS,
    ENQUIRE_CAPACITY,
    TIMELESS,
    Visit,
    Wish,
    amenity,
    broken,
    missing_amenities,
    pounds,
    reach,
    spoken,
)
from sap_match.recommend.facilities.ways import moved, shift
from sap_match.recommend.facilities.words import dates_in_words, rhythm_at, room_of
from sap_match.recommend.planning import Unmatched
from sap_match.recommend.stretches import Stretch, without
from sap_match.recommend.wording import day_of, distance, listing, sentence
from sap_match.windows import describe

_HOPELESS = frozenset({"own", "kept apart"})
_LOOKED_AT = 4
"""Of how many rooms the times are worked out to find the nearest."""
_FURTHEST = 4.0
"""How far off a room may be and still be called nearest; see `_cost`."""


@dataclass(frozen=True, eq=False)
class Unmet:
    """A request without a room, beside every room; ``given`` are those that went elsewhere."""

    book: Book
    wish: Wish
    visits: Sequence[Visit]
    given: Mapping[str, str]
    """Room id to the name of the group that has it, for rooms that would have suited."""
    taken: Mapping[str, Sequence[Stretch]] = field(default_factory=dict)
    """Room id to what the plan takes of it, buffers on both sides included."""

    def left(self, v: Visit) -> Visit:
        """Return the visit with the room as the plan leaves it."""
        taken = () if v.room.shared else self.taken.get(v.room.id, ())
        if not taken:
            return v
        return replace(v, room=replace(v.room, free=tuple(without(v.room.free, taken))))


def rules_of(v: Visit) -> list[str]:
    """Return the names of the rules that a room breaks."""
    return [rule for rule, _ in v.broken]


def why_unmet(one: Unmet) -> Unmatched:
    """Return why a request has no room, with what would have to change for the nearest."""
    wish = one.wish
    as_of = one.book.landscape.as_of
    if wish.request.ends_on is not None and wish.request.ends_on < as_of:
        return _row(one, f"It ended on {day_of(wish.request.ends_on)}.")
    if wish.owner.organisation.suggest == "no":
        return _row(one, f"{wish.owner.name} asked not to be suggested.")
    if one.given:
        return _given(one)
    if not all(v.broken for v in one.visits):
        return _row(one, f"{wish.owner.name} has as many hours as one group may be given.")
    return _stopped(one)


def _stopped(one: Unmet) -> Unmatched:
    """Return why no room comes into question, and which came nearest."""
    if not one.visits:
        return _row(one, "No rooms are listed.")
    told = [_counted(one)]
    nearest = _nearest(one)
    if nearest is None:
        return _row(one, " ".join(told))
    visit, change = nearest
    return _row(one, f"{' '.join(told)} {change}", visit.room.id)


def _row(one: Unmet, reason: str, nearest: str = "") -> Unmatched:
    return Unmatched("request", one.wish.id, 1.0, reason, nearest)


def _given(one: Unmet) -> Unmatched:
    names = {v.room.id: v.room.name for v in one.visits}
    told = [f"{names[room]} (to {group})" for room, group in one.given.items()]
    few = len(told) == 1
    rooms = "the one room that suits is" if few else f"all {len(told)} rooms that suit are"
    more = "" if len(told) <= 3 else f" and {len(told) - 3} more"
    reason = f"{rooms} given to others at that time: {listing(told[:3])}{more}"
    return _row(one, sentence(reason), next(iter(one.given)))


# -- how many rooms, and why not ------------------------------------------------------------


def _counted(one: Unmet) -> str:
    groups: dict[str, list[Visit]] = {}
    for v in one.visits:
        groups.setdefault(rules_of(v)[0], []).append(v)
    own = groups.pop("own", [])
    groups.pop("kept apart", None)
    order = (
        "distance", "closed", "unsuitable", "capacity", "amenities", "price", ENQUIRE,
        ENQUIRE_CAPACITY, ENQUIRE_ACCESS, "notice", "times",
    )  # fmt: skip
    told = [_SAID[rule](one, groups[rule]) for rule in order if rule in groups]
    mine = [f"its own {v.room.name} is closed" for v in own if "closed" in rules_of(v)]
    return sentence(f"of {len(one.visits)} rooms, {', '.join([*mine, *told])}")


def _are(n: int) -> str:
    return f"{n} is" if n == 1 else f"{n} are"


def _times(one: Unmet, visits: Sequence[Visit]) -> str:
    schedule = one.wish.schedule
    if schedule is None:
        return f"{_are(len(visits))} left, but the group has not said which days suit it"
    return f"{_are(len(visits))} not free {describe(schedule, most=2)}"


def _states(visits: Sequence[Visit]) -> str:
    """Say in what state the rooms are that are not in use ("2 are let or vacant")."""
    states = dict.fromkeys(spoken(v.room.facility.status or "") for v in visits)
    return f"{_are(len(visits))} {listing(list(states)[:3], 'or')}"


def _amenities(visits: Sequence[Visit]) -> str:
    lacking = list(dict.fromkeys(a for v in visits for a in missing_amenities(v)))
    some = "has" if len(visits) == 1 else "have"
    return f"{len(visits)} {some} no {listing(lacking[:3], 'or')}"


_SAID: dict[str, Callable[[Unmet, Sequence[Visit]], str]] = {
    "closed": lambda _, vs: _states(vs),
    "distance": lambda u, vs: (
        f"{_are(len(vs))} more than {reach(u.wish.request.max_distance_km or 0.0)} away"
    ),
    "capacity": lambda u, vs: (
        f"{len(vs)} {'holds' if len(vs) == 1 else 'hold'} fewer than {u.wish.request.people}"
    ),
    "amenities": lambda _, vs: _amenities(vs),
    "price": lambda u, vs: (
        f"{len(vs)} {'costs' if len(vs) == 1 else 'cost'} more than "
        f"{pounds(u.wish.request.budget_per_hour or 0.0)} an hour"
    ),
    "unsuitable": lambda _, vs: f"{_are(len(vs))} not for such a use",
    ENQUIRE: lambda _, vs: f"nobody has recorded the hours of {len(vs)}",
    ENQUIRE_CAPACITY: lambda _, vs: f"nobody has recorded how many {len(vs)} hold",
    ENQUIRE_ACCESS: lambda _, vs: f"of {len(vs)} nobody has recorded what there is for access",
    "notice": lambda _, vs: f"{len(vs)} cannot be booked for these days",
    "times": _times,
}


# -- what came nearest, and what would have to change ----------------------------------------


def _nearest(one: Unmet) -> tuple[Visit, str] | None:
    """Return the room that came closest, with what would have to change, or None."""
    bare = [
        (round(sum(_cost(v, rule) for rule in rules) + _unsure(v), 6), v.km or 0.0, v.room.id, v)
        for v in one.visits
        if not _HOPELESS & {*(rules := [r for r in rules_of(v) if r != "times"])}
    ]
    closest = sorted((b for b in bare if b[0] <= _FURTHEST), key=lambda b: b[:3])[:_LOOKED_AT]
    near = []
    for cost, km, room_id, v in closest:
        more, change = _time_change(one, v)
        near.append((round(cost + more, 6), km, room_id, v, change))
    for cost, _, _, visit, change in sorted(near, key=lambda n: n[:3]):
        if cost <= _FURTHEST and _would_do(one, visit, any_time=bool(change)):
            return visit, _change_words(visit, change)
    return None


def _would_do(one: Unmet, v: Visit, *, any_time: bool) -> bool:
    """Return whether the room, free beside what the plan gives, suits with what is changed.

    The rules are asked again of the request as it would be: gone further, paying more, with
    fewer people, without what is lacking, at another time. A room to enquire at is not asked.
    """
    facility = v.room.facility
    if not v.room.schedule or facility.capacity is None or "closed" in rules_of(v):
        return True
    if ENQUIRE_ACCESS in rules_of(v):
        return any_time or bool(one.book.worked_out(one.left(v)).ways)
    change: dict[str, object] = {}
    for rule in rules_of(v):
        if rule == "distance":
            change["max_distance_km"] = None
        elif rule == "price":
            change["budget_per_hour"] = None
        elif rule == "capacity":
            change["people"] = facility.capacity
        elif rule == "amenities":
            lacking = set(missing_amenities(v))
            asked = v.wish.request.amenities
            change["amenities"] = tuple(a for a in asked if amenity(a) not in lacking)
    wish = replace(v.wish, request=v.wish.request.model_copy(update=change))
    bare = replace(one.left(v), wish=wish, broken=(), ways=(), refused=(), worked_out=False)
    if broken(bare, TIMELESS):
        return False
    if any_time or "notice" in rules_of(v):
        return True
    return bool(one.book.worked_out(bare).ways)


def _change_words(v: Visit, time_change: str) -> str:
    rules = [r for r in rules_of(v) if r in _CHANGES]
    changes = [_CHANGES[rule](v) for rule in rules]
    wish = listing([c for c in (*changes, time_change) if c])
    if not v.room.schedule:
        more = f", and it would do only if {wish}" if wish else ""
        return sentence(f"enquire at {room_of(v)}: nobody has recorded when it can be had{more}")
    more = f", and it would do only if {wish}" if wish else ""
    if v.room.facility.capacity is None:
        return sentence(f"enquire at {room_of(v)}: nobody has recorded how many it holds{more}")
    if ENQUIRE_ACCESS in rules_of(v):
        lacks = v.room.denied
        wanted = listing([amenity(a) for a in v.wish.request.amenities if feature(a) not in lacks])
        return sentence(
            f"enquire at {room_of(v)}: nobody has recorded whether it has {wanted}{more}"
        )
    return sentence(f"{room_of(v)} came nearest: it would do if {wish}")


def _time_change(one: Unmet, v: Visit) -> tuple[float, str]:
    """Return how far off the room's times are, and at which other time it could be had."""
    if not v.room.schedule or "notice" in rules_of(v):
        return 0.0, ""
    left = one.left(v)
    visit = v if v.worked_out and left is v else one.book.worked_out(left)
    if visit.ways:
        return 0.0, ""
    move = moved(v.wish, left.room, one.book.config)
    if move is not None:
        asked, begin = move
        rhythm, minutes = v.wish.repeats.rhythm, v.wish.minutes
        wanted, free = (rhythm_at(rhythm, b, minutes) for b in (asked, begin))
        if wanted != free:
            return shift(asked, begin) / 240, f"the group came {free} instead of {wanted}"
    if visit.refused:
        missed = visit.refused[0].missed
        more = f" and {len(missed) - 4} more" if len(missed) > 4 else ""
        return 1.2, f"the group could do without {dates_in_words(missed[:4])}{more}"
    if not v.wish.wanted:
        return 1.2, "the group said which days suit it"
    return 1.2, f"it were open when the group can come ({usual_windows(v)})"


def usual_windows(v: Visit) -> str:
    """Return when the group can come."""
    return describe(v.wish.schedule, most=2) if v.wish.schedule else "not said"


def _unsure(v: Visit) -> float:
    """Return what the unknown adds: a room of which nothing is told is not near."""
    if v.room.amenities or ENQUIRE_ACCESS in rules_of(v):
        return 0.0
    return float(len(v.wish.request.amenities))


def _cost(v: Visit, rule: str) -> float:
    """Return how much would have to change: mostly a share of what was asked for."""
    request, facility = v.wish.request, v.room.facility
    if rule == "distance":
        return (v.km or 0.0) / (request.max_distance_km or 0.1) - 1
    if rule == "price":
        return (v.price or 0.0) / max(request.budget_per_hour or 0.0, 1.0) - 1
    if rule == "capacity":
        return (request.people or 0) / max(facility.capacity or 0, 1) - 1
    if rule == "amenities":
        return 3.0 * len(missing_amenities(v))
    costs = {
        ENQUIRE: 0.6, ENQUIRE_CAPACITY: 0.6, ENQUIRE_ACCESS: 0.6, "notice": 0.5, "closed": 2.0,
        "unsuitable": 5.0,
    }  # fmt: skip
    return costs[rule]


_CHANGES: dict[str, Callable[[Visit], str]] = {
    "closed": lambda v: f"it opened again (it is {spoken(v.room.facility.status or 'closed')})",
    "distance": lambda v: (
        f"the group went {distance(v.km or 0.0)} "
        f"instead of {reach(v.wish.request.max_distance_km or 0.0)}"
    ),
    "capacity": lambda v: f"{v.room.facility.capacity} came instead of {v.wish.request.people}",
    "amenities": lambda v: f"the group could do without {listing(missing_amenities(v))}",
    "price": lambda v: (
        f"there were {pounds(v.price or 0.0)} an hour "
        f"instead of {pounds(v.wish.request.budget_per_hour or 0.0)}"
    ),
    "notice": lambda v: f"the days lay between {day_of(v.room.first)} and its last bookable day",
}
