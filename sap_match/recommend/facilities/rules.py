"""Which room may be planned for which request: hard rules, each with a reason in words.

A rule looks at one `Visit` (a request beside a room) and gives None or what stands in the
way. Unknown place, capacity, price or amenities are to be confirmed; a room whose hours
are unknown is never planned, only enquired about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sap_match.landscape import Profile
from sap_match.model import Facility, FacilityRequest
from sap_match.recommend.facilities.slots import Repeats, Series
from sap_match.recommend.stretches import WEEK, Stretch
from sap_match.recommend.wording import day_of, distance, listing
from sap_match.windows import Schedule, describe

OPEN = frozenset({"", "active", "open", "available", "in use", "operational"})
ENQUIRE = "hours unknown"


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


@dataclass(frozen=True, eq=False)
class Room:
    """A facility made ready: its hours, what is booked, from when to when it can be booked.

    ``open`` and ``free`` are stretches of the whole period planned; ``free`` leaves out
    what is booked, with the buffer before and after.
    """

    facility: Facility
    owner: Profile
    schedule: Schedule | None
    open: tuple[Stretch, ...]
    free: tuple[Stretch, ...]
    point: tuple[float, float] | None
    closed: bool
    """Whether its place must never be told: then it is never planned."""
    first: date
    last: date | None
    amenities: frozenset[str]

    @property
    def id(self) -> str:
        """The facility's id."""
        return self.facility.id

    @property
    def name(self) -> str:
        """The room's name."""
        return self.facility.name

    @cached_property
    def usual(self) -> frozenset[tuple[int, int]]:
        """Every (minute of the week, length) at which the room opens."""
        return frozenset((a % WEEK, b - a) for a, b in self.open)

    @property
    def buffer(self) -> int:
        """Minutes kept free between two uses."""
        return self.facility.buffer_minutes or 0


@dataclass(frozen=True, eq=False)
class Wish:
    """A request made ready: when, how long, how often."""

    request: FacilityRequest
    owner: Profile
    schedule: Schedule | None
    wanted: tuple[Stretch, ...]
    minutes: int
    repeats: Repeats
    first: date
    last: date
    points: tuple[tuple[float, float], ...]

    @property
    def id(self) -> str:
        """The request's id."""
        return self.request.id


@dataclass(frozen=True, eq=False)
class Visit:
    """One request beside one room."""

    wish: Wish
    room: Room
    km: float | None
    price: float | None
    kept_apart: str = ""
    worked_out: bool = False
    """Whether ``ways`` were looked for: only where no other rule stands in the way."""
    ways: tuple[Series, ...] = ()
    refused: tuple[Series, ...] = ()
    """Ways that would fit but for too many missed days, the best first."""
    broken: tuple[tuple[str, str], ...] = ()
    """(rule, reason) of every rule that the two break."""


Rule = Callable[[Visit], "str | None"]


def own_room(v: Visit) -> str | None:
    """Say that the room is the group's own."""
    return "its own room" if v.room.owner.id == v.wish.owner.id else None


def kept_apart(v: Visit) -> str | None:
    """Say why the two organisations must not be brought together."""
    return v.kept_apart or None


def not_open(v: Visit) -> str | None:
    """Say that the room is not in use."""
    status = plain(v.room.facility.status or "")
    return None if status in OPEN else f"{v.room.name} is {status}"


def too_far(v: Visit) -> str | None:
    """Say how far the room lies beyond what the group will travel."""
    limit = v.wish.request.max_distance_km
    if limit is None or v.km is None or v.km <= limit:
        return None
    return f"{v.room.name} is {distance(v.km)} away, and the group goes {reach(limit)}"


def too_small(v: Visit) -> str | None:
    """Say how many the room holds where that is too few."""
    people, capacity = v.wish.request.people, v.room.facility.capacity
    if people is None or capacity is None or capacity >= people:
        return None
    return f"{v.room.name} holds {capacity}, and {people} come"


