"""Rows on their way to records: cells parsed, ids not yet resolved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, get_args
from zoneinfo import ZoneInfo

from sap_match.errors import listed, near
from sap_match.ingest.cells import WINDOW_COLUMNS, Remark, columns_of, is_unknown
from sap_match.ingest.problems import Problems, as_text
from sap_match.ingest.prose import cleaned
from sap_match.ingest.raw import HINT, Cell, RawRow, RawTable, Reading
from sap_match.model import KEYS, TABLES, Origin


class OtherPlace(NamedTuple):
    """Another postcode that a source gives for a record, and where it says so."""

    rank: int
    source: str
    row: int
    postcode: str


@dataclass(slots=True)
class Draft:
    """One row: where it stands, its known values by field, and what it has besides.

    ``rank`` is the place of its source in the list of sources; ``derived`` says that
    the source implies the record and does not list it.
    """

    table: str
    source: str
    row: int
    rank: int
    derived: bool
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    """Ids of other rows that became one with this."""
    origins: tuple[Origin, ...] = ()
    """The sources that it stands in, where they are several."""
    elsewhere: tuple[OtherPlace, ...] = ()
    """Where other sources place it, where they differ."""

    @property
    def key(self) -> str:
        """The id, or the joined ids of a table without ids."""
        own: str | None = self.values.get("id")
        return own or "|".join(str(self.values.get(name)) for name in self.key_fields)

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields that make the key."""
        return KEYS.get(self.table, ("id",))

    @property
    def place(self) -> tuple[str, int]:
        """The source and row it came from."""
        return self.source, self.row


def drafts_of(readings: Sequence[Reading], problems: Problems, timezone: str) -> list[Draft]:
    """Return every row that has its required cells, as a draft.

    Rows that lack one are problems of level ``bad``; cells that cannot be understood
    are problems of level ``note``.
    """
    drafts: list[Draft] = []
    strangers: Counter[tuple[str, str, str]] = Counter()
    mended: Mended = defaultdict(list)
    for rank, reading in enumerate(readings):
        # readers of other formats choose what they keep besides
        told = strangers if reading.format == "canonical" else Counter[tuple[str, str, str]]()
        for raw in reading.tables:
            timed = _has_moments(raw.table)
            for row in raw.rows:
                draft = _draft(raw, row, rank, problems, told, mended)
                if draft is None:
                    continue
                if timed:
                    _to_local_time(draft, timezone)
                drafts.append(draft)
    _tell_strangers(strangers, problems)
    _tell_mended(mended, problems)
    return drafts


Mended = defaultdict[tuple[str, str, str, str], list[tuple[int, str]]]
"""Rows and cells that were put right, by source, table, column and what was done."""


def _tell_mended(mended: Mended, problems: Problems) -> None:
    """Tell what was put right in cells, once a column, with the first of them."""
    for (source, table, name, reason), cells in mended.items():
        row, cell = min(cells)
        more = f" (so in {len(cells):,} rows)" if len(cells) > 1 else ""
        problems.info(source, table, row, name, cell, f"{reason}{more}")


_TOLD = 20
"""So many unknown columns are named; a table can have ten thousand."""


def _tell_strangers(strangers: Counter[tuple[str, str, str]], problems: Problems) -> None:
    """Name the columns that no record has, once a source and table."""
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, table, name in sorted(+strangers):
        told[source, table].append(name)
    for (source, table), names in told.items():
        what = "is no column" if len(names) == 1 else "are no columns"
        reason = f"{listed(names, most=_TOLD)} {what} of {table}; kept as extra"
        first = names[:_TOLD]
        meant = [f"{one[0]} for {n}" for n in first if (one := near(n, columns_of(table), k=1))]
        if meant:
            likely = meant[0].split(" for ")[0] if len(names) == 1 else ", ".join(meant)
            reason += f"; did you mean {likely}?"
        problems.info(source, table, 0, "", "", reason)


