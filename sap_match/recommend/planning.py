"""What both planners give back: a plan, what stays unmatched and why, what was considered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

import numpy as np

from sap_match.errors import InfeasibleError
from sap_match.results import Results, Suggestion

Side = Literal["offer", "need", "request"]
TIME_LIMIT = 60.0
_NOT_IN_TIME = "the planner found no best plan in a minute; give it fewer candidates"


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


def best_plan(
    links: Sequence[Link], left: Mapping[str, Limit], right: Mapping[str, Limit]
) -> tuple[Quantities, float]:
    """Return the quantities that maximise the sum of score x quantity, and that sum.

    Each group of links that hang together is a mixed-integer programme of its own,
    solved to optimality (HiGHS, gap 0). The plan with nothing in it is always
    feasible, so there is always an answer. Links are put in order of their ids first,
    so the order of rows never decides between equal plans.

    Raises
    ------
    InfeasibleError
        A group was not solved within a minute.

    Examples
    --------
    >>> links = [Link("o", "n1", 0.9, 2, True), Link("o", "n2", 0.5, 2, True)]
    >>> best_plan(links, {"o": Limit(0, 3)}, {"n1": Limit(0, 2), "n2": Limit(0, 2)})
    ({('o', 'n1'): 2.0, ('o', 'n2'): 1.0}, 2.3)
    """
    useful = sorted(
        (x for x in links if x.score > 0 and x.most > 0 and x.least <= x.most),
        key=lambda x: (x.left, x.right),
    )
    plan: Quantities = {}
    for group in _groups([(f"l {x.left}", f"r {x.right}") for x in useful]):
        plan |= _best_of_group([useful[i] for i in group], left, right)
    total = sum(x.score * plan.get((x.left, x.right), 0.0) for x in useful)
    return plan, round(float(total), 6)


def _best_of_group(
    links: Sequence[Link], left: Mapping[str, Limit], right: Mapping[str, Limit]
) -> Quantities:
    """Solve one group: quantities, then a switch a link, then a switch a side."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix

    sides: list[tuple[Limit, list[int]]] = [
        (limits[one], [i for i, x in enumerate(links) if of(x) == one])
        for limits, of in ((left, _left_of), (right, _right_of))
        for one in sorted({of(x) for x in links})
    ]
    n, m = len(links), len(sides)
    cells: list[tuple[int, int, float]] = []
    highest: list[float] = []

    def at_most(bound: float, *terms: tuple[int, float]) -> None:
        cells.extend((len(highest), column, factor) for column, factor in terms)
        highest.append(bound)

    for i, x in enumerate(links):
        at_most(0.0, (i, 1.0), (n + i, -x.most))
        at_most(0.0, (i, -1.0), (n + i, x.least))
    for s, (limit, members) in enumerate(sides):
        at_most(0.0, *((i, 1.0) for i in members), (2 * n + s, -limit.most))
        at_most(0.0, *((i, -1.0) for i in members), (2 * n + s, limit.least))
        if limit.partners is not None and limit.partners < len(members):
            at_most(float(limit.partners), *((n + i, 1.0) for i in members))
    rows, columns, factors = zip(*cells, strict=True)
    found = milp(
        np.concatenate([[-x.score for x in links], np.zeros(n + m)]),
        integrality=np.concatenate([[float(x.whole) for x in links], np.ones(n + m)]),
        bounds=Bounds(0, np.concatenate([[x.most for x in links], np.ones(n + m)])),
        constraints=LinearConstraint(
            coo_matrix((factors, (rows, columns)), shape=(len(highest), 2 * n + m)).tocsr(),
            -np.inf,
            np.array(highest),
        ),
        options={"mip_rel_gap": 0.0, "time_limit": TIME_LIMIT},
    )
    if found.x is None or found.status != 0:
        raise InfeasibleError(_NOT_IN_TIME)
    return {
        (x.left, x.right): float(round(q) if x.whole else round(q, 4))
        for x, q in zip(links, found.x[:n], strict=True)
        if q > 1e-5 * x.most
    }


def _left_of(link: Link) -> str:
    return link.left


def _right_of(link: Link) -> str:
    return link.right


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


def best_choice(options: Sequence[Option]) -> list[int]:
    """Return the positions of the options that add up to the highest score.

    At most one option a request, and no moment of a resource taken twice: exact (HiGHS,
    gap 0), a group at a time. That no two stretches overlap is one row for each moment
    at which a stretch begins: among the stretches that cover it at most one is chosen.

    Examples
    --------
    >>> best_choice(
    ...     [
    ...         Option("a", "hall", ((0, 2),), 0.9),
    ...         Option("b", "hall", ((1, 3),), 0.8),
    ...         Option("b", "hall", ((2, 4),), 0.5),
    ...     ]
    ... )
    [0, 2]
    """
    useful = [i for i, one in enumerate(options) if one.score > 0]
    order = sorted(useful, key=lambda i: _option_key(options[i]))
    ties = [(f"q {options[i].request}", f"r {options[i].resource}") for i in order]
    chosen: list[int] = []
    for group in _groups(ties):
        members = [order[g] for g in group]
        chosen += [members[c] for c in _best_choice_of_group([options[i] for i in members])]
    return sorted(chosen)


def _best_choice_of_group(options: Sequence[Option]) -> list[int]:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix

    rows = sorted({*_one_each(options), *_no_overlap(options)})
    if not rows:
        return list(range(len(options)))
    cells = [(r, i) for r, members in enumerate(rows) for i in members]
    matrix = coo_matrix(
        (np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(options))
    )
    found = milp(
        np.array([-one.score for one in options]),
        integrality=np.ones(len(options)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix.tocsr(), -np.inf, 1.0),
        options={"mip_rel_gap": 0.0, "time_limit": TIME_LIMIT},
    )
    if found.x is None or found.status != 0:
        raise InfeasibleError(_NOT_IN_TIME)
    return np.flatnonzero(found.x > 0.5).tolist()


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


def _option_key(option: Option) -> tuple[str, str, tuple[tuple[int, int], ...]]:
    return option.request, option.resource, option.taken
