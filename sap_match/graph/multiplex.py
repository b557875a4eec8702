"""Kinds of tie side by side: who is in how much, and which kinds of tie go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.figure import Figure
from sap_match.graph.one_mode import CollaborationNetwork, NodeId
from sap_match.graph.projections import of_matrix
from sap_match.graph.two_mode import TwoMode

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_BOTH = "pairs tied in both kinds over pairs tied in either"
_MANY = "pairs tied in two kinds or more over pairs tied in any"


# -- who is in how much -----------------------------------------------------------------


def two_mode_table(network: TwoMode) -> pd.DataFrame:
    """Return how full the two-mode network is, a row for each kind of event and ``all``.

    Columns: ``events``, ``members`` (nodes in any of them), ``memberships``, ``density``
    (memberships over nodes x events; Borgatti and Everett, Social Networks 19, 1997),
    ``density_of_members`` (the same with only those who are in any), ``members_an_event``
    (mean), ``largest``, ``events_a_member`` (mean). NaN where there is nothing to divide by.

    Examples
    --------
    >>> from sap_match.graph.two_mode import memberships_of
    >>> told = [("a", 1, "board"), ("b", 1, "board"), ("b", 2, "grant")]
    >>> two_mode_table(memberships_of(told, nodes="abc"))[["events", "members", "density"]]
           events  members   density
    kind
    board       1        2  0.666667
    grant       1        1  0.333333
    all         2        2  0.500000
    """
    import pandas as pd

    kinds = sorted(set(network.kinds))
    rows = [_fullness(network.of_kinds([kind])) for kind in kinds] + [_fullness(network)]
    names = [kind or "not said" for kind in kinds] + ["all"]
    return pd.DataFrame(rows, index=pd.Index(names, name="kind"))


def _fullness(network: TwoMode) -> dict[str, float]:
    n, m = network.incidence.shape
    filled = int(network.incidence.nnz)
    inside = int((np.diff(network.incidence.indptr) > 0).sum())
    return {
        "events": m,
        "members": inside,
        "memberships": filled,
        "density": _over(filled, n * m),
        "density_of_members": _over(filled, inside * m),
        "members_an_event": _over(filled, m),
        "largest": int(network.sizes.max(initial=0)),
        "events_a_member": _over(filled, inside),
    }


def _over(above: float, below: float) -> float:
    return above / below if below else np.nan


def two_mode_degree(network: TwoMode) -> pd.DataFrame:
    """Return in how many events each node is: ``events``, then a column for each kind.

    ``met`` is with how many others it shares any, without a cap.

    Examples
    --------
    >>> from sap_match.graph.two_mode import memberships_of
    >>> told = [("a", 1, "board"), ("b", 1, "board"), ("b", 2, "grant")]
    >>> two_mode_degree(memberships_of(told)).to_numpy().tolist()
    [[1, 1, 0, 1], [2, 1, 1, 1]]
    """
    import pandas as pd

    whole = network.one_mode(max_size=None)
    columns = {"events": np.diff(network.incidence.indptr).astype(np.int64)}
    for kind in sorted(set(network.kinds)):
        columns[kind or "not said"] = np.diff(network.of_kinds([kind]).incidence.indptr)
    columns["met"] = whole.degree.astype(np.int64)
    return pd.DataFrame(columns, index=whole.index)


# -- which kinds of tie go together -----------------------------------------------------


@dataclass(frozen=True, eq=False)
class Multiplex:
    """Which pairs are tied in which kinds of tie, beside what chance would give.

    Parameters
    ----------
    kinds : tuple of k str
        Sorted.
    any : CollaborationNetwork
        Who is tied in any kind; a tie's weight is in how many.
    counts : int array of shape (k, k)
        Pairs tied in both kinds; tied pairs of each kind on the diagonal.
    expected : float array of shape (k, k)
        Pairs tied in both if each kind's ties lay anywhere among all pairs: ``t_a t_b /
        pairs``.
    expected_given_degrees : float array of shape (k, k)
        The same if every node kept how many ties of each kind it has: ``sum over pairs of
        (d_ai d_aj / 2 t_a) (d_bi d_bj / 2 t_b)``, an approximation for sparse ties. Who is in
        much has ties of all kinds, so that this is the one to compare with.
    """

    kinds: tuple[str, ...]
    any: CollaborationNetwork
    counts: Ints
    expected: Floats
    expected_given_degrees: Floats

    def __repr__(self) -> str:
        return f"<Multiplex: {', '.join(self.kinds)}; {self.any.size:,} tied pairs>"

    @property
    def share(self) -> Figure:
        """How much of what is tied is tied in more than one kind; NaN without ties."""
        many = int((self.any.weights > 1).sum())
        return self.any.ratio(many, self.any.size, name="Multiplexity", definition=_MANY)

    def overlap(self, left: str, right: str) -> Figure:
        """Return the Jaccard overlap of two kinds of tie; NaN where neither has ties.

        Raises
        ------
        UnknownIdError
            A kind that is not here.
        """
        a, b = self._at(left), self._at(right)
        both, either = self._jaccard(a, b)
        return self.any.ratio(
            both,
            either,
            name=f"Overlap of {left} and {right}",
            definition=_BOTH,
            note=f"{self.expected_given_degrees[a, b]:.3g} in both expected by chance "
            "if every node kept its number of ties of each kind",
        )

    def _at(self, kind: str) -> int:
        if kind not in self.kinds:
            raise UnknownIdError("kind of tie", kind, known=self.kinds)
        return self.kinds.index(kind)

    def _jaccard(self, a: int, b: int) -> tuple[int, int]:
        both = int(self.counts[a, b])
        return both, int(self.counts[a, a] + self.counts[b, b]) - both

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each two kinds.

        ``left, right, left_pairs, right_pairs, both, jaccard, expected,
        expected_given_degrees, over_expected`` (both over the latter; NaN where none is
        expected).
        """
        import pandas as pd

        rows: list[dict[str, Any]] = []
        for a, b in combinations(range(len(self.kinds)), 2):
            both, either = self._jaccard(a, b)
            chance = float(self.expected_given_degrees[a, b])
            rows.append(
                {
                    "left": self.kinds[a],
                    "right": self.kinds[b],
                    "left_pairs": int(self.counts[a, a]),
                    "right_pairs": int(self.counts[b, b]),
                    "both": both,
                    "jaccard": _over(both, either),
                    "expected": float(self.expected[a, b]),
                    "expected_given_degrees": chance,
                    "over_expected": _over(both, chance),
                }
            )
        return pd.DataFrame(rows, columns=_COLUMNS)

    @cached_property
    def by_number(self) -> pd.DataFrame:
        """How many pairs are tied in 1, 2, ... kinds, beside what chance would give.

        ``expected``: if each kind's ties lay anywhere among all pairs.
        """
        import pandas as pd

        k = len(self.kinds)
        pairs = _pairs(self.any)
        found = np.bincount(self.any.weights.astype(np.int64), minlength=k + 1)[1:]
        shares = np.diag(self.counts) / pairs if pairs else np.zeros(k)
        chance = reduce(lambda p, q: np.convolve(p, [1 - q, q]), shares, np.ones(1))
        index = pd.Index(range(1, k + 1), name="kinds")
        return pd.DataFrame({"pairs": found, "expected": pairs * chance[1:]}, index=index)

    def _repr_html_(self) -> str:
        import html

        table: str = self.to_frame().to_html(index=False, float_format="{:.3g}".format)
        return f"{table}<p>{html.escape(self.share.citation)}</p>"


