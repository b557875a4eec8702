"""The two-mode network: partners by the words of the design, ties never made of a forum."""

from dataclasses import replace
from datetime import date, timedelta

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import Network
from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation

AS_OF = date(2026, 11, 1)


def make(*rows, ids="abcdef", as_of=AS_OF):
    """Network from (id, kind, members, starts_on, ends_on); the dates may be left off."""
    full = [(*row, None, None)[:5] for row in rows]
    return Network.from_collaborations(
        ids,
        [Collaboration(id=i, kind=k, starts_on=s, ends_on=e) for i, k, _, s, e in full],
        {i: members for i, _, members, _, _ in full},
        as_of=as_of,
    )


def dataset(rows, ids="abcdef"):
    return Dataset.build(
        "d",
        {
            "organisations": [Organisation(id=i, name=i, kind="voluntary") for i in ids],
            "collaborations": [
                Collaboration(id=i, kind=k, starts_on=s, ends_on=e) for i, k, _, s, e in rows
            ],
            "collaboration_members": [
                CollaborationMember(collaboration_id=i, organisation_id=m)
                for i, _, members, _, _ in rows
                for m in members
            ],
        },
    )


class TestAsOf:
    def test_what_starts_later_does_not_exist_yet(self):
        rows = [("c1", "consortium", "ab", AS_OF + timedelta(days=1), None)]
        assert Network.build(dataset(rows), AS_OF).collaboration_ids == ()
        assert Network.build(dataset(rows), AS_OF + timedelta(days=1)).partners_of("a") == {
            "b": ("c1",)
        }

    def test_the_undated_are_kept_and_counted(self):
        rows = [
            ("c1", "consortium", "ab", None, None),
            ("c2", "consortium", "ab", date(2020, 1, 1), None),
        ]
        network = Network.build(dataset(rows), AS_OF)
        assert network.undated.tolist() == [True, False]

    def test_an_end_on_the_day_is_still_current(self):
        network = make(
            ("c1", "partnership", "ab", None, AS_OF),
            ("c2", "partnership", "ac", None, AS_OF - timedelta(days=1)),
        )
        assert network.partners_of("a", when="current") == {"b": ("c1",)}
        assert network.partners_of("a", when="past") == {"c": ("c2",)}
        assert network.partners_of("a", when="any") == {"b": ("c1",), "c": ("c2",)}


class TestPartners:
    def test_a_common_funder_makes_no_partners_unless_asked(self):
        network = make(("g", "funding", "abc"))
        assert network.partners_of("a") == {}
        assert network.partners_of("a", kinds=["funding"]) == {"b": ("g",), "c": ("g",)}

    def test_a_forum_of_sixty_is_not_1770_ties(self):
        ids = [f"o{i:02}" for i in range(60)]
        network = make(("f", "forum", ids), ids=ids)
        assert network.projection().nnz == 0
        assert len(network.ties()) == 0
        assert network.partners_of("o00") == {}
        assert len(network.ties(max_forum=None)) == 1770
        assert network.incidence(max_forum=None).sum() == 60

    def test_the_cap_is_inclusive_and_for_forums_alone(self):
        ids = [f"o{i:02}" for i in range(26)]
        network = make(("f", "forum", ids[:25]), ("p", "partnership", ids), ids=ids)
        assert network.selected().tolist() == [True, True]
        network = make(("f", "forum", ids), ids=ids)
        assert network.selected().tolist() == [False]

    def test_common_partners(self):
        network = make(
            ("c1", "partnership", "ac"), ("c2", "partnership", "bc"), ("c3", "forum", "bd")
        )
        assert network.common_partners("a", "b") == ("c",)
        assert network.common_partners("a", "d") == ()

    def test_an_unknown_id_names_the_nearest(self):
        network = make(ids=["XE-10", "XE-11"])
        with pytest.raises(UnknownIdError, match="nearest are 'XE-10'"):
            network.partners_of("XE-1O")
        with pytest.raises(UnknownIdError, match="'z'"):
            make(("c1", "forum", "az"), ids="ab")

    def test_an_unknown_kind_is_an_error(self):
        with pytest.raises(DataError, match="no collaboration is of kind 'grants'"):
            make().selected(kinds=["grants"])


