"""What comes out: seats, teams with their numbers, and the gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sap_match.recommend.consortia.fair import Fairness
from sap_match.results import Results

SeatRole = Literal["lead", "member", "partner", "uncovered"]
SEAT_COLUMNS = ("brief_id", "team", "organisation_id", "role", "covers", "reason", "score")
GAP_COLUMNS = (
    "brief_id", "capability", "nearest_id", "nearest_fit", "beyond_id", "beyond_fit", "km", "reason"
)  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """One row of a team: an organisation and what it covers, or a capability nobody covers."""

    brief_id: str
    team: int
    organisation_id: str | None
    role: SeatRole
    covers: tuple[str, ...]
    reason: str
    score: float = 0.0


@dataclass(frozen=True)
class Team:
    """A team's numbers.

    ``objective`` is what was made as large as possible, ``bound`` what no team reaches more
    than, ``gap`` the share between them (0: proved the best), ``method`` exact or greedy.
    ``coverage`` is the mean over the capabilities of the best member's strength, from 0 to 1,
    ``covered`` how many capabilities have the asked number of members; ``strengths`` says how
    well each member does what it stands for. ``cohesion`` is the named cost, ``cost`` the money, or
    the seats taken where no costs are known.
    """

    brief_id: str
    number: int
    members: tuple[str, ...]
    strengths: Mapping[str, Mapping[str, float]]
    objective: float
    bound: float
    gap: float
    method: str
    coverage: float
    covered: int
    cohesion: float
    cost: float
    fairness: Fairness | None = None


@dataclass(frozen=True)
class Gap:
    """A capability that nobody local covers: who comes nearest, and who beyond the area does."""

    brief_id: str
    capability: str
    nearest_id: str | None
    nearest_fit: float
    beyond_id: str | None = None
    beyond_fit: float = 0.0
    km: float | None = None
    reason: str = ""

    def to_record(self) -> dict[str, Any]:
        """Return the columns of ``--gaps``."""
        return {name: getattr(self, name) for name in GAP_COLUMNS}


@dataclass(frozen=True, repr=False)
class Consortia(Results[Seat]):
    """Seats of all teams, and the numbers of each team.

    ``capabilities`` are what had to be covered; ``split`` says that they were read out of the
    brief's text. The single numbers are those of the first team.
    """

    teams: tuple[Team, ...] = ()
    gaps: tuple[Gap, ...] = ()
    capabilities: tuple[str, ...] = field(default=())
    split: bool = False

    def _first(self, name: str, empty: float) -> float:
        return float(getattr(self.teams[0], name)) if self.teams else empty

    @property
    def objective(self) -> float:
        """What the first team is worth."""
        return self._first("objective", 0.0)

    @property
    def bound(self) -> float:
        """What no team is worth more than."""
        return self._first("bound", 0.0)

    @property
    def gap(self) -> float:
        """The share by which the best team may be better than the first; 0 is proved."""
        return self._first("gap", 0.0)

    @property
    def coverage(self) -> float:
        """The mean strength with which the first team covers what is wanted."""
        return self._first("coverage", 0.0)

    @property
    def cohesion(self) -> float:
        """The first team's cost of cohesion."""
        return self._first("cohesion", 0.0)

    @property
    def cost(self) -> float:
        """What the first team costs, or how many seats it takes."""
        return self._first("cost", 0.0)


def seat_record(seat: Seat) -> dict[str, Any]:
    """Return the columns of ``sap-match consortium``."""
    return {
        "brief_id": seat.brief_id,
        "team": seat.team,
        "organisation_id": seat.organisation_id,
        "role": seat.role,
        "covers": "; ".join(seat.covers),
        "reason": seat.reason,
        "score": seat.score,
    }
