"""Fifty questions that were judged by reading: recall, and conditions obeyed always."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.search import Filters, Finder
from sap_match.similarity.text import service_text

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = {"cheshire_east": "examples/cheshire_east", "trafford": "benchmarks/places/trafford.toml"}
WRITTEN = tomllib.loads((Path(__file__).parent / "queries.toml").read_text("utf-8"))
QUERIES, FILTERED = WRITTEN["query"], WRITTEN["filtered"]


def asked_in(place):
    """Each query of a place with its finder and its answer."""
    landscape = Landscape.build(read_dataset(str(ROOT / SOURCES[place])))
    finders = {}
    for query in QUERIES:
        if query["place"] != place:
            continue
        of = query["of"]
        index = landscape.service_lookup if of == "services" else landscape.organisation_lookup
        if of not in finders:
            finders[of] = Finder.build(landscape.dataset, index, of=of)
        finder = finders[of]
        asked = finder.understand(query["text"])
        encode = landscape.encoder.encode_uncached
        vector = encode([finder.to_encode(asked)])[0]
        yield query, finder, finder.search(asked, vector, k=5)


def recall(query, answer):
    right = set(query["right"])
    return len(right & {f.id for f in answer.found[:5]}) / min(5, len(right))


def test_there_are_fifty_half_of_them_held_back():
    assert len(QUERIES) == 50
    assert len({q["id"] for q in QUERIES}) == 50
    assert len({q["text"] for q in QUERIES}) == 50
    halves = [q["split"] for q in QUERIES]
    assert 22 <= halves.count("held") <= 28
    assert {q["place"] for q in QUERIES} == set(SOURCES)
    assert all(q["right"] for q in QUERIES)


def assert_found(place, least):
    found = defaultdict(list)
    for query, finder, answer in asked_in(place):
        missing = set(query["right"]) - set(finder.index.ids)
        assert not missing, query["id"]
        found[query["split"]].append(recall(query, answer))
    means = {split: sum(values) / len(values) for split, values in found.items()}
    assert min(means.values()) >= least, means


@pytest.mark.slow
def test_the_example_answers():
    assert_found("cheshire_east", 0.7)


@pytest.mark.slow
def test_trafford_answers(shared_data):
    assert_found("trafford", 0.7)


@pytest.mark.slow
def test_recall_over_all_fifty(shared_data):
    values = [recall(q, answer) for place in SOURCES for q, _, answer in asked_in(place)]
    assert sum(values) / len(values) >= 0.8


@pytest.fixture(scope="module")
def example():
    """The example's services, found by their words alone."""
    dataset = read_dataset(str(ROOT / SOURCES["cheshire_east"]))
    texts = [service_text(s, dataset.organisation(s.organisation_id)) for s in dataset.services]
    return Finder.build(dataset, SimilarityIndex.build([s.id for s in dataset.services], texts))


@pytest.mark.parametrize("query", FILTERED, ids=lambda q: f"{q['text']} {q['filters']}")
def test_what_a_reader_forbids_is_never_found(example, query):
    asked = example.understand(query["text"], filters=Filters(**query["filters"]))
    found = {f.id for f in example.search(asked, k=1000).found}
    assert set(query["forbidden"]) <= set(example.index.ids)
    assert not found & set(query["forbidden"])
    assert set(query["kept"]) <= found
