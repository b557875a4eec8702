"""Which rules clash, and the smallest relaxation: an elastic programme.

Where no team keeps every rule, each rule may be missed at a price, and the cheapest way to miss
is what would have to give. The rules that clash are those of which none can be left out of the
contradiction: each is dropped in turn, and stays only if without it a team exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.consortia.problem import NEAR, Problem, Row
from sap_match.recommend.wording import listing

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Clash:
    """Rules that cannot all be kept, in words, and the smallest relaxation, in words."""

    rules: tuple[str, ...]
    relaxation: tuple[str, ...]

    def words(self) -> str:
        """Return both as sentences."""
        told = f"no team can be formed: {_together(self.rules)}"
        if self.relaxation:
            told += f". The smallest change that allows one: {listing(self.relaxation)}"
        return told


def _together(rules: Sequence[str]) -> str:
    if len(rules) == 1:
        return f"those who may be asked cannot keep the rule “{rules[0]}”"
    return f"these rules cannot be kept together: {'; '.join(f'“{r}”' for r in rules)}"


def clash_of(problem: Problem) -> Clash | None:
    """Return what clashes, or None where a team keeps every rule."""
    rows = _all_rows(problem)
    missed = _elastic(problem, rows)
    if not (missed > NEAR).any():
        return None
    relaxation = tuple(
        _relaxed(row, float(by)) for row, by in zip(rows, missed, strict=True) if by > NEAR
    )
    kept = list(range(len(rows)))
    for r in range(len(rows)):
        without = [k for k in kept if k != r]
        if (_elastic(problem, [rows[k] for k in without]) > NEAR).any():
            kept = without
    return Clash(tuple(rows[k].words for k in kept), relaxation)


def _all_rows(problem: Problem) -> list[Row]:
    everyone = tuple(range(problem.n))
    members = "member" if problem.least == 1 else "members"
    # Many pairs that are kept apart are one rule in the search, else it would take long.
    own = [row for row in problem.rows if not _is_pair(row)]
    pairs = [row for row in problem.rows if _is_pair(row)]
    return [
        *(Row(f"{problem.ids[i]} sits in every team", (i,), least=1) for i in problem.seated),
        Row(f"at least {problem.least} {members}", everyone, least=problem.least),
        Row(f"at most {problem.most} members", everyone, most=problem.most),
        *own,
        *pairs[:60],
    ]


def _is_pair(row: Row) -> bool:
    return row.most == 1 and row.least == -np.inf and len(row.who) == 2 and row.factors is None


def _elastic(problem: Problem, rows: Sequence[Row]) -> NDArray[np.float64]:
    """Return by how much each row is missed in the team that misses least.

    Missing a row counts by the share of it: one of two members as much as half the money.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_matrix

    n, r = problem.n, len(rows)
    matrix = lil_matrix((r, n + 2 * r))
    least, most = np.full(r, -np.inf), np.full(r, np.inf)
    price = np.ones(r)
    for k, row in enumerate(rows):
        for i, w in zip(row.who, row.weights(), strict=True):
            matrix[k, i] = w
        matrix[k, n + k], matrix[k, n + r + k] = 1.0, -1.0
        least[k], most[k] = row.least, row.most
        if row.unit:
            price[k] = 1.0 / max(1.0, abs(row.most) / 10)
        if "sits in every team" in row.words:
            price[k] = 10.0
    cost = np.concatenate([np.full(n, 1e-6), price, price])
    found = milp(
        cost,
        integrality=np.concatenate([np.ones(n), np.zeros(2 * r)]),
        bounds=Bounds(0, np.concatenate([np.ones(n), np.full(2 * r, np.inf)])),
        constraints=LinearConstraint(matrix.tocsr(), least, most),
        options={"time_limit": 10.0},
    )
    if found.x is None:
        return np.zeros(r)
    return np.asarray(np.round(found.x[n : n + r] + found.x[n + r :], 6), dtype=float)


def _relaxed(row: Row, by: float) -> str:
    """Return how much a rule would have to give."""
    if row.unit == "£":
        return f"{by:,.0f} pounds more than the rule “{row.words}” allows"
    if row.factors is not None:
        return f"“{row.words}” given up"
    if row.least == row.most == 1 or (len(row.who) == 1 and row.least == 1):
        return f"“{row.words}” given up"
    if row.least > -np.inf and row.most == np.inf:
        return f"“{row.words}” lowered to {max(0, round(row.least - by))}"
    if len(row.who) == 1 or _is_pair(row):
        return f"“{row.words}” given up"
    return f"“{row.words}” raised to {round(row.most + by)}"
