"""Brokerage: who stands between two that are not tied, and whose groups they join.

Gould and Fernandez, Structures of mediation, Sociological Methodology 19, 1989. A broker ``j``
of group B lies on ``i -> j -> k`` where ``i`` is not tied to ``k``:

=====  ===================  ======================================================
role   groups of i, j, k    in words
=====  ===================  ======================================================
w_I    B, B, B              coordinator: joins two of its own group
w_O    A, B, A              itinerant (consultant): joins two of one other group
b_IO   B, B, A              representative: takes what comes from its own group out
b_OI   A, B, B              gatekeeper: lets what comes from outside into its own
b_O    A, B, C              liaison: joins two other groups
t      any                  all of them
=====  ===================  ======================================================

The second letter pair says from where to where: IO from inside out, OI from outside in. It is
that of R's ``sna``; some write-ups have the two the other way round. A tie without direction
counts both ways, so each pair that is joined counts twice, once from either end, and b_IO and
b_OI are equal.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph import brokerage_chance
from sap_match.graph.adjacency import groups_of
from sap_match.graph.confidential import five_answered, too_few
from sap_match.graph.figure import Figure
from sap_match.graph.labels import GroupsLike
from sap_match.graph.missing import with_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.triangles import TiedPairs, tied_pairs

if TYPE_CHECKING:
    import pandas as pd

ROLES = ("w_I", "w_O", "b_IO", "b_OI", "b_O", "t")
#: What each role is called.
NAMES = {
    "w_I": "coordinator",
    "w_O": "itinerant",
    "b_IO": "representative",
    "b_OI": "gatekeeper",
    "b_O": "liaison",
    "t": "all roles",
}
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
What = Literal["raw", "exp", "sd", "z"]
#: Place among `ROLES` by whether (i, j), (j, k) and (i, k) are of one group, read as bits.
_ROLE = np.array([4, 1, 3, 3, 2, 2, 0, 0])


@dataclass(frozen=True, eq=False)
class Brokerage:
    """Counts of each role, with what chance would give at the same density.

    Columns are `ROLES`. Expectation and deviation are those of a random network (every tie
    there with the same chance, each for itself) of the same density and sizes of groups. ``z``
    is NaN where no such brokerage is possible, so that nothing deviates.

    `nodes` and `whole` give tables; the arrays behind them are ``raw``, ``expected``, ``sd``,
    ``z`` of shape (n, 6) and ``whole_raw``, ``whole_expected``, ``whole_sd``, ``whole_z`` of
    shape (6,).
    """

    network: CollaborationNetwork
    labels: tuple[str | None, ...]
    raw: Floats
    expected: Floats
    sd: Floats
    whole_raw: Floats
    whole_expected: Floats
    whole_sd: Floats

    @cached_property
    def z(self) -> Floats:
        """``(raw - expected) / sd`` of each node, shape (n, 6)."""
        return _z(self.raw, self.expected, self.sd)

    @cached_property
    def whole_z(self) -> Floats:
        """``(raw - expected) / sd`` of the whole network, shape (6,)."""
        return _z(self.whole_raw, self.whole_expected, self.whole_sd)

    @property
    def note(self) -> str:
        """What every figure of the network says: n, boundary, who answered, what is missing."""
        return self.network.note

    def nodes(self, what: What = "raw") -> pd.DataFrame:
        """Return each node's roles, indexed by id.

        Parameters
        ----------
        what : {"raw", "exp", "sd", "z"}
            Counts, what chance would give, its deviation, or how many deviations apart.

        Raises
        ------
        DataError
            Another word.
        """
        import pandas as pd

        found = {"raw": self.raw, "exp": self.expected, "sd": self.sd, "z": self.z}
        return pd.DataFrame(_chosen(found, what), index=self.network.index, columns=list(ROLES))

    def whole(self, what: What = "raw") -> pd.Series[float]:
        """Return the roles of the whole network: all nodes added up.

        Parameters
        ----------
        what : {"raw", "exp", "sd", "z"}

        Raises
        ------
        DataError
            Another word.
        """
        import pandas as pd

        five_answered(self.network)
        found = {
            "raw": self.whole_raw,
            "exp": self.whole_expected,
            "sd": self.whole_sd,
            "z": self.whole_z,
        }
        return pd.Series(_chosen(found, what), index=list(ROLES), name=what)

    def figure(self, role: str = "t") -> Figure:
        """Return how often a role is taken in the whole network, with its note.

        Where answers are missing, with what it would be if the missing ties were known.

        Raises
        ------
        DataError
            Another role than one of `ROLES`.
        """
        if role not in NAMES:
            raise DataError(f"a role is one of {', '.join(ROLES)}", field="role", value=role)
        at, net, labels = ROLES.index(role), self.network, self.labels
        expected, sd = self.whole_expected[at], self.whole_sd[at]
        chance = f"a network of this density by chance would give {expected:,.1f}"
        figure = net.number(
            self.whole_raw[at],
            name=f"Brokerage, {NAMES[role]}",
            definition="ordered pairs without a tie that a third joins, once for each that does"
            + ("" if role == "t" else f", as {NAMES[role]}"),
            note=f"{chance}, give or take {sd:,.1f}" if sd > 0 else chance,
        )
        return with_bounds(
            net, figure, lambda filled: float(gould_fernandez(filled, labels).whole_raw[at])
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the whole network, a row a role: what it is called, raw, exp, sd and z."""
        import pandas as pd

        words: tuple[What, ...] = ("raw", "exp", "sd", "z")
        columns: dict[str, Any] = {what: self.whole(what) for what in words}
        return pd.DataFrame({"role": pd.Series(NAMES)[list(ROLES)], **columns})

    def _repr_html_(self) -> str:
        table = self.to_frame().to_html(float_format="{:,.2f}".format)
        return f"{table}<p>{html.escape(self.note)}</p>"

    def __repr__(self) -> str:
        told = "not shown" if too_few(self.network) else f"{self.whole_raw[-1]:,.0f} in all"
        return f"<Brokerage of {len(self.network):,} nodes: {told}>"


