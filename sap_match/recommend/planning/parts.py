"""What of a problem can be in a plan at all, and which of its links hang together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError
from sap_match.recommend.planning.problem import LIMITS, Problem, Sides

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSE = 1e-9
"""Quantities that differ by less are one: 2.9999999999 people are three."""


def check(problem: Problem) -> None:
    """Refuse numbers that mean nothing, and say at which link or side they stand.

    Raises
    ------
    DataError
        A score or quantity is no number, a quantity is negative, a pair is given twice.
    """

    def pair(i: int) -> str:
        return f"{problem.lefts.ids[problem.left[i]]} - {problem.rights.ids[problem.right[i]]}"

    key = problem.left * max(1, len(problem.rights.ids)) + problem.right
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(np.diff(key[order]) == 0)
    if len(again):
        raise DataError(
            "is given twice; give each pair once", field="link", value=pair(int(order[again[0]]))
        )
    _numbers(problem.score, "score", pair, least=-np.inf)
    for name in ("least", "most", "kept"):
        _numbers(getattr(problem, name), name, pair)
    for sides in problem.both:
        for name in LIMITS:
            _numbers(getattr(sides, name), name, sides.ids.__getitem__, endless=True)


def _numbers(
    values: NDArray[Any],
    name: str,
    where: Callable[[int], str],
    *,
    least: float = 0.0,
    endless: bool = False,
) -> None:
    bad = np.isnan(values) | (values < least) | (np.isinf(values) & (not endless))
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        raise DataError(
            f"of {where(first)} is no quantity; give a number of at least 0"
            if least == 0
            else f"of {where(first)} is no number; give one",
            field=name,
            value=float(values[first]),
        )


def tidied(problem: Problem, drawn: NDArray[np.float64]) -> tuple[Problem, NDArray[np.int64]]:
    """Return the links that can be in a plan, as a lottery drew them, and their positions.

    Limits are drawn as tight as they are anyway: what may pass over a link is no more
    than either side has, whole where it must be whole. A link whose least is above its
    most, and a side that cannot reach its lower quota, are left out.
    """
    place = _canonical(problem, drawn)
    problem = take(problem, place, sides=False)
    least = np.where(problem.whole, np.ceil(problem.least - CLOSE), problem.least)
    both = [_whole_sides(s, of, problem) for s, of in zip(problem.both, problem.ends, strict=True)]
    most = problem.most
    for sides, of in zip(both, problem.ends, strict=True):
        most = np.minimum(most, sides.most[of])
    most = np.where(problem.whole, np.floor(most + CLOSE), most)
    open_ = (most > 0) & (least <= most)
    for sides, of in zip(both, problem.ends, strict=True):
        open_ &= (sides.least <= sides.most)[of] & (sides.partners >= 1)[of]
    while True:
        before = int(open_.sum())
        for sides, of in zip(both, problem.ends, strict=True):
            reach = np.bincount(of, weights=most * open_, minlength=len(sides.ids))
            open_ &= (reach >= sides.least - CLOSE)[of]
        if int(open_.sum()) == before:
            break
    tight = replace(problem, least=least, most=most, lefts=both[0], rights=both[1])
    kept = np.flatnonzero(open_)
    return take(tight, kept, sides=False), place[kept]


def _canonical(problem: Problem, drawn: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the links' order by lottery, then by id: however sides and links came."""
    ranks = []
    for sides in problem.both:
        rank = np.empty(len(sides.ids), dtype=np.int64)
        rank[sorted(range(len(sides.ids)), key=sides.ids.__getitem__)] = np.arange(len(sides.ids))
        ranks.append(rank)
    return np.lexsort((ranks[1][problem.right], ranks[0][problem.left], drawn))


def _whole_sides(sides: Sides, of: NDArray[np.int64], problem: Problem) -> Sides:
    """Round the limits of sides that only have links of whole numbers."""
    count = len(sides.ids)
    whole = np.bincount(of, weights=~problem.whole, minlength=count) == 0
    return replace(
        sides,
        least=np.where(whole, np.ceil(sides.least - CLOSE), sides.least),
        most=np.where(whole, np.floor(sides.most + CLOSE), sides.most),
        a_day=np.where(whole, np.floor(sides.a_day + CLOSE), sides.a_day),
        partners=np.floor(sides.partners),
        partners_a_day=np.floor(sides.partners_a_day),
    )


def take(problem: Problem, links: NDArray[np.int64], *, sides: bool = True) -> Problem:
    """Return the problem of some links; with ``sides`` only of the sides that they join."""
    days = tuple(problem.days[i] for i in links.tolist()) if problem.days else ()
    some = replace(
        problem,
        days=days if any(days) else (),
        **{
            name: getattr(problem, name)[links]
            for name in ("left", "right", "score", "least", "most", "whole", "kept", "kept_day")
        },
    )
    if not sides:
        return some
    left, to_left = np.unique(some.left, return_inverse=True)
    right, to_right = np.unique(some.right, return_inverse=True)
    return replace(
        some,
        left=to_left,
        right=to_right,
        lefts=problem.lefts.take(left),
        rights=problem.rights.take(right),
        groups=tuple(problem.groups[i] for i in right.tolist()) if problem.groups else (),
        units=tuple(problem.units[i] for i in right.tolist()) if problem.units else (),
    )


def together(problem: Problem, *, grouped: bool = False) -> Iterator[NDArray[np.int64]]:
    """Yield the links that hang together by a side; with ``grouped`` also by a group."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not problem.size:
        return
    lefts, rights = (len(s.ids) for s in problem.both)
    ends = [(problem.left, lefts + problem.right)]
    if grouped and problem.groups:
        names, of = np.unique(np.array(problem.groups), return_inverse=True)
        some = np.flatnonzero(names[of] != "")
        ends.append((lefts + some, lefts + rights + of[some]))
    a, b = (np.concatenate(parts) for parts in zip(*ends, strict=True))
    size = lefts + 2 * rights
    graph = coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    mine = label[problem.left]
    order = np.argsort(mine, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(mine[order])) + 1)
