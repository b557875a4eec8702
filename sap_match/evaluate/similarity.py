"""How well a similarity finds texts of a like kind, against labels that people gave."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.evaluate.metrics import Mean, mean, ndcg_at_k
from sap_match.model import Dataset
from sap_match.ranking import top_k
from sap_match.similarity.blend import PLAIN, BlendConfig, Scores
from sap_match.similarity.encoder import Encoder
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.text import clean, organisation_text

Rows = Callable[[str], Scores]


@dataclass(frozen=True)
class SimilarityQuality:
    """How well one method ranks: means over queries.

    Attributes
    ----------
    method : str
        What ranked.
    ndcg_at_10 : Mean
        With the Jaccard index of two label sets as gain, from 0 to 1.
    shares_a_label_at_10 : float
        Share of the first ten that has a label in common with the query.
    mean_jaccard_at_10 : float
        Mean gain of the first ten.
    """

    method: str
    ndcg_at_10: Mean
    shares_a_label_at_10: float
    mean_jaccard_at_10: float

    def as_record(self) -> dict[str, str | float | int]:
        """Return one flat row, rounded to 1e-4."""
        return {
            "method": self.method,
            "ndcg_at_10": round(self.ndcg_at_10.value, 4),
            "standard_error": round(self.ndcg_at_10.standard_error, 4),
            "shares_a_label_at_10": round(self.shares_a_label_at_10, 4),
            "mean_jaccard_at_10": round(self.mean_jaccard_at_10, 4),
            "queries": self.ndcg_at_10.queries,
        }


def jaccard_gains(labels: Sequence[frozenset[str]]) -> NDArray[np.float64]:
    """Return ``|A & B| / |A | B|`` of every two label sets, shape (n, n); 0 for oneself.

    Examples
    --------
    >>> jaccard_gains([frozenset("ab"), frozenset("bc"), frozenset()]).round(3).tolist()
    [[0.0, 0.333, 0.0], [0.333, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    names = sorted({name for some in labels for name in some})
    held = np.array([[name in some for name in names] for some in labels], dtype=float)
    held = held.reshape(len(labels), len(names))
    shared = held @ held.T
    sizes = held.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - shared
    gains: NDArray[np.float64] = np.divide(
        shared, either, out=np.zeros_like(shared), where=either > 0
    )
    np.fill_diagonal(gains, 0.0)
    return gains


def similarity_quality(
    method: str,
    ids: Sequence[str],
    gains: NDArray[np.float64],
    rows: Rows,
    *,
    queries: Sequence[str] | None = None,
) -> SimilarityQuality:
    """Rank all others for each query by ``rows(id)`` and measure the first ten.

    Parameters
    ----------
    method : str
        Name of the row in the result.
    ids : sequence of n str
        The records, in the order of ``gains``.
    gains : array of shape (n, n)
        What each is worth to each.
    rows : callable
        From an id to scores of shape (n,), in the order of ``ids``.
    queries : sequence of str, optional
        A part of ``ids``; by default all. Queries for which nothing is worth anything are
        left out.
    """
    position = {name: i for i, name in enumerate(ids)}
    ndcgs, shares, means = [], [], []
    for name in ids if queries is None else queries:
        here = position[name]
        scores = np.array(rows(name), dtype=float)
        scores[here] = -math.inf
        first = top_k(scores, ids, 10)
        found = gains[here, first]
        others = np.delete(gains[here], [here, *first])
        # beyond the first ten only the size of the gains matters, for the best order
        ndcgs.append(ndcg_at_k([*found.tolist(), *others.tolist()], 10))
        shares.append(float((found > 0).mean()) if len(first) else math.nan)
        means.append(float(found.mean()) if len(first) else math.nan)
    return SimilarityQuality(method, mean(ndcgs), mean(shares).value, mean(means).value)


def compare_methods(
    ids: Sequence[str],
    labels: Sequence[frozenset[str]],
    texts: Mapping[str, Sequence[str]],
    vectors: Mapping[str, NDArray[np.floating[Any]]],
    *,
    fingerprint: str | None = None,
) -> tuple[SimilarityQuality, ...]:
    """Measure words, meaning, their blend and the likeness with themes, in one run.

    ``texts`` and ``vectors`` go by the kind of text (*description*, *name and
    description*), each in the order of ``ids``; kinds without vectors get the words' row
    alone, and words with themes. The last row of a kind is what the package uses.
    ``fingerprint`` is the encoder's, as for `SimilarityIndex.build`.
    """
    gains = jaccard_gains(labels)
    found = []
    for kind, some in texts.items():
        methods = [("TF-IDF words", BlendConfig(text_weight=0, tfidf=1))]
        if kind in vectors:
            methods.append(("sentence vectors", BlendConfig(text_weight=1, tfidf=0)))
            methods.append(("blend .6/.4", PLAIN))
        methods.append(("with themes", BlendConfig()))
        for method, config in methods:
            index = SimilarityIndex.build(
                ids, some, vectors.get(kind), config=config, fingerprint=fingerprint
            )
            found.append(
                similarity_quality(f"{method}, {kind}", ids, gains, ordered_rows(index, ids))
            )
    return tuple(found)


def ordered_rows(index: SimilarityIndex, ids: Sequence[str]) -> Rows:
    """Return ``index.row`` with its columns in the order of ``ids``."""
    columns = np.array([index.position(name) for name in ids], dtype=np.int64)

    def row(name: str) -> Scores:
        scores: Scores = index.row(name)[columns]
        return scores

    return row


def evaluate_similarity(
    dataset: Dataset, encoder: Encoder | None = None
) -> tuple[SimilarityQuality, ...]:
    """Measure, on a partnership's own records, whether like texts carry like themes.

    The themes of organisations are the truth and are kept out of the texts; those
    without themes or without a description are left out. Without an encoder words alone
    are measured.

    Raises
    ------
    DataError
        Fewer than ten organisations have both a description and themes.
    """
    known = [
        o
        for o in dataset.organisations
        if o.themes and organisation_text(o.model_copy(update={"themes": ()})).described
    ]
    if len(known) < 10:
        raise DataError(
            f"{len(known)} organisations have both a description and themes; similarity is "
            "measured against themes and needs at least 10",
            source=dataset.id,
        )
    texts = {
        "description": [clean(o.description or "") for o in known],
        "name and description": [
            organisation_text(o.model_copy(update={"themes": ()})).text for o in known
        ],
    }
    vectors = {} if encoder is None else {kind: encoder.encode(t) for kind, t in texts.items()}
    labels = [frozenset(t.casefold() for t in o.themes) for o in known]
    mark = None if encoder is None else encoder.fingerprint
    return compare_methods([o.id for o in known], labels, texts, vectors, fingerprint=mark)
