"""Why not: every rule with its count, who has it instead, what would change it, whom to ask."""

from collections import Counter
from datetime import date

import pytest

from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.model import Changes, Need, Offer
from sap_match.recommend.again import replan
from sap_match.recommend.pairings import plan_pairings
from sap_match.similarity.encoder import HashedWords
from tests.builders import AS_OF, at, landscape, org

DIGGING = {"kind": "volunteering", "description": "Digging a path by the brook", "unit": "people"}
PLACES = [
    *(org(one, name=f"{one.title()} Works", kind="business") for one in ("ash", "birch", "cedar")),
    org("hall", name="Moss Hall"),
    org("green", name="Rose Green"),
]


def offer(one="o", owner="ash", **more):
    return Offer(id=one, organisation_id=owner, **{**DIGGING, "quantity": 6, **more})


def need(one="n", owner="hall", **more):
    return Need(id=one, organisation_id=owner, **{**DIGGING, "quantity": 6, **more})


def plan(*records):
    return plan_pairings(landscape(*PLACES, *records))


def row(found, side, one):
    (row,) = [u for u in found.unmatched if (u.side, u.id) == (side, one)]
    return row


def test_two_would_do_if_the_window_moved_by_an_hour():
    found = plan(
        offer("o1", "ash", windows=("TU 15:00-18:00",), **at(0)),
        offer("o2", "birch", windows=("TU 16:00-18:00",), **at(1)),
        offer("o3", "cedar", windows=("TU 18:00-20:00",), max_distance_km=3, **at(90)),
        need(windows=("TU 18:00-20:00",), **at(0)),
    )
    one = row(found, "need", "n")
    assert one.reason == (
        "No offer of volunteering within reach (1 goes less far), on Tuesdays 6 to 8 pm "
        "(2 cannot). Two would do if the window moved by an hour: ask Ash Works (an hour later "
        "on Tuesdays) and Birch Works (an hour later on Tuesdays)."
    )
    assert one.nearest == "o1"


def test_an_offer_that_breaks_two_rules_counts_in_both():
    found = plan(
        offer("o1", "ash", max_distance_km=3, **at(9)),
        offer("o2", "birch", max_distance_km=3, checks=("dbs_basic",), **at(9)),
        need(checks_required=("dbs_basic",), **at(0)),
    )
    reason = row(found, "need", "n").reason
    assert "within reach (2 go less far)" in reason
    assert "with a basic DBS check (1 lacks it)" in reason


def test_what_would_do_does():
    found = plan(offer(max_distance_km=8, **at(0)), need(**at(9.5)))
    assert "Ash Works would do: ask whether it could go 9.6 km" in row(found, "need", "n").reason
    assert "ask Ash Works whether it could go 9.6 km" in row(found, "offer", "o").reason
    moved = offer(max_distance_km=9.6, **at(0))
    again = replan(found, Changes(upserts={"offers": (moved,)}))
    assert [(s.subject_id, s.other_id) for s in again.matches] == [("o", "n")]


def test_nobody_is_asked_to_go_four_times_as_far():
    found = plan(offer(max_distance_km=8, **at(0)), need(**at(32)))
    one = row(found, "need", "n")
    assert "Ash Works came nearest, 32 km away: ask businesses nearer by for" in one.reason
    assert one.nearest == "o"


def test_what_goes_to_a_better_fit_says_to_whom_and_by_how_much():
    found = plan(offer(**at(0)), need("n1", "hall", **at(0)), need("n2", "green", **at(8)))
    scores = {s.other_id: s.score for s in found.candidates}
    reason = row(found, "need", "n2").reason
    assert "What Ash Works offers goes to Moss Hall, a better fit" in reason
    assert f"({scores['n1']:.2f} against {scores['n2']:.2f})" in reason
    assert reason.endswith("Ask Ash Works whether there is more.")


def test_what_the_lottery_decided_is_said_to_be_drawn():
    found = plan(offer(), need("n1", "hall"), need("n2", "green"))
    (one,) = [u for u in found.unmatched if u.side == "need"]
    taker = {"n1": "Rose Green", "n2": "Moss Hall"}[one.id]
    score = found.matches[0].score
    assert f"goes to {taker}, as good a fit ({score:.2f}), drawn by lot." in one.reason


def test_a_lower_quota_says_how_much_could_be_found():
    found = plan(
        offer("o1", "ash", unit="hours", quantity=12),
        offer("o2", "birch", unit="hours", quantity=8),
        need(unit="hours", quantity=40, quantity_min=30),
    )
    assert not found.matches
    reason = row(found, "need", "n").reason
    assert "It asks for at least 30 hours; only 20 hours could be found." in reason
    other = row(found, "offer", "o1").reason
    assert "takes nothing below 30 hours, and 12 hours are offered." in other


def test_a_team_is_not_split_for_those_who_are_left():
    found = plan(offer(quantity=7, team_min=6), need(), need("n2", "green", quantity=1))
    reason = row(found, "offer", "o").reason
    assert "A part goes to Moss Hall (6 people); 1 person left." in reason
    assert reason.endswith(
        "Too few for another team, which is 6 at least: "
        "ask Moss Hall whether it can use 1 person more."
    )


def test_an_exclusion_that_the_law_protects_is_the_officers():
    chapel = org("chapel", "A chapel.", name="Silk Chapel", legal_form="church", themes=("faith",))
    found = plan(chapel, offer(exclusions=("faith groups",)), need(owner="chapel"))
    one = row(found, "need", "n")
    assert "Ash Works excludes faith groups" in one.reason
    assert "officer decides" in one.reason
    assert one.nearest == ""


def test_a_contradiction_is_asked_about():
    found = plan(offer(starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 1)), need())
    reason = row(found, "offer", "o").reason
    assert "before it begins on 2 January 2027" in reason
    assert "ask it what is meant" in reason


def test_what_nobody_lists_is_asked_for_in_its_own_words():
    one = row(plan(need()), "need", "n")
    assert one.reason == (
        "Nobody else lists offers of volunteering. Ask businesses on behalf of Moss Hall for "
        "“Digging a path by the brook”."
    )


@pytest.fixture(scope="module")
def example(repository):
    data = read_dataset(repository / "examples" / "cheshire_east")
    return plan_pairings(Landscape.build(data, as_of=AS_OF, encoder=HashedWords()))


def test_every_reason_of_the_example_is_short_and_its_own(example):
    reasons = [u.reason for u in example.unmatched]
    assert len(reasons) > 40
    assert max(Counter(reasons).values()) == 1
    assert all(reason.endswith(".") for reason in reasons)
    lengths = sorted(len(reason.split()) for reason in reasons)
    assert lengths[len(lengths) // 2] <= 50
    assert lengths[-1] <= 90
    # Plural forms: one that are, two that is.
    assert not [r for r in reasons if "(1 are" in r or "(1 go " in r or "(2 is" in r]
