"""Segregation: whether like is tied to like, beyond what chance would have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.edges import node_id
from sap_match.graph.figure import Figure
from sap_match.graph.labels import GroupsLike
from sap_match.graph.missing import beside, known_ties, monotone_bounds, only_known, with_bounds
from sap_match.graph.mixing import Crossing, crossing, left_out_note, mixing_matrix
from sap_match.graph.one_mode import CollaborationNetwork, network_of

Floats = NDArray[np.float64]
#: A number a node: the name of a node attribute, a mapping from id, or one value a node.
ValuesLike: TypeAlias = "str | Mapping[Any, Any] | Sequence[Any] | NDArray[Any]"
_FLAT = 1e-12


def yules_q(network: Any, groups: GroupsLike = None) -> Figure:
    """Return Yule's Q of being tied and being of one group: 1 all within, -1 all between.

    ``(a d - b c) / (a d + b c)`` of the four counts of pairs: ``a`` tied within a group,
    ``b`` not tied within, ``c`` tied between groups, ``d`` not tied between (Yule, 1912).
    Unlike the E-I index it is free of the sizes of the groups and of density. 0 is chance;
    NaN where no tie, no open pair, or only one group. Direction dropped. Where answers are
    missing known pairs count.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : labels as of `CollaborationNetwork.labels`, optional

    Examples
    --------
    >>> ties = [("a", "b"), ("c", "d"), ("a", "c")]  # 2 of 2 pairs within, 1 of 4 between
    >>> yules_q(CollaborationNetwork.from_edges(ties, groups=dict(zip("abcd", "xxyy"))))
    1.0
    """
    net = network_of(network)
    found, _, note = crossing(net, groups)
    c = Crossing.of(found)
    figure = net.number(
        _q(c.within, c.between, c.known_within, c.known_between),
        name="Yule's Q",
        definition="(tied within x open between - open within x tied between) / their sum",
        note=note,
    )
    if not net.missing_dyads:
        return figure

    ends = monotone_bounds(
        lambda within, between: _q(within, between, c.pairs_within, c.pairs_between),
        raising=(c.within, c.free_within),
        lowering=(c.between, c.free_between),
    )
    return beside(figure, ends)


def _q(within: float, between: float, pairs_within: float, pairs_between: float) -> float:
    like = within * (pairs_between - between)
    unlike = (pairs_within - within) * between
    return (like - unlike) / (like + unlike) if like + unlike else nan


def assortativity(
    network: Any, groups: GroupsLike = None, *, directed: bool | None = None
) -> Figure:
    """Return ``(sum e_gg - sum a_g b_g) / (1 - sum a_g b_g)``: 1 where all ties stay within.

    ``e`` are the rates of the mixing matrix, ``a`` and ``b`` its margins (Newman, Physical
    Review E 67, 026126, 2003, formula 2). 0 is chance; NaN without ties or where all ends
    are of one group. Ties with an end of no known group are left out.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : labels as of `CollaborationNetwork.labels`, optional
    directed : bool, optional
        None takes the network's own.

    Examples
    --------
    >>> pairs = CollaborationNetwork.from_edges([(0, 1), (2, 3)], groups=["x", "x", "y", "y"])
    >>> assortativity(pairs)
    1.0
    """
    net = network_of(network)
    mixing = mixing_matrix(net.disclosed(), groups, directed=directed)  # only a sum is told
    rates = mixing.rates
    chance = float(rates.sum(axis=1) @ rates.sum(axis=0)) if mixing.counts.sum() else nan
    above = float(np.trace(rates)) - chance
    figure = net.ratio(
        above,
        0.0 if np.isnan(chance) or abs(1 - chance) < _FLAT else 1 - chance,
        name="Assortativity",
        definition="share of ties within groups, above chance, over the most possible",
        note="; ".join(x for x in (left_out_note(mixing.unknown), only_known(net)) if x),
    )
    return with_bounds(
        net,
        figure,
        lambda filled: assortativity(filled, groups, directed=directed),
        groups=net.labels(groups),
    )


def numeric_assortativity(
    network: Any, values: ValuesLike, *, directed: bool | None = None
) -> Figure:
    """Return the correlation of a number at both ends of ties: 1 where like is tied to like.

    Pearson's over ties, sender's value against receiver's; without direction each tie
    stands both ways (Newman, 2003, formula 21). NaN where there are no ties between nodes
    of known value, or all ends have one value.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    values : name of a node attribute, mapping from id, or one number a node
        None and NaN are not known; ties with such an end are left out.
    directed : bool, optional
        None takes the network's own.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2), (2, 3)])
    >>> round(numeric_assortativity(path, [1, 2, 3, 4]), 3)
    0.455
    """
    net = network_of(network)
    x = numbers(net, values)
    source, target, lost = _known_ends(net, x, directed=directed)
    a, b = x[source] - _mean(x[source]), x[target] - _mean(x[target])
    spread = float(np.sqrt((a @ a) * (b @ b)))
    size = max(float(np.abs(x[source]).max(initial=0.0)) ** 2, 1e-300)
    figure = net.number(
        float(a @ b) / spread if spread > _FLAT * size else nan,
        name="Assortativity of a number",
        definition="covariance of the values at both ends of ties over the product of their "
        "standard deviations",
        note="; ".join(part for part in (_no_value(lost), only_known(net)) if part),
    )
    return with_bounds(
        net,
        figure,
        lambda filled: numeric_assortativity(filled, values, directed=directed),
        groups=_halves(x),
    )


def gearys_c(network: Any, values: ValuesLike, *, directed: bool | None = None) -> Figure:
    """Return Geary's C: below 1 where like is tied to like, above 1 where unlike is.

    ``(n - 1) sum (x_i - x_j)^2 / (2 W sum (x_i - mean)^2)`` over ties, ``W`` their number,
    ordered, and nodes of known value (Geary, The Incorporated Statistician 5, 1954). 1 is
    chance, 0 where all who are tied are alike; not below 0. NaN without ties or where all
    values are one.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    values : name of a node attribute, mapping from id, or one number a node
    directed : bool, optional
        None takes the network's own.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2), (2, 3)])
    >>> gearys_c(path, [1, 2, 3, 4])  # 3 x 6 / (2 x 6 x 5)
    0.3
    """
    net = network_of(network)
    x = numbers(net, values)
    source, target, lost = _known_ends(net, x, directed=directed)
    seen = x[~np.isnan(x)]
    around = float(((seen - _mean(seen)) ** 2).sum())
    flat = around <= _FLAT * len(seen) * max(float(np.abs(seen).max(initial=0.0)) ** 2, 1e-300)
    apart = float(((x[source] - x[target]) ** 2).sum())
    figure = net.number(
        nan if flat or not len(source) else (len(seen) - 1) * apart / (2 * len(source) * around),
        name="Geary's C",
        definition="mean squared difference across ties over twice the variance",
        note="; ".join(part for part in (_no_value(lost), only_known(net)) if part),
        n=len(seen),
    )
    return with_bounds(
        net,
        figure,
        lambda filled: gearys_c(filled, values, directed=directed),
        groups=_halves(x),
    )


def _halves(x: Floats) -> list[str | None]:
    """Return who is above the middle and who is not: like and unlike, for what is tried."""
    known = x[~np.isnan(x)]
    middle = float(np.median(known)) if len(known) else nan
    return [None if np.isnan(one) else str(bool(one > middle)) for one in x.tolist()]


def _known_ends(
    net: CollaborationNetwork, x: Floats, *, directed: bool | None
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return both ends of the ties between nodes of known value, and how many are left out."""
    csr = known_ties(net, directed=directed)
    coo = csr.tocoo()
    row, col = coo.row.astype(np.int64), coo.col.astype(np.int64)
    known = ~np.isnan(x[row]) & ~np.isnan(x[col])
    both = not (net.directed if directed is None else directed)
    return row[known], col[known], int((~known).sum()) // (2 if both else 1)


