"""What a figure would be if the ties that nobody told of were known.

A pair is *known* where somebody who answered could have told of it
(`CollaborationNetwork.answered`, ``told_by``). Figures count known pairs only; beside them
stand `Bounds`: the lowest and the highest value that any filling of the missing pairs
gives. Where the measure rises with some ties and falls with others the bounds are a
formula; else up to six missing pairs are filled in every way, and beyond that all absent
and all present are tried, which is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from math import isnan, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph import adjacency
from sap_match.graph.confidential import five_answered
from sap_match.graph.figure import Bounds, Figure, shown
from sap_match.graph.labels import GroupsLike
from sap_match.graph.one_mode import CollaborationNetwork, network_of

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

EXACT_PAIRS = 6
"""Up to so many missing pairs every filling is tried."""
LISTED_PAIRS = 10_000_000
"""No more missing pairs are listed one by one."""
FILLED_NODES = 500
"""Up to so many nodes a figure without a formula for its bounds gets both ends tried."""


# -- which pairs are known ----------------------------------------------------------------


def known_ties(net: CollaborationNetwork, *, directed: bool | None = None) -> Any:
    """Return the ties whose pair is known, 0/1 float CSR of shape (n, n).

    ``directed``: None takes the network's own; False counts a tie either way as one.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([(0, 1), (2, 3)], nodes=4, answered=[0])
    >>> known_ties(net).nnz // 2  # nobody who answered could tell of 2-3
    1
    """
    directed = net.directed if directed is None else directed
    if net.answered is None or not net.missing_dyads:
        return net.ties if directed else net.collapsed
    kept = _kept(net, net.ties)
    return kept if directed or not net.directed else adjacency.collapsed(kept)


def known_weights(net: CollaborationNetwork) -> Any:
    """Return the weights of the ties whose pair is known, float CSR of shape (n, n)."""
    if net.answered is None or not net.missing_dyads:
        return net.valued
    return _kept(net, net.valued)


def _kept(net: CollaborationNetwork, matrix: Any) -> Any:
    from scipy import sparse

    coo = matrix.tocoo()
    kept = _known(net, coo.row, coo.col)
    return sparse.csr_array((coo.data[kept], (coo.row[kept], coo.col[kept])), shape=matrix.shape)


def _known(net: CollaborationNetwork, row: Ints, col: Ints) -> Bools:
    """Whether each pair is known, ordered where the network has direction."""
    told = np.ones(len(net), dtype=bool) if net.answered is None else net.answered
    if net.told_by == "both":
        return np.asarray(told[row] & told[col])
    return np.asarray(told[row] if net.directed else told[row] | told[col])


def missing_pairs(net: CollaborationNetwork) -> tuple[Ints, Ints]:
    """Return both ends of every missing pair, ordered where there is direction.

    Raises
    ------
    DataError
        More than ten million pairs are missing.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([(0, 1)], nodes=3, answered=[0])
    >>> [ends.tolist() for ends in missing_pairs(net)]
    [[1], [2]]
    """
    n, m = len(net), net.missing_dyads
    if m > LISTED_PAIRS:
        raise DataError(
            f"{m:,} pairs are missing, too many to fill in ({LISTED_PAIRS:,} at most); "
            "ask for a measure whose bounds have a formula, as density or the E-I index",
            field="answered",
        )
    told = np.ones(n, dtype=bool) if net.answered is None else net.answered
    silent = np.flatnonzero(~told)
    others = silent if net.told_by == "either" and not net.directed else np.arange(n)
    row, col = np.repeat(silent, len(others)), np.tile(others, len(silent))
    once = row != col
    if not net.directed or net.told_by == "both":
        once &= told[col] | (row < col)  # both silent: listed from both ends
    row, col = row[once], col[once]
    if not net.directed:
        row, col = np.minimum(row, col), np.maximum(row, col)
    elif net.told_by == "both":
        row, col = np.concatenate([row, col]), np.concatenate([col, row])
    order = np.lexsort((col, row))
    return row[order].astype(np.int64), col[order].astype(np.int64)


def only_known(net: CollaborationNetwork) -> str:
    """Return the words of a note that say that only known pairs count; empty where all are."""
    if not net.missing_dyads:
        return ""
    lost = net.size - known_ties(net).nnz // (1 if net.directed else 2)
    said = "only known pairs count"
    return f"{said}; {lost:,} {_ties(lost)} left out, the pair is not known" if lost else said


def _ties(n: int) -> str:
    return "tie" if n == 1 else "ties"


# -- bounds -------------------------------------------------------------------------------


def monotone_bounds(
    value: Callable[[float, float], float],
    *,
    raising: tuple[float, float],
    lowering: tuple[float, float],
) -> Bounds:
    """Return bounds of a figure that rises with some ties and falls with others.

    ``low`` has all missing ties of the lowering kind and none of the raising, ``high`` the
    other way round. Should the figure not be defined there, the nearest filling where it
    is: this asks that it be undefined at no more than single corners (no ties, all ties).

    Parameters
    ----------
    value : callable
        ``value(raising ties, lowering ties)``, NaN where not defined.
    raising, lowering : (ties that are there, missing pairs)

    Examples
    --------
    >>> ei = lambda between, within: (between - within) / (between + within)
    >>> found = monotone_bounds(ei, raising=(3, 1), lowering=(1, 4))
    >>> found.low, found.high, found.exact  # (3 - 5) / 8 and (4 - 1) / 5
    (-0.25, 0.6, True)
    """
    (up, more), (down, less) = raising, lowering
    low = [value(up, down + less)]
    if isnan(low[0]):
        low = [value(up + 1, down + less)] if more else []
        low += [value(up, down + less - 1)] if less else []
    high = [value(up + more, down)]
    if isnan(high[0]):
        high = [value(up + more - 1, down)] if more else []
        high += [value(up + more, down + 1)] if less else []
    return Bounds(
        low=min(_defined(low), default=nan),
        high=max(_defined(high), default=nan),
        absent=value(up, down),
        present=value(up + more, down + less),
        exact=True,
    )


def _defined(values: list[float]) -> list[float]:
    return [float(one) for one in values if not isnan(one)]


def share_bounds(ties: float, free: float, pairs: float, *, times: float = 1.0) -> Bounds:
    """Return the bounds of ``times * ties / pairs`` if ``free`` pairs may be tied as well."""
    low = times * ties / pairs if pairs else nan
    high = times * (ties + free) / pairs if pairs else nan
    return Bounds(low, high, absent=low, present=high, exact=True)


def bounds(
    network: Any,
    measure: Callable[[CollaborationNetwork], float],
    *,
    most: int = EXACT_PAIRS,
    groups: GroupsLike = None,
) -> Bounds:
    """Return what ``measure`` would be if the missing ties were known.

    Up to ``most`` missing pairs are filled in all 2^m ways and the bounds are exact. Beyond,
    the ends are tried, all absent and all present, and with ``groups`` also only those
    within groups and only those between; another filling may then lie outside, and ``exact``
    is False. A tie that is filled in has the mean weight of the known ones. Fillings where
    the measure is not defined are passed over.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    measure : callable
        From a network without missing pairs to a number.
    most : int
        Up to so many missing pairs every filling is tried.
    groups : labels as of `CollaborationNetwork.labels`, optional
        Of a measure that asks whether like is tied to like.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([(0, 1)], nodes=3, answered=[0])
    >>> found = bounds(net, lambda one: one.size / 3)
    >>> round(found.low, 3), round(found.high, 3), found.exact
    (0.333, 0.667, True)
    """
    net = network_of(network)
    five_answered(net)
    row, col = missing_pairs(net) if net.missing_dyads else (np.zeros(0, np.int64),) * 2
    m = len(row)
    exact = m <= most
    ways = list(_fillings(m)) if exact else [np.zeros(m, bool), *_sides(net, row, col, groups)]
    base = without_missing(net)
    values = [float(measure(_with(base, row[way], col[way]))) for way in ways]
    known = _defined(values)
    return Bounds(
        low=min(known, default=nan),
        high=max(known, default=nan),
        absent=values[0],
        present=values[-1],
        exact=exact,
    )


def _sides(
    net: CollaborationNetwork, row: Ints, col: Ints, groups: GroupsLike
) -> tuple[Bools, ...]:
    """Return the pairs within groups and those between, where groups are given; then all."""
    every = np.ones(len(row), dtype=bool)
    if groups is None:
        return (every,)
    _, codes = net.codes(groups)
    known = (codes[row] >= 0) & (codes[col] >= 0)
    same = codes[row] == codes[col]
    return known & same, known & ~same, every


def _fillings(m: int) -> Iterator[Bools]:
    """Yield all ways to fill ``m`` pairs: all absent first, all present last."""
    for way in product((False, True), repeat=m):
        yield np.array(way, dtype=bool)


def without_missing(net: CollaborationNetwork) -> CollaborationNetwork:
    """Return the network as if every missing tie were absent and every pair known."""
    if net.answered is None:
        return net
    kept = _known(net, net.sources, net.targets)
    attributes = {
        name: tuple(value for value, keep in zip(column, kept.tolist(), strict=True) if keep)
        for name, column in net.tie_attributes.items()
    }
    return replace(
        net,
        sources=net.sources[kept],
        targets=net.targets[kept],
        weights=net.weights[kept],
        tie_attributes=attributes,
        answered=None,
    )


def _with(net: CollaborationNetwork, row: Ints, col: Ints) -> CollaborationNetwork:
    if not len(row):
        return net
    weight = float(net.weights.mean()) if net.size else 1.0
    s, t = np.concatenate([net.sources, row]), np.concatenate([net.targets, col])
    order = np.lexsort((t, s))
    none = (None,) * len(row)
    attributes = {
        name: tuple((*column, *none)[i] for i in order.tolist())
        for name, column in net.tie_attributes.items()
    }
    weights = np.concatenate([net.weights, np.full(len(row), weight)])
    return replace(
        net,
        sources=s[order],
        targets=t[order],
        weights=weights[order],
        tie_attributes=attributes,
    )


# -- beside a figure ----------------------------------------------------------------------


def beside(figure: Figure, found: Bounds) -> Figure:
    """Return the figure with bounds, told in its note.

    Examples
    --------
    >>> half = Figure.ratio(1, 2, definition="ties over pairs")
    >>> beside(half, Bounds(0.25, 0.75, 0.25, 0.75, exact=True)).note
    'between 0.250 and 0.750 whatever the missing ties are'
    """
    if isnan(found.low):
        said = "not defined, however the missing ties are filled in"
    elif found.exact:
        said = f"between {shown(found.low)} and {shown(found.high)} whatever the missing ties are"
    else:
        ends = _defined([found.absent, found.present])
        wider = found.low < min(ends, default=nan) or found.high > max(ends, default=nan)
        said = f"{shown(found.absent)} if all missing ties were absent, {shown(found.present)} if "
        said += "all were present"
        if wider or not ends:
            said += (
                f"; {shown(found.low)} to {shown(found.high)} if only those within or only those "
            )
            said += "between groups were"
        said += "; another filling may lie outside"
    return figure.replace(bounds=found, note="; ".join(x for x in (figure.note, said) if x))


def with_bounds(
    network: Any,
    figure: Figure,
    measure: Callable[[CollaborationNetwork], float],
    *,
    groups: GroupsLike = None,
) -> Figure:
    """Return the figure with bounds where ties are missing: one line at a measure's end.

    ``measure`` says what the figure would be on a network without missing pairs, ``groups``
    are as of `bounds`. Above 500 nodes nothing is tried, and the note says so.

    Examples
    --------
    >>> from sap_match.graph.one_mode import CollaborationNetwork
    >>> def ties(network):
    ...     net = network_of(network)
    ...     figure = net.number(net.size, name="Ties", definition="number of ties")
    ...     return with_bounds(net, figure, ties)
    >>> ties(CollaborationNetwork.from_edges([(0, 1)], nodes=3, answered=[0])).bounds.high
    2.0
    """
    net = network_of(network)
    if figure.hidden or not net.missing_dyads or figure.bounds is not None:
        return figure
    if len(net) > FILLED_NODES and net.missing_dyads > EXACT_PAIRS:
        said = f"no bounds for the missing ties: not tried above {FILLED_NODES} nodes"
        return figure.replace(note="; ".join(x for x in (figure.note, said) if x))
    return beside(figure, bounds(net, measure, groups=groups))
