"""What each organisation can bring: services, rooms, offers, and what it says of itself.

What it says that it lacks is left out, and so are its needs on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.errors import DataError
from sap_match.model import Facility, Offer, Organisation, Service, location_closed
from sap_match.recommend.lacks import without_lacks
from sap_match.recommend.pairings.listing import DONE
from sap_match.recommend.quoting import label
from sap_match.similarity.blend import PLAIN
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.text import clean, mask
from sap_match.similarity.words import STOP_WORDS, stem, words_of
from sap_match.windows import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

_EVENING = 18 * 60
_OPEN = frozenset({"", "open", "active", "available"})
_SHUT = DONE | {"temporarily closed", "suspended", "ended", "draft"}


@dataclass(frozen=True)
class Item:
    """One thing that an organisation can bring, in words; ``name`` is "" for itself.

    ``audiences`` and ``ages`` (least, greatest) say for whom a service is.
    """

    owner: str
    kind: str
    name: str
    text: str
    audiences: tuple[str, ...] = ()
    ages: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, eq=False)
class Provision:
    """Everything that can be brought, searchable by what is wanted."""

    items: tuple[Item, ...]
    index: SimilarityIndex
    stems: tuple[frozenset[str], ...]

    def fit(self, wanted: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return from 0 to 1 how well each item does what is ``wanted``.

        Half is likeness (.5 and above count as whole), half the share of the wanted
        words, by rarity, that the item uses: a short wish such as "bicycles" is too
        short for likeness alone, and an item that never says "immigration" does not
        give immigration advice.
        """
        like = np.minimum(self.index.query(wanted, vector) / 0.5, 1.0)
        idf = self.index.idf
        rarest = max(idf.values(), default=1.0)
        words = {stem(w) for w in words_of(wanted) if w not in STOP_WORDS and len(w) > 2}
        weight = {w: idf.get(w, rarest) for w in sorted(words)}
        total = sum(weight.values()) or 1.0
        used = np.array([sum(weight[w] for w in weight if w in s) / total for s in self.stems])
        return np.asarray(0.5 * like + 0.5 * used, dtype=float)


def provision(landscape: Landscape) -> Provision:
    """Return what the organisations of a landscape can bring, made once."""

    def make() -> Provision:
        items = tuple(_items(landscape))
        texts = [item.text for item in items]
        names = [f"{i:07d}" for i in range(len(items))]  # in order, so that rows stay in order
        index = SimilarityIndex.build(names, texts, landscape.vectors(texts), config=PLAIN)
        stems = tuple(frozenset(stem(w) for w in words_of(t)) for t in texts)
        return Provision(items, index, stems)

    return landscape.part("provision", make)


def _items(landscape: Landscape) -> Iterator[Item]:
    dataset = landscape.dataset
    for organisation in dataset.organisations:
        one = organisation.id
        if organisation.description:
            ages = _ages(dataset.services_of(one))
            yield Item(one, "organisation", "", _own(organisation), ages=ages)
        for service in dataset.services_of(one):
            if not _is_shut(service):
                ages = (service.minimum_age, service.maximum_age)
                told = (label(service.name), _service(service))
                yield Item(one, "service", *told, service.audiences, ages)
        for facility in dataset.facilities_of(one):
            is_open = (facility.status or "").casefold() in _OPEN
            if is_open and not location_closed(facility):
                yield Item(one, "facility", label(facility.name), _facility(facility))
        for offer in dataset.offers_of(one):
            ended = offer.ends_on is not None and offer.ends_on < landscape.as_of
            if not ended and not _is_shut(offer):
                yield Item(one, "offer", "", _offer(offer))


def _is_shut(record: Service | Offer) -> bool:
    return (record.status or "").strip().casefold() in _SHUT


def _ages(services: tuple[Service, ...]) -> tuple[float | None, float | None]:
    """Return the ages that some service of several is for; None where one says no limit."""
    least = [s.minimum_age for s in services]
    greatest = [s.maximum_age for s in services]
    low = None if not least or None in least else min(x for x in least if x is not None)
    high = None if not greatest or None in greatest else max(x for x in greatest if x is not None)
    return low, high


def _own(organisation: Organisation) -> str:
    return mask(clean(f"{organisation.name}. {without_lacks(organisation.description or '')}"))


def _service(service: Service) -> str:
    audiences = f" For {', '.join(service.audiences)}." if service.audiences else ""
    return mask(clean(f"{service.name}. {without_lacks(service.description or '')}{audiences}"))


def _facility(facility: Facility) -> str:
    """Return a room in words, with what it has and when it is open as people would ask."""
    has = ", ".join(a.replace("_", " ") for a in facility.amenities)
    parts = [facility.name, facility.type or "", without_lacks(facility.description or ""), has]
    parts.append(f"Room or venue, {_when(facility)}" if _when(facility) else "Room or venue")
    return mask(clean(". ".join(p for p in parts if p)))


def _when(facility: Facility) -> str:
    try:
        windows = parse(list(facility.availability)).windows if facility.availability else ()
    except DataError:
        return ""
    told = []
    if any(w.end > _EVENING for w in windows):
        told.append("evening")
    if any(w.weekday < 5 and w.start < _EVENING for w in windows):
        told.append("weekday daytime")
    if any(w.weekday >= 5 for w in windows):
        told.append("weekend")
    return ", ".join(told)


def _offer(offer: Offer) -> str:
    return mask(clean(f"{offer.description} {', '.join(offer.skills)}"))
