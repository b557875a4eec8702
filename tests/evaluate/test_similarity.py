"""Like texts, like labels: the harness on collections whose answer is known."""

import numpy as np
import pytest

from sap_match.errors import DataError
from sap_match.evaluate.similarity import (
    compare_methods,
    evaluate_similarity,
    jaccard_gains,
    similarity_quality,
)
from sap_match.model import Dataset, Organisation
from sap_match.similarity.encoder import HashedWords

LABELS = [frozenset(x) for x in ("ab", "ab", "b", "c", "c", "cd")]
IDS = list("uvwxyz")


def test_gains_by_hand():
    gains = jaccard_gains(LABELS)
    assert gains[0].tolist() == [0, 1, 0.5, 0, 0, 0]
    assert gains[3].tolist() == [0, 0, 0, 0, 1, 0.5]
    np.testing.assert_array_equal(gains, gains.T)


def test_a_perfect_ranking_scores_one_and_self_is_left_out():
    gains = jaccard_gains(LABELS)
    found = similarity_quality("truth", IDS, gains, lambda i: gains[IDS.index(i)])
    assert found.ndcg_at_10.value == pytest.approx(1)
    assert found.ndcg_at_10.queries == 6
    assert found.shares_a_label_at_10 == pytest.approx(2 / 5)


def test_the_worst_ranking_of_one_query():
    gains = jaccard_gains([frozenset("a"), *[frozenset("b")] * 10, frozenset("a")])
    ids = [f"{i:02}" for i in range(12)]
    scores = -np.arange(12, dtype=float)
    found = similarity_quality("bad", ids, gains, lambda _: scores, queries=["00"])
    assert found.ndcg_at_10.value == 0
    assert found.as_record()["queries"] == 1


def test_methods_are_compared_in_one_run():
    texts = ["tea and cake", "tea with cake", "cake", "football", "football pitch", "rugby"]
    kinds = {"description": texts, "names": texts}
    found = compare_methods(IDS, LABELS, kinds, {"description": HashedWords().encode(texts)})
    assert [f.method for f in found] == [
        "TF-IDF words, description",
        "sentence vectors, description",
        "blend .6/.4, description",
        "with themes, description",
        "TF-IDF words, names",
        "with themes, names",
    ]
    assert found[0].ndcg_at_10.value > 0.8


def organisations(n):
    kinds = [("food", "Hot lunches and soup for pensioners"), ("sport", "Football and rugby teams")]
    return [
        Organisation(id=f"o{i:02}", name=f"Group {i}", kind="voluntary",
                     themes=(kinds[i % 2][0],), description=kinds[i % 2][1])
        for i in range(n)
    ]  # fmt: skip


def test_a_partnership_is_measured_against_its_themes():
    dataset = Dataset.build("d", {"organisations": organisations(24)})
    found = evaluate_similarity(dataset, HashedWords())
    assert len(found) == 8
    assert all(f.ndcg_at_10.value == pytest.approx(1) for f in found)


def test_too_little_to_measure_is_said():
    dataset = Dataset.build("d", {"organisations": organisations(4)})
    with pytest.raises(DataError, match="4 organisations have both"):
        evaluate_similarity(dataset)
