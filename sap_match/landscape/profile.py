"""What is known of one organisation, put together from all its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sap_match.geo import Point
from sap_match.model import (
    Area,
    Dataset,
    Facility,
    Need,
    Offer,
    Organisation,
    Service,
    location_closed,
)

if TYPE_CHECKING:
    from sap_match.similarity.text import Text

Precision = Literal["service or facility", "area", "borough only"]
_NO_PLACE = ("borough",)


@dataclass(frozen=True)
class Profile:
    """What is known of one organisation, put together from all its records.

    ``points`` are where it works (never its registered address). ``precision`` is
    ``service or facility`` where one of these has a point, ``area`` where an area smaller
    than the borough is known (whether or not that has a point), else ``borough only``;
    ``text`` is its own words, its services and its collaborations, ``length`` its
    characters, and ``described`` is False when that is no more than a name.
    """

    organisation: Organisation
    text: str
    described: bool
    length: int
    themes: tuple[str, ...]
    area_ids: tuple[str, ...]
    points: tuple[Point, ...]
    precision: Precision
    closed: bool

    @property
    def id(self) -> str:
        """The organisation's id."""
        return self.organisation.id

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.organisation.name

    @property
    def is_unplaced(self) -> bool:
        """Whether nothing says in which part of the place it works, and it may be asked.

        The one rule wherever that is told. A confidential place is nobody's to ask for.
        """
        return self.precision == "borough only" and not self.closed

    @property
    def is_outside(self) -> bool:
        """Whether it is known to work, and in none of the partnership's areas."""
        return self.precision == "service or facility" and not self.area_ids


def point_of(record: Service | Facility | Offer | Need | Area) -> Point | None:
    """Return the point of a record, or None when it is unknown or confidential."""
    if record.latitude is None or record.longitude is None:
        return None
    if isinstance(record, Service | Facility) and location_closed(record):
        return None
    return Point(record.latitude, record.longitude)


def profiles_of(dataset: Dataset) -> dict[str, Profile]:
    """Return the profile of each organisation of a dataset."""
    areas = {a.id: a for a in dataset.areas}
    texts, gave = _texts(dataset), _given(dataset)
    profiles = {}
    for organisation in dataset.organisations:
        services = dataset.services_of(organisation.id)
        facilities = dataset.facilities_of(organisation.id)
        text = texts[organisation.id]
        sites: tuple[Organisation | Service | Facility, ...] = (
            organisation,
            *services,
            *facilities,
        )
        closed = any(map(location_closed, sites))
        named = {*organisation.areas, *(a for s in services for a in s.areas)}
        if not named:  # where it delivered with others, if it says no place itself
            joined = dataset.collaborations_of(organisation.id)
            named = {a for c in joined if (c.id, organisation.id) not in gave for a in c.areas}
        area_ids = tuple(sorted(_known_areas(named, areas, closed=closed)))
        points, precision = _places(services, facilities, area_ids, areas, closed=closed)
        themes = {t.casefold() for t in organisation.themes}
        themes |= {t.casefold() for s in services for t in s.themes}
        profiles[organisation.id] = Profile(
            organisation=organisation,
            text=text.text,
            described=text.described,
            length=text.length if text.described else 0,
            themes=tuple(sorted(themes)),
            area_ids=area_ids,
            points=points,
            precision=precision,
            closed=closed,
        )
    return profiles


def _given(dataset: Dataset) -> set[tuple[str, str]]:
    """Return (collaboration, giver) of each gift: what a funder gave to it does not do."""
    return {
        (m.collaboration_id, dataset.resolve(m.organisation_id))
        for m in dataset.collaboration_members
        if (m.role or "").casefold() == "funder"
    }


def _texts(dataset: Dataset) -> dict[str, Text]:
    """Return what is written of each organisation, its services and what it did with others."""
    from sap_match.similarity.own_words import own_words
    from sap_match.similarity.text import organisation_text

    gave = _given(dataset)
    texts = {}
    for organisation in dataset.organisations:
        joined = dataset.collaborations_of(organisation.id)
        told = tuple(
            c.description
            for c in joined
            if c.description and c.kind != "forum"
            if organisation.role != "funder" and (c.id, organisation.id) not in gave
        )
        services = dataset.services_of(organisation.id)
        texts[organisation.id] = organisation_text(organisation, services, told)
    return own_words(texts, {o.id: o.name for o in dataset.organisations})


def _known_areas(named: Iterable[str], areas: Mapping[str, Area], *, closed: bool) -> set[str]:
    """Return the areas that exist; of a confidential place no more than the borough is told."""
    known = {a for a in named if a in areas}
    return {a for a in known if areas[a].kind in _NO_PLACE} if closed else known


def _places(
    services: Sequence[Service],
    facilities: Sequence[Facility],
    area_ids: Sequence[str],
    areas: dict[str, Area],
    *,
    closed: bool,
) -> tuple[tuple[Point, ...], Precision]:
    """Where an organisation works: its services and facilities, else its areas' centres."""
    if closed:
        return (), "borough only"
    sites: list[Service | Facility] = [*services, *facilities]
    found = {p for site in sites if (p := point_of(site))}
    if found:
        return tuple(sorted(found, key=lambda p: (p.latitude, p.longitude))), "service or facility"
    local = [areas[a] for a in area_ids if areas[a].kind not in _NO_PLACE]
    centres = {p for a in local if (p := point_of(a)) is not None}
    ordered = tuple(sorted(centres, key=lambda p: (p.latitude, p.longitude)))
    return ordered, "area" if local else "borough only"
