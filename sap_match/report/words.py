"""Dates, numbers, lists and distances as people in Britain write them.

Nothing here asks the machine for its locale: the same value gives the same words
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_IRREGULAR = {"person": "people", "is": "are", "has": "have"}


def number(value: float) -> str:
    """Return a number with commas, whole where it is whole.

    Examples
    --------
    >>> number(3208), number(2.5), number(4.0)
    ('3,208', '2.5', '4')
    """
    whole = round(value)
    return f"{whole:,}" if abs(value - whole) < 1e-9 else f"{value:,.2f}".rstrip("0").rstrip(".")


def plural(n: int, noun: str, many: str = "") -> str:
    """Return the noun that agrees with ``n``, without the number.

    Examples
    --------
    >>> plural(1, "suggestion"), plural(2, "facility"), plural(3, "child", "children")
    ('suggestion', 'facilities', 'children')
    """
    if n == 1:
        return noun
    if many or noun in _IRREGULAR:
        return many or _IRREGULAR[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def count(n: int, noun: str, many: str = "", *, none: str = "no") -> str:
    """Return the number and its noun.

    Examples
    --------
    >>> count(0, "suggestion"), count(1, "suggestion"), count(1400, "organisation")
    ('no suggestions', '1 suggestion', '1,400 organisations')
    """
    return f"{number(n) if n else none} {plural(n, noun, many)}"


def listing(items: Iterable[str], *, last: str = "and") -> str:
    """Join names as a sentence does.

    Examples
    --------
    >>> listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    names = [item for item in items if item]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def day(when: date) -> str:
    """Return a date with its weekday.

    Examples
    --------
    >>> day(date(2026, 11, 3))
    'Tue 3 Nov 2026'
    """
    weekday, month = WEEKDAYS[when.weekday()], MONTHS[when.month - 1]
    return f"{weekday[:3]} {when.day} {month[:3]} {when.year}"


def month_name(month: str) -> str:
    """Return ``YYYY-MM`` as a month's name; anything else as it came.

    Examples
    --------
    >>> month_name("2026-11"), month_name("autumn")
    ('November 2026', 'autumn')
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}" if found else month


def days_until(when: date, as_of: date) -> str:
    """Return how far off a date is.

    Examples
    --------
    >>> days_until(date(2026, 11, 3), date(2026, 11, 1))
    'in 2 days'
    """
    left = (when - as_of).days
    if left == 0:
        return "today"
    if left == 1:
        return "tomorrow"
    return f"in {number(left)} days" if left > 0 else f"{count(-left, 'day')} ago"


def money(pounds: float) -> str:
    """Return a sum in pounds, with pence only where there are any.

    Examples
    --------
    >>> money(500), money(1234.5)
    ('£500', '£1,234.50')
    """
    sign, amount = ("-" if pounds < 0 else ""), abs(pounds)
    whole = abs(amount - round(amount)) < 0.005
    return f"{sign}£{amount:,.0f}" if whole else f"{sign}£{amount:,.2f}"


def distance(kilometres: float) -> str:
    """Return a distance no more exactly than it is known.

    Examples
    --------
    >>> distance(0.3), distance(2.2), distance(23.4)
    ('under 500 m', 'about 2 km', 'about 23 km')
    """
    if kilometres < 0.5:
        return "under 500 m"
    return f"about {max(1, round(kilometres))} km"


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a whole per cent, never rounding to a certainty.

    Examples
    --------
    >>> percent(0.973), percent(0.9999), percent(0.0004), percent(0)
    ('97%', 'over 99%', 'under 1%', '0%')
    """
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share * 100:.0f}%"


def sentence(text: str) -> str:
    """Return the text with a capital first and a stop at its end.

    Examples
    --------
    >>> sentence("both run lunch clubs"), sentence("“Why not?”"), sentence("")
    ('Both run lunch clubs.', '“Why not?”', '')
    """
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.rstrip("”’\"')")[-1:] in tuple(".!?…") else f"{text}."


def shorten(text: str, limit: int = 140) -> str:
    """Return at most ``limit`` characters, cut at a word where one ends nearby.

    Examples
    --------
    >>> shorten("Congleton Lunch Club", 15), shorten("short", 15)
    ('Congleton…', 'short')
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return f"{(cut[:space] if space > limit // 2 else cut).rstrip(' ,;:')}…"


def label(column: str) -> str:
    """Return a column's name as a heading.

    Examples
    --------
    >>> label("whom_to_ask"), label("same_record")
    ('Whom to ask', 'Same record')
    """
    text = column.replace("_", " ").strip()
    return text[:1].upper() + text[1:]
