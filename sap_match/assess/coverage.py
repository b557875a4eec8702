"""What is listed where, and how much a silence there is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from sap_match.assess.areas import AreaTree, short
from sap_match.assess.provision import Listing, providers
from sap_match.geo import Point, distances_km

#: With so many listings in an area a silence is worth something, with so many much.
SOME, MANY = 5, 10


@dataclass(frozen=True)
class Coverage:
    """How much is listed in the ground on which a silence is judged.

    Parameters
    ----------
    name : str
        That ground: the area itself, or the one that figures go by around it.
    listed, providers, described : int
        Listings there, organisations behind them, listings with more than a name.
    """

    name: str
    listed: int
    providers: int
    described: int

    @property
    def grade(self) -> Literal["good", "fair", "poor"]:
        """Good from 10 described listings, fair from 5, and poor below."""
        return "good" if self.described >= MANY else "fair" if self.described >= SOME else "poor"

    def __str__(self) -> str:
        if not self.listed:
            return f"poor: nothing is listed in {short(self.name)}"
        some = "1 listing" if self.listed == 1 else f"{self.listed} listings"
        by = "1 organisation" if self.providers == 1 else f"{self.providers} organisations"
        return f"{self.grade}: {some} by {by} in {short(self.name)}"


@dataclass(frozen=True)
class Evidence:
    """What is listed for one theme, seen from one area.

    Parameters
    ----------
    local : tuple of Listing
        In the area or in what lies in it.
    near : tuple of Listing
        Elsewhere in the same larger area (none where the area is that itself).
    wide : tuple of Listing
        For an area around it, such as the whole borough.
    unplaced : int
        Listings for the theme of which no area is known.
    closed : int
        Listings whose place is confidential.
    nearest : Listing or None
        Nearest listing of another area (none that serves the whole borough), with
        ``nearest_km`` as the crow flies.
    """

    local: tuple[Listing, ...]
    near: tuple[Listing, ...]
    wide: tuple[Listing, ...]
    unplaced: int
    closed: int
    nearest: Listing | None = None
    nearest_km: float | None = None


@dataclass(frozen=True)
class Provision:
    """All listings by area and theme."""

    tree: AreaTree
    listings: tuple[Listing, ...]
    _coverage: dict[str, Coverage] = field(default_factory=dict, repr=False, compare=False)
    _centres: dict[str, Point | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _placed(self) -> tuple[tuple[Listing, frozenset[str]], ...]:
        return tuple((one, self.tree.smallest(one.areas)) for one in self.listings)

    @cached_property
    def _by_theme(self) -> Mapping[str, tuple[tuple[Listing, frozenset[str]], ...]]:
        found: dict[str, list[tuple[Listing, frozenset[str]]]] = defaultdict(list)
        for one, own in self._placed:
            for theme in one.themes:
                found[theme].append((one, own))
        return {theme: tuple(rows) for theme, rows in sorted(found.items())}

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """Every theme that anything is listed for, sorted."""
        return tuple(self._by_theme)

    @cached_property
    def any_placed(self) -> bool:
        """Whether anything at all is listed in an area below the borough."""
        boroughs = frozenset(self.tree.boroughs)
        return any(own - boroughs for _, own in self._placed) or (
            len(self.tree.areas) == len(boroughs) and any(own for _, own in self._placed)
        )

    def spread(self, theme: str) -> tuple[int, int, int]:
        """Return in how many areas that figures go by a theme is listed, and listings.

        The listings are two counts: with an area, and without one (closed ones aside).
        """
        rows = [(own, one.closed) for one, own in self._by_theme.get(theme, ())]
        grounds = [frozenset(self.tree.within(ground)) for ground in self.grounds]
        areas = sum(any(own & inside for own, _ in rows) for inside in grounds)
        return areas, sum(bool(own) for own, _ in rows), sum(not (own or c) for own, c in rows)

    def without_area(self, theme: str, *, like: str) -> list[str]:
        """Return names of listings without an area, first those that hold the name ``like``."""
        rows = [one for one, own in self._by_theme.get(theme, ()) if not (own or one.closed)]
        word = short(like).casefold()
        rows.sort(key=lambda one: (word not in one.name.casefold(), one.name, one.id))
        return list(dict.fromkeys(one.name for one in rows))

    @cached_property
    def grounds(self) -> tuple[str, ...]:
        """The areas that figures go by: the level, else the boroughs, else all."""
        return self.tree.level or self.tree.boroughs or tuple(self.tree.areas)

    def ground_of(self, area_id: str) -> str:
        """Return the area that figures go by around an area: itself, or the nearest above."""
        here = (area_id, *self.tree.above(area_id))
        return next((one for one in here if one in self.grounds), area_id)

    def coverage(self, area_id: str) -> Coverage:
        """Return how much is listed in the ground around an area."""
        ground = self.ground_of(area_id)
        if ground not in self._coverage:
            here = self.inside(ground)
            self._coverage[ground] = Coverage(
                self.tree.name(ground),
                len(here),
                providers(here),
                sum(one.described for one in here),
            )
        return self._coverage[ground]

    def inside(self, area_id: str) -> tuple[Listing, ...]:
        """Return all that is listed in an area and in what lies in it."""
        inside = frozenset(self.tree.within(area_id))
        return tuple(one for one, own in self._placed if own & inside)

    def seat(self, area_id: str) -> str:
        """Return the area itself where anything is listed by it, else the nearest above that has.

        Directories list by town; a partnership laid over towns holds nothing by its own
        name, and silence there means nothing.
        """
        here = (area_id, *self.tree.above(area_id))
        return next((one for one in here if one in self._used), area_id)

    @cached_property
    def _used(self) -> frozenset[str]:
        return self.tree.closure(one for _, own in self._placed for one in own)

    def evidence(self, area_id: str, theme: str, *, origin: str | None = None) -> Evidence:
        """Return what is listed for a theme, seen from an area.

        Distances are from the middle of ``origin`` where that is known, else of the area.
        """
        inside = frozenset(self.tree.within(area_id))
        above = frozenset(self.tree.above(area_id))
        around = frozenset(self.tree.within(self.ground_of(area_id)))
        rows = self._by_theme.get(theme, ())
        local = tuple(one for one, own in rows if own & inside)
        wide = tuple(one for one, own in rows if own & above and not own & inside)
        near = tuple(one for one, own in rows if own & around and not own & (inside | above))
        afar = frozenset(self.tree.above(self.ground_of(area_id)))
        others = [one for one, own in rows if own and not own & (inside | afar) and one.point]
        nearest, km = self._nearest((origin or area_id, area_id), others)
        return Evidence(
            local=local,
            near=near,
            wide=wide,
            unplaced=sum(not own and not one.closed for one, own in rows),
            closed=sum(one.closed for one, _ in rows),
            nearest=nearest,
            nearest_km=km,
        )

    def _nearest(
        self, origins: Sequence[str], others: Sequence[Listing]
    ) -> tuple[Listing | None, float | None]:
        here = next((found for one in origins if (found := self.centre(one))), None)
        points = [(one.point.latitude, one.point.longitude) for one in others if one.point]
        if here is None or not points:
            return None, None
        km = distances_km(np.array([[here.latitude, here.longitude]]), np.array(points))[0]
        best = min(range(len(others)), key=lambda i: (round(float(km[i]), 3), others[i].id))
        return others[best], float(km[best])

    def centre(self, area_id: str) -> Point | None:
        """Return an area's own point, else the middle of what is listed there, else None."""
        if area_id not in self._centres:
            self._centres[area_id] = self._middle(area_id)
        return self._centres[area_id]

    def _middle(self, area_id: str) -> Point | None:
        area = self.tree.areas.get(area_id)
        if area is not None and area.latitude is not None and area.longitude is not None:
            return Point(area.latitude, area.longitude)
        points = [one.point for one in self.inside(area_id) if one.point]
        if not points:
            return None
        return Point(
            float(np.median([p.latitude for p in points])),
            float(np.median([p.longitude for p in points])),
        )
