"""The words of a collection: how telling each is, which records hold it, how it is spelt."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from sap_match.similarity.search.everyday import meant
from sap_match.similarity.words import STOP_WORDS, stem, word_set, words_of

_SPELT = 0.8
"""Weight of a word that was read in place of one that nobody here writes."""

_MEANT = 0.7
"""Weight of a directory's word for an everyday one."""

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
        return cls(tuple(ids), {r: np.array(rows[r], dtype=np.int64) for r in sorted(rows)}, usual)

    def weight(self, root: str) -> float:
        """How telling a stem is: ``ln((1 + n) / (1 + df))``; 0 where nobody writes it."""
        return (
            math.log((1 + len(self.ids)) / (1 + len(self.rows(root))))
            if self.rows(root).size
            else 0.0
        )

    def rows(self, root: str) -> NDArray[np.int64]:
        """Return the texts that hold a stem, or all stems of a phrase ("young_people")."""
        found: NDArray[np.int64] | None = None
        for part in root.split("_"):
            held = self.postings.get(part, np.zeros(0, dtype=np.int64))
            found = held if found is None else np.intersect1d(found, held)
        return np.zeros(0, dtype=np.int64) if found is None else found

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
        most = 2 if len(lower) >= 8 else 1
        near = []
        for form in self._by_initial.get(lower[0], ()):
            slips = OSA.distance(lower, form, score_cutoff=most)
            if slips <= most:
                near.append((slips, -len(self.postings[stem(form)]), form))
        return min(near)[2] if near else None

    def terms(self, text: str) -> tuple[Term, ...]:
        """Return what a question asks for, in its words, their spelling and what they mean."""
        text = _RELATION.sub(" ", text)
        found: dict[str, dict[str, float]] = {}
        phrases = meant(self.mended(text))
        inside: dict[str, str] = {}
        for phrase, words in phrases:
            held = found.setdefault(phrase, {})
            held |= {"_".join(map(stem, words_of(w))): _MEANT for w in words.split(", ")}
            inside |= dict.fromkeys(words_of(phrase), phrase)
        for word in words_of(text):
            if (word in STOP_WORDS or word in ASKING) and word not in inside:
                continue
            spelt = self.spelt(word)
            key = inside.get(spelt or word, word)
            held = found.setdefault(key, {})
            if word not in STOP_WORDS and word not in ASKING:
                held[stem(word)] = 1.0
            if spelt is not None:
                held.setdefault(stem(spelt), _SPELT)
        return tuple(Term(said, words) for said, words in found.items() if words)

    def mended(self, text: str) -> str:
        """Return a text with the collection's spelling for words that nobody here writes."""
        return " ".join(self.spelt(word) or word for word in words_of(text))

    def slips(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the words of a text that were read otherwise, with what they were read as."""
        read = ((word, self.spelt(word)) for word in words_of(text))
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
        return tuple(" ".join(self.forms[x] for x in r.split("_")) for r in best if held[r] > 0)

    def _worth(self, term: Term) -> dict[str, float]:
        """Return what each word of a term is worth; what is meant less than what is said."""
        worth = {r: w * self.weight(r) for r, w in sorted(term.words.items())}
        said = max((v for r, v in worth.items() if term.words[r] > _MEANT), default=0.0)
        if said > 0:
            worth = {
                r: v if term.words[r] > _MEANT else min(v, _MEANT * said) for r, v in worth.items()
            }
        return worth
