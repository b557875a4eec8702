"""The planners' question as columns and rows: quantities, switches, quotas, days.

What passes over a link is a column; where a link has days of its own that matter, one
column a day. A link has a switch (0 or 1) only where something asks whether it is used
at all: a least quantity, a cap on partners, days. A side has one only where it has a
lower quota.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.recommend.planning.blocks import Blocks, Cells

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from sap_match.recommend.planning.problem import Problem, Sides


SMALL = 1e-6
"""What passes below this part of a link's most is the solver's rounding, not a quantity."""
NEAR = 5e-6
"""How far a solver's quantity may lie from the one that is meant."""
SUMS, EACH = 1, 2
"""Marks of rows: sums of the lefts, of the rights; links beside a switch, likewise."""


@dataclass(frozen=True, eq=False)
class Formulation:
    """The columns of a problem: quantities and their switches (-1: it has none).

    ``link`` and ``day`` say for each quantity of which link it is, and on which day (0:
    on no day that matters).
    """

    blocks: Blocks
    quantity: NDArray[np.int64]
    link: NDArray[np.int64]
    day: NDArray[np.int64]
    switch: NDArray[np.int64]

    def spread(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the worth of every column, from the worth of a unit over each link."""
        columns = np.zeros(self.blocks.columns)
        columns[self.quantity] = worth[self.link]
        return columns

    def side_prices(self, prices: NDArray[np.float64], s: int) -> NDArray[np.float64]:
        """Return by the rows' prices what a unit of each quantity costs its left or right."""
        matrix = self.blocks.matrix()
        mine = np.where(self.blocks.kinds == SUMS + s, prices, 0.0)
        return np.asarray(matrix.T @ mine)[self.quantity]

    def split(self, prices: NDArray[np.float64], count: int) -> NDArray[np.float64]:
        """Return by the rows' prices what a unit of each link costs its right."""
        kinds = self.blocks.kinds
        mine = np.where((kinds == SUMS + 1) | (kinds == SUMS + EACH + 1), prices, 0.0)
        found = np.zeros(count)
        found[self.link] = np.asarray(self.blocks.matrix().T @ mine)[self.quantity]
        return found

    def read(self, x: NDArray[np.float64], problem: Problem) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return what passes over each link, and on which day (0: no day that it has)."""
        found = np.where(problem.whole[self.link], np.round(x[self.quantity]), x[self.quantity])
        found = np.where(found > SMALL * problem.most[self.link], snapped(found), 0.0)
        summed = np.bincount(self.link, weights=found, minlength=problem.size)
        quantity = within(problem, summed.astype(float))
        day = np.zeros(problem.size, dtype=np.int64)
        used = np.flatnonzero(found > 0)
        day[self.link[used]] = self.day[used]
        if problem.days:
            for i in np.flatnonzero((quantity > 0) & (day == 0)).tolist():
                own = problem.days[i]
                day[i] = problem.kept_day[i] if problem.kept_day[i] in own else min(own, default=0)
        return quantity, day


def snapped(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return quantities to 1e-6, and without what a solver's tolerance adds to a plain one.

    Examples
    --------
    >>> snapped(np.array([1.000001, 2.4999995, 1 / 3])).tolist()
    [1.0, 2.5, 0.333333]
    """
    plain = np.round(found, 3)
    return np.asarray(np.where(np.abs(found - plain) < NEAR, plain, np.round(found, 6)))


def within(problem: Problem, quantity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return quantities of which none, and no side's sum, is above its most by a rounding."""
    quantity = np.asarray(np.minimum(quantity, problem.most), dtype=float)
    for sides, of in zip(problem.both, problem.ends, strict=True):
        over = np.bincount(of, weights=quantity, minlength=len(sides.ids)) - sides.most
        for side in np.flatnonzero((over > 0) & (over < 100 * NEAR)).tolist():
            mine = np.flatnonzero((of == side) & ~problem.whole)
            if len(mine):
                largest = mine[np.argmax(quantity[mine])]
                quantity[largest] = np.floor((quantity[largest] - over[side]) * 1e6) / 1e6
    return quantity


def formulated(problem: Problem, beside: NDArray[np.bool_] | None = None) -> Formulation:
    """Return a problem's columns and rows.

    Each link of a side with a switch has a row that binds it to the switch, for a closer
    bound; with ``beside`` only some have.
    """
    link, day = copies(problem)
    blocks = Blocks()
    most = problem.most[link]
    quantity = blocks.add_columns(most, whole=problem.whole[link])
    switch = _switches(problem, blocks, quantity, link, day)
    close = np.ones(len(link), dtype=bool) if beside is None else beside[link]
    for s, (sides, of) in enumerate(zip(problem.both, problem.ends, strict=True)):
        mine = of[link]
        _quotas(blocks, sides, quantity, mine, most, SUMS + s, close)
        degree = np.bincount(of, minlength=len(sides.ids))
        picky = np.flatnonzero(sides.partners < degree)
        _sums(blocks, picky, switch, mine, len(sides.ids), highest=sides.partners[picky])
        _days(blocks, sides, (quantity, switch), mine, day)
    return Formulation(blocks, quantity, link, day, switch)


def copies(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each quantity's link and its day; a link whose day decides nothing has one."""
    n = problem.size
    if not problem.days:
        return np.arange(n), np.zeros(n, dtype=np.int64)
    caps = (np.isfinite(s.a_day) | np.isfinite(s.partners_a_day) for s in problem.both)
    capped_left, capped_right = caps
    decides = capped_left[problem.left] | capped_right[problem.right]
    days = [
        tuple(sorted(set(d))) if on else () for d, on in zip(problem.days, decides, strict=True)
    ]
    count = np.array([max(1, len(d)) for d in days], dtype=np.int64)
    return np.repeat(np.arange(n), count), np.array([x for d in days for x in d or (0,)], np.int64)


def _switches(
    problem: Problem,
    blocks: Blocks,
    quantity: NDArray[np.int64],
    link: NDArray[np.int64],
    day: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Add the links' switches, with the rows that bind a quantity to its switch."""
    least, most = problem.least[link], problem.most[link]
    asked = (least > 0) & ~(problem.whole[link] & (least <= 1)) | (day > 0)
    for sides, of in ((problem.lefts, problem.left), (problem.rights, problem.right)):
        degree = np.bincount(of, minlength=len(sides.ids))
        asked |= (sides.partners < degree)[of[link]]
    switch = np.full(len(link), -1, dtype=np.int64)
    some = np.flatnonzero(asked)
    switch[some] = blocks.add_columns(np.ones(len(some)), whole=True)
    row = np.arange(len(some))
    x, y = quantity[some], switch[some]
    blocks.add_rows([(row, x, 1.0), (row, y, -most[some])], highest=0.0, count=len(some))
    low = some[least[some] > 0]
    row = np.arange(len(low))
    blocks.add_rows(
        [(row, quantity[low], 1.0), (row, switch[low], -least[low])], lowest=0.0, count=len(low)
    )
    often = np.flatnonzero(np.bincount(link, minlength=problem.size) > 1)
    place = np.full(problem.size, -1, dtype=np.int64)
    place[often] = np.arange(len(often))
    many = np.flatnonzero(place[link] >= 0)
    blocks.add_rows([(place[link[many]], switch[many], 1.0)], highest=1.0, count=len(often))
    return switch


def _quotas(
    blocks: Blocks,
    sides: Sides,
    quantity: NDArray[np.int64],
    mine: NDArray[np.int64],
    highest: NDArray[np.float64],
    kind: int,
    beside: NDArray[np.bool_],
) -> None:
    """Add what each side gives or takes: up to its most, or nothing or at least a quota."""
    count = len(sides.ids)
    reach = np.bincount(mine, weights=highest, minlength=count)
    most = np.minimum(sides.most, reach)
    low = np.flatnonzero((sides.least > 0) & (reach > 0))
    full = np.flatnonzero((sides.least <= 0) & (reach > sides.most))
    _sums(blocks, full, quantity, mine, count, highest=most[full], kind=kind)
    switch = blocks.add_columns(np.ones(len(low)), whole=True)
    row = np.arange(len(low))
    for limit, bounds in ((most, {"highest": 0.0}), (sides.least, {"lowest": 0.0})):
        more = [(row, switch, -limit[low])]
        _sums(blocks, low, quantity, mine, count, more, kind=kind, **bounds)
    place = np.full(count, -1, dtype=np.int64)
    place[low] = row
    some = np.flatnonzero((place[mine] >= 0) & (highest < most[mine]) & beside)
    row = np.arange(len(some))
    cells = [(row, quantity[some], 1.0), (row, switch[place[mine[some]]], -highest[some])]
    blocks.add_rows(cells, highest=0.0, count=len(some), kind=kind + EACH)


def _sums(
    blocks: Blocks,
    chosen: NDArray[np.int64],
    column: NDArray[np.int64],
    mine: NDArray[np.int64],
    count: int,
    more: Cells = (),
    *,
    lowest: ArrayLike = -np.inf,
    highest: ArrayLike = np.inf,
    kind: int = 0,
) -> None:
    """Add for each chosen side the row that sums the columns that are its own."""
    place = np.full(count, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    some = np.flatnonzero(place[mine] >= 0)
    cells = [(place[mine[some]], column[some], 1.0), *more]
    blocks.add_rows(cells, lowest=lowest, highest=highest, count=len(chosen), kind=kind)


def _days(
    blocks: Blocks,
    sides: Sides,
    columns: tuple[NDArray[np.int64], NDArray[np.int64]],
    mine: NDArray[np.int64],
    day: NDArray[np.int64],
) -> None:
    """Add what a side gives or takes on one day, and with how many partners."""
    dated = np.flatnonzero(day > 0)
    keys, cell = np.unique(np.stack([mine[dated], day[dated]]), axis=1, return_inverse=True)
    side = keys[0]
    for column, caps in zip(columns, (sides.a_day, sides.partners_a_day), strict=True):
        capped = np.flatnonzero(np.isfinite(caps[side]))
        _sums(
            blocks, capped, column[dated], cell.ravel(), len(side), highest=caps[side[capped]]
        )  # fmt: skip
