"""How results leave the command line: a table for people, or a file by its ending.

Text from directories is made inert here: no control code reaches the terminal, no
formula a spreadsheet.
"""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, MissingPartError
from sap_match.model import SCHEMA_VERSION
from sap_match.report.escape import csv_text, terminal

Records = Sequence[Mapping[str, Any]]
ENDINGS = (".csv", ".json", ".parquet")
WIDTH = 80


def progress(message: str) -> None:
    """Say on standard error what is going on; silent when that is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{terminal(message)}\n")
        sys.stderr.flush()


def say(text: str = "") -> None:
    """Write one line (or paragraph) to standard output."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Write one line to standard error, whatever it is."""
    sys.stderr.write(f"{terminal(text)}\n")


def check_ending(path: Path) -> None:
    """Raise `DataError` when a file's ending is none that can be written."""
    if path.suffix.lower() not in ENDINGS:
        raise DataError(
            f"ends in none of {', '.join(ENDINGS)}; the ending decides the form",
            field="--out",
            value=path.name,
        )


def write_records(records: Records, path: Path, columns: Sequence[str] = ()) -> None:
    """Write rows to a ``.csv``, ``.json`` or ``.parquet`` file, whole or not at all."""
    check_ending(path)
    names = list(columns) or (list(records[0]) if records else [])
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        _WRITERS[path.suffix.lower()](records, partial, names)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _write_csv(records: Records, path: Path, names: list[str]) -> None:
    path.write_text(csv_text(records, names), encoding="utf-8", newline="")


def _write_json(records: Records, path: Path, names: list[str]) -> None:
    body = {
        "schema_version": SCHEMA_VERSION,
        "columns": names,
        "rows": [{name: row.get(name) for name in names} for row in records],
    }
    text = json.dumps(body, ensure_ascii=False, indent=1, default=_plain)
    path.write_text(f"{text}\n", encoding="utf-8")


def _write_parquet(records: Records, path: Path, names: list[str]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingPartError("pyarrow", "parquet", why="to write Parquet") from error
    table = {name: [_flat(row.get(name)) for row in records] for name in names}
    pq.write_table(
        pa.table(table).replace_schema_metadata({"schema_version": SCHEMA_VERSION}), path
    )


_WRITERS: Mapping[str, Callable[[Records, Path, list[str]], None]] = {
    ".csv": _write_csv,
    ".json": _write_json,
    ".parquet": _write_parquet,
}


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return str(value)


def _flat(value: object) -> object:
    if isinstance(value, tuple | list | set | frozenset):
        return ";".join(map(str, value))
    return value


# -- for people -------------------------------------------------------------------------


def show(
    records: Records,
    *,
    head: Callable[[Mapping[str, Any]], str],
    body: Sequence[str] = ("reason",),
    group: Callable[[Mapping[str, Any]], str] | None = None,
    nothing: str = "Nothing found.",
) -> None:
    """Print rows as short blocks that fit 80 columns: a head line, then wrapped text."""
    if not records:
        say(nothing)
        return
    current = None
    for row in records:
        if group is not None and (title := group(row)) != current:
            say() if current is not None else None
            say(terminal(title))
            current = title
        indent = "  " if group is not None else ""
        say(wrapped(head(row), indent, f"{indent}    "))
        for name in body:
            if row.get(name):
                say(wrapped(str(row[name]), f"{indent}    ", f"{indent}    "))


def wrapped(text: str, first: str, rest: str) -> str:
    return textwrap.fill(
        terminal(text),
        width=WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=True,
        break_on_hyphens=False,
    )


def table(records: Records, columns: Sequence[str]) -> None:
    """Print a plain table; columns share 80 characters and long cells wrap."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(show_edge=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        grid.add_column(name.replace("_", " "), overflow="fold")
    for row in records:
        grid.add_row(*(Text(terminal(_cell(row.get(name)))) for name in columns))
    Console(width=WIDTH, highlight=False, markup=False, file=sys.stdout).print(grid)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}"
    return str(_flat(value))
