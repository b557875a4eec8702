"""Calendars of halls: events hand-worked, wrong in every way, and none of anybody's names."""

# ruff: noqa: DTZ001 - records hold the partnership's local time

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.calendars.events import Bounds, event_of, times_of, zone_called
from sap_match.ingest.calendars.reader import blocks_of, read, recognises
from sap_match.ingest.formats import Look

YEARS = Bounds(date(2026, 1, 1), date(2027, 12, 31))
PRIVATE = "SUMMARY:Birthday of Ann Example\nORGANIZER:mailto:ann@example.org\nDESCRIPTION:Ring Ann"


def event(*lines):
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*events, name="Main Hall"):
    own = f"X-WR-CALNAME:{name}\n" if name else ""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{own}{''.join(events)}END:VCALENDAR\n"


def times(*lines, replaced=()):
    found = event_of(event(*lines), 1)
    assert not isinstance(found, str), found
    return times_of(found, YEARS, replaced)[0]


def starts(*lines, **more):
    return [f"{t.starts.astimezone(UTC) if t.starts.tzinfo else t.starts:%m-%d %H:%M}"
            for t in times(*lines, **more)]  # fmt: skip


@pytest.fixture
def halls(tmp_path):
    (tmp_path / "organisations.csv").write_text("id,name,kind\no1,Trust,voluntary\n")
    (tmp_path / "facilities.csv").write_text(
        "id,organisation_id,name\nh1,o1,Main Hall\nh2,o1,Small Room\n"
    )
    return tmp_path


def dataset_of(halls, text, *, name="bookings.ics", facility=None):
    (halls / "calendars").mkdir(exist_ok=True)
    (halls / "calendars" / name).write_text(text)
    said = f'facility = "{facility}"\n' if facility else ""
    (halls / "partnership.toml").write_text(
        'id = "x"\n[[sources]]\npath = "."\n'
        f'[[sources]]\npath = "calendars/{name}"\nformat = "icalendar"\n{said}'
    )
    return read_dataset(halls)


def test_an_event_is_a_booking_of_the_hall_that_the_calendar_is_called_after(halls):
    text = calendar(event("UID:1", PRIVATE, "DTSTART:20260706T090000Z", "DTEND:20260706T100000Z"))
    [booking] = dataset_of(halls, text).bookings
    assert booking.facility_id == "h1"
    assert (booking.starts, booking.ends) == (datetime(2026, 7, 6, 10), datetime(2026, 7, 6, 11))
    assert booking.extra == {}


def test_nothing_of_what_an_event_is_about_is_read(halls):
    alarm = "BEGIN:VALARM\nSUMMARY:Ann\nTRIGGER:-PT5M\nEND:VALARM"
    text = calendar(event("UID:1", PRIVATE, "DTSTART:20260706T090000Z", alarm,
                          "ATTENDEE;CN=Ann:mailto:ann@example.org", "DURATION:PT1H"))  # fmt: skip
    found = dataset_of(halls, text)
    assert len(found.bookings) == 1
    assert "Ann" not in repr((found.bookings, found.problems))


@pytest.mark.parametrize(
    ("name", "location", "file", "facility", "found"),
    [
        ("Diary", "", "x.ics", "h2", "h2"),
        ("Diary", "", "x.ics", "Small Room", "h2"),
        ("Diary", "small room", "x.ics", None, "h2"),
        ("h2", "1 Mill Lane", "x.ics", None, "h2"),
        ("", "", "h2.ics", None, "h2"),
        ("Main Hall", "The Small Room", "x.ics", None, "h2"),
    ],
)
def test_which_hall_it_is(halls, name, location, file, facility, found):
    text = calendar(event("DTSTART:20260706T090000Z", "DURATION:PT1H", f"LOCATION:{location}"),
                    name=name)  # fmt: skip
    assert [b.facility_id for b in dataset_of(halls, text, name=file, facility=facility).bookings] \
        == [found]  # fmt: skip


