"""Boundaries of areas as GeoJSON: each polygon of wards, parishes or communities is an area.

Outlines of buildings, parks and pitches are polygons too and no areas of a place: they are
not recognised, unless ``format = "boundaries"`` says so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sap_match.errors import DataError
from sap_match.ingest.boundaries.names import Columns, kind_of_area, named
from sap_match.ingest.boundaries.shapes import GRID, Polygons, middle_of, shape_of, written
from sap_match.ingest.files import decode, parse_json, read_bytes
from sap_match.ingest.formats import Look
from sap_match.ingest.hsds.values import text_of
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow, RawTable, Reading

FORMAT = "boundaries"
_OFFICIAL = re.compile(r'"[A-Za-z]{2,8}\d{2}(?:CD|NM|cd|nm)"\s*:|"(?:admin_level|ward_code)"\s*:')
_NO_AREA = re.compile(
    r'"(?:building|leisure|landuse|amenity|natural|shop|highway|FEATCODE|BUILDGTHEM)"\s*:'
)
_PAIR = re.compile(r"\[\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)")
_SHAPED = re.compile(r'"type"\s*:\s*"(?:Multi)?Polygon"')
_SMALLEST = 0.003
"""Degrees, about 300 metres: what is less across is no area but a building or a pitch."""

_REFUSED = {
    ".kml": "KML", ".kmz": "KML", ".shp": "a shapefile", ".gml": "GML", ".gpkg": "a GeoPackage",
    ".topojson": "TopoJSON",
}  # fmt: skip


def recognises(look: Look) -> bool:
    """Whether JSON holds polygons that are areas; also maps of kinds that are then refused."""
    if look.is_folder:
        return False
    if look.ending in _REFUSED or _is_kml(look.text) or _is_topology(look.text):
        return True
    text = look.text
    if not look.is_json or not _SHAPED.search(text) or '"Topology"' in text[:500]:
        return False
    if _OFFICIAL.search(text):
        return True
    return not _NO_AREA.search(text) and _across(text) >= _SMALLEST


def _is_kml(text: str) -> bool:
    return bool(re.search(r"<kml[\s>]", text[:2000]))


def _is_topology(text: str) -> bool:
    return bool(re.match(r'\s*\{[^{}\[\]]*"type"\s*:\s*"Topology"', text))


def _across(text: str) -> float:
    """Return how far the first shapes reach, the middle of the sizes, in degrees."""
    sizes = []
    for piece in _SHAPED.split(text)[1:40]:
        pairs = [(float(x), float(y)) for x, y in _PAIR.findall(piece)]
        if len(pairs) >= 3:
            xs, ys = zip(*pairs, strict=True)
            sizes.append(max(max(xs) - min(xs), max(ys) - min(ys)))
    return median(sizes) if sizes else 0.0


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read the areas of a GeoJSON file, gzipped or not.

    Parameters
    ----------
    path : Path
        A FeatureCollection, a list of features, one feature, or one a line.
    source : str, optional
        What problems call it; by default its name.

    Raises
    ------
    DataError
        It is no GeoJSON, or holds no polygon; the message says what to do.
    """
    name = source or path.name
    data = read_bytes(path, source=name)
    features, grid = _features(data, path, name)
    return reading_of_features(
        features, source=name, grid=grid, sha256=hashlib.sha256(data).hexdigest(), hint=path.stem
    )


def reading_of_features(
    features: Sequence[object],
    *,
    source: str,
    grid: bool = False,
    sha256: str = "",
    hint: str = "",
) -> Reading:
    """Return the areas that features are.

    Parameters
    ----------
    features : sequence
        Features of GeoJSON; the first is row 1.
    source : str
        What problems call them.
    grid : bool
        Whether coordinates are metres of the British National Grid.
    sha256 : str
        The fingerprint of what was read.
    hint : str
        Words that may tell what the areas are, such as a file's name.

    Raises
    ------
    DataError
        None of them is a polygon.
    """
    if not features:
        raise DataError("is empty: a FeatureCollection with features is read", source=source)
    problems = Problems()
    columns = Columns.of([f for f in features if isinstance(f, Mapping)], hint)
    areas: dict[str, _Found] = {}
    for row, feature in enumerate(features, start=1):
        found = _area(feature, row, columns, grid=grid, source=source, problems=problems)
        if found is None:
            continue
        first = areas.get(found.id)
        if first is None:
            areas[found.id] = found
        elif first.cells.get("name") == found.cells.get("name"):
            first.polygons.extend(found.polygons)
            problems.info(
                source, "areas", row, "id", found.id,
                f"repeats: is one area with row {first.row}, and its shape was added",
            )  # fmt: skip
        else:
            areas[f"{found.id}\n{row}"] = found  # assembling tells that the id stands twice
    if not any(found.polygons for found in areas.values()):
        shapes = Counter(_kind_of_geometry(f) for f in features)
        raise DataError(
            "holds no boundary that can be used: its features are "
            f"{', '.join(f'{n} x {what}' for what, n in shapes.most_common(3))}; "
            f"{_first_fix(problems)}",
            source=source,
        )
    if grid:
        problems.info(
            source, "areas", 0, "boundary", "", "was in metres of the British National Grid; it "
            "was turned into degrees, right to about 5 metres",
        )  # fmt: skip
    wider = _wider(tuple(areas.values()))
    rows = tuple(RawRow(one.row, _cells(one, source, problems)) for one in areas.values())
    tables = [RawTable("areas", source, rows)]
    if wider:
        tables.append(RawTable("areas", source, wider, derived=True))
    return Reading(
        source, FORMAT, tuple(tables), problems.sorted(), rows_in=len(features), sha256=sha256
    )


