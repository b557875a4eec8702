"""From who is in what to who is tied to whom: projections that state weights and cap.

Boards, grants, facilities and forums tie those who are in them. A forum of 60 is not 1,770
ties: what has more members than the cap ties nobody, and that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.edges import NodeId, keys_of, node_id, node_ids
from sap_match.graph.labels import GroupsLike, label_of
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.projections import (
    Columns,
    Weights,
    columns_of,
    counted,
    of_matrix,
    projected,
    weight_words,
)

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: An event with more members than this ties nobody to anybody.
MAX_SIZE = 25
_FORMS = "write (organisation, event) or (organisation, event, kind)"


@dataclass(frozen=True, eq=False)
class TwoMode:
    """Nodes and the events they are in: boards, grants, facilities, collaborations.

    Make one with `memberships_of`, or `two_mode_of` a `Network`.

    Parameters
    ----------
    ids : tuple of n str or int
    events : tuple of m str or int
        One of each kind: a board and a grant may have one name.
    kinds : tuple of m str
        "" where none was said.
    incidence : CSR of 0 and 1, shape (n, m)
    recorded : bool array of shape (n,), optional
        Who stands in any record, also of events left out here; by default who is in an event.
    word : str
        What an event is called.
    name, boundary : str
        What the network is called, and who and which events belong to it.
    as_of : date, optional
    notes : tuple of str
    """

    ids: tuple[NodeId, ...]
    events: tuple[NodeId, ...]
    kinds: tuple[str, ...]
    incidence: Any
    recorded: Bools | None = None
    word: str = "event"
    name: str = ""
    boundary: str = ""
    as_of: date | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        sizes = f"{counted(len(self.ids), 'node')}, {counted(len(self.events), self.word)}"
        return f"<TwoMode: {sizes}, {counted(self.incidence.nnz, 'membership')}>"

    @cached_property
    def sizes(self) -> Ints:
        """Number of members of each event, shape (m,)."""
        return np.bincount(self.incidence.indices, minlength=len(self.events)).astype(np.int64)

    @cached_property
    def answered(self) -> Bools:
        """Who stands in any record, shape (n,)."""
        here = np.diff(self.incidence.indptr) > 0
        return here if self.recorded is None else np.asarray(self.recorded | here)

    def of_kinds(self, kinds: Collection[str]) -> TwoMode:
        """Return the events of these kinds, with all nodes.

        Raises
        ------
        DataError
            No event is of a kind, or a word for a list of kinds.
        """
        if isinstance(kinds, str):
            raise DataError("kinds are a list of words", field="kinds", value=kinds)
        there = sorted(set(self.kinds))
        for kind in sorted(set(kinds) - set(there)):
            raise DataError(
                f"no {self.word} is of kind {kind!r}; one of {', '.join(map(repr, there))}",
                field="kinds",
            )
        at = np.flatnonzero([kind in set(kinds) for kind in self.kinds])
        return replace(
            self,
            events=tuple(self.events[j] for j in at.tolist()),
            kinds=tuple(self.kinds[j] for j in at.tolist()),
            incidence=self.incidence[:, at],
            recorded=self.answered,
            boundary=f"{self.boundary}, of kind {' or '.join(sorted(set(kinds)))}",
        )

    def one_mode(
        self,
        *,
        max_size: int | None = MAX_SIZE,
        weights: Weights = "joint",
        groups: GroupsLike = None,
        node_attributes: Columns | None = None,
    ) -> CollaborationNetwork:
        """Return who is tied to whom by sharing an event; see `from_memberships`."""
        if max_size is not None and (isinstance(max_size, bool) or max_size < 2):
            raise DataError("the cap is 2 members or more, or None", field="max_size")
        above = self.sizes > (np.inf if max_size is None else max_size)
        said = [f"{self.boundary or 'every node listed'}; a tie is a shared {self.word}"]
        said.append(weight_words(weights, self.word))
        if max_size is not None:
            most = f"{int(above.sum())}, the largest of {self.sizes.max(initial=0)}"
            left = most if above.any() else "none"
            said.append(f"{self.word}s of more than {max_size} members left out: {left}")
        ties = projected(self.incidence[:, np.flatnonzero(~above)], weights)
        made = of_matrix(
            ties,
            self.ids,
            answered=self.answered,
            told_by="both",
            node_attributes=columns_of(node_attributes, self.ids),
            name=self.name,
            boundary=", ".join(said),
            as_of=self.as_of,
            notes=self.notes,
        )
        return made if groups is None else made.with_groups(groups)


def memberships_of(
    memberships: Any,
    *,
    nodes: Any = None,
    more: Collection[NodeId] = (),
    word: str = "event",
    name: str = "",
    boundary: str = "",
    as_of: date | None = None,
) -> TwoMode:
    """Return the two-mode network of ``memberships``; see `from_memberships`.

    ``more`` are nodes beside the members, where ``nodes`` are not given.

    Examples
    --------
    >>> memberships_of([("a", "board"), ("b", "board"), ("b", "grant")])
    <TwoMode: 2 nodes, 2 events, 3 memberships>
    """
    from scipy import sparse

    ids, _ = node_ids(nodes)
    rows = _rows(memberships)
    if ids is None:
        ids = node_ids(sorted({who for who, _, _ in rows} | set(more), key=_order))[0] or ()
    events = sorted({(kind, event) for _, event, kind in rows}, key=lambda e: (e[0], _order(e[1])))
    at, column = {one: i for i, one in enumerate(ids)}, {one: j for j, one in enumerate(events)}
    for who, _, _ in rows:
        if who not in at:
            raise UnknownIdError("node", str(who), known=[str(one) for one in ids])
    row = [at[who] for who, _, _ in rows]
    through = [column[kind, event] for _, event, kind in rows]
    shape = (len(ids), len(events))
    csr = sparse.csr_array((np.ones(len(rows)), (row, through)), shape=shape)
    csr.sum_duplicates()
    twice = len(rows) - csr.nnz
    csr.data[:] = 1.0
    csr.sort_indices()
    note = f"{counted(twice, 'membership')} told twice counted once"
    return TwoMode(
        ids,
        tuple(event for _, event in events),
        tuple(kind for kind, _ in events),
        csr,
        word=word,
        name=name,
        boundary=boundary,
        as_of=as_of,
        notes=(note,) if twice else (),
    )


def from_memberships(
    memberships: Any,
    *,
    nodes: Any = None,
    groups: GroupsLike = None,
    max_size: int | None = MAX_SIZE,
    weights: Weights = "joint",
    word: str = "event",
    name: str = "",
    boundary: str = "",
    as_of: date | None = None,
) -> CollaborationNetwork:
    """Return who is tied to whom by being in one event: a board, a grant, a facility.

    Parameters
    ----------
    memberships : iterable of (organisation, event) or (organisation, event, kind)
        Or a data frame whose first two or three columns are these. A membership told twice
        counts once.
    nodes : ids, int, mapping or data frame, optional
        As of `CollaborationNetwork.from_edges`: all who belong, also those in no event. They
        count as not having answered: no record is not no tie.
    groups : mapping from id, one label a node, or name of an attribute
    max_size : int or None
        What has more members ties nobody: a forum of 60 is not 1,770 ties. None sets no cap.
    weights : {"joint", "newman"}
        How many events two share, or 1 / (members - 1) for each; see `projected`.
    word : str
        What an event is called in the notes.
    name, boundary, as_of
        Said in each figure's note and citation.

    Raises
    ------
    DataError
        A membership that cannot be read, weights of another name, a cap below 2.
    UnknownIdError
        A member is not among ``nodes``.

    Examples
    --------
    >>> net = from_memberships([("a", "b1"), ("b", "b1"), ("b", "b2"), ("c", "b2")], word="board")
    >>> net
    <CollaborationNetwork: 3 nodes, 2 ties, without direction>
    >>> from_memberships([(who, "forum") for who in range(60)], word="forum").size
    0
    """
    own = keys_of(groups) if nodes is None and hasattr(groups, "keys") else ()
    found = memberships_of(
        memberships, nodes=nodes, more=own, word=word, name=name, boundary=boundary, as_of=as_of
    )
    _, columns = node_ids(nodes)
    return found.one_mode(
        max_size=max_size, weights=weights, groups=groups, node_attributes=columns
    )


def _order(one: NodeId) -> tuple[bool, NodeId]:
    """Numbers before text, each in its order."""
    return isinstance(one, str), one


def _rows(memberships: Any) -> list[tuple[NodeId, NodeId, str]]:
    if hasattr(memberships, "columns") and hasattr(memberships, "index"):
        memberships = memberships.iloc[:, :3].itertuples(index=False, name=None)
    if isinstance(memberships, str | bytes | Mapping):
        raise DataError(f"are a list; {_FORMS}", field="memberships", value=memberships)
    found: list[tuple[NodeId, NodeId, str]] = []
    for row, one in enumerate(memberships, start=1):
        if isinstance(one, str | bytes) or not hasattr(one, "__len__") or len(one) not in (2, 3):
            raise DataError(f"is no membership; {_FORMS}", source="memberships", row=row, value=one)
        try:
            who, event = node_id(one[0]), node_id(one[1])
        except DataError as error:
            raise DataError(str(error), source="memberships", row=row, value=tuple(one)) from None
        found.append((who, event, label_of(one[2]) or "" if len(one) == 3 else ""))
    return found