def test_two_rooms_of_one_calendar_at_one_time(halls):
    when = ("DTSTART:20260706T090000Z", "DURATION:PT1H")
    text = calendar(event(*when, "LOCATION:Main Hall"), event(*when, "LOCATION:Small Room"),
                    event(*when), name="Brook Centre")  # fmt: skip
    found = dataset_of(halls, text)
    assert [b.facility_id for b in found.bookings] == ["h1", "h2"]
    [bad] = [p for p in found.problems if p.level == "bad"]
    assert (bad.row, bad.value) == (3, "Brook Centre")
    assert 'facility = "ID"' in bad.fix


def test_a_name_of_several_halls_is_told(halls):
    (halls / "facilities.csv").write_text(
        "id,organisation_id,name\nh1,o1,Main Hall\nh2,o1,Main hall\n"
    )
    found = dataset_of(halls, calendar(event("DTSTART:20260706T090000Z", "DURATION:PT1H")))
    assert not found.bookings
    assert "is the name of several facilities" in [p.reason for p in found.problems]


def test_a_calendar_alone_has_no_hall_and_says_what_to_do(tmp_path):
    path = tmp_path / "hall.ics"
    path.write_text(calendar(event("DTSTART:20260706T090000Z", "DURATION:PT1H")))
    assert recognises(Look(path))
    found = read_dataset(path)
    assert not found.bookings
    assert found.sources[0].bad == found.sources[0].rows == 1
    assert "partnership.toml" in found.problems[0].fix


def test_repeats_keep_the_hour_on_the_wall_when_the_clocks_change():
    lines = ("DTSTART;TZID=Europe/London:20261020T180000", "DURATION:PT2H",
             "RRULE:FREQ=WEEKLY;COUNT=2")  # fmt: skip
    assert starts(*lines) == ["10-20 17:00", "10-27 18:00"]


def test_repeats_in_utc_keep_the_hour_of_utc():
    lines = ("DTSTART:20261020T170000Z", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert starts(*lines) == ["10-20 17:00", "10-27 17:00"]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", ["11-03 18:00", "12-01 18:00", "01-05 18:00"]),
        ("FREQ=WEEKLY;UNTIL=20261111T000000Z", ["11-03 18:00", "11-10 18:00"]),
        ("FREQ=WEEKLY;UNTIL=20261110", ["11-03 18:00", "11-10 18:00"]),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=WE", ["11-03 18:00"]),
        ("FREQ=SECONDLY", ["11-03 18:00"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ["11-03 18:00"]),
    ],
)
def test_rules(rule, found):
    assert starts("DTSTART:20261103T180000", "DURATION:PT1H", f"RRULE:{rule}") == found


def test_times_left_out_added_and_moved():
    lines = (
        "DTSTART;TZID=Europe/London:20261103T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE;TZID=Europe/London:20261110T180000", "EXDATE;VALUE=DATE:20261117",
        "RDATE;VALUE=PERIOD:20261130T100000Z/PT3H",
    )  # fmt: skip
    found = times(*lines, replaced=[datetime(2026, 11, 24, 18)])
    assert [f"{t.starts:%m-%d %H:%M}" for t in found] == [
        "11-03 18:00",
        "11-30 10:00",
        "12-01 18:00",
    ]
    assert found[1].ends - found[1].starts == timedelta(hours=3)


def test_one_time_of_a_series_that_is_moved_and_one_that_is_called_off(halls):
    series = event(
        "UID:1", "DTSTART:20261103T180000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"
    )
    moved = event("UID:1", "RECURRENCE-ID:20261110T180000Z", "DTSTART:20261111T190000Z",
                  "DURATION:PT1H")  # fmt: skip
    off = event("UID:1", "RECURRENCE-ID:20261117T180000Z", "DTSTART:20261117T180000Z",
                "DURATION:PT1H", "STATUS:CANCELLED")  # fmt: skip
    found = dataset_of(halls, calendar(off, series, moved))
    assert [b.starts.day for b in found.bookings] == [3, 11]


