"""Confidential reports: figures of the whole, nothing of a pair or of one organisation."""

from dataclasses import replace
from datetime import date
from math import isnan

import numpy as np
import pytest

from sap_match import graph
from sap_match.errors import DataError
from sap_match.graph import CollaborationNetwork, all_measures, density, reported_network
from sap_match.model import Relationship
from sap_match.report.plots import network_map

ASKED = [f"o{i:02}" for i in range(12)]
TOLD = [
    Relationship(from_id=one, to_id=ASKED[to])
    for i, one in enumerate(ASKED[:10])
    for to in sorted({(i + 1) % 12, (i * 5 + 3) % 12} - {i})
]
HALVES = {one: "x" if i < 5 else "y" for i, one in enumerate(ASKED)}
UNEVEN = {one: "x" if i < 7 else "y" for i, one in enumerate(ASKED)}
NET = reported_network(TOLD, ASKED, as_of=None, groups=HALVES)
FEW = reported_network(TOLD[:8], ASKED, as_of=None, groups=HALVES)


class TestReportedNetwork:
    def test_ties_point_from_who_reports_and_silence_is_missing(self):
        told = [Relationship(from_id="a", to_id=to) for to in "bc"]
        told.append(Relationship(from_id="b", to_id="elsewhere"))
        net = reported_network(told, "abcd", as_of=None).disclosed()
        assert net.edge_frame()[["source", "target"]].to_numpy().tolist() == [
            ["a", "b"],
            ["a", "c"],
        ]
        assert net.directed
        assert net.answered.tolist() == [True, True, False, False]  # b too, of somebody else
        assert net.missing_dyads == 6

    def test_later_reports_are_left_out_and_with_them_who_only_answered_later(self):
        told = [
            Relationship(from_id="a", to_id="b", reported_on=date(2026, 1, 1)),
            Relationship(from_id="b", to_id="a", reported_on=date(2026, 6, 1)),
        ]
        net = reported_network(told, "ab", as_of=date(2026, 3, 1))
        assert (net.size, net.answered.tolist()) == (1, [True, False])

    @pytest.mark.parametrize(
        ("often", "weight"), [("4", 4.0), ("weekly", 1.0), ("0", 1.0), ("nan", 1.0), (None, 1.0)]
    )
    def test_a_weight_is_how_often_where_that_is_a_number(self, often, weight):
        told = [Relationship(from_id="a", to_id="b", frequency=often)]
        assert reported_network(told, "ab", as_of=None).weights.tolist() == [weight]

    def test_two_kinds_of_tie_are_one_tie(self):
        told = [
            Relationship(from_id="a", to_id="b", kind=kind, frequency=often)
            for kind, often in (("referral", "2"), ("funding", "5"))
        ]
        assert reported_network(told, "ab", as_of=None).weights.tolist() == [5.0]


class TestTheMark:
    def test_it_is_said_counts_and_stays(self):
        assert "confidential reports: sums only" in NET.note
        assert NET.disclosed() != NET
        changed = (NET.among(ASKED[:6]), NET.with_groups(UNEVEN), replace(NET, name="other"))
        assert all(one.confidential for one in changed)
        assert not NET.disclosed().confidential

    def test_another_network_has_it_not(self):
        net = CollaborationNetwork.from_edges([("a", "b")])
        assert not net.confidential
        assert "confidential" not in net.note
        assert net.disclosed() is net

    @pytest.mark.parametrize("ending", ["graphml", "gexf", "csv", "net", "dl", "json"])
    def test_files_are_refused_unless_said_and_keep_the_mark(self, tmp_path, ending):
        path = tmp_path / f"reports.{ending}"
        with pytest.raises(DataError, match="confidential"):
            graph.write_network(NET, path)
        assert not list(tmp_path.iterdir())
        graph.write_network(NET, path, confidential=True)
        assert graph.read_network(path) == NET


REFUSED = {
    "edge_frame": lambda net: net.edge_frame(),
    "to_networkx": lambda net: net.to_networkx(),
    "to_igraph": lambda net: net.to_igraph(),
    "to_frames": graph.to_frames,
    "network_map": network_map,
    "what_if": lambda net: graph.what_if(net, add=[(ASKED[0], ASKED[7])]),
    "best_ties": lambda net: graph.best_ties(net, k=1),
    "fragility": graph.fragility,
    "fragile_ties": graph.fragile_ties,
    "cut_off_by": lambda net: graph.cut_off_by(net, ASKED[0]),
    "cut_points": graph.cut_points,
    "bridges": graph.bridges,
    "degree": graph.degree,
    "betweenness": graph.betweenness,
    "coreness": graph.coreness,
    "structural_holes": graph.structural_holes,
    "reach": graph.reach,
    "communities": graph.communities,
    "parts": graph.parts,
    "partner_heterogeneity": graph.partner_heterogeneity,
    "brokerage": lambda net: graph.gould_fernandez(net).nodes("raw"),
    "born": lambda net: graph.compare(net, net).born,
    "kept": lambda net: graph.compare(net, net.disclosed()).kept,
    "who gained": lambda net: graph.compare(net, net).nodes,
}


