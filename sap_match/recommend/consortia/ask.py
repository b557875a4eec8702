"""A brief made ready to be solved: who may sit, what each brings, which rules hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sap_match.errors import DataError, InfeasibleError
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.ranking import top_k
from sap_match.recommend.checked import brief_of
from sap_match.recommend.consortia.bound import bound_of
from sap_match.recommend.consortia.capabilities import capabilities_of, readable, were_split
from sap_match.recommend.consortia.clash import clash_of
from sap_match.recommend.consortia.config import ConsortiumConfig, MakeUp, Rules
from sap_match.recommend.consortia.cover import Cover, cover_of, serves
from sap_match.recommend.consortia.distances import distances
from sap_match.recommend.consortia.exact import Solved, solve
from sap_match.recommend.consortia.fair import group_of, shares_of
from sap_match.recommend.consortia.problem import Problem, Row
from sap_match.recommend.consortia.rules import (
    costs_of,
    fair_rows,
    is_of,
    kept_apart,
    rows_of,
    sizes_of,
)
from sap_match.recommend.partners import fit_for_brief
from sap_match.results import Removal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: Of each capability and each rule's sort so many are looked at, however low they stand.
OF_EACH = 12


@dataclass(frozen=True, eq=False)
class Ask:
    """One brief against one landscape, as a problem over a list of candidates.

    ``beyond`` bounds every team that holds somebody who is not among the candidates.
    """

    landscape: Landscape
    brief: Brief
    config: ConsortiumConfig
    rules: Rules
    seated: tuple[str, ...]
    cover: Cover
    fit: dict[str, float]
    problem: Problem
    beyond: float
    removed: tuple[Removal, ...]
    notes: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The candidates, in order."""
        return self.problem.ids

    @property
    def rows(self) -> list[int]:
        """The candidates' positions in the landscape."""
        return [self.landscape.position[one] for one in self.ids]

    def strength(self, organisation_id: str, c: int) -> float:
        """Return how well an organisation covers a capability here."""
        i = self.landscape.position[organisation_id]
        return float(self.cover.fit[i, c] * self.cover.reach[i])

    def solved(self, rows: Sequence[Row] = (), **more: object) -> Solved:
        """Return the best team with some rules more."""
        problem = replace(self.problem, rows=(*self.problem.rows, *rows), **more)  # type: ignore[arg-type]  # fields of Problem
        found = solve(problem, exact_up_to=self.config.exact_up_to, seconds=self.config.seconds)
        if found.team is None or self.beyond <= found.bound:
            return found
        return replace(found, bound=self.beyond)


def ask(
    landscape: Landscape,
    brief: Brief,
    *,
    memory: Memory | None = None,
    config: ConsortiumConfig | None = None,
    rules: Rules | None = None,
) -> Ask:
    """Make a brief ready; see `form_consortium` for what it may say."""
    brief = brief_of(brief)
    settings, kept, remembered = config or ConsortiumConfig(), rules or Rules(), memory or Memory()
    brief = brief.model_copy(
        update={"description": readable(brief.description), "title": readable(brief.title or "")}
    )
    dataset = landscape.dataset
    seated = tuple(
        dict.fromkeys(dataset.organisation(m).id for m in (brief.lead_id, *brief.members) if m)
    )
    places = tuple(area.name for area in dataset.areas)
    capabilities = capabilities_of(brief, places)
    known = _known(landscape, kept)
    fit, removed = fit_for_brief(landscape, brief, memory=remembered)
    fit, removed = _admitted(landscape, brief, known, fit, removed)
    cover = cover_of(landscape, brief, capabilities, settings.near_km)
    least, most, notes = _sizes(brief, known, len(seated), len(fit))
    notes += _unaccredited(landscape, seated, known)
    notes += kept_apart(landscape, seated, remembered)
    everyone = tuple(sorted({*seated, *fit}))
    rough = _problem(landscape, everyone, cover, fit, seated, settings, known, least, most)
    ids, beyond = _shortlist(landscape, rough, seated, known, settings)
    problem = _problem(landscape, ids, cover, fit, seated, settings, known, least, most)
    rows = [*rows_of(landscape, ids, seated, known, brief, remembered)]
    rows += _fair(landscape, everyone, ids, seated, known)
    lead = ids.index(dataset.resolve(brief.lead_id)) if brief.lead_id else None
    hub = lead if lead is not None else problem.seated[0] if problem.seated else None
    problem = replace(
        problem,
        rows=tuple(rows),
        cohesion=settings.cohesion,
        weight=settings.cohesion_weight,
        far=distances(landscape, ids, settings.between),
        lead=hub,
    )
    if were_split(brief, places):
        notes.append(
            f"Read out of the words of {brief.id}, to be corrected in its column capabilities: "
            f"{'; '.join(capabilities)}."
        )
    return Ask(
        landscape, brief, settings, known, seated, cover, fit, problem, beyond,
        tuple(sorted(set(removed))), tuple(notes),
    )  # fmt: skip


