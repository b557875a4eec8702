"""``sap-match evaluate``: quality against held-back truth, beside simple methods."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sap_match.cli import output
from sap_match.cli.load import Loaded, load
from sap_match.cli.options import AsOf, Download, HistoryAt, Model, Of, Out, Source, day
from sap_match.cli.output import Record

if TYPE_CHECKING:
    from sap_match.evaluate.partners import PartnerEvaluation


class Asked(StrEnum):
    """What is foretold of partners."""

    new = "new"
    complete = "complete"
    briefs = "briefs"


class Among(StrEnum):
    """Who may be named."""

    seen = "seen"
    all = "all"


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
            help="partners: what began that day or later is held back; else the last quarter.",
        ),
    ] = None,
    task: Annotated[
        Asked,
        typer.Option(
            "--task",
            help="partners: new ones of organisations; one hidden member of each later "
            "collaboration; those who joined a later collaboration, from its words.",
        ),
    ] = Asked.new,
    among: Annotated[
        Among | None,
        typer.Option(
            "--among",
            help="partners: who may be named, only those with ties at the date or all; else all, "
            "unless a blank history would give the answer away.",
        ),
    ] = None,
    hidden: Annotated[
        str | None,
        typer.Option(
            "--hidden",
            metavar="ROLES",
            help="partners --task briefs: roles to be found, separated by commas; else all "
            "but the lead.",
        ),
    ] = None,
    most: Annotated[
        int,
        typer.Option("--most", min=1, metavar="N", help="partners: so many queries at most."),
    ] = 2000,
    per_query: Annotated[
        Path | None,
        typer.Option(
            "--per-query", metavar="FILE", help="partners: every query's measures, by method."
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

    partners: the ties that began from a date on, foretold from what was known before. duplicates:
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
    for file, hint in ((points, "--points"), (per_query, "--per-query")):
        if file is not None and file.suffix.lower() not in output.ENDINGS:
            raise typer.BadParameter(
                f"{file.name!r} ends in none of {', '.join(output.ENDINGS)}", param_hint=hint
            )
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    if what is What.partners:
        roles = tuple(r.strip() for r in (hidden or "").split(",") if r.strip())
        judged = _partners(loaded, split, task, among, roles, most)
        if per_query is not None:
            output.write_records(judged.per_query(), per_query)
        if out is not None:
            output.write_records([one.to_record() for one in judged], out)
            return
        _tell_partners(judged)
        return
    found = {
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


def _partners(
    loaded: Loaded,
    split: datetime | None,
    task: Asked,
    among: Among | None,
    hidden: tuple[str, ...],
    most: int,
) -> PartnerEvaluation:
    from sap_match.evaluate.partners import evaluate_partners

    return evaluate_partners(
        loaded.dataset,
        split=day(split),
        task=task.value,
        among=among.value if among else None,
        hidden=hidden,
        most=most,
        encoder=loaded.encoder,
    )


_TASKS = {
    Asked.new: "New partners of organisations",
    Asked.complete: "One hidden member of each later collaboration",
    Asked.briefs: "Who joined a later collaboration, from its words and its lead",
}


def _tell_partners(judged: PartnerEvaluation) -> None:
    """Show how well each method ranks, and on whom its first tens fall."""
    rows = [one.to_record() for one in judged]
    title = f"{_TASKS[Asked(judged.task)]}, from {judged.split} on: {rows[0]['queries']:,} queries."
    output.say(output.wrapped(title))
    for note in judged.notes:
        output.say(output.wrapped(f"{note}."))
    output.say()
    output.table(
        [_quality_row(row) for row in rows], ("method", "nDCG@10", "Hit@10", "MRR", "ours above")
    )
    output.say()
    output.say(
        output.wrapped(
            "Whom the first tens show. New: their share of the places, who had one collaboration "
            "or none. Found: the share of the new ones among the right answers that stand in a "
            "first ten. Asked by new: Hit@10 where nobody that is given had more than one."
        )
    )
    output.say()
    output.table(
        [_shown_row(row) for row in rows],
        ("method", "coverage", "Gini", "new", "found", "asked by new"),
    )


def _quality_row(row: Record) -> dict[str, str]:
    low, high = row["above_low"], row["above_high"]
    gap = "" if low is None else f"{row['suggestions_above']:+.3f} ({low:+.2f}, {high:+.2f})"
    return {
        "method": str(row["method"]),
        "nDCG@10": _three(row["ndcg_at_10"]),
        "Hit@10": _three(row["hit_at_10"]),
        "MRR": _three(row["mrr"]),
        "ours above": gap,
    }


def _shown_row(row: Record) -> dict[str, str]:
    return {
        "method": str(row["method"]),
        "coverage": _three(row["coverage"]),
        "Gini": _three(row["unevenness"]),
        "new": _three(row["newcomers"]),
        "found": _three(row["newcomers_found"]),
        "asked by new": _three(row["hit_for_newcomers"]),
    }


def _three(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


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
