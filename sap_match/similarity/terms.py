"""Why two texts are alike, in their own words: the terms that they share."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sap_match.ranking import ordered
from sap_match.similarity.blend import WordWeights
from sap_match.similarity.phrases import KEPT_TEXTS, snippet
from sap_match.similarity.subjects import VARIANTS, subject_spans
from sap_match.similarity.text import is_telling, sentences
from sap_match.similarity.words import (
    KEEPS_CAPITALS,
    PROPER,
    STOP_WORDS,
    stem,
    word_set,
    words_of,
)

__all__ = ["shared_terms", "snippet"]

#: Words that say little alone but make a known phrase with what follows: *young carers*.
_HEADS = word_set("""
young older elderly street disabled single human special early community mental physical village
rural urban food youth youths play
""")
#: Words that say little alone but end a phrase well: *toy library*, *mental health*.
_TAILS = frozenset(
    stem(w)
    for w in word_set("""
health wellbeing well-being club clubs group groups service services scheme schemes
    centre people children adults families care hall library needs support skills training project
    projects activities classes sessions education school schools member day work facilities
    association community
""")
)
#: Two words that are a subject although each by itself is a common word.
_PHRASES = frozenset(
    {
        ("mental", "health"), ("older", "person"), ("elderly", "person"), ("disabled", "person"),
        ("public", "health"), ("social", "isolation"), ("social", "care"), ("special", "need"),
        ("young", "carer"), ("health", "inequality"), ("village", "hall"), ("play", "scheme"),
        ("holiday", "activity"), ("community", "transport"), ("human", "right"),
        ("community", "centre"),
    }
)  # fmt: skip
_SAYS_LITTLE = 0.4
_ONE_WORD = 0.75


_Found = Mapping[tuple[str, ...], str]


@dataclass(frozen=True)
class _Term:
    stems: tuple[str, ...]
    shown: str
    score: float


def shared_terms(
    text_a: str,
    text_b: str,
    idf: Mapping[str, float],
    limit: int = 3,
    *,
    exclude: Collection[str] = (),
    names: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the most telling words and phrases of two or three words that both texts use.

    Function words and the boilerplate of charity prose are never returned by themselves;
    phrases come before their parts, and rare ones before common ones. What stands in a text
    only as a proper name is no evidence.

    Parameters
    ----------
    text_a, text_b : str
        Texts, as `sap_match.similarity.text` makes them.
    idf : mapping
        How telling each stem is (`SimilarityIndex.idf`); an unknown one counts as the rarest.
    limit : int
        At most this many.
    exclude : collection of str
        Words or phrases that are no evidence here, such as the names of areas.
    names : collection of str
        The names of the two organisations; their mentions are not read.

    Returns
    -------
    tuple of str
        In the words of ``text_a``, by (-score, term); empty where nothing telling is shared.

    Examples
    --------
    >>> shared_terms(
    ...     "We provide mental health support for young carers in Sale.",
    ...     "Young carers in Sale meet; advice on mental health.",
    ...     {},
    ...     exclude=["Sale"],
    ... )
    ('young carers', 'mental health')
    """
    ours, theirs = (_terms(_nameless(text, names)) for text in (text_a, text_b))
    refused = {s for name in exclude for s in _stems(name)}
    weights = idf if isinstance(idf, WordWeights) else WordWeights(idf)
    shared = _same_words(ours, theirs, weights) + _same_subjects(ours, theirs, weights)
    chosen: list[_Term] = []
    for term in ordered(shared, score=lambda t: t.score, key=lambda t: t.shown):
        taken = {s for c in chosen for s in c.stems}
        if not set(term.stems) & (taken | refused):
            chosen.append(term)
    return tuple(t.shown for t in chosen[: max(limit, 0)])


@lru_cache(maxsize=KEPT_TEXTS)
def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words_of(name))


def _same_words(ours: _Found, theirs: _Found, idf: WordWeights) -> list[_Term]:
    shared = []
    for stems in ours.keys() & theirs.keys():
        if len(stems) == 1 and not is_telling(stems[0]):
            continue
        score = _weight(stems, idf) * (1.0 if len(stems) > 1 else _ONE_WORD)
        shared.append(_Term(stems, ours[stems], score))
    return shared


