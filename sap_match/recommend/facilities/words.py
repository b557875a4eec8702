"""What is said of a room for a group: action, reason, counter-reason, first question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sap_match.recommend.facilities.rules import Visit, amenity, pounds, reach
from sap_match.recommend.facilities.slots import Rhythm, Series
from sap_match.recommend.pairings.amounts import possessive
from sap_match.recommend.pairings.words import local_area
from sap_match.recommend.quoting import sentences_of, stems_of, telling
from sap_match.recommend.stretches import DAY, day_at
from sap_match.recommend.wording import day_of, distance, listing, sentence, shortened
from sap_match.windows import Rule, Schedule, Slot, Window, describe, describe_slot
from sap_match.windows.schedule import CODES

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

SOON = timedelta(days=45)
_SAYS_WHERE = re.compile(r"\bat (?:the )?[A-Z]")
_SEVERAL = re.compile(
    r"\b(?:studios|halls|rooms|pitches|courts|pools|gyms|kitchens|fields|suites|offices)\W*$",
    re.IGNORECASE,
)
"""A name that ends with what there are several of."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def explain(
    landscape: Landscape, v: Visit, series: Series, slots: Sequence[Slot]
) -> dict[str, Any]:
    """Return the words and details of one room for one request, whose meetings are ``slots``."""
    first = slots[0]
    usual = usual_time(v, series, first)
    hours = series.minutes * len(series.begins) / 60
    return {
        "reason": _reason(v, series, usual),
        "counter_reason": _counter(v, series),
        "first_step": _first_step(v, series, usual),
        "why_now": _why_now(landscape.as_of, v, series),
        "area_id": local_area(landscape, v.room.owner),
        "details": {
            "starts": first.start.isoformat(),
            "ends": first.end.isoformat(),
            "dates": len(series.begins),
            "meetings": tuple(slot.start.isoformat() for slot in slots),
            "slots": tuple(f"{s.start.isoformat()}/{s.end.isoformat()}" for s in slots),
            "price": None if v.price is None else round(v.price * hours, 2),
            "day": day_words(series, usual, first),
            "km": None if v.km is None else round(v.km, 2),
            "action": _action(v, series, usual),
        },
    }


def dates_in_words(days: Iterable[date]) -> str:
    """Return days in words, each month and year said once.

    Examples
    --------
    >>> dates_in_words([date(2026, 12, 22), date(2026, 12, 29), date(2027, 1, 5)])
    '22 and 29 December 2026 and 5 January 2027'
    """
    months = [list(g) for _, g in groupby(sorted(days), key=lambda d: (d.year, d.month))]
    told = [f"{listing([str(d.day) for d in g])} {g[0]:%B}" for g in months]
    years = [g[0].year for g in months]
    said = [
        f"{words} {year}" if i + 1 == len(years) or years[i + 1] != year else words
        for i, (words, year) in enumerate(zip(told, years, strict=True))
    ]
    return listing(said)


def usual_time(v: Visit, series: Series, first: Slot) -> str:
    """Return when a series meets ("Tuesdays 1 to 2.30 pm"), or the day of a single meeting."""
    begin = series.begins[0]
    if series.asked == 1 or begin % DAY + series.minutes > DAY:
        return describe_slot(first)
    return rhythm_at(v.wish.repeats.rhythm, begin, series.minutes)


def rhythm_at(rhythm: Rhythm, begin: int, minutes: int) -> str:
    """Return the usual time of what begins at a moment and comes round in a rhythm.

    Examples
    --------
    >>> monday = 20_766 * DAY + 19 * 60  # 9 November 2026, 7 pm
    >>> rhythm_at("weekly", monday, 120), rhythm_at("monthly", monday, 120)
    ('Mondays 7 to 9 pm', 'the second Monday of the month 7 to 9 pm')
    """
    day, at = day_at(begin), begin % DAY
    end = min(at + minutes, DAY)
    if rhythm in ("once", "weekly"):
        return describe(Schedule((Window(day.weekday(), at, end),)))
    code = CODES[day.weekday()]
    rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}"
    if rhythm == "monthly":
        place = (day.day - 1) // 7 + 1
        rule = f"FREQ=MONTHLY;BYDAY={place if place < 5 else -1}{code}"
    return describe(Schedule(rules=(Rule(rule, at, end),)))


