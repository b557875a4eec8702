"""How near the members of a team are to each other: five measures, each a named choice.

Distances lie between 0 and 1. ``sum`` adds those between all pairs and ``leader`` those from
the leader; ``diameter`` is the largest; ``steiner`` the cheapest tree that joins the members,
others among the candidates helping as go-betweens; ``bottleneck`` the longest step of a chain
that leads from any member to any other by the shortest steps, go-betweens helping again
(Lappas, Liu and Terzi, KDD 2009, and the surveys after it). All five only rise when somebody joins.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Cohesion = Literal["none", "leader", "sum", "diameter", "steiner", "bottleneck"]
#: Distances between candidates at given positions: (a,), (b,) -> (a, b).
Far = Callable[["NDArray[np.intp]", "NDArray[np.intp]"], "NDArray[np.float64]"]
COHESIONS: tuple[Cohesion, ...] = ("none", "leader", "sum", "diameter", "steiner", "bottleneck")
MOST_TERMINALS = 8
MOST_CLOSED = 600


def nowhere(left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return 0 for every pair: nothing is known of distances."""
    return np.zeros((len(left), len(right)))


def of_matrix(matrix: NDArray[np.float64]) -> Far:
    """Return distances that are read out of a square matrix."""
    return lambda left, right: np.asarray(matrix[np.ix_(left, right)], dtype=float)


def closed(name: Cohesion, far: Far, n: int) -> Far:
    """Return distances by way of go-betweens, for the measures that use them.

    The longest step of the best way for ``bottleneck``, the length of the shortest way for
    ``steiner``. Beyond `MOST_CLOSED` candidates, and for the other measures, as they are.
    """
    if name not in ("bottleneck", "steiner") or n > MOST_CLOSED:
        return far
    everyone = np.arange(n)
    whole = far(everyone, everyone)
    return of_matrix(_widest_steps(whole) if name == "bottleneck" else _shortest(whole))


def apart(
    name: Cohesion, way: Far, members: NDArray[np.intp], n: int, lead: int | None = None
) -> float:
    """Return the cost of cohesion of some members; 0 for fewer than two.

    ``way`` is what `closed` gives.

    Examples
    --------
    >>> far = of_matrix(np.array([[0, 0.5, 0.9], [0.5, 0, 0.5], [0.9, 0.5, 0]]))
    >>> for name in ("leader", "sum", "diameter", "steiner", "bottleneck"):
    ...     two = apart(name, closed(name, far, 3), np.array([0, 2]), 3, lead=0)
    ...     three = apart(name, closed(name, far, 3), np.array([0, 1, 2]), 3, lead=0)
    ...     print(name, round(two, 2), round(three, 2))
    leader 0.9 1.4
    sum 0.9 1.9
    diameter 0.9 0.9
    steiner 0.9 1.0
    bottleneck 0.5 0.5
    """
    if name == "none" or len(members) < 2:
        return 0.0
    if name == "leader":
        return 0.0 if lead is None else float(way(np.array([lead]), members).sum())
    if name == "steiner":
        return _tree(way, members, n)
    square = way(members, members)
    return float(np.triu(square, 1).sum() if name == "sum" else square.max())


def _shortest(whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the lengths of the shortest ways (Floyd and Warshall)."""
    found = np.array(whole, dtype=float)
    for k in range(len(found)):
        np.minimum(found, found[:, k, None] + found[None, k], out=found)
    return found


def _widest_steps(whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the smallest longest step on a way between each pair."""
    found = np.array(whole, dtype=float)
    for k in range(len(found)):
        np.minimum(found, np.maximum(found[:, k, None], found[None, k]), out=found)
    return found


def _tree(way: Far, members: NDArray[np.intp], n: int) -> float:
    """Return the cost of the cheapest tree that joins the members.

    Exact up to eight members (Dreyfus and Wagner, Networks 1, 1971); beyond, and among more
    than `MOST_CLOSED` candidates, the spanning tree, which costs at most twice as much.
    """
    if len(members) > MOST_TERMINALS or n > MOST_CLOSED:
        return spanning(way(members, members))
    shortest = way(np.arange(n), np.arange(n))
    *ends, root = members.tolist()
    best = {frozenset([k]): shortest[one].copy() for k, one in enumerate(ends)}
    for size in range(2, len(ends) + 1):
        for group in combinations(range(len(ends)), size):
            whole = frozenset(group)
            first, *rest = group
            joined = np.full(n, np.inf)
            for more in range(len(rest)):
                for others in combinations(rest, more):
                    part = frozenset([first, *others])
                    np.minimum(joined, best[part] + best[whole - part], out=joined)
            best[whole] = (joined[:, None] + shortest).min(axis=0)
    return float(best[frozenset(range(len(ends)))][root])


def spanning(square: NDArray[np.float64]) -> float:
    """Return the cost of the cheapest spanning tree (Prim)."""
    near, total = square[0].copy(), 0.0
    waiting = set(range(1, len(square)))
    while waiting:
        nearest = min(waiting, key=lambda k: (near[k], k))
        total += float(near[nearest])
        waiting.remove(nearest)
        near = np.minimum(near, square[nearest])
    return total
