"""Requests and facilities made ready: read, worked out to dates, and what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sap_match.model import Booking, Facility, FacilityRequest, location_closed
from sap_match.recommend.facilities.crowding import Held, is_shared, room_left
from sap_match.recommend.facilities.features import features
from sap_match.recommend.facilities.hours import (
    closures_of,
    planned_until,
    schedule_of,
    worked_out,
)
from sap_match.recommend.facilities.rooms import Room, Wish
from sap_match.recommend.facilities.rules import (
    plain,
)
from sap_match.recommend.facilities.slots import read_repeats
from sap_match.recommend.facilities.terms import in_terms, terms_of
from sap_match.recommend.facilities.ways import (
    FacilityConfig,
)
from sap_match.recommend.stretches import (
    Stretch,
    busy_stretch,
    changing_nights,
    without,
)
from sap_match.recommend.wording import day_of
from sap_match.windows import Schedule, describe
from sap_match.windows.slots import local

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

NOT_HELD = frozenset({"cancelled", "declined", "rejected", "withdrawn", "expired"})
"""Statuses of a booking that leaves the room free."""


_MOST_DAYS = 36_525
"""Days of a notice or a horizon beyond which nobody plans."""


def _near(moment: datetime) -> datetime:
    """Return a moment so far from the calendar's ends that it has a time in every zone."""
    return moment.replace(year=min(max(moment.year, 2), 9998))


def wish_of(landscape: Landscape, request: FacilityRequest, config: FacilityConfig) -> Wish:
    """Return a request made ready, with what is the trouble with it."""
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
    minutes = max(1, round(request.hours * 60)) if request.hours else min(longest, 180)
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


class RoomMaker:
    """Makes rooms ready: what several have alike is worked out once."""

    def __init__(
        self, landscape: Landscape, config: FacilityConfig, last: date, zone: ZoneInfo
    ) -> None:
        self.landscape, self.config, self.last, self.zone = landscape, config, last, zone
        self.nights = changing_nights(landscape.as_of, last + timedelta(days=1), zone)
        self.bookings: dict[str, list[Booking]] = {}
        for one in landscape.dataset.bookings:
            if plain(one.status or "") not in NOT_HELD:
                place = landscape.dataset.resolve(one.facility_id)
                self.bookings.setdefault(place, []).append(one)
        self._hours: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Stretch]] = {}

    def ready(self, facility: Facility) -> Room:
        """Return a facility with its hours and what is booked."""
        as_of = self.landscape.as_of
        terms = terms_of(facility, self.config.terms)
        hours = in_terms(self._open(facility), terms, as_of, self.last + timedelta(days=1))
        owner = self.landscape.profile(facility.organisation_id)
        closed = owner.closed or location_closed(facility)
        horizon = facility.horizon_days
        shared = is_shared(facility)
        held = sorted(
            self._held(b, facility, shared=shared) for b in self.bookings.get(facility.id, ())
        )
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
            first=as_of + timedelta(days=min(facility.notice_days or 0, _MOST_DAYS)),
            last=None if horizon is None else as_of + timedelta(days=min(horizon, _MOST_DAYS)),
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
        begin, end = (local(_near(m), self.zone) for m in (booking.starts, booking.ends))
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
