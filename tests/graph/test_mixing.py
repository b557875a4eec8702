import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph.adjacency import from_edges
from sap_match.graph.mixing import (
    assortativity,
    ei_index,
    ei_index_expected,
    ei_index_of_groups,
    mixing_matrix,
)


class TestMixing:
    def test_by_hand(self):
        ties = from_edges(4, [(0, 1), (1, 2), (2, 3), (0, 3)])
        got = mixing_matrix(ties, ["v", "v", "b", None])
        assert got.groups == ("b", "v")
        assert got.counts.tolist() == [[0, 1], [1, 2]]
        assert got.unknown == 2  # 2-3 and 0-3
        assert got.rates.tolist() == [[0, 0.25], [0.25, 0.5]]
        assert got.expected.tolist() == [[0.25, 0.75], [0.75, 2.25]]
        np.testing.assert_allclose(got.over_expected, [[0, 4 / 3], [4 / 3, 8 / 9]])

    def test_direction_is_kept_where_asked(self):
        ties = from_edges(2, [(0, 1)], directed=True)
        assert mixing_matrix(ties, ["x", "y"], directed=True).counts.tolist() == [[0, 1], [0, 0]]
        assert mixing_matrix(ties, ["x", "y"]).counts.tolist() == [[0, 1], [1, 0]]

    def test_without_ties_or_groups(self):
        assert np.isnan(mixing_matrix(np.zeros((2, 2)), ["x", "y"]).expected).all()
        assert mixing_matrix(np.ones((2, 2)), [None, None]).groups == ()
        assert mixing_matrix(np.zeros((0, 0)), []).counts.shape == (0, 0)


class TestEI:
    def test_all_across_and_all_within(self):
        assert ei_index(from_edges(2, [(0, 1)]), ["x", "y"]) == 1
        assert ei_index(from_edges(2, [(0, 1)]), ["x", "x"]) == -1
        assert math.isnan(ei_index(np.zeros((2, 2)), ["x", "y"]))

    def test_the_unknown_are_left_out_and_said(self):
        found = ei_index(from_edges(3, [(0, 1), (1, 2)]), ["x", "y", None])
        assert (found, found.denominator) == (1, 1)
        assert found.note == "1 ties left out: an end has no known group"

    def test_groups_by_hand(self):
        ties = from_edges(4, [(0, 1), (1, 2), (2, 3)])
        got = ei_index_of_groups(ties, ["x", "x", "x", "y"])
        assert got == {"x": pytest.approx(-1 / 3), "y": 1}

    @given(st.lists(st.sampled_from("xyz"), min_size=2, max_size=8))
    def test_what_sizes_give_is_the_index_of_the_complete_network(self, labels):
        n = len(labels)
        assert ei_index_expected(labels) == pytest.approx(ei_index(np.ones((n, n)), labels))


@given(st.integers(0, 1000), st.lists(st.sampled_from("xyz"), min_size=10, max_size=10))
@settings(max_examples=40, deadline=None)
def test_assortativity_is_networkx(seed, labels):
    for directed in (False, True):
        graph = nx.gnp_random_graph(10, 0.4, seed=seed, directed=directed)
        nx.set_node_attributes(graph, dict(enumerate(labels)), "g")
        ours = assortativity(
            from_edges(10, graph.edges(), directed=directed), labels, directed=directed
        )
        if graph.number_of_edges() and len(set(labels)) > 1 and not math.isnan(ours):
            theirs = nx.attribute_assortativity_coefficient(graph, "g")
            assert ours == pytest.approx(theirs, abs=1e-9)
        assert math.isnan(ours) or -1 - 1e-9 <= ours <= 1 + 1e-9
