"""Which room should have which group, when, and why the others go without.

Eligible (`facility_rules`), the ways in time (`facility_slots`), score, plan
(`planning.best_choice`, exact), explain (`facility_words`) are separate steps. No moment
of a room is ever given twice, buffers included, and existing bookings stand.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.errors import DataError
from sap_match.geo import distances_km
from sap_match.memory import Memory
from sap_match.model import Booking, Facility, FacilityRequest, location_closed
from sap_match.ranking import ordered
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.facility_rules import (
    TIMELESS,
    Room,
    Visit,
    Wish,
    broken,
    notice_ends,
    plain,
    unknowns,
)
from sap_match.recommend.facility_slots import (
    DAY,
    Repeats,
    Series,
    Stretch,
    both,
    covers,
    day_at,
    day_start,
    minute_of,
    read_repeats,
    series_days,
    slot_at,
    starts_within,
    stretches_of,
    without,
)
from sap_match.recommend.facility_words import explain, why_unmet
from sap_match.recommend.planning import UNMATCHED_COLUMNS, Option, Plan, Unmatched, best_choice
from sap_match.results import Part, Removal, Results, Suggestion, score_of, suggestion_id
from sap_match.windows import Schedule, expand, parse, parse_exceptions
from sap_match.windows.slots import local, zone_named

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

PARTS = ("distance", "size", "price", "dates", "purpose", "start")
FACILITY_COLUMNS = (
    "request_id", "facility_id", "starts", "ends", "score", "reason",
    "counter_reason", "first_step", "to_confirm", "dates", *(f"{p}_part" for p in PARTS),
)  # fmt: skip
NOT_HELD = frozenset({"cancelled", "declined", "rejected", "withdrawn", "expired"})


class FacilityConfig(BaseModel):
    """Weights of the parts (they add up to 1) and the limits of the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    distance: float = Field(0.3, ge=0)
    """Weight of nearness."""
    size: float = Field(0.15, ge=0)
    """Weight of a room that is not much larger than the group."""
    price: float = Field(0.15, ge=0)
    """Weight of a low price within the budget."""
    dates: float = Field(0.2, ge=0)
    """Weight of the share of the dates that are free."""
    purpose: float = Field(0.17, ge=0)
    """Weight of likeness between what the group does and what is written about the room."""
    start: float = Field(0.03, ge=0)
    """Weight of a start early in the group's own window."""
    near_km: float = Field(5.0, gt=0)
    """Distance at which nearness has fallen to 1/e where the group names no limit."""
    starts: int = Field(6, ge=1)
    """The most starts that are considered for one request and one room."""
    step_minutes: int = Field(30, ge=5)
    """Minutes from one possible start to the next."""
    lost: float = Field(1 / 3, ge=0, le=1)
    """The largest share of a series' dates that closures and bookings may take."""
    booked: float = Field(0.2, ge=0, le=1)
    """The largest share of a series' dates that other bookings may take."""
    series_days: int = Field(84, ge=7)
    """Days that a series without an end is planned for."""
    look_ahead_days: int = Field(90, ge=1)
    """Days that a single meeting without an end is looked for."""


@dataclass(frozen=True, eq=False)
class _Way:
    visit: Visit
    series: Series
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        return score_of(self.parts)


