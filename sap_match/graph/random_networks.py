"""Networks drawn at random: as many nodes, ties or kinds of dyads, and tied anyhow.

Only pairs that somebody told of are drawn on: what is missing stays missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.one_mode import CollaborationNetwork

Given = Literal["size", "ties", "dyads"]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST_HALVED = 3_000
"""Above so many nodes networks of which half of all pairs are tied are not drawn."""


def in_order(net: CollaborationNetwork) -> CollaborationNetwork:
    """Return the same network with its nodes sorted, so that a seed draws alike.

    Examples
    --------
    >>> in_order(CollaborationNetwork.from_edges([("b", "a")], nodes=["b", "a"])).ids
    ('a', 'b')
    """
    order = sorted(range(len(net)), key=lambda i: (isinstance(net.ids[i], str), net.ids[i]))
    if order == list(range(len(net))):
        return net
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    s, t = place[net.sources], place[net.targets]
    if not net.directed:
        s, t = np.minimum(s, t), np.maximum(s, t)
    rows = np.lexsort((t, s))

    def nodes(values: Any) -> tuple[Any, ...]:
        return tuple(values[i] for i in order)

    ties = {k: tuple(v[i] for i in rows.tolist()) for k, v in net.tie_attributes.items()}
    made = replace(
        net,
        ids=nodes(net.ids),
        sources=s[rows],
        targets=t[rows],
        weights=net.weights[rows],
        groups=None if net.groups is None else nodes(net.groups),
        answered=None if net.answered is None else net.answered[order],
        node_attributes={k: nodes(v) for k, v in net.node_attributes.items()},
        tie_attributes=ties,
    )
    made.__dict__["version"] = net.version  # the same data, whatever its order
    return made


def with_ties(net: CollaborationNetwork, sources: Ints, targets: Ints) -> CollaborationNetwork:
    """Return a network of the same nodes with other ties, each of weight 1."""
    s, t = sources, targets
    if not net.directed:
        s, t = np.minimum(s, t), np.maximum(s, t)
    key = np.sort(s * max(len(net), 1) + t)
    s, t = np.divmod(key, max(len(net), 1))
    return replace(net, sources=s, targets=t, weights=np.ones(len(s)), tie_attributes={})


def pair_known(net: CollaborationNetwork, one: Ints, other: Ints) -> Bools:
    """Whether somebody who answered could have told of each pair."""
    if net.answered is None:
        return np.ones(len(one), dtype=bool)
    a, b = net.answered[one], net.answered[other]
    if net.told_by == "both":
        return np.asarray(a & b)
    return np.asarray(a if net.directed else a | b)


def random_networks(
    net: CollaborationNetwork, given: Given, draws: int, rng: np.random.Generator
) -> Iterator[CollaborationNetwork]:
    """Yield networks of the same nodes, each as likely as any other that fits ``given``.

    ``size``: any ties at all. ``ties``: as many ties. ``dyads``: as many mutual, one-way and
    untied pairs (without direction the same as ``ties``), of those both of whom answered.
    Ties that nobody who answered could tell of stay as they are.

    Raises
    ------
    DataError
        ``given`` of another name; ``size`` of a network too large for it.
    """
    if given not in get_args(Given):
        raise DataError(f"one of {', '.join(get_args(Given))}", field="given", value=given)
    if given == "size" and len(net) > MOST_HALVED:
        raise DataError(
            f"half of all pairs of {len(net):,} nodes would be tied; condition on ties instead",
            field="given",
            value=given,
        )
    dyads = given == "dyads" and net.directed
    pool = _Pool(net, both=dyads)
    drawn = pool.holds(net.sources, net.targets)
    stay = net.sources[~drawn], net.targets[~drawn]
    mutual, oneway = _census(net.sources[drawn], net.targets[drawn], len(net))
    for _ in range(draws):
        if dyads:
            s, t = _dyads(pool, mutual, oneway, rng)
        else:
            count = rng.binomial(pool.size, 0.5) if given == "size" else int(drawn.sum())
            s, t = pool.pairs(rng.choice(pool.size, count, replace=False, shuffle=False))
        yield with_ties(net, np.concatenate([stay[0], s]), np.concatenate([stay[1], t]))


def _census(s: Ints, t: Ints, n: int) -> tuple[int, int]:
    """Return how many pairs are tied both ways, and one way."""
    back = int(np.isin(s * n + t, t * n + s).sum())
    return back // 2, len(s) - back


def _dyads(pool: _Pool, mutual: int, oneway: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    chosen = rng.choice(pool.size, mutual + oneway, replace=False, shuffle=True)
    s, t = pool.pairs(chosen)
    turned = np.arange(len(s)) >= mutual
    turned &= rng.random(len(s)) < 0.5
    s, t = np.where(turned, t, s), np.where(turned, s, t)
    return np.concatenate([s, t[:mutual]]), np.concatenate([t, s[:mutual]])


class _Pool:
    """The pairs that may be drawn, by number: those that somebody told of.

    Parameters
    ----------
    both : bool
        Unordered pairs both of whom answered, also of a network with direction.
    """

    def __init__(self, net: CollaborationNetwork, *, both: bool) -> None:
        told = np.ones(len(net), dtype=bool) if net.answered is None else net.answered
        self.net, self.both = net, both
        self.ordered = net.directed and not both
        self.inside = both or net.told_by == "both"
        self.order = np.concatenate([np.flatnonzero(told), np.flatnonzero(~told)])
        self.asked = int(told.sum())
        k, n = self.asked, len(net)
        if self.inside:
            self.size = k * (k - 1) // (1 if self.ordered else 2)
        else:
            self.size = k * (n - 1) if self.ordered else k * (k - 1) // 2 + k * (n - k)

    def holds(self, s: Ints, t: Ints) -> Bools:
        """Whether each tie lies in a pair that may be drawn."""
        if self.both and self.net.answered is not None:
            return np.asarray(self.net.answered[s] & self.net.answered[t])
        return pair_known(self.net, s, t)

    def pairs(self, number: Ints) -> tuple[Ints, Ints]:
        """Return both ends of the pairs of these numbers."""
        number = np.asarray(number, dtype=np.int64)
        k, n = self.asked, len(self.net)
        if self.ordered:
            others = k - 1 if self.inside else n - 1
            s, t = np.divmod(number, max(others, 1))
            return self.order[s], self.order[t + (t >= s)]
        first = k * (k - 1) // 2
        low = np.minimum(number, max(first - 1, 0))
        b = ((1 + np.sqrt(1 + 8 * low.astype(float))) / 2).astype(np.int64)
        b -= b * (b - 1) // 2 > low
        b += (b + 1) * b // 2 <= low
        a = low - b * (b - 1) // 2
        beyond = number >= first
        one, other = np.divmod(number - first, max(n - k, 1))
        return self.order[np.where(beyond, one, a)], self.order[np.where(beyond, k + other, b)]
