"""One partnership as of one date: its records, its network, who is like whom.

A `Landscape` is immutable and safe to read from several threads. Its parts (the
network, the two similarity indices, the profiles) are built when first asked
for; `updated` shares what did not change and equals a fresh build.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

from sap_match.errors import DataError
from sap_match.geo import Point, distances_km
from sap_match.model import (
    Area,
    Brief,
    Changes,
    Dataset,
    Facility,
    Need,
    Offer,
    Organisation,
    Service,
    location_closed,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.graph.network import Network
    from sap_match.similarity.encoder import Encoder
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.text import Text

T = TypeVar("T")
Precision = Literal["service or facility", "area", "borough only"]
_NO_PLACE = ("borough",)


@dataclass(frozen=True)
class Profile:
    """What is known of one organisation, put together from all its records.

    ``points`` are where it works (never its registered address), ``precision`` says
    how they are known; ``text`` is its own words, its services and its collaborations,
    ``length`` its characters, and ``described`` is False when that is no more than a name.
    """

    organisation: Organisation
    text: str
    described: bool
    length: int
    themes: tuple[str, ...]
    area_ids: tuple[str, ...]
    points: tuple[Point, ...]
    precision: Precision
    closed: bool

    @property
    def id(self) -> str:
        """The organisation's id."""
        return self.organisation.id

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.organisation.name

    @property
    def is_outside(self) -> bool:
        """Whether it is known to work, and in none of the partnership's areas."""
        return self.precision == "service or facility" and not self.area_ids


def resolve_as_of(
    dataset: Dataset, as_of: date | None = None, *, brief: Brief | None = None
) -> tuple[date, str]:
    """Return the as-of date and what it was taken from.

    The order is the caller's date, the brief's, the dataset's (partnership.toml),
    the latest date in the data. Nothing asks the clock.

    Raises
    ------
    DataError
        No date is given and the data holds none.

    Examples
    --------
    >>> resolve_as_of(Dataset.build("d", {}), date(2026, 11, 1))
    (datetime.date(2026, 11, 1), 'given')
    """
    candidates = (
        (as_of, "given"),
        (brief.as_of if brief else None, "the brief"),
        (dataset.as_of, "partnership.toml"),
        (dataset.latest_date, "the latest date in the data"),
    )
    for found, origin in candidates:
        if found is not None:
            return found, origin
    raise DataError("no record is dated, so say --as-of DATE", source=dataset.id)


def as_known_at(dataset: Dataset, as_of: date) -> tuple[Dataset, tuple[str, ...]]:
    """Return the dataset without what starts after ``as_of``, and what that leaves unsure.

    Collaborations and relationship reports that begin later are left out. Undated
    collaborations and records updated later are kept, and counted in the notes as
    *not known at that date*.
    """
    later = tuple(c.id for c in dataset.collaborations if c.starts_on and c.starts_on > as_of)
    undated = sum(1 for c in dataset.collaborations if c.starts_on is None)
    updated = sum(1 for o in dataset.organisations if o.updated_on and o.updated_on > as_of)
    reports = tuple(r for r in dataset.relationships if not r.reported_on or r.reported_on <= as_of)
    unborn = _not_registered_yet(dataset, as_of)
    notes = []
    if unborn:
        notes.append(f"{len(unborn)} organisations were registered after {as_of} and are left out")
    if later:
        notes.append(f"{len(later)} collaborations start after {as_of} and are left out")
    if undated:
        notes.append(f"{undated} collaborations without a date are used: not known at that date")
    if updated:
        notes.append(f"{updated} organisations were updated after {as_of}: not known at that date")
    known = dataset
    if later or unborn:
        removals = {"collaborations": later, "organisations": unborn}
        known = known.updated(Changes(removals=removals))
    if len(reports) < len(dataset.relationships):
        known = _replace(known, relationships=reports)
    return known.with_as_of(as_of), tuple(notes)


def _not_registered_yet(dataset: Dataset, as_of: date) -> tuple[str, ...]:
    """Organisations on a register only later, and in no collaboration before."""
    found = []
    for organisation in dataset.organisations:
        registered = organisation.extra.get("registered_on", "")
        if registered > as_of.isoformat() and not any(
            c.starts_on and c.starts_on <= as_of for c in dataset.collaborations_of(organisation.id)
        ):
            found.append(organisation.id)
    return tuple(found)


def _replace(dataset: Dataset, **tables: object) -> Dataset:
    from dataclasses import replace

    return replace(dataset, **tables)  # type: ignore[arg-type]  # tables by their own names


