"""From records to the objects of the Human Services Data Specification 3.0.

The other way round from `sap_match.ingest.hsds.fields`, which reads them back. The
standard's ids are UUIDs: an id that is one stays, any other becomes a UUID made of it, so
that the same id always gives the same one, and the id that it was stands in ``metadata``.
Rows below a service (its schedules, phones, terms) have ids that begin with their place
in the list: readers that sort by id keep the order.

Required fields that are not known are given as empty text, never as an invented one; but
a ``status`` has to be one of the standard's words, and is ``active`` where none is known.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sap_match.export.hsds_schedules import schedules_of
from sap_match.model import Dataset, Organisation, Service

Node = dict[str, Any]
EXPORTED_BY = "sap_match"
"""Who ``updated_by`` names where an id was made."""
_SPACE = uuid.UUID("5c1b8d0a-5f2e-5a53-9b0e-0f6a1d7c9e42")
_STATUSES = ("active", "inactive", "defunct", "temporarily closed")
_LIKE_STATUS = {
    "open": "active", "closed": "defunct", "ended": "defunct", "paused": "temporarily closed",
    "suspended": "temporarily closed",
}  # fmt: skip
_OWN_WORDS = (
    "alternate_name", "interpretation_services", "application_process", "wait_time",
    "accreditations", "eligibility_description", "licenses", "alert", "last_modified",
)  # fmt: skip
_OWN_WORDS_OF_ORGANISATION = ("alternate_name", "tax_status", "tax_id", "year_incorporated", "uri")
_OTHER_PLACES = {  # extra columns that become objects of their own
    "schedule_description", "schedule_text", "accessibility", "virtual_location", "funding",
    "required_documents", "service_area",
}  # fmt: skip
_PRICE = re.compile(r"£(\d+(?:\.\d*[1-9])?)")
_IDENTIFIER = re.compile(r"([A-Z]{2}-[A-Z0-9]+)-(.+)")
_EXTENSION = re.compile(r"(.+) ext\. (\d+)")
_KIND_OF_NUMBER = {
    "GB-CHC": "Charity number",
    "GB-COH": "Company number",
    "GB-SC": "Scottish charity number",
    "GB-NIC": "Northern Irish charity number",
}
_NOT_HELD = {
    "organisations": (
        "kind", "role", "areas", "themes", "income", "employees", "accreditations",
        "charter_signatory", "suggest", "publish", "contact_public", "location_confidential",
        "updated_on", "source",
    ),
    "services": ("location_confidential", "source"),
}  # fmt: skip


@dataclass(frozen=True)
class Package:
    """Organisations and services as the standard's objects, and what it cannot hold.

    ``left_out`` counts tables, columns and cells that go nowhere, in words.
    """

    organisations: tuple[Node, ...]
    services: tuple[Node, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def uuid_of(table: str, record_id: str, place: str = "") -> str:
    """Return an id that is a UUID as it is, and a UUID made of any other.

    ``place`` is the partnership: two may both call something ``s1``. An id of a public
    register is the same everywhere.

    Examples
    --------
    >>> uuid_of("services", "s1", "crewe") == uuid_of("services", "s1", "sale")
    False
    >>> uuid_of("organisations", "GB-CHC-1102003", "crewe")
    '2ddf5dc1-473c-5e0e-87d8-da08a9613c48'
    >>> uuid_of("services", "AC148810-D857-441C-9679-408F346DE14B")
    'AC148810-D857-441C-9679-408F346DE14B'
    """
    if is_uuid(record_id):
        return record_id
    owner = "" if _IDENTIFIER.fullmatch(record_id) else place
    return str(uuid.uuid5(_SPACE, f"{owner}/{table}/{record_id}"))


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID in its usual spelling."""
    return bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text))


def package_of(dataset: Dataset) -> Package:
    """Return the organisations and services of a dataset as objects of HSDS 3.0.

    Parameters
    ----------
    dataset : Dataset
        What may be given out (`sap_match.export.withheld.shareable`).

    Examples
    --------
    >>> from sap_match.model import Service
    >>> club = Organisation(id="o1", name="Lunch Club", kind="voluntary")
    >>> lunch = Service(id="s1", organisation_id="o1", name="Lunch", cost="free")
    >>> found = package_of(Dataset.build("d", {"organisations": [club], "services": [lunch]}))
    >>> found.services[0]["name"], found.services[0]["organization"]["name"]
    ('Lunch', 'Lunch Club')
    """
    writer = _Writer(dataset)
    organisations = {o.id: writer.organisation(o) for o in dataset.organisations}
    services = tuple(
        writer.service(s, organisations[dataset.resolve(s.organisation_id)])
        for s in dataset.services
    )
    for table, rows in dataset.tables.items():
        if rows and table not in ("organisations", "services", "areas"):
            writer.left_out[f"tables: {table.replace('_', ' ')}"] = len(rows)
    return Package(tuple(organisations.values()), services, dict(sorted(writer.left_out.items())))


