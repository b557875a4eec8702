"""Ties as people hand them over, read into positions and weights, or refused by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NodeId = str | int
Columns = dict[str, tuple[Any, ...]]

_ENDS = (("source", "target"), ("from", "to"), ("from_id", "to_id"))
PLACES = "places in the list of nodes, from 0"
_FORMS = "write (from, to), (from, to, weight) or (from, to, {attribute: value})"


@dataclass(frozen=True)
class Tied:
    """Ties between known nodes: sorted, each once, no self-ties."""

    ids: tuple[NodeId, ...]
    sources: Ints
    targets: Ints
    weights: Floats
    attributes: Columns = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def node_id(value: Any) -> NodeId:
    """Return an id as text or whole number.

    Raises
    ------
    DataError
        Empty, a truth value, a fraction, or anything else that names nobody.

    Examples
    --------
    >>> node_id(np.int64(3)), node_id(3.0), node_id("a")
    (3, 3, 'a')
    """
    if isinstance(value, str) and value:
        return str(value)
    if isinstance(value, int | np.integer) and not isinstance(value, bool | np.bool_):
        return int(value)
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return int(value)
    raise DataError("an id is text or a whole number, and not empty", field="id", value=value)


def keys_of(groups: Any) -> tuple[NodeId, ...]:
    """Return the nodes that groups name by themselves: keys of a mapping, or 0 to n - 1."""
    if groups is None or isinstance(groups, str):
        return ()
    if isinstance(groups, Mapping):
        return _checked(groups.keys())
    if hasattr(groups, "to_dict"):  # a pandas series
        return _checked(groups.index.tolist())
    return tuple(range(len(groups)))


def node_ids(nodes: Any) -> tuple[tuple[NodeId, ...] | None, Columns]:
    """Return the ids of ``nodes`` in order with their attributes; None where none are given.

    Raises
    ------
    DataError
        A node listed twice, or ``1`` and ``"1"`` side by side.
    """
    if nodes is None:
        return None, {}
    columns: Columns = {}
    if isinstance(nodes, int | np.integer) and not isinstance(nodes, bool):
        if nodes < 0:
            raise DataError("a number of nodes is 0 or more", field="nodes", value=nodes)
        return tuple(range(int(nodes))), {}
    if hasattr(nodes, "columns") and hasattr(nodes, "index"):  # a data frame
        columns = {str(name): tuple(nodes[name].tolist()) for name in nodes.columns}
        if is_numbered(nodes) and "id" in columns:
            return _checked(columns.pop("id")), columns
        return _checked(nodes.index.tolist()), columns
    if isinstance(nodes, Mapping):
        names = sorted({str(k) for row in nodes.values() for k in (row or {})})
        columns = {k: tuple((row or {}).get(k) for row in nodes.values()) for k in names}
    # a set has no order of its own, and another one in each run
    return _checked(sorted_ids(map(node_id, nodes)) if _is_set(nodes) else list(nodes)), columns


def is_numbered(frame: Any) -> bool:
    """Whether the rows of a data frame are but numbered from 0, as a file of them is read."""
    index = frame.index
    return type(index).__name__ == "RangeIndex" and index.start == 0 and index.step == 1


def no_ids_in(nodes: Any, edges_end: str) -> DataError | None:
    """Return what to say where ties name texts but a data frame of nodes has numbers for ids."""
    if not (hasattr(nodes, "columns") and hasattr(nodes, "index") and is_numbered(nodes)):
        return None
    if "id" in map(str, nodes.columns):
        return None
    there = ", ".join(repr(str(one)) for one in nodes.columns)
    return DataError(
        "ids are the index of the frame, and here its rows are but numbered; call the column of "
        f'ids id, or give nodes.set_index("...") (columns: {there}); a tie names {edges_end!r}',
        field="nodes",
    )


def _is_set(given: Any) -> bool:
    return isinstance(given, set | frozenset)


def ids_of_rows(n: int, ids: Iterable[Any] | None) -> tuple[NodeId, ...]:
    """Return the ids of the n rows of a matrix, 0 to n - 1 where none are given.

    Raises
    ------
    DataError
        Not one id a row.
    """
    known, _ = node_ids(n if ids is None else ids)
    if known is None or len(known) != n:
        raise DataError(f"one id a row: got {len(known or ())} ids for {n} rows", field="ids")
    return known


def _checked(found: Iterable[Any]) -> tuple[NodeId, ...]:
    ids = tuple(node_id(one) for one in found)
    seen: dict[NodeId, int] = {}
    for at, one in enumerate(ids):
        if one in seen:
            raise DataError("this node is listed twice", field="nodes", value=one, row=at + 1)
        seen[one] = at
    _no_twins(ids)
    return ids


def _no_twins(ids: Iterable[NodeId]) -> None:
    """Refuse 1 beside "1": one node read in two ways."""
    known = set(ids)
    for one in sorted(i for i in known if isinstance(i, int)):
        if str(one) in known:
            raise DataError(
                f"the number {one} and the text '{one}' are both ids; write ids in one way",
                field="id",
                value=one,
            )


def sorted_ids(ids: Iterable[NodeId]) -> tuple[NodeId, ...]:
    """Return each id once: whole numbers first, then texts."""
    return tuple(sorted(set(ids), key=lambda one: (isinstance(one, str), one)))


def tied(
    edges: Any,
    ids: tuple[NodeId, ...] | None,
    *,
    directed: bool,
    more: tuple[NodeId, ...] = (),
) -> Tied:
    """Return ``edges`` as positions among ``ids``; where None, among their ends and ``more``.

    Raises
    ------
    DataError
        An edge that cannot be read, a weight below 0 or undefined.
    UnknownIdError
        An end that is not among ``ids``.
    """
    left, right, weights, attributes = _read(edges)
    if ids is None:
        ids = sorted_ids([*left, *right, *more])
        _no_twins(ids)
    place: dict[NodeId, int] = {one: i for i, one in enumerate(ids)}
    notes: tuple[str, ...] = ()
    if _are_places(left, right, ids):
        place, notes = {i: i for i in range(len(ids))}, (f"ends of ties are {PLACES}",)
    try:
        s = np.fromiter((place[one] for one in left), dtype=np.int64, count=len(left))
        t = np.fromiter((place[one] for one in right), dtype=np.int64, count=len(right))
    except KeyError as error:
        known = [str(one) for one in ids]
        raise UnknownIdError("node", str(error.args[0]), known=known) from None
    found = merged(ids, s, t, weights, attributes, directed=directed)
    return replace(found, notes=(*notes, *found.notes)) if notes else found


def _are_places(left: list[NodeId], right: list[NodeId], ids: tuple[NodeId, ...]) -> bool:
    """Whether ties are told by places in a list of names: names all texts, ends all numbers."""
    ends = {*left, *right}
    if not (ends and ids) or not all(isinstance(one, str) for one in ids):
        return False
    numbers = [one for one in ends if isinstance(one, int)]
    if len(numbers) < len(ends):
        return False
    _no_twins([*ids, *numbers])  # where names are numbers as texts, nobody can tell which is meant
    for one in sorted(numbers):
        if not 0 <= one < len(ids):
            raise UnknownIdError("node", str(one), known=[str(i) for i in ids])
    return True


def merged(
    ids: tuple[NodeId, ...],
    s: Ints,
    t: Ints,
    weights: Floats | None,
    attributes: Columns,
    *,
    directed: bool,
) -> Tied:
    """Return ties between positions: sorted, each once, no self-ties; what was done is noted."""
    if not directed:
        s, t = np.minimum(s, t), np.maximum(s, t)
    w = np.ones(len(s)) if weights is None else weights
    own, none = s == t, w == 0
    kept = np.flatnonzero(~own & ~none)
    key = s[kept] * max(len(ids), 1) + t[kept]
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    at = kept[first]
    total = w[at] if weights is None else np.bincount(which, weights=w[kept], minlength=len(at))
    twice = len(kept) - len(at)
    notes = [
        _count(int(own.sum()), "self-tie", "dropped"),
        _count(int((none & ~own).sum()), "tie", "of weight 0 dropped"),
        _count(twice, "repeated tie", "counted once" if weights is None else "added up"),
    ]
    columns = {k: tuple(v[i] for i in at.tolist()) for k, v in attributes.items()}
    return Tied(
        ids, s[at], t[at], np.asarray(total, dtype=float), columns, tuple(n for n in notes if n)
    )


def _count(n: int, what: str, how: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'} {how}" if n else ""


def _read(edges: Any) -> tuple[list[NodeId], list[NodeId], Floats | None, Columns]:
    if hasattr(edges, "columns") and hasattr(edges, "index"):
        return _from_frame(edges)
    if isinstance(edges, np.ndarray):
        if edges.ndim != 2 or edges.shape[1] not in (2, 3):
            if edges.size:
                raise DataError(
                    f"an array of edges has two or three columns; got the shape {edges.shape}",
                    field="edges",
                )
            return [], [], None, {}
        edges = edges.tolist()
    return _from_rows(edges)


def _from_rows(edges: Iterable[Any]) -> tuple[list[NodeId], list[NodeId], Floats | None, Columns]:
    left: list[NodeId] = []
    right: list[NodeId] = []
    weights: list[float] = []
    more: list[Mapping[str, Any]] = []
    weighted = False
    # networkx's views of edges are a mapping and a set in one
    none = edges is None or isinstance(edges, str | bytes | int | float | Mapping)
    if none and not isinstance(edges, AbstractSet):
        raise DataError(f"edges are a list of pairs; {_FORMS}", field="edges", value=edges)
    for row, edge in enumerate(edges, start=1):
        if isinstance(edge, str | bytes) or not hasattr(edge, "__len__") or len(edge) not in (2, 3):
            raise DataError(f"is no tie; {_FORMS}", source="edges", row=row, value=edge)
        a, b, *rest = edge
        try:
            left.append(a if type(a) is str and a else node_id(a))
            right.append(b if type(b) is str and b else node_id(b))
        except DataError as error:
            raise DataError(
                str(error), source="edges", row=row, field="tie", value=(a, b)
            ) from None
        third = rest[0] if rest else None
        own = third if isinstance(third, Mapping) else {}
        more.append(own)
        value = own.get("weight") if own else (None if isinstance(third, Mapping) else third)
        weighted = weighted or value is not None
        weights.append(1.0 if value is None else _weight(value, row))
    names = sorted({str(k) for one in more for k in one} - {"weight"})
    columns = {k: tuple(one.get(k) for one in more) for k in names}
    return left, right, np.array(weights) if weighted else None, columns


def _weight(value: Any, row: int) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = np.nan
    if isinstance(value, bool) or not np.isfinite(found) or found < 0:
        raise DataError(
            "a weight is a number of 0 or more",
            source="edges",
            row=row,
            field="weight",
            value=value,
        )
    return found


def _from_frame(frame: Any) -> tuple[list[NodeId], list[NodeId], Floats | None, Columns]:
    names = [str(one) for one in frame.columns]
    ends = next((pair for pair in _ENDS if set(pair) <= set(names)), None)
    if ends is None:
        if len(names) < 2:
            raise DataError("a frame of edges needs two columns, source and target", field="edges")
        ends = (names[0], names[1])
    columns = {name: frame.iloc[:, at].tolist() for at, name in enumerate(names)}
    weights = columns.pop("weight", None)
    both = (columns.pop(ends[0]), columns.pop(ends[1]))
    parts = both if weights is None else (*both, weights)
    left, right, found, _ = _from_rows(list(zip(*parts, strict=True)))
    return left, right, found, {k: tuple(v) for k, v in columns.items()}


def tied_of_matrix(csr: Any, *, directed: bool | None) -> tuple[Ints, Ints, Floats, bool]:
    """Return both ends and the weight of the ties of a square CSR, sorted, and if directed.

    ``directed`` None: whether it is not symmetric. Without direction the larger of two cells
    is the weight.

    Examples
    --------
    >>> from scipy import sparse
    >>> csr = sparse.csr_array([[0, 2.0], [1, 0]])
    >>> [part.tolist() for part in tied_of_matrix(csr, directed=False)[:3]]
    [[0], [1], [2.0]]
    """
    directed = bool((csr != csr.T).nnz) if directed is None else directed
    coo = (csr if directed else csr.maximum(csr.T)).tocoo()
    kept = slice(None) if directed else coo.row < coo.col
    row, col = (part[kept].astype(np.int64) for part in (coo.row, coo.col))
    order = np.lexsort((col, row))
    return row[order], col[order], np.asarray(coo.data[kept], dtype=float)[order], directed
