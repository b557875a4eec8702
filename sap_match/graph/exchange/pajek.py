"""Pajek's networks (.net), and partitions (.clu) beside them.

A vertex has a number and a label, a line a value; that is all that Pajek, igraph and networkx
read alike. What else a network says stands in comment lines (``% sap_match ...``) at the top,
which they pass over. Groups are written as a partition beside the file as well, for Pajek.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.graph.exchange.files import MOST_NODES, Ask, chosen, decoded, read_bytes
from sap_match.graph.exchange.found import Found, from_beside
from sap_match.graph.exchange.markup import Columns
from sap_match.graph.exchange.page import CARD, Page, beside, page_of, unique
from sap_match.graph.exchange.values import dump_json, load_json, text_of
from sap_match.graph.one_mode import CollaborationNetwork

_COMMENT = f"% {CARD} "
_PIECE = 2000
_WORD = re.compile(r'"([^"]*)"?|\[[^\]]*\]|\S+')
_LINES = {"*arcs": True, "*edges": False, "*arcslist": True, "*edgeslist": False}
#: What Pajek writes for a vertex whose class is not known.
_NO_CLASS = 999_999_998


def parts(network: CollaborationNetwork, path: Path) -> dict[Path, Iterable[str]]:
    """Return what is to be written where: the network, and its groups as a partition."""
    page = page_of(network, safe=False)
    made: dict[Path, Iterable[str]] = {path: _lines(page)}
    if network.groups is not None:
        names, codes = network.codes()
        told = [f"% {at} {' '.join(one.split())}\n" for at, one in enumerate(names, start=1)]
        classes = [f"{code + 1 if code >= 0 else _NO_CLASS}\n" for code in codes.tolist()]
        made[path.with_suffix(".clu")] = [*told, f"*Vertices {len(codes)}\n", *classes]
    return made


def _lines(page: Page) -> Iterator[str]:
    labels = unique(page.labels, _label)
    text = dump_json(beside(page, labels))
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    head = "".join(f"{_COMMENT}{piece}\n" for piece in pieces)
    # Pajek takes text for Unicode only behind a byte-order mark; the others pass over it.
    everything = (head, *labels)
    yield head if all(one.isascii() for one in everything) else f"\ufeff{head}"
    yield f"*Vertices {len(labels)}\n"
    for number, label in enumerate(labels, start=1):
        yield f'{number} "{label}"\n'
    yield "*Arcs\n" if page.directed else "*Edges\n"
    for s, t, weight in page.pairs:
        yield f"{s + 1} {t + 1} {text_of(weight)}\n"


def _label(text: str) -> str:
    """Return a label as all readers take it: no quotes, no line breaks, no backslash."""
    kept = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]+", " ", text)
    return kept.replace('"', "'").replace("\\", "/").strip() or "_"


@dataclass
class _Relation:
    """The lines under one heading, or under those of one name."""

    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    weights: list[str | None] = field(default_factory=list)
    ways: list[bool] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    more: Columns = field(default_factory=Columns)

    def add(self, a: int, b: int, value: str | None, *, way: bool, row: int) -> None:
        """Take note of a line between two vertices."""
        self.left.append(a)
        self.right.append(b)
        self.weights.append(value)
        self.ways.append(way)
        self.rows.append(row)


class _Reader:
    """What a Pajek file says, line by line."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.n: int | None = None
        self.name = ""
        self.labels: dict[int, str] = {}
        self.rows: dict[int, int] = {}
        self.cells = Columns()
        self.relations: dict[str, _Relation] = {}
        self.classes: list[str] | None = None
        self.comment: list[str] = []
        self.section = ""
        self.now = _Relation()
        self.at = 0
        self.in_matrix = 0

    def refuse(self, message: str, **cell: Any) -> None:
        raise DataError(message, source=self.source, row=self.at, **cell)

    def read(self, text: str) -> None:
        """Read all lines."""
        for self.at, line in enumerate(text.split("\n"), start=1):
            line = line.removesuffix("\r")  # noqa: PLW2901
            if line.startswith(_COMMENT):
                self.comment.append(line[len(_COMMENT) :])
            elif line.lstrip().startswith("*"):
                self.head(line.split())
            elif line.strip() and not line.lstrip().startswith("%"):
                self.row(line)

    def head(self, words: Sequence[str]) -> None:
        """Take note of a line that begins with a star."""
        word = words[0].casefold()
        if word == "*network":
            if self.n is not None:
                self.refuse("holds a second network; keep one a file")
            self.name = " ".join(words[1:]).strip('"')
        elif word == "*vertices" and self.section not in {"*partition", "*vector"}:
            self.vertices(words)
        elif word in {"*partition", "*vector", "*permutation"}:
            self.section = word
            if word == "*partition" and self.classes is None:
                self.classes = []
            return
        elif word in _LINES or word == "*matrix":
            if self.n is None:
                self.refuse("has ties before *Vertices", value=words[0])
            told = re.search(r':\s*(\d+)\s*(?:"([^"]*)")?', " ".join(words[1:]))
            name = (told[2] or told[1]) if told else ""
            self.now = self.relations.setdefault(name, _Relation())
            self.in_matrix = 0
        elif word != "*vertices":
            self.refuse("is no part of a Pajek network", value=words[0])
        if word != "*vertices" or self.section not in {"*partition", "*vector"}:
            self.section = word

    def vertices(self, words: Sequence[str]) -> None:
        """Take note of how many vertices there are."""
        if self.n is not None:
            self.refuse("has *Vertices twice; keep one network a file")
        if len(words) < 2 or not re.fullmatch(r"\d{1,9}", words[1]):
            self.refuse("after *Vertices comes how many there are", value=" ".join(words[1:]))
        if len(words) > 2:
            self.refuse("is a network of two modes; give one of one mode", value=" ".join(words))
        self.n = int(words[1])
        if self.n > MOST_NODES:
            self.refuse(f"more than {MOST_NODES:,} vertices", field="*Vertices", value=self.n)

    def row(self, line: str) -> None:
        """Take note of a vertex, a tie, a class."""
        words = [m[1] if m[1] is not None else m[0] for m in _WORD.finditer(line)]
        if self.section == "*vertices":
            self.vertex(words)
        elif self.section == "*partition" and self.classes is not None:
            self.classes.append(words[0])
        elif self.section == "*matrix":
            self.matrix(words)
        elif self.section in {"*arcslist", "*edgeslist"}:
            first, *others = words
            for other in others:
                self.tie([first, other])
        elif self.section in _LINES:
            self.tie(words)
        elif self.section not in {"*vector", "*permutation"}:
            self.refuse("is no Pajek network: it does not begin with *Vertices", value=line)

    def vertex(self, words: Sequence[str]) -> None:
        number = self.number(words[0])
        if number in self.labels:
            self.refuse("this vertex is listed twice", field="vertex", value=number)
        self.labels[number] = words[1] if len(words) > 1 and words[1] else str(number)
        self.rows[number] = self.at
        rest = list(words[2:])
        for name in "xyz":
            if rest and re.fullmatch(r"[-+]?[\d.]+([eE][-+]?\d+)?", rest[0]):
                self.cells.put(name, number - 1, _decimal(rest.pop(0)))
        if len(rest) % 2:
            self.cells.put("shape", number - 1, rest.pop(0))
        for name, value in zip(rest[::2], rest[1::2], strict=True):
            self.cells.put(name, number - 1, value)

    def number(self, word: str) -> int:
        """Return the number of a vertex, from 1."""
        number = int(word) if re.fullmatch(r"\d{1,9}", word) else 0
        if not 1 <= number <= (self.n or 0):
            self.refuse(f"is no vertex; they are numbered 1 to {self.n}", value=word)
        return number

    def tie(self, words: Sequence[str]) -> None:
        if len(words) < 2:
            self.refuse("a tie has two ends", value=" ".join(words))
        a, b = self.number(words[0]), self.number(words[1])
        way = _LINES[self.section]
        self.now.add(a, b, words[2] if len(words) > 2 else None, way=way, row=self.at)
        for name, value in zip(words[3::2], words[4::2], strict=False):
            self.now.more.put(name, len(self.now.left) - 1, value)

    def matrix(self, words: Sequence[str]) -> None:
        self.in_matrix += 1
        if self.in_matrix > (self.n or 0) or len(words) != self.n:
            self.refuse(f"the matrix has {self.n} rows of {self.n} cells", value=len(words))
        for column, word in enumerate(words, start=1):
            if word.strip("0.") or not word.strip("."):
                self.now.add(self.in_matrix, column, word, way=True, row=self.at)