def amenities_missing(v: Visit) -> str | None:
    """Say what the group needs and the room, whose amenities are known, does not have."""
    missing = missing_amenities(v)
    if not missing:
        return None
    return f"{v.room.name} has no {listing(missing, 'or')}"


def missing_amenities(v: Visit) -> list[str]:
    """Return the amenities asked for that a room with known amenities lacks."""
    if not v.room.amenities:
        return []
    return [amenity(a) for a in v.wish.request.amenities if plain(a) not in v.room.amenities]


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
    if v.refused:
        best = v.refused[0]
        if len(best.taken) > len(best.shut):
            return f"{v.room.name} is booked on {len(best.taken)} of the {best.asked} dates"
        return f"{v.room.name} is closed on {len(best.shut)} of the {best.asked} dates"
    if v.wish.schedule is None:
        return "the group has not said which days suit it"
    wanted = describe(v.wish.schedule, most=2)
    return f"{v.room.name} is open {describe(v.room.schedule, most=4)}, and {wanted} is asked for"


NOTICE: tuple[str, Rule] = ("notice", not_bookable_yet)

TIMELESS: tuple[tuple[str, Rule], ...] = (
    ("own", own_room),
    ("kept apart", kept_apart),
    ("closed", not_open),
    ("distance", too_far),
    ("capacity", too_small),
    ("amenities", amenities_missing),
    ("price", too_dear),
    (ENQUIRE, hours_unknown),
)
"""The rules that need no timetable worked out, in the order in which they are told."""

IN_TIME: tuple[tuple[str, Rule], ...] = (NOTICE, ("times", no_time))
"""The rules about when; looked at where no other rule stands in the way."""


def broken(v: Visit, rules: Iterable[tuple[str, Rule]]) -> list[tuple[str, str]]:
    """Return (name, reason) of each of the rules that the visit breaks."""
    return [(name, why) for name, rule in rules if (why := rule(v)) is not None]


def unknowns(v: Visit) -> tuple[str, ...]:
    """Return what must be asked because no record says it."""
    return (*_room_to_ask(v), *_group_to_ask(v), *_both_to_ask(v))


def _room_to_ask(v: Visit) -> Iterator[str]:
    request, facility = v.wish.request, v.room.facility
    if request.people is not None and facility.capacity is None:
        yield f"that {v.room.name} holds {request.people}"
    if request.amenities and not v.room.amenities:
        yield f"that {v.room.name} has {listing([amenity(a) for a in request.amenities])}"
    for wanted in mentioned(v):
        yield f"whether {v.room.name} has {wanted}, which the group speaks of"
    if request.max_distance_km is not None and v.km is None:
        yield f"how far {v.room.name} is from the group"
    if v.price is None:
        yield f"what {v.room.name} costs"
    elif request.budget_per_hour is None and v.price > 0:
        yield f"that the group can pay {pounds(v.price)} an hour"


def mentioned(v: Visit) -> list[str]:
    """Return what the purpose speaks of and neither the room's amenities nor its text name."""
    purpose = f" {plain(v.wish.request.purpose)} "
    said = plain(f"{v.room.name} {v.room.facility.description or ''}")
    asked = set(map(plain, v.wish.request.amenities))
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
    if request.people is None:
        yield "how many come"
    if not request.hours:
        yield "for how long the group needs it"
    if not v.wish.repeats.understood:
        yield f"how often: “{request.repeats}”"


def _both_to_ask(v: Visit) -> Iterator[str]:
    for side in (v.wish, v.room):
        if side.schedule is not None and side.schedule.needs_start:
            yield f"in which weeks {v.wish.owner.name if side is v.wish else v.room.name} means"
    for owner in (v.wish.owner, v.room.owner):
        if owner.organisation.suggest == "ask":
            yield f"that {owner.name} wants to be suggested"
