"""The days of a plan's visits, each as soon as the limits of both sides allow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.planning import Answer, Problem

_LITTLE = 1e-6


def soonest(problem: Problem, answer: Answer) -> Answer:
    """Return the answer with each visit on the first of its days that is free on both sides.

    A plan is worth the same whichever day a team comes, so that the sooner is the better. A
    visit moves to an earlier day or stays; what an earlier plan gave keeps its day.

    Examples
    --------
    >>> from sap_match.recommend.planning import Limit, Link, Solved, problem_of
    >>> from sap_match.recommend.planning import Answer
    >>> problem = problem_of(
    ...     [Link("o", "n", 0.9, 6, True, 6, (20, 27))], {"o": Limit(0, 6)}, {"n": Limit(0, 6)}
    ... )
    >>> late = Answer(np.array([6.0]), np.array([27]), Solved(5.4, 5.4))
    >>> soonest(problem, late).day.tolist()
    [20]
    """
    if not problem.days:
        return answer
    board = _Board(problem)
    visits = np.flatnonzero((answer.quantity > _LITTLE) & (answer.day > 0)).tolist()
    day = answer.day.copy()
    for i in visits:
        board.add(i, int(day[i]), float(answer.quantity[i]), 1)
    order = sorted(visits, key=lambda i: (-round(float(problem.score[i]), 6), i))
    movable = [i for i in order if int(problem.kept_day[i]) != int(day[i])]
    while sum(_moves(problem, board, answer, day, i) for i in movable):
        pass  # who moved left a day free, which another may take
    return replace(answer, day=day)


def _moves(problem: Problem, board: _Board, answer: Answer, day: NDArray[np.int64], i: int) -> bool:
    """Move a visit to its first free day, if that is sooner than its own; say whether it moved."""
    quantity, now = float(answer.quantity[i]), int(day[i])
    board.add(i, now, quantity, -1)
    day[i] = next(d for d in sorted(problem.days[i]) if d == now or board.free(i, d, quantity))
    board.add(i, int(day[i]), quantity, 1)
    return int(day[i]) != now


@dataclass(frozen=True, eq=False)
class _Board:
    """How much, and with how many, each side is busy on each day."""

    problem: Problem
    amounts: dict[tuple[int, int, int], float] = field(default_factory=lambda: defaultdict(float))
    partners: dict[tuple[int, int, int], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, i: int, day: int, quantity: float, sign: int) -> None:
        for side, ends in enumerate(self.problem.ends):
            key = (side, int(ends[i]), day)
            self.amounts[key] += sign * quantity
            self.partners[key] += sign

    def free(self, i: int, day: int, quantity: float) -> bool:
        """Whether both sides have room for a visit on a day."""
        for side, (sides, ends) in enumerate(
            zip(self.problem.both, self.problem.ends, strict=True)
        ):
            position = int(ends[i])
            key = (side, position, day)
            if self.amounts[key] + quantity > sides.a_day[position] + _LITTLE:
                return False
            if self.partners[key] + 1 > sides.partners_a_day[position]:
                return False
        return True
