"""How strong a suggestion is once it is put into words: what can be shown, how near, how new.

A strength, unlike a score, may be compared between subjects: the month's floor reads it.
Each factor is at most 1 and has its sentence in the docs; none of them touches a score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.recommend.evidence import STALE, only_known_from
from sap_match.recommend.here import known_here
from sap_match.recommend.pair_past import last_said
from sap_match.recommend.pair_words import telling
from sap_match.recommend.trade import one_trade

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

#: What is left where one of two, or neither, is known to work in the place.
ONE_HERE, NONE_HERE = 0.9, 0.55
#: What is left where two are of one trade.
SAME_WORK = 0.75
#: What is left for each side whose part of the tie stands in an old grant or project alone.
OLD_WORDS = 0.85
#: What is left of a strength of which nothing can be shown.
UNSHOWN = 0.35
#: Rarity of shared terms, summed, from which a strength is shown whole.
SHOWN = 0.9


def strength_shown(landscape: Landscape, strength: float, told: Mapping[str, Any]) -> float:
    """Return what is left of a strength by what is told of the pair.

    For a brief nothing is taken off: who asks there is not one place.
    """
    if len(told["asked"]) < 2:
        return strength
    left, right = told["asked"]
    kept = strength * _reach(landscape, told) * _here(landscape, left, right)
    if told["details"]["exchange"]:
        return kept
    return (
        kept
        * _shown(landscape, told["details"]["shared_terms"])
        * (SAME_WORK if one_trade(landscape, left, right) else 1.0)
        * _fresh(landscape, told)
    )


def _shown(landscape: Landscape, terms: Sequence[str]) -> float:
    """Return the share of a strength that can be shown in words.

    Likeness that no shared term bears out persuades nobody on the telephone, and neither
    does a word that everybody uses (*sport*) or that two use by chance (*interactive*).
    """
    return UNSHOWN + (1 - UNSHOWN) * min(1.0, sum(telling(landscape, t) for t in terms) / SHOWN)


def _fresh(landscape: Landscape, told: Mapping[str, Any]) -> float:
    """Return what is left where what ties a side stands in an old grant or project alone.

    Nothing more of the other side where an old grant is all that is known of it: that has
    been taken off already.
    """
    subject, other = (landscape.profile(one) for one in told["asked"])
    sides = [subject] if only_known_from(landscape, other) else [subject, other]
    dates = [last_said(landscape, side, told["details"]["shared_terms"]) for side in sides]
    return float(OLD_WORDS ** sum(d is not None and landscape.as_of - d > STALE for d in dates))


def _here(landscape: Landscape, left: str, right: str) -> float:
    known = known_here(landscape)
    return (NONE_HERE, ONE_HERE, 1.0)[(left in known) + (right in known)]


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
