"""Stable plans: nobody would rather have each other than what they were given.

Deferred acceptance (Gale and Shapley, 1962) with quantities on both sides, the stable
allocation problem of Baïou and Balinski (2002). A left proposes along its list as far as its
quota goes; a right keeps the best that its quota holds and hands the rest back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sap_match.recommend.planning.acceptance import TINY, Filling, Proposals
from sap_match.recommend.planning.blocking import blocking_links, blocking_pairs, choices, scores
from sap_match.recommend.planning.problem import Answer, Problem, Solved

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Optimal", "blocking_pairs", "choices", "drawn", "lottery", "stable_plan"]

Optimal = Literal["left", "right"]


def stable_plan(
    problem: Problem,
    *,
    left_score: NDArray[np.float64] | None = None,
    right_score: NDArray[np.float64] | None = None,
    optimal: Optimal = "left",
) -> Answer:
    """Return a stable plan: no two sides would both rather have more of each other.

    Each side ranks its links by score; equal scores are ordered by a lottery that the seed,
    the two ids and nothing else decide. A link without a score above 0 is not wanted by the
    side that gives it none, and is never used.

    What is promised:

    - Where both sides rank by one score (no ``left_score``, no ``right_score``) there is one
      stable plan and this is it, without a blocking pair, indivisible teams and days included.
    - With a score for each side there is no blocking pair unless links have a least quantity
      or whole and divisible links meet at one side; the plan is the best stable one for the
      lefts, or for the rights (``optimal``).
    - A side that stays below its own lower quota is closed, and the plan is made again without
      it, those furthest below first. A stable plan that meets all lower quotas need not
      exist; pairs that block only because a side was closed are counted apart.
    - What an earlier plan gave (``kept``) is given first, where both rank by one score;
      pairs that block because of that are counted.

    Parameters
    ----------
    problem : Problem
    left_score, right_score : array of shape (links,), optional
        What a link is worth to each side, where the two do not rank alike; by default
        ``problem.score``.
    optimal : {"left", "right"}
        For which side it is best, where the sides rank differently.

    Returns
    -------
    Answer
        ``figures``: ``blocking_pairs``, ``blocking_pairs_closed`` (with a closed side),
        ``closed``, ``first_choices_offers`` and ``first_choices_needs`` (share, 0 to 1, of
        those with any candidate who were given something of a first choice), ``mean_rank``
        (of what the lefts were given; 1 is a first choice).

    Examples
    --------
    Both want the other's best; the second hall has to wait:

    >>> from sap_match.recommend.planning.problem import Limit, Link, problem_of
    >>> links = [Link("a", "x", 0.9, 5), Link("b", "x", 0.8, 5), Link("b", "y", 0.3, 5)]
    >>> market = problem_of(
    ...     links, {"a": Limit(0, 3), "b": Limit(0, 4)}, {"x": Limit(0, 5), "y": Limit(0, 1)}
    ... )
    >>> answer = stable_plan(market)
    >>> answer.quantity.tolist(), answer.figures["blocking_pairs"]
    ([3.0, 2.0, 1.0], 0.0)
    """
    left, right = scores(problem, left_score, right_score)
    market = _Market.of(problem, left, right)
    alike = left_score is None and right_score is None
    closed = np.zeros(len(problem.lefts.ids), bool), np.zeros(len(problem.rights.ids), bool)
    while True:
        still = ~closed[0][problem.left] & ~closed[1][problem.right]
        if alike:
            quantity, day = market.in_order(still)
        else:
            quantity, day = market.deferred(still, optimal), np.zeros(problem.size, np.int64)
        if not market.close(quantity, closed):
            break
    total = round(float(problem.score @ quantity), 6)
    blocking = blocking_links(problem, quantity, day, left_score=left, right_score=right)
    shut = closed[0][problem.left] | closed[1][problem.right]
    figures = {
        "blocking_pairs": float(np.sum(blocking & ~shut)),
        "blocking_pairs_closed": float(np.sum(blocking & shut)),
        "closed": float(closed[0].sum() + closed[1].sum()),
        **choices(problem, quantity, left_score=left, right_score=right),
    }
    return Answer(quantity, day, Solved(total, total), figures)


def lottery(ids: Sequence[str], seed: int) -> NDArray[np.uint64]:
    """Return a number for each id that the seed and the id alone decide.

    Examples
    --------
    >>> bool(lottery(["a", "b"], 7)[1] == lottery(["b"], 7)[0])
    True
    """
    told = (hashlib.blake2b(f"{seed}\x1f{i}".encode(), digest_size=8).digest() for i in ids)
    return np.frombuffer(b"".join(told), dtype="<u8").astype(np.uint64)


def drawn(problem: Problem) -> NDArray[np.uint64]:
    """Return a lottery number for each link: by the seed and its two ids, in any order of rows."""
    left, right = (
        lottery(problem.lefts.ids, problem.seed),
        lottery(problem.rights.ids, problem.seed),
    )
    with np.errstate(over="ignore"):  # splitmix64, of which the overflow is a part
        mixed = left[problem.left] + right[problem.right] * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


@dataclass(frozen=True, eq=False)
class _Market:
    """A problem with each side's order of all links: positions, the best first."""

    problem: Problem
    wanted: NDArray[np.bool_]
    by_left: NDArray[np.int64]
    by_right: NDArray[np.int64]

    @classmethod
    def of(cls, problem: Problem, left: NDArray[np.float64], right: NDArray[np.float64]) -> _Market:
        last = (problem.right, problem.left, drawn(problem))
        wanted = (left > 0) & (right > 0) & (problem.most > TINY) & (problem.least <= problem.most)
        return cls(problem, wanted, np.lexsort((*last, -left)), np.lexsort((*last, -right)))

    def in_order(self, still: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the stable plan where both sides rank alike: the best link first, in full."""
        p, filling = self.problem, Filling.of(self.problem)
        if len(p.kept):
            before = still & (p.kept > TINY)
            filling.serve(self.by_left[before[self.by_left]].tolist(), np.minimum(p.kept, p.most))
        usable = still & self.wanted
        filling.serve(self.by_left[usable[self.by_left]].tolist(), p.most)
        return np.array(filling.quantity), np.array(filling.day, dtype=np.int64)

    def deferred(self, still: NDArray[np.bool_], optimal: Optimal) -> NDArray[np.float64]:
        """Return the stable plan that is best for one side, where the two rank differently."""
        p, usable = self.problem, still & self.wanted
        sides = (p.left, p.lefts, self.by_left), (p.right, p.rights, self.by_right)
        (at, own, order), (to, other, theirs) = sides if optimal == "left" else sides[::-1]
        lists: list[list[int]] = [[] for _ in own.ids]
        for link in order[usable[order]].tolist():
            lists[at[link]].append(link)
        place = np.empty(p.size, np.int64)
        place[theirs] = np.arange(p.size)
        return Proposals(p, at.tolist(), to.tolist(), own, other, place.tolist()).run(lists)

    def close(
        self, quantity: NDArray[np.float64], closed: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    ) -> bool:
        """Close the sides that are furthest below their lower quota; whether there were any."""
        short: list[tuple[float, int, int]] = []
        p = self.problem
        for s, (at, sides) in enumerate(((p.left, p.lefts), (p.right, p.rights))):
            given = np.bincount(at, weights=quantity, minlength=len(sides.ids))
            below = np.flatnonzero((given > TINY) & (given < sides.least - 1e-6)).tolist()
            short += [(float(given[i] / sides.least[i]), s, i) for i in below]
        for _, s, i in sorted(short)[: max(1, len(short) // 10)]:
            closed[s][i] = True
        return bool(short)
