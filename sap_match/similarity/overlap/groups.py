"""Overlaps as themes and places: five lunch clubs on a Thursday, none on a Monday."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sap_match.geo import distance_km
from sap_match.memory import Memory
from sap_match.model import Dataset
from sap_match.ranking import ordered, rounded
from sap_match.results import Part, Removal, Results, score_of, suggestion_id
from sap_match.similarity.duplicates import DuplicatePair
from sap_match.similarity.overlap.ground import NEAR, Compared, Ground
from sap_match.similarity.overlap.likeness import listed
from sap_match.similarity.overlap.pair import NO_FAULT, WEIGHTS, Overlap, OverlapConfig
from sap_match.similarity.overlap.provision import DAYS, Of, Provision
from sap_match.similarity.overlap.rules import TAKES_OFF, held_back
from sap_match.similarity.overlap.wording import is_session
from sap_match.similarity.terms import shared_terms

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

GROUP_COLUMNS = (
    "group_id", "title", "theme", "where", "members", "member_ids", "score", "days",
    "days_without", "times_unknown", "could_do", "counter_reason", *WEIGHTS,
)  # fmt: skip
_LEAST_LINKED = 0.5
"""Share of a group's members with which a newcomer must overlap: groups do not chain."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class OverlapGroup:
    """Services of several providers that offer alike in one place.

    Attributes
    ----------
    member_ids : tuple of str
        Services, in order of id; the order means nothing.
    theme : str
        What they do, in the plural, or what they share.
    where : str
        The area that most name, and how far apart the furthest two are.
    days : tuple of (str, int)
        Weekdays with how many of them are open, from Monday.
    days_without : tuple of str
        Mondays to Fridays on which neither they nor a like service near them is known to open.
    times_unknown : int
        How many do not say when they are open.
    parts : tuple of Part
        Means of the parts of its overlaps.
    could_do : tuple of str
        What they could do, from the facts of the group.
    counter_reason : str
        What sets some of them apart.
    answer : str
        What a person answered to it.
    """

    member_ids: tuple[str, ...]
    theme: str
    where: str
    days: tuple[tuple[str, int], ...]
    days_without: tuple[str, ...]
    times_unknown: int
    parts: tuple[Part, ...]
    could_do: tuple[str, ...]
    counter_reason: str = ""
    answer: str = ""

    @cached_property
    def score(self) -> float:
        """Sum of ``weight * value`` over the parts: how alike its members are, not how many."""
        return score_of(self.parts)

    @cached_property
    def group_id(self) -> str:
        """Hash of the members, by which people answer; another where one comes or goes."""
        return suggestion_id("overlap_group", *self.member_ids)

    @property
    def title(self) -> str:
        """The group in a line: how many of what, where, on which day, and on which none."""
        count = len(self.member_ids)
        number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
        text = f"{number} {self.theme} {self.where}".strip()
        if self.days:
            most = max(n for _, n in self.days)
            busy = [day for day, n in self.days if n == most]
            held = "all" if most == count else str(most)
            if len(busy) <= 2:
                text += f", {held} on a {' and a '.join(busy)}"
            if self.days_without:
                known = " known" if self.times_unknown else ""
                text += f", none{known} on a {_or(self.days_without)}"
        return f"{text[:1].upper()}{text[1:]}"

    def to_record(self) -> dict[str, Any]:
        """Return a flat dict; lists are joined by semicolons."""
        return {
            "group_id": self.group_id,
            "title": self.title,
            "theme": self.theme,
            "where": self.where,
            "members": len(self.member_ids),
            "member_ids": ";".join(self.member_ids),
            "score": self.score,
            "days": ";".join(f"{day} {n}" for day, n in self.days),
            "days_without": ";".join(self.days_without),
            "times_unknown": self.times_unknown,
            "could_do": " ".join(self.could_do),
            "counter_reason": self.counter_reason,
            **{part.name: rounded(part.contribution) for part in self.parts},
        }


