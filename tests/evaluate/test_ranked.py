"""What rankings are worth, in batch and one by one; how sure a difference is."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from sap_match.evaluate.metrics import (
    average_precision,
    hit_at_k,
    ndcg_at_k,
    recall_at_k,
    reciprocal_rank,
)
from sap_match.evaluate.questions import Questions
from sap_match.evaluate.ranked import (
    best,
    blocks,
    bootstrap,
    exposure,
    judged,
    rank_all,
    rows_of,
)


def questions(wanted, barred=None, eligible=None, groups=None):
    wanted = np.array(wanted, dtype=float)
    q, n = wanted.shape
    nothing = np.zeros((q, n)) if barred is None else np.array(barred, dtype=float)
    return Questions(
        "new", tuple(f"q{i}" for i in range(q)), tuple(f"o{i}" for i in range(q)),
        sparse.csr_array(np.zeros((q, n))), sparse.csr_array(wanted), sparse.csr_array(nothing),
        np.ones(n, dtype=bool) if eligible is None else np.array(eligible, dtype=bool),
        ("",) * q, ((),) * q, ((),) * q, np.arange(q) if groups is None else np.array(groups),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5),
    st.integers(12, 40),
    st.integers(0, 10_000),
)
def test_in_batch_as_one_by_one(q, n, seed):
    rng = np.random.default_rng(seed)
    wanted = rng.random((q, n)) < 0.2
    wanted[:, 0] = True
    scores = rng.integers(0, 5, size=(q, n)).astype(float)  # many ties, some without evidence
    asked = questions(wanted)
    found = rank_all("m", asked, lambda part: scores[[int(i[1:]) for i in part.ids]])
    for row in range(q):
        order = [int(i) for i in found.first[row] if i >= 0]
        assert order == sorted(np.flatnonzero(scores[row] > 0), key=lambda i: (-scores[row, i], i))
        right = set(np.flatnonzero(wanted[row]).tolist())
        gains = [float(i in right) for i in order] + [0.0] * 10
        gains += [1.0] * (len(right) - sum(i in right for i in order))
        one = {name: values[row] for name, values in found.values.items()}
        assert one["ndcg_at_10"] == pytest.approx(ndcg_at_k(gains, 10))
        assert one["hit_at_10"] == hit_at_k(order, right, 10)
        assert one["mrr"] == pytest.approx(reciprocal_rank(order, right))
        assert one["map_at_10"] == pytest.approx(average_precision(order, right, 10))
        assert one["recall_at_10"] == pytest.approx(recall_at_k(order, right, 10))


def test_barred_and_not_eligible_are_never_ranked():
    asked = questions([[1, 0, 0, 1]], barred=[[1, 0, 0, 0]], eligible=[1, 1, 0, 1])
    assert best(np.array([[9.0, 2.0, 8.0, 2.0]]), asked, 3).tolist() == [[1, 3, -1]]


def test_last_bits_never_decide():
    asked = questions([[1, 0, 0]])
    scores = np.array([[0.3, 0.1 + 0.2, 0.30000000000000001]])
    assert best(scores, asked, 3).tolist() == [[0, 1, 2]]
    assert best(scores[:, ::-1], asked, 2).tolist() == [[0, 1]]


def test_a_query_without_evidence_is_worth_nothing():
    found = judged("m", questions([[1, 1]]), best(np.zeros((1, 2)), questions([[1, 1]])))
    assert {v[0] for v in found.values.values()} == {0.0}


def test_blocks_hold_every_query_once():
    asked = questions(np.ones((7, 3)))
    assert [name for part in blocks(asked, 3) for name in part.ids] == list(asked.ids)


def test_a_sample_is_the_same_each_time_and_the_whole_when_it_fits():
    asked = questions(np.eye(30))
    some = asked.sampled(10)
    assert some.ids == asked.sampled(10).ids
    assert len(set(some.ids)) == 10
    assert asked.sampled(30) is asked
    assert [int(i[1:]) for i in some.ids] == [int(r) for r in some.wanted.tocoo().col]


def test_exposure_by_hand():
    asked = questions([[0, 1, 0, 1], [0, 1, 0, 0]])
    newcomers = np.array([False, True, False, True])
    found = exposure(judged("m", asked, np.array([[0, 1], [0, 2]])), asked, newcomers)
    assert found.coverage == 0.75
    assert found.newcomers == 0.25  # one place of four
    assert found.newcomers_found == pytest.approx(1 / 3)  # of o1 and o3, and o1: one was found
    assert found.unevenness == pytest.approx(0.375)


def test_nobody_shown_is_not_a_number():
    asked = questions([[1, 0]])
    found = exposure(judged("m", asked, np.array([[-1, -1]])), asked, np.array([False, False]))
    assert found.coverage == 0
    assert math.isnan(found.unevenness)
    assert math.isnan(found.newcomers_found)


# -- intervals ------------------------------------------------------------------------------


def test_intervals_are_the_same_each_time_and_move_with_the_seed():
    values = np.random.default_rng(1).normal(size=(50, 2))
    one = bootstrap(values, np.arange(50))
    np.testing.assert_array_equal(one, bootstrap(values, np.arange(50)))
    assert (one != bootstrap(values, np.arange(50), seed=6)).any()


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    covered = 0
    for seed in range(200):
        values = np.random.default_rng(seed).normal(loc=0.3, size=(80, 1))
        low, high = bootstrap(values, np.arange(80), draws=400)[0]
        covered += low <= 0.3 <= high
    assert 180 <= covered <= 198


def test_queries_of_a_group_are_drawn_together():
    values = np.random.default_rng(2).normal(size=(40, 1))
    same = np.repeat(values, 10, axis=0)  # tenfold copies tell nothing new
    alone = np.ptp(bootstrap(same, np.arange(400))[0])
    together = np.ptp(bootstrap(same, np.repeat(np.arange(40), 10))[0])
    assert together > 2 * alone
    np.testing.assert_allclose(together, np.ptp(bootstrap(values, np.arange(40))[0]), rtol=1e-9)


def test_no_queries_have_no_interval():
    assert np.isnan(bootstrap(np.zeros((0, 2)), np.zeros(0, dtype=np.int64))).all()


def test_every_answer_is_a_row():
    asked = questions([[1, 0], [0, 1]])
    found = rank_all("m", asked, lambda part: np.tile([2.0, 1.0], (len(part), 1)))
    rows = list(rows_of(asked, [found]))
    assert [(r["query"], r["mrr"]) for r in rows] == [("q0", 1.0), ("q1", 0.5)]
