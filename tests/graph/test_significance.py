"""Chance: draws against every possibility counted out, p that is right under the null."""

from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import combinations, permutations

import numpy as np
import pytest

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import significance
from sap_match.graph.chance import ChanceTest, holm
from sap_match.graph.closure import reciprocity, transitivity
from sap_match.graph.density import density
from sap_match.graph.ei import ei_index
from sap_match.graph.figure import Figure
from sap_match.graph.mixing import mixing_matrix
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.random_networks import in_order, random_networks
from sap_match.graph.rewiring import rewired
from sap_match.graph.segregation import assortativity
from sap_match.graph.significance import (
    degree_test,
    label_test,
    mixing_test,
    qap_test,
    random_test,
)

Net = CollaborationNetwork.from_edges
SIX = Net([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5)], nodes=6)
LABELS = ["x", "x", "x", "y", "y", "z"]


def drawn(rng, n, share, directed=False):
    chance = rng.random((n, n)) < share
    chance = chance if directed else np.triu(chance, 1)
    np.fill_diagonal(chance, False)
    return Net(np.argwhere(chance).tolist(), nodes=n, directed=directed)


def edges(net):
    return tuple(zip(net.sources.tolist(), net.targets.tolist(), strict=True))


def uniform(counts, cells, draws):
    """Pearson's chi-square over its degrees of freedom: near 1 where all are alike likely."""
    expected = draws / cells
    seen = list(counts.values()) + [0] * (cells - len(counts))
    return sum((one - expected) ** 2 / expected for one in seen) / (cells - 1)


