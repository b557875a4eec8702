"""What is said of a pairing: skills by both names, the day of a team, the strongest doubt."""

from datetime import date

from sap_match.model import Agreement, Need, Offer
from sap_match.recommend.pairings import PairingConfig, plan_pairings
from tests.builders import at, landscape, org

HANDS = {"kind": "volunteering", "description": "Digging a path by the brook", "unit": "people"}
PLACES = (org("ash", name="Ash Works", kind="business"), org("hall", name="Moss Hall"))


def offer(one="o", **more):
    return Offer(id=one, organisation_id="ash", **{**HANDS, "quantity": 6, **more})


def need(one="n", **more):
    return Need(id=one, organisation_id="hall", **{**HANDS, "quantity": 6, **more})


def only(*records, config=None):
    (one,) = plan_pairings(landscape(*PLACES, *records), config=config).matches
    return one


def test_a_skill_by_meaning_shows_both_names_and_is_the_doubt():
    asked, listed = "joinery of oak", "carpentry of oak"
    given = offer(kind="skills", skills=(listed,), unit="hours")
    wanted = need(kind="skills", skills_required=(asked,), unit="hours")
    one = only(given, wanted, config=PairingConfig(skill=0.4))
    assert "for joinery of oak (offered as “carpentry of oak”)" in one.reason
    assert one.counter_reason == (
        "Moss Hall requires joinery of oak; Ash Works lists carpentry of oak, which is the same "
        "by meaning only."
    )


def test_a_skill_by_name_is_told_once():
    given = offer(kind="skills", skills=("Lease advice",), unit="hours")
    wanted = need(kind="skills", skills_required=("lease advice",), unit="hours")
    one = only(given, wanted)
    assert "for lease advice" in one.reason
    assert "offered as" not in one.reason


def test_a_team_comes_on_one_day():
    one = only(
        offer(team_min=6, windows=("TH 09:00-16:00",), starts_on=date(2026, 11, 16)),
        need(windows=("TH 10:00-15:00",), supervision="caretaker"),
    )
    assert one.details["starts"] == "2026-11-19"
    assert one.details["day"] == "Thu 19 Nov, 10 am to 3 pm"
    assert "on Thu 19 Nov, 10 am to 3 pm" in one.reason
    assert one.first_step == (
        "Ask Moss Hall whether 6 people could come on Thu 19 Nov, and whether its caretaker "
        "would be there."
    )


def test_money_that_comes_along_says_whether_it_meets_the_hosts_cost():
    one = only(offer(team_min=6, budget=200), need(host_cost=150))
    assert "with £200 for materials, which covers the host’s £150" in one.reason


def test_notice_is_told():
    assert "at 21 days’ notice" in only(offer(lead_days=21), need()).reason
    assert "notice" not in only(offer(lead_days=2), need()).reason


def test_who_kept_little_of_what_it_promised_is_told_first():
    past = offer("o-past", quantity=8, status="delivered")
    asked = need("n-past", quantity=8, status="met")
    kept = Agreement(
        offer_id="o-past", need_id="n-past", quantity=8, delivered=3, status="delivered"
    )
    one = only(past, asked, kept, offer(), need())
    assert one.counter_reason == "Of 8 people agreed so far, Ash Works has delivered 3."


def test_a_promise_that_still_runs_is_no_doubt():
    past = offer("o-past", quantity=8, status="delivered")
    asked = need("n-past", quantity=8, status="met")
    runs = Agreement(offer_id="o-past", need_id="n-past", quantity=8, delivered=0, status="agreed")
    one = only(past, asked, runs, offer(), need(supervision="warden"))
    assert "delivered" not in one.counter_reason


def test_half_of_what_is_asked_for_is_a_doubt():
    one = only(offer(quantity=3), need(quantity=6))
    assert one.counter_reason == "Moss Hall would still be short of 3 people."


def test_the_cost_to_the_host_is_a_doubt():
    assert only(offer(), need(host_cost=80)).counter_reason == (
        "It costs Moss Hall £80 to take this on."
    )


def test_a_team_that_nobody_meets_is_a_doubt():
    one = only(offer(), need())
    assert one.counter_reason == "Moss Hall does not say who would look after 6 people."


def test_how_far_it_is_is_a_doubt():
    one = only(offer(max_distance_km=12, **at(0)), need(**at(11)))
    assert one.counter_reason == "Moss Hall is 11 km away, and Ash Works goes 12 km at most."


# -- how much is not known ------------------------------------------------------------------


def goods(cls, one, **more):
    return cls(**{
        "id": one, "organisation_id": "ash" if cls is Offer else "hall", "kind": "goods",
        "description": "Blankets and sheets from the store", "unit": "items", **more,
    })  # fmt: skip


def test_a_need_of_unknown_quantity_is_never_met_whole_by_one_item():
    one = only(goods(Offer, "o", quantity=30), goods(Need, "n"))
    assert one.details["quantity"] == 1
    assert (
        "How many items are wanted is not known and is to be agreed (up to the 30 items offered)"
    ) in one.reason
    assert one.details["action"].startswith("Offer some of Ash Works’ 30 items to Moss Hall")
    assert one.first_step.startswith("Ask Moss Hall how many of Ash Works’ 30 items it wants")


def test_an_offer_of_unknown_quantity_says_up_to_what_is_wanted():
    one = only(goods(Offer, "o"), goods(Need, "n", quantity=12))
    assert (
        "How many items are offered is not known and is to be agreed (up to the 12 items wanted)"
    ) in one.reason
    assert one.first_step == "Ask Ash Works how many items it could give: Moss Hall wants 12 items."


def test_a_team_comes_with_its_least_size_where_nobody_says_how_many_are_wanted():
    one = only(offer(quantity=8, team_min=4, team_max=8), need(quantity=None))
    assert one.details["quantity"] == 4
    assert (
        "At least 4 people would come; how many are wanted is not known and is to be agreed "
        "(up to the 8 people offered)"
    ) in one.reason


def test_the_unknown_side_of_a_team_takes_one_partner():
    given = [offer(f"o{n}", quantity=8, team_min=4) for n in range(3)]
    plan = plan_pairings(landscape(*PLACES, *given, need(quantity=None, team_max=6)))
    assert [s.details["quantity"] for s in plan.matches] == [4]


def test_what_is_known_still_bounds_a_team():
    few = plan_pairings(landscape(*PLACES, offer(quantity=3), need(quantity=None, team_min=4)))
    assert not few.matches
    many = plan_pairings(landscape(*PLACES, offer(quantity=None, team_min=4), need(quantity=5)))
    assert [s.details["quantity"] for s in many.matches] == [4]


def test_a_lower_quota_waits_for_who_has_not_said_how_much_it_wants():
    plan = plan_pairings(
        landscape(*PLACES, goods(Offer, "o", quantity=30, quantity_min=10), goods(Need, "n"))
    )
    assert not plan.matches
    for row in plan.unmatched:
        assert row.reason == (
            "Ash Works gives at least 10 items: ask Moss Hall whether it can use so much."
        )
