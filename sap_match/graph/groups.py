"""Density within and between groups, which may overlap, and from a group to everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.adjacency import membership
from sap_match.graph.confidential import groups_of_five
from sap_match.graph.edges import node_id
from sap_match.graph.figure import Figure
from sap_match.graph.labels import label_of
from sap_match.graph.missing import beside, known_ties, only_known, share_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.tallies import tally

if TYPE_CHECKING:
    import pandas as pd

Counts = NDArray[np.float64]
_LISTS = (list, tuple, set, frozenset)


@dataclass(frozen=True)
class GroupDensity:
    """Density within and between groups.

    ``ties[g, h]`` are ordered pairs of a member of ``g`` and another of ``h`` that are
    tied, ``possible[g, h]`` all such pairs that are known; within a group every pair
    without direction stands twice in both. Groups may overlap.

    Parameters
    ----------
    groups : tuple of g str
    ties, possible : arrays of shape (g, g)
    pairs, free : arrays of shape (g, g), optional
        All pairs, and those that could be tied beyond ``ties``, where answers are missing.
    sizes : int array of shape (g,), optional
    directed : bool
    note, source : str
        What each figure says beside it.
    """

    groups: tuple[str, ...]
    ties: Counts
    possible: Counts
    pairs: Counts | None = None
    free: Counts | None = None
    sizes: Counts | None = None
    directed: bool = False
    note: str = ""
    source: str = ""

    @property
    def density(self) -> Counts:
        """``ties / possible``, NaN where nothing is possible or known, shape (g, g)."""
        return _over(self.ties, self.possible)

    @property
    def low(self) -> Counts:
        """Density if every missing tie were absent, shape (g, g)."""
        return _over(self.ties, self.possible if self.pairs is None else self.pairs)

    @property
    def high(self) -> Counts:
        """Density if every missing tie were present, shape (g, g)."""
        if self.pairs is None or self.free is None:
            return self.density
        return _over(self.ties + self.free, self.pairs)

    def figure(self, group: str, other: str | None = None) -> Figure:
        """Return density within ``group``, or between it and ``other``, with its bounds.

        Raises
        ------
        UnknownIdError
            A group that no node is in.
        """
        other = group if other is None else other
        for one in (group, other):
            if one not in self.groups:
                raise UnknownIdError("group", one, known=self.groups)
        g, h = self.groups.index(group), self.groups.index(other)
        each = 2 if g == h and not self.directed else 1
        kind = "ordered pairs" if self.directed else "pairs"
        where = "inside it" if g == h else f"{'from' if self.directed else 'of'} one and the other"
        figure = Figure.ratio(
            float(self.ties[g, h]) / each,
            float(self.possible[g, h]) / each,
            name=f"Density within {group}" if g == h else f"Density between {group} and {other}",
            definition=f"ties over possible {kind} {where}",
            note=self.note,
            source=self.source,
            n=None if self.sizes is None else int(self.sizes[list({g, h})].sum()),
        )
        if self.free is None or self.pairs is None:
            return figure
        ties, free, pairs = (float(part[g, h]) for part in (self.ties, self.free, self.pairs))
        return beside(figure, share_bounds(ties, free, pairs))

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each two groups: ``group, other, ties, possible, density, low, high``.

        Without direction each two stand once, and pairs count once.
        """
        import pandas as pd

        g = len(self.groups)
        row, col = (part.ravel() for part in np.indices((g, g)))
        kept = np.ones(g * g, dtype=bool) if self.directed else row <= col
        row, col = row[kept], col[kept]
        each = np.where((row == col) & (not self.directed), 2.0, 1.0)
        names = np.array([*self.groups, None], dtype=object)
        return pd.DataFrame(
            {
                "group": names[row],
                "other": names[col],
                "ties": self.ties[row, col] / each,
                "possible": self.possible[row, col] / each,
                "density": self.density[row, col],
                "low": self.low[row, col],
                "high": self.high[row, col],
            }
        )


def _over(found: Counts, possible: Counts) -> Counts:
    empty = np.full_like(found, np.nan)
    return np.divide(found, possible, out=empty, where=possible > 0)