class TestLabels:
    @pytest.mark.parametrize("measure", [ei_index, assortativity])
    def test_every_deal_counted_out(self, measure):
        found = label_test(SIX, LABELS, measure, draws=20_000, rng=3)
        every = np.array([float(measure(SIX, list(p))) for p in permutations(LABELS)])
        assert found.mean == pytest.approx(every.mean(), abs=4 * every.std() / 140)
        assert found.sd == pytest.approx(every.std(), rel=0.03)
        observed = float(measure(SIX, LABELS))
        assert found.p_low == pytest.approx((every <= observed + 1e-9).mean(), abs=0.015)
        assert found.p_high == pytest.approx((every >= observed - 1e-9).mean(), abs=0.015)
        assert set(np.round(found.draws, 9)) == set(np.round(every, 9))

    @pytest.mark.parametrize("measure", [ei_index, assortativity])
    @pytest.mark.parametrize("directed", [False, True])
    def test_coded_counts_are_what_the_measure_gives(self, measure, directed):
        net = drawn(np.random.default_rng(1), 12, 0.3, directed)
        labels = ["x", "y", "z", None] * 3
        fast = label_test(net, labels, measure, draws=30, rng=5)
        slow = label_test(net, labels, partial(measure), draws=30, rng=5)
        np.testing.assert_allclose(sorted(fast.draws), sorted(slow.draws))

    def test_missing_answers_leave_their_ties_out(self):
        net = Net([(0, 1), (2, 3), (1, 2)], nodes=4, answered=[0, 1])
        labels = ["x", "x", "y", "y"]
        found = label_test(net, labels, draws=50)
        assert float(found.observed) == float(ei_index(net, labels)) == 0
        assert set(found.draws) <= {-1.0, 0.0, 1.0}

    def test_p_is_uniform_where_groups_mean_nothing(self):
        rng = np.random.default_rng(7)
        net = drawn(rng, 30, 0.2)
        labels = ["x"] * 10 + ["y"] * 20
        found = [
            label_test(net, rng.permutation(labels).tolist(), draws=199, rng=i) for i in range(400)
        ]
        for level in (0.05, 0.25, 0.5):
            share = np.mean([one.p <= level for one in found])
            assert share <= level + 3 * np.sqrt(level * (1 - level) / 400)
        assert np.mean([one.p <= 0.5 for one in found]) > 0.35
        assert 0.4 < np.mean([one.p_low for one in found]) < 0.62

    def test_the_order_of_nodes_does_not_matter(self):
        mixed = Net(edges(SIX), nodes=[5, 3, 1, 0, 2, 4])
        by_id = dict(enumerate(LABELS))
        one, other = (label_test(net, by_id, draws=40, rng=1) for net in (SIX, mixed))
        assert one.draws.tolist() == other.draws.tolist()

    def test_mixing_by_every_deal(self):
        found = mixing_test(SIX, LABELS, draws=20_000, rng=2)
        every = np.array([mixing_matrix(SIX, list(p)).counts for p in permutations(LABELS)])
        frame = found.to_frame().set_index(["group", "other"])
        assert frame.ties["x", "x"] == 3
        assert frame["mean"]["x", "x"] == pytest.approx(every[:, 0, 0].mean() / 2, abs=0.03)
        assert frame["mean"]["x", "y"] == pytest.approx(every[:, 0, 1].mean(), abs=0.03)
        assert frame.p_high["x", "x"] == pytest.approx((every[:, 0, 0] >= 6).mean(), abs=0.01)
        assert (frame.p_adjusted >= frame.p).all()
        assert found.draws.shape == (20_000, 3, 3)
        assert "conditioned on the ties and the sizes of groups" in frame.attrs["note"] + found.note

    def test_mixing_with_direction(self):
        net = Net([("a", "b"), ("b", "c"), ("c", "a"), ("a", "c")], directed=True)
        found = mixing_test(net, ["x", "y", "y"], draws=100)
        assert found.observed.tolist() == [[0, 2], [1, 1]]
        assert len(found.to_frame()) == 4
        assert (found.draws.sum(axis=(1, 2)) == 4).all()

    def test_nothing_is_tied_or_all_are_alike(self):
        empty = label_test(Net([], nodes="ab"), ["x", "y"], draws=10)
        assert np.isnan([empty.observed, empty.mean, empty.p, empty.z]).all()
        assert "not defined in 10 draws" in empty.note
        alike = label_test(SIX, ["x"] * 6, draws=10)
        assert (alike.p, alike.sd) == (1, 0)
        assert np.isnan(alike.z)
        unknown = mixing_test(SIX, [None] * 6, draws=10)
        assert unknown.to_frame().empty

    def test_what_is_refused(self):
        with pytest.raises(DataError, match="has no groups"):
            label_test(SIX)
        with pytest.raises(UnknownIdError):
            label_test(SIX, {9: "x"})
        for draws in (0, -1, True, 1.5):
            with pytest.raises(DataError, match="1 draw or more"):
                label_test(SIX, LABELS, draws=draws)


