"""``sap-match similar``, ``duplicates`` and ``overlaps``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, Download, HistoryAt, K, Model, Of, Out, Source, day
from sap_match.cli.output import Layout, Record, finish
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.similarity.index import SimilarityIndex

LIKENESS = ("id", "rank", "other_id", "score")
_DECISIONS = {"duplicate": "Listed twice", "review": "Look at it", "distinct": "Not the same"}


def similar(
    source: Source,
    *,
    of: Annotated[Of, typer.Option("--of", help="What is compared.")] = Of.services,
    k: K = 10,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="WORDS", help="What is like these words (never stored)."),
    ] = None,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List what is described alike.

    For each service or organisation, or for words of your own with --text.

    Rows: id, rank, other_id, score (from 0 to 1).
    """
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    land, name = loaded.landscape(), loaded.names(of.value)
    results = nearest_rows(land, _index(land, of), k=k, text=text)
    layout = Layout(
        group=lambda r: name(r["id"]) if r["id"] else f"“{text}”",
        head=lambda r: f"{r['rank']}. {name(r['other_id'])}, {r['score']:.2f}",
        body=lambda _: (),
        nothing=f"Nothing is described like “{text}”." if text else "Nothing is described.",
    )
    finish(results, out, layout)


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
    results = find_duplicates(land.dataset, of=of.value, index=_index(land, of))
    layout = Layout(
        head=lambda r: f"{name(r['left_id'])}; {name(r['right_id'])}",
        body=lambda r: (judged(r), r["reason"]),
        nothing="Nothing seems to be listed twice.",
    )
    finish(results, out, layout)


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


def nearest_rows(
    landscape: Landscape, index: SimilarityIndex, *, k: int, text: str | None
) -> Results[dict[str, Any]]:
    """Return the nearest of every record, or of words that are neither cached nor logged."""
    if text is None:
        found = {one: index.nearest(one, k=k) for one in index.ids}
    else:
        encoder = landscape.encoder
        encode = getattr(encoder, "encode_uncached", encoder.encode)
        found = {"": index.nearest(text=text, vector=encode([text])[0], k=k)}
    rows = tuple(
        {"id": one, "rank": rank, "other_id": near.id, "score": near.score}
        for one, nearest in found.items()
        for rank, near in enumerate(nearest, start=1)
    )
    return Results(rows, record=dict, columns=LIKENESS)


def _index(landscape: Landscape, of: Of) -> SimilarityIndex:
    return landscape.service_index if of is Of.services else landscape.organisation_index
