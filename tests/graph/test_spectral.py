"""Directions of a network: against dense algebra, isolated components, any order of rows."""

import numpy as np
import pytest
from scipy import sparse

from sap_match.graph.spectral import directions
from sap_match.graph.walks import JointWork


def incidence(n, m, seed=3):
    rng = np.random.default_rng(seed)
    return sparse.csr_array((rng.random((n, m)) < 0.08).astype(float))


def dense_ties(members):
    table = members.toarray()
    ties = table @ table.T
    np.fill_diagonal(ties, 0)
    return ties


def reached(members, k):
    """The same by dense algebra: two steps over the k largest eigenvalues by size."""
    ties = dense_ties(members)
    strength = ties.sum(axis=1)
    scale = np.sqrt(strength + strength.mean())
    values, vectors = np.linalg.eigh(ties / scale[:, None] / scale[None, :])
    best = np.argsort(-np.abs(values))[:k]
    return (vectors[:, best] * values[best] ** 2) @ vectors[:, best].T * scale[None, :]


@pytest.mark.parametrize("n", [30, 400])  # all directions at once, and only the strongest
def test_reach_is_the_dense_answer(n):
    members = incidence(n, 60)
    given = sparse.csr_array(np.eye(n)[[0, 5]])
    found = directions(members, 8).reach(given)
    assert found == pytest.approx(reached(members, 8)[[0, 5]], abs=1e-5)


def test_fewer_directions_are_the_first_of_many():
    members = incidence(60, 40)
    given = sparse.csr_array(np.eye(60)[:3])
    few, many = directions(members, 4).reach(given), directions(members, 20).reach(given, k=4)
    assert many == pytest.approx(few, abs=1e-8)


def test_isolated_pairs_do_not_take_up_the_directions():
    core = (np.random.default_rng(1).random((40, 30)) < 0.2).astype(float)
    pairs = np.kron(np.eye(30), np.ones((2, 1)))
    members = sparse.csr_array(sparse.block_diag([core, pairs]))
    first = directions(members, 3).vectors
    assert (first[:40] ** 2).sum(axis=0) == pytest.approx(np.ones(3), abs=1e-6)


def test_who_has_no_ties_is_reached_by_nobody_and_nothing_breaks():
    members = sparse.csr_array(np.array([[1.0], [1], [0]]))
    found = directions(members, 64)
    given = sparse.csr_array(np.eye(3))
    assert found.reach(given)[:, 2].tolist() == pytest.approx([0, 0, 0])
    assert found.alike(given)[2].tolist() == pytest.approx([0, 0, 0])
    assert directions(sparse.csr_array((4, 0)), 8).reach(given[:, :1] @ np.zeros((1, 4))).any() == 0


def test_the_order_of_rows_says_nothing():
    members = incidence(300, 80, seed=9)
    order = np.random.default_rng(2).permutation(300)
    given = sparse.csr_array(np.eye(300))
    here = directions(members, 6).reach(given)
    there = directions(members[order], 6).reach(given)
    assert there == pytest.approx(here[np.ix_(order, order)], abs=1e-5)


def test_walks_over_joint_work_are_those_over_ties():
    members = incidence(50, 30)
    ties = dense_ties(members)
    start = np.eye(50)[:, :4]
    work = JointWork(members)
    assert work.spread(start) == pytest.approx(ties @ start)
    assert work.strength == pytest.approx(ties.sum(axis=1))
    share = 1 / np.maximum(members.sum(axis=0), 1)
    shared = members.toarray() * share @ members.toarray().T
    np.fill_diagonal(shared, 0)
    assert JointWork(members, share).spread(start) == pytest.approx(shared @ start)


def test_resource_allocation_of_networkx_where_all_ties_are_single():
    import networkx as nx

    graph = nx.gnp_random_graph(25, 0.2, seed=4)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    graph = nx.convert_node_labels_to_integers(graph)
    n = len(graph)
    members = np.zeros((n, graph.number_of_edges()))
    for column, edge in enumerate(graph.edges):
        members[list(edge), column] = 1
    work = JointWork(sparse.csr_array(members))
    start = np.eye(n)
    found = work.handed_on(work.spread(start))
    for left, right, want in nx.resource_allocation_index(graph):
        assert found[left, right] == pytest.approx(want)


def test_restarting_walks_near_pagerank_of_networkx():
    import networkx as nx

    members = incidence(30, 25, seed=5)
    graph = nx.from_numpy_array(dense_ties(members))
    one = max(graph, key=graph.degree)
    want = nx.pagerank(graph, alpha=0.5, personalization={one: 1}, tol=1e-12)
    start = np.eye(30)[:, [one]]
    found = JointWork(members).restarting(start, alpha=0.5, steps=40)[:, 0]
    assert found == pytest.approx([want[i] for i in range(30)], abs=1e-8)