def plan_facilities(
    landscape: Landscape,
    *,
    memory: Memory | None = None,
    config: FacilityConfig | None = None,
) -> Plan:
    """Plan which request has which room, and when.

    Parameters
    ----------
    landscape : Landscape
    memory : Memory, optional
        Pairs that were banned or answered *never* are kept apart.
    config : FacilityConfig, optional
        Weights and limits.

    Returns
    -------
    Plan
        ``matches`` are one room, weekday and hour a request, the largest sum of scores
        over the candidates; ``unmatched`` says of each other request how many rooms each
        rule removes and which room came nearest.

    Notes
    -----
    A series keeps one room, weekday and hour. It may lose dates to holidays and to other
    bookings, a third at most and a fifth at most to bookings; these are listed to be
    confirmed. Days before the room's notice or past its horizon are listed too.
    """
    settings = config or FacilityConfig()
    book = _Book(landscape, memory or Memory(), settings)
    visits = [book.visit(wish, room) for wish in book.wishes for room in book.rooms]
    verdicts = {(v.wish.id, v.room.id): broken(v) for v in visits}
    likeness = _likeness(landscape, book)
    ways = [
        _Way(v, series, _parts(v, series, likeness(v), settings))
        for v in visits
        if not verdicts[v.wish.id, v.room.id]
        for series in v.ways
    ]
    chosen = [ways[i] for i in best_choice([_option(w) for w in ways])]
    return Plan(
        matches=_suggestions(book, chosen, best_only=False),
        unmatched=_unmatched(book, visits, verdicts, ways, chosen),
        candidates=_suggestions(book, ways, best_only=True),
        aim="welfare",
        total=round(sum(w.score for w in chosen), 6),
    )


def facility_record(suggestion: Suggestion) -> dict[str, Any]:
    """Return the columns of the facilities table."""
    return {
        "request_id": suggestion.subject_id,
        "facility_id": suggestion.other_id,
        "starts": suggestion.details.get("starts"),
        "ends": suggestion.details.get("ends"),
        "score": suggestion.score,
        "reason": suggestion.reason,
        "counter_reason": suggestion.counter_reason,
        "first_step": suggestion.first_step,
        "to_confirm": "; ".join(suggestion.to_confirm),
        "dates": suggestion.details.get("dates"),
        **{f"{part.name}_part": round(part.contribution, 6) for part in suggestion.parts},
    }


def _option(way: _Way) -> Option:
    buffer = way.visit.room.buffer
    taken = tuple((a, b + buffer) for a, b in way.series.stretches)
    return Option(way.visit.wish.id, way.visit.room.id, taken, way.score)


# -- rooms and wishes ---------------------------------------------------------------------


