"""How much passes between two sides of a market: the largest sum of score x quantity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sap_match.recommend.planning.problem import Limit, Link, Solved
from sap_match.recommend.planning.programme import Rows, groups, solve

Quantities = dict[tuple[str, str], float]


def best_plan(
    links: Sequence[Link], left: Mapping[str, Limit], right: Mapping[str, Limit]
) -> tuple[Quantities, Solved]:
    """Return the quantities that maximise the sum of score x quantity, and that sum.

    Each group of links that hang together is a mixed-integer programme of its own,
    solved to optimality (HiGHS, gap 0). The plan with nothing in it is always
    feasible, so there is always an answer. Links are put in order of their ids first,
    so the order of rows never decides between equal plans.

    Examples
    --------
    >>> links = [Link("o", "n1", 0.9, 2, True), Link("o", "n2", 0.5, 2, True)]
    >>> best_plan(links, {"o": Limit(0, 3)}, {"n1": Limit(0, 2), "n2": Limit(0, 2)})
    ({('o', 'n1'): 2.0, ('o', 'n2'): 1.0}, Solved(total=2.3, bound=2.3))
    """
    useful = sorted(
        (x for x in links if x.score > 0 and x.most > 0 and x.least <= x.most),
        key=lambda x: (x.left, x.right),
    )
    plan: Quantities = {}
    beyond = 0.0
    for group in groups([(f"l {x.left}", f"r {x.right}") for x in useful]):
        found, gap = _best_of_group([useful[i] for i in group], left, right)
        plan |= found
        beyond += gap
    total = round(float(sum(x.score * plan.get((x.left, x.right), 0.0) for x in useful)), 6)
    return plan, Solved(total, round(total + beyond, 6))


def _best_of_group(
    links: Sequence[Link], left: Mapping[str, Limit], right: Mapping[str, Limit]
) -> tuple[Quantities, float]:
    """Solve one group: quantities, then a switch a link, then a switch a side."""
    sides: list[tuple[Limit, list[int]]] = []
    for limits, names in ((left, [x.left for x in links]), (right, [x.right for x in links])):
        of: dict[str, list[int]] = {}
        for i, name in enumerate(names):
            of.setdefault(name, []).append(i)
        sides += [(limits[name], of[name]) for name in sorted(of)]
    n, m = len(links), len(sides)
    rows = Rows()
    for i, x in enumerate(links):
        rows.at_most(0.0, (i, 1.0), (n + i, -x.most))
        rows.at_most(0.0, (i, -1.0), (n + i, x.least))
    for s, (limit, members) in enumerate(sides):
        rows.at_most(0.0, *((i, 1.0) for i in members), (2 * n + s, -limit.most))
        rows.at_most(0.0, *((i, -1.0) for i in members), (2 * n + s, limit.least))
        if limit.partners is not None and limit.partners < len(members):
            rows.at_most(float(limit.partners), *((n + i, 1.0) for i in members))
    found, gap = solve(
        worth=np.concatenate([[one.score for one in links], np.zeros(n + m)]),
        whole=np.concatenate([[float(one.whole) for one in links], np.ones(n + m)]),
        most=np.concatenate([[one.most for one in links], np.ones(n + m)]),
        rows=rows,
    )
    quantities = {
        (one.left, one.right): float(round(q) if one.whole else round(q, 4))
        for one, q in zip(links, found[:n], strict=True)
        if q > 1e-5 * one.most
    }
    return quantities, gap
