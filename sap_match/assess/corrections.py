"""Corrections back: what the keeper of a directory could put right, most useful first.

Each line proposes something that is plainly so: a cell whose form is wrong, a date long
past, an entry listed twice, a body that its register removed. Nothing is proposed on a
mere likelihood; contacts are never shown, and of a confidential place nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from sap_match.assess.correction_forms import (
    WITHHELD,
    Fault,
    email_fault,
    is_shouted,
    link_fault,
    phone_fault,
)
from sap_match.errors import MissingPartError
from sap_match.geo import Point, distance_km, find_postcode, split_postcode, ukpostcodes
from sap_match.model import Facility, Organisation, Service, location_closed
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.similarity.duplicates import DuplicatePair

_PRIVATE = re.compile(r"(?i)mail|phone|contact|_by\b|_by_role|address")
_SHARED_HOSTS = re.compile(
    r"(?:^|\.)(?:facebook|instagram|twitter|x|youtube|eventbrite|google|wix|wixsite|wordpress"
    r"|blogspot|linktr|justgiving|nhs|gov|sch|ac|weebly|squarespace|linkedin|meetup|churchdesk)\."
    r"|\.(?:gov|nhs|sch|ac)\.uk$"
)


class CorrectionConfig(BaseModel):
    """When a fact is old, and when a point is wrong.

    Examples
    --------
    >>> CorrectionConfig().stale_after_days
    730
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stale_after_days: int = 730
    """A service assured longer ago than this is to be looked at again."""
    far_km: float = 10.0
    """A point farther than this from its own postcode is wrong, or the postcode is."""


@dataclass(frozen=True)
class Correction:
    """One line for the directory's keeper.

    ``priority`` is 1 (people are led astray, or nothing can be found), 2 (worth mending)
    or 3 (when there is time); ``unlocks`` counts what of the partnership waits for it.
    """

    priority: int
    table: str
    id: str
    name: str
    field: str
    now: str
    proposed: str
    reason: str
    evidence: str
    whom_to_ask: str
    source: str
    row: int | None = None
    unlocks: int = 0


_GONE = re.compile(r"(?i)\b(removed|dissolved|closed|deregistered|not active)\b")
COLUMNS = tuple(f.name for f in fields(Correction))


class Unlock(NamedTuple):
    """What is missing of an organisation, and how much would come of it."""

    organisation_id: str
    lacks: str
    """``description`` or ``areas``."""
    worth: int


def what_unlocks(landscape: Landscape, *, skip: Collection[str] = ()) -> list[Unlock]:
    """Return organisations that can be matched with nobody for want of text or place.

    What it would unlock is counted: needs, offers, ties, and the services of one without
    a place. The month's report and `corrections` both go by this.
    """
    dataset, rows = landscape.dataset, []
    for one in landscape.ids:
        if one in skip:
            continue
        profile = landscape.profile(one)
        asks = len(dataset.needs_of(one)) + len(dataset.offers_of(one))
        ties = len(landscape.network.partners_of(one, when="any"))
        if not profile.described:
            rows.append(Unlock(one, "description", 1 + asks + ties))
        elif profile.is_unplaced:
            rows.append(Unlock(one, "areas", len(dataset.services_of(one)) + asks + ties))
    return rows


def corrections(
    landscape: Landscape,
    *,
    duplicates: Iterable[DuplicatePair] = (),
    skip: Collection[str] = (),
    config: CorrectionConfig | None = None,
) -> Results[Correction]:
    """Return what the keeper of the directory could put right, most useful first.

    Parameters
    ----------
    landscape : Landscape
        The partnership; what is old is so as of its date.
    duplicates : iterable of DuplicatePair
        From `sap_match.find_duplicates`; those decided ``duplicate`` are told.
    skip : collection of str
        Organisations that nobody is to be asked about (general removals).
    config : CorrectionConfig, optional
        Thresholds.

    Returns
    -------
    Results of Correction
        Ordered by priority, then by what it unlocks, then by table and id.
    """
    look = _Look(landscape, config or CorrectionConfig())
    lacking = what_unlocks(landscape, skip=skip)
    rows = [*_lacking(landscape, lacking), *_told_when_read(landscape)]
    for organisation in landscape.dataset.organisations:
        rows += look.organisation(organisation)
    for service in landscape.dataset.services:
        rows += look.service(service)
    for facility in landscape.dataset.facilities:
        rows += look.place(facility, "facilities")
    rows += look.twice(duplicates)
    once = {(r.table, r.id, r.field, r.reason, r.row): r for r in rows}
    ordered = sorted(
        once.values(),
        key=lambda r: (r.priority, -r.unlocks, r.table, r.id, r.field, r.row or 0, r.reason),
    )
    silent = sum(one.lacks == "description" and one.worth <= 1 for one in lacking)
    notes = (f"{silent} more organisations say too little to be found by; nothing waits for it",)
    return Results(tuple(ordered), asdict, notes=notes if silent else (), columns=COLUMNS)


