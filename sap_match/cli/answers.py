"""Files that people send back: briefs to look at, decisions to remember, who to forget."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sap_match.cli import output
from sap_match.cli.load import Loaded
from sap_match.errors import DataError, HistoryError
from sap_match.ingest import read_table
from sap_match.memory import Decided
from sap_match.model import Brief, Dataset, Decision


def read_briefs(dataset: Dataset, path: Path) -> list[Brief]:
    """Read a file of briefs against a dataset; bad rows are said and the good ones used."""
    records, problems = read_table(path, "briefs", dataset=dataset)
    for problem in problems:
        output.complain(
            f"{problem.source}, row {problem.row}, {problem.field} {problem.value!r}: "
            f"{problem.reason} {problem.fix}"
        )
    briefs = [cast("Brief", one) for one in records]
    if not briefs:
        raise DataError("holds no brief that can be used", source=str(path))
    return briefs


def take_feedback(loaded: Loaded, path: Path) -> int:
    """Take decisions into the history; return 1 when some rows could not be used."""
    if loaded.history is None:
        raise HistoryError(
            "there is no history to write to; say --history PATH, or set history in partnership.toml"
        )
    records, problems = read_table(path, "decisions", dataset=loaded.dataset)
    known = {s.suggestion_id for s in loaded.history.memory().shown}
    taken, strangers = [], []
    for one in records:
        decision = cast("Decision", one)
        (taken if decision.suggestion_id in known else strangers).append(decision)
    new = loaded.history.record_decisions(
        Decided(
            d.suggestion_id, d.decision, d.reason or "", d.decided_on, d.decided_by_role or ""
        )
        for d in [*taken, *strangers]
    )
    for problem in problems:
        if problem.level != "info":
            output.complain(
                f"{problem.source}, row {problem.row}, {problem.field} {problem.value!r}: "
                f"{problem.reason} {problem.fix}"
            )
    for decision in strangers:
        output.complain(
            f"{path.name}: {decision.suggestion_id!r} stood on no list that the history knows; "
            "the answer is kept in case it comes from another store"
        )
    output.say(f"{new} decisions are new, {len(records) - new} were known already.")
    return 1 if any(p.level == "bad" for p in problems) else 0


def forget_organisation(loaded: Loaded, organisation_id: str) -> None:
    """Erase an organisation from the history, and hold it off from now on."""
    if loaded.history is None:
        raise HistoryError(
            "there is no history to forget in; say --history PATH, or set history in "
            "partnership.toml"
        )
    ids = {organisation_id}
    if loaded.dataset.has("organisations", organisation_id):
        record = loaded.dataset.organisation(organisation_id)
        ids |= {record.id, *record.sources}
    else:
        output.complain(
            f"{organisation_id!r} is not in the data (or was forgotten already); "
            "the history is cleared of it all the same"
        )
    erased = sum(loaded.history.forget(one) for one in sorted(ids))
    output.say(
        f"Forgotten: {erased} rows erased; {output.terminal(organisation_id)} will not be read again."
    )
