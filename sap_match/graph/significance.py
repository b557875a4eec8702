"""Chance: how often a figure would come out like this if only some of the network were so.

Four questions. `label_test`: the ties as they are, the groups dealt out anew. `random_test`
(conditional uniform graphs): as many nodes, ties or kinds of dyads, tied anyhow. `degree_test`:
everybody keeps the number of ties it has. `qap_test`: two networks of the same nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.chance import ChanceTest, MixingTest, checked, seeded
from sap_match.graph.ei import ei_index
from sap_match.graph.figure import Figure
from sap_match.graph.labels import GroupsLike
from sap_match.graph.missing import known_ties, known_weights
from sap_match.graph.mixing import mixing_matrix
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.random_networks import Given, in_order, random_networks
from sap_match.graph.rewiring import rewired
from sap_match.graph.segregation import assortativity

Floats = NDArray[np.float64]

#: Cells of mixing matrices held at once, 400 MB.
CELLS = 50_000_000
Ints = NDArray[np.int64]
Seed = int | np.random.Generator

_GIVEN = {
    "size": "the number of nodes",
    "ties": "the numbers of nodes and ties",
    "dyads": "the numbers of nodes and of mutual, one-way and untied pairs",
}


# -- groups dealt out anew ----------------------------------------------------------------


def label_test(
    network: Any,
    groups: GroupsLike = None,
    measure: Callable[..., float] = ei_index,
    *,
    draws: int = 1000,
    rng: Seed = 0,
) -> ChanceTest:
    """Return a figure of groups beside those of the same groups dealt out anew.

    The ties and the sizes of groups stay, who is of which group is drawn: each deal is as
    likely as any other. Nodes of no known group keep that (Good, Permutation, Parametric and
    Bootstrap Tests of Hypotheses, 2005).

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    groups : as of `CollaborationNetwork.labels`
    measure : function of a network and its groups
        `ei_index` and `assortativity` are counted over coded ties, a thousand draws in a
        second; any other is called once a draw.
    draws : int
    rng : int or numpy Generator
        A seed gives the same draws whatever the order of nodes and ties.

    Raises
    ------
    DataError
        No groups, no draws.

    Examples
    --------
    >>> two = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f")]
    >>> groups = dict(zip("abcdef", "xxxyyy"))
    >>> label_test(CollaborationNetwork.from_edges(two), groups, rng=1)
    <ChanceTest: E-I index -1.000, chance 0.208, p = 0.190>
    """
    net, wanted = _labelled(network, groups), checked(draws)
    random, seed = seeded(rng)
    observed = _figure(measure(net, net.labels()), net, measure)
    kernel = _KERNELS.get(measure)
    if kernel is not None:
        of, directed = kernel
        parts = _in_parts(net, wanted)
        one_way = directed and net.directed
        found = np.concatenate([of(_dealt(net, k, random, directed=one_way)) for k in parts])
    else:
        found = np.array([float(measure(net, one)) for one in _deals(net, wanted, random)])
    return ChanceTest(observed, found, "the ties and the sizes of groups", seed)


def mixing_test(
    network: Any, groups: GroupsLike = None, *, draws: int = 1000, rng: Seed = 0
) -> MixingTest:
    """Return for each two groups whether more or fewer ties join them than chance would have.

    Chance deals the groups out anew, as of `label_test`. Every cell of every draw is kept: of
    many groups fewer draws are possible.

    Raises
    ------
    DataError
        No groups, no draws, or more than `CELLS` cells in all.

    Examples
    --------
    >>> two = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f")]
    >>> groups = dict(zip("abcdef", "xxxyyy"))
    >>> found = mixing_test(CollaborationNetwork.from_edges(two), groups, draws=200)
    >>> found.to_frame()[["group", "other", "ties"]].values.tolist()
    [['x', 'x', 3.0], ['x', 'y', 0.0], ['y', 'y', 3.0]]
    """
    net, wanted = _labelled(network, groups), checked(draws)
    random, seed = seeded(rng)
    found = mixing_matrix(net, net.labels())
    if wanted * len(found.groups) ** 2 > CELLS:
        raise DataError(
            f"{len(found.groups):,} groups have too many pairs for {wanted:,} draws; join groups, "
            f"or ask for {max(CELLS // len(found.groups) ** 2, 1):,} draws",
            field="draws",
            value=wanted,
        )
    dealt = _dealt(net, wanted, random, directed=net.directed)
    each = np.ones(len(found.groups))
    within = np.diag(each if net.directed else each / 2)
    halve = np.where(within > 0, within, 1.0)
    kept = "conditioned on the ties and the sizes of groups"
    note = f"{wanted:,} draws ({seed}), {kept}; {net.note}"
    return MixingTest(found.groups, found.counts * halve, dealt * halve, net.directed, note)


def _labelled(network: Any, groups: GroupsLike) -> CollaborationNetwork:
    net = network_of(network)
    return in_order(net.with_groups(groups))


def _figure(value: float, net: CollaborationNetwork, measure: Any) -> Figure:
    """Return a measure's answer as a figure that has a name."""
    called = getattr(measure, "func", measure)
    name = str(getattr(called, "__name__", "measure")).replace("_", " ").strip("<>")
    if isinstance(value, Figure):
        return value if value.name else value.replace(name=name.capitalize())
    return net.number(float(value), name=name.capitalize(), definition="as the measure has it")


