"""``sap-match overlaps``: providers that offer alike, for like people."""

from __future__ import annotations

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, Download, HistoryAt, Model, Out, Source, day
from sap_match.cli.output import Layout, finish


def overlaps(
    source: Source,
    *,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List providers that offer alike, for like people.

    Not a fault: who might know of each other, and what one of them could do otherwise.

    Rows: left_id, right_id, score, reason, and a column a part of the score.
    """
    from sap_match.similarity.duplicates import find_duplicates
    from sap_match.similarity.overlap import find_overlaps

    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    land, name = loaded.landscape(), loaded.names("services")
    index = land.service_index
    found = find_duplicates(land.dataset, index=index)
    layout = Layout(
        head=lambda r: f"{name(r['left_id'])} and {name(r['right_id'])}",
        body=lambda r: (r["reason"], r["note"]),
        nothing="No two providers offer alike.",
    )
    finish(find_overlaps(land.dataset, index, duplicates=found), out, layout)
