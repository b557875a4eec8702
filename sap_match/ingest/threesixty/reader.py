"""Grants in the 360Giving standard: JSON, spreadsheets and CSV.

Each grant is a collaboration of kind ``funding`` between its funders and its recipients.
Its description and its beneficiary places belong to the grant: what one grant paid for is
not what an organisation is. Organisations are derived, because the file lists grants.

- `sap_match.ingest.threesixty.forms`: a file of any form as a list of grants
- `sap_match.ingest.threesixty.parties`: the organisations it names, and who is who
- `sap_match.ingest.threesixty.grants`: a grant's own cells
- `sap_match.ingest.threesixty.together`: joint recipients, joint funders, re-grants
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from sap_match.ingest.formats import Look
from sap_match.ingest.hsds.values import nodes
from sap_match.ingest.identifiers import org_id
from sap_match.ingest.raw import Cell, RawRow, RawTable, Reading
from sap_match.ingest.threesixty.books import holds_grants
from sap_match.ingest.threesixty.cells import said
from sap_match.ingest.threesixty.forms import TABLE, Entries, Entry, entries_of, heading_of
from sap_match.ingest.threesixty.grants import Grants, bad, one_a_grant
from sap_match.ingest.threesixty.parties import Parties
from sap_match.ingest.threesixty.party import Party, is_person, party_of
from sap_match.ingest.threesixty.titles import Node, grant_of, title_of
from sap_match.ingest.threesixty.together import (
    Chains,
    Sides,
    makes_grants,
    regrant_of,
    tell_chains,
    tell_published_twice,
    together,
)  # fmt: skip

FORMAT = "360giving"
_SIDES = {"recipient": "recipientOrganization", "funder": "fundingOrganization"}
_KEYS = re.compile(
    r'"(awardDate|amountAwarded|recipientOrgani[sz]ation|recipientIndividual|fundingOrgani[sz]ation)"'
    r"\s*:"
)
_EMPTY = re.compile(r'\s*\{\s*"grants"\s*:\s*\[\s*\]\s*\}\s*')
_TEXT = (".csv", ".tsv", ".txt")


def recognises(look: Look) -> bool:
    """Whether a table or sheet has the standard's titles, or JSON its keys."""
    if look.is_folder:
        return False
    if look.start[:4] == b"PK\x03\x04":
        return "xl/workbook.xml" in look.inside and holds_grants(look.path)
    if look.is_json:
        return len(set(_KEYS.findall(look.text))) > 1 or bool(_EMPTY.fullmatch(look.text))
    return look.ending in _TEXT and heading_of(look.text) is not None


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read grants in the 360Giving standard, gzipped or not.

    Parameters
    ----------
    path : Path
        JSON (``{"grants": [...]}``, a list, one object a line), a workbook, or CSV, with the
        standard's titles (``Recipient Org:Name``) or paths (``recipientOrganization/0/name``).
    source : str, optional
        What problems call the file; by default its name.

    Raises
    ------
    DataError
        If the file cannot be read or holds no grants.
    """
    name = source or path.name
    found = entries_of(path, source=name)
    entries = one_a_grant(found)
    parts = {part.source for part in found.parts}
    stray = sum(p.level == "bad" and p.source in parts for p in found.problems.sorted())
    return _Reader(name, found, entries).reading(found.rows_in + stray)


def grant_dates(row: Mapping[str, str]) -> tuple[str, str]:
    """Return the first and last day of a grant, as text; empty where unknown.

    The first is the actual start, else the planned one, else the award date; the last is
    the actual or planned end, else the first plus the planned months less a day. What is
    no date is handed on as it is.

    Examples
    --------
    >>> grant_dates({"award date": "2013-01-18", "planned dates:duration (months)": "12"})
    ('2013-01-18', '2014-01-17')
    """
    from sap_match.ingest.problems import Problems

    grant = grant_of(row)
    start, end = Grants(Problems(), None).dates(Entry("", 0, grant))
    return start or said(grant, "awardDate"), end


class _Reader:
    """The grants of one file on their way to tables."""

    def __init__(self, name: str, found: Entries, entries: list[Entry]) -> None:
        self.name = name
        self.found = found
        self.problems = found.problems
        self.grants = Grants.of(found.problems, entries)
        self.parties = Parties(found.problems)
        self.entries = entries
        self.days = {said(e.grant, "id"): self.grants.award_day(e.grant) for e in entries}
        self.named: dict[int, dict[str, list[tuple[Party, str]]]] = {}

    def reading(self, rows_in: int) -> Reading:
        """Return the tables of all grants that can be used."""
        for entry in self.entries:
            self._see(entry)
        self.parties.settle()
        grants = [(e, sides) for e in self.entries if (sides := self._sides(e)) is not None]
        chains = Chains.of(grants)
        tell_chains(self.problems, grants, chains)
        tell_published_twice(grants, self.days, self.problems)
        used = {one for _, sides in grants for one in (*sides.funders, *sides.recipients)}
        tables = tuple(self._tables(grants, chains, used))
        self.grants.tell_readings()
        updated = max((said(e.grant, "dateModified") for e, _ in grants), default="")
        return Reading(
            self.name, FORMAT, tables, self.problems.sorted(), self.parties.links(self.name, used),
            rows_in=rows_in, sha256=self.found.sha256,
            meta={"updated_on": updated} if updated else {},
        )  # fmt: skip

    def _see(self, entry: Entry) -> None:
        sides: dict[str, list[tuple[Party, str]]] = {}
        award = self.days.get(said(entry.grant, "id"), "")
        passes_on = makes_grants(regrant_of(entry))
        for role, key in _SIDES.items():
            sides[role] = []
            for node in _organisations(entry.grant, key):
                party = self.parties.party(node)
                if not party.said and not party.name:
                    continue
                if role == "recipient" and is_person(party.name):
                    continue
                funds = role == "funder" or passes_on
                self.parties.see(party, entry.source, entry.row, key, award=award, funds=funds)
                sides[role].append((party, said(node, "department")))
        self.named[id(entry)] = sides

    def _sides(self, entry: Entry) -> Sides | None:
        """Return who gave and was given a grant; ``None`` where it cannot be used, told."""
        sides = self.named[id(entry)]
        if not sides["recipient"]:
            self._without_recipient(entry)
            return None
        ids: dict[str, tuple[str, ...]] = {}
        for role, key in _SIDES.items():
            good = [self._known(p) for p, _ in sides[role]]
            if not all(good):
                nameless = next(p for p, _ in sides[role] if not self._known(p))
                if role == "recipient" and not any(good):
                    bad(self.problems, entry, f"{key}:name", nameless.said,
                        "is empty, and an organisation needs it")  # fmt: skip
                    return None
                self.problems.note(
                    entry.source, TABLE, entry.row, title_of(key, "name"), nameless.said,
                    "is empty, and an organisation needs it",
                    "fill the cell; this organisation was left out of the grant",
                )  # fmt: skip
            ids[role] = tuple(dict.fromkeys(one for one in good if one))
        if not ids["funder"]:
            self.problems.note(
                entry.source, TABLE, entry.row, title_of("fundingOrganization", "name"), "",
                "is empty: nobody knows who gave this grant", "fill the cell",
            )  # fmt: skip
        # a council that grants to itself is its funder
        recipients = tuple(one for one in ids["recipient"] if one not in ids["funder"])
        return Sides(ids["funder"], recipients)

    def _known(self, party: Party) -> str:
        found = self.parties.ids.get(party, "")
        return found if found in self.parties.names else ""

    def _without_recipient(self, entry: Entry) -> None:
        grant = entry.grant
        people = [party_of(n).name for n in _organisations(grant, "recipientOrganization")]
        if (
            grant.get("recipientIndividual")
            or grant.get("toIndividualsDetails")
            or any(map(is_person, people))
        ):
            self.problems.info(
                entry.source, TABLE, entry.row, title_of("recipientIndividual", "id"), "",
                "is a grant to a person; nothing about individuals is kept",
            )  # fmt: skip
        else:
            bad(self.problems, entry, "recipientOrganization:name", "",
                "is empty, and a grant needs a recipient")  # fmt: skip

    def _tables(
        self, grants: list[tuple[Entry, Sides]], chains: Chains, used: Collection[str]
    ) -> Iterator[RawTable]:
        rows: dict[tuple[str, str, bool], list[RawRow]] = defaultdict(list)
        for entry, sides in grants:
            cells = {**self.grants.cells(entry), **chains.words(entry, sides)}
            rows[TABLE, entry.source, False].append(RawRow(entry.row, cells))
            members = self._members(entry, sides, str(cells["id"]))
            rows["collaboration_members", entry.source, False] += members
            for implied, role, ids in together(entry, cells, sides, chains):
                rows[TABLE, entry.source, True].append(RawRow(entry.row, implied))
                rows["collaboration_members", entry.source, True] += [
                    RawRow(entry.row, _member(str(implied["id"]), one, role)) for one in ids
                ]
        for table, found in (
            ("organisations", self.parties.rows(used)), ("areas", self.grants.area_cells()),
        ):  # fmt: skip
            for source, row in found:
                rows[table, source, True].append(row)
        order = ("organisations", "areas", TABLE, "collaboration_members")
        for table, source, derived in sorted(rows, key=lambda k: (order.index(k[0]), k[2], k[1])):
            yield RawTable(table, source, tuple(rows[table, source, derived]), derived=derived)

    def _members(self, entry: Entry, sides: Sides, grant_id: str) -> list[RawRow]:
        departments = {
            self._known(p): department
            for named in self.named[id(entry)].values()
            for p, department in named
            if department
        }
        recipient = "intermediary" if regrant_of(entry) else "recipient"
        found = []
        for role, ids in ((recipient, sides.recipients), ("funder", sides.funders)):
            for one in ids:
                cells = _member(grant_id, one, role)
                if one in departments:
                    cells["department"] = departments[one]
                found.append(RawRow(entry.row, cells))
        return found


def _member(collaboration_id: str, organisation_id: str, role: str) -> dict[str, Cell]:
    return {
        "collaboration_id": collaboration_id, "organisation_id": organisation_id, "role": role,
    }  # fmt: skip


def _organisations(grant: Node, key: str) -> list[Node]:
    """Return the organisations of one side; one that is given as bare text is an id or a name."""
    value = grant.get(key)
    if isinstance(value, str):
        value = [value]
    found = [dict(one) for one in nodes(grant, key)]
    if isinstance(value, list):
        for text in value:
            if isinstance(text, str):
                is_id = org_id(text) is not None or text.startswith("360G-")
                found.append({"id" if is_id else "name": text})
    return found
