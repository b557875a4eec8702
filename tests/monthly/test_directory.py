"""What a month says besides suggestions."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sap_match.memory import Decided, Memory, Shown
from sap_match.model import FacilityRequest, Offer, SourceInfo
from sap_match.monthly.choose import Choice, Held
from sap_match.monthly.directory import (
    area_lines,
    closing_soon,
    corrections,
    not_suggested,
    waiting,
    warnings,
)
from sap_match.recommend.facilities import plan_facility_sharing
from sap_match.recommend.partners import recommend_partners
from sap_match.results import Suggestion
from tests import builders
from tests.builders import AS_OF, area, at, facility, landscape, need, service, together

TOLD = True
"""Says that an organisation has written something of itself."""
NOBODY = Choice((), ())


def org(one, told=False, **more):
    text = f"Lunch, pudding, {one} baking and chiropody for older people." if told else None
    return builders.org(one, text, **more)


def suggestion(*asked, area_id=None, kind="partner"):
    return Suggestion(kind, asked[0], asked[-1], asked, 1, (), "Why.", area_id=area_id)


def days(n):
    return AS_OF + timedelta(days=n)


# -- closing --------------------------------------------------------------------------------


def test_what_closes_within_thirty_days_stands_soonest_first():
    land = landscape(
        org("ash"),
        need("today", "ash", "Paint", ends_on=days(0)),
        need("thirty", "ash", "Wood", ends_on=days(30)),
        need("late", "ash", "Nails", ends_on=days(31)),
        need("over", "ash", "Glue", ends_on=days(-1)),
        need("met", "ash", "Rope", ends_on=days(3), status="met"),
        need("open-ended", "ash", "Sand"),
        Offer(id="fund", organisation_id="ash", kind="funding", description="A fund",
              ends_on=days(20)),
        Offer(id="taken", organisation_id="ash", kind="goods", description="Desks",
              ends_on=days(20), status="withdrawn"),
        FacilityRequest(id="room", organisation_id="ash", purpose="Choir", starts_on=days(10)),
        FacilityRequest(id="old", organisation_id="ash", purpose="Tea", starts_on=days(-10)),
    )  # fmt: skip
    found = closing_soon(land)
    assert [(c.record_id, c.kind) for c in found] == [
        ("today", "need: space"),
        ("room", "room wanted"),
        ("fund", "offer: funding"),
        ("thirty", "need: space"),
    ]
    assert (found[0].what, found[0].who, found[0].closes_on) == ("Paint", "Ash Group", AS_OF)


def test_what_closes_gives_no_contact_detail():
    secret = "Ring Jane Smith on 01632 960123."
    land = landscape(
        org("ash"),
        need("n", "ash", f"Paint. {secret}", ends_on=days(1)),
        Offer(id="o", organisation_id="ash", kind="goods", description=f"Desks. {secret}",
              ends_on=days(1)),
        FacilityRequest(id="r", organisation_id="ash", purpose=f"Choir. {secret}",
                        starts_on=days(1)),
    )  # fmt: skip
    assert [c.what for c in closing_soon(land)] == ["Paint.", "Desks.", "Choir."]


# -- waiting --------------------------------------------------------------------------------


def shown(month, one, *ids, kind="partner"):
    return Shown(month, one, kind, ids)


def test_what_was_shown_and_not_finished_waits_oldest_first():
    land = landscape(org("ash"), org("birch"))
    memory = Memory(
        shown=(
            shown("2026-10", "s2", "birch", "ash"),
            shown("2026-09", "s1", "ash", "birch"),
            shown("2026-10", "s1", "ash", "birch"),
            shown("2026-10", "no", "ash", "birch"),
            shown("2026-10", "later", "ash", "birch"),
            shown("2026-10", "gone", "ash", "elm"),
        ),
        decided=(
            Decided("s2", "yes"),
            Decided("no", "never"),
            Decided("later", "not_now"),
        ),
    )
    assert [
        (w.suggestion_id, w.since, w.title, w.answer, w.note) for w in waiting(land, memory)
    ] == [
        ("s1", "2026-09", "Ash Group and Birch Group", "", "no answer yet"),
        ("s2", "2026-10", "Birch Group and Ash Group", "yes", "said yes: is it under way?"),
    ]


# -- never suggested ------------------------------------------------------------------------


def test_everyone_on_no_list_stands_once_with_its_rule_and_one_fix():
    land = landscape(
        area("town", **at(0)),
        org("listed", TOLD),
        org("earlier", TOLD),
        org("silent", TOLD, suggest="no"),
        org("funder", TOLD, role="funder"),
        org("thin", name="Thursday Club", areas=("town",)),
        org("crowded", TOLD),
        org("asked", TOLD),
        org("answered", TOLD, areas=("town",)),
        org("nowhere", TOLD),
        org("weak", TOLD, areas=("town",)),
        org("refuge", TOLD, themes=("domestic abuse",), areas=("town",)),
        aliases={"was-earlier": "earlier"},
    )
    choice = Choice(
        (suggestion("listed", "listed"),),
        (
            Held(suggestion("crowded", "listed"), "cap", "others were stronger"),
            Held(suggestion("asked", "listed"), "asks", "asked twice already"),
            Held(suggestion("answered", "listed"), "decided"),
            Held(suggestion("weak", "nowhere"), "floor"),
            Held(suggestion("weak", "nowhere"), "peers"),
        ),
    )
    memory = Memory(shown=(shown("2026-10", "s", "was-earlier"),))
    found = not_suggested(land, choice, memory)
    assert {n.organisation_id: n.rule for n in found} == {
        "silent": "rule",
        "funder": "rule",
        "thin": "thin text",
        "crowded": "cap",
        "asked": "cap",
        "answered": "decided",
        "nowhere": "no place",
        "weak": "floor",
        "refuge": "floor",
    }
    assert len(found) == len({n.organisation_id for n in found})
    told = {n.organisation_id: n for n in found}
    assert told["silent"].why == "suggest = no: asked not to be suggested"
    assert told["silent"].fix == "Nothing to do unless they change their mind."
    assert told["funder"].fix == "If they do deliver services, set role to provider."
    assert told["thin"].fix == "Ask what Thursday Club does: two sentences will do."
    assert told["asked"].why == "asked twice already"
    assert told["nowhere"].fix == "Ask Nowhere Group in which towns it works."
    assert told["weak"].fix == "Ask Weak Group what it needs and what it could give."
    assert all(n.fix and n.why and n.name for n in found)
    assert told["weak"].area_ids == ("town",)
    assert told["refuge"].area_ids == (), "not even in which town"
    assert "town" not in told["refuge"].fix


def test_an_empty_place_leaves_nobody_out():
    assert not_suggested(landscape(), NOBODY, Memory()) == ()


# -- areas ----------------------------------------------------------------------------------


def test_one_line_an_area_with_what_is_suggested_and_who_never_is():
    land = landscape(
        area("all", name="Whole", kind="borough"),
        area("cc", name="Valley", kind="care_community"),
        area("sale", name="Sale"),
        area("alsager", name="Alsager"),
        area("empty", name="Emptiness"),
        org("ash", TOLD, areas=("sale", "all")),
        org("birch", TOLD, areas=("sale", "cc")),
        org("cedar", TOLD, areas=("alsager",)),
        org("dogwood", areas=("sale",)),
    )
    choice = Choice((suggestion("ash", "birch", area_id="sale"),), ())
    left_out = not_suggested(land, choice, Memory())
    found = {a.area_id: a for a in area_lines(land, choice, left_out)}
    assert list(found) == ["all", "cc", "alsager", "sale"], "the borough first, then by kind"
    assert (found["sale"].suggestions, found["sale"].organisations) == (1, 3)
    assert found["sale"].never_suggested == 1
    assert (found["alsager"].suggestions, found["alsager"].nothing_yet) == (0, True)
    assert found["alsager"].never_suggested == 1
    assert (found["all"].suggestions, found["cc"].suggestions) == (1, 1)


# -- corrections ----------------------------------------------------------------------------


def request(one, owner, **more):
    return FacilityRequest(id=one, organisation_id=owner, purpose="Tea", **more)


def mend(land, **more):
    return corrections(land, plan_facility_sharing(land), **more)


def test_the_corrections_that_unlock_most_come_first():
    land = landscape(
        area("town", **at(0)),
        org("club", TOLD, areas=("town",)),
        *(request(f"r{i}", "club") for i in range(7)),
        request("r-big", "club", people=41),
        request("r-far", "far-club"),
        request("r-near", "far-club", **at(1)),
        request("r-met", "club", people=2, windows=("MO 09:00-10:00",), hours=1),
        org("far-club", TOLD, areas=("far",)),
        area("far", **at(40)),
        org("hall", TOLD, areas=("town",)),
        facility("f-hours", "hall", name="Long Room", capacity=40, **at(0)),
        facility("f-size", "hall", name="Small Room", availability=("MO 09:00-10:00",), **at(0)),
        facility("f-both", "hall", name="Dark Room", **at(35)),
        facility("f-shut", "hall", name="Burnt Room", status="closed"),
        facility("f-known", "hall", capacity=3, availability=("MO 09:00-10:00",)),
        org("thin"),
        together("c", "thin", "silent"),
        need("n", "thin", "Paint"),
        org("nowhere", TOLD),
        org("silent", suggest="no"),
        org("funder", role="funder"),
        org("refuge", TOLD, location_confidential=True),
    )
    found = mend(land, k=9)
    assert [(c.record_id, c.unlocks) for c in found] == [
        ("f-hours", 8),
        ("thin", 3),
        ("f-both", 1),
    ], "neither who has a room already, nor who is too many, nor who is too far away"
    assert found[0].what == "Add the hours of Long Room"
    assert found[0].gain == (
        "8 groups that have no room could then be offered it, if the times suit"
    )
    assert found[0].whom_to_ask == "Hall Group"
    assert found[1].what == "Write two sentences about what Thin Group does"
    assert found[2].what == "Add the hours and capacity of Dark Room"
    assert [c.record_id for c in mend(land, k=1)] == ["f-hours"]


def test_where_somebody_works_is_worth_as_much_as_hangs_on_it():
    land = landscape(
        org("ash", TOLD),
        service("s", "ash"),
        need("n", "ash", "Paint"),
        org("birch", TOLD, areas=()),
    )
    assert [(c.what, c.unlocks) for c in mend(land)] == [("Say in which towns Ash Group works", 2)]


def test_rooms_are_no_correction_while_nobody_asks_for_one():
    land = landscape(org("hall", TOLD), facility("f", "hall"))
    assert mend(land) == ()


# -- warnings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({"updated_on": date(2023, 1, 1)}, ["halls.csv was last updated on 2023-01-01."]),
        ({"updated_on": date(2026, 1, 1)}, []),
        ({"rows": 10, "bad": 2, "used": 8}, ["2 of 10 rows of halls.csv could not be used."]),
        ({"rows": 10, "bad": 1, "used": 9}, []),
        ({"rows": 0, "used": 0}, ["halls.csv is empty or missing."]),
    ],
)
def test_a_stale_broken_or_empty_source_is_a_warning(source, told):
    given = {"source": "halls.csv", "format": "csv", "rows": 5, "used": 5, "bad": 0, **source}
    land = landscape(org("ash", updated_on=AS_OF), sources=[SourceInfo(**given)])
    assert list(warnings(land, "2026-11")) == told


def test_data_of_years_ago_is_a_warning():
    land = landscape(org("ash", updated_on=date(2025, 10, 31)))
    assert warnings(land, "2026-11") == ("Nothing in the data is newer than 2025-10-31.",)
    assert warnings(land, "2026-10") == ()


def test_nothing_is_counted_twice():
    land = landscape(area("town"), *(org(f"o{i}", areas=("town",)) for i in range(5)))
    left_out = not_suggested(land, NOBODY, Memory())
    assert max(Counter(n.organisation_id for n in left_out).values()) == 1
    assert area_lines(land, NOBODY, left_out)[0].never_suggested == 5


def test_what_is_news_of_a_waiting_suggestion_is_said():
    land = landscape(org("ash"), org("birch"))
    found = suggestion("ash", "birch")
    before = Memory(shown=Choice((replace(found, reason="Old."),), ()).shown("2026-10"))
    (open_item,) = waiting(land, before, [found])
    assert open_item.note == "no answer yet; new since then: Why."
    same = Memory(shown=Choice((found,), ()).shown("2026-10"))
    assert waiting(land, same, [found])[0].note == "no answer yet"


def test_partners_and_the_report_agree_on_whose_place_and_text_are_unknown():
    land = landscape(
        area("town"),  # without a point
        org("ash", TOLD, areas=("town",)),
        org("birch", TOLD),
        org("cedar", areas=("town",)),
    )
    rules = {n.organisation_id: n.rule for n in not_suggested(land, NOBODY, Memory())}
    assert rules == {"ash": "floor", "birch": "no place", "cedar": "thin text"}
    told = recommend_partners(land, k=3)
    asked = {one for s in told for one in s.to_confirm}
    assert asked == {"where Birch Group works"}
    reasons = [s.reason for s in told if "cedar" in s.asked]
    assert all("Cedar Group has written nothing" in r for r in reasons)
