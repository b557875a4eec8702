"""One table by itself, read against a dataset that is there already: briefs, decisions."""

from __future__ import annotations

from pathlib import Path

from sap_match.ingest.areas import resolve_areas
from sap_match.ingest.drafts import Draft, build, drafts_of
from sap_match.ingest.identity import merge_repeats
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawTable, Reading
from sap_match.ingest.references import resolve_references
from sap_match.ingest.tables import read_file
from sap_match.model import AREA_FIELDS, REFERENCES, Dataset, Problem, Record, key_of

_CONTEXT = -1
"""The rank of drafts that stand for the dataset's own records."""


def read_table(
    path: Path, table: str, *, dataset: Dataset
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """Return the good records of one CSV, Parquet or workbook file, and what was wrong.

    Ids are looked up in ``dataset``, old ones under the id that they became; a required
    id that is not there makes a row bad, an optional one becomes unknown, with a note.
    Area names become the ids of the dataset's areas; a name that is none is left out,
    with a note.

    Raises
    ------
    DataError
        The file cannot be read, or lacks a required column.
    """
    problems = Problems()
    return read_rows(read_file(path, table, problems), dataset=dataset, problems=problems)


def read_rows(
    raw: RawTable, *, dataset: Dataset, problems: Problems | None = None
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """Return the good records of rows that were read already, and what was wrong.

    As `read_table`, for rows that stand in no table file: the answers in a month's workbook.
    """
    problems = problems or Problems()
    table = raw.table
    reading = Reading(raw.source, "canonical", (raw,))
    drafts = merge_repeats(drafts_of([reading], problems, dataset.timezone), problems)
    context = _context(dataset, {ref.target for ref in REFERENCES if ref.table == table})
    resolved = resolve_references([*context, *drafts], dataset.aliases, problems)
    areas = _context(dataset, {"areas"})
    mine = [d for d in resolved if d.rank != _CONTEXT]
    resolve_areas([*areas, *mine], Problems(), lambda _: None)
    for draft in mine:
        _leave_out_new_areas(draft, dataset, problems)
    records = tuple(build(draft) for draft in sorted(mine, key=lambda d: d.key))
    return records, problems.sorted()


def _context(dataset: Dataset, tables: set[str]) -> list[Draft]:
    """Return drafts that say no more than which records there are."""
    fields = ("id", "name", "kind")
    return [
        Draft(
            table,
            dataset.id,
            0,
            _CONTEXT,
            derived=False,
            values={
                **{name: getattr(record, name) for name in fields if hasattr(record, name)},
                "id": key_of(table, record),
            },
        )
        for table in sorted(tables)
        for record in dataset.tables[table]
    ]


def _leave_out_new_areas(draft: Draft, dataset: Dataset, problems: Problems) -> None:
    name = dict(AREA_FIELDS).get(draft.table)
    if name is None or name not in draft.values:
        return
    for area_id in draft.values[name]:
        if not dataset.has("areas", area_id):
            problems.note(
                draft.source,
                draft.table,
                draft.row,
                name,
                area_id.removeprefix("area:"),
                "is no area of this place, so it was left out",
                "write an id or name that the areas table holds",
            )
    draft.values[name] = tuple(a for a in draft.values[name] if dataset.has("areas", a))
