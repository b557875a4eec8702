"""From who is in what to who is tied to whom: projections that state weights and cap."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph import walks
from sap_match.graph.one_mode import CollaborationNetwork, GroupsLike

if TYPE_CHECKING:
    from sap_match.graph.network import Network

Weights = Literal["joint", "newman"]
Bools = NDArray[np.bool_]
#: Values of organisations: a mapping from id, or one a node in the order of the ids.
Columns = Mapping[str, "Mapping[Any, Any] | Sequence[Any]"]

_WEIGHT = {
    "joint": "weight = number of joint {events}",
    "newman": "weight = 1 / (members - 1) for each joint {event}",
}


def projected(incidence: Any, weights: Weights = "joint") -> Any:
    """Return who is tied to whom, CSR of shape (n, n), of a node x event incidence.

    Symmetric, with an empty diagonal. ``joint`` counts the events that two share;
    ``newman`` gives each of them 1 / (size - 1), so that an event adds as many ties to a
    member as one other member would (Newman, Physical Review E 64, 016132, 2001).

    Raises
    ------
    DataError
        Weights of another name.

    Examples
    --------
    >>> from scipy import sparse
    >>> three = sparse.csr_array(np.array([[1.0, 1], [1, 1], [1, 0]]))
    >>> projected(three).toarray().tolist()
    [[0.0, 2.0, 1.0], [2.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    >>> projected(three, "newman").toarray().tolist()
    [[0.0, 1.5, 0.5], [1.5, 0.0, 0.5], [0.5, 0.5, 0.0]]
    """
    if weights not in get_args(Weights):
        raise DataError(
            f"weights are one of {', '.join(get_args(Weights))}", field="weights", value=weights
        )
    size = walks.strengths(incidence.T)
    share = 1 / np.maximum(size - 1, 1) if weights == "newman" else np.ones_like(size)
    return walks.without_diagonal(incidence.multiply(share[None, :]).tocsr() @ incidence.T)


def counted(n: int, one: str, more: str = "") -> str:
    """Return a number and its word, in the singular or the plural.

    Examples
    --------
    >>> counted(1, "forum"), counted(1770, "tie")
    ('1 forum', '1,770 ties')
    """
    return f"{n:,} {one if n == 1 else more or one + 's'}"


def one_mode_of(
    network: Network,
    *,
    when: Literal["current", "past", "any"],
    kinds: Collection[str] | None,
    max_forum: int | None,
    weights: Weights,
    groups: GroupsLike,
    node_attributes: Columns | None,
    name: str,
) -> CollaborationNetwork:
    """Return the ties of organisations at a date; see `Network.one_mode`."""
    ties = network.projection(weights=weights, when=when, kinds=kinds, max_forum=max_forum)
    recorded = np.zeros(len(network.ids), dtype=bool)
    recorded[network.members] = True
    made = of_matrix(
        ties,
        network.ids,
        answered=recorded,
        told_by="both",
        node_attributes=columns_of(node_attributes, network.ids),
        name=name,
        boundary=_boundary(network, when, kinds, max_forum, weights),
        as_of=network.as_of,
        notes=_undated(network, when, kinds, max_forum),
    )
    return made if groups is None else made.with_groups(groups)


def of_matrix(ties: Any, ids: tuple[Any, ...], **more: Any) -> CollaborationNetwork:
    """Return the network without direction of a symmetric CSR with an empty diagonal."""
    row = np.repeat(np.arange(len(ids)), np.diff(ties.indptr))
    upper = row < ties.indices
    return CollaborationNetwork(
        ids=ids,
        sources=row[upper].astype(np.int64),
        targets=ties.indices[upper].astype(np.int64),
        weights=ties.data[upper].astype(float),
        **more,
    )


def columns_of(given: Columns | None, ids: tuple[Any, ...]) -> dict[str, tuple[Any, ...]]:
    """Return attributes of nodes as one tuple a name, in the order of ``ids``.

    Raises
    ------
    DataError
        Not one value a node.
    """
    found: dict[str, tuple[Any, ...]] = {}
    for column, told in (given or {}).items():
        values: Any = told
        if hasattr(values, "to_dict") and not isinstance(values, Mapping):
            values = values.to_dict()  # a series of pandas
        if isinstance(values, Mapping):
            found[column] = tuple(values.get(one) for one in ids)
            continue
        found[column] = tuple(values)
        if len(found[column]) != len(ids):
            raise DataError(
                f"one value a node: got {len(found[column])} for {len(ids)} nodes", field=column
            )
    return found


def _boundary(
    network: Network,
    when: str,
    kinds: Collection[str] | None,
    max_forum: int | None,
    weights: Weights,
) -> str:
    left = sorted(set(network.kinds.tolist()) - set(network.wanted(kinds)))
    what = "a collaboration" if kinds is None else _either(network.wanted(kinds))
    shared = {
        "current": f"shared at {network.as_of}",
        "past": f"shared and ended before {network.as_of}",
        "any": f"shared up to {network.as_of}",
    }[when]
    said = [f"every organisation listed; a tie is {what} {shared}"]
    said.append(_WEIGHT[weights].format(event="collaboration", events="collaborations"))
    if left:
        said.append(f"left out by kind: {', '.join(left)}")
    said += over_cap(network, kinds, max_forum)
    return ", ".join(said)


def over_cap(
    network: Network, kinds: Collection[str] | None, max_forum: int | None
) -> tuple[str, ...]:
    """Return how many forums tie nobody because they are above the cap, in words, if any."""
    if max_forum is None or "forum" not in network.wanted(kinds):
        return ()
    above = int(((network.kinds == "forum") & (network.sizes > max_forum)).sum())
    return (f"forums of more than {max_forum} members left out: {above or 'none'}",)


def _either(kinds: Iterable[str]) -> str:
    return "a collaboration of kind " + " or ".join(kinds)


def _undated(
    network: Network, when: Any, kinds: Collection[str] | None, max_forum: int | None
) -> tuple[str, ...]:
    mask = network.selected(when=when, kinds=kinds, max_forum=max_forum)
    n = int((network.undated & mask).sum())
    if not n:
        return ()
    has = "1 collaboration has" if n == 1 else f"{n:,} collaborations have"
    return (f"{has} no start: not known to run at {network.as_of}",)
