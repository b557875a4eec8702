import math
import random
import sys
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from sap_match.errors import MissingPartError
from sap_match.graph import (
    CollaborationNetwork,
    communities,
    communities_and_groups,
    modularity,
)
from sap_match.graph.communities import adjusted_rand, normalised_mutual_information

TWO_TRIANGLES = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]
GROUPS = ["charity", "charity", "charity", "council", "council", "charity"]


def net(edges, nodes=None, **more):
    return CollaborationNetwork.from_edges(edges, nodes, **more)


@st.composite
def grouped(draw, most=9):
    n = draw(st.integers(1, most))
    pairs = [(i, j) for i in range(n) for j in range(i)]
    edges = draw(st.lists(st.sampled_from(pairs), max_size=16)) if pairs else []
    label = st.sampled_from(["a", "b", "c", None])
    return net(edges, n, groups=draw(st.lists(label, min_size=n, max_size=n)))


class TestCommunities:
    pytest.importorskip("igraph")

    def test_two_triangles(self):
        found = communities(net(TWO_TRIANGLES))
        assert found.community.tolist() == [0, 0, 0, 1, 1, 1]
        assert found.community_size.tolist() == [3] * 6

    def test_the_largest_comes_first_and_one_alone_is_one_of_its_own(self):
        four = list(combinations("wxyz", 2))
        found = communities(net([("a", "b"), *four], ["a", "b", "lone", *"wxyz"]))
        assert found.community.to_dict() == {
            "a": 1,
            "b": 1,
            "lone": 2,
            "w": 0,
            "x": 0,
            "y": 0,
            "z": 0,
        }

    @pytest.mark.parametrize("n", [0, 1, 3])
    def test_nobody_has_a_tie(self, n):
        assert communities(net([], n)).community.tolist() == list(range(n))

    def test_the_same_again_in_any_order_and_others_are_left_their_chance(self):
        graph = nx.gnm_random_graph(80, 200, seed=1)
        first = communities(net(list(graph.edges()), 80))
        random.seed(5)
        expected = random.random()
        random.seed(5)
        again = communities(net(list(graph.edges())[::-1], list(range(79, -1, -1))))
        assert random.random() == expected
        assert again.loc[first.index].equals(first)

    def test_they_are_better_than_networkx_finds_greedily(self):
        graph = nx.gnm_random_graph(80, 200, seed=1)
        network = net(list(graph.edges()), 80)
        greedy = nx.community.greedy_modularity_communities(graph)
        ours = modularity(network, communities(network).community)
        assert ours >= nx.community.modularity(graph, greedy)

    def test_weights_and_resolution(self):
        heavy = [(a, b, 1) for a, b in TWO_TRIANGLES[:-1]] + [(2, 3, 50)]
        assert communities(net(heavy), weighted=True).community[[2, 3]].nunique() == 1
        assert communities(net(heavy)).community[[2, 3]].nunique() == 2
        assert communities(net(TWO_TRIANGLES), resolution=0.01).community.nunique() == 1
        assert communities(net(TWO_TRIANGLES), resolution=9).community.nunique() == 6

    def test_direction_is_dropped(self):
        there = net(TWO_TRIANGLES, directed=True)
        assert communities(there).equals(communities(net(TWO_TRIANGLES)))

    def test_without_igraph_it_says_what_to_type(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "igraph", None)
        with pytest.raises(MissingPartError, match=r"sap-match\[igraph\]"):
            communities(net(TWO_TRIANGLES))


