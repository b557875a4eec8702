"""A brief as numbers: who could sit, what each would bring, what a team must keep.

Nothing here knows of briefs or landscapes: a `Problem` is arrays over candidates, so that
the exact solver, the greedy one and a search through all teams judge by the same sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sap_match.errors import DataError
from sap_match.recommend.consortia.cohesion import Cohesion, Far, apart, closed, nowhere, spanning

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Teams are compared after rounding to this; a rule is kept within it.
NEAR = 1e-7


@dataclass(frozen=True)
class Row:
    """One rule: ``least <= sum of factor x whether each sits <= most``; ``words`` tell it.

    ``unit`` says what a relaxation is counted in; ``size`` marks the bounds of the team's size.
    """

    words: str
    who: tuple[int, ...]
    least: float = -np.inf
    most: float = np.inf
    factors: tuple[float, ...] | None = None
    unit: str = ""

    def weights(self) -> Floats:
        """Return the factor of each of ``who``, 1 where none were given."""
        if self.factors is None:
            return np.ones(len(self.who))
        return np.asarray(self.factors, dtype=float)


@dataclass(frozen=True, eq=False)
class Limits:
    """Rows as arrays: entry ``k`` is ``factor[k]`` of candidate ``who[k]`` in row ``row[k]``."""

    row: NDArray[np.intp]
    who: NDArray[np.intp]
    factor: Floats
    least: Floats
    most: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Limits:
        """Return the arrays of some rows."""
        row = [r for r, one in enumerate(rows) for _ in one.who]
        who = [i for one in rows for i in one.who]
        factor = [w for one in rows for w in one.weights().tolist()]
        return cls(
            np.array(row, dtype=np.intp),
            np.array(who, dtype=np.intp),
            np.array(factor, dtype=float),
            np.array([one.least for one in rows], dtype=float),
            np.array([one.most for one in rows], dtype=float),
        )

    def totals(self, sits: NDArray[np.bool_]) -> Floats:
        """Return the sum of each row."""
        taken = sits[self.who]
        return np.bincount(
            self.row[taken], weights=self.factor[taken], minlength=len(self.least)
        ).astype(float)


@dataclass(frozen=True, eq=False)
class Problem:
    """Whom to choose from, what each brings to each capability, and what has to be kept.

    Parameters
    ----------
    ids : tuple of n str
        Candidates in ascending order, so that ties fall the same way whatever the source.
    gain : array of shape (n, m)
        What each adds to a capability that it covers, from 0.
    worth : array of shape (n,)
        What each adds by sitting there: its fit less what a seat costs.
    seated : tuple of int
        Positions of those who sit in every team.
    least, most : int
        Bounds of the team's size, the seated included.
    asked : int
        How many members are wanted for each capability; more add nothing.
    most_each : int, optional
        How many capabilities one member may stand for.
    rows : tuple of Row
        The other rules.
    cohesion, weight, far, lead
        The named measure of cohesion, what a unit of it takes off, distances from 0 to 1
        between candidates, and the leader's position.
    """

    ids: tuple[str, ...]
    gain: Floats
    worth: Floats
    seated: tuple[int, ...] = ()
    least: int = 0
    most: int = 8
    asked: int = 1
    most_each: int | None = None
    rows: tuple[Row, ...] = ()
    cohesion: Cohesion = "none"
    weight: float = 0.0
    far: Far = nowhere
    lead: int | None = None

    def __post_init__(self) -> None:
        n = len(self.ids)
        if self.gain.ndim != 2 or len(self.gain) != n or self.worth.shape != (n,):
            raise DataError(
                f"gain is of shape {self.gain.shape} and worth of {self.worth.shape}; "
                f"for {n} candidates they are (n, m) and (n,)"
            )
        if not (np.isfinite(self.gain).all() and np.isfinite(self.worth).all()):
            raise DataError("gain and worth hold a value that is no number; leave out whom it is")
        if n and self.gain.size and self.gain.min() < 0:
            raise DataError("a gain is below 0; what does not help counts 0")

    @property
    def n(self) -> int:
        """How many candidates there are."""
        return len(self.ids)

    @property
    def capabilities(self) -> int:
        """How many capabilities are wanted."""
        return int(self.gain.shape[1])

    @cached_property
    def measured(self) -> bool:
        """Whether cohesion counts at all."""
        return self.cohesion != "none" and self.weight > 0 and self.n > 0

    @cached_property
    def linear(self) -> Floats:
        """Worth with every part of cohesion that each candidate brings by itself, shape (n,).

        The rest of cohesion is never negative, so that this bounds from above.
        """
        if not self.measured or self.cohesion not in ("leader", "sum"):
            return self.worth
        hubs = [self.lead] if self.cohesion == "leader" else list(self.seated)
        hubs = [h for h in hubs if h is not None]
        if not hubs:
            return self.worth
        away = self.far(np.array(hubs, dtype=np.intp), np.arange(self.n)).sum(axis=0)
        away = np.array(away, dtype=float)
        away[list(self.seated)] = 0.0  # they sit there in any case
        return np.asarray(self.worth - self.weight * away, dtype=float)

    @cached_property
    def way(self) -> Far:
        """Distances by way of go-betweens, where the measure of cohesion allows them."""
        return closed(self.cohesion, self.far, self.n)

    @cached_property
    def limits(self) -> Limits:
        """The rows as arrays."""
        return Limits.of(self.rows)

    def cohesion_of(self, team: Sequence[int]) -> float:
        """Return the cost of cohesion of a team, without what the seated cost among themselves."""
        if not self.measured:
            return 0.0
        members = np.array(sorted(team), dtype=np.intp)
        whole = apart(self.cohesion, self.way, members, self.n, self.lead)
        if self.cohesion in ("leader", "sum") and self.seated:
            held = np.array(sorted(self.seated), dtype=np.intp)
            whole -= apart(self.cohesion, self.way, held, self.n, self.lead)
        return max(0.0, whole)

    def covered(self, team: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Return which capabilities each member stands for: of each, the ``asked`` best."""
        members = sorted(team)
        found: dict[int, list[int]] = {i: [] for i in members}
        if members and self.capabilities:
            gain = self.gain[members]
            if self.most_each is None:
                for c in range(self.capabilities):
                    best = sorted(range(len(members)), key=lambda k: (-gain[k, c], members[k]))
                    for k in best[: self.asked]:
                        if gain[k, c] > 0:
                            found[members[k]].append(c)
            else:
                for k, c in _assigned(gain, self.asked, self.most_each):
                    found[members[k]].append(c)
        return {i: tuple(sorted(cs)) for i, cs in found.items()}

    def coverage_of(self, team: Sequence[int]) -> float:
        """Return the sum of the gains of who stands for what."""
        members = list(team)
        if not members or not self.capabilities:
            return 0.0
        if self.most_each is None:
            gain = self.gain[members]
            if self.asked == 1:
                return float(gain.max(axis=0).sum())
            return float(-np.sort(-gain, axis=0)[: self.asked].sum())
        stands = self.covered(members)
        return float(sum(self.gain[i, c] for i, cs in stands.items() for c in cs))

    def value(self, team: Sequence[int]) -> float:
        """Return what a team is worth: coverage, plus worth, less cohesion."""
        members = sorted(team)
        worth = float(self.worth[members].sum()) if members else 0.0
        return self.coverage_of(members) + worth - self.weight * self.cohesion_of(members)

    def roughly(self, team: Sequence[int]) -> float:
        """Return what a team is worth at least, with a spanning tree for the cheapest tree."""
        members = sorted(team)
        square = self.way(np.array(members, dtype=np.intp), np.array(members, dtype=np.intp))
        tree = spanning(square) if len(members) > 1 else 0.0
        return self.coverage_of(members) + float(self.worth[members].sum()) - self.weight * tree

    def keeps(self, team: Sequence[int]) -> bool:
        """Whether a team keeps every rule."""
        return not self.broken(team)

    def broken(self, team: Sequence[int]) -> list[str]:
        """Return the words of the rules that a team breaks."""
        members = set(team)
        told = [f"{self.ids[i]} sits in every team" for i in self.seated if i not in members]
        if len(members) < self.least:
            told.append(f"at least {self.least} members")
        if len(members) > self.most:
            told.append(f"at most {self.most} members")
        if self.rows:
            sits = np.zeros(self.n, dtype=bool)
            sits[list(members)] = True
            totals = self.limits.totals(sits)
            wrong = (totals < self.limits.least - NEAR) | (totals > self.limits.most + NEAR)
            told += [self.rows[r].words for r in np.flatnonzero(wrong)]
        return told


