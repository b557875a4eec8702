"""Integer programmes for HiGHS: rows gathered one by one, groups that hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIME_LIMIT = 300.0
"""Seconds a group may take; the best plan found by then is given back with its bound."""


@dataclass
class Rows:
    """Rows ``sum(factor * x) <= highest`` of a programme, gathered one by one."""

    columns: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [0])
    highest: list[float] = field(default_factory=list)

    def at_most(self, highest: float, *terms: tuple[int, float]) -> None:
        """Add a row of (column, factor) terms."""
        for column, factor in terms:
            self.columns.append(column)
            self.factors.append(factor)
        self._ended(highest)

    def at_most_one(self, columns: Sequence[int]) -> None:
        """Add a row in which each column counts once, and at most one is chosen."""
        self.columns.extend(columns)
        self.factors.extend([1.0] * len(columns))
        self._ended(1.0)

    def _ended(self, highest: float) -> None:
        self.ends.append(len(self.columns))
        self.highest.append(highest)

    def matrix(self, columns: int) -> Any:
        """Return the rows as a sparse matrix of so many columns."""
        from scipy.sparse import csr_matrix

        cells = (np.array(self.factors), np.array(self.columns, dtype=np.int64), self.ends)
        return csr_matrix(cells, shape=(len(self.highest), columns))


def solve(
    *,
    worth: NDArray[np.float64],
    whole: NDArray[np.float64],
    most: NDArray[np.float64],
    rows: Rows,
) -> tuple[NDArray[np.float64], float]:
    """Return the best x within ``0 <= x <= most`` and the rows, and by how much it may miss.

    The miss is 0 unless the time limit was reached: then the best that was found counts.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        -worth,
        integrality=whole,
        bounds=Bounds(0, most),
        constraints=LinearConstraint(rows.matrix(len(worth)), -np.inf, np.array(rows.highest)),
        options={"mip_rel_gap": 0.0, "time_limit": TIME_LIMIT},
    )
    if found.x is None:  # nothing is always a plan, so only the time limit can end here
        return np.zeros(len(worth)), float(worth @ most)
    gap = 0.0 if found.status == 0 else max(0.0, float(found.fun - found.mip_dual_bound))
    return np.asarray(found.x, dtype=float), gap


def groups(ties: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return the positions of ties that hang together by a common name, group by group."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for names in ties:
        for name in names[1:]:
            root[find(name)] = find(names[0])
    found: dict[str, list[int]] = {}
    for i, names in enumerate(ties):
        found.setdefault(find(names[0]), []).append(i)
    return list(found.values())