def group_density(
    network: Any,
    groups: Any = None,
    names: tuple[str, ...] | None = None,
    *,
    directed: bool | None = None,
) -> GroupDensity:
    """Return density within and between groups.

    ``within g = ties in g / (n_g (n_g - 1))`` over ordered pairs, ``between g and h =
    ties from g to h / (n_g n_h - |g and h|)`` (Wasserman and Faust, 1994, section 10.1), of
    known pairs where answers are missing. NaN within a group of one. Nodes whose group is
    not known are left out.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : labels as of `CollaborationNetwork.labels`, optional
        A label may be a list of several groups. Or an array of shape (n, g), 1 where the
        node is in the group, with ``names``.
    names : tuple of g str, optional
        Of the columns of such an array.
    directed : bool, optional
        None takes the network's own.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)])
    >>> group_density(path, ["x", "x", "y"]).density.tolist()
    [[1.0, 0.5], [0.5, nan]]
    >>> group_density(path, {0: "x", 1: ["x", "y"], 2: "y"}).figure("x", "y").denominator
    3.0
    """
    net = network_of(network)
    directed = net.directed if directed is None else directed
    names, member = members(net, groups, names)
    groups_of_five(net, names, member, "a table of groups")
    found = tally(net, member, directed=directed)
    some = bool(net.missing_dyads)
    return GroupDensity(
        names,
        found.ties,
        found.known,
        pairs=found.pairs if some else None,
        free=found.free if some else None,
        sizes=np.asarray(member.sum(axis=0), dtype=float).ravel(),
        directed=directed,
        note="; ".join(part for part in (only_known(net), net.note) if part),
        source=net.source,
    )


def members(
    net: CollaborationNetwork, groups: Any = None, names: tuple[str, ...] | None = None
) -> tuple[tuple[str, ...], Any]:
    """Return the sorted groups and who is in which, CSR of 0 and 1 of shape (n, g).

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([("a", "b")])
    >>> names, member = members(net, {"a": ["art", "youth"], "b": None})
    >>> names, member.toarray().tolist()
    (('art', 'youth'), [[1.0, 1.0], [0.0, 0.0]])
    """
    from scipy import sparse

    n = len(net)
    if names is not None:
        member = sparse.csr_array(groups, dtype=float)
        if member.shape != (n, len(names)):
            raise DataError(f"membership of {n} nodes in {len(names)} groups; got {member.shape}")
        return tuple(names), member
    several = _several(net, groups)
    if several is None:
        names, codes = net.codes(groups)
        return names, membership(codes, len(names))
    known = tuple(sorted({label for row in several for label in row}))
    place = {label: g for g, label in enumerate(known)}
    at = [(i, place[label]) for i, row in enumerate(several) for label in row]
    row, col = np.array(at, dtype=np.int64).reshape(-1, 2).T
    return known, sparse.csr_array((np.ones(len(row)), (row, col)), shape=(n, len(known)))


def _several(net: CollaborationNetwork, groups: Any) -> list[list[str]] | None:
    """Return each node's groups where some node has a list of them, else None."""
    given = net.node_attributes.get(groups) if isinstance(groups, str) else groups
    values = list(given.values()) if isinstance(given, Mapping) else given
    if values is None or not any(isinstance(one, _LISTS) for one in values):
        return None
    if isinstance(given, Mapping):
        by_place = {net.position(node_id(one)): row for one, row in given.items()}
        values = [by_place.get(i) for i in range(len(net))]
    if len(values) != len(net):
        raise DataError(
            f"one label a node: got {len(values)} labels for {len(net)} nodes", field="groups"
        )
    rows = [row if isinstance(row, _LISTS) else [row] for row in values]
    known = [{label_of(one) for one in row} for row in rows]
    return [sorted(one for one in row if one is not None) for row in known]


def outside_density(network: Any, groups: Any = None) -> tuple[Counts, Counts]:
    """Return ties and possible ties from each group to all who are not in it.

    ``ties from g to outside / (n_g (n - n_g))``, direction dropped, of known pairs where
    answers are missing; both arrays have the shape (g,).

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : as of `group_density`, or an array of shape (n, g)

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)])
    >>> found, possible = outside_density(path, ["x", "x", None])
    >>> found.tolist(), possible.tolist()
    ([1.0], [2.0])
    """
    net = network_of(network)
    columns = groups.shape[1] if getattr(groups, "ndim", 1) == 2 else None
    names = None if columns is None else tuple(str(g) for g in range(columns))
    _, member = members(net, groups, names)
    csr = known_ties(net, directed=False)
    degree = np.asarray(csr.sum(axis=1)).ravel()
    inside = np.asarray((member.multiply(csr @ member)).sum(axis=0)).ravel()
    n, size = len(net), np.asarray(member.sum(axis=0), dtype=float).ravel()
    possible = size * (n - size)
    if net.answered is not None:
        told = net.answered.astype(float)
        if net.told_by == "both":
            possible = (member.T @ told) * (told.sum() - member.T @ told)
        else:
            silent = member.T @ (1 - told)
            possible = possible - silent * ((1 - told).sum() - silent)
    return np.asarray(member.T @ degree) - inside, possible
