from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.ingest.hsds.schedules import description, schedule_cells
from sap_match.windows import expand, parse

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NOON = {"opens_at": "12:00", "closes_at": "14:00"}


@pytest.mark.parametrize(
    ("schedule", "cells"),
    [
        ({"freq": "WEEKLY", "byday": "TH,FR"}, ("TH 12:00-14:00", "FR 12:00-14:00")),
        ({"freq": "WEEKLY", "interval": 1, "byday": "FR,MO"}, ("MO 12:00-14:00", "FR 12:00-14:00")),
        ({"byday": "TU"}, ("TU 12:00-14:00",)),
        ({"weekday": "Wednesday"}, ("WE 12:00-14:00",)),
        ({"weekday": "Tues"}, ("TU 12:00-14:00",)),
        ({"weekday": 7}, ("SU 12:00-14:00",)),
        ({"weekday": "0"}, ("SU 12:00-14:00",)),
        ({"weekday": "1"}, ("MO 12:00-14:00",)),
        ({"freq": "DAILY"}, tuple(f"{code} 12:00-14:00" for code in CODES)),
        ({"freq": "DAILY", "byday": "SA"}, ("SA 12:00-14:00",)),
        ({"freq": "MONTHLY", "byday": "1SA"}, ("RRULE:FREQ=MONTHLY;BYDAY=1SA 12:00-14:00",)),
        (
            {"freq": "MONTHLY", "byday": "3MO,1MO"},
            ("RRULE:FREQ=MONTHLY;BYDAY=1MO,3MO 12:00-14:00",),
        ),
        ({"freq": "MONTHLY", "byday": "-1FR"}, ("RRULE:FREQ=MONTHLY;BYDAY=-1FR 12:00-14:00",)),
        ({"freq": "WEEKLY", "byday": "2TU"}, ("RRULE:FREQ=MONTHLY;BYDAY=2TU 12:00-14:00",)),
        (
            {"freq": "MONTHLY", "bymonthday": "1,15"},
            ("RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15 12:00-14:00",),
        ),
        (
            {"freq": "MONTHLY", "dtstart": "2026-03-05"},
            ("RRULE:FREQ=MONTHLY;BYMONTHDAY=5 12:00-14:00",),
        ),
        ({"freq": "WEEKLY", "dtstart": "2026-11-02"}, ("MO 12:00-14:00",)),
        (
            {"freq": "WEEKLY", "byday": "MO", "until": "2026-12-31", "valid_to": "2026-11-30"},
            ("RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261130 12:00-14:00",),
        ),
        (
            {"freq": "WEEKLY", "byday": "MO", "interval": "2", "dtstart": "2026-11-02"},
            ("DTSTART:20261102 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO 12:00-14:00",),
        ),
        (
            {"freq": "WEEKLY", "byday": "MO", "count": 3, "dtstart": "2026-11-02"},
            ("DTSTART:20261102 RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3 12:00-14:00",),
        ),
        (
            {"freq": "YEARLY", "dtstart": "2026-06-24"},
            ("RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=24 12:00-14:00",),
        ),
    ],
)
def test_schedules_by_hand(schedule, cells):
    assert schedule_cells(NOON | schedule).cells == cells


def test_one_day_alone():
    cells = schedule_cells(NOON | {"valid_from": "2026-11-02", "valid_to": "2026-11-02"}).cells
    slots = expand(parse(cells), date(2026, 10, 1), date(2026, 12, 31))
    assert [slot.start.date() for slot in slots] == [date(2026, 11, 2)]


