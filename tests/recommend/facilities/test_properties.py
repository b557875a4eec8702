"""What holds of every way in which a room is offered, whatever the place."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.memory import Memory
from sap_match.model import Booking, Facility, FacilityRequest
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.rules import TIMELESS, broken
from sap_match.recommend.facilities.runs import Rhythm, ways_in
from sap_match.recommend.facilities.ways import FacilityConfig, enough, series_from
from sap_match.recommend.stretches import DAY, day_at, day_start
from tests.builders import AS_OF, facility, landscape, org

QUIET = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
OWNER = org("owner", "A church with a hall.", kind="public")
GROUP = org("group", "Soup and company.")
HOURS = ("MO 09:00-13:00", "MO 12:00-20:00", "WE 18:00-23:30", "FR 22:00-02:00", "SA 09:00-17:00")
CLOSED = (date(2026, 11, 16), date(2026, 11, 22))


@st.composite
def places(draw):
    rooms = [
        facility(
            f"h{i}", "owner", name=f"Hall {i}",
            availability=tuple(draw(st.lists(st.sampled_from(HOURS), min_size=1, max_size=3))),
            buffer_minutes=draw(st.sampled_from([None, 0, 20, 45])),
            capacity=draw(st.sampled_from([10, 40])),
            exceptions=draw(st.sampled_from([(), ("2026-11-16/2026-11-22",)])),
            notice_days=draw(st.sampled_from([None, 10])),
            horizon_days=draw(st.sampled_from([None, 30])),
            conditions=draw(st.sampled_from([None, "shared use", "not during school hours"])),
        )
        for i in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    requests = [
        FacilityRequest(
            id=f"r{i}", organisation_id="group", purpose="A talk",
            windows=tuple(draw(st.lists(st.sampled_from(HOURS), min_size=1, max_size=2))),
            hours=draw(st.sampled_from([1, 1.5, 3])),
            people=draw(st.sampled_from([None, 8, 30])),
            starts_on=date(2026, 11, draw(st.integers(1, 12))),
            ends_on=draw(st.sampled_from([date(2026, 11, 25), date(2027, 1, 15)])),
            repeats=draw(st.sampled_from(
                ["1", "weekly", "monthly", "weekly x3", "fortnightly, all dates",
                 "weekly, may skip"])),
        )
        for i in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    busy = {}
    for _ in range(draw(st.integers(0, 4))):
        day = date(2026, 11, draw(st.integers(2, 28)))
        begin = datetime.combine(day, time(draw(st.integers(9, 22))))
        end = begin + timedelta(minutes=draw(st.sampled_from([30, 90, 150])))
        room = f"h{draw(st.integers(0, len(rooms) - 1))}"
        people = draw(st.sampled_from([None, 5, 20]))
        busy[room, begin] = Booking(facility_id=room, starts=begin, ends=end, people=people)
    return [*rooms, *requests, *busy.values()]


def book(records):
    return Book.open(landscape(OWNER, GROUP, *records), Memory(), FacilityConfig())


def minute(moment):
    return day_start(moment.date()) + moment.hour * 60 + moment.minute


def offered(found):
    """Return (visit, begin, end) of each meeting of each way."""
    for v in found.visits():
        for way in v.ways:
            for begin in way.begins:
                yield v, begin, begin + v.wish.minutes


@QUIET
@given(places())
def test_no_way_overlaps_a_booking_or_its_buffer(records):
    held = [r for r in records if isinstance(r, Booking)]
    for v, begin, end in offered(book(records)):
        buffer = v.room.buffer
        near = [
            b for b in held
            if b.facility_id == v.room.id
            and begin < minute(b.ends) + buffer and end > minute(b.starts) - buffer
        ]  # fmt: skip
        if not v.room.shared:
            assert not near
            continue
        for moment in range(begin, end):
            there = sum(
                b.people or v.room.capacity for b in near
                if minute(b.starts) - buffer <= moment < minute(b.ends) + buffer
            )  # fmt: skip
            assert there + (v.wish.request.people or v.room.capacity) <= v.room.capacity


@QUIET
@given(places())
def test_every_way_lies_in_the_groups_windows_and_the_rooms_hours(records):
    for v, begin, end in offered(book(records)):
        assert any(a <= begin and end <= b for a, b in v.room.open)
        first = day_at(v.ways[0].begins[0])
        if v.wish.repeats.rhythm == "once" or day_at(begin) == first:
            assert any(a <= begin and end <= b for a, b in v.wish.wanted)
        assert v.wish.first <= day_at(begin) <= v.wish.last
        assert day_at(begin) >= AS_OF + timedelta(days=v.room.facility.notice_days or 0)
        if v.room.facility.horizon_days is not None:
            assert day_at(begin) <= AS_OF + timedelta(days=v.room.facility.horizon_days)
        if v.room.facility.exceptions:
            assert not CLOSED[0] <= day_at(begin) <= CLOSED[1]
        if v.room.terms.no_school_hours and day_at(begin).weekday() < 5:
            assert begin % DAY >= 15 * 60 + 30 or begin % DAY + v.wish.minutes <= 9 * 60
        if v.wish.repeats.keep == "all":
            assert all(len(way.begins) == way.asked for way in v.ways)


@QUIET
@given(places(), st.randoms(use_true_random=False))
def test_a_booking_less_never_removes_a_way(records, rng):
    held = [r for r in records if isinstance(r, Booking)]
    if not held:
        return
    fewer = [r for r in records if r is not rng.choice(held)]
    before = {(v.wish.id, v.room.id): v for v in book(records).visits()}
    after = {(v.wish.id, v.room.id): v for v in book(fewer).visits()}
    for key, v in before.items():
        assert not v.ways or after[key].ways
        for way in v.ways:
            again = series_from(v.wish, after[key].room, way.begins[0])
            assert set(way.begins) <= set(again.begins)


@QUIET
@given(places(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_way(records, rng):
    shuffled = list(records)
    rng.shuffle(shuffled)

    def told(found):
        return [(v.wish.id, v.room.id, v.ways, v.broken) for v in found.visits()]

    assert told(book(records)) == told(book(shuffled))


@QUIET
@given(places())
def test_series_judged_together_are_those_judged_one_by_one(records):
    found = book(records)
    config = FacilityConfig(starts=10_000)
    for v in found.visits():
        if v.wish.repeats.rhythm == "once" or not v.wish.wanted:
            continue
        rhythm = Rhythm.of(v.wish)
        every = sorted({a for a, _ in (*v.room.free, *v.wish.wanted)})
        ((ways, _),) = ways_in(v.room, [rhythm], np.array(every, dtype=np.int64), config)
        times = sorted({m % DAY for m in every})
        alone = [series_from(v.wish, v.room, b) for b in rhythm.begins(times)]
        good = [s for s in alone if s.begins and enough(s, v.wish, config)]
        assert sorted(ways, key=lambda s: s.begins) == sorted(good, key=lambda s: s.begins)


NEEDY = st.fixed_dictionaries(
    {
        "people": st.sampled_from([None, 0, 8, 30]),
        "amenities": st.sampled_from([(), ("kitchen",), ("step_free", "wifi")]),
        "budget_per_hour": st.sampled_from([None, 0.0, 10.0]),
        "max_distance_km": st.sampled_from([None, 2.0]),
        "purpose": st.sampled_from(["Choir", "Quiz with a bar", "Swimming", "Friday prayers"]),
        "organisation_id": st.sampled_from(["group", "firm", "owner"]),
    }
)
ROOMY = st.fixed_dictionaries(
    {
        "capacity": st.sampled_from([None, 0, 10, 40]),
        "amenities": st.sampled_from([(), ("kitchen",), ("step free", "Wi-Fi", "no kitchen")]),
        "price_per_hour": st.sampled_from([None, 0.0, 12.0]),
        "concession_price_per_hour": st.sampled_from([None, 8.0]),
        "type": st.sampled_from([None, "village hall", "Swimming pools", "Vacant land"]),
        "status": st.sampled_from([None, "active", "closed for repairs"]),
        "conditions": st.sampled_from([None, "no alcohol", "charities only", "no religious use"]),
        "availability": st.sampled_from([(), ("MO 09:00-12:00",)]),
        "latitude": st.sampled_from([53.1, 53.2]),
        "organisation_id": st.sampled_from(["owner", "firm"]),
    }
)


@QUIET
@given(st.lists(NEEDY, min_size=1, max_size=4), st.lists(ROOMY, min_size=1, max_size=4))
def test_the_quick_look_agrees_with_every_rule_in_words(needs, halls):
    records = [
        org("firm", "A shop.", kind="business"),
        *(FacilityRequest(id=f"r{i}", windows=("MO 09:00-12:00",), hours=1, latitude=53.1,
                          longitude=-2.4, **more) for i, more in enumerate(needs)),
        *(Facility(id=f"h{i}", name=f"Hall {i}", longitude=-2.4, **more)
          for i, more in enumerate(halls)),
    ]  # fmt: skip
    found = book(records)
    candidates = {(v.wish.id, v.room.id) for v in found.candidates()}
    assert len(found.visits()) == len(needs) * len(halls)
    for v in found.visits():
        stands = broken(v, TIMELESS)
        assert ((v.wish.id, v.room.id) in candidates) == (not stands)
        assert bool(v.broken) == (not v.ways)
        assert not stands or v.broken[: len(stands)] == tuple(stands)


def test_a_visit_can_be_told_apart_by_a_change_of_its_wish():
    found = book([facility("h", "owner", name="Hall", capacity=9, availability=("MO 09:00-12:00",)),
                  FacilityRequest(id="r", organisation_id="group", purpose="A talk", hours=1,
                                  windows=("MO 09:00-12:00",))])  # fmt: skip
    (v,) = found.visits()
    assert v.ways
    assert not found.worked_out(replace(v, wish=replace(v.wish, wanted=()))).ways
