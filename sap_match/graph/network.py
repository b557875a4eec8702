"""Who works with whom: organisations, their collaborations, and the dates.

Inside stands the two-mode network: which organisation is in which
collaboration. Ties between two organisations are computed from it when they
are asked for, with their weights and their cap said. A forum of 60 is not
1,770 ties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import doors, meetings, two_mode, walks
from sap_match.graph.one_mode import CollaborationNetwork, GroupsLike
from sap_match.graph.ties import Ties, dated_ties
from sap_match.model import Collaboration, Dataset
from sap_match.model.records import CollaborationKind

if TYPE_CHECKING:
    import igraph
    import networkx as nx

When = Literal["current", "past", "any"]
Weights = two_mode.Weights
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Attributes = Mapping[str, Mapping[str, Any]]

#: A forum with more members than this ties nobody to anybody.
MAX_FORUM = 25
KINDS: tuple[str, ...] = get_args(CollaborationKind)
#: What makes partners, unless asked: everything done together but being funded.
PARTNER_KINDS: tuple[str, ...] = tuple(kind for kind in KINDS if kind != "funding")


@dataclass(frozen=True, eq=False)
class Network:
    """The two-mode collaboration network of one partnership, as of one date.

    Build one with `Network.build`. It is immutable and safe to read from threads.

    Parameters
    ----------
    ids : tuple of n str
        Organisation ids, sorted; a position below means a place in this table.
    collaboration_ids : tuple of m str
        Collaboration ids, sorted.
    kinds : str array of shape (m,)
        Kind of each collaboration.
    starts, ends : datetime64[D] arrays of shape (m,)
        NaT where not given.
    indptr, members : int arrays of shape (m + 1,) and (sum of sizes,)
        Members of collaboration ``j`` are ``members[indptr[j]:indptr[j + 1]]``,
        positions of organisations in ascending order.
    as_of : date
        What starts later is not in here.

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

    ids: tuple[str, ...]
    collaboration_ids: tuple[str, ...]
    kinds: NDArray[np.str_]
    starts: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]
    indptr: Ints
    members: Ints
    as_of: date
    _cache: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def build(cls, dataset: Dataset, as_of: date) -> Network:
        """Build the network of ``dataset`` as of a date.

        Collaborations that start later are left out. Those without a start are kept
        and marked (`undated`): whether they existed at that date is not known.
        """
        kept = [c for c in dataset.collaborations if not c.starts_on or c.starts_on <= as_of]
        column = {c.id: j for j, c in enumerate(kept)}
        place = {o.id: i for i, o in enumerate(dataset.organisations)}
        rows = [m for m in dataset.collaboration_members if m.collaboration_id in column]
        members = [m.organisation_id for m in rows]
        if dataset.aliases:
            members = [dataset.resolve(one) for one in members]
        return cls._made(place, kept, [column[m.collaboration_id] for m in rows], members, as_of)

    @classmethod
    def _made(
        cls,
        place: Mapping[str, int],
        kept: Sequence[Collaboration],
        through: Sequence[int],
        members: Sequence[str],
        as_of: date,
    ) -> Network:
        """Build from sorted ids and collaborations, and pairs of a position and a member."""
        inside = [place.get(one, -1) for one in members]
        if -1 in inside:
            unknown = members[inside.index(-1)]
            raise UnknownIdError("organisation", unknown, known=tuple(place))
        held = np.array(through, dtype=np.int64), np.array(inside, dtype=np.int64)
        indptr, who = meetings.grouped(*held, len(kept), len(place))
        return cls(
            ids=tuple(place),
            collaboration_ids=tuple(c.id for c in kept),
            kinds=meetings.read_only(np.array([c.kind for c in kept], dtype="U15")),
            starts=meetings.days([c.starts_on for c in kept]),
            ends=meetings.days([c.ends_on for c in kept]),
            indptr=indptr,
            members=who,
            as_of=as_of,
        )

    @classmethod
    def from_collaborations(
        cls,
        organisation_ids: Iterable[str],
        collaborations: Iterable[Collaboration],
        members: Mapping[str, Collection[str]],
        *,
        as_of: date,
    ) -> Network:
        """Build the network from records, as `build` does.

        Raises
        ------
        UnknownIdError
            A member is no organisation in ``organisation_ids``.
        """
        place = {one: i for i, one in enumerate(sorted(set(organisation_ids)))}
        kept = sorted(
            (c for c in collaborations if c.starts_on is None or c.starts_on <= as_of),
            key=lambda c: c.id,
        )
        pairs = [(j, member) for j, c in enumerate(kept) for member in members.get(c.id, ())]
        return cls._made(place, kept, [j for j, _ in pairs], [m for _, m in pairs], as_of)

    def updated(self, dataset: Dataset, *, as_of: date | None = None) -> Network:
        """Return the network of a changed dataset; it equals one built from scratch."""
        fresh = Network.build(dataset, as_of or self.as_of)
        return self if fresh == self else fresh

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        return self.as_of == other.as_of and self._bytes == other._bytes

    __hash__ = None  # type: ignore[assignment]  # arrays inside: compared by value, never a key

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        sizes = f"{len(self.ids)} organisations, {len(self.collaboration_ids)} collaborations"
        return f"<Network: {sizes} as of {self.as_of}>"

    @cached_property
    def _bytes(self) -> tuple[object, ...]:
        arrays = (self.kinds, self.starts, self.ends, self.indptr, self.members)
        return (self.ids, self.collaboration_ids, *(array.tobytes() for array in arrays))

    # -- places in the tables -----------------------------------------------------------

    @cached_property
    def _place(self) -> dict[str, int]:
        return {one: i for i, one in enumerate(self.ids)}

    def __contains__(self, organisation_id: object) -> bool:
        return organisation_id in self._place

    def position(self, organisation_id: str) -> int:
        """Return the row of an organisation, or raise `UnknownIdError`."""
        found = self._place.get(organisation_id)
        if found is None:
            raise UnknownIdError("organisation", organisation_id, known=self.ids)
        return found

    @cached_property
    def sizes(self) -> Ints:
        """Number of members of each collaboration, shape (m,)."""
        return meetings.read_only(np.diff(self.indptr))

    @cached_property
    def undated(self) -> Bools:
        """Collaborations without a start: *not known at that date*, shape (m,)."""
        return meetings.read_only(np.isnat(self.starts))

    @cached_property
    def _joined(self) -> tuple[Ints, Ints]:
        """Collaborations of organisation ``i``: ``second[first[i]:first[i + 1]]``, ascending."""
        return meetings.by_organisation(self.indptr, self.members, len(self.ids))

    def _met(self, me: int, mask: Bools) -> tuple[Ints, Ints]:
        """Return whom one organisation met in the collaborations under ``mask``, and in which."""
        first, through = self._joined
        mine = through[first[me] : first[me + 1]]
        return meetings.met(me, mine[mask[mine]], self.indptr, self.members)

    # -- selections ---------------------------------------------------------------------

    def selected(
        self,
        *,
        when: When = "any",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
    ) -> Bools:
        """Return which collaborations count, a mask of shape (m,).

        ``when``: current has no end, or an end on or after as-of; past ended before.
        ``kinds``: those that count, by default all but ``funding``. ``max_forum``: a
        forum with more members than this does not count; None sets no cap.

        Raises
        ------
        DataError
            A kind that no collaboration can have.
        """
        wanted = self.wanted(kinds)
        if when not in get_args(When):
            raise DataError(f"one of {', '.join(get_args(When))}", field="when", value=when)
        key = ("selected", when, wanted, max_forum)
        if key not in self._cache:
            mask = np.isin(self.kinds, wanted)
            if max_forum is not None:
                mask &= ~((self.kinds == "forum") & (self.sizes > max_forum))
            if when != "any":
                past = self.ends < np.datetime64(self.as_of, "D")  # NaT compares as False
                mask &= past if when == "past" else ~past
            self._cache[key] = meetings.read_only(mask)
        return self._cache[key]  # type: ignore[no-any-return]

    @staticmethod
    def wanted(kinds: Collection[str] | None) -> tuple[str, ...]:
        """Return the kinds that count: those that make partners where None, else these, sorted.

        Raises
        ------
        DataError
            A kind that no collaboration can have, or a word for a list of kinds.
        """
        if isinstance(kinds, str):
            raise DataError("kinds are a list of words", field="kinds", value=kinds)
        wanted = PARTNER_KINDS if kinds is None else tuple(sorted(set(kinds)))
        unknown = [kind for kind in wanted if kind not in KINDS]
        if unknown:
            raise DataError(
                f"no collaboration is of kind {unknown[0]!r}; one of {', '.join(KINDS)}"
            )
        return wanted

    def incidence(
        self,
        *,
        when: When = "any",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
    ) -> Any:
        """Return organisation x collaboration, a scipy CSR array of 0 and 1, shape (n, s).

        Columns are the ``s`` collaborations that `selected` keeps, in id order.
        """
        from scipy import sparse

        mask = self.selected(when=when, kinds=kinds, max_forum=max_forum)
        whole = sparse.csr_array(
            (np.ones(len(self.members)), self.members, self.indptr),
            shape=(len(self.collaboration_ids), len(self.ids)),
        )
        return whole[np.flatnonzero(mask)].T.tocsr()

    def projection(
        self,
        *,
        weights: Weights = "joint",
        when: When = "any",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
    ) -> Any:
        """Return organisation x organisation ties, a scipy CSR array of shape (n, n).

        Symmetric, with an empty diagonal. ``joint`` counts the collaborations that
        two organisations share. ``newman`` gives each of them 1 / (size - 1), so that
        a collaboration adds as many ties to a member as one other member would
        (Newman, Physical Review E 64, 016132, 2001). The answer is kept and shared:
        copy it before you change it.
        """
        wanted = None if kinds is None else frozenset(kinds)
        key = ("projection", weights, when, wanted, max_forum)
        if key not in self._cache:
            b = self.incidence(when=when, kinds=kinds, max_forum=max_forum)
            self._cache[key] = two_mode.projected(b, weights)
        return self._cache[key]

    def one_mode(
        self,
        *,
        when: When = "current",
        kinds: Collection[str] | None = None,
        max_forum: int | None = MAX_FORUM,
        weights: Weights = "joint",
        groups: GroupsLike = None,
        node_attributes: two_mode.Columns | None = None,
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
        return two_mode.one_mode_of(
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

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {one: j for j, one in enumerate(self.collaboration_ids)}

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
