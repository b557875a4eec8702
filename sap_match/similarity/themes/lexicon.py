"""What people say when they mean a theme: a thesaurus of phrases, found in texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from sap_match.errors import DataError
from sap_match.similarity.words import stem, words_of

Phrase = tuple[str, ...]

SHORTEST_BEGINNING = 3
"""Letters that the beginning of a word must have to stand for all its endings."""


KNOWN_WORDS = 2**15
"""Words whose beginnings are remembered."""


@dataclass(frozen=True)
class Lexicon:
    """Phrases and the themes that they speak of.

    Examples
    --------
    >>> lexicon = Lexicon.read("BE108 | older people, retire*")
    >>> lexicon.said("Lunch for older people and retired men")
    {'BE108': ('older people', 'retired')}
    """

    codes: tuple[str, ...]
    """Themes in the order of the file."""
    phrases: Mapping[Phrase, tuple[int, ...]]
    """Stems in a row, and the positions in `codes` of what they speak of."""
    beginnings: Mapping[Phrase, tuple[int, ...]]
    """The same for phrases whose last word may end in any way."""

    @classmethod
    def read(cls, text: str) -> Lexicon:
        """Read lines of ``code | phrase, phrase*``; lines that begin with # are comments.

        Raises
        ------
        DataError
            A line has no bar, a code comes twice, or a beginning is too short.
        """
        codes: list[str] = []
        phrases: dict[Phrase, set[int]] = {}
        beginnings: dict[Phrase, set[int]] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            code, bar, listed = (part.strip() for part in line.partition("|"))
            if not bar or not code or code in codes:
                raise DataError("is no line of `code | phrases` with a new code", row=number)
            codes.append(code)
            for told in listed.split(","):
                words = words_of(told)
                if not words:
                    continue
                if told.rstrip().endswith("*"):
                    if len(words[-1]) < SHORTEST_BEGINNING:
                        raise DataError("is too short a beginning", row=number, value=told)
                    key = (*map(stem, words[:-1]), words[-1])
                    beginnings.setdefault(key, set()).add(len(codes) - 1)
                else:
                    phrases.setdefault(tuple(map(stem, words)), set()).add(len(codes) - 1)
        return cls(tuple(codes), _frozen(phrases), _frozen(beginnings))

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """Length of the longest phrase by its first stem."""
        longest: dict[str, int] = {}
        for phrase in self.phrases:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
        return longest

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(sorted({len(phrase) for phrase in self.beginnings}))

    @cached_property
    def _letters(self) -> range:
        lengths = [len(phrase[-1]) for phrase in self.beginnings] or [0]
        return range(min(lengths), max(lengths) + 1)

    def found(self, words: Sequence[str]) -> list[tuple[int, int, tuple[int, ...]]]:
        """Return (start, end, themes) of each phrase among words, each phrase once."""
        stems = [stem(word) for word in words]
        seen: set[Phrase] = set()
        result: list[tuple[int, int, tuple[int, ...]]] = []
        for i, first in enumerate(stems):
            for size in range(1, min(self._longest.get(first, 0), len(stems) - i) + 1):
                phrase = tuple(stems[i : i + size])
                themes = self.phrases.get(phrase)
                if themes is not None and phrase not in seen:
                    seen.add(phrase)
                    result.append((i, i + size, themes))
            for size in self._sizes:
                end = i + size
                if end > len(stems):
                    break
                begun = tuple(stems[i : end - 1])
                for phrase in self._beginnings_of(begun, words[end - 1]):
                    marked = (*phrase, "*")
                    if marked not in seen:
                        seen.add(marked)
                        result.append((i, end, self.beginnings[phrase]))
        return result

    def _beginnings_of(self, begun: Phrase, word: str) -> tuple[Phrase, ...]:
        if begun:
            return self._tried(begun, word) if begun in self._begun else ()
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= KNOWN_WORDS:
                self._known.clear()
            known = self._known[word] = self._tried((), word)
        return known

    def _tried(self, begun: Phrase, word: str) -> tuple[Phrase, ...]:
        tried = ((*begun, word[:size]) for size in self._letters if size <= len(word))
        return tuple(phrase for phrase in tried if phrase in self.beginnings)

    @cached_property
    def _known(self) -> dict[str, tuple[Phrase, ...]]:
        """Beginnings of words that have been looked at, so that each is looked at once."""
        return {}

    @cached_property
    def _begun(self) -> frozenset[Phrase]:
        return frozenset(phrase[:-1] for phrase in self.beginnings)

    def counts(self, words: Sequence[str]) -> dict[int, int]:
        """Return how many distinct phrases speak of each theme, by position in `codes`."""
        result: dict[int, int] = {}
        for _, _, themes in self.found(words):
            for theme in themes:
                result[theme] = result.get(theme, 0) + 1
        return result

    def said(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the words of a text that speak of each theme, in order of the text."""
        words = words_of(text)
        result: dict[str, list[str]] = {}
        for start, end, themes in self.found(words):
            told = " ".join(words[start:end])
            for theme in themes:
                known = result.setdefault(self.codes[theme], [])
                if told not in known:
                    known.append(told)
        return {code: tuple(result[code]) for code in self.codes if code in result}


def _frozen(phrases: Mapping[Phrase, set[int]]) -> dict[Phrase, tuple[int, ...]]:
    return {phrase: tuple(sorted(themes)) for phrase, themes in sorted(phrases.items())}


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """Return the thesaurus of UK-CAT's themes that comes with the package."""
    path = files("sap_match.similarity.themes") / "words.txt"
    return Lexicon.read(path.read_text(encoding="utf-8"))
