"""Which rooms come into question for which requests, all at once and without a word.

It holds where `rules.TIMELESS` holds, but for who is kept apart; the words for what does
not come into question are made when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.geo import distances_km
from sap_match.recommend.facilities.prices import price_for
from sap_match.recommend.facilities.rooms import Room, Wish
from sap_match.recommend.facilities.rules import lacking, out_of_use, unfit_for, unknown_access

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Figures = NDArray[np.float64]


def distances(wishes: Sequence[Wish], rooms: Sequence[Room]) -> Figures:
    """Return km from each group to each room, NaN where either place is unknown."""
    found = np.full((len(wishes), len(rooms)), np.nan)
    known = [j for j, room in enumerate(rooms) if room.point is not None]
    points = [room.point for room in rooms if room.point is not None]
    for i, wish in enumerate(wishes):
        if wish.points and known:
            found[i, known] = distances_km(wish.points, points).min(axis=0)
    return found


def prices(wishes: Sequence[Wish], rooms: Sequence[Room], concession: Collection[str]) -> Figures:
    """Return the price an hour of each room for each group, NaN where it is unknown."""
    kinds = {w.owner.organisation.kind for w in wishes}
    of = {k: _figures([price_for(r.facility, k, concession) for r in rooms]) for k in kinds}
    rows = [of[w.owner.organisation.kind] for w in wishes]
    return np.array(rows).reshape(len(wishes), len(rooms))


def passing(wishes: Sequence[Wish], rooms: Sequence[Room], km: Figures, price: Figures) -> Flags:
    """Return which rooms come into question for which requests.

    Parameters
    ----------
    wishes, rooms
    km, price : array (wishes, rooms)
        As `distances` and `prices` give them.
    """
    capacity = _figures([r.facility.capacity for r in rooms])
    usable = np.array(
        [bool(r.facility.capacity) and bool(r.schedule) and not out_of_use(r) for r in rooms],
        dtype=bool,
    )
    people = np.array([w.request.people or 0 for w in wishes], dtype=np.float64)
    limit = _figures([w.request.max_distance_km for w in wishes])
    budget = _figures([w.request.budget_per_hour for w in wishes])
    owners = {r.owner.id: n for n, r in enumerate(rooms)}
    own_room = np.array([owners[r.owner.id] for r in rooms], dtype=np.int64)
    own_wish = np.array([owners.get(w.owner.id, -1) for w in wishes], dtype=np.int64)
    with np.errstate(invalid="ignore"):
        found: Flags = (
            usable[None, :]
            & (capacity[None, :] >= people[:, None])
            & ~(km > limit[:, None])
            & ~(price > budget[:, None])
            & (own_wish[:, None] != own_room[None, :])
        )
    found &= _each(wishes, rooms, key=lambda w: w.needs, of=_having)
    found &= _each(
        wishes, rooms, key=lambda w: (w.request.purpose, w.owner.organisation.kind), of=_suiting
    )
    return found


def _figures(values: Sequence[float | None]) -> Figures:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def _each(
    wishes: Sequence[Wish],
    rooms: Sequence[Room],
    *,
    key: Callable[[Wish], object],
    of: Callable[[Wish, Sequence[Room]], Flags],
) -> Flags:
    """Return a row for each wish, worked out once for wishes of one key."""
    rows: dict[object, Flags] = {}
    for wish in wishes:
        if key(wish) not in rows:
            rows[key(wish)] = of(wish, rooms)
    table = np.array([rows[key(w)] for w in wishes], dtype=bool)
    return table.reshape(len(wishes), len(rooms))


def _having(wish: Wish, rooms: Sequence[Room]) -> Flags:
    if not wish.needs:
        return np.ones(len(rooms), dtype=bool)
    return np.array(
        [not lacking(wish, room) and not unknown_access(wish, room) for room in rooms], dtype=bool
    )


def _suiting(wish: Wish, rooms: Sequence[Room]) -> Flags:
    kinds: dict[object, bool] = {}
    flags = []
    for room in rooms:
        kind = room.facility.type, room.conditions.known
        if kind not in kinds:
            kinds[kind] = not unfit_for(wish, room)
        flags.append(kinds[kind])
    return np.array(flags, dtype=bool)
