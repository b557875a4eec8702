"""Open Referral as JSON: HSDS 3.0, the UK profile 3.0 and its older shape.

A file holds one service, organisation or service at a location, a page of a list
(``contents``), a plain list, or one object a line; a folder or zip holds such files.
UK feeds list no organisations, so that they are rebuilt from the services.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.files import (
    Member,
    decode,
    parse_json,
    read_bytes,
    read_package,
    sha256_of,
    starts_in_zip,
)
from sap_match.ingest.formats import Look
from sap_match.ingest.hsds.common import Feed, as_json, fuller, id_of
from sap_match.ingest.hsds.tables import Table
from sap_match.ingest.hsds.tabular import join
from sap_match.ingest.hsds.values import Node, nodes
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading

_OLD = frozenset(
    (
        "regular_schedules", "regular_schedule", "fundings", "service_taxonomys", "eligibilitys",
        "holiday_schedules", "physical_addresses",
    )
)  # fmt: skip
_ENDINGS = frozenset((".json", ".jsonl", ".ndjson"))
_LISTS = ("contents", "content", "data", "results", "items")
_OF_A_SERVICE = frozenset(
    (
        "organization", "organization_id", "organisation", "status", "service_at_locations",
        "schedules", "regular_schedules", "cost_options", "eligibilitys", "service_taxonomys",
    )
)  # fmt: skip
_OF_AN_ORGANISATION = frozenset(
    (
        "organization_identifiers", "legal_status", "tax_status", "tax_id", "year_incorporated",
        "parent_organization_id", "website", "services", "programs", "uri",
    )
)  # fmt: skip


_SIGNS = re.compile(
    r'"(service_at_locations|services|organi[sz]ations?|organization_id|organization_identifiers'
    r"|schedules|regular_schedules|service_areas|cost_options|eligibilitys|service_taxonomys"
    r'|assured_date|contents|[a-z_]+\.csv)"\s*:'
)
_OTHERS = re.compile(
    r'"(FeatureCollection|grants|registered_charity_number|@context|@graph|volunteers_wanted'
    r'|activityDefinitionSubDocument)"|"type"\s*:\s*"(?:Activity|Organisation)"'
)


def recognises(look: Look) -> bool:
    """Whether JSON has the standard's words; of a folder, whether all its JSON files have."""
    if look.is_folder:
        files = [p for p in sorted(look.path.iterdir()) if _ending(p) in _ENDINGS]
        return bool(files) and all(recognises(Look(p)) for p in files if p.is_file())
    if look.ending == ".zip":
        return any(_is_feed(text) for text in starts_in_zip(look.path, _ENDINGS))
    return look.is_json and _is_feed(look.text)


def _is_feed(text: str) -> bool:
    return bool(_SIGNS.search(text)) and not _OTHERS.search(text)


