"""Two records side by side, in their own words, for a person to read.

The place of a confidential record stays out, as everywhere. Telephones and mail addresses are
shown in part, enough to tell two apart, unless the organisation's contacts are public.
"""

from __future__ import annotations

import re

from sap_match.model import Dataset, Organisation, Service, location_closed
from sap_match.similarity.duplicates.entries import Of
from sap_match.similarity.text import clean

SHOWN = (
    "name", "organisation", "description", "address", "postcode", "phones", "website", "email",
    "schedule", "ages", "source",
)  # fmt: skip
LONGEST = 400
Listing = Service | Organisation


def record_of(dataset: Dataset, of: Of, record_id: str) -> Listing:
    """Return a service or an organisation by its id."""
    return dataset.service(record_id) if of == "services" else dataset.organisation(record_id)


def closed(dataset: Dataset, record: Listing) -> bool:
    """Whether the place of a record must not be told."""
    if isinstance(record, Service):
        return location_closed(record) or location_closed(
            dataset.organisation(record.organisation_id)
        )
    return location_closed(record) or any(map(location_closed, dataset.services_of(record.id)))


def public(dataset: Dataset, record: Listing) -> bool:
    """Whether contacts of a record may be shown whole."""
    owner = record if isinstance(record, Organisation) else None
    if owner is None and isinstance(record, Service):
        owner = dataset.organisation(record.organisation_id)
    return bool(owner and owner.contact_public)


def side_by_side(dataset: Dataset, of: Of, left_id: str, right_id: str) -> dict[str, str]:
    """Return ``left_name, right_name, left_organisation`` ... of two records."""
    left, right = told(dataset, of, left_id), told(dataset, of, right_id)
    return {
        f"{side}_{name}": one[name]
        for name in SHOWN
        for side, one in (("left", left), ("right", right))
    }


def told(dataset: Dataset, of: Of, record_id: str) -> dict[str, str]:
    """Return what a record says of itself, field by field; empty where it says nothing."""
    record = record_of(dataset, of, record_id)
    hidden, open_ = closed(dataset, record), public(dataset, record)
    found = {
        "name": record.name,
        "description": (record.description or "")[:LONGEST],
        "address": "" if hidden else record.address or "",
        "postcode": "" if hidden else record.postcode or "",
        "phones": "; ".join(discreet(p, whole=open_) for p in record.phones),
        "email": discreet(record.email or "", whole=open_),
        "source": record.source or "",
    }
    if not open_:
        found["description"] = clean(found["description"])
    if isinstance(record, Service):
        found["organisation"] = dataset.organisation(record.organisation_id).name
        found["website"] = record.url or ""
        found["schedule"] = "; ".join(record.schedule)
        found["ages"] = ages_in_words(record.minimum_age, record.maximum_age)
    else:
        found["website"] = record.website or ""
    return {name: " ".join(found.get(name, "").split()) for name in SHOWN}


def discreet(contact: str, *, whole: bool = False) -> str:
    """Return a telephone or mail address in part: enough to tell two apart, not to use it.

    Examples
    --------
    >>> discreet("01632 960123"), discreet("jo.bloggs@example.org")
    ('...60123', 'j...@example.org')
    >>> discreet("01632 960123", whole=True)
    '01632 960123'
    """
    if whole or not contact:
        return contact
    if "@" in contact:
        name, _, host = contact.rpartition("@")
        return f"{name[:1]}...@{host}"
    digits = re.sub(r"\D", "", contact)
    return f"...{digits[-5:]}" if len(digits) > 7 else "..."


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