class _Writer:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.left_out: Counter[str] = Counter()
        self.areas = {a.id: a.name for a in dataset.areas}

    def _uuid(self, table: str, record_id: str) -> str:
        return uuid_of(table, record_id, self.dataset.id)

    def organisation(self, record: Organisation) -> Node:
        """Return one organisation."""
        own = self._uuid("organisations", record.id)
        node: Node = {
            "id": own,
            "name": record.name,
            **self._own_words("organisations", record.extra, _OWN_WORDS_OF_ORGANISATION),
            "description": record.description or "",
            **_said(email=record.email, website=record.website, legal_status=record.legal_form),
            "organization_identifiers": [
                _identifier(own, n, text) for n, text in enumerate(record.identifiers)
            ],
        }
        if record.parent_id:
            node["parent_organization_id"] = self._uuid("organisations", record.parent_id)
        place = self._place(record, {}, own)
        node |= _said(
            phones=_phones(own, record.phones),
            locations=[place] if place else None,
            metadata=self._metadata(own, "organization", record),
        )
        self._tell("organisations", record)
        return node

    def service(self, record: Service, owner: Node) -> Node:
        """Return one service with its organisation."""
        own = self._uuid("services", record.id)
        extra = record.extra
        times = schedules_of(record.schedule)
        words = [extra.get("schedule_description", ""), extra.get("schedule_text", ""), *times.left]
        schedules = [{"id": _below(own, "schedule", n), **one} for n, one in enumerate(times.nodes)]
        told = " ".join(dict.fromkeys(w for w in words if w))
        if told and not schedules:
            schedules = [{"id": _below(own, "schedule", 0)}]
        if told:
            schedules[0]["description"] = told
        self.left_out["services: a schedule but in words"] += len(times.left)
        node: Node = {
            "id": own,
            "organization_id": owner["id"],
            "name": record.name,
            **self._own_words("services", extra, _OWN_WORDS),
            "description": record.description or "",
            "status": self._status(record.status),
            **_said(
                url=record.url,
                email=record.email,
                fees_description=record.cost,
                minimum_age=_number(record.minimum_age),
                maximum_age=_number(record.maximum_age),
                assured_date=record.assured_on.isoformat() if record.assured_on else None,
                phones=_phones(own, record.phones),
                schedules=schedules,
                service_areas=self._areas(own, record),
                service_at_locations=self._places(own, record),
                languages=[
                    {"id": _below(own, "language", n), "name": name}
                    for n, name in enumerate(record.languages)
                ],
                cost_options=_prices(own, record.cost),
                funding=_texts(own, "funding", "source", extra),
                required_documents=_texts(own, "required_documents", "document", extra),
                attributes=_terms(own, record),
                metadata=self._metadata(own, "service", record),
            ),
            "organization": owner,
        }
        self._tell("services", record)
        return node

    def _own_words(self, table: str, extra: Mapping[str, str], names: Iterable[str]) -> Node:
        for name in sorted(extra):
            if name not in names and not (table == "services" and name in _OTHER_PLACES):
                self.left_out[f"{table}: extra {name}"] += 1
        return {
            name: int(extra[name]) if name == "year_incorporated" and extra[name].isdigit()
            else extra[name]
            for name in names
            if extra.get(name)
        }  # fmt: skip

    def _tell(self, table: str, record: Organisation | Service) -> None:
        for name in _NOT_HELD[table]:
            if getattr(record, name) not in (None, ()):
                self.left_out[f"{table}: {name}"] += 1

    def _status(self, status: str | None) -> str:
        word = (status or "").casefold()
        if word in _STATUSES:
            return word
        if not word:
            self.left_out["services: no status, given as active"] += 1
            return "active"
        near = _LIKE_STATUS.get(word, "active")
        self.left_out[f"services: the status {status}, given as {near}"] += 1
        return near

    def _metadata(self, own: str, kind: str, record: Organisation | Service) -> list[Node]:
        """Return the ids that a record had before, for `sap_match` to find them again."""
        earlier = [one for one in dict.fromkeys((record.id, *record.sources)) if one != own]
        return [
            {
                "id": _below(own, "metadata", n),
                "resource_id": own,
                "resource_type": kind,
                "last_action_date": str(self.dataset.as_of or ""),
                "last_action_type": "create",
                "field_name": "id",
                "previous_value": one,
                "replacement_value": own,
                "updated_by": EXPORTED_BY,
            }
            for n, one in enumerate(earlier)
        ]

    def _areas(self, own: str, record: Service) -> list[Node]:
        names = [self.areas.get(one, one) for one in record.areas]
        names += [text for name, text in record.extra.items() if name == "service_area"]
        return [
            {"id": _below(own, "service_area", n), "name": name} for n, name in enumerate(names)
        ]

    def _places(self, own: str, record: Service) -> list[Node]:
        found = [self._place(record, record.extra, "")]
        virtual = record.extra.get("virtual_location")
        if virtual:
            web = virtual.startswith(("http://", "https://")) and " " not in virtual
            found.append(
                {
                    "id": str(uuid.uuid5(_SPACE, f"virtual/{virtual}")),
                    "location_type": "virtual",
                    "url" if web else "name": virtual,
                }
            )
        return [
            {"id": _below(own, "service_at_location", n), "location": place}
            for n, place in enumerate(found)
            if place
        ]

    def _place(self, record: Organisation | Service, extra: Mapping[str, str], owner: str) -> Node:
        place = (record.address, record.postcode, record.latitude, record.longitude)
        access = extra.get("accessibility", "")
        if not any(part is not None for part in place):
            return {}
        key = str(uuid.uuid5(_SPACE, f"location/{owner}/{place}/{access}"))
        node: Node = {"id": key, "location_type": "physical"}
        node |= _said(latitude=record.latitude, longitude=record.longitude)
        if record.address or record.postcode:
            street, town = _lines(record.address or "")
            node["addresses"] = [
                {
                    "id": _below(key, "address", 0),
                    "address_1": street,
                    "city": town,
                    "state_province": "",
                    "postal_code": record.postcode or "",
                    "country": "GB",
                    "address_type": "physical",
                }
            ]
        if access:
            node["accessibility"] = [{"id": _below(key, "accessibility", 0), "description": access}]
        return node


