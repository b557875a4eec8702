"""Which pairs are worth comparing: like texts that nothing known rules out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sap_match.geo import distances_km
from sap_match.similarity.overlap.activities import KINDS
from sap_match.similarity.overlap.audience_words import STAGES
from sap_match.similarity.overlap.pair import OverlapConfig
from sap_match.similarity.overlap.provision import Provision

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

CHUNK = 300
"""Rows of similarities that are held at once."""
_KIND = {name: 1 << i for i, name in enumerate(sorted(KINDS))}


def like_texts(
    index: SimilarityIndex,
    offers: Mapping[str, Provision],
    settings: OverlapConfig,
    only: Sequence[str] | None = None,
) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of services whose descriptions are alike at all, ``left < right``, each once.

    They share a kind of activity, or one names none and they are somewhat alike, or they are
    much alike. Pairs too far apart are left out unseen. With ``only``, one of each is in it.
    """
    ids = sorted(offers)
    rows = ids if only is None else sorted(set(only) & set(ids))
    columns = np.array([index.position(one) for one in ids], dtype=np.int64)
    where, known = _points([offers[i] for i in ids])
    here = {one: n for n, one in enumerate(ids)}
    chosen = frozenset(rows)
    kinds = _Kinds.of([offers[i] for i in ids])
    far = max(settings.far_km, settings.max_km)
    sieve = _Sieve([offers[i] for i in ids]) if len(ids) > MANY else None
    themes = _Labels([o.themes for o in (offers[i] for i in ids)])
    least = min(settings.least_alike, settings.most_alike)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        at = np.array([here[one] for one in part], dtype=np.int64)
        block = index.matrix(part)[:, columns]
        hits = kinds.shared(at) | ((block >= least) & ~kinds.both_known(at))
        if settings.least_offer >= BY_KIND_ALONE:
            hits &= (block > settings.least_alike) | themes.shared(at)
        hits |= block >= settings.most_alike
        hits &= block > 0
        both = known[at][:, None] & known[None, :]
        if both.any():
            away = distances_km(where[at], where)
            hits &= ~(both & (away > far))
            if sieve is not None:
                hits &= ~sieve.apart(at, both & (away > settings.max_km), days=only is None)
        for i, j in np.argwhere(hits).tolist():
            one, other = part[i], ids[j]
            if one < other or (one > other and other not in chosen):
                yield min(one, other), max(one, other), float(block[i, j])


def _points(offers: Sequence[Provision]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    known = np.array([o.point is not None for o in offers], dtype=bool)
    rows = [(o.point.latitude, o.point.longitude) if o.point else (0.0, 0.0) for o in offers]
    return np.array(rows, dtype=float).reshape(-1, 2), known


MANY = 1200
"""Services from which pairs that a rule sets apart are left out unseen, and not counted."""


BY_KIND_ALONE = 0.3
"""Share of an offer that a kind agrees to where descriptions have nothing in common."""


class _Labels:
    """Sets of labels, so that a block of pairs is asked at once for one in common."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        from scipy.sparse import csr_matrix

        column = {a: n for n, a in enumerate(sorted({a for one in sets for a in one}))}
        cells = [(i, column[a]) for i, one in enumerate(sets) for a in sorted(one)]
        rows, columns = ([c[k] for c in cells] for k in (0, 1))
        shape = (len(sets), max(len(column), 1))
        self.cells = csr_matrix((np.ones(len(cells), dtype=np.int32), (rows, columns)), shape=shape)

    def shared(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether two have a label in common; shape (len(rows), n)."""
        return np.asarray((self.cells[rows] @ self.cells.T).todense()) > 0


class _Sieve:
    """What is known of provider, area, day and stage of life, as numbers."""

    def __init__(self, offers: Sequence[Provision]) -> None:
        owners = {one: n for n, one in enumerate(sorted({o.owner_id for o in offers}))}
        self.owner = np.array([owners[o.owner_id] for o in offers])
        self.days = np.array([sum(1 << d for d in o.days) for o in offers], dtype=np.int64)
        self.stages = np.array(
            [0 if o.audience.ages else sum(_STAGE[s] for s in o.audience.stages) for o in offers],
            dtype=np.int64,
        )
        self.moves = np.array([bool(o.reach) for o in offers], dtype=bool)
        self.areas = _Labels([o.wider for o in offers])

    def apart(
        self, rows: NDArray[np.int64], away: NDArray[np.bool_], *, days: bool
    ) -> NDArray[np.bool_]:
        """Whether two are of one provider or a rule sets them apart; shape (len(rows), n)."""
        found = self.owner[rows][:, None] == self.owner[None, :]
        found |= _disjoint(self.stages, rows)
        if days:
            found |= _disjoint(self.days, rows)
        shared = self.areas.shared(rows)
        moves = self.moves[rows][:, None] | self.moves[None, :]
        return np.asarray(found | (away & ~shared & ~moves), dtype=bool)


_STAGE = {name: 1 << n for n, name in enumerate(STAGES)}


def _disjoint(masks: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether both say something and nothing is common."""
    ours = masks[rows][:, None]
    return np.asarray((ours > 0) & (masks[None, :] > 0) & ((ours & masks[None, :]) == 0))


class _Kinds:
    """Kinds of service as bits, so that a block of pairs is sieved at once."""

    def __init__(self, low: NDArray[np.uint64], high: NDArray[np.uint64]) -> None:
        self.low, self.high = low, high
        self.known: NDArray[np.bool_] = (low | high) > 0

    @classmethod
    def of(cls, offers: Sequence[Provision]) -> _Kinds:
        masks = [sum(_KIND[k] for k in o.activities) for o in offers]
        low = np.array([m & (2**63 - 1) for m in masks], dtype=np.uint64)
        return cls(low, np.array([m >> 63 for m in masks], dtype=np.uint64))

    def shared(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether two share a kind; shape (len(rows), n)."""
        both = (self.low[rows][:, None] & self.low[None, :]) > 0
        both |= (self.high[rows][:, None] & self.high[None, :]) > 0
        return np.asarray(both, dtype=bool)

    def both_known(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether both name a kind; shape (len(rows), n)."""
        return np.asarray(self.known[rows][:, None] & self.known[None, :], dtype=bool)
