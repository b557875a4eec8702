"""A file of notes: every row is read, or said with what to do about it; no note is lost in silence.

A note is lost where its pair is not listed, where nobody has the id, or where the side is
neither of the two. Each of these is a problem with its row, column and cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sap_match.errors import near
from sap_match.sheets import read_sheet
from sap_match.similarity.overlap.notes import LONGEST, LONGEST_ROLE, OverlapNote
from sap_match.similarity.roles import is_person

if TYPE_CHECKING:
    from sap_match.similarity.overlap.pair import Overlap

COLUMNS = ("left_id", "right_id", "side", "note", "by_role")
NEEDED = ("side", "note")
_SIDES = ("left", "right")


@dataclass(frozen=True, order=True)
class NoteProblem:
    """One row that cannot be used as it is, and what to do about it; the header is row 1.

    Examples
    --------
    >>> print(NoteProblem(3, "side", "s9", "is neither side; write s1 or s2"))
    row 3, side 's9': is neither side; write s1 or s2; the note is left out
    """

    row: int
    field: str
    value: str
    reason: str
    outcome: str = "the note is left out"

    def __str__(self) -> str:
        cell = f" {self.value[:60]!r}" if self.value else ""
        return f"row {self.row}, {self.field}{cell}: {self.reason}; {self.outcome}"


@dataclass(frozen=True)
class Notes:
    """Notes that can be used, each with its row, and the rows that cannot."""

    rows: tuple[tuple[int, OverlapNote], ...]
    problems: tuple[NoteProblem, ...]

    @property
    def notes(self) -> tuple[OverlapNote, ...]:
        """The notes alone, in the order of the file."""
        return tuple(note for _, note in self.rows)


def read_notes(path: Path, owners: Mapping[str, str]) -> Notes:
    """Read a table of ``left_id, right_id, side, note, by_role``.

    Parameters
    ----------
    path : Path
    owners : mapping
        Id of each record that is compared to the id of its organisation (an organisation's
        is its own).

    Raises
    ------
    DataError
        The file cannot be read, or lacks the column side or note.
    """
    rows, problems = [], []
    for number, row in read_sheet(path, NEEDED):
        named = {name.strip().casefold(): cell for name, cell in row.items()}
        cells = {name: named.get(name, "") for name in COLUMNS}
        if not any(cells.values()):
            continue
        if is_person(cells["by_role"]):
            cells["by_role"] = ""
            problems.append(
                NoteProblem(
                    number, "by_role", "", "is a person and no role; write a role, such as manager",
                    "the note is shown without it",
                )
            )  # fmt: skip
        found = _problem(number, cells, owners)
        if found is not None:
            problems.append(found)
        else:
            rows.append((number, OverlapNote(**cells)))
    return Notes(tuple(rows), tuple(problems))


def unheard(
    notes: Notes, found: Iterable[Overlap], owners: Mapping[str, str]
) -> Iterator[NoteProblem]:
    """Yield a problem for each note that belongs to nothing that is listed."""
    pairs = {frozenset((o.left_id, o.right_id)) for o in found}
    sides = {side for two in pairs for one in two for side in (one, owners.get(one, one))}
    for row, note in notes.rows:
        two = frozenset((note.left_id, note.right_id))
        if note.left_id and two not in pairs:
            yield NoteProblem(
                row,
                "left_id and right_id",
                f"{note.left_id} and {note.right_id}",
                "are not listed as an overlap; see the list for the pairs that are, or give "
                "the side alone to have the note with all that it stands in",
            )
        elif not note.left_id and note.side not in sides:
            yield NoteProblem(row, "side", note.side, "stands in no overlap that is listed")


def _problem(row: int, cells: Mapping[str, str], owners: Mapping[str, str]) -> NoteProblem | None:
    for wrong in (_said, _two, _side):
        found = wrong(cells, owners)
        if found is not None:
            field, why = found
            return NoteProblem(row, field, cells[field], why)
    return None


_Wrong = tuple[str, str] | None


def _said(cells: Mapping[str, str], _: Mapping[str, str]) -> _Wrong:
    """Return what is wrong with the note's own words or with who said them."""
    if not cells["note"]:
        return "note", "is empty; write what this side says"
    if len(cells["note"]) > LONGEST:
        long = f"{len(cells['note']):,}"
        return "note", f"has {long} characters; shorten it to {LONGEST:,}"
    if len(cells["by_role"]) > LONGEST_ROLE:
        return "by_role", f"is longer than {LONGEST_ROLE} characters; write a role, such as manager"
    return None


def _two(cells: Mapping[str, str], owners: Mapping[str, str]) -> _Wrong:
    """Return what is wrong with the pair."""
    left, right = cells["left_id"], cells["right_id"]
    if bool(left) != bool(right):
        return (
            "right_id" if left else "left_id",
            "is empty and the other is not; write both ids, or neither",
        )
    if left and left == right:
        return "right_id", "is the same as left_id; write the two that overlap"
    for field in ("left_id", "right_id"):
        if cells[field] and cells[field] not in owners:
            return field, f"is the id of no record that is compared{_meant(cells[field], owners)}"
    return None


def _side(cells: Mapping[str, str], owners: Mapping[str, str]) -> _Wrong:
    """Return what is wrong with whose note it is."""
    side, two = cells["side"], [cells["left_id"], cells["right_id"]]
    if not cells["left_id"]:
        if not side:
            return "side", "is empty; write whose note it is: the id of a service or organisation"
        if side in _SIDES:
            return "side", "is a side of no pair; write left_id and right_id as well, or an id"
        known = {*owners, *owners.values()}
        return None if side in known else ("side", f"is an id that nobody has{_meant(side, known)}")
    mine = [*two, *(owners[one] for one in two)]
    if side in _SIDES or mine.count(side) == 1 or side in two:
        return None
    if side in mine:
        return "side", "runs both of them; write left or right"
    choices = ", ".join((*_SIDES, *dict.fromkeys(mine)))
    said = "is empty" if not side else "is neither side of this pair"
    return "side", f"{said}; write one of {choices}"


def _meant(told: str, known: Collection[str]) -> str:
    close: Sequence[str] = near(told, known, k=2)
    return f"; did you mean {' or '.join(map(repr, close))}?" if close else ""
