"""Simple methods against networkx and against sums written out."""

from datetime import date
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from sap_match.evaluate import baselines, latent, methods, retrieved
from sap_match.evaluate.questions import new_partners
from sap_match.evaluate.ranked import rank_all
from sap_match.landscape import Landscape
from sap_match.model import Area, Collaboration, CollaborationMember, Dataset, Organisation
from sap_match.recommend.past import past_of
from sap_match.similarity.encoder import HashedWords


def drawn(seed, n=24, m=30, *, islands=0):
    """Random collaborations of two to five, and pairs that nobody else ever meets."""
    rng = np.random.default_rng(seed)
    rows = [sorted(rng.choice(n, int(rng.integers(2, 6)), replace=False)) for _ in range(m)]
    rows += [[n + 2 * i, n + 2 * i + 1] for i in range(islands)]
    return rows, n + 2 * islands


def world(rows, n, **changed):
    return Landscape.build(
        Dataset.build(
            "d",
            {
                "areas": [Area(id=f"a{i}", name=f"A {i}", kind="other") for i in range(3)],
                "organisations": [
                    Organisation(id=f"o{i:03d}", name=f"O {i}", kind="public", areas=(f"a{i % 3}",))
                    for i in range(n)
                ],
                "collaborations": [
                    Collaboration(id=f"c{j:03d}", kind="consortium", programme=f"p{j % 2}",
                                  **{k: v[j] for k, v in changed.items()})
                    for j in range(len(rows))
                ],
                "collaboration_members": [
                    CollaborationMember(collaboration_id=f"c{j:03d}", organisation_id=f"o{i:03d}")
                    for j, row in enumerate(rows)
                    for i in row
                ],
            },
        ),
        as_of=date(2026, 11, 1),
        encoder=HashedWords(),
    )  # fmt: skip


def asked_of(landscape, wanted=None):
    truth = wanted or {one: frozenset({landscape.ids[-1]}) for one in landscape.ids[:-1]}
    return new_partners(landscape, truth, np.ones(len(landscape.ids), dtype=bool))


def graph_of(rows, n):
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    for row in rows:
        for x, y in combinations([int(i) for i in row], 2):
            weight = graph.get_edge_data(x, y, {"weight": 0})["weight"] + 1
            graph.add_edge(x, y, weight=weight)
    return graph


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (baselines.common_neighbours, nx.common_neighbor_centrality),
        (baselines.adamic_adar, nx.adamic_adar_index),
        (baselines.resource_allocation, nx.resource_allocation_index),
    ],
)
def test_as_networkx_counts(seed, ours, theirs):
    rows, n = drawn(seed, islands=1)
    landscape, graph = world(rows, n), graph_of(rows, n)
    found = ours(past_of(landscape), asked_of(landscape))
    pairs = [(x, y) for x, y in combinations(range(n - 1), 2) if not graph.has_edge(x, y)]
    if theirs is nx.common_neighbor_centrality:
        right = [(x, y, len(list(nx.common_neighbors(graph, x, y)))) for x, y in pairs]
    else:
        right = list(theirs(graph, pairs))
    for x, y, value in right:
        assert found[x, y] == pytest.approx(value), (x, y)


@pytest.mark.parametrize("seed", [4, 5])
def test_walks_as_networkx_walks(seed):
    rows, n = drawn(seed)
    landscape, graph = world(rows, n), graph_of(rows, n)
    found = baselines.pagerank(past_of(landscape), asked_of(landscape), alpha=0.5, steps=60)
    for x in range(3):
        right = nx.pagerank(graph, alpha=0.5, personalization={x: 1.0}, tol=1e-12, max_iter=500)
        if graph.degree(x):
            np.testing.assert_allclose(found[x], [right[i] for i in range(n)], atol=1e-6)


def test_weighted_allocation_and_one_step_written_out():
    rows, n = drawn(7)
    landscape, graph = world(rows, n), graph_of(rows, n)
    past, asked = past_of(landscape), asked_of(landscape)
    two, one = baselines.weighted_resource_allocation(past, asked), baselines.one_step(past, asked)
    weight = nx.to_numpy_array(graph, nodelist=range(n))
    strength = weight.sum(axis=1)
    for x, y in [(0, 1), (2, 9), (5, 5)]:
        right = sum(weight[x, z] * weight[z, y] / strength[z] for z in range(n) if strength[z])
        assert two[x, y] == pytest.approx(right)
        assert one[x, y] == pytest.approx(weight[x, y] / strength[x] if strength[x] else 0)


