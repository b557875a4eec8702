"""From the text of a cell to a value of the record's field, or the reason why not.

Empty, ``NA``, ``N/A``, ``-`` and ``null`` are unknown in every column. A cell that
cannot be understood gives no value and one sentence that says why.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from sap_match.errors import DataError, near
from sap_match.ingest.raw import Cell
from sap_match.model import TABLES

UNKNOWN = frozenset({"", "na", "n/a", "n.a.", "-", "--", "–", "null", "nan", "#n/a"})
_NOTHING = UNKNOWN | {"none", "[]"}
_TRUE = frozenset({"yes", "y", "true", "t", "1"})
_FALSE = frozenset({"no", "n", "false", "f", "0"})
_NUMBER = re.compile(r"([+-]?)[£€$]?\s*(\d{1,3}(?:[, ]\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Parser = Callable[[Cell], tuple[Any, str | None]]


@dataclass(frozen=True)
class Column:
    """One canonical column: how its text is parsed, and whether a row needs it."""

    name: str
    required: bool
    many: bool
    parse: Parser


def is_unknown(cell: Cell) -> bool:
    """Return whether a cell says nothing.

    Examples
    --------
    >>> [is_unknown(c) for c in ("", " n/a ", None, (), "0")]
    [True, True, True, True, False]
    """
    if cell is None:
        return True
    if isinstance(cell, tuple):
        return all(is_unknown(part) for part in cell)
    return len(cell) < 8 and cell.strip().casefold() in UNKNOWN


def parse_text(cell: Cell) -> tuple[str | None, str | None]:
    """Return the stripped text; several texts are joined."""
    if isinstance(cell, tuple):
        return "; ".join(part.strip() for part in cell if part.strip()) or None, None
    return (cell or "").strip() or None, None


def parse_list(cell: Cell) -> tuple[tuple[str, ...], str | None]:
    """Return the entries of a list cell, split on ``;``, each once.

    Examples
    --------
    >>> parse_list("food; advice;;food")
    (('food', 'advice'), None)
    """
    parts = cell if isinstance(cell, tuple) else (cell or "").split(";")
    entries = dict.fromkeys(p.strip() for p in parts if p.strip().casefold() not in _NOTHING)
    return tuple(entries), None


def parse_number(cell: Cell) -> tuple[float | None, str | None]:
    """Return a number; thousands separators and a leading £ are read.

    Examples
    --------
    >>> parse_number("£1,250.50"), parse_number("about 12")[1]
    ((1250.5, None), 'is no number')
    """
    text = _one(cell)
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return None, "is no number"
    number = float(re.sub(r"[,£€$\s]", "", text))
    if number in (float("inf"), float("-inf")):
        return None, "is no number"
    return number, None


def parse_count(cell: Cell) -> tuple[int | None, str | None]:
    """Return a whole number, zero or more.

    Examples
    --------
    >>> parse_count("1,200"), parse_count("12.5")[1]
    ((1200, None), 'is no whole number')
    """
    number, reason = parse_number(cell)
    if number is None:
        return None, "is no whole number" if reason else None
    if not number.is_integer():
        return None, "is no whole number"
    return int(number), None


def parse_flag(cell: Cell) -> tuple[bool | None, str | None]:
    """Return yes or no.

    Examples
    --------
    >>> parse_flag("Yes"), parse_flag("0"), parse_flag("maybe")[1]
    ((True, None), (False, None), 'is neither yes nor no')
    """
    text = _one(cell).casefold()
    if text in _TRUE:
        return True, None
    if text in _FALSE:
        return False, None
    return None, "is neither yes nor no"


def parse_day(cell: Cell) -> tuple[date | None, str | None]:
    """Return the date of an ISO date or date-time.

    Examples
    --------
    >>> parse_day("2024-03-31T23:59:00+00")
    (datetime.date(2024, 3, 31), None)
    >>> parse_day("31/03/2024")[1]
    'is no date: write YYYY-MM-DD'
    """
    text = _one(cell)
    if not _DAY.match(text) or (len(text) > 10 and parse_moment(text)[1]):
        return None, "is no date: write YYYY-MM-DD"
    try:
        return date.fromisoformat(text[:10]), None
    except ValueError:
        return None, "is no day of the calendar: write YYYY-MM-DD"


def parse_moment(cell: Cell) -> tuple[datetime | None, str | None]:
    """Return a date and time in ISO form, with or without a zone.

    Examples
    --------
    >>> parse_moment("2026-11-03 18:00")
    (datetime.datetime(2026, 11, 3, 18, 0), None)
    """
    text = re.sub(r"\.(\d{6})\d+", r".\1", _one(cell))  # seven digits of a second occur
    try:
        if len(text) > 10:
            return datetime.fromisoformat(text), None
    except ValueError:
        pass
    return None, "is no date and time: write YYYY-MM-DDTHH:MM"


def parse_windows(cell: Cell) -> tuple[tuple[str, ...], str | None]:
    """Return opening times as one text a day or rule, in the form of `sap_match.windows`.

    Common English ("Tuesdays, 10am - 2pm") is read where only one reading is possible.

    Examples
    --------
    >>> parse_windows("Wed 18:00-21:00; monday 9:00-12:00")
    (('MO 09:00-12:00', 'WE 18:00-21:00'), None)
    >>> parse_windows("Tuesdays and Fridays, 10am - 2pm")
    (('TU 10:00-14:00', 'FR 10:00-14:00'), None)
    """
    return _read_windows(parse_text(cell)[0] or "")


@lru_cache(maxsize=8192)  # opening times repeat in every directory, and are slow to read
def _read_windows(text: str) -> tuple[tuple[str, ...], str | None]:
    from sap_match.windows import format as write
    from sap_match.windows import parse, parse_loose

    try:
        schedule = parse(text)
    except DataError as error:
        loosely = parse_loose(text)
        if loosely is None:
            return (), error.message
        schedule = loosely
    return tuple(part for part in write(schedule).split("; ") if part), None


def parse_closures(cell: Cell) -> tuple[tuple[str, ...], str | None]:
    """Return closed days as dates and ``first/last`` ranges.

    Examples
    --------
    >>> parse_closures("2027-02-15; 2026-12-20/2027-01-04")
    (('2026-12-20/2027-01-04', '2027-02-15'), None)
    """
    from sap_match.windows import parse_exceptions

    try:
        closures = parse_exceptions(parse_text(cell)[0] or "")
    except DataError as error:
        return (), error.message
    return tuple(f"{a}" if a == b else f"{a}/{b}" for a, b in closures), None


def slug(text: str) -> str:
    """Return a text as lower-case words joined by hyphens.

    Examples
    --------
    >>> slug("  Hale Barns & Timperley ")
    'hale-barns-timperley'
    """
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-_")


def columns_of(table: str) -> Mapping[str, Column]:
    """Return the canonical columns of a table by name, in their order.

    Examples
    --------
    >>> list(columns_of("exclusions")), columns_of("exclusions")["left_id"].required
    (['left_id', 'right_id', 'reason', 'until'], True)
    """
    return _columns(table)


_SPECIAL: Mapping[tuple[str, str], Parser] = {
    ("services", "schedule"): parse_windows,
    ("facilities", "availability"): parse_windows,
    ("facilities", "exceptions"): parse_closures,
    ("facility_requests", "windows"): parse_windows,
    ("offers", "windows"): parse_windows,
    ("needs", "windows"): parse_windows,
}
WINDOW_COLUMNS = frozenset(key for key, parse in _SPECIAL.items() if parse is parse_windows)
"""Cells that hold times of the week."""


@cache
def _columns(table: str) -> Mapping[str, Column]:
    record = TABLES[table]
    columns = {}
    for name, info in record.model_fields.items():
        if name == "extra":
            continue
        parse, many = _parser(info.annotation, tuple(info.metadata))
        parse = _SPECIAL.get((table, name), parse)
        columns[name] = Column(name, info.is_required(), many, parse)
    return types.MappingProxyType(columns)


def _one(cell: Cell) -> str:
    return (parse_text(cell)[0] or "").strip()


def _parser(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Parser, bool]:
    """Return the parser for a field's annotation, and whether the cell is a list."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = next(a for a in get_args(annotation) if a is not type(None))
        return _parser(inner, metadata)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _parser(inner, (*metadata, *more))
    if origin is tuple:
        each, _ = _parser(get_args(annotation)[0], metadata)
        return (parse_list if each is parse_text else _each(each)), True
    if origin is Literal:
        return _chooser(get_args(annotation)), False
    simple: dict[Any, Parser] = {
        str: parse_text,
        int: parse_count,
        float: parse_number,
        bool: parse_flag,
        date: parse_day,
        datetime: parse_moment,
    }
    return _bounded(simple[annotation], metadata), False


