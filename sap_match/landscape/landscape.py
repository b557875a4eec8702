"""The landscape itself: its parts, and the places in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sap_match.geo import Point, distances_km
from sap_match.graph.dates import as_date
from sap_match.landscape.known import as_known_at, resolve_as_of
from sap_match.landscape.profile import Profile, point_of, says_more
from sap_match.landscape.profiles import Known, known_of
from sap_match.model import Changes, Dataset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.graph.network import Network
    from sap_match.similarity.encoder import Encoder
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.languages import Unread
    from sap_match.similarity.text import Text

T = TypeVar("T")

#: Parts that know how to become those of a changed dataset.
_CHANGED_IN_PART = (
    "known", "vectors", "organisation_index", "organisation_lookup", "service_index",
    "service_lookup",
)  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Landscape:
    """A partnership as of a date. Build it with `Landscape.build`.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(
    ...                 id="a", name="A", kind="voluntary", description="Lunch for older people"
    ...             )
    ...         ]
    ...     },
    ... )
    >>> landscape = Landscape.build(d, as_of=date(2026, 11, 1))
    >>> landscape
    <Landscape: 1 organisations as of 2026-11-01>
    >>> landscape.ids, landscape.profile("a").precision
    (('a',), 'borough only')
    """

    dataset: Dataset
    as_of: date
    notes: tuple[str, ...] = ()
    _encoder: Encoder | Callable[[], Encoder] | None = None
    _source: Dataset | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _parts: dict[str, object] = field(default_factory=dict)
    _grounds: dict[str, object] = field(default_factory=dict)
    _earlier: dict[str, tuple[object, object]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Landscape: {len(self.dataset.organisations)} organisations as of {self.as_of}>"

    @classmethod
    def build(
        cls,
        dataset: Dataset,
        *,
        as_of: date | None = None,
        encoder: Encoder | Callable[[], Encoder] | None = None,
    ) -> Landscape:
        """Return the landscape of ``dataset`` as of a date.

        Parameters
        ----------
        dataset : Dataset
            All records, of whatever date.
        as_of : date, optional
            See `resolve_as_of` for what stands in.
        encoder : Encoder or callable, optional
            Turns texts into vectors, or makes what does; by default the pinned
            sentence-transformers model behind the vector cache. It is not touched before
            a similarity is asked for, so density needs no model.

        Raises
        ------
        DataError
            There is no date at all, or ``as_of`` is none.
        """
        moment, _ = resolve_as_of(dataset, None if as_of is None else as_date(as_of))
        known, notes = as_known_at(dataset, moment)
        return cls(dataset=known, as_of=moment, notes=notes, _encoder=encoder, _source=dataset)

    def updated(self, changes: Changes) -> Landscape:
        """Return the landscape after ``changes``; it equals one built from scratch.

        What did not change is shared: the network when no organisation, collaboration
        or member changed, a similarity index when no text did, profiles one by one,
        vectors always.
        """
        source = self._source or self.dataset
        fresh = Landscape.build(source.updated(changes), as_of=self.as_of, encoder=self._encoder)
        fresh.dataset.sharing(self.dataset)
        kept = {f"previous {name}": self._parts.get(name) for name in _CHANGED_IN_PART}
        kept = {name: found or self._parts.get(name) for name, found in kept.items()}
        kept["encoder"] = self._parts.get("encoder")
        fresh._parts.update({k: v for k, v in kept.items() if v is not None})  # noqa: SLF001 - own
        made = {name: (ground, self._parts[name]) for name, ground in self._grounds.items()}
        fresh._earlier.update(self._earlier | made)  # noqa: SLF001 - own
        return fresh

    def part(self, name: str, make: Callable[[], T], of: Callable[[], object] | None = None) -> T:
        """Return the part called ``name``, made once, whichever thread asks first.

        Floors above keep here what they derive from this landscape. An updated landscape takes
        it over where what it is made ``of`` is equal.
        """
        if name not in self._parts:
            with self._lock:
                if name not in self._parts:
                    self._parts[name] = make() if of is None else self._made(name, make, of())
        return self._parts[name]  # type: ignore[return-value]  # each name has one type

    def _made(self, name: str, make: Callable[[], T], ground: object) -> T:
        self._grounds[name] = ground
        before, found = self._earlier.pop(name, (None, None))
        return found if before == ground else make()  # type: ignore[return-value]  # as above

    # -- organisations ----------------------------------------------------------------

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Organisation ids in ascending order: the order of every array of organisations."""
        return self.part("ids", lambda: tuple(o.id for o in self.dataset.organisations))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Organisation id to its place in `ids`."""
        return self.part(
            "position", lambda: MappingProxyType({one: i for i, one in enumerate(self.ids)})
        )

    @cached_property
    def profiles(self) -> Mapping[str, Profile]:
        """Profile of each organisation."""
        return self.part("profiles", lambda: MappingProxyType(self._known.profiles))

    @property
    def _known(self) -> Known:
        def make() -> Known:
            before = self._parts.pop("previous known", None)
            return known_of(self.dataset, before if isinstance(before, Known) else None)

        return self.part("known", make)

    def profile(self, organisation_id: str) -> Profile:
        """Return one organisation's profile, or raise `UnknownIdError`."""
        return self.profiles[self.dataset.organisation(organisation_id).id]

    def areas_of(self, organisation_id: str) -> tuple[str, ...]:
        """Return the ids of the areas in which an organisation works, ordered."""
        return self.profile(organisation_id).area_ids

    def name(self, organisation_id: str) -> str:
        """Return an organisation's name."""
        return self.dataset.organisation(organisation_id).name

    # -- parts ------------------------------------------------------------------------

    @cached_property
    def network(self) -> Network:
        """The collaboration network as of the date."""
        from sap_match.graph.network import Network

        data, tables = self.dataset, ("collaborations", "collaboration_members")
        of = lambda: (self.ids, *(getattr(data, t) for t in tables))  # noqa: E731
        return self.part("network", lambda: Network.build(data, self.as_of), of)

    @property
    def encoder(self) -> Encoder:
        """The encoder: the one given, or the default behind the vector cache."""

        def make() -> Encoder:
            from sap_match.similarity.cache import default_encoder

            given = self._encoder
            if given is None:
                return default_encoder()
            return given() if callable(given) else given

        return self.part("encoder", make)

    @property
    def organisation_index(self) -> SimilarityIndex:
        """Similarity between organisations, by everything that is written about them."""

        def make() -> SimilarityIndex:
            texts = {p.id: p.text if p.described else "" for p in self.profiles.values()}
            return self._index("organisation_index", texts)

        return self.part("organisation_index", make)

    @property
    def service_index(self) -> SimilarityIndex:
        """Similarity between services."""

        def make() -> SimilarityIndex:
            told = self._told_services.items()
            return self._index("service_index", {i: t.text if t.described else "" for i, t in told})

        return self.part("service_index", make)

    @property
    def organisation_lookup(self) -> SimilarityIndex:
        """Similarity between all organisations of which more than a name is written.

        `organisation_index`, from which suggestions are made, leaves out those whose few
        words tell too little to suggest anything; whoever looks something up finds them.
        """

        def make() -> SimilarityIndex:
            texts = {
                p.id: p.text if says_more(p.text, p.name) else "" for p in self.profiles.values()
            }
            return self._lookup("organisation_lookup", texts, self.organisation_index)

        return self.part("organisation_lookup", make)

    @property
    def service_lookup(self) -> SimilarityIndex:
        """Similarity between all services of which more than a name is written."""

        def make() -> SimilarityIndex:
            texts = {}
            for s in self.dataset.services:
                owner = self.dataset.organisation(s.organisation_id)
                told = self.service_index.texts[self.service_index.position(s.id)]
                full = told or self._told_services[s.id].text
                texts[s.id] = full if told or says_more(full, f"{s.name} {owner.name}") else ""
            return self._lookup("service_lookup", texts, self.service_index)

        return self.part("service_lookup", make)

    @property
    def _told_services(self) -> Mapping[str, Text]:
        """Each service in its own words, without its provider's form."""

        def make() -> Mapping[str, Text]:
            from sap_match.similarity.forms import described_services

            services, owner_of = self.dataset.services, self.dataset.organisation
            owners = {s.organisation_id: owner_of(s.organisation_id) for s in services}
            return described_services(services, owners)

        return self.part("told services", make)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Organisations and services told in a language that the sentence model does not read.

        Their likeness is unreliable; empty where the encoder does not say what it reads.
        """

        def make() -> tuple[Unread, ...]:
            from sap_match.similarity.languages import unread

            texts = {p.id: p.text for p in self.profiles.values() if p.described}
            texts |= {one: t.text for one, t in self._told_services.items() if t.described}
            return unread(texts, getattr(self.encoder, "languages", None))

        return self.part("unread", make)

    def _lookup(self, name: str, texts: dict[str, str], told: SimilarityIndex) -> SimilarityIndex:
        if tuple(texts[i] for i in sorted(texts)) == told.texts:
            return told
        return self._index(name, texts)

    def _index(self, name: str, texts: dict[str, str]) -> SimilarityIndex:
        from sap_match.similarity.index import SimilarityIndex

        ids = sorted(texts)
        rows = [texts[i] for i in ids]
        previous = self._parts.pop(f"previous {name}", None)
        if isinstance(previous, SimilarityIndex):
            if (previous.ids, previous.texts) == (tuple(ids), tuple(rows)):
                return previous
            return previous.updated(ids, rows, self.vectors(rows))
        mark = self.encoder.fingerprint
        return SimilarityIndex.build(ids, rows, self.vectors(rows), fingerprint=mark)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text of a record, shape ``(n, dimension)``.

        An empty text has a zero vector and is never encoded; a text is encoded once for
        this landscape and those that are made from it.
        """
        size = self.encoder.dimension
        kept: dict[str, NDArray[np.float32]] = self.part("vectors", dict)
        with self._lock:
            earlier: Mapping[str, NDArray[np.float32]] = self._parts.get("previous vectors", {})  # type: ignore[assignment]  # each name has one type
            missing = {t for t in texts if t and t not in kept}
            kept |= {t: earlier[t] for t in missing if t in earlier}
            new = sorted(t for t in missing if t not in earlier)
            kept |= dict(zip(new, self.encoder.encode(new) if new else (), strict=True))
            empty = np.zeros(size, dtype=np.float32)
            return np.array([kept[t] if t else empty for t in texts]).reshape(len(texts), size)

    # -- places -----------------------------------------------------------------------

    @property
    def _points(self) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """All points of all organisations as (n, 2), and the position of each owner."""

        def make() -> tuple[NDArray[np.float64], NDArray[np.intp]]:
            rows = [
                (p.latitude, p.longitude, i)
                for i, one in enumerate(self.ids)
                for p in self.profiles[one].points
            ]
            table = np.array(rows, dtype=float).reshape(-1, 3)
            where, owners = table[:, :2], table[:, 2].astype(np.intp)
            for array in (where, owners):
                array.flags.writeable = False
            return where, owners

        return self.part("points", make)

    def with_wider(self, area_ids: Iterable[str]) -> frozenset[str]:
        """Return areas with every area that they lie in."""
        parents = {a.id: a.parent_id for a in self.dataset.areas}
        found: set[str] = set()
        for one in area_ids:
            above: str | None = one
            while above is not None and above not in found:
                found.add(above)
                above = parents.get(above)
        return frozenset(found)

    def centres_of(self, area_ids: Iterable[str]) -> tuple[Point, ...]:
        """Return the points of areas; of one without a point, those of what lies in it.

        A borough has no centre that says where anything is, so it gives none.
        """
        areas = self.dataset.areas
        found: list[Point] = []
        for one in area_ids:
            area = self.dataset.area(one)
            if area.kind == "borough":
                continue
            own = point_of(area)
            placed = ((a, p) for a in areas if a.id != one and (p := point_of(a)) is not None)
            inside = (p for a, p in placed if one in self.with_wider([a.id]))
            found += [own] if own else list(inside)
        return tuple(found)

    def distances_from(self, points: Iterable[Point]) -> NDArray[np.float64]:
        """Return km from the nearest of ``points`` to each organisation's nearest place.

        Shape ``(n,)`` in the order of `ids`; ``nan`` where either side has no place.
        """
        result = np.full(len(self.ids), np.nan)
        here = np.array([(p.latitude, p.longitude) for p in points], dtype=float).reshape(-1, 2)
        there, owners = self._points
        if len(here) and len(there):
            nearest = distances_km(here, there).min(axis=0)
            best = np.full(len(self.ids), np.inf)
            np.minimum.at(best, owners, nearest)
            found = np.isfinite(best)
            result[found] = best[found]
        return result

    def distance_km(self, left_id: str, right_id: str) -> float | None:
        """Return km between the nearest places of two organisations, or None if unknown."""
        left, right = self.profile(left_id).points, self.profile(right_id).points
        if not left or not right:
            return None
        grid = distances_km(_array(left), _array(right))
        return float(grid.min())

    @cached_property
    def borough_names(self) -> tuple[str, ...]:
        """Names of the areas of kind borough."""
        return tuple(a.name for a in self.dataset.areas if a.kind == "borough")


def _array(points: Sequence[Point]) -> NDArray[np.float64]:
    return np.array([(p.latitude, p.longitude) for p in points], dtype=float)
