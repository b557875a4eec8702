"""Offers and needs of a landscape made ready, and who must be kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sap_match.errors import DataError
from sap_match.memory import Memory, pair
from sap_match.model import Agreement, Need, Offer
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.pairings.listing import CALLED_OFF, Listing, is_done, unit_of
from sap_match.recommend.same import same_organisations
from sap_match.results import suggestion_id
from sap_match.windows import Schedule, parse

if TYPE_CHECKING:
    from sap_match.landscape import Landscape


def listings_of(landscape: Landscape) -> tuple[tuple[Listing, ...], tuple[Listing, ...]]:
    """Return the offers and the needs that stand, each in the order of their ids."""
    dataset = landscape.dataset
    used = taken_by(dataset.agreements)

    def ready(records: Iterable[Offer | Need]) -> tuple[Listing, ...]:
        standing = sorted((r for r in records if not is_done(r)), key=lambda r: r.id)
        return tuple(_listing(landscape, r, used) for r in standing)

    return ready(dataset.offers), ready(dataset.needs)


def stands(agreement: Agreement) -> bool:
    """Whether an agreement was not called off: what it takes stays taken."""
    return (agreement.status or "").strip().casefold() not in CALLED_OFF


def taken_by(agreements: Iterable[Agreement]) -> dict[str, float]:
    """Return how much of each offer and need earlier agreements have taken.

    Keys are ``offer ID`` and ``need ID``.
    """
    used: dict[str, float] = {}
    for one in agreements:
        if not stands(one):
            continue
        told = (one.quantity, one.pledged, one.delivered, 1.0)
        quantity = next(q for q in told if q is not None)
        for key in (f"offer {one.offer_id}", f"need {one.need_id}"):
            used[key] = used.get(key, 0.0) + quantity
    return used


def _listing(landscape: Landscape, record: Offer | Need, used: Mapping[str, float]) -> Listing:
    side = "offer" if isinstance(record, Offer) else "need"
    owner = landscape.profile(record.organisation_id)
    quantity = 1.0 if record.quantity is None else record.quantity
    return Listing(
        record=record,
        owner=owner,
        unit=unit_of(record.unit),
        left=max(0.0, quantity - used.get(f"{side} {record.id}", 0.0)),
        known=record.quantity is not None,
        schedule=_schedule(record),
        points=_points(landscape, record),
    )


def _schedule(record: Offer | Need) -> Schedule | None:
    """Return a record's windows, None where there are none or they cannot be read."""
    if not record.windows:
        return None
    try:
        return parse(record.windows) or None
    except DataError:
        return None


def _points(landscape: Landscape, record: Offer | Need) -> tuple[tuple[float, float], ...]:
    """Return where a record is: its own point, else where its owner works, unless closed."""
    owner = landscape.profile(record.organisation_id)
    if owner.closed:
        return ()
    if record.latitude is not None and record.longitude is not None:
        return ((record.latitude, record.longitude),)
    return tuple((p.latitude, p.longitude) for p in owner.points)


@dataclass(frozen=True, eq=False)
class Apart:
    """Which offers and needs must not be brought together, and why."""

    agreed: frozenset[tuple[str, str]]
    excluded: Mapping[tuple[str, str], str]
    same: Mapping[str, Mapping[str, str]]
    memory: Memory

    @classmethod
    def of(cls, landscape: Landscape, memory: Memory) -> Apart:
        """Gather agreements that stand, exclusions, bans, and records of one organisation."""
        return cls(
            frozenset((a.offer_id, a.need_id) for a in landscape.dataset.agreements if stands(a)),
            excluded_pairs(landscape),
            same_organisations(landscape),
            memory,
        )

    def why(self, giver: Listing, host: Listing) -> str:
        """Return why the two must not be brought together, or ""."""
        key = pair(giver.owner.id, host.owner.id)
        names = f"{giver.name} and {host.name}"
        if (giver.id, host.id) in self.agreed:
            return f"{names} have agreed this already"
        for side in (giver, host):
            if side.owner.organisation.suggest == "no":
                return f"{side.name} asked not to be suggested"
        if key in self.excluded:
            return f"{names} are kept apart: {self.excluded[key]}"
        if key in self.memory.banned or self.refused(giver.id, host.id):
            return f"{names}: never again"
        if host.owner.id in self.same.get(giver.owner.id, {}):
            return f"{names} may be the same organisation"
        return ""

    def hosts_of(self, giver_id: str) -> tuple[str, ...]:
        """Return the organisations that an offer's owner must not be brought together with."""
        return self._kept_from.get(giver_id, ())

    def needs_of(self, offer_id: str) -> tuple[str, ...]:
        """Return the needs with which an offer is agreed already."""
        return self._agreed_by.get(offer_id, ())

    @cached_property
    def _kept_from(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for one, other in (*self.excluded, *self.memory.banned):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        for one, others in self.same.items():
            found.setdefault(one, set()).update(others)
        return {one: tuple(sorted(others)) for one, others in found.items()}

    @cached_property
    def _agreed_by(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for offer_id, need_id in sorted(self.agreed):
            found.setdefault(offer_id, []).append(need_id)
        return {offer: tuple(needs) for offer, needs in found.items()}

    def refused(self, offer_id: str, need_id: str) -> bool:
        """Whether somebody answered *never* to this very pair."""
        if not self.memory.decided:
            return False
        answer = self.memory.answer(suggestion_id("pairing", offer_id, need_id))
        return answer is not None and answer.answer == "never"
