import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import (
    CollaborationNetwork,
    bridges,
    components,
    cut_points,
    from_edges,
    largest_part,
    number_of_parts,
    parts,
)
from sap_match.graph.depth_first import walk
from sap_match.graph.missing import bounds

TWO_TRIANGLES = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]


@st.composite
def networks(draw, *, directed=False, most=9):
    """A 0/1 matrix without self-ties."""
    n = draw(st.integers(1, most))
    cells = draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=float).reshape(n, n)
    np.fill_diagonal(matrix, 0)
    return matrix if directed else np.triu(matrix) + np.triu(matrix).T


class TestByHand:
    def test_two_triangles_and_a_bridge(self):
        ties = from_edges(6, TWO_TRIANGLES)
        assert cut_points(ties) == (2, 3)
        assert bridges(ties) == ((2, 3),)
        assert components(ties).tolist() == [0] * 6

    def test_organisations_are_named_by_their_ids(self):
        net = CollaborationNetwork.from_edges(
            [("Yew", "Elm"), ("Elm", "Ash")], nodes=["Yew", "Elm", "Oak", "Ash"]
        )
        assert cut_points(net) == ("Elm",)
        assert bridges(net) == (("Yew", "Elm"), ("Elm", "Ash"))
        assert parts(net).to_dict("index") == {
            "Yew": {"part": 0, "part_size": 3},
            "Elm": {"part": 0, "part_size": 3},
            "Oak": {"part": 1, "part_size": 1},
            "Ash": {"part": 0, "part_size": 3},
        }

    def test_parts_as_figures(self):
        net = CollaborationNetwork.from_edges([(0, 1), (1, 2), (3, 4)], 7)
        found = largest_part(net)
        assert (found.numerator, found.denominator) == (3, 7)
        assert "4 parts" in found.note
        assert number_of_parts(net) == 4

    @pytest.mark.parametrize("n", [0, 1, 2, 3])
    def test_nobody_has_a_tie(self, n):
        none = np.zeros((n, n))
        assert components(none).tolist() == list(range(n))
        assert cut_points(none) == bridges(none) == ()
        assert number_of_parts(none) == n
        assert largest_part(none) == (1 / n if n else pytest.approx(np.nan, nan_ok=True))
        assert len(parts(none)) == n


@given(networks())
@settings(max_examples=100, deadline=None)
def test_networkx_says_the_same(matrix):
    graph = nx.from_numpy_array(matrix)
    label = components(matrix)
    for part in nx.connected_components(graph):
        assert len({int(label[i]) for i in part}) == 1
    assert len(set(label.tolist())) == nx.number_connected_components(graph)
    sizes = np.bincount(label).tolist()
    assert sizes == sorted(sizes, reverse=True)
    assert cut_points(matrix) == tuple(sorted(nx.articulation_points(graph)))
    assert bridges(matrix) == tuple(sorted((min(e), max(e)) for e in nx.bridges(graph)))


@given(networks(directed=True))
@settings(max_examples=40, deadline=None)
def test_direction_is_dropped(matrix):
    both = np.maximum(matrix, matrix.T)
    assert cut_points(matrix) == cut_points(both)
    assert bridges(matrix) == bridges(both)
    assert components(matrix).tolist() == components(both).tolist()


@given(networks(), networks())
@settings(max_examples=30, deadline=None)
def test_two_networks_side_by_side(one, other):
    n = len(one)
    side = np.zeros((n + len(other),) * 2)
    side[:n, :n], side[n:, n:] = one, other
    assert number_of_parts(side) == number_of_parts(one) + number_of_parts(other)
    assert cut_points(side) == (*cut_points(one), *(n + i for i in cut_points(other)))


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_walk_is_one_of_depth_first(matrix):
    """Every tie joins one with somebody above it, and subtrees are runs of numbers."""
    found = walk(from_edges(len(matrix), np.argwhere(matrix).tolist()))
    assert sorted(found.order.tolist()) == list(range(len(matrix)))
    for a, b in np.argwhere(matrix):
        low, high = sorted((found.number[a], found.number[b]))
        assert high < low + found.size[low]


class TestMissing:
    NET = CollaborationNetwork.from_edges([("A", "B")], nodes=list("ABCD"), answered=["A", "B"])

    def test_parts_have_exact_bounds(self):
        found = number_of_parts(self.NET)
        assert (found, found.bounds.low, found.bounds.high) == (3, 2, 3)
        share = largest_part(self.NET)
        assert (share.bounds.low, share.bounds.high) == (0.5, 0.5)

    @pytest.mark.parametrize("measure", [largest_part, number_of_parts])
    @pytest.mark.parametrize("directed", [False, True])
    @pytest.mark.parametrize("told", [["A", "B"], ["A", "B", "C"]])
    def test_the_formula_is_what_every_filling_gives(self, measure, directed, told):
        net = CollaborationNetwork.from_edges(
            [("A", "B"), ("C", "D")], list("ABCD"), directed=directed, answered=told
        )
        if net.missing_dyads:
            assert measure(net).bounds == bounds(net, measure, most=9)
        else:
            assert measure(net).bounds is None
