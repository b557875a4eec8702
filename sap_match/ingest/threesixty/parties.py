"""The organisations that a file of grants names: who is who, and what the file says of each.

The file lists grants, and an organisation stands in it once for each of its grants, under
names and identifiers that differ. One organisation is what has one identifier; a charity
number said once counts wherever the same identifier stands. Of each field the value most
often said is taken, of equal ones that of the latest grant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sap_match.ingest.cells import slug
from sap_match.ingest.identifiers import is_public, org_id
from sap_match.ingest.identity import Claim, normal_name
from sap_match.ingest.kinds import kind_of
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow
from sap_match.ingest.roles import role_of
from sap_match.ingest.threesixty.ids import charity_of, company_of, identifier_of
from sap_match.ingest.threesixty.party import FIELDS, Party, party_of
from sap_match.ingest.threesixty.titles import Node, title_of
from sap_match.ingest.wording import title_name

TABLE = "organisations"
_FORMS = (
    (r"\bC\.?I\.?C\.?\b|\bcommunity interest company\b", "CIC"),
    (r"\bCIO\b|\bcharitable incorporated organisation\b", "CIO"),
)
_BY_NUMBER = frozenset(("", "charity", "registered charity", "company", "registered company"))


@dataclass
class _Seen:
    """How often and where one party stands."""

    source: str
    row: int
    side: str
    count: int = 0
    latest: str = ""
    funds: int = 0


@dataclass
class Parties:
    """All organisations of a file: seen first, then settled, then written."""

    problems: Problems
    seen: dict[Party, _Seen] = field(default_factory=dict)
    ids: dict[Party, str] = field(default_factory=dict)
    own: dict[Party, str] = field(default_factory=dict)
    bare: dict[Party, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[object, ...], Party] = field(default_factory=dict)

    def party(self, node: Node) -> Party:
        """Return an organisation of a grant, as `party_of`; most stand in a file many times."""
        key = (*map(node.get, FIELDS),)
        try:
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = party_of(node)
        except TypeError:  # a list or an object where a text should be
            return party_of(node)
        return found

    def see(
        self, party: Party, source: str, row: int, side: str, *, award: str, funds: bool
    ) -> Party:
        """Take note of one organisation in one grant."""
        seen = self.seen.get(party)
        if seen is None:
            seen = self.seen[party] = _Seen(source, row, side)
        seen.count += 1
        seen.funds += funds
        seen.latest = max(seen.latest, award)
        return party

    def settle(self) -> None:
        """Decide which id stands for each party; one without name and id has none."""
        for party, seen in self.seen.items():
            found = identifier_of(party.said, charity=party.charity, company=party.company)
            self.own[party] = found.id
            self.bare[party] = normal_name(party.name)
            if found.wrong:
                self._tell(seen, "id", party.said, found.wrong, f"write {found.id}")
        self._one_spelling()
        charities = self._numbers("charityNumber", "GB-CHC-")
        self._numbers("companyNumber", "GB-COH-")
        named: dict[str, set[str]] = defaultdict(set)
        for party, seen in self.seen.items():
            found_id = self._id(party, seen, charities)
            if found_id:
                self.ids[party] = found_id
                if party.name:
                    named[self.bare[party]].add(found_id)
        for party, seen in self.seen.items():
            if party not in self.ids and party.name:
                self.ids[party] = self._by_name(party, seen, named)
        self._name_all()
        self._tell_names(named)

    def _tell(self, seen: _Seen, key: str, value: str, reason: str, fix: str) -> None:
        self.problems.info(
            seen.source, TABLE, seen.row, title_of(seen.side, key), value, reason, fix
        )

    def _one_spelling(self) -> None:
        """Give ids that differ in case alone the spelling most often used."""
        spelt: dict[str, Counter[str]] = defaultdict(Counter)
        for party, seen in self.seen.items():
            if self.own[party]:
                spelt[self.own[party].casefold()][self.own[party]] += seen.count
        best = {low: min(all_, key=lambda t: (-all_[t], t)) for low, all_ in spelt.items()}
        self.own = {party: best.get(own.casefold(), own) for party, own in self.own.items()}

    def _numbers(self, key: str, scheme: str) -> dict[str, str]:
        """Return the number of each own id, wherever the file says it; two are told."""
        found: dict[str, set[str]] = defaultdict(set)
        first: dict[str, _Seen] = {}
        for party, seen in self.seen.items():
            cell = party.charity if scheme == "GB-CHC-" else party.company
            number = charity_of(cell) if scheme == "GB-CHC-" else company_of(cell)
            own = self.own[party]
            if number and own:
                found[own].add(number)
                first.setdefault(own, seen)
            elif cell and not number:
                what = "charity" if scheme == "GB-CHC-" else "company"
                self._note(seen, key, cell, f"is no {what} number", "correct it; it is not used")
        for own, several in sorted(found.items()):
            if own.startswith(scheme) and several != {own}:
                self._note(
                    first[own], key, "; ".join(sorted(several)),
                    f"is not the number of its identifier, {own}", "correct one; its id is kept",
                )  # fmt: skip
            elif len(several) > 1:
                what = "charity" if scheme == "GB-CHC-" else "company"
                self._note(
                    first[own], key, "; ".join(sorted(several)),
                    f"{own} has several {what} numbers", "correct them; its own id is kept",
                )  # fmt: skip
        return {own: min(several) for own, several in found.items() if len(several) == 1}

    def _note(self, seen: _Seen, key: str, value: str, reason: str, fix: str) -> None:
        self.problems.note(
            seen.source, TABLE, seen.row, title_of(seen.side, key), value, reason, fix
        )

    def _id(self, party: Party, seen: _Seen, charities: Mapping[str, str]) -> str:
        own = self.own[party]
        if own.startswith("GB-CHC-") or is_public(own):
            return own
        if own:
            return charities.get(own, own)
        found = charity_of(party.charity) or company_of(party.company) or ""
        if found:
            self._tell(seen, "id", "", f"is empty; {found} is taken from its number", "write it")
        return found

    def _by_name(self, party: Party, seen: _Seen, named: Mapping[str, set[str]]) -> str:
        """Return the id of the only organisation of a name, else one made of the name."""
        bare = self.bare[party]
        same = named.get(bare, set())
        if len(same) == 1 and len(bare.split()) > 1:
            (found,) = same
            why = f"is empty; the only {party.name} of this file is {found}"
        else:
            found = f"360giving:{slug(f'{bare} {party.postcode}') or slug(party.name) or bare}"
            why = f"is empty; {found} is made of the name"
        self._note(seen, "id", party.name, why, "give each organisation an identifier")
        return found

    def _name_all(self) -> None:
        said_names: dict[str, list[tuple[Party, _Seen]]] = defaultdict(list)
        for party, seen in self.seen.items():
            if party.name and party in self.ids:
                said_names[self.ids[party]].append((party, seen))
        self.names = {key: _top(one, "name") for key, one in said_names.items()}
        for party, seen in self.seen.items():
            if not party.name and self.names.get(self.ids.get(party, "")):
                self._tell(seen, "name", self.ids[party], "is empty; other rows name it", "fill it")

    def _tell_names(self, named: Mapping[str, set[str]]) -> None:
        """Tell ids that go by several names, and names that have several ids."""
        called: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        first: dict[str, _Seen] = {}
        for party, seen in self.seen.items():
            bare = self.bare[party]
            for key in (self.ids.get(party, ""), bare):
                first.setdefault(key, seen)
            if party.name and party in self.ids:
                called[self.ids[party]][bare.replace(" ", "")][party.name] += seen.count
        for key, names in sorted(called.items()):
            if len(names) > 1:
                shown = sorted(spelt.most_common(1)[0][0] for spelt in names.values())
                self._tell(
                    first[key], "name", "; ".join(shown),
                    f"are several names of {key}; {self.names[key]} is used",
                    "check that they are one organisation",
                )  # fmt: skip
        for bare, ids in sorted(named.items()):
            if len(ids) > 1:
                self._tell(
                    first[bare], "id", "; ".join(sorted(ids)),
                    f"are several identifiers of one name, {bare}",
                    "give one organisation one identifier; they are kept apart",
                )  # fmt: skip

    def rows(self, used: Collection[str]) -> list[tuple[str, RawRow]]:
        """Return each organisation of ``used`` once, with the place where it stands first."""
        groups: dict[str, list[tuple[Party, _Seen]]] = defaultdict(list)
        for party, seen in self.seen.items():
            key = self.ids.get(party, "")
            if key in used:
                groups[key].append((party, seen))
        found = []
        for key, group in groups.items():
            first = group[0][1]
            found.append((first.source, RawRow(first.row, self._cells(key, group))))
        return found

    def _cells(self, key: str, group: list[tuple[Party, _Seen]]) -> dict[str, Cell]:
        name = title_name(self.names[key])
        identifiers = self._identifiers(key, group)
        form = _legal_form(
            [name, *sorted({p.name for p, _ in group})], identifiers, _top(group, "form")
        )
        place = _most(group, "address", "postcode", "latitude", "longitude")
        cells: dict[str, Cell] = {
            "id": key,
            "name": name,
            "kind": kind_of(name, legal_form=form, identifiers=identifiers),
            "role": _role(name, group),
            "legal_form": form,
            "description": max((p.description for p, _ in group), key=lambda t: (len(t), t)),
            "identifiers": identifiers,
            **dict(zip(("address", "postcode", "latitude", "longitude"), place, strict=True)),
            "website": _top(group, "website"),
            "email": _top(group, "email"),
            "phones": tuple(sorted({p.phone for p, _ in group if p.phone})),
            "updated_on": max(p.updated_on for p, _ in group),
            "other_names": "; ".join(_other_names(name, group)),
        }
        return {column: value for column, value in cells.items() if value not in (None, "", ())}

    def _identifiers(self, key: str, group: Sequence[tuple[Party, _Seen]]) -> tuple[str, ...]:
        """Return an organisation's numbers: its ids', and of each register one said beside them."""
        numbers = {key, *(self.own[party] for party, _ in group)} - {""}
        charities = {charity_of(party.charity) for party, _ in group} - {None}
        companies = {company_of(party.company) for party, _ in group} - {None}
        digits = {str(one)[7:].lstrip("0") for one in (*charities, *numbers)}
        companies = {one for one in companies if str(one)[7:].lstrip("0") not in digits}
        for scheme, given in (("GB-CHC-", charities), ("GB-COH-", companies)):
            if len(given) == 1 and not any(number.startswith(scheme) for number in numbers):
                numbers |= {str(one) for one in given}
        return tuple(sorted(one for one in numbers if org_id(one) == one))

    def links(self, source: str, used: Collection[str]) -> tuple[Claim, ...]:
        """Return the claims that what a publisher calls an organisation is its charity."""
        found: set[Claim] = set()
        for party, key in self.ids.items():
            if key not in used:
                continue
            for other in {self.own[party], party.said} - {"", key}:
                number = key.removeprefix("GB-CHC-")
                what = (
                    f"{source} gives {other} the charity number {number}"
                    if key.startswith("GB-CHC-") and other == self.own[party]
                    else f"{source} writes {key} as {other}"
                )
                found.add((TABLE, key, other, what))
        return tuple(sorted(found))


def _other_names(name: str, group: Iterable[tuple[Party, _Seen]]) -> list[str]:
    """Return the names besides ``name`` that are more than another spelling of one."""
    spelt: dict[str, str] = {}
    for other in sorted({n for party, _ in group for n in (party.name, party.other_name) if n}):
        spelt.setdefault(normal_name(other).replace(" ", ""), other)
    spelt.pop(normal_name(name).replace(" ", ""), None)
    return sorted(spelt.values())


def _top(group: Sequence[tuple[Party, _Seen]], name: str) -> str:
    return _most(group, name)[0]


def _most(group: Sequence[tuple[Party, _Seen]], *names: str) -> tuple[str, ...]:
    """Return the value most often said; of equal ones that of the latest grant, then by text."""
    if len(group) == 1:
        party = group[0][0]
        return tuple(getattr(party, name) for name in names)
    counts: Counter[tuple[str, ...]] = Counter()
    latest: dict[tuple[str, ...], str] = {}
    for party, seen in group:
        value = tuple(getattr(party, name) for name in names)
        if any(value):
            counts[value] += seen.count
            latest[value] = max(latest.get(value, ""), seen.latest)
    blank = ("",) * len(names)
    return max(counts, key=lambda v: (counts[v], latest[v], v), default=blank)


def _role(name: str, group: Iterable[tuple[Party, _Seen]]) -> str:
    """Return funder for who gives as often as it is given, else what the name says."""
    gives = sum(seen.funds for _, seen in group)
    takes = sum(seen.count - seen.funds for _, seen in group)
    if gives and gives >= takes:
        return "funder"
    role = role_of(name).role
    return role if role != "funder" or gives else "provider"


def _legal_form(names: Iterable[str], identifiers: tuple[str, ...], told: str) -> str | None:
    if told.casefold().strip(" .") not in _BY_NUMBER:
        return told
    for name in names:
        for pattern, form in _FORMS:
            if re.search(pattern, name, re.IGNORECASE):
                return form
    charity = any(one.startswith(("GB-CHC-", "GB-SC-", "GB-NIC-")) for one in identifiers)
    company = next((one for one in identifiers if one.startswith("GB-COH-")), "")
    if company.startswith("GB-COH-CE"):
        return "CIO"
    if company.startswith(("GB-COH-RS", "GB-COH-IP")):
        return "Registered society"
    if charity or "charity" in told.casefold():
        return "Charitable company" if company else "Charity"
    return "Company" if told else None
