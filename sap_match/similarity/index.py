"""Which texts are alike: an index of one collection, built whole and never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.ranking import ordered, top_k
from sap_match.similarity.blend import (
    VECTOR_SCALE,
    BlendConfig,
    Scores,
    WordCounts,
    WordSpace,
    WordWeights,
    blend,
    cosines,
    whole_vectors,
)
from sap_match.similarity.counting import CountTable
from sap_match.similarity.lookup import best_of_rows, goes_by_cells, pairs_by_cells, projected
from sap_match.similarity.themes.profiles import reads_vectors, theme_rows

Rows = tuple[Any, NDArray[np.float32] | None, NDArray[np.float32] | None]
"""Word counts, sentence vectors and themes of some texts, a row each."""

BLOCK_CELLS = 4_000_000
"""Numbers that one block of a large result may hold."""


@dataclass(frozen=True)
class Neighbour:
    """A record that is near, with its similarity from 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True)
class Pair:
    """Two records, ``left_id < right_id``, with their similarity from 0 to 1."""

    left_id: str
    right_id: str
    score: float


@dataclass(frozen=True, eq=False)
class SimilarityIndex:
    """The similarities of n texts. Build it with `build`.

    A similarity is ``text_weight`` x cosine of sentence vectors + ``tfidf`` x cosine of
    TF-IDF words + ``themes`` x cosine of the themes that the texts imply, put on one fixed
    scale (`sap_match.similarity.blend.linked`), from 0 to 1 and rounded to 1e-6. Records
    whose text is empty have no similarity: 0 to everything, never returned. Every method
    gives the same bits whatever the order of records, the number of threads or the size of
    blocks. Reading it from several threads is safe.

    Examples
    --------
    >>> from sap_match.similarity.encoder import HashedWords
    >>> texts = ["lunch for carers", "hot lunch for carers", "tree planting", ""]
    >>> index = SimilarityIndex.build(["a", "b", "c", "d"], texts, HashedWords().encode(texts))
    >>> [n.id for n in index.nearest("a", k=1)]
    ['b']
    >>> index.similarity("a", "b") == index.row("a").tolist()[index.position("b")]
    True
    """

    ids: tuple[str, ...]
    """Ids in order; rows and columns of every result follow it."""
    texts: tuple[str, ...]
    config: BlendConfig
    _table: CountTable
    _space: WordSpace
    _counts: Any
    _vectors: NDArray[np.float32] | None
    _meaning: bool
    """Whether the vectors are such as themes are read from."""

    @classmethod
    def build(
        cls,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: NDArray[np.floating[Any]] | None = None,
        *,
        config: BlendConfig | None = None,
        fingerprint: str | None = None,
    ) -> SimilarityIndex:
        """Build an index of n records.

        Parameters
        ----------
        ids, texts : sequences of n str
            In any order. A record with the empty text is known but similar to nothing.
        vectors : array of shape (n, d), optional
            A sentence vector a text. Without them words and themes decide alone.
        config : BlendConfig, optional
            The weights.
        fingerprint : str, optional
            Of the encoder that the vectors come from. Themes are read from vectors of the
            default model alone; where it is not told, vectors of length 384 are taken for
            such. Of others, words tell the themes.

        Raises
        ------
        DataError
            The lengths differ, or an id occurs twice.
        """
        size = None if vectors is None else int(np.shape(vectors)[-1])
        meaning = reads_vectors(size, fingerprint)
        return cls._built(ids, texts, vectors, config or BlendConfig(), None, meaning=meaning)

    @classmethod
    def _built(
        cls,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: NDArray[np.floating[Any]] | None,
        config: BlendConfig,
        earlier: SimilarityIndex | None,
        *,
        meaning: bool,
    ) -> SimilarityIndex:
        if len(texts) != len(ids) or (vectors is not None and len(vectors) != len(ids)):
            n = "no" if vectors is None else str(len(vectors))
            raise DataError(f"got {len(ids)} ids, {len(texts)} texts and {n} vectors; one each")
        order = sorted(range(len(ids)), key=lambda i: ids[i])
        for before, after in pairwise(order):
            if ids[before] == ids[after]:
                raise DataError("the id occurs twice; ids must be unique", value=ids[after])
        held = tuple(texts[i] if texts[i].strip() else "" for i in order)
        table = _counted(held, earlier)
        space = table.space()
        whole = None
        if vectors is not None:
            whole = whole_vectors(np.asarray(vectors)[order])
            whole[[i for i, text in enumerate(held) if not text]] = 0
            whole.flags.writeable = False
        sorted_ids = tuple(ids[i] for i in order)
        counts = table.matrix(space)
        new = cls(sorted_ids, held, config, table, space, counts, whole, meaning)
        return new if earlier is None else new._remembering(earlier)

    def _remembering(self, earlier: SimilarityIndex) -> SimilarityIndex:
        """Take over the themes of texts whose text and vector did not change."""
        known = earlier.__dict__.get("_themes")
        if known is not None and self._meaning == earlier._meaning:
            told = (earlier.texts, earlier._seen, known)
            self.__dict__["_themes"] = theme_rows(self.texts, self._seen, told)
        return self

    def updated(
        self,
        ids: Sequence[str],
        texts: Sequence[str],
        vectors: NDArray[np.floating[Any]] | None = None,
    ) -> SimilarityIndex:
        """Return the index of a new collection, reusing the words of texts that did not change.

        It equals ``SimilarityIndex.build(ids, texts, vectors, config=self.config)``. Where few
        of many records change, `changed` takes those alone.
        """
        size = None if vectors is None else int(np.shape(vectors)[-1])
        same = self._vectors is not None and self._vectors.shape[1] == size
        meaning = self._meaning if same else reads_vectors(size, None)
        return self._built(ids, texts, vectors, self.config, self, meaning=meaning)

    def changed(
        self,
        ids: Sequence[str] = (),
        texts: Sequence[str] = (),
        vectors: NDArray[np.floating[Any]] | None = None,
        *,
        removed: Collection[str] = (),
    ) -> SimilarityIndex:
        """Return the index after some records were added, replaced or removed.

        It equals a fresh build of the whole, bit for bit. Only the given texts are read and
        only their vectors scaled; the weights of words, on which every record has a say, are
        worked out anew from the counts.

        Parameters
        ----------
        ids, texts, vectors
            Of the records that are new or other than before, as for `build`.
        removed : collection of str
            Ids that are no longer there.

        Raises
        ------
        DataError
            The lengths differ, an id occurs twice, or vectors are given to an index that has
            none (or the reverse).
        UnknownIdError
            No record has an id of ``removed``.

        Examples
        --------
        >>> index = SimilarityIndex.build(["a", "b"], ["tea", "cake"])
        >>> index.changed(["c"], ["tea dance"], removed=["b"]).ids
        ('a', 'c')
        """
        if (vectors is None) != (self._vectors is None) and len(ids):
            raise DataError("this index holds sentence vectors; give one a text, or none at all")
        new = self.build(ids, texts, vectors, config=self.config)
        gone = {self.position(one) for one in removed} | {
            self._positions[one] for one in new.ids if one in self._positions
        }
        kept = [i for i in range(len(self.ids)) if i not in gone]
        names = [*(self.ids[i] for i in kept), *new.ids]
        order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
        rows = np.concatenate([np.array(kept, dtype=np.int64), -1 - np.arange(len(new.ids))])[order]
        table = self._table.taken(rows, [WordCounts.of(text) for text in new.texts])
        whole = None
        if self._vectors is not None:
            fresh = self._vectors[:0] if new._vectors is None else new._vectors  # noqa: SLF001 - of its own class
            whole = np.concatenate([self._vectors[kept], fresh])[order]
            whole.flags.writeable = False
        space = table.space()
        held = [*(self.texts[i] for i in kept), *new.texts]
        after = replace(
            self,
            ids=tuple(names[i] for i in order),
            texts=tuple(held[i] for i in order),
            _table=table,
            _space=space,
            _counts=table.matrix(space),
            _vectors=whole,
        )
        return after._remembering(self)  # noqa: SLF001 - of its own class

    # -- look-ups -------------------------------------------------------------------------

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.ids)}

    @cached_property
    def _described(self) -> NDArray[np.bool_]:
        return np.array([bool(text) for text in self.texts], dtype=bool)

    @cached_property
    def _word_lengths(self) -> Scores:
        return _word_lengths(self._counts)

    @cached_property
    def _vector_lengths(self) -> Scores:
        if self._vectors is None:
            return np.zeros(len(self.ids))
        return _lengths(self._vectors)

    @property
    def _seen(self) -> NDArray[np.float32] | None:
        """Vectors that themes are read from."""
        return self._vectors if self._meaning else None

    @cached_property
    def _themes(self) -> NDArray[np.float32] | None:
        """Themes of each text as `theme_rows` gives them; None where they have no weight."""
        return theme_rows(self.texts, self._seen) if self.config.themes else None

    @cached_property
    def _theme_lengths(self) -> Scores:
        return np.zeros(len(self.ids)) if self._themes is None else _lengths(self._themes)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._positions

    def position(self, record_id: str) -> int:
        """Return where a record stands in `ids`.

        Raises
        ------
        UnknownIdError
            No record has the id.
        """
        try:
            return self._positions[record_id]
        except KeyError:
            raise UnknownIdError("record", record_id, known=self.ids) from None

    def is_described(self, record_id: str) -> bool:
        """Whether a record has a text, and so can be similar to anything."""
        return bool(self._described[self.position(record_id)])

    @cached_property
    def idf(self) -> WordWeights:
        """How telling each word (as its stem) is: ``ln((1 + n) / (1 + df)) + 1``."""
        return WordWeights({w: float(self._space.idf[i]) for w, i in self._space.columns.items()})

    # -- similarities ---------------------------------------------------------------------

    def similarity(self, left_id: str, right_id: str) -> float:
        """Return the similarity of two records, from 0 to 1."""
        left, right = self.position(left_id), self.position(right_id)
        return float(self._block(np.array([left]), slice(right, right + 1))[0, 0])

    def row(self, record_id: str) -> Scores:
        """Return a record's similarity to each of `ids`, itself included, shape (n,)."""
        here = self.position(record_id)
        only: Scores = self._block(np.array([here]), slice(None))[0]
        return only

    def matrix(self, record_ids: Sequence[str]) -> Scores:
        """Return the similarities of m records to all, shape (m, n)."""
        rows = np.array([self.position(r) for r in record_ids], dtype=np.int64)
        result = np.zeros((len(rows), len(self.ids)))
        for part in self._parts(len(rows)):
            result[part] = self._block(rows[part], slice(None))
        return result

    def query(self, text: str, vector: NDArray[np.floating[Any]] | None = None) -> Scores:
        """Return the similarity of a free text to each of `ids`, shape (n,).

        Raises
        ------
        DataError
            The index holds sentence vectors and ``vector`` is missing.
        """
        if self._vectors is not None and vector is None:
            raise DataError(
                "this index holds sentence vectors, so a query needs one too: "
                "pass vector=encoder.encode([text])[0]"
            )
        words = self._space.matrix([WordCounts.of(text)])
        whole = themes = None
        if self._vectors is not None and vector is not None:
            whole = whole_vectors(np.asarray(vector).reshape(1, -1))
        if self.config.themes:
            themes = theme_rows([text], whole if self._meaning else None)
        only: Scores = self._scores((words, whole, themes), slice(None))[0]
        return only

    def cosines_of(self, left_id: str, right_id: str) -> tuple[float | None, float, float | None]:
        """Return the cosines of two records' vectors, words and themes; None where unknown."""
        left, right = self.position(left_id), self.position(right_id)
        text, words, themes, sure = self._cosines(
            self._rows(np.array([left])), slice(right, right + 1)
        )
        return (
            None if text is None else float(text[0, 0]),
            float(words[0, 0]),
            float(themes[0, 0]) if themes is not None and sure[0, 0] else None,
        )

    def _rows(self, rows: NDArray[np.int64]) -> Rows:
        return (
            self._counts[rows],
            None if self._vectors is None else self._vectors[rows],
            None if self._themes is None else self._themes[rows],
        )

    def _block(self, rows: NDArray[np.int64], columns: slice | NDArray[np.int64]) -> Scores:
        told = self._described[rows]
        if not told.any():  # who has no text is like nobody, and nothing need be compared
            return np.zeros((len(rows), len(self._described[columns])))
        found = self._scores(self._rows(rows), columns)
        found[~told] = 0.0
        return found

    def _scores(self, rows: Rows, columns: slice | NDArray[np.int64]) -> Scores:
        """Similarities of given rows to the records of ``columns``."""
        text, words, themes, sure = self._cosines(rows, columns)
        found = blend(text, words, self.config, themes, sure)
        found[:, ~self._described[columns]] = 0.0
        return found

    def _cosines(
        self, rows: Rows, columns: slice | NDArray[np.int64]
    ) -> tuple[Scores | None, Scores, Scores | None, Scores]:
        """Cosines of vectors, words and themes, and how sure it is that both texts imply any."""
        words, vectors, themes = rows
        every = isinstance(columns, slice) and columns == slice(None)
        right = self._counts if every else self._counts[columns]
        dots = np.asarray(right @ words.toarray().T).T
        lengths = _word_lengths(words)[:, None]
        by_word = cosines(dots, lengths, self._word_lengths[None, columns])
        by_text = by_theme = None
        if vectors is not None and self._vectors is not None:
            dots = _dots(vectors, self._vectors[columns])
            by_text = cosines(dots, _lengths(vectors)[:, None], self._vector_lengths[None, columns])
        sure = np.zeros(by_word.shape)
        if themes is not None and self._themes is not None:
            lengths, others = _lengths(themes)[:, None], self._theme_lengths[None, columns]
            by_theme = cosines(_dots(themes, self._themes[columns]), lengths, others)
            sure = np.sqrt(
                np.minimum(lengths / VECTOR_SCALE, 1) * np.minimum(others / VECTOR_SCALE, 1)
            )
        return by_text, by_word, by_theme, sure

    # what `lookup` asks of a collection

    def block(self, rows: NDArray[np.int64], columns: slice | NDArray[np.int64]) -> Scores:
        """Return the similarities of records by their positions, shape (rows, columns)."""
        return self._block(rows, columns)

    def described(self) -> NDArray[np.bool_]:
        """Return which records have a text, shape (n,)."""
        return self._described

    def parts(self, rows: int) -> Iterator[slice]:
        """Return stretches of rows of which a block fits into `BLOCK_CELLS`."""
        return self._parts(rows)

    def dense(self, dimensions: int) -> NDArray[np.float32]:
        """Return a vector a record; inner products are near the similarities."""
        lengths = np.maximum(self._word_lengths, 1)[:, None]
        words = projected(self._counts, list(self._space.columns), dimensions) / lengths
        text, tfidf, themes = self.config.weights(text=self._vectors is not None)
        parts = [np.sqrt(tfidf) * words]
        if self._vectors is not None:
            lengths = np.maximum(self._vector_lengths, 1)[:, None]
            parts.append(np.sqrt(text) * self._vectors / lengths)
        if self._themes is not None:
            lengths = np.maximum(self._theme_lengths, 1)[:, None]
            parts.append(np.sqrt(themes) * self._themes / lengths)
        return np.ascontiguousarray(np.hstack(parts), dtype=np.float32)

    def _parts(self, rows: int) -> Iterator[slice]:
        widest = max(1, len(self.ids), len(self._space.columns))
        step = max(1, BLOCK_CELLS // widest)
        for start in range(0, rows, step):
            yield slice(start, start + step)

    # -- neighbours -----------------------------------------------------------------------

    def nearest(
        self,
        record_id: str | None = None,
        *,
        text: str | None = None,
        vector: NDArray[np.floating[Any]] | None = None,
        k: int = 10,
        exclude: Iterable[str] = (),
    ) -> tuple[Neighbour, ...]:
        """Return the ``k`` records nearest to a record or to a free text, by (-score, id).

        The record itself, those of ``exclude`` and those with no similarity are left out.

        Raises
        ------
        DataError
            Neither or both of ``record_id`` and ``text`` are given.
        UnknownIdError
            No record has the id.
        """
        if (record_id is None) == (text is None):
            raise DataError("give either a record's id or a text")
        scores = self.row(record_id) if record_id is not None else self.query(text or "", vector)
        out = [self._positions[e] for e in exclude if e in self._positions]
        if record_id is not None:
            out.append(self.position(record_id))
        scores[out] = 0.0
        eligible = np.where(scores > 0, scores, -np.inf)
        best = top_k(eligible, self.ids, k)
        return tuple(Neighbour(self.ids[i], float(scores[i])) for i in best)

    def nearest_of_all(
        self, k: int = 10, *, approximate: bool | None = None
    ) -> dict[str, tuple[Neighbour, ...]]:
        """Return what `nearest` does, for every record at once.

        Every pair is scored in blocks of `BLOCK_CELLS`, whose memory does not grow with the
        collection. Beyond `lookup.EXACT_UP_TO` records faiss proposes the candidates: scores
        are the same to the bit, and a neighbour can be missing (benchmarks/search.py measures
        how many).

        Parameters
        ----------
        k : int
            At most so many each.
        approximate : bool, optional
            Whether to go by candidates; by default where there are too many records.

        Raises
        ------
        MissingPartError
            Candidates are asked for and the extra ``faiss`` is not installed.
        """
        found = best_of_rows(self, k, approximate=approximate)
        return {
            self.ids[row]: tuple(Neighbour(self.ids[i], score) for i, score in best)
            for row, best in found
        }

    def pairs_above(
        self, threshold: float, *, approximate: bool | None = None, candidates: int = 50
    ) -> tuple[Pair, ...]:
        """Return every pair of records with similarity at least ``threshold``, best first.

        Pairs without any similarity are never returned.

        Parameters
        ----------
        threshold : float
            Inclusive.
        approximate : bool, optional
            Whether to go by candidates (see `nearest_of_all`): then at most ``candidates`` a
            record, and a pair can be missing.

        Raises
        ------
        MissingPartError
            Candidates are asked for and the extra ``faiss`` is not installed.
        """
        if goes_by_cells(len(self.ids), approximate=approximate):
            near = pairs_by_cells(self, threshold, candidates)
            named = [Pair(self.ids[i], self.ids[j], score) for i, j, score in near]
            return tuple(
                ordered(named, score=lambda p: p.score, key=lambda p: (p.left_id, p.right_id))
            )
        pairs: list[Pair] = []
        everything = np.arange(len(self.ids))
        for part in self._parts(len(self.ids)):
            rows = everything[part]
            block = self._block(rows, slice(None))
            hits = (block >= threshold) & (block > 0) & (everything[None, :] > rows[:, None])
            pairs += [
                Pair(self.ids[rows[i]], self.ids[j], float(block[i, j]))
                for i, j in np.argwhere(hits).tolist()
            ]
        return tuple(ordered(pairs, score=lambda p: p.score, key=lambda p: (p.left_id, p.right_id)))


def _counted(held: Sequence[str], earlier: SimilarityIndex | None) -> CountTable:
    """Count the words of texts, of which an earlier index may know some."""
    if earlier is None:
        return CountTable.of([WordCounts.of(text) for text in held])
    known = {text: i for i, text in enumerate(earlier.texts)}
    new = {text: -1 - i for i, text in enumerate(dict.fromkeys(t for t in held if t not in known))}
    rows = np.array([known.get(text, new.get(text, 0)) for text in held], dtype=np.int64)
    return earlier._table.taken(rows, [WordCounts.of(text) for text in new])  # noqa: SLF001 - of its own class


def _dots(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the dot products, shape (m, n); whole numbers, so the same either way."""
    if len(left) == 1:  # threads that wait for one another cost more than one row does
        return np.asarray(np.einsum("j,ij->i", left[0], right)[None, :])
    return left @ right.T


def _lengths(vectors: NDArray[np.float32]) -> Scores:
    squares = np.square(vectors.astype(np.float64)).sum(axis=1)
    return np.asarray(np.sqrt(squares), dtype=np.float64)


def _word_lengths(counts: Any) -> Scores:
    squares = np.asarray(counts.multiply(counts).sum(axis=1), dtype=np.float64).ravel()
    return np.asarray(np.sqrt(squares), dtype=np.float64)
