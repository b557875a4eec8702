"""The best team, with a proof.

Whoever cannot sit in it is left out, then a mixed-integer programme (HiGHS) decides among the rest.

Cohesion that is no sum over single members enters as what each pair costs at least; where a team
that comes out costs more than the programme believed (Steiner trees), that is added and the
programme solved again, so that the bound is always true and in the end tight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.recommend.consortia.bound import Bound, bound_of
from sap_match.recommend.consortia.greedy import first_of, greedy_team
from sap_match.recommend.consortia.problem import Problem, Row

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT_UP_TO = 500
SECONDS = 4.0
#: Pairs that are in the programme from the start; the rest come when a team needs them.
PAIRS_AT_ONCE = 1500
LEVEL = 1e-6
#: Where more are left than this, the best team among so many is looked for first.
LIKELY = 100


@dataclass(frozen=True)
class Solved:
    """A team (positions), what it is worth, and what no team is worth more than.

    ``method`` is ``exact`` or ``greedy``; ``kept`` says how many candidates were left after
    those were pruned that can sit in no best team. ``team`` is None where no team keeps
    every rule.
    """

    team: tuple[int, ...] | None
    value: float
    bound: float
    method: str
    kept: int

    @property
    def gap(self) -> float:
        """The share by which the best team may be better: 0 where this one is proved the best."""
        missing = self.bound - self.value
        return 0.0 if missing <= LEVEL else missing / max(abs(self.bound), LEVEL)


def solve(problem: Problem, *, exact_up_to: int = EXACT_UP_TO, seconds: float = SECONDS) -> Solved:
    """Return the best team, or a good one and how much better the best can be.

    Parameters
    ----------
    problem : Problem
    exact_up_to : int
        The programme is solved where at most so many candidates are left after pruning.
    seconds : float
        After this long the best team found so far is given, with its gap.
    """
    if problem.n == 0:
        keeps = problem.keeps(())
        return Solved(() if keeps else None, 0.0, 0.0, "exact", 0)
    until = monotonic() + seconds
    start = greedy_team(problem)
    reached = None if start is None else problem.value(start)
    bound = bound_of(problem, reached)
    if start is not None and reached is not None and bound.value <= reached + LEVEL:
        return Solved(start, reached, max(bound.value, reached), "exact", len(start))
    kept, beyond = _kept(problem, bound, start, reached)
    if start is not None and reached is not None and len(kept) > LIKELY:
        start, reached = _from_the_likeliest(problem, bound, start, reached, seconds / 4)
        if bound.value <= reached + LEVEL:
            return Solved(start, reached, max(bound.value, reached), "exact", len(start))
        kept, beyond = _kept(problem, bound, start, reached)
    if start is not None and reached is not None and len(kept) > exact_up_to:
        return Solved(start, reached, bound.value, "greedy", len(kept))
    if len(kept) > exact_up_to:
        kept, beyond = _some(problem, bound, exact_up_to)
    left = max(0.2, until - monotonic())
    found = _Programme(problem, kept).best(start, reached, left)
    most = max(min(bound.value, found.bound), beyond)
    if found.team is None:
        return Solved(None, -np.inf, most, "exact" if beyond == -np.inf else "greedy", len(kept))
    whole = "exact" if beyond <= found.value + LEVEL else "greedy"
    return Solved(found.team, found.value, max(most, found.value), whole, len(kept))


def _from_the_likeliest(
    problem: Problem, bound: Bound, start: tuple[int, ...], reached: float, seconds: float
) -> tuple[tuple[int, ...], float]:
    """Return the best team among the likeliest: the better it is, the more can be pruned."""
    likely = first_of(bound.with_each, LIKELY)
    kept = sorted({*problem.seated, *start, *likely})
    found = _Programme(problem, kept).best(start, reached, seconds)
    return (start, reached) if found.team is None else (found.team, found.value)


def _kept(
    problem: Problem,
    bound: Bound,
    start: tuple[int, ...] | None,
    reached: float | None,
) -> tuple[list[int], float]:
    """Return who may sit in a best team; without a team to compare with, everybody."""
    if start is None or reached is None:
        return list(range(problem.n)), -np.inf
    may = bound.may_be_best(reached)
    may[[*problem.seated, *start]] = True
    return np.flatnonzero(may).tolist(), -np.inf


def _some(problem: Problem, bound: Bound, most: int) -> tuple[list[int], float]:
    """Return the likeliest, those of every rule among them, and a bound on the others."""
    order = np.argsort(-bound.with_each, kind="stable").tolist()
    wanted = dict.fromkeys(problem.seated)
    for row in problem.rows:
        if row.least > 0:
            members = sorted(row.who, key=lambda i: (-bound.with_each[i], i))
            wanted |= dict.fromkeys(members[: max(20, int(row.least) * 2)])
    wanted |= dict.fromkeys(order)
    kept = sorted(list(wanted)[:most])
    rest = np.ones(problem.n, dtype=bool)
    rest[kept] = False
    return kept, float(bound.with_each[rest].max()) if rest.any() else -np.inf


@dataclass
class _Matrix:
    """Rows of a programme, gathered one by one."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    factor: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(
        self, columns: Sequence[int], factors: Sequence[float], least: float, most: float
    ) -> None:
        self.row += [len(self.least)] * len(columns)
        self.column += columns
        self.factor += factors
        self.least.append(least)
        self.most.append(most)

    def constraint(self, columns: int) -> Any:
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_matrix

        cells = (np.array(self.factor), (np.array(self.row), np.array(self.column)))
        matrix = csr_matrix(cells, shape=(len(self.least), columns))
        return LinearConstraint(matrix, np.array(self.least), np.array(self.most))


