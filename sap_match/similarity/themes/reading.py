"""What a theme model reads in texts: words, phrases of the thesaurus and a sentence vector.

Everything is kept in whole numbers, so that sums are exact and no order of rows, number
of threads or size of blocks can change a bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.similarity.blend import WordCounts
from sap_match.similarity.encoder import unit
from sap_match.similarity.languages import language_of
from sap_match.similarity.themes.lexicon import Lexicon
from sap_match.similarity.words import words_of

Floats = NDArray[np.float64]

SCALE = 2**12
"""Steps a unit of a text's words and phrases."""


@dataclass(frozen=True)
class Read:
    """What was read in one text.

    Attributes
    ----------
    words : WordCounts
        Its stems with their counts.
    phrases : mapping of int to int
        How many phrases speak of each theme of the lexicon.
    """

    words: WordCounts
    phrases: Mapping[int, int]

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> Read | None:
        """Read a text; None where it says nothing, or says it in another language.

        The phrases are English, and so is what the model learned from.
        """
        words = words_of(text)
        if not words or language_of(text) not in (None, "en"):
            return None
        return cls(WordCounts.of(text), lexicon.counts(words))


def phrase_counts(found: Sequence[Mapping[int, int]], themes: int) -> Floats:
    """Return the counts as an array of shape (n, themes)."""
    counts = np.zeros((len(found), themes))
    for row, some in zip(counts, found, strict=True):
        for theme, count in some.items():
            row[theme] = count
    return counts


def phrase_rows(counts: Floats, rarity: Floats) -> Floats:
    """Return phrases as whole numbers, rows of length `SCALE`: ``ln(1 + count) * rarity``."""
    return _whole(np.log1p(counts) * rarity)


def word_rows(texts: Sequence[WordCounts], columns: Mapping[str, int], rarity: Floats) -> Any:
    """Return a CSR matrix of words as whole numbers, rows of length `SCALE`.

    A word weighs ``(1 + ln count) * rarity`` before rows are scaled; words that are in no
    column are left out.
    """
    from scipy.sparse import csr_matrix

    pointers, positions, counts = [0], [], []
    for words in texts:
        for word, count in zip(words.stems, words.counts, strict=True):
            column = columns.get(word)
            if column is not None:
                positions.append(column)
                counts.append(count)
        pointers.append(len(positions))
    where = np.array(positions, dtype=np.int64)
    weights = (1 + np.log(np.array(counts, dtype=float))) * rarity[where]
    rows = np.repeat(np.arange(len(texts)), np.diff(pointers))
    lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(texts)))
    whole = np.rint(weights / lengths[rows] * SCALE)
    return csr_matrix((whole, where, pointers), shape=(len(texts), len(columns)))


def vector_rows(vectors: NDArray[np.floating[Any]]) -> Floats:
    """Return sentence vectors as whole numbers, rows of length `SCALE`."""
    return np.asarray(np.rint(unit(vectors).astype(np.float64) * SCALE), dtype=np.float64)


def _whole(rows: Floats) -> Floats:
    lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    scaled = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return np.asarray(np.rint(scaled * SCALE), dtype=np.float64)
