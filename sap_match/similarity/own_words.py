"""What a record says in its own words, once the sentences of a form are taken away.

Directories fill in sentences: "Residential care home.", "School for ages 3 to 11.",
one operator's paragraph under each of its branches. A sentence that several records
share says nothing about any of them, and likeness built on it is the form's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sap_match.similarity.text import Text, is_telling, sentences
from sap_match.similarity.words import stem, words_of

SHARED_BY = 3
"""A sentence that stands in so many records is taken for the form's."""
_NAME = ""
"""The key of a sentence that only repeats the record's name: names are alike, not forms."""

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
    return told_of(texts, names).result


@dataclass(frozen=True)
class Told:
    """What `own_words` found, and from what: enough to find it again after a few changes.

    ``split`` holds the sentences of each text with their keys, ``shared`` how many texts
    have each key.
    """

    texts: Mapping[str, Text]
    names: Mapping[str, str]
    split: Mapping[str, tuple[tuple[str, str], ...]]
    shared: Counter[str]
    result: dict[str, Text]


def told_of(
    texts: Mapping[str, Text], names: Mapping[str, str], before: Told | None = None
) -> Told:
    """Return `own_words` with what it was found from.

    Where ``before`` is given, only texts that changed are read again, and only those that
    share a sentence with them judged again; the result is that of a fresh start.
    """
    earlier = before or Told({}, {}, {}, Counter(), {})
    other = {
        one
        for one, text in texts.items()
        if earlier.texts.get(one) != text or earlier.names.get(one) != names[one]
    }
    split = {
        one: _split(text.text, names[one]) if one in other else earlier.split[one]
        for one, text in texts.items()
    }
    shared, moved = Counter(earlier.shared), Counter[str]()
    for one in sorted({*other, *(earlier.texts.keys() - texts.keys())}):
        moved.subtract({key for _, key in earlier.split.get(one, ())})
        moved.update({key for _, key in split.get(one, ())})
    shared.update(moved)
    turned = {key for key in moved if _formal(shared[key]) != _formal(earlier.shared[key])}
    again = set(other)
    if turned:
        again |= {one for one, found in split.items() if any(key in turned for _, key in found)}
    result = {
        one: _own(texts[one], names[one], split[one], shared)
        if one in again
        else earlier.result[one]
        for one in texts
    }
    return Told(texts, names, split, shared, result)


def _own(text: Text, name: str, split: tuple[tuple[str, str], ...], shared: Counter[str]) -> Text:
    kept = [sentence for sentence, key in split if key == _NAME or not _formal(shared[key])]
    body = " ".join(kept)
    named = {stem(w) for w in words_of(name)}
    telling = {stem(w) for w in words_of(body) if is_telling(w)} - named
    enough = len(kept) == len(split) or len(telling) >= OWN_WORDS
    described = text.described and enough
    return Text(body if described else text.text, described, len(body))


def _formal(holders: int) -> bool:
    """Whether a sentence that so many texts have is taken for a form's."""
    return holders >= SHARED_BY


def _split(text: str, name: str) -> tuple[tuple[str, str], ...]:
    named = set(words_of(name))
    return tuple(
        (sentence, _NAME if named.issuperset(words_of(sentence)) else _key(sentence))
        for sentence in sentences(text)
    )


def _key(sentence: str) -> str:
    return re.sub(r"\d+", "#", sentence.casefold()).strip(" .!?")
