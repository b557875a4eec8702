"""Where two providers offer alike, for like people, in like places and times.

An overlap is no fault: two lunches in one town may both be full. It is worth knowing for
those who plan, and says nothing about who should give way.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.errors import DataError
from sap_match.geo import Point, distance_km
from sap_match.model import Dataset, Service, location_closed
from sap_match.ranking import ordered, rounded
from sap_match.results import Part, Results, score_of
from sap_match.similarity.duplicates import DuplicatePair
from sap_match.similarity.duplicates.names import languages_in, words_in
from sap_match.windows import Schedule, common, describe, parse
from sap_match.windows.rules import by_weekday

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

CHUNK = 300
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class OverlapConfig(BaseModel):
    """What counts as an overlap.

    Parameters
    ----------
    threshold : float
        Least score, from 0 to 1, inclusive.
    least_alike : float
        Least likeness of two descriptions where the themes agree, from 0 to 1.
    most_alike : float
        Likeness from which themes need not agree.
    max_km : float
        Places further apart serve other people, unless they name the same area.
    per_service : int
        Most overlaps that a service is listed in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float = Field(0.45, ge=0, le=1)
    least_alike: float = Field(0.2, ge=0, le=1)
    most_alike: float = Field(0.5, ge=0, le=1)
    max_km: float = Field(3.0, gt=0)
    per_service: int = Field(5, ge=1)


WEIGHTS: Mapping[str, float] = {
    "text": 0.4, "themes": 0.2, "people": 0.15, "place": 0.1, "times": 0.15,
}  # fmt: skip


@dataclass(frozen=True)
class Overlap:
    """Two services of different providers that offer alike.

    Attributes
    ----------
    left_id, right_id : str
        ``left_id < right_id``; the order means nothing.
    parts : tuple of Part
        Likeness of texts and themes, people, place and times; they add up to the score.
    reason : str
        What they have in common.
    note : str
        What sets them apart or has to be asked.
    """

    left_id: str
    right_id: str
    parts: tuple[Part, ...]
    reason: str
    note: str = ""

    @cached_property
    def score(self) -> float:
        """Sum of ``weight * value`` over the parts, from 0 to 1."""
        return score_of(self.parts)

    def to_record(self) -> dict[str, Any]:
        """Return a flat dict: ids, score, words, then a column a part."""
        return {
            "left_id": self.left_id,
            "right_id": self.right_id,
            "score": self.score,
            "reason": self.reason,
            "note": self.note,
            **{part.name: rounded(part.contribution) for part in self.parts},
        }


class _Told(NamedTuple):
    """One comparison: its value from 0 to 1, a fact, what has to be asked or differs."""

    value: float
    fact: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Offer:
    """What of a service is compared."""

    id: str
    name: str
    family: str
    parent: str
    themes: frozenset[str]
    audiences: frozenset[str]
    ages: tuple[float, float] | None
    languages: frozenset[str]
    areas: frozenset[str]
    point: Point | None
    schedule: Schedule | None


