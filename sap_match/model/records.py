"""The records of a partnership: one frozen class a canonical table.

Empty means unknown and is ``None`` (or an empty tuple). Ids are kept as they
came. ``sap-match`` reads these from files through `sap_match.ingest`; a system
that imports the package builds them itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION = "1.0"

Id = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Ids = tuple[str, ...]
Labels = tuple[str, ...]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]

OrganisationKind = Literal["voluntary", "business", "public"]
Role = Literal["provider", "venue", "funder", "infrastructure", "club", "regulator"]
GiveKind = Literal["volunteering", "skills", "goods", "funding", "space"]
CollaborationKind = Literal[
    "consortium",
    "partnership",
    "funding",
    "referral",
    "shared_facility",
    "volunteering",
    "forum",
]
AreaKind = Literal[
    "borough", "care_community", "neighbourhood_partnership", "ward", "town", "other"
]
MaySuggest = Literal["yes", "no", "ask"]


class Record(BaseModel):
    """Base of all records: frozen, no unknown fields; ``extra`` holds foreign columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    extra: Mapping[str, str] = Field(default_factory=dict)
    """Columns that the canonical table does not have, as text."""


class Organisation(Record):
    """A voluntary organisation, business or public body.

    ``address``, ``postcode`` and the point are where it is registered or can be
    written to; that is not where it works, and no distance is measured from it.
    """

    id: Id
    name: Name
    kind: OrganisationKind
    role: Role | None = None
    legal_form: str | None = None
    description: str | None = None
    identifiers: Ids = ()
    address: str | None = None
    postcode: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    areas: Ids = ()
    themes: Labels = ()
    income: float | None = None
    employees: Count | None = None
    website: str | None = None
    email: str | None = None
    phones: Labels = ()
    contact_public: bool | None = None
    parent_id: str | None = None
    accreditations: Labels = ()
    charter_signatory: bool | None = None
    suggest: MaySuggest | None = None
    publish: bool | None = None
    location_confidential: bool | None = None
    updated_on: date | None = None
    source: str | None = None
    sources: Ids = ()
    """Every source id that this record stands for (its own first)."""


class Service(Record):
    """What an organisation provides to people, as a directory lists it."""

    id: Id
    organisation_id: Id
    name: Name
    description: str | None = None
    status: str | None = None
    themes: Labels = ()
    audiences: Labels = ()
    minimum_age: NotNegative | None = None
    maximum_age: NotNegative | None = None
    areas: Ids = ()
    address: str | None = None
    postcode: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    location_confidential: bool | None = None
    schedule: Labels = ()
    cost: str | None = None
    url: str | None = None
    email: str | None = None
    phones: Labels = ()
    languages: Labels = ()
    assured_on: date | None = None
    source: str | None = None
    sources: Ids = ()


class Facility(Record):
    """A room, hall, pitch, kitchen or vehicle yard that others could use."""

    id: Id
    organisation_id: Id
    name: Name
    description: str | None = None
    type: str | None = None
    status: str | None = None
    address: str | None = None
    postcode: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    capacity: Count | None = None
    amenities: Labels = ()
    availability: Labels = ()
    exceptions: Labels = ()
    buffer_minutes: Count | None = None
    notice_days: Count | None = None
    horizon_days: Count | None = None
    price_per_hour: NotNegative | None = None
    concession_price_per_hour: NotNegative | None = None
    conditions: str | None = None


class FacilityRequest(Record):
    """A group that looks for a room: when, for how many, with what."""

    id: Id
    organisation_id: Id
    purpose: Name
    people: Count | None = None
    amenities: Labels = ()
    windows: Labels = ()
    hours: NotNegative | None = None
    budget_per_hour: NotNegative | None = None
    max_distance_km: NotNegative | None = None
    postcode: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    repeats: str | None = None


