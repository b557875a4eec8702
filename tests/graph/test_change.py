"""Two dates side by side by hand, and intervals that cover what they say, by simulation."""

from dataclasses import replace
from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.graph.change import compare
from sap_match.graph.density import density
from sap_match.graph.intervals import density_interval, difference_interval, drawn_densities
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.trend import trend
from tests.graph.test_network import make

Net = CollaborationNetwork.from_edges
BEFORE = Net([("a", "b"), ("b", "c"), ("a", "e")], nodes="abce", as_of=date(2025, 1, 1))
AFTER = Net([("b", "a"), ("c", "a"), ("c", "d")], nodes="dcba", as_of=date(2026, 1, 1))


def pairs(frame):
    return list(zip(frame.source, frame.target, strict=True))


class TestCompare:
    def test_ties_by_hand(self):
        found = compare(BEFORE, AFTER)
        assert pairs(found.kept) == [("a", "b")]
        assert pairs(found.born) == [("a", "c"), ("c", "d")]
        assert found.born.newcomer.tolist() == [False, True]
        assert pairs(found.ended) == [("a", "e"), ("b", "c")]
        assert found.ended.leaver.tolist() == [True, False]
        assert repr(found) == "<Change: 2 ties born, 2 ended, 1 kept; 3 nodes at both dates>"

    def test_figures_by_hand(self):
        found = compare(BEFORE, AFTER)
        assert (found.stability.numerator, found.stability.denominator) == (1, 5)
        assert float(found.churn) == pytest.approx(0.8)
        assert float(found.born_share) == pytest.approx(2 / 3)
        assert float(found.ended_share) == pytest.approx(2 / 3)
        assert float(found.of_panel.stability) == pytest.approx(1 / 3)
        assert found.stability.bounds is None

    def test_who_came_and_went(self):
        found = compare(BEFORE, AFTER)
        assert (found.newcomers, found.leavers, found.panel) == (("d",), ("e",), ("a", "b", "c"))

    def test_who_became_more_and_less_connected(self):
        nodes = compare(BEFORE, AFTER).nodes
        assert nodes.index.tolist() == ["c", "d", "a", "b", "e"]
        assert nodes.change.tolist() == [1, 1, 0, -1, -1]
        assert nodes.loc["a", ["born", "ended", "kept"]].tolist() == [1, 1, 1]
        assert nodes.status.tolist() == ["stayed", "newcomer", "stayed", "stayed", "leaver"]
        assert np.isnan(nodes.before["d"])
        assert np.isnan(nodes.after["e"])

    def test_density_falls_as_a_list_grows_and_the_panel_says_so(self):
        grown = Net([("a", "b"), ("b", "c"), ("a", "c")], nodes="abcefgh")
        found = compare(Net([("a", "b"), ("b", "c")], nodes="abc"), grown)
        table = found.table()
        assert table.change["density"] < 0 < table.panel_change["density"]
        assert table.panel_after["density"] == 1
        assert "density falls when a directory grows" in table.attrs["note"]
        assert float(found.panel_change) == pytest.approx(1 / 3)

    def test_the_note_says_both_dates(self):
        note = compare(BEFORE, AFTER).stability.note
        assert "2025-01-01 to 2026-01-01: 3 at both dates, 1 newcomer, 1 leaver" in note
        assert "Before:" in compare(BEFORE, AFTER).stability.source

    def test_direction_is_kept(self):
        before = Net([("a", "b")], nodes="abc", directed=True)
        after = Net([("b", "a")], nodes="abc", directed=True)
        found = compare(before, after)
        assert (found.born_count, found.ended_count, found.kept_count) == (1, 1, 0)

    def test_nothing_at_one_date(self):
        empty = Net([], nodes="")
        assert compare(empty, AFTER).newcomers == ("a", "b", "c", "d")
        assert np.isnan(compare(empty, empty).stability)
        assert compare(empty, empty).nodes.empty
        assert np.isnan(compare(Net([], nodes="ab"), Net([], nodes="ab")).churn)

    @pytest.mark.parametrize(
        ("before", "after", "message"),
        [
            (AFTER, BEFORE, "out of order: 2026-01-01 stands before 2025-01-01"),
            (BEFORE, Net([("a", "b")], directed=True), "one network has direction"),
            (BEFORE, Net([("x", "y")]), "no id in common"),
            (Net([(1, 2)]), Net([("1", "2")]), r"before: 1, after: '1'"),
            (
                Net([("a", "b")], answered="a"),
                replace(Net([("a", "b")], answered="a"), told_by="both"),
                "one network is of records",
            ),
        ],
    )
    def test_what_cannot_be_compared(self, before, after, message):
        with pytest.raises(DataError, match=message):
            compare(before, after)

    @given(st.permutations(range(6)), st.sets(st.sampled_from(list(combinations(range(6), 2)))))
    def test_the_order_of_nodes_does_not_matter(self, order, ties):
        first = Net(sorted(ties), nodes=6)
        mixed = Net(sorted(ties), nodes=order)
        assert compare(first, mixed).kept_count == len(ties)
        last = Net([(0, 1)], nodes=order)
        assert pairs(compare(mixed, last).ended) == sorted(ties - {(0, 1)})


