import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.graph.adjacency import from_edges
from sap_match.graph.brokerage import ROLES, gould_fernandez


def by_triples(matrix, groups):
    """The definition, read out aloud."""
    n = len(matrix)
    raw = np.zeros((n, 6))
    for j in range(n):
        for i in range(n):
            for k in range(n):
                if len({i, j, k}) < 3 or not (matrix[i, j] and matrix[j, k]) or matrix[i, k]:
                    continue
                a, b, c = groups[i], groups[j], groups[k]
                role = 0 if a == b == c else 1 if a == c else 2 if a == b else 3 if b == c else 4
                raw[j, role] += 1
                raw[j, 5] += 1
    return raw


@st.composite
def grouped(draw):
    """A directed 0/1 matrix without self-ties, and a group a node."""
    n = draw(st.integers(0, 8))
    cells = draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=float).reshape(n, n)
    np.fill_diagonal(matrix, 0)
    return matrix, draw(st.lists(st.sampled_from("xyz"), min_size=n, max_size=n))


@given(grouped())
@settings(max_examples=80, deadline=None)
def test_the_counts_are_those_of_the_definition(network):
    matrix, groups = network
    np.testing.assert_array_equal(
        gould_fernandez(matrix, groups).raw.reshape(-1, 6), by_triples(matrix, groups)
    )


@pytest.mark.parametrize(
    ("groups", "role"),
    [("BBB", "w_I"), ("ABA", "w_O"), ("BBA", "b_IO"), ("ABB", "b_OI"), ("ABC", "b_O")],
)
def test_each_role_by_its_picture(groups, role):
    ties = from_edges(3, [(0, 1), (1, 2)], directed=True)
    got = gould_fernandez(ties, list(groups)).raw[1]
    assert dict(zip(ROLES, got, strict=True)) == {
        name: float(name in {role, "t"}) for name in ROLES
    }


def test_expectation_is_the_mean_over_random_networks():
    rng = np.random.default_rng(5)
    groups, n, p = ["x"] * 4 + ["y"] * 3 + ["z"] * 2, 9, 0.3
    draws = []
    while len(draws) < 3000:
        matrix = (rng.random((n, n)) < p).astype(float)
        np.fill_diagonal(matrix, 0)
        draws.append(by_sums(matrix, groups))
    mean = np.mean(draws, axis=0)
    # a network whose density is exactly p
    cells = np.zeros(n * (n - 1))
    cells[: round(p * n * (n - 1))] = 1
    matrix = np.zeros((n, n))
    matrix[~np.eye(n, dtype=bool)] = cells
    got = gould_fernandez(matrix, groups)
    share = matrix.sum() / (n * (n - 1))
    scale = (share**2 * (1 - share)) / (p**2 * (1 - p))
    np.testing.assert_allclose(got.whole_expected / scale, mean, rtol=0.06)
    np.testing.assert_allclose(got.expected.sum(axis=0), got.whole_expected)


def by_sums(matrix, groups):
    return gould_fernandez(matrix, groups).whole_raw


def test_empty_and_tiny_networks_are_defined():
    for n in range(3):
        got = gould_fernandez(np.zeros((n, n)), ["x"] * n)
        assert got.raw.shape == (n, 6)
        assert np.isnan(got.z).all()
        assert np.isnan(got.whole_z).all()


def test_a_node_without_a_group_is_an_error():
    with pytest.raises(DataError, match="needs a group for every node"):
        gould_fernandez(np.zeros((2, 2)), ["x", None])
