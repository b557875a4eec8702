"""How a reason begins and which question comes first follow from facts of the two."""

import pytest

from sap_match.recommend.pair_words import first_step, opening, speakers
from tests.builders import landscape, org, service

COOK = "Hot lunch, pudding and baking for older people in the village hall."
DRIVE = "Lifts in a minibus, to lunch, pudding, chiropody and market."
CROWD = [org(f"o{i:02}", f"Model railway number {i} and its signal box.") for i in range(30)]


def told(*more, left=COOK, right=DRIVE, shared=("lunch", "pudding"), known=(), **sides):
    land = landscape(org("ash", left, **sides.get("ash", {})),
                     org("birch", right, **sides.get("birch", {})), *more)  # fmt: skip
    ash, birch = land.profile("ash"), land.profile("birch")
    return opening(land, shared, ash, birch), first_step(land, ash, birch, None, shared, known)


def test_how_a_reason_begins_follows_from_how_many_speak_of_what():
    assert told()[0].startswith("Both speak of lunch and pudding: Ash Group, “")
    one = told(shared=("pudding",))[0]
    assert one.startswith("Ash Group speaks of pudding (“")
    assert "), and so does Birch Group (“" in one
    rare = {
        "left": "Hot dinners at noon.",
        "right": "Hot dinners by bike.",
        "shared": ("hot dinners",),
    }
    assert told(**rare)[0].startswith("Ash Group speaks of hot dinners"), "too few to count"
    alone = told(*CROWD, **rare)[0]
    assert alone.startswith("Of 32 organisations these two alone speak of hot dinners: Ash Group")
    third = told(*CROWD, org("elm", "A hot dinner on Sundays."), **rare)[0]
    assert third.startswith("Only 3 of 33 organisations speak of hot dinners: ")
    many = told(*CROWD, *(org(f"e{i}", "A hot dinner.") for i in range(4)), **rare)[0]
    assert many.startswith("Ash Group speaks of hot dinners")
    assert told(shared=())[0] == ""


ADVISE = "Debt advice by trained advisers, in confidence."


@pytest.mark.parametrize(
    "lack",
    [
        "We need someone who can give debt advice.",
        "The club is still looking for debt advice. They are looking for debt advice.",
        "Wanted: debt advice on Fridays.",
    ],
)
def test_a_need_of_one_side_is_not_told_as_a_likeness(lack):
    one = told(left=lack, right=ADVISE, shared=("debt advice",))[0]
    other = told(left=ADVISE, right=lack, shared=("debt advice",))[0]
    assert one.startswith("Ash Group has a need (“")
    assert other.startswith("Birch Group has a need (“")
    assert "and Birch Group speaks of debt advice (“Debt advice by trained advisers" in one
    both = told(left=lack, right=lack, shared=("debt advice",))[0]
    assert both.startswith("Both look for debt advice: Ash Group, “")
    other = told(left="Debt advice in a church that has no lift.", right=ADVISE,
                 shared=("debt advice",))[0]  # fmt: skip
    assert other.startswith("Ash Group speaks of debt advice"), "another thing is lacking"
    people = told(left="For families who need debt advice in the hall.", right=ADVISE,
                  shared=("debt advice",))[0]  # fmt: skip
    assert people.startswith("Ash Group speaks of debt advice"), "what others need is no lack"


def test_who_speaks_of_a_thing_is_counted_in_any_of_its_forms():
    land = landscape(*CROWD, org("a", "Hot dinners."), org("b", "A dinner, hot."))
    assert speakers(land, "hot dinner") == 2
    assert speakers(land, "cold dinner") == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (
            {"maximum_age": 11, "name": "Cubs' lunch"},
            {"minimum_age": 12, "name": "Teen lunch"},
            (
                "Ask Ash Group where those go who grow out of Cubs' lunch (up to 11), and whether "
                "Teen lunch (from 12) would have them."
            ),
        ),
        (
            {"maximum_age": 2, "name": "Baby lunch"},
            {"maximum_age": 4, "name": "Toddler lunch"},
            (
                "Ask Ash Group whether it would tell the people at Baby lunch about Toddler "
                "lunch, and ask Birch Group the same the other way round."
            ),
        ),
        (
            {"schedule": ("TU 12:00-14:00",), "name": "Tuesday lunch"},
            {"schedule": ("TH 12:00-14:00", "FR 12:00-14:00"), "name": "Late lunch"},
            (
                "Ask Ash Group whether those who come to Tuesday lunch on Tuesdays would come to "
                "Late lunch on Thursdays and Fridays, and Birch Group the other way round."
            ),
        ),
        (
            {"schedule": ("TU 12:00-14:00",), "name": "Tuesday lunch"},
            {"schedule": ("TU 12:00-14:00",), "name": "Other lunch"},
            (
                "Ask Ash Group whether it would tell the people at Tuesday lunch about Other "
                "lunch, and ask Birch Group the same the other way round."
            ),
        ),
        (
            {"maximum_age": 14, "name": "Summer lunch"},
            {"minimum_age": 50, "name": "Senior lunch"},
            (
                "Ask Ash Group whether it would tell the people at Summer lunch about Senior "
                "lunch, and ask Birch Group the same the other way round."
            ),
        ),
        ({"name": "Tuesday lunch"}, None, "Ask Birch Group whom it would send to Tuesday lunch."),
        (None, {"name": "Late lunch"}, "Ask Ash Group whom it would send to Late lunch."),
    ],
    ids=[
        "next age",
        "no first age",
        "other days",
        "same day",
        "ages far apart",
        "mine alone",
        "theirs alone",
    ],
)
def test_the_first_question_follows_from_the_two_services(mine, theirs, said):
    more = [service("s", "ash", **mine)] if mine else []
    more += [service("t", "birch", **theirs)] if theirs else []
    assert told(*more)[1] == said


def test_without_services_who_knows_both_then_who_is_larger_then_the_words():
    assert told(known=("Hub",))[1] == (
        "Ask Hub, who has worked with both, what Ash Group and Birch Group could do for each other."
    )
    rich = {"ash": {"income": 90_000}, "birch": {"income": 9_000}}
    assert told(**rich)[1] == (
        "Ask Ash Group, the larger of the two, whether lunch and pudding is something that it "
        "would do together with Birch Group."
    )
    near = {"ash": {"income": 20_000}, "birch": {"income": 9_000}}
    assert told(**near)[1] == (
        "Ask Ash Group and Birch Group whom each would send to the other for lunch or pudding."
    )
    assert told(shared=("pudding",))[1] == (
        "Ask Birch Group what it could do on pudding together with Ash Group."
    )
    assert told(shared=())[1] == "Ask Ash Group whether it knows Birch Group."
