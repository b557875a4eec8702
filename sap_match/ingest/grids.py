"""Tables of text: whatever encoding, separator and line ends they come in.

What is odd about a table is kept beside its rows (`CsvTable.told`) until `tell` puts it among
the problems, so that every reader of tables tells the same things in the same words.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from sap_match.errors import DataError, listed
from sap_match.ingest.decoding import BAD_BYTES, DAMAGED, as_windows, decoded, refuse_other
from sap_match.ingest.problems import Problems

FIRST_ROW = 2
"""The number of a table's first row of data, as a spreadsheet shows it: the header is row 1.

A cell of several lines makes one row there, and empty rows are counted.
"""
MAX_CELL_CHARACTERS = 8 * 1024**2
"""A boundary can be a long cell; this is longer than any ward's."""
HEADER_WITHIN = 20
"""A header is looked for in so many first rows: titles and notes can stand above it."""
_MOST_TOLD = 20
Level = Literal["bad", "note", "info"]


class Told(NamedTuple):
    """Something odd about a table: where it stands and what is to be said of it."""

    row: int
    field: str
    value: str
    level: Level
    reason: str
    fix: str = ""


@dataclass(frozen=True)
class CsvTable:
    """The rows of one table: text by column, each with its number in a spreadsheet."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    ragged: tuple[int, ...] = ()
    """Numbers of the rows that have more cells than the header."""
    decoded_as: str = "utf-8"
    told: tuple[Told, ...] = ()
    """What is odd about it besides."""

    @property
    def rows_in(self) -> int:
        """How many rows the source has, used or not."""
        return len(self.rows) + sum(one.level == "bad" for one in self.told)


def tell(table: CsvTable, problems: Problems, source: str, name: str = "") -> CsvTable:
    """Put what is odd about a table among the problems; return it without its misaligned rows.

    Parameters
    ----------
    table : CsvTable
        As it was read.
    problems : Problems
        Takes the lines.
    source, name : str
        The file, and the canonical table that it gives, where it is one.
    """
    if not table.decoded_as.startswith("utf"):
        problems.info(
            source, name, 0, "", "", f"is not UTF-8; it was read as {table.decoded_as}",
            "save it as UTF-8, and look at names with accents",
        )  # fmt: skip
    for one in table.told:
        add = {"bad": problems.bad, "note": problems.note, "info": problems.info}[one.level]
        add(source, name, one.row, one.field, one.value, one.reason, one.fix)
    ragged = set(table.ragged)
    for row in table.ragged:
        problems.bad(
            source, name, row, "", "", "has more cells than the header",
            "put quotes around cells that contain the separator; the row was left out",
        )  # fmt: skip
    return replace(table, rows=tuple(r for r in table.rows if r[0] not in ragged), ragged=(),
                   told=())  # fmt: skip


def read_csv(data: bytes, *, source: str, wanted: Collection[str] = ()) -> CsvTable:
    r"""Read a CSV file: commas, semicolons or tabs, any line ends, blank rows left out.

    Between tabs a quotation mark is a letter like any other, where every line then has as
    many cells as the header (the charity register is written so).

    Parameters
    ----------
    data : bytes
        The file.
    source : str
        What errors call it.
    wanted : collection of str
        Columns, in lower case with ``_``, that the header must have: where the first row has
        them not and one of the next has, what stands above that is no part of the table.

    Raises
    ------
    DataError
        If there is no header, or a row that breaks the format.

    Examples
    --------
    >>> read_csv(b"id;name\n1;Lunch\n", source="x.csv").rows
    ((2, {'id': '1', 'name': 'Lunch'}),)
    """
    text, encoding = decoded(data)
    if not encoding.startswith(("utf-16", "utf-32")):
        refuse_other(data, source)
    if not text.strip("\ufeff \t\r\n\0"):
        raise DataError("is empty: a header row with column names is needed", source=source)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    told: list[Told] = []
    try:
        with _long_cells():
            lines = list(_records(text, separator, told))
    except csv.Error as error:
        raise DataError(f"is no CSV file that can be read: {error}", source=source) from error
    if encoding == DAMAGED:
        lines = [(number, _mended(number, cells, told)) for number, cells in lines]
    return table_of(lines, source=source, wanted=wanted, encoding=encoding, told=told)


def table_of(
    lines: Sequence[tuple[int, Sequence[str]]],
    *,
    source: str,
    wanted: Collection[str] = (),
    encoding: str = "utf-8",
    told: Sequence[Told] = (),
    aligned: bool = False,
) -> CsvTable:
    """Return numbered lines of cells as a table: the first is its header.

    With ``aligned`` (a spreadsheet's own cells) a cell beside the table is a remark, and its row
    is good; in text it means that a separator stood in a cell, and no cell after it is sure.

    Raises
    ------
    DataError
        There is no header.
    """
    odd = list(told)
    top = _header_at(lines, wanted, odd)
    header = [column.strip() for column in lines[top][1]] if lines else []
    if not any(header):
        raise DataError("is empty: a header row with column names is needed", source=source)
    _tell_header(header, lines[top][0], odd)
    unnamed = Counter[int]()
    rows: list[tuple[int, Mapping[str, str]]] = []
    ragged: list[int] = []
    short: list[int] = []
    blanks = [n for n, column in enumerate(header) if not column]
    for number, cells in lines[top + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            ragged.append(number)
        elif len(cells) < len(header) and not aligned:
            short.append(number)
        if blanks:
            unnamed.update(n for n in blanks if n < len(cells) and cells[n].strip())
        rows.append((number, _row(header, cells)))
    _tell_cells(header, unnamed, short, lines[top][0], odd)
    if aligned and ragged:
        _tell_beside(ragged, odd)
        ragged = []
    columns = tuple(dict.fromkeys(column for column in header if column))
    return CsvTable(columns, tuple(rows), tuple(ragged), encoding, tuple(odd))


def _header_at(
    lines: Sequence[tuple[int, Sequence[str]]], wanted: Collection[str], told: list[Told]
) -> int:
    filled = (at for at, (_, cells) in enumerate(lines) if any(cell.strip() for cell in cells))
    first = next(filled, 0)
    for at, (number, cells) in enumerate(lines[:HEADER_WITHIN]) if wanted else ():
        if set(wanted) <= {re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in cells}:
            if at > first:
                told.append(
                    Told(number, "", "", "info", "is the header; what stands above was not read",
                         "take away the rows above it")
                )  # fmt: skip
            return at
    return first


def _tell_header(header: Sequence[str], row: int, told: list[Told]) -> None:
    twice = [name for name, count in Counter(filter(None, header)).items() if count > 1]
    if twice:
        told.append(
            Told(row, "", "", "note", f"names {listed(twice)} twice; the first filled cell counts",
                 "give each column a name of its own")
        )  # fmt: skip


def _tell_cells(
    header: Sequence[str], unnamed: Counter[int], short: list[int], row: int, told: list[Told]
) -> None:
    if unnamed:
        where = listed([f"column {n + 1}" for n in sorted(unnamed)], most=5)
        told.append(
            Told(row, "", "", "note", f"has no name for {where}, whose cells were not read",
                 "name the columns")
        )  # fmt: skip
    if short:
        more = f", as have {len(short) - 1:,} others" if len(short) > 1 else ""
        told.append(
            Told(short[0], "", "",
                 "info", f"has fewer cells than the header's {len(header)}{more}",
                 "the cells that are not there count as unknown")
        )  # fmt: skip


def _tell_beside(rows: list[int], told: list[Told]) -> None:
    more = f", as have {len(rows) - 1:,} others" if len(rows) > 1 else ""
    told.append(
        Told(rows[0], "", "", "note", f"has cells beside the table, which were not read{more}",
             "name their column in the header, or take them away")
    )  # fmt: skip


def _row(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=False):
        if column and not row.get(column):  # of two columns of one name the first filled one counts
            row[column] = cell.strip()
    return row


def _mended(row: int, cells: list[str], told: list[Told]) -> list[str]:
    """Read bytes that are no UTF-8 as Windows-1252, and tell of the cell."""
    done = []
    for number, cell in enumerate(cells, start=1):
        better = BAD_BYTES.sub(as_windows, cell)
        if better != cell and len(told) < _MOST_TOLD:
            told.append(
                Told(row, f"column {number}", better, "info",
                     "has a byte that is no UTF-8; it was read as Windows-1252",
                     "save the file as UTF-8, and look at this cell")
            )  # fmt: skip
        done.append(better)
    return done


# -- lines ----------------------------------------------------------------------------


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _records(text: str, separator: str, told: list[Told]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their numbers; an open quotation mark costs its own row alone."""
    quoting: Literal[0, 3] = csv.QUOTE_NONE if _is_unquoted(text, separator) else csv.QUOTE_MINIMAL
    tries = _MOST_TOLD if quoting == csv.QUOTE_MINIMAL and text.count('"') % 2 else 0
    number = 0
    again: str | None = text
    while again is not None:
        text, again = again, None
        lines = io.StringIO(text, newline="").readlines() if tries else []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
        last = 0
        for cells in reader:
            number += 1
            first, last = last, reader.line_num
            if tries and last - first > 1 and _is_broken(lines[first:last], separator):
                told.append(
                    Told(number, "", cells[0], "bad", "has a quotation mark that is never closed",
                         "close it, or take it away; the row was left out")
                )  # fmt: skip
                again, tries = "".join(lines[first + 1 :]), tries - 1
                break
            yield number, cells


def _is_broken(lines: list[str], separator: str) -> bool:
    """Whether a row of several lines is one by an open quotation mark alone."""
    try:
        for _ in csv.reader(lines, delimiter=separator, strict=True):
            pass
    except csv.Error:
        return True
    return False


def _is_unquoted(text: str, separator: str) -> bool:
    if separator != "\t" or '"' not in text:
        return False
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    return len({line.count("\t") for line in lines}) == 1
