"""Who may be suggested to whom: hard rules, each with a name.

A rule removes a candidate and says so; it never becomes a low score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from sap_match.memory import Memory, pair
from sap_match.model import Brief, Organisation
from sap_match.recommend.same import same_organisations
from sap_match.results import suggestion_id

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

Exclude = Literal["past", "current", "none"]

#: What each role is not: reasons that stand in the list of removals.
NOT_A_PARTNER = {
    "funder": "a funder gives money and is no delivery partner",
    "regulator": "a regulator is no delivery partner",
    "club": "a club or parents' association: paired or given rooms, but no delivery partner",
}


def not_for_anyone(organisation: Organisation) -> tuple[str, str] | None:
    """Return (rule, note) when an organisation is suggested to nobody, else None.

    Examples
    --------
    >>> not_for_anyone(Organisation(id="o", name="O", kind="voluntary", suggest="no"))
    ('suggest = no', 'asked not to be suggested')
    """
    if organisation.suggest == "no":
        return "suggest = no", "asked not to be suggested"
    if organisation.role in NOT_A_PARTNER:
        return f"role = {organisation.role}", NOT_A_PARTNER[organisation.role]
    return None


def general_removals(landscape: Landscape) -> dict[str, tuple[str, str]]:
    """Return the organisations that no rule lets be suggested, with rule and note."""

    def make() -> dict[str, tuple[str, str]]:
        return {
            o.id: found
            for o in landscape.dataset.organisations
            if (found := not_for_anyone(o)) is not None
        }

    return landscape.part("general removals", make)


def excluded_pairs(landscape: Landscape) -> dict[tuple[str, str], str]:
    """Return the pairs that the exclusions table keeps apart as of the date."""

    def make() -> dict[tuple[str, str], str]:
        dataset = landscape.dataset
        return {
            pair(dataset.resolve(x.left_id), dataset.resolve(x.right_id)): x.reason or "excluded"
            for x in dataset.exclusions
            if x.until is None or x.until >= landscape.as_of
        }

    return landscape.part("excluded pairs", make)


def removals_for(
    landscape: Landscape, organisation_id: str, *, exclude: Exclude, memory: Memory
) -> Iterator[tuple[str, str, str]]:
    """Yield (other id, rule, note) of what may not be suggested to one organisation.

    ``exclude="current"`` leaves out the partners of today, ``"past"`` those of
    earlier times too, ``"none"`` nobody.
    """
    yield organisation_id, "itself", ""
    for other, what in sorted(same_organisations(landscape).get(organisation_id, {}).items()):
        yield other, "may be the same organisation", f"the same {what}"
    if exclude != "none":
        when: Literal["current", "any"] = "current" if exclude == "current" else "any"
        for other in sorted(landscape.network.partners_of(organisation_id, when=when)):
            yield other, f"{'current' if exclude == 'current' else 'past or current'} partner", ""
    yield from _kept_apart(landscape, organisation_id, memory)


def _kept_apart(
    landscape: Landscape, organisation_id: str, memory: Memory
) -> Iterator[tuple[str, str, str]]:
    """Yield whom the exclusions table or an earlier *never* keeps from one organisation."""
    known = landscape.position
    rules = _rules(landscape, memory)
    for both in sorted(both for both in rules if organisation_id in both):
        other = both[both[0] == organisation_id]
        if other in known:
            yield other, *rules[both]
    yield from _refused(landscape, organisation_id, memory)


def _rules(landscape: Landscape, memory: Memory) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (rule, note) of each pair that is kept apart."""
    resolve = landscape.dataset.resolve
    return {
        **{pair(resolve(a), resolve(b)): ("never again", "") for a, b in memory.banned},
        **{both: ("exclusion", why) for both, why in excluded_pairs(landscape).items()},
    }


