"""Every room and request of a landscape, worked out to dates once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from sap_match.memory import Memory, pair
from sap_match.model import Booking, Facility, FacilityRequest, location_closed
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.facilities.crowding import Held, is_shared, room_left
from sap_match.recommend.facilities.features import features
from sap_match.recommend.facilities.hours import (
    closures_of,
    planned_until,
    schedule_of,
    worked_out,
)
from sap_match.recommend.facilities.rooms import Room, Visit, Wish
from sap_match.recommend.facilities.rules import (
    IN_TIME,
    NOTICE,
    TIMELESS,
    broken,
    plain,
)
from sap_match.recommend.facilities.runs import Rhythm, single_ways, ways_in
from sap_match.recommend.facilities.screening import distances, passing, prices
from sap_match.recommend.facilities.slots import Series, read_repeats
from sap_match.recommend.facilities.starts import (
    Asked,
    Pieces,
    moments,
    pieces_in,
    starts_of_each,
)
from sap_match.recommend.facilities.terms import in_terms, terms_of
from sap_match.recommend.facilities.ways import FacilityConfig, bookable, ways_of
from sap_match.recommend.stretches import Stretch, busy_stretch, changing_nights, without
from sap_match.recommend.wording import day_of
from sap_match.results import suggestion_id
from sap_match.windows import Schedule, describe
from sap_match.windows.slots import local, zone_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    rhythms: dict[str, Rhythm] = field(default_factory=dict, repr=False)

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
        made = _Rooms(landscape, config, last, zone)
        rooms = tuple(made.ready(f, held.get(f.id, [])) for f in dataset.facilities)
        return cls(landscape, memory, config, zone, wishes, rooms)

    def visits(self) -> list[Visit]:
        """Return every request beside every room, its ways worked out where they matter.

        One list, by request and then by room, in the order of their ids. `candidates` and
        `visits_of` give the same without a word for each pair that does not come into question.
        """
        return [v for wish in self.wishes for v in self.visits_of(wish)]

    def candidates(self) -> list[Visit]:
        """Return the visits that no rule stops, those without a time of their own too."""
        return [v for _, v in sorted(self._worked.items())]

    def visits_of(self, wish: Wish) -> list[Visit]:
        """Return a request beside every room, with what stands in the way of each."""
        i = self._row[wish.id]
        return [
            self._worked.get((i, j)) or self._stopped(i, j, room)
            for j, room in enumerate(self.rooms)
        ]

    @cached_property
    def _row(self) -> dict[str, int]:
        return {wish.id: i for i, wish in enumerate(self.wishes)}

    @cached_property
    def _apart(self) -> _Apart:
        return _Apart.of(self.landscape, self.memory)

    @cached_property
    def _km(self) -> NDArray[np.float64]:
        return distances(self.wishes, self.rooms)

    @cached_property
    def _price(self) -> NDArray[np.float64]:
        return prices(self.wishes, self.rooms, frozenset(self.config.concession))

    @cached_property
    def _worked(self) -> dict[tuple[int, int], Visit]:
        """The visits that come into question, with their ways, by positions."""
        found: dict[tuple[int, int], Visit] = {}
        passes = passing(self.wishes, self.rooms, self._km, self._price)
        for j, room in enumerate(self.rooms):
            rows = np.flatnonzero(passes[:, j]).tolist()
            bare = [self._bare(i, j, room) for i in rows]
            open_ = [(i, v) for i, v in zip(rows, bare, strict=True) if not v.kept_apart]
            timed = self._in_time(room, [v for _, v in open_])
            found.update(((i, j), v) for (i, _), v in zip(open_, timed, strict=True))
        return found

    def _bare(self, i: int, j: int, room: Room) -> Visit:
        wish, km, price = self.wishes[i], self._km[i, j], self._price[i, j]
        return Visit(
            wish,
            room,
            None if np.isnan(km) else float(km),
            None if np.isnan(price) else float(price),
            self._apart(wish, room),
        )

    def _stopped(self, i: int, j: int, room: Room) -> Visit:
        """Return a visit that does not come into question, with every rule that it breaks."""
        bare = self._bare(i, j, room)
        return replace(bare, broken=(*broken(bare, TIMELESS), *broken(bare, (NOTICE,))))

    def _in_time(self, room: Room, column: list[Visit]) -> list[Visit]:
        """Return the visits of one room, those that no rule stops with their ways in time."""
        could = [i for i, v in enumerate(column) if not v.broken and not v.wish.trouble]
        ways = dict(zip(could, self._ways(room, [column[i].wish for i in could]), strict=True))
        return [
            v if v.broken else _settled(v, *ways.get(i, ([], []))) for i, v in enumerate(column)
        ]

    def _ways(self, room: Room, wishes: Sequence[Wish]) -> list[tuple[list[Series], list[Series]]]:
        """Return each wish's ways in a room, and the best that loses too much."""
        pieces = self._pieces(room, wishes)
        every = moments(pieces, room.buffer)
        single = np.array([w.repeats.rhythm == "once" for w in wishes], dtype=bool)
        starts = starts_of_each(pieces.of(single), every)
        repeated = np.flatnonzero(~single).tolist()
        series = ways_in(room, [self._rhythm(wishes[n]) for n in repeated], every, self.config)
        found = dict(zip(repeated, series, strict=True))
        return [
            found[n] if n in found else single_ways(w, room, starts.get(n, ()), self.config)
            for n, w in enumerate(wishes)
        ]

    def _rhythm(self, wish: Wish) -> Rhythm:
        if wish.id not in self.rhythms:
            self.rhythms[wish.id] = Rhythm.of(wish)
        return self.rhythms[wish.id]

    def _pieces(self, room: Room, wishes: Sequence[Wish]) -> Pieces:
        """Return where each wish fits into what is free of a room."""
        asked = Asked.of([(self._within(w, room), w.minutes) for w in wishes])
        takes = np.array([room.takes(w.request.people) for w in wishes], dtype=np.int64)
        found = [
            pieces_in(room.free_for(many), asked.only(takes == many))
            for many in np.unique(takes).tolist()
        ]
        return Pieces.of_all(found)

    def _within(self, wish: Wish, room: Room) -> Sequence[Stretch]:
        """Return the windows of a wish in which the room can be booked at all."""
        first, past = bookable(wish, room)
        wanted = wish.wanted
        if not wanted or (wanted[0][0] >= first and wanted[-1][1] <= past):
            return wanted
        return [(max(a, first), min(b, past)) for a, b in wanted if b > first and a < past]

    def worked_out(self, visit: Visit) -> Visit:
        """Return the visit with its ways in time, whatever else stands in the way."""
        ways, refused = ways_of(visit.wish, visit.room, self.config)
        return replace(visit, worked_out=True, ways=tuple(ways), refused=tuple(refused))


