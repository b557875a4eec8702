"""How strong a suggestion is once it is put into words: what can be shown, how near, how new.

A strength, unlike a score, may be compared between subjects: the month's floor reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.recommend.evidence import STALE, only_known_from

if TYPE_CHECKING:
    from sap_match.landscape import Landscape


def strength_shown(landscape: Landscape, strength: float, told: Mapping[str, Any]) -> float:
    """Return what is left of a strength by what is told of the pair.

    For a brief nothing is taken off: who asks there is not one place.
    """
    if len(told["asked"]) < 2:
        return strength
    return strength * _shown_share(told["details"]) * _reach(landscape, told)


def _shown_share(details: Mapping[str, Any]) -> float:
    """Return the share of a strength that can be shown in words.

    Likeness that no shared term bears out persuades nobody on the telephone.
    """
    if details["exchange"]:
        return 1.0
    return (0.4, 0.75, 0.95, 1.0)[len(details["shared_terms"])]


def _reach(landscape: Landscape, told: Mapping[str, Any]) -> float:
    """Return how far a strength holds over distance, and over years.

    Whole up to 8 km, then falling by 1/e each 15 km; .7 where all that is known of the
    other is an old grant.
    """
    km = told["details"]["km"]
    near = 1.0 if km is None else float(np.exp(-max(0.0, km - 8.0) / 15.0))
    other = landscape.profile(told["asked"][-1])
    old = only_known_from(landscape, other)
    return near * (0.7 if old is not None and landscape.as_of - old > STALE else 1.0)
