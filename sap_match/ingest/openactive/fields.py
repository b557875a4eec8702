"""From OpenActive's objects to canonical cells: who offers what, where, when and for how much.

Names follow the Modelling Opportunity Data specification 2.0; older feeds write ``id`` for
``@id``. Shared by reading and writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sap_match.errors import DataError
from sap_match.ingest.amenities import amenity_word, known_amenity
from sap_match.ingest.cells import slug
from sap_match.ingest.hsds.schedules import CODES
from sap_match.ingest.hsds.values import Node, nodes, text_of, unique
from sap_match.ingest.identifiers import identifier
from sap_match.ingest.kinds import kind_of
from sap_match.ingest.openactive.values import is_true, labels, pointed_at, said, texts, type_of
from sap_match.ingest.raw import Cell
from sap_match.ingest.roles import role_of
from sap_match.windows import format as write
from sap_match.windows import parse, weekday_named

Remark = tuple[str, str, str]
"""Field, value and what could not be used of it."""

_FORMS = (
    (r"\bC\.?I\.?C\.?$|\bcommunity interest company$", "CIC"),
    (r"\bCIO$", "CIO"),
    (r"\bPLC$", "PLC"),
    (r"\bLLP$", "LLP"),
    (r"\b(?:Ltd\.?|Limited)$", "private limited company"),
)
_NO_PROFIT = re.compile(
    r"\b(?:trust|communit|charit|foundation|associat|society|co-op)", re.IGNORECASE
)
_FOR_GROUPS = re.compile(
    r"concession|charit|communit|voluntary|not[- ]for|non[- ]?profit|vcs|vcfse", re.IGNORECASE
)
_FOR_SOME = re.compile(
    r"junior|child|student|senior|over[- ]?\d\d|60\+|member|staff|under|youth|family", re.IGNORECASE
)
_LENGTH = re.compile(
    r"(\d{1,3}(?:\.\d)?)\s*-?\s*(minutes?|mins?|hours?|hrs?)\b|\b(?:per|an|a|each|/)\s*(hour)\b",
    re.IGNORECASE,
)


class Provider(NamedTuple):
    """An organisation's id and cells; ``why`` where it is none."""

    cells: dict[str, Cell]
    why: str = ""


def provider_of(facility: Node) -> Provider:
    """Return the organisation that provides a facility.

    A person who provides one is not kept: nothing about individuals is needed.

    Examples
    --------
    >>> provider_of({"provider": {"@id": "p1", "name": "Leigh Leisure CIC"}}).cells
    {'id': 'p1', 'name': 'Leigh Leisure CIC', 'kind': 'voluntary', 'legal_form': 'CIC'}
    >>> provider_of({"provider": {"@type": "Person", "name": "A. N. Other"}}).why
    'is a person, and nothing about individuals is kept'
    """
    found, party = pointed_at(facility, "provider", "organizer", "organiser")
    if party is None:
        if not found:
            return Provider({}, "is empty, and facilities need the organisation that provides them")
        if "://" in found or not re.search(r"[^\W\d_]{2}", found):
            return Provider({"id": found}, "names an organisation that this source does not hold")
        return Provider(_organisation(f"openactive:{slug(found)}", found, {}))
    if type_of(party) == "Person":
        return Provider({}, "is a person, and nothing about individuals is kept")
    name = said(party, "name", "legalName")
    if not name:
        return Provider({"id": found}, "has no name")
    return Provider(_organisation(found or f"openactive:{slug(name)}", name, party))


def _organisation(organisation_id: str, name: str, party: Node) -> dict[str, Cell]:
    legal = said(party, "legalName") or name
    form = next((f for p, f in _FORMS if re.search(p, legal, re.IGNORECASE)), "")
    text = said(party, "description")
    if form == "private limited company" and _NO_PROFIT.search(f"{name} {legal}"):
        form = ""
    numbers = unique(
        [
            identifier(said(one, "propertyID"), said(one, "value"), said(one, "name")) or ""
            for one in nodes(party, "identifier")
        ]
    )
    registered = tuple(one for one in numbers if one.startswith("GB-"))
    role = role_of(name).role
    cells: dict[str, Cell] = {
        "id": organisation_id,
        "name": name,
        "kind": kind_of(name, legal_form=form, identifiers=registered, text=text),
        "role": role if role in ("club", "venue") else None,
        "legal_form": form,
        "description": text,
        "identifiers": registered,
        "website": said(party, "url"),
    }
    return filled(cells)


