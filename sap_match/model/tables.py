"""Which record belongs to which table, and which cells point to which table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType

from sap_match.model import records as r

TABLES: Mapping[str, type[r.Record]] = MappingProxyType(
    {
        "organisations": r.Organisation,
        "areas": r.Area,
        "services": r.Service,
        "facilities": r.Facility,
        "facility_requests": r.FacilityRequest,
        "bookings": r.Booking,
        "offers": r.Offer,
        "needs": r.Need,
        "agreements": r.Agreement,
        "exclusions": r.Exclusion,
        "collaborations": r.Collaboration,
        "collaboration_members": r.CollaborationMember,
        "relationships": r.Relationship,
        "briefs": r.Brief,
        "decisions": r.Decision,
    }
)
"""Record class of each canonical table, in an order in which references resolve."""


@dataclass(frozen=True)
class Reference:
    """A field that holds the id (or ids) of another table's record.

    A row whose required reference cannot be resolved is bad; an optional one
    becomes unknown, with a note.
    """

    table: str
    field: str
    target: str
    required: bool
    many: bool = False


REFERENCES: tuple[Reference, ...] = (
    Reference("organisations", "parent_id", "organisations", required=False),
    Reference("areas", "parent_id", "areas", required=False),
    Reference("services", "organisation_id", "organisations", required=True),
    Reference("facilities", "organisation_id", "organisations", required=True),
    Reference("facility_requests", "organisation_id", "organisations", required=True),
    Reference("bookings", "facility_id", "facilities", required=True),
    Reference("bookings", "organisation_id", "organisations", required=False),
    Reference("offers", "organisation_id", "organisations", required=True),
    Reference("needs", "organisation_id", "organisations", required=True),
    Reference("agreements", "offer_id", "offers", required=True),
    Reference("agreements", "need_id", "needs", required=True),
    Reference("exclusions", "left_id", "organisations", required=True),
    Reference("exclusions", "right_id", "organisations", required=True),
    Reference("collaboration_members", "collaboration_id", "collaborations", required=True),
    Reference("collaboration_members", "organisation_id", "organisations", required=True),
    Reference("relationships", "from_id", "organisations", required=True),
    Reference("relationships", "to_id", "organisations", required=True),
    Reference("briefs", "lead_id", "organisations", required=False),
    Reference("briefs", "members", "organisations", required=False, many=True),
)

AREA_FIELDS: tuple[tuple[str, str], ...] = (
    ("organisations", "areas"),
    ("services", "areas"),
    ("collaborations", "areas"),
    ("briefs", "areas"),
)
"""Cells that hold area ids or free labels; reading turns labels into area ids."""


KEYS = MappingProxyType(
    {
        "bookings": ("facility_id", "starts", "ends"),
        "agreements": ("offer_id", "need_id"),
        "exclusions": ("left_id", "right_id"),
        "collaboration_members": ("collaboration_id", "organisation_id"),
        "relationships": ("from_id", "to_id", "kind", "reported_on"),
        "decisions": ("suggestion_id", "decided_on", "decision"),
    }
)
"""The fields that identify a row of a table without an id of its own."""


def key_of(table: str, record: r.Record) -> str:
    """Return the key that is unique within a table: the id, or the joined ids.

    Examples
    --------
    >>> key_of("exclusions", r.Exclusion(left_id="a", right_id="b"))
    'a|b'
    """
    return keys_of(table, (record,))[0]


def keys_of(table: str, rows: Iterable[r.Record]) -> list[str]:
    """Return `key_of` of many records, in their order.

    Examples
    --------
    >>> keys_of("areas", [r.Area(id="x", name="X", kind="ward")])
    ['x']
    """
    fields = KEYS.get(table)
    if fields is None:
        return [str(record.id) for record in rows]  # type: ignore[attr-defined]  # all others have one
    cells = attrgetter(*fields)
    return ["|".join(map(str, cells(record))) for record in rows]
