"""What a service offers, to whom, where and when: read once, to be compared with others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sap_match.errors import DataError
from sap_match.geo import Point, valid_point
from sap_match.model import Dataset, Organisation, Service, location_closed
from sap_match.similarity.overlap.activities import activities_in
from sap_match.similarity.overlap.audience import (
    Audience,
    audience_of,
    audience_of_organisation,
    names_people,
)
from sap_match.windows import Schedule, parse

Of = Literal["services", "organisations"]
Door = Literal["waiting list", "full", "referral only", "members only"]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OPEN_STATUS = frozenset(
    ("", "active", "open", "running", "current", "live", "waiting list", "full", "referral only")
)
_NO_PROVIDERS = frozenset(("club", "funder", "regulator", "venue", "infrastructure"))
NO_PROVISION = frozenset((
    "places of worship", "school fundraisers", "grant funds", "halls for hire",
    "scout and guide groups",
))  # fmt: skip
"""Kinds of which two beside each other are neighbours, not a service to people twice."""


@dataclass(frozen=True)
class Provision:
    """What of a service, or of an organisation that lists none, is compared.

    Attributes
    ----------
    lineage : frozenset of str
        The provider and everything above it.
    operators : frozenset of str
        Names of who runs it, letters alone; ``squashed`` is its name and description so.
    themes : frozenset of str
        Themes that say what is done, not for whom.
    areas, wider : frozenset of str
        Areas named, without boroughs; and these with all that they lie in.
    reach : str
        ``remote`` by telephone or online, ``travels`` to people, else empty.
    doors : frozenset of str
        What stands before coming: a waiting list, a referral.
    """

    id: str
    name: str
    owner_id: str
    owner: str
    lineage: frozenset[str]
    operators: frozenset[str]
    squashed: str
    run_by: bool
    themes: frozenset[str]
    activities: frozenset[str]
    audience: Audience
    areas: frozenset[str]
    wider: frozenset[str]
    point: Point | None
    schedule: Schedule | None
    days: frozenset[int]
    reach: str
    doors: frozenset[Door]


def provisions(
    dataset: Dataset, *, of: Of = "services", as_of: date | None = None
) -> Iterator[Provision]:
    """Yield the services that run at a date and whose place is no secret, in order of id.

    Raises
    ------
    DataError
        ``of`` is neither word.
    """
    if of not in ("services", "organisations"):
        raise DataError("compare 'services' or 'organisations'", field="of", value=of)
    reader = _Reader(dataset, as_of or dataset.as_of)
    if of == "organisations":
        found = (reader.organisation(o) for o in dataset.organisations)
    else:
        found = (reader.service(s) for s in dataset.services)
    yield from (one for one in found if one is not None)


class _Reader:
    """Reads the records of one dataset."""

    def __init__(self, dataset: Dataset, as_of: date | None) -> None:
        self.dataset, self.as_of = dataset, as_of
        self.parents = {a.id: a.parent_id for a in dataset.areas}
        self.boroughs = {a.id for a in dataset.areas if a.kind == "borough"}
        self.above = {o.id: o.parent_id for o in dataset.organisations}

    def service(self, service: Service) -> Provision | None:
        owner = self.dataset.organisation(service.organisation_id)
        if location_closed(service) or location_closed(owner):
            return None
        schedule = schedule_of(service.schedule)
        said = f"{service.name}. {service.description or ''}"
        if not is_open(service.status, said) or _is_over(schedule, self.as_of):
            return None
        return self._provision(
            service, owner, said, audience_of(service), schedule, service.status or ""
        )

    def organisation(self, one: Organisation) -> Provision | None:
        if one.role in _NO_PROVIDERS or location_closed(one):
            return None
        services = self.dataset.services_of(one.id)
        if any(map(location_closed, services)):
            return None
        said = f"{one.name}. {one.description or ''}"
        if not is_open("", said) or _CONGREGATION.search(one.name.casefold()):
            return None
        return self._provision(one, one, said, audience_of_organisation(one), None, "")

    def _provision(
        self,
        record: Service | Organisation,
        owner: Organisation,
        said: str,
        audience: Audience,
        schedule: Schedule | None,
        status: str,
    ) -> Provision | None:
        areas = frozenset(record.areas)
        where = (record.latitude, record.longitude)
        # What an organisation registers is where it gets its letters.
        at = isinstance(record, Service) and valid_point(*where)
        activities = activities_in(" ".join([said, *record.themes]))
        if activities_in(record.name) and activities <= NO_PROVISION:
            return None
        return Provision(
            id=record.id,
            name=record.name,
            owner_id=owner.id,
            owner=owner.name,
            lineage=frozenset(_upwards(owner.id, self.above)),
            operators=operators_of(record.name, owner.name),
            squashed=_squashed(said),
            run_by=any(runs in _squashed(said) for runs in RUN_BY),
            themes=frozenset(
                t.casefold().replace("_", " ") for t in record.themes if not names_people(t)
            ),
            activities=activities,
            audience=audience,
            areas=areas - self.boroughs,
            wider=frozenset(x for a in areas for x in _upwards(a, self.parents)),
            point=Point(*where) if at else None,  # type: ignore[arg-type]  # valid, so not None
            schedule=schedule,
            days=days_of(schedule),
            reach=reach_of(said),
            doors=doors_of(f"{said} {status}"),
        )


def _upwards(one: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    seen: set[str] = set()
    above: str | None = one
    while above is not None and above not in seen:
        seen.add(above)
        yield above
        above = parents.get(above)


# -- single fields ------------------------------------------------------------------------


_CLOSED = re.compile(
    r"\b(?:permanently closed|has (?:now )?closed|(?:is|was) (?:now )?closed(?: down)?(?: in|\.|$)"
    r"|closed (?:in|since) \d{4}|no longer (?:runs?|running|available|meets?|operates?)"
    r"|has (?:now )?(?:ended|ceased|stopped running))\b"
)


_CONGREGATION = re.compile(
    r"\b(?:church(?! (?:hall|centre))|parish|parochial|congregation|chapel|mosque|masjid|synagogue"
    r"|gurdwara|temple|methodist circuit|baptist|dioces\w+)\b"
)


def is_open(status: str | None, text: str = "") -> bool:
    """Whether a service runs, by its status and by what it says of itself.

    Examples
    --------
    >>> is_open(None), is_open("Waiting list"), is_open("temporarily closed")
    (True, True, False)
    >>> is_open("", "Lunch. Closed in 2020.")
    False
    """
    said = (status or "").casefold().strip(" .").replace("_", " ")
    return said in _OPEN_STATUS and not _CLOSED.search(text.casefold())


def schedule_of(cells: Sequence[str]) -> Schedule | None:
    """Return a timetable, or None where nothing stands that can be read."""
    try:
        return parse(cells) or None
    except DataError:
        return None


def days_of(schedule: Schedule | None) -> frozenset[int]:
    """Return the weekdays on which a timetable has hours (0 is Monday)."""
    from sap_match.windows.rules import by_weekday

    if schedule is None:
        return frozenset()
    days = {w.weekday for w in schedule.windows}
    for rule in schedule.rules:
        days |= set(by_weekday(rule))
    return frozenset(days)


def _is_over(schedule: Schedule | None, as_of: date | None) -> bool:
    """Whether a timetable holds nothing but rules that ended before a date."""
    if schedule is None or as_of is None or schedule.windows:
        return False
    ends = [rule.parts.get("UNTIL", "") for rule in schedule.rules]
    return bool(ends) and all(end and end[:8] < f"{as_of:%Y%m%d}" for end in ends)


_REMOTE = re.compile(
    r"\b(?:helplines?|web ?chat|virtual(?:ly)?"
    r"|online (?:therapy|support|courses?|groups?|counselling|sessions?|advice|classes)"
    r"|by (?:tele)?phone|(?:tele)?phone (?:support|advice|line|befriending|counselling|service)"
    r"|over the (?:tele)?phone|on the phone|on zoom|call (?:free|us free)|24 hours a day)\b"
)
_TRAVELS = re.compile(
    r"\b(?:home visits?|visits? .{0,30}(?:at home|in their (?:own )?homes?)|in your (?:own )?home"
    r"|home-based|outreach|deliver(?:s|ed|y)? to .{0,20}(?:door|homes?)|door to door|mobile service"
    r"|across the borough|borough-?wide|throughout the borough)\b"
)


def reach_of(text: str) -> str:
    """Return ``remote``, ``travels`` or nothing: whether people need not come to a place.

    Examples
    --------
    >>> reach_of("A helpline"), reach_of("We visit people at home"), reach_of("A lunch club")
    ('remote', 'travels', '')
    """
    folded = text.casefold()
    return "remote" if _REMOTE.search(folded) else "travels" if _TRAVELS.search(folded) else ""


_NOT = r"(?<!no )(?<!without )(?<!without a )(?<!not )(?<!no need for )"
_DOORS: Mapping[Door, re.Pattern[str]] = {
    "waiting list": re.compile(
        rf"\b{_NOT}(?:waiting[- ]lists?|wait(?:ing)? (?:of|is|time)|(?:weeks?|months?)'? wait\b)"
    ),
    "full": re.compile(
        rf"\b{_NOT}(?:(?:currently|now|always|already|is|are) (?:very )?full\b(?!y)|fully booked"
        r"|at capacity|oversubscribed|no (?:places|spaces) left|status full)\b|\bfull$"
    ),
    "referral only": re.compile(
        rf"\b{_NOT}(?:(?:by|on|via|through) referral|referrals? only|must be referred"
        r"|need to be referred|how to be referred|referred by|requires? a referral"
        r"|professional referral|registered with a .{0,20}gp)\b"
    ),
    "members only": re.compile(rf"\b{_NOT}(?:members only|for members\b|membership required)"),
}  # fmt: skip
_SELF = re.compile(
    r"\bself[- ]refer\w*|refer yourself|no referral|without (?:a )?referral|or drop in"
)


def doors_of(text: str) -> frozenset[Door]:
    """Return what stands before coming to a service.

    Examples
    --------
    >>> sorted(doors_of("On referral; nine weeks' wait."))
    ['referral only', 'waiting list']
    >>> sorted(doors_of("No referral, no waiting list."))
    []
    """
    folded = text.casefold().replace("’", "'")
    found = {door for door, pattern in _DOORS.items() if pattern.search(folded)}
    return frozenset(found - {"referral only"} if _SELF.search(folded) else found)


_BRACKET = re.compile(r"\(([^()]{6,})\)\s*$")


def operators_of(*names: str) -> frozenset[str]:
    """Return the names of who runs a thing: its provider's, and one in brackets behind a name.

    Examples
    --------
    >>> sorted(operators_of("Anxiety Group (Sale Self Help Services)", "Anxiety Group"))
    ['anxietygroup', 'saleselfhelpservices']
    """
    told = [
        names[-1],
        *(m.group(1) for n in names if (m := _BRACKET.search(n)) and " " in m.group(1)),
    ]
    return frozenset(filter(None, (_squashed(n) for n in told)))


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


RUN_BY = ("runby", "deliveredby", "providedby", "managedby", "partof")
LONG_NAME = 8
"""Letters from which *run by* and a provider's name is no chance."""


def one_provider(a: Provision, b: Provision) -> bool:
    """Whether two services are of one provider, of parent and branch, or of two branches."""
    if a.lineage & b.lineage or a.operators & b.operators or _branches(a.owner, b.owner):
        return True
    return any(
        f"{runs}{operator}" in other.squashed
        for one, other in ((a, b), (b, a))
        if other.run_by
        for operator in one.operators
        if len(operator) >= LONG_NAME
        for runs in RUN_BY
    )


def _branches(one: str, other: str) -> bool:
    """Whether two names are branches of one body.

    Examples
    --------
    >>> _branches("Royal Cat Society Sale Branch", "Royal Cat Society Hale Branch")
    True
    """
    if "branch" not in one.casefold() or "branch" not in other.casefold():
        return False
    words = [re.findall(r"\w+", n.casefold()) for n in (one, other)]
    return words[0][:3] == words[1][:3] and all("branch" in w[3:] for w in words)
