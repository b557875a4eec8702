"""Likeness of three parts: its weights, its scale, what each part adds, and its order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sap_match.similarity.blend import PLAIN, BlendConfig, blend, linked
from sap_match.similarity.index import SimilarityIndex

TEXTS = [
    "Lunch club for older people.", "Companionship and hot meals for pensioners.",
    "Football for girls.", "Clwb cinio i bobl hŷn yn y pentref, gyda chroeso i bawb.", "",
]  # fmt: skip
IDS = list("abcde")


@pytest.mark.parametrize("given", [{"text_weight": 0.9}, {"text_weight": 0.7, "tfidf": 0.7},
                                   {"tfidf": -0.1}, {"other": 1}])  # fmt: skip
def test_weights_that_do_not_add_up_are_refused(given):
    with pytest.raises(ValidationError):
        BlendConfig(**given)


def test_without_vectors_or_themes_the_others_share_the_weight():
    config = BlendConfig(text_weight=0.2, tfidf=0.3)
    assert config.themes == 0.5
    assert config.weights(text=False) == pytest.approx((0, 0.375, 0.625))
    assert config.weights(themes=False) == pytest.approx((0.4, 0.6, 0))
    assert BlendConfig(text_weight=1, tfidf=0).weights(text=False) == (0, 1, 0)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.booleans())
def test_the_scale_rises_and_keeps_its_ends(values, with_text):
    ordered = np.sort(np.array([0.0, *values, 1.0]))
    found = linked(ordered, with_text=with_text)
    assert (np.diff(found) >= 0).all()
    assert (found[0], found[-1]) == (0, 1)
    apart = np.diff(ordered) > 1e-4
    assert (np.diff(found)[apart] > 0).all()


def test_a_blend_of_three_worked_by_hand():
    config = BlendConfig(text_weight=0.2, tfidf=0.3)
    half, sure = np.array([0.5, 0.5, 0.5]), np.array([1.0, 0.0, 0.25])
    one, some = np.array([1.0, 1.0, 1.0]), np.array([0.2, 0.2, 0.2])
    found = blend(half, one, config, some, sure)
    # .2 x .5 + .3 x 1 + .5 x .2; without themes .4 x .5 + .6 x 1; a quarter of the way
    assert found.tolist() == pytest.approx([0.5, 0.8, 0.725])


def test_themes_bring_together_what_shares_no_word():
    plain = SimilarityIndex.build(IDS, TEXTS, config=PLAIN)
    themed = SimilarityIndex.build(IDS, TEXTS)
    assert plain.similarity("a", "b") == 0
    assert themed.similarity("a", "b") > 2 * themed.similarity("a", "c")
    assert themed.similarity("a", "a") == 1
    assert themed.similarity("d", "d") == 1
    assert themed.similarity("a", "d") == 0
    assert themed.row("e").tolist() == [0] * 5


def test_vectors_of_another_model_say_nothing_of_themes():
    vectors = np.random.default_rng(1).standard_normal((5, 384)).astype(np.float32)
    index = SimilarityIndex.build(IDS, TEXTS, vectors, fingerprint="another")
    words = SimilarityIndex.build(IDS, TEXTS)
    assert index.cosines_of("a", "b")[2] == words.cosines_of("a", "b")[2]
    trusted = SimilarityIndex.build(IDS, TEXTS, vectors)
    assert trusted.cosines_of("a", "b")[2] != words.cosines_of("a", "b")[2]


@pytest.mark.parametrize("vectors", [True, False])
def test_an_updated_index_equals_a_fresh_one(vectors):
    rng = np.random.default_rng(2)
    given = rng.standard_normal((5, 384)).astype(np.float32) if vectors else None
    index = SimilarityIndex.build(IDS, TEXTS, given)
    index.row("a")  # themes are worked out
    texts = [*TEXTS[:2], "Chess club for schools.", *TEXTS[3:]]
    new = (
        None if given is None else np.vstack([given[:2], rng.standard_normal((1, 384)), given[3:]])
    )
    fresh = SimilarityIndex.build(IDS, texts, new)
    np.testing.assert_array_equal(index.updated(IDS, texts, new).matrix(IDS), fresh.matrix(IDS))
    part = None if new is None else new[2:3]
    changed = index.changed(["c"], texts[2:3], part)
    np.testing.assert_array_equal(changed.matrix(IDS), fresh.matrix(IDS))


def test_a_query_equals_the_row_of_the_same_text():
    index = SimilarityIndex.build(IDS, TEXTS)
    np.testing.assert_array_equal(index.query(TEXTS[0]), index.row("a"))
