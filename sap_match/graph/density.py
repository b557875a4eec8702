"""Density: ties that are there over ties that could be.

Each function names its denominator; nothing else is called density. Where answers are
missing only pairs that are known count, above and below the line, and the figure says
between which bounds the missing ties leave it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.figure import Bounds, Figure
from sap_match.graph.missing import beside, known_weights, only_known, share_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.tallies import tally

Counts = NDArray[np.float64]
_DEFINITIONS = {True: "ties over possible ordered pairs", False: "ties over possible pairs"}


def density(network: Any, *, directed: bool | None = None) -> Figure:
    """Return ties over possible ties.

    ``E / (n (n - 1) / 2)`` without direction (a tie either way is one), ``E / (n (n -
    1))`` with it (Wasserman and Faust, Social Network Analysis, 1994, section 4.2). Of a
    network with missing answers: known ties over known pairs, whose bounds are ``E /
    pairs`` and ``(E + missing) / pairs``. NaN where there are fewer than two nodes, or
    where no pair is known.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    directed : bool, optional
        None takes the network's own. False on a network with direction counts a tie either
        way as one, and a pair as known where either end answered.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")])
    >>> round(density(path), 3), density(path).denominator
    (0.667, 3.0)
    >>> asked = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")], answered=["a"])
    >>> found = density(asked)  # b-c is known to nobody who answered
    >>> float(found), round(found.bounds.low, 3), round(found.bounds.high, 3)
    (0.5, 0.333, 0.667)
    """
    net = network_of(network)
    directed = net.directed if directed is None else directed
    ties, known, pairs, free = _whole(net, directed=directed)
    figure = net.ratio(
        ties, known, name="Density", definition=_DEFINITIONS[directed], note=only_known(net)
    )
    return beside(figure, share_bounds(ties, free, pairs)) if net.missing_dyads else figure


def _whole(net: CollaborationNetwork, *, directed: bool) -> tuple[float, float, float, float]:
    """Return ties, known pairs, all pairs and pairs that may still be tied, each once."""
    found = tally(net, directed=directed)
    each = 1 if directed else 2
    ties, known, pairs, free = (
        float(part.item()) / each for part in (found.ties, found.known, found.pairs, found.free)
    )
    return ties, known, pairs, free


def mean_degree(network: Any) -> Figure:
    """Return the mean number of partners of a node, ``2 E / n``; with direction ``E / n``.

    With direction it is the mean number of ties sent, which is that of ties received. Of a
    network with missing answers: density over known pairs times ``n - 1``. It stays what it
    is when a directory grows by those without ties in the same measure as its ties; density
    does not. NaN where density is, but 0 for a single node.

    Examples
    --------
    >>> mean_degree(CollaborationNetwork.from_edges([("a", "b"), ("b", "c")], nodes="abcd"))
    1.0
    """
    net = network_of(network)
    n = len(net)
    ties, known, pairs, free = _whole(net, directed=net.directed)
    each = 1 if net.directed else 2
    definition = "ties sent over nodes" if net.directed else "ends of ties over nodes"
    if not net.missing_dyads:
        return net.ratio(each * ties, n, name="Mean degree", definition=definition)
    figure = net.ratio(
        ties * (n - 1),
        known,
        name="Mean degree",
        definition="density over known pairs, times the n - 1 others of a node",
        note=only_known(net),
    )
    return beside(figure, share_bounds(ties, free, pairs, times=n - 1))


def valued_density(network: Any, *, scale: tuple[float, float] | None = None) -> Figure:
    """Return the mean weight over all possible pairs, where no tie weighs 0.

    ``sum of weights / possible pairs``, ordered with direction (Wasserman and Faust, 1994,
    section 4.4). Of a network with missing answers over known pairs; for its bounds a
    missing tie weighs 0 up to the most of ``scale``. NaN without pairs.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    scale : (least, most), optional
        What a tie may weigh. Without it bounds take the strongest tie that was told of, and
        are not exact.

    Examples
    --------
    >>> valued_density(CollaborationNetwork.from_edges([("a", "b", 4), ("b", "c", 2)]))
    2.0
    """
    net = network_of(network)
    each = 1 if net.directed else 2
    weights = known_weights(net).data
    _, most = _scale(weights, scale)
    _, known, pairs, free = _whole(net, directed=net.directed)
    total = float(weights.sum()) / each
    figure = net.ratio(
        total,
        known,
        name="Valued density",
        definition=f"sum of weights over possible {'ordered ' if net.directed else ''}pairs",
        note=only_known(net),
    )
    if not net.missing_dyads:
        return figure
    low, high = (x / pairs if pairs else np.nan for x in (total, total + free * most))
    return beside(figure, Bounds(low, high, low, high, exact=scale is not None))


def mean_strength(network: Any, *, scale: tuple[float, float] | None = None) -> Figure:
    """Return the mean weight of the ties that are there, ``sum of weights / ties``.

    How strong a tie is, whatever their number: between 1 and the most of the scale where
    density is between 0 and 1. NaN without ties. Missing ties weigh the least of ``scale``
    for the low bound, the most for the high one, or are absent.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    scale : (least, most), optional
        As of `valued_density`.

    Examples
    --------
    >>> mean_strength(CollaborationNetwork.from_edges([("a", "b", 4), ("b", "c", 1)]))
    2.5
    """
    net = network_of(network)
    each = 1 if net.directed else 2
    weights = known_weights(net).data
    least, most = _scale(weights, scale)
    total, ties = float(weights.sum()) / each, len(weights) / each
    figure = net.ratio(
        total, ties, name="Mean strength", definition="sum of weights over ties that are there"
    )
    if not net.missing_dyads:
        return figure
    free = _whole(net, directed=net.directed)[3]
    low, high = ((total + free * w) / (ties + free) for w in (least, most))
    return beside(figure, Bounds(low, high, float(figure), high, exact=scale is not None))


def _scale(weights: Counts, scale: tuple[float, float] | None) -> tuple[float, float]:
    """Return the least and the most that a tie may weigh.

    Raises
    ------
    DataError
        A tie lies outside the scale that is given.
    """
    seen = (float(weights.min()), float(weights.max())) if len(weights) else (1.0, 1.0)
    if scale is None:
        return seen
    least, most = float(scale[0]), float(scale[1])
    if len(weights) and (seen[0] < least or seen[1] > most):
        raise DataError(
            f"ties weigh {seen[0]:g} to {seen[1]:g}; give a scale that holds them",
            field="scale",
            value=scale,
        )
    return least, most


def two_mode_density(incidence: Any) -> Figure:
    """Return memberships over possible memberships, ``M / (n m)``.

    Of ``n`` organisations and ``m`` collaborations, each could be in each (Borgatti
    and Everett, Social Networks 19, 1997). NaN where one side is empty.

    Parameters
    ----------
    incidence : TwoMode, or array or sparse matrix of shape (n, m)

    Examples
    --------
    >>> two_mode_density(np.array([[1, 0], [1, 1]]))
    0.75
    """
    from scipy import sparse

    from sap_match.graph.two_mode import TwoMode

    told = incidence if isinstance(incidence, TwoMode) else None
    csr = sparse.csr_array(incidence if told is None else told.incidence)
    n, m = csr.shape
    note = "" if told is None else "; ".join(filter(None, [told.boundary, *told.notes]))
    return Figure.ratio(
        csr.count_nonzero(),
        n * m,
        name="Two-mode density",
        definition="memberships over organisations x collaborations",
        n=n,
        note=note,
    )
