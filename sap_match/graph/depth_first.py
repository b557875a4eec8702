"""One walk through a network, and what hangs on each node and each tie by it.

A depth-first search without recursion numbers the nodes as it meets them. The subtree of a
node is then a run of numbers, and what is cut off when a node or a tie goes can be read
from the lowest number that each subtree reaches (Hopcroft and Tarjan, Communications of the
ACM 16, 1973). O(n + m).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Walk:
    """A depth-first walk; all arrays of shape (n,) go by the number of the walk.

    Parameters
    ----------
    order : array
        The node that got each number.
    parent : array
        From where it was met, -1 where the walk began anew: once a component.
    low : array
        Lowest number that the subtree reaches by one tie beyond the tree.
    size : array
        Nodes in the subtree, which are ``number`` to ``number + size - 1``.
    """

    order: Ints
    parent: Ints
    low: Ints
    size: Ints

    @cached_property
    def number(self) -> Ints:
        """The number of each node."""
        found = np.empty(len(self.order), dtype=np.int64)
        found[self.order] = np.arange(len(self.order))
        return found

    @cached_property
    def root(self) -> Ints:
        """Where the component of each begins."""
        starts = np.where(self.parent < 0, np.arange(len(self.parent)), 0)
        return np.maximum.accumulate(starts) if len(starts) else starts

    @cached_property
    def whole(self) -> Ints:
        """How many nodes the component of each has."""
        return np.asarray(self.size[self.root])

    @cached_property
    def hanging(self) -> Ints:
        """Those whose subtree comes off when their parent goes."""
        return np.flatnonzero((self.parent >= 0) & (self.low >= self.parent))

    @cached_property
    def rest(self) -> Ints:
        """How many of the component stay above a node when it goes; 0 at the start."""
        below = np.bincount(
            self.parent[self.hanging], weights=self.size[self.hanging], minlength=len(self.parent)
        )
        return np.asarray(self.whole - 1 - below, dtype=np.int64)

    @cached_property
    def pieces(self) -> Ints:
        """Into how many pieces the component falls when a node goes; 0 for one alone."""
        below = np.bincount(self.parent[self.hanging], minlength=len(self.parent))
        return np.asarray(below + (self.rest > 0), dtype=np.int64)

    @cached_property
    def largest(self) -> Ints:
        """The size of the largest piece when a node goes."""
        found = self.rest.copy()
        np.maximum.at(found, self.parent[self.hanging], self.size[self.hanging])
        return found

    @cached_property
    def bridges(self) -> Ints:
        """Those whose tie to their parent is the only way between its two sides."""
        return np.flatnonzero((self.parent >= 0) & (self.low > self.parent))

    @cached_property
    def pairs_left(self) -> Floats:
        """How many pairs of its component a path still joins when a node goes."""
        at, sizes = self.parent[self.hanging], _pairs(self.size[self.hanging])
        below = np.bincount(at, weights=sizes, minlength=len(self.parent))
        return np.asarray(below + _pairs(self.rest))


def _pairs(size: Ints) -> Floats:
    many = size.astype(float)
    return np.asarray(many * (many - 1) / 2)


def walk(csr: Any) -> Walk:
    """Return a depth-first walk through a symmetric 0/1 CSR without self-ties.

    Examples
    --------
    >>> path = walk(_path(3))
    >>> path.order.tolist(), path.parent.tolist(), path.pieces.tolist()
    ([0, 1, 2], [-1, 0, 1], [1, 2, 1])
    """
    n = int(csr.shape[0])
    start, ends = csr.indptr.tolist(), csr.indices.tolist()
    order: list[int] = []
    number, parent, low, size = [-1] * n, [-1] * n, [0] * n, [1] * n
    for first in range(n):
        if number[first] >= 0:
            continue
        at = number[first] = low[len(order)] = len(order)
        order.append(first)
        path, left = [at], [iter(ends[start[first] : start[first + 1]])]
        while path:
            here, lowest = path[-1], low[path[-1]]
            above = parent[here]
            for other in left[-1]:
                met = number[other]
                if met < 0:
                    low[here] = lowest
                    new = number[other] = low[len(order)] = len(order)
                    parent[new] = here
                    order.append(other)
                    path.append(new)
                    left.append(iter(ends[start[other] : start[other + 1]]))
                    break
                if met < lowest and met != above:
                    lowest = met
            else:
                low[here] = lowest
                path.pop()
                left.pop()
                if above >= 0:
                    size[above] += size[here]
                    low[above] = min(low[above], lowest)
    return Walk(*(np.array(part, dtype=np.int64) for part in (order, parent, low, size)))


def _path(n: int) -> Any:
    """Return the ties of a path: 0 - 1 - 2 ..."""
    from sap_match.graph.adjacency import from_edges

    return from_edges(n, [(i, i + 1) for i in range(n - 1)])
