"""What a feature of a map calls its area: which properties hold code, name and kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sap_match.ingest.cells import slug
from sap_match.ingest.hsds.values import text_of
from sap_match.ingest.raw import Cell
from sap_match.model import Area

KIND_OF_CODE: Mapping[str, str] = {
    "E05": "ward", "W05": "ward", "S13": "ward", "N08": "ward",
    "E06": "borough", "E07": "borough", "E08": "borough", "E09": "borough",
    "W06": "borough", "S12": "borough", "N09": "borough",
    "E04": "town", "W04": "town",
}  # fmt: skip
"""Kinds of areas by the first three characters of their code (Code History Database, ONS)."""

_KIND_WORDS = (
    ("care_community", r"care.?communit"),
    ("neighbourhood_partnership", r"neighbourhood|town.and.\w+.partnership"),
    ("ward", r"\bwards?\b|(?<![a-z])w(?:ar)?d(?=\d\d|[_ ]?(?:cd|nm|code|name))"),
    ("town", r"\bparish(?:es)?\b|\btowns?\b|parncp"),
    ("borough", r"\bborough|\bdistricts?\b|local.authorit|(?<![a-z])lad(?=\d\d|[_ ]?(?:cd|nm))"),
)
_CODE = re.compile(r"[EWSN]\d{8}")
_CODE_NAMES = (
    "code", "area_code", "areacode", "ward_code", "wardcode", "gss_code", "gsscode", "ons_code",
    "lsoa", "lsoa_code", "msoa_code", "parish_code", "id", "area_id", "ref", "reference",
)  # fmt: skip
_NAMES = (
    "name", "area_name", "areaname", "ward_name", "wardname", "ward", "parish", "lsoa_name",
    "msoa_name", "parish_name", "community", "care_community", "neighbourhood", "title", "label",
)  # fmt: skip
_MEASURES = frozenset(
    (
        "fid", "objectid", "globalid", "bng_e", "bng_n", "long", "lat", "st_areasha", "st_lengths",
        "shape__area", "shape__length", "shape_area", "shape_length",
    )
)  # fmt: skip
"""Numbers that a mapping program gives every feature: not kept."""


@dataclass(frozen=True)
class Columns:
    """Which properties hold code and name of an area, and of the wider one it lies in."""

    code: str
    name: str
    parent: str
    parent_name: str
    hint: str

    @property
    def used(self) -> frozenset[str]:
        """The properties that have a column."""
        return frozenset((self.code, self.name, self.parent, self.parent_name))

    @property
    def words(self) -> tuple[str, ...]:
        """What may tell the kind of the areas."""
        return self.code, self.name, self.hint

    @classmethod
    def of(cls, features: Sequence[Mapping[str, Any]], hint: str) -> Columns:
        """Return the columns that the features have in common."""
        values: dict[str, list[str]] = {}
        for properties in map(_properties, features):
            for key, value in properties.items():
                if text := text_of(value):
                    values.setdefault(key, []).append(text)
        full = {k: v for k, v in values.items() if len(v) == len(features)}
        official = [k for k, v in full.items() if all(map(_CODE.fullmatch, v))]
        apart = [k for k in official if len(set(full[k])) == len(full[k])]
        named = _first(values, _CODE_NAMES)
        if named and len(set(values[named])) < len(values[named]):
            named = ""  # one code for all is that of what they lie in
        code = (apart or [named])[0]
        name = _beside(code, values) or _first(values, _NAMES) or _ending_in_name(values)
        parent = next((k for k in official if k != code and k not in apart), "")
        wider = _beside(parent, values)
        return cls(code, name, parent, wider if wider != name else "", hint)


def _beside(code: str, values: Mapping[str, object]) -> str:
    """Return the property that names what another gives the code of: ``WD25NM`` of ``WD25CD``."""
    stem = re.sub(r"(?:cd|code)$", "", code.lower())
    return next((k for k in values if code and k.lower() in {f"{stem}nm", f"{stem}name"}), "")


def _first(values: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    lower = {key.lower(): key for key in reversed(list(values))}
    return next((lower[name] for name in names if name in lower), "")


def _ending_in_name(values: Mapping[str, Sequence[str]]) -> str:
    return next((k for k in values if re.search(r"(?:nm|name)$", k, re.IGNORECASE)), "")


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, Mapping) else {}


def named(feature: Mapping[str, Any], columns: Columns) -> dict[str, Cell]:
    """Return the cells of an area but its boundary; without an id where nothing names it.

    Examples
    --------
    >>> feature = {"properties": {"WD25CD": "E05008610", "WD25NM": "Alderley Edge"}}
    >>> named(feature, Columns.of([feature], ""))
    {'id': 'E05008610', 'name': 'Alderley Edge', 'kind': 'ward'}
    """
    properties = {str(k): text_of(v) for k, v in _properties(feature).items()}
    own = text_of(feature.get("id"))
    code = properties.get(columns.code, "") if columns.code else ""
    name = properties.get(columns.name, "") if columns.name else ""
    chosen = code or (own if not own.isdigit() else "") or (f"area:{slug(name)}" if name else own)
    cells: dict[str, Cell] = {
        "id": chosen,
        "name": name or chosen,
        "kind": kind_of_area(chosen, properties.get("kind", ""), *columns.words),
        "parent_id": properties.get(columns.parent, "") if columns.parent else "",
        "parent_name": properties.get(columns.parent_name, "") if columns.parent_name else "",
        "population": properties.get("population", ""),
    }
    used = {*columns.used, *Area.model_fields}
    rest = {
        k: v
        for k, v in properties.items()
        if v and k not in used and k.lower() not in (used | _MEASURES)
    }
    return {k: v for k, v in {**rest, **cells}.items() if v}


def kind_of_area(code: str, *words: str) -> str:
    """Return what kind of area it is: by its code, else by words said of it, else ``other``.

    Examples
    --------
    >>> kind_of_area("E05008610"), kind_of_area("E01018400"), kind_of_area("7", "Care Communities")
    ('ward', 'other', 'care_community')
    """
    if _CODE.fullmatch(code):
        return KIND_OF_CODE.get(code[:3], "other")
    for word in words:
        text = word.strip().lower().replace("_", " ").replace("-", " ")
        for kind, pattern in _KIND_WORDS:
            if text == kind.replace("_", " ") or re.search(pattern, text):
                return kind
    return "other"
