"""Nearness by walks over weighted ties, for scipy sparse arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError


def without_diagonal(ties: Any) -> Any:
    """Return a sparse array as sorted CSR with no self-ties and no stored zeros."""
    from scipy import sparse

    coo = sparse.coo_array(ties)
    off = (coo.row != coo.col) & (coo.data != 0)
    kept = sparse.csr_array((coo.data[off], (coo.row[off], coo.col[off])), shape=coo.shape)
    kept.sum_duplicates()
    kept.sort_indices()
    return kept


def strengths(ties: Any) -> NDArray[np.float64]:
    """Return the sum of each row's weights, shape (n,)."""
    return np.asarray(ties.sum(axis=1), dtype=float).ravel()


def neighbours(ties: Any, row: int) -> NDArray[np.int32]:
    """Return with whom a node has ties, positions in ascending order."""
    found: NDArray[np.int32] = ties.indices[ties.indptr[row] : ties.indptr[row + 1]]
    return found


def shared_out(ties: Any) -> Any:
    """Return ties @ diag(1 / strength): what reaches a node is shared out over its ties.

    Columns of nodes without ties stay 0.
    """
    strength = strengths(ties)
    share = np.divide(1.0, strength, out=np.zeros_like(strength), where=strength > 0)
    return ties.multiply(share[None, :]).tocsr()


def two_steps(ties: Any, rows: Sequence[int], shared: Any = None) -> NDArray[np.float64]:
    """Return ``ties[rows] @ diag(1 / strength) @ ties``, own cells 0, shape (len(rows), n).

    ``shared`` is `shared_out` of the ties, for who asks more than once.

    Examples
    --------
    A path a - b - c: from a, half of what reaches b goes on to c.

    >>> from scipy import sparse
    >>> path = sparse.csr_array(np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> two_steps(path, [0]).tolist()
    [[0.0, 0.0, 0.5]]
    """
    halfway = shared_out(ties) if shared is None else shared
    first = halfway[list(rows)] if len(rows) else halfway[:0]
    scores: NDArray[np.float64] = (first @ ties).toarray()
    scores[np.arange(len(rows)), list(rows)] = 0.0
    return scores


def personalised_pagerank(
    ties: Any, start: NDArray[np.float64], *, alpha: float = 0.85, tolerance: float = 1e-12
) -> NDArray[np.float64]:
    """Return the chance to be at each node on a walk that restarts at ``start``.

    Solves ``p = (1 - alpha) * s + alpha * (W' p + dangling mass to s)`` by repeated
    steps, with ``W`` the ties divided by row sums and ``s`` the start scaled to sum 1
    (Page, Brin, Motwani and Winograd, 1999, section 6).

    Raises
    ------
    DataError
        A start without weight or with a negative one, or ``alpha`` outside [0, 1).
    """
    if not 0 <= alpha < 1:
        raise DataError("alpha is a chance from 0 to below 1", field="alpha", value=alpha)
    if len(start) == 0 or start.sum() <= 0 or start.min() < 0 or not np.isfinite(start).all():
        raise DataError("the walk needs a start: give at least one seed a weight above 0")
    start = start / start.sum()
    strength = strengths(ties)
    share = np.divide(1.0, strength, out=np.zeros_like(strength), where=strength > 0)
    back, dangling = ties.T, strength <= 0
    here = start
    for _ in range(1000):
        there = alpha * (back @ (here * share) + here[dangling].sum() * start) + (1 - alpha) * start
        if np.abs(there - here).sum() < tolerance:
            return np.asarray(there / there.sum(), dtype=float)
        here = there
    return np.asarray(here / here.sum(), dtype=float)


@dataclass(frozen=True, eq=False)
class JointWork:
    """Ties by joint work, walked over who was in what: the ties themselves are never made.

    ``W = members diag(share) members'`` without its diagonal. Walks are the columns of dense
    arrays of shape (n, q).

    Parameters
    ----------
    members : scipy CSR array of shape (n, m)
        1 where an organisation is in a collaboration.
    share : array of shape (m,), optional
        What a collaboration counts, by default 1.
    """

    members: Any
    share: NDArray[np.float64] | None = None

    @cached_property
    def _back(self) -> Any:
        back = self.members.T.tocsr()
        return back if self.share is None else back.multiply(self.share[:, None]).tocsr()

    @cached_property
    def _own(self) -> NDArray[np.float64]:
        ones = np.ones(self.members.shape[1]) if self.share is None else self.share
        return np.asarray(self.members @ ones, dtype=float)[:, None]

    @cached_property
    def strength(self) -> NDArray[np.float64]:
        """What each organisation's ties weigh together, shape (n,)."""
        return self.spread(np.ones((self.members.shape[0], 1)))[:, 0]

    def spread(self, start: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return ``W @ start``: what each hands to those it works with, shape (n, q).

        Examples
        --------
        Three in one collaboration: each of the two others gets what one has.

        >>> from scipy import sparse
        >>> work = JointWork(sparse.csr_array([[1.0], [1], [1]]))
        >>> work.spread(np.array([[1.0], [0], [0]])).ravel().tolist()
        [0.0, 1.0, 1.0]
        """
        found = self.members @ (self._back @ start) - self._own * start
        return np.asarray(found, dtype=float)

    def handed_on(
        self, start: NDArray[np.float64], hubs: Sequence[float] = (1.0,)
    ) -> NDArray[np.float64]:
        """Return what arrives after one step for each number in ``hubs``, shape (n, q).

        Before each step everyone divides what it has by ``strength ** hub``: with 1 all of
        it is shared out, with less those with many ties hand on more. ``(1, 1)`` from one
        organisation is weighted resource allocation up to a factor (Zhou, Lü and Zhang,
        European Physical Journal B 71, 2009).
        """
        here = start
        for hub in hubs:
            here = np.maximum(self.spread(here * self._shares(hub)), 0.0)
        return here

    def _shares(self, hub: float) -> NDArray[np.float64]:
        known = self.strength > 0
        return np.where(known, np.where(known, self.strength, 1.0) ** -hub, 0.0)[:, None]

    def restarting(
        self, start: NDArray[np.float64], *, alpha: float = 0.5, steps: int = 5
    ) -> NDArray[np.float64]:
        """Return where walks that restart at ``start`` are after so many steps, (n, q).

        `personalised_pagerank` cut short, for many walks at once: what is left out is
        ``alpha ** steps`` of the whole.
        """
        walked = [start]
        for _ in range(steps):
            walked.append(self.handed_on(walked[-1]))
        return restarted(walked, alpha=alpha)


def restarted(walked: Sequence[NDArray[np.float64]], *, alpha: float) -> NDArray[np.float64]:
    """Return where walks that restart are, from where walks are that do not.

    ``(1 - alpha) * sum of alpha ** i * walked[i]``, the last whole: `JointWork.restarting` for
    who has the steps already. ``walked[i]`` is what is where after ``i`` steps.

    Examples
    --------
    >>> there, back = np.array([[1.0], [0]]), np.array([[0.0], [1]])
    >>> restarted([there, back, there], alpha=0.5).ravel().tolist()
    [0.75, 0.25]
    """
    here = walked[-1] * alpha ** (len(walked) - 1)
    for i, there in enumerate(walked[:-1]):
        here += (1 - alpha) * alpha**i * there
    return here
