"""Words and meaning, blended: the similarity of two texts as a number from 0 to 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sap_match.ranking import DECIMALS
from sap_match.similarity.encoder import unit
from sap_match.similarity.words import STOP_WORDS, stem, words_of

Scores = NDArray[np.float64]

VECTOR_SCALE = 4080
"""Steps a unit in which sentence vectors are kept.

Whole numbers up to 4096 a row keep every partial sum of a dot product under 2**24, where
float32 is exact: the order of summation, and so threads and block sizes, cannot change a bit.
A cosine is moved by less than .0005.
"""

WORD_SCALE = 2**20
"""The same for word weights, which are summed in float64."""


class BlendConfig(BaseModel):
    """How much meaning and how much wording count; the two add up to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text_weight: float = Field(default=0.6, ge=0, le=1)
    """Weight of the cosine of sentence vectors."""
    tfidf: float = Field(default=0.4, ge=0, le=1)
    """Weight of the cosine of TF-IDF words."""

    @model_validator(mode="after")
    def _adds_up(self) -> BlendConfig:
        if abs(self.text_weight + self.tfidf - 1) > 1e-9:
            raise ValueError(
                f"text_weight and tfidf add up to {self.text_weight + self.tfidf:g}; "
                "they must add up to 1"
            )
        return self


@dataclass(frozen=True)
class WordCounts:
    """A text's words as stems with their counts, without stop words, in order of the stems."""

    stems: tuple[str, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> WordCounts:
        """Count a text's words.

        Examples
        --------
        >>> WordCounts.of("A lunch club for carers: lunch and a carer's quiz")
        WordCounts(stems=('carer', 'club', 'lunch', 'quiz'), counts=(2, 1, 2, 1))
        """
        found = Counter(
            stem(w) for w in words_of(text) if w not in STOP_WORDS and (len(w) > 1 or w.isdigit())
        )
        stems = tuple(sorted(found))
        return cls(stems, tuple(found[s] for s in stems))


class WordWeights(dict[str, float]):
    """How telling each stem of a collection is.

    Examples
    --------
    >>> WordWeights(chess=2.0, tea=1.0).rarest
    2.0
    """

    @cached_property
    def rarest(self) -> float:
        """The weight of the rarest stem, which one that is not there counts as; 1 without any."""
        return max(self.values(), default=1.0)


@dataclass(frozen=True)
class WordSpace:
    """The words of a collection and their weights.

    ``idf[word] = ln((1 + n) / (1 + df)) + 1``, the smoothed form of scikit-learn's
    ``TfidfVectorizer``; a word's weight in a text is ``(1 + ln count) * idf``, texts are
    scaled to length 1 (Salton and Buckley 1988).
    """

    columns: Mapping[str, int]
    idf: NDArray[np.float64]
    documents: int

    @classmethod
    def of(cls, texts: Iterable[WordCounts]) -> WordSpace:
        """Build the space of a collection; texts without words do not count."""
        frequency: Counter[str] = Counter()
        documents = 0
        for words in texts:
            if words.stems:
                documents += 1
                frequency.update(words.stems)
        order = sorted(frequency)
        df = np.array([frequency[w] for w in order], dtype=float)
        idf = np.log((1 + documents) / (1 + df)) + 1
        return cls({word: i for i, word in enumerate(order)}, idf, documents)

    def matrix(self, texts: Sequence[WordCounts]) -> Any:
        """Return a CSR matrix of shape (len(texts), words) of whole numbers, `WORD_SCALE` a unit.

        Words outside the space are left out.
        """
        from scipy.sparse import csr_matrix

        indptr = np.zeros(len(texts) + 1, dtype=np.int64)
        indices: list[int] = []
        counts: list[int] = []
        for i, words in enumerate(texts):
            for word, count in zip(words.stems, words.counts, strict=True):
                column = self.columns.get(word)
                if column is not None:
                    indices.append(column)
                    counts.append(count)
            indptr[i + 1] = len(indices)
        columns = np.array(indices, dtype=np.int64)
        weights = (1 + np.log(np.array(counts, dtype=float))) * self.idf[columns]
        rows = np.repeat(np.arange(len(texts)), np.diff(indptr))
        norms = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(texts)))
        whole = np.rint(weights / norms[rows] * WORD_SCALE)
        return csr_matrix((whole, columns, indptr), shape=(len(texts), len(self.columns)))


def whole_vectors(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Return rows of length 1 as whole numbers, `VECTOR_SCALE` a unit, in float32."""
    return np.rint(unit(vectors).astype(np.float64) * VECTOR_SCALE).astype(np.float32)


def cosines(dots: NDArray[Any], left: NDArray[Any], right: NDArray[Any]) -> Scores:
    """Return ``dots / (left * right)``, at least 0 and at most 1; 0 where a length is 0.

    Examples
    --------
    >>> cosines(np.array([[2.0, -1.0]]), np.array([[2.0]]), np.array([[2.0, 0.0]])).tolist()
    [[0.5, 0.0]]
    """
    lengths = np.asarray(left, dtype=np.float64) * np.asarray(right, dtype=np.float64)
    dots = np.asarray(dots, dtype=np.float64)
    found = np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def blend(text: Scores | None, words: Scores, config: BlendConfig) -> Scores:
    """Return the weighted sum of the two cosines, from 0 to 1, rounded to 1e-6.

    Where there are no sentence vectors (``text`` is None) the words decide alone.

    Examples
    --------
    >>> blend(np.array([0.5]), np.array([1.0]), BlendConfig()).tolist()
    [0.7]
    """
    if text is None:
        return np.round(words, DECIMALS)
    return np.round(config.text_weight * text + config.tfidf * words, DECIMALS)
