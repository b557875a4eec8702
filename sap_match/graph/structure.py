"""Parts of a network, and the organisations and ties that alone hold them together.

Direction is dropped: a tie either way joins. A *part* is a connected component, one alone
is a part of one. A *cut-point* is a node whose leaving breaks its part, a *bridge* a tie
whose end does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.confidential import not_confidential
from sap_match.graph.depth_first import Walk, walk
from sap_match.graph.figure import Bounds, Figure
from sap_match.graph.missing import beside, without_missing
from sap_match.graph.one_mode import CollaborationNetwork, NodeId, network_of

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]


def components(network: Any) -> Ints:
    """Return each node's part as an array of shape (n,), 0 the largest; direction is dropped.

    Parts of the same size are numbered by their first node. `parts` is the same as a frame.

    Examples
    --------
    >>> components(np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0]])).tolist()
    [1, 0, 0]
    """
    return ranked(_joined(network_of(network).collapsed))


def _joined(csr: Any) -> Ints:
    from scipy.sparse import csgraph

    if not csr.shape[0]:
        return np.empty(0, dtype=np.int64)
    return np.asarray(csgraph.connected_components(csr, directed=False)[1], dtype=np.int64)


def ranked(label: Ints) -> Ints:
    """Return labels numbered anew: 0 the largest, equal ones by their first node.

    Examples
    --------
    >>> ranked(np.array([4, 7, 7, 5])).tolist()
    [1, 0, 0, 2]
    """
    _, first, which, size = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return np.asarray(rank[which], dtype=np.int64)


def parts(network: Any) -> pd.DataFrame:
    """Return each node's part and how large it is, direction dropped.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix

    Returns
    -------
    pandas.DataFrame
        By node id: ``part`` (0 the largest) and ``part_size``. Empty for an empty network.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([("Ash", "Oak")], nodes=["Ash", "Elm", "Oak"])
    >>> parts(net).part.to_dict()
    {'Ash': 0, 'Elm': 1, 'Oak': 0}
    """
    import pandas as pd

    net = network_of(network)
    label = components(net)
    return pd.DataFrame({"part": label, "part_size": np.bincount(label)[label]}, index=net.index)


def largest_part(network: Any) -> Figure:
    """Return the share of all nodes that stand in the largest part; NaN without nodes.

    Bounds are exact: more ties never make it smaller.

    Examples
    --------
    >>> round(largest_part(np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0]])), 3)
    0.667
    """

    def largest(label: Ints) -> float:
        return float(np.bincount(label).max(initial=0))

    net = network_of(network)
    label = components(net)
    parted = len(np.bincount(label))
    figure = net.ratio(
        largest(label),
        len(net),
        name="Largest part",
        definition="organisations that ties join in one part, over all",
        note=f"{parted:,} {'part' if parted == 1 else 'parts'}, those alone among them",
    )
    return with_part_bounds(net, figure, lambda sizes: sizes.max(initial=0) / max(len(net), 1))


def number_of_parts(network: Any) -> Figure:
    """Return into how many parts the network falls, those alone among them; 0 without nodes.

    Examples
    --------
    >>> number_of_parts(np.zeros((3, 3)))
    3.0
    """
    net = network_of(network)
    figure = net.number(
        len(np.bincount(components(net))),
        name="Number of parts",
        definition="connected components, one without ties being one",
    )
    return with_part_bounds(net, figure, lambda sizes: float(len(sizes)))


def with_part_bounds(net: CollaborationNetwork, figure: Figure, value: Any) -> Figure:
    """Return the figure with exact bounds, ``value`` of the parts' sizes going one way with ties.

    All missing ties present join all who did not answer in one part, and where one answer
    does not settle a pair, everybody.
    """
    if not net.missing_dyads or net.answered is None:
        return figure
    label = components(without_missing(net))
    absent = float(value(np.bincount(label)))
    if net.told_by == "either" and not net.directed:
        merged = np.where(np.isin(label, label[~net.answered]), label[~net.answered][0], label)
    else:
        merged = np.zeros(len(net), dtype=np.int64)
    present = float(value(np.bincount(ranked(merged))))
    low, high = min(absent, present), max(absent, present)
    return beside(figure, Bounds(low, high, absent=absent, present=present, exact=True))


def walk_of(net: CollaborationNetwork) -> Walk:
    """Return a depth-first walk of the network, kept with it as its matrices are."""
    kept = net.__dict__.get("_walk")
    if isinstance(kept, Walk):
        return kept
    found = net.__dict__["_walk"] = walk(net.collapsed)
    return found


def cut_points(network: Any) -> tuple[NodeId, ...]:
    """Return the ids of the nodes whose leaving breaks their part, in the network's order.

    Direction is dropped. Of a matrix the ids are positions. `fragility` says what each
    cuts off.

    Examples
    --------
    >>> cut_points(CollaborationNetwork.from_edges([("Ash", "Elm"), ("Elm", "Oak")]))
    ('Elm',)
    """
    net = network_of(network)
    not_confidential(net, "who holds a part together")
    found = walk_of(net)
    cut = np.sort(found.order[found.pieces > 1])
    return tuple(net.ids[i] for i in cut.tolist())


def bridges(network: Any) -> tuple[tuple[NodeId, NodeId], ...]:
    """Return both ends of the ties whose end breaks their part, in the network's order.

    Direction is dropped. Of a matrix the ids are positions. `fragile_ties` says what each
    cuts off.

    Examples
    --------
    >>> bridges(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    ((0, 1), (1, 2))
    """
    net = network_of(network)
    not_confidential(net, "a list of ties")
    found = walk_of(net)
    one, other = found.order[found.bridges], found.order[found.parent[found.bridges]]
    ends = np.sort(np.column_stack([one, other]), axis=1)
    ends = ends[np.lexsort((ends[:, 1], ends[:, 0]))]
    return tuple((net.ids[a], net.ids[b]) for a, b in ends.tolist())
