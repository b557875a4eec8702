"""GEXF 1.2, Gephi's own format; 1.1 to 1.3 are read.

The card stands in a comment before the first element; cells as in GraphML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sap_match.graph.exchange.files import Ask, read_bytes
from sap_match.graph.exchange.found import Found, checked_card, typed
from sap_match.graph.exchange.markup import TYPES, Columns, Markup, by_kind, quoted
from sap_match.graph.exchange.page import CARD, Column, Page, page_of
from sap_match.graph.exchange.values import dump_json, text_of
from sap_match.graph.one_mode import CollaborationNetwork

_SPACE = "http://www.gexf.net/1.2draft"
_NODE_WORDS = {"id", "label"}
_TIE_WORDS = {"id", "source", "target", "type", "label", "kind"}


def parts(network: CollaborationNetwork, path: Path) -> dict[Path, Iterable[str]]:
    """Return what is to be written where."""
    return {path: _lines(page_of(network, node_words=_NODE_WORDS, tie_words=_TIE_WORDS))}


def _lines(page: Page) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    card = dump_json(page.card).replace("--", "-\\u002d")
    yield f"<!-- {CARD} {card} -->\n"
    way = "directed" if page.directed else "undirected"
    yield f'<gexf xmlns="{_SPACE}" version="1.2">\n'
    yield f'  <graph mode="static" defaultedgetype="{way}">\n'
    nodes = list(enumerate(page.nodes))
    ties = list(enumerate(page.ties, start=len(nodes)))
    for what, numbered in (("node", nodes), ("edge", ties)):
        if numbered:
            yield f'    <attributes class="{what}" mode="static">\n'
            for number, one in numbered:
                kind = TYPES.get(one.kind, "string")
                title = quoted(one.heading)
                yield f'      <attribute id="{number}" title={title} type="{kind}"/>\n'
            yield "    </attributes>\n"
    yield "    <nodes>\n"
    names = [quoted(one) for one in page.labels]
    for row, (name, shown) in enumerate(zip(names, page.shown, strict=True)):
        yield f"      <node id={name} label={quoted(shown)}>{_cells(nodes, row)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for row, (s, t, weight) in enumerate(page.pairs):
        ends = f'id="{row}" source={names[s]} target={names[t]} weight="{text_of(weight)}"'
        yield f"      <edge {ends}>{_cells(ties, row)}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _cells(numbered: list[tuple[int, Column]], row: int) -> str:
    held = "".join(
        f'<attvalue for="{number}" value={quoted(text_of(cell))}/>'
        for number, one in numbered
        if (cell := one.cells[row]) is not None
    )
    return f"<attvalues>{held}</attvalues>" if held else ""


class _Reader(Markup):
    """What a GEXF file says, row by row."""

    root = "gexf"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.titles: dict[str, dict[str, tuple[str, str]]] = {"node": {}, "edge": {}}
        self.defaults: dict[tuple[str, str], str] = {}
        self.tables = {"node": Columns(), "edge": Columns()}
        self.rows: dict[str, list[int]] = {"node": [], "edge": []}
        self.nodes: list[str] = []
        self.ends: tuple[list[str], list[str]] = ([], [])
        self.labels: dict[str, list[str | None]] = {"node": [], "edge": []}
        self.weights: list[str | None] = []
        self.types: list[str | None] = []
        self.graph: dict[str, str] | None = None
        self.now = self.declared = self.attribute = ""
        self.changing = False

    def open(self, name: str, given: dict[str, str]) -> None:
        if name in {"node", "edge"}:
            self._element(name, given)
        elif name == "attributes":
            self.declared = given.get("class", "")
        elif name == "attribute" and self.declared in self.titles:
            self.attribute = given.get("id", "")
            title = given.get("title") or self.attribute
            self.titles[self.declared][self.attribute] = (title, given.get("type", "string"))
        elif name == "attvalue" and self.now:
            self._value(given)
        elif name == "graph":
            if self.graph is not None:
                self.refuse("holds a second graph; keep one graph a file")
            self.graph = given
            self.changing = given.get("mode") == "dynamic"

    def _element(self, name: str, given: dict[str, str]) -> None:
        if self.now:
            self.refuse("holds a node within a node; write them side by side")
        self.now = name
        self.rows[name].append(self.line)
        self.labels[name].append(given.get("label"))
        if name == "node":
            self.nodes.append(self._needed(given, "id", "a node"))
            return
        for ends, end in zip(self.ends, ("source", "target"), strict=True):
            ends.append(self._needed(given, end, "an edge"))
        self.weights.append(given.get("weight"))
        self.types.append(given.get("type"))

    def _value(self, given: dict[str, str]) -> None:
        key = given.get("for", given.get("id", ""))
        if key not in self.titles[self.now]:
            self.refuse("no <attribute> has this id", field="for", value=key)
        self.tables[self.now].put(key, len(self.rows[self.now]) - 1, given.get("value", ""))

    def close(self, name: str, words: str) -> None:
        if name == self.now:
            self.now = ""
        elif name == "default":
            self.defaults[self.declared, self.attribute] = words

    def _needed(self, given: dict[str, str], name: str, what: str) -> str:
        if not given.get(name):
            self.refuse(f"{what} has no {name}", field=name)
        return given[name]

    def table(self, what: str, *, raw: bool) -> dict[str, list[Any]]:
        """Return the columns of nodes or edges, by title and as typed values."""
        rows = self.rows[what]
        found = self.tables[what].filled(len(rows))
        made: dict[str, list[Any]] = {}
        for key, (title, type_) in self.titles[what].items():
            cells = found.get(key, [None] * len(rows))
            if (what, key) in self.defaults:
                cells = [self.defaults[what, key] if one is None else one for one in cells]
            while title in made:
                title += "_2"  # noqa: PLW2901 - two columns of one title
            kind = None if raw else by_kind(type_)
            made[title] = typed(cells, kind, self.source, title, rows) if kind else cells
        return made


def read(path: Path, _: Ask) -> Found:
    """Return what a GEXF file holds.

    Raises
    ------
    DataError
        It cannot be read; the message names the line.
    """
    source = path.name
    reader = _Reader(source)
    reader.parse(read_bytes(path))
    if reader.graph is None:
        reader.refuse("holds no graph")
    begin = f" {CARD} "
    cards = [one[len(begin) :] for one in reader.comments if one.startswith(begin)]
    card = checked_card(cards[0], source) if cards else None
    nodes, ties = (reader.table(one, raw=card is not None) for one in ("node", "edge"))
    if card is None:
        _keep_labels(reader, nodes, ties)
    directed = reader.graph.get("defaultedgetype", "undirected") == "directed"
    known = any(one is not None for one in reader.types)
    ways = [directed if one is None else one != "undirected" for one in reader.types]
    weighted = any(one is not None for one in reader.weights)
    held = None if weighted else next((n for n in ties if n.casefold() == "weight"), None)
    return Found(
        source,
        keys=reader.nodes,
        left=reader.ends[0],
        right=reader.ends[1],
        weights=reader.weights if weighted else (ties.pop(held) if held else None),
        nodes=nodes,
        ties=ties,
        node_rows=reader.rows["node"],
        tie_rows=reader.rows["edge"],
        directed=directed,
        ways=ways if known else None,
        name="" if card else reader.graph.get("name", ""),
        notes=["changes over time not read: the last value counts"] if reader.changing else [],
        card=card,
    )


def _keep_labels(reader: _Reader, nodes: dict[str, list[Any]], ties: dict[str, list[Any]]) -> None:
    """Keep what another program shows at nodes and edges, where that is not the id."""
    told = zip(reader.labels["node"], reader.nodes, strict=True)
    if any(label is not None and label != one for label, one in told):
        nodes.setdefault("label", list(reader.labels["node"]))
    if any(reader.labels["edge"]):
        ties.setdefault("label", list(reader.labels["edge"]))
