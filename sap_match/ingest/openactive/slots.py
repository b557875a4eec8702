"""OpenActive's slots as times: when a facility can be had, and when it is taken.

A slot with uses left is time in which the facility can be had; one with none left is
taken. Both together are the time for which it opens, so that ``availability`` holds
both as dated windows, and what is taken becomes bookings. A number of uses is never a
number of people: the capacity of a room stays unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sap_match.ingest.cells import parse_moment
from sap_match.ingest.hsds.values import Node, nodes
from sap_match.ingest.openactive.fields import Price, price_of
from sap_match.ingest.openactive.values import duration, said
from sap_match.windows.reading import LONGEST
from sap_match.windows.slots import local

Stretch = tuple[datetime, datetime]
"""From, up to; both in UTC."""
_MOST_DAYS = 31


@dataclass(frozen=True)
class SlotTime:
    """One slot: when it is, and how many uses are left where that is known."""

    start: datetime
    end: datetime
    left: int | None
    maximum: int | None
    price: Price

    @property
    def stretch(self) -> Stretch:
        """Its time."""
        return self.start, self.end


def slot_time(slot: Node, zone: ZoneInfo) -> SlotTime | str:
    """Return a slot's time, or in words why it has none.

    Parameters
    ----------
    slot : mapping
        With ``startDate``, and ``endDate`` or ``duration``.
    zone : ZoneInfo
        Whose clock times without an offset are of.

    Examples
    --------
    >>> london = ZoneInfo("Europe/London")
    >>> found = slot_time(
    ...     {"startDate": "2026-07-01T10:00:00+01:00", "duration": "PT30M", "remainingUses": 1},
    ...     london,
    ... )
    >>> found.start.isoformat(), found.end.isoformat(), found.left
    ('2026-07-01T09:00:00+00:00', '2026-07-01T09:30:00+00:00', 1)
    >>> slot_time({"startDate": "2026-07-01T10:00:00Z"}, london)
    'has no endDate and no duration'
    """
    begins, why = parse_moment(said(slot, "startDate", "startTime"))
    if begins is None:
        return f"startDate {why}" if said(slot, "startDate") else "has no startDate"
    length = duration(said(slot, "duration"))
    ends, _ = parse_moment(said(slot, "endDate", "endTime"))
    try:
        start = local(begins, zone).astimezone(UTC)
        end = start + length if length else local(ends, zone).astimezone(UTC) if ends else None
    except (OverflowError, ValueError):
        return "is beyond the calendar"
    if end is None:
        return "has no endDate and no duration"
    if not start < end:
        return "does not end after it begins"
    if end - start > timedelta(days=_MOST_DAYS):
        return f"lasts more than {_MOST_DAYS} days"
    hours = (end - start) / timedelta(hours=1)
    left, maximum = (_count(said(slot, n)) for n in ("remainingUses", "maximumUses"))
    if maximum is not None and maximum <= 0 and left is None:
        left = 0
    return SlotTime(start, end, left, maximum, price_of(nodes(slot, "offers"), hours))


def _count(text: str) -> int | None:
    number = text.removeprefix("-")
    if not number.isdecimal() or len(number) > 9:
        return None
    return 0 if text.startswith("-") else int(number)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches sorted, those that touch or overlap made one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def without(stretches: Iterable[Stretch], others: Iterable[Stretch]) -> list[Stretch]:
    """Return what is left of stretches when others are taken away.

    Examples
    --------
    >>> hour = [datetime(2026, 7, 1, h, tzinfo=UTC) for h in range(4)]
    >>> [(a.hour, b.hour) for a, b in without([(hour[0], hour[3])], [(hour[1], hour[2])])]
    [(0, 1), (2, 3)]
    """
    left: list[Stretch] = []
    away = merged(others)
    position = 0
    for start, end in merged(stretches):
        begin = start
        while position < len(away) and away[position][1] <= begin:
            position += 1
        step = position
        while step < len(away) and away[step][0] < end:
            if away[step][0] > begin:
                left.append((begin, away[step][0]))
            begin = max(begin, away[step][1])
            step += 1
        if begin < end:
            left.append((begin, end))
    return left


class Times(NamedTuple):
    """What the slots of one facility say together."""

    windows: tuple[str, ...]
    taken: tuple[Stretch, ...]
    left_out: int = 0
    """Days for which no room was left in the cell."""


def times_of(slots: Sequence[SlotTime], zone: ZoneInfo) -> Times:
    """Return the windows for which a facility opens, and the time of them that is taken.

    Where a free and a full slot overlap, the time of the free one can be had.

    Examples
    --------
    >>> def at(hour, left):
    ...     start = datetime(2026, 11, 2, hour, tzinfo=UTC)
    ...     return SlotTime(start, start + timedelta(hours=1), left, None, Price())
    >>> found = times_of([at(9, 1), at(10, 0)], ZoneInfo("Europe/London"))
    >>> found.windows
    ('DTSTART:20261102 RRULE:FREQ=DAILY;COUNT=1 09:00-11:00',)
    >>> [(a.hour, b.hour) for a, b in found.taken]
    [(10, 11)]
    """
    free = [s.stretch for s in slots if s.left]
    full = [s.stretch for s in slots if s.left == 0]
    windows, left_out = _windows(merged([*free, *full]), zone)
    return Times(windows, tuple(without(full, free)), left_out)


def _windows(open_: Iterable[Stretch], zone: ZoneInfo) -> tuple[tuple[str, ...], int]:
    """Return dated windows as texts, the earliest days first, as many as a cell holds."""
    days: dict[tuple[int, int], set[date]] = defaultdict(set)
    for start, end in open_:
        for day, first, last in _by_day(start, end, zone):
            days[first, last].add(day)
    found: list[tuple[date, int, str]] = []
    for (first, last), dates in days.items():
        times = f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}"
        for run, step in _runs(dates):
            every = "DAILY" if step == 1 else f"WEEKLY;BYDAY={_CODES[run[0].weekday()]}"
            text = f"DTSTART:{run[0]:%Y%m%d} RRULE:FREQ={every};COUNT={len(run)} {times}"
            found.append((run[0], len(run), text))
    kept: list[str] = []
    length = left_out = 0
    for _, count, text in sorted(found, key=lambda one: (one[0], one[2])):
        length += len(text) + 2
        if length > LONGEST:
            left_out += count
        else:
            kept.append(text)
    return tuple(kept), left_out


_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _by_day(start: datetime, end: datetime, zone: ZoneInfo) -> Iterable[tuple[date, int, int]]:
    """Yield the days of a stretch on the wall clock, with minutes from and up to."""
    begin = start.astimezone(zone).replace(tzinfo=None)
    stop = end.astimezone(zone).replace(tzinfo=None)
    if stop <= begin:  # in the hour that comes twice
        stop = begin + (end - start)
    while begin < stop:
        midnight = datetime.combine(begin.date() + timedelta(days=1), time.min)
        until = min(stop, midnight)
        first = begin.hour * 60 + begin.minute
        last = 1440 if until == midnight else until.hour * 60 + until.minute
        if first < last:
            yield begin.date(), first, last
        begin = until


def _runs(dates: set[date]) -> Iterable[tuple[list[date], int]]:
    """Yield dates as runs of days or of weeks, the longer first where both are possible."""
    left = set(dates)
    for first in sorted(dates):
        if first not in left:
            continue
        daily, weekly = (_run(first, step, left) for step in (1, 7))
        run, step = (daily, 1) if len(daily) >= len(weekly) else (weekly, 7)
        left.difference_update(run)
        yield run, step


def _run(first: date, step: int, dates: set[date]) -> list[date]:
    run = [first]
    while run[-1] + timedelta(days=step) in dates:
        run.append(run[-1] + timedelta(days=step))
    return run
