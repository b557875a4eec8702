"""Heterogeneity: how many sorts there are, and how evenly, in a network or around a node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import membership
from sap_match.graph.figure import Figure
from sap_match.graph.labels import GroupsLike
from sap_match.graph.missing import known_ties, only_known, with_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def blau(network: Any, groups: GroupsLike = None) -> Figure:
    """Return Blau's index of the nodes, ``1 - sum p_g^2``: two at random are of two groups.

    ``p_g`` is the share of group ``g`` among nodes of known group (Blau, Inequality and
    Heterogeneity, 1977). 0 where all are of one group; with ``k`` groups at most
    ``1 - 1/k``. NaN without nodes of known group. It asks nothing of the ties, so that
    missing answers leave it as it is.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : labels as of `CollaborationNetwork.labels`, optional

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([], nodes=4, groups=["x", "x", "y", "y"])
    >>> blau(net), iqv(net)
    (0.5, 1.0)
    """
    net = network_of(network)
    sizes, note = _sizes(net, groups)
    n = sizes.sum()
    return net.number(
        1 - float((sizes**2).sum()) / n**2 if n else np.nan,
        name="Blau heterogeneity",
        definition="chance that two nodes drawn one after the other, the first put back, are of "
        "different groups",
        note=note,
        n=int(n),
    )


def iqv(network: Any, groups: GroupsLike = None) -> Figure:
    """Return the index of qualitative variation, Blau's over the most it can be: 0 to 1.

    ``(1 - sum p_g^2) / (1 - 1 / k)`` with ``k`` groups in the network (Mueller, Schuessler
    and Costner, 1970). 1 where all groups are of one size. NaN with fewer than two groups.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([], nodes=3, groups=["x", "x", "y"])
    >>> round(iqv(net), 3)  # (1 - 5/9) / (1 - 1/2)
    0.889
    """
    net = network_of(network)
    sizes, note = _sizes(net, groups)
    n, k = sizes.sum(), len(sizes)
    return net.number(
        k * float(n**2 - (sizes**2).sum()) / ((k - 1) * n**2) if k > 1 else np.nan,
        name="Index of qualitative variation",
        definition="Blau heterogeneity over the most that so many groups allow",
        note=note,
        n=int(n),
    )


def _sizes(net: CollaborationNetwork, groups: GroupsLike) -> tuple[Floats, str]:
    names, codes = net.codes(groups)
    known = codes[codes >= 0]
    lost = len(net) - len(known)
    note = f"{lost:,} of {len(net):,} nodes left out: no known group" if lost else ""
    return np.bincount(known, minlength=len(names)).astype(float), note


def partner_heterogeneity(network: Any, groups: GroupsLike = None) -> pd.DataFrame:
    """Return how mixed each node's partners are.

    Direction dropped; where answers are missing known ties count. Partners of no known
    group are counted and left out of the rest. Values of a node without partners of known
    group are NaN, not 0: leave them out of a mean, and say how many they are.

    Returns
    -------
    pandas.DataFrame
        Indexed by node id: ``partners``; ``unknown``, those of no known group; ``groups``,
        how many different ones; ``blau``, ``1 - sum p_g^2``; ``iqv``, that over the most
        possible with the network's groups; ``own``, the share of the node's own group; and
        ``ei_index``, (others - own) / all. The last two are NaN where the node's own group
        is not known.

    Examples
    --------
    >>> star = CollaborationNetwork.from_edges([(0, 1), (0, 2)], groups=["x", "x", "y"])
    >>> partner_heterogeneity(star)["blau"].tolist()
    [0.5, 0.0, 0.0]
    """
    import pandas as pd

    net = network_of(network)
    return pd.DataFrame(_around(net, groups), index=net.index)


def _around(net: CollaborationNetwork, groups: GroupsLike) -> dict[str, Floats]:
    names, codes = net.codes(groups)
    n, k = len(net), len(names)
    csr = known_ties(net, directed=False)
    partners = np.diff(csr.indptr).astype(float)
    found = csr @ membership(codes, k)  # partners of each node in each group
    total, different = _rows(found), _rows(found.astype(bool).astype(float))
    squared = _rows(found.multiply(found))
    mixed = 1 - _over(squared, total**2)
    own = np.full(n, np.nan)
    known = np.flatnonzero(codes >= 0)
    if len(known):
        own[known] = _rows(found.multiply(membership(codes, k)))[known]
    share = _over(own, total)
    return {
        "partners": partners,
        "unknown": partners - total,
        "groups": different,
        "blau": mixed,
        "iqv": mixed * k / (k - 1) if k > 1 else np.full(n, np.nan),
        "own": share,
        "ei_index": 1 - 2 * share,
    }


def _rows(matrix: Any) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()


def _over(found: Floats, by: Floats) -> Floats:
    empty = np.full_like(found, np.nan)
    return np.divide(found, by, out=empty, where=by > 0)


def mean_partner_heterogeneity(network: Any, groups: GroupsLike = None) -> Figure:
    """Return the mean of Blau's index of nodes' partners, over nodes that have any.

    NaN where no node has a partner of known group. How many had none is said in the note;
    they are neither 0 nor forgotten.

    Examples
    --------
    >>> star = CollaborationNetwork.from_edges([(0, 1), (0, 2)], nodes=4, groups=[*"xxyy"])
    >>> found = mean_partner_heterogeneity(star)
    >>> round(found, 3), found.note.split(";")[0]
    (0.167, '1 of 4 nodes without a partner of known group left out')
    """
    net = network_of(network)
    mixed = _around(net, groups)["blau"]
    seen = mixed[~np.isnan(mixed)]
    lost = len(mixed) - len(seen)
    note = f"{lost:,} of {len(net):,} nodes without a partner of known group left out"
    figure = net.ratio(
        float(seen.sum()),
        len(seen),
        name="Heterogeneity of partners",
        definition="mean over nodes of the chance that two of a node's partners, the first put "
        "back, are of different groups",
        note="; ".join(part for part in (note if lost else "", only_known(net)) if part),
        n=len(seen),
    )
    return with_bounds(
        net,
        figure,
        lambda filled: mean_partner_heterogeneity(filled, groups),
        groups=net.labels(groups),
    )
