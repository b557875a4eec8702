"""Everything that is compared for overlaps, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sap_match.geo import Point
from sap_match.model import Dataset
from sap_match.ranking import rounded
from sap_match.results import Part, Results
from sap_match.similarity.duplicates import DuplicatePair
from sap_match.similarity.overlap.candidates import like_texts
from sap_match.similarity.overlap.likeness import (
    Places,
    Told,
    activities_alike,
    listed,
    people_alike,
    place_alike,
    rarity_of,
    themes_alike,
    times_alike,
)
from sap_match.similarity.overlap.pair import WEIGHTS, Overlap, OverlapConfig
from sap_match.similarity.overlap.provision import Of, Provision, one_provider, provisions
from sap_match.similarity.overlap.rules import HeldBack, groups_of
from sap_match.similarity.overlap.wording import counter_reasons, possibilities
from sap_match.similarity.terms import shared_terms

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

SPOKEN = " Both speak of"
LIKE_PEOPLE = 0.5
"""Value of the part *people* from which two serve the same people."""
THEMES_AGREE = 0.5
"""Value of the part *themes* from which like descriptions are of one kind."""
NEAR = 0.9
"""Value of the part *place* from which two could share a room: some 600 metres."""


@dataclass(frozen=True)
class Compared:
    """Two services that offer alike, and the rule by which they are no overlap all the same."""

    left_id: str
    right_id: str
    overlap: Overlap | None
    apart: str = ""


@dataclass(frozen=True)
class Ground:
    """Everything that is compared, and how."""

    offers: Mapping[str, Provision]
    index: SimilarityIndex
    places: Places
    rarity: Mapping[str, float]
    kind_rarity: Mapping[str, float]
    same: Mapping[str, str]
    twice: frozenset[tuple[str, str]]
    config: OverlapConfig

    @classmethod
    def build(
        cls,
        dataset: Dataset,
        index: SimilarityIndex,
        *,
        of: Of,
        duplicates: Results[DuplicatePair] | None,
        as_of: date | None,
        config: OverlapConfig,
    ) -> Ground:
        """Read the records."""
        offers = {o.id: o for o in provisions(dataset, of=of, as_of=as_of) if o.id in index}
        points = {
            a.id: Point(a.latitude, a.longitude)
            for a in dataset.areas
            if a.kind != "borough" and a.latitude is not None and a.longitude is not None
        }
        return cls(
            offers=offers,
            index=index,
            places=Places(
                {a.id: a.name for a in dataset.areas},
                points,
                {a.id: a.parent_id for a in dataset.areas},
                frozenset(a.id for a in dataset.areas if a.kind == "borough"),
                config.max_km,
                max(config.far_km, config.max_km),
            ),
            rarity=rarity_of(offers[i].themes for i in sorted(offers)),
            kind_rarity=rarity_of(offers[i].activities for i in sorted(offers)),
            same=groups_of(duplicates or ()),
            twice=frozenset(
                (d.left_id, d.right_id) for d in duplicates or () if d.decision == "review"
            ),
            config=config,
        )

    def compare(self, ids: Sequence[str] | None = None) -> Iterator[Compared]:
        """Yield what offers alike, each pair once; with ``ids`` only pairs of one of these."""
        for left, right, alike in like_texts(self.index, self.offers, self.config, ids):
            a, b = self.offers[left], self.offers[right]
            if self.one(left) != self.one(right) and not one_provider(a, b):
                yield self._pair(a, b, alike)

    def _pair(self, a: Provision, b: Provision, alike: float) -> Compared:
        told = {"activity": activities_alike(a, b), "themes": themes_alike(a, b, self.rarity)}
        if not self._one_kind(alike, told):
            return Compared(a.id, b.id, None)
        text = self._text_value(alike)
        if not self._offers_alike(text, told):
            return Compared(a.id, b.id, None)
        told["people"] = people_alike(a, b)
        told["place"] = place_alike(a, b, self.places)
        told["times"] = times_alike(a, b)
        apart = next((t.apart for t in told.values() if t.apart), "")
        parts = (
            Part("text", text, WEIGHTS["text"], "the descriptions are alike"),
            *(Part(n, rounded(t.value), WEIGHTS[n], t.fact) for n, t in told.items()),
        )
        if apart:  # as if that were not known: whether it would be an overlap otherwise
            parts = tuple(p for p in parts if not told.get(p.name, Told(0)).apart)
        facts = [
            t.fact
            for n, t in told.items()
            if t.fact and (n != "themes" or not told["activity"].fact)
        ]
        if not told["themes"].fact and not told["activity"].fact:
            facts.insert(0, "like descriptions")
        overlap = Overlap(
            a.id,
            b.id,
            parts,
            f"Both: {'; '.join(facts)}.",
            counter_reasons(a, b, [t.counter for t in told.values() if t.counter]),
            tuple(t.confirm for t in told.values() if t.confirm),
        )
        return Compared(a.id, b.id, overlap, apart)

    def _text_value(self, alike: float) -> float:
        least, most = self.config.least_alike, max(self.config.most_alike, 1e-6)
        if most <= least:
            return rounded(float(alike >= most))
        return rounded(min(max((alike - least) / (most - least), 0.0), 1.0))

    def _one_kind(self, alike: float, told: Mapping[str, Told]) -> bool:
        """Whether what is offered is one thing: much alike, or alike and of one kind or theme."""
        if alike >= self.config.most_alike:
            return True
        if told["activity"].value:
            return told["activity"].value > 0
        middle = (self.config.least_alike + self.config.most_alike) / 2
        return alike >= middle or (
            alike >= self.config.least_alike and told["themes"].value >= THEMES_AGREE
        )

    def _offers_alike(self, text: float, told: Mapping[str, Told]) -> bool:
        """Whether what is known of the two offers agrees, before it is asked where and when."""
        known = {n: t.value for n, t in told.items() if t.value}
        most = WEIGHTS["text"] + sum(WEIGHTS[n] for n in known)
        agreed = WEIGHTS["text"] * text + sum(WEIGHTS[n] * v for n, v in known.items())
        return agreed >= self.config.least_offer * most

    # -- words ------------------------------------------------------------------------

    def spoken(self, overlap: Overlap) -> Overlap:
        """Add the telling words that both descriptions use."""
        a, b = self.offers[overlap.left_id], self.offers[overlap.right_id]
        left, right = (self.index.texts[self.index.position(one.id)] for one in (a, b))
        said = sorted({
            *self.places.names.values(), *a.themes, *b.themes, *a.audience.groups,
            *b.audience.groups, *a.audience.others, *b.audience.others, *a.audience.stages,
            *(a.activities & b.activities),
        })  # fmt: skip
        left, right = (_without(text, one) for text, one in ((left, a), (right, b)))
        names = [n for n in (a.name, b.name, a.owner, b.owner) if n in left or n in right]
        shared = shared_terms(left, right, self.index.idf, 3, exclude=said, names=names)
        if not shared:
            return overlap
        return replace(overlap, reason=f"{overlap.reason}{SPOKEN} {listed(shared)}.")

    def one(self, service_id: str) -> str:
        """Return the id that stands for all listings of one service."""
        return self.same.get(service_id, service_id)

    def named(self, overlap: Overlap) -> tuple[tuple[str, str], ...]:
        """Return providers and names: a service at two doors, or listed twice, overlaps once."""
        pair = (self.offers[self.stands(i)] for i in (overlap.left_id, overlap.right_id))
        return tuple(sorted((one.owner_id, one.name.casefold()) for one in pair))

    def are_first(self, overlap: Overlap) -> bool:
        """Whether both are the listings that stand for their services."""
        return all(self.stands(i) == i for i in (overlap.left_id, overlap.right_id))

    def stands(self, service_id: str) -> str:
        """Return the listing that stands for a service, of those that are compared."""
        first = self.one(service_id)
        return first if first in self.offers else service_id

    def tells(self, overlap: Overlap) -> bool:
        """Whether more bears an overlap out than one theme that a whole source may share."""
        parts = {p.name: p for p in overlap.parts}
        a, b = self.offers[overlap.left_id], self.offers[overlap.right_id]
        return (
            parts["activity"].value > 0
            or len(a.themes & b.themes) > 1
            or bool(parts["people"].fact)
            or 1 <= len(a.days & b.days) <= 2
            or parts["text"].value >= 1
            or SPOKEN in self.spoken(overlap).reason
        )

    def finished(self, overlap: Overlap, held: HeldBack) -> Overlap:
        """Add what the two could do, and what has to be looked at before they are asked."""
        a, b = self.offers[overlap.left_id], self.offers[overlap.right_id]
        value = {p.name: p.value for p in overlap.parts}
        done = possibilities(
            a,
            b,
            near=value["place"] >= NEAR,
            like_people=value["people"] >= LIKE_PEOPLE,
            differs=bool(overlap.counter_reason),
        )
        if held.apart(a.id, b.id):
            done = ("Nothing together: the two are not to be brought together.",)
        ask = list(overlap.to_confirm)
        if (a.id, b.id) in self.twice:
            ask.append("whether the two are one service listed twice has to be looked at first")
        if held.to_ask(a.id, b.id):
            ask.append("one of them is to be asked through the officer only")
        return replace(overlap, to_confirm=tuple(ask), could_do=done)


def _without(text: str, one: Provision) -> str:
    """Return a text without the names with which it begins."""
    for name in (one.name, one.owner):
        text = text.replace(name, "", 1)
    return text.lstrip(" .")
