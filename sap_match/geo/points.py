"""Points on the globe (WGS84) and how far apart they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Mean radius of the Earth in kilometres (IUGG; Moritz 2000, Journal of Geodesy 74).
EARTH_RADIUS_KM = 6371.0088

Floats = NDArray[np.float64]


@dataclass(frozen=True, order=True, slots=True)
class Point:
    """A place in degrees north and east (WGS84).

    Raises
    ------
    ValueError
        If the latitude is not within 90 or the longitude not within 180 degrees.

    Examples
    --------
    >>> Point(53.1, -2.44)
    Point(latitude=53.1, longitude=-2.44)
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        # NaN compares false, so it is refused too.
        if not (abs(self.latitude) <= 90 and abs(self.longitude) <= 180):
            raise ValueError(
                f"no point on Earth: latitude {self.latitude}, longitude {self.longitude}; "
                "latitude is -90 to 90, longitude -180 to 180 degrees"
            )


def valid_point(latitude: float | None, longitude: float | None) -> bool:
    """Return whether the two are a place on Earth; (0, 0) is an empty cell, not a place.

    Examples
    --------
    >>> valid_point(53.1, -2.4), valid_point(0, 0), valid_point(None, 2), valid_point(91, 0)
    (True, False, False, False)
    """
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return False
    return abs(latitude) <= 90 and abs(longitude) <= 180


def looks_swapped(latitude: float, longitude: float) -> bool:
    """Return whether a point would lie in the United Kingdom if its two figures changed places.

    Examples
    --------
    >>> looks_swapped(-2.44, 53.1), looks_swapped(53.1, -2.44)
    (True, False)
    """
    return in_uk_box(longitude, latitude) and not in_uk_box(latitude, longitude)


def in_uk_box(latitude: float, longitude: float) -> bool:
    """Return whether a point lies in the box around the United Kingdom and its islands.

    Examples
    --------
    >>> in_uk_box(53.1, -2.44), in_uk_box(53.1, 13.4)
    (True, False)
    """
    return 49 <= latitude <= 61.5 and -9 <= longitude <= 2.5


def coarsen(point: Point, decimals: int = 2) -> Point:
    """Round a point so that it no longer tells a house; 2 decimals are about a kilometre.

    Examples
    --------
    >>> coarsen(Point(53.09433, -2.43862))
    Point(latitude=53.09, longitude=-2.44)
    """
    return Point(round(point.latitude, decimals), round(point.longitude, decimals))


def distance_km(a: Point, b: Point) -> float:
    """Return the great-circle distance in kilometres.

    The haversine formula (Sinnott 1984, "Virtues of the haversine", Sky and Telescope
    68(2), 159) on a sphere; within 0.6% of the distance on the ellipsoid.

    Examples
    --------
    >>> round(
    ...     distance_km(Point(53.0943, -2.4386), Point(53.2587, -2.1272)), 1
    ... )  # Crewe, Macclesfield
    27.7
    """
    phi_a, phi_b = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    half = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def distances_km(points_a: ArrayLike, points_b: ArrayLike) -> Floats:
    """Return all distances in kilometres between two lists of points.

    Parameters
    ----------
    points_a : array-like of shape (n, 2)
        Latitude and longitude in degrees; NaN for a place that is not known.
    points_b : array-like of shape (m, 2)

    Returns
    -------
    array of shape (n, m)
        NaN where either place is not known. Formula as in :func:`distance_km`.

    Examples
    --------
    >>> distances_km([[53.0943, -2.4386]], [[53.2587, -2.1272], [53.0943, -2.4386]]).round(1)
    array([[27.7,  0. ]])
    """
    a = np.radians(as_points(points_a))
    b = np.radians(as_points(points_b))
    down = np.sin((b[None, :, 0] - a[:, None, 0]) / 2) ** 2
    across = np.sin((b[None, :, 1] - a[:, None, 1]) / 2) ** 2
    half = down + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * across
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def as_points(points: ArrayLike) -> Floats:
    """Return points as an array of shape (n, 2), latitude first.

    Raises
    ------
    ValueError
        If there are not two figures a point.

    Examples
    --------
    >>> as_points([]).shape
    (0, 2)
    """
    array = np.asarray(points, dtype=np.float64)
    if array.size == 0:
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"points are of shape (n, 2), latitude and longitude; got {array.shape}")
    return array
