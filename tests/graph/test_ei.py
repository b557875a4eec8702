"""The E-I index: plain, by sizes, rescaled, by density, and group by group."""

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.graph import CollaborationNetwork
from sap_match.graph.ei import (
    ei_index,
    ei_index_by_density,
    ei_index_expected,
    ei_index_of_groups,
    ei_index_rescaled,
    ei_table,
)

net = CollaborationNetwork.from_edges
LABELS = st.lists(st.sampled_from("xyz"), min_size=6, max_size=6)


def drawn(seed, n=6, p=0.5):
    return net(nx.gnp_random_graph(n, p, seed=seed).edges(), nodes=n)


class TestPlain:
    def test_all_across_and_all_within(self):
        assert ei_index(net([(0, 1)]), ["x", "y"]) == 1
        assert ei_index(net([(0, 1)]), ["x", "x"]) == -1
        assert math.isnan(ei_index(net([], nodes=2), ["x", "y"]))
        assert math.isnan(ei_index(net([(0, 1)]), [None, None]))
        assert math.isnan(ei_index(net([], nodes=0), []))

    def test_the_unknown_are_left_out_and_said(self):
        found = ei_index(net([(0, 1), (1, 2)]), ["x", "y", None])
        assert (found, found.denominator) == (1, 1)
        assert found.note.startswith(
            "the sizes of the groups alone would give 1.000; "
            "1 tie left out: an end has no known group; n = 3"
        )

    def test_a_tie_either_way_counts_once(self):
        ours = net([(0, 1), (1, 0), (1, 2)], groups=["x", "x", "y"], directed=True)
        assert (ei_index(ours), ei_index(ours).denominator) == (0, 2)

    def test_groups_by_hand(self):
        ours = net([(0, 1), (1, 2), (2, 3)], groups=["x", "x", "x", "y"])
        assert ei_index_of_groups(ours) == {"x": pytest.approx(-1 / 3), "y": 1}
        ours = net([(0, 1)], nodes=3, groups=["x", "x", "y"])
        assert math.isnan(ei_index_of_groups(ours)["y"])

    def test_a_matrix_and_labels_will_do(self):
        assert ei_index(np.ones((3, 3)), ["x", "x", "y"]) == pytest.approx(1 / 3)


class TestExpected:
    @given(st.lists(st.sampled_from("xyz"), min_size=2, max_size=8))
    @settings(deadline=None)
    def test_what_sizes_give_is_the_index_of_the_complete_network(self, labels):
        n = len(labels)
        complete = net(combinations(range(n), 2), nodes=n, groups=labels)
        assert ei_index_expected(labels) == pytest.approx(ei_index(complete))
        assert ei_index_expected(complete) == ei_index_expected(labels)

    def test_nobody_and_one(self):
        assert math.isnan(ei_index_expected([]))
        assert math.isnan(ei_index_expected(["x", None]))

    def test_labels_given_beside_a_network_are_its_nodes(self):
        with pytest.raises(DataError, match="got 1 labels for 2 nodes"):
            ei_index_expected(net([(0, 1)]), ["x"])


