"""How alike the texts of an index are, pair by pair or in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.similarity.blend import (
    VECTOR_SCALE,
    Scores,
    WordCounts,
    blend,
    cosines,
    whole_vectors,
)
from sap_match.similarity.held import Held, lengths, word_lengths
from sap_match.similarity.lookup import projected
from sap_match.similarity.themes.profiles import theme_rows

Rows = tuple[Any, NDArray[np.float32] | None, NDArray[np.float32] | None]
"""Word counts, sentence vectors and themes of some texts, a row each."""

BLOCK_CELLS = 4_000_000
"""Numbers that one block of a large result may hold."""


@dataclass(frozen=True, eq=False)
class Likened(Held):
    """The similarities of n texts, of which `SimilarityIndex` finds the nearest."""

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
        of_words = word_lengths(words)[:, None]
        by_word = cosines(dots, of_words, self._word_lengths[None, columns])
        by_text = by_theme = None
        if vectors is not None and self._vectors is not None:
            dots = _dots(vectors, self._vectors[columns])
            by_text = cosines(dots, lengths(vectors)[:, None], self._vector_lengths[None, columns])
        sure = np.zeros(by_word.shape)
        if themes is not None and self._themes is not None:
            mine, others = lengths(themes)[:, None], self._theme_lengths[None, columns]
            by_theme = cosines(_dots(themes, self._themes[columns]), mine, others)
            sure = np.sqrt(
                np.minimum(mine / VECTOR_SCALE, 1) * np.minimum(others / VECTOR_SCALE, 1)
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
        seen = projected(self._counts, list(self._space.columns), dimensions)
        words = seen / np.maximum(self._word_lengths, 1)[:, None]
        text, tfidf, themes = self.config.weights(text=self._vectors is not None)
        parts = [np.sqrt(tfidf) * words]
        if self._vectors is not None:
            parts.append(
                np.sqrt(text) * self._vectors / np.maximum(self._vector_lengths, 1)[:, None]
            )
        if self._themes is not None:
            parts.append(
                np.sqrt(themes) * self._themes / np.maximum(self._theme_lengths, 1)[:, None]
            )
        return np.ascontiguousarray(np.hstack(parts), dtype=np.float32)

    def _parts(self, rows: int) -> Iterator[slice]:
        widest = max(1, len(self.ids), len(self._space.columns))
        step = max(1, BLOCK_CELLS // widest)
        for start in range(0, rows, step):
            yield slice(start, start + step)


def _dots(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the dot products, shape (m, n); whole numbers, so the same either way."""
    if len(left) == 1:  # threads that wait for one another cost more than one row does
        return np.asarray(np.einsum("j,ij->i", left[0], right)[None, :])
    return left @ right.T
