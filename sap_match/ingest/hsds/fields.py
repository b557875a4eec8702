"""From Open Referral's nested objects to canonical cells, for every version alike.

The tabular reader joins its files into the same objects that the JSON feeds hold, so
that one mapping serves both: HSDS 1.1 to 3.0, the UK profile 3.0 and its older shape.

What people can be named in (contacts, ``attention`` lines, assurers) is not read, but
for the phones and addresses of contacts that name no person.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sap_match.ingest.hsds.schedules import description, schedule_cells
from sap_match.ingest.hsds.values import (
    Node,
    earlier_ids,
    first_text,
    nodes,
    text_of,
    unique,
)
from sap_match.ingest.identifiers import identifier
from sap_match.ingest.kinds import kind_of
from sap_match.ingest.raw import Cell
from sap_match.ingest.roles import role_of

Remark = tuple[str, str, str]
"""Field, value and what could not be used of it."""


class Cells(NamedTuple):
    """The cells of one record and remarks on what was left out of it."""

    cells: dict[str, Cell]
    remarks: tuple[Remark, ...] = ()


_NOT_KEPT = frozenset(("assurer_email", "logo", "organization_id", "last_action_type"))
_TELLING_ROLES = frozenset(("club", "venue", "infrastructure"))
_FOR_WHOM = re.compile(
    r"(?<!open )eligib|audience|target|circumstance|situation|demographic|client|age group",
    re.IGNORECASE,
)
_LONGEST_LABEL = 80
"""A longer name of a service area is a sentence, and no label of a place."""


def organisation_cells(organization: Node) -> Cells:
    """Return the canonical cells of an organisation.

    Examples
    --------
    >>> organisation_cells(
    ...     {
    ...         "id": "o1",
    ...         "name": "Lunch Club",
    ...         "url": "http://example.org",
    ...         "organization_identifiers": [
    ...             {"identifier_scheme": "GB-CHC", "identifier": "1102003"}
    ...         ],
    ...     }
    ... ).cells
    {'id': 'o1', 'name': 'Lunch Club', 'kind': 'voluntary', 'identifiers': ('GB-CHC-1102003',),
     'website': 'http://example.org'}
    """
    name = first_text(organization, "name")
    text = first_text(organization, "description")
    form = first_text(organization, "legal_status", "legal_form")
    numbers = [
        identifier(
            text_of(one.get("identifier_scheme")),
            text_of(one.get("identifier")),
            text_of(one.get("identifier_type")),
        )
        or ""
        for one in nodes(organization, "organization_identifiers", "organization_identifier")
    ]
    identifiers = unique(numbers)
    role = role_of(name).role
    place = _place(next(iter(_ordered(nodes(organization, "locations"))), {}))
    cells: dict[str, Cell] = {
        "id": text_of(organization.get("id")),
        "name": name,
        "kind": kind_of(name, legal_form=form, identifiers=identifiers, text=text),
        "role": role if role in _TELLING_ROLES else None,
        "legal_form": form,
        "description": text,
        "identifiers": identifiers,
        "address": place.get("address"),
        "postcode": place.get("postcode"),
        "website": first_text(organization, "website", "url"),
        "email": first_text(organization, "email") or _contact_email(organization),
        "phones": _phones(organization),
        "parent_id": first_text(organization, "parent_organization_id"),
        "sources": earlier_ids(organization),
    }
    used = {"url", "website", "legal_status", "parent_organization_id"}
    return Cells(_filled(_rest(organization, cells, used)) | _filled(cells))


def service_cells(service: Node) -> Cells:
    """Return the canonical cells of a service, with the place of its first location.

    The first location by id among those that people can go to gives the point; names
    of the others are kept as `other_locations`.

    Examples
    --------
    >>> found = service_cells(
    ...     {
    ...         "id": "s1",
    ...         "organization_id": "o1",
    ...         "name": "Lunch",
    ...         "status": "active",
    ...         "minimum_age": 60,
    ...         "schedules": [
    ...             {"freq": "WEEKLY", "byday": "MO", "opens_at": "12:00", "closes_at": "14:00"}
    ...         ],
    ...     }
    ... )
    >>> found.cells["schedule"], found.cells["minimum_age"]
    (('MO 12:00-14:00',), '60')
    """
    remarks: list[Remark] = []
    at_locations = nodes(service, "service_at_locations", "service_at_location")
    places = _ordered(
        [one["location"] for one in at_locations if isinstance(one.get("location"), dict)]
        + nodes(service, "locations")
    )
    themes, audiences = _terms(service)
    areas, area_words = _areas(service)
    eligibility = nodes(service, "eligibilitys", "eligibilities", "eligibility")
    cells: dict[str, Cell] = {
        "id": text_of(service.get("id")),
        "organisation_id": organisation_id_of(service),
        "name": first_text(service, "name"),
        "description": first_text(service, "description"),
        "status": first_text(service, "status"),
        "themes": themes,
        "audiences": unique([*audiences, *(first_text(e, "eligibility") for e in eligibility)]),
        "minimum_age": _age(service, eligibility, "minimum_age"),
        "maximum_age": _age(service, eligibility, "maximum_age"),
        "areas": areas,
        "cost": _cost(service),
        "url": first_text(service, "url", "website"),
        "email": first_text(service, "email") or _contact_email(service),
        "phones": _phones(service),
        "languages": _languages(service),
        "assured_on": first_text(service, "assured_date"),
        "sources": earlier_ids(service),
        **_times(service, at_locations, remarks),
        **_place(places[0] if places else {}),
    }
    _check_point(cells, remarks)
    extra = _service_extra(service, at_locations, places) | {"service_area": area_words}
    used = {"website", "assured_date", "fees", "fees_description", "taxonomy_ids"}
    rest = _filled(_rest(service, cells, used))
    return Cells(rest | _filled(extra | cells), tuple(remarks))


def _service_extra(service: Node, at_locations: list[Node], places: list[Node]) -> dict[str, Cell]:
    """Return what has no canonical column but is worth keeping."""
    return {
        "other_locations": "; ".join(_label(place) for place in places[1:]),
        "virtual_location": _virtual(at_locations),
        "accessibility": _accessibility(places[0] if places else {}),
        "funding": _joined(service, ("funding", "fundings"), "source"),
        "required_documents": _joined(service, ("required_documents",), "document"),
        "payments_accepted": _joined(service, ("payments_accepted",), "payment"),
    }


def organisation_id_of(service: Node) -> str:
    """Return the id of the organisation that a service names or carries.

    Examples
    --------
    >>> organisation_id_of({"organization": {"id": "o1"}})
    'o1'
    """
    said = first_text(service, "organization_id", "organisation_id", "organization")
    inner = next(iter(nodes(service, "organization", "organisation")), {})
    return said or text_of(inner.get("id"))


# ------------------------------------------------------------------------------ what is in common


def _filled(cells: dict[str, Cell]) -> dict[str, Cell]:
    return {name: cell for name, cell in cells.items() if cell not in (None, "", ())}


def _rest(node: Node, cells: dict[str, Cell], used: set[str]) -> dict[str, Cell]:
    """Return the plain fields that nothing took, so that they are kept as extra."""
    return {
        str(name): text_of(value)
        for name, value in node.items()
        if name not in cells and name not in used and name not in _NOT_KEPT
    }


def _joined(node: Node, names: tuple[str, ...], field: str) -> str:
    return "; ".join(unique([text_of(one.get(field)) for one in nodes(node, *names)]))


def _phones(node: Node) -> tuple[str, ...]:
    numbers = [text_of(node.get("phones")), text_of(node.get("phone"))]
    numbers += [_phone(one) for one in nodes(node, "phones", "phone")]
    for contact in nodes(node, "contacts", "contact"):
        if not text_of(contact.get("name")):
            numbers += [_phone(one) for one in nodes(contact, "phones", "phone")]
    return unique(numbers)


def _phone(phone: Node) -> str:
    number, extension = text_of(phone.get("number")), text_of(phone.get("extension"))
    return f"{number} ext. {extension}" if number and extension else number


def _contact_email(node: Node) -> str:
    unnamed = [c for c in nodes(node, "contacts", "contact") if not text_of(c.get("name"))]
    return next((found for c in unnamed if (found := text_of(c.get("email")))), "")


def _languages(service: Node) -> tuple[str, ...]:
    found = nodes(service, "languages", "language")
    return unique([first_text(one, "name", "language", "code") for one in found])


def _age(service: Node, eligibility: list[Node], field: str) -> str:
    return first_text(service, field) or next(
        (found for one in eligibility if (found := text_of(one.get(field)))), ""
    )


def _terms(service: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of taxonomy terms: what the service is about, and for whom."""
    themes: list[str] = []
    audiences: list[str] = []
    for one in nodes(
        service, "attributes", "service_attributes", "service_taxonomys", "service_taxonomies",
        "service_taxonomy", "link_taxonomies",
    ):  # fmt: skip
        term = next(iter(nodes(one, "taxonomy_term", "taxonomy", "term")), one)
        name = first_text(term, "name", "term") or first_text(one, "taxonomy_detail", "value")
        about = " ".join(
            (
                text_of(one.get("link_type")),
                first_text(term, "taxonomy", "vocabulary"),
                *(text_of(d.get("name")) for d in nodes(term, "taxonomy_detail")),
            )
        )
        (audiences if _FOR_WHOM.search(about) else themes).append(name)
    return unique(themes), unique(audiences)