def _chosen(found: dict[str, Floats], what: str) -> Floats:
    if what not in found:
        raise DataError(
            f"brokerage is given as one of {', '.join(found)}", field="what", value=what
        )
    return found[what]


def _z(raw: Floats, expected: Floats, sd: Floats) -> Floats:
    return np.divide(raw - expected, sd, out=np.full_like(raw, np.nan), where=sd > 0)


def gould_fernandez(network: Any, groups: GroupsLike = None) -> Brokerage:
    """Return Gould-Fernandez brokerage: raw, expected, sd and z, for nodes and whole.

    ``raw`` counts the pairs (i, k) with a tie from ``i`` to the broker and from the broker to
    ``k``, and none from ``i`` to ``k``. With p the density and m the pairs that a node could
    broker in a role, ``exp = m p^2 (1 - p)``. Agrees with `brokerage` of R's ``sna`` 2.7.

    ``exp`` and ``sd`` of the nodes are those of all random networks, enumerated. So is ``sd``
    of the whole for w_O and b_O; for the other roles it is that of ``sna`` and somewhat wide
    (by simulation up to 2 % at a density of 0.1; at 0.5 some 10 % for w_I and t, 25 % for b_IO
    and b_OI), so that their z is a cautious one. Chance here knows no hubs: in a network of
    thousands every role is far above it, and shuffling the groups is the test to be asked.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
        Ties without direction count both ways.
    groups : name of a node attribute, mapping from id, or one label a node, optional
        The network's own where left out. Every node needs one.

    Returns
    -------
    Brokerage
        ``.nodes("raw")`` is a data frame indexed by node id, ``.whole("z")`` a series.

    Raises
    ------
    DataError
        A node without a group: give it one of its own, or leave it out.

    Examples
    --------
    >>> from sap_match.graph import CollaborationNetwork
    >>> star = CollaborationNetwork.from_edges(
    ...     [("hub", "a"), ("hub", "b")], groups={"hub": "public", "a": "business", "b": "business"}
    ... )
    >>> roles = gould_fernandez(star)
    >>> roles.nodes("raw").loc["hub"].astype(int).to_dict()
    {'w_I': 0, 'w_O': 2, 'b_IO': 0, 'b_OI': 0, 'b_O': 0, 't': 2}
    >>> roles.whole("z").round(2).to_dict()
    {'w_I': nan, 'w_O': 3.39, 'b_IO': -0.59, 'b_OI': -0.59, 'b_O': nan, 't': 1.18}
    """
    net = network_of(network)
    labels = net.labels(groups)
    names, codes = groups_of(labels, len(net))
    _refuse_unknown(net, codes)
    n, size = len(net), np.bincount(codes, minlength=len(names)).astype(float)
    pairs = tied_pairs(net)
    raw = _open(net, pairs, codes, len(names)) - _closed(pairs, codes)
    raw = np.column_stack([raw, raw.sum(axis=1)])
    arcs = net.size if net.directed else 2 * net.size
    p = arcs / (n * (n - 1)) if n > 1 else 0.0
    mean, variance = brokerage_chance.of_nodes(size, p)
    whole_mean, whole_variance = brokerage_chance.of_the_whole(size, p)
    return Brokerage(
        network=net,
        labels=labels,
        raw=raw,
        expected=mean[codes],
        sd=brokerage_chance.deviation(variance)[codes],
        whole_raw=raw.sum(axis=0),
        whole_expected=whole_mean,
        whole_sd=brokerage_chance.deviation(whole_variance),
    )


