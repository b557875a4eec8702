"""``sap-match similar``: what is described alike, and what answers a question in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli.load import Loaded, load
from sap_match.cli.options import (
    AsOf,
    Download,
    HistoryAt,
    K,
    Model,
    Of,
    Out,
    Source,
    Unmatched,
    day,
)
from sap_match.cli.output import Layout, complain, finish
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.search import Filters

LIKENESS = ("id", "rank", "other_id", "score")


def similar(
    source: Source,
    *,
    of: Annotated[Of, typer.Option("--of", help="What is compared.")] = Of.services,
    k: K = 10,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="WORDS", help="What answers these words (never stored)."),
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", metavar="NAME", help="Serving this area or postcode."),
    ] = None,
    age: Annotated[
        float | None, typer.Option("--age", metavar="YEARS", min=0, max=130, help="For this age.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--day", metavar="WHEN", help="Tuesday, or 'weekday evenings'."),
    ] = None,
    free: Annotated[bool, typer.Option("--free", help="Costing nothing.")] = False,
    cost: Annotated[
        float | None, typer.Option("--cost", metavar="POUNDS", min=0, help="Costing no more.")
    ] = None,
    access: Annotated[
        list[str] | None,
        typer.Option(
            "--access",
            metavar="NEED",
            help="wheelchair, hearing-loop, bsl, accessible-toilet, changing-places or parking.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="KIND",
            help="Do not take from the words: area, age, day, cost, access or who.",
        ),
    ] = None,
    unmatched: Unmatched = None,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List what is described alike, or what answers a question in words of your own.

    For each service or organisation; or with --text for words, whose conditions are obeyed
    and shown, and which bring urgent help first where they speak of a crisis.

    Rows: id, rank, other_id, score (from 0 to 1); with --text also to_confirm and why.
    """
    _check(
        text,
        {
            "--area": area,
            "--age": age,
            "--day": on,
            "--cost": cost,
            "--free": free or None,
            "--access": access or None,
            "--ignore": ignore or None,
            "--unmatched": unmatched,
        },
    )
    filters = _filters(area, age, on, 0.0 if free else cost, access) if text is not None else None
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    if text is None or filters is None:
        _each(loaded, of, k, out)
        return
    from sap_match.cli.asking import answer_to, kinds_of, present, write_left_out

    answer = answer_to(loaded.landscape(), of, text, filters, kinds_of(ignore), k)
    if unmatched is not None:
        write_left_out(answer, unmatched)
    present(answer, loaded, of, out)


def _check(text: str | None, options: Mapping[str, object]) -> None:
    """Refuse conditions without a question, an empty question, and two prices."""
    given = [name for name, value in options.items() if value is not None]
    if text is None and given:
        raise typer.BadParameter(
            "goes with --text WORDS: it says what is looked for", param_hint=given[0]
        )
    if text is not None and not any(c.isalnum() for c in text):
        raise typer.BadParameter("is empty; write what is looked for", param_hint="--text")
    if options["--free"] and options["--cost"]:
        raise typer.BadParameter(
            "says another price than --free; give one of them", param_hint="--cost"
        )


def _filters(
    area: str | None,
    age: float | None,
    on: str | None,
    cost: float | None,
    access: list[str] | None,
) -> Filters:
    from pydantic import ValidationError

    from sap_match.similarity.search import Filters
    from sap_match.similarity.search.access import NAMES

    for need in access or ():
        if need not in NAMES:
            raise typer.BadParameter(
                f"{need!r} is not one of {', '.join(NAMES)}", param_hint="--access"
            )
    try:
        return Filters(area=area, age=age, day=on, cost=cost, access=tuple(access or ()))
    except ValidationError as error:
        raise typer.BadParameter("is no number that can be used", param_hint="--age") from error


def _each(loaded: Loaded, of: Of, k: int, out: Path | None) -> None:
    land, name = loaded.landscape(), loaded.names(of.value)
    index = land.service_lookup if of is Of.services else land.organisation_lookup
    results = nearest_rows(index, k=k)
    for one in land.unread:
        if one.id in index:
            complain(f"{one.id} is {one.note}")
    layout = Layout(
        group=lambda r: name(r["id"]),
        head=lambda r: f"{r['rank']}. {name(r['other_id'])}, {r['score']:.2f}",
        body=lambda _: (),
        nothing="Nothing is described.",
    )
    finish(results, out, layout)


def nearest_rows(index: SimilarityIndex, *, k: int) -> Results[dict[str, Any]]:
    """Return the nearest of every record."""
    found = index.nearest_of_all(k)
    rows = tuple(
        {"id": one, "rank": rank, "other_id": near.id, "score": near.score}
        for one in index.ids
        for rank, near in enumerate(found[one], start=1)
    )
    return Results(rows, record=dict, columns=LIKENESS)


def index_of(landscape: Landscape, of: Of) -> SimilarityIndex:
    """Return the index of the services, or of the organisations."""
    return landscape.service_index if of is Of.services else landscape.organisation_index
