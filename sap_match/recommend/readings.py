"""What the evidence for organisations and for briefs is read from, made once a landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.eligible import general_removals
from sap_match.recommend.here import known_here
from sap_match.similarity.blend import PLAIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape
    from sap_match.model import Brief
    from sap_match.similarity.index import SimilarityIndex

#: Characters of own words that are enough to judge by.
ENOUGH = 140


def readings(landscape: Landscape) -> tuple[SimilarityIndex, SimilarityIndex]:
    """Return the two ways of reading likeness: with themes, and by meaning and words alone.

    The higher of the two counts. Those who do different things for one purpose, a works
    canteen and a welcome for refugees, share words and no theme: partners all the same.
    """
    index = landscape.organisation_index
    return index, landscape.part("plain likeness", lambda: replace(index, config=PLAIN))


def substance(landscape: Landscape, length: int) -> NDArray[np.float64]:
    """Return from 0 to 1 how much each and one of ``length`` characters have written, (n,).

    Whole from `ENOUGH` characters on both sides.
    """
    lengths = landscape.part(
        "lengths", lambda: np.array([landscape.profiles[i].length for i in landscape.ids])
    )
    return np.asarray(np.clip(np.minimum(lengths, length) / ENOUGH, 0, 1), dtype=float)


def brief_text(brief: Brief) -> str:
    """Return the words of a brief: title, description and themes."""
    return ". ".join(filter(None, (brief.title, brief.description, ", ".join(brief.themes))))


def here_at_all(landscape: Landscape) -> NDArray[np.float64]:
    """Return .1 for who is known to work in the place, or 0 where all or nobody is."""

    def make() -> NDArray[np.float64]:
        known = known_here(landscape)
        if len(known) == len(landscape.ids):
            return np.zeros(len(landscape.ids))
        return np.array([0.1 * (one in known) for one in landscape.ids])

    found: NDArray[np.float64] = landscape.part("here", make)
    return found


def theme_overlap(landscape: Landscape, themes: Sequence[str]) -> NDArray[np.float64]:
    """Return the summed rarity of shared themes, from 0 to 1.

    ``sum of ln((1 + n) / (1 + holders)) / ln(1 + n)`` among those who may be suggested, at
    most 1: a theme that a whole source was given says little, two rare themes say much.
    """
    holders = landscape.part("theme holders", lambda: _theme_holders(landscape))
    closed = general_removals(landscape)
    n = max(1, len(landscape.ids) - len(closed))
    found = np.zeros(len(landscape.ids))
    for theme in sorted(set(themes)):
        rows = holders.get(theme, [])
        often = sum(landscape.ids[i] not in closed for i in rows)
        found[rows] += np.log((1 + n) / (1 + min(often, n))) / np.log(1 + n)
    return np.minimum(found, 1.0)


def _theme_holders(landscape: Landscape) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = {}
    for i, one in enumerate(landscape.ids):
        for theme in landscape.profiles[one].themes:
            holders.setdefault(theme, []).append(i)
    return holders
