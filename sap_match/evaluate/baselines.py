"""Simple methods to beat, each a pure function of the past, in batch form on sparse matrices.

``past`` holds what was known, ``asked`` the queries; each returns scores of shape (q, n), 0
where there is no evidence. Ties count joint collaborations, ``W = B B'`` without its diagonal.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.evaluate.questions import Questions
from sap_match.graph.walks import without_diagonal
from sap_match.recommend.past import Past

Floats = NDArray[np.float64]


def popularity(past: Past, asked: Questions) -> Floats:
    """Return with how many each candidate has worked: the same for every query."""
    return np.tile(degrees(past), (len(asked), 1))


def local_popularity(past: Past, asked: Questions) -> Floats:
    """Return popularity among those who share an area with the query: a country, a town."""
    place = {name: i for i, name in enumerate(past.area_names)}
    rows = _indicator([[place[a] for a in some if a in place] for some in asked.areas], len(place))
    return np.asarray(((rows @ past.by_area).toarray() > 0) * degrees(past))


def programme_popularity(past: Past, asked: Questions) -> Floats:
    """Return how many collaborations of the query's programmes each candidate joined."""
    place = {name: i for i, name in enumerate(past.programme_names)}
    held = [[place[p] for p in some if p in place] for some in asked.programmes]
    rows = _indicator(held, len(place))
    return np.asarray((rows @ past.by_programme @ past.by_collaboration).toarray())


def preferential_attachment(past: Past, asked: Questions) -> Floats:
    """Return popularity weighted by joint collaborations; Barabási and Albert, Science 1999.

    A subject's own degree is the same for all of its candidates and orders nothing.
    """
    strength = np.asarray(ties(past).sum(axis=1), dtype=float).ravel()
    return np.tile(strength, (len(asked), 1))


def common_neighbours(past: Past, asked: Questions) -> Floats:
    """Return how many partners a candidate has in common (Newman, Phys. Rev. E 64, 2001)."""
    plain = known_ties(past)
    return np.asarray((asked.given @ plain @ plain).toarray())


def adamic_adar(past: Past, asked: Questions) -> Floats:
    """Return common partners, each by 1 / ln(degree) (Adamic and Adar, Social Networks 2003)."""
    plain, degree = known_ties(past), degrees(past)
    share = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0.0)
    return np.asarray(((asked.given @ plain).multiply(share[None, :]).tocsr() @ plain).toarray())


def resource_allocation(past: Past, asked: Questions) -> Floats:
    """Return common partners, each by 1 / degree (Zhou, Lü and Zhang, Eur. Phys. J. B 2009)."""
    plain, degree = known_ties(past), degrees(past)
    share = np.divide(1, degree, out=np.zeros_like(degree), where=degree > 0)
    return np.asarray(((asked.given @ plain).multiply(share[None, :]).tocsr() @ plain).toarray())


def weighted_resource_allocation(past: Past, asked: Questions) -> Floats:
    """Return resource allocation with ties weighted by joint collaborations.

    ``sum over z of w(a, z) w(z, b) / strength(z)``.
    """
    joint = ties(past)
    strength = np.asarray(joint.sum(axis=1), dtype=float).ravel()
    share = np.divide(1, strength, out=np.zeros_like(strength), where=strength > 0)
    return np.asarray(((asked.given @ joint).multiply(share[None, :]).tocsr() @ joint).toarray())


def one_step(past: Past, asked: Questions) -> Floats:
    """Return the chance that one step from each of the given, by joint work, ends here.

    Their own past partners come first: for who is missing from a team, not for who is new.
    """
    joint = ties(past)
    strength = np.asarray(joint.sum(axis=1), dtype=float).ravel()
    share = np.divide(1, strength, out=np.zeros_like(strength), where=strength > 0)
    return np.asarray((asked.given.multiply(share[None, :]).tocsr() @ joint).toarray())


def pagerank(past: Past, asked: Questions, *, alpha: float = 0.5, steps: int = 12) -> Floats:
    """Return where walks on joint counts that restart at the given are found.

    Page, Brin, Motwani and Winograd, 1999. ``alpha`` is the chance to walk on; after
    ``steps`` what is left, ``alpha ** steps``, is below 1e-3 of the whole. Walks run on
    organisations x collaborations, without the step back to oneself: a dense tie matrix
    is never made.
    """
    members, joined = past.members.astype(np.float32), past.joined.astype(np.float32)
    strength = np.asarray(ties(past).sum(axis=1), dtype=np.float32).ravel()
    share = np.divide(1, strength, out=np.zeros_like(strength), where=strength > 0)
    total = np.maximum(np.asarray(asked.given.sum(axis=1)).ravel(), 1)
    start = (asked.given.toarray() / total[:, None]).T.astype(np.float32)
    back = members.T.tocsr()
    here = start
    for _ in range(steps):
        out = here * share[:, None]
        here = alpha * (members @ (back @ out) - joined[:, None] * out) + (1 - alpha) * start
    return np.asarray(here.T, dtype=float)


# -- the past's ties ----------------------------------------------------------------------


def ties(past: Past) -> Any:
    """Return joint collaborations of every two organisations, CSR (n, n), empty diagonal."""
    return _kept(past, "ties", lambda: without_diagonal(past.members @ past.by_collaboration))


def known_ties(past: Past) -> Any:
    """Return who has worked with whom: `ties` as 0 and 1."""

    def make() -> Any:
        found = ties(past).copy()
        found.data = np.ones_like(found.data)
        return found

    return _kept(past, "known ties", make)


def degrees(past: Past) -> Floats:
    """Return with how many others each organisation has worked, shape (n,)."""
    return np.asarray(np.diff(ties(past).indptr), dtype=float)


def _kept(past: Past, name: str, make: Any) -> Any:
    kept = past.__dict__.setdefault("_of_baselines", {})
    if name not in kept:
        kept[name] = make()
    return kept[name]


def _indicator(rows: list[list[int]], width: int) -> Any:
    from scipy import sparse

    indptr = np.cumsum([0, *(len(row) for row in rows)])
    indices = np.array([i for row in rows for i in row], dtype=np.int64)
    return sparse.csr_array((np.ones(len(indices)), indices, indptr), shape=(len(rows), width))
