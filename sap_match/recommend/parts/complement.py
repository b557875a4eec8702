"""Complementarity: what one side lacks and the other has, which likeness does not see.

Three kinds, each a number from 0 to 1, of which the highest counts: a typed need and an
offer of the same type (the offer and request entries of partnering events), themes that
are wanted and not held, and other work for the same people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rarity(holders: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Return how telling each label is: ``ln((1 + n) / (1 + holders)) / ln(1 + n)``.

    1 for a label that nobody holds, 0 for one that all ``n`` hold.

    Examples
    --------
    >>> rarity(np.array([0.0, 3.0]), 3).tolist()
    [1.0, 0.0]
    """
    return np.asarray(np.log((1 + n) / (1 + holders)) / np.log(1 + max(n, 1)), dtype=float)


def brought(lacking: NDArray[np.float64], held: Any) -> NDArray[np.float64]:
    """Return which share of what is lacking each candidate holds, shape ``(n,)``.

    Parameters
    ----------
    lacking : array of shape (t,)
        How much each theme (or capability) is lacking: 0 where it is held already.
    held : array or scipy sparse array of shape (n, t)
        From 0 to 1 how far each candidate holds it.

    Examples
    --------
    >>> brought(np.array([1.0, 0.0, 3.0]), np.array([[1, 1, 0], [0, 0, 1], [0, 1, 0]])).tolist()
    [0.25, 0.75, 0.0]
    """
    total = float(lacking.sum())
    if total <= 0:
        return np.zeros(held.shape[0])
    return np.asarray(held @ (lacking / total), dtype=float).ravel()


def other_work(
    people: NDArray[np.bool_],
    work: NDArray[np.bool_],
    one: int,
    telling: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how far each does other work for the same people as ``one``, shape ``(n,)``.

    The rarity of the rarest people that both serve, times the share of the candidate's
    work that ``one`` does not do: a lunch club and a driver for older people complete
    each other, two lunch clubs do not.

    Parameters
    ----------
    people, work : bool arrays of shape (n, p) and (n, w)
        Whom each serves and what each does.
    one : int
        Row of who asks.
    telling : array of shape (p,)
        `rarity` of each kind of people.

    Examples
    --------
    >>> people = np.array([[True], [True], [True], [False]])
    >>> work = np.array([[True, False], [True, False], [False, True], [False, True]])
    >>> other_work(people, work, 0, np.array([0.4])).tolist()
    [0.0, 0.0, 0.4, 0.0]
    """
    if not work[one].any():  # what nobody has said cannot be told apart
        return np.zeros(len(people))
    shared = ((people & people[one]) * telling).max(axis=1, initial=0.0)
    does = work.sum(axis=1)
    other = (work & ~work[one]).sum(axis=1)
    found = shared * np.divide(other, does, out=np.zeros(len(does)), where=does > 0)
    found[one] = 0.0
    return np.asarray(found, dtype=float)
