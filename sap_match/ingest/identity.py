"""Rows that are one record: repeated ids, derived rows, and ids that links join.

The id that survives when several ids are one record is, in this order: the id of the
earliest source that lists the record itself rather than derives it from something
else; an id from a public register (``GB-CHC`` before ``GB-COH`` before any other
``GB-`` scheme); the smallest id as text. All ids stay in ``sources``, and the dataset
resolves each of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sap_match.ingest.drafts import Draft
from sap_match.ingest.problems import Problems
from sap_match.model import TABLES, Link

Claim = tuple[str, str, str, str]
"""Table, one id, another id, and the evidence that they are one record."""

_SCHEMES = ("GB-CHC-", "GB-COH-", "GB-")
_REGISTERED = re.compile(r"[A-Z]{2}-[A-Z]+-.+")
_PLACE = ("address", "postcode", "latitude", "longitude")
_CAUTION: Mapping[str, tuple[Any, ...]] = {
    "location_confidential": (True, False),
    "suggest": ("no", "ask", "yes"),
    "publish": (False, True),
    "contact_public": (False, True),
}
"""Fields in which the most cautious answer of several wins, most cautious first."""


def merge_repeats(drafts: Iterable[Draft], problems: Problems) -> list[Draft]:
    """Return one draft a key: derived rows join, a second listed row is bad.

    An id that two sources list is one record if it is from a public register or the
    names agree; else the later row is bad.
    """
    groups: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.table, draft.key].append(draft)
    merged = []
    for group in groups.values():
        kept: list[Draft] = []
        for draft in sorted(group, key=lambda d: (d.derived, d.rank)):
            first = kept[0] if kept else draft
            if not draft.derived and draft is not first and not _one_record(first, draft):
                problems.bad(
                    draft.source,
                    draft.table,
                    draft.row,
                    "+".join(draft.key_fields),
                    draft.key,
                    f"stands already in {first.source}, row {first.row}",
                    "give each record an id of its own; the later row was left out",
                )
                continue
            kept.append(draft)
        merged.append(_merge(kept))
    return merged


def join_links(
    drafts: Sequence[Draft], claims: Iterable[Claim]
) -> tuple[list[Draft], dict[str, str], tuple[Link, ...]]:
    """Return the drafts with linked ids made one, the aliases, and the links made.

    Only tables whose records keep ``sources`` are joined (organisations, services). An id
    that no row has becomes an alias, so that it can be resolved, and is no link.
    """
    by_id = {(d.table, d.key): d for d in drafts if "sources" in TABLES[d.table].model_fields}
    evidence: dict[tuple[str, str], set[str]] = defaultdict(set)
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while parent.get(node, node) != node:
            node = parent[node]
        return node

    for table, left, right, why in sorted(claims):
        if left != right and ((table, left) in by_id or (table, right) in by_id):
            for node in ((table, left), (table, right)):
                evidence[node].add(why)
            first, second = sorted((root((table, left)), root((table, right))))
            parent[second] = first
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for node in sorted(evidence):
        groups[root(node)].append(node)

    aliases = {
        other: d.key
        for d in by_id.values()
        for other in d.values.get("sources", ())
        if other != d.key
    }
    links: list[Link] = []
    replaced: dict[tuple[str, str], Draft | None] = {}
    for nodes in groups.values():
        members = sorted((by_id[n] for n in nodes if n in by_id), key=_survival)
        keeper = members[0]
        merged = _merge(members)
        merged.values["id"] = keeper.key
        replaced.update({(m.table, m.key): None for m in members})
        replaced[keeper.table, keeper.key] = merged
        aliases.update({other: keeper.key for _, other in nodes if other != keeper.key})
        others = [m.key for m in members[1:]]
        merged.others = tuple(dict.fromkeys([*merged.others, *others]))
        for other in others:
            why = "; ".join(sorted(evidence[keeper.table, other]))
            links.append(Link(keeper.key, other, keeper.table, why))
    kept = [replaced.get((d.table, d.key), d) for d in drafts]
    return [d for d in kept if d is not None], aliases, tuple(sorted(links, key=_link_order))


def normal_name(name: str) -> str:
    """Return a name without case, punctuation, legal form or a leading "the".

    Examples
    --------
    >>> normal_name("The Hope & Light Trust Ltd."), normal_name("G-Force C.I.C.")
    ('hope and light trust', 'g force')
    """
    text = re.sub(r"['’.]", "", name.casefold()).replace("&", " and ")
    words = re.sub(r"[^\w]+", " ", text).split()
    while words and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


_LEGAL_FORMS = frozenset({"ltd", "limited", "cio", "cic", "plc", "llp", "the", "uk"})


def _one_record(first: Draft, other: Draft) -> bool:
    if first.rank == other.rank or "id" not in other.values:
        return False
    if _REGISTERED.fullmatch(other.key):
        return True
    names = [normal_name(str(d.values.get("name", ""))) for d in (first, other)]
    return names[0] != "" and names[0] == names[1]


def _survival(draft: Draft) -> tuple[float, int, str]:
    rank = float("inf") if draft.derived else float(draft.rank)
    scheme = next(
        (n for n, prefix in enumerate(_SCHEMES) if draft.key.startswith(prefix)), len(_SCHEMES)
    )
    return rank, scheme, draft.key


def _link_order(link: Link) -> tuple[str, str, str]:
    return link.table, link.kept_id, link.other_id


# -- merging values -------------------------------------------------------------------


def _merge(drafts: Sequence[Draft]) -> Draft:
    """Return one draft of several: what is listed first speaks first."""
    if len(drafts) == 1:
        return drafts[0]
    voices = _voices(drafts)
    first = voices[0]
    values: dict[str, Any] = {}
    for name in TABLES[first.table].model_fields:
        said = [v.values[name] for v in voices if name in v.values]
        if not said or name in _PLACE:
            continue
        values[name] = _choose(name, said)
    located = next((v for v in voices if any(name in v.values for name in _PLACE)), first)
    values.update({name: located.values[name] for name in _PLACE if name in located.values})
    values.update({k: first.values[k] for k in ("id", "organisation_id") if k in first.values})
    extra: dict[str, str] = {}
    for voice in reversed(voices):
        extra.update(voice.extra)
    others = tuple(dict.fromkeys(o for d in drafts for o in d.others))
    return Draft(
        first.table, first.source, first.row, first.rank, first.derived, values, extra, others
    )


def _choose(name: str, said: list[Any]) -> Any:
    if name in _CAUTION:
        return min(said, key=_CAUTION[name].index)
    if isinstance(said[0], tuple):
        return tuple(dict.fromkeys(entry for value in said for entry in value))
    if name == "description":
        return max(said, key=lambda text: (len(text), text))
    if name in ("updated_on", "assured_on"):
        return max(said)
    return said[0]


def _voices(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the listed drafts as given, then one draft for all that a source derives."""
    listed = [d for d in drafts if not d.derived]
    derived: dict[tuple[int, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.derived:
            derived[draft.rank, draft.key].append(draft)
    fused = [_most_said(group) for group in derived.values()]
    return [*listed, *sorted(fused, key=_survival_then_rank)]


def _survival_then_rank(draft: Draft) -> tuple[int, tuple[float, int, str]]:
    return draft.rank, _survival(draft)


def _most_said(drafts: Sequence[Draft]) -> Draft:
    """Return one draft with the value most often said in each field, in any row order."""
    first = drafts[0]
    if len(drafts) == 1:
        return first
    said: dict[str, Counter[Any]] = defaultdict(Counter)
    extra: dict[str, Counter[str]] = defaultdict(Counter)
    for draft in drafts:
        place = tuple(draft.values.get(name) for name in _PLACE)
        if any(part is not None for part in place):
            said["_place"][place] += 1
        for name, value in draft.values.items():
            if name not in _PLACE:
                said[name][value] += 1
        for name, text in draft.extra.items():
            extra[name][text] += 1
    values = {name: _top(name, counts) for name, counts in said.items() if name != "_place"}
    if "_place" in said:
        place = _top("_place", said["_place"])
        values.update({n: v for n, v in zip(_PLACE, place, strict=True) if v is not None})
    extras = {name: _top(name, counts) for name, counts in extra.items()}
    return Draft(first.table, first.source, first.row, first.rank, first.derived, values, extras)


def _top(name: str, counts: Counter[Any]) -> Any:
    if name in _CAUTION:
        return min(counts, key=_CAUTION[name].index)
    if name == "description":
        return max(counts, key=lambda text: (len(text), text))
    if name in ("updated_on", "assured_on"):
        return max(counts)
    if counts and isinstance(next(iter(counts)), tuple) and name != "_place":
        return tuple(sorted({entry for value in counts for entry in value}))
    return min(counts, key=lambda value: (-counts[value], repr(value)))
