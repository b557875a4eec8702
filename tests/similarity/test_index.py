"""The index: a blend worked by hand, and the same bits whatever way it is asked."""

import os
import random
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sap_match.errors import DataError, MissingPartError, UnknownIdError
from sap_match.similarity import likened, lookup
from sap_match.similarity.blend import PLAIN, BlendConfig, WordCounts, WordSpace
from sap_match.similarity.encoder import HashedWords
from sap_match.similarity.index import Neighbour, Pair, SimilarityIndex

WORDS = [
    "lunch",
    "carers",
    "walk",
    "choir",
    "debt",
    "advice",
    "food",
    "trees",
    "youth",
    "football",
    "shed",
    "repair",
]


def collection(seed, n=40, *, silent=0.1):
    rng = random.Random(seed)
    texts = [
        "" if rng.random() < silent else " ".join(rng.choices(WORDS, k=rng.randint(1, 8)))
        for _ in range(n)
    ]
    return [f"o{i:03}" for i in range(n)], texts, HashedWords(24).encode(texts)


# -- by hand ------------------------------------------------------------------------------


def test_a_blend_worked_by_hand():
    # Words: a {tea}, b {tea, cake}; n = 2, df(tea) = 2, df(cake) = 1.
    # idf(tea) = ln(3/3) + 1 = 1; idf(cake) = ln(3/2) + 1 = 1.405465
    # cosine of words = 1 / sqrt(1 + 1.405465**2) = 0.579739
    # cosine of vectors (1, 0) and (.6, .8) = .6
    # .6 x .6 + .4 x .579739 = .591895
    vectors = np.array([[1, 0], [0.6, 0.8]], dtype=np.float32)
    index = SimilarityIndex.build(["a", "b"], ["tea", "tea and cake"], vectors, config=PLAIN)
    assert index.similarity("a", "b") == pytest.approx(0.591895, abs=2e-4)
    words = SimilarityIndex.build(["a", "b"], ["tea", "tea and cake"], config=PLAIN)
    assert words.similarity("a", "b") == pytest.approx(0.579739, abs=1e-6)
    assert index.idf["cake"] == pytest.approx(1.405465, abs=1e-6)


def test_the_words_agree_with_scikit_learn():
    from sklearn.feature_extraction.text import TfidfVectorizer

    _, texts, _ = collection(1, silent=0)
    theirs = TfidfVectorizer(sublinear_tf=True, tokenizer=str.split, token_pattern=None)
    matrix = theirs.fit_transform([" ".join(_stems(t)) for t in texts])
    ids = [f"{i:02}" for i in range(len(texts))]
    ours = SimilarityIndex.build(ids, texts, config=PLAIN).matrix(ids)
    np.testing.assert_allclose(ours, (matrix @ matrix.T).toarray(), atol=3e-6)


def _stems(text):
    counts = WordCounts.of(text)
    return [s for s, n in zip(counts.stems, counts.counts, strict=True) for _ in range(n)]


def test_opposite_meanings_are_no_less_than_unlike():
    vectors = np.array([[1, 0], [-1, 0]], dtype=np.float32)
    index = SimilarityIndex.build(["a", "b"], ["tea", "choir"], vectors, config=PLAIN)
    assert index.similarity("a", "b") == 0
    assert index.nearest("a") == ()


def test_a_name_without_a_text_is_like_nothing():
    vectors = np.ones((3, 4), dtype=np.float32)
    index = SimilarityIndex.build(["a", "b", "c"], ["tea", "", "tea"], vectors)
    assert index.row("a").tolist() == [1, 0, 1]
    assert index.row("b").tolist() == [0, 0, 0]
    assert index.nearest("a") == (Neighbour("c", 1.0),)
    assert index.nearest("b") == ()
    assert index.pairs_above(0.0) == (Pair("a", "c", 1.0),)
    assert [index.is_described(i) for i in "abc"] == [True, False, True]


