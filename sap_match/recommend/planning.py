"""What both planners give back: a plan, what stays unmatched and why, what was considered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sap_match.results import Results, Suggestion

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
class Plan:
    """A planner's answer.

    ``candidates`` are all pairs that the planner considered, with their scores;
    ``matches`` those of the plan. ``aim`` says what was maximised and ``total`` what
    the plan reached.
    """

    matches: Results[Suggestion]
    unmatched: Results[Unmatched]
    candidates: Results[Suggestion]
    aim: str = "welfare"
    total: float = 0.0
