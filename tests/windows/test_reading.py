"""Schedule cells: what is read, what is refused, and that writing and reading agree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match import windows
from sap_match.errors import DataError
from sap_match.windows import Rule, Schedule, Window

RULE_TEXTS = (
    "FREQ=MONTHLY;BYDAY=1SA",
    "FREQ=MONTHLY;BYDAY=1MO,3TU",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;DTSTART=20260907",
    "FREQ=WEEKLY;BYDAY=SU;COUNT=6;DTSTART=20261004",
)


@st.composite
def any_window(draw):
    start = draw(st.integers(0, 1439))
    return Window(draw(st.integers(0, 6)), start, draw(st.integers(start + 1, 1440)))


@st.composite
def any_rule(draw):
    start = draw(st.integers(0, 1439))
    end = draw(st.integers(start + 1, max(1440, start + 1439)))
    return Rule(draw(st.sampled_from(RULE_TEXTS)), start, end)


any_schedule = st.builds(
    Schedule,
    st.lists(any_window(), max_size=8).map(tuple),
    st.lists(any_rule(), max_size=3).map(tuple),
)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("MO 09:00-12:00; WE 18:00-21:00", "MO 09:00-12:00; WE 18:00-21:00"),
        ("MO 09:00-12:00,13:00-17:00", "MO 09:00-12:00,13:00-17:00"),
        ("mo-we 9:00-10:00", "MO 09:00-10:00; TU 09:00-10:00; WE 09:00-10:00"),
        ("SA-MO 10:00-11:00", "MO 10:00-11:00; SA 10:00-11:00; SU 10:00-11:00"),
        ("Tues, Thursday 10:00-11:00", "TU 10:00-11:00; TH 10:00-11:00"),
        ("TU & TH 10:00-11:00", "TU 10:00-11:00; TH 10:00-11:00"),
        ("MO 09:00-10:00, WE 11:00-12:00", "MO 09:00-10:00; WE 11:00-12:00"),
        ("FR 22:00–24:00", "FR 22:00-24:00"),
        ("FR 22:00-00:00", "FR 22:00-24:00"),
        ("SU 22:00-02:00", "MO 00:00-02:00; SU 22:00-24:00"),
        ("weekends 00:00-24:00", "SA 00:00-24:00; SU 00:00-24:00"),
        ("MO 09:00-11:00; MO 10:00-12:00", "MO 09:00-12:00"),
        ("MO 09:00-10:00,10:00-11:00", "MO 09:00-11:00"),
        ("MO 09:00:00-10:00:00", "MO 09:00-10:00"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH 18:00-21:00", "TU 18:00-21:00; TH 18:00-21:00"),
        ("FREQ=DAILY 10:00-11:00", "; ".join(f"{day} 10:00-11:00" for day in
                                             ("MO", "TU", "WE", "TH", "FR", "SA", "SU"))),
        ("rrule:byday=1sa;freq=monthly 10:00-13:00",
         "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"),
        ("MO 09:00-10:00; FREQ=MONTHLY;BYDAY=1SA 10:00-13:00; TU 09:00-10:00",
         "MO 09:00-10:00; TU 09:00-10:00; RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"),
        ("FREQ=WEEKLY;BYDAY=TU;INTERVAL=2 18:00-21:00",
         "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00"),
        ("DTSTART:20260908T180000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00",
         "DTSTART:20260908 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;DTSTART=20260908 18:00-21:00",
         "DTSTART:20260908 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00"),
        ("FREQ=MONTHLY;BYDAY=-1FR 22:00-01:00", "RRULE:FREQ=MONTHLY;BYDAY=-1FR 22:00-01:00"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_cell_has_one_spelling(cell, written):
    schedule = windows.parse(cell)
    assert windows.format(schedule) == written
    assert windows.parse(written) == schedule


def test_a_list_cell_cut_inside_a_rule_is_put_together_again():
    cut = ["MO 09:00-12:00", "RRULE:FREQ=MONTHLY", "BYDAY=1SA 10:00-13:00"]
    assert windows.parse(cut) == windows.parse("; ".join(cut))
    assert len(windows.parse(cut).rules) == 1


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("MO 09:00", "not understood"),
        ("MO", "no times"),
        ("09:00-12:00", "no day"),
        ("XX 09:00-12:00", "'XX' is no day"),
        ("MO-TU-WE 09:00-12:00", "is no day"),
        ("MO 9am-12pm", "not understood"),
        ("MO 09:00-25:00", "'25:00' is no time of day"),
        ("MO 09:75-10:00", "'09:75' is no time of day"),
        ("MO 09:00-09:00", "ends when it begins"),
        ("MO 24:00-02:00", "ends when it begins"),
        ("MO 09:00-12:00 and then", "'then' is no day"),
        ("RRULE:FREQ=MONTHLY;BYDAY=1SA", "no times after it"),
        ("FREQ=HOURLY;BYDAY=MO 09:00-10:00", "FREQ cannot be 'HOURLY'"),
        ("FREQ=MONTHLY;BYHOUR=9;BYDAY=1SA 09:00-10:00", "BYHOUR is not understood"),
        ("FREQ=MONTHLY 09:00-10:00", "names no day"),
        ("BYDAY=MO 09:00-10:00", "has no FREQ"),
        ("FREQ=WEEKLY;BYDAY=1SA 09:00-10:00", "numbered day"),
        ("FREQ=MONTHLY;BYDAY=9SA 09:00-10:00", "BYDAY cannot be '9SA'"),
        ("FREQ=DAILY;COUNT=5 09:00-10:00", "COUNT needs a first day"),
        ("FREQ=DAILY;DTSTART=20260101;COUNT=5;UNTIL=20260201 09:00-10:00", "COUNT or UNTIL"),
        ("FREQ=DAILY;DTSTART=20260230 09:00-10:00", "is no date"),
        ("FREQ=DAILY;FREQ=WEEKLY;BYDAY=MO 09:00-10:00", "no part of a rule"),
        ("FREQ=YEARLY;BYDAY=1MO 09:00-10:00", "needs BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 09:00-10:00", "no such day in these months"),
        ("FREQ=MONTHLY;BYDAY=2MO;BYMONTHDAY=1 09:00-10:00", "no day fits"),
        ("FREQ=DAILY;INTERVAL=7;DTSTART=20261102;BYDAY=TU 09:00-10:00", "no day fits"),
        ("MO 09:00-10:00;" * 500, "characters long"),
    ],
)
def test_what_cannot_be_read_is_said_with_an_example(cell, said):
    with pytest.raises(DataError, match=said) as caught:
        windows.parse(cell)
    assert isinstance(caught.value, ValueError)
    assert caught.value.value
    if "characters" not in said and "fits" not in said and "date" not in said:
        assert "write e.g." in str(caught.value)


@given(any_schedule)
def test_reading_what_was_written_gives_the_same(schedule):
    assert windows.parse(windows.format(schedule)) == schedule


@given(st.lists(any_window(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_windows_does_not_matter(given_windows, random):
    shuffled = random.sample(given_windows, len(given_windows))
    first, second = Schedule(tuple(given_windows)), Schedule(tuple(shuffled))
    assert (first, hash(first)) == (second, hash(second))
    minutes = {(w.weekday, m) for w in given_windows for m in range(w.start, w.end)}
    assert windows.weekly_minutes(first) == len(minutes)


@settings(max_examples=200)
@given(st.text(alphabet="MOTUWE SA-,;:0129RFQ=BYDLT\n&", max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        schedule = windows.parse(text)
    except DataError:
        return
    assert windows.parse(windows.format(schedule)) == schedule


@pytest.mark.parametrize("wrong", [(7, 0, 60), (0, 60, 60), (0, 0, 1441), (-1, 0, 1)])
def test_a_window_outside_the_day_is_refused(wrong):
    with pytest.raises(ValueError, match="no window"):
        Window(*wrong)


def test_a_rule_that_counts_from_nowhere_says_so():
    assert windows.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00").needs_start
    dated = "DTSTART:20260908 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 18:00-21:00"
    assert not windows.parse(dated).needs_start
    assert not windows.parse("MO 09:00-10:00").needs_start
