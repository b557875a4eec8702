"""``sap-match consortium``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli import output
from sap_match.cli.answers import read_briefs
from sap_match.cli.load import Loaded, load
from sap_match.cli.options import AsOf, Briefs, Download, Gaps, HistoryAt, Model, Out, Source, day
from sap_match.cli.output import Layout, Record, finish
from sap_match.errors import DataError, InfeasibleError
from sap_match.model import Brief
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.recommend.consortia import Consortia, ConsortiumConfig, Rules


class CohesionBy(StrEnum):
    """How distance between members is measured."""

    none = "none"
    leader = "leader"
    sum = "sum"
    diameter = "diameter"
    steiner = "steiner"
    bottleneck = "bottleneck"


class FairBy(StrEnum):
    """What a team is composed fairly by."""

    kind = "kind"
    size = "size"
    place = "place"
    led_by = "led_by"


def consortium(
    source: Source,
    *,
    briefs: Briefs = None,
    teams: Annotated[
        int, typer.Option("--teams", metavar="N", min=1, max=20, help="How many teams a brief.")
    ] = 3,
    size_min: Annotated[
        int | None, typer.Option("--size-min", metavar="N", min=0, help="Least members.")
    ] = None,
    size_max: Annotated[
        int | None, typer.Option("--size-max", metavar="N", min=1, help="Most members.")
    ] = None,
    per_capability: Annotated[
        int,
        typer.Option("--per-capability", metavar="N", min=1, help="Members wanted for each."),
    ] = 1,
    must: Annotated[
        list[str] | None,
        typer.Option("--must", metavar="ID", help="Who has to be in; may be repeated."),
    ] = None,
    must_not: Annotated[
        list[str] | None,
        typer.Option("--must-not", metavar="ID", help="Who may not be in; may be repeated."),
    ] = None,
    cohesion: Annotated[
        CohesionBy, typer.Option("--cohesion", help="How distance between members counts.")
    ] = CohesionBy.leader,
    fair_by: Annotated[
        FairBy | None, typer.Option("--fair-by", help="Compose teams as the candidates are.")
    ] = None,
    gaps: Gaps = None,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """Form teams for briefs; say what nobody covers.

    For the briefs of a file, else for the data's own.

    Rows: brief_id, team, organisation_id, role, covers, reason. A capability that nobody covers
    is a row with no organisation and the role uncovered.
    """
    from sap_match.recommend.consortia import ConsortiumConfig, Rules

    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    found = read_briefs(loaded.dataset, briefs) if briefs else list(loaded.dataset.briefs)
    if not found:
        raise DataError("holds no briefs; name a file of them with --briefs", source=source)
    rules = Rules(
        size_min=size_min,
        size_max=size_max,
        per_capability=per_capability,
        must=tuple(loaded.organisation_id(one) for one in must or ()),
        must_not=tuple(loaded.organisation_id(one) for one in must_not or ()),
        fair_by=fair_by.value if fair_by else None,
    )
    made = _formed(loaded, found, teams, rules, ConsortiumConfig(cohesion=cohesion.value))
    lacking = [gap.to_record() for one in made for gap in one.gaps]
    if gaps is not None:
        from sap_match.recommend.consortia import GAP_COLUMNS

        output.write_records(lacking, gaps, GAP_COLUMNS)
    finish(_joined(made), out, _layout(loaded, found, made))
    if out is None and gaps is None and lacking:
        _show_gaps(lacking, _titles(found))


def _formed(
    loaded: Loaded,
    briefs: Sequence[Brief],
    teams: int,
    rules: Rules,
    config: ConsortiumConfig,
) -> list[Consortia]:
    """Form the teams; of a brief that cannot be met it is said why, and the others go on."""
    from sap_match.recommend.consortia import form_consortium

    memory, made = loaded.memory(), []
    failed: list[DataError | InfeasibleError] = []
    for one in briefs:
        try:
            land = loaded.landscape(one)
            made.append(
                form_consortium(land, one, teams, memory=memory, rules=rules, config=config)
            )
        except (DataError, InfeasibleError) as error:
            failed.append(error)
    if failed and not made:
        for why in failed[:-1]:
            output.complain(str(why))
        raise failed[-1]
    for why in failed:
        output.complain(str(why))
    return made


def _layout(loaded: Loaded, briefs: Sequence[Brief], made: Sequence[Consortia]) -> Layout:
    organisation, titles = loaded.names("organisations"), _titles(briefs)
    told: Mapping[tuple[str, int], str] = {
        (t.brief_id, t.number): (
            f"covers {t.covered} of {len(one.capabilities)}"
            + (f", within {max(0.1, 100 * t.gap):.1f}% of the best" if t.gap else "")
            + (f", nDKL by {t.fairness.by.replace('_', '-')} {t.fairness.ndkl:.2f}"
               if t.fairness else "")
        )
        for one in made
        for t in one.teams
    }  # fmt: skip

    def seat(row: Record) -> str:
        if row["organisation_id"] is None:
            return f"Nobody for {row['covers']}"
        return f"{row['role'].capitalize()}: {organisation(row['organisation_id'])}"

    return Layout(
        group=lambda r: (
            f"{titles[r['brief_id']]}, team {r['team']}: {told[r['brief_id'], r['team']]}"
        ),
        head=seat,
        nothing="No team can be formed.",
    )


def _show_gaps(lacking: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> None:
    output.say("\nWhat nobody local covers\n")
    output.show(
        list(lacking),
        Layout(group=lambda r: titles[r["brief_id"]], head=lambda r: str(r["capability"])),
    )


def _titles(briefs: Sequence[Brief]) -> dict[str, str]:
    return {b.id: f"{b.title or b.description} ({b.id})" for b in briefs}


def _joined(parts: Sequence[Consortia]) -> Results[Any]:
    """Return several results as one, each removal and note once."""
    return Results(
        tuple(row for part in parts for row in part),
        record=parts[0].record,
        removed=tuple(sorted({x for part in parts for x in part.removed})),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        columns=parts[0].columns,
    )
