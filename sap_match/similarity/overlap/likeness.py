"""How far two services agree, part by part: what is said counts for or against, silence never."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sap_match.geo import Point, distance_km
from sap_match.similarity.overlap.audience import YEARS_IN_COMMON, Ages, Audience, shared_groups
from sap_match.similarity.overlap.audience_words import FAITHS, SOFT, STAGES
from sap_match.similarity.overlap.provision import DAYS, NO_PROVISION, Provision
from sap_match.windows import Schedule, common, describe, weekly_minutes

TELLING = 0.6
"""Rarity of a theme, as a share of one that a single service has, from which it tells all."""
ANY = ""
"""Stands for a theme that a single service has."""
GENERIC = frozenset(("advice services", "housing services", "health clinics"))
"""Kinds so wide that two of one kind may have little in common."""
GENERIC_VALUE = 0.6
_SEXES = frozenset(("women", "men"))
_OLDEST = 100.0


class Told(NamedTuple):
    """One comparison.

    ``value`` lies from -1 (known to differ) over 0 (not known) to 1 (known to agree); ``apart``
    names the rule by which the two are no overlap at all.
    """

    value: float
    fact: str = ""
    confirm: str = ""
    counter: str = ""
    apart: str = ""


class Places(NamedTuple):
    """What is needed to compare places: areas' names and points, and how far people go."""

    names: Mapping[str, str]
    points: Mapping[str, Point]
    above: Mapping[str, str | None]
    boroughs: frozenset[str]
    max_km: float
    far_km: float

    def narrowest(self, areas: frozenset[str]) -> list[str]:
        """Return areas without those that others of them lie in, ordered."""
        return sorted(areas - {self.above.get(a) or "" for a in areas})


# -- what ---------------------------------------------------------------------------------


def rarity_of(labels: Iterable[frozenset[str]]) -> dict[str, float]:
    """Return how telling each label is: ``ln((n + 1) / (df + 1)) + .1``, and `ANY` one's."""
    rows = list(labels)
    counts = Counter(t for row in rows for t in row)
    weights = {t: math.log((len(rows) + 1) / (c + 1)) + 0.1 for t, c in counts.items()}
    return {**weights, ANY: math.log((len(rows) + 1) / 2) + 0.1}


def themes_alike(a: Provision, b: Provision, rarity: Mapping[str, float]) -> Told:
    """Return the share of the themes' weight that is shared; less where most services have them."""
    both = a.themes & b.themes
    if not both:
        return Told(0.0)
    weights = [sum(rarity[t] for t in sorted(x.themes)) for x in (a, b)]
    shared = sum(rarity[t] for t in sorted(both))
    told = min(1.0, shared / (TELLING * rarity[ANY]))
    return Told(told * 2 * shared / sum(weights), listed(sorted(both)))


def activities_alike(a: Provision, b: Provision) -> Told:
    """Return how far two services are of one kind; unknown where one names none that we know."""
    if not a.activities or not b.activities:
        return Told(0.0)
    both = (a.activities & b.activities) - NO_PROVISION
    if not both:
        return Told(-0.5)
    share = 2 * len(both) / (len(a.activities) + len(b.activities))
    value = (0.4 + 0.6 * share) * (GENERIC_VALUE if both <= GENERIC else 1.0)
    return Told(value, listed(sorted(both)[:3]))


# -- for whom -----------------------------------------------------------------------------


