"""Files, folders and archives that others made: read whole, bounded, or refused.

Nothing is unpacked to disk, and no member may grow beyond what a directory of a
country could need: an archive made to fill the memory is an error, not a crash.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from sap_match.errors import DataError, listed
from sap_match.ingest.decoding import decode
from sap_match.ingest.grids import FIRST_ROW, CsvTable, read_csv

__all__ = [
    "FIRST_ROW",
    "CsvTable",
    "Member",
    "decode",
    "member_of_zip",
    "oddities",
    "parse_json",
    "read_bytes",
    "read_csv",
    "read_package",
    "refuse_bomb",
    "sha256_of",
    "starts_in_zip",
]

MAX_MEMBER_BYTES = 512 * 1024**2
"""No file or archive member may hold more than this, unpacked."""
MAX_TOTAL_BYTES = 1024**3
"""No package may hold more than this, unpacked."""
MAX_MEMBERS = 2_000
"""No package may hold more files than this."""
MAX_RATIO = 250
"""What unpacks to more than so many times its size is made to fill a memory."""
_BOMB_BYTES = 32 * 1024**2
"""Below so many unpacked bytes nobody minds how well a file packs."""
TABULAR = frozenset((".csv", ".tsv", ".txt", ".json"))
"""Endings of the files of a tabular package, its description among them."""

_ARCHIVE_ERRORS = (
    lzma.LZMAError,
    zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError,
    ValueError, IndexError, struct.error, OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """One file of a package: its path inside it, with ``/``, and its unpacked bytes."""

    name: str
    data: bytes

    @property
    def stem(self) -> str:
        """The file name without folders and endings: ``services`` of ``x/Services.csv.gz``."""
        return PurePosixPath(self.name).name.split(".")[0].lower()

    @property
    def ending(self) -> str:
        """The ending below ``.gz``: ``.csv`` of ``services.csv.gz``."""
        name = PurePosixPath(self.name.lower().removesuffix(".gz"))
        return name.suffix


def read_bytes(path: Path, *, source: str | None = None) -> bytes:
    """Return the bytes of a file, unpacked where it is gzipped.

    Raises
    ------
    DataError
        If it is absent, no file, a broken archive, or too large.
    """
    name = source or path.name
    try:
        raw = _bounded(path.open("rb"), name)
    except OSError as error:
        raise DataError(f"cannot be opened: {error.strerror or error}", source=name) from error
    return _gunzipped(raw, name)


def _bounded(stream: Any, name: str, packed: int | None = None) -> bytes:
    """Read a stream to its end; one that grows out of all proportion is refused on the way."""
    data = io.BytesIO()
    with stream:
        while part := stream.read(_PART):
            data.write(part)
            if data.tell() > MAX_MEMBER_BYTES:
                raise DataError(
                    f"holds more than {MAX_MEMBER_BYTES // 1024**2} MB; split it into smaller "
                    "files",
                    source=name,
                )
            if packed is not None:
                refuse_bomb(data.tell(), packed, name)
    return data.getvalue()


_PART = 4 * 1024**2


def refuse_bomb(unpacked: int, packed: int, name: str) -> None:
    """Raise a `DataError` where a file unpacks to far more than its size."""
    if unpacked > _BOMB_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        raise DataError(
            f"unpacks to more than {MAX_RATIO} times its size, as files do that are made to fill a "
            "memory; unpack it yourself if you trust it",
            source=name,
        )


def _gunzipped(data: bytes, name: str) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return _bounded(gzip.GzipFile(fileobj=io.BytesIO(data)), name, len(data))
    except DataError:
        raise
    except (OSError, *_ARCHIVE_ERRORS) as error:
        raise DataError(f"is a broken gzip file: {error}", source=name) from error


def read_package(
    path: Path, *, endings: frozenset[str] = TABULAR, source: str | None = None
) -> tuple[Member, ...]:
    """Return the files of a folder or zip, sorted by name; hidden ones are left out.

    Parameters
    ----------
    path : Path
        The folder or zip.
    endings : frozenset of str
        Only files that end so (or so and ``.gz``) are looked at.
    source : str, optional
        What errors call it; by default its name.

    Raises
    ------
    DataError
        If there is no such folder or zip, it is broken, or holds too much.
    """
    name = source or path.name
    if path.is_dir():
        found = {p.relative_to(path).as_posix(): p for p in path.rglob("*")}
        files = _visible(found, endings, name)
        return _within(
            (Member(inner, read_bytes(file, source=f"{name}/{inner}")) for inner, file in files),
            name,
        )
    if not path.exists():
        raise DataError("there is no such file or folder", source=name)
    try:
        with zipfile.ZipFile(path) as archive:
            found_inside = {
                i.filename: i for i in archive.infolist() if i.filename and not i.is_dir()
            }
            infos = _visible(found_inside, endings, name)
            return _within(
                (
                    Member(inner, _gunzipped(_unzipped(archive, info, name), f"{name}/{inner}"))
                    for inner, info in infos
                ),
                name,
            )
    except DataError:
        raise
    except (OSError, *_ARCHIVE_ERRORS) as error:
        raise DataError(
            f"is no folder and no zip that can be read: {_why(error)}", source=name
        ) from error


def _visible(files: Mapping[str, Any], endings: frozenset[str], name: str) -> list[tuple[str, Any]]:
    kept = [
        (inner, files[inner])
        for inner in sorted(files)
        if Member(inner, b"").ending in endings
        and not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(inner).parts)
        and not (isinstance(files[inner], Path) and not files[inner].is_file())
    ]
    if len(kept) > MAX_MEMBERS:
        raise DataError(f"holds {len(kept)} files; at most {MAX_MEMBERS} are read", source=name)
    return kept


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    inner = f"{name}/{info.filename}"
    if info.flag_bits & 1:
        raise DataError("is locked with a password; unlock the zip and pack it again", source=inner)
    refuse_bomb(info.file_size, info.compress_size, inner)
    return _bounded(archive.open(info), inner, info.compress_size)


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__


def oddities(path: Path) -> tuple[str, ...]:
    """Return what is strange about a folder's or zip's files, in words; broken ones say nothing.

    Nothing is unpacked to disk, so that a name such as ``../x.csv`` can do no harm; it is told
    all the same, and so is a name that stands twice in a zip: the last of them is read.
    """
    if path.is_dir() or not path.is_file():
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
    except (OSError, *_ARCHIVE_ERRORS):
        return ()
    counts = Counter(names)
    twice = sorted(name for name, count in counts.items() if count > 1)
    outside = sorted(
        {n for n in names if n.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", n)}
    )
    inside = sorted({n for n in names if n.lower().endswith(_ARCHIVES)})
    told = []
    if twice:
        told.append(f"holds {listed(twice)} twice; the last was read")
    if outside:
        told.append(f"holds {listed(outside)}, a name outside of the archive")
    if inside:
        told.append(f"holds {listed(inside)}, an archive in an archive, which is not opened")
    return tuple(told)


_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".xlsx")


def starts_in_zip(path: Path, endings: frozenset[str]) -> Iterator[str]:
    """Yield how the first few files of a zip begin, so that it can be known what they are."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = _visible({i.filename: i for i in archive.infolist()}, endings, path.name)
            for _, info in found[:_LOOKED_AT]:
                with archive.open(info) as stream:
                    start = stream.read(_SEEN)
                if start[:2] == b"\x1f\x8b":
                    start = zlib.decompressobj(31).decompress(start, _SEEN)
                yield decode(start)[0]
    except (OSError, DataError, *_ARCHIVE_ERRORS):
        return


