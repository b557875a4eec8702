"""Which rules a plan breaks, and the plan without what breaks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.planning.bounds import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.planning.problem import Problem, Sides

CLOSE = 1e-6


@dataclass(frozen=True, eq=False)
class Broken:
    """Links that pass less than their least, or no whole number; sides, limit by limit."""

    least: NDArray[np.bool_]
    whole: NDArray[np.bool_]
    sides: tuple[dict[str, NDArray[np.bool_]], dict[str, NDArray[np.bool_]]]

    def any(self) -> bool:
        """Whether anything is broken."""
        masks = [self.least, self.whole, *(m for side in self.sides for m in side.values())]
        return any(bool(mask.any()) for mask in masks)


def broken(part: Problem, passes: NDArray[np.float64], day: NDArray[np.int64]) -> Broken:
    """Return which rules a plan breaks that stays within the most of links and sides."""
    on = passes > 0
    sides = tuple(
        _broken_sides(s, of[on], passes[on], day[on])
        for s, of in zip(part.both, part.ends, strict=True)
    )
    least = on & (passes < part.least - CLOSE)
    return Broken(least, on & part.whole & (passes != np.round(passes)), (sides[0], sides[1]))


def _broken_sides(
    sides: Sides,
    of: NDArray[np.int64],
    passes: NDArray[np.float64],
    day: NDArray[np.int64],
) -> dict[str, NDArray[np.bool_]]:
    count = len(sides.ids)
    total = np.bincount(of, weights=passes, minlength=count)
    dated = np.flatnonzero(day > 0)
    keys, cell = np.unique(np.stack([of[dated], day[dated]]), axis=1, return_inverse=True)
    cell, side = cell.ravel(), keys[0]
    sums = np.bincount(cell, weights=passes[dated], minlength=len(side))
    visits = np.bincount(cell, minlength=len(side))
    a_day, partners_a_day = np.zeros((2, count), dtype=bool)
    a_day[side[sums > sides.a_day[side] + CLOSE]] = True
    partners_a_day[side[visits > sides.partners_a_day[side]]] = True
    return {
        "least": (total > 0) & (total < sides.least - CLOSE),
        "partners": np.bincount(of, minlength=count) > sides.partners,
        "a_day": a_day,
        "partners_a_day": partners_a_day,
    }


def repaired(
    part: Problem, passes: NDArray[np.float64], day: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return a plan without what breaks a rule: never the best, always allowed."""
    kept = np.where(part.whole, np.floor(passes + CLOSE), passes)
    while True:
        found = broken(part, kept, day)
        if not found.any():
            return kept
        drop = found.least.copy()
        for rules, of, sides in zip(found.sides, part.ends, part.both, strict=True):
            drop |= rules["least"][of] & (kept > 0)
            over = rules["partners"] | rules["a_day"] | rules["partners_a_day"]
            drop |= _beyond(part, sides, of, np.where(over[of], kept, 0.0), day)
        kept = np.where(drop, 0.0, kept)


def _beyond(
    part: Problem,
    sides: Sides,
    of: NDArray[np.int64],
    kept: NDArray[np.float64],
    day: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return for sides that are over a cap the links that do not fit, the best first."""
    drop = np.zeros(len(of), dtype=bool)
    some = np.flatnonzero(kept > 0)
    order = some[in_order(of[some], part.score[some] * kept[some])]
    partners: dict[int, int] = {}
    days: dict[tuple[int, int], tuple[float, int]] = {}
    for i in order.tolist():
        s, d = int(of[i]), int(day[i])
        number = partners.get(s, 0) + 1
        sums, visits = days.get((s, d), (0.0, 0))
        sums, visits = sums + float(kept[i]), visits + 1
        capped = d and (sums > sides.a_day[s] + CLOSE or visits > sides.partners_a_day[s])
        if number > sides.partners[s] or capped:
            drop[i] = True
        else:
            partners[s], days[s, d] = number, (sums, visits)
    return drop
