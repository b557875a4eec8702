"""Rooms and their time as OpenActive feeds: FacilityUse and Slot, pages of RPDE as files.

Follows the Modelling Opportunity Data specification 2.0 and Realtime Paged Data Exchange 1.0.
A slot says only whether its time can be had: nobody who has it is named. A confidential place
is never written. `sap_match.ingest.openactive` reads the pages back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sap_match.ingest.amenities import AMENITY_OF_TYPE
from sap_match.recommend.facilities.crowding import is_shared, room_left
from sap_match.recommend.facilities.hours import closures_of, schedule_of, worked_out
from sap_match.recommend.facilities.terms import in_terms, terms_of
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.recommend.stretches import (
    Stretch,
    busy_stretch,
    changing_nights,
    slot_at,
    without,
)
from sap_match.report.calendars import Meeting, may_be_told, meetings_of
from sap_match.report.escape import mask_contacts, plain
from sap_match.report.made_folders import MARK, write_folder
from sap_match.report.words import WEEKDAYS
from sap_match.windows import Schedule
from sap_match.windows.slots import local, zone_named

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.model import Facility
    from sap_match.recommend.planning import Plan

Node = dict[str, Any]

CONTEXT = "https://openactive.io/"
NO_LICENCE = "none stated: ask the publisher"
DAYS = 28
SLOT_MINUTES = 60
PAGE = 500
"""Items on one page."""
_TYPES = {word: kind for kind, word in AMENITY_OF_TYPE.items()}
_SUPPORTS = {
    "step_free": "Wheelchair accessible, step free",
    "hearing_loop": "Hearing loop",
    "accessible_toilet": "Accessible toilet",
    "changing_places": "Changing Places",
}
_NOT_HELD = frozenset({"cancelled", "declined", "rejected", "withdrawn", "expired"})
_Held = tuple[int, int, int | None]
"""From, up to, and for how many where that is known."""
_CLOSED = frozenset({"closed", "inactive", "derelict", "vacant", "disused", "private"})


@dataclass(frozen=True)
class Free:
    """A stretch of a facility's time, in UTC, and whether it can still be had."""

    facility_id: str
    starts: datetime
    ends: datetime
    left: int


def facility_use(facility: Facility, landscape: Landscape) -> Node:
    """Return a facility as OpenActive's FacilityUse, without its slots.

    Parameters
    ----------
    facility : Facility
        One that may be told: see `sap_match.report.calendars.may_be_told`.
    landscape : Landscape

    Returns
    -------
    dict
        With all that the specification requires: ``@type``, ``@id``, ``url``, ``name``,
        ``provider``, ``activity`` and ``location``. Unknown things are left out.
    """
    owner = landscape.profile(facility.organisation_id).organisation
    schedule = schedule_of(facility.availability)
    node: Node = {
        "@type": "FacilityUse",
        "@id": _uri(facility.id),
        "identifier": facility.id,
        "url": owner.website or _uri(facility.id),
        "name": _clean(facility.name),
        "description": _clean(facility.description or ""),
        "provider": _told(
            {
                "@type": "Organization",
                "@id": _uri(owner.id),
                "identifier": owner.id,
                "name": _clean(owner.name),
                "url": owner.website,
            }
        ),
        "activity": [_concept(facility.type or "room hire")],
        "facilityType": [_concept(facility.type)] if facility.type else None,
        "location": _place(facility),
        "attendeeInstructions": _clean(facility.conditions or ""),
        "accessibilitySupport": [
            _concept(words) for word, words in _SUPPORTS.items() if word in facility.amenities
        ],
        "hoursAvailable": list(hours_available(schedule)) if schedule else None,
        "offers": list(_offers(facility, 1.0)),
    }
    return _told(node)


def hours_available(schedule: Schedule) -> Iterator[Node]:
    """Yield the weekly hours of a schedule; times by a rule are told by the slots alone.

    Examples
    --------
    >>> from sap_match.windows import parse
    >>> [h["closes"] for h in hours_available(parse("MO 09:00-12:00; FR 20:00-24:00"))]
    ['12:00', '23:59']
    """
    for window in schedule.windows:
        end = window.end if window.end <= 24 * 60 else window.end - 24 * 60
        yield {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{WEEKDAYS[window.weekday]}"],
            "opens": _clock(window.start),
            "closes": "23:59" if end == 24 * 60 else _clock(end),
        }


