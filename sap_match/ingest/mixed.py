"""A folder or zip of files of several formats: each is read by its own reader.

None is passed over in silence: what is documentation, a look-up or a table with columns of
its own is told as such, and what cannot be read with the reason. Folders within are looked
into one level down.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from sap_match.errors import DataError
from sap_match.ingest import tables
from sap_match.ingest.files import oddities, read_package
from sap_match.ingest.formats import FORMATS, Look, format_of, read_any
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading
from sap_match.ingest.strangers import DOCUMENTATION, LOOKUP, TABLE, UNKNOWN, Stranger, stranger

UNREAD = UNKNOWN
"""The format of a file that no reader knows, or that its reader could not use."""
NO_DATA = (DOCUMENTATION, LOOKUP)
"""Formats of files that hold nothing to be read."""
MOST_FILES = 500
"""Of a folder no more files than this are looked at."""
MOST_DRAFTS = 40
"""And drafts of no more tables are made."""
_SETTINGS = (tables.SETTINGS,)


def read_whole(path: Path) -> list[Reading] | None:
    """Read a file or folder of one format, with the files of other formats that stand in it.

    ``None`` where it is of none as a whole.
    """
    if path.is_file() and zipfile.is_zipfile(path) and Look(path).ending == ".zip":
        return _read_zip(path)
    if not path.is_dir():
        found = read_any(path)
        return None if found is None else [found]
    try:
        whole = read_any(path)
    except DataError:
        tables.table_files(path)  # of a table that is there twice, neither is chosen
        parts = read_mixed(path)
        if any(part.tables for part in parts):
            return parts
        raise
    if whole is None:
        return None
    others = [_read(one, name) for one, name in _beside(path, whole.format)]
    told = {other.source for other in others}
    problems = tuple(p for p in whole.problems if p.source not in told)
    return [replace(whole, problems=problems), *others]


def read_mixed(folder: Path) -> list[Reading]:
    """Return what each file of a folder gives, by name; a file that cannot be used is told."""
    found: list[Reading] = []
    files = _files(folder)
    for path, name in files[:MOST_FILES]:
        found.append(_read(path, name))
    if len(files) > MOST_FILES:
        problems = Problems()
        problems.info(
            folder.name, "", 0, "", "",
            f"holds {len(files):,} files; the first {MOST_FILES} by name were looked at",
            "give the others in folders of their own",
        )  # fmt: skip
        found.append(Reading(folder.name, UNREAD, (), problems.sorted()))
    return found


def strangers_in(path: Path, *, beside: Path | None = None) -> list[Stranger]:
    """Return the files that no reader knows of a folder, or the file itself, with drafts.

    The paths in drafts are seen from the folder ``beside``, by default from where the file
    or folder stands.
    """
    if _known(path) and not (path.is_dir() and _format(path) == "canonical"):
        return []
    if not path.is_dir():
        return [stranger(path, link=_link(path, beside or path.parent))]
    found: list[Stranger] = []
    for file, name in _files(path)[:MOST_FILES]:
        drafts = sum(one.proposal is not None for one in found)
        if drafts < MOST_DRAFTS and _is_inside(file, path) and not _known(file):
            found.append(stranger(file, name=name, link=_link(file, beside or path)))
    return found


def known_in(folder: Path, *, beside: Path) -> list[tuple[str, str]]:
    """Return the path, seen from ``beside``, and the format of each file that a reader knows."""
    if not folder.is_dir():
        return []
    found = ((file, _format(file)) for file, _ in _files(folder)[:MOST_FILES])
    return [(_link(file, beside), kind) for file, kind in found if kind is not None]


def _link(path: Path, folder: Path) -> str:
    """Return a path as it is seen from a folder; from another drive, the whole path."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _known(path: Path) -> bool:
    try:
        return format_of(path) is not None
    except DataError:
        return True


def _files(folder: Path) -> list[tuple[Path, str]]:
    """Return the files of a folder and of those within it, by name; a package counts as one."""
    found: list[tuple[Path, str]] = []
    for path in _entries(folder):
        if path.is_dir() and _is_inside(path, folder) and not _known(path):
            inner = [(one, f"{path.name}/{one.name}") for one in _entries(path)]
            found += inner or [(path, path.name)]
        else:
            found.append((path, path.name))
    return found


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(
            p for p in folder.iterdir() if not p.name.startswith(".") and p.name not in _SETTINGS
        )
    except OSError as error:
        raise DataError(f"cannot be opened: {error.strerror}", source=folder.name) from error


