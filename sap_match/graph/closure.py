"""Closure: whether ties are returned, and whether two steps are closed by a third."""

from __future__ import annotations

from typing import Any

import numpy as np

from sap_match.graph.figure import Bounds, Figure
from sap_match.graph.missing import beside, known_ties, only_known, with_bounds, without_missing
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.triangles import tied_pairs


def reciprocity(network: Any) -> Figure:
    """Return the share of directed ties that are returned, ``R / E``; NaN without ties.

    The edgewise reciprocity of R's `sna` (Butts, 2008); 1 without direction. Of a network
    with missing answers only ties count of whose way back somebody could tell. Its bounds:
    a tie whose way back is missing is returned or not, and a pair that is missing on one
    side or both is tied in the worst way (one way) or the best (both ways, or neither).

    Examples
    --------
    >>> ties = [("a", "b"), ("b", "a"), ("a", "c")]
    >>> reciprocity(CollaborationNetwork.from_edges(ties, directed=True)).numerator
    2.0
    """
    net = network_of(network)
    csr = known_ties(net)
    returned, ties = float(csr.multiply(csr.T).sum()), float(csr.nnz)
    name, definition = "Reciprocity", "returned ties over directed ties"
    if not (net.directed and net.missing_dyads):
        figure = net.ratio(returned, ties, name=name, definition=definition, note=only_known(net))
        always = Bounds(1.0, 1.0, absent=float(figure), present=1.0, exact=True)
        return beside(figure, always) if net.missing_dyads else figure
    told = np.asarray(net.answered, dtype=bool)
    coo = csr.tocoo()
    sure = float((told[coo.row] & told[coo.col]).sum())
    figure = net.ratio(
        returned,
        sure,
        name=name,
        definition=f"{definition} whose way back is known",
        note=only_known(net),
    )
    return beside(figure, _returned_bounds(net, returned, ties, open_ties=ties - sure))


def _returned_bounds(
    net: CollaborationNetwork, returned: float, ties: float, *, open_ties: float
) -> Bounds:
    """Return the bounds of reciprocity; ``open_ties`` have a way back that is missing.

    Where one end told of no tie the pair can only be tied one way, which lowers the share.
    A pair that nobody told of lowers it most when tied one way and raises it most when tied
    both ways; an open tie is returned or not.
    """
    n, a = len(net), int(np.asarray(net.answered).sum())
    half = 0 if net.told_by == "both" else a * (n - a)  # pairs that one end told of
    nobody = n * (n - 1) / 2 - a * (a - 1) / 2 - half
    best = returned + 2 * open_ties + 2 * nobody

    def share(found: float, of: float) -> float:
        return found / of if of else np.nan

    low = share(returned, ties + (half - open_ties) + nobody)
    most = ties + open_ties + 2 * nobody
    return Bounds(
        low=low,
        high=share(best, most) if most else low,
        absent=share(returned, ties),
        present=share(best, ties + net.missing_dyads),
        exact=True,
    )


def transitivity(network: Any) -> Figure:
    """Return the share of two-step paths ``i -> j -> k`` with ``i -> k``; NaN without paths.

    The weak transitivity of R's `sna` (Wasserman and Faust, 1994, section 6.3). On a
    network without direction it is 3 x triangles / connected triples. Of a network with
    missing answers only paths count of whose closing tie somebody could tell.

    Examples
    --------
    >>> transitivity(CollaborationNetwork.from_matrix(np.ones((3, 3))))
    1.0
    """
    net = network_of(network)
    csr = known_ties(net)
    figure = net.ratio(
        closed_paths(without_missing(net)),
        two_step_paths(csr) - _open_ended(net, csr),
        name="Transitivity",
        definition="closed over all two-step paths",
        note=only_known(net),
    )
    return with_bounds(net, figure, transitivity)


def two_step_paths(ties: Any) -> float:
    """Return the number of paths ``i -> j -> k`` of three nodes in a 0/1 CSR."""
    into, out = (np.asarray(ties.sum(axis=axis)).ravel() for axis in (0, 1))
    return float(into @ out - ties.multiply(ties.T).sum())


def _open_ended(net: CollaborationNetwork, ties: Any) -> float:
    """Return how many two-step paths have ends of which nobody could say if they are tied.

    With direction who sends the first step has answered, and in records all three are in
    them: only where either end's answer makes a pair known can both ends be silent.
    """
    if not net.missing_dyads or net.answered is None or net.directed or net.told_by == "both":
        return 0.0
    silent = ties @ (~net.answered).astype(float)
    return float((silent * (silent - 1)).sum())


def closed_paths(network: CollaborationNetwork) -> float:
    """Return the number of paths ``i -> j -> k`` with ``i -> k``, from the triangles.

    Examples
    --------
    >>> ties = [("a", "b"), ("b", "c"), ("a", "c")]
    >>> closed_paths(CollaborationNetwork.from_edges(ties, directed=True))
    1.0
    """
    pairs = tied_pairs(network)
    forth, back = pairs.forth > 0, pairs.back > 0
    closed = 0
    for one, two, three in pairs.triangles():
        ab, ac, bc = forth[one], forth[two], forth[three]
        ba, ca, cb = back[one], back[two], back[three]
        ways = (
            ab & bc & ac,  # a -> b -> c
            ac & cb & ab,  # a -> c -> b
            ba & ac & bc,  # b -> a -> c
            bc & ca & ba,  # b -> c -> a
            ca & ab & cb,  # c -> a -> b
            cb & ba & ca,  # c -> b -> a
        )
        closed += sum(int(np.count_nonzero(way)) for way in ways)
    return float(closed)