def test_whole_days_and_floating_times(halls):
    text = calendar(
        event("DTSTART;VALUE=DATE:20261225"),
        event("DTSTART;VALUE=DATE:20261228", "DTEND;VALUE=DATE:20261230"),
        event("DTSTART:20260706T090000", "DURATION:PT1H", "STATUS:TENTATIVE"),
    )
    found = [(b.starts, b.ends, b.status) for b in dataset_of(halls, text).bookings]
    assert found == [
        (datetime(2026, 7, 6, 9), datetime(2026, 7, 6, 10), "tentative"),
        (datetime(2026, 12, 25), datetime(2026, 12, 26), "booked"),
        (datetime(2026, 12, 28), datetime(2026, 12, 30), "booked"),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("STATUS:CANCELLED", "is called off"),
        ("TRANSP:TRANSPARENT", "does not take the time: it is marked as free"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "does not take the time: it is marked as free"),
    ],
)
def test_what_takes_no_time_is_told(tmp_path, line, why):
    path = tmp_path / "x.ics"
    path.write_text(calendar(event("DTSTART:20260706T090000Z", "DURATION:PT1H", line)))
    found = read(path)
    assert not found.tables[0].rows
    assert [(p.level, p.row, p.reason) for p in found.problems] == [("info", 1, why)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (event("DTSTART:soon"), "DTSTART is no date and time"),
        (event("SUMMARY:x"), "has no DTSTART"),
        (event("DTSTART:20260706T090000Z"), "does not end after it begins"),
        (event("DTSTART:20260706T090000Z", "DTEND:20260706T080000Z"), "does not end after"),
        (event("DTSTART:20260706T090000Z", "DURATION:P900D"), "lasts more than a year"),
        ("BEGIN:VEVENT\nDTSTART:20260706T090000Z\n", "has no END:VEVENT"),
        (event("DTSTART:99991231T230000", "DURATION:P2D"), "is beyond the calendar"),
    ],
)
def test_one_bad_event_loses_none_of_the_others(tmp_path, text, why):
    path = tmp_path / "x.ics"
    good = event("DTSTART:20260706T090000Z", "DURATION:PT1H")
    path.write_text(calendar(good, text, good.replace("0706", "0707")))
    found = read(path)
    assert [row.row for row in found.tables[0].rows] == [1, 3]
    [bad] = [p for p in found.problems if p.level == "bad"]
    assert bad.row == 2
    assert bad.reason.startswith(why)


def test_lines_that_go_on_and_zones_of_programs():
    text = (
        "BEGIN:VCALENDAR\r\nX-WR-CALNAME:A\r\n B\r\nBEGIN:VEVENT\r\n"
        "DTSTART;TZ\r\n\tID=GMT Standard Time:20260706T090000\r\nEND:VEVENT\r\n"
    )
    blocks, own = blocks_of(text)
    assert own == ["X-WR-CALNAME:AB"]
    assert blocks[0].text.splitlines()[1] == "DTSTART;TZID=GMT Standard Time:20260706T090000"
    assert starts("DTSTART;TZID=GMT Standard Time:20260706T090000", "DURATION:PT1H") == [
        "07-06 08:00"
    ]
    assert str(zone_called("/softwarestudio.org/Tzfile/Europe/London")) == "Europe/London"


def test_a_zone_that_nobody_knows_is_noted(tmp_path):
    path = tmp_path / "x.ics"
    path.write_text(calendar(event("DTSTART;TZID=Home:20260706T090000", "DURATION:PT1H")))
    found = read(path)
    assert found.tables[0].rows[0].cells["starts"] == "2026-07-06T09:00"
    assert [(p.level, p.field, p.value) for p in found.problems] == [("note", "TZID", "Home")]


def test_free_and_busy_times(tmp_path):
    path = tmp_path / "x.ics"
    path.write_text(calendar(
        "BEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:20260706T090000Z/PT1H,20260706T100000Z/"
        "20260706T113000Z\nFREEBUSY;FBTYPE=FREE:20260706T130000Z/PT1H\nEND:VFREEBUSY\n"
        "BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\n"
    ))  # fmt: skip
    found = read(path)
    assert [(r.cells["starts"][11:16], r.cells["ends"][11:16]) for r in found.tables[0].rows] == [
        ("09:00", "10:00"), ("10:00", "11:30"),
    ]  # fmt: skip
    assert [p.row for p in found.problems] == [2]


