"""Centrality: who has most ties, through whom paths run, how far it all hangs on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.figure import Figure
from sap_match.graph.missing import with_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.pivots import sampled
from sap_match.graph.shortest import through

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Way = Literal["all", "in", "out"]

#: Betweenness is exact up to this many steps: sources times (nodes + ties from them), summed
#: over the separate parts of the network. 1,400 nodes in one part with 50,000 ties, say.
EXACT_STEPS = 150_000_000
#: Beyond it, as many nodes are drawn as fit into this many steps, and no fewer than `FEWEST`;
#: half of both where there is direction, as paths are followed both to and from each.
SAMPLED_STEPS = 50_000_000
FEWEST = 96


def degree(network: Any) -> pd.DataFrame:
    """Return how many others each node is tied to.

    Columns ``in`` and ``out`` (ties received and sent; without direction both are all ties),
    ``all`` (others tied either way, each once) and ``normalised`` (``all`` over the n - 1 that
    there could be; NaN in a network of one). Freeman, Social Networks 1, 1979.

    Examples
    --------
    >>> from sap_match.graph import CollaborationNetwork
    >>> told = [("a", "b"), ("b", "a"), ("a", "c")]
    >>> degree(CollaborationNetwork.from_edges(told, directed=True))
        in  out  all  normalised
    id
    a    1    2    2         1.0
    b    1    1    1         0.5
    c    1    0    1         0.5
    """
    import pandas as pd

    net = network_of(network)
    counted = {way: _degree(net, way) for way in ("in", "out", "all")}
    frame = pd.DataFrame(counted, index=net.index)
    most = len(net) - 1
    return frame.assign(normalised=frame["all"] / most if most > 0 else np.nan)


def _degree(net: CollaborationNetwork, way: str) -> Ints:
    if way == "all" or not net.directed:
        return np.asarray(net.degree, dtype=np.int64)
    ends = net.targets if way == "in" else net.sources
    return np.bincount(ends, minlength=len(net)).astype(np.int64)


def degree_centralisation(network: Any, *, way: Way = "all") -> Figure:
    """Return how far ties hang on one node: 0 all alike, 1 a star.

    Sum of differences from the highest degree, over that of a star: ``(n - 1)(n - 2)`` of
    partners, ``(n - 1)^2`` of ties sent or received where there is direction (Freeman, Social
    Networks 1, 1979). NaN under three nodes.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    way : {"all", "in", "out"}
        Partners, or ties received, or sent. Without direction all three are partners.

    Examples
    --------
    >>> degree_centralisation([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    1.0
    """
    if way not in ("all", "in", "out"):
        raise DataError("write all, in or out", field="way", value=way)
    net = network_of(network)
    one_way = net.directed and way != "all"
    counted = {"all": "partners", "in": "ties received", "out": "ties sent"}
    figure = _centralisation(
        net,
        _degree(net, way).astype(float),
        (len(net) - 1) ** 2 if one_way else (len(net) - 1) * (len(net) - 2),
        name="Degree centralisation",
        what=f"number of {counted[way] if one_way else 'partners'}",
    )
    return with_bounds(net, figure, lambda filled: degree_centralisation(filled, way=way))


def _centralisation(
    net: CollaborationNetwork, found: Floats, most: float, *, name: str, what: str, note: str = ""
) -> Figure:
    known = len(net) > 2
    return net.ratio(
        float((found.max() - found).sum()) if known else 0.0,
        most if known else 0.0,
        name=name,
        definition=f"sum of differences from the highest {what}, over that of a star",
        note=note,
    )


def betweenness(
    network: Any, *, sample: int | None = None, rng: int | np.random.Generator = 0
) -> pd.DataFrame:
    """Return how many shortest paths run through each node, shares counted.

    ``sum over s, t of paths from s to t through the node / paths from s to t``: directed where
    the network is; without direction each pair counts once. Not scaled, as R's ``sna`` and
    igraph have it (Freeman, Sociometry 40, 1977). Weights of ties do not count.

    Exact up to `EXACT_STEPS` steps; beyond, paths are followed from a sample of nodes alone
    (see `sap_match.graph.pivots`): 476 of 5,000 nodes with 50,000 ties, 96 of 200,000 with a
    million. The frame then has the column ``standard_error`` too, and says so in
    ``.attrs["note"]``. The exact count takes a fraction of the time with igraph installed.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    sample : int, optional
        From how many nodes paths are followed; the number of nodes, or more, is exact.
    rng : int or Generator
        Draws the sample. The same whatever the order of the nodes.

    Returns
    -------
    DataFrame
        Column ``betweenness``, indexed by node id.

    Examples
    --------
    >>> from sap_match.graph import CollaborationNetwork
    >>> path = CollaborationNetwork.from_edges([("a", "b"), ("b", "c"), ("c", "d")])
    >>> betweenness(path)["betweenness"].tolist()
    [0.0, 2.0, 2.0, 0.0]
    """
    import pandas as pd

    if sample is not None and (isinstance(sample, bool) or sample < 1):
        raise DataError("how many nodes to start from is 1 or more", field="sample", value=sample)
    net = network_of(network)
    tied = np.flatnonzero(net.degree)
    drawn = min(_sample_size(net) if sample is None else sample, len(tied))
    if drawn == len(tied):
        return pd.DataFrame({"betweenness": through(net, tied)}, index=net.index)
    total, squares = sampled(net, _drawn(net, tied, drawn, rng))
    mean = total / drawn
    spread = np.full(len(net), np.nan)
    if drawn > 1:
        variance = np.maximum(squares / drawn - mean**2, 0) * drawn / (drawn - 1)
        spread = np.sqrt(variance * (1 - drawn / len(tied)) / drawn)
    found = {"betweenness": len(tied) * mean, "standard_error": len(tied) * spread}
    frame = pd.DataFrame(found, index=net.index)
    frame.attrs["note"] = f"sampled: paths from {drawn:,} of {len(tied):,} nodes with ties"
    return frame


def _sample_size(net: CollaborationNetwork) -> int:
    """Return from how many nodes paths are followed: all that have ties, where it is feasible."""
    from scipy.sparse.csgraph import connected_components

    n, arcs = len(net), int(net.ties.nnz)
    parts, part = connected_components(net.collapsed, directed=False) if n else (0, [])
    nodes = np.bincount(part, minlength=parts).astype(float)
    ties = np.bincount(part, weights=np.diff(net.ties.indptr), minlength=parts)
    if (nodes * (nodes + ties)).sum() <= EXACT_STEPS:
        return n
    ways = 2 if net.directed else 1
    return max(FEWEST // ways, SAMPLED_STEPS // (ways * (n + arcs)))


def _drawn(net: CollaborationNetwork, among: Ints, k: int, rng: int | np.random.Generator) -> Ints:
    """Draw k of ``among``, the same ids whatever the order of the nodes."""
    by_id = sorted(among.tolist(), key=lambda i: (isinstance(net.ids[i], str), net.ids[i]))
    which = np.random.default_rng(rng).choice(len(by_id), size=k, replace=False)
    return np.array(by_id, dtype=np.int64)[which]


def betweenness_centralisation(
    network: Any,
    *,
    scores: pd.DataFrame | None = None,
    sample: int | None = None,
    rng: int | np.random.Generator = 0,
) -> Figure:
    """Return how far betweenness hangs on one node: 0 all alike, 1 a star.

    ``sum of (max - b) / ((n - 1)^2 (n - 2))`` with direction, over half of that without
    (Freeman, Sociometry 40, 1977). NaN under three nodes. Where betweenness is sampled the
    note says so, and the highest of it is taken somewhat too high.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    scores : DataFrame, optional
        What `betweenness` gave of this network, so that it is not measured twice.
    sample, rng
        As for `betweenness`.

    Examples
    --------
    >>> betweenness_centralisation([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    1.0
    """
    net = network_of(network)
    if scores is None:  # only a sum is told
        scores = betweenness(net.disclosed(), sample=sample, rng=rng)
    frame = scores
    if len(frame) != len(net):
        raise DataError(
            f"the scores are of another network: {len(frame)} of them for {len(net)} nodes",
            field="scores",
        )
    n, drawn = len(net), str(frame.attrs.get("note", ""))
    figure = _centralisation(
        net,
        frame["betweenness"].to_numpy(dtype=float),
        (n - 1) ** 2 * (n - 2) / (1 if net.directed else 2),
        name="Betweenness centralisation",
        what="betweenness",
        note=drawn,
    )
    return figure if drawn else with_bounds(net, figure, betweenness_centralisation)
