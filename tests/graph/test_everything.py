"""All measures in one call: each as its own function gives it, and what is left out is said."""

import math

import numpy as np
import pytest

from sap_match import graph
from sap_match.graph import CollaborationNetwork
from sap_match.graph.everything import all_measures

TIES = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e")]
KINDS = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "x"}


@pytest.fixture(scope="module")
def net():
    return CollaborationNetwork.from_edges(TIES, groups=KINDS, name="Five", boundary="all listed")


def test_each_figure_is_that_of_its_own_function(net):
    found = all_measures(net)
    for name, measure in {
        "Density": graph.density,
        "Transitivity": graph.transitivity,
        "E-I index": graph.ei_index,
        "Assortativity": graph.assortativity,
        "Degree centralisation": graph.degree_centralisation,
        "Betweenness centralisation": graph.betweenness_centralisation,
    }.items():
        assert found[name] == measure(net), name
    pairs = ["betweenness", "constraint", "coreness"]
    for column, frame in zip(
        pairs, (graph.betweenness(net), graph.structural_holes(net), graph.coreness(net)),
        strict=True,
    ):  # fmt: skip
        assert found.nodes[column].equals(frame[column]), column
    raw = graph.gould_fernandez(net).nodes("raw")
    assert found.nodes["brokerage_t"].tolist() == raw["t"].tolist()


def test_every_figure_says_what_it_is_of_whom_and_from_where(net):
    found = all_measures(net)
    names = [one.name for one in found.figures]
    assert len(set(names)) == len(names)
    for one in found.figures:
        assert one.name, one
        assert one.definition, one.name
        assert "boundary: all listed" in one.note, one.name
        assert "Five" in one.citation, one.name
        assert "sap_match" in one.citation, one.name
    assert found.to_frame()["measure"].tolist() == names
    with pytest.raises(KeyError, match="no figure 'Desnity'"):
        found["Desnity"]


def test_what_needs_groups_is_left_out_and_said(net):
    without = all_measures(CollaborationNetwork.from_edges(TIES))
    assert without.left_out == ("mixing, brokerage and heterogeneity: the network has no groups",)
    assert without.groups.empty
    some = all_measures(CollaborationNetwork.from_edges(TIES, groups={**KINDS, "e": None}))
    assert some.left_out == ("brokerage: 1 of 5 nodes have no known group",)
    assert "E-I index" in [one.name for one in some.figures]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_next_to_nothing_is_measured_without_an_error(n):
    found = all_measures(CollaborationNetwork.from_edges([], nodes=n, groups=["x"] * n))
    assert len(found.nodes) == n
    assert math.isnan(found["Transitivity"])
    assert n > 1 or math.isnan(found["Density"])


def test_missing_answers_give_every_figure_of_a_survey_a_range():
    told = CollaborationNetwork.from_edges(
        [("a", "b"), ("b", "c"), ("c", "a")], nodes="abcde", groups=KINDS, answered="abcd"
    )
    assert told.missing_dyads == 0  # one who is silent is told of by all others
    told = CollaborationNetwork.from_edges(
        [("a", "b"), ("b", "c"), ("c", "a")], nodes="abcde", groups=KINDS, answered="abc"
    )
    assert told.missing_dyads == 1
    found = all_measures(told)
    assert found["Density"].bounds.high > found["Density"].bounds.low
    lacking = [one.name for one in found.figures if one.bounds is None]
    # what does not hang on ties has no range
    assert set(lacking) <= {"Blau heterogeneity", "Index of qualitative variation"}


def test_the_order_of_nodes_changes_nothing(net):
    moved = CollaborationNetwork.from_edges(TIES[::-1], nodes="edcba", groups=KINDS)
    first, second = all_measures(net), all_measures(moved)
    for one, other in zip(first.figures, second.figures, strict=True):
        assert np.isclose(one, other, equal_nan=True), one.name
    both = first.nodes.select_dtypes("number"), second.nodes.loc[list("abcde")]
    np.testing.assert_allclose(both[0], both[1][both[0].columns], atol=1e-12)


def test_progress_is_told_and_the_table_is_escaped(net):
    told = []
    found = all_measures(net, progress=told.append)
    assert told[0] == "density"
    assert "brokerage" in told
    bad = CollaborationNetwork.from_edges(TIES, groups=KINDS, name="<script>")
    assert "<script>" not in all_measures(bad)._repr_html_()
    assert "<caption>Five</caption>" in found._repr_html_()
