"""Who mixes with whom: by hand, and as Newman published it."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import CollaborationNetwork, density, density_between, density_within
from sap_match.graph.adjacency import from_edges
from sap_match.graph.mixing import mixing_matrix

net = CollaborationNetwork.from_edges


class TestMixing:
    def test_by_hand(self):
        ours = net([(0, 1), (1, 2), (2, 3), (0, 3)], groups=["v", "v", "b", None])
        got = mixing_matrix(ours)
        assert got.groups == ("b", "v")
        assert got.counts.tolist() == [[0, 1], [1, 2]]
        assert got.unknown == 2  # 2-3 and 0-3
        assert got.note.startswith("2 ties left out: an end has no known group; n = 4")
        assert got.rates.tolist() == [[0, 0.25], [0.25, 0.5]]
        assert got.expected.tolist() == [[0.25, 0.75], [0.75, 2.25]]
        np.testing.assert_allclose(got.over_expected, [[0, 4 / 3], [4 / 3, 8 / 9]])
        np.testing.assert_allclose(
            got.log_over_expected,
            [[-math.inf, math.log(4 / 3)], [math.log(4 / 3), math.log(8 / 9)]],
        )
        np.testing.assert_array_equal(got.possible, [[0, 2], [2, 2]])
        np.testing.assert_array_equal(got.density, [[math.nan, 0.5], [0.5, 1]])
        np.testing.assert_allclose(got.over_density, [[math.nan, 0.75], [0.75, 1.5]])

    def test_direction_is_kept_unless_asked(self):
        ours = net([(0, 1)], groups=["x", "y"], directed=True)
        assert mixing_matrix(ours).counts.tolist() == [[0, 1], [0, 0]]
        assert mixing_matrix(ours, directed=False).counts.tolist() == [[0, 1], [1, 0]]

    def test_a_matrix_and_labels_will_do(self):
        ties = from_edges(3, [(0, 1), (1, 2)])
        assert mixing_matrix(ties, ["x", "x", "y"]).counts.tolist() == [[2, 1], [1, 0]]

    def test_without_ties_or_groups(self):
        empty = mixing_matrix(net([], nodes=2), ["x", "y"])
        for table in (empty.rates, empty.expected, empty.over_expected, empty.over_density):
            assert np.isnan(table).all()
        assert mixing_matrix(np.ones((2, 2)), [None, None]).groups == ()
        assert mixing_matrix(net([], nodes=0), []).counts.shape == (0, 0)
        assert mixing_matrix(net([], nodes=0), []).to_frame().empty

    def test_only_known_pairs_count(self):
        ours = net([(0, 1), (2, 3)], groups=["x", "y", "x", "y"], answered=[0, 1])
        got = mixing_matrix(ours)
        assert got.counts.tolist() == [[0, 1], [1, 0]]
        assert got.possible.tolist() == [[2, 3], [3, 2]]  # all but 2-3
        assert "only known pairs count; 1 tie left out, the pair is not known" in got.note

    def test_tables_and_rows(self):
        got = mixing_matrix(net([(0, 1), (1, 2)], groups=["x", "x", "y"]))
        assert got.table("counts").loc["x", "y"] == 1
        frame = got.to_frame()
        assert frame["ties"].tolist() == [1, 1, 0]
        assert frame["counts"].tolist() == [2, 1, 0]
        assert frame["other"].tolist() == ["x", "y", "y"]
        with pytest.raises(UnknownIdError, match="over_expected"):
            got.table("over_expcted")

    def test_shown_text_is_escaped(self):
        got = mixing_matrix(net([(0, 1)], groups=["<b>", "&"]))
        assert "<b>" not in got._repr_html_()
        assert "&lt;b&gt;" in got._repr_html_()

    @pytest.mark.parametrize(
        ("groups", "error", "words"),
        [
            (None, DataError, "the network has no groups"),
            (["x"], DataError, "got 1 labels for 2 nodes"),
            ("sector", UnknownIdError, "sector"),
            ({"z": "x"}, UnknownIdError, "z"),
            ({"a": ["x", "y"]}, DataError, "a node has one group here"),
        ],
    )
    def test_groups_that_fit_nobody_are_refused(self, groups, error, words):
        with pytest.raises(error, match=words):
            mixing_matrix(net([("a", "b")]), groups)


class TestWithinAndBetween:
    def test_by_hand(self):
        ours = net([(0, 1), (1, 2), (2, 3)], groups=["x", "x", "y", None])
        within, between = density_within(ours), density_between(ours)
        assert (within.numerator, within.denominator) == (1, 1)
        assert (between.numerator, between.denominator) == (1, 2)
        assert within.note.startswith("1 tie left out: an end has no known group; n = 4")

    def test_groups_of_one_and_one_group(self):
        ours = net([(0, 1)])
        assert math.isnan(density_within(ours, ["x", "y"]))
        assert math.isnan(density_between(ours, ["x", "x"]))
        assert math.isnan(density_within(ours, [None, None]))
        assert density_within(ours, ["x", "x"]) == density(ours)

    @given(st.integers(0, 1000), st.lists(st.sampled_from("xyz"), min_size=8, max_size=8))
    @settings(max_examples=30, deadline=None)
    def test_together_they_are_the_whole(self, seed, labels):
        ours = net(nx.gnp_random_graph(8, 0.4, seed=seed).edges(), nodes=8)
        within, between = density_within(ours, labels), density_between(ours, labels)
        assert within.numerator + between.numerator == ours.size
        assert within.denominator + between.denominator == 28


@given(st.permutations(range(8)), st.integers(0, 100), st.booleans())
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_nodes_changes_nothing(order, seed, directed):
    made = nx.gnp_random_graph(8, 0.4, seed=seed, directed=directed)
    labels = dict(enumerate("xxxyyyz")) | {7: None}
    ours = mixing_matrix(net(made.edges(), nodes=8, directed=directed), labels)
    moved = mixing_matrix(net(made.edges(), nodes=list(order), directed=directed), labels)
    np.testing.assert_array_equal(moved.counts, ours.counts)
    np.testing.assert_array_equal(moved.possible, ours.possible)
    assert moved.unknown == ours.unknown


@given(st.integers(0, 500))
@settings(max_examples=20, deadline=None)
def test_side_by_side_counts_add_up(seed):
    one = nx.gnp_random_graph(6, 0.5, seed=seed)
    two = nx.gnp_random_graph(5, 0.5, seed=seed + 1)
    first = mixing_matrix(net(one.edges(), nodes=6), list("xxxyyy"))
    second = mixing_matrix(net(two.edges(), nodes=5), list("xxyyy"))
    both = mixing_matrix(net(nx.disjoint_union(one, two).edges(), nodes=11), list("xxxyyyxxyyy"))
    np.testing.assert_array_equal(both.counts, first.counts + second.counts)
