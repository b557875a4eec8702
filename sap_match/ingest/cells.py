"""From the text of a cell to a value of the record's field, or the reason why not.

Empty, ``NA``, ``N/A``, ``-`` and ``null`` are unknown in every column. A cell that
cannot be understood gives no value and one sentence that says why; one that was put right
gives its value and a `Remark`.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache, partial
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from sap_match.errors import DataError, near
from sap_match.ingest.days import day_of, moment_of
from sap_match.ingest.prose import cleaned
from sap_match.ingest.raw import Cell
from sap_match.model import TABLES

UNKNOWN = frozenset({"", "na", "n/a", "n.a.", "-", "--", "–", "null", "nan", "#n/a"})
_NOTHING = UNKNOWN | {"none", "[]"}
_TRUE = frozenset({"yes", "y", "true", "t", "1"})
_FALSE = frozenset({"no", "n", "false", "f", "0"})
_NUMBER = re.compile(r"([+-]?)[£€$]?\s*(\d{1,3}(?:[, ]\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3},\d+", re.ASCII)
_SPREADSHEET_ERROR = re.compile(
    r"#(?:REF!|VALUE!|NAME\?|NULL!|NUM!|DIV/0!|SPILL!|CALC!|N/A N/A)", re.IGNORECASE
)
LONGEST_ID = 1000
LONGEST_NAME = 500
"""What is longer is no id and no name, but a text in the wrong column."""
Parser = Callable[[Cell], tuple[Any, str | None]]


class Remark(str):
    """What was put right in a cell whose value is used: told once a column, and no fault."""

    __slots__ = ()


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
    if isinstance(cell, str):
        return len(cell) < 8 and cell.strip().casefold() in UNKNOWN
    return cell is None or all(is_unknown(part) for part in cell)


def parse_text(cell: Cell) -> tuple[str | None, str | None]:
    r"""Return the text as a person would read it; several texts are joined.

    Examples
    --------
    >>> parse_text(" Lunch &amp; chat ")
    ('Lunch & chat', 'held HTML; its words were kept')
    >>> parse_text("#REF!"), parse_text("-\x08")[0]
    ((None, 'is an error of a spreadsheet'), None)
    """
    return _read_text(cell, words=True)


def parse_code(cell: Cell) -> tuple[str | None, str | None]:
    r"""Return an id, address of the web or other text that is no prose.

    Examples
    --------
    >>> parse_code(" a&amp;b\x00 ")
    ('a&amp;b', 'held letters that do not show; they were taken out')
    """
    return _read_text(cell, words=False)


def _read_text(
    cell: Cell, *, words: bool, longest: int | None = None
) -> tuple[str | None, str | None]:
    if isinstance(cell, tuple):
        cell = "; ".join(part.strip() for part in cell if part.strip())
    text, told = cleaned(cell or "", words=words)
    if text.startswith("#") and _SPREADSHEET_ERROR.fullmatch(text):
        return None, "is an error of a spreadsheet"
    if longest is not None and len(text) > longest:
        return None, f"is {len(text):,} letters long; at most {longest} are read here"
    # what is left once letters that do not show are gone may be a way to write nothing
    return None if is_unknown(text) else text, Remark(told) if told else None


def parse_list(cell: Cell) -> tuple[tuple[str, ...], str | None]:
    """Return the entries of a list cell, split on ``;``, each once.

    Examples
    --------
    >>> parse_list("food; advice;;food")
    (('food', 'advice'), None)
    """
    if isinstance(cell, tuple):
        read = [cleaned(part) for part in cell]
        parts, told = [text for text, _ in read], next((why for _, why in read if why), "")
    else:
        text, told = cleaned(cell or "")
        parts = text.split(";")
    stripped = (part.strip() for part in parts)
    entries = dict.fromkeys(p for p in stripped if p.casefold() not in _NOTHING)
    return tuple(entries), Remark(told) if told else None


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
        if _DECIMAL_COMMA.fullmatch(text):
            return None, f"is no number: write {text.replace(',', '.')} with a point"
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
    'is no date: write YYYY-MM-DD, here 2024-03-31'
    """
    return day_of(_one(cell))


def parse_moment(cell: Cell) -> tuple[datetime | None, str | None]:
    """Return a date and time in ISO form, with or without a zone.

    Examples
    --------
    >>> parse_moment("2026-11-03 18:00")
    (datetime.datetime(2026, 11, 3, 18, 0), None)
    """
    return moment_of(_one(cell))


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
        if parse is parse_text:
            parse = _text_parser(name)
        columns[name] = Column(name, info.is_required(), many, parse)
    return types.MappingProxyType(columns)


_CODES = frozenset({"id", "url", "website", "email", "source", "boundary", "postcode"})


def _text_parser(name: str) -> Parser:
    """Return how a text column is read: ids and addresses as they are, names not too long."""
    if name == "id" or name.endswith("_id"):
        return partial(_read_text, words=False, longest=LONGEST_ID)
    if name in _CODES:
        return parse_code
    if name in ("name", "title"):
        return partial(_read_text, words=True, longest=LONGEST_NAME)
    return parse_text


def _one(cell: Cell) -> str:
    """Return the text of a cell that holds one word, number or date."""
    if isinstance(cell, tuple):
        cell = "; ".join(part.strip() for part in cell if part.strip())
    cell = (cell or "").strip()
    return cell if cell.isprintable() else cleaned(cell, words=False)[0]


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
