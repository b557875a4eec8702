"""An offer and a need brought side by side at the moment when somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sap_match.geo import distances_km
from sap_match.memory import Memory
from sap_match.model import Need, Offer
from sap_match.recommend.pairings.gathering import Apart, listings_of
from sap_match.recommend.pairings.listing import Listing, Meeting
from sap_match.recommend.pairings.reliability import Reliability, reliability_of
from sap_match.recommend.pairings.score import (
    PairingConfig,
    SkillNames,
    parts_of,
    shared_causes,
)
from sap_match.results import Part

if TYPE_CHECKING:
    from sap_match.landscape import Landscape


@dataclass(frozen=True, eq=False)
class Beside:
    """Makes the `Meeting` of an offer and a need at the moment when somebody asks for it."""

    landscape: Landscape
    config: PairingConfig
    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]
    skills: SkillNames
    apart: Apart
    reliability: Reliability

    @classmethod
    def at(cls, landscape: Landscape, memory: Memory, config: PairingConfig) -> Beside:
        """Make the offers and needs of a landscape ready."""
        dataset = landscape.dataset
        skills = SkillNames.of(landscape, [*dataset.offers, *dataset.needs], config.skill)
        apart = Apart.of(landscape, memory)
        return cls(
            landscape, config, *listings_of(landscape), skills, apart, reliability_of(landscape)
        )

    def meeting(self, left: int, right: int, likeness: float) -> Meeting:
        """Return offer ``left`` beside need ``right``."""
        return self.of(self.offers[left], self.needs[right], likeness)

    def of(self, giver: Listing, host: Listing, likeness: float) -> Meeting:
        """Return an offer beside a need."""
        offer, need = giver.record, host.record
        if not isinstance(offer, Offer) or not isinstance(need, Need):
            raise TypeError("an offer stands on the left and a need on the right")
        return Meeting(
            offer=offer,
            need=need,
            giver=giver,
            host=host,
            as_of=self.landscape.as_of,
            timezone=self.landscape.dataset.timezone,
            km=_km(giver, host),
            likeness=likeness,
            required=self.skills.covered(need.skills_required, offer),
            desired=self.skills.covered(need.skills_desired, offer),
            causes=shared_causes(giver, host),
            kept_apart=self.apart.why(giver, host),
        )

    def parts(self, m: Meeting) -> tuple[Part, ...]:
        """Return the parts of a meeting's score."""
        known = self.reliability.known
        record = self.reliability.of(m.giver.owner.id) if known else None
        return parts_of(m, self.config, record)


def _km(giver: Listing, host: Listing) -> float | None:
    if not giver.points or not host.points:
        return None
    return float(distances_km(giver.points, host.points).min())
