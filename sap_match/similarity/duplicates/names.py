"""Names taken apart, and how much of two names is the same.

A word tells as much as it is rare (its idf over the distinct names at hand), so that
*Bromley* outweighs *centre*. Spelling is made one first: Saint and St, café and cafe,
Fix It and Fixit, Comm. and Community.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import fsum
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’‘`´]")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_EMPTY = frozenset(
    "the of and for in at a an to with our your by on from y & und et de la le inc".split()
)
_FORMS = frozenset(
    "ltd limited cic cio plc llp company co trading enterprises incorporated charity trust "
    "foundation charitable registered".split()
)
_SPELLED = {
    "saint": "st", "street": "st", "centre": "center", "ctr": "center", "cntr": "center",
    "comm": "community", "assoc": "association", "assn": "association", "dev": "development",
    "sch": "school", "elem": "elementary", "jr": "junior", "snr": "senior", "sr": "senior",
    "ii": "2", "iii": "3", "iv": "4", "svc": "service", "svcs": "service", "acad": "academy",
    "dept": "department", "intl": "international", "univ": "university", "luncheon": "lunch",
    "rd": "road", "ave": "avenue", "mt": "mount", "ft": "fort", "chldrn": "child",
    "children": "child", "childrens": "child", "men": "man", "mens": "man", "women": "woman",
    "womens": "woman",
}  # fmt: skip
_FUZZY = 0.92
"""Jaro-Winkler similarity (Winkler 1990) from which two words are one misspelt."""

COMPASS = frozenset("north south east west northeast northwest southeast southwest".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
STAGES: Mapping[str, str] = {
    **dict.fromkeys(("junior", "infant", "primary"), "juniors"),
    **dict.fromkeys(("senior", "secondary"), "seniors"),
    **dict.fromkeys(("baby", "toddler"), "little ones"),
    **dict.fromkeys(("teen", "teenager"), "teenagers"),
    **dict.fromkeys(("man", "boy", "gent", "dad"), "men"),
    **dict.fromkeys(("woman", "girl", "lady"), "women"),
    **dict.fromkeys(("beginner",), "beginners"),
    **dict.fromkeys(("improver", "intermediate"), "improvers"),
    **dict.fromkeys(("advanced",), "advanced"),
}
AUDIENCES = frozenset(
    "school carer family parent grandparent dad mum child baby toddler teen teenager youth adult "
    "senior man woman girl boy beginner improver advanced business employer professional volunteer "
    "student veteran couple sibling staff".split()
)
"""Words that say for whom something is; one name with such a word and one without may be two."""
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("polish", "polska", "polski", "polskie", "polskiej"), "Polish"),
    **dict.fromkeys(("welsh", "cymraeg", "cymru"), "Welsh"),
    **{
        word: word.capitalize()
        for word in (
            "english urdu punjabi bengali arabic somali farsi kurdish ukrainian romanian bulgarian "
            "hungarian slovak czech lithuanian portuguese spanish french german italian turkish "
            "chinese cantonese mandarin tamil gujarati hindi tigrinya pashto russian"
        ).split()
    },
}


@lru_cache(maxsize=100_000)
def spelled(word: str) -> str:
    """Return one spelling of a word: abbreviations written out, plurals taken off."""
    if word in _SPELLED:
        return _SPELLED[word]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return _SPELLED.get(word, word)


def plain(text: str) -> str:
    """Return ``text`` in lower case without accents and apostrophes.

    Examples
    --------
    >>> plain("St Kew’s CAFÉ")
    'st kews cafe'
    """
    text = _APOSTROPHES.sub("", text)
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.casefold().replace("ł", "l")


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text, each in one spelling, in order.

    Examples
    --------
    >>> words_in("Saint Osyth's Luncheon Clubs")
    ('st', 'osyth', 'lunch', 'club')
    """
    return tuple(spelled(w) for w in _WORD.findall(plain(text)))


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    Attributes
    ----------
    words : tuple of str
        Telling words in order, in one spelling; all words where none tells.
    squashed : str
        The words written as one.
    joins : frozenset of str
        Neighbouring words written as one, so that *drop in* meets *dropin*.
    operator : tuple of str
        Words in brackets at the end, which often name who runs it.
    forms : frozenset of str
        Words of legal form (*cic*, *trust*).
    """

    words: tuple[str, ...]
    squashed: str
    joins: Mapping[str, tuple[str, str]]
    operator: tuple[str, ...]
    forms: frozenset[str]


def name_of(text: str) -> Name:
    """Take a name apart.

    Examples
    --------
    >>> name_of("Silk Street Library (Plain and Edge Libraries)").operator
    ('plain', 'edge', 'library')
    >>> name_of("Loft, The").words
    ('loft',)
    """
    everything = words_in(text)
    telling = [w for w in everything if w not in _EMPTY]
    core = [w for w in telling if w not in _FORMS] or telling or list(everything)
    bracketed = _PARENTHESIS.findall(text)
    operator = tuple(w for w in words_in(bracketed[-1]) if w not in _EMPTY) if bracketed else ()
    whole = [w for w in everything if w not in _EMPTY or len(everything) < 3]
    joins = {a + b: (a, b) for a, b in pairwise(whole)}
    joins |= {a + b: (a, b) for a, b in pairwise(everything)}
    return Name(tuple(core), "".join(core), joins, operator, frozenset(telling) & _FORMS)


PLACE = 0.5
"""What the name of a town counts for, of what another word as rare counts for."""


class _Weights(dict[str, float]):
    """Weights of words, one for all that are not known."""

    unseen = 0.0

    def __missing__(self, word: str) -> float:
        return self.unseen


class Rarity:
    """How much each word of the names at hand tells: ``ln((n + 1) / (df + 1)) + .1``.

    ``n`` counts distinct names, so that a name listed five times is no commoner for it;
    words of ``places`` (towns) count for half.

    Examples
    --------
    >>> rarity = Rarity([name_of("Sale Lunch"), name_of("Sale Shed"), name_of("Hale Shed")])
    >>> rarity.of("hale") > rarity.of("shed")
    True
    """

    def __init__(self, names: Iterable[Name], *, places: Collection[str] = ()) -> None:
        distinct = {frozenset(n.words) for n in names}
        counts = Counter(w for words in distinct for w in words)
        size = len(distinct) + 1
        self.telling = max(1.5, math.log(size))
        weights = _Weights(
            (w, (math.log(size / (c + 1)) + 0.1) * (PLACE if w in places else 1.0))
            for w, c in counts.items()
        )
        weights.unseen = math.log(size) + 0.1
        self._weigh = weights.__getitem__

    def of(self, word: str) -> float:
        """Return the weight of one word; the same for every word that no name has."""
        return self._weigh(word)

    def total(self, words: Iterable[str]) -> float:
        """Return the sum of the weights of words, each once."""
        return fsum(map(self._weigh, dict.fromkeys(words)))

    def sum(self, words: AbstractSet[str]) -> float:
        """Return the exact sum of the weights of a set, whatever its order."""
        return fsum(map(self._weigh, words)) if words else 0.0


class Shared(NamedTuple):
    """What two names share.

    Attributes
    ----------
    dice : float
        Twice the shared weight over both weights, from 0 to 1.
    containment : float
        The shared weight over the lighter name's weight, from 0 to 1.
    weight : float
        The shared weight, in nats of idf.
    left, right : frozenset of str
        Words that only one name has.
    both : frozenset of str
        Words that both have; of one word misspelt, its rarer spelling.
    """

    dice: float
    containment: float
    weight: float
    left: frozenset[str]
    right: frozenset[str]
    both: frozenset[str]


def shared(a: Name, b: Name, rarity: Rarity) -> Shared:
    """Compare two names word by word, whatever the order.

    Examples
    --------
    >>> names = [name_of(n) for n in ("Fix It Sale", "Fixit Sale Repair Café", "Sale Shed")]
    >>> shared(names[0], names[1], Rarity(names)).containment
    1.0
    """
    left, right = set(a.words), set(b.words)
    both = left & right
    weight = rarity.sum(both)
    left_only, right_only = left - both, right - both
    slips = 0.0
    if left_only and right_only:
        weight += _joined(left_only, right_only, a, b, rarity, both)
        found, slips = _misspelt(left_only, right_only, rarity, both)
        weight += found
    left_weight = weight + slips + rarity.sum(left_only)
    right_weight = weight + slips + rarity.sum(right_only)
    lighter = min(left_weight, right_weight)
    return Shared(
        2 * weight / max(left_weight + right_weight, 1e-9),
        weight / lighter if lighter > 0 else 0.0,
        weight,
        frozenset(left_only),
        frozenset(right_only),
        frozenset(both),
    )


def _joined(
    left: set[str], right: set[str], a: Name, b: Name, rarity: Rarity, both: set[str]
) -> float:
    """Match words that one writes as one and the other as two; takes them out of each side."""
    weight = 0.0
    for mine, theirs, joins in ((left, right, b.joins), (right, left, a.joins)):
        if joins.keys().isdisjoint(mine):
            continue
        for word in sorted(mine & joins.keys()):
            parts = joins[word]
            if any(part in theirs for part in parts):
                mine.discard(word)
                theirs.difference_update(parts)
                both.add(word)
                weight += rarity.of(word)
    return weight


def _misspelt(
    left: set[str], right: set[str], rarity: Rarity, both: set[str]
) -> tuple[float, float]:
    """Match words that differ by a slip or a cut-off end; takes them out of each side.

    Returns the weight that they share, and what is lacking to the same word.
    """
    weight, lacking = 0.0, 0.0
    firsts = {w[0] for w in right}
    maybe = [w for w in left if w[0] in firsts]  # a slip in the first letter is not looked for
    if not maybe:
        return weight, lacking
    for one in sorted(maybe):
        best, other = 0.0, ""
        for two in sorted([w for w in right if w[0] == one[0]]):
            alike = _alike(one, two)
            if alike > best:
                best, other = alike, two
        if best:
            left.discard(one)
            right.discard(other)
            both.add(max(one, other, key=lambda w: (rarity.of(w), w)))
            whole = min(rarity.of(one), rarity.of(other))
            weight += best * whole
            lacking += (1 - best) * whole
    return weight, lacking


@lru_cache(maxsize=1_000_000)
def _alike(one: str, two: str) -> float:
    if one.isdigit() or two.isdigit() or one in COMPASS or two in COMPASS:
        return 0.0
    short, long = sorted((one, two), key=len)
    if len(short) >= 3 and long.startswith(short) and len(long) >= len(short) + 2:
        return 0.8 if len(short) >= 4 else 0.6
    if len(short) < 5 or one[0] != two[0]:
        return 0.0
    close = JaroWinkler.similarity(one, two)
    return float(close) if close >= _FUZZY else 0.0


def marks(words: Sequence[str], kind: str) -> frozenset[str]:
    """Return what distinguishes among sisters: compass points, numbers, weekdays, stages.

    Examples
    --------
    >>> sorted(marks(("over", "60", "north"), "number")), sorted(marks(("girl",), "people"))
    (['60'], ['women'])
    """
    if kind == "compass":
        return frozenset(words) & COMPASS
    if kind == "weekday":
        return frozenset(words) & WEEKDAYS
    if kind == "number":
        return frozenset(w.lstrip("0") or "0" for w in words if w[0].isdigit())
    return frozenset(STAGES[w] for w in words if w in STAGES)


def languages_in(words: Iterable[str]) -> frozenset[str]:
    """Return the languages that words name."""
    return frozenset(LANGUAGES[w] for w in words if w in LANGUAGES)