@pytest.mark.parametrize("what", REFUSED)
def test_nothing_leaves_of_a_pair_or_of_one_organisation(what):
    with pytest.raises(DataError, match=r"confidential.*disclosed"):
        REFUSED[what](NET)


@pytest.mark.parametrize("what", sorted(set(REFUSED) - {"network_map", "to_igraph", "kept"}))
def test_where_everybody_agreed_all_of_it_can_be_had(what):
    assert REFUSED[what](NET.disclosed()) is not None


class TestFigures:
    def test_figures_of_the_whole_are_those_of_the_open_network(self):
        shown, opened = all_measures(NET), all_measures(NET.disclosed())
        assert {one.name for one in shown.figures} == {one.name for one in opened.figures}
        for one in shown.figures:
            np.testing.assert_equal(float(one), float(opened[one.name]), err_msg=one.name)
        assert density(NET) == NET.size / 110  # ten of twelve answered of eleven others each

    def test_the_report_has_no_row_for_one_organisation(self):
        found = all_measures(NET)
        assert found.nodes.empty
        assert set(found.curves) == {"mixing"}
        assert "confidential" in found.left_out[0]
        told = found.to_frame().to_csv() + found._repr_html_()
        assert not [one for one in ASKED if one in told]

    def test_of_fewer_than_five_nothing_is_told(self):
        assert int(FEW.answered.sum()) == 4
        for one in all_measures(FEW).figures:
            assert isnan(one), one.name
            assert isnan(one.numerator)
            assert one.bounds is None
            assert one.note.startswith("not shown: fewer than five answered"), one.name
            assert "could be" not in one.citation
            assert "between" not in one.note
        core = graph.core_periphery(FEW)
        assert isnan(core.fit)
        assert (core.core, core.misfits, core.densities) == ((), None, {})

    @pytest.mark.parametrize(
        "measure",
        [
            graph.robustness,
            graph.rich_club,
            graph.density_interval,
            lambda net: graph.bounds(net, density),
            lambda net: graph.gould_fernandez(net).whole("raw"),
        ],
    )
    def test_nor_by_tables_and_ranges(self, measure):
        with pytest.raises(DataError, match="fewer than 5 who answered"):
            measure(FEW)
        assert measure(NET) is not None

    def test_bounds_laid_beside_later_are_not_told_either(self):
        bounds = graph.Bounds(0.0, 1.0, 0.0, 1.0, exact=True)
        assert density(FEW).replace(bounds=bounds).bounds is None
        assert density(NET).replace(bounds=bounds).bounds == bounds

    def test_tables_of_groups_need_five_who_answered_in_each(self):
        four = NET.with_groups({one: "x" if i < 4 else "y" for i, one in enumerate(ASKED)})
        tables = (
            graph.ei_table,
            graph.ei_index_of_groups,
            graph.group_density,
            graph.mixing_matrix,
        )
        for table in tables:
            with pytest.raises(DataError, match="fewer than five answered in x;"):
                table(four)
            assert table(NET) is not None
        found = all_measures(four)
        assert found.between.empty
        assert found.groups.empty
        assert any("join small groups" in one for one in found.left_out)

    def test_who_did_not_answer_does_not_count_to_the_five(self):
        seven = NET.with_groups(UNEVEN)  # of five in y three answered
        with pytest.raises(DataError, match="answered in y;"):
            graph.group_density(seven)
        assert not isnan(graph.ei_index(seven))


def test_every_name_is_exported_once_and_in_order():
    wanted = (
        "all_measures best_ties bounds compare degree_test density from_memberships label_test "
        "mixing_test multiplex qap_test random_test read_network reported_network trend what_if "
        "write_network"
    ).split()
    assert set(wanted) <= set(graph.__all__)
    assert len(set(graph.__all__)) == len(graph.__all__)
    constants = [one for one in graph.__all__ if one.isupper()]
    classes = [one for one in graph.__all__ if one[0].isupper() and not one.isupper()]
    functions = [one for one in graph.__all__ if one[0].islower()]
    assert graph.__all__ == [*sorted(constants), *sorted(classes), *sorted(functions)]
    assert all(hasattr(graph, one) for one in graph.__all__)
