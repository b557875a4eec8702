"""Values of grants as publishers write them: texts, days, amounts and months.

The standard wants ISO dates and bare numbers. Spreadsheets give ``31/03/2024``, ``45382``
and ``£1,200.50``; what has one reading only is read, and said.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from sap_match.ingest.cells import is_unknown, parse_day, parse_number
from sap_match.ingest.hsds.values import text_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""No grant of today's organisations was made before, none ends after."""

_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_WORDS = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})", re.IGNORECASE
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_PART = re.compile(r"(\d{4})(?:-(\d{2}))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<before>[A-Za-z]{3}\b|[£€$¥])?\s*"
    r"(?P<number>[-+]?\s*[£€$¥]?\d[\d., ]*|[-+]?\.\d+)"
    r"\s*(?P<after>[A-Za-z]{3}|[£€$¥]|pounds)?\s*(?P<close>\))?"
)
_CONTINENTAL = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d{1,2}")
_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "POUNDS": "GBP"}
_POUNDS = frozenset(("", "GBP", "£", "POUND", "POUNDS", "STERLING", "POUNDS STERLING", "UKP"))
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(months?|mths?|m|years?|yrs?|y)?", re.IGNORECASE)


def clean(text: str) -> str:
    r"""Return a text without what cannot be written or says nothing.

    Examples
    --------
    >>> clean(" Hale\x00 Choir "), clean("n/a")
    ('Hale Choir', '')
    """
    if not (text.isascii() and text.isprintable()):
        text = _ODD.sub("", text)
    text = text.strip()
    return "" if len(text) < 8 and is_unknown(text) else text


def said(node: Any, key: str) -> str:
    """Return what a field of an object says, as text; nothing where it says nothing.

    Examples
    --------
    >>> said({"name": " Hale Choir ", "url": "N/A", "value": 12.0}, "name")
    'Hale Choir'
    """
    value = node.get(key)
    if value is None:
        return ""
    return clean(value if value.__class__ is str else text_of(value))


class Day(NamedTuple):
    """A day as read: ISO text, or the cell as it came, with what is odd about it.

    ``how`` is nothing for an ISO date, else how it was read; ``wrong`` why it was not.
    """

    text: str
    how: str = ""
    wrong: str = ""


def day_first(texts: Iterable[str]) -> bool | None:
    """Return whether dates such as 03/04/2024 have the day first, as the others of a file show.

    Examples
    --------
    >>> day_first(["03/04/2024", "31/03/2024"]), day_first(["03/04/2024"])
    (True, None)
    """
    days = months = False
    for text in texts:
        match = _NUMERIC.fullmatch(text)
        if match:
            days |= int(match[1]) > 12 >= int(match[2])
            months |= int(match[2]) > 12 >= int(match[1])
    return None if days == months else days


@lru_cache(maxsize=65_536)
def read_day(text: str, *, first: bool | None = None, last: bool = False) -> Day:
    """Return the day that a cell means where only one reading is possible.

    Parameters
    ----------
    text : str
        The cell.
    first : bool or None
        Whether the day stands before the month in this file; unknown is ``None``.
    last : bool
        Whether a month or year alone means its last day.

    Examples
    --------
    >>> read_day("31/03/2024").text, read_day("45382").text, read_day("2024-02", last=True).text
    ('2024-03-31', '2024-03-31', '2024-02-29')
    >>> read_day("03/04/2024").wrong, read_day("03/04/2024", first=True).text
    ('can be two days: write YYYY-MM-DD', '2024-04-03')
    """
    if not text:
        return Day("")
    day, reason = parse_day(text)
    how = ""
    if day is None and len(text) <= 40:
        day, how, reason = _read_other(text, first=first, last=last)
    if day is None:
        return Day(text, wrong=reason or "is no date: write YYYY-MM-DD")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Day(text, wrong=f"is no year in which grants are made ({day.year})")
    return Day(day.isoformat(), how) if how else Day(text)


