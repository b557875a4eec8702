"""What an index holds of each text: words, vector and themes, each with its length."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import UnknownIdError
from sap_match.similarity.blend import BlendConfig, Scores, WordSpace, WordWeights
from sap_match.similarity.counting import CountTable
from sap_match.similarity.themes.profiles import theme_rows


@dataclass(frozen=True, eq=False)
class Held:
    """The words, vectors and themes of n texts, read once and never changed."""

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

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.ids)}

    @cached_property
    def _described(self) -> NDArray[np.bool_]:
        return np.array([bool(text) for text in self.texts], dtype=bool)

    @cached_property
    def _word_lengths(self) -> Scores:
        return word_lengths(self._counts)

    @cached_property
    def _vector_lengths(self) -> Scores:
        if self._vectors is None:
            return np.zeros(len(self.ids))
        return lengths(self._vectors)

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
        return np.zeros(len(self.ids)) if self._themes is None else lengths(self._themes)

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


def lengths(vectors: NDArray[np.float32]) -> Scores:
    """Return the length of each row."""
    squares = np.square(vectors.astype(np.float64)).sum(axis=1)
    return np.asarray(np.sqrt(squares), dtype=np.float64)


def word_lengths(counts: Any) -> Scores:
    """Return the length of each row of counted words."""
    squares = np.asarray(counts.multiply(counts).sum(axis=1), dtype=np.float64).ravel()
    return np.asarray(np.sqrt(squares), dtype=np.float64)
