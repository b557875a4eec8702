import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import CollaborationNetwork, krackhardt
from sap_match.graph.ancestry import knots, pairs_lacking, pairs_reached
from sap_match.graph.hierarchy import connectedness, efficiency, hierarchy, lubness

NAMES = ["connectedness", "hierarchy", "efficiency", "lubness"]
TREE = [("Head", "North"), ("Head", "South"), ("North", "Town"), ("North", "Mill")]


def net(edges, nodes=None, *, directed=True, **more):
    return CollaborationNetwork.from_edges(edges, nodes, directed=directed, **more)


@st.composite
def directed(draw, most=7):
    n = draw(st.integers(0, most))
    cells = draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=bool).reshape(n, n)
    np.fill_diagonal(matrix, val=False)
    return matrix


def by_definition(matrix):
    """The four from all pairs, as the paper has them."""
    n = len(matrix)
    graph = nx.from_numpy_array(np.asarray(matrix, dtype=int), create_using=nx.DiGraph)
    reach = np.zeros((n, n), dtype=bool)
    for i, steps in nx.all_pairs_shortest_path_length(graph):
        reach[i, list(steps)] = True
    parts = [sorted(part) for part in nx.weakly_connected_components(graph)]
    joined = sum(len(part) * (len(part) - 1) / 2 for part in parts)
    one = both = lacking = most = 0
    for i in range(n):
        for j in range(i):
            one += reach[i, j] != reach[j, i]
            both += reach[i, j] and reach[j, i]
    for part in parts:
        if len(part) < 3:
            continue
        most += (len(part) - 1) * (len(part) - 2) / 2
        for i in part:
            for j in (k for k in part if k < i):
                above = [k for k in part if reach[k, i] and reach[k, j]]
                lacking += not any(all(reach[k, least] for k in above) for least in above)
    needed = sum(len(part) - 1 for part in parts)
    room = sum(len(part) * (len(part) - 1) for part in parts) - needed

    def over(a, b):
        return a / b if b else math.nan

    return [
        over(joined, n * (n - 1) / 2),
        over(one, one + both),
        1 - over(int(np.sum(matrix)) - needed, room),
        1 - over(lacking, most),
    ]


def test_a_tree_from_one_head_is_a_perfect_chart():
    assert [float(krackhardt(net(TREE))[name]) for name in NAMES] == [1, 1, 1, 1]


def test_a_second_head_breaks_unity_of_command_alone():
    """The two heads have nobody over both; of four, three pairs could lack a bound."""
    found = krackhardt(net([("A", "C"), ("B", "C"), ("C", "D")]))
    assert [float(found[name]) for name in NAMES] == [1, 1, 1, pytest.approx(1 - 1 / 3)]


def test_a_ring_has_no_order():
    found = krackhardt(net([(0, 1), (1, 2), (2, 0)]))
    assert [float(found[name]) for name in NAMES] == [1, 0, 0.75, 1]


def test_ties_without_direction_have_no_order_and_everybody_over_everybody():
    found = krackhardt(net(TREE, directed=False))
    assert found["hierarchy"] == 0
    assert found["lubness"] == 1
    assert "counts both ways" in found["lubness"].note


@pytest.mark.parametrize("n", [0, 1, 2])
def test_next_to_nothing_is_not_defined(n):
    found = krackhardt(net([], n))
    assert math.isnan(found["connectedness"]) == (n < 2)
    assert all(math.isnan(found[name]) for name in NAMES[1:])


def test_self_ties_and_ties_told_twice_change_nothing():
    again = net([*TREE, *TREE, ("Head", "Head")])
    assert dict(krackhardt(again)) == dict(krackhardt(net(TREE)))


def test_the_mapping_is_in_order_and_each_figure_says_what_it_is():
    found = krackhardt(net(TREE))
    assert list(found) == NAMES
    assert [figure.name for figure in found.values()] == [name.capitalize() for name in NAMES]
    assert all("over" in figure.definition and "n = 5" in figure.note for figure in found.values())
    with pytest.raises(TypeError):
        found["hierarchy"] = 1


