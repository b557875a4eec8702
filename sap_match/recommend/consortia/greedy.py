"""A good team quickly: the best next member, again and again, then swaps.

Coverage is submodular: without rules and cohesion, adding the best next member reaches at
least 1 - 1/e of the best coverage of that many seats (Nemhauser, Wolsey and Fisher,
Mathematical Programming 14, 1978). Rules and cohesion void that promise, so what is reported is
the gap to a bound that holds in any case (`bound.bound_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.consortia.problem import NEAR, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 40
TREES = 4
#: Among so few, teams are also begun with each of the first few members.
FEW, STARTS = 2000, 10
TRIED = 8
"""How many of the best are looked at whole when one member is swapped for another."""


def greedy_team(problem: Problem) -> tuple[int, ...] | None:
    """Return a team that keeps every rule, or None where none was found this way."""
    starts = [_filled(problem, rules_first=first) for first in (False, True)]
    if problem.n <= FEW and not (problem.measured and problem.cohesion == "steiner"):
        first = added(problem, problem.seated)
        first[list(problem.seated)] = -np.inf
        begun = [(*problem.seated, i) for i in first_of(first, STARTS) if first[i] > -np.inf]
        starts += [_filled(problem, rules_first=False, begun=b) for b in begun]
        starts = list(dict.fromkeys(starts))
    good = [team for team in starts if problem.keeps(team)]
    if not good:
        return None
    return min((_improved(problem, team) for team in good), key=lambda t: (-problem.value(t), t))


def added(problem: Problem, team: Sequence[int]) -> NDArray[np.float64]:
    """Return what each candidate would add to a team, shape (n,).

    Exact but for the cost of a Steiner tree, for which the nearest member stands, and for a
    cap on how much one member may stand for, which is left out.
    """
    members = np.array(sorted(team), dtype=np.intp)
    held = np.zeros(problem.capabilities)
    if len(members) >= problem.asked and problem.capabilities:
        held = np.sort(problem.gain[members], axis=0)[-problem.asked]
    found = np.maximum(0.0, problem.gain - held).sum(axis=1) + problem.worth
    if problem.measured:
        found = found - problem.weight * _further(problem, members)
    return np.asarray(found, dtype=float)


def _further(problem: Problem, members: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return by how much cohesion costs more with each candidate."""
    everyone = np.arange(problem.n)
    if problem.cohesion == "leader":
        if problem.lead is None:
            return np.zeros(problem.n)
        return np.asarray(problem.way(np.array([problem.lead]), everyone)[0], dtype=float)
    if not len(members):
        return np.zeros(problem.n)
    rows = problem.way(members, everyone)
    if problem.cohesion == "sum":
        return np.asarray(rows.sum(axis=0), dtype=float)
    if problem.cohesion == "steiner":
        return np.asarray(rows.min(axis=0), dtype=float)
    now = float(rows[:, members].max())
    return np.asarray(np.maximum(0.0, rows.max(axis=0) - now), dtype=float)


def _filled(
    problem: Problem, *, rules_first: bool, begun: Sequence[int] | None = None
) -> tuple[int, ...]:
    team = list(problem.seated if begun is None else begun)
    while len(team) < problem.most:
        open_, needed = _open(problem, team, rules_first=rules_first)
        if not open_.any():
            break
        add = np.where(open_, np.round(added(problem, team), 9), -np.inf)
        best = int(np.argmax(add))  # the first of equals: the least id
        if add[best] <= 0 and len(team) >= problem.least and not needed:
            break
        team.append(best)
    return tuple(sorted(team))


def _open(
    problem: Problem, team: Sequence[int], *, rules_first: bool
) -> tuple[NDArray[np.bool_], bool]:
    """Return who may join next, and whether a rule still wants somebody."""
    sits = np.zeros(problem.n, dtype=bool)
    sits[list(team)] = True
    open_ = ~sits
    if not problem.rows:
        return open_, False
    limits = problem.limits
    totals = limits.totals(sits)
    open_[limits.who[limits.factor > (limits.most - totals)[limits.row] + NEAR]] = False
    lacking = np.where(np.isfinite(limits.least), limits.least - totals, 0.0)
    short = lacking > NEAR
    if not short.any():
        return open_, False
    seats = problem.most - len(team)
    if rules_first or np.ceil(lacking[short] - NEAR).sum() >= seats:
        helps = short[limits.row] & (limits.factor > 0)
        count = np.bincount(limits.who[helps], minlength=problem.n)
        wanted = open_ & (count > 0)
        if wanted.any():
            return wanted & (count == count[wanted].max()), True
    return open_, True


def _improved(problem: Problem, team: tuple[int, ...]) -> tuple[int, ...]:
    """Return the team after swaps, additions and departures, as long as one helps."""
    worth = problem.value(team)
    for _ in range(ROUNDS):
        better = _best_move(problem, team, worth)
        if better is None:
            return team
        team, worth = better
    return team


def _best_move(
    problem: Problem, team: tuple[int, ...], worth: float
) -> tuple[tuple[int, ...], float] | None:
    moves: list[tuple[int, ...]] = []
    free = [i for i in team if i not in problem.seated]
    for out in (None, *free):
        rest = tuple(i for i in team if i != out)
        if out is not None:
            moves.append(rest)
        if len(rest) < problem.most:
            add = added(problem, rest)
            add[list(team)] = -np.inf
            moves += [tuple(sorted((*rest, i))) for i in first_of(add, TRIED) if add[i] > -np.inf]
    if problem.measured and problem.cohesion == "steiner":  # a tree takes long to measure
        moves = sorted(moves, key=lambda move: (-problem.roughly(move), move))[:TREES]
    best: tuple[tuple[int, ...], float] | None = None
    for move in moves:
        value = problem.value(move)
        if (
            value > worth + 1e-9
            and (best is None or value > best[1] + 1e-9)
            and problem.keeps(move)
        ):
            best = (move, value)
    return best


def first_of(values: NDArray[np.float64], k: int) -> list[int]:
    """Return the positions of the ``k`` highest, the first of equals first."""
    if len(values) > k:
        edge = np.partition(values, len(values) - k)[len(values) - k]
        some = np.flatnonzero(values >= edge)
    else:
        some = np.arange(len(values))
    return [int(i) for i in some[np.argsort(-values[some], kind="stable")][:k]]
