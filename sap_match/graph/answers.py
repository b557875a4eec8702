"""Who answered, however the caller says it: ids, one truth a node, or an attribute's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.edges import NodeId, node_id

Bools = NDArray[np.bool_]
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
WRITE = "write yes or no for each node (true, false, 1 and 0 are read too)"


def truth_of(value: Any) -> bool | None:
    """Return whether a cell says yes; None where it says neither yes nor no.

    Examples
    --------
    >>> truth_of("Yes"), truth_of(0), truth_of(1.0), truth_of("perhaps"), truth_of("")
    (True, False, True, None, None)
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    return _WORDS.get(str(value).strip().casefold())


def answered_of(
    given: Any, *, ids: tuple[NodeId, ...], attributes: Mapping[str, tuple[Any, ...]]
) -> Bools:
    """Return who answered, bool array of shape (n,).

    Parameters
    ----------
    given : ids of those who answered, one truth a node, mapping from id to truth, or text
        A pandas series of truths goes by its index where that holds ids, else by place. Text is
        the name of a node attribute that says yes or no.
    ids : tuple of n str or int
    attributes : mapping from name to a tuple of n values

    Raises
    ------
    DataError
        Not one truth a node, or a word that is neither yes nor no.
    UnknownIdError
        An id, or an attribute, that is not there.

    Examples
    --------
    >>> answered_of([True, False], ids=("a", "b"), attributes={}).tolist()
    [True, False]
    >>> answered_of("back", ids=("a", "b"), attributes={"back": ("no", "yes")}).tolist()
    [False, True]
    """
    if isinstance(given, str):
        if given in attributes:
            return truths(attributes[given], given)
        if not set(given) <= set(ids):
            there = ", ".join(map(repr, sorted(attributes))) or "none"
            raise DataError(
                f"no node attribute has this name; there are: {there}. Give one, the ids of "
                "those who answered, or one truth a node",
                field="answered",
                value=given,
            )
    if isinstance(given, Mapping):
        return _by_id(given, ids)
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        raise DataError(
            "give the ids of those who answered, or one truth a node",
            field="answered",
            value=given,
        )
    index = getattr(given, "index", None) if hasattr(given, "to_numpy") else None
    values = list(given.to_numpy()) if index is not None else list(given)  # type: ignore[attr-defined]
    if not _are_truths(values, ids):
        return _named(values, ids)
    if index is not None and set(index.tolist()) == set(ids) and len(index) == len(ids):
        return _by_id(dict(zip(index.tolist(), values, strict=True)), ids)
    if len(values) != len(ids):
        raise DataError(
            f"one truth a node: got {len(values)} for {len(ids)} nodes", field="answered"
        )
    return truths(values, "answered")


def _are_truths(values: list[Any], ids: tuple[NodeId, ...]) -> bool:
    """Whether a list holds truths, or words of yes and no that are nobody's id."""
    if any(isinstance(one, bool | np.bool_) for one in values):
        return True
    known = set(ids)
    words = all(isinstance(one, str) and one not in known for one in values)
    return bool(values) and words and all(truth_of(one) is not None for one in values)


def _named(values: Iterable[Any], ids: tuple[NodeId, ...]) -> Bools:
    place = {one: i for i, one in enumerate(ids)}
    seen = np.zeros(len(ids), dtype=bool)
    for value in values:
        one = node_id(value)
        if one not in place:
            raise UnknownIdError("node", str(one), known=[str(i) for i in ids])
        seen[place[one]] = True
    return seen


def _by_id(given: Mapping[Any, Any], ids: tuple[NodeId, ...]) -> Bools:
    told = truths(given.values(), "answered")
    return _named((one for one, yes in zip(given, told.tolist(), strict=True) if yes), ids)


def truths(cells: Iterable[Any], field: str) -> Bools:
    """Return cells that say yes or no as truths.

    Raises
    ------
    DataError
        A cell that is empty or says something else; ``row`` counts cells from 1.
    """
    made = []
    for row, cell in enumerate(cells, start=1):
        found = truth_of(cell)
        if found is None:
            raise DataError(
                f"says neither yes nor no; {WRITE}", field=field, value=str(cell), row=row
            )
        made.append(found)
    return np.array(made, dtype=bool)
