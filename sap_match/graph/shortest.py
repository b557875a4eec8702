"""Shortest paths: how many run through whom.

Brandes, Journal of Mathematical Sociology 25, 2001: from a source outwards level by level,
then back, each node handing on what hangs on it. Many sources at a time in numpy; with igraph
installed, there.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.one_mode import CollaborationNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: How many (source, tie) are held at once: some 100 MB of memory.
BLOCK = 2_000_000


def through(network: CollaborationNetwork, sources: Ints) -> Floats:
    """Return how many shortest paths from ``sources`` run through each node, shape (n,).

    Where there is no direction a path is shared by its two ends, half to each.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)])
    >>> through(path, np.array([0])).tolist(), through(path, np.arange(3)).tolist()
    ([0.0, 0.5, 0.0], [0.0, 1.0, 0.0])
    """
    if not len(sources) or find_spec("igraph") is None:
        return through_plain(network, sources)
    import igraph

    ends = np.column_stack([network.sources, network.targets])
    graph = igraph.Graph(len(network), edges=ends, directed=network.directed)
    return np.array(graph.betweenness(sources=sources.tolist()), dtype=float)


def through_plain(network: CollaborationNetwork, sources: Ints) -> Floats:
    """Return how many shortest paths from ``sources`` run through each node, in numpy."""
    n, ties = len(network), network.ties
    start, ends = ties.indptr.astype(np.int64), ties.indices.astype(np.int64)
    many = max(1, BLOCK // max(n + len(ends), 1))
    found = np.zeros(n)
    for first in range(0, len(sources), many):
        found += _hanging(start, ends, np.asarray(sources[first : first + many]))
    return found if network.directed else found / 2


def _hanging(start: Ints, ends: Ints, sources: Ints) -> Floats:
    """Return what hangs on each node, summed over ``sources``; a state is source x node."""
    n = len(start) - 1
    states = np.arange(len(sources)) * n + sources
    level = states
    place = np.full(len(sources) * n, -1)  # of a state within its level; -1 not yet reached
    paths = np.zeros(len(sources) * n)
    place[level], paths[level] = np.arange(len(level)), 1.0
    done: list[tuple[Ints, Ints, Ints]] = []
    while len(level):
        row, heads = _onwards(start, ends, level, n)
        fresh = place[heads] < 0
        row, heads = row[fresh], heads[fresh]
        done.append((level, row, heads))
        place[heads] = np.arange(len(heads))
        reached = heads[place[heads] == np.arange(len(heads))]  # each once
        place[reached] = np.arange(len(reached))
        came = paths[level][row]
        paths[reached] = np.bincount(place[heads], weights=came, minlength=len(reached))
        level = reached
    hangs = np.zeros(len(paths))
    for level, row, heads in reversed(done):
        share = paths[level][row] / paths[heads] * (1 + hangs[heads])
        hangs[level] = np.bincount(row, weights=share, minlength=len(level))
    hangs[states] = 0
    return np.asarray(hangs.reshape(len(sources), n).sum(axis=0))


def _onwards(start: Ints, ends: Ints, level: Ints, n: int) -> tuple[Ints, Ints]:
    """Return each tie out of ``level`` as the row of its tail there, and its head."""
    node = level % n
    count = start[node + 1] - start[node]
    row = np.repeat(np.arange(len(level)), count)
    begins = np.repeat(np.cumsum(count) - count, count)
    tie = start[node][row] + np.arange(len(row)) - begins
    return row, (level - node)[row] + ends[tie]
