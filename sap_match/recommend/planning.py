"""What both planners give back: a plan, what stays unmatched and why, what was considered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sap_match.results import Results, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

Side = Literal["offer", "need", "request"]
TIME_LIMIT = 300.0
"""Seconds a group may take; the best plan found by then is given back with its bound."""


@dataclass(frozen=True)
class Unmatched:
    """An offer, need or request of which something is left, and what stood in the way.

    ``reason`` names every binding rule in words; ``nearest`` is the id of the candidate
    that came closest, with what would have to change, or "" where nothing came near.
    """

    side: Side
    id: str
    quantity_left: float | None
    reason: str
    nearest: str = ""

    def to_record(self) -> dict[str, Any]:
        """Return the columns of ``--unmatched``."""
        return {
            "side": self.side,
            "id": self.id,
            "quantity_left": self.quantity_left,
            "reason": self.reason,
            "nearest": self.nearest,
        }


UNMATCHED_COLUMNS = ("side", "id", "quantity_left", "reason", "nearest")


@dataclass(frozen=True)
class Plan:
    """A planner's answer.

    ``candidates`` are all pairs that the planner considered, with their scores;
    ``matches`` those of the plan. ``aim`` says what was maximised and ``total`` what
    the plan reached.
    """

    matches: Results[Suggestion]
    unmatched: Results[Unmatched]
    candidates: Results[Suggestion]
    aim: str = "welfare"
    total: float = 0.0


@dataclass(frozen=True)
class Limit:
    """How much one side gives or takes: nothing, or from ``least`` to ``most``.

    ``partners`` caps with how many of the other side it is paired; None is no cap.
    """

    least: float
    most: float
    partners: int | None = None


@dataclass(frozen=True)
class Link:
    """One candidate: two ids, what a unit is worth, and how much may pass.

    What passes is nothing, or from ``least`` to ``most``; a whole number if ``whole``.
    """

    left: str
    right: str
    score: float
    most: float
    whole: bool = False
    least: float = 0.0


Quantities = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Solved:
    """What a planner found: the plan's worth, and what no plan can be worth more than.

    ``exact`` says that the two are one: the plan is the best there is.
    """

    total: float
    bound: float

    @property
    def exact(self) -> bool:
        """Whether no plan over the candidates is worth more."""
        return self.bound <= self.total + 1e-6 * max(1.0, abs(self.total))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of a plan that is not proved to be the best."""
        if self.exact:
            return ()
        short = max(0.01, 100 * (self.bound - self.total) / self.bound)
        told = f"the plan is worth {self.total:.2f}, and no plan more than {self.bound:.2f}"
        return (f"{told}: within {short:.2f}% of the best",)


# -- quantities between two sides -----------------------------------------------------------


def best_plan(
    links: Sequence[Link], left: Mapping[str, Limit], right: Mapping[str, Limit]
) -> tuple[Quantities, Solved]:
    """Return the quantities that maximise the sum of score x quantity, and that sum.

    Each group of links that hang together is a mixed-integer programme of its own,
    solved to optimality (HiGHS, gap 0). The plan with nothing in it is always
    feasible, so there is always an answer. Links are put in order of their ids first,
    so the order of rows never decides between equal plans.

    Examples
    --------
    >>> links = [Link("o", "n1", 0.9, 2, True), Link("o", "n2", 0.5, 2, True)]
    >>> best_plan(links, {"o": Limit(0, 3)}, {"n1": Limit(0, 2), "n2": Limit(0, 2)})
    ({('o', 'n1'): 2.0, ('o', 'n2'): 1.0}, Solved(total=2.3, bound=2.3))
    """
    useful = sorted(
        (x for x in links if x.score > 0 and x.most > 0 and x.least <= x.most),
        key=lambda x: (x.left, x.right),
    )
    plan: Quantities = {}
    beyond = 0.0
    for group in _groups([(f"l {x.left}", f"r {x.right}") for x in useful]):
        found, gap = _best_of_group([useful[i] for i in group], left, right)
        plan |= found
        beyond += gap
    total = round(float(sum(x.score * plan.get((x.left, x.right), 0.0) for x in useful)), 6)
    return plan, Solved(total, round(total + beyond, 6))


def _best_of_group(
    links: Sequence[Link], left: Mapping[str, Limit], right: Mapping[str, Limit]
) -> tuple[Quantities, float]:
    """Solve one group: quantities, then a switch a link, then a switch a side."""
    sides: list[tuple[Limit, list[int]]] = []
    for limits, names in ((left, [x.left for x in links]), (right, [x.right for x in links])):
        of: dict[str, list[int]] = {}
        for i, name in enumerate(names):
            of.setdefault(name, []).append(i)
        sides += [(limits[name], of[name]) for name in sorted(of)]
    n, m = len(links), len(sides)
    rows = _Rows()
    for i, x in enumerate(links):
        rows.at_most(0.0, (i, 1.0), (n + i, -x.most))
        rows.at_most(0.0, (i, -1.0), (n + i, x.least))
    for s, (limit, members) in enumerate(sides):
        rows.at_most(0.0, *((i, 1.0) for i in members), (2 * n + s, -limit.most))
        rows.at_most(0.0, *((i, -1.0) for i in members), (2 * n + s, limit.least))
        if limit.partners is not None and limit.partners < len(members):
            rows.at_most(float(limit.partners), *((n + i, 1.0) for i in members))
    found, gap = _solve(
        worth=np.concatenate([[one.score for one in links], np.zeros(n + m)]),
        whole=np.concatenate([[float(one.whole) for one in links], np.ones(n + m)]),
        most=np.concatenate([[one.most for one in links], np.ones(n + m)]),
        rows=rows,
    )
    quantities = {
        (one.left, one.right): float(round(q) if one.whole else round(q, 4))
        for one, q in zip(links, found[:n], strict=True)
        if q > 1e-5 * one.most
    }
    return quantities, gap


# -- one option a request --------------------------------------------------------------------


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
    for group in _groups(ties):
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
    x, gap = _solve(worth=worth, whole=ones, most=ones, rows=rows)
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


def _option_rows(options: Sequence[Option]) -> _Rows:
    rows = _Rows()
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


# -- both ------------------------------------------------------------------------------------


@dataclass
class _Rows:
    """Rows ``sum(factor * x) <= highest`` of a programme, gathered one by one."""

    columns: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [0])
    highest: list[float] = field(default_factory=list)

    def at_most(self, highest: float, *terms: tuple[int, float]) -> None:
        for column, factor in terms:
            self.columns.append(column)
            self.factors.append(factor)
        self._ended(highest)

    def at_most_one(self, columns: Sequence[int]) -> None:
        self.columns.extend(columns)
        self.factors.extend([1.0] * len(columns))
        self._ended(1.0)

    def _ended(self, highest: float) -> None:
        self.ends.append(len(self.columns))
        self.highest.append(highest)

    def matrix(self, columns: int) -> Any:
        from scipy.sparse import csr_matrix

        cells = (np.array(self.factors), np.array(self.columns, dtype=np.int64), self.ends)
        return csr_matrix(cells, shape=(len(self.highest), columns))


def _solve(
    *,
    worth: NDArray[np.float64],
    whole: NDArray[np.float64],
    most: NDArray[np.float64],
    rows: _Rows,
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


def _groups(ties: Sequence[Sequence[str]]) -> list[list[int]]:
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
    groups: dict[str, list[int]] = {}
    for i, names in enumerate(ties):
        groups.setdefault(find(names[0]), []).append(i)
    return list(groups.values())
