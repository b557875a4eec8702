"""From what is read in a text to the probability of each theme, in numpy alone.

Two steps. A ridge regression gives every theme a first score from words, phrases and,
where there is one, the sentence vector. Then one logistic regression, the same for all
themes, weighs that score against how many phrases of the thesaurus speak of the theme and
how near the vector is to the theme's title; what it says is the probability. So themes
that were rarely or never seen in training borrow from the others what a phrase is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.similarity.themes.lexicon import Lexicon
from sap_match.similarity.themes.reading import (
    SCALE,
    Floats,
    Read,
    phrase_counts,
    phrase_rows,
    vector_rows,
    word_rows,
)

Scheme = Literal["ukcat", "icnptso"]
SCHEMES: tuple[Scheme, ...] = ("ukcat", "icnptso")

WEIGHT_SCALE = 2**11
"""Steps a unit of the ridge regression's weights, whole numbers in the file."""

DIMENSION = 384
"""Length of the sentence vectors that the model was trained on."""

ROWS = 256
"""Texts that are worked on at a time."""


@dataclass(frozen=True, eq=False)
class Head:
    """What was learned for texts with sentence vectors, or for words alone.

    Attributes
    ----------
    columns : mapping of str to int
        Stems that it knows.
    rarity : array of shape (stems,)
        Their inverse document frequency in training.
    base : array of shape (themes,)
        Share of each theme in training.
    words, phrases, vector : arrays of shape (stems or phrases or dimension, themes)
        Weights in whole numbers, `WEIGHT_SCALE` a unit; no vector for words alone.
    titles : array of shape (dimension, themes)
        Vectors of the themes' titles, rows of length `SCALE`; none for words alone.
    usual : array of shape (2, themes)
        Mean and standard deviation of a text's nearness to each title.
    mixing : mapping of scheme to array of shape (features + 1,)
        Weights of `evidence` in the logistic regression; the last is its constant.
    """

    columns: Mapping[str, int]
    rarity: Floats
    base: Floats
    words: NDArray[np.int16]
    phrases: NDArray[np.int16]
    vector: NDArray[np.int16] | None
    titles: NDArray[np.int16] | None
    usual: Floats | None
    mixing: Mapping[Scheme, Floats]

    def first_scores(self, read: Sequence[Read], phrases: Floats, vectors: Floats | None) -> Floats:
        """Return the ridge regression's scores, shape (n, themes); exact in any order."""
        words, spoken, vector, _ = self._floats
        rows = word_rows([r.words for r in read], self.columns, self.rarity)
        sums = np.asarray(rows @ words) + phrases @ spoken
        if vectors is not None and vector is not None:
            sums = sums + vectors @ vector
        return np.asarray(sums / (SCALE * WEIGHT_SCALE) + self.base, dtype=np.float64)

    def nearness(self, vectors: Floats | None) -> Floats | None:
        """Return how much nearer than usual texts are to each title, shape (n, themes)."""
        titles = self._floats[3]
        if vectors is None or titles is None or self.usual is None:
            return None
        mean, spread = self.usual
        return np.asarray((vectors @ titles / SCALE**2 - mean) / spread, dtype=np.float64)

    @cached_property
    def _floats(self) -> tuple[Floats, Floats, Floats | None, Floats | None]:
        vector = None if self.vector is None else self.vector.astype(np.float64)
        titles = None if self.titles is None else self.titles.astype(np.float64)
        return self.words.astype(np.float64), self.phrases.astype(np.float64), vector, titles


def evidence(scores: Floats, counts: Floats, nearness: Floats | None = None) -> list[Floats]:
    """Return what the logistic regression weighs, arrays of shape (n, themes).

    Parameters
    ----------
    scores : array of shape (n, themes)
        Of the ridge regression.
    counts : array of shape (n, themes)
        How many phrases speak of the theme.
    nearness : array of shape (n, themes), optional
        How near the sentence vector is to the theme's title.
    """
    spoken = np.log1p(counts)
    score = np.clip(scores, 0, 1)
    log = np.log(score + 0.01)
    place = np.log1p(np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1))
    most = spoken.max(axis=1, keepdims=True)
    found = [
        score, score**2, log, place, spoken, spoken * log, (counts > 0).astype(float),
        counts / (counts.sum(axis=1, keepdims=True) + 1), spoken / (most + 1e-9),
    ]  # fmt: skip
    if nearness is not None:
        found += [nearness, np.clip(nearness, 0, None) ** 2, nearness * log]
    return found


