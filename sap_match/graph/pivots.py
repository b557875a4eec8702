"""Betweenness from a sample of nodes: paths are followed from these pivots alone.

Brandes and Pich, International Journal of Bifurcation and Chaos 17, 2007. A pivot's neighbours
would look important by being near to it, so a path counts for a node from that end alone to
which the node is not nearer, and half where it stands in the middle: the bisection of
Geisberger, Sanders and Schultes, ALENEX 2008. Of as many pivots it leaves a
smaller error; `benchmarks/network.py` measures what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.one_mode import CollaborationNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Nodes at each number of steps from the pivots, and in how many ways each pivot gets there.
Levels = list[tuple[Ints, Floats]]

#: How many (node, pivot) are held at once.
BLOCK = 2_000_000
#: Longer paths than this count by the share of the way instead: one pass does for all of them.
_BISECTED = 12


def sampled(network: CollaborationNetwork, pivots: Ints) -> tuple[Floats, Floats]:
    """Return what the pivots' paths give each node: the sum and the sum of squares, shape (n,).

    Summed over all nodes as pivots the first is betweenness.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([("a", "b"), ("b", "c"), ("c", "d")])
    >>> sampled(path, np.arange(4))[0].tolist()
    [0.0, 2.0, 2.0, 0.0]
    """
    n = len(network)
    total, squares = np.zeros(n), np.zeros(n)
    out = network.ties
    into = out.T.tocsr() if network.directed else out
    many = min(max(BLOCK // max(n, 1), 1), 64)
    for first in range(0, len(pivots), many):
        some = np.asarray(pivots[first : first + many])
        found = _from_the_far_half(out, into, some)
        if network.directed:
            found += _from_the_far_half(into, out, some)
        total += found.sum(axis=1)
        squares += (found * found).sum(axis=1)
    return total, squares


def _from_the_far_half(out: Any, into: Any, pivots: Ints) -> Floats:
    """Return, node x pivot, the paths from the pivot through the node, if it is not nearer."""
    levels = _levels(out, into, pivots)
    found = np.zeros((out.shape[0], len(pivots)))
    deepest = len(levels) - 1
    for length in range(2, min(deepest, _BISECTED) + 1):
        for at, rows, share in _back(out, levels, length, (length + 1) // 2, _only(length)):
            found[rows] += share if 2 * at > length else share / 2
    if deepest > _BISECTED:
        for at, rows, share in _back(out, levels, deepest, 1, _longer):
            found[rows] += at * share
    return found


def _only(length: int) -> Callable[[int], float]:
    return lambda level: float(level == length)


def _longer(level: int) -> float:
    return 1 / level if level > _BISECTED else 0.0


def _levels(out: Any, into: Any, pivots: Ints) -> Levels:
    """Follow paths from each pivot outwards, a step at a time."""
    n, many = out.shape[0], len(pivots)
    front = np.zeros((n, many))
    front[pivots, np.arange(many)] = 1
    reached = front > 0
    rows = np.unique(pivots)
    levels = [(rows, front[rows])]
    while True:
        beside = _beside(out, rows)
        ways = _times(into, beside, front)
        front[rows] = 0
        ways[reached[beside]] = 0
        some = ways.any(axis=1)
        if not some.any():
            return levels
        rows, ways = beside[some], ways[some]
        reached[rows] |= ways > 0
        front[rows] = ways
        levels.append((rows, ways))


def _back(
    out: Any, levels: Levels, top: int, bottom: int, ends: Callable[[int], float]
) -> Iterator[tuple[int, Ints, Floats]]:
    """Yield, level by level down to ``bottom``, the share of paths that run through each node.

    ``ends(level)`` is what a path counts that ends at a level.
    """
    rows, ways = levels[top]
    beyond = np.zeros((out.shape[0], ways.shape[1]))
    share = np.zeros_like(ways)
    for level in range(top, bottom, -1):
        rows, ways = levels[level]
        each = np.divide(share + ends(level), ways, out=np.zeros_like(ways), where=ways > 0)
        beyond[rows] = each
        nearer, ways = levels[level - 1]
        share = _times(out, nearer, beyond) * ways
        beyond[rows] = 0
        yield level - 1, nearer, share


def _beside(out: Any, rows: Ints) -> Ints:
    """Return the nodes that a tie leads to from any of ``rows``."""
    touched = np.zeros(out.shape[0], dtype=bool)
    few = 4 * len(rows) < out.shape[0]
    touched[out[rows].indices if few else out.indices] = True
    return np.flatnonzero(touched)


def _times(ties: Any, rows: Ints, values: Floats) -> Floats:
    """Return ``(ties @ values)[rows]``; only those rows of it where they are few."""
    few = 4 * len(rows) < ties.shape[0]
    return np.asarray(ties[rows] @ values if few else (ties @ values)[rows])