class TestRandom:
    @pytest.mark.parametrize("told_by", ["either", "both"])
    @pytest.mark.parametrize("answered", [None, [0, 1, 3]])
    def test_each_network_with_as_many_ties_is_as_likely(self, answered, told_by):
        net = replace(Net([(0, 1), (1, 3)], nodes=4, answered=answered), told_by=told_by)
        pairs = 3 if answered and told_by == "both" else 6
        seen = Counter(
            edges(one) for one in random_networks(net, "ties", 6000, np.random.default_rng(1))
        )
        cells = len(list(combinations(range(pairs), 2)))
        assert len(seen) == cells
        assert uniform(seen, cells, 6000) < 2.5

    def test_ordered_pairs_of_who_answered(self):
        net = Net([(0, 1), (2, 1)], nodes=3, directed=True, answered=[0, 2])
        seen = Counter(
            edges(one) for one in random_networks(net, "ties", 3000, np.random.default_rng(1))
        )
        assert len(seen) == 6  # two of 0-1, 0-2, 2-0, 2-1
        assert all(s != 1 for ties in seen for s, _ in ties)

    def test_kinds_of_dyads_stay(self):
        net = Net([(0, 1), (1, 0), (2, 3), (1, 2)], nodes=4, directed=True)
        seen = Counter(
            edges(one) for one in random_networks(net, "dyads", 8000, np.random.default_rng(1))
        )
        assert {float(reciprocity(Net(ties, nodes=4, directed=True))) for ties in seen} == {0.5}
        cells = 6 * 10 * 4  # one of six mutual, two of five one-way, each either way
        assert len(seen) == cells
        assert uniform(seen, cells, 8000) < 1.5

    def test_ties_that_nobody_told_of_stay(self):
        net = Net([(0, 1), (2, 3)], nodes=4, answered=[0])
        for one in random_networks(net, "ties", 20, np.random.default_rng(1)):
            assert (2, 3) in edges(one)
            assert one.size == 2

    def test_given_only_nodes_half_of_all_is_tied(self):
        found = random_test(SIX, density, given="size", draws=400, rng=1)
        assert found.mean == pytest.approx(0.5, abs=0.03)
        assert found.sd == pytest.approx(np.sqrt(0.25 / 15), rel=0.15)

    def test_numbers_of_pairs_are_pairs(self):
        for n in (2, 3, 7, 40):
            full = Net(list(combinations(range(n), 2)), nodes=n)
            (one,) = random_networks(full, "ties", 1, np.random.default_rng(0))
            assert edges(one) == edges(full)

    def test_transitivity_by_every_network(self):
        net = Net([(0, 1), (1, 2), (0, 2), (3, 4)], nodes=5)
        every = [
            float(transitivity(Net(ties, nodes=5)))
            for ties in combinations(list(combinations(range(5), 2)), 4)
        ]
        found = random_test(net, transitivity, draws=3000, rng=1)
        assert found.mean == pytest.approx(np.nanmean(every), abs=0.03)
        assert found.p_high == pytest.approx(
            np.mean([one >= 1 for one in every if not np.isnan(one)]), abs=0.03
        )

    @pytest.mark.slow
    def test_p_is_uniform_under_the_null(self):
        rng = np.random.default_rng(11)
        found = [
            random_test(drawn(rng, 12, 0.4), transitivity, draws=99, rng=i).p_high
            for i in range(200)
        ]
        assert abs(np.mean(found) - 0.5) < 0.08
        assert abs(np.mean(np.array(found) <= 0.2) - 0.2) < 0.09

    def test_what_is_refused(self):
        with pytest.raises(DataError, match="one of size, ties, dyads"):
            random_test(SIX, density, given="degree")
        with pytest.raises(DataError, match="condition on ties instead"):
            random_test(Net([], nodes=3001), density, given="size", draws=1)
        with pytest.raises(DataError, match="1 draw or more"):
            random_test(SIX, density, draws=0)


def all_with_degrees(degrees, directed):
    n = len(degrees[0])
    pairs = list(permutations(range(n), 2) if directed else combinations(range(n), 2))
    total = sum(degrees[0]) // (1 if directed else 2)
    for ties in combinations(pairs, total):
        out, into = [0] * n, [0] * n
        for s, t in ties:
            out[s] += 1
            into[t] += 1
        if directed and (out, into) == tuple(map(list, degrees)):
            yield tuple(sorted(ties))
        if not directed and [a + b for a, b in zip(out, into, strict=True)] == list(degrees[0]):
            yield tuple(sorted(ties))


