import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import UnknownIdError
from sap_match.graph import (
    CollaborationNetwork,
    cut_off_by,
    fragile_ties,
    fragility,
    largest_loss,
    robustness,
)
from sap_match.graph.fragility import explained

# Two triangles, one tie between them, and a tail on the second.
TIES = [
    ("Ash", "Birch"),
    ("Birch", "Cedar"),
    ("Ash", "Cedar"),
    ("Cedar", "Elm"),
    ("Elm", "Fir"),
    ("Fir", "Gorse"),
    ("Elm", "Gorse"),
    ("Gorse", "Hazel"),
]


def net(edges=TIES, nodes=None, **more):
    return CollaborationNetwork.from_edges(edges, nodes, **more)


@st.composite
def networks(draw, most=9):
    n = draw(st.integers(1, most))
    pairs = [(i, j) for i in range(n) for j in range(i)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=14)) if pairs else []
    return net(chosen, n)


def graph_of(network):
    graph = nx.Graph()
    graph.add_nodes_from(network.ids)
    graph.add_edges_from(network.edge_frame()[["source", "target"]].itertuples(index=False))
    return graph


class TestByHand:
    def test_who_is_cut_off_by_whom(self):
        found = fragility(net())
        assert found.cut_off.to_dict() == {
            "Ash": 0,
            "Birch": 0,
            "Cedar": 2,
            "Elm": 3,
            "Fir": 0,
            "Gorse": 1,
            "Hazel": 0,
        }
        assert found.who["Cedar"] == ("Ash", "Birch")
        assert found.who["Gorse"] == ("Hazel",)
        assert found.pieces[["Cedar", "Elm", "Gorse"]].tolist() == [2, 2, 2]
        assert found.explanation["Cedar"] == "without Cedar, 2 others are cut off: Ash and Birch"
        assert found.explanation["Ash"] == "without Ash, nobody is cut off"

    def test_pairs_kept(self):
        """Without Cedar: 1 + 6 of 15 pairs of the six others are still joined."""
        found = fragility(net()).pairs_kept
        assert found["Cedar"] == pytest.approx(7 / 15)
        assert found["Elm"] == pytest.approx(6 / 15)
        assert found["Ash"] == 1
        assert largest_loss(net()) == pytest.approx(9 / 15)

    def test_of_two_halves_that_with_the_least_id_stays(self):
        assert fragility(net()).who["Elm"] == ("Fir", "Gorse", "Hazel")
        assert fragility(net([("Z", "M"), ("M", "A")])).who["M"] == ("Z",)

    def test_the_part_above_may_be_the_one_that_comes_off(self):
        """The walk begins at A, which is left behind when B goes."""
        found = fragility(net([("A", "B"), ("B", "C"), ("C", "D"), ("D", "B")]))
        assert found.who["B"] == ("A",)

    def test_ties(self):
        found = fragile_ties(net())
        assert found[["source", "target", "cut_off"]].to_numpy().tolist() == [
            ["Cedar", "Elm", 3],
            ["Gorse", "Hazel", 1],
        ]
        assert found.who[0] == ("Ash", "Birch", "Cedar")
        assert found.explanation[1] == "without the tie Gorse - Hazel, 1 other is cut off: Hazel"

    def test_names_are_used_where_there_are_any(self):
        nodes = {"o1": {"name": "Ash Trust"}, "o2": {"name": "Elm Hall"}, "o3": {"name": None}}
        found = fragility(net([("o1", "o2"), ("o2", "o3")], nodes))
        assert found.explanation["o2"] == "without Elm Hall, 1 other is cut off: o3"

    def test_two_leaving_together(self):
        ring = net([(i, (i + 1) % 6) for i in range(6)])
        assert fragility(ring).cut_off.sum() == 0
        assert cut_off_by(ring, 0, 3) == (4, 5)
        assert cut_off_by(ring) == ()

    def test_many_are_counted_and_not_listed(self):
        star = net([(0, i) for i in range(1, 40)])
        found = fragility(star)
        assert found.cut_off[0] == 38
        assert found.who[0] == ()
        assert found.explanation[0] == "without 0, 38 others are cut off"
        assert len(fragility(star, named=50).who[0]) == 38

    def test_one_who_is_not_there(self):
        with pytest.raises(UnknownIdError, match="Ahs"):
            cut_off_by(net(), "Ahs")


class TestNextToNothing:
    def test_empty(self):
        empty = net([], [])
        assert len(fragility(empty)) == len(fragile_ties(empty)) == len(robustness(empty)) == 0
        assert math.isnan(largest_loss(empty))

    def test_one_and_two(self):
        assert fragility(net([], 1)).cut_off.tolist() == [0]
        two = fragility(net([(0, 1)]))
        assert two.cut_off.tolist() == [0, 0]
        assert two.pairs_kept.isna().all()
        assert math.isnan(largest_loss(net([(0, 1)])))
        assert robustness(net([], 1)).largest.tolist() == [1, 0]

    def test_self_ties_double_ties_and_direction_change_nothing(self):
        more = net([*TIES, *[(b, a) for a, b in TIES], ("Ash", "Ash")], directed=True)
        assert fragility(more).equals(fragility(net()))


