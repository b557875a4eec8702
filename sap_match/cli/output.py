"""How results leave the command line: a table for people, or a file by its ending.

Text from directories is made inert here: no control code reaches the terminal, no
formula a spreadsheet.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, MissingPartError, near
from sap_match.model import SCHEMA_VERSION
from sap_match.report.escape import csv_text, terminal
from sap_match.results import Results

Record = Mapping[str, Any]
Records = Sequence[Record]
ENDINGS = (".csv", ".json", ".parquet")
WIDTH = 80


def progress(message: str) -> None:
    """Say on standard error what is going on; silent when that is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{terminal(message)}\n")
        sys.stderr.flush()


@contextmanager
def solvers_apart() -> Iterator[None]:
    """Drop what a solver prints below Python, so that it is in no table.

    HiGHS prints a line of its own where it mends a rounded answer, whatever it is told.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # standard output is closed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    try:
        yield
    finally:
        with suppress(OSError, TypeError, AttributeError):  # no C library by that name
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)


class _FeedProgress(logging.Handler):
    """Says on the terminal how far a feed has been fetched, on one line."""

    def emit(self, record: logging.LogRecord) -> None:
        if sys.stderr.isatty():
            line = terminal(record.getMessage())[: WIDTH - 1]
            sys.stderr.write(f"\r{line:<{WIDTH - 1}}")
            sys.stderr.flush()


@contextmanager
def feed_progress() -> Iterator[None]:
    """Show on a terminal how far feeds are fetched; elsewhere say nothing."""
    if not sys.stderr.isatty():
        yield
        return
    log = logging.getLogger("sap_match.ingest.feeds")
    handler, level = _FeedProgress(), log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        sys.stderr.write(f"\r{'':<{WIDTH - 1}}\r")
        sys.stderr.flush()


def with_near_choice(message: str) -> str:
    """Return what is said of a wrong choice, with the one that may have been meant.

    Examples
    --------
    >>> with_near_choice("'service' is not one of 'services', 'organisations'.")
    "'service' is not one of 'services', 'organisations'; did you mean 'services'?"
    """
    found = re.search(r"(?:Value error, )?'([^']*)' is not one of (.+?)\.?$", message)
    if found is None:
        return message
    close = near(found[1], re.findall(r"'([^']*)'", found[2]), k=1)
    hint = f"; did you mean {close[0]!r}?" if close else "."
    return f"{message[: found.start()]}{found[1]!r} is not one of {found[2]}{hint}"


def say(text: str = "") -> None:
    """Write a line, or a paragraph that was wrapped already, to standard output."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Say on standard error what is wrong, whether or not that is a terminal."""
    sys.stderr.write(f"{wrapped(text, rest='  ', whole=True)}\n")


def write_records(records: Records, path: Path, columns: Sequence[str] = ()) -> None:
    """Write rows to a ``.csv``, ``.json`` or ``.parquet`` file, whole or not at all.

    Raises
    ------
    DataError
        There is no such folder: a mistyped one is never made.
    """
    names = list(records[0]) if records else list(columns)
    if not path.parent.is_dir():
        raise DataError(f"there is no folder {path.parent}; make it, or name another")
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        _WRITERS[path.suffix.lower()](records, partial, names)
        partial.replace(path)
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


@dataclass(frozen=True)
class Layout:
    """How rows are laid out for people: blocks of a head line and wrapped paragraphs.

    Parameters
    ----------
    head : callable
        A row's first line.
    body : callable
        The paragraphs below it; empty ones are left out.
    group : callable, optional
        The title under which consecutive rows stand.
    nothing : str
        What is said where there are no rows.
    """

    head: Callable[[Record], str]
    body: Callable[[Record], Iterable[str | None]] = lambda row: (row["reason"],)
    group: Callable[[Record], str] | None = None
    nothing: str = "Nothing found."


def finish(results: Results[Any], out: Path | None, layout: Layout) -> None:
    """Write results to a file, or show them with what their reader must know."""
    records = results.to_records()
    if out is not None:
        write_records(records, out, results.columns)
        progress(f"{len(records)} rows written to {out}")
        return
    show(records, layout)
    for note in results.notes:
        say()
        say(wrapped(note))


def show(records: Records, layout: Layout) -> None:
    """Print rows as short blocks that fit 80 columns."""
    if not records:
        say(wrapped(layout.nothing))
        return
    title = None
    first, rest = ("  ", "      ") if layout.group else ("", "    ")
    for number, row in enumerate(records):
        if layout.group is not None and (found := layout.group(row)) != title:
            title = found
            if number:
                say()
            say(wrapped(title))
        elif layout.group is None and number:
            say()
        say(wrapped(layout.head(row), first, rest))
        for paragraph in filter(None, layout.body(row)):
            say(wrapped(paragraph, rest, rest))


def wrapped(text: object, first: str = "", rest: str = "", *, whole: bool = False) -> str:
    """Return text as lines of at most 80 columns, counting letters that are two wide.

    With ``whole`` a longer word is kept in one piece: a path is there to be copied.

    Examples
    --------
    >>> print(wrapped("lunch " * 20, "  ", "    "))
      lunch lunch lunch lunch lunch lunch lunch lunch lunch lunch lunch lunch lunch
        lunch lunch lunch lunch lunch lunch lunch
    """
    from rich.cells import cell_len

    lines, line, used = [], first, 0
    words = terminal(text).split(" ")
    for word in words if whole else _short_words(words, WIDTH - len(rest)):
        if used and cell_len(line) + 1 + cell_len(word) > WIDTH:
            lines.append(line)
            line, used = rest, 0
        line = f"{line}{' ' * bool(used)}{word}"
        used += 1
    return "\n".join([*lines, line])


def _short_words(words: Iterable[str], width: int) -> Iterable[str]:
    """Yield words, those that fit no line in pieces."""
    from rich.cells import cell_len, chop_cells

    for word in words:
        yield from [word] if cell_len(word) <= width else chop_cells(word, width)


def table(records: Records, columns: Sequence[str]) -> None:
    """Print a plain table; columns share 80 characters and long cells wrap."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(show_edge=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        numeric = all(isinstance(row.get(name), int | float) for row in records)
        grid.add_column(
            name.replace("_", " "), overflow="fold", justify="right" if numeric else "left"
        )
    for row in records:
        grid.add_row(*(Text(terminal(_cell(row.get(name)))) for name in columns))
    console = Console(width=WIDTH, highlight=False, markup=False, no_color=True, file=sys.stdout)
    console.print(grid)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}"
    return str(_flat(value))