def _deals(net: CollaborationNetwork, draws: int, rng: np.random.Generator) -> Any:
    labels = np.array([*net.labels(), None], dtype=object)[:-1]
    known = np.flatnonzero([one is not None for one in labels])
    for _ in range(draws):
        dealt = labels.copy()
        dealt[known] = labels[rng.permutation(known)]
        yield dealt.tolist()


def _in_parts(net: CollaborationNetwork, draws: int) -> list[int]:
    """Part draws so that no part holds more than a tenth of `CELLS`."""
    groups = max(len(net.codes()[0]), 1)
    most = max(CELLS // 10 // groups**2, 1)
    return [min(most, draws - done) for done in range(0, draws, most)]


def _dealt(
    net: CollaborationNetwork, draws: int, rng: np.random.Generator, *, directed: bool
) -> Floats:
    """Return the mixing matrix of each deal, shape (draws, g, g), as `mixing_matrix` counts."""
    names, codes = net.codes()
    g, known = max(len(names), 1), np.flatnonzero(codes >= 0)
    coo = known_ties(net, directed=directed).tocoo()
    kept = (codes[coo.row] >= 0) & (codes[coo.col] >= 0) & (directed | (coo.row < coo.col))
    place = np.cumsum(codes >= 0) - 1
    s, t = place[coo.row[kept]], place[coo.col[kept]]
    held, found = codes[known], np.empty((draws, g * g))
    for draw in range(draws):
        dealt = rng.permutation(held)
        found[draw] = np.bincount(dealt[s] * g + dealt[t], minlength=g * g)
    counts = found.reshape(draws, g, g)[:, : len(names), : len(names)]
    return counts if directed else counts + counts.transpose(0, 2, 1)


def _ei_of(counts: Floats) -> Floats:
    within = np.trace(counts, axis1=1, axis2=2)
    return _over(counts.sum(axis=(1, 2)) - 2 * within, counts.sum(axis=(1, 2)))


def _assortativity_of(counts: Floats) -> Floats:
    rates = _over(counts, counts.sum(axis=(1, 2), keepdims=True))
    chance = (rates.sum(axis=2) * rates.sum(axis=1)).sum(axis=1)
    above = np.trace(rates, axis1=1, axis2=2) - chance
    return _over(above, np.where(np.abs(1 - chance) < 1e-12, 0.0, 1 - chance))


def _over(above: Floats, below: Floats) -> Floats:
    empty = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=empty, where=below != 0)
    return empty


#: How a measure is read off the mixing matrix, and whether it minds direction.
_KERNELS: dict[Any, tuple[Callable[[Floats], Floats], bool]] = {
    ei_index: (_ei_of, False),
    assortativity: (_assortativity_of, True),
}


# -- ties drawn anew ----------------------------------------------------------------------


def random_test(
    network: Any,
    measure: Callable[[Any], float],
    *,
    given: Given = "ties",
    draws: int = 1000,
    rng: Seed = 0,
) -> ChanceTest:
    """Return a figure beside those of networks tied anyhow: a conditional uniform graph test.

    Each network that has what is ``given`` is as likely as any other (Anderson, Butts and
    Carley, Social Networks 21, 1999). Weights are dropped in the draws.

    Parameters
    ----------
    network : CollaborationNetwork or array of shape (n, n)
    measure : function of a network
        Of groups as well where the network has them: ``ei_index``, ``transitivity``.
    given : {"ties", "size", "dyads"}
        As many ties; nodes alone, so that half of all pairs are tied; as many mutual, one-way
        and untied pairs.
    draws, rng
        As of `label_test`.

    Raises
    ------
    DataError
        ``given`` of another name, no draws, ``size`` above 3,000 nodes.

    Examples
    --------
    >>> from sap_match.graph.closure import transitivity
    >>> cliques = [(i, j) for k in (0, 4, 8) for i in range(k, k + 4) for j in range(k, i)]
    >>> found = random_test(CollaborationNetwork.from_edges(cliques), transitivity, draws=200)
    >>> float(found.observed), found.p_high < 0.01
    (1.0, True)
    """
    net, wanted = in_order(network_of(network)), checked(draws)
    random, seed = seeded(rng)
    observed = _figure(measure(net), net, measure)
    found = [float(measure(one)) for one in random_networks(net, given, wanted, random)]
    return ChanceTest(observed, np.array(found), _GIVEN[given], seed)


