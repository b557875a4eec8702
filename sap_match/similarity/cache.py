"""Vectors kept between runs: an array file for vectors, SQLite for which text has which row.

A model's folder holds ``hashes.sqlite`` (sha256 of a text, its row, a checksum of the
vector) and ``vectors-<generation>.f32`` (rows of float32). Rows are appended and flushed
to disk before the transaction that names them commits, so a process that is killed leaves
at most rows that nobody knows, which the next writer overwrites. SQLite's lock keeps two
writers apart. Texts themselves are never stored.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.similarity.encoder import Encoder, Vectors
from sap_match.similarity.modelfiles import cache_folder

PATIENCE_SECONDS = 60.0
"""How long one process waits for another that writes."""

WRITE_EVERY = 512
"""Texts encoded between two writes: what a kill can lose."""

_QUERY_ROWS = 500
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    hash TEXT PRIMARY KEY, row INTEGER NOT NULL UNIQUE, checksum INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (
    id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL, dimension INTEGER NOT NULL
);
"""


def text_hash(text: str) -> str:
    """Return the sha256 of a text, by which its vector is found.

    Examples
    --------
    >>> text_hash("lunch club")[:8]
    '54aa49db'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class VectorCache:
    """Vectors by model and text, in a folder that several processes may use at once.

    Parameters
    ----------
    folder : Path, optional
        By default ``SAP_MATCH_CACHE``, else the user's cache folder for ``sap-match``.

    Examples
    --------
    >>> import tempfile
    >>> cache = VectorCache(Path(tempfile.mkdtemp()))
    >>> cache.write("model-1", ["aa"], np.array([[0.6, 0.8]], dtype=np.float32))
    >>> vectors, found = cache.read("model-1", 2, ["aa", "bb"])
    >>> found.tolist()
    [True, False]
    >>> cache.prune(set())
    1
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else cache_folder()

    def read(
        self, fingerprint: str, dimension: int, hashes: Sequence[str]
    ) -> tuple[Vectors, NDArray[np.bool_]]:
        """Return vectors of shape (n, dimension) and which of the n were found.

        A row whose checksum does not fit is as good as not there.
        """
        vectors = np.zeros((len(hashes), dimension), dtype=np.float32)
        found = np.zeros(len(hashes), dtype=bool)
        home = self._home(fingerprint)
        if not hashes or not (home / "hashes.sqlite").is_file():
            return vectors, found
        with _connected(home) as db, _transaction(db, "DEFERRED"):
            state = _state(db)
            if state is None or state[1] != dimension:
                return vectors, found
            # Opened while the transaction holds off `prune`, which would unlink the file.
            sound = _sound(db, _open(home, state[0], dimension), hashes)
        for i, name in enumerate(hashes):
            if name in sound:
                vectors[i] = sound[name]
                found[i] = True
        return vectors, found

    def write(self, fingerprint: str, hashes: Sequence[str], vectors: Vectors) -> None:
        """Add vectors of shape (n, d); what is there already and sound is kept as it is.

        Raises
        ------
        DataError
            The folder cannot be used, or another process holds it for over a minute.
        """
        if not hashes:
            return
        dimension = int(vectors.shape[1])
        home = self._home(fingerprint)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _connected(home) as db, _transaction(db, "IMMEDIATE"):
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            generation = _claimed(db, dimension, home)
            there = _sound(db, _open(home, generation, dimension), hashes)
            new = {name: vectors[i] for i, name in enumerate(hashes) if name not in there}
            first = db.execute("SELECT COALESCE(MAX(row) + 1, 0) FROM vectors").fetchone()[0]
            _append(home / f"vectors-{generation}.f32", first, list(new.values()))
            db.executemany(
                "INSERT OR REPLACE INTO vectors (hash, row, checksum) VALUES (?, ?, ?)",
                [
                    (name, first + i, zlib.crc32(_bytes(vector)))
                    for i, (name, vector) in enumerate(new.items())
                ],
            )

    def prune(self, hashes_in_use: Collection[str]) -> int:
        """Erase every vector, of every model, whose hash is not in use; return how many."""
        keep = frozenset(hashes_in_use)
        return sum(_prune(home, keep) for home in self._homes())

    def erase(self, hashes: Collection[str]) -> int:
        """Erase the vectors of these hashes, of every model, and no others; return how many."""
        gone = frozenset(hashes)
        erased = 0
        for home in self._homes():
            with _connected(home) as db, _transaction(db, "DEFERRED"):
                held = {h for (h,) in db.execute("SELECT hash FROM vectors")}
            if held & gone:
                erased += _prune(home, frozenset(held - gone))
        return erased

    def verify(self) -> tuple[str, ...]:
        """Return the hashes whose stored vectors are damaged, in order; empty when all is whole."""
        damaged: set[str] = set()
        for home in self._homes():
            with _connected(home) as db, _transaction(db, "DEFERRED"):
                state = _state(db)
                if state is None:
                    continue
                hashes = [h for (h,) in db.execute("SELECT hash FROM vectors")]
            _, found = self.read(home.name, state[1], hashes)
            damaged.update(h for h, sound in zip(hashes, found, strict=True) if not sound)
        return tuple(sorted(damaged))

    def _home(self, fingerprint: str) -> Path:
        return self.folder / re.sub(r"[^\w-]", "_", fingerprint)

    def _homes(self) -> list[Path]:
        return sorted(p.parent for p in self.folder.glob("*/hashes.sqlite"))


