"""Two-mode tables projected: who is tied to whom, and with what weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np

from sap_match.errors import DataError
from sap_match.graph import walks
from sap_match.graph.one_mode import CollaborationNetwork

Weights = Literal["joint", "newman"]
#: Values of nodes: a mapping from id, or one a node in the order of the ids.
Columns = Mapping[str, "Mapping[Any, Any] | Sequence[Any]"]

_WEIGHT = {
    "joint": "weight = number of joint {}s",
    "newman": "weight = 1 / (members - 1) for each joint {}",
}


def weight_words(weights: Weights, event: str) -> str:
    """Return what a weight is, in words.

    Raises
    ------
    DataError
        Weights of another name.

    Examples
    --------
    >>> weight_words("joint", "board")
    'weight = number of joint boards'
    """
    if weights not in _WEIGHT:
        raise DataError(
            f"weights are one of {', '.join(get_args(Weights))}", field="weights", value=weights
        )
    return _WEIGHT[weights].format(event)


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
    weight_words(weights, "event")
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
