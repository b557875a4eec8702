"""Grants in the 360Giving standard, as CSV with the standard's titles.

Each grant is a collaboration of kind ``funding`` between its funder and its
recipients. Its description and its beneficiary places belong to the grant: what one
grant paid for is not what an organisation is. Organisations are derived, because the
file lists grants.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from sap_match.errors import DataError
from sap_match.ingest.cells import is_unknown, parse_day, parse_number
from sap_match.ingest.files import CsvTable, read_bytes, read_csv
from sap_match.ingest.formats import Look
from sap_match.ingest.identifiers import charity_id, company_id, is_public, org_id
from sap_match.ingest.kinds import kind_of
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow, RawTable, Reading
from sap_match.ingest.roles import role_of
from sap_match.ingest.wording import title_name

FORMAT = "360giving"
_GROUPS = {"recipient org": "recipient", "funding org": "funder"}
_TITLE = re.compile(r"\s*([^:]+?)\s*(?::\s*(\d+)\s*)?:\s*(.+?)\s*")
Row = Mapping[str, str]
Party = Mapping[str, str]


def recognises(look: Look) -> bool:
    """Whether a table has the standard's titles."""
    return bool({"recipient org:name", "funding org:name"} & set(look.header))


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read grants from a CSV file in the 360Giving standard, gzipped or not.

    Parameters
    ----------
    path : Path
        A file with the standard's titles: ``Identifier``, ``Recipient Org:Identifier``.
    source : str, optional
        What problems call the file; by default its name.

    Raises
    ------
    DataError
        If the file cannot be read or has none of those columns.
    """
    name = source or path.name
    data = read_bytes(path, source=name)
    table = read_csv(data, source=name)
    titles = {_key(column) for column in table.columns}
    for wanted in ("identifier", "recipient org:name"):
        if wanted not in titles:
            raise DataError(
                f"has no column {wanted.title()!r}; grants need the titles of the 360Giving "
                "standard, such as 'Identifier' and 'Recipient Org:Name'",
                source=name,
            )
    return _Grants(name, table).reading(hashlib.sha256(data).hexdigest())


def grant_dates(row: Row) -> tuple[str, str]:
    """Return the first and last day of a grant, as text; empty where unknown.

    The first is the planned start, else the award date; the last is the planned end,
    else the first plus the planned months less a day. What is no date is handed on as
    it is.

    Examples
    --------
    >>> grant_dates({"award date": "2013-01-18", "planned dates:duration (months)": "12"})
    ('2013-01-18', '2014-01-17')
    """
    start = _known(row, "planned dates:start date") or _known(row, "award date")
    end = _known(row, "planned dates:end date")
    first = parse_day(start)[0] if start else None
    months = parse_number(_known(row, "planned dates:duration (months)") or "")[0]
    if not end and isinstance(first, date) and months and 0 < months <= 1200:
        last = first + relativedelta(months=int(months)) - timedelta(days=1)
        if months % 1:
            last += timedelta(days=round(months % 1 * 30.44))
        end = last.isoformat()
    return start, end


def _key(column: str) -> str:
    """Return a title in lower case, without the number of a first entry."""
    match = _TITLE.fullmatch(column)
    if match is None:
        return column.strip().lower()
    number = int(match[2] or 0)
    middle = f":{number}" if number else ""
    return f"{match[1].lower()}{middle}:{match[3].lower()}"


def _known(row: Row, title: str) -> str:
    value = row.get(title, "")
    return "" if is_unknown(value) else value.strip()


def _parties(row: Row, group: str) -> Iterable[Party]:
    """Yield the organisations of one side of a grant; a joint grant has several."""
    numbers = sorted(
        {
            int(match[2] or 0)
            for key in row
            if (match := _TITLE.fullmatch(key)) and match[1] == group
        }
    )
    for number in numbers:
        middle = f":{number}" if number else ""
        start = f"{group}{middle}:"
        party = {key[len(start) :]: _known(row, key) for key in row if key.startswith(start)}
        named = {key: value for key, value in party.items() if value}
        if named.get("identifier") or named.get("name"):
            yield named


def _own_id(party: Party) -> str:
    """Return the publisher's id in its one spelling."""
    said = party.get("identifier", "")
    return org_id(said) or said