def fillings(net):
    """Every network that the missing pairs leave open."""
    told = [
        (i, j)
        for i, j in combinations(range(len(net)), 2)
        if (
            net.answered[i] and net.answered[j]
            if net.told_by == "both"
            else net.answered[i] or net.answered[j]
        )
    ]
    there = set(zip(net.sources.tolist(), net.targets.tolist(), strict=True))
    open_ = [p for p in combinations(range(len(net)), 2) if p not in told and p not in there]
    for choice in product([False, True], repeat=len(open_)):
        more = [p for p, yes in zip(open_, choice, strict=True) if yes]
        yield Net([(net.ids[i], net.ids[j]) for i, j in [*there, *more]], nodes=net.ids)


@pytest.mark.parametrize("told_by", ["either", "both"])
@pytest.mark.parametrize(
    ("first", "last"), [("ab", "abc"), ("abd", "ab"), ("ac", "ac"), ("abc", "cd")]
)
def test_bounds_of_stability_are_those_of_every_filling(told_by, first, last):
    before = replace(Net([("a", "b"), ("a", "c")], nodes="abcd", answered=first), told_by=told_by)
    after = replace(Net([("a", "b"), ("c", "b")], nodes="abcde", answered=last), told_by=told_by)
    values = [
        float(compare(one, other).stability)
        for one, other in product(fillings(before), fillings(after))
    ]
    bounds = compare(before, after).stability.bounds
    assert (bounds.low, bounds.high) == pytest.approx((min(values), max(values)))
    assert bounds.exact


def test_ties_that_may_be_older_are_said():
    before = Net([("a", "b")], nodes="abcd", answered="ab")
    after = Net([("a", "b"), ("c", "d")], nodes="abcd", answered="abcd")
    assert "ties born between 1 pair that nobody told of" in compare(before, after).note


# -- intervals ----------------------------------------------------------------------------


def drawn(rng, n, kind):
    chance = np.full((n, n), 0.1)
    if kind == "blocks":
        inside = rng.random(n) < 0.3
        chance = np.where(inside[:, None] & inside, 0.5, 0.05)
    s, t = np.nonzero(np.triu(rng.random((n, n)) < chance, 1))
    return CollaborationNetwork(tuple(range(n)), s, t, np.ones(len(s)))


