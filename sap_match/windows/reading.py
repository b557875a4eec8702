"""Schedule cells as the tables hold them, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sap_match.errors import DataError
from sap_match.windows.rules import EXAMPLE, canonical, on_weekday, simplified
from sap_match.windows.schedule import CODES, DAY_MINUTES, Rule, Schedule, Window

_EXAMPLES = f"write e.g. 'MO 09:00-12:00; WE 18:00-21:00' or '{EXAMPLE}'"
LONGEST = 4000  # characters of a cell
_DAY_NAMES = {
    "MO": r"MO(?:N(?:DAY)?S?)?",
    "TU": r"TU(?:E(?:S(?:DAY)?)?S?)?",
    "WE": r"WE(?:D(?:NESDAY)?S?)?",
    "TH": r"TH(?:U(?:R(?:S(?:DAY)?)?)?S?)?",
    "FR": r"FR(?:I(?:DAY)?S?)?",
    "SA": r"SA(?:T(?:URDAY)?S?)?",
    "SU": r"SU(?:N(?:DAY)?S?)?",
}
_GROUPS = {"DAILY": range(7), "WEEKDAYS": range(5), "WEEKENDS": range(5, 7)}
_TIME = r"\d{1,2}:\d{2}(?::00)?"
_STRETCH = rf"{_TIME}\s*-\s*{_TIME}"
_RULE_END = re.compile(
    rf"^(?P<rule>.*\S)\s+(?P<times>{_STRETCH}(?:\s*,\s*{_STRETCH})*)$", re.DOTALL
)
_RULE_START = re.compile(r"^(?:RRULE\s*:|DTSTART\b|[A-Z]+\s*=)", re.IGNORECASE)


def weekday_named(name: str) -> int | None:
    """Return 0 to 6 for a day's English name or code, else ``None``.

    Examples
    --------
    >>> [weekday_named(name) for name in ("MO", "Tues", "thursdays", "May")]
    [0, 1, 3, None]
    """
    upper = name.strip().rstrip(".").upper()
    for number, code in enumerate(CODES):
        if re.fullmatch(_DAY_NAMES[code], upper):
            return number
    return None


def parse(cell: str | Sequence[str]) -> Schedule:
    """Read a schedule cell of the canonical tables.

    Parameters
    ----------
    cell : str or sequence of str
        ``MO 09:00-12:00,13:00-17:00; WE-FR 18:00-21:00``, days as codes or English
        names, 24:00 as an end, ends past midnight; or iCalendar rules with times:
        ``RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00``, a first day before the rule as
        ``DTSTART:20260905``. A list holds such parts. An empty cell is an empty schedule.

    Returns
    -------
    Schedule

    Raises
    ------
    DataError
        With the piece that cannot be read and an example of what can.

    Examples
    --------
    >>> parse("Monday 09:00-12:00; WE 18:00-21:00").windows
    (Window(weekday=0, start=540, end=720), Window(weekday=2, start=1080, end=1260))
    >>> parse("FREQ=MONTHLY;BYDAY=1SA 10:00-13:00").rules
    (Rule(text='FREQ=MONTHLY;BYDAY=1SA', start=600, end=780),)
    """
    text = re.sub(r"[^\S\n]+", " ", cell if isinstance(cell, str) else ";".join(cell)).strip()
    if len(text) > LONGEST:
        raise DataError(f"is {len(text)} characters long; at most {LONGEST}", value=text)
    text = re.sub(r"\n[ \n]*\n", "\n", text)
    text = re.sub(r"(?<!\s)\s*[‐-―−]\s*", "-", text)
    text = re.sub(r"\s*\n\s*(?=RRULE)", " ", text, flags=re.IGNORECASE)
    found: list[Window | Rule] = []
    for piece, is_rule in _pieces(text):
        found.extend(_read_rule(piece) if is_rule else _read_weekly(piece))
    return _schedule(found)


def _schedule(found: Iterable[Window | Rule]) -> Schedule:
    items = list(found)
    return Schedule(
        tuple(item for item in items if isinstance(item, Window)),
        tuple(item for item in items if isinstance(item, Rule)),
    )


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Split at semicolons, but keep a rule's own semicolons."""
    pieces: list[tuple[str, bool]] = []
    rule: list[str] = []
    for raw in re.split(r"[;\n|]", text):
        piece = raw.strip()
        if not piece:
            continue
        if not rule and not _RULE_START.match(piece):
            pieces.append((piece, False))
            continue
        rule.append(piece)
        if _RULE_END.match(piece):
            pieces.append((";".join(rule), True))
            rule = []
    if rule:
        raise DataError(f"the rule has no times after it; {_EXAMPLES}", value=";".join(rule))
    return pieces