def test_self_is_dropped_by_id_not_by_place():
    vectors = np.ones((3, 4), dtype=np.float32)
    index = SimilarityIndex.build(["z", "b", "a"], ["tea", "tea", "tea"], vectors)
    assert [n.id for n in index.nearest("z")] == ["a", "b"]
    assert [n.id for n in index.nearest("a")] == ["b", "z"]
    assert [n.id for n in index.nearest("a", exclude=["b", "nobody"])] == ["z"]
    assert [n.id for n in index.nearest("b", k=1)] == ["a"]
    assert index.nearest("b", k=0) == ()


def test_a_threshold_is_inclusive():
    vectors = np.array([[1, 0], [0.6, 0.8], [1, 0]], dtype=np.float32)
    index = SimilarityIndex.build(["a", "b", "c"], ["tea", "cake", "tea"], vectors)
    score = index.similarity("a", "b")
    assert Pair("a", "b", score) in index.pairs_above(score)
    assert Pair("a", "b", score) not in index.pairs_above(score + 1e-6)


def test_a_free_text_finds_what_a_record_of_it_would():
    ids, texts, vectors = collection(3)
    index = SimilarityIndex.build(ids, texts, vectors)
    some = next(i for i in range(len(ids)) if texts[i])
    asked = index.query(texts[some], vectors[some])
    np.testing.assert_array_equal(asked, index.row(ids[some]))
    assert index.nearest(text=texts[some], vector=vectors[some], k=1)[0].score == pytest.approx(1)


def test_what_cannot_be_answered_is_said():
    ids, texts, vectors = collection(4)
    index = SimilarityIndex.build(ids, texts, vectors)
    with pytest.raises(UnknownIdError, match="no record has the id 'o00l'; the nearest are"):
        index.row("o00l")
    with pytest.raises(DataError, match="pass vector="):
        index.query("tea")
    with pytest.raises(DataError, match="either a record's id or a text"):
        index.nearest()
    with pytest.raises(DataError, match="ids must be unique"):
        SimilarityIndex.build(["a", "a"], ["tea", "choir"])
    with pytest.raises(DataError, match="got 1 ids, 2 texts and no vectors"):
        SimilarityIndex.build(["a"], ["tea", "choir"])
    with pytest.raises(ValidationError, match="must add up to 1"):
        BlendConfig(text_weight=0.6, tfidf=0.6)


def test_nothing_at_all():
    index = SimilarityIndex.build([], [], np.zeros((0, 4), np.float32))
    assert len(index) == 0
    assert index.pairs_above(0.1) == ()
    assert index.nearest(text="tea", vector=np.ones(4)) == ()
    silent = SimilarityIndex.build(["a"], ["the"], np.ones((1, 4), np.float32))
    assert silent.nearest("a") == ()


# -- the same, whatever way it is asked ---------------------------------------------------


def assert_same(left, right):
    assert left.ids == right.ids
    assert left.texts == right.texts
    np.testing.assert_array_equal(left.matrix(left.ids), right.matrix(right.ids))
    assert left.idf == right.idf


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_order_does_not_matter(seed):
    ids, texts, vectors = collection(seed, 25)
    order = random.Random(seed + 1).sample(range(25), 25)
    shuffled = SimilarityIndex.build([ids[i] for i in order], [texts[i] for i in order],
                                     vectors[order])  # fmt: skip
    assert_same(SimilarityIndex.build(ids, texts, vectors), shuffled)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_an_update_equals_a_fresh_build(seed):
    rng = random.Random(seed)
    ids, texts, vectors = collection(seed, 20)
    index = SimilarityIndex.build(ids, texts, vectors)
    changed = [rng.choice(["", "new words here", t]) for t in texts] + ["one more choir"]
    kept = [i for i in range(21) if rng.random() < 0.8]
    new_ids = [[*ids, "p"][i] for i in kept]
    new_texts = [changed[i] for i in kept]
    new_vectors = HashedWords(24).encode(new_texts)
    assert_same(
        index.updated(new_ids, new_texts, new_vectors),
        SimilarityIndex.build(new_ids, new_texts, new_vectors),
    )


