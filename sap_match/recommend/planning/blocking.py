"""Whether a plan is stable, by definition: which pairs would rather have more of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.ranking import DECIMALS
from sap_match.recommend.planning.problem import Answer, Problem, Sides

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LITTLE = 1e-6
"""The least by which more counts as more."""


def blocking_pairs(
    problem: Problem,
    answer: Answer,
    *,
    left_score: NDArray[np.float64] | None = None,
    right_score: NDArray[np.float64] | None = None,
) -> int:
    """Return how many pairs would both rather have more of each other than what they were given.

    A link blocks where more could pass over it if each side gave up only what is worth
    strictly less to it: within both sides' upper quotas, numbers of partners and what they
    take a day, at least its least quantity, and whole where it must be. Lower quotas excuse
    nobody.

    Parameters
    ----------
    problem : Problem
    answer : Answer
    left_score, right_score : array of shape (links,), optional
        What a link is worth to each side; by default ``problem.score`` to both.

    Examples
    --------
    >>> from sap_match.recommend.planning.problem import Limit, Link, Solved, problem_of
    >>> one = Limit(0, 1)
    >>> market = problem_of(
    ...     [Link("a", "x", 0.9, 1), Link("b", "x", 0.5, 1)], {"a": one, "b": one}, {"x": one}
    ... )
    >>> worse = Answer(np.array([0.0, 1.0]), np.zeros(2, np.int64), Solved(0.5, 0.9))
    >>> blocking_pairs(market, worse)
    1
    """
    found = blocking_links(
        problem, answer.quantity, answer.day, left_score=left_score, right_score=right_score
    )
    return int(found.sum())


def blocking_links(
    problem: Problem,
    quantity: NDArray[np.float64],
    day: NDArray[np.int64],
    *,
    left_score: NDArray[np.float64] | None = None,
    right_score: NDArray[np.float64] | None = None,
) -> NDArray[np.bool_]:
    """Return for each link whether it blocks; see `blocking_pairs`."""
    left, right = scores(problem, left_score, right_score)
    used = quantity > _LITTLE
    rooms = []
    free = np.ones(problem.size, bool)
    for at, sides, score in (
        (problem.left, problem.lefts, left),
        (problem.right, problem.rights, right),
    ):
        taken, partners = _no_worse(at, score, quantity, used)
        rooms.append(sides.most[at] - taken)
        free &= used | (partners < sides.partners[at])
    more = np.minimum(np.minimum(*rooms), problem.most - quantity)
    found = free & (left > 0) & (right > 0) & _enough(problem, more, used)
    if problem.days:
        for link in np.flatnonzero(found):
            if problem.days[link]:
                found[link] = _on_a_day(problem, int(link), more, quantity, day, (left, right))
    return np.asarray(found)


def choices(
    problem: Problem,
    quantity: NDArray[np.float64],
    *,
    left_score: NDArray[np.float64] | None = None,
    right_score: NDArray[np.float64] | None = None,
) -> dict[str, float]:
    """Return the share of each side that was given a first choice, and the lefts' mean rank.

    Of those with any link that they want; a first choice is any link that none is worth more
    than. The rank of a link is 1 and how many of the same left are worth strictly more.

    Examples
    --------
    >>> from sap_match.recommend.planning.problem import Limit, Link, problem_of
    >>> one = Limit(0, 1)
    >>> market = problem_of(
    ...     [Link("a", "x", 0.9, 1), Link("a", "y", 0.5, 1)], {"a": one}, {"x": one, "y": one}
    ... )
    >>> choices(market, np.array([0.0, 1.0]))
    {'first_choices_offers': 0.0, 'first_choices_needs': 0.5, 'mean_rank': 2.0}
    """
    left, right = scores(problem, left_score, right_score)
    wanted, used = (left > 0) & (right > 0), quantity > _LITTLE
    shares = []
    for at, score in ((problem.left, left), (problem.right, right)):
        best = np.zeros(int(at.max(initial=-1)) + 1)
        np.maximum.at(best, at[wanted], score[wanted])
        first = used & wanted & (score >= best[at])
        asked = len(np.unique(at[wanted]))
        shares.append(round(len(np.unique(at[first])) / asked, 6) if asked else 0.0)
    return {
        "first_choices_offers": shares[0],
        "first_choices_needs": shares[1],
        "mean_rank": _mean_rank(problem.left, left, wanted, used),
    }


def _mean_rank(
    at: NDArray[np.int64],
    score: NDArray[np.float64],
    wanted: NDArray[np.bool_],
    used: NDArray[np.bool_],
) -> float:
    links = np.flatnonzero(wanted)
    if not used[links].any():
        return 0.0
    order = links[np.lexsort((-score[links], at[links]))]
    starts = _starts(at[order])
    levels = _starts(at[order], score[order])
    ranks = levels - starts + 1
    return round(float(ranks[used[order]].mean()), 6)


def _starts(*keys: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return for each row of sorted keys where the run of rows like it begins."""
    new = np.ones(len(keys[0]), bool)
    new[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    where = np.flatnonzero(new)
    return np.asarray(np.repeat(where, np.diff([*where, len(new)])), dtype=np.int64)


def _no_worse(
    at: NDArray[np.int64],
    score: NDArray[np.float64],
    quantity: NDArray[np.float64],
    used: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what passes, and over how many links, that a link's side would not give up for it."""
    size = len(at)
    if not size:
        return np.zeros(0), np.zeros(0)
    order = np.lexsort((-score, at))
    starts, levels = _starts(at[order]), _starts(at[order], score[order])
    where = np.flatnonzero(levels == np.arange(size))
    ends = np.repeat(np.append(where[1:], size), np.diff([*where, size]))
    found = []
    for amount in (quantity, used.astype(float)):
        sums = np.concatenate([[0.0], np.cumsum(amount[order])])
        told = np.empty(size)
        told[order] = sums[ends] - sums[starts]
        found.append(told)
    return found[0], found[1]


def _enough(
    problem: Problem, more: NDArray[np.float64], used: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether so much more is more: whole where it must be, a team at least of its size."""
    usable = np.where(problem.whole, np.floor(more + _LITTLE), more)
    return np.asarray((usable > _LITTLE) & (used | (usable >= problem.least - _LITTLE)))


def _on_a_day(
    problem: Problem,
    link: int,
    more: NDArray[np.float64],
    quantity: NDArray[np.float64],
    day: NDArray[np.int64],
    scores: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> bool:
    """Whether a link could have more on its day, or on any where it has none."""
    used = quantity[link] > _LITTLE
    days = (int(day[link]),) if used else problem.days[link]
    for one in days:
        room = float(more[link])
        for at, sides, score in (
            (problem.left, problem.lefts, scores[0]),
            (problem.right, problem.rights, scores[1]),
        ):
            room = min(room, _room_of_day(at, sides, score, link, quantity, day == one))
        told = np.full(problem.size, room)
        if _enough(problem, told, quantity > _LITTLE)[link]:
            return True
    return False


def _room_of_day(
    at: NDArray[np.int64],
    sides: Sides,
    score: NDArray[np.float64],
    link: int,
    quantity: NDArray[np.float64],
    then: NDArray[np.bool_],
) -> float:
    kept = then & (at == at[link]) & (score >= score[link])
    partners = np.sum(kept & (quantity > _LITTLE))
    if quantity[link] <= _LITTLE and partners + 1 > sides.partners_a_day[at[link]]:
        return 0.0
    return float(sides.a_day[at[link]] - quantity[kept].sum())


def scores(
    problem: Problem,
    left_score: NDArray[np.float64] | None,
    right_score: NDArray[np.float64] | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each link is worth to its left and to its right, rounded to 1e-6."""
    told = (problem.score if one is None else one for one in (left_score, right_score))
    left, right = (np.round(np.asarray(one, dtype=float), DECIMALS) for one in told)
    return left, right
