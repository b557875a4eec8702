"""The cache of vectors: read back bit for bit, shared by processes, whole after a kill."""

import os
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from sap_match.errors import DataError
from sap_match.similarity.cache import CachedEncoder, VectorCache, text_hash
from sap_match.similarity.encoder import HashedWords, SentenceEncoder


class Counting(HashedWords):
    """Remembers what it was asked for."""

    def __init__(self):
        super().__init__(16)
        self.asked = []

    def encode(self, texts):
        self.asked += list(texts)
        return super().encode(texts)


@pytest.fixture
def cache(tmp_path):
    return VectorCache(tmp_path / "cache")


def some(rng, n, d=4):
    return rng.standard_normal((n, d)).astype(np.float32)


def test_what_is_written_comes_back_bit_for_bit(cache):
    vectors = some(np.random.default_rng(1), 3)
    cache.write("m", ["c", "a", "b"], vectors)
    back, found = cache.read("m", 4, ["b", "x", "a", "c"])
    assert found.tolist() == [True, False, True, True]
    np.testing.assert_array_equal(back[[2, 0, 3]], vectors[[1, 2, 0]])
    assert not back[1].any()


def test_the_first_vector_of_a_text_stays(cache):
    rng = np.random.default_rng(2)
    first, second = some(rng, 1), some(rng, 1)
    cache.write("m", ["a"], first)
    cache.write("m", ["a"], second)
    np.testing.assert_array_equal(cache.read("m", 4, ["a"])[0], first)


def test_models_do_not_see_each_other(cache):
    cache.write("one", ["a"], some(np.random.default_rng(3), 1))
    assert not cache.read("two", 4, ["a"])[1].any()


def test_vectors_of_two_lengths_do_not_mix(cache):
    cache.write("m", ["a"], np.ones((1, 4), np.float32))
    with pytest.raises(DataError, match="of length 3 cannot stand beside those of length 4"):
        cache.write("m", ["b"], np.ones((1, 3), np.float32))


def test_reading_makes_no_folder(tmp_path):
    vectors, found = VectorCache(tmp_path / "none").read("m", 2, ["a"])
    assert vectors.shape == (1, 2)
    assert not found.any()
    assert list(tmp_path.iterdir()) == []


def test_more_texts_than_one_query_holds(cache):
    hashes = [text_hash(str(i)) for i in range(1203)]
    vectors = some(np.random.default_rng(4), 1203)
    cache.write("m", hashes, vectors)
    back, found = cache.read("m", 4, hashes[::-1])
    assert found.all()
    np.testing.assert_array_equal(back, vectors[::-1])


def test_each_text_is_encoded_once(cache):
    encoder = Counting()
    cached = CachedEncoder(cache, encoder)
    first = cached.encode(["tea", "choir", "tea"])
    assert sorted(encoder.asked) == ["choir", "tea"]
    again = CachedEncoder(cache, encoder).encode(["choir", "tea", "chess"])
    assert encoder.asked[2:] == ["chess"]
    np.testing.assert_array_equal(again[:2], first[[1, 0]])


def test_no_texts_give_no_rows(cache):
    assert CachedEncoder(cache, Counting()).encode([]).shape == (0, 16)


def test_a_query_leaves_no_trace(cache):
    CachedEncoder(cache, Counting()).encode_uncached(["a private matter"])
    assert not cache.folder.exists()


def test_texts_are_not_in_the_files(cache):
    CachedEncoder(cache, Counting()).encode(["secretgarden"])
    files = [p for p in cache.folder.rglob("*") if p.is_file()]
    assert len(files) == 2
    assert not any(b"secretgarden" in p.read_bytes() for p in files)


def test_a_damaged_row_is_found_and_encoded_anew(cache):
    encoder = Counting()
    cached = CachedEncoder(cache, encoder)
    before = cached.encode(["tea", "choir"])
    (file,) = cache.folder.rglob("*.f32")
    content = bytearray(file.read_bytes())
    content[5] ^= 0xFF
    file.write_bytes(content)
    assert len(cache.verify()) == 1
    encoder.asked.clear()
    np.testing.assert_array_equal(cached.encode(["tea", "choir"]), before)
    assert len(encoder.asked) == 1
    assert cache.verify() == ()


def test_a_file_cut_short_is_made_whole(cache):
    cached = CachedEncoder(cache, Counting())
    before = cached.encode(["tea", "choir", "chess"])
    (file,) = cache.folder.rglob("*.f32")
    os.truncate(file, 70)
    np.testing.assert_array_equal(cached.encode(["tea", "choir", "chess"]), before)


def test_something_else_in_its_place_is_said(cache):
    home = cache.folder / "hashed-words-1-16"
    home.mkdir(parents=True)
    (home / "hashes.sqlite").write_text("no database" * 100)
    with pytest.raises(DataError, match="delete the folder, it is built again"):
        CachedEncoder(cache, Counting()).encode(["tea"])