_LOOKED_AT = 4
_SEEN = 65_536


def member_of_zip(data: bytes, member: str, source: str) -> bytes:
    """Return the bytes of one file of a zip.

    Raises
    ------
    DataError
        The zip is broken, or the file in it too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unzipped(archive, archive.getinfo(member), source)
    except DataError:
        raise
    except (OSError, KeyError, *_ARCHIVE_ERRORS) as error:
        raise DataError(f"is no zip that can be read: {_why(error)}", source=source) from error


def _within(members: Iterator[Member], name: str) -> tuple[Member, ...]:
    kept: list[Member] = []
    total = 0
    for member in members:
        total += len(member.data)
        if total > MAX_TOTAL_BYTES:
            raise DataError(
                f"holds more than {MAX_TOTAL_BYTES // 1024**2} MB unpacked; split it", source=name
            )
        kept.append(member)
    return tuple(kept)


def sha256_of(members: tuple[Member, ...]) -> str:
    """Return one hash of a package's files and their names.

    Examples
    --------
    >>> sha256_of((Member("a.csv", b"1"),)) == sha256_of((Member("b.csv", b"1"),))
    False
    """
    digest = hashlib.sha256()
    for member in members:
        digest.update(f"{len(member.name)}:{member.name}:{len(member.data)}:".encode())
        digest.update(member.data)
    return digest.hexdigest()


def parse_json(data: bytes, *, source: str) -> Any:
    """Return the value of a JSON file.

    Raises
    ------
    DataError
        With the line where it breaks.

    Examples
    --------
    >>> parse_json(b"[1, 2", source="feed.json")
    Traceback (most recent call last):
    sap_match.errors.DataError: feed.json, row 1: is no JSON: Expecting ',' delimiter
    """
    text, _ = decode(data)
    if text.lstrip("\ufeff \t\r\n")[:1] == "":
        raise DataError("is empty", source=source)
    try:
        value = _loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"is no JSON: {error.msg}", source=source, row=error.lineno) from error
    except RecursionError as error:
        raise _too_deep(source) from error
    if _may_be_deep(data) and _depth(value) > MAX_DEPTH:
        raise _too_deep(source)
    return value


MAX_DEPTH = 200
"""Nothing that anybody publishes lies in so many lists and objects."""


def _too_deep(source: str) -> DataError:
    return DataError("is no JSON that can be read: nested too deeply", source=source)


def _may_be_deep(data: bytes) -> bool:
    """Whether more brackets stand open at once than they should; some may stand in texts."""
    level = 0
    for start in range(0, len(data), _PART):
        part = np.frombuffer(data[start : start + _PART], dtype=np.uint8) | 0x20
        steps = (part == ord("{")).astype(np.int8) - (part == ord("}")).astype(np.int8)
        depth = level + np.cumsum(steps, dtype=np.int32)
        if depth.max() > MAX_DEPTH:
            return True
        level = int(depth[-1])
    return False


def _depth(value: Any) -> int:
    """Return in how many lists and objects the deepest value lies, counted to the limit."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


def _loads(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError:
        raise
    except ValueError:  # a whole number of thousands of digits, which is nobody's
        return json.loads(text, parse_int=_number)


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) < 400 else float(digits)
