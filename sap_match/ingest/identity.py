"""Rows that are one record: repeated ids, derived rows, and ids that links join.

The id that survives when several ids are one record is, in this order: the id of the
earliest source that lists the record itself rather than derives it from something
else; an id from a public register (``GB-CHC`` before ``GB-MPR``, the
mutuals' own register, before ``GB-COH`` before any other ``GB-`` scheme); the smallest id
as text. All ids stay in ``sources``, and the dataset resolves each of them. Which ids are
joined at all is told in `sap_match.ingest.clusters`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sap_match.ingest.clusters import Clusters, Numbers, Proposed, cluster
from sap_match.ingest.drafts import Draft, OtherPlace
from sap_match.ingest.problems import Problems
from sap_match.ingest.registers import REGISTERS, numbers_in
from sap_match.model import TABLES, Link, LinkKind, LinkVerdict, Origin

Claim = tuple[str, str, str, str]
"""Table, one id, another id, and a reader's evidence that they are one record."""

_SCHEMES = ("GB-CHC-", "GB-MPR-", "GB-COH-", "GB-")
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
    names agree; else the later row is bad. A collaboration that two sources list (a grant
    that each of its funders published) is one if they agree on it, which is told; a member
    of it that both list is one, and falls with the row that it belongs to.
    """
    groups: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.table, draft.key].append(draft)
    merged = []
    refused: set[tuple[int, str]] = set()
    for group in sorted(groups.values(), key=lambda g: g[0].table == "collaboration_members"):
        kept: list[Draft] = []
        for draft in sorted(group, key=lambda d: (d.derived, d.rank)):
            first = kept[0] if kept else draft
            if refused and (draft.rank, draft.values.get("collaboration_id")) in refused:
                problems.bad(
                    draft.source, draft.table, draft.row, "collaboration_id", draft.key,
                    "is of a collaboration that was left out", "mend that first",
                )  # fmt: skip
                continue
            if not draft.derived and draft is not first and not _one_record(first, draft):
                if draft.table == "collaborations" and draft.rank != first.rank:
                    refused.add((draft.rank, draft.key))
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
            if draft is not first and draft.table == "collaborations" and not draft.derived:
                problems.info(
                    draft.source, draft.table, draft.row, "id", draft.key,
                    f"stands in {first.source}, row {first.row}, too; the two are one",
                )  # fmt: skip
            kept.append(draft)
        if kept:
            merged.append(merge(kept))
    return merged


def join_links(
    drafts: Sequence[Draft],
    claims: Iterable[Claim | Proposed],
    *,
    numbers: Mapping[str, Numbers] | None = None,
    verdicts: Sequence[LinkVerdict] = (),
    problems: Problems | None = None,
    names: Mapping[int, str] | None = None,
) -> tuple[list[Draft], dict[str, str], tuple[Link, ...]]:
    """Return the drafts with linked ids made one, the aliases, and the links made.

    Only tables whose records keep ``sources`` are joined (organisations, services). An id
    that no row has becomes an alias, so that it can be resolved, and is no link; a record
    that two sources list under one id is a link of the id with itself. Claims that are not
    followed are told as problems. ``names`` says what each source is called, by its rank.
    """
    by_id = {(d.table, d.key): d for d in drafts if "sources" in TABLES[d.table].model_fields}
    aliases = {
        other: d.key
        for d in by_id.values()
        for other in d.values.get("sources", ())
        if other != d.key
    }
    links: list[Link] = []
    replaced: dict[tuple[str, str], Draft | None] = {}
    names = names or source_names(by_id.values())
    proposed = _by_table(claims, by_id, verdicts)
    for table in sorted({table for table, _ in by_id}):
        proposals = proposed.get(table, [])
        sources = {
            one: frozenset(names[o.rank] for o in origins_of(by_id[table, one]))
            for claim in proposals
            for one in claim[1:3]
            if (table, one) in by_id
        }
        absent = {one for c in proposals for one in c[1:3] if (table, one) not in by_id}
        held = {**{one: numbers_in([one]) for one in absent}, **(numbers or {})}
        found = cluster(proposals, numbers=held, sources=sources, verdicts=verdicts)
        for nodes in found.members:
            members = sorted((by_id[table, n] for n in nodes if (table, n) in by_id), key=survival)
            keeper = members[0]
            merged = merge(members)
            merged.values["id"] = keeper.key
            replaced.update({(m.table, m.key): None for m in members})
            replaced[keeper.table, keeper.key] = merged
            aliases.update({other: keeper.key for other in nodes if other != keeper.key})
            others = [m.key for m in members[1:]]
            merged.others = tuple(dict.fromkeys([*merged.others, *others]))
            links += [link_of(table, keeper.key, other, nodes, found) for other in others]
        links += _of_one_id(table, by_id, aliases, found, names)
        _tell_refused(found, by_id, problems)
    kept = [replaced.get((d.table, d.key), d) for d in drafts]
    return [d for d in kept if d is not None], aliases, tuple(sorted(links, key=_link_order))


def _by_table(
    claims: Iterable[Claim | Proposed],
    by_id: Mapping[tuple[str, str], Draft],
    verdicts: Iterable[LinkVerdict],
) -> dict[str, list[Proposed]]:
    """Return the claims of which a row has one id at least, a table each."""
    said = [
        Proposed(table, v.left_id, v.right_id, v.reason or "a person said so", "person")
        for v in verdicts
        if v.same
        for table in ("organisations", "services")
        if (table, v.left_id) in by_id and (table, v.right_id) in by_id
    ]
    found: dict[str, list[Proposed]] = defaultdict(list)
    for claim in (*claims, *said):
        one = claim if isinstance(claim, Proposed) else Proposed(*claim)
        table, left, right = one[:3]
        if left != right and ((table, left) in by_id or (table, right) in by_id):
            found[table].append(one)
    return found


_KINDS: tuple[LinkKind, ...] = ("person", "id", "number", "name and place", "name")


def link_of(table: str, kept: str, other: str, nodes: Sequence[str], found: Clusters) -> Link:
    """Return the link of an id to the one that survives, with the evidence that touches it."""
    inside = [c for c in found.followed if c.left in nodes]
    touching = [c for c in inside if other in (c.left, c.right)]
    direct = [c for c in touching if kept in (c.left, c.right)]
    said = direct or touching
    kind = min((c.kind for c in said), key=_KINDS.index)
    return Link(kept, other, table, "; ".join(dict.fromkeys(c.evidence for c in said)), kind)


def _of_one_id(
    table: str,
    by_id: Mapping[tuple[str, str], Draft],
    aliases: Mapping[str, str],
    found: Clusters,
    names: Mapping[int, str],
) -> Iterator[Link]:
    """Yield the link of each record that two sources list under one id.

    Where a reader found the id by a number that stands beside another id, that is told.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for claim in found.followed:
        for one, other in ((claim.left, claim.right), (claim.right, claim.left)):
            if (table, other) not in by_id:
                said[one].append(claim.evidence)
    for draft in by_id.values():
        ranks = sorted({o.rank for o in draft.origins})
        if draft.table != table or len(ranks) < 2:
            continue
        number = next(iter(numbers_in([draft.key]).items()), None)
        what = f"same {REGISTERS[number[0]]} {number[1]}" if number else "one id"
        evidence = f"{what} in {_and([names[rank] for rank in ranks])}"
        kind: LinkKind = "number" if number else "id"
        told = "; ".join([evidence, *sorted(said[draft.key])])
        yield Link(aliases.get(draft.key, draft.key), draft.key, table, told, kind)


