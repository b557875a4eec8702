"""Mixing: which groups are tied to which, beside what chance and their sizes would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import membership
from sap_match.graph.confidential import groups_of_five
from sap_match.graph.figure import Figure
from sap_match.graph.labels import GroupsLike
from sap_match.graph.missing import beside, only_known, share_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.tallies import Tally, tally

if TYPE_CHECKING:
    import pandas as pd

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Mixing:
    """Ties between groups beside what chance would give.

    Parameters
    ----------
    groups : tuple of g str
    counts : array of shape (g, g)
        Ties from group to group. Without direction every tie stands twice, once from
        each end, so that rows sum to the degrees of a group.
    unknown : int
        Ties left out because an end has no known group.
    possible : array of shape (g, g), optional
        Known pairs of a node of one group and another of the other, ordered as ``counts``.
    directed : bool
    note : str
        Of how many nodes, who answered, what is left out.
    """

    groups: tuple[str, ...]
    counts: Counts
    unknown: int = 0
    possible: Counts | None = None
    directed: bool = False
    note: str = ""

    @property
    def rates(self) -> Counts:
        """Share of all ties in each cell; NaN without ties."""
        total = self.counts.sum()
        return self.counts / total if total else np.full_like(self.counts, np.nan)

    @property
    def expected(self) -> Counts:
        """``row sum x column sum / total``: the same degrees, blind to groups."""
        total = self.counts.sum()
        outer = np.outer(self.counts.sum(axis=1), self.counts.sum(axis=0))
        return outer / total if total else np.full_like(self.counts, np.nan)

    @property
    def over_expected(self) -> Counts:
        """Observed over expected, 1 where as chance has it; NaN where nothing is expected."""
        return _over(self.counts, self.expected)

    @property
    def log_over_expected(self) -> Counts:
        """Natural logarithm of observed over expected: 0 as chance has it, -inf without ties."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.over_expected), dtype=float)

    @property
    def density(self) -> Counts:
        """Ties over possible pairs in each cell; NaN where no pair is known."""
        if self.possible is None:
            return np.full_like(self.counts, np.nan)
        return _over(self.counts, self.possible)

    @property
    def over_density(self) -> Counts:
        """Density of a cell over that of all: observed over what sizes alone would give."""
        whole = 0.0 if self.possible is None else float(self.possible.sum())
        level = self.counts.sum() / whole if whole else np.nan
        return self.density / level if level > 0 else np.full_like(self.counts, np.nan)

    def table(self, what: str = "counts") -> pd.DataFrame:
        """Return one matrix as a frame, groups down and across.

        ``what`` is ``counts``, ``rates``, ``expected``, ``over_expected``,
        ``log_over_expected``, ``density`` or ``over_density``.

        Raises
        ------
        UnknownIdError
            Any other.
        """
        import pandas as pd

        from sap_match.errors import UnknownIdError

        if what not in _TABLES:
            raise UnknownIdError("table of a mixing matrix", what, known=_TABLES)
        return pd.DataFrame(
            getattr(self, what),
            index=pd.Index(list(self.groups), name="group"),
            columns=pd.Index(list(self.groups), name="other"),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each two groups: ``group, other, ties, ...``, every table a column.

        Without direction each two stand once, ``ties`` counts each once, and ``counts``,
        ``rates`` and ``expected`` are those of the matrix.
        """
        import pandas as pd

        g = len(self.groups)
        row, col = (part.ravel() for part in np.indices((g, g)))
        kept = np.ones(g * g, dtype=bool) if self.directed else row <= col
        row, col = row[kept], col[kept]
        each = np.where((row == col) & (not self.directed), 2.0, 1.0)
        names = np.array([*self.groups, None], dtype=object)
        first = {"group": names[row], "other": names[col], "ties": self.counts[row, col] / each}
        return pd.DataFrame({**first, **{what: getattr(self, what)[row, col] for what in _TABLES}})

    def _repr_html_(self) -> str:
        import html

        table = self.table("over_expected").round(2).to_html(na_rep="", escape=True)
        said = html.escape(f"Ties over those expected by degrees; {self.note}")
        return f"<p>{said}</p>{table}"


_TABLES = (
    "counts",
    "rates",
    "expected",
    "over_expected",
    "log_over_expected",
    "density",
    "over_density",
)


def _over(found: Counts, by: Counts) -> Counts:
    empty = np.full_like(found, np.nan)
    return np.divide(found, by, out=empty, where=by > 0)


def mixing_matrix(
    network: Any, groups: GroupsLike = None, *, directed: bool | None = None
) -> Mixing:
    """Return who is tied to whom, by group (Newman, Physical Review E 67, 026126, 2003).

    Ties with an end of no known group are left out and counted in ``unknown``; where
    answers are missing only known pairs count.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : labels as of `CollaborationNetwork.labels`, optional
    directed : bool, optional
        None takes the network's own.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)], groups=["x", "x", "y"])
    >>> mixing_matrix(path).counts.tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    >>> mixing_matrix(path).over_expected.round(2).tolist()
    [[0.89, 1.33], [1.33, 0.0]]
    """
    net = network_of(network)
    directed = net.directed if directed is None else directed
    names, codes = net.codes(groups)
    member = membership(codes, len(names))
    groups_of_five(net, names, member, "a table of groups")
    found = tally(net, member, directed=directed)
    lost = left_out(net, codes, found, directed=directed)
    note = "; ".join(part for part in (left_out_note(lost), only_known(net), net.note) if part)
    return Mixing(names, found.ties, lost, found.known, directed=directed, note=note)


def left_out(
    net: CollaborationNetwork, codes: NDArray[np.int64], found: Tally, *, directed: bool
) -> int:
    """Return how many known ties have an end of no known group."""
    if (codes >= 0).all():
        return 0
    whole = tally(net, directed=directed).ties.sum()
    lost = int(whole - found.ties.sum())
    return lost if directed else lost // 2


def left_out_note(lost: int) -> str:
    """Return what a note says of ties that are left out.

    Examples
    --------
    >>> left_out_note(1), left_out_note(0)
    ('1 tie left out: an end has no known group', '')
    """
    ties = "tie" if lost == 1 else "ties"
    return f"{lost:,} {ties} left out: an end has no known group" if lost else ""


# -- within and between -------------------------------------------------------------------


@dataclass(frozen=True)
class Crossing:
    """Ties and pairs within groups and between them, direction dropped, each counted once.

    Parameters
    ----------
    within, between : float
        Known ties.
    known_within, known_between : float
        Known pairs.
    pairs_within, pairs_between : float
        All pairs.
    free_within, free_between : float
        Pairs that could turn out to be tied beyond those that are known to be.
    """

    within: float
    between: float
    known_within: float
    known_between: float
    pairs_within: float
    pairs_between: float
    free_within: float
    free_between: float

    @classmethod
    def of(cls, found: Tally, group: int | None = None) -> Crossing:
        """Return those of all groups, or of the ties that one group has."""
        counts = []
        for part in (found.ties, found.known, found.pairs, found.free):
            if group is None:
                inside = float(np.trace(part)) / 2
                counts += [inside, float(part.sum()) / 2 - inside]
            else:
                own = float(part[group, group])
                counts += [own / 2, float(part[group].sum()) - own]
        return cls(*counts)


def crossing(
    net: CollaborationNetwork, groups: GroupsLike = None
) -> tuple[Tally, tuple[str, ...], str]:
    """Return the tally of groups without direction, the groups, and what a note says."""
    names, codes = net.codes(groups)
    found = tally(net, membership(codes, len(names)), directed=False)
    lost = left_out(net, codes, found, directed=False)
    note = "; ".join(part for part in (left_out_note(lost), only_known(net)) if part)
    return found, names, note


def density_within(network: Any, groups: GroupsLike = None) -> Figure:
    """Return ties within groups over possible pairs within groups, all groups together.

    Direction dropped; NaN where no group has two members that are known.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)], groups=["x", "x", "y"])
    >>> density_within(path), density_between(path)
    (1.0, 0.5)
    """
    return _share(network, groups, "within")


def density_between(network: Any, groups: GroupsLike = None) -> Figure:
    """Return ties between groups over possible pairs between groups, all groups together.

    Direction dropped; NaN where there are not two groups.

    Examples
    --------
    >>> pair = CollaborationNetwork.from_edges([(0, 1)], nodes=3, groups=["x", "y", None])
    >>> density_between(pair)
    1.0
    """
    return _share(network, groups, "between")


def _share(network: Any, groups: GroupsLike, where: str) -> Figure:
    """Return ties within, or between, groups over the pairs there, with its bounds."""
    net = network_of(network)
    found, _, note = crossing(net, groups)
    c = Crossing.of(found)
    ties, known, free, pairs = (
        (c.within, c.known_within, c.free_within, c.pairs_within)
        if where == "within"
        else (c.between, c.known_between, c.free_between, c.pairs_between)
    )
    figure = net.ratio(
        ties,
        known,
        name=f"Density {where} groups",
        definition=f"ties {where} groups over possible pairs {where} groups",
        note=note,
    )
    return beside(figure, share_bounds(ties, free, pairs)) if net.missing_dyads else figure
