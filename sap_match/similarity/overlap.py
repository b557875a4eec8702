"""Where two providers offer alike, for like people, in like places and times.

An overlap is no fault: two lunches in one town may both be full. It is worth knowing for
those who plan, and says nothing about who should give way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.model import Dataset
from sap_match.ranking import first_per, ordered, rounded
from sap_match.results import Part, Results, score_of
from sap_match.similarity.duplicates import DuplicatePair
from sap_match.similarity.provision import (
    Provision,
    Told,
    listed,
    people_alike,
    place_alike,
    provisions,
    shared_days,
    theme_rarity,
    themes_alike,
    times_alike,
)
from sap_match.similarity.terms import shared_terms

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

CHUNK = 300
_SPOKEN = " Both speak of"


class OverlapConfig(BaseModel):
    """What counts as an overlap.

    Parameters
    ----------
    threshold : float
        Least score, from 0 to 1, inclusive.
    least_alike : float
        Least likeness of two descriptions where the themes agree, from 0 to 1.
    most_alike : float
        Likeness from which themes need not agree. Themes that name people (*older people*)
        say for whom a service is and not what it does, so they are no agreement.
    max_km : float
        Places further apart serve other people, unless they name the same area.
    per_service : int
        Most overlaps that a service is listed in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float = Field(0.5, ge=0, le=1)
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
    offers = {o.id: o for o in provisions(dataset) if o.id in index and o.id not in second}
    rarity = theme_rarity(o.themes for o in offers.values())
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
    spoken = [_spoken(o, offers, index, names) for o in best]
    telling = first_per(
        (o for o in spoken if _tells(o, offers, settings)), lambda o: _named(o, offers)
    )
    kept = tuple(_capped(telling, settings.per_service))
    dropped = len(telling) - len(kept)
    notes = ["An overlap is no fault: it says who might share, refer or spread over the week."]
    if dropped:
        notes.append(f"{dropped} more are left out: {settings.per_service} a service at most.")
    return Results(
        kept,
        record=Overlap.to_record,
        notes=tuple(notes),
        columns=("left_id", "right_id", "score", "reason", "note", *WEIGHTS),
    )


def _one_provider(a: Provision, b: Provision) -> bool:
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


def _spoken(
    overlap: Overlap,
    offers: Mapping[str, Provision],
    index: SimilarityIndex,
    areas: Mapping[str, str],
) -> Overlap:
    """Add the telling words that both descriptions use."""
    a, b = offers[overlap.left_id], offers[overlap.right_id]
    left, right = (index.texts[index.position(one.id)] for one in (a, b))
    said = sorted(
        {*areas.values(), *a.themes, *b.themes, *a.people, *b.people, *a.audiences, *b.audiences}
    )
    names = [a.name, b.name, a.owner, b.owner]
    shared = shared_terms(left, right, index.idf, 3, exclude=said, names=names)
    if not shared:
        return overlap
    return replace(overlap, reason=f"{overlap.reason}{_SPOKEN} {listed(shared)}.")


def _named(overlap: Overlap, offers: Mapping[str, Provision]) -> tuple[tuple[str, str], ...]:
    """Return providers and names: a service listed at two doors overlaps once."""
    pair = (offers[overlap.left_id], offers[overlap.right_id])
    return tuple(sorted((one.family, one.name.casefold()) for one in pair))


def _tells(overlap: Overlap, offers: Mapping[str, Provision], settings: OverlapConfig) -> bool:
    """Whether more than one theme that a whole source may share bears an overlap out.

    Another theme, words or people in common, the same one or two days of the week, or
    descriptions that are much alike do; one theme and a map do not.
    """
    a, b = offers[overlap.left_id], offers[overlap.right_id]
    parts = {p.name: p for p in overlap.parts}
    return (
        len(a.themes & b.themes) > 1
        or _SPOKEN in overlap.reason
        or bool(parts["people"].fact)
        or 1 <= len(shared_days(a, b)) <= 2
        or parts["text"].value >= settings.most_alike
    )


# -- one pair -----------------------------------------------------------------------------


def _compare(
    a: Provision,
    b: Provision,
    alike: float,
    rarity: Mapping[str, float],
    names: Mapping[str, str],
    settings: OverlapConfig,
) -> Overlap | None:
    themes = themes_alike(a, b, rarity)
    if alike < settings.most_alike and not _one_kind(a, b, alike, themes, settings):
        return None
    people, place = people_alike(a, b), place_alike(a, b, names, settings.max_km)
    if people is None or place is None:
        return None
    told = {"themes": themes, "people": people, "place": place, "times": times_alike(a, b)}
    parts = (
        Part("text", rounded(alike), WEIGHTS["text"], "the descriptions are alike"),
        *(Part(n, rounded(t.value), WEIGHTS[n], t.fact) for n, t in told.items()),
    )
    facts = [told[n].fact for n in ("themes", "people", "place", "times") if told[n].fact]
    if not themes.fact:
        facts.insert(0, "like descriptions")
    notes = [t.note for t in told.values() if t.note]
    return Overlap(a.id, b.id, parts, f"Both: {'; '.join(facts)}.", _sentence(notes))


def _one_kind(
    a: Provision, b: Provision, alike: float, themes: Told, settings: OverlapConfig
) -> bool:
    """Whether themes agree; where all themes name people, the descriptions must as well."""
    if a.themes or b.themes:
        return themes.value >= 0.4
    middle = (settings.least_alike + settings.most_alike) / 2
    return bool(a.people & b.people) and alike >= middle


def _sentence(notes: Sequence[str]) -> str:
    text = "; ".join(notes)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
