"""Whether like is tied to like: as published, as networkx and igraph have it, and by hand."""

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import CollaborationNetwork
from sap_match.graph.segregation import (
    assortativity,
    gearys_c,
    numbers,
    numeric_assortativity,
    yules_q,
)

net = CollaborationNetwork.from_edges
LABELS = st.lists(st.sampled_from("xyz"), min_size=9, max_size=9)
VALUES = st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=9, max_size=9)


def drawn(seed, directed, n=9, p=0.4):
    made = nx.gnp_random_graph(n, p, seed=seed, directed=directed)
    return made, net(made.edges(), nodes=n, directed=directed)


class TestAssortativity:
    @given(st.integers(0, 1000), LABELS, st.booleans())
    @settings(max_examples=60, deadline=None)
    def test_it_is_networkx(self, seed, labels, directed):
        made, ours = drawn(seed, directed)
        nx.set_node_attributes(made, dict(enumerate(labels)), "g")
        found = assortativity(ours, labels)
        if not math.isnan(found):
            theirs = nx.attribute_assortativity_coefficient(made, "g")
            assert found == pytest.approx(theirs, abs=1e-9)
            assert -1 - 1e-9 <= found <= 1 + 1e-9

    def test_newman_2003(self):
        """Table I: couples in San Francisco by ethnicity, r = 0.621 before rates were rounded."""
        couples = np.array(
            [[258, 16, 35, 13], [12, 157, 58, 19], [13, 23, 306, 35], [5, 7, 24, 16]]
        )
        side = 18  # 18 women and 18 men of each: room for 324 couples a cell
        edges = [
            (f"w{g}-{k // side}", f"m{h}-{k % side}")
            for g in range(4)
            for h in range(4)
            for k in range(couples[g, h])
        ]
        ends = sorted({end for edge in edges for end in edge})
        ours = net(edges, groups={end: end[1] for end in ends}, directed=True)
        assert ours.size == couples.sum()
        assert assortativity(ours) == pytest.approx(0.621, abs=0.003)

    def test_one_group_or_no_tie_has_none(self):
        assert math.isnan(assortativity(net([(0, 1)], groups=["x", "x"])))
        assert math.isnan(assortativity(net([], nodes=2), ["x", "y"]))
        assert math.isnan(assortativity(net([(0, 1)]), [None, None]))
        assert math.isnan(assortativity(net([], nodes=0), []))

    def test_direction_is_the_networks_own_unless_asked(self):
        ours = net([(0, 1), (1, 2), (2, 0), (1, 0)], groups=["x", "x", "y"], directed=True)
        both = net([(0, 1), (1, 2), (2, 0)], groups=["x", "x", "y"])
        assert assortativity(ours, directed=False) == assortativity(both)
        assert assortativity(ours) != assortativity(both)


class TestNumeric:
    @given(st.integers(0, 1000), VALUES, st.booleans())
    @settings(max_examples=60, deadline=None)
    def test_it_is_networkx_among_the_known(self, seed, values, directed):
        made, ours = drawn(seed, directed)
        nx.set_node_attributes(made, dict(enumerate(values)), "v")
        found = numeric_assortativity(ours, values)
        if not math.isnan(found):
            known = made.subgraph([i for i in range(9) if values[i] is not None])
            theirs = nx.numeric_assortativity_coefficient(known, "v")
            assert found == pytest.approx(theirs, abs=1e-9)
            assert -1 - 1e-9 <= found <= 1 + 1e-9

    def test_it_is_igraph(self):
        igraph = pytest.importorskip("igraph")
        made, ours = drawn(3, directed=True)
        values = [3, 1, 4, 1, 5, 9, 2, 6, 5]
        theirs = igraph.Graph(n=9, edges=list(made.edges()), directed=True)
        assert numeric_assortativity(ours, values) == pytest.approx(theirs.assortativity(values))

    @pytest.mark.parametrize("values", [[2, 2, 2], [1e9, 1e9, 1e9], [None] * 3, [1, None, None]])
    def test_one_value_or_none_is_not_defined(self, values):
        ours = net([(0, 1), (1, 2)])
        assert math.isnan(numeric_assortativity(ours, values))
        assert math.isnan(gearys_c(ours, values))

    def test_ties_of_unknown_value_are_left_out_and_said(self):
        ours = net([(0, 1), (1, 2), (2, 3)])
        found = numeric_assortativity(ours, [1, 2, 3, None])
        assert found.note.startswith("1 tie left out: an end has no known value")
        assert found == numeric_assortativity(net([(0, 1), (1, 2)]), [1, 2, 3])


