"""The one place that orders."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sap_match.ranking import (
    RRF_K,
    first_k,
    first_per,
    fuse,
    ordered,
    ranks,
    reciprocal,
    rounded,
    top_k,
)

SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.25 + 1e-9, 0.5, 1.0, -0.5, -math.inf]), max_size=12)


@given(SCORES, st.integers(0, 14), st.randoms(use_true_random=False))
def test_the_best_k_are_those_of_a_whole_sort(scores, k, random):
    ids = [f"o{i:02d}" for i in range(len(scores))]
    random.shuffle(ids)
    whole = sorted((-round(s, 6), one) for s, one in zip(scores, ids, strict=True) if s > -math.inf)
    found = top_k(np.array(scores), ids, k)
    assert [ids[i] for i in found] == [one for _, one in whole[:k]]


def test_the_last_bits_of_a_float_never_decide():
    assert ordered([("b", 0.3), ("a", 0.1 + 0.2)], score=lambda x: x[1], key=lambda x: x[0]) == [
        ("a", 0.1 + 0.2),
        ("b", 0.3),
    ]
    assert top_k(np.array([0.3, 0.1 + 0.2]), ["b", "a"], 1) == [1]


def test_what_is_no_number_is_never_offered():
    assert top_k(np.array([np.nan, 0.1, -np.inf]), ["a", "b", "c"], 3) == [1]


def test_k_of_none_or_fewer_is_nothing():
    assert top_k(np.array([0.5]), ["a"], 0) == []
    assert top_k(np.array([0.5]), ["a"], -1) == []
    assert top_k(np.array([]), [], 3) == []


def test_no_evidence_holds_no_rank_and_gains_nothing():
    found = ranks(np.array([0.0, 0.9, -0.2, 0.4]))
    assert found.tolist() == [math.inf, 1, math.inf, 2]
    assert reciprocal(found).tolist() == [0, 1, 0, (RRF_K + 1) / (RRF_K + 2)]


def test_equal_scores_take_ranks_in_the_order_of_ids():
    assert ranks(np.array([0.5, 0.5 + 1e-9, 0.7])).tolist() == [2, 3, 1]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_ranks_are_a_count_of_those_with_evidence(scores):
    found = ranks(np.array(scores))
    above = sorted(r for r in found.tolist() if r < math.inf)
    assert above == list(range(1, sum(round(s, 6) > 0 for s in scores) + 1))


def test_rounding_leaves_no_negative_zero():
    assert str(rounded(-1e-9)) == "0.0"


def test_a_fusion_is_a_weighted_sum():
    assert fuse({"text": 1.0, "place": 0.5}, {"text": 1.0, "place": 0.4}) == 1.2


def test_the_first_of_each_key_is_kept_in_order():
    assert first_per([3, 1, 2, 5], lambda x: x % 2) == [3, 2]


@given(
    st.lists(st.sampled_from([0.0, 1e-7, 1e-6, 0.1, 0.3, 1.0, 5e5, 1e13, math.inf, -2.0])),
    st.floats(0.5, 2),
)
def test_ranks_are_those_of_a_stable_sort_whatever_the_size_of_scores(scores, scale):
    values = np.array(scores, dtype=float) * scale
    seen = np.round(values, 6)
    plain = sorted((i for i in range(len(seen)) if seen[i] > 0), key=lambda i: (-seen[i], i))
    found = ranks(values)
    assert [found[i] for i in plain] == list(range(1, len(plain) + 1))
    assert np.isinf(found).sum() == len(values) - len(plain)


@given(
    st.lists(st.sampled_from([-math.inf, -0.5, 0.0, 0.1, 0.1 + 1e-9, 0.3]), max_size=12),
    st.integers(0, 14),
)
def test_the_first_by_position_are_the_top_by_sorted_ids(scores, k):
    ids = [f"{i:02d}" for i in range(len(scores))]
    assert first_k(np.array(scores), k).tolist() == top_k(np.array(scores), ids, k)
