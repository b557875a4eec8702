"""Records by key, and cells that point to records: what points nowhere, what a removal takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from sap_match.errors import DataError
from sap_match.model import records as r
from sap_match.model.tables import REFERENCES, TABLES, Reference, key_of, keys_of

Keyed = dict[str, r.Record]
"""The records of a table by key, in order of the key."""


@dataclass(frozen=True)
class BrokenReference:
    """A cell that points to a record that is not there."""

    table: str
    key: str
    field: str
    value: str
    target: str
    required: bool

    @property
    def message(self) -> str:
        """One sentence that names the record, the field and the missing id."""
        return f"{self.table} {self.key!r}: {self.field} {self.value!r} is no id in {self.target}"


def find_broken_references(
    tables: Mapping[str, Iterable[r.Record]], aliases: Mapping[str, str] | None = None
) -> list[BrokenReference]:
    """Return every reference that resolves to nothing, in table order."""
    held = {table: tuple(rows) for table, rows in tables.items()}
    targets = {ref.target for ref in REFERENCES}
    known = {table: set(keys_of(table, held.get(table, ()))) for table in targets}
    found: list[BrokenReference] = []
    for ref in REFERENCES:
        found += broken(ref, held.get(ref.table, ()), known[ref.target], aliases or {})
    return found


def broken(
    ref: Reference,
    rows: Iterable[r.Record],
    targets: Collection[str],
    aliases: Mapping[str, str],
) -> Iterator[BrokenReference]:
    """Yield the cells of one reference that resolve to nothing."""
    cell = attrgetter(ref.field)
    for record in rows:
        value = cell(record)
        for one in value if ref.many else (value,):
            if one is None or one in targets or aliases.get(one) in targets:
                continue
            key = key_of(ref.table, record)
            yield BrokenReference(ref.table, key, ref.field, one, ref.target, ref.required)


def refuse_broken(found: Iterable[BrokenReference], source: str) -> None:
    """Raise `DataError` when a required reference is broken, with the first five of them."""
    required = [b for b in found if b.required]
    if required:
        raise DataError(
            "; ".join(b.message for b in required[:5])
            + (f"; and {len(required) - 5} more" if len(required) > 5 else ""),
            source=source,
        )


def prune(
    tables: Mapping[str, Keyed], removed: Mapping[str, Collection[str]]
) -> tuple[dict[str, Keyed], set[str]]:
    """Drop what required a removed record, and forget optional references to it.

    Returns the tables, those that nothing was taken from as they were, and the names of all
    from which something is gone.
    """
    pruned = dict(tables)
    gone = {table: set(keys) for table, keys in removed.items() if keys}
    for ref in REFERENCES:  # the order of REFERENCES lets removals cascade
        lost = gone.get(ref.target)
        if not lost:
            continue
        cell = attrgetter(ref.field)
        rows = pruned.get(ref.table, {})
        kept: Keyed = {}
        for key, record in rows.items():
            value = cell(record)
            if ref.many:
                left = tuple(v for v in value if v not in lost)
                kept[key] = record if left == value else _with(record, ref.field, left)
            elif value not in lost:
                kept[key] = record
            elif ref.required:
                gone.setdefault(ref.table, set()).add(key)
            else:
                kept[key] = _with(record, ref.field, None)
        if len(kept) < len(rows) or any(kept[key] is not rows[key] for key in kept):
            pruned[ref.table] = kept
    return pruned, set(gone)


def _with(record: r.Record, field: str, value: object) -> r.Record:
    return record.model_copy(update={field: value})


def keyed(table: str, rows: Iterable[r.Record]) -> list[tuple[str, r.Record]]:
    """Return (key, record) in the order given, or raise `DataError` for one of another table."""
    found = list(rows)
    expected: type[r.Record] = TABLES[table]
    for record in found:
        if type(record) is not expected:
            raise DataError(
                f"a {type(record).__name__} stands in the table {table}; "
                f"it takes {expected.__name__} records"
            )
    return list(zip(keys_of(table, found), found, strict=True))


def unique(table: str, rows: Iterable[r.Record]) -> Keyed:
    """Return the records by key, in order of the key."""
    pairs = keyed(table, rows)
    by_key = dict(pairs)
    if len(by_key) < len(pairs):
        again = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise DataError(
            "the id occurs twice; ids must be unique", source=table, field="id", value=again
        )
    return in_order(by_key)


def in_order(rows: Keyed) -> Keyed:
    """Return the records in order of the key."""
    return {key: rows[key] for key in sorted(rows)}


def without(rows: Keyed, keys: Collection[str]) -> Keyed:
    """Return the records but those with one of some keys."""
    return {key: record for key, record in rows.items() if key not in keys}
