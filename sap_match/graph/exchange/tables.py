"""Tables of ties and nodes: CSV files for spreadsheets, Gephi and Kumu.

``NAME.csv`` holds a tie a row, ``NAME.nodes.csv`` a node a row, ``NAME.csv.json`` the card.
Text that a spreadsheet would run as a formula stands behind a ``'``, which reading takes away.
"""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.graph.exchange.files import Ask, decoded, read_bytes
from sap_match.graph.exchange.found import Found, checked_card
from sap_match.graph.exchange.page import Column, page_of
from sap_match.graph.exchange.values import Native, dump_json, guessed, text_of
from sap_match.graph.one_mode import CollaborationNetwork

_NODE_WORDS = {"id"}
_TIE_WORDS = {"source", "target", "type"}
_ENDS = (("source", "target"), ("from", "to"), ("from_id", "to_id"))
_WAYS = {"directed": True, "undirected": False, "mutual": False}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_LARGEST_CELL = 2**27
_LIMIT = threading.Lock()


def nodes_path(path: Path) -> Path:
    """Return where the nodes of a table of ties stand."""
    return path.with_name(f"{path.stem}.nodes{path.suffix}")


def card_path(path: Path) -> Path:
    """Return where the card of a table of ties stands."""
    return path.with_name(f"{path.name}.json")


def parts(network: CollaborationNetwork, path: Path) -> dict[Path, Iterable[str]]:
    """Return what is to be written where: nodes, card, ties."""
    if path.stem.endswith(".nodes"):
        raise DataError("is where the nodes are put; leave out .nodes", source=str(path))
    page = page_of(network, node_words=_NODE_WORDS, tie_words=_TIE_WORDS)
    mark = "\t" if path.suffix.casefold() == ".tsv" else ","
    ids = (_guarded(one) for one in page.labels)
    nodes = _written(["id"], page.nodes, ([one] for one in ids), mark)
    way = "Directed" if page.directed else "Undirected"
    labels = [_guarded(one) for one in page.labels]
    ties = _written(
        ["source", "target", "type", "weight"],
        page.ties,
        ([labels[s], labels[t], way, text_of(w)] for s, t, w in page.pairs),
        mark,
    )
    card = dump_json(page.card, indent=1)
    return {nodes_path(path): nodes, card_path(path): [card, "\n"], path: ties}


def _written(
    first: list[str], columns: tuple[Column, ...], rows: Iterable[list[str]], mark: str
) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", delimiter=mark)  # quotes lone \r too
    writer.writerow([*first, *(_guarded(one.heading) for one in columns)])
    cells = [list(map(_cell, one.cells)) for one in columns]
    for at, row in enumerate(rows):
        writer.writerow([*row, *(one[at] for one in cells)])
        if at % 1000 == 999:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cell(cell: Native) -> str:
    if cell is None:
        return ""
    text = text_of(cell)
    return _guarded(text) if isinstance(cell, str | list) else text


def _needs_guard(text: str) -> bool:
    """Whether text could be run by a spreadsheet, be taken for nothing, or for guarded text."""
    bare = text.lstrip("'")
    stripped = bare.strip(" \u00a0")
    formula = stripped.startswith(_FORMULA) and not _NUMBER.fullmatch(stripped)
    return not bare or formula


def _guarded(text: str) -> str:
    """Return text behind a ``'`` where it needs one.

    Examples
    --------
    >>> _guarded("=1+1"), _guarded("-3"), _guarded("'s-Hertogenbosch"), _guarded("")
    ("'=1+1", '-3', "'s-Hertogenbosch", "'")
    """
    return f"'{text}" if _needs_guard(text) else text


def _unguarded(text: str) -> str:
    """Return what `_guarded` was given."""
    return text[1:] if text[:1] == "'" and _needs_guard(text) else text


@contextmanager
def _large_cells() -> Iterator[None]:
    """Let cells be as long as they are, and put the limit back."""
    with _LIMIT:
        before = csv.field_size_limit(_LARGEST_CELL)
        try:
            yield
        finally:
            csv.field_size_limit(before)