def find_overlaps(
    dataset: Dataset,
    index: SimilarityIndex,
    *,
    duplicates: Results[DuplicatePair] | None = None,
    config: OverlapConfig | None = None,
) -> Results[Overlap]:
    """Find services of different providers that offer alike.

    Parameters
    ----------
    dataset : Dataset
        The records. Services that are closed, or whose place is confidential, take no part.
    index : SimilarityIndex
        Of the services.
    duplicates : Results of DuplicatePair, optional
        Of the services: such pairs are no overlaps, and of a group that is one service
        only the first id takes part.
    config : OverlapConfig, optional

    Returns
    -------
    Results of Overlap
        By ``(-score, ids)``. Pairs whose known ages, audiences or languages differ, and
        those further apart than ``max_km`` without an area in common, are none; an unknown
        place or timetable is noted *to confirm*.
    """
    settings = config or OverlapConfig()
    same = {(d.left_id, d.right_id) for d in duplicates or ()}
    second = {
        one
        for d in duplicates or ()
        if d.group_id
        for one in (d.left_id, d.right_id)
        if one != d.group_id
    }
    offers = {o.id: o for o in _offers(dataset) if o.id in index and o.id not in second}
    rarity = _rarity(o.themes for o in offers.values())
    names = {a.id: a.name for a in dataset.areas}
    found = []
    for left, right, alike in _alike(index, sorted(offers), settings):
        a, b = offers[left], offers[right]
        if (left, right) in same or _one_provider(a, b):
            continue
        overlap = _compare(a, b, alike, rarity, names, settings)
        if overlap is not None and overlap.score >= settings.threshold:
            found.append(overlap)
    best = ordered(found, score=lambda o: o.score, key=lambda o: (o.left_id, o.right_id))
    kept = tuple(_capped(best, settings.per_service))
    dropped = len(best) - len(kept)
    notes = ["An overlap is no fault: it says who might share, refer or spread over the week."]
    if dropped:
        notes.append(f"{dropped} more are left out: {settings.per_service} a service at most.")
    return Results(
        kept,
        record=Overlap.to_record,
        notes=tuple(notes),
        columns=("left_id", "right_id", "score", "reason", "note", *WEIGHTS),
    )


def _offers(dataset: Dataset) -> Iterator[_Offer]:
    boroughs = {a.id for a in dataset.areas if a.kind == "borough"}
    for service in dataset.services:
        owner = dataset.organisation(service.organisation_id)
        if (service.status or "active").casefold() not in ("active", "open"):
            continue
        if location_closed(service) or location_closed(owner):
            continue
        said = words_in(f"{service.name} {service.description or ''}")
        where = service.latitude, service.longitude
        yield _Offer(
            id=service.id,
            name=service.name,
            family=owner.id,
            parent=owner.parent_id or "",
            themes=frozenset(t.casefold() for t in service.themes),
            audiences=frozenset(a.casefold() for a in service.audiences),
            ages=_ages(service),
            languages=languages_in(said) - {"English"},
            areas=frozenset(service.areas) - boroughs,
            point=None if None in where else Point(*where),  # type: ignore[arg-type]
            schedule=_schedule(service.schedule),
        )


def _ages(service: Service) -> tuple[float, float] | None:
    low, high = service.minimum_age, service.maximum_age
    return None if low is None and high is None else (low or 0.0, high or math.inf)


def _schedule(cells: Sequence[str]) -> Schedule | None:
    try:
        return parse(cells) or None
    except DataError:
        return None


def _one_provider(a: _Offer, b: _Offer) -> bool:
    linked = a.parent in (b.family, b.parent) if a.parent else False
    return a.family == b.family or linked or b.parent == a.family


