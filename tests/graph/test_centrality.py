import importlib.util

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.graph import (
    CollaborationNetwork,
    betweenness,
    betweenness_centralisation,
    centrality,
    degree,
    degree_centralisation,
    pivots,
    shortest,
)

STAR = CollaborationNetwork.from_edges([(0, i) for i in range(1, 5)])
TWO_TRIANGLES = CollaborationNetwork.from_edges(
    [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]
)


@pytest.fixture(params=["as installed", "without igraph"])
def engine(request, monkeypatch):
    """Paths are followed by igraph, and by numpy alone."""
    if request.param == "without igraph":
        monkeypatch.setattr(shortest, "find_spec", lambda name: None)
    return request.param


@st.composite
def graphs(draw, *, most=9):
    n, directed = draw(st.integers(0, most)), draw(st.booleans())
    cells = draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=int).reshape(n, n)
    np.fill_diagonal(matrix, 0)
    return nx.from_numpy_array(matrix, create_using=nx.DiGraph if directed else nx.Graph)


def of(graph):
    return CollaborationNetwork.from_edges(
        list(graph.edges()), nodes=len(graph), directed=graph.is_directed()
    )


class TestDegree:
    def test_sent_received_and_partners(self):
        net = CollaborationNetwork.from_edges(
            [("a", "b"), ("b", "a"), ("a", "c"), ("d", "a")], nodes="abcde", directed=True
        )
        got = degree(net)
        assert got["in"].tolist() == [2, 1, 1, 0, 0]
        assert got["out"].tolist() == [2, 1, 0, 1, 0]
        assert got["all"].tolist() == [3, 1, 1, 1, 0]
        assert got["normalised"].tolist() == [0.75, 0.25, 0.25, 0.25, 0]

    def test_without_direction_all_are_alike(self):
        got = degree(STAR)
        assert got["in"].tolist() == got["out"].tolist() == got["all"].tolist() == [4, 1, 1, 1, 1]

    def test_alone_there_is_nobody_to_be_tied_to(self):
        got = degree(CollaborationNetwork.from_edges([], nodes=1))
        assert got["all"].tolist() == [0]
        assert got["normalised"].isna().all()
        assert degree(CollaborationNetwork.from_edges([])).empty


class TestCentralisation:
    def test_a_star_is_wholly_centralised(self):
        assert degree_centralisation(STAR) == 1
        assert betweenness_centralisation(STAR) == 1

    def test_one_way_star(self):
        out = CollaborationNetwork.from_edges([(0, 1), (0, 2), (0, 3)], directed=True)
        assert degree_centralisation(out, way="out") == 1
        assert degree_centralisation(out, way="in") == pytest.approx(1 / 9)
        assert degree_centralisation(out, way="all") == 1
        assert degree_centralisation(out, way="out").denominator == 9

    def test_a_ring_is_not(self):
        ring = CollaborationNetwork.from_edges([(i, (i + 1) % 5) for i in range(5)])
        assert degree_centralisation(ring) == 0
        assert betweenness_centralisation(ring) == 0

    @pytest.mark.parametrize("n", range(3))
    def test_under_three_nodes_it_is_not_defined(self, n):
        net = CollaborationNetwork.from_edges([(0, 1)] if n == 2 else [], nodes=n)
        assert np.isnan(degree_centralisation(net))
        assert np.isnan(betweenness_centralisation(net))

    def test_it_says_what_it_is_and_of_what(self):
        got = degree_centralisation(STAR)
        assert got.name == "Degree centralisation"
        assert got.note.startswith("n = 5")
        assert (got.numerator, got.denominator) == (12, 12)

    def test_where_answers_are_missing_it_has_bounds(self):
        """A star whose arms 3 and 4 said nothing: they may be tied to each other."""
        ties = [(0, i) for i in range(1, 5)]
        told = CollaborationNetwork.from_edges(ties, answered=[0, 1, 2])
        more = CollaborationNetwork.from_edges([*ties, (3, 4)])
        for measure in (degree_centralisation, betweenness_centralisation):
            got = measure(told)
            assert got == 1
            assert (got.bounds.low, got.bounds.high) == (measure(more), 1)
            assert got.bounds.low < 1

    def test_another_way(self):
        with pytest.raises(DataError, match="all, in or out"):
            degree_centralisation(STAR, way="sent")

    def test_scores_are_not_measured_twice_nor_taken_from_elsewhere(self):
        scores = betweenness(TWO_TRIANGLES)
        expected = betweenness_centralisation(TWO_TRIANGLES)
        assert betweenness_centralisation(TWO_TRIANGLES, scores=scores) == expected
        with pytest.raises(DataError, match="another network"):
            betweenness_centralisation(STAR, scores=scores)