def _lacking(landscape: Landscape, lacking: Iterable[Unlock]) -> Iterator[Correction]:
    for one, lacks, worth in lacking:
        if worth <= 1:
            continue  # of no use to anybody yet; counted in a note
        record = landscape.dataset.organisation(one)
        text = lacks == "description"
        yield Correction(
            1, "organisations", one, record.name, lacks, "",
            "two sentences about what it does" if text else "the towns in which it works",
            "says too little to be found by" if text else "says nowhere where it works",
            f"{worth} of its services, needs, offers and ties wait for it",
            record.name, record.source or landscape.dataset.id, None, worth,
        )  # fmt: skip


def _told_when_read(landscape: Landscape) -> Iterator[Correction]:
    """Yield what reading could not use: each names its row."""
    for p in landscape.dataset.problems:
        if p.level == "info" or p.table in ("relationships", "decisions", "exclusions"):
            continue
        private = bool(_PRIVATE.search(p.field)) or "confidential" in p.reason or "@" in p.value
        yield Correction(
            1 if p.level == "bad" else 2,
            p.table, "", "", p.field, WITHHELD if private and p.value else p.value[:120],
            p.fix, p.reason, "the row was left out" if p.level == "bad" else "the cell is not used",
            p.source, p.source, p.row or None,
        )  # fmt: skip


