"""Open Referral's tabular datapackages, HSDS 1.1, 2.0 and 3.0.

A folder or zip of CSV files, each plain or gzipped, with plural or singular names and
columns of their own. The files are joined into the objects of the JSON form, so that
`sap_match.ingest.hsds.fields` maps both.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sap_match.errors import DataError
from sap_match.ingest.files import Member, decode, read_csv, read_package, sha256_of
from sap_match.ingest.formats import Look
from sap_match.ingest.grids import tell
from sap_match.ingest.guards import unguarded_row
from sap_match.ingest.hsds.common import Feed
from sap_match.ingest.hsds.tables import Table, version_of
from sap_match.ingest.hsds.values import Node, text_of
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading
from sap_match.model import Problem

_OF_SERVICE = (
    "phones", "contacts", "schedules", "service_areas", "languages", "cost_options", "eligibility",
    "service_attributes", "funding", "required_documents", "payments_accepted",
)  # fmt: skip
_POINTERS = ("service_at_locations", *_OF_SERVICE)
Rows = list[tuple[int, Node]]


_NAMES = re.compile(r"(.*/)?(datapackage\.json|organizations?\.csv|services?\.csv)")


def recognises(look: Look) -> bool:
    """Whether a folder or zip holds a package's description or its main tables."""
    names = [name for name in look.inside if _NAMES.fullmatch(name)]
    if look.is_folder:  # a canonical folder has services.csv too
        return any(not name.startswith("service") for name in names)
    return look.ending == ".zip" and bool(names)


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read a tabular datapackage of HSDS 1.1, 2.0 or 3.0.

    Parameters
    ----------
    path : Path
        A folder, or a zip of one.
    source : str, optional
        What problems call it; by default its name.

    Raises
    ------
    DataError
        If it cannot be read or holds neither services nor organisations.
    """
    name = source or path.name
    members = read_package(path, source=name)
    paths = _resource_paths(members)
    problems = Problems()
    tables: list[Table] = []
    for member in members:
        if member.ending not in {".csv", ".tsv", ".txt"}:
            continue
        resource = paths.get(member.name.lower().removesuffix(".gz"))
        found = Table(f"{resource}.csv" if resource else member.name, ())
        if found.kind:
            where = f"{name}/{_named(member.name, found)}"
            table = _file(member, found.kind, where, problems)
            tables.append(Table(_named(member.name, found), table.rows, lost=table.told_bad))
        else:
            problems.info(
                f"{name}/{member.name}",
                "",
                0,
                "",
                "",
                "is no table of the standard; it is not read",
            )
    return join(
        tables, source=name, sha256=sha256_of(members), stated=_stated(members),
        told=problems.sorted(),
    )  # fmt: skip


def _file(member: Member, kind: str, where: str, problems: Problems) -> _Rows:
    """Return the rows of one file; a broken file beside the main ones costs itself alone."""
    name = {"organizations": "organisations", "services": "services"}.get(kind, "")
    try:
        table = read_csv(member.data, source=where)
    except DataError as error:
        if name:
            raise
        problems.note(where, "", error.row or 0, "", "", error.message,
                      "mend the file; the others were read")  # fmt: skip
        return _Rows(())
    whole = table.rows_in
    kept = tell(table, problems, where, name)
    rows = tuple((number, unguarded_row(row)) for number, row in kept.rows)
    return _Rows(rows, whole - len(kept.rows))


class _Rows(NamedTuple):
    """The good rows of a file, and how many were told as bad."""

    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    told_bad: int = 0


def join(
    tables: Iterable[Table],
    *,
    source: str,
    sha256: str,
    stated: str | None = None,
    told: Iterable[Problem] = (),
) -> Reading:
    """Join the tables of a package into services and organisations.

    Raises
    ------
    DataError
        If there are neither services nor organisations.
    """
    found = [table for table in tables if table.kind]
    if not {"services", "organizations"} & {table.kind for table in found}:
        raise DataError(
            "holds no services.csv and no organizations.csv of Open Referral", source=source
        )
    joined = _Join(found, source, version_of(found, stated))
    joined.feed.problems.extend(told)
    return joined.reading(sha256)


def _named(name: str, found: Table) -> str:
    """Return a member's own name, or one that tells its table where its own does not."""
    return name if Table(name, ()).kind == found.kind else f"{name.rsplit('/', 1)[0]}/{found.name}"


