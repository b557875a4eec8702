"""Simple methods that read: the nearest collaborations of the past vote for their members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.evaluate.baselines import programme_popularity
from sap_match.evaluate.questions import Questions
from sap_match.evaluate.ranked import Score
from sap_match.landscape import Landscape
from sap_match.ranking import RRF_K
from sap_match.recommend.past import Past

Floats = NDArray[np.float64]
Vectors = Callable[[Sequence[str]], NDArray[np.floating[Any]]]

#: How many collaborations vote.
NEAREST = 30


def nearest_by_words(past: Past, *, k: int = NEAREST) -> Score:
    """Return a score by TF-IDF: the ``k`` nearest collaborations vote with their cosine.

    Words of two letters or more, logarithmic counts, English stop words left out (Salton
    and Buckley, Information Processing & Management 1988).
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(_has_words(text) for text in past.texts):
        return lambda asked: np.zeros((len(asked), len(past.ids)))
    space = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    told = space.fit_transform([text or "" for text in past.texts])

    def score(asked: Questions) -> Floats:
        near = (space.transform(asked.texts) @ told.T).toarray()
        return votes(near, past, k)

    return score


def nearest_by_meaning(past: Past, vectors: Vectors, *, k: int = NEAREST) -> Score:
    """Return a score by sentence vectors: the ``k`` nearest vote with their cosine.

    ``vectors`` turns texts into rows of length 1 (Reimers and Gurevych, EMNLP 2019).
    """
    written = np.array([_has_words(text) for text in past.texts], dtype=bool)
    if not written.any():
        return lambda asked: np.zeros((len(asked), len(past.ids)))
    told = np.asarray(vectors(list(past.texts)), dtype=float)

    def score(asked: Questions) -> Floats:
        near = np.asarray(vectors(list(asked.texts)), dtype=float) @ told.T
        near[:, ~written] = 0.0
        near[[not _has_words(text) for text in asked.texts]] = 0.0
        return votes(near, past, k)

    return score


def votes(near: Floats, past: Past, k: int) -> Floats:
    """Return how much the ``k`` nearest collaborations say for each of their members.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from scipy import sparse
    >>> past = SimpleNamespace(by_collaboration=sparse.csr_array(np.array([[1, 1], [0, 1]])))
    >>> (
    ...     votes(np.array([[0.5, 0.25]]), past, 2).tolist(),
    ...     votes(np.array([[0.5, 0.25]]), past, 1).tolist(),
    ... )
    ([[0.5, 0.75]], [[0.5, 0.5]])
    """
    kept = np.maximum(near, 0.0)
    if near.shape[1] > k:
        least = -np.partition(-kept, k - 1, axis=1)[:, k - 1 : k]
        kept = np.where(kept >= least, kept, 0.0)
    return np.asarray(kept @ past.by_collaboration, dtype=float)


def fused(past: Past, one: Score) -> Score:
    """Return the reciprocal rank fusion of a score and popularity in the query's programmes.

    ``1 / (60 + rank)`` summed (Cormack, Clarke and Büttcher, SIGIR 2009).
    """

    def score(asked: Questions) -> Floats:
        return _reciprocal(one(asked)) + _reciprocal(programme_popularity(past, asked))

    return score


def _reciprocal(scores: Floats) -> Floats:
    order = np.argsort(-np.round(scores, 9), axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return np.where(scores > 0, 1 / (RRF_K + rank), 0.0)


def nearest_places(landscape: Landscape) -> Score:
    """Return a score by distance alone: 1 / (1 + km) from the places of the given."""

    def score(asked: Questions) -> Floats:
        found = np.zeros((len(asked), len(landscape.ids)))
        for row in range(len(asked)):
            given = asked.given.indices[asked.given.indptr[row] : asked.given.indptr[row + 1]]
            points = [p for i in given for p in landscape.profile(landscape.ids[i]).points]
            if not points:
                points = list(landscape.centres_of(asked.areas[row]))
            if points:
                km = landscape.distances_from(points)
                found[row] = np.where(np.isnan(km), 0.0, 1 / (1 + np.nan_to_num(km)))
        return found

    return score


def _has_words(text: str) -> bool:
    return any(c.isalpha() for c in text)
