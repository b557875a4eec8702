"""What one Open Referral source holds, from its objects to a reading."""

from __future__ import annotations

import json
from collections import Counter

from sap_match.ingest.hsds.fields import Cells, Remark, organisation_cells, service_cells
from sap_match.ingest.hsds.values import Node, nodes, text_of
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawRow, RawTable, Reading

_IGNORED = {
    "programs": "programmes are not read: a service stands for itself",
    "holiday_schedules": "holiday times are not read",
    "location_schedules": "opening hours of a location alone are no service's times",
    "taxonomy": "entries are taxonomy terms, which are read where a service has them",
}
_BELOW = tuple(name for name in _IGNORED if name != "taxonomy")
"""What may stand in a service or organisation without being read."""


class Feed:
    """Services and organisations of one source on their way to tables.

    Parameters
    ----------
    source : str
        What problems call the whole.
    format_ : str
        The standard and version, for example ``hsds-3.0``.
    """

    def __init__(self, source: str, format_: str) -> None:
        self.source = source
        self.format = format_
        self.problems = Problems()
        self.counts: Counter[str] = Counter()
        self._seen: set[tuple[str, str]] = set()
        self._rows: dict[tuple[str, str, bool], list[RawRow]] = {}

    def add_organisation(self, node: Node, *, source: str, row: int, derived: bool) -> None:
        """Take one organisation; ``derived`` if it was only carried by something else."""
        self._add("organisations", organisation_cells(node), source, row, derived=derived)

    def add_service(self, node: Node, *, source: str, row: int) -> None:
        """Take one service, and the organisation that it carries."""
        found = service_cells(node)
        self._add("services", found, source, row, derived=False)
        if "other_locations" in found.cells:
            self.counts["other_locations"] += 1
        for inner in nodes(node, "organization", "organisation"):
            self.add_organisation(inner, source=source, row=row, derived=True)
            self._ignored(inner)
        self._ignored(node)

    def _ignored(self, node: Node) -> None:
        for name in _BELOW:
            for one in nodes(node, name, name.removesuffix("s")):
                self.ignore(name, id_of(one) or as_json(one))

    def ignore(self, name: str, key: str) -> None:
        """Count something that is not read, once."""
        if (name, key) not in self._seen:
            self._seen.add((name, key))
            self.counts[name] += 1

    def _add(self, table: str, found: Cells, source: str, row: int, *, derived: bool) -> None:
        self._rows.setdefault((table, source, derived), []).append(RawRow(row, found.cells))
        for remark in found.remarks:
            self._remark(table, source, row, remark)

    def _remark(self, table: str, source: str, row: int, remark: Remark) -> None:
        field, value, reason = remark
        if reason.endswith("are used"):
            self.problems.info(source, table, row, field, value, reason)
        else:
            self.problems.note(source, table, row, field, value, reason, "it counts as unknown")

    def reading(self, *, rows_in: int, sha256: str, meta: dict[str, str]) -> Reading:
        """Return everything taken so far."""
        for name, why in _IGNORED.items():
            if self.counts[name]:
                self.problems.info(self.source, "services", 0, name, str(self.counts[name]), why)
        if self.counts["other_locations"]:
            self.problems.info(
                self.source, "services", 0, "other_locations", str(self.counts["other_locations"]),
                "services have several locations: the first by id gives the place, the others are "
                "kept as extra",
            )  # fmt: skip
        tables = tuple(
            RawTable(table, source, tuple(rows), derived=derived)
            for (table, source, derived), rows in sorted(self._rows.items())
        )
        return Reading(
            self.source, self.format, tables, self.problems.sorted(), rows_in=rows_in,
            sha256=sha256, meta=meta,
        )  # fmt: skip


def fuller(nodes_of_one_id: list[Node]) -> Node:
    """Return the object that says most of those with one id: a list's entry before a full one.

    Examples
    --------
    >>> fuller([{"id": "s1"}, {"id": "s1", "name": "Lunch"}])
    {'id': 's1', 'name': 'Lunch'}
    """
    return max(nodes_of_one_id, key=lambda node: (len(as_json(node)), as_json(node)))


def as_json(node: Node) -> str:
    """Return an object as text that does not depend on the order of its fields."""
    return json.dumps(node, sort_keys=True, default=str)


def id_of(node: Node) -> str:
    """Return an object's id, or nothing."""
    return text_of(node.get("id"))
