"""Votes of collaborations that are like what is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from sap_match.recommend.parts.neighbours import (
    alike_by_members,
    inherited,
    likeness,
    nearest,
    share_of_best,
    steps_from,
    votes,
)
from sap_match.recommend.past import Past

# four organisations: a and b wrote on bats, b and c on organs, d is new
BATS = Past.of(
    sparse.csr_array([[1.0, 0], [1, 1], [0, 1], [0, 0]]),
    texts=("Bats in church towers", "Church organs"),
)


def test_likeness_is_by_rare_words():
    like = likeness(BATS, ["BATS and bats", "a church", "chess", ""])
    assert like.shape == (4, 2)
    assert like[0, 0] > 0.5
    assert like[0, 1] == 0
    assert like[1, 1] > like[1, 0] > 0, "one word of two says more than one of three"
    assert not like[2:].any()


def test_nobody_wrote_anything():
    silent = Past.of(sparse.csr_array((3, 2)))
    assert likeness(silent, ["bats"]).tolist() == [[0, 0]]
    empty = Past.of(sparse.csr_array((3, 0)))
    assert likeness(empty, ["bats"]).shape == (1, 0)
    assert votes(empty, np.zeros((1, 0))).tolist() == [[0, 0, 0]]
    assert inherited(empty, np.zeros((1, 0))).tolist() == [[0, 0, 0]]
    assert steps_from(empty, [1]).tolist() == [0, 0, 0]
    assert alike_by_members(empty, [1]).tolist() == [0, 0, 0]


def test_votes_add_up_and_joining_everything_counts_less():
    found = votes(BATS, np.array([[0.4, 0.1]]))[0]
    assert found == pytest.approx([0.4 / 1.1**0.5, 0.5 / 1.2**0.5, 0.1 / 1.1**0.5, 0])
    assert inherited(BATS, np.array([[0.4, 0.1]])).tolist() == [[0.4, 0.4, 0.1, 0]]


def test_steps_by_hand():
    # 0 and 1 alone; 0, 2 and 3; 1 and 4
    past = Past.of(
        sparse.csr_array([[1.0, 1, 0], [1, 0, 1], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]])
    )
    assert steps_from(past, [0], onward=0).tolist() == [0, 0.5, 0.25, 0.25, 0, 0]
    further = steps_from(past, [0], onward=1.0)
    assert further[4] == pytest.approx(0.5 / 2), "half of what 1 has goes to 4"
    assert further[[0, 5]].tolist() == [0, 0]
    two = steps_from(past, [0, 1], onward=0)
    assert two.tolist() == [0, 0, 0.25, 0.25, 0.5, 0]
    assert not steps_from(past, [5]).any()
    assert not steps_from(past, []).any()


@given(
    st.lists(st.lists(st.floats(0, 1), min_size=5, max_size=5), min_size=1, max_size=3),
    st.integers(0, 7),
)
def test_the_nearest_keep_their_weight_and_others_lose_it(rows, k):
    weights = np.array(rows)
    kept = nearest(weights, k)
    assert ((kept == weights) | (kept == 0)).all()
    assert ((kept > 0).sum(axis=1) <= k).all()
    for row, of in zip(kept, weights, strict=True):
        if k:
            assert row.max() == of.max()


def test_shares_of_the_best():
    assert share_of_best(np.array([0.0, 0.0])).tolist() == [0, 0]
    assert share_of_best(np.array([])).tolist() == []
    assert share_of_best(np.array([0.1, 0.3]), least=0.2).tolist() == pytest.approx([1 / 3, 1])
    assert share_of_best(np.array([0.1, 0.05]), least=0.2).tolist() == [0.5, 0.25]


def test_somebody_with_five_thousand_ties_breaks_nothing():
    m = 5000
    rows = sparse.csr_array(
        (np.ones(2 * m), (np.r_[np.zeros(m, int), np.arange(1, m + 1)], np.r_[:m, :m]))
    )
    found = steps_from(Past.of(rows), [0])
    assert found[1:].sum() == pytest.approx(1.0, abs=0.3)
    assert votes(Past.of(rows), np.full((1, m), 0.1))[0, 0] < 0.1 * m / 20


def test_two_old_partners_in_one_collaboration_say_more_than_each_in_another():
    # a and b were in one with c, a in one with d and b in another with d; all four in two.
    members = [[1.0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 1, 1]]
    past = Past.of(sparse.csr_array(members))
    found = alike_by_members(past, [0, 1])
    rare = 2**-0.25
    assert found[2] == pytest.approx((2 * rare) ** 2 / (2 * rare**2 + 1))
    assert found[3] == pytest.approx(2 * rare**2 / (2 * rare**2))
    assert found[:2].tolist() == [0, 0]
    assert found[2] > found[3]
    assert not alike_by_members(past, []).any()
