"""Workbooks and Parquet files as tables of text, however they were made.

A workbook is a zip of XML: it is looked at before it is opened, so that one that was made to
fill the memory is refused. Cells are taken as they were last shown; a formula whose result was
not saved has nothing to show, and is told.
"""

from __future__ import annotations

import importlib
import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, MissingPartError, listed
from sap_match.ingest.files import MAX_MEMBER_BYTES, read_bytes, refuse_bomb
from sap_match.ingest.grids import CsvTable, Told, table_of
from sap_match.ingest.raw import Cell

MOST_BLANK = 10_000
"""After so many empty rows a sheet is taken to end: some claim a million that hold nothing."""
MOST_CELLS = 100_000_000
"""No Parquet file may claim more cells: a few bytes can stand for thousands of millions."""

_OLD = b"\xd0\xcf\x11\xe0"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)", re.IGNORECASE)
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"[^<>]{0,99}><f[^<>]{0,199}(?:/>|>[^<]{0,9000}</f>)'
    rb"(?:<v\s?/>|<v></v>)?</c>"
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]{1,30})"')
_MIDNIGHT = datetime.min.time()


def read_workbook(
    path: Path, *, wanted: Mapping[str, Collection[str]] | None = None
) -> dict[str, CsvTable]:
    """Return the sheets of a workbook by their names in lower case, cells as text.

    Parameters
    ----------
    path : Path
        An ``.xlsx``.
    wanted : mapping of str to collection of str, optional
        The columns that tell a sheet's header, as of `sap_match.ingest.grids.read_csv`.

    Raises
    ------
    DataError
        It is no workbook, is locked, or unpacks to more than it should.
    MissingPartError
        ``openpyxl`` is not installed.
    """
    try:
        openpyxl: Any = importlib.import_module("openpyxl")
    except ImportError as error:
        raise MissingPartError("openpyxl", "workbook", why="and workbooks need it") from error
    data = read_bytes(path)
    check_workbook(data, path.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of styles and dates that nobody reads
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        except Exception as error:  # openpyxl raises whatever its zip and XML parts raise
            raise _unreadable(error, path.name) from error
        try:
            return _sheets(book, data, path.name, wanted or {})
        except DataError:
            raise
        except Exception as error:
            raise _unreadable(error, path.name) from error
        finally:
            book.close()


def _unreadable(error: Exception, name: str) -> DataError:
    return DataError(
        f"is no workbook that can be read ({str(error)[:120] or type(error).__name__}); open it in "
        "a spreadsheet and save it again as .xlsx",
        source=name,
    )


def check_workbook(data: bytes, name: str) -> None:
    """Refuse what is no zip, is locked, or would fill the memory."""
    if data[:4] == _OLD:
        raise DataError(
            "is an old or a locked workbook; take its password away and save it as .xlsx",
            source=name,
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                _check_part(archive, part, name)
    except DataError:
        raise
    except Exception as error:  # zipfile raises errors of many kinds
        raise _unreadable(error, name) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    refuse_bomb(part.file_size, part.compress_size, name)
    if part.file_size > MAX_MEMBER_BYTES // 2:
        raise DataError("holds a sheet that is too large; split it", source=name)
    if part.filename.lower().endswith((".xml", ".rels")):
        with archive.open(part) as stream:
            start = stream.read(4096)
        if _DOCTYPE.search(start):
            raise DataError(
                "declares entities, as workbooks never do that a spreadsheet wrote; "
                "open it in a spreadsheet and save it again",
                source=name,
            )


def _sheets(
    book: Any, data: bytes, name: str, wanted: Mapping[str, Collection[str]]
) -> dict[str, CsvTable]:
    found: dict[str, CsvTable] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet in book.worksheets:
            title = re.sub(r"[\s-]+", "_", sheet.title.strip().lower())
            told = _oddities(sheet, archive)
            if title in found:
                first = found[title]
                more = Told(0, "", sheet.title, "note", "is a second sheet of this name, not read",
                            "put the rows of both into one sheet")  # fmt: skip
                found[title] = replace(first, told=(*first.told, more))
                continue
            sheet.reset_dimensions()  # what a sheet says of its size can be a lie
            lines = list(_lines(sheet.iter_rows(values_only=True), told))
            found[title] = (
                table_of(
                    lines,
                    source=f"{name}:{title}",
                    wanted=wanted.get(title, ()),
                    told=told,
                    aligned=True,
                )
                if lines
                else CsvTable((), (), told=tuple(told))
            )
    return found


def _lines(rows: Iterable[Sequence[object]], told: list[Told]) -> Iterator[tuple[int, list[str]]]:
    blank = 0
    begun = False
    for number, cells in enumerate(rows, start=1):
        if all(cell is None or cell == "" for cell in cells):
            blank += 1
            if blank > MOST_BLANK:
                told.append(
                    Told(number, "", "", "info",
                         f"comes after {MOST_BLANK:,} empty rows; what is below was not looked for",
                         "take the empty rows away if anything stands below them")
                )  # fmt: skip
                return
            continue
        blank = 0
        last = max(n for n, cell in enumerate(cells, start=1) if cell not in (None, ""))
        texts = [str(cell_text(cell) or "") for cell in cells[:last]]
        if not begun or any(texts):
            begun = True
            yield number, texts


def _oddities(sheet: Any, archive: zipfile.ZipFile) -> list[Told]:
    told = []
    if sheet.sheet_state != "visible":
        told.append(Told(0, "", sheet.title, "info", "is a hidden sheet; it was read all the same"))
    try:
        xml = archive.read(str(sheet._worksheet_path).lstrip("/"))  # noqa: SLF001 - no other way
    except (KeyError, AttributeError):
        return told
    empty = [cell.decode() for cell in dict.fromkeys(_FORMULA.findall(xml))]
    if empty:
        told.append(
            Told(_row_of(empty[0]), "", listed(empty, most=6), "note",
                 f"holds formulas without a saved result: {listed(empty, most=6)}",
                 "open the workbook in a spreadsheet and save it; they count as unknown")
        )  # fmt: skip
    merged = [cells.decode() for cells in _MERGED.findall(xml)]
    if merged:
        told.append(
            Told(_row_of(merged[0]), "", listed(merged, most=6), "note",
                 f"holds merged cells: {listed(merged, most=6)}",
                 "split them; only the first cell of each was read, the others count as unknown")
        )  # fmt: skip
    return told


def _row_of(reference: str) -> int:
    digits = re.search(r"\d+", reference)
    return int(digits[0]) if digits else 0


def cell_text(value: object) -> Cell:
    """Return a typed cell of a workbook or Parquet file as text.

    Examples
    --------
    >>> cell_text(12.0), cell_text(True), cell_text(date(2026, 11, 1)), cell_text(["a", "b"])
    ('12', 'yes', '2026-11-01', ('a', 'b'))
    """
    if value is None or isinstance(value, list | tuple):
        return value if value is None else tuple(str(cell_text(part) or "") for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == _MIDNIGHT:
        return value.date().isoformat()
    if isinstance(value, int) and abs(value) >= 10**400:
        return "inf"  # more digits than any number that counts something
    return value.isoformat() if isinstance(value, date) else str(value)


def read_parquet(path: Path) -> CsvTable:
    """Return a Parquet file as a table; its list columns stay lists.

    Raises
    ------
    DataError
        It is none that can be read, or claims more cells than a directory could have.
    MissingPartError
        ``pyarrow`` is not installed.
    """
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingPartError("pyarrow", "parquet", why="and Parquet files need it") from error
    try:
        with parquet.ParquetFile(path) as file:
            _refuse_claims(file.metadata.num_rows * file.metadata.num_columns, path.name)
            table = file.read()
        columns = [str(name) for name in table.column_names]
        values = [column.to_pylist() for column in table.columns]
    except DataError:
        raise
    except Exception as error:  # pyarrow's own errors are OSError, ValueError and others
        raise DataError(
            f"is no Parquet file that can be read: {str(error)[:200]}", source=path.name
        ) from error
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(zip(*values, strict=True), start=2):
        cells = {
            name.strip(): cell_text(value)
            for name, value in zip(columns, line, strict=True)
            if name.strip() and value not in (None, "", [])
        }
        if cells:
            rows.append((number, cells))
    return CsvTable(tuple(dict.fromkeys(n.strip() for n in columns if n.strip())), tuple(rows))


def _refuse_claims(cells: int, name: str) -> None:
    if cells > MOST_CELLS:
        raise DataError(f"claims {cells:,} cells; at most {MOST_CELLS:,} are read", source=name)
