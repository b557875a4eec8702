"""Communities: who works together more than with others, and how that sits against groups.

Direction is dropped throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import MissingPartError
from sap_match.graph.adjacency import membership
from sap_match.graph.figure import Figure
from sap_match.graph.fragility import ranks
from sap_match.graph.labels import GroupsLike
from sap_match.graph.missing import with_bounds
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.structure import ranked

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNKNOWN = "not known"
ITERATIONS = 4
LARGE = 20_000  # nodes, beyond which half as many


def communities(
    network: Any,
    *,
    resolution: float = 1.0,
    weighted: bool = False,
    rng: int | np.random.Generator = 0,
) -> pd.DataFrame:
    """Return the communities that Leiden finds by modularity.

    Traag, Waltman and van Eck, Scientific Reports 9, 2019, as igraph has it, repeated four
    times, above 20,000 nodes twice. The nodes go in by id, so that their order does not matter.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
        Direction is dropped.
    resolution : float
        Higher gives more and smaller communities.
    weighted : bool
        Whether weights of ties count; else every tie is one.
    rng : seed or generator

    Returns
    -------
    pandas.DataFrame
        By node id: ``community`` (0 the largest, equal ones by their least id) and
        ``community_size``. One without a partner is a community of one.

    Raises
    ------
    MissingPartError
        igraph is not installed.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges(
    ...     [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]
    ... )
    >>> communities(net).community.tolist()
    [0, 0, 0, 1, 1, 1]
    """
    import pandas as pd

    net = network_of(network)
    order = np.argsort(ranks(net.ids))
    csr = _weights(net, weighted=weighted)[order][:, order]
    label = np.empty(len(net), dtype=np.int64)
    label[order] = ranked(_leiden(csr, resolution, rng))
    return pd.DataFrame(
        {"community": label, "community_size": np.bincount(label)[label]}, index=net.index
    )


def _leiden(csr: Any, resolution: float, rng: int | np.random.Generator) -> Ints:
    try:
        import igraph
    except ImportError as error:
        raise MissingPartError("igraph", "igraph", why="for communities") from error
    import random

    if not csr.nnz:
        return np.arange(csr.shape[0])
    coo = csr.tocoo()
    kept = np.flatnonzero(coo.row < coo.col)
    kept = kept[np.lexsort((coo.col[kept], coo.row[kept]))]
    ends = np.column_stack([coo.row[kept], coo.col[kept]])
    graph = igraph.Graph(csr.shape[0], edges=ends)
    seed = rng if isinstance(rng, int) else int(np.random.default_rng(rng).integers(2**31))
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret
    try:
        found = graph.community_leiden(
            objective_function="modularity",
            weights=coo.data[kept].tolist(),
            resolution=resolution,
            n_iterations=ITERATIONS if csr.shape[0] <= LARGE else ITERATIONS // 2,
        )
    finally:
        igraph.set_random_number_generator(random)
    return np.array(found.membership, dtype=np.int64)


def _weights(net: CollaborationNetwork, *, weighted: bool) -> Any:
    if not weighted:
        return net.collapsed
    return net.valued + net.valued.T if net.directed else net.valued


def modularity(
    network: Any,
    groups: GroupsLike = None,
    *,
    resolution: float = 1.0,
    weighted: bool = False,
) -> Figure:
    """Return the share of ties within groups, less what chance would put there.

    ``sum over groups of within / ties - resolution (degrees / 2 ties)^2``, from -0.5 to 1
    at a resolution of 1; NaN without ties. Newman and Girvan, Physical Review E 69, 2004.
    Organisations whose group is not known are left out with their ties, and the note says
    how many. Direction is dropped.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    groups : optional
        The network's own, or others; ``communities(net).community`` will do.
    resolution, weighted
        As for `communities`.

    Examples
    --------
    >>> modularity([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], ["a", "a", "b", "b"])
    0.5
    """
    net = network_of(network)
    names, codes = net.codes(groups)
    known = np.flatnonzero(codes >= 0)
    csr = _weights(net, weighted=weighted)
    if len(known) < len(net):
        csr = csr[known][:, known]
    member = membership(codes[known], len(names))
    total = float(csr.sum())
    degrees = np.asarray(member.T @ csr.sum(axis=1), dtype=float).ravel()
    within = np.asarray((member.multiply(csr @ member)).sum(axis=0), dtype=float).ravel()
    value = (within / total - resolution * (degrees / total) ** 2).sum() if total else np.nan
    lost = len(net) - len(known)
    note = f"{len(names):,} groups" + (f"; {lost:,} of unknown group left out" if lost else "")
    figure = net.number(
        float(value),
        name="Modularity",
        definition="share of ties within groups less that expected from the degrees",
        note=note,
        n=len(known),
    )
    labels = net.labels(groups)
    return with_bounds(
        net,
        figure,
        lambda one: modularity(one, labels, resolution=resolution, weighted=weighted),
    )


@dataclass(frozen=True)
class CommunitiesAndGroups:
    """How communities sit against groups.

    Parameters
    ----------
    table : pandas.DataFrame
        Communities by groups: how many organisations; a last column for those whose group
        is not known.
    largest : pandas.DataFrame
        By community: ``size``, ``known`` (with a known group), ``largest_group`` (of equal
        ones the first), ``share`` of the known in it, and ``explanation``.
    adjusted_rand, normalised_mutual_information : Figure
        0 where knowing the community says no more of the group than chance, 1 where they
        are the same; over organisations with a known group.
    modularity_of_communities, modularity_of_groups : Figure
    """

    table: pd.DataFrame
    largest: pd.DataFrame
    adjusted_rand: Figure
    normalised_mutual_information: Figure
    modularity_of_communities: Figure
    modularity_of_groups: Figure

    def _repr_html_(self) -> str:
        return str(self.largest.to_html())


def communities_and_groups(
    network: Any,
    groups: GroupsLike = None,
    *,
    found: GroupsLike = None,
    resolution: float = 1.0,
    rng: int | np.random.Generator = 0,
) -> CommunitiesAndGroups:
    """Return how communities sit against kinds, areas or other groups.

    Adjusted Rand index: Hubert and Arabie, Journal of Classification 2, 1985; NaN where
    both have a single class or nobody shares one in either. Mutual information over the
    mean of the two entropies; NaN where both have a single class.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    groups : optional
        The network's own, or others.
    found : groups, optional
        Communities found before, one an organisation; else `communities` finds them (and
        needs igraph).
    resolution, rng
        As for `communities`.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges(
    ...     [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)],
    ...     groups=["charity", "charity", "charity", "council", "council", "charity"],
    ... )
    >>> met = communities_and_groups(net)
    >>> met.largest.explanation.tolist()
    ['community 0: 3 of 3 are charity', 'community 1: 2 of 3 are council']
    >>> round(met.adjusted_rand, 3)
    0.324
    """
    import pandas as pd

    net = network_of(network)
    if found is None:
        found = communities(net, resolution=resolution, rng=rng).community.tolist()
    held = net.labels(found)
    names, codes = net.codes(groups)
    classes = sorted({one for one in held if one is not None}, key=_in_order)
    place = {one: i for i, one in enumerate(classes)}
    held_codes = np.array([-1 if one is None else place[one] for one in held], dtype=np.int64)
    table = np.zeros((len(classes), len(names) + 1), dtype=np.int64)
    inside = held_codes >= 0
    np.add.at(table, (held_codes[inside], codes[inside]), 1)  # unknown: -1, the last column
    index = pd.Index([int(one) if one.isdecimal() else one for one in classes], name="community")
    known = table[:, :-1]
    n = int(known.sum())
    return CommunitiesAndGroups(
        pd.DataFrame(table, index=index, columns=[*names, UNKNOWN]),
        _largest(table, names, index),
        net.number(
            adjusted_rand(known),
            name="Adjusted Rand index",
            definition="pairs together in both or apart in both, beyond chance",
            note=f"{n:,} with a known group",
            n=n,
        ),
        net.number(
            normalised_mutual_information(known),
            name="Normalised mutual information",
            definition="what the community says of the group, over the mean of the entropies",
            note=f"{n:,} with a known group",
            n=n,
        ),
        modularity(net, held, resolution=resolution),
        modularity(net, groups, resolution=resolution),
    )


def _in_order(one: str) -> tuple[bool, int, str]:
    return (not one.isdecimal(), int(one) if one.isdecimal() else 0, one)


def _largest(table: Ints, names: tuple[str, ...], index: Any) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for one, row in zip(index.tolist(), table.tolist(), strict=True):
        known = sum(row[:-1])
        most = max(row[:-1], default=0)
        name = names[row.index(most)] if known else None
        told = f"{most:,} of {known:,} are {name}" if known else "nobody's group is known"
        share = most / known if known else np.nan
        rows.append((sum(row), known, name, share, f"community {one}: {told}"))
    columns = ["size", "known", "largest_group", "share", "explanation"]
    return pd.DataFrame(rows, index=index, columns=columns)


def adjusted_rand(table: Ints) -> float:
    """Return the adjusted Rand index of a cross table; NaN where chance leaves no room.

    Examples
    --------
    >>> adjusted_rand(np.array([[2, 0], [0, 2]]))
    1.0
    """

    def pairs(counts: Any) -> float:
        return float((np.asarray(counts, dtype=float) * (np.asarray(counts) - 1)).sum() / 2)

    both, rows, cols = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    whole = pairs(table.sum())
    if not whole:
        return float("nan")
    chance, most = rows * cols / whole, (rows + cols) / 2
    return (both - chance) / (most - chance) if most != chance else float("nan")


def normalised_mutual_information(table: Ints) -> float:
    """Return the mutual information of a cross table over the mean of both entropies.

    Examples
    --------
    >>> round(normalised_mutual_information(np.array([[2, 0], [0, 2]])), 6)
    1.0
    """

    def entropy(counts: Any) -> float:
        p = np.asarray(counts, dtype=float).ravel() / max(float(np.sum(counts)), 1.0)
        return float(-(p[p > 0] * np.log(p[p > 0])).sum())

    rows, cols = entropy(table.sum(axis=1)), entropy(table.sum(axis=0))
    if not rows + cols:
        return float("nan")
    return float(np.clip(2 * (rows + cols - entropy(table)) / (rows + cols), 0.0, 1.0))
