"""Measures of a ranking: cases worked by hand, and scikit-learn as a second opinion."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, ndcg_score

from sap_match.evaluate.metrics import (
    average_precision,
    dcg_at_k,
    gini,
    hit_at_k,
    mean,
    mrr,
    ndcg_at_k,
    precision_at_k,
    recall_at_k,
    reciprocal_rank,
)

RANKED = ["a", "b", "c", "d", "e"]
gains = st.lists(st.floats(0, 1), min_size=2, max_size=30)


def test_dcg_by_hand():
    assert dcg_at_k([3, 2, 0, 1], 10) == pytest.approx(3 + 2 / 1.5849625 + 1 / 2.3219281)
    assert dcg_at_k([3, 2, 0, 1], 1) == 3


def test_ndcg_of_the_best_order_is_one_and_the_ideal_reads_all():
    assert ndcg_at_k([1, 0.5, 0.2], 2) == 1
    assert ndcg_at_k([0, 0, 1], 2) == 0  # the best lies beyond k, and the ideal knows it
    assert math.isnan(ndcg_at_k([0, 0], 2))


@given(gains, st.integers(1, 12))
def test_ndcg_agrees_with_scikit_learn(values, k):
    scores = -np.arange(len(values), dtype=float)[None, :]
    if sum(values) > 1e-6:
        theirs = ndcg_score(np.array([values]), scores, k=k)
        assert ndcg_at_k(values, k) == pytest.approx(theirs, abs=1e-9)


@given(st.lists(st.booleans(), min_size=2, max_size=30))
def test_average_precision_agrees_with_scikit_learn(right):
    if any(right):
        scores = -np.arange(len(right), dtype=float)
        relevant = {i for i, r in enumerate(right) if r}
        theirs = average_precision_score(np.array(right, dtype=int), scores)
        assert average_precision(range(len(right)), relevant) == pytest.approx(theirs)


def test_recall_precision_and_hits_by_hand():
    assert recall_at_k(RANKED, {"b", "e", "z"}, 2) == pytest.approx(1 / 3)
    assert recall_at_k(RANKED, {"b", "e", "z"}, 5) == pytest.approx(2 / 3)
    assert precision_at_k(RANKED, {"b", "e"}, 10) == pytest.approx(0.2)
    assert hit_at_k(RANKED, {"c"}, 2) == 0
    assert hit_at_k(RANKED, {"c"}, 3) == 1


def test_reciprocal_ranks_by_hand():
    assert reciprocal_rank(RANKED, {"d", "c"}) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKED, {"z"}) == 0
    assert mrr([(RANKED, {"a"}), (RANKED, {"d"}), (RANKED, {"z"}), (RANKED, ())]).value == (
        pytest.approx((1 + 0.25 + 0) / 3)
    )


def test_average_precision_by_hand():
    assert average_precision(RANKED, {"b", "d"}) == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert average_precision(RANKED, {"b", "z"}) == pytest.approx(0.25)
    assert average_precision(RANKED, {"a", "b", "c"}, k=2) == 1


def test_without_a_right_answer_nothing_is_defined():
    for measure in (recall_at_k, precision_at_k, hit_at_k):
        assert math.isnan(measure(RANKED, set(), 3))
    assert math.isnan(average_precision(RANKED, set()))
    found = mean([math.nan, 0.2, 0.4])
    assert (found.value, found.queries) == (pytest.approx(0.3), 2)
    assert math.isnan(mean([]).value)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_gini_is_its_definition(counts):
    if sum(counts):
        n, total = len(counts), sum(counts)
        by_pairs = sum(abs(a - b) for a in counts for b in counts) / (2 * n * total)
        assert gini(counts) == pytest.approx(by_pairs)