def _each(
    parse: Parser,
) -> Parser:
    def parse_each(cell: Cell) -> tuple[Any, str | None]:
        values = []
        for entry in parse_list(cell)[0]:
            value, reason = parse(entry)
            if reason:
                return (), reason
            values.append(value)
        return tuple(dict.fromkeys(values)), None

    return parse_each


def _chooser(allowed: tuple[str, ...]) -> Parser:
    words = set(allowed)
    booleans = {**dict.fromkeys(_TRUE, "yes"), **dict.fromkeys(_FALSE, "no")}

    def parse_choice(cell: Cell) -> tuple[str | None, str | None]:
        text = re.sub(r"[\s-]+", "_", _one(cell).casefold())
        if "yes" in words:
            text = booleans.get(text, text)
        if text in words:
            return text, None
        close = near(text, allowed, k=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        return None, f"is none of {', '.join(allowed)}{hint}"

    return parse_choice


def _bounded(parse: Parser, metadata: tuple[Any, ...]) -> Parser:
    """Add the limits that the field's annotation carries (``ge`` and ``le``)."""
    low: float | None = None
    high: float | None = None
    for constraint in metadata:
        for part in getattr(constraint, "metadata", None) or (constraint,):
            low = getattr(part, "ge", low)
            high = getattr(part, "le", high)
    if low is None and high is None:
        return parse

    def parse_bounded(cell: Cell) -> tuple[Any, str | None]:
        value, reason = parse(cell)
        if value is None:
            return None, reason
        if low is not None and value < low:
            return None, f"is below {low:g}"
        if high is not None and value > high:
            return None, f"is above {high:g}"
        return value, None

    return parse_bounded
