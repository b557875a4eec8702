"""What no team can be worth more than, and who can sit in no best team.

Each capability gets a price; who is dearer than the price of what it covers is worth the rest.
For any prices the sum of the prices and of the best seats is a bound on every team
(Lagrangian relaxation of "a capability counts ``asked`` times"; Cornuéjols, Fisher and
Nemhauser, Management Science 23, 1977). Rules and most of cohesion are left out of it, which
only makes it larger, so that it holds whatever the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.consortia.problem import Problem

STEPS = 200


@dataclass(frozen=True, eq=False)
class Bound:
    """A bound on every team, and on every team that holds a given candidate."""

    value: float
    with_each: NDArray[np.float64]

    def may_be_best(self, worth: float) -> NDArray[np.bool_]:
        """Return who may sit in a team that is worth at least ``worth``."""
        return np.asarray(self.with_each >= worth - 1e-6, dtype=bool)


def bound_of(problem: Problem, reached: float | None = None, steps: int = STEPS) -> Bound:
    """Return the least bound that ``steps`` steps of subgradient descent find.

    ``reached`` is the worth of a team that is known, towards which steps are measured.
    """
    n, m = problem.n, problem.capabilities
    if n == 0:
        return Bound(0.0, np.zeros(0))
    prices = np.sort(problem.gain, axis=0)[-min(n, problem.asked + 1)].copy() * 0.9
    best, kept = np.inf, prices
    pace, stalled = 1.0, 0
    for _ in range(steps):
        score = _scores(problem, prices)
        chosen = _chosen(problem, score)
        value = float(problem.asked * prices.sum() + score[chosen].sum())
        if value < best - 1e-9:
            best, kept, stalled = value, prices.copy(), 0
        else:
            stalled += 1
        if stalled >= 6:
            pace, stalled, prices = pace / 2, 0, kept.copy()
            if pace < 1e-4:
                break
            continue
        slope = problem.asked - (problem.gain[chosen] > prices).sum(axis=0)
        steep = float((slope**2).sum())
        if m == 0 or steep == 0:
            break
        target = reached if reached is not None else best - 0.05 * abs(best) - 0.01
        prices = np.maximum(0.0, prices - pace * max(value - target, 1e-4) / steep * slope)
    score = _scores(problem, kept)
    return Bound(best, _with_each(problem, score, best))


def _scores(problem: Problem, prices: NDArray[np.float64]) -> NDArray[np.float64]:
    extra = np.maximum(0.0, problem.gain - prices).sum(axis=1)
    return np.asarray(problem.linear + extra, dtype=float)


def _chosen(problem: Problem, score: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return who sits where only the size counts: the seated, then the best."""
    seated = list(problem.seated)
    rest = score.copy()
    rest[seated] = -np.inf
    room = min(max(problem.most - len(seated), 0), problem.n - len(seated))
    need = min(max(problem.least - len(seated), 0), room)
    order = np.argpartition(-rest, room - 1)[:room] if 0 < room < problem.n else np.argsort(-rest)
    order = order[np.argsort(-rest[order], kind="stable")][:room]
    free = [i for place, i in enumerate(order.tolist()) if place < need or rest[i] > 0]
    return np.array(seated + free, dtype=np.intp)


def _with_each(problem: Problem, score: NDArray[np.float64], best: float) -> NDArray[np.float64]:
    chosen = _chosen(problem, score)
    free = [i for i in chosen.tolist() if i not in set(problem.seated)]
    worst = min((float(score[i]) for i in free), default=0.0)
    gives_way = 0.0
    if len(chosen) >= problem.most:  # somebody has to leave
        gives_way = worst if free else np.inf
    elif len(free) <= problem.least - len(problem.seated):  # who only fills a seat may leave
        gives_way = min(0.0, worst)
    found = best + score - gives_way
    found[chosen] = best
    return np.asarray(np.minimum(found, best), dtype=float)
