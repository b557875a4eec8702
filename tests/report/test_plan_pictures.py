"""Pictures of plans: what is planned is drawn and told, what is confidential is neither."""

from datetime import date, datetime

import pytest

from sap_match.model import Booking, Facility, FacilityRequest, Need, Offer
from sap_match.recommend.facilities import plan_facility_sharing
from sap_match.recommend.pairings import plan_pairings
from sap_match.report.plots import pairings_map, week_grid
from tests.builders import at, landscape, org
from tests.report.drawings import drawn_texts

MONDAY = date(2026, 11, 9)
NASTY = "$\\frac{x}$ <b>&amp; \x1b[31m\u202eRed"


def rooms(*, group=None, room=None):
    return landscape(
        org("owner", name="Hall Trust"),
        org("group", **{"name": "Tuesday Tea", **(group or {})}),
        Facility(
            id="h",
            organisation_id="owner",
            **{
                "name": "Upper Room",
                "availability": ("TU 09:00-17:00",),
                "capacity": 40,
                **at(0),
                **(room or {}),
            },
        ),
        FacilityRequest(
            id="r", organisation_id="group", purpose="Tea", people=12, windows=("TU 13:00-15:00",),
            hours=2, repeats="weekly x4", starts_on=date(2026, 11, 9), **at(1),
        ),
        Booking(
            facility_id="h",
            starts=datetime(2026, 11, 10, 9),  # noqa: DTZ001
            ends=datetime(2026, 11, 10, 11),  # noqa: DTZ001
        ),
    )  # fmt: skip


def test_a_week_shows_rooms_by_day_with_who_is_planned_when():
    place = rooms()
    picture = week_grid(plan_facility_sharing(place), place, MONDAY)
    told = drawn_texts(picture)
    assert {"Upper Room", "Tuesday 10 November", "Tuesday Tea"} <= {
        t.replace("\n", " ") for t in told
    }
    assert "1 meeting in 1 room, 2 hours" in picture.alt
    assert "Tuesday, Upper Room: Tuesday Tea, 13:00 to 15:00." in picture.alt
    hatched = [c for c in picture.figure.axes[0].collections if c.get_hatch()]
    assert len(hatched) == 1
    assert [tuple(v) for v in hatched[0].get_paths()[0].get_extents().intervalx.reshape(1, 2)] == [
        (9, 11)
    ]


def test_a_week_without_a_meeting_says_so():
    place = rooms()
    picture = week_grid(plan_facility_sharing(place), place, date(2027, 6, 7))
    assert "Nothing is planned in this week." in drawn_texts(picture)
    assert "no meetings" in picture.alt


def test_a_group_whose_place_is_confidential_is_not_named():
    place = rooms(group={"name": "Harbour House", "location_confidential": True})
    plan = plan_facility_sharing(place)
    picture = week_grid(plan, place, MONDAY)
    assert "Harbour" not in " ".join([*drawn_texts(picture), picture.alt, picture.note])


def test_pictures_are_the_same_bytes_each_time_and_take_any_name():
    place = rooms(group={"name": NASTY})
    plan = plan_facility_sharing(place)
    one, other = (week_grid(plan, place, MONDAY).to_bytes("svg") for _ in range(2))
    assert one == other
    assert b'role="img"' in one
    assert b"<b>" not in one


def market(**more):
    text = "Paint the hall and the railings with brushes"
    two = {"kind": "volunteering", "description": text, "unit": "people"}
    return landscape(
        org("biz", name="Lindow Paints", kind="business"),
        org("near", name="Near Hall"),
        org("far", name="Far Hall"),
        org("hid", name="Harbour House", location_confidential=True),
        org("lost", name="Lost Hall"),
        Offer(id="o", organisation_id="biz", quantity=40, **two, **at(0)),
        Need(id="n1", organisation_id="near", quantity=4, **two, **at(1)),
        Need(id="n2", organisation_id="far", quantity=20, **two, **at(3)),
        Need(id="n3", organisation_id="hid", quantity=3, **two, **at(2)),
        Need(id="n4", organisation_id="lost", quantity=5, **two, **more),
    )


def test_a_map_draws_pairs_as_wide_as_their_quantity_and_counts_the_rest():
    place = market()
    plan = plan_pairings(place)
    assert {m.other_id for m in plan.matches} == {"n1", "n2", "n3", "n4"}
    picture = pairings_map(plan, place)
    told = " ".join([*drawn_texts(picture), picture.alt, picture.note]).replace("\n", " ")
    assert "2 pairings drawn" in told
    assert "2 pairings left out: a place is confidential or not known" in told
    assert "Harbour" not in told
    assert "Lindow Paints to Far Hall: 20 people (volunteering, 3 km)." in picture.alt
    widths = [
        line.get_linewidth() for line in picture.figure.axes[0].lines if line.get_alpha() == 0.85
    ]
    assert len(widths) == 2
    assert max(widths) == pytest.approx(5.0)
    assert min(widths) == pytest.approx(1.2 + 3.8 * 4 / 20)


def test_what_is_done_from_afar_is_counted():
    text = "Keep the books and the payroll"
    two = {"kind": "skills", "description": text, "unit": "hours", "remote": True, "quantity": 5}
    place = landscape(
        org("biz", name="Lindow Books", kind="business"),
        org("near", name="Near Hall"),
        Offer(id="o", organisation_id="biz", **two, **at(0)),
        Need(id="n", organisation_id="near", **two, **at(1)),
    )
    picture = pairings_map(plan_pairings(place), place)
    assert "1 pairing left out: done from afar" in picture.note
    assert "No pair of which both places may be told." in drawn_texts(picture)
