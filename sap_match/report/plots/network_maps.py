"""A map of a network: who is tied to whom, by group, steady from month to month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.graph.confidential import not_confidential
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.report.plots import frames
from sap_match.report.plots.group_map import by_group
from sap_match.report.plots.labels import put_names
from sap_match.report.plots.layout import Floats, Ints, Layout, in_order, lay_out
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.style import GREY, INK, UNKNOWN, drawing, words
from sap_match.report.words import count, listing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sap_match.graph.edges import NodeId
    from sap_match.graph.labels import GroupsLike

#: With more nodes than this, groups are drawn in their place, or the best connected alone.
MOST_NODES = 500
_CORE = 250
#: Up to so many nodes all are named, above it so many.
_ALL_NAMED, _NAMED = 25, 10
#: With more ties than this, each one's strongest alone are drawn.
_MOST_TIES, _STRONGEST = 2500, 4


def network_map(
    network: CollaborationNetwork,
    *,
    previous: Picture | Layout | None = None,
    groups: GroupsLike = None,
    names: Mapping[Any, str] | None = None,
    highlight: Collection[NodeId] = (),
    named: int | None = None,
) -> Picture:
    """Return a map of who is tied to whom (extra ``plots``).

    A mark is an organisation, larger with more ties; shape, colour and lightness tell its
    group. Those without a tie are gathered aside. Above `MOST_NODES` organisations with a tie,
    groups are drawn in their place, or where there are none the best connected alone; the
    picture's note says so.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    previous : Picture or Layout, optional
        Last month's. Whoever was on it stays near that place; ``picture.layout`` is next
        month's ``previous`` (`Layout.to_json` stores it).
    groups : name of a node attribute, mapping from id, or one label a node, optional
        The network's own where left out; without any, all are drawn alike.
    names : mapping from id to name, optional
        Ids where a name is not given.
    highlight : ids
        Drawn with a ring and named in any case.
    named : int, optional
        How many of the best connected are named, where their names find room. Left out: all of
        up to 25 organisations with a tie, else ten.

    Raises
    ------
    MissingPartError
        matplotlib is not installed.
    DataError
        The reports are confidential.
    UnknownIdError
        A highlighted id, or one of ``names`` or ``groups``, is not in the network.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges(
    ...     [("a", "b"), ("b", "c")], nodes=list("abcd"), groups=["public", "x", "x", "x"]
    ... )
    >>> picture = network_map(net, names={"b": "Beech"})
    >>> print(picture.alt)  # doctest: +NORMALIZE_WHITESPACE
    Network map: 4 organisations and 2 ties. Groups: 1 public, 3 x. 1 of 2 ties (50%) joins
    different groups. Most ties: Beech (2). All 3 with a tie hang together. 1 organisation has
    no tie.
    """
    net = network_of(network)
    not_confidential(net, "a map of its ties")
    for one in (*highlight, *(names or ())):
        net.position(one)
    if groups is not None:
        net = net.with_groups(groups)
    layout = previous.layout if isinstance(previous, Picture) else previous
    tied = int((net.degree > 0).sum())
    if tied > MOST_NODES and net.groups is not None:
        kinds = {one for one in net.groups if one is not None}
        if len(kinds) > 1:
            return by_group(net, layout)
    if named is None:
        named = tied if tied <= _ALL_NAMED else _NAMED
    return _organisations(net, layout, names or {}, highlight, named)


def _organisations(
    whole: CollaborationNetwork,
    previous: Layout | None,
    names: Mapping[Any, str],
    highlight: Collection[NodeId],
    named: int,
) -> Picture:
    net, cut = _core(whole, highlight)
    shown, thinned = _thinned(net)
    layout = lay_out(shown, previous)
    marks = frames.marked(net.groups, len(net))
    title = f"Who works with whom{f': {words(whole.name, 60)}' if whole.name else ''}"
    alt = _told(whole, names, highlight)
    note = "; ".join(part for part in (cut, thinned, whole.note) if part)
    with drawing():
        figure, axes, side = frames.with_side(title, note)
        _draw(axes, net, shown, layout, marks, names, highlight, named)
        alone = [] if cut else [i for i, d in enumerate(net.degree.tolist()) if not d]
        frames.legend(side, marks, ties=frames.kinds_of_tie(net, marks), degree=net.degree)
        frames.gathered(side, marks, alone)
    alt = f"{alt} {cut[:1].upper()}{cut[1:]}." if cut else alt
    return Picture(figure, title, alt, note, layout)


def _core(
    net: CollaborationNetwork, highlight: Collection[NodeId]
) -> tuple[CollaborationNetwork, str]:
    """Return what is drawn of a large network, and the words that say so."""
    tied = int((net.degree > 0).sum())
    if tied <= MOST_NODES:
        return net, ""
    order = sorted(in_order(net.ids), key=lambda one: -net.degree[net.position(one)])
    kept = dict.fromkeys([*order[:_CORE], *highlight])
    cut = f"drawn are the {number(len(kept))} best connected of {number(len(net))} alone"
    return net.among(kept), cut


def _thinned(net: CollaborationNetwork) -> tuple[CollaborationNetwork, str]:
    """Return the ties that are drawn: of too many, each one's few with most in common.

    Those of the largest weight, then of the largest share of common neighbours (a backbone as
    in Nick, Lee, Cunningham and Brandes, Simmelian backbones, ASONAM 2013).
    """
    if net.size <= _MOST_TIES:
        return net, ""
    s, t = net.sources, net.targets
    ties = net.collapsed
    common = np.asarray((ties[s].multiply(ties[t])).sum(axis=1)).ravel()
    share = common / np.maximum(net.degree[s] + net.degree[t] - common, 1)
    place = {one: k for k, one in enumerate(in_order(net.ids))}
    rank = np.array([place[one] for one in net.ids])
    end = np.concatenate([s, t])
    row = np.tile(np.arange(net.size), 2)
    other = rank[np.concatenate([t, s])]
    order = np.lexsort((other, -np.round(share, 9)[row], -net.weights[row], end))
    end, row = end[order], row[order]
    nth = np.arange(len(end)) - np.searchsorted(end, end)
    kept = np.unique(np.concatenate([row[nth < _STRONGEST], _spanning(net, row)]))
    less = replace(
        net, sources=s[kept], targets=t[kept], weights=net.weights[kept], tie_attributes={}
    )
    return less, (
        f"of {number(net.size)} ties among them each one's {_STRONGEST} strongest are drawn, and "
        "what keeps parts together"
    )


def _spanning(net: CollaborationNetwork, strongest: Ints) -> Ints:
    """Return the ties that keep together what hangs together, the strongest that can."""
    from scipy.sparse import csgraph, csr_array

    _, first = np.unique(strongest, return_index=True)
    cost = np.empty(net.size)
    cost[np.unique(strongest)] = first + 1.0  # as they come: node by node, the strongest first
    cost = cost + 1e9 * (1 - net.weights / net.weights.max())
    low, high = np.minimum(net.sources, net.targets), np.maximum(net.sources, net.targets)
    key, at = np.unique(low * len(net) + high, return_index=True)
    tree = csgraph.minimum_spanning_tree(
        csr_array((cost[at], (low[at], high[at])), shape=(len(net), len(net)))
    ).tocoo()
    found: Ints = at[np.searchsorted(key, np.asarray(tree.row) * len(net) + np.asarray(tree.col))]
    return found


def _draw(
    axes: Axes,
    net: CollaborationNetwork,
    shown: CollaborationNetwork,
    layout: Layout,
    marks: frames.Marked,
    names: Mapping[Any, str],
    highlight: Collection[NodeId],
    named: int,
) -> None:
    ids = in_order(layout.positions)
    if not ids:
        why = "Nobody is in this network." if not len(net) else "Nobody here has a tie."
        axes.text(0.5, 0.5, why, ha="center", va="center", fontsize=13, color=GREY)
        return
    rows = np.array([net.position(one) for one in ids])
    spot = np.full((len(net), 2), np.nan)
    spot[rows] = [layout.positions[one] for one in ids]
    frames.fit(axes, spot[rows])
    radius = frames.radii(net.degree, len(ids))
    _ties(axes, shown, spot, marks, radius)
    for mark, members in marks.items():
        own = np.array([i for i in rows.tolist() if marks.code[i] == mark.code], dtype=int)
        if len(members) and len(own):
            mark.scatter(axes, spot[own], radius[own])
    ringed = [net.position(one) for one in in_order(highlight) if net.degree[net.position(one)]]
    if ringed:
        axes.scatter(
            spot[ringed, 0], spot[ringed, 1], s=(2 * radius[ringed] + 7) ** 2, facecolors="none",
            edgecolors=INK, linewidths=1.6, zorder=5,
        )  # fmt: skip
    wanted = sorted(rows.tolist(), key=lambda i: (-net.degree[i], str(net.ids[i])))[:named]
    few = named >= len(rows)  # else who has one tie alone is not worth a name
    order = [*ringed, *(i for i in wanted if i not in ringed and (few or net.degree[i] > 1))]
    places = {i: k for k, i in enumerate(rows.tolist())}
    put_names(
        axes, spot[rows], [(places[i], names.get(net.ids[i], str(net.ids[i]))) for i in order],
        radius[rows], must=[places[i] for i in [*ringed, *order[:3]]],
    )  # fmt: skip


def _ties(
    axes: Axes, net: CollaborationNetwork, spot: Floats, marks: frames.Marked, radius: Floats
) -> None:
    s, t = net.sources, net.targets
    most = float(net.weights.max()) if net.size else 1.0
    valued = bool((net.weights != most).any())
    width = 0.5 + 1.6 * np.sqrt(net.weights / most) if valued else np.full(net.size, 0.9)
    dense = min(1.0, 12.0 / max(1.0, net.size / max(1, len(net))))
    across = marks.across(s, t)
    frames.lines(axes, spot[s], spot[t], width * dense**0.5, across)
    if net.directed and net.size <= 1500:
        frames.arrows(axes, spot[s], spot[t], radius[t], across)


def _told(
    net: CollaborationNetwork,
    names: Mapping[Any, str],
    highlight: Collection[NodeId],
) -> str:
    """Return the finding of the map in words."""
    from scipy.sparse import csgraph

    said = [f"Network map: {count(len(net), 'organisation')} and {_counted(net)}"]
    if not len(net):
        return "Network map: nobody is in this network."
    own = frames.marked(net.groups, len(net))
    if net.groups is not None:
        said.append(f"Groups: {listing_of(own)}")
        known = own.known(net.sources, net.targets)
        across = int(own.across(net.sources, net.targets)[known].sum())
        of = int(known.sum())
        if of and len(own.marks) > 1:
            verb = "joins" if across == 1 else "join"
            said.append(
                f"{number(across)} of {count(of, 'tie')} ({100 * across / of:.0f}%) {verb} "
                "different groups"
            )
    if net.size:
        order = sorted(in_order(net.ids), key=lambda one: -net.degree[net.position(one)])[:3]
        best = [_with_ties(net, one, names) for one in order if net.degree[net.position(one)] > 1]
        said += [f"Most ties: {listing(best)}"] if best else []
        _, label = csgraph.connected_components(net.collapsed, directed=False)
        sizes = np.bincount(label)
        tied, largest = int(sizes[sizes > 1].sum()), int(sizes.max())
        said.append(
            f"All {number(tied)} with a tie hang together" if largest == tied else
            f"{number(largest)} of the {number(tied)} with a tie hang together; the others form "
            f"{count(int((sizes > 1).sum()) - 1, 'smaller part')}"
        )  # fmt: skip
    alone = int((net.degree == 0).sum())
    if alone:
        verb = "has" if alone == 1 else "have"
        said.append(f"{count(alone, 'organisation')} {verb} no tie")
    if highlight:
        told = [_with_ties(net, one, names) for one in in_order(highlight)]
        said.append(f"Marked with a ring: {listing(told)}")
    return f"{'. '.join(said)}."


def _counted(net: CollaborationNetwork) -> str:
    """Return the number of ties; with direction, that of arrows, two where both name the other."""
    if not net.directed:
        return count(net.size, "tie")
    return f"{count(net.size, 'tie')} (arrows: a tie told both ways is two)"


def _with_ties(net: CollaborationNetwork, one: NodeId, names: Mapping[Any, str]) -> str:
    return f"{words(names.get(one, one), 60)} ({number(int(net.degree[net.position(one)]))})"


def listing_of(marks: frames.Marked) -> str:
    """Return the groups with their sizes, those not known last."""
    told = [f"{number(len(rows))} {words(mark.name)}" for mark, rows in marks.items() if len(rows)]
    return ", ".join(told) or UNKNOWN
