"""One new tie after another: which pairs are looked at, and which of them is best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.aims import Aim
from sap_match.graph.edges import node_id
from sap_match.graph.one_mode import CollaborationNetwork, NodeId

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
#: A function of two ids, or the pairs that may be tied: True, False, or a weight from 0 to 1.
Plausible: TypeAlias = "Callable[[Any, Any], float] | Mapping[tuple[Any, Any], float] | None"

#: With more organisations than this, only so many are considered as ends of a tie.
ENDS = 2_500
#: And with more than this, so many.
LARGE, FEWER_ENDS = 10_000, 1_000
#: So many pairs at most are put before ``plausible`` for one tie.
ASKED = 200_000
STRETCH = 5_000


def listed_pairs(
    net: CollaborationNetwork, plausible: Plausible
) -> dict[tuple[int, int], float] | None:
    """Return the pairs of a mapping by position, with their weights; None if it is none."""
    if not isinstance(plausible, Mapping):
        return None
    found: dict[tuple[int, int], float] = {}
    for pair, value in plausible.items():
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise DataError("write {(a, b): weight}", field="plausible", value=pair)
        i, j = (net.position(node_id(one)) for one in pair)
        weight = _weight(value, pair)
        if i != j and weight:
            key = (min(i, j), max(i, j))
            found[key] = max(weight, found.get(key, 0.0))
    return found


def _weight(value: Any, pair: tuple[Any, Any]) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = np.nan
    if not 0 <= found <= 1:
        raise DataError(
            f"says {value!r} of {pair}; a weight is True, False or a number from 0 to 1",
            field="plausible",
        )
    return found


@dataclass(frozen=True, eq=False)
class Picked:
    """A tie by the places of its ends, its plausibility, the network without and with it."""

    left: int
    right: int
    weight: float
    before: Any
    after: Any


@dataclass
class Picking:
    """A network while ties are added to it."""

    net: CollaborationNetwork
    goal: Aim
    open: Bools
    listed: dict[tuple[int, int], float] | None
    plausible: Plausible
    each: int | None
    unknown: bool
    notes: list[str] = field(default_factory=list)
    uses: Counter[int] = field(default_factory=Counter)
    weights: dict[tuple[int, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.csr = self.net.collapsed
        order = sorted(range(len(self.net)), key=lambda i: _sortable(self.net.ids[i]))
        self.place = np.empty(len(order), dtype=np.int64)
        self.place[order] = np.arange(len(order))
        self.ends = self._ends()

    def _ends(self) -> Ints:
        """Return who is considered as an end of a tie: all, or those who promise most."""
        able = self.open
        if self.listed is not None:
            named = np.zeros(len(self.net), dtype=bool)
            named[[i for pair in self.listed for i in pair]] = True
            able = able & named
        at = np.flatnonzero(able)
        most = ENDS if len(self.net) <= LARGE else FEWER_ENDS
        if len(at) <= most:
            return at
        promise = np.round(self.goal.promise(self.csr)[at], 9)
        return np.sort(at[np.lexsort((self.place[at], -promise))[:most]])

    def considered(self) -> list[str]:
        """Say what was looked at."""
        n, e = len(self.net), len(self.ends)
        if self.listed is not None:
            return [f"considered: the {len(self.listed):,} pairs given, between {e:,} of {n:,}"]
        if e == int(self.open.sum()):
            return [f"considered: every pair without a tie among {e:,}"]
        said = f"considered: every pair without a tie among {e:,} of {n:,}, those who promise most"
        return [f"{said} by the aim; the first tie is the best among those"]

    def pick(self) -> Picked | None:
        """Add the best tie, or return None where none helps."""
        at = self._best()
        if at is None:
            return None
        left, right = sorted(at, key=lambda i: int(self.place[i]))
        before, self.csr = self.csr, with_tie(self.csr, left, right)
        self.uses.update((left, right))
        weight = self.weights.get((min(at), max(at)), 1.0)
        return Picked(left, right, weight, before, self.csr)

    def _best(self) -> tuple[int, int] | None:
        """Return the pair of most gain times weight, of equals the one that the aim prefers."""
        kept = [e for e in self.ends.tolist() if not self.each or self.uses[e] < self.each]
        ends = np.array(kept, dtype=np.int64)
        if len(ends) < 2:
            return None
        gains = np.triu(self.goal.gains(self.csr, ends), 1)
        gains[self.csr[ends][:, ends].toarray() > 0] = 0
        if self.net.answered is not None and not self.unknown:
            silent = np.flatnonzero(~self.net.answered[ends])
            gains[np.ix_(silent, silent)] = 0
        return self._dearest(gains, ends)

    def _dearest(self, gains: Floats, ends: Ints) -> tuple[int, int] | None:
        best, value = None, 0.0
        for asked, (i, j, gain) in enumerate(self._from_most(gains, ends)):
            if gain <= value + 1e-9:
                break
            if asked == ASKED:
                self.notes.append(f"only the {ASKED:,} most useful pairs were put to plausible")
                break
            found = gain * self._weight_of(i, j)
            if found > value + 1e-9:
                best, value = (i, j), found
        return best

    def _weight_of(self, i: int, j: int) -> float:
        key = (min(i, j), max(i, j))
        if key not in self.weights:
            if self.listed is not None:
                self.weights[key] = self.listed.get(key, 0.0)
            elif callable(self.plausible):
                pair = self.net.ids[key[0]], self.net.ids[key[1]]
                self.weights[key] = _weight(self.plausible(*pair), pair)
            else:
                return 1.0
        return self.weights[key]

    def _from_most(self, gains: Floats, ends: Ints) -> Iterator[tuple[int, int, float]]:
        """Yield pairs that gain anything, the most first, in stretches."""
        if self.listed is not None:
            gains = self._only_listed(gains, ends)
        above, stretch = np.inf, STRETCH
        flat = gains.ravel()
        while True:
            left = np.flatnonzero((flat > 0) & (flat < above))
            if not len(left):
                return
            if len(left) > stretch:
                above = float(np.partition(flat[left], -stretch)[-stretch])
                left = left[flat[left] >= above]
            else:
                above = 0.0
            row, col = ends[left // len(ends)], ends[left % len(ends)]
            prefer = self.goal.prefer(self.csr, row, col)
            a, b = self.place[row], self.place[col]
            later = [-one for one in reversed(prefer)]
            order = np.lexsort((np.maximum(a, b), np.minimum(a, b), *later, -flat[left]))
            gain = flat[left][order].tolist()
            yield from zip(row[order].tolist(), col[order].tolist(), gain, strict=True)
            stretch *= 8

    def _only_listed(self, gains: Floats, ends: Ints) -> Floats:
        pairs = np.array(sorted(self.listed or ()), dtype=np.int64).reshape(-1, 2)
        at = np.searchsorted(ends, pairs)
        inside = (at < len(ends)).all(axis=1)
        at, pairs = at[inside], pairs[inside]
        at = at[(ends[at] == pairs).all(axis=1)]
        only = np.zeros_like(gains)
        only[at[:, 0], at[:, 1]] = gains[at[:, 0], at[:, 1]]
        return only


def with_tie(csr: Any, left: int, right: int) -> Any:
    """Return the network with one more tie, symmetric CSR of 0 and 1."""
    from scipy import sparse

    one = sparse.csr_array(([1.0, 1.0], ([left, right], [right, left])), shape=csr.shape)
    found = (csr + one).tocsr()
    found.data[:] = 1.0
    found.sort_indices()
    return found


def _sortable(one: NodeId) -> tuple[bool, Any]:
    return isinstance(one, str), one
