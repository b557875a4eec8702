"""``sap-match partners``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from sap_match.cli import output
from sap_match.cli.answers import read_briefs
from sap_match.cli.load import Loaded, load
from sap_match.cli.options import (
    AsOf,
    Briefs,
    Download,
    ExcludeChoice,
    HistoryAt,
    K,
    Model,
    Out,
    SeekChoice,
    Source,
    day,
)
from sap_match.cli.output import Layout, Record, finish
from sap_match.model import Brief
from sap_match.results import Results


def partners(
    source: Source,
    *,
    for_: Annotated[
        list[str] | None,
        typer.Option(
            "--for", metavar="ID", help="An organisation's id or exact name; may be repeated."
        ),
    ] = None,
    briefs: Briefs = None,
    exclude: Annotated[
        ExcludeChoice, typer.Option("--exclude", help="Which partners are left out.")
    ] = ExcludeChoice.current,
    seek: Annotated[
        SeekChoice,
        typer.Option(
            "--seek", help="Who does alike, who has what is lacking, or both (the default)."
        ),
    ] = SeekChoice.both,
    k: K = 10,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Recommend partners for organisations or briefs.

    For the organisations named with --for, else for all; or for each brief of a file. With
    --for and a file of one brief: for organisations that take part in it.

    Rows: for_id, rank, organisation_id, score, reason, and a column a part of the score.
    Below the table: funders, clubs and support bodies, as what they are.
    """
    from sap_match.recommend.partners import recommend_partners

    if for_ and briefs is not None and not briefs.is_file():
        raise typer.BadParameter(f"there is no file {briefs}", param_hint="--briefs")
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    memory, organisation = loaded.memory(), loaded.names("organisations")
    found = read_briefs(loaded.dataset, briefs) if briefs is not None else []
    if for_ and len(found) > 1:
        raise typer.BadParameter(
            f"holds {len(found)} briefs; name a file of one with --for", param_hint="--briefs"
        )
    wanted = [loaded.organisation_id(one) for one in for_ or ()]
    of: Sequence[Brief | None] = found or [None]
    results = joined(
        recommend_partners(
            loaded.landscape(one),
            for_=wanted or None,
            brief=one,
            k=k,
            exclude=exclude.value,
            memory=memory,
            seek=seek.value,
        )
        for one in of
    )
    subject = {**_titles(found), **{one: organisation(one) for one in loaded.landscape().ids}}
    layout = Layout(
        group=lambda r: subject[r["for_id"]],
        head=lambda r: f"{r['rank']}. {organisation(r['organisation_id'])}",
        body=told,
        nothing="No organisation is eligible.",
    )
    finish(results, out, layout)
    if out is None:
        askers: Sequence[str | Brief] = wanted or found
        _show_others(loaded, askers, subject)


def _show_others(loaded: Loaded, askers: Sequence[str | Brief], titles: Mapping[str, str]) -> None:
    """Say below the partners who else may be asked, and as what: no delivery partners."""
    from sap_match.recommend.roles import AS_WHAT, offered_as_they_are

    memory, organisation = loaded.memory(), loaded.names("organisations")
    hints = [
        {
            "for": titles[h.for_id],
            "who": f"{organisation(h.organisation_id)}, {AS_WHAT[h.role]}",
            "told": (h.reason, h.first_step),
            "role": h.role,
        }
        for one in askers
        for h in offered_as_they_are(
            loaded.landscape(one if isinstance(one, Brief) else None), one, memory=memory
        )
    ]
    for title, roles in (
        ("Funders who have paid for work like this (to ask for money, not as partners)", "funder"),
        ("Clubs and support bodies (for what fits them, not to deliver)", "club infrastructure"),
    ):
        some = [h for h in hints if h["role"] in roles.split()]
        if some:
            output.say(f"\n{title}\n")
            output.show(some, _OTHERS)


_OTHERS = Layout(
    group=lambda r: r["for"],
    head=lambda r: r["who"],
    body=lambda r: (r["told"][0], f"First step: {r['told'][1]}"),
)


def told(row: Record) -> Iterator[str]:
    """Yield a suggestion's reason, what stands against it, the first step, what to confirm."""
    yield str(row["reason"])
    for column, words in (
        ("counter_reason", "Against"),
        ("first_step", "First step"),
        ("to_confirm", "To confirm"),
    ):
        if row.get(column):
            yield f"{words}: {row[column]}"


def joined(parts: Iterable[Results[Any]]) -> Results[Any]:
    """Return several results as one, each removal and note once."""
    found = list(parts)
    return Results(
        tuple(row for part in found for row in part),
        record=found[0].record,
        removed=tuple(sorted({x for part in found for x in part.removed})),
        notes=tuple(dict.fromkeys(note for part in found for note in part.notes)),
        columns=found[0].columns,
    )


def _titles(briefs: Sequence[Brief]) -> dict[str, str]:
    return {b.id: f"{b.title or b.description} ({b.id})" for b in briefs}
