"""Cores: who stands in the dense middle of a network."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import collapsed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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


def _sums(matrix: Any) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()
