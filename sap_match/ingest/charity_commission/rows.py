"""The charity register's tables as they are downloaded, read row by row.

The register gives each table as text between tabs or as one JSON list, packed in a zip of its
own. Some have more than a million rows, so that none is held whole: a row is handed on and
forgotten, and the reader keeps what it wants.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sap_match.errors import DataError
from sap_match.ingest.charity_commission.cells import Row
from sap_match.ingest.decoding import BAD_BYTES, as_windows, decode
from sap_match.ingest.files import refuse_bomb

MAX_BYTES = 4 * 1024**3
"""No table may hold more than this, unpacked: the register's largest holds a quarter of it."""
MAX_ROW_CHARACTERS = 8 * 1024**2
"""No row may be longer."""

TABLES = (
    "charity", "charity_classification", "charity_area_of_operation", "charity_other_names",
    "charity_governing_document", "charity_annual_return_parta", "charity_annual_return_partb",
    "charity_annual_return_history", "charity_trustee", "charity_policy", "charity_event_history",
    "charity_published_report", "charity_other_regulators",
)  # fmt: skip
_NAME = re.compile(
    r"(?:.*/)?(?:publicextract\.)?((?:charity|other_regulators)[a-z_]*)\.(?:txt|json|csv|tsv)(?:\.gz)?"
)
_ZIP = re.compile(r"(?:.*/)?publicextract\.[a-z_]+\.zip")
_BROKEN = (
    OSError, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError,
    zlib.error, IndexError, KeyError, OverflowError, struct.error,
)  # fmt: skip
_PART = 1024**2
_HIGH = bytes(range(128, 256))
Fault = Callable[[int, str, str], None]
"""Takes the row, what stands there, and why it cannot be used."""


def table_named(name: str) -> str | None:
    """Return which table of the register a file's name says, or ``None``.

    Examples
    --------
    >>> table_named("publicextract.charity_policy.json"), table_named("charities.csv")
    ('charity_policy', None)
    """
    match = _NAME.fullmatch(name.lower())
    table = match[1] if match else ""
    table = "charity_other_regulators" if table == "other_regulators" else table
    return table if table in TABLES else None


def is_packed_table(name: str) -> bool:
    """Whether a file's name is that of a zip of one table, as the register gives it."""
    return _ZIP.fullmatch(name.lower()) is not None


_OTHER_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")


@dataclass
class TableFile:
    """One table of the register: in a file, or in a zip."""

    table: str
    name: str
    path: Path
    member: str | None = None
    digest: Any = field(default_factory=hashlib.sha256)

    def rows(self, fault: Fault) -> Iterator[tuple[int, Row]]:
        """Yield the rows with their numbers; what is none goes to ``fault``.

        Raises
        ------
        DataError
            The file cannot be opened, unpacked, or is no table.
        """
        parts = self._text()
        start = ""
        for part in parts:
            start += part
            if start.strip("\ufeff \t\r\n"):
                break
        start = start.lstrip("\ufeff")
        whole = _prepended(start, parts)
        try:
            if start.lstrip()[:1] in ("[", "{"):
                yield from _objects(whole, fault)
            else:
                yield from _lines_of_cells(whole, fault, self.name)
        except csv.Error as error:
            raise DataError(f"is no table that can be read: {error}", source=self.name) from error

    def _text(self) -> Iterator[str]:
        decoder: codecs.IncrementalDecoder | None = None
        for part in self._bytes():
            if decoder is None:
                encoding = decode(part.rstrip(_HIGH))[1]
                known = encoding if encoding in _OTHER_ENCODINGS else "utf-8-sig"
                errors = "surrogateescape" if known == "utf-8-sig" else "replace"
                decoder = codecs.getincrementaldecoder(known)(errors)
            text = decoder.decode(part)
            if not text.isascii():
                text = BAD_BYTES.sub(as_windows, text)
            yield text
        if decoder is not None and (last := decoder.decode(b"", final=True)):
            yield BAD_BYTES.sub(as_windows, last)

    def _bytes(self) -> Iterator[bytes]:
        self.digest = hashlib.sha256()  # a table can be read more than once
        read = 0
        packed = self.path.stat().st_size
        try:
            with self.path.open("rb") as file:
                archive = zipfile.ZipFile(file) if self.member is not None else None
                stream: Any = file if archive is None else archive.open(self.member or "")
                is_zipped = archive is not None
                if stream.peek(2)[:2] == b"\x1f\x8b":
                    stream, is_zipped = gzip.GzipFile(fileobj=stream), True
                while part := stream.read(_PART):
                    read += len(part)
                    if read > MAX_BYTES:
                        raise DataError(
                            f"holds more than {MAX_BYTES // 1024**3} GB", source=self.name
                        )
                    if is_zipped:
                        refuse_bomb(read, packed, self.name)
                    self.digest.update(part)
                    yield part
        except _BROKEN as error:
            if isinstance(error, DataError):
                raise
            raise DataError(f"cannot be read: {error}", source=self.name) from error


