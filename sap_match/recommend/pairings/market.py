"""Every offer beside every need of its kind: who meets whom, and who is kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sap_match.errors import DataError
from sap_match.geo import distances_km
from sap_match.memory import Memory, pair
from sap_match.model import Agreement, Need, Offer
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.pairings.listing import CALLED_OFF, Listing, Meeting, is_done, unit_of
from sap_match.recommend.pairings.score import (
    PairingConfig,
    SkillNames,
    are_alike,
    likenesses,
    shared_causes,
)
from sap_match.recommend.same import same_organisations
from sap_match.results import suggestion_id
from sap_match.windows import Schedule, parse

if TYPE_CHECKING:
    from sap_match.landscape import Landscape


@dataclass(frozen=True, eq=False)
class Market:
    """Every offer and need made ready, and those that are about the same sort of thing."""

    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]
    meetings: tuple[Meeting, ...]
    different: tuple[tuple[Listing, Listing], ...]


def market_of(landscape: Landscape, memory: Memory, config: PairingConfig) -> Market:
    """Lay every offer beside every need of its kind, except an organisation's own."""
    dataset = landscape.dataset
    used = _agreed(dataset.agreements)
    offers = tuple(_listing(landscape, o, used) for o in dataset.offers if not is_done(o))
    needs = tuple(_listing(landscape, n, used) for n in dataset.needs if not is_done(n))
    if not offers or not needs:
        return Market(offers, needs, (), ())
    likeness = likenesses(landscape, offers, needs)
    skills = SkillNames.of(landscape, [*dataset.offers, *dataset.needs], config.skill)
    apart = _kept_apart(landscape, memory)
    meetings: list[Meeting] = []
    different: list[tuple[Listing, Listing]] = []
    of_kind: dict[str, list[tuple[int, Listing]]] = {}
    for j, host in enumerate(needs):
        of_kind.setdefault(host.record.kind, []).append((j, host))
    for i, giver in enumerate(offers):
        for j, host in of_kind.get(giver.record.kind, ()):
            if giver.owner.id == host.owner.id:
                continue
            m = _meeting(landscape, giver, host, float(likeness[i, j]), skills, config)
            if m is None:
                different.append((giver, host))
            else:
                meetings.append(replace(m, kept_apart=apart(m)))
    return Market(offers, needs, tuple(meetings), tuple(different))


def _meeting(
    landscape: Landscape,
    giver: Listing,
    host: Listing,
    likeness: float,
    skills: SkillNames,
    config: PairingConfig,
) -> Meeting | None:
    """Return one offer beside one need, None where they are about different things."""
    offer, need = giver.record, host.record
    if not isinstance(offer, Offer) or not isinstance(need, Need):
        return None
    if not are_alike(giver, host, likeness, skills, config):
        return None
    return Meeting(
        offer=offer,
        need=need,
        giver=giver,
        host=host,
        as_of=landscape.as_of,
        timezone=landscape.dataset.timezone,
        km=_km(giver, host),
        likeness=likeness,
        required=skills.covered(need.skills_required, offer),
        desired=skills.covered(need.skills_desired, offer),
        causes=shared_causes(giver, host),
    )


def _agreed(agreements: Iterable[Agreement]) -> dict[str, float]:
    """Return how much of each offer and need earlier agreements have taken."""
    used: dict[str, float] = {}
    for one in agreements:
        if not _stands(one):
            continue
        told = (one.quantity, one.pledged, one.delivered, 1.0)
        quantity = next(q for q in told if q is not None)
        for key in (f"offer {one.offer_id}", f"need {one.need_id}"):
            used[key] = used.get(key, 0.0) + quantity
    return used


def _stands(agreement: Agreement) -> bool:
    return (agreement.status or "").strip().casefold() not in CALLED_OFF


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


def _km(giver: Listing, host: Listing) -> float | None:
    if not giver.points or not host.points:
        return None
    return float(distances_km(giver.points, host.points).min())


def _kept_apart(landscape: Landscape, memory: Memory) -> Callable[[Meeting], str]:
    """Return a function of a meeting: why its two sides must not be brought together, or ""."""
    excluded = excluded_pairs(landscape)
    same = same_organisations(landscape)
    agreed = {(a.offer_id, a.need_id) for a in landscape.dataset.agreements if _stands(a)}

    def why(m: Meeting) -> str:
        giver, host = m.giver, m.host
        key = pair(giver.owner.id, host.owner.id)
        names = f"{giver.name} and {host.name}"
        if m.key in agreed:
            return f"{names} have agreed this already"
        for side in (giver, host):
            if side.owner.organisation.suggest == "no":
                return f"{side.name} asked not to be suggested"
        if key in excluded:
            return f"{names} are kept apart: {excluded[key]}"
        answer = memory.answer(suggestion_id("pairing", *m.key))
        if key in memory.banned or (answer is not None and answer.answer == "never"):
            return f"{names}: never again"
        if host.owner.id in same.get(giver.owner.id, {}):
            return f"{names} may be the same organisation"
        return ""

    return why
