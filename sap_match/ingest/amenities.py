"""What rooms have, in one spelling: the words that requests for a room ask with.

Booking systems name the same feature in many ways. What a label says for certain becomes
the word that `sap_match.recommend.facilities.rules` compares; nothing is inferred, so that a
session for people with a visual impairment makes no room step-free.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from sap_match.ingest.cells import slug

AMENITY_OF_TYPE = MappingProxyType(
    {
        "BabyChanging": "baby_changing",
        "ChangingFacilities": "changing_rooms",
        "Creche": "creche",
        "Lockers": "lockers",
        "Parking": "parking",
        "Showers": "showers",
        "Toilets": "toilets",
        "Towels": "towels",
    }
)
"""OpenActive's own types of feature, and the words of the canonical tables."""

_WORDS = (
    ("changing_places", r"\bchanging places?\b"),
    (
        "accessible_toilet",
        (
            r"\b(?:accessible|disabled|wheelchair)[\w ]{0,12}\b(?:toilets?|wcs?|loos?)\b"
            r"|\btoilets?\b[\w ,-]{0,12}\b(?:accessible|disabled)\b"
        ),
    ),
    ("hearing_loop", r"\b(?:hearing|induction) loops?\b"),
    (
        "step_free",
        (
            r"\bstep free\b|\blevel (?:access|entrance)\b"
            r"|\bwheelchair (?:access(?:ible)?|ramp)\b|\bramped (?:access|entrance)\b"
        ),
    ),
    ("quiet_room", r"\bquiet (?:room|space)\b"),
    ("kitchen", r"\bkitchen(?:ette)?\b"),
    ("wifi", r"\bwi ?fi\b"),
    ("projector", r"\bprojector\b"),
    ("stage", r"\bstage\b"),
    ("piano", r"\bpiano\b"),
    ("storage", r"\bstorage\b"),
    ("heating", r"\bheating\b"),
    ("parking", r"\b(?:car )?parking\b|\bcar park\b"),
    ("baby_changing", r"\bbaby chang\w+\b"),
    ("changing_rooms", r"\bchanging (?:rooms?|facilities)\b"),
    ("showers", r"\bshowers?\b"),
    ("toilets", r"\btoilets?\b"),
    ("lockers", r"\blockers?\b"),
    ("creche", r"\bcr[eè]che\b"),
    ("garden", r"\bgarden\b"),
)
_LONGEST = 40


def amenity_word(label: str, kind: str = "") -> str:
    """Return the word of the canonical tables for a feature.

    Parameters
    ----------
    label : str
        What the source calls it.
    kind : str
        Its type in OpenActive, used where the label says nothing more particular.

    Returns
    -------
    str
        A label that is not known in its own words; nothing for a whole sentence.

    Examples
    --------
    >>> amenity_word("Disabled Toilets"), amenity_word("", "ChangingFacilities")
    ('accessible_toilet', 'changing_rooms')
    >>> amenity_word("Climbing wall"), amenity_word("Induction-loop system")
    ('climbing_wall', 'hearing_loop')
    """
    text = " ".join(re.sub(r"[_\W]+", " ", label.casefold()).split())
    known = known_amenity(label)
    if known:
        return known
    if kind in AMENITY_OF_TYPE:
        return AMENITY_OF_TYPE[kind]
    return slug(text).replace("-", "_") if 0 < len(text) <= _LONGEST else ""


def known_amenity(label: str) -> str:
    """Return the word for a feature that is known by its label, else nothing.

    Examples
    --------
    >>> known_amenity("Free car parking"), known_amenity("Visual impairment")
    ('parking', '')
    """
    text = " ".join(re.sub(r"[_\W]+", " ", label.casefold()[:200]).split())
    if re.search(r"\b(?:no|not|without|unavailable)\b", text):
        return ""
    return next((word for word, pattern in _WORDS if re.search(pattern, text)), "")