def test_rows_pairs_and_matrix_agree_to_the_bit(monkeypatch):
    ids, texts, vectors = collection(9, 70)
    index = SimilarityIndex.build(ids, texts, vectors)
    whole = index.matrix(ids)
    np.testing.assert_array_equal(whole, whole.T)
    assert [index.similarity(ids[3], i) for i in ids] == whole[3].tolist()
    pairs = index.pairs_above(0.3)
    assert {(p.left_id, p.right_id): p.score for p in pairs} == {
        (ids[i], ids[j]): whole[i, j]
        for i in range(70)
        for j in range(i + 1, 70)
        if whole[i, j] >= 0.3
    }
    monkeypatch.setattr(likened, "BLOCK_CELLS", 150)  # two rows a block
    np.testing.assert_array_equal(index.matrix(ids), whole)
    assert index.pairs_above(0.3) == pairs
    np.testing.assert_array_equal(index.row(ids[5]), whole[5])


THREADS = """
import hashlib, numpy as np
from sap_match.similarity.index import SimilarityIndex
rng = np.random.default_rng(11)
vectors = rng.standard_normal((700, 384)).astype(np.float32)
texts = [f"word{i % 13} word{i % 7} word{i % 101}" for i in range(700)]
index = SimilarityIndex.build([f"{i:03}" for i in range(700)], texts, vectors)
found = index.matrix(index.ids).tobytes() + index.row("007").tobytes()
print(hashlib.sha256(found).hexdigest())
"""


def test_threads_change_no_bit():
    def run(threads):
        named = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        environment = {**os.environ, **dict.fromkeys(named, threads)}
        return subprocess.run([sys.executable, "-c", THREADS], env=environment, check=True,
                              capture_output=True, text=True).stdout  # fmt: skip

    assert run("1") == run("2") == run("3")


def test_whole_numbers_move_a_cosine_by_less_than_said():
    rng = np.random.default_rng(12)
    vectors = rng.standard_normal((60, 384))
    exact = vectors @ vectors.T / np.outer(*[np.linalg.norm(vectors, axis=1)] * 2)
    ids = [f"{i:02}" for i in range(60)]
    config = BlendConfig(text_weight=1, tfidf=0)
    found = SimilarityIndex.build(ids, ["tea"] * 60, vectors, config=config).matrix(ids)
    assert np.abs(found - np.clip(exact, 0, 1)).max() < 0.0005


def test_words_outside_the_collection_add_nothing():
    space = WordSpace.of([WordCounts.of("tea"), WordCounts.of("")])
    assert space.documents == 1
    assert space.matrix([WordCounts.of("unknown words")]).nnz == 0


def test_three_thousand_answer_in_milliseconds():
    rng = np.random.default_rng(13)
    words = [f"word{i}" for i in range(6000)]
    texts = [" ".join(rng.choice(words, 40)) for _ in range(3000)]
    ids = [f"{i:04}" for i in range(3000)]
    index = SimilarityIndex.build(ids, texts, rng.standard_normal((3000, 384)))
    index.row(ids[0])
    times = []
    for i in range(30):
        start = time.perf_counter()
        index.row(ids[i])
        times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.003


# -- many at once, and some changed -------------------------------------------------------