def _draft(
    raw: RawTable,
    row: RawRow,
    rank: int,
    problems: Problems,
    strangers: Counter[tuple[str, str, str]],
    mended: Mended,
) -> Draft | None:
    columns = columns_of(raw.table)
    values: dict[str, Any] = {}
    extra: dict[str, str] = {}
    half_points = 0
    for name, cell in row.cells.items():
        if is_unknown(cell):
            continue
        column = columns.get(name)
        if column is None:
            extra |= _more(name, cell)
            strangers[raw.source, raw.table, name] += name in extra and not name.startswith(HINT)
            continue
        value, reason = column.parse(cell)
        if value not in (None, ()):
            values[name] = value
        if reason is None:
            continue
        if isinstance(reason, Remark):
            mended[raw.source, raw.table, name, reason].append((row.row, as_text(cell)[:200]))
            continue
        where = (raw.source, raw.table, row.row, name, cell)
        if column.required:
            problems.bad(*where, reason, "correct the cell; the row was left out")
            return None
        problems.note(*where, reason, "correct the cell; it counts as unknown")
        extra |= _words_of(raw.table, name, cell)
        half_points += name in _POINT
    if half_points:  # told already; the other half is no use without it
        values = {name: value for name, value in values.items() if name not in _POINT}
    if not _has_required(raw, row, values, problems):
        return None
    _contradictions(raw, row, values, problems)
    return Draft(raw.table, raw.source, row.row, rank, raw.derived, values, extra)


def _more(name: str, cell: Cell) -> dict[str, str]:
    """Return the cell of a column that no record has; nothing where no letter of it shows."""
    text = cleaned(as_text(cell), words=False)[0]
    return {} if is_unknown(text) else {name: text}


def _words_of(table: str, name: str, cell: Cell) -> dict[str, str]:
    """Return the words of times that could not be read, which a person still can."""
    if (table, name) not in WINDOW_COLUMNS:
        return {}
    return {f"{name}_text": cleaned(as_text(cell))[0]}


@cache
def _required(table: str) -> tuple[str, ...]:
    return tuple(name for name, column in columns_of(table).items() if column.required)


@cache
def _has_moments(table: str) -> bool:
    kinds = (info.annotation for info in TABLES[table].model_fields.values())
    return any(kind is datetime or datetime in get_args(kind) for kind in kinds)


def _has_required(raw: RawTable, row: RawRow, values: dict[str, Any], problems: Problems) -> bool:
    for name in _required(raw.table):
        if name not in values:
            problems.bad(
                raw.source,
                raw.table,
                row.row,
                name,
                row.cells.get(name),
                f"is empty, and {raw.table} need it",
                "fill the cell; the row was left out",
            )
            return False
    return True


_POINT = ("latitude", "longitude")
_ORDERED = (
    ("starts_on", "ends_on", "ends_on", "lies before starts_on"),
    ("valid_from", "valid_to", "valid_to", "lies before valid_from"),
    ("minimum_age", "maximum_age", "maximum_age", "is below minimum_age"),
    ("quantity_min", "quantity", "quantity_min", "is above quantity"),
    ("team_min", "team_max", "team_min", "is above team_max"),
    ("size_min", "size_max", "size_min", "is above size_max"),
)


@cache
def _ordered(table: str) -> tuple[tuple[str, str, str, str], ...]:
    columns = columns_of(table)
    return tuple(pair for pair in _ORDERED if pair[0] in columns and pair[1] in columns)


def _contradictions(raw: RawTable, row: RawRow, values: dict[str, Any], problems: Problems) -> None:
    for low, high, doubted, reason in _ordered(raw.table):
        if low in values and high in values and values[low] > values[high]:
            problems.note(
                raw.source,
                raw.table,
                row.row,
                doubted,
                row.cells[doubted],
                reason,
                "correct one of the two; this cell counts as unknown",
            )
            del values[doubted]


def _to_local_time(draft: Draft, timezone: str) -> None:
    """Write moments with a zone as the partnership's local time, as records hold them."""
    for name, value in draft.values.items():
        if isinstance(value, datetime) and value.tzinfo is not None:
            local = value.astimezone(ZoneInfo(timezone))
            draft.values[name] = local.replace(tzinfo=None)


def impossible(draft: Draft) -> tuple[str, str] | None:
    """Return the field and reason that make a row contradict itself, if any.

    Examples
    --------
    >>> impossible(Draft("exclusions", "x.csv", 1, 0, False, {"left_id": "a", "right_id": "a"}))
    ('right_id', 'is the same as left_id')
    """
    values = draft.values
    if draft.table == "bookings" and values["ends"] <= values["starts"]:
        return "ends", "is not after starts"
    for left, right in (("left_id", "right_id"), ("from_id", "to_id")):
        if left in values and values[left] == values[right]:
            return right, f"is the same as {left}"
    return None


def build(draft: Draft) -> Any:
    """Return the frozen record of a draft (pydantic checks it once more)."""
    values = dict(draft.values)
    ids = dict.fromkeys((draft.key, *values.pop("sources", ()), *draft.others))
    if len(ids) > 1:
        values["sources"] = tuple(ids)
    return TABLES[draft.table](**values, extra=draft.extra)
