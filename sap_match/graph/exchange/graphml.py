"""GraphML: everything in one file, with types; read by Gephi, networkx, igraph and yEd.

The network's card is a datum of the graph called ``sap_match``; a cell that is not known is
left out; dates and mixed values are text there, and come back as what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sap_match.graph.exchange.files import Ask, read_bytes
from sap_match.graph.exchange.found import Found, checked_card, typed
from sap_match.graph.exchange.markup import TYPES, Columns, Markup, by_kind, content, quoted
from sap_match.graph.exchange.page import CARD, Column, Page, page_of
from sap_match.graph.exchange.values import dump_json, text_of
from sap_match.graph.one_mode import CollaborationNetwork

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_FOR = ("graph", "node", "edge")
_NODE_WORDS = {"id"}
_TIE_WORDS = {"id", "source", "target"}


def parts(network: CollaborationNetwork, path: Path) -> dict[Path, Iterable[str]]:
    """Return what is to be written where."""
    return {path: _lines(page_of(network, node_words=_NODE_WORDS, tie_words=_TIE_WORDS))}


def _lines(page: Page) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<graphml xmlns="{_SPACE}">\n'
    for key, one in (*_keys("n", page.nodes), *_keys("e", page.ties)):
        what = "node" if key[0] == "n" else "edge"
        kind = TYPES.get(one.kind, "string")
        yield (
            f'  <key id="{key}" for="{what}" attr.name={quoted(one.heading)} attr.type="{kind}"/>\n'
        )
    yield '  <key id="weight" for="edge" attr.name="weight" attr.type="double"/>\n'
    yield f'  <key id="{CARD}" for="graph" attr.name="{CARD}" attr.type="string"/>\n'
    yield f'  <graph edgedefault="{"directed" if page.directed else "undirected"}">\n'
    yield f'    <data key="{CARD}">{content(dump_json(page.card))}</data>\n'
    names = [quoted(one) for one in page.labels]
    nodes, ties = _keys("n", page.nodes), _keys("e", page.ties)
    for row, name in enumerate(names):
        yield f"    <node id={name}>{_data(nodes, row)}</node>\n"
    for row, (s, t, weight) in enumerate(page.pairs):
        data = f'<data key="weight">{text_of(weight)}</data>{_data(ties, row)}'
        yield f"    <edge source={names[s]} target={names[t]}>{data}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _keys(letter: str, columns: tuple[Column, ...]) -> list[tuple[str, Column]]:
    return [(f"{letter}{at}", one) for at, one in enumerate(columns)]


def _data(keyed: list[tuple[str, Column]], row: int) -> str:
    return "".join(
        f'<data key="{key}">{content(text_of(cell))}</data>'
        for key, one in keyed
        if (cell := one.cells[row]) is not None
    )


class _Reader(Markup):
    """What a GraphML file says, row by row."""

    root = "graphml"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.keys: dict[str, dict[str, str]] = {}
        self.defaults: dict[str, str] = {}
        self.nodes: list[str] = []
        self.ends: tuple[list[str], list[str]] = ([], [])
        self.ways: list[str | None] = []
        self.rows: dict[str, list[int]] = {"node": [], "edge": []}
        self.tables = {one: Columns() for one in _FOR}
        self.edgedefault: str | None = None
        self.now = ""
        self.key = ""
        self.graphs = 0

    def open(self, name: str, given: dict[str, str]) -> None:
        if name == "graph":
            self.graphs += 1
            if self.graphs > 1:
                self.refuse("holds a graph within or beside another; keep one graph a file")
            self.edgedefault, self.now = given.get("edgedefault"), name
        elif name == "node":
            self.nodes.append(self._needed(given, "id", "a node"))
            self.rows[name].append(self.line)
            self.now = name
        elif name == "edge":
            for ends, end in zip(self.ends, ("source", "target"), strict=True):
                ends.append(self._needed(given, end, "an edge"))
            self.ways.append(given.get("directed"))
            self.rows[name].append(self.line)
            self.now = name
        elif name in {"data", "key"}:
            self.key = given.get("key" if name == "data" else "id", "")
            if name == "key":
                self.keys[self.key] = given
        elif name == "hyperedge":
            self.refuse("holds a hyperedge, which joins more than two; write it as edges")

    def close(self, name: str, words: str) -> None:
        if name == "default":
            self.defaults[self.key] = words
        elif name == "data" and self.now:
            if self.key not in self.keys:
                self.refuse("no <key> has this id", field="key", value=self.key)
            rows = {"graph": 1, "node": len(self.nodes), "edge": len(self.ways)}
            self.tables[self.now].put(self.key, rows[self.now] - 1, words)
        elif name in {"node", "edge"}:
            self.now = "graph"

    def _needed(self, given: dict[str, str], name: str, what: str) -> str:
        if not given.get(name):
            self.refuse(f"{what} has no {name}", field=name)
        return given[name]

    def table(self, what: str, rows: int, *, raw: bool) -> dict[str, list[Any]]:
        """Return the columns of nodes, edges or the graph, by name and as typed values."""
        found = self.tables[what].filled(rows)
        for key, default in self.defaults.items():
            if key in found or self.keys[key].get("for") in {what, "all", None}:
                cells = found.get(key, [None] * rows)
                found[key] = [default if one is None else one for one in cells]
        made: dict[str, list[Any]] = {}
        for key, cells in found.items():
            given = self.keys[key]
            if not any(k.startswith("attr.") for k in given) and len(given) > 2:
                continue  # another program's drawing
            name = given.get("attr.name") or key
            while name in made:
                name += "_2"
            kind = None if raw else by_kind(given.get("attr.type", "string"))
            where = self.rows.get(what)
            made[name] = typed(cells, kind, self.source, name, where) if kind else cells
        return made


def read(path: Path, _: Ask) -> Found:
    """Return what a GraphML file holds.

    Raises
    ------
    DataError
        It cannot be read; the message names the line.
    """
    source = path.name
    reader = _Reader(source)
    reader.parse(read_bytes(path))
    if not reader.graphs:
        reader.refuse("holds no graph")
    said = reader.table("graph", 1, raw=True)
    card = said.pop(CARD, [None])[0]
    checked = None if card is None else checked_card(card, source)
    nodes = reader.table("node", len(reader.nodes), raw=checked is not None)
    ties = reader.table("edge", len(reader.ways), raw=checked is not None)
    weight = next((name for name in ties if name.casefold() == "weight"), None)
    default = reader.edgedefault == "directed"
    known = any(way is not None for way in reader.ways)
    return Found(
        source,
        keys=reader.nodes,
        left=reader.ends[0],
        right=reader.ends[1],
        weights=None if weight is None else ties.pop(weight),
        ids=_names(reader, nodes),
        nodes=nodes,
        ties=ties,
        node_rows=reader.rows["node"],
        tie_rows=reader.rows["edge"],
        directed=default,
        ways=[w == "true" if w else default for w in reader.ways] if known else None,
        name=str((said.pop("name", None) or [""])[0] or "") if checked is None else "",
        attributes={k: v[0] for k, v in said.items()} if checked is None else {},
        card=checked,
    )


def _names(reader: _Reader, nodes: dict[str, list[Any]]) -> list[Any] | None:
    """Return the ids or names that igraph writes beside ids of its own."""
    if not any("Created by igraph" in one for one in reader.comments):
        return None
    for column in ("id", "name"):
        names = nodes.get(column, [])
        if len(names) == len(reader.nodes) == len(set(names)) and all(names):
            return nodes.pop(column)
    return None
