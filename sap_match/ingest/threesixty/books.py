"""Sheets of a workbook with grants, row by row, without holding the whole."""

from __future__ import annotations

import importlib
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, MissingPartError
from sap_match.ingest.files import MAX_TOTAL_BYTES
from sap_match.ingest.threesixty.titles import is_header
from sap_match.ingest.workbooks import check_workbook

SEEN_LINES = 30
"""Above the heading may stand so many lines about the file."""


def sheets_of(data: bytes, *, source: str) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """Yield each sheet's name and the values of its rows, empty rows included.

    Raises
    ------
    DataError
        It is no workbook, or would unpack to more than any directory needs.
    MissingPartError
        The extra that reads workbooks is not installed.
    """
    try:
        openpyxl: Any = importlib.import_module("openpyxl")
    except ImportError as error:
        raise MissingPartError("openpyxl", "workbook", why="and workbooks need it") from error
    try:
        check_workbook(data, source)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_large(sum(part.file_size for part in archive.infolist()), source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of styles and dates that nobody reads
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except DataError:
        raise
    except Exception as error:  # openpyxl raises whatever its zip and XML parts raise
        raise DataError(f"is no workbook that can be read: {error}", source=source) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its size is often wrong
            yield sheet.title, _rows(sheet, source)
    finally:
        book.close()


def _refuse_large(unpacked: int, source: str) -> None:
    if unpacked > MAX_TOTAL_BYTES:
        raise DataError(
            f"holds more than {MAX_TOTAL_BYTES // 1024**2} MB unpacked; split it", source=source
        )


def _rows(sheet: Any, source: str) -> Iterator[Sequence[object]]:
    try:
        yield from sheet.iter_rows(values_only=True)
    except Exception as error:  # a broken sheet shows only when it is read
        raise DataError(
            f"has a sheet {sheet.title!r} that cannot be read: {error}", source=source
        ) from error


def holds_grants(path: Path) -> bool:
    """Whether a sheet of a workbook has the standard's titles near its top."""
    try:
        for _, lines in sheets_of(path.read_bytes(), source=path.name):
            head = islice(lines, SEEN_LINES)
            if any(is_header([str(c) for c in line if isinstance(c, str)]) for line in head):
                return True
    except (OSError, DataError, MissingPartError):
        return False
    return False