class _Table:
    """A table read: its columns by name in lower case, None for an empty cell."""

    def __init__(self, path: Path, ask: Ask) -> None:
        text = decoded(read_bytes(path), path.name, ask.encoding)
        first = text.split("\n", 1)[0]
        usual = "\t" if path.suffix.casefold() == ".tsv" else ","  # where one column says nothing
        mark = max(",;\t", key=lambda one: (first.count(one), one == usual))
        try:
            with _large_cells():
                lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        except csv.Error as error:
            raise DataError(f"is no table that can be read ({error})", source=path.name) from None
        names = [_unguarded(one).strip() for one in lines[0]]
        self.source = path.name
        kept = [(row, cells) for row, cells in enumerate(lines[1:], start=2) if any(cells)]
        self.rows = [row for row, _ in kept]
        for row, cells in kept:
            if len(cells) > len(names) and any(cells[len(names) :]):
                self.refuse("has more cells than there are columns; is a comma unquoted?", row=row)
        self.columns: dict[str, list[str | None]] = {}
        self.names: dict[str, str] = {}
        for at, name in enumerate(names):
            if not name:
                continue
            if name in self.columns:
                self.refuse("two columns have this name", row=1, field=name)
            self.names.setdefault(name.casefold(), name)
            self.columns[name] = [_held(cells, at) for _, cells in kept]

    def refuse(self, message: str, **cell: Any) -> None:
        raise DataError(message, source=self.source, **cell)

    def take(self, name: str) -> list[str | None] | None:
        """Take a column out, by its name in lower case."""
        held = self.names.get(name)
        return None if held is None else self.columns.pop(held, None)

    def needed(self, name: str) -> list[str]:
        """Take out a column that has a text in each row."""
        cells = self.columns.pop(name)
        for row, cell in zip(self.rows, cells, strict=True):
            if cell is None or not cell:
                self.refuse("is empty", row=row, field=name)
        return [cell or "" for cell in cells]

    def rest(self, said: Iterable[Sequence[str]] | None) -> dict[str, list[Any]]:
        """Return the other columns; what no card speaks of is taken for what it looks like."""
        known = {one[0] for one in said or ()}
        return {
            name: list(cells) if name in known else guessed(cells)
            for name, cells in self.columns.items()
        }


def _held(cells: Sequence[str], at: int) -> str | None:
    if at >= len(cells) or not cells[at]:
        return None
    return _unguarded(cells[at])


def read(path: Path, ask: Ask) -> Found:
    """Return what a table of ties holds, with the nodes and the card beside it.

    Columns are ``source`` and ``target`` (or ``from`` and ``to``, ``from_id`` and ``to_id``, else
    the first two), ``weight``, ``type`` (``Directed`` or ``Undirected``, as Gephi has it), and
    attributes; of nodes ``id`` (else the first), ``group``, ``answered`` (yes or no:
    who of a survey answered) and attributes.

    Raises
    ------
    DataError
        One of the files cannot be read; the message names the row.
    """
    if path.stem.endswith(".nodes"):
        raise DataError(
            f"holds nodes; give the ties beside it, {path.stem[:-6]}{path.suffix}",
            source=path.name,
        )
    card = None
    if card_path(path).is_file():
        where = card_path(path)
        card = checked_card(decoded(read_bytes(where), where.name), where.name)
    table = _Table(path, ask)
    names = list(table.columns)
    ends = next((pair for pair in _ENDS if set(pair) <= set(table.names)), None)
    if ends is None and len(names) < 2:
        table.refuse("needs the columns source and target", row=1, value=", ".join(names))
    first, second = names[:2] if ends is None else (table.names[one] for one in ends)
    found = Found(
        table.source,
        left=table.needed(first),
        right=table.needed(second),
        weights=table.take("weight"),
        tie_rows=table.rows,
        ways=_ways(table),
        ties=table.rest(card and card["ties"]),
        card=card,
    )
    return _with_nodes(found, path, ask)


def _with_nodes(found: Found, path: Path, ask: Ask) -> Found:
    if not nodes_path(path).is_file():
        return found
    table = _Table(nodes_path(path), ask)
    if not table.columns:
        table.refuse("needs the column id", row=1)
    found.keys = list(table.needed(table.names.get("id", next(iter(table.columns)))))
    found.node_rows = table.rows
    card = found.card
    apart = [[card["groups"] or ""], [card["answered"] or ""]] if card else []
    for word in ("group", "answered") if card is None else ():
        if (cells := table.take(word)) is not None:
            table.columns[word] = cells
    found.survey = True
    found.nodes = table.rest([*(card["nodes"] if card else ()), *apart, ["group"], ["answered"]])
    return found


def _ways(table: _Table) -> list[bool] | None:
    """Return which ties have a direction, where a column ``type`` says it of all."""
    name = table.names.get("type", "")
    cells = [(cell or "").casefold() for cell in table.columns.get(name, ())]
    if name not in table.columns or not set(cells) <= set(_WAYS):
        return None
    table.columns.pop(name)
    return [_WAYS[cell] for cell in cells] or None
