"""What is listed: services, and organisations without any, by theme, area and time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sap_match.assess.themes import EVENING, MEETING_PLACES, Times, themes_of
from sap_match.errors import DataError
from sap_match.geo import Point
from sap_match.model import Dataset, Facility, Organisation, Service, location_closed
from sap_match.windows import parse
from sap_match.windows.schedule import CODES

_GONE = frozenset({"inactive", "defunct", "closed", "temporarily closed", "ended", "draft"})
_NO_PROVIDER = frozenset({"funder", "infrastructure", "regulator"})
_EVENING_STARTS, _EVENING_ENDS = 17 * 60, 18 * 60 + 30


@dataclass(frozen=True)
class Listing:
    """One entry of the directory that meets a theme somewhere.

    Parameters
    ----------
    areas : tuple of str
        Ids; empty where nobody says in which area it works.
    point : Point or None
        None where unknown or confidential.
    times : frozenset of int or None
        Weekdays from 0 and 7 for evenings; None where its hours are not known.
    closed : bool
        Whether its place is confidential; then it has no areas and no point here.
    """

    id: str
    organisation_id: str
    name: str
    themes: frozenset[str]
    areas: tuple[str, ...]
    point: Point | None = None
    times: Times | None = None
    closed: bool = False
    described: bool = True

    @property
    def days(self) -> Times:
        """Known weekdays."""
        return frozenset() if self.times is None else self.times - {EVENING}


def listings(dataset: Dataset) -> tuple[Listing, ...]:
    """Return all that is listed and not closed down, ordered by id.

    A provider without a service stands for itself by its own words; businesses,
    funders and infrastructure bodies do not. Facilities are `MEETING_PLACES`.
    """
    found = []
    for organisation in dataset.organisations:
        hidden = location_closed(organisation)
        services = dataset.services_of(organisation.id)
        found += [_service(s, organisation, hidden=hidden) for s in services if _runs(s.status)]
        if not services and _provides(organisation):
            found.append(_organisation(organisation, hidden=hidden))
        found += [
            _facility(f, organisation, hidden=hidden)
            for f in dataset.facilities_of(organisation.id)
            if _runs(f.status)
        ]
    return tuple(sorted(found, key=lambda one: (one.id, one.name)))


def _provides(organisation: Organisation) -> bool:
    return organisation.kind != "business" and organisation.role not in _NO_PROVIDER


def _runs(status: str | None) -> bool:
    return (status or "").strip().casefold() not in _GONE


def _service(service: Service, owner: Organisation, *, hidden: bool) -> Listing:
    closed = hidden or location_closed(service)
    text = f"{service.name}. {service.description or ''}"
    return Listing(
        id=service.id,
        organisation_id=owner.id,
        name=service.name,
        themes=themes_of(service.themes, text) or themes_of(owner.themes, ""),
        areas=() if closed else (service.areas or owner.areas),
        point=None if closed else _point(service),
        times=times_of(service.schedule),
        closed=closed,
        described=bool(service.themes or service.description),
    )


def _organisation(organisation: Organisation, *, hidden: bool) -> Listing:
    return Listing(
        id=organisation.id,
        organisation_id=organisation.id,
        name=organisation.name,
        themes=themes_of(organisation.themes, organisation.description or ""),
        areas=() if hidden else organisation.areas,  # its registered point is not where it works
        closed=hidden,
        described=bool(organisation.themes or organisation.description),
    )


def _facility(facility: Facility, owner: Organisation, *, hidden: bool) -> Listing:
    closed = hidden or location_closed(facility)
    return Listing(
        id=facility.id,
        organisation_id=owner.id,
        name=facility.name,
        themes=frozenset({MEETING_PLACES}),
        areas=() if closed else owner.areas,
        point=None if closed else _point(facility),
        times=times_of(facility.availability),
        closed=closed,
    )


def _point(record: Service | Facility) -> Point | None:
    if record.latitude is None or record.longitude is None:
        return None
    return Point(record.latitude, record.longitude)


def times_of(schedule: Sequence[str]) -> Times | None:
    """Return the weekdays and evenings of a schedule cell, None where it says none.

    Examples
    --------
    >>> sorted(times_of(["TH 12:00-14:00", "FREQ=MONTHLY;BYDAY=1SA 18:00-20:00"]))
    [3, 5, 7]
    >>> times_of([]) is None, times_of(["by arrangement"]) is None
    (True, True)
    """
    return _times(tuple(schedule))


@lru_cache(maxsize=4096)
def _times(schedule: tuple[str, ...]) -> Times | None:
    try:
        read = parse(schedule)
    except DataError:
        return None
    if not read:
        return None
    stretches = [(w.weekday, w.start, w.end) for w in read.windows]
    for rule in read.rules:
        days = rule.parts.get("BYDAY", "")
        stretches += [
            (CODES.index(day.strip()[-2:]), rule.start, rule.end)
            for day in days.split(",")
            if day.strip()[-2:] in CODES
        ]
    found = {day for day, _, _ in stretches}
    if any(a >= _EVENING_STARTS or b >= _EVENING_ENDS for _, a, b in stretches):
        found.add(EVENING)
    return frozenset(found)


def providers(found: Iterable[Listing]) -> int:
    """Return how many organisations stand behind listings."""
    return len({one.organisation_id for one in found})