def _ending(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read Open Referral JSON from a file (gzipped or not), a folder or a zip.

    Parameters
    ----------
    path : Path
        JSON, or JSON lines.
    source : str, optional
        What problems call it; by default its name.

    Raises
    ------
    DataError
        If nothing can be read or it holds no service and no organisation.
    """
    name = source or path.name
    if path.is_dir() or path.suffix.lower() == ".zip":
        members = list(read_package(path, endings=_ENDINGS, source=name))
        sha256 = sha256_of(tuple(members))
    else:
        data = read_bytes(path, source=name)
        members = [Member(name, data)]
        sha256 = hashlib.sha256(data).hexdigest()
    joined = _joined(members, name, sha256)
    if joined is not None:
        return joined
    walk = _Walk(name)
    for member in members:
        whole = len(members) == 1 and member.name == name
        _take_file(walk, member, name if whole else f"{name}/{member.name}", alone=whole)
    return walk.reading(sha256)


def _take_file(walk: _Walk, member: Member, where: str, *, alone: bool) -> None:
    """Take the entries of one file; a broken one among others is told and costs itself alone."""
    problems = walk.feed.problems
    _, encoding = decode(member.data)
    if not encoding.startswith("utf"):
        problems.info(where, "", 0, "", "", f"is not UTF-8; it was read as {encoding}",
                      "save it as UTF-8, and look at names with accents")  # fmt: skip
    try:
        for number, node in enumerate(_entries(member, where), start=1):
            walk.take(node, where, number)
    except DataError as error:
        if alone:
            raise
        problems.note(where, "", error.row or 0, "", "", error.message,
                      "mend the file; the others were read")  # fmt: skip


def _joined(members: list[Member], name: str, sha256: str) -> Reading | None:
    """Read one JSON file that holds the tables of a datapackage, each under its file name."""
    if len(members) != 1 or b'.csv"' not in members[0].data[:4096]:
        return None
    whole = parse_json(members[0].data, source=name)
    if not isinstance(whole, dict) or not all(str(key).endswith(".csv") for key in whole):
        return None
    problems = Problems()
    tables = [
        _table(str(key), rows, f"{name}/{key}", problems)
        for key, rows in whole.items()
        if isinstance(rows, list)
    ]
    return join(tables, source=name, sha256=sha256, told=problems.sorted())


def _table(key: str, rows: list[Any], where: str, problems: Problems) -> Table:
    good = tuple((number, row) for number, row in enumerate(rows, 1) if isinstance(row, dict))
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            problems.bad(where, "", number, "", str(row)[:200], "is no object with columns",
                         "write it as an object; it was left out")  # fmt: skip
    return Table(key, good, lost=len(rows) - len(good))


_LINE = re.compile(r"[^\r\n]+")


def _lines(text: str) -> Iterator[str]:
    """Yield the lines that say something; other marks of a line's end may stand in a text."""
    return (match[0] for match in _LINE.finditer(text) if match[0].strip())


def _entries(member: Member, where: str) -> Iterator[Any]:
    """Yield the objects of one file in their order."""
    text, _ = decode(member.data)
    first = [line.strip() for line in islice(_lines(text), 2)]
    if len(first) > 1 and all(line[0] == "{" and line[-1] == "}" for line in first):
        for line in _lines(text):
            try:
                yield parse_json(line.encode(), source=where)
            except DataError:
                yield line  # told as a bad row; the other lines are used
        return
    whole = parse_json(member.data, source=where)
    if isinstance(whole, list):
        yield from whole
        return
    if isinstance(whole, dict):
        for name in _LISTS:
            if isinstance(whole.get(name), list):
                yield from whole[name]
                return
    yield whole


class _Walk:
    """Sorts the objects of a feed into services and organisations."""

    def __init__(self, source: str) -> None:
        self.feed = Feed(source, "hsds-json")
        self.count = 0
        self.old = False
        self.services: dict[str, list[tuple[Node, str, int]]] = {}
        self.organisations: dict[str, list[tuple[Node, str, int]]] = {}
        self.at_locations: dict[str, list[Node]] = {}

    def take(self, node: Any, where: str, row: int) -> None:
        """Take one entry of a file, whatever it is."""
        self.count += 1
        kind = _kind(node)
        if kind == "service":
            self._service(node, where, row)
        elif kind == "organisation":
            self._organisation(node, where, row)
        elif kind == "service at location":
            inner = nodes(node, "service")[0]
            self._service(inner, where, row)
            self.at_locations.setdefault(id_of(inner), []).append(node)
        elif kind == "taxonomy":
            self.feed.counts["taxonomy"] += 1
            self.count -= 1
        else:
            self.feed.problems.bad(
                where, "services", row, "", node if isinstance(node, str) else as_json(node),
                "is no service, organisation or service at a location",
                "give an object of the standard; it was left out",
            )  # fmt: skip

    def _service(self, node: Node, where: str, row: int) -> None:
        self.old = self.old or bool(_OLD & node.keys())
        # without an id it is told as a bad row of its own
        self.services.setdefault(id_of(node) or f"\0{where}\0{row}", []).append((node, where, row))

    def _organisation(self, node: Node, where: str, row: int) -> None:
        key = id_of(node) or f"\0{where}\0{row}"
        self.organisations.setdefault(key, []).append((node, where, row))
        for inner in nodes(node, "services"):
            self._service({"organization_id": id_of(node), **inner}, where, row)

    def reading(self, sha256: str) -> Reading:
        """Return the reading of everything taken."""
        if not self.services and not self.organisations:
            raise DataError(
                "holds no service and no organisation of Open Referral", source=self.feed.source
            )
        for key, entries in self.organisations.items():
            node, where, row = _fullest(entries)
            self._tell_repeats("organisations", key, entries, (where, row))
            self.feed.add_organisation(node, source=where, row=row, derived=False)
        for key, entries in self.services.items():
            node, where, row = _fullest(entries)
            located = self.at_locations.get(key, [])
            self._tell_repeats("services", key, entries, (where, row))
            self.feed.add_service(_with_places(node, located), source=where, row=row)
        version = "1.0" if self.old else "3.0"
        self.feed.format = f"oruk-{version}-json" if self.old else f"hsds-{version}-json"
        return self.feed.reading(rows_in=self.count, sha256=sha256, meta={"version": version})

    def _tell_repeats(
        self, table: str, key: str, entries: list[tuple[Node, str, int]], used: tuple[str, int]
    ) -> None:
        """Tell of each entry that says again what the fullest of its id says."""
        place = "; its place was added" if self.at_locations.get(key) else ""
        told = {used}
        for _, where, row in entries:
            if (where, row) not in told:
                told.add((where, row))
                self.feed.problems.info(
                    where, table, row, "id", key,
                    f"repeats an id; row {used[1]}, which says most, is used{place}",
                )  # fmt: skip


def _kind(node: Any) -> str:
    if not isinstance(node, dict):
        return ""
    if nodes(node, "service") and (nodes(node, "location") or "location_id" in node):
        return "service at location"
    if _OF_A_SERVICE & node.keys():
        return "service"
    if _OF_AN_ORGANISATION & node.keys():
        return "organisation"
    if {"taxonomy", "term_uri", "vocabulary", "taxonomy_detail"} & node.keys():
        return "taxonomy"
    return "service" if {"id", "name"} <= node.keys() else ""


def _fullest(entries: list[tuple[Node, str, int]]) -> tuple[Node, str, int]:
    if len(entries) == 1:
        return entries[0]
    best = fuller([node for node, _, _ in entries])
    return min((e for e in entries if e[0] is best), key=lambda e: (e[1], e[2]))


def _with_places(node: Node, located: list[Node]) -> Node:
    """Return a service with the places that were listed around it."""
    if not located:
        return node
    around = [{k: v for k, v in one.items() if k != "service"} for one in located]
    return {**node, "service_at_locations": [*nodes(node, "service_at_locations"), *around]}
