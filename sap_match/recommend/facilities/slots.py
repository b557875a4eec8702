"""How often a group meets, and the days of its series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sap_match.recommend.stretches import Stretch

Rhythm = Literal["once", "weekly", "fortnightly", "monthly"]
_REPEATS = re.compile(
    r"^(?P<rhythm>once|one[- ]off|single|weekly|every week|fortnightly|every other week|"
    r"biweekly|monthly|every month)?\s*(?:[x×]?\s*(?P<count>\d{1,3}))?(?:\s*(?:times|weeks))?"
    r"(?:\s*[,;:(]?\s*(?:(?P<all>(?:all|every) dates?|no (?:gaps|skips?|skipping))"
    r"|(?P<any>(?:may |can )?skip(?: conflicts| dates)?|skipping(?: conflicts)?))\)?)?$",
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
    """How often a group wants to meet: its rhythm, and how many times at most.

    ``keep`` says of a series' dates whether ``most`` of them will do (what closures and
    bookings take is bounded by `FacilityConfig`), ``all`` must be kept, or ``any`` may be
    skipped.
    """

    rhythm: Rhythm
    count: int | None = None
    understood: bool = True
    keep: Literal["most", "all", "any"] = "most"


def read_repeats(cell: str | None) -> Repeats:
    """Return what a ``repeats`` cell says; an empty one means once.

    Examples
    --------
    >>> read_repeats("weekly x10")
    Repeats(rhythm='weekly', count=10, understood=True, keep='most')
    >>> read_repeats("weekly x10, all dates").keep, read_repeats("monthly, may skip").keep
    ('all', 'any')
    >>> read_repeats("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=6").rhythm
    'fortnightly'
    >>> read_repeats("1").rhythm, read_repeats("when it rains").understood
    ('once', False)
    """
    text = " ".join((cell or "").split()).casefold()
    found = _REPEATS.match(_plain_rule(text))
    count = int(found["count"]) if found and found["count"] else None
    if found is None or count == 0:
        return Repeats("once", 1, understood=False)
    named = _RHYTHMS[found["rhythm"]] if found["rhythm"] else None
    rhythm: Rhythm = named or ("weekly" if (count or 1) > 1 else "once")
    keep: Literal["most", "all", "any"] = (
        "all" if found["all"] else "any" if found["any"] else "most"
    )
    return Repeats(rhythm, 1 if rhythm == "once" else count, keep=keep)


def _plain_rule(text: str) -> str:
    """Return a simple iCalendar rule in words; what is no such rule stays as it is."""
    rule, comma, rest = text.removeprefix("rrule:").partition(",")
    parts = dict(p.split("=", 1) for p in rule.split(";") if "=" in p)
    if "freq" not in parts or set(parts) - {"freq", "interval", "count"}:
        return text
    every = (parts["freq"], parts.get("interval", "1"))
    rhythm = {("weekly", "1"): "weekly", ("weekly", "2"): "fortnightly",
              ("monthly", "1"): "monthly"}.get(every)  # fmt: skip
    if rhythm is None:
        return text
    return f"{rhythm} {'x' + parts['count'] if 'count' in parts else ''}{comma}{rest}"


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
