"""Reports as PARTNER composes them, and the two sides of a tie beside each other."""

from datetime import date
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.graph import relationships as rel
from sap_match.graph.relationships import Reports
from sap_match.model import Relationship

ITEMS = {"reliability": "4", "shared_mission": "3", "openness_to_discussion": "2"}


def said(*rows, **more):
    return [Relationship(from_id=a, to_id=b, trust=t, **more) for a, b, t in rows]


class TestComposed:
    def test_trust_is_the_mean_of_its_three_items(self):
        assert rel.composed(ITEMS, rel.TRUST_ITEMS, 1.0) == (3.0, True)

    def test_value_is_the_mean_of_its_three_items(self):
        extra = {"Power and influence": "4", "Level of involvement": "4", "resources": "1"}
        assert rel.composed(extra, rel.VALUE_ITEMS, None) == (3.0, True)

    @pytest.mark.parametrize("cell", ["", "good", "-1", "inf", "nan"])
    def test_an_item_that_is_no_score_leaves_what_was_given(self, cell):
        assert rel.composed({**ITEMS, "reliability": cell}, rel.TRUST_ITEMS, 2.5) == (2.5, False)

    def test_nothing_told_is_not_zero(self):
        score, made = rel.composed({}, rel.TRUST_ITEMS, None)
        assert isnan(score)
        assert not made

    def test_each_report_says_how_its_score_was_made(self):
        rows = [
            Relationship(from_id="a", to_id="b", trust=1.0, extra=ITEMS),
            Relationship(from_id="b", to_id="a", trust=1.0),
        ]
        reports = Reports.of(rows, "ab")
        assert reports.trust.tolist() == [3.0, 1.0]
        assert reports.composed["trust"].tolist() == [True, False]


class TestReports:
    def test_the_latest_report_of_a_kind_counts_and_the_future_does_not(self):
        rows = [
            Relationship(from_id="a", to_id="b", trust=t, reported_on=date(y, 1, 1))
            for t, y in [(1, 2024), (5, 2028), (3, 2026)]
        ]
        assert Reports.of(rows, "ab", as_of=date(2026, 6, 1)).trust.tolist() == [3.0]

    def test_reports_on_oneself_or_on_strangers_are_left_out(self):
        assert len(Reports.of(said(("a", "a", 1), ("a", "z", 1)), "ab")) == 0

    def test_order_of_rows_changes_nothing(self):
        rows = said(("a", "b", 1), ("a", "b", 2), ("b", "a", 3))
        one, other = Reports.of(rows, "ab"), Reports.of(rows[::-1], "ab")
        assert one.trust.tolist() == other.trust.tolist()

    def test_its_print_names_nobody(self):
        assert repr(Reports.of(said(("a", "b", 1)), "ab")) == "<Reports: 1 by 1 of 2 organisations>"

    def test_several_kinds_on_one_tie_are_averaged_before_two_sides_are_compared(self):
        rows = [
            *said(("a", "b", 1), kind="knows"),
            *said(("a", "b", 3), kind="works_with"),
            *said(("b", "a", 5)),
        ]
        reports = Reports.of(rows, "abc")
        a, b, left, right = reports.both_ways(reports.trust)
        assert (a.tolist(), b.tolist(), left.tolist(), right.tolist()) == ([0], [1], [2.0], [5.0])


class TestAgreement:
    def test_presence_by_hand(self):
        # a-b both, b-c one, c-a one, and d answered but about nobody who did: 6 pairs
        sides = rel.both_sides(
            Reports.of(
                said(("a", "b", 1), ("b", "a", 1), ("b", "c", 1), ("c", "a", 1), ("d", "e", 1)),
                "abcde",
            )
        )
        assert (sides.both, sides.one, sides.none) == (1, 2, 3)
        assert sides.returned == 2 / 4
        d = 4 / 12
        chance = d**2 + (1 - d) ** 2
        assert sides.kappa == pytest.approx((4 / 6 - chance) / (1 - chance))

    def test_presence_is_not_defined_where_all_say_alike(self):
        assert isnan(rel.BothSides(3, 0, 0).kappa)
        assert isnan(rel.BothSides(0, 0, 3).kappa)
        assert isnan(rel.BothSides(0, 0, 3).returned)
        assert isnan(rel.BothSides(0, 0, 0).kappa)

    def test_weighted_kappa_is_that_of_scikit_learn_with_both_orders(self):
        from sklearn.metrics import cohen_kappa_score

        rng = np.random.default_rng(0)
        left, right = rng.integers(1, 6, (2, 40)).astype(float)
        both = np.concatenate([left, right]), np.concatenate([right, left])
        expected = cohen_kappa_score(*(b.astype(int) for b in both), weights="linear")
        assert rel.weighted_kappa(left, right) == pytest.approx(expected, abs=1e-12)

    def test_correlation_is_that_of_numpy_with_both_orders(self):
        rng = np.random.default_rng(1)
        left, right = rng.random((2, 30))
        both = np.concatenate([left, right]), np.concatenate([right, left])
        assert rel.correlation(left, right) == pytest.approx(np.corrcoef(*both)[0, 1])

    def test_without_pairs_or_difference_nothing_is_defined(self):
        none = np.empty(0)
        for measure in (rel.mean_difference, rel.weighted_kappa, rel.correlation):
            assert isnan(measure(none, none))
        alike = np.array([3.0, 3.0])
        assert rel.mean_difference(alike, alike) == 0
        assert isnan(rel.weighted_kappa(alike, alike))
        assert isnan(rel.correlation(alike, alike))

    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1))
    def test_agreement_does_not_know_left_from_right_and_is_at_most_one(self, pairs):
        left, right = np.array(pairs, dtype=float).T
        for measure in (rel.mean_difference, rel.weighted_kappa, rel.correlation):
            found = measure(left, right)
            assert found == pytest.approx(measure(right, left), nan_ok=True)
        kappa = rel.weighted_kappa(left, right)
        assert isnan(kappa) or kappa <= 1 + 1e-12


class TestCentralisation:
    def test_all_name_one(self):
        assert rel.centralisation(Reports.of(said(*((o, "a", 1) for o in "bcd")), "abcd")) == (1, 3)

    def test_all_name_each_other(self):
        rows = said(*((a, b, 1) for a in "abc" for b in "abc" if a != b))
        assert rel.centralisation(Reports.of(rows, "abc")) == (0, 2)

    def test_one_of_many_is_named(self):
        value, most = rel.centralisation(Reports.of(said(("a", "b", 1), ("a", "c", 1)), "abcd"))
        assert most == 1
        assert value == pytest.approx((1 + 0 + 0 + 1) / (3 * 1))

    def test_no_report(self):
        value, most = rel.centralisation(Reports.of([], "ab"))
        assert (most, isnan(value)) == (0, True)


def test_how_often_is_ordered_by_how_often():
    assert rel.often_first({"yearly", "daily", "sometimes"}) == ["daily", "yearly", "sometimes"]


def test_without_reports_the_arrays_are_empty():
    reports = Reports.of([], "ab")
    assert len(reports) == len(reports.answered) == 0
    assert rel.both_sides(reports) == rel.BothSides(0, 0, 0)
    assert all(len(part) == 0 for part in reports.both_ways(np.array([nan])[:0]))
