"""The shapes of GeoJSON features, made sound: rings closed, degrees checked, a point within.

Longitude stands before latitude (RFC 7946). Coordinates of the British National Grid are
turned into degrees where the file says that they are such; where it does not, nothing is
guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sap_match.geo import grid_to_latlon, looks_swapped

Ring = NDArray[np.float64]
"""Shape (n, 2): longitude and latitude; the last point equals the first."""
Polygons = list[list[Ring]]
"""Each polygon's rings, the outer one first."""

GRID = "EPSG::27700"
LONGEST = 1_000_000
"""Characters of a boundary: more are simplified until they fit."""
_DECIMALS = 6  # a tenth of a metre
_FINEST, _COARSEST = 2e-5, 0.05  # degrees: about 2 metres to 5 kilometres


class Shape(NamedTuple):
    """The polygons of one feature; else why it has none, and what to do."""

    polygons: Polygons
    why: str = ""
    fix: str = ""
    left_out: int = 0
    """Polygons and rings that could not be used."""


def shape_of(geometry: object, *, grid: bool = False) -> Shape:
    """Return the polygons of a geometry, in degrees.

    Parameters
    ----------
    geometry : object
        Whatever stands under ``geometry``.
    grid : bool
        Whether the coordinates are metres of the British National Grid.

    Examples
    --------
    >>> square = [[[0, 50], [1, 50], [1, 51], [0, 51]]]
    >>> shape_of({"type": "Polygon", "coordinates": square}).polygons[0][0].tolist()[-1]
    [0.0, 50.0]
    >>> shape_of({"type": "Point", "coordinates": [0, 50]}).why
    'is a Point, and no boundary'
    >>> shape_of({"type": "Polygon", "coordinates": [[[53, -2], [54, -2], [54, -3]]]}).why
    'looks as if latitude stood before longitude'
    """
    if not isinstance(geometry, Mapping):
        return Shape([], "has no geometry", "draw its boundary, or leave the feature out")
    kind = str(geometry.get("type"))
    parts = _parts(geometry)
    if parts is None:
        return Shape([], f"is a {kind[:40]}, and no boundary", "")
    polygons: Polygons = []
    left_out = 0
    for part in parts:
        rings = [_ring(ring) for ring in part] if isinstance(part, list) else []
        if not rings or rings[0] is None:
            left_out += 1
            continue
        left_out += sum(ring is None for ring in rings)
        polygons.append([ring for ring in rings if ring is not None])
    if not polygons:
        fix = "write each ring as a list of [longitude, latitude], three points at least"
        return Shape([], "has no ring of points", fix)
    if grid:
        polygons = [[_from_grid(ring) for ring in rings] for rings in polygons]
    return _in_degrees(polygons, left_out)


