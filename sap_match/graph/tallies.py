"""Ties and pairs between blocks of nodes: what density and mixing are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.missing import known_ties
from sap_match.graph.one_mode import CollaborationNetwork

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """Ties and pairs between blocks of nodes, each array of shape (g, g).

    All are counts of ordered pairs of a member of ``g`` and another of ``h``; without
    direction a pair within a block stands twice.

    Parameters
    ----------
    ties : array
        Ties in known pairs.
    known, pairs : array
        Pairs that are known, and all pairs.
    free : array
        Pairs that could turn out to be tied beyond ``ties``. With direction dropped these
        are more than ``pairs - known``: that one end told of no tie to the other leaves
        open whether the other told of one back.
    """

    ties: Counts
    known: Counts
    pairs: Counts
    free: Counts


def tally(net: CollaborationNetwork, member: Any = None, *, directed: bool | None = None) -> Tally:
    """Return ties and pairs between blocks; without ``member`` all nodes are one block.

    Parameters
    ----------
    net : CollaborationNetwork
    member : array of shape (n, g), optional
        1 where the node is in the block; blocks may overlap.
    directed : bool, optional
        None takes the network's own; False counts a tie either way as one.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([(0, 1)], nodes=3, answered=[0])
    >>> found = tally(net)
    >>> found.ties.item(), found.known.item(), found.pairs.item(), found.free.item()
    (2.0, 4.0, 6.0, 2.0)
    """
    from scipy import sparse

    n = len(net)
    directed = net.directed if directed is None else directed
    m = sparse.csr_array(np.ones((n, 1)) if member is None else member, dtype=float)
    ties = known_ties(net, directed=directed)
    pairs = _between(m, np.ones(n), np.ones(n))
    found = _dense(m.T @ ties @ m)
    if net.answered is None:
        return Tally(found, pairs, pairs, np.zeros_like(pairs))
    told = net.answered.astype(float)
    both = _between(m, told, told)
    if net.told_by == "both":
        return Tally(found, both, pairs, pairs - both)
    if directed and net.directed:
        known = _between(m, told, np.ones(n))
        return Tally(found, known, pairs, pairs - known)
    known = pairs - _between(m, 1 - told, 1 - told)
    if not net.directed:
        return Tally(found, known, pairs, pairs - known)
    coo = ties.tocoo()
    one = ~(net.answered[coo.row] & net.answered[coo.col])
    half = sparse.csr_array((coo.data[one], (coo.row[one], coo.col[one])), shape=(n, n))
    return Tally(found, known, pairs, pairs - both - _dense(m.T @ half @ m))


def _between(m: Any, left: Counts, right: Counts) -> Counts:
    """Count ordered pairs of two nodes, weighed by both ends, block by block."""
    a, b = m.T @ left, m.T @ right
    same = _dense((m.multiply((left * right)[:, None])).T @ m)
    return np.asarray(np.outer(a, b) - same, dtype=float)


def _dense(matrix: Any) -> Counts:
    return np.asarray(matrix.toarray(), dtype=float)
