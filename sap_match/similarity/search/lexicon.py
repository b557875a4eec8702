"""The words of a collection: how telling each is, which records hold it, how it is spelt."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from sap_match.similarity.search.everyday import meant
from sap_match.similarity.search.plain import HURTING, is_plain
from sap_match.similarity.words import STOP_WORDS, stem, word_set, words_of

_SPELT = 0.8
"""Weight of a word that was read in place of one that nobody here writes."""

_MEANT = 0.7
"""Weight of a directory's word for an everyday one."""

_LOOSE = 0.4
"""Weight of a word that only says that people meet, beside one that says for what."""

_MEETING = word_set("club clubs group groups class classes session sessions service services")

ASKING = word_set("""
am are asking can could did does find for get getting go going got have hello help hi i'd i'm im
i've ive just know like look looking lot maybe need needed needs nice ok place places please
really show somebody someone something somewhere anybody anyone anything anywhere thank thanks
there thing things try trying come comes coming came want wanted wants what when where which who
would you bit any some near nearby around local locally area round
""")
"""Words with which one asks, that say nothing of what is looked for."""

_RELATION = re.compile(
    r"\b(?:my|our|his|her|their)\s+(?:(?:old|elderly|poor|late|best|little|big"
    r"|teenage)\s+)?(?:husband|wife"
    r"|partner|mum|mam|mom|dad|mother|father|parents?|son|daughter|brother|sister|friend|mate"
    r"|neighbour"
    r"|boyfriend|girlfriend|uncle|aunt|auntie|family)(?:'s)?\b(?!\s+(?:and|&)\s+(?:toddler|baby))",
    re.IGNORECASE,
)
"""Whose relation somebody is says nothing of what is looked for."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Term:
    """One thing that a question asks for: the words that say it, each with a weight to 1."""

    said: str
    words: Mapping[str, float]


@dataclass(frozen=True)
class Lexicon:
    """The words of n texts. Build it with `Lexicon.of`.

    Examples
    --------
    >>> lexicon = Lexicon.of(["a", "b"], ["debt advice", "chess club"])
    >>> lexicon.coverage(lexicon.terms("i'm skint")).tolist()
    [1.0, 0.0]
    >>> lexicon.spelt("ches"), lexicon.spelt("lunch")
    ('chess', None)
    """

    ids: tuple[str, ...]
    postings: Mapping[str, NDArray[np.int64]]
    forms: Mapping[str, str]
    texts: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, ids: Sequence[str], texts: Sequence[str]) -> Lexicon:
        """Read the words of texts."""
        rows: dict[str, list[int]] = defaultdict(list)
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for i, text in enumerate(texts):
            seen = set()
            for word in words_of(text):
                if word in STOP_WORDS:
                    continue
                root = stem(word)
                forms[root][word] += 1
                if root not in seen:
                    seen.add(root)
                    rows[root].append(i)
        usual = {r: min(c, key=lambda w: (-c[w], w)) for r, c in sorted(forms.items())}
        held = {r: np.array(rows[r], dtype=np.int64) for r in sorted(rows)}
        return cls(tuple(ids), held, usual, tuple(texts))

    def weight(self, root: str) -> float:
        """How telling a stem is: ``ln((1 + n) / (1 + df))``; 0 where nobody writes it."""
        return (
            math.log((1 + len(self.ids)) / (1 + len(self.rows(root))))
            if self.rows(root).size
            else 0.0
        )

    def rows(self, root: str) -> NDArray[np.int64]:
        """Return the texts that hold a stem, or all stems of a phrase ("young_people").

        Stems with a plus ("food+bank") must stand next to one another.
        """
        if "+" in root:
            return self._side_by_side(root)
        found: NDArray[np.int64] | None = None
        for part in root.split("_"):
            held = self.postings.get(part, np.zeros(0, dtype=np.int64))
            found = held if found is None else np.intersect1d(found, held)
        return np.zeros(0, dtype=np.int64) if found is None else found

    @cached_property
    def _pairs(self) -> dict[str, NDArray[np.int64]]:
        return {}

    def _side_by_side(self, pair: str) -> NDArray[np.int64]:
        if pair not in self._pairs:
            first, _, second = pair.partition("+")
            both = [i for i in self.rows(f"{first}_{second}").tolist() if self._beside(i, pair)]
            self._pairs[pair] = np.array(both, dtype=np.int64)
        return self._pairs[pair]

    def _beside(self, row: int, pair: str) -> bool:
        roots = [stem(w) for w in words_of(self.texts[row])]
        return any(f"{a}+{b}" == pair for a, b in pairwise(roots))

    def joined(self, first: str, second: str) -> dict[str, float]:
        """Return how the collection writes two words as one, and side by side; else nothing.

        Examples
        --------
        >>> Lexicon.of(["a"], ["Crewe foodbank"]).joined("food", "bank")
        {'foodbank': 1.0}
        >>> Lexicon.of(["a"], ["Crewe foodbank"]).joined("debt", "bank")
        {}
        """
        whole, pair = stem(first + second), f"{stem(first)}+{stem(second)}"
        if len(first + second) < 6 or whole not in self.postings:
            return {}
        return {whole: 1.0} | ({pair: 1.0} if self.rows(pair).size else {})

    def parted(self, word: str) -> dict[str, float]:
        """Return a word's two parts, where the collection writes them side by side.

        Examples
        --------
        >>> Lexicon.of(["a"], ["Crewe food bank"]).parted("foodbank")
        {'food+bank': 1.0}
        """
        cuts = ((stem(word[:i]), stem(word[i:])) for i in range(3, len(word) - 2))
        pairs = (f"{a}+{b}" for a, b in cuts if a in self.postings and b in self.postings)
        return {pair: 1.0 for pair in pairs if self.rows(pair).size}

    @cached_property
    def _by_initial(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for root, form in self.forms.items():
            if len(form) >= 4 and root.isalpha():
                found[form[0]].append(form)
        return {initial: tuple(sorted(set(forms))) for initial, forms in found.items()}

    def spelt(self, word: str) -> str | None:
        """Return the collection's word that an unknown one is a slip for, or None.

        It begins with the same letter and is one slip away (two from eight letters on); of
        several the one in most texts is taken.
        """
        lower = word.lower()
        if len(lower) < 4 or stem(lower) in self.postings or lower in STOP_WORDS or meant(lower):
            return None
        if is_plain(lower) or self.parted(lower):
            return None
        most = 2 if len(lower) >= 8 else 1
        near = []
        for form in self._by_initial.get(lower[0], ()):
            slips = OSA.distance(lower, form, score_cutoff=most)
            if slips <= most:
                near.append((slips, -len(self.postings[stem(form)]), form))
        return min(near)[2] if near else None

    def terms(self, text: str, *, urgent: bool = False) -> tuple[Term, ...]:
        """Return what a question asks for, in its words, their spelling and what they mean.

        Two words that are also written as one are one thing ("food bank", "foodbank"). Of an
        ``urgent`` question no word is read as another, and what was done to somebody
        ("beats") is not looked for.
        """
        text = _RELATION.sub(" ", text)
        found: dict[str, dict[str, float]] = {}
        inside: dict[str, str] = {}
        for phrase, words in meant(text if urgent else self.mended(text)):
            held = found.setdefault(phrase, {})
            held |= {"_".join(map(stem, words_of(w))): _MEANT for w in words.split(", ")}
            inside |= dict.fromkeys(words_of(phrase), phrase)
        rest = []
        for word, whole in self._compounds(words_of(text)):
            if whole:
                first = next((w for w in word.split() if w in inside), word)
                found.setdefault(inside.get(first, word), {}).update(whole)
            elif not (urgent and word in HURTING):
                rest.append(word)
        for word in rest:
            loose = word in STOP_WORDS or word in ASKING
            if loose and word not in inside:
                continue
            spelt = None if urgent else self.spelt(word)
            held = found.setdefault(inside.get(spelt or word, word), {})
            if not loose:
                meeting = word in _MEETING and len(rest) > 1 and word not in inside
                held[stem(word)] = _LOOSE if meeting else 1.0
                held |= self.parted(word)
            if spelt is not None:
                held.setdefault(stem(spelt), _SPELT)
        return tuple(Term(said, words) for said, words in found.items() if words)

    def _compounds(self, words: Sequence[str]) -> list[tuple[str, dict[str, float]]]:
        """Return words, two that are also written as one together with how they are."""
        found: list[tuple[str, dict[str, float]]] = []
        i = 0
        while i < len(words):
            whole = self.joined(*words[i : i + 2]) if i + 1 < len(words) else {}
            found.append((" ".join(words[i : i + 2]) if whole else words[i], whole))
            i += 2 if whole else 1
        return found

    def mended(self, text: str, *, urgent: bool = False) -> str:
        """Return a text in the collection's spelling.

        Words that nobody here writes are mended, two that are written as one are joined. Of
        an ``urgent`` text words of hurting give way to what they mean.
        """
        if urgent:
            left = [w for w in words_of(text) if w not in HURTING]
            if len(left) == len(words_of(text)):
                return text
            return " ".join([*left, *(words for _, words in meant(text))]) or text
        told = []
        for word, whole in self._compounds(words_of(text)):
            joined = word.replace(" ", "")
            told.append(joined if whole else self.spelt(word) or word)
            if len(whole) > 1:
                told.append(word)
        return " ".join(told)

    def slips(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the words of a text that were read otherwise, with what they were read as."""
        words = [word for word, whole in self._compounds(words_of(text)) if not whole]
        read = ((word, self.spelt(word)) for word in words)
        return tuple(dict.fromkeys((word, other) for word, other in read if other))

    def coverage(self, terms: Sequence[Term]) -> Floats:
        """Return how much of what is asked for each text holds, shape (n,), from 0 to 1.

        A thing asked for counts as its most telling word; a text has as much of it as its
        best word of it is worth. Things that no text speaks of do not count.
        """
        total, found = 0.0, np.zeros(len(self.ids))
        for term in terms:
            worth = self._worth(term)
            most = max(worth.values(), default=0.0)
            if most <= 0:
                continue
            best = np.zeros(len(self.ids))
            for root, value in worth.items():
                if value > 0:
                    rows = self.rows(root)
                    best[rows] = np.maximum(best[rows], value)
            total += most
            found += best
        return found / total if total else found

    def known(self, terms: Sequence[Term]) -> float:
        """Return the share of what is asked for that any text speaks of, from 0 to 1.

        What is known by its spelling mended alone counts half.

        Examples
        --------
        >>> lexicon = Lexicon.of(["a", "b"], ["debt advice", "chess club"])
        >>> [lexicon.known(lexicon.terms(x)) for x in ("debt", "chess submarine", "ches")]
        [1.0, 0.5, 0.5]
        """
        shares = [self._known(term) for term in terms]
        return sum(shares) / len(shares) if shares else 0.0

    def _known(self, term: Term) -> float:
        weights = [w for root, w in term.words.items() if self.rows(root).size]
        firm = any(w != _SPELT for w in weights)
        return 1.0 if firm else 0.5 if weights else 0.0

    def shared(self, terms: Sequence[Term], position: int) -> tuple[str, ...]:
        """Return the words of a text that answer the terms, the most telling first."""
        held: dict[str, float] = {}
        for term in terms:
            for root, worth in self._worth(term).items():
                rows = self.rows(root)
                at = int(np.searchsorted(rows, position))
                if at < len(rows) and rows[at] == position:
                    held[root] = max(held.get(root, 0.0), worth)
        best = sorted(held, key=lambda r: (-round(held[r], 6), r))
        return tuple(
            " ".join(self.forms[x] for x in re.split(r"[_+]", r)) for r in best if held[r] > 0
        )

    def _worth(self, term: Term) -> dict[str, float]:
        """Return what each word of a term is worth; what is meant less than what is said."""
        worth = {r: w * self.weight(r) for r, w in sorted(term.words.items())}
        said = max((v for r, v in worth.items() if term.words[r] > _MEANT), default=0.0)
        if said > 0:
            worth = {
                r: v if term.words[r] > _MEANT else min(v, _MEANT * said) for r, v in worth.items()
            }
        return worth
