"""Files, folders and archives that others made: read whole, bounded, or refused.

Nothing is unpacked to disk, and no member may grow beyond what a directory of a
country could need: an archive made to fill the memory is an error, not a crash.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sap_match.errors import DataError
from sap_match.sheets import refuse_workbook

MAX_MEMBER_BYTES = 512 * 1024**2
"""No file or archive member may hold more than this, unpacked."""
MAX_TOTAL_BYTES = 1024**3
"""No package may hold more than this, unpacked."""
FIRST_ROW = 2
"""The number of a table's first row of data, as a spreadsheet shows it: the header is row 1.

A cell of several lines makes one row there, and empty rows are counted.
"""
MAX_MEMBERS = 2_000
"""No package may hold more files than this."""
MAX_CELL_CHARACTERS = 8 * 1024**2
"""A boundary can be a long cell; this is longer than any ward's."""

TABULAR = frozenset((".csv", ".tsv", ".txt", ".json"))
"""Endings of the files of a tabular package, its description among them."""

_ARCHIVE_ERRORS = (
    lzma.LZMAError,
    zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError,
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


@dataclass(frozen=True)
class CsvTable:
    """The rows of one CSV file: text by column, each with its number in a spreadsheet."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    ragged: tuple[int, ...] = ()
    """Numbers of the rows that have more cells than the header."""
    decoded_as: str = "utf-8"


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


def _bounded(stream: Any, name: str) -> bytes:
    with stream:
        data = stream.read(MAX_MEMBER_BYTES + 1)
    if len(data) > MAX_MEMBER_BYTES:
        raise DataError(
            f"holds more than {MAX_MEMBER_BYTES // 1024**2} MB; split it into smaller files",
            source=name,
        )
    return bytes(data)


def _gunzipped(data: bytes, name: str) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return _bounded(gzip.GzipFile(fileobj=io.BytesIO(data)), name)
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
            found_inside = {i.filename: i for i in archive.infolist() if not i.is_dir()}
            infos = _visible(found_inside, endings, name)
            return _within(
                (
                    Member(inner, _gunzipped(_unzipped(archive, info, name), f"{name}/{inner}"))
                    for inner, info in infos
                ),
                name,
            )
    except (OSError, *_ARCHIVE_ERRORS) as error:
        raise DataError(
            f"is no folder and no zip that can be read: {error}", source=name
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
    return _bounded(archive.open(info), f"{name}/{info.filename}")


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
    except (OSError, KeyError, *_ARCHIVE_ERRORS) as error:
        raise DataError(f"is no zip that can be read: {error}", source=source) from error


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


def decode(data: bytes) -> tuple[str, str]:
    r"""Return the text of ``data`` and the encoding it was read in.

    UTF-8 with or without a mark, UTF-16 with one, else Windows-1252, in which
    directories from spreadsheets often come.

    Examples
    --------
    >>> decode("Caf\u00e9".encode("cp1252"))
    ('Café', 'cp1252')
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_csv(data: bytes, *, source: str) -> CsvTable:
    r"""Read a CSV file: commas, semicolons or tabs, any line ends, blank rows left out.

    Between tabs a quotation mark is a letter like any other, where every line then has as
    many cells as the header (the charity register is written so).

    Raises
    ------
    DataError
        If there is no header, or a row that breaks the format.

    Examples
    --------
    >>> read_csv(b"id;name\n1;Lunch\n", source="x.csv").rows
    ((2, {'id': '1', 'name': 'Lunch'}),)
    """
    refuse_workbook(data, source, "name it .xlsx, or save its sheet as “CSV UTF-8”")
    text, encoding = decode(data)
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    rows: list[tuple[int, Mapping[str, str]]] = []
    ragged: list[int] = []
    with _long_cells():
        rest = io.StringIO(text, newline="")
        lines = (
            csv.reader(rest, delimiter=separator, quoting=csv.QUOTE_NONE)
            if _is_unquoted(text, separator)
            else csv.reader(rest, delimiter=separator)
        )
        try:
            header = [column.strip() for column in next(lines, [])]
            if not any(header):
                raise DataError("is empty: a header row with column names is needed", source=source)
            for number, cells in enumerate(lines, start=FIRST_ROW):
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
                    ragged.append(number)
                rows.append((number, _row(header, cells)))
        except csv.Error as error:
            raise DataError(
                f"is no CSV file that can be read: {error}",
                source=source,
                row=rows[-1][0] + 1 if rows else FIRST_ROW,
            ) from error
    columns = tuple(dict.fromkeys(column for column in header if column))
    return CsvTable(columns, tuple(rows), tuple(ragged), encoding)


def _is_unquoted(text: str, separator: str) -> bool:
    if separator != "\t" or '"' not in text:
        return False
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    return len({line.count("\t") for line in lines}) == 1


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=False):
        if column and not row.get(column):  # of two columns of one name the first filled one counts
            row[column] = cell.strip()
    return row


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
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"is no JSON: {error.msg}", source=source, row=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise DataError(
            "is no JSON that can be read: nested too deeply or a number too long", source=source
        ) from error
