"""When a room is free for a group: free time, the dates of a series, possible starts.

All times here are minutes on the clock of the place, counted from 1 January 1970: a
weekly group meets at ten by the wall, also after the clocks change. `moment` turns them
back into times with a zone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sap_match.windows import Slot
from sap_match.windows.slots import local

DAY = 1440
WEEK = 7 * DAY
Stretch = tuple[int, int]
_EPOCH = date(1970, 1, 1)
Rhythm = Literal["once", "weekly", "fortnightly", "monthly"]
_REPEATS = re.compile(
    r"^(?P<rhythm>once|one[- ]off|single|weekly|every week|fortnightly|every other week|"
    r"biweekly|monthly|every month)?\s*(?:[x×]?\s*(?P<count>\d{1,3}))?(?:\s*(?:times|weeks))?$",
    re.IGNORECASE,
)
_RHYTHMS: dict[str, Rhythm] = {
    "once": "once", "one-off": "once", "one off": "once", "single": "once",
    "weekly": "weekly", "every week": "weekly",
    "fortnightly": "fortnightly", "every other week": "fortnightly", "biweekly": "fortnightly",
    "monthly": "monthly", "every month": "monthly",
}  # fmt: skip


@dataclass(frozen=True)
class Repeats:
    """How often a group wants to meet: its rhythm, and how many times at most."""

    rhythm: Rhythm
    count: int | None = None
    understood: bool = True


def read_repeats(cell: str | None) -> Repeats:
    """Return what a ``repeats`` cell says; an empty one means once.

    Examples
    --------
    >>> read_repeats("weekly x10")
    Repeats(rhythm='weekly', count=10, understood=True)
    >>> read_repeats("1").rhythm, read_repeats("when it rains").understood
    ('once', False)
    """
    text = " ".join((cell or "").split()).casefold()
    found = _REPEATS.match(text)
    if found is None:
        return Repeats("once", 1, understood=False)
    count = int(found["count"]) if found["count"] else None
    named = _RHYTHMS[found["rhythm"]] if found["rhythm"] else None
    rhythm: Rhythm = named or ("weekly" if (count or 1) > 1 else "once")
    return Repeats(rhythm, 1 if rhythm == "once" else count)


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
    left = sorted(free)
    for begin, end in sorted(busy):
        cut: list[Stretch] = []
        for a, b in left:
            if b <= begin or a >= end:
                cut.append((a, b))
                continue
            cut += [(a, begin)] if a < begin else []
            cut += [(end, b)] if b > end else []
        left = cut
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


def series_days(first: date, start_from: date, last: date, repeats: Repeats) -> list[date]:
    """Return the days of a series whose first day is ``first``.

    Parameters
    ----------
    first : date
        A day on which the group could begin.
    start_from : date
        Nothing lies before it.
    last : date
        The last day, included.
    repeats : Repeats
        Monthly keeps the weekday's place in the month (second Monday; a fifth is the last).

    Examples
    --------
    >>> days = series_days(
    ...     date(2026, 11, 9), date(2026, 11, 1), date(2027, 1, 31), Repeats("monthly")
    ... )
    >>> [d.isoformat() for d in days]
    ['2026-11-09', '2026-12-14', '2027-01-11']
    """
    if repeats.rhythm == "once":
        days = [first]
    elif repeats.rhythm == "monthly":
        days = _monthly(first, last)
    else:
        gap = 7 if repeats.rhythm == "weekly" else 14
        days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, gap)]
    days = [d for d in days if start_from <= d <= last]
    return days[: repeats.count] if repeats.count else days


def _monthly(first: date, last: date) -> list[date]:
    place = (first.day - 1) // 7
    days = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        offset = (first.weekday() - date(year, month, 1).weekday()) % 7
        day = 1 + offset + 7 * place
        length = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        days.append(date(year, month, day if day <= length else day - 7))
        year, month = year + month // 12, month % 12 + 1
    return days


@dataclass(frozen=True)
class Series:
    """One way to meet: the start on each day that is free, and the days that are not.

    ``shut`` are days on which the room is closed or its hours do not reach, ``taken``
    days on which somebody has booked it; both would be missed. ``later`` are days that
    cannot be booked yet, ``early`` days that are too near to be booked.
    """

    minutes: int
    begins: tuple[int, ...]
    shut: tuple[date, ...] = ()
    taken: tuple[date, ...] = ()
    later: tuple[date, ...] = ()
    early: tuple[date, ...] = ()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretch of each day that is free."""
        return tuple((b, b + self.minutes) for b in self.begins)

    @property
    def asked(self) -> int:
        """How many days the group asked for."""
        return sum(map(len, (self.begins, self.shut, self.taken, self.later, self.early)))

    @property
    def missed(self) -> tuple[date, ...]:
        """Days that the group would miss, in order."""
        return tuple(sorted((*self.shut, *self.taken)))
