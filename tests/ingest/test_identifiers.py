from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.ingest.identifiers import (
    charity_id,
    charity_number,
    company_id,
    company_number,
    identifier,
    is_public,
    org_id,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1102003", "1102003"),
        (" 0512710 ", "512710"),
        ("Registered Charity No. 1102003", "1102003"),
        ("gb-chc-1102003", "1102003"),
        ("11020031", None),
        ("12345", None),
        ("000001", None),
        ("SC012345", None),
        ("NIC100123", None),
        ("", None),
        (None, None),
    ],
)
def test_charity_numbers_have_six_or_seven_digits(typed, number):
    assert charity_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("738693", "00738693"),
        ("00738693", "00738693"),
        ("ce8889", "CE008889"),
        ("RS007220", "RS007220"),
        ("IP1234R", "IP01234R"),
        ("SC 123456", "SC123456"),
        ("QQ123456", None),
        ("123456789", None),
        ("00000000", None),
        ("12A", None),
        ("in formation", None),
        (None, None),
    ],
)
def test_company_numbers_have_eight_characters(typed, number):
    assert company_number(typed) == number


def test_a_linked_charity_has_an_id_of_its_own():
    assert charity_id("210843") == "GB-CHC-210843"
    assert charity_id("210843", "0") == "GB-CHC-210843"
    assert charity_id("210843", "2") == "GB-CHC-210843-2"
    assert org_id("GB-CHC-210843-2") == "GB-CHC-210843-2"
    assert charity_id("soon", "2") is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("GB-COH-738693", "GB-COH-00738693"),
        ("gb-edu-106300", "GB-EDU-106300"),
        ("GB-SC-SC012345", "GB-SC-SC012345"),
        ("GB-COH-unknown", None),
        ("GB-CHC-", None),
        ("360G-trafford-be_active", None),
        ("XX-CHC-1102003", None),
        ("", None),
    ],
)
def test_org_ids_in_one_spelling(typed, expected):
    assert org_id(typed) == expected


def test_a_number_takes_its_list_from_scheme_or_words():
    assert identifier("GB-COH", "1234567", "Company number") == "GB-COH-01234567"
    assert identifier("", "1102003", "Charity number") == "GB-CHC-1102003"
    assert identifier(None, "GB-LAE-TRF") == "GB-LAE-TRF"
    assert identifier("GB-CHC", "pending") == "GB-CHC-pending"
    assert identifier(None, "A 12") == "A 12"
    assert identifier("GB-COH", "  ") is None


def test_councils_schools_and_the_nhs_are_public():
    assert [is_public(i) for i in ("GB-LAE-TRF", "GB-NHS-RM3", "GB-EDU-1", "GB-COH-1")] == [
        True,
        True,
        True,
        False,
    ]


@given(st.integers(min_value=100_000, max_value=9_999_999), st.text("0", max_size=3))
def test_padding_never_changes_a_charity(number, padding):
    assert charity_id(padding + str(number)) == f"GB-CHC-{number}"
    assert org_id(charity_id(str(number))) == f"GB-CHC-{number}"


@given(st.integers(min_value=1, max_value=99_999_999))
def test_a_company_reads_back_as_itself(number):
    found = company_id(str(number))
    assert found is not None
    assert org_id(found) == found
    assert len(found) == len("GB-COH-") + 8


@given(st.text(max_size=40))
def test_no_text_breaks_reading(text):
    for found in (org_id(text), charity_id(text), company_id(text)):
        assert found is None or org_id(found) == found
