"""How much passes between two sides of a market, by a named aim, exactly."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

import numpy as np

from sap_match.errors import DataError
from sap_match.recommend.planning.fair import share_of_a_unit, shares
from sap_match.recommend.planning.formulation import formulated
from sap_match.recommend.planning.large import PartAnswer, largest
from sap_match.recommend.planning.parts import check, take, tidied, together
from sap_match.recommend.planning.problem import Aim, Answer, Problem, Solved
from sap_match.recommend.planning.turns import lottery, turns_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SECONDS = 40.0
"""Seconds a plan may take; the best that was found by then counts, with its bound."""

AT_ONCE = 400
"""Links up to which parts that do not hang together are solved in one programme."""

LARGE = 4_000
"""Links of a part from which its largest welfare is searched for with few columns."""

LOTTERY_UP_TO = 3_000
"""Links of a programme up to which a lottery chooses among plans that are equally good."""


def best_plan(problem: Problem, aim: Aim = "welfare", *, seconds: float = SECONDS) -> Answer:
    """Return what passes over each link, by an aim, and the proof that it is the best.

    Links that hang together are a programme of their own, solved to optimality (HiGHS,
    gap 0). The plan with nothing in it is always feasible, so there is always an answer.
    Where an earlier plan is given (``problem.kept``) the fewest changes come first: a
    pair that is dropped is one change, one that is kept with another quantity or day is
    half a change and half of the part that it loses. Then comes the aim:

    ``welfare``
        The largest sum of score x quantity.
    ``most first``
        The most sides, offers and needs together, that get or place something: their
        lower quota, and at least one unit. Then welfare.
    ``fair``
        The largest share for the group of needs that gets the smallest share of what it
        wants, then for the next smallest, and so on (leximin); then welfare. A right
        without a group is in none; without any group, each right is its own.
    ``stable``
        Deferred acceptance, see `stable_plan`.

    Parameters
    ----------
    problem : Problem
    aim : {"welfare", "stable", "fair", "most first"}
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
    >>> limits = {"o": Limit(0, 2)}, {"n1": Limit(0, 2), "n2": Limit(0, 2)}
    >>> answer = best_plan(problem_of(links, *limits))
    >>> answer.quantity.tolist(), answer.solved
    ([2.0, 0.0], Solved(total=1.8, bound=1.8))
    >>> best_plan(problem_of(links, *limits), "most first").quantity.tolist()
    [1.0, 1.0]
    """
    if aim not in get_args(Aim):
        known = ", ".join(get_args(Aim))
        raise DataError(f"is no aim of the planner; they are {known}", field="aim", value=aim)
    check(problem)
    if aim == "stable":
        from sap_match.recommend.planning.stable import stable_plan

        return stable_plan(problem)
    quantity = np.zeros(problem.size)
    day = np.zeros(problem.size, dtype=np.int64)
    usable, place = tidied(problem, lottery(problem))
    raised = share_of_a_unit(problem) if aim == "fair" else np.zeros(len(problem.rights.ids))
    ends = time.monotonic() + seconds
    beyond = 0.0
    if aim == "welfare":
        usable, place = _worth_something(usable, place)
    batches = sorted(_batches(usable, grouped=aim == "fair"), key=lambda g: _effort(usable, g))
    efforts = [_effort(usable, group) for group in batches]
    for n, group in enumerate(batches):
        part = take(usable, group)
        mine = raised[np.unique(usable.right[group])]
        now = time.monotonic()
        share = efforts[n] / sum(efforts[n:])  # what a part does not need is left to the rest
        found = _best_of_part(part, aim, mine, now + share * max(0.0, ends - now))
        quantity[place[group]], day[place[group]] = found.quantity, found.day
        beyond += found.beyond
    total = float(problem.score @ quantity)
    solved = Solved(round(total, 6), round(total + beyond, 6))
    return Answer(quantity, day, solved, _figures(problem, aim, quantity, day))


def _worth_something(
    problem: Problem, place: NDArray[np.int64]
) -> tuple[Problem, NDArray[np.int64]]:
    """Leave out links that are worth nothing and help no side to its lower quota."""
    helps = (problem.score > 0) | (problem.kept > 0)
    for sides, of in zip(problem.both, problem.ends, strict=True):
        helps |= (sides.least > 0)[of]
    some = np.flatnonzero(helps)
    return take(problem, some, sides=False), place[some]


RULED = 20
"""How many times the effort of a plain link one is that has a rule of its own (a team, a day)."""


def _effort(problem: Problem, group: NDArray[np.int64]) -> float:
    """Return how hard a part is to solve, by its links; the easy ones are solved first."""
    ruled = problem.least[group] > 0
    for sides, of in zip(problem.both, problem.ends, strict=True):
        ruled |= ((sides.least > 0) | np.isfinite(sides.partners))[of[group]]
    return float(len(group) + (RULED - 1) * ruled.sum())


def _batches(problem: Problem, *, grouped: bool) -> Iterator[NDArray[np.int64]]:
    """Yield what hangs together, small parts several at once."""
    waiting: list[NDArray[np.int64]] = []
    count = 0
    for links in together(problem, grouped=grouped):
        if waiting and count + len(links) > AT_ONCE:
            yield np.concatenate(waiting)
            waiting, count = [], 0
        waiting.append(links)
        count += len(links)
    if waiting:
        yield np.concatenate(waiting)


def _best_of_part(part: Problem, aim: Aim, raised: NDArray[np.float64], ends: float) -> PartAnswer:
    """Solve the aims in turn, then let the lottery choose among what is equally good."""
    if aim == "welfare" and part.size > LARGE and not (part.kept > 0).any():
        return largest(part, ends)
    asked = formulated(part)
    blocks = asked.blocks
    aims = turns_of(asked, part, aim, raised)
    proved, x = True, np.zeros(blocks.columns)
    for columns, factors in aims[:-1]:
        worth = blocks.worth(columns, factors)
        found = blocks.best(worth, (ends - time.monotonic()) / 2)
        proved &= found.proved
        if not found.any:
            break
        x = found.x
        blocks.keep_worth(worth, found.worth - SLACK)
    welfare = blocks.worth(*aims[-1])
    found = blocks.best(welfare, (ends - time.monotonic()) / 2)
    quantity, day = asked.read(found.x if found.any else x, part)
    if not (quantity.any() or (proved and found.proved)):  # the time was over before that
        return _any_plan(part, ends)
    if part.size <= LOTTERY_UP_TO and proved and found.proved:
        blocks.keep_worth(welfare, found.worth)
        luck = np.where(part.score > 0, lottery(part), -1.0)
        drawn = blocks.best(asked.spread(luck), ends - time.monotonic())
        other, its_day = asked.read(drawn.x, part)
        if drawn.proved and part.score @ other >= part.score @ quantity - SLACK:
            quantity, day = other, its_day
    bound = found.bound if proved else float(np.maximum(part.score, 0) @ part.most)
    return PartAnswer(quantity, day, max(0.0, bound - float(part.score @ quantity)))


def _any_plan(part: Problem, ends: float) -> PartAnswer:
    """Return a plan by welfare, never with a claim that it is the best by its aim."""
    found = largest(part, max(ends, time.monotonic() + RESERVE))
    trivial = float(np.maximum(part.score, 0) @ part.most) - float(part.score @ found.quantity)
    return PartAnswer(found.quantity, found.day, max(found.beyond, trivial))


RESERVE = 3.0
"""Seconds that are always left for a plan by welfare, where an aim found none in its time."""

SLACK = 1e-7
"""How far below what an earlier aim reached a later one may stay: rounding, no more."""


def _figures(
    problem: Problem, aim: Aim, quantity: NDArray[np.float64], day: NDArray[np.int64]
) -> dict[str, float]:
    """Return measures of the plan by name."""
    figures: dict[str, float] = {}
    for name, sides, of in zip(
        ("offers_placed", "needs_served"), problem.both, problem.ends, strict=True
    ):
        got = np.bincount(of, weights=quantity, minlength=len(sides.ids))
        figures[name] = float((got > 0).sum())
    if aim == "fair":
        found = shares(problem, quantity)
        figures["least_share"] = min(found.values(), default=0.0)
        figures |= {f"share {name}": share for name, share in found.items() if any(problem.groups)}
    kept = problem.kept > 0
    if kept.any():
        same = np.isclose(quantity, problem.kept) & (
            (problem.kept_day == 0) | (day == problem.kept_day)
        )
        figures["pairs_unchanged"] = float((kept & same).sum())
        figures["pairs_changed"] = float((kept & ~same & (quantity > 0)).sum())
        figures["pairs_dropped"] = float((kept & (quantity <= 0)).sum())
    return figures
