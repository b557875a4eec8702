"""The words of many texts as one table, so that some texts can change without the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.similarity.blend import WORD_SCALE, WordCounts, WordSpace

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CountTable:
    """How often each of n texts holds each word. Build it with `CountTable.of`.

    Attributes
    ----------
    stems : array of str, shape (words,)
        Sorted; each occurs in some text.
    starts : array of int, shape (n + 1,)
        Where each text's words begin.
    columns, counts : arrays of int
        Positions in ``stems`` in ascending order, and how often each occurs.
    """

    stems: NDArray[np.str_]
    starts: Whole
    columns: Whole
    counts: Whole

    @classmethod
    def of(cls, texts: Sequence[WordCounts]) -> CountTable:
        """Count the words of texts.

        Examples
        --------
        >>> table = CountTable.of([WordCounts.of("tea and tea"), WordCounts.of("cake")])
        >>> table.stems.tolist(), table.columns.tolist(), table.counts.tolist()
        (['cake', 'tea'], [1, 0], [2, 1])
        """
        stems = sorted({s for words in texts for s in words.stems})
        position = {s: i for i, s in enumerate(stems)}
        columns = [position[s] for words in texts for s in words.stems]
        counts = [c for words in texts for c in words.counts]
        return cls(
            np.array(stems, dtype=np.str_),
            _starts([len(words.stems) for words in texts]),
            np.array(columns, dtype=np.int64),
            np.array(counts, dtype=np.int64),
        )

    def taken(self, rows: Whole, texts: Sequence[WordCounts]) -> CountTable:
        """Return the table of n texts: row i is row ``rows[i]`` of this one, or a new text.

        Parameters
        ----------
        rows : array of int, shape (n,)
            Rows of this table; -1 - j stands for ``texts[j]``.
        texts : sequence of WordCounts

        Examples
        --------
        >>> old = CountTable.of([WordCounts.of("tea"), WordCounts.of("cake")])
        >>> new = old.taken(np.array([0, -1]), [WordCounts.of("bun")])
        >>> new.stems.tolist(), new.columns.tolist()
        (['bun', 'tea'], [1, 0])
        """
        fresh = CountTable.of(texts)
        both = np.union1d(self.stems, fresh.stems) if len(fresh.stems) else self.stems
        columns = np.concatenate(
            [np.searchsorted(both, self.stems)[self.columns],
             np.searchsorted(both, fresh.stems)[fresh.columns]]
        )  # fmt: skip
        counts = np.concatenate([self.counts, fresh.counts])
        begins = np.concatenate([self.starts[:-1], fresh.starts[:-1] + len(self.columns)])
        lengths = np.concatenate([np.diff(self.starts), np.diff(fresh.starts)])
        chosen = np.where(rows >= 0, rows, len(self.starts) - 1 - 1 - rows)
        taken = _spans(begins[chosen], lengths[chosen])
        used, where = np.unique(columns[taken], return_inverse=True)
        return CountTable(
            both[used], _starts(lengths[chosen]), where.astype(np.int64), counts[taken]
        )

    def space(self) -> WordSpace:
        """Return the words' weights; equal to `WordSpace.of` the same texts."""
        documents = int((np.diff(self.starts) > 0).sum())
        df = np.bincount(self.columns, minlength=len(self.stems)).astype(float)
        idf = np.log((1 + documents) / (1 + df)) + 1
        return WordSpace({str(s): i for i, s in enumerate(self.stems.tolist())}, idf, documents)

    def matrix(self, space: WordSpace) -> Any:
        """Return what `WordSpace.matrix` does for the same texts."""
        from scipy.sparse import csr_matrix

        weights = (1 + np.log(self.counts.astype(float))) * space.idf[self.columns]
        n = len(self.starts) - 1
        rows = np.repeat(np.arange(n), np.diff(self.starts))
        norms = np.sqrt(np.bincount(rows, weights=weights**2, minlength=n))
        whole = np.rint(weights / norms[rows] * WORD_SCALE)
        return csr_matrix((whole, self.columns, self.starts), shape=(n, len(self.stems)))


def _starts(lengths: Sequence[int] | Whole) -> Whole:
    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def _spans(begins: Whole, lengths: Whole) -> Whole:
    """Return the positions of stretches, one after another."""
    total = int(lengths.sum())
    shift = np.repeat(begins - _starts(lengths)[:-1], lengths)
    return np.arange(total, dtype=np.int64) + shift
