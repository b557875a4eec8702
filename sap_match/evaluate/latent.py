"""Simple methods that are fitted: truncated SVD and implicit-feedback factors of the ties."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.evaluate.baselines import ties
from sap_match.evaluate.questions import Questions
from sap_match.evaluate.ranked import Score
from sap_match.recommend.past import Past

Floats = NDArray[np.float64]


def spectral(past: Past, *, k: int = 128, seed: int = 5) -> Score:
    """Return a score by the truncated SVD of degree-regularised ties.

    ``D_r^-1/2 W D_r^-1/2`` with the mean degree added to every degree, so that components
    cut off from the rest do not take the largest singular values (Chaudhuri, Chung and
    Tsiatas, COLT 2012). A score is a cell of the square of the matrix rebuilt from ``k``
    factors, two steps as in resource allocation, brought back to the scale of counts on the
    candidate's side.
    """
    joint = ties(past)
    strength = np.asarray(joint.sum(axis=1), dtype=float).ravel()
    if not joint.nnz:
        return lambda asked: np.zeros((len(asked), len(past.ids)))
    scale = 1 / np.sqrt(strength + strength.mean())
    scaled = joint.multiply(scale[:, None]).multiply(scale[None, :]).tocsr()
    from sklearn.utils.extmath import randomized_svd

    size = min(k, len(past.ids) - 1)
    u, s, _ = randomized_svd(scaled, n_components=size, n_iter=4, random_state=seed)
    left = (u * s).astype(np.float32)
    right = np.ascontiguousarray((left / scale[:, None]).T.astype(np.float32))

    def score(asked: Questions) -> Floats:
        return np.asarray((asked.given @ left) @ right, dtype=float)

    return score


def implicit_factors(
    past: Past,
    *,
    k: int = 64,
    alpha: float = 10.0,
    regularisation: float = 0.1,
    sweeps: int = 6,
    seed: int = 5,
) -> Score:
    """Return a score by alternating least squares for implicit feedback.

    Hu, Koren and Volinsky (ICDM 2008): a tie is preferred with confidence ``1 + alpha *
    count``, everything else is not, with confidence 1. Organisations are both users and
    items. Each least-squares problem is solved by three conjugate-gradient steps (Takács,
    Pilászy and Tikk, RecSys 2011), for all organisations at once.
    """
    joint = ties(past).astype(np.float32)
    rng = np.random.default_rng(seed)
    size = min(k, max(1, len(past.ids) - 1))
    users = rng.normal(scale=0.1, size=(len(past.ids), size)).astype(np.float32)
    items = rng.normal(scale=0.1, size=(len(past.ids), size)).astype(np.float32)
    tied = np.diff(joint.indptr) > 0
    users[~tied], items[~tied] = 0, 0  # who has no ties is near to nobody
    for _ in range(sweeps):
        users = _solved(joint, users, items, alpha, regularisation)
        items = _solved(joint, items, users, alpha, regularisation)

    def score(asked: Questions) -> Floats:
        return np.asarray((asked.given @ users) @ items.T, dtype=float)

    return score


def _solved(joint: Any, x: Any, y: Any, alpha: float, regularisation: float) -> Any:
    """Return ``x`` after three conjugate-gradient steps towards the best answer to ``y``."""
    gram = y.T @ y + regularisation * np.eye(y.shape[1], dtype=np.float32)
    rows = np.repeat(np.arange(len(x)), np.diff(joint.indptr))

    def times(vectors: Any) -> Any:
        told = _dots(vectors, y, rows, joint.indices) * (alpha * joint.data)
        return vectors @ gram + _summed(joint, told, y)

    residual = _summed(joint, 1 + alpha * joint.data, y) - times(x)
    step, size = residual.copy(), (residual * residual).sum(axis=1)
    for _ in range(3):
        moved = times(step)
        along = (step * moved).sum(axis=1)
        rate = np.divide(size, along, out=np.zeros_like(size), where=along > 1e-20)
        x = x + rate[:, None] * step
        residual = residual - rate[:, None] * moved
        fresh = (residual * residual).sum(axis=1)
        ratio = np.divide(fresh, size, out=np.zeros_like(size), where=size > 1e-20)
        step, size = residual + ratio[:, None] * step, fresh
    return x


def _dots(left: Any, right: Any, rows: Any, columns: Any, block: int = 1 << 18) -> Any:
    found = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), block):
        here = slice(start, start + block)
        found[here] = np.einsum("ij,ij->i", left[rows[here]], right[columns[here]])
    return found


def _summed(joint: Any, weights: Any, y: Any) -> Any:
    from scipy import sparse

    told = (weights.astype(np.float32), joint.indices, joint.indptr)
    return sparse.csr_array(told, shape=joint.shape) @ y
