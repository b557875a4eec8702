"""The new ties that would help a network most, each with what it changes and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.aims import Aim, Nearness, Reach, Resilience
from sap_match.graph.confidential import not_confidential
from sap_match.graph.labels import GroupsLike
from sap_match.graph.one_mode import CollaborationNetwork, NodeId, network_of
from sap_match.graph.picking import Picked, Picking, Plausible, listed_pairs
from sap_match.graph.tie_words import called, told
from sap_match.ranking import rounded
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.graph.whatif import WhatIf

AimName = Literal["cross_kind_density", "reach", "resilience"]
COLUMNS = (
    "rank", "left_id", "right_id", "gain", "before", "after", "weight", "reason", "for_whom",
)  # fmt: skip


@dataclass(frozen=True)
class NewTie:
    """One tie that is not there yet, and what it would change once those above it are.

    Parameters
    ----------
    rank : int
    left_id, right_id : str or int
        In the order of their ids.
    before, after : float
        The aim's figure.
    weight : float
        How plausible the tie is, from 0 to 1.
    reason : str
        What it changes, by how much, for whom.
    for_whom : tuple of ids
        Who gains, those who gain most first; the two among them.
    """

    rank: int
    left_id: NodeId
    right_id: NodeId
    before: float
    after: float
    weight: float
    reason: str
    for_whom: tuple[NodeId, ...] = ()

    @property
    def gain(self) -> float:
        """How far the aim's figure moves the right way, 0 or more."""
        return rounded(abs(self.after - self.before))

    def to_record(self) -> dict[str, Any]:
        """Return the row as a flat dict."""
        row = {name: getattr(self, name) for name in COLUMNS}
        row |= {name: rounded(row[name]) for name in ("before", "after", "weight")}
        return {**row, "for_whom": "; ".join(str(one) for one in self.for_whom)}


@dataclass(frozen=True, repr=False, kw_only=True)
class BestTies(Results[NewTie]):
    """New ties in the order in which they were picked.

    Parameters
    ----------
    network : CollaborationNetwork
        As it is, without them.
    figure, definition : str
        What they were picked for.
    """

    network: CollaborationNetwork
    figure: str
    definition: str
    groups: GroupsLike = None

    def __repr__(self) -> str:
        return f"<BestTies: {len(self)}, for: {self.figure}>"

    @property
    def pairs(self) -> list[tuple[NodeId, NodeId]]:
        """The ties as `what_if` takes them."""
        return [(one.left_id, one.right_id) for one in self]

    def what_if(self) -> WhatIf:
        """Return what all of them together would change."""
        from sap_match.graph.whatif import what_if

        return what_if(self.network, add=self.pairs, groups=self.groups)


