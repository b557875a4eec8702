"""What if: each measure before and after, against measuring the changed network from scratch."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import (
    CollaborationNetwork,
    betweenness,
    density,
    ei_index,
    gould_fernandez,
    structural_holes,
    what_if,
)
from sap_match.graph.fragility import largest_loss
from sap_match.graph.whatif import WHOLE

KINDS = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y", "f": "y"}
TRIANGLES = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "e"), ("d", "f"), ("e", "f")]


def network(edges, **more):
    return CollaborationNetwork.from_edges(edges, **more)


BRIDGED = network(TRIANGLES, groups=KINDS)


def changes(found, of=WHOLE):
    return {one.measure: (one.before, one.after) for one in found if one.of == of}


def test_a_second_bridge_between_two_triangles():
    found = changes(what_if(BRIDGED, add=[("a", "f")]))
    assert found["Organisations"] == (6, 6)
    assert found["Ties"] == (7, 8)
    assert found["Density"] == (7 / 15, 8 / 15)
    assert found["Density within groups"] == (1, 1)
    assert found["Density between groups"] == (1 / 9, 2 / 9)
    assert found["E-I index"] == ((1 - 6) / 7, (2 - 6) / 8)
    assert found["Mean degree"] == (14 / 6, 16 / 6)
    # ordered pairs 1, 2 and 3 steps apart: 14, 8, 8 before; 16, 12, 2 after
    assert found["Reach in 2 steps"] == pytest.approx((22 / 30, 28 / 30))
    assert found["Reach in 3 steps"] == (1, 1)
    assert found["Mean path length"] == pytest.approx((54 / 30, 46 / 30))
    assert found["Connected pairs"] == (1, 1)
    assert found["Components"] == (1, 1)
    assert found["Cut-points"] == (2, 0)
    assert found["Fragility"] == (0.6, 0)  # c leaves: 2 x 3 of 10 pairs
    assert found["Pairs cut off"] == (12, 0)


def test_the_ends_of_a_tie_have_rows_of_their_own():
    found = what_if(BRIDGED, add=[("a", "f")])
    mine = changes(found, "a")
    assert mine["Partners"] == (2, 3)
    assert mine["Reach in 2 steps"] == (3, 5)
    assert mine["Betweenness"][0] == 0
    assert mine["Brokerage"] == (0, 4)  # b and c with f, both ways round
    after = network([*TRIANGLES, ("a", "f")], groups=KINDS)
    assert mine["Constraint"][1] == structural_holes(after)["constraint"]["a"]
    assert mine["Betweenness"][1] == betweenness(after)["betweenness"]["a"]
    assert {one.of for one in found} == {WHOLE, "x and y", "a", "f"}


def test_a_tie_less_tears_it_apart():
    found = what_if(BRIDGED, remove=[("d", "c")])
    assert changes(found)["Components"] == (1, 2)
    assert changes(found)["Largest component"] == (6, 3)
    assert changes(found)["Connected pairs"] == (1, 6 / 15)
    assert found.row("Mean path length").after == 1
    assert found.row("Density", "x and y").after == 0


def test_an_organisation_leaves_with_its_ties():
    found = what_if(BRIDGED, remove=["c"])
    assert found.after.ids == ("a", "b", "d", "e", "f")
    assert changes(found)["Organisations"] == (6, 5)
    assert changes(found)["Ties"] == (7, 4)
    assert changes(found)["Density"] == (7 / 15, 4 / 10)
    gone = found.row("Partners", "c")
    assert gone.before == 3
    assert math.isnan(gone.after)
    assert gone.to_record()["after"] is None
    assert "1 of 6 left: shares after are of 5" in found.notes


def test_all_at_once():
    found = what_if(BRIDGED, add=[("a", "e", 2.5)], remove=["b", ("c", "d")])
    assert changes(found)["Ties"] == (7, 5)
    frame = found.after.edge_frame().set_index(["source", "target"])
    assert frame.weight["a", "e"] == 2.5
    assert ("c", "d") not in frame.index


def test_the_network_stays_as_it_is():
    before, data = BRIDGED.version, BRIDGED.edge_frame()
    what_if(BRIDGED, add=[("a", "f")], remove=["c", ("e", "f")])
    assert BRIDGED.version == before
    assert BRIDGED.edge_frame().equals(data)


def test_attributes_of_ties_are_kept():
    net = network([("a", "b", {"since": 2020, "weight": 2}), ("b", "c", {"since": 2022})])
    after = what_if(net, add=[("a", "c")], remove=[("a", "b")]).after
    assert after.tie_attributes["since"] == (None, 2022)
    assert after.weights.tolist() == [1, 1]


def test_direction_is_kept():
    net = network([(0, 1), (1, 2)], directed=True)
    found = what_if(net, add=[(1, 0)])
    assert changes(found)["Density"] == (2 / 6, 3 / 6)
    with pytest.raises(DataError, match="is there already"):
        what_if(net, add=[(0, 1)])
    assert what_if(net, remove=[(0, 1)]).after.size == 1
    with pytest.raises(DataError, match="is not there"):
        what_if(net, remove=[(1, 0)])


def test_groups_may_be_given_or_be_none():
    net = network(TRIANGLES)
    assert "E-I index" not in changes(what_if(net, add=[("a", "f")]))
    found = what_if(
        net, add=[("a", "f")], groups=dict.fromkeys("ab", "x") | dict.fromkeys("f", "y")
    )
    assert changes(found)["Density between groups"] == (0, 0.5)
    assert found.row("E-I index").after == 0


def test_a_tie_between_two_who_did_not_answer_counts_as_told():
    net = network([("a", "b")], nodes=[*"abcd"], answered="ab")
    found = what_if(net, add=[("a", "c")])
    assert found.row("Density").before == density(net)
    assert found.row("Density").after == 2 / 5


# -- against measuring it from scratch ---------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16),
    st.integers(0, 7),
    st.integers(0, 7),
    st.booleans(),
)
def test_it_is_what_the_measures_say_of_the_changed_network(edges, a, b, directed):
    pairs = {(i, j) for i, j in edges if i != j}
    groups = [f"g{i % 3}" for i in range(8)]
    net = network(sorted(pairs), nodes=8, groups=groups, directed=directed)
    there = (a, b) in pairs or (not directed and (b, a) in pairs)
    if a == b:
        return
    left = pairs - ({(a, b)} if directed else {(a, b), (b, a)})
    found = what_if(net, remove=[(a, b)]) if there else what_if(net, add=[(a, b)])
    other = network(
        sorted(left if there else left | {(a, b)}), nodes=8, groups=groups, directed=directed
    )
    assert np.array_equal(found.after.ties.toarray(), other.ties.toarray())
    for name, measure in (
        ("Density", density), ("E-I index", ei_index), ("Fragility", largest_loss),
    ):  # fmt: skip
        row = found.row(name)
        assert (row.before, row.after) == pytest.approx(
            (float(measure(net)), float(measure(other))), nan_ok=True
        )
    brokers = gould_fernandez(other).nodes("raw")["t"]
    assert found.row("Brokerage", a).after == brokers[a]
    if not there:
        assert found.row("Density").change > 0
        assert found.row("Reach in 3 steps").change >= 0
        assert found.row("Components").change <= 0


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 99))
def test_names_and_order_change_no_measure(seed):
    order = np.random.default_rng(seed).permutation(6)
    called = {one: f"n{order[i]}" for i, one in enumerate("abcdef")}
    other = network(
        [(called[a], called[b]) for a, b in TRIANGLES],
        groups={called[one]: kind for one, kind in KINDS.items()},
    )
    one = what_if(BRIDGED, add=[("b", "e")])
    same = what_if(other, add=[(called["e"], called["b"])])
    for mine, theirs in ((WHOLE, WHOLE), ("b", called["b"])):
        left, right = changes(one, mine), changes(same, theirs)
        assert list(left) == list(right)
        assert np.allclose(list(left.values()), list(right.values()))


# -- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"add": [("a", "b")]}, "add, row 1, 'a - b': is there already"),
        ({"add": [("b", "a")]}, "is there already"),
        ({"add": [("a", "f"), ("f", "a")]}, "add, row 2, 'a - f': is named twice"),
        ({"add": [("a", "a")]}, "is a tie to itself"),
        ({"add": [("a",)]}, "write (a, b) or (a, b, weight)"),
        ({"add": ("a", "f")}, "write (a, b) or (a, b, weight)"),
        ({"add": "af"}, "is a list of ties"),
        ({"add": [("a", "f", 0)]}, "a weight is a number above 0"),
        ({"add": [("a", "f", "much")]}, "weight 'much'"),
        ({"remove": [("a", "f")]}, "remove, row 1, 'a - f': is not there"),
        ({"remove": [("a", "b"), ("b", "a")]}, "row 2"),
        ({"remove": [("a", "b", 1)]}, "write (a, b), or one id"),
        ({"remove": ("a", "b")}, "write [('a', 'b')] for the tie"),
        ({"remove": "c"}, "is a list of ties or ids"),
        ({"remove": [None]}, "an id is text or a whole number"),
        ({"add": [("a", "b")], "remove": [("b", "a")]}, "is both added and removed"),
        ({"add": [("a", "f")], "remove": ["a"]}, "is added to an organisation that leaves"),
        ({"groups": ["x"]}, "one label a node"),
    ],
)
def test_what_cannot_be_changed_is_named(more, said):
    with pytest.raises(DataError) as error:
        what_if(BRIDGED, **more)
    assert said in str(error.value)


@pytest.mark.parametrize("more", [{"add": [("a", "z")]}, {"remove": ["z"]}, {"groups": {"z": "x"}}])
def test_somebody_unknown_is_named(more):
    with pytest.raises(UnknownIdError, match="'z'"):
        what_if(BRIDGED, **more)


def test_a_measure_that_is_not_there_is_named():
    with pytest.raises(DataError, match="the measures are Organisations, Ties, Density"):
        what_if(BRIDGED).row("Warmth")


@pytest.mark.parametrize("n", [0, 1, 2])
def test_small_networks_are_measured_where_there_is_something(n):
    found = changes(what_if(network([], nodes=n)))
    assert found["Ties"] == (0, 0)
    assert found["Components"] == (n, n)
    assert math.isnan(found["Density"][0]) == (n < 2)
    assert math.isnan(found["Mean path length"][0])
    assert math.isnan(found["Fragility"][0])


def test_the_last_of_two_may_leave():
    found = what_if(network([("a", "b")]), remove=["a", "b"])
    assert changes(found)["Organisations"] == (2, 0)
    assert math.isnan(found.row("Density").after)


def test_it_is_a_table_and_escapes_what_it_shows():
    found = what_if(network([("<i>", "b")], nodes=["<i>", "b", "c"]), add=[("b", "c")])
    frame = found.to_frame()
    assert list(frame) == ["measure", "of", "before", "after", "change", "definition", "note"]
    assert len(frame) == len(found)
    assert (frame.definition != "").all()
    assert "<i>" not in what_if(found.before, remove=[("<i>", "b")])._repr_html_()


@pytest.mark.slow
def test_five_thousand_organisations_take_seconds():
    rng, n = np.random.default_rng(1), 5_000
    net = network(rng.integers(0, n, (50_000, 2)), nodes=n, groups=[f"g{i % 5}" for i in range(n)])
    free = int(np.flatnonzero(net.ties[[0]].toarray()[0] == 0)[-1])
    began = time.perf_counter()
    what_if(net, add=[(0, free)], remove=[5])
    assert time.perf_counter() - began < 10


def test_a_tie_that_nobody_could_tell_of_is_said():
    net = CollaborationNetwork.from_edges([("a", "b")], nodes="abcd", answered="ab", directed=True)
    found = what_if(net, add=[("c", "d"), ("a", "c")])
    assert [n for n in found.notes if n.startswith("1 of the ties added joins a pair that nobody")]
    assert found.row("Density").after == pytest.approx(2 / 6)
    assert not [n for n in what_if(net, add=[("a", "d")]).notes if "nobody who answered" in n]
