"""A sharing plan as a calendar (iCalendar, RFC 5545): each meeting, tentative.

Times are written in UTC, so that no clock change moves them; `sap_match.ingest.calendars`
reads them back as the same bookings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from sap_match.export.safely import whole
from sap_match.model import location_closed
from sap_match.report.escape import mask_contacts, plain
from sap_match.report.words import sentence
from sap_match.windows.slots import local, zone_named

if TYPE_CHECKING:
    from icalendar import Event

    from sap_match.landscape import Landscape
    from sap_match.model import Facility, FacilityRequest
    from sap_match.recommend.planning import Plan
    from sap_match.results import Suggestion

_PRODUCT = "-//sap-match//sharing plan//EN"


@dataclass(frozen=True, order=True)
class Meeting:
    """One meeting of a plan, in UTC: a request's, in a facility, from and up to."""

    starts: datetime
    ends: datetime
    facility_id: str
    request_id: str


def meetings_of(plan: Plan, landscape: Landscape) -> tuple[Meeting, ...]:
    """Return every meeting of a plan of rooms, in order; none in a confidential place.

    Parameters
    ----------
    plan : Plan
        Of `plan_facility_sharing`.
    landscape : Landscape
    """
    facilities = {f.id: f for f in landscape.dataset.facilities}
    return tuple(
        sorted(
            Meeting(start, end, match.other_id, match.subject_id)
            for match in plan.matches
            if match.kind == "facility" and may_be_told(landscape, facilities[match.other_id])
            for start, end in _times(match, landscape)
        )
    )


def may_be_told(landscape: Landscape, facility: Facility) -> bool:
    """Whether a facility and its place may leave: neither it nor its owner is confidential."""
    owner = landscape.profile(facility.organisation_id)
    return not (owner.closed or location_closed(facility) or owner.organisation.suggest == "no")


def _times(match: Suggestion, landscape: Landscape) -> Iterator[tuple[datetime, datetime]]:
    """Yield the meetings of a match, each as long on the wall clock as the first."""
    zone = zone_named(landscape.dataset.timezone)
    first, last = (datetime.fromisoformat(match.details[n]) for n in ("starts", "ends"))
    length = last.replace(tzinfo=None) - first.replace(tzinfo=None)
    real = last.astimezone(UTC) - first.astimezone(UTC)
    for text in match.details.get("meetings") or (match.details["starts"],):
        start = datetime.fromisoformat(text)
        if start.astimezone(UTC) == first.astimezone(UTC):
            end = start.astimezone(UTC) + real
        else:
            end = local(start.replace(tzinfo=None) + length, zone).astimezone(UTC)
        yield start.astimezone(UTC), end


def calendar_of(plan: Plan, landscape: Landscape) -> bytes:
    """Return a sharing plan as an iCalendar file (RFC 5545).

    Parameters
    ----------
    plan : Plan
        Of `plan_facility_sharing`.
    landscape : Landscape

    Returns
    -------
    bytes
        An event a meeting: ``STATUS:TENTATIVE``, a ``UID`` that is the same in every plan
        which holds the meeting, ``LOCATION`` the room's name (its id, where two rooms have one
        name), times in UTC. The same plan gives the same bytes. A confidential place has none,
        and a group whose place is confidential is not named.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Dataset
    >>> from sap_match.recommend.planning import Plan
    >>> from sap_match.results import Results
    >>> from sap_match.similarity.encoder import HashedWords
    >>> none = Results((), record=dict)
    >>> empty = Landscape.build(
    ...     Dataset.build("d", {}), as_of=date(2026, 11, 1), encoder=HashedWords()
    ... )
    >>> calendar_of(Plan(none, none, none), empty).decode().splitlines()[:2]
    ['BEGIN:VCALENDAR', 'VERSION:2.0']
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", _PRODUCT)
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for event in _events(plan, landscape):
        made.add_component(event)
    return bytes(made.to_ical())


def write_calendar(plan: Plan, landscape: Landscape, path: str | Path) -> Path:
    """Write a sharing plan as an ``.ics`` file, whole or not at all."""
    target = Path(path)
    data = calendar_of(plan, landscape)
    with whole(target) as partial:
        partial.write_bytes(data)
    return target


def _events(plan: Plan, landscape: Landscape) -> Iterator[Event]:
    from icalendar import Event

    dataset = landscape.dataset
    rooms = {f.id: f for f in dataset.facilities}
    requests = {r.id: r for r in dataset.facility_requests}
    matches = {(m.subject_id, m.other_id): m for m in plan.matches}
    place = locations(rooms.values())
    made_on = datetime.combine(landscape.as_of, time.min, tzinfo=UTC)
    for one in meetings_of(plan, landscape):
        match, room = matches[one.request_id, one.facility_id], rooms[one.facility_id]
        event = Event()
        event.add("uid", f"{match.suggestion_id}-{one.starts:%Y%m%dT%H%M}Z@sap-match")
        event.add("dtstamp", made_on)
        event.add("dtstart", one.starts)
        event.add("dtend", one.ends)
        event.add("summary", _clean(_called(requests[one.request_id], landscape)))
        event.add("location", place[room.id])
        event.add("description", _clean(_described(match, room, landscape)))
        event.add("status", "TENTATIVE")
        event.add("transp", "OPAQUE")
        yield event


def locations(facilities: Iterable[Facility]) -> dict[str, str]:
    """Return for each facility's id what a calendar calls it: its name, or its id.

    Examples
    --------
    >>> from sap_match.model import Facility
    >>> halls = [
    ...     Facility(id=i, organisation_id="o", name=n)
    ...     for i, n in (("h1", "Hall"), ("h2", "hall"), ("h3", "Annexe"))
    ... ]
    >>> locations(halls)
    {'h1': 'h1', 'h2': 'h2', 'h3': 'Annexe'}
    """
    listed = list(facilities)
    called = Counter(_key(f.name) for f in listed)
    ids = {_key(f.id) for f in listed}
    return {
        f.id: f.id if called[_key(f.name)] > 1 or _key(f.name) in ids else _clean(f.name)
        for f in listed
    }


def _key(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def _called(request: FacilityRequest, landscape: Landscape) -> str:
    """Return who meets for what; where a group's place is confidential, neither."""
    group = landscape.profile(request.organisation_id)
    return "A group, not named here" if group.closed else f"{group.name}: {request.purpose}"


def _described(match: Suggestion, room: Facility, landscape: Landscape) -> str:
    owner = landscape.name(room.organisation_id)
    told = [f"Planned, and agreed with nobody yet: {room.name}, {owner}"]
    if not any(landscape.profile(one).closed for one in match.asked):
        told += [match.first_step] if match.first_step else []
        told += [f"to confirm: {'; '.join(match.to_confirm)}"] if match.to_confirm else []
    return " ".join(map(sentence, told))


def _clean(text: str) -> str:
    return mask_contacts(" ".join(plain(text).split()))