def removed_positions(
    landscape: Landscape, rows: Sequence[int], *, exclude: Exclude, memory: Memory
) -> list[NDArray[np.int64]]:
    """Return for each of many organisations the positions that `removals_for` yields.

    ``rows`` are positions in ``landscape.ids``.
    """
    ids, position, same = landscape.ids, landscape.position, same_organisations(landscape)
    apart: dict[str, list[str]] = defaultdict(list)
    for left, right in _rules(landscape, memory):
        apart[left].append(right)
        apart[right].append(left)
    refusals = any(one.answer == "never" for one in memory.decided)
    ties = None
    if exclude != "none":
        ties = landscape.network.projection(when="current" if exclude == "current" else "any")
    found = []
    for i in rows:
        one = ids[i]
        others = [one, *same.get(one, ()), *apart.get(one, ())]
        if refusals:
            others += [other for other, _, _ in _refused(landscape, one, memory)]
        out = np.array([position[other] for other in others if other in position], dtype=np.int64)
        if ties is not None:
            out = np.concatenate([out, ties.indices[ties.indptr[i] : ties.indptr[i + 1]]])
        found.append(out)
    return found


def _refused(
    landscape: Landscape, subject_id: str, memory: Memory
) -> Iterator[tuple[str, str, str]]:
    """Yield who was refused for ever as the other side of an organisation or a brief."""
    never = {
        one.suggestion_id: one.reason
        for one in memory.decided
        if one.answer == "never" and memory.answer(one.suggestion_id) == one
    }
    if not never:
        return
    resolve, known = landscape.dataset.resolve, landscape.position
    shown = {
        s.suggestion_id: pair(*map(resolve, s.organisation_ids))
        for s in memory.shown
        if s.suggestion_id in never and s.kind == "partner" and len(s.organisation_ids) == 2
    }
    ids = (*landscape.ids, *(b.id for b in landscape.dataset.briefs if b.id not in known))
    unseen = frozenset(never) - set(shown)
    if subject_id in ids:
        found = [*refused_pairs(ids, unseen).get(subject_id, ())] if unseen else []
    else:  # a brief that came in a file
        hashed = ((other, suggestion_id("partner", subject_id, other)) for other in ids)
        found = [(other, one) for other, one in hashed if one in unseen]
    found += [(both[both[0] == subject_id], s) for s, both in shown.items() if subject_id in both]
    for other, suggestion in sorted(found):
        if other in known:
            yield other, "never again", never[suggestion]


@lru_cache(maxsize=8)
def refused_pairs(
    ids: tuple[str, ...], never: frozenset[str]
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return for each id with whom it was refused, and the suggestion's id.

    A suggestion's id is a hash, so that all pairs are looked through, once for all subjects.
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for left, right in combinations(sorted(set(ids)), 2):
        suggestion = suggestion_id("partner", left, right)
        if suggestion in never:
            found[left].append((right, suggestion))
            found[right].append((left, suggestion))
    return {one: tuple(others) for one, others in found.items()}


def removals_for_brief(
    landscape: Landscape, brief: Brief, *, memory: Memory
) -> Iterator[tuple[str, str, str]]:
    """Yield what may not be suggested for a brief: its members, and who is kept from them.

    The lead's earlier partners are good candidates and stay.
    """
    dataset = landscape.dataset
    members: Sequence[str] = [m for m in (brief.lead_id, *brief.members) if m]
    for member in members:
        one = dataset.resolve(member)
        yield one, "in the brief already", ""
        for other, what in sorted(same_organisations(landscape).get(one, {}).items()):
            yield other, "may be the same organisation", f"the same {what} as {landscape.name(one)}"
        for other, rule, note in _kept_apart(landscape, one, memory):
            yield other, rule, note or f"kept apart from {landscape.name(one)}"
    yield from _refused(landscape, brief.id, memory)
    if brief.kinds_wanted:
        for organisation in dataset.organisations:
            if organisation.kind not in brief.kinds_wanted:
                wanted = ", ".join(brief.kinds_wanted)
                yield organisation.id, "kind not wanted", f"the brief wants {wanted}"
