"""The charities of a register as they are gathered: their own rows, then the other tables."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sap_match.errors import DataError
from sap_match.ingest.charity_commission.cells import (
    Row,
    is_removed,
    organisation_cells,
    tell_oddities,
)
from sap_match.ingest.charity_commission.rows import TableFile
from sap_match.ingest.charity_commission.tables import (
    COLLECTORS,
    Said,
    Successor,
    cells_said,
    collect,
    successor_of,
)
from sap_match.ingest.identifiers import charity_id
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow

_TOLD = 50
"""So many faults of a table's rows are told one by one."""


@dataclass(slots=True)
class _Charity:
    """One charity that is asked for, and where it stands."""

    number: int
    cells: dict[str, Cell]
    own: str
    removed: bool


class Charities:
    """What of a register is asked for.

    Parameters
    ----------
    source : str
        What problems call the table of charities.
    problems : Problems
        Takes what cannot be read.
    wanted : callable, optional
        Says of a row whether it is asked for.
    """

    def __init__(
        self, source: str, problems: Problems, wanted: Callable[[Row], bool] | None = None
    ) -> None:
        self.source = source
        self.problems = problems
        self.wanted = wanted
        self.rows_in = 0
        self.columns: Collection[str] = ()
        self._found: list[_Charity] = []
        self._aside: dict[str, dict[str, tuple[str, ...]]] = {}

    def fault(self, row: int, value: str, reason: str) -> None:
        """Tell of a row that is none."""
        self.rows_in += 1
        self.problems.bad(
            self.source, "organisations", row, "", value, reason,
            "mend the row, or download the table again; it was left out",
        )  # fmt: skip

    def hold_aside(self, files: Sequence[TableFile], asked: Collection[str]) -> None:
        """Hold the columns of other tables that decide which charities are asked for."""
        for column in sorted(set(asked)):
            found: dict[str, dict[str, None]] = defaultdict(dict)
            for file in files:
                for _, row in file.rows(lambda *_: None):
                    if column not in row:
                        break
                    found[row.get("organisation_number", "")][sys.intern(row[column])] = None
            if found:
                self._aside[column] = {own: tuple(texts) for own, texts in found.items()}

    def take(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Take the rows of the charities' own table."""
        seen = left = 0
        has_text = False
        for number, row in rows:
            seen += 1
            has_text = has_text or "charity_activities" in row
            if self.wanted is not None and not self.wanted(self._with_aside(row)):
                left += 1
                continue
            self.rows_in += 1
            self._add(number, row)
        if seen and not has_text:
            self.problems.info(
                self.source, "organisations", 0, "charity_activities", "",
                "is not there, so that nobody can know what these charities do",
                "take the register's full download, which has the column, or add a description",
            )  # fmt: skip
        if left:
            self.problems.info(
                self.source, "", 0, "where", "", f"{left} of {seen} rows are not asked for"
            )

    def _with_aside(self, row: Row) -> Row:
        if not self._aside:
            return row
        own = row.get("organisation_number", "")
        more = {column: held.get(own, ()) for column, held in self._aside.items()}
        return {**row, **more}  # type: ignore[dict-item]  # several texts stand as a tuple

    def _add(self, number: int, row: Row) -> None:
        cells = organisation_cells(row)
        if cells is None:
            self.problems.bad(
                self.source, "organisations", number, "registered_charity_number",
                row.get("registered_charity_number", ""),
                "is no charity number of England and Wales",
                "write its 6 or 7 digits; the row was left out",
            )  # fmt: skip
            return
        tell_oddities(self.source, number, row, cells, self.problems)
        own = row.get("organisation_number", "")
        self._found.append(_Charity(number, cells, own, is_removed(row)))

    def add(self, files: Iterable[TableFile]) -> None:
        """Add what the other tables say of the charities."""
        said = {one.own: Said() for one in self._found if one.own}
        for file in files:
            self._collect(file, said)
        mains = {one.own: one for one in self._found if "parent_id" not in one.cells}
        for one in self._found:
            if one.own not in said:
                continue
            one.cells.update(cells_said(said[one.own], one.cells))
            found = successor_of(said[one.own], one.own) if one.removed else None
            if found is not None:
                self._succeed(one, found, mains.get(found.organisation_number))

    def _collect(self, file: TableFile, said: Mapping[str, Said]) -> None:
        faults: list[tuple[int, str, str]] = []
        try:
            counted = collect(file.table, file.rows(lambda *f: faults.append(f)), said)
        except DataError as error:
            self.problems.bad(
                file.name, "organisations", 0, "", "", f"{error.message}: the table was not read",
                "download it again; the charities are used without it",
            )  # fmt: skip
            return
        for row, value, reason in faults[:_TOLD]:
            self.problems.note(
                file.name, "organisations", row, "", value, reason,
                "mend the row, or download the table again; it counts as unknown",
            )  # fmt: skip
        if len(faults) > _TOLD:
            self.problems.note(
                file.name, "organisations", 0, "", str(len(faults)),
                f"rows cannot be read; the first {_TOLD} are told", "download the table again",
            )  # fmt: skip
        if file.table in COLLECTORS:
            why = f"{counted.used:,} of {counted.rows:,} rows are of charities that are read"
        elif file.table == "charity_trustee":
            why = (
                "is not read: it names persons. Organisations that are trustees of the charities "
                f"that are read: {counted.organisations:,}; no partnership is made of that"
            )
        else:
            why = "is not read: it says nothing that is used here"
        self.problems.info(file.name, "organisations", 0, "", "", why)

    def _succeed(self, one: _Charity, found: Successor, other: _Charity | None) -> None:
        """Say of a removed charity which took its place; two numbers stay two records."""
        heir = other.cells["id"] if other is not None else charity_id(found.charity_number)
        if heir is None or heir == one.cells["id"]:
            return
        one.cells["succeeded_by"] = heir
        self.problems.info(
            self.source, "organisations", one.number, "id", one.cells["id"],
            f"was removed in favour of {heir}, says the register ({found.words}); the two stay "
            "two records",
            "say in the file of links that they are one, if what was the one's is the other's",
        )  # fmt: skip

    def rows(self) -> tuple[RawRow, ...]:
        """Return the charities as rows."""
        return tuple(RawRow(one.number, one.cells) for one in self._found)

    def links(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return which company each charity is.

        Companies that several charities name are left out: they say nothing about who is who.
        """
        holders: dict[str, set[str]] = defaultdict(set)
        for one in self._found:
            for company in (one.cells["identifiers"] or ())[1:]:
                holders[company].add(str(one.cells["id"]))
        found = [
            ("organisations", min(ids), company,
             f"the charity register gives it company number {company[7:]}")
            for company, ids in holders.items()
            if len(ids) == 1
        ]  # fmt: skip
        return tuple(sorted(found))