def day_words(series: Series, usual: str, first: Slot) -> str:
    """Return the usual time and the first date."""
    if series.asked == 1:
        return usual
    return f"{usual}, from {describe_slot(first).split(',')[0]}"


# -- reason -------------------------------------------------------------------------------


def _reason(v: Visit, series: Series, usual: str) -> str:
    purpose = shortened(v.wish.request.purpose, 110).rstrip(" .;:,")
    wish = f"{v.wish.owner.name} looks for “{purpose}”."
    return " ".join(filter(None, (wish, _the_room(v), _the_time(v, series, usual))))


def _the_room(v: Visit) -> str:
    """Return a sentence of what the room has: what is asked for, and its own words."""
    facility, request = v.room.facility, v.wish.request
    said = _own_words(facility.description or "", request.purpose)
    has = [amenity(a) for a in request.amenities] if v.room.amenities else []
    told = []
    many = several(v.room.name)
    if said:
        told.append(f"{'say' if many else 'says'} “{said}”")
    if has:
        told.append(f"{'have' if many else 'has'} {listing(has)}")
    if facility.capacity is not None and request.people is not None:
        told.append(f"{'hold' if many else 'holds'} {facility.capacity} for {request.people}")
    return sentence(f"{room_of(v)} {listing(told)}") if told else ""


def _own_words(description: str, purpose: str) -> str:
    """Return what is written about a room: all of it where that is short."""
    whole = " ".join(sentences_of(description)).rstrip(" .;:,")
    if len(whole) <= 120:
        return whole
    return telling(description, stems_of(purpose), width=120)


def room_of(v: Visit) -> str:
    """Return the room with its owner's name, unless it holds that or says where it is."""
    room, owner = v.room.name, v.room.owner.name
    if stems_of(owner) & stems_of(room) or _SAYS_WHERE.search(room):
        return room
    is_plain = room[:2].istitle() and room[:2].isalpha() and room[1:].islower()  # no "Long Room"
    return f"{possessive(owner)} {room[0].lower() if is_plain else room[0]}{room[1:]}"


def several(name: str) -> bool:
    """Return whether a room's name speaks of more than one.

    Examples
    --------
    >>> several("Sports halls at Move Urmston"), several("St Chads"), several("Sports Barn")
    (True, False, False)
    """
    return bool(_SEVERAL.search(_SAYS_WHERE.split(name)[0]))


def _is(v: Visit) -> str:
    return "are" if several(v.room.name) else "is"


def _the_time(v: Visit, series: Series, usual: str) -> str:
    told = [f"{'they' if several(v.room.name) else 'it'} {_is(v)} free {usual}"]
    if series.asked > 1:
        told.append(_how_many(series))
    if v.price is not None:
        told.append(_price(v) + _in_all(v, series))
    if v.km is not None:
        told.append("on the doorstep" if v.km < 0.5 else f"{distance(v.km)} away")
    return sentence(", ".join(told))


def _how_many(series: Series) -> str:
    first = day_of(day_at(series.begins[0]))
    if len(series.begins) == series.asked:
        return f"all {series.asked} dates from {first}"
    return f"{len(series.begins)} of {series.asked} dates from {first}"


def _price(v: Visit) -> str:
    if not v.price:
        return "free of charge"
    budget = v.wish.request.budget_per_hour
    there_is = f" of the {pounds(budget)} there is" if budget else ""
    return f"for {pounds(v.price)} an hour{there_is}"


def _in_all(v: Visit, series: Series) -> str:
    """Return the price of a whole series."""
    if not v.price or len(series.begins) < 2:
        return ""
    return f" ({pounds(v.price * series.minutes * len(series.begins) / 60)} in all)"


def _action(v: Visit, series: Series, usual: str) -> str:
    many = f", {len(series.begins)} times" if len(series.begins) > 1 else ""
    return sentence(f"offer {room_of(v)} to {v.wish.owner.name}: {usual}{many}")


def _why_now(as_of: date, v: Visit, series: Series) -> str:
    first = day_at(series.begins[0])
    if first - as_of > SOON:
        return ""
    notice = v.room.facility.notice_days or 0
    if notice:
        latest = first - timedelta(days=notice)
        return f"To begin on {day_of(first)}, {v.room.owner.name} must know by {day_of(latest)}."
    return f"{v.wish.owner.name} wants to begin on {day_of(first)}."


