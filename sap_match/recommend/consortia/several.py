"""Several teams: the next best that really differ, and the Pareto front."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor
from typing import TYPE_CHECKING

from sap_match.ranking import rounded
from sap_match.recommend.consortia.ask import Ask, cost_of
from sap_match.recommend.consortia.problem import Row
from sap_match.recommend.same import same_organisations

if TYPE_CHECKING:
    from sap_match.recommend.consortia.exact import Solved


def differing(asked: Ask, teams: int) -> Iterator[Solved]:
    """Yield up to ``teams`` teams, best first; of no two are more than a share the same.

    The share is the config's ``differ``, of the new members of the earlier team. The first that
    is yielded has no team where the rules clash; then there is no other.
    """
    rows: list[Row] = []
    for number in range(teams):
        found = asked.solved(rows)
        if found.team is None:
            if not number:
                yield found
            return
        yield found
        new = tuple(i for i in found.team if i not in asked.problem.seated)
        if not new:
            return
        rows.append(
            Row("differs", _listings(asked, new), most=floor(asked.config.differ * len(new)))
        )


def _listings(asked: Ask, new: Sequence[int]) -> tuple[int, ...]:
    """Return members with whoever may be the same: a second listing is no other choice."""
    same = same_organisations(asked.landscape)
    doubles = {other for i in new for other in same.get(asked.ids[i], {})} - {*asked.seated}
    return tuple(sorted({*new, *(i for i, one in enumerate(asked.ids) if one in doubles)}))


def front(asked: Ask, steps: int = 12) -> list[Solved]:
    """Return the Pareto front of coverage, cohesion and cost, best coverage first.

    Cost (seats, where no costs are known) is capped below the last team's again and again, and
    cohesion is weighed from nothing to ten times; what another team beats or equals in all three
    is left out. Each is a best team for its cap and weight.
    """
    problem = asked.problem
    found: dict[tuple[int, ...], Solved] = {}
    for weight in (0.0, problem.weight, 4 * problem.weight, 10 * problem.weight):
        rows: list[Row] = []
        for _ in range(steps):
            one = asked.solved(rows, weight=weight)
            if one.team is None:
                break
            found.setdefault(one.team, one)
            cost = _cost(asked, one.team)
            rows = [_cheaper(asked, cost)]
    best = {team: _aims(asked, team) for team in found}
    kept = [
        t for t in best
        if not any(_beats(best[other], best[t]) for other in best if other != t)
    ]  # fmt: skip
    kept = list({best[t]: t for t in sorted(kept, reverse=True)}.values())
    return [found[t] for t in sorted(kept, key=lambda t: (tuple(-a for a in best[t]), t))]


def _aims(asked: Ask, team: tuple[int, ...]) -> tuple[float, float, float]:
    """Return coverage, and cohesion and cost with a minus, so that more is better."""
    problem = asked.problem
    return (
        rounded(problem.coverage_of(team)),
        -rounded(problem.cohesion_of(team)),
        -rounded(_cost(asked, team)),
    )


def _beats(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def _cost(asked: Ask, team: tuple[int, ...]) -> float:
    return cost_of(asked, [asked.ids[i] for i in team])


def _cheaper(asked: Ask, cost: float) -> Row:
    each = [(i, cost_of(asked, [one])) for i, one in enumerate(asked.ids)]
    priced = [(i, c) for i, c in each if c > 0]
    return Row(
        "cheaper", tuple(i for i, _ in priced), most=cost - 1e-3,
        factors=tuple(c for _, c in priced),
    )  # fmt: skip
