"""Boards, grants and forums as ties: weights and cap said, a forum of 60 is not 1,770 ties."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph.at_date import layers_of, two_mode_of
from sap_match.graph.two_mode import from_memberships, memberships_of
from tests.graph.test_network import AS_OF, make

BOARDS = [("a", "b1"), ("b", "b1"), ("c", "b1"), ("a", "b2"), ("b", "b2"), ("d", "b3")]


def ties(net):
    frame = net.edge_frame()
    return list(zip(frame.source, frame.target, frame.weight, strict=True))


class TestFromMemberships:
    def test_joint_boards_are_counted(self):
        net = from_memberships(BOARDS, word="board")
        assert net.ids == ("a", "b", "c", "d")
        assert ties(net) == [("a", "b", 2.0), ("a", "c", 1.0), ("b", "c", 1.0)]

    def test_newman_shares_each_board_among_the_others(self):
        net = from_memberships(BOARDS, weights="newman", word="board")
        assert ties(net) == [("a", "b", 1.5), ("a", "c", 0.5), ("b", "c", 0.5)]

    def test_a_forum_of_60_is_not_1770_ties(self):
        forum = [(who, "forum") for who in range(60)]
        net = from_memberships([*forum, (0, "board"), (1, "board")])
        assert (len(net), net.size) == (60, 1)
        assert "events of more than 25 members left out: 1, the largest of 60" in net.boundary
        assert net.answered.all()
        assert from_memberships(forum, max_size=None).size == 1770
        assert from_memberships(forum, max_size=60).size == 1770

    def test_boundary_and_citation(self):
        net = from_memberships(
            BOARDS, word="board", name="Boards", boundary="charities of the town", as_of=AS_OF
        )
        assert net.boundary == (
            "charities of the town; a tie is a shared board, weight = number of joint boards, "
            "boards of more than 25 members left out: none"
        )
        assert net.source.startswith("Boards as of 2026-11-01, data ")

    def test_who_is_in_nothing_did_not_answer(self):
        net = from_memberships(BOARDS, nodes="abcde", groups={"a": "x", "e": "y"})
        assert net.answered.tolist() == [True, True, True, True, False]
        assert net.missing_dyads == 4
        assert net.groups == ("x", None, None, None, "y")

    def test_groups_name_nodes_where_none_are_given(self):
        assert from_memberships([("a", 1)], groups={"z": "x"}).ids == ("a", "z")

    def test_a_membership_told_twice_counts_once(self):
        net = from_memberships([*BOARDS, BOARDS[0]])
        assert ties(net)[0] == ("a", "b", 2.0)
        assert net.notes == ("1 membership told twice counted once",)

    def test_one_name_in_two_kinds_is_two_events(self):
        rows = [("a", 1, "grant"), ("b", 1, "grant"), ("a", 1, "board"), ("c", 1, "board")]
        assert ties(from_memberships(rows)) == [("a", "b", 1.0), ("a", "c", 1.0)]

    def test_a_frame_and_its_node_attributes(self):
        frame = pd.DataFrame(BOARDS, columns=["organisation", "board"])
        nodes = pd.DataFrame({"kind": ["x", "y", "x", "y"]}, index=list("abcd"))
        net = from_memberships(frame, nodes=nodes, groups="kind")
        assert net.groups == ("x", "y", "x", "y")
        assert net.size == 3

    def test_nothing_at_all(self):
        net = from_memberships([])
        assert (len(net), net.size) == (0, 0)

    @pytest.mark.parametrize(
        ("given", "more", "message"),
        [
            ("ab", {}, "are a list"),
            ({"a": "b"}, {}, "are a list"),
            ([("a",)], {}, "is no membership"),
            (["ab"], {}, "is no membership"),
            ([("a", None)], {}, "an id is text or a whole number"),
            ([(1, "x"), ("1", "x")], {}, "write ids in one way"),
            (BOARDS, {"weights": "heavy"}, "weights are one of joint, newman"),
            (BOARDS, {"max_size": 1}, "2 members or more"),
        ],
    )
    def test_what_cannot_be_read_is_refused(self, given, more, message):
        with pytest.raises(DataError, match=message):
            from_memberships(given, **more)

    def test_a_member_that_is_no_node(self):
        with pytest.raises(UnknownIdError, match="no node has the id 'd'"):
            from_memberships(BOARDS, nodes="abc")

    @given(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), max_size=30),
        st.randoms(use_true_random=False),
    )
    def test_the_order_of_rows_does_not_matter(self, rows, random):
        mixed = random.sample(rows, len(rows))
        assert from_memberships(rows) == from_memberships(mixed)

    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), max_size=30))
    def test_newman_gives_each_member_as_many_ties_as_events_with_others(self, rows):
        found = memberships_of(rows, nodes=7)
        net = found.one_mode(weights="newman")
        shared = found.incidence[:, np.flatnonzero(found.sizes > 1)].sum(axis=1)
        np.testing.assert_allclose(net.valued.sum(axis=1), shared)


class TestOfNetwork:
    ROWS = (
        ("c1", "consortium", "abc", date(2020, 1, 1), None),
        ("c2", "partnership", "ab", None, None),
        ("f", "forum", "abcde", date(2020, 1, 1), None),
        ("g", "funding", "ad", date(2020, 1, 1), None),
    )

    def test_all_members_of_what_runs(self):
        found = two_mode_of(make(*self.ROWS))
        assert found.events == ("c1", "c2", "f")
        assert found.sizes.tolist() == [3, 2, 5]
        assert found.notes == (
            "1 collaboration has no start: counted, though not known to run at 2026-11-01",
        )
        assert "left out by kind: funding" in found.boundary
        assert repr(found) == "<TwoMode: 6 nodes, 3 collaborations, 10 memberships>"

    def test_it_gives_the_same_ties_as_the_network(self):
        network = make(*self.ROWS)
        assert ties(two_mode_of(network).one_mode()) == ties(network.one_mode())

    def test_of_kinds(self):
        found = two_mode_of(make(*self.ROWS))
        only = found.of_kinds(["forum"])
        assert only.events == ("f",)
        assert only.answered.tolist() == [True] * 5 + [False]
        with pytest.raises(DataError, match="no collaboration is of kind 'tea'; one of 'cons"):
            found.of_kinds(["tea"])
        with pytest.raises(DataError, match="a list of words"):
            found.of_kinds("forum")

    def test_a_layer_for_each_kind_there_is(self):
        layers = layers_of(make(*self.ROWS), max_forum=4)
        assert {kind: net.size for kind, net in layers.items()} == {
            "consortium": 3,
            "forum": 0,
            "partnership": 1,
        }