def source_names(drafts: Iterable[Draft]) -> dict[int, str]:
    """Return what to call each source, by its rank: a folder's files are one source."""
    names: dict[int, str] = {}
    for draft in drafts:
        for origin in origins_of(draft):
            names[origin.rank] = min(names.get(origin.rank, origin.source), origin.source)
    return names


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _tell_refused(
    found: Clusters, by_id: Mapping[tuple[str, str], Draft], problems: Problems | None
) -> None:
    if problems is None:
        return
    for claim, why in found.refused:
        draft = by_id.get((claim.table, claim.left)) or by_id[claim.table, claim.right]
        problems.info(
            draft.source, claim.table, draft.row, "id", claim.left,
            f"is not taken for one with {claim.right} ({claim.evidence}): {why}",
            "say which is right in the file of links that partnership.toml names",
        )  # fmt: skip


def origins_of(draft: Draft) -> tuple[Origin, ...]:
    """Return the sources that a draft stands in, in their order."""
    return draft.origins or (Origin(draft.rank, draft.source, draft.derived),)


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
    if first.rank == other.rank:
        return False
    if other.table == "collaboration_members":
        return True
    if "id" not in other.values:
        return False
    if other.table == "collaborations":
        return _one_collaboration(first.values, other.values)
    if _REGISTERED.fullmatch(other.key):
        return True
    names = [normal_name(str(d.values.get("name", ""))) for d in (first, other)]
    return names[0] != "" and names[0] == names[1]


def _one_collaboration(first: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sources speak of one: by its title, else by its first day and its value."""
    if first["kind"] != other["kind"]:
        return False
    titles = [normal_name(values.get("title", "")) for values in (first, other)]
    whens = [(values.get("starts_on"), values.get("value")) for values in (first, other)]
    return (titles[0] != "" and titles[0] == titles[1]) or (
        None not in whens[0] and whens[0] == whens[1]
    )


def survival(draft: Draft) -> tuple[float, int, str]:
    """Order by the written rule: the first of several survives."""
    rank = float("inf") if draft.derived else float(draft.rank)
    scheme = next(
        (n for n, prefix in enumerate(_SCHEMES) if draft.key.startswith(prefix)), len(_SCHEMES)
    )
    return rank, scheme, draft.key


def _link_order(link: Link) -> tuple[str, str, str]:
    return link.table, link.kept_id, link.other_id


# -- merging values -------------------------------------------------------------------


def merge(drafts: Sequence[Draft]) -> Draft:
    """Return one draft of several: what is listed first speaks first.

    The place comes whole from one of them, the most cautious answer wins, several values
    are put together, the longest description and the latest date stay.
    """
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
    said_by = tuple(sorted({o for d in drafts for o in origins_of(d)}))
    return Draft(
        first.table, first.source, first.row, first.rank, first.derived, values, extra, others,
        said_by, _elsewhere(drafts, values.get("postcode")),
    )  # fmt: skip


def _elsewhere(drafts: Sequence[Draft], postcode: str | None) -> tuple[OtherPlace, ...]:
    """Return where rows that list the record themselves place it, other than it is placed."""
    found = {one for d in drafts for one in d.elsewhere}
    for draft in drafts:
        told = draft.values.get("postcode")
        if told and not draft.derived:
            found.add(OtherPlace(draft.rank, draft.source, draft.row, told))
    here = "".join((postcode or "").split()).upper()
    return tuple(sorted(o for o in found if "".join(o.postcode.split()).upper() != here))


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
    return draft.rank, survival(draft)


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
