import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.graph import CollaborationNetwork, brokerage_chance, gould_fernandez
from sap_match.graph.brokerage import ROLES


def by_triples(matrix, groups):
    """The definition, read out aloud."""
    n = len(matrix)
    raw = np.zeros((n, 6))
    for j in range(n):
        for i in range(n):
            for k in range(n):
                if len({i, j, k}) < 3 or not (matrix[i, j] and matrix[j, k]) or matrix[i, k]:
                    continue
                raw[j, role_of(groups[i], groups[j], groups[k])] += 1
                raw[j, 5] += 1
    return raw


def role_of(a, b, c):
    if a == b == c:
        return 0
    if a == c:
        return 1
    if a == b:
        return 2
    return 3 if b == c else 4


def chance(groups, p):
    """Mean and variance of every count over all networks of so many nodes, each by its chance."""
    n = len(groups)
    cells = list(itertools.permutations(range(n), 2))
    number = np.arange(1 << len(cells))
    tie = {cell: (number >> bit & 1).astype(bool) for bit, cell in enumerate(cells)}
    many = sum(there.astype(np.int64) for there in tie.values())
    weight = p**many * (1 - p) ** (len(cells) - many)
    raw = np.zeros((n, 6, len(number)))
    for i, j, k in itertools.permutations(range(n), 3):
        found = tie[i, j] & tie[j, k] & ~tie[i, k]
        raw[j, role_of(groups[i], groups[j], groups[k])] += found
        raw[j, 5] += found
    whole = raw.sum(axis=0)
    moments = []
    for counts in (raw, whole):
        mean = counts @ weight
        moments += [mean, (counts**2) @ weight - mean**2]
    return moments


def of(matrix, groups, **more):
    return CollaborationNetwork.from_matrix(np.asarray(matrix), groups=groups, **more)


@st.composite
def grouped(draw, *, directed=True):
    """A 0/1 matrix without self-ties, and a group a node."""
    n = draw(st.integers(0, 8))
    cells = draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=float).reshape(n, n)
    np.fill_diagonal(matrix, 0)
    if not directed:
        matrix = np.triu(matrix) + np.triu(matrix).T
    return matrix, draw(st.lists(st.sampled_from("wxyz"), min_size=n, max_size=n))


@given(grouped())
@settings(max_examples=100, deadline=None)
def test_the_counts_are_those_of_the_definition(network):
    matrix, groups = network
    got = gould_fernandez(of(matrix, groups, directed=True))
    np.testing.assert_array_equal(got.raw.reshape(-1, 6), by_triples(matrix, groups))
    np.testing.assert_array_equal(got.whole("raw"), by_triples(matrix, groups).sum(axis=0))


@given(grouped(directed=False))
@settings(max_examples=60, deadline=None)
def test_a_tie_without_direction_counts_both_ways(network):
    matrix, groups = network
    got = gould_fernandez(of(matrix, groups, directed=False))
    both = gould_fernandez(of(matrix, groups, directed=True))
    np.testing.assert_array_equal(got.raw.reshape(-1, 6), by_triples(matrix, groups))
    for what in ("raw", "exp", "sd", "z"):
        pd.testing.assert_frame_equal(got.nodes(what), both.nodes(what))
        pd.testing.assert_series_equal(got.whole(what), both.whole(what))
    assert (got.nodes()["b_IO"] == got.nodes()["b_OI"]).all()


@given(grouped())
@settings(max_examples=30, deadline=None)
def test_the_other_way_round_representatives_are_gatekeepers(network):
    matrix, groups = network
    there = gould_fernandez(of(matrix, groups, directed=True))
    back = gould_fernandez(of(matrix.T, groups, directed=True))
    np.testing.assert_array_equal(there.raw[:, [0, 1, 3, 2, 4, 5]], back.raw)


