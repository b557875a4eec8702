import math
import sys

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.graph import CollaborationNetwork, mean_reach, path_lengths, reach
from sap_match.graph import bounds as bounds_of

# The package has a function of the same name.
MODULE = sys.modules["sap_match.graph.reach"]
PATH = [("Ash", "Elm"), ("Elm", "Oak"), ("Oak", "Yew")]


def net(edges, nodes=None, **more):
    return CollaborationNetwork.from_edges(edges, nodes, **more)


@st.composite
def networks(draw, most=9):
    n = draw(st.integers(1, most))
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    edges = draw(st.lists(st.sampled_from(pairs), max_size=16)) if pairs else []
    return net(edges, n, directed=draw(st.booleans()))


def steps_of(network):
    kind = nx.DiGraph if network.directed else nx.Graph
    graph = nx.from_numpy_array(network.ties.toarray(), create_using=kind)
    return dict(nx.all_pairs_shortest_path_length(graph))


class TestByHand:
    def test_a_path(self):
        found = reach(net(PATH))
        assert found.columns.tolist() == [
            "within_1",
            "within_2",
            "within_3",
            "within_any",
            "mean_steps",
        ]
        assert found.loc["Ash"].tolist() == pytest.approx([1 / 3, 2 / 3, 1, 1, 2])
        assert found.loc["Elm"].tolist() == pytest.approx([2 / 3, 1, 1, 1, 4 / 3])
        assert mean_reach(net(PATH), steps=1) == 0.5
        assert mean_reach(net(PATH), steps=2) == 10 / 12
        lengths = path_lengths(net(PATH))
        assert list(lengths) == ["mean_path_length", "diameter", "compactness"]
        assert lengths["mean_path_length"] == pytest.approx((6 + 4 * 2 + 2 * 3) / 12)
        assert lengths["diameter"] == 3
        assert lengths["compactness"] == pytest.approx((6 + 4 / 2 + 2 / 3) / 12)

    def test_ties_are_followed_where_they_lead(self):
        found = reach(net(PATH, directed=True))
        assert found.within_any.tolist() == pytest.approx([1, 2 / 3, 1 / 3, 0])
        assert math.isnan(found.mean_steps["Yew"])
        lengths = path_lengths(net(PATH, directed=True))
        assert lengths["mean_path_length"] == pytest.approx(10 / 6)
        assert "50.0% of ordered pairs have no path" in lengths["mean_path_length"].note

    def test_more_steps_than_there_are(self):
        assert reach(net(PATH), steps=6).within_6.tolist() == [1] * 4
        assert mean_reach(net(PATH), steps=9) == 1

    @pytest.mark.parametrize("steps", [0, -1])
    def test_no_step_at_all(self, steps):
        with pytest.raises(DataError, match="one step or more"):
            reach(net(PATH), steps=steps)
        with pytest.raises(DataError, match="one step or more"):
            mean_reach(net(PATH), steps=steps)

    def test_self_ties_and_double_ties_change_nothing(self):
        assert reach(net([*PATH, *PATH, ("Ash", "Ash")])).equals(reach(net(PATH)))


@pytest.mark.parametrize("n", [0, 1])
def test_next_to_nothing_is_not_defined(n):
    none = net([], n)
    assert len(reach(none)) == n
    assert reach(none).isna().to_numpy().all()
    assert math.isnan(mean_reach(none))
    assert all(math.isnan(value) for value in path_lengths(none).values())


def test_two_without_a_tie():
    none = net([], 2)
    assert reach(none).within_any.tolist() == [0, 0]
    assert mean_reach(none) == 0
    assert path_lengths(none)["compactness"] == 0
    assert math.isnan(path_lengths(none)["diameter"])


