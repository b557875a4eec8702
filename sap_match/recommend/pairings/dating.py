"""On which dates an indivisible team can visit a host."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from sap_match.errors import DataError
from sap_match.recommend.stretches import DAY
from sap_match.windows import Schedule, Slot, common, expand, intersect

if TYPE_CHECKING:
    from sap_match.recommend.pairings.listing import Listing, Meeting

SHORTEST = {"goods": 30}
"""Minutes that two timetables must share, by kind; an hour where nothing is said here."""
MOST_DAYS = 10
"""Dates that are told for one team and one host."""
AHEAD = timedelta(days=182)
"""How far ahead dates are looked for."""
MONTH = timedelta(days=31)
"""Longer than this, a need is no matter of a few days."""
_SMALL_HOURS = 180
"""Minutes after midnight within which the clocks may change."""


def shortest(kind: str) -> int:
    """Return the minutes that two timetables must share for a pairing of a kind."""
    return SHORTEST.get(kind, 60)


def later(day: date, days: int) -> date:
    """Return the day so many days later, the last that there is where that is beyond it.

    Examples
    --------
    >>> later(date(2028, 2, 28), 1), later(date(2026, 1, 1), 10**9) == date.max
    (datetime.date(2028, 2, 29), True)
    """
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def team_days(m: Meeting) -> tuple[int, ...]:
    """Return ordinals of the first dates on which both can, for a team that is not split.

    Reads team_min, team_max, unit, windows, lead_days, starts_on and ends_on of both, and
    checks where people must be checked first. Empty where no team is meant, and where a
    side's times are unknown unless there is one date only.
    """
    last = m.last
    single = last is not None and m.first == last
    if m.team is None and not (single and m.unit == "people"):
        return ()
    first = m.first
    if m.willing:
        first = max(first, date.fromordinal(m.cover.ready))
    giver, host = m.giver.schedule, m.host.schedule
    if giver is None or host is None:
        return (first.toordinal(),) if single and first == last else ()
    return days_in_common(
        giver,
        host,
        first,
        min(last or date.max, later(first, AHEAD.days)),
        shortest(m.need.kind),
        m.timezone,
    )


@lru_cache(maxsize=65536)
def days_in_common(
    left: Schedule, right: Schedule, first: date, last: date, minutes: int, timezone: str
) -> tuple[int, ...]:
    """Return ordinals of the first dates on which both are open together for so long.

    A night counts for the date on which it begins. At most ten are returned.

    Examples
    --------
    >>> from sap_match.windows import parse
    >>> found = days_in_common(
    ...     parse("TU 09:00-16:00; TH 09:00-16:00"),
    ...     parse("TU 13:00-17:00"),
    ...     date(2026, 11, 4),
    ...     date(2026, 11, 17),
    ...     60,
    ...     "Europe/London",
    ... )
    >>> [date.fromordinal(day).isoformat() for day in found]
    ['2026-11-10', '2026-11-17']
    """
    if last < first:
        return ()
    weekdays = _weekdays(left, right, minutes)
    if weekdays is not None:
        days = (first.toordinal() + n for n in range((last - first).days + 1))
        # Day 1 of the calendar is a Monday.
        return tuple([day for day in days if (day - 1) % 7 in weekdays][:MOST_DAYS])
    try:
        slots = intersect(
            expand(left, first, last, timezone=timezone),
            expand(right, first, last, timezone=timezone),
        )
    except DataError:  # more stretches than anybody could mean
        return ()
    found = {day.toordinal() for slot in slots for day in _days_of(slot, minutes)}
    return tuple(sorted(found)[:MOST_DAYS])


def _weekdays(left: Schedule, right: Schedule, minutes: int) -> frozenset[int] | None:
    """Return the weekdays on which both can; None where dates must be worked out."""
    if left.rules or right.rules:
        return None
    windows = common(left, right).windows
    if any(w.start < _SMALL_HOURS or w.end > DAY - 1 for w in windows):
        return None  # a night, or an hour that the clocks may take away
    return frozenset(w.weekday for w in windows if w.minutes >= minutes)


def _days_of(slot: Slot, minutes: int) -> list[date]:
    """Return the date on which a slot begins, and each further one that it fills."""
    days = [slot.start.date()] if slot.minutes >= minutes else []
    day = slot.start.date() + timedelta(days=1)
    while datetime.combine(day + timedelta(days=1), time.min) <= slot.end.replace(tzinfo=None):
        days.append(day)
        day += timedelta(days=1)
    return days


def days_of_role(host: Listing, timezone: str) -> tuple[int | None, bool]:
    """Return on how many days a need has somebody come at most, and whether in the small hours.

    None where that is open: no end, no times, or more than a month. Reads windows, starts_on
    and ends_on.
    """
    first, last = host.record.starts_on, host.record.ends_on
    if first is None or last is None or last < first or last - first > MONTH:
        return None, False
    if host.schedule is None:
        days = (last - first).days + 1
        return (days, False) if days < MOST_DAYS else (None, False)
    try:
        slots = expand(host.schedule, first, last, timezone=timezone)
    except DataError:  # more stretches than anybody could mean
        return None, False
    night = any(s.minutes >= DAY or _touches_night(s) for s in slots)
    return len({s.start.date() for s in slots}), night


def _touches_night(slot: Slot) -> bool:
    """Whether a slot takes in some of the hours from 2 to 6."""
    return slot.end.date() > slot.start.date() or slot.start.time() < time(6)
