"""Teams for a brief: the best one, and others that really differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.ranking import rounded
from sap_match.recommend.checked import count_of
from sap_match.recommend.consortia.ask import Ask, ask, cost_of, infeasible
from sap_match.recommend.consortia.config import ConsortiumConfig, Rules
from sap_match.recommend.consortia.exact import Solved
from sap_match.recommend.consortia.fair import Fairness, fairness, group_of
from sap_match.recommend.consortia.gaps import gaps_of
from sap_match.recommend.consortia.seats import (
    SEAT_COLUMNS,
    Consortia,
    Gap,
    Seat,
    SeatRole,
    Team,
    seat_record,
)
from sap_match.recommend.consortia.several import differing, front
from sap_match.recommend.consortia.words import seat_reason

if TYPE_CHECKING:
    from sap_match.landscape import Landscape


def form_consortium(
    landscape: Landscape,
    brief: Brief,
    teams: int = 3,
    *,
    memory: Memory | None = None,
    config: ConsortiumConfig | None = None,
    rules: Rules | None = None,
) -> Consortia:
    """Form up to ``teams`` teams for a brief.

    Parameters
    ----------
    landscape : Landscape
        The partnership as of a date.
    brief : Brief
        Its ``capabilities`` are what has to be covered, else what its text lists, else its
        themes; ``lead_id`` and ``members`` are seated in every team.
    teams : int
        How many alternatives, best first; fewer when no more differ enough.
    memory : Memory, optional
        Pairs that are never to be brought together.
    config : ConsortiumConfig, optional
        How coverage, fit, cohesion and seats weigh.
    rules : Rules, optional
        What every team has to keep.

    Returns
    -------
    Consortia
        Results of `Seat`, with ``teams`` (objective, bound, gap, coverage, cohesion and cost of
        each) and ``gaps``. A capability that nobody covers is a row with no organisation and
        the role ``uncovered``.

    Raises
    ------
    UnknownIdError
        The lead, a member or somebody in a rule is unknown.
    InfeasibleError
        No team keeps every rule; says which rules clash and the smallest relaxation.
    DataError
        The brief has no word that could be looked for.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Dataset, Organisation
    >>> from sap_match.similarity.encoder import HashedWords
    >>> told = {"a": "Hot food for forty", "b": "Minibus and drivers", "c": "A choir"}
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id=i, name=i.upper(), kind="voluntary", description=t)
    ...             for i, t in told.items()
    ...         ]
    ...     },
    ... )
    >>> land = Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords())
    >>> found = form_consortium(
    ...     land, Brief(id="x", description="Lunch", capabilities=("hot food", "minibus")), 1
    ... )
    >>> [(s.organisation_id, s.covers) for s in found], found.gap
    ([('b', ('minibus',)), ('a', ('hot food',))], 0.0)
    """
    count_of(teams, "teams")
    asked = ask(landscape, brief, memory=memory, config=config, rules=rules)
    gaps = gaps_of(asked)
    seats: list[Seat] = []
    made: list[Team] = []
    for number, found in enumerate(differing(asked, teams), start=1):
        if found.team is None:
            raise infeasible(asked)
        team = team_of(asked, number, found)
        made.append(team)
        seats += _seats(asked, team, gaps)
    notes = [*asked.notes, *_gap_notes(made)]
    return Consortia(
        tuple(seats),
        record=seat_record,
        removed=asked.removed,
        notes=tuple(notes),
        columns=SEAT_COLUMNS,
        teams=tuple(made),
        gaps=gaps,
        capabilities=asked.cover.capabilities,
        split=any(n.startswith("Read out") for n in notes),
    )


def pareto_front(
    landscape: Landscape,
    brief: Brief,
    *,
    memory: Memory | None = None,
    config: ConsortiumConfig | None = None,
    rules: Rules | None = None,
) -> tuple[Team, ...]:
    """Return teams of which none is beaten in coverage, cohesion and cost at once.

    The best covering comes first; the others cover less and are nearer, smaller or cheaper. See
    `form_consortium` for the arguments and what is raised.
    """
    asked = ask(landscape, brief, memory=memory, config=config, rules=rules)
    found = front(asked)
    if not found:
        raise infeasible(asked)
    return tuple(team_of(asked, number, one) for number, one in enumerate(found, start=1))


def _gap_notes(teams: Iterable[Team]) -> list[str]:
    return [
        f"Team {t.number} is worth {t.objective:.2f}, and no team more than {t.bound:.2f}: within "
        f"{max(0.1, 100 * t.gap):.1f}% of the best."
        for t in teams
        if t.gap > 0
    ]


def team_of(asked: Ask, number: int, found: Solved) -> Team:
    """Return a solved team with its numbers."""
    chosen = found.team or ()
    members = tuple(asked.ids[i] for i in chosen)
    stands = covers_of(asked, chosen)
    names = asked.cover.capabilities
    strengths = {
        one: {names[c]: rounded(asked.strength(one, c)) for c in cs} for one, cs in stands.items()
    }
    best = [
        max((asked.strength(one, c) for one in members), default=0.0) for c in range(len(names))
    ]
    times = [sum(c in cs for cs in stands.values()) for c in range(len(names))]
    return Team(
        brief_id=asked.brief.id,
        number=number,
        members=members,
        strengths=strengths,
        objective=rounded(found.value),
        bound=rounded(found.bound),
        gap=rounded(found.gap),
        method=found.method,
        coverage=rounded(sum(best) / len(best)) if best else 0.0,
        covered=sum(t >= asked.problem.asked for t in times),
        cohesion=rounded(asked.problem.cohesion_of(chosen)),
        cost=rounded(cost_of(asked, members)),
        fairness=_fairness(asked, members, strengths),
    )


def _fairness(
    asked: Ask, members: Sequence[str], strengths: dict[str, dict[str, float]]
) -> Fairness | None:
    by = asked.rules.fair_by
    if by is None:
        return None
    free = [one for one in members if one not in asked.seated]
    free.sort(key=lambda one: (-sum(strengths[one].values()), one))
    pool = [one for one in sorted({*asked.fit}) if one not in asked.seated]
    return fairness(
        by,
        [group_of(asked.landscape, one, by) for one in free],
        [group_of(asked.landscape, one, by) for one in pool],
    )


def covers_of(asked: Ask, chosen: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Return which capabilities (positions) each member clearly covers."""
    return {
        asked.ids[i]: tuple(c for c in cs if asked.strength(asked.ids[i], c) >= asked.config.covers)
        for i, cs in asked.problem.covered(chosen).items()
    }


def _seats(asked: Ask, team: Team, gaps: Sequence[Gap]) -> list[Seat]:
    brief, names = asked.brief, asked.cover.capabilities
    lead = asked.landscape.dataset.resolve(brief.lead_id) if brief.lead_id else None
    rows = []
    for one in [*asked.seated, *(m for m in team.members if m not in asked.seated)]:
        held = team.strengths[one]
        role: SeatRole = "lead" if one == lead else "member" if one in asked.seated else "partner"
        rows.append(
            Seat(
                brief.id, team.number, one, role, tuple(held),
                seat_reason(asked, one, [names.index(c) for c in held], role),
                rounded(sum(held.values()) + asked.fit.get(one, 0.0)),
            )
        )  # fmt: skip
    rows.sort(key=lambda s: (s.role != "lead", s.role != "member", -s.score, s.organisation_id))
    covered = {c for held in team.strengths.values() for c in held}
    lacking = {g.capability: g.reason for g in gaps}
    for name in names:
        if name not in covered:
            told = lacking.get(name, f"Nobody in this team covers {name}.")
            rows.append(Seat(brief.id, team.number, None, "uncovered", (name,), told))
    return rows
