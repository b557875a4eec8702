"""What a team has to keep, as rows over the candidates, each with the words that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.memory import Memory, pair
from sap_match.model import Brief, Organisation
from sap_match.recommend.consortia.config import MakeUp, Rules
from sap_match.recommend.consortia.cover import serves
from sap_match.recommend.consortia.problem import Row
from sap_match.recommend.eligible import removals_for
from sap_match.recommend.wording import listing, money

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

_NAMES = {
    "voluntary": ("voluntary organisation", "voluntary organisations"),
    "business": ("business", "businesses"),
    "public": ("public body", "public bodies"),
    "": ("organisation", "organisations"),
}


def sizes_of(brief: Brief, rules: Rules, seated: int) -> tuple[int, int]:
    """Return the least and greatest size of a team: the rules', else the brief's, else up to 8."""
    least = rules.size_min if rules.size_min is not None else brief.size_min or 0
    most = rules.size_max if rules.size_max is not None else brief.size_max
    return least, most if most is not None else max(seated + 6, 8, least)


def rows_of(
    landscape: Landscape,
    ids: Sequence[str],
    seated: Sequence[str],
    rules: Rules,
    brief: Brief,
    memory: Memory,
) -> tuple[Row, ...]:
    """Return every rule but size as rows over ``ids``.

    Two who sit in the brief already are held against each other by nothing.
    """
    place = {one: i for i, one in enumerate(ids)}
    resolve = landscape.dataset.resolve
    rows = [
        *_make_up(landscape, ids, rules),
        *_places(landscape, ids, rules),
        *_money(landscape, ids, rules, brief),
    ]
    rows += [
        Row(f"{landscape.name(one)} has to be in the team", (place[one],), least=1)
        for one in dict.fromkeys(map(resolve, rules.must))
    ]
    rows += [
        Row(f"{landscape.name(one)} may not be in the team", (place[one],), most=0)
        for one in dict.fromkeys(map(resolve, rules.must_not))
        if one in place
    ]
    held = set(seated)
    for members, words in _not_together(landscape, ids, rules, memory):
        who = [one for one in dict.fromkeys(members) if one in place]
        sitting = [one for one in who if one in held]
        if len(who) > max(1, len(sitting)):
            most = max(1, len(sitting))
            rows.append(Row(words, tuple(sorted(place[one] for one in who)), most=most))
    return tuple(rows)


def make_up_words(sort: MakeUp, bound: str = "at least") -> str:
    """Return a rule of make-up in words.

    Examples
    --------
    >>> make_up_words(MakeUp(number=2, kind="voluntary", income_below=100_000))
    'at least 2 voluntary organisations with an income under £100,000'
    """
    one, many = _NAMES[sort.kind or ""]
    told = f"{bound} {sort.number} {one if sort.number == 1 else many}"
    if sort.legal_form:
        told += f" of the form {sort.legal_form}"
    if sort.income_below is not None:
        told += f" with an income under {money(sort.income_below)}"
    if sort.income_from is not None:
        told += f" with an income from {money(sort.income_from)}"
    if sort.theme:
        told += f" with the theme {sort.theme}"
    return told + (f" in {sort.area}" if sort.area else "")


def is_of(landscape: Landscape, organisation: Organisation, sort: MakeUp) -> bool:
    """Whether a record says that an organisation is of a sort."""
    income = organisation.income
    return (
        (sort.kind is None or organisation.kind == sort.kind)
        and (sort.legal_form is None or organisation.legal_form == sort.legal_form)
        and (sort.income_below is None or (income is not None and income < sort.income_below))
        and (sort.income_from is None or (income is not None and income >= sort.income_from))
        and (
            sort.theme is None or sort.theme.casefold() in landscape.profile(organisation.id).themes
        )
        and (
            sort.area is None
            or sort.area in landscape.with_wider(landscape.areas_of(organisation.id))
        )
    )


def _make_up(landscape: Landscape, ids: Sequence[str], rules: Rules) -> Iterator[Row]:
    known = landscape.dataset.organisation
    for sort in rules.at_least:
        who = tuple(i for i, one in enumerate(ids) if is_of(landscape, known(one), sort))
        yield Row(make_up_words(sort), who, least=sort.number)
    for sort in rules.at_most:
        who = tuple(i for i, one in enumerate(ids) if is_of(landscape, known(one), sort))
        yield Row(make_up_words(sort, "at most"), who, most=sort.number)


def _places(landscape: Landscape, ids: Sequence[str], rules: Rules) -> Iterator[Row]:
    for area in rules.places:
        works = serves(landscape, [area])
        who = tuple(i for i, one in enumerate(ids) if works[landscape.position[one]])
        name = landscape.dataset.area(area).name
        yield Row(f"at least one member that works in {name}", who, least=1)


def _money(landscape: Landscape, ids: Sequence[str], rules: Rules, brief: Brief) -> Iterator[Row]:
    costs = costs_of(landscape, rules)
    most = rules.budget if rules.budget is not None else brief.budget if costs else None
    if most is not None and costs:
        who = [(i, costs[one]) for i, one in enumerate(ids) if costs.get(one)]
        yield Row(
            f"costs of at most {money(most)}", tuple(i for i, _ in who), most=most,
            factors=tuple(c for _, c in who), unit="£",
        )  # fmt: skip


def costs_of(landscape: Landscape, rules: Rules) -> dict[str, float]:
    """Return what each organisation costs, by its surviving id."""
    return {landscape.dataset.organisation(one).id: c for one, c in rules.costs.items()}


def _not_together(
    landscape: Landscape, ids: Sequence[str], rules: Rules, memory: Memory
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield groups of whom one sits at most, and the rule in words."""
    dataset, name = landscape.dataset, landscape.name
    for group in (*rules.conflicts, *rules.exclusive):
        members = tuple(dataset.organisation(one).id for one in group)
        yield members, f"{listing([name(i) for i in members])} do not sit together"
    if rules.one_per_parent:
        yield from _families(landscape, ids)
    free = set(ids)
    pairs = set()
    for one in ids:
        for other, rule, _ in removals_for(landscape, one, exclude="none", memory=memory):
            if rule != "itself" and other in free:
                pairs.add((pair(one, other), rule))
    for both, rule in sorted(pairs):
        yield both, f"{name(both[0])} and {name(both[1])} are kept apart ({rule})"


