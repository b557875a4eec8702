"""A service that is for a season, for some people or for one use is not for all."""

import pytest

from sap_match.model import Brief
from sap_match.recommend.consortia import form_consortium
from sap_match.recommend.narrow import NARROWER, ages_in, share_left
from sap_match.recommend.provision import Item, provision
from tests.builders import landscape, org, service


def item(name, *audiences, ages=(None, None), kind="service"):
    return Item("o", kind, name, name, audiences, ages)


@pytest.mark.parametrize(
    ("held", "capability", "brief", "left"),
    [
        (item("Summer kitchen: holiday activities"), "hot food", "A warm winter", NARROWER),
        (item("Summer kitchen"), "hot food", "Clubs in the summer holidays", 1.0),
        (item("Winter warmth"), "a warm room", "Warm spaces", NARROWER),
        (item("Dads who care"), "carer support", "A town that knows dementia", NARROWER),
        (item("Dads who care"), "support for fathers", "Carers of disabled children", 1.0),
        (item("Medical minibus"), "minibus and drivers", "Lunch on Mondays", NARROWER),
        (item("Medical minibus"), "lifts", "Nobody misses a hospital appointment", 1.0),
        (item("Monday lunch", "older people"), "hot food", "Company", 1.0),
        (item("Monday lunch", "older people"), "hot food for children", "", NARROWER),
        (item("Monday lunch", "children", "families"), "hot food for children", "", 1.0),
        (item("Evenings", ages=(18, None)), "support for primary-age children", "", 0.0),
        (item("Evenings", ages=(16, 30)), "peer support for ages 18 to 25", "", 1.0),
        (item("Evenings", ages=(None, 11)), "peer support for ages 18 to 25", "", 0.0),
        (
            item("", ages=(18, None), kind="organisation"),
            "support for primary-age children",
            "",
            0.0,
        ),
        (item("Women's Institute Hall", kind="facility"), "a warm room", "", 1.0),
        (item("", kind="organisation"), "hot food", "", 1.0),
    ],
)
def test_what_is_left_of_a_fit(held, capability, brief, left):
    assert share_left(held, capability, brief) == left


def test_ages_are_told_or_meant():
    assert ages_in("counselling for ages 8-25") == (8, 25)
    assert ages_in("lunch for older people") == (55, 120)
    assert ages_in("young and older people together") is None, "of two kinds neither is meant"
    assert ages_in("a van") is None


def test_a_team_takes_the_plain_service_before_the_narrow_one():
    text = "Carer support every week: an evening group for carers in the town."
    land = landscape(
        org("dads"), org("hub"), org("lead"),
        service("s1", "dads", text, name="Dads who care"),
        service("s2", "hub", text, name="Carers together"),
    )  # fmt: skip
    brief = Brief(id="b", description="A town that knows dementia", lead_id="lead",
                  capabilities=("carer support",))  # fmt: skip
    seats = form_consortium(land, brief, teams=1)
    assert [s.organisation_id for s in seats if s.covers] == ["hub"]


def test_an_organisation_is_for_the_ages_that_all_its_services_have():
    land = landscape(
        org("youth", "Evenings."), service("s", "youth", minimum_age=11, maximum_age=18),
        service("t", "youth", minimum_age=14, maximum_age=25),
        org("open", "Evenings."), service("u", "open", minimum_age=11), service("v", "open"),
    )  # fmt: skip
    ages = {i.owner: i.ages for i in provision(land).items if i.kind == "organisation"}
    assert ages == {"youth": (11, 25), "open": (None, None)}
