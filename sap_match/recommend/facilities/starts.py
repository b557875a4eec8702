"""At which moments it is worth beginning a meeting in a room.

Any plan can be pushed together: each meeting moved earlier until it begins with its group's
own window, with the room's free time, or where another meeting and its buffer end. So only
these moments are looked at, and no better plan is lost (each moment earlier is also liked
more); how many there are depends on who could come and not on a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.stretches import Stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Minutes = NDArray[np.int64]

MOST = 2000
"""Moments of a room above which only whole five minutes are kept beside the first ones."""
_ROUNDS = 400


@dataclass(frozen=True, eq=False)
class Asked:
    """Windows of several wishes, one row a window: from, up to, how long, whose."""

    begin: Minutes
    end: Minutes
    minutes: Minutes
    whose: Minutes

    @classmethod
    def of(cls, wanted: Sequence[tuple[Sequence[Stretch], int]]) -> Asked:
        """Return the windows of wishes, each (windows, minutes)."""
        count = [len(windows) for windows, _ in wanted]
        spans = np.array([s for windows, _ in wanted for s in windows], dtype=np.int64)
        spans = spans.reshape(-1, 2)
        lengths = np.array([minutes for _, minutes in wanted], dtype=np.int64)
        whose = np.repeat(np.arange(len(wanted), dtype=np.int64), count)
        return cls(spans[:, 0], spans[:, 1], lengths[whose], whose)

    def only(self, wishes: NDArray[np.bool_]) -> Asked:
        """Return the windows of some of the wishes."""
        at = wishes[self.whose]
        return Asked(self.begin[at], self.end[at], self.minutes[at], self.whose[at])

    def within(self, first: int, last: int | None) -> Asked:
        """Return the windows cut so that a meeting begins from ``first`` and before ``last``."""
        begin = np.maximum(self.begin, first)
        end = self.end if last is None else np.minimum(self.end, last - 1 + self.minutes)
        return Asked(begin, end, self.minutes, self.whose)


@dataclass(frozen=True, eq=False)
class Pieces:
    """Stretches in which a wish fits into a room: first and last moment to begin."""

    first: Minutes
    latest: Minutes
    minutes: Minutes
    whose: Minutes

    @classmethod
    def of_all(cls, several: Sequence[Pieces]) -> Pieces:
        """Return several sets of pieces as one."""
        none = np.zeros(0, dtype=np.int64)
        names = ("first", "latest", "minutes", "whose")
        return cls(*(np.concatenate([none, *(getattr(p, n) for p in several)]) for n in names))

    def of(self, wishes: NDArray[np.bool_]) -> Pieces:
        """Return the pieces of some of the wishes."""
        at = wishes[self.whose]
        return Pieces(self.first[at], self.latest[at], self.minutes[at], self.whose[at])


def pieces_in(free: Sequence[Stretch], asked: Asked) -> Pieces:
    """Return where windows and a room's free time meet for long enough.

    Parameters
    ----------
    free : sequence of (int, int)
        In order and apart.
    asked : Asked

    Examples
    --------
    >>> found = pieces_in([(0, 100), (150, 300)], Asked.of([([(50, 200)], 50), ([(0, 60)], 90)]))
    >>> found.first.tolist(), found.latest.tolist(), found.whose.tolist()
    ([50, 150], [50, 150], [0, 0])
    """
    spans = np.array(free, dtype=np.int64).reshape(-1, 2)
    low = np.searchsorted(spans[:, 1], asked.begin, side="right")
    high = np.searchsorted(spans[:, 0], asked.end, side="left")
    count = np.maximum(high - low, 0)
    row = np.repeat(np.arange(len(count)), count)
    ahead = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    span = low[row] + ahead
    first = np.maximum(asked.begin[row], spans[span, 0])
    latest = np.minimum(asked.end[row], spans[span, 1]) - asked.minutes[row]
    fits = latest >= first
    row = row[fits]
    return Pieces(first[fits], latest[fits], asked.minutes[row], asked.whose[row])


def moments(pieces: Pieces, buffer: int, agreed: Sequence[int] = ()) -> Minutes:
    """Return every moment at which a pushed-together plan can begin a meeting, in order.

    Parameters
    ----------
    pieces : Pieces
    buffer : int
        Minutes between two meetings.
    agreed : sequence of int
        Moments that were agreed earlier and must stay possible.

    Examples
    --------
    >>> found = pieces_in([(0, 300)], Asked.of([([(0, 300)], 60), ([(0, 300)], 90)]))
    >>> moments(found, 30).tolist()
    [0, 90, 120, 180, 210, 240]
    """
    if not len(pieces.first):
        return np.zeros(0, dtype=np.int64)
    lengths = np.unique(pieces.minutes)
    fitting = [_merged(pieces, pieces.minutes == n) for n in lengths]
    whole = _merged(pieces, np.ones(len(pieces.first), dtype=bool))
    stay = np.array(agreed, dtype=np.int64)
    found = np.unique(np.concatenate([pieces.first, stay[_inside(stay, whole)]]))
    new = found
    for _ in range(_ROUNDS):
        ends = [
            new[_inside(new, spans)] + n + buffer for n, spans in zip(lengths, fitting, strict=True)
        ]
        after = np.unique(np.concatenate(ends))
        after = after[_inside(after, whole)]
        if len(found) > MOST:
            after = after[after % 5 == 0]
        new = np.setdiff1d(after, found, assume_unique=True)
        if not len(new):
            break
        found = np.union1d(found, new)
    return found


def _merged(pieces: Pieces, rows: NDArray[np.bool_]) -> tuple[Minutes, Minutes]:
    """Return the union of closed stretches: where each begins and ends."""
    order = np.argsort(pieces.first[rows], kind="stable")
    first, latest = pieces.first[rows][order], pieces.latest[rows][order]
    reach = np.maximum.accumulate(latest)
    fresh = np.ones(len(first), dtype=bool)
    fresh[1:] = first[1:] > reach[:-1]
    at = np.flatnonzero(fresh)
    return first[at], reach[np.append(at[1:] - 1, len(reach) - 1)]


def _inside(times: Minutes, spans: tuple[Minutes, Minutes]) -> NDArray[np.bool_]:
    at = np.searchsorted(spans[0], times, side="right") - 1
    return (at >= 0) & (times <= spans[1][np.maximum(at, 0)])


def starts_of_each(pieces: Pieces, found: Minutes) -> dict[int, list[int]]:
    """Return the moments at which each wish can begin, in order.

    Examples
    --------
    >>> pieces = pieces_in([(0, 200)], Asked.of([([(0, 200)], 60), ([(50, 150)], 90)]))
    >>> starts_of_each(pieces, moments(pieces, 0))
    {0: [0, 50, 60, 110, 120, 140], 1: [50, 60]}
    """
    low = np.searchsorted(found, pieces.first, side="left")
    high = np.searchsorted(found, pieces.latest, side="right")
    starts: dict[int, list[int]] = {}
    for whose, a, b in zip(pieces.whose.tolist(), low.tolist(), high.tolist(), strict=True):
        starts.setdefault(whose, []).extend(found[a:b].tolist())
    return starts
