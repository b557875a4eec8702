"""What some offers and all needs of their kind have with each other, as arrays of one shape."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.geo.points import EARTH_RADIUS_KM
from sap_match.recommend.pairings.columns import shared_minutes
from sap_match.recommend.pairings.dating import shortest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.pairings.blocks import Kind

SLACK_KM = 0.001
"""Distances this near to a limit are left to the exact rule."""


class Rows:
    """What a block's offers and needs have with each other; arrays of one shape."""

    def __init__(self, kind: Kind, part: slice) -> None:
        self.kind, self.part = kind, part
        self.size = part.stop - part.start
        self._offers, self._needs = kind.offers, kind.needs

    @cached_property
    def covered(self) -> NDArray[np.float32]:
        """How many of the skills asked for are offered."""
        return self._dense(self.kind.skills.asked)

    @cached_property
    def required(self) -> NDArray[np.float32]:
        """How many of the required skills are offered."""
        return self._dense(self.kind.skills.required)

    def _dense(self, wanted: Any) -> NDArray[np.float32]:
        if not wanted.nnz:
            return np.zeros((self.size, self._needs.size), dtype=np.float32)
        mine = self.kind.skills.covered[self.part].toarray().T
        return np.ascontiguousarray((wanted @ mine).T)

    @cached_property
    def causes(self) -> NDArray[np.float32]:
        """How many causes of the offer the need or its host stands for."""
        given, has = self.kind.causes
        return np.ascontiguousarray((has @ given[self.part].toarray().T).T)

    @cached_property
    def cause_value(self) -> NDArray[np.float32]:
        """The value of the part *causes*."""
        none = np.diff(self.kind.causes[0].indptr)[self.part] == 0
        value = np.where(self.causes > 0, np.minimum(1.0, 0.7 + 0.3 * (self.causes - 1)), 0.0)
        value[none] = 0.5
        return value.astype(np.float32)

    @cached_property
    def chord(self) -> NDArray[np.float64]:
        """Squared chord between the nearest places, on a sphere of radius 1; NaN if unknown."""
        o, n = self._offers, self._needs
        found = np.full((self.size, n.size), np.nan)
        inside = (o.where >= self.part.start) & (o.where < self.part.stop)
        rows = o.where[inside] - self.part.start
        if not len(rows) or not len(n.where):
            return found
        begins = o.starts[inside]
        after = np.flatnonzero(o.where >= self.part.stop)
        end = int(o.starts[after[0]]) if len(after) else len(o.points)
        dots = o.points[begins[0] : end] @ n.points.T
        if len(n.points) > len(n.where):
            dots = np.maximum.reduceat(dots, n.starts, axis=1)
        if len(dots) > len(rows):
            dots = np.maximum.reduceat(dots, begins - begins[0], axis=0)
        found[np.ix_(rows, n.where)] = np.maximum(2 - 2 * dots, 0.0)
        return found

    @cached_property
    def remote(self) -> NDArray[np.bool_]:
        """Whether both sides say that it can be done from afar."""
        mine, theirs = self._offers.remote[self.part] == 1, self._needs.remote == 1
        return np.asarray(mine[:, None] & theirs[None, :])

    @cached_property
    def far(self) -> NDArray[np.bool_]:
        """Whether the need lies beyond the offer's distance."""
        reach = self._offers.reach[self.part] + SLACK_KM
        half = np.minimum(reach / (2 * EARTH_RADIUS_KM), np.pi / 2)
        limit = np.where(np.isnan(reach), np.inf, (2 * np.sin(half)) ** 2)
        afar = (self._offers.remote[self.part] == 1)[:, None] & (self._needs.remote != 0)[None, :]
        return np.asarray((self.chord > limit[:, None]) & ~afar)

    @cached_property
    def nearness(self) -> NDArray[np.float32]:
        """The value of the part *distance*."""
        half = np.minimum(np.sqrt(self.chord.astype(np.float32)) / 2, np.float32(1))
        km = np.arcsin(half) * np.float32(2 * EARTH_RADIUS_KM)
        value = np.exp(-km / np.float32(self.kind.beside.config.near_km))
        value[np.isnan(value)] = 0.4
        value[self.remote] = 1.0
        return np.asarray(value, dtype=np.float32)

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """Ordinal of the first day on which it could be."""
        o, n = self._offers, self._needs
        today = self.kind.beside.landscape.as_of.toordinal()
        notice = np.maximum(o.notice[self.part][:, None], n.notice[None, :])
        begins = np.maximum(o.first[self.part][:, None], n.first[None, :])
        return np.asarray(np.maximum(today + notice, begins))

    @cached_property
    def last(self) -> NDArray[np.int64]:
        """Ordinal of the last day on which it could be."""
        return np.minimum(self._offers.last[self.part][:, None], self._needs.last[None, :])

    @cached_property
    def _minutes(self) -> NDArray[np.float32]:
        """Longest stretch of a week that both have; NaN where that does not decide."""
        o, n = self._offers, self._needs
        tables = np.unique(o.timetable[self.part])
        tables = tables[tables >= 0]
        known = np.flatnonzero(n.timetable >= 0)
        mine = np.flatnonzero(o.timetable[self.part] >= 0)
        found = np.full((self.size, n.size), np.nan, dtype=np.float32)
        if not len(mine) or not len(known):
            return found
        if self.kind.minutes is None:
            shared = shared_minutes(o.timetables, n.timetables, tables)
        else:
            shared = self.kind.minutes[tables]
        rows = np.searchsorted(tables, o.timetable[self.part][mine])
        wide = shared[rows][:, n.timetable[known]]
        ruled = o.timetables.ruled[tables][rows][:, None] | n.timetables.ruled[n.timetable[known]]
        wide[ruled] = np.nan
        short = (self.last - self.first < 6)[np.ix_(mine, known)]
        wide[short & (wide > 0)] = np.nan  # dates decide which days of the week there are
        found[np.ix_(mine, known)] = wide
        return found

    @cached_property
    def times_apart(self) -> NDArray[np.bool_]:
        """Whether the two timetables surely share too little."""
        return np.asarray(self._minutes < shortest(self.kind.name))

    @cached_property
    def time_fit(self) -> NDArray[np.float32]:
        """The value of the part *time*; 1 where dates decide."""
        o, n = self._offers, self._needs
        if not len(o.timetables.longest) or not len(n.timetables.longest):
            return np.full((self.size, n.size), 0.5, dtype=np.float32)
        given = np.where(o.timetable >= 0, o.timetables.longest[o.timetable], np.nan)[self.part]
        asked = np.where(n.timetable >= 0, n.timetables.longest[n.timetable], np.nan)
        shorter = np.minimum(given[:, None], asked[None, :]).astype(np.float32)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.minimum(self._minutes / shorter, np.float32(1))
        value[np.isnan(self._minutes)] = 1.0
        value[~(shorter > 0)] = 0.5  # unknown, or no stretch at all
        return np.asarray(value, dtype=np.float32)

    @cached_property
    def _cover(self) -> NDArray[np.int64]:
        """See `Cover`: until, clean, ready and people of each pair."""
        return self.kind.covers.block(self.part)

    @cached_property
    def unchecked(self) -> NDArray[np.bool_]:
        """Whether required checks are not held on the first day, nor run in time."""
        until, clean, ready, _ = self._cover
        held = (self.first <= until) & ((self.first <= clean) | (ready <= self.last))
        return np.asarray(~held & (self.kind.covers.right >= 0)[None, :])

    @cached_property
    def _teams(self) -> NDArray[np.bool_]:
        """Whether teams are meant."""
        o, n, part = self._offers, self._needs, self.part
        people = self.kind.people
        bound = ~np.isnan(o.team_min) | ~np.isnan(o.team_max)
        bounds = ~np.isnan(n.team_min) | ~np.isnan(n.team_max)
        found = people[0][part][:, None] & people[1][None, :]
        return np.asarray(found & (bound[part][:, None] | bounds[None, :]))

    @cached_property
    def unfit(self) -> NDArray[np.bool_]:
        """Whether no size of team suits both sides."""
        if self.kind.name != "volunteering":
            return np.zeros((self.size, self._needs.size), dtype=bool)
        o, n, part = self._offers, self._needs, self.part
        least = np.fmax(np.nan_to_num(o.team_min[part])[:, None], np.nan_to_num(n.team_min)[None])
        most = np.fmin(o.team_max[part][:, None], n.team_max[None, :])
        given = np.where(o.known, o.left, np.inf)[part][:, None]
        most = np.fmin(most, np.minimum(given, np.where(n.known, n.left, np.inf)[None, :]))
        counted = self.kind.counted[0][part][:, None] | self.kind.counted[1][None, :]
        _, clean, _, willing = self._cover
        most = np.where(counted & (self.first > clean), np.minimum(most, willing), most)
        return np.asarray(self._teams & (least > most))

    @cached_property
    def unpaid(self) -> NDArray[np.bool_]:
        """Whether a team's day costs the host more than the offer brings."""
        if self.kind.name != "volunteering":
            return np.zeros((self.size, self._needs.size), dtype=bool)
        brings, cost = self._offers.money[self.part][:, None], self._needs.money[None, :]
        return np.asarray(self._teams & (cost > 0) & (brings < cost))
