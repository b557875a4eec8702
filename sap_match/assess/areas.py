"""Areas in areas: what lies in what, as of a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sap_match.model import Area

#: The first of these kinds that has two areas or more is the one that figures go by.
LEVELS = ("care_community", "neighbourhood_partnership", "ward", "town", "other")


@dataclass(frozen=True)
class AreaTree:
    """The areas that stand at a date, with what lies in them.

    Examples
    --------
    >>> tree = AreaTree.build(
    ...     [
    ...         Area(id="b", name="B", kind="borough"),
    ...         Area(id="t", name="T", kind="town", parent_id="b"),
    ...         Area(id="e", name="E", kind="other", parent_id="t"),
    ...     ],
    ...     date(2026, 11, 1),
    ... )
    >>> tree.above("e"), tree.within("t")
    (('t', 'b'), ('e', 't'))
    """

    areas: Mapping[str, Area]

    @classmethod
    def build(cls, areas: Iterable[Area], as_of: date) -> AreaTree:
        """Keep the areas that are valid at ``as_of``."""
        return cls(
            {
                area.id: area
                for area in sorted(areas, key=lambda a: a.id)
                if (area.valid_from is None or area.valid_from <= as_of)
                and (area.valid_to is None or area.valid_to >= as_of)
            }
        )

    def name(self, area_id: str) -> str:
        """Return an area's name, or the id where the area is gone."""
        return self.areas[area_id].name if area_id in self.areas else area_id

    def above(self, area_id: str) -> tuple[str, ...]:
        """Return the areas that an area lies in, nearest first."""
        found: list[str] = []
        here = self.areas.get(area_id)
        while here is not None and here.parent_id in self.areas:
            if here.parent_id in found or here.parent_id == area_id:
                break  # areas that lie in each other: a fault of the data, told by reading
            found.append(str(here.parent_id))
            here = self.areas[str(here.parent_id)]
        return tuple(found)

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        below: dict[str, list[str]] = defaultdict(list)
        for one in self.areas:
            for upper in self.above(one):
                below[upper].append(one)
        return {one: tuple(sorted(below[one])) for one in self.areas}

    def within(self, area_id: str) -> tuple[str, ...]:
        """Return an area and all that lies in it, sorted."""
        return tuple(sorted({area_id, *self._below.get(area_id, ())}))

    def closure(self, area_ids: Iterable[str]) -> frozenset[str]:
        """Return areas and all that they lie in."""
        return frozenset(
            one for given in area_ids if given in self.areas for one in (given, *self.above(given))
        )

    def smallest(self, area_ids: Iterable[str]) -> frozenset[str]:
        """Return the smallest of known areas: a town, not the borough around it as well."""
        known = {one for one in area_ids if one in self.areas}
        return frozenset(known - {upper for one in known for upper in self.above(one)})

    @cached_property
    def level(self) -> tuple[str, ...]:
        """The areas that figures go by: of one kind, below the borough, ordered by name.

        Empty where no kind has two areas.
        """
        for kind in LEVELS:
            found = [area for area in self.areas.values() if area.kind == kind]
            if len(found) > 1:
                return tuple(a.id for a in sorted(found, key=lambda a: (a.name, a.id)))
        return ()

    @cached_property
    def boroughs(self) -> tuple[str, ...]:
        """The areas of kind borough."""
        return tuple(one for one, area in self.areas.items() if area.kind == "borough")


def short(name: str) -> str:
    """Return a name without what stands in brackets at its end.

    Examples
    --------
    >>> short("BDP Care Community (Bollington, Disley, Poynton)")
    'BDP Care Community'
    """
    return name.split(" (", maxsplit=1)[0]
