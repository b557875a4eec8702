"""Nearness by the main directions of a network: who stands in the same circles.

A few hundred circles of working together explain most ties of a large network; what they
say of two who never met is smoother than walks and drowns less in single collaborations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.walks import JointWork

Floats = NDArray[np.float64]

#: Below so many nodes all directions are computed at once.
SMALL = 200


@dataclass(frozen=True, eq=False)
class Directions:
    """The strongest directions of degree-regularised ties, strongest first.

    Attributes
    ----------
    vectors : array of shape (n, k)
        Orthonormal columns.
    weights : array of shape (k,)
        Eigenvalues from -1 to 1, the largest by size first.
    scale : array of shape (n,)
        ``sqrt(strength + mean strength)`` of each node.
    """

    vectors: Floats
    weights: Floats
    scale: Floats

    def reach(self, given: Any, *, k: int | None = None) -> Floats:
        """Return how much of what starts at ``given`` reaches every node in two steps.

        ``given @ V w^2 V' diag(scale)``, the two-step walk on the k strongest directions,
        brought back to the nodes' own strengths. Shape (q, n); may be a little below 0.

        Parameters
        ----------
        given : scipy sparse array of shape (q, n)
        k : int, optional
            So many of the directions, by default all.
        """
        kept = slice(0, k)
        across = (given @ self.vectors[:, kept]) * self.weights[kept] ** 2
        return np.asarray((across @ self.vectors[:, kept].T) * self.scale, dtype=float)

    def alike(self, given: Any) -> Floats:
        """Return the mean cosine of circles to those of ``given`` (rows sum to 1), (q, n)."""
        return np.asarray((given @ self._unit) @ self._unit.T, dtype=float)

    @cached_property
    def _unit(self) -> Floats:
        own = self.vectors * self.weights
        length = np.linalg.norm(own, axis=1, keepdims=True)
        return np.asarray(np.divide(own, length, out=np.zeros_like(own), where=length > 1e-12))


def directions(members: Any, k: int) -> Directions:
    """Return the ``k`` strongest directions of who works with whom.

    Eigenvectors of ``D^-1/2 W D^-1/2``, ``W`` the joint collaborations and ``D`` the
    strengths plus their mean: without that mean, small isolated components take up all
    directions (regularised spectral clustering: Qin and Rohe, NeurIPS 2013).

    Parameters
    ----------
    members : scipy CSR array of shape (n, m)
        1 where an organisation is in a collaboration.
    k : int
        Fewer where there are fewer than ``k`` nodes.

    Examples
    --------
    Two circles of two: who is in the same one has the same direction.

    >>> from scipy import sparse
    >>> found = directions(sparse.csr_array([[1.0, 0], [1, 0], [0, 1], [0, 1]]), 2)
    >>> found.weights.round(3).tolist()
    [0.5, 0.5]
    >>> found.alike(sparse.csr_array([[1.0, 0, 0, 0]])).round(3).tolist()
    [[1.0, 1.0, 0.0, 0.0]]
    """
    n = members.shape[0]
    work = JointWork(members)
    strength = work.strength
    scale = np.sqrt(strength + max(float(strength.mean()) if n else 0.0, 1e-12))
    k = min(k, n)

    def product(x: Floats) -> Floats:
        column = x.reshape(n, -1) / scale[:, None]
        return np.asarray((work.spread(column) / scale[:, None]).reshape(x.shape))

    weights, vectors = _strongest(product, n, k)
    rounded = np.round(weights, 9)
    order = np.lexsort((-rounded, -np.abs(rounded)))[:k]
    return Directions(np.ascontiguousarray(vectors[:, order]), weights[order], scale)


def _strongest(product: Callable[[Floats], Floats], n: int, k: int) -> tuple[Floats, Floats]:
    if n <= SMALL or k > n // 3:
        dense = product(np.eye(n))
        weights, vectors = np.linalg.eigh((dense + dense.T) / 2)
        return weights, vectors
    from scipy.sparse.linalg import LinearOperator, eigsh

    operator = LinearOperator((n, n), matvec=product, matmat=product, dtype=float)
    found: tuple[Floats, Floats] = eigsh(
        operator, k=k, which="LM", v0=np.full(n, 1 / np.sqrt(n)), tol=1e-6
    )
    return found
