"""No group is left last: the worst share as large as can be, then the next worst, and so on.

A group's share is what its needs get of what they want. Largest first by the smallest
share, then by the next smallest (leximin), as one linear aim after the other: the sum of
the ``k`` smallest shares is the largest ``k * r - sum(max(0, r - share))`` over ``r``
(Ogryczak and Śliwiński, "On solving linear programs with the ordered weighted averaging
objective", EJOR 2003), so each is a programme with a few more columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.planning.formulation import Formulation
    from sap_match.recommend.planning.problem import Problem

MOST_TURNS = 30
"""So many of the worst groups are put in order; welfare decides about the others."""

PERCENT = 100.0
Objective = tuple["NDArray[np.int64]", "NDArray[np.float64]"]


def group_names(problem: Problem) -> tuple[str, ...]:
    """Return each right's group; where nobody is in a group, each right is its own."""
    return problem.groups if any(problem.groups) else problem.rights.ids


def share_of_a_unit(problem: Problem) -> NDArray[np.float64]:
    """Return by how much a unit to each right raises the share of its group (0: no group).

    The share is what is placed by what is wanted; where a group's needs count in several
    units it is the mean of the units' shares, so that hours and pounds never add up.

    Examples
    --------
    >>> from sap_match.recommend.planning.problem import Limit, problem_of
    >>> rights = {"a": Limit(0, 6), "b": Limit(0, 4), "c": Limit(0, 5)}
    >>> share_of_a_unit(problem_of([], {}, rights, groups={"a": "small", "b": "small"})).tolist()
    [0.1, 0.1, 0.0]
    """
    groups = np.array(group_names(problem), dtype=object)
    units = np.array(problem.units or ("",) * len(groups), dtype=object)
    most = np.where(np.isfinite(problem.rights.most), problem.rights.most, 0.0)
    raised = np.zeros(len(groups))
    for group in sorted(set(groups) - {""}):
        mine = (groups == group) & (most > 0)
        kinds = sorted(set(units[mine]))
        for unit in kinds:
            some = mine & (units == unit)
            raised[some] = 1.0 / most[some].sum() / len(kinds)
    return raised


def shares(problem: Problem, quantity: NDArray[np.float64]) -> dict[str, float]:
    """Return each group's share of what it wants, by name."""
    placed = np.bincount(
        problem.right,
        weights=quantity * share_of_a_unit(problem)[problem.right],
        minlength=len(problem.rights.ids),
    )
    found: dict[str, float] = {}
    for name, share in zip(group_names(problem), placed.tolist(), strict=True):
        if name:
            found[name] = found.get(name, 0.0) + share
    return {name: round(found[name], 6) for name in sorted(found)}


def worst_first(asked: Formulation, part: Problem, raised: NDArray[np.float64]) -> list[Objective]:
    """Add the groups' shares to a programme, and return the aims in the order of their turns."""
    blocks = asked.blocks
    names, of = np.unique(np.array(group_names(part)), return_inverse=True)
    real = np.flatnonzero((names != "") & (np.bincount(of, weights=raised) > 0))
    place = np.full(len(names), -1, dtype=np.int64)
    place[real] = np.arange(len(real))
    right = part.right[asked.link]
    some = np.flatnonzero(place[of[right]] >= 0)
    count = len(real)
    share = blocks.add_columns(np.full(count, PERCENT), whole=False)
    row = np.arange(count)
    gains = [
        (place[of[right[some]]], asked.quantity[some], PERCENT * raised[right[some]]),
        (row, share, -1.0),
    ]
    blocks.add_rows(gains, lowest=0.0, highest=0.0, count=count)
    turns: list[Objective] = []
    for k in range(1, min(count, MOST_TURNS) + 1):
        level = blocks.add_columns([PERCENT], whole=False)
        below = blocks.add_columns(np.full(count, PERCENT), whole=False)
        blocks.add_rows(
            [(row, below, 1.0), (row, share, 1.0), (row, level[0], -1.0)], lowest=0.0, count=count
        )
        worth = np.concatenate([[float(k)], np.full(count, -1.0)])
        turns.append((np.concatenate([level, below]), worth))
    return turns
