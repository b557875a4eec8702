"""What one organisation's leaving cuts, and what a tie would mend, against leaving each in turn."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph.adjacency import from_edges
from sap_match.graph.blocks import mended, stations


def joined(graph: nx.Graph) -> int:
    """Pairs that some path joins."""
    return sum(len(part) * (len(part) - 1) // 2 for part in nx.connected_components(graph))


def cut_by(graph: nx.Graph, one: int) -> int:
    """Pairs of others that are joined, and are not when one leaves."""
    without = graph.copy()
    without.remove_node(one)
    part = len(nx.node_connected_component(graph, one))
    return joined(graph) - (part - 1) - joined(without)


def graph_of(n: int, edges: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((a % n, b % n) for a, b in edges if a % n != b % n)
    return graph


QUICK = settings(deadline=None)
EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=16)


@QUICK
@given(st.integers(1, 10), EDGES)
def test_damage_is_that_of_leaving_each_in_turn(n: int, edges: list[tuple[int, int]]):
    graph = graph_of(n, edges)
    tree = stations(from_edges(n, graph.edges))
    assert tree.damage.tolist() == [cut_by(graph, one) for one in range(n)]


@QUICK
@given(st.integers(2, 9), EDGES)
def test_what_a_tie_mends_is_what_adding_it_mends(n: int, edges: list[tuple[int, int]]):
    graph = graph_of(n, edges)
    tree = stations(from_edges(n, graph.edges))
    asked = np.unique(tree.of[tree.of >= 0])
    found = mended(tree, asked)
    before = sum(cut_by(graph, one) for one in graph)
    for a, b in nx.non_edges(graph):
        if not nx.has_path(graph, a, b):
            continue
        i, j = np.searchsorted(asked, tree.of[[a, b]])
        with_it = graph.copy()
        with_it.add_edge(a, b)
        assert found[i, j] == before - sum(cut_by(with_it, one) for one in graph)


def test_a_long_path_needs_no_deep_recursion():
    n = 5_000
    tree = stations(from_edges(n, [(i, i + 1) for i in range(n - 1)]))
    middle = n // 2
    assert tree.damage[middle] == middle * (n - 1 - middle)
    assert tree.damage[0] == 0


@pytest.mark.parametrize("n", [0, 1, 3])
def test_without_ties_nothing_hangs_on_anybody(n: int):
    tree = stations(from_edges(n, []))
    assert tree.of.tolist() == [-1] * n
    assert tree.damage.sum() == 0
