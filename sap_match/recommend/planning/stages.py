"""Several aims, one after the other, over the same yes-or-no choices: exact by faces.

The linear relaxation of the first aim tells, by its prices, which choices no best answer
takes and which rows every best answer fills. What is left is a face of the same programme,
with no row added, and the next aim is sought there. Where a relaxation is not whole, HiGHS
branches (gap 0).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_COLUMNS = 10_000
"""Choices up to which a programme that needs branching is branched on as a whole."""
SECONDS = 30.0
"""How long the programme of an aim may branch; what is found by then counts, with its bound."""
_NIL = 1e-6
_GOLDEN = (5**0.5 - 1) / 2
"""Its multiples lie evenly: of columns that cost alike some of every request are branched on."""


@dataclass(frozen=True, eq=False)
class Face:
    """Rows ``matrix @ x <= highest`` over some columns; those that are ``tight`` are equal."""

    columns: NDArray[np.int64]
    matrix: Any
    highest: NDArray[np.float64]
    tight: NDArray[np.bool_]

    def narrowed(self, keep: NDArray[np.bool_], tight: NDArray[np.bool_]) -> Face:
        """Return the face of the columns that are kept, with more rows tight."""
        return Face(self.columns[keep], self.matrix[:, keep], self.highest, self.tight | tight)

    def reaching(self, aim: NDArray[np.float64], least: float) -> Face:
        """Return the face with one row more: the aim is at least so much."""
        from scipy.sparse import csr_matrix, vstack

        row = csr_matrix(-aim[self.columns])
        return Face(
            self.columns,
            vstack([self.matrix, row], format="csr"),
            np.append(self.highest, -least),
            np.append(self.tight, False),
        )


@dataclass(frozen=True, eq=False)
class Staged:
    """The columns chosen, and for each aim what no choice that is best in those before exceeds."""

    chosen: NDArray[np.int64]
    bounds: tuple[float, ...]


def best_in_stages(
    aims: Sequence[NDArray[np.float64]],
    matrix: Any,
    highest: NDArray[np.float64],
    *,
    most_columns: int = MOST_COLUMNS,
    seconds: Sequence[float] = (),
    wanted: Callable[[NDArray[np.int64]], bool] | None = None,
) -> Staged:
    """Return the choice that is best in the first aim, among those in the second, and so on.

    Parameters
    ----------
    aims : sequence of array (columns,)
        What each column adds to each aim. Values must differ by 1e-3 or be equal.
    matrix : sparse array (rows, columns)
        Not negative; each column lies in a row that lets at most one of it be taken.
    highest : array (rows,)
    most_columns : int
        A programme that must branch on more columns branches on those of least reduced
        cost, and on the others only where the relaxation's bound is not reached.
    seconds : sequence of float
        How long the programme of each aim may branch, `SECONDS` where it is not told. A bound
        is infinite where nothing was proved.
    wanted : callable, optional
        Whether the last aim still has a say in what the aims before it chose; it has none
        where the aim before it is not proved.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> one_hall = csr_matrix([[1.0, 1.0, 1.0]])
    >>> hours, worth = np.array([2.0, 2.0, 1.0]), np.array([0.3, 0.5, 0.9])
    >>> best_in_stages([hours, worth], one_hall, np.ones(1)).chosen.tolist()
    [1]
    """
    n = matrix.shape[1]
    face = Face(np.arange(n), matrix.tocsr(), highest, np.zeros(len(highest), dtype=bool))
    found = _descend(list(aims), face, _Effort(most_columns, wanted), seconds)
    if found is None:
        bounds = tuple(float(np.maximum(aim, 0).sum()) for aim in aims)
        return Staged(np.zeros(0, dtype=np.int64), bounds)
    return found


@dataclass(frozen=True, eq=False)
class _Effort:
    """Up to how many columns are branched on together, and whether the last aim has a say."""

    most: int
    wanted: Callable[[NDArray[np.int64]], bool] | None

    def rest(
        self, rest: Sequence[NDArray[np.float64]], chosen: NDArray[np.int64], *, proved: bool
    ) -> Sequence[NDArray[np.float64]]:
        """Return the aims that still have a say in a choice."""
        if len(rest) != 1 or self.wanted is None:
            return rest
        return rest if proved and self.wanted(chosen) else ()


def _descend(
    aims: Sequence[NDArray[np.float64]], face: Face, effort: _Effort, seconds: Sequence[float]
) -> Staged | None:
    """Return the best choice on a face, or None where it holds no whole one."""
    aim, rest, allowed = aims[0], aims[1:], seconds[0] if seconds else SECONDS
    relaxed = _relaxed(aim, face)
    if relaxed is None:
        return None
    is_whole = bool(np.all(np.abs(relaxed.x - np.round(relaxed.x)) < _NIL))
    here = face.columns[relaxed.x > 0.5], relaxed.value
    if is_whole:
        rest = effort.rest(rest, here[0], proved=True)
    if rest and (is_whole or _is_whole(aim)):
        below = _descend(rest, _best_face(face, relaxed), effort, seconds[1:])
        if below is not None:
            return Staged(below.chosen, (relaxed.value, *below.bounds))
    branched = here if is_whole else _branched(aim, face, relaxed, effort.most, allowed)
    if branched is None:
        return None
    chosen, bound = branched
    rest = effort.rest(rest, chosen, proved=bound <= float(aim[chosen].sum()) + 1e-3)
    if not rest:
        return Staged(chosen, (bound,))
    reached = float(aim[chosen].sum())
    nothing = np.zeros(len(face.highest), dtype=bool)
    near = face.narrowed(relaxed.costs <= relaxed.value - reached + 1e-4, nothing)
    below = _descend(rest, near.reaching(aim, reached - 1e-4), effort, seconds[1:])
    if below is not None and float(aim[below.chosen].sum()) < reached - 1e-3:
        below = None
    return _joined(bound, chosen, rest, below)


def _joined(
    bound: float,
    chosen: NDArray[np.int64],
    rest: Sequence[NDArray[np.float64]],
    below: Staged | None,
) -> Staged:
    """Return what the further aims chose, else what was chosen without them."""
    if below is not None:
        return Staged(below.chosen, (bound, *below.bounds))
    return Staged(chosen, (bound, *(float(np.inf) for _ in rest)))


def _is_whole(aim: NDArray[np.float64]) -> bool:
    return bool(np.all(aim == np.round(aim)))


# -- the relaxation ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """A relaxation's answer: reduced costs and the rows' prices, none of them negative."""

    x: NDArray[np.float64]
    value: float
    costs: NDArray[np.float64]
    prices: NDArray[np.float64]


def _relaxed(aim: NDArray[np.float64], face: Face) -> _Relaxed | None:
    from scipy.optimize import linprog

    if not len(face.columns):
        return None if bool(np.any(face.highest[face.tight] > _NIL)) else _nothing(face)
    tight = face.tight
    found = linprog(
        -aim[face.columns],
        A_ub=face.matrix[~tight],
        b_ub=face.highest[~tight],
        A_eq=face.matrix[tight] if tight.any() else None,
        b_eq=face.highest[tight] if tight.any() else None,
        bounds=(0, None),
        method="highs",
    )
    if found.x is None:
        return None
    prices = np.zeros(len(tight))
    prices[~tight] = -np.asarray(found.ineqlin.marginals)
    costs = np.asarray(found.lower.marginals, dtype=float)
    return _Relaxed(np.asarray(found.x, dtype=float), -float(found.fun), costs, prices)


def _nothing(face: Face) -> _Relaxed:
    empty = np.zeros(0)
    return _Relaxed(empty, 0.0, empty, np.zeros(len(face.highest)))


def _best_face(face: Face, relaxed: _Relaxed) -> Face:
    """Return the face on which all of the relaxation's best answers lie."""
    return face.narrowed(relaxed.costs < 1e-5, relaxed.prices > 1e-5)


