"""What one side lacks and the other has."""

import csv
from datetime import timedelta

import numpy as np
import pytest

from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.monthly.decisions import with_decisions
from sap_match.recommend.exchange import (
    MEETS,
    exchange_between,
    exchange_scores,
    exchanges,
    is_open,
    stated,
)
from sap_match.recommend.partners import recommend_partners
from tests.builders import AS_OF, landscape, need, org, service

BUS = "Our minibus stands empty on weekdays until the schools come out at three."
STUCK = "Ten more people would come on weekdays but have no way to get here without a minibus."


@pytest.mark.parametrize(
    "said",
    [
        "Ten more have no way to get here.",
        "We have nowhere to keep the chairs.",
        "The club has no room of its own since the fire.",
        "We are short of drivers on Thursdays.",
        "It needs somebody who can drive a van.",
        "The group still needs a treasurer.",
        "They are looking for a hall with a kitchen.",
        "It would open on Mondays if it had a cook.",
        "Forty families are waiting for a place.",
        "The room is too small for all of us.",
        "They could not heat the hall last winter.",
        "A men's shed without a shed of its own.",
    ],
)
def test_a_sentence_that_says_what_is_lacking(said):
    assert stated(f"Lunch for thirty on Mondays. {said} All are welcome.") == [said]
    assert stated(said, spare=True) == []


@pytest.mark.parametrize(
    "said",
    [
        "Our buses stand empty until three.",
        "The hall is little used on weekdays.",
        "There are four spare seats on Fridays.",
        "A workshop lies unused on Tuesdays.",
        "The cook is happy to share the kitchen.",
        "The trailer can be borrowed by any group.",
    ],
)
def test_a_sentence_that_says_what_lies_idle(said):
    assert stated(f"Lunch for thirty on Mondays. {said}", spare=True) == [said]
    assert stated(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Lunch, company and games every Monday.",
        "No need to book, everybody is welcome.",
        "You need a ticket from the office first.",
        "We have no waiting list and no forms.",
        "There is no charge and no referral.",
        "It has no upper age limit at all.",
        "We have no membership fee and no dress code.",
    ],
)
def test_a_sentence_that_lacks_and_spares_nothing(said):
    assert stated(said) == []
    assert stated(said, spare=True) == []


def test_a_crumb_is_no_sentence_and_a_number_is_not_said():
    assert stated("Short of help.") == []
    told = "We are short of drivers on Thursdays."
    assert stated(f"{told} Ring Jane Smith on 01632 960123.") == [told]


def test_a_need_and_a_service_meet():
    land = landscape(
        org("club", "Lunch."),
        org("bus", "Wheels."),
        org("choir", "Songs."),
        need("n", "club", "A minibus and driver for older people on Thursdays"),
        service("s", "bus", "Minibus and driver for older people.", name="Door Bus"),
        service("t", "choir", "Madrigals and folk songs by candle.", name="Choir"),
    )
    found = exchange_between(land, "club", "bus")
    assert found is not None
    assert (found.needing, found.serving, found.give_name) == ("club", "bus", "Door Bus")
    assert found.value >= MEETS
    assert not found.said
    assert exchange_between(land, "bus", "club") == found
    assert exchange_between(land, "choir", "bus") is None
    scores = exchange_scores(land, "club")
    assert scores.tolist() == [found.value if one == "bus" else 0 for one in land.ids]
    assert exchange_scores(land, "bus")[land.position["club"]] == found.value


def test_what_both_say_themselves_counts_from_a_lower_likeness():
    land = landscape(org("club", f"Lunch. {STUCK}"), org("bus", f"Wheels. {BUS}"))
    found = exchange_between(land, "club", "bus")
    assert found is not None
    assert (found.want, found.give, found.give_name, found.said) == (STUCK, BUS, "", True)


def test_nobody_meets_its_own_want():
    told = f"{STUCK} {BUS}"
    land = landscape(org("club", told), org("choir", "Songs."))
    assert exchanges(land) == {}


