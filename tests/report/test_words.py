from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.report import words


def test_dates_do_not_follow_the_machine():
    assert words.day(date(2026, 11, 3)) == "Tue 3 Nov 2026"
    assert words.day(date(2028, 2, 29)) == "Tue 29 Feb 2028"


@pytest.mark.parametrize(
    ("month", "said"),
    [("2026-01", "January 2026"), ("2026-12", "December 2026"), ("2026-13", "2026-13"), ("", "")],
)
def test_months(month, said):
    assert words.month_name(month) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (30, "in 30 days"), (-1, "1 day ago"), (-9, "9 days ago")],
)
def test_days_until(days, said):
    assert words.days_until(date.fromordinal(740000 + days), date.fromordinal(740000)) == said


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [
        (0, "facility", "no facilities"),
        (1, "facility", "1 facility"),
        (2, "day", "2 days"),
        (2, "church", "2 churches"),
        (2, "person", "2 people"),
        (1200, "match", "1,200 matches"),
    ],
)
def test_count(n, noun, said):
    assert words.count(n, noun) == said


@pytest.mark.parametrize(
    ("pounds", "said"),
    [(0, "£0"), (5, "£5"), (8.5, "£8.50"), (1e6, "£1,000,000"), (-3, "-£3"), (2.999, "£3")],
)
def test_money(pounds, said):
    assert words.money(pounds) == said


@pytest.mark.parametrize(
    ("km", "said"),
    [(0, "under 500 m"), (0.5, "about 1 km"), (1.6, "about 2 km"), (12.4, "about 12 km")],
)
def test_distance(km, said):
    assert words.distance(km) == said


@given(st.floats(0, 1))
def test_only_certainty_is_a_hundred_per_cent(share):
    said = words.percent(share)
    assert (said == "100%") == (share == 1)
    assert (said == "0%") == (share == 0)


@given(st.text(max_size=400), st.integers(10, 200))
def test_shortened_text_fits(text, limit):
    assert len(words.shorten(text, limit)) <= limit


def test_short_text_is_left_alone():
    assert words.shorten("Żółć  i\nGęś") == "Żółć i Gęś"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("why", "Why."),
        ("Why?", "Why?"),
        ("“why?”", "“why?”"),
        ("it says “a room”", "It says “a room”."),
        ("etc…", "Etc…"),
        ("  ", ""),
        ("école", "École."),
    ],
)
def test_sentences_end(text, said):
    assert words.sentence(text) == said


def test_an_empty_list_is_nothing():
    assert words.listing([]) == ""
    assert words.listing(["", "a", ""]) == "a"
