"""People's word on which records are one: the file that ``links`` in partnership.toml names.

A CSV table ``left_id, right_id, verdict, reason``; the verdict is ``same`` or ``different``.
It wins over every other evidence, of numbers too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sap_match.errors import DataError
from sap_match.ingest.drafts import Draft
from sap_match.ingest.files import read_bytes
from sap_match.ingest.problems import Problems
from sap_match.model import LinkVerdict

COLUMNS = ("left_id", "right_id", "verdict")
_SAME = {"same": True, "different": False}


def read_verdicts(path: Path, problems: Problems) -> tuple[LinkVerdict, ...]:
    """Return what a file of verdicts says, in the order of ids; wrong rows are problems.

    Raises
    ------
    DataError
        There is no such file, or it lacks a column.
    """
    import csv
    import io

    if not path.is_file():
        raise DataError("is no file; make it, or leave links out", source=path.name)
    text = read_bytes(path).decode("utf-8-sig", "replace").replace("\0", "")
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [cell.strip().casefold() for cell in next(rows, [])]
        lacking = [name for name in COLUMNS if name not in header]
        if lacking:
            raise DataError(
                f"lacks the column {lacking[0]}; it needs left_id, right_id, verdict and may "
                "have reason",
                source=path.name,
            )
        found: dict[tuple[str, str], LinkVerdict] = {}
        for number, cells in enumerate(rows, start=1):
            if any(cell.strip() for cell in cells):
                _one_row(dict(zip(header, cells, strict=False)), number, path, found, problems)
    except csv.Error as error:
        raise DataError(f"cannot be read as CSV: {error}", source=path.name) from error
    return tuple(sorted(found.values()))


def _one_row(
    row: dict[str, str],
    number: int,
    path: Path,
    found: dict[tuple[str, str], LinkVerdict],
    problems: Problems,
) -> None:
    cells = {name: cell.strip() for name, cell in row.items()}

    def bad(name: str, reason: str) -> None:
        problems.bad(
            path.name, "links", number, name, cells.get(name, ""), reason,
            "correct the cell; the row was left out",
        )  # fmt: skip

    for name in ("left_id", "right_id"):
        if not cells.get(name):
            return bad(name, "is empty, and a verdict needs it")
    said = cells.get("verdict", "").casefold()
    if said not in _SAME:
        return bad("verdict", "is neither same nor different")
    left, right = sorted((cells["left_id"], cells["right_id"]))
    if left == right:
        return bad("right_id", "is the same as left_id")
    if (left, right) in found and found[left, right].same != _SAME[said]:
        return bad("verdict", f"contradicts row {found[left, right].row}")
    verdict = LinkVerdict(left, right, _SAME[said], cells.get("reason", ""), number, path.name)
    found.setdefault((left, right), verdict)
    return None


def tell_unknown(
    verdicts: Iterable[LinkVerdict],
    drafts: Iterable[Draft],
    aliases: Mapping[str, str],
    problems: Problems,
) -> None:
    """Note verdicts on ids that no record has, or that a source itself gives to one record."""
    if not verdicts:
        return
    known = {one for d in drafts if d.table in _JOINED for one in (d.key, *d.others)}
    for verdict in verdicts:
        for name in ("left_id", "right_id"):
            one = getattr(verdict, name)
            if one not in known and one not in aliases:
                problems.note(
                    verdict.source, "links", verdict.row, name, one,
                    "is the id of no organisation or service, or its source gives it with "
                    "another's number",
                    "correct the cell, or the number in the source; the verdict has no effect yet",
                )  # fmt: skip


_JOINED = ("organisations", "services")