class _Book:
    """Every room and request of a landscape, worked out to dates once."""

    def __init__(self, landscape: Landscape, memory: Memory, config: FacilityConfig) -> None:
        self.landscape, self.memory, self.config = landscape, memory, config
        dataset = landscape.dataset
        self.zone = zone_named(dataset.timezone)
        self.excluded = excluded_pairs(landscape)
        self.wishes = [self._wish(r) for r in dataset.facility_requests]
        self.first = landscape.as_of
        self.last = max((w.last for w in self.wishes), default=self.first)
        bookings: dict[str, list[Booking]] = {}
        for one in dataset.bookings:
            if plain(one.status or "") not in NOT_HELD:
                bookings.setdefault(one.facility_id, []).append(one)
        self.rooms = [self._room(f, bookings.get(f.id, [])) for f in dataset.facilities]

    def _wish(self, request: FacilityRequest) -> Wish:
        as_of, config = self.landscape.as_of, self.config
        repeats = read_repeats(request.repeats)
        schedule = _schedule(request.windows)
        first = max(request.starts_on or as_of, as_of)
        days = config.look_ahead_days if repeats.rhythm == "once" else config.series_days
        last = request.ends_on or first + timedelta(days=days)
        slots = (
            expand(schedule, first, last, timezone=self.landscape.dataset.timezone)
            if schedule
            else []
        )
        wanted = stretches_of(slots)
        longest = max((b - a for a, b in wanted), default=120)
        hours = request.hours
        return Wish(
            request=request,
            owner=self.landscape.profile(request.organisation_id),
            schedule=schedule,
            wanted=tuple(wanted),
            minutes=round(hours * 60) if hours else min(longest, 180),
            repeats=repeats,
            first=first,
            last=last,
            points=_points(request, self.landscape.profile(request.organisation_id)),
        )

    def _room(self, facility: Facility, bookings: Sequence[Booking]) -> Room:
        dataset = self.landscape.dataset
        schedule = _schedule(facility.availability)
        open_, free = self._hours(facility, schedule, bookings)
        owner = self.landscape.profile(facility.organisation_id)
        horizon = facility.horizon_days
        return Room(
            facility=facility,
            owner=owner,
            schedule=schedule,
            open=tuple(open_),
            free=tuple(free),
            points=() if location_closed(facility) else _points(facility, owner),
            first=notice_ends(self.landscape.as_of, facility),
            last=None if horizon is None else self.landscape.as_of + timedelta(days=horizon),
            amenities=frozenset(map(plain, facility.amenities)),
        )

    def _hours(
        self, facility: Facility, schedule: Schedule | None, bookings: Sequence[Booking]
    ) -> tuple[list[Stretch], list[Stretch]]:
        if not schedule:
            return [], []
        slots = expand(
            schedule,
            self.first,
            self.last,
            exceptions=_closures(facility),
            timezone=self.landscape.dataset.timezone,
        )
        open_ = stretches_of(slots)
        buffer = facility.buffer_minutes or 0
        busy = [(self._minute(b.starts) - buffer, self._minute(b.ends) + buffer) for b in bookings]
        return open_, without(open_, busy)

    def _minute(self, moment: datetime) -> int:
        return minute_of(local(moment, self.zone))

    def visit(self, wish: Wish, room: Room) -> Visit:
        """Return one request beside one room, its ways in time worked out where they matter."""
        bare = Visit(
            wish=wish,
            room=room,
            km=_km(wish, room),
            price=_price(wish, room),
            kept_apart=self._kept_apart(wish, room),
        )
        if broken(bare, TIMELESS):
            return bare
        ways, refused = ways_of(wish, room, self.config)
        return replace(bare, ways=tuple(ways), refused=tuple(refused))

    def _kept_apart(self, wish: Wish, room: Room) -> str:
        left, right = sorted((wish.owner.id, room.owner.id))
        answer = self.memory.answer(suggestion_id("facility", wish.id, room.id))
        if (left, right) in self.excluded:
            return f"{wish.owner.name} and {room.owner.name} are kept apart"
        if (left, right) in self.memory.banned or (answer is not None and answer.answer == "never"):
            return f"{wish.owner.name} and {room.name}: never again"
        for owner in (wish.owner, room.owner):
            if owner.organisation.suggest == "no":
                return f"{owner.name} asked not to be suggested"
        if location_closed(room.facility) or room.owner.closed:
            return "its place is never told"
        return ""


def _schedule(cells: Sequence[str]) -> Schedule | None:
    if not cells:
        return None
    try:
        return parse(cells) or None
    except DataError:
        return None


def _closures(facility: Facility) -> tuple[tuple[date, date], ...]:
    try:
        return parse_exceptions(facility.exceptions)
    except DataError:
        return ()


def _points(record: Facility | FacilityRequest, owner: Profile) -> tuple[tuple[float, float], ...]:
    if owner.closed:
        return ()
    if record.latitude is not None and record.longitude is not None:
        return ((record.latitude, record.longitude),)
    if isinstance(record, Facility):
        return ()
    return tuple((p.latitude, p.longitude) for p in owner.points)


def _km(wish: Wish, room: Room) -> float | None:
    if not wish.points or not room.points:
        return None
    return float(distances_km(wish.points, room.points).min())


def _price(wish: Wish, room: Room) -> float | None:
    """Return the price an hour for this group: voluntary groups have the concession."""
    facility = room.facility
    if (
        wish.owner.organisation.kind == "voluntary"
        and facility.concession_price_per_hour is not None
    ):
        return facility.concession_price_per_hour
    return facility.price_per_hour


# -- ways in time -------------------------------------------------------------------------