def group_overlaps(
    dataset: Dataset,
    index: SimilarityIndex,
    *,
    overlaps: Iterable[Overlap] | None = None,
    of: Of = "services",
    duplicates: Results[DuplicatePair] | None = None,
    memory: Memory | None = None,
    as_of: date | None = None,
    config: OverlapConfig | None = None,
) -> Results[OverlapGroup]:
    """Gather overlaps into groups of one theme and place.

    A service joins a group when it overlaps with at least half of its members and lies within
    reach of all; so groups do not chain from one town into the next. Days on which none is
    open count like services of anybody near, also those that stand in no overlap.

    Parameters
    ----------
    dataset, index, of, duplicates, memory, as_of, config
        As for `sap_match.similarity.overlap.find_overlaps`. A group to which a person answered
        *distinct*, *never* or *not now* is left out.
    overlaps : iterable of Overlap, optional
        Only services of these are grouped; by default all that overlap.

    Returns
    -------
    Results of OverlapGroup
        By ``(-score, group_id)``.
    """
    settings = config or OverlapConfig()
    ground = Ground.build(
        dataset, index, of=of, duplicates=duplicates, as_of=as_of, config=settings
    )
    remembered = memory or Memory()
    held = held_back(dataset, ground.offers, remembered, as_of=as_of or dataset.as_of)
    wanted = (
        None if overlaps is None else sorted({i for o in overlaps for i in (o.left_id, o.right_id)})
    )
    alike = [c for c in ground.compare(wanted) if _counts(c, settings)]
    links: dict[tuple[str, str], Overlap] = {}
    for c in alike:
        inside = wanted is None or {c.left_id, c.right_id} <= set(wanted)
        if c.overlap and not c.apart and inside and not held.rule(c.left_id, c.right_id):
            links[c.left_id, c.right_id] = ground.finished(c.overlap, held)
    near = _neighbours(alike)
    kept, removed = [], []
    for members in _gathered(links, ground):
        group = _described(members, links, near, ground)
        told = remembered.answer(group.group_id)
        if told is not None and told.answer in TAKES_OFF:
            rule, note = TAKES_OFF[told.answer]
            removed.append(Removal(members[0], members[-1], rule, told.reason or note))
        else:
            kept.append(group)
    best = ordered(kept, score=lambda g: g.score, key=lambda g: g.group_id)
    return Results(
        tuple(best),
        record=OverlapGroup.to_record,
        removed=tuple(sorted(removed)),
        notes=(NO_FAULT,),
        columns=GROUP_COLUMNS,
    )


def _counts(compared: Compared, settings: OverlapConfig) -> bool:
    """Whether two offer alike in one place for the same people, at whatever time."""
    overlap = compared.overlap
    if overlap is None or overlap.score < settings.threshold:
        return False
    return not compared.apart or compared.apart == "on other days of the week"


