"""Who is named in a text, by name or by place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.similarity.words import STOP_WORDS, folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]{2,}")


def name_words(text: str) -> list[str]:
    """Return the words of a name in order: two letters or more, without case and accents.

    Examples
    --------
    >>> name_words("Comune di FORLÌ (A)")
    ['comune', 'di', 'forli']
    """
    return [folded(w) for w in _WORD.findall(text.casefold())]


@dataclass(frozen=True, eq=False)
class Names:
    """The names of n organisations as words, each with how much of the name it makes.

    Examples
    --------
    >>> names = Names(("University of Pardubice", "University of Olomouc", "A"))
    >>> names.named_in("PARDUBICE has a university of its own").round(2).tolist()
    [1.0, 0.25, 0.0]
    >>> names.named_in("our university").round(2).tolist()
    [0.06, 0.06, 0.0]
    >>> Names(("Our Town", "Two by Two")).named_in("our aims by June").tolist()
    [0.0, 0.0]
    """

    names: tuple[str, ...]

    @cached_property
    def _rows(self) -> tuple[dict[str, int], Any]:
        from scipy import sparse

        told = [sorted(set(name_words(name))) for name in self.names]
        columns = {w: i for i, w in enumerate(sorted({w for row in told for w in row}))}
        where = np.array(
            [(i, columns[w]) for i, row in enumerate(told) for w in row], dtype=np.int64
        ).reshape(-1, 2)
        holders = np.bincount(where[:, 1], minlength=len(columns))
        weight = np.log((1 + len(told)) / holders)[where[:, 1]]
        whole = np.bincount(where[:, 0], weights=weight, minlength=len(told))
        cells = (weight / whole[where[:, 0]], (where[:, 0], where[:, 1]))
        return columns, sparse.csr_array(cells, shape=(len(told), len(columns)))

    def named_in(self, text: str) -> NDArray[np.float64]:
        """Return how much of each name stands in a text, from 0 to 1, shape (n,).

        The share of its words by rarity, ``ln((1 + n) / holders)``, squared: a name of
        which half is found is hardly named. A name of single letters is never found, and
        that a text says "our" or "by" alone names nobody.
        """
        columns, rows = self._rows
        found, telling = np.zeros(len(columns)), np.zeros(len(columns))
        said = [w for w in set(name_words(text)) if w in columns]
        found[[columns[w] for w in said]] = 1.0
        telling[[columns[w] for w in said if w not in STOP_WORDS]] = 1.0
        return np.asarray(np.where(rows @ telling > 0, rows @ found, 0.0), dtype=float) ** 2


@dataclass(frozen=True, eq=False)
class Places:
    """Areas by id and name, to be found in texts; a name of two letters or fewer never is.

    Examples
    --------
    >>> places = Places({"a": "Crewe", "b": "Crewe Green", "c": "Oy"})
    >>> places.named_in(["Hot meals in CREWE.", "Oy, oy"])
    ('a',)
    """

    names: Mapping[str, str]

    @cached_property
    def _told(self) -> tuple[tuple[str, str], ...]:
        told = ((one, " ".join(name_words(self.names[one]))) for one in sorted(self.names))
        return tuple((one, f" {name} ") for one, name in told if len(name) > 2)

    def named_in(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the ids of the areas whose whole name stands in one of the texts, sorted."""
        told = [f" {' '.join(name_words(text))} " for text in texts]
        return tuple(one for one, name in self._told if any(name in text for text in told))

    def left_out_of(self, text: str) -> str:
        """Return a text without the names of areas, each replaced by *here*.

        Where something is done says nothing of what is done.

        Examples
        --------
        >>> Places({"a": "Crewe", "b": "Crewe Green"}).left_out_of("Lunch in Crewe Green, CREWE")
        'Lunch in here, here'
        """
        return self._pattern.sub("here", text) if self._told else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted({n for n in self.names.values() if len(n.strip()) > 2}, key=len)
        told = "|".join(re.escape(name.strip()) for name in reversed(names))
        return re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE)
