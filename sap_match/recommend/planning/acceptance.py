"""How deferred acceptance runs: who holds what, and what is handed back."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.planning.problem import Problem, Sides

if TYPE_CHECKING:
    from numpy.typing import NDArray

TINY = 1e-9


@dataclass(eq=False)
class Filling:
    """What is given so far, where links are served one after another, the best first."""

    problem: Problem
    quantity: list[float]
    day: list[int]
    room: tuple[list[float], list[float]]
    partners: tuple[list[float], list[float]]
    on_day: dict[tuple[int, int, int], tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem) -> Filling:
        """Return an empty plan."""
        sides = problem.lefts, problem.rights
        room = sides[0].most.tolist(), sides[1].most.tolist()
        partners = sides[0].partners.tolist(), sides[1].partners.tolist()
        return cls(problem, [0.0] * problem.size, [0] * problem.size, room, partners)

    def serve(self, links: Sequence[int], most: NDArray[np.float64]) -> None:
        """Give each link in turn all that it may have and both sides still can."""
        p = self.problem
        (left_room, right_room), quantity = self.room, self.quantity
        left, right, least, whole = (x.tolist() for x in (p.left, p.right, p.least, p.whole))
        highest = most.tolist()
        for link in links:
            i, j, has = left[link], right[link], quantity[link]
            more = min(highest[link] - has, left_room[i], right_room[j])
            if more <= TINY:
                continue
            if not has and (self.partners[0][i] < 1 or self.partners[1][j] < 1):
                continue
            if p.days and p.days[link]:
                more = self._on_a_day(link, more)
            if whole[link]:
                more = math.floor(more + 1e-6)
            if more <= TINY or has + more < least[link] - TINY:
                self.day[link] = self.day[link] if has else 0
                continue
            quantity[link] = has + more
            left_room[i] -= more
            right_room[j] -= more
            if not has:
                self.partners[0][i] -= 1
                self.partners[1][j] -= 1
            if p.days and p.days[link]:
                self._book(link, more, new=not has)

    def _on_a_day(self, link: int, more: float) -> float:
        """Choose the day on which most can come, and return how much that is.

        Of equal days the one that an earlier plan had, then the earliest.
        """
        p = self.problem
        before = int(p.kept_day[link])
        has = self.day[link]
        days = [has] if has else sorted(set(p.days[link]), key=lambda d: (d != before, d))
        best, chosen = 0.0, 0
        for day in days:
            room = min(more, *(self._room(s, link, day, new=not has) for s in (0, 1)))
            if room > best + TINY:
                best, chosen = room, day
        self.day[link] = has or chosen
        return best

    def _room(self, s: int, link: int, day: int, *, new: bool) -> float:
        """Return what one side of a link still can give or take on a day."""
        sides, i = self.problem.both[s], int(self.problem.ends[s][link])
        taken, partners = self.on_day.get((s, i, day), (0.0, 0.0))
        if new and partners + 1 > sides.partners_a_day[i]:
            return 0.0
        return float(sides.a_day[i]) - taken

    def _book(self, link: int, more: float, *, new: bool) -> None:
        for s in (0, 1):
            key = (s, int(self.problem.ends[s][link]), self.day[link])
            taken, partners = self.on_day.get(key, (0.0, 0.0))
            self.on_day[key] = (taken + more, partners + new)


@dataclass(eq=False)
class Proposals:
    """One run of deferred acceptance: proposers along their lists, receivers with heaps.

    ``at`` and ``to`` are each link's proposer and receiver, ``place`` where a link stands in
    the receivers' order (0 is best).
    """

    problem: Problem
    at: list[int]
    to: list[int]
    own: Sides
    other: Sides
    place: list[int]

    def run(self, lists: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Return what passes over each link once nobody has a proposal left to make."""
        p = self.problem
        self.quantity = [0.0] * p.size
        self.most, self.least, self.whole = p.most.tolist(), p.least.tolist(), p.whole.tolist()
        self.refused = bytearray(p.size)
        self.room, self.free = self.own.most.tolist(), self.own.partners.tolist()
        self.over = [-x for x in self.other.most.tolist()]
        self.holds = [0] * len(self.other.ids)
        self.partners = self.other.partners.tolist()
        self.heaps: list[list[tuple[int, int]]] = [[] for _ in self.other.ids]
        starts = [0] * len(lists)
        waiting = deque(range(len(lists)))
        while waiting:
            i = waiting.popleft()
            k = starts[i] = self._next(lists[i], starts[i])
            while k < len(lists[i]) and self.room[i] > TINY:
                waiting.extend(self._propose(i, lists[i][k]))
                k += 1
        return np.array(self.quantity)

    def _next(self, wishes: Sequence[int], k: int) -> int:
        """Return the first place in a list from which there is anything left to ask."""
        while k < len(wishes):
            link = wishes[k]
            if not self.refused[link] and self.quantity[link] < self.most[link] - TINY:
                break
            k += 1
        return k

    def _propose(self, i: int, link: int) -> list[int]:
        """Ask for all that fits; return the proposers that something was handed back to."""
        has = self.quantity[link]
        if self.refused[link] or (not has and self.free[i] < 1):
            return []
        more = min(self.most[link] - has, self.room[i])
        if self.whole[link]:
            more = float(math.floor(more + 1e-6))
        if more <= TINY or has + more < self.least[link] - TINY:
            return []
        j = self.to[link]
        self.quantity[link] = has + more
        self.room[i] -= more
        self.over[j] += more
        if not has:
            self.free[i] -= 1
            self.holds[j] += 1
            heapq.heappush(self.heaps[j], (-self.place[link], link))
        return self._hand_back(j)

    def _hand_back(self, j: int) -> list[int]:
        """Let a receiver give up its worst until it is within its limits."""
        back: list[int] = []
        heap = self.heaps[j]
        while heap and (self.over[j] > TINY or self.holds[j] > self.partners[j]):
            link = heap[0][1]
            drop = has = self.quantity[link]
            if self.holds[j] <= self.partners[j]:
                over = self.over[j]
                drop = min(has, math.ceil(over - 1e-6) if self.whole[link] else over)
            if has - drop < max(self.least[link] - TINY, TINY):
                drop = has
                heapq.heappop(heap)
                self.holds[j] -= 1
                self.free[self.at[link]] += 1
            self.quantity[link] = has - drop
            self.over[j] -= drop
            self.room[self.at[link]] += drop
            self.refused[link] = 1
            back.append(self.at[link])
        return back
