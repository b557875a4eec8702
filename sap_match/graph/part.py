"""The part of a network among some of its nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sap_match.graph.one_mode import CollaborationNetwork


def part_of(net: CollaborationNetwork, keep: NDArray[np.bool_]) -> dict[str, Any]:
    """Return the fields that differ in the part under a mask of nodes, shape (n,)."""
    at, place = np.flatnonzero(keep), np.cumsum(keep) - 1
    inside = keep[net.sources] & keep[net.targets]
    return {
        "ids": tuple(net.ids[i] for i in at.tolist()),
        "sources": place[net.sources[inside]],
        "targets": place[net.targets[inside]],
        "weights": net.weights[inside],
        "groups": None if net.groups is None else tuple(net.groups[i] for i in at.tolist()),
        "answered": None if net.answered is None else net.answered[at],
        "node_attributes": _rows(net.node_attributes, at),
        "tie_attributes": _rows(net.tie_attributes, np.flatnonzero(inside)),
    }


def _rows(
    table: Mapping[str, tuple[Any, ...]], which: NDArray[np.int64]
) -> dict[str, tuple[Any, ...]]:
    return {k: tuple(v[i] for i in which.tolist()) for k, v in table.items()}
