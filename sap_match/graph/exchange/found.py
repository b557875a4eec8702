"""What a reader found in a file, and the network that it makes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError, near
from sap_match.graph.answers import truth_of, truths
from sap_match.graph.edges import merged, node_ids, sorted_ids
from sap_match.graph.exchange.values import KINDS, load_json, unescape, untagged, value_of
from sap_match.graph.labels import label_of
from sap_match.graph.one_mode import CollaborationNetwork

_WHOLE_ID = re.compile(r"0|-?[1-9][0-9]{0,30}")
_TEXTS = ("name", "boundary", "told_by", "ids")


@dataclass
class Found:
    """Nodes, ties and their cells as they stand in a file.

    Parameters
    ----------
    source : str
        The file, for messages.
    keys : list, optional
        What the ties call the nodes; None where only the ties say who there is.
    left, right : lists of keys
    weights : list, optional
        As found; None in it is 1.
    ids : list, optional
        The nodes' ids, where they are not the keys.
    nodes, ties : heading to cells, as long as ``keys`` and ``left``
    node_rows, tie_rows : rows in the file, for messages
    directed : bool, optional
        None where the file does not say.
    ways : list of bool, optional
        For each tie whether it has a direction, where they differ.
    group : str
        Heading of the groups where there is no card.
    survey : bool
        Whether a column ``answered`` can only say who answered: a table of nodes. Elsewhere it
        is another program's where it holds other words than yes and no.
    """

    source: str
    keys: list[Any] | None = None
    left: list[Any] = field(default_factory=list)
    right: list[Any] = field(default_factory=list)
    weights: list[Any] | None = None
    ids: list[Any] | None = None
    nodes: dict[str, list[Any]] = field(default_factory=dict)
    ties: dict[str, list[Any]] = field(default_factory=dict)
    node_rows: Sequence[int] | None = None
    tie_rows: Sequence[int] | None = None
    directed: bool | None = None
    ways: list[bool] | None = None
    group: str = "group"
    survey: bool = False
    name: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    card: Mapping[str, Any] | None = None

    def refuse(self, message: str, *, row: int | None = None, **cell: Any) -> NoReturn:
        """Raise a `DataError` that names the file."""
        raise DataError(message, source=self.source, row=row, **cell)


def network_from(found: Found, *, directed: bool | None = None) -> CollaborationNetwork:
    """Return the network that was found.

    Raises
    ------
    DataError
        A node listed twice, a tie to nobody, a weight that is no number of 0 or more, a cell
        that is not what its column holds, ids or a card that cannot be read.
    """
    card = found.card
    if card is not None and card.get("escaped"):
        found = _unescaped(found)
    if found.keys is None:
        _check_ids(found, sorted_ids([*found.left, *found.right]))
        found = replace(found, keys=list(sorted_ids([*found.left, *found.right])))
    left, right = _places(found)
    ids = _check_ids(found, _ids(found))
    way = _directed(found, directed)
    weights = None if found.weights is None else _weights(found, found.weights)
    ties = _table(found, "ties")
    if found.ways is not None and way and not all(found.ways):
        back = np.flatnonzero(~np.array(found.ways, dtype=bool))
        found.notes.append(f"{len(back):,} without direction counted both ways")
        left, right = np.append(left, right[back]), np.append(right, left[back])
        weights = None if weights is None else np.append(weights, weights[back])
        ties = {k: (*v, *(v[i] for i in back.tolist())) for k, v in ties.items()}
    made = merged(ids, left, right, weights, ties, directed=way)
    nodes = _table(found, "nodes")
    groups = _groups(found, nodes)
    answered = _answered(found, nodes)
    notes = [*(card["notes"] if card else ()), *found.notes, *made.notes]
    said = _said(found)
    return CollaborationNetwork(
        ids,
        made.sources,
        made.targets,
        made.weights,
        directed=way,
        groups=groups,
        answered=answered,
        node_attributes=nodes,
        tie_attributes=made.attributes,
        notes=tuple(dict.fromkeys(notes)),
        **said,
    )


def _said(found: Found) -> dict[str, Any]:
    card = found.card
    if card is None:
        return {"name": found.name, "attributes": found.attributes}
    try:
        attributes = untagged(card["attributes"])
        as_of = None if card["as_of"] is None else date.fromisoformat(card["as_of"])
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        found.refuse(_spoilt("attributes or as_of"))
    return {
        "attributes": {**found.attributes, **attributes},
        "as_of": as_of,
        "confidential": card["confidential"],
        **{name: card[name] for name in ("name", "boundary", "told_by")},
    }


def _spoilt(what: str) -> str:
    return (
        f"what it keeps for this library (sap_match) has no {what} that can be read; take "
        "that part out and the rest is read as any other file of its kind"
    )


def checked_card(card: Any, source: str) -> dict[str, Any]:
    """Return a card, from JSON text or read already, whose parts are of the right kinds.

    Raises
    ------
    DataError
        It is spoilt.
    """
    if isinstance(card, str):
        try:
            card = load_json(card)
        except ValueError:
            raise DataError(_spoilt("card"), source=source) from None
    parts = {
        "directed": bool,
        "confidential": bool,
        "notes": list,
        "attributes": dict,
        "nodes": list,
        "ties": list,
        **dict.fromkeys(_TEXTS, str),
    }
    if not isinstance(card, dict) or card.get("version") != 1:
        raise DataError(_spoilt("card of version 1"), source=source)
    card = {"groups": None, "answered": None, "as_of": None, "texts": [], **card}
    card = {"confidential": False, **card}
    right = all(type(card.get(name)) is kind for name, kind in parts.items())
    may = [card[name] for name in ("groups", "answered", "as_of")]
    right = right and all(one is None or isinstance(one, str) for one in may)
    right = right and card["told_by"] in {"either", "both"} and isinstance(card["texts"], list)
    right = right and all(isinstance(one, str) for one in (*card["notes"], *card["texts"]))
    for column in (*card["nodes"], *card["ties"]) if right else ():
        right = right and isinstance(column, list) and len(column) == 3
        right = right and all(isinstance(one, str) for one in column) and column[2] in KINDS
    if not right:
        raise DataError(_spoilt("card"), source=source)
    return {str(name): part for name, part in card.items()}


def _unescaped(found: Found) -> Found:
    def text(value: Any) -> Any:
        return unescape(value) if isinstance(value, str) else value

    def table(given: dict[str, list[Any]]) -> dict[str, list[Any]]:
        return {unescape(k): [text(one) for one in cells] for k, cells in given.items()}

    def row(given: list[Any]) -> list[Any]:
        return [text(one) for one in given]

    return replace(
        found,
        keys=None if found.keys is None else row(found.keys),
        ids=None if found.ids is None else row(found.ids),
        left=row(found.left),
        right=row(found.right),
        nodes=table(found.nodes),
        ties=table(found.ties),
    )


def _row(rows: Sequence[int] | None, at: int) -> int | None:
    return None if rows is None else rows[at]


def _places(found: Found) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    place: dict[Any, int] = {}
    for at, key in enumerate(found.keys or ()):
        if key in place:
            row = _row(found.node_rows, at)
            found.refuse("this node is listed twice", field="id", value=key, row=row)
        place[key] = at

    def positions(ends: list[Any]) -> NDArray[np.int64]:
        try:
            return np.fromiter((place[one] for one in ends), dtype=np.int64, count=len(ends))
        except KeyError as error:
            one = error.args[0]
            short = (
                [str(key) for key in place if len(str(key)) <= 100] if len(place) <= 5000 else ()
            )
            meant = near(str(one), short, k=1) if len(str(one)) <= 100 else ()
            hint = f"; is {meant[0]!r} meant?" if meant else ""
            row = _row(found.tie_rows, ends.index(one))
            found.refuse(f"a tie's end that is no node here{hint}", field="tie", value=one, row=row)

    return positions(found.left), positions(found.right)


def _ids(found: Found) -> list[Any]:
    given = found.keys if found.ids is None else found.ids
    if found.card is None or found.card["ids"] != "whole":
        return list(given or ())
    texts = set(found.card.get("texts", ()))
    return [
        int(one) if isinstance(one, str) and one not in texts and _WHOLE_ID.fullmatch(one) else one
        for one in given or ()
    ]


def _check_ids(found: Found, ids: Sequence[Any]) -> tuple[str | int, ...]:
    try:
        return node_ids(list(ids))[0] or ()
    except DataError as error:
        row = _row(found.node_rows, error.row - 1) if error.row else None
        found.refuse(error.message, field=error.field, value=error.value, row=row)


def _directed(found: Found, asked: bool | None) -> bool:  # noqa: FBT001 - one of three
    if asked is not None:
        return asked
    if found.card is not None:
        return bool(found.card["directed"])
    if found.ways is not None and found.ways:
        return any(found.ways)
    return bool(found.directed)


def _weights(found: Found, given: Sequence[Any]) -> NDArray[np.float64]:
    made = np.ones(len(given))
    for at, value in enumerate(given):
        if value is None or value == "":
            continue
        try:
            weight = math.nan if isinstance(value, bool) else float(value)
        except (ValueError, TypeError, OverflowError):
            weight = math.nan
        if not 0 <= weight < math.inf:
            found.refuse(
                "a weight is a number of 0 or more",
                field="weight",
                value=value,
                row=_row(found.tie_rows, at),
            )
        made[at] = weight
    return made


def _table(found: Found, which: str) -> dict[str, tuple[Any, ...]]:
    """Return the attributes of nodes or ties, of the kinds that the card says."""
    table: dict[str, list[Any]] = getattr(found, which)
    rows = found.node_rows if which == "nodes" else found.tie_rows
    size = len(found.keys or ()) if which == "nodes" else len(found.left)
    card = found.card or {"nodes": (), "ties": ()}
    said = {heading: (name, kind) for heading, name, kind in card[which]}
    apart = {card.get("groups"), card.get("answered")} if which == "nodes" else set()
    made: dict[str, tuple[Any, ...]] = {}
    for heading, cells in table.items():
        if heading in said:
            name, kind = said[heading]
            made[name] = tuple(typed(cells, kind, found.source, heading, rows))
        elif heading not in apart:
            made[heading] = tuple(cells)
    for heading, (name, _) in said.items():
        if heading not in table:
            made[name] = (None,) * size
    return made


def typed(
    cells: Iterable[Any], kind: Any, source: str, heading: str, rows: Sequence[int] | None = None
) -> list[Any]:
    """Return cells as values of one kind.

    Raises
    ------
    DataError
        A cell that is not of that kind, by row.
    """
    made = []
    for at, cell in enumerate(cells):
        try:
            made.append(value_of(kind, cell))
        except ValueError as error:
            row = _row(rows, at)
            raise DataError(str(error), source=source, row=row, field=heading, value=cell) from None
    return made


def _groups(found: Found, nodes: dict[str, tuple[Any, ...]]) -> tuple[str | None, ...] | None:
    if found.card is None:
        cells = nodes.pop(found.group, None)
        return None if cells is None else tuple(label_of(one) for one in cells)
    heading = found.card["groups"]
    if heading is None:
        return None
    cells = tuple(found.nodes.get(heading, [None] * len(found.keys or ())))
    return tuple(label_of(one) if one is None or not isinstance(one, str) else one for one in cells)


def _answered(found: Found, nodes: dict[str, tuple[Any, ...]]) -> NDArray[np.bool_] | None:
    if found.card is None:
        return _told(found, nodes)
    heading = found.card["answered"]
    if heading is None:
        return None
    cells = found.nodes.get(heading, [None] * len(found.keys or ()))
    values = typed(cells, "truth", found.source, heading, found.node_rows)
    return np.array([bool(one) for one in values], dtype=bool)


def _told(found: Found, nodes: dict[str, tuple[Any, ...]]) -> NDArray[np.bool_] | None:
    """Return who answered by a node column ``answered``, where there is no card."""
    cells = nodes.get("answered")
    if cells is None:
        return None
    if not found.survey and any(truth_of(one) is None for one in cells):
        found.notes.append("the node column answered says more than yes and no: not read as such")
        return None
    del nodes["answered"]
    try:
        told = truths(cells, "answered")
    except DataError as error:
        row = _row(found.node_rows, (error.row or 1) - 1)
        found.refuse(error.message, field="answered", value=cells[(error.row or 1) - 1], row=row)
    said = f"{int(told.sum()):,} of {len(told):,}"
    found.notes.append(f"who answered is read from the node column answered: {said}")
    return told


def from_beside(found: Found, rest: Mapping[str, Any], where: str) -> Found:
    """Return what was found together with what the format could not hold (`page.beside`).

    Raises
    ------
    DataError
        ``rest`` is spoilt, or the file has other nodes or ties than when it was written.
    """
    card = checked_card(rest.get("card"), where)
    counts = [len(found.keys or ()), len(found.left)]
    if rest.get("counts") != counts:
        raise DataError(
            f"speaks of {rest.get('counts')} nodes and ties, but {found.source} has {counts}: it "
            f"was changed since; delete what {where} keeps for this library, and the rest is read",
            source=where,
        )
    tables: dict[str, dict[str, list[Any]]] = {}
    for which, size in zip(("nodes", "ties"), counts, strict=True):
        table = rest.get(which)
        if not isinstance(table, dict) or not all(
            isinstance(cells, list) and len(cells) == size for cells in table.values()
        ):
            raise DataError(_spoilt(which), source=where)
        try:
            tables[which] = {k: [untagged(c) for c in cells] for k, cells in table.items()}
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            raise DataError(_spoilt(which), source=where) from None
    ids = rest.get("ids")
    if ids is not None and (not isinstance(ids, list) or len(ids) != counts[0]):
        raise DataError(_spoilt("ids"), source=where)
    return replace(found, card=card, ids=ids, nodes=tables["nodes"], ties=tables["ties"])
