"""Stretches of real time: a schedule worked out to dates, and what is left free of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sap_match.errors import DataError
from sap_match.windows.rules import MOST_OCCURRENCES, occurrences
from sap_match.windows.schedule import DAY_MINUTES, Schedule, Window

#: First and last day, both closed.
Closure = tuple[date, date]
_Naive = tuple[datetime, datetime]


@dataclass(frozen=True, order=True, slots=True)
class Slot:
    """One stretch of time, from ``start`` up to ``end``, both with a time zone.

    Examples
    --------
    >>> from datetime import timezone
    >>> slot = Slot(
    ...     datetime(2026, 11, 10, 18, tzinfo=timezone.utc),
    ...     datetime(2026, 11, 10, 20, tzinfo=timezone.utc),
    ... )
    >>> slot.minutes
    120
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"a slot needs times with a zone, got {self.start} to {self.end}")
        if _utc(self.start) >= _utc(self.end):
            raise ValueError(f"a slot ends after it begins, got {self.start} to {self.end}")

    @property
    def minutes(self) -> int:
        """Length in whole minutes as they pass, also where the clocks change."""
        return int((_utc(self.end) - _utc(self.start)).total_seconds() // 60)


def _utc(moment: datetime) -> datetime:
    # Python subtracts and compares two times of one zone by the clock on the wall.
    return moment.astimezone(UTC)


def zone_named(timezone: str) -> ZoneInfo:
    """Return the time zone of that name.

    Raises
    ------
    DataError
        If there is none.

    Examples
    --------
    >>> zone_named("Europe/London").key
    'Europe/London'
    """
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        raise DataError(
            "is no time zone; write e.g. 'Europe/London'", field="timezone", value=timezone
        ) from error


def local(moment: datetime, zone: tzinfo) -> datetime:
    """Return the time that a clock in ``zone`` shows, given with or without a zone.

    A time that the clocks skip in spring is read with the offset before the change,
    as RFC 5545 (section 3.3.5) says; of a time that comes twice, the first is meant.

    Examples
    --------
    >>> local(datetime(2026, 3, 29, 1, 30), zone_named("Europe/London")).isoformat()
    '2026-03-29T02:30:00+01:00'
    """
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).astimezone(zone)


def parse_exceptions(cell: str | Sequence[str]) -> tuple[Closure, ...]:
    """Read closed days: dates and ``first/last`` ranges, both included, by semicolons.

    Raises
    ------
    DataError
        With the piece that is no date or range.

    Examples
    --------
    >>> parse_exceptions("2027-02-15; 2026-12-20/2027-01-04")[1]
    (datetime.date(2027, 2, 15), datetime.date(2027, 2, 15))
    """
    text = cell if isinstance(cell, str) else ";".join(cell)
    closures = [_closure(piece.strip()) for piece in re.split(r"[;,\n]", text) if piece.strip()]
    return tuple(sorted(set(closures)))


def _closure(piece: str) -> Closure:
    first, _, last = piece.partition("/")
    try:
        dates = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError as error:
        raise DataError(
            "is no date or range; write e.g. '2026-12-20/2027-01-04; 2027-02-15'", value=piece
        ) from error
    if dates[0] > dates[1]:
        raise DataError("ends before it begins; write the first day first", value=piece)
    return dates


def expand(
    schedule: Schedule,
    start: date,
    end: date,
    *,
    exceptions: Sequence[Closure] = (),
    timezone: str = "Europe/London",
) -> list[Slot]:
    """Work a schedule out to the slots of the days from ``start`` to ``end``.

    Parameters
    ----------
    schedule : Schedule
    start, end : date
        First and last day, both included; nothing lies before or after them.
    exceptions : sequence of (date, date)
        Closed from the first to the last day, both included.
    timezone : str
        Hours are those on the wall there, also after the clocks change.

    Returns
    -------
    list of Slot
        Sorted and apart: what touches is one slot, so a night is not cut at midnight.

    Raises
    ------
    DataError
        If there are more than 10,000 stretches, or no such time zone.

    Examples
    --------
    >>> from sap_match.windows.reading import parse
    >>> slots = expand(parse("WE 18:00-21:00"), date(2026, 10, 19), date(2026, 11, 1))
    >>> [slot.start.isoformat() for slot in slots]
    ['2026-10-21T18:00:00+01:00', '2026-10-28T18:00:00+00:00']
    """
    zone = zone_named(timezone)
    if start > end:
        return []
    stretches = _weekly(schedule.windows, start, end) + _ruled(schedule, start, end)
    if len(stretches) > MOST_OCCURRENCES:
        raise DataError(
            f"the schedule gives more than {MOST_OCCURRENCES} stretches from {start} to {end}; "
            "ask for a shorter time"
        )
    first, past = _midnight(start), _midnight(end + timedelta(days=1))
    clipped = [(max(s, first), min(e, past)) for s, e in stretches]
    closed = [(_midnight(a), _midnight(b + timedelta(days=1))) for a, b in exceptions]
    open_stretches = _without(_merged(clipped), _merged(closed))
    pairs = [(local(s, zone), local(e, zone)) for s, e in open_stretches]
    return [Slot(s, e) for s, e in pairs if _utc(s) < _utc(e)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _weekly(windows: Iterable[Window], start: date, end: date) -> list[_Naive]:
    count = (end - start).days + 1
    weekly: list[_Naive] = []
    for window in windows:
        first = (window.weekday - start.weekday()) % 7
        if len(weekly) > MOST_OCCURRENCES:
            break
        for offset in range(first, count, 7):
            midnight = _midnight(start + timedelta(days=offset))
            weekly.append(_on(midnight, window.start, window.end))
    return weekly


def _ruled(schedule: Schedule, start: date, end: date) -> list[_Naive]:
    ruled: list[_Naive] = []
    for rule in schedule.rules:
        # What began the evening before reaches into the first day.
        before = start - timedelta(days=1) if rule.end > DAY_MINUTES else start
        days = occurrences(rule, before, end)
        ruled.extend(_on(_midnight(day), rule.start, rule.end) for day in days)
    return [(s, e) for s, e in ruled if e > _midnight(start)]


def _on(midnight: datetime, start: int, end: int) -> _Naive:
    return midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)


