"""``sap-match pairings`` and ``facilities``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli import output
from sap_match.cli.load import Loaded, load
from sap_match.cli.options import (
    AsOf,
    Candidates,
    Download,
    HistoryAt,
    Model,
    Out,
    Source,
    Unmatched,
    _file,
    day,
    in_a_folder,
)
from sap_match.cli.output import Layout, finish
from sap_match.cli.suggesting import told
from sap_match.monthly.lacking import lacking_exchange, lacking_rooms
from sap_match.report.plan_words import figures_in_words, summary

if TYPE_CHECKING:
    from sap_match.recommend.pairings.social_value import UnitValue
    from sap_match.recommend.planning import Aim, Plan


def aim_named(text: str) -> str:
    """Return the aim that was typed, in the planner's spelling.

    Examples
    --------
    >>> aim_named("Most-First"), aim_named("stable")
    ('most first', 'stable')
    """
    from sap_match.recommend.planning.problem import AIMS

    said = " ".join(text.replace("-", " ").replace("_", " ").split()).casefold()
    if said not in AIMS:
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(repr, AIMS))}.")
    return said


def _there(path: Path | None) -> Path | None:
    if path is not None and not path.is_file():
        raise typer.BadParameter(f"there is no file {path}")
    return path


def _ical(path: Path | None) -> Path | None:
    if path is not None and path.suffix.lower() != ".ics":
        raise typer.BadParameter(f"{path.name!r} does not end in .ics")
    if path is not None and path.is_dir():
        raise typer.BadParameter(f"{path} is a folder; name a file in it, such as {path}/plan.ics")
    return in_a_folder(path)


AimNamed = Annotated[
    str,
    typer.Option(
        "--aim",
        metavar="AIM",
        parser=aim_named,
        help="What the plan is best at: welfare (the default), stable, fair or most-first.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed", metavar="N", min=0, help="The lottery that orders what is otherwise equal."
    ),
]
Waiting = Annotated[
    Path | None,
    _file("waiting", "Write who comes next, for each offer or room, to this file."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Replace earlier packs or feeds in their folder.")
]


@dataclass(frozen=True)
class _Files:
    """The tables that go beside a plan's own, each where it is asked for."""

    unmatched: Path | None = None
    candidates: Path | None = None
    waiting: Path | None = None

    def write(self, plan: Plan) -> None:
        sides: tuple[tuple[Any, Path | None], ...] = (
            (plan.unmatched, self.unmatched),
            (plan.candidates, self.candidates),
            (plan.waiting if plan.waiting is not None else _Nobody(plan), self.waiting),
        )
        for side, path in sides:
            if path is not None:
                output.write_records(side.to_records(), path, side.columns)


class _Nobody:
    """The waiting list of a plan for which nobody waits."""

    def __init__(self, plan: Plan) -> None:
        self.columns = plan.matches.columns

    def to_records(self) -> list[dict[str, Any]]:
        return []


