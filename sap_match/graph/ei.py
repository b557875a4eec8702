"""The E-I index: whether ties lead out of groups (external) or stay inside (internal).

Direction is dropped: a tie either way counts once. The index of a network is read beside
what the sizes of its groups alone give: with one large group and one small one most pairs
are inside, and an index of 0 is already outward looking.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from sap_match.graph.adjacency import membership
from sap_match.graph.confidential import groups_of_five
from sap_match.graph.figure import Figure, shown
from sap_match.graph.labels import GroupsLike
from sap_match.graph.missing import beside, monotone_bounds
from sap_match.graph.mixing import Crossing, crossing
from sap_match.graph.one_mode import CollaborationNetwork, network_of

if TYPE_CHECKING:
    import pandas as pd


def ei_index(network: Any, groups: GroupsLike = None) -> Figure:
    """Return ``(E - I) / (E + I)``: -1 where all ties stay within groups, 1 where none does.

    ``E`` are ties between groups and ``I`` within (Krackhardt and Stern, Social
    Psychology Quarterly 51, 1988), a tie either way counted once. NaN without ties. Ties
    with an end of no known group are left out. Where answers are missing known ties count;
    the low bound has all missing ties within groups and none between, the high bound the
    other way round.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : labels as of `CollaborationNetwork.labels`, optional

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)], groups=["x", "x", "y"])
    >>> ei_index(path)
    0.0
    """
    net = network_of(network)
    found, _, note = crossing(net, groups)
    c = Crossing.of(found)
    sizes = _raw(c.pairs_between, c.pairs_within)
    said = f"the sizes of the groups alone would give {shown(sizes)}"
    return _index(
        net,
        c,
        name="E-I index",
        definition="(ties between groups - ties within) / all ties",
        note="; ".join(part for part in ("" if isnan(sizes) else said, note) if part),
    )


def ei_index_of_groups(network: Any, groups: GroupsLike = None) -> dict[str, Figure]:
    """Return the E-I index of each group's own ties, by group; NaN for one without ties.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)], groups=["x", "x", "y"])
    >>> ei_index_of_groups(path)
    {'x': 0.0, 'y': 1.0}
    """
    net = network_of(network)
    _of_five(net, groups)
    found, names, note = crossing(net, groups)
    return {
        name: _index(
            net,
            Crossing.of(found, g),
            name=f"E-I index of {name}",
            definition="(its ties to others - its ties within) / its ties",
            note=note,
        )
        for g, name in enumerate(names)
    }


def _of_five(net: CollaborationNetwork, groups: GroupsLike) -> None:
    names, codes = net.codes(groups)
    groups_of_five(net, names, membership(codes, len(names)), "a table by group")


def _index(
    net: CollaborationNetwork, c: Crossing, *, name: str, definition: str, note: str
) -> Figure:
    figure = net.ratio(
        c.between - c.within, c.between + c.within, name=name, definition=definition, note=note
    )
    return _bounded(net, figure, c, _raw)


def _raw(between: float, within: float) -> float:
    return (between - within) / (between + within) if between + within else nan


def _bounded(net: CollaborationNetwork, figure: Figure, c: Crossing, value: Any) -> Figure:
    if not net.missing_dyads:
        return figure
    found = monotone_bounds(
        value, raising=(c.between, c.free_between), lowering=(c.within, c.free_within)
    )
    return beside(figure, found)


def ei_index_expected(network: Any, groups: GroupsLike = None) -> Figure:
    """Return the E-I index if every possible tie were there: what group sizes alone give.

    ``(pairs between groups - pairs within) / all pairs``; NaN below two nodes of known
    group. It asks nothing of the ties, so a list of labels will do.

    Parameters
    ----------
    network : CollaborationNetwork, array of shape (n, n), or sequence of n labels
    groups : labels as of `CollaborationNetwork.labels`, optional

    Examples
    --------
    >>> ei_index_expected(["x", "x", "y", "y"]).numerator  # 4 pairs between, 2 within
    2.0
    """
    if groups is None and _are_labels(network):
        network, groups = CollaborationNetwork.from_edges([], nodes=len(network)), network
    net = network_of(network)
    found, _, _ = crossing(net, groups)
    c = Crossing.of(found)
    return net.ratio(
        c.pairs_between - c.pairs_within,
        c.pairs_between + c.pairs_within,
        name="E-I index by sizes alone",
        definition="(pairs between groups - pairs within) / all pairs",
    )


def _are_labels(given: Any) -> bool:
    return (
        isinstance(given, Sequence)
        and not isinstance(given, str)
        and all(one is None or isinstance(one, str) for one in given)
    )


def ei_index_rescaled(network: Any, groups: GroupsLike = None) -> Figure:
    """Return the E-I index, rescaled so that what is possible reaches from -1 to 1.

    With ``T`` ties, ``W`` pairs within groups and ``B`` between, at least ``T - W`` ties
    must lead out and at most ``B`` can: ``2 (E - least) / (most - least) - 1``, where
    ``least = max(0, T - W)`` and ``most = min(T, B)`` (Krackhardt and Stern, 1988; the
    rescaled index of UCINET). It is the plain index wherever ties are few beside the pairs
    of both sorts. NaN where only one value is possible.

    Examples
    --------
    >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d")]  # all within but one: the
    >>> net = CollaborationNetwork.from_edges(ties, groups=dict(zip("abcd", "xxxy")))
    >>> ei_index(net), ei_index_rescaled(net)  # least with four ties: 3 pairs are within
    (-0.5, -1.0)
    """
    net = network_of(network)
    found, _, note = crossing(net, groups)
    c = Crossing.of(found)
    ties = c.within + c.between
    least, most = max(0.0, ties - c.known_within), min(ties, c.known_between)
    figure = net.ratio(
        2 * c.between - least - most,
        most - least,
        name="E-I index, rescaled",
        definition="ties between groups, from the least (-1) to the most (1) that so many ties "
        "and the sizes of the groups allow",
        note=note,
    )
    return _bounded(net, figure, c, lambda e, i: _rescaled(e, i, c.pairs_between, c.pairs_within))


def _rescaled(between: float, within: float, pairs_between: float, pairs_within: float) -> float:
    ties = between + within
    least, most = max(0.0, ties - pairs_within), min(ties, pairs_between)
    return (2 * between - least - most) / (most - least) if most > least else nan


def ei_index_by_density(network: Any, groups: GroupsLike = None) -> Figure:
    """Return ``(density between - density within) / (density between + density within)``.

    The E-I index of rates: 0 where a pair of different groups is tied as often as a pair of
    one, whatever the sizes of the groups (the rescaled index of R's `egor`). NaN without
    ties, and where there are no pairs within or none between.

    Examples
    --------
    >>> ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d")]
    >>> net = CollaborationNetwork.from_edges(ties, groups=dict(zip("abcd", "xxxy")))
    >>> ei_index_by_density(net)  # 1 of 3 between, 3 of 3 within
    -0.5
    """
    net = network_of(network)
    found, _, note = crossing(net, groups)
    c = Crossing.of(found)
    value = _by_density(c.between, c.within, c.known_between, c.known_within)
    figure = net.number(
        value,
        name="E-I index by density",
        definition="(density between groups - density within) / their sum",
        note=note,
    )
    return _bounded(net, figure, c, lambda e, i: _by_density(e, i, c.pairs_between, c.pairs_within))


def _by_density(between: float, within: float, pairs_between: float, pairs_within: float) -> float:
    out, own = between * pairs_within, within * pairs_between
    return (out - own) / (out + own) if pairs_within and pairs_between and out + own else nan


def ei_table(network: Any, groups: GroupsLike = None) -> pd.DataFrame:
    """Return the E-I index group by group, beside what its size alone would give.

    Returns
    -------
    pandas.DataFrame
        Indexed by group: ``nodes``, ``within`` and ``between`` (ties), ``ei_index``,
        ``expected`` (by sizes alone), ``rescaled``, ``by_density``, ``low`` and ``high`` (of
        the plain index, whatever the missing ties are).

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)], groups=["x", "x", "y"])
    >>> ei_table(path)[["nodes", "within", "between", "ei_index", "expected"]].loc["x"].tolist()
    [2.0, 1.0, 1.0, 0.0, 0.3333333333333333]
    """
    import pandas as pd

    net = network_of(network)
    _of_five(net, groups)
    found, names, _ = crossing(net, groups)
    labels = net.labels(groups)
    rows = []
    for g, name in enumerate(names):
        c = Crossing.of(found, g)
        ends = monotone_bounds(
            _raw, raising=(c.between, c.free_between), lowering=(c.within, c.free_within)
        )
        rows.append(
            {
                "nodes": labels.count(name),
                "within": c.within,
                "between": c.between,
                "ei_index": _raw(c.between, c.within),
                "expected": _raw(c.pairs_between, c.pairs_within),
                "rescaled": _rescaled(c.between, c.within, c.known_between, c.known_within),
                "by_density": _by_density(c.between, c.within, c.known_between, c.known_within),
                "low": ends.low,
                "high": ends.high,
            }
        )
    return pd.DataFrame(rows, index=pd.Index(list(names), name="group"), columns=list(_COLUMNS))


_COLUMNS = (
    "nodes",
    "within",
    "between",
    "ei_index",
    "expected",
    "rescaled",
    "by_density",
    "low",
    "high",
)
