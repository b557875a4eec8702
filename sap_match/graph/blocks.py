"""Blocks and cut points: what one organisation holds together, and what a tie would mend.

A block is a part that no single organisation's leaving breaks; blocks hang together at cut
points, as a tree. Along that tree it can be read off, for every two organisations at once, how
much less would be cut off if they were tied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stations:
    """The blocks and cut points of a network, in the order of a walk down their trees.

    An organisation that is no cut point stands in its one block; one without ties stands in
    none (-1).

    Parameters
    ----------
    of : int array of shape (n,)
        Each organisation's station: itself where it is a cut point, else its block.
    parent : int array of shape (s,)
        The station above, -1 at the top of a component.
    end : int array of shape (s,)
        Stations ``i`` to ``end[i] - 1`` are ``i`` and all below it.
    vertex : int array of shape (s,)
        Which organisation a cut point is; -1 for a block.
    size : float array of shape (s,)
        Of a block below a cut point: how many organisations hang on that cut point through it.
    above : float array of shape (s,)
        Of a cut point: how many hang on it from above.
    held : float array of shape (s,)
        Pairs whose tie would be mended by one tie from here to the top of the tree.
    damage : float array of shape (n,)
        Pairs of others that an organisation's leaving cuts off from each other.
    """

    of: Ints
    parent: Ints
    end: Ints
    vertex: Ints
    size: Floats
    above: Floats
    held: Floats
    damage: Floats


def stations(csr: Any) -> Stations:
    """Return the blocks and cut points of a symmetric CSR (Hopcroft and Tarjan, CACM 16, 1973).

    Examples
    --------
    The middle of a path of three cuts one pair.

    >>> from sap_match.graph.adjacency import from_edges
    >>> stations(from_edges(3, [(0, 1), (1, 2)])).damage.tolist()
    [0.0, 1.0, 0.0]
    """
    n = csr.shape[0]
    above, order, top, subtree, component = _walked(csr)
    cut = _cut(n, above, order, top)
    block_of, tops = _blocks(above, order, top)
    below = np.zeros(n)
    for one in order:
        if top[one]:
            below[above[one]] += subtree[one]
    return _tree(cut, block_of, tops, order, above, subtree, component, below)


def _walked(csr: Any) -> tuple[list[int], list[int], list[bool], list[int], list[int]]:
    """Walk through every component from its node with most ties, deep first.

    Returns each node's node above (-1 at a start), the order of the walk, whether what lies
    below a node is held to the node above by it alone, how many lie below (itself counted),
    and the size of its component.
    """
    n = csr.shape[0]
    indptr, indices = csr.indptr.tolist(), csr.indices.tolist()
    found, low = [-1] * n, [0] * n
    above, top, subtree, component = [-1] * n, [False] * n, [1] * n, [1] * n
    at = indptr[:-1]
    order: list[int] = []
    for start in np.argsort(-np.diff(csr.indptr), kind="stable").tolist():
        if found[start] >= 0:
            continue
        first = len(order)
        found[start] = low[start] = first
        order.append(start)
        stack = [start]
        while stack:
            one = stack[-1]
            if at[one] < indptr[one + 1]:
                other = indices[at[one]]
                at[one] += 1
                if found[other] < 0:
                    above[other] = one
                    found[other] = low[other] = len(order)
                    order.append(other)
                    stack.append(other)
                elif other != above[one] and found[other] < low[one]:
                    low[one] = found[other]
                continue
            stack.pop()
            up = above[one]
            if up >= 0:
                low[up] = min(low[up], low[one])
                top[one] = low[one] >= found[up]
                subtree[up] += subtree[one]
        for one in order[first:]:
            component[one] = subtree[start]
    return above, order, top, subtree, component


def _cut(n: int, above: list[int], order: list[int], top: list[bool]) -> list[bool]:
    """Return which nodes are cut points: a start with two blocks below, others with one."""
    blocks = [0] * n
    for one in order:
        if top[one]:
            blocks[above[one]] += 1
    return [blocks[one] > (1 if above[one] < 0 else 0) for one in range(n)]


def _blocks(above: list[int], order: list[int], top: list[bool]) -> tuple[list[int], list[int]]:
    """Return the block that each node was found in, and the first node of each block."""
    block_of = [-1] * len(above)
    tops: list[int] = []
    for one in order:
        if top[one]:
            block_of[one] = len(tops)
            tops.append(one)
        elif above[one] >= 0:
            block_of[one] = block_of[above[one]]
    return block_of, tops


def _tree(
    cut: list[bool],
    block_of: list[int],
    tops: list[int],
    order: list[int],
    above: list[int],
    subtree: list[int],
    component: list[int],
    below: Floats,
) -> Stations:
    """Lay blocks and cut points out as trees, in the order of a walk from above."""
    blocks = len(tops)
    number = {v: blocks + i for i, v in enumerate(v for v in order if cut[v])}
    up = [-1] * (blocks + len(number))
    for b, one in enumerate(tops):
        holder = above[one]
        up[b] = number[holder] if cut[holder] else -1
    for v, at in number.items():
        up[at] = block_of[v]
    walk, place, end = _preorder(up)
    count = len(up)
    size, over, held = np.zeros(count), np.zeros(count), np.zeros(count)
    vertex = np.full(count, -1, dtype=np.int64)
    for v, at in number.items():
        vertex[place[at]] = v
        over[place[at]] = component[v] - 1 - below[v]
    for b, one in enumerate(tops):
        if up[b] >= 0:
            size[place[b]] = subtree[one]
    parent = np.array([place[up[one]] if up[one] >= 0 else -1 for one in walk], dtype=np.int64)
    for i, p in enumerate(parent.tolist()):
        if p >= 0:
            held[i] = held[p] + over[p] * size[i]
    of = [number[v] if v in number else block_of[v] for v in range(len(cut))]
    # a start that is no cut point stands in the one block below it
    for one in tops:
        if not cut[above[one]] and above[above[one]] < 0:
            of[above[one]] = block_of[one]
    stood = np.array([place[one] if one >= 0 else -1 for one in of], dtype=np.int64)
    return Stations(
        stood, parent, np.array(end, dtype=np.int64), vertex, size, over, held,
        _damage(len(cut), vertex, parent, size, over),
    )  # fmt: skip


def _preorder(up: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Return stations from above, the place of each, and where what lies below each ends."""
    under: list[list[int]] = [[] for _ in up]
    stack: list[int] = []
    for one, over in enumerate(up):
        (under[over] if over >= 0 else stack).append(one)
    walk: list[int] = []
    place = [-1] * len(up)
    stack.reverse()
    while stack:
        one = stack.pop()
        place[one] = len(walk)
        walk.append(one)
        stack.extend(reversed(under[one]))
    end = [i + 1 for i in range(len(walk))]
    for i in range(len(walk) - 1, -1, -1):
        over = up[walk[i]]
        if over >= 0:
            end[place[over]] = max(end[place[over]], end[i])
    return walk, place, end


