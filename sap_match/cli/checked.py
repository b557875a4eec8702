"""What ``sap-match check`` says of a source: what was read, then what is wrong, worst first.

Problems of one kind are told once, with how many there are and where the first of them
stand; the file that ``--out`` names has every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sap_match.cli import output
from sap_match.ingest.mixed import MOST_DRAFTS, NO_DATA
from sap_match.ingest.strangers import TABLE, UNKNOWN
from sap_match.model import Dataset, SourceInfo

Row = Mapping[str, Any]
_KINDS = {"bad": 12, "note": 12, "link": 12, "info": 12}
"""How many kinds of problem of each level are told, and how many links."""
_FIRST_ROWS = 3
_LONGEST_SOURCE = 40


def tell(dataset: Dataset, rows: Sequence[Row], source: str) -> None:
    """Print the whole answer."""
    output.say(output.wrapped(f"{dataset.name} ({dataset.id})"))
    output.say()
    tell_sources(dataset.sources)
    output.say()
    held = ", ".join(counted(t, len(records)) for t, records in dataset.tables.items() if records)
    output.say(output.wrapped(f"Holds {held or 'nothing that can be used'}."))
    shown = True
    for level in _KINDS:
        found = [row for row in rows if row["level"] == level and not _told_above(row, dataset)]
        if found:
            shown = _tell_level(level, found) and shown
    if not any(row["level"] == "bad" for row in rows):
        output.say()
        output.say("Every row could be used.")
    if not shown:
        output.say()
        whole = f"Every line by itself: sap-match check {source} --out problems.csv"
        output.say(output.wrapped(whole, rest="  ", whole=True))


def tell_sources(sources: Sequence[SourceInfo]) -> None:
    """Print what was read as what, then what was not read and what holds no data."""
    read = [s for s in sources if s.format not in (*NO_DATA, TABLE, UNKNOWN)]
    columns = ("source", "format", "rows", "used", "bad")
    if read:
        output.table([{n: _shortened(getattr(s, n)) for n in columns} for s in read], columns)
    for kind, title in ((TABLE, "Columns of its own, so not read"), (UNKNOWN, "Not read")):
        names = [s.source for s in sources if s.format == kind]
        if names and (kind != TABLE or len(names) > MOST_DRAFTS):  # else they are told below
            output.say()
            output.say(output.wrapped(f"{title}: {', '.join(names)}.", rest="  "))
    spare = [s.source for s in sources if s.format in NO_DATA]
    if spare:
        output.say()
        told = f"No records in them: {', '.join(spare)}."
        output.say(output.wrapped(told, rest="  "))


def _shortened(value: object) -> object:
    if not isinstance(value, str) or len(value) <= _LONGEST_SOURCE:
        return value
    half = _LONGEST_SOURCE // 2 - 1
    return f"{value[:half]}…{value[-half:]}"


def counted(table: str, count: int) -> str:
    """Return how many records of a table there are, in words.

    Examples
    --------
    >>> counted("facilities", 1), counted("collaboration_members", 1200)
    ('1 facility', '1,200 collaboration members')
    """
    words = table.replace("_", " ")
    one = "facility" if table == "facilities" else words.removesuffix("s")
    return f"{count:,} {words if count != 1 else one}"


def _told_above(row: Row, dataset: Dataset) -> bool:
    """Whether a line only says again that a file holds no records or has its own columns."""
    kinds = {s.source: s.format for s in dataset.sources}
    return row["level"] == "info" and kinds.get(row["source"]) in (*NO_DATA, TABLE)


def _tell_level(level: str, rows: Sequence[Row]) -> bool:
    """Print the problems of one level; return whether each of them was told."""
    output.say()
    output.say(output.wrapped(_title(level, rows)))
    if level == "link":
        for row in rows[: _KINDS[level]]:
            output.say(output.wrapped(f"{row['value']} {row['reason']}", "  ", "    "))
        return _and_more(len(rows) - _KINDS[level], "links")
    kinds = grouped(rows)
    for group in kinds[: _KINDS[level]]:
        output.say(output.wrapped(in_words(group), "  ", "    "))
    all_told = all(len(group) <= _FIRST_ROWS + 1 for group in kinds)
    return _and_more(len(kinds) - _KINDS[level], "kinds") and all_told


def _title(level: str, rows: Sequence[Row]) -> str:
    count = len(rows)
    cut = len({row["source"] for row in rows if not row["row"] and "://" in str(row["value"])})
    if level == "bad" and cut:
        rest = sum(bool(row["row"]) for row in rows)
        feeds = "1 feed was cut short" if cut == 1 else f"{cut:,} feeds were cut short"
        left = f"; {rest:,} rows left out, which lack what they need" if rest else ""
        return f"{feeds}: it did not give all that it has{left}"
    if level == "bad":
        return f"{count:,} left out: a row that lacks what it needs"
    if level == "note":
        return f"{count:,} kept, but one cell counts as unknown"
    if level == "link":
        return f"{count:,} taken for one record with another"
    return f"{count:,} worth knowing, nothing is lost"


def _and_more(count: int, what: str) -> bool:
    if count > 0:
        output.say(f"  and {count:,} more {what}")
    return count <= 0


def grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """Return rows that say the same of other cells as one group, the largest first.

    Examples
    --------
    >>> row = {
    ...     "level": "bad",
    ...     "source": "a.csv",
    ...     "table": "needs",
    ...     "row": 2,
    ...     "field": "kind",
    ...     "value": "x",
    ...     "reason": "'x' is no kind",
    ...     "fix": "",
    ... }
    >>> [len(g) for g in grouped([row, {**row, "row": 3, "reason": "'y' is no kind"}])]
    [2]
    """
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        reason = re.sub(r"'[^']*'|“[^”]*”|\d[\d,.]*", "…", str(row["reason"]))
        key = (str(row["source"]), str(row["table"]), str(row["field"]), reason)
        groups.setdefault(key, []).append(row)
    return sorted(groups.values(), key=lambda group: -len(group))


def in_words(group: Sequence[Row]) -> str:
    """Return a group of problems in words: the first, what to do, and where it is likewise.

    Examples
    --------
    >>> row = {
    ...     "source": "a.csv",
    ...     "row": 2,
    ...     "field": "kind",
    ...     "value": "x",
    ...     "reason": "is no kind",
    ...     "fix": "write another",
    ... }
    >>> in_words([row])
    "a.csv, row 2, kind 'x': is no kind (write another)"
    >>> in_words([{**row, "row": n} for n in (2, 3, 4, 9, 11)])
    "a.csv, row 2, kind 'x': is no kind (write another); likewise 4 more rows: 3, 4, 9 …"
    """
    first = min(group, key=lambda row: row["row"] or 0)
    where = f"{first['source']}, row {first['row']}" if first["row"] else f"{first['source']}"
    value = str(first["value"] or "")[:60]
    cell = f", {first['field']} {value!r}" if first["field"] else ""
    fix = f" ({first['fix']})" if first["fix"] else ""
    told = f"{where}{cell}: {first['reason']}{fix}"
    if len(group) == 1:
        return told
    others = sorted({row["row"] for row in group if row["row"]} - {first["row"]})
    if not others:
        return f"{told}; likewise {len(group) - 1:,} more"
    some = ", ".join(f"{n}" for n in others[:_FIRST_ROWS])
    more = " …" if len(others) > _FIRST_ROWS else ""
    rows = "row" if len(others) == 1 else "rows"
    return f"{told}; likewise {len(others):,} more {rows}: {some}{more}"
