import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import CollaborationNetwork, core_periphery, coreness, rich_club

TWO_TRIANGLES = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]
# Three who all work together, each with one more, who works with nobody else.
IDEAL = [("A", "B"), ("B", "C"), ("A", "C"), ("A", "x"), ("B", "y"), ("C", "z")]


def net(edges, nodes=None, **more):
    return CollaborationNetwork.from_edges(edges, nodes, **more)


@st.composite
def networks(draw, most=8):
    n = draw(st.integers(0, most))
    pairs = [(i, j) for i in range(n) for j in range(i)]
    return net(draw(st.lists(st.sampled_from(pairs), max_size=20)) if pairs else [], n)


class TestCoreness:
    def test_by_hand(self):
        assert coreness(net(TWO_TRIANGLES)).coreness.tolist() == [2] * 6
        assert coreness(net(IDEAL)).coreness.to_dict() == {
            "A": 2,
            "B": 2,
            "C": 2,
            "x": 1,
            "y": 1,
            "z": 1,
        }

    @pytest.mark.parametrize("n", [0, 1, 3])
    def test_nobody_has_a_tie(self, n):
        assert coreness(net([], n)).coreness.tolist() == [0] * n

    def test_direction_self_ties_and_double_ties_change_nothing(self):
        told = [*IDEAL, *[(b, a) for a, b in IDEAL], ("A", "A")]
        assert coreness(net(told, directed=True)).equals(coreness(net(IDEAL)))

    @given(networks())
    @settings(max_examples=100, deadline=None)
    def test_networkx_says_the_same(self, network):
        graph = nx.from_numpy_array(network.ties.toarray())
        assert coreness(network).coreness.to_dict() == nx.core_number(graph)

    def test_so_it_does_of_larger_ones(self):
        for seed in range(3):
            graph = nx.barabasi_albert_graph(400, 4, seed=seed)
            graph.add_edges_from(nx.gnm_random_graph(400, 900, seed=seed).edges())
            found = coreness(net(list(graph.edges()), 400))
            assert found.coreness.to_dict() == nx.core_number(graph)


def misfits(network, core):
    csr = network.ties.toarray()
    rest = [i for i in range(len(network)) if i not in core]
    lacking = sum(not csr[i, j] for i, j in combinations(core, 2))
    return lacking + sum(bool(csr[i, j]) for i, j in combinations(rest, 2))


class TestCorePeriphery:
    def test_an_ideal_one(self):
        found = core_periphery(net(IDEAL))
        assert found.core == ("A", "B", "C")
        assert (found.fit, found.misfits) == (1, 0)
        assert found.densities == {"core": 1, "between": 3 / 9, "periphery": 0}
        assert found.frame.core.tolist() == [True] * 3 + [False] * 3
        assert "3 in the core" in found.fit.note

    def test_one_tie_too_many(self):
        """Of 3 + 3 pairs 4 are tied, 3 in the core: (6 * 3 - 4 * 3) / sqrt(4 * 2 * 3 * 3)."""
        found = core_periphery(net([*IDEAL, ("x", "y")]))
        assert found.core == ("A", "B", "C")
        assert found.misfits == 1
        assert found.fit == pytest.approx(6 / math.sqrt(72))

    @given(networks(7))
    @settings(max_examples=100, deadline=None)
    def test_no_other_core_has_fewer_misfits(self, network):
        found = core_periphery(network)
        n = len(network)
        core = [network.position(one) for one in found.core]
        every = (c for k in range(n + 1) for c in combinations(range(n), k))
        assert misfits(network, core) == found.misfits == min(misfits(network, c) for c in every)

    @given(networks())
    @settings(max_examples=60, deadline=None)
    def test_the_fit_is_the_correlation(self, network):
        found = core_periphery(network)
        inside, csr = found.frame.core.to_numpy(), network.ties.toarray()
        pairs = [(i, j) for i, j in combinations(range(len(network)), 2) if inside[i] == inside[j]]
        ties = np.array([csr[i, j] for i, j in pairs])
        pattern = np.array([float(inside[i]) for i, _ in pairs])
        if len(pairs) < 2 or ties.std() == 0 or pattern.std() == 0:
            assert math.isnan(found.fit)
        else:
            assert found.fit == pytest.approx(np.corrcoef(ties, pattern)[0, 1])

    @given(networks(), st.integers(0, 99))
    @settings(max_examples=40, deadline=None)
    def test_the_order_of_the_nodes_changes_nothing(self, network, seed):
        order = np.random.default_rng(seed).permutation(len(network)).tolist()
        edges = network.edge_frame()[["source", "target"]].to_numpy().tolist()
        first, second = core_periphery(network), core_periphery(net(edges, order))
        assert sorted(first.core) == sorted(second.core)
        assert first.fit == pytest.approx(second.fit, nan_ok=True)

    def test_those_who_are_level_with_the_last_are_counted(self):
        ring = core_periphery(net([(i, (i + 1) % 6) for i in range(6)]))
        assert len(ring.core) in (2, 3)
        assert f"{6 - len(ring.core)} outside have as many partners" in ring.fit.note

    @pytest.mark.parametrize("n", [0, 1, 2])
    def test_next_to_nothing_is_not_defined(self, n):
        assert math.isnan(core_periphery(net([], n)).fit)

    def test_bounds_where_answers_are_missing(self):
        some = net(IDEAL, answered=["A", "B", "C", "x"])
        found = core_periphery(some).fit
        assert found.bounds.exact
        assert (found.bounds.low, found.bounds.high) == (
            core_periphery(net([*IDEAL, ("y", "z")])).fit,
            1,
        )


