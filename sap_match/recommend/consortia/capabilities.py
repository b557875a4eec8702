"""What has to be covered: the brief's capabilities, or what its words ask for.

A text is split where a writer lists things: at line ends, bullets, semicolons, colons and
commas. What is left out tells of dates, money and the bid itself. The split is shown with the
teams, to be corrected in the brief's column ``capabilities``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sap_match.errors import DataError
from sap_match.model import Brief
from sap_match.similarity.words import STOP_WORDS, stem, words_of

MOST = 8
_BREAKS = re.compile(r"[\n\r•·▪●*;:!?]+|\.\s+|\.$|,\s+| - | – | — |\t+")
_AND = re.compile(r"\s+(?:and|&|or|und|et|y|e)\s+", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:and|or|but|so|then|with|for|of|to|from|by|in|on|at|as|including|include[sd]?|such as|"
    r"e\.?g\.?|also|both|some|a|an|the|we|they|it|who|that|which|will|can|could|must|should|"
    r"need(?:s|ed)?|want(?:s|ed)?|look(?:s|ing)? for|seek(?:s|ing)?|find(?:s|ing)?|provide[sd]?|"
    r"providing|offer(?:s|ing)?|support(?:ing)? to|help(?:ing)? to|somebody to|someone to|"
    r"people to|"
    r"is|are|be|has|have|there|this|these|our|their|its|please)\s+)+",
    re.IGNORECASE,
)
#: Words that are of the bid and not of the work.
_BID = frozenset(
    stem(w)
    for w in """bid bids fund funds funded funding grant grants award closing deadline application
    apply project projects programme partnership consortium partner partners brief lead tender
    contract budget pounds month months week weeks year years day days january february march april
    may june july august september october november december winter autumn spring until before
    phase objective objectives aim aims result results output outputs""".split()
)  # fmt: skip
#: A sentence about the work, or what the asker has already: nothing that is asked for.
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|cannot|does|do|now|this|following|none)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"^(?:we|they|it)\s+(?:can(?:not)?|have|has|run|already)\b", re.IGNORECASE)
_BULLETS = re.compile(r"(?m)(?:^|\n)\s*(?:[•·▪●*]|-\s|\d{1,2}[.)]\s)\s*([^\n•·▪●]+)")
_CLAUSE = re.compile(
    r"\s+(?:who|that|which|where|whom|in which|so that|because|when)\s.*$", re.IGNORECASE
)
#: A heading before the colon of a list, to the start of its sentence.
_HEADING = re.compile(r"(^|[.!?]\s+)[^.!?:]{3,}:(?=[^.!?]*(?:,|\band\b))")
_ARTICLES = frozenset("a an the some somebody someone".split())
LONG = 8
_EDGES = " \t\"'“”‘’()[]–-.,"
_FUND = re.compile(r"\b(?:bids?|fund(?:s|ing)?|grants?|tenders?|deadline|closing)\b", re.IGNORECASE)
_MONEY = re.compile(r"[£€$]\s?\d|\b\d{4}\b")


def capabilities_of(brief: Brief, places: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what has to be covered: the capabilities, else what the text lists, else themes.

    Names of ``places`` are nothing that can be covered.

    Raises
    ------
    DataError
        The brief says nothing that could be looked for.

    Examples
    --------
    >>> capabilities_of(Brief(id="b", description="We need a hall, hot food, and drivers."))
    ('hall', 'hot food', 'drivers')
    >>> capabilities_of(Brief(id="b", description="Lunch", capabilities=("cooks",)))
    ('cooks',)
    """
    given = tuple(dict.fromkeys(c for c in map(readable, brief.capabilities) if has_words(c)))
    if given:
        return given
    if not any(map(has_words, (brief.title or "", brief.description, *brief.themes))):
        raise DataError(
            "says nothing that could be looked for; write what the work needs, or list it in "
            "the column capabilities", source=f"brief {brief.id}", field="description",
            value=brief.description,
        )  # fmt: skip
    found = split_capabilities(brief.description, places=places)
    if len(found) >= 2:
        return found
    if brief.themes:
        return brief.themes
    whole = brief.title if brief.title and has_words(brief.title) else brief.description
    return (readable(whole),)


def were_split(brief: Brief, places: Iterable[str] = ()) -> bool:
    """Whether the capabilities were read out of the brief's text."""
    return not any(map(has_words, brief.capabilities)) and (
        len(split_capabilities(brief.description, places=places)) >= 2
    )


def split_capabilities(
    text: str, most: int = MOST, *, places: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return up to ``most`` things that a text asks for, in its order.

    What stands before the colon of a list is its heading. A piece that only names places is
    left out.

    Examples
    --------
    >>> split_capabilities(
    ...     "BID TO THE FUND, CLOSING 27 NOVEMBER. SOUP, SOMEBODY TO SORT THE METER AND A LIFT."
    ... )
    ('soup', 'sort the meter', 'lift')
    """
    found: list[str] = []
    seen: list[frozenset[str]] = []
    where = {stem(w) for place in places for w in words_of(place)}
    for piece in _pieces(readable(text)):
        stems = _telling(piece)
        if (
            not stems - where
            or len(words_of(piece)) > LONG
            or _MONEY.search(piece)
            or _FUND.search(piece)
        ):
            continue
        if any(stems <= earlier or earlier <= stems for earlier in seen):
            continue
        found.append(piece)
        seen.append(stems)
    return tuple(found[:most])


def readable(text: str) -> str:
    """Return a text that is written in capitals in small letters, another as it is.

    Examples
    --------
    >>> readable("HOT FOOD FOR FORTY"), readable("GP and ESOL for newcomers"), readable("ESOL")
    ('hot food for forty', 'GP and ESOL for newcomers', 'ESOL')
    """
    letters = [c for c in text if c.isalpha()]
    shouts = len(letters) > 8 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
    return text.lower() if shouts else text


def has_words(text: str) -> bool:
    """Whether a text has any letter, in any script."""
    return any(c.isalpha() for c in text)


def _pieces(text: str) -> list[str]:
    bullets = _BULLETS.findall(text)
    found = []
    whole = bullets if len(bullets) >= 2 else [_HEADING.sub(r"\1", text)]
    for part in (p for b in whole for p in _BREAKS.split(b)):
        if _OWN.search(part.strip()):
            continue
        halves = _AND.split(part) if len(part.split()) > 3 else [part]
        if _one_head(halves):
            halves = [part]
        # "English and maths for adults" is one thing where a half says nothing by itself
        for one in [part] if any(not _telling(h) for h in halves) else halves:
            bare = _LEAD_IN.sub("", one.strip(_EDGES)).strip(_EDGES)
            bare = _CLAUSE.sub("", bare).strip(_EDGES)
            if has_words(bare) and not _SENTENCE.search(bare):
                found.append(bare)
    return found


def _one_head(halves: Sequence[str]) -> bool:
    """Whether "debt and benefits advice" is one thing: a bare word before what it belongs to."""
    if len(halves) != 2:
        return False
    first, second = halves[0].split(), halves[1].split()
    return len(first) == 1 and len(second) > 1 and second[0].lower() not in _ARTICLES


def _telling(piece: str) -> frozenset[str]:
    words = (w for w in words_of(piece) if w not in STOP_WORDS and len(w) > 2)
    return frozenset(s for s in map(stem, words) if s not in _BID)
