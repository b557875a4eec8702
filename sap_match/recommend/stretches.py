"""Stretches of time as whole minutes on the clock of the place.

Minutes are counted from 1 January 1970 and are those on the wall: a weekly group meets at
ten, also after the clocks change. `slot_at` turns them back into times with a zone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sap_match.windows import Slot
from sap_match.windows.slots import local

DAY = 1440
WEEK = 7 * DAY
Stretch = tuple[int, int]
"""From the first minute up to the second."""
_EPOCH = date(1970, 1, 1)


def minute_of(moment_: datetime) -> int:
    """Return the minutes on the wall of a local time since 1 January 1970."""
    return (moment_.date() - _EPOCH).days * DAY + moment_.hour * 60 + moment_.minute


def day_start(day: date) -> int:
    """Return the minutes of midnight at the beginning of a day."""
    return (day - _EPOCH).days * DAY


def day_at(minute: int) -> date:
    """Return the day in which a minute lies."""
    return _EPOCH + timedelta(days=minute // DAY)


def slot_at(stretch: Stretch, zone: ZoneInfo) -> Slot:
    """Return a stretch as a slot with a time zone, as long as it is by the clock."""
    start, end = (
        local(datetime.combine(day_at(m), time.min) + timedelta(minutes=m % DAY), zone)
        for m in stretch
    )
    if end.astimezone(UTC) <= start.astimezone(UTC):  # inside the hour that comes twice
        end = (start.astimezone(UTC) + timedelta(minutes=stretch[1] - stretch[0])).astimezone(zone)
    return Slot(start, end)


def changing_nights(first: date, last: date, zone: ZoneInfo) -> list[Stretch]:
    """Return midnight to four of each day on which the clocks change.

    An hour is missing or comes twice then, and the clock on the wall does not tell which
    is meant: nothing is planned in these hours.

    Examples
    --------
    >>> nights = changing_nights(date(2026, 10, 1), date(2026, 11, 1), ZoneInfo("Europe/London"))
    >>> [day_at(a).isoformat() for a, _ in nights]
    ['2026-10-25']
    """
    nights = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        before, after = (
            datetime.combine(d, time.min, tzinfo=zone).utcoffset()
            for d in (day, day + timedelta(days=1))
        )
        if before != after:
            nights.append((day_start(day), day_start(day) + 4 * 60))
    return nights


def busy_stretch(begin: datetime, end: datetime, buffer: int) -> Stretch:
    """Return the time that a booking takes on the wall, with the buffer on either side."""
    real = round((end - begin).total_seconds() / 60)
    return minute_of(begin) - buffer, max(minute_of(end), minute_of(begin) + real) + buffer


def stretches_of(slots: Iterable[Slot]) -> list[Stretch]:
    """Return slots as stretches, in order."""
    found = [(minute_of(s.start), minute_of(s.end)) for s in slots]
    return sorted((a, b) for a, b in found if a < b)


def without(free: Sequence[Stretch], busy: Iterable[Stretch]) -> list[Stretch]:
    """Return the free time that no busy stretch takes.

    Examples
    --------
    >>> without([(0, 100)], [(20, 30), (25, 40)])
    [(0, 20), (40, 100)]
    """
    taken = [span for span in sorted(busy) if span[0] < span[1]]
    left: list[Stretch] = []
    position = 0
    for start, past in sorted(free):
        at = start
        while position < len(taken) and taken[position][1] <= start:
            position += 1
        for ahead in range(position, len(taken)):
            begin, end = taken[ahead]
            if begin >= past:
                break
            if begin > at:
                left.append((at, begin))
            at = max(at, end)
        if at < past:
            left.append((at, past))
    return left


def both(left: Sequence[Stretch], right: Sequence[Stretch]) -> list[Stretch]:
    """Return the time that is in both of two sorted lists of stretches that do not overlap.

    Examples
    --------
    >>> both([(0, 10), (20, 30)], [(5, 25)])
    [(5, 10), (20, 25)]
    """
    found: list[Stretch] = []
    i = j = 0
    while i < len(left) and j < len(right):
        begin, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if begin < end:
            found.append((begin, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def starts_within(stretches: Iterable[Stretch], minutes: int, step: int) -> list[int]:
    """Return the moments at which something of ``minutes`` can begin, one each ``step``.

    The last start that still fits is always among them.

    Examples
    --------
    >>> starts_within([(540, 720)], 60, 60), starts_within([(540, 700)], 60, 60)
    ([540, 600, 660], [540, 600, 640])
    """
    found: list[int] = []
    for begin, end in stretches:
        latest = end - minutes
        if latest >= begin:
            found += [*range(begin, latest, step), latest]
    return sorted(set(found))


def covers(stretches: Sequence[Stretch], begin: int, end: int) -> bool:
    """Whether one of the sorted stretches holds all of ``begin`` to ``end``."""
    at = bisect_right(stretches, (begin, 10**12)) - 1
    return at >= 0 and stretches[at][0] <= begin and end <= stretches[at][1]
