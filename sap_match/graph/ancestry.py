"""Who reaches whom along ties with direction, without ever writing out all pairs.

Nodes that reach each other are one *knot* (a strongly connected component); between knots
ties lead one way only, so that the knots can be put in an order in which every tie leads
from an earlier to a later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.bitsets import (
    Words,
    beginnings,
    columns,
    counted,
    gathered,
    highest,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Words (of 64 pairs each) that are worked through before pairs are sampled.
WORK = 1_000_000_000
_AT_ONCE = 8  # words a row: one line of a cache


@dataclass(frozen=True)
class Knots:
    """The knots of a network in order: no tie leads from a later to an earlier one.

    Parameters
    ----------
    knot : array of shape (n,)
        The place of each node's knot.
    size : array of shape (c,)
        Nodes in each.
    layers : array
        Where each layer begins, and the end: no tie leads within a layer.
    into, out_of : (start, ends)
        Ties between knots as row pointers and columns: who leads here, where it leads.
    """

    knot: Ints
    size: Ints
    layers: Ints
    into: tuple[Ints, Ints]
    out_of: tuple[Ints, Ints]

    def __len__(self) -> int:
        return len(self.size)

    @property
    def mutual(self) -> float:
        """How many pairs reach each other."""
        size = self.size.astype(float)
        return float((size * (size - 1)).sum() / 2)

    def reached_from(self, seeds: Ints) -> Words:
        """Return whom each seed reaches: words of shape (c, w), a bit a seed, itself included."""
        return self._spread(beginnings(len(self), seeds), self.into, forwards=True)

    def reaching(self, seeds: Ints) -> Words:
        """Return who reaches each seed: words of shape (c, w), a bit a seed, itself included."""
        return self._spread(beginnings(len(self), seeds), self.out_of, forwards=False)

    def _spread(self, words: Words, ties: tuple[Ints, Ints], *, forwards: bool) -> Words:
        start, ends = ties
        pairs = list(zip(self.layers[:-1].tolist(), self.layers[1:].tolist(), strict=True))
        for first, end in pairs if forwards else reversed(pairs):
            rows = np.arange(first, end)
            rows = rows[start[rows + 1] > start[rows]]
            if len(rows):
                words[rows] |= gathered(words, start, ends, rows)
        return words


def knots(csr: Any) -> Knots:
    """Return the knots of a CSR of ties with direction.

    Examples
    --------
    >>> from sap_match.graph.adjacency import from_edges
    >>> found = knots(from_edges(4, [(0, 1), (1, 0), (1, 2), (2, 3)], directed=True))
    >>> found.size.tolist(), found.knot.tolist(), found.layers.tolist()
    ([2, 1, 1], [0, 0, 1, 2], [0, 1, 2, 3])
    """
    from scipy import sparse
    from scipy.sparse import csgraph

    count, label = csgraph.connected_components(csr, directed=True, connection="strong")
    coo = csr.tocoo()
    row, col = label[coo.row], label[coo.col]
    between = row != col
    ties = sparse.csr_array(
        (np.ones(int(between.sum()), np.int8), (row[between], col[between])), shape=(count, count)
    )
    layer = _layers(ties)
    order = np.argsort(layer, kind="stable")
    ties = ties[order][:, order]
    back = ties.T.tocsr()
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    starts = np.searchsorted(layer[order], np.arange(layer.max(initial=-1) + 2))
    knot = place[label]
    return Knots(
        knot,
        np.bincount(knot, minlength=count),
        starts.astype(np.int64),
        (back.indptr.astype(np.int64), back.indices.astype(np.int64)),
        (ties.indptr.astype(np.int64), ties.indices.astype(np.int64)),
    )


def _layers(ties: Any) -> Ints:
    """Return each knot's layer: one more than the last of those that lead to it."""
    count = ties.shape[0]
    start, ends = ties.indptr, ties.indices
    waiting = np.bincount(ends, minlength=count)
    layer = np.zeros(count, dtype=np.int64)
    front = np.flatnonzero(waiting == 0)
    at = 0
    while len(front):
        layer[front] = at
        length = start[front + 1] - start[front]
        begin = np.cumsum(length) - length
        heads = ends[np.repeat(start[front] - begin, length) + np.arange(length.sum())]
        heads, times = np.unique(heads, return_counts=True)
        waiting[heads] -= times
        front = heads[waiting[heads] == 0]
        at += 1
    return layer