# -- branching --------------------------------------------------------------------------------


def _branched(
    aim: NDArray[np.float64], face: Face, relaxed: _Relaxed, most: int, seconds: float
) -> tuple[NDArray[np.int64], float] | None:
    """Return the best whole choice on a face and its bound, or None where none was found."""
    ceiling = float(np.floor(relaxed.value + _NIL)) if _is_whole(aim) else relaxed.value
    if len(face.columns) <= most:
        found = _integer(aim, face, seconds)
        return None if found is None else (found[0], min(found[1], ceiling))
    spread = np.arange(len(relaxed.costs)) * _GOLDEN % 1.0
    order = np.lexsort((spread, relaxed.x < _NIL, np.round(relaxed.costs, 9)))
    few = np.zeros(len(order), dtype=bool)
    few[order[:most]] = True
    nothing = np.zeros(len(face.highest), dtype=bool)
    first = _integer(aim, face.narrowed(few, nothing), seconds)
    reached = -np.inf if first is None else float(aim[first[0]].sum())
    unproved = first is not None and first[1] > reached + 1e-4  # more columns take longer still
    greedy = _rounded(aim, face, relaxed)
    if greedy is not None and aim[greedy].sum() > reached:
        first, reached = (greedy, ceiling), float(aim[greedy].sum())
    if first is not None and reached >= ceiling - 1e-4:
        return first[0], ceiling
    near = relaxed.costs <= relaxed.value - reached + 1e-4
    if unproved or near.sum() > 4 * most:
        return None if first is None else (first[0], ceiling)
    second = _integer(aim, face.narrowed(near, nothing), seconds)
    if second is None:
        return None if first is None else (first[0], ceiling)
    if first is not None and aim[second[0]].sum() < reached:
        second = first[0], second[1]
    return second[0], min(second[1], ceiling)


def _rounded(aim: NDArray[np.float64], face: Face, relaxed: _Relaxed) -> NDArray[np.int64] | None:
    """Return what fits one by one, the largest of the relaxation first; None on a tight face."""
    if face.tight.any():
        return None
    matrix, left = face.matrix.tocsc(), face.highest.copy()
    taken = []
    worth = aim[face.columns]
    order = np.lexsort((-worth, relaxed.costs, -np.round(relaxed.x, 6)))
    for column in order[worth[order] > 0].tolist():
        cells = slice(matrix.indptr[column], matrix.indptr[column + 1])
        rows = matrix.indices[cells]
        if np.all(matrix.data[cells] <= left[rows] + _NIL):
            left[rows] -= matrix.data[cells]
            taken.append(column)
    return face.columns[np.sort(np.array(taken, dtype=np.int64))]


def _integer(
    aim: NDArray[np.float64], face: Face, seconds: float
) -> tuple[NDArray[np.int64], float] | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(face.columns):
        return (face.columns, 0.0) if _relaxed(aim, face) is not None else None
    worth = aim[face.columns]
    lowest = np.where(face.tight, face.highest, -np.inf)
    found = milp(
        -worth,
        integrality=np.ones(len(worth)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(face.matrix, lowest, face.highest),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if found.x is None:
        return None
    chosen = face.columns[np.asarray(found.x) > 0.5]
    reached = float(aim[chosen].sum())
    gap = 0.0 if found.status == 0 else max(0.0, float(found.fun - found.mip_dual_bound))
    return chosen, reached + gap
