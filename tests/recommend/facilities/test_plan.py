"""The plan of rooms: hours first, quotas, the lottery, who is next, what is unused and why."""

from datetime import date

import pytest

from sap_match.model import Changes, FacilityRequest
from sap_match.recommend.again import replan
from sap_match.recommend.facilities import (
    FacilityConfig,
    plan_facility_sharing,
    unused_hours,
    worth_opening,
)
from tests.builders import at, facility, landscape, org

OWNER = org("owner", "A church with a hall.", name="St Kew's Church")
GROUPS = [org(g, "A group.", name=f"Group {g.upper()}") for g in "abc"]
DAY = date(2026, 11, 6)


def hall(one="h", **more):
    more = {"name": "Undercroft", "capacity": 60, "availability": ("FR 14:00-18:00",), **more}
    return facility(one, "owner", **more)


def wish(one, group="a", **more):
    asked = {"purpose": "Soup", "people": 20, "windows": ("FR 14:00-18:00",), "hours": 2}
    more = {**asked, "starts_on": DAY, "ends_on": DAY, **more}
    return FacilityRequest(id=one, organisation_id=group, **more)


def place(*records):
    return landscape(OWNER, *GROUPS, *records)


def plan(*records, seed=0, **config):
    return plan_facility_sharing(place(*records), config=FacilityConfig(**config), seed=seed)


def met(found):
    return {s.subject_id for s in found.matches}


def test_the_longer_meeting_comes_before_the_better_one():
    found = plan(hall(**at(1)), wish("near", hours=2, **at(1)), wish("far", "b", hours=4, **at(9)))
    assert met(found) == {"far"}
    told = ("met_hours", "most_hours", "asked_hours", "unmet_hours", "requests", "requests_met")
    assert [found.figures[name] for name in told] == [4, 4, 6, 2, 2, 1]
    assert found.figures["hours_of b"] == 4


def test_a_group_has_no_more_than_its_quota():
    asked = [wish("one"), wish("two"), wish("other", "b")]
    found = plan(hall(availability=("FR 10:00-22:00",)), *asked)
    assert len(met(found)) == 2  # the window holds two
    fair = plan(hall(), hall("k"), *asked, group_hours=2)
    assert {s.asked[0] for s in fair.matches} == {"a", "b"}
    assert "as many hours as one group may be given" in fair.unmatched[0].reason
    weekly = {"starts_on": DAY, "ends_on": date(2026, 11, 20), "repeats": "weekly"}
    series = plan(hall(), wish("s", **weekly), group_hours_a_week=2)
    assert series.figures["met_hours"] == 6
    assert not met(plan(hall(), wish("s", **weekly), group_hours_a_week=1))


def test_equals_are_drawn_and_the_seed_is_recorded():
    asked = [wish("x", "a", hours=4), wish("y", "b", hours=4)]
    won = [met(plan(hall(), *asked, seed=seed)).pop() for seed in range(12)]
    assert set(won) == {"x", "y"}
    assert plan(hall(), *asked, seed=5).seed == 5
    weighted = {"a": 0.0}
    assert {met(plan(hall(), *asked, seed=s, weights=weighted)).pop() for s in range(6)} == {"y"}


def test_who_is_next_would_fit_if_the_other_dropped_out():
    asked = [wish("long", "a", hours=4), wish("short", "b", hours=3)]
    found = plan(hall(), *asked)
    (one,) = found.waiting
    assert (one.subject_id, one.details["instead_of"]) == ("short", "long")
    assert "Group B is next for Undercroft should Group A drop out" in one.reason
    without = plan(hall(), asked[1])
    assert met(without) == {"short"}


def test_several_groups_share_a_room_up_to_its_capacity():
    room = hall(conditions="Shared use", availability=("FR 14:00-16:00",))
    asked = [wish(f"q{i}", "abc"[i], people=25, windows=("FR 14:00-16:00",)) for i in range(3)]
    assert len(met(plan(room, *asked))) == 2
    assert len(met(plan(room.model_copy(update={"conditions": None}), *asked))) == 1


def test_planned_again_what_was_given_stays():
    before = plan(hall(), wish("x", hours=3))
    given = before.matches[0].details["starts"]
    bigger = wish("y", "b", hours=4)
    after = replan(before, Changes(upserts={"facility_requests": (bigger,)}))
    assert met(after) == {"x"}
    assert after.matches[0].details["starts"] == given
    assert met(plan(hall(), wish("x", hours=3), bigger)) == {"y"}


def test_the_nearest_time_is_free_beside_what_the_plan_gives():
    room = hall(availability=("FR 14:00-16:00", "FR 20:00-22:00"))
    asked = [wish("x"), wish("y", "b", windows=("FR 16:00-18:00",))]
    found = plan(room, *asked)
    assert met(found) == {"x"}
    (row,) = found.unmatched
    assert "8 to 10 pm" in row.reason  # 2 pm would be as near, and is given to the other


def test_unused_hours_are_open_less_booked_and_planned():
    data = place(hall(**at(1)), hall("v", status="vacant land"), wish("x", **at(0)),
                 wish("big", "b", people=90, **at(0)))  # fmt: skip
    found = plan_facility_sharing(data)
    (row,) = [r for r in unused_hours(data, plan=found, days=28) if r.by == "facility"]
    assert (row.open, row.booked, row.planned, row.unused) == (16.0, 0.0, 2.0, 14.0)
    assert row.unmet_nearby == ("big",)


def test_what_is_worth_opening_is_what_meets_the_most_hours():
    rooms = [hall("h", name="Attic"), hall("m", name="Mill", availability=("MO 09:00-12:00",)),
             hall("z", name="Shed", capacity=5)]  # fmt: skip
    asked = [wish("one", "a", hours=4), wish("two", "b", hours=3), wish("three", "c", hours=1)]
    data = place(*rooms, *asked)
    (best,) = worth_opening(data, plan_facility_sharing(data))
    assert (best.facility_id, best.hours) == ("m", 4.0)
    assert best.requests == ("three", "two")
    assert "Mill were open Fri 6 Nov" in best.reason or "Fridays" in best.reason
    again = [r.model_copy(update={"availability": ("FR 14:00-18:00",)}) for r in rooms[:2]]
    assert plan(*again, *asked).figures["met_hours"] == pytest.approx(4 + best.hours)