@pytest.mark.parametrize(
    ("opens", "closes", "times"),
    [
        ("10:00:00", "18:00:00", "10:00-18:00"),
        ("9am", "5.30pm", "09:00-17:30"),
        ("12am", "12pm", "00:00-12:00"),
        ("10.00", "18.00", "10:00-18:00"),
        ("10:00:00Z", "18:00:00+01:00", "10:00-18:00"),
        ("2020-01-01T09:00:00", "2020-01-01T17:00:00", "09:00-17:00"),
        ("00:00", "00:00", "00:00-24:00"),
        ("00:00", "23:59", "00:00-24:00"),
        ("22:00", "02:00", "22:00-02:00"),
        ("18:00", "00:00", "18:00-24:00"),
    ],
)
def test_times_of_day(opens, closes, times):
    schedule = {"byday": "MO", "opens_at": opens, "closes_at": closes}
    assert schedule_cells(schedule).cells == (f"MO {times}",)


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        ({"byday": "MO", "opens_at": "", "closes_at": ""}, "has no times"),
        ({"byday": "MO", "opens_at": "9", "closes_at": "17:00"}, "'9' is no time of day"),
        ({"byday": "MO", "opens_at": "25:00", "closes_at": "26:00"}, "'25:00' is no time of day"),
        ({"byday": "MO", "opens_at": "14:00", "closes_at": "14:00"}, "opens when it closes"),
        (NOON | {"byday": "XX"}, "'XX' is no day"),
        (NOON | {"weekday": 9}, "'9' is no day"),
        (NOON, "names no day"),
        (NOON | {"freq": "FORTNIGHTLY", "byday": "MO"}, "repeats 'FORTNIGHTLY'"),
        (NOON | {"freq": "MONTHLY"}, "names no day of the month"),
        (NOON | {"freq": "MONTHLY", "bymonthday": "soon"}, "names no day of the month"),
        (NOON | {"freq": "YEARLY"}, "repeats yearly without a date"),
        (NOON | {"freq": "DAILY", "interval": 2}, "repeats every 2 days"),
    ],
)
def test_what_cannot_be_said_is_told(schedule, why):
    assert schedule_cells(schedule) == ((), why)


def test_days_of_the_month_beside_weekdays_are_told():
    times = schedule_cells(NOON | {"freq": "WEEKLY", "byday": "MO", "bymonthday": "2,3"})
    assert times.cells == ("MO 12:00-14:00",)
    assert times.left_out == "bymonthday beside weekdays: the weekdays alone are used"


def test_words_are_kept_once():
    schedules = [{"description": "Term time"}, {"description": "Term time", "notes": "Ring first"}]
    assert description(schedules) == "Term time Ring first"


hours = st.integers(min_value=0, max_value=23)
minutes = st.sampled_from([0, 15, 30, 59])


@given(
    days=st.sets(st.sampled_from(CODES), min_size=1),
    opens=st.tuples(hours, minutes),
    closes=st.tuples(hours, minutes),
)
def test_a_weekly_schedule_comes_back_as_the_same_hours(days, opens, closes):
    schedule = {
        "freq": "WEEKLY",
        "byday": ",".join(sorted(days)),
        "opens_at": "{:02}:{:02}:00".format(*opens),
        "closes_at": "{:02}:{:02}:00".format(*closes),
    }
    cells = schedule_cells(schedule).cells
    length = (closes[0] * 60 + closes[1] - opens[0] * 60 - opens[1]) % 1440
    if opens == closes and opens != (0, 0):
        assert cells == ()
        return
    if (closes == (23, 59) and opens == (0, 0)) or length == 0:
        length = 1440
    total = sum(window.minutes for window in parse(cells).windows)
    assert len(cells) == len(days)
    if len(days) == 1 or length <= 1440 - (opens[0] * 60 + opens[1]):
        assert total == length * len(days)  # past midnight two days may touch, never overlap


texts = st.one_of(st.none(), st.integers(-5, 40), st.text(max_size=12))
dates = st.one_of(texts, st.dates().map(str))


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "freq": st.one_of(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", ""]), texts),
            "interval": texts,
            "byday": st.one_of(
                st.sampled_from(["MO,TU", "1SA", "-1FR,2MO", "5SU", "MO-FR"]), texts
            ),
            "weekday": texts,
            "bymonthday": st.one_of(st.sampled_from(["1", "31", "2,3", "-1"]), texts),
            "opens_at": st.one_of(st.times().map(str), texts),
            "closes_at": st.one_of(st.times().map(str), texts),
            "dtstart": dates,
            "valid_from": dates,
            "valid_to": dates,
            "until": dates,
            "count": texts,
        },
    )
)
def test_whatever_is_said_can_be_read_back(schedule):
    times = schedule_cells(schedule)
    assert bool(times.cells) == bool(parse(times.cells)) or times.left_out
    assert times.cells or times.left_out
