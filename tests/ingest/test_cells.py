"""Cells: text in, value or reason out."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.ingest.cells import Remark, columns_of, is_unknown, parse_moment, slug
from sap_match.model import TABLES


def parse(table, field, cell):
    return columns_of(table)[field].parse(cell)


@pytest.mark.parametrize("cell", ["", "  ", "NA", "n/a", "N/A", "-", "null", "Null", None, ()])
def test_unknown_is_written_in_many_ways(cell):
    assert is_unknown(cell)


@pytest.mark.parametrize("cell", ["0", "no", "none of us", "nationwide", ("", "x")])
def test_what_says_something_is_known(cell):
    assert not is_unknown(cell)


@pytest.mark.parametrize(
    ("table", "field", "cell", "value"),
    [
        ("organisations", "income", "£12,500.50", 12500.5),
        ("organisations", "income", "-200", -200.0),
        ("organisations", "employees", "1,200", 1200),
        ("organisations", "employees", "12.0", 12),
        ("organisations", "kind", " Voluntary ", "voluntary"),
        ("organisations", "suggest", "No", "no"),
        ("organisations", "suggest", "true", "yes"),
        ("organisations", "suggest", "ask", "ask"),
        ("organisations", "publish", "1", True),
        ("organisations", "publish", "N", False),
        ("organisations", "updated_on", "2026-02-28T09:30:00Z", date(2026, 2, 28)),
        ("areas", "kind", "Care Community", "care_community"),
        ("collaborations", "kind", "shared-facility", "shared_facility"),
        ("services", "themes", " food ;; advice; food", ("food", "advice")),
        ("offers", "checks", "dbs_enhanced;first_aid:2027-03-01",
         ("dbs_enhanced", "first_aid:2027-03-01")),
        ("needs", "checks_required", "none", ()),
        ("briefs", "kinds_wanted", "Public; business", ("public", "business")),
        ("bookings", "starts", "2026-11-03 18:00", datetime.fromisoformat("2026-11-03T18:00")),
        ("facilities", "latitude", "53.1", 53.1),
        ("facilities", "exceptions", "2026-12-20/2027-01-04", ("2026-12-20/2027-01-04",)),
    ],
)  # fmt: skip
def test_what_a_cell_means(table, field, cell, value):
    assert parse(table, field, cell) == (value, None)


@pytest.mark.parametrize(
    ("table", "field", "cell", "reason"),
    [
        ("organisations", "income", "about 12", "is no number"),
        ("organisations", "income", "1,2,3", "is no number"),
        ("organisations", "income", "1e999", "is no number"),
        ("organisations", "employees", "12.5", "is no whole number"),
        ("facilities", "capacity", "-3", "is below 0"),
        ("facilities", "latitude", "91", "is above 90"),
        ("facilities", "longitude", "-181", "is below -180"),
        ("organisations", "publish", "perhaps", "is neither yes nor no"),
        ("organisations", "kind", "charity", "is none of voluntary, business, public"),
        ("organisations", "updated_on", "31/12/2026",
         "is no date: write YYYY-MM-DD, here 2026-12-31"),
        ("organisations", "updated_on", "2026-02-30",
         "is no day of the calendar: write YYYY-MM-DD"),
        ("organisations", "updated_on", "2026-02-03Tsoon", "is no date: write YYYY-MM-DD"),
        ("bookings", "starts", "2026-11-03", "is no date and time: write YYYY-MM-DDTHH:MM"),
        ("briefs", "kinds_wanted", "public;other", "is none of voluntary, business, public"),
    ],
)  # fmt: skip
def test_what_is_not_understood_has_a_reason_and_no_value(table, field, cell, reason):
    value, given_reason = parse(table, field, cell)
    assert value in (None, ())
    assert given_reason == reason


def test_a_rule_in_a_list_of_times_keeps_its_own_semicolons():
    cell = "MO 09:00-12:00; RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00; WE 18:00-21:00"
    entries, reason = parse("services", "schedule", cell)
    assert reason is None
    assert entries == (
        "MO 09:00-12:00", "WE 18:00-21:00", "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00",
    )  # fmt: skip


def test_opening_times_in_plain_english_are_read_and_unclear_ones_are_not():
    assert parse("facilities", "availability", "Mon-Fri: 5pm-10pm")[0][0] == "MO 17:00-22:00"
    entries, reason = parse("facilities", "availability", "ask at the bar")
    assert entries == ()
    assert reason


def test_seven_digits_of_a_second_are_a_moment():
    moment, reason = parse_moment("2016-09-22T15:30:23.7460000Z")
    assert reason is None
    assert moment.year == 2016
    assert moment.microsecond == 746000


def test_every_field_of_every_record_has_a_parser_but_extra():
    for table, record in TABLES.items():
        assert set(columns_of(table)) == set(record.model_fields) - {"extra"}


@given(st.sampled_from([(t, c) for t in TABLES for c in columns_of(t)]), st.text(max_size=40))
def test_no_text_breaks_a_parser_and_what_it_gives_fits_the_record(column, text):
    table, name = column
    value, reason = parse(table, name, text)
    if reason is not None and not isinstance(reason, Remark):
        assert value in (None, ())
    elif value not in (None, ()):
        field = TABLES[table].__pydantic_validator__
        field.validate_assignment(TABLES[table].model_construct(), name, value)


@given(st.floats(min_value=0, max_value=1e12, allow_nan=False))
def test_a_number_is_read_back_as_it_was_written(number):
    assert parse("organisations", "income", repr(number)) == (number, None)
    assert parse("organisations", "income", f"£{number:,.2f}") == (round(number, 2), None)


def test_a_slug_has_no_spaces_or_signs():
    assert slug("  St. Mary's & All Saints' ") == "st-mary-s-all-saints"