def _merged(stretches: Iterable[_Naive]) -> list[_Naive]:
    merged: list[_Naive] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(stretches: Sequence[_Naive], taken: Sequence[_Naive]) -> list[_Naive]:
    """Take sorted, merged stretches away from sorted, merged stretches."""
    left: list[_Naive] = []
    position = 0
    for start, end in stretches:
        begin = start
        while position < len(taken) and taken[position][1] <= begin:
            position += 1
        ahead = position
        while ahead < len(taken) and taken[ahead][0] < end:
            if taken[ahead][0] > begin:
                left.append((begin, taken[ahead][0]))
            begin = max(begin, taken[ahead][1])
            ahead += 1
        if begin < end:
            left.append((begin, end))
    return left


def subtract(slots: Sequence[Slot], busy: Sequence[Slot], buffer_minutes: int = 0) -> list[Slot]:
    """Return the time in ``slots`` that is free of ``busy``.

    Parameters
    ----------
    slots, busy : sequence of Slot
        In any order; they may overlap.
    buffer_minutes : int
        Kept free before and after each busy slot, to clear up and to set out.

    Examples
    --------
    >>> from sap_match.windows.reading import parse
    >>> day = date(2026, 11, 10)
    >>> free = subtract(
    ...     expand(parse("TU 09:00-17:00"), day, day),
    ...     expand(parse("TU 11:00-12:00"), day, day),
    ...     buffer_minutes=30,
    ... )
    >>> [slot.minutes for slot in free]
    [90, 270]
    """
    if not slots:
        return []
    buffer = timedelta(minutes=buffer_minutes)
    taken = _merged((_utc(slot.start) - buffer, _utc(slot.end) + buffer) for slot in busy)
    zone = min(slots, key=lambda slot: _utc(slot.start)).start.tzinfo or UTC
    free = _without(_merged((_utc(slot.start), _utc(slot.end)) for slot in slots), taken)
    return [Slot(local(start, zone), local(end, zone)) for start, end in free]


def intersect(left: Sequence[Slot], right: Sequence[Slot]) -> list[Slot]:
    """Return the time that is in both, in the zone of ``left``.

    Examples
    --------
    >>> from sap_match.windows.reading import parse
    >>> day = date(2026, 11, 10)
    >>> both = intersect(
    ...     expand(parse("TU 09:00-17:00"), day, day), expand(parse("TU 16:00-18:00"), day, day)
    ... )
    >>> [slot.minutes for slot in both]
    [60]
    """
    return subtract(left, subtract(left, right))


def fits(slots: Sequence[Slot], minutes: int) -> list[Slot]:
    """Return the slots of at least ``minutes``.

    Examples
    --------
    >>> from sap_match.windows.reading import parse
    >>> day = date(2026, 11, 10)
    >>> len(fits(expand(parse("TU 09:00-10:00,13:00-16:00"), day, day), 120))
    1
    """
    return [slot for slot in slots if slot.minutes >= minutes]


def placements(slots: Sequence[Slot], minutes: int, *, step_minutes: int = 30) -> list[Slot]:
    """Return every slot of exactly ``minutes`` inside ``slots``, one each ``step_minutes``.

    Steps count from each slot's start, so a hall that opens at 09:15 is offered from 09:15.

    Raises
    ------
    DataError
        If there are more than 10,000.

    Examples
    --------
    >>> from sap_match.windows.reading import parse
    >>> day = date(2026, 11, 10)
    >>> starts = placements(expand(parse("TU 18:00-21:00"), day, day), 120)
    >>> [slot.start.strftime("%H:%M") for slot in starts]
    ['18:00', '18:30', '19:00']
    """
    if minutes <= 0 or step_minutes <= 0:
        raise ValueError(f"minutes and step are above 0, got {minutes} and {step_minutes}")
    placed: list[Slot] = []
    for slot in slots:
        zone = slot.start.tzinfo or UTC
        for offset in range(0, slot.minutes - minutes + 1, step_minutes):
            begin = _utc(slot.start) + timedelta(minutes=offset)
            placed.append(Slot(local(begin, zone), local(begin + timedelta(minutes=minutes), zone)))
            if len(placed) > MOST_OCCURRENCES:
                raise DataError(
                    f"more than {MOST_OCCURRENCES} ways to place {minutes} minutes; "
                    "ask for a shorter time or a longer step"
                )
    return placed