@dataclass(frozen=True)
class Estimate:
    """A number and its standard error, 0 where it is exact."""

    value: float
    error: float = 0.0


def pairs_reached(
    found: Knots, *, sample: int, rng: int | np.random.Generator, work: int = WORK
) -> Estimate:
    """Return how many ordered pairs of two nodes a path joins; sampled beyond ``work``.

    Examples
    --------
    >>> from sap_match.graph.adjacency import from_edges
    >>> found = knots(from_edges(4, [(0, 1), (1, 0), (1, 2), (2, 3)], directed=True))
    >>> pairs_reached(found, sample=10, rng=0).value
    7.0
    """
    c, n = len(found), len(found.knot)
    size = found.size
    if c * (c + len(found.into[1])) / 64 <= work or n <= sample:
        total = 0.0
        for one in np.unique(size).tolist():
            same = np.flatnonzero(size == one)
            for first in range(0, len(same), 64 * _AT_ONCE):
                words = found.reached_from(same[first : first + 64 * _AT_ONCE])
                total += one * float(counted(words).sum(axis=1) @ size)
        return Estimate(total - n)
    seeds = np.random.default_rng(rng).permutation(n)[: max(128, sample - sample % 64)]
    reached = []
    for first in range(0, len(seeds), 64 * _AT_ONCE):
        words = found.reached_from(found.knot[seeds[first : first + 64 * _AT_ONCE]])
        reached += (size @ counted(words)).tolist()
    means = np.array(reached) / 64 - 1
    return Estimate(n * float(means.mean()), n * float(means.std(ddof=1)) / len(means) ** 0.5)


def lacking_bound(found: Knots, inside: Ints) -> float:
    """Return how many pairs of nodes of the knots ``inside`` have no least upper bound.

    ``inside``: all knots of one weak component, in order. A common ancestor that is the
    least has all the others among its own, so it is the last of them in the order: the
    pair has one if, and only if, that last one has as many ancestors as the two share.
    Takes c^3 / 128 words of work and c^2 / 8 bytes.
    """
    c = len(inside)
    ancestors = _own_ancestors(found, inside)
    number = counted(ancestors).sum(axis=1)
    size, lacking = found.size[inside].astype(float), 0.0
    for a in range(c - 1):
        wide = a // 64 + 1
        common = ancestors[a + 1 :, :wide] & ancestors[a, :wide]
        shared = counted(common).sum(axis=1)
        last = wide - 1 - np.argmax(common[:, ::-1] != 0, axis=1)
        place = last * 64 + highest(common[np.arange(len(common)), last])
        least = (shared > 0) & (number[place] == shared)
        lacking += size[a] * float(size[a + 1 :][~least].sum())
    return lacking


def _own_ancestors(found: Knots, inside: Ints) -> Words:
    """Return, a row a knot of ``inside``, the bits of those that reach it."""
    many = 64 * _AT_ONCE
    parts = [
        found.reached_from(inside[first : first + many])[inside]
        for first in range(0, len(inside), many)
    ]
    return np.concatenate(parts, axis=1)


def pairs_lacking(found: Knots, left: Ints, right: Ints) -> Bools:
    """Return whether each pair of knots lacks a least upper bound, shape (pairs,)."""
    lacking = np.zeros(len(left), dtype=bool)
    many = 64 * _AT_ONCE
    for first in range(0, len(left), many):
        some = slice(first, first + many)
        common = found.reaching(left[some]) & found.reaching(right[some])
        shared, last = _column_facts(common, len(left[some]))
        number, _ = _column_facts(found.reaching(np.maximum(last, 0)), len(left[some]))
        lacking[some] = (shared == 0) | (number != shared)
    return lacking


def _column_facts(words: Words, k: int) -> tuple[Ints, Ints]:
    """Return how many rows have each of ``k`` bits, and the last one that has, -1 if none."""
    number, last = np.zeros(k, dtype=np.int64), np.full(k, -1, dtype=np.int64)
    rows = np.flatnonzero(words.any(axis=1))
    for first, octets in columns(words[rows]):
        bits = octets[:, :k]
        number += bits.sum(axis=0, dtype=np.int64)
        some = bits.any(axis=0)
        place = len(bits) - 1 - np.argmax(bits[::-1], axis=0)
        last[some] = rows[first + place[some]]
    return number, last
