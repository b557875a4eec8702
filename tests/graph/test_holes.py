import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import CollaborationNetwork, structural_holes
from sap_match.graph.holes import COLUMNS
from sap_match.graph.triangles import tied_pairs


def by_hand(z):
    """Burt's formulas, read out aloud from ``z_ij``, ties there and back added up."""
    n = len(z)
    rows = []
    for i in range(n):
        near = [j for j in range(n) if z[i, j] > 0]
        if not near:
            rows.append([np.nan] * 5)
            continue
        p = [[z[a, b] / z[a].sum() if z[a].sum() else 0 for b in range(n)] for a in range(n)]
        c = [(p[i][j] + sum(p[i][q] * p[q][j] for q in near if q != j)) ** 2 for j in near]
        lost = sum(p[i][q] * z[j, q] / z[j].max() for j in near for q in near if q != j)
        size, total = len(near), sum(c)
        r = [one * size / total for one in c]
        concentrated = sum(x * math.log(x) for x in r) / (size * math.log(size)) if size > 1 else 1
        rows.append([total, size - lost, (size - lost) / size, concentrated, lost])
    return np.array(rows).reshape(n, 5)


@st.composite
def networks(draw, *, directed, weights=(1,), most=8):
    """A matrix without self-ties."""
    n = draw(st.integers(0, most))
    cells = draw(st.lists(st.sampled_from((0, 0, *weights)), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=float).reshape(n, n)
    np.fill_diagonal(matrix, 0)
    return matrix if directed else np.triu(matrix) + np.triu(matrix).T


def of(matrix, **more):
    return CollaborationNetwork.from_matrix(np.asarray(matrix), **more)


@given(networks(directed=True))
@settings(max_examples=80, deadline=None)
def test_with_direction_it_is_burts(matrix):
    got = structural_holes(of(matrix, directed=True))
    np.testing.assert_allclose(got, by_hand(matrix + matrix.T), atol=1e-9, equal_nan=True)


@given(networks(directed=False))
@settings(max_examples=80, deadline=None)
def test_without_direction_it_is_burts(matrix):
    got = structural_holes(of(matrix, directed=False))
    np.testing.assert_allclose(got, by_hand(matrix + matrix.T), atol=1e-9, equal_nan=True)


@given(networks(directed=True, weights=(1, 2, 5)))
@settings(max_examples=60, deadline=None)
def test_weights_count_when_asked_for(matrix):
    net = of(matrix, directed=True)
    got = structural_holes(net, valued=True)
    np.testing.assert_allclose(got, by_hand(matrix + matrix.T), atol=1e-9, equal_nan=True)
    present = (matrix > 0).astype(float)
    plain = structural_holes(net)
    np.testing.assert_allclose(plain, by_hand(present + present.T), atol=1e-9, equal_nan=True)


@given(networks(directed=False))
@settings(max_examples=60, deadline=None)
def test_networkx_has_the_same_effective_size_and_redundancy(matrix):
    graph = nx.from_numpy_array(matrix)
    if not len(graph):
        return
    got = structural_holes(of(matrix, directed=False))
    expected = [value for _, value in sorted(nx.effective_size(graph).items())]
    np.testing.assert_allclose(got["effective_size"], expected, atol=1e-9, equal_nan=True)
    for i in graph:  # Borgatti: mean ties of a partner to the other partners
        inside = graph.subgraph(graph[i])
        if len(inside):
            assert got["redundancy"][i] == pytest.approx(2 * inside.size() / len(inside))


@pytest.mark.parametrize("directed", [False, True])
def test_igraph_has_the_same_constraint(directed):
    igraph = pytest.importorskip("igraph")
    for seed in range(8):
        graph = nx.gnp_random_graph(14, 0.18, seed=seed, directed=directed)  # thin: isolates too
        theirs = igraph.Graph(14, list(graph.edges()), directed=directed).constraint()
        net = CollaborationNetwork.from_edges(list(graph.edges()), nodes=14, directed=directed)
        ours = structural_holes(net)["constraint"]
        np.testing.assert_allclose(ours, theirs, atol=1e-12, equal_nan=True)


@given(networks(directed=True, weights=(1, 3)))
@settings(max_examples=60, deadline=None)
def test_bounds(matrix):
    net = of(matrix, directed=True)
    got, partners = structural_holes(net, valued=True), net.degree
    has = partners > 0
    assert got[has].notna().all(axis=None)
    assert got[~has].isna().all(axis=None)
    got, partners = got[has], partners[has]
    assert (got["effective_size"] >= 1 - 1e-9).all()
    assert (got["effective_size"] <= partners + 1e-9).all()
    assert got["hierarchy"].between(0, 1).all()
    assert (got["efficiency"] <= 1 + 1e-12).all()
    assert (got["constraint"] > 0).all()
    np.testing.assert_allclose(got["effective_size"] + got["redundancy"], partners)


class TestHand:
    def test_columns_and_index(self):
        net = CollaborationNetwork.from_edges([("b", "a"), ("b", "c")])
        got = structural_holes(net)
        assert tuple(got.columns) == COLUMNS
        assert list(got.index) == ["a", "b", "c"]

    def test_a_star(self):
        got = structural_holes(CollaborationNetwork.from_edges([(0, i) for i in range(1, 5)]))
        assert got["effective_size"].tolist() == [4, 1, 1, 1, 1]
        assert got["efficiency"].tolist() == [1] * 5
        assert got["constraint"].tolist() == [0.25, 1, 1, 1, 1]
        assert got["redundancy"].tolist() == [0] * 5
        assert got["hierarchy"].tolist() == [0, 1, 1, 1, 1]

    def test_everybody_tied(self):
        got = structural_holes(np.ones((4, 4)))
        np.testing.assert_allclose(got["effective_size"], 1)
        np.testing.assert_allclose(got["efficiency"], 1 / 3)
        np.testing.assert_allclose(got["constraint"], 3 * (1 / 3 + 2 / 9) ** 2)
        np.testing.assert_allclose(got["hierarchy"], 0, atol=1e-12)

    def test_one_partner_who_knows_the_others_is_where_constraint_concentrates(self):
        """Ego 0 with partners 1, 2, 3; 1 is tied to 2 and to 3. Worked by hand.

        p_0j = 1/3 each; p_1j = 1/3 each; p_2j = p_3j = 1/2.
        c_01 = (1/3 + 1/3 1/2 + 1/3 1/2)^2 = 4/9; c_02 = c_03 = (1/3 + 1/3 1/3)^2 = 16/81.
        """
        net = CollaborationNetwork.from_edges([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)])
        got = structural_holes(net).loc[0]
        total = 4 / 9 + 32 / 81
        assert got["constraint"] == pytest.approx(total)
        r = [4 / 9 * 3 / total, 16 / 81 * 3 / total, 16 / 81 * 3 / total]
        by_burt = sum(x * math.log(x) for x in r) / (3 * math.log(3))
        assert got["hierarchy"] == pytest.approx(by_burt)
        assert got["hierarchy"] == pytest.approx(0.0737, abs=1e-4)
        assert got["redundancy"] == pytest.approx(4 / 3)
        assert got["effective_size"] == pytest.approx(5 / 3)
        assert got["efficiency"] == pytest.approx(5 / 9)


