"""Sets of nodes as bits: 64 of them in a word, a row a node.

What spreads along ties is then an "or" of rows, for many beginnings at a time and in
little memory. Arrays of words are uint64 of shape (n, w).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]

#: A gathered block of words takes at most so many bytes.
BLOCK = 1 << 26
_CHUNK = 4096


def beginnings(n: int, seeds: Ints) -> Words:
    """Return words of shape (n, ceil(k / 64)): bit ``j`` set in the row of the ``j``-th seed.

    Examples
    --------
    >>> beginnings(3, np.array([2, 0])).ravel().tolist()
    [2, 0, 1]
    """
    words = np.zeros((n, -(-len(seeds) // 64)), dtype=np.uint64)
    place = np.arange(len(seeds))
    np.bitwise_or.at(words, (seeds, place // 64), np.uint64(1) << (place % 64).astype(np.uint64))
    return words


def counted(words: Words) -> Ints:
    """Return how many bits are set in each word.

    Examples
    --------
    >>> counted(np.array([0, 7, 2**64 - 1], dtype=np.uint64)).tolist()
    [0, 3, 64]
    """
    if hasattr(np, "bitwise_count"):  # numpy 2
        return np.bitwise_count(words).astype(np.int64)
    table = np.array([i.bit_count() for i in range(256)], dtype=np.uint8)
    found = table[np.ascontiguousarray(words).view(np.uint8)]
    return np.asarray(found.reshape(*words.shape, 8).sum(axis=-1), dtype=np.int64)


def highest(words: Words) -> Ints:
    """Return the place of the highest bit of each word, -1 where none is set.

    Examples
    --------
    >>> highest(np.array([0, 1, 2**54 - 1, 2**63], dtype=np.uint64)).tolist()
    [-1, 0, 53, 63]
    """
    up = (words >> np.uint64(32)).astype(float)  # halves: a float holds 32 bits without rounding
    low = (words & np.uint64(0xFFFFFFFF)).astype(float)
    place = np.where(up > 0, np.frexp(up)[1] + 31, np.frexp(low)[1] - 1)
    return np.asarray(place, dtype=np.int64)


def gathered(words: Words, start: Ints, ends: Ints, rows: Ints) -> Words:
    """Return for each of ``rows`` the "or" of the words of its ``ends``, none of them empty.

    ``start, ends`` are the row pointers and columns of a CSR; rows are taken in blocks.
    """
    length = start[rows + 1] - start[rows]
    found = np.empty((len(rows), words.shape[1]), dtype=np.uint64)
    most = max(1, BLOCK // (8 * words.shape[1]))
    for first, end in _blocks(length, most):
        some = length[first:end]
        begin = np.cumsum(some) - some
        at = np.repeat(start[rows[first:end]] - begin, some) + np.arange(some.sum())
        found[first:end] = np.bitwise_or.reduceat(words[ends[at]], begin, axis=0)
    return found


def _blocks(length: Ints, most: int) -> Iterator[tuple[int, int]]:
    total = np.cumsum(length)
    first = 0
    while first < len(length):
        before = total[first - 1] if first else 0
        end = max(first + 1, int(np.searchsorted(total, before + most, side="right")))
        yield first, end
        first = end


def columns(words: Words) -> Iterator[tuple[int, Any]]:
    """Yield (first row, bits as bool of shape (rows, 64 w)), some rows at a time."""
    for first in range(0, len(words), _CHUNK):
        some = np.ascontiguousarray(words[first : first + _CHUNK], dtype="<u8")
        yield first, np.unpackbits(some.view(np.uint8), axis=1, bitorder="little")