_COLUMNS = [
    "left",
    "right",
    "left_pairs",
    "right_pairs",
    "both",
    "jaccard",
    "expected",
    "expected_given_degrees",
    "over_expected",
]


def multiplex(layers: Mapping[str, CollaborationNetwork]) -> Multiplex:
    """Return which kinds of tie go together, from one network for each kind.

    Overlap is that of Jaccard, for ties as in Battiston, Nicosia and Latora (Physical Review
    E 89, 032804, 2014). Direction is dropped: a tie either way is one.

    Parameters
    ----------
    layers : mapping from a kind of tie to a CollaborationNetwork
        `layers_of` a `Network`, or surveys of several relations. A node that one of them
        has not has no ties there.

    Raises
    ------
    DataError
        Fewer than two kinds.

    Examples
    --------
    >>> refers = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")])
    >>> trusts = CollaborationNetwork.from_edges([("a", "b"), ("c", "d")])
    >>> found = multiplex({"refers": refers, "trusts": trusts})
    >>> round(found.overlap("refers", "trusts"), 3), found.by_number.pairs.tolist()
    (0.333, [2, 1])
    """
    kinds = tuple(sorted(layers))
    if len(kinds) < 2:
        raise DataError(
            f"two kinds of tie or more are compared; got {', '.join(kinds) or 'none'}",
            field="layers",
        )
    ids = _union([layers[kind] for kind in kinds])
    tied = [_onto(layers[kind], ids) for kind in kinds]
    whole = _any(tied, [layers[kind] for kind in kinds], kinds, ids)
    k, pairs = len(kinds), _pairs(whole)
    counts = np.zeros((k, k), dtype=np.int64)
    expected, given = np.full((k, k), np.nan), np.full((k, k), np.nan)
    degree = [np.diff(one.indptr).astype(float) for one in tied]
    for a in range(k):
        for b in range(a, k):
            counts[a, b] = counts[b, a] = tied[a].multiply(tied[b]).nnz // 2
    for a in range(k):
        for b in range(k):
            expected[a, b] = _over(float(counts[a, a]) * float(counts[b, b]), pairs)
            ends = degree[a] * degree[b]
            chance = (ends.sum() ** 2 - (ends**2).sum()) / 2
            given[a, b] = _over(chance, 4.0 * counts[a, a] * counts[b, b])
    return Multiplex(kinds, whole, counts, expected, given)


