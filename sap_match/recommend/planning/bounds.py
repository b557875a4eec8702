"""What no plan can be worth more than: each side's best plan by itself, at given prices.

A link's score is split: ``price`` of it to its right, the rest to its left. Each side then
takes what is worth most to it, within its own limits, whatever the others do. The sum is
a bound for any split (Lagrangian decomposition: Guignard and Kim, Mathematical Programming
39, 1987), and with the right prices it is close to the best plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.planning.problem import Problem, Sides


@dataclass(frozen=True, eq=False)
class Alone:
    """Each side by itself: what it is worth (0: it stays out), and what it would take.

    ``loss`` is by how much the side would be worse off with a unit of a link.
    """

    worth: NDArray[np.float64]
    takes: NDArray[np.float64]
    loss: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bound:
    """A bound, which links either side would take, and what a unit of a link costs it."""

    most: float
    wanted: NDArray[np.bool_]
    loss: NDArray[np.float64]


def bound_of(part: Problem, price: NDArray[np.float64]) -> Bound:
    """Return what no plan is worth more than, where rights get ``price`` of each score.

    Examples
    --------
    >>> from sap_match.recommend.planning.problem import Limit, Link, problem_of
    >>> links = [Link("o", "a", 0.9, 2), Link("o", "b", 0.5, 2)]
    >>> problem = problem_of(links, {"o": Limit(0, 3)}, {"a": Limit(0, 2), "b": Limit(0, 2)})
    >>> [round(bound_of(problem, np.array(p)).most, 6) for p in ([0.0, 0.0], [0.4, 0.0])]
    [2.3, 2.3]
    """
    left = alone(part, part.lefts, part.left, part.score - price)
    right = alone(part, part.rights, part.right, price)
    wanted = (left.takes > 0) | (right.takes > 0)
    return Bound(float(left.worth.sum() + right.worth.sum()), wanted, left.loss + right.loss)


def alone(part: Problem, sides: Sides, of: NDArray[np.int64], worth: NDArray[np.float64]) -> Alone:
    """Return what each side would take by itself, at what a unit of each link is worth."""
    count = len(sides.ids)
    order = in_order(of, worth)
    side, unit, most = of[order], worth[order], part.most[order]
    before = _before(side, most, count)
    gains = np.bincount(side, weights=most * (unit > 0), minlength=count)
    quantity = np.clip(gains, sides.least, sides.most)
    takes = np.clip(quantity[side] - before, 0.0, most)
    opened = np.bincount(side, weights=takes * unit, minlength=count)
    opened = np.minimum(opened, _by_partners(sides, of, worth * part.most, count))
    last = np.full(count, np.inf)
    np.minimum.at(last, side[takes > 0], unit[takes > 0])
    spare = quantity < sides.most
    last[spare] = np.minimum(last[spare], 0.0)
    loss = np.where((opened > 0)[of], np.maximum(0.0, last[of] - worth), -np.minimum(opened, 0)[of])
    loss[np.isfinite(sides.partners)[of] & (opened > 0)[of]] = 0.0
    placed = np.empty(len(of))
    placed[order] = takes * (opened > 0)[side]
    return Alone(np.maximum(opened, 0.0), placed, loss)


def in_order(of: NDArray[np.int64], worth: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the links side by side, for each the worthiest first."""
    spread = 2.0 * float(np.abs(worth).max(initial=1.0)) + 1.0
    return np.argsort(of * spread - worth, kind="stable")


def _before(side: NDArray[np.int64], most: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return for links side by side how much the earlier ones of the same side add up to."""
    sums = np.cumsum(most) - most
    first = np.searchsorted(side, np.arange(count))
    return np.asarray(sums - sums[np.minimum(first, max(0, len(side) - 1))][side])


def _by_partners(
    sides: Sides, of: NDArray[np.int64], worth: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Return what the allowed number of partners can be worth; without a cap no limit."""
    capped = np.flatnonzero(np.isfinite(sides.partners[of]))
    found = np.where(np.isfinite(sides.partners), 0.0, np.inf)
    if len(capped):
        own, gain = of[capped], np.maximum(worth[capped], 0.0)
        order = in_order(own, gain)
        side = own[order]
        rank = _before(side, np.ones(len(side)), count)
        chosen = rank < sides.partners[side]
        found += np.bincount(side, weights=gain[order] * chosen, minlength=count)
    return found


def guessed_prices(part: Problem, rounds: int = 10) -> NDArray[np.float64]:
    """Return what a unit of each right is worth, as each side asks what its last unit brings."""
    u, v = np.zeros(len(part.lefts.ids)), np.zeros(len(part.rights.ids))
    best = (np.inf, v)
    for _ in range(rounds):
        v = (v + _last_unit(part, part.rights, part.right, part.score - u[part.left])) / 2
        u = (u + _last_unit(part, part.lefts, part.left, part.score - v[part.right])) / 2
        beyond = np.maximum(0.0, part.score - u[part.left] - v[part.right])
        bound = part.lefts.most @ u + part.rights.most @ v + beyond @ part.most
        if bound < best[0]:
            best = float(bound), v
    return best[1]


def _last_unit(
    part: Problem, sides: Sides, of: NDArray[np.int64], worth: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what the unit that fills each side is worth to it; 0 where none does."""
    count = len(sides.ids)
    order = in_order(of, worth)
    side, most = of[order], part.most[order]
    through = _before(side, most, count) + most
    full = np.flatnonzero(through >= sides.most[side])[::-1]
    price = np.zeros(count)
    price[side[full]] = np.maximum(0.0, worth[order][full])
    return price