def infeasible(asked: Ask) -> InfeasibleError:
    """Return the error that says which rules clash, and the smallest relaxation."""
    clash = clash_of(asked.problem)
    told = clash.words() if clash else "no team that keeps every rule was found in time"
    for one in asked.ids:
        told = told.replace(f"“{one} sits", f"“{asked.landscape.name(one)} sits")
    return InfeasibleError(f"brief {asked.brief.id}: {told}")


def _known(landscape: Landscape, rules: Rules) -> Rules:
    """Return the rules with surviving ids; an unknown id or area raises with the nearest."""
    dataset = landscape.dataset
    for one in (*(one for group in rules.exclusive for one in group), *rules.costs):
        dataset.organisation(one)
    for area in (*rules.places, *(m.area for m in (*rules.at_least, *rules.at_most) if m.area)):
        dataset.area(area)
    named = {
        "must": tuple(dataset.organisation(one).id for one in rules.must),
        "must_not": tuple(dataset.organisation(one).id for one in rules.must_not),
        "conflicts": tuple(
            (dataset.organisation(a).id, dataset.organisation(b).id) for a, b in rules.conflicts
        ),
    }
    return rules.model_copy(update=named)


def _admitted(
    landscape: Landscape,
    brief: Brief,
    rules: Rules,
    fit: dict[str, float],
    removed: Sequence[Removal],
) -> tuple[dict[str, float], tuple[Removal, ...]]:
    """Return who may sit, and who is removed.

    Who must sit may, if no rule but the brief's wish for kinds speaks against it; nobody
    without a wanted accreditation may.
    """
    found, out = dict(fit), list(removed)
    seated = {landscape.dataset.resolve(m) for m in (brief.lead_id, *brief.members) if m}
    why = {r.other_id: r for r in removed}
    for one in rules.must:
        if one in found or one in seated:
            continue
        rule = why.get(one)
        if rule is not None and rule.rule != "kind not wanted":
            raise InfeasibleError(
                f"brief {brief.id}: {landscape.name(one)} ({one}) has to be in the team, but may "
                f"not be asked: {rule.rule}{f' ({rule.note})' if rule.note else ''}; leave it out "
                "of the rule"
            )
        found[one] = 0.0
        out = [r for r in out if r.other_id != one]
    wanted = {a.casefold() for a in rules.accredited}
    for one in sorted(found) if wanted else ():
        held = {a.casefold() for a in landscape.dataset.organisation(one).accreditations}
        if not wanted <= held:
            del found[one]
            lacks = ", ".join(sorted(wanted - held))
            out.append(Removal(brief.id, one, "accreditation", f"does not say that it has {lacks}"))
    if wanted and fit and not found:
        raise InfeasibleError(
            f"brief {brief.id}: nobody who may be asked says that it has "
            f"{' and '.join(rules.accredited)}; leave that out of the rules, or add it to the "
            "records (column accreditations) of those who have it"
        )
    return found, tuple(out)


def _unaccredited(landscape: Landscape, seated: Sequence[str], rules: Rules) -> list[str]:
    """Return what has to be said of those who are seated already and lack an accreditation."""
    wanted = {a.casefold() for a in rules.accredited}
    told = []
    for one in seated:
        held = {a.casefold() for a in landscape.dataset.organisation(one).accreditations}
        if lacks := ", ".join(a for a in rules.accredited if a.casefold() not in held & wanted):
            told.append(f"{landscape.name(one)} is in the brief and does not say it has {lacks}.")
    return told


