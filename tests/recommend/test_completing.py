"""What one lacks and the other has: typed offers, wanted themes, other work for the same people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sap_match.model import Brief, Need, Offer
from sap_match.recommend.completing import brief_gains, gains, subjects_of
from sap_match.recommend.partners import recommend_partners
from sap_match.recommend.parts.complement import brought, other_work, rarity
from sap_match.recommend.parts.reciprocity import harmonic
from sap_match.recommend.parts.size import NEUTRAL, size_fit
from tests.builders import facility, landscape, org, service, together

SHARES = arrays(float, 5, elements=st.floats(0, 1))


# -- pure functions -------------------------------------------------------------------------


@given(SHARES, SHARES)
def test_both_must_gain_and_neither_more_than_twice_the_lesser(ours, theirs):
    found = harmonic(ours, theirs)
    assert (found <= 2 * np.minimum(ours, theirs) + 1e-12).all()
    assert (found >= np.minimum(ours, theirs) - 1e-12).all()
    assert found.tolist() == harmonic(theirs, ours).tolist()
    assert harmonic(ours, np.zeros(5)).tolist() == [0] * 5


@given(st.floats(1, 1e9), st.floats(1, 1e9))
def test_size_is_a_matter_of_ratio_and_the_same_from_both_sides(left, right):
    one, other = size_fit(left, np.array([right]))[0], size_fit(right, np.array([left]))[0]
    assert one == pytest.approx(other)
    assert 0 <= one <= 1
    assert size_fit(left, np.array([left]))[0] == 1


def test_an_unknown_size_is_neither_for_nor_against():
    found = size_fit(1000, np.array([1000, 1e6, np.nan, 0]))
    assert found.tolist() == [1.0, 0.0, NEUTRAL, NEUTRAL]
    assert size_fit(None, np.array([5.0])).tolist() == size_fit(0, np.array([5.0])).tolist() == [0]


@given(SHARES, arrays(float, (4, 5), elements=st.floats(0, 1)))
def test_what_is_brought_is_a_share_of_what_is_lacking(lacking, held):
    found = brought(lacking, held)
    assert ((found >= 0) & (found <= 1 + 1e-12)).all()
    if lacking.sum() > 0:
        assert brought(lacking, np.ones((1, 5)))[0] == pytest.approx(1)


def test_rarity_falls_with_every_holder():
    found = rarity(np.arange(6.0), 5)
    assert found[0] == 1
    assert found[-1] == 0
    assert (np.diff(found) < 0).all()


def test_the_same_work_for_the_same_people_completes_nobody():
    people, work = np.ones((2, 1), dtype=bool), np.ones((2, 2), dtype=bool)
    assert other_work(people, work, 0, np.array([1.0])).tolist() == [0, 0]
    nothing_said = np.array([[False, False], [True, True]])
    assert other_work(people, nothing_said, 0, np.array([1.0])).tolist() == [0, 0]


# -- read from records ----------------------------------------------------------------------

PAINT = "Pale emulsion paint in tubs"


def test_a_need_and_an_offer_complete_each_other_by_type():
    land = landscape(
        org("ash"), org("birch"), org("cedar"),
        Need(id="n", organisation_id="ash", kind="goods", description=PAINT),
        Offer(id="o", organisation_id="birch", kind="goods", description=PAINT),
        Offer(id="p", organisation_id="cedar", kind="skills", description=PAINT),
    )  # fmt: skip
    ours, theirs = gains(land, "ash")
    assert ours.tolist() == [0, 1, 0], "skills are no goods"
    assert theirs.tolist() == [0, 0, 0]
    ours, theirs = gains(land, "birch")
    assert (ours.tolist(), theirs.tolist()) == ([0, 0, 0], [1, 0, 0])
    found = recommend_partners(land, for_="ash", k=1, seek="complementary")[0]
    assert found.other_id == "birch"
    assert found.reason == f"Ash Group needs “{PAINT}”, and Birch Group offers “{PAINT}”."
    assert found.first_step == (
        "Ask Birch Group whether its offer would help Ash Group, and from when."
    )


def test_what_ended_or_is_met_is_neither_wanted_nor_offered():
    def best(**more):
        land = landscape(
            org("ash"), org("birch"),
            Need(id="n", organisation_id="ash", kind="goods", description=PAINT),
            Offer(id="o", organisation_id="birch", kind="goods", description=PAINT, **more),
        )  # fmt: skip
        return gains(land, "ash")[0][1]

    assert best() == 1
    assert best(ends_on="2026-01-01") == 0
    assert best(status="closed") == 0


def test_other_work_for_the_same_people_is_told_with_the_phrase():
    land = landscape(
        org("ash", "Lunch club for older people on Mondays, and a choir."),
        org("birch", "Community transport with volunteer drivers for older people."),
        org("cedar", "Lunch club for older people, with a choir."),
        org("elm", "Football for girls."),
    )
    ours, _ = gains(land, "ash")
    assert ours[1] > ours[2] == ours[3] == 0
    found = {s.other_id: s for s in recommend_partners(land, for_="ash", k=9)}
    assert "both work on older people, and Birch Group adds transport (“" in (
        found["birch"].reason[0].lower() + found["birch"].reason[1:]
    )
    assert "adds" not in found["cedar"].reason
    parts = {p.name: p.value for p in found["birch"].parts}
    assert parts["complement"] == pytest.approx(ours[1])
    assert parts["reciprocity"] > 0, "birch lacks the lunch and the choir"


def test_a_theme_of_work_with_others_that_one_does_not_hold_is_wanted():
    land = landscape(
        org("ash", themes=("food",)), org("birch", themes=("transport",)), org("cedar"),
        together("c", "ash", "cedar", themes=("food", "transport")),
    )  # fmt: skip
    ours, theirs = gains(land, "ash")
    assert ours[1] > 0
    assert ours[2] == theirs[1] == 0


def test_subjects_are_found_in_any_wording():
    assert subjects_of("Befriending for the elderly, and Alzheimer's support") == {
        "isolation and loneliness", "older people", "dementia",
    }  # fmt: skip
    assert subjects_of("") == frozenset()


def test_a_brief_lacks_what_its_members_have_not():
    land = landscape(
        org("lead", "We hold the bid.", themes=("food",)),
        org("cook", "A kitchen.", themes=("food",)),
        service("s", "cook", "Hot food for forty people.", name="Hot food"),
        org("drive", "Buses.", themes=("transport",), kind="public"),
        facility("f", "drive", name="Garage"),
    )
    brief = Brief(id="b", description="x", lead_id="lead", themes=("food", "transport"))
    cook, drive, lead = range(3)
    by_theme = brief_gains(land, brief, ["lead"])
    assert (by_theme[cook], by_theme[drive]) == (0, 1)
    wanting = brief.model_copy(update={"themes": (), "kinds_wanted": ("public", "voluntary")})
    assert brief_gains(land, wanting, ["lead"])[[cook, drive]].tolist() == [0, 1]
    able = Brief(id="b", description="x", capabilities=("hot food for forty people",))
    assert brief_gains(land, able, [])[cook] == 1
    assert brief_gains(land, able, ["cook"])[[cook, drive]].tolist() == [0, 0]
    nothing = Brief(id="b", description="x")
    assert brief_gains(land, nothing, []).tolist() == [0, 0, 0]
    assert lead == 2
