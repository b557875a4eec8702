"""The canonical tables, written: a folder of CSV files, Parquet files, or one workbook.

What is written can be read back with `sap_match.ingest.read_dataset`: the records are the
same, extra columns have their own names, and ids that were joined still resolve.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, MissingPartError
from sap_match.ingest.cells import columns_of
from sap_match.ingest.guards import guarded, join_entries
from sap_match.ingest.tables import EXTRA, LINKS, SETTINGS
from sap_match.model import SCHEMA_VERSION, TABLES, Dataset

LONGEST_CELL = 32_767
"""No cell of a workbook can hold more characters."""
LINK_COLUMNS = ("table", "kept_id", "other_id", "evidence")
_EXACT = 2**53
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Grid:
    """One table on its way to a file: its header, and its rows of values."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def write_tables(dataset: Dataset, folder: Path) -> list[Path]:
    """Write the canonical tables of a dataset as CSV files, with a ``partnership.toml``.

    Text that a spreadsheet could take for a formula is written with an apostrophe before
    it, and read without (`sap_match.ingest.guards`).

    Parameters
    ----------
    dataset : Dataset
        Everything in it is written, contacts and confidential reports too.
    folder : Path
        Made where it is not there; files of the same names are replaced.

    Returns
    -------
    list of Path
        The files, the settings first. Empty tables are left out.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from sap_match.model import Organisation
    >>> one = Organisation(id="o1", name="=Lunch", kind="voluntary")
    >>> with TemporaryDirectory() as folder:
    ...     [
    ...         p.name
    ...         for p in write_tables(Dataset.build("d", {"organisations": [one]}), Path(folder))
    ...     ]
    ['partnership.toml', 'organisations.csv']
    """
    return _in_folder(dataset, folder, ".csv", _write_csv)


def write_parquet(dataset: Dataset, folder: Path) -> list[Path]:
    """Write the canonical tables as Parquet files, numbers and dates as what they are.

    Raises
    ------
    MissingPartError
        pyarrow is not installed.
    """
    return _in_folder(dataset, folder, ".parquet", _write_parquet)


def write_workbook(dataset: Dataset, path: Path) -> list[Path]:
    """Write the canonical tables as the sheets of one workbook.

    Raises
    ------
    MissingPartError
        openpyxl is not installed.
    DataError
        A cell holds what no cell of a workbook can.
    """
    try:
        openpyxl: Any = importlib.import_module("openpyxl")
    except ImportError as error:
        raise MissingPartError("openpyxl", "workbook", why="and workbooks need it") from error
    settings = Grid("partnership", ("key", "value"), tuple(_settings(dataset).items()))
    sheets = {
        grid.name: [_sheet_row(row, (grid.name, n)) for n, row in enumerate(_lines(grid), start=1)]
        for grid in (settings, *grids_of(dataset))
    }
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_sheet_cell(openpyxl, sheet, value) for value in row])
    book.properties.creator = "sap_match"
    book.save(path)
    return [path]


def grids_of(dataset: Dataset) -> Iterator[Grid]:
    """Yield every table that is not empty, then the ids that were joined."""
    for table, records in dataset.tables.items():
        if records:
            yield _grid(table, records)
    links = joined_ids(dataset)
    if links:
        yield Grid(LINKS, LINK_COLUMNS, tuple(links))


def joined_ids(dataset: Dataset) -> list[tuple[str, str, str, str]]:
    """Return table, id that stands, id that became it, and the evidence, in order.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> one = Organisation(id="new", name="A", kind="public")
    >>> joined_ids(Dataset.build("d", {"organisations": [one]}, aliases={"old": "new"}))
    [('organisations', 'new', 'old', '')]
    """
    why = {(link.table, link.other_id): link.evidence for link in dataset.links}
    rows = []
    for other in dataset.aliases:
        kept = dataset.resolve(other)
        rows += [
            (table, kept, other, why.get((table, other), ""))
            for table in TABLES
            if "sources" in columns_of(table) and dataset.has(table, kept)
        ]
    return sorted(rows)