def _wider(areas: Sequence[_Found]) -> tuple[RawRow, ...]:
    """Return the areas in which the listed ones lie, where they are named and not listed."""
    rows = []
    listed = {one.id for one in areas}
    for one in areas:
        parent, name = one.cells.get("parent_id"), one.cells.pop("parent_name", None)
        if not isinstance(parent, str) or parent in listed:
            continue
        if not name:  # an id of no area would only be told as missing
            one.cells["parent_code"] = one.cells.pop("parent_id")
            continue
        cells = {"id": parent, "name": name, "kind": kind_of_area(parent)}
        rows.append(RawRow(one.row, cells))
    return tuple(rows)


def _first_fix(problems: Problems) -> str:
    fixes = [p.fix for p in problems.sorted() if p.fix]
    return fixes[0] if fixes else 'map points with format = "table" in a partnership.toml'


def _kind_of_geometry(feature: object) -> str:
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    if isinstance(feature, Mapping) and "coordinates" in feature:
        geometry = feature
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    return text_of(kind)[:40] or "nothing"


def _features(data: bytes, path: Path, name: str) -> tuple[list[object], bool]:
    """Return the features of a file, and whether they are in metres of the National Grid."""
    text, _ = decode(data[:4000])
    ending = Path(path.name.lower().removesuffix(".gz")).suffix
    refused = _REFUSED.get(ending) or ("KML" if _is_kml(text) else "")
    if refused or _is_topology(text):
        raise DataError(
            f"is {refused or 'TopoJSON'}, which is not read; save it as GeoJSON in longitude and "
            "latitude (EPSG:4326), for example with QGIS or mapshaper.org",
            source=name,
        )
    try:
        whole = parse_json(data, source=name)
    except DataError:
        lines = [line for line in decode(data)[0].lstrip("\x1e").splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith("}"):
            raise
        return [_line(line) for line in lines], False
    if isinstance(whole, list):
        return whole, False
    if not isinstance(whole, dict):
        raise DataError("is no GeoJSON: a FeatureCollection is read", source=name)
    features = whole.get("features")
    if isinstance(features, list):
        return features, GRID in json.dumps(whole.get("crs"))[:1000].replace("EPSG:2", "EPSG::2")
    return [whole], False


def _line(line: str) -> object:
    try:
        return json.loads(line.lstrip("\x1e"))
    except (ValueError, RecursionError):
        return line


# -------------------------------------------------------------------------------- one feature


@dataclass
class _Found:
    id: str
    row: int
    cells: dict[str, Cell]
    polygons: Polygons


def _area(
    feature: object, row: int, columns: Columns, *, grid: bool, source: str, problems: Problems
) -> _Found | None:
    if not isinstance(feature, Mapping):
        problems.bad(source, "areas", row, "", "", "is no feature", "mend it; the row was left out")
        return None
    bare = "coordinates" in feature or "geometries" in feature
    shape = shape_of(feature if bare else feature.get("geometry"), grid=grid)
    cells = named(feature, columns)
    if shape.why and not shape.fix:
        problems.info(source, "areas", row, "boundary", cells.get("name"), shape.why)
        return None
    if not cells.get("id"):
        problems.bad(
            source, "areas", row, "name", "", "has neither a code nor a name",
            "give it a property name; the row was left out",
        )  # fmt: skip
        return None
    if shape.why:
        problems.bad(
            source, "areas", row, "boundary", cells.get("name"), shape.why,
            f"{shape.fix}; the row was left out",
        )  # fmt: skip
        return None
    if shape.left_out:
        problems.note(
            source, "areas", row, "boundary", str(shape.left_out),
            "rings are no lists of points", "the rest of the boundary is used",
        )  # fmt: skip
    return _Found(str(cells["id"]), row, cells, shape.polygons)


def _cells(found: _Found, source: str, problems: Problems) -> dict[str, Cell]:
    """Return the cells of an area with its boundary and a point within."""
    latitude, longitude = middle_of(found.polygons)
    text, tolerance = written(found.polygons)
    if tolerance:
        problems.info(
            source, "areas", found.row, "boundary", found.cells.get("name"),
            f"was simplified by up to {tolerance * 111_000:.0f} metres, because it is very long",
        )  # fmt: skip
    return {
        **found.cells, "latitude": repr(latitude), "longitude": repr(longitude), "boundary": text,
    }  # fmt: skip
