"""Where the nodes of a network stand on a map, steady from month to month.

Distances on the map follow distances in the network (stress majorisation: Gansner, Koren and
North, Graph drawing by stress majorization, GD 2004). Whoever stood on last month's map is held
near that place (anchored: Brandes and Mader, A quantitative comparison of stress-minimization
approaches for offline dynamic graph drawing, GD 2011). Nothing is drawn by lot, and rows may
come in any order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError

if TYPE_CHECKING:
    from sap_match.graph.one_mode import CollaborationNetwork, NodeId

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FORM = 'write {"nodes": [[id, x, y], ...]}, as Layout.to_json does'
#: How strongly a place of last month holds, beside all distances of the node together.
_HOLD = 1.0
#: Least distance of two nodes, and of two parts that are not connected; a tie is about 1.
_NEAREST, _APART = 0.45, 0.9
_ROUNDS, _ENOUGH = 300, 1e-5


@dataclass(frozen=True)
class Layout:
    """Where each node stands; a tie is about 1 long.

    Keep `to_json` beside the month and hand it to the next one, so that nobody moves far.

    Examples
    --------
    >>> layout = Layout({"a": (0.0, 0.0), "b": (1.0, 0.5)})
    >>> Layout.from_json(layout.to_json()) == layout
    True
    """

    positions: Mapping[NodeId, tuple[float, float]]

    def to_json(self) -> str:
        """Return the layout as JSON text, ids in order."""
        nodes = [[one, *self.positions[one]] for one in in_order(self.positions)]
        return json.dumps({"nodes": nodes}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Layout:
        """Read back what `to_json` wrote.

        Raises
        ------
        DataError
            No such JSON, or a place that is no two finite numbers.
        """
        try:
            rows = json.loads(text)["nodes"]
            found = {one: (float(x), float(y)) for one, x, y in rows}
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise DataError(f"the layout cannot be read; {_FORM}") from error
        if (
            not all(isinstance(one, str | int) for one in found)
            or not np.isfinite(np.array(list(found.values()), dtype=float)).all()
        ):
            raise DataError(f"an id or a place of the layout is none; {_FORM}")
        return cls(found)

    def moved(self, other: Layout) -> float:
        """Return how far those on both maps stand apart, on average; NaN where none is.

        Examples
        --------
        >>> Layout({"a": (0.0, 0.0)}).moved(Layout({"a": (3.0, 4.0), "b": (0.0, 0.0)}))
        5.0
        """
        both = [one for one in in_order(self.positions) if one in other.positions]
        if not both:
            return float("nan")
        here = np.array([self.positions[one] for one in both])
        there = np.array([other.positions[one] for one in both])
        return float(np.hypot(*(here - there).T).mean())


def in_order(ids: Any) -> list[NodeId]:
    """Return ids of text and numbers in an order that does not depend on the rows'."""
    return sorted(ids, key=lambda one: (isinstance(one, str), str(one).zfill(20), str(one)))


def lay_out(network: CollaborationNetwork, previous: Layout | None = None) -> Layout:
    """Return where the nodes with a tie stand.

    Parameters
    ----------
    network : CollaborationNetwork
        Up to some 500 nodes with a tie; time and memory grow with their square.
    previous : Layout, optional
        Last month's. Whoever is on it starts there and is held there; newcomers start beside
        those that they are tied to.

    Examples
    --------
    >>> from sap_match.graph import CollaborationNetwork
    >>> path = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")], nodes=list("abcd"))
    >>> first = lay_out(path)
    >>> sorted(first.positions)
    ['a', 'b', 'c']
    >>> again = lay_out(CollaborationNetwork.from_edges([("c", "b"), ("a", "b")]))
    >>> first == again
    True
    """
    from scipy.sparse import csgraph

    place = {one: i for i, one in enumerate(network.ids)}
    tied = {one for one, degree in zip(network.ids, network.degree.tolist(), strict=True) if degree}
    ids = in_order(tied)
    if not ids:
        return Layout({})
    at = np.array([place[one] for one in ids])
    ties = network.collapsed[at][:, at]
    known = previous.positions if previous else {}
    held = np.array([known.get(one, (np.nan, np.nan)) for one in ids], dtype=float)
    _, part = csgraph.connected_components(ties, directed=False)
    parts = [np.flatnonzero(part == p) for p in range(part.max() + 1)]
    parts.sort(key=lambda rows: (-len(rows), rows[0]))
    xy, done = np.zeros((len(ids), 2)), np.zeros(len(ids), dtype=bool)
    for rows in parts:
        own = _part(ties[rows][:, rows].toarray() > 0, held[rows], [ids[i] for i in rows.tolist()])
        xy[rows] = _beside(own, xy[done])
        done[rows] = True
    places = np.round(_pushed_apart(xy), 4) + 0.0
    return Layout({one: (x, y) for one, (x, y) in zip(ids, places.tolist(), strict=True)})