def _package(members: Iterable[Member]) -> Mapping[str, Any]:
    """Return the description beside the tables, where it is one."""
    for member in members:
        if member.stem == "datapackage" and member.ending == ".json":
            try:
                value = json.loads(decode(member.data)[0])
            except (ValueError, RecursionError):
                return {}  # it only describes: the tables speak for themselves
            return value if isinstance(value, dict) else {}
    return {}


def _resource_paths(members: Iterable[Member]) -> dict[str, str]:
    resources = _package(members).get("resources")
    return {
        text_of(one.get("path")).lower().removesuffix(".gz"): text_of(one.get("name"))
        for one in (resources if isinstance(resources, list) else [])
        if isinstance(one, dict)
    }


def _stated(members: Iterable[Member]) -> str | None:
    return text_of(_package(members).get("version")) or None


class _Join:
    """The tables of one package, and their rows by what they point to."""

    def __init__(self, tables: list[Table], source: str, version: str) -> None:
        self.source = source
        self.version = version
        self.feed = Feed(source, f"hsds-{version}")
        self.tables: dict[str, list[Table]] = defaultdict(list)
        for table in tables:
            self.tables[table.kind].append(table)
        self.terms = {text_of(r.get("id")): r for _, r in reversed(self.rows("taxonomy_terms"))}
        self.vocabularies = {text_of(r.get("id")): r for _, r in self.rows("taxonomies")}
        self.below = {
            (kind, field): self._index(kind, field)
            for kind, field in (
                *((kind, "service_id") for kind in _POINTERS),
                *((k, "organization_id") for k in ("phones", "contacts", "locations")),
                ("organization_identifiers", "organization_id"),
                *((k, "location_id") for k in ("addresses", "postal_addresses", "accessibility")),
                ("schedules", "service_at_location_id"),
                ("phones", "contact_id"),
                ("attributes", "link_id"),
                ("metadata", "resource_id"),
            )
        }
        self.locations = self._locations()

    def rows(self, kind: str) -> Rows:
        """Return the rows of all files of one table."""
        return [row for table in self.tables.get(kind, ()) for row in table.rows]

    def _index(self, kind: str, field: str) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for _, row in sorted(self.rows(kind), key=lambda r: text_of(r[1].get("id"))):
            pointer = text_of(row.get(field))
            if pointer:
                found[pointer].append(row)
        return found

    def _below(self, kind: str, field: str, key: str) -> list[Node]:
        return self.below[kind, field].get(key, []) if key else []

    def _locations(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for _, row in self.rows("locations"):
            key = text_of(row.get("id"))
            found.setdefault(
                key,
                {
                    **row,
                    "addresses": self._below("addresses", "location_id", key),
                    "postal_addresses": self._below("postal_addresses", "location_id", key),
                    "accessibility": self._below("accessibility", "location_id", key),
                },
            )
        return found

    def reading(self, sha256: str) -> Reading:
        """Return the reading of the whole package."""
        self._note_lost_pointers()
        self._note_repeats()
        for table in self.tables["organizations"]:
            for number, row in table.rows:
                self.feed.add_organisation(
                    self._organisation(row), source=self._where(table), row=number, derived=False
                )
        for table in self.tables["services"]:
            for number, row in table.rows:
                self.feed.add_service(self._service(row), source=self._where(table), row=number)
        for kind in ("programs", "holiday_schedules"):
            for number, row in self.rows(kind):
                self.feed.ignore(kind, text_of(row.get("id")) or str(number))
        for number, row in self.rows("schedules"):
            if not text_of(row.get("service_id")) and not text_of(
                row.get("service_at_location_id")
            ):
                self.feed.ignore("location_schedules", str(number))
        main = [*self.tables["organizations"], *self.tables["services"]]
        count = sum(len(table.rows) + table.lost for table in main)
        return self.feed.reading(rows_in=count, sha256=sha256, meta={"version": self.version})

    def _where(self, table: Table) -> str:
        return f"{self.source}/{table.name}"

    def _organisation(self, row: Node) -> Node:
        key = text_of(row.get("id"))
        places = [self.locations[text_of(p.get("id"))]
                  for p in self._below("locations", "organization_id", key)]  # fmt: skip
        return {
            **row,
            "phones": self._own_phones("organization_id", key),
            "contacts": self._contacts("organization_id", key),
            "locations": places,
            "metadata": self._below("metadata", "resource_id", key),
            "organization_identifiers": self._below(
                "organization_identifiers", "organization_id", key
            ),
        }

    def _service(self, row: Node) -> Node:
        key = text_of(row.get("id"))
        joined: dict[str, Any] = dict(row)
        below = {kind: self._below(kind, "service_id", key) for kind in _OF_SERVICE}
        below["phones"] = self._own_phones("service_id", key)
        below["contacts"] = self._contacts("service_id", key)
        # a column of the same name in services.csv stands where no table speaks
        joined.update({kind: rows for kind, rows in below.items() if rows})
        joined["service_at_locations"] = [
            self._at_location(one) for one in self._below("service_at_locations", "service_id", key)
        ]
        listed = [
            {"taxonomy_id": part.strip()}
            for part in re.split(r"[,;]", text_of(row.get("taxonomy_ids")))
            if part.strip()
        ]
        joined["metadata"] = self._below("metadata", "resource_id", key)
        own = [*below["service_attributes"], *listed]
        joined.pop("service_attributes", None)
        linked = self._below("attributes", "link_id", key)
        joined["attributes"] = [self._with_term(one) for one in (*own, *linked)]
        return joined

    def _own_phones(self, field: str, key: str) -> list[Node]:
        """Return the numbers of an organisation or service itself.

        A number that names a service is the service's, though it name an organisation too.
        """
        found = self._below("phones", field, key)
        if field == "organization_id" and self.version != "3.0":
            return [one for one in found if not text_of(one.get("service_id"))]
        return found

    def _contacts(self, field: str, key: str) -> list[Node]:
        return [
            {**one, "phones": self._below("phones", "contact_id", text_of(one.get("id")))}
            for one in self._below("contacts", field, key)
        ]

    def _at_location(self, row: Node) -> Node:
        key = text_of(row.get("id"))
        return {
            **row,
            "location": self.locations.get(text_of(row.get("location_id"))),
            "schedules": self._below("schedules", "service_at_location_id", key),
        }

    def _with_term(self, row: Node) -> Node:
        key = text_of(row.get("taxonomy_term_id")) or text_of(row.get("taxonomy_id"))
        term = self.terms.get(key)
        if term is None:
            return row
        vocabulary = self.vocabularies.get(text_of(term.get("taxonomy_id")))
        return {**row, "taxonomy_term": {**term, "taxonomy_detail": vocabulary}}

    def _note_repeats(self) -> None:
        """Tell of ids that stand twice where only the first of them can be pointed to."""
        for kind in ("locations", "taxonomy_terms"):
            seen: set[str] = set()
            for table in self.tables.get(kind, ()):
                for number, row in table.rows:
                    key = text_of(row.get("id"))
                    if key in seen:
                        self.feed.problems.note(
                            self._where(table), "", number, "id", key,
                            "stands already in a row before" if key else "is empty",
                            "give each row an id of its own; this row was not used",
                        )  # fmt: skip
                    seen.add(key)

    def _note_lost_pointers(self) -> None:
        """Tell of rows whose service, location or term is nowhere in the package."""
        known = {
            "service_id": {text_of(row.get("id")) for _, row in self.rows("services")},
            "location_id": set(self.locations),
            "taxonomy_term_id": set(self.terms),
        }
        checks = [
            *((kind, "service_id") for kind in _POINTERS),
            ("service_at_locations", "location_id"),
            ("service_attributes", "taxonomy_term_id"),
            ("attributes", "taxonomy_term_id"),
        ]
        for kind, field in checks:
            for table in self.tables.get(kind, ()):
                for number, row in table.rows:
                    pointer = text_of(row.get(field))
                    if pointer and pointer not in known[field]:
                        self.feed.problems.note(
                            self._where(table), "services", number, field, pointer,
                            "is no id in the package", "correct the cell; this row was not used",
                        )  # fmt: skip
