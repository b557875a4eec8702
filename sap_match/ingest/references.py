"""Cells that point to other records: ids that resolve, and what falls with those that do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sap_match.errors import near
from sap_match.ingest.drafts import Draft, impossible
from sap_match.ingest.problems import Problems
from sap_match.model import REFERENCES, TABLES, Reference

_HINTS = 20
"""Near ids are looked for in the first few broken references only: it is slow work."""


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
    for rows in tables.values():
        _tell_lookalikes(rows, problems)
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


def _tell_lookalikes(drafts: Sequence[Draft], problems: Problems) -> None:
    """Tell of ids that a person would take for one: they differ in case or blanks alone."""
    seen: dict[str, Draft] = {}
    for draft in drafts:
        if draft.derived or "id" not in draft.values:
            continue
        first = seen.setdefault("".join(draft.key.casefold().split()), draft)
        if first is not draft:
            problems.info(
                draft.source, draft.table, draft.row, "id", draft.key,
                f"differs from {first.key[:60]!r} of row {first.row} in case or blanks alone",
                "give both rows one id if they are one record",
            )  # fmt: skip


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
        close = near(str(value), given[ref.target], k=1) if with_hint else ()
        hint = f"; did you mean {close[0]!r}?" if close else ""
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
