"""What a new tie is for: three aims, each with the exact gain of every tie that is not there.

An aim is a number of a network and, for any two organisations, how much that number would gain
by a tie between them, computed for all pairs at once rather than tie by tie. `best_ties` picks.
Ties have no direction here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.blocks import mended, stations
from sap_match.graph.steps import reached, within

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: In how many steps somebody counts as reached.
STEPS = 3
#: The least reached are this share of the network.
LEAST = 0.1
#: Of more than so many least reached, so many are drawn.
LEAST_COUNTED = 500
#: So many ends are measured at once.
BLOCK = 512
#: A tie across groups is worth this much where it brings nobody nearer.
ACROSS = 1e-6
#: So many ends for one station of the tree of blocks, where not everybody is considered.
SAME_BLOCK = 3


class Aim(Protocol):
    """What `best_ties` asks of an aim; ``csr`` is symmetric, of 0 and 1, shape (n, n)."""

    @property
    def figure(self) -> str:
        """The name of the number."""

    @property
    def definition(self) -> str:
        """How the number is computed, and which way is better."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was drawn or left out."""

    def value(self, csr: Any) -> float:
        """Return the number for a network."""

    def gains(self, csr: Any, ends: Ints) -> Floats:
        """Return what each tie between two of ``ends`` would gain, shape (e, e).

        In whole and half units: what is summed for the number, before the mean is taken.
        """

    def promise(self, csr: Any) -> Floats:
        """Return how much each node might gain as one end of a tie, roughly, shape (n,)."""

    def prefer(self, csr: Any, left: Ints, right: Ints) -> list[Floats]:
        """Return what decides between ties of equal gain, higher first, the weightiest first."""


# -- cross-kind density ----------------------------------------------------------------------


@dataclass(frozen=True)
class Nearness:
    """How near each organisation is to each group that is not its own.

    Parameters
    ----------
    groups : tuple of g str
    codes : int array of shape (n,)
        -1 where the group is not known: such a node is no end and counts for nobody.
    """

    groups: tuple[str, ...]
    codes: Ints
    notes: tuple[str, ...] = ()

    figure = "Nearness to other groups"
    definition = (
        "mean over every organisation and every group that is not its own: 1 where it has a "
        "partner there, 1/2 where only a partner has one, else 0; higher is better"
    )

    @property
    def _member(self) -> Bools:
        return np.asarray(self.codes[:, None] == np.arange(len(self.groups))[None, :])

    @property
    def _possible(self) -> int:
        return int((self.codes >= 0).sum()) * (len(self.groups) - 1)

    def near(self, csr: Any) -> tuple[Bools, Bools]:
        """Return who has a partner in each group, and who has one by a partner, shape (n, g)."""
        one = np.asarray(csr @ self._member.astype(float)) > 0
        return one, np.asarray(csr @ one.astype(float)) > 0

    def nearness(self, csr: Any) -> Floats:
        """Return 1, 1/2 or 0, shape (n, g); 0 to one's own group and where it is not known."""
        one, two = self.near(csr)
        found = np.where(one, 1.0, np.where(two, 0.5, 0.0))
        found[self._member] = 0.0
        found[self.codes < 0] = 0.0
        return found

    def value(self, csr: Any) -> float:
        """Return the mean nearness; NaN with fewer than two groups."""
        return float(self.nearness(csr).sum() / self._possible) if self._possible else float("nan")

    def gains(self, csr: Any, ends: Ints) -> Floats:
        """Return the gain of each tie across groups; 0 within one."""
        if not self._possible:
            return np.zeros((len(ends), len(ends)))
        near, codes = self.nearness(csr), self.codes
        one, _ = self.near(csr)
        abroad = one & ~self._member
        lacking = (near == 0) & ~self._member & (codes >= 0)[:, None]
        partners = np.asarray(csr @ lacking.astype(float))  # lacking partners, by group
        mine = codes[ends]
        first = np.where(mine[None, :] >= 0, 1 - near[ends][:, mine], 0.0)
        opened = lacking[ends].astype(float) @ abroad[ends].astype(float).T
        found = first + opened / 2 + partners[ends][:, mine] / 2
        found = found + found.T + ACROSS
        found[(mine[:, None] == mine[None, :]) | (mine < 0)[:, None] | (mine < 0)[None, :]] = 0
        return np.asarray(found)

    def promise(self, csr: Any) -> Floats:
        """Return what a node lacks itself, and the most of its partners that lack one group."""
        near = self.nearness(csr)
        lacking = (near == 0) & ~self._member & (self.codes >= 0)[:, None]
        partners = np.asarray(csr @ lacking.astype(float))
        own = (1 - near)[:, : len(self.groups)].max(axis=1, initial=0)
        found = own + partners.max(axis=1, initial=0) / 2
        return np.where(self.codes >= 0, found, -1.0)

    def prefer(self, csr: Any, left: Ints, right: Ints) -> list[Floats]:
        """Return the ties that two groups lack, common partners, and partners: the more first."""
        found, expected = self.between(csr)
        lacking = np.asarray((expected - found)[self.codes[left], self.codes[right]])
        return [np.round(lacking, 9), *_acquainted(csr, left, right)]

    def between(self, csr: Any) -> tuple[Floats, Floats]:
        """Return ties between groups, and those expected if all pairs across were as dense."""
        m = self._member.astype(float)
        found = np.asarray(m.T @ (csr @ m))
        size = m.sum(axis=0)
        possible = np.outer(size, size)
        np.fill_diagonal(found, 0)
        np.fill_diagonal(possible, 0)
        share = found.sum() / possible.sum() if possible.sum() else 0.0
        return found, possible * share

    def crossing(self, csr: Any) -> tuple[float, float]:
        """Return the ties across groups, and the pairs across."""
        found, _ = self.between(csr)
        size = self._member.sum(axis=0)
        return float(found.sum() / 2), float((size.sum() ** 2 - (size**2).sum()) / 2)


