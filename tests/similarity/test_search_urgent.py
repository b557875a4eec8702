"""Words of crisis: what must bring urgent help first, and what must not cry wolf."""

import re
from datetime import date

import pytest

from sap_match.similarity.search import LINES, READ_ON, urgencies

CRISES = [
    ("nie chcę już żyć", "suicide and self-harm"),
    ("moja córka jest bita przez męża", "abuse at home"),
    ("I feel suicidal", "suicide and self-harm"),
    ("I want to hurt myself", "suicide and self-harm"),
    ("I AM GOING TO KILL MYSELF", "suicide and self-harm"),
    ("i don't want to be here anymore", "suicide and self-harm"),
    ("i don’t want to live", "suicide and self-harm"),
    ("I'm not suicidal but I want to die", "suicide and self-harm"),
    ("i'm a volunteer and I feel suicidal", "suicide and self-harm"),
    ("my son is self harming", "suicide and self-harm"),
    ("I can't go on", "suicide and self-harm"),
    ("in crisis and nobody answers", "suicide and self-harm"),
    ("chcę umrzeć", "suicide and self-harm"),
    ("taken too many pills", "overdose"),
    ("my daughter took an overdose", "overdose"),
    ("he stopped breathing", "danger to life"),
    ("my husband hits me", "abuse at home"),
    ("my boyfriend is controlling and I am scared", "abuse at home"),
    ("my husband controls me", "abuse at home"),
    ("he's so controlling", "abuse at home"),
    ("she won't let me see my family", "abuse at home"),
    ("my ex scares me", "abuse at home"),
    ("chest pains", "danger to life"),
    ("pain in my chest", "danger to life"),
    ("my mum has collapsed", "danger to life"),
    ("i can't breathe", "danger to life"),
    ("she won't wake up", "danger to life"),
    ("I'm going to hurt someone", "danger to life"),
    ("i want to kill him", "danger to life"),
    ("being hit at home", "abuse at home"),
    ("scared of my husband", "abuse at home"),
    ("domestic abuse", "abuse at home"),
    ("mąż mnie bije", "abuse at home"),
    ("i was raped", "sexual violence"),
    ("child at risk", "a child at risk"),
    ("my neighbour's children are being neglected", "a child at risk"),
    ("my dad hits me", "a child at risk"),
    ("carer stealing from my mum", "an older person at risk"),
    ("they took my passport and make me work", "forced or trafficked"),
    ("homeless tonight", "nowhere to stay"),
    ("ive nowhere to sleep tonight", "nowhere to stay"),
    ("kicked out by my dad", "nowhere to stay"),
    ("sleeping in my car", "nowhere to stay"),
    ("no food today", "no food"),
    ("we haven't eaten for two days", "no food"),
    ("the kids are hungry", "no food"),
    ("nie mam co jeść", "no food"),
    ("i can smell gas", "gas"),
]

FALSE_ALARMS = [
    "suicide bereavement group volunteers",
    "suicide prevention training",
    "volunteer for a domestic abuse charity",
    "housing crisis grant",
    "cost of living crisis help",
    "not suicidal, only lonely",
    "kill myself laughing at comedy nights",
    "unconscious bias training",
    "controlling weeds on my allotment",
    "my dad controls the choir's sound desk",
    "our roof has collapsed, who gives grants",
    "breathing class",
    "chest freezer for the pantry",
    "the youth club collapsed last year",
    "I don't want to hurt my knee at yoga",
    "help to keep fit",
    "hungry for learning",
    "support after being hit by a car",
    "he beats me at chess",
    "my son is fighting cancer",
    "dog grooming",
    "children at risk of exclusion",
    "volunteering with homeless people",
    "help for people sleeping rough, can I donate",
    "food bank volunteer",
    "food hygiene course",
    "no food allowed",
    "my dad had a stroke last year",
    "cannot go on the bus",
    "refugee support",
    "somewhere warm for my dad on Tuesdays, he uses a wheelchair",
    "lunch club",
]


@pytest.mark.parametrize(("words", "theme"), CRISES, ids=lambda v: v)
def test_words_of_crisis_are_known(words, theme):
    assert theme in [u.theme for u in urgencies(words)]


@pytest.mark.parametrize(("words", "theme"), CRISES, ids=lambda v: v)
def test_shouting_and_wrapping_change_nothing(words, theme):
    wrapped = f"Hello,  {words.upper()}\nplease help"
    assert theme in [u.theme for u in urgencies(wrapped)]


@pytest.mark.parametrize("words", FALSE_ALARMS)
def test_what_only_sounds_like_a_crisis(words):
    assert urgencies(words) == ()


def test_two_troubles_are_both_told_the_gravest_first():
    found = [u.theme for u in urgencies("my husband hits me and I have nowhere to go tonight")]
    assert found == ["abuse at home", "nowhere to stay"]


def test_every_kind_has_lines_that_can_be_reached():
    for theme, lines in LINES.items():
        assert lines, theme
        for line in lines:
            assert line.name
            assert line.purpose
            assert line.hours
            reached = re.search(r"\d{3}|\.org|own number", line.contact)
            assert reached, line


def test_the_lines_are_those_that_everybody_knows():
    told = {line.name.split(" (")[0]: line.contact for lines in LINES.values() for line in lines}
    assert told["Emergency services"] == "999"
    assert told["NHS mental health crisis"] == "111, option 2"
    assert told["Samaritans"] == "116 123"
    assert told["National Domestic Abuse Helpline"] == "0808 2000 247"
    assert told["Childline"] == "0800 1111"
    assert told["Shelter"] == "0808 800 4444"


def test_the_list_is_dated_and_suicide_begins_with_999():
    assert date(2026, 1, 1) < READ_ON
    assert LINES["suicide and self-harm"][0].contact == "999"
