"""Which room may be planned for which request: hard rules, each with a reason in words.

A rule looks at one `Visit` (a request beside a room) and gives None or what stands in the
way. Unknown place, price or amenities are to be confirmed; a room whose hours or capacity
are unknown, or whether somebody who needs access can come, is only enquired about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from sap_match.recommend.facilities.activities import unfit
from sap_match.recommend.facilities.conditions import clashes, questions
from sap_match.recommend.facilities.features import feature
from sap_match.recommend.facilities.hours import long_night
from sap_match.recommend.facilities.rooms import Room as Room  # noqa: PLC0414 - told to importers
from sap_match.recommend.facilities.rooms import Visit as Visit  # noqa: PLC0414
from sap_match.recommend.facilities.rooms import Wish as Wish  # noqa: PLC0414
from sap_match.recommend.facilities.slots import Series
from sap_match.recommend.wording import day_of, distance, listing
from sap_match.windows import Schedule, describe

OPEN = frozenset(
    {"", "active", "open", "available", "in use", "operational", "bookable", "live", "current"}
)
ENQUIRE = "hours unknown"
ENQUIRE_CAPACITY = "capacity unknown"
ENQUIRE_ACCESS = "access unknown"
ACCESS = frozenset(
    {"step free", "hearing loop", "accessible toilet", "changing places", "accessible changing",
     "disabled parking"}
)  # fmt: skip
"""Needs without which somebody cannot come: where nothing is recorded, the room is asked first."""
CHARITIES = "charities only"


AMENITIES = (
    "step free", "accessible toilet", "changing places", "hearing loop", "quiet room", "kitchen",
    "parking", "stage", "storage", "heating", "projector", "wifi", "garden", "piano", "workshop",
)  # fmt: skip
"""What a purpose may speak of without asking for it."""


def spoken(label: str) -> str:
    """Return an amenity or condition in words.

    Examples
    --------
    >>> spoken("accessible_toilet")
    'accessible toilet'
    """
    return label.replace("_", " ").replace("-", " ").strip()


def amenity(label: str) -> str:
    """Return an amenity as something that a room has.

    Examples
    --------
    >>> amenity("step_free"), amenity("kitchen")
    ('step-free access', 'kitchen')
    """
    return {"step free": "step-free access"}.get(plain(label), spoken(label))


def reach(km: float) -> str:
    """Return a limit of distance, as it was given.

    Examples
    --------
    >>> reach(8.0), reach(2.5)
    ('8 km', '2.5 km')
    """
    return f"{km:g} km"


def plain(label: str) -> str:
    """Return an amenity in one spelling, for comparing."""
    return spoken(label).casefold()


Rule = Callable[[Visit], "str | None"]


def own_room(v: Visit) -> str | None:
    """Say that the room is the group's own."""
    return "its own room" if v.room.owner.id == v.wish.owner.id else None


def kept_apart(v: Visit) -> str | None:
    """Say why the two organisations must not be brought together."""
    return v.kept_apart or None


def not_open(v: Visit) -> str | None:
    """Say that the room is not in use, or nothing to lend."""
    state = out_of_use(v.room)
    return f"{v.room.name} is {state}" if state else None


def out_of_use(room: Room) -> str:
    """Return in what state a room is that cannot be had ("vacant land"), "" if it can."""
    return _state(room.facility.status or "") or room.left_out


@lru_cache(maxsize=4096)
def _state(status: str) -> str:
    said = plain(status)
    return "" if said in OPEN else said


def unsuitable(v: Visit) -> str | None:
    """Say that the room is not for what the group does, or that its owner does not allow it."""
    found = unfit_for(v.wish, v.room)
    return found.format(room=v.room.name, group=v.wish.owner.name) if found else None


def unfit_for(wish: Wish, room: Room) -> str:
    """Return why a room does not suit a purpose, as words about {room} and {group}, "" if it may.

    It depends on the room's type and conditions and on the group's kind and purpose alone.
    """
    purpose = wish.request.purpose
    what = _unfit(room.facility.type, purpose)
    if what:
        return f"{{room}}: {what}, no place for “{_braced(purpose)}”"
    if not room.conditions.known:
        return ""
    for clause, word in clashes(room.conditions, purpose):
        if clause.effect == "refuse":
            return f"{{room}} allows {clause.words}, and the group speaks of “{_braced(word)}”"
    for clause in room.conditions.known:
        if clause.words == CHARITIES and wish.owner.organisation.kind == "business":
            return f"{{room}} is let to {CHARITIES}, and {{group}} is a business"
    return ""


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