def kept_apart(landscape: Landscape, seated: Sequence[str], memory: Memory) -> list[str]:
    """Return, in words, which of those that the brief seats itself are kept apart by a rule."""
    name, told = landscape.name, []
    for at, one in enumerate(seated):
        out = removals_for(landscape, one, exclude="none", memory=memory)
        rules = {other: rule for other, rule, _ in out if rule != "itself"}
        told += [
            f"The brief seats {name(one)} and {name(other)} together, though they are kept apart "
            f"({rules[other]}): ask before anybody is rung."
            for other in seated[at + 1 :]
            if other in rules
        ]
    return told


def _families(landscape: Landscape, ids: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield those of one parent, the parent among them."""
    dataset, name = landscape.dataset, landscape.name
    families: dict[str, set[str]] = {}
    for one in ids:
        parent = dataset.organisation(one).parent_id
        if parent:
            families.setdefault(dataset.resolve(parent), set()).add(one)
    for parent in sorted(families):
        whole = tuple(sorted({*families[parent], parent} & set(ids)))
        if len(whole) > 1:
            told = name(parent) if parent in landscape.position else parent
            yield whole, f"no two that belong to {told}"


def fair_rows(groups: dict[str, np.ndarray], shares: dict[str, float]) -> Iterator[Row]:
    """Yield rows that keep each group's share of a team to within one member of its share.

    ``groups`` holds the positions of each group's members; who declares nothing is in none.
    """
    everyone = np.sort(np.concatenate([groups[g] for g in sorted(groups)]))
    for group in sorted(groups):
        inside = np.isin(everyone, groups[group])
        factors = np.where(inside, 1.0, 0.0) - shares[group]
        yield Row(
            f"{group}: as many as among the candidates ({shares[group]:.0%}), to within one",
            tuple(int(i) for i in everyone), least=-1.0, most=1.0,
            factors=tuple(float(f) for f in factors),
        )  # fmt: skip
