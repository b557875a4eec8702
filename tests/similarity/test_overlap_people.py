"""For whom a service is, as its columns and its words say it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.model import Service
from sap_match.similarity.overlap.audience import audience_of, shared_groups, stages_of
from sap_match.similarity.overlap.provision import doors_of, is_open, operators_of, reach_of


def people(text="", name="Thing", **more):
    return audience_of(
        Service(id="s", organisation_id="o", name=name, description=text or None, **more)
    )


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Therapy for young people aged 13 to 25 years.", (13, 25)),
        ("Advice between 13 and 19 years old.", (13, 19)),
        ("For adults (aged 18 years and above).", (18, math.inf)),
        ("Gentle moves for over 50s.", (50, math.inf)),
        ("Anybody over 60 may come.", (60, math.inf)),
        ("Play for under-fives.", (0, 4)),
        ("Football for under 18s", (0, 17)),
        ("Ages 11 to 18.", (11, 18)),
        ("60+ tea", (60, math.inf)),
        ("We have over 40 volunteers and 12 to 15 meetings.", None),
        ("Open from 10 to 12 noon, Mondays.", None),
        ("Aged 25 to 13.", None),
        ("", None),
    ],
)
def test_ages_in_words(text, ages):
    assert people(text).ages == ages


@pytest.mark.parametrize(
    ("low", "high", "ages"),
    [(60, None, (60, math.inf)), (None, 11, (0, 11)), (18, 11, None), (None, None, None),
     (200, None, None), (0, 0, (0, 0))],
)  # fmt: skip
def test_ages_in_columns_make_sense_or_are_unknown(low, high, ages):
    assert people(minimum_age=low, maximum_age=high).ages == ages


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Working with South Asian women.", {"South Asian people", "women"}),
        ("Sessions for men and women.", set()),
        ("For parents and carers of toddlers.", set()),
        ("For those who care for a relative.", {"carers"}),
        ("A hall with disabled access and a hearing loop.", set()),
        ("Help whose memory fails: dementia and Alzheimer's.", {"people with dementia"}),
        ("Everything is for former members of the armed forces.", {"veterans"}),
        ("Advice. " + "Long words follow here. " * 30 + "Carers and veterans also come.", set()),
        ("Advice. " + "Long words follow here. " * 30 + "For veterans only.", {"veterans"}),
        ("Carers, veterans, refugees, students and farmers come.", set()),
    ],
)
def test_groups_in_words(text, groups):
    assert set(people(text).groups) == groups


def test_audiences_in_a_column_come_before_themes_and_words():
    found = people("Older people bake.", audiences=("children",), themes=("older people",))
    assert found.stages == {"small children", "children"}


def test_a_label_that_leaves_nobody_out_is_not_narrowed_by_the_text():
    found = people("We help veterans and carers.", audiences=("Anyone who is homeless",))
    assert found.everyone
    assert found.groups == frozenset()
    assert not people("x", audiences=("Anyone over 18",)).everyone


def test_a_label_of_its_own_means_what_it_says():
    assert people(audiences=("boaters",)).others == {"boaters"}


def test_codes_and_names_of_languages_are_one():
    assert people(languages=("pl",)).languages == people(languages=("Polish",)).languages
    assert people(name="Polski klub").languages == {"Polish"}
    assert people(languages=("Klingon",)).languages == {"klingon"}


def test_the_wider_group_holds_the_narrower():
    assert shared_groups(frozenset({"Black people"}), frozenset({"ethnic minorities"}))
    assert not shared_groups(frozenset({"Black people"}), frozenset({"South Asian people"}))


@given(st.floats(0, 120), st.floats(0, 120))
def test_every_age_has_a_stage(one, two):
    assert stages_of((min(one, two), max(one, two)))


@given(st.text(max_size=200), st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_can_be_read(text, name, labels):
    found = people(text, name=name.strip() or "x", audiences=tuple(labels))
    assert found == people(text, name=name.strip() or "x", audiences=tuple(labels))
    assert found.declared <= found.groups


@pytest.mark.parametrize(
    ("text", "doors"),
    [
        ("Twelve sessions; nine weeks' wait.", {"waiting list"}),
        ("No referral, no waiting list.", set()),
        ("There is a waiting list.", {"waiting list"}),
        ("On referral from a GP.", {"referral only"}),
        ("By referral or self-referral.", set()),
        ("We are currently full.", {"full"}),
        ("A fully furnished room, full of light.", set()),
    ],
)
def test_what_stands_before_coming(text, doors):
    assert set(doors_of(text)) == doors


@pytest.mark.parametrize(
    ("status", "text", "runs"),
    [
        (None, "", True),
        ("Active", "", True),
        ("inactive", "", False),
        ("Temporarily closed", "", False),
        ("", "The club closed in 2020.", False),
        ("", "It is no longer running.", False),
        ("", "Closed on bank holidays.", True),
    ],
)
def test_what_runs(status, text, runs):
    assert is_open(status, text) is runs


def test_who_need_not_come_to_a_place():
    assert reach_of("A national helpline") == "remote"
    assert reach_of("Volunteers visit people at home") == "travels"
    assert reach_of("We visit castles") == ""


def test_who_runs_a_thing_may_stand_in_brackets():
    assert operators_of("Club (Sale Help)", "X") & operators_of("Y", "Sale Help")
    assert not operators_of("Club (closed)", "X") & operators_of("Group (closed)", "Y")