@given(grouped(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_nodes_and_the_words_for_groups_change_nothing(network, random):
    matrix, groups = network
    order = random.sample(range(len(groups)), len(groups))
    words = dict(zip("wxyz", random.sample("pqrs", 4), strict=True))
    moved = matrix[np.ix_(order, order)] if order else matrix
    one = gould_fernandez(of(matrix, groups, directed=True))
    other = gould_fernandez(of(moved, [words[groups[i]] for i in order], directed=True))
    for what in ("raw", "exp", "sd", "z"):
        np.testing.assert_allclose(
            one.nodes(what).to_numpy()[order], other.nodes(what), atol=1e-12, equal_nan=True
        )
        np.testing.assert_allclose(one.whole(what), other.whole(what), atol=1e-9, equal_nan=True)


@pytest.mark.parametrize(
    ("groups", "role"),
    [("BBB", "w_I"), ("ABA", "w_O"), ("BBA", "b_IO"), ("ABB", "b_OI"), ("ABC", "b_O")],
)
def test_each_role_by_its_picture(groups, role):
    net = CollaborationNetwork.from_edges([(0, 1), (1, 2)], groups=list(groups), directed=True)
    got = gould_fernandez(net).nodes("raw").loc[1]
    assert got.to_dict() == {name: float(name in {role, "t"}) for name in ROLES}


def test_a_representative_speaks_for_its_own_and_a_gatekeeper_lets_in():
    """Two voluntary bodies and a council: word from the ward goes out through the federation."""
    kinds = {"Ward": "voluntary", "Federation": "voluntary", "Council": "public"}
    out = [("Ward", "Federation"), ("Federation", "Council")]
    into = [(b, a) for a, b in out]
    for ties, role in ((out, "b_IO"), (into, "b_OI")):
        net = CollaborationNetwork.from_edges(ties, groups=kinds, directed=True)
        assert gould_fernandez(net).nodes("raw").loc["Federation", role] == 1


@pytest.mark.parametrize("p", [0.25, 0.5])
@pytest.mark.parametrize("groups", ["xxxx", "xxxy", "xxyy", "xxyz", "wxyz"])
def test_chance_is_that_of_all_networks_of_four_nodes(groups, p):
    """Enumerated: 4,096 networks, each by its chance; a network of density p stands in."""
    mean, variance, whole_mean, whole_variance = chance(groups, p)
    cells = np.zeros(12)
    cells[: round(12 * p)] = 1
    matrix = np.zeros((4, 4))
    matrix[~np.eye(4, dtype=bool)] = cells
    got = gould_fernandez(of(matrix, list(groups), directed=True))
    np.testing.assert_allclose(got.nodes("exp"), mean, atol=1e-12)
    np.testing.assert_allclose(got.nodes("sd") ** 2, variance, atol=1e-12)
    np.testing.assert_allclose(got.whole("exp"), whole_mean, atol=1e-12)
    variance = got.whole("sd") ** 2  # sna's formula: right for two roles, wide for the others
    np.testing.assert_allclose(variance.iloc[[1, 4]], whole_variance[[1, 4]], atol=1e-12)
    assert (variance >= whole_variance - 1e-12).all()
    assert (variance <= 1.5 * whole_variance + 1e-12).all()


def test_z_is_how_many_deviations_apart_and_nan_where_nothing_is_possible():
    net = of(np.triu(np.ones((5, 5)), 2), list("aabbc"), directed=True)
    got = gould_fernandez(net)
    sd = got.nodes("sd").where(got.nodes("sd") > 0)
    expected = (got.nodes("raw") - got.nodes("exp")) / sd
    pd.testing.assert_frame_equal(got.nodes("z"), expected)
    assert np.isnan(got.nodes("z").loc[4, "w_I"])  # alone of its group: it cannot coordinate
    assert got.nodes("exp").loc[4, "w_I"] == 0


@pytest.mark.parametrize("n", range(3))
def test_empty_and_tiny_networks_are_defined(n):
    got = gould_fernandez(of(np.zeros((n, n)), ["x"] * n))
    assert got.nodes("raw").shape == (n, 6)
    assert (got.nodes("raw") == 0).all(axis=None)
    assert np.isnan(got.z).all()
    assert np.isnan(got.whole("z")).all()


def test_a_network_where_everybody_is_tied_has_no_brokers():
    got = gould_fernandez(of(np.ones((4, 4)), list("aabb")))
    assert got.whole("raw").tolist() == [0] * 6
    assert got.whole("exp").tolist() == [0] * 6
    assert np.isnan(got.whole("z")).all()


def test_self_ties_and_ties_told_twice_count_for_nothing_more():
    told = [("a", "b"), ("b", "c"), ("b", "b"), ("a", "b")]
    groups = {"a": "x", "b": "y", "c": "x"}
    one = CollaborationNetwork.from_edges(told, groups=groups, directed=True)
    other = CollaborationNetwork.from_edges(told[:2], groups=groups, directed=True)
    pd.testing.assert_frame_equal(
        gould_fernandez(one).nodes("z"), gould_fernandez(other).nodes("z")
    )


class TestBadInput:
    def test_a_node_without_a_group_is_an_error_that_names_it(self):
        net = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")], groups={"a": "x"})
        with pytest.raises(DataError, match=r"2 of 3 have none \(b, c\).*network.among"):
            gould_fernandez(net)

    def test_nobody_has_a_group(self):
        net = CollaborationNetwork.from_edges([("a", "b")])
        with pytest.raises(DataError, match="has no groups"):
            gould_fernandez(net)
        with pytest.raises(DataError, match="2 of 2 have none"):
            gould_fernandez(net, [None, None])

    def test_groups_that_do_not_fit(self):
        net = CollaborationNetwork.from_edges([("a", "b")])
        with pytest.raises(DataError, match="one label a node"):
            gould_fernandez(net, ["x"])
        with pytest.raises(UnknownIdError):
            gould_fernandez(net, {"z": "x"})
        with pytest.raises(UnknownIdError):
            gould_fernandez(net, "sector")

    def test_another_word_for_what_is_asked(self):
        got = gould_fernandez(of(np.zeros((2, 2)), ["x", "y"]))
        for table in (got.nodes, got.whole):
            with pytest.raises(DataError, match="raw, exp, sd, z"):
                table("expected")


def test_groups_given_by_attribute_mapping_or_sequence_are_the_same():
    kinds = {"a": "x", "b": "y", "c": "x"}
    net = CollaborationNetwork.from_edges(
        [("a", "b"), ("b", "c")], nodes={one: {"kind": kind} for one, kind in kinds.items()}
    )
    expected = gould_fernandez(net, kinds).nodes("z")
    for groups in ("kind", list(kinds.values()), pd.Series(kinds)):
        pd.testing.assert_frame_equal(gould_fernandez(net, groups).nodes("z"), expected)


class TestFigure:
    def test_the_whole_as_a_figure_says_what_it_is_and_what_chance_gives(self):
        net = CollaborationNetwork.from_edges(
            [("a", "b"), ("b", "c")], groups={"a": "x", "b": "y", "c": "x"}
        )
        roles = gould_fernandez(net)
        got = roles.figure("w_O")
        assert got == 2
        assert got.name == "Brokerage, itinerant"
        assert "by chance would give 0.3, give or take 0.5" in got.note
        assert sum(roles.figure(role) for role in ROLES[:-1]) == roles.figure() == 2
        with pytest.raises(DataError, match="a role is one of w_I"):
            roles.figure("broker")

    def test_the_whole_as_a_table(self):
        net = CollaborationNetwork.from_edges(
            [("a", "b"), ("b", "c")], groups={"a": "x", "b": "y", "c": "x"}, boundary="<all>"
        )
        got = gould_fernandez(net)
        table = got.to_frame()
        assert list(table.index) == list(ROLES)
        assert table.loc["w_O", ["role", "raw"]].tolist() == ["itinerant", 2]
        assert table["z"].equals(got.whole("z").rename("z"))
        assert "&lt;all&gt;" in got._repr_html_()

    def test_bounds_are_those_of_every_filling(self):
        told = CollaborationNetwork.from_edges(
            [("a", "b"), ("b", "c")],
            nodes="abcd",
            groups=dict(zip("abcd", "xyxy", strict=True)),
            answered="ab",
        )
        got = gould_fernandez(told).figure()
        possible = []
        for filled in ((), (("c", "d"),)):
            net = CollaborationNetwork.from_edges(
                [("a", "b"), ("b", "c"), *filled], nodes="abcd", groups=told.groups
            )
            possible.append(gould_fernandez(net).whole()["t"])
        assert got.bounds.exact
        assert (got.bounds.low, got.bounds.high) == (min(possible), max(possible)) == (2, 4)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.sampled_from([0.05, 0.3, 0.6]))
@settings(max_examples=40, deadline=None)
def test_the_deviation_of_the_whole_is_its_sum_over_groups(sizes, p):
    """The formulas of Gould and Fernandez as R's sna has them, group by group."""
    n, one = sum(sizes), p**2 * (1 - p)
    a, b, c = p**3 * (1 - p) ** 3, p**4 * (1 - p) ** 2, p**5 * (1 - p)
    possible, more = np.zeros(6), np.zeros(6)
    for x in range(len(sizes)):
        i = sizes[x]
        possible[0] += i * (i - 1) * (i - 2)
        more[0] += i * (i - 1) * (i - 2) * ((4 * i - 10) * a - 4 * (i - 3) * b + (i - 3) * c)
        for y in set(range(len(sizes))) - {x}:
            j = sizes[y]
            pairs = i * (i - 1) * j
            possible[1:4] += pairs
            more[1] += pairs * ((2 * i + 2 * j - 6) * a + (n - i - 1) * c)
            more[2:4] += pairs * ((n - 3) * a + (i - 2) * c)
            for z in set(range(len(sizes))) - {x, y}:
                k = sizes[z]
                possible[4] += i * j * k
                first, second = 4 * (n - j) - 2 * (i + k + 1), 4 * (n - k) - 2 * (i + j + 1)
                more[4] += i * j * k * (first * a - second * b + (n - i - k - 1) * c)
    possible[5] = n * (n - 1) * (n - 2)
    more[5] = possible[5] * ((4 * n - 10) * a - 4 * (n - 3) * b + (n - 3) * c)
    mean, variance = brokerage_chance.of_the_whole(np.array(sizes, dtype=float), p)
    np.testing.assert_allclose(mean, possible * one, rtol=1e-12)
    np.testing.assert_allclose(variance, possible * one * (1 - one) + more, atol=1e-9)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.sampled_from([0.05, 0.3, 0.6]))
@settings(max_examples=40, deadline=None)
def test_what_the_nodes_are_expected_to_do_adds_up_to_the_whole(sizes, p):
    size = np.array(sizes, dtype=float)
    each, _ = brokerage_chance.of_nodes(size, p)
    whole, _ = brokerage_chance.of_the_whole(size, p)
    np.testing.assert_allclose(size @ each, whole, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(each[:, :5].sum(axis=1), each[:, 5], rtol=1e-9, atol=1e-12)
