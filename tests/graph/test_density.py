import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.graph.adjacency import collapsed, from_edges, groups_of, membership, weighted
from sap_match.graph.density import (
    density,
    group_density,
    outside_density,
    reciprocity,
    transitivity,
    two_mode_density,
)
from sap_match.graph.figure import Figure


def random_network(seed, n=12, p=0.3, directed=False):
    graph = nx.gnp_random_graph(n, p, seed=seed, directed=directed)
    return graph, from_edges(n, graph.edges(), directed=directed)


class TestFigure:
    def test_it_is_a_float_that_knows_its_denominator(self):
        figure = Figure.ratio(3, 4, definition="d", note="n")
        assert figure == 0.75
        assert f"{figure:.1%}" == "75.0%"
        assert (figure.numerator, figure.denominator) == (3, 4)
        assert (figure.definition, figure.note) == ("d", "n")

    def test_nothing_to_measure_is_not_zero(self):
        assert math.isnan(Figure.ratio(0, 0, definition="d"))


class TestAdjacency:
    def test_self_ties_and_double_ties_count_once_or_not_at_all(self):
        ties = from_edges(3, [(0, 1), (0, 1), (1, 0), (2, 2)])
        assert ties.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]

    @pytest.mark.parametrize(
        ("ties", "words"),
        [
            (np.ones((2, 3)), "square"),
            (np.array([[0, -1], [1, 0]]), "0 or more"),
            (np.array([[0, np.nan], [1, 0]]), "0 or more"),
        ],
    )
    def test_what_is_no_network_says_so(self, ties, words):
        with pytest.raises(DataError, match=words):
            weighted(ties)

    def test_an_edge_out_of_the_network_says_so(self):
        with pytest.raises(DataError, match="positions go from 0 to 1"):
            from_edges(2, [(0, 2)])

    def test_labels_must_fit(self):
        with pytest.raises(DataError, match="got 1 labels for 2 nodes"):
            groups_of(["a"], 2)


class TestDensity:
    @pytest.mark.parametrize("seed", range(3))
    @pytest.mark.parametrize("directed", [False, True])
    def test_it_is_networkx(self, seed, directed):
        graph, ties = random_network(seed, directed=directed)
        assert density(ties, directed=directed) == pytest.approx(nx.density(graph), abs=1e-12)

    @pytest.mark.parametrize("n", [0, 1])
    def test_fewer_than_two_have_none(self, n):
        assert math.isnan(density(np.zeros((n, n))))
        assert math.isnan(density(np.zeros((n, n)), directed=True))

    def test_the_same_five_under_three_names(self):
        """Plain .30, two-mode .50, projected .33: three denominators, three names."""
        incidence = np.array([[1, 0], [1, 1], [0, 0]])
        whole = np.zeros((5, 5))
        whole[:3, 3:] = incidence
        assert density(whole) == 0.3
        assert two_mode_density(incidence) == 0.5
        assert density(incidence @ incidence.T) == pytest.approx(1 / 3)

    def test_observed_dyads_only_by_hand(self):
        ties = from_edges(4, [(0, 1), (2, 3)])
        answered = np.array([True, True, False, False])
        found = density(ties, observed=answered)
        assert (found.numerator, found.denominator) == (1, 5)  # 2-3 was asked of nobody
        assert "2 of 4 answered" in found.note
        found = density(ties, directed=True, observed=answered)
        assert (found.numerator, found.denominator) == (2, 6)

    def test_nobody_answered(self):
        assert math.isnan(density(np.ones((3, 3)), observed=np.zeros(3, dtype=bool)))

    @given(st.integers(0, 1000), st.integers(2, 9))
    def test_a_network_and_its_complement_fill_all_pairs(self, seed, n):
        _, ties = random_network(seed, n=n)
        other = 1 - ties.toarray()
        assert density(ties) + density(other) == pytest.approx(1)


class TestGroups:
    def test_by_hand_with_an_overlap(self):
        ties = from_edges(4, [(0, 1), (1, 2), (2, 3)])
        members = np.array([[1, 0], [1, 1], [0, 1], [0, 0]])  # node 1 in both, node 3 in none
        got = group_density(ties, members, ("x", "y"))
        assert got.ties.tolist() == [[2, 2], [2, 2]]
        assert got.possible.tolist() == [[2, 3], [3, 2]]  # 2 x 2 less node 1 with itself
        found, possible = outside_density(ties, members)
        assert found.tolist() == [1, 2]  # x: 1-2; y: 0-1 and 2-3
        assert possible.tolist() == [4, 4]

    @given(st.integers(0, 1000), st.lists(st.sampled_from("xyz"), min_size=8, max_size=8))
    @settings(max_examples=40)
    def test_groups_that_part_the_nodes_add_up_to_the_whole(self, seed, labels):
        _, ties = random_network(seed, n=8)
        groups, codes = groups_of(labels, 8)
        members = membership(codes, len(groups))
        got = group_density(ties, members, groups)
        assert got.ties.sum() == collapsed(ties).nnz
        assert got.possible.sum() == 8 * 7
        found, possible = outside_density(ties, members)
        across = got.ties.sum(axis=1) - np.diag(got.ties)
        np.testing.assert_allclose(found, across)
        np.testing.assert_allclose(possible, got.possible.sum(axis=1) - np.diag(got.possible))

    def test_a_group_of_one_has_no_density_within(self):
        got = group_density(from_edges(2, [(0, 1)]), np.array([[1, 0], [0, 1]]), ("x", "y"))
        assert np.isnan(np.diag(got.density)).all()
        assert got.density[0, 1] == 1


class TestOthers:
    @pytest.mark.parametrize("seed", range(3))
    def test_reciprocity_and_transitivity_are_networkx(self, seed):
        graph, ties = random_network(seed, directed=True)
        assert reciprocity(ties) == pytest.approx(nx.reciprocity(graph))
        graph, ties = random_network(seed)
        assert transitivity(ties) == pytest.approx(nx.transitivity(graph))

    def test_empty(self):
        assert math.isnan(reciprocity(np.zeros((3, 3))))
        assert math.isnan(transitivity(np.zeros((3, 3))))
        assert math.isnan(two_mode_density(np.zeros((3, 0))))
