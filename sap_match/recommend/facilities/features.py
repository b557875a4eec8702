"""What a room has and what a group needs of it, in one spelling.

A label counts as what it says and nothing more; what a room's words deny ("no kitchen",
"not step-free") it has not, whatever stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sap_match.ingest.amenities import amenity_word, known_amenity

_DENIAL = re.compile(
    r"\b(?:no|not|without|lacks?|lacking|isn.t|hasn.t|neither|nor)\s+"
    r"(?:(?:an?|any|the|yet|fully|currently|own)\s+)?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[;.:\n(),]|\b(?:but|and|or|only|except|beyond|other than|in|on|for|at)\b")


@lru_cache(maxsize=65536)
def feature(label: str) -> str:
    """Return one spelling of an amenity, of a room's as of a group's.

    Examples
    --------
    >>> feature("Step-free"), feature("wheelchair access"), feature("Induction loop")
    ('step free', 'step free', 'hearing loop')
    >>> feature("no hearing loop"), feature("licensed_bar")
    ('no hearing loop', 'licensed bar')
    """
    return (amenity_word(label) or label.casefold()).replace("_", " ").strip()


def features(labels: Iterable[str]) -> frozenset[str]:
    """Return amenities in one spelling."""
    return frozenset(filter(None, map(feature, labels)))


@lru_cache(maxsize=8192)
def denied(*texts: str) -> frozenset[str]:
    """Return the amenities that texts say are not there.

    Examples
    --------
    >>> sorted(denied("no hearing loop", "Step-free, no kitchen: there is a kettle."))
    ['hearing loop', 'kitchen']
    >>> denied("No smoking in the kitchen", "No parking charges")
    frozenset()
    """
    found: set[str] = set()
    for text in texts:
        for denial in _DENIAL.finditer(text):
            rest = text[denial.end() :]
            end = _ENDS.search(rest)
            said = rest[: end.start()] if end else rest
            word = known_amenity(said) if 0 < len(said.split()) <= 2 else ""
            if word and not re.search(r"\b(?:charges?|fees?|issues?|problem\w*)\b", said):
                found.add(word.replace("_", " "))
    return frozenset(found)