def _part(ties: NDArray[np.bool_], held: Floats, ids: list[NodeId]) -> Floats:
    """Lay out one connected part; ``held`` is NaN for those who were not there before."""
    distances = _distances(ties)
    stays = ~np.isnan(held[:, 0])
    jitter = 0.05 * np.array([_direction(one) for one in ids])
    if not stays.any():
        return _lengthwise(_settled(distances, _scaled(distances) + jitter, held))
    start = np.where(stays[:, None], held, 0.0)
    placed = stays.copy()
    while not placed.all():  # newcomers beside those that they are tied to, from the inside out
        count = (ties & placed).sum(axis=1)
        new = ~placed & (count > 0)
        start[new] = ((ties & placed) @ start)[new] / count[new, None] + 10 * jitter[new]
        placed |= new
    return _settled(distances, start + jitter, held)


def _distances(ties: NDArray[np.bool_]) -> Floats:
    """Return distances by ties, those within dense parts a little shorter than those between."""
    from scipy.sparse import csgraph, csr_array

    degree = ties.sum(axis=1)
    common = ties.astype(float) @ ties.astype(float)
    either = degree[:, None] + degree[None, :] - common
    lengths = np.where(ties, 0.7 + 0.6 * (1 - common / np.maximum(either, 1)), 0.0)
    found = csgraph.shortest_path(csr_array(lengths), method="D", directed=False)
    return np.asarray(found, dtype=float)


def _direction(one: NodeId) -> tuple[float, float]:
    """Return a direction of length 1 that is the id's own."""
    drawn = int.from_bytes(hashlib.sha256(repr(one).encode()).digest()[:6], "big")
    angle = 2 * np.pi * drawn / 2**48
    return float(np.cos(angle)), float(np.sin(angle))


def _scaled(distances: Floats) -> Floats:
    """Classical scaling to two dimensions (Torgerson, Psychometrika 17, 1952): the start."""
    n = len(distances)
    if n <= 2:
        return np.column_stack([np.arange(n), np.zeros(n)])
    squared = distances**2
    mean = squared.mean(axis=0)
    values, vectors = np.linalg.eigh(-(squared - mean - mean[:, None] + squared.mean()) / 2)
    two, sizes = vectors[:, [-1, -2]], np.sqrt(np.maximum(values[[-1, -2]], 0))
    return _same_way_up(two * sizes)


def _same_way_up(xy: Floats) -> Floats:
    """Turn each axis so that whoever is farthest out stands on its positive side."""
    farthest = np.argmax(np.round(np.abs(xy), 6), axis=0)
    return xy * np.where(xy[farthest, [0, 1]] < 0, -1.0, 1.0)


def _settled(distances: Floats, start: Floats, held: Floats) -> Floats:
    """Return places of least stress, weights ``distance^-2``, with anchors where held."""
    n = len(distances)
    if n == 1:
        return start
    away = distances + np.eye(n)
    weight = 1 / away**2
    np.fill_diagonal(weight, 0.0)
    stays = ~np.isnan(held[:, 0])
    hold = np.where(stays, _HOLD * weight.sum(axis=1), 0.0)
    pull = np.where(stays[:, None], held, 0.0) * hold[:, None]
    left = np.diag(weight.sum(axis=1) + hold) - weight
    inverse = np.linalg.inv(left + (0.0 if stays.any() else 1.0) / n)
    xy = start
    for _ in range(_ROUNDS):
        gap = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
        ratio = -weight * distances / np.maximum(gap, 1e-9)
        np.fill_diagonal(ratio, 0.0)
        np.fill_diagonal(ratio, -ratio.sum(axis=1))
        new = inverse @ (ratio @ xy + pull)
        step = np.abs(new - xy).max()
        xy = new
        if step < _ENOUGH * np.sqrt(n):
            break
    return xy


def _lengthwise(xy: Floats) -> Floats:
    """Return places about their middle, the longest way lying across."""
    xy = xy - xy.mean(axis=0)
    _, axes = np.linalg.eigh(xy.T @ xy)
    return _same_way_up(xy @ axes[:, ::-1])


def _beside(own: Floats, others: Floats) -> Floats:
    """Return ``own`` where it stands, or as near as it is clear of ``others``."""
    from scipy.spatial import cKDTree

    if not len(others):
        return own
    tree = cKDTree(others)
    for k in range(100_000):
        radius, angle = 0.12 * np.sqrt(k), 2.399963 * k  # a spiral, wider than high
        moved: Floats = own + np.array([1.2 * radius * np.cos(angle), radius * np.sin(angle)])
        if tree.query(moved)[0].min() >= _APART:
            return moved
    right = float(others[:, 0].max() - own[:, 0].min()) + _APART
    return np.column_stack([own[:, 0] + right, own[:, 1]])


def _pushed_apart(xy: Floats) -> Floats:
    """Push nodes that would cover each other apart, each of two by half."""
    from scipy.spatial import cKDTree

    for _ in range(100):
        pairs = cKDTree(xy).query_pairs(_NEAREST * 0.999, output_type="ndarray")
        if not len(pairs):
            break
        a, b = np.sort(pairs, axis=1)[np.lexsort((pairs.max(axis=1), pairs.min(axis=1)))].T
        gap = xy[b] - xy[a]
        length = np.hypot(*gap.T)[:, None]
        away = np.where(length > 1e-9, gap / np.maximum(length, 1e-9), (1.0, 0.0))
        push = away * (_NEAREST - length) / 2
        xy = xy.copy()
        np.add.at(xy, a, -push)
        np.add.at(xy, b, push)
    return xy