def free_and_taken(
    facility: Facility,
    landscape: Landscape,
    meetings: Iterable[Meeting],
    *,
    first: date,
    days: int = DAYS,
    minutes: int = SLOT_MINUTES,
) -> list[Free]:
    """Return a facility's open time: what can be had, and what is booked or planned.

    Parameters
    ----------
    facility : Facility
    landscape : Landscape
    meetings : iterable of Meeting
        The plan's, of any facility.
    first : date
        The first day told.
    days : int
        How many days are told.
    minutes : int
        The length of a free slot; what is left over at the end of a stretch is a shorter one.

    Returns
    -------
    list of Free
        In order, none overlapping; nothing where the hours are unknown. The time kept free
        around a booking (``buffer_minutes``) is neither free nor taken.
    """
    zone = zone_named(landscape.dataset.timezone)
    last = first + timedelta(days=days - 1)
    hours = open_hours(facility, landscape, first, last)
    open_ = without(hours, changing_nights(first, last, zone))
    held = [*_booked(facility, landscape, zone), *_planned(facility, landscape, meetings, zone)]
    buffer = facility.buffer_minutes or 0
    if is_shared(facility):
        most = facility.capacity or 1
        around = [(a - buffer, b + buffer, people or most) for a, b, people in held]
        free = room_left(open_, around, most, 1)
        full = without(open_, room_left(open_, [(a, b, n or most) for a, b, n in held], most, 1))
    else:
        free = without(open_, [(a - buffer, b + buffer) for a, b, _ in held])
        full = without(open_, without(open_, [(a, b) for a, b, _ in held]))
    told = [(one, 1) for one in _cut(free, minutes)] + [(one, 0) for one in full]
    return [
        Free(facility.id, slot.start.astimezone(UTC), slot.end.astimezone(UTC), left)
        for stretch, left in sorted(told)
        for slot in (slot_at(stretch, zone),)
    ]


def slot(free: Free, facility: Facility) -> Node:
    """Return a stretch of time as OpenActive's Slot.

    Examples
    --------
    >>> from sap_match.model import Facility
    >>> nine = datetime(2026, 11, 2, 9, tzinfo=UTC)
    >>> made = slot(
    ...     Free("h", nine, nine + timedelta(minutes=90), 1),
    ...     Facility(id="h", organisation_id="o", name="Hall", price_per_hour=10),
    ... )
    >>> made["duration"], made["remainingUses"], made["offers"][0]["price"]
    ('PT1H30M', 1, 15.0)
    """
    minutes = round((free.ends - free.starts).total_seconds() / 60)
    own = f"{_uri(free.facility_id)}/slots/{free.starts:%Y%m%dT%H%MZ}-{minutes}"
    return _told(
        {
            "@type": "Slot",
            "@id": own,
            "identifier": own,
            "facilityUse": _uri(free.facility_id),
            "startDate": f"{free.starts:%Y-%m-%dT%H:%M:%SZ}",
            "endDate": f"{free.ends:%Y-%m-%dT%H:%M:%SZ}",
            "duration": _duration(minutes),
            "remainingUses": free.left,
            "maximumUses": 1,
            "offers": list(_offers(facility, minutes / 60)),
        }
    )


def feeds(
    plan: Plan, landscape: Landscape, *, first: date | None = None, days: int = DAYS
) -> dict[str, str]:
    """Return the pages of two feeds, of facilities and of slots, by file name.

    Parameters
    ----------
    plan : Plan
        Of `plan_facility_sharing`: its meetings are slots of which nothing remains.
    landscape : Landscape
    first : date, optional
        The first day of slots; by default the landscape's date.
    days : int
        How many days of slots.

    Returns
    -------
    dict of str to str
        Each feed ends with a page without items, whose ``next`` is itself, as RPDE asks.
    """
    listed = [f for f in landscape.dataset.facilities if _is_listed(f, landscape)]
    listed.sort(key=lambda f: f.id)
    meetings = meetings_of(plan, landscape)
    begin = first or landscape.as_of
    uses = [("FacilityUse", facility_use(f, landscape)) for f in listed]
    slots = [
        ("Slot", slot(one, f))
        for f in listed
        for one in free_and_taken(f, landscape, meetings, first=begin, days=days)
    ]
    modified = int(datetime.combine(landscape.as_of, time.min, tzinfo=UTC).timestamp())
    licence = landscape.dataset.licence or NO_LICENCE
    return {
        **dict(_pages("facility-uses", uses, modified, licence)),
        **dict(_pages("slots", slots, modified, licence)),
    }


def write_feeds(
    plan: Plan,
    landscape: Landscape,
    folder: str | Path,
    *,
    first: date | None = None,
    days: int = DAYS,
    replace: bool = False,
) -> tuple[str, ...]:
    """Write the pages of `feeds` to a folder, whole or not at all, and return their names.

    Raises
    ------
    DataError
        The folder is there and ``replace`` is not asked for, or it holds anything else.
    """
    made = feeds(plan, landscape, first=first, days=days)
    return write_folder(made, Path(folder), "feed", replace=replace)


# -- pages --------------------------------------------------------------------------------