def _refuse_unknown(net: CollaborationNetwork, codes: Ints) -> None:
    without = [str(net.ids[i]) for i in np.flatnonzero(codes < 0).tolist()]
    if without:
        named = ", ".join(without[:3]) + (", ..." if len(without) > 3 else "")
        raise DataError(
            f"brokerage needs a group for every node, and {len(without):,} of {len(net):,} have "
            f"none ({named}); leave them out with network.among(ids), or give them a group",
            field="groups",
        )


def _open(net: CollaborationNetwork, pairs: TiedPairs, codes: Ints, groups: int) -> Floats:
    """Count, for each node and role, ties in times ties out, less those back and forth."""
    n, s, t = len(net), net.sources, net.targets
    if not net.directed:
        s, t = np.concatenate([s, t]), np.concatenate([t, s])
    same = codes[s] == codes[t]
    out_own, in_own = _count(s[same], n), _count(t[same], n)
    out_other, in_other = _count(s[~same], n), _count(t[~same], n)
    into = _by_group(t[~same], codes[s[~same]], n, groups)
    out = into if not net.directed else _by_group(s[~same], codes[t[~same]], n, groups)
    alike = np.asarray(into.multiply(out).sum(axis=1), dtype=float).ravel()
    back_own, back_other = _back_and_forth(pairs, codes)
    return np.column_stack(
        [
            in_own * out_own - back_own,
            alike - back_other,
            in_own * out_other,
            in_other * out_own,
            in_other * out_other - alike,
        ]
    )


def _count(at: Ints, n: int) -> Floats:
    return np.bincount(at, minlength=n).astype(float)


def _by_group(node: Ints, group: Ints, n: int, groups: int) -> Any:
    """Return node x group, how many ties of the node have their other end in the group."""
    from scipy import sparse

    return sparse.csr_array((np.ones(len(node)), (node, group)), shape=(n, groups))


def _back_and_forth(pairs: TiedPairs, codes: Ints) -> tuple[Floats, Floats]:
    """Count each node's ties that go both ways, in its own group and to others."""
    both = (pairs.forth > 0) & (pairs.back > 0)
    low, high = pairs.low[both], pairs.high[both]
    same = codes[low] == codes[high]
    own, other = (
        _count(low[part], pairs.n) + _count(high[part], pairs.n) for part in (same, ~same)
    )
    return own, other


def _closed(pairs: TiedPairs, codes: Ints) -> Floats:
    """Count, for each node j and role, i -> j -> k where i is tied to k, shape (n, 5)."""
    n, low, high = pairs.n, pairs.low, pairs.high
    forth, back, same = pairs.forth > 0, pairs.back > 0, codes[low] == codes[high]
    found = np.zeros(n * 5)
    for ab, ac, bc in pairs.triangles():
        one, two, three = same[ab], same[ac], same[bc]
        steps = (  # middle, i to j, j to k, i to k, whether each is within a group
            (low[ab], back[ab], forth[ac], forth[bc], (one, two, three)),
            (low[ab], back[ac], forth[ab], back[bc], (two, one, three)),
            (low[bc], forth[ab], forth[bc], forth[ac], (one, three, two)),
            (low[bc], back[bc], back[ab], back[ac], (three, one, two)),
            (high[bc], forth[ac], back[bc], forth[ab], (two, three, one)),
            (high[bc], forth[bc], back[ac], back[ab], (three, two, one)),
        )
        for middle, first, second, direct, (ij, jk, ik) in steps:
            role = _ROLE[4 * ij + 2 * jk + 1 * ik]
            there = first & second & direct
            found += np.bincount((middle * 5 + role)[there], minlength=n * 5)
    return found.reshape(n, 5)
