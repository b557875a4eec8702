"""Which way of meeting each request, so that no moment of a resource is taken twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.planning.problem import Solved
from sap_match.recommend.planning.programme import Rows, groups, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_OPTIONS = 6000
"""Options of a group up to which it is solved whole; see `best_choice`."""


@dataclass(frozen=True)
class Option:
    """One way to meet a request: what it is worth, and the time it takes of a resource.

    ``taken`` are stretches ``(first, past)`` of one resource, in any whole unit; two
    options of one resource clash where their stretches overlap.
    """

    request: str
    resource: str
    taken: tuple[tuple[int, int], ...]
    score: float


def best_choice(
    options: Sequence[Option], *, most_options: int = MOST_OPTIONS
) -> tuple[list[int], Solved]:
    """Return the positions of the options that add up to the highest score, and that score.

    At most one option a request, and no moment of a resource taken twice. Options that
    hang together by a request or a resource are one integer programme (HiGHS, gap 0).
    That no two stretches overlap is one row for each moment at which a stretch begins:
    of those that cover it at most one is chosen.

    Parameters
    ----------
    options : sequence of Option
    most_options : int
        A group with more options keeps those of least reduced cost in its linear
        relaxation, whose value is the bound that is given back.

    Examples
    --------
    >>> best_choice(
    ...     [
    ...         Option("a", "hall", ((0, 2),), 0.9),
    ...         Option("b", "hall", ((1, 3),), 0.8),
    ...         Option("b", "hall", ((2, 4),), 0.5),
    ...     ]
    ... )
    ([0, 2], Solved(total=1.4, bound=1.4))
    """
    useful = [i for i, one in enumerate(options) if one.score > 0]
    order = sorted(useful, key=lambda i: _option_key(options[i]))
    ties = [(f"q {options[i].request}", f"r {options[i].resource}") for i in order]
    chosen: list[int] = []
    bound = 0.0
    for group in groups(ties):
        members = [order[g] for g in group]
        picked, most = _best_of_options([options[i] for i in members], most_options)
        chosen += [members[c] for c in picked]
        bound += most
    total = round(sum(options[i].score for i in chosen), 6)
    return sorted(chosen), Solved(total, round(max(total, bound), 6))


def _option_key(option: Option) -> tuple[str, str, tuple[tuple[int, int], ...]]:
    return option.request, option.resource, option.taken


def _best_of_options(options: Sequence[Option], most: int) -> tuple[list[int], float]:
    """Return the options chosen in one group, and the most that the group can be worth."""
    if len(options) <= most:
        return _choose(options)
    costs, bound = _reduced_costs(options)
    order = np.lexsort((np.arange(len(options)), np.round(costs, 9)))
    kept = sorted(order[:most].tolist())
    chosen, within = _choose([options[i] for i in kept])
    return [kept[c] for c in chosen], max(bound, within)


def _choose(options: Sequence[Option]) -> tuple[list[int], float]:
    rows = _option_rows(options)
    ones = np.ones(len(options))
    worth = np.array([one.score for one in options])
    x, gap = solve(worth=worth, whole=ones, most=ones, rows=rows)
    chosen = np.flatnonzero(x > 0.5).tolist()
    return chosen, float(sum(options[i].score for i in chosen)) + gap


def _reduced_costs(options: Sequence[Option]) -> tuple[NDArray[np.float64], float]:
    """Return how far each option is from the linear relaxation's optimum, and its value."""
    from scipy.optimize import linprog

    rows = _option_rows(options)
    worth = np.array([one.score for one in options])
    matrix = rows.matrix(len(options))
    found = linprog(-worth, A_ub=matrix, b_ub=np.array(rows.highest), bounds=(0, 1))
    prices = -np.asarray(found.ineqlin.marginals)
    return np.asarray(matrix.T @ prices - worth), float(-found.fun)


def _option_rows(options: Sequence[Option]) -> Rows:
    rows = Rows()
    for members in sorted({*_one_each(options), *_no_overlap(options)}):
        rows.at_most_one(members)
    return rows


def _one_each(options: Sequence[Option]) -> Iterator[tuple[int, ...]]:
    of: dict[str, list[int]] = {}
    for i, one in enumerate(options):
        of.setdefault(one.request, []).append(i)
    yield from (tuple(members) for members in of.values() if len(members) > 1)


def _no_overlap(options: Sequence[Option]) -> Iterator[tuple[int, ...]]:
    """Yield, for each moment at which a stretch begins, the options that cover it."""
    stretches: dict[str, list[tuple[int, int, int]]] = {}
    for i, one in enumerate(options):
        stretches.setdefault(one.resource, []).extend((a, b, i) for a, b in one.taken)
    for rows in stretches.values():
        open_now: list[tuple[int, int]] = []
        for begin, group in groupby(sorted(rows), key=lambda row: row[0]):
            open_now = [(end, i) for end, i in open_now if end > begin]
            open_now += [(end, i) for _, end, i in group]
            members = tuple(sorted({i for _, i in open_now}))
            if len({options[i].request for i in members}) > 1:
                yield members
