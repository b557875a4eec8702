"""Doors to networkx, igraph and pandas, and back.

Each object holds the ids, weights and attributes as it would hold its own: numbers, truths and
text as such, dates as ISO text, so that those libraries can write all of it to files; None is
left out (igraph, pandas: None). The card (`sap_match.graph.exchange.page`) travels as one text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sap_match.errors import DataError, MissingPartError
from sap_match.graph.confidential import not_confidential
from sap_match.graph.edges import is_numbered
from sap_match.graph.exchange.found import Found, checked_card, network_from
from sap_match.graph.exchange.page import CARD, Column, page_of
from sap_match.graph.exchange.values import dump_json, text_of
from sap_match.graph.one_mode import CollaborationNetwork

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    import pandas as pd

_OF_NETWORKX = {"node_default", "edge_default"}


def _cells(column: Column) -> list[Any]:
    return [text_of(one) if isinstance(one, list) else one for one in column.cells]


def _rows(columns: tuple[Column, ...], size: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{} for _ in range(size)]
    for column in columns:
        for row, cell in zip(rows, _cells(column), strict=True):
            if cell is not None:
                row[column.heading] = cell
    return rows


def to_networkx(network: CollaborationNetwork) -> nx.Graph:
    """Return a `networkx.Graph`, or a `networkx.DiGraph` where there is direction.

    Raises
    ------
    DataError
        The reports are confidential.
    """
    import networkx as nx

    not_confidential(network, "a graph of its ties")
    page = page_of(network, node_words={"label", "id"}, tie_words={"source", "target"}, safe=False)
    graph = nx.DiGraph() if page.directed else nx.Graph()
    graph.graph.update({"name": network.name, CARD: dump_json(page.card)})
    graph.add_nodes_from(zip(page.ids, _rows(page.nodes, len(page.ids)), strict=True))
    ids, rows = page.ids, _rows(page.ties, len(page.weights))
    graph.add_edges_from(
        (ids[s], ids[t], {"weight": weight, **row})
        for (s, t, weight), row in zip(page.pairs, rows, strict=True)
    )
    return graph


def from_networkx(graph: nx.Graph, *, directed: bool | None = None) -> CollaborationNetwork:
    """Return the network of a networkx graph; parallel ties are added up, and that is noted.

    Raises
    ------
    DataError
        A node that is no text or whole number, a weight that is no number of 0 or more.
    """
    said = {str(k): v for k, v in graph.graph.items() if k not in _OF_NETWORKX}
    source = "networkx graph"
    card = said.pop(CARD, None)
    name = said.pop("name", "")
    edges = [(a, b, row) for a, b, row in graph.edges(data=True)]
    columns = sorted({str(k) for *_, row in edges for k in row})
    ties = {k: [row.get(k) for *_, row in edges] for k in columns}
    keys = list(graph.nodes)
    names = sorted({str(k) for _, row in graph.nodes(data=True) for k in row})
    found = Found(
        source,
        keys=keys,
        left=[a for a, _, _ in edges],
        right=[b for _, b, _ in edges],
        weights=ties.pop("weight", None),
        nodes={k: [row.get(k) for _, row in graph.nodes(data=True)] for k in names},
        ties=ties,
        directed=graph.is_directed(),
        name=str(name or ""),
        attributes=said,
        card=None if card is None else checked_card(card, source),
    )
    return network_from(found, directed=directed)


def _igraph() -> Any:
    try:
        import igraph
    except ImportError as error:
        raise MissingPartError("igraph", "igraph") from error
    return igraph


def to_igraph(network: CollaborationNetwork) -> igraph.Graph:
    """Return an `igraph.Graph`; the ids are the vertices' ``name``, as text.

    Raises
    ------
    MissingPartError
        igraph is not installed.
    DataError
        The reports are confidential.
    """
    not_confidential(network, "a graph of its ties")
    library = _igraph()
    page = page_of(network, node_words={"name", "id"}, tie_words={"name"}, safe=False)
    ends = list(zip(page.sources.tolist(), page.targets.tolist(), strict=True))
    graph = library.Graph(n=len(page.ids), edges=ends, directed=page.directed)
    graph["name"], graph[CARD] = network.name, dump_json(page.card)
    graph.vs["name"] = list(page.labels)
    for column in page.nodes:
        graph.vs[column.heading] = _cells(column)
    graph.es["weight"] = list(page.weights)
    for column in page.ties:
        graph.es[column.heading] = _cells(column)
    return graph


def from_igraph(graph: igraph.Graph, *, directed: bool | None = None) -> CollaborationNetwork:
    """Return the network of an igraph graph; parallel ties are added up, and that is noted.

    Vertices go by their ``name``, else by their ``id``, else by number from 0.

    Raises
    ------
    DataError
        Two vertices of one name, a weight that is no number of 0 or more.
    """
    source = "igraph graph"
    said = {str(k): graph[k] for k in graph.attributes()}
    card = said.pop(CARD, None)
    nodes = {k: list(graph.vs[k]) for k in sorted(graph.vs.attributes())}
    ties = {k: list(graph.es[k]) for k in sorted(graph.es.attributes())}
    key = next((k for k in ("name", "id") if k in nodes), None)
    keys = list(range(graph.vcount())) if key is None else nodes.pop(key)
    if any(one is None for one in keys):
        raise DataError("a vertex has no name", source=source, field=key)
    edges = graph.get_edgelist()
    found = Found(
        source,
        keys=keys,
        left=[keys[a] for a, _ in edges],
        right=[keys[b] for _, b in edges],
        weights=ties.pop("weight", None),
        nodes=nodes,
        ties=ties,
        directed=graph.is_directed(),
        name=str(said.pop("name", None) or ""),
        attributes=said,
        card=None if card is None else checked_card(card, source),
    )
    return network_from(found, directed=directed)


def to_frames(network: CollaborationNetwork) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two frames: ties (``source, target, weight`` and attributes) and nodes by ``id``.

    Unlike `CollaborationNetwork.edge_frame` they hold simple cells, and the card in ``attrs``,
    so that `from_frames` makes the same network of them.

    Raises
    ------
    DataError
        The reports are confidential.
    """
    import pandas as pd

    not_confidential(network, "a table of ties")
    page = page_of(network, node_words={"id"}, tie_words={"source", "target"}, safe=False)

    def column(cells: list[Any]) -> pd.Series[Any]:
        return pd.Series(cells, dtype=object if None in cells else None)

    ids = pd.Series(list(page.ids), dtype=object)
    ties = pd.DataFrame(
        {
            "source": ids.to_numpy()[page.sources],
            "target": ids.to_numpy()[page.targets],
            "weight": list(page.weights),
            **{one.heading: column(_cells(one)) for one in page.ties},
        }
    )
    nodes = pd.DataFrame({one.heading: column(_cells(one)) for one in page.nodes})
    nodes.index = pd.Index(list(page.ids), name="id", dtype=None if page.ids else object)
    ties.attrs[CARD] = nodes.attrs[CARD] = dump_json(page.card)
    return ties, nodes


