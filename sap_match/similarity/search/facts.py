"""What is known of a service or an organisation that a condition can be held against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sap_match.errors import DataError
from sap_match.model import Area, Dataset, Facility, Organisation, Service, location_closed
from sap_match.similarity.search.access import access_written
from sap_match.similarity.search.ages import OLDEST, Ages, ages_of_label, ages_written, only_for
from sap_match.similarity.text import clean
from sap_match.windows import Schedule, parse


@dataclass(frozen=True)
class Facts:
    """A record as conditions see it; ``None`` and empty mean that it is not known.

    Attributes
    ----------
    area_ids : tuple of str
        Where it serves: the finest areas that it names; of a confidential place the
        borough at most.
    postcode : str or None
        Never told where the place is confidential.
    ages, ages_from : Ages or None, str
        Whom it is for, and whether its fields, audiences or text say so.
    audiences : tuple of str
        Audiences that are no matter of age, sex or purse: carers, farmers, refugees.
    parts : tuple of Facts
        An organisation's services: what one of them satisfies, the organisation does.
    """

    id: str
    name: str
    area_ids: tuple[str, ...] = ()
    postcode: str | None = None
    closed: bool = False
    schedule: Schedule | None = None
    ages: Ages | None = None
    ages_from: str = ""
    sex: str | None = None
    cost: Cost | None = None
    access: Mapping[str, bool] | None = None
    audiences: tuple[str, ...] = ()
    parts: tuple[Facts, ...] = ()


@dataclass(frozen=True)
class Cost:
    """What one pays, in pounds: from ``low`` to ``high`` (None: more than ``low``, not known).

    Examples
    --------
    >>> read_cost("free"), read_cost("£2 to £10"), read_cost("price of a coffee")
    (Cost(low=0.0, high=0.0), Cost(low=2.0, high=10.0), None)
    """

    low: float
    high: float | None


_AMOUNT = re.compile(
    r"£\s*(\d+(?:,\d{3})*(?:\.\d+)?)|(?<!\d)(\d+(?:\.\d+)?)\s*(?:p\b|pence\b|(pounds?)\b)"
)
_GIVEN = re.compile(r"\bdonations?\b|\bpay (?:as|what) you (?:feel|can|like)\b|\bby donation\b")
_FREE = re.compile(r"\b(?:free|no charge|no cost|nothing to pay)\b(?! (?:school|for members))")
_MORE = re.compile(
    r"\bfrom\b|\ban? (?:hour|mile|head|class|lesson|week|day|night)\b|\bper\b|\+|deposit"
)


def read_cost(cell: str | None) -> Cost | None:
    """Read a cost as directories write it; None where no price can be told from it.

    A donation is no price: nobody is turned away for it.

    Examples
    --------
    >>> read_cost("50p"), read_cost("donation"), read_cost("from £10"), read_cost("45p a mile")
    (Cost(low=0.5, high=0.5), Cost(low=0.0, high=0.0), Cost(low=10.0, high=None),
     Cost(low=0.45, high=None))
    >>> read_cost("free; lunch £3")
    Cost(low=0.0, high=3.0)
    """
    said = (cell or "").lower()
    amounts = [
        float(a.replace(",", "")) if a else float(b) / (1 if c else 100)
        for a, b, c in _AMOUNT.findall(said)
    ]
    nothing = bool(
        _FREE.search(said) or _GIVEN.search(said) or said.strip() in {"0", "none", "nil"}
    )
    if not amounts:
        return Cost(0.0, 0.0) if nothing else None
    if nothing or "deposit" in said:
        amounts.append(0.0)
    return Cost(min(amounts), None if _MORE.search(said) and not nothing else max(amounts))


def facts_of_services(dataset: Dataset) -> dict[str, Facts]:
    """Return the facts of each service by its id."""
    areas = {a.id: a for a in dataset.areas}
    rooms = _rooms(dataset.facilities)
    return {
        s.id: _of_service(s, dataset.organisation(s.organisation_id), areas, rooms)
        for s in dataset.services
    }


def facts_of_organisations(dataset: Dataset) -> dict[str, Facts]:
    """Return the facts of each organisation by its id, with those of its services."""
    areas = {a.id: a for a in dataset.areas}
    services = facts_of_services(dataset)
    found = {}
    for o in dataset.organisations:
        told = clean(f"{o.name}. {o.description or ''}")
        parts = tuple(services[s.id] for s in dataset.services_of(o.id))
        closed = location_closed(o) or any(p.closed for p in parts)
        ages = ages_written(told)
        found[o.id] = Facts(
            id=o.id,
            name=o.name,
            area_ids=finest(o.areas, areas, closed=closed),
            closed=closed,
            ages=ages,
            ages_from="its text" if ages else "",
            access=access_written(told),
            parts=parts,
        )
    return found


def _of_service(
    service: Service,
    owner: Organisation,
    areas: Mapping[str, Area],
    rooms: Mapping[tuple[str, str], tuple[str, ...]],
) -> Facts:
    closed = location_closed(service) or location_closed(owner)
    told = clean(f"{service.name}. {service.description or ''}")
    ages, ages_from = _ages(service, told)
    access = access_written(told)
    if service.postcode and not closed:
        for room in rooms.get((service.organisation_id, service.postcode), ()):
            access = access_written(room) | access
    return Facts(
        id=service.id,
        name=service.name,
        area_ids=finest(service.areas, areas, closed=closed),
        postcode=None if closed else service.postcode,
        closed=closed,
        schedule=_schedule(service),
        ages=ages,
        ages_from=ages_from,
        sex=only_for(service.audiences) or _named_sex(service.name),
        cost=read_cost(service.cost),
        access=access,
        audiences=_special(service, told),
    )


def finest(ids: Iterable[str], areas: Mapping[str, Area], *, closed: bool) -> tuple[str, ...]:
    """Return the areas that no other of them lies in, ordered.

    A directory lists the borough beside the town; the town is what is meant. Of a
    confidential place no more than boroughs is told.
    """
    known = {one for one in ids if one in areas}
    if closed:
        return tuple(sorted(one for one in known if areas[one].kind == "borough"))
    wider = {w for one in known for w in wider_areas(one, areas)}
    return tuple(sorted(known - wider))


def wider_areas(area_id: str, areas: Mapping[str, Area]) -> tuple[str, ...]:
    """Return the areas that an area lies in, the nearest first."""
    found: list[str] = []
    parent = areas[area_id].parent_id if area_id in areas else None
    while parent in areas and parent not in found:
        found.append(str(parent))
        parent = areas[str(parent)].parent_id
    return tuple(found)


def _schedule(service: Service) -> Schedule | None:
    if not service.schedule:
        return None
    try:
        return parse(service.schedule) or None
    except DataError:
        return None


def _ages(service: Service, told: str) -> tuple[Ages | None, str]:
    low, high = service.minimum_age, service.maximum_age
    labels = [ages_of_label(label) for label in service.audiences]
    if low is not None or high is not None:
        bounds = Ages(low or 0, OLDEST if high is None else high)
        if labels and all(labels) and (low is None or high is None):
            told_of = Ages(min(a.low for a in labels if a), max(a.high for a in labels if a))
            if bounds.overlaps(told_of):
                one, other = max(bounds.low, told_of.low), min(bounds.high, told_of.high)
                bounds = Ages(low if low is not None else one, high if high is not None else other)
        return bounds, "its ages"
    if labels and all(labels):
        return Ages(min(a.low for a in labels if a), max(a.high for a in labels if a)), (
            "its audiences"
        )
    written = ages_written(told)
    return written, "its text" if written else ""


_SPECIAL = re.compile(
    r"^(?!.*\b(?:any(?:one|body)|every(?:one|body)|all|adults?|people of all|older|elder\w*"
    r"|pensioners?|children"
    r"|famil\w+|young|teen\w*|youth|men|women|girls|boys|low income|residents?|parents?)\b)",
    re.IGNORECASE,
)
"""Audiences that are no matter of age, sex or purse: carers, farmers, refugees."""

_FOR_PEOPLE = re.compile(
    r"\bfor (?:people|those|adults|anybody|anyone|patients|women|men) "
    r"(?:with|living with|affected by|recovering from|in recovery)\b(?: (?:a|an|the"
    r"|of))*((?: [\w'-]+){1,3})",
    re.IGNORECASE,
)


def _special(service: Service, told: str) -> tuple[str, ...]:
    """Return whom a service is for, if its audiences or else its text single them out."""
    if service.audiences:
        special = tuple(label for label in service.audiences if _SPECIAL.search(label))
        return special if len(special) == len(service.audiences) else ()
    found = _FOR_PEOPLE.search(told)
    return (f"people with {found.group(1).strip()}",) if found else ()


_NAMED_FOR = re.compile(
    r"^(?:the\s+)?(?:(?P<w>ladies|women|girls|mums?|mothers)|(?P<m>men|lads|dads?|fathers|boys))"
    r"(?:['’]?s)?\s+(?:only|group|club|night|circle|shed|football|fitness|space|cafe|café)\b",
    re.IGNORECASE,
)


def _named_sex(name: str) -> str | None:
    found = _NAMED_FOR.search(name)
    if found is None:
        return None
    return "women" if found["w"] else "men"


def _rooms(facilities: Iterable[Facility]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what is told of an organisation's rooms at each of its postcodes."""
    told: dict[tuple[str, str], list[str]] = {}
    for f in facilities:
        if f.postcode and not location_closed(f):
            words = [a.replace("_", " ") for a in f.amenities]
            text = "; ".join([*words, f.description or "", f.conditions or ""])
            told.setdefault((f.organisation_id, f.postcode), []).append(text)
    return {key: tuple(sorted(texts)) for key, texts in told.items()}
