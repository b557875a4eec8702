"""When volunteers are wanted: the sessions of an activity as weekly windows and dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sap_match.ingest.cells import parse_day, parse_moment
from sap_match.ingest.raw import Cell

_ZONE = ZoneInfo("Europe/London")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = timedelta(hours=16)
"""A session that lasts longer is no stretch of a day but a time in which the role stands."""
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_OPEN_FROM = 2090
_OPEN_AFTER = timedelta(days=3653)
_MOST_DATES = 30
_FEW_SESSIONS = 3
_ROUND_HOURS = frozenset((100, 200, 300, 500, 999, 1000, 9999, 99999, 999999))
_MANY = 10


@dataclass(frozen=True)
class Session:
    """One time at which volunteers are wanted; either end may be unknown.

    ``timed`` says that the source gave a time of day and no date alone.
    """

    starts: datetime | None
    ends: datetime | None
    timed: bool = True

    @property
    def span(self) -> timedelta | None:
        """How long it lasts."""
        return None if self.starts is None or self.ends is None else self.ends - self.starts


@dataclass(frozen=True)
class Times:
    """The canonical cells of an activity's sessions, and what is to be told of them."""

    windows: tuple[str, ...] = ()
    starts_on: str = ""
    ends_on: str = ""
    dates: tuple[str, ...] = ()
    doubts: tuple[tuple[str, str, str], ...] = ()
    """(field, value, reason) of cells that are no times."""

    def cells(self) -> dict[str, Cell]:
        """Return the cells of a need."""
        return {
            "windows": self.windows, "starts_on": self.starts_on, "ends_on": self.ends_on,
            "session_dates": self.dates,
        }  # fmt: skip


def moment_of(value: object) -> tuple[datetime | None, bool, str]:
    """Return a moment in local time without a zone, whether it has a time, and what is wrong.

    Examples
    --------
    >>> moment_of("2023-05-17T23:00:00.000Z")[0]
    datetime.datetime(2023, 5, 18, 0, 0)
    >>> moment_of("2026-05-07")[:2], moment_of("soon")[2]
    ((datetime.datetime(2026, 5, 7, 0, 0), False), 'is no date and time: write YYYY-MM-DDTHH:MM')
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return None, False, "" if value in (None, "") else "is no date and time"
    found, reason = parse_moment(text)
    if found is not None:
        try:
            local = found if found.tzinfo is None else found.astimezone(_ZONE)
        except (OverflowError, ValueError):
            return None, False, "is no day of the calendar"
        return local.replace(tzinfo=None, microsecond=0), True, ""
    day, _ = parse_day(text)
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None), False, ""
    return None, False, reason or ""


def times_of(sessions: Iterable[Session]) -> Times:
    """Return the windows, the first and the last day of an activity's sessions.

    A session within a day is a window of its weekday; one that lasts longer only says from
    when to when the role stands. An end in 2090 or later, or ten years after the start, is
    no end. Times from midnight to midnight are no window. Where there are several days, they
    are listed too, because windows repeat each week and the sessions may not.

    Examples
    --------
    >>> at = datetime.fromisoformat
    >>> found = times_of(
    ...     [
    ...         Session(at("2026-01-08T10:00"), at("2026-01-08T16:00")),
    ...         Session(at("2026-03-05T10:00"), at("2026-03-05T16:00")),
    ...     ]
    ... )
    >>> found.windows, found.starts_on, found.ends_on, found.dates
    (('TH 10:00-16:00',), '2026-01-08', '2026-03-05', ('2026-01-08', '2026-03-05'))
    >>> times_of([Session(at("2022-01-01T00:00"), at("2099-12-31T23:59"))]).ends_on
    ''
    """
    first: list[date] = []
    last: list[date] = []
    days: set[date] = set()
    windows: set[tuple[int, str]] = set()
    doubts: list[tuple[str, str, str]] = []
    is_open = False
    for one in sorted(sessions, key=_order):
        starts, ends, span = one.starts, one.ends, one.span
        if span is not None and span < timedelta(0):
            doubts.append(("ends_on", f"{starts} to {ends}", "lies before the start"))
            ends, span = None, None
        if starts is not None:
            first.append(starts.date())
        if ends is not None:
            if ends.year >= _OPEN_FROM or (span is not None and span > _OPEN_AFTER):
                is_open = True
            else:
                last.append(ends.date())
        if starts is None or ends is None or span is None or not one.timed:
            continue
        if timedelta(0) < span <= _LONGEST and not _whole_day(starts, ends):
            windows.add((starts.weekday(), f"{starts:%H:%M}-{ends:%H:%M}"))
            days.add(starts.date())
            last[-1:] = [starts.date()]  # what ends after midnight is still that day's
    many = len(days) > 1
    return Times(
        tuple(f"{_DAYS[day]} {hours}" for day, hours in sorted(windows)),
        min(first).isoformat() if first else "",
        max(last).isoformat() if last and not is_open else "",
        tuple(day.isoformat() for day in sorted(days)[:_MOST_DATES]) if many else (),
        tuple(doubts),
    )


def _order(one: Session) -> tuple[datetime, datetime]:
    return one.starts or _EARLIEST, one.ends or _EARLIEST


def _whole_day(starts: datetime, ends: datetime) -> bool:
    return (starts.hour, starts.minute) == (0, 0) and (ends.hour, ends.minute) in {
        (23, 59), (0, 0), (23, 0), (23, 50), (23, 55),
    }  # fmt: skip


def tells_closing_days(activities: Sequence[Sequence[Session]]) -> bool:
    """Whether long sessions hold a closing day and a number of hours, not a start and an end.

    One booking system writes for a role without fixed sessions the last day on which one may
    join as the beginning, and adds the hours that are wanted as if they passed at one go: the
    end is then exactly 999 or 500 hours later. Where a tenth of at least ten such roles
    differ by such a number, the file is taken to be written so.

    Examples
    --------
    >>> at = datetime.fromisoformat
    >>> role = [Session(at("2025-12-31T09:00"), at("2026-02-11T00:00"))]  # 999 hours
    >>> tells_closing_days([role] * 12), tells_closing_days([role])
    (True, False)
    """
    long = [s[0].span for s in activities if len(s) == 1 and is_long(s[0])]
    hours = Counter(span.total_seconds() / 3600 for span in long if span is not None)
    telling = sum(count for value, count in hours.items() if value in _ROUND_HOURS)
    return len(long) >= _MANY and telling * 10 >= len(long)


def is_long(one: Session) -> bool:
    """Whether a session lasts longer than any stretch of a day."""
    return one.span is not None and one.span > _LONGEST