def tables_in(path: Path, name: str) -> list[TableFile]:
    """Return the register's tables in a file, a zip or a folder, in the order of `TABLES`.

    A single file of another name is taken for the charities' own table.

    Raises
    ------
    DataError
        A zip is broken, or holds several files and none of the register's names.
    """
    if not path.is_dir():
        found = _in_file(path, name, name)
    else:
        found = []
        for file in sorted(path.iterdir()):
            table = table_named(file.name)
            if table is not None or is_packed_table(file.name):
                found += _in_file(file, f"{name}/{file.name}", table or "")
    return sorted(found, key=lambda file: (TABLES.index(file.table), file.name))


def _in_file(path: Path, name: str, table: str) -> list[TableFile]:
    known = table if table in TABLES else table_named(path.name) or "charity"
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return [TableFile(known, name, path)]
            with zipfile.ZipFile(file) as archive:
                inside = sorted(n for n in archive.namelist() if not n.endswith("/"))
    except _BROKEN as error:
        raise DataError(f"is no zip that can be read: {error}", source=name) from error
    named = [(one, found) for one in inside if (found := table_named(one)) is not None]
    if len(inside) == 1:
        return [TableFile(named[0][1] if named else known, name, path, inside[0])]
    if not named:
        raise DataError(
            "holds several files; unpack it and give publicextract.charity.txt", source=name
        )
    return [TableFile(found, f"{name}/{one}", path, one) for one, found in named]


def _prepended(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


# -- text between tabs ----------------------------------------------------------------


def _lines_of_cells(parts: Iterator[str], fault: Fault, name: str) -> Iterator[tuple[int, Row]]:
    lines = _lines(parts, name)
    top = next((line for line in lines if line.strip()), "")
    if not top:
        raise DataError("is empty: a header row with column names is needed", source=name)
    separator = max("\t,;", key=lambda mark: (top.count(mark), mark == "\t"))
    if separator == "\t" and not top.startswith('"'):
        records = _between_tabs(lines)
    else:
        records = csv.reader((f"{line}\n" for line in lines), delimiter=separator)
    header = [cell.strip().lower() for cell in next(csv.reader([top], delimiter=separator))]
    width = len(header)
    for number, cells in enumerate(records, start=2):
        if len(cells) > width:
            fault(number, separator.join(cells), "has more cells than the header")
        elif any(cells):
            yield number, dict(zip(header, map(str.strip, cells), strict=False))


def _lines(parts: Iterator[str], name: str) -> Iterator[str]:
    rest = ""
    for part in parts:
        lines = (rest + part).split("\n")
        rest = lines.pop()
        if len(rest) > MAX_ROW_CHARACTERS:
            raise DataError("has a row that never ends", source=name)
        for line in lines:
            yield line.removesuffix("\r")
    if rest:
        yield rest.removesuffix("\r")


def _between_tabs(lines: Iterator[str]) -> Iterator[list[str]]:
    r"""Yield the cells of lines in which a quotation mark is a letter and ``\`` keeps a mark."""
    for line in lines:
        whole = line
        while whole.endswith("\\") and not whole.endswith("\\\\"):
            following = next(lines, None)
            if following is None:
                break
            whole = f"{whole[:-1]} {following}"
        if "\\\t" in whole:
            yield [cell.replace("\0", " ") for cell in whole.replace("\\\t", "\0").split("\t")]
        else:
            yield whole.split("\t")


# -- one list of objects --------------------------------------------------------------


def _objects(parts: Iterator[str], fault: Fault) -> Iterator[tuple[int, Row]]:
    """Yield the objects of a JSON list; where it breaks, the rest is told and not read."""
    for number, item in enumerate(_items(parts), start=1):
        if isinstance(item, _Break):
            fault(number, item.text, "is no JSON from here on: the rest of the file was not read")
            for _ in parts:
                pass  # to its end, for its hash
            return
        if isinstance(item, dict):
            yield number, {str(k).lower(): _text(v) for k, v in item.items()}
        else:
            fault(number, str(item)[:200], "is no object")


@dataclass(frozen=True)
class _Break:
    text: str


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


_BETWEEN = re.compile(r"[\s,]*")


def _items(parts: Iterator[str]) -> Iterator[Any]:
    decode_at = json.JSONDecoder().raw_decode
    held = next(parts, "").lstrip()
    is_list = held.startswith("[")
    at, grow = int(is_list), 1
    while True:
        at = cast("re.Match[str]", _BETWEEN.match(held, at)).end()
        if at < len(held) and is_list and held[at] == "]":
            if held[at + 1 :].strip() or "".join(parts).strip():
                yield _Break(held[at : at + 80])
            return
        try:
            item, end = decode_at(held, at)
            if end == len(held) and not isinstance(item, dict):
                raise json.JSONDecodeError("may go on", held, end)
        except (ValueError, RecursionError) as error:
            more = "" if isinstance(error, RecursionError) else "".join(_some(parts, grow))
            if not more:
                rest = held[at:].strip()
                if rest or is_list:
                    yield _Break(rest[:80])
                return
            if len(held) - at > MAX_ROW_CHARACTERS:
                yield _Break(held[at : at + 80])
                return
            held, at, grow = held[at:] + more, 0, grow * 2
            continue
        yield item
        at, grow = end, 1


def _some(parts: Iterator[str], count: int) -> Iterator[str]:
    for _ in range(count):
        part = next(parts, "")
        if not part:
            return
        yield part