class TestIntervals:
    @pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
    @pytest.mark.parametrize(("kind", "truth"), [("alike", 0.1), ("blocks", 0.0905)])
    def test_they_cover_what_they_should(self, method, kind, truth):
        """At least 95% of 300 networks of 40; the jackknife is never much too narrow."""
        rng = np.random.default_rng(5)
        found = [
            density_interval(drawn(rng, 40, kind), method=method, draws=100) for _ in range(300)
        ]
        covered = np.mean([one.low <= truth <= one.high for one in found])
        assert covered > 0.92  # 95% less two standard errors

    def test_the_jackknife_is_leaving_out(self):
        net = drawn(np.random.default_rng(1), 12, "blocks")
        without = np.array(
            [density(net.among(j for j in range(12) if j != i)) for i in range(12)], dtype=float
        )
        error = np.sqrt(11 / 12 * ((without - without.mean()) ** 2).sum())
        assert density_interval(net).error == pytest.approx(error)

    @pytest.mark.parametrize("directed", [False, True])
    @pytest.mark.parametrize("told_by", ["either", "both"])
    def test_leaving_out_where_some_did_not_answer(self, told_by, directed):
        rng = np.random.default_rng(2)
        ties = [(i, j) for i in range(9) for j in range(9) if i != j and rng.random() < 0.3]
        net = Net(ties, nodes=9, directed=directed, answered=range(6))
        net = replace(net, told_by=told_by)
        kept = range(6) if told_by == "both" else range(9)
        without = np.array(
            [density(net.among(j for j in range(9) if j != i)) for i in kept], dtype=float
        )
        n = len(without)
        error = np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
        assert density_interval(net).error == pytest.approx(error)

    @pytest.mark.parametrize("directed", [False, True])
    @pytest.mark.parametrize("told_by", ["either", "both"])
    def test_drawn_nodes_have_the_density_on_average(self, told_by, directed):
        rng = np.random.default_rng(3)
        ties = [(i, j) for i in range(30) for j in range(30) if i != j and rng.random() < 0.2]
        net = replace(Net(ties, nodes=30, directed=directed, answered=range(25)), told_by=told_by)
        found = drawn_densities(net, 2000, 1)
        assert abs(found.mean() - density(net)) < 0.1 * found.std() + 0.003

    def test_a_seed_gives_the_same_again(self):
        net = drawn(np.random.default_rng(1), 20, "blocks")
        one, other = (density_interval(net, method="bootstrap", rng=7) for _ in range(2))
        assert one == other
        assert one != density_interval(net, method="bootstrap", rng=8)

    def test_a_change_that_all_share_is_certain(self):
        """The ring gains a second ring: every node two ties, nothing to doubt."""
        ring = [(i, (i + 1) % 12) for i in range(12)]
        more = ring + [(i, (i + 2) % 12) for i in range(12)]
        found = difference_interval(Net(ring, nodes=12), Net(more, nodes=12))
        assert found.error == pytest.approx(0)
        assert found.low == pytest.approx(12 / 66)

    @pytest.mark.parametrize("net", [Net([], nodes=5), Net([], nodes=1), Net([], nodes=0)])
    def test_where_nothing_is_tied_nothing_is_claimed(self, net):
        for method in ("jackknife", "bootstrap"):
            assert np.isnan(density_interval(net, method=method).low)

    def test_what_is_refused(self):
        net = drawn(np.random.default_rng(1), 20, "blocks")
        with pytest.raises(DataError, match="one of jackknife, bootstrap"):
            density_interval(net, method="guess")
        with pytest.raises(DataError, match="between 0 and 1"):
            density_interval(net, level=95)
        with pytest.raises(DataError, match="2 draws or more"):
            density_interval(net, method="bootstrap", draws=0)
        with pytest.raises(DataError, match="same nodes"):
            difference_interval(net, Net([], nodes=3))


# -- trend --------------------------------------------------------------------------------

NETWORK = make(
    ("c1", "consortium", "abc", date(2020, 1, 1), date(2024, 6, 1)),
    ("c2", "partnership", "cd", date(2024, 3, 1), None),
    ("c3", "partnership", "ab", None, None),
    ("c4", "funding", "ef", date(2021, 1, 1), None),
)
DATES = [date(2023, 1, 1), date(2024, 4, 1), date(2025, 1, 1)]


