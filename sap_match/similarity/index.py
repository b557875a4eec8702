"""Which texts are alike: an index of one collection, built whole and never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.ranking import ordered, top_k
from sap_match.similarity.blend import BlendConfig, WordCounts, whole_vectors
from sap_match.similarity.counting import CountTable
from sap_match.similarity.likened import Likened
from sap_match.similarity.lookup import best_of_rows, goes_by_cells, pairs_by_cells
from sap_match.similarity.themes.profiles import reads_vectors, theme_rows


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
class SimilarityIndex(Likened):
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
