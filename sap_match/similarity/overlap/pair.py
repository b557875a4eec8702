"""Two providers that offer alike: the row, its parts and what counts as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from sap_match.ranking import rounded
from sap_match.results import Part, score_of, suggestion_id


class OverlapConfig(BaseModel):
    """What counts as an overlap.

    Parameters
    ----------
    threshold : float
        Least score, from 0 to 1, inclusive.
    least_alike : float
        Likeness of two descriptions from which it counts, from 0 to 1; below it only
        services of one kind are looked at.
    most_alike : float
        Likeness that counts in full, and from which neither theme nor kind need agree.
    least_offer : float
        Least share that is agreed of what is known of the two offers (text, activity,
        themes): however near two services are, they have to offer alike.
    max_km : float
        Places further apart serve other people, unless they name the same area or go to
        people's homes.
    far_km : float
        Places further apart than this are never alike.
    per_service : int
        Most overlaps that a service is listed in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float = Field(0.5, ge=0, le=1)
    least_alike: float = Field(0.2, ge=0, le=1)
    most_alike: float = Field(0.5, ge=0, le=1)
    least_offer: float = Field(0.33, ge=0, le=1)
    max_km: float = Field(3.0, gt=0)
    far_km: float = Field(10.0, gt=0)
    per_service: int = Field(5, ge=1)


WEIGHTS: Mapping[str, float] = {
    "text": 0.35, "activity": 0.15, "themes": 0.10, "people": 0.15, "place": 0.15, "times": 0.10,
}  # fmt: skip
"""What each part adds where the two agree in full; it takes as much where they differ."""
COLUMNS = (
    "left_id", "right_id", "score", "reason", "note", "counter_reason", "to_confirm", "could_do",
    "left_note", "right_note", "answer", *WEIGHTS,
)  # fmt: skip
NO_FAULT = "An overlap is no fault: it says who might share, refer or spread over the week."


@dataclass(frozen=True)
class Overlap:
    """Two services of different providers that offer alike.

    Attributes
    ----------
    left_id, right_id : str
        ``left_id < right_id``; the order means nothing.
    parts : tuple of Part
        Likeness of text, kind of activity, themes, people, place and times: from -1 (known
        to differ) to 1 (known to agree), 0 where it is not known. They add up to the score.
    reason : str
        What they have in common.
    counter_reason : str
        What speaks against calling it the same thing twice.
    to_confirm : tuple of str
        What is not known and has to be asked.
    could_do : tuple of str
        What the two could do, from the facts of the pair.
    left_note, right_note : str
        What each side said about it.
    answer : str
        What a person answered to it earlier, if it may still be shown.
    """

    left_id: str
    right_id: str
    parts: tuple[Part, ...]
    reason: str
    counter_reason: str = ""
    to_confirm: tuple[str, ...] = ()
    could_do: tuple[str, ...] = ()
    left_note: str = ""
    right_note: str = ""
    answer: str = ""

    @cached_property
    def score(self) -> float:
        """Sum of ``weight * value`` over the parts; 1 where all agree in full."""
        return score_of(self.parts)

    @cached_property
    def suggestion_id(self) -> str:
        """Hash of the pair, by which people answer; the same in every month."""
        return suggestion_id("overlap", self.left_id, self.right_id)

    @property
    def note(self) -> str:
        """What sets the two apart and what has to be asked, in words."""
        return " ".join(filter(None, (self.counter_reason, _sentence(self.to_confirm))))

    def to_record(self) -> dict[str, Any]:
        """Return a flat dict: ids, score, words, then a column a part."""
        return {
            "left_id": self.left_id,
            "right_id": self.right_id,
            "score": self.score,
            "reason": self.reason,
            "note": self.note,
            "counter_reason": self.counter_reason,
            "to_confirm": _sentence(self.to_confirm),
            "could_do": " ".join(self.could_do),
            "left_note": self.left_note,
            "right_note": self.right_note,
            "answer": self.answer,
            **{part.name: rounded(part.contribution) for part in self.parts},
        }


def _sentence(notes: Sequence[str]) -> str:
    text = "; ".join(notes)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
