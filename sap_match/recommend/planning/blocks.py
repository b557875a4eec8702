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


@dataclass(frozen=True, eq=False)
class Found:
    """Values of the columns, what they are worth, and what none can be worth more than."""

    x: NDArray[np.float64]
    worth: float
    bound: float
    proved: bool


@dataclass(eq=False)
class Blocks:
    """Columns with bounds, and rows ``lowest <= sum(factor * x) <= highest`` over them."""

    _highest: list[NDArray[np.float64]] = field(default_factory=list)
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)
    _cells: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = field(default_factory=list)
    _floors: list[NDArray[np.float64]] = field(default_factory=list)
    _ceilings: list[NDArray[np.float64]] = field(default_factory=list)
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
    ) -> None:
        """Add ``count`` rows; each of ``cells`` is (row from 0, column, factor), broadcast."""
        for row, column, factor in cells:
            r, c, f = np.broadcast_arrays(row, column, np.asarray(factor, dtype=float))
            self._cells.append((r.ravel() + self.rows, c.ravel(), f.ravel()))
        self._floors.append(np.broadcast_to(np.asarray(lowest, dtype=float), (count,)))
        self._ceilings.append(np.broadcast_to(np.asarray(highest, dtype=float), (count,)))
        self.rows += count

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
