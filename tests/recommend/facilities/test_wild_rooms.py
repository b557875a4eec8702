"""Figures that nobody means: each is borne, and nothing is planned that breaks a rule."""

from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.memory import Memory
from sap_match.model import Booking, Facility, FacilityRequest
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.rules import unknowns
from sap_match.recommend.facilities.ways import FacilityConfig
from tests.builders import landscape, org

HUGE = st.sampled_from([None, 0, 1, 30, 10**6, 10**12])
WORDS = st.sampled_from(
    [None, "", "{room}", "no {alcohol}", "term time only", "not (during) school hours",
     "shared use", "no no no", "\\d+", "a" * 3000]
)  # fmt: skip
CELLS = st.lists(
    st.sampled_from(
        ["MO 09:00-17:00", "TU 22:00-02:00", "most days", "MO 17:00-09:00", "FR 00:00-24:00",
         "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00", "MO 10:00-09:00 term time only"]
    ),
    max_size=3,
).map(tuple)  # fmt: skip
DAYS = st.sampled_from(
    [None, date.min, date(2026, 10, 1), date(2026, 11, 9), date(2028, 2, 29), date.max]
)
MOMENTS = st.sampled_from(
    [datetime.fromisoformat("0001-01-01T00:00"), datetime.fromisoformat("2026-11-09T10:00"),
     datetime.fromisoformat("2026-10-25T01:30"), datetime.fromisoformat("2026-11-09T10:00+05:00"),
     datetime.fromisoformat("2027-03-28T01:30"), datetime.fromisoformat("9999-12-31T23:59")]
)  # fmt: skip
AMENITIES = st.lists(st.sampled_from(["", "kitchen", "no kitchen", "???", "x" * 500]), max_size=3)

halls = st.builds(
    Facility, id=st.just("h"), organisation_id=st.just("owner"), name=st.just("Hall {x}"),
    description=WORDS, conditions=WORDS, type=WORDS, status=st.sampled_from([None, "active", "??"]),
    capacity=HUGE, amenities=AMENITIES.map(tuple), availability=CELLS, buffer_minutes=HUGE,
    exceptions=st.lists(st.sampled_from(["Easter", "2026-11-20/2026-11-01", "2026-11-09"]),
                        max_size=2).map(tuple),
    notice_days=HUGE, horizon_days=HUGE, price_per_hour=st.sampled_from([None, 0.0, 1e300]),
    extra=st.sampled_from([{}, {"terms": "???"}, {"terms": "2026-11-01/2026-12-01"}]),
)  # fmt: skip
wishes = st.builds(
    FacilityRequest, id=st.just("r"), organisation_id=st.just("group"),
    purpose=st.sampled_from(["Choir", "{0} bar", "no [alcohol", "Friday prayers"]), people=HUGE,
    amenities=AMENITIES.map(tuple), windows=CELLS, hours=st.sampled_from([None, 0, 0.001, 2, 1e9]),
    budget_per_hour=st.sampled_from([None, 0.0, 1e300]), starts_on=DAYS, ends_on=DAYS,
    repeats=st.sampled_from([None, "weekly x0", "weekly x999, all dates", "monthly, may skip",
                             "FREQ=DAILY", "RRULE:FREQ=WEEKLY;COUNT=3", "FREQ=;COUNT=x"]),
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(halls, wishes, MOMENTS, MOMENTS, HUGE)
def test_no_figure_stops_the_plan(hall, wish, starts, ends, people):
    booking = Booking(facility_id="h", starts=starts, ends=ends, people=people)
    owners = org("owner", "A hall.", kind="public"), org("group", "A group.")
    land = landscape(*owners, hall, wish, booking)
    (visit,) = Book.open(land, Memory(), FacilityConfig()).visits()
    assert bool(visit.ways) == (not visit.broken)
    assert all(isinstance(question, str) for question in unknowns(visit))
    for _, why in visit.broken:
        assert why
    if visit.ways:
        assert hall.capacity
        assert hall.capacity >= (wish.people or 0)
