"""What every reader hands on: rows of canonical columns, still as text.

A reader knows one format and nothing of records: it turns a file into `RawTable`s
whose columns are the canonical ones. `sap_match.ingest.assemble` parses the cells,
resolves ids and areas, and collects what is wrong, once for all formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sap_match.model import Problem

Cell = str | tuple[str, ...] | None
"""One cell: text, several texts (a list cell that the format itself splits), or empty."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number in the source and its cells.

    In a table the number is the one that a spreadsheet shows (the header is row 1), in a
    list of JSON objects the place in the list.
    """

    row: int
    cells: Mapping[str, Cell]


HINT = "hint:"
"""Columns that begin so are words to a later step of assembling, and are never kept."""


@dataclass(frozen=True)
class RawTable:
    """Rows of one canonical table from one source.

    ``derived`` marks rows that the format implies rather than lists (an organisation
    rebuilt from its service, a funder from its grant): several derived rows of one id
    are one record and no duplicate.
    """

    table: str
    source: str
    rows: tuple[RawRow, ...]
    derived: bool = False


@dataclass(frozen=True)
class Reading:
    """Everything that one source gave.

    ``links`` are claims that two ids are one record: (table, kept id, other id, evidence).
    ``rows_in`` counts the rows of the source itself, before anything is derived.
    """

    source: str
    format: str
    tables: tuple[RawTable, ...]
    problems: tuple[Problem, ...] = ()
    links: tuple[tuple[str, str, str, str], ...] = ()
    rows_in: int = 0
    sha256: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
