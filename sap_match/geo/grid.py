"""British National Grid to latitude and longitude, without a projection library.

Formulas and constants from Ordnance Survey, "A guide to coordinate systems in Great
Britain" (v3.6, 2020): annexe A (ellipsoids and projection), annexe B.1 and B.2 (geodetic and
Cartesian), annexe C.2 (eastings and northings to latitude and longitude) and section 6.2
and 6.6 (the Helmert transformation, good to about 5 metres).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sap_match.geo.points import Floats

# Semi-axes in metres: Airy 1830 (OSGB36) and WGS84.
_AIRY = (6377563.396, 6356256.909)
_WGS84 = (6378137.0, 6356752.3141)
# The National Grid's transverse Mercator projection.
_SCALE, _LATITUDE_0, _LONGITUDE_0 = 0.9996012717, np.radians(49.0), np.radians(-2.0)
_EASTING_0, _NORTHING_0 = 400_000.0, -100_000.0
# OSGB36 to WGS84: the table of section 6.6 with all signs changed.
_SHIFT = (446.448, -125.157, 542.060)
_SCALE_CHANGE = -20.4894e-6
_TURN = np.radians(np.array([0.1502, 0.2470, 0.8421]) / 3600)


def grid_to_latlon(eastings: ArrayLike, northings: ArrayLike) -> Floats:
    """Return WGS84 latitude and longitude of National Grid references.

    Parameters
    ----------
    eastings, northings : array-like of shape (n,)
        Metres on the British National Grid (EPSG:27700), of Great Britain only: Northern
        Ireland has a grid of its own. NaN stays NaN.

    Returns
    -------
    array of shape (n, 2)
        Latitude and longitude in degrees, right to about 5 metres.

    Examples
    --------
    >>> grid_to_latlon([371187], [354767]).round(4)
    array([[53.0893, -2.4317]])
    """
    east = np.atleast_1d(np.asarray(eastings, dtype=np.float64))
    north = np.atleast_1d(np.asarray(northings, dtype=np.float64))
    phi, lam = _unproject(east, north)
    x, y, z = _helmert(*_to_cartesian(phi, lam))
    phi, lam = _from_cartesian(x, y, z)
    return np.column_stack([np.degrees(phi), np.degrees(lam)])


def _arc(phi: Floats) -> Floats:
    """Meridian arc from the projection's origin (equation C3)."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, plus = phi - _LATITUDE_0, phi + _LATITUDE_0
    return np.asarray(
        b
        * _SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(plus)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * less) * np.cos(2 * plus)
            - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * plus)
        )
    )


def _unproject(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    phi = _LATITUDE_0 + (north - _NORTHING_0) / (a * _SCALE)
    for _ in range(6):  # gains about three digits a round: below 0.01 mm in Britain
        phi = phi + (north - _NORTHING_0 - _arc(phi)) / (a * _SCALE)
    sin2, tan, sec = np.sin(phi) ** 2, np.tan(phi), 1 / np.cos(phi)
    nu = a * _SCALE / np.sqrt(1 - e2 * sin2)
    rho = a * _SCALE * (1 - e2) / (1 - e2 * sin2) ** 1.5
    eta2 = nu / rho - 1
    vii = tan / (2 * rho * nu)
    viii = tan / (24 * rho * nu**3) * (5 + 3 * tan**2 + eta2 - 9 * tan**2 * eta2)
    ix = tan / (720 * rho * nu**5) * (61 + 90 * tan**2 + 45 * tan**4)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * tan**2)
    xii = sec / (120 * nu**5) * (5 + 28 * tan**2 + 24 * tan**4)
    xiia = sec / (5040 * nu**7) * (61 + 662 * tan**2 + 1320 * tan**4 + 720 * tan**6)
    d = east - _EASTING_0
    latitude = phi - vii * d**2 + viii * d**4 - ix * d**6
    longitude = _LONGITUDE_0 + x * d - xi * d**3 + xii * d**5 - xiia * d**7
    return latitude, longitude


def _to_cartesian(phi: Floats, lam: Floats) -> tuple[Floats, Floats, Floats]:
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return (
        nu * np.cos(phi) * np.cos(lam),
        nu * np.cos(phi) * np.sin(lam),
        nu * (1 - e2) * np.sin(phi),
    )


def _helmert(x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
    scale = 1 + _SCALE_CHANGE
    rx, ry, rz = _TURN
    return (
        _SHIFT[0] + scale * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + scale * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + scale * z,
    )


def _from_cartesian(x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
    a, b = _WGS84
    e2 = 1 - (b / a) ** 2
    p = np.hypot(x, y)
    phi = np.arctan2(z, p * (1 - e2))
    for _ in range(5):
        nu = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        phi = np.arctan2(z + e2 * nu * np.sin(phi), p)
    return phi, np.arctan2(y, x)
