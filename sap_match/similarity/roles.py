"""Whether what should be a role is a person: a name, an e-mail address or a number."""

from __future__ import annotations

import re

from sap_match.similarity.masking import mask
from sap_match.similarity.words import GIVEN_NAMES, ORGANISATION_WORDS, stem, word_set

_ROLE_WORDS = word_set("""
administrator adviser advisor apprentice assistant caretaker chair chairman chairperson chairwoman
champion clerk commissioner committee convenor coordinator councillor curate dean deputy director
engagement executive governor head helper imam lead leader link liaison manager member minister
navigator nurse officer organiser partner partnership planner practitioner prescriber priest
project rabbi representative secretary staff steward superintendent supervisor support team trustee
teacher treasurer vicar volunteer warden worker youth
""")
_PLACE_WORDS = word_set("""
avenue close farm gardens gate green grove heath hill lane lodge park road square ward wood
""")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_person(role: str) -> bool:
    """Whether a cell for a role names or reaches a person instead.

    Titles with a name, e-mail addresses and telephone numbers count, and a known given name
    that no word of a role, a body or a place follows. It reads the first 200 characters.

    Examples
    --------
    >>> [is_person(one) for one in ("partnership officer", "Faith lead", "warden", "")]
    [False, False, False, False]
    >>> [is_person(one) for one in ("Jane Smith", "jane@example.org", "Mrs Jones", "07700 900123")]
    [True, True, True, True]
    """
    text = " ".join(role[:200].split())
    if not text:
        return False
    if "@" in text or len(re.findall(r"\d", text)) > 5:
        return True
    if "[name]" in mask(text):
        return True
    words = _WORD.findall(text)
    return any(_is_name(words, i) for i in range(len(words)))


def _is_name(words: list[str], i: int) -> bool:
    """Whether a given name stands at ``i``: first, or written large among other words."""
    one = words[i].casefold()
    if one not in GIVEN_NAMES or one in _ROLE_WORDS or (i and not words[i][0].isupper()):
        return False
    after = words[i + 1].casefold() if i + 1 < len(words) else ""
    if {after, stem(after)} & (_ROLE_WORDS | ORGANISATION_WORDS | _PLACE_WORDS):
        return False
    return not after or words[i + 1][0].isupper() or words[i].islower()
