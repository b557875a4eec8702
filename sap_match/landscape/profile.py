"""What is known of one organisation, put together from all its records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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


def profile_of(
    dataset: Dataset, organisation: Organisation, text: Text, gave: Collection[tuple[str, str]]
) -> Profile:
    """Return the profile of one organisation; ``gave`` holds (collaboration, giver)."""
    services = dataset.services_of(organisation.id)
    facilities = dataset.facilities_of(organisation.id)
    sites: tuple[Organisation | Service | Facility, ...] = (organisation, *services, *facilities)
    closed = any(map(location_closed, sites))
    named = {*organisation.areas, *(a for s in services for a in s.areas)}
    if not named:  # where it delivered with others, if it says no place itself
        joined = dataset.collaborations_of(organisation.id)
        named = {a for c in joined if (c.id, organisation.id) not in gave for a in c.areas}
    area_ids = tuple(sorted(_known_areas(dataset, named, closed=closed)))
    points, precision = _places(dataset, services, facilities, area_ids, closed=closed)
    themes = {t.casefold() for t in organisation.themes}
    themes |= {t.casefold() for s in services for t in s.themes}
    return Profile(
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


def _known_areas(dataset: Dataset, named: Iterable[str], *, closed: bool) -> set[str]:
    """Return the areas that exist; of a confidential place no more than the borough is told."""
    known = {a: area for a in named if (area := dataset.area_called(a)) is not None}
    return {a for a, area in known.items() if not closed or area.kind in _NO_PLACE}


def _places(
    dataset: Dataset,
    services: Sequence[Service],
    facilities: Sequence[Facility],
    area_ids: Sequence[str],
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
    local = [a for a in map(dataset.area, area_ids) if a.kind not in _NO_PLACE]
    centres = {p for a in local if (p := point_of(a)) is not None}
    ordered = tuple(sorted(centres, key=lambda p: (p.latitude, p.longitude)))
    return ordered, "area" if local else "borough only"


def says_more(text: str, name: str) -> bool:
    """Whether a text has any word of its own beside a name's."""
    from sap_match.similarity.words import STOP_WORDS, stem, words_of

    named = {stem(word) for word in words_of(name)}
    return any(stem(w) not in named for w in words_of(text) if w not in STOP_WORDS)
