"""Brokerage: who stands between two that are not tied, and whose groups they join.

Gould and Fernandez, Structures of mediation, Sociological Methodology 19, 1989.
A broker ``j`` of group B lies on ``i -> j -> k`` where ``i`` is not tied to ``k``:

=====  ==============  =============================
role   name            groups of i, j, k
=====  ==============  =============================
w_I    coordinator     B, B, B
w_O    itinerant       A, B, A
b_IO   representative  B, B, A
b_OI   gatekeeper      A, B, B
b_O    liaison         A, B, C
t      total           any
=====  ==============  =============================

A tie without direction counts both ways, so each such brokerage counts twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.adjacency import groups_of, membership, present

ROLES = ("w_I", "w_O", "b_IO", "b_OI", "b_O", "t")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Brokerage:
    """Counts of each role with what chance would give at the same density.

    Columns are `ROLES`. Expectation and deviation are those of a random network of
    the same density and group sizes; z is NaN where the deviation is 0.
    """

    raw: Floats
    expected: Floats
    sd: Floats
    whole_raw: Floats
    whole_expected: Floats
    whole_sd: Floats

    @cached_property
    def z(self) -> Floats:
        """``(raw - expected) / sd`` of each node, shape (n, 6)."""
        return _z(self.raw, self.expected, self.sd)

    @cached_property
    def whole_z(self) -> Floats:
        """``(raw - expected) / sd`` of the whole network, shape (6,)."""
        return _z(self.whole_raw, self.whole_expected, self.whole_sd)


def _z(raw: Floats, expected: Floats, sd: Floats) -> Floats:
    return np.divide(raw - expected, sd, out=np.full_like(raw, np.nan), where=sd > 0)


def gould_fernandez(ties: Any, labels: Sequence[str | None]) -> Brokerage:
    """Return Gould-Fernandez brokerage: raw, expected, sd and z, for nodes and whole.

    Agrees with `brokerage` of R's `sna` 2.7.

    Parameters
    ----------
    ties : array of shape (n, n)
        Read as directed.
    labels : sequence of n str
        Every node needs a group.

    Raises
    ------
    DataError
        A node without a group: give it one of its own, or leave it out.

    Examples
    --------
    >>> star = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    >>> gould_fernandez(star, ["x", "y", "y"]).raw.tolist()
    [[0.0, 2.0, 0.0, 0.0, 0.0, 2.0], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
    """
    csr = present(ties)
    n = csr.shape[0]
    groups, codes = groups_of(labels, n)
    if (codes < 0).any():
        raise DataError(
            "brokerage needs a group for every node; leave out those without, or give them one",
            field="label",
        )
    raw = _raw(csr, codes, len(groups))
    size = np.bincount(codes, minlength=len(groups)).astype(float)
    p = csr.nnz / (n * (n - 1)) if n > 1 else 0.0
    mean, variance = _moments(size, p)
    whole_mean, whole_variance = _whole_moments(size, p)
    return Brokerage(
        raw=raw,
        expected=mean[codes],
        sd=np.sqrt(np.maximum(variance, 0))[codes],
        whole_raw=raw.sum(axis=0),
        whole_expected=whole_mean,
        whole_sd=np.sqrt(np.maximum(whole_variance, 0)),
    )


def _raw(csr: Any, codes: NDArray[np.int64], groups: int) -> Floats:
    """Count open two-step paths through each node: all, less back-and-forth, less closed."""
    coo = csr.tocoo()
    same = codes[coo.row] == codes[coo.col]
    within, across = _only(coo, same), _only(coo, ~same)
    m = membership(codes, groups)
    into, out = (across.T @ m).tocsr(), (across @ m).tocsr()  # by group of the other end
    in_own, out_own = _sums(within.T), _sums(within)
    in_other, out_other = _sums(across.T), _sums(across)
    to_same = _sums(into.multiply(out))
    back_own, back_other = _sums(within.multiply(within.T)), _sums(across.multiply(across.T))
    raw = np.zeros((csr.shape[0], 6))
    raw[:, 0] = in_own * out_own - back_own - _closed(within, within, within)
    raw[:, 1] = to_same - back_other - _closed(across, within, across)
    raw[:, 2] = in_own * out_other - _closed(within, across, across)
    raw[:, 3] = in_other * out_own - _closed(across, across, within)
    raw[:, 4] = in_other * out_other - to_same - _closed(across, across, across)
    raw[:, 5] = raw[:, :5].sum(axis=1)
    return raw


def _only(coo: Any, mask: NDArray[np.bool_]) -> Any:
    from scipy import sparse

    return sparse.csr_array((coo.data[mask], (coo.row[mask], coo.col[mask])), shape=coo.shape)


def _sums(matrix: Any) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()


def _closed(first: Any, direct: Any, second: Any) -> Floats:
    """Count, for each j, ``first[i, j] * direct[i, k] * second[j, k]`` over all i and k."""
    return _sums((second @ direct.T).multiply(first.T))


def _moments(size: Floats, p: float) -> tuple[Floats, Floats]:
    """Mean and variance of each role for a broker of each group, shape (g, 6)."""
    n, g = float(size.sum()), len(size)
    q1, q2 = p**2 * (1 - p), p**3 * (1 - p) ** 3
    mean, pairs = np.zeros((g, 6)), np.zeros((g, 6))
    for i, s in enumerate(size):
        other = np.delete(size, i)
        rest = n - s
        mean[i, 0] = (s - 1) * (s - 2)
        pairs[i, 0] = 2 * (s - 1) * (s - 2) * (s - 3)
        mean[i, 1] = (other * (other - 1)).sum()
        pairs[i, 1] = 2 * (other * (other - 1) * (other - 2)).sum()
        mean[i, 2] = mean[i, 3] = rest * (s - 1)
        pairs[i, 2] = pairs[i, 3] = (s - 1) * rest * (rest - 1) + rest * (s - 1) * (s - 2)
        mean[i, 4] = rest**2 - (other**2).sum()
        left = rest - other
        pairs[i, 4] = 2 * (other * left * (left - 1)).sum()
        mean[i, 5] = (n - 1) * (n - 2)
        pairs[i, 5] = 2 * (n - 1) * (n - 2) * (n - 3)
    mean *= q1
    return mean, mean * (1 - q1) + pairs * q2


def _whole_moments(size: Floats, p: float) -> tuple[Floats, Floats]:
    """Mean and variance of each role over the whole network, shape (6,)."""
    n = float(size.sum())
    q1 = p**2 * (1 - p)
    a, b, c = p**3 * (1 - p) ** 3, p**4 * (1 - p) ** 2, p**5 * (1 - p)

    def within(s: Floats | float) -> Any:
        triples = s * (s - 1) * (s - 2)
        return triples, triples * ((4 * s - 10) * a - 4 * (s - 3) * b + (s - 3) * c)

    mean, more = np.zeros(6), np.zeros(6)
    mean[0], more[0] = (part.sum() for part in within(size))
    x, y = size[:, None], size[None, :]
    cells = x * y * (x - 1) * ((2 * x + 2 * y - 6) * a + (n - x - 1) * c)
    mean[1] = mean[2] = mean[3] = (size * (size - 1) * (n - size)).sum()
    more[1] = cells.sum() - np.trace(cells)
    more[2] = more[3] = (size * (n - size) * (size - 1) * ((n - 3) * a + (size - 2) * c)).sum()
    mean[4], more[4] = _whole_liaison(size, a, b, c)
    mean[5], more[5] = within(n)
    mean *= q1
    return mean, mean * (1 - q1) + more


def _whole_liaison(size: Floats, a: float, b: float, c: float) -> tuple[float, float]:
    """Sum over ordered triples of three different groups, one first group at a time."""
    n = float(size.sum())
    mean = more = 0.0
    for i, first in enumerate(size):
        other = np.delete(size, i)
        j, k = other[:, None], other[None, :]
        triples = first * j * k
        term = (4 * (n - j) - 2 * (first + k + 1)) * a
        term = term - (4 * (n - k) - 2 * (first + j + 1)) * b + (n - (first + k + 1)) * c
        cells = triples * term
        mean += float(triples.sum() - np.trace(triples))
        more += float(cells.sum() - np.trace(cells))
    return mean, more
