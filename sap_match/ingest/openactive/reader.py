"""OpenActive's facilities and slots: pages of a feed (RPDE), or plain JSON-LD.

A FacilityUse or IndividualFacilityUse is a facility, its provider an organisation, and its
slots the times in which it can be had or is taken. Sessions and courses are not read. Of
several items with one id the newest ``modified`` counts, and a deleted one withdraws it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sap_match.errors import DataError
from sap_match.ingest.files import Member, decode, parse_json, read_bytes, read_package, sha256_of
from sap_match.ingest.formats import Look
from sap_match.ingest.hsds.values import text_of
from sap_match.ingest.openactive.tables import FACILITIES, SLOT, Market, Piece
from sap_match.ingest.openactive.values import said, type_of
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading

FORMAT = "openactive"
TIMEZONE = "Europe/London"
"""The clock of times without an offset: OpenActive is a standard of the United Kingdom."""
_ENDINGS = frozenset((".json", ".jsonl", ".ndjson", ".jsonld"))
_SIGN = re.compile(
    r'"@?(?:type|kind)"\s*:\s*\[?\s*"(?:[^"\s]*[/:#])?'
    r'(?:IndividualFacilityUse|FacilityUse)(?:/Slot)?"|"(?:oa:)?facilityUse"\s*:'
)
_PAGE = re.compile(r'"state"\s*:\s*"(?:updated|deleted)"')
_KINDS = re.compile(
    r'"kind"\s*:\s*"(?:Slot|SessionSeries|ScheduledSession|Course\w*|Event\w*|HeadlineEvent)'
)


class Item(NamedTuple):
    """One item of a feed, or one object: the file or page it stood in, its place there."""

    where: str
    row: int
    value: object


def recognises(look: Look) -> bool:
    """Whether JSON speaks of facility uses, or is a page of a feed; of a folder, all its files."""
    if look.is_folder:
        files = [Look(p) for p in sorted(look.path.iterdir()) if not p.name.startswith(".")]
        return bool(files) and all(f.ending in _ENDINGS and recognises(f) for f in files)
    if not look.is_json:
        return False
    text = look.text
    return bool(_SIGN.search(text) or (_PAGE.search(text) and _KINDS.search(text)))


def read(path: Path, *, source: str | None = None) -> Reading:
    """Read OpenActive facilities and slots from a file (gzipped or not) or a folder of pages.

    Parameters
    ----------
    path : Path
        A page of a feed, a list of pages, objects in a list or alone, or any of these one a
        line. Slots find their facilities across all the files of a folder.
    source : str, optional
        What problems call it; by default its name.

    Raises
    ------
    DataError
        Nothing of it can be read.
    """
    name = source or path.name
    if path.is_dir():
        members = list(read_package(path, endings=_ENDINGS, source=name))
        if not members:
            raise DataError("holds no .json file; pages of a feed are such files", source=name)
        sha256 = sha256_of(tuple(members))
    else:
        data = read_bytes(path, source=name)
        members = [Member(name, data)]
        sha256 = hashlib.sha256(data).hexdigest()
    alone = not path.is_dir()
    items = [
        Item(where, row, value)
        for member in members
        for where in [name if alone else f"{name}/{member.name}"]
        for row, value in enumerate(_values(member.data, where), start=1)
    ]
    return reading_of_items(items, source=name, sha256=sha256)


def reading_of_items(
    items: Iterable[Item], *, source: str, sha256: str = "", timezone: str = TIMEZONE
) -> Reading:
    """Return what items of feeds say, wherever they were fetched from.

    Items of the feed of facilities and of the feed of slots belong in one call: a slot is
    nothing without its facility.

    Parameters
    ----------
    items : iterable of Item
        In the order of their pages: ``Item(where, row, value)``. A value is an item of RPDE
        (``state``, ``kind``, ``id``, ``modified``, ``data``) or an object of JSON-LD itself.
    source : str
        What the whole is called.
    sha256 : str
        The fingerprint of what was read.
    timezone : str
        The clock of times without an offset, and of the windows.

    Examples
    --------
    >>> hall = {
    ...     "@type": "FacilityUse",
    ...     "@id": "hall",
    ...     "name": "Hall",
    ...     "provider": {"@id": "trust", "name": "Leisure Trust"},
    ... }
    >>> slot = {
    ...     "@type": "Slot",
    ...     "facilityUse": "hall",
    ...     "startDate": "2026-11-02T09:00:00Z",
    ...     "duration": "PT2H",
    ...     "remainingUses": 0,
    ... }
    >>> found = reading_of_items([Item("f", 1, hall), Item("f", 2, slot)], source="f")
    >>> {table.table: len(table.rows) for table in found.tables if not table.derived}
    {'bookings': 1, 'facilities': 1}
    >>> [
    ...     row.cells["starts"]
    ...     for table in found.tables
    ...     for row in table.rows
    ...     if table.table == "bookings"
    ... ]
    ['2026-11-02T09:00:00+00:00']
    """
    problems = Problems()
    listed = list(items)
    market = Market(source, problems, timezone)
    for piece in _standing(listed, problems):
        market.take(piece)
    return Reading(
        source, FORMAT, market.tables(), problems.sorted(), rows_in=len(listed), sha256=sha256
    )


def _values(data: bytes, where: str) -> Iterator[object]:
    """Yield the items of one file: of its pages, its list, its graph, or itself."""
    text, _ = decode(data)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(_is_object(line) for line in lines[:2]):
        for line in lines:
            try:
                yield from items_of(parse_json(line.encode("utf-8", "replace"), source=where))
            except DataError:
                yield line  # told as a bad row; the other lines are used
        return
    whole = parse_json(data, source=where)
    if isinstance(whole, list):
        for one in whole:
            yield from items_of(one)
    else:
        yield from items_of(whole)


def _is_object(line: str) -> bool:
    return line.lstrip().startswith("{") and line.rstrip().endswith("}")


def items_of(page: Any) -> Iterator[object]:
    """Yield the items of a page of a feed; anything else is itself an item.

    Examples
    --------
    >>> list(items_of({"next": "http://a/2", "items": [{"id": 1}, {"id": 2}]}))
    [{'id': 1}, {'id': 2}]
    >>> list(items_of({"@type": "FacilityUse"}))
    [{'@type': 'FacilityUse'}]
    """
    if isinstance(page, dict):
        for name in ("items", "@graph", "dataFeedElement"):
            if isinstance(page.get(name), list):
                yield from page[name]
                return
    yield page


# ------------------------------------------------------------------------- which item counts


def _standing(items: Iterable[Item], problems: Problems) -> Iterator[Piece]:
    """Yield the objects that are neither replaced nor withdrawn by another item, in order."""
    newest: dict[tuple[str, str], tuple[tuple[int, int, str], int]] = {}
    listed = list(items)
    keys = [_key(item) for item in listed]
    for number, (item, key) in enumerate(zip(listed, keys, strict=True)):
        order = _modified(item.value)
        if key is not None and (key not in newest or order >= newest[key][0]):
            newest[key] = order, number
    for number, (item, key) in enumerate(zip(listed, keys, strict=True)):
        if key is not None and newest[key][1] != number:
            kept = listed[newest[key][1]]
            problems.info(
                item.where, _TABLES[key[0]], item.row, "id", key[1],
                f"repeats: a later word stands in {kept.where}, row {kept.row}",
            )  # fmt: skip
            continue
        piece = _piece(item, problems)
        if piece is not None:
            yield piece


_TABLES = {"FacilityUse": "facilities", "IndividualFacilityUse": "facilities", SLOT: "bookings"}


def _key(item: Item) -> tuple[str, str] | None:
    """Return what an item is of and its id; nothing for what is not read."""
    value = item.value
    if not isinstance(value, dict):
        return None
    data = value.get("data")
    kind = type_of(data if isinstance(data, dict) else {}, otherwise=text_of(value.get("kind")))
    if not _is_feed_item(value):
        kind = type_of(value)
    own = said(value, "id") if kind in _TABLES else ""
    return (kind, own) if own else None


def _is_feed_item(value: dict[Any, Any]) -> bool:
    return "state" in value or ("data" in value and "kind" in value)


def _modified(value: object) -> tuple[int, int, str]:
    """Return what orders an item among those of one id: numbers by size, texts as texts."""
    found = value.get("modified") if isinstance(value, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        return 1, found, ""
    text = text_of(found)
    if text.isdecimal() and len(text) < 40:
        return 1, int(text), ""
    return 0, 0, text


def _piece(item: Item, problems: Problems) -> Piece | None:
    value = item.value
    if not isinstance(value, dict):
        problems.bad(
            item.where, "facilities", item.row, "", "", "is no JSON object",
            "give items of a feed, or objects; the row was left out",
        )  # fmt: skip
        return None
    data: Any = value
    kind, own = "", ""
    if _is_feed_item(value):
        kind, own = text_of(value.get("kind")), said(value, "id")
        if text_of(value.get("state")).casefold() == "deleted":
            problems.info(item.where, "facilities", item.row, "state", own, "is withdrawn")
            return None
        data = value.get("data")
        if not isinstance(data, dict):
            problems.bad(
                item.where, "facilities", item.row, "data", "", "is empty, and an item needs it",
                "ask the publisher; the row was left out",
            )  # fmt: skip
            return None
    what = type_of(data, otherwise=kind)
    if what in FACILITIES or what == SLOT:
        return Piece(item.where, item.row, what, own, data)
    problems.info(
        item.where, "facilities", item.row, "type", what,
        "is not asked for: facilities and slots are read, and no sessions or courses"
        if what else "says of no type, so that it was not read",
    )  # fmt: skip
    return None