def _settled(visit: Visit, ways: Sequence[Series], refused: Sequence[Series]) -> Visit:
    """Return a visit with its ways, and what stands in the way of any."""
    v = visit
    if ways:
        return Visit(v.wish, v.room, v.km, v.price, v.kept_apart, worked_out=True, ways=tuple(ways))
    found = replace(v, worked_out=True, refused=tuple(refused))
    if v.wish.trouble:
        return replace(found, broken=(("times", v.wish.trouble),))
    return replace(found, broken=tuple(broken(found, IN_TIME)))


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


def _wish(landscape: Landscape, request: FacilityRequest, config: FacilityConfig) -> Wish:
    as_of = landscape.as_of
    repeats = read_repeats(request.repeats)
    schedule = schedule_of(request.windows)
    first = max(request.starts_on or as_of, as_of)
    days = config.look_ahead_days if repeats.rhythm == "once" else config.series_days
    bound = as_of + timedelta(days=config.horizon_days)
    last = planned_until(request.ends_on, first, days, bound)
    owner = landscape.profile(request.organisation_id)
    wanted = worked_out(schedule, first, last, landscape.dataset.timezone)
    longest = max((b - a for a, b in wanted), default=120)
    minutes = round(request.hours * 60) if request.hours else min(longest, 180)
    return Wish(
        request=request,
        owner=owner,
        schedule=schedule,
        wanted=tuple(wanted),
        minutes=minutes,
        repeats=repeats,
        first=first,
        last=last,
        points=_points(request, owner),
        trouble=_trouble(request, schedule, minutes, wanted, (first, last)),
    )


