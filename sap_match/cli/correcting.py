"""``sap-match corrections``: what the keeper of the directory could put right."""

from __future__ import annotations

from collections.abc import Iterator

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, HistoryAt, Out, Source, day
from sap_match.cli.output import Layout, Record, finish

_PRIORITIES = {1: "First", 2: "Worth mending", 3: "When there is time"}


def corrections(
    source: Source, *, as_of: AsOf = None, history: HistoryAt = None, out: Out = None
) -> None:
    """List what the keeper of a directory could put right, most useful first.

    Contacts are never shown, and nothing is said of confidential places.

    Rows: priority, table, id, name, field, now, proposed, reason, evidence,
    whom_to_ask, source, row, unlocks.
    """
    from sap_match.assess.corrections import corrections as found_in
    from sap_match.recommend.eligible import general_removals
    from sap_match.similarity.duplicates import find_duplicates

    loaded = load(source, history=history, as_of=day(as_of))
    land, memory = loaded.landscape(needs_date=True), loaded.memory()
    twice = [
        pair
        for of in ("services", "organisations")
        for pair in find_duplicates(land.dataset, of=of, memory=memory)
    ]
    found = found_in(land, duplicates=twice, skip=general_removals(land))
    finish(
        found,
        out,
        Layout(
            head=_head,
            body=_body,
            group=lambda row: _PRIORITIES[row["priority"]],
            nothing="Nothing plainly wrong was found.",
        ),
    )


def _head(row: Record) -> str:
    what = f"{row['name']} ({row['id']})" if row["id"] else row["source"]
    where = f", row {row['row']}" if row["row"] else ""
    field = "the entry" if row["field"] in ("id", "status") else row["field"] or "the row"
    return f"{what}{where}: {field} {row['reason']}"


def _body(row: Record) -> Iterator[str]:
    shown = row["now"] and row["field"] not in ("id", "status")
    told = [f"now: {row['now']}"] if shown else []
    told += [f"better: {row['proposed']}"] if row["proposed"] else []
    told += [row["evidence"]] if row["evidence"] else []
    if told:
        yield "; ".join(told)
    if row["id"] and row["whom_to_ask"] != row["name"]:
        yield f"Ask {row['whom_to_ask']}."
