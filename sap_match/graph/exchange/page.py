"""A network as labels, columns of simple cells and a card: what every format writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.answers import truth_of
from sap_match.graph.exchange.values import (
    Kind,
    Native,
    dump_json,
    escape,
    kind_of,
    native,
    needs_escape,
    plain,
    tagged,
)
from sap_match.graph.one_mode import CollaborationNetwork

CARD = "sap_match"
_NUMBER = re.compile(r"0|-?[1-9][0-9]*")


@dataclass(frozen=True)
class Column:
    """One attribute as a format writes it.

    Parameters
    ----------
    heading : str
        What the file calls it: like ``name``, but one line, not empty and unlike all others.
    name : str
    kind : str
        See `sap_match.graph.exchange.values.Kind`.
    cells : tuple
        Text, numbers, truths or lists of texts, None where not known.
    """

    heading: str
    name: str
    kind: Kind
    cells: tuple[Native, ...]


@dataclass(frozen=True)
class Page:
    """All that a network says, in simple cells.

    The ``card`` holds what most formats have no place for: the types of ids and columns, the
    network's name, boundary, date, notes and attributes, and who answered.
    """

    ids: tuple[str | int, ...]
    labels: tuple[str, ...]
    shown: tuple[str, ...]
    directed: bool
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: tuple[float, ...]
    nodes: tuple[Column, ...]
    ties: tuple[Column, ...]
    card: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pairs(self) -> Iterable[tuple[int, int, float]]:
        """Positions of both ends and the weight, one a tie."""
        return zip(self.sources.tolist(), self.targets.tolist(), self.weights, strict=True)


def page_of(
    network: CollaborationNetwork,
    *,
    node_words: Collection[str] = (),
    tie_words: Collection[str] = (),
    group: str = "group",
    safe: bool = True,
) -> Page:
    """Return the page of a network.

    Parameters
    ----------
    node_words, tie_words : collections of str, lower case
        What the format itself calls something; an attribute of that name gets another heading.
    group : str
        What the format calls a node's group.
    safe : bool
        Whether control codes are to be escaped (`values.escape`); said in the card.

    Raises
    ------
    DataError
        An attribute that no file can hold.
    """
    told = _told_already(network, group)
    taken = {group, "answered", *node_words}
    others = {k: v for k, v in network.node_attributes.items() if k not in told}
    same = _columns({k: v for k, v in network.node_attributes.items() if k in told}, (), "")
    nodes = (*same, *_columns(others, taken, "node attribute"))
    ties = _columns(network.tie_attributes, {"weight", *tie_words}, "tie attribute")
    more = []
    if network.groups is not None and group not in told:
        more.append(Column(group, group, "text", tuple(network.groups)))
    if network.answered is not None and "answered" not in told:
        more.append(Column("answered", "answered", "truth", tuple(network.answered.tolist())))
    labels = tuple(str(one) for one in network.ids)
    page = Page(
        ids=network.ids,
        labels=labels,
        shown=_shown(network, labels),
        directed=network.directed,
        sources=network.sources,
        targets=network.targets,
        weights=tuple(network.weights.tolist()),
        nodes=(*more, *nodes),
        ties=ties,
        card=_card(network, nodes, ties, group=group),
    )
    return _escaped(page) if safe else page


def _told_already(network: CollaborationNetwork, group: str) -> set[str]:
    """Return which of group and answered an attribute of that name says too: written once."""
    found: set[str] = set()
    groups, cells = network.groups, network.node_attributes.get(group)
    if groups is not None and cells is not None and tuple(cells) == groups:
        found.add(group)
    told, cells = network.answered, network.node_attributes.get("answered")
    if told is not None and cells is not None and group != "answered":
        kinds = {type(one) for one in cells}
        if kinds in ({bool}, {str}) and [truth_of(one) for one in cells] == told.tolist():
            found.add("answered")
    return found


def _columns(
    table: Mapping[str, tuple[Any, ...]], taken: Iterable[str], what: str
) -> tuple[Column, ...]:
    used = set(taken)
    found = []
    for name in sorted(table):
        heading = _heading(name, used)
        values = [plain(one) for one in table[name]]
        kind = kind_of(values)
        try:
            cells = tuple(native(kind, one) for one in values)
        except (TypeError, ValueError, RecursionError) as error:
            raise DataError(
                f"holds a value that no file can hold ({error}); make it text or a number",
                field=what,
                value=name,
            ) from None
        found.append(Column(heading, name, kind, cells))
    return tuple(found)


def _heading(name: str, used: set[str]) -> str:
    """Return a name on one line that is not taken, in whatever case, and take it."""
    base = " ".join(name.split()) or "attribute"
    heading, count = base, 2
    while heading.casefold() in used:
        heading, count = f"{base}_{count}", count + 1
    used.add(heading.casefold())
    return heading


def _shown(network: CollaborationNetwork, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a picture writes at each node: its label or name, else its id."""
    for name in ("label", "name"):
        values = network.node_attributes.get(name, ())
        if any(isinstance(one, str) and one.strip() for one in values):
            pairs = zip(values, labels, strict=True)
            return tuple(v if isinstance(v, str) and v.strip() else one for v, one in pairs)
    return labels


