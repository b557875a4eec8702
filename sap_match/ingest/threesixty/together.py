"""Who worked together in a grant: joint recipients, joint funders, and money passed on.

A grant is a collaboration of kind ``funding``, which is no partner tie. Three cases say more:

- several recipients of one grant did its work together: a ``consortium`` of them;
- several funders of one grant paid for it together: a ``partnership`` of them;
- a re-grant is money to be passed on. Its recipient is an *intermediary*, no partner in what
  is done with the money: no consortium is made of it, and grants that follow from it name it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell
from sap_match.ingest.threesixty.cells import said
from sap_match.ingest.threesixty.forms import TABLE, Entry
from sap_match.ingest.threesixty.grants import related
from sap_match.ingest.threesixty.titles import title_of

REGRANTS: Mapping[str, str] = {
    "FRG010": "Common regrant", "FRG020": "Transfer to intermediary", "FRG030": "Match funding",
    "FRG040": "Funder collaboration", "FRG050": "Fiscal sponsor", "FRG060": "Endowment",
    "FRG070": "Multipurpose",
}  # fmt: skip
"""The standard's codes of grants that are made to be passed on."""
_MAKES_GRANTS = frozenset(("FRG010", "FRG030", "FRG040", "FRG060"))
MAX_JOINT = 25
"""Above so many recipients or funders a list is no group that worked together."""
_KEPT = ("title", "description", "programme", "starts_on", "ends_on", "themes", "areas")


@dataclass(frozen=True)
class Sides:
    """Who gave a grant and who was given it, as ids, each once."""

    funders: tuple[str, ...]
    recipients: tuple[str, ...]


def regrant_of(entry: Entry) -> str:
    """Return the code of a re-grant's type, the text where it is no code, else nothing."""
    if "regrantType" not in entry.grant:
        return ""
    text = said(entry.grant, "regrantType")
    code = re.match(r"FRG\d{3}", text.upper())
    return code[0] if code else text


def makes_grants(regrant: str) -> bool:
    """Whether a re-grant of a type goes to an organisation that makes grants itself."""
    return regrant in _MAKES_GRANTS


@dataclass(frozen=True)
class Chains:
    """The organisations of a file that both give and are given, and the re-grants to each."""

    givers: frozenset[str]
    regrants: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, grants: Iterable[tuple[Entry, Sides]]) -> Chains:
        """Return the chains of all grants of a file."""
        givers: set[str] = set()
        regrants: dict[str, list[str]] = defaultdict(list)
        for entry, sides in grants:
            givers.update(sides.funders)
            if regrant_of(entry):
                for one in sides.recipients:
                    regrants[one].append(said(entry.grant, "id"))
        return cls(frozenset(givers), {one: tuple(sorted(ids)) for one, ids in regrants.items()})

    def words(self, entry: Entry, sides: Sides) -> dict[str, Cell]:
        """Return what a grant's own row says of the chain: its type, and what it came from."""
        found: dict[str, Cell] = {}
        code = regrant_of(entry)
        if code:
            found["regrant_type"] = f"{code} {REGRANTS[code]}" if code in REGRANTS else code
        named = set(related(entry.grant))
        before: set[str] = set()
        for funder in sides.funders:
            ids = set(self.regrants.get(funder, ())) - {said(entry.grant, "id")}
            before |= (ids & named) or (ids if len(ids) == 1 else set())
        if before:
            found["regranted_from"] = "; ".join(sorted(before))
        return found

    def partners(self, entry: Entry, sides: Sides) -> tuple[str, ...]:
        """Return the recipients who do a grant's work together; none of a re-grant."""
        if regrant_of(entry):
            return ()
        found = tuple(one for one in sides.recipients if one not in self.givers)
        return found if 2 <= len(found) <= MAX_JOINT else ()


def together(
    entry: Entry, cells: Mapping[str, Cell], sides: Sides, chains: Chains
) -> list[tuple[dict[str, Cell], str, tuple[str, ...]]]:
    """Return the collaborations that a grant implies: cells, the members' role, their ids."""
    found: list[tuple[dict[str, Cell], str, tuple[str, ...]]] = []
    what = {key: cells[key] for key in _KEPT if key in cells}
    grant_id = str(cells["id"])
    partners = chains.partners(entry, sides)
    if partners:
        found.append(
            ({**what, "id": f"{grant_id}:recipients", "kind": "consortium"}, "partner", partners)
        )
    if 2 <= len(sides.funders) <= MAX_JOINT:
        found.append(
            ({**what, "id": f"{grant_id}:funders", "kind": "partnership"}, "funder", sides.funders)
        )
    return found


def tell_chains(problems: Problems, grants: Iterable[tuple[Entry, Sides]], chains: Chains) -> None:
    """Tell each re-grant, each long list of recipients, and once each recipient who also gives."""
    both: dict[str, list[Entry]] = defaultdict(list)
    for entry, sides in grants:
        code = regrant_of(entry)
        if code:
            problems.info(
                entry.source, TABLE, entry.row, title_of("regrantType"), code,
                "is money to be passed on: its recipient is an intermediary, no partner for it",
            )  # fmt: skip
            continue
        if len(sides.recipients) > MAX_JOINT:
            problems.info(
                entry.source, TABLE, entry.row, title_of("recipientOrganization", "id"),
                f"{len(sides.recipients)} recipients", "are too many to have worked together",
            )  # fmt: skip
        for one in sides.recipients:
            if one in chains.givers:
                both[one].append(entry)
    for one, entries in sorted(both.items()):
        more = f", {len(entries)} times" if len(entries) > 1 else ""
        first = min(entries, key=lambda e: (e.source, e.row))
        problems.info(
            first.source, TABLE, first.row, title_of("recipientOrganization", "id"), one,
            f"is given a grant{more}, and gives grants in this file: it is no partner for what it "
            "may pass on", "fill Regrant Type where money is passed on",
        )  # fmt: skip


def tell_published_twice(
    grants: Iterable[tuple[Entry, Sides]], days: Mapping[str, str], problems: Problems
) -> None:
    """Tell grants of different funders that are alike in recipient, text, day and amount."""
    first: dict[tuple[object, ...], tuple[Entry, Sides]] = {}
    for entry, sides in grants:
        grant = entry.grant
        text = (said(grant, "title"), said(grant, "description"), said(grant, "amountAwarded"))
        if not all(text) or not sides.recipients:
            continue
        key = (sides.recipients, *text, days.get(said(grant, "id"), ""))
        same, others = first.setdefault(key, (entry, sides))
        if same is not entry and set(others.funders) != set(sides.funders):
            problems.info(
                entry.source, TABLE, entry.row, title_of("id"), said(grant, "id"),
                f"looks like {said(same.grant, 'id')} of another funder: recipient, title, "
                "description, amount and day are the same",
                "if two funders published one grant, keep one",
            )  # fmt: skip