def _damage(n: int, vertex: Ints, parent: Ints, size: Floats, over: Floats) -> Floats:
    """Return the pairs that each node's leaving cuts: over the parts, sum of s_i s_j, i < j."""
    damage, parts, squares = np.zeros(n), over.copy(), over**2
    hung = np.flatnonzero(size)
    np.add.at(parts, parent[hung], size[hung])
    np.add.at(squares, parent[hung], size[hung] ** 2)
    cut = np.flatnonzero(vertex >= 0)
    damage[vertex[cut]] = (parts[cut] ** 2 - squares[cut]) / 2
    return damage


def mended(tree: Stations, asked: Ints) -> Floats:
    """Return how many pairs one more tie would keep together, for all pairs of stations.

    Between two stations lie cut points; each holds the part towards the one and the part
    towards the other, and a tie between them means that its leaving no longer cuts these from
    each other: ``sum over cut points strictly between of s_one x s_other``.

    Parameters
    ----------
    tree : Stations
    asked : int array of shape (r,)
        Stations, ascending, each once.

    Returns
    -------
    float array of shape (r, r)
        Symmetric; 0 between components and within a block.

    Examples
    --------
    >>> from sap_match.graph.adjacency import from_edges
    >>> tree = stations(from_edges(4, [(0, 1), (1, 2), (2, 3)]))
    >>> where = np.unique(tree.of)
    >>> float(mended(tree, where)[tuple(np.searchsorted(where, tree.of[[0, 3]]))])
    4.0
    """
    found = np.zeros((len(asked), len(asked)))
    low, high = np.searchsorted(asked, np.arange(len(tree.end))), np.searchsorted(asked, tree.end)
    held = tree.held[asked]
    ends, vertex, above, size, down = (
        part.tolist() for part in (tree.end, tree.vertex, tree.above, tree.size, tree.held)
    )
    for i, (a, b) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        if b - a < 2:
            continue
        knot = vertex[i] >= 0
        branch = np.zeros(b - a)  # size of the part of this cut point that each stands in
        base = held[a:b] - down[i]
        child = i + 1
        while knot and child < ends[i]:
            branch[low[child] - a : high[child] - a] = size[child]
            child = ends[child]
        if knot:
            base = base - above[i] * branch
        child = i + 1
        if asked[a] == i:
            found[a, a + 1 : b] = base[0] + base[1:]
        while child < ends[i]:
            lo, hi = low[child], high[child]
            if lo < hi < b:
                part = base[lo - a : hi - a, None] + base[None, hi - a :]
                if knot:
                    part = part + size[child] * branch[None, hi - a :]
                found[lo:hi, hi:b] = part
            child = ends[child]
    return np.asarray(found + found.T)
