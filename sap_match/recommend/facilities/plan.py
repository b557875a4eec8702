"""Which room should have which group, when, and why the others go without.

Eligible (`facility_rules`), the ways in time (`facility_ways`), score, plan
(`planning.best_choice`, exact), explain (`facility_words`, `facility_why`) are separate
steps. No moment of a room is ever given twice, buffers included; existing bookings stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sap_match.memory import Memory
from sap_match.ranking import ordered
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.choosing import (
    begins_of,
    chosen_of,
    figures_of,
    fits_beside,
    never_twice,
)
from sap_match.recommend.facilities.rooms import Visit
from sap_match.recommend.facilities.rules import unknowns
from sap_match.recommend.facilities.score import PARTS, Way, scored_ways
from sap_match.recommend.facilities.slots import Series
from sap_match.recommend.facilities.waiting import waiting_for
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.recommend.facilities.why import Unmet, why_unmet
from sap_match.recommend.facilities.words import dates_to_confirm, explain
from sap_match.recommend.planning import UNMATCHED_COLUMNS, Plan, Setting, Unmatched
from sap_match.recommend.stretches import Stretch, slot_at
from sap_match.results import Removal, Results, Suggestion

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

FACILITY_COLUMNS = (
    "request_id", "facility_id", "starts", "ends", "score", "reason",
    "counter_reason", "first_step", "to_confirm", "dates", *PARTS,
)  # fmt: skip


def plan_facility_sharing(
    landscape: Landscape,
    *,
    memory: Memory | None = None,
    config: FacilityConfig | None = None,
    seed: int = 0,
) -> Plan:
    """Plan which request has which room, and when: the most hours first.

    Parameters
    ----------
    landscape : Landscape
    memory : Memory, optional
        Pairs that were banned or answered *never* are kept apart.
    config : FacilityConfig, optional
        Weights, limits, quotas of hours a group.
    seed : int
        Of the lottery between requests that are equal in hours and score.

    Returns
    -------
    Plan
        ``matches`` are one room, weekday and hour a request: the most hours that can be
        met over the candidates, and of such plans the largest sum of scores, both proved;
        ``unmatched`` says of each other request how many rooms each rule removes and which
        room came nearest; ``waiting`` who is next where a group drops out. ``figures``
        tell ``met_hours``, ``asked_hours``, ``unmet_hours``, ``requests``,
        ``requests_met`` and ``hours_of ID`` for each group.

    Notes
    -----
    A series keeps one room, weekday and hour. It may lose dates to holidays and to other
    bookings, a third at most and a fifth at most to bookings; these are listed to be
    confirmed. Days before the room's notice or past its horizon are listed too.
    """
    return planned(Setting(landscape, memory or Memory(), config or FacilityConfig()), seed)


def planned(setting: Setting, seed: int = 0, *, kept: Sequence[Suggestion] = ()) -> Plan:
    """Return the plan of a setting; what an earlier one gave (``kept``) stays where it can."""
    book = Book.open(setting.landscape, setting.memory, setting.config, begins_of(kept))
    ways = scored_ways(setting.landscape, book.candidates(), setting.config)
    picked, solved = chosen_of(book, ways, seed=seed, kept=kept)
    chosen = [ways[i] for i in picked]
    never_twice(chosen)
    return Plan(
        matches=replace(_suggestions(book, chosen), notes=solved.notes),
        unmatched=_unmatched(book, ways, chosen),
        candidates=_suggestions(book, _best_of_each(ways), worded=False),
        aim="welfare",
        total=solved.total,
        waiting=waiting_for(book, ways, chosen),
        figures=figures_of(book, chosen, solved),
        seed=seed,
        setting=setting,
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


# -- what comes out -----------------------------------------------------------------------


def _best_of_each(ways: Sequence[Way]) -> list[Way]:
    """Return the best way of each request and room."""
    best: dict[tuple[str, str], Way] = {}
    for way in ordered(ways, score=lambda w: w.score, key=_key):
        best.setdefault((way.visit.wish.id, way.visit.room.id), way)
    return list(best.values())


def _suggestions(book: Book, ways: Sequence[Way], *, worded: bool = True) -> Results[Suggestion]:
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


def _key(way: Way) -> tuple[str, str, int]:
    return way.visit.wish.id, way.visit.room.id, way.series.begins[0]


def _unmatched(book: Book, ways: Sequence[Way], chosen: Sequence[Way]) -> Results[Unmatched]:
    met = {w.visit.wish.id for w in chosen}
    taken: dict[str, list[Stretch]] = {}
    for way in chosen:
        room = way.visit.room
        pieces = [(a - room.buffer, b) for a, b in way.option.taken]
        taken.setdefault(room.id, []).extend(pieces)
    suiting: dict[str, list[Way]] = {}
    for way in ways:
        suiting.setdefault(way.visit.wish.id, []).append(way)
    there: dict[str, list[Way]] = {}
    for way in chosen:
        there.setdefault(way.visit.room.id, []).append(way)
    rows: list[Unmatched] = []
    removed: list[Removal] = []
    for wish in book.wishes:
        visits = book.visits_of(wish)
        removed += [
            Removal(wish.id, v.room.id, v.broken[0][0], v.broken[0][1]) for v in visits if v.broken
        ]
        if wish.id not in met:
            given = _given(suiting.get(wish.id, []), there)
            rows.append(why_unmet(Unmet(book, wish, visits, given, taken)))
    return Results(
        tuple(rows),
        record=Unmatched.to_record,
        removed=tuple(sorted(removed)),
        columns=UNMATCHED_COLUMNS,
    )


def _given(ways: Sequence[Way], there: Mapping[str, Sequence[Way]]) -> dict[str, str]:
    """Return the rooms that would suit a request, best first, with who has them then.

    None where a room is free for it: then another rule keeps it from having more.
    """
    given: dict[str, str] = {}
    for way in ordered(ways, score=lambda w: w.score, key=_key):
        here = there.get(way.visit.room.id, ())
        if fits_beside(way, here):
            return {}
        holders = [
            other.visit.wish.owner.name
            for other in here
            if any(a < d and c < b for a, b in way.option.taken for c, d in other.option.taken)
        ]
        given.setdefault(way.visit.room.id, holders[0])
    return given