def filled(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the cells that say something."""
    return {name: cell for name, cell in cells.items() if cell not in (None, "", ())}


class Cells(NamedTuple):
    """The cells of one facility and remarks on what was left out of it."""

    cells: dict[str, Cell]
    remarks: tuple[Remark, ...] = ()


def facility_cells(facility: Node) -> Cells:
    """Return the cells of a facility but its organisation, its slots and its price.

    Examples
    --------
    >>> facility_cells(
    ...     {
    ...         "@id": "f1",
    ...         "name": "Sports Hall",
    ...         "facilityType": [{"prefLabel": "Sports Hall"}],
    ...         "location": {
    ...             "address": {"streetAddress": "1 High Street", "postalCode": "CW1 2AB"},
    ...             "amenityFeature": [
    ...                 {"@type": "Parking", "value": True},
    ...                 {"@type": "Showers", "value": False},
    ...             ],
    ...         },
    ...         "hoursAvailable": {"dayOfWeek": "Monday", "opens": "09:00", "closes": "17:00"},
    ...     }
    ... ).cells
    {'id': 'f1', 'name': 'Sports Hall', 'type': 'Sports Hall', 'address': '1 High Street',
     'postcode': 'CW1 2AB', 'amenities': ('parking',), 'availability': ('MO 09:00-17:00',),
     'without': ('showers',)}
    """
    place = next(iter(nodes(facility, "location")), {})
    features = nodes(facility, "amenityFeature") + nodes(place, "amenityFeature")
    there, absent = _features(features)
    supports = labels(facility, "accessibilitySupport")
    there = unique([*there, *(known_amenity(one) for one in supports)])
    hours = hours_of(nodes(facility, "hoursAvailable"))
    closures = _closures(nodes(place, "specialOpeningHoursSpecification"))
    geo = next(iter(nodes(place, "geo")), {})
    cells: dict[str, Cell] = {
        "id": said(facility, "id"),
        "name": said(facility, "name"),
        "description": _description(facility),
        "type": ", ".join(labels(facility, "facilityType", "beta:facilityType")[:3])
        or ", ".join(labels(facility, "activity", "category")[:3]),
        **_address(place),
        "latitude": text_of(geo.get("latitude")),
        "longitude": text_of(geo.get("longitude")),
        "amenities": there,
        "availability": hours.cells,
        "exceptions": unique([*hours.closed, *closures]),
        "without": tuple(one for one in absent if one not in there),
        "accessibility_support": supports,
        "activities": labels(facility, "activity"),
        "place": said(place, "name"),
        "url": said(facility, "url"),
    }
    return Cells(filled(cells), hours.remarks)


def _description(facility: Node) -> str:
    words = [said(facility, n) for n in ("description", "accessibilityInformation")]
    return " ".join(unique(words))


def _features(features: Iterable[Node]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is said to be there, and what is said to be absent."""
    told: dict[str, bool] = {}
    for one in features:
        word = amenity_word(said(one, "name"), type_of(one))
        value = is_true(one.get("value"))
        if word and value is not None:
            told[word] = told.get(word, False) or value
    return tuple(w for w in told if told[w]), tuple(w for w in told if not told[w])


def _address(place: Node) -> dict[str, Cell]:
    written = next(iter(nodes(place, "address")), None)
    if written is None:
        return {"address": said(place, "address") or said(place, "name")}
    names = ("streetAddress", "addressLocality", "addressRegion")
    lines = [" ".join(said(written, name).split()).strip(" ,") for name in names]
    return {"address": ", ".join(unique(lines)), "postcode": said(written, "postalCode")}


# ------------------------------------------------------------------------------------- hours


class Hours(NamedTuple):
    """Windows, closed days, and what could not be said in them."""

    cells: tuple[str, ...]
    closed: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def hours_of(specifications: Iterable[Node]) -> Hours:
    """Return the weekly windows of opening hours; those of some months only become rules.

    Equal times of opening and closing mean closed (OpeningHoursSpecification).

    Examples
    --------
    >>> days = ["https://schema.org/Monday", "schema:Friday"]
    >>> hours_of([{"dayOfWeek": days, "opens": "09:00", "closes": "17:00:00"}]).cells
    ('MO 09:00-17:00', 'FR 09:00-17:00')
    >>> term = {"validFrom": "2026-09-01", "validThrough": "2026-12-18"}
    >>> hours_of([{"dayOfWeek": ["Monday"], "opens": "18:00", "closes": "21:00", **term}]).cells
    ('DTSTART:20260901 RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261218 18:00-21:00',)
    """
    cells: list[str] = []
    closed: list[str] = []
    remarks: list[Remark] = []
    for one in specifications:
        if _is_shut(one):
            closed += _closures([one])
            continue
        opens, closes = clock(said(one, "opens")), clock(said(one, "closes"))
        first, last = _day(said(one, "validFrom")), _day(said(one, "validThrough"))
        if "" in (opens, closes):
            value = f"{said(one, 'opens')}-{said(one, 'closes')}"
            remarks.append(("availability", value, "is no time of day"))
            continue
        days, holidays = _days(one)
        if not days:
            if not holidays:  # hours of bank holidays alone have no days that we could know
                remarks.append(("availability", f"{opens}-{closes}", "names no day of the week"))
            continue
        start = f"DTSTART:{first:%Y%m%d} " if first else ""
        end = f";UNTIL={last:%Y%m%d}" if last else ""
        text = f"{start}RRULE:FREQ=WEEKLY;BYDAY={','.join(days)}{end} {opens}-{closes}"
        try:
            cells += write(parse(text)).split("; ")
        except DataError as error:
            remarks.append(("availability", text, error.message))
    return Hours(unique(cells), tuple(closed), tuple(remarks))


def clock(text: str) -> str:
    """Return a time of day as ``09:00``, whatever zone or seconds stand behind it.

    Examples
    --------
    >>> clock("9:00"), clock("T17:30:00Z"), clock("24:00"), clock("25:00"), clock("noon")
    ('09:00', '17:30', '24:00', '', '')
    """
    found = re.fullmatch(
        r"(?:[\d-]{10})?T?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?", text
    )
    if found is None or int(found[1]) * 60 + int(found[2]) > 1440 or int(found[2]) > 59:
        return ""
    return "24:00" if text.startswith("23:59") else f"{int(found[1]):02}:{found[2]}"


def _days(one: Node) -> tuple[list[str], bool]:
    found: set[int] = set()
    holidays = False
    for text in (*texts(one, "dayOfWeek"), *(said(n, "id") for n in nodes(one, "dayOfWeek"))):
        name = re.split(r"[/#:]", text)[-1]
        number = weekday_named(name)
        if number is not None:
            found.add(number)
        holidays = holidays or "holiday" in name.casefold()
    return [CODES[number] for number in sorted(found)], holidays


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _is_shut(one: Node) -> bool:
    """Whether opening hours are of a time that is closed: none, or the same twice."""
    opens, closes = said(one, "opens"), said(one, "closes")
    return opens == closes == "" or (clock(opens) == clock(closes) != "")


def _closures(specifications: Iterable[Node]) -> list[str]:
    """Return the days of specifications that say that a place is closed."""
    closed = []
    for one in specifications:
        first, last = _day(said(one, "validFrom")), _day(said(one, "validThrough"))
        first, last = first or last, last or first
        if _is_shut(one) and first and last and first <= last and not _days(one)[0]:
            closed.append(f"{first}/{last}" if first != last else f"{first}")
    return closed


# ------------------------------------------------------------------------------------- prices


class Price(NamedTuple):
    """What an hour costs: anybody, and a voluntary group where that is told apart."""

    each: float | None = None
    group: float | None = None

    def dearer(self, other: Price) -> Price:
        """Return the higher of two prices, so that no budget is overrun."""

        def most(a: float | None, b: float | None) -> float | None:
            return max((x for x in (a, b) if x is not None), default=None)

        return Price(most(self.each, other.each), most(self.group, other.group))


def price_of(offers: Iterable[Node], hours: float | None) -> Price:
    """Return the price an hour of several offers, the dearest of what anybody pays.

    Prices for children, members and the like are nobody's price for a group.

    Parameters
    ----------
    offers : iterable of mapping
        With ``price``, ``priceCurrency`` and ``name``.
    hours : float or None
        How long one use lasts; where unknown, an offer's name may say it.

    Examples
    --------
    >>> price_of([{"price": 10, "name": "30 minute hire"}], None)
    Price(each=20.0, group=None)
    >>> offers = [{"price": 24, "name": "Adult"}, {"price": "12", "name": "Community group"}]
    >>> price_of(offers, 2.0)
    Price(each=12.0, group=6.0)
    """
    found = Price()
    for one in offers:
        price = _amount(one)
        name = f"{said(one, 'name')} {said(one, 'description')}"
        length = hours or _named_length(name)
        if price is None or not length or _FOR_SOME.search(name):
            continue
        an_hour = round(price / length, 2)
        for_groups = bool(_FOR_GROUPS.search(name))
        found = found.dearer(Price(group=an_hour) if for_groups else Price(each=an_hour))
    return found


def _amount(offer: Node) -> float | None:
    if said(offer, "priceCurrency").upper() not in {"", "GBP"}:
        return None
    try:
        price = float(said(offer, "price").lstrip("£"))
    except ValueError:
        return None
    return price if 0 <= price < 1e6 else None


def _named_length(name: str) -> float | None:
    found = _LENGTH.search(name[:200])
    if found is None:
        return None
    if found[3]:
        return 1.0
    number = float(found[1])
    return (number if found[2].lower().startswith("h") else number / 60) or None
