"""Cores: who stands in the dense middle of a network. Direction is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.confidential import five_answered
from sap_match.graph.figure import Figure
from sap_match.graph.fragility import ranks
from sap_match.graph.missing import with_bounds
from sap_match.graph.one_mode import CollaborationNetwork, NodeId, network_of
from sap_match.graph.rewiring import rewired

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def coreness(network: Any) -> pd.DataFrame:
    """Return the largest k for which each node stands in a k-core; direction is dropped.

    In a k-core everybody has k partners inside it (Seidman, Social Networks 5, 1983).

    Parameters
    ----------
    network : CollaborationNetwork or square matrix

    Returns
    -------
    pandas.DataFrame
        By node id: ``coreness``, whole numbers; 0 without a partner.

    Examples
    --------
    >>> triangle_and_tail = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
    >>> coreness(triangle_and_tail).coreness.tolist()
    [2, 2, 2, 1]
    """
    import pandas as pd

    net = network_of(network)
    return pd.DataFrame({"coreness": core_numbers(net.collapsed)}, index=net.index)


def core_numbers(csr: Any) -> Ints:
    """Return each node's coreness, shape (n,), of a symmetric 0/1 CSR without self-ties.

    Peels off who has at most k partners left, and then only looks at their partners:
    O(n + m) and a step a round.
    """
    start, ends = csr.indptr.astype(np.int64), csr.indices
    left = np.diff(start)
    core = np.full(len(left), -1, dtype=np.int64)
    k = 0
    while (inside := core < 0).any():
        k = max(k, int(left[inside].min()))
        peel = np.flatnonzero(inside & (left <= k))
        while len(peel):
            core[peel] = k
            length = start[peel + 1] - start[peel]
            begin = np.cumsum(length) - length
            others = ends[np.repeat(start[peel] - begin, length) + np.arange(length.sum())]
            others, times = np.unique(others[core[others] < 0], return_counts=True)
            left[others] -= times
            peel = others[left[others] <= k]
    return core


# -- core and periphery -------------------------------------------------------------------


@dataclass(frozen=True)
class CorePeriphery:
    """A core of organisations that all work together, and those around it.

    Parameters
    ----------
    core : tuple of ids
        In the order of the network; nobody is named where reports are confidential.
    fit : Figure
        Correlation with the ideal pattern, -1 to 1; NaN where either block has no pair.
    misfits : int or None
        Ties that a perfect core lacks, and ties among those around it; None where ``fit`` is
        not shown.
    densities : mapping
        ``core``, ``between`` and ``periphery`` to the share of pairs that are tied, NaN
        without a pair; empty where ``fit`` is not shown.
    frame : pandas.DataFrame
        By node id: ``core`` (whether in it), ``degree`` and ``coreness``; empty where reports
        are confidential.
    """

    core: tuple[NodeId, ...]
    fit: Figure
    misfits: int | None
    densities: Mapping[str, float]
    frame: pd.DataFrame


def core_periphery(network: Any) -> CorePeriphery:
    """Return the core that fits best: all pairs inside tied, none among those around it.

    Borgatti and Everett, Social Networks 21, 1999, the discrete model with ties between
    core and periphery left out. The core has the fewest misfits of all possible ones: with
    ``k`` in it these are ``k (k - 1) / 2 + ties - sum of their degrees``, so that the best
    ``k`` are those with most partners, and all sizes are tried (Lip, arXiv:1102.5511,
    2011). Of two sizes with as few misfits that with the higher correlation is taken; among
    equal degrees higher coreness, then the id decides, and the note says how many outside
    have as many partners as the last in the core. Direction is dropped.

    ``fit`` is the Pearson correlation of tie (0, 1) and pattern (1 in the core, 0 in the
    periphery) over the pairs within either.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix

    Examples
    --------
    >>> from sap_match.graph.one_mode import CollaborationNetwork
    >>> found = core_periphery(
    ...     CollaborationNetwork.from_edges(
    ...         [("A", "B"), ("B", "C"), ("A", "C"), ("A", "x"), ("B", "y"), ("C", "z")]
    ...     )
    ... )
    >>> found.core, float(found.fit), found.misfits
    (('A', 'B', 'C'), 1.0, 0)
    """
    import pandas as pd

    net = network_of(network)
    csr, n, ties = net.collapsed, len(net), net.collapsed.nnz / 2
    deep, rank = core_numbers(csr), ranks(net.ids)
    order = np.lexsort((rank, -deep, -net.degree))
    sizes = np.arange(n + 1)
    misfits = sizes * (sizes - 1) / 2 + ties - np.concatenate([[0], np.cumsum(net.degree[order])])
    level = np.flatnonzero(misfits == misfits.min())
    fits = [_pattern(csr, order[:k]) for k in level.tolist()]
    best = max(range(len(level)), key=lambda i: (np.nan_to_num(fits[i][0], nan=-2.0), -i))
    k = int(level[best])
    inside = np.zeros(n, dtype=bool)
    inside[order[:k]] = True
    value, densities = fits[best]
    alike = int((net.degree[order[k:]] == net.degree[order[k - 1]]).sum()) if k else 0
    said = f"{k:,} in the core" + (
        f"; {alike:,} outside {'has' if alike == 1 else 'have'} as many partners as its last"
        if alike
        else ""
    )
    fit = net.number(
        value,
        name="Core-periphery fit",
        definition="correlation of ties with a core all tied and a periphery without ties, "
        "pairs between the two left out",
        note=said,
    )
    fit = with_bounds(net, fit, lambda filled: core_periphery(filled).fit)
    if net.confidential:
        told = None if fit.hidden else int(misfits[k])
        return CorePeriphery((), fit, told, {} if fit.hidden else densities, pd.DataFrame())
    columns = {"core": inside, "degree": net.degree.astype(np.int64), "coreness": deep}
    return CorePeriphery(
        tuple(net.ids[i] for i in np.flatnonzero(inside).tolist()),
        fit,
        int(misfits[k]),
        densities,
        pd.DataFrame(columns, index=net.index),
    )


def _pattern(csr: Any, core: Ints) -> tuple[float, dict[str, float]]:
    """Return the correlation with the pattern, and the density of each block."""
    n, k = csr.shape[0], len(core)
    inside = np.zeros(n)
    inside[core] = 1
    within = float(inside @ (csr @ inside)) / 2
    around = float((1 - inside) @ (csr @ (1 - inside))) / 2
    pairs, ones, tied = k * (k - 1) / 2, within, within + around
    others = (n - k) * (n - k - 1) / 2
    whole = pairs + others
    spread = tied * (whole - tied) * pairs * others
    fit = (whole * ones - tied * pairs) / spread**0.5 if spread > 0 else np.nan
    across = k * (n - k)
    densities = {
        "core": within / pairs if pairs else np.nan,
        "between": (csr.nnz / 2 - tied) / across if across else np.nan,
        "periphery": around / others if others else np.nan,
    }
    return fit, densities


# -- rich club ----------------------------------------------------------------------------


def rich_club(
    network: Any, *, draws: int | None = None, rng: int | np.random.Generator = 0
) -> pd.DataFrame:
    """Return how densely those with many partners are tied to each other, and beside chance.

    ``phi(k)``: ties among those with more than ``k`` partners, over their pairs. Those with
    many partners are tied to each other by chance too, so the same is counted in networks
    where everybody keeps the number of partners but not whom
    (`rewiring.rewired`); ``ratio`` above 1 is a club. Colizza, Flammini,
    Serrano and Vespignani, Nature Physics 2, 2006. Direction is dropped.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    draws : int, optional
        Random networks; by default 10, above 20,000 ties 3, above 100,000 one. 0 leaves the
        last columns NaN.
    rng : seed or generator

    Returns
    -------
    pandas.DataFrame
        By ``more_than`` (``k``, as long as two have more): ``nodes``, ``ties``, ``phi``,
        ``phi_random`` (mean over draws), ``low, high`` (least and most of the draws) and
        ``ratio`` (NaN where the random networks have no such tie).

    Examples
    --------
    >>> rich_club(np.ones((4, 4)) - np.eye(4)).phi.tolist()
    [1.0, 1.0, 1.0]
    """
    import pandas as pd

    net = network_of(network)
    five_answered(net)
    order = np.argsort(ranks(net.ids))
    csr = net.collapsed[order][:, order].tocoo()
    degree = net.degree[order].astype(np.int64)
    kept = csr.row < csr.col
    ends = np.column_stack([csr.row[kept], csr.col[kept]]).astype(np.int64)
    nodes, ties = _above(degree, degree), _above(degree[ends].min(axis=1), degree)
    k = np.flatnonzero(nodes > 1)
    pairs = nodes[k] * (nodes[k] - 1) / 2
    made = np.random.default_rng(rng)
    usual = 10 if len(ends) <= 20_000 else 3 if len(ends) <= 100_000 else 1
    many = usual if draws is None else draws
    drawn = np.full((max(many, 1), len(k)), np.nan)
    plain = CollaborationNetwork.from_edges(ends, nodes=len(net))
    for i, one in enumerate(rewired(plain, many, made) if many else ()):
        drawn[i] = _above(np.minimum(degree[one.sources], degree[one.targets]), degree)[k] / pairs
    phi, chance = ties[k] / pairs, drawn.mean(axis=0)
    columns = {
        "nodes": nodes[k],
        "ties": ties[k],
        "phi": phi,
        "phi_random": chance,
        "low": drawn.min(axis=0),
        "high": drawn.max(axis=0),
        "ratio": np.divide(phi, chance, out=np.full(len(k), np.nan), where=chance > 0),
    }
    return pd.DataFrame(columns, index=pd.Index(k, name="more_than"))


def _above(values: Ints, degree: Ints) -> Ints:
    """Return how many of ``values`` are more than 0, 1, 2 ... up to the highest degree."""
    count = np.bincount(values, minlength=int(degree.max(initial=-1)) + 1)
    return np.asarray(count.sum() - np.cumsum(count), dtype=np.int64)
