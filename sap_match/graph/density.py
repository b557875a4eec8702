"""Density: ties that are there over ties that could be.

Each function names its denominator; nothing else is called density.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.adjacency import collapsed, present
from sap_match.graph.figure import Figure

Counts = NDArray[np.float64]


def density(
    ties: Any, *, directed: bool = False, observed: NDArray[np.bool_] | None = None
) -> Figure:
    """Return ties over possible ties.

    ``E / (n (n - 1) / 2)`` without direction (a tie either way is one), ``E / (n (n -
    1))`` with it (Wasserman and Faust, Social Network Analysis, 1994, section 4.2).
    NaN where there are fewer than two nodes.

    Parameters
    ----------
    ties : array of shape (n, n)
    directed : bool
    observed : bool array of shape (n,), optional
        Nodes that answered. Only observed dyads count, above and below the line: with
        direction those whose sender answered, without it those where either end did.

    Examples
    --------
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> round(density(path), 3), density(path).denominator
    (0.667, 3.0)
    >>> density(path, observed=np.array([True, False, False]))
    0.5
    """
    csr = present(ties) if directed else collapsed(ties)
    n = csr.shape[0]
    seen = np.ones(n, dtype=bool) if observed is None else np.asarray(observed, dtype=bool)
    if seen.shape != (n,):
        raise DataError(f"one mark a node: got {seen.shape} for {n} nodes")
    answered = int(seen.sum())
    coo = csr.tocoo()
    if directed:
        found, possible = int(seen[coo.row].sum()), answered * (n - 1) if n else 0
    else:
        found = int((seen[coo.row] | seen[coo.col]).sum()) // 2
        possible = comb(n, 2) - comb(n - answered, 2)
    return Figure.ratio(
        found,
        possible,
        definition="ties over possible ordered pairs" if directed else "ties over possible pairs",
        note="" if observed is None else f"observed dyads only: {answered} of {n} answered",
    )


@dataclass(frozen=True)
class GroupDensity:
    """Density within and between groups.

    ``ties[g, h]`` are ordered pairs of a member of ``g`` and another of ``h`` that are
    tied, ``possible[g, h]`` all such pairs; within a group every pair without
    direction stands twice in both. Groups may overlap.
    """

    groups: tuple[str, ...]
    ties: Counts
    possible: Counts

    @property
    def density(self) -> Counts:
        """``ties / possible``, NaN where nothing is possible, shape (g, g)."""
        empty = np.full_like(self.ties, np.nan)
        return np.divide(self.ties, self.possible, out=empty, where=self.possible > 0)


def group_density(
    ties: Any, membership: Any, groups: tuple[str, ...], *, directed: bool = False
) -> GroupDensity:
    """Return density within and between groups.

    ``within g = ties in g / (n_g (n_g - 1))`` over ordered pairs, ``between g and h =
    ties from g to h / (n_g n_h - |g and h|)``.

    Parameters
    ----------
    ties : array of shape (n, n)
    membership : array of shape (n, g)
        1 where the node is in the group; a node may be in several or in none.
    groups : tuple of g str

    Examples
    --------
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> members = np.array([[1, 0], [1, 0], [0, 1]])
    >>> group_density(path, members, ("x", "y")).density.tolist()
    [[1.0, 0.5], [0.5, nan]]
    """
    from scipy import sparse

    csr = present(ties) if directed else collapsed(ties)
    m = sparse.csr_array(membership, dtype=float)
    if m.shape != (csr.shape[0], len(groups)):
        raise DataError(
            f"membership of {csr.shape[0]} nodes in {len(groups)} groups; got {m.shape}"
        )
    size = np.asarray(m.sum(axis=0), dtype=float).ravel()
    both = (m.T @ m).toarray()
    found = (m.T @ csr @ m).toarray()
    return GroupDensity(groups, found, np.outer(size, size) - both)


def outside_density(ties: Any, membership: Any) -> tuple[Counts, Counts]:
    """Return ties and possible ties from each group to all who are not in it.

    ``ties from g to outside / (n_g (n - n_g))``; both arrays have the shape (g,).

    Examples
    --------
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> found, possible = outside_density(path, np.array([[1], [1], [0]]))
    >>> found.tolist(), possible.tolist()
    ([1.0], [2.0])
    """
    from scipy import sparse

    csr = collapsed(ties)
    m = sparse.csr_array(membership, dtype=float)
    size = np.asarray(m.sum(axis=0), dtype=float).ravel()
    degree = np.asarray(csr.sum(axis=1)).ravel()
    inside = np.asarray((m.multiply(csr @ m)).sum(axis=0)).ravel()
    return np.asarray(m.T @ degree) - inside, size * (csr.shape[0] - size)


def two_mode_density(incidence: Any) -> Figure:
    """Return memberships over possible memberships, ``M / (n m)``.

    Of ``n`` organisations and ``m`` collaborations, each could be in each (Borgatti
    and Everett, Social Networks 19, 1997). NaN where one side is empty.

    Examples
    --------
    >>> two_mode_density(np.array([[1, 0], [1, 1]]))
    0.75
    """
    from scipy import sparse

    csr = sparse.csr_array(incidence)
    n, m = csr.shape
    return Figure.ratio(
        csr.count_nonzero(), n * m, definition="memberships over organisations x collaborations"
    )


def reciprocity(ties: Any) -> Figure:
    """Return the share of directed ties that are returned, ``R / E``; NaN without ties.

    The edgewise reciprocity of R's `sna` (Butts, 2008).

    Examples
    --------
    >>> reciprocity(np.array([[0, 1, 1], [1, 0, 0], [0, 0, 0]])).numerator
    2.0
    """
    csr = present(ties)
    return Figure.ratio(
        csr.multiply(csr.T).sum(), csr.nnz, definition="returned ties over directed ties"
    )


def transitivity(ties: Any) -> Figure:
    """Return the share of two-step paths ``i -> j -> k`` with ``i -> k``; NaN without paths.

    The weak transitivity of R's `sna` (Wasserman and Faust, 1994, section 6.3). On a
    network without direction it is 3 x triangles / connected triples.

    Examples
    --------
    >>> transitivity(np.ones((3, 3)))
    1.0
    """
    csr = present(ties)
    paths = csr @ csr
    closed = paths.multiply(csr).sum()
    return Figure.ratio(
        closed, paths.sum() - paths.diagonal().sum(), definition="closed over all two-step paths"
    )