class _Programme:
    """The programme over the candidates that are left: seats, then who covers what, then pairs."""

    def __init__(self, problem: Problem, kept: Sequence[int]) -> None:
        self.problem = problem
        self.kept = list(kept)
        self.place = {i: k for k, i in enumerate(self.kept)}
        gain = problem.gain[self.kept]
        self.cells = [(int(k), int(c)) for k, c in np.argwhere(gain > 0)]
        self.worth = np.array([gain[k, c] for k, c in self.cells])
        self.pairs: dict[tuple[int, int], float] = {}
        self.cuts: list[tuple[tuple[int, ...], float]] = []
        self.many = problem.measured and problem.cohesion != "leader"
        if self.many:
            self._first_pairs()

    def _first_pairs(self) -> None:
        n = len(self.kept)
        if n * (n - 1) // 2 <= PAIRS_AT_ONCE:
            free = [k for k, i in enumerate(self.kept) if i not in self.problem.seated]
            self._take_pairs(free)
        hubs = [self.place[i] for i in self.problem.seated]
        if self.problem.cohesion != "sum":
            self._take_pairs(range(n), hubs)

    def _take_pairs(self, some: Sequence[int], others: Sequence[int] | None = None) -> bool:
        """Put pairs into the programme; return whether any is new."""
        left = np.array([self.kept[k] for k in some], dtype=np.intp)
        second = list(some) if others is None else list(others)
        right = np.array([self.kept[k] for k in second], dtype=np.intp)
        if not len(left) or not len(right):
            return False
        costs = self.problem.way(left, right)
        before = len(self.pairs)
        for a, k in enumerate(some):
            for b, j in enumerate(second):
                if k != j and costs[a, b] > 0:
                    self.pairs[min(k, j), max(k, j)] = float(costs[a, b])
        return len(self.pairs) > before

    def best(self, start: tuple[int, ...] | None, reached: float | None, seconds: float) -> Solved:
        """Return the best team among the kept, solving again while cohesion was underrated."""
        until = monotonic() + seconds
        team, value, bound = start, -np.inf if reached is None else reached, np.inf
        for _ in range(200):
            left = until - monotonic()
            if left <= 0.01:
                break
            found, most = self._solved(left)
            if most is not None:
                bound = min(bound, most)
            if found is None:
                if most is None and team is None:
                    return Solved(None, -np.inf, -np.inf, "exact", len(self.kept))
                break
            worth = self.problem.value(found)
            if (team is None or worth > value + 1e-9) and self.problem.keeps(found):
                team, value = found, worth
            if bound <= value + LEVEL or not self.many or not self._learn(found):
                break
        return Solved(team, value, max(bound, value), "exact", len(self.kept))

    def _learn(self, team: tuple[int, ...]) -> bool:
        """Put what a team's cohesion really costs into the programme."""
        seats = [self.place[i] for i in team]
        seated = self.problem.seated
        total = self.problem.cohesion == "sum"  # what those seated add stands in `linear`
        new = self._take_pairs([self.place[i] for i in team if not (total and i in seated)])
        if self.problem.cohesion == "steiner":
            cut = (tuple(seats), self.problem.cohesion_of(team))
            if cut not in self.cuts:
                self.cuts.append(cut)
                new = True
        return new

    def _solved(self, seconds: float) -> tuple[tuple[int, ...] | None, float | None]:
        """Return a team and a bound; no team where there is none, no bound where none exists."""
        from scipy.optimize import Bounds, milp

        matrix, cost, high, low, whole = self._model()
        found = milp(
            cost,
            integrality=whole,
            bounds=Bounds(low, high),
            constraints=matrix.constraint(len(cost)),
            options={"mip_rel_gap": 0.0, "time_limit": max(0.05, seconds)},
        )
        if found.status == 2:  # no team keeps every rule
            return None, None
        most = None if found.mip_dual_bound is None else -float(found.mip_dual_bound)
        if found.x is None:
            return None, np.inf if most is None else most
        sits = [i for k, i in enumerate(self.kept) if found.x[k] > 0.5]
        return tuple(sits), most

    def _model(
        self,
    ) -> tuple[
        _Matrix,
        NDArray[np.float64],
        NDArray[np.float64],
        NDArray[np.float64],
        NDArray[np.float64],
    ]:
        problem, n, y = self.problem, len(self.kept), len(self.cells)
        total = problem.cohesion == "sum"
        z = len(self.pairs) if self.many and total else 1 if self.many else 0
        worth = problem.linear if problem.cohesion in ("leader", "sum") else problem.worth
        linear = worth[self.kept]
        pairs = sorted(self.pairs)
        away = [self.pairs[p] for p in pairs] if total else [1.0] * z
        cost = np.concatenate([-linear, -self.worth, problem.weight * np.array(away[:z])])
        matrix = _Matrix()
        matrix.add(list(range(n)), [1.0] * n, problem.least, problem.most)
        of_c: dict[int, list[int]] = {}
        of_k: dict[int, list[int]] = {}
        for number, (k, c) in enumerate(self.cells):
            matrix.add([n + number, k], [1.0, -1.0], -np.inf, 0.0)
            of_c.setdefault(c, []).append(n + number)
            of_k.setdefault(k, []).append(n + number)
        for c in sorted(of_c):
            matrix.add(of_c[c], [1.0] * len(of_c[c]), -np.inf, problem.asked)
        if problem.most_each is not None:
            for k in sorted(of_k):
                matrix.add(of_k[k], [1.0] * len(of_k[k]), -np.inf, problem.most_each)
        for row in problem.rows:
            self._add_row(matrix, row)
        if self.many:
            self._add_cohesion(matrix, pairs, n + y, total=total)
        low, high = np.zeros(n + y + z), np.ones(n + y + z)
        low[[self.place[i] for i in problem.seated]] = 1.0
        high[n + y :] = 1.0 if total else np.inf
        whole = np.concatenate([np.ones(n), np.zeros(y + z)])
        return matrix, cost, high, low, whole

    def _add_row(self, matrix: _Matrix, row: Row) -> None:
        cells = [
            (self.place[i], float(w))
            for i, w in zip(row.who, row.weights(), strict=True)
            if i in self.place
        ]
        matrix.add([k for k, _ in cells], [w for _, w in cells], row.least, row.most)

    def _add_cohesion(
        self, matrix: _Matrix, pairs: list[tuple[int, int]], first: int, *, total: bool
    ) -> None:
        seated = {self.place[i] for i in self.problem.seated}
        for number, (k, j) in enumerate(pairs):
            if total:  # a pair costs when both sit; what the seated cost is in `linear`
                matrix.add([first + number, k, j], [1.0, -1.0, -1.0], -1.0, np.inf)
            else:
                away = self.pairs[k, j]
                columns = [first] + [x for x in (k, j) if x not in seated]
                fixed = 2 - (len(columns) - 1)
                matrix.add(columns, [1.0] + [-away] * (len(columns) - 1), away * (fixed - 1),
                           np.inf)  # fmt: skip
        for seats, price in self.cuts:
            free = [k for k in seats if k not in seated]
            matrix.add([first, *free], [1.0] + [-price] * len(free),
                       price * (1 - len(free)), np.inf)  # fmt: skip
