"""``sap-match evaluate``: quality against held-back truth, beside simple methods."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sap_match.cli import output
from sap_match.cli.load import Loaded, load
from sap_match.cli.options import AsOf, Download, HistoryAt, Model, Of, Out, Source, day
from sap_match.cli.output import Record


class What(StrEnum):
    """What is measured."""

    partners = "partners"
    duplicates = "duplicates"
    similarity = "similarity"


def evaluate(
    what: Annotated[
        What, typer.Argument(metavar="WHAT", help="partners, duplicates or similarity.")
    ],
    source: Source,
    *,
    split: Annotated[
        datetime | None,
        typer.Option(
            "--split",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="partners: what began later is held back; else the last quarter.",
        ),
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option("--truth", metavar="FILE", help="duplicates: pairs that people judged (CSV)."),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(
            "--column",
            metavar="NAME",
            help="duplicates: a column that says of what each record is a listing.",
        ),
    ] = None,
    points: Annotated[
        Path | None,
        typer.Option(
            "--points", metavar="FILE", help="duplicates: precision and recall by threshold."
        ),
    ] = None,
    of: Annotated[Of, typer.Option("--of", help="duplicates: what was judged.")] = Of.services,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Measure quality against what is known to be right.

    partners: the ties that began after a date, foretold from what was known then. duplicates:
    pairs that people judged, in columns left_id, right_id, expected (yes or no), or a column
    of the data whose equal values are one. similarity:
    whether like texts carry like themes.

    Rows: method, then its measures; simple methods stand beside ours.
    """
    if (truth is None) == (column is None) and what is What.duplicates:
        raise typer.BadParameter(
            "say which pairs people judged, or which column says what is one (not both)",
            param_hint="--truth or --column",
        )
    if points is not None and points.suffix.lower() not in output.ENDINGS:
        raise typer.BadParameter(
            f"{points.name!r} ends in none of {', '.join(output.ENDINGS)}", param_hint="--points"
        )
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    found = {
        What.partners: lambda: _partners(loaded, split),
        What.duplicates: lambda: _duplicates(loaded, of, truth, column, points),
        What.similarity: lambda: _similarity(loaded),
    }[what]()
    if out is not None:
        output.write_records(found, out)
        return
    for row in found:
        output.say(output.wrapped(str(row["method"])))
        told = ", ".join(
            f"{n.replace('_', ' ')} {v}" for n, v in row.items() if n != "method" and v is not None
        )
        output.say(output.wrapped(told, "    ", "    "))


def _partners(loaded: Loaded, split: datetime | None) -> list[Record]:
    from sap_match.evaluate.partners import evaluate_partners

    found = evaluate_partners(loaded.dataset, split=day(split), encoder=loaded.encoder)
    return [one.to_record() for one in found]


def _duplicates(
    loaded: Loaded, of: Of, truth: Path | None, column: str | None, points: Path | None
) -> list[Record]:
    from sap_match.evaluate.duplicates import (
        entities_in,
        evaluate_duplicates,
        precision_recall,
        read_judged,
    )

    land = loaded.landscape()
    index = land.service_index if of is Of.services else land.organisation_index
    known = {getattr(one, "id", "") for one in loaded.dataset.tables[of.value]}
    judged = read_judged(truth, known) if truth else None
    entities = entities_in(land.dataset, column, of=of.value) if column else None
    if points is not None:
        curve = precision_recall(land.dataset, judged, entities=entities, of=of.value, index=index)
        output.write_records([one.to_record() for one in curve], points)
    found = evaluate_duplicates(land.dataset, judged, entities=entities, of=of.value, index=index)
    return [one.to_record() for one in found]


def _similarity(loaded: Loaded) -> list[Record]:
    from sap_match.evaluate.similarity import evaluate_similarity

    encoder = loaded.encoder() if loaded.encoder else None
    return [one.as_record() for one in evaluate_similarity(loaded.dataset, encoder)]
