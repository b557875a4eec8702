"""The partnership's records and the dataset that holds them."""

from sap_match.model.confidential import location_closed
from sap_match.model.dataset import (
    Changes,
    Dataset,
    Problem,
    SourceInfo,
)
from sap_match.model.links import Link, LinkKind, LinkVerdict, Origin
from sap_match.model.records import (
    SCHEMA_VERSION,
    Agreement,
    Area,
    Booking,
    Brief,
    Collaboration,
    CollaborationMember,
    Decision,
    Exclusion,
    Facility,
    FacilityRequest,
    Need,
    Offer,
    Organisation,
    Record,
    Relationship,
    Service,
)
from sap_match.model.references import BrokenReference, find_broken_references
from sap_match.model.tables import AREA_FIELDS, KEYS, REFERENCES, TABLES, Reference, key_of

__all__ = [
    "AREA_FIELDS",
    "KEYS",
    "REFERENCES",
    "SCHEMA_VERSION",
    "TABLES",
    "Agreement",
    "Area",
    "Booking",
    "Brief",
    "BrokenReference",
    "Changes",
    "Collaboration",
    "CollaborationMember",
    "Dataset",
    "Decision",
    "Exclusion",
    "Facility",
    "FacilityRequest",
    "Link",
    "LinkKind",
    "LinkVerdict",
    "Need",
    "Offer",
    "Organisation",
    "Origin",
    "Problem",
    "Record",
    "Reference",
    "Relationship",
    "Service",
    "SourceInfo",
    "find_broken_references",
    "key_of",
    "location_closed",
]
