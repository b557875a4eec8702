"""Doors out to networkx and igraph, and in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sap_match.errors import DataError, MissingPartError
from sap_match.model import Collaboration

if TYPE_CHECKING:
    import igraph
    import networkx as nx

    from sap_match.graph.network import Network

ORGANISATION = "organisation"
COLLABORATION = "collaboration"


def node_names(network: Network) -> tuple[list[str], list[str]]:
    """Return names of the nodes: the ids; a collaboration's is prefixed where both share one."""
    taken = set(network.ids)
    names = []
    for one in network.collaboration_ids:
        name = one
        while name in taken:
            name = f"{COLLABORATION}:{name}"
        taken.add(name)
        names.append(name)
    return list(network.ids), names


def _collaboration_attributes(network: Network, j: int) -> dict[str, str]:
    given = {
        "id": network.collaboration_ids[j],
        "mode": COLLABORATION,
        "kind": str(network.kinds[j]),
        "starts_on": str(network.starts[j]),
        "ends_on": str(network.ends[j]),
    }
    return {name: value for name, value in given.items() if value != "NaT"}


def to_networkx(network: Network, attributes: Mapping[str, Mapping[str, Any]]) -> nx.Graph:
    """Return the two-mode network as a `networkx.Graph`.

    Organisations and collaborations are nodes with ``mode``, ``id`` and
    ``bipartite`` (0 and 1); memberships are edges. ``attributes`` adds what is known
    about organisations, by id. Dates are ISO text, absent where unknown, so that
    the graph can be written as GraphML or GEXF.
    """
    import networkx as nx

    organisations, collaborations = node_names(network)
    graph = nx.Graph(as_of=network.as_of.isoformat())
    for one in organisations:
        more = dict(attributes.get(one, {}))
        graph.add_node(one, **{**more, "id": one, "mode": ORGANISATION, "bipartite": 0})
    for j, name in enumerate(collaborations):
        graph.add_node(name, **_collaboration_attributes(network, j), bipartite=1)
        for i in network.members[network.indptr[j] : network.indptr[j + 1]].tolist():
            graph.add_edge(organisations[i], name)
    return graph


def to_igraph(network: Network, attributes: Mapping[str, Mapping[str, Any]]) -> igraph.Graph:
    """Return the two-mode network as an `igraph.Graph`, ``type`` True for collaborations.

    Raises
    ------
    MissingPartError
        igraph is not installed.
    """
    try:
        import igraph
    except ImportError as error:
        raise MissingPartError("igraph", "igraph") from error
    organisations, collaborations = node_names(network)
    graph = igraph.Graph(n=len(organisations) + len(collaborations))
    graph["as_of"] = network.as_of.isoformat()
    given = [
        {**dict(attributes.get(one, {})), "id": one, "mode": ORGANISATION} for one in organisations
    ]
    given += [_collaboration_attributes(network, j) for j in range(len(collaborations))]
    graph.vs["name"] = organisations + collaborations
    graph.vs["type"] = [False] * len(organisations) + [True] * len(collaborations)
    for field in sorted({name for one in given for name in one}):
        graph.vs[field] = [one.get(field) for one in given]
    graph.add_edges(
        [
            (i, len(organisations) + j)
            for j in range(len(collaborations))
            for i in network.members[network.indptr[j] : network.indptr[j + 1]].tolist()
        ]
    )
    return graph


def from_networkx(
    graph: nx.Graph,
) -> tuple[list[str], list[Collaboration], dict[str, list[str]]]:
    """Return organisation ids, collaborations and members of a two-mode graph.

    Raises
    ------
    DataError
        A node without ``mode``, a collaboration without ``kind``, or an edge that
        joins two nodes of one mode: the two sides are never guessed.
    """
    organisations: dict[Any, str] = {}
    collaborations: dict[Any, Collaboration] = {}
    for node, data in graph.nodes(data=True):
        mode = data.get("mode")
        if mode == ORGANISATION:
            organisations[node] = str(data.get("id", node))
        elif mode == COLLABORATION and data.get("kind"):
            collaborations[node] = Collaboration(
                id=str(data.get("id", node)),
                kind=data["kind"],
                starts_on=data.get("starts_on"),
                ends_on=data.get("ends_on"),
            )
        else:
            raise DataError(
                "a node needs the attribute mode, 'organisation' or 'collaboration' "
                "(the latter with a kind)",
                field="node",
                value=node,
            )
    members: dict[str, list[str]] = {c.id: [] for c in collaborations.values()}
    for a, b in graph.edges():
        left, right = (a, b) if a in organisations else (b, a)
        if left not in organisations or right not in collaborations:
            raise DataError(
                "an edge joins an organisation to a collaboration", field="edge", value=(a, b)
            )
        members[collaborations[right].id].append(organisations[left])
    return list(organisations.values()), list(collaborations.values()), members
