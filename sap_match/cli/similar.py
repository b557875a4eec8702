"""``sap-match similar``: what is described alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, Download, HistoryAt, K, Model, Of, Out, Source, day
from sap_match.cli.output import Layout, finish
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.similarity.index import SimilarityIndex

LIKENESS = ("id", "rank", "other_id", "score")


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
    results = nearest_rows(land, index_of(land, of), k=k, text=text)
    layout = Layout(
        group=lambda r: name(r["id"]) if r["id"] else f"“{text}”",
        head=lambda r: f"{r['rank']}. {name(r['other_id'])}, {r['score']:.2f}",
        body=lambda _: (),
        nothing=f"Nothing is described like “{text}”." if text else "Nothing is described.",
    )
    finish(results, out, layout)


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


def index_of(landscape: Landscape, of: Of) -> SimilarityIndex:
    """Return the index of the services, or of the organisations."""
    return landscape.service_index if of is Of.services else landscape.organisation_index
