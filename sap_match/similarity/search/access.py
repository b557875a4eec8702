"""What makes a place usable: as people ask for it, and as entries tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Access:
    """One thing that a place may have: how it is said, asked for, told and denied."""

    label: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    denied: re.Pattern[str] | None = None


def _p(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.VERBOSE)


NEEDS: Mapping[str, Access] = MappingProxyType(
    {
        "step_free": Access(
            "step-free",
            _p(
                r"""\b(?:(?:he|she|they|who|and|i|mum|dad|nan|gran|uses?|using|in|on|needs?
                    |with|has|have|is|'s
                |got|her|his|my|a|an|be|must|for|also)\s+){0,8}
                (?:wheel\s?chairs?(?:[- ](?:user|access\w*|bound|friendly))?(?:\s+users?)?
                |step[- ]free(?:\s+access)?|level\s+access|ground\s+floor|no\s+steps|no\s+stairs
                |mobility\s+scooter|rollator|walking\s+frame|zimmer(?:\s+frame)?|ramps?
                |disabled\s+access|accessible\s+(?:entrance|building|venue|place))\b
                (?!\s+(?:basketball|basket\s+ball|rugby|tennis|danc\w+|hire|loan|repair\w*
                |cycl\w+|sport\w*
                |racing|curling|football|fencing|boccia|services?))
                |\b(?:can'?t|cannot|cant|unable\s+to|doesn'?t|struggles?\s+with|trouble\s+with
                |not\s+good\s+on)
                \s+(?:do|manage|climb|get\s+up|use|the){0,8}\s*(?:stairs|steps)\b"""
            ),
            _p(
                r"""\bstep[- ]free\b|\blevel\s+(?:access|entrance|entry)\b|\bwheel\s?chairs?\b
                    |\bramp\b
                |\b(?:lift|stair\s?lift)\s+(?:works|working|to\s+all\s+floors)\b|\bground\s+floor\b
                |\b(?:fully|wheelchair)\s+accessible\b|\baccessible\s+(?:building|venue|centre
                    |minibus|bus)\b"""
            ),
            _p(
                r"""\b(?:not|no|isn'?t|without|sorry,?\s+no)\s+(?:a\s+|yet\s+)?(?:step[- ]free
                    |wheelchair\w*
                (?:\s+access\w*)?|level\s+access|ramp|lift)\b
                |\bnot\s+(?:fully\s+)?(?:accessible|suitable\s+for\s+wheelchairs?)
                |\b(?:stairs|steps)\s+only\b|\bup\s+(?:a|one|two|some)\s+(?:flight|stairs)\b
                |\b(?:three|four|five|six|several|steep|narrow)\s+(?:steps|stairs)\b
                    |\bno\s+disabled\s+access\b"""
            ),
        ),
        "hearing": Access(
            "a hearing loop or sign language",
            _p(
                r"""\b(?:hearing\s+(?:loop|aids?|impaired|loss|difficulties)|induction\s+loop
                    |hard\s+of\s+hearing
                |(?:i'?m|i\s+am|he'?s|he\s+is|she'?s|she\s+is|is|who'?s|are|they'?re|very|quite)\s+
                (?:(?:a\s+bit|quite|very|partially|profoundly|going)\s+)?deaf
                |can'?t\s+hear\s+(?:well|much|very\s+well)|bsl(?:\s+interpret\w+|\s+users?)?
                |sign\s+language\s+interpret\w+)\b"""
            ),
            _p(r"\b(?:hearing|induction)\s+loop\b|\bbsl\b|\bsign\s+language\b|\bdeaf\s+people\b"),
            _p(r"\bno\s+(?:hearing\s+)?loop\b"),
        ),
        "accessible_toilet": Access(
            "an accessible toilet",
            _p(r"\b(?:accessible|disabled|wheelchair)\s+(?:toilets?|loos?|wc|bathrooms?)\b"),
            _p(r"\b(?:accessible|disabled)\s+(?:toilets?|loos?|wc)\b|\bchanging\s+places?\b"),
            _p(r"\bno\s+(?:accessible\s+|disabled\s+)?toilets?\b"),
        ),
        "changing_places": Access(
            "a Changing Places toilet",
            _p(r"\bchanging\s+places?(?:\s+toilet)?\b|\bhoist\b"),
            _p(r"\bchanging\s+places?\b"),
        ),
        "parking": Access(
            "parking",
            _p(
                r"\b(?:blue\s+badge|disabled\s+(?:parking|bay)|(?:free|easy|near|need|has"
                r"|with)\s+parking)\b"
            ),
            _p(r"\bparking\b|\bcar\s+park\b|\bblue[- ]badge\b"),
            _p(r"\bno\s+(?:car\s+)?park(?:ing)?\b"),
        ),
    }
)
"""Everything that can be asked for, by its name."""

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "wheelchair": "step_free",
        "step-free": "step_free",
        "hearing-loop": "hearing",
        "bsl": "hearing",
        "accessible-toilet": "accessible_toilet",
        "changing-places": "changing_places",
        "parking": "parking",
    }
)
"""The names by which one asks on the command line."""

_AT_HOME = re.compile(
    r"\b(?:helpline|telephone\s+(?:circle|befriend\w*|support|line)|phone\s+(?:tree|line|friend)"
    r"|(?:slow\s+)?telephone\s+call\s+each|by\s+(?:phone|telephone)|home\s+visit\w*"
    r"|visits?\s+(?:you\s+)?(?:at|in)\s+(?:your\s+own\s+)?home|in\s+your\s+own\s+home"
    r"|at\s+your\s+kitchen)\b",
    re.IGNORECASE,
)


def access_written(text: str) -> dict[str, bool]:
    """Return what a text tells of access: true, or false where it denies it.

    What comes to one's home or by telephone has no step; what is both told and denied
    counts as denied.

    Examples
    --------
    >>> access_written("Ramp at the side; hearing loop"), access_written("Upstairs, no lift")
    ({'step_free': True, 'hearing': True}, {'step_free': False})
    """
    found = {}
    for name, need in NEEDS.items():
        if need.denied is not None and need.denied.search(text):
            found[name] = False
        elif need.told.search(text):
            found[name] = True
    if _AT_HOME.search(text):
        found.setdefault("step_free", True)
    return found
