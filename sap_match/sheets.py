"""Tables that people fill in by hand: read as text, or refused in words that they can act on."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sap_match.errors import DataError, near

_EXCEL = {b"PK\x03\x04": "an Excel workbook", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}
_HOW = "save its sheet as “CSV UTF-8” and give that file"


@dataclass(frozen=True)
class Sheet:
    """The rows of one table, each with its number in a spreadsheet (the header is row 1)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        return iter(self.rows)


def refuse_workbook(data: bytes, name: str, how: str = _HOW) -> None:
    r"""Raise where what is called a table of text is a workbook or another file of bytes.

    Raises
    ------
    DataError
        It is; the message ends with ``how`` to mend that.

    Examples
    --------
    >>> refuse_workbook(b"id,name", "services.csv")
    >>> refuse_workbook(b"PK\x03\x04...", "a.csv", "name it .xlsx")
    Traceback (most recent call last):
    sap_match.errors.DataError: a.csv: is an Excel workbook, whatever it is called; name it .xlsx
    """
    kind = _EXCEL.get(data[:4])
    if kind is not None:
        raise DataError(f"is {kind}, whatever it is called; {how}", source=name)
    if b"\0" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise DataError(f"is no table of text; {how}", source=name)


def read_sheet(path: Path, needed: Sequence[str] = ()) -> Sheet:
    """Read a table of text: commas, semicolons or tabs; empty rows are left out.

    Column names are read in any case; cells lose the spaces around them.

    Raises
    ------
    DataError
        The file cannot be opened, is a workbook or no text in UTF-8, or lacks a column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be opened: {error.strerror or error}", source=str(path)) from error
    refuse_workbook(data, path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"is not written in UTF-8; {_HOW}", source=path.name) from None
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=lambda one: (first.count(one), one == ","))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise DataError(f"is no table that can be read ({error}); {_HOW}", source=path.name) from (
            error
        )
    columns = tuple(name.strip() for name in lines[0]) if lines else ()
    columns = tuple(n.casefold() if n.casefold() in needed else n for n in columns)
    if missing := [name for name in needed if name not in columns]:
        raise DataError(_lacks(missing, needed, columns), source=path.name)
    rows = (
        (number, dict(zip(columns, [*map(str.strip, cells), *[""] * len(columns)], strict=False)))
        for number, cells in enumerate(lines[1:], start=2)
    )
    return Sheet(path.name, columns, tuple(row for row in rows if any(row[1].values())))


def _lacks(missing: Sequence[str], needed: Sequence[str], columns: Sequence[str]) -> str:
    """Say which columns are not there, with those that may have been meant."""
    spare = [one for one in columns if one and one not in needed]
    plain = {one.casefold().replace(" ", "_").replace("-", "_"): one for one in spare}
    meant = {one: near(one, plain, k=1) for one in missing}
    hints = [f"is {plain[found[0]]!r} {one}?" for one, found in meant.items() if found]
    told = f"has no column {' or '.join(missing)}; it needs {', '.join(needed)}"
    there = f"its columns are {', '.join(one[:40] for one in columns[:12] if one) or 'none'}"
    return "; ".join([told, *hints, there])


def other_column(cell: str, field: str, looks_like: Mapping[str, Collection[str]]) -> str:
    """Return *did you mean column X?* where a cell is what another column holds, else nothing.

    Parameters
    ----------
    cell : str
    field : str
        The column in which the cell stands.
    looks_like : mapping
        Column to the words or ids that it holds.

    Examples
    --------
    >>> other_column("yes", "suggestion_id", {"decision": ("yes", "never")})
    'did you mean column decision?'
    >>> other_column("s1", "suggestion_id", {"decision": ("yes", "never")})
    ''
    """
    for name, held in looks_like.items():
        if name != field and (cell in held or cell.casefold() in held):
            return f"did you mean column {name}?"
    return ""
