"""The first hundred of every query, what they are worth, and how sure a difference is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.evaluate.metrics import gini
from sap_match.evaluate.questions import Questions

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Score = Callable[[Questions], Floats]
"""From q queries to scores of shape (q, n); 0 or less is no evidence."""

#: Ranks that are kept: a first right answer below the hundredth counts as none.
DEPTH = 100
#: Queries that are scored at a time, so that 30,000 candidates fit into little memory.
BLOCK = 256
MEASURES = ("ndcg_at_10", "hit_at_10", "mrr", "map_at_10", "recall_at_10")


@dataclass(frozen=True, eq=False)
class Ranked:
    """What one method answered: positions by rank, and what each query is worth.

    Attributes
    ----------
    first : int array of shape (q, DEPTH)
        Positions of organisations, best first, -1 where nobody else has evidence.
    values : dict of float arrays of shape (q,)
        Each of `MEASURES`.
    """

    method: str
    first: Ints
    values: dict[str, Floats]


def blocks(questions: Questions, size: int = BLOCK) -> Iterator[Questions]:
    """Yield the queries a block at a time, in their order."""
    for start in range(0, len(questions), size):
        yield questions.some(range(start, min(start + size, len(questions))))


def rank_all(method: str, questions: Questions, score: Score, *, depth: int = DEPTH) -> Ranked:
    """Rank every candidate of every query by a score, none sampled."""
    rows = [best(score(part), part, depth) for part in blocks(questions)]
    first = np.concatenate(rows) if rows else np.zeros((0, depth), dtype=np.int64)
    return judged(method, questions, first)


def best(scores: Floats, questions: Questions, depth: int = DEPTH) -> Ints:
    """Return the positions of the best, shape (q, depth), ordered by (-score, position).

    A score of 0 or less is no evidence and is no rank. Scores are compared after rounding
    to 1e-9 of the highest of their row, so that last bits never decide.
    """
    scores = np.array(scores, dtype=float)
    scores[:, ~questions.eligible] = 0.0
    barred = questions.barred.tocoo()
    scores[barred.row, barred.col] = 0.0
    found = np.full((len(scores), depth), -1, dtype=np.int64)
    for row, values in enumerate(scores):
        top = values.max(initial=0.0)
        if top <= 0:
            continue
        held = np.flatnonzero(values > 0)
        told = np.round(values[held] / top, 9)
        if len(held) > depth:
            least = -np.partition(-told, depth - 1)[depth - 1]
            held, told = held[told >= least], told[told >= least]
        order = np.argsort(-told, kind="stable")[:depth]
        found[row, : len(order)] = held[order]
    return found


def judged(method: str, questions: Questions, first: Ints) -> Ranked:
    """Return what rankings are worth, query by query, against who really came."""
    hits = _hits(questions.wanted, first)
    total = np.asarray(questions.wanted.sum(axis=1), dtype=float).ravel()
    ten, of_ten = hits[:, :10], np.minimum(total, 10)
    discount = 1 / np.log2(np.arange(2, 12))
    ideal = np.concatenate([[0.0], np.cumsum(discount)])[of_ten.astype(int)]
    precision = np.cumsum(ten, axis=1) / np.arange(1, ten.shape[1] + 1)
    at = np.where(hits.any(axis=1), hits.argmax(axis=1) + 1, np.inf)
    values = {
        "ndcg_at_10": _over(ten @ discount[: ten.shape[1]], ideal),
        "hit_at_10": ten.any(axis=1).astype(float),
        "mrr": 1 / at,
        "map_at_10": _over((precision * ten).sum(axis=1), of_ten),
        "recall_at_10": _over(ten.sum(axis=1), total),
    }
    return Ranked(method, first, values)


def _hits(wanted: Any, first: Ints) -> Floats:
    found = np.zeros(first.shape)
    for row in range(len(first)):
        right = wanted.indices[wanted.indptr[row] : wanted.indptr[row + 1]]
        found[row] = np.isin(first[row], right)
    return found


def _over(top: Floats, bottom: Floats) -> Floats:
    found = np.divide(top, bottom, out=np.zeros_like(top, dtype=float), where=bottom > 0)
    return np.asarray(found, dtype=float)


@dataclass(frozen=True)
class Exposure:
    """Who is shown: over all first tens of a method.

    Attributes
    ----------
    coverage : float
        Share of the candidates that stand in somebody's first ten.
    unevenness : float
        Gini coefficient of how often each stands there.
    newcomers : float
        Share of the places in first tens that newcomers hold.
    newcomers_found : float
        Share of the newcomers that were right, counted by query, that stand in its first ten.
    """

    coverage: float
    unevenness: float
    newcomers: float
    newcomers_found: float


def exposure(ranked: Ranked, questions: Questions, newcomers: NDArray[np.bool_]) -> Exposure:
    """Return how places in the first ten fall on the candidates; see `Exposure`."""
    ten = ranked.first[:, :10]
    shown = np.bincount(ten[ten >= 0], minlength=len(newcomers))
    counts = shown[questions.eligible]
    wanted = questions.wanted.tocoo()
    new = newcomers[wanted.col]
    right = wanted.row[new], wanted.col[new]
    found = (ten[right[0]] == right[1][:, None]).any(axis=1) if new.any() else np.zeros(0)
    total = counts.sum()
    return Exposure(
        coverage=float((counts > 0).mean()) if len(counts) else 0.0,
        unevenness=gini(counts.tolist()) if total else float("nan"),
        newcomers=float(shown[newcomers & questions.eligible].sum() / total) if total else 0.0,
        newcomers_found=float(found.mean()) if len(found) else float("nan"),
    )


def bootstrap(
    differences: Floats, groups: Ints, *, draws: int = 2000, seed: int = 5
) -> NDArray[np.float64]:
    """Return 95% intervals of mean differences, shape (m, 2), by drawing groups again.

    Paired: every draw holds the same queries for all. Queries of a group are drawn
    together (Efron and Tibshirani, 1993, chapter 8; percentile intervals).

    Parameters
    ----------
    differences : array of shape (q, m)
        Per query, what one method is worth over another, ``m`` such pairs.
    groups : int array of shape (q,)
        From 0.

    Examples
    --------
    >>> bootstrap(np.array([[0.5], [0.5], [0.5]]), np.arange(3)).tolist()
    [[0.5, 0.5]]
    """
    many = int(groups.max(initial=-1)) + 1
    if not many:
        return np.full((differences.shape[1], 2), np.nan)
    sums = np.zeros((many, differences.shape[1]))
    np.add.at(sums, groups, differences)
    sizes = np.bincount(groups, minlength=many).astype(float)
    held = sizes > 0
    sums, sizes = sums[held], sizes[held]
    rng = np.random.default_rng(seed)
    means = []
    for start in range(0, draws, 200):
        times = min(200, draws - start)
        drawn = rng.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), size=times)
        means.append((drawn @ sums) / (drawn @ sizes)[:, None])
    low, high = np.percentile(np.concatenate(means), [2.5, 97.5], axis=0)
    return np.column_stack([low, high])


def rows_of(questions: Questions, some: Sequence[Ranked]) -> Iterator[dict[str, Any]]:
    """Yield one row a query and method, to be tested or read afterwards."""
    for one in some:
        for i, name in enumerate(questions.ids):
            yield {
                "task": questions.task,
                "method": one.method,
                "query": name,
                **{m: round(float(one.values[m][i]), 6) for m in MEASURES},
            }
