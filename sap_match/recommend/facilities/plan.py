"""Which room should have which group, when, and why the others go without.

Eligible (`facility_rules`), the ways in time (`facility_ways`), score, plan
(`planning.best_choice`, exact), explain (`facility_words`, `facility_why`) are separate
steps. No moment of a room is ever given twice, buffers included; existing bookings stand.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sap_match.memory import Memory
from sap_match.ranking import ordered
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.rules import Room, Visit, Wish, plain, unknowns
from sap_match.recommend.facilities.slots import Series
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.recommend.facilities.why import Unmet, why_unmet
from sap_match.recommend.facilities.words import dates_to_confirm, explain
from sap_match.recommend.planning import UNMATCHED_COLUMNS, Option, Plan, Unmatched, best_choice
from sap_match.recommend.stretches import DAY, day_start, slot_at
from sap_match.results import Part, Removal, Results, Suggestion, score_of

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

LIKE = 0.6
"""Likeness of a purpose and a room that counts as whole."""

PARTS = ("distance", "size", "price", "kept", "purpose", "start")
FACILITY_COLUMNS = (
    "request_id", "facility_id", "starts", "ends", "score", "reason",
    "counter_reason", "first_step", "to_confirm", "dates", *PARTS,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Way:
    visit: Visit
    series: Series
    parts: tuple[Part, ...]

    @cached_property
    def score(self) -> float:
        return score_of(self.parts)


def plan_facility_sharing(
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
    book = Book.open(landscape, memory or Memory(), settings)
    visits = book.visits()
    ways = _ways(landscape, [v for v in visits if not v.broken], settings)
    picked, solved = best_choice([_option(w) for w in ways])
    chosen = [ways[i] for i in picked]
    return Plan(
        matches=replace(_suggestions(book, chosen), notes=solved.notes),
        unmatched=_unmatched(book, visits, ways, chosen),
        candidates=_suggestions(book, _best_of_each(ways), worded=False),
        aim="welfare",
        total=solved.total,
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
        **{part.name: round(part.contribution, 6) for part in suggestion.parts},
    }


def _option(way: _Way) -> Option:
    buffer = way.visit.room.buffer
    taken = tuple((a, b + buffer) for a, b in way.series.stretches)
    return Option(way.visit.wish.id, way.visit.room.id, taken, way.score)


# -- score --------------------------------------------------------------------------------


def _ways(landscape: Landscape, visits: Sequence[Visit], config: FacilityConfig) -> list[_Way]:
    """Return every way of every visit, scored."""
    likeness = _likeness(landscape, visits)
    most: dict[str, int] = {}
    for v in visits:
        for series in v.ways:
            most[v.wish.id] = max(most.get(v.wish.id, 1), series.asked)
    return [
        _Way(v, series, _parts(v, series, likeness(v), most[v.wish.id], config))
        for v in visits
        for series in v.ways
    ]


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


def _parts(
    v: Visit, series: Series, likeness: float, most: int, config: FacilityConfig
) -> tuple[Part, ...]:
    """Return the parts of a way's score; ``most`` is the most dates any way asks for."""
    values = {
        "distance": _nearness(v, config),
        "size": _size(v),
        "price": _cheapness(v),
        "kept": len(series.begins) / max(most, 1),
        "purpose": min(1.0, max(0.0, likeness / LIKE)),
        "start": _earliness(v.wish, series),
    }
    facts = {
        "distance": "" if v.km is None else f"{v.km:.1f} km",
        "kept": f"{len(series.begins)} of {series.asked}",
    }
    return tuple(Part(n, round(values[n], 6), getattr(config, n), facts.get(n, "")) for n in PARTS)


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


# -- what comes out -----------------------------------------------------------------------


def _best_of_each(ways: Sequence[_Way]) -> list[_Way]:
    """Return the best way of each request and room."""
    best: dict[tuple[str, str], _Way] = {}
    for way in ordered(ways, score=lambda w: w.score, key=_key):
        best.setdefault((way.visit.wish.id, way.visit.room.id), way)
    return list(best.values())


def _suggestions(book: Book, ways: Sequence[_Way], *, worded: bool = True) -> Results[Suggestion]:
    """Return ways as suggestions; candidates go without words, as most are never read."""
    rows: list[Suggestion] = []
    ranks: Counter[str] = Counter()
    for way in ordered(ways, score=lambda w: w.score, key=_key):
        v = way.visit
        ranks[v.wish.id] += 1
        rows.append(
            Suggestion(
                kind="facility",
                subject_id=v.wish.id,
                other_id=v.room.id,
                asked=(v.wish.owner.id, v.room.owner.id),
                rank=ranks[v.wish.id],
                parts=way.parts,
                strength=min(1.0, max(0.0, way.score)),
                **_words(book, v, way.series, worded=worded),
            )
        )
    return Results(tuple(rows), record=facility_record, columns=FACILITY_COLUMNS)


def _words(book: Book, v: Visit, series: Series, *, worded: bool) -> dict[str, Any]:
    if not worded:
        first = slot_at(series.stretches[0], book.zone)
        times = {"starts": first.start.isoformat(), "ends": first.end.isoformat()}
        return {"reason": "", "details": {**times, "dates": len(series.begins)}}
    slots = [slot_at(stretch, book.zone) for stretch in series.stretches]
    asked = (*unknowns(v), *dates_to_confirm(v, series))
    return {"to_confirm": asked, **explain(book.landscape, v, series, slots)}


def _key(way: _Way) -> tuple[str, str, int]:
    return way.visit.wish.id, way.visit.room.id, way.series.begins[0]


def _unmatched(
    book: Book,
    visits: Sequence[Visit],
    ways: Sequence[_Way],
    chosen: Sequence[_Way],
) -> Results[Unmatched]:
    met = {w.visit.wish.id for w in chosen}
    mine: dict[str, list[Visit]] = {w.id: [] for w in book.wishes}
    for v in visits:
        mine[v.wish.id].append(v)
    suiting: dict[str, list[_Way]] = {}
    for way in ways:
        suiting.setdefault(way.visit.wish.id, []).append(way)
    rows = [
        why_unmet(Unmet(book, w, mine[w.id], _given(suiting.get(w.id, []), chosen)))
        for w in book.wishes
        if w.id not in met
    ]
    removed = [
        Removal(v.wish.id, v.room.id, v.broken[0][0], v.broken[0][1]) for v in visits if v.broken
    ]
    return Results(
        tuple(rows),
        record=Unmatched.to_record,
        removed=tuple(sorted(removed)),
        columns=UNMATCHED_COLUMNS,
    )


def _given(ways: Sequence[_Way], chosen: Sequence[_Way]) -> dict[str, str]:
    """Return the rooms that would suit a request, best first, with who has them then."""
    given: dict[str, str] = {}
    for way in ordered(ways, score=lambda w: w.score, key=_key):
        taken = _option(way).taken
        holders = [
            other.visit.wish.owner.name
            for other in chosen
            if other.visit.room.id == way.visit.room.id
            and any(a < d and c < b for a, b in taken for c, d in _option(other).taken)
        ]
        if holders:
            given.setdefault(way.visit.room.id, holders[0])
    return given
