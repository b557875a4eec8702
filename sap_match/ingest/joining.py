"""Organisations of a dataset that is assembled already, made one by the rule of `identity`.

What the readers' rows go through when two ids turn out to be one record, records go through
later in the same way: the same id survives, the same values stay, and all that refers to the
others refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from sap_match.ingest.drafts import Draft, build, impossible
from sap_match.ingest.identity import merge, origins_of, survival
from sap_match.model import (
    REFERENCES,
    TABLES,
    Dataset,
    Link,
    Organisation,
    Origin,
    Problem,
    Record,
    key_of,
)


def draft_of(one: Organisation, dataset: Dataset) -> Draft:
    """Return an organisation as a row on its way, with where it stands.

    A source that only implies it counts as in the reader; without origins every record is
    taken as listed, and no source as earlier than another.
    """
    origins = dataset.origins.get(one.id) or (Origin(0, one.source or dataset.id),)
    listed = [o for o in origins if not o.derived]
    first = min(listed or origins)
    values = {
        name: value
        for name in Organisation.model_fields
        if name != "extra" and (value := getattr(one, name)) not in (None, ())
    }
    return Draft(
        "organisations", first.source, 0, first.rank, not listed, values, dict(one.extra), (),
        tuple(origins),
    )  # fmt: skip


def survivor_of(ids: Iterable[str], dataset: Dataset) -> str:
    """Return which of several organisations' ids survives when they become one.

    Examples
    --------
    >>> rows = [Organisation(id=i, name="A", kind="voluntary") for i in ("GB-COH-1", "x")]
    >>> survivor_of(["x", "GB-COH-1"], Dataset.build("d", {"organisations": rows}))
    'GB-COH-1'
    """
    return min((draft_of(dataset.organisation(i), dataset) for i in ids), key=survival).key


def join_organisations(
    dataset: Dataset, groups: Iterable[Iterable[str]], links: Iterable[Link]
) -> Dataset:
    """Return the dataset with each group of organisations made one.

    Parameters
    ----------
    dataset : Dataset
    groups : iterable
        Ids of organisations that are one; no id stands in two groups.
    links : iterable of Link
        What is told of it, added to the dataset's own.

    Examples
    --------
    >>> from sap_match.model import Service
    >>> rows = [
    ...     Organisation(id="GB-CHC-100001", name="Hope", kind="voluntary"),
    ...     Organisation(id="x", name="Hope", kind="voluntary", phones=("01632 960001",)),
    ... ]
    >>> service = Service(id="s", organisation_id="x", name="Lunch")
    >>> d = Dataset.build("d", {"organisations": rows, "services": [service]})
    >>> one = join_organisations(d, [("GB-CHC-100001", "x")], [])
    >>> one.organisation("x").sources, one.organisation("x").phones
    (('GB-CHC-100001', 'x'), ('01632 960001',))
    >>> one.service("s").organisation_id
    'GB-CHC-100001'
    """
    renamed: dict[str, str] = {}
    made: dict[str, Draft] = {}
    for group in groups:
        members = sorted((draft_of(dataset.organisation(i), dataset) for i in group), key=survival)
        kept = members[0].key
        merged = merge(members)
        merged.values["id"] = kept
        merged.others = tuple(m.key for m in members[1:])
        made[kept] = merged
        renamed.update(dict.fromkeys(merged.others, kept))
    if not made:
        return dataset
    records = []
    for one in dataset.organisations:
        if one.id in made:
            records.append(_organisation(made[one.id], renamed))
        elif one.id not in renamed:
            records.append(one)
    tables: dict[str, Iterable[Record]] = {**dataset.tables, "organisations": records}
    told: list[Problem] = []
    for table in dataset.tables:
        tables[table] = _pointing(table, tables[table], renamed, told)
    origins = {i: o for i, o in dataset.origins.items() if i not in renamed}
    origins.update({kept: origins_of(draft) for kept, draft in made.items()})
    return _built(dataset, tables, renamed, origins, links, told)


def _built(
    dataset: Dataset,
    tables: Mapping[str, Iterable[Record]],
    renamed: Mapping[str, str],
    origins: Mapping[str, tuple[Origin, ...]],
    links: Iterable[Link],
    told: Iterable[Problem],
) -> Dataset:
    earlier = [
        replace(link, kept_id=renamed.get(link.kept_id, link.kept_id))
        if link.table == "organisations"
        else link
        for link in dataset.links
    ]
    every = sorted([*earlier, *links], key=lambda x: (x.table, x.kept_id, x.other_id, x.kind))
    return Dataset.build(
        dataset.id,
        tables,
        name=dataset.name,
        as_of=dataset.as_of,
        timezone=dataset.timezone,
        licence=dataset.licence,
        aliases=dict(sorted({**dataset.aliases, **renamed}.items())),
        problems=(*dataset.problems, *told),
        sources=dataset.sources,
        links=every,
        origins=origins,
        verdicts=dataset.verdicts,
    )


def _organisation(draft: Draft, renamed: Mapping[str, str]) -> Organisation:
    parent = draft.values.get("parent_id")
    if parent is not None and renamed.get(parent, parent) == draft.key:
        del draft.values["parent_id"]  # nobody is his own parent
    return cast("Organisation", build(draft))


def _pointing(
    table: str, records: Iterable[Record], renamed: Mapping[str, str], told: list[Problem]
) -> list[Record]:
    """Return a table's records with old ids replaced, and told what falls together."""
    fields = [r.field for r in REFERENCES if r.table == table and r.target == "organisations"]
    if not fields:
        return list(records)
    kept: dict[str, Record] = {}
    for record in records:
        change = _changed(record, fields, renamed)
        moved = record.model_copy(update=change) if change else record
        fault = _fault(table, moved) if change else None
        if fault is not None:
            told.append(
                Problem(
                    "links", table, 0, fault[0], str(getattr(moved, fault[0])), "info",
                    f"{fault[1]} since two organisations became one; the row was left out",
                )
            )  # fmt: skip
            continue
        key = key_of(table, moved)
        kept[key] = _filled(kept[key], moved) if key in kept else moved
    return list(kept.values())


def _changed(record: Record, fields: Iterable[str], renamed: Mapping[str, str]) -> dict[str, Any]:
    change: dict[str, Any] = {}
    for name in fields:
        value = getattr(record, name)
        if isinstance(value, tuple):
            new: Any = tuple(dict.fromkeys(renamed.get(v, v) for v in value))
        else:
            new = renamed.get(value, value)
        if new != value:
            change[name] = new
    return change


def _fault(table: str, record: Record) -> tuple[str, str] | None:
    values = {name: getattr(record, name) for name in TABLES[table].model_fields}
    return impossible(Draft(table, "", 0, 0, derived=False, values=values))


def _filled(first: Record, other: Record) -> Record:
    """Return the first of two rows that say the same, with what only the other knows."""
    empty = {
        name: value
        for name in type(first).model_fields
        if getattr(first, name) in (None, (), {})
        if (value := getattr(other, name)) not in (None, (), {})
    }
    return first.model_copy(update=empty) if empty else first
