"""Every room and request of a landscape, worked out to dates once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from sap_match.memory import Memory, pair
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.facilities.ready import NOT_HELD as NOT_HELD  # noqa: PLC0414
from sap_match.recommend.facilities.ready import RoomMaker, wish_of
from sap_match.recommend.facilities.rooms import Room, Visit, Wish
from sap_match.recommend.facilities.rules import (
    IN_TIME,
    NOTICE,
    TIMELESS,
    broken,
)
from sap_match.recommend.facilities.runs import Rhythm, ways_in
from sap_match.recommend.facilities.screening import distances, passing, prices
from sap_match.recommend.facilities.slots import Series
from sap_match.recommend.facilities.starts import (
    Asked,
    Pieces,
    moments,
    pieces_in,
    starts_of_each,
)
from sap_match.recommend.facilities.ways import (
    FacilityConfig,
    booked_meeting,
    one_meeting,
    spread,
    ways_of,
)
from sap_match.recommend.stretches import (
    DAY,
    day_start,
)
from sap_match.results import suggestion_id
from sap_match.windows.slots import zone_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape


@dataclass(frozen=True, eq=False)
class Book:
    """The rooms and wishes of a landscape, and what keeps two organisations apart."""

    landscape: Landscape
    memory: Memory
    config: FacilityConfig
    zone: ZoneInfo
    wishes: tuple[Wish, ...]
    rooms: tuple[Room, ...]
    agreed: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Room id to the moments at which an earlier plan has meetings begin: they stay possible."""
    rhythms: dict[str, Rhythm] = field(default_factory=dict, repr=False)

    @classmethod
    def open(
        cls,
        landscape: Landscape,
        memory: Memory,
        config: FacilityConfig,
        agreed: Mapping[str, Sequence[int]] | None = None,
    ) -> Book:
        """Work out every request, then every room for as long as any request lasts."""
        dataset = landscape.dataset
        zone = zone_named(dataset.timezone)
        wishes = tuple(wish_of(landscape, r, config) for r in dataset.facility_requests)
        if not wishes:
            return cls(landscape, memory, config, zone, (), ())
        last = max(w.last for w in wishes)
        made = RoomMaker(landscape, config, last, zone)
        rooms = tuple(made.ready(f) for f in dataset.facilities)
        return cls(landscape, memory, config, zone, wishes, rooms, agreed or {})

    def visits(self) -> list[Visit]:
        """Return every request beside every room, its ways worked out where they matter.

        One list, by request and then by room, in the order of their ids. `candidates` and
        `visits_of` give the same without a word for each pair that does not come into question.
        """
        return [v for wish in self.wishes for v in self.visits_of(wish)]

    def candidates(self) -> list[Visit]:
        """Return the visits with at least one way: no rule stops them at any time."""
        return [v for _, v in sorted(self._worked.items())]

    def visits_of(self, wish: Wish) -> list[Visit]:
        """Return a request beside every room, with what stands in the way of each."""
        i = self._row[wish.id]
        return [
            self._worked.get((i, j)) or self._stopped(i, j, room)
            for j, room in enumerate(self.rooms)
        ]

    @cached_property
    def _row(self) -> dict[str, int]:
        return {wish.id: i for i, wish in enumerate(self.wishes)}

    @cached_property
    def _apart(self) -> _Apart:
        return _Apart.of(self.landscape, self.memory)

    @cached_property
    def _km(self) -> NDArray[np.float64]:
        return distances(self.wishes, self.rooms)

    @cached_property
    def _price(self) -> NDArray[np.float64]:
        return prices(self.wishes, self.rooms, frozenset(self.config.concession))

    @cached_property
    def _figures(self) -> tuple[list[list[float | None]], list[list[float | None]]]:
        """Km and price of each request and room, None where unknown."""
        km, price = (
            [[None if math.isnan(one) else one for one in row] for row in table.tolist()]
            for table in (self._km, self._price)
        )
        return km, price

    @cached_property
    def _passes(self) -> NDArray[np.bool_]:
        return passing(self.wishes, self.rooms, self._km, self._price)

    @cached_property
    def _asked(self) -> Asked:
        """The windows of all wishes; a meeting begins by midnight of the wish's last day."""
        ends = [day_start(w.last) + DAY - 1 + w.minutes for w in self.wishes]
        return Asked.of(
            [
                ([] if w.trouble else [(a, min(b, end)) for a, b in w.wanted], w.minutes)
                for w, end in zip(self.wishes, ends, strict=True)
            ]
        )

    @cached_property
    def _repeats(self) -> NDArray[np.bool_]:
        return np.array([w.repeats.rhythm != "once" for w in self.wishes], dtype=bool)

    @cached_property
    def _worked(self) -> dict[tuple[int, int], Visit]:
        """The visits that have ways, by positions of request and room."""
        found: dict[tuple[int, int], Visit] = {}
        for j, room in enumerate(self.rooms):
            for i, ways in self._ways(j, room).items():
                bare = self._bare(i, j, room)
                if not bare.kept_apart:
                    found[i, j] = Visit(
                        bare.wish, room, bare.km, bare.price, worked_out=True, ways=tuple(ways)
                    )
        return found

    def _bare(self, i: int, j: int, room: Room) -> Visit:
        wish = self.wishes[i]
        km, price = (figures[i][j] for figures in self._figures)
        return Visit(wish, room, km, price, self._apart(wish, room))

    def _stopped(self, i: int, j: int, room: Room) -> Visit:
        """Return a visit that has no way, with every rule that it breaks."""
        bare = self._bare(i, j, room)
        found = broken(bare, TIMELESS)
        if found:
            return replace(bare, broken=(*found, *broken(bare, (NOTICE,))))
        timed = replace(bare, worked_out=True, refused=tuple(self._refused(bare.wish, room)))
        if bare.wish.trouble:
            return replace(timed, broken=(("times", bare.wish.trouble),))
        return replace(timed, broken=tuple(broken(timed, IN_TIME)))

    def _refused(self, wish: Wish, room: Room) -> Sequence[Series]:
        """Return the best way that loses too much, where there is one."""
        if wish.trouble:
            return ()
        if wish.repeats.rhythm == "once":
            return booked_meeting(wish, room)
        every = np.array([a for a, _ in (*room.free, *room.open)], dtype=np.int64)
        ((_, refused),) = ways_in(room, [self._rhythm(wish)], every, self.config)
        return refused

    def _ways(self, j: int, room: Room) -> dict[int, list[Series]]:
        """Return, for each wish that has any, its ways in a room."""
        pieces = self._pieces(room, self._passes[:, j])
        agreed = frozenset(self.agreed.get(room.id, ()))
        every = moments(pieces, room.buffer, sorted(agreed))
        stay = agreed.__contains__ if agreed else None
        starts = starts_of_each(pieces.of(~self._repeats), every)
        found = {
            i: [
                one_meeting(self.wishes[i].minutes, s) for s in spread(at, self.config.starts, stay)
            ]
            for i, at in starts.items()
        }
        series = [i for i in np.unique(pieces.whose).tolist() if self._repeats[i]]
        rhythms = [self._rhythm(self.wishes[i]) for i in series]
        found_in = ways_in(room, rhythms, every, self.config, agreed)
        for i, (ways, _) in zip(series, found_in, strict=True):
            if ways:
                found[i] = ways
        return found

    def _rhythm(self, wish: Wish) -> Rhythm:
        if wish.id not in self.rhythms:
            self.rhythms[wish.id] = Rhythm.of(wish)
        return self.rhythms[wish.id]

    def _pieces(self, room: Room, rows: NDArray[np.bool_]) -> Pieces:
        """Return where some of the wishes fit into what is free of a room."""
        last = None if room.last is None else day_start(room.last) + DAY
        asked = self._asked.only(rows).within(day_start(room.first), last)
        if not room.shared:
            return pieces_in(room.free, asked)
        takes = np.array([room.takes(w.request.people) for w in self.wishes], dtype=np.int64)
        return Pieces.of_all(
            [
                pieces_in(room.free_for(many), asked.only(takes == many))
                for many in np.unique(takes[rows]).tolist()
            ]
        )

    def worked_out(self, visit: Visit) -> Visit:
        """Return the visit with its ways in time, whatever else stands in the way."""
        ways, refused = ways_of(visit.wish, visit.room, self.config)
        return replace(visit, worked_out=True, ways=tuple(ways), refused=tuple(refused))


@dataclass(frozen=True)
class _Apart:
    """Who must not be brought together, and whose place is never told."""

    excluded: dict[tuple[str, str], str]
    banned: frozenset[tuple[str, str]]
    never: frozenset[str]

    @classmethod
    def of(cls, landscape: Landscape, memory: Memory) -> _Apart:
        answered = {d.suggestion_id for d in memory.decided}
        never = {i for i in answered if (d := memory.answer(i)) and d.answer == "never"}
        return cls(excluded_pairs(landscape), memory.banned, frozenset(never))

    def __call__(self, wish: Wish, room: Room) -> str:
        key = pair(wish.owner.id, room.owner.id)
        if key in self.excluded:
            return f"{wish.owner.name} and {room.owner.name} are kept apart: {self.excluded[key]}"
        if key in self.banned or (
            self.never and suggestion_id("facility", wish.id, room.id) in self.never
        ):
            return f"{wish.owner.name} and {room.owner.name}: never again"
        for owner in (wish.owner, room.owner):
            if owner.organisation.suggest == "no":
                return f"{owner.name} asked not to be suggested"
        return "its place is never told" if room.closed else ""