def _read_rule(piece: str) -> list[Window | Rule]:
    match = _RULE_END.match(piece)
    assert match is not None  # noqa: S101 - _pieces only marks what matches
    text = canonical(match["rule"])
    return simplified(text, [_stretch(one, piece) for one in match["times"].split(",")])


def _read_weekly(piece: str) -> list[Window]:
    windows: list[Window] = []
    days: list[int] = []
    timed = False
    for item in re.split(r"\s*[,&]\s*|\s+and\s+", piece):
        match = re.fullmatch(rf"(?P<days>[^\d]*?)\s*:?\s*(?P<times>{_STRETCH})?", item)
        if match is None or not item:
            raise DataError(f"{item or piece!r} is not understood; {_EXAMPLES}", value=piece)
        if match["days"]:
            days = _days(match["days"], piece) + ([] if timed else days)
            timed = False
        if match["times"]:
            start, end = _stretch(match["times"], piece)
            windows.extend(w for day in days for w in on_weekday(day, start, end))
            timed = True
        if not days:
            raise DataError(f"has times but no day; {_EXAMPLES}", value=piece)
    if not timed:
        raise DataError(f"has a day but no times; {_EXAMPLES}", value=piece)
    return windows


def _days(text: str, piece: str) -> list[int]:
    upper = text.upper().strip()
    for group, days in _GROUPS.items():
        if upper in {group, group.rstrip("S")}:
            return list(days)
    names = re.split(r"\s*-\s*", text.strip())
    numbers = [weekday_named(name) for name in names]
    if len(numbers) > 2 or None in numbers:
        raise DataError(f"{text!r} is no day; {_EXAMPLES}", value=piece)
    first, last = numbers[0] or 0, numbers[-1] or 0
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _stretch(text: str, piece: str) -> tuple[int, int]:
    start, end = (_minutes(part, piece) for part in text.split("-"))
    if start in {DAY_MINUTES, end}:
        raise DataError(f"{text.strip()!r} ends when it begins; {_EXAMPLES}", value=piece)
    return (start, end) if end > start else (start, end + DAY_MINUTES)


def _minutes(text: str, piece: str) -> int:
    hour, minute = (int(part) for part in text.strip().split(":")[:2])
    if minute > 59 or hour * 60 + minute > DAY_MINUTES:
        raise DataError(f"{text.strip()!r} is no time of day; {_EXAMPLES}", value=piece)
    return hour * 60 + minute


def format(schedule: Schedule) -> str:  # noqa: A001 - the other half of parse
    """Write a schedule as a cell that :func:`parse` reads back.

    Examples
    --------
    >>> format(parse("monday 9:00-12:00, 13:00-17:00; FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"))
    'MO 09:00-12:00,13:00-17:00; RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00'
    """
    parts: list[str] = []
    for number, code in enumerate(CODES):
        times = [_clock(w.start, w.end) for w in schedule.windows if w.weekday == number]
        if times:
            parts.append(f"{code} {','.join(times)}")
    for rule in schedule.rules:
        body, _, first = rule.text.partition(";DTSTART=")
        begin = f"DTSTART:{first} " if first else ""
        parts.append(f"{begin}RRULE:{body} {_clock(rule.start, rule.end)}")
    return "; ".join(parts)


def _clock(start: int, end: int) -> str:
    last = end if end <= DAY_MINUTES else end - DAY_MINUTES
    return f"{start // 60:02}:{start % 60:02}-{last // 60:02}:{last % 60:02}"
