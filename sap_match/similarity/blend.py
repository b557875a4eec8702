"""Meaning, wording and themes, blended: the likeness of two texts as a number from 0 to 1."""

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
    """How much meaning, wording and themes count; the three add up to 1.

    Where two weights are given, the third is what is left.

    Examples
    --------
    >>> BlendConfig(text_weight=0.6, tfidf=0.4).themes
    0.0
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text_weight: float = Field(default=0.3, ge=0, le=1)
    """Weight of the cosine of sentence vectors."""
    tfidf: float = Field(default=0.2, ge=0, le=1)
    """Weight of the cosine of TF-IDF words."""
    themes: float = Field(default=0.5, ge=0, le=1)
    """Weight of the cosine of the themes that the texts imply."""

    @model_validator(mode="before")
    @classmethod
    def _the_rest(cls, given: Any) -> Any:
        if isinstance(given, dict) and "themes" not in given:
            weights = [given.get(name) for name in ("text_weight", "tfidf")]
            if all(isinstance(w, int | float) for w in weights):
                return {**given, "themes": round(max(0.0, 1 - sum(weights)), 9)}  # type: ignore[arg-type]  # numbers
        return given

    @model_validator(mode="after")
    def _adds_up(self) -> BlendConfig:
        total = self.text_weight + self.tfidf + self.themes
        if abs(total - 1) > 1e-9:
            raise ValueError(
                f"text_weight, tfidf and themes add up to {total:g}; they must add up to 1"
            )
        return self

    def weights(self, *, text: bool = True, themes: bool = True) -> tuple[float, float, float]:
        """Return the weights of what there is, scaled to add up to 1.

        Without sentence vectors, or where a text implies no themes, the others decide; where
        what is left has no weight, words do.

        Examples
        --------
        >>> BlendConfig().weights(themes=False)
        (0.6, 0.4, 0.0)
        """
        kept = (self.text_weight * text, self.tfidf, self.themes * themes)
        total = sum(kept)
        if total <= 0:
            return (0.0, 1.0, 0.0)
        first, second, third = (weight / total for weight in kept)
        return first, second, third


PLAIN = BlendConfig(text_weight=0.6, tfidf=0.4)
"""Meaning and wording without themes, for phrases that are too short to imply any."""


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
    whole = np.empty(vectors.shape, dtype=np.float32)
    for start in range(0, len(vectors), 512):  # few rows at a time stay in the processor's cache
        part = slice(start, start + 512)
        whole[part] = np.rint(unit(vectors[part]).astype(np.float64) * VECTOR_SCALE)
    return whole


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


def blend(
    text: Scores | None,
    words: Scores,
    config: BlendConfig,
    themes: Scores | None = None,
    sure: Scores | None = None,
) -> Scores:
    """Return the weighted sum of the cosines, from 0 to 1, rounded to 1e-6.

    Where there are no sentence vectors (``text`` is None) the others decide. With themes
    the sum is put on the scale of one without (`linked`), and counts as far as it is
    ``sure`` (from 0 to 1) that both texts imply any; the sum without themes is the rest.

    Examples
    --------
    >>> blend(np.array([0.5]), np.array([1.0]), PLAIN).tolist()
    [0.7]
    """
    has_text = text is not None
    plain = _summed(config.weights(text=has_text, themes=False), text, words, None)
    if themes is None or sure is None or not config.themes:
        return np.asarray(np.round(plain, DECIMALS), dtype=np.float64)
    whole = _summed(config.weights(text=has_text), text, words, themes)
    if config == BlendConfig():
        whole = linked(whole, with_text=has_text)
    return np.asarray(np.round(sure * whole + (1 - sure) * plain, DECIMALS), dtype=np.float64)


def _summed(
    weights: tuple[float, float, float], text: Scores | None, words: Scores, themes: Scores | None
) -> Scores:
    total = weights[1] * words
    if text is not None:
        total = weights[0] * text + total
    if themes is not None:
        total = total + weights[2] * themes
    return np.asarray(total, dtype=np.float64)


def linked(scores: Scores, *, with_text: bool) -> Scores:
    """Return scores of the default weights on the scale that thresholds were set on.

    A cosine of themes is often near 1, of words hardly ever: their sum lies higher than
    the blend without themes. A fixed piecewise-linear map gives it that blend's quantiles,
    as measured on pairs of organisations; it rises everywhere, so no order changes, and 0 and
    1 stay what they are.

    Examples
    --------
    >>> linked(np.array([0.0, 1.0]), with_text=True).tolist()
    [0.0, 1.0]
    """
    knots = np.array(LINK if with_text else LINK_OF_WORDS)
    return np.asarray(np.interp(scores, knots[:, 0], knots[:, 1]), dtype=np.float64)


LINK = (
    (0.0, 0.0), (0.02, 0.023), (0.04, 0.06), (0.06, 0.094), (0.09, 0.14), (0.13, 0.186),
    (0.22, 0.237), (0.3, 0.264), (0.4, 0.296), (0.5, 0.334), (0.58, 0.374), (0.64, 0.427),
    (0.69, 0.491), (0.74, 0.564), (0.8, 0.658), (0.87, 0.802), (0.93, 0.883), (1.0, 1.0),
)  # fmt: skip
"""Knots for sentence vectors, words and themes: a score and what it becomes.

The mean of what equal quantiles ask for on two collections: 1.95 million pairs of charities
(with themes from a model that had not seen the charity) and the organisations of Trafford.
"""

LINK_OF_WORDS = (
    (0.0, 0.0), (0.02, 0.003), (0.04, 0.016), (0.06, 0.026), (0.09, 0.035), (0.13, 0.044),
    (0.22, 0.059), (0.3, 0.073), (0.4, 0.091), (0.5, 0.116), (0.58, 0.14), (0.64, 0.17),
    (0.69, 0.217), (0.74, 0.307), (0.8, 0.463), (0.87, 0.626), (0.93, 0.821), (1.0, 1.0),
)  # fmt: skip
"""Knots for words and themes without sentence vectors, onto the scale of words alone."""
