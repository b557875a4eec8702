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
    of: Annotated[Of, typer.Option("--of", help="duplicates: what was judged.")] = Of.services,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Measure quality against what is known to be right.

    partners: the ties that began after a date, foretold from what was known then. duplicates:
    pairs that people judged, in columns left_id, right_id, expected (yes or no). similarity:
    whether like texts carry like themes.

    Rows: method, then its measures; simple methods stand beside ours.
    """
    if truth is None and what is What.duplicates:
        raise typer.BadParameter("say which pairs people judged", param_hint="--truth")
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    found = {
        What.partners: lambda: _partners(loaded, split),
        What.duplicates: lambda: _duplicates(loaded, truth, of),
        What.similarity: lambda: _similarity(loaded),
    }[what]()
    if out is not None:
        output.write_records(found, out)
        return
    for row in found:
        output.say(output.wrapped(str(row["method"])))
        told = ", ".join(f"{n.replace('_', ' ')} {v}" for n, v in row.items() if n != "method")
        output.say(output.wrapped(told, "    ", "    "))


def _partners(loaded: Loaded, split: datetime | None) -> list[Record]:
    from sap_match.evaluate.partners import evaluate_partners

    found = evaluate_partners(loaded.dataset, split=day(split), encoder=loaded.encoder)
    return [one.to_record() for one in found]


def _duplicates(loaded: Loaded, truth: Path | None, of: Of) -> list[Record]:
    from sap_match.evaluate.duplicates import evaluate_duplicates, read_judged

    land = loaded.landscape()
    index = land.service_index if of is Of.services else land.organisation_index
    known = {getattr(one, "id", "") for one in loaded.dataset.tables[of.value]}
    judged = read_judged(truth or Path(), known)
    found = evaluate_duplicates(land.dataset, judged, of=of.value, index=index)
    return [one.to_record() for one in found]


def _similarity(loaded: Loaded) -> list[Record]:
    from sap_match.evaluate.similarity import evaluate_similarity

    encoder = loaded.encoder() if loaded.encoder else None
    return [one.as_record() for one in evaluate_similarity(loaded.dataset, encoder)]
