"""The tables of Open Referral's datapackages: their names in every version, and which it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_ALIASES: Mapping[str, tuple[str, ...]] = {
    "organizations": ("organization", "organisation", "organisations"),
    "services": ("service",),
    "service_at_locations": (
        "service_at_location", "services_at_location", "services_at_locations",
    ),
    "locations": ("location",),
    "addresses": ("address", "physical_address", "physical_addresses"),
    "postal_addresses": ("postal_address",),
    "phones": ("phone",),
    "contacts": ("contact",),
    "schedules": ("schedule", "regular_schedule", "regular_schedules"),
    "holiday_schedules": ("holiday_schedule",),
    "service_areas": ("service_area",),
    "languages": ("language",),
    "cost_options": ("cost_option",),
    "eligibility": ("eligibilities", "eligibilitys"),
    "taxonomy_terms": ("taxonomy_term", "taxonomy"),
    "taxonomies": (),
    "service_attributes": (
        "service_attribute", "service_taxonomy", "services_taxonomy", "service_taxonomies",
        "service_taxonomys",
    ),
    "attributes": ("attribute", "other_attribute", "other_attributes"),
    "organization_identifiers": ("organization_identifier",),
    "accessibility": ("accessibility_for_disabilities", "accessibilities"),
    "programs": ("program",),
    "funding": ("fundings",),
    "required_documents": ("required_document",),
    "payments_accepted": ("payment_accepted", "payment", "payments"),
    "metadata": (),
    "meta_table_descriptions": ("meta_table_description",),
}  # fmt: skip
_TABLE_OF = {alias: table for table, more in _ALIASES.items() for alias in (table, *more)}


@dataclass(frozen=True)
class Table:
    """One file of a package: its name, and its rows with their numbers in a spreadsheet."""

    name: str
    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    lost: int = 0
    """How many rows besides could not be read, and are told."""

    @property
    def kind(self) -> str:
        """Which table of the standard it is, or nothing."""
        stem = self.name.rsplit("/", 1)[-1].split(".")[0].lower().replace("-", "_")
        return _TABLE_OF.get(stem, "")


def version_of(tables: Iterable[Table], stated: str | None = None) -> str:
    """Return ``1.1``, ``2.0`` or ``3.0``: by files and columns, else as the package states.

    Examples
    --------
    >>> version_of([Table("services.csv", ()), Table("regular_schedules.csv", ())])
    '1.1'
    """
    stems = {table.name.rsplit("/", 1)[-1].split(".")[0].lower() for table in tables}
    columns = {c for t in tables if t.kind in {"organizations", "locations"} for c in _columns(t)}
    if stems & {
        "attributes",
        "attribute",
        "organization_identifiers",
        "cost_options",
        "taxonomies",
    }:
        return "3.0"
    if stems & {"addresses", "address", "accessibility"} or columns & {"location_type", "website"}:
        return "3.0"
    if stems & {
        "regular_schedules", "regular_schedule", "services_taxonomy", "service_taxonomy",
        "taxonomy", "holiday_schedules",
    }:  # fmt: skip
        return "1.1"
    if stems & {"service_attributes", "service_attribute", "taxonomy_terms", "schedules"}:
        return "2.0"
    major = (stated or "2.0")[:1]
    return {"1": "1.1", "2": "2.0", "3": "3.0"}.get(major, "2.0")


def _columns(table: Table) -> set[str]:
    return set(table.rows[0][1]) if table.rows else set()