class Booking(Record):
    """Time in which a facility is taken. Naive times are the partnership's local time."""

    facility_id: Id
    starts: datetime
    ends: datetime
    organisation_id: str | None = None
    people: Count | None = None
    status: str | None = None


class Offer(Record):
    """What an organisation, mostly a business, gives."""

    id: Id
    organisation_id: Id
    kind: GiveKind
    description: Name
    status: str | None = None
    skills: Labels = ()
    quantity: NotNegative | None = None
    quantity_min: NotNegative | None = None
    unit: str | None = None
    team_min: Count | None = None
    team_max: Count | None = None
    windows: Labels = ()
    lead_days: Count | None = None
    postcode: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    max_distance_km: NotNegative | None = None
    remote: bool | None = None
    causes: Labels = ()
    exclusions: Labels = ()
    checks: Labels = ()
    budget: NotNegative | None = None
    insured: bool | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class Need(Record):
    """What an organisation lacks."""

    id: Id
    organisation_id: Id
    kind: GiveKind
    description: Name
    status: str | None = None
    skills_required: Labels = ()
    skills_desired: Labels = ()
    quantity: NotNegative | None = None
    quantity_min: NotNegative | None = None
    unit: str | None = None
    team_min: Count | None = None
    team_max: Count | None = None
    windows: Labels = ()
    lead_days: Count | None = None
    postcode: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    remote: bool | None = None
    checks_required: Labels = ()
    minimum_age: NotNegative | None = None
    host_cost: NotNegative | None = None
    supervision: str | None = None
    causes: Labels = ()
    starts_on: date | None = None
    ends_on: date | None = None
    priority: str | None = None


class Agreement(Record):
    """An offer and a need that were agreed, with what was pledged and delivered."""

    offer_id: Id
    need_id: Id
    quantity: NotNegative | None = None
    pledged: NotNegative | None = None
    delivered: NotNegative | None = None
    confirmed_by: str | None = None
    starts_on: date | None = None
    status: str | None = None


class Exclusion(Record):
    """Two organisations that must not be suggested to each other until a date, or ever."""

    left_id: Id
    right_id: Id
    reason: str | None = None
    until: date | None = None


class Collaboration(Record):
    """Something that organisations do together, dated, of a kind."""

    id: Id
    kind: CollaborationKind
    title: str | None = None
    description: str | None = None
    programme: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    themes: Labels = ()
    areas: Ids = ()
    value: NotNegative | None = None


class CollaborationMember(Record):
    """One organisation's part in a collaboration."""

    collaboration_id: Id
    organisation_id: Id
    role: str | None = None


class Relationship(Record):
    """One organisation's confidential report on its tie to another: never shown about a pair."""

    from_id: Id
    to_id: Id
    kind: str | None = None
    frequency: str | None = None
    trust: NotNegative | None = None
    value: NotNegative | None = None
    reported_on: date | None = None


class Area(Record):
    """A place with a name: borough, care community, ward, town or other."""

    id: Id
    name: Name
    kind: AreaKind
    parent_id: str | None = None
    postcodes: Labels = ()
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    boundary: str | None = None
    """GeoJSON geometry, as text."""
    population: Count | None = None
    needs: Labels = ()
    valid_from: date | None = None
    valid_to: date | None = None


class Brief(Record):
    """A piece of work that looks for partners."""

    id: Id
    description: Name
    title: str | None = None
    programme: str | None = None
    themes: Labels = ()
    lead_id: str | None = None
    members: Ids = ()
    capabilities: Labels = ()
    areas: Ids = ()
    kinds_wanted: tuple[OrganisationKind, ...] = ()
    size_min: Count | None = None
    size_max: Count | None = None
    budget: NotNegative | None = None
    as_of: date | None = None


class Decision(Record):
    """A person's answer to a suggestion. The role is named, never the person."""

    suggestion_id: Id
    decision: Literal["yes", "not_now", "never", "duplicate", "distinct"]
    reason: str | None = None
    decided_on: date | None = None
    decided_by_role: str | None = None
