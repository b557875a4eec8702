"""What a room at a time is worth to a request: parts that add up to its score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sap_match.ranking import rounded
from sap_match.recommend.facilities.rooms import Room, Visit, Wish
from sap_match.recommend.facilities.rules import plain
from sap_match.recommend.facilities.slots import Series
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.recommend.planning import Option
from sap_match.recommend.stretches import DAY, day_start
from sap_match.results import Part

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

LIKE = 0.6
"""Likeness of a purpose and a room that counts as whole."""

PARTS = ("distance", "size", "price", "kept", "purpose", "start")


@dataclass(frozen=True, eq=False)
class Way:
    """One room for one request at one time, with what its parts are worth.

    ``values`` and ``weights`` are in the order of `PARTS`; the parts themselves are made when
    somebody reads them, as most ways are never read.
    """

    visit: Visit
    series: Series
    values: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the score, with their facts."""
        km = self.visit.km
        facts = {
            "distance": "" if km is None else f"{km:.1f} km",
            "kept": f"{len(self.series.begins)} of {self.series.asked}",
        }
        return tuple(
            Part(name, value, weight, facts.get(name, ""))
            for name, value, weight in zip(PARTS, self.values, self.weights, strict=False)
        )

    @cached_property
    def score(self) -> float:
        """The sum of the parts."""
        return rounded(sum([v * w for v, w in zip(self.values, self.weights, strict=True)]))

    @property
    def hours(self) -> float:
        """Hours of the request that are met, over all its dates."""
        return self.series.minutes * len(self.series.begins) / 60

    @cached_property
    def option(self) -> Option:
        """What the planner chooses among: the time that is taken, the buffer after it too."""
        room, wish = self.visit.room, self.visit.wish
        length = self.series.minutes + room.buffer
        taken = tuple([(begin, begin + length) for begin in self.series.begins])
        people = room.takes(wish.request.people)
        return Option(wish.id, room.id, taken, self.score, self.hours, people)


def scored_ways(landscape: Landscape, visits: Sequence[Visit], config: FacilityConfig) -> list[Way]:
    """Return every way of every visit, scored."""
    likeness = _likeness(landscape, visits)
    most: dict[str, int] = {}
    for v in visits:
        for series in v.ways:
            most[v.wish.id] = max(most.get(v.wish.id, 1), series.asked)
    weights = tuple(getattr(config, name) for name in PARTS)
    starts: dict[tuple[str, int], float] = {}
    found: list[Way] = []
    for v in visits:
        before = tuple(round(f, 6) for f in (_nearness(v, config), _size(v), _cheapness(v)))
        purpose = round(min(1.0, max(0.0, likeness(v) / LIKE)), 6)
        dates = max(most.get(v.wish.id, 1), 1)
        for series in v.ways:
            key = v.wish.id, series.begins[0]
            if key not in starts:
                starts[key] = round(_earliness(v.wish, series), 6)
            kept = round(len(series.begins) / dates, 6)
            found.append(Way(v, series, (*before, kept, purpose, starts[key]), weights))
    return found


def _likeness(landscape: Landscape, visits: Sequence[Visit]) -> Callable[[Visit], float]:
    """Return a function of a visit: how like the purpose is to the words about the room."""
    from sap_match.similarity.blend import PLAIN
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.text import clean

    if not visits:
        return lambda _: 0.0
    wishes = {f"wish {v.wish.id}": clean(_wish_text(v.wish)) for v in visits}
    rooms = {f"room {v.room.id}": clean(_room_text(v.room)) for v in visits}
    keys, texts = zip(*sorted({**wishes, **rooms}.items()), strict=True)
    index = SimilarityIndex.build(keys, texts, landscape.vectors(texts), config=PLAIN)
    rows = {key: index.row(key) for key in wishes}
    return lambda v: float(rows[f"wish {v.wish.id}"][index.position(f"room {v.room.id}")])


def _room_text(room: Room) -> str:
    facility = room.facility
    told = (facility.name, facility.type, facility.description, ", ".join(sorted(room.amenities)))
    return ". ".join(filter(None, told))


def _wish_text(wish: Wish) -> str:
    amenities = ", ".join(sorted(map(plain, wish.request.amenities)))
    return ". ".join(filter(None, (wish.request.purpose, amenities)))


def _nearness(v: Visit, config: FacilityConfig) -> float:
    """Return 1 next door and .2 at the group's own limit; .4 where the place is unknown."""
    if v.km is None:
        return 0.4
    limit = v.wish.request.max_distance_km
    return 1.0 - 0.8 * v.km / limit if limit else math.exp(-v.km / config.near_km)


def _size(v: Visit) -> float:
    """Return 1 for a room of up to twice the group, less for a larger; .4 if unknown."""
    people, capacity = v.wish.request.people, v.room.facility.capacity
    if not people or capacity is None:
        return 0.4
    return min(1.0, 2.0 * people / max(capacity, 1))


def _cheapness(v: Visit) -> float:
    """Return 1 for free, .3 for the whole budget, .5 without a budget; .4 if unknown."""
    if v.price is None:
        return 0.4
    if v.price == 0:
        return 1.0
    budget = v.wish.request.budget_per_hour
    return 1.0 - 0.7 * v.price / budget if budget else 0.5


def _earliness(wish: Wish, series: Series) -> float:
    """Return how early the start is in the group's window and in its period, half and half."""
    begin = series.begins[0]
    span = next(((a, b) for a, b in wish.wanted if a <= begin < b), None)
    in_window = 0.5 if span is None else 1.0 - (begin - span[0]) / (span[1] - span[0])
    first, last = day_start(wish.first), day_start(wish.last) + DAY
    return 0.5 * in_window + 0.5 * (1.0 - (begin - first) / (last - first))