def _card(
    network: CollaborationNetwork,
    nodes: tuple[Column, ...],
    ties: tuple[Column, ...],
    *,
    group: str,
) -> dict[str, Any]:
    try:
        attributes = tagged({str(k): v for k, v in sorted(network.attributes.items())})
    except (TypeError, RecursionError) as error:
        raise DataError(
            f"hold a value that no file can hold ({error}); make it text or a number",
            field="attributes of the network",
        ) from None
    card: dict[str, Any] = {
        "version": 1,
        "directed": network.directed,
        "name": network.name,
        "boundary": network.boundary,
        "as_of": network.as_of.isoformat() if network.as_of else None,
        "told_by": network.told_by,
        "notes": list(network.notes),
        "attributes": attributes,
        "groups": None if network.groups is None else group,
        "answered": None if network.answered is None else "answered",
        "nodes": [[one.heading, one.name, one.kind] for one in nodes],
        "ties": [[one.heading, one.name, one.kind] for one in ties],
        "ids": "whole" if any(isinstance(one, int) for one in network.ids) else "text",
    }
    if network.confidential:
        card["confidential"] = True
    if card["ids"] == "whole":
        card["texts"] = [o for o in network.ids if isinstance(o, str) and _NUMBER.fullmatch(o)]
    return card


def _escaped(page: Page) -> Page:
    """Return the page with every text escaped, where any text needs it."""
    cells = [one for column in (*page.nodes, *page.ties) for one in (column.heading, *column.cells)]
    texts = (one for one in (*page.labels, *page.shown, *cells) if isinstance(one, str | list))
    if not any(needs_escape(t if isinstance(t, str) else dump_json(t)) for t in texts):
        return page

    def columns(given: tuple[Column, ...]) -> tuple[Column, ...]:
        return tuple(
            replace(c, heading=escape(c.heading), cells=tuple(map(_safe, c.cells))) for c in given
        )

    return replace(
        page,
        labels=tuple(map(escape, page.labels)),
        shown=tuple(map(escape, page.shown)),
        nodes=columns(page.nodes),
        ties=columns(page.ties),
        card={**page.card, "escaped": True},
    )


def _safe(cell: Native) -> Native:
    if isinstance(cell, list):
        return escape(dump_json(cell))
    return escape(cell) if isinstance(cell, str) else cell


def unique(labels: Iterable[str], clean: Callable[[str], str]) -> tuple[str, ...]:
    """Return labels as a narrow format can hold them, all different in whatever case.

    Examples
    --------
    >>> unique(["a b", "a_b"], lambda text: text.replace(" ", "_"))
    ('a_b', 'a_b_2')
    """
    made: list[str] = []
    counts: dict[str, int] = {}
    given = [clean(one) for one in labels]
    used = {one.casefold() for one in given}
    seen: set[str] = set()
    for base in given:
        label = base
        if base.casefold() in seen:
            count = counts.get(base.casefold(), 1)
            while label.casefold() in used:
                count += 1
                label = f"{base}_{count}"
            counts[base.casefold()] = count
        used.add(label.casefold())
        seen.add(label.casefold())
        made.append(label)
    return tuple(made)


def beside(page: Page, labels: tuple[str, ...]) -> dict[str, Any]:
    """Return what a format that holds labels and weighted ties alone cannot hold.

    Its cells are in the order of the page's nodes and ties.
    """
    return {
        "card": dict(page.card),
        "ids": None if labels == page.labels else list(page.labels),
        "counts": [len(labels), len(page.weights)],
        "nodes": {one.heading: _lines(one) for one in page.nodes},
        "ties": {one.heading: _lines(one) for one in page.ties},
    }


def _lines(column: Column) -> list[Any]:
    """Return cells as JSON holds them."""
    return [tagged(one) for one in column.cells]
