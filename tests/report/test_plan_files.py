"""A plan of rooms goes out as a calendar and as OpenActive feeds, and is read back the same."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sap_match.ingest import read_dataset
from sap_match.ingest.calendars.reader import read as read_calendar
from sap_match.model import Booking, Facility, FacilityRequest
from sap_match.recommend.planning import Plan
from sap_match.report.calendars import calendar_of, meetings_of, write_calendar
from sap_match.report.openactive import NO_LICENCE, PAGE, feeds, free_and_taken, write_feeds
from sap_match.results import Results, Suggestion
from tests.builders import AS_OF, landscape, org

LONDON = ZoneInfo("Europe/London")


def placed(*, as_of=AS_OF, **tables):
    """Return a landscape of the records of several tables."""
    return landscape(*(one for some in tables.values() for one in some), as_of=as_of)


def meeting(day, hour, *, minutes=120):
    start = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
    return start, start + timedelta(minutes=minutes)


def match(request, room, days, hour, *, minutes=120):
    times = [meeting(d, hour, minutes=minutes) for d in days]
    return Suggestion(
        kind="facility", subject_id=request, other_id=room, asked=("group", "owner"), rank=1,
        parts=(), reason="", first_step="Ask the owner, please; or not",
        details={
            "starts": times[0][0].isoformat(),
            "ends": times[0][1].isoformat(),
            "meetings": tuple(a.isoformat() for a, _ in times),
        },
    )  # fmt: skip


def plan_of(*matches):
    none = Results((), record=dict)
    return Plan(Results(matches, record=dict), none, none)


def place_of(*, as_of=date(2026, 10, 19), rooms=None, bookings=(), more=(), owner=None):
    rooms = rooms or [
        Facility(
            id="h1", organisation_id="owner", name="Main Hall, upper; floor",
            availability=("MO 09:00-21:00", "SU 09:00-21:00"), buffer_minutes=30,
            amenities=("parking", "step_free", "hearing_loop", "showers", "kitchen"),
            price_per_hour=12, concession_price_per_hour=8,
        )
    ]  # fmt: skip
    return placed(
        as_of=as_of,
        organisations=[
            org("owner", name="Hall Trust", **(owner or {})),
            org("group", name="Ceilidh; Band, Crewe"),
            *more,
        ],
        facilities=rooms,
        facility_requests=[
            FacilityRequest(id="r", organisation_id="group", purpose="Dancing\nwith a caller" * 9)
        ],
        bookings=list(bookings),
    )


AUTUMN = [date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 2)]
SPRING = [date(2027, 3, 22), date(2027, 3, 29)]


@pytest.mark.parametrize("days", [AUTUMN, SPRING])
def test_a_calendar_is_read_back_as_the_same_bookings_across_both_clock_changes(days, tmp_path):
    place = place_of(as_of=days[0])
    plan = plan_of(match("r", "h1", days, 18))
    path = write_calendar(plan, place, tmp_path / "plan.ics")
    rows = [r for t in read_calendar(path, facility="h1").tables for r in t.rows]
    told = sorted((r.cells["starts"], r.cells["ends"], r.cells["status"]) for r in rows)
    want = sorted(
        (
            a.astimezone(UTC).isoformat(timespec="minutes"),
            b.astimezone(UTC).isoformat(timespec="minutes"),
            "tentative",
        )
        for a, b in (meeting(d, 18) for d in days)
    )
    assert told == want
    assert {r.cells["facility_id"] for r in rows} == {"h1"}
    assert len({w[0][11:16] for w in want}) == 2, "18:00 is another hour of UTC after the change"


def test_a_calendar_is_of_the_format_and_the_same_each_time():
    place = place_of()
    plan = plan_of(match("r", "h1", AUTUMN, 18))
    data = calendar_of(plan, place)
    assert data == calendar_of(plan, place)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    text = data.replace(b"\r\n ", b"").decode()
    assert text.count("STATUS:TENTATIVE") == 3
    assert "LOCATION:Main Hall\\, upper\\; floor" in text
    assert "Ceilidh\\; Band\\, Crewe: Dancing with a caller" in text
    uids = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == 3
    fewer = calendar_of(plan_of(match("r", "h1", AUTUMN[:1], 18)), place).decode()
    assert uids[0] in fewer.replace("\r\n ", ""), "a meeting keeps its mark in another plan"


def test_confidential_rooms_and_groups_are_not_told():
    closed = Facility(
        id="c", organisation_id="refuge", name="Lounge", availability=("MO 09:00-21:00",)
    )
    refuge = org("refuge", name="Harbour House", location_confidential=True)
    place = place_of(rooms=[closed], more=[refuge])
    assert meetings_of(plan_of(match("r", "c", AUTUMN, 18)), place) == ()
    assert "Lounge" not in "".join(feeds(plan_of(), place).values())
    place = placed(
        as_of=AUTUMN[0],
        organisations=[org("owner", name="Hall Trust"), refuge],
        facilities=[Facility(id="h1", organisation_id="owner", name="Main Hall")],
        facility_requests=[
            FacilityRequest(id="r", organisation_id="refuge", purpose="Support group")
        ],
    )
    one = match("r", "h1", AUTUMN[:1], 18)
    text = calendar_of(plan_of(Suggestion(**{**vars(one), "asked": ("refuge", "owner")})), place)
    assert b"Harbour" not in text
    assert b"Support" not in text
    assert b"LOCATION:Main Hall" in text


def test_slots_are_open_less_taken_less_buffers():
    place = place_of(
        bookings=[
            Booking(facility_id="h1", starts=datetime(2026, 10, 19, 9), ends=datetime(2026, 10, 19, 10)),  # noqa: DTZ001,E501
            Booking(
                facility_id="h1", starts=datetime(2026, 10, 19, 12),  # noqa: DTZ001
                ends=datetime(2026, 10, 19, 13), status="cancelled",  # noqa: DTZ001
            ),
        ],
    )  # fmt: skip
    meetings = meetings_of(plan_of(match("r", "h1", AUTUMN[:1], 18)), place)
    hall = place.dataset.facilities[0]
    found = free_and_taken(hall, place, meetings, first=AUTUMN[0], days=1)
    taken = [(f.starts.hour, f.ends.hour) for f in found if not f.left]
    assert taken == [(8, 9), (17, 19)], "nine o’clock of summer time is eight of UTC"
    free = sum((f.ends - f.starts).total_seconds() for f in found if f.left) / 3600
    assert free == 12 - 1 - 0.5 - 2 - 1
    assert all(a.ends <= b.starts for a, b in pairwise(found))


def test_feeds_are_read_back_with_hours_bookings_prices_and_amenities(tmp_path):
    place = place_of()
    plan = plan_of(match("r", "h1", AUTUMN, 18))
    folder = tmp_path / "feeds"
    made = write_feeds(plan, place, folder)
    back = read_dataset(folder)
    hall = back.facilities[0]
    assert (hall.id, hall.name, hall.organisation_id) == ("h1", "Main Hall, upper; floor", "owner")
    assert set(hall.amenities) == {"parking", "step_free", "hearing_loop", "showers", "kitchen"}
    assert (hall.price_per_hour, hall.concession_price_per_hour) == (12, 8)
    assert hall.extra["hours_available"] == "MO 09:00-21:00; SU 09:00-21:00"
    assert [(b.starts, b.ends) for b in back.bookings] == [
        tuple(t.replace(tzinfo=None) for t in meeting(d, 18)) for d in AUTUMN
    ]
    again = placed(
        as_of=place.as_of, organisations=list(back.organisations), facilities=[hall],
        bookings=list(back.bookings),
    )  # fmt: skip
    before = free_and_taken(
        place.dataset.facilities[0], place, meetings_of(plan, place), first=place.as_of, minutes=30
    )
    after = free_and_taken(hall, again, (), first=place.as_of, minutes=30)

    def time(slots, left):
        return {
            slot.starts + timedelta(minutes=m)
            for slot in slots
            if slot.left == left
            for m in range(0, int((slot.ends - slot.starts).total_seconds() // 60), 15)
        }

    assert time(before, 0) == time(after, 0)
    assert time(before, 1) == time(after, 1)
    shutil.rmtree(folder)
    assert made == write_feeds(plan, place, folder)


def test_pages_follow_rpde_and_objects_have_the_required_fields():
    place = place_of()
    pages = {n: json.loads(t) for n, t in feeds(plan_of(), place).items()}
    for feed in ("facility-uses", "slots"):
        page, seen = pages[f"{feed}-1.json"], 1
        while page["items"]:
            assert len(page["items"]) <= PAGE
            page, seen = pages[page["next"]], seen + 1
        assert pages[page["next"]] is page, "the last page leads to itself"
        assert page["license"] == NO_LICENCE
        assert seen >= 2
    use = pages["facility-uses-1.json"]["items"][0]
    assert {"state", "kind", "id", "modified", "data"} <= set(use)
    assert {"@type", "@id", "url", "name", "provider", "activity", "location"} <= set(use["data"])
    slot = pages["slots-1.json"]["items"][0]["data"]
    required = {"@type", "facilityUse", "startDate", "duration", "remainingUses"}
    assert required <= set(slot)
    assert slot["facilityUse"] == use["id"]


@pytest.mark.parametrize(("status", "suggest"), [("derelict", None), (None, "no"), (None, "ask")])
def test_closed_rooms_and_owners_who_asked_not_to_be_are_in_no_feed(status, suggest):
    hall = Facility(
        id="h1", organisation_id="owner", name="Main Hall", status=status,
        availability=("MO 09:00-21:00",),
    )  # fmt: skip
    place = place_of(rooms=[hall], owner={"suggest": suggest})
    assert "Main Hall" not in "".join(feeds(plan_of(), place).values())


def test_a_room_of_unknown_hours_has_no_slot_and_is_still_listed():
    hall = Facility(id="h1", organisation_id="owner", name="Main Hall")
    made = feeds(plan_of(), place_of(rooms=[hall]))
    assert "Main Hall" in made["facility-uses-1.json"]
    assert json.loads(made["slots-1.json"])["items"] == []
