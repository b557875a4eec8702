"""What is understood of a question: conditions, their words, and what is left as wanted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sap_match.errors import DataError
from sap_match.model import Area
from sap_match.similarity.search import Filters, Places, understand
from sap_match.similarity.search.ages import Ages, ages_written
from sap_match.similarity.search.facts import Facts
from sap_match.similarity.search.times import times_in

PLACES = Places(
    (
        Area(id="B", name="Borough East", kind="borough"),
        Area(id="C", name="Crewe", kind="town", parent_id="B", postcodes=("CW1 2", "CW1 3")),
        Area(id="M", name="Macclesfield", kind="town", parent_id="B", postcodes=("SK10",)),
        Area(id="S", name="Sale", kind="town", parent_id="B", postcodes=("M33",)),
        Area(id="W", name="West Crewe", kind="other", parent_id="C", postcodes=("CW2 6",)),
    )
)


def told(text, **options):
    asked = understand(text, PLACES, **options)
    return {c.kind: c.label for c in asked.conditions}, asked.wanted


def test_the_question_of_the_issue():
    labels, wanted = told("somewhere warm for my dad on Tuesdays, he uses a wheelchair")
    assert wanted == "somewhere warm"
    assert labels == {
        "age": "for somebody aged 18 and over",
        "day": "on Tuesdays",
        "access": "step-free",
        "who": "open to men",
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("choir on a Tuesday", "on Tuesdays"),
        ("choir tues or thurs", "on Tuesdays and Thursdays"),
        ("choir Mon-Fri", "on Mondays to Fridays"),
        ("choir at the weekend", "on Saturdays and Sundays"),
        ("choir on weekday mornings", "on Mondays to Fridays 6 am to noon"),
        ("choir wensday evening", "on Wednesdays 5 pm to midnight"),
        ("choir weekends, nothing on sundays", "on Saturdays"),
        ("choir after 6pm", "every day 6 pm to midnight"),
        ("choir on Thursdays between 10 and 12", "on Thursdays 10 am to noon"),
        ("clwb ar ddydd mawrth, dydd mawrth", "on Tuesdays"),
        ("szkoła w sobotę", "on Saturdays"),
    ],
)
def test_days_and_times(text, label):
    assert told(text)[0].get("day") == label


@pytest.mark.parametrize(
    "text", ["Good Friday service", "sat nav lessons", "can't sleep at night", "Sunday school"]
)
def test_what_is_no_day(text):
    assert "day" not in told(text)[0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("food parcel, nothing until Friday", "food parcel, nothing"),
        ("no money till next Friday evening", "no money"),
        ("I can't walk since last Monday", "I can't walk"),
        ("my sister died on Tuesday", "my sister died"),
        ("food parcel before the weekend", "food parcel"),
    ],
)
def test_a_day_up_to_which_something_lasts_is_no_condition(text, wanted):
    assert told(text) == ({}, wanted)


def test_a_day_beside_a_deadline_is_a_condition_still():
    assert told("food until Friday, lunch on Mondays")[0] == {"day": "on Mondays"}
    assert told("lunch from Monday to Friday")[0] == {"day": "on Mondays to Fridays"}
    assert told("open until late on Fridays")[0] == {"day": "on Fridays"}
    assert told("lunch until 2pm on Friday")[0] == {"day": "on Fridays midnight to 2 pm"}
    assert told("tea until Friday", ignore=("day",)) == ({}, "tea until Friday")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("free yoga", "free"),
        ("yoga, must be free", "free"),
        ("yoga no cost", "free"),
        ("food under £5", "at most £5"),
        ("lunch for less than a fiver", "at most £5"),
        ("I'm free on Tuesdays", None),
        ("gluten free cooking", None),
        ("step-free cafe", None),
        ("help with free school meals", None),
        ("something to do in my free time", None),
    ],
)
def test_costs(text, label):
    assert told(text)[0].get("cost") == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("lunch for my nan who is 84", "for age 84"),
        ("dad 72 needs company", "for age 72"),
        ("football for my 8 and 10 year olds", "for age 8 to 10"),
        ("autistic son of 9", "for age 9"),
        ("walk for over 60s", "for age 60 and over"),
        ("music for under fives", "for age up to 4"),
        ("lives alone, in her eighties", "for age 80 to 89"),
        ("clubs for kids", "for somebody aged up to 17"),
        ("sober 20 years", None),
        ("I've 3 kids and a job", None),
        ("mum and toddler group", None),
        ("at 7 pm", None),
    ],
)
def test_ages(text, label):
    assert told(text)[0].get("age") == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("lunch in crewe", "in Crewe"),
        ("lunch in West Crewe", "in West Crewe"),
        ("lunch near cw1 2ab", "in Crewe"),
        ("lunch SK10 1AA", "in Macclesfield"),
        ("lunch macclesfeild", "in Macclesfield"),
        ("help in sale with debt", "in Sale"),
        ("jumble sale", None),
        ("things for sale", None),
        ("lunch, not in Crewe", None),
    ],
)
def test_places(text, label):
    assert told(text)[0].get("area") == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("lunch, she can't do stairs", "step-free"),
        ("lunch with a hearing loop", "a hearing loop or sign language"),
        ("lunch, disabled toilet", "an accessible toilet"),
        ("wheelchair basketball", None),
        ("wheelchair hire", None),
        ("lunch, not in a wheelchair", None),
    ],
)
def test_access(text, label):
    assert told(text)[0].get("access") == label


def test_a_condition_can_be_switched_off_and_stays_wanted():
    labels, wanted = told("choir on Tuesdays in Crewe", ignore=("day",))
    assert labels == {"area": "in Crewe"}
    assert wanted == "choir on Tuesdays"


def test_what_is_set_replaces_what_is_said():
    labels, wanted = told("choir on Tuesdays", filters=Filters(day="Fri", cost=0))
    assert labels == {"day": "on Fridays", "cost": "free"}
    assert wanted == "choir"


def test_in_danger_nobody_is_taken_for_a_man():
    assert "who" not in told("my husband hits me, somewhere safe for my son")[0]


@pytest.mark.parametrize("text", ["", "   ", "?!"])
def test_an_empty_question_is_said_to_be_empty(text):
    with pytest.raises(DataError, match="the question is empty"):
        understand(text, PLACES)


def test_wrong_filters_name_what_is_near():
    with pytest.raises(DataError, match="no area has the name or id 'Crew'; the nearest are Crewe"):
        understand("tea", PLACES, filters=Filters(area="Crew"))
    with pytest.raises(DataError, match="'Blursday' is no day"):
        understand("tea", PLACES, filters=Filters(day="Blursday"))
    with pytest.raises(ValidationError):
        Filters(age=-1)
    with pytest.raises(ValidationError):
        Filters(wheelchair=True)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_understood_or_empty(text):
    if not any(c.isalnum() for c in text):
        return
    asked = understand(text, PLACES)
    assert asked.wanted
    assert repr(asked) == "Asked()"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("tue sat mon-fri weekends not except after 6pm 10-12 morning in "
                                "Crewe free under £5 wheelchair my dad 84 year old".split()),
                min_size=1, max_size=8))  # fmt: skip
def test_any_order_of_condition_words_is_read(words):
    text = "lunch " + " ".join(words)
    asked = understand(text, PLACES)
    assert len({(c.kind, c.label) for c in asked.conditions}) == len(asked.conditions)
    assert asked == understand(text, PLACES)


def test_times_by_hand():
    assert times_in("tea")[0] is None
    assert times_in("10am to 2pm on Saturday")[0].start == 600
    assert times_in("after school")[0].days == (0, 1, 2, 3, 4)


def test_ages_by_hand():
    assert ages_written("ages 11 to 16") == Ages(11, 16)
    assert ages_written("aged 16 and over") == Ages(16, 130)
    assert ages_written("under 18s") == Ages(0, 17)
    assert ages_written("over 300 families since 1994") is None


# -- where a record lies, and labels that prove nothing -------------------------------------

FREE = Places(
    (
        Area(id="C", name="Crewe", kind="town", postcodes=("CW1 3",)),
        Area(id="N", name="Nantwich", kind="town", postcodes=("CW5",)),
        Area(id="F", name="South patch", kind="other"),
    )
)


@pytest.mark.parametrize(
    ("asked", "areas", "postcode", "holds"),
    [
        ("CW1 2AB", ("F",), "CW1 2AB", True),
        ("CW1 2AB", ("N",), "CW1 2AB", True),
        ("CW1 2AB", ("F",), None, None),
        ("CW1 2AB", ("N",), None, False),
        ("CW1 3AB", ("N",), "CW1 3AB", True),
        ("Crewe", ("F",), None, None),
        ("Crewe", ("F",), "CW1 3AB", True),
        ("Crewe", ("F", "N"), None, False),
        ("Crewe", ("N",), "CW5 5AA", False),
    ],
)
def test_a_record_lies_where_its_postcode_is(asked, areas, postcode, holds):
    test = FREE.named(asked)
    facts = Facts(id="a", name="Choir", area_ids=areas, postcode=postcode)
    assert test.verdict(facts).holds is holds