class TestModularity:
    def test_by_hand(self):
        """Six of seven ties within, each half with seven of fourteen ends."""
        assert modularity(net(TWO_TRIANGLES), list("aaabbb")) == pytest.approx(6 / 7 - 1 / 2)
        assert modularity(net(TWO_TRIANGLES), ["a"] * 6) == pytest.approx(0)

    @given(grouped())
    @settings(max_examples=80, deadline=None)
    def test_networkx_says_the_same(self, network):
        known = [i for i in network.ids if network.groups[i] is not None]
        graph = nx.from_numpy_array(network.ties.toarray()).subgraph(known)
        found = modularity(network)
        if not graph.number_of_edges():
            assert math.isnan(found)
            return
        parts = [{i for i in known if network.groups[i] == g} for g in "abc"]
        expected = nx.community.modularity(graph, [part for part in parts if part])
        assert found == pytest.approx(expected)
        assert found.n == len(known)

    def test_weights(self):
        heavy = [(a, b, 1 + a) for a, b in TWO_TRIANGLES]
        graph = nx.Graph()
        graph.add_weighted_edges_from(heavy)
        found = modularity(net(heavy), list("aaabbb"), weighted=True, resolution=1.5)
        expected = nx.community.modularity(graph, [{0, 1, 2}, {3, 4, 5}], resolution=1.5)
        assert found == pytest.approx(expected)

    def test_unknown_groups_are_counted(self):
        found = modularity(net(TWO_TRIANGLES), ["a", "a", "a", "b", "b", None])
        assert "1 of unknown group left out" in found.note
        assert math.isnan(modularity(net(TWO_TRIANGLES), [None] * 6))

    def test_bounds_where_answers_are_missing(self):
        some = net([(0, 1), (2, 3)], 4, groups=list("aabb"), answered=[0, 1, 2])
        assert modularity(some).bounds is None  # each pair has one who answered
        found = modularity(net([(0, 1), (2, 3)], 4, groups=list("aabb"), answered=[0, 2]))
        assert found == pytest.approx(0.5)
        assert (found.bounds.low, found.bounds.high) == pytest.approx((2 / 3 - 1 / 2, 1 / 2))


class TestAgainstGroups:
    def test_by_hand(self):
        found = communities_and_groups(net(TWO_TRIANGLES, groups=GROUPS))
        assert found.table.columns.tolist() == ["charity", "council", "not known"]
        assert found.table.to_numpy().tolist() == [[3, 0, 0], [1, 2, 0]]
        assert found.largest.share.tolist() == pytest.approx([1, 2 / 3])
        assert found.largest.explanation[1] == "community 1: 2 of 3 are council"
        assert found.modularity_of_communities == pytest.approx(6 / 7 - 1 / 2)
        assert found.modularity_of_groups == modularity(net(TWO_TRIANGLES), GROUPS)
        assert "<table" in found._repr_html_()

    def test_unknown_groups_stand_apart(self):
        groups = ["charity", None, None, None, None, None]
        found = communities_and_groups(net(TWO_TRIANGLES, groups=groups))
        assert found.table["not known"].tolist() == [2, 3]
        assert found.largest.known.tolist() == [1, 0]
        assert found.largest.explanation[1] == "community 1: nobody's group is known"
        assert math.isnan(found.largest.share[1])
        assert math.isnan(found.adjusted_rand)

    def test_communities_may_be_given(self):
        network = net(TWO_TRIANGLES, groups=GROUPS)
        found = communities_and_groups(network, found=["x", "x", "y", "y", "y", "y"])
        assert found.table.index.tolist() == ["x", "y"]
        ten = net([], 12, groups=["a"] * 12)
        assert communities_and_groups(ten).table.index.tolist() == list(range(12))

    def test_empty(self):
        found = communities_and_groups(net([], []), [])
        assert len(found.table) == len(found.largest) == 0
        assert math.isnan(found.normalised_mutual_information)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
@settings(max_examples=150, deadline=None)
def test_sklearn_says_the_same(pairs):
    table = np.zeros((4, 4), dtype=np.int64)
    for a, b in pairs:
        table[a, b] += 1
    one, other = zip(*pairs, strict=True)
    rand, shared = adjusted_rand(table), normalised_mutual_information(table)
    if math.isnan(rand):  # sklearn says 1 where both are one class, or all are alone in both
        assert adjusted_rand_score(one, other) == 1
    else:
        assert rand == pytest.approx(adjusted_rand_score(one, other))
    if math.isnan(shared):
        assert len(set(one)) == len(set(other)) == 1
    else:
        assert shared == pytest.approx(normalized_mutual_info_score(one, other), abs=1e-9)
