"""``sap-match partners``, ``pairings`` and ``facilities``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli import output
from sap_match.cli.answers import read_briefs
from sap_match.cli.load import Loaded, load
from sap_match.cli.options import (
    Aim,
    AsOf,
    Briefs,
    Candidates,
    Download,
    ExcludeChoice,
    HistoryAt,
    K,
    Model,
    Out,
    Source,
    Unmatched,
    day,
)
from sap_match.cli.output import Layout, Record, finish
from sap_match.model import Brief
from sap_match.monthly.lacking import lacking_exchange, lacking_rooms
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.recommend.planning import Plan


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
    k: K = 10,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Recommend partners for organisations or briefs.

    For the organisations named with --for, else for all; or for each brief of a file.

    Rows: for_id, rank, organisation_id, score, reason, and a column a part of the score.
    """
    from sap_match.recommend.partners import recommend_partners

    if for_ and briefs is not None:
        raise typer.BadParameter("say --for or --briefs, not both", param_hint="--for")
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    memory, organisation = loaded.memory(), loaded.names("organisations")
    if briefs is not None:
        found = read_briefs(loaded.dataset, briefs)
        results = joined(
            recommend_partners(loaded.landscape(one), brief=one, k=k, memory=memory)
            for one in found
        )
        subject = _titles(found)
    else:
        wanted = [loaded.organisation_id(one) for one in for_ or ()]
        results = recommend_partners(
            loaded.landscape(), for_=wanted or None, k=k, exclude=exclude.value, memory=memory
        )
        subject = {one: organisation(one) for one in loaded.landscape().ids}
    layout = Layout(
        group=lambda r: subject[r["for_id"]],
        head=lambda r: f"{r['rank']}. {organisation(r['organisation_id'])}",
        body=_told,
        nothing="No organisation is eligible.",
    )
    finish(results, out, layout)
    if out is None:
        askers: Sequence[str | Brief] = found if briefs is not None else wanted
        _show_funders(loaded, askers, subject)


def pairings(
    source: Source,
    *,
    aim: Annotated[Aim, typer.Option("--aim", help="What the plan makes as large as it can.")] = (
        Aim.welfare
    ),
    unmatched: Unmatched = None,
    candidates: Candidates = None,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Plan which offer meets which need.

    Rows: offer_id, need_id, quantity, score, reason.
    """
    from sap_match.recommend.pairings import plan_pairings

    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    plan = plan_pairings(loaded.landscape(needs_date=True), aim=aim.value, memory=loaded.memory())
    of = {**_whose(loaded, "offers"), **_whose(loaded, "needs")}
    missing = lacking_exchange(loaded.dataset)
    layout = Layout(
        head=lambda r: f"{of[r['offer_id']]} for {of[r['need_id']]}",
        body=_told,
        nothing=" ".join(["Nothing can be paired.", *missing]),
    )
    _finish_plan(plan, layout, of, missing, out=out, unmatched=unmatched, candidates=candidates)


def facilities(
    source: Source,
    *,
    unmatched: Unmatched = None,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Plan which room meets which request.

    Rows: request_id, facility_id, starts, ends, score, reason.
    """
    from sap_match.recommend.facilities import plan_facilities

    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    plan = plan_facilities(loaded.landscape(needs_date=True), memory=loaded.memory())
    of, room = _whose(loaded, "facility_requests"), loaded.names("facilities")
    missing = lacking_rooms(loaded.dataset)
    layout = Layout(
        head=lambda r: f"{of[r['request_id']]} in {room(r['facility_id'])}",
        body=_told,
        nothing=" ".join(["No room can be planned.", *missing]),
    )
    _finish_plan(plan, layout, of, missing, out=out, unmatched=unmatched)


def _show_funders(loaded: Loaded, askers: Sequence[str | Brief], titles: Mapping[str, str]) -> None:
    """Say below the partners which funders have paid for work like theirs."""
    from sap_match.recommend.funders import funders_for

    memory, organisation = loaded.memory(), loaded.names("organisations")
    hints = [
        {
            "for": titles[h.for_id],
            "funder": organisation(h.funder_id),
            "told": (h.reason, h.first_step),
        }
        for one in askers
        for h in funders_for(
            loaded.landscape(one if isinstance(one, Brief) else None), one, memory=memory
        )
    ]
    if hints:
        output.say(
            "\nFunders who have paid for work like this (to ask for money, not as partners)\n"
        )
        output.show(
            hints,
            Layout(
                group=lambda r: r["for"],
                head=lambda r: r["funder"],
                body=lambda r: (r["told"][0], f"First step: {r['told'][1]}"),
            ),
        )


def _told(row: Record) -> Iterator[str]:
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


def _whose(loaded: Loaded, table: str) -> dict[str, str]:
    """Return for each id of a table whose it is: the organisation's name and the id."""
    organisation = loaded.dataset.organisation
    records: Any = loaded.dataset.tables[table]
    return {r.id: f"{organisation(r.organisation_id).name} ({r.id})" for r in records}


def _finish_plan(
    plan: Plan,
    layout: Layout,
    of: Mapping[str, str],
    missing: Sequence[str],
    *,
    out: Path | None,
    unmatched: Path | None,
    candidates: Path | None = None,
) -> None:
    for side, path in ((plan.unmatched, unmatched), (plan.candidates, candidates)):
        if path is not None:
            output.write_records(side.to_records(), path, side.columns)
    if out is not None:  # a table of no rows says nothing of why
        for one in () if len(plan.matches) else missing:
            output.complain(one)
    finish(plan.matches, out, layout)
    left = plan.unmatched.to_records()
    if out is None and unmatched is None and left:
        output.say("\nNot matched\n")
        output.show(left, Layout(head=lambda r: f"{r['side'].capitalize()} of {of[r['id']]}"))
