"""Days and moments as people write them: read where one reading is possible, else told."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OTHER_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", re.ASCII)
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's numbering, as they count since 1 March 1900."""


def day_of(text: str) -> tuple[date | None, str | None]:
    """Return the date of an ISO date or date-time, or why there is none and what may be meant.

    Examples
    --------
    >>> day_of("03/04/2024")[1]
    'is no date: write YYYY-MM-DD; it could be 2024-04-03 or 2024-03-04'
    >>> day_of("45292")[1]
    "is no date: write YYYY-MM-DD; as a spreadsheet's day number it would be 2024-01-01"
    """
    if not _DAY.match(text) or (len(text) > 10 and moment_of(text)[1]):
        return None, f"is no date: write YYYY-MM-DD{_meant_day(text)}"
    try:
        return date.fromisoformat(text[:10]), None
    except ValueError:
        return None, "is no day of the calendar: write YYYY-MM-DD"


def moment_of(text: str) -> tuple[datetime | None, str | None]:
    """Return a date and time in ISO form, with or without a zone.

    Examples
    --------
    >>> moment_of("2026-11-03T18:00:00.1234567")[0].microsecond
    123456
    """
    text = re.sub(r"\.(\d{6})\d+", r".\1", text)  # seven digits of a second occur
    try:
        if len(text) > 10:
            return datetime.fromisoformat(text), None
    except ValueError:
        pass
    return None, "is no date and time: write YYYY-MM-DDTHH:MM"


def _meant_day(text: str) -> str:
    """Return the date that may have been meant, said so that nobody takes it for certain."""
    if text.isascii() and text.isdigit() and len(text) == 5:
        day = _EPOCH + timedelta(days=int(text))
        return f"; as a spreadsheet's day number it would be {day.isoformat()}"
    match = _OTHER_DAY.fullmatch(text)
    if match is None:
        return ""
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    found = [
        f"{year:04}-{month:02}-{day:02}"
        for day, month in dict.fromkeys(
            ((int(match[1]), int(match[2])), (int(match[2]), int(match[1])))
        )
        if _is_day(year, month, day)
    ]
    if not found:
        return ""
    return f", here {found[0]}" if len(found) == 1 else f"; it could be {found[0]} or {found[1]}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
