"""What does not leave the house: contacts, confidential places, confidential reports.

Contacts go out only of organisations that made them public, unless that is asked for.
The place of a refuge or the like goes out in no case, and failing closed: of an
organisation with one closed site, its own address and whatever shares the site's
postcode are closed with it. Reports on ties and reasons of exclusions are confidential.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sap_match.model import (
    Dataset,
    Facility,
    FacilityRequest,
    Need,
    Offer,
    Organisation,
    Service,
    location_closed,
)

_Site = TypeVar("_Site", Organisation, Service, Facility)
_Asker = TypeVar("_Asker", Offer, Need, FacilityRequest)
_NO_PLACE: Mapping[str, Any] = {
    "address": None, "postcode": None, "latitude": None, "longitude": None,
}  # fmt: skip
_PLACE_WORDS = ("location", "address", "postcode", "accessib", "access", "travel", "parking", "map")


@dataclass(frozen=True)
class Shareable:
    """A dataset that may be given out, and what was taken out of it, in words."""

    dataset: Dataset
    withheld: tuple[str, ...]


def shareable(dataset: Dataset, *, contacts: bool = False, confidential: bool = False) -> Shareable:
    """Return the dataset without what may not be told, and what that was.

    Parameters
    ----------
    dataset : Dataset
        As it was read.
    contacts : bool
        Give out e-mail addresses, telephone numbers, addresses of organisations and names
        in texts of those too that did not say ``contact_public``.
    confidential : bool
        Give out reports on ties, and reasons of exclusions. Places of refuges and the like
        stay closed even so.

    Examples
    --------
    >>> club = Organisation(id="o", name="Club", kind="voluntary", email="jo@club.example")
    >>> found = shareable(Dataset.build("d", {"organisations": [club]}))
    >>> found.dataset.organisations[0].email, found.withheld
    (None, ('contacts of 1 organisation that are not public: --with-contacts gives them',))
    """
    sweep = _Sweep(dataset, contacts=contacts)
    swept = replace(
        dataset,
        organisations=tuple(map(sweep.organisation, dataset.organisations)),
        services=tuple(map(sweep.service, dataset.services)),
        facilities=tuple(map(sweep.facility, dataset.facilities)),
        facility_requests=tuple(sweep.asker(x, "purpose") for x in dataset.facility_requests),
        offers=tuple(sweep.asker(x, "description") for x in dataset.offers),
        needs=tuple(sweep.asker(x, "description") for x in dataset.needs),
    )
    told = sweep.told()
    if not confidential:
        reports, reasons = len(swept.relationships), sum(bool(x.reason) for x in swept.exclusions)
        swept = replace(
            swept,
            relationships=(),
            exclusions=tuple(x.model_copy(update={"reason": None}) for x in swept.exclusions),
        )
        told += _counted({"confidential report on a tie": reports}, "--with-confidential")
        told += _counted({"reason of an exclusion": reasons}, "--with-confidential")
    if not contacts:
        swept, people = _without_deciders(swept)
        told += _counted({"name or role of who decided or confirmed": people}, "--with-contacts")
    return Shareable(swept, tuple(told))


def _without_deciders(dataset: Dataset) -> tuple[Dataset, int]:
    people = sum(bool(x.decided_by_role) for x in dataset.decisions)
    people += sum(bool(x.confirmed_by) for x in dataset.agreements)
    decisions = (x.model_copy(update={"decided_by_role": None}) for x in dataset.decisions)
    agreements = (x.model_copy(update={"confirmed_by": None}) for x in dataset.agreements)
    return replace(dataset, decisions=tuple(decisions), agreements=tuple(agreements)), people


class _Sweep:
    """Takes what may not be told out of one record after another, and counts it."""

    def __init__(self, dataset: Dataset, *, contacts: bool) -> None:
        self.dataset = dataset
        self.contacts = contacts
        self.counts: Counter[str] = Counter()
        self.boroughs = {a.id for a in dataset.areas if a.kind == "borough"}
        self.closed = {o.id for o in dataset.organisations if self._has_closed(o)}
        sites: tuple[Organisation | Service | Facility, ...] = (
            *dataset.organisations, *dataset.services, *dataset.facilities,
        )  # fmt: skip
        self.closed_postcodes = {
            _tight(x.postcode) for x in sites if x.postcode and location_closed(x)
        }
        self.silent: set[str] = set()

    def _has_closed(self, organisation: Organisation) -> bool:
        key = organisation.id
        sites: tuple[Organisation | Service | Facility, ...] = (
            organisation, *self.dataset.services_of(key), *self.dataset.facilities_of(key),
        )  # fmt: skip
        return any(map(location_closed, sites))

    def organisation(self, record: Organisation) -> Organisation:
        """Return an organisation as it may be told."""
        found = self._placed(record, closed=record.id in self.closed)
        return self._quiet(found, record.id, ("email", "phones", "address"))

    def service(self, record: Service) -> Service:
        """Return a service as it may be told."""
        owner = self.dataset.resolve(record.organisation_id)
        found = self._placed(record, closed=self._is_closed(record, owner))
        return self._quiet(found, owner, ("email", "phones"))

    def facility(self, record: Facility) -> Facility:
        """Return a facility as it may be told."""
        owner = self.dataset.resolve(record.organisation_id)
        found = self._placed(record, closed=self._is_closed(record, owner))
        return self._quiet(found, owner, ())

    def asker(self, record: _Asker, text: str) -> _Asker:
        """Return an offer, need or request as it may be told."""
        owner = self.dataset.resolve(record.organisation_id)
        update: dict[str, Any] = {}
        if owner in self.closed:
            update = {"postcode": None, "latitude": None, "longitude": None}
        if owner in self.closed or not self._may_contact(owner):
            update[text] = _masked(getattr(record, text)) or "(withheld)"
        return record.model_copy(update=update) if update else record

    def _is_closed(self, record: Service | Facility, owner: str) -> bool:
        if location_closed(record):
            return True
        if owner not in self.closed:
            return False
        whole = location_closed(self.dataset.organisation(owner))
        opened = getattr(record, "location_confidential", None) is False
        return (whole and not opened) or _tight(record.postcode) in self.closed_postcodes

    def _placed(self, record: _Site, *, closed: bool) -> _Site:
        if not closed:
            return record
        update: dict[str, Any] = {
            **_NO_PLACE,
            "description": _masked(record.description),
            "extra": {
                name: text
                for name, text in record.extra.items()
                if not any(word in name.casefold() for word in _PLACE_WORDS)
            },
        }
        if isinstance(record, Organisation | Service):
            update["areas"] = tuple(a for a in record.areas if a in self.boroughs)
            update["location_confidential"] = True
        if record.address or record.postcode or record.latitude is not None:
            self.counts["confidential place"] += 1
        return record.model_copy(update=update)

    def _may_contact(self, owner: str) -> bool:
        return self.contacts or self.dataset.organisation(owner).contact_public is True

    def _quiet(self, record: _Site, owner: str, fields: Iterable[str]) -> _Site:
        if self._may_contact(owner):
            return record
        update: dict[str, Any] = {
            name: () if isinstance(getattr(record, name), tuple) else None
            for name in fields
            if getattr(record, name)
        }
        if record.description:
            update["description"] = _masked(record.description)
        for name in ("url", "website"):
            if "@" in (getattr(record, name, None) or ""):
                update[name] = None
        if set(update) - {"description"}:
            self.silent.add(owner)
        return record.model_copy(update=update) if update else record

    def told(self) -> list[str]:
        """Say what was taken out."""
        lines = _counted(self.counts, "never given out")
        if self.silent:
            who = "organisation that are" if len(self.silent) == 1 else "organisations that are"
            lines.append(
                f"contacts of {len(self.silent)} {who} not public: --with-contacts gives them"
            )
        return lines


_MANY = {
    "confidential place": "confidential places",
    "confidential report on a tie": "confidential reports on ties",
    "reason of an exclusion": "reasons of exclusions",
    "name or role of who decided or confirmed": "names or roles of who decided or confirmed",
}


def _counted(counts: Mapping[str, int], how: str) -> list[str]:
    given = how if how.startswith("never") else f"{how} gives them"
    return [f"{n} {what if n == 1 else _MANY[what]}: {given}" for what, n in counts.items() if n]


def _masked(text: str | None) -> str | None:
    from sap_match.similarity.masking import mask

    return (mask(text) or None) if text else text


def _tight(postcode: str | None) -> str:
    return "".join((postcode or "").upper().split())
