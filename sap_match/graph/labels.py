"""Which group each node is in, however the caller says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.edges import NodeId, node_id

if TYPE_CHECKING:
    import pandas as pd

#: Labels of nodes: the name of a node attribute, a mapping from id, or one label a node.
GroupsLike: TypeAlias = "str | Mapping[Any, Any] | Sequence[Any] | pd.Series[Any] | None"
Labels = tuple[str | None, ...]


def labels_of(
    groups: GroupsLike,
    *,
    ids: tuple[NodeId, ...],
    own: Labels | None,
    attributes: Mapping[str, tuple[Any, ...]],
) -> Labels:
    """Return one label a node, in the order of ``ids``; see `CollaborationNetwork.labels`.

    Raises
    ------
    DataError
        No groups at all, or not one a node.
    UnknownIdError
        A node or an attribute that is not there.

    Examples
    --------
    >>> labels_of({"b": "x"}, ids=("a", "b"), own=None, attributes={})
    (None, 'x')
    """
    if groups is None:
        return _own(own)
    if isinstance(groups, str):
        if groups not in attributes:
            raise _no_attribute(groups, attributes)
        return tuple(label_of(one) for one in attributes[groups])
    if isinstance(groups, set | frozenset):
        raise DataError("a set has no order; give groups={id: group}", field="groups")
    if _is_by_place(groups, ids):
        groups = list(groups.to_numpy())  # type: ignore[union-attr]
    if hasattr(groups, "to_dict") and not isinstance(groups, Mapping):
        groups = dict(groups.to_dict())
    if isinstance(groups, Mapping):
        return _mapped(groups, ids)
    found = tuple(label_of(one) for one in groups)
    if len(found) != len(ids):
        raise DataError(
            f"one label a node: got {len(found)} labels for {len(ids)} nodes", field="groups"
        )
    return found


def _no_attribute(name: str, attributes: Mapping[str, Any]) -> UnknownIdError:
    """Return the error that lists the attributes that are there."""
    error = UnknownIdError("node attribute", name, known=attributes)
    there = ", ".join(map(repr, sorted(attributes)))
    said = f"there are: {there}" if there else "the nodes have none; give groups={id: group}"
    error.args = (f"no node attribute has the name {name!r}; {said}",)
    return error


def _mapped(groups: Mapping[Any, Any], ids: tuple[NodeId, ...]) -> Labels:
    given, known = {node_id(one): label_of(label) for one, label in groups.items()}, set(ids)
    for one in given:
        if one not in known:
            raise UnknownIdError("node", str(one), known=[str(i) for i in ids])
    return tuple(given.get(one) for one in ids)


def _own(labels: Labels | None) -> Labels:
    if labels is None:
        raise DataError(
            "the network has no groups; give them: groups={id: group}, one a node", field="groups"
        )
    return labels


def _is_by_place(groups: Any, ids: tuple[NodeId, ...]) -> bool:
    """Whether a pandas series is a plain list: numbered from 0, beside nodes that are texts."""
    index = getattr(groups, "index", None)
    if index is None or not hasattr(groups, "to_numpy") or len(index) != len(ids):
        return False
    texts = bool(ids) and all(isinstance(one, str) for one in ids)
    return texts and index.tolist() == list(range(len(ids)))


def label_of(value: Any) -> str | None:
    """Return a group's label as text; None for None, NaN and empty text.

    Raises
    ------
    DataError
        A list of labels: only `group_density` takes groups that overlap.

    Examples
    --------
    >>> label_of(3), label_of(float("nan")), label_of(" ")
    ('3', None, None)
    """
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return None
    if isinstance(value, list | tuple | set | frozenset | dict):
        raise DataError(
            "a node has one group here, as text or a number; overlapping groups go to "
            "group_density",
            field="groups",
            value=value,
        )
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    text = str(value).strip()
    return None if text in {"", "nan", "<NA>", "NaT"} else text
