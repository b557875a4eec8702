"""When two timetables are both open."""

from datetime import date, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match import windows
from sap_match.windows import Schedule, Window, common, overlap_minutes, parse

START, END = date(2026, 3, 1), date(2026, 4, 30)  # the clocks change within
RULES = (
    "",
    "FREQ=MONTHLY;BYDAY=1SA,3MO 10:00-13:00",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-23:00",
    "FREQ=MONTHLY;BYMONTHDAY=15 09:00-17:00",
    "FREQ=WEEKLY;BYDAY=SU;COUNT=3;DTSTART=20260301 22:00-02:00",
)


@st.composite
def any_schedule(draw):
    weekly = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, 1439))
        weekly.append(Window(draw(st.integers(0, 6)), start, draw(st.integers(start + 1, 1440))))
    return Schedule(tuple(weekly), parse(draw(st.sampled_from(RULES))).rules)


@pytest.mark.parametrize(
    ("one", "two", "minutes"),
    [
        ("TU 10:00-14:00", "TU 13:00-20:00", 60),
        ("TU 10:00-14:00", "WE 10:00-14:00", 0),
        ("MO-FR 09:00-17:00", "TU 08:00-10:00,16:00-18:00; SA 09:00-17:00", 120),
        ("TU 10:00-11:00", "TU 11:00-12:00", 0),
        ("", "daily 00:00-24:00", 0),
    ],
)
def test_minutes_a_week(one, two, minutes):
    assert overlap_minutes(parse(one), parse(two)) == minutes


def test_minutes_between_dates_count_rules_too():
    monthly, saturdays = parse("FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"), parse("SA 09:00-12:00")
    assert overlap_minutes(monthly, saturdays) == 0
    assert overlap_minutes(monthly, saturdays, start=START, end=END) == 2 * 120
    with pytest.raises(ValueError, match="both start and end"):
        overlap_minutes(monthly, saturdays, start=START)


def test_a_rule_is_narrowed_to_the_other_side_s_hours():
    monthly = parse("FREQ=MONTHLY;BYDAY=1SA,2TU 10:00-13:00")
    assert windows.format(common(monthly, parse("SA 09:00-12:00"))) == (
        "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-12:00"
    )
    assert common(monthly, monthly) == monthly
    assert not common(monthly, parse("SU 09:00-12:00"))


@settings(deadline=None, max_examples=60)
@given(any_schedule(), any_schedule())
def test_overlap_is_the_same_from_both_sides(a, b):
    assert overlap_minutes(a, b) == overlap_minutes(b, a)
    both_ways = [overlap_minutes(x, y, start=START, end=END) for x, y in ((a, b), (b, a))]
    assert both_ways[0] == both_ways[1]
    assert common(a, b) == common(b, a)


@settings(deadline=None, max_examples=60)
@given(any_schedule(), any_schedule())
def test_what_is_common_lies_in_both(a, b):
    shared = windows.expand(common(a, b), START, END)
    for side in (a, b):
        assert windows.subtract(shared, windows.expand(side, START, END)) == []
    assert windows.weekly_minutes(common(a, b)) == overlap_minutes(a, b)


@given(any_schedule())
def test_with_itself_all_is_common(a):
    assert overlap_minutes(a, a) == windows.weekly_minutes(a)
    assert common(a, a).windows == a.windows


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        (
            "FREQ=MONTHLY;BYDAY=1SA",
            "FREQ=MONTHLY;BYDAY=-1FR,2TU",
            "FREQ=MONTHLY;BYMONTHDAY=-1,15",
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH;DTSTART=20250106",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO",
            "FREQ=DAILY;INTERVAL=10;DTSTART=20250101",
            "FREQ=DAILY;INTERVAL=10",
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,WE;WKST=SU",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA",
        )
    ),
    st.dates(date(2025, 2, 1), date(2030, 1, 1)),
    st.integers(0, 400),
)
def test_days_of_a_rule_are_those_that_dateutil_gives(text, start, length):
    end = start + timedelta(days=length)
    slots = windows.expand(parse(f"{text} 10:00-11:00"), start, end)
    body, _, first = text.partition(";DTSTART=")
    begin = first or ("19700105" if "INTERVAL" in text else "20250101")
    oracle = rrulestr(f"DTSTART:{begin}T000000\nRRULE:{body}")
    expected = {moment.date() for moment in oracle.xafter(oracle[0], inc=True, count=3000)
                if start <= moment.date() <= end}  # fmt: skip
    assert {slot.start.date() for slot in slots} == expected
