"""Which sums of confidential reports may be shown, so that no difference tells of a few.

What is known of a set of reports is known of every set that can be made of shown ones by
adding and taking away. All of them are unions of *atoms*: reports that lie in exactly the
same shown sets. So if every atom stands on enough organisations, everything that can be
worked out does. A new set is let in only where that stays true.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError

FEWEST = 5
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def fewest_of(fewest: int, *, allow_fewer_than_five: bool = False) -> int:
    """Return the number of organisations that a figure must stand on.

    Raises
    ------
    DataError
        It is below five and that is not allowed in so many words, or no whole number above 0.
    """
    if isinstance(fewest, bool) or not isinstance(fewest, int) or fewest < 1:
        raise DataError(
            f"a figure stands on a whole number of organisations; got {fewest!r}", field="fewest"
        )
    if fewest < FEWEST and not allow_fewer_than_five:
        raise DataError(
            f"reports are confidential: no figure stands on fewer than {FEWEST} organisations "
            f"(got {fewest}). Raise it, or say allow_fewer_than_five=True for your own eyes alone",
            field="fewest",
        )
    return fewest


def enough(senders: Ints, fewest: int) -> bool:
    """Return whether reports stand on enough organisations, none of which made over half.

    Examples
    --------
    >>> enough(np.array([1, 2, 3, 4, 5]), 5), enough(np.array([1, 2, 3, 4]), 5)
    (True, False)
    >>> enough(np.array([1, 2, 3, 4, 5, 5, 5, 5, 5]), 5)
    False
    """
    _, counts = np.unique(senders, return_counts=True)
    return bool(len(counts) >= fewest and 2 * counts.max() <= len(senders))


def showable(sets: Sequence[Bools], senders: Ints, fewest: int = FEWEST) -> list[bool]:
    """Return which sets of reports may be shown, all of them together.

    The first comes first: the whole, then groups in the order in which they matter. A set is
    shown if every atom of it and of those shown before stands on enough organisations. What no
    shown set holds is not known to anybody, so it may stand on few.

    Parameters
    ----------
    sets : sequence of bool arrays of shape (r,)
    senders : int array of shape (r,)
        Who made each report.

    Examples
    --------
    Five and six of eleven may be shown; five of seven would tell of the two others.

    >>> who = np.arange(11)
    >>> showable([who < 11, who < 5], who), showable([who < 7, who < 5], who)
    ([True, True], [True, False])
    """
    atoms, shown = np.zeros(len(senders), dtype=np.int64), []
    for one in sets:
        finer = atoms * 2 + one
        names, finer = np.unique(finer, return_inverse=True)
        good = bool(one.any()) and all(
            enough(senders[finer == atom], fewest)
            for atom, name in enumerate(names)
            if name  # 0: in no shown set
        )
        shown.append(good)
        if good:
            atoms = finer + (0 if names[0] == 0 else 1)
    return shown


def released(days: NDArray[np.datetime64], senders: Ints, fewest: int = FEWEST) -> Bools:
    """Return which reports may count yet: those of a day wait until enough have made one.

    Else the figure of one month taken from that of the next would tell of whoever answered in
    between. Reports without a date are taken for the oldest.

    Examples
    --------
    >>> days = np.array(["2026-05-01"] * 5 + ["2026-06-01"], dtype="datetime64[D]")
    >>> released(days, np.arange(6)).tolist()
    [True, True, True, True, True, False]
    """
    day = np.where(np.isnat(days), np.datetime64("0001-01-01"), days).astype(np.int64)
    counts = np.zeros(len(days), dtype=bool)
    waiting = np.zeros(len(days), dtype=bool)
    for one in np.unique(day):
        waiting |= day == one
        if enough(senders[waiting], fewest):
            counts |= waiting
            waiting[:] = False
    return counts
