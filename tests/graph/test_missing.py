"""Bounds are what enumeration says they are, and figures lie between them."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sap_match import graph
from sap_match.errors import DataError
from sap_match.graph import Bounds, CollaborationNetwork, Figure
from sap_match.graph.missing import (
    beside,
    known_ties,
    known_weights,
    missing_pairs,
    monotone_bounds,
    only_known,
    with_bounds,
    without_missing,
)
from sap_match.graph.tallies import tally

net = CollaborationNetwork.from_edges

FORMULAS = {
    "density": graph.density,
    "density, direction dropped": lambda one: graph.density(one, directed=False),
    "mean degree": graph.mean_degree,
    "E-I": graph.ei_index,
    "E-I of x": lambda one: graph.ei_index_of_groups(one)["x"],
    "E-I rescaled": graph.ei_index_rescaled,
    "E-I by density": graph.ei_index_by_density,
    "Q": graph.yules_q,
    "within": graph.density_within,
    "between": graph.density_between,
    "group density within x": lambda one: graph.group_density(one).figure("x"),
    "group density from x to y": lambda one: graph.group_density(one).figure("x", "y"),
    "group density within x, direction dropped": lambda one: graph.group_density(
        one, directed=False
    ).figure("x"),
    "reciprocity": graph.reciprocity,
}
OTHERS = {
    "transitivity": graph.transitivity,
    "assortativity": graph.assortativity,
    "assortativity of a number": lambda one: graph.numeric_assortativity(one, "size"),
    "Geary": lambda one: graph.gearys_c(one, "size"),
    "partners": graph.mean_partner_heterogeneity,
}


@st.composite
def networks(draw, most=6):
    """Networks of up to five nodes, x and y both among them, at most so many pairs missing."""
    n = draw(st.integers(3, 5))
    directed = draw(st.booleans())
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j and (directed or i < j)]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True))
    answered = draw(st.lists(st.sampled_from(range(n)), unique=True))
    labels = ["x", "y", *draw(st.lists(st.sampled_from(["x", "y", None]), min_size=3, max_size=3))]
    made = CollaborationNetwork(
        ids=tuple(range(n)),
        sources=np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)[:, 0],
        targets=np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)[:, 1],
        weights=np.ones(len(edges)),
        directed=directed,
        groups=tuple(labels[:n]),
        answered=np.isin(np.arange(n), answered),
        told_by=draw(st.sampled_from(["either", "both"])),
        node_attributes={"size": (1, 5, 2, None, 9)[:n]},
    )
    assume(0 < made.missing_dyads <= most)
    return made


def close(left, right):
    return left == pytest.approx(right, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", sorted(FORMULAS))
@settings(max_examples=8, deadline=None)
@given(one=networks(most=6))
def test_each_formula_is_what_every_filling_gives(name, one):
    agrees_with_every_filling(FORMULAS[name], one)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FORMULAS))
@settings(max_examples=80, deadline=None)
@given(one=networks(most=8))
def test_each_formula_is_what_every_filling_gives_up_to_eight(name, one):
    agrees_with_every_filling(FORMULAS[name], one)


def agrees_with_every_filling(measure, one):
    figure = measure(one)
    tried = graph.bounds(one, measure, most=8)
    assert tried.exact
    assert figure.bounds.exact
    for end in ("low", "high", "absent", "present"):
        assert close(getattr(figure.bounds, end), getattr(tried, end)), end


@pytest.mark.parametrize("name", sorted(FORMULAS))
@settings(max_examples=15, deadline=None)
@given(one=networks(most=20))
def test_the_figure_lies_between_its_bounds(name, one):
    figure = FORMULAS[name](one)
    if not math.isnan(figure):
        assert figure.bounds.low - 1e-9 <= figure <= figure.bounds.high + 1e-9


@pytest.mark.parametrize("name", sorted(OTHERS))
@settings(max_examples=5, deadline=None)
@given(one=networks(most=6))
def test_without_a_formula_up_to_six_are_filled_in_every_way(name, one):
    measure = OTHERS[name]
    bounds = measure(one).bounds
    row, col = missing_pairs(one)
    base = without_missing(one)
    told = list(zip(base.sources.tolist(), base.targets.tolist(), strict=True))
    values = []
    for way in range(2 ** len(row)):
        more = [(int(row[i]), int(col[i])) for i in range(len(row)) if way >> i & 1]
        nodes = {i: {"size": size} for i, size in enumerate(one.node_attributes["size"])}
        values.append(measure(net(told + more, nodes, one.groups, one.directed)))
    known = [float(value) for value in values if not math.isnan(value)]
    assert bounds.exact
    assert close(bounds.low, min(known, default=math.nan))
    assert close(bounds.high, max(known, default=math.nan))


class TestByHand:
    """Four asked, two answered: 2-3 is told of by nobody."""

    asked = net(
        [("a", "b"), ("b", "c")],
        nodes="abcd",
        groups=dict(zip("abcd", "xxyy", strict=True)),
        answered="ab",
    )

    def test_density(self):
        found = graph.density(self.asked)
        assert (found.numerator, found.denominator) == (2, 5)
        assert found.bounds == Bounds(2 / 6, 3 / 6, 2 / 6, 3 / 6, exact=True)
        assert "only known pairs count" in found.note
        assert found.note.endswith("between 0.333 and 0.500 whatever the missing ties are")

    def test_e_i(self):
        found = graph.ei_index(self.asked)  # one within, one between; c-d would be within
        assert (found, found.bounds.low, found.bounds.high) == (0, pytest.approx(-1 / 3), 0)

    def test_with_direction_the_sender_tells(self):
        asked = net([("a", "b"), ("b", "a"), ("c", "a")], nodes="abc", directed=True, answered="ab")
        found = graph.density(asked)
        assert (found.numerator, found.denominator) == (2, 4)
        assert (found.bounds.low, found.bounds.high) == (2 / 6, 4 / 6)
        assert "1 tie left out, the pair is not known" in found.note
        assert graph.reciprocity(asked) == 1  # a-b both ways; of c's ties nothing is known

    def test_a_tie_without_its_way_back_is_known_when_direction_is_dropped(self):
        asked = net([("a", "c")], nodes="abc", directed=True, answered="ab")
        found = graph.density(asked, directed=False)
        assert (found.numerator, found.denominator) == (1, 3)
        assert found.bounds == Bounds(1 / 3, 2 / 3, 1 / 3, 2 / 3, exact=True)  # c may tell of b

    def test_in_records_both_must_stand(self):
        one = CollaborationNetwork(
            ids=("a", "b", "c"),
            sources=np.array([0]),
            targets=np.array([1]),
            weights=np.ones(1),
            answered=np.array([True, True, False]),
            told_by="both",
        )
        found = graph.density(one)
        assert (found.numerator, found.denominator) == (1, 1)
        assert (found.bounds.low, found.bounds.high) == (1 / 3, 1)

    def test_transitivity_leaves_out_what_nobody_could_close(self):
        asked = net([("a", "b"), ("b", "c")], nodes="abc", answered="b")  # a-c: nobody
        found = graph.transitivity(asked)
        assert math.isnan(found)
        assert (found.bounds.low, found.bounds.high, found.bounds.exact) == (0, 1, True)

    def test_weights_of_missing_ties_lie_on_the_scale(self):
        asked = net([("a", "b", 4), ("b", "c", 2)], nodes="abcd", answered="ab")
        found = graph.valued_density(asked, scale=(1, 5))
        assert found == 6 / 5
        assert (found.bounds.low, found.bounds.high, found.bounds.exact) == (1, 11 / 6, True)
        assert not graph.valued_density(asked).bounds.exact
        strength = graph.mean_strength(asked, scale=(1, 5))
        assert (strength, strength.bounds.low, strength.bounds.high) == (3, 7 / 3, 11 / 3)

    def test_whoever_nobody_answered_knows_nothing(self):
        none = net([("a", "b")], groups={"a": "x", "b": "y"}, answered=[])
        found = graph.density(none)
        assert math.isnan(found)
        assert (found.bounds.low, found.bounds.high) == (0, 1)
        assert graph.ei_index(none).bounds.low == 1  # if there is a tie it is between

    def test_where_nothing_is_missing_nothing_is_bounded(self):
        known = net([("a", "b")], nodes="abc", answered="ab")
        assert known.missing_dyads == 0
        assert graph.density(known).bounds is None
        assert only_known(known) == ""
        assert graph.density(known) == graph.density(net([("a", "b")], nodes="abc"))


class TestGeneric:
    def test_many_missing_are_tried_at_both_ends_only(self):
        asked = net([(0, 1)], nodes=8, answered=[0])
        found = graph.transitivity(asked)
        assert not found.bounds.exact
        assert math.isnan(found.bounds.absent)
        assert found.bounds.present == found.bounds.high == found.bounds.low
        assert "not defined if all missing ties were absent" in found.note
        assert found.note.endswith("another filling may lie outside")

    def test_where_like_and_unlike_matter_both_are_tried(self):
        """Six of eight are silent: x-x and y-y may be tied, or only x-y."""
        asked = net([(0, 1), (0, 4)], nodes=8, groups=[*"xxxxyyyy"], answered=[0, 4])
        found = graph.assortativity(asked)
        within = [(i, j) for i in range(8) for j in range(i) if (i < 4) == (j < 4)]
        likes = [(i, j) for i, j in within if not {i, j} & {0, 4}]
        highest = graph.assortativity(net([(0, 1), (0, 4), *likes], 8, asked.groups))
        assert found.bounds.high == pytest.approx(highest)
        assert found.bounds.high > max(found.bounds.absent, found.bounds.present)
        assert "if only those within or only those between groups were" in found.note
        numbers = graph.numeric_assortativity(asked, [1, 1, 1, 1, 5, 5, 5, 5])
        assert numbers.bounds.low == pytest.approx(found.bounds.low)  # two values are two groups
        assert numbers.bounds.high == pytest.approx(found.bounds.high)

    def test_a_filled_tie_has_the_mean_weight_and_no_attributes(self):
        asked = net([(0, 1, {"weight": 2, "kind": "grant"}), (0, 2, 4)], nodes=4, answered=[0, 1])
        seen = []
        graph.bounds(asked, lambda one: seen.append(one) or one.size)
        full = seen[-1]
        assert full.weights.tolist() == [2, 4, 3]
        assert full.tie_attributes == {"kind": ("grant", None, None)}
        assert full.missing_dyads == 0
        assert full == net([(0, 1, {"weight": 2, "kind": "grant"}), (0, 2, 4), (2, 3, 3)], nodes=4)

    def test_large_networks_say_that_no_bounds_were_tried(self):
        asked = net([(0, 1)], nodes=501, answered=[0])
        found = graph.transitivity(asked)
        assert found.bounds is None
        assert found.note.endswith("no bounds for the missing ties: not tried above 500 nodes")
        assert graph.density(asked).bounds.high == 1 - 499 / math.comb(501, 2)

    def test_pairs_beyond_counting_are_refused(self):
        asked = net([(0, 1)], nodes=5_000, answered=[0])
        assert asked.missing_dyads == math.comb(4_999, 2)
        with pytest.raises(DataError, match="12,492,501 pairs are missing, too many to fill in"):
            graph.bounds(asked, graph.density)

    def test_a_large_network_that_misses_few_is_filled_in(self):
        asked = net([(0, 1)], nodes=5_000, answered=range(4_997))
        assert graph.transitivity(net([(0, 1), (1, 2)], 5_000, answered=range(4_997))).bounds.exact
        assert graph.bounds(asked, lambda one: one.size).high == 4

    def test_a_figure_that_has_bounds_keeps_them(self):
        asked = net([(0, 1)], nodes=4, answered=[0])
        one = Figure.ratio(1, 2, definition="d", bounds=Bounds(0, 1, 0, 1, exact=True))
        assert with_bounds(asked, one, graph.density) is one

    def test_never_defined_is_said(self):
        never = Bounds(math.nan, math.nan, math.nan, math.nan, exact=True)
        assert beside(Figure.ratio(0, 0, definition="d"), never).note.startswith("not defined")

    def test_monotone_bounds_look_next_to_an_undefined_corner(self):
        def share(up, down):
            return up / (up + down) if up + down else math.nan

        found = monotone_bounds(share, raising=(0, 2), lowering=(0, 0))
        assert (found.low, found.high) == (1, 1)
        found = monotone_bounds(share, raising=(0, 0), lowering=(0, 0))
        assert math.isnan(found.low)
        assert math.isnan(found.high)


@settings(max_examples=60, deadline=None)
@given(networks(most=20))
def test_pairs_are_counted_as_they_are_listed(one):
    row, col = missing_pairs(one)
    assert len(row) == one.missing_dyads
    found = tally(one)
    n = len(one)
    assert found.pairs.item() == n * (n - 1)
    assert found.pairs.item() - found.known.item() == len(row) * (1 if one.directed else 2)
    assert found.free.item() == found.pairs.item() - found.known.item()
    listed = set(zip(row.tolist(), col.tolist(), strict=True))
    assert len(listed) == len(row)
    assert all(i != j and (one.directed or i < j) for i, j in listed)
    ties = known_ties(one).tocoo()
    assert not listed & set(zip(ties.row.tolist(), ties.col.tolist(), strict=True))
    assert known_weights(one).sum() == ties.data.sum()
    assert without_missing(one).size == ties.nnz // (1 if one.directed else 2)