_unfit = lru_cache(maxsize=65536)(unfit)


def too_far(v: Visit) -> str | None:
    """Say how far the room lies beyond what the group will travel."""
    limit = v.wish.request.max_distance_km
    if limit is None or v.km is None or v.km <= limit:
        return None
    return f"{v.room.name} is {distance(v.km)} away, and the group goes {reach(limit)}"


def too_small(v: Visit) -> str | None:
    """Say how many the room holds where that is too few."""
    people, capacity = v.wish.request.people, v.room.facility.capacity
    if capacity == 0:
        return f"{v.room.name} is recorded with room for nobody (capacity 0)"
    if people is None or capacity is None or capacity >= people:
        return None
    return f"{v.room.name} holds {capacity}, and {people} come"


def capacity_unknown(v: Visit) -> str | None:
    """Say that nobody has recorded how many the room holds."""
    if v.room.facility.capacity is not None:
        return None
    return f"nobody has recorded how many {v.room.name} holds"


def access_unknown(v: Visit) -> str | None:
    """Say that nobody has recorded whether somebody who needs access could come."""
    unsure = unknown_access(v.wish, v.room)
    if not unsure:
        return None
    wanted = [amenity(one) for one in dict.fromkeys(map(feature, v.wish.request.amenities))
              if one in unsure]  # fmt: skip
    return f"nobody has recorded whether {v.room.name} has {listing(wanted)}"


def unknown_access(wish: Wish, room: Room) -> frozenset[str]:
    """Return the needs of access of which nothing is recorded, as no amenity of the room is."""
    return frozenset() if room.amenities else wish.needs & ACCESS


def amenities_missing(v: Visit) -> str | None:
    """Say what the group needs and the room, whose amenities are known, does not have."""
    missing = missing_amenities(v)
    if not missing:
        return None
    return f"{v.room.name} has no {listing(missing, 'or')}"


def missing_amenities(v: Visit) -> list[str]:
    """Return the amenities asked for that a room with known amenities lacks, or denies."""
    missing = lacking(v.wish, v.room)
    if not missing:
        return []
    wanted = dict.fromkeys(map(feature, v.wish.request.amenities))
    return [amenity(one) for one in wanted if one in missing]


def lacking(wish: Wish, room: Room) -> frozenset[str]:
    """Return the needs that a room with known amenities does not meet, or that it denies."""
    return wish.needs - room.has if room.amenities else wish.needs & room.denied


def too_dear(v: Visit) -> str | None:
    """Say what the room costs where that is more than the group has."""
    budget = v.wish.request.budget_per_hour
    if budget is None or v.price is None or v.price <= budget:
        return None
    return f"{v.room.name} costs {pounds(v.price)} an hour, and the group has {pounds(budget)}"


def pounds(price: float) -> str:
    """Return a price an hour, with pence where there are any.

    Examples
    --------
    >>> pounds(8), pounds(7.5)
    ('£8', '£7.50')
    """
    return f"£{price:.0f}" if price == int(price) else f"£{price:.2f}"


def hours_unknown(v: Visit) -> str | None:
    """Say that nobody has recorded when the room can be had."""
    return None if v.room.schedule else f"nobody has recorded when {v.room.name} can be had"


def not_bookable_yet(v: Visit) -> str | None:
    """Say that all the dates lie before the notice or beyond the horizon."""
    if v.room.first > v.wish.last:
        return (
            f"{v.room.name} asks for {v.room.facility.notice_days} days' notice, and the last day "
            f"is {day_of(v.wish.last)}"
        )
    if v.room.last is not None and v.room.last < v.wish.first:
        return f"{v.room.name} takes bookings up to {day_of(v.room.last)} only"
    return None


def no_time(v: Visit) -> str | None:
    """Say that the room is not free when the group can come."""
    if not v.worked_out or v.ways or not v.room.schedule or not_bookable_yet(v):
        return None
    if v.wish.trouble:
        return v.wish.trouble
    if v.refused:
        return _too_few(v, v.refused[0])
    if v.wish.schedule is None:
        return "the group has not said which days suit it"
    wanted, open_ = _described(v.wish.schedule, 2), _described(v.room.schedule, 4)
    return f"{v.room.name} is open {open_}, and {wanted} is asked for"


def _too_few(v: Visit, best: Series) -> str:
    """Say on how many of its dates a series could not be held."""
    if v.wish.repeats.keep == "all":
        lost = best.asked - len(best.begins)
        return f"{v.room.name} cannot be had on {lost} of the {best.asked} dates"
    if len(best.taken) > len(best.shut):
        return f"{v.room.name} is booked on {len(best.taken)} of the {best.asked} dates"
    return f"{v.room.name} is closed on {len(best.shut)} of the {best.asked} dates"


