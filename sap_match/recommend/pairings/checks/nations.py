"""In which of the four nations a place lies, for a check is one nation's.

A postcode's area says it for all but a few on a border; a point says it outside a strip
along the border. What is not sure is left open: every nation that it may be is returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from sap_match.geo.postcodes import split_postcode

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = (
    "England", "Wales", "Scotland", "Northern Ireland",
)  # fmt: skip
UNKNOWN: frozenset[str] = frozenset()

_SCOTTISH = frozenset("AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE".split())
_WELSH = frozenset("CF LD LL NP SA".split())
_MARCHES = frozenset("CH HR SY".split())
_OF_AREA = {
    **dict.fromkeys(_SCOTTISH, frozenset({SCOTLAND})),
    **dict.fromkeys(_WELSH | _MARCHES, frozenset({ENGLAND, WALES})),
    "BT": frozenset({NORTHERN_IRELAND}),
}
_ELSEWHERE = frozenset("JE GY IM BX".split())
_TWEED = frozenset({"TD9", "TD12", "TD15", "DG16", "CA6"})
"""Districts that lie on both sides of the border with Scotland, and TD15 (Berwick)."""
_GSS = re.compile(r"([EWSN])\d{8}")
_LETTERS = {"E": ENGLAND, "W": WALES, "S": SCOTLAND, "N": NORTHERN_IRELAND}
# Longitude and latitude of the border from the Solway Firth to the sea north of Berwick.
_BORDER = (
    (-5.9, 54.45), (-4.4, 54.55), (-3.6, 54.85), (-3.05, 54.98), (-2.79, 55.12), (-2.62, 55.27),
    (-2.48, 55.354), (-2.03, 55.81), (-1.0, 56.0),
)  # fmt: skip
_UNTOLD = ((55.35, 55.85, -2.5, -2.0), (53.9, 54.45, -5.0, -4.2))
"""South, north, west and east of where a point says nothing: the winding border along the
Cheviots and the Tweed, and the Isle of Man."""
_STRIP = 0.12
"""Degrees of latitude (13 km) on both sides of the border within which a point says nothing."""


def nations_of_postcode(postcode: str | None) -> frozenset[str]:
    """Return the nations in which a postcode may lie; none where it is no UK postcode.

    Examples
    --------
    >>> sorted(nations_of_postcode("SK10 1AA")), sorted(nations_of_postcode("EH1 1YZ"))
    (['England'], ['Scotland'])
    >>> sorted(nations_of_postcode("TD15 1AA")), sorted(nations_of_postcode("BT1"))
    (['England', 'Scotland'], ['Northern Ireland'])
    """
    parts = split_postcode(postcode or "")
    if parts is None:
        return UNKNOWN
    area = re.match(r"[A-Z]+", parts.outcode)
    letters = area[0] if area else ""
    if letters in _ELSEWHERE:
        return UNKNOWN
    if parts.outcode in _TWEED:
        return frozenset({ENGLAND, SCOTLAND})
    return _OF_AREA.get(letters, frozenset({ENGLAND}))


def nations_of_point(latitude: float, longitude: float) -> frozenset[str]:
    """Return the nations in which a point may lie; none where it is near a border.

    England and Wales have one law of checks and are not told apart.

    Examples
    --------
    >>> sorted(nations_of_point(53.26, -2.12)), sorted(nations_of_point(55.95, -3.19))
    (['England', 'Wales'], ['Scotland'])
    >>> sorted(nations_of_point(54.6, -5.93)), sorted(nations_of_point(54.99, -3.06))
    (['Northern Ireland'], [])
    """
    if not (49.8 <= latitude <= 61.0 and -8.7 <= longitude <= 1.9):
        return UNKNOWN
    if longitude < -5.4 and latitude < 55.4:
        return _in_the_west(latitude, longitude)
    if any(_within(box, latitude, longitude) for box in _UNTOLD):
        return UNKNOWN
    border = _border(longitude)
    if abs(latitude - border) < _STRIP:
        return UNKNOWN
    return frozenset({SCOTLAND}) if latitude > border else frozenset({ENGLAND, WALES})


def _in_the_west(latitude: float, longitude: float) -> frozenset[str]:
    """Return the nation of a point beyond 5.4 degrees west: Ulster, Cornwall, or none."""
    if longitude < -5.75 and 54.2 < latitude < 55.25 and longitude > -7.0:
        return frozenset({NORTHERN_IRELAND})
    return frozenset({ENGLAND}) if latitude <= 50.4 and longitude > -6.5 else UNKNOWN


def _within(box: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    south, north, west, east = box
    return south <= latitude <= north and west <= longitude <= east


def _border(longitude: float) -> float:
    if longitude <= _BORDER[0][0]:
        return _BORDER[0][1]
    for (west, south), (east, north) in pairwise(_BORDER):
        if west <= longitude <= east:
            return south + (north - south) * (longitude - west) / (east - west)
    return _BORDER[-1][1]


def nations_of_areas(codes: Iterable[str]) -> frozenset[str]:
    """Return the nations of areas whose ids are codes of the statistics offices (E06000049).

    Examples
    --------
    >>> sorted(nations_of_areas(["S12000036", "Leith"])), sorted(nations_of_areas(["Leith"]))
    (['Scotland'], [])
    """
    found = [_GSS.fullmatch(code.strip()) for code in codes]
    return frozenset(_LETTERS[one[1]] for one in found if one)