class TestProjection:
    def test_joint_and_newman_by_hand(self):
        network = make(("c1", "partnership", "abc"), ("c2", "consortium", "ab"), ids="abc")
        assert network.projection().toarray().tolist() == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]
        assert network.projection(weights="newman").toarray().tolist() == [
            [0, 1.5, 0.5],
            [1.5, 0, 0.5],
            [0.5, 0.5, 0],
        ]

    def test_empty_networks(self):
        for network in (make(ids=""), make(ids="a"), make(("c", "forum", ""), ids="ab")):
            assert network.projection().shape == (len(network), len(network))
            assert network.projection().nnz == 0
            assert len(network.ties()) == 0

    def test_what_is_shared_cannot_be_written(self):
        network = make(("c1", "partnership", "ab"))
        with pytest.raises(ValueError, match="read-only"):
            network.members[0] = 3
        with pytest.raises(ValueError, match="read-only"):
            network.selected()[0] = False


class TestWalks:
    def test_a_small_partner_says_more_than_a_star(self):
        network = make(
            ("c1", "partnership", "ab"),
            ("c2", "partnership", "bc"),
            ("c3", "partnership", "ad"),
            *((f"d{x}", "partnership", f"d{x}") for x in "ef"),
        )
        (scores,) = network.resource_allocation(["a"])
        assert dict(zip(network.ids, scores.tolist(), strict=True)) == {
            "a": 0,
            "b": 0,
            "c": pytest.approx(1 / 2),
            "d": 0,
            "e": pytest.approx(1 / 3),
            "f": pytest.approx(1 / 3),
        }

    def test_it_is_networkx_where_every_tie_is_one(self):
        graph = nx.karate_club_graph()
        network = make(
            *((f"{a}-{b}", "partnership", [str(a), str(b)]) for a, b in graph.edges()),
            ids=[str(i) for i in graph],
        )
        scores = network.resource_allocation(network.ids)
        for a, b, expected in nx.resource_allocation_index(graph):
            got = scores[network.position(str(a)), network.position(str(b))]
            assert got == pytest.approx(expected, abs=1e-12)

    def test_pagerank_is_networkx(self):
        graph = nx.karate_club_graph()
        network = make(
            *((f"{a}-{b}", "partnership", [str(a), str(b)]) for a, b in graph.edges()),
            ids=[str(i) for i in graph] + ["alone"],
        )
        graph.add_node("alone")
        expected = nx.pagerank(
            graph, personalization={0: 1, 5: 3, "alone": 1}, weight=None, tol=1e-13, max_iter=1000
        )
        got = network.personalised_pagerank({"0": 1, "5": 3, "alone": 1})
        for node, value in expected.items():
            assert got[network.position(str(node))] == pytest.approx(value, abs=1e-10)

    @pytest.mark.parametrize("seeds", [{}, {"a": 0.0}, {"a": -1.0, "b": 3.0}, {"a": float("nan")}])
    def test_a_walk_needs_a_start(self, seeds):
        with pytest.raises(DataError, match="needs a start"):
            make(("c1", "partnership", "ab")).personalised_pagerank(seeds)


@st.composite
def collaborations(draw):
    days = st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31))
    kinds = st.sampled_from(["consortium", "partnership", "funding", "forum"])
    rows = draw(
        st.lists(st.tuples(kinds, st.frozensets(st.sampled_from("abcdef")), days, days), max_size=8)
    )
    return [(f"c{i}", k, sorted(m), s, e) for i, (k, m, s, e) in enumerate(rows)]


