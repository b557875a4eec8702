"""What if: the same network with some ties more or fewer, measured beside what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.confidential import not_confidential
from sap_match.graph.edges import node_id
from sap_match.graph.labels import GroupsLike
from sap_match.graph.one_mode import CollaborationNetwork, NodeId, network_of
from sap_match.graph.whatif_figures import WHOLE, Measured, of_nodes, of_whole
from sap_match.ranking import rounded
from sap_match.results import Results

Ints = NDArray[np.int64]
Edge = tuple[int, int]

#: Of so many organisations their own measures are told.
NAMED = 12
COLUMNS = ("measure", "of", "before", "after", "change", "definition", "note")


@dataclass(frozen=True)
class Changed:
    """One measure before and after.

    Parameters
    ----------
    measure : str
    of : str or int
        ``whole network``, two groups, or an organisation's id.
    before, after : float
        NaN where it is not defined, as of an organisation that left.
    definition, note : str
        What is divided by what; what else to know.
    """

    measure: str
    of: NodeId
    before: float
    after: float
    definition: str
    note: str = ""

    @property
    def change(self) -> float:
        """After less before; NaN where either is not defined."""
        return self.after - self.before

    def to_record(self) -> dict[str, Any]:
        """Return the row as a flat dict, None where a number is not defined."""
        numbers = {name: _number(getattr(self, name)) for name in ("before", "after", "change")}
        return {name: numbers.get(name, getattr(self, name, None)) for name in COLUMNS}


def _number(value: float) -> float | None:
    return None if isnan(value) else rounded(value)


@dataclass(frozen=True, repr=False, kw_only=True)
class WhatIf(Results[Changed]):
    """A row a measure: before, after, change.

    Parameters
    ----------
    before, after : CollaborationNetwork
    """

    before: CollaborationNetwork
    after: CollaborationNetwork

    def __repr__(self) -> str:
        return f"<WhatIf: {self.before.size} to {self.after.size} ties, {len(self)} measures>"

    def row(self, measure: str, of: Any = WHOLE) -> Changed:
        """Return one measure, of the whole network unless something else is named.

        Raises
        ------
        DataError
            There is no such row.
        """
        found = next((one for one in self if one.measure == measure and one.of == of), None)
        if found is None:
            known = ", ".join(dict.fromkeys(one.measure for one in self))
            raise DataError(f"no row of {of}; the measures are {known}", field=measure)
        return found


def what_if(
    network: Any,
    add: Iterable[Any] = (),
    remove: Iterable[Any] = (),
    groups: GroupsLike = None,
) -> WhatIf:
    """Return what a network's measures become with some ties, or organisations, more or fewer.

    The network itself stays as it is.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    add : list of (from, to) or (from, to, weight)
        Ties that are not there. Without a weight it is 1.
    remove : list of (from, to), or of ids
        Ties that are there; a single id is an organisation that leaves, with all its ties.
    groups : attribute, mapping or sequence, optional
        For density within and between groups, the E-I index and, of each organisation at an
        end, brokerage; by default the network's own, and without any those rows are left out.

    Returns
    -------
    WhatIf
        Of the whole network: organisations, ties, density (within and between groups), mean
        degree, E-I index, reach in 2 and 3 steps, mean path length, connected pairs,
        components, fragility. Of the organisations at the ends of what changes (the first 12):
        partners, reach, constraint, brokerage, betweenness where it can be exact. Reach, paths,
        components and fragility drop direction.

    Raises
    ------
    UnknownIdError
        An id that the network has not.
    DataError
        A tie to itself, one to be added that is there or to be removed that is not, or both
        added and removed; what cannot be read; each with its row.

    Examples
    --------
    Two pairs become a path of four.

    >>> net = CollaborationNetwork.from_edges([("a", "b"), ("c", "d")])
    >>> found = what_if(net, add=[("b", "c")])
    >>> found
    <WhatIf: 2 to 3 ties, 27 measures>
    >>> row = found.row("Density")
    >>> round(row.before, 3), row.after, round(row.change, 3)
    (0.333, 0.5, 0.167)
    >>> found.row("Components").change, found.row("Partners", "b").after
    (-1.0, 2.0)
    """
    net = network_of(network)
    not_confidential(net, "what one tie changes")
    if groups is not None:
        net = net.with_groups(groups)
    new, weights = _added(net, add)
    gone, left = _removed(net, remove)
    _refuse_contradictions(net, new, gone, left)
    after = _changed(net, new, weights, gone, left)
    ends = dict.fromkeys([*left, *(i for pair in (*new, *gone) for i in pair)])
    who = [net.ids[i] for i in ends]
    pairs = _pairs_of_groups(net, (*new, *gone))
    rows = _rows(of_whole(net, pairs), of_whole(after, pairs))
    rows += _rows(of_nodes(net, who[:NAMED]), of_nodes(after, who[:NAMED]))
    notes = [net.note]
    if len(who) > NAMED:
        notes.append(f"of {len(who)} organisations at an end, the first {NAMED} have rows")
    if dark := _untold(net, new):
        notes.append(
            f"{dark} of the ties added {'joins a pair' if dark == 1 else 'join pairs'} that nobody "
            "who answered could tell of: density and what else counts known pairs alone do not "
            "see it"
        )
    if left:
        notes.append(f"{len(left)} of {len(net):,} left: shares after are of {len(after):,}")
    return WhatIf(
        tuple(rows), record=Changed.to_record, notes=tuple(notes), columns=COLUMNS,
        before=net, after=after,
    )  # fmt: skip


def _untold(net: CollaborationNetwork, pairs: list[Edge]) -> int:
    """Count the pairs that nobody who answered could tell of."""
    told = net.answered
    if told is None:
        return 0
    if net.told_by == "both":
        return sum(not (told[i] and told[j]) for i, j in pairs)
    return sum(not (told[i] or (told[j] and not net.directed)) for i, j in pairs)


def _rows(before: list[Measured], after: list[Measured]) -> list[Changed]:
    now = {(one.measure, one.of): one for one in after}
    found = []
    for was in before:
        one = now.get((was.measure, was.of))
        value = float("nan") if one is None else one.value
        note = was.note if one is None or one.note == was.note else _both(was.note, one.note)
        found.append(Changed(was.measure, was.of, was.value, value, was.definition, note))
    return found


def _both(before: str, after: str) -> str:
    told = ((before, "before"), (after, "after"))
    return "; ".join(f"{when}: {note}" for note, when in told if note)


# -- what is asked --------------------------------------------------------------------------


def _added(net: CollaborationNetwork, add: Iterable[Any]) -> tuple[list[Edge], list[float]]:
    pairs, weights = [], []
    for row, one in enumerate(_listed(add, "add"), start=1):
        if not isinstance(one, tuple | list) or len(one) not in (2, 3):
            raise DataError("write (a, b) or (a, b, weight)", source="add", row=row, value=one)
        pair = _pair(net, one, "add", row)
        weights.append(_weight(one[2], row) if len(one) == 3 else 1.0)
        pairs.append(pair)
    _refuse_twice(net, pairs, "add")
    return pairs, weights


def _removed(net: CollaborationNetwork, remove: Iterable[Any]) -> tuple[list[Edge], list[int]]:
    if isinstance(remove, tuple) and len(remove) == 2 and not _any_pairs(remove):
        raise DataError(
            f"write [{remove!r}] for the tie, {list(remove)!r} for two organisations that leave",
            source="remove",
            value=remove,
        )
    pairs: list[Edge] = []
    left: list[int] = []
    for row, one in enumerate(_listed(remove, "remove"), start=1):
        if not isinstance(one, tuple | list):
            left.append(net.position(_id(one, "remove", row)))
            continue
        if len(one) != 2:
            raise DataError("write (a, b), or one id", source="remove", row=row, value=one)
        pairs.append(_pair(net, one, "remove", row))
    _refuse_twice(net, pairs, "remove")
    return pairs, list(dict.fromkeys(left))


def _any_pairs(values: Iterable[Any]) -> bool:
    return any(isinstance(one, tuple | list) for one in values)


def _listed(values: Any, source: str) -> list[Any]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        what = "ties" if source == "add" else "ties or ids"
        raise DataError(f"is a list of {what}", field=source, value=values)
    return list(values)


def _id(value: Any, source: str, row: int) -> NodeId:
    try:
        return node_id(value)
    except DataError as error:
        raise DataError(str(error), source=source, row=row) from None


def _pair(net: CollaborationNetwork, one: Any, source: str, row: int) -> Edge:
    a, b = (net.position(_id(end, source, row)) for end in one[:2])
    if a == b:
        raise DataError("is a tie to itself", source=source, row=row, value=_named(net, (a, b)))
    return (a, b) if net.directed else (min(a, b), max(a, b))


def _weight(value: Any, row: int) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = np.nan
    if isinstance(value, bool) or not np.isfinite(found) or found <= 0:
        raise DataError(
            "a weight is a number above 0", source="add", row=row, field="weight", value=value
        )
    return found


def _named(net: CollaborationNetwork, pair: Edge) -> str:
    return f"{net.ids[pair[0]]} - {net.ids[pair[1]]}"


def _refuse_twice(net: CollaborationNetwork, pairs: list[Edge], source: str) -> None:
    seen: set[Edge] = set()
    for row, pair in enumerate(pairs, start=1):
        if pair in seen:
            raise DataError("is named twice", source=source, row=row, value=_named(net, pair))
        seen.add(pair)


def _refuse_contradictions(
    net: CollaborationNetwork, new: list[Edge], gone: list[Edge], left: list[int]
) -> None:
    for pair in new:
        if left and (pair[0] in left or pair[1] in left):
            raise DataError(
                "is added to an organisation that leaves", source="add", value=_named(net, pair)
            )
    both = set(new) & set(gone)
    if both:
        raise DataError("is both added and removed", field="tie", value=_named(net, min(both)))
    there = set(zip(net.sources.tolist(), net.targets.tolist(), strict=True))
    for row, pair in enumerate(new, start=1):
        if pair in there:
            raise DataError("is there already", source="add", row=row, value=_named(net, pair))
    for row, pair in enumerate(gone, start=1):
        if pair not in there:
            raise DataError("is not there", source="remove", row=row, value=_named(net, pair))


# -- the network that would be -----------------------------------------------------------------


def _changed(
    net: CollaborationNetwork,
    new: list[Edge],
    weights: list[float],
    gone: list[Edge],
    left: list[int],
) -> CollaborationNetwork:
    n = len(net)
    key = net.sources * n + net.targets
    drop = np.array([a * n + b for a, b in gone], dtype=np.int64)
    kept = np.flatnonzero(~np.isin(key, drop))
    fresh = np.array(new, dtype=np.int64).reshape(-1, 2)
    source = np.concatenate([net.sources[kept], fresh[:, 0]])
    target = np.concatenate([net.targets[kept], fresh[:, 1]])
    weight = np.concatenate([net.weights[kept], np.array(weights, dtype=float)])
    order = np.lexsort((target, source))
    columns = {
        name: tuple(
            [*(values[i] for i in kept.tolist()), *([None] * len(new))][j] for j in order.tolist()
        )
        for name, values in net.tie_attributes.items()
    }
    changed = replace(
        net,
        sources=source[order],
        targets=target[order],
        weights=weight[order],
        tie_attributes=columns,
    )
    if not left:
        return changed
    return changed.among(one for i, one in enumerate(net.ids) if i not in set(left))


def _pairs_of_groups(net: CollaborationNetwork, edges: Iterable[Edge]) -> list[tuple[str, str]]:
    """Return which groups the changed ties join, each two once."""
    if net.groups is None:
        return []
    found: dict[tuple[str, str], None] = {}
    for a, b in edges:
        one, other = net.groups[a], net.groups[b]
        if one is not None and other is not None:
            pair = (one, other) if net.directed or one <= other else (other, one)
            found[pair] = None
    return sorted(found)
