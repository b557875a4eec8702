"""Plain English for reasons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.recommend.quoting import label
from sap_match.recommend.wording import (
    day_of,
    distance,
    listing,
    money,
    month_of,
    sentence,
    shortened,
)


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c", "d"], "a, b, c and d"),
        (["a, of b", "c"], "a, of b; and c"),
    ],
)
def test_a_list_as_people_say_it(items, said):
    assert listing(items) == said
    assert listing(items, joiner="or") == said.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (0, "under 100 m"),
        (0.0999, "under 100 m"),
        (0.1, "about 100 m"),
        (0.949, "about 900 m"),
        (0.95, "0.9 km"),
        (1, "1.0 km"),
        (9.94, "9.9 km"),
        (9.96, "10 km"),
        (10, "10 km"),
        (31.5, "32 km"),
    ],
)
def test_a_distance_as_people_say_it(km, said):
    assert distance(km) == said


@given(st.floats(0, 300))
def test_no_distance_is_far_from_what_was_measured(km):
    said = distance(km)
    told = {"under 100 m": 0.05}.get(said)
    if told is None:
        number = float(said.split()[-2])
        told = number / 1000 if said.endswith(" m") else number
    assert told == pytest.approx(km, rel=0.07, abs=0.051)


def test_money_and_days():
    assert money(0.4) == "£0"
    assert money(1234567.5) == "£1,234,568"
    assert month_of(date(2024, 1, 31)) == "January 2024"
    assert day_of(date(2026, 11, 3)) == "3 November 2026"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("  ", ""),
        ("we meet", "We meet."),
        ("Why?", "Why?"),
        ("It says “yes”", "It says “yes”"),
        ("£5 a week", "£5 a week."),
    ],
)
def test_one_sentence_has_one_full_stop(text, said):
    assert sentence(text) == said
    assert sentence(said) == said


@given(st.text(alphabet="ab ,.–\n", max_size=60), st.integers(5, 40))
def test_what_is_shortened_fits_and_breaks_at_words(text, width):
    found = shortened(text, width)
    whole = " ".join(text.split())
    assert len(found) <= width
    if len(whole) <= width:
        assert found == whole
    else:
        assert found.endswith("…")
        assert whole.startswith(found[:-1])


def test_a_name_is_said_without_contact_details_and_else_as_it_is():
    assert label("Knit & Natter – St. Luke's") == "Knit & Natter – St. Luke's"
    assert label("Knit & Natter (ring 01632 960123)") == "Knit & Natter"
    assert label("01632 960123") == ""