class TestBadInput:
    @pytest.mark.parametrize("n", range(3))
    def test_without_ties_nothing_is_defined(self, n):
        got = structural_holes(CollaborationNetwork.from_edges([], nodes=n))
        assert got.shape == (n, 5)
        assert got.isna().all(axis=None)

    def test_self_ties_and_ties_told_twice_count_for_nothing_more(self):
        told = [("a", "b"), ("b", "c"), ("b", "b"), ("b", "a")]
        pd.testing.assert_frame_equal(
            structural_holes(CollaborationNetwork.from_edges(told)),
            structural_holes(CollaborationNetwork.from_edges(told[:2])),
        )


@given(networks(directed=True, most=9), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_nodes_changes_nothing(matrix, random):
    order = random.sample(range(len(matrix)), len(matrix))
    moved = matrix[np.ix_(order, order)] if order else matrix
    one, other = (structural_holes(of(m, directed=True)).to_numpy() for m in (matrix, moved))
    np.testing.assert_allclose(one[order] if order else one, other, atol=1e-9, equal_nan=True)


@given(networks(directed=True, most=9))
@settings(max_examples=60, deadline=None)
def test_triangles_are_listed_once_each(matrix):
    net = of(matrix, directed=True)
    pairs, found = tied_pairs(net), set()
    for ab, ac, bc in pairs.triangles():
        for one, two, three in zip(ab, ac, bc, strict=True):
            a, b, c = pairs.low[one], pairs.high[one], pairs.high[two]
            assert (pairs.low[two], pairs.low[three], pairs.high[three]) == (a, b, c)
            assert frozenset((a, b, c)) not in found
            found.add(frozenset((a, b, c)))
    both = net.collapsed.toarray()
    assert len(found) == round(np.trace(both @ both @ both) / 6)


def test_many_blocks_are_one(monkeypatch):
    graph = nx.gnp_random_graph(40, 0.3, seed=1)
    net = CollaborationNetwork.from_edges(list(graph.edges()), nodes=40)
    whole = structural_holes(net)
    monkeypatch.setattr("sap_match.graph.triangles.BLOCK", 7)
    pd.testing.assert_frame_equal(structural_holes(net), whole)