class CachedEncoder:
    """An encoder that reads every vector back from a cache and encodes only what is missing.

    Where nothing is missing the model is not loaded, so torch is not either.

    Examples
    --------
    >>> import tempfile
    >>> from sap_match.similarity.encoder import HashedWords
    >>> encoder = CachedEncoder(VectorCache(Path(tempfile.mkdtemp())), HashedWords())
    >>> encoder.encode(["lunch club", "choir"]).shape
    (2, 128)
    """

    def __init__(self, cache: VectorCache, encoder: Encoder) -> None:
        self.cache = cache
        self.encoder = encoder

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the encoder behind it."""
        return self.encoder.fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.encoder.dimension

    @property
    def languages(self) -> frozenset[str] | None:
        """What the encoder behind it reads; None where it does not say."""
        told: frozenset[str] | None = getattr(self.encoder, "languages", None)
        return told

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of shape (n, dimension), each read back from the cache."""
        hashes = [text_hash(text) for text in texts]
        vectors, found = self.cache.read(self.fingerprint, self.dimension, hashes)
        missing = {hashes[i]: texts[i] for i in np.flatnonzero(~found).tolist()}
        if not missing:
            return vectors
        # By length, so that each part fills its batches with texts of one bucket.
        order = sorted(missing, key=lambda name: (len(missing[name]), name))
        for start in range(0, len(order), WRITE_EVERY):
            part = order[start : start + WRITE_EVERY]
            fresh = self.encoder.encode([missing[name] for name in part])
            self.cache.write(self.fingerprint, part, fresh)
        vectors, found = self.cache.read(self.fingerprint, self.dimension, hashes)
        if not found.all():
            raise DataError(
                f"{int((~found).sum())} vectors that were just written cannot be read back; "
                "is the disk full or the folder being cleared? Delete the folder and run again",
                source=str(self.cache.folder),
            )
        return vectors

    def encode_uncached(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of texts that must leave no trace, such as a person's query."""
        return self.encoder.encode(texts)


def default_encoder(model: str | Path | None = None, *, download: bool = False) -> CachedEncoder:
    """Return the sentence encoder behind the vector cache of this machine.

    Parameters
    ----------
    model : str or Path, optional
        See `SentenceEncoder.find`.
    download : bool
        Whether a model that is not here may be fetched.

    Raises
    ------
    MissingModelError
        No model is found; the message names the two ways out.
    """
    from sap_match.similarity.encoder import SentenceEncoder

    return CachedEncoder(
        VectorCache(cache_folder()), SentenceEncoder.find(model, download=download)
    )


# -- one model's folder -------------------------------------------------------------------


@contextmanager
def _connected(home: Path) -> Iterator[sqlite3.Connection]:
    try:
        path = home / "hashes.sqlite"
        with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete = ON")
            yield db
    except (sqlite3.Error, OSError) as error:
        raise DataError(
            f"the cache of vectors cannot be used ({error}); "
            "delete the folder, it is built again from the texts, or name another "
            "with SAP_MATCH_CACHE",
            source=str(home),
        ) from error


@contextmanager
def _transaction(db: sqlite3.Connection, kind: str) -> Iterator[None]:
    db.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _state(db: sqlite3.Connection) -> tuple[int, int] | None:
    """Return generation and dimension, or None where nothing was ever committed."""
    table = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'state'").fetchone()
    row = db.execute("SELECT generation, dimension FROM state").fetchone() if table else None
    return (int(row[0]), int(row[1])) if row else None


def _claimed(db: sqlite3.Connection, dimension: int, home: Path) -> int:
    """Return the generation to write to, under the writer's lock."""
    state = _state(db)
    if state is None:
        db.execute("INSERT INTO state (id, generation, dimension) VALUES (1, 1, ?)", (dimension,))
        return 1
    if state[1] != dimension:
        raise DataError(
            f"vectors of length {dimension} cannot stand beside those of length {state[1]}",
            source=str(home),
        )
    return state[0]


def _sound(
    db: sqlite3.Connection, stored: NDArray[np.float32], hashes: Sequence[str]
) -> dict[str, Vectors]:
    """Return the stored vectors of ``hashes`` whose checksum fits."""
    found: dict[str, Vectors] = {}
    for start in range(0, len(hashes), _QUERY_ROWS):
        part = list(hashes[start : start + _QUERY_ROWS])
        marks = ",".join("?" * len(part))
        query = f"SELECT hash, row, checksum FROM vectors WHERE hash IN ({marks})"  # noqa: S608
        for name, row, checksum in db.execute(query, part):
            if row < len(stored) and zlib.crc32(stored[row].tobytes()) == checksum:
                found[name] = stored[row]
    return found


def _open(home: Path, generation: int, dimension: int) -> NDArray[np.float32]:
    """Return the stored rows, shape (rows, dimension); what is cut off at the end is left out."""
    path = home / f"vectors-{generation}.f32"
    rows = path.stat().st_size // (4 * dimension) if path.is_file() else 0
    if not rows:
        return np.zeros((0, dimension), dtype=np.float32)
    return np.memmap(path, dtype=np.float32, mode="r", shape=(rows, dimension))


def _bytes(vector: Vectors) -> bytes:
    return np.ascontiguousarray(vector, dtype=np.float32).tobytes()


def _append(path: Path, first: int, vectors: Sequence[Vectors]) -> None:
    """Write rows from row ``first`` on, over whatever a killed writer left, and flush them."""
    is_new = not path.exists()
    with path.open("r+b" if not is_new else "w+b") as stream:
        if vectors:
            stream.seek(first * 4 * len(vectors[0]))
            stream.write(b"".join(_bytes(v) for v in vectors))
        stream.flush()
        os.fsync(stream.fileno())
    if is_new and hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _prune(home: Path, keep: frozenset[str]) -> int:
    """Copy what stays into a file of the next generation, switch to it, remove the old one."""
    with _connected(home) as db:
        with _transaction(db, "IMMEDIATE"):
            state = _state(db)
            if state is None:
                return 0
            generation, dimension = state
            rows = db.execute("SELECT hash, row, checksum FROM vectors ORDER BY row").fetchall()
            stored = _open(home, generation, dimension)
            kept = [r for r in rows if r[0] in keep and r[1] < len(stored)]
            if len(kept) < len(rows):
                generation += 1
                path = home / f"vectors-{generation}.f32"
                path.unlink(missing_ok=True)  # left by a prune that was killed
                _append(path, 0, [stored[row] for _, row, _ in kept])
                db.execute("DELETE FROM vectors")
                db.executemany(
                    "INSERT INTO vectors (hash, row, checksum) VALUES (?, ?, ?)",
                    [(name, i, checksum) for i, (name, _, checksum) in enumerate(kept)],
                )
                db.execute("UPDATE state SET generation = ?", (generation,))
        with _transaction(db, "IMMEDIATE"):  # no reader opens, no pruner switches meanwhile
            current = _state(db)
            for path in home.glob("vectors-*.f32"):
                if current and path.name != f"vectors-{current[0]}.f32":
                    path.unlink(missing_ok=True)
    return len(rows) - len(kept)
