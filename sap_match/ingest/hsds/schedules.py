"""Open Referral's schedules, of all versions, as the canonical tables write times.

HSDS 2.0 and later hold the parts of an iCalendar rule in columns of their own, 1.x and
the older UK profile a weekday. A plain weekly schedule becomes ``TH 10:00-18:00``; one
that ends, skips weeks or goes by the month becomes a rule with its times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sap_match.errors import DataError
from sap_match.ingest.hsds.values import Node, text_of
from sap_match.windows import parse

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(r"([+-]?[1-5])?\s*([A-Za-z]+)\.?")
_TIME = re.compile(
    r"T?(\d{1,2})(?:[:.](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_COUNT = re.compile(r"0{0,9}[1-9][0-9]{0,8}")
_MONTH_DAY = re.compile(r"-?(?:[1-9]|[12]\d|3[01])")
_FREQUENCIES = {
    "": "",
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "yearly": "YEARLY",
    "day": "DAILY",
    "week": "WEEKLY",
    "month": "MONTHLY",
}


class Times(NamedTuple):
    """The cells of one schedule, and what could not be said in them."""

    cells: tuple[str, ...]
    left_out: str = ""


@dataclass(frozen=True)
class _Plan:
    """One schedule, read: its days as codes, its times as ``10:00-18:00``, and its span."""

    values: Mapping[str, str]
    days: tuple[str, ...]
    times: str
    interval: int = 1
    first: date | None = None
    last: date | None = None

    def rule(self, frequency: str, parts: Mapping[str, str]) -> str:
        """Return the iCalendar rule with its times."""
        pieces = [f"FREQ={frequency}"]
        if self.interval > 1:
            pieces.append(f"INTERVAL={self.interval}")
        pieces += [f"{name}={value}" for name, value in parts.items()]
        count = self.values["count"]
        counted = self.last is None and self.first is not None and _COUNT.fullmatch(count)
        if self.last is not None:
            pieces.append(f"UNTIL={self.last:%Y%m%d}")
        elif counted:
            pieces.append(f"COUNT={int(count)}")
        start = ""
        if self.first is not None and (self.interval > 1 or counted):
            start = f"DTSTART:{self.first:%Y%m%d} "
        return f"{start}RRULE:{';'.join(pieces)} {self.times}"

    @property
    def open_ended(self) -> bool:
        """Whether it is the same every week and no end is known."""
        counted = _COUNT.fullmatch(self.values["count"]) and self.first is not None
        return self.interval == 1 and self.last is None and not counted


def schedule_cells(schedule: Node) -> Times:
    """Return the canonical cells of one schedule.

    A start in the past and the week's first day are left out where they change nothing.

    Parameters
    ----------
    schedule : mapping
        A ``schedule`` or ``regular_schedule`` with its columns, as text or numbers.

    Returns
    -------
    Times
        No cells and a reason where the schedule names no times or days.

    Examples
    --------
    >>> schedule_cells(
    ...     {"freq": "WEEKLY", "byday": "TH,FR", "opens_at": "10:00:00", "closes_at": "18:00:00"}
    ... ).cells
    ('TH 10:00-18:00', 'FR 10:00-18:00')
    >>> schedule_cells(
    ...     {"freq": "MONTHLY", "byday": "1SA", "opens_at": "10:00", "closes_at": "13:00"}
    ... ).cells
    ('RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00',)
    >>> schedule_cells({"weekday": "Monday", "opens_at": "9am", "closes_at": "9am"}).left_out
    'opens when it closes'
    """
    values = {name: text_of(schedule.get(name)) for name in _COLUMNS}
    times, why = _times(values["opens_at"], values["closes_at"])
    if not times:
        return Times((), why)
    frequency = _FREQUENCIES.get(values["freq"].lower())
    if frequency is None:
        return Times((), f"repeats {values['freq']!r}")
    days, wrong = _days(values["byday"] or values["weekday"])
    if wrong:
        return Times((), f"{wrong!r} is no day")
    plan = _Plan(
        values,
        tuple(days),
        times,
        _interval(values["interval"]),
        _date(values["dtstart"]) or _date(values["valid_from"]),
        min(filter(None, (_date(values["until"]), _date(values["valid_to"]))), default=None),
    )
    numbered = any(day[0] in "+-12345" for day in days)  # 1SA is of a month, whatever freq says
    if frequency == "YEARLY":
        return _checked(_yearly(plan))
    if frequency == "MONTHLY" or numbered:
        return _checked(_monthly(plan))
    return _checked(_weekly(plan, frequency))


_BESIDE = "beside weekdays: the weekdays alone are used"
_COLUMNS = (
    "opens_at", "closes_at", "freq", "byday", "weekday", "dtstart", "valid_from", "until",
    "valid_to", "interval", "count", "bymonthday", "byyearday", "byweekno",
)  # fmt: skip


def _checked(times: Times) -> Times:
    """Keep only cells that can be read back: a rule may contradict itself."""
    why = _fault(times.cells)
    return times if why is None else Times((), why)


@lru_cache(maxsize=8192)  # the same hours stand in many entries of a directory
def _fault(cells: tuple[str, ...]) -> str | None:
    try:
        parse(cells)
    except DataError as error:
        return error.message.split(";")[0]
    return None


def _weekly(plan: _Plan, frequency: str) -> Times:
    names = [n for n in ("bymonthday", "byyearday", "byweekno") if plan.values[n]]
    told = f"{', '.join(names)} {_BESIDE}" if names and plan.days else ""
    days = plan.days
    if not days and plan.first is not None and plan.first == plan.last:
        once = replace(plan, interval=1)
        cell = once.rule("DAILY", {})
        return Times((f"DTSTART:{plan.first:%Y%m%d} {cell}",))
    if not days and frequency == "DAILY":
        if plan.interval > 1:
            return Times((), f"repeats every {plan.interval} days")
        days = CODES
    if not days and plan.first is not None:
        days = (CODES[plan.first.weekday()],)
    if not days:
        return Times((), "names no day")
    if plan.open_ended:
        return Times(tuple(f"{day} {plan.times}" for day in days), told)
    return Times((plan.rule("WEEKLY", {"BYDAY": ",".join(days)}),), told)


def _monthly(plan: _Plan) -> Times:
    month_days = [part.strip() for part in plan.values["bymonthday"].split(",") if part.strip()]
    if plan.days:
        told = f"bymonthday {_BESIDE}" if month_days else ""
        return Times((plan.rule("MONTHLY", {"BYDAY": ",".join(plan.days)}),), told)
    if not month_days and plan.first is not None:
        month_days = [str(plan.first.day)]
    if month_days and all(_MONTH_DAY.fullmatch(day) for day in month_days):
        return Times((plan.rule("MONTHLY", {"BYMONTHDAY": ",".join(month_days)}),))
    return Times((), "names no day of the month")


def _yearly(plan: _Plan) -> Times:
    if plan.first is None:
        return Times((), "repeats yearly without a date")
    day = {"BYMONTH": str(plan.first.month), "BYMONTHDAY": str(plan.first.day)}
    return Times((plan.rule("YEARLY", day),))


def _interval(text: str) -> int:
    number = re.fullmatch(r"0*(\d{1,3})(?:\.0)?", text)
    return max(1, int(number[1])) if number else 1


def _times(opens: str, closes: str) -> tuple[str, str]:
    """Return ``10:00-18:00``, or nothing and why."""
    if not opens or not closes:
        return "", "has no times"
    first, last = _minutes(opens), _minutes(closes)
    if first is None or last is None:
        return "", f"{opens if first is None else closes!r} is no time of day"
    if last == 0 or (first == 0 and last == 1439):
        last = 1440
    if first in (1440, last):
        return "", "opens when it closes"
    return f"{_clock(first)}-{_clock(last)}", ""


def _minutes(text: str) -> int | None:
    match = _TIME.fullmatch(text.strip().split("T")[-1] if "T" in text[1:] else text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif match[2] is None:
        return None  # a bare number could be an hour or anything
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= 1440 else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _days(text: str) -> tuple[list[str], str]:
    """Return codes such as ``MO`` and ``1SA`` in the order of the week, or what is no day."""
    found: dict[str, int] = {}
    for part in re.split(r"[,;/&]|\band\b", text):
        word = part.strip()
        if not word:
            continue
        if (
            word.isdecimal() and len(word) < 5
        ):  # 1 is Monday as in ISO 8601; both 0 and 7 are Sunday
            if not 0 <= int(word) <= 7:
                return [], word
            number, position = (int(word) - 1) % 7, ""
        else:
            match = _DAY.fullmatch(word)
            named = _weekday(match[2]) if match else None
            if match is None or named is None:
                return [], word
            number, position = named, (match[1] or "").removeprefix("+")
        found[f"{position}{CODES[number]}"] = number
    return sorted(found, key=lambda code: (found[code], code)), ""


def _weekday(name: str) -> int | None:
    low = name.lower().removesuffix("s") if len(name) > 4 else name.lower()
    for number, full in enumerate(_NAMES):
        if len(low) >= 2 and full.startswith(low):
            return number
    return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def description(schedules: Iterable[Node]) -> str:
    """Return what schedules say in words, each sentence once.

    Examples
    --------
    >>> description([{"description": "Term time"}, {"description": "Term time"}])
    'Term time'
    """
    words = [text_of(one.get(name)) for one in schedules for name in ("description", "notes")]
    return " ".join(dict.fromkeys(word for word in words if word))
