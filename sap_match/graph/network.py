"""Who works with whom: organisations, their collaborations, and the dates.

Inside stands the two-mode network: which organisation is in which
collaboration. Ties between two organisations are computed from it when they
are asked for, with their weights and their cap said. A forum of 60 is not
1,770 ties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph import at_date, doors, meetings, walks
from sap_match.graph.labels import GroupsLike
from sap_match.graph.memberships import (
    KINDS,
    MAX_FORUM,
    PARTNER_KINDS,
    Memberships,
    Weights,
    When,
)
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.projections import Columns
from sap_match.graph.ties import Ties, dated_ties

if TYPE_CHECKING:
    import igraph
    import networkx as nx

__all__ = ["KINDS", "MAX_FORUM", "PARTNER_KINDS", "Network", "Weights", "When"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Attributes = Mapping[str, Mapping[str, Any]]


class Network(Memberships):
    """The two-mode collaboration network of one partnership, as of one date.

    Build one with `Network.build`. It is immutable and safe to read from threads.

    Its tables are those of `sap_match.graph.memberships.Memberships`.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id=i, name=i, kind="voluntary") for i in "abc"],
    ...         "collaborations": [
    ...             Collaboration(id="c1", kind="consortium", ends_on=date(2026, 1, 1)),
    ...             Collaboration(id="c2", kind="partnership"),
    ...         ],
    ...         "collaboration_members": [
    ...             CollaborationMember(collaboration_id=c, organisation_id=o)
    ...             for c, o in [("c1", "a"), ("c1", "b"), ("c2", "b"), ("c2", "c")]
    ...         ],
    ...     },
    ... )
    >>> network = Network.build(data, date(2026, 11, 1))
    >>> network
    <Network: 3 organisations, 2 collaborations as of 2026-11-01>
    >>> network.partners_of("b", when="current"), network.partners_of("b", when="past")
    ({'c': ('c2',)}, {'a': ('c1',)})
    """

    # -- ties and partners --------------------------------------------------------------

    def one_mode(
        self,
        *,
        when: When = "current",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
        weights: Weights = "joint",
        groups: GroupsLike = None,
        node_attributes: Columns | None = None,
        name: str = "",
    ) -> CollaborationNetwork:
        """Return who is tied to whom, as every measure of a network takes it.

        Its boundary says what a tie is, what a weight is and how many forums are above the
        cap. Who stands in no collaboration at all, of whatever kind and time, counts as not
        having answered: no record is not no tie.

        Parameters
        ----------
        when, kinds, max_forum
            As of `selected`.
        weights
            As of `projection`.
        groups : name of a node attribute, mapping from id, or one label an organisation
        node_attributes : mapping from name to a mapping from id or to n values
        name : str
            What the network is called in a citation.

        Raises
        ------
        DataError
            A kind that no collaboration can have, or not one value an organisation.
        """
        return at_date.one_mode_of(
            self,
            when=when,
            kinds=kinds,
            max_forum=max_forum,
            weights=weights,
            groups=groups,
            node_attributes=node_attributes,
            name=name,
        )

    def ties(
        self,
        *,
        when: When = "any",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
    ) -> Ties:
        """Return the dated ties, one row a pair and collaboration, in id order."""
        mask = self.selected(when=when, kinds=kinds, max_forum=max_forum)
        return dated_ties(self.indptr, self.members, mask, self.starts, self.ends)

    def _met(self, me: int, mask: Bools) -> tuple[Ints, Ints]:
        """Return whom one organisation met in the collaborations under ``mask``, and in which."""
        first, through = self._joined
        mine = through[first[me] : first[me + 1]]
        return meetings.met(me, mine[mask[mine]], self.indptr, self.members)

    def partners_of(
        self,
        organisation_id: str,
        *,
        when: When = "current",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
    ) -> dict[str, tuple[str, ...]]:
        """Return an organisation's partners, each with the collaborations shared.

        A partner is in one collaboration with it, other than ``funding`` or a forum
        above 25. Who worked with it before and does so now stands under both
        ``past`` and ``current``, each time with the collaborations of that time.
        """
        mask = self.selected(when=when, kinds=kinds, max_forum=max_forum)
        others, which = self._met(self.position(organisation_id), mask)
        shared: dict[int, list[str]] = defaultdict(list)
        for i, j in zip(others.tolist(), which.tolist(), strict=True):
            shared[i].append(self.collaboration_ids[j])
        return {self.ids[i]: tuple(shared[i]) for i in sorted(shared)}

    def partners_beyond(
        self,
        organisation_id: str,
        collaboration_ids: Collection[str],
        *,
        kinds: Collection[str] | None = None,
    ) -> frozenset[str]:
        """Return who is a partner by any other collaboration than those given, now or before.

        Raises
        ------
        UnknownIdError
            The organisation is unknown; unknown collaborations count for nothing.
        """
        mask = self.selected(kinds=kinds).copy()
        mask[[self._columns[c] for c in collaboration_ids if c in self._columns]] = False
        others, _ = self._met(self.position(organisation_id), mask)
        return frozenset(self.ids[i] for i in np.unique(others).tolist())

    def making_partners(
        self, collaboration_ids: Collection[str], *, kinds: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """Return which of these collaborations make partners, in order; see `selected`."""
        mask, place = self.selected(kinds=kinds), self._columns
        return tuple(c for c in sorted(collaboration_ids) if c in place and mask[place[c]])

    def common_partners(
        self,
        left_id: str,
        right_id: str,
        *,
        when: When = "any",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
    ) -> tuple[str, ...]:
        """Return the ids of those who are partners of both, sorted."""
        ties = self.projection(when=when, kinds=kinds, max_forum=max_forum)
        left, right = (walks.neighbours(ties, self.position(i)) for i in (left_id, right_id))
        return tuple(self.ids[i] for i in np.intersect1d(left, right).tolist())

    # -- walks --------------------------------------------------------------------------

    def resource_allocation(
        self, organisation_ids: Sequence[str], *, when: When = "any"
    ) -> NDArray[np.float64]:
        """Return how much of each organisation's ties reaches every other in two steps.

        ``sum over z of w(a, z) * w(z, b) / strength(z)``, with ``w`` the joint
        collaborations and ``strength`` their sum over all: a partner with few ties
        says more than one with many (Zhou, Lü and Zhang, European Physical Journal B
        71, 2009, here weighted). Shape (len(organisation_ids), n), not negative; own
        cells are 0; present partners keep theirs, for the caller to leave out.
        """
        rows = [self.position(one) for one in organisation_ids]
        ties, key = self.projection(when=when), ("shared out", when)
        if key not in self._cache:
            self._cache[key] = walks.shared_out(ties)
        return walks.two_steps(ties, rows, self._cache[key])

    def personalised_pagerank(
        self, seeds: Mapping[str, float], *, alpha: float = 0.85, when: When = "any"
    ) -> NDArray[np.float64]:
        """Return how near every organisation is to weighted ``seeds``, by restarting walks.

        Shape (n,), sums to 1; ``alpha`` is the chance to walk on, from 0 to below 1.
        """
        start = np.zeros(len(self.ids))
        for one in sorted(seeds):
            start[self.position(one)] = seeds[one]
        return walks.personalised_pagerank(self.projection(when=when), start, alpha=alpha)

    def to_networkx(self, *, attributes: Attributes | None = None) -> nx.Graph:
        """Return the two-mode network as a networkx graph; see `doors.to_networkx`."""
        return doors.to_networkx(self, attributes or {})

    def to_igraph(self, *, attributes: Attributes | None = None) -> igraph.Graph:
        """Return the two-mode network as an igraph graph (extra ``igraph``)."""
        return doors.to_igraph(self, attributes or {})

    @classmethod
    def from_networkx(cls, graph: nx.Graph, *, as_of: date) -> Network:
        """Read back a graph as `to_networkx` writes it."""
        return cls.from_collaborations(*doors.from_networkx(graph), as_of=as_of)