@given(networks())
@settings(max_examples=120, deadline=None)
def test_taking_each_out_says_the_same(network):
    graph = graph_of(network)
    found = fragility(network)
    for one in network.ids:
        part = nx.node_connected_component(graph, one)
        rest = graph.subgraph(part - {one})
        sizes = [len(piece) for piece in nx.connected_components(rest)]
        assert found.pieces[one] == len(sizes)
        assert found.cut_off[one] == sum(sizes) - max(sizes, default=0)
        assert len(found.who[one]) == found.cut_off[one]
        assert found.who[one] == tuple(sorted(cut_off_by(network, one)))

        others = graph.subgraph(set(graph) - {one})
        before = sum(
            len(p - {one}) * (len(p - {one}) - 1) / 2 for p in nx.connected_components(graph)
        )
        after = sum(len(p) * (len(p) - 1) / 2 for p in nx.connected_components(others))
        expected = after / before if before else math.nan
        assert found.pairs_kept[one] == pytest.approx(expected, nan_ok=True)


@given(networks())
@settings(max_examples=120, deadline=None)
def test_taking_each_tie_out_says_the_same(network):
    graph = graph_of(network)
    found = fragile_ties(network)
    ends = set(zip(found.source, found.target, strict=True))
    assert ends == {tuple(sorted(edge)) for edge in nx.bridges(graph)}
    for row in found.itertuples():
        part = nx.node_connected_component(graph, row.source)
        cut = graph.copy()
        cut.remove_edge(row.source, row.target)
        sides = [nx.node_connected_component(cut, end) for end in (row.source, row.target)]
        assert row.cut_off == min(map(len, sides))
        kept = max(sides, key=lambda side: (len(side), -min(side)))
        assert row.who == tuple(sorted(part - kept))


@given(networks(), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_nodes_changes_nothing(network, seed):
    order = np.random.default_rng(seed).permutation(len(network)).tolist()
    edges = network.edge_frame()[["source", "target"]].to_numpy()
    moved = net(edges[::-1], order)
    assert fragility(moved).loc[list(network.ids)].equals(fragility(network))
    assert fragile_ties(moved).equals(fragile_ties(network))
    assert robustness(moved).equals(robustness(network))
    random = {"order": "random", "draws": 3, "rng": 5}
    assert robustness(moved, **random).equals(robustness(network, **random))


def test_a_long_chain_needs_no_recursion():
    n = 50_000
    chain = net(np.column_stack([np.arange(n - 1), np.arange(1, n)]))
    found = fragility(chain, named=2)
    assert found.cut_off.max() == n // 2 - 1
    assert found.who[2] == (0, 1)
    assert len(fragile_ties(chain)) == n - 1


class TestRobustness:
    def test_those_with_most_partners_go_first(self):
        found = robustness(net())
        # Cedar, Elm and Gorse have three each, then by id: Ash, Birch, Fir, Hazel
        assert found.largest.tolist() == [7, 4, 3, 2, 1, 1, 1, 0]
        assert found.largest_share.iloc[0] == 1
        assert found.index.name == "removed"

    def test_random_orders_lie_between_their_percentiles(self):
        found = robustness(net(), order="random", draws=50, rng=1)
        assert (found.low <= found.largest_share + 1e-12).all()
        assert (found.largest_share <= found.high + 1e-12).all()
        assert found.equals(robustness(net(), order="random", draws=50, rng=1))

    def test_the_curve_is_that_of_networkx(self):
        graph = nx.gnp_random_graph(60, 0.05, seed=2)
        network = net(list(graph.edges()), 60)
        order = sorted(graph, key=lambda i: (-graph.degree(i), i))
        found = robustness(network)
        for k in range(60):
            left = graph.subgraph(order[k:])
            assert found.largest[k] == max(map(len, nx.connected_components(left)))


def test_a_loss_has_bounds_where_answers_are_missing():
    some = net([("A", "B"), ("B", "C"), ("B", "D")], list("ABCD"), answered=["A", "B"])
    found = largest_loss(some)
    assert found == 1
    assert (found.bounds.low, found.bounds.high, found.bounds.exact) == (
        pytest.approx(2 / 3),
        1,
        True,
    )


def test_sentences():
    assert explained("A", 3, ["B", "C", "D"]) == "without A, 3 others are cut off: B, C and D"
    assert explained("A", 1204) == "without A, 1,204 others are cut off"