def _pages(
    name: str, items: Sequence[tuple[str, Node]], modified: int, licence: str
) -> Iterator[tuple[str, str]]:
    count = -(-len(items) // PAGE)
    for number in range(count + 1):
        some = items[number * PAGE : (number + 1) * PAGE]
        page = {
            "publisher": MARK,
            "next": f"{name}-{min(number + 1, count) + 1}.json",
            "items": [
                {
                    "state": "updated",
                    "kind": kind,
                    "id": node["@id"],
                    "modified": modified,
                    "data": {"@context": CONTEXT, **node},
                }
                for kind, node in some
            ],
            "license": licence,
        }
        text = json.dumps(page, ensure_ascii=False, indent=1)
        yield f"{name}-{number + 1}.json", f"{text}\n"


# -- facilities ---------------------------------------------------------------------------


def _is_listed(facility: Facility, landscape: Landscape) -> bool:
    """Whether a feed, which anybody may read, may hold a facility."""
    owner = landscape.profile(facility.organisation_id).organisation
    return may_be_told(landscape, facility) and owner.suggest != "ask" and not _is_closed(facility)


def _is_closed(facility: Facility) -> bool:
    return (facility.status or "").strip().casefold() in _CLOSED


def _place(facility: Facility) -> Node:
    known = facility.latitude is not None and facility.longitude is not None
    return _told(
        {
            "@type": "Place",
            "name": _clean(facility.name),
            "address": _told(
                {
                    "@type": "PostalAddress",
                    "streetAddress": _clean(facility.address or ""),
                    "postalCode": facility.postcode,
                }
            ),
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": facility.latitude,
                "longitude": facility.longitude,
            }
            if known
            else None,
            "amenityFeature": [_feature(word) for word in sorted(facility.amenities)],
            "specialOpeningHoursSpecification": [
                {
                    "@type": "OpeningHoursSpecification",
                    "opens": "00:00",
                    "closes": "00:00",
                    "validFrom": first.isoformat(),
                    "validThrough": last.isoformat(),
                }
                for first, last in closures_of(facility.exceptions)[0]
            ],
        }
    )


def _feature(word: str) -> Node:
    """Return an amenity: of OpenActive's own type, else a feature with a name."""
    words = word.replace("_", " ")
    kind = _TYPES.get(word, "LocationFeatureSpecification")
    return {"@type": kind, "name": words[:1].upper() + words[1:], "value": True}


def _offers(facility: Facility, hours: float) -> Iterator[Node]:
    for name, each in (
        ("Anybody", facility.price_per_hour),
        ("Community groups (concession)", facility.concession_price_per_hour),
    ):
        if each is not None:
            yield {
                "@type": "Offer",
                "identifier": "concession" if "concession" in name else "standard",
                "name": name,
                "price": round(each * hours, 2),
                "priceCurrency": "GBP",
            }


def _concept(words: str) -> Node:
    return {"@type": "Concept", "prefLabel": _clean(words)}


# -- time ---------------------------------------------------------------------------------


def open_hours(facility: Facility, landscape: Landscape, first: date, last: date) -> list[Stretch]:
    """Return when a facility opens, exceptions and terms heeded; nothing if that is unknown."""
    if _is_closed(facility):
        return []
    hours = worked_out(
        schedule_of(facility.availability), first, last, landscape.dataset.timezone,
        closures_of(facility.exceptions)[0],
    )  # fmt: skip
    return in_terms(hours, terms_of(facility, FacilityConfig().terms), first, last)


def booked_of(facility: Facility, landscape: Landscape) -> list[Stretch]:
    """Return the stretches in which a facility is booked already, by whomever."""
    zone = zone_named(landscape.dataset.timezone)
    return sorted((a, b) for a, b, _ in _booked(facility, landscape, zone))


def _booked(facility: Facility, landscape: Landscape, zone: ZoneInfo) -> Iterator[_Held]:
    """Yield what is booked, and for how many; a booking the wrong way round takes all of it."""
    for one in landscape.dataset.bookings:
        if landscape.dataset.resolve(one.facility_id) != facility.id:
            continue
        if (one.status or "").strip().casefold() not in _NOT_HELD:
            begin, end = sorted((local(one.starts, zone), local(one.ends, zone)))
            yield *busy_stretch(begin, end, 0), one.people


def _planned(
    facility: Facility, landscape: Landscape, meetings: Iterable[Meeting], zone: ZoneInfo
) -> Iterator[_Held]:
    people = {r.id: r.people for r in landscape.dataset.facility_requests}
    for one in meetings:
        if one.facility_id == facility.id:
            begin, end = one.starts.astimezone(zone), one.ends.astimezone(zone)
            yield *busy_stretch(begin, end, 0), people.get(one.request_id)


def _cut(stretches: Iterable[Stretch], minutes: int) -> Iterator[Stretch]:
    for start, end in stretches:
        for begin in range(start, end, minutes):
            yield begin, min(begin + minutes, end)


# -- values -------------------------------------------------------------------------------


def _uri(own: str) -> str:
    """Return an id as a reference that JSON-LD takes: an address as it is, else relative."""
    return own if "://" in own else quote(own, safe="-._~:@")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest or not hours else ''}"


def _clean(text: str) -> str:
    return mask_contacts(" ".join(plain(text).split()))


def _told(node: Mapping[str, Any]) -> Node:
    """Return an object without what is unknown."""
    return {k: v for k, v in node.items() if v is not None and v not in ("", [])}
