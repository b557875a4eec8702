"""Ties as a matrix: what every measure takes in.

A measure takes ``ties`` (a scipy sparse array or numpy array of shape (n, n),
``ties[i, j] > 0`` where ``i`` is tied to ``j``) and, where groups matter,
``labels`` (n of them, None where unknown). Self-ties are dropped. A network
without direction is a symmetric matrix.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError

if TYPE_CHECKING:
    from sap_match.graph.one_mode import CollaborationNetwork


def from_edges(n: int, edges: Iterable[tuple[int, int]], *, directed: bool = False) -> Any:
    """Return the 0/1 matrix of ``edges`` between positions 0 to ``n - 1``.

    Double edges count once, self-ties are dropped; without ``directed`` every edge
    goes both ways.

    Examples
    --------
    >>> from_edges(3, [(0, 1), (1, 0), (2, 2)], directed=True).toarray().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]

    Raises
    ------
    DataError
        A position outside the network.
    """
    from scipy import sparse

    pairs = np.array(list(edges), dtype=np.int64).reshape(-1, 2)
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= n):
        raise DataError(f"an edge leads out of a network of {n}; positions go from 0 to {n - 1}")
    one = sparse.csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    return present(one) if directed else collapsed(one)


def of_ties(net: CollaborationNetwork, data: Any) -> Any:
    """Return ``data`` of a network's ties as CSR of shape (n, n), symmetric without direction."""
    from scipy import sparse

    n, s, t = len(net), net.sources, net.targets
    if not net.directed:
        s, t, data = np.concatenate([s, t]), np.concatenate([t, s]), np.tile(data, 2)
    csr = sparse.csr_array((data, (s, t)), shape=(n, n))
    csr.sort_indices()
    return csr


def weighted(ties: Any) -> Any:
    """Return ``ties`` as float CSR, no self-ties, no stored zeros.

    Raises
    ------
    DataError
        Not square, or with a negative or undefined tie.
    """
    from scipy import sparse

    coo = sparse.coo_array(ties)
    if len(coo.shape) != 2 or coo.shape[0] != coo.shape[1]:
        raise DataError(f"ties are a square matrix; got the shape {coo.shape}")
    data = coo.data.astype(float)
    if not np.isfinite(data).all() or (data < 0).any():
        raise DataError("ties are numbers of 0 or more; found a negative or undefined one")
    kept = (coo.row != coo.col) & (data != 0)
    csr = sparse.csr_array((data[kept], (coo.row[kept], coo.col[kept])), shape=coo.shape)
    csr.sum_duplicates()
    csr.sort_indices()
    return csr


def present(ties: Any) -> Any:
    """Return 1 where there is a tie, as float CSR without self-ties."""
    csr = weighted(ties)
    csr.data[:] = 1.0
    return csr


def collapsed(ties: Any) -> Any:
    """Return 1 where there is a tie in either direction: the network without direction."""
    csr = present(ties)
    return present(csr + csr.T)


def is_symmetric(ties: Any) -> bool:
    """Whether every tie goes both ways."""
    csr = present(ties)
    return bool((csr != csr.T).nnz == 0)


def groups_of(labels: Sequence[str | None], n: int) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the sorted groups and each node's place among them, -1 where unknown.

    Raises
    ------
    DataError
        Not as many labels as nodes.

    Examples
    --------
    >>> groups_of(["b", None, "a"], 3)
    (('a', 'b'), array([ 1, -1,  0]))
    """
    if len(labels) != n:
        raise DataError(f"one label a node: got {len(labels)} labels for {n} nodes")
    groups = tuple(sorted({label for label in labels if label is not None}))
    place = {label: g for g, label in enumerate(groups)}
    codes = [-1 if label is None else place[label] for label in labels]
    return groups, np.array(codes, dtype=np.int64)


def membership(codes: NDArray[np.int64], groups: int) -> Any:
    """Return node x group, CSR of 0 and 1; an unknown group is an empty row."""
    from scipy import sparse

    known = np.flatnonzero(codes >= 0)
    return sparse.csr_array(
        (np.ones(len(known)), (known, codes[known])), shape=(len(codes), groups)
    )
