"""A network of organisations and the ties between them: what every measure takes.

Ties are one table (from, to, weight, attributes); matrices are computed from it when a
measure asks. Whoever did not answer is kept apart from whoever has no ties, so that every
figure can say what is missing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import adjacency, cited, frames
from sap_match.graph.answers import answered_of
from sap_match.graph.confidential import not_confidential
from sap_match.graph.dates import as_date
from sap_match.graph.edges import (
    ids_of_rows,
    keys_of,
    no_ids_in,
    node_id,
    node_ids,
    tied,
    tied_of_matrix,
)
from sap_match.graph.figure import Bounds, Figure
from sap_match.graph.labels import GroupsLike, labels_of
from sap_match.graph.part import part_of

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    import pandas as pd

NodeId: TypeAlias = str | int
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ToldBy = Literal["either", "both"]


@dataclass(frozen=True, eq=False)
class CollaborationNetwork:
    """Nodes, the ties between them, their groups, and who answered.

    Make one with `from_edges`, `from_matrix`, ``Network.one_mode`` or a reader of files.
    It is immutable; a measure that changes a network returns another.

    Parameters
    ----------
    ids : tuple of n str or int
        Kept as they came, in the order given (sorted where they came from the ties).
    sources, targets : int arrays of shape (t,)
        Positions in ``ids``, one row a tie, sorted; without direction ``source < target``.
    weights : float array of shape (t,)
        Above 0; 1 where nothing was said.
    directed : bool
    groups : tuple of n str or None, optional
        None where a node's group is not known.
    answered : bool array of shape (n,), optional
        Who was asked and answered, or stands in the records. A tie that nobody who answered
        could have told of is missing, not absent. Without it all pairs count as known.
    told_by : {"either", "both"}
        Whose answer makes a pair known. In a survey either's does (with direction: the
        sender's); in records that may hold nothing of an organisation, both must be in them.
    node_attributes, tie_attributes : mapping from name to a tuple of n, or t, values
    attributes : mapping
        Of the network as a whole.
    name, boundary : str
        What the network is called, and the rule that says who belongs to it.
    as_of : date, optional
    notes : tuple of str
        What was dropped or changed while it was read.
    confidential : bool
        Made of confidential reports: figures of the whole alone, and those only where five or
        more answered. What would name a pair, or one node's answers, is refused; see
        `disclosed`.

    Examples
    --------
    >>> net = CollaborationNetwork.from_edges(
    ...     [("Ash", "Beech"), ("Beech", "Cedar")], groups={"Ash": "public", "Beech": "business"}
    ... )
    >>> net
    <CollaborationNetwork: 3 nodes, 2 ties, without direction>
    >>> net.groups
    ('public', 'business', None)
    >>> net.ties.toarray().astype(int).tolist()
    [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    """

    ids: tuple[NodeId, ...]
    sources: Ints
    targets: Ints
    weights: Floats
    directed: bool = False
    groups: tuple[str | None, ...] | None = None
    answered: Bools | None = None
    told_by: ToldBy = "either"
    node_attributes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    tie_attributes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    boundary: str = ""
    as_of: date | None = None
    notes: tuple[str, ...] = ()
    confidential: bool = False

    # -- made from ----------------------------------------------------------------------

    @classmethod
    def from_edges(
        cls,
        edges: Any,
        nodes: Any = None,
        groups: GroupsLike = None,
        directed: bool = False,  # noqa: FBT001, FBT002 - the public signature, as asked for
        *,
        answered: Iterable[Any] | Mapping[Any, bool] | str | None = None,
        name: str = "",
        boundary: str = "",
        as_of: date | str | None = None,
    ) -> CollaborationNetwork:
        """Return the network of ``edges``.

        Self-ties are dropped. A tie told twice counts once; where ties carry a weight, the
        weights of those told twice are added up. Both are said in ``notes``.

        Parameters
        ----------
        edges : iterable of (from, to), (from, to, weight) or (from, to, attributes)
            Or a data frame with the columns ``source`` and ``target`` (or ``from`` and ``to``,
            ``from_id`` and ``to_id``, else the first two), ``weight`` and attributes; or an
            int array of shape (t, 2). ``attributes`` is a mapping, its ``weight`` the weight.
            Where all nodes are texts and all ends numbers, these are places among the nodes.
        nodes : iterable of ids, or int, or mapping or data frame, optional
            A number ``n`` stands for 0 to ``n - 1``; a mapping gives each id a mapping of its
            attributes; a data frame has ids as its index, or in a column ``id`` where its rows
            are but numbered. Without ``nodes`` they are the ends of the ties and the keys of
            ``groups``, sorted.
        groups : mapping from id, sequence in the order of nodes, or name of an attribute
            None, NaN and empty text are *not known*.
        directed : bool
        answered : ids of those who answered, one truth a node, or name of an attribute, optional
            A mapping from id to truth too; an attribute says yes or no. Leave it out where
            everybody is known.
        name, boundary, as_of
            Said in each figure's note and citation. ``as_of`` is a date, or ``"2026-11-01"``.

        Raises
        ------
        DataError
            A tie that cannot be read, a weight below 0 or undefined, an id that is no text or
            whole number, a node listed twice, groups or answers that fit no nodes, no date.
        UnknownIdError
            A tie's end, a group's or a respondent's id is not among ``nodes``.

        Examples
        --------
        >>> CollaborationNetwork.from_edges([(0, 1), (1, 0), (2, 2)], nodes=3, directed=True).notes
        ('1 self-tie dropped',)
        """
        if not isinstance(directed, bool | np.bool_):
            raise DataError("is True or False", field="directed", value=directed)
        directed = bool(directed)
        ids, columns = node_ids(nodes)
        more = keys_of(groups) if ids is None else ()
        try:
            told = tied(edges, ids, directed=directed, more=more)
        except UnknownIdError as error:
            raise no_ids_in(nodes, error.unknown_id) or error from None
        said: dict[str, Any] = {"name": name, "boundary": boundary, "as_of": as_of}
        made = cls(
            told.ids, told.sources, told.targets, told.weights, directed, notes=told.notes,
            node_attributes=columns, tie_attributes=told.attributes, **said,
        )  # fmt: skip
        if groups is not None:
            made = replace(made, groups=made.labels(groups))
        if answered is not None:
            seen = answered_of(answered, ids=made.ids, attributes=made.node_attributes)
            made = replace(made, answered=seen)
        elif "answered" in columns:
            unread = 'the node attribute answered is not read; say answered="answered"'
            made = replace(made, notes=(*made.notes, unread))
        return made

    @classmethod
    def from_matrix(
        cls,
        ties: Any,
        ids: Iterable[Hashable] | None = None,
        groups: GroupsLike = None,
        *,
        directed: bool | None = None,
        **more: Any,
    ) -> CollaborationNetwork:
        """Return the network of a square matrix, dense or sparse: ``ties[i, j] > 0`` is a tie.

        ``directed``: by default, whether the matrix is not symmetric. Without direction a
        tie's weight is the larger of the two cells. Other arguments are those of the class.

        Raises
        ------
        DataError
            Not square, a negative or undefined cell, or not as many ids as rows.

        Examples
        --------
        >>> CollaborationNetwork.from_matrix([[0, 2], [0, 0]]).directed
        True
        """
        csr = adjacency.weighted(np.asarray(ties) if isinstance(ties, list) else ties)
        known = ids_of_rows(csr.shape[0], ids)
        s, t, weights, directed = tied_of_matrix(csr, directed=directed)
        if more.get("answered") is not None:
            columns = more.get("node_attributes") or {}
            more["answered"] = answered_of(more["answered"], ids=known, attributes=columns)
        made = cls(known, s, t, weights, directed, **more)
        return made if groups is None else replace(made, groups=made.labels(groups))

    def __post_init__(self) -> None:
        """Keep arrays from being written to, and read the date."""
        if self.as_of is not None:
            object.__setattr__(self, "as_of", as_date(self.as_of))
        for array in (self.sources, self.targets, self.weights, self.answered):
            if array is not None:
                array.flags.writeable = False

    # -- what it is ---------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        how = "with direction" if self.directed else "without direction"
        called = f" {self.name!r}" if self.name else ""
        return f"<CollaborationNetwork{called}: {len(self)} nodes, {self.size} ties, {how}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CollaborationNetwork):
            return NotImplemented
        return cited.alike(self, other)

    __hash__ = None  # type: ignore[assignment]  # arrays inside: compared by value, never a key

    @property
    def size(self) -> int:
        """Number of ties."""
        return len(self.sources)

    @cached_property
    def _place(self) -> dict[NodeId, int]:
        return {one: i for i, one in enumerate(self.ids)}

    def __contains__(self, one: object) -> bool:
        return one in self._place

    def position(self, one: NodeId) -> int:
        """Return the place of a node among ``ids``, or raise `UnknownIdError`."""
        found = self._place.get(one)
        if found is None:
            raise UnknownIdError("node", str(one), known=[str(i) for i in self.ids])
        return found

    # -- matrices -----------------------------------------------------------------------

    @cached_property
    def valued(self) -> Any:
        """Weights, float CSR of shape (n, n), symmetric without direction. Do not change it."""
        return self._matrix(self.weights)

    @cached_property
    def ties(self) -> Any:
        """1 where there is a tie, float CSR of shape (n, n), symmetric without direction."""
        return self._matrix(np.ones(self.size))

    @cached_property
    def collapsed(self) -> Any:
        """1 where there is a tie either way, float CSR of shape (n, n), symmetric."""
        return adjacency.collapsed(self.ties) if self.directed else self.ties

    @cached_property
    def degree(self) -> Floats:
        """Number of others that each node is tied to, direction dropped, shape (n,)."""
        return np.asarray(np.diff(self.collapsed.indptr), dtype=float)

    def _matrix(self, data: Floats) -> Any:
        return adjacency.of_ties(self, data)

    # -- groups -------------------------------------------------------------------------

    def labels(self, groups: GroupsLike = None) -> tuple[str | None, ...]:
        """Return each node's group: the network's own, or those that are given.

        Parameters
        ----------
        groups : name of a node attribute, mapping from id, or one label a node, optional

        Raises
        ------
        DataError
            Neither the network nor the caller gives groups, or not one a node.
        UnknownIdError
            A mapping names a node that the network has not.
        """
        return labels_of(groups, ids=self.ids, own=self.groups, attributes=self.node_attributes)

    def codes(self, groups: GroupsLike = None) -> tuple[tuple[str, ...], Ints]:
        """Return the sorted groups and each node's place among them, -1 where not known."""
        return adjacency.groups_of(self.labels(groups), len(self))

    # -- what is missing ----------------------------------------------------------------

    @cached_property
    def missing_dyads(self) -> int:
        """How many pairs nobody who answered could tell of, ordered where there is direction."""
        return cited.missing_dyads(self)

    @cached_property
    def note(self) -> str:
        """What every figure says: n, boundary, who answered, what is missing."""
        return cited.note_of(self)

    @cached_property
    def version(self) -> str:
        """Twelve letters that change with any node, tie, weight, group or answer."""
        return cited.version_of(self)

    @cached_property
    def source(self) -> str:
        """What a citation says: the network's name and date, its data version, this library."""
        return cited.source_of(self)

    def ratio(
        self,
        numerator: float,
        denominator: float,
        *,
        name: str,
        definition: str,
        note: str = "",
        n: int | None = None,
        bounds: Bounds | None = None,
    ) -> Figure:
        """Return a figure of this network; NaN where the denominator is 0.

        Of confidential reports it is not shown (NaN) where fewer than five answered.
        """
        above, below = float(numerator), float(denominator)
        return cited.figure_of(
            self, above / below if below else nan, numerator=above, denominator=below,
            name=name, definition=definition, note=note, n=n, bounds=bounds,
        )  # fmt: skip

    def number(
        self,
        value: float,
        *,
        name: str,
        definition: str,
        note: str = "",
        n: int | None = None,
        bounds: Bounds | None = None,
    ) -> Figure:
        """Return a figure of this network that is no ratio; NaN where it is not defined.

        Of confidential reports it is not shown (NaN) where fewer than five answered.
        """
        return cited.figure_of(
            self, float(value), name=name, definition=definition, note=note, n=n, bounds=bounds
        )

    # -- changed ------------------------------------------------------------------------

    def with_groups(self, groups: GroupsLike) -> CollaborationNetwork:
        """Return the same network with these groups."""
        return replace(self, groups=self.labels(groups))

    def among(self, ids: Iterable[Hashable]) -> CollaborationNetwork:
        """Return the part among ``ids``, in the order of this network.

        Raises
        ------
        UnknownIdError
            An id that the network has not.
        """
        keep = np.zeros(len(self), dtype=bool)
        keep[[self.position(node_id(one)) for one in ids]] = True
        return replace(self, **part_of(self, keep))

    def disclosed(self) -> CollaborationNetwork:
        """Return the network as one that is not confidential: where everybody named agreed.

        Whoever calls this answers for what is then shown of single pairs and organisations.
        """
        return replace(self, confidential=False) if self.confidential else self

    # -- doors --------------------------------------------------------------------------

    def to_networkx(self) -> nx.Graph:
        """Return a `networkx.Graph`, or a `networkx.DiGraph` where there is direction."""
        from sap_match.graph.exchange import to_networkx

        return to_networkx(self)

    @classmethod
    def from_networkx(cls, graph: nx.Graph) -> CollaborationNetwork:
        """Return the network of a networkx graph; a multigraph's parallel ties are added up."""
        from sap_match.graph.exchange import from_networkx

        return from_networkx(graph)

    def to_igraph(self) -> igraph.Graph:
        """Return an `igraph.Graph`; ids are its vertices' ``name``, as text."""
        from sap_match.graph.exchange import to_igraph

        return to_igraph(self)

    @classmethod
    def from_igraph(cls, graph: igraph.Graph) -> CollaborationNetwork:
        """Return the network of an igraph graph; parallel ties are added up."""
        from sap_match.graph.exchange import from_igraph

        return from_igraph(graph)

    # -- shown --------------------------------------------------------------------------

    def edge_frame(self) -> pd.DataFrame:
        """Return the ties as a data frame: ``source, target, weight`` and their attributes.

        Raises
        ------
        DataError
            The reports are confidential.
        """
        return frames.of_ties(self)

    def node_frame(self) -> pd.DataFrame:
        """Return the nodes as a data frame indexed by id: ``group`` and their attributes."""
        return frames.of_nodes(self)

    @property
    def index(self) -> pd.Index[Any]:
        """The ids as an index for frames of measures, a row a node.

        Raises
        ------
        DataError
            The reports are confidential: each row would tell one organisation's answers. They
            are not given without names either, as whoever knows the order knows the rows.
        """
        not_confidential(self, "a row for each organisation")
        return frames.index_of(self)

    def _repr_html_(self) -> str:
        return frames.as_html(self)


def network_of(ties: Any) -> CollaborationNetwork:
    """Return ``ties`` as a network: one it is already, or a square matrix.

    Examples
    --------
    >>> network_of(np.ones((3, 3))).size
    3
    """
    if isinstance(ties, CollaborationNetwork):
        return ties
    if ties is None or isinstance(ties, str | bytes | int | float):
        raise DataError(
            "is no network; make one with CollaborationNetwork.from_edges",
            field="network",
            value=ties,
        )
    return CollaborationNetwork.from_matrix(ties)
