"""What a caller hands over is checked before anything is counted, and named in the answer."""

from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.model import Brief, Dataset, Exclusion, Organisation
from sap_match.recommend.consortia import extend_team, form_consortium, replace_member
from sap_match.recommend.everyone import rank_everyone
from sap_match.recommend.partners import recommend_partners
from sap_match.similarity.encoder import HashedWords

TOLD = {
    "a": "Hot lunches cooked each week for older people in the hall",
    "b": "A minibus with volunteer drivers brings older people to lunch",
    "c": "Hot food and lunches delivered to older people at home",
    "d": "Volunteer drivers and a minibus for days out",
}
BRIEF = Brief(id="x", description="Lunch", lead_id="a", capabilities=("hot food", "minibus"))


@pytest.fixture(scope="module")
def land():
    rows = [Organisation(id=i, name=i, kind="voluntary", description=t) for i, t in TOLD.items()]
    apart = [Exclusion(left_id="a", right_id="b", reason="a dispute")]
    data = Dataset.build("d", {"organisations": rows, "exclusions": apart})
    return Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords())


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda land: recommend_partners(land, brief="x"), "brief .*is no brief; hand over"),
        (lambda land: form_consortium(land, "x"), "is no brief; hand over"),
        (lambda land: recommend_partners(land, model="fitted"), "is no fitted model; make one"),
        (lambda land: rank_everyone(land, model="fitted"), "is no fitted model"),
        (lambda land: rank_everyone(land, k=-1), "k .*cannot be below 0"),
        (lambda land: rank_everyone(land, exclude="future"), "is none of past, current, none"),
        (lambda land: rank_everyone(land, seek="alike"), "is none of both, similar"),
        (lambda land: recommend_partners(land, k=True), "is no whole number"),
        (lambda land: form_consortium(land, BRIEF, -1), "teams .*cannot be below 0"),
        (lambda land: replace_member(land, BRIEF, ["a", "c"], "c", k=-1), "k .*cannot be below"),
        (lambda land: extend_team(land, BRIEF, ["a"], k=1.5), "k .*is no whole number"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(land, call, said):
    with pytest.raises(DataError, match=said):
        call(land)


def test_a_brief_that_seats_two_who_are_kept_apart_is_told(land):
    brief = BRIEF.model_copy(update={"members": ("b",)})
    found = form_consortium(land, brief, 1)
    assert [n for n in found.notes if "seats a and b together" in n]
    assert not [n for n in form_consortium(land, BRIEF, 1).notes if "seats" in n]


def test_who_replaces_a_lead_is_told_that_somebody_must_lead(land):
    found = replace_member(land, BRIEF, ["a", "d"], "a", memory=Memory())
    assert found.notes[0].startswith("a was to lead: settle")
    other = replace_member(land, BRIEF, ["a", "d"], "d")
    assert not [n for n in other.notes if "was to lead" in n]