@given(directed())
@settings(max_examples=150, deadline=None)
def test_they_are_what_all_pairs_say(matrix):
    got = [float(measure(matrix)) for measure in (connectedness, hierarchy, efficiency, lubness)]
    directed_net = CollaborationNetwork.from_matrix(matrix, directed=True)
    assert [float(v) for v in krackhardt(directed_net).values()] == pytest.approx(got, nan_ok=True)
    assert got == pytest.approx(by_definition(matrix), nan_ok=True, abs=1e-12)


def test_they_are_what_all_pairs_say_of_larger_ones():
    """More than a word of nodes, thin enough for many knots."""
    for seed, p in enumerate((0.004, 0.01, 0.015, 0.02, 0.03)):
        graph = nx.gnp_random_graph(90, p, seed=seed, directed=True)
        matrix = nx.to_numpy_array(graph)
        got = [float(one(matrix)) for one in (connectedness, hierarchy, efficiency, lubness)]
        assert got == pytest.approx(by_definition(matrix), nan_ok=True)


@given(directed(), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_nodes_changes_nothing(matrix, seed):
    order = np.random.default_rng(seed).permutation(len(matrix))
    moved = matrix[np.ix_(order, order)]
    for measure in (connectedness, hierarchy, efficiency, lubness):
        assert measure(matrix) == pytest.approx(measure(moved), nan_ok=True)


class TestLarge:
    """What stands in for all pairs where there are too many."""

    def dag(self, n=400, seed=1):
        made = np.random.default_rng(seed)
        a, b = made.integers(0, n, (2, 3 * n))
        return net(np.column_stack([np.minimum(a, b), np.maximum(a, b)]), n)

    def test_sampled_pairs_are_close_and_say_how_close(self):
        found = knots(self.dag().ties)
        exact = pairs_reached(found, sample=128, rng=0)
        assert exact.error == 0
        near = pairs_reached(found, sample=192, rng=0, work=0)
        assert 0 < near.error < 0.25 * exact.value
        assert abs(near.value - exact.value) < 4 * near.error

    def test_each_pair_is_judged_alike_one_by_one_and_all_together(self, monkeypatch):
        chart = self.dag(150)
        exact = lubness(chart)
        found = knots(chart.ties)
        left, right = np.triu_indices(150, 1)
        lacking = int(pairs_lacking(found, found.knot[left], found.knot[right]).sum())
        assert exact.denominator == 149 * 148 / 2  # all hang together: no pair across parts
        assert lacking == exact.denominator - exact.numerator
        monkeypatch.setattr("sap_match.graph.hierarchy.EXACT_KNOTS", 10)
        near = lubness(chart)
        assert "standard error" in near.note
        assert near == pytest.approx(exact, abs=0.05)
        assert near == lubness(chart)

    def test_a_long_chain_ends(self):
        chain = net(np.column_stack([np.arange(2000), np.arange(1, 2001)]))
        assert [float(value) for value in krackhardt(chain).values()] == [1, 1, 1, 1]


class TestMissing:
    def test_connectedness_lies_between_as_told_and_all_joined(self):
        some = net([("A", "B")], ["A", "B", "C", "D"], directed=False, answered=["A", "B"])
        found = connectedness(some)
        assert found == pytest.approx(1 / 6)
        assert (found.bounds.low, found.bounds.high) == pytest.approx((1 / 6, 2 / 6))
        assert found.bounds.exact

    def test_bounds_by_formula_are_those_of_every_filling(self):
        from sap_match.graph.missing import bounds

        for directed, answered in ((False, ["A", "B"]), (True, ["A", "B", "C"])):
            some = net([("A", "B")], list("ABCD"), directed=directed, answered=answered)
            every = bounds(some, connectedness, most=9)
            assert every.exact
            assert connectedness(some).bounds == every

    def test_the_others_try_every_filling(self):
        some = net([("A", "B"), ("B", "C")], list("ABC"), answered=["A", "B"])
        found = krackhardt(some)
        assert found["hierarchy"].bounds.exact
        assert found["hierarchy"].bounds.low == 0
        assert found["hierarchy"].bounds.high == 1