def _areas(service: Node) -> tuple[tuple[str, ...], str]:
    """Return labels of the areas served, and the words that are too long for labels."""
    names = unique(
        [
            first_text(one, "name", "service_area", "description")
            for one in nodes(service, "service_areas", "service_area")
        ]
    )
    labels = tuple(name for name in names if len(name) <= _LONGEST_LABEL)
    return labels, " ".join(name for name in names if len(name) > _LONGEST_LABEL)


def _cost(service: Node) -> str:
    words = [first_text(service, "fees_description"), first_text(service, "fees")]
    words += [_cost_option(option) for option in nodes(service, "cost_options", "cost_option")]
    return "; ".join(unique(words))


def _cost_option(option: Node) -> str:
    amount, currency = text_of(option.get("amount")), text_of(option.get("currency")).upper()
    if amount in {"0", "0.0", "0.00"}:
        price = "free"
    elif currency == "GBP" and amount:
        price = f"£{amount}"
    else:
        price = f"{amount} {currency}".strip() if amount else ""
    price = f"{price} {text_of(option.get('amount_description'))}".strip()
    label = text_of(option.get("option"))
    return f"{label}: {price}" if label and price else label or price


def _times(service: Node, at_locations: list[Node], remarks: list[Remark]) -> dict[str, Cell]:
    names = ("schedules", "schedule", "regular_schedules", "regular_schedule")
    found = nodes(service, *names)
    for one in at_locations:
        found += nodes(one, *names)
    cells: list[str] = []
    for schedule in found:
        times = schedule_cells(schedule)
        cells += times.cells
        value = text_of(schedule.get("id")) or first_text(schedule, "description")
        told = first_text(schedule, "description", "schedule_link")
        if times.left_out and not (times.left_out == "has no times" and told):
            remarks.append(("schedule", value, times.left_out))
    return {"schedule": unique(cells), "schedule_description": description(found)}


