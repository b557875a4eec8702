"""A suggestion made ready to be read out."""

import pytest

from sap_match.model import Brief
from sap_match.monthly.cards import card
from sap_match.results import Suggestion
from tests.builders import area, landscape, org

BRIEF = Brief(id="b", title="Monday in company", description="Lunch on Mondays.")
UNTITLED = Brief(id="u", description="Lunch on Mondays. Ring Jane Smith on 01632 960123.")


@pytest.fixture(scope="module")
def land():
    return landscape(
        area("sale", name="Sale"),
        org("ash", themes=("Food", "older people")),
        org("birch", themes=("older people", "food", "sport")),
        org("cedar", themes=("food",)),
        BRIEF,
        UNTITLED,
    )


def made(land, *asked, subject=None, other=None, kind="partner", **more):
    return card(
        land,
        Suggestion(kind, subject or asked[0], other or asked[-1], asked, 1, (), "Why.", **more),
    )


def test_two_are_introduced_about_what_they_share(land):
    found = made(land, "ash", "birch", details={"shared_terms": ("lunch", "lifts", "games")})
    assert found.title == "Ash Group and Birch Group"
    assert found.names == ("Ash Group", "Birch Group")
    assert found.action == "Introduce Ash Group to Birch Group about lunch and lifts."
    assert found.themes == ("food", "older people")
    assert made(land, "ash", "birch").action == "Introduce Ash Group to Birch Group."


def test_an_action_that_is_written_is_used(land):
    found = made(land, "ash", "birch", kind="pairing", details={"action": "Lend the bus."})
    assert found.action == "Lend the bus."


def test_a_candidate_for_a_brief_is_asked_to_join(land):
    found = made(land, "ash", subject="b", other="ash")
    assert found.title == "Monday in company: Ash Group"
    assert found.action == "Ask Ash Group to join “Monday in company”."


def test_a_team_is_called_by_its_brief(land):
    found = made(land, "ash", "birch", "cedar", subject="b", other="birch+cedar", kind="consortium")
    assert found.title == "Monday in company: a team of 3"
    assert found.names == ("Ash Group", "Birch Group", "Cedar Group")
    assert found.themes == ("food",)


def test_a_brief_without_a_title_is_called_by_how_it_begins_and_by_no_number(land):
    found = made(land, "ash", subject="u", other="ash")
    assert found.title == "Lunch on Mondays: Ash Group"
    assert "960123" not in found.title + found.action
    assert "Jane" not in found.title + found.action


def test_words_place_and_day_are_handed_on(land):
    found = made(
        land, "ash", "birch", kind="facility", area_id="sale", counter_reason="But.",
        first_step="Ask.", why_now="Now.", to_confirm=("the key",),
        details={"day": "Mondays 10 am to noon"},
    )  # fmt: skip
    assert (found.reason, found.counter_reason, found.first_step) == ("Why.", "But.", "Ask.")
    assert (found.why_now, found.to_confirm) == ("Now.", ("the key",))
    assert (found.place, found.area_id, found.day) == ("Sale", "sale", "Mondays 10 am to noon")
    assert found.changed == "new"


def test_one_organisation_on_both_sides_is_named_once(land):
    assert made(land, "ash", "ash", kind="facility").title == "Ash Group"
