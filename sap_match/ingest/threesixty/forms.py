"""The forms in which grants are published: JSON, spreadsheets and CSV, as one list of grants.

Whatever the form, each entry is a grant in the standard's JSON shape with the place where
it stands: the row that a spreadsheet shows, the place in a JSON list, or the line of a file
with one object a line.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sap_match.errors import DataError
from sap_match.ingest.files import FIRST_ROW, decode, parse_json, read_bytes, read_csv
from sap_match.ingest.grids import tell
from sap_match.ingest.problems import Problems
from sap_match.ingest.threesixty.books import SEEN_LINES, sheets_of
from sap_match.ingest.threesixty.titles import (
    Node,
    field_of,
    grant_of,
    is_header,
    is_part,
    renumbered,
    steps_of,
)  # fmt: skip
from sap_match.ingest.workbooks import cell_text

TABLE = "collaborations"
"""The table to which problems with a grant belong."""
_MARKS = ",;\t|"
_LISTS = ("grants", "results", "data", "items")
_NEEDS = (
    "grants need the titles of the 360Giving standard, such as 'Identifier' and "
    "'Recipient Org:Name'"
)


class Entry(NamedTuple):
    """One row or list item: where it stands, the grant, and why it is none if it is none."""

    source: str
    row: int
    grant: Node
    fault: str = ""


class Entries(NamedTuple):
    """What a file holds: its grants, further parts of them by id, rows and their hash."""

    grants: list[Entry]
    parts: list[Entry]
    problems: Problems
    sha256: str
    rows_in: int = 0


def entries_of(path: Path, *, source: str) -> Entries:
    """Return the grants of a file of any form, gzipped or not.

    Raises
    ------
    DataError
        It cannot be read, or has no heading or list of grants.
    """
    data = read_bytes(path, source=source)
    found = Entries([], [], Problems(), hashlib.sha256(data).hexdigest())
    if data[:4] == b"PK\x03\x04":
        rows_in = _from_book(data, source, found)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        found.grants.extend(_from_json(data, source))
        rows_in = len(found.grants)
    else:
        rows_in = _from_csv(data, source, found)
    return found._replace(rows_in=rows_in)


# -- tables -------------------------------------------------------------------------------


def heading_at(lines: Iterable[Sequence[str]], fits: Callable[[Sequence[str]], bool]) -> int | None:
    """Return the place of the first line that is a heading, within the first few lines."""
    return next((n for n, line in enumerate(islice(lines, SEEN_LINES)) if fits(line)), None)


def heading_of(text: str) -> tuple[int, str] | None:
    r"""Return how many lines stand above the heading of a CSV text, and what separates cells.

    Examples
    --------
    >>> heading_of("Our grants\n\nIdentifier;Recipient Org:Name\n")
    (2, ';')
    """
    for mark in sorted(_MARKS, key=lambda one: -text[:4096].count(one)):
        try:
            found = heading_at(csv.reader(io.StringIO(text, newline=""), delimiter=mark), is_header)
        except csv.Error:
            continue
        if found is not None:
            return found, mark
    return None


def _from_csv(data: bytes, source: str, found: Entries) -> int:
    text, _ = decode(data)
    heading = heading_of(text)
    if heading is None:
        read_csv(data, source=source)  # says what is wrong with a file that is no table
        raise DataError(
            f"has no column 'Identifier' and 'Recipient Org:Name'; {_NEEDS}", source=source
        )
    above, mark = heading
    table = read_csv(_plain(text, above, mark, source) or data, source=source)
    table = replace(
        table,
        rows=tuple((number + above, cells) for number, cells in table.rows),
        ragged=tuple(number + above for number in table.ragged),
        told=tuple(one._replace(row=one.row and one.row + above) for one in table.told),
    )
    rows_in = table.rows_in
    if above:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        rows_in += _tell_above(list(islice(lines, above + 1)), source, found.problems)
    table = tell(table, found.problems, source, TABLE)
    _tell_strangers(table.columns, source, found.problems)
    found.grants.extend(Entry(source, number, grant_of(cells)) for number, cells in table.rows)
    return rows_in


def _tell_above(lines: Sequence[Sequence[str]], source: str, problems: Problems) -> int:
    """Tell what stands above a heading, the last of ``lines``; return how many rows it may be."""
    *above, heading = [[cell.strip() for cell in line] for line in lines]
    wide = len([cell for cell in heading if cell]) / 2
    rows = [n for n, line in enumerate(above, 1) if len([cell for cell in line if cell]) > wide]
    for number in rows:
        problems.bad(
            source, TABLE, number, "", "", "stands above the heading",
            "put the heading above all rows; the row was left out",
        )  # fmt: skip
    if len(rows) < sum(any(line) for line in above):
        problems.info(
            source, TABLE, len(lines), "", "", "is the heading; what stands above was not read"
        )
    return len(rows)


def _plain(text: str, above: int, mark: str, source: str) -> bytes | None:
    """Return a table without the lines above its heading, no heading twice, and no ``|``.

    ``None`` where it is so already.
    """
    stream = io.StringIO(text, newline="")
    lines = csv.reader(iter(stream.readline, ""), delimiter=mark)
    header = [cell.strip() for cell in [next(lines) for _ in range(above + 1)][-1]]
    unique = renumbered(header)
    if not above and mark != "|" and list(unique) == header:
        return None
    plain = io.StringIO(newline="")
    writer = csv.writer(plain, delimiter="," if mark == "|" else mark)
    writer.writerow(unique)
    if mark == "|":
        try:
            writer.writerows(lines)
        except csv.Error as error:
            raise DataError(f"is no table that can be read: {error}", source=source) from error
    else:
        plain.write(text[stream.tell() :])
    return plain.getvalue().encode("utf-8", "surrogatepass")


def _from_book(data: bytes, source: str, found: Entries) -> int:
    read = False
    stray = 0
    for name, lines in sheets_of(data, source=source):
        where = f"{source}:{name}"
        head = [[_cell(cell) for cell in line] for line in islice(lines, SEEN_LINES)]
        main = heading_at(head, is_header)
        at = main if main is not None else heading_at(head, is_part)
        if at is None:
            if any(any(line) for line in head):
                found.problems.info(where, TABLE, 0, "", "", "is no sheet of grants; not read")
            continue
        stray += _tell_above(head[: at + 1], where, found.problems)
        header = renumbered(head[at])
        _tell_strangers([h for h in header if h], where, found.problems)
        entries = found.grants if main is not None else found.parts
        read = read or main is not None
        beside = 0
        for number, line in _numbered(head[at + 1 :], lines, at + FIRST_ROW):
            cells = {h: c for h, c in zip(header, line, strict=False) if h and c}
            beside = beside or number * any(line[len(header) :])
            if cells:
                entries.append(Entry(where, number, grant_of(cells)))
        if beside:
            found.problems.note(
                where, TABLE, beside, "", "", "has cells beside the table, which were not read",
                "name their column in the heading, or take them away",
            )  # fmt: skip
    if not read:
        raise DataError(f"has no sheet of grants; {_NEEDS}", source=source)
    return len(found.grants) + stray


def _numbered(
    head: list[list[str]], lines: Iterator[Sequence[object]], first: int
) -> Iterator[tuple[int, list[str]]]:
    yield from enumerate(head, first)
    for number, line in enumerate(lines, first + len(head)):
        yield number, [_cell(cell) for cell in line]


def _cell(value: object) -> str:
    return value.strip() if isinstance(value, str) else str(cell_text(value) or "").strip()


def _tell_strangers(columns: Iterable[str], source: str, problems: Problems) -> None:
    strange = [name for name in columns if steps_of(name) is None]
    if strange:
        what = "is no column" if len(strange) == 1 else "are no columns"
        shown = ", ".join(name[:60] for name in strange[:20])
        more = f" and {len(strange) - 20} more" if len(strange) > 20 else ""
        problems.info(
            source, TABLE, 0, "", "", f"{shown}{more} {what} of the standard and not read",
            'map the file with format = "table" if they are wanted',
        )  # fmt: skip


# -- JSON ---------------------------------------------------------------------------------


def _from_json(data: bytes, source: str) -> Iterator[Entry]:
    text, _ = decode(data)
    if _is_lines(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield _line(line, source, number)
        return
    whole = parse_json(data, source=source)
    for number, one in enumerate(_listed(whole, source), start=1):
        yield _entry(one, source, number)


def _is_lines(text: str) -> bool:
    """Whether a text has an object on each line: the first two say so."""
    first = [line for line in islice(io.StringIO(text), 8) if line.strip()][:2]
    return len(first) == 2 and all(
        line.strip().startswith("{") and line.strip().endswith("}") for line in first
    )


def _line(line: str, source: str, number: int) -> Entry:
    try:
        return _entry(json.loads(line), source, number)
    except (ValueError, RecursionError):
        return Entry(source, number, {}, "is no JSON object")


def _listed(whole: Any, source: str) -> list[Any]:
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        for name in _LISTS:
            if isinstance(whole.get(name), list):
                return list(whole[name])
        if any(field_of(str(key)) == "awardDate" for key in whole):
            return [whole]
    raise DataError('has no list of grants; it begins {"grants": [', source=source)


def _entry(one: Any, source: str, number: int) -> Entry:
    if isinstance(one, dict) and "id" not in one and isinstance(one.get("data"), dict):
        one = one["data"]  # as the grants of an answer over the web are wrapped
    if not isinstance(one, dict):
        return Entry(source, number, {}, "is no object of a grant")
    grant: Node = {}
    for key, value in one.items():
        if value is not None:
            grant.setdefault(field_of(key), value)
    return Entry(source, number, grant)
