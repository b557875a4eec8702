"""The measures that `what_if` lays beside each other, each with its definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.blocks import stations
from sap_match.graph.brokerage import gould_fernandez
from sap_match.graph.centrality import betweenness
from sap_match.graph.density import density, mean_degree
from sap_match.graph.ei import ei_index
from sap_match.graph.figure import Figure
from sap_match.graph.groups import group_density
from sap_match.graph.holes import structural_holes
from sap_match.graph.one_mode import CollaborationNetwork, NodeId
from sap_match.graph.steps import pairs_apart, reached
from sap_match.graph.structure import components
from sap_match.graph.tie_words import called, name_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

WHOLE = "whole network"
#: Above so many organisations, paths are measured from so many of them, drawn evenly.
PATHS_FROM = 4_096
#: Above so many steps betweenness cannot be exact, and its error passes what a tie changes.
EXACT_STEPS = 100_000_000


@dataclass(frozen=True)
class Measured:
    """One measure of one network."""

    measure: str
    of: NodeId
    value: float
    definition: str
    note: str = ""

    @classmethod
    def figure(cls, name: str, of: NodeId, found: Figure, note: str = "") -> Measured:
        """Return a figure's number with its definition."""
        return cls(name, of, float(found), found.definition, note)


# -- the whole network -------------------------------------------------------------------------


def of_whole(net: CollaborationNetwork, pairs: Sequence[tuple[str, str]] = ()) -> list[Measured]:
    """Return the measures of the whole network, ``pairs`` of groups on their own too."""
    return [
        Measured("Organisations", WHOLE, float(len(net)), "organisations in the network"),
        Measured("Ties", WHOLE, float(net.size), "ties in the network"),
        Measured.figure("Density", WHOLE, density(net)),
        *_of_groups(net, pairs),
        Measured.figure("Mean degree", WHOLE, mean_degree(net)),
        *_of_paths(net),
        *_of_parts(net),
    ]


def _of_groups(net: CollaborationNetwork, pairs: Sequence[tuple[str, str]]) -> Iterator[Measured]:
    if net.groups is None:
        return
    table = group_density(net)
    within, possible = float(np.trace(table.ties)), float(np.trace(table.possible))
    across, all_across = float(table.ties.sum()) - within, float(table.possible.sum()) - possible
    yield Measured(
        "Density within groups", WHOLE, within / possible if possible else nan,
        "ties over known pairs of one group",
    )  # fmt: skip
    yield Measured(
        "Density between groups", WHOLE, across / all_across if all_across else nan,
        "ties over known pairs of two groups",
    )  # fmt: skip
    for one, other in pairs:
        if one in table.groups and other in table.groups:
            found = table.figure(one, other)
            of = f"within {one}" if one == other else f"{one} and {other}"
            yield Measured.figure("Density", of, found)
    yield Measured.figure("E-I index", WHOLE, ei_index(net))


def _of_paths(net: CollaborationNetwork) -> Iterator[Measured]:
    n, csr = len(net), net.collapsed
    rows = np.arange(n)
    note = ""
    if n > PATHS_FROM:
        rows = np.unique(np.linspace(0, n - 1, PATHS_FROM).round().astype(np.int64))
        note = f"from {len(rows):,} of {n:,} organisations"
    at = pairs_apart(csr, rows)
    for steps in (2, 3):
        share = at[1 : steps + 1].sum() / (len(rows) * (n - 1)) if n > 1 else nan
        yield Measured(
            f"Reach in {steps} steps", WHOLE, float(share),
            f"mean share of the others within {steps} steps", note,
        )  # fmt: skip
    found = at[1:].sum()
    length = float((at * np.arange(len(at))).sum() / found) if found else nan
    yield Measured(
        "Mean path length", WHOLE, length, "mean steps between two that are connected", note
    )


def _of_parts(net: CollaborationNetwork) -> Iterator[Measured]:
    n, csr = len(net), net.collapsed
    size = np.bincount(components(csr)) if n else np.zeros(0)
    pairs = n * (n - 1) / 2
    joined = float((size * (size - 1)).sum() / 2)
    yield Measured(
        "Connected pairs", WHOLE, joined / pairs if pairs else nan,
        "pairs that some path joins, over possible pairs",
    )  # fmt: skip
    yield Measured(
        "Components", WHOLE, float(len(size)), "parts that no path joins, single ones counted"
    )
    yield Measured(
        "Largest component", WHOLE, float(size.max(initial=0)), "organisations in the largest part"
    )
    damage = stations(csr).damage
    yield Measured(
        "Cut-points", WHOLE, float((damage > 0).sum()),
        "organisations whose leaving would cut others off from each other",
    )  # fmt: skip
    part = size[components(csr)] if n else np.zeros(0)
    others = joined - (part - 1)  # connected pairs that the one who leaves is not in
    share = np.divide(damage, others, out=np.full(n, nan), where=others > 0)
    worst = int(np.nanargmax(share)) if (others > 0).any() else -1
    yield Measured(
        "Fragility", WHOLE, float(share[worst]) if worst >= 0 else nan,
        "largest share of the connected pairs of others that one leaving would cut off",
        f"it is {called(net, worst)}" if worst >= 0 and share[worst] > 0 else "",
    )  # fmt: skip
    yield Measured(
        "Pairs cut off", WHOLE, float(damage.sum()),
        "connected pairs of others cut off, added up over each that might leave",
    )  # fmt: skip


# -- those at an end ---------------------------------------------------------------------------


def of_nodes(net: CollaborationNetwork, who: Iterable[NodeId]) -> list[Measured]:
    """Return the measures of some organisations; of those that are not there, none."""
    ids = [one for one in who if one in net]
    if not ids:
        return []
    at = np.array([net.position(one) for one in ids], dtype=np.int64)
    columns = list(_of_each(net, at))
    return [
        Measured(name, one, float(values[i]), definition, name_of(net, int(at[i])))
        for i, one in enumerate(ids)
        for name, values, definition in columns
    ]


def _of_each(net: CollaborationNetwork, at: Ints) -> Iterator[tuple[str, Floats, str]]:
    csr = net.collapsed
    yield "Partners", net.degree[at], "others with a tie to it"
    for steps in (2, 3):
        yield (
            f"Reach in {steps} steps",
            reached(csr, steps, at),
            f"others within {steps} steps of it",
        )
    yield (
        "Constraint",
        structural_holes(net)["constraint"].to_numpy(dtype=float)[at],
        "near 0 for partners who do not know each other, high where they all do (Burt)",
    )
    yield (
        "Brokerage",
        gould_fernandez(net, ["all"] * len(net)).nodes("raw")["t"].to_numpy(dtype=float)[at],
        "ordered pairs that it joins in two steps and that have no tie (Gould and Fernandez)",
    )
    if len(net) * (len(net) + int(net.ties.nnz)) <= EXACT_STEPS:
        yield (
            "Betweenness",
            betweenness(net)["betweenness"].to_numpy(dtype=float)[at],
            "shortest paths between others that run through it, shares counted",
        )
    yield (
        "Pairs cut off",
        stations(csr).damage[at],
        "connected pairs of others that its leaving would cut off",
    )