def pairings(
    source: Source,
    *,
    aim: AimNamed = "welfare",
    seed: Seed = 0,
    unmatched: Unmatched = None,
    candidates: Candidates = None,
    waiting: Waiting = None,
    packs: Annotated[
        Path | None,
        typer.Option(
            "--packs",
            metavar="DIR",
            callback=in_a_folder,
            help="Make a folder with a pack for each business: three options each.",
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        _file("ledger", "Write offered, pledged, allocated and delivered to this file."),
    ] = None,
    values: Annotated[
        Path | None,
        typer.Option(
            "--values",
            metavar="FILE",
            callback=_there,
            help="A table (CSV) of what a unit is worth, for the social value.",
        ),
    ] = None,
    social: Annotated[
        Path | None,
        _file("social-value", "Write units times their value to this file; with --values."),
    ] = None,
    replace: Replace = False,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Plan which offer meets which need.

    Rows: offer_id, need_id, quantity, score, reason. The file of --waiting says who comes
    next if somebody drops out; that of --ledger has a row for each giver, kind and unit.
    """
    from sap_match.recommend.pairings import plan_pairings

    if social is not None and values is None:
        raise typer.BadParameter("--social-value needs --values FILE: no values are shipped")
    _check_folder(packs, "pack", replace=replace)
    worth = _values(values)
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    landscape = loaded.landscape(needs_date=True)
    with output.solvers_apart():
        plan = plan_pairings(landscape, aim=_aim(aim), memory=loaded.memory(), seed=seed)
    of = {**_whose(loaded, "offers"), **_whose(loaded, "needs")}
    missing = lacking_exchange(loaded.dataset)
    layout = Layout(
        head=lambda r: f"{of[r['offer_id']]} for {of[r['need_id']]}",
        body=told,
        nothing=" ".join(["Nothing can be paired.", *missing]),
    )
    _finish_plan(plan, layout, of, missing, out, _Files(unmatched, candidates, waiting))
    if packs is not None:
        from sap_match.report.packs import write_packs

        _told_folder(packs, write_packs(plan, landscape, packs, replace=replace), "pack")
    _account(loaded, plan, ledger, worth, social, quiet=out is not None)


def facilities(
    source: Source,
    *,
    seed: Seed = 0,
    unmatched: Unmatched = None,
    candidates: Candidates = None,
    waiting: Waiting = None,
    estate: Annotated[
        Path | None,
        _file("estate", "Write hours open, booked, planned and unused to this file."),
    ] = None,
    ical: Annotated[
        Path | None,
        typer.Option(
            "--ical",
            metavar="FILE",
            callback=_ical,
            help="Write the planned meetings as a calendar (.ics), each tentative.",
        ),
    ] = None,
    openactive: Annotated[
        Path | None,
        typer.Option(
            "--openactive",
            metavar="DIR",
            callback=in_a_folder,
            help="Make a folder with OpenActive feeds: facilities, and free and taken slots.",
        ),
    ] = None,
    replace: Replace = False,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Plan which room meets which request.

    Rows: request_id, facility_id, starts, ends, score, reason. The file of --waiting says
    who comes next if somebody drops out; that of --estate has a row for each facility and
    area: hours open, booked, planned and unused in four weeks, and who nearby goes without.
    """
    from sap_match.recommend.facilities import plan_facility_sharing

    _check_folder(openactive, "feed", replace=replace)
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    landscape = loaded.landscape(needs_date=True)
    with output.solvers_apart():
        plan = plan_facility_sharing(landscape, memory=loaded.memory(), seed=seed)
    of, room = _whose(loaded, "facility_requests"), loaded.names("facilities")
    missing = lacking_rooms(loaded.dataset)
    layout = Layout(
        head=lambda r: f"{of[r['request_id']]} in {room(r['facility_id'])}",
        body=told,
        nothing=" ".join(["No room can be planned.", *missing]),
    )
    _finish_plan(plan, layout, of, missing, out, _Files(unmatched, candidates, waiting))
    if estate is not None:
        from sap_match.recommend.facilities.estate import unused_hours

        unused = unused_hours(landscape, plan=plan, memory=loaded.memory())
        output.write_records(unused.to_records(), estate, unused.columns)
        if out is None:
            _show_openings(loaded, plan)
    if ical is not None:
        from sap_match.report.calendars import write_calendar

        write_calendar(plan, landscape, ical)
        output.progress(f"the plan is written to {ical}")
    if openactive is not None:
        from sap_match.report.openactive import write_feeds

        made = write_feeds(plan, landscape, openactive, replace=replace)
        _told_folder(openactive, made, "page")


def _show_openings(loaded: Loaded, plan: Plan) -> None:
    """Say which three facilities would meet the most unmet hours if they opened up."""
    from sap_match.recommend.facilities.opening import worth_opening

    found = worth_opening(loaded.landscape(needs_date=True), plan, memory=loaded.memory())
    output.say("\nWorth opening up\n")
    room = loaded.names("facilities")
    output.show(
        found.to_records(),
        Layout(
            head=lambda r: f"{r['rank']}. {room(r['facility_id'])}",
            nothing="Nothing that could be opened up would meet any of the hours that are unmet.",
        ),
    )


# -- what both share --------------------------------------------------------------------


def _aim(text: str) -> Aim:
    from sap_match.recommend.planning.problem import AIMS

    return next(aim for aim in AIMS if aim == text)


def _check_folder(folder: Path | None, what: str, *, replace: bool) -> None:
    """Refuse a folder before the source is read: a mistyped one costs no minute."""
    from sap_match.errors import DataError
    from sap_match.report.made_folders import check_folder

    if folder is None:
        return
    try:
        check_folder(folder, what, replace=replace)
    except DataError as error:
        raise typer.BadParameter(error.message) from error


def _told_folder(folder: Path, made: Sequence[str], what: str) -> None:
    from sap_match.report.words import count

    files = [name for name in made if what != "pack" or name.endswith(".md")]
    output.progress(f"{count(len(files), what)} written to {folder}")


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
    out: Path | None,
    files: _Files,
) -> None:
    files.write(plan)
    if out is not None:  # a table of no rows says nothing of why
        for one in () if len(plan.matches) else missing:
            output.complain(one)
    finish(plan.matches, out, layout)
    if out is not None:
        return
    left = plan.unmatched.to_records()
    if files.unmatched is None and left:
        output.say("\nNot matched\n")
        output.show(left, Layout(head=lambda r: f"{r['side'].capitalize()} of {of[r['id']]}"))
    output.say("\nThe plan\n")
    for line in (*summary(plan), *figures_in_words(plan.figures)):
        output.say(output.wrapped(line, rest="  "))


def _values(path: Path | None) -> tuple[UnitValue, ...]:
    from sap_match.recommend.pairings.social_value import read_values

    return read_values(path) if path is not None else ()


def _account(
    loaded: Loaded,
    plan: Plan,
    ledger: Path | None,
    values: tuple[UnitValue, ...],
    social: Path | None,
    *,
    quiet: bool,
) -> None:
    """Write the ledger and the social value, and say the value on the terminal."""
    if ledger is None and not values:
        return
    from sap_match.recommend.pairings.ledger import ledger as ledger_of
    from sap_match.recommend.pairings.social_value import social_value

    accounts = ledger_of(loaded.dataset, plan)
    if ledger is not None:
        output.write_records(accounts.to_records(), ledger, accounts.columns)
    if not values:
        return
    as_of = loaded.landscape(needs_date=True).as_of
    worth = social_value(accounts, values, as_of=as_of)
    if social is not None:
        output.write_records(worth.to_records(), social, worth.columns)
    if not quiet:
        output.say("\nSocial value, by what hosts have confirmed as delivered\n")
        for line in (*_worth(worth.to_records()), *worth.notes):
            output.say(output.wrapped(line, rest="  "))


def _worth(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    from sap_match.report.words import money, number, sentence

    if not rows:
        yield "Nothing that the values speak of is confirmed as delivered yet."
    for row in rows:
        code = f", code {row['code']}" if row["code"] else ""
        source = f" ({row['source']})" if row["source"] else ""
        unit = row["unit"] or "units"
        yield sentence(
            f"{row['organisation']}: {number(row['quantity'])} {unit} of {row['kind']} x "
            f"{money(row['unit_value'])} = {money(row['social_value'])}{code}{source}"
        )