def degree_test(
    network: Any, measure: Callable[[Any], float], *, draws: int = 1000, rng: Seed = 0
) -> ChanceTest:
    """Return a figure beside those of networks in which everybody has as many ties.

    With direction as many sent and as many received. Draws come from one chain of swaps (see
    `rewiring`), far enough apart to be taken as independent. Weights are dropped.

    Parameters
    ----------
    network, measure, draws, rng
        As of `random_test`.

    Examples
    --------
    >>> from sap_match.graph.closure import transitivity
    >>> cliques = [(i, j) for k in (0, 4, 8) for i in range(k, k + 4) for j in range(k, i)]
    >>> found = degree_test(CollaborationNetwork.from_edges(cliques), transitivity, draws=200)
    >>> found.mean < 0.3, found.p_high < 0.01
    (True, True)
    """
    net, wanted = in_order(network_of(network)), checked(draws)
    random, seed = seeded(rng)
    observed = _figure(measure(net), net, measure)
    found = [float(measure(one)) for one in rewired(net, wanted, random)]
    return ChanceTest(observed, np.array(found), "the number of ties of every node", seed)


# -- two networks of the same nodes -------------------------------------------------------


def qap_test(
    left: CollaborationNetwork, right: CollaborationNetwork, *, draws: int = 1000, rng: Seed = 0
) -> ChanceTest:
    """Return the correlation of two networks beside those with the nodes of one dealt out anew.

    Pearson's over all pairs, ties by their weight (Krackhardt, Social Networks 10, 1988). Where
    answers are missing it is about those who answered in both.

    Raises
    ------
    DataError
        Not the same nodes, only one with direction, no draws.

    Examples
    --------
    >>> trusts = CollaborationNetwork.from_edges(
    ...     [("a", "b"), ("b", "c"), ("d", "e")], nodes="abcde"
    ... )
    >>> works = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")], nodes="abcde")
    >>> round(qap_test(trusts, works, draws=100).observed, 3)
    0.764
    """
    wanted = checked(draws)
    random, seed = seeded(rng)
    if left.directed != right.directed:
        raise DataError("one network has direction and the other has not", field="directed")
    if set(left.ids) != set(right.ids):
        odd = min(map(str, set(left.ids) ^ set(right.ids)))
        raise DataError(f"both networks need the same nodes; {odd!r} is in one", field="ids")
    one, other = _told_of_both(in_order(left), in_order(right))
    a, b = known_weights(one).tocoo(), known_weights(other)
    n, both = len(one), partial(_shared, a, _coded(b), b.shape[0])
    moments = [_moments(part, n) for part in (a, b)]
    pairs = n * (n - 1)
    spread = pairs * pairs * moments[0][1] * moments[1][1]
    level = pairs * moments[0][0] * moments[1][0]

    def correlation(total: float) -> float:
        return float((total - level) / np.sqrt(spread)) if spread > 0 else np.nan

    observed = one.number(
        correlation(both(np.arange(n))),
        name="Correlation of two networks",
        definition="Pearson's correlation of ties over all pairs",
        note="" if one.answered is None else f"{n:,} who answered in both",
    )
    found = [correlation(both(random.permutation(n))) for _ in range(wanted)]
    return ChanceTest(observed, np.array(found), "both networks but for who is who", seed)


def _told_of_both(
    left: CollaborationNetwork, right: CollaborationNetwork
) -> tuple[CollaborationNetwork, CollaborationNetwork]:
    if left.answered is None and right.answered is None:
        return left, right
    told = np.ones(len(left), dtype=bool)
    for net in (left, right):
        told &= True if net.answered is None else net.answered
    ids = [left.ids[i] for i in np.flatnonzero(told).tolist()]
    return left.among(ids), right.among(ids)


def _moments(ties: Any, n: int) -> tuple[float, float]:
    """Return mean and variance of all off-diagonal cells."""
    pairs = max(n * (n - 1), 1)
    mean = float(ties.data.sum()) / pairs
    return mean, float((ties.data**2).sum()) / pairs - mean**2


def _coded(ties: Any) -> tuple[Ints, Floats]:
    coo = ties.tocoo()
    key = coo.row.astype(np.int64) * ties.shape[0] + coo.col
    order = np.argsort(key)
    return key[order], coo.data[order]


def _shared(ties: Any, coded: tuple[Ints, Floats], n: int, place: Ints) -> float:
    """Return the sum of products of cells, the nodes of the first at other places."""
    keys, data = coded
    if not len(keys):
        return 0.0
    wanted = place[ties.row] * n + place[ties.col]
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return float((ties.data * data[at])[keys[at] == wanted].sum())
