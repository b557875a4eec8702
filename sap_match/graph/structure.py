"""Components, and what hangs on one organisation or one tie."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import collapsed, is_symmetric

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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


def _networkx(csr: Any) -> Any:
    import networkx as nx

    graph = nx.Graph() if is_symmetric(csr) else nx.DiGraph()
    graph.add_nodes_from(range(csr.shape[0]))
    coo = csr.tocoo()
    graph.add_edges_from(zip(coo.row.tolist(), coo.col.tolist(), strict=True))
    return graph
