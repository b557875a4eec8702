"""Rooms beside requests, worked out to dates: hours, terms, shared rooms, needs, bad input."""

from datetime import date, datetime, timedelta

import pytest

from sap_match.memory import Memory
from sap_match.model import Booking, FacilityRequest
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.rules import unknowns
from sap_match.recommend.facilities.ways import FacilityConfig, series_from
from sap_match.recommend.stretches import DAY, day_at, day_start
from tests.builders import AS_OF, at, facility, landscape, org

OWNER = org("owner", "A school.", name="Mere School", kind="public")
GROUP = org("group", "Soup and company.", name="Soup Circle")
FRIDAY = date(2026, 11, 6)


def hall(one="h", **more):
    more = {"name": "Undercroft", "capacity": 60, "availability": ("FR 14:00-21:00",), **more}
    return facility(one, "owner", **more)


def wish(one="r", owner="group", **more):
    more = {
        "purpose": "A talk", "people": 30, "windows": ("FR 17:00-20:00",), "hours": 2,
        "starts_on": FRIDAY, "ends_on": FRIDAY, **more,
    }  # fmt: skip
    return FacilityRequest(id=one, organisation_id=owner, **more)


def booking(starts, ends, **more):
    moments = (datetime.fromisoformat(t) for t in (starts, ends))
    return Booking(facility_id="h", starts=next(moments), ends=next(moments), **more)


def book(*records, config=None, as_of=AS_OF, **more):
    land = landscape(OWNER, GROUP, *records, as_of=as_of, **more)
    return Book.open(land, Memory(), config or FacilityConfig())


def visit(*records, **more):
    (found,) = book(*records, **more).visits()
    return found


def rule(*records, **more):
    return visit(*records, **more).broken[0]


def clock(v):
    """Return the days and times at which each way begins."""
    return [
        f"{day_at(b):%d %b} {b % DAY // 60:02}:{b % 60:02}" for way in v.ways for b in way.begins
    ]


# -- hours --------------------------------------------------------------------------------------


def test_a_night_is_one_stretch_and_its_second_half_can_be_had():
    night = hall(availability=("FR 22:00-02:00",))
    late = wish(windows=("FR 22:00-02:00",), hours=3, ends_on=date(2026, 11, 7))
    assert clock(visit(night, late)) == ["06 Nov 22:00"]
    small = wish(windows=("SA 00:00-02:00",), ends_on=date(2026, 11, 7))
    assert clock(visit(night, small)) == ["07 Nov 00:00"]


def test_a_night_belongs_to_the_day_on_which_it_begins():
    night = hall(availability=("FR 20:00-02:00",))
    late = wish(windows=("FR 22:00-02:00",), hours=4)  # one Friday, into Saturday
    assert clock(visit(night, late)) == ["06 Nov 22:00"]
    small = wish(windows=("FR 22:00-02:00",), hours=1)
    assert all(c.startswith("06 Nov") for c in clock(visit(night, small)))
    bounded = hall(availability=("FR 20:00-02:00",), horizon_days=5)
    assert clock(visit(bounded, late)) == ["06 Nov 22:00"]
    always = hall(availability=("MO-SU 00:00-24:00",))
    day = wish(windows=("MO-SU 00:00-24:00",), hours=3)
    assert all(c.startswith("06 Nov") for c in clock(visit(always, day)))


def test_a_leap_day_is_a_day_and_a_series_over_it_keeps_its_weekday():
    leap = {"starts_on": date(2028, 2, 29), "ends_on": date(2028, 2, 29)}
    room = hall(availability=("TU 09:00-12:00",))
    single = wish(windows=("TU 09:00-12:00",), hours=3, **leap)
    assert clock(visit(room, single, as_of=date(2028, 2, 1))) == ["29 Feb 09:00"]
    series = wish(windows=("TU 09:00-12:00",), hours=3, repeats="weekly x3",
                  starts_on=date(2028, 2, 22), ends_on=date(2028, 3, 31))  # fmt: skip
    found = visit(room, series, as_of=date(2028, 2, 1))
    assert clock(found) == ["22 Feb 09:00", "29 Feb 09:00", "07 Mar 09:00"]


