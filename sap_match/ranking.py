"""The only place that orders: by score, highest first, then by id.

Scores are rounded to 1e-6 before they are compared, so that differences in the
last bits of a float never decide who is called first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

DECIMALS = 6
#: The usual constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).
RRF_K = 60


def rounded(score: float) -> float:
    """Return ``score`` rounded to 1e-6, with no negative zero.

    Examples
    --------
    >>> rounded(0.12345649)
    0.123456
    """
    return round(float(score), DECIMALS) + 0.0


def ordered(items: Iterable[T], *, score: Callable[[T], float], key: Callable[[T], Any]) -> list[T]:
    """Order ``items`` by ``(-score, key)`` after rounding the score.

    Examples
    --------
    >>> ordered(
    ...     [("b", 1.0), ("a", 1.0000000001), ("c", 2.0)], score=lambda x: x[1], key=lambda x: x[0]
    ... )
    [('c', 2.0), ('a', 1.0000000001), ('b', 1.0)]
    """
    return sorted(items, key=lambda item: (-rounded(score(item)), key(item)))


def top_k(scores: NDArray[np.floating[Any]], ids: Sequence[str], k: int) -> list[int]:
    """Return the positions of the ``k`` best scores by ``(-score, id)``.

    Parameters
    ----------
    scores : array of shape (n,)
        Higher is better; ``-inf`` marks what is not eligible and never comes back.
    ids : sequence of n str
        Ids that break ties.
    k : int
        At most this many; fewer when fewer are eligible.

    Examples
    --------
    >>> top_k(np.array([0.5, 0.9, 0.5, -np.inf]), ["b", "c", "a", "d"], 3)
    [1, 2, 0]
    """
    if k <= 0 or len(ids) == 0:
        return []
    values = np.round(np.asarray(scores, dtype=float), DECIMALS)
    eligible = np.flatnonzero(values > -np.inf)
    if len(eligible) > k:
        kth = -np.partition(-values[eligible], k - 1)[k - 1]
        eligible = eligible[values[eligible] >= kth]
    best = sorted(eligible.tolist(), key=lambda i: (-values[i], ids[i]))
    return best[:k]


def first_k(scores: NDArray[np.floating[Any]], k: int) -> NDArray[np.intp]:
    """Return what `top_k` does for scores in ascending order of id: a position breaks ties.

    Examples
    --------
    >>> first_k(np.array([0.5, 0.9, 0.5, -np.inf]), 2).tolist()
    [1, 0]
    """
    values = np.round(np.asarray(scores, dtype=float), DECIMALS)
    found = np.flatnonzero(values > -np.inf)[: None if k > 0 else 0]
    if len(found) > k:
        kth = -np.partition(-values[found], k - 1)[k - 1]
        better, equal = found[values[found] > kth], found[values[found] == kth]
        found = np.concatenate([better, equal[: k - len(better)]])
    best: NDArray[np.intp] = found[np.argsort(-values[found], kind="stable")]
    return best


def ranks(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return 1-based ranks, highest score first; ``inf`` where the score is not above zero.

    A score of zero or less is no evidence, and a candidate without evidence in one
    part holds no rank there (so it gains nothing from that part in a fusion).

    Parameters
    ----------
    scores : array of shape (n,)
        In ascending order of id: position breaks ties.

    Examples
    --------
    >>> ranks(np.array([0.2, 0.0, 0.9, 0.2]))
    array([ 2., inf,  1.,  3.])
    """
    values = np.round(np.asarray(scores, dtype=float), DECIMALS)
    result = np.full(len(values), np.inf)
    best = above_zero(values)
    result[best] = np.arange(1, len(best) + 1)
    return result


def above_zero(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the positions of what is above 0, highest first, of equals the first position first.

    ``values`` are rounded to 1e-6 already. One sort of whole numbers that hold value and
    position does it, several times as fast as a stable sort of the values.

    Examples
    --------
    >>> above_zero(np.array([0.2, 0.0, 0.9, 0.2])).tolist()
    [2, 0, 3]
    """
    above = np.flatnonzero(values > 0)
    found = values[above]
    bits = len(above).bit_length()
    if not len(above) or found.max() >= 2.0 ** (62 - bits) / 10**DECIMALS:
        order: NDArray[np.intp] = above[np.argsort(-found, kind="stable")]
        return order
    place = (1 << bits) - 1
    keys = np.rint(found * 10**DECIMALS).astype(np.int64) << bits
    keys += np.arange(place, place - len(above), -1)
    keys.sort()
    best: NDArray[np.intp] = above[place - (keys[::-1] & place)]
    return best


def reciprocal(rank: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``(RRF_K + 1) / (RRF_K + rank)``: 1 for the first, 0 for no rank.

    Examples
    --------
    >>> reciprocal(np.array([1.0, 62.0, np.inf])).tolist()
    [1.0, 0.5, 0.0]
    """
    return np.asarray((RRF_K + 1) / (RRF_K + rank), dtype=float)


def fuse(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighted sum of part values; explaining a score is printing its parts."""
    return rounded(sum(weights[name] * parts[name] for name in sorted(parts)))


def first_per(items: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """Keep the first item of each key, in order.

    Examples
    --------
    >>> first_per(["aa", "ab", "ba"], lambda s: s[0])
    ['aa', 'ba']
    """
    seen: set[Hashable] = set()
    kept = []
    for item in items:
        name = key(item)
        if name not in seen:
            seen.add(name)
            kept.append(item)
    return kept
