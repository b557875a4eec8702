"""Who is within how many steps of whom, for many at a time.

Each who starts is one bit; a step hands every node the bits of those it is tied to. Sixty-four
walk together, so that all of 5,000 take a tenth of a second a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.bitsets import beginnings, counted

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint64]

#: Words of 64 bits that one step may hold at once: some 160 MB.
HELD = 20_000_000


def spreading(csr: Any, rows: Ints) -> Iterator[Bits]:
    """Yield, for 0, 1, 2 ... steps, the bits of all that have come to each node.

    ``csr`` is symmetric; bit ``r`` of a node is set once it is reached from ``rows[r]``. Ends
    when nothing more is reached. The array is written over: copy it to keep it.
    """
    bits = beginnings(csr.shape[0], rows)
    yield bits
    tied = np.flatnonzero(np.diff(csr.indptr))
    while len(tied):
        around = np.bitwise_or.reduceat(bits[csr.indices], csr.indptr[tied], axis=0)
        around |= bits[tied]
        if np.array_equal(around, bits[tied]):
            return
        bits[tied] = around
        yield bits


def in_stretches(csr: Any, rows: Ints) -> Iterator[tuple[slice, Ints]]:
    """Yield rows so many at a time that a step fits into memory, and their place."""
    many = 64 * int(np.clip(HELD // max(csr.nnz, csr.shape[0], 1), 1, 64))
    for first in range(0, len(rows), many):
        yield slice(first, min(first + many, len(rows))), rows[first : first + many]


def within(csr: Any, rows: Ints, steps: int) -> list[Bools]:
    """Return who is within 0, 1 ... ``steps`` steps of each row, arrays of shape (r, n).

    Examples
    --------
    >>> from sap_match.graph.adjacency import from_edges
    >>> path = from_edges(3, [(0, 1), (1, 2)])
    >>> [found.astype(int).tolist() for found in within(path, np.array([0]), 2)]
    [[[1, 0, 0]], [[1, 1, 0]], [[1, 1, 1]]]
    """
    found = [np.zeros((len(rows), csr.shape[0]), dtype=bool) for _ in range(steps + 1)]
    for place, some in in_stretches(csr, rows):
        step = 0
        for step, bits in enumerate(spreading(csr, some)):
            found[step][place] = _unpacked(bits, len(some)).T
            if step == steps:
                break
        for later in range(step + 1, steps + 1):
            found[later][place] = found[step][place]
    return found


def reached(csr: Any, steps: int, rows: Ints | None = None) -> Floats:
    """Return how many others are within ``steps`` steps of each node, or of ``rows`` alone.

    Examples
    --------
    >>> from sap_match.graph.adjacency import from_edges
    >>> reached(from_edges(4, [(0, 1), (1, 2)]), 1).tolist()
    [1.0, 2.0, 1.0, 0.0]
    """
    rows = np.arange(csr.shape[0]) if rows is None else rows
    found = np.zeros(len(rows))
    for place, some in in_stretches(csr, rows):
        for bits in islice(spreading(csr, some), steps + 1):
            last = bits
        found[place] = _unpacked(last, len(some)).sum(axis=0, dtype=np.int64) - 1
    return found


def pairs_apart(csr: Any, rows: Ints) -> Floats:
    """Return how many ordered pairs from ``rows`` are 0, 1, 2 ... steps apart.

    Examples
    --------
    >>> from sap_match.graph.adjacency import from_edges
    >>> pairs_apart(from_edges(3, [(0, 1), (1, 2)]), np.arange(3)).tolist()
    [3.0, 4.0, 2.0]
    """
    total = [0.0]
    for _, some in in_stretches(csr, rows):
        before = 0
        for step, bits in enumerate(spreading(csr, some)):
            total.extend([0.0] * (step + 1 - len(total)))
            now = int(counted(bits).sum())
            total[step] += now - before
            before = now
    return np.array(total)


def _unpacked(bits: Bits, many: int) -> Bools:
    """Return the bits as truth values, shape (n, r)."""
    told = np.unpackbits(bits.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    return told[:, :many].view(bool)