def _parts(geometry: Mapping[str, Any]) -> list[Any] | None:
    """Return the polygons of a geometry as they came; ``None`` where it is of another kind."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        return [coordinates]
    if kind == "MultiPolygon":
        return coordinates if isinstance(coordinates, list) else [None]
    if kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        inner = [g for g in geometry["geometries"] if isinstance(g, Mapping)]
        shapes = [g for g in inner if g.get("type") in ("Polygon", "MultiPolygon")]
        return [part for g in shapes for part in _parts(g) or ()] or None
    return None


def _ring(ring: object) -> Ring | None:
    """Return a ring closed, without repeated points; ``None`` where it is none."""
    if not isinstance(ring, list):
        return None
    try:
        array = np.array([point[:2] for point in ring], dtype=np.float64)
    except (TypeError, ValueError, KeyError, OverflowError):
        return None
    if array.ndim != 2 or array.shape[1:] != (2,) or not np.isfinite(array).all():
        return None
    array = array[np.r_[True, (array[1:] != array[:-1]).any(axis=1)]]
    if len(array) and (array[0] == array[-1]).all():
        array = array[:-1]
    return np.vstack([array, array[:1]]) if len(array) >= 3 else None


def _from_grid(ring: Ring) -> Ring:
    with np.errstate(all="ignore"):
        degrees = grid_to_latlon(ring[:, 0], ring[:, 1])[:, ::-1]
    return np.asarray(degrees)


def _in_degrees(polygons: Polygons, left_out: int) -> Shape:
    outer = np.vstack([rings[0] for rings in polygons])
    if not np.isfinite(outer).all() or (np.abs(outer) > (180, 90)).any():
        fix = (
            "save it in longitude and latitude (EPSG:4326, WGS 84), or let the file name its "
            "coordinates in crs"
        )
        like_grid = (outer[:, 0] > 0).all() and (outer[:, 1] > 0).all() and outer.max() < 1.4e6
        what = ": metres, as of the British National Grid" if like_grid else ""
        return Shape([], f"is not in degrees{what}", fix)
    middle = outer.mean(axis=0)
    if looks_swapped(middle[1], middle[0]):
        return Shape(
            [], "looks as if latitude stood before longitude",
            "write longitude first, as GeoJSON does",
        )  # fmt: skip
    return Shape(polygons, left_out=left_out)


# ------------------------------------------------------------------------------- a point within


def middle_of(polygons: Polygons) -> tuple[float, float]:
    """Return latitude and longitude of a point within the largest polygon.

    Its centroid where that lies within; else the middle of the longest stretch that a line
    through its middle has inside.

    Examples
    --------
    >>> u = [[0, 0], [9, 0], [9, 9], [6, 9], [6, 1], [3, 1], [3, 9], [0, 9]]
    >>> middle_of(shape_of({"type": "Polygon", "coordinates": [u]}).polygons)
    (4.5, 1.5)
    """
    rings = max(polygons, key=lambda one: abs(_area(one[0])))
    ring = rings[0]
    area = _area(ring)
    if area:
        x, y = (ring - ring[0]).T
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        east = float(((x[:-1] + x[1:]) * cross).sum() / (6 * area) + ring[0, 0])
        north = float(((y[:-1] + y[1:]) * cross).sum() / (6 * area) + ring[0, 1])
        crossings = _crossings(rings, north)
        if sum(crossing < east for crossing in crossings) % 2:
            return round(north, _DECIMALS), round(east, _DECIMALS)
    north = float(ring[:, 1].min() + ring[:, 1].max()) / 2
    crossings = _crossings(rings, north)
    pairs = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not pairs:
        east, north = (float(v) for v in ring[:-1].mean(axis=0))
        return round(north, _DECIMALS), round(east, _DECIMALS)
    left, right = max(pairs, key=lambda pair: pair[1] - pair[0])
    return round(north, _DECIMALS), round((left + right) / 2, _DECIMALS)


def _area(ring: Ring) -> float:
    x, y = (ring - ring[0]).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def _crossings(rings: Sequence[Ring], north: float) -> list[float]:
    found: list[float] = []
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > north) != (y1 > north)
        slope = (north - y0[spans]) / (y1[spans] - y0[spans])
        found += (x0[spans] + slope * (x1[spans] - x0[spans])).tolist()
    return sorted(found)


# ---------------------------------------------------------------------------------- as text


def written(polygons: Polygons, *, longest: int = LONGEST) -> tuple[str, float]:
    """Return polygons as GeoJSON text, and by how many degrees they had to be simplified.

    Examples
    --------
    >>> shape = shape_of({"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [0, 51]]]})
    >>> written(shape.polygons)[0]
    '{"type":"Polygon","coordinates":[[[0.0,50.0],[1.0,50.0],[0.0,51.0],[0.0,50.0]]]}'
    """
    text = _text(polygons)
    tolerance = 0.0
    while len(text) > longest and tolerance < _COARSEST:
        tolerance = tolerance * 2 or _FINEST
        text = _text([[simplified(ring, tolerance) for ring in rings] for rings in polygons])
    return text, tolerance


def _text(polygons: Polygons) -> str:
    many = [[ring.round(_DECIMALS).tolist() for ring in rings] for rings in polygons]
    shape = (
        {"type": "Polygon", "coordinates": many[0]}
        if len(many) == 1
        else {"type": "MultiPolygon", "coordinates": many}
    )
    return json.dumps(shape, separators=(",", ":"))


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Return a ring with the points left out that lie within ``tolerance`` degrees of it.

    Douglas and Peucker 1973 (Cartographica 10(2)); a ring keeps four points at least.

    Examples
    --------
    >>> ring = np.array([[0, 0], [1, 0.001], [2, 0], [2, 2], [0, 2], [0, 0]], dtype=float)
    >>> simplified(ring, 0.01).tolist()
    [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0]]
    """
    count = len(ring)
    if count <= 4:
        return ring
    far = int(np.argmax(((ring - ring[0]) ** 2).sum(axis=1)))
    keep = np.zeros(count, dtype=bool)
    keep[[0, far, count - 1]] = True
    waiting = [(0, far), (far, count - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        (x, y), (dx, dy) = ring[first], ring[last] - ring[first]
        inner = ring[first + 1 : last] - (x, y)
        length = float(np.hypot(dx, dy))
        away = (
            np.abs(inner[:, 0] * dy - inner[:, 1] * dx) / length
            if length
            else np.hypot(inner[:, 0], inner[:, 1])
        )
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            keep[first + 1 + worst] = True
            waiting += [(first, first + 1 + worst), (first + 1 + worst, last)]
    return ring[keep] if keep.sum() >= 4 else ring
