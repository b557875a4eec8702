"""Density, mean degree and strength: by hand, as published, and as networkx has them."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match import graph
from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import CollaborationNetwork, Figure
from sap_match.graph.adjacency import collapsed, from_edges, groups_of, membership, weighted
from sap_match.graph.density import (
    density,
    mean_degree,
    mean_strength,
    two_mode_density,
    valued_density,
)
from sap_match.graph.groups import group_density, members, outside_density

net = CollaborationNetwork.from_edges


def random_network(seed, n=12, p=0.3, directed=False):
    made = nx.gnp_random_graph(n, p, seed=seed, directed=directed)
    return made, net(made.edges(), nodes=n, directed=directed)


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
        made, ours = random_network(seed, directed=directed)
        assert density(ours) == pytest.approx(nx.density(made), abs=1e-12)
        matrix = nx.to_numpy_array(made, nodelist=range(12))
        assert density(matrix) == density(ours)

    @pytest.mark.parametrize("n", [0, 1])
    @pytest.mark.parametrize("directed", [False, True])
    def test_fewer_than_two_have_none(self, n, directed):
        assert math.isnan(density(net([], nodes=n, directed=directed)))
        assert math.isnan(valued_density(net([], nodes=n, directed=directed)))

    def test_the_florentine_families(self):
        """Wasserman and Faust (1994), p. 129: sixteen families, marriage 0.167."""
        made = nx.florentine_families_graph()
        families = net(made.edges(), nodes=[*made.nodes, "Pucci"])
        found = density(families)
        assert (found.numerator, found.denominator) == (20, 120)
        assert round(found, 3) == 0.167
        assert mean_degree(families) == 2.5

    def test_the_same_five_under_three_names(self):
        """Plain .30, two-mode .50, projected .33: three denominators, three names."""
        incidence = np.array([[1, 0], [1, 1], [0, 0]])
        whole = np.zeros((5, 5))
        whole[:3, 3:] = incidence
        assert density(whole, directed=False) == 0.3
        assert two_mode_density(incidence) == 0.5
        assert density(incidence @ incidence.T) == pytest.approx(1 / 3)

    def test_direction_is_the_networks_own_unless_asked(self):
        pair = net([(0, 1)], nodes=2, directed=True)
        assert density(pair) == 0.5
        assert density(pair, directed=False) == 1
        assert density(net([(0, 1)]), directed=True) == 1

    def test_it_says_what_it_is_of(self):
        found = density(net([("a", "b")], nodes="abc", name="Here", boundary="all who met"))
        assert (found.name, found.n) == ("Density", 3)
        assert found.note == "n = 3; boundary: all who met; every pair taken as known"
        assert found.citation.startswith("Density: 0.333 (1 of 3), ties over possible pairs; n = 3")

    @given(st.integers(0, 1000), st.integers(2, 9), st.booleans())
    @settings(max_examples=40, deadline=None)
    def test_a_network_and_its_complement_fill_all_pairs(self, seed, n, directed):
        _, ours = random_network(seed, n=n, directed=directed)
        other = CollaborationNetwork.from_matrix(1 - ours.ties.toarray(), directed=directed)
        assert density(ours) + density(other) == pytest.approx(1)
        assert mean_degree(ours) + mean_degree(other) == pytest.approx(n - 1)

    @given(st.integers(0, 1000), st.integers(1, 6), st.integers(1, 6))
    @settings(max_examples=30, deadline=None)
    def test_side_by_side_ties_add_up(self, seed, n, m):
        (one, first), (two, second) = random_network(seed, n=n), random_network(seed + 1, n=m)
        both = density(net(nx.disjoint_union(one, two).edges(), nodes=n + m))
        assert both.numerator == first.size + second.size
        assert both.denominator == math.comb(n + m, 2)


class TestDegreeAndStrength:
    def test_mean_degree_by_hand(self):
        assert mean_degree(net([(0, 1), (1, 2)], nodes=4)) == 1
        assert mean_degree(net([(0, 1), (1, 0), (1, 2)], nodes=4, directed=True)) == 0.75
        assert mean_degree(net([], nodes=1)) == 0
        assert math.isnan(mean_degree(net([], nodes=0)))

    def test_strength_is_of_ties_and_valued_density_of_pairs(self):
        found = net([("a", "b", 4), ("b", "c", 1)], nodes="abcd")
        assert mean_strength(found) == 2.5
        assert valued_density(found) == pytest.approx(5 / 6)
        assert valued_density(found) == pytest.approx(mean_strength(found) * density(found))
        assert math.isnan(mean_strength(net([], nodes=3)))
        there = net([("a", "b", 4), ("b", "a", 1)], directed=True)
        assert (valued_density(there), mean_strength(there)) == (2.5, 2.5)

    def test_a_scale_holds_all_ties(self):
        with pytest.raises(DataError, match="ties weigh 1 to 4; give a scale that holds them"):
            mean_strength(net([("a", "b", 4), ("b", "c", 1)]), scale=(1, 3))


PATH = net([(0, 1), (1, 2), (2, 3)])


class TestGroups:
    def test_by_hand_with_an_overlap(self):
        held = np.array([[1, 0], [1, 1], [0, 1], [0, 0]])  # node 1 in both, node 3 in none
        got = group_density(PATH, held, ("x", "y"))
        assert got.ties.tolist() == [[2, 2], [2, 2]]
        assert got.possible.tolist() == [[2, 3], [3, 2]]  # 2 x 2 less node 1 with itself
        found, possible = outside_density(PATH, held)
        assert found.tolist() == [1, 2]  # x: 1-2; y: 0-1 and 2-3
        assert possible.tolist() == [4, 4]
        listed = group_density(PATH, {0: "x", 1: {"y", "x"}, 2: "y"})
        assert listed.ties.tolist() == got.ties.tolist()
        assert listed.possible.tolist() == got.possible.tolist()
        assert outside_density(PATH, ["x", ("x", "y"), "y", None])[0].tolist() == [1, 2]

    @given(st.integers(0, 1000), st.lists(st.sampled_from("xyz"), min_size=8, max_size=8))
    @settings(max_examples=40, deadline=None)
    def test_groups_that_part_the_nodes_add_up_to_the_whole(self, seed, labels):
        _, ours = random_network(seed, n=8)
        groups, codes = groups_of(labels, 8)
        got = group_density(ours, membership(codes, len(groups)), groups)
        assert got.ties.sum() == collapsed(ours.ties).nnz
        assert got.possible.sum() == 8 * 7
        found, possible = outside_density(ours, labels)
        across = got.ties.sum(axis=1) - np.diag(got.ties)
        np.testing.assert_allclose(found, across)
        np.testing.assert_allclose(possible, got.possible.sum(axis=1) - np.diag(got.possible))

    @pytest.mark.parametrize("told_by", ["either", "both"])
    @pytest.mark.parametrize("seed", range(4))
    def test_pairs_with_outside_are_those_that_are_known(self, seed, told_by):
        made = nx.gnp_random_graph(9, 0.4, seed=seed)
        rng = np.random.default_rng(seed)
        labels = rng.choice(["x", "y", None], 9, p=[0.4, 0.4, 0.2]).tolist()
        answered = rng.random(9) < 0.6
        ours = CollaborationNetwork.from_matrix(nx.to_numpy_array(made), groups=labels)
        ours = ours.__class__(**{**vars_of(ours), "answered": answered, "told_by": told_by})
        found, possible = outside_density(ours)
        for g, group in enumerate("xy"):
            inside = [i for i in range(9) if labels[i] == group]
            outside = [i for i in range(9) if labels[i] != group]
            both = told_by == "both"
            how = all if both else any
            known = [(i, j) for i in inside for j in outside if how((answered[i], answered[j]))]
            assert possible[g] == len(known)
            assert found[g] == sum(made.has_edge(i, j) for i, j in known)

    def test_a_group_of_one_has_no_density_within(self):
        got = group_density(net([(0, 1)]), ["x", "y"])
        assert np.isnan(np.diag(got.density)).all()
        assert got.density[0, 1] == 1
        assert math.isnan(got.figure("x"))
        assert got.figure("x", "y") == 1

    def test_figures_count_pairs_once_and_say_of_what(self):
        got = group_density(PATH, ["x", "x", "y", "y"])
        within, between = got.figure("x"), got.figure("x", "y")
        assert (within.numerator, within.denominator, within.n) == (1, 1, 2)
        assert (between.numerator, between.denominator, between.n) == (1, 4, 4)
        assert within.name == "Density within x"
        assert "n = 4; boundary: not said" in between.note
        with pytest.raises(UnknownIdError, match="z"):
            got.figure("z")

    def test_direction_tells_from_and_to_apart(self):
        ours = net([("a", "b")], groups={"a": "x", "b": "y"}, directed=True)
        got = group_density(ours)
        assert (got.figure("x", "y"), got.figure("y", "x")) == (1, 0)
        assert group_density(ours, directed=False).figure("y", "x") == 1

    def test_as_a_frame_each_two_groups_stand_once(self):
        frame = group_density(PATH, ["x", "x", "y", "y"]).to_frame()
        assert frame[["group", "other", "ties", "possible", "density"]].to_numpy().tolist() == [
            ["x", "x", 1, 1, 1],
            ["x", "y", 1, 4, 0.25],
            ["y", "y", 1, 1, 1],
        ]
        assert len(group_density(PATH, list("xxyy"), directed=True).to_frame()) == 4

    def test_bounds_stand_beside_every_cell(self):
        ours = net([(0, 1)], nodes=4, groups=list("xxyy"), answered=[0, 1])
        got = group_density(ours)
        assert got.low.tolist() == [[1, 0], [0, 0]]
        assert got.high.tolist() == [[1, 0], [0, 1]]
        assert math.isnan(got.figure("y"))
        assert (got.figure("y").bounds.low, got.figure("y").bounds.high) == (0, 1)

    def test_nobody_in_any_group(self):
        assert group_density(PATH, [None] * 4).density.shape == (0, 0)
        assert group_density(net([], nodes=0), []).to_frame().empty
        assert members(PATH, [(), None, [None], []])[0] == ()

    @pytest.mark.parametrize(
        ("groups", "names", "words"),
        [
            (np.ones((3, 1)), ("x",), "membership of 4 nodes in 1 groups"),
            ([["x"], "y"], None, "got 2 labels for 4 nodes"),
            (["x"], None, "got 1 labels for 4 nodes"),
            (None, None, "the network has no groups"),
        ],
    )
    def test_groups_must_fit(self, groups, names, words):
        with pytest.raises(DataError, match=words):
            group_density(PATH, groups, names)

    def test_groups_of_nodes_that_are_not_there_are_refused(self):
        with pytest.raises(UnknownIdError, match="9"):
            group_density(PATH, {9: ["x"]})


def vars_of(one):
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


@given(st.permutations(range(9)), st.integers(0, 100), st.booleans())
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_nodes_changes_nothing(order, seed, directed):
    made, ours = random_network(seed, n=9, directed=directed)
    labels = dict(enumerate("xxxyyyzzz"))
    moved = net(made.edges(), nodes=list(order), directed=directed)
    for measure in (density, mean_degree, valued_density, mean_strength):
        np.testing.assert_allclose(measure(moved), measure(ours), atol=1e-12)
    np.testing.assert_allclose(
        group_density(moved, labels).density, group_density(ours, labels).density, atol=1e-12
    )
    assert graph.density_within(moved, labels) == graph.density_within(ours, labels)