def _assigned(gain: Floats, asked: int, most_each: int) -> list[tuple[int, int]]:
    """Return who stands for what, at most ``most_each`` a member, of the largest sum."""
    from scipy.optimize import linear_sum_assignment

    members, wanted = gain.shape
    if asked == 1:
        grid = np.repeat(gain, most_each, axis=0)
        rows, columns = linear_sum_assignment(-grid)
        found = [(int(r) // most_each, int(c)) for r, c in zip(rows, columns, strict=True)]
        return sorted((k, c) for k, c in found if gain[k, c] > 0)
    return _assigned_many(gain, asked, most_each, members, wanted)


def _assigned_many(
    gain: Floats, asked: int, most_each: int, members: int, wanted: int
) -> list[tuple[int, int]]:
    """Return the best assignment as a linear programme: a transport problem, so it is whole."""
    from scipy.optimize import linprog
    from scipy.sparse import identity, kron, vstack

    ones_members, ones_wanted = np.ones((1, members)), np.ones((1, wanted))
    per_capability = kron(ones_members, identity(wanted))
    per_member = kron(identity(members), ones_wanted)
    limits = np.concatenate([np.full(wanted, float(asked)), np.full(members, float(most_each))])
    found = linprog(
        -gain.ravel(), A_ub=vstack([per_capability, per_member]).tocsr(), b_ub=limits,
        bounds=(0, 1), method="highs-ds",
    )  # fmt: skip
    taken = np.asarray(found.x).reshape(members, wanted) > 0.5
    return sorted((int(k), int(c)) for k, c in np.argwhere(taken & (gain > 0)))