class TestGeary:
    @given(st.integers(0, 1000), VALUES, st.booleans())
    @settings(max_examples=60, deadline=None)
    def test_it_is_the_formula(self, seed, values, directed):
        made, ours = drawn(seed, directed)
        known = [i for i in range(9) if values[i] is not None]
        x = {i: values[i] for i in known}
        matrix = nx.to_numpy_array(made, nodelist=range(9))
        found = gearys_c(ours, values)
        mean = sum(x.values()) / max(len(x), 1)
        around = sum((v - mean) ** 2 for v in x.values())
        ties = sum(matrix[i, j] for i in known for j in known)
        if around == 0 or ties == 0:
            assert math.isnan(found)
        else:
            apart = sum(matrix[i, j] * (x[i] - x[j]) ** 2 for i in known for j in known)
            theirs = (len(known) - 1) * apart / (2 * ties * around)
            assert found == pytest.approx(theirs, abs=1e-9)
            assert found >= 0

    def test_alike_is_0_and_the_complete_network_is_1(self):
        assert gearys_c(net([(0, 1), (2, 3)]), [1, 1, 5, 5]) == 0
        complete = net(combinations(range(5), 2))
        assert gearys_c(complete, [1, 4, 2, 8, 5]) == pytest.approx(1)

    def test_scale_and_shift_do_not_matter(self):
        _, ours = drawn(5, directed=False)
        x = np.arange(9.0) ** 2
        assert gearys_c(ours, x) == pytest.approx(gearys_c(ours, 1000 * x - 7))


class TestYule:
    def test_by_hand(self):
        """1 of 2 pairs within tied, 1 of 4 between: (1 x 3 - 1 x 1) / (1 x 3 + 1 x 1)."""
        ours = net([(0, 1), (0, 2)], nodes=4, groups=list("xxyy"))
        assert yules_q(ours) == 0.5

    @given(st.integers(0, 1000), LABELS)
    @settings(max_examples=60, deadline=None)
    def test_it_is_the_odds_ratio_on_another_scale(self, seed, labels):
        made, ours = drawn(seed, directed=False)
        counts = np.zeros((2, 2))
        for i, j in combinations(range(9), 2):
            counts[int(labels[i] != labels[j]), int(not made.has_edge(i, j))] += 1
        found = yules_q(ours, labels)
        like, unlike = counts[0, 0] * counts[1, 1], counts[0, 1] * counts[1, 0]
        if like + unlike == 0:
            assert math.isnan(found)
        else:
            assert found == pytest.approx((like - unlike) / (like + unlike))
            assert -1 <= found <= 1

    @given(st.integers(0, 1000), LABELS)
    @settings(max_examples=30, deadline=None)
    def test_the_complement_has_the_opposite(self, seed, labels):
        made, ours = drawn(seed, directed=False)
        other = net(nx.complement(made).edges(), nodes=9)
        np.testing.assert_allclose(yules_q(ours, labels), -yules_q(other, labels))

    def test_full_empty_and_of_one_group_have_none(self):
        complete = net(combinations(range(4), 2))
        assert math.isnan(yules_q(complete, list("xxyy")))
        assert math.isnan(yules_q(net([], nodes=4), list("xxyy")))
        assert math.isnan(yules_q(net([(0, 1)], nodes=4), list("xxxx")))


class TestNumbers:
    def test_by_name_by_id_and_in_order(self):
        ours = net([("a", "b")], nodes={"a": {"staff": 3}, "b": {"staff": ""}})
        np.testing.assert_array_equal(numbers(ours, "staff"), [3, math.nan])
        np.testing.assert_array_equal(numbers(ours, {"b": 2}), [math.nan, 2])
        np.testing.assert_array_equal(numbers(ours, ["1.5", None]), [1.5, math.nan])
        pd = pytest.importorskip("pandas")
        np.testing.assert_array_equal(numbers(ours, pd.Series({"b": 2, "a": 1})), [1, 2])

    @pytest.mark.parametrize(
        ("values", "error", "words"),
        [
            ([1], DataError, "got 1 values for 2 nodes"),
            ([1, "many"], DataError, "nodes, row 2, values 'many'"),
            ([1, math.inf], DataError, "a value is a number"),
            ("staff", UnknownIdError, "staff"),
            ({"z": 1}, UnknownIdError, "z"),
        ],
    )
    def test_what_is_no_number_says_where(self, values, error, words):
        with pytest.raises(error, match=words):
            numbers(net([("a", "b")]), values)


@given(st.permutations(range(9)), st.integers(0, 100), st.booleans())
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_nodes_changes_nothing(order, seed, directed):
    made, ours = drawn(seed, directed)
    moved = net(made.edges(), nodes=list(order), directed=directed)
    labels, values = dict(enumerate("xxxyyyzzz")), dict(enumerate([3, 1, 4, 1, 5, 9, 2, 6, 5]))
    for measure, given_ in (
        (assortativity, labels),
        (yules_q, labels),
        (gearys_c, values),
        (numeric_assortativity, values),
    ):
        np.testing.assert_allclose(measure(moved, given_), measure(ours, given_), atol=1e-12)