def people_alike(a: Provision, b: Provision) -> Told:
    """Return how far two services are for the same people.

    Ages, sexes, languages and specialist groups that are known on both sides and have nothing
    in common set two services apart. Where only one side says something, nothing is counted:
    it is a counter-reason, and to be confirmed.
    """
    left, right = a.audience, b.audience
    apart = _apart(left, right)
    if apart:
        return Told(-1.0, apart=apart)
    told = _one_sided(a, b)
    counter = "; ".join(told)
    groups = shared_groups(left.groups, right.groups)
    labels = left.others & right.others
    ages, stages = _ages_agree(left, right)
    values = [1.0] if groups else []
    values += [0.8] if labels else []
    values += [v for v in (ages, stages) if v is not None]
    if len(told) == len((a, b)) and not groups:  # each is for people of its own
        return Told(0.0 if values else -0.5, "", "", counter)
    if not values:
        return _nothing_shared(left, right, counter)
    value = max(values) * (0.5 if counter and not groups else 1.0)
    facts = [f"for {listed(said)}"] if (said := _shared_words(left, right, groups, labels)) else []
    if ages is not None and left.ages and right.ages:
        facts.append(_age_words(*_common(left.ages, right.ages)))
    return Told(value, ", ".join(facts), "", counter)


def _nothing_shared(left: Audience, right: Audience, counter: str) -> Told:
    """Return what is known where the two name nobody in common."""
    if left.everyone and right.everyone:
        return Told(0.5, "open to everybody", "", counter)
    if counter and (left.everyone or right.everyone):
        return Told(-0.3, "", "", counter)
    return Told(0.0, "", "for whom each is has to be confirmed", counter)


def _apart(left: Audience, right: Audience) -> str:
    """Return by what two audiences are known to be other people, or nothing."""
    if _other_ages(left, right):
        return "for other ages"
    sexes = (left.groups & _SEXES, right.groups & _SEXES)
    if all(sexes) and sexes[0] != sexes[1]:
        return "for the other sex"
    if left.languages and right.languages and not left.languages & right.languages:
        return "in other languages"
    plain = _SEXES | FAITHS.keys()
    said = tuple(one.groups - plain for one in (left, right))
    declared = tuple((one.declared - _SEXES) | _own(one) for one in (left, right))
    if any(all(both) and not shared_groups(*both) for both in (said, declared)):
        return "for other people"
    return ""


def _other_ages(left: Audience, right: Audience) -> bool:
    if left.ages and right.ages:
        low, high = _common(left.ages, right.ages)
        return high - low <= YEARS_IN_COMMON
    return bool(left.stages and right.stages and not left.stages & right.stages)


def _own(one: Audience) -> frozenset[str]:
    return one.others - SOFT.keys()


def _common(a: Ages, b: Ages) -> Ages:
    return max(a[0], b[0]), min(a[1], b[1])


def _ages_agree(left: Audience, right: Audience) -> tuple[float | None, float | None]:
    """Return how far ages in figures agree, and else the stages of life that are named."""
    if left.ages and right.ages:
        low, high = _common(left.ages, right.ages)
        first, last = min(left.ages[0], right.ages[0]), max(left.ages[1], right.ages[1])
        span = max(min(last, _OLDEST) - min(first, _OLDEST - 1), 1.0)
        return 0.3 + 0.7 * max(min(high, _OLDEST) - low, 0.0) / span, None
    both = left.stages & right.stages
    if not both or len(left.stages | right.stages) >= len(STAGES):
        return None, None
    return None, 0.2 + 0.6 * len(both) / len(left.stages | right.stages)


def _shared_words(
    left: Audience, right: Audience, groups: frozenset[str], labels: frozenset[str]
) -> list[str]:
    said = sorted(groups | labels)
    stages = left.stages & right.stages
    if len(stages) <= 2 and not (left.ages and right.ages):
        said += [s for s in STAGES if s in stages]
    elif stages == {"older people"}:
        said.append("older people")
    return said


def _age_words(low: float, high: float) -> str:
    if math.isinf(high):
        return f"aged {low:g} and over" if low else "of any age"
    return f"aged {low:g} to {high:g}" if low else f"up to {high:g} years"