def test_repeats_are_bounded_and_the_bounds_are_told(tmp_path):
    path = tmp_path / "x.ics"
    path.write_text(calendar(
        event("DTSTAMP:20260101T000000Z", "DTSTART:20100101T090000Z", "DURATION:PT1H",
              "RRULE:FREQ=DAILY"),
        event("DTSTART:20100101T130000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20110101"),
    ))  # fmt: skip
    found = read(path)
    days = [row.cells["starts"][:10] for row in found.tables[0].rows]
    assert (days[0], days[-1], len(days)) == ("2024-12-31", "2028-01-02", 1098)
    assert [(p.row, p.value) for p in found.problems if p.row == 0] == [
        (0, "2024-12-31 to 2028-01-02")
    ]
    assert [p.reason for p in found.problems if p.row == 2] == ["takes no time within these days"]


def test_the_same_time_twice_is_one_booking(tmp_path):
    path = tmp_path / "x.ics"
    twice = event("UID:1", "DTSTART:20260706T090000Z", "DURATION:PT1H")
    newer = event("UID:2", "SEQUENCE:2", "DTSTART:20260707T090000Z", "DURATION:PT1H")
    path.write_text(
        calendar(twice, twice, newer, newer.replace("0707", "0708").replace("E:2", "E:1"))
    )
    found = read(path)
    assert [r.row for r in found.tables[0].rows] == [1, 3]
    assert [p.row for p in found.problems] == [2, 4]


def test_a_folder_of_calendars_and_other_files(tmp_path):
    for name in ("h1.ics", "h2.ics"):
        (tmp_path / name).write_text(calendar(event("DTSTART:20260706T090000Z", "DURATION:PT1H"),
                                              name=""))  # fmt: skip
    assert recognises(Look(tmp_path))
    found = read(tmp_path)
    assert [t.rows[0].cells["facility_id"] for t in found.tables] == ["h1", "h2"]
    (tmp_path / "x.txt").write_text("BEGIN:SOMETHING\n")
    assert not recognises(Look(tmp_path))
    with pytest.raises(DataError, match="is no calendar"):
        read(tmp_path / "x.txt")


LINES = st.sampled_from([
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VALARM", "END:VALARM",
    "BEGIN:VFREEBUSY", "END:VFREEBUSY", "BEGIN:VTODO", "END:VTODO", "UID:1", "UID:2",
    "DTSTART:20260706T090000Z", "DTSTART;VALUE=DATE:20260706", "DTSTART;TZID=X:20260706T090000",
    "DTSTART:", "DTEND:20260706T100000Z", "DTEND:20260799", "DURATION:PT1H", "DURATION:-PT1H",
    "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY;COUNT=999999999", "RRULE:FREQ=MINUTELY", "RRULE:;=",
    "RRULE:FREQ=DAILY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=30", "RRULE:FREQ=WEEKLY;UNTIL=x",
    "EXDATE:20260713T090000Z", "EXDATE:x", "RDATE:20260801", "RDATE;VALUE=PERIOD:x/y",
    "RECURRENCE-ID:20260713T090000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260713", "SEQUENCE:x",
    "SEQUENCE:99999999999999999999", "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "LOCATION:\\n;,",
    "FREEBUSY:20260706T090000Z/PT1H", "FREEBUSY:x", " folded", "\x00", "=:;", "X" * 300,
    "DTSTAMP:00010101T000000Z", "DTSTART:00010101T000000", "DTSTART:99991231T235959Z",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | st.text(max_size=20), max_size=30))
def test_every_component_is_used_or_told(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("c") / "x.ics"
    path.write_text("BEGIN:VCALENDAR\n" + "\n".join(lines), encoding="utf-8", errors="replace")
    found = read(path)
    used = {row.row for table in found.tables for row in table.rows}
    assert used | {p.row for p in found.problems} >= set(range(1, found.rows_in + 1))
