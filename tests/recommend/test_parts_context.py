"""Programme, themes and places of collaborations, and what they fall back to."""

import pytest
from scipy import sparse

from sap_match.recommend.parts.context import same_programme, shared_places, shared_themes
from sap_match.recommend.past import Past

PAST = Past.of(
    sparse.csr_array([[1.0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]),
    programmes=("Alps", "alps ", "Danube", ""),
    themes=(("Water", "Tourism"), (), ("water",), ("Tourism",)),
    areas=(("graz", "austria"), ("austria",), ()),
)


@pytest.mark.parametrize("asked", [None, "", "  ", "Arctic"])
def test_without_a_known_programme_all_are_equal(asked):
    assert same_programme(PAST, asked).tolist() == [1, 1, 1, 1]


def test_the_programme_counts_ten_times():
    assert same_programme(PAST, "ALPS").tolist() == [1, 1, 0.1, 0.1]
    assert same_programme(PAST, "Danube", elsewhere=0.5).tolist() == [0.5, 0.5, 1, 0.5]


def test_share_of_the_themes_asked_for():
    assert shared_themes(PAST, ("WATER", "water")).tolist() == [1, 0, 1, 0]
    assert shared_themes(PAST, ("water", "tourism")).tolist() == [1, 0, 0.5, 0.5]
    assert shared_themes(PAST, ()).tolist() == [0, 0, 0, 0]


def test_a_rare_place_says_more():
    town, country = shared_places(PAST, ["graz"]), shared_places(PAST, ["austria"])
    assert (town > 0).tolist() == [True, True, False, False]
    assert (country > 0).tolist() == [True, True, True, False]
    assert town[0] > country[0] > 0
    assert shared_places(PAST, ["graz", "austria"]).tolist() == [town[0], town[1], country[2], 0]
    assert not shared_places(PAST, ["nowhere"]).any()
    assert not shared_places(PAST, []).any()


def test_an_empty_past_has_no_factors():
    empty = Past.of(sparse.csr_array((2, 0)))
    for found in (
        same_programme(empty, "Alps"),
        shared_themes(empty, ["water"]),
        shared_places(empty, ["graz"]),
    ):
        assert found.shape == (0,)