def _alike(
    index: SimilarityIndex, ids: Sequence[str], settings: OverlapConfig
) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of services whose descriptions are alike at all, each once."""
    columns = np.array([index.position(one) for one in ids], dtype=np.int64)
    least = min(settings.least_alike, settings.most_alike)
    for start in range(0, len(ids), CHUNK):
        block = index.matrix(ids[start : start + CHUNK])[:, columns]
        for i, j in np.argwhere(block >= least).tolist():
            if start + i < j:
                yield ids[start + i], ids[j], float(block[i, j])


def _capped(best: Iterable[Overlap], most: int) -> Iterator[Overlap]:
    listed: Counter[str] = Counter()
    for one in best:
        if listed[one.left_id] < most and listed[one.right_id] < most:
            listed.update((one.left_id, one.right_id))
            yield one


# -- one pair -----------------------------------------------------------------------------


def _compare(
    a: _Offer,
    b: _Offer,
    alike: float,
    rarity: Mapping[str, float],
    names: Mapping[str, str],
    settings: OverlapConfig,
) -> Overlap | None:
    themes = _themes(a, b, rarity)
    if alike < settings.most_alike and themes.value < 0.4:
        return None
    people, place = _people(a, b), _place(a, b, names, settings)
    if people is None or place is None:
        return None
    told = {"themes": themes, "people": people, "place": place, "times": _times(a, b)}
    parts = (
        Part("text", rounded(alike), WEIGHTS["text"], "the descriptions are alike"),
        *(Part(n, rounded(t.value), WEIGHTS[n], t.fact) for n, t in told.items()),
    )
    facts = [told[n].fact for n in ("themes", "people", "place", "times") if told[n].fact]
    if not themes.fact:
        facts.insert(0, "the descriptions are alike")
    notes = [t.note for t in told.values() if t.note]
    return Overlap(a.id, b.id, parts, f"Both: {'; '.join(facts)}.", _sentence(notes))


def _sentence(notes: Sequence[str]) -> str:
    text = "; ".join(notes)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _rarity(themes: Iterable[frozenset[str]]) -> dict[str, float]:
    rows = list(themes)
    counts = Counter(t for row in rows for t in row)
    return {t: math.log((len(rows) + 1) / (c + 1)) + 0.1 for t, c in counts.items()}


def _themes(a: _Offer, b: _Offer, rarity: Mapping[str, float]) -> _Told:
    """Return the shared weight of themes over that of the lighter side."""
    both = a.themes & b.themes
    if not both:
        return _Told(0.0)
    weights = [sum(rarity[t] for t in sorted(x.themes)) for x in (a, b)]
    shared = sum(rarity[t] for t in sorted(both))
    return _Told(2 * shared / sum(weights), _listed(sorted(both)))


def _people(a: _Offer, b: _Offer) -> _Told | None:
    if a.languages != b.languages:
        return None
    ages = _common_ages(a, b)
    if ages is not None and ages[1] - ages[0] <= 1:
        return None
    both = a.audiences & b.audiences
    if a.audiences and b.audiences and not both:
        return None
    facts = [f"for {_listed(sorted(both))}"] if both else []
    if ages is not None:
        facts.append(_age_words(*ages))
    known = bool(both) + (ages is not None)
    if not known:
        return _Told(0.4, "", "for whom each is has to be confirmed")
    return _Told(1.0 if both else 0.7, ", ".join(facts))


def _common_ages(a: _Offer, b: _Offer) -> tuple[float, float] | None:
    if a.ages is None or b.ages is None:
        return None
    return max(a.ages[0], b.ages[0]), min(a.ages[1], b.ages[1])


def _age_words(low: float, high: float) -> str:
    if math.isinf(high):
        return f"aged {low:g} and over" if low else "of any age"
    return f"aged {low:g} to {high:g}" if low else f"up to {high:g} years"


def _place(
    a: _Offer, b: _Offer, names: Mapping[str, str], settings: OverlapConfig
) -> _Told | None:
    areas = sorted(a.areas & b.areas)
    where = f"in {_listed([names[x] for x in areas[:2]])}" if areas else ""
    if a.point is not None and b.point is not None:
        away = distance_km(a.point, b.point)
        if away <= settings.max_km:
            near = "within a kilometre" if away <= 1 else f"about {away:.0f} km apart"
            return _Told(1.0 - 0.5 * away / settings.max_km, f"{where}, {near}" if where else near)
        return _Told(0.4, where, f"about {away:.0f} km apart") if areas else None
    if areas:
        return _Told(0.8, where)
    if a.areas and b.areas and (a.point is None) == (b.point is None):
        return None
    return _Told(0.3, "", "where each works has to be confirmed")


def _times(a: _Offer, b: _Offer) -> _Told:
    if a.schedule is None or b.schedule is None:
        return _Told(0.3, "", "the times have to be confirmed")
    both = common(a.schedule, b.schedule)
    if both:
        return _Told(1.0, f"open together {describe(both, most=3)}")
    days = _days(a.schedule) & _days(b.schedule)
    if days:
        return _Told(0.5, f"on {_listed([DAYS[d] for d in sorted(days)])}", "at other hours")
    return _Told(0.0, "", "on different days of the week")


def _days(schedule: Schedule) -> frozenset[int]:
    days = {w.weekday for w in schedule.windows}
    for rule in schedule.rules:
        days |= set(by_weekday(rule))
    return frozenset(days)


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