@dataclass(frozen=True, eq=False)
class Landscape:
    """A partnership as of a date. Build it with `Landscape.build`.

    Examples
    --------
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
            There is no date at all.
        """
        moment, _ = resolve_as_of(dataset, as_of)
        known, notes = as_known_at(dataset, moment)
        return cls(dataset=known, as_of=moment, notes=notes, _encoder=encoder, _source=dataset)

    def updated(self, changes: Changes) -> Landscape:
        """Return the landscape after ``changes``; it equals one built from scratch.

        What did not change is shared: the network when no organisation, collaboration
        or member changed, a similarity index when no text did, vectors always.
        """
        source = self._source or self.dataset
        fresh = Landscape.build(source.updated(changes), as_of=self.as_of, encoder=self._encoder)
        old, new = self.dataset, fresh.dataset
        shared: list[str] = [
            n for n in ("encoder", "organisation_index", "service_index") if n in self._parts
        ]
        same_ties = all(
            getattr(old, table) == getattr(new, table)
            for table in ("collaborations", "collaboration_members")
        ) and [o.id for o in old.organisations] == [o.id for o in new.organisations]
        if same_ties and "network" in self._parts:
            shared.append("network")
        for name in shared:
            slot = name if name in ("encoder", "network") else f"previous {name}"
            fresh._parts[slot] = self._parts[name]  # noqa: SLF001 - of its own class
        return fresh

    def part(self, name: str, make: Callable[[], T]) -> T:
        """Return the part called ``name``, made once, whichever thread asks first.

        Floors above keep here what they derive from this landscape alone.
        """
        if name not in self._parts:
            with self._lock:
                if name not in self._parts:
                    self._parts[name] = make()
        return self._parts[name]  # type: ignore[return-value]  # each name has one type

    # -- organisations ----------------------------------------------------------------

    @property
    def ids(self) -> tuple[str, ...]:
        """Organisation ids in ascending order: the order of every array of organisations."""
        return self.part("ids", lambda: tuple(o.id for o in self.dataset.organisations))

    @property
    def position(self) -> dict[str, int]:
        """Organisation id to its place in `ids`."""
        return self.part("position", lambda: {one: i for i, one in enumerate(self.ids)})

    @property
    def profiles(self) -> dict[str, Profile]:
        """Profile of each organisation."""
        return self.part("profiles", lambda: _profiles(self.dataset))

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

    @property
    def network(self) -> Network:
        """The collaboration network as of the date."""
        from sap_match.graph.network import Network

        return self.part("network", lambda: Network.build(self.dataset, self.as_of))

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
            from sap_match.similarity.text import described_service

            owners = self.dataset.organisation
            told = {
                s.id: described_service(s, owners(s.organisation_id)) for s in self.dataset.services
            }
            return self._index(
                "service_index", {one: t.text if t.described else "" for one, t in told.items()}
            )

        return self.part("service_index", make)

    def _index(self, name: str, texts: dict[str, str]) -> SimilarityIndex:
        from sap_match.similarity.index import SimilarityIndex

        ids = sorted(texts)
        rows = [texts[i] for i in ids]
        previous = self._parts.pop(f"previous {name}", None)
        if isinstance(previous, SimilarityIndex):
            if (previous.ids, previous.texts) == (tuple(ids), tuple(rows)):
                return previous
            return previous.updated(ids, rows, self.vectors(rows))
        return SimilarityIndex.build(ids, rows, self.vectors(rows))

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text; an empty text has a zero vector and is never encoded."""
        wanted = sorted({t for t in texts if t})
        if not wanted:
            return np.zeros((len(texts), self.encoder.dimension), dtype=np.float32)
        found = dict(zip(wanted, self.encoder.encode(wanted), strict=True))
        empty = np.zeros(self.encoder.dimension, dtype=np.float32)
        return np.stack([found.get(t, empty) for t in texts])

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
            return table[:, :2], table[:, 2].astype(np.intp)

        return self.part("points", make)

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


def point_of(record: Service | Facility | Offer | Need | Area) -> Point | None:
    """Return the point of a record, or None when it is unknown or confidential."""
    if record.latitude is None or record.longitude is None:
        return None
    if isinstance(record, Service | Facility) and location_closed(record):
        return None
    return Point(record.latitude, record.longitude)


def _profiles(dataset: Dataset) -> dict[str, Profile]:
    areas = {a.id: a for a in dataset.areas}
    texts = _texts(dataset)
    profiles = {}
    for organisation in dataset.organisations:
        services = dataset.services_of(organisation.id)
        facilities = dataset.facilities_of(organisation.id)
        text = texts[organisation.id]
        closed = location_closed(organisation) or any(map(location_closed, services))
        area_ids = tuple(sorted({*organisation.areas, *(a for s in services for a in s.areas)}))
        points, precision = _places(services, facilities, area_ids, areas, closed=closed)
        themes = {t.casefold() for t in organisation.themes}
        themes |= {t.casefold() for s in services for t in s.themes}
        profiles[organisation.id] = Profile(
            organisation=organisation,
            text=text.text,
            described=text.described,
            length=text.length if text.described else 0,
            themes=tuple(sorted(themes)),
            area_ids=area_ids,
            points=points,
            precision=precision,
            closed=closed,
        )
    return profiles


def _texts(dataset: Dataset) -> dict[str, Text]:
    """Return what is written of each organisation, its services and what it did with others."""
    from sap_match.similarity.own_words import own_words
    from sap_match.similarity.text import organisation_text

    texts = {}
    for organisation in dataset.organisations:
        joined = dataset.collaborations_of(organisation.id)
        # What a funder gave to is not what the funder does.
        told = tuple(
            c.description
            for c in joined
            if c.description and c.kind != "forum" and organisation.role != "funder"
        )
        services = dataset.services_of(organisation.id)
        texts[organisation.id] = organisation_text(organisation, services, told)
    return own_words(texts, {o.id: o.name for o in dataset.organisations})


def _places(
    services: Sequence[Service],
    facilities: Sequence[Facility],
    area_ids: Sequence[str],
    areas: dict[str, Area],
    *,
    closed: bool,
) -> tuple[tuple[Point, ...], Precision]:
    """Where an organisation works: its services and facilities, else its areas' centres."""
    if closed:
        return (), "borough only"
    sites: list[Service | Facility] = [*services, *facilities]
    found = {p for site in sites if (p := point_of(site))}
    if found:
        return tuple(sorted(found, key=lambda p: (p.latitude, p.longitude))), "service or facility"
    centres = {
        p
        for a in area_ids
        if areas[a].kind not in _NO_PLACE and (p := point_of(areas[a])) is not None
    }
    if centres:
        return tuple(sorted(centres, key=lambda p: (p.latitude, p.longitude))), "area"
    return (), "borough only"
