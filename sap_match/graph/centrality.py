"""Centrality: through whom paths run, and how far a network hangs on one node."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import collapsed, is_symmetric, present
from sap_match.graph.figure import Figure

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def betweenness(ties: Any) -> Floats:
    """Return the number of shortest paths through each node, shape (n,), shares counted.

    Not scaled (Freeman, Sociometry 40, 1977). Directed where the ties are; without
    direction each pair counts once. Takes about n x ties steps: minutes from 5,000
    organisations on.

    Examples
    --------
    >>> betweenness(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])).tolist()
    [0.0, 1.0, 0.0]
    """
    import networkx as nx

    graph = _networkx(present(ties))
    found = nx.betweenness_centrality(graph, normalized=False)
    return np.array([found[i] for i in range(len(graph))], dtype=float)


def betweenness_centralisation(ties: Any) -> Figure:
    """Return how far betweenness hangs on one node: 0 all alike, 1 a star.

    ``sum of (max - b) / ((n - 1)^2 (n - 2))`` with direction, half of that below
    without (Freeman, 1977). NaN under three nodes.

    Examples
    --------
    >>> betweenness_centralisation(np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]]))
    1.0
    """
    found = betweenness(ties)
    n = len(found)
    most = (n - 1) ** 2 * (n - 2) / (2 if is_symmetric(ties) else 1) if n > 2 else 0
    return Figure.ratio(
        (found.max() - found).sum() if n else 0,
        most,
        definition="sum of differences from the highest betweenness, over that of a star",
    )


def degree_centralisation(ties: Any, *, directed: bool = False) -> Figure:
    """Return how far ties hang on one node: 0 all alike, 1 a star.

    ``sum of (max - d) / ((n - 1)(n - 2))`` without direction; with it, of ties sent,
    over ``(n - 1)^2`` (Freeman, Social Networks 1, 1979). NaN under three nodes.

    Examples
    --------
    >>> degree_centralisation(np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]]))
    1.0
    """
    degree = _sums(present(ties) if directed else collapsed(ties))
    n = len(degree)
    most = ((n - 1) ** 2 if directed else (n - 1) * (n - 2)) if n > 2 else 0
    return Figure.ratio(
        (degree.max() - degree).sum() if n else 0,
        most,
        definition="sum of differences from the highest degree, over that of a star",
    )


def _sums(matrix: Any) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()


def _networkx(csr: Any) -> Any:
    import networkx as nx

    graph = nx.Graph() if is_symmetric(csr) else nx.DiGraph()
    graph.add_nodes_from(range(csr.shape[0]))
    coo = csr.tocoo()
    graph.add_edges_from(zip(coo.row.tolist(), coo.col.tolist(), strict=True))
    return graph