def _same_subjects(ours: _Found, theirs: _Found, idf: WordWeights) -> list[_Term]:
    """Return the subjects that both texts name, in a word of both where there is one."""
    shared = []
    for subject, variants in VARIANTS.items():
        left = variants & ours.keys()
        right = variants & theirs.keys() if left else left
        if not left or not right:
            continue
        both = sorted(left & right, key=lambda v: (-_weight(v, idf), v))
        shown = ours[both[0]] if both else subject
        stems = tuple(sorted({s for v in left | right for s in v}))
        score = min(_weight(v, idf) / len(v) for v in left | right)
        shared.append(_Term(stems, shown, score))
    return shared


def _weight(stems: Sequence[str], idf: WordWeights) -> float:
    return sum(idf.get(s, idf.rarest) * (1.0 if is_telling(s) else _SAYS_LITTLE) for s in stems)


def _nameless(text: str, names: Collection[str]) -> str:
    """Take the mentions of names out of a text, also without *The* and the legal form."""
    folded = text.casefold()
    for name in sorted(names, key=lambda n: (-len(n), n)):
        bare = _bare_name(name)
        if len(bare) > 2 and bare.casefold() in folded:
            text = re.sub(rf"(?i)(?<!\w){re.escape(bare)}(?!\w)", ".", text)
    return text


@lru_cache(maxsize=KEPT_TEXTS)
def _bare_name(name: str) -> str:
    bare = re.sub(
        r"(?i)^the\s+|(?<!\s)\s*\(.{0,200}?\)|(?<!\s)\s+(?:ltd|limited|cio|cic|c\.i\.c)\.?$",
        "",
        name,
    )
    return bare.strip()


@lru_cache(maxsize=KEPT_TEXTS)
def _terms(text: str) -> _Found:
    """Return the telling terms and subjects of a text: stems to the words as first written."""
    found: dict[tuple[str, ...], str] = {}
    for sentence in sentences(text.replace("’", "'")):
        names = _proper_names(sentence)
        for run in re.split(r"[,;:()\[\]/.!?\"“”]|\s[-–]\s", sentence):
            words = _WORD.findall(run)
            common = ["" if w in names else w.lower() for w in words]
            for i, j in subject_spans([c and w for c, w in zip(common, words, strict=True)]):
                _note(found, words[i:j])
            for i, word in enumerate(common):
                pair = i > 0 and _is_phrase(common[i - 1], word)
                if is_telling(word):
                    _note(found, words[i : i + 1])
                if pair:
                    _note(found, words[i - 1 : i + 1])
                if pair and i > 1 and _is_phrase(common[i - 2], common[i - 1]):
                    _note(found, words[i - 2 : i + 1])
                elif pair and i > 1 and is_telling(common[i - 2]) and common[i - 1] in _HEADS:
                    _note(found, words[i - 2 : i + 1])  # isolated older people
    return found


_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def _note(found: dict[tuple[str, ...], str], words: Sequence[str]) -> None:
    stems = tuple(stem(w.lower()) for w in words)
    found.setdefault(stems, " ".join(_shown(w) for w in words))


def _proper_names(sentence: str) -> frozenset[str]:
    """Words that are capitalised within a sentence which otherwise is not."""
    words = _WORD.findall(sentence)
    long = [w for w in words if len(w) > 3]
    if sum(w[0].islower() for w in long) < 0.6 * len(long):
        return frozenset()
    return frozenset(
        w
        for w in words[1:]
        if w[0].isupper() and w not in KEEPS_CAPITALS and w.lower() not in PROPER
    )


def _is_phrase(first: str, second: str) -> bool:
    stems = (stem(first), stem(second))
    if not first or not second:
        return False
    if stems in _PHRASES:
        return True
    if {first, second} & STOP_WORDS or first[0].isdigit() or second[0].isdigit():
        return False
    if is_telling(second):
        return is_telling(first) or first in _HEADS
    return is_telling(first) and stem(second) in _TAILS and not first.endswith(("ing", "ed", "ly"))


def _shown(word: str) -> str:
    if word in KEEPS_CAPITALS or (word.isupper() and len(word) <= 5):
        return word
    return word.capitalize() if word.lower() in PROPER else word.lower()
