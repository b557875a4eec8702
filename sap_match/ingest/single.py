"""One table by itself, read against a dataset that is there already: briefs, decisions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sap_match.ingest.drafts import build, drafts_of
from sap_match.ingest.place import Place
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading
from sap_match.ingest.tables import read_file
from sap_match.model import AREA_FIELDS, REFERENCES, Dataset, Problem, Record


def read_table(
    path: Path, table: str, *, dataset: Dataset
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """Return the good records of one CSV (or Parquet) file, and what was wrong.

    Ids are looked up in ``dataset``; an optional id that is not there becomes unknown,
    with a note. Area names become the ids of the dataset's areas.

    Raises
    ------
    DataError
        The file cannot be read, or lacks a required column.
    """
    problems = Problems()
    raw = read_file(path, table, problems)
    drafts = drafts_of([Reading(path.name, "canonical", (raw,))], problems, dataset.timezone)
    areas = {a.name.casefold(): a.id for a in dataset.areas}
    records = []
    for draft in drafts:
        for at, field in AREA_FIELDS:
            if at == table and field in draft.values:
                told = draft.values[field]
                found = tuple(
                    a if dataset.has("areas", a) else areas.get(a.casefold(), "") for a in told
                )
                for label, area_id in zip(told, found, strict=True):
                    if not area_id:
                        problems.note(
                            draft.source, table, draft.row, field, label,
                            "is no area of this place, so it was left out",
                            "write an id or name that areas.csv holds",
                        )  # fmt: skip
                draft.values[field] = tuple(a for a in found if a)
        for ref in REFERENCES:
            if ref.table != table or not draft.values.get(ref.field):
                continue
            told = draft.values[ref.field]
            kept = tuple(
                v for v in (told if ref.many else (told,)) if dataset.has(ref.target, v)
            )
            for value in (told if ref.many else (told,)):
                if value not in kept:
                    problems.note(
                        draft.source, table, draft.row, ref.field, value,
                        f"is no id in {ref.target}, so it was left out",
                        f"write an id that {ref.target} holds",
                    )  # fmt: skip
            draft.values[ref.field] = kept if ref.many else (kept[0] if kept else None)
        records.append(build(replace(draft)))
    return tuple(records), problems.sorted()