@pytest.mark.parametrize(
    ("more", "stands"),
    [
        ({}, True),
        ({"status": "open"}, True),
        ({"ends_on": AS_OF}, True),
        ({"ends_on": AS_OF - timedelta(days=1)}, False),
        ({"status": "Met"}, False),
        ({"status": "withdrawn"}, False),
    ],
)
def test_a_need_that_is_over_or_met_wants_nothing(more, stands):
    wish = need("n", "club", "A minibus and driver for older people", **more)
    land = landscape(
        org("club"), org("bus"), wish, service("s", "bus", "Minibus and driver for older people.")
    )
    assert is_open(wish, land) is stands
    assert (exchange_between(land, "club", "bus") is not None) is stands


def test_money_is_not_met_by_a_service():
    land = landscape(
        org("club"),
        org("bus"),
        need("n", "club", "A minibus and driver for older people", kind="funding"),
        service("s", "bus", "Minibus and driver for older people."),
    )
    assert exchanges(land) == {}


def test_a_need_by_an_old_id_is_its_owners():
    land = landscape(
        org("club"),
        org("bus"),
        need("n", "was-club", "A minibus and driver for older people"),
        service("s", "bus", "Minibus and driver for older people."),
        aliases={"was-club": "club"},
    )
    assert set(exchanges(land)) == {("club", "bus")}


def test_a_place_without_wants_or_gifts_has_no_exchange():
    assert exchanges(landscape()) == {}
    land = landscape(org("a", "Songs."), org("b"))
    assert exchanges(land) == {}
    assert np.array_equal(exchange_scores(land, "a"), [0, 0])


# -- the example's planted partners ---------------------------------------------------------


@pytest.mark.slow
def test_planted_partners_are_found_and_those_who_must_not_meet_do_not(repository):
    folder = repository / "examples/cheshire_east"
    data = read_dataset(folder / "partnership.toml")
    land = Landscape.build(data)
    memory = with_decisions(Memory(), data)
    found = recommend_partners(land, k=len(land.ids), memory=memory)
    ranks = {(s.subject_id, s.other_id): s.rank for s in found}
    with (folder / "truths.csv").open(encoding="utf-8") as handle:
        truths = [(t["kind"], t["left_id"], t["right_id"], t["expected"])
                  for t in csv.DictReader(handle) if t["kind"].endswith("partner")]  # fmt: skip
    planted = [(a, b) for kind, a, b, _ in truths if kind == "partner"]
    seen = [p for p in planted if min(ranks.get(p, 99), ranks.get(p[::-1], 99)) <= 5]
    assert len(planted) == 10
    assert len(seen) >= 8, sorted(set(planted) - set(seen))
    stated = {
        "no:exclusion": {"exclusion"},
        "no:current": {"current partner"},
        "no:role": {"role = funder"},
        "no:same": {"may be the same organisation"},
        "no:decided": {"never again"},
    }
    for kind, a, b, why in truths:
        if kind != "not_partner":
            continue
        assert (a, b) not in ranks
        assert (b, a) not in ranks
        sides = {a, b, "*"}
        rules = {r.rule for r in found.removed if {r.subject_id, r.other_id} <= sides}
        assert rules & stated[why], (a, b, rules)


def test_who_lists_no_service_meets_a_need_by_what_it_says_of_itself():
    wish = need("n", "club", "A minibus and driver for older people")
    does = "Minibus and driver for older people."
    land = landscape(org("club", "Lunch."), org("bus", does), wish)
    found = exchange_between(land, "club", "bus")
    assert found is not None
    assert found.give_name == "Bus Group"
    listed = landscape(org("club", "Lunch."), org("bus", does), wish,
                       service("s", "bus", "Madrigals by candle.", name="Choir"))  # fmt: skip
    assert exchange_between(listed, "club", "bus") is None, "its services say what it gives"


def test_a_mere_sentence_is_not_set_against_all_that_somebody_does():
    land = landscape(org("club", f"Lunch. {STUCK}"), org("bus", f"{STUCK[:-1]} or a minibus."))
    assert exchange_between(land, "club", "bus") is None
