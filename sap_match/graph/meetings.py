"""Who was in what, as flat arrays: the two-mode table read from either side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Dates = NDArray[np.datetime64]

_EPOCH = date(1970, 1, 1).toordinal()
_NEVER = np.iinfo(np.int64).min  # how NaT is stored


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return the same array, which nobody can write to any more."""
    array.flags.writeable = False
    return array


def days(values: Sequence[date | None]) -> Dates:
    """Return dates as a read-only datetime64[D] array, NaT for None.

    Examples
    --------
    >>> days([date(2026, 11, 1), None]).tolist()
    [datetime.date(2026, 11, 1), None]
    """
    told = [_NEVER if v is None else v.toordinal() - _EPOCH for v in values]
    return read_only(np.array(told, dtype=np.int64).view("datetime64[D]"))


def grouped(through: Ints, members: Ints, collaborations: int, organisations: int) -> Any:
    """Return (indptr, members): pairs as rows of collaborations, members ascending, each once.

    Examples
    --------
    >>> grouped(np.array([1, 0, 1, 1]), np.array([2, 0, 0, 2]), 2, 3)
    (array([0, 1, 3]), array([0, 0, 2]))
    """
    width = max(organisations, 1)
    rows, inside = np.divmod(np.unique(through * width + members), width)
    sizes = np.bincount(rows, minlength=collaborations)
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return read_only(indptr), read_only(inside)


def by_organisation(indptr: Ints, members: Ints, organisations: int) -> tuple[Ints, Ints]:
    """Return (first, through): organisation ``i`` is in ``through[first[i]:first[i + 1]]``.

    Examples
    --------
    >>> by_organisation(np.array([0, 2, 3]), np.array([0, 1, 1]), 3)
    (array([0, 1, 3, 3]), array([0, 0, 1]))
    """
    order = np.argsort(members, kind="stable")
    through = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))[order]
    counts = np.bincount(members, minlength=organisations)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return read_only(first), read_only(through)


def met(me: int, mine: Ints, indptr: Ints, members: Ints) -> tuple[Ints, Ints]:
    """Return whom one organisation met in the collaborations ``mine``, and in which.

    Shapes (meetings,), in order of the collaboration.

    Examples
    --------
    >>> met(0, np.array([0, 1]), np.array([0, 2, 4]), np.array([0, 1, 0, 2]))
    (array([1, 2]), array([0, 1]))
    """
    sizes = indptr[mine + 1] - indptr[mine]
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    others = members[np.repeat(indptr[mine], sizes) + within]
    which = np.repeat(mine, sizes)
    return others[others != me], which[others != me]
