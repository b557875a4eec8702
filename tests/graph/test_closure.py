"""Whether ties are returned and closed: as networkx and igraph have it."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import CollaborationNetwork, reciprocity, transitivity
from sap_match.graph.closure import closed_paths, two_step_paths

net = CollaborationNetwork.from_edges


@given(st.integers(0, 10_000), st.integers(0, 12), st.sampled_from([0.1, 0.4, 0.8]))
@settings(max_examples=60, deadline=None)
def test_they_are_networkx_and_igraph(seed, n, p):
    igraph = pytest.importorskip("igraph")
    made = nx.gnp_random_graph(n, p, seed=seed, directed=True)
    ours = net(made.edges(), nodes=n, directed=True)
    if made.number_of_edges():
        assert reciprocity(ours) == pytest.approx(nx.overall_reciprocity(made))
        theirs = igraph.Graph(n=n, edges=list(made.edges()), directed=True)
        assert reciprocity(ours) == pytest.approx(theirs.reciprocity())
    made = nx.gnp_random_graph(n, p, seed=seed)
    ours = net(made.edges(), nodes=n)
    if transitivity(ours).denominator:
        assert transitivity(ours) == pytest.approx(nx.transitivity(made))


@given(st.integers(0, 10_000), st.integers(0, 9), st.booleans())
@settings(max_examples=60, deadline=None)
def test_paths_are_those_of_the_matrix(seed, n, directed):
    made = nx.gnp_random_graph(n, 0.5, seed=seed, directed=directed)
    ours = net(made.edges(), nodes=n, directed=directed)
    a = ours.ties.toarray()
    paths = a @ a
    np.fill_diagonal(paths, 0)
    assert two_step_paths(ours.ties) == paths.sum()
    assert closed_paths(ours) == (paths * a).sum()


def test_zacharys_karate_club():
    """Density 0.139, transitivity 0.256 (Zachary, 1977; in every textbook since)."""
    club = nx.karate_club_graph()
    assert round(transitivity(net(club.edges())), 3) == 0.256


def test_by_hand_with_direction():
    ours = net([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")], directed=True)
    found = transitivity(ours)  # a-b-c is closed; a-c-d and b-c-d are not
    assert (found.numerator, found.denominator) == (1, 3)
    assert reciprocity(ours) == 0
    assert reciprocity(net([("a", "b"), ("b", "a"), ("a", "c")], directed=True)) == 2 / 3


def test_without_direction_every_tie_is_returned():
    assert reciprocity(net([("a", "b")])) == 1


@pytest.mark.parametrize("n", [0, 1, 3])
@pytest.mark.parametrize("directed", [False, True])
def test_nothing_to_close_is_not_defined(n, directed):
    ours = net([], nodes=n, directed=directed)
    assert math.isnan(reciprocity(ours))
    assert math.isnan(transitivity(ours))


def test_a_matrix_will_do():
    assert transitivity(np.ones((3, 3))) == 1
    assert reciprocity(np.triu(np.ones((3, 3)))) == 0


def test_side_by_side_closed_paths_add_up():
    one, two = nx.gnp_random_graph(9, 0.5, seed=1), nx.gnp_random_graph(7, 0.5, seed=2)
    both = transitivity(net(nx.disjoint_union(one, two).edges(), nodes=16))
    parts = [transitivity(net(part.edges(), nodes=len(part))) for part in (one, two)]
    assert both.numerator == sum(part.numerator for part in parts)
    assert both.denominator == sum(part.denominator for part in parts)


def test_what_is_told_of_by_one_side_only_has_no_way_back():
    asked = net([("a", "b"), ("b", "a"), ("a", "c")], directed=True, answered=["a", "b"])
    found = reciprocity(asked)  # whether c returns a's tie nobody said
    assert (found.numerator, found.denominator) == (2, 2)
    # low: c returns neither and ties to b; high: c returns a's
    assert (found.bounds.low, found.bounds.high) == (2 / 4, 1)