@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2026, 10, 25)])
def test_a_series_over_a_clock_change_keeps_its_hour_on_the_wall(sunday):
    room = hall(availability=("SU 10:00-12:00",))
    first = sunday - timedelta(days=7)
    series = wish(windows=("SU 10:00-12:00",), repeats="weekly x3", starts_on=first,
                  ends_on=sunday + timedelta(days=7))  # fmt: skip
    found = visit(room, series, as_of=first)
    assert [c[-5:] for c in clock(found)] == ["10:00"] * 3


def test_hours_that_run_the_wrong_way_are_asked_about():
    v = visit(hall(availability=("FR 17:00-09:00",)), wish())
    assert "whether Undercroft means 17:00-09:00, which runs past midnight" in unknowns(v)
    v = visit(hall(), wish(windows=("FR 18:00-09:30",), hours=2))
    assert "whether Soup Circle means 18:00-09:30, which runs past midnight" in unknowns(v)


def test_a_closed_range_the_wrong_way_round_is_closed_and_asked_about():
    wrong = hall(exceptions=("2026-11-07/2026-11-05",))
    assert rule(wrong, wish())[0] == "times"
    odd = hall(exceptions=("Easter",))
    assert any("“Easter” cannot be relied on" in q for q in unknowns(visit(odd, wish())))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"starts_on": FRIDAY, "ends_on": date(2026, 11, 2)}, "before it begins on"),
        ({"windows": ("most days",)}, "“most days”, cannot be read"),
        ({"windows": ()}, "has not said which days"),
        ({"hours": 4}, "asks for 4 hours at a time, and its longest time free is 3"),
        ({"windows": ("MO 17:00-20:00",)}, "no such day lies between"),
    ],
)
def test_a_request_that_contradicts_itself_is_told_so(asked, words):
    name, why = rule(hall(), wish(**asked))
    assert name == "times"
    assert words in why


def test_a_booking_is_kept_clear_on_both_sides_and_the_wrong_way_round_too():
    room = hall(availability=("FR 14:00-21:00",), buffer_minutes=30)
    late = wish(windows=("FR 14:00-21:00",), hours=1)
    busy = booking("2026-11-06T16:00", "2026-11-06T18:00")
    for one in (busy, busy.model_copy(update={"starts": busy.ends, "ends": busy.starts})):
        begins = [b - day_start(FRIDAY) for w in visit(room, late, one).ways for b in w.begins]
        assert begins
        assert all(b + 60 <= 15 * 60 + 30 or b >= 18 * 60 + 30 for b in begins)


def test_a_booking_in_another_time_zone_is_read_on_the_clock_of_the_place():
    summer = date(2026, 7, 3)
    busy = booking("2026-07-03T15:00+00:00", "2026-07-03T17:00+00:00")  # 4 to 6 pm here
    found = visit(hall(), wish(windows=("FR 16:00-20:00",), starts_on=summer, ends_on=summer), busy,
                  as_of=date(2026, 7, 1))  # fmt: skip
    assert clock(found) == ["03 Jul 18:00"]


# -- terms --------------------------------------------------------------------------------------

TERMS = ((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 9), date(2026, 12, 18)))


def test_term_time_only_without_term_dates_is_asked_and_nothing_is_invented():
    room = hall(conditions="Term time only")
    v = visit(room, wish())
    assert clock(v)
    asked = "that the dates are right for Undercroft, which is let in term time only"
    assert asked in unknowns(v)
    given = hall(conditions="Term time only", exceptions=("2026-12-18/2027-01-04",))
    assert asked not in unknowns(visit(given, wish()))


def test_term_dates_that_are_given_decide():
    room = hall(conditions="Term time only")
    config = FacilityConfig(terms=TERMS)
    assert rule(room, wish(), config=config)[0] == "times"  # 6 November lies in half term
    later = wish(ends_on=date(2026, 11, 13))
    assert clock(visit(room, later, config=config))[0] == "13 Nov 17:00"
    own = hall(conditions="Term time only", extra={"terms": "2026-11-02/2026-12-18"})
    assert clock(visit(own, wish(), config=config))
    holidays = hall(conditions="Not in term time")
    assert clock(visit(holidays, later, config=config)) == ["06 Nov 17:00"]


def test_school_hours_are_taken_out_of_weekdays_in_term():
    room = hall(availability=("FR 08:00-18:00",), conditions="Not during school hours")
    early = wish(windows=("FR 08:00-18:00",), hours=1)
    assert {c[-5:] for c in clock(visit(room, early))} == {"08:00", "15:30", "16:30"}
    free = visit(room, early, config=FacilityConfig(terms=TERMS))  # half term
    assert "09:00" in {c[-5:] for c in clock(free)}


