"""Files that people send back: briefs to look at, decisions to remember; and who to forget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, cast

import typer

from sap_match.cli import output
from sap_match.cli.load import Loaded, complain_of, load, without_forgotten
from sap_match.cli.options import HistoryAt, Source
from sap_match.errors import DataError, HistoryError
from sap_match.ingest import read_table
from sap_match.ingest.detect import forget_feeds
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawRow, RawTable
from sap_match.ingest.single import read_rows
from sap_match.ingest.tables import read_file
from sap_match.memory import Decided
from sap_match.model import Brief, Dataset, Decision, Problem, Record
from sap_match.monthly.answers import about_two, well_placed
from sap_match.monthly.history import History
from sap_match.similarity.cache import VectorCache, text_hash
from sap_match.similarity.encoder import HashedWords, Vectors


def read_briefs(dataset: Dataset, path: Path) -> list[Brief]:
    """Read a file of briefs against a dataset; bad rows are said and the good ones used.

    A column that briefs have not is said, too: what stands in it is not looked at.
    """
    records, problems = read_table(path, "briefs", dataset=dataset)
    complain_of([p for p in problems if p.level != "info" or not p.row])
    briefs = [cast("Brief", one) for one in records]
    if not briefs:
        raise DataError("holds no brief that can be used", source=str(path))
    return briefs


def feedback(
    source: Source,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The report's feedback.csv, or the month's workbook."),
    ],
    history: HistoryAt = None,
) -> None:
    """Take what people decided into the history.

    Columns: suggestion_id, decision (yes, not_now, never; duplicate, distinct), reason,
    decided_on, decided_by_role. The last answer to a suggestion counts.
    """
    loaded = load(source, history=history)
    kept = _history(loaded)
    records, problems = _read_answers(file, loaded.dataset)
    decisions = [cast("Decision", one) for one in records]
    known = {s.suggestion_id for s in kept.memory().shown}
    if not known.issuperset(d.suggestion_id for d in decisions):
        known |= about_two(decisions, loaded.dataset)
    new = kept.record_decisions(
        Decided(d.suggestion_id, d.decision, d.reason or "", d.decided_on, d.decided_by_role or "")
        for d in decisions
    )
    complain_of([p for p in problems if p.level != "info"])
    strange = [d.suggestion_id for d in decisions if d.suggestion_id not in known]
    if strange:
        output.complain(_strangers(file, strange, len(decisions), kept))
    output.say(f"{new} decisions are new, {len(decisions) - new} were known already.")
    if any(p.level == "bad" for p in problems):
        raise typer.Exit(1)


def _read_answers(file: Path, dataset: Dataset) -> tuple[Sequence[Record], Sequence[Problem]]:
    """Read decisions out of a table, or out of the workbook of a month."""
    from sap_match.report.workbook import decisions_in, is_month

    problems = Problems()
    if is_month(file):
        rows = tuple(RawRow(number, cells) for number, cells in decisions_in(file))
        raw = RawTable("decisions", f"{file.name}, sheet Suggestions", rows)
    else:
        raw = read_file(file, "decisions", problems)
    return read_rows(well_placed(raw, dataset, problems), dataset=dataset, problems=problems)


def _strangers(file: Path, strange: Sequence[str], n: int, kept: History) -> str:
    """Say that answers are to suggestions that the history does not know, and what to type."""
    some = ", ".join(strange[:3]) + (" and others" if len(strange) > 3 else "")
    they = "the answer is" if n == 1 else "all answers are" if len(strange) == n else "some are"
    holds = "holds no month yet" if not kept.memory().shown else "does not know that suggestion"
    return (
        f"{file.name}: {they} to what no list in {kept.where} showed ({some}); that history "
        f"{holds}. Kept all the same. If the month was run with another --history, type: "
        f"sap-match feedback SOURCE {file} --history THAT_FILE"
    )


def forget(
    source: Source,
    organisation_id: Annotated[
        str, typer.Argument(metavar="ID", help="The organisation's id or name.")
    ],
    history: HistoryAt = None,
) -> None:
    """Erase an organisation, and hold it off.

    It goes from the history and the cache of vectors; a keyed hash of its id keeps it from being
    read again.
    """
    loaded = load(source, history=history)
    kept = _history(loaded)
    if not kept.is_suppressed(organisation_id) and organisation_id not in {
        one for s in kept.memory().shown for one in s.organisation_ids
    }:
        organisation_id = loaded.organisation_id(organisation_id)
    ids = {organisation_id}
    names: set[str] = set()
    if loaded.dataset.has("organisations", organisation_id):
        record = loaded.dataset.organisation(organisation_id)
        ids |= {record.id, *record.sources}
        names = {record.name}
    before = texts_in_use(loaded.dataset)
    erased = sum(kept.forget(one, names=names) for one in sorted(ids))
    output.progress("clearing the cache of what is no longer in use")
    gone = before - texts_in_use(without_forgotten(loaded.dataset, kept))
    vectors = VectorCache().erase({text_hash(text) for text in gone})
    told = f"{erased} rows of the history and {vectors} vectors of the cache erased"
    output.say(output.wrapped(f"Forgotten: {told}; {organisation_id} is not read again."))
    for folder in forget_feeds(source):
        output.say(
            output.wrapped(
                f"The copy of a feed in {folder} was deleted. The next run fetches the feed again, "
                "with all that it still says: ask its keeper to take the organisation off it."
            )
        )


def texts_in_use(dataset: Dataset) -> frozenset[str]:
    """Return every text of which a month needs a vector."""
    from sap_match.monthly.run import run_month

    reader = _Reader()
    day = dataset.as_of or dataset.latest_date or date(2000, 1, 1)
    run_month(dataset, f"{day:%Y-%m}", as_of=day, encoder=reader)
    return frozenset(reader.texts)


class _Reader(HashedWords):
    """An encoder that notes what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts.update(texts)
        return super().encode(texts)


def _history(loaded: Loaded) -> History:
    if loaded.history is None:
        raise HistoryError(
            "there is no history; say --history PATH, or name one in partnership.toml: "
            'history = "history.sqlite"'
        )
    return loaded.history
