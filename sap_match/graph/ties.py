"""Ties with their dates: what a two-mode network says about pairs, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Dates = NDArray[np.datetime64]


@dataclass(frozen=True)
class Ties:
    """Dated ties between organisations, one row a pair and collaboration.

    Parameters
    ----------
    left, right : int arrays of shape (t,)
        Positions in `Network.ids`, ``left < right``.
    collaboration : int array of shape (t,)
        Position in `Network.collaboration_ids`.
    starts, ends : datetime64[D] arrays of shape (t,)
        NaT where unknown (or, for ``ends``, open).
    """

    left: Ints
    right: Ints
    collaboration: Ints
    starts: Dates
    ends: Dates

    def __len__(self) -> int:
        return len(self.left)


def dated_ties(
    indptr: Ints, members: Ints, mask: NDArray[np.bool_], starts: Dates, ends: Dates
) -> Ties:
    """Return the ties of the collaborations under ``mask``, ordered by pair.

    Examples
    --------
    >>> none = np.array(["NaT"], dtype="datetime64[D]")
    >>> t = dated_ties(np.array([0, 3]), np.array([0, 1, 2]), np.array([True]), none, none)
    >>> list(zip(t.left.tolist(), t.right.tolist()))
    [(0, 1), (0, 2), (1, 2)]
    """
    none = np.empty(0, dtype=np.int64)
    left, right, through = [none], [none], [none]
    for j in np.flatnonzero(mask).tolist():
        inside = members[indptr[j] : indptr[j + 1]]
        a, b = np.triu_indices(len(inside), k=1)
        left.append(inside[a])
        right.append(inside[b])
        through.append(np.full(len(a), j, dtype=np.int64))
    lefts, rights, js = np.concatenate(left), np.concatenate(right), np.concatenate(through)
    order = np.lexsort((js, rights, lefts))
    js = js[order]
    return Ties(lefts[order], rights[order], js, starts[js], ends[js])
