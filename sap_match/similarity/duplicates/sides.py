"""Two records side by side, in their own words, for a person to read.

The place of a confidential record stays out, as everywhere. Telephones and mail addresses are
shown in part, enough to tell two apart, unless the organisation's contacts are public.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sap_match.model import Dataset, Service
from sap_match.similarity.duplicates.entries import Of
from sap_match.similarity.duplicates.withheld import Listing, Withheld, withheld

SHOWN = (
    "name", "organisation", "description", "address", "postcode", "phones", "website", "email",
    "schedule", "ages", "source",
)  # fmt: skip
LONGEST = 400


def record_of(dataset: Dataset, of: Of, record_id: str) -> Listing:
    """Return a service or an organisation by its id."""
    return dataset.service(record_id) if of == "services" else dataset.organisation(record_id)


def side_by_side(dataset: Dataset, of: Of, left_id: str, right_id: str) -> dict[str, str]:
    """Return ``left_name, right_name, left_organisation`` ... of two records.

    Where the place of one is closed, neither's is told: they may be one.
    """
    records = [record_of(dataset, of, one) for one in (left_id, right_id)]
    hidden = withheld(dataset, records)
    lines = hidden.lines
    left, right = (
        told(dataset, r, replace(withheld(dataset, [r]), hidden=hidden.hidden, lines=lines))
        for r in records
    )
    return {
        f"{side}_{name}": one[name]
        for name in SHOWN
        for side, one in (("left", left), ("right", right))
    }


def told(dataset: Dataset, record: Listing, may: Withheld) -> dict[str, str]:
    """Return what a record says of itself, field by field; empty where it says nothing."""
    found: dict[str, Any] = {
        "name": record.name,
        "description": record.description,
        "address": record.address,
        "postcode": record.postcode,
        "phones": record.phones,
        "email": record.email,
        "source": record.source,
    }
    if isinstance(record, Service):
        found["website"] = record.url
        found["schedule"] = record.schedule
    else:
        found["website"] = record.website
    cells = {name: may.cell(name, value) or "" for name, value in found.items()}
    if isinstance(record, Service):
        owner = dataset.organisation(record.organisation_id)
        cells["organisation"] = may.cell("name", owner.name)
        cells["ages"] = ages_in_words(record.minimum_age, record.maximum_age)
    cells["description"] = cells["description"][:LONGEST]
    return {name: _line(cells.get(name, "")) for name in SHOWN}


def _line(cell: str | tuple[str, ...]) -> str:
    return " ".join((cell if isinstance(cell, str) else "; ".join(cell)).split())


def ages_in_words(low: float | None, high: float | None) -> str:
    """Return a range of ages in words.

    Examples
    --------
    >>> ages_in_words(11, 18), ages_in_words(60, None), ages_in_words(None, None)
    ('11 to 18', 'from 60', '')
    """
    if low is None and high is None:
        return ""
    if high is None:
        return f"from {low:g}"
    return f"{low or 0:g} to {high:g}"