@given(collaborations(), st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.randoms())
@settings(max_examples=60, deadline=None)
def test_row_order_never_matters_and_an_update_equals_a_fresh_build(rows, as_of, random):
    shuffled = random.sample(rows, len(rows))
    fresh = Network.build(dataset(rows), as_of)
    assert Network.build(dataset(shuffled), as_of) == fresh
    assert Network.build(dataset(rows[: len(rows) // 2]), as_of).updated(dataset(rows)) == fresh
    assert fresh.updated(dataset(rows)) is fresh


@given(collaborations())
@settings(max_examples=60, deadline=None)
def test_partners_ties_and_projection_say_the_same(rows):
    network = Network.build(dataset(rows), AS_OF)
    joint = network.projection(when="current").toarray()
    assert np.array_equal(joint, joint.T)
    ties = network.ties(when="current")
    from_ties = np.zeros_like(joint)
    np.add.at(from_ties, (ties.left, ties.right), 1)
    assert np.array_equal(from_ties + from_ties.T, joint)
    for one in network.ids:
        partners = network.partners_of(one)
        row = joint[network.position(one)]
        assert {o: len(c) for o, c in partners.items()} == {
            network.ids[j]: row[j] for j in np.flatnonzero(row)
        }


@given(collaborations(), st.sampled_from("abcdef"))
@settings(max_examples=40, deadline=None)
def test_pagerank_is_a_distribution(rows, seed):
    got = Network.build(dataset(rows), AS_OF).personalised_pagerank({seed: 2.0})
    assert got.min() >= 0
    assert got.sum() == pytest.approx(1)


class TestDoors:
    ROWS = (
        ("c1", "partnership", "ab", date(2025, 1, 1), None),
        ("a", "funding", "bc", None, date(2025, 6, 1)),  # an id that an organisation has too
        ("c3", "forum", ""),
    )

    def test_the_round_trip_keeps_everything(self, tmp_path):
        network = make(*self.ROWS)
        graph = network.to_networkx(attributes={"b": {"name": "Bee"}})
        assert graph.nodes["b"]["name"] == "Bee"
        assert graph.number_of_nodes() == 9
        assert Network.from_networkx(graph, as_of=AS_OF) == network
        nx.write_graphml(graph, tmp_path / "two.graphml")
        again = nx.read_graphml(tmp_path / "two.graphml")
        assert Network.from_networkx(again, as_of=AS_OF) == network

    def test_igraph_has_the_same_edges(self):
        igraph = pytest.importorskip("igraph")
        network = make(*self.ROWS)
        graph = network.to_igraph()
        assert isinstance(graph, igraph.Graph)
        assert graph.is_bipartite()
        assert (graph.vcount(), graph.ecount()) == (9, 4)
        assert graph.vs["type"] == [False] * 6 + [True] * 3

    def test_the_sides_are_never_guessed(self):
        with pytest.raises(DataError, match="mode"):
            Network.from_networkx(nx.path_graph(3), as_of=AS_OF)
        wrong = make(*self.ROWS).to_networkx()
        wrong.add_edge("a", "b")
        with pytest.raises(DataError, match="joins an organisation to a collaboration"):
            Network.from_networkx(wrong, as_of=AS_OF)


@given(collaborations())
@settings(deadline=None)
def test_who_met_whom_is_what_the_projection_says(rows):
    network = Network.build(dataset(rows), AS_OF)
    ties = network.projection()
    for i, one in enumerate(network.ids):
        found = network.partners_of(one, when="any")
        assert [network.position(other) for other in found] == sorted(
            ties.indices[ties.indptr[i] : ties.indptr[i + 1]].tolist()
        )
        for other, through in found.items():
            assert network.common_partners(one, other) == tuple(
                sorted(set(found) & set(network.partners_of(other, when="any")))
            )
            assert list(through) == sorted(through)
            assert ties[i, network.position(other)] == len(through)


def test_members_under_old_ids_are_who_they_became():
    rows = [("c1", "consortium", "ab", None, None)]
    data = replace(dataset(rows), aliases={"a": "f"})
    assert Network.build(data, AS_OF).partners_of("f", when="any") == {"b": ("c1",)}


def test_a_network_of_nobody_has_no_ties():
    network = make(ids="")
    assert network.projection().shape == (0, 0)
    assert network.resource_allocation([]).shape == (0, 0)
    assert len(network.ties()) == 0


def test_who_is_known_beyond_some_work_and_which_work_makes_partners():
    network = make(
        ("c1", "partnership", "abc"), ("c2", "consortium", "ab"), ("c3", "funding", "ad")
    )
    assert network.partners_beyond("a", ["c1"]) == {"b"}
    assert network.partners_beyond("a", ["c1", "c2", "never"]) == frozenset()
    assert network.partners_beyond("a", []) == {"b", "c"} == set(network.partners_of("a"))
    assert network.making_partners(["c3", "c2", "c1", "never"]) == ("c1", "c2")
    assert network.making_partners(["c2", "c1"], kinds=["consortium"]) == ("c2",)


class TestOneMode:
    ROWS = (
        ("c1", "consortium", "abc", None, None),
        ("c2", "partnership", "ab", date(2020, 1, 1), None),
        ("c3", "funding", "ad", date(2020, 1, 1), None),
        ("c4", "partnership", "ae", date(2020, 1, 1), date(2021, 1, 1)),
    )

    def test_ties_weights_and_who_is_recorded(self):
        net = make(*self.ROWS).one_mode(name="Here")
        assert net.ids == tuple("abcdef")
        frame = net.edge_frame()
        assert list(zip(frame.source, frame.target, frame.weight, strict=True)) == [
            ("a", "b", 2.0),
            ("a", "c", 1.0),
            ("b", "c", 1.0),
        ]
        assert net.answered.tolist() == [True] * 5 + [False]
        assert (net.told_by, net.as_of, net.name) == ("both", AS_OF, "Here")

    def test_newman_weights(self):
        net = make(*self.ROWS).one_mode(weights="newman")
        assert net.weights.tolist() == [1.5, 0.5, 0.5]
        assert "weight = 1 / (members - 1) for each joint collaboration" in net.boundary

    def test_the_boundary_says_kinds_date_weights_and_cap(self):
        net = make(*self.ROWS).one_mode(max_forum=2)
        assert net.boundary == (
            "every organisation listed; a tie is a collaboration shared at 2026-11-01, weight = "
            "number of joint collaborations, left out by kind: funding, forums of more than 2 "
            "members left out: none"
        )
        assert net.notes == (
            "1 collaboration has no start: counted, though not known to run at 2026-11-01",
        )

    def test_forums_above_the_cap_are_counted_and_a_cap_of_none_is_not_told(self):
        network = make(("f", "forum", "abcd", date(2020, 1, 1), None))
        assert network.one_mode(max_forum=3).size == 0
        assert "forums of more than 3 members left out: 1" in network.one_mode(max_forum=3).boundary
        assert network.one_mode(max_forum=None).size == 6
        assert "forum" not in network.one_mode(max_forum=None).boundary

    def test_kinds_and_past(self):
        past = make(*self.ROWS).one_mode(when="past", kinds=["partnership"])
        assert past.size == 1
        assert (
            "a tie is a collaboration of kind partnership shared and ended before" in past.boundary
        )
        assert "left out by kind: consortium, funding" in past.boundary

    def test_groups_and_attributes(self):
        columns = {"kind": {"a": "public", "b": "business"}, "size": range(6)}
        net = make(*self.ROWS).one_mode(groups="kind", node_attributes=columns)
        assert net.groups == ("public", "business", None, None, None, None)
        assert net.node_attributes["size"] == (0, 1, 2, 3, 4, 5)

    def test_what_cannot_be_is_refused(self):
        network = make(*self.ROWS)
        with pytest.raises(DataError, match="no collaboration is of kind 'tea'"):
            network.one_mode(kinds=["tea"])
        with pytest.raises(DataError, match="one of current, past, any"):
            network.one_mode(when="soon")
        with pytest.raises(DataError, match="weights are one of joint, newman"):
            network.one_mode(weights="heavy")
        with pytest.raises(DataError, match="one value a node: got 2 for 6 nodes"):
            network.one_mode(node_attributes={"x": [1, 2]})
        with pytest.raises(UnknownIdError):
            network.one_mode(groups={"z": "public"})
        with pytest.raises(DataError, match="kinds are a list"):
            network.one_mode(kinds="forum")

    def test_nobody_at_all(self):
        net = make(ids="").one_mode()
        assert (len(net), net.size, net.missing_dyads) == (0, 0, 0)
