"""The smallest change that lets a refused pair meet: exact, proved, none where none is known."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.model import Need, Offer
from sap_match.recommend.pairings.listing import Listing, Meeting
from sap_match.recommend.pairings.moving import hours_words, moved, smallest_move
from sap_match.recommend.pairings.nearest import HOPELESS, smallest_change
from sap_match.recommend.pairings.rules import broken
from sap_match.windows import parse
from tests.builders import AS_OF, landscape, org

PLACE = landscape(
    org("giver", name="Lindow Paints", kind="business"), org("host", name="Moss Hall")
)


def meeting(given=None, asked=None, km=None):
    """Return one offer of hands beside one need for hands."""
    told = {"kind": "volunteering", "description": "Digging", "quantity": 10, "unit": "people"}
    offer = Offer(id="o", organisation_id="giver", **{**told, **(given or {})})
    need = Need(id="n", organisation_id="host", **{**told, **(asked or {})})
    sides = [
        Listing(
            record=one,
            owner=PLACE.profile(one.organisation_id),
            unit=one.unit,
            left=one.quantity,
            known=True,
            schedule=parse(one.windows) if one.windows else None,
            points=(),
        )
        for one in (offer, need)
    ]
    return Meeting(
        offer=offer, need=need, giver=sides[0], host=sides[1], as_of=AS_OF,
        timezone="Europe/London", km=km, likeness=0.5,
    )  # fmt: skip


def windows(text):
    return {"windows": tuple(text.split("; "))}


@pytest.mark.parametrize(
    ("given", "asked", "km", "words"),
    [
        ({"max_distance_km": 14}, {}, 16.4, ["go 17 km instead of 14 km"]),
        ({"max_distance_km": 3}, {}, 5.03, ["go 5.1 km instead of 3 km"]),
        (
            {},
            {"checks_required": ("dbs_basic",)},
            None,
            ["find 10 people willing to have a basic DBS check"],
        ),
        ({}, {"checks_required": ("first_aid",)}, None, ["bring a first-aid certificate"]),
        ({"team_max": 9, "budget": 50}, {"host_cost": 80}, None, ["bring £80 with it"]),
        ({}, {"skills_required": ("joinery",)}, None, ["bring somebody for joinery"]),
        (
            {"description": "Pupils aged 16"},
            {"minimum_age": 18},
            None,
            ["send people of 18 or older"],
        ),
        ({"unit": "days"}, {}, None, ["say it in people"]),
        (
            windows("TU 16:00-18:00"),
            windows("TU 18:00-20:00"),
            None,
            ["come an hour later on Tuesdays"],
        ),
        (
            windows("TU 19:30-22:00"),
            windows("TU 18:00-20:00"),
            None,
            ["come 30 minutes earlier on Tuesdays"],
        ),
        (
            windows("MO 09:00-12:00"),
            windows("TH 09:00-12:00"),
            None,
            ["come on Thursdays 9 am to noon"],
        ),
        (
            {"ends_on": date(2026, 11, 30)},
            {"starts_on": date(2026, 12, 7)},
            None,
            ["wait until 7 December 2026"],
        ),
        (
            {"starts_on": date(2026, 12, 10)},
            {"ends_on": date(2026, 12, 1)},
            None,
            ["begin by 1 December 2026"],
        ),
        (
            {"lead_days": 30},
            {"ends_on": date(2026, 11, 20)},
            None,
            ["do with 19 days' notice instead of 30"],
        ),
        ({"team_min": 6}, {"team_max": 4}, None, ["come as 4 or fewer"]),
        ({"quantity": 7}, {"team_min": 8}, None, ["do with 7 at a time"]),
        (
            {"max_distance_km": 14, **windows("TU 16:00-18:00")},
            windows("TU 18:00-20:00"),
            16.4,
            ["go 17 km instead of 14 km", "come an hour later on Tuesdays"],
        ),
    ],
)
def test_the_change_in_words(given, asked, km, words):
    m = meeting(given, asked, km)
    assert broken(m)
    change = smallest_change(m)
    assert [step.words for step in change.steps] == words
    assert not broken(change.meeting)


def test_a_longer_period_lasts_until_both_have_a_time_in_it():
    m = meeting(
        {"ends_on": date(2026, 11, 30), **windows("TU 09:00-12:00")},
        {"starts_on": date(2026, 12, 2), **windows("TU 09:00-12:00")},
    )
    change = smallest_change(m)
    assert [step.words for step in change.steps] == ["wait until 8 December 2026"]


def test_what_somebody_decided_is_not_mended():
    m = replace(meeting({"max_distance_km": 1}, {}, 5.0), kept_apart="the two asked for it")
    assert smallest_change(m) is None
    assert "kept apart" in HOPELESS


def test_three_rules_broken_are_too_many():
    m = meeting(
        {"max_distance_km": 1, "team_min": 6},
        {"checks_required": ("dbs_basic",), "team_max": 4},
        5.0,
    )
    assert len(broken(m)) == 3
    assert smallest_change(m) is None


def test_a_team_that_no_rule_mends_is_not_promised():
    m = meeting({"quantity": 0.5, "unit": "people"}, {"team_min": 4, "quantity": 2})
    change = smallest_change(m)
    assert change is None or not broken(change.meeting)


TIMES = st.builds(
    lambda d, a, n: (d, a * 15, a * 15 + n * 15),
    st.integers(0, 6),
    st.integers(0, 80),
    st.integers(1, 14),
)


def cell(days):
    codes = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    return "; ".join(
        f"{codes[d]} {a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for d, a, b in days
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(TIMES, min_size=1, max_size=2), st.lists(TIMES, min_size=1, max_size=2))
def test_no_smaller_move_would_do(left, right):
    m = meeting(windows(cell(left)), windows(cell(right)))
    found = smallest_move(m, 60)

    def fits(minutes):
        later = replace(m.giver, schedule=moved(m.giver.schedule, minutes))
        return not broken(replace(m, giver=later))

    if found is None:
        assert not fits(0)
        return
    assert fits(found.minutes)
    for smaller in range(0, abs(found.minutes), 15):
        assert not fits(smaller)
        assert not fits(-smaller)


def test_dated_times_move_too():
    m = meeting(
        windows("FREQ=MONTHLY;BYDAY=1SA 09:00-11:00"), windows("FREQ=MONTHLY;BYDAY=1SA 11:30-13:00")
    )
    assert smallest_move(m, 60).minutes == 90
    change = smallest_change(m)
    assert [step.words for step in change.steps] == ["come 90 minutes later on Saturdays"]


def test_hours_in_words():
    assert hours_words(150) == "2½ hours"
