"""Kumu's blueprints: JSON of elements and connections.

An element has ``id``, ``label``, ``type`` (its group) and fields, as ``tags``; a connection
``from``, ``to``, ``direction``, ``weight`` and fields. The card is a key beside the two lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.graph.exchange.files import Ask, decoded, read_bytes
from sap_match.graph.exchange.found import Found, checked_card
from sap_match.graph.exchange.markup import Columns
from sap_match.graph.exchange.page import CARD, Column, Page, page_of
from sap_match.graph.exchange.values import dump_json, load_json, text_of
from sap_match.graph.one_mode import CollaborationNetwork

_NODE_WORDS = {"id", "_id", "label", "type", "element type", "attributes"}
_TIE_WORDS = {"id", "_id", "from", "to", "direction", "attributes"}
_SHAPE = 'write {"elements": [{"label": "A"}], "connections": [{"from": "A", "to": "B"}]}'


def parts(network: CollaborationNetwork, path: Path) -> dict[Path, Iterable[str]]:
    """Return what is to be written where."""
    page = page_of(network, node_words=_NODE_WORDS, tie_words=_TIE_WORDS, group="type", safe=False)
    return {path: _lines(page)}


def _lines(page: Page) -> Iterator[str]:
    yield '{\n"elements": ['
    for row, (one, shown) in enumerate(zip(page.labels, page.shown, strict=True)):
        fields = {"id": one, "label": shown, **_fields(page.nodes, row)}
        yield f"{',' if row else ''}\n{dump_json(fields)}"
    yield '\n],\n"connections": ['
    way = "directed" if page.directed else "undirected"
    for row, (s, t, weight) in enumerate(page.pairs):
        ends = {"from": page.labels[s], "to": page.labels[t], "direction": way, "weight": weight}
        yield f"{',' if row else ''}\n{dump_json({**ends, **_fields(page.ties, row)})}"
    yield f'\n],\n"{CARD}": {dump_json(page.card)}\n}}\n'


def _fields(columns: tuple[Column, ...], row: int) -> dict[str, Any]:
    found = {one.heading: one.cells[row] for one in columns if one.cells[row] is not None}
    return {
        name: text_of(cell) if isinstance(cell, float) and cell - cell != 0 else cell
        for name, cell in found.items()
    }


def read(path: Path, ask: Ask) -> Found:
    """Return what a Kumu blueprint, or a project saved from Kumu, holds.

    Raises
    ------
    DataError
        It is no JSON, or of another shape; the message names the element or connection.
    """
    source = path.name
    try:
        told = load_json(decoded(read_bytes(path), source, ask.encoding))
    except DataError:
        raise
    except ValueError as error:
        raise DataError(
            f"is no JSON that can be read ({error}); was it saved whole?",
            source=source,
            row=getattr(error, "lineno", None),
        ) from None
    if not isinstance(told, dict) or not isinstance(told.get("elements"), list):
        raise DataError(f"is no Kumu blueprint; {_SHAPE}", source=source)
    card = checked_card(told[CARD], source) if CARD in told else None
    elements = _rows(told, "elements", source)
    names, ids, keys = _keys(elements, source)
    found = Found(
        source,
        keys=keys,
        node_rows=range(1, len(elements) + 1),
        nodes=_table(elements, {"_id", "id"} | (set() if names and card is None else {"label"})),
        group="type",
        card=card,
    )
    ways = _connect(found, _rows(told, "connections", source), {**names, **ids})
    found.ways = ways or None
    return found


def _rows(told: Mapping[str, Any], name: str, source: str) -> list[dict[str, Any]]:
    """Return elements or connections, with the fields of a saved project beside its own."""
    rows = []
    given = told.get(name) or []
    if not isinstance(given, list):
        raise DataError(f"is no list; {_SHAPE}", source=source, field=name)
    for at, one in enumerate(given, start=1):
        if not isinstance(one, dict):
            raise DataError(
                f"is no element; {_SHAPE}", source=source, row=at, field=name, value=one
            )
        more = one.get("attributes")
        row = (
            {**{k: v for k, v in one.items() if k != "attributes"}, **more}
            if isinstance(more, dict)
            else dict(one)
        )
        for kumu in ("element type", "connection type"):
            if kumu in row and "type" not in row:
                row["type"] = row.pop(kumu)
        rows.append(row)
    return rows


def _keys(
    elements: list[dict[str, Any]], source: str
) -> tuple[dict[Any, Any], dict[Any, Any], list[Any]]:
    """Return labels and ids that lead to a key, and the keys: ids where all have one."""
    held = [one.get("id", one.get("_id")) for one in elements]
    by_id = bool(elements) and all(_is_name(one) for one in held)
    labels: dict[Any, Any] = {}
    ids: dict[Any, Any] = {}
    keys = []
    for at, (element, key) in enumerate(zip(elements, held, strict=True), start=1):
        label = element.get("label")
        if not by_id and not _is_name(label):
            raise DataError(
                "an element has neither id nor label", source=source, row=at, field="elements"
            )
        keys.append(key if by_id else label)
        if _is_name(key):
            ids[key] = keys[-1]
        if _is_name(label):
            labels.setdefault(label, keys[-1])
    return (labels if by_id else {}), {**ids, **({} if by_id else labels)}, keys


def _is_name(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _table(rows: list[dict[str, Any]], apart: set[str]) -> dict[str, list[Any]]:
    columns = Columns()
    for at, row in enumerate(rows):
        for name, value in row.items():
            if name not in apart and value is not None:
                columns.put(name, at, value)
    return columns.filled(len(rows))


def _connect(
    found: Found, connections: list[dict[str, Any]], known: Mapping[Any, Any]
) -> list[bool]:
    """Fill in the ties, and return which have a direction."""
    ways = []
    for at, one in enumerate(connections, start=1):
        for ends, name in ((found.left, "from"), (found.right, "to")):
            end = one.get(name)
            if not _is_name(end):
                found.refuse("a connection has no such end", row=at, field=name, value=end)
            ends.append(known.get(end, end))
        way = one.get("direction") or "undirected"
        if way not in {"directed", "undirected", "mutual"}:
            found.refuse("is directed, undirected or mutual", row=at, field="direction", value=way)
        ways.append(way == "directed")
    table = _table(connections, {"from", "to", "direction", "id", "_id"})
    found.weights = table.pop("weight", None)
    found.ties, found.tie_rows = table, range(1, len(connections) + 1)
    return ways
