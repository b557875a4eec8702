"""Conditions of owners: what is refused, asked, left to the officer, or left out."""

import pytest

from sap_match.recommend.facilities.conditions import (
    clashes,
    left_out,
    questions,
    read_conditions,
)


def refused(conditions, purpose, description=""):
    found = clashes(read_conditions(conditions, description), purpose)
    return [c.words for c, _ in found if c.effect == "refuse"]


@pytest.mark.parametrize(
    ("conditions", "purpose", "words"),
    [
        ("No alcohol", "Quiz with a licensed bar", "no alcohol"),
        ("no alcohol, no gambling", "Cheese and wine evening", "no alcohol"),
        ("Alcohol is not permitted", "Fundraising disco", "no alcohol"),
        ("no smoking or alcohol", "Gin tasting", "no alcohol"),
        ("no loud music", "Teenage disco", "no loud music or noise"),
        ("No amplified music", "Brass band rehearsal", "no loud music or noise"),
        ("no alcohol, food or loud music", "Drumming circle", "no loud music or noise"),
        ("no food", "Community lunch", "no food"),
        ("No hot food, please", "Soup and company", "no food"),
        ("charities and community groups only; no parties", "Birthday party", "no parties"),
        ("no gambling", "Charity casino night", "no gambling"),
        ("No dogs", "Puppy training", "no dogs"),
        ("no ball games", "Indoor football", "no ball games"),
    ],
)
def test_a_purpose_that_plainly_conflicts_is_refused(conditions, purpose, words):
    assert words in refused(conditions, purpose)


@pytest.mark.parametrize(
    ("conditions", "purpose"),
    [
        ("No alcohol", "Alcohol recovery group"),
        ("No alcohol", "Alcoholics Anonymous"),
        ("No alcohol", "Alcohol-free social evening"),
        ("No alcohol", "Snack bar for carers"),
        ("No alcohol", "Barbershop singing"),
        ("No alcohol", "Open meeting about the bus"),
        ("no parties", "Meeting of a political party"),
        ("no food", "Food bank collection"),
        ("no dogs", "Meeting of assistance dog owners"),
        ("no gambling", "Gambling harm support group"),
        ("licensed bar by arrangement", "Wine tasting"),
        ("loud music welcome", "Disco"),
    ],
)
def test_what_only_seems_to_conflict_is_not_refused(conditions, purpose):
    assert refused(conditions, purpose) == []


def test_a_description_may_set_a_condition():
    assert refused("", "Karaoke", "Glass wall to the garden; no amplified music.")
    assert not refused("", "Karaoke", "Bring your own music.")


@pytest.mark.parametrize(
    ("conditions", "purpose", "word"),
    [
        ("no religious or political use", "Friday prayers", "prayers"),
        ("Non-religious use only", "Bible study", "bible"),
        ("no political meetings", "Hustings for the election", "hustings"),
        ("women only", "Men's shed", "men"),
    ],
)
def test_what_touches_a_protected_characteristic_goes_to_the_officer(conditions, purpose, word):
    found = clashes(read_conditions(conditions), purpose)
    assert [(c.effect, w) for c, w in found if c.effect == "officer"] == [("officer", word)]
    assert refused(conditions, purpose) == []


def test_what_a_group_must_show_is_asked_and_the_rest_is_quoted():
    found = read_conditions(
        "Safeguarding policy required; public liability insurance; £50 deposit; shoes off"
    )
    told = questions(found, "Upper Room", "Soup Circle")
    assert told[0] == "that Soup Circle can show a safeguarding policy, which Upper Room asks for"
    assert told[1:3] == [
        "that Soup Circle is insured, which Upper Room asks for",
        "that Soup Circle can pay the deposit that Upper Room asks for",
    ]
    assert told[3].startswith("that Soup Circle can accept “shoes off”")


@pytest.mark.parametrize("empty", ["", "enquire", "None", "n/a", "by arrangement"])
def test_words_that_set_no_condition_are_not_asked_about(empty):
    assert questions(read_conditions(empty), "Hall", "Club") == []


def test_times_in_a_condition_are_not_cut():
    assert read_conditions("Open Mon-Fri 6.30am-9pm").rest == ("Open Mon-Fri 6.30am-9pm",)


@pytest.mark.parametrize(
    ("site", "why"),
    [
        ({"type_": "Vacant land"}, "vacant land"),
        ({"type_": "Land"}, "vacant land"),
        ({"name": "Land at Moss Lane"}, "vacant land"),
        ({"status": "Vacant"}, "vacant"),
        ({"name": "Derelict mill"}, "derelict"),
        ({"conditions": "Private Use"}, "for private use"),
        ({"description": "Not available for hire."}, "for private use"),
        ({"description": "Closed for repairs after the flood."}, "closed for repairs"),
        ({"description": "Permanently closed"}, "permanently closed"),
    ],
)
def test_a_site_that_is_nothing_to_lend_is_left_out(site, why):
    empty = dict.fromkeys(("status", "type_", "conditions", "name", "description"), "")
    assert left_out(**{**empty, **site}) == why


@pytest.mark.parametrize(
    "site",
    [
        {"description": "No longer derelict: a bright room."},
        {"description": "Was derelict until 2015."},
        {"name": "Private dining room"},
        {"name": "Landmark Centre"},
        {"name": "Highland Hall"},
        {"description": "Closed for lunch."},
        {"type_": "village hall"},
    ],
)
def test_a_place_in_use_is_not_left_out(site):
    empty = dict.fromkeys(("status", "type_", "conditions", "name", "description"), "")
    assert left_out(**{**empty, **site}) == ""
