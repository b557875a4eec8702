"""Cells that point to other records: ids that resolve, labels that become areas."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from sap_match.ingest.drafts import Draft, impossible
from sap_match.ingest.problems import Problems
from sap_match.model import AREA_FIELDS, REFERENCES, TABLES, Reference

_HINTS = 20
"""Near ids are looked for in the first few broken references only: it is slow work."""
_AREA_ORDER = ("town", "ward", "neighbourhood_partnership", "care_community", "borough", "other")


def resolve_references(
    drafts: Sequence[Draft], aliases: Mapping[str, str], problems: Problems
) -> list[Draft]:
    """Return the rows whose required ids all exist; ids of linked records are replaced.

    A row that needs a missing record is bad, and so is what needs that row in turn.
    An optional id that is missing becomes unknown, with a note.
    """
    tables: dict[str, list[Draft]] = {table: [] for table in TABLES}
    for draft in drafts:
        tables[draft.table].append(draft)
    given = {table: {d.key for d in rows} for table, rows in tables.items()}
    good: dict[str, set[str]] = {}
    hints = _HINTS
    for table, rows in tables.items():  # the tables' order lets what is bad cascade
        kept = []
        for draft in rows:
            _follow_aliases(draft, aliases)
            fault = _missing(draft, given, good, with_hint=hints > 0) or impossible(draft)
            if fault is None:
                kept.append(draft)
                continue
            hints -= 1
            name, reason = fault
            problems.bad(
                draft.source,
                table,
                draft.row,
                name,
                draft.values.get(name),
                reason,
                "correct the cell; the row was left out",
            )
        tables[table] = _without_repeats(kept)
        good[table] = {d.key for d in tables[table]}
    for ref in REFERENCES:
        if not ref.required:
            for draft in tables[ref.table]:
                _forget_missing(draft, ref, good[ref.target], problems)
    return [draft for rows in tables.values() for draft in rows]


def _follow_aliases(draft: Draft, aliases: Mapping[str, str]) -> None:
    for ref in _REFERENCES_OF[draft.table]:
        value = draft.values.get(ref.field)
        if isinstance(value, tuple):
            draft.values[ref.field] = tuple(dict.fromkeys(aliases.get(v, v) for v in value))
        elif value is not None and value in aliases:
            draft.values[ref.field] = aliases[value]


def _missing(
    draft: Draft, given: Mapping[str, set[str]], good: Mapping[str, set[str]], *, with_hint: bool
) -> tuple[str, str] | None:
    """Return the field and reason of a required id that no good row has."""
    for ref in _REFERENCES_OF[draft.table]:
        value = draft.values.get(ref.field)
        if not ref.required or value in good[ref.target]:
            continue
        if value in given[ref.target]:
            return ref.field, f"is the id of a bad row in {ref.target}"
        near = get_close_matches(str(value), sorted(given[ref.target]), n=1) if with_hint else []
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return ref.field, f"is no id in {ref.target}{hint}"
    return None


def _forget_missing(draft: Draft, ref: Reference, known: set[str], problems: Problems) -> None:
    value = draft.values.get(ref.field)
    values = value if isinstance(value, tuple) else (value,)
    missing = [v for v in values if v is not None and v not in known]
    own = ref.field == "parent_id" and value == draft.key
    if not missing and not own:
        return
    problems.note(
        draft.source,
        draft.table,
        draft.row,
        ref.field,
        tuple(missing) or value,
        "is the row's own id" if own else f"is no id in {ref.target}",
        "correct the cell; it counts as unknown",
    )
    left = tuple(v for v in values if v in known)
    if ref.many and left:
        draft.values[ref.field] = left
    else:
        del draft.values[ref.field]


def _without_repeats(drafts: list[Draft]) -> list[Draft]:
    """Drop rows that say the same since two ids became one (a member listed twice)."""
    by_key: dict[str, Draft] = {}
    for draft in drafts:
        first = by_key.setdefault(draft.key, draft)
        if first is not draft:
            for name, value in draft.values.items():
                first.values.setdefault(name, value)
    return list(by_key.values())


_REFERENCES_OF: Mapping[str, tuple[Reference, ...]] = {
    table: tuple(ref for ref in REFERENCES if ref.table == table) for table in TABLES
}


# -- areas ----------------------------------------------------------------------------


def slug(text: str) -> str:
    """Return a text as lower-case words joined by hyphens.

    Examples
    --------
    >>> slug("  Hale Barns & Timperley ")
    'hale-barns-timperley'
    """
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-_")


def resolve_areas(drafts: Sequence[Draft], problems: Problems) -> list[Draft]:
    """Return the drafts with area labels turned into ids, and an area for each new label.

    A label is an area's id or its name in any case; where several areas have one name,
    a town goes before a ward and a ward before larger areas. An unknown label becomes
    an area of kind ``other``.
    """
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    areas = [d for d in drafts if d.table == "areas"]
    for area in sorted(areas, key=_area_order, reverse=True):
        names[_label(area.values["name"])] = area.key
        ids[area.key] = area.key
    new: dict[str, Draft] = {}
    fields = dict(AREA_FIELDS)
    told: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for draft in drafts:
        labels = draft.values.get(fields.get(draft.table, ""), ())
        found = []
        for label in labels:
            area_id = ids.get(label) or names.get(_label(label))
            if area_id is None:
                area_id = f"area:{slug(label) or label}"
                told[draft.source, draft.table].setdefault(label, draft.row)
                new.setdefault(area_id, _new_area(area_id, label, draft))
            found.append(area_id)
        if labels:
            draft.values[fields[draft.table]] = tuple(dict.fromkeys(found))
    for (source, table), labels_told in sorted(told.items()):
        for label in sorted(labels_told):
            problems.info(
                source,
                table,
                labels_told[label],
                fields[table],
                label,
                "is no known area; it became an area of kind other",
                "add the area to the areas table, or correct the label",
            )
    return [*drafts, *(new[area_id] for area_id in sorted(new))]


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


def _area_order(area: Draft) -> tuple[int, str]:
    return _AREA_ORDER.index(area.values["kind"]), area.key


def _new_area(area_id: str, label: str, draft: Draft) -> Draft:
    values: dict[str, Any] = {"id": area_id, "name": " ".join(label.split()), "kind": "other"}
    return Draft("areas", draft.source, draft.row, draft.rank, derived=True, values=values)
