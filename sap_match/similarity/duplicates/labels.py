"""Pairs that people judged, read from a table of ``left_id, right_id, expected``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sap_match.errors import near
from sap_match.memory import pair
from sap_match.sheets import other_column, read_sheet

Pair = tuple[str, str]
COLUMNS = ("left_id", "right_id", "expected")
_YES = ("yes", "y", "true", "1", "same", "duplicate")
_NO = ("no", "n", "false", "0", "different", "distinct", "not the same")


@dataclass(frozen=True, order=True)
class LabelProblem:
    """One row that could not be used, and what to do about it; the header is row 1."""

    row: int
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.field} {self.value[:60]!r}: {self.reason}"


@dataclass(frozen=True)
class Labels:
    """Judged pairs, and the rows that could not be used.

    Attributes
    ----------
    judged : mapping
        Sorted pair of ids to whether the two are one.
    problems : tuple of LabelProblem
    waiting : int
        Rows whose ``expected`` is still empty.
    """

    judged: Mapping[Pair, bool]
    problems: tuple[LabelProblem, ...] = ()
    waiting: int = 0


def read_labels(path: Path, known: Collection[str]) -> Labels:
    """Read judged pairs; good rows are used, bad ones are told.

    ``expected`` begins with *yes* or *no* (``y``, ``true``, ``1``, ``same`` and their
    opposites do as well); an empty cell waits for a person. A column ``kind``, where there
    is one, must speak of duplicates. A pair judged twice in two ways is not used.

    Parameters
    ----------
    path : Path
        A CSV file, UTF-8.
    known : collection of str
        Ids of the records that there are.

    Raises
    ------
    DataError
        The file is no table or lacks a column.
    """
    sheet = read_sheet(path, COLUMNS)
    seen: dict[Pair, dict[bool, int]] = {}
    problems: list[LabelProblem] = []
    waiting = 0
    for number, row in sheet:
        if "duplicate" not in (row.get("kind") or "duplicate"):
            continue
        cells = {name: _bare(row.get(name), known) for name in COLUMNS}
        if not cells["expected"]:
            waiting += 1
            continue
        found = _problem(number, cells, known)
        if found is not None:
            problems.append(found)
            continue
        ids = pair(cells["left_id"], cells["right_id"])
        seen.setdefault(ids, {}).setdefault(bool(_answer(cells["expected"])), number)
    judged: dict[Pair, bool] = {}
    for (left, right), answers in sorted(seen.items()):
        if len(answers) == 1:
            judged[left, right] = next(iter(answers))
        else:
            why = f"row {min(answers.values())} says the opposite; neither is used"
            problems.append(
                LabelProblem(max(answers.values()), "expected", f"{left} and {right}", why)
            )
    return Labels(judged, tuple(sorted(problems)), waiting)


def _problem(number: int, cells: Mapping[str, str], known: Collection[str]) -> LabelProblem | None:
    held = {"left_id": known, "right_id": known, "expected": (*_YES, *_NO)}
    for name in COLUMNS[:2]:
        if not cells[name]:
            return LabelProblem(number, name, "", "is empty; write the id of a record")
        if cells[name] not in known:
            close = near(cells[name], known, k=1)
            meant = other_column(cells[name], name, {"expected": held["expected"]})
            hint = meant or (f"did you mean {close[0]!r}?" if close else "")
            why = "is the id of no record here"
            return LabelProblem(number, name, cells[name], f"{why}; {hint}" if hint else why)
    if cells["left_id"] == cells["right_id"]:
        return LabelProblem(number, "right_id", cells["right_id"], "is the same record")
    if _answer(cells["expected"]) is None:
        hint = other_column(cells["expected"], "expected", held)
        why = f"is an id; {hint}" if hint else "write yes or no"
        return LabelProblem(number, "expected", cells["expected"], why)
    return None


def _answer(cell: str) -> bool | None:
    """Return what was answered, or None.

    Examples
    --------
    >>> [_answer(cell) for cell in ("Yes", "no:branch", "0", "perhaps", "nobody knows")]
    [True, False, False, None, None]
    """
    words = cell.casefold().split(":")[0].split(",")[0].strip().rstrip(".!")
    first = words.split()[0] if words.split() else ""
    if words in _YES or first == "yes":
        return True
    return False if words in _NO or first == "no" else None


def _bare(cell: str | None, known: Collection[str]) -> str:
    """Return a cell without the quote that guards a formula in a spreadsheet."""
    text = (cell or "").strip()
    return text[1:] if text[:1] == "'" and text not in known else text
