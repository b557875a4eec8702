"""Structural holes: whose partners do not know each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import present, weighted

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
