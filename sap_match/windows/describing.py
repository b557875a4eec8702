"""Timetables and slots in plain English, for reasons that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sap_match.windows.schedule import CODES, DAY_MINUTES, Rule, Schedule
from sap_match.windows.slots import Slot

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ORDINALS = {
    1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last",
    -2: "last but one",
}  # fmt: skip
_Stretches = tuple[tuple[int, int], ...]


def describe(schedule: Schedule, *, most: int | None = None) -> str:
    """Say a schedule in plain English.

    Parameters
    ----------
    schedule : Schedule
    most : int, optional
        Say at most this many parts, then "and at other times".

    Examples
    --------
    >>> from sap_match.windows.reading import parse
    >>> describe(parse("MO 09:00-12:00; WE 18:00-21:00"))
    'Mondays 9 am to noon and Wednesdays 6 to 9 pm'
    >>> describe(parse("MO-FR 09:30-16:00; FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"))
    'Mondays to Fridays 9.30 am to 4 pm and the first Saturday of the month 10 am to 1 pm'
    >>> describe(parse(""))
    'never'
    """
    parts = [*_weekly(schedule), *(_ruled(rule) for rule in schedule.rules)]
    if not parts:
        return "never"
    if most is not None and len(parts) > most:
        parts = [*parts[:most], "at other times"]
    return _listed(parts)


def _listed(parts: Sequence[str]) -> str:
    if any(" and " in part for part in parts) and len(parts) > 1:
        return "; ".join(parts)
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _weekly(schedule: Schedule) -> list[str]:
    days = _by_day(schedule)
    groups: dict[_Stretches, list[int]] = {}
    for day, stretches in sorted(days.items()):
        groups.setdefault(stretches, []).append(day)
    return [f"{_day_names(members)} {_times(times)}" for times, members in groups.items()]


def _by_day(schedule: Schedule) -> dict[int, _Stretches]:
    """Return each weekday's stretches, a night told with the day on which it begins."""
    days: dict[int, list[tuple[int, int]]] = {}
    for window in schedule.windows:
        days.setdefault(window.weekday, []).append((window.start, window.end))
    whole = [(0, DAY_MINUTES)]
    for day in range(7):
        evening, morning = days.get(day, []), days.get((day + 1) % 7, [])
        if not evening or not morning or whole in (evening, morning):
            continue
        if evening[-1][1] == DAY_MINUTES and morning[0][0] == 0 and morning[0][1] <= 6 * 60:
            evening[-1] = (evening[-1][0], DAY_MINUTES + morning.pop(0)[1])
    return {day: tuple(stretches) for day, stretches in days.items() if stretches}


def _day_names(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_NAMES[days[0]]}s to {_NAMES[days[-1]]}s"
    return _listed([f"{_NAMES[day]}s" for day in days])


def _times(stretches: Iterable[tuple[int, int]]) -> str:
    return _listed([_stretch(start, end) for start, end in stretches])


def _stretch(start: int, end: int) -> str:
    if (start, end) == (0, DAY_MINUTES):
        return "all day"
    first, last = _clock(start), _clock(end)
    if first[-3:] == last[-3:] and first[-3:] in {" am", " pm"} and end - start < 720:
        first = first[:-3]
    return f"{first} to {last}"


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % DAY_MINUTES, 60)
    if (hour, minute) == (23, 59):
        return "midnight"  # as many write it who may not write 24:00
    if minute == 0 and hour in {0, 12}:
        return "noon" if hour else "midnight"
    shown = f"{(hour - 1) % 12 + 1}" + (f".{minute:02}" if minute else "")
    return f"{shown} {'am' if hour < 12 else 'pm'}"


