"""The guard that offers nobody itself."""

from __future__ import annotations

import pytest

from sap_match.model import Organisation
from sap_match.recommend.same import may_be_same, same_organisations, website_key
from tests.builders import landscape, together


def org(one: str, name: str, **more: object) -> Organisation:
    return Organisation.model_validate({"id": one, "name": name, "kind": "voluntary", **more})


@pytest.mark.parametrize(
    ("left", "right", "what"),
    [
        (org("a", "Sale Carers Centre"), org("b", "THE CARERS' CENTRE (SALE) LIMITED"), "name"),
        (org("a", "X", phones=("0161 234 5678",)), org("b", "Y", phones=("+44 161 2345678",)),
         "telephone"),
        (org("a", "X", website="http://www.one.org/a"), org("b", "Y", website="one.org"),
         "website"),
        (org("a", "X", identifiers=("GB-CHC-1",)), org("b", "Y", identifiers=("gb-chc-1",)),
         "register number"),
        (org("a", "X"), org("b", "Y", parent_id="a"), "parent organisation"),
        (org("a", "Fix It Stretford"), org("b", "Fixit Stretford Repairs"), "name"),
        (org("a", "Hope Centre Partington"), org("b", "Partington Hope Pantry and Centre"), "name"),
    ],
)  # fmt: skip
def test_two_that_may_be_one(left: Organisation, right: Organisation, what: str) -> None:
    assert may_be_same([left, right]) == {"a": {"b": what}, "b": {"a": what}}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (org("a", "Sale Lunch Club"), org("b", "Urmston Lunch Club")),
        (org("a", "X", website="facebook.com/x"), org("b", "Y", website="facebook.com/y")),
        (org("a", "The Trust"), org("b", "The Charity")),
        (org("a", "Fix It"), org("b", "Fixit Lamps")),
    ],
)
def test_two_that_are_two(left: Organisation, right: Organisation) -> None:
    assert may_be_same([left, right]) == {}


def test_a_switchboard_that_many_share_links_nobody() -> None:
    many = [org(f"o{i}", f"Name{i}", phones=("0161 234 5678",)) for i in range(8)]
    assert may_be_same(many) == {}


def test_no_website_is_no_key() -> None:
    assert website_key(None) is None
    assert website_key("none") is None


def test_members_of_one_collaboration_are_not_one_for_its_words():
    told = "Signs, maps and benches for walkers along the whole of the river and its two canals."
    pair = [org("ash", "Ash Walkers"), org("birch", "Birch Paddlers")]
    land = landscape(*pair, *together("c", "ash", "birch", description=told))
    assert same_organisations(land) == {}
    listed = landscape(*(one.model_copy(update={"description": told}) for one in pair))
    assert same_organisations(listed)["ash"] == {"birch": "description"}


@pytest.mark.parametrize(
    ("right", "one"), [("Hope Wise Group", False), ("The Hope Trust", True), ("Moss Choir", False)]
)
def test_who_stood_beside_each_other_are_two_unless_they_have_one_name(right: str, one: bool):
    rows = [org("a", "Hope Trust"), org("b", right)]
    apart = landscape(*rows)
    beside = landscape(*rows, *together("c", "a", "b"))
    assert ("a" in same_organisations(apart)) is (right != "Moss Choir")
    assert ("a" in same_organisations(beside)) is one


def test_a_number_alone_makes_nobody_the_same():
    names = ("Charity 3", "Business 3", "The 3 Group", "Company 3")
    rows = [Organisation(id=n, name=n, kind="voluntary") for n in names]
    assert may_be_same(rows) == {}


def test_names_that_end_in_other_numbers_or_letters_are_two():
    told = "Organisation 1; Organisation 10; Business 10; Business 100; Hub Group B; Hub Group BC"
    names = (*told.split("; "), "Green Park Helpers 1", "Green Park Helpers 2")
    rows = [Organisation(id=n, name=n, kind="voluntary") for n in names]
    assert may_be_same(rows) == {}
    rows = [Organisation(id=n, name=n, kind="voluntary") for n in ("Parkside 21", "Park Side 21")]
    assert may_be_same(rows)["Parkside 21"] == {"Park Side 21": "name"}
