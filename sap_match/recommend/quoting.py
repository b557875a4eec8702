"""A record's own words, quoted: the sentence that shows it, or the condition it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sap_match.recommend.wording import shortened
from sap_match.similarity.masking import mask
from sap_match.similarity.words import STOP_WORDS, stem, words_of

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9£])")
_CLAUSE = re.compile(r"(?<=[;:])\s+|\s+–\s+")
_CONDITION = re.compile(
    r"\b(?:must|only|need(?:s|ed)?|you (?:buy|collect|sign|bring|have|pay)|in return|would like|"
    r"not for|no (?:more|checks)|not at all|cannot|come first|provided|unless|one of them|"
    r"at a time|promise|wherever|before (?:we|you|the)|with (?:a|an|their) \w+ (?:present|of))\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def stems_of(text: str) -> frozenset[str]:
    """Return the telling words of a text as stems."""
    return frozenset(stem(w) for w in words_of(text) if w not in STOP_WORDS and len(w) > 1)


def label(name: str) -> str:
    """Return a record's name or title without contact details, "" where it was no more.

    Examples
    --------
    >>> label("Lunch Bus (01632 960123)"), label("Soup & Co.")
    ('Lunch Bus', 'Soup & Co.')
    """
    said = mask(name)
    return said if said == name else said.rstrip(" .,;:(-–")


def sentences_of(text: str) -> list[str]:
    """Return a text's sentences, with contact details and persons' names taken out.

    Examples
    --------
    >>> sentences_of("Pale emulsion; collect from the yard. Ring 01632 960123.")
    ['Pale emulsion; collect from the yard.']
    """
    plain = " ".join(mask(text).split())
    return [s for s in _SENTENCE.split(plain) if s.strip()]


def telling(text: str, words: frozenset[str], *, width: int = 110) -> str:
    """Return the sentence (or clause) that holds most of ``words``, shortened, unended.

    Examples
    --------
    >>> telling("We began in 1990. A van on Saturdays, for beds.", frozenset({"van"}))
    'A van on Saturdays, for beds'
    """
    best = _most(sentences_of(text), words)
    if len(best) > width:
        clause = _most(_CLAUSE.split(best), words)
        if len(stems_of(clause) & words) == len(stems_of(best) & words):
            best = clause
    return shortened(best, width).rstrip(" .;:,")


def _most(pieces: Iterable[str], words: frozenset[str]) -> str:
    return max(pieces, key=lambda s: len(stems_of(s) & words), default="")


def condition(text: str, *, but: str = "", width: int = 140) -> str:
    """Return the sentence in which a record makes a condition, or "".

    Parameters
    ----------
    text : str
        A description.
    but : str
        What has been quoted already and is not quoted again.

    Examples
    --------
    >>> condition("Twenty laptops. They leave only to somebody who can wipe the drives.")
    'They leave only to somebody who can wipe the drives'
    """
    for sentence in sentences_of(text):
        said = sentence.rstrip(" .;:,")
        if _CONDITION.search(said) and not (
            but and (said.startswith(but.rstrip("…")) or but == said)
        ):
            return shortened(said, width)
    return ""