# -- reach of the least reached --------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """How many others the least reached reach within three steps.

    ``least`` are positions, ascending, and stay the same while ties are added.
    """

    least: Ints
    notes: tuple[str, ...] = ()

    figure = f"Reach of the least reached in {STEPS} steps"
    definition = (
        f"mean number of others within {STEPS} steps, over the tenth of organisations that "
        "reach fewest before anything is added; higher is better"
    )

    @classmethod
    def of(cls, csr: Any, eligible: Bools, rng: np.random.Generator) -> Reach:
        """Return the aim for the least reached tenth of those eligible, and all as low."""
        reach = reached(csr, STEPS)
        at = np.flatnonzero(eligible)
        if not len(at):
            return cls(at)
        few = np.sort(reach[at])[max(int(np.ceil(LEAST * len(at))) - 1, 0)]
        least = at[reach[at] <= few]
        if len(least) <= LEAST_COUNTED:
            return cls(least)
        drawn = np.sort(rng.choice(least, LEAST_COUNTED, replace=False))
        said = f"{LEAST_COUNTED:,} of the {len(least):,} least reached drawn at random"
        return cls(drawn, (said,))

    def reach(self, csr: Any) -> Floats:
        """Return how many others each of the least reached reaches, shape (l,)."""
        return reached(csr, STEPS, self.least)

    def value(self, csr: Any) -> float:
        """Return their mean; NaN without anybody."""
        return float(self.reach(csr).mean()) if len(self.least) else float("nan")

    def gains(self, csr: Any, ends: Ints) -> Floats:
        """Return the gain of each tie.

        Who is ``i`` steps from one end comes to reach what lies within ``STEPS - 1 - i`` steps
        of the other and beyond its own reach; it gains through one end only.
        """
        mine, theirs = within(csr, self.least, STEPS), within(csr, ends, STEPS - 1)
        known = mine[-1].T.astype(np.float32)
        found = np.zeros((len(ends), len(ends)))
        for i in range(STEPS):
            shell = mine[i][:, ends] & ~mine[i - 1][:, ends] if i else mine[0][:, ends]
            fresh = _beyond(theirs[STEPS - 1 - i], known)
            found += shell.T.astype(float) @ fresh.T
        return np.asarray(found + found.T)

    def promise(self, csr: Any) -> Floats:
        """Return the ties of one's partners; more than anybody's for the least reached."""
        degree = np.asarray(csr.sum(axis=1), dtype=float).ravel()
        found = np.asarray(csr @ degree) + degree
        top = float(found.max(initial=0)) + 1
        rank = np.full(csr.shape[0], -np.inf)
        rank[self.least] = top
        # by turns: one of the least reached, one of those who lead furthest
        order = np.argsort(-found, kind="stable")
        turn = np.empty(len(order))
        turn[order] = np.arange(len(order))
        turn[self.least] = np.minimum(turn[self.least], np.arange(len(self.least)))
        return -turn

    def prefer(self, csr: Any, left: Ints, right: Ints) -> list[Floats]:
        """Return common partners, and partners: the more first."""
        return _acquainted(csr, left, right)


def _beyond(ball: Bools, known: Any) -> Floats:
    """Return how many of each ball nobody of ``known`` knows yet, shape (e, l)."""
    found = np.empty((len(ball), known.shape[1]))
    for first in range(0, len(ball), BLOCK):
        some = ball[first : first + BLOCK].astype(np.float32)
        found[first : first + BLOCK] = some.sum(axis=1)[:, None] - some @ known
    return found


# -- resilience ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resilience:
    """How many pairs one organisation's leaving would cut off from each other."""

    notes: tuple[str, ...] = ()

    figure = "Pairs cut off when one organisation leaves"
    definition = (
        "pairs of others that are connected and would not be, added up over each organisation "
        "that might leave; lower is better"
    )

    def value(self, csr: Any) -> float:
        """Return the number of pairs, over each who might leave."""
        return float(stations(csr).damage.sum())

    def gains(self, csr: Any, ends: Ints) -> Floats:
        """Return by how much each tie would lower it; 0 between two components."""
        tree = stations(csr)
        asked = np.unique(tree.of[ends][tree.of[ends] >= 0])
        found = np.zeros((len(ends), len(ends)))
        if len(asked):
            kept = np.flatnonzero(tree.of[ends] >= 0)
            at = np.searchsorted(asked, tree.of[ends[kept]])
            found[np.ix_(kept, kept)] = mended(tree, asked)[np.ix_(at, at)]
        return found

    def promise(self, csr: Any) -> Floats:
        """Return what a tie to the middle would mend, for a few of each block."""
        tree = stations(csr)
        found = np.where(tree.of >= 0, tree.held[tree.of], -1.0)
        order = np.argsort(tree.of, kind="stable")
        where = tree.of[order]
        turn = np.arange(len(order)) - np.searchsorted(where, where)
        found[order[turn >= SAME_BLOCK]] = -1.0
        return np.asarray(found)

    def prefer(self, csr: Any, left: Ints, right: Ints) -> list[Floats]:
        """Return common partners, and partners: the more first."""
        return _acquainted(csr, left, right)


def _acquainted(csr: Any, left: Ints, right: Ints) -> list[Floats]:
    """Return how many partners each two have in common, and how many they have: who leads on."""
    degree = np.diff(csr.indptr).astype(float)
    common = np.asarray(csr[left].multiply(csr[right]).sum(axis=1), dtype=float).ravel()
    return [common, degree[left] + degree[right]]