@dataclass(frozen=True, eq=False)
class ThemeModel:
    """Probabilities of themes for texts. `files.shipped_model` is the package's."""

    codes: Mapping[Scheme, tuple[str, ...]]
    """Themes of each scheme, in the order of columns."""
    related: NDArray[np.bool_]
    """Whether phrases of a UK-CAT theme speak of an ICNPTSO theme, shape (ukcat, icnptso)."""
    phrase_rarity: Floats
    heads: Mapping[str, Head]
    """``meaning`` for texts with sentence vectors of the default model, ``words`` without."""
    lexicon: Lexicon

    @property
    def themes(self) -> int:
        """How many themes both schemes have together."""
        return sum(len(codes) for codes in self.codes.values())

    def read(self, texts: Sequence[str]) -> tuple[Read | None, ...]:
        """Read texts; None for what is empty or in another language."""
        return tuple(Read.of(text, self.lexicon) for text in texts)

    def probabilities(
        self,
        read: Sequence[Read | None],
        vectors: NDArray[np.floating[Any]] | None = None,
    ) -> dict[Scheme, Floats]:
        """Return the probability of each theme, shape (n, themes) for each scheme.

        Parameters
        ----------
        read : sequence of n Read
            From `read`; where it is None all probabilities are 0.
        vectors : array of shape (n, 384), optional
            Sentence vectors of the default model; without them words alone decide.

        Raises
        ------
        DataError
            The vectors are of another length.
        """
        if vectors is not None and np.shape(vectors) != (len(read), DIMENSION):
            raise DataError(
                f"themes are read from {DIMENSION} numbers a text, got {np.shape(vectors)}; "
                "pass vectors of the default model, or none"
            )
        result = {s: np.zeros((len(read), len(self.codes[s]))) for s in SCHEMES}
        head = self.heads["words" if vectors is None else "meaning"]
        told = [i for i, one in enumerate(read) if one is not None]
        for start in range(0, len(told), ROWS):
            rows = told[start : start + ROWS]
            some = [one for i in rows if (one := read[i]) is not None]
            part = None if vectors is None else np.asarray(vectors)[rows]
            for scheme, found in self._some(head, some, part).items():
                result[scheme][rows] = found
        return result

    def _some(
        self, head: Head, read: Sequence[Read], vectors: NDArray[np.floating[Any]] | None
    ) -> dict[Scheme, Floats]:
        counts = phrase_counts([r.phrases for r in read], len(self.lexicon.codes))
        whole = None if vectors is None else vector_rows(vectors)
        scores = head.first_scores(read, phrase_rows(counts, self.phrase_rarity), whole)
        near = head.nearness(whole)
        found: dict[Scheme, Floats] = {}
        start = 0
        for scheme in SCHEMES:
            part = slice(start, start := start + len(self.codes[scheme]))
            weights = head.mixing[scheme]
            spoken = counts if scheme == "ukcat" else lent(counts, self.related)
            log_odds = np.full(spoken.shape, weights[-1])
            values = evidence(scores[:, part], spoken, None if near is None else near[:, part])
            for weight, value in zip(weights[:-1], values, strict=True):
                log_odds += weight * value
            found[scheme] = np.round(1 / (1 + np.exp(-log_odds)), 6)
        return found


def lent(counts: Floats, related: NDArray[np.bool_]) -> Floats:
    """Return for each ICNPTSO theme the most that a related UK-CAT theme has, (n, icnptso)."""
    result = np.zeros((len(counts), related.shape[1]))
    for column in range(related.shape[1]):
        rows = np.flatnonzero(related[:, column])
        if len(rows):
            result[:, column] = counts[:, rows].max(axis=1)
    return result
