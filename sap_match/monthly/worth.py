"""What is true and well found, and still not worth an officer's call.

These rules belong to the month's list alone: the commands that answer one question
(`sap-match partners`) show what they hold back here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sap_match.memory import pair
from sap_match.recommend.same import name_words
from sap_match.recommend.shared import common_names
from sap_match.results import Suggestion

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

#: Likeness from which two organisations do nearly the same work.
PEERS = 0.58
_CONGREGATION = re.compile(
    r"\b(church|churches|chapel|parochial|parish|cathedral|diocese|mosque|masjid|synagogue"
    r"|gurdwara|temple|congregation|ministries|fellowship|christian|christadelphian|gospel"
    r"|assembl(?:y|ies) of god|baptist|methodist|evangelical|islamic)\b",
    re.IGNORECASE,
)

_SPREADS_A_FAITH = re.compile(
    r"\b(?:advanc|spread|proclaim|propagat|preach|promot|further)\w*\b[^.;]{0,60}?"
    r"\b(?:gospel|christ|christian|bible|biblical|islam|islamic|jewish|judaism|hindu|sikh"
    r"|buddhis[mt]|(?:religious )?faith|religion)\b|\bpublic worship\b|\bplanting\b.{0,20}\bchurch"
    r"|\b(?:member|fellowship) of\b[^.;]{0,40}\bchurch|\bencounter with god\b"
    r"|\b(?:morning|evening|sunday|friday|weekly|regular)\b.{0,20}\b(?:prayers?|worship|mass)\b"
    r"|\bpraise and worship\b|\bprayer (?:group|meeting|ministr)|\bbible stud",
    re.IGNORECASE,
)


def barred(
    landscape: Landscape,
    suggestions: Iterable[Suggestion],
    listed_twice: frozenset[tuple[str, str]] = frozenset(),
) -> dict[str, tuple[str, str]]:
    """Return suggestion id to (rule, note) of what the month's list leaves out.

    ``listed_twice`` are sorted pairs of organisations that are, or run, one thing that
    the directory lists twice.
    """
    found = {}
    for one in suggestions:
        if one.kind == "partner" and one.suggestion_id not in found:
            told = _why_not(landscape, one, listed_twice)
            if told is not None:
                found[one.suggestion_id] = told
    return found


def _why_not(
    landscape: Landscape, one: Suggestion, listed_twice: frozenset[tuple[str, str]]
) -> tuple[str, str] | None:
    if len(one.asked) < 2:
        return None
    left, right = (landscape.profile(x) for x in one.asked[:2])
    if pair(left.id, right.id) in listed_twice:
        return "duplicate", "the directory seems to list one thing under both; see the duplicates"
    if left.is_outside and right.is_outside:
        return "outside", "both work outside the area"
    return None if one.details.get("exchange") else _peers(landscape, left, right)


def _peers(landscape: Landscape, left: Profile, right: Profile) -> tuple[str, str] | None:
    if landscape.organisation_index.similarity(left.id, right.id) >= PEERS:
        return "peers", "they do nearly the same work; see the overlaps"
    mine, theirs = name_words(left.name), name_words(right.name)
    if len(mine & theirs) >= 2 and max(len(mine - theirs), len(theirs - mine)) <= 1:
        return "peers", "one name in two places: they know of each other"
    places = {w for name in common_names(landscape) for w in name.casefold().split()}
    if len((mine & theirs) - places) >= 2:
        return "peers", "one trade by name: they know of each other"
    if _is_congregation(left) and _is_congregation(right):
        return "peers", "two congregations, who know of each other"
    return None


def _is_congregation(profile: Profile) -> bool:
    """Whether its name says so, or it says of itself that it spreads a faith."""
    return bool(_CONGREGATION.search(profile.name) or _SPREADS_A_FAITH.search(profile.text))