@lru_cache(maxsize=4096)
def _described(schedule: Schedule, most: int) -> str:
    return describe(schedule, most=most)


NOTICE: tuple[str, Rule] = ("notice", not_bookable_yet)

TIMELESS: tuple[tuple[str, Rule], ...] = (
    ("own", own_room),
    ("kept apart", kept_apart),
    ("closed", not_open),
    ("unsuitable", unsuitable),
    ("distance", too_far),
    ("capacity", too_small),
    ("amenities", amenities_missing),
    ("price", too_dear),
    (ENQUIRE, hours_unknown),
    (ENQUIRE_CAPACITY, capacity_unknown),
    (ENQUIRE_ACCESS, access_unknown),
)
"""The rules that need no timetable worked out, in the order in which they are told."""

IN_TIME: tuple[tuple[str, Rule], ...] = (NOTICE, ("times", no_time))
"""The rules about when; looked at where no other rule stands in the way."""


def broken(v: Visit, rules: Iterable[tuple[str, Rule]]) -> list[tuple[str, str]]:
    """Return (name, reason) of each of the rules that the visit breaks."""
    return [(name, why) for name, rule in rules if (why := rule(v)) is not None]


def unknowns(v: Visit) -> tuple[str, ...]:
    """Return what must be asked because no record says it, the hard needs first."""
    return (*_needs_to_ask(v), *_owner_to_ask(v), *_room_to_ask(v), *_group_to_ask(v),
            *_both_to_ask(v))  # fmt: skip


def _needs_to_ask(v: Visit) -> Iterator[str]:
    request = v.wish.request
    if request.amenities and not v.room.amenities:
        yield f"that {v.room.name} has {listing([amenity(a) for a in request.amenities])}"


def _owner_to_ask(v: Visit) -> Iterator[str]:
    """Yield what the owner's conditions ask of the group, and what the officer decides."""
    room, group = v.room, v.wish.owner.name
    for clause, word in clashes(room.conditions, v.wish.request.purpose):
        if clause.effect == "officer":
            yield (
                f"with the officer, before anybody is told no: {room.name} sets “{clause.words}”, "
                f"and {group} speaks of “{word}”, which the law may protect"
            )
    if room.terms.to_ask:
        when = "not in term" if room.terms.outside else "in term time only"
        yield f"that the dates are right for {room.name}, which is let {when}"
    yield from questions(room.conditions, room.name, group, heeded=room.heeds)


def _room_to_ask(v: Visit) -> Iterator[str]:
    request = v.wish.request
    for wanted in mentioned(v):
        yield f"whether {v.room.name} has {wanted}, which the group speaks of"
    if request.max_distance_km is not None and v.km is None:
        yield f"how far {v.room.name} is from the group"
    if v.price is None:
        yield f"what {v.room.name} costs"
    elif request.budget_per_hour is None and v.price > 0:
        yield f"that the group can pay {pounds(v.price)} an hour"
    for piece in v.room.odd:
        yield f"when {v.room.name} is closed: “{piece}” cannot be relied on"


def mentioned(v: Visit) -> list[str]:
    """Return what the purpose speaks of and neither the room's amenities nor its text name."""
    purpose = f" {plain(v.wish.request.purpose)} "
    said = plain(f"{v.room.name} {v.room.facility.description or ''}")
    asked = v.wish.needs
    return [
        one
        for one in AMENITIES
        if re.search(rf"\b{one}\b", purpose)
        and one not in v.room.amenities
        and one not in asked
        and one not in said
    ]


def _group_to_ask(v: Visit) -> Iterator[str]:
    request = v.wish.request
    if not request.people:
        yield "how many come"
    if not request.hours:
        yield "for how long the group needs it"
    if not v.wish.repeats.understood:
        yield f"how often: “{request.repeats}”"


def _both_to_ask(v: Visit) -> Iterator[str]:
    for side in (v.wish, v.room):
        if night := long_night(side.schedule):
            name = v.wish.owner.name if side is v.wish else v.room.name
            yield f"whether {name} means {night}, which runs past midnight"
        if side.schedule is not None and side.schedule.needs_start:
            yield f"in which weeks {v.wish.owner.name if side is v.wish else v.room.name} means"
    for owner in (v.wish.owner, v.room.owner):
        if owner.organisation.suggest == "ask":
            yield f"that {owner.name} wants to be suggested"
