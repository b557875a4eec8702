"""How good a ranking is, against what is known to be right.

Every measure reads the full ranking, best first; nothing is sampled. Where a query has no
right answer a measure is not defined and is ``nan``; `mean` leaves such queries out and
says how many were counted.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Mean:
    """A mean over queries, its standard error and the number of queries it counts."""

    value: float
    standard_error: float
    queries: int


def mean(values: Iterable[float]) -> Mean:
    """Return the mean of the values that are defined.

    Examples
    --------
    >>> mean([1.0, float("nan"), 0.0])
    Mean(value=0.5, standard_error=0.5, queries=2)
    """
    known = np.array([v for v in values if not math.isnan(v)], dtype=float)
    if not len(known):
        return Mean(math.nan, math.nan, 0)
    error = known.std(ddof=1) / math.sqrt(len(known)) if len(known) > 1 else math.nan
    return Mean(float(known.mean()), float(error), len(known))


def dcg_at_k(gains: Sequence[float], k: int) -> float:
    """Return ``sum(gain_i / log2(i + 1))`` over the ranks i = 1..k.

    Linear gains, as in Järvelin and Kekäläinen (ACM TOIS 2002) with log base 2.

    Examples
    --------
    >>> dcg_at_k([1.0, 0.0, 1.0], 3)
    1.5
    """
    top = np.asarray(gains[:k], dtype=float)
    return float((top / np.log2(np.arange(2, len(top) + 2))).sum())


def ndcg_at_k(gains: Sequence[float], k: int) -> float:
    """Return DCG at ``k`` over that of the best possible order, from 0 to 1.

    Parameters
    ----------
    gains : sequence of float
        The gain of every candidate, none below 0, in the order of the ranking. The best
        order is that of all of them, so leave none out.
    k : int
        Ranks that count.

    Examples
    --------
    >>> round(ndcg_at_k([0.0, 1.0, 0.5], 2), 4)  # .63093 / (1 + .5 x .63093)
    0.4796
    >>> ndcg_at_k([0.0, 0.0], 2)
    nan
    """
    best = dcg_at_k(sorted(gains, reverse=True), k)
    return dcg_at_k(gains, k) / best if best > 0 else math.nan


def recall_at_k(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return the share of the relevant that stands in the first ``k``.

    Examples
    --------
    >>> recall_at_k(["a", "b", "c"], {"b", "c", "z"}, 2)
    0.3333333333333333
    """
    return _hits(ranked[:k], relevant) / len(relevant) if relevant else math.nan


def precision_at_k(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return the relevant in the first ``k``, over ``k`` (also where fewer were ranked).

    Examples
    --------
    >>> precision_at_k(["a", "b"], {"b"}, 4)
    0.25
    """
    return _hits(ranked[:k], relevant) / k if relevant else math.nan


def hit_at_k(ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return 1 if anything relevant stands in the first ``k``, else 0.

    Examples
    --------
    >>> hit_at_k(["a", "b", "c"], {"c"}, 2), hit_at_k(["a", "b", "c"], {"c"}, 3)
    (0.0, 1.0)
    """
    return float(_hits(ranked[:k], relevant) > 0) if relevant else math.nan


def reciprocal_rank(ranked: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return 1 / rank of the first relevant; 0 where none is ranked. Its mean is the MRR.

    Examples
    --------
    >>> reciprocal_rank(["a", "b", "c"], {"b", "c"})
    0.5
    """
    if not relevant:
        return math.nan
    wanted = frozenset(relevant)
    return next((1 / i for i, one in enumerate(ranked, start=1) if one in wanted), 0.0)


def mrr(queries: Iterable[tuple[Sequence[Hashable], Collection[Hashable]]]) -> Mean:
    """Return the mean reciprocal rank over (ranking, relevant) pairs.

    Examples
    --------
    >>> mrr([(["a", "b"], {"a"}), (["a", "b"], {"b"})]).value
    0.75
    """
    return mean(reciprocal_rank(ranked, relevant) for ranked, relevant in queries)


def average_precision(
    ranked: Sequence[Hashable], relevant: Collection[Hashable], k: int | None = None
) -> float:
    """Return the mean, over the relevant, of the precision at the rank of each.

    With ``k`` only the first ``k`` ranks count and the divisor is ``min(k, relevant)``;
    its mean over queries is the MAP, or MAP@k.

    Examples
    --------
    >>> round(average_precision(["a", "x", "b"], {"a", "b"}), 4)  # (1/1 + 2/3) / 2
    0.8333
    >>> average_precision(["x", "a"], {"a", "b"}, k=1)
    0.0
    """
    if not relevant:
        return math.nan
    wanted = frozenset(relevant)
    total, hits = 0.0, 0
    for i, one in enumerate(ranked[:k], start=1):
        if one in wanted:
            hits += 1
            total += hits / i
    return total / (len(wanted) if k is None else min(k, len(wanted)))


def gini(counts: Sequence[float]) -> float:
    """Return how unevenly suggestions fall: 0 where all get as many, towards 1 where one gets all.

    ``counts`` holds a number, 0 included, for every candidate. ``sum((2 i - n - 1) x_i) /
    (n sum(x))`` over the counts in rising order (Gini's mean difference, halved and scaled).

    Examples
    --------
    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 4])
    (0.0, 0.75)
    """
    rising = np.sort(np.asarray(counts, dtype=float))
    n, total = len(rising), rising.sum()
    if not total:
        return math.nan
    return float(((2 * np.arange(1, n + 1) - n - 1) * rising).sum() / (n * total))


def _hits(some: Sequence[Hashable], relevant: Collection[Hashable]) -> int:
    wanted = frozenset(relevant)
    return len({one for one in some if one in wanted})