def test_what_a_neighbour_does_in_term_time_is_no_term_of_the_room():
    room = hall(description="Pre-school every weekday morning in term time.")
    assert not visit(room, wish()).room.terms.matter


# -- how many -----------------------------------------------------------------------------------


def test_a_room_is_for_one_group_unless_it_says_that_it_is_shared():
    busy = booking("2026-11-06T14:00", "2026-11-06T21:00", people=10)
    assert rule(hall(), wish(), busy)[0] == "times"
    shared = hall(conditions="Shared use: several groups may use it at once")
    v = visit(shared, wish(), busy)
    assert v.room.shared
    assert v.room.capacity == 60
    assert clock(v)
    assert v.room.capacity_at(*v.ways[0].stretches[0]) == 50
    assert not any("Shared use" in q for q in unknowns(v))


def test_people_add_up_to_the_capacity_at_each_moment():
    shared = hall(type="shared space")
    early = booking("2026-11-06T16:00", "2026-11-06T18:00", people=35)
    v = visit(shared, wish(windows=("FR 15:00-21:00",), hours=2), early)
    assert clock(v)[0] == "06 Nov 18:00"
    fewer = visit(shared, wish(windows=("FR 15:00-21:00",), hours=2, people=25), early)
    assert clock(fewer)[0] == "06 Nov 15:00"


def test_a_booking_that_tells_no_people_takes_the_whole_of_a_shared_room():
    whole = booking("2026-11-06T14:00", "2026-11-06T21:00")
    assert rule(hall(type="co-working"), wish(people=1), whole)[0] == "times"


def test_a_room_whose_capacity_is_unknown_or_none_is_never_planned():
    assert rule(hall(capacity=None), wish()) == (
        "capacity unknown", "nobody has recorded how many Undercroft holds",
    )  # fmt: skip
    assert rule(hall(capacity=None), wish(people=None))[0] == "capacity unknown"
    assert rule(hall(capacity=0), wish()) == (
        "capacity", "Undercroft is recorded with room for nobody (capacity 0)",
    )  # fmt: skip
    assert "how many come" in unknowns(visit(hall(), wish(people=0)))


# -- needs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("has", "needs"),
    [
        (("Step-free access",), ("step_free",)),
        (("step_free",), ("wheelchair access",)),
        (("Disabled toilets",), ("accessible_toilet",)),
        (("Induction loop",), ("hearing loop",)),
        (("Wi-Fi", "car park"), ("wifi", "parking")),
        (("Changing Places toilet",), ("changing_places",)),
        (("quiet space",), ("quiet_room",)),
    ],
)
def test_one_need_has_many_spellings(has, needs):
    assert clock(visit(hall(amenities=has), wish(amenities=needs)))


@pytest.mark.parametrize(
    "room",
    [
        {"amenities": ("kitchen",)},
        {"amenities": ("no hearing loop", "kitchen")},
        {"amenities": ("hearing_loop", "kitchen"), "description": "There is no hearing loop."},
        {"amenities": (), "description": "Carpeted; no hearing loop."},
    ],
)
def test_a_need_that_a_room_lacks_or_denies_is_never_met(room):
    name, why = rule(hall(**room), wish(amenities=("hearing_loop",)))
    assert (name, why) == ("amenities", "Undercroft has no hearing loop")


def test_a_room_of_which_no_amenity_is_recorded_is_to_be_confirmed_first_of_all():
    v = visit(hall(conditions="no alcohol; shoes off"), wish(amenities=("step_free",)))
    assert unknowns(v)[0] == "that Undercroft has step-free access"


@pytest.mark.parametrize(
    "need", ["step_free", "Hearing loop", "accessible_toilet", "Changing Places"]
)
def test_a_room_of_which_nothing_is_recorded_is_asked_first_where_somebody_needs_access(need):
    name, why = rule(hall(amenities=()), wish(amenities=(need,)))
    assert name == "access unknown"
    assert why.startswith("nobody has recorded whether Undercroft has ")
    assert visit(hall(amenities=()), wish(amenities=("kitchen",))).ways
    assert visit(hall(amenities=(need,)), wish(amenities=(need,))).ways


