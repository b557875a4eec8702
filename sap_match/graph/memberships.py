"""Who is in what, and when: the two-mode table of organisations and collaborations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal, Self, get_args

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import meetings, projections
from sap_match.graph.dates import as_date
from sap_match.model import Collaboration, Dataset
from sap_match.model.records import CollaborationKind

When = Literal["current", "past", "any"]
Weights = projections.Weights
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: A forum with more members than this ties nobody to anybody.
MAX_FORUM = 25
KINDS: tuple[str, ...] = get_args(CollaborationKind)
#: What makes partners, unless asked: everything done together but being funded.
PARTNER_KINDS: tuple[str, ...] = tuple(kind for kind in KINDS if kind != "funding")


@dataclass(frozen=True, eq=False)
class Memberships:
    """Which organisation is in which collaboration, as of one date: what `Network` stands on.

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
    def build(cls, dataset: Dataset, as_of: date) -> Self:
        """Build the network of ``dataset`` as of a date.

        Collaborations that start later are left out. Those without a start are kept
        and marked (`undated`): whether they existed at that date is not known.

        Raises
        ------
        DataError
            ``as_of`` is no date, and no text as ``"2026-11-01"``.
        """
        as_of = as_date(as_of)
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
    ) -> Self:
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
    ) -> Self:
        """Build the network from records, as `build` does.

        Raises
        ------
        UnknownIdError
            A member is no organisation in ``organisation_ids``.
        """
        as_of = as_date(as_of)
        place = {one: i for i, one in enumerate(sorted(set(organisation_ids)))}
        kept = sorted(
            (c for c in collaborations if c.starts_on is None or c.starts_on <= as_of),
            key=lambda c: c.id,
        )
        pairs = [(j, member) for j, c in enumerate(kept) for member in members.get(c.id, ())]
        return cls._made(place, kept, [j for j, _ in pairs], [m for _, m in pairs], as_of)

    def updated(self, dataset: Dataset, *, as_of: date | None = None) -> Self:
        """Return the network of a changed dataset; it equals one built from scratch."""
        fresh = type(self).build(dataset, as_of or self.as_of)
        return self if fresh == self else fresh

    def at(self, as_of: date) -> Self:
        """Return the network as it was at an earlier date, of the same organisations.

        Collaborations that started later are left out; undated ones stay and are marked.

        Raises
        ------
        DataError
            A later date: what starts after `as_of` is not in here; or no date at all.
        """
        as_of = as_date(as_of)
        if as_of > self.as_of:
            raise DataError(
                f"the network ends at {self.as_of}; build one as of {as_of} or later",
                field="as_of",
                value=as_of,
            )
        kept = ~(self.starts > np.datetime64(as_of, "D"))  # NaT compares as False
        through = np.repeat(np.arange(len(kept)), self.sizes)
        inside = kept[through]
        indptr = np.concatenate([[0], np.cumsum(self.sizes[kept])]).astype(np.int64)
        return replace(
            self,
            collaboration_ids=tuple(np.array(self.collaboration_ids, dtype=object)[kept].tolist()),
            kinds=meetings.read_only(self.kinds[kept]),
            starts=meetings.read_only(self.starts[kept]),
            ends=meetings.read_only(self.ends[kept]),
            indptr=meetings.read_only(indptr),
            members=meetings.read_only(self.members[inside]),
            as_of=as_of,
            _cache={},
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Memberships):
            return NotImplemented
        return self.as_of == other.as_of and self._bytes == other._bytes

    __hash__ = None  # type: ignore[assignment]  # arrays inside: compared by value, never a key

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        sizes = f"{len(self.ids)} organisations, {len(self.collaboration_ids)} collaborations"
        return f"<{type(self).__name__}: {sizes} as of {self.as_of}>"

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

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {one: j for j, one in enumerate(self.collaboration_ids)}

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
            self._cache[key] = projections.projected(b, weights)
        return self._cache[key]
