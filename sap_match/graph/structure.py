"""Structure: holes, cores, components, and what hangs on one organisation or one tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import collapsed, is_symmetric, present, weighted
from sap_match.graph.figure import Figure

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Holes:
    """Burt's measures of structural holes, arrays of shape (n,); NaN for those without ties.

    ``constraint`` is high where partners are tied to each other, ``effective_size``
    counts partners less those that lead to the same people, ``efficiency`` is
    effective size over partners.
    """

    constraint: Floats
    effective_size: Floats
    efficiency: Floats


def structural_holes(ties: Any) -> Holes:
    """Return constraint, effective size and efficiency (Burt, Structural Holes, 1992, ch. 2).

    With ``z_ij = w_ij + w_ji`` and ``p_ij = z_ij / sum_k z_ik``: constraint of ``i``
    is the sum over its partners ``j`` of ``(p_ij + sum_q p_iq p_qj)^2``, as igraph has
    it; effective size is the sum over ``j`` of ``1 - sum_q p_iq z_jq / max_k z_jk``.

    Examples
    --------
    The middle of a star bridges holes; its arms have one way out.

    >>> star = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    >>> holes = structural_holes(star)
    >>> holes.constraint.tolist(), holes.effective_size.tolist()
    ([0.5, 1.0, 1.0], [2.0, 1.0, 1.0])
    """
    csr = weighted(ties)
    z = weighted(csr + csr.T)
    near = present(z)
    total = np.asarray(z.sum(axis=1), dtype=float).ravel()
    partners = np.asarray(near.sum(axis=1), dtype=float).ravel()
    p = z.multiply(_inverse(total)[:, None]).tocsr()
    most = np.asarray(z.max(axis=1).toarray(), dtype=float).ravel() if z.nnz else total
    m = z.multiply(_inverse(most)[:, None]).tocsr()
    reached = near.multiply(p + p @ p)
    redundant = _sums(near.multiply(p @ m.T))
    alone = partners == 0
    constraint, effective = _sums(reached.multiply(reached)), partners - redundant
    constraint[alone] = effective[alone] = np.nan
    return Holes(constraint, effective, effective * _inverse(partners))


def _inverse(values: Floats) -> Floats:
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def _sums(matrix: Any) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()


def coreness(ties: Any) -> Ints:
    """Return the largest k for which a node stands in a k-core, shape (n,); direction is dropped.

    In a k-core everybody has k partners inside it (Seidman, Social Networks 5, 1983).

    Examples
    --------
    >>> triangle_and_tail = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
    >>> coreness(triangle_and_tail).tolist()
    [2, 2, 2, 1]
    """
    csr = collapsed(ties)
    degree = _sums(csr)
    left = np.ones(len(degree), dtype=bool)
    core = np.zeros(len(degree), dtype=np.int64)
    k = 0
    while left.any():
        peel = left & (degree <= k)
        if not peel.any():
            k = int(degree[left].min())
            continue
        core[peel] = k
        left &= ~peel
        degree -= csr @ peel.astype(float)
    return core


def components(ties: Any) -> Ints:
    """Return each node's component, shape (n,), 0 the largest; direction is dropped.

    Examples
    --------
    >>> components(np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0]])).tolist()
    [1, 0, 0]
    """
    from scipy.sparse import csgraph

    csr = collapsed(ties)
    if not csr.shape[0]:
        return np.empty(0, dtype=np.int64)
    _, label = csgraph.connected_components(csr, directed=False)
    size = np.bincount(label)
    _, first = np.unique(label, return_index=True)
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return np.asarray(rank[label], dtype=np.int64)


def cut_points(ties: Any) -> tuple[int, ...]:
    """Return the nodes whose leaving would break a component apart, in order.

    Examples
    --------
    >>> cut_points(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    (1,)
    """
    import networkx as nx

    return tuple(sorted(int(i) for i in nx.articulation_points(_networkx(collapsed(ties)))))


def bridges(ties: Any) -> tuple[tuple[int, int], ...]:
    """Return the ties whose end would break a component apart, in order.

    Examples
    --------
    >>> bridges(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    ((0, 1), (1, 2))
    """
    import networkx as nx

    found = nx.bridges(_networkx(collapsed(ties)))
    return tuple(sorted((min(int(a), int(b)), max(int(a), int(b))) for a, b in found))


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


def _networkx(csr: Any) -> Any:
    import networkx as nx

    graph = nx.Graph() if is_symmetric(csr) else nx.DiGraph()
    graph.add_nodes_from(range(csr.shape[0]))
    coo = csr.tocoo()
    graph.add_edges_from(zip(coo.row.tolist(), coo.col.tolist(), strict=True))
    return graph
