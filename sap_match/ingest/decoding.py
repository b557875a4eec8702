"""From the bytes of a file to its text, whatever encoding it came in."""

from __future__ import annotations

import re

from sap_match.errors import DataError

DAMAGED = "utf-8 with broken bytes"
"""The encoding of a text that is UTF-8 but for some bytes."""
BAD_BYTES = re.compile("[\udc80-\udcff]")
"""How a bad byte stands in what `decoded` returns of such a text."""


def decode(data: bytes) -> tuple[str, str]:
    r"""Return the text of ``data`` and the encoding it was read in.

    UTF-8 with or without a mark, UTF-16 with or without one, UTF-32 with one, else
    Windows-1252, in which directories from spreadsheets often come. Where most of a text
    is UTF-8, single bytes that are not are read as Windows-1252.

    Examples
    --------
    >>> decode("Caf\u00e9".encode("cp1252"))
    ('Café', 'cp1252')
    >>> decode("id,name".encode("utf-16-le"))
    ('id,name', 'utf-16-le')
    """
    text, encoding = decoded(data)
    return (BAD_BYTES.sub(as_windows, text), encoding) if encoding == DAMAGED else (
        text, encoding)  # fmt: skip


def decoded(data: bytes) -> tuple[str, str]:
    """Decode as `decode` does; in damaged UTF-8 each bad byte stands as half a surrogate still."""
    if data[:4] in {b"\xff\xfe\0\0", b"\0\0\xfe\xff"}:
        return data.decode("utf-32", errors="replace"), "utf-32"
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace"), "utf-16"
    unmarked = _utf_16(data[:4096])
    if unmarked:
        return data.decode(unmarked, errors="replace"), unmarked
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="surrogateescape")
    bad = len(BAD_BYTES.findall(text))
    marked = data[:3] == b"\xef\xbb\xbf"
    good = sum(not c.isascii() for c in text[:1_000_000]) - bad
    if marked or good > bad:
        return text, DAMAGED
    return data.decode("cp1252", errors="replace"), "cp1252"


def _utf_16(start: bytes) -> str:
    """Return the kind of UTF-16 that a text without a mark is in, or nothing."""
    pairs = len(start) // 2
    if pairs < 4:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and odd < 0.05 * pairs else ""


def as_windows(match: re.Match[str]) -> str:
    """Return the letter that a bad byte is in Windows-1252."""
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", errors="replace")


def refuse_other(data: bytes, source: str) -> None:
    """Raise where what is called a table of text is a file of another kind."""
    start = data[:4096]
    kind = next((said for mark, said in _KINDS.items() if start.lstrip().startswith(mark)), "")
    if start[:4] == b"PK\x03\x04":
        kind = next((said for mark, said in _PACKED.items() if mark in data), kind)
    if kind:
        raise DataError(f"is {kind}, whatever it is called; {_HOW}", source=source)
    if start.count(0) * 10 > len(start):  # a stray one in a cell costs that letter alone
        raise DataError(f"is no table of text; {_HOW}", source=source)


_HOW = "save its table as “CSV UTF-8” and give that file"
_KINDS = {
    b"PK\x03\x04": "a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text document (RTF)",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture",
    b"<!DOCTYPE html": "a web page",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"<HTML": "a web page",
    b"<?xml": "an XML file",
}
_PACKED = {
    b"xl/workbook": "an Excel workbook",
    b"word/document": "a Word document",
    b"opendocument.spreadsheet": "a LibreOffice spreadsheet",
    b"opendocument.": "a LibreOffice document",
}
