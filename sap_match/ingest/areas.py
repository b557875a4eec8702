"""Which areas a row is in: by id, name, postcode or boundary; a new label is a new area."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sap_match.errors import DataError
from sap_match.geo import Boundary, Located, areas_of_many, match_postcode, normalise_postcode
from sap_match.ingest.cells import slug
from sap_match.ingest.drafts import Draft
from sap_match.ingest.problems import Problems
from sap_match.model import AREA_FIELDS

_ORDER = ("town", "ward", "neighbourhood_partnership", "care_community", "borough", "other")
_FINENESS = {"unit": 0, "sector": 1, "outcode": 2}
_AUTHORITY = re.compile(r"[EWS]\d{8}")
"""The code of a local authority, as the national directory of postcodes gives it."""

Find = Callable[[str], Located | None]
"""Where a postcode is, or ``None``."""


def resolve_areas(drafts: Sequence[Draft], problems: Problems, find: Find) -> list[Draft]:
    """Return the drafts with area labels turned into ids, and an area for each new label.

    A label is an area's id, its name in any case, or a postcode, which stands for the
    areas that it lies in; where several areas have one name, a town goes before a ward
    and a ward before larger areas. Any other label becomes an area of kind ``other``. An area
    that a source implies by a code is the listed one of its name and kind, where there is one.
    Services that name no area get those in which their point or postcode lies, unless
    their place is confidential.

    An area holds a postcode if its ``postcodes`` list it, its sector or its outcode, or
    if the area's id is the code of the postcode's local authority (``E08000009``). It
    holds a point that lies within its ``boundary``.
    """
    same = _listed_already(d for d in drafts if d.table == "areas")
    drafts = [d for d in drafts if d.table != "areas" or d.key not in same]
    areas = [d for d in drafts if d.table == "areas"]
    boundaries = _boundaries(areas, problems)
    finder = _Finder(areas, find)
    new: dict[str, Draft] = {}
    told: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    fields = dict(AREA_FIELDS)
    for draft in drafts:
        name = fields.get(draft.table)
        if name is None or not draft.values.get(name):
            continue
        found: list[str] = []
        for said in draft.values.pop(name):
            label = same.get(said, said)
            ids = finder.by_label(label)
            if normalise_postcode(label) and label not in finder.ids:
                found += _coarse(ids, finder) if _is_closed(draft) else ids
            elif ids:
                found += ids
            else:
                area_id = f"area:{slug(label) or label}"
                told[draft.source, draft.table].setdefault(label, draft.row)
                new.setdefault(area_id, _new_area(area_id, label, draft))
                found.append(area_id)
        if found:
            draft.values[name] = tuple(dict.fromkeys(found))
    _name_services(drafts, finder, boundaries)
    _tell(told, fields, problems)
    return [*drafts, *(new[area_id] for area_id in sorted(new))]


def _listed_already(areas: Iterable[Draft]) -> dict[str, str]:
    """Return implied areas that a listed one of their name and kind stands for, by their ids."""
    areas = list(areas)
    listed: dict[tuple[str, str], str] = {}
    for area in sorted((a for a in areas if not a.derived), key=_area_order):
        listed.setdefault((_label(area.values["name"]), area.values["kind"]), area.key)
    implied = (
        (a.key, listed.get((_label(a.values["name"]), a.values["kind"])))
        for a in areas
        if a.derived
    )
    return {key: own for key, own in implied if own is not None and own != key}


class _Finder:
    """The areas of a place, by what a cell may call them."""

    def __init__(self, areas: Sequence[Draft], find: Find) -> None:
        self.areas = sorted(areas, key=_area_order)
        self.ids = {area.key: area for area in areas}
        self._names: dict[str, str] = {}
        for area in self.areas:
            self._names.setdefault(_label(area.values["name"]), area.key)
        self._find = find
        self._by_postcode: dict[str, tuple[str, ...]] = {}

    def by_label(self, label: str) -> tuple[str, ...]:
        """Return the areas that a label means; none for one that is new."""
        if label in self.ids:
            return (label,)
        named = self._names.get(_label(label))
        if named is not None:
            return (named,)
        postcode = normalise_postcode(label)
        return self.by_postcode(postcode) if postcode else ()

    def by_postcode(self, postcode: str) -> tuple[str, ...]:
        """Return the areas that hold a postcode, of each kind those that fit most finely."""
        if postcode not in self._by_postcode:
            self._by_postcode[postcode] = self._holding(postcode)
        return self._by_postcode[postcode]

    def _holding(self, postcode: str) -> tuple[str, ...]:
        located = self._find(postcode) if any(map(_AUTHORITY.fullmatch, self.ids)) else None
        authority = located.authority if located else None
        fits: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for area in self.areas:
            if authority is not None and self._authority_of(area) not in (None, authority):
                continue
            fit = match_postcode(postcode, area.values.get("postcodes", ()))
            if area.key == authority:
                fits[area.values["kind"]].append((0, area.key))
            elif fit is not None:
                fits[area.values["kind"]].append((_FINENESS[fit], area.key))
        finest = ((kind, min(found)[0]) for kind, found in fits.items())
        return tuple(sorted(key for kind, best in finest for fit, key in fits[kind] if fit == best))

    def _authority_of(self, area: Draft) -> str | None:
        """Return the local authority that an area is or lies in, where its ids say so."""
        seen: set[str] = set()
        step: Draft | None = area
        while step is not None and step.key not in seen:
            if _AUTHORITY.fullmatch(step.key):
                return step.key
            seen.add(step.key)
            step = self.ids.get(step.values.get("parent_id", ""))
        return None


def _boundaries(areas: Iterable[Draft], problems: Problems) -> dict[str, Boundary]:
    found = {}
    for area in areas:
        geometry = area.values.get("boundary")
        if geometry is None:
            continue
        try:
            found[area.key] = Boundary.from_geojson(geometry)
        except DataError as error:
            problems.note(
                area.source,
                "areas",
                area.row,
                "boundary",
                geometry,
                error.message,
                "correct the boundary; it counts as unknown",
            )
            del area.values["boundary"]
    return found


def _name_services(
    drafts: Sequence[Draft], finder: _Finder, boundaries: Mapping[str, Boundary]
) -> None:
    services = [
        d
        for d in drafts
        if d.table == "services" and not d.values.get("areas") and not _is_closed(d)
    ]
    if not services or not finder.areas:
        return
    nan = float("nan")
    points = [[d.values.get("latitude", nan), d.values.get("longitude", nan)] for d in services]
    for draft, within in zip(services, areas_of_many(points, boundaries), strict=True):
        postcode = normalise_postcode(draft.values.get("postcode", ""))
        found = {*within, *(finder.by_postcode(postcode) if postcode else ())}
        if found:
            draft.values["areas"] = tuple(sorted(found))


def _coarse(ids: Iterable[str], finder: _Finder) -> list[str]:
    """Return only the boroughs among areas found by a postcode that must not be told."""
    return [i for i in ids if finder.ids[i].values["kind"] == "borough"]


def _is_closed(draft: Draft) -> bool:
    return draft.values.get("location_confidential") is True


def _tell(
    told: Mapping[tuple[str, str], Mapping[str, int]], fields: Mapping[str, str], problems: Problems
) -> None:
    for (source, table), labels in told.items():
        for label, row in labels.items():
            problems.info(
                source,
                table,
                row,
                fields[table],
                label,
                "is no known area; it became an area of kind other",
                "add it to the areas table, or correct the label",
            )


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


def _area_order(area: Draft) -> tuple[int, str]:
    return _ORDER.index(area.values["kind"]), area.key


def _new_area(area_id: str, label: str, draft: Draft) -> Draft:
    values: dict[str, Any] = {"id": area_id, "name": " ".join(label.split()), "kind": "other"}
    return Draft("areas", draft.source, draft.row, draft.rank, derived=True, values=values)