def _pairs(network: CollaborationNetwork) -> int:
    return len(network) * (len(network) - 1) // 2


def _union(layers: list[CollaborationNetwork]) -> tuple[NodeId, ...]:
    if all(one.ids == layers[0].ids for one in layers):
        return layers[0].ids
    every = {one for layer in layers for one in layer.ids}
    return tuple(sorted(every, key=lambda one: (isinstance(one, str), one)))


def _onto(network: CollaborationNetwork, ids: tuple[NodeId, ...]) -> Any:
    from scipy import sparse

    if network.ids == ids:
        return network.collapsed
    at = {one: i for i, one in enumerate(ids)}
    place = np.array([at[one] for one in network.ids], dtype=np.int64)
    coo = network.collapsed.tocoo()
    shape = (len(ids), len(ids))
    return sparse.csr_array((coo.data, (place[coo.row], place[coo.col])), shape=shape)


def _any(
    tied: list[Any],
    layers: list[CollaborationNetwork],
    kinds: tuple[str, ...],
    ids: tuple[NodeId, ...],
) -> CollaborationNetwork:
    """Return the ties of any kind, weighted by in how many; notes say which kinds."""
    first = layers[0]
    total = tied[0]
    for one in tied[1:]:
        total = total + one
    total = total.tocsr()
    total.sort_indices()
    same = all(one.ids == ids for one in layers)
    answered = None
    if same and all(one.answered is not None for one in layers):
        answered = np.logical_and.reduce([np.asarray(one.answered) for one in layers])
    what = ", ".join(kinds)
    return of_matrix(
        total,
        ids,
        answered=answered,
        told_by=first.told_by,
        groups=first.groups if same else None,
        name=first.name,
        boundary=f"{_who(first)}; a tie is one of any of these kinds: {what}",
        as_of=first.as_of,
        notes=tuple(dict.fromkeys(note for one in layers for note in one.notes)),
    )


def _who(network: CollaborationNetwork) -> str:
    return network.boundary.split(";")[0] or "nodes as given"