def from_frames(
    ties: pd.DataFrame, nodes: pd.DataFrame | None = None, *, directed: bool | None = None
) -> CollaborationNetwork:
    """Return the network of a frame of ties, and of a frame of nodes by their index.

    Their ids stand in a column ``id`` where the rows are but numbered. A node column ``group``
    gives the groups, ``answered`` (yes or no) who answered. Frames that `to_frames`
    made come back as they were; of others see `CollaborationNetwork.from_edges`.

    Raises
    ------
    DataError
        A tie, a weight or an id that cannot be read.
    """
    from sap_match.graph.exchange.values import plain

    source = "frame of ties"
    names = [str(one) for one in ties.columns]
    if len(names) < 2:
        raise DataError("needs two columns, source and target", source=source)
    pairs = (("source", "target"), ("from", "to"), ("from_id", "to_id"))
    first, second = next((p for p in pairs if set(p) <= set(names)), names[:2])

    def cells(frame: pd.DataFrame) -> dict[str, list[Any]]:
        held = {str(k): frame.iloc[:, at].tolist() for at, k in enumerate(frame.columns)}
        return {k: [None if _missing(one) else plain(one) for one in v] for k, v in held.items()}

    columns = cells(ties)
    card = ties.attrs.get(CARD) or (None if nodes is None else nodes.attrs.get(CARD))
    told = {} if nodes is None else cells(nodes)
    keys = None if nodes is None else nodes.index.tolist()
    if nodes is not None and card is None and is_numbered(nodes) and "id" in told:
        keys = told.pop("id")
    found = Found(
        source,
        survey=True,
        keys=keys,
        left=columns.pop(first),
        right=columns.pop(second),
        weights=columns.pop("weight", None),
        nodes=told,
        ties=columns,
        card=None if card is None or nodes is None else checked_card(card, source),
    )
    return network_from(found, directed=directed)


def _missing(value: Any) -> bool:
    """Whether pandas wrote this for nothing."""
    return value is None or type(value).__name__ in {"NAType", "NaTType"}