class _Look:
    """Looks at one record after another."""

    def __init__(self, landscape: Landscape, config: CorrectionConfig) -> None:
        self.dataset = landscape.dataset
        self.as_of = landscape.as_of
        self.config = config
        self.lookup: Any = None
        try:
            self.lookup = ukpostcodes()
        except MissingPartError:
            self.lookup = None  # without the extra no point is doubted
        owners: dict[str, set[str]] = defaultdict(set)
        for one in self.dataset.organisations:
            if host := _host(one.website):
                owners[host].add(one.id)
        self.owner_of_host = {h: next(iter(ids)) for h, ids in owners.items() if len(ids) == 1}
        self.hosts_of = {o.id: _host(o.website) for o in self.dataset.organisations}

    def _row(self, record: Any, table: str, field: str, fault: Fault, **more: Any) -> Correction:
        owner = getattr(record, "organisation_id", record.id)
        organisation = self.dataset.organisation(owner)
        value = more.pop("now", None)
        if value is None:
            found = getattr(record, field, "")
            value = "; ".join(found) if isinstance(found, tuple) else str(found or "")
        told = {
            "priority": 1 if fault.grave else 3,
            "evidence": "",
            "whom_to_ask": organisation.name,
            "source": getattr(record, "source", None) or self.dataset.id,
            **more,
        }
        now = value[:120] if fault.shown else WITHHELD
        return Correction(
            table=table, id=record.id, name=record.name, field=field, now=now,
            proposed=fault.proposed, reason=fault.reason, **told,
        )  # fmt: skip

    def organisation(self, record: Organisation) -> Iterator[Correction]:
        """Yield what is to be put right of an organisation itself."""
        yield from self._cells(record, "organisations", "website")
        yield from self.place(record, "organisations")
        told = record.extra.get("status") or record.extra.get("registration_status") or ""
        if _GONE.search(told):
            listed = len(self.dataset.services_of(record.id))
            yield self._row(
                record, "organisations", "status",
                Fault("is listed, and is not active", "ask, and close its entries if it is so"),
                now="listed", evidence=told[:120], priority=1 if listed else 2, unlocks=listed,
            )  # fmt: skip

    def service(self, record: Service) -> Iterator[Correction]:
        """Yield what is to be put right of a service."""
        yield from self._cells(record, "services", "url")
        yield from self.place(record, "services")
        yield from self._dates(record)
        if not record.description:
            fault = Fault("has no description", "two sentences: what happens, for whom")
            yield self._row(record, "services", "description", fault, priority=2)
        elif is_shouted(record.description):
            fault = Fault("is written in capitals throughout", "ordinary letters")
            yield self._row(record, "services", "description", fault, priority=3)
        placed = record.areas or record.postcode or record.latitude is not None or record.address
        if not placed and not location_closed(record):
            fault = Fault("says nowhere where it is", "the area that it serves, or its postcode")
            yield self._row(record, "services", "areas", fault, priority=2)
        yield from self._elsewhere(record)

    def _cells(self, record: Organisation | Service, table: str, web: str) -> Iterator[Correction]:
        link = getattr(record, web)
        found = [(web, link_fault(link))] if link else []
        found += [("email", email_fault(record.email))] if record.email else []
        found += [("phones", phone_fault(phone)) for phone in record.phones]
        for field, fault in found:
            if fault is not None:
                yield self._row(record, table, field, fault, priority=2 if fault.grave else 3)

    def _dates(self, record: Service) -> Iterator[Correction]:
        limit = timedelta(days=self.config.stale_after_days)
        if record.assured_on and self.as_of - record.assured_on > limit:
            years = (self.as_of - record.assured_on).days / 365.25
            fault = Fault("was last assured long ago", "ask whether all of it still holds")
            yield self._row(
                record, "services", "assured_on", fault, priority=2,
                evidence=f"{years:.1f} years before {self.as_of}",
            )  # fmt: skip
        ends = [_until(cell) for cell in record.schedule]
        last = max((e for e in ends if e), default=None)
        if last and all(ends) and last < self.as_of:
            fault = Fault("all its times are past", "new times, or close the entry")
            yield self._row(
                record, "services", "schedule", fault, priority=1,
                evidence=f"the last was on or before {last}",
            )  # fmt: skip

    def place(self, record: Organisation | Service | Facility, table: str) -> Iterator[Correction]:
        """Yield postcodes that are none, and points far from their postcode."""
        postcode = record.postcode
        if not postcode or location_closed(record):
            return
        if split_postcode(postcode) is None:
            fault = Fault("is no postcode", _likely_postcode(postcode))
            yield self._row(record, table, "postcode", fault, priority=2)
            return
        found = self.lookup.point(postcode) if self.lookup else None
        if found is None or record.latitude is None or record.longitude is None:
            return
        km = distance_km(found.point, Point(record.latitude, record.longitude))
        if found.precision in ("unit", "sector") and km > self.config.far_km:
            fault = Fault("lies far from its own postcode", "correct the point or the postcode")
            yield self._row(
                record, table, "latitude", fault, priority=1,
                now=f"{record.latitude:.4f}, {record.longitude:.4f}",
                evidence=f"{km:.0f} km from {postcode}",
            )  # fmt: skip

    def _elsewhere(self, record: Service) -> Iterator[Correction]:
        host, owner = _host(record.url), self.dataset.resolve(record.organisation_id)
        whose = self.owner_of_host.get(host or "")
        own = self.hosts_of.get(owner)
        if not host or not whose or whose == owner or not own or own == host:
            return
        other = self.dataset.organisation(whose)
        fault = Fault(
            f"its web address is that of {other.name}", "say which of the two provides it",
            grave=False,
        )  # fmt: skip
        yield self._row(record, "services", "organisation_id", fault, evidence=host, priority=3)

    def twice(self, pairs: Iterable[DuplicatePair]) -> Iterator[Correction]:
        """Yield what is listed twice, each later id once, against the earliest."""
        first: dict[str, DuplicatePair] = {}
        for pair in sorted(pairs, key=lambda p: (p.right_id, p.left_id)):
            if pair.decision == "duplicate":
                first.setdefault(pair.right_id, pair)
        for pair in first.values():
            table = "services" if self.dataset.has("services", pair.left_id) else "organisations"
            left, right = (
                cast("Organisation | Service", self.dataset.get(table, one))
                for one in (pair.left_id, pair.right_id)
            )
            if location_closed(left) or location_closed(right):
                continue
            if left.source == right.source:
                fault = Fault(f"is listed twice: also as {left.id}", "keep one of the two")
            else:
                fault = Fault(
                    f"is listed in {left.source} too, as {left.id}",
                    "keep one, or write the same identifier into both",
                )
            yield self._row(
                right, table, "id", fault, now=right.id,
                priority=1 if left.source == right.source else 2,
                evidence=f"the same record with probability {pair.probability:.2f}", unlocks=1,
            )  # fmt: skip


def _likely_postcode(text: str) -> str:
    """Return the postcode within a cell, or with a letter O and I typed for a digit."""
    found = find_postcode(text)
    if found:
        return found
    tight = re.sub(r"\s+", "", text.upper())
    inward = tight[-3:].replace("O", "0", 1).replace("I", "1", 1)
    likely = f"{tight[:-3]} {inward}"
    return likely if split_postcode(likely) is not None else ""


def _until(cell: str) -> date | None:
    found = re.search(r"UNTIL=(\d{4})(\d{2})(\d{2})", cell)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _host(address: str | None) -> str | None:
    """Return the host of an organisation's own web site; shared ones are nobody's."""
    if not address:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return None
    host = host.removeprefix("www.")
    return host if "." in host and not _SHARED_HOSTS.search(host) else None
