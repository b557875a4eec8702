"""UK postcodes: how they are written, and tables that say where they are."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol

from sap_match.errors import DataError
from sap_match.geo.points import Point, valid_point

Precision = Literal["unit", "sector", "outcode"]

# Royal Mail's pattern: area letters, district, and an inward code without C, I, K, M, O, V.
_OUTCODE = r"[A-PR-UWYZ](?:[A-HK-Y]?[0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRV-Y])"
_UNIT = rf"({_OUTCODE})\s*([0-9])([ABD-HJLNP-UW-Z]{{2}})"
_PARTS = re.compile(rf"{_UNIT}|({_OUTCODE})\s+([0-9])|({_OUTCODE})|({_OUTCODE})([0-9])")
_IN_TEXT = re.compile(rf"(?<![A-Z0-9]){_UNIT}(?![A-Z0-9])")


@dataclass(frozen=True, slots=True)
class PostcodeParts:
    """A postcode taken apart: ``CW1``, ``CW1 3``, ``CW1 3AB``; what is not given is ``None``.

    Examples
    --------
    >>> split_postcode("cw1 3")
    PostcodeParts(outcode='CW1', sector='CW1 3', unit=None)
    """

    outcode: str
    sector: str | None = None
    unit: str | None = None

    @property
    def precision(self) -> Precision:
        """How fine the postcode is."""
        if self.unit:
            return "unit"
        return "sector" if self.sector else "outcode"


@dataclass(frozen=True, slots=True)
class Located:
    """Where a postcode is, and how finely that is known.

    Parameters
    ----------
    point : Point
        The postcode's own point, or the middle of its sector or outcode.
    precision : {'unit', 'sector', 'outcode'}
        A unit is known to about 100 m, a sector to 1 or 2 km, an outcode to some 5 km.
    authority : str or None
        The code of the local authority, where the table has it and it is one for all.
    """

    point: Point
    precision: Precision
    authority: str | None = None


class PostcodeLookup(Protocol):
    """Anything that knows where postcodes are."""

    def point(self, postcode: str) -> Located | None:
        """Return where ``postcode`` is, or ``None`` where that is not known."""
        ...


def split_postcode(text: str) -> PostcodeParts | None:
    """Take a UK postcode, sector or outcode apart; ``None`` for anything else.

    Examples
    --------
    >>> split_postcode("sk101aa").sector, split_postcode("M1").outcode
    ('SK10 1', 'M1')
    >>> split_postcode("somewhere") is None
    True
    """
    match = _PARTS.fullmatch(" ".join(text.upper().split()))
    if match is None:
        return None
    unit_out, digit, letters, sector_out, sector_digit, outcode, tight_out, tight_digit = (
        match.groups()
    )
    if unit_out:
        return PostcodeParts(unit_out, f"{unit_out} {digit}", f"{unit_out} {digit}{letters}")
    if sector_out or tight_out:
        known = sector_out or tight_out
        return PostcodeParts(known, f"{known} {sector_digit or tight_digit}")
    return PostcodeParts(outcode)


def normalise_postcode(text: str) -> str | None:
    """Return a full UK postcode in its one spelling, or ``None`` where it is none.

    Examples
    --------
    >>> normalise_postcode(" cw1 3ab"), normalise_postcode("CW1 3"), normalise_postcode("20095")
    ('CW1 3AB', None, None)
    """
    parts = split_postcode(text)
    return None if parts is None else parts.unit


def find_postcode(text: str) -> str | None:
    """Return the last full UK postcode that stands in a text, such as an address.

    Examples
    --------
    >>> find_postcode("The Hub, Pownall Road, Altrincham wa142sz")
    'WA14 2SZ'
    """
    found = _IN_TEXT.findall(text.upper())
    return f"{found[-1][0]} {found[-1][1]}{found[-1][2]}" if found else None


def match_postcode(postcode: str, prefixes: Iterable[str]) -> Precision | None:
    """Return how finely a postcode lies within an area's list of postcodes.

    Parameters
    ----------
    postcode : str
        A unit, sector or outcode.
    prefixes : iterable of str
        Outcodes, sectors or units of an area, in any mixture.

    Returns
    -------
    {'unit', 'sector', 'outcode'} or None
        The finest that fits; ``None`` where none does, also where ``postcode`` is coarser
        than every prefix, for then it may lie outside.

    Examples
    --------
    >>> match_postcode("CW1 3AB", ["CW2", "CW1 3"]), match_postcode("CW1", ["CW1 3"])
    ('sector', None)
    >>> match_postcode("CW12 3AB", ["CW1"]) is None
    True
    """
    parts = split_postcode(postcode)
    if parts is None:
        return None
    if isinstance(prefixes, str):
        raise TypeError("prefixes are a list of postcodes, not one text")
    wanted = {_spelled(prefix) for prefix in prefixes}
    if parts.unit in wanted:
        return "unit"
    if parts.sector in wanted:
        return "sector"
    return "outcode" if parts.outcode in wanted else None


@lru_cache(maxsize=65536)  # the same few lists are asked for every record
def _spelled(prefix: str) -> str:
    parts = split_postcode(prefix)
    if parts is None:
        return ""
    return parts.unit or parts.sector or parts.outcode


class TableLookup:
    """Postcodes from a table of one's own; coarser codes are the mean of what lies in them.

    Parameters
    ----------
    points : mapping of str to Point
        By unit, sector or outcode in any spelling; other texts are left out.

    Examples
    --------
    >>> lookup = TableLookup({"CW1 3AB": Point(53.1, -2.4), "CW1 3AD": Point(53.2, -2.4)})
    >>> lookup.point("cw1 3ad").precision
    'unit'
    >>> round(lookup.point("CW1").point.latitude, 6), lookup.point("CW1 3ZZ").precision
    (53.15, 'sector')
    """

    def __init__(self, points: Mapping[str, Point]) -> None:
        known: dict[str, Point] = {}
        gathered: dict[str, list[Point]] = {}
        for text in sorted(points):
            parts = split_postcode(text)
            if parts is None:
                continue
            known[parts.unit or parts.sector or parts.outcode] = points[text]
            coarser = {parts.sector, parts.outcode} if parts.unit else {parts.outcode}
            for code in coarser - {None}:
                gathered.setdefault(str(code), []).append(points[text])
        self._points = {code: _middle(members) for code, members in gathered.items()} | known

    def __len__(self) -> int:
        return len(self._points)

    def point(self, postcode: str) -> Located | None:
        """Return where ``postcode`` is: its own point, else its sector's, else its outcode's."""
        parts = split_postcode(postcode)
        if parts is None:
            return None
        levels: tuple[tuple[Precision, str | None], ...] = (
            ("unit", parts.unit),
            ("sector", parts.sector),
            ("outcode", parts.outcode),
        )
        for precision, code in levels:
            if code in self._points:
                return Located(self._points[str(code)], precision)
        return None


def _middle(points: list[Point]) -> Point:
    count = len(points)
    return Point(
        sum(point.latitude for point in points) / count,
        sum(point.longitude for point in points) / count,
    )


_CODE_COLUMNS = ("postcode", "pcds", "pcd", "sector", "outcode")
_LATITUDE_COLUMNS = ("latitude", "lat")
_LONGITUDE_COLUMNS = ("longitude", "long", "lon", "lng")


def table_lookup(source: Mapping[str, Point] | str | Path) -> TableLookup:
    """Return a look-up from a mapping or from a CSV file.

    Parameters
    ----------
    source : mapping of str to Point, or path
        A CSV file has a column ``postcode`` (or ``pcds``, ``sector``, ``outcode``),
        ``latitude`` (or ``lat``) and ``longitude`` (or ``lon``, ``long``, ``lng``).
        Rows without a valid point are left out.

    Raises
    ------
    DataError
        If the file is not there or lacks such columns.

    Examples
    --------
    >>> table_lookup({"M33": Point(53.42, -2.32)}).point("M33 7XX").precision
    'outcode'
    """
    if isinstance(source, Mapping):
        return TableLookup(source)
    path = Path(source)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            names = {name.strip().lower(): name for name in rows.fieldnames or ()}
            code = _column(names, _CODE_COLUMNS, path)
            latitude = _column(names, _LATITUDE_COLUMNS, path)
            longitude = _column(names, _LONGITUDE_COLUMNS, path)
            points = {
                row[code]: Point(float(row[latitude]), float(row[longitude]))
                for row in rows
                if row[code] and _is_point(row[latitude], row[longitude])
            }
    except OSError as error:
        raise DataError("cannot be read; check the path", source=path.name) from error
    return TableLookup(points)


def _column(names: Mapping[str, str], wanted: tuple[str, ...], path: Path) -> str:
    for name in wanted:
        if name in names:
            return names[name]
    raise DataError(f"has no column {' or '.join(wanted)}", source=path.name)


def _is_point(latitude: str | None, longitude: str | None) -> bool:
    try:
        return valid_point(float(latitude or "nan"), float(longitude or "nan"))
    except ValueError:
        return False
