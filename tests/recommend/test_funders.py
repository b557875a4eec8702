"""A funder is suggested as a funder: by a grant to somebody whose work is like the asker's."""

from datetime import timedelta

import pytest

from sap_match.memory import Memory
from sap_match.model import Brief, Collaboration, CollaborationMember
from sap_match.recommend.funders import funders_for
from sap_match.recommend.partners import recommend_partners
from tests.builders import AS_OF, landscape, org

COOK = "Hot lunch, pudding and baking for older people in the village hall."
BAKE = "Hot lunch, pudding and baking for older people in the chapel hall, with lifts."


def grant(one, funder, paid, *, years=1.0, **more):
    more = {"title": "Ovens", "description": "A baking oven for lunch", "value": 900.0, **more}
    day = AS_OF - timedelta(days=int(365 * years))
    return [
        Collaboration(id=one, kind="funding", starts_on=day, **more),
        CollaborationMember(collaboration_id=one, organisation_id=funder, role="funder"),
        CollaborationMember(collaboration_id=one, organisation_id=paid, role="recipient"),
    ]


def place(*more):
    return landscape(
        org("ash", COOK), org("birch", BAKE), org("fund", role="funder"),
        org("rails", "Model railways and a signal box in the goods yard."), *more,
    )  # fmt: skip


def test_who_paid_for_like_work_is_told_with_the_grant():
    land = place(*grant("g", "fund", "birch"))
    (hint,) = funders_for(land, "ash")
    assert (hint.for_id, hint.funder_id, hint.collaboration_id) == ("ash", "fund", "g")
    assert hint.reason.startswith(
        "Fund Group gave Birch Group £900 in November 2025 for “A baking oven for lunch”; "
        "Ash Group and Birch Group both speak of "
    )
    assert hint.first_step == (
        "Ask Fund Group whether it still pays for such work, and Birch Group how it applied."
    )
    assert funders_for(land, "rails") == (), "no work like it was paid for"


@pytest.mark.parametrize(
    "more",
    [
        grant("g", "fund", "birch", years=7),
        [*grant("g", "fund", "birch"), *grant("own", "fund", "ash")],
        grant("g", "fund", "rails"),
        grant("g", "silent", "birch"),
        grant("g", "fund", "refuge"),
    ],
    ids=["long ago", "it paid the asker already", "other work", "asked not to be", "refuge"],
)
def test_what_is_no_evidence(more):
    others = [org("silent", suggest="no"), org("refuge", BAKE, location_confidential=True)]
    assert funders_for(place(*others, *more), "ash") == ()


def test_one_grant_a_funder_the_likest_and_never_as_a_partner():
    land = place(org("cook2", COOK + " Weekly."), *grant("a", "fund", "birch"),
                 *grant("b", "fund", "cook2"))  # fmt: skip
    (hint,) = funders_for(land, "ash")
    assert hint.collaboration_id == "b"
    assert "fund" not in {s.other_id for s in recommend_partners(land, for_="ash", k=9)}


def test_a_brief_is_answered_too_and_never_is_never():
    land = place(*grant("g", "fund", "birch"))
    brief = Brief(id="b", description=COOK, lead_id="ash")
    assert [h.for_id for h in funders_for(land, brief)] == ["b"]
    apart = Memory(banned=frozenset({("ash", "fund")}))
    assert funders_for(land, "ash", memory=apart) == ()
    assert funders_for(land, brief, memory=apart) == ()