class TestRichClub:
    def test_by_hand(self):
        """A, B, C have three partners each and are all tied; the others have one."""
        found = rich_club(net(IDEAL), draws=0)
        assert found.index.tolist() == [0, 1, 2]
        assert found.nodes.tolist() == [6, 3, 3]
        assert found.ties.tolist() == [6, 3, 3]
        assert found.phi.tolist() == [6 / 15, 1, 1]
        assert found.phi_random.isna().all()

    @given(networks())
    @settings(max_examples=60, deadline=None)
    def test_networkx_says_the_same(self, network):
        graph = nx.from_numpy_array(network.ties.toarray())
        found = rich_club(network, draws=0).phi
        if graph.number_of_edges():
            theirs = nx.rich_club_coefficient(graph, normalized=False)
            assert found[found > 0].to_dict() == pytest.approx(
                {k: v for k, v in theirs.items() if v}
            )

    def test_a_club_of_hubs_is_above_chance_and_avoiding_hubs_below(self):
        club = list(combinations(range(6), 2))
        leaves = [(i % 6, 6 + i) for i in range(48)]
        more = [(6 + i, 6 + (i + 7) % 48) for i in range(48)]
        together = rich_club(net([*club, *leaves, *more]), rng=1)
        assert together.ratio.iloc[-1] > 1.5
        apart = rich_club(net([*leaves, *more]), rng=1)
        assert apart.phi.iloc[-1] == 0
        assert together.equals(rich_club(net([*club, *leaves, *more]), rng=1))

    def test_chance_keeps_everybodys_partners(self):
        """A path of four has one other network of these degrees: the same with other ends."""
        found = rich_club(net([(0, 1), (1, 2), (2, 3)]), draws=5)
        assert found.phi.tolist() == [0.5, 1.0]
        assert found.phi_random.tolist() == [0.5, 1.0]  # as many ties; the two always tied

    def test_chance_is_the_mean_over_every_network_of_these_degrees(self):
        """Nodes 0 and 1 have two partners, four others one, by hand.

        Paths of four with a pair apart (0-1 tied), 12 of them,
        or two paths of three (0-1 not tied), 6 of them.
        """
        start = net([(2, 0), (0, 1), (1, 3), (4, 5)])
        found = rich_club(start, draws=3000, rng=2)
        assert found.phi_random[1] == pytest.approx(2 / 3, abs=0.05)
        assert (found.low[1], found.high[1]) == (0, 1)

    @pytest.mark.parametrize("n", [0, 1])
    def test_next_to_nothing_has_no_row(self, n):
        assert len(rich_club(net([], n))) == 0

    def test_the_order_of_the_nodes_changes_nothing(self):
        graph = nx.gnm_random_graph(30, 60, seed=3)
        first = net(list(graph.edges()), list(range(30)))
        second = net(list(graph.edges()), list(range(29, -1, -1)))
        assert rich_club(first, rng=4).equals(rich_club(second, rng=4))
