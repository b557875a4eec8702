"""How mixed a network is, and each node's partners."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import CollaborationNetwork
from sap_match.graph.heterogeneity import (
    blau,
    iqv,
    mean_partner_heterogeneity,
    partner_heterogeneity,
)

net = CollaborationNetwork.from_edges


class TestWhole:
    def test_by_hand(self):
        """Harrison and Klein (2007): at most (k - 1) / k, where all are equally many."""
        assert blau(net([], nodes=4), list("abcd")) == 0.75
        assert iqv(net([], nodes=4), list("abcd")) == 1
        assert blau(net([], nodes=4), list("aaab")) == 1 - (9 + 1) / 16
        assert iqv(net([], nodes=4), list("aaab")) == 0.75

    def test_one_group_and_none(self):
        assert blau(net([], nodes=2), ["a", "a"]) == 0
        assert math.isnan(iqv(net([], nodes=2), ["a", "a"]))
        for measure in (blau, iqv):
            assert math.isnan(measure(net([], nodes=2), [None, None]))
            assert math.isnan(measure(net([], nodes=0), []))

    def test_the_unknown_are_left_out_and_said(self):
        found = blau(net([], nodes=3), ["a", "b", None])
        assert (found, found.n) == (0.5, 2)
        assert found.note.startswith("1 of 3 nodes left out: no known group; n = 3")

    @given(st.lists(st.sampled_from("wxyz"), min_size=1, max_size=12))
    @settings(deadline=None)
    def test_it_is_the_chance_of_two_different(self, labels):
        ours = net([], nodes=len(labels))
        pairs = [one != other for one in labels for other in labels]
        assert blau(ours, labels) == pytest.approx(np.mean(pairs))
        if len(set(labels)) > 1:
            assert 0 < iqv(ours, labels) <= 1 + 1e-12
        assert blau(ours, labels[::-1]) == blau(ours, labels)


class TestPartners:
    star = net([(0, 1), (0, 2), (0, 3), (0, 4)], nodes=6, groups=["x", "x", "y", "z", None, "x"])

    def test_by_hand(self):
        frame = partner_heterogeneity(self.star)
        assert frame.index.tolist() == [0, 1, 2, 3, 4, 5]
        hub = frame.loc[0]
        assert hub[["partners", "unknown", "groups"]].tolist() == [4, 1, 3]
        assert hub["blau"] == pytest.approx(1 - 3 / 9)
        assert hub["iqv"] == pytest.approx(1)
        assert hub["own"] == pytest.approx(1 / 3)
        assert hub["ei_index"] == pytest.approx(1 / 3)  # two others, one own, of three
        assert frame.loc[1, "ei_index"] == -1
        assert math.isnan(frame.loc[4, "own"])
        assert frame.loc[4, "blau"] == 0

    def test_without_partners_there_is_no_mix(self):
        frame = partner_heterogeneity(self.star)
        assert frame.loc[5, ["partners", "groups"]].tolist() == [0, 0]
        assert frame.loc[5, ["blau", "iqv", "own", "ei_index"]].isna().all()

    def test_the_mean_leaves_them_out_and_says_so(self):
        found = mean_partner_heterogeneity(self.star)
        assert found == pytest.approx((2 / 3) / 5)
        assert found.n == 5
        assert found.note.startswith("1 of 6 nodes without a partner of known group left out")
        assert math.isnan(mean_partner_heterogeneity(net([], nodes=2), ["x", "y"]))

    def test_direction_is_dropped(self):
        ours = net([(0, 1), (1, 0), (2, 0)], groups=["x", "x", "y"], directed=True)
        assert partner_heterogeneity(ours).loc[0, "partners"] == 2

    def test_known_ties_count(self):
        ours = net([(0, 1), (2, 3)], groups=list("xyxy"), answered=[0, 1])
        assert partner_heterogeneity(ours)["partners"].tolist() == [1, 1, 0, 0]
        found = mean_partner_heterogeneity(ours)
        assert found.bounds.exact
        assert "whatever the missing ties are" in found.note

    def test_nobody_and_no_group(self):
        assert partner_heterogeneity(net([], nodes=0), []).empty
        frame = partner_heterogeneity(net([(0, 1)]), [None, None])
        assert frame["unknown"].tolist() == [1, 1]
        assert frame[["blau", "iqv", "own"]].isna().all(axis=None)

    @given(st.integers(0, 1000), st.permutations(range(9)))
    @settings(max_examples=30, deadline=None)
    def test_values_move_with_the_nodes(self, seed, order):
        made = nx.gnp_random_graph(9, 0.4, seed=seed)
        labels = dict(enumerate("xxxyyyzz")) | {8: None}
        ours = partner_heterogeneity(net(made.edges(), nodes=9), labels)
        moved = partner_heterogeneity(net(made.edges(), nodes=list(order)), labels)
        np.testing.assert_allclose(moved.loc[ours.index], ours, atol=1e-12)

    @given(st.integers(0, 1000))
    @settings(max_examples=30, deadline=None)
    def test_each_is_the_mix_among_its_neighbours(self, seed):
        made = nx.gnp_random_graph(9, 0.4, seed=seed)
        labels = list("xxxyyyzzz")
        frame = partner_heterogeneity(net(made.edges(), nodes=9), labels)
        for i in range(9):
            near = [labels[j] for j in made[i]]
            if near:
                assert frame.loc[i, "blau"] == pytest.approx(blau(net([], nodes=len(near)), near))
                assert frame.loc[i, "own"] == near.count(labels[i]) / len(near)
