"""Files of HSDS 3.0: JSON pages, and the tabular data package."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sap_match.export.hsds import Node, Package, uuid_of
from sap_match.ingest.guards import guarded

TABLES: Mapping[str, tuple[str, ...]] = {
    "organizations": (
        "id", "name", "alternate_name", "description", "email", "website", "tax_status", "tax_id",
        "year_incorporated", "legal_status", "logo", "uri", "parent_organization_id",
    ),
    "services": (
        "id", "organization_id", "program_id", "name", "alternate_name", "description", "url",
        "email", "status", "interpretation_services", "application_process", "fees_description",
        "wait_time", "fees", "accreditations", "eligibility_description", "minimum_age",
        "maximum_age", "assured_date", "assurer_email", "licenses", "alert", "last_modified",
    ),
    "service_at_location": ("id", "service_id", "location_id", "description"),
    "locations": (
        "id", "location_type", "url", "organization_id", "name", "alternate_name", "description",
        "transportation", "latitude", "longitude", "external_identifier",
        "external_identifier_type",
    ),
    "addresses": (
        "id", "location_id", "attention", "address_1", "address_2", "city", "region",
        "state_province", "postal_code", "country", "address_type",
    ),
    "phones": (
        "id", "location_id", "service_id", "organization_id", "contact_id",
        "service_at_location_id", "number", "extension", "type", "description",
    ),
    "schedules": (
        "id", "service_id", "location_id", "service_at_location_id", "valid_from", "valid_to",
        "dtstart", "timezone", "until", "count", "wkst", "freq", "interval", "byday", "byweekno",
        "bymonthday", "byyearday", "description", "opens_at", "closes_at", "schedule_link",
        "attending_type", "notes",
    ),
    "service_areas": ("id", "service_id", "name", "description", "extent", "extent_type", "uri"),
    "languages": ("id", "service_id", "location_id", "phone_id", "name", "code", "note"),
    "cost_options": (
        "id", "service_id", "valid_from", "valid_to", "option", "currency", "amount",
        "amount_description",
    ),
    "funding": ("id", "organization_id", "service_id", "source"),
    "required_documents": ("id", "service_id", "document", "uri"),
    "accessibility": ("id", "location_id", "description", "details", "url"),
    "organization_identifiers": (
        "id", "organization_id", "identifier_scheme", "identifier_type", "identifier",
    ),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value"),
    "taxonomy_terms": (
        "id", "code", "name", "description", "parent_id", "taxonomy", "language", "taxonomy_id",
        "term_uri",
    ),
    "taxonomies": ("id", "name", "description", "uri", "version"),
    "metadata": (
        "id", "resource_id", "resource_type", "last_action_date", "last_action_type", "field_name",
        "previous_value", "replacement_value", "updated_by",
    ),
}  # fmt: skip
"""The tables of the standard that are written, and their columns, as its example has them."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description"),
    "services": ("id", "organization_id", "name", "status"),
    "service_at_location": ("id", "service_id"),
    "locations": ("id", "location_type"),
    "addresses": (
        "id", "address_1", "city", "state_province", "postal_code", "country", "address_type",
    ),
    "phones": ("id", "number"),
    "organization_identifiers": ("id", "organization_id", "identifier_type", "identifier"),
    "taxonomy_terms": ("id", "name", "description"),
    "taxonomies": ("id", "name", "description"),
    "metadata": (
        "id", "resource_id", "resource_type", "last_action_date", "last_action_type", "field_name",
        "previous_value", "replacement_value", "updated_by",
    ),
}  # fmt: skip
"""What the standard requires of a row. Empty text stands where it is not known."""

_BELOW_SERVICE = (
    "phones", "schedules", "service_areas", "languages", "cost_options", "funding",
    "required_documents", "attributes", "metadata",
)  # fmt: skip
_KEYS = {
    "organization_id": "organizations", "service_id": "services", "location_id": "locations",
    "taxonomy_term_id": "taxonomy_terms", "taxonomy_id": "taxonomies",
}  # fmt: skip


def json_files(package: Package) -> dict[str, str]:
    """Return the texts of ``services.json`` and ``organizations.json`` by their names.

    Each is one page of the standard's API that holds everything.

    Examples
    --------
    >>> sorted(json_files(Package((), ())))
    ['organizations.json', 'services.json']
    """
    return {
        "organizations.json": page(package.organisations),
        "services.json": page(package.services),
    }


