"""The formats that are read, and how a file or folder is known to be of one.

Each format is a module (or several) of this package with two functions::

    recognises(look: Look) -> bool                     # by what can be seen of it
    read(path: Path, *, source: str | None = None) -> Reading

A module is asked in the order of `FORMATS`; the first that recognises a path reads it.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from sap_match.ingest.files import decode, oddities
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading
from sap_match.ingest.repeated import repeated_keys

FORMATS: Mapping[str, tuple[str, ...]] = {
    "volunteering": ("volunteering.reader",),
    "hsds": ("hsds.tabular", "hsds.objects"),
    "canonical": ("tables",),
    "360giving": ("threesixty.reader",),
    "charity-commission": ("charity_commission.reader",),
    "openactive": ("openactive.reader",),
    "boundaries": ("boundaries.reader",),
    "icalendar": ("calendars.reader",),
}
"""What ``format`` may say in ``partnership.toml``, and the modules that read it."""

_SEEN = 65_536
_SHEET = re.compile(r'<(?:\w{1,20}:)?sheet\s[^<>]{0,500}?\bname="([^"<>]{1,200})"')
_BROKEN = (
    OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError,
    ValueError, IndexError, OverflowError, struct.error,
)  # fmt: skip


class Reader(Protocol):
    """What a module of a format offers."""

    def recognises(self, look: Look) -> bool:
        """Say whether what is seen is of the format."""

    def read(self, path: Path, *, source: str | None = None) -> Reading:
        """Read a file or folder of the format."""


@dataclass(frozen=True)
class Look:
    r"""What can be seen of a file or folder without reading it whole.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "Grants.CSV"
    ...     _ = path.write_text("Identifier;Title\n1;Lunch\n")
    ...     look = Look(path)
    ...     look.name, look.ending, look.header
    ('grants.csv', '.csv', ('identifier', 'title'))
    """

    path: Path

    @cached_property
    def name(self) -> str:
        """The name in lower case, without ``.gz``."""
        return self.path.name.lower().removesuffix(".gz")

    @cached_property
    def ending(self) -> str:
        """The ending below ``.gz`` in lower case, ``.csv``; empty for a folder."""
        return "" if self.is_folder else Path(self.name).suffix

    @cached_property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.path.is_dir()

    @cached_property
    def inside(self) -> tuple[str, ...]:
        """Names of what a folder or zip holds, in lower case without ``.gz``, sorted."""
        try:
            if self.is_folder:
                found = [p.name for p in self.path.iterdir() if not p.name.startswith(".")]
            elif self.start[:4] == b"PK\x03\x04":
                with zipfile.ZipFile(self.path) as archive:
                    found = [i.filename for i in archive.infolist() if not i.is_dir()]
            else:
                return ()
        except _BROKEN:
            return ()
        return tuple(sorted(one.lower().removesuffix(".gz") for one in found))

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """Names of a workbook's sheets, in lower case with ``_`` for spaces and hyphens.

        Nothing where it is no workbook, or one that does not name them in the usual way.
        """
        if "xl/workbook.xml" not in self.inside:
            return ()
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open("xl/workbook.xml") as part:
                text = part.read(_SEEN * 16).decode("utf-8", errors="replace")
        except (KeyError, *_BROKEN):
            return ()
        names = (html.unescape(name) for name in _SHEET.findall(text))
        return tuple(re.sub(r"[\s-]+", "_", name.strip().lower()) for name in names)

    @cached_property
    def start(self) -> bytes:
        """The first 64 kB of a file, unpacked where it is gzipped; empty for a folder."""
        if self.is_folder:
            return b""
        try:
            with self.path.open("rb") as file:
                data = file.read(_SEEN)
            if data[:2] == b"\x1f\x8b":
                with gzip.open(self.path, "rb") as unpacked:
                    return unpacked.read(_SEEN)
        except _BROKEN:
            return b""
        return data

    @cached_property
    def text(self) -> str:
        """The first 64 kB as text."""
        return decode(self.start)[0]

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The columns of a text table in lower case, in their order; of others nothing."""
        if self.ending not in {".csv", ".tsv", ".txt"}:
            return ()
        first = self.text.split("\n", 1)[0]
        mark = max(",;\t", key=lambda m: (first.count(m), m == ","))
        try:
            cells = next(csv.reader(io.StringIO(self.text, newline=""), delimiter=mark), [])
        except csv.Error:
            cells = first.split(mark)
        return tuple(cell.strip(' "\ufeff').casefold() for cell in cells)

    @cached_property
    def is_json(self) -> bool:
        """Whether it begins as JSON does, whatever it is called."""
        return bool(re.match(r"\s*[\[{]", self.text.lstrip("\ufeff")))


def format_of(path: Path) -> str | None:
    """Return the name of the format that a file or folder is of, or ``None``."""
    found = _recognised(Look(path), FORMATS)
    return found[0] if found else None


def read_known(kind: str, path: Path, *, source: str | None = None) -> Reading:
    """Read a file or folder as the format ``kind``, by the module that recognises it best.

    Raises
    ------
    DataError
        It cannot be read so.
    """
    look = Look(path)
    found = _recognised(look, {kind: FORMATS[kind]})
    module = found[1] if found else FORMATS[kind][0]
    return _read(module, path, source)


def read_any(path: Path, *, source: str | None = None) -> Reading | None:
    """Read a file or folder of any known format; ``None`` where it is of none."""
    found = _recognised(Look(path), FORMATS)
    return None if found is None else _read(found[1], path, source)


def _read(module: str, path: Path, source: str | None) -> Reading:
    """Read a path, and tell what is strange about it where it is an archive."""
    reading = _module(module).read(path, source=source)
    odd = oddities(path)
    again = repeated_keys(path) if Look(path).is_json else ""
    if not odd and not again:
        return reading
    problems = Problems(reading.problems)
    if again:
        problems.note(reading.source, "", 0, "", "", again, "say each key once, in one list")
    for one in odd:
        problems.info(reading.source, "", 0, "", "", one, "unpack it, and pack what belongs to it")
    return replace(reading, problems=problems.sorted())


def _recognised(look: Look, formats: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    for name, modules in formats.items():
        for module in modules:
            if _module(module).recognises(look):
                return name, module
    return None


def _module(name: str) -> Reader:
    return cast("Reader", import_module(f"sap_match.ingest.{name}"))