def _neighbours(alike: Iterable[Compared]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {}
    for c in alike:
        near.setdefault(c.left_id, set()).add(c.right_id)
        near.setdefault(c.right_id, set()).add(c.left_id)
    return near


def _gathered(
    links: Mapping[tuple[str, str], Overlap], ground: Ground
) -> Iterator[tuple[str, ...]]:
    """Yield groups of two or more, each service in one of them, the strongest pairs first."""
    groups: list[list[str]] = []
    where: dict[str, int] = {}
    best = ordered(links.items(), score=lambda item: item[1].score, key=lambda item: item[0])
    for (left, right), _ in best:
        for one, other in ((left, right), (right, left)):
            if one in where or (
                other in where and not _fits(one, groups[where[other]], links, ground)
            ):
                continue
            if other in where:
                groups[where[other]].append(one)
                where[one] = where[other]
        if left not in where and right not in where:
            where[left] = where[right] = len(groups)
            groups.append([left, right])
    for members in groups:
        yield tuple(sorted(members))


def _fits(
    one: str, members: Sequence[str], links: Mapping[tuple[str, str], Overlap], ground: Ground
) -> bool:
    linked = sum((min(one, m), max(one, m)) in links for m in members)
    offers, settings = ground.offers, ground.config
    kinds = _kinds([offers[m] for m in members])
    if kinds and offers[one].activities and not kinds & offers[one].activities:
        return False
    close = all(
        distance_km(offers[one].point, offers[m].point) <= 2 * settings.max_km  # type: ignore[arg-type]  # both known
        for m in members
        if offers[one].point is not None and offers[m].point is not None
    )
    return close and linked >= _LEAST_LINKED * len(members)


def _kinds(offers: Sequence[Provision]) -> frozenset[str]:
    """Return the kinds that all have who name any."""
    named = [o.activities for o in offers if o.activities]
    return frozenset.intersection(*named) if named else frozenset()


# -- words --------------------------------------------------------------------------------


def _described(
    members: tuple[str, ...],
    links: Mapping[tuple[str, str], Overlap],
    near: Mapping[str, set[str]],
    ground: Ground,
) -> OverlapGroup:
    offers = [ground.offers[m] for m in members]
    inside = [links[pair] for pair in combinations(members, 2) if pair in links]
    open_on = Counter(d for o in offers for d in o.days)
    kinds = _kinds(offers)
    beside = [
        ground.offers[n]
        for n in sorted({n for m in members for n in near.get(m, ())} - set(members))
        if not kinds or kinds & ground.offers[n].activities
    ]
    covered = set(open_on) | {d for o in beside for d in o.days}
    without = [d for d in range(5) if d not in covered] if open_on else []
    unknown = sum(o.schedule is None for o in offers)
    return OverlapGroup(
        member_ids=members,
        theme=_theme(offers, ground),
        where=_where(offers, ground),
        days=tuple((DAYS[d], open_on[d]) for d in sorted(open_on)),
        days_without=tuple(DAYS[d] for d in without),
        times_unknown=unknown,
        parts=tuple(_mean(name, inside) for name in WEIGHTS),
        could_do=tuple(_could_do(offers, open_on, without, inside)),
        counter_reason=_set_apart(inside),
    )


def _mean(name: str, inside: Sequence[Overlap]) -> Part:
    values = [p.value for o in inside for p in o.parts if p.name == name]
    return Part(name, rounded(sum(values) / max(len(inside), 1)), WEIGHTS[name])


def _theme(offers: Sequence[Provision], ground: Ground) -> str:
    """Return what most of a group do, in words: a kind, else a theme, else words they share."""
    rare = ground.kind_rarity
    kinds = Counter(k for o in offers for k in o.activities)
    usual = [k for k, n in kinds.items() if 2 * n > len(offers)]
    if usual:
        return min(usual, key=lambda k: (-kinds[k], -rare.get(k, 0.0), k))
    themes = Counter(t for o in offers for t in o.themes)
    usual = [t for t, n in themes.items() if 2 * n > len(offers)]
    if usual:
        return f"{min(usual, key=lambda t: (-themes[t], -ground.rarity[t], t))} services"
    texts = [ground.index.texts[ground.index.position(o.id)] for o in offers[:2]]
    names = [n for o in offers[:2] for n in (o.name, o.owner)]
    shared = shared_terms(texts[0], texts[1], ground.index.idf, 1, names=names)
    return f"services about {shared[0]}" if shared else "like services"


def _where(offers: Sequence[Provision], ground: Ground) -> str:
    areas = Counter(a for o in offers for a in ground.places.narrowest(o.areas))
    usual = [a for a, n in areas.items() if 2 * n > len(offers)]
    name = ground.places.names[min(usual, key=lambda a: (-areas[a], a))] if usual else ""
    inside = f"in {name}" if name else ""
    points = [o.point for o in offers if o.point is not None]
    if len(points) < len(offers) or len(points) < 2:
        return inside
    wide = max(distance_km(p, q) for p, q in combinations(points, 2))
    within = "within a kilometre" if wide <= 1 else f"within {_up(wide)} km"
    return f"{within} {inside}".strip()


def _up(km: float) -> int:
    return int(-(-km // 1))


def _could_do(
    offers: Sequence[Provision],
    open_on: Counter[int],
    without: Sequence[int],
    inside: Sequence[Overlap],
) -> Iterator[str]:
    """Yield what a group could do, each from a fact of it; at least one."""
    said = 0
    busy = [d for d, n in sorted(open_on.items()) if n > 1]
    sessions = sum(map(is_session, offers)) * 2 > len(offers)
    if sessions and without and 1 <= len(busy) <= 2:
        many = _several(max(open_on[d] for d in busy))
        free = _or([f"{DAYS[d]}s" for d in without])
        said += 1
        yield (
            f"Spread over the week: {many} are open on {listed([f'{DAYS[d]}s' for d in busy])}, "
            f"and nobody on {free}."
        )
    doors = [bool(o.doors & {"waiting list", "full", "referral only"}) for o in offers]
    if any(doors) and not all(doors):
        said += 1
        yield "Refer: some can be come to where others ask people to wait or be sent."
    near = [o for o in inside if any(p.name == "place" and p.value >= NEAR for p in o.parts)]
    if near:
        said += 1
        yield "Share: some are near each other, so a room, a van or helpers can serve several."
    if len(offers) == 2 and any("Merge" in done for o in inside for done in o.could_do):
        yield "Merge: ask both whether doing it together would suit them."
    if not said:
        yield "Refer: make sure that each knows of the others."


def _several(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _set_apart(inside: Sequence[Overlap]) -> str:
    """Return the counter-reasons of a group's overlaps, each once, at most four."""
    told: dict[str, None] = {}
    for o in inside:
        for one in filter(None, o.counter_reason.rstrip(".").split("; ")):
            told.setdefault(one[:1].upper() + one[1:])
    said = list(told)
    more = f"; and {len(said) - 4} more" if len(said) > 4 else ""
    return f"{'; '.join(said[:4])}{more}." if said else ""


def _or(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