def page(entries: Sequence[Node]) -> str:
    """Return a list as one page of the standard's API."""
    body = {
        "total_items": len(entries),
        "total_pages": 1,
        "page_number": 1,
        "size": len(entries),
        "first_page": True,
        "last_page": True,
        "empty": not entries,
        "contents": list(entries),
    }
    return f"{json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False)}\n"


def tabular_files(package: Package, *, name: str, title: str) -> dict[str, str]:
    """Return the texts of a tabular data package by their file names.

    Tables without rows are left out; ``datapackage.json`` describes the others.
    """
    rows = rows_of(package)
    files = {f"{table}.csv": _csv(table, rows[table]) for table in TABLES if rows.get(table)}
    files["datapackage.json"] = _description(sorted(files), name=name, title=title)
    return files


def write_texts(files: Mapping[str, str], folder: Path) -> None:
    """Write texts as UTF-8 files into a new folder."""
    folder.mkdir()
    for name, text in sorted(files.items()):
        (folder / name).write_text(text, encoding="utf-8", newline="")


def rows_of(package: Package) -> dict[str, list[Node]]:
    """Return the rows of every table, each row once."""
    found: dict[str, dict[str, Node]] = defaultdict(dict)

    def add(table: str, row: Node, **keys: str) -> None:
        found[table].setdefault(row["id"], {**row, **keys})

    for one in package.organisations:
        add("organizations", one)
        for table in ("phones", "organization_identifiers", "metadata"):
            for row in one.get(table, ()):
                add(table, row, organization_id=one["id"])
        for place in one.get("locations", ()):
            _add_place(add, place, organization_id=one["id"])
    for service in package.services:
        _add_service(add, service)
    return {table: list(rows.values()) for table, rows in found.items()}


def _add_service(add: Any, service: Node) -> None:
    add("services", service)
    for table in _BELOW_SERVICE:
        for row in service.get(table, ()):
            add(table, row, service_id=service["id"])
    for row in service.get("service_at_locations", ()):
        _add_place(add, row["location"])
        place = row["location"]["id"]
        add("service_at_location", row, service_id=service["id"], location_id=place)
    for row in service.get("attributes", ()):
        term = row["taxonomy_term"]
        vocabulary = uuid_of("taxonomies", term["taxonomy"])
        add("taxonomy_terms", term, taxonomy_id=vocabulary)
        add("taxonomies", {"id": vocabulary, "name": term["taxonomy"], "description": ""})


def _add_place(add: Any, place: Node, **keys: str) -> None:
    add("locations", place, **keys)
    for table in ("addresses", "accessibility"):
        for row in place.get(table, ()):
            add(table, row, location_id=place["id"])


def _csv(table: str, rows: Iterable[Node]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(TABLES[table])
    writer.writerows([_cell(row.get(name)) for name in TABLES[table]] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, str):
        return guarded(value).replace("\0", "")
    return "" if value is None else repr(value)


def _description(files: Sequence[str], *, name: str, title: str) -> str:
    tables = [table for table in TABLES if f"{table}.csv" in files]
    body = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "version": "3.0",
        "homepage": "https://docs.openreferral.org",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table,
                "path": f"{table}.csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(table, column) for column in TABLES[table]],
                    "primaryKey": "id",
                    "foreignKeys": _foreign(table, tables),
                },
            }
            for table in tables
        ],
    }
    return f"{json.dumps(body, ensure_ascii=False, indent=1)}\n"


def _field(table: str, column: str) -> Node:
    kind = "number" if column in _NUMBERS else "string"
    found: Node = {"name": column, "type": kind}
    if column == "id":
        found["constraints"] = {"required": True, "unique": True}
    elif column in ("name", "organization_id", "status") and column in REQUIRED.get(table, ()):
        found["constraints"] = {"required": True}
    return found


_NUMBERS = frozenset(
    (
        "latitude", "longitude", "minimum_age", "maximum_age", "amount", "year_incorporated",
        "interval", "count", "extension",
    )
)  # fmt: skip


def _foreign(table: str, tables: Sequence[str]) -> list[Node]:
    return [
        {"fields": column, "reference": {"resource": other, "fields": "id"}}
        for column, other in _KEYS.items()
        if column in TABLES[table] and other in tables
    ]
