"""The largest welfare of a part with many links: few columns, few switches, one proof.

1. Prices of the sides are guessed, and the links that they make attractive are used.
2. Without lower quotas and caps on partners or days it is a transport programme, whose
   corners are whole. Links that its exact prices make attractive join until none does.
3. Rules that its plan breaks are put in, and it is solved again, until nothing is broken:
   a plan that is best without a rule, and keeps it, is best with the rule.
4. Prices bound what any plan can be worth (`bounds`); links that the bound cannot rule out
   join for a last time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.planning.bounds import Bound, bound_of, guessed_prices
from sap_match.recommend.planning.formulation import Formulation, formulated
from sap_match.recommend.planning.keeping import broken, repaired
from sap_match.recommend.planning.parts import take
from sap_match.recommend.planning.problem import LIMITS, Problem, Sides

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSE = 1e-6
DIVES = 16
"""Steps at most by which a first plan that keeps the lower quotas is found."""

PATIENCE = 6
"""After so many steps a plan that keeps the lower quotas is looked for in a simpler way."""

NEARLY = 1.0
"""Links that join at the end, as a share of those in use, where a bound wants any at all."""

AT_THE_END = 1e-3
"""Gap from which the end has come: what is left is to prove that there is nothing better."""

A_SIDE = 1
"""Links for each side with which the search begins."""


@dataclass(frozen=True, eq=False)
class PartAnswer:
    """What passes in a part, on which day, and how much more any plan may be worth."""

    quantity: NDArray[np.float64]
    day: NDArray[np.int64]
    beyond: float


def largest(part: Problem, ends: float) -> PartAnswer:
    """Return the best plan of a large part, and how far it may be from the best."""
    price = guessed_prices(part)
    search = _Search(part, ends, bound_of(part, price[part.right]))
    search.begin()
    while search.step():
        pass
    return PartAnswer(search.quantity, search.day, max(0.0, search.bound.most - search.reached))


class _Search:
    """Links in use, rules in force, the best plan and the best bound so far."""

    def __init__(self, part: Problem, ends: float, bound: Bound) -> None:
        self.part = part
        self.ends = ends
        self.bound = bound
        self.rules = without_rules(part)
        self.used = np.zeros(part.size, dtype=bool)
        self.quantity = np.zeros(part.size)
        self.day = np.zeros(part.size, dtype=np.int64)
        self.reached = 0.0
        self.beside = np.zeros(part.size, dtype=bool)
        self.widened = False
        self.dived = False
        self.steps = 0

    @property
    def left(self) -> float:
        return self.ends - time.monotonic()

    @property
    def proved(self) -> bool:
        return self.bound.most - self.reached <= CLOSE * max(1.0, 1e-3 * self.reached)

    def begin(self) -> None:
        """Use the links that cost least by guessed prices."""
        self.used |= self._cheapest(A_SIDE)

    def _cheapest(self, a_side: int) -> NDArray[np.bool_]:
        """Return so many links for each side, those that the bound rules out least."""
        many = a_side * sum(len(sides.ids) for sides in self.part.both)
        found = np.zeros(self.part.size, dtype=bool)
        found[np.argsort(self.bound.loss, kind="stable")[:many]] = True
        return found

    def dive(self) -> None:
        """Find a plan by closing sides that stay far below their quotas, step by step."""
        part = self.part
        open_ = self._cheapest(6 * A_SIDE) | self.used
        for _ in range(DIVES):
            links = np.flatnonzero(open_)
            if self.left <= 0 or not len(links):
                return
            asked = formulated(take(without_rules(part), links))
            x, _ = asked.blocks.relaxed(asked.spread(part.score[links]), self.left)
            if x is None:
                return
            passes, day = np.zeros(part.size), np.zeros(part.size, dtype=np.int64)
            passes[links], day[links] = asked.read(x, take(part, links))
            self._offer(passes, day)
            closed = np.zeros(part.size, dtype=bool)
            for sides, of in zip(part.both, part.ends, strict=True):
                total = np.bincount(of, weights=passes, minlength=len(sides.ids))
                filled = np.divide(
                    total, sides.least, out=np.ones_like(total), where=sides.least > 0
                )
                low = (filled > 0) & (filled < 1 - CLOSE)
                if low.any():
                    closed |= (low & (filled <= np.quantile(filled[low], 0.3)))[of]
            if not (closed & open_).any():
                return
            open_ &= ~closed

    def step(self) -> bool:
        """Solve once with what is in use and in force; say whether to go on."""
        if self.left <= 0:
            return False
        links = np.flatnonzero(self.used)
        asked = formulated(take(self.rules, links), self.beside[links])
        worth = asked.spread(self.part.score[links])
        x, rates = asked.blocks.relaxed(worth, self.left)
        if x is None:
            return False
        bound = bound_of(self.part, self._split(asked, links, rates))
        if bound.most < self.bound.most:
            self.bound = bound
        passes, day = self._read(asked, x, links)
        self._offer(passes, day)
        value = float(worth @ x)
        more = self._restore(passes, day)
        if bound.most - value > CLOSE * max(1.0, 1e-3 * value):
            more |= self._join(self._wanted(bound))
        self.steps += 1
        if (not more or self.steps >= PATIENCE) and not self.dived and not self.proved:
            self.dived = True
            self.dive()
        if more or self.proved:
            return more and not self.proved
        return self._decide(asked, worth, links)

    def _decide(
        self, asked: Formulation, worth: NDArray[np.float64], links: NDArray[np.int64]
    ) -> bool:
        """Solve with switches that are on or off; say whether to go on."""
        found = asked.blocks.best(worth, self.left)
        passes, day = self._read(asked, found.x, links)
        self._offer(passes, day)
        if self._restore(passes, day):
            return True
        gap = self.bound.most - self.reached
        outside = ~self.used & (self.bound.loss < gap)
        if not outside.any() and self.part.whole.all():
            most = max(found.bound, self.reached)
            self.bound = replace(self.bound, most=min(self.bound.most, most))
            return False
        if self.widened or self.proved:
            return False
        self.widened = True
        return self._join(outside)

    def _read(
        self, asked: Formulation, x: NDArray[np.float64], links: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        passes, day = np.zeros(self.part.size), np.zeros(self.part.size, dtype=np.int64)
        passes[links], day[links] = asked.read(x, take(self.rules, links))
        nearest = np.round(passes)
        whole = self.part.whole & (np.abs(passes - nearest) < CLOSE)
        return np.where(whole, nearest, passes), day

    def _offer(self, passes: NDArray[np.float64], day: NDArray[np.int64]) -> None:
        """Take a plan, without what breaks a rule, if it is the best so far."""
        kept = repaired(self.part, passes, day)
        worth = float(self.part.score @ kept)
        if worth > self.reached:
            self.quantity, self.day, self.reached = kept, np.where(kept > 0, day, 0), worth

    def _restore(self, passes: NDArray[np.float64], day: NDArray[np.int64]) -> bool:
        """Put in force the rules that a plan breaks; say whether any was not."""
        found = broken(self.part, passes, day)
        now, part = self.rules, self.part
        beside = self.beside | (passes > 0)
        sides = [
            replace(
                rules,
                **{name: np.where(mine[name], getattr(given, name), getattr(rules, name))
                   for name in mine},
            )
            for mine, rules, given in zip(found.sides, now.both, part.both, strict=True)
        ]  # fmt: skip
        self.rules = replace(
            now,
            least=np.where(found.least, part.least, now.least),
            whole=now.whole | found.whole,
            lefts=sides[0],
            rights=sides[1],
        )
        switched = np.zeros(part.size, dtype=bool)
        for rules, of in zip(self.rules.both, part.ends, strict=True):
            switched |= (rules.least > 0)[of]
        new = bool((beside & ~self.beside & switched).any())
        self.beside = beside
        return new or not _same_rules(now, self.rules)

    def _join(self, wanted: NDArray[np.bool_]) -> bool:
        """Use more links; say whether there were any that were not in use."""
        new = wanted & ~self.used
        self.used |= new
        return bool(new.any())

    def _wanted(self, bound: Bound) -> NDArray[np.bool_]:
        """Return what a bound wants; where that is little new, what it nearly wants as well.

        Prices move a little with each link that joins, so that few would join at a time.
        """
        new = bound.wanted & ~self.used
        few = int(NEARLY * self.used.sum())
        gap = bound.most - self.reached
        if not new.any() or new.sum() >= few or gap > AT_THE_END * self.reached:
            return bound.wanted
        rest = np.flatnonzero(~self.used & ~bound.wanted)
        nearly = rest[np.argsort(bound.loss[rest], kind="stable")[:few]]
        wanted = bound.wanted.copy()
        wanted[nearly[bound.loss[nearly] < gap]] = True
        return wanted

    def _split(
        self, asked: Formulation, links: NDArray[np.int64], rates: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return what of each link's score goes to its right, by the rows' prices."""
        part = self.part
        prices = []
        for s, of in enumerate(part.ends):
            price = np.zeros(len(part.both[s].ids))
            price[of[links[asked.link]]] = asked.side_prices(rates, s)
            prices.append(price)
        split = prices[1][part.right].copy()
        switched = (self.rules.rights.least > 0)[part.right]
        split[switched] = (part.score - prices[0][part.left])[switched]
        split[links] = asked.split(rates, len(links))
        return split


def without_rules(part: Problem) -> Problem:
    """Return a problem with nothing but the most that each side gives and takes."""
    lefts, rights = (
        Sides(sides.ids, np.zeros(len(sides.ids)), sides.most, np.zeros(0), np.zeros(0))
        for sides in part.both
    )
    return replace(
        part,
        least=np.zeros(part.size),
        whole=np.zeros(part.size, dtype=bool),
        lefts=lefts,
        rights=rights,
    )


def _same_rules(one: Problem, other: Problem) -> bool:
    same = [np.array_equal(one.least, other.least), np.array_equal(one.whole, other.whole)]
    for a, b in zip(one.both, other.both, strict=True):
        same += [np.array_equal(getattr(a, name), getattr(b, name)) for name in LIMITS]
    return all(same)
