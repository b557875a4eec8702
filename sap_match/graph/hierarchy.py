"""Krackhardt's four dimensions of an organisation chart, 0 to 1 each.

Krackhardt, Graph theoretical dimensions of informal organizations, in Carley and
Prietula (eds), Computational Organization Theory, 1994. All four are 1 for a tree that
leads from one head down. They read ties as directed, a tie without direction as two, and
agree with R's `sna` 2.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.ancestry import Knots, knots, lacking_bound, pairs_lacking, pairs_reached
from sap_match.graph.figure import Figure
from sap_match.graph.missing import with_bounds
from sap_match.graph.one_mode import network_of
from sap_match.graph.structure import components, with_part_bounds

Ints = NDArray[np.int64]

EXACT_KNOTS = 3_000
"""Lubness is exact where no part has more knots (sets that reach each other) than this."""
SAMPLED_PAIRS = 2_048
SAMPLED_NODES = 16_384
_BOTH_WAYS = "a tie without direction counts both ways"


def krackhardt(network: Any, *, rng: int | np.random.Generator = 0) -> Mapping[str, Figure]:
    """Return connectedness, hierarchy, efficiency and lubness of a network.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    rng : seed or generator
        For large networks, where `hierarchy` and `lubness` are sampled.

    Returns
    -------
    mapping
        ``connectedness, hierarchy, efficiency, lubness`` to a `Figure` each, as the
        functions of these names give them.

    Examples
    --------
    >>> from sap_match.graph.one_mode import CollaborationNetwork
    >>> chart = CollaborationNetwork.from_edges(
    ...     [("Head", "North"), ("Head", "South"), ("North", "Town")], directed=True
    ... )
    >>> {name: float(value) for name, value in krackhardt(chart).items()}
    {'connectedness': 1.0, 'hierarchy': 1.0, 'efficiency': 1.0, 'lubness': 1.0}
    """
    net = network_of(network)
    return MappingProxyType(
        {
            "connectedness": connectedness(net),
            "hierarchy": hierarchy(net, rng=rng),
            "efficiency": efficiency(net),
            "lubness": lubness(net, rng=rng),
        }
    )


def connectedness(network: Any) -> Figure:
    """Return the share of pairs joined by a path, direction dropped; NaN under two nodes.

    Bounds are exact: more ties never part a pair.

    Examples
    --------
    >>> round(connectedness(np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0]])), 3)
    0.333
    """
    net = network_of(network)
    n = float(len(net))

    def joined(sizes: Ints) -> float:
        return float((sizes.astype(float) * (sizes - 1)).sum() / 2)

    figure = net.ratio(
        joined(np.bincount(components(net))),
        n * (n - 1) / 2,
        name="Connectedness",
        definition="pairs joined by a path, direction dropped, over all pairs",
    )
    pairs = n * (n - 1) / 2
    return with_part_bounds(net, figure, lambda sizes: joined(sizes) / pairs if pairs else np.nan)


def hierarchy(network: Any, *, rng: int | np.random.Generator = 0) -> Figure:
    """Return the share of pairs with a path one way but not back; NaN without any path.

    The denominator is pairs with a path at least one way. 0 for every network without
    direction. Where knots times ties pass 64,000,000,000 (some 200,000 nodes of which few
    reach each other), pairs are counted from 16,384 nodes drawn at random, and the note
    gives the standard error.

    Examples
    --------
    >>> hierarchy(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    1.0
    """
    net = network_of(network)
    found = knots(net.ties)
    both = found.mutual
    reached = pairs_reached(found, sample=SAMPLED_NODES, rng=rng)
    one_way = max(reached.value - 2 * both, 0.0)
    note = "" if net.directed else _BOTH_WAYS
    if reached.error:
        error = reached.error * both / (one_way + both) ** 2
        note = f"sampled from {SAMPLED_NODES:,} nodes, standard error {error:.4f}"
    figure = net.ratio(
        one_way,
        one_way + both,
        name="Hierarchy",
        definition="pairs joined one way only, over pairs joined",
        note=note,
    )
    return with_bounds(net, figure, hierarchy)


def efficiency(network: Any) -> Figure:
    """Return 1 less the share of ties beyond those that hold each part together.

    ``1 - (ties - needed) / (most - needed)`` where a part of ``s`` needs ``s - 1`` ties
    and has room for ``s (s - 1)``. NaN where no part has room for more than it needs.

    Examples
    --------
    >>> efficiency(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    1.0
    """
    net = network_of(network)
    size = np.bincount(components(net)).astype(float)
    needed = (size - 1).sum()
    most = (size * (size - 1)).sum() - needed
    figure = net.ratio(
        most - (net.ties.nnz - needed),
        most,
        name="Efficiency",
        definition="1 less ties beyond those that join each part, over most such ties",
        note="" if net.directed else _BOTH_WAYS,
    )
    return with_bounds(net, figure, efficiency)


def lubness(network: Any, *, rng: int | np.random.Generator = 0) -> Figure:
    """Return the share of pairs that have a least upper bound, over what a tree would have.

    An upper bound of two reaches both; it is least where every other upper bound reaches
    it. ``1 - lacking / most`` with ``(s - 1) (s - 2) / 2`` the most that can lack one in a
    part of ``s``. NaN without a part of three or more; 1 for every other network without
    direction. Beyond 3,000 knots in a part (sets that reach each other) 2,048 pairs are
    drawn at random, and the note gives the standard error.

    Examples
    --------
    >>> lubness(np.array([[0, 1, 1], [0, 0, 0], [0, 0, 0]]))
    1.0
    >>> lubness(np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0]]))  # two heads, nobody over both
    0.0
    """
    net = network_of(network)
    found = knots(net.ties)
    label = components(net)
    sizes = np.bincount(label).astype(float)
    most = float(((sizes - 1) * (sizes - 2) / 2)[sizes > 2].sum())
    part = np.zeros(len(found), dtype=np.int64)
    part[found.knot] = label
    note = "" if net.directed else _BOTH_WAYS
    if np.bincount(part).max(initial=0) <= EXACT_KNOTS:
        order = np.argsort(part, kind="stable")
        inside = np.split(order, np.cumsum(np.bincount(part))[:-1])
        lacking = sum(
            lacking_bound(found, one)
            for size, one in zip(sizes.tolist(), inside, strict=False)
            if size > 2 and len(one) > 1
        )
    else:
        lacking, error = _sampled(found, label, rng)
        note = f"sampled from {SAMPLED_PAIRS:,} pairs, standard error {error / most:.4f}"
    figure = net.ratio(
        most - lacking,
        most,
        name="Lubness",
        definition="1 less pairs without a least upper bound, over most such pairs",
        note=note,
    )
    return with_bounds(net, figure, lubness)


def _sampled(found: Knots, label: Ints, rng: int | np.random.Generator) -> tuple[float, float]:
    """Return about how many pairs lack a least upper bound, and its standard error."""
    made = np.random.default_rng(rng)
    order = np.argsort(label, kind="stable")
    size = np.bincount(label)
    start = np.cumsum(size) - size
    pairs = np.where(size > 2, size.astype(float) * (size - 1) / 2, 0.0)
    one = made.choice(len(size), size=SAMPLED_PAIRS, p=pairs / pairs.sum())
    left = made.integers(0, size[one])
    right = (left + made.integers(1, size[one])) % size[one]
    left, right = (found.knot[order[start[one] + at]] for at in (left, right))
    share = float(pairs_lacking(found, left, right).mean())
    total = float(pairs.sum())
    return share * total, total * (share * (1 - share) / SAMPLED_PAIRS) ** 0.5
