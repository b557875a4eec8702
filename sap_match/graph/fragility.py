"""What falls apart without whom.

Direction is dropped. Whoever is left in a smaller piece when an organisation leaves (or a
tie ends) is *cut off*: the largest piece counts as the rest. Of two that are equally large
the one with the smallest id is the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.confidential import five_answered, not_confidential
from sap_match.graph.depth_first import Walk
from sap_match.graph.figure import Figure
from sap_match.graph.missing import with_bounds
from sap_match.graph.one_mode import CollaborationNetwork, NodeId, network_of
from sap_match.graph.structure import walk_of

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Piece = tuple[int, int]  # a run of the walk's numbers: from, to (not in)

NAMED = 25
"""Up to so many who are cut off are named; of more the number is said."""
STEPS = 20
"""A curve of more than 200 nodes has so many steps."""


def fragility(network: Any, *, named: int = NAMED) -> pd.DataFrame:
    """Return what each organisation's leaving would do to the others; O(n + ties).

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
        Direction is dropped. Names come from the node attribute ``name`` where there is one.
    named : int
        Up to how many cut off are listed in ``who``; `cut_off_by` lists all.

    Returns
    -------
    pandas.DataFrame
        By node id: ``pieces`` (into how many its part falls), ``cut_off`` (how many others
        come off the largest piece), ``who`` (their ids in order, empty where more than
        ``named``), ``pairs_kept`` (pairs of others joined by a path that still are, over
        those that were; NaN where none were) and ``explanation``.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges(
    ...     [("Ash", "Elm"), ("Elm", "Oak"), ("Oak", "Yew"), ("Ash", "Fir"), ("Fir", "Elm")]
    ... )
    >>> found = fragility(net)
    >>> found.loc["Oak", "explanation"]
    'without Oak, 1 other is cut off: Yew'
    >>> found.loc["Elm", "who"], found.loc["Elm", "pairs_kept"].round(3).item()
    (('Oak', 'Yew'), 0.333)
    """
    import pandas as pd

    net = network_of(network)
    found = walk_of(net)
    at = found.number
    cut = np.asarray(found.whole - 1 - found.largest)
    names, who = _names(net), _who(net, found, cut, named)
    told = [
        explained(names[i], many, [names[j] for j in who[i]])
        for i, many in enumerate(cut[at].tolist())
    ]
    ids = np.empty(len(net), dtype=object)
    ids[:] = [tuple(net.ids[j] for j in one) for one in who]
    columns = {
        "pieces": found.pieces[at],
        "cut_off": cut[at],
        "who": ids,
        "pairs_kept": _pairs_kept(found)[at],
        "explanation": told,
    }
    return pd.DataFrame(columns, index=net.index)


def fragile_ties(network: Any, *, named: int = NAMED) -> pd.DataFrame:
    """Return the ties whose end cuts others off, those that cut off most first.

    Returns
    -------
    pandas.DataFrame
        ``source, target`` (ids), ``cut_off`` (how many stand on the smaller side), ``who``
        (their ids, empty where more than ``named``) and ``explanation``.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([("Ash", "Elm"), ("Elm", "Oak"), ("Oak", "Yew")])
    >>> fragile_ties(net)[["source", "target", "cut_off"]].values.tolist()[0]
    ['Elm', 'Oak', 2]
    """
    import pandas as pd

    net = network_of(network)
    not_confidential(net, "a list of ties")
    found, rank, names = walk_of(net), ranks(net.ids), _names(net)
    rows = []
    for below in found.bridges.tolist():
        ends = (int(found.order[below]), int(found.order[found.parent[below]]))
        low, up = sorted(ends, key=lambda i: rank[i])
        under = [(below, below + int(found.size[below]))]
        over = _outside(found, int(found.root[below]), under)
        cut = min(_length(under), _length(over))
        who: list[int] = []
        if cut <= named:
            off = _not_kept(found, rank, [under, over])
            who = sorted(off, key=lambda i: rank[i])
        told = explained(f"the tie {names[low]} - {names[up]}", cut, [names[i] for i in who])
        rows.append((net.ids[low], net.ids[up], cut, tuple(net.ids[i] for i in who), told))
    rows.sort(key=lambda row: (-row[2], rank[net.position(row[0])], rank[net.position(row[1])]))
    return pd.DataFrame(rows, columns=["source", "target", "cut_off", "who", "explanation"])


def cut_off_by(network: Any, *leaving: NodeId) -> tuple[NodeId, ...]:
    """Return who would be cut off if these left together, in the network's order.

    Of each part that one of them stands in the largest piece counts as the rest.

    Raises
    ------
    UnknownIdError
        An id that the network has not.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges([("Ash", "Elm"), ("Elm", "Oak"), ("Oak", "Yew")])
    >>> cut_off_by(net, "Oak")
    ('Yew',)
    """
    from scipy.sparse import csgraph

    net = network_of(network)
    not_confidential(net, "who is cut off")
    gone = np.zeros(len(net), dtype=bool)
    gone[[net.position(one) for one in leaving]] = True
    if not gone.any():
        return ()
    before = csgraph.connected_components(net.collapsed, directed=False)[1]
    left = np.flatnonzero(~gone)
    after = csgraph.connected_components(net.collapsed[left][:, left], directed=False)[1]
    rank, size = ranks(net.ids)[left], np.bincount(after)
    best: dict[int, tuple[tuple[int, int], int]] = {}
    for piece, part, order in zip(
        after.tolist(), before[left].tolist(), rank.tolist(), strict=True
    ):
        key = (-int(size[piece]), order)
        if part not in best or key < best[part][0]:
            best[part] = (key, piece)
    kept = {piece for _, piece in best.values()}
    off = ~np.isin(after, sorted(kept))
    return tuple(net.ids[i] for i in left[off].tolist())


def largest_loss(network: Any) -> Figure:
    """Return the largest share of joined pairs that one organisation's leaving would part.

    Pairs of others joined by a path before and not after, over those joined before; NaN
    where no two others were ever joined. 0: nobody is indispensable; near 1: all hangs on
    one. Direction is dropped.

    Examples
    --------
    >>> largest_loss(CollaborationNetwork.from_edges([(0, 1), (0, 2), (0, 3)]))  # a star
    1.0
    """
    net = network_of(network)
    lost = 1 - _pairs_kept(walk_of(net))
    lost = lost[~np.isnan(lost)]
    figure = net.number(
        float(lost.max()) if len(lost) else np.nan,
        name="Largest loss by one leaving",
        definition="pairs of others that lose every path, over those joined; the worst case",
    )
    return with_bounds(net, figure, largest_loss)


def robustness(
    network: Any,
    *,
    order: Literal["degree", "random"] = "degree",
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
) -> pd.DataFrame:
    """Return how large the largest part stays as more and more leave.

    Albert, Jeong and Barabasi, Nature 406, 2000: those with most partners first (as counted
    before anybody left, equal ones by id), or any in random order.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
        Direction is dropped.
    order : {"degree", "random"}
    draws : int, optional
        Random orders; by default 20, above 1,000 nodes 10, above 20,000 nodes 3.
    rng : seed or generator

    Returns
    -------
    pandas.DataFrame
        By ``removed`` (how many left; every number up to 200 nodes, else 20 steps):
        ``removed_share``, ``largest`` (nodes in the largest part, mean over draws),
        ``largest_share`` (over all nodes at first) and, for random orders, ``low, high``
        (5th and 95th percentile of the share). Empty for an empty network.

    Examples
    --------
    >>> star = CollaborationNetwork.from_edges([(0, 1), (0, 2), (0, 3)])
    >>> robustness(star).largest.tolist()
    [4.0, 1.0, 1.0, 1.0, 0.0]
    """
    import pandas as pd

    net = network_of(network)
    five_answered(net)
    n, rank = len(net), ranks(net.ids)
    at = np.arange(n + 1) if n <= 200 else np.linspace(0, n, STEPS + 1).astype(np.int64)
    at = at if n else at[:0]
    if order == "degree":
        sizes = _largest_left(net, np.lexsort((rank, -net.degree)), at)[None, :]
    else:
        made = np.random.default_rng(rng)
        by_id = np.argsort(rank)
        many = (20 if n <= 1_000 else 10 if n <= 20_000 else 3) if draws is None else draws
        sizes = np.array([_largest_left(net, by_id[made.permutation(n)], at) for _ in range(many)])
    share = sizes / max(n, 1)
    columns = {
        "removed_share": at / max(n, 1),
        "largest": sizes.mean(axis=0),
        "largest_share": share.mean(axis=0),
    }
    if order == "random":
        columns |= {
            "low": np.quantile(share, 0.05, axis=0),
            "high": np.quantile(share, 0.95, axis=0),
        }
    return pd.DataFrame(columns, index=pd.Index(at, name="removed"))


def _largest_left(net: CollaborationNetwork, order: Ints, at: Ints) -> Floats:
    """Return the size of the largest part when the first ``at`` of ``order`` have left."""
    from scipy import sparse
    from scipy.sparse import csgraph

    n = len(net)
    leaves = np.empty(n, dtype=np.int64)
    leaves[order] = np.arange(n)
    lives = np.minimum(leaves[net.sources], leaves[net.targets])
    found = np.zeros(len(at))
    s, t = net.sources, net.targets
    for i, k in enumerate(at.tolist()):
        alive = lives >= k
        s, t, lives = s[alive], t[alive], lives[alive]
        some = sparse.csr_array((np.ones(len(s), np.int8), (s, t)), shape=(n, n))
        label = csgraph.connected_components(some, directed=False)[1]
        found[i] = np.bincount(label).max() if k < n else 0
    return found


# -- names and pieces ---------------------------------------------------------------------


def ranks(ids: Sequence[NodeId]) -> Ints:
    """Return the place of each id in sorted order, numbers before text.

    Examples
    --------
    >>> ranks(["b", "a", 3]).tolist()
    [2, 1, 0]
    """
    order = sorted(range(len(ids)), key=lambda i: (isinstance(ids[i], str), ids[i]))
    found = np.empty(len(ids), dtype=np.int64)
    found[order] = np.arange(len(ids))
    return found


def explained(who: str, cut_off: int, names: Sequence[str] = ()) -> str:
    """Return the sentence that says what happens without ``who``.

    Examples
    --------
    >>> explained("Ash", 2, ["Elm", "Oak"])
    'without Ash, 2 others are cut off: Elm and Oak'
    >>> explained("Ash", 0)
    'without Ash, nobody is cut off'
    """
    if not cut_off:
        return f"without {who}, nobody is cut off"
    said = f"without {who}, {cut_off:,} {'other is' if cut_off == 1 else 'others are'} cut off"
    if not names:
        return said
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{said}: {listed}"


def _names(net: CollaborationNetwork) -> list[str]:
    given = net.node_attributes.get("name", net.ids)
    return [str(name or one) for name, one in zip(given, net.ids, strict=True)]


def _pairs_kept(found: Walk) -> Floats:
    size = found.size[found.parent < 0].astype(float)
    whole = found.whole.astype(float)
    elsewhere = (size * (size - 1)).sum() / 2 - whole * (whole - 1) / 2
    before = elsewhere + (whole - 1) * (whole - 2) / 2
    after = elsewhere + found.pairs_left
    kept = np.full(len(before), np.nan)
    return np.asarray(np.divide(after, before, out=kept, where=before > 0))


def _who(net: CollaborationNetwork, found: Walk, cut: Ints, named: int) -> list[list[int]]:
    """Return the places of those whom each node's leaving cuts off, at most ``named``."""
    rank = ranks(net.ids)
    who: list[list[int]] = [[] for _ in range(len(net))]
    hanging: dict[int, list[Piece]] = {}
    for child in found.hanging.tolist():
        above = int(found.parent[child])
        if 0 < cut[above] <= named:
            hanging.setdefault(above, []).append((child, child + int(found.size[child])))
    for at, below in hanging.items():
        inside = [(at, at + 1), *below]
        pieces = [[piece] for piece in below]
        if found.rest[at]:
            pieces.append(_outside(found, int(found.root[at]), inside))
        off = _not_kept(found, rank, pieces)
        who[int(found.order[at])] = sorted(off, key=lambda i: rank[i])
    return who


def _outside(found: Walk, root: int, runs: list[Piece]) -> list[Piece]:
    """Return what the runs, in order, leave of the component that begins at ``root``."""
    gaps, at = [], root
    for first, end in runs:
        if first > at:
            gaps.append((at, first))
        at = max(at, end)
    end = root + int(found.size[root])
    return [*gaps, (at, end)] if at < end else gaps


def _length(piece: list[Piece]) -> int:
    return sum(end - first for first, end in piece)


def _not_kept(found: Walk, rank: Ints, pieces: list[list[Piece]]) -> list[int]:
    """Return the nodes of all pieces but the largest, of equal ones that with the least id."""
    most = max(map(_length, pieces))
    level = [i for i, piece in enumerate(pieces) if _length(piece) == most]
    if len(level) > 1:
        level.sort(key=lambda i: min(rank[_nodes(found, pieces[i])]))
    others = [piece for i, piece in enumerate(pieces) if i != level[0]]
    return [int(i) for piece in others for i in _nodes(found, piece)]


def _nodes(found: Walk, piece: list[Piece]) -> Ints:
    return np.concatenate([found.order[first:end] for first, end in piece])