class TestDegrees:
    def test_each_network_with_these_degrees_is_as_likely(self):
        every = set(all_with_degrees([[3, 2, 2, 2, 1]], directed=False))
        start = Net(min(every), nodes=5)
        draws = 1000
        seen = Counter(edges(one) for one in rewired(start, draws, np.random.default_rng(1)))
        assert set(seen) == every
        assert uniform(seen, len(every), draws) < 2

    @pytest.mark.slow
    def test_a_larger_one(self):
        every = set(all_with_degrees([[3, 3, 2, 2, 2, 2]], directed=False))
        start = Net(max(every), nodes=6)
        draws = 1500
        seen = Counter(edges(one) for one in rewired(start, draws, np.random.default_rng(2)))
        assert set(seen) == every
        assert uniform(seen, len(every), draws) < 1.6

    @pytest.mark.parametrize(
        "degrees",
        [([1, 1, 1], [1, 1, 1]), ([2, 1, 1, 1], [1, 2, 1, 1]), ([1, 2, 1, 1], [1, 1, 2, 1])],
    )
    def test_with_direction_cycles_of_three_are_turned(self, degrees):
        every = set(all_with_degrees(degrees, directed=True))
        start = Net(min(every), nodes=len(degrees[0]), directed=True)
        draws = 1000
        seen = Counter(edges(one) for one in rewired(start, draws, np.random.default_rng(3)))
        assert set(seen) == every
        assert uniform(seen, len(every), draws) < 2.5

    @pytest.mark.parametrize("directed", [False, True])
    def test_degrees_stay_exactly(self, directed):
        net = drawn(np.random.default_rng(4), 60, 0.1, directed)
        drawn_ = list(rewired(net, 5, np.random.default_rng(5)))
        for one in drawn_:
            for axis in (0, 1):
                assert (one.ties.sum(axis=axis) == net.ties.sum(axis=axis)).all()
            assert one.ties.max() == 1
            assert not one.ties.diagonal().any()
        shared = drawn_[0].ties.multiply(drawn_[1].ties).nnz / drawn_[0].ties.nnz
        assert shared < 0.3  # two draws are not the same network again

    def test_only_pairs_that_somebody_told_of(self):
        rng = np.random.default_rng(6)
        net = replace(drawn(rng, 14, 0.4), answered=rng.random(14) < 0.6)
        for one in rewired(net, 10, rng):
            told = one.answered[one.sources] | one.answered[one.targets]
            assert (~told).sum() == (~(net.answered[net.sources] | net.answered[net.targets])).sum()
            assert one.degree.tolist() == net.degree.tolist()

    def test_what_cannot_be_swapped_stays(self):
        for net in (
            Net([], nodes=3),
            Net([(0, 1)], nodes=3),
            Net(list(combinations(range(5), 2)), nodes=5),
        ):
            (one,) = rewired(net, 1, np.random.default_rng(1))
            assert edges(one) == edges(net)

    @pytest.mark.slow
    def test_p_is_uniform_under_the_null(self):
        rng = np.random.default_rng(8)
        start = drawn(rng, 14, 0.35)
        nets = list(rewired(start, 150, rng))
        found = np.array(
            [degree_test(net, transitivity, draws=59, rng=i).p_high for i, net in enumerate(nets)]
        )
        assert abs(found.mean() - 0.5) < 0.1
        assert abs((found <= 0.2).mean() - 0.2) < 0.11

    def test_density_cannot_differ(self):
        found = degree_test(SIX, density, draws=20)
        assert found.p == 1
        assert np.isnan(found.z)
        assert "the number of ties of every node" in found.note


class TestQap:
    @pytest.mark.parametrize("directed", [False, True])
    def test_every_deal_counted_out(self, directed):
        rng = np.random.default_rng(9)
        left, right = drawn(rng, 6, 0.5, directed), drawn(rng, 6, 0.4, directed)
        off = ~np.eye(6, dtype=bool)
        a, b = left.ties.toarray(), right.ties.toarray()
        every = np.array(
            [
                np.corrcoef(a[np.ix_(p, p)][off], b[off])[0, 1]
                for p in map(list, permutations(range(6)))
            ]
        )
        found = qap_test(left, right, draws=6000, rng=1)
        assert float(found.observed) == pytest.approx(every[0])
        assert found.mean == pytest.approx(every.mean(), abs=4 * every.std() / 77)
        assert found.p_high == pytest.approx((every >= every[0] - 1e-9).mean(), abs=0.02)
        assert set(np.round(found.draws, 8)) == set(np.round(every, 8))

    def test_weights_count(self):
        left = Net([(0, 1, 3.0), (1, 2, 1.0)], nodes=4)
        right = Net([(0, 1, 6.0), (1, 2, 2.0)], nodes=4)
        assert float(qap_test(left, right, draws=5).observed) == pytest.approx(1)

    def test_who_did_not_answer_in_one_is_left_out(self):
        left = Net([(0, 1), (1, 2), (3, 4)], nodes=5, answered=[0, 1, 2, 3])
        right = Net([(0, 1), (2, 3)], nodes=5)
        found = qap_test(left, right, draws=10)
        assert "4 who answered in both" in found.note
        assert found.observed.n == 4

    def test_nothing_varies(self):
        assert np.isnan(qap_test(Net([], nodes=4), SIX.among(range(4)), draws=5).observed)

    def test_what_is_refused(self):
        with pytest.raises(DataError, match="direction"):
            qap_test(SIX, drawn(np.random.default_rng(1), 6, 0.4, directed=True))
        with pytest.raises(DataError, match="'5' is in one"):
            qap_test(SIX, SIX.among(range(5)))


