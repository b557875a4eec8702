"""What makes a team: how coverage, fit, distance and seats weigh, and what has to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sap_match.model.records import OrganisationKind
from sap_match.recommend.consortia.cohesion import Cohesion
from sap_match.recommend.consortia.exact import EXACT_UP_TO, SECONDS

FairBy = Literal["kind", "size", "place", "led_by"]
Between = Literal["ties", "km", "both"]


class ConsortiumConfig(BaseModel):
    """What makes a team."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    covers: float = Field(0.55, ge=0, le=1)
    """Fit of a capability and what an organisation brings, from which it covers it."""
    partly: float = Field(0.05, ge=0, le=1)
    """What is left of a fit below that: it chooses between equals, and covers nothing."""
    near_km: float = Field(6.0, gt=0)
    """Distance from the brief's areas within which what somebody brings counts whole."""
    candidates: int = Field(300, ge=1)
    """How many are looked at in full; that no other can do better stands in the bound."""
    seat_cost: float = Field(0.25, ge=0)
    """What a further member must add in coverage to be worth a seat."""
    fit: float = Field(0.2, ge=0)
    """Weight of a member's general fit to the brief beside what it covers."""
    cohesion: Cohesion = "leader"
    """How distance between members is measured."""
    between: Between = "both"
    """Distance is told by steps in the network of collaborations, by km, or by their mean."""
    cohesion_weight: float = Field(0.1, ge=0)
    """What a distance of 1 takes off."""
    differ: float = Field(0.5, ge=0, lt=1)
    """Share of its new members that a further team may have in common with an earlier one."""
    exact_up_to: int = Field(EXACT_UP_TO, ge=0)
    """Candidates left after pruning up to which the best team is proved."""
    seconds: float = Field(SECONDS, gt=0)
    """After this long a team is given as good as it is, with its gap."""


class MakeUp(BaseModel):
    """Organisations of one sort, of whom a team holds at least or at most some."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=0)
    kind: OrganisationKind | None = None
    income_below: float | None = None
    income_from: float | None = None
    legal_form: str | None = None
    theme: str | None = None
    area: str | None = None


class Rules(BaseModel):
    """What a team has to keep, whatever it is worth.

    A rule that an organisation's record does not answer is not kept by it: who tells no income
    is not counted as small.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    size_min: int | None = Field(None, ge=0)
    size_max: int | None = Field(None, ge=1)
    per_capability: int = Field(1, ge=1)
    """How many members are wanted for each capability."""
    most_each: int | None = Field(None, ge=1)
    """How many capabilities one member may stand for: its capacity."""
    at_least: tuple[MakeUp, ...] = ()
    at_most: tuple[MakeUp, ...] = ()
    one_per_parent: bool = True
    """No two of one parent. (A parent and its child are held to be one in any case.)"""
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    """Pairs that do not sit together."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Groups of whom one at most sits."""
    accredited: tuple[str, ...] = ()
    """Accreditations without which nobody is eligible."""
    budget: float | None = Field(None, ge=0)
    """What the members' costs may add up to; else the brief's, where costs are known."""
    costs: Mapping[str, float] = Field(default_factory=dict)
    """What each organisation costs; who is not named costs nothing that is known."""
    places: tuple[str, ...] = ()
    """Areas in each of which at least one member works."""
    fair_by: FairBy | None = None
    """Composition as that of the candidates, to within one member; see `fair`."""
