"""Fusion, what is sought, crowding: the score stays the sum of its parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sap_match.recommend.exposure import FIRST, standing
from sap_match.recommend.fusion import (
    COMPLEMENTARY,
    SHARES,
    SIMILAR,
    crowding_of,
    fuse,
    seeking,
)
from sap_match.recommend.partners import PARTS, PartnerConfig, recommend_partners
from sap_match.results import Part
from tests.builders import at, landscape, org, service

VALUES = st.fixed_dictionaries(
    {name: arrays(float, 6, elements=st.floats(0, 1).map(lambda x: round(x, 4))) for name in PARTS}
)
FLAGS = arrays(bool, 6)


@given(VALUES, FLAGS, st.floats(0, 1), arrays(float, 6, elements=st.integers(0, 9)))
def test_a_score_is_the_sum_of_its_parts_with_crowding_among_them(values, who, exposure, seen):
    config = PartnerConfig(exposure=exposure)
    found = fuse(values, who, config, standing=seen)
    for i in range(6):
        told = sum(p.contribution for p in found.parts(i))
        assert told == pytest.approx(found.total[i], abs=1e-6)


@given(VALUES, FLAGS, arrays(float, 6, elements=st.integers(0, 9)))
def test_crowding_lets_nobody_fall_below_who_has_no_evidence(values, who, seen):
    plain = fuse(values, who, PartnerConfig())
    found = fuse(values, who, PartnerConfig(exposure=1), standing=seen)
    assert (found.total <= plain.total + 1e-9).all()
    lowest = plain.total[who].min() if who.any() else 0
    assert (found.total[who] >= lowest - 1e-9).all()
    unseen = who & (seen == 0)
    assert found.total[unseen] == pytest.approx(plain.total[unseen])


def test_crowding_without_anybody_standing_anywhere_is_nothing():
    total, everybody = np.array([1.0, 0.5]), np.array([True, True])
    assert crowding_of(total, np.zeros(2), everybody).tolist() == [0, 0]
    assert crowding_of(total, np.ones(2), ~everybody).tolist() == [0, 0]


@given(VALUES, st.integers(0, 5))
def test_who_has_no_ties_is_never_below_noise(values, i):
    """With evidence at least as good in all else, and no ties on either side."""
    values = {name: v.copy() for name, v in values.items()}
    for name in PARTS:
        values[name][i] = values[name].max()
    values["network"] = np.zeros(6)
    found = fuse(values, np.ones(6, dtype=bool), PartnerConfig())
    noise = [j for j in range(6) if j != i]
    # Ranks break ties by position: who is equal in a part may stand one rank behind.
    slack = sum(PartnerConfig().weight(p) * (1 - 61 / 66) for p in PARTS if p not in SHARES)
    assert found.total[i] >= found.total[noise].max() - slack - 1e-9


def test_what_is_sought_leaves_the_other_kind_out():
    config = PartnerConfig()
    alike, other = seeking(config, "similar"), seeking(config, "complementary")
    assert all(alike.weight(p) == 0 for p in COMPLEMENTARY)
    assert all(other.weight(p) == 0 for p in SIMILAR)
    assert seeking(config, "both") == config
    assert not SIMILAR & COMPLEMENTARY


class Fixed:
    """A model that scores by place alone and tells its one part."""

    def scores(self, values):
        return -1.0 - values["place"] + 9 * values["themes"]

    def parts(self, values, i):
        return (
            Part("place", float(values["place"][i]), -1.0),
            Part("themes", float(values["themes"][i]), 9.0),
            Part("intercept", -1.0),
        )


LUNCH = "Hot lunch, pudding and company for older people."
LIFTS = "Lifts to lunch, shopping and company for older people."


def place():
    return landscape(
        org("ash", LUNCH, themes=("food",)), service("s1", "ash", **at(0)),
        org("birch", LIFTS, themes=("food",)), service("s2", "birch", **at(1)),
        org("cedar", "Kites."), service("s3", "cedar", **at(9)),
    )  # fmt: skip


def test_a_model_scores_instead_and_its_parts_are_told():
    found = recommend_partners(place(), for_="ash", model=Fixed(), seek="complementary")
    assert [s.other_id for s in found] == ["cedar", "birch"], "themes were withheld"
    for one in found:
        assert one.score == pytest.approx(sum(p.contribution for p in one.parts), abs=2e-6)
    assert recommend_partners(place(), for_="ash", model=Fixed())[0].other_id == "birch"
    records = found.to_records()
    assert records[0]["intercept"] == -1


def test_who_stands_first_everywhere_gives_way_on_request():
    words = "soup kites chess bread vans ponds choirs bells books paint drums yarn".split()
    near = [org(w, f"{w} and lunch for people in {w}.", themes=(w,)) for w in words]
    land = landscape(org("hub", LUNCH, themes=tuple(words)), *near)
    seen = standing(land, PartnerConfig())
    assert 0 < seen.sum() <= FIRST * 13
    config = PartnerConfig(exposure=1.0)
    plain, fair = (recommend_partners(land, k=3, config=c) for c in (None, config))

    assert {s.other_id for s in fair if s.rank == 1} <= {s.other_id for s in plain}
    one = fair[0]
    assert one.parts[-1].name == "exposure"
    assert one.parts[-1].value <= 0
    assert "exposure" in fair.to_records()[0]
    assert "exposure" not in plain.to_records()[0]
    assert recommend_partners(land, for_="hub", k=3, config=config).to_records() == [
        r for r in fair.to_records() if r["for_id"] == "hub"
    ]


def test_of_two_as_good_the_one_who_stands_nowhere_comes_first():
    values = {name: np.zeros(3) for name in PARTS} | {"place": np.array([0.9, 0.8, 0.0])}
    everybody, seen = np.ones(3, dtype=bool), np.array([9.0, 0.0, 0.0])
    plain = fuse(values, everybody, PartnerConfig())
    fair = fuse(values, everybody, PartnerConfig(exposure=0.5), standing=seen)
    assert plain.total[0] > plain.total[1] > plain.total[2] == 0
    assert fair.total[1] > fair.total[0] > fair.total[2] == 0
