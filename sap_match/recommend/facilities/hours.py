"""Timetables worked out to stretches of the calendar, and what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sap_match.errors import DataError
from sap_match.recommend.facilities.terms import without_terms
from sap_match.recommend.stretches import DAY, WEEK, Stretch, day_start, stretches_of, without
from sap_match.windows import Schedule, expand, parse, parse_exceptions
from sap_match.windows.schedule import merge
from sap_match.windows.slots import Closure

NIGHT = 12 * 60
"""Minutes of the day after the last that a night may reach into."""
LONG_NIGHT = 12 * 60
"""Minutes above which hours that run past midnight are asked about: are they a slip?"""


def schedule_of(cells: Sequence[str]) -> Schedule | None:
    """Return what windows say, None where there are none or they cannot be read.

    Examples
    --------
    >>> schedule_of(("MO 18:00-21:00 (term time only)",)).windows[0].minutes
    180
    >>> schedule_of(("most days",)) is None
    True
    """
    if not cells:
        return None
    try:
        return parse([without_terms(cell) for cell in cells]) or None
    except DataError:
        return None


def closures_of(cells: Sequence[str]) -> tuple[tuple[Closure, ...], tuple[str, ...]]:
    """Return closed days, and the pieces that cannot be relied on.

    A range that ends before it begins counts as closed, and is to be asked about.

    Examples
    --------
    >>> closures, odd = closures_of(("2026-12-20/2027-01-04", "2027-01-09/2027-01-02", "Easter"))
    >>> len(closures), odd
    (2, ('2027-01-09/2027-01-02', 'Easter'))
    """
    closures: list[Closure] = []
    odd: list[str] = []
    for cell in cells:
        for piece in filter(None, (p.strip() for p in cell.split(";"))):
            try:
                closures += parse_exceptions(piece)
            except DataError:
                odd.append(piece)
                closures += _turned(piece)
    return tuple(closures), tuple(odd)


def _turned(piece: str) -> tuple[Closure, ...]:
    first, _, last = piece.partition("/")
    try:
        return parse_exceptions(f"{last.strip()}/{first.strip()}") if last else ()
    except DataError:
        return ()


def worked_out(
    schedule: Schedule | None,
    first: date,
    last: date,
    timezone: str,
    closures: Sequence[Closure] = (),
) -> list[Stretch]:
    """Return when a timetable is open from a first to a last day, closed days left out.

    A night that begins on the last day belongs to it: it ends up to `NIGHT` minutes later.

    Examples
    --------
    >>> found = worked_out(
    ...     schedule_of(("FR 22:00-02:00",)),
    ...     date(2026, 11, 1),
    ...     date(2026, 11, 30),
    ...     "Europe/London",
    ...     ((date(2026, 11, 14), date(2026, 11, 14)),),
    ... )
    >>> [b - a for a, b in found]
    [240, 120, 240, 240]
    """
    if not schedule or last < first:
        return []
    past = day_start(last) + DAY
    found = _unclipped(schedule, first, last + timedelta(days=1), timezone, closures)
    ends = ((a, b if b - past <= NIGHT else past) for a, b in found if a < past)
    return [(a, b) for a, b in ends if a < b]


def _unclipped(
    schedule: Schedule, first: date, last: date, timezone: str, closures: Sequence[Closure]
) -> list[Stretch]:
    if schedule.rules:
        try:
            slots = expand(schedule, first, last, exceptions=closures, timezone=timezone)
        except DataError:  # more stretches than anybody could mean
            return []
        return stretches_of(slots)
    begin, past = day_start(first), day_start(last) + DAY
    weeks = range(begin - first.weekday() * DAY, past, WEEK)
    spans = [
        (week + w.weekday * DAY + w.start, week + w.weekday * DAY + w.end)
        for week in weeks
        for w in schedule.windows
    ]
    inside = [(max(a, begin), min(b, past)) for a, b in merge(spans) if a < past and b > begin]
    return without(inside, [(day_start(a), day_start(b) + DAY) for a, b in closures])


def long_night(schedule: Schedule | None) -> str:
    """Return hours that run past midnight for longer than anybody meets, "" if none do.

    "17:00-09:00" is more often two hours in the wrong order than a night.

    Examples
    --------
    >>> long_night(schedule_of(("MO 17:00-09:00",))), long_night(schedule_of(("FR 22:00-02:00",)))
    ('17:00-09:00', '')
    """
    if not schedule:
        return ""
    begins = {w.weekday: w for w in schedule.windows if w.start == 0}
    for w in schedule.windows:
        after = begins.get((w.weekday + 1) % 7)
        if w.end == DAY and w.start > 0 and after is not None and after.end < w.start:
            length = DAY - w.start + after.end
            if length > LONG_NIGHT:
                return f"{_clock(w.start)}-{_clock(after.end)}"
    return next(
        (
            f"{_clock(r.start)}-{_clock(r.end - DAY)}"
            for r in schedule.rules
            if r.end - DAY > 0 and r.end - r.start > LONG_NIGHT
        ),
        "",
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def planned_until(ends_on: date | None, first: date, days: int, bound: date) -> date:
    """Return the last day that is planned for a request.

    Examples
    --------
    >>> planned_until(None, date(2026, 11, 1), 30, date(2026, 11, 9)).isoformat()
    '2026-11-09'
    """
    if ends_on is None and first <= bound:
        ends_on = first + timedelta(days=min(days, (bound - first).days))
    return min(ends_on or bound, bound)
