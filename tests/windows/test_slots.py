"""Schedules worked out to dates: clocks that change, closed days, what is left free."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match import windows
from sap_match.errors import DataError
from sap_match.windows import Schedule, Slot, Window, expand, intersect, parse, subtract

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 11, 10)  # a Tuesday


def shown(slots):
    return [f"{s.start:%d %H:%M}-{s.end:%d %H:%M}" for s in slots]


def utc(slot):
    return slot.start.astimezone(UTC), slot.end.astimezone(UTC)


@st.composite
def any_schedule(draw):
    def one():
        start = draw(st.integers(0, 1439))
        return Window(draw(st.integers(0, 6)), start, draw(st.integers(start + 1, 1440)))

    rules = draw(
        st.sampled_from(
            (
                "",
                "FREQ=MONTHLY;BYDAY=1SA 10:00-13:00",
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 22:00-03:00",
                "FREQ=MONTHLY;BYDAY=-1SU 00:30-02:30",
            )
        )
    )
    weekly = tuple(one() for _ in range(draw(st.integers(0, 5))))
    return Schedule(weekly, parse(rules).rules)


any_start = st.dates(date(2026, 1, 1), date(2027, 12, 1))
any_length = st.integers(0, 60)


def test_a_hall_keeps_its_hours_when_the_clocks_change():
    slots = expand(parse("SU 09:00-12:00"), date(2026, 10, 18), date(2026, 10, 31))
    assert [s.start.isoformat() for s in slots] == [
        "2026-10-18T09:00:00+01:00",
        "2026-10-25T09:00:00+00:00",
    ]
    assert [s.minutes for s in slots] == [180, 180]


def test_a_night_is_an_hour_longer_in_october_and_shorter_in_march():
    night = parse("SA 22:00-04:00")
    (october,) = expand(night, date(2026, 10, 24), date(2026, 10, 25))
    (march,) = expand(night, date(2026, 3, 28), date(2026, 3, 29))
    assert (october.minutes, march.minutes) == (7 * 60, 5 * 60)


def test_hours_that_the_clocks_skip_take_none_and_do_not_fail():
    skipped = expand(parse("SU 01:30-02:15"), date(2026, 3, 29), date(2026, 3, 29))
    assert skipped == []
    (moved,) = expand(parse("SU 01:30-03:00"), date(2026, 3, 29), date(2026, 3, 29))
    assert moved.minutes == 30


def test_first_and_last_day_are_included_and_nothing_beyond():
    slots = expand(parse("MO-SU 22:00-02:00"), DAY, DAY + timedelta(days=1))
    assert shown(slots) == ["10 00:00-10 02:00", "10 22:00-11 02:00", "11 22:00-12 00:00"]
    assert expand(parse("MO-SU 22:00-02:00"), DAY, DAY - timedelta(days=1)) == []


def test_a_rule_that_began_the_evening_before_reaches_into_the_first_day():
    rule = parse("FREQ=MONTHLY;BYDAY=1SA 22:00-02:00")
    assert shown(expand(rule, date(2026, 11, 8), date(2026, 11, 8))) == ["08 00:00-08 02:00"]


def test_monthly_and_fortnightly_rules():
    first = expand(
        parse("FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"), date(2026, 9, 1), date(2026, 11, 30)
    )
    assert [s.start.date() for s in first] == [
        date(2026, 9, 5),
        date(2026, 10, 3),
        date(2026, 11, 7),
    ]
    text = "DTSTART:20260908 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00"
    every_other = expand(parse(text), date(2026, 9, 1), date(2026, 10, 10))
    assert [s.start.day for s in every_other] == [8, 22, 6]
    last = parse("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 09:00-10:00")
    assert [s.start.day for s in expand(last, date(2026, 10, 1), date(2026, 11, 30))] == [30, 30]


def test_a_fortnight_without_a_first_day_does_not_depend_on_the_dates_asked_for():
    rule = parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00")
    whole = expand(rule, date(2026, 1, 1), date(2026, 12, 31))
    half = expand(rule, date(2026, 6, 3), date(2026, 12, 31))
    assert [s for s in whole if s.start.date() >= date(2026, 6, 3)] == half
    assert len(whole) == 26


def test_closed_days():
    closed = windows.parse_exceptions("2026-11-09/2026-11-10; 2026-11-12")
    assert closed == (
        (date(2026, 11, 9), date(2026, 11, 10)),
        (date(2026, 11, 12), date(2026, 11, 12)),
    )
    slots = expand(
        parse("MO-SU 22:00-02:00"), date(2026, 11, 9), date(2026, 11, 12), exceptions=closed
    )
    assert shown(slots) == ["11 00:00-11 02:00", "11 22:00-12 00:00"]


@pytest.mark.parametrize("cell", ["soon", "2026-02-30", "2026-11-10/2026-11-09", "2026-11-10/x"])
def test_closed_days_that_are_none(cell):
    with pytest.raises(DataError, match=r"date or range|ends before"):
        windows.parse_exceptions(cell)


def test_too_much_is_refused():
    with pytest.raises(DataError, match="more than 10000 "):
        expand(parse("FREQ=DAILY;UNTIL=20991231 09:00-10:00"), date(2026, 1, 1), date(2060, 1, 1))
    with pytest.raises(DataError, match="more than 10000 "):
        expand(parse("MO-SU 09:00-10:00"), date(2026, 1, 1), date(2060, 1, 1))
    with pytest.raises(DataError, match="more than 10000 "):
        windows.placements(
            expand(parse("MO-SU 00:00-24:00"), DAY, date(2027, 11, 1)), 60, step_minutes=1
        )


def test_a_zone_that_is_none():
    with pytest.raises(DataError, match=r"Europe/London"):
        expand(parse("MO 09:00-10:00"), DAY, DAY, timezone="Europe/Crewe")
    with pytest.raises(DataError, match="no time zone"):
        expand(parse("MO 09:00-10:00"), DAY, DAY, timezone="../secret")


@settings(deadline=None)
@given(any_schedule(), any_start, any_length)
def test_slots_lie_within_the_days_sorted_and_apart(schedule, start, length):
    end = start + timedelta(days=length)
    slots = expand(schedule, start, end)
    for slot in slots:
        assert start <= slot.start.date()
        last = slot.end - timedelta(microseconds=1)
        assert last.date() <= end
        assert slot.minutes > 0
    for one, two in pairwise(slots):
        assert utc(one)[1] < utc(two)[0]


@settings(deadline=None)
@given(any_schedule(), any_start, st.integers(0, 20), st.integers(0, 20))
def test_two_spans_together_are_the_whole(schedule, start, first, second):
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second + 1)
    parts = expand(schedule, start, middle) + expand(schedule, middle + timedelta(days=1), end)
    whole = expand(schedule, start, end)
    assert sum(s.minutes for s in parts) == sum(s.minutes for s in whole)


def on(day, cell):
    return expand(parse(cell), day, day)


def test_what_is_left_free():
    hall = on(DAY, "TU 09:00-17:00")
    assert shown(subtract(hall, on(DAY, "TU 11:00-12:00"), 30)) == [
        "10 09:00-10 10:30",
        "10 12:30-10 17:00",
    ]
    assert subtract(hall, on(DAY, "TU 08:00-18:00")) == []
    assert subtract(hall, []) == hall
    assert subtract([], hall) == []
    # Time that is booked next door to an opening still keeps its buffer.
    assert shown(subtract(hall, on(DAY, "TU 08:00-09:00"), 15)) == ["10 09:15-10 17:00"]


def test_a_booking_in_another_zone_takes_the_same_time():
    hall = expand(parse("WE 18:00-21:00"), date(2026, 7, 1), date(2026, 7, 1))
    booked = [
        Slot(datetime(2026, 7, 1, 17, tzinfo=UTC), datetime(2026, 7, 1, 18, tzinfo=UTC))
    ]  # 18:00 to 19:00 in summer
    assert shown(subtract(hall, booked)) == ["01 19:00-01 21:00"]


def test_fits_and_placements():
    free = on(DAY, "TU 09:15-10:00,13:00-15:00")
    assert shown(windows.fits(free, 60)) == ["10 13:00-10 15:00"]
    assert shown(windows.placements(free, 90)) == ["10 13:00-10 14:30", "10 13:30-10 15:00"]
    with pytest.raises(ValueError, match="above 0"):
        windows.placements(free, 0)


@settings(deadline=None)
@given(any_schedule(), any_schedule(), any_start, st.integers(0, 90))
def test_free_and_busy_share_nothing_and_make_the_whole(schedule, busy, start, buffer):
    end = start + timedelta(days=14)
    slots, taken = expand(schedule, start, end), expand(busy, start, end)
    free = subtract(slots, taken)
    assert intersect(free, taken) == []
    both = intersect(slots, taken)
    total = sum(s.minutes for s in slots)
    assert sum(s.minutes for s in free) + sum(s.minutes for s in both) == total
    assert sum(s.minutes for s in subtract(slots, taken, buffer)) <= sum(s.minutes for s in free)


def test_a_slot_has_a_zone_and_a_length():
    with pytest.raises(ValueError, match="zone"):
        Slot(datetime(2026, 11, 10, 9), datetime(2026, 11, 10, 10))  # noqa: DTZ001
    with pytest.raises(ValueError, match="ends after"):
        Slot(datetime(2026, 11, 10, 9, tzinfo=LONDON), datetime(2026, 11, 10, 9, tzinfo=LONDON))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("TU 18:00-20:00", "Tue 10 Nov, 6 to 8 pm"),
        ("TU 09:30-12:00", "Tue 10 Nov, 9.30 am to noon"),
        ("TU 00:00-24:00", "Tue 10 Nov, all day"),
    ],
)
def test_a_slot_in_words(cell, said):
    assert [windows.describe_slot(slot) for slot in on(DAY, cell)] == [said]


def test_long_slots_in_words():
    night = expand(parse("TU 22:00-02:00"), DAY, DAY + timedelta(days=1))
    assert windows.describe_slot(night[0]) == "Tue 10 Nov, 10 pm to 2 am"
    days = expand(parse("TU 18:00-24:00; WE 00:00-24:00; TH 00:00-09:00"), DAY, date(2026, 11, 12))
    assert windows.describe_slot(days[0]) == "Tue 10 Nov 6 pm to Thu 12 Nov 9 am"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("MO,WE 09:00-12:00", "Mondays and Wednesdays 9 am to noon"),
        ("MO 09:00-12:00; WE 18:00-21:00", "Mondays 9 am to noon and Wednesdays 6 to 9 pm"),
        ("MO-FR 09:00-12:30,13:30-17:00",
         "Mondays to Fridays 9 am to 12.30 pm and 1.30 to 5 pm"),
        ("daily 00:00-24:00", "every day all day"),
        ("FR 20:00-01:00", "Fridays 8 pm to 1 am"),
        ("SU 20:00-01:00", "Sundays 8 pm to 1 am"),
        ("FREQ=MONTHLY;BYDAY=1SA,3SA 10:00-13:00",
         "the first and third Saturday of the month 10 am to 1 pm"),
        ("FREQ=MONTHLY;BYDAY=-1FR 14:00-16:00", "the last Friday of the month 2 to 4 pm"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00", "every other Tuesday 6 to 9 pm"),
        ("FREQ=MONTHLY;BYMONTHDAY=15 10:00-11:00", "the 15th of the month 10 to 11 am"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=1SA 10:00-16:00",
         "the first Saturday in December 10 am to 4 pm"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 09:00-10:00",
         "the last weekday of the month 9 to 10 am"),
        ("FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216 18:00-20:00",
         "Wednesdays 6 to 8 pm until 16 December 2026"),
        ("DTSTART:20261004 RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=6 10:00-11:00",
         "Sundays 10 to 11 am from 4 October 2026, 6 times"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1 10:00-11:00",
         "the first Monday or Tuesday of the month 10 to 11 am"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1,-1 10:00-11:00",
         "the 1st and the last day every third month 10 to 11 am"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 23:00-24:00",
         "Fridays on the 13th of the month 11 pm to midnight"),
        ("SA 22:00-23:59", "Saturdays 10 pm to midnight"),
        ("", "never"),
    ],
)  # fmt: skip
def test_a_schedule_in_words(cell, said):
    assert windows.describe(parse(cell)) == said


def test_a_long_schedule_is_cut_short():
    cell = "MO 09:00-10:00; TU 10:00-11:00; WE 11:00-12:00"
    assert windows.describe(parse(cell), most=1) == "Mondays 9 to 10 am and at other times"