def _number_ids(party: Party) -> tuple[str | None, str | None]:
    return charity_id(party.get("charity number")), company_id(party.get("company number"))


class _Grants:
    """The rows of one file on their way to tables."""

    def __init__(self, source: str, table: CsvTable) -> None:
        self.source = source
        self.rows = [(n, {_key(c): v for c, v in row.items()}) for n, row in table.rows]
        self.problems = Problems()
        self.charities, self.companies = self._numbers()

    def _numbers(self) -> tuple[dict[str, str], dict[str, set[str]]]:
        """Return the charity of each publisher's id, wherever one row of the file says it."""
        charities: dict[str, set[str]] = defaultdict(set)
        companies: dict[str, set[str]] = defaultdict(set)
        for _, row in self.rows:
            for group in _GROUPS:
                for party in _parties(row, group):
                    own = _own_id(party)
                    charity, company = _number_ids(party)
                    if charity is not None and own:
                        charities[own].add(charity)
                    if company is not None and own:
                        companies[own].add(company)
        for own, several in sorted(charities.items()):
            if len(several) > 1:
                self.problems.note(
                    self.source, "organisations", 0, "Recipient Org:Charity Number",
                    "; ".join(sorted(several)), f"{own} has several charity numbers",
                    "correct them; its own id is kept",
                )  # fmt: skip
        one = {own: min(several) for own, several in charities.items() if len(several) == 1}
        return one, dict(companies)

    def canonical_id(self, party: Party) -> str | None:
        """Return the id that stands for a party: its charity number's, else its own."""
        own = _own_id(party)
        if own.startswith("GB-CHC-") or is_public(own):
            return own
        charity, company = _number_ids(party)
        if own:
            return self.charities.get(own, own)
        return charity or company

    def reading(self, sha256: str) -> Reading:
        grants: list[RawRow] = []
        members: list[RawRow] = []
        organisations: list[RawRow] = []
        links: set[tuple[str, str, str, str]] = set()
        for number, row in self.rows:
            grant_id = _known(row, "identifier")
            if not grant_id:
                self._bad(number, "Identifier", "", "is empty, and a grant needs one")
                continue
            sides = self._sides(number, row)
            if sides is None:
                continue
            grants.append(RawRow(number, self._grant(number, grant_id, row)))
            for role, found in sides.items():
                for organisation_id, party in found.items():
                    organisations.append(
                        RawRow(number, self._organisation(organisation_id, party, role))
                    )
                    members.append(
                        RawRow(number, {
                            "collaboration_id": grant_id, "organisation_id": organisation_id,
                            "role": role,
                        })
                    )  # fmt: skip
                    links |= self._links(organisation_id, party)
        tables = (
            RawTable("organisations", self.source, tuple(organisations), derived=True),
            RawTable("collaborations", self.source, tuple(grants)),
            RawTable("collaboration_members", self.source, tuple(members)),
        )
        return Reading(
            self.source, FORMAT, tables, self.problems.sorted(), tuple(sorted(links)),
            rows_in=len(self.rows), sha256=sha256,
        )  # fmt: skip

    def _sides(self, number: int, row: Row) -> dict[str, dict[str, Party]] | None:
        sides: dict[str, dict[str, Party]] = {}
        for group, role in _GROUPS.items():
            sides[role] = {}
            for party in _parties(row, group):
                found = self.canonical_id(party)
                if found is None or not party.get("name"):
                    missing = "Identifier" if found is None else "Name"
                    self._bad(
                        number,
                        f"{group.title()}:{missing}",
                        party.get("name", ""),
                        "is empty, and an organisation needs it",
                    )
                    return None
                sides[role][found] = party
        if not sides["recipient"]:
            individual = any(key.startswith("recipient ind") and row[key].strip() for key in row)
            if individual:
                self.problems.info(
                    self.source, "collaborations", number, "Recipient Ind:Identifier", "",
                    "is a grant to a person; nothing about individuals is kept",
                )  # fmt: skip
            else:
                self._bad(
                    number, "Recipient Org:Name", "", "is empty, and a grant needs a recipient"
                )
            return None
        for shared in sorted(sides["recipient"].keys() & sides["funder"].keys()):
            del sides["recipient"][shared]  # a council that grants to itself is its funder
        return sides

    def _bad(self, number: int, title: str, value: str, reason: str) -> None:
        self.problems.bad(
            self.source, "collaborations", number, title, value, reason,
            "fill the cell; the row was left out",
        )  # fmt: skip

    def _grant(self, number: int, grant_id: str, row: Row) -> dict[str, Cell]:
        starts_on, ends_on = grant_dates(row)
        currency = _known(row, "currency").upper()
        amount = _known(row, "amount awarded")
        if currency not in {"", "GBP"}:
            self.problems.note(
                self.source, "collaborations", number, "Currency", currency,
                "is not pounds", "convert the amount; it counts as unknown",
            )  # fmt: skip
        cells: dict[str, Cell] = {
            "id": grant_id,
            "kind": "funding",
            "title": _known(row, "title"),
            "description": _known(row, "description"),
            "programme": _known(row, "grant programme:title"),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "areas": tuple(dict.fromkeys(
                _known(row, key) for key in sorted(row)
                if re.fullmatch(r"beneficiary location(:\d+)?:name", key) and _known(row, key)
            )),
            "value": amount if currency in {"", "GBP"} else None,
            "awarded_on": _known(row, "award date"),
            "url": _known(row, "url"),
        }  # fmt: skip
        if currency not in {"", "GBP"}:
            cells["value_in_currency"] = f"{amount} {currency}"
        return {key: value for key, value in cells.items() if value not in (None, "", ())}

    def _organisation(self, organisation_id: str, party: Party, role: str) -> dict[str, Cell]:
        own = _own_id(party)
        charity, company = _number_ids(party)
        known = {organisation_id, own, charity or "", company or "", *self.companies.get(own, ())}
        identifiers = tuple(sorted(one for one in known if org_id(one) == one))
        name = title_name(party["name"])
        form = _legal_form(name, identifiers)
        cells: dict[str, Cell] = {
            "id": organisation_id,
            "name": name,
            "kind": kind_of(name, legal_form=party.get("organisation type") or form,
                            identifiers=identifiers),
            "role": "funder" if role == "funder" else _recipient_role(name),
            "legal_form": party.get("organisation type") or form,
            "identifiers": identifiers,
            "address": ", ".join(
                filter(None, (party.get(k) for k in ("street address", "city", "county")))
            ),
            "postcode": party.get("postal code"),
            "website": party.get("web address"),
        }  # fmt: skip
        return {key: value for key, value in cells.items() if value not in (None, "", ())}

    def _links(self, organisation_id: str, party: Party) -> set[tuple[str, str, str, str]]:
        own = _own_id(party)
        if not own or own == organisation_id:
            return set()
        number = organisation_id.removeprefix("GB-CHC-")
        evidence = f"{self.source} gives {own} the charity number {number}"
        return {("organisations", organisation_id, own, evidence)}


def _recipient_role(name: str) -> str:
    """Return a recipient's role by its name alone: who is granted money is no funder for that."""
    role = role_of(name).role
    return "provider" if role == "funder" else role


_FORMS = (
    (r"\bC\.?I\.?C\.?\b|\bcommunity interest company\b", "CIC"),
    (r"\bCIO\b|\bcharitable incorporated organisation\b", "CIO"),
)


def _legal_form(name: str, identifiers: tuple[str, ...]) -> str | None:
    for pattern, form in _FORMS:
        if re.search(pattern, name, re.IGNORECASE):
            return form
    charity = any(one.startswith("GB-CHC-") for one in identifiers)
    company = next((one for one in identifiers if one.startswith("GB-COH-")), "")
    if company.startswith("GB-COH-CE"):
        return "CIO"
    if company.startswith(("GB-COH-RS", "GB-COH-IP")):
        return "Registered society"
    if company:
        return "Charitable company" if charity else None
    return "Charity" if charity else None