def _said(**fields: Any) -> Node:
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}


def _below(owner: str, kind: str, place: int) -> str:
    """Return an id whose first letters are the place in the list: they sort as they stand."""
    made = uuid.uuid5(_SPACE, f"{owner}/{kind}/{place}")
    return str(uuid.UUID(bytes=min(place, 0xFFFF).to_bytes(2, "big") + made.bytes[2:]))


def _identifier(owner: str, place: int, text: str) -> Node:
    match = _IDENTIFIER.fullmatch(text)
    scheme, number = (match[1], match[2]) if match else ("", text)
    return {
        "id": _below(owner, "identifier", place),
        "organization_id": owner,
        **_said(identifier_scheme=scheme),
        "identifier_type": _KIND_OF_NUMBER.get(scheme, scheme or "Identifier"),
        "identifier": number,
    }


def _phones(owner: str, numbers: Iterable[str]) -> list[Node]:
    found = []
    for n, text in enumerate(numbers):
        match = _EXTENSION.fullmatch(text)
        more = {"extension": int(match[2])} if match else {}
        found.append(
            {"id": _below(owner, "phone", n), "number": match[1] if match else text} | more
        )
    return found


def _terms(owner: str, record: Service) -> list[Node]:
    told = [("themes", name) for name in record.themes]
    told += [("audience", name) for name in record.audiences]
    return [
        {
            "id": _below(owner, "attribute", n),
            "link_id": owner,
            "link_entity": "service",
            "link_type": taxonomy,
            "taxonomy_term_id": uuid_of(f"terms/{taxonomy}", name),
            "taxonomy_term": {
                "id": uuid_of(f"terms/{taxonomy}", name),
                "name": name,
                "description": "",
                "taxonomy": taxonomy,
            },
        }
        for n, (taxonomy, name) in enumerate(told)
    ]


def _prices(owner: str, cost: str | None) -> list[Node]:
    """Return a price as a number too, where the words are nothing but that price."""
    price = _PRICE.fullmatch(cost or "")
    amount = 0.0 if cost == "free" else float(price[1]) if price else None
    if amount is None:
        return []
    return [{"id": _below(owner, "cost_option", 0), "currency": "GBP", "amount": _number(amount)}]


def _texts(owner: str, kind: str, name: str, extra: Mapping[str, str]) -> list[Node]:
    text = extra.get(kind)
    return [{"id": _below(owner, kind, 0), name: text}] if text else []


def _lines(address: str) -> tuple[str, str]:
    """Return street and town; the town is what stands after the last comma."""
    street, comma, town = address.rpartition(", ")
    return (street, town) if comma else (address, "")


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value