def _beside(folder: Path, kind: str) -> Iterator[tuple[Path, str]]:
    """Yield the files of other formats that stand in a folder of one format."""
    own = {next((name for name in FORMATS if kind.startswith(name)), kind)}
    if kind.startswith(("hsds", "oruk")):
        own = {"hsds"} if kind.endswith("json") else {"hsds", "canonical"}
    for path in list(_entries(folder))[:MOST_FILES]:
        found = _format(path) if path.is_file() and _is_inside(path, folder) else None
        if found is not None and found not in own:
            yield path, path.name


def _format(path: Path) -> str | None:
    try:
        return format_of(path)
    except DataError:
        return None


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether a path is no link that leads out of the folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _read(path: Path, name: str) -> Reading:
    problems = Problems()
    root = path.parents[name.count("/")]
    if not _is_inside(path, root):
        problems.info(name, "", 0, "", "", "is a link out of the folder and was not followed")
        return Reading(name, UNREAD, (), problems.sorted())
    try:
        found = read_any(path)
    except DataError as error:
        problems.bad(name, "", 0, "", "", error.message, "mend the file, or take it away")
        return Reading(name, UNREAD, (), problems.sorted())
    if found is not None:
        return _named(found, path.name, name)
    return unread(stranger(path, name=name))


def unread(one: Stranger) -> Reading:
    """Return the reading of a file that holds no data, with what it is instead."""
    problems = Problems()
    if one.kind == TABLE:
        problems.info(
            one.name, "", 0, "", "", f"has columns of its own ({one.about}) and was not read",
            'map them in a partnership.toml with format = "table": sap-match check drafts it',
        )  # fmt: skip
    elif one.kind in NO_DATA:
        problems.info(one.name, "", 0, "", "", f"holds no records: it is {one.about}")
    else:
        problems.info(one.name, "", 0, "", "", f"was not read: {one.about}")
    return Reading(one.name, one.kind, (), problems.sorted())


def _named(reading: Reading, given: str, name: str) -> Reading:
    """Return a reading of a file within a folder under its name there."""
    if given == name:
        return reading

    def label(source: str) -> str:
        return f"{name}{source.removeprefix(given)}" if source.startswith(given) else source

    return replace(
        reading,
        source=label(reading.source),
        tables=tuple(replace(t, source=label(t.source)) for t in reading.tables),
        problems=tuple(replace(p, source=label(p.source)) for p in reading.problems),
    )


class _Any(frozenset[str]):
    """Every ending."""

    def __contains__(self, ending: object) -> bool:
        return True


def _read_zip(path: Path) -> list[Reading] | None:
    """Read a zip as a whole; where it holds several formats, each file by its own reader."""
    kind = format_of(path)
    endings = {PurePosixPath(name).suffix for name in Look(path).inside}
    whole: Reading | None = None
    failure: DataError | None = None
    if kind is not None and not ({".json", ".csv"} <= endings and kind == "hsds"):
        try:
            whole = read_any(path)
        except DataError as error:
            failure = error
    if whole is not None:
        return [whole]
    with TemporaryDirectory() as folder:
        root = Path(folder) / path.stem
        root.mkdir()
        for number, member in enumerate(read_package(path, endings=_Any())[:MOST_FILES]):
            parts = PurePosixPath(member.name.replace("\\", "/")).parts
            clean = [part for part in parts if part not in ("..", "/", ".")][-2:]
            target = root.joinpath(*clean) if clean else root / f"file-{number}"
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.write_bytes(member.data)
        found = read_whole(root) if format_of(root) else None
        found = found or read_mixed(root)
    if not any(reading.tables for reading in found):
        if failure is not None:
            raise failure
        return None
    problems = Problems()
    for odd in oddities(path):
        problems.info(path.name, "", 0, "", "", odd)
    named = [_within(reading, path.name) for reading in found]
    return [replace(named[0], problems=(*problems.sorted(), *named[0].problems)), *named[1:]]


def _within(reading: Reading, name: str) -> Reading:
    """Return a reading of a zip's file under the zip's name."""
    return replace(
        reading,
        source=f"{name}/{reading.source}",
        tables=tuple(replace(t, source=f"{name}/{t.source}") for t in reading.tables),
        problems=tuple(replace(p, source=f"{name}/{p.source}") for p in reading.problems),
    )