def _decimal(word: str) -> float | str:
    try:
        return float(word)
    except ValueError:
        return word


def read(path: Path, ask: Ask) -> Found:
    """Return what a Pajek file holds.

    Raises
    ------
    DataError
        It cannot be read; the message names the line.
    """
    source = path.name
    reader = _Reader(source)
    reader.read(decoded(read_bytes(path), source, ask.encoding))
    if reader.n is None:
        raise DataError("is no Pajek network: it has no *Vertices", source=source)
    names = sorted(reader.relations) or [""]
    name = names[chosen(names, ask.relation, source)]
    told = reader.relations.get(name, _Relation())
    n, cells = reader.n, reader.cells.filled(reader.n)
    keys = [reader.labels.get(number, number) for number in range(1, n + 1)]
    notes = []
    if len(set(map(str, keys))) < n or (reader.labels and len(reader.labels) < n):
        cells["label"] = [reader.labels.get(number) for number in range(1, n + 1)]
        keys = list(range(1, n + 1))
        notes = ["labels are not all there or not all different: vertices go by number"]
    elif not reader.labels:
        keys = list(range(1, n + 1))
    found = Found(
        source,
        keys=keys,
        left=[keys[one - 1] for one in told.left],
        right=[keys[one - 1] for one in told.right],
        weights=told.weights if any(one is not None for one in told.weights) else None,
        nodes=cells,
        ties=told.more.filled(len(told.left)),
        node_rows=[reader.rows.get(number, 1) for number in range(1, n + 1)],
        tie_rows=told.rows,
        ways=told.ways,
        name=reader.name or name,
        notes=notes,
    )
    return _with_rest(found, reader, path, ask)


def _with_rest(found: Found, reader: _Reader, path: Path, ask: Ask) -> Found:
    """Return what was found with what the comments say, else with a partition's groups."""
    if reader.comment:
        where = f"{found.source} (comments at its top)"
        try:
            rest = load_json("".join(reader.comment))
        except ValueError:
            rest = None
        if not isinstance(rest, dict):
            raise DataError(
                "cannot be read; delete those lines, and the rest is read", source=where
            )
        return from_beside(found, rest, where)
    classes, where = reader.classes, found.source
    partition = path.with_suffix(".clu")
    if classes is None and partition != path and partition.is_file():
        where = partition.name
        text = decoded(read_bytes(partition), where, ask.encoding)
        told = (line.strip() for line in text.split("\n"))
        classes = [one for one in told if one and one[0] not in "%*"]
    if classes is not None:
        if len(classes) != len(found.keys or ()):
            raise DataError(
                f"has {len(classes)} classes for {len(found.keys or ())} vertices", source=where
            )
        found.nodes["group"] = [None if one == str(_NO_CLASS) else one for one in classes]
    return found
