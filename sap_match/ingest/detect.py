"""What kind of source a path is, and the reader for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import available_timezones

from sap_match.errors import DataError
from sap_match.ingest import tables
from sap_match.ingest.assemble import assemble
from sap_match.ingest.cells import parse_day, slug
from sap_match.ingest.collector import collector_paused
from sap_match.ingest.formats import Look
from sap_match.ingest.mixed import MOST_FILES, read_mixed, read_whole
from sap_match.ingest.place import Place, read_place, read_settings
from sap_match.ingest.raw import Reading
from sap_match.ingest.strangers import TABLE, stranger
from sap_match.model import Dataset

_ACCEPTED = (
    "read are: a partnership.toml; a folder, workbook (.xlsx) or Parquet files of canonical "
    "tables; an Open Referral folder, .zip or .json; 360Giving grants; the charity register; "
    "OpenActive and iCalendar files; volunteering data; GeoJSON boundaries; and any table that "
    "a partnership.toml maps"
)
_MOST_COLUMNS = 30
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def read_dataset(
    source: str | Path,
    *,
    as_of: date | None = None,
    download: bool = False,  # noqa: ARG001 - an address is leave enough; kept for callers
) -> Dataset:
    r"""Read a partnership's data, in whatever accepted form, as one checked dataset.

    Parameters
    ----------
    source : str or Path
        A ``partnership.toml``, or a folder that holds one; a folder, workbook or Parquet
        files of canonical tables; a file of any format of `sap_match.ingest.formats`; a
        folder of such files; or the address (``https://...``) of a live feed or such a file,
        which is the only thing for which the network is asked.
    as_of : date, optional
        The date as of which the data is used; else the settings' own, else unknown.
    download : bool
        Whether a missing part may be fetched. No source needs it yet.

    Returns
    -------
    Dataset
        Good rows are used; what could not be used stands in ``problems``.

    Raises
    ------
    DataError
        The source as a whole cannot be used; the message says why and what is accepted.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "organisations.csv").write_text(
    ...         "id,name,kind\no1,Lunch Club,voluntary\n"
    ...     )
    ...     [o.name for o in read_dataset(folder).organisations]
    ['Lunch Club']
    """
    with collector_paused():
        place, readings = read_source(source)
        if as_of is not None:
            place = replace(place, as_of=as_of)
        return assemble(readings, place)


def read_source(source: str | Path) -> tuple[Place, list[Reading]]:
    """Return the settings of a source and what its reader gives, before it is assembled."""
    if isinstance(source, str) and _URL.match(source.strip()):
        return _read_address(source)
    path = Path(source)
    if not path.exists():
        raise DataError(f"there is no such file or folder{_nearest(path)}", source=str(source))
    if path.is_dir() and (path / tables.SETTINGS).is_file():
        path = path / tables.SETTINGS
    if path.suffix.lower() == ".toml":
        return read_place(path)
    stem = path.resolve().name.split(".")[0]
    readings = _read_path(path)
    return _said(readings) or Place(slug(stem) or "partnership", stem), readings


def _said(readings: list[Reading]) -> Place | None:
    """Return the settings that a written workbook carries, if it is one."""
    said = readings[0].meta if len(readings) == 1 else {}
    if not said.get("schema_version") or not said.get("id"):
        return None
    day, _ = parse_day(said.get("as_of", ""))
    name, licence = said.get("name", ""), said.get("licence", "")
    zone = said.get("timezone", "")
    known = zone in available_timezones()
    return Place(said["id"], name, day, zone if known else "Europe/London", licence)


def _read_address(url: str) -> tuple[Place, list[Reading]]:
    from sap_match.ingest.feeds import masked, read_feed

    reading = read_feed(url)
    name = masked(url.strip()).partition("://")[2].partition("?")[0].removeprefix("***@")
    return Place(slug(name) or "feed", name.rstrip("/")), [reading]


def history_of(source: str | Path) -> Path | None:
    """Return the history that a source's ``partnership.toml`` names, or ``None``."""
    if isinstance(source, str) and _URL.match(source.strip()):
        return None
    path = Path(source)
    settings = path / tables.SETTINGS if path.is_dir() else path
    if settings.suffix.lower() != ".toml" or not settings.is_file():
        return None
    return read_settings(settings).history


def forget_feeds(source: str | Path) -> list[Path]:
    """Delete what is kept of the feeds of a source; return their folders.

    A feed says everything of everybody in it, so that one organisation cannot be cut out.
    """
    from sap_match.ingest import feeds
    from sap_match.ingest.place import feeds_of

    if isinstance(source, str) and _URL.match(source.strip()):
        named: list[tuple[str, Path | None]] = [(source, None)]
    else:
        path = Path(source)
        settings = path / tables.SETTINGS if path.is_dir() else path
        is_settings = settings.suffix.lower() == ".toml" and settings.is_file()
        named = feeds_of(settings) if is_settings else []
    return [folder for url, keep in named if (folder := feeds.erase(url, keep)) is not None]


def _read_path(path: Path) -> list[Reading]:
    whole = read_whole(path)
    if whole is not None:
        return whole
    if path.is_dir():
        found = read_mixed(path)
        if any(reading.tables for reading in found):
            return found
        raise DataError(_nothing_in(path, found), source=path.name)
    if path.suffix.lower() == ".zip":
        raise DataError(f"holds nothing that is read; {_ACCEPTED}", source=path.name)
    one = stranger(path)
    header = Look(path).header
    if one.kind == TABLE or len(header) > 1:
        columns = f" (its columns are {_listed(header)})" if header else ""
        raise DataError(
            f"has columns of its own: it seems to be {one.about}; name it as a table "
            "(organisations.csv), or map its columns in a partnership.toml: sap-match check "
            f"drafts one where it can{columns}",
            source=path.name,
        )
    raise DataError(f"seems to be {one.about}, and is of no kind that is read; {_ACCEPTED}",
                    source=path.name)  # fmt: skip


def _listed(columns: Sequence[str]) -> str:
    some = ", ".join(columns[:_MOST_COLUMNS])
    return some + (f" and {len(columns) - _MOST_COLUMNS} more" * (len(columns) > _MOST_COLUMNS))


def _nothing_in(folder: Path, found: Sequence[Reading]) -> str:
    """Say why a folder gives nothing, and what to do first."""
    if not found:
        return f"is an empty folder; {_ACCEPTED}"
    if len(found) > MOST_FILES:
        return f"holds nothing that is read in the first {MOST_FILES} of its files; {_ACCEPTED}"
    near = sorted(p.name for p in folder.glob("*.toml"))
    if near:
        return f"holds nothing that is read; give {near[0]} itself, or: {_ACCEPTED}"
    own = sum(reading.format == TABLE for reading in found)
    if own:
        tables = (
            "a table with columns of its own"
            if own == 1
            else (f"{own} tables with columns of their own")
        )
        return f"holds {tables} and nothing else; map them as sap-match check drafts it"
    return f"holds nothing that is read; {_ACCEPTED}"


def _nearest(path: Path) -> str:
    if not path.parent.is_dir():
        return ""
    near = get_close_matches(path.name, sorted(p.name for p in path.parent.iterdir()), n=1)
    return f"; did you mean {near[0]}?" if near else ""