def ways_of(wish: Wish, room: Room, config: FacilityConfig) -> tuple[list[Series], list[Series]]:
    """Return the ways in which the room suits the request, and those that lose too many dates."""
    if wish.repeats.rhythm == "once":
        found = _single(wish, room, config)
        return _spread(found, config.starts), []
    cycle = {"weekly": 7, "fortnightly": 14}.get(wish.repeats.rhythm, 31)
    past = day_start(wish.first + timedelta(days=cycle))
    good, refused = [], []
    for begin in starts_within(
        (s for s in wish.wanted if s[0] < past), wish.minutes, config.step_minutes
    ):
        if begin >= past:
            continue
        series = _series(wish, room, begin)
        if not series.begins:
            if series.taken:
                refused.append(series)
        elif _enough(series, config):
            good.append(series)
        else:
            refused.append(series)
    good.sort(key=lambda s: (-len(s.begins), s.begins[0]))
    refused.sort(key=lambda s: (-len(s.begins), len(s.missed), s.asked))
    return _spread(good, config.starts), refused[:1]


def _single(wish: Wish, room: Room, config: FacilityConfig) -> list[Series]:
    first, last = day_start(room.first), day_start(room.last or date.max - timedelta(1)) + DAY
    free = [(max(a, first), min(b, last)) for a, b in both(room.free, wish.wanted)]
    starts = starts_within(free, wish.minutes, config.step_minutes)
    return [Series(wish.minutes, (begin,)) for begin in starts]


def _series(wish: Wish, room: Room, begin: int) -> Series:
    """Return the series that starts at ``begin``, each of its days sorted by what befalls it."""
    at = begin % DAY
    begins, shut, taken, later, early = [], [], [], [], []
    for day in series_days(day_at(begin), wish.first, wish.last, wish.repeats):
        start = day_start(day) + at
        if day < room.first:
            early.append(day)
        elif room.last is not None and day > room.last:
            later.append(day)
        elif not covers(room.open, start, start + wish.minutes):
            shut.append(day)
        elif not covers(room.free, start, start + wish.minutes):
            taken.append(day)
        else:
            begins.append(start)
    return Series(
        wish.minutes, tuple(begins), tuple(shut), tuple(taken), tuple(later), tuple(early)
    )


def _enough(series: Series, config: FacilityConfig) -> bool:
    bookable = len(series.begins) + len(series.missed)
    return (
        len(series.missed) <= config.lost * bookable + 1e-9
        and len(series.taken) <= config.booked * bookable + 1e-9
        and 2 * len(series.begins) >= series.asked
    )


def _spread(ways: Sequence[Series], most: int) -> list[Series]:
    """Return at most ``most`` ways, the first among them and the rest evenly apart."""
    if len(ways) <= most:
        return list(ways)
    at = sorted({round(i * (len(ways) - 1) / max(1, most - 1)) for i in range(most)})
    return [ways[i] for i in at]


# -- score --------------------------------------------------------------------------------


def _likeness(landscape: Landscape, book: _Book) -> Callable[[Visit], float]:
    """Return a function of a visit: how like the purpose is to the words about the room."""
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.text import clean

    if not book.wishes or not book.rooms:
        return lambda _: 0.0
    rooms = {
        f"room {r.id}": clean(
            ". ".join(
                filter(None, (r.facility.name, r.facility.type, r.facility.description,
                              ", ".join(sorted(r.amenities))))
            )
        )
        for r in book.rooms
    }  # fmt: skip
    wishes = {
        f"wish {w.id}": clean(
            ". ".join([w.request.purpose, ", ".join(sorted(map(plain, w.request.amenities)))])
        )
        for w in book.wishes
    }
    texts = {**rooms, **wishes}
    index = SimilarityIndex.build(
        list(texts), list(texts.values()), landscape.vectors(list(texts.values()))
    )
    rows = {w: index.row(w) for w in wishes}
    return lambda v: float(rows[f"wish {v.wish.id}"][index.position(f"room {v.room.id}")])


