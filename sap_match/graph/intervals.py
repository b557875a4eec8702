"""Intervals of density: how far it could be from that of all who might have been listed.

Nodes are taken as drawn from many like them (an exchangeable network), so that the whole row
of ties of a node comes and goes with it; ties are not taken as independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.confidential import five_answered
from sap_match.graph.missing import known_ties
from sap_match.graph.one_mode import CollaborationNetwork

Floats = NDArray[np.float64]
Method = Literal["jackknife", "bootstrap"]
Seed = int | np.random.Generator

_BLOCK = 4_000_000  # numbers held at once while nodes are drawn


@dataclass(frozen=True)
class Interval:
    """A standard error and an interval; NaN where they are not defined."""

    error: float
    low: float
    high: float


def density_interval(
    network: CollaborationNetwork,
    *,
    method: Method = "jackknife",
    level: float = 0.95,
    draws: int = 400,
    rng: Seed = 0,
) -> Interval:
    """Return an interval of density, over the pairs of those who answered.

    ``jackknife``: each node is left out in turn, ``se^2 = (n - 1) / n * sum((d_i - mean)^2)``
    with ``d_i`` the density without node ``i`` (Lin, Lunde and Sarkar, Proceedings of Machine
    Learning Research 119, 2020: too wide rather than too narrow; where all ties are independent
    it is the square root of 2 times too wide). ``bootstrap``: nodes are drawn with replacement;
    a pair of one node drawn twice is tied by the chance of any pair (Snijders and Borgatti,
    Connections 22, 1999). The interval is laid around the logit of density by Student's t with
    ``n - 1`` degrees of freedom, so that it stays between 0 and 1.

    NaN where fewer than three nodes answered, or where no pair is tied, or all are.

    Raises
    ------
    DataError
        A method of another name, a level outside 0 to 1, fewer than 2 draws.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(i, i + 1) for i in range(9)])
    >>> found = density_interval(path)
    >>> round(found.error, 4), round(found.low, 3), round(found.high, 3)
    (0.0333, 0.135, 0.286)
    """
    _checked(method, level, draws)
    held = _held(network)
    if method == "jackknife":
        error = _jackknife(held.without(), held.count)
    else:
        error = float(np.std(drawn_densities(network, draws, rng), ddof=1))
    return _around(held.density, error, held.count, level)


def difference_interval(
    before: CollaborationNetwork, after: CollaborationNetwork, *, level: float = 0.95
) -> Interval:
    """Return an interval of the change of density among the same nodes, by the jackknife.

    Each node is left out of both networks at once, so that what a node keeps takes nothing
    from the certainty of the change. Symmetric, by Student's t. NaN below three nodes.

    Raises
    ------
    DataError
        Not the same ids in both.
    """
    if before.ids != after.ids:
        raise DataError("both networks need the same nodes in the same order", field="ids")
    first, last = _held(before), _held(after)
    seen = (first.pairs > 0) | (last.pairs > 0)
    gone = last.without(seen) - first.without(seen)
    error = _jackknife(gone, int(seen.sum()))
    middle = last.density - first.density
    margin = _quantile(int(seen.sum()), level) * error
    return Interval(error, middle - margin, middle + margin)


def _checked(method: str, level: float, draws: int) -> None:
    if method not in get_args(Method):
        raise DataError(f"one of {', '.join(get_args(Method))}", field="method", value=method)
    if not 0 < level < 1:
        raise DataError("a level lies between 0 and 1", field="level", value=level)
    if draws < 2:
        raise DataError("an interval needs 2 draws or more", field="draws", value=draws)


@dataclass(frozen=True)
class _Held:
    """Known ties and known pairs, in all and of each node, a pair without direction once."""

    ties: float
    known: float
    degree: Floats
    pairs: Floats

    @property
    def density(self) -> float:
        return self.ties / self.known if self.known else np.nan

    @property
    def count(self) -> int:
        """Number of nodes of which any pair is known."""
        return int((self.pairs > 0).sum())

    def without(self, of: Any = None) -> Floats:
        """Density without each node, of those of which any pair is known, or those given."""
        seen = self.pairs > 0 if of is None else of
        left = self.known - self.pairs[seen]
        empty = np.full(len(left), np.nan)
        np.divide(self.ties - self.degree[seen], left, out=empty, where=left > 0)
        return empty


def _held(net: CollaborationNetwork) -> _Held:
    five_answered(net)
    matrix, told = known_ties(net), _told(net)
    n, asked = len(net), float(told.sum())
    ends = np.asarray(matrix.sum(axis=1)).ravel()
    if net.told_by == "both":
        pairs = np.where(told, asked - 1, 0.0)
        pairs = 2 * pairs if net.directed else pairs
    elif net.directed:
        pairs = told * (n - 1.0) + asked - told
    else:
        pairs = np.where(told, n - 1.0, asked)
    degree = ends + np.asarray(matrix.sum(axis=0)).ravel() if net.directed else ends
    return _Held(degree.sum() / 2, pairs.sum() / 2, degree, pairs)


def _told(net: CollaborationNetwork) -> Any:
    return np.ones(len(net), dtype=bool) if net.answered is None else net.answered


def _jackknife(without: Floats, n: int) -> float:
    if n < 3 or not np.isfinite(without).all():
        return np.nan
    return float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))


def _quantile(n: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, (1 + level) / 2)) if n > 1 else np.nan


def _around(density: float, error: float, n: int, level: float) -> Interval:
    if not 0 < density < 1 or not np.isfinite(error):
        return Interval(np.nan, np.nan, np.nan)
    margin = _quantile(n, level) * error / (density * (1 - density))
    middle = np.log(density / (1 - density))
    low, high = (float(1 / (1 + np.exp(-(middle + side * margin)))) for side in (-1, 1))
    return Interval(error, low, high)


def drawn_densities(network: CollaborationNetwork, draws: int, rng: Seed = 0) -> Floats:
    """Return the density of networks of nodes drawn with replacement, shape (draws,).

    Snijders and Borgatti (Connections 22, 1999): a pair of two different nodes keeps its tie,
    a pair of one node with itself is tied by the density of the network.
    """
    random, n = np.random.default_rng(rng), len(network)
    found = np.full(draws, np.nan)
    density = _held(network).density
    if not n or np.isnan(density):
        return found
    matrix, told = known_ties(network), _told(network)[:, None]
    step = max(1, _BLOCK // n)
    for first in range(0, draws, step):
        size = min(step, draws - first)
        times = random.multinomial(n, np.full(n, 1 / n), size=size).T.astype(float)
        ties = (times * (matrix @ times)).sum(axis=0)
        pairs, same = _pairs_drawn(network, times, told)
        filled = random.binomial(same.astype(np.int64), density)
        below = pairs + same
        empty = np.full(size, np.nan)
        found[first : first + size] = np.divide(ties + filled, below, out=empty, where=below > 0)
    return found


def _pairs_drawn(net: CollaborationNetwork, times: Floats, told: Any) -> tuple[Floats, Floats]:
    """Return known ordered pairs of two different nodes, and pairs of one node drawn twice."""
    here = times * told
    total, inside = times.sum(axis=0), here.sum(axis=0)
    same = (here * (here - 1)).sum(axis=0)
    if net.told_by == "both":
        return inside**2 - (here**2).sum(axis=0), same
    if net.directed:
        return inside * total - (here * times).sum(axis=0), same
    out = times * ~told
    both_out = out.sum(axis=0) ** 2 - (out**2).sum(axis=0)
    return total**2 - (times**2).sum(axis=0) - both_out, same
