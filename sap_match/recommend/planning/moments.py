"""That no moment of a resource is taken beyond its capacity, as rows of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HELD = -1
"""The column of a stretch that is taken already, whatever is chosen."""


@dataclass(frozen=True, eq=False)
class Stretches:
    """When each column takes a resource, and how much of it: arrays of one length.

    ``column`` is `HELD` where something stands already.
    """

    column: NDArray[np.int64]
    resource: NDArray[np.int64]
    first: NDArray[np.int64]
    past: NDArray[np.int64]
    people: NDArray[np.int64]


def overlap_rows(
    told: Stretches, capacity: NDArray[np.int64], request: NDArray[np.int64]
) -> tuple[Any, NDArray[np.float64]]:
    """Return rows ``matrix @ x <= highest`` that keep every resource within its capacity.

    At each moment at which a stretch begins, all that cover it may add up to the capacity.
    A moment whose stretches all go on to the next has no row of its own, nor have two
    moments that are covered alike (the weeks of a series), nor one that cannot be overfull.

    Parameters
    ----------
    told : Stretches
    capacity : array (resources,)
    request : array (columns,)
        The request of each column, of which at most one is chosen anyway.

    Examples
    --------
    >>> halls, times = np.zeros(3, dtype=np.int64), np.array([0, 1, 2])
    >>> told = Stretches(np.arange(3), halls, times, times + 2, np.ones(3, dtype=np.int64))
    >>> matrix, highest = overlap_rows(told, np.array([1]), np.arange(3))
    >>> matrix.toarray().tolist(), highest.tolist()
    ([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]], [1.0, 1.0])
    """
    from scipy.sparse import csr_matrix

    n = len(request)
    if not len(told.column):
        return csr_matrix((0, n)), np.zeros(0)
    origin = int(told.first.min())
    span = int(told.past.max()) - origin + 1
    shift = told.resource * span - origin
    first, past = told.first + shift, told.past + shift
    begins = np.unique(first)
    row, stretch, rows = _covered(first, past, begins)
    held = told.column[stretch] == HELD
    at = begins[_kept(past, begins)] // span
    highest = capacity[at].astype(float)
    highest -= np.bincount(row[held], told.people[stretch[held]], rows)
    matrix = _members(row[~held], told.column[stretch[~held]], told.people[stretch[~held]], rows, n)
    matrix.data = np.minimum(matrix.data, capacity[np.repeat(at, np.diff(matrix.indptr))])
    wanted = _binding(matrix, highest, request)
    matrix, highest = matrix[wanted], np.maximum(highest[wanted], 0.0)
    once = _unlike(matrix, highest)
    return matrix[once], highest[once]


def _kept(past: NDArray[np.int64], begins: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return at which begins something ends before the next begins, or the time is over."""
    ended = np.searchsorted(np.sort(past), begins, side="right")
    return np.append(np.diff(ended) > 0, True)


def _covered(
    first: NDArray[np.int64], past: NDArray[np.int64], begins: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return (row, stretch) wherever a stretch covers a begin that has a row, and the rows."""
    number = np.concatenate([[0], np.cumsum(_kept(past, begins))])
    low = number[np.searchsorted(begins, first)]
    high = number[np.searchsorted(begins, past)]
    many = high - low
    stretch = np.repeat(np.arange(len(first)), many)
    before = np.repeat(np.cumsum(many) - many, many)
    return np.repeat(low, many) + np.arange(len(stretch)) - before, stretch, int(number[-1])


def _members(
    row: NDArray[np.int64],
    column: NDArray[np.int64],
    people: NDArray[np.int64],
    rows: int,
    columns: int,
) -> Any:
    """Return the matrix of what each column takes at each row, once though it covers it twice."""
    from scipy.sparse import csr_matrix

    cell, where = np.unique(row * columns + column, return_index=True)
    ends = np.searchsorted(cell, np.arange(rows + 1) * columns)
    return csr_matrix((people[where].astype(float), cell % columns, ends), shape=(rows, columns))


def _binding(
    matrix: Any, highest: NDArray[np.float64], request: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return which rows could be overfull though each request is met at most once."""
    row = np.repeat(np.arange(len(highest)), np.diff(matrix.indptr))
    of = request[matrix.indices]
    order = np.lexsort((-matrix.data, of, row))
    row, of, data = row[order], of[order], matrix.data[order]
    new = np.ones(len(row), dtype=bool)
    new[1:] = (row[1:] != row[:-1]) | (of[1:] != of[:-1])
    most = np.bincount(row[new], data[new], len(highest))
    return np.asarray(most > highest)


def _unlike(matrix: Any, highest: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the first of each set of rows that are alike."""
    if not len(highest):
        return np.zeros(0, dtype=np.int64)
    rng = np.random.default_rng(0)
    mark = rng.integers(1, 2**62, matrix.shape[1], dtype=np.uint64)
    marks = mark[matrix.indices] * matrix.data.astype(np.uint64)
    sums = np.add.reduceat(np.append(marks, np.uint64(0)), matrix.indptr[:-1])
    key = np.stack([sums, highest.astype(np.uint64), np.diff(matrix.indptr).astype(np.uint64)])
    _, once = np.unique(key, axis=1, return_index=True)
    return np.sort(once)
