"""What a place of a type is for."""

import pytest

from sap_match.recommend.facilities.activities import unfit


@pytest.mark.parametrize(
    ("type_", "purpose"),
    [
        ("Swimming pools", "Breakfast for veterans"),
        ("Outdoor tennis courts", "Choir rehearsal"),
        ("Grass pitches", "Interview practice in small groups"),
        ("Studios", "Wheelchair basketball for beginners"),
        ("meeting room", "Walking football indoors"),
        ("Squash courts", "Tai chi"),
    ],
)
def test_a_place_is_unfit_for_what_it_is_not_made_for(type_, purpose):
    assert unfit(type_, purpose)


@pytest.mark.parametrize(
    ("type_", "purpose"),
    [
        ("Swimming pools", "Swimming for women"),
        ("Grass pitches", "Walking football"),
        ("Sports halls", "Wheelchair basketball"),
        ("Sports halls", "Open meeting about the bus"),
        ("Studios", "Tai chi for people with Parkinson's"),
        ("village hall", "Badminton"),
        (None, "Anything"),
        ("observatory", "Basketball"),
        ("Artificial grass pitches", "Runners' club"),
    ],
)
def test_a_place_that_may_suit_is_not_refused(type_, purpose):
    assert unfit(type_, purpose) == ""


def test_a_word_counts_from_its_start_only():
    # "ski" is no part of "asking"; "fair" none of "unfair"
    assert unfit("ski slope", "Asking for help")
    assert unfit("Grass pitches", "Help with unfair dismissal")
