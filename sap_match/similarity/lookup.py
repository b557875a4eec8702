"""Neighbours of all records at once: exact in blocks, or by candidates and then exact.

Up to `EXACT_UP_TO` records every pair is scored, a block of rows at a time. Beyond, faiss
(the extra ``faiss``) proposes candidates for each record from the nearest cells of an inverted
file (Jégou, Douze and Schmid 2011), and these are scored exactly: a pair that is found has the
same score on either path, to the last bit, and only a pair that no cell proposes can be
missing. The cells are learnt on one thread with a fixed seed, so the same records give the
same answer. An HNSW graph on one thread took ten times as long to build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import MissingPartError

EXACT_UP_TO = 100_000
"""Records up to which every pair is scored unless somebody asks otherwise."""

WORD_DIMENSIONS = 128
"""Length of the vector that stands for a text's words while candidates are looked for."""

LEAST_IN_CELL, PROBES = 40, 48
"""Records from which each cell's middle is learnt, and cells that are looked through."""

TOGETHER = 16
"""Records whose candidates are scored in one go."""

Scores = NDArray[np.float64]
Rows = NDArray[np.int64]


class Scored(Protocol):
    """A collection whose similarities can be asked for block by block."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in ascending order; positions follow it."""
        ...

    def block(self, rows: Rows, columns: slice | Rows) -> Scores:
        """Return the similarities of some rows to some columns."""
        ...

    def described(self) -> NDArray[np.bool_]:
        """Which records have a text."""
        ...

    def parts(self, rows: int) -> Iterator[slice]:
        """Return stretches of rows, each small enough for memory."""
        ...

    def dense(self, dimensions: int) -> NDArray[np.float32]:
        """Return a vector a record whose inner products are near the similarities."""
        ...


@dataclass(frozen=True)
class Cells:
    """The candidates of each record, from faiss.

    Attributes
    ----------
    positions : array of int, shape (n, c)
        Nearest first as the cells see it; -1 where there are fewer.
    """

    positions: Rows

    @classmethod
    def of(cls, vectors: NDArray[np.float32], candidates: int) -> Cells:
        """Part the vectors into cells, and ask the nearest cells for each one's candidates.

        Raises
        ------
        MissingPartError
            faiss is not installed.
        """
        faiss = _faiss()
        n, size = vectors.shape
        cells = max(1, min(round(2 * np.sqrt(n)), n // LEAST_IN_CELL))
        threads = faiss.omp_get_max_threads()
        try:
            faiss.omp_set_num_threads(1)  # sums of several threads differ in their last bits
            flat = faiss.IndexFlatIP(size)
            index = faiss.IndexIVFFlat(flat, size, cells, faiss.METRIC_INNER_PRODUCT)
            index.cp.niter, index.cp.seed, index.cp.max_points_per_centroid = 8, 1, LEAST_IN_CELL
            index.cp.min_points_per_centroid = 1
            index.train(vectors)
            index.add(vectors)
            index.nprobe = min(cells, PROBES)
            _, found = index.search(vectors, candidates + 1)
        finally:
            faiss.omp_set_num_threads(threads)
        return cls(np.asarray(found, dtype=np.int64))


def _faiss() -> Any:
    try:
        import faiss
    except ImportError as error:
        raise MissingPartError(
            "faiss", "faiss", why=f"and more than {EXACT_UP_TO:,} records are looked up through it"
        ) from error
    return faiss


def goes_by_cells(n: int, *, approximate: bool | None) -> bool:
    """Return whether n records are looked up by candidates."""
    return n > EXACT_UP_TO if approximate is None else approximate


def best_of_rows(
    collection: Scored, k: int, *, approximate: bool | None
) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """Yield each record's position with its ``k`` nearest, by (-score, id)."""
    n = len(collection.ids)
    if goes_by_cells(n, approximate=approximate):
        yield from _by_cells(collection, k)
        return
    for part in collection.parts(n):
        rows = np.arange(n)[part]
        scores = collection.block(rows, slice(None))
        scores[np.arange(len(rows)), rows] = 0.0
        for row, line in zip(rows.tolist(), scores, strict=True):
            yield row, _best(line, np.arange(n), k)


def _best(scores: Scores, positions: Rows, k: int) -> list[tuple[int, float]]:
    """Return the k best that are above 0; positions ascend as ids do, so they break ties."""
    above = np.flatnonzero(scores > 0)
    if len(above) > k:
        least = -np.partition(-scores[above], k - 1)[k - 1] if k else np.inf
        above = above[scores[above] >= least]
    order = above[np.lexsort((positions[above], -scores[above]))][:k]
    return [(int(positions[i]), float(scores[i])) for i in order]


def _by_cells(collection: Scored, k: int) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    described = np.flatnonzero(collection.described())
    found: dict[int, list[tuple[int, float]]] = {}
    if len(described) > 1 and k > 0:
        vectors = collection.dense(WORD_DIMENSIONS)[described]
        cells = Cells.of(vectors, min(len(described) - 1, max(300, 20 * k)))
        for start in range(0, len(described), TOGETHER):
            rows = described[start : start + TOGETHER]
            lines = cells.positions[start : start + TOGETHER]
            union = np.unique(described[lines[lines >= 0]])
            scores = collection.block(rows, union)
            for here, line, row in zip(rows.tolist(), lines, scores, strict=True):
                near = np.unique(described[line[line >= 0]])
                near = near[near != here]
                found[here] = _best(row[np.searchsorted(union, near)], near, k)
    for row in range(len(collection.ids)):
        yield row, found.get(row, [])


def pairs_by_cells(
    collection: Scored, threshold: float, candidates: int
) -> list[tuple[int, int, float]]:
    """Return pairs at or above a threshold among each record's candidates, left before right."""
    pairs = {}
    for row, near in _by_cells(collection, candidates):
        for other, score in near:
            if score >= threshold:
                pairs[min(row, other), max(row, other)] = score
    return [(left, right, pairs[left, right]) for left, right in sorted(pairs)]


def projected(words: Any, stems: Sequence[str], dimensions: int) -> NDArray[np.float32]:
    """Return texts' words thrown at fixed directions, shape (n, dimensions).

    Inner products are near those of the words themselves (Johnson and Lindenstrauss 1984;
    signs after Achlioptas 2003); a word's direction depends on its letters alone.
    """
    directions = np.array([_signs(s, dimensions) for s in stems]).reshape(len(stems), dimensions)
    thrown = np.asarray(words @ directions) / np.sqrt(dimensions)
    return np.asarray(thrown, dtype=np.float32)


def _signs(word: str, dimensions: int) -> NDArray[np.float64]:
    bits = hashlib.shake_256(word.encode()).digest(-(-dimensions // 8))
    return (
        np.unpackbits(np.frombuffer(bits, dtype=np.uint8))[:dimensions].astype(np.float64) * 2 - 1
    )
