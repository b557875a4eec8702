"""Answers that people send back: what stands in the wrong column, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import get_args

from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawRow, RawTable
from sap_match.model import TABLES, Dataset, Decision
from sap_match.results import suggestion_id
from sap_match.similarity.roles import is_person

WORDS: tuple[str, ...] = get_args(Decision.model_fields["decision"].annotation)
"""What can be answered."""
MOST_LOOKED_UP = 1_500
"""Records of one table up to which the ids of all their pairs are worked out."""
_ABOUT_LISTINGS = ("duplicate", "distinct")
_PAIRED = ("duplicate", "overlap")
"""Kinds of suggestions about two records, whose lists no month keeps."""
_SUGGESTION = re.compile(r"[0-9a-f]{16}")


def looks_like_suggestion(told: str) -> bool:
    """Whether text has the form of a suggestion's id.

    Examples
    --------
    >>> looks_like_suggestion(suggestion_id("partner", "a", "b")), looks_like_suggestion("a")
    (True, False)
    """
    return _SUGGESTION.fullmatch(told) is not None


def well_placed(raw: RawTable, dataset: Dataset, problems: Problems) -> RawTable:
    """Return rows of answers without those whose cells stand in the wrong column.

    A ``suggestion_id`` that is a record's id, or an answer, makes the row bad: it would answer
    nothing. A role that is a person is left out, with a note that does not repeat it.
    """
    return replace(raw, rows=tuple(_well_placed(raw, dataset, problems)))


def _well_placed(raw: RawTable, dataset: Dataset, problems: Problems) -> Iterator[RawRow]:
    for row in raw.rows:
        cells = {name: str(cell or "").strip() for name, cell in row.cells.items()}
        about, answer = cells.get("suggestion_id", ""), cells.get("decision", "")
        where = raw.source, raw.table, row.row
        if _is_answer(about):
            swapped = "; the two seem to be swapped" if looks_like_suggestion(answer) else ""
            problems.bad(*where, "suggestion_id", about, f"is an answer{swapped}",
                         "did you mean column decision?")  # fmt: skip
            continue
        if looks_like_suggestion(answer):
            problems.bad(*where, "decision", answer, "is the id of a suggestion",
                         "did you mean column suggestion_id?")  # fmt: skip
            continue
        table = next((t for t in TABLES if about and dataset.has(t, about)), None)
        if table is not None:
            problems.bad(*where, "suggestion_id", about,
                         f"is an id of {table}, and an answer goes by the suggestion's",
                         "did you mean column suggestion_id of the list? copy it from there"
                         )  # fmt: skip
            continue
        if is_person(cells.get("decided_by_role", "")):
            problems.note(*where, "decided_by_role", "", "is a person and no role, and is not kept",
                          "write a role, such as partnership officer")  # fmt: skip
            yield RawRow(row.row, {**row.cells, "decided_by_role": None})
            continue
        yield row


def _is_answer(told: str) -> bool:
    return re.sub(r"[\s-]+", "_", told.casefold()) in WORDS


def about_two(decisions: Iterable[Decision], dataset: Dataset) -> frozenset[str]:
    """Return the ids of answers about two records that are listed twice, or that overlap.

    No month keeps those lists, so the ids are worked out from the records. Where a table is
    large, an id of the right form is believed of the answers *duplicate* and *distinct*.
    """
    asked = [d for d in decisions if looks_like_suggestion(d.suggestion_id)]
    wanted = {d.suggestion_id for d in asked}
    found: set[str] = set()
    for records in (dataset.services, dataset.organisations):
        ids = sorted(record.id for record in records)
        if len(ids) > MOST_LOOKED_UP:
            found |= {d.suggestion_id for d in asked if d.decision in _ABOUT_LISTINGS}
        elif wanted - found:
            of_pairs = (suggestion_id(k, *two) for two in combinations(ids, 2) for k in _PAIRED)
            found |= wanted.intersection(of_pairs)
    return frozenset(found)
