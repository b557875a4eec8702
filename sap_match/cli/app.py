"""The commands of ``sap-match``: one function a command, no logic of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sap_match.cli import output
from sap_match.cli.load import Loaded, encoder, known, landscape, load
from sap_match.errors import DataError
from sap_match.model import Brief
from sap_match.results import Results

app = typer.Typer(
    name="sap-match",
    help="Suggestions for a social action partnership: partners, consortia, pairings, rooms.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="A partnership.toml, a folder of canonical tables, a workbook, or an Open Referral "
        "file or folder.",
    ),
]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="What was known by DATE.")
]
HistoryPath = Annotated[
    Path | None, typer.Option("--history", help="The database of earlier months and answers.")
]
Out = Annotated[
    Path | None, typer.Option("--out", help="Write to a .csv, .json or .parquet file instead.")
]
Download = Annotated[
    bool, typer.Option("--download", help="Fetch the model if it is not on this machine.")
]
Model = Annotated[
    str | None, typer.Option("--model", help="A sentence-transformers model name or folder.")
]
K = Annotated[int, typer.Option("-k", min=1, max=10_000, help="How many a subject.")]


class ExcludeChoice(StrEnum):
    """Which partners are left out."""

    past = "past"
    current = "current"
    none = "none"


class Of(StrEnum):
    """What is compared."""

    services = "services"
    organisations = "organisations"


class By(StrEnum):
    """What density is split by."""

    kind = "kind"
    area = "area"
    theme = "theme"


class Aim(StrEnum):
    """What a planner aims at."""

    welfare = "welfare"


def _day(as_of: datetime | None) -> date | None:
    return as_of.date() if as_of else None


def _start(
    source: str,
    as_of: datetime | None,
    history: Path | None,
    out: Path | None,
    *,
    model: str | None = None,
    download: bool = False,
) -> tuple[Loaded, Any]:
    if out is not None:
        output.check_ending(out)
    loaded = load(source, history=history)
    return loaded, landscape(loaded, as_of=_day(as_of), model=model, download=download)


def _finish(results: Results[Any], out: Path | None, show: Any) -> None:
    records = results.to_records()
    if out is not None:
        output.write_records(records, out, results.columns)
        output.progress(f"{len(records)} rows written to {out}")
    else:
        show(records)
        for note in results.notes:
            output.say(note)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Where the month goes.")] = Path("out/demo"),
) -> None:
    """Run the month on the shipped example and say where to look."""
    from sap_match.cli.month import run_demo

    run_demo(out)


@app.command()
def run(
    source: Source,
    month: Annotated[str, typer.Option("--month", help="The month, as YYYY-MM.")],
    out: Annotated[Path, typer.Option("--out", help="The folder that holds a folder a month.")],
    as_of: AsOf = None,
    history: HistoryPath = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write the month again, in place of the old one.")
    ] = False,
    cap: Annotated[int, typer.Option("--cap", min=0, help="Longest list of the month.")] = 12,
    model: Model = None,
    download: Download = False,
) -> None:
    """Make a month: report, workbook, tables, digests and manifest."""
    from sap_match.cli.month import run_and_write

    run_and_write(
        source,
        month,
        out,
        as_of=_day(as_of),
        history=history,
        replace=replace,
        cap=cap,
        encoder=encoder(model=model, download=download),
    )


@app.command()
def check(source: Source, out: Out = None) -> None:
    """Say what was read, which links were made, and every bad row and note."""
    from sap_match.cli.checking import check_source

    raise typer.Exit(check_source(source, out))


@app.command()
def partners(
    source: Source,
    for_: Annotated[
        list[str] | None, typer.Option("--for", help="An organisation's id; may be repeated.")
    ] = None,
    briefs: Annotated[
        Path | None, typer.Option("--briefs", help="A CSV file of briefs to find partners for.")
    ] = None,
    exclude: Annotated[
        ExcludeChoice, typer.Option("--exclude", help="Partners that are left out.")
    ] = ExcludeChoice.current,
    k: K = 10,
    as_of: AsOf = None,
    history: HistoryPath = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Recommend partners for organisations, or for briefs."""
    from sap_match.recommend.partners import recommend_partners

    loaded, land = _start(source, as_of, history, out, model=model, download=download)
    memory = loaded.memory()
    if briefs is not None:
        found = _briefs(loaded, briefs)
        results = _joined(
            [recommend_partners(land, brief=b, k=k, memory=memory) for b in found]
        )
    else:
        wanted = known(loaded.dataset, "organisations", for_ or [])
        results = recommend_partners(
            land, for_=wanted or None, k=k, exclude=exclude.value, memory=memory
        )
    names = _namer(loaded)
    _finish(
        results,
        out,
        lambda rows: output.show(
            rows,
            group=lambda r: f"{names(r['for_id'])} ({r['for_id']})",
            head=lambda r: f"{r['rank']}. {names(r['organisation_id'])} ({r['organisation_id']})",
            body=("reason", "counter_reason", "first_step"),
            nothing="No organisation is eligible.",
        ),
    )


