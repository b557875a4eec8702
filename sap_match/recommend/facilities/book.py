"""Every room and request of a landscape, worked out to dates once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sap_match.errors import DataError
from sap_match.geo import distances_km
from sap_match.memory import Memory, pair
from sap_match.model import Booking, Facility, FacilityRequest, location_closed
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.facilities.rules import (
    IN_TIME,
    NOTICE,
    TIMELESS,
    Room,
    Visit,
    Wish,
    broken,
    plain,
)
from sap_match.recommend.facilities.slots import read_repeats
from sap_match.recommend.facilities.ways import FacilityConfig, last_day, ways_of
from sap_match.recommend.stretches import (
    Stretch,
    busy_stretch,
    changing_nights,
    stretches_of,
    without,
)
from sap_match.results import suggestion_id
from sap_match.windows import Schedule, expand, parse, parse_exceptions
from sap_match.windows.slots import Closure, local, zone_named

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

NOT_HELD = frozenset({"cancelled", "declined", "rejected", "withdrawn", "expired"})
"""Statuses of a booking that leaves the room free."""


@dataclass(frozen=True, eq=False)
class Book:
    """The rooms and wishes of a landscape, and what keeps two organisations apart."""

    landscape: Landscape
    memory: Memory
    config: FacilityConfig
    zone: ZoneInfo
    wishes: tuple[Wish, ...]
    rooms: tuple[Room, ...]

    @classmethod
    def open(cls, landscape: Landscape, memory: Memory, config: FacilityConfig) -> Book:
        """Work out every request, then every room for as long as any request lasts."""
        dataset = landscape.dataset
        zone = zone_named(dataset.timezone)
        wishes = tuple(_wish(landscape, r, config) for r in dataset.facility_requests)
        if not wishes:
            return cls(landscape, memory, config, zone, (), ())
        last = max(w.last for w in wishes)
        held: dict[str, list[Booking]] = {}
        for one in dataset.bookings:
            if plain(one.status or "") not in NOT_HELD:
                held.setdefault(dataset.resolve(one.facility_id), []).append(one)
        nights = changing_nights(landscape.as_of, last, zone)

        def made_ready(facility: Facility) -> Room:
            busy = [
                busy_stretch(local(b.starts, zone), local(b.ends, zone), _buffer(facility))
                for b in held.get(facility.id, [])
            ]
            return _room(landscape, facility, last, busy, nights)

        rooms = tuple(made_ready(f) for f in dataset.facilities)
        return cls(landscape, memory, config, zone, wishes, rooms)

    def visits(self) -> list[Visit]:
        """Return every request beside every room, its ways worked out where they matter."""
        apart = _Apart.of(self.landscape, self.memory)
        return [
            self._visit(wish, room, km, apart(wish, room))
            for wish in self.wishes
            for room, km in zip(self.rooms, _distances(wish, self.rooms), strict=True)
        ]

    def _visit(self, wish: Wish, room: Room, km: float | None, kept_apart: str) -> Visit:
        bare = Visit(wish, room, km, _price(wish, room), kept_apart)
        found = broken(bare, TIMELESS)
        if found:
            return replace(bare, broken=(*found, *broken(bare, (NOTICE,))))
        visit = self.worked_out(bare)
        return replace(visit, broken=tuple(broken(visit, IN_TIME)))

    def worked_out(self, visit: Visit) -> Visit:
        """Return the visit with its ways in time."""
        ways, refused = ways_of(visit.wish, visit.room, self.config)
        return replace(visit, worked_out=True, ways=tuple(ways), refused=tuple(refused))


@dataclass(frozen=True)
class _Apart:
    """Who must not be brought together, and whose place is never told."""

    excluded: dict[tuple[str, str], str]
    banned: frozenset[tuple[str, str]]
    never: frozenset[str]

    @classmethod
    def of(cls, landscape: Landscape, memory: Memory) -> _Apart:
        answered = {d.suggestion_id for d in memory.decided}
        never = {i for i in answered if (d := memory.answer(i)) and d.answer == "never"}
        return cls(excluded_pairs(landscape), memory.banned, frozenset(never))

    def __call__(self, wish: Wish, room: Room) -> str:
        key = pair(wish.owner.id, room.owner.id)
        if key in self.excluded:
            return f"{wish.owner.name} and {room.owner.name} are kept apart: {self.excluded[key]}"
        if key in self.banned or (
            self.never and suggestion_id("facility", wish.id, room.id) in self.never
        ):
            return f"{wish.owner.name} and {room.owner.name}: never again"
        for owner in (wish.owner, room.owner):
            if owner.organisation.suggest == "no":
                return f"{owner.name} asked not to be suggested"
        return "its place is never told" if room.closed else ""


def _distances(wish: Wish, rooms: Sequence[Room]) -> list[float | None]:
    """Return km from a group to each room, None where either place is unknown."""
    known = {i: room.point for i, room in enumerate(rooms) if room.point is not None}
    found: list[float | None] = [None] * len(rooms)
    if wish.points and known:
        nearest = distances_km(wish.points, list(known.values())).min(axis=0)
        for i, km in zip(known, nearest.tolist(), strict=True):
            found[i] = km
    return found


def _wish(landscape: Landscape, request: FacilityRequest, config: FacilityConfig) -> Wish:
    as_of = landscape.as_of
    repeats = read_repeats(request.repeats)
    schedule = schedule_of(request.windows)
    first = max(request.starts_on or as_of, as_of)
    days = config.look_ahead_days if repeats.rhythm == "once" else config.series_days
    bound = as_of + timedelta(days=config.horizon_days)
    last = last_day(request.ends_on, first, days, bound)
    owner = landscape.profile(request.organisation_id)
    wanted = _expanded(landscape, schedule, first, last, ())
    longest = max((b - a for a, b in wanted), default=120)
    return Wish(
        request=request,
        owner=owner,
        schedule=schedule,
        wanted=tuple(wanted),
        minutes=round(request.hours * 60) if request.hours else min(longest, 180),
        repeats=repeats,
        first=first,
        last=last,
        points=_points(request, owner),
    )


def _room(
    landscape: Landscape,
    facility: Facility,
    last: date,
    busy: Sequence[Stretch],
    nights: Sequence[Stretch],
) -> Room:
    as_of = landscape.as_of
    schedule = schedule_of(facility.availability)
    hours = _expanded(landscape, schedule, as_of, last, _closures(facility))
    open_ = without(hours, nights)
    owner = landscape.profile(facility.organisation_id)
    closed = owner.closed or location_closed(facility)
    horizon = facility.horizon_days
    return Room(
        facility=facility,
        owner=owner,
        schedule=schedule,
        open=tuple(open_),
        free=tuple(without(open_, busy)),
        point=None
        if closed or facility.latitude is None or facility.longitude is None
        else (facility.latitude, facility.longitude),
        closed=closed,
        first=as_of + timedelta(days=facility.notice_days or 0),
        last=None if horizon is None else as_of + timedelta(days=horizon),
        amenities=frozenset(map(plain, facility.amenities)),
    )


def _buffer(facility: Facility) -> int:
    return facility.buffer_minutes or 0


def schedule_of(cells: Sequence[str]) -> Schedule | None:
    """Return what windows say, None where there are none or they cannot be read."""
    if not cells:
        return None
    try:
        return parse(cells) or None
    except DataError:
        return None


def _expanded(
    landscape: Landscape,
    schedule: Schedule | None,
    first: date,
    last: date,
    closures: Sequence[Closure],
) -> list[Stretch]:
    if not schedule:
        return []
    try:
        slots = expand(
            schedule, first, last, exceptions=closures, timezone=landscape.dataset.timezone
        )
    except DataError:  # more stretches than anybody could mean
        return []
    return stretches_of(slots)


def _closures(facility: Facility) -> tuple[Closure, ...]:
    """Return the closed days; those that cannot be read are read one by one."""
    closures: list[Closure] = []
    for cell in facility.exceptions:
        try:
            closures += parse_exceptions(cell)
        except DataError:
            continue
    return tuple(closures)


def _points(request: FacilityRequest, owner: Profile) -> tuple[tuple[float, float], ...]:
    """Return where a group is: the request's own point, else where the group works."""
    if owner.closed:
        return ()
    if request.latitude is not None and request.longitude is not None:
        return ((request.latitude, request.longitude),)
    return tuple((p.latitude, p.longitude) for p in owner.points)


def _price(wish: Wish, room: Room) -> float | None:
    """Return the price an hour for this group: voluntary groups have the concession."""
    facility = room.facility
    voluntary = wish.owner.organisation.kind == "voluntary"
    if voluntary and facility.concession_price_per_hour is not None:
        return facility.concession_price_per_hour
    return facility.price_per_hour
