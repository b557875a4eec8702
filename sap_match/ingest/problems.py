"""Collecting what could not be used, so that every fault is told and none stops the rest."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Literal

from sap_match.errors import shown
from sap_match.model import Problem

Level = Literal["bad", "note", "info"]
_LONGEST_VALUE = 120
_fields_of = attrgetter(*Problem.__dataclass_fields__)
_LONGEST_NAME = 200
_LONGEST_CELL = 2_000
"""So much of a cell is looked at for what is told of it: a cell can hold megabytes."""


class Problems:
    """A growing list of problems with one short word for each level.

    Examples
    --------
    >>> found = Problems()
    >>> found.note("needs.csv", "needs", 3, "starts_on", "soon", "is no date", "write YYYY-MM-DD")
    >>> found.sorted()[0].reason
    'is no date'
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems: list[Problem] = list(problems)

    def bad(
        self,
        source: str,
        table: str,
        row: int,
        field: str,
        value: object,
        reason: str,
        fix: str = "",
    ) -> None:
        """Note a row that is left out."""
        self._add(source, table, row, field, value, "bad", reason, fix)

    def note(
        self,
        source: str,
        table: str,
        row: int,
        field: str,
        value: object,
        reason: str,
        fix: str = "",
    ) -> None:
        """Note a cell that stays unknown while its row is used."""
        self._add(source, table, row, field, value, "note", reason, fix)

    def info(
        self,
        source: str,
        table: str,
        row: int,
        field: str,
        value: object,
        reason: str,
        fix: str = "",
    ) -> None:
        """Note something worth knowing by which nothing is lost."""
        self._add(source, table, row, field, value, "info", reason, fix)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems that a reader found."""
        self._problems.extend(problems)

    def sorted(self) -> tuple[Problem, ...]:
        """Return all problems, each once, ordered by source, table, row and field."""
        return tuple(sorted(set(self._problems), key=_fields_of))

    def _add(
        self,
        source: str,
        table: str,
        row: int,
        field: str,
        value: object,
        level: Level,
        reason: str,
        fix: str,
    ) -> None:
        text = as_text(value)
        if len(text) > _LONGEST_CELL:
            text = text[:_LONGEST_CELL]
        text = shown(" ".join(text.split()), _LONGEST_VALUE)
        where = shown(source, _LONGEST_NAME), table, row, shown(field, _LONGEST_NAME)
        self._problems.append(Problem(*where, text, level, shown(reason), shown(fix)))


def as_text(value: object) -> str:
    """Return a cell as one text: list cells joined by ``; ``, unknown as nothing.

    Examples
    --------
    >>> as_text(("a", "b")), as_text(None)
    ('a; b', '')
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value)
    return str(value)
