"""How far it is from one to another: reach within k steps, path lengths, compactness.

Paths follow ties, with their direction where there is one. Up to 10,000 nodes every pair is
counted. Beyond, each node's way to 1,024 others drawn at random is: a share of a node then
has a standard error of at most 0.016, and a figure's is in its note. Reach within one step
is always counted out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.bitsets import beginnings, counted, gathered
from sap_match.graph.figure import Figure
from sap_match.graph.fragility import ranks
from sap_match.graph.missing import EXACT_PAIRS, beside, bounds, with_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

EXACT_NODES = 10_000
SAMPLE = 1_024
_AT_ONCE = 8  # words of 64 targets


@dataclass(frozen=True)
class Distances:
    """Steps from every node to all others, or to some drawn at random.

    Parameters
    ----------
    n : int
    targets : int
        How many were asked for.
    near : int array of shape (n, k)
        To how many of them each node comes in exactly 1, 2 ... k steps.
    reached, steps : arrays of shape (n,)
        To how many it comes at all, and in how many steps together.
    lengths : int array of shape (words, longest + 1)
        Pairs by length, for every 64 targets apart.
    """

    n: int
    targets: int
    near: Ints
    reached: Ints
    steps: Ints
    lengths: Ints

    @property
    def sampled(self) -> bool:
        """Whether not all were asked for."""
        return self.targets < self.n

    @property
    def pairs(self) -> float:
        """Number of ordered pairs that were looked at."""
        return float(self.targets * max(self.n - 1, 0))

    def error(self, tops: Floats, bottoms: Floats) -> float:
        """Return the standard error of a sum over another, from sums of 64 targets each."""
        words = len(tops)
        off = tops - tops.sum() / bottoms.sum() * bottoms if bottoms.sum() else tops * np.nan
        return float(off.std(ddof=1) / bottoms.mean() / words**0.5)

    def noted(self, tops: Floats, bottoms: Floats) -> str:
        """Return what a note says of the sample; nothing where all pairs were counted."""
        if not self.sampled:
            return ""
        error = self.error(tops, bottoms)
        return f"sampled: ways to {self.targets:,} nodes, standard error {error:.4f}"


def distances(network: Any, *, steps: int = 3, rng: int | np.random.Generator = 0) -> Distances:
    """Return how many steps it is from every node to all others; kept with the network.

    Level by level from 512 targets at a time, against the ties. Above 10,000 nodes 1,024
    targets are drawn.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([(0, 1), (1, 2)])
    >>> found = distances(path)
    >>> found.near.tolist(), found.lengths.sum(axis=0).tolist()
    ([[1, 1, 0], [2, 0, 0], [1, 1, 0]], [0, 4, 2])
    """
    net = network_of(network)
    key = f"_distances {steps} {rng}"
    kept = net.__dict__.get(key)
    if isinstance(kept, Distances):
        return kept
    n = len(net)
    targets = np.argsort(ranks(net.ids))
    if n > EXACT_NODES:
        targets = targets[np.sort(np.random.default_rng(rng).permutation(n)[:SAMPLE])]
    out = net.ties
    back = net.ties.T.tocsr() if net.directed else out
    ties = tuple(part.astype(np.int64) for m in (out, back) for part in (m.indptr, m.indices))
    near, total, many = np.zeros((n, steps), np.int64), np.zeros(n, np.int64), 64 * _AT_ONCE
    reached, blocks = np.zeros(n, np.int64), []
    for first in range(0, len(targets), many):
        one = _levels(n, ties, targets[first : first + many])
        words = []
        for step, (rows, bits) in enumerate(one, start=1):
            count = bits.sum(axis=1)
            reached[rows] += count
            total[rows] += step * count
            if step <= steps:
                near[rows, step - 1] += count
            words.append(bits.sum(axis=0))
        blocks.append(words)
    longest = max(map(len, blocks), default=0)
    lengths = [
        np.array([np.zeros_like(words[0]), *words, *[0 * words[0]] * (longest - len(words))]).T
        for words in blocks
        if words
    ]
    made = np.concatenate(lengths) if lengths else np.zeros((1, 1), np.int64)
    found = Distances(n, len(targets), near, reached, total, made)
    if not isinstance(rng, np.random.Generator):
        net.__dict__[key] = found
    return found


def _levels(n: int, ties: tuple[Ints, ...], targets: Ints) -> Any:
    """Yield, step by step, (rows, new targets reached by each row, counted by word)."""
    start, ends, back, tails = ties
    seen = beginnings(n, targets)
    whole = np.bitwise_or.reduce(seen, axis=0)
    front, rows = seen.copy(), np.sort(targets)
    while len(rows):
        length = back[rows + 1] - back[rows]
        begin = np.cumsum(length) - length
        touched = np.zeros(n, dtype=bool)
        touched[tails[np.repeat(back[rows] - begin, length) + np.arange(length.sum())]] = True
        maybe = np.flatnonzero(touched)
        maybe = maybe[(seen[maybe] != whole).any(axis=1)]
        if not len(maybe):
            return
        new = gathered(front, start, ends, maybe) & ~seen[maybe]
        some = new.any(axis=1)
        front[rows] = 0
        rows, new = maybe[some], new[some]
        front[rows] = new
        seen[rows] |= new
        if len(rows):
            yield rows, counted(new)


def reach(network: Any, *, steps: int = 3, rng: int | np.random.Generator = 0) -> pd.DataFrame:
    """Return whom each organisation reaches within 1, 2, 3 ... steps.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    steps : int
        At least 1.
    rng : seed or generator
        For networks of more than 10,000 nodes, of which 1,024 are drawn as targets.

    Returns
    -------
    pandas.DataFrame
        By node id: ``within_1`` ... ``within_k`` and ``within_any``: share of the others
        that it reaches, NaN where there are none; ``mean_steps``: mean number of steps to
        those that it reaches, NaN where it reaches nobody. ``.attrs["note"]`` says what was
        sampled.

    Raises
    ------
    DataError
        Fewer steps than one.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([("Ash", "Elm"), ("Elm", "Oak")])
    >>> reach(path, steps=2).loc["Ash"].tolist()
    [0.5, 1.0, 1.0, 1.5]
    """
    import pandas as pd

    net = network_of(network)
    _at_least_one(steps)
    found = distances(net, steps=steps, rng=rng)
    n, others = len(net), float(max(len(net) - 1, 0)) or np.nan
    asked = np.full(n, others)
    if found.sampled:
        asked[:] = found.targets * (n - 1) / n
    shares = found.near.cumsum(axis=1) / asked[:, None]
    shares[:, 0] = np.diff(net.ties.indptr) / others
    shares = np.minimum(np.maximum.accumulate(shares, axis=1), 1.0)
    last = np.minimum(np.maximum(found.reached / asked, shares[:, -1]), 1.0)
    some = found.reached > 0
    mean = np.divide(found.steps, found.reached, out=np.full(n, np.nan), where=some)
    columns = {f"within_{k + 1}": shares[:, k] for k in range(steps)}
    frame = pd.DataFrame({**columns, "within_any": last, "mean_steps": mean}, index=net.index)
    if found.sampled:
        frame.attrs["note"] = (
            f"beyond one step sampled: ways to {found.targets:,} of {n:,} nodes; "
            f"standard error of a share at most {0.5 / found.targets**0.5:.3f}"
        )
    return frame


def mean_reach(network: Any, *, steps: int = 2, rng: int | np.random.Generator = 0) -> Figure:
    """Return the mean share of the others that an organisation reaches within ``steps``.

    Ordered pairs at most so many steps apart over all ordered pairs; NaN under two nodes.
    More ties never lower it, so its bounds are exact.

    Examples
    --------
    >>> mean_reach(CollaborationNetwork.from_edges([(0, 1), (1, 2), (2, 3)]), steps=2).numerator
    10.0
    """
    net = network_of(network)
    _at_least_one(steps)
    found = distances(net, rng=rng)
    tops = found.lengths[:, : steps + 1].sum(axis=1).astype(float)
    figure = net.ratio(
        tops.sum(),
        found.pairs,
        name=f"Reach within {steps} {'step' if steps == 1 else 'steps'}",
        definition=f"ordered pairs at most {steps} ties apart, over all ordered pairs",
        note=found.noted(tops, np.full(len(tops), found.pairs / len(tops))),
    )
    return _rising(net, figure, lambda one: mean_reach(one, steps=steps))


def path_lengths(network: Any, *, rng: int | np.random.Generator = 0) -> Mapping[str, Figure]:
    """Return mean path length, diameter and compactness.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    rng : seed or generator
        For networks of more than 10,000 nodes.

    Returns
    -------
    mapping
        To a `Figure` each: ``mean_path_length`` (mean steps over ordered pairs that a path
        joins), ``diameter`` (most steps between any of these; of a sample the most that was
        met, so at least) and ``compactness`` (mean of 1 / steps over all ordered pairs, 0
        where no path is; Latora and Marchiori, Physical Review Letters 87, 2001). NaN where
        there is no such pair.

    Examples
    --------
    >>> found = path_lengths(CollaborationNetwork.from_edges([(0, 1), (1, 2)]))
    >>> [round(float(found[name]), 3) for name in found]
    [1.333, 2.0, 0.833]
    """
    net = network_of(network)
    found = distances(net, rng=rng)
    step = np.arange(found.lengths.shape[1], dtype=float)
    reached = found.lengths[:, 1:].sum(axis=1).astype(float)
    walked = found.lengths @ step
    nearness = found.lengths[:, 1:] @ (1 / step[1:])
    unreached = found.pairs - reached.sum()
    apart = f"{unreached / found.pairs:.1%} of ordered pairs have no path" if unreached else ""

    def noted(said: str) -> str:
        return "; ".join(part for part in (said, apart) if part)

    mean = net.ratio(
        walked.sum(),
        reached.sum(),
        name="Mean path length",
        definition="ties on the shortest path, mean over ordered pairs that a path joins",
        note=noted(found.noted(walked, reached)),
    )
    diameter = net.number(
        float(len(step) - 1) if len(step) > 1 else np.nan,
        name="Diameter",
        definition="most ties on any shortest path",
        note=noted(f"sampled: at least this, {found.targets:,} targets" if found.sampled else ""),
    )
    compactness = net.ratio(
        nearness.sum(),
        found.pairs,
        name="Compactness",
        definition="1 over the ties on the shortest path, 0 without one, mean over ordered pairs",
        note=found.noted(nearness, np.full(len(nearness), found.pairs / len(nearness))),
    )
    return MappingProxyType(
        {
            "mean_path_length": with_bounds(net, mean, lambda one: _again(one, "mean_path_length")),
            "diameter": with_bounds(net, diameter, lambda one: _again(one, "diameter")),
            "compactness": _rising(net, compactness, lambda one: _again(one, "compactness")),
        }
    )


def _again(net: CollaborationNetwork, name: str) -> float:
    return path_lengths(net)[name]


def _rising(
    net: CollaborationNetwork, figure: Figure, measure: Callable[[CollaborationNetwork], float]
) -> Figure:
    """Return the figure with bounds, exact from both ends: more ties never lower it."""
    too_many = len(net) > 500 and net.missing_dyads > EXACT_PAIRS
    if figure.hidden or not net.missing_dyads or too_many:
        return with_bounds(net, figure, measure)
    return beside(figure, replace(bounds(net, measure, most=0), exact=True))


def _at_least_one(steps: int) -> None:
    if steps < 1:
        raise DataError("reach takes one step or more", field="steps", value=steps)