def _mean(x: Floats) -> float:
    return float(x.mean()) if len(x) else nan


def _no_value(lost: int) -> str:
    ties = "tie" if lost == 1 else "ties"
    return f"{lost:,} {ties} left out: an end has no known value" if lost else ""


def numbers(net: CollaborationNetwork, values: ValuesLike) -> Floats:
    """Return a number a node, NaN where not known, shape (n,).

    Raises
    ------
    DataError
        Not one a node, or a value that is no number.
    UnknownIdError
        No such attribute, or a node that the network has not.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([("a", "b")])
    >>> numbers(net, {"a": "3"}).tolist()
    [3.0, nan]
    """
    if isinstance(values, str):
        if values not in net.node_attributes:
            raise UnknownIdError("node attribute", values, known=net.node_attributes)
        given: Sequence[Any] = net.node_attributes[values]
    elif isinstance(values, Mapping) or hasattr(values, "items"):
        places = {net.position(node_id(one)): value for one, value in values.items()}
        given = [places.get(i) for i in range(len(net))]
    else:
        given = list(values)
    if len(given) != len(net):
        raise DataError(
            f"one value a node: got {len(given)} values for {len(net)} nodes", field="values"
        )
    return np.array([_number(one, i) for i, one in enumerate(given)], dtype=float)


def _number(value: Any, at: int) -> float:
    if value is None or (isinstance(value, str) and not value.strip()):
        return nan
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = np.inf
    if np.isinf(found):
        raise DataError(
            "a value is a number, or empty where not known",
            source="nodes",
            row=at + 1,
            field="values",
            value=value,
        )
    return found
