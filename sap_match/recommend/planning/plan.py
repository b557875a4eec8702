"""What both planners give back: a plan, what stays unmatched and why, what was considered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sap_match.results import Results, Suggestion

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.memory import Memory

Side = Literal["offer", "need", "request"]


@dataclass(frozen=True)
class Unmatched:
    """An offer, need or request of which something is left, and what stood in the way.

    ``reason`` names every binding rule in words; ``nearest`` is the id of the candidate
    that came closest, with what would have to change, or "" where nothing came near.
    """

    side: Side
    id: str
    quantity_left: float | None
    reason: str
    nearest: str = ""

    def to_record(self) -> dict[str, Any]:
        """Return the columns of ``--unmatched``."""
        return {
            "side": self.side,
            "id": self.id,
            "quantity_left": self.quantity_left,
            "reason": self.reason,
            "nearest": self.nearest,
        }


UNMATCHED_COLUMNS = ("side", "id", "quantity_left", "reason", "nearest")


@dataclass(frozen=True)
class Setting:
    """What a plan was made from, so that it can be made again when something changes."""

    landscape: Landscape
    memory: Memory
    config: Any


@dataclass(frozen=True)
class Plan:
    """A planner's answer.

    ``candidates`` are all pairs that the planner considered, with their scores;
    ``matches`` those of the plan; ``waiting`` who comes next for each offer or room that
    is taken. ``aim`` says what was maximised and ``total`` what the plan reached;
    ``figures`` are measures of the whole plan by name (blocking pairs, first choices,
    hours met ...), ``seed`` the lottery that ordered what was otherwise equal.
    """

    matches: Results[Suggestion]
    unmatched: Results[Unmatched]
    candidates: Results[Suggestion]
    aim: str = "welfare"
    total: float = 0.0
    waiting: Results[Suggestion] | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0
    setting: Setting | None = field(default=None, repr=False, compare=False)
