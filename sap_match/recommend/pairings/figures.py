"""Measures of a whole plan of pairings: who got a first choice, how far, how much is placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.planning.blocking import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sap_match.recommend.pairings.market import Market
    from sap_match.recommend.planning import Answer, Problem

_LITTLE = 1e-6


def figures_of(market: Market, problem: Problem, answer: Answer) -> dict[str, float]:
    """Return a plan's measures by name, rounded to 1e-6; shares run from 0 to 1.

    ``offers_placed``, ``needs_served``
        How many are in the plan at all; ``match_rate_offers`` and ``match_rate_needs`` are
        their shares of those of which anything was open.
    ``first_choices_offers``, ``first_choices_needs``, ``mean_rank``
        See `choices`.
    ``pledged UNIT``, ``placed UNIT``
        How much the offers that are counted in a unit hold, and how much of it is placed.
    ``mean_utility GROUP``, ``least_utility GROUP``
        Score x the share of what a need asks for that it gets, over the needs of a group.
    ``km_half``, ``km_nine_tenths``
        Within which distance half, and nine tenths, of the pairs lie; of those whose places
        are known and that need somebody to travel.
    """
    units = [one.unit or "of no unit" for one in market.offers]
    pairs = [market.meeting(int(i)) for i in np.flatnonzero(answer.quantity > _LITTLE)]
    km = np.array([m.km for m in pairs if m.km is not None and not m.remote], dtype=float)
    return {
        **placed(problem, answer.quantity),
        **choices(problem, answer.quantity),
        **amounts(problem, answer.quantity, units),
        **utilities(problem, answer.quantity),
        **distances(km),
        **answer.figures,
    }


def placed(problem: Problem, quantity: NDArray[np.float64]) -> dict[str, float]:
    """Return how many of each side are in the plan, and their share of those that are open.

    Examples
    --------
    >>> from sap_match.recommend.planning import Limit, Link, problem_of
    >>> market = problem_of(
    ...     [Link("a", "x", 0.9, 4)], {"a": Limit(0, 4), "b": Limit(0, 4)}, {"x": Limit(0, 8)}
    ... )
    >>> found = placed(market, np.array([4.0]))
    >>> found["match_rate_offers"], found["match_rate_needs"]
    (0.5, 1.0)
    """
    found: dict[str, float] = {}
    names = (("offers", "offers_placed"), ("needs", "needs_served"))
    for (side, name), sides, ends in zip(names, problem.both, problem.ends, strict=True):
        there = np.unique(ends[quantity > _LITTLE])
        open_ones = int((sides.most > 0).sum())
        found[name] = float(len(there))
        found[f"match_rate_{side}"] = round(len(there) / open_ones, 6) if open_ones else 0.0
    return found


def amounts(
    problem: Problem, quantity: NDArray[np.float64], units: Sequence[str]
) -> dict[str, float]:
    """Return how much is pledged and placed in each unit; ``units`` name each left's.

    Examples
    --------
    >>> from sap_match.recommend.planning import Limit, Link, problem_of
    >>> market = problem_of([Link("a", "x", 0.9, 4)], {"a": Limit(0, 6)}, {"x": Limit(0, 8)})
    >>> amounts(market, np.array([4.0]), ["hours"])
    {'pledged hours': 6.0, 'placed hours': 4.0}
    """
    used = np.bincount(problem.left, quantity, len(problem.lefts.ids))
    found: dict[str, float] = {}
    for unit in sorted(set(units)):
        mine = np.array([u == unit for u in units], dtype=bool)
        found[f"pledged {unit}"] = round(float(problem.lefts.most[mine].sum()), 6)
        found[f"placed {unit}"] = round(float(used[mine].sum()), 6)
    return found


def utilities(problem: Problem, quantity: NDArray[np.float64]) -> dict[str, float]:
    """Return the mean and the least of what the needs of each group get.

    A need's utility is the sum of score x quantity over what it asks for: 1 is all of it
    from a perfect fit. Needs with nothing open are left out.

    Examples
    --------
    >>> from sap_match.recommend.planning import Limit, Link, problem_of
    >>> market = problem_of(
    ...     [Link("a", "x", 0.5, 4)],
    ...     {"a": Limit(0, 4)},
    ...     {"x": Limit(0, 4), "y": Limit(0, 4)},
    ...     groups={"x": "small", "y": "small"},
    ... )
    >>> utilities(market, np.array([4.0]))
    {'mean_utility small': 0.25, 'least_utility small': 0.0}
    """
    if not any(problem.groups):
        return {}
    worth = np.bincount(problem.right, problem.score * quantity, len(problem.rights.ids))
    asked = problem.rights.most
    found: dict[str, float] = {}
    groups = np.array(problem.groups)
    for name in sorted(set(problem.groups) - {""}):
        mine = (groups == name) & (asked > 0)
        if mine.any():
            shares = worth[mine] / asked[mine]
            found[f"mean_utility {name}"] = round(float(shares.mean()), 6)
            found[f"least_utility {name}"] = round(float(shares.min()), 6)
    return found


def distances(km: NDArray[np.float64]) -> dict[str, float]:
    """Return within which distance half, and nine tenths, of some pairs lie.

    Examples
    --------
    >>> distances(np.array([1.0, 2.0, 3.0]))
    {'km_half': 2.0, 'km_nine_tenths': 2.8}
    """
    if not len(km):
        return {}
    half, most = np.percentile(km, [50, 90])
    return {"km_half": round(float(half), 6), "km_nine_tenths": round(float(most), 6)}
