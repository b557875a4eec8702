"""What a service offers, to whom, where and when, and how far two services agree in it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sap_match.geo import Point, distance_km
from sap_match.model import Dataset, location_closed
from sap_match.similarity.duplicates.compare import days_of
from sap_match.similarity.duplicates.entries import ages_of, schedule_of
from sap_match.similarity.duplicates.names import languages_in, words_in
from sap_match.windows import Schedule, common, describe

TELLING = 0.35
"""Rarity of a theme, as a share of one that a single service has, from which it tells all."""
ANY = ""
"""Stands for a theme that a single service has."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Told(NamedTuple):
    """One comparison: its value from 0 to 1, a fact, what has to be asked or differs."""

    value: float
    fact: str = ""
    note: str = ""


@dataclass(frozen=True)
class Provision:
    """What of a service is compared."""

    id: str
    name: str
    owner: str
    family: str
    parent: str
    themes: frozenset[str]
    people: frozenset[str]
    audiences: frozenset[str]
    ages: tuple[float, float] | None
    languages: frozenset[str]
    areas: frozenset[str]
    point: Point | None
    schedule: Schedule | None


def provisions(dataset: Dataset) -> Iterator[Provision]:
    """Yield the services that are open and whose place is no secret."""
    boroughs = {a.id for a in dataset.areas if a.kind == "borough"}
    for service in dataset.services:
        owner = dataset.organisation(service.organisation_id)
        if (service.status or "active").casefold() not in ("active", "open"):
            continue
        if location_closed(service) or location_closed(owner):
            continue
        said = words_in(" ".join([service.name, *service.audiences, *service.languages]))
        where = service.latitude, service.longitude
        themes = frozenset(t.casefold() for t in service.themes)
        people = frozenset(t for t in themes if names_people(t))
        yield Provision(
            id=service.id,
            name=service.name,
            owner=owner.name,
            family=owner.id,
            parent=owner.parent_id or "",
            themes=themes - people,
            people=people,
            audiences=frozenset(a.casefold().strip(" .") for a in service.audiences),
            ages=ages_of(service),
            languages=languages_in(said) - {"English"},
            areas=frozenset(service.areas) - boroughs,
            point=None if None in where else Point(*where),  # type: ignore[arg-type]
            schedule=schedule_of(service.schedule),
        )


_PEOPLE = frozenset(
    "old elder elderly pensioner child family young youth teenager carer disability disabled man "
    "woman girl boy refugee migration asylum seeker veteran student person parent baby toddler "
    "adult resident lgbt lgbtq tenant farmer worker migrant older people life".split()
)
_JOINS = frozenset(("and", "or", "with", "under", "over", "in", "for", "of"))


def names_people(theme: str) -> bool:
    """Whether a theme says for whom a service is, and not what it does.

    Examples
    --------
    >>> [names_people(t) for t in ("older people", "children and families", "food")]
    [True, True, False]
    """
    words = [w for w in words_in(theme) if w not in _JOINS]
    return bool(words) and all(w in _PEOPLE for w in words)


# -- one pair -----------------------------------------------------------------------------


def theme_rarity(themes: Iterable[frozenset[str]]) -> dict[str, float]:
    """Return how telling each theme is: ``ln((n + 1) / (df + 1)) + .1``, and `ANY` one's."""
    rows = list(themes)
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


def people_alike(a: Provision, b: Provision) -> Told | None:
    """Return how far two services are for the same people; None where known ones differ."""
    if a.languages != b.languages:
        return None
    ages = _common_ages(a, b)
    if ages is not None and ages[1] - ages[0] <= 1:
        return None
    both = a.audiences & b.audiences
    if a.audiences and b.audiences and not both:
        return None
    facts = [f"for {listed(sorted(both))}"] if both else []
    if ages is not None:
        facts.append(_age_words(*ages))
    if not both and ages is None and a.people & b.people:
        return Told(0.7, listed(sorted(a.people & b.people)))
    if not both and ages is None:
        return Told(0.4, "", "for whom each is has to be confirmed")
    return Told(1.0 if both else 0.7, ", ".join(facts))


def _common_ages(a: Provision, b: Provision) -> tuple[float, float] | None:
    if a.ages is None or b.ages is None:
        return None
    return max(a.ages[0], b.ages[0]), min(a.ages[1], b.ages[1])


def _age_words(low: float, high: float) -> str:
    if math.isinf(high):
        return f"aged {low:g} and over" if low else "of any age"
    return f"aged {low:g} to {high:g}" if low else f"up to {high:g} years"


def place_alike(a: Provision, b: Provision, names: Mapping[str, str], max_km: float) -> Told | None:
    """Return how near two services are; None where they are known to be apart."""
    areas = sorted(a.areas & b.areas)
    where = f"in {listed([names[x] for x in areas[:2]])}" if areas else ""
    if a.point is not None and b.point is not None:
        away = distance_km(a.point, b.point)
        if away <= max_km:
            near = "within a kilometre" if away <= 1 else f"about {away:.0f} km apart"
            return Told(1.0 - 0.5 * away / max_km, f"{where}, {near}" if where else near)
        return Told(0.4, where, f"about {away:.0f} km apart") if areas else None
    if areas:
        return Told(0.8, where)
    if a.areas and b.areas and (a.point is None) == (b.point is None):
        return None
    return Told(0.3, "", "where each works has to be confirmed")


def shared_days(a: Provision, b: Provision) -> frozenset[int]:
    """Return the weekdays on which both are known to be open."""
    if a.schedule is None or b.schedule is None:
        return frozenset()
    return days_of(a.schedule) & days_of(b.schedule)


def times_alike(a: Provision, b: Provision) -> Told:
    """Return how far two services are open together."""
    if a.schedule is None or b.schedule is None:
        return Told(0.3, "", "the times have to be confirmed")
    both = common(a.schedule, b.schedule)
    if both:
        return Told(1.0, f"open together {describe(both, most=3)}")
    days = shared_days(a, b)
    if days:
        return Told(0.5, f"on {listed([DAYS[d] for d in sorted(days)])}", "at other hours")
    return Told(0.0, "", "on different days of the week")


def listed(items: Sequence[str]) -> str:
    """Return items in words.

    Examples
    --------
    >>> listed(["lunch", "cards", "lifts"])
    'lunch, cards and lifts'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
