"""Who is next for a room if the group that has it drops out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sap_match.ranking import ordered
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.choosing import fits_beside
from sap_match.recommend.facilities.score import Way
from sap_match.recommend.stretches import slot_at
from sap_match.recommend.wording import sentence
from sap_match.results import Results, Suggestion
from sap_match.windows import describe_slot

MOST_WAITING = 3
"""How many wait for each room that is given."""
WAITING_COLUMNS = (
    "request_id", "facility_id", "rank", "starts", "ends", "dates", "score", "instead_of", "reason",
)  # fmt: skip


def waiting_for(
    book: Book, ways: Sequence[Way], chosen: Sequence[Way], *, most: int = MOST_WAITING
) -> Results[Suggestion]:
    """Return who is next for each room and time that is given, the most hours first.

    Each would fit beside all others that have the room if the one who has it dropped out.
    """
    met = {w.visit.wish.id for w in chosen}
    there: dict[str, list[Way]] = {}
    for way in ways:
        if way.visit.wish.id not in met:
            there.setdefault(way.visit.room.id, []).append(way)
    given: dict[str, list[Way]] = {}
    for way in chosen:
        given.setdefault(way.visit.room.id, []).append(way)
    after: dict[str, list[Way]] = {}
    for room, holders in given.items():
        for way in sorted(there.get(room, ()), key=lambda w: (-w.hours, -w.score, _key(w))):
            for holder in _only_in_the_way(way, holders):
                after.setdefault(holder.visit.wish.id, []).append(way)
    rows: list[Suggestion] = []
    for holder in ordered(chosen, score=lambda w: w.score, key=_key):
        best: dict[str, Way] = {}
        for way in after.get(holder.visit.wish.id, ()):
            best.setdefault(way.visit.wish.id, way)
        for rank, way in enumerate(list(best.values())[:most], start=1):
            rows.append(_row(book, way, holder, rank))
    return Results(tuple(rows), record=_record, columns=WAITING_COLUMNS)


def _only_in_the_way(way: Way, holders: Sequence[Way]) -> list[Way]:
    """Return those who have the room and without whom a way would fit into it."""
    if not way.visit.room.shared:
        clashing = []
        for holder in holders:
            taken = holder.option.taken
            if any(a < d and c < b for a, b in way.option.taken for c, d in taken):
                clashing.append(holder)
            if len(clashing) > 1:
                return []
        return clashing
    if fits_beside(way, holders):
        return []
    return [h for h in holders if fits_beside(way, [one for one in holders if one is not h])]


def _key(way: Way) -> tuple[str, str, int]:
    return way.visit.wish.id, way.visit.room.id, way.series.begins[0]


def _row(book: Book, way: Way, holder: Way, rank: int) -> Suggestion:
    v = way.visit
    first = slot_at(way.series.stretches[0], book.zone)
    many = len(way.series.begins)
    dates = "" if many == 1 else f" and {many - 1} more dates"
    who, instead = v.wish.owner.name, holder.visit.wish.owner.name
    place = "next" if rank == 1 else f"number {rank}"
    told = f"{who} is {place} for {v.room.name} should {instead} drop out: "
    return Suggestion(
        kind="facility",
        subject_id=v.wish.id,
        other_id=v.room.id,
        asked=(v.wish.owner.id, v.room.owner.id),
        rank=rank,
        parts=way.parts,
        reason=sentence(f"{told}{describe_slot(first)}{dates}"),
        strength=min(1.0, max(0.0, way.score)),
        details={
            "starts": first.start.isoformat(),
            "ends": first.end.isoformat(),
            "dates": many,
            "instead_of": holder.visit.wish.id,
        },
    )


def _record(one: Suggestion) -> dict[str, Any]:
    told = {
        "request_id": one.subject_id,
        "facility_id": one.other_id,
        "rank": one.rank,
        "score": one.score,
        "reason": one.reason,
        **one.details,
    }
    return {name: told[name] for name in WAITING_COLUMNS}
