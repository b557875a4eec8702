"""What every figure of a network says of where it comes from."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.graph.confidential import NOT_SHOWN, SAID, too_few
from sap_match.graph.figure import Bounds, Figure

if TYPE_CHECKING:
    from sap_match.graph.one_mode import CollaborationNetwork


def note_of(net: CollaborationNetwork) -> str:
    """Return n, the boundary, who answered and what is missing, in words."""
    n = len(net)
    said = [f"n = {n:,}", f"boundary: {net.boundary or 'not said'}"]
    if net.answered is None:
        said.append("every pair taken as known")
    else:
        told = int(net.answered.sum())
        pairs = "ordered pairs" if net.directed else "pairs"
        possible = n * (n - 1) // (1 if net.directed else 2)
        share = f" ({100 * told / n:.0f}%)" if n else ""
        how = "answered" if net.told_by == "either" else "in the records"
        said.append(f"{told:,} of {n:,} {how}{share}")
        said.append(f"{net.missing_dyads:,} of {possible:,} {pairs} not known")
    if net.confidential:
        said.append(SAID)
    return "; ".join([*said, *net.notes])


def figure_of(
    net: CollaborationNetwork,
    value: float,
    *,
    note: str,
    n: int | None,
    bounds: Bounds | None,
    **said: Any,
) -> Figure:
    """Return a figure with what the network says of itself.

    Where the reports are confidential and fewer than five answered it is not shown: NaN, with
    nothing beside it that would tell it.
    """
    hidden = too_few(net)
    return Figure(
        value,
        note="; ".join(part for part in (NOT_SHOWN if hidden else note, net.note) if part),
        source=net.source,
        n=len(net) if n is None else n,
        bounds=bounds,
        hidden=hidden,
        **said,
    )


def missing_dyads(net: CollaborationNetwork) -> int:
    """Return how many pairs nobody who answered could tell of; ordered with direction."""
    if net.answered is None:
        return 0
    n, told = len(net), int(net.answered.sum())
    if net.told_by == "both":
        missing = n * (n - 1) - told * (told - 1)
    else:
        missing = (n - told) * (n - 1 if net.directed else n - told - 1)
    return missing if net.directed else missing // 2


def alike(net: CollaborationNetwork, other: CollaborationNetwork) -> bool:
    """Whether two networks are equal in all but their notes."""
    arrays = zip(_arrays(net), _arrays(other), strict=True)
    return _said(net) == _said(other) and all(np.array_equal(a, b) for a, b in arrays)


def _said(net: CollaborationNetwork) -> tuple[object, ...]:
    tables = [sorted(t.items()) for t in (net.node_attributes, net.tie_attributes)]
    told = (net.as_of, net.confidential, sorted(net.attributes.items()))
    answers = (net.answered is None, net.told_by)
    return (net.ids, net.directed, net.groups, answers, tables, net.name, net.boundary, told)


def _arrays(net: CollaborationNetwork) -> tuple[Any, ...]:
    answered = np.zeros(0) if net.answered is None else net.answered
    return net.sources, net.targets, net.weights, answered


def version_of(net: CollaborationNetwork) -> str:
    """Return twelve letters that change with any node, tie, weight, group or answer."""
    found = hashlib.sha256(repr((net.ids, net.directed, net.groups)).encode())
    for array in _arrays(net):
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()[:12]


def source_of(net: CollaborationNetwork) -> str:
    """Return the network's name and date, its data version and this library, for a citation."""
    when = f" as of {net.as_of}" if net.as_of else ""
    return f"{net.name or 'Network without a name'}{when}, data {net.version}; {_library()}."


@cache
def _library() -> str:
    """Return this library's name and version, read once."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"sap_match {version('sap-match')}"
    except PackageNotFoundError:
        return "sap_match"
