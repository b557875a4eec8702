"""Krackhardt's four dimensions of an organisation chart, 0 to 1 each.

Krackhardt, Graph theoretical dimensions of informal organizations, in Carley and
Prietula (eds), Computational Organization Theory, 1994. All read ties as directed
and agree with R's `sna` 2.7.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import collapsed, present
from sap_match.graph.figure import Figure
from sap_match.graph.structure import components


def reachable(ties: Any) -> NDArray[np.bool_]:
    """Return whether a directed path leads from i to j, shape (n, n); each reaches itself.

    Examples
    --------
    >>> reachable(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]])).astype(int).tolist()
    [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
    """
    from scipy.sparse import csgraph

    csr = present(ties)
    n = csr.shape[0]
    if not n:
        return np.zeros((0, 0), dtype=bool)
    steps = csgraph.shortest_path(csr, directed=True, unweighted=True)
    return np.asarray(np.isfinite(steps), dtype=bool)


def connectedness(ties: Any) -> Figure:
    """Return the share of pairs joined by a path, direction dropped; NaN under two nodes.

    Examples
    --------
    >>> round(connectedness(np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0]])), 3)
    0.333
    """
    size = np.bincount(components(ties)).astype(float)
    n = float(size.sum())
    return Figure.ratio(
        (size * (size - 1)).sum() / 2, n * (n - 1) / 2, definition="pairs joined by a path / pairs"
    )


def hierarchy(ties: Any) -> Figure:
    """Return the share of pairs with a path one way but not back; NaN without any path.

    Examples
    --------
    >>> hierarchy(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    1.0
    """
    reach = reachable(ties)
    np.fill_diagonal(reach, val=False)
    either, both = np.triu(reach | reach.T).sum(), np.triu(reach & reach.T).sum()
    return Figure.ratio(
        float(either - both), float(either), definition="pairs joined one way only / pairs joined"
    )


def efficiency(ties: Any) -> Figure:
    """Return 1 less the share of ties beyond those that hold each component together.

    NaN where no component has room for more than it needs.

    Examples
    --------
    >>> efficiency(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    1.0
    """
    size = np.bincount(components(ties)).astype(float)
    needed = (size - 1).sum()
    most = (size * (size - 1)).sum() - needed
    return Figure.ratio(
        most - (present(ties).nnz - needed),
        most,
        definition="1 - ties beyond those that join each component / most such ties",
    )


def lubness(ties: Any) -> Figure:
    """Return the share of pairs that have a least upper bound, over what a tree would have.

    An upper bound of two reaches both; it is least where every other upper bound
    reaches it. NaN without a component of three or more.

    Examples
    --------
    >>> lubness(np.array([[0, 1, 1], [0, 0, 0], [0, 0, 0]]))
    1.0
    >>> lubness(np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0]]))  # two heads, nobody over both
    0.0
    """
    csr = collapsed(ties)
    reach = reachable(ties)
    label = components(csr)
    missing = most = 0.0
    for one in range(int(label.max(initial=-1)) + 1):
        inside = np.flatnonzero(label == one)
        if len(inside) > 2:
            missing += _without_least_upper_bound(reach[np.ix_(inside, inside)])
            most += (len(inside) - 1) * (len(inside) - 2) / 2
    return Figure.ratio(
        most - missing, most, definition="1 - pairs without a least upper bound / most such pairs"
    )


def _without_least_upper_bound(reach: NDArray[np.bool_]) -> int:
    lacking = 0
    for i in range(len(reach)):
        for j in range(i):
            above = np.flatnonzero(reach[:, i] & reach[:, j])
            if not reach[np.ix_(above, above)].all(axis=0).any():
                lacking += 1
    return lacking
