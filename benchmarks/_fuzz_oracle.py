"""What every reader owes, whatever it is given: an answer in time, and account of every row."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks._fuzz_seeds import FOREIGN, modules
from sap_match.errors import SapMatchError
from sap_match.ingest.assemble import assemble
from sap_match.ingest.detect import read_source
from sap_match.ingest.formats import Look
from sap_match.ingest.place import Place
from sap_match.ingest.prose import cleaned
from sap_match.ingest.raw import Reading
from sap_match.model import Dataset

LONGEST = 1_500
"""No message may be longer: nobody reads a header of ten thousand columns."""
MOST_LINES = 5_000
"""No small source may give more problems than this."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Outcome:
    """What became of one source: its faults by our own measure, and the time it took."""

    faults: tuple[str, ...]
    seconds: float
    refused: str = ""
    rows_in: int = 0


def examine(module: str, path: Path, *, rows: int | None = None) -> Outcome:
    """Read a source as one format and say what the reader failed to do.

    Parameters
    ----------
    module : str
        The reader's module in `sap_match.ingest`.
    path : Path
        What it is to read.
    rows : int, optional
        How many rows the source has, where that is known for certain.
    """
    started = time.process_time()
    try:
        place, readings = _read(module, path)
    except SapMatchError as error:
        spent = time.process_time() - started
        return Outcome(tuple(_message_faults(str(error))), spent, str(error)[:200])
    dataset = assemble(readings, place)
    spent = time.process_time() - started
    faults = [fault for reading in readings for fault in accounted(reading)]
    faults += list(kept(readings, dataset))
    told = sum(reading.rows_in for reading in readings)
    if rows is not None and told != rows:
        faults.append(f"the source has {rows} rows and rows_in is {told}")
    return Outcome(tuple(faults), spent, "", told)


def _read(module: str, path: Path) -> tuple[Place, list[Reading]]:
    look = Look(path)
    for one in modules():
        if one != FOREIGN:
            _try(lambda one=one: import_module(f"sap_match.ingest.{one}").recognises(look))
    if module == FOREIGN:
        return read_source(path)
    reader = import_module(f"sap_match.ingest.{module}")
    return Place("fuzz"), [reader.read(path)]


def _try(ask):
    """Ask a reader whether it knows a source: it may refuse, and never fail otherwise."""
    try:
        ask()
    except SapMatchError:
        return


def accounted(reading: Reading) -> Iterable[str]:
    """Yield what a reading leaves unaccounted: rows neither handed on nor told, empty telling."""
    handed = {(table.source, row.row) for table in reading.tables for row in table.rows}
    told = {(p.source, p.row) for p in reading.problems if p.row and p.level in ("bad", "info")}
    found = len(handed | told)
    if found < reading.rows_in:
        yield f"{reading.rows_in} rows went in, {found} were handed on or told"
    if reading.rows_in < 0 or (handed and not reading.rows_in):
        yield f"rows_in is {reading.rows_in} with {len(handed)} rows handed on"
    for table in reading.tables:
        for row in table.rows:
            for name, cell in row.cells.items():
                if not isinstance(name, str) or not _is_cell(cell):
                    yield f"{table.table} row {row.row}: {name!r} is {type(cell).__name__}"


def _is_cell(cell: object) -> bool:
    if isinstance(cell, tuple):
        return all(isinstance(part, str) for part in cell)
    return cell is None or isinstance(cell, str)


def kept(readings: list[Reading], dataset: Dataset) -> Iterable[str]:
    """Yield what was lost between the readers and the dataset."""
    bad = {(p.source, p.table, p.row) for p in dataset.problems if p.level == "bad"}
    for info in dataset.sources:
        if info.rows != info.used + info.bad or min(info.used, info.bad) < 0:
            yield f"{info.rows} rows, {info.used} used, {info.bad} bad"
    yield from _told_well(dataset)
    for reading in readings:
        for table in reading.tables:
            for row in table.rows:
                key = row.cells.get("id")
                if table.derived or (table.source, table.table, row.row) in bad:
                    continue
                own = cleaned(key, words=False)[0] if isinstance(key, str) else ""
                if own and not dataset.has(table.table, own):
                    yield f"{table.table} row {row.row}, id {own[:40]!r}: neither used nor told"


def _told_well(dataset: Dataset) -> Iterable[str]:
    lines = len(dataset.problems)
    if lines > MOST_LINES:
        yield f"{lines} lines of problems"
    for problem in dataset.problems:
        missing = [name for name in ("source", "reason") if not getattr(problem, name)]
        if problem.level == "bad":
            whole = "file" in problem.fix or "feed" in problem.fix
            missing += [n for n in ("row", "fix") if not getattr(problem, n) and not whole]
        if missing:
            yield f"a {problem.level} problem without {missing}: {problem}"
        words = f"{problem.source} {problem.field} {problem.reason} {problem.fix}"
        yield from _message_faults(words)


def _message_faults(message: str) -> Iterable[str]:
    if len(message) > LONGEST:
        yield f"a message of {len(message)} letters: {message[:80]!r}"
    if _CONTROL.search(message):
        yield f"a message with control characters: {message[:120]!r}"