def _parts(v: Visit, series: Series, likeness: float, config: FacilityConfig) -> tuple[Part, ...]:
    request, facility = v.wish.request, v.room.facility
    values = {
        "distance": _nearness(v, config),
        "size": 0.4,
        "price": 0.4,
        "dates": len(series.begins) / series.asked,
        "purpose": min(1.0, max(0.0, likeness / 0.6)),
        "start": _earliness(v.wish, series),
    }
    if request.people and facility.capacity is not None:
        values["size"] = min(1.0, 2.0 * request.people / max(facility.capacity, 1))
    if v.price is not None:
        values["price"] = 1.0 if v.price == 0 else 0.5
        if request.budget_per_hour:
            values["price"] = 1.0 - 0.7 * v.price / request.budget_per_hour
    return tuple(Part(n, round(values[n], 6), getattr(config, n)) for n in PARTS)


def _nearness(v: Visit, config: FacilityConfig) -> float:
    if v.km is None:
        return 0.4
    limit = v.wish.request.max_distance_km
    return 1.0 - 0.8 * v.km / limit if limit else math.exp(-v.km / config.near_km)


def _earliness(wish: Wish, series: Series) -> float:
    begin = series.begins[0] % DAY
    spans = [(a % DAY, b - a) for a, b in wish.wanted if a % DAY <= begin < a % DAY + (b - a)]
    if not spans:
        return 0.5
    start, length = min(spans)
    return 1.0 - (begin - start) / length


# -- what comes out -----------------------------------------------------------------------


def _suggestions(book: _Book, ways: Sequence[_Way], *, best_only: bool) -> Results[Suggestion]:
    rows: list[Suggestion] = []
    ranks: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for way in ordered(ways, score=lambda w: w.score, key=_key):
        v = way.visit
        if best_only and (v.wish.id, v.room.id) in seen:
            continue
        seen.add((v.wish.id, v.room.id))
        ranks[v.wish.id] += 1
        words = explain(v, way.series, slot_at(way.series.stretches[0], book.zone))
        rows.append(
            Suggestion(
                kind="facility",
                subject_id=v.wish.id,
                other_id=v.room.id,
                asked=(v.wish.owner.id, v.room.owner.id),
                rank=ranks[v.wish.id],
                parts=way.parts,
                strength=way.score,
                to_confirm=(*unknowns(v), *words.pop("to_confirm")),
                **words,
            )
        )
    return Results(tuple(rows), record=facility_record, columns=FACILITY_COLUMNS)


def _key(way: _Way) -> tuple[str, str, int]:
    return way.visit.wish.id, way.visit.room.id, way.series.begins[0]


def _unmatched(
    book: _Book,
    visits: Sequence[Visit],
    verdicts: Mapping[tuple[str, str], list[tuple[str, str]]],
    ways: Sequence[_Way],
    chosen: Iterable[_Way],
) -> Results[Unmatched]:
    met = {w.visit.wish.id for w in chosen}
    considered: dict[str, list[str]] = {}
    for way in ways:
        considered.setdefault(way.visit.wish.id, []).append(way.visit.room.id)
    rows = []
    of: dict[str, list[Visit]] = {}
    for v in visits:
        of.setdefault(v.wish.id, []).append(v)
    for wish in book.wishes:
        if wish.id in met:
            continue
        reason, nearest = why_unmet(
            wish, of.get(wish.id, []), verdicts, considered.get(wish.id, []), book.landscape.as_of
        )
        rows.append(Unmatched("request", wish.id, 1.0, reason, nearest))
    removed = tuple(
        Removal(request, room, rules[0][0], rules[0][1])
        for (request, room), rules in sorted(verdicts.items())
        if rules
    )
    return Results(
        tuple(rows), record=Unmatched.to_record, removed=removed, columns=UNMATCHED_COLUMNS
    )
