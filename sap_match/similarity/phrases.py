"""Phrases of a text that show what it speaks of, fit to be quoted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from sap_match.ranking import ordered
from sap_match.similarity.subjects import VARIANTS
from sap_match.similarity.text import clean, sentences
from sap_match.similarity.words import (
    BOILERPLATE,
    KEEPS_CAPITALS,
    PROPER,
    STOP_WORDS,
    stem,
    word_set,
    words_of,
)

KEPT_TEXTS = 4096
"""Texts whose sentences and terms are kept in memory, since a reason quotes a text often."""

_TOKEN = re.compile(r"\S+")
_BREAK = re.compile(r"[,;:()\[\]]$|^[(\[–—-]")
_OPENS_AFTER = word_set("""
to by through including include includes provide provides providing offer offers offering run runs
running organise organises organising deliver delivers delivering support supports with via is are
be was of for promote promotes promoting advance encourage encourages encouraging arrange
arranging give giving like eg e.g. towards into both and that who which on in about
""")
_OPENS_WEAKLY_AFTER = word_set("and in on for both with is are was be that who which")
_CLOSES_BEFORE = word_set("""
to by through which that who where when as so while whilst because in with within for from and or
at on irrespective regardless without across including such via based if but under into upon
throughout
""")
_LEANS_ON = word_set("""
accordance work works working live lives living meet meets meeting engage engages engaging
participate participating suffer suffers suffering involved involving age ages aged variety number
range lack need needs access respect responsible able take taking part come coming go going get
getting use using help helping help focus focusing focuses struggle struggling cope coping deal
dealing contribute contributing belong lead leading relate relating return returning pertaining
particular order addition relation regard according due similar such same bring bringing is are be
was were has have had will can may member members aim aims want wanting wish wishing seek seeking
look looking provide provides providing between
""")
_BAD_START = word_set("""
accordance and or but of which that who whom whose as than so such also other others further any
all these those this it its their his her they them is are was were be been being has have had
will would may can could should not no for in on at from with by then there time
""")
_BAD_END = STOP_WORDS | word_set("local accordance")
_FORMAL = word_set("""
charity charity's charitable trust trustees object objects objective objectives aim aims purpose
purposes company foundation cio mission vision association activities year our prejudice
generality foregoing hereinafter necessitous
""")


def snippet(
    text: str, terms: Sequence[str], width: int = 90, *, avoid: Collection[str] = ()
) -> str:
    """Return a phrase of ``text`` that shows one or more of ``terms`` and reads on its own.

    It lies within one sentence, is of whole words as they were written, and holds no contact
    details. Where a sentence is too long the phrase begins and ends where clauses do.

    Parameters
    ----------
    text : str
        The text to quote from; it is cleaned and masked first.
    terms : sequence of str
        What to show, the most important first.
    width : int
        Characters at most.
    avoid : collection of str
        Names, of other organisations for one, that the phrase must not hold.

    Returns
    -------
    str
        Empty where no term can be shown.

    Examples
    --------
    >>> snippet(
    ...     "The objects of the charity are to run a lunch club for isolated older people, "
    ...     "irrespective of means.",
    ...     ["lunch club"],
    ...     60,
    ... )
    'run a lunch club for isolated older people'
    """
    wanted = [_wordings(term) for term in terms]
    refused = [name.casefold() for name in avoid if name.strip()]
    found = [
        (score - place * 0.1, phrase)
        for place, sentence in enumerate(_sentences(text))
        for score, phrase in _phrases(sentence, wanted, width)
    ]
    for _, phrase in ordered(found, score=lambda f: f[0], key=lambda f: f[1]):
        folded = phrase.casefold()
        if not any(_holds(folded, name) for name in refused):
            return phrase
    return ""


@lru_cache(maxsize=KEPT_TEXTS)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentences(clean(text)))


def _wordings(term: str) -> frozenset[tuple[str, ...]]:
    """Return the ways in which a text may speak of a term."""
    own = tuple(stem(w) for w in words_of(term))
    return frozenset({own} | VARIANTS.get(term, frozenset())) - {()}


def _holds(text: str, name: str) -> bool:
    return name in text and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _phrases(
    sentence: str, wanted: Sequence[frozenset[tuple[str, ...]]], width: int
) -> Iterator[tuple[float, str]]:
    """Yield every stretch of a sentence that shows a term, with how well it reads."""
    read = _read(sentence)
    spans = _spans(read.stems, wanted)
    if not spans:
        return
    first_hit, last_hit = min(s for _, s, _ in spans), max(e for _, _, e in spans)
    for i in range(last_hit + 1):
        opening = read.openings[i]
        if opening is None:
            continue
        for j in range(max(i, first_hit), len(read.words)):
            phrase = sentence[read.tokens[i][0] : read.tokens[j][1]]
            if len(phrase) > width + 2:
                break
            closing = read.closing(i, j)
            if closing is None:
                continue
            shown = sum(1 / (1 + rank) for rank in {r for r, s, e in spans if i <= s and e <= j})
            if not shown:
                continue
            tidy = _tidy(phrase)
            if len(tidy) > width or "[name]" in tidy or not _is_balanced(tidy):
                continue
            yield 4 * shown + opening + closing + read.shape(i, j, width, len(tidy)), tidy


@dataclass(frozen=True)
class _Read:
    """What a sentence says of its phrases whatever is looked for: read once, asked often.

    ``tokens`` are spans, ``words`` what stands there, ``bare`` the same without marks and in
    small letters, ``stems`` (token, stem) pairs. ``common`` and ``names`` count, up to each
    word, those that say little and the pairs of capitalised ones.
    """

    tokens: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    bare: tuple[str, ...]
    stems: tuple[tuple[int, str], ...]
    openings: tuple[float | None, ...]
    closings: tuple[float | None, ...]
    common: tuple[int, ...]
    names: tuple[int, ...]

    def closing(self, i: int, j: int) -> float | None:
        """How well a phrase that began at word ``i`` can end at ``j``; None where it cannot."""
        found = self.closings[j]
        if found is not None and found < 0 and _is_half_said(self.bare[i:j], self.bare[j]):
            return None
        return found

    def shape(self, i: int, j: int, width: int, length: int) -> float:
        """Prefer phrases of a fair length, without formal openings and strings of names."""
        count = j + 1 - i
        formal = sum(w in _FORMAL for w in self.bare[i : min(i + 6, j + 1)])
        names = self.names[j] - self.names[i]
        common = (self.common[j + 1] - self.common[i]) / count
        fair = min(length, 0.7 * width) / (0.7 * width)
        return 1.5 * fair - 0.5 * formal - 0.7 * names - 1.0 * common - (0.5 if count < 3 else 0.0)


@lru_cache(maxsize=KEPT_TEXTS)
def _read(sentence: str) -> _Read:
    tokens = tuple(m.span() for m in _TOKEN.finditer(sentence))
    words = tuple(sentence[a:b] for a, b in tokens)
    bare = tuple(_bare(w) for w in words)
    common = accumulate((w in BOILERPLATE or w in STOP_WORDS for w in bare), initial=0)
    names = (
        a[:1].isupper() and b[:1].isupper() and first not in PROPER
        for (a, b), first in zip(pairwise(words), bare, strict=False)
    )
    return _Read(
        tokens=tokens,
        words=words,
        bare=bare,
        stems=tuple((i, stem(w)) for i, word in enumerate(words) for w in words_of(word)),
        openings=tuple(_opening(words, bare, i) for i in range(len(words))),
        closings=tuple(_closing(words, bare, j) for j in range(len(words))),
        common=tuple(common),
        names=tuple(accumulate(names, initial=0)),
    )


def _spans(
    flat: Sequence[tuple[int, str]], wanted: Sequence[frozenset[tuple[str, ...]]]
) -> list[tuple[int, int, int]]:
    """Return (rank of the term, first token, last token) of every occurrence."""
    firsts = {way[0] for ways in wanted for way in ways}
    longest = max((len(w) for ways in wanted for w in ways), default=0)
    found = []
    for start in range(len(flat)):
        if flat[start][1] not in firsts:
            continue
        for end in range(start + 1, min(start + longest, len(flat)) + 1):
            here = tuple(s for _, s in flat[start:end])
            for rank, ways in enumerate(wanted):
                if here in ways:
                    found.append((rank, flat[start][0], flat[end - 1][0]))
    return found


def _bare(word: str) -> str:
    return word.strip(".,;:()[]\"'“”‘’!?").lower()


def _opening(words: Sequence[str], bare: Sequence[str], i: int) -> float | None:
    """How well a phrase can begin at word ``i``; None where it cannot."""
    word = bare[i]
    if i == 0:
        return 0.5 if word in {"to", "we", "for", "it"} else 1.0
    if not word or word in _BAD_START or words[i].startswith(("(", "&")):
        return None
    before = bare[i - 1]
    if i == 1 and before == "to":
        return 1.0
    if _BREAK.search(words[i - 1]):
        return 0.8
    weak = before in _OPENS_WEAKLY_AFTER or word in {"the", "a", "an"}
    return (0.1 if weak else 0.5) if before in _OPENS_AFTER else None


def _closing(words: Sequence[str], bare: Sequence[str], j: int) -> float | None:
    """How well a phrase can end at word ``j``; None where it cannot, below 0 where it may not."""
    word = bare[j]
    if not word or word in _BAD_END:
        return None
    if j == len(words) - 1:
        return 1.0
    if words[j].endswith((",", ";", ":", ")")):
        return 0.8
    after = bare[j + 1]
    leans = word in _LEANS_ON or word.endswith(("ed", "n't"))
    if after not in _CLOSES_BEFORE or leans:
        return None
    return -0.4 if after in {"and", "or", "to"} else 0.4


def _is_half_said(before: Collection[str], word: str) -> bool:
    """Whether a phrase that goes on with *and*, *or* or *to* would lose its other half."""
    return word[0].isdigit() or not {"between", "both", "from", "either"}.isdisjoint(before)


def _tidy(phrase: str) -> str:
    phrase = re.sub(r"^\(?(?:[a-h]|[ivx]{1,3}|\d{1,2})[).]\s*", "", phrase.strip(" ,;:.-–—•*"))
    if phrase.count('"') % 2:
        phrase = phrase.replace('"', "")
    first, _, rest = phrase.partition(" ")
    low = first.lower()
    keeps = first in KEEPS_CAPITALS or low in PROPER or not first[1:].islower()
    is_common = low in STOP_WORDS or low in BOILERPLATE or low.endswith(("ing", "ly"))
    if first == "A" or (not keeps and is_common and not rest[:1].isupper()):
        return f"{low} {rest}".strip()
    return phrase


def _is_balanced(phrase: str) -> bool:
    return phrase.count("(") == phrase.count(")") and phrase.count("[") == phrase.count("]")
