"""What is true and well found, and still not worth a call."""

import pytest

from sap_match.monthly.worth import PEERS, barred
from sap_match.results import Suggestion
from tests.builders import area, at, landscape, org, service

COOK = "Hot lunch, pudding and baking for older people."
RIDE = "Minibus lifts to chiropody, market and archery."


def told(left, right, *more, twice=(), kind="partner", details=None):
    """Return the rule by which the two of a suggestion are not worth a call, or None."""
    land = landscape(left, right, *more)
    one = Suggestion(kind, left.id, right.id, (left.id, right.id), 1, (), "Why.",
                     details=details or {})  # fmt: skip
    found = barred(land, [one], frozenset(twice))
    rule, note = found.get(one.suggestion_id, (None, "none"))
    assert note
    return rule


def test_two_that_differ_are_worth_a_call():
    assert told(org("ash", COOK), org("birch", RIDE)) is None


def test_what_the_directory_lists_twice_is_no_introduction():
    pair = org("ash", COOK), org("birch", RIDE)
    assert told(*pair, twice=[("ash", "birch")]) == "duplicate"
    assert told(*pair[::-1], twice=[("ash", "birch")]) == "duplicate"
    assert told(*pair, twice=[("ash", "cedar")]) is None


def test_two_from_outside_are_not_the_partnerships_business():
    away = [service("s1", "ash", **at(90)), service("s2", "birch", **at(91))]
    pair = org("ash", COOK), org("birch", RIDE)
    assert told(*pair, *away) == "outside"
    assert told(*pair, *away[:1]) is None
    inside = org("ash", COOK, areas=("town",))
    assert told(inside, org("birch", RIDE), area("town"), *away) is None


def test_two_that_do_nearly_the_same_are_peers_unless_one_lacks_what_the_other_has():
    left, right = org("ash", COOK), org("birch", f"{COOK[:-1]}, too.")
    assert landscape(left, right).organisation_index.similarity("ash", "birch") >= PEERS
    assert told(left, right) == "peers"
    assert told(left, right, details={"exchange": True}) is None
    assert told(left, right, details={"exchange": False}) == "peers"


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ("St Ann's Church", "Cornerstone Baptist Fellowship", "peers"),
        ("Masjid Noor", "Bethel Chapel", "peers"),
        ("St Ann's Church", "Churchill Lunch Club", None),
        ("Sale Men's Shed", "Urmston Men's Shed", "peers"),
        ("Sale Men's Shed", "Sale Lunch Club", None),
    ],
)
def test_congregations_and_branches_know_of_each_other(left, right, rule):
    assert told(org("ash", COOK, name=left), org("birch", RIDE, name=right)) == rule


def test_who_spreads_a_faith_is_a_congregation_whatever_its_name():
    faith = "The advancement of the Christian faith in the town."
    left = org("ash", faith, name="Ivy Manchester")
    assert told(left, org("birch", "Preaching the gospel of Jesus Christ.", name="Gate")) == "peers"
    assert told(left, org("birch", RIDE, name="St Ann's Church")) == "peers"
    assert told(left, org("birch", "Women's Morning Prayer. Life groups.", name="Fire")) == "peers"
    assert told(left, org("birch", RIDE, name="Dial a Ride")) is None
    lunch = "Hot lunch for people of every faith, in a church hall."
    assert told(left, org("birch", lunch, name="Lunch Club")) is None


def test_only_introductions_are_judged():
    left, right = org("ash", COOK), org("birch", COOK)
    for kind in ("consortium", "pairing", "facility"):
        assert told(left, right, kind=kind, twice=[("ash", "birch")]) is None
    land = landscape(left, right)
    brief = Suggestion("partner", "brief", "ash", ("ash",), 1, (), "Why.")
    assert barred(land, [brief]) == {}
    assert barred(land, []) == {}