@given(networks())
@settings(max_examples=120, deadline=None)
def test_networkx_says_the_same(network):
    n, steps = len(network), steps_of(network)
    found = reach(network)
    every = [d for i in steps for j, d in steps[i].items() if i != j]
    for i in network.ids:
        away = [d for j, d in steps[i].items() if j != i]
        if n > 1:
            for k in (1, 2, 3):
                assert found[f"within_{k}"][i] == pytest.approx(sum(d <= k for d in away) / (n - 1))
            assert found.within_any[i] == pytest.approx(len(away) / (n - 1))
        expected = np.mean(away) if away else math.nan
        assert found.mean_steps[i] == pytest.approx(expected, nan_ok=True)
    lengths = path_lengths(network)
    expected = [np.mean(every), max(every)] if every else [math.nan] * 2
    assert [lengths["mean_path_length"], lengths["diameter"]] == pytest.approx(
        expected, nan_ok=True
    )
    if n > 1:
        near = sum(1 / d for d in every) / (n * (n - 1))
        assert lengths["compactness"] == pytest.approx(near)
        assert mean_reach(network, steps=2) == pytest.approx(
            sum(d <= 2 for d in every) / (n * (n - 1))
        )


def test_so_it_does_where_targets_fill_several_words():
    graph = nx.gnm_random_graph(700, 900, seed=3, directed=True)
    network = net(list(graph.edges()), 700, directed=True)
    steps = steps_of(network)
    every = [d for i in steps for j, d in steps[i].items() if i != j]
    lengths = path_lengths(network)
    assert lengths["mean_path_length"] == pytest.approx(np.mean(every))
    assert lengths["diameter"] == max(every)
    assert reach(network).within_3.mean() == pytest.approx(mean_reach(network, steps=3))


class TestSampled:
    @pytest.fixture
    def network(self, monkeypatch):
        monkeypatch.setattr(MODULE, "EXACT_NODES", 100)
        graph = nx.gnm_random_graph(3000, 6000, seed=2)
        return net(list(graph.edges()), 3000)

    def test_it_is_close_and_says_how_close(self, network, monkeypatch):
        near, frame = path_lengths(network), reach(network)
        reached = mean_reach(network, steps=4)
        assert "standard error" in reached.note
        assert "at most 0.016" in frame.attrs["note"]
        error = float(near["mean_path_length"].note.split("standard error ")[1].split(";")[0])
        monkeypatch.setattr(MODULE, "EXACT_NODES", 10_000)
        again = net(network.edge_frame(), 3000)
        exact, whole = path_lengths(again), reach(again)
        assert 0 < error < 0.05
        assert abs(near["mean_path_length"] - exact["mean_path_length"]) < 4 * error
        assert near["compactness"] == pytest.approx(exact["compactness"], rel=0.02)
        assert near["diameter"] <= exact["diameter"]
        assert reached == pytest.approx(mean_reach(again, steps=4), rel=0.05)
        assert frame.within_1.equals(whole.within_1)
        assert (frame.within_3 - whole.within_3).abs().max() < 5 * 0.016
        assert (frame.diff(axis=1)[["within_2", "within_3", "within_any"]] >= 0).to_numpy().all()

    def test_the_order_of_the_nodes_changes_nothing(self, network):
        moved = net(network.edge_frame(), list(range(2999, -1, -1)))
        assert reach(moved).loc[list(network.ids)].equals(reach(network))
        assert mean_reach(moved) == mean_reach(network)

    def test_another_seed_draws_others(self, network):
        assert mean_reach(network, steps=5) != mean_reach(network, steps=5, rng=1)


def test_bounds_from_both_ends_are_those_of_every_filling():
    some = net([("A", "B"), ("C", "D")], list("ABCDE"), answered=["A", "B", "C"])
    found = mean_reach(some)
    assert found.bounds == bounds_of(some, mean_reach, most=9)
    lengths = path_lengths(some)
    assert lengths["compactness"].bounds.exact
    assert lengths["diameter"].bounds.exact
    assert "between" in lengths["mean_path_length"].note