def _one_sided(a: Provision, b: Provision) -> list[str]:
    """Return what each of the two says of its people and the other does not, if anything."""
    told = []
    for one, other in sorted(((a, b), (b, a)), key=lambda pair: pair[0].id):
        ours, theirs = one.audience, other.audience
        groups = {g for g in ours.groups if not shared_groups(frozenset((g,)), theirs.groups)}
        said = []
        if groups and not theirs.groups:
            verb = "is for" if groups <= ours.declared else "speaks of"
            said.append(f"{verb} {listed(sorted(groups))}")
        if ours.languages and not theirs.languages and "English" not in ours.languages:
            said.append(f"is in {listed(sorted(ours.languages))}")
        few = ours.stages and len(ours.stages) <= 2 and not groups
        if few and not theirs.stages:
            said.append(f"is for {listed([s for s in STAGES if s in ours.stages])}")
        if said:
            told.append(f"{one.name} {' and '.join(said)}")
    return told


# -- where --------------------------------------------------------------------------------


def place_alike(a: Provision, b: Provision, places: Places) -> Told:
    """Return how near two services are to each other, or to each other's people."""
    areas = places.narrowest((a.areas & b.areas) or ((a.wider & b.wider) - places.boroughs))
    where = f"in {listed([places.names[x] for x in areas[:2]])}" if areas else ""
    moving = bool(a.reach or b.reach)
    if (a.reach == "remote") != (b.reach == "remote") and not _far(a, b, places):
        return Told(0.0, where)  # people call the one and come to the other
    if a.point is not None and b.point is not None:
        return _by_distance(distance_km(a.point, b.point), where, places, moving=moving)
    if areas:
        return Told(0.8 if a.areas & b.areas else 0.4, where)
    if a.reach == b.reach == "remote":
        return Told(0.3, "both by telephone or online")
    if _in_other_areas(a, b, places, moving=moving):
        return Told(-1.0, apart="in another place")
    return Told(0.0, "", "where each works has to be confirmed")


def _far(a: Provision, b: Provision, places: Places) -> bool:
    known = a.point is not None and b.point is not None
    return known and distance_km(a.point, b.point) > places.far_km  # type: ignore[arg-type]  # both known


def _in_other_areas(a: Provision, b: Provision, places: Places, *, moving: bool) -> bool:
    """Whether the areas that two name, or their points, are known to lie apart."""
    if a.areas and b.areas and a.point is None and b.point is None:
        return True
    if moving:
        return False
    ours, theirs = _spot(a, places), _spot(b, places)
    if ours is not None and theirs is not None:
        return distance_km(ours, theirs) > places.far_km
    return bool(a.wider and b.wider and not a.wider & b.wider)


def _by_distance(away: float, where: str, places: Places, *, moving: bool) -> Told:
    near = "within a kilometre" if away <= 1 else f"about {away:.0f} km apart"
    if away <= places.max_km:
        return Told(1.0 - 0.5 * away / places.max_km, f"{where}, {near}" if where else near)
    if away <= places.far_km and (where or moving):
        return Told(0.3 if where else 0.1, where, "", near)
    return Told(-1.0, apart="in another place")


def _spot(one: Provision, places: Places) -> Point | None:
    """Return a service's point, else that of its only area."""
    if one.point is not None or len(one.areas) != 1:
        return one.point
    return places.points.get(next(iter(one.areas)))


# -- when ---------------------------------------------------------------------------------


def times_alike(a: Provision, b: Provision) -> Told:
    """Return how far two services are open together."""
    if a.schedule is None or b.schedule is None:
        return Told(0.0, "", "the times have to be confirmed")
    return _together(a.schedule, b.schedule, a.days & b.days)


@lru_cache(maxsize=2**16)
def _together(ours: Schedule, theirs: Schedule, days: frozenset[int]) -> Told:
    both = common(ours, theirs)
    if both:
        longer = max(weekly_minutes(ours), weekly_minutes(theirs))
        share = weekly_minutes(both) / longer if longer else 1.0
        return Told(0.4 + 0.6 * min(share, 1.0), f"open together {describe(both, most=3)}")
    if days:
        return Told(-0.3, f"on {listed([DAYS[d] for d in sorted(days)])}", "", "at other hours")
    return Told(-1.0, apart="on other days of the week")


def listed(items: Sequence[str]) -> str:
    """Return items in words.

    Examples
    --------
    >>> listed(["lunch", "cards", "lifts"])
    'lunch, cards and lifts'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
