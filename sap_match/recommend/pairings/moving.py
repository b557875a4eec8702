"""By how much a timetable would have to move for two to share enough time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sap_match.errors import DataError
from sap_match.recommend.pairings.listing import Meeting
from sap_match.recommend.stretches import DAY, WEEK
from sap_match.windows import Rule, Schedule, Slot, Window, expand

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
AHEAD = timedelta(days=56)
"""How far ahead dated times are laid beside each other to see how far they miss."""


@dataclass(frozen=True)
class Move:
    """Minutes by which the offer's times would have to move (below 0: earlier), and the day."""

    minutes: int
    day: str = ""


def smallest_move(m: Meeting, shortest: int) -> Move | None:
    """Return the smallest move of the offer's times after which both share ``shortest`` minutes.

    None where one side has no stretch that long, or the times are too many to lay out.
    """
    giver, host = m.giver.schedule, m.host.schedule
    if giver is None or host is None:
        return None
    week = m.last is None or m.last - m.first >= timedelta(days=6)
    if week and not giver.rules and not host.rules:
        return _nearest(
            _weekly(giver), [*_weekly(host, -WEEK), *_weekly(host), *_weekly(host, WEEK)], shortest
        )
    last = m.first + AHEAD if m.last is None else min(m.last, m.first + AHEAD)
    try:
        slots = [expand(one, m.first, last, timezone=m.timezone) for one in (giver, host)]
    except DataError:
        return None
    return _nearest(_dated(slots[0]), list(_dated(slots[1])), shortest)


def _nearest(
    given: Iterable[tuple[int, int, int]], asked: list[tuple[int, int, int]], shortest: int
) -> Move | None:
    found = []
    for a, b, _ in given:
        if b - a < shortest:
            continue
        for c, e, day in asked:
            if e - c < shortest:
                continue
            lowest, highest = c + shortest - b, e - shortest - a
            move = 0 if lowest <= 0 <= highest else lowest if lowest > 0 else highest
            found.append((abs(move), -move, day))
    if not found:
        return None
    size, turned, day = min(found)
    return Move(-turned if size else 0, _DAYS[day % 7])


def _weekly(schedule: Schedule, shift: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield stretches of the week in minutes; what runs past midnight is one stretch."""
    joined: list[list[int]] = []
    for w in sorted(schedule.windows, key=lambda w: (w.weekday, w.start)):
        start, end = w.weekday * DAY + w.start, w.weekday * DAY + w.end
        if joined and joined[-1][1] == start:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    for start, end in joined:
        yield start + shift, end + shift, start // DAY


def _dated(slots: Iterable[Slot]) -> Iterator[tuple[int, int, int]]:
    origin = datetime(2000, 1, 1, tzinfo=UTC)
    for slot in slots:
        start, end = ((t.astimezone(UTC) - origin) for t in (slot.start, slot.end))
        first, last = (int(t.total_seconds() // 60) for t in (start, end))
        yield first, last, slot.start.weekday()


def moved(schedule: Schedule, minutes: int) -> Schedule:
    """Return a timetable later by so many minutes (earlier below 0).

    Rules whose times would leave their day stay where they are.

    Examples
    --------
    >>> from sap_match.windows import format, parse
    >>> format(moved(parse("MO 22:30-23:30"), 60))
    'MO 23:30-24:00; TU 00:00-00:30'
    """
    windows = [piece for w in schedule.windows for piece in _pieces(w, minutes)]
    rules = tuple(
        Rule(r.text, r.start + minutes, r.end + minutes)
        if r.start + minutes >= 0 and r.end + minutes <= DAY
        else r
        for r in schedule.rules
    )
    return Schedule(tuple(windows), rules)


def _pieces(w: Window, minutes: int) -> Iterator[Window]:
    start = (w.weekday * DAY + w.start + minutes) % WEEK
    end = start + w.minutes
    while start < end:
        day, midnight = start // DAY, (start // DAY + 1) * DAY
        stop = min(end, midnight)
        yield Window(day % 7, start - day * DAY, stop - day * DAY)
        start = stop


def hours_words(minutes: int) -> str:
    """Return a stretch of time as people say it.

    Examples
    --------
    >>> [hours_words(n) for n in (30, 60, 90, 120, 150, 75)]
    ['30 minutes', 'an hour', '90 minutes', '2 hours', '2½ hours', '75 minutes']
    """
    hours, rest = divmod(minutes, 60)
    if minutes == 60:
        return "an hour"
    if hours >= 2 and rest in (0, 30):
        return f"{hours}{'½' if rest else ''} hours"
    return f"{minutes} minutes"
