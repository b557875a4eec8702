"""What the planner of rooms works on: a room, a wish, and the one beside the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sap_match.landscape import Profile
from sap_match.model import Facility, FacilityRequest
from sap_match.recommend.facilities.conditions import Conditions, left_out, read_conditions
from sap_match.recommend.facilities.crowding import Held, room_left, says_shared
from sap_match.recommend.facilities.features import denied, features
from sap_match.recommend.facilities.slots import Repeats, Series
from sap_match.recommend.facilities.terms import Terms, says_terms
from sap_match.recommend.stretches import WEEK, Stretch
from sap_match.windows import Schedule


@dataclass(frozen=True, eq=False)
class Room:
    """A facility made ready: its hours, what is booked, from when to when it can be booked.

    ``open`` and ``free`` are stretches of the whole period planned; ``free`` leaves out
    what is booked, with the buffer before and after. In a ``shared`` room several groups
    may overlap up to ``capacity``; then ``free`` is where at least one more person fits, and
    `free_for` says where so many do.
    """

    facility: Facility
    owner: Profile
    schedule: Schedule | None
    open: tuple[Stretch, ...]
    free: tuple[Stretch, ...]
    point: tuple[float, float] | None
    closed: bool
    """Whether its place must never be told: then it is never planned."""
    first: date
    last: date | None
    amenities: frozenset[str]
    shared: bool = False
    held: tuple[Held, ...] = ()
    """What is booked, buffers included: from, up to, how many people it takes."""
    terms: Terms = field(default_factory=Terms)
    odd: tuple[str, ...] = ()
    """Closed days that cannot be relied on as they were written."""
    _left: dict[int, tuple[Stretch, ...]] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """The facility's id."""
        return self.facility.id

    @property
    def name(self) -> str:
        """The room's name."""
        return self.facility.name

    @cached_property
    def usual(self) -> frozenset[tuple[int, int]]:
        """Every (minute of the week, length) at which the room opens."""
        return frozenset((a % WEEK, b - a) for a, b in self.open)

    @property
    def buffer(self) -> int:
        """Minutes kept free between two uses."""
        return self.facility.buffer_minutes or 0

    @property
    def capacity(self) -> int:
        """How much it holds at once: people where it is shared, else one group."""
        return (self.facility.capacity or 1) if self.shared else 1

    def takes(self, people: int | None) -> int:
        """Return how much of `capacity` a group takes; without a number, all of it."""
        if not self.shared or not people:
            return self.capacity
        return people

    def free_for(self, people: int | None) -> tuple[Stretch, ...]:
        """Return when the room can be had by so many people, bookings left out."""
        if not self.shared:
            return self.free
        many = self.takes(people)
        if many not in self._left:
            self._left[many] = tuple(room_left(self.open, self.held, self.capacity, many))
        return self._left[many]

    def capacity_at(self, begin: int, end: int) -> int:
        """Return how much of `capacity` the bookings leave at every moment of a stretch."""
        inside = [(max(a, begin), n) for a, b, n in self.held if a < end and b > begin]
        moments = {at for at, _ in inside}
        there = [sum(n for a, b, n in self.held if a <= at < b) for at in moments]
        return max(0, self.capacity - max(there, default=0))

    @cached_property
    def denied(self) -> frozenset[str]:
        """Amenities that its own words say are not there."""
        facility = self.facility
        return denied(
            *facility.amenities, facility.description or "", facility.conditions or "", self.name
        )

    @cached_property
    def has(self) -> frozenset[str]:
        """The amenities that are recorded and not denied."""
        return self.amenities - self.denied

    @cached_property
    def conditions(self) -> Conditions:
        """What its owner's conditions mean."""
        return read_conditions(self.facility.conditions or "", self.facility.description or "")

    def heeds(self, condition: str) -> bool:
        """Return whether its hours or its capacity heed a condition already."""
        shared = self.shared and says_shared(condition)
        return shared or (self.terms.matter and says_terms(condition))

    @cached_property
    def left_out(self) -> str:
        """Why it is nothing to lend ("vacant land"), "" where nothing says so."""
        facility = self.facility
        return left_out(
            facility.status or "",
            facility.type or "",
            facility.conditions or "",
            facility.name,
            facility.description or "",
        )


@dataclass(frozen=True, eq=False)
class Wish:
    """A request made ready: when, how long, how often."""

    request: FacilityRequest
    owner: Profile
    schedule: Schedule | None
    wanted: tuple[Stretch, ...]
    minutes: int
    repeats: Repeats
    first: date
    last: date
    points: tuple[tuple[float, float], ...]
    trouble: str = ""
    """Why no room can be found for it as it stands, in words."""

    @property
    def id(self) -> str:
        """The request's id."""
        return self.request.id

    @cached_property
    def needs(self) -> frozenset[str]:
        """The amenities that the group cannot do without."""
        return features(self.request.amenities)


@dataclass(frozen=True, eq=False)
class Visit:
    """One request beside one room."""

    wish: Wish
    room: Room
    km: float | None
    price: float | None
    kept_apart: str = ""
    worked_out: bool = False
    """Whether ``ways`` were looked for: only where no other rule stands in the way."""
    ways: tuple[Series, ...] = ()
    refused: tuple[Series, ...] = ()
    """Ways that would fit but for too many missed days, the best first."""
    broken: tuple[tuple[str, str], ...] = ()
    """(rule, reason) of every rule that the two break."""