def _grid(table: str, records: Sequence[Any]) -> Grid:
    columns = list(columns_of(table))
    if "sources" in columns and not any(record.sources for record in records):
        columns.remove("sources")
    extra = sorted({name for record in records for name in record.extra})
    rows = (
        (
            *(getattr(record, name) for name in columns),
            *(record.extra.get(name) for name in extra),
        )
        for record in records
    )
    return Grid(table, (*columns, *(_header(table, name) for name in extra)), tuple(rows))


def _header(table: str, name: str) -> str:
    """Return the header of an extra column; one that reads like a table's own is marked."""
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    clashes = plain in columns_of(table) or name.startswith(EXTRA)
    return f"{EXTRA}{name}" if clashes else name


def _settings(dataset: Dataset) -> dict[str, str]:
    found = {
        "schema_version": SCHEMA_VERSION,
        "id": dataset.id,
        "name": dataset.name,
        "timezone": dataset.timezone,
        "licence": dataset.licence,
    }
    return found | ({"as_of": dataset.as_of.isoformat()} if dataset.as_of else {})


# -- the three forms ------------------------------------------------------------------


def _in_folder(
    dataset: Dataset, folder: Path, ending: str, write: Callable[[Path, Grid], None]
) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / SETTINGS
    said = _settings(dataset)
    day = said.pop("as_of", "")
    lines = [f"{key} = {_toml(value)}" for key, value in said.items()]
    text = "\n".join([*lines, *([f"as_of = {day}"] if day else [])])
    settings.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    written = [settings]
    for grid in grids_of(dataset):
        path = folder / f"{grid.name}{ending}"
        write(path, grid)
        written.append(path)
    return written


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_csv(path: Path, grid: Grid) -> None:
    # a file with a NUL is taken for no text, and reading leaves such letters out anyway
    rows = [[_text(value).replace("\0", "") for value in row] for row in _lines(grid)]
    with path.open("w", encoding="utf-8", newline="") as file:
        plain = csv.writer(file, lineterminator="\n")
        quoted = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in rows:  # a carriage return ends a row unless it stands in quotes
            (quoted if any("\r" in cell for cell in row) else plain).writerow(row)


def _write_parquet(path: Path, grid: Grid) -> None:
    try:
        pa: Any = importlib.import_module("pyarrow")
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingPartError("pyarrow", "parquet", why="to write Parquet") from error
    columns: Mapping[str, list[Any]] = {
        name: [_typed(row[n]) for row in grid.rows] for n, name in enumerate(grid.columns)
    }
    table = pa.table(columns).replace_schema_metadata({"schema_version": SCHEMA_VERSION})
    parquet.write_table(table, path)


def _typed(value: Any) -> Any:
    """Return a value as Parquet holds it: moments as text, for midnight is a time too."""
    if isinstance(value, datetime) or (isinstance(value, int) and abs(value) > _EXACT):
        return _text(value)
    return list(value) or None if isinstance(value, tuple) else value


def _lines(grid: Grid) -> Iterator[tuple[Any, ...]]:
    yield grid.columns
    yield from grid.rows


def _sheet_row(row: tuple[Any, ...], where: tuple[str, int]) -> list[Any]:
    """Return numbers that a sheet holds exactly, and all else as text that it can hold."""
    cells = [value if _is_exact(value) else _text(value) for value in row]
    for cell in cells:
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            what = f"a cell has {len(cell):,} characters, and a workbook holds {LONGEST_CELL:,}"
        elif isinstance(cell, str) and _UNFIT.search(cell):
            what = "a cell has a control code, which no workbook can hold"
        else:
            continue
        raise DataError(f"{what}; write a folder of CSV files", source=where[0], row=where[1])
    return cells


def _is_exact(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < _EXACT and float(f"{value:.15g}") == value  # what a sheet keeps


def _sheet_cell(openpyxl: Any, sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value:
        return None
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _text(value: object) -> str:
    if isinstance(value, tuple):
        rules = any("RRULE:" in part for part in value)
        return guarded("; ".join(value) if rules else join_entries(map(str, value)))
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime):
        return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    return _plain_text(value)


def _plain_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