def _sizes(brief: Brief, rules: Rules, seated: int, free: int) -> tuple[int, int, list[str]]:
    """Return the bounds of size, and what has to be said of them.

    The brief's own give way where they cannot hold, and that is said; the rules' never do.
    """
    least, most = sizes_of(brief, rules, seated)
    notes = []
    if rules.size_max is None and most < seated:
        notes.append(
            f"{brief.id} allows {most} members and names {seated}; all of these are seated."
        )
        most = seated
    if rules.size_min is None and least > most:
        if rules.size_max is None:
            notes.append(
                f"{brief.id} asks for at least {least} and at most {most} members, which clash; "
                f"teams of {least} are given."
            )
            most = least
        else:
            least = most
    if rules.size_min is None and least > seated + free:
        notes.append(
            f"{brief.id} asks for at least {least} members, and {seated + free} may be asked."
        )
        least = seated + free
    return least, most, notes


def _problem(
    landscape: Landscape,
    ids: tuple[str, ...],
    cover: Cover,
    fit: dict[str, float],
    seated: Sequence[str],
    config: ConsortiumConfig,
    rules: Rules,
    least: int,
    most: int,
) -> Problem:
    rows = [landscape.position[one] for one in ids]
    strength = cover.strength[rows]
    held = set(seated)
    worth = [0.0 if i in held else config.fit * fit.get(i, 0.0) - config.seat_cost for i in ids]
    return Problem(
        ids,
        np.where(strength >= config.covers, strength, config.partly * strength),
        np.array(worth, dtype=float),
        seated=tuple(i for i, one in enumerate(ids) if one in held),
        least=least,
        most=most,
        asked=rules.per_capability,
        most_each=rules.most_each,
    )


def _shortlist(
    landscape: Landscape,
    rough: Problem,
    seated: Sequence[str],
    rules: Rules,
    config: ConsortiumConfig,
) -> tuple[tuple[str, ...], float]:
    """Return who is looked at in full, and a bound on every team that holds anybody else."""
    if rough.n <= config.candidates:
        return rough.ids, -np.inf
    bound = bound_of(rough)
    wanted = {*seated, *rules.must, *rules.must_not}
    wanted |= {rough.ids[i] for i in top_k(bound.with_each, rough.ids, config.candidates)}
    total = rough.gain.sum(axis=1) + rough.worth
    masks = [_mask(landscape, rough.ids, sort) for sort in rules.at_least]
    masks += [
        serves(landscape, [a])[[landscape.position[i] for i in rough.ids]] for a in rules.places
    ]
    for mask in masks:
        best = top_k(np.where(mask, total, -np.inf), rough.ids, OF_EACH)
        wanted |= {rough.ids[i] for i in best}
    for c in range(rough.capabilities):
        column = np.where(rough.gain[:, c] > 0, rough.gain[:, c], -np.inf)
        wanted |= {rough.ids[i] for i in top_k(column, rough.ids, OF_EACH)}
    out = np.array([one not in wanted for one in rough.ids])
    beyond = float(bound.with_each[out].max()) if out.any() else -np.inf
    return tuple(sorted(wanted & set(rough.ids))), beyond


def _mask(landscape: Landscape, ids: Sequence[str], sort: MakeUp) -> NDArray[np.bool_]:
    known = landscape.dataset.organisation
    return np.array([is_of(landscape, known(one), sort) for one in ids], dtype=bool)


def _fair(
    landscape: Landscape,
    everyone: Sequence[str],
    ids: Sequence[str],
    seated: Sequence[str],
    rules: Rules,
) -> list[Row]:
    """Return the rows that hold the composition of the new members near the candidates'."""
    if rules.fair_by is None:
        return []
    by, held = rules.fair_by, set(seated)
    pool = [group_of(landscape, one, by) for one in everyone if one not in held]
    shares = shares_of(pool)
    if not shares:
        raise DataError(
            f"nobody's {by.replace('_', '-')} is declared, so that no team can be fair by it; "
            "fill in the column or leave the wish out"
        )
    groups = {
        g: np.array(
            [i for i, one in enumerate(ids)
             if one not in held and group_of(landscape, one, by) == g], dtype=int,
        )
        for g in shares
    }  # fmt: skip
    return list(fair_rows(groups, shares))


def cost_of(asked: Ask, members: Sequence[str]) -> float:
    """Return what the members cost, or how many new seats they take where no costs are known."""
    costs = costs_of(asked.landscape, asked.rules)
    if costs:
        return float(sum(costs.get(one, 0.0) for one in members))
    return float(len(set(members) - set(asked.seated)))