def test_a_pool_is_for_swimming_and_a_condition_may_refuse():
    assert rule(hall(type="Swimming pools"), wish())[0] == "unsuitable"
    name, why = rule(hall(conditions="No alcohol"), wish(purpose="Quiz with a bar"))
    assert (name, why) == (
        "unsuitable", "Undercroft allows no alcohol, and the group speaks of “bar”",
    )  # fmt: skip
    firm = org("firm", "A shop.", kind="business")
    assert rule(firm, hall(conditions="charities only"), wish(owner="firm"))[0] == "unsuitable"


def test_a_faith_group_is_for_the_officer_and_not_refused():
    v = visit(hall(conditions="no religious use"), wish(purpose="Friday prayers"))
    assert clock(v)
    assert unknowns(v)[0].startswith("with the officer, before anybody is told no")


def test_who_pays_the_concession_is_data():
    room = hall(price_per_hour=20, concession_price_per_hour=8)
    public = org("gp", "A surgery.", kind="public")
    asked = wish(owner="gp", budget_per_hour=10)
    assert rule(public, room, asked)[0] == "price"
    config = FacilityConfig(concession=("voluntary", "public"))
    assert visit(public, room, asked, config=config).price == 8


def test_distance_is_measured_from_the_groups_own_place():
    assert rule(hall(**at(4)), wish(max_distance_km=3, **at(0)))[0] == "distance"
    assert visit(hall(**at(2)), wish(max_distance_km=3, **at(0))).km == pytest.approx(2, abs=0.01)


# -- series -------------------------------------------------------------------------------------


def weekly(keep="", **more):
    return wish(ends_on=date(2027, 1, 29), repeats=f"weekly x12{keep}", **more)


def test_a_series_that_must_keep_every_date_is_refused_for_one_conflict():
    busy = booking("2026-11-20T14:00", "2026-11-20T21:00")
    assert len(visit(hall(), weekly(), busy).ways[0].begins) == 11
    assert rule(hall(), weekly(", all dates"), busy) == (
        "times", "Undercroft cannot be had on 1 of the 12 dates",
    )  # fmt: skip
    assert len(visit(hall(), weekly(", all dates")).ways[0].begins) == 12


def test_a_series_that_may_skip_skips_any_conflict_and_tells_each():
    shut = hall(exceptions=("2026-11-20/2027-01-10",))
    assert rule(shut, weekly())[0] == "times"
    (way,) = visit(shut, weekly(", may skip")).ways
    assert [day_at(b).isoformat() for b in way.begins] == [
        "2026-11-06", "2026-11-13", "2027-01-15", "2027-01-22",
    ]  # fmt: skip
    assert len(way.missed) == 8


def test_what_was_agreed_stays_possible_though_no_plan_would_begin_then():
    room, asked = hall(), wish(hours=1)
    land = landscape(OWNER, GROUP, room, asked)
    agreed = day_start(FRIDAY) + 17 * 60 + 50
    plain = Book.open(land, Memory(), FacilityConfig()).visits()[0]
    kept = Book.open(land, Memory(), FacilityConfig(), {"h": [agreed, 5]}).visits()[0]
    assert "06 Nov 17:50" not in clock(plain)
    assert "06 Nov 17:50" in clock(kept)
    assert set(clock(plain)) < set(clock(kept))


def test_what_was_agreed_stays_possible_where_few_starts_are_looked_at():
    late = wish(hours=1, windows=("FR 15:00-20:00",))
    others = [wish(f"r{n}", hours=0.25 + n / 4) for n in range(3)]
    land = landscape(OWNER, GROUP, hall(), late, *others)
    few = FacilityConfig(starts=2)
    agreed = {"h": [day_start(FRIDAY) + 17 * 60 + 50]}
    assert "06 Nov 17:50" in clock(Book.open(land, Memory(), few, agreed).visits()[0])
    assert len(clock(Book.open(land, Memory(), few).visits()[0])) == 2


def test_a_series_at_an_agreed_start_is_told_day_by_day():
    v = visit(hall(notice_days=7, horizon_days=60), weekly())
    series = series_from(v.wish, v.room, day_start(FRIDAY) + 18 * 60)
    assert series.early == (FRIDAY,)
    assert len(series.begins) + len(series.later) == 11
    assert series == series_from(v.wish, v.room, series.begins[0] - 7 * DAY)
