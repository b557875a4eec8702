"""How many may be in a room at once: one group alone, or several up to its capacity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from sap_match.model import Facility
from sap_match.recommend.stretches import Stretch, without

Held = tuple[int, int, int]
"""From, up to, and how many people."""

_SHARED = re.compile(
    r"\bshared (?:use|space|room|hall)\b|\bco-?working\b|\bhot[- ]?desk\w*|"
    r"\b(?:several|more than one|two or more|other|multiple) (?:groups?|users?|hirers?) "
    r"(?:(?:may|can|are|use|share)\b[\w ]{0,20})?(?:at once|at (?:the same|a) time|together|it)\b|"
    r"\bshared with (?:other|another) (?:groups?|users?|hirers?)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:not?|never|isn.t)\s+(?:\w+\s+)?shar\w+|\bexclusive use\b|\bsole use\b", re.IGNORECASE
)


def is_shared(facility: Facility) -> bool:
    """Return whether several groups may use a place at once.

    Its type or conditions must say so, or a column ``shared`` with yes; and its capacity must
    be known. All others are for one group at a time.

    Examples
    --------
    >>> hall = Facility(id="h", organisation_id="o", name="Hall", capacity=60)
    >>> is_shared(hall), is_shared(hall.model_copy(update={"conditions": "Shared use"}))
    (False, True)
    """
    if not facility.capacity:
        return False
    if facility.extra.get("shared", "").strip().casefold() in {"yes", "true", "1", "y"}:
        return True
    return says_shared(f"{facility.type or ''}; {facility.conditions or ''}")


def says_shared(text: str) -> bool:
    """Return whether words say that several groups may be there at once.

    Examples
    --------
    >>> says_shared("several groups may use it at once"), says_shared("no shared use")
    (True, False)
    """
    return bool(_SHARED.search(text)) and not _ALONE.search(text)


def room_left(
    hours: Sequence[Stretch], held: Iterable[Held], capacity: int, people: int
) -> list[Stretch]:
    """Return the time in which so many more people fit in beside those who are there.

    Parameters
    ----------
    hours : sequence of (int, int)
        When the room is open, in order and apart.
    held : iterable of (int, int, int)
        From, up to, people.
    capacity, people : int

    Examples
    --------
    >>> room_left([(0, 100)], [(10, 50, 30), (40, 60, 20)], capacity=60, people=20)
    [(0, 40), (50, 100)]
    """
    changes: dict[int, int] = {}
    for begin, end, many in held:
        changes[begin] = changes.get(begin, 0) + many
        changes[end] = changes.get(end, 0) - many
    full: list[Stretch] = []
    there = 0
    moments = sorted(changes)
    for begin, end in pairwise(moments):
        there += changes[begin]
        if there + people > capacity:
            full.append((begin, end))
    return without(hours, full) if people <= capacity else []