class TestRescaled:
    @pytest.mark.parametrize(
        ("ties", "value"),
        [
            ("ab ac bc ad", -1),  # 3 pairs within, 3 between: four ties leave at least 1 out
            ("ab ac ad bd", 0),
            ("ab ad bd cd", 1),
            ("ab", -1),
            ("ad", 1),
        ],
    )
    def test_by_hand(self, ties, value):
        ours = net([tuple(tie) for tie in ties.split()], nodes="abcd", groups=list("xxxy"))
        assert ei_index_rescaled(ours) == value

    @given(st.integers(0, 1000), LABELS, st.sampled_from([0.2, 0.5, 0.8]))
    @settings(max_examples=60, deadline=None)
    def test_it_is_the_share_of_what_so_many_ties_allow(self, seed, labels, p):
        """Least and most over all networks with so many ties are -1 and 1."""
        ours = drawn(seed, p=p)
        pairs = list(combinations(range(6), 2))
        across = sum(labels[i] != labels[j] for i, j in pairs)
        ways = [e for e in range(ours.size + 1) if e <= across and ours.size - e <= 15 - across]
        found, plain = ei_index_rescaled(ours, labels), ei_index(ours, labels)
        if len(ways) == 1 or not ours.size:
            assert math.isnan(found)
        else:
            low, high = (2 * e / ours.size - 1 for e in (ways[0], ways[-1]))
            assert found == pytest.approx(2 * (plain - low) / (high - low) - 1)
            assert -1 <= found <= 1

    def test_where_ties_are_few_it_is_the_plain_index(self):
        ours = net([(0, 1), (0, 5), (1, 6)], nodes=10, groups=[*"xxxxxyyyyy"])
        assert ei_index_rescaled(ours) == ei_index(ours)


class TestByDensity:
    def test_sizes_do_not_matter(self):
        """Four of eight across and one of two within in each group: half everywhere."""
        ours = net([(0, 1), (0, 2), (1, 3)], nodes=4, groups=list("xxyy"))
        assert ei_index(ours) == pytest.approx(1 / 3)
        assert ei_index_by_density(ours) == 0

    @given(LABELS)
    @settings(max_examples=30, deadline=None)
    def test_the_complete_network_is_at_0(self, labels):
        complete = net(combinations(range(6), 2), nodes=6, groups=labels)
        found = ei_index_by_density(complete)
        assert found == 0 or (math.isnan(found) and len(set(labels)) == 1)

    def test_one_group_or_groups_of_one_have_none(self):
        assert math.isnan(ei_index_by_density(net([(0, 1)], groups=["x", "x"])))
        assert math.isnan(ei_index_by_density(net([(0, 1)], groups=["x", "y"])))


class TestTable:
    def test_by_hand(self):
        ours = net([(0, 1), (1, 2)], nodes=5, groups=["x", "x", "y", "y", None])
        frame = ei_table(ours)
        assert frame.index.tolist() == ["x", "y"]
        assert frame["nodes"].tolist() == [2, 2]
        assert frame.loc["x", ["within", "between", "ei_index"]].tolist() == [1, 1, 0]
        assert frame.loc["y", ["within", "between", "ei_index"]].tolist() == [0, 1, 1]
        assert frame["expected"].tolist() == [pytest.approx(3 / 5)] * 2
        assert frame.loc["x", "by_density"] == pytest.approx((1 / 4 - 1) / (1 / 4 + 1))
        assert (frame["low"] == frame["ei_index"]).all()

    def test_bounds_stand_in_it(self):
        ours = net([(0, 1)], nodes=4, groups=list("xyxy"), answered=[0, 1])
        frame = ei_table(ours)
        assert frame.loc["x", ["low", "high"]].tolist() == [1, 1]  # 2-3 would be across
        found = ei_index_of_groups(ours)["x"].bounds
        assert (found.low, found.high) == (1, 1)

    def test_nobody_in_any_group(self):
        frame = ei_table(net([(0, 1)]), [None, None])
        assert frame.empty
        assert "ei_index" in frame


@given(st.integers(0, 1000), LABELS, st.permutations(range(6)))
@settings(max_examples=40, deadline=None)
def test_between_minus_1_and_1_whatever_the_order(seed, labels, order):
    made = nx.gnp_random_graph(6, 0.5, seed=seed)
    groups = dict(enumerate(labels))
    ours, moved = net(made.edges(), nodes=6), net(made.edges(), nodes=list(order))
    for measure in (ei_index, ei_index_expected, ei_index_rescaled, ei_index_by_density):
        found = measure(ours, groups)
        assert math.isnan(found) or -1 <= found <= 1
        np.testing.assert_array_equal(measure(moved, groups), found)