def test_pruning_keeps_what_is_in_use(cache):
    cached = CachedEncoder(cache, Counting())
    before = cached.encode(["tea", "choir", "chess"])
    size = next(cache.folder.rglob("*.f32")).stat().st_size
    assert cache.prune({text_hash("chess"), text_hash("tea"), text_hash("never seen")}) == 1
    (file,) = cache.folder.rglob("*.f32")
    assert file.stat().st_size == size * 2 // 3
    vectors, found = cache.read(cached.fingerprint, 16, [text_hash(t) for t in ("chess", "choir")])
    assert found.tolist() == [True, False]
    np.testing.assert_array_equal(vectors[0], before[2])
    assert cache.prune([text_hash("chess"), text_hash("tea")]) == 0


def test_the_folder_is_named_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SAP_MATCH_CACHE", str(tmp_path / "here"))
    assert VectorCache().folder == tmp_path / "here"
    monkeypatch.delenv("SAP_MATCH_CACHE")
    assert "sap-match" in str(VectorCache().folder)


# -- several processes --------------------------------------------------------------------

WRITER = """
import sys, random
from pathlib import Path
from sap_match.similarity.cache import CachedEncoder, VectorCache, text_hash
from sap_match.similarity.encoder import HashedWords
folder, seed, rounds, prune = Path(sys.argv[1]), *map(int, sys.argv[2:5])
rng = random.Random(seed)
cache = VectorCache(folder)
cached = CachedEncoder(cache, HashedWords(32))
print("started", flush=True)
for _ in range(rounds):
    texts = [f"text number {rng.randrange(4000)}" for _ in range(40)]
    cached.encode(texts)
    if prune and rng.random() < 0.5:
        cache.prune({text_hash(f"text number {i}") for i in range(0, 4000, 2)})
"""


def writer(folder, seed, rounds, *, prune=False):
    arguments = [str(folder), str(seed), str(rounds), str(int(prune))]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE, text=True
    )


def check_whole(cache):
    """Everything stored is what the encoder gives, and the cache goes on working."""
    assert cache.verify() == ()
    texts = [f"text number {i}" for i in range(4000)]
    encoder = HashedWords(32)
    vectors, found = cache.read(encoder.fingerprint, 32, [text_hash(t) for t in texts])
    some_found = np.flatnonzero(found)[:300]
    np.testing.assert_array_equal(
        vectors[some_found], encoder.encode([texts[i] for i in some_found])
    )
    return int(found.sum())


def test_processes_write_at_once(tmp_path):
    writers = [writer(tmp_path, seed, 12) for seed in range(3)]
    assert [w.wait(timeout=120) for w in writers] == [0, 0, 0]
    for w in writers:
        w.stdout.close()
    assert check_whole(VectorCache(tmp_path)) > 500


def test_a_kill_at_any_moment_leaves_it_whole(tmp_path):
    rng = random.Random(20261122)
    stored = []
    for attempt in range(10):
        victim = writer(tmp_path, attempt, 100_000, prune=True)
        assert victim.stdout.readline() == "started\n"
        time.sleep(rng.uniform(0.0, 0.35))
        victim.send_signal(signal.SIGKILL)
        assert victim.wait(timeout=30) == -signal.SIGKILL
        victim.stdout.close()
        stored.append(check_whole(VectorCache(tmp_path)))
    assert max(stored) > 100
    last = writer(tmp_path, 99, 3)
    assert last.wait(timeout=60) == 0
    last.stdout.close()
    before = check_whole(VectorCache(tmp_path))
    assert before >= 40
    VectorCache(tmp_path).prune(())
    assert [p.stat().st_size for p in tmp_path.rglob("*.f32")] == [0]


# -- torch stays away ---------------------------------------------------------------------

SECOND_RUN = """
import sys
from pathlib import Path
from sap_match.similarity.cache import CachedEncoder, VectorCache
from sap_match.similarity.encoder import SentenceEncoder
from sap_match.similarity.index import SimilarityIndex
folder = Path(sys.argv[1])
cached = CachedEncoder(VectorCache(folder), SentenceEncoder.find(cache=folder))
texts = ["A lunch club for older people", "Hot lunches for pensioners", "Coding for girls"]
vectors = cached.encode(texts)
index = SimilarityIndex.build(["a", "b", "c"], texts, vectors)
heavy = sorted({"torch", "transformers", "sentence_transformers", "sklearn", "pandas"}
               & set(sys.modules))
print(heavy, index.nearest("a", k=1)[0].id, vectors.tobytes().hex()[:64])
"""


@pytest.mark.slow
def test_a_second_run_loads_no_torch(tmp_path):
    def run():
        done = subprocess.run(
            [sys.executable, "-c", SECOND_RUN, str(tmp_path)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    SentenceEncoder.find(cache=tmp_path)  # fails with a clear message where there is no model
    first, second = run(), run()
    assert "torch" in first
    assert second.startswith("[] b ")
    assert first.split()[-1] == second.split()[-1]
