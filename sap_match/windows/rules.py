"""Repeating rules (RFC 5545, section 3.3.10): checked here, worked out by dateutil.

Only rules that name whole days are understood; the times stand beside the rule.
A rule is checked before it is used, because dateutil looks for the next day of an
impossible rule until the year 9999.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product

from dateutil.rrule import rrule, rrulestr

from sap_match.errors import DataError
from sap_match.windows.schedule import CODES, Rule, Window

EXAMPLE = "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"
#: No schedule is worked out to more days or stretches than this.
MOST_OCCURRENCES = 10_000
#: Rules that skip weeks or months and name no first day are counted from this Monday.
ANCHOR = date(1970, 1, 5)

_ORDER = (
    "FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS",
    "WKST", "UNTIL", "COUNT", "DTSTART",
)  # fmt: skip
_PATTERNS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "BYMONTH": r"(?:[1-9]|1[0-2])",
    "BYMONTHDAY": r"[+-]?(?:[1-9]|[12]\d|3[01])",
    "BYDAY": r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)",
    "BYSETPOS": r"[+-]?[1-9]\d?",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "COUNT": r"[1-9]\d{0,4}",
    "DTSTART": r"\d{8}(?:T\d{4}(?:\d{2})?Z?)?",
}
_LISTS = ("BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
_DATES = ("UNTIL", "DTSTART")


def canonical(text: str) -> str:
    """Return a rule's text in one spelling, checked.

    Parameters
    ----------
    text : str
        ``FREQ=MONTHLY;BYDAY=1SA``, any case and order, with or without ``RRULE:``;
        a first day as ``DTSTART:20260905 RRULE:...`` or ``...;DTSTART=20260905``.

    Raises
    ------
    DataError
        If a part is unknown, has no such value, is missing, or no day fits the rule.

    Examples
    --------
    >>> canonical("rrule: byday=1sa; freq=monthly")
    'FREQ=MONTHLY;BYDAY=1SA'
    """
    parts = _split(text)
    for name, value in parts.items():
        _check_part(name, value, text)
    for name in _DATES:
        if name in parts:
            parts[name] = parts[name][:8]
            _day(parts[name], text)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    _check_whole(parts, text)
    result = ";".join(f"{name}={parts[name]}" for name in _ORDER if name in parts)
    if not _ever(result):
        raise DataError("no day fits this rule; check its days and months", value=text)
    return result


def _split(text: str) -> dict[str, str]:
    dated = re.sub(r"\bDTSTART\s*[:=]\s*(\w+)\s*;?", r"DTSTART=\1;", text.upper())
    body = re.sub(r"\s+", "", dated)
    parts: dict[str, str] = {}
    for piece in filter(None, body.replace("RRULE:", "").split(";")):
        name, equals, value = piece.partition("=")
        if not equals or name in parts:
            raise DataError(f"{piece!r} is no part of a rule; write e.g. {EXAMPLE}", value=text)
        parts[name] = value
    return parts


def _check_part(name: str, value: str, text: str) -> None:
    pattern = _PATTERNS.get(name)
    if pattern is None:
        raise DataError(
            f"{name} is not understood in a rule (known: {', '.join(_ORDER)}); "
            f"the times stand after it; write e.g. {EXAMPLE}",
            value=text,
        )
    values = value.split(",") if name in _LISTS else [value]
    for one in values:
        if not re.fullmatch(pattern, one):
            raise DataError(f"{name} cannot be {one!r}; write e.g. {EXAMPLE}", value=text)


def _check_whole(parts: dict[str, str], text: str) -> None:
    freq = parts.get("FREQ")
    numbered = any(char.isdigit() for char in parts.get("BYDAY", ""))
    days = "BYDAY" in parts or "BYMONTHDAY" in parts
    wrong = (
        (freq is None, "the rule has no FREQ"),
        (
            freq in {"DAILY", "WEEKLY"} and (numbered or "BYSETPOS" in parts),
            "a numbered day (1SA) needs FREQ=MONTHLY or YEARLY",
        ),
        (freq == "WEEKLY" and "BYMONTHDAY" in parts, "BYMONTHDAY does not go with FREQ=WEEKLY"),
        (
            freq == "YEARLY" and numbered and "BYMONTH" not in parts,
            "a numbered day in a year needs BYMONTH",
        ),
        ("BYSETPOS" in parts and not days, "BYSETPOS needs BYDAY or BYMONTHDAY"),
        ("COUNT" in parts and "UNTIL" in parts, "a rule has COUNT or UNTIL, not both"),
        ("COUNT" in parts and "DTSTART" not in parts, "COUNT needs a first day (DTSTART)"),
        (
            freq != "DAILY" and not days and "DTSTART" not in parts,
            "the rule names no day; add BYDAY",
        ),
        (_no_such_day(parts), "no such day in these months"),
    )
    for is_wrong, what in wrong:
        if is_wrong:
            raise DataError(f"{what}; write e.g. {EXAMPLE}", value=text)


def _no_such_day(parts: dict[str, str]) -> bool:
    if "BYMONTHDAY" not in parts or "BYMONTH" not in parts:
        return False
    months = [int(month) for month in parts["BYMONTH"].split(",")]
    days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
    return all(d > calendar.monthrange(2024, m)[1] for d, m in product(days, months))


def _day(digits: str, text: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise DataError(f"{digits!r} is no date; write YYYYMMDD", value=text) from error


@lru_cache(maxsize=4096)
def _ever(text: str) -> bool:
    return next(iter(_rrule(text, ANCHOR)), None) is not None


def _rrule(text: str, near: date) -> rrule:
    parts = dict(part.split("=", 1) for part in text.split(";"))
    first = parts.pop("DTSTART", None)
    begin = _day(first, text) if first else near
    body = ";".join(f"{name}={value}" for name, value in parts.items())
    found = rrulestr(body, dtstart=datetime.combine(begin, time.min))
    if not isinstance(found, rrule):  # pragma: no cover - one rule is never a set
        raise DataError("is more than one rule", value=text)
    return found


def occurrences(rule: Rule, start: date, end: date) -> list[date]:
    """Return the days of ``rule`` from ``start`` to ``end``, both included.

    Raises
    ------
    DataError
        If there are more than 10,000.

    Examples
    --------
    >>> occurrences(Rule("FREQ=MONTHLY;BYDAY=1SA", 600, 780), date(2026, 11, 1), date(2026, 12, 31))
    [datetime.date(2026, 11, 7), datetime.date(2026, 12, 5)]
    """
    near = _anchor(rule, start) if rule.needs_start else date(start.year, 1, 1)
    days: list[date] = []
    after, before = datetime.combine(start, time.min), datetime.combine(end, time.min)
    for moment in _rrule(rule.text, near).xafter(after, inc=True):
        if moment > before:
            break
        days.append(moment.date())
        if len(days) > MOST_OCCURRENCES:
            raise DataError(
                f"gives more than {MOST_OCCURRENCES} days from {start} to {end}; "
                "ask for a shorter time",
                value=rule.text,
            )
    return days


def _anchor(rule: Rule, start: date) -> date:
    """Return a day near ``start`` from which counting gives what ``ANCHOR`` gives."""
    parts = rule.parts
    step = {"DAILY": 1, "WEEKLY": 7}.get(parts["FREQ"], 0) * int(parts["INTERVAL"])
    if not step:
        return ANCHOR  # months and years are few enough to count
    return ANCHOR + timedelta(days=(start - ANCHOR).days // step * step)


def plain_weekdays(text: str) -> tuple[int, ...] | None:
    """Return the weekdays of a rule that is the same every week, else ``None``.

    Examples
    --------
    >>> plain_weekdays("FREQ=WEEKLY;BYDAY=TU,TH"), plain_weekdays("FREQ=MONTHLY;BYDAY=1SA")
    ((1, 3), None)
    """
    parts = dict(part.split("=", 1) for part in text.split(";"))
    if parts.pop("FREQ") not in {"DAILY", "WEEKLY"}:
        return None
    parts.pop("WKST", None)
    days = parts.pop("BYDAY", ",".join(CODES))
    if parts:
        return None
    return tuple(sorted({CODES.index(day) for day in days.split(",")}))


def by_weekday(rule: Rule) -> dict[int, str]:
    """Return a rule's text split by weekday, or nothing where that would change its days.

    Examples
    --------
    >>> by_weekday(Rule("FREQ=MONTHLY;BYDAY=1SA,2SA,1MO", 0, 60))
    {0: 'FREQ=MONTHLY;BYDAY=1MO', 5: 'FREQ=MONTHLY;BYDAY=1SA,2SA'}
    """
    parts = rule.parts
    if "BYDAY" not in parts or "BYSETPOS" in parts or "COUNT" in parts:
        return {}
    days: dict[int, list[str]] = {}
    for day in parts["BYDAY"].split(","):
        days.setdefault(CODES.index(day[-2:]), []).append(day)
    return {
        weekday: ";".join(
            f"{name}={','.join(days[weekday]) if name == 'BYDAY' else value}"
            for name, value in parts.items()
        )
        for weekday in sorted(days)
    }


def simplified(text: str, stretches: Iterable[tuple[int, int]]) -> list[Window | Rule]:
    """Return windows for a rule that is the same every week, else rules.

    Examples
    --------
    >>> simplified("FREQ=WEEKLY;BYDAY=TU", [(1080, 1260)])
    [Window(weekday=1, start=1080, end=1260)]
    """
    weekdays = plain_weekdays(text)
    if weekdays is None:
        return [Rule(text, start, end) for start, end in stretches]
    return [
        window
        for day in weekdays
        for start, end in stretches
        for window in on_weekday(day, start, end)
    ]


def on_weekday(weekday: int, start: int, end: int) -> list[Window]:
    """Return one window, or two where the end is past midnight.

    Examples
    --------
    >>> on_weekday(6, 1320, 1560)
    [Window(weekday=6, start=1320, end=1440), Window(weekday=0, start=0, end=120)]
    """
    if end <= 1440:
        return [Window(weekday, start, end)]
    return [Window(weekday, start, 1440), Window((weekday + 1) % 7, 0, end - 1440)]
