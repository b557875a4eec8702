"""All series of all groups in one room, worked out together.

`ways.series_from` says what befalls one series; here many are judged at once by arrays, and
only those that are good enough are written out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.facilities.rooms import Room, Wish
from sap_match.recommend.facilities.slots import Series, series_days
from sap_match.recommend.facilities.ways import (
    CYCLE,
    FacilityConfig,
    series_from,
    spread,
)
from sap_match.recommend.stretches import DAY, Stretch, day_at, day_start

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Minutes = NDArray[np.int64]
    Ways = tuple[list[Series], list[Series]]


@dataclass(frozen=True, eq=False)
class Rhythm:
    """A wish's windows in its first cycle, and the days that follow from each first day."""

    wish: Wish
    windows: tuple[Stretch, ...]
    past: int
    days: dict[int, Minutes]

    @classmethod
    def of(cls, wish: Wish) -> Rhythm:
        """Return the first week (or fortnight, or month) of a wish, and what follows it."""
        past = day_start(wish.first + timedelta(days=CYCLE[wish.repeats.rhythm]))
        windows = tuple((a, min(b, past + wish.minutes)) for a, b in wish.wanted if a < past)
        firsts = {d for a, b in windows for d in range(a // DAY, min(b, past) // DAY + 1)}
        days = {
            first: np.array(
                [
                    day_start(d)
                    for d in series_days(day_at(first * DAY), wish.first, wish.last, wish.repeats)
                ],
                dtype=np.int64,
            )
            for first in sorted(firsts)
        }
        return cls(wish, windows, past, days)

    def begins(self, times: Sequence[int]) -> list[int]:
        """Return the moments of the first cycle to begin at: each window's own, and ``times``.

        ``times`` are minutes of the day, in order.
        """
        found: set[int] = set()
        for a, b in self.windows:
            latest = min(b - self.wish.minutes, self.past - 1)
            if latest < a:
                continue
            found.add(a)
            for midnight in range(a - a % DAY, latest + 1, DAY):
                low = bisect_left(times, a - midnight)
                high = bisect_right(times, latest - midnight)
                found.update(midnight + at for at in times[low:high])
        return sorted(found)


def ways_in(
    room: Room,
    rhythms: Sequence[Rhythm],
    every: Minutes,
    config: FacilityConfig,
    agreed: Collection[int] = (),
) -> list[Ways]:
    """Return, for each wish, the series that are good enough and the best that is not.

    Parameters
    ----------
    room : Room
    rhythms : sequence of Rhythm
        Of wishes that repeat.
    every : array of int
        Moments at which a meeting in this room is worth beginning.
    config : FacilityConfig
    agreed : collection of int
        Moments at which something begins that was agreed earlier: its series stays possible.
    """
    times = np.unique(every % DAY).tolist()
    rows = [(n, b) for n, r in enumerate(rhythms) for b in r.begins(times)]
    found: list[Ways] = [([], []) for _ in rhythms]
    if not rows:
        return found
    days = [rhythms[n].days[b // DAY] for n, b in rows]
    table = _judged(room, [rhythms[n].wish for n, _ in rows], [b % DAY for _, b in rows], days)
    good = table.good([rhythms[n].wish.repeats.keep for n, _ in rows], config).tolist()
    whole = (table.kept == table.asked).tolist()
    low, asked = table.at.tolist(), table.asked.tolist()
    nearest: dict[int, tuple[tuple[int, int, int], int]] = {}
    for row, (n, begin) in enumerate(rows):
        if good[row]:
            days_kept = table.starts[low[row] : low[row] + asked[row]]
            wish = rhythms[n].wish
            found[n][0].append(
                Series(wish.minutes, tuple(days_kept))
                if whole[row]
                else series_from(wish, room, begin)
            )
            continue
        if table.kept[row] or table.taken[row]:
            key = (-int(table.kept[row]), int(table.missed[row]), int(table.asked[row]))
            if n not in nearest or key < nearest[n][0]:
                nearest[n] = key, begin
    for n, (ways, refused) in enumerate(found):
        ways.sort(key=lambda s: (-len(s.begins), s.begins[0]))
        ways[:] = spread(ways, config.starts, lambda s: any(b in agreed for b in s.begins))
        if not ways and n in nearest:
            refused.append(series_from(rhythms[n].wish, room, nearest[n][1]))
    return found


@dataclass(frozen=True, eq=False)
class _Table:
    """How many dates of each series are kept, taken, missed and asked for."""

    at: Minutes
    starts: list[int]
    kept: Minutes
    taken: Minutes
    missed: Minutes
    asked: Minutes

    def good(self, keep: Sequence[str], config: FacilityConfig) -> NDArray[np.bool_]:
        """Return which series keep as many dates as their groups must have."""
        could = self.kept + self.missed
        most = (
            (self.missed <= config.lost * could + 1e-9)
            & (self.taken <= config.booked * could + 1e-9)
            & (2 * self.kept >= self.asked)
        )
        words = np.array(keep)
        whole = (words == "all") & (self.kept == self.asked)
        enough: NDArray[np.bool_] = whole | (words == "any") | ((words == "most") & most)
        return enough & (self.kept > 0)


def _judged(
    room: Room, wishes: Sequence[Wish], times: Sequence[int], days: Sequence[Minutes]
) -> _Table:
    """Return what befalls each series: of one wish, at one time of the day, on some days."""
    count = np.array([len(d) for d in days], dtype=np.int64)
    at = np.cumsum(count) - count
    which = np.repeat(np.arange(len(days)), count)
    day = np.concatenate([*days, np.zeros(0, dtype=np.int64)])
    start = day + np.array(times, dtype=np.int64)[which]
    end = start + np.array([w.minutes for w in wishes], dtype=np.int64)[which]
    bookable = day >= day_start(room.first)
    if room.last is not None:
        bookable &= day <= day_start(room.last)
    open_ = bookable & _covered(room.open, start, end)
    takes = np.array([room.takes(w.request.people) for w in wishes], dtype=np.int64)[which]
    free = np.zeros(len(start), dtype=bool)
    for many in np.unique(takes).tolist():
        mine = takes == many
        free[mine] = _covered(room.free_for(many), start[mine], end[mine])
    free &= bookable

    def sums(what: NDArray[np.bool_]) -> Minutes:
        found: Minutes = np.bincount(which, weights=what, minlength=len(days)).astype(np.int64)
        return found

    return _Table(
        at=at,
        starts=start.tolist(),
        kept=sums(free),
        taken=sums(open_ & ~free),
        missed=sums(bookable & ~free),
        asked=count,
    )


def _covered(spans: Sequence[Stretch], start: Minutes, end: Minutes) -> NDArray[np.bool_]:
    """Return whether one of the stretches, in order and apart, holds each from start to end."""
    if not spans:
        return np.zeros(len(start), dtype=bool)
    edges = np.array(spans, dtype=np.int64)
    at = np.searchsorted(edges[:, 0], start, side="right") - 1
    held: NDArray[np.bool_] = (at >= 0) & (end <= edges[np.maximum(at, 0), 1])
    return held