def _read_other(
    text: str, *, first: bool | None, last: bool
) -> tuple[date | None, str, str | None]:
    """Return the day of a text that is no ISO date, how it was read, and why it was not."""
    if match := _NUMERIC.fullmatch(text):
        left, right, year = int(match[1]), int(match[2]), _year(match[3])
        if left <= 12 and right <= 12 and left != right and first is None:
            return None, "", "can be two days: write YYYY-MM-DD"
        ahead = right <= 12 and (left > 12 or first is not False)
        return _day(
            year,
            *((right, left) if ahead else (left, right)),
            "with the " + ("day first" if ahead else "month first"),
        )
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), "with slashes for hyphens")
    if match := _WORDS.fullmatch(text):
        month = match[2][:3].lower()
        if month in _MONTHS:
            return _day(_year(match[3]), _MONTHS.index(month) + 1, int(match[1]), "from words")
    return _read_number(text, last=last)


def _read_number(text: str, *, last: bool) -> tuple[date | None, str, str | None]:
    """Return the day of a spreadsheet's number, or of a year or month alone."""
    if match := _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(match[1])), "as a spreadsheet's number", None
    if (match := _PART.fullmatch(text)) and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        year, month_ = int(match[1]), int(match[2] or (12 if last else 1))
        if 1 <= month_ <= 12:
            end = monthrange(year, month_)[1] if last else 1
            return date(year, month_, end), f"as its {'last' if last else 'first'} day", None
    return None, "", None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) - 100 * (int(text) > 69)


def _day(year: int, month: int, day: int, how: str) -> tuple[date | None, str, str | None]:
    try:
        return date(year, month, day), how, None
    except ValueError:
        return None, "", "is no day of the calendar: write YYYY-MM-DD"


class Amount(NamedTuple):
    """An amount of money: the number as text, its currency, and what is odd about it."""

    text: str
    currency: str = "GBP"
    wrong: str = ""


@lru_cache(maxsize=65_536)
def read_amount(text: str, currency: str = "") -> Amount:
    """Return an amount; signs, separators and a code of a currency are read.

    Examples
    --------
    >>> read_amount("£1,200.50").text, read_amount("(300)").text, read_amount("1.200,50").text
    ('£1,200.50', '-300', '1200.50')
    >>> read_amount("€500").currency, read_amount("500", "euro").currency, read_amount("lots").wrong
    ('EUR', 'EURO', 'is no number')
    """
    code = " ".join(currency.split()).upper()
    code = "GBP" if code in _POUNDS else code
    match = _AMOUNT.fullmatch(text) if len(text) < 60 else None
    if not text or match is None:
        return Amount(text, code, "is no number" if text else "")
    sign = (
        match["before"] or match["after"] or next((s for s in "£€$¥" if s in match["number"]), "")
    )
    own = _SIGNS.get(sign.upper(), sign.upper())
    number = re.sub(r"[£€$¥\s]", "", match["number"])
    if _CONTINENTAL.fullmatch(number):
        number = number.replace(".", "").replace(",", ".")
    if match["open"] and match["close"]:
        number = f"-{number.lstrip('-')}"
    if parse_number(number)[1]:
        return Amount(text, code, "is no number")
    plain = parse_number(text)
    same = not plain[1] and plain[0] == parse_number(number)[0]
    if own and own != code and (code != "GBP" or currency):
        return Amount(text, code, f"is in {own}, but the currency is {code}")
    return Amount(text if same else number, own or code)


def months_in(text: str) -> float | None:
    """Return the months of a duration, or ``None``.

    Examples
    --------
    >>> months_in("12"), months_in("2 years"), months_in("long")
    (12.0, 24.0, None)
    """
    match = _LENGTH.fullmatch(text) if len(text) < 30 else None
    if match is None:
        return None
    months = float(match[1]) * (12 if (match[2] or "").lower().startswith("y") else 1)
    return months if 0 < months <= 1200 else None


def after_months(first: str, months: float) -> str:
    """Return the last day of so many months from a first day; empty beyond the calendar.

    Examples
    --------
    >>> after_months("2020-02-29", 12), after_months("2020-01-31", 1)
    ('2021-02-27', '2020-02-28')
    """
    start = parse_day(first)[0]
    if start is None:
        return ""
    try:
        last = start + relativedelta(months=int(months)) - timedelta(days=1)
        return (last + timedelta(days=round(months % 1 * 30.44))).isoformat()
    except (ValueError, OverflowError):
        return ""
