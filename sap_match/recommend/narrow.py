"""What a service is for beyond what is asked: a season, some people, one use.

A summer scheme cooks nothing in January, and a medical minibus takes nobody to lunch,
however like the words are. Looked at is what a service says plainly: its name, its
audiences and its ages. Where it says nothing, nothing is held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sap_match.recommend.provision import Item

#: What is left of the fit of a service that is narrower than what is asked.
NARROWER = 0.6
_GROUPS = {
    "season": r"summer|easter|christmas|half[- ]term|holiday activit\w+|holiday club\w*",
    "winter": r"winter",
    "men": r"dads?|fathers?|grandads?|stepdads?|men|mens|men[’']s|lads",
    "women": r"mums?|mothers?|women|womens|women[’']s|ladies|girls?",
    "babies": r"bab(?:y|ies)|toddlers?|pre-?school",
    "children": r"child(?:ren)?|children[’']s|primary(?:-age)?|kids|juniors?",
    "young": r"young(?:er)?|youth|teen\w*|students?",
    "older": r"old(?:er)?|elderly|seniors?|over[- ]?(?:the[- ])?[5-9]0s?|retired|pensioners?",
    "disabled": r"disab\w+|autis\w+|special needs|send|wheelchair\w*|learning disabilit\w+",
    "dementia": r"dementia|alzheimer\w*|memory",
    "carers": r"carers?|carers[’']|caring|care for|who care",
    "refugees": r"refugees?|asylum|migrants?|newcomers?|resettle\w*",
    "veterans": r"veterans?|armed forces",
    "faith": r"christians?|muslims?|jewish|catholic",
    "medical": r"medical|hospital\w*|patients?|(?:health|surgery|gp) appointments?|"
    r"(?<!debt )(?<!law )(?<!legal )(?<!advice )(?<!money )clinics?",
}
_FINDS = {
    name: re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE) for name, words in _GROUPS.items()
}
_ANY = re.compile("|".join(rf"\b(?:{words})(?!\w)" for words in _GROUPS.values()), re.IGNORECASE)
#: Groups that are people; whoever is asked for by one of these is asked for by age or state.
_PEOPLE = frozenset(_GROUPS) - {"season", "winter", "medical"}
#: Who is asked for with these, too.
_ALSO = {
    "babies": {"children"},
    "children": {"babies", "young"},
    "young": {"children"},
    "dementia": {"older"},
}
_AGES = re.compile(r"\bage[sd]?\s+(\d{1,2})\s*(?:to|-|–)\s*(\d{1,2})\b", re.IGNORECASE)
_TYPICAL = {"children": (4, 11), "babies": (0, 4), "older": (55, 120)}


@lru_cache(maxsize=65536)
def groups_in(text: str) -> frozenset[str]:
    """Return the seasons, people and uses that a text speaks of.

    Examples
    --------
    >>> sorted(groups_in("Dads who care"))
    ['carers', 'men']
    """
    if not _ANY.search(text):
        return frozenset()
    return frozenset(name for name, finds in _FINDS.items() if finds.search(text))


@lru_cache(maxsize=4096)
def ages_in(text: str) -> tuple[int, int] | None:
    """Return the ages that a text asks for, or None where it says none.

    Examples
    --------
    >>> ages_in("peer support for ages 18 to 25"), ages_in("primary-age children"), ages_in("a van")
    ((18, 25), (4, 11), None)
    """
    said = _AGES.search(text)
    if said:
        return int(said[1]), int(said[2])
    people = groups_in(text) & _PEOPLE
    typical = [_TYPICAL[one] for one in sorted(people) if one in _TYPICAL]
    return typical[0] if len(people) == 1 and typical else None


def share_left(item: Item, capability: str, brief: str) -> float:
    """Return what is left of a fit: 1, `NARROWER`, or 0 where the ages exclude each other.

    Parameters
    ----------
    item : Item
        What somebody brings; services are narrow, and organisations by their name and by
        the ages that all their services have.
    capability, brief : str
        What is asked for, and the whole piece of work.
    """
    wanted = ages_in(capability)
    low, high = item.ages
    if wanted and ((low or 0) > wanted[1] or (high if high is not None else 120) < wanted[0]):
        return 0.0
    if item.kind not in ("service", "organisation"):
        return 1.0
    asked = _widened(groups_in(f"{capability}. {brief}"))
    named = groups_in(item.name)
    if item.kind == "organisation":  # its text begins with its name; a season is not in one
        named = groups_in(item.text.split(". ")[0]) & _PEOPLE
    if named - asked:
        return NARROWER
    people = groups_in(capability) & _PEOPLE
    served = groups_in(". ".join(item.audiences)) & _PEOPLE
    return NARROWER if people and served and not served & _widened(people) else 1.0


def _widened(groups: Iterable[str]) -> frozenset[str]:
    found = set(groups)
    for one in sorted(found):
        found |= _ALSO.get(one, set())
    return frozenset(found)
