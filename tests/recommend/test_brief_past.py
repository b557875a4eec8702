"""What a candidate has behind it that bears on a brief is told, and only once."""

from datetime import date

import pytest

from sap_match.landscape import Landscape
from sap_match.model import Brief, Collaboration, CollaborationMember, Dataset, Organisation
from sap_match.recommend.brief_past import like_work, seated_by, worked_with_seated
from sap_match.recommend.partners import recommend_partners
from sap_match.similarity.encoder import HashedWords

WORK = {
    "bats": ("Bats in old towers", "Counting bats in the bell towers of old churches", "ab"),
    "song": ("Song of hills", "A choir walks and sings", "b"),
    "reef": ("Reefs", "Bats in towers and churches counted at sea", "cd"),
}


@pytest.fixture(scope="module")
def land():
    data = Dataset.build(
        "d",
        {
            "organisations": [Organisation(id=i, name=i.upper(), kind="public") for i in "abcde"],
            "collaborations": [
                Collaboration(
                    id=c, kind="consortium", title=t, description=d, starts_on=date(2020, 5, 1)
                )
                for c, (t, d, _) in WORK.items()
            ],
            "collaboration_members": [
                CollaborationMember(collaboration_id=c, organisation_id=o)
                for c, (_, _, who) in WORK.items()
                for o in who
            ],
        },
    )
    return Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords())


BRIEF = Brief(id="x", description="Counting bats in church towers", lead_id="e", members=("a", "c"))


def test_work_with_any_of_those_seated_is_told(land):
    assert seated_by(land, BRIEF) == ("e", "a", "c")
    assert worked_with_seated(land, ("e", "a", "c"), "b") == (
        "it worked with A on Bats in old towers"
    )
    assert worked_with_seated(land, ("e",), "b") == ""


def test_the_likest_work_is_told_with_the_words_that_both_hold(land):
    told = like_work(land, BRIEF, "b")
    assert told.startswith("it was in Bats in old towers (2020), which speaks of ")
    assert "bats" in told


def test_work_with_those_seated_or_told_already_is_not_told_again(land):
    assert like_work(land, BRIEF, "b", ("e", "a", "c")) == ""
    assert like_work(land, BRIEF, "b", told="B (in Bats in old towers of 2020) says so") == ""
    assert like_work(land, BRIEF, "e") == ""
    assert like_work(land, Brief(id="y", description="Chess for girls"), "b") == ""


def test_a_candidate_without_words_of_its_own_is_told_by_its_work(land):
    brief = BRIEF.model_copy(update={"lead_id": None, "members": ()})
    found = {s.other_id: s.reason for s in recommend_partners(land, brief=brief, k=5)}
    assert "Bats in old towers" in found["a"]
    assert "Nothing that A has written" not in found["a"]