class TestTrend:
    def test_by_hand(self):
        table = trend(NETWORK, DATES)
        assert table.nodes.tolist() == [5, 6, 6]
        assert table.ties.tolist() == [3, 4, 2]
        assert table.density.tolist() == pytest.approx([3 / 10, 4 / 15, 2 / 15])
        assert table.mean_degree.tolist() == pytest.approx([6 / 5, 8 / 6, 4 / 6])
        assert table.panel_nodes.tolist() == [5, 5, 5]
        assert table.panel_density.tolist() == pytest.approx([0.3, 0.3, 0.1])
        assert table.undated.tolist() == [1, 1, 1]
        assert "1 collaboration without a start" in table.attrs["note"]

    def test_an_earlier_date_is_what_was_built_then(self):
        from tests.graph.test_network import dataset

        rows = [
            ("c1", "consortium", "abc", date(2020, 1, 1), date(2024, 6, 1)),
            ("c2", "partnership", "cd", date(2024, 3, 1), None),
            ("c3", "partnership", "ab", None, None),
        ]
        data = dataset(rows)
        whole = type(NETWORK).build(data, date(2026, 1, 1))
        for day in DATES:
            assert whole.at(day) == type(NETWORK).build(data, day)

    def test_the_last_row_is_the_density_of_that_date(self):
        net = NETWORK.at(DATES[-1]).one_mode()
        assert trend(NETWORK, DATES).density.iloc[-1] == pytest.approx(density(net))

    def test_intervals_hold_the_density(self):
        table = trend(NETWORK, DATES, method="bootstrap", draws=50)
        assert (table.density_low < table.density).all()
        assert (table.density < table.density_high).all()
        assert "Snijders and Borgatti" in table.attrs["note"]

    def test_waves(self):
        table = trend([BEFORE, AFTER])
        assert table.index.tolist() == [date(2025, 1, 1), date(2026, 1, 1)]
        assert table.panel_nodes.tolist() == [3, 3]
        assert table.panel_density.tolist() == pytest.approx([2 / 3, 2 / 3])

    @pytest.mark.parametrize(
        ("given", "dates", "message"),
        [
            (NETWORK, DATES[::-1], "out of order: 2025-01-01 stands before 2024-04-01"),
            (NETWORK, [DATES[0], DATES[0]], "out of order"),
            (NETWORK, [], "a trend needs dates"),
            (NETWORK, None, "a trend needs dates"),
            (NETWORK, [date(2030, 1, 1)], "build one as of 2030-01-01 or later"),
            ([BEFORE, AFTER], DATES, "got 3 dates for 2 waves"),
            ([BEFORE, Net([("a", "b")])], None, "a trend needs dates"),
            ([BEFORE, Net([("a", "b")], directed=True)], DATES[:2], "have direction"),
            ([], None, "of a Network"),
            (["x"], None, "of a Network"),
        ],
    )
    def test_what_cannot_be_followed(self, given, dates, message):
        with pytest.raises(DataError, match=message):
            trend(given, dates)

    def test_an_unknown_kind(self):
        with pytest.raises(DataError, match="no collaboration is of kind 'tea'"):
            trend(NETWORK, DATES, kinds=["tea"])


def test_who_is_in_no_record_at_a_date_is_not_there_yet():
    from dataclasses import replace

    def at(ties, recorded):
        net = CollaborationNetwork.from_edges(ties, nodes="abcd", answered=recorded)
        return replace(net, told_by="both")

    found = compare(at([("a", "b")], "ab"), at([("a", "b"), ("b", "c")], "abc"))
    assert found.panel == ("a", "b")
    assert found.newcomers == ("c",)
    assert found.table().loc["density"].tolist()[:2] == [1.0, pytest.approx(2 / 3)]