def best_ties(
    network: Any,
    k: int = 5,
    aim: AimName = "cross_kind_density",
    plausible: Plausible = None,
    groups: GroupsLike = None,
    rng: int | np.random.Generator = 0,
    *,
    each: int | None = 1,
    unknown: bool = False,
    names: Mapping[Any, str] | None = None,
) -> BestTies:
    """Return the ``k`` new ties that would help a network most, each explained.

    One tie is picked at a time: the one of most gain times plausibility, exact for every pair
    considered and computed again after each pick. The first is therefore the best single tie.
    For more there is no guarantee, because two ties can be worth more together than apart: on
    250 small random networks the first two came to at least two thirds of the best two for
    resilience, .8 across kinds, and were the best two in nine of ten (the tests measure it).
    Ties have no direction here.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    k : int
        So many, or fewer where no other tie would help.
    aim : {"cross_kind_density", "reach", "resilience"}
        ``cross_kind_density``: every tie across groups raises the density across groups alike,
        by one pair. Picked is the one that brings most organisations near a group that they
        are far from: summed over every organisation and every group not its own, 1 where it
        has a partner there, 1/2 where only a partner has one, else 0. Of equal ties, the one
        between the groups that lack most ties against the density across all groups.

        ``reach``: the mean number of others within 3 steps, over the tenth of organisations
        that reach fewest (and all who reach as few). Those are settled before the first tie.

        ``resilience``: the number of pairs that are connected and would not be if one
        organisation left, summed over which one leaves (a pair that the network leaves apart
        already does not count: to join parts is what ``reach`` is for).

        Of ties that are equal still, the one whose ends have most partners in common, then
        most partners, then by id.
    plausible : function of two ids, or mapping from pairs, optional
        True, False or a weight from 0 to 1; 0 is never. A mapping names all pairs that may be
        tied. It must not depend on the order of the two.
    groups : attribute, mapping or sequence, optional
        For ``cross_kind_density``; by default the network's own.
    rng : int or Generator
        Draws 500 of the least reached where they are more; says nothing else.
    each : int, optional
        In so many of the ties one organisation may be, by default one: nobody is asked for
        everything. None sets no limit.
    unknown : bool
        Whether pairs of which nobody told are taken for absent ties. By default only a pair
        that is known to be without a tie is proposed.
    names : mapping from id, optional
        What to call them in the reasons; by default their node attribute ``name``.

    Returns
    -------
    BestTies
        ``notes`` say what was considered. Above 2,500 organisations so many are considered as
        ends (1,000 above 10,000): those that promise most by the aim.

    Raises
    ------
    DataError
        ``k`` or ``each`` is no whole number above 0 (``k`` may be 0), an unknown aim, a weight
        that is not from 0 to 1, fewer than two groups where groups are needed.
    UnknownIdError
        ``plausible`` names a pair with somebody unknown.

    Examples
    --------
    Two triangles that one tie holds together: another tie across makes them one.

    >>> net = CollaborationNetwork.from_edges(
    ...     [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)]
    ... )
    >>> best = best_ties(net, k=1, aim="resilience")
    >>> best.pairs, best[0].before > 0, best[0].after
    ([(0, 4)], True, 0.0)
    """
    net = network_of(network)
    not_confidential(net, "a proposal of ties")
    _check(k, each, aim)
    open_, closed = _open(net, unknown=unknown)
    goal = _goal(net, aim, groups, open_, rng)
    state = Picking(
        net, goal, open_, listed_pairs(net, plausible), plausible, each, unknown=unknown
    )
    notes = [*state.considered(), *goal.notes, *closed]
    found: list[NewTie] = []
    while len(found) < k:
        new = state.pick()
        if new is None:
            notes.append(f"no other tie would help: {len(found)} of the {k} asked for")
            break
        found.append(_said(net, goal, new, len(found) + 1, names or {}))
    return BestTies(
        tuple(found),
        record=NewTie.to_record,
        notes=tuple(dict.fromkeys([*notes, *state.notes])),
        columns=COLUMNS,
        network=net,
        figure=goal.figure,
        definition=goal.definition,
        groups=groups,
    )


def _check(k: Any, each: Any, aim: Any) -> None:
    for field_, value, least in (("k", k, 0), ("each", each, 1)):
        if value is None and field_ == "each":
            continue
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not whole or value < least:
            raise DataError(f"is a whole number of {least} or more", field=field_, value=value)
    if aim not in get_args(AimName):
        raise DataError(f"is none of {', '.join(get_args(AimName))}", field="aim", value=aim)


def _said(
    net: CollaborationNetwork, goal: Aim, new: Picked, rank: int, names: Mapping[Any, str]
) -> NewTie:
    """Put a picked tie into words."""
    ids = net.ids
    what = told(
        goal, new.before, new.after, new.left, new.right,
        lambda i: str(names.get(ids[i]) or called(net, i)),
    )  # fmt: skip
    whom = tuple(ids[i] for i in what.for_whom)
    left, right = ids[new.left], ids[new.right]
    return NewTie(rank, left, right, what.before, what.after, new.weight, what.reason, whom)


def _open(net: CollaborationNetwork, *, unknown: bool) -> tuple[NDArray[np.bool_], list[str]]:
    """Return who may be an end: where both ends' answers are needed, who is in the records."""
    every = np.ones(len(net), dtype=bool)
    if net.answered is None or unknown:
        return every, []
    silent = int((~net.answered).sum())
    if not silent:
        return every, []
    if net.told_by == "both":
        said = f"{silent:,} of {len(net):,} are in no record: whom they know is not known"
        return net.answered, [f"{said}, so that they are no end of a tie here"]
    return every, [f"{net.missing_dyads:,} pairs of which nobody told are not proposed"]


def _goal(
    net: CollaborationNetwork,
    aim: AimName,
    groups: GroupsLike,
    open_: NDArray[np.bool_],
    rng: int | np.random.Generator,
) -> Aim:
    if aim == "reach":
        return Reach.of(net.collapsed, open_, np.random.default_rng(rng))
    if aim == "resilience":
        return Resilience()
    labels, codes = net.codes(groups)
    if len(labels) < 2:
        raise DataError(
            f"density across groups needs two groups or more; there are {len(labels)}",
            field="groups",
        )
    lost = int((codes < 0).sum())
    said = (f"{lost:,} of unknown group are no end of a tie here",) if lost else ()
    return Nearness(labels, codes, said)
