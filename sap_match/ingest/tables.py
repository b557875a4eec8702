"""The canonical tables, read: a folder of CSV or Parquet files, or one workbook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from sap_match.errors import DataError, listed
from sap_match.ingest import workbooks
from sap_match.ingest.cells import WINDOW_COLUMNS, columns_of
from sap_match.ingest.files import CsvTable, read_bytes, read_csv
from sap_match.ingest.formats import Look
from sap_match.ingest.grids import tell
from sap_match.ingest.guards import split_entries, unguarded, unguarded_row
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow, RawTable, Reading
from sap_match.model import TABLES

cell_text = workbooks.cell_text
ENDINGS = (".csv", ".csv.gz", ".parquet")
SETTINGS = "partnership.toml"
LINKS = "links"
"""The file or sheet that tells which ids were joined: table, kept_id, other_id, evidence."""
EXTRA = "extra:"
"""Begins the header of an extra column that would else be taken for a table's own."""


def recognises(look: Look) -> bool:
    """Whether a file has a table's name, a workbook such a sheet, or a folder such a file."""
    if look.is_folder:
        return bool(table_files(look.path))
    if look.ending == ".xlsx":
        return bool(set(look.sheets or read_workbook(look.path)) & set(TABLES))
    return _table_name(look.path) is not None


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read canonical tables from a folder, a workbook, or one CSV or Parquet file.

    Parameters
    ----------
    path : Path
        A folder with files such as ``organisations.csv``; an ``.xlsx`` with sheets of
        these names; or a single file of such a name.
    source : str, optional
        What to call it; each table's problems then say ``source/organisations.csv``.

    Raises
    ------
    DataError
        There is no such table, or one lacks a required column.
    MissingPartError
        A workbook or Parquet file needs an extra that is not installed.
    """
    problems = Problems()
    beside: dict[str, CsvTable] = {}
    if path.is_dir():
        files = table_files(path)
        if not files:
            raise DataError(
                f"holds no canonical table; files such as organisations.csv are read "
                f"({', '.join(TABLES)})",
                source=source or path.name,
            )
        joined = [p for p in _links_files(path) if p.is_file()]
        for stranger in sorted(
            p.name for p in path.glob("*.csv") if p not in (*files.values(), *joined)
        ):
            problems.info(stranger, "", 0, "", "", "is no canonical table and was not read")
        for folder in sorted(p.name for p in path.iterdir() if p.is_dir() and _table_name(p)):
            problems.note(folder, "", 0, "", "", "is a folder and no file, so it was not read",
                          "put the table itself there")  # fmt: skip
        beside = {LINKS: _file_grid(joined[0])} if joined else {}
        grids = {table: (file.name, _file_grid(file)) for table, file in files.items()}
    elif path.suffix.lower() == ".xlsx":
        beside = read_workbook(path)
        grids = {t: (f"{path.name}:{t}", g) for t, g in beside.items() if t in TABLES}
        if not grids:
            raise DataError(
                f"has no sheet with the name of a table ({', '.join(TABLES)})", source=path.name
            )
    else:
        table = _table_name(path)
        if table is None:
            raise DataError(
                f"is no canonical table; its name must be one of {', '.join(TABLES)}",
                source=path.name,
            )
        grids = {table: (path.name, _file_grid(path))}
    prefix = f"{source}/" if source else ""
    tables = tuple(
        _raw_table(table, f"{prefix}{name}", grid, problems)
        for table, (name, grid) in grids.items()
    )
    return Reading(
        source or path.name,
        "canonical",
        tables,
        problems.sorted(),
        links=_claims(beside.get(LINKS)),
        rows_in=sum(grid.rows_in for _, grid in grids.values()),
        sha256=_fingerprint(path),
        meta=_said(beside.get("partnership")),
    )


def _links_files(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / f"{LINKS}{ending}" for ending in ENDINGS)


def _claims(grid: CsvTable | None) -> tuple[tuple[str, str, str, str], ...]:
    """Return which ids were joined when the tables were written."""
    names = ("table", "kept_id", "other_id", "evidence")
    rows = (
        [tuple(str(row.get(name) or "") for name in names) for _, row in grid.rows] if grid else []
    )
    return tuple((t, kept, other, why) for t, kept, other, why in rows if t and kept and other)


def _said(grid: CsvTable | None) -> dict[str, str]:
    """Return the settings that a workbook carries on a sheet of its own."""
    rows = [row for _, row in grid.rows] if grid else []
    return {str(row.get("key") or ""): str(row.get("value") or "") for row in rows}


def table_files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder that are canonical tables, in the tables' order.

    Raises
    ------
    DataError
        One table is there twice, for example as CSV and as Parquet.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        table = _table_name(path)
        if table is None or not path.is_file():
            continue
        if table in found:
            raise DataError(
                f"{found[table].name} and {path.name} are both the table {table}; keep one",
                source=folder.name,
            )
        found[table] = path
    return {table: found[table] for table in TABLES if table in found}


def read_workbook(path: Path) -> dict[str, CsvTable]:
    """Return the sheets of a workbook by their names in lower case, cells as text."""
    wanted = {table: _required(table) for table in TABLES}
    sheets = workbooks.read_workbook(path, wanted=wanted)
    return {name: _unguarded(grid) for name, grid in sheets.items()}


def read_file(path: Path, table: str, problems: Problems) -> RawTable:
    """Read one file as the rows of ``table``, whatever it is called.

    Of a workbook, the sheet of the table's name is read, else the first.
    """
    if not path.is_file():
        raise DataError("there is no such file", source=str(path))
    if path.suffix.lower() == ".xlsx":
        sheets = read_workbook(path)
        grid = sheets.get(table) or next(iter(sheets.values()))
    else:
        grid = _file_grid(path)
    return _raw_table(table, path.name, grid, problems)


def _table_name(path: Path) -> str | None:
    name = path.name.lower()
    for ending in ENDINGS:
        if name.endswith(ending) and name.removesuffix(ending) in TABLES:
            return name.removesuffix(ending)
    return None


def _file_grid(path: Path) -> CsvTable:
    if path.suffix.lower() == ".parquet":
        return workbooks.read_parquet(path)
    table = _table_name(path)
    wanted = _required(table) if table else ()
    return _unguarded(read_csv(read_bytes(path), source=path.name, wanted=wanted))


def _required(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in columns_of(table).values() if column.required)


def _unguarded(grid: CsvTable) -> CsvTable:
    """Take the apostrophe away that keeps a spreadsheet from running a cell."""
    rows = tuple((number, unguarded_row(row)) for number, row in grid.rows)
    return replace(grid, columns=tuple(map(unguarded, grid.columns)), rows=rows)


def _raw_table(table: str, source: str, grid: CsvTable, problems: Problems) -> RawTable:
    names = {column: re.sub(r"[\s-]+", "_", column.strip().lower()) for column in grid.columns}
    known = columns_of(table)
    renamed = {
        column: name if name in known else _extra_name(column, known)
        for column, name in names.items()
    }
    missing = [c.name for c in known.values() if c.required and c.name not in renamed.values()]
    if missing:
        raise DataError(
            f"has no column {' or '.join(missing)}, which {table} need; "
            f"its columns are {listed(grid.columns)}",
            source=source,
        )
    grid = tell(grid, problems, source, table)
    rows = []
    for number, cells in grid.rows:
        named = {renamed[column]: cell for column, cell in cells.items()}
        rows.append(RawRow(number, {n: _entries(table, n, cell) for n, cell in named.items()}))
    return RawTable(table, source, tuple(rows))


def _extra_name(column: str, known: Collection[str]) -> str:
    plain = column.removeprefix(EXTRA)
    return column if plain in known else plain


def _entries(table: str, name: str, cell: Cell) -> Cell:
    r"""Return a list cell in which an entry's own semicolons are written ``\;`` as its entries."""
    column = columns_of(table).get(name)
    if column is None or not column.many or not isinstance(cell, str):
        return cell
    if "\\" not in cell or ";" not in cell or (table, name) in WINDOW_COLUMNS:
        return cell
    return split_entries(cell)


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    for file in [path] if path.is_file() else table_files(path).values():
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