class TestResult:
    FOUND = ChanceTest(
        Figure(3.0, name="Ties"), np.array([1.0, 2, 3, 4]), "the number of nodes", "seed 0"
    )

    def test_tails_by_hand(self):
        assert (self.FOUND.p_low, self.FOUND.p_high) == (4 / 5, 3 / 5)
        assert self.FOUND.p == 1
        high = replace(self.FOUND, observed=Figure(9.0))
        assert (high.p_high, high.p) == (1 / 5, 2 / 5)

    def test_frame_and_citation(self):
        row = self.FOUND.to_frame().iloc[0]
        assert (row["observed"], row["mean"], row["draws"]) == (3, 2.5, 4)
        assert "4 draws, seed 0, conditioned on the number of nodes" in self.FOUND.citation
        assert self.FOUND.quantiles((0.5,)).tolist() == [2.5]
        assert "<table" in self.FOUND._repr_html_()

    def test_a_seed_gives_the_same_draws_again(self):
        for test in (
            lambda rng: random_test(SIX, transitivity, draws=20, rng=rng),
            lambda rng: degree_test(SIX, transitivity, draws=20, rng=rng),
            lambda rng: qap_test(SIX, SIX, draws=20, rng=rng),
        ):
            np.testing.assert_array_equal(test(4).draws, test(4).draws)
        assert (
            label_test(SIX, LABELS, draws=50, rng=4).draws.tolist()
            != label_test(SIX, LABELS, draws=50, rng=5).draws.tolist()
        )

    def test_holm_leaves_what_is_not_defined(self):
        assert holm(np.array([np.nan, 0.5, 0.02]))[1:].tolist() == [0.5, 0.04]

    def test_nodes_are_put_in_order_with_all_they_have(self):
        net = replace(
            Net([("c", "a", {"how": "x"}), ("b", "c", {"how": "y"})], nodes="cab", answered="c"),
            groups=("k", "l", "m"),
        )
        found = in_order(net)
        assert found.ids == ("a", "b", "c")
        assert found.groups == ("l", "m", "k")
        assert found.answered.tolist() == [False, False, True]
        assert found.edge_frame().values.tolist() == [["a", "c", 1.0, "x"], ["b", "c", 1.0, "y"]]


def test_a_citation_names_the_data_that_it_was_asked_of():
    net = CollaborationNetwork.from_edges(
        [("b", "a"), ("c", "a")], nodes=["c", "b", "a"], groups=["x", "x", "y"]
    )
    assert net.version in label_test(net, draws=5).citation


def test_many_groups_are_dealt_out_in_parts_and_refused_cell_by_cell(monkeypatch):
    net = CollaborationNetwork.from_edges(
        [(i, (i + 1) % 12) for i in range(12)], groups=[f"g{i % 6}" for i in range(12)]
    )
    whole = label_test(net, draws=50).draws
    monkeypatch.setattr(significance, "CELLS", 10 * 36 * 7)
    np.testing.assert_array_equal(label_test(net, draws=50).draws, whole)
    with pytest.raises(DataError, match="6 groups have too many pairs for 100 draws"):
        mixing_test(net, draws=100)
