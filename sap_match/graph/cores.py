"""Cores: who stands in the dense middle of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.one_mode import network_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def coreness(network: Any) -> pd.DataFrame:
    """Return the largest k for which each node stands in a k-core; direction is dropped.

    In a k-core everybody has k partners inside it (Seidman, Social Networks 5, 1983).

    Parameters
    ----------
    network : CollaborationNetwork or square matrix

    Returns
    -------
    pandas.DataFrame
        By node id: ``coreness``, whole numbers; 0 without a partner.

    Examples
    --------
    >>> triangle_and_tail = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
    >>> coreness(triangle_and_tail).coreness.tolist()
    [2, 2, 2, 1]
    """
    import pandas as pd

    net = network_of(network)
    return pd.DataFrame({"coreness": core_numbers(net.collapsed)}, index=net.index)


def core_numbers(csr: Any) -> Ints:
    """Return each node's coreness, shape (n,), of a symmetric 0/1 CSR without self-ties.

    Peels off who has at most k partners left, and then only looks at their partners:
    O(n + m) and a step a round.
    """
    start, ends = csr.indptr.astype(np.int64), csr.indices
    left = np.diff(start)
    core = np.full(len(left), -1, dtype=np.int64)
    k = 0
    while (inside := core < 0).any():
        k = max(k, int(left[inside].min()))
        peel = np.flatnonzero(inside & (left <= k))
        while len(peel):
            core[peel] = k
            length = start[peel + 1] - start[peel]
            begin = np.cumsum(length) - length
            others = ends[np.repeat(start[peel] - begin, length) + np.arange(length.sum())]
            others, times = np.unique(others[core[others] < 0], return_counts=True)
            left[others] -= times
            peel = others[left[others] <= k]
    return core