def test_all_at_once_is_each_by_itself(monkeypatch):
    ids, texts, vectors = collection(14, 60)
    index = SimilarityIndex.build(ids, texts, vectors)
    found = index.nearest_of_all(4, approximate=False)
    assert list(found) == list(index.ids)
    assert found == {one: index.nearest(one, k=4) for one in index.ids}
    monkeypatch.setattr(likened, "BLOCK_CELLS", 130)
    assert index.nearest_of_all(4, approximate=False) == found
    assert set(index.nearest_of_all(0, approximate=False).values()) == {()}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_some_changed_equal_a_fresh_build(seed, with_vectors):
    rng = random.Random(seed)
    ids, texts, vectors = collection(seed, 18)
    index = SimilarityIndex.build(ids, texts, vectors if with_vectors else None)
    changed = sorted(rng.sample(ids, rng.randint(0, 4))) + (["zz"] if rng.random() < 0.5 else [])
    told = [rng.choice(["", "new words here", "choir", "one more lunch"]) for _ in changed]
    fresh = HashedWords(24).encode(told)
    removed = rng.sample([i for i in ids if i not in changed], rng.randint(0, 3))
    whole = dict(zip(ids, texts, strict=True)) | dict(zip(changed, told, strict=True))
    kept = {one: text for one, text in whole.items() if one not in removed}
    rows = dict(zip(ids, vectors, strict=True)) | dict(zip(changed, fresh, strict=True))
    new_vectors = np.array([rows[one] for one in kept]) if with_vectors else None
    assert_same(
        index.changed(changed, told, fresh if with_vectors else None, removed=removed),
        SimilarityIndex.build(list(kept), list(kept.values()), new_vectors),
    )


def test_changes_that_cannot_be_made_are_said():
    ids, texts, vectors = collection(4)
    index = SimilarityIndex.build(ids, texts, vectors)
    with pytest.raises(UnknownIdError, match="no record has the id 'nobody'"):
        index.changed(removed=["nobody"])
    with pytest.raises(DataError, match="holds sentence vectors"):
        index.changed(["a"], ["tea"])
    with pytest.raises(DataError, match="ids must be unique"):
        index.changed(["a", "a"], ["tea", "tea"], vectors[:2])
    assert_same(index.changed(), index)


def altered(n, seed=15):
    """Texts that differ a little from a few dozen, as listings do."""
    rng = random.Random(seed)
    base = [[rng.choice(WORDS) for _ in range(6)] for _ in range(40)]
    texts = [" ".join([*rng.choice(base)[:5], rng.choice(WORDS)]) for _ in range(n)]
    return [f"o{i:04}" for i in range(n)], texts, HashedWords(64).encode(texts)


def test_candidates_score_as_exactly_and_miss_little():
    pytest.importorskip("faiss")
    index = SimilarityIndex.build(*altered(600))
    exact = index.nearest_of_all(5, approximate=False)
    near = index.nearest_of_all(5, approximate=True)
    scores = {(one, n.id): n.score for one, found in near.items() for n in found}
    assert all(score == index.similarity(one, other) for (one, other), score in scores.items())
    least = [n[-1].score for n in exact.values() if n]
    reached = [n[-1].score for one, n in near.items() if exact[one]]
    assert np.mean(np.array(reached) >= np.array(least)) > 0.9
    assert index.nearest_of_all(5, approximate=True) == near  # the same again


def test_pairs_by_candidates_are_pairs():
    pytest.importorskip("faiss")
    index = SimilarityIndex.build(*altered(300))
    every, some = index.pairs_above(0.9), index.pairs_above(0.9, approximate=True, candidates=60)
    assert set(some) <= set(every)
    assert len(some) > 0.9 * len(every)
    assert list(some) == sorted(some, key=lambda p: (-p.score, p.left_id, p.right_id))


def test_candidates_of_nothing_and_of_silent_records():
    pytest.importorskip("faiss")
    empty = SimilarityIndex.build([], [])
    assert empty.nearest_of_all(approximate=True) == {}
    silent = SimilarityIndex.build(["a", "b", "c"], ["tea", "", "tea"])
    found = silent.nearest_of_all(approximate=True)
    assert found["b"] == ()
    assert found["a"] == (Neighbour("c", 1.0),)


def test_without_faiss_the_line_to_type_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "faiss", None)
    index = SimilarityIndex.build(["a", "b"], ["tea", "tea"])
    with pytest.raises(MissingPartError, match=r"pip install 'sap-match\[faiss\]'"):
        index.nearest_of_all(approximate=True)
    monkeypatch.setattr(lookup, "EXACT_UP_TO", 1)
    with pytest.raises(MissingPartError, match="more than"):
        index.nearest_of_all()
    assert index.nearest_of_all(approximate=False)["a"] == (Neighbour("b", 1.0),)