@app.command()
def consortium(
    source: Source,
    briefs: Annotated[
        Path | None, typer.Option("--briefs", help="A CSV file of briefs; else the data's own.")
    ] = None,
    teams: Annotated[int, typer.Option("--teams", min=1, max=20, help="Teams a brief.")] = 3,
    as_of: AsOf = None,
    history: HistoryPath = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Form teams for briefs, and say what nobody covers."""
    from sap_match.recommend.consortium import form_consortium

    loaded, land = _start(source, as_of, history, out, model=model, download=download)
    found = _briefs(loaded, briefs) if briefs else list(loaded.dataset.briefs)
    if not found:
        raise DataError("holds no briefs; name a file with --briefs", source=source)
    memory = loaded.memory()
    results = _joined([form_consortium(land, b, teams=teams, memory=memory) for b in found])
    names = _namer(loaded)
    titles = {b.id: b.title or b.description for b in found}
    _finish(
        results,
        out,
        lambda rows: output.show(
            rows,
            group=lambda r: f"{titles[r['brief_id']]} ({r['brief_id']}), team {r['team']}",
            head=lambda r: (
                f"{r['role']}: {names(r['organisation_id'])} ({r['organisation_id']})"
                if r["organisation_id"]
                else f"uncovered: {r['covers']}"
            ),
        ),
    )


@app.command()
def pairings(
    source: Source,
    aim: Annotated[Aim, typer.Option("--aim", help="What the plan aims at.")] = Aim.welfare,
    unmatched: Annotated[
        Path | None, typer.Option("--unmatched", help="Write what stays unmatched, and why.")
    ] = None,
    candidates: Annotated[
        Path | None, typer.Option("--candidates", help="Write every pair that was considered.")
    ] = None,
    as_of: AsOf = None,
    history: HistoryPath = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Plan which offer meets which need."""
    from sap_match.recommend.pairings import plan_pairings

    loaded, land = _start(source, as_of, history, out, model=model, download=download)
    plan = plan_pairings(land, aim=aim.value, memory=loaded.memory())
    _write_side(plan.unmatched, unmatched)
    _write_side(plan.candidates, candidates)
    _show_plan(plan, out, loaded, ("offer_id", "need_id", "quantity"))


@app.command()
def facilities(
    source: Source,
    unmatched: Annotated[
        Path | None, typer.Option("--unmatched", help="Write what stays unmatched, and why.")
    ] = None,
    as_of: AsOf = None,
    history: HistoryPath = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Plan which room meets which request."""
    from sap_match.recommend.facilities import plan_facilities

    loaded, land = _start(source, as_of, history, out, model=model, download=download)
    plan = plan_facilities(land, memory=loaded.memory())
    _write_side(plan.unmatched, unmatched)
    _show_plan(plan, out, loaded, ("request_id", "facility_id", "starts"))


@app.command()
def similar(
    source: Source,
    of: Annotated[Of, typer.Option("--of", help="What is compared.")] = Of.services,
    k: K = 10,
    text: Annotated[
        str | None, typer.Option("--text", help="Find what is like these words (never stored).")
    ] = None,
    as_of: AsOf = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List the nearest descriptions of each service or organisation, or of a text."""
    from sap_match.cli.likeness import nearest_rows

    loaded, land = _start(source, as_of, None, out, model=model, download=download)
    index = land.service_index if of is Of.services else land.organisation_index
    results = nearest_rows(index, k=k, text=text, encoder=land.encoder)
    names = _namer(loaded)
    _finish(
        results,
        out,
        lambda rows: output.show(
            rows,
            group=lambda r: f"{names(r['id'])} ({r['id']})" if r["id"] else "What you wrote",
            head=lambda r: f"{r['rank']}. {names(r['other_id'])} ({r['other_id']})",
            body=(),
        ),
    )


@app.command()
def duplicates(
    source: Source,
    of: Annotated[Of, typer.Option("--of", help="What may be listed twice.")] = Of.services,
    as_of: AsOf = None,
    history: HistoryPath = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List pairs that may be one record listed twice."""
    from sap_match.similarity.duplicates import find_duplicates

    loaded, land = _start(source, as_of, history, out, model=model, download=download)
    index = land.service_index if of is Of.services else land.organisation_index
    results = find_duplicates(land.dataset, of=of.value, index=index)
    names = _namer(loaded)
    _finish(
        results,
        out,
        lambda rows: output.show(
            rows,
            head=lambda r: (
                f"{r['decision']}: {names(r['left_id'])} ({r['left_id']}) and "
                f"{names(r['right_id'])} ({r['right_id']}), {r['relation'].replace('_', ' ')}"
            ),
            nothing="Nothing seems to be listed twice.",
        ),
    )


@app.command()
def overlaps(
    source: Source,
    as_of: AsOf = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List providers that offer alike to like people in like places and times."""
    from sap_match.similarity.duplicates import find_duplicates
    from sap_match.similarity.overlap import find_overlaps

    loaded, land = _start(source, as_of, None, out, model=model, download=download)
    index = land.service_index
    results = find_overlaps(
        land.dataset, index, duplicates=find_duplicates(land.dataset, index=index)
    )
    names = _namer(loaded)
    _finish(
        results,
        out,
        lambda rows: output.show(
            rows,
            head=lambda r: (
                f"{names(r['left_id'])} ({r['left_id']}) and "
                f"{names(r['right_id'])} ({r['right_id']})"
            ),
        ),
    )


@app.command()
def density(
    source: Source,
    by: Annotated[By, typer.Option("--by", help="How the figures are split.")] = By.kind,
    as_of: AsOf = None,
    out: Out = None,
) -> None:
    """Measure the network: every figure with definition, denominator and what is missing."""
    from sap_match.assess.density_report import density_report

    _, land = _start(source, as_of, None, out)
    results = density_report(land, by=by.value)
    _finish(
        results,
        out,
        lambda rows: output.show(
            rows,
            head=lambda r: " · ".join(
                str(x) for x in (r["measure"], r["group"], _figure(r["value"])) if x not in (None, "")
            ),
            body=("definition", "note"),
        ),
    )


@app.command()
def gaps(
    source: Source,
    by: Annotated[str, typer.Option("--by", help="Only area for now.")] = "area",
    as_of: AsOf = None,
    out: Out = None,
) -> None:
    """Set needs and themes against provision, with confidence and whom to ask."""
    from sap_match.assess.gaps import gaps as find_gaps

    if by != "area":
        raise typer.BadParameter("gaps are counted by area", param_hint="--by")
    _, land = _start(source, as_of, None, out)
    results = find_gaps(land)
    _finish(
        results,
        out,
        lambda rows: output.show(
            rows,
            group=lambda r: str(r["area"]),
            head=lambda r: f"{r['theme']}: {r['status']}",
            body=("reason", "whom_to_ask"),
        ),
    )


@app.command()
def feedback(
    source: Source,
    file: Annotated[Path, typer.Argument(help="A CSV of the decisions table.")],
    history: HistoryPath = None,
) -> None:
    """Take decisions into the history."""
    from sap_match.cli.answers import take_feedback

    raise typer.Exit(take_feedback(load(source, history=history), file))


@app.command()
def forget(
    source: Source,
    organisation_id: Annotated[str, typer.Argument(metavar="ID", help="The organisation's id.")],
    history: HistoryPath = None,
) -> None:
    """Erase an organisation from the history and hold it off from now on."""
    from sap_match.cli.answers import forget_organisation

    forget_organisation(load(source, history=history), organisation_id)


# -- shared by commands -----------------------------------------------------------------


def _namer(loaded: Loaded) -> Any:
    named = {
        getattr(record, "id"): getattr(record, "name")  # noqa: B009 - three record classes
        for table in ("services", "facilities", "organisations")
        for record in loaded.dataset.tables[table]
    }
    return lambda one: named.get(one, one)


def _joined(parts: Sequence[Results[Any]]) -> Results[Any]:
    if not parts:
        raise DataError("holds no brief that can be used", field="--briefs")
    rows = tuple(row for part in parts for row in part)
    removed = tuple(sorted({x for part in parts for x in part.removed}))
    return Results(rows, record=parts[0].record, removed=removed, columns=parts[0].columns)


def _briefs(loaded: Loaded, path: Path) -> list[Brief]:
    from sap_match.cli.answers import read_briefs

    return read_briefs(loaded.dataset, path)


def _write_side(results: Results[Any], path: Path | None) -> None:
    if path is not None:
        output.write_records(results.to_records(), path, results.columns)


def _show_plan(plan: Any, out: Path | None, loaded: Loaded, columns: Sequence[str]) -> None:
    def show(rows: Any) -> None:
        output.show(
            rows,
            head=lambda r: " · ".join(output.terminal(r[c]) for c in columns),
            nothing="Nothing can be planned.",
        )
        left = plan.unmatched.to_records()
        if left:
            output.say()
            output.say("Not matched:")
            output.show(left, head=lambda r: f"{r['side']} {r['id']}")

    _finish(plan.matches, out, show)


def _figure(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "" if value is None else str(value)