# ---------------------------------------------------------------------------------------- places


def _ordered(places: list[Node]) -> list[Node]:
    """Return places that people can go to, each once, by id."""
    seen: dict[str, Node] = {}
    for place in places:
        if first_text(place, "location_type").lower() != "virtual":
            seen.setdefault(text_of(place.get("id")), place)
    postal = {k for k, p in seen.items() if first_text(p, "location_type").lower() == "postal"}
    return [seen[key] for key in sorted(seen, key=lambda key: (key in postal, key))]


def _place(place: Node) -> dict[str, Cell]:
    address = _address(place)
    lines = [
        text_of(address.get(name))
        for name in (
            "address_1", "address_2", "address_3", "address_4", "city", "region", "state_province",
        )
    ]  # fmt: skip
    text = ", ".join(unique([line.strip(" ,") for line in lines]))
    name = text_of(place.get("name"))
    if text and name and name.lower() not in text.lower():
        text = f"{name}, {text}"
    return {
        "address": text,
        "postcode": first_text(address, "postal_code", "postcode"),
        "latitude": first_text(place, "latitude"),
        "longitude": first_text(place, "longitude"),
    }


def _address(place: Node) -> Node:
    """Return a place's address: where it is, before where its post goes."""
    found = nodes(place, "addresses", "address", "physical_addresses", "physical_address")
    found += nodes(place, "postal_addresses", "postal_address")
    return next(
        (a for a in found if text_of(a.get("address_type")).lower() == "physical"),
        found[0] if found else {},
    )


def _check_point(cells: dict[str, Cell], remarks: list[Remark]) -> None:
    """Leave out half points, and the point of the gulf of Guinea that stands for nothing."""
    point = (str(cells.get("latitude") or ""), str(cells.get("longitude") or ""))
    nowhere = all(re.fullmatch(r"0+(?:\.0*)?", part) for part in point)
    if (bool(point[0]) != bool(point[1])) or nowhere:
        remarks.append(("latitude", ", ".join(point), "is no point"))
        cells["latitude"] = cells["longitude"] = None


def _label(place: Node) -> str:
    found = _place(place)
    words = [
        text_of(place.get("name")) or str(found["address"] or ""),
        str(found["postcode"] or ""),
    ]
    return ", ".join(filter(None, words)) or text_of(place.get("id"))


def _virtual(at_locations: list[Node]) -> str:
    places = [place for one in at_locations for place in nodes(one, "location")]
    words = [
        first_text(place, "url", "name", "description")
        for place in places
        if first_text(place, "location_type").lower() == "virtual"
    ]
    return "; ".join(unique(words))


def _accessibility(place: Node) -> str:
    found = nodes(place, "accessibility", "accessibility_for_disabilities")
    return "; ".join(unique([first_text(one, "description", "accessibility") for one in found]))
