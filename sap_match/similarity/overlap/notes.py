"""What either side says of an overlap: attached before it is shared, weighing nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sap_match.similarity.overlap.provision import Provision

if TYPE_CHECKING:
    from sap_match.similarity.overlap.pair import Overlap

LONGEST = 2000
"""Characters of a note that are kept."""
LONGEST_ROLE = 80


class OverlapNote(BaseModel):
    """What one side said.

    Attributes
    ----------
    left_id, right_id : str
        The pair, in either order; both empty where the note is for all that an organisation
        stands in.
    side : str
        Whose note it is: ``left`` or ``right`` of the pair that is named, or the id of a
        service or of its organisation.
    note : str
        At most 2,000 characters.
    by_role : str
        The role of who said it; never a person's name.

    Examples
    --------
    >>> OverlapNote(left_id="s1", right_id="s2", side="s1", note="Ours is full", by_role="manager")
    OverlapNote(left_id='s1', right_id='s2', side='s1', note='Ours is full', by_role='manager')
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    left_id: str = ""
    right_id: str = ""
    side: str = Field(min_length=1)
    note: str = Field(min_length=1, max_length=LONGEST)
    by_role: str = Field("", max_length=LONGEST_ROLE)

    @model_validator(mode="after")
    def _whole_pair(self) -> OverlapNote:
        if bool(self.left_id) != bool(self.right_id):
            raise ValueError("names one service of a pair; give left_id and right_id, or neither")
        if not self.left_id and self.side in ("left", "right"):
            raise ValueError("side says left or right of no pair; give left_id and right_id")
        return self


def notes_for(
    overlap: Overlap, offers: Mapping[str, Provision], notes: Sequence[OverlapNote]
) -> Overlap:
    """Return an overlap with the notes of both sides."""
    if not notes:
        return overlap
    said: dict[str, list[str]] = {overlap.left_id: [], overlap.right_id: []}
    for note in notes:
        one = _side_of(note, overlap, offers)
        if one is not None:
            told = f"{note.note} ({note.by_role})" if note.by_role else note.note
            said[one].append(told)
    left, right = (" / ".join(said[i]) for i in (overlap.left_id, overlap.right_id))
    return replace(overlap, left_note=left, right_note=right)


def _side_of(note: OverlapNote, overlap: Overlap, offers: Mapping[str, Provision]) -> str | None:
    ids = (overlap.left_id, overlap.right_id)
    if note.left_id:
        if {note.left_id, note.right_id} != set(ids):
            return None
        if note.side in ("left", "right"):
            return note.left_id if note.side == "left" else note.right_id
    return next((i for i in ids if note.side in (i, offers[i].owner_id)), None)
