"""Programmes for HiGHS put together block by block: columns and rows as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Cells = Sequence[tuple[Any, Any, Any]]
"""Cells of rows: (row, column, factor), each an array or one number for all."""


MANY = 3
"""Rows of these kinds come by the thousand; many of them make the simplex method slow."""


@dataclass(frozen=True, eq=False)
class Found:
    """Values of the columns, what they are worth, and what none can be worth more than."""

    x: NDArray[np.float64]
    worth: float
    bound: float
    proved: bool

    @property
    def any(self) -> bool:
        """Whether anything was found in the time."""
        return self.proved or bool(self.x.any())


@dataclass(eq=False)
class Blocks:
    """Columns with bounds, and rows ``lowest <= sum(factor * x) <= highest`` over them."""

    _highest: list[NDArray[np.float64]] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _cells: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = field(default_factory=list)
    _floors: list[NDArray[np.float64]] = field(default_factory=list)
    _ceilings: list[NDArray[np.float64]] = field(default_factory=list)
    _kinds: list[NDArray[np.int8]] = field(default_factory=list)
    columns: int = 0
    rows: int = 0

    def add_columns(self, highest: ArrayLike, *, whole: ArrayLike) -> NDArray[np.int64]:
        """Add columns from 0 to ``highest`` and return their positions."""
        most = np.atleast_1d(np.asarray(highest, dtype=float))
        self._highest.append(most)
        self._whole.append(np.broadcast_to(np.asarray(whole, dtype=bool), most.shape))
        first, self.columns = self.columns, self.columns + len(most)
        return np.arange(first, self.columns)

    def add_rows(
        self,
        cells: Cells,
        *,
        lowest: ArrayLike = -np.inf,
        highest: ArrayLike = np.inf,
        count: int,
        kind: int = 0,
    ) -> None:
        """Add ``count`` rows; each of ``cells`` is (row from 0, column, factor), broadcast.

        ``kind`` is a mark by which the rows are found again.
        """
        for row, column, factor in cells:
            r, c, f = np.broadcast_arrays(row, column, np.asarray(factor, dtype=float))
            self._cells.append((r.ravel() + self.rows, c.ravel(), f.ravel()))
        self._floors.append(np.broadcast_to(np.asarray(lowest, dtype=float), (count,)))
        self._ceilings.append(np.broadcast_to(np.asarray(highest, dtype=float), (count,)))
        self._kinds.append(np.full(count, kind, dtype=np.int8))
        self.rows += count

    @property
    def kinds(self) -> NDArray[np.int8]:
        """Each row's mark."""
        return np.concatenate([np.zeros(0, dtype=np.int8), *self._kinds])

    def worth(
        self, columns: NDArray[np.int64], factors: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return what each column is worth, where only some are worth anything."""
        found = np.zeros(self.columns)
        found[columns] = factors
        return found

    def keep_worth(self, worth: NDArray[np.float64], least: float) -> None:
        """Add the row that says: worth at least so much, as an earlier aim found."""
        some = np.flatnonzero(worth)
        self.add_rows([(0, some, worth[some])], lowest=least, count=1)

    def matrix(self) -> Any:
        """Return the rows as a sparse matrix."""
        from scipy.sparse import coo_matrix

        joined = [np.concatenate(parts) for parts in zip(*self._cells, strict=True)]
        row, column, factor = joined or (np.zeros(0, int), np.zeros(0, int), np.zeros(0))
        return coo_matrix((factor, (row, column)), shape=(self.rows, self.columns)).tocsr()

    def best(self, worth: NDArray[np.float64], seconds: float) -> Found:
        """Return the columns' values that are worth most; zeros are always allowed.

        Proved to be the best (gap 0), unless the time is over: then the best that was
        found by then, with what no other can be worth more than.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        highest = np.concatenate(self._highest)
        whole = np.concatenate(self._whole)
        limits = (
            [
                LinearConstraint(
                    self.matrix(), np.concatenate(self._floors), np.concatenate(self._ceilings)
                )
            ]
            if self.rows
            else []
        )
        found = milp(
            -worth,
            integrality=whole.astype(float),
            bounds=Bounds(0, highest),
            constraints=limits,
            options={"mip_rel_gap": 0.0, "time_limit": max(0.1, seconds)},
        )
        if found.x is None:
            most = float(np.maximum(worth, 0) @ highest)
            return Found(np.zeros(self.columns), 0.0, most, proved=False)
        x = np.where(whole, np.round(found.x), found.x)
        reached = float(worth @ x)
        proved = found.status == 0
        bound = reached if proved else max(reached, float(-found.mip_dual_bound))
        return Found(x, reached, bound, proved)

    def relaxed(
        self, worth: NDArray[np.float64], seconds: float
    ) -> tuple[NDArray[np.float64] | None, NDArray[np.float64]]:
        """Return the best values where no column need be whole, and the price of each row.

        None where the time was over.
        """
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        floors, ceilings = np.concatenate(self._floors), np.concatenate(self._ceilings)
        above, below = np.flatnonzero(np.isfinite(ceilings)), np.flatnonzero(np.isfinite(floors))
        matrix = self.matrix()
        highest = np.concatenate(self._highest)
        found = linprog(
            -worth,
            A_ub=vstack([matrix[above], -matrix[below]]),
            b_ub=np.concatenate([ceilings[above], -floors[below]]),
            bounds=np.column_stack([np.zeros(self.columns), highest]),
            method="highs-ipm" if (self.kinds >= MANY).sum() > 4_000 else "highs-ds",
            options={"time_limit": max(0.1, seconds)},
        )
        prices = np.zeros(self.rows)
        if found.status != 0:
            return None, prices
        marginals = -np.asarray(found.ineqlin.marginals)
        prices[above] += marginals[: len(above)]
        prices[below] -= marginals[len(above) :]
        return np.asarray(found.x), prices
