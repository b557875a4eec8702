"""What people hand over with a survey: tables of nodes, who answered, dates as text."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import CollaborationNetwork, compare, two_mode_density
from sap_match.graph.exchange import FORMATS, from_frames, read_network, write_network
from sap_match.graph.memberships import Memberships
from sap_match.graph.two_mode import memberships_of
from sap_match.landscape import Landscape
from sap_match.model import Dataset

TIES = [("a", "b"), ("b", "c")]
Net = CollaborationNetwork.from_edges


def frame(**more):
    return pd.DataFrame({"id": ["a", "b", "c"], "group": ["x", "y", "x"], **more})


def survey(folder, nodes):
    (folder / "survey.csv").write_text("source,target\na,b\nb,c\n")
    (folder / "survey.nodes.csv").write_text(nodes)
    return folder / "survey.csv"


class TestAnsweredInTables:
    @pytest.mark.parametrize(
        ("yes", "no"), [("yes", "no"), ("TRUE", "FALSE"), ("1", "0"), ("Yes", "0")]
    )
    @pytest.mark.parametrize("heading", ["answered", "Answered"])
    def test_words(self, tmp_path, yes, no, heading):
        path = survey(tmp_path, f"id,group,{heading}\na,x,{yes}\nb,y,{no}\nc,x,{no}\n")
        net = read_network(path)
        assert net.answered.tolist() == [True, False, False]
        assert net.groups == ("x", "y", "x")
        assert net.missing_dyads == 1
        assert any("column answered: 1 of 3" in one for one in net.notes)
        assert "answered" not in net.node_attributes

    @pytest.mark.parametrize("word", ["perhaps", "2", ""])
    def test_another_word_is_refused_by_row(self, tmp_path, word):
        path = survey(tmp_path, f"id,answered\na,yes\nb,{word}\nc,no\n")
        with pytest.raises(DataError, match=r"survey\.csv, row 3.*neither yes nor no"):
            read_network(path)

    def test_frames(self):
        nodes = frame(answered=["yes", "no", "yes"])
        ties = pd.DataFrame(TIES, columns=["source", "target"])
        net = from_frames(ties, nodes)
        assert net.ids == ("a", "b", "c")
        assert net.answered.tolist() == [True, False, True]

    def test_another_programs_column_stays_an_attribute(self):
        import networkx as nx

        graph = nx.Graph(TIES)
        nx.set_node_attributes(graph, {"a": 3, "b": 4, "c": 0}, "answered")
        net = CollaborationNetwork.from_networkx(graph)
        assert net.answered is None
        assert net.node_attributes["answered"] == (3, 4, 0)
        assert "answered" in net.notes[0]


class TestDates:
    @pytest.mark.parametrize(
        "told",
        [
            "2026-11-01",
            date(2026, 11, 1),
            datetime(2026, 11, 1, 9, tzinfo=UTC),
            pd.Timestamp("2026-11-01 09:00"),
            np.datetime64("2026-11-01"),
        ],
    )
    def test_read(self, told):
        net = Net(TIES, as_of=told)
        assert type(net.as_of) is date
        assert net.as_of == date(2026, 11, 1)
        network = Memberships.build(Dataset.build("d", {}), told)
        assert network.at(told).as_of == date(2026, 11, 1)
        assert Landscape.build(Dataset.build("d", {}), as_of=told).as_of == date(2026, 11, 1)

    @pytest.mark.parametrize("told", ["01/11/2026", "2026-13-01", "", 2026, pd.NaT])
    def test_refused(self, told):
        with pytest.raises(DataError, match=r"write datetime\.date\(2026, 11, 1\)"):
            Net(TIES, as_of=told)
        data = Dataset.build("d", {})
        with pytest.raises(DataError, match="is no date"):
            Memberships.build(data, told)
        with pytest.raises(DataError, match="is no date"):
            Memberships.build(data, date(2026, 11, 1)).at(told)
        with pytest.raises(DataError, match="is no date"):
            Landscape.build(data, as_of=told)


class TestNodesOfAFrame:
    def test_a_column_id_is_the_ids(self):
        net = Net(TIES, nodes=frame(), groups="group")
        assert net.ids == ("a", "b", "c")
        assert net.groups == ("x", "y", "x")
        assert list(net.node_attributes) == ["group"]

    def test_an_index_of_its_own_stays_the_ids(self):
        nodes = frame().assign(key=["a", "b", "c"], id=[7, 8, 9]).set_index("key")
        assert Net(TIES, nodes=nodes).node_attributes["id"] == (7, 8, 9)

    def test_without_ids_it_says_where_they_are_looked_for(self):
        with pytest.raises(DataError, match=r"ids are the index of the frame.*'code', 'group'"):
            Net(TIES, nodes=frame().rename(columns={"id": "code"}))

    def test_an_unknown_end_is_still_named(self):
        with pytest.raises(UnknownIdError, match="'d'"):
            Net([("a", "d")], nodes=frame())

    def test_an_unknown_attribute_lists_those_there(self):
        with pytest.raises(UnknownIdError, match="'sector'; there are: 'group', 'size'"):
            Net(TIES, nodes=frame(size=[1, 2, 3]), groups="sector")
        with pytest.raises(UnknownIdError, match="the nodes have none"):
            Net(TIES, groups="sector")


class TestWhoAnswered:
    @pytest.mark.parametrize(
        "told",
        [
            [True, False, True],
            np.array([True, False, True]),
            pd.Series([True, False, True]),
            pd.Series([True, True, False], index=["a", "c", "b"]),
            pd.Series(["yes", "no", "yes"]),
            {"c": True, "a": True, "b": False},
            {"a": "yes", "c": "yes"},
            ["c", "a"],
            {"a", "c"},
            "back",
        ],
    )
    def test_ways_to_say_it(self, told):
        net = Net(TIES, nodes=frame(back=["yes", "no", "yes"]), answered=told)
        assert net.answered.tolist() == [True, False, True]

    def test_of_a_matrix(self):
        net = CollaborationNetwork.from_matrix([[0, 1], [1, 0]], "ab", answered=["b"])
        assert net.answered.tolist() == [False, True]

    def test_an_attribute_that_is_not_read_is_said(self):
        nodes = frame(answered=["yes", "no", "yes"])
        assert "answered is not read" in Net(TIES, nodes=nodes).notes[0]
        assert not Net(TIES, nodes=nodes, answered="answered").notes

    def test_numbers_are_ids(self):
        assert Net([(0, 1)], nodes=3, answered=[0, 1]).answered.tolist() == [True, True, False]

    def test_nobody(self):
        assert not Net(TIES, answered=[]).answered.any()

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ([True, False], "got 2 for 3"),
            ("answered", "there are: 'back', 'group'"),
            ("back", "neither yes nor no"),
            (True, "one truth a node"),
            ([True, "a", False], "neither yes nor no"),
        ],
    )
    def test_refused(self, told, said):
        with pytest.raises(DataError, match=said):
            Net(TIES, nodes=frame(back=["yes", "", "no"]), answered=told)

    def test_an_unknown_id(self):
        with pytest.raises(UnknownIdError, match="'z'"):
            Net(TIES, answered={"z": True})


class TestResponseThatDiffers:
    before = Net([("a", "b"), ("c", "d")], nodes="abcd", answered="a")
    after = Net([("a", "b"), ("c", "d")], nodes="abcd", answered="abcd")

    def test_ties_stand_over_the_pairs_of_density(self):
        table = compare(self.before, self.after).table()
        assert table.before["ties"] == 1  # nobody who answered could tell of c-d
        assert table.before["known_pairs"] == 3
        assert table.after[["ties", "known_pairs"]].tolist() == [2, 6]
        for side in ("before", "after", "panel_before", "panel_after"):
            column = table[side]
            assert column["ties"] / column["known_pairs"] == pytest.approx(column["density"])

    def test_it_is_said(self):
        change = compare(self.before, self.after)
        assert "25% answered before and 100% after" in change.note
        assert "response alone" in change.table().attrs["note"]
        assert "response alone" not in compare(self.after, self.after).note


def test_the_density_of_a_two_mode_network():
    told = memberships_of([("a", "x"), ("b", "x"), ("b", "y")])
    assert two_mode_density(told) == 0.75
    assert two_mode_density(told) == two_mode_density(told.incidence)


class TestWrittenOnce:
    @pytest.mark.parametrize("ending", ["graphml", "gexf", "csv", "net", "dl", "json"])
    @pytest.mark.parametrize("told", [["yes", "no", "no"], [True, False, False]])
    def test_equal_columns(self, tmp_path, ending, told):
        net = Net(TIES, nodes=frame(answered=told), groups="group", answered="answered")
        written = write_network(net, tmp_path / f"here.{ending}")
        text = "".join(path.read_text() for path in written)
        assert "answered_2" not in text
        assert "group_2" not in text
        back = read_network(tmp_path / f"here.{ending}")
        assert back == net
        assert back.node_attributes == net.node_attributes

    def test_unlike_columns_both_stay(self, tmp_path):
        net = Net(TIES, nodes=frame(), groups=["p", "q", "p"])
        path = write_network(net, tmp_path / "here.gexf")[-1]
        assert "group_2" in path.read_text()
        assert read_network(path) == net
        assert set(FORMATS) >= {"gexf"}
