"""What earlier collaborations like this one say: each votes for those who were in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.past import Past

#: Collaborations from which on it counts that somebody joins everything.
REGULAR = 10.0


def likeness(past: Past, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine of TF-IDF words between texts and every collaboration.

    Shape ``(len(texts), m)``, from 0 to 1; 0 where either side has no words in common or
    none at all. Words count by ``1 + ln count`` and their rarity among collaborations
    (Salton and Buckley 1988). On descriptions of projects words find more of the partners
    than sentence vectors do.

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(sparse.csr_array((2, 2)), texts=("Bats in towers", "Church organs"))
    >>> likeness(past, ["Towers full of bats", "Chess"]).round(2).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    found = past.words_of(texts) @ past.words.T
    return np.asarray(np.clip(found.toarray(), 0.0, 1.0), dtype=float)


def likeness_of(past: Past, text: str, columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the `likeness` of one text to some collaborations alone, shape ``(len(columns),)``."""
    found = past.words_of([text]) @ past.words[columns].T
    return np.asarray(np.clip(found.toarray()[0], 0.0, 1.0), dtype=float)


def nearest(weights: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """Return weights with all but the ``k`` highest of each row set to 0, shape ``(q, m)``.

    The earlier wins among equals. Many that are far would outvote the few that are near.

    Examples
    --------
    >>> nearest(np.array([[0.2, 0.5, 0.2, 0.0]]), 2).tolist()
    [[0.2, 0.5, 0.0, 0.0]]
    """
    if weights.shape[1] <= k:
        return weights
    order = np.argsort(-np.round(weights, 9), axis=1, kind="stable")[:, :k]
    kept = np.zeros_like(weights)
    np.put_along_axis(kept, order, np.take_along_axis(weights, order, axis=1), axis=1)
    return kept


def votes(past: Past, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the collaborations of each organisation say for it, shape ``(q, n)``.

    ``sum of weights / sqrt(1 + joined / 10)`` over the collaborations that it was in:
    nearest neighbours vote for their members (Cover and Hart 1967; for items Sarwar et al.,
    WWW 2001), and the vote of who joins everything counts a little less, as degrees are
    regularised in spectral graph theory (Chaudhuri et al., COLT 2012). ``weights`` is of
    shape ``(q, m)``, not negative.

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(sparse.csr_array([[1.0, 0], [1, 1], [0, 0]]))
    >>> votes(past, np.array([[0.5, 0.25]])).round(3).tolist()
    [[0.477, 0.685, 0.0]]
    """
    told = np.asarray((past.members @ weights.T).T, dtype=float)
    return np.asarray(told / np.sqrt(1 + past.joined / REGULAR), dtype=float)


def steps_from(past: Past, rows: Sequence[int], *, onward: float = 0.25) -> NDArray[np.float64]:
    """Return where one gets from some organisations by common collaborations, shape (n,).

    Each of them gives 1, in equal shares to its collaborations, and these in equal shares
    to their other members: ``sum of 1 / joined * 1 / (size - 1)``. ``onward`` of what
    arrives goes one step further in the same way. To have been one of two in all that
    somebody did says most; so short a walk finds more of a brief's partners than a longer
    one with restarts does. The given organisations get 0.

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(sparse.csr_array([[1.0, 0], [1, 1], [0, 1]]))
    >>> steps_from(past, [0]).tolist(), steps_from(past, [0], onward=0).tolist()
    ([0.0, 1.0, 0.125], [0.0, 1.0, 0.0])
    """
    given = np.zeros(past.members.shape[0])
    given[list(rows)] = 1.0
    first = _step(past, given)
    first[list(rows)] = 0.0
    found = first + onward * _step(past, first) if onward else first
    found[list(rows)] = 0.0
    return found


def alike_by_members(past: Past, rows: Sequence[int]) -> NDArray[np.float64]:
    """Return who was in collaborations whose members were most like these, shape (n,).

    A collaboration's likeness is ``sum of joined ** -1/4`` over those given who were in it,
    by ``sqrt(sum of joined ** -1/2)`` over all its members; each member gets the squares of
    its collaborations. Two old partners in one collaboration say more than each in another.
    The given organisations get 0.

    Examples
    --------
    The first collaboration was of a and b alone, the second of a and two others.

    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(sparse.csr_array([[1.0, 1], [1, 0], [0, 1], [0, 1]]))
    >>> alike_by_members(past, [0]).round(3).tolist()
    [0.0, 0.414, 0.261, 0.261]
    """
    rare = np.maximum(past.joined, 1) ** -0.25
    given = np.zeros(past.members.shape[0])
    given[list(rows)] = rare[list(rows)]
    whole = past.by_collaboration @ rare**2
    like = (past.by_collaboration @ given) ** 2 / np.maximum(whole, 1e-12)
    found = np.asarray(past.members @ like, dtype=float)
    found[list(rows)] = 0.0
    return found


def _step(past: Past, mass: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where ``mass`` gets in one step to others; nothing comes back to where it was."""
    given, others = mass / np.maximum(past.joined, 1), np.maximum(past.sizes - 1, 1)
    gone = past.members @ ((past.by_collaboration @ given) / others)
    back = given * (past.members @ (1 / others))
    return np.asarray(np.maximum(gone - back, 0.0), dtype=float)


def inherited(past: Past, likenesses: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each organisation's best likeness through the collaborations that it was in.

    An organisation inherits the texts of what it joined. ``likenesses`` is of shape
    ``(q, m)``, the result of shape ``(q, n)``, with the same range; 0 without any.

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(sparse.csr_array([[1.0, 0], [1, 1], [0, 0]]))
    >>> inherited(past, np.array([[0.5, 0.75]])).tolist()
    [[0.5, 0.75, 0.0]]
    """
    cells: Any = past.members.tocoo()
    found = np.zeros((len(likenesses), past.members.shape[0]))
    for row, told in zip(found, likenesses, strict=True):
        np.maximum.at(row, cells.row, told[cells.col])
    return found


def share_of_best(values: NDArray[np.float64], *, least: float = 0.0) -> NDArray[np.float64]:
    """Return non-negative values as shares of the highest, or of ``least`` if that is higher.

    Where even the best is little, ``least`` keeps it little: a far neighbour is not made a
    near one by being the only one.

    Examples
    --------
    >>> share_of_best(np.array([2.0, 1.0, 0.0])).tolist()
    [1.0, 0.5, 0.0]
    >>> share_of_best(np.array([0.25, 0.0]), least=0.5).tolist()
    [0.5, 0.0]
    """
    top = max(float(values.max(initial=0.0)), least)
    return values / top if top > 0 else np.zeros_like(values)
