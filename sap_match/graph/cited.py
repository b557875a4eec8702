"""What every figure of a network says of where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

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
    return "; ".join([*said, *net.notes])


def version_of(said: object, arrays: Iterable[Any]) -> str:
    """Return twelve letters that change with any word or number of the data."""
    found = hashlib.sha256(repr(said).encode())
    for array in arrays:
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
