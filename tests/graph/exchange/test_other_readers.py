"""networkx and igraph read what is written, and what they write is read."""

from pathlib import Path

import networkx as nx
import pytest

from sap_match.graph import CollaborationNetwork
from sap_match.graph.exchange import read_network, write_network
from tests.graph.exchange.networks import partnership

igraph = pytest.importorskip("igraph")

LABELS = ["Ash Trust", "Beech 'House'", "Cedar, Elm & Co", "7"]


@pytest.fixture
def net() -> CollaborationNetwork:
    return partnership()


def test_networkx_reads_graphml(net, tmp_path: Path):
    write_network(net, tmp_path / "n.graphml")
    graph = nx.read_graphml(tmp_path / "n.graphml")
    assert list(graph) == [str(one) for one in net.ids]
    assert graph.nodes["Ash Trust"] == {
        "group": "voluntary",
        "answered": True,
        "any": "1",
        "charity": True,
        "income": 1.5,
        "name": "Ash",
        "seen": "2026-11-01T09:30:00",
        "since": "2020-02-29",
        "staff": 3,
        "tags": '["food", "warm spaces"]',
    }
    assert graph.edges["Ash Trust", 'Beech "House"'] == {
        "weight": 2.0,
        "joint": 2,
        "kind": "partnership",
    }


def test_networkx_writes_again_what_it_read_and_nothing_is_lost(net, tmp_path: Path):
    write_network(net, tmp_path / "n.graphml")
    nx.write_graphml(nx.read_graphml(tmp_path / "n.graphml"), tmp_path / "again.graphml")
    assert read_network(tmp_path / "again.graphml") == net
    nx.write_graphml(net.to_networkx(), tmp_path / "direct.graphml")
    assert read_network(tmp_path / "direct.graphml") == net


def test_igraph_reads_graphml(net, tmp_path: Path):
    write_network(net, tmp_path / "n.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml"))
    # igraph leaves "&amp;" in ids half read; elsewhere it reads it whole
    assert [one.replace("&#38;", "&") for one in graph.vs["id"]] == [str(one) for one in net.ids]
    assert graph.vs["group"][:2] == ["voluntary", "public"]
    assert graph.vs["name"][1] == "Beech\nHouse"
    assert graph.es["weight"] == [2.0, 0.5]
    assert not graph.is_directed()


