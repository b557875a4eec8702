"""Triangles: three that are all tied to each other, listed once each.

What closes a hole or a brokerage is a triangle, and there are few of them beside the steps of
two ties: a hub of 5,000 partners has 12 million such steps. So triangles are listed from the
end with fewer partners (Chiba and Nishizeki, SIAM Journal on Computing 14, 1985), a block of
rows at a time, and never a matrix of all steps of two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.one_mode import CollaborationNetwork

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: How many steps of two ties are looked at in one go: some 150 MB of memory.
BLOCK = 1 << 21


@dataclass(frozen=True)
class TiedPairs:
    """Pairs of nodes with a tie between them, once each, fewer partners first.

    Parameters
    ----------
    low, high : int arrays of shape (p,)
        Positions of the two nodes; ``low`` has fewer partners, or as many and a lower position.
    forth, back : float arrays of shape (p,)
        Weight of the tie from low to high, and from high to low; 0 where there is none.
    rank : int array of shape (n,)
        Place of each node when they are ordered by their number of partners.
    """

    low: Ints
    high: Ints
    forth: Floats
    back: Floats
    rank: Ints

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.rank)

    @cached_property
    def partners(self) -> Ints:
        """Number of partners of each node, shape (n,)."""
        ends = np.concatenate([self.low, self.high])
        return np.bincount(ends, minlength=self.n).astype(np.int64)

    def triangles(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Yield triangles (a, b, c) as positions of the pairs (a, b), (a, c) and (b, c).

        ``a`` is `low` of the first two pairs and ``b`` of the third; ``c`` is `high` of the
        last two. Each triangle comes once.
        """
        from scipy import sparse

        small = np.int32 if max(self.n, len(self.low)) < 2**31 - 1 else np.int64
        u, v = (self.rank[end].astype(small) for end in (self.low, self.high))
        start = np.concatenate([[0], np.cumsum(np.bincount(u, minlength=self.n))])
        at = np.arange(1, len(u) + 1)  # 0 stands for no pair
        found = sparse.csr_array((at.astype(small), v, start.astype(small)), shape=(self.n, self.n))
        later = start[u + 1] - at  # pairs of the same low end that come after
        so_far = np.cumsum(later)
        first = 0
        while first < len(u):
            before = so_far[first - 1] if first else 0
            last = max(int(np.searchsorted(so_far, before + BLOCK)), first + 1)
            one, two = _combined(first, later[first:last])
            third = _values(found[v[one], v[two]]) if len(one) else one
            hit = np.flatnonzero(third)
            if len(hit):
                yield one[hit], two[hit], third[hit] - 1
            first = last


def _values(picked: Any) -> Ints:
    """Return picked cells as an array; scipy gives some releases' as a sparse one."""
    dense = picked.toarray() if hasattr(picked, "toarray") else picked
    return np.asarray(dense, dtype=np.int64).ravel()


def _combined(first: int, later: Ints) -> tuple[Ints, Ints]:
    """Return each pair from ``first`` on beside each of the ``later`` ones that follow it."""
    one = np.repeat(np.arange(first, first + len(later)), later)
    begins = np.repeat(np.cumsum(later) - later, later)
    return one, one + 1 + np.arange(len(one)) - begins


def tied_pairs(network: CollaborationNetwork, *, valued: bool = False) -> TiedPairs:
    """Return the pairs of ``network`` that are tied either way.

    Examples
    --------
    >>> ties = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "d")]
    >>> pairs = tied_pairs(CollaborationNetwork.from_edges(ties, directed=True))
    >>> pairs.low.tolist(), pairs.high.tolist(), pairs.forth.tolist(), pairs.back.tolist()
    ([3, 0, 0, 1], [2, 1, 2, 2], [0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 1.0, 0.0])
    >>> [[part.tolist() for part in three] for three in pairs.triangles()]
    [[[1], [2], [3]]]
    """
    n, s, t = len(network), network.sources, network.targets
    forth = network.weights if valued else np.ones(len(s))
    back = forth
    if network.directed:
        up = s < t
        key, which = np.unique(np.where(up, s * n + t, t * n + s), return_inverse=True)
        forth, back = (
            np.bincount(which, weights=forth * part, minlength=len(key)).astype(float)
            for part in (up, ~up)
        )
        s, t = np.divmod(key, max(n, 1))
    order = np.lexsort((np.arange(n), np.bincount(s, minlength=n) + np.bincount(t, minlength=n)))
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    u, v = rank[s], rank[t]
    up = u < v
    key = np.where(up, u * n + v, v * n + u)
    place = np.argsort(key)
    low, high = np.divmod(key[place], max(n, 1))
    forth, back = np.where(up, forth, back)[place], np.where(up, back, forth)[place]
    return TiedPairs(order[low], order[high], forth, back, rank)