class TestBetweenness:
    def test_hand(self, engine):
        assert betweenness(TWO_TRIANGLES)["betweenness"].tolist() == [0, 0, 6, 6, 0, 0]
        assert list(betweenness(STAR).columns) == ["betweenness"]

    def test_direction_counts_where_there_is_one(self, engine):
        path = CollaborationNetwork.from_edges([(0, 1), (1, 2)], directed=True)
        assert betweenness(path)["betweenness"].tolist() == [0, 1, 0]
        both = CollaborationNetwork.from_edges([(0, 1), (1, 2), (1, 0), (2, 1)], directed=True)
        assert betweenness(both)["betweenness"].tolist() == [0, 2, 0]

    @pytest.mark.parametrize("n", range(3))
    def test_without_ties_nothing_runs(self, engine, n):
        got = betweenness(CollaborationNetwork.from_edges([], nodes=n))
        assert got["betweenness"].tolist() == [0] * n

    @pytest.mark.parametrize("sample", [0, -1, True])
    def test_a_sample_of_nobody(self, sample):
        with pytest.raises(DataError, match="1 or more"):
            betweenness(STAR, sample=sample)


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_networkx_has_the_same(graph):
    expected = [v for _, v in sorted(nx.betweenness_centrality(graph, normalized=False).items())]
    net = of(graph)
    everybody = np.arange(len(net))
    np.testing.assert_allclose(shortest.through_plain(net, everybody), expected, atol=1e-9)
    np.testing.assert_allclose(betweenness(net)["betweenness"], expected, atol=1e-9)


@given(graphs(most=7), graphs(most=7))
@settings(max_examples=30, deadline=None)
def test_beside_another_network_nothing_changes(one, other):
    if one.is_directed() != other.is_directed():
        other = nx.DiGraph(other) if one.is_directed() else nx.Graph(other)
    together = of(nx.disjoint_union(one, other))
    apart = [betweenness(of(each))["betweenness"] for each in (one, other)]
    np.testing.assert_allclose(
        betweenness(together)["betweenness"], np.concatenate(apart), atol=1e-9
    )


@pytest.fixture(scope="module", params=[False, True], ids=["both ways", "directed"])
def net(request):
    graph = nx.barabasi_albert_graph(400, 3, seed=2)
    edges = [(f"n{a}", f"n{b}") for a, b in graph.edges()]
    if request.param:
        edges += [(b, a) for a, b in edges[::2]]
    return CollaborationNetwork.from_edges(edges, directed=request.param)


class TestSampled:
    def test_everybody_is_exact(self, net):
        exact = betweenness(net)
        pd.testing.assert_frame_equal(betweenness(net, sample=len(net)), exact)
        assert "note" not in exact.attrs

    def test_the_true_value_lies_within_the_error_that_is_stated(self, net):
        exact = betweenness(net)["betweenness"]
        best = exact.nlargest(30).index
        inside = []
        for seed in range(12):
            got = betweenness(net, sample=100, rng=seed)
            apart = (got["betweenness"] - exact).abs() / got["standard_error"]
            inside.append((apart[best] < 2).mean())
        assert np.mean(inside) > 0.8  # heavy tails: somewhat fewer
        assert got.attrs["note"] == "sampled: paths from 100 of 400 nodes with ties"

    def test_on_average_it_is_the_true_value(self, net):
        exact = betweenness(net)["betweenness"]
        draws = [betweenness(net, sample=40, rng=seed)["betweenness"] for seed in range(40)]
        top = exact.nlargest(10).index
        np.testing.assert_allclose(
            np.mean(draws, axis=0)[net.index.get_indexer(top)], exact[top], rtol=0.12
        )

    def test_seeded_and_the_same_for_any_order_of_the_nodes(self, net):
        first = betweenness(net, sample=50, rng=3)
        moved = CollaborationNetwork.from_edges(
            net.edge_frame(), nodes=net.ids[::-1], directed=net.directed
        )
        again = betweenness(moved, sample=50, rng=3).loc[first.index]
        pd.testing.assert_frame_equal(first, again)
        assert not first.equals(betweenness(net, sample=50, rng=4))

    def test_the_error_is_a_few_per_cent_of_the_highest(self, net):
        exact = betweenness(net)["betweenness"]
        got = betweenness(net, sample=100)["betweenness"]
        assert (got - exact).abs().max() < 0.12 * exact.max()
        top = exact.nlargest(30).index
        assert ((got / exact)[top] - 1).abs().mean() < 0.15

    def test_beyond_a_size_it_is_sampled_by_itself_and_the_figure_says_so(self, net, monkeypatch):
        monkeypatch.setattr(centrality, "EXACT_STEPS", 1000)
        monkeypatch.setattr(centrality, "SAMPLED_STEPS", 1000)
        got = betweenness(net)
        drawn = f"sampled: paths from {48 if net.directed else 96} of 400 nodes"
        assert got.attrs["note"].startswith(drawn)
        assert betweenness_centralisation(net, scores=got).note.startswith(drawn)


@given(graphs(), st.sampled_from([2, 3, 12]))
@settings(max_examples=100, deadline=None)
def test_all_nodes_as_pivots_are_exact(graph, bisected):
    expected = [v for _, v in sorted(nx.betweenness_centrality(graph, normalized=False).items())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pivots, "_BISECTED", bisected)
        total, _ = pivots.sampled(of(graph), np.arange(len(graph)))
    np.testing.assert_allclose(total, expected, atol=1e-9)


def test_a_very_long_path_is_followed(monkeypatch):
    monkeypatch.setattr(shortest, "BLOCK", 5000)
    net = CollaborationNetwork.from_edges([(i, i + 1) for i in range(299)])
    got = shortest.through_plain(net, np.arange(300))
    expected = [i * (299 - i) for i in range(300)]
    np.testing.assert_allclose(got, expected)
    np.testing.assert_allclose(pivots.sampled(net, np.arange(300))[0], expected)


def test_igraph_is_what_is_installed_here():
    assert importlib.util.find_spec("igraph") is not None