# -- against, and what to ask -------------------------------------------------------------


def _counter(v: Visit, series: Series) -> str:
    """Return the strongest thing that speaks against the room, or ""."""
    doubts = (
        _missed(v, series),
        _begins_late(v, series),
        _far(v),
        _dear(v),
        _tight(v),
        _too_large(v),
    )
    return next(filter(None, doubts), "")


def _missed(v: Visit, series: Series) -> str:
    if not series.missed:
        return ""
    told = [f"shut on {dates_in_words(series.shut)}"] if series.shut else []
    told += [f"booked on {dates_in_words(series.taken)}"] if series.taken else []
    return f"{v.room.name} {_is(v)} {listing(told)}."


def _begins_late(v: Visit, series: Series) -> str:
    if not series.early:
        return ""
    first = day_of(day_at(series.begins[0]))
    early = dates_in_words(series.early)
    return f"{v.room.name} cannot begin before {first}: {early} would come too soon."


def _far(v: Visit) -> str:
    limit = v.wish.request.max_distance_km
    if v.km is None or not limit or v.km < 0.7 * limit:
        return ""
    there = f"{distance(v.km)} away, near the {reach(limit)} the group will go"
    return f"{v.room.name} {_is(v)} {there}."


def _dear(v: Visit) -> str:
    budget = v.wish.request.budget_per_hour
    if not v.price or not budget or v.price < 0.85 * budget:
        return ""
    return f"At {pounds(v.price)} an hour it takes nearly all of the {pounds(budget)} there is."


def _tight(v: Visit) -> str:
    people, capacity = v.wish.request.people, v.room.facility.capacity
    if not people or capacity is None or people < 0.85 * capacity:
        return ""
    return f"{people} people in a room for {capacity} is tight."


def _too_large(v: Visit) -> str:
    people, capacity = v.wish.request.people, v.room.facility.capacity
    if not people or capacity is None or capacity < 4 * people:
        return ""
    return f"{v.room.name} holds {capacity} and may feel empty with {people}."


def _first_step(v: Visit, series: Series, usual: str) -> str:
    """Return one concrete question: the owner's condition, else the missed dates, else a visit."""
    owner, group = v.room.owner.name, v.wish.owner.name
    when = usual if series.asked == 1 else f"{usual} from {day_of(day_at(series.begins[0]))}"
    conditions = (v.room.facility.conditions or "").strip().rstrip(".")
    if conditions:
        return f"Ask {owner} to hold {when}, and {group} whether it can accept “{conditions}”."
    if series.taken:
        return f"Ask {owner} who has it on {dates_in_words(series.taken)}, and to hold {when}."
    if series.shut:
        days = dates_in_words(series.shut[:3])
        return f"Ask {group} whether it would meet on {days} at all, and {owner} to hold {when}."
    return f"Ask {owner} to hold {when}, and {group} to come and see {v.room.name}."


def dates_to_confirm(v: Visit, series: Series) -> tuple[str, ...]:
    """Return what must be asked about the dates of a series."""
    told = []
    if series.shut:
        told.append(f"where the group meets on {dates_in_words(series.shut)}, when it is shut")
    if series.taken:
        told.append(f"where the group meets on {dates_in_words(series.taken)}, when it is booked")
    if series.early:
        told.append(f"{dates_in_words(series.early)}, too soon for {v.room.name} to promise")
    if series.later:
        told.append(f"{_from(series.later)}, which cannot be booked yet")
    weekdays = sorted({begin // DAY for begin, _ in v.wish.wanted}, key=lambda d: (d + 3) % 7)
    names = list(dict.fromkeys(_WEEKDAYS[(d + 3) % 7] for d in weekdays))
    mine = _WEEKDAYS[day_at(series.begins[0]).weekday()]
    if len(names) > 1 and v.wish.repeats.rhythm != "once":
        rest = listing([f"{n}s" for n in names if n != mine])
        told.append(f"that {mine}s alone will do: {rest} were named too")
    return tuple(told)


def _from(days: Sequence[date]) -> str:
    return dates_in_words(days) if len(days) < 4 else f"the dates from {day_of(days[0])} on"