def _ruled(rule: Rule) -> str:
    parts = rule.parts
    interval = int(parts.get("INTERVAL", "1"))
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}[parts["FREQ"]]
    codes = _values(parts, "BYDAY")
    months = [_MONTHS[int(month) - 1] for month in _values(parts, "BYMONTH")]
    if unit == "week" and interval == 2 and codes:
        said = f"every other {_listed([_NAMES[CODES.index(code)] for code in codes])}"
    else:
        said = _which(parts, codes, unit)
        if interval > 1:
            said = f"{said} every {_ordinal(interval)} {unit}"
        elif unit in {"month", "year"} and not months:
            said = f"{said} of the {unit}"
    if months:
        said = f"{said} in {_listed(months)}"
    return f"{said} {_stretch(rule.start, rule.end)}{_bounds(parts)}"


def _values(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _which(parts: dict[str, str], codes: list[str], unit: str) -> str:
    dates = [_month_day(int(day)) for day in _values(parts, "BYMONTHDAY")]
    places = [_ordinal(int(place)) for place in _values(parts, "BYSETPOS")]
    if not codes and not dates:
        return "every day" if unit == "day" else "one day"
    if places:
        return f"the {_listed(places)} {_one_of(codes, dates)}"
    days = _rule_days(codes)
    if days and dates:
        return f"{_listed(days)} on {_listed(dates)}"
    return _listed(days or dates)


def _one_of(codes: list[str], dates: list[str]) -> str:
    kinds = {CODES: "day", CODES[:5]: "weekday", CODES[5:]: "day of a weekend"}
    together = tuple(sorted(codes, key=CODES.index)) if set(codes) <= set(CODES) else ()
    if together in kinds and not dates:
        return kinds[together]
    if together and not dates:
        return " or ".join(_NAMES[CODES.index(code)] for code in together)
    return f"of {_listed([*_rule_days(codes), *dates])}"


def _bounds(parts: dict[str, str]) -> str:
    said = ""
    for name, word in (("DTSTART", "from"), ("UNTIL", "until")):
        if name in parts:
            year, month, day = parts[name][:4], parts[name][4:6], parts[name][6:8]
            said += f" {word} {int(day)} {_MONTHS[int(month) - 1]} {year}"
    if "COUNT" in parts:
        said += ", once" if parts["COUNT"] == "1" else f", {parts['COUNT']} times"
    return said


def _rule_days(codes: list[str]) -> list[str]:
    """Say "the second and fourth Wednesday", "Mondays"."""
    numbers: dict[str, list[int]] = {}
    for code in codes:
        numbers.setdefault(code[-2:], []).append(int(code[:-2] or 0))
    said = []
    for day, places in numbers.items():
        name = _NAMES[CODES.index(day)]
        every = 0 in places
        said.append(f"{name}s" if every else f"the {_listed([*map(_ordinal, places)])} {name}")
    return said


def _ordinal(number: int) -> str:
    if number in _ORDINALS:
        return _ORDINALS[number]
    return f"last but {-number - 1}" if number < 0 else _numbered(number)


def _month_day(number: int) -> str:
    if number > 0:
        return f"the {_numbered(number)}"
    return "the last day" if number == -1 else f"the {_numbered(-number)} day from the end"


def _numbered(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def describe_slot(slot: Slot) -> str:
    """Say a slot in plain English, by the clock of its own time zone.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> describe_slot(
    ...     Slot(
    ...         datetime(2026, 11, 10, 18, tzinfo=timezone.utc),
    ...         datetime(2026, 11, 10, 20, tzinfo=timezone.utc),
    ...     )
    ... )
    'Tue 10 Nov, 6 to 8 pm'
    """
    start, end = slot.start, slot.end
    first = start.hour * 60 + start.minute
    last = (end.date() - start.date()).days * DAY_MINUTES + end.hour * 60 + end.minute
    if last - first <= DAY_MINUTES:
        return f"{_date(start)}, {_stretch(first, last)}"
    return f"{_date(start)} {_clock(first)} to {_date(end)} {_clock(last)}"


def _date(day: date) -> str:
    # Not strftime: its names follow the machine's language.
    return f"{_NAMES[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"
