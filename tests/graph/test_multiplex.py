"""Kinds of tie side by side: overlap by hand, chance by simulation."""

import numpy as np
import pytest

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.at_date import layers_of, two_mode_of
from sap_match.graph.multiplex import multiplex, two_mode_degree, two_mode_table
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.two_mode import memberships_of
from tests.graph.test_network import make

LAYERS = {
    "refers": CollaborationNetwork.from_edges([("a", "b"), ("b", "c"), ("c", "d")]),
    "trusts": CollaborationNetwork.from_edges([("b", "a"), ("b", "c"), ("a", "e")], directed=True),
    "pays": CollaborationNetwork.from_edges([("a", "b")]),
}


def test_overlap_by_hand():
    found = multiplex(LAYERS)
    assert found.kinds == ("pays", "refers", "trusts")
    assert found.counts.tolist() == [[1, 1, 1], [1, 3, 2], [1, 2, 3]]
    overlap = found.overlap("trusts", "refers")
    assert (float(overlap), overlap.numerator, overlap.denominator) == (0.5, 2.0, 4.0)
    assert found.by_number.pairs.tolist() == [2, 1, 1]
    assert (float(found.share), found.share.denominator) == (0.5, 4.0)
    frame = found.to_frame()
    assert frame.jaccard.tolist() == pytest.approx([1 / 3, 1 / 3, 0.5])
    assert frame.expected.tolist() == pytest.approx([0.3, 0.3, 0.9])


def test_numbers_of_kinds_expected_add_up():
    found = multiplex(LAYERS)
    weighted = found.by_number.expected * found.by_number.index
    assert weighted.sum() == pytest.approx(7)  # ties of all kinds together
    assert found.by_number.expected.loc[3] == pytest.approx(10 * 0.1 * 0.3 * 0.3)


def test_chance_is_what_shuffled_ties_have():
    rng = np.random.default_rng(1)
    n, draws = 30, 400
    upper = np.transpose(np.triu_indices(n, 1))

    def some(m):
        return CollaborationNetwork.from_edges(rng.choice(upper, m, replace=False), nodes=n)

    expected = multiplex({"x": some(60), "y": some(90)}).expected[0, 1]
    both = [multiplex({"x": some(60), "y": some(90)}).counts[0, 1] for _ in range(draws)]
    assert abs(np.mean(both) - expected) < 4 * np.std(both) / np.sqrt(draws)


def test_chance_given_degrees_sees_that_some_are_in_everything():
    """Two stars on one hub of 20: chance alone has them share 13 of their ties."""
    rng = np.random.default_rng(2)
    leaves = range(1, 20)

    def star(m):
        return CollaborationNetwork.from_edges(
            [(0, int(i)) for i in rng.choice(leaves, m, replace=False)], nodes=20
        )

    found = multiplex({"x": star(10), "y": star(10)})
    assert found.expected[0, 1] == pytest.approx(100 / 190)
    assert found.expected_given_degrees[0, 1] > 1


def test_kinds_of_collaboration():
    network = make(
        ("c", "consortium", "abc", None, None),
        ("p", "partnership", "ab", None, None),
        ("q", "partnership", "de", None, None),
    )
    found = multiplex(layers_of(network))
    assert found.counts.tolist() == [[3, 1], [1, 2]]
    assert found.any.answered.tolist() == [True] * 5 + [False]
    assert found.share.citation.startswith("Multiplexity: 0.250 (1 of 4)")
    assert "any of these kinds: consortium, partnership" in found.share.note


def test_what_cannot_be_compared():
    with pytest.raises(DataError, match="two kinds of tie or more are compared; got refers"):
        multiplex({"refers": LAYERS["refers"]})
    with pytest.raises(UnknownIdError, match="no kind of tie has the id 'trust'"):
        multiplex(LAYERS).overlap("refers", "trust")


def test_no_ties_are_not_no_overlap():
    none = CollaborationNetwork.from_edges([], nodes="abc")
    found = multiplex({"x": none, "y": none})
    assert np.isnan(found.overlap("x", "y"))
    assert np.isnan(found.share)
    assert np.isnan(found.to_frame().over_expected).all()


def test_names_are_escaped():
    assert "<b>" not in multiplex({"<b>": LAYERS["pays"], "x": LAYERS["refers"]})._repr_html_()


class TestTwoModeTable:
    ROWS = (
        ("c", "consortium", "abc", None, None),
        ("p", "partnership", "ab", None, None),
        ("q", "partnership", "d", None, None),
    )

    def test_each_kind_and_all(self):
        table = two_mode_table(two_mode_of(make(*self.ROWS)))
        assert table.index.tolist() == ["consortium", "partnership", "all"]
        assert table.events.tolist() == [1, 2, 3]
        assert table.members.tolist() == [3, 3, 4]
        assert table.density.tolist() == pytest.approx([3 / 6, 3 / 12, 6 / 18])
        assert table.density_of_members.tolist() == pytest.approx([1, 3 / 6, 6 / 12])
        assert table.members_an_event.tolist() == [3, 1.5, 2]
        assert table.events_a_member.tolist() == [1, 1, 1.5]

    def test_degrees(self):
        frame = two_mode_degree(two_mode_of(make(*self.ROWS)))
        assert frame.events.tolist() == [2, 2, 1, 1, 0, 0]
        assert frame.partnership.tolist() == [1, 1, 0, 1, 0, 0]
        assert frame.met.tolist() == [2, 2, 2, 0, 0, 0]

    def test_nothing(self):
        table = two_mode_table(memberships_of([]))
        assert table.events.tolist() == [0]
        assert np.isnan(table.density).all()
