"""Areas with a boundary, and the points that lie in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sap_match.errors import DataError
from sap_match.geo.points import Floats, Point, as_points

_FORMS = "write a GeoJSON Polygon or MultiPolygon with longitude before latitude"


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """The outline of an area, with its holes.

    Parameters
    ----------
    polygons : tuple of tuple of array of shape (n, 2)
        Each polygon's rings, the outer one first, as longitude and latitude in degrees;
        the last point of a ring equals its first.
    box : (west, south, east, north)

    Examples
    --------
    >>> square = Boundary.from_geojson(
    ...     '{"type": "Polygon", "coordinates": [[[0,0],[2,0],[2,2],[0,2],[0,0]]]}'
    ... )
    >>> contains(square, Point(1, 1)), contains(square, Point(1, 3))
    (True, False)
    """

    polygons: tuple[tuple[Floats, ...], ...]
    box: tuple[float, float, float, float]

    @classmethod
    def from_geojson(cls, geometry: str | Mapping[str, Any]) -> Boundary:
        """Read a Polygon, a MultiPolygon, or a Feature with one of these (RFC 7946).

        Raises
        ------
        DataError
            If it is no such geometry, or its figures are no longitudes and latitudes.
        """
        shape = _geometry(geometry)
        coordinates = shape.get("coordinates")
        many = [coordinates] if shape["type"] == "Polygon" else coordinates
        if not isinstance(many, list) or not many:
            raise DataError(f"the boundary has no coordinates; {_FORMS}")
        polygons = tuple(_polygon(polygon) for polygon in many)
        outer = np.vstack([rings[0] for rings in polygons])
        west, south = outer.min(axis=0).tolist()
        east, north = outer.max(axis=0).tolist()
        return cls(polygons, (west, south, east, north))


def _geometry(given: str | Mapping[str, Any]) -> Mapping[str, Any]:
    shape: Any = given
    if isinstance(given, str):
        try:
            shape = json.loads(given)
        except (ValueError, RecursionError) as error:
            raise DataError(f"the boundary is no JSON; {_FORMS}", value=given) from error
    if isinstance(shape, Mapping) and shape.get("type") == "Feature":
        shape = shape.get("geometry")
    if not isinstance(shape, Mapping) or shape.get("type") not in ("Polygon", "MultiPolygon"):
        raise DataError(f"the boundary is of another kind; {_FORMS}", value=given)
    return shape


def _polygon(rings: Any) -> tuple[Floats, ...]:
    if not isinstance(rings, list) or not rings:
        raise DataError(f"a polygon of the boundary has no ring; {_FORMS}")
    return tuple(_ring(ring) for ring in rings)


def _ring(ring: Any) -> Floats:
    try:
        array = np.array([point[:2] for point in ring], dtype=np.float64)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise DataError(f"a ring of the boundary is no list of points; {_FORMS}") from error
    if array.ndim != 2 or array.shape[1:] != (2,) or len(array) < 3:
        raise DataError(f"a ring of the boundary has fewer than three points; {_FORMS}")
    if not ((np.abs(array) <= (180, 90)).all()):
        raise DataError(f"the boundary is not in degrees; {_FORMS}", value=array[0].tolist())
    return array if (array[0] == array[-1]).all() else np.vstack([array, array[:1]])


def contains(boundary: Boundary, point: Point) -> bool:
    """Return whether a point lies within a boundary; see :func:`contains_many`.

    Examples
    --------
    >>> ring = [[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]]
    >>> hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    >>> area = Boundary.from_geojson({"type": "Polygon", "coordinates": [ring, hole]})
    >>> contains(area, Point(0.5, 0.5)), contains(area, Point(1.5, 1.5))
    (True, False)
    """
    return bool(contains_many(boundary, [[point.latitude, point.longitude]])[0])


def contains_many(boundary: Boundary, points: ArrayLike) -> NDArray[np.bool_]:
    """Return which points lie within a boundary.

    A ray is cast to the east and its crossings are counted (Shimrat 1962, Communications of
    the ACM 5(8), algorithm 112; corners as in Franklin's PNPOLY), so of two areas that share a
    border each point on it lies in one.

    Parameters
    ----------
    boundary : Boundary
    points : array-like of shape (n, 2)
        Latitude and longitude in degrees; a NaN lies nowhere.

    Returns
    -------
    array of bool, shape (n,)

    Examples
    --------
    >>> triangle = Boundary.from_geojson(
    ...     {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [0, 4]]]}
    ... )
    >>> contains_many(triangle, [[1, 1], [3, 3]]).tolist()
    [True, False]
    """
    array = as_points(points)
    west, south, east, north = boundary.box
    lat, lon = array[:, 0], array[:, 1]
    near = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
    inside = np.zeros(len(array), dtype=bool)
    for rings in boundary.polygons:
        odd = np.zeros(len(near), dtype=bool)
        for ring in rings:
            odd ^= _odd_crossings(ring, lat[near], lon[near])
        inside[near] |= odd
    return inside


def _odd_crossings(ring: Floats, lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    odd = np.zeros(len(lat), dtype=bool)
    x0, y0 = ring[:-1].T
    x1, y1 = ring[1:].T
    # Few points: all edges at once, a block of points at a time, to bound the memory.
    block = max(1, 2_000_000 // len(x0))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slope = (x1 - x0) / (y1 - y0)
    for first in range(0, len(lat), block):
        y, x = lat[first : first + block, None], lon[first : first + block, None]
        spans = (y0 > y) != (y1 > y)
        with np.errstate(invalid="ignore", over="ignore"):
            crossed = spans & (x < x0 + slope * (y - y0))
        odd[first : first + block] = crossed.sum(axis=1) % 2 == 1
    return odd


def areas_of(point: Point, areas: Mapping[str, Boundary]) -> tuple[str, ...]:
    """Return the ids of all areas in which a point lies, sorted; areas may lie in areas.

    Examples
    --------
    >>> ring = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
    >>> area = Boundary.from_geojson({"type": "Polygon", "coordinates": [ring]})
    >>> areas_of(Point(1, 1), {"ward": area, "borough": area})
    ('borough', 'ward')
    """
    return areas_of_many([[point.latitude, point.longitude]], areas)[0]


def area_of(point: Point, areas: Mapping[str, Boundary]) -> str | None:
    """Return the first id, in order of the alphabet, of the areas in which a point lies.

    Meant for areas that do not overlap, such as the wards of a place.

    Examples
    --------
    >>> area_of(Point(1, 1), {}) is None
    True
    """
    return next(iter(areas_of(point, areas)), None)


def areas_of_many(points: ArrayLike, areas: Mapping[str, Boundary]) -> list[tuple[str, ...]]:
    """Return for each point the ids of the areas in which it lies, sorted.

    Parameters
    ----------
    points : array-like of shape (n, 2)
        Latitude and longitude in degrees.

    Examples
    --------
    >>> areas_of_many([[1, 1], [2, 2]], {})
    [(), ()]
    """
    array = as_points(points)
    found: list[list[str]] = [[] for _ in range(len(array))]
    for area_id in sorted(areas):
        for row in np.flatnonzero(contains_many(areas[area_id], array)).tolist():
            found[row].append(area_id)
    return [tuple(ids) for ids in found]
