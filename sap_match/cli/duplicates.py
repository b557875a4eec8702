"""``sap-match duplicates``: what seems to be listed twice."""

from __future__ import annotations

from typing import Annotated

import typer

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, Download, HistoryAt, Model, Of, Out, Source, day
from sap_match.cli.output import Layout, Record, finish
from sap_match.cli.similar import index_of

_DECISIONS = {"duplicate": "Listed twice", "review": "Look at it", "distinct": "Not the same"}


def duplicates(
    source: Source,
    *,
    of: Annotated[Of, typer.Option("--of", help="What may be listed twice.")] = Of.services,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List what seems to be listed twice.

    Rows: left_id, right_id, probability, relation, decision, and a column a part of the
    evidence.
    """
    from sap_match.similarity.duplicates import find_duplicates

    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    land, name = loaded.landscape(), loaded.names(of.value)
    results = find_duplicates(land.dataset, of=of.value, index=index_of(land, of))
    layout = Layout(
        head=lambda r: f"{name(r['left_id'])}; {name(r['right_id'])}",
        body=lambda r: (judged(r), r["reason"]),
        nothing="Nothing seems to be listed twice.",
    )
    finish(results, out, layout)


def judged(row: Record) -> str:
    """Return the decision on a pair in words.

    Examples
    --------
    >>> judged({"decision": "review", "relation": "same_record", "probability": 0.69})
    'Look at it: same record, 69 in 100'
    """
    relation = row["relation"].replace("_", " ")
    share = min(max(int(100 * row["probability"] + 0.5), 1), 99)
    return f"{_DECISIONS[row['decision']]}: {relation}, {share} in 100"
