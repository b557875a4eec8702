"""When two timetables are both open."""

from __future__ import annotations

from datetime import date

from sap_match.windows.rules import by_weekday
from sap_match.windows.schedule import Rule, Schedule, Window
from sap_match.windows.slots import expand, intersect


def weekly_minutes(schedule: Schedule) -> int:
    """Return the minutes a week of the weekly windows; rules are not counted.

    Examples
    --------
    >>> weekly_minutes(Schedule((Window(0, 540, 720), Window(2, 1080, 1260))))
    360
    """
    return sum(window.minutes for window in schedule.windows)


def overlap_minutes(
    a: Schedule,
    b: Schedule,
    *,
    start: date | None = None,
    end: date | None = None,
    timezone: str = "Europe/London",
) -> int:
    """Return the minutes in which both are open.

    Parameters
    ----------
    a, b : Schedule
    start, end : date, optional
        With both, the minutes of all days from ``start`` to ``end`` (included), rules too.
        With neither, the minutes a week that the weekly windows share.

    Raises
    ------
    ValueError
        If only one of ``start`` and ``end`` is given.

    Examples
    --------
    >>> tuesdays = Schedule((Window(1, 600, 840),))
    >>> evenings = Schedule((Window(1, 780, 1200),))
    >>> overlap_minutes(tuesdays, evenings)
    60
    >>> overlap_minutes(tuesdays, evenings, start=date(2026, 11, 1), end=date(2026, 11, 30))
    240
    """
    if (start is None) != (end is None):
        raise ValueError("give both start and end, or neither")
    if start is None or end is None:
        return sum(window.minutes for window in _both(a.windows, b.windows))
    left = expand(a, start, end, timezone=timezone)
    right = expand(b, start, end, timezone=timezone)
    return sum(slot.minutes for slot in intersect(left, right))


def common(a: Schedule, b: Schedule) -> Schedule:
    """Return when both are open, as a schedule.

    Weekly windows are cut with weekly windows; a rule is cut with the windows of its
    weekdays and with a rule of the same text. What two different rules share, a rule of
    numbered days of the month, and a rule's hours past midnight have no exact schedule
    and are left out: work these out to dates with :func:`sap_match.windows.expand`.

    Examples
    --------
    >>> common(Schedule((Window(1, 600, 840),)), Schedule((Window(1, 780, 1200),))).windows
    (Window(weekday=1, start=780, end=840),)
    >>> saturdays = Schedule((Window(5, 540, 720),))
    >>> common(saturdays, Schedule(rules=(Rule("FREQ=MONTHLY;BYDAY=1SA", 600, 780),))).rules
    (Rule(text='FREQ=MONTHLY;BYDAY=1SA', start=600, end=720),)
    """
    rules = [
        *_narrowed(a.rules, b.windows),
        *_narrowed(b.rules, a.windows),
        *_same(a.rules, b.rules),
    ]
    return Schedule(_both(a.windows, b.windows), tuple(rules))


def _both(left: tuple[Window, ...], right: tuple[Window, ...]) -> tuple[Window, ...]:
    return tuple(
        Window(one.weekday, max(one.start, two.start), min(one.end, two.end))
        for one in left
        for two in right
        if one.weekday == two.weekday and max(one.start, two.start) < min(one.end, two.end)
    )


def _narrowed(rules: tuple[Rule, ...], windows: tuple[Window, ...]) -> list[Rule]:
    narrowed: list[Rule] = []
    for rule in rules:
        texts = by_weekday(rule)
        for window in windows:
            start, end = max(rule.start, window.start), min(rule.end, window.end)
            if window.weekday in texts and start < end:
                narrowed.append(Rule(texts[window.weekday], start, end))
    return narrowed


def _same(left: tuple[Rule, ...], right: tuple[Rule, ...]) -> list[Rule]:
    return [
        Rule(one.text, max(one.start, two.start), min(one.end, two.end))
        for one in left
        for two in right
        if one.text == two.text and max(one.start, two.start) < min(one.end, two.end)
    ]
