"""Clubs, funders and support bodies, offered as what they are and never as delivery partners."""

import pytest

from sap_match.errors import UnknownIdError
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.recommend.partners import recommend_partners
from sap_match.recommend.roles import offered_as_they_are
from tests.builders import area, at, facility, landscape, org, service

WORDS = "kites chess paint drums clay rope boats trains stamps coins maps ferns".split()
TOLD = "for the town by night and at sea all year long, whoever comes and whatever the weather"
OTHERS = [org(f"z{i:02d}", f"{w} {TOLD}, {i} {w}.") for i, w in enumerate(WORDS)]
ASH = "Beekeeping lessons, honey and hives for children of the estate."


def place(*more, **club):
    return landscape(
        *OTHERS, area("weir"), org("ash", ASH), service("s", "ash", "Honey.", **at(0)),
        org("bees", "Beekeeping for members, with hives on the hill.", role="club", **club),
        service("t", "bees", "Hives.", name="Apiary", **at(1)), *more,
    )  # fmt: skip


def test_a_club_near_by_that_cares_for_the_same_is_told_for_its_members():
    (hint,) = offered_as_they_are(place(), "ash")
    assert (hint.organisation_id, hint.role, hint.for_id) == ("bees", "club", "ash")
    assert hint.reason.startswith("Bees Group, a club 1.0 km away, says “")
    assert hint.first_step == (
        "Ask Bees Group whether its members would like to hear of Ash Group."
    )
    found = recommend_partners(place(), for_="ash", k=9)
    assert "bees" not in {s.other_id for s in found}


def test_a_club_without_a_room_is_told_to_who_has_one():
    hall = facility("f", "ash", name="Long Room", **at(0))
    chess = [org("chess", role="club"), service("c", "chess", "", name="Board", **at(0.5))]
    hints = offered_as_they_are(place(hall, *chess), "ash")
    told = {h.organisation_id: h.reason for h in hints}
    assert told["chess"] == (
        "Chess Group is a club about 500 m away and lists no room of its own; "
        "Ash Group has Long Room."
    )
    assert "chess" not in {h.organisation_id for h in offered_as_they_are(place(*chess), "ash")}


@pytest.mark.parametrize("club", [{"suggest": "no"}, {"location_confidential": True}])
def test_who_is_silent_or_confidential_is_not_told(club):
    assert offered_as_they_are(place(**club), "ash") == ()


def test_never_is_never_and_far_is_far():
    apart = Memory(banned=frozenset({("ash", "bees")}))
    assert offered_as_they_are(place(), "ash", memory=apart) == ()
    far = landscape(org("ash", ASH), service("s", "ash", "Honey.", **at(0)),
                    org("bees", "Beekeeping and hives.", role="club"),
                    service("t", "bees", "Hives.", **at(9)))  # fmt: skip
    assert offered_as_they_are(far, "ash") == ()


def test_a_support_body_is_asked_for_support():
    land = place(org("cvs", "Training and a starter pack for groups.", role="infrastructure"),
                 service("u", "cvs", "Training.", name="Desk", **at(2)))  # fmt: skip
    hint = next(h for h in offered_as_they_are(land, "ash") if h.role == "infrastructure")
    assert hint.reason == "Cvs Group is here to support others, 2.0 km away."
    partner = next(s for s in recommend_partners(land, for_="ash") if s.other_id == "cvs")
    assert partner.details["role"] == "infrastructure"
    assert partner.first_step.startswith("Ask Cvs Group, which is here to support others,")
    records = recommend_partners(land, for_="ash").to_records()
    assert {r["role"] for r in records if r["organisation_id"] == "cvs"} == {"infrastructure"}


def test_a_brief_is_asked_for_its_lead():
    brief = Brief(id="b", description="Beekeeping, hives and honey", lead_id="ash")
    assert [h.organisation_id for h in offered_as_they_are(place(), brief)] == ["bees"]
    with pytest.raises(UnknownIdError, match="'ahs'"):
        offered_as_they_are(place(), "ahs")
