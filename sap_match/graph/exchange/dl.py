"""UCINET's DL language.

A network is written as ``edgelist1``: labels, then number, number, value, each tie of a network
without direction both ways, as DL is a matrix. What DL has no place for (attributes, types,
groups, names that are not one plain word) stands beside it in ``NAME.dl.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from sap_match.errors import DataError
from sap_match.graph.exchange.files import MOST_NODES, Ask, chosen, decoded, read_bytes
from sap_match.graph.exchange.found import Found, from_beside
from sap_match.graph.exchange.page import Page, beside, page_of, unique
from sap_match.graph.exchange.values import dump_json, load_json, text_of
from sap_match.graph.one_mode import CollaborationNetwork

Cell = tuple[Any, Any, str, int]
_MATRICES = ("fullmatrix", "lowerhalf", "upperhalf")
_LISTS = ("edgelist1", "nodelist1")
_TWO_MODE = ("edgelist2", "nodelist2")
_SAY = "it is one of fullmatrix, lowerhalf, upperhalf, edgelist1, nodelist1"
#: How a cell of a matrix says that nobody knows.
_UNKNOWN = {".", "na", "nan", "?"}
_SECTION = re.compile(
    r"\b(?:(?:row|column|col|matrix|level)\s+)?labels?(?:\s+embedded\b\s*:?|\s*:)|\bdata\s*:",
    flags=re.IGNORECASE,
)
_KEY = re.compile(r"(\w+)\s*=\s*([\w.]+)")
_MARKS = re.compile("[,\"']")
_WORD = re.compile(r'"([^"]*)"|\'([^\']*)\'|[^\s,"\']+')


def beside_path(path: Path) -> Path:
    """Return where stands what a DL file cannot hold."""
    return path.with_name(f"{path.name}.json")


def parts(network: CollaborationNetwork, path: Path) -> dict[Path, Iterable[str]]:
    """Return what is to be written where."""
    page = page_of(network, safe=False)
    labels = unique(page.labels, _label)
    rest = dump_json({"labels": list(labels), **beside(page, labels)}, indent=1)
    return {beside_path(path): [rest, "\n"], path: _lines(page, labels)}


def _lines(page: Page, labels: tuple[str, ...]) -> Iterator[str]:
    yield f"DL n={len(labels)}\nformat = edgelist1\nlabels:\n"
    for label in labels:
        yield f"{label}\n"
    yield "data:\n"
    for s, t, weight in page.pairs:
        yield f"{s + 1} {t + 1} {text_of(weight)}\n"
        if not page.directed:
            yield f"{t + 1} {s + 1} {text_of(weight)}\n"


def _label(text: str) -> str:
    """Return a label as one word that no reader of DL takes for two, or for something else."""
    kept = re.sub(r"[\s,;:=\"'\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]+", "_", text)
    kept = kept.strip("_") or "_"
    return f"{kept}_" if kept.casefold() in {"data", "labels", "dl"} else kept


@dataclass
class _Header:
    """What stands before the data."""

    source: str
    given: dict[str, str] = field(default_factory=dict)
    labels: list[str] | None = None
    matrices: list[str] = field(default_factory=list)
    embedded: bool = False
    lines: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, message: str, *, row: int | None = None, **cell: Any) -> NoReturn:
        raise DataError(message, source=self.source, row=row, **cell)

    def count(self, *names: str) -> int | None:
        """Return a number of the header by any of its names."""
        for name in names:
            if name in self.given:
                if not re.fullmatch(r"\d{1,9}", self.given[name]):
                    self.refuse("is no whole number", field=name, value=self.given[name])
                if int(self.given[name]) > MOST_NODES:
                    self.refuse(f"more than {MOST_NODES:,}", field=name, value=self.given[name])
                return int(self.given[name])
        return None


def _words(text: str) -> list[str]:
    if not _MARKS.search(text):
        return text.split()
    return [m[1] or m[2] or m[0].strip("\"'") for m in _WORD.finditer(text)]


def _header(text: str, source: str) -> _Header:
    """Return the header, and the lines of data with their numbers."""
    head = _Header(source)
    if not re.match(r"\s*dl\b", text, flags=re.IGNORECASE):
        head.refuse("is no DL file: its first word is DL", row=1, value=text.strip()[:20])
    cut = re.search(r"(?im)^[^\n]*?\bdata\s*:[ \t]*", text)
    if cut is None:
        head.refuse("has no line 'data:'; was it saved whole?")
    before = text[: cut.end()]
    first = before.count("\n") + 1
    rest = enumerate(text[cut.end() :].split("\n"), start=first)
    head.lines = [(row, line) for row, line in rest if line.strip()]
    section, held = "", re.sub(r"^\s*dl\b", "", before, flags=re.IGNORECASE)
    at = 0
    for found in _SECTION.finditer(held):
        _fill(head, section, held[at : found.start()])
        section, at = " ".join(found[0].casefold().strip(" :\t\n").split()), found.end()
        head.embedded = head.embedded or "embedded" in section
    return head


def _fill(head: _Header, section: str, text: str) -> None:
    for name, value in _KEY.findall(text) if not section or "=" in text else ():
        head.given[name.casefold()] = value
    if not section or "embedded" in section:
        return
    words = _words(_KEY.sub(" ", text))
    if section.startswith("matrix"):
        head.matrices = words
    elif words and not section.startswith("level"):
        if head.labels is not None and [w.casefold() for w in head.labels] != [
            w.casefold() for w in words
        ]:
            head.refuse("rows and columns have different labels: it is a network of two modes")
        head.labels = words


def read(path: Path, ask: Ask) -> Found:
    """Return what a DL file holds, and what stands beside it.

    Raises
    ------
    DataError
        It cannot be read; the message names the line.
    """
    head = _header(decoded(read_bytes(path), path.name, ask.encoding), path.name)
    n = head.count("n", "nr", "nc")
    if head.count("nr") != head.count("nc") and "n" not in head.given:
        head.refuse("rows and columns differ: it is a network of two modes", field="nr, nc")
    kind = head.given.get("format", "fullmatrix").casefold()
    if n is None:
        head.refuse("does not say how many nodes it has; write n=", field="n")
    if head.labels is not None and len(head.labels) != n:
        head.refuse(f"has {len(head.labels)} labels for n={n}", field="labels")
    if kind in _TWO_MODE:
        head.refuse("is a network of two modes; give one of one mode", field="format", value=kind)
    if kind in _MATRICES:
        keys, tables = _matrices(head, n, kind)
    elif kind in _LISTS:
        keys, tables = _lists(head, n, kind)
    else:
        head.refuse(f"is not read; {_SAY}", field="format", value=kind)
    names = head.matrices or [str(at) for at in range(1, len(tables) + 1)]
    if len(names) != len(tables):
        head.refuse(f"has {len(tables)} matrices but {len(names)} matrix labels")
    which = chosen(names, ask.relation, path.name)
    return _found(path, keys, tables[which], names[which] if head.matrices else "")


def _matrices(head: _Header, n: int, kind: str) -> tuple[list[Any], list[list[Cell]]]:
    """Return nodes and the cells of each matrix, read word by word as lines may be broken."""
    words = [(word, row) for row, line in head.lines for word in _words(line)]
    count = head.count("nm") or 1
    diagonal = head.given.get("diagonal", "present").casefold() != "absent"
    keys: list[Any] = list(head.labels or range(1, n + 1))
    shape = _shape(n, kind, diagonal=diagonal)
    size = sum(len(row) for row in shape) + (2 * n if head.embedded else 0)
    if len(words) != size * count:
        last = words[-1][1] if words else None
        head.refuse(
            f"needs {size * count:,} cells for n={n} and {count} of {kind}, but has {len(words):,}",
            row=last,
        )
    tables = []
    for matrix in range(count):
        told = iter(words[matrix * size : (matrix + 1) * size])
        if head.embedded:
            keys = [next(told)[0] for _ in range(n)]
        cells: list[Cell] = []
        for i, columns in enumerate(shape):
            if head.embedded and (named := next(told))[0].casefold() != keys[i].casefold():
                head.refuse(
                    f"rows are in the order of columns: {keys[i]!r} is next",
                    row=named[1],
                    value=named[0],
                )
            for j in columns:
                word, row = next(told)
                cells.append((keys[i], keys[j], word, row))
                if kind != "fullmatrix" and i != j:
                    cells.append((keys[j], keys[i], word, row))
        tables.append(cells)
    return keys, tables


def _shape(n: int, kind: str, *, diagonal: bool) -> list[range]:
    """Return the columns of each row that the file holds."""
    if n > 20_000:
        raise DataError("is too large for a matrix; use edgelist1", field="n", value=n)
    if kind == "lowerhalf":
        return [range(i + diagonal) for i in range(n)]
    if kind == "upperhalf":
        return [range(i + (not diagonal), n) for i in range(n)]
    return [range(n) for _ in range(n)]


def _lists(head: _Header, n: int, kind: str) -> tuple[list[Any], list[list[Cell]]]:
    """Return nodes and the ties of each relation; a line ``!`` begins the next."""
    keys: list[Any] = list(head.labels or range(1, n + 1))
    known = {str(one).casefold(): one for one in keys} if head.labels else {}
    met: dict[str, str] = {}

    def node(word: str, row: int) -> Any:
        if head.embedded:
            return known.get(word.casefold()) or met.setdefault(word.casefold(), word)
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0
        if not 1 <= number <= n:
            head.refuse(f"is no node; they are numbered 1 to {n}", row=row, value=word)
        return keys[number - 1]

    tables: list[list[Cell]] = [[]]
    for row, line in head.lines:
        words = _words(line)
        if words == ["!"]:
            tables.append([])
        elif kind == "nodelist1":
            tables[-1] += [(node(words[0], row), node(w, row), "1", row) for w in words[1:]]
        elif len(words) in (2, 3):
            value = words[2] if len(words) == 3 else "1"
            tables[-1].append((node(words[0], row), node(words[1], row), value, row))
        else:
            head.refuse("a tie is two ends and a value", row=row, value=line.strip())
    return _named(head, n, keys, known, met), tables


def _named(
    head: _Header, n: int, keys: list[Any], known: dict[str, str], met: dict[str, str]
) -> list[Any]:
    """Return the nodes, where the ties name them."""
    if known and set(met) - set(known):
        head.refuse("is none of the labels", value=met[min(set(met) - set(known))])
    if known or not head.embedded:
        return keys
    if len(met) > n:
        head.refuse(f"n={n}, but its ties name {len(met)} nodes", field="n")
    # Those whom no tie names are there, but DL does not say what they are called.
    free = (one for at in range(1, n + 1) if (one := f"node {at}") not in met)
    return sorted(met.values()) + [next(free) for _ in range(n - len(met))]


def _found(path: Path, keys: list[Any], cells: Sequence[Cell], name: str) -> Found:
    unknown = sum(word.casefold() in _UNKNOWN for _, _, word, _ in cells)
    kept = [one for one in cells if one[2].casefold() not in _UNKNOWN and one[2].strip("0.")]
    found = Found(
        path.name,
        keys=keys,
        left=[one[0] for one in kept],
        right=[one[1] for one in kept],
        weights=[one[2] for one in kept],
        tie_rows=[one[3] for one in kept],
        name=name,
        notes=[f"{unknown:,} cells not known, taken as no tie"] if unknown else [],
    )
    where = beside_path(path)
    found.directed = True
    once = _once(found)
    if not where.is_file():
        return once or found
    source = where.name
    try:
        rest = load_json(decoded(read_bytes(where), source))
    except DataError:
        raise
    except ValueError:
        rest = None
    if not isinstance(rest, dict) or not isinstance(rest.get("card"), dict):
        raise DataError(f"cannot be read; delete it, and {path.name} is read alone", source=source)
    if rest.get("labels") != [str(one) for one in keys]:
        raise DataError(
            f"was written for other labels than {path.name} has; delete it to read that alone",
            source=source,
        )
    one_way = rest["card"].get("directed") is False
    return from_beside(once if one_way and once is not None else found, rest, source)


def _once(found: Found) -> Found | None:
    """Return each tie once where the matrix is symmetric, in the order in which they begin."""
    place = {key: at for at, key in enumerate(found.keys or ())}
    pairs = [(place[a], place[b]) for a, b in zip(found.left, found.right, strict=True)]
    weights = found.weights or []
    told = dict(zip(pairs, map(_amount, weights), strict=True))
    if len(told) < len(pairs) or any(told.get((b, a)) != w for (a, b), w in told.items()):
        return None
    kept = [at for at, (a, b) in enumerate(pairs) if a <= b]
    return replace(
        found,
        left=[found.left[at] for at in kept],
        right=[found.right[at] for at in kept],
        weights=[weights[at] for at in kept],
        tie_rows=[(found.tie_rows or ())[at] for at in kept],
        directed=False,
    )


def _amount(word: str) -> float | str:
    try:
        return float(word)
    except ValueError:
        return word
