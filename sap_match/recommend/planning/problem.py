"""What the planner of quantities is asked, and what it answers: columns, not rows.

A market of 50,000 offers has a million links; as arrays they are a few megabytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Aim = Literal["welfare", "stable", "fair", "most first"]
AIMS: tuple[Aim, ...] = ("welfare", "stable", "fair", "most first")


@dataclass(frozen=True)
class Limit:
    """How much one side gives or takes: nothing, or from ``least`` to ``most``.

    ``partners`` caps with how many of the other side it is paired; None is no cap.
    ``a_day`` caps what may come, or go out, on one day, ``partners_a_day`` with how many
    partners; None is no cap. Both count links that have days.
    """

    least: float
    most: float
    partners: int | None = None
    a_day: float | None = None
    partners_a_day: int | None = None


@dataclass(frozen=True)
class Link:
    """One candidate: two ids, what a unit is worth, and how much may pass.

    What passes is nothing, or from ``least`` to ``most``; a whole number if ``whole``. With
    ``days`` (ordinals of dates) it passes on one of them: an indivisible team's visit.
    """

    left: str
    right: str
    score: float
    most: float
    whole: bool = False
    least: float = 0.0
    days: tuple[int, ...] = ()


LIMITS = ("least", "most", "partners", "a_day", "partners_a_day")


@dataclass(frozen=True, eq=False)
class Sides:
    """One side of a market: ids in order, and their limits as arrays of the same length.

    ``partners``, ``a_day`` and ``partners_a_day`` are infinite where there is no cap; of
    no length: no side has one.
    """

    ids: tuple[str, ...]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    partners: NDArray[np.float64]
    a_day: NDArray[np.float64]
    partners_a_day: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """Fill in caps of no length."""
        for name in ("partners", "a_day", "partners_a_day"):
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.full(len(self.ids), np.inf))

    def take(self, places: NDArray[np.int64]) -> Sides:
        """Return some of the sides, in the order of ``places``."""
        return Sides(
            tuple(self.ids[i] for i in places.tolist()),
            *(getattr(self, name)[places] for name in LIMITS),
        )

    @classmethod
    def of(cls, limits: Mapping[str, Limit]) -> Sides:
        """Return the sides of a mapping, in the order of their ids."""
        ids = tuple(sorted(limits))
        told = [limits[i] for i in ids]

        def column(values: Sequence[float | None]) -> NDArray[np.float64]:
            return np.array([np.inf if v is None else v for v in values], dtype=float)

        return cls(
            ids,
            column([x.least for x in told]),
            column([x.most for x in told]),
            column([x.partners for x in told]),
            column([x.a_day for x in told]),
            column([x.partners_a_day for x in told]),
        )


@dataclass(frozen=True, eq=False)
class Problem:
    """Links between two sides, as arrays of one length, and the sides' limits.

    ``left`` and ``right`` are positions in ``lefts.ids`` and ``rights.ids``; ``days`` is
    empty or holds each link's days. ``kept`` is what an earlier plan gave each link
    (zeros: there was none), ``kept_day`` on which day (0: none that matters). ``groups``
    names the group of each right (``fair``), "" for none, and ``units`` in what each right
    counts: shares of hours and of pounds are never added up. ``seed`` orders what is
    otherwise equal.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    score: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    whole: NDArray[np.bool_]
    lefts: Sides
    rights: Sides
    days: tuple[tuple[int, ...], ...] = ()
    kept: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    groups: tuple[str, ...] = ()
    seed: int = 0
    kept_day: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    units: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Fill in an earlier plan of no length: there was none."""
        for name in ("kept", "kept_day"):
            if not len(getattr(self, name)):
                kind = getattr(self, name).dtype
                object.__setattr__(self, name, np.zeros(len(self.left), dtype=kind))

    @property
    def both(self) -> tuple[Sides, Sides]:
        """The lefts and the rights."""
        return self.lefts, self.rights

    @property
    def ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The links' positions among the lefts, and among the rights."""
        return self.left, self.right

    @property
    def size(self) -> int:
        """How many links there are."""
        return len(self.left)


def problem_of(
    links: Sequence[Link],
    left: Mapping[str, Limit],
    right: Mapping[str, Limit],
    *,
    kept: Mapping[tuple[str, str], float] | None = None,
    groups: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Problem:
    """Return the problem of some links, in the order of their ids.

    Examples
    --------
    >>> problem = problem_of([Link("o", "n", 0.9, 2)], {"o": Limit(0, 3)}, {"n": Limit(0, 2)})
    >>> problem.size, problem.lefts.ids, problem.rights.most.tolist()
    (1, ('o',), [2.0])
    """
    told = sorted(links, key=lambda x: (x.left, x.right))
    lefts, rights = Sides.of(left), Sides.of(right)
    row = {name: i for i, name in enumerate(lefts.ids)}
    column = {name: i for i, name in enumerate(rights.ids)}
    earlier = kept or {}
    return Problem(
        left=np.array([row[x.left] for x in told], dtype=np.int64),
        right=np.array([column[x.right] for x in told], dtype=np.int64),
        score=np.array([x.score for x in told], dtype=float),
        least=np.array([x.least for x in told], dtype=float),
        most=np.array([x.most for x in told], dtype=float),
        whole=np.array([x.whole for x in told], dtype=bool),
        lefts=lefts,
        rights=rights,
        days=tuple(x.days for x in told) if any(x.days for x in told) else (),
        kept=np.array([earlier.get((x.left, x.right), 0.0) for x in told], dtype=float),
        groups=tuple((groups or {}).get(i, "") for i in rights.ids),
        seed=seed,
        units=tuple((units or {}).get(i, "") for i in rights.ids) if units else (),
    )


@dataclass(frozen=True, eq=False)
class Answer:
    """What passes over each link, on which day (0: no single day), and how good that is.

    ``figures`` are measures of the answer by name: blocking pairs, each group's least share.
    """

    quantity: NDArray[np.float64]
    day: NDArray[np.int64]
    solved: Solved
    figures: Mapping[str, float] = field(default_factory=dict)


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
        return self.bound <= self.total + 1e-6 * max(1.0, 1e-3 * abs(self.total))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of a plan that is not proved to be the best."""
        if self.exact:
            return ()
        short = max(0.01, 100 * (self.bound - self.total) / self.bound)
        told = f"the plan is worth {self.total:.2f}, and no plan more than {self.bound:.2f}"
        return (f"{told}: within {short:.2f}% of the best",)
