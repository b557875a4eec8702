"""How much passes between two sides of a market, by a named aim, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from sap_match.errors import DataError
from sap_match.recommend.planning.formulation import formulated
from sap_match.recommend.planning.parts import check, take, tidied, together
from sap_match.recommend.planning.problem import Aim, Answer, Problem, Solved

if TYPE_CHECKING:
    from numpy.typing import NDArray

SECONDS = 300.0
"""Seconds a plan may take; the best that was found by then counts, with its bound."""


def best_plan(problem: Problem, aim: Aim = "welfare", *, seconds: float = SECONDS) -> Answer:
    """Return what passes over each link, by an aim, and the proof that it is the best.

    Links that hang together are a programme of their own, solved to optimality (HiGHS,
    gap 0). The plan with nothing in it is always feasible, so there is always an answer.

    Parameters
    ----------
    problem : Problem
    aim : {"welfare", "stable", "fair", "most first"}
        ``welfare``: the largest sum of score x quantity.
    seconds : float
        When the time is over the best plan found counts, and ``solved`` says how far it
        may be from the best.

    Raises
    ------
    DataError
        Numbers that mean nothing, or an aim that the planner does not know.

    Examples
    --------
    >>> from sap_match.recommend.planning.problem import Limit, Link, problem_of
    >>> links = [Link("o", "n1", 0.9, 2, True), Link("o", "n2", 0.5, 2, True)]
    >>> limits = {"o": Limit(0, 3)}, {"n1": Limit(0, 2), "n2": Limit(0, 2)}
    >>> answer = best_plan(problem_of(links, *limits))
    >>> answer.quantity.tolist(), answer.solved
    ([2.0, 1.0], Solved(total=2.3, bound=2.3))
    """
    if aim not in get_args(Aim):
        raise DataError(
            f"is no aim of the planner; the aims are {', '.join(get_args(Aim))}",
            field="aim",
            value=aim,
        )
    check(problem)
    quantity = np.zeros(problem.size)
    day = np.zeros(problem.size, dtype=np.int64)
    usable, place = tidied(problem)
    beyond = 0.0
    for group in together(usable):
        part = take(usable, group)
        passes, days, gap = _best_of_part(part, seconds)
        quantity[place[group]], day[place[group]] = passes, days
        beyond += gap
    total = float(problem.score @ quantity)
    return Answer(quantity, day, Solved(round(total, 6), round(total + beyond, 6)))


def _best_of_part(
    part: Problem, seconds: float
) -> tuple[NDArray[np.float64], NDArray[np.int64], float]:
    """Solve links that hang together: quantities, days, and by how much they may miss."""
    asked = formulated(part)
    found = asked.blocks.best(asked.spread(part.score), seconds)
    quantity, day = asked.read(found.x, part)
    return quantity, day, found.bound - found.worth
