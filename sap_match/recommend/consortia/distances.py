"""How far organisations are from each other: by steps in the network, by km, or both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.geo import distances_km
from sap_match.recommend.consortia.cohesion import Far, of_matrix
from sap_match.recommend.consortia.config import Between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: Distance at which 1 - 1/e of nearness is gone.
KM = 10.0


def distances(landscape: Landscape, ids: Sequence[str], between: Between) -> Far:
    """Return distances from 0 to 1 between some organisations."""
    made = {"ties": [by_ties], "km": [by_km], "both": [by_ties, by_km]}[between]
    return of_matrix(np.mean([make(landscape, ids) for make in made], axis=0))


def by_ties(landscape: Landscape, ids: Sequence[str]) -> NDArray[np.float64]:
    """Return a third a step: 1/3 for partners of any time, 2/3 for a common partner, else 1.

    Shape ``(len(ids), len(ids))``.
    """
    rows = [landscape.position[one] for one in ids]
    ties = landscape.network.projection()[rows].tocsr()
    ties.data = np.ones_like(ties.data)
    found = np.ones((len(ids), len(ids)))
    two = (ties @ ties.T).tocoo()
    found[two.row, two.col] = 2 / 3
    one = ties[:, rows].tocoo()
    found[one.row, one.col] = 1 / 3
    np.fill_diagonal(found, 0.0)
    return found


def by_km(landscape: Landscape, ids: Sequence[str]) -> NDArray[np.float64]:
    """Return ``1 - exp(-km / 10)`` between the nearest places of each pair.

    0 where a place is unknown: that is asked, not punished. Shape ``(len(ids), len(ids))``.
    """
    points = [landscape.profile(one).points for one in ids]
    flat = np.array(
        [(p.latitude, p.longitude) for own in points for p in own], dtype=float
    ).reshape(-1, 2)
    owner = np.repeat(np.arange(len(ids)), [len(own) for own in points])
    nearest = np.full((len(ids), len(ids)), np.inf)
    if len(flat):
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        for first in range(0, len(flat), 500):
            grid = distances_km(flat[first : first + 500], flat)
            lows = np.minimum.reduceat(grid, starts, axis=1)
            for row, i in zip(lows, owner[first : first + 500], strict=True):
                nearest[i, owner[starts]] = np.minimum(nearest[i, owner[starts]], row)
    found = np.where(np.isfinite(nearest), 1 - np.exp(-nearest / KM), 0.0)
    np.fill_diagonal(found, 0.0)
    return np.asarray(np.minimum(found, found.T), dtype=float)
