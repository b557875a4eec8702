"""``partnership.toml``: what a partnership says of itself, and where its data stands.

::

    id = "trafford"
    name = "Trafford"
    as_of = 2024-04-01                 # optional
    timezone = "Europe/London"         # optional, this is the default
    licence = "OGL v3"
    history = "history.sqlite"         # optional, beside the file
    links = "links.csv"                # optional: left_id, right_id, verdict (same, different)

    [[areas]]                          # optional, rows of the canonical areas table
    id = "sale"
    name = "Sale"
    kind = "town"
    postcodes = ["M33"]

    [[sources]]                        # none: the canonical tables beside the file
    path = "data:trafford/gm_food_banks.csv"
    format = "table"                   # a name of sap_match.ingest.formats.FORMATS, or table
    name = "food banks"                # optional, what reports call it
    optional = true                    # optional: a missing file is told and not an error
    where = { }                        # optional, of a register or table: only rows that fit
    facility = "h1"                    # optional, of a calendar: the facility that it is of

Instead of a ``path`` a source may have the address of a live feed or file::

    [[sources]]
    url = "https://directory.example.org/services"
    keep = "feeds/directory"  # optional, a folder beside the file; else among the caches
    optional = true  # optional: a dead feed is told, and read as last kept
    max_pages = 500  # optional, as max_items, max_megabytes, max_seconds

A ``path`` is seen from the file's own folder. One that begins with ``data:`` stands under
the folder that the environment variable ``SAP_MATCH_DATA`` names; where that is not set,
under the nearest ``shared/data`` beside the file or one of its parent folders.

How ``format = "table"`` maps foreign columns is written in `sap_match.ingest.foreign`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sap_match.errors import DataError, near
from sap_match.ingest import tables
from sap_match.ingest.cells import columns_of, parse_day
from sap_match.ingest.files import read_bytes
from sap_match.ingest.formats import FORMATS, read_any, read_known
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawRow, RawTable, Reading

DATA_VARIABLE = "SAP_MATCH_DATA"
_KEYS = (
    "id", "name", "as_of", "timezone", "licence", "history", "links", "schema_version",
    "areas", "sources",
)  # fmt: skip
_SOURCE_KEYS = ("path", "url", "format", "name", "optional")
_FEED_KEYS = ("keep", "max_pages", "max_items", "max_megabytes", "max_seconds")
_SOME_ROWS = (*_SOURCE_KEYS, "where", "unless")
_TABLE_KEYS = (*_SOME_ROWS, "rows", "items", "sheet")
_KEYS_OF = {
    "table": _TABLE_KEYS,
    "charity-commission": _SOME_ROWS,
    "icalendar": (*_SOURCE_KEYS, "facility"),
}
KINDS = (*FORMATS, "table")
"""What ``format`` may say."""
ANY = "any"
"""The format of a ``url`` that says none: it is known by what comes."""


@dataclass(frozen=True)
class Place:
    """What a partnership says of itself; sources are assembled under these settings."""

    id: str
    name: str = ""
    as_of: date | None = None
    timezone: str = "Europe/London"
    licence: str = ""
    history: Path | None = None
    links: Path | None = None


def read_settings(path: Path) -> Place:
    """Return the settings of a ``partnership.toml`` without reading its sources.

    Raises
    ------
    DataError
        It is no TOML, lacks an id, or has a key that means nothing.
    """
    return _settings(_load(path), path)


def read_place(path: Path) -> tuple[Place, list[Reading]]:
    """Return the settings of a ``partnership.toml`` and what each of its sources gives.

    Raises
    ------
    DataError
        Naming the file, the source and what to do.
    """
    content = _load(path)
    place = _settings(content, path)
    readings = []
    if content.get("areas"):
        readings.append(_areas(content["areas"], path))
    sources = content.get("sources")
    if sources is None:
        readings.append(replace(tables.read(path.parent), source=place.id))
    for number, source in enumerate(sources or (), start=1):
        readings.append(_source(source, number, path))
    return place, readings


def check_keys(given: Iterable[str], allowed: Iterable[str], where: str) -> None:
    """Raise a `DataError` that names the first key that means nothing, and the nearest.

    Examples
    --------
    >>> check_keys(["colums"], ["columns", "table"], "x.toml")
    Traceback (most recent call last):
    sap_match.errors.DataError: x.toml: the key 'colums' means nothing; did you mean 'columns'?
    """
    known = list(allowed)
    for key in given:
        if key not in known:
            close = near(key, known, k=1)
            hint = f"did you mean {close[0]!r}?" if close else f"the keys are {', '.join(known)}"
            raise DataError(f"the key {key!r} means nothing; {hint}", source=where)


def data_folder(path: Path) -> Path:
    """Return the folder that ``data:`` stands for in the settings file ``path``.

    Raises
    ------
    DataError
        ``SAP_MATCH_DATA`` is not set and no ``shared/data`` stands beside a parent folder.
    """
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    for parent in path.resolve().parents:
        if (parent / "shared" / "data").is_dir():
            return parent / "shared" / "data"
    raise DataError(
        f"the folder of open data was not found; set {DATA_VARIABLE} to it", source=path.name
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"is no TOML file that can be read: {error}", source=path.name) from error
    check_keys(content, _KEYS, path.name)
    return content


def _settings(content: Mapping[str, Any], path: Path) -> Place:
    place_id = content.get("id")
    if not isinstance(place_id, str) or not place_id.strip():
        raise DataError('needs an id, for example id = "crewe"', source=path.name, field="id")
    for key in ("name", "timezone", "licence", "history", "links"):
        if not isinstance(content.get(key, ""), str):
            raise DataError("is no text; put it in quotes", source=path.name, field=key)
    timezone = content.get("timezone", "Europe/London")
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        raise DataError(
            "is no time zone; write for example Europe/London",
            source=path.name, field="timezone", value=timezone,
        ) from error  # fmt: skip
    history = content.get("history")
    return Place(
        place_id.strip(),
        content.get("name", ""),
        _as_of(content.get("as_of"), path),
        timezone,
        content.get("licence", ""),
        path.parent / history if history else None,
        path.parent / content["links"] if content.get("links") else None,
    )


def _as_of(given: object, path: Path) -> date | None:
    if given is None:
        return None
    day, reason = parse_day(str(given))
    if reason:
        raise DataError(reason, source=path.name, field="as_of", value=given)
    return day


def _areas(areas: object, path: Path) -> Reading:
    if not isinstance(areas, list) or not all(isinstance(area, dict) for area in areas):
        raise DataError("areas are tables: write [[areas]] before each", source=path.name)
    rows = []
    for number, area in enumerate(areas, start=1):
        check_keys(area, columns_of("areas"), f"{path.name}, area {number}")
        cells = {key: tables.cell_text(value) for key, value in area.items()}
        rows.append(RawRow(number, cells))
    table = RawTable("areas", path.name, tuple(rows))
    return Reading(path.name, "settings", (table,), rows_in=len(rows))


def _source(source: object, number: int, path: Path) -> Reading:
    where = f"{path.name}, source {number}"
    if not isinstance(source, dict):
        raise DataError("sources are tables: write [[sources]] before each", source=where)
    kind = source.get("format", "canonical")
    if kind not in KINDS:
        raise DataError(
            f"is no format; write one of {', '.join(KINDS)}",
            source=where, field="format", value=kind,
        )  # fmt: skip
    allowed = _KEYS_OF.get(kind, _SOURCE_KEYS)
    check_keys(source, (*allowed, *_FEED_KEYS) if "url" in source else allowed, where)
    if "url" in source:
        return _fetched(source, where, path)
    given = source.get("path")
    if not isinstance(given, str) or not given:
        raise DataError(
            "needs a path to a file or folder, or the url of a feed", source=where, field="path"
        )
    name = source.get("name") or given.removeprefix("data:")
    file = resolve_path(given, path)
    if not file.exists():
        if source.get("optional") is True:
            problems = Problems()
            problems.info(name, "", 0, "", given, "is not there; the other sources were read")
            return Reading(name, kind, (), problems.sorted())
        raise DataError(
            f"{given} is not there (looked for {file}); put the file there, set {DATA_VARIABLE}, "
            "or write optional = true",
            source=where,
        )
    return _renamed(_read_source(kind, file, name, source, where), name)


def _fetched(source: Mapping[str, Any], where: str, path: Path) -> Reading:
    """Read a source that is fetched from its address; a dead one may be optional."""
    from sap_match.ingest import feeds

    url, keep = source["url"], source.get("keep")
    if not feeds.is_address(url) or "path" in source:
        raise DataError(
            "needs one address, such as https://directory.example.org/services, and no path",
            source=where, field="url", value=url if isinstance(url, str) else None,
        )  # fmt: skip
    if keep is not None and not (isinstance(keep, str) and keep.strip()):
        raise DataError("is no folder", source=where, field="keep", value=keep)
    is_optional = source.get("optional") is True
    shown = feeds.masked(url)
    name = source.get("name") or shown
    kind = source.get("format", ANY)

    def read_file(file: Path, called: str) -> Reading | None:
        if kind == ANY:
            return read_any(file, source=called)
        return _read_source(kind, file, called, source, where)

    try:
        reading = feeds.read_feed(
            url,
            keep=path.parent / keep if keep else None,
            limits=feeds.Limits().within(source, where),
            fall_back=is_optional,
            read_file=read_file,
        )
    except DataError as error:
        if not is_optional:
            raise
        problems = Problems()
        problems.bad(name, "", 0, "url", shown, f"{error}; the other sources were read")
        return Reading(name, kind, (), problems.sorted())
    return _renamed(reading, name)


def feeds_of(path: Path) -> list[tuple[str, Path | None]]:
    """Return the address of each feed of a settings file, and the folder it is kept in."""
    found: list[tuple[str, Path | None]] = []
    for source in _load(path).get("sources", []):
        url, keep = (
            (source.get("url"), source.get("keep")) if isinstance(source, dict) else ("", "")
        )
        if isinstance(url, str) and url:
            found.append((url, path.parent / keep if isinstance(keep, str) and keep else None))
    return found


def resolve_path(given: str, path: Path) -> Path:
    """Return the path that a ``path`` in the settings file ``path`` means."""
    if given.startswith("data:"):
        return data_folder(path) / given.removeprefix("data:")
    return path.parent / given


def _read_source(
    kind: str, file: Path, name: str, source: Mapping[str, Any], where: str
) -> Reading:
    if kind == "canonical":
        return tables.read(file, source=name)
    if kind == "table":
        from sap_match.ingest.foreign import read_foreign

        return read_foreign(file, source, name=name, where=where)
    if kind == "charity-commission" and {"where", "unless"} & set(source):
        return _some_of_the_register(file, source, where)
    if kind == "icalendar" and "facility" in source:
        return _calendar_of(file, source["facility"], where)
    return read_known(kind, file)


def _calendar_of(file: Path, facility: object, where: str) -> Reading:
    from sap_match.ingest.calendars.reader import read

    if not isinstance(facility, str) or not facility.strip():
        raise DataError(
            'is no facility; write its id, for example facility = "h1"',
            source=where, field="facility",
        )  # fmt: skip
    return read(file, facility=facility.strip())


def _some_of_the_register(file: Path, source: Mapping[str, Any], where: str) -> Reading:
    from sap_match.ingest.charity_commission.reader import read
    from sap_match.ingest.mapping import Condition

    fits = Condition.read(source.get("where", {}), where)
    bars = Condition.read(source.get("unless", {}), where)
    reading = read(
        file,
        wanted=lambda row: fits.all_fit(row) and not bars.any_fits(row),
        asked=(*fits.patterns, *bars.patterns),
    )
    if not reading.rows_in:
        raise DataError(
            "no row is asked for; name the columns as the register does, such as "
            "charity_contact_postcode, or loosen the patterns",
            source=where, field="where", value=source.get("where"),
        )  # fmt: skip
    return reading


def _renamed(reading: Reading, name: str) -> Reading:
    """Return a reading under the name that the settings give its source."""

    def label(source: str) -> str:
        if source in (name, reading.source):
            return name
        return source if source.startswith(f"{name}/") else f"{name}/{source}"

    return replace(
        reading,
        source=name,
        tables=tuple(replace(t, source=label(t.source)) for t in reading.tables),
        problems=tuple(replace(p, source=label(p.source)) for p in reading.problems),
    )