def _trouble(
    request: FacilityRequest,
    schedule: Schedule | None,
    minutes: int,
    wanted: Sequence[Stretch],
    days: tuple[date, date],
) -> str:
    """Return why a request can be met nowhere as it stands, "" where nothing says so."""
    starts_on, ends_on = request.starts_on, request.ends_on
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        return f"it ends on {day_of(ends_on)}, before it begins on {day_of(starts_on)}"
    if schedule is None:
        told = "; ".join(request.windows)
        unread = f"the times at which the group can come, “{told}”, cannot be read"
        return unread if told else "the group has not said which days suit it"
    if days[1] < days[0]:
        return f"its days lie before or too long after {day_of(days[0])} to be planned"
    return _too_short(schedule, minutes, wanted, days)


def _too_short(
    schedule: Schedule, minutes: int, wanted: Sequence[Stretch], days: tuple[date, date]
) -> str:
    longest = max((b - a for a, b in wanted), default=0)
    if not longest:
        between = f"between {day_of(days[0])} and {day_of(days[1])}"
        return f"the group can come {describe(schedule, most=2)}, and no such day lies {between}"
    if longest < minutes:
        return (
            f"the group asks for {minutes / 60:g} hours at a time, and its longest time free is "
            f"{longest / 60:g}"
        )
    return ""


class _Rooms:
    """Makes rooms ready: what several have alike is worked out once."""

    def __init__(
        self, landscape: Landscape, config: FacilityConfig, last: date, zone: ZoneInfo
    ) -> None:
        self.landscape, self.config, self.last, self.zone = landscape, config, last, zone
        self.nights = changing_nights(landscape.as_of, last + timedelta(days=1), zone)
        self._hours: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Stretch]] = {}

    def ready(self, facility: Facility, bookings: Sequence[Booking]) -> Room:
        """Return a facility with its hours and what is booked."""
        as_of = self.landscape.as_of
        terms = terms_of(facility, self.config.terms)
        hours = in_terms(self._open(facility), terms, as_of, self.last + timedelta(days=1))
        owner = self.landscape.profile(facility.organisation_id)
        closed = owner.closed or location_closed(facility)
        horizon = facility.horizon_days
        shared = is_shared(facility)
        held = sorted(self._held(b, facility, shared=shared) for b in bookings)
        full = [(a, b) for a, b, _ in held]
        return Room(
            facility=facility,
            owner=owner,
            schedule=schedule_of(facility.availability),
            open=tuple(hours),
            free=tuple(
                room_left(hours, held, facility.capacity or 1, 1)
                if shared
                else without(hours, full)
            ),
            point=None
            if closed or facility.latitude is None or facility.longitude is None
            else (facility.latitude, facility.longitude),
            closed=closed,
            first=as_of + timedelta(days=facility.notice_days or 0),
            last=None if horizon is None else as_of + timedelta(days=horizon),
            amenities=features(facility.amenities),
            shared=shared,
            held=tuple(held),
            terms=terms,
            odd=closures_of(facility.exceptions)[1],
        )

    def _open(self, facility: Facility) -> list[Stretch]:
        """Return when a facility is open, the nights left out in which the clocks change."""
        key = facility.availability, facility.exceptions
        if key not in self._hours:
            hours = worked_out(
                schedule_of(facility.availability),
                self.landscape.as_of,
                self.last + timedelta(days=1),
                self.landscape.dataset.timezone,
                closures_of(facility.exceptions)[0],
            )
            self._hours[key] = without(hours, self.nights)
        return self._hours[key]

    def _held(self, booking: Booking, facility: Facility, *, shared: bool) -> Held:
        """Return the time that a booking takes and how much of the room."""
        begin, end = local(booking.starts, self.zone), local(booking.ends, self.zone)
        if end < begin:  # the wrong way round: all of it is kept free
            begin, end = end, begin
        stretch = busy_stretch(begin, end, facility.buffer_minutes or 0)
        whole = facility.capacity or 1
        return (*stretch, (booking.people or whole) if shared else 1)


def _points(request: FacilityRequest, owner: Profile) -> tuple[tuple[float, float], ...]:
    """Return where a group is: the request's own point, else where the group works."""
    if owner.closed:
        return ()
    if request.latitude is not None and request.longitude is not None:
        return ((request.latitude, request.longitude),)
    return tuple((p.latitude, p.longitude) for p in owner.points)