def test_a_network_comes_back_through_files_of_igraph(tmp_path: Path):
    net = CollaborationNetwork.from_edges(
        [(1, 2, 0.5), (2, 3, 2)], groups={1: "a & b", 2: "c"}, directed=True, name="Here"
    )
    write_network(net, tmp_path / "n.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "n.graphml"))
    graph.write_graphml(str(tmp_path / "i.graphml"))
    assert read_network(tmp_path / "i.graphml").edge_frame().equals(net.edge_frame())
    net.to_igraph().write_graphml(str(tmp_path / "j.graphml"))
    back = read_network(tmp_path / "j.graphml")
    assert back.edge_frame().equals(net.edge_frame())
    assert back.groups[:2] == ("a & b", "c")


def test_what_igraph_writes_as_graphml_is_read_by_its_names(tmp_path: Path):
    graph = igraph.Graph([(0, 1), (1, 2), (1, 2)], directed=True)
    graph.vs["name"] = ["a", "b", "c"]
    graph.vs["size"] = [1, 2.5, 3]
    graph.es["weight"] = [1, 2, 3]
    graph.write_graphml(str(tmp_path / "i.graphml"))
    net = read_network(tmp_path / "i.graphml")
    assert net.ids == ("a", "b", "c")
    assert net.node_attributes == {"size": (1.0, 2.5, 3.0)}
    assert net.weights.tolist() == [1.0, 5.0]
    assert net.notes == ("1 repeated tie added up",)
    assert net.directed


def test_networkx_reads_gexf(net, tmp_path: Path):
    write_network(net, tmp_path / "n.gexf")
    graph = nx.read_gexf(tmp_path / "n.gexf")
    assert list(graph) == [str(one) for one in net.ids]
    assert graph.nodes["Ash Trust"]["label"] == "Ash"
    assert graph.nodes["Ash Trust"]["staff"] == 3
    assert graph.nodes["7"]["label"] == "7"
    assert graph.edges["Ash Trust", 'Beech "House"']["weight"] == 2.0
    assert graph.edges["Ash Trust", 'Beech "House"']["kind_2"] == "partnership"


@pytest.mark.parametrize("version", ["1.1draft", "1.2draft", "1.3"])
def test_what_networkx_writes_as_gexf_is_read(version, tmp_path: Path):
    graph = nx.DiGraph(name="there")
    graph.add_node("a", label="Ash", staff=3, group="voluntary")
    graph.add_node("b")
    graph.add_edge("a", "b", weight=2.5, since="2020", sure=True)
    nx.write_gexf(graph, tmp_path / "x.gexf", version=version)
    net = read_network(tmp_path / "x.gexf")
    assert (net.ids, net.directed, net.name) == (("a", "b"), True, "there")
    assert net.groups == ("voluntary", None)
    assert net.node_attributes == {"label": ("Ash", "b"), "staff": (3, None)}
    assert net.tie_attributes == {"since": ("2020",), "sure": (True,)}
    assert net.weights.tolist() == [2.5]


def test_networkx_and_igraph_read_pajek(net, tmp_path: Path):
    assert [p.name for p in write_network(net, tmp_path / "n.net")] == ["n.net", "n.clu"]
    graph = nx.read_pajek(tmp_path / "n.net")
    assert list(graph) == LABELS
    assert sorted(w for *_, w in graph.edges(data="weight")) == [0.5, 2.0]
    graph = igraph.Graph.Read_Pajek(str(tmp_path / "n.net"))
    assert graph.vs["name"] == LABELS
    assert graph.get_edgelist() == [(0, 1), (0, 2)]
    assert graph.es["weight"] == [2.0, 0.5]
    assert (tmp_path / "n.clu").read_text().splitlines() == [
        "% 1 business",
        "% 2 public",
        "% 3 voluntary",
        "*Vertices 4",
        "3",
        "2",
        "999999998",
        "1",
    ]


def test_what_networkx_and_igraph_write_as_pajek_is_read(tmp_path: Path):
    graph = nx.DiGraph()
    graph.add_edge("Ash Trust", "b", weight=2.0, kind="grant")
    graph.nodes["b"]["role"] = "town hall"
    nx.write_pajek(graph, tmp_path / "x.net")
    net = read_network(tmp_path / "x.net")
    assert (net.ids, net.directed) == (("Ash Trust", "b"), True)
    assert net.tie_attributes == {"kind": ("grant",)}
    assert net.node_attributes["role"] == (None, "town hall")
    other = igraph.Graph([(0, 1)])
    other.vs["name"] = ["Ash Trust", "b"]
    other.vs["id"] = ["Ash Trust", "b"]
    other.es["weight"] = [3.5]
    other.write_pajek(str(tmp_path / "i.net"))
    net = read_network(tmp_path / "i.net")
    assert (net.directed, net.weights.tolist()) == (False, [3.5])


def test_igraph_reads_dl(net, tmp_path: Path):
    write_network(net, tmp_path / "n.dl")
    graph = igraph.Graph.Read_DL(str(tmp_path / "n.dl"))
    assert graph.vs["name"] == ["Ash_Trust", "Beech_House", "Cedar_Elm_&_Co", "7"]
    assert sorted(graph.get_edgelist()) == [(0, 1), (0, 2), (1, 0), (2, 0)]
    assert graph.es["weight"] == [2.0, 2.0, 0.5, 0.5]


def test_parallel_ties_of_a_multigraph_are_added_up_and_said():
    graph = nx.MultiGraph([("a", "b", {"weight": 2}), ("b", "a", {"weight": 3}), ("c", "c")])
    net = CollaborationNetwork.from_networkx(graph)
    assert net.weights.tolist() == [5.0]
    assert net.notes == ("1 self-tie dropped", "1 repeated tie added up")


def test_a_networkx_graph_of_ones_own_is_read():
    graph = nx.karate_club_graph()
    net = CollaborationNetwork.from_networkx(graph)
    assert (len(net), net.size, net.name) == (34, 78, "Zachary's Karate Club")
    assert net.node_attributes["club"][0] == "Mr. Hi"
    assert net.ids[:2] == (0, 1)


def test_an_igraph_graph_of_ones_own_is_read():
    graph = igraph.Graph.Famous("Zachary")
    net = CollaborationNetwork.from_igraph(graph)
    assert (len(net), net.size, net.ids[:2]) == (34, 78, (0, 1))
