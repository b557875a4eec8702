"""Volunteering opportunities: the UK volunteering data standard, Do-it and TeamKinetic.

Read are activities and organisations as JSON-LD (``@graph``), as a list or one a line, in
the standard's words (``label``, ``cause``, ``session``); Do-it's activities, flat or as its
database writes them; and TeamKinetic's table of opportunities.

An activity becomes a need of kind ``volunteering``; its sessions are joined into windows and
dates. Its organisation is *derived* unless the file lists it. Where nothing but an id is
known, the organisation is named after the platform and its id and is put forward to the
officer alone (``suggest = ask``): the need is real, and the platform's page says whose it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.files import decode, parse_json, read_bytes
from sap_match.ingest.formats import Look
from sap_match.ingest.grids import FIRST_ROW, read_csv, tell
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow, RawTable, Reading
from sap_match.ingest.volunteering.doit import doit_parts, is_doit
from sap_match.ingest.volunteering.standard import (
    activity_parts,
    closing_days,
    is_activity,
    is_organisation,
    labels_in,
    organisation_cells,
    sessions_of,
)
from sap_match.ingest.volunteering.table import COLUMNS, PEOPLE, opportunity_parts
from sap_match.ingest.volunteering.times import is_long, tells_closing_days
from sap_match.ingest.volunteering.values import Node, Requirements, id_of

FORMAT = "volunteering"
_ACTIVITY = re.compile(r'"@?type"\s*:\s*\[?\s*"(?:[^"]*[/#:])?(?:Activity|Organisation)"')
_STANDARD = re.compile(
    r'volunteeringdata\.io|"(?:session|applyLink|applylink|allowsRemoteParticipation)"\s*:'
)
_FILLED = re.compile(r'"@?id"\s*:\s*(?:"[^"]+"|\d)')
_DOIT = re.compile(r'"activityDefinitionSubDocument"\s*:|"volunteers_wanted"\s*:')
_LISTS = ("@graph", "activities", "organisations", "data", "items", "results")
_CLOSING = (
    "sessions of more than a day hold a closing day and a number of hours (so many differ by "
    "exactly 500 or 999 hours): the day is taken as the last, and the start is not known"
)


def recognises(look: Look) -> bool:
    """Whether JSON has the standard's or Do-it's keys, or a table TeamKinetic's columns."""
    if look.is_folder:
        return False
    if look.header:
        return set(look.header) >= COLUMNS and not PEOPLE & set(look.header)
    if not look.is_json:
        return False
    is_standard = all(sign.search(look.text) for sign in (_ACTIVITY, _STANDARD, _FILLED))
    return is_standard or bool(_DOIT.search(look.text))


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read volunteering opportunities and organisations from a file, gzipped or not.

    Parameters
    ----------
    path : Path
        JSON, JSON-LD, JSON lines, or a table (``.csv``).
    source : str, optional
        What problems call it; by default its name.

    Raises
    ------
    DataError
        If it cannot be read or holds neither activity nor organisation.
    """
    name = source or path.name
    data = read_bytes(path, source=name)
    taken = _Taken(name)
    if Look(path).header:
        raw = read_csv(data, source=name)
        rows = raw.rows_in
        table = tell(raw, taken.problems, name, "needs")
        if not {column.strip().casefold() for column in table.columns} >= COLUMNS:
            raise DataError(
                "has not the columns PLACEMENTID, NAME and OPPTYPE of a list of opportunities",
                source=name,
            )
        for number, row in table.rows:
            taken.take_parts(opportunity_parts(row), number)
    else:
        entries = list(_entries(data, name))
        taken.take_all(entries)
        rows = len(entries)
    if not taken.needs and not taken.organisations:
        taken.refuse_empty(rows)
    return taken.reading(rows, hashlib.sha256(data).hexdigest())


def _entries(data: bytes, name: str) -> Iterator[tuple[int, Any]]:
    """Yield what a file lists, each with its place; a broken line as text."""
    lines = [(n, line) for n, line in enumerate(decode(data)[0].split("\n"), 1) if line.strip()]
    if len(lines) > 1 and _is_object(lines[0][1]):
        for number, line in lines:
            try:
                yield number, parse_json(line.encode(errors="replace"), source=name)
            except DataError:
                yield number, line
        return
    whole = parse_json(data, source=name)
    if isinstance(whole, Mapping):
        found = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), None)
        whole = found if found is not None else [whole]
    if not isinstance(whole, list):
        raise DataError("holds no list of activities", source=name)
    yield from enumerate(whole, FIRST_ROW - 1)


def _is_object(line: str) -> bool:
    try:
        return isinstance(parse_json(line.encode(errors="replace"), source=""), Mapping)
    except DataError:
        return False


class _Taken:
    """What was taken from a file so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems = Problems()
        self.needs: list[RawRow] = []
        self.organisations: list[RawRow] = []
        self.derived: list[RawRow] = []
        self.unnamed = 0

    def take_all(self, entries: list[tuple[int, Any]]) -> None:
        """Take the entries of a JSON file."""
        known = labels_in(one for _, one in entries)
        sessions = [sessions_of(one) for _, one in entries if is_activity(one)]
        closes = closing_days(one for _, one in entries) and tells_closing_days(sessions)
        if closes:
            long = sum(len(s) == 1 and is_long(s[0]) for s in sessions)
            self.problems.info(self.source, "needs", 0, "ends_on", f"{long} roles", _CLOSING)
        listed = {id_of(one) for _, one in entries if is_organisation(one)}
        for number, one in entries:
            if is_activity(one):
                self.take_parts(activity_parts(one, known, closes=closes), number, listed=listed)
            elif is_organisation(one):
                self._listed(one, known, number)
            elif is_doit(one):
                self.take_parts(doit_parts(one), number)
            elif isinstance(one, Mapping) and id_of(one) in known:
                self.problems.info(
                    self.source, "needs", number, "", known[id_of(one)],
                    "is a word of the vocabulary, used where activities name its id",
                )  # fmt: skip
            else:
                self.problems.bad(
                    self.source, "needs", number, "", one if isinstance(one, str) else "",
                    "is no activity and no organisation",
                    "give an object of the standard; it was left out",
                )  # fmt: skip

    def take_parts(
        self, parts: _Parts, number: int, *, listed: frozenset[str] | set[str] = frozenset()
    ) -> None:
        """Take an activity: its need, what is doubtful of it, and whose it is."""
        need, organisation, wanted, doubts = parts
        if not need.get("id") or not need.get("description"):
            lacks = "id" if not need.get("id") else "description"
            self.problems.bad(
                self.source, "needs", number, lacks, "", "is empty, and needs need it",
                "fill it; the activity was left out",
            )  # fmt: skip
            return
        if not need.get("organisation_id"):
            self.problems.bad(
                self.source, "needs", number, "organisation_id", "",
                "names no organisation whose activity it is",
                "name the organisation; the activity was left out",
            )  # fmt: skip
            return
        for field, value, reason in doubts:
            self.problems.note(
                self.source, "needs", number, field, value, reason,
                "correct it; it counts as unknown",
            )  # fmt: skip
        for label in wanted.unnamed:
            self.problems.note(
                self.source, "needs", number, "checks_required", label,
                "does not say which level of check, and no level is guessed",
                "name the check, such as dbs_basic or dbs_enhanced; until then nobody is known "
                "to hold it",
            )  # fmt: skip
        self.needs.append(RawRow(number, need))
        if organisation and organisation["id"] not in listed:
            self.unnamed += "unnamed" in organisation
            self.derived.append(RawRow(number, organisation))

    def _listed(self, node: Node, known: Mapping[str, str], number: int) -> None:
        cells = organisation_cells(node, known)
        self.unnamed += "unnamed" in cells
        if cells.get("id"):
            self.organisations.append(RawRow(number, cells))
            return
        self.problems.bad(
            self.source, "organisations", number, "id", "", "is empty, and organisations need it",
            "give the organisation an id; it was left out",
        )  # fmt: skip

    def refuse_empty(self, rows: int) -> None:
        """Say why nothing of a file can be used, where all of it is empty."""
        if rows == 1:
            raise DataError(
                "holds one activity without id, label and organisation: it is an example to be "
                "filled in and holds no data",
                source=self.source,
            )

    def reading(self, rows: int, sha256: str) -> Reading:
        """Return the reading of everything taken."""
        if self.unnamed:
            self.problems.info(
                self.source, "organisations", 0, "name", str(self.unnamed),
                "organisations are known by their id alone and are named after the platform; "
                "they are put forward to the officer only",
                "read the platform's list of organisations too, or name them",
            )  # fmt: skip
        tables = (
            RawTable("organisations", self.source, tuple(self.organisations)),
            RawTable("organisations", self.source, tuple(self.derived), derived=True),
            RawTable("needs", self.source, tuple(self.needs)),
        )
        return Reading(
            self.source,
            FORMAT,
            tuple(table for table in tables if table.rows),
            self.problems.sorted(),
            rows_in=rows,
            sha256=sha256,
        )


_Parts = tuple[
    dict[str, Cell], dict[str, Cell] | None, Requirements, tuple[tuple[str, str, str], ...]
]
