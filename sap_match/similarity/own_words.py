"""What a record says in its own words, once the sentences of a form are taken away.

Directories fill in sentences: "Residential care home.", "School for ages 3 to 11.",
one operator's paragraph under each of its branches. A sentence that several records
share says nothing about any of them, and likeness built on it is the form's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from sap_match.similarity.text import Text, is_telling, sentences
from sap_match.similarity.words import stem, words_of

SHARED_BY = 3
"""A sentence that stands in so many records is taken for the form's."""
OWN_WORDS = 4
"""Distinct telling words, beyond the name's, that make what is left say something."""


def own_words(texts: Mapping[str, Text], names: Mapping[str, str]) -> dict[str, Text]:
    """Return the texts without sentences that three or more records share.

    Digits count as one letter, so that "for ages 3 to 11" and "for ages 5 to 7" are one
    sentence. A text from which some were taken, and that then says too little, is no longer
    described.

    Examples
    --------
    >>> form = "Residential care home."
    >>> told = {
    ...     "a": Text(f"Ash House. {form} Choir, garden, memory walks and baking.", True, 64),
    ...     "b": Text(f"Elm House. {form}", True, 22),
    ...     "c": Text(f"Oak House. {form}", True, 22),
    ... }
    >>> found = own_words(told, {"a": "Ash House", "b": "Elm House", "c": "Oak House"})
    >>> found["a"].text, found["a"].described, found["b"].described
    ('Ash House. Choir, garden, memory walks and baking.', True, False)
    """
    split = {one: sentences(text.text) for one, text in texts.items()}
    shared = Counter(key for found in split.values() for key in {_key(s) for s in found})
    result = {}
    for one, found in split.items():
        kept = [s for s in found if shared[_key(s)] < SHARED_BY]
        body = " ".join(kept)
        named = {stem(w) for w in words_of(names[one])}
        telling = {stem(w) for w in words_of(body) if is_telling(w)} - named
        enough = len(kept) == len(found) or len(telling) >= OWN_WORDS
        described = texts[one].described and enough
        result[one] = Text(body if described else texts[one].text, described, len(body))
    return result


def _key(sentence: str) -> str:
    return re.sub(r"\d+", "#", sentence.casefold()).strip(" .!?")
