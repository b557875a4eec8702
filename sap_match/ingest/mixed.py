"""A folder of files of several formats: each is read by its own reader, none is passed over."""

from __future__ import annotations

from pathlib import Path

from sap_match.errors import DataError
from sap_match.ingest.formats import Look, read_any
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading

UNREAD = "not read"
"""The format of a file that no reader knows, or that its reader could not use."""


def read_mixed(folder: Path) -> list[Reading]:
    """Return what each file of a folder gives, by name; a file that cannot be used is told."""
    return [_read(path) for path in sorted(folder.iterdir()) if not path.name.startswith(".")]


def _read(path: Path) -> Reading:
    problems = Problems()
    try:
        found = read_any(path)
    except DataError as error:
        problems.bad(path.name, "", 0, "", "", str(error), "mend the file, or take it away")
    else:
        if found is not None:
            return found
        header = ", ".join(Look(path).header)
        what = f"; its columns are {header}" if header else ""
        problems.info(
            path.name, "", 0, "", "", f"is of no kind that is read{what}",
            'map it in a partnership.toml with format = "table", or leave it',
        )  # fmt: skip
    return Reading(path.name, UNREAD, (), problems.sorted())
