"""The canonical tables: a folder of CSV or Parquet files, or one workbook; read and written."""

from __future__ import annotations

import csv
import hashlib
import importlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, MissingPartError
from sap_match.ingest.cells import columns_of
from sap_match.ingest.files import FIRST_ROW, CsvTable, read_bytes, read_csv
from sap_match.ingest.formats import Look
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow, RawTable, Reading
from sap_match.model import SCHEMA_VERSION, TABLES, Dataset

ENDINGS = (".csv", ".csv.gz", ".parquet")
SETTINGS = "partnership.toml"


def recognises(look: Look) -> bool:
    """Whether a file has a table's name, a workbook such a sheet, or a folder such a file."""
    if look.is_folder:
        return bool(table_files(look.path))
    if look.ending == ".xlsx":
        return bool(set(read_workbook(look.path)) & set(TABLES))
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
    if path.is_dir():
        files = table_files(path)
        if not files:
            raise DataError(
                f"holds no canonical table; files such as organisations.csv are read "
                f"({', '.join(TABLES)})",
                source=source or path.name,
            )
        for stranger in sorted(p.name for p in path.glob("*.csv") if p not in files.values()):
            problems.info(stranger, "", 0, "", "", "is no canonical table and was not read")
        grids = {table: (file.name, _file_grid(file)) for table, file in files.items()}
    elif path.suffix.lower() == ".xlsx":
        grids = {t: (f"{path.name}:{t}", g) for t, g in read_workbook(path).items() if t in TABLES}
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
        rows_in=sum(len(grid.rows) for _, grid in grids.values()),
        sha256=_fingerprint(path),
    )


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
    try:
        openpyxl: Any = importlib.import_module("openpyxl")
    except ImportError as error:
        raise MissingPartError("openpyxl", "workbook", why="and workbooks need it") from error
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its zip and XML parts raise
        raise DataError(f"is no workbook that can be read: {error}", source=path.name) from error
    try:
        return {
            re.sub(r"[\s-]+", "_", sheet.title.strip().lower()): _grid(
                sheet.iter_rows(values_only=True)
            )
            for sheet in book.worksheets
        }
    finally:
        book.close()


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
    return value.isoformat() if isinstance(value, date) else str(value)


_MIDNIGHT = datetime.min.time()


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
        return _read_parquet(path)
    return read_csv(read_bytes(path), source=path.name)


def _read_parquet(path: Path) -> CsvTable:
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingPartError("pyarrow", "parquet", why="and Parquet files need it") from error
    try:
        table = parquet.read_table(path)
    except Exception as error:  # pyarrow's own errors are OSError, ValueError and others
        raise DataError(
            f"is no Parquet file that can be read: {error}", source=path.name
        ) from error
    columns = tuple(str(name) for name in table.column_names)
    rows = [[record[name] for name in columns] for record in table.to_pylist()]
    return _grid(iter([columns, *rows]))


def _grid(lines: Iterator[Sequence[object]]) -> CsvTable:
    header = [str(cell_text(cell) or "").strip() for cell in next(lines, ())]
    rows: list[tuple[int, Mapping[str, Any]]] = []
    for number, line in enumerate(lines, start=FIRST_ROW):
        cells = {
            column: cell_text(value)
            for column, value in zip(header, line, strict=False)
            if column and value not in (None, "")
        }
        if cells:
            rows.append((number, cells))
    return CsvTable(tuple(dict.fromkeys(c for c in header if c)), tuple(rows))


def _raw_table(table: str, source: str, grid: CsvTable, problems: Problems) -> RawTable:
    names = {column: re.sub(r"[\s-]+", "_", column.strip().lower()) for column in grid.columns}
    known = columns_of(table)
    renamed = {column: name if name in known else column for column, name in names.items()}
    missing = [c.name for c in known.values() if c.required and c.name not in renamed.values()]
    if missing:
        raise DataError(
            f"has no column {' or '.join(missing)}, which {table} need; "
            f"its columns are {', '.join(grid.columns) or 'none'}",
            source=source,
        )
    if grid.decoded_as not in ("utf-8", "utf-16"):
        problems.info(
            source,
            table,
            0,
            "",
            "",
            f"is not UTF-8; it was read as {grid.decoded_as}",
            "save it as UTF-8, and look at names with accents",
        )
    ragged = set(grid.ragged)
    rows = []
    for number, cells in grid.rows:
        if number in ragged:
            problems.bad(
                source,
                table,
                number,
                "",
                "",
                "has more cells than the header",
                "put quotes around cells that contain the separator; the row was left out",
            )
            continue
        rows.append(RawRow(number, {renamed[column]: cell for column, cell in cells.items()}))
    return RawTable(table, source, tuple(rows))


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    for file in [path] if path.is_file() else table_files(path).values():
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


# -- writing --------------------------------------------------------------------------


def write_tables(dataset: Dataset, folder: Path) -> list[Path]:
    """Write the canonical tables of a dataset as CSV files, with a ``partnership.toml``.

    What is written can be read back with `sap_match.ingest.read_dataset`: the records are
    the same, and ids that were joined still resolve.

    Returns
    -------
    list of Path
        The files, the settings first. Empty tables are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / SETTINGS
    lines = {
        "schema_version": SCHEMA_VERSION,
        "id": dataset.id,
        "name": dataset.name,
        "timezone": dataset.timezone,
        "licence": dataset.licence,
    }
    text = "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items()
    )
    if dataset.as_of:
        text += f"as_of = {dataset.as_of.isoformat()}\n"
    settings.write_text(text, encoding="utf-8", newline="\n")
    written = [settings]
    for table, records in dataset.tables.items():
        if records:
            written.append(_write_table(folder / f"{table}.csv", table, records))
    return written


def _write_table(path: Path, table: str, records: Iterable[Any]) -> Path:
    records = list(records)
    columns = list(columns_of(table))
    if "sources" in columns and not any(record.sources for record in records):
        columns.remove("sources")
    extra = sorted({name for record in records for name in record.extra})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*columns, *extra])
        for record in records:
            cells = [_written(getattr(record, name)) for name in columns]
            writer.writerow([*cells, *(record.extra.get(name, "") for name in extra)])
    return path


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_entry(str(part)) for part in value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime):
        return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    return str(cell_text(value) or "")


def _entry(text: str) -> str:
    """Return a list's entry without the separator, unless it is a rule, whose own it is."""
    return text if "RRULE:" in text else text.replace(";", ",")
