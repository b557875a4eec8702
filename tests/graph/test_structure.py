import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import centrality, cores, hierarchy, structure
from sap_match.graph import holes as holes_of
from sap_match.graph.adjacency import from_edges

STAR = from_edges(5, [(0, i) for i in range(1, 5)])
TWO_TRIANGLES = from_edges(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)])


@st.composite
def networks(draw, *, directed=False, most=9):
    """A 0/1 matrix without self-ties."""
    n = draw(st.integers(1, most))
    cells = draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=float).reshape(n, n)
    np.fill_diagonal(matrix, 0)
    return matrix if directed else np.triu(matrix) + np.triu(matrix).T


def graph_of(matrix, directed=False):
    return nx.from_numpy_array(np.asarray(matrix), create_using=nx.DiGraph if directed else None)


class TestHand:
    def test_two_triangles_and_a_bridge(self):
        assert structure.cut_points(TWO_TRIANGLES) == (2, 3)
        assert structure.bridges(TWO_TRIANGLES) == ((2, 3),)
        assert cores.coreness(TWO_TRIANGLES).tolist() == [2] * 6
        assert structure.components(TWO_TRIANGLES).tolist() == [0] * 6
        assert centrality.betweenness(TWO_TRIANGLES).tolist() == [0, 0, 6, 6, 0, 0]

    def test_a_star_is_wholly_centralised(self):
        assert centrality.degree_centralisation(STAR) == 1
        assert centrality.betweenness_centralisation(STAR) == 1
        holes = holes_of.structural_holes(STAR)
        assert holes.effective_size.tolist() == [4, 1, 1, 1, 1]
        assert holes.efficiency.tolist() == [1] * 5
        assert holes.constraint.tolist() == [0.25, 1, 1, 1, 1]

    def test_a_complete_network_has_no_holes(self):
        holes = holes_of.structural_holes(np.ones((4, 4)))
        np.testing.assert_allclose(holes.effective_size, 1)
        np.testing.assert_allclose(holes.constraint, 3 * (1 / 3 + 2 / 9) ** 2)

    def test_empty(self):
        for n in range(3):
            none = np.zeros((n, n))
            assert cores.coreness(none).tolist() == [0] * n
            assert structure.components(none).tolist() == list(range(n))
            assert structure.cut_points(none) == ()
            assert np.isnan(holes_of.structural_holes(none).constraint).all()
            assert math.isnan(centrality.degree_centralisation(none))
            assert math.isnan(centrality.betweenness_centralisation(none))
            assert math.isnan(hierarchy.hierarchy(none))
            assert math.isnan(hierarchy.lubness(none))


@given(networks())
@settings(max_examples=60, deadline=None)
def test_networkx_says_the_same(matrix):
    graph = graph_of(matrix)
    n = len(matrix)
    assert cores.coreness(matrix).tolist() == [nx.core_number(graph)[i] for i in range(n)]
    label = structure.components(matrix)
    for part in nx.connected_components(graph):
        assert len({int(label[i]) for i in part}) == 1
    assert len(set(label.tolist())) == nx.number_connected_components(graph)
    sizes = np.bincount(label).tolist()
    assert sizes == sorted(sizes, reverse=True)
    effective = nx.effective_size(graph)
    np.testing.assert_allclose(
        holes_of.structural_holes(matrix).effective_size,
        [effective[i] for i in range(n)],
        atol=1e-12,
    )


@pytest.mark.parametrize("directed", [False, True])
def test_igraph_has_the_same_constraint(directed):
    igraph = pytest.importorskip("igraph")
    for seed in range(8):
        graph = nx.gnp_random_graph(14, 0.18, seed=seed, directed=directed)  # thin: two-step paths
        theirs = igraph.Graph(14, list(graph.edges()), directed=directed).constraint()
        ours = holes_of.structural_holes(from_edges(14, graph.edges(), directed=directed))
        np.testing.assert_allclose(ours.constraint, theirs, atol=1e-12, equal_nan=True)


@given(networks(directed=True, most=6))
@settings(max_examples=60, deadline=None)
def test_bounds_and_hand_made_hierarchy(matrix):
    for measure in (hierarchy.connectedness, hierarchy.hierarchy, hierarchy.lubness):
        value = measure(matrix)
        assert math.isnan(value) or 0 <= value <= 1
    value = hierarchy.efficiency(matrix)
    assert math.isnan(value) or -1e-12 <= value <= 1
    paths = dict(nx.all_pairs_shortest_path_length(graph_of(matrix, directed=True)))
    reach = hierarchy.reachable(matrix)
    for i in range(len(matrix)):
        assert set(np.flatnonzero(reach[i])) == set(paths[i])