def test_popularity_in_general_here_and_in_the_programme():
    rows = [[0, 1], [0, 2], [0, 3], [3, 4]]  # programmes p0, p1, p0, p1; areas i % 3
    landscape = world(rows, 5)
    past, asked = past_of(landscape), asked_of(landscape, {"o001": frozenset({"o003"})})
    assert baselines.popularity(past, asked)[0].tolist() == [3, 1, 1, 2, 1]
    assert baselines.local_popularity(past, asked)[0].tolist() == [0, 1, 0, 0, 1]
    assert baselines.programme_popularity(past, asked)[0].tolist() == [2, 1, 0, 1, 0]
    assert baselines.preferential_attachment(past, asked)[0].tolist() == [3, 1, 1, 2, 1]


def test_islands_do_not_eat_the_mass_of_an_svd():
    rows, n = drawn(11, n=30, m=60, islands=12)
    landscape = world(rows, n)
    past, asked = past_of(landscape), asked_of(landscape)
    few = latent.spectral(past, k=8)(asked)  # fewer factors than islands
    degree = baselines.degrees(past)
    main = [i for i in range(30) if degree[i] > 3]
    assert few[main][:, main].mean() > 10 * few[30:, 30:].mean()
    assert (np.abs(few[main]).max(axis=1) > 0.05).all()


def test_all_factors_rebuild_two_steps():
    rows, n = drawn(12)
    past = past_of(world(rows, n))
    landscape = world(rows, n)
    found = latent.spectral(past, k=n - 1)(asked_of(landscape))
    joint = baselines.ties(past).toarray()
    scale = 1 / np.sqrt(joint.sum(axis=1) + joint.sum(axis=1).mean())
    scaled = scale[:, None] * joint * scale[None, :]
    right = (scaled @ scaled) / scale[None, :]
    np.testing.assert_allclose(found, right[: n - 1], atol=0.02)


def test_factors_prefer_the_own_circle():
    circles = [[*range(5)], [*range(5, 10)]]
    rows = [list(c) for circle in circles for c in combinations(circle, 3)][:18]
    landscape = world(rows, 10)
    found = latent.implicit_factors(past_of(landscape), k=4)(asked_of(landscape))
    assert (found[:5, :5].mean(axis=1) > found[:5, 5:].mean(axis=1) + 0.3).all()


def test_conjugate_gradients_solve_least_squares():
    rng = np.random.default_rng(3)
    joint = baselines.ties(past_of(world(*drawn(13)))).astype(np.float32)
    y = rng.normal(size=(joint.shape[0], 3)).astype(np.float32)
    found = np.zeros_like(y)
    for _ in range(4):
        found = latent._solved(joint, found, y, 10.0, 0.1)
    for i in (0, 5):
        weight = 1 + 10.0 * joint[[i]].toarray()[0]
        wanted = (joint[[i]].toarray()[0] > 0).astype(float)
        left = (y * weight[:, None]).T @ y + 0.1 * np.eye(3)
        np.testing.assert_allclose(
            found[i], np.linalg.solve(left, (y * (weight * wanted)[:, None]).sum(axis=0)), atol=1e-3
        )


TEXTS = ["lunch for older people", "lifts to lunch clubs", "apples in an orchard", ""]


def test_the_nearest_collaborations_vote_for_their_members():
    rows = [[0, 1], [1, 2], [3, 4], [4, 5]]
    landscape = world(rows, 6, title=TEXTS)
    past = past_of(landscape)
    asked = asked_of(landscape, {"o000": frozenset({"o002"})})
    words = retrieved.nearest_by_words(past)(asked)[0]
    assert words[1] > words[2] > 0
    assert words[3] == words[4] == words[5] == 0
    meaning = retrieved.nearest_by_meaning(past, landscape.vectors)(asked)[0]
    assert meaning[1] > meaning[2] > max(meaning[3], 0) - 1e-9
    assert meaning[5] == 0  # a collaboration without words is near to nothing


def test_fusion_rewards_who_stands_in_both():
    rows = [[0, 1], [1, 2], [3, 4], [4, 5]]  # programmes p0 p1 p0 p1
    landscape = world(rows, 6, title=TEXTS)
    past = past_of(landscape)
    asked = asked_of(landscape, {"o000": frozenset({"o002"})})
    both = retrieved.fused(past, retrieved.nearest_by_words(past))(asked)[0]
    # o001 is held by the words and the programme, o003 by the programme alone
    assert both[1] > both[2] > 0
    assert both[1] > both[3] > 0
    assert both[5] == 0


def test_methods_that_have_nothing_to_go_by_are_left_out():
    landscape = world([[0, 1], [1, 2]], 3)
    names = list(methods.simple_methods(landscape))
    assert "most in the same programme" in names
    assert methods.NEAREST_WORDS not in names
    assert "nearest" not in names


def test_every_method_stands_a_past_without_ties():
    landscape = world([], 4)
    asked = asked_of(landscape)
    for name, score in methods.simple_methods(landscape).items():
        assert (rank_all(name, asked, score).first == -1).all(), name
