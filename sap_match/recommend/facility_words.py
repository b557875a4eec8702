"""What is said of a room for a group: action, reason, first question; why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sap_match.recommend.facility_rules import ENQUIRE, Visit, Wish, pounds, spoken
from sap_match.recommend.facility_slots import Series
from sap_match.recommend.wording import day_of, distance, listing, sentence, shortened
from sap_match.windows import Slot, describe_slot

Verdicts = Mapping[tuple[str, str], list[tuple[str, str]]]


def explain(v: Visit, series: Series, first: Slot) -> dict[str, Any]:
    """Return the words and details of one room for one request."""
    day = describe_slot(first)
    return {
        "reason": _reason(v, series, day),
        "counter_reason": _counter(v, series),
        "first_step": _first_step(v),
        "to_confirm": _dates_to_confirm(series),
        "area_id": next(iter(v.room.owner.area_ids), None),
        "details": {
            "starts": first.start.isoformat(),
            "ends": first.end.isoformat(),
            "dates": len(series.begins),
            "day": day,
            "km": None if v.km is None else round(v.km, 2),
            "action": f"Offer {v.room.name} to {v.wish.owner.name}.",
        },
    }


def _reason(v: Visit, series: Series, day: str) -> str:
    request = v.wish.request
    facts = [f"free on {len(series.begins)} of {series.asked} dates from {day}"]
    if request.amenities and v.room.amenities:
        facts.append(f"has {listing([spoken(a) for a in request.amenities])}")
    if v.km is not None:
        facts.append(f"{distance(v.km)} away")
    if v.price is not None:
        facts.append("free of charge" if v.price == 0 else f"{pounds(v.price)} an hour")
    return sentence(f"“{shortened(request.purpose, 80)}”: {v.room.name} is {', '.join(facts)}")


def _counter(v: Visit, series: Series) -> str:
    return f"{len(series.missed)} dates would be missed." if series.missed else ""


def _first_step(v: Visit) -> str:
    return f"Ask {v.room.owner.name} whether {v.wish.owner.name} may see {v.room.name}."


def _dates_to_confirm(series: Series) -> tuple[str, ...]:
    told = []
    if series.missed:
        told.append(f"not on {listing([day_of(d) for d in series.missed])}")
    return tuple(told)


def why_unmet(
    wish: Wish,
    visits: Sequence[Visit],
    verdicts: Verdicts,
    considered: Sequence[str],
    as_of: date,
) -> tuple[str, str]:
    """Return why a request has no room, and the room that came nearest."""
    if wish.last < as_of:
        return f"It ended on {day_of(wish.last)}.", ""
    if not visits:
        return "There are no rooms in the data.", ""
    if considered:
        return "Every room that fits is given to another group.", considered[0]
    counts = Counter(verdicts[wish.id, v.room.id][0][0] for v in visits)
    told = ", ".join(f"{n} {name}" for name, n in counts.most_common())
    nearest = min(visits, key=lambda v: (len(verdicts[wish.id, v.room.id]), v.km or 0.0, v.room.id))
    first = verdicts[wish.id, nearest.room.id][0]
    word = "enquire: " if first[0] == ENQUIRE else ""
    return sentence(f"of {len(visits)} rooms: {told}. {word}{first[1]}"), nearest.room.id
