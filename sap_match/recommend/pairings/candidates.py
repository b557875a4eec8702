"""Which of the pairs that no rule refuses the planner looks at, and what the rest could add.

In a large market each offer keeps its best needs and each need its best offers. The prices
of a linear plan over these (what one more unit of an offer, or of a need, would be worth)
tell which of the pruned pairs could improve it: those come in, round by round, and for what
stays out the same prices prove how much it could add at most (weak duality of linear
programming; column generation: Gilmore and Gomory 1961).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.pairings.survey import Pool
    from sap_match.recommend.planning.problem import Problem

_NIL = 1e-6
_GOLDEN = (0.6180339887498949, 0.7548776662466927)


@dataclass(frozen=True, eq=False)
class Prices:
    """What one more unit of each offer (``left``) and of each need (``right``) is worth.

    ``bound`` is what no plan over the candidates is worth more than.
    """

    left: NDArray[np.float64]
    right: NDArray[np.float64]
    bound: float


def best_of_each(
    pool: Pool, of_offer: int, of_need: int, whole: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the positions of each offer's best pairs and of each need's best, in order.

    Of equals a fixed scatter decides, so that not everybody keeps the same few. Pairs that
    are ``whole`` (of a kind with few pairs) are all kept.
    """
    one, two = pool.left.astype(np.float64), pool.right.astype(np.float64)
    scatter = ((one * _GOLDEN[0] + two * _GOLDEN[1]) % 1.0).astype(np.float32)
    key = pool.score + np.float32(1e-4) * scatter
    kept = whole.copy()
    kept[_top(pool.left, key, of_offer)] = True
    order = np.argsort(pool.right, kind="stable")
    kept[order[_top(pool.right[order], key[order], of_need)]] = True
    return np.flatnonzero(kept)


def _top(group: NDArray[np.int32], key: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Return the positions of the k highest keys of each group; groups stand together."""
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    ends = np.r_[starts[1:], len(group)]
    found = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - start <= k:
            found.append(np.arange(start, end))
        else:
            found.append(start + np.argpartition(-key[start:end], k - 1)[:k])
    return np.concatenate(found)


def prices_of(problem: Problem) -> Prices:
    """Return the prices of the linear plan over a problem's links, without lower quotas.

    Links that hang together are solved by themselves (HiGHS).
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n, m = len(problem.lefts.ids), len(problem.rights.ids)
    left, right = np.zeros(n), np.zeros(m)
    used = np.flatnonzero((problem.most > 0) & (problem.score > 0))
    if len(used):
        ends = (problem.left[used], problem.right[used] + n)
        graph = coo_matrix((np.ones(len(used)), ends), shape=(n + m, n + m))
        part = connected_components(graph, directed=False)[1][ends[0]]
        order = np.argsort(part, kind="stable")
        for links in np.split(used[order], np.flatnonzero(np.diff(part[order])) + 1):
            _price(problem, links, left, right)
    rest = problem.score - left[problem.left] - right[problem.right]
    over = np.maximum(rest, 0.0) @ problem.most
    bound = left @ problem.lefts.most + right @ problem.rights.most + over
    return Prices(left, right, float(bound))


def _price(
    problem: Problem,
    links: NDArray[np.int64],
    left: NDArray[np.float64],
    right: NDArray[np.float64],
) -> None:
    """Solve the links of one part and write down the prices of its two sides."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, vstack

    one, rows = np.unique(problem.left[links], return_inverse=True)
    two, columns = np.unique(problem.right[links], return_inverse=True)
    here = np.arange(len(links))
    ones = np.ones(len(links))
    above = coo_matrix((ones, (rows, here)), shape=(len(one), len(links)))
    below = coo_matrix((ones, (columns, here)), shape=(len(two), len(links)))
    caps = (problem.lefts.most[one], problem.rights.most[two])
    implied = problem.most[links] >= np.minimum(caps[0][rows], caps[1][columns])
    highest = np.where(implied, np.inf, problem.most[links])
    found = linprog(
        -problem.score[links],
        A_ub=vstack([above, below]).tocsr(),
        b_ub=np.concatenate(caps),
        bounds=np.stack([np.zeros(len(links)), highest], axis=1),
        method="highs",
    )
    if found.status != 0:
        return  # prices of nothing bound too, only less tightly
    worth = np.maximum(-found.ineqlin.marginals, 0.0)
    left[one], right[two] = worth[: len(one)], worth[len(one) :]


@dataclass(eq=False)
class Pruned:
    """The pool of pairs behind a market's candidates: which came in, which are refused.

    ``state`` is 0 for a pair that stays out, 1 for a candidate, -1 for one that the exact
    look refused.
    """

    pool: Pool
    state: NDArray[np.int8]

    @property
    def left_out(self) -> int:
        """How many pairs stay out, those that are held no longer too."""
        return int((self.state == 0).sum()) + self.pool.dropped

    def could_add(self, problem: Problem, prices: Prices) -> float:
        """Return what all pairs that stay out could add to the best plan at most.

        Each offer's are worth at most its quantity at the best of them above the prices, and
        at most what each could pass of that, added up; of what the pool holds no longer only
        the best score is known.
        """
        over, out = self._over(prices)
        rows = self.pool.left[out]
        give, take = problem.lefts.most, problem.rights.most
        passing = np.minimum(give[rows], take[self.pool.right[out]])
        summed = np.bincount(rows, weights=over * passing, minlength=len(give))
        best = np.zeros(len(give))
        np.maximum.at(best, rows, over)
        cheapest = prices.right.min(initial=np.inf)
        cut = np.maximum(self.pool.cut - prices.left - cheapest, 0.0) * (self.pool.cut > 0)
        return float((np.minimum(summed, best * give) + cut * give).sum())

    def wanted(self, prices: Prices, of_offer: int) -> NDArray[np.int64]:
        """Return the pairs that stay out and are worth more than the prices, each offer's best."""
        over, out = self._over(prices)
        chosen = _top(self.pool.left[out], over.astype(np.float32), of_offer)
        return np.sort(out[chosen])

    def _over(self, prices: Prices) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        pool = self.pool
        over = pool.score - prices.left[pool.left] - prices.right[pool.right]
        out = np.flatnonzero((self.state == 0) & (over > _NIL))
        return over[out], out
