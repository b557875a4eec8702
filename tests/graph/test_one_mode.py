"""A network is read as given, each oddity is said, and what cannot be read is refused by row."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import CollaborationNetwork, density

net = CollaborationNetwork.from_edges


def test_self_ties_and_repeats_are_counted_and_said():
    made = net([("a", "b"), ("b", "a"), ("c", "c")])
    assert (len(made), made.size) == (3, 1)
    assert made.notes == ("1 self-tie dropped", "1 repeated tie counted once")
    assert "1 self-tie dropped" in made.note


def test_with_direction_there_and_back_are_two():
    made = net([("a", "b"), ("b", "a")], directed=True)
    assert made.size == 2
    assert made.notes == ()


def test_weights_of_a_repeated_tie_add_up():
    made = net([("a", "b", 2), ("b", "a", 3), ("a", "c", 0)])
    assert made.weights.tolist() == [5.0]
    assert made.notes == ("1 tie of weight 0 dropped", "1 repeated tie added up")


def test_groups_bring_in_those_without_ties():
    made = net([("a", "b")], groups={"c": "x", "a": float("nan")})
    assert made.ids == ("a", "b", "c")
    assert made.groups == (None, None, "x")


def test_frames_and_arrays_and_rows_read_alike():
    rows = [(1, 2, 5.0), (2, 3, 1.0)]
    frame = pd.DataFrame(rows, columns=["from", "to", "weight"])
    assert net(rows) == net(frame) == net(np.array(rows))


def test_attributes_of_ties_and_nodes_are_kept():
    made = net([("b", "a", {"kind": "forum", "weight": 2})], nodes={"a": {"size": 1}, "b": {}})
    assert made.tie_attributes == {"kind": ("forum",)}
    assert made.node_attributes == {"size": (1, None)}
    assert made.labels("size") == ("1", None)
    assert made.edge_frame().to_dict("records") == [
        {"source": "a", "target": "b", "weight": 2.0, "kind": "forum"}
    ]


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ([("a", "b"), ("a",)], "edges, row 2, .* is no tie; write"),
        ([("a", None)], "row 1, tie .* an id is text or a whole number"),
        ([("a", True)], "row 1, tie"),
        ([("a", "b", "much")], "row 1, weight 'much': a weight is a number of 0 or more"),
        ([("a", "b", -1)], "row 1, weight '-1'"),
        ([("a", "b", float("nan"))], "row 1, weight"),
        ([(1, "1")], "the number 1 and the text '1' are both ids"),
        ("ab", "edges are a list of pairs"),
        (np.zeros((2, 5)), "two or three columns"),
        (pd.DataFrame({"source": [1]}), "two columns"),
    ],
)
def test_what_cannot_be_read_is_refused_by_row(edges, said):
    with pytest.raises(DataError, match=said):
        net(edges)


def test_an_end_or_a_group_that_is_no_node_is_named():
    with pytest.raises(UnknownIdError, match="no node has the id 'Cedr'"):
        net([("Ash", "Cedr")], nodes=["Ash", "Cedar"])
    with pytest.raises(UnknownIdError, match="'x'"):
        net([("a", "b")], nodes=["a", "b"], groups={"x": "y"})
    with pytest.raises(DataError, match="got 1 labels for 2 nodes"):
        net([("a", "b")], nodes=["a", "b"], groups=["x"])
    with pytest.raises(DataError, match="listed twice"):
        net([], nodes=["a", "a"])


def test_whose_answer_makes_a_pair_known():
    survey = net([(0, 1)], nodes=4, answered=[0, 1])
    assert survey.missing_dyads == 1  # 2 and 3 said nothing of each other
    sent = net([(0, 1)], nodes=4, answered=[0, 1], directed=True)
    assert sent.missing_dyads == 6
    assert "2 of 4 answered (50%); 6 of 12 ordered pairs not known" in sent.note


@settings(deadline=None)  # the first example loads scipy
@given(
    st.integers(1, 8).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)))
        )
    ),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_does_not_matter(given_network, directed, rng):
    n, edges = given_network
    moved = rng.sample(edges, len(edges))
    first, second = (net(e, nodes=n, directed=directed) for e in (edges, moved))
    assert first == second
    assert first.version == second.version
    assert (first.ties != CollaborationNetwork.from_matrix(first.ties).ties).nnz == 0


def test_a_part_keeps_what_belongs_to_it():
    whole = net([("a", "b", 2), ("b", "c", 3)], groups={"a": "x", "b": "y"}, answered=["a", "c"])
    part = whole.among(["c", "b"])
    assert part.ids == ("b", "c")
    assert part.weights.tolist() == [3.0]
    assert part.groups == ("y", None)
    assert part.answered.tolist() == [False, True]


def test_the_version_changes_with_the_data_and_names_the_library():
    first = net([("a", "b")])
    assert first.version != net([("a", "b", 2)]).version
    assert "sap_match" in first.source


def test_numbers_beside_named_nodes_are_places():
    made = net([[0, 1], [2, 1]], nodes=["Ash", "Beech", "Cedar"], groups=pd.Series(["x", "y", "x"]))
    assert made == net(
        [("Ash", "Beech"), ("Cedar", "Beech")],
        nodes=["Ash", "Beech", "Cedar"],
        groups=["x", "y", "x"],
    )
    assert made.notes == ("ends of ties are places in the list of nodes, from 0",)
    with pytest.raises(UnknownIdError, match="no node has the id '3'"):
        net([(0, 3)], nodes=["Ash", "Beech", "Cedar"])
    with pytest.raises(DataError, match="the number 1 and the text '1' are both ids"):
        net([(1, 2)], nodes=["1", "2"])


def test_a_set_has_no_order():
    made = net([("d", "a")], nodes={"d", "c", "b", "a"})
    assert made.ids == ("a", "b", "c", "d")
    with pytest.raises(DataError, match="a set has no order"):
        net([], nodes=["a", "b"], groups={"x", "y"})


@pytest.mark.parametrize("nothing", [None, "a", 3])
def test_what_is_no_network_is_refused(nothing):
    with pytest.raises(DataError):
        net(nothing)
    with pytest.raises(DataError):
        density(nothing)
    with pytest.raises(DataError, match="directed 'no': is True or False"):
        net([("a", "b")], directed="no")
