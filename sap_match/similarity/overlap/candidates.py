"""Which pairs are worth comparing: like texts that nothing known rules out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sap_match.geo import distances_km
from sap_match.similarity.overlap.activities import KINDS
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
    least = min(settings.least_alike, settings.most_alike)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        at = np.array([here[one] for one in part], dtype=np.int64)
        block = index.matrix(part)[:, columns]
        hits = kinds.shared(at) | ((block >= least) & ~kinds.both_known(at))
        hits |= block >= settings.most_alike
        hits &= block > 0
        both = known[at][:, None] & known[None, :]
        if both.any():
            hits &= ~(both & (distances_km(where[at], where) > far))
        for i, j in np.argwhere(hits).tolist():
            one, other = part[i], ids[j]
            if one < other or (one > other and other not in chosen):
                yield min(one, other), max(one, other), float(block[i, j])


def _points(offers: Sequence[Provision]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    known = np.array([o.point is not None for o in offers], dtype=bool)
    rows = [(o.point.latitude, o.point.longitude) if o.point else (0.0, 0.0) for o in offers]
    return np.array(rows, dtype=float).reshape(-1, 2), known


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
