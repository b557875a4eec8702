"""Planning again: the fewest changes to what was given, told in figures and in words."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.model import Changes, FacilityRequest, Need, Offer
from sap_match.recommend.again import replan
from sap_match.recommend.facilities import plan_facility_sharing
from sap_match.recommend.pairings import plan_pairings
from sap_match.recommend.planning import AIMS
from tests.builders import at, facility, landscape, org

PAINT = {"kind": "goods", "description": "Pale emulsion paint in tubs", "unit": "items"}
GIVERS = [org(one, name=f"{one.title()} Paints", kind="business") for one in ("ash", "birch")]
HOSTS = [org(one, name=f"{one.title()} Hall") for one in ("cedar", "damson")]


def offer(one, owner, quantity, **more):
    return Offer(id=one, organisation_id=owner, quantity=quantity, **{**PAINT, **more})


def need(one, owner, quantity, **more):
    return Need(id=one, organisation_id=owner, quantity=quantity, **{**PAINT, **more})


def given_by(plan):
    return {(s.subject_id, s.other_id): s.details["quantity"] for s in plan.matches}


def market(*records, **more):
    return plan_pairings(landscape(*GIVERS, *HOSTS, *records), **more)


@pytest.mark.parametrize("aim", AIMS)
def test_nothing_changed_gives_the_same_plan(aim):
    plan = market(
        offer("o1", "ash", 20, **at(0)),
        offer("o2", "birch", 20, **at(3)),
        need("n1", "cedar", 15, **at(1)),
        need("n2", "damson", 30, **at(4)),
        aim=aim,
    )
    again = replan(plan, Changes())
    assert again.matches.to_records() == plan.matches.to_records()
    assert again.unmatched.to_records() == plan.unmatched.to_records()
    n = len(plan.matches)
    found = [again.figures[name] for name in ("kept", "changed", "dropped", "added")]
    assert found == [n, 0, 0, 0]
    assert again.matches.notes[0] == f"all {n} matches stay as they were"


def test_an_unmatched_need_that_goes_changes_nothing():
    plan = market(
        offer("o1", "ash", 20), need("n1", "cedar", 20), need("n2", "damson", 5, **at(40))
    )
    (left,) = [u for u in plan.unmatched if u.side == "need"]
    again = replan(plan, Changes(removals={"needs": (left.id,)}))
    assert given_by(again) == given_by(plan)


def test_what_was_given_stays_though_a_better_need_comes():
    plan = market(offer("o1", "ash", 20, **at(0)), need("n1", "cedar", 20, **at(9)))
    better = need("n2", "damson", 20, **at(0))
    again = replan(plan, Changes(upserts={"needs": (better,)}))
    assert given_by(again) == {("o1", "n1"): 20.0}
    fresh = plan_pairings(again.setting.landscape)
    assert given_by(fresh) == {("o1", "n2"): 20.0}


def test_what_became_free_is_given_out_and_told():
    plan = market(
        offer("o1", "ash", 20, **at(0)),
        offer("o2", "birch", 20, **at(8)),
        need("n1", "cedar", 20, **at(0)),
    )
    assert given_by(plan) == {("o1", "n1"): 20.0}
    again = replan(plan, Changes(removals={"offers": ("o1",)}))
    assert given_by(again) == {("o2", "n1"): 20.0}
    assert again.matches.notes[:3] == (
        "the one match does not stay as it was",
        "Ash Paints for Cedar Hall falls away: the offer was withdrawn",
        "Birch Paints for Cedar Hall is new",
    )
    assert again.figures["dropped"] == again.figures["added"] == 1.0


def test_less_than_was_promised_is_told_in_quantities():
    plan = market(offer("o1", "ash", 20), need("n1", "cedar", 20))
    again = replan(plan, Changes(upserts={"offers": (offer("o1", "ash", 12),)}))
    assert given_by(again) == {("o1", "n1"): 12.0}
    assert again.matches.notes[1] == "Ash Paints for Cedar Hall: 12 items instead of 20 items"
    assert again.figures["changed"] == 1.0


def test_a_rule_that_now_keeps_them_apart_is_the_reason():
    plan = market(
        offer("o1", "ash", 20, max_distance_km=5, **at(0)), need("n1", "cedar", 20, **at(1))
    )
    moved = need("n1", "cedar", 20, **at(9))
    again = replan(plan, Changes(upserts={"needs": (moved,)}))
    assert not again.matches
    assert "Cedar Hall is 9.0 km from Ash Paints, which goes 5 km" in again.matches.notes[1]


def test_a_plan_that_forgot_its_setting_says_so():
    plan = replace(market(), setting=None)
    with pytest.raises(DataError, match="does not know what it was made from"):
        replan(plan, Changes())


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_never_more_changes_than_needed(data):
    size = st.integers(1, 3)
    offers = [offer(f"o{i}", o, data.draw(size)) for i, o in enumerate(("ash", "birch"))]
    needs = [need(f"n{i}", n, data.draw(size)) for i, n in enumerate(("cedar", "damson"))]
    plan = market(*offers, *needs)
    less = offer("o0", "ash", data.draw(size))
    changed = need("n1", "damson", data.draw(size))
    again = replan(plan, Changes(upserts={"offers": (less,), "needs": (changed,)}))
    before = given_by(plan)
    gives = {"o0": less.quantity, "o1": offers[1].quantity}
    takes = {"n0": needs[0].quantity, "n1": changed.quantity}
    least = min(cost(before, one) for one in every_plan(gives, takes))
    assert cost(before, given_by(again)) == pytest.approx(least)


def cost(before, after):
    """Return a change for a pair dropped, half and half of what is lost for one that is not."""
    total = 0.0
    for key, had in before.items():
        has = after.get(key, 0)
        if has != had:
            total += 0.5 + 0.5 * max(0.0, (had - has) / had) if has else 1.0
    return total


def every_plan(gives, takes):
    pairs = list(product(gives, takes))
    for quantities in product(*(range(int(min(gives[o], takes[n])) + 1) for o, n in pairs)):
        found = dict(zip(pairs, quantities, strict=True))
        if all(sum(q for (a, _), q in found.items() if a == o) <= gives[o] for o in gives) and all(
            sum(q for (_, b), q in found.items() if b == n) <= takes[n] for n in takes
        ):
            yield found


# -- rooms --------------------------------------------------------------------------------


OPEN = {"availability": ("MO 09:00-17:00",), "capacity": 40}


def rooms():
    return plan_facility_sharing(
        landscape(
            *HOSTS,
            facility("f1", "cedar", name="Long Room", **OPEN, **at(0)),
            facility("f2", "damson", name="Snug", **OPEN, **at(3)),
            *[
                FacilityRequest(
                    id=one, organisation_id=owner, purpose="Class", people=20, hours=2,
                    windows=("MO 10:00-12:00",), starts_on=date(2026, 11, 16),
                    ends_on=date(2026, 11, 22), **at(0),
                )
                for one, owner in (("r1", "cedar"), ("r2", "damson"))
            ],
        )
    )  # fmt: skip


def test_rooms_stay_when_nothing_changed():
    plan = rooms()
    assert len(plan.matches) == 2
    again = replan(plan, Changes())
    assert again.matches.to_records() == plan.matches.to_records()
    assert again.figures["kept"] == 2.0


def test_a_room_that_is_gone_moves_its_group_alone():
    plan = rooms()
    places = {s.subject_id: s.other_id for s in plan.matches}
    (lost,) = [request for request, room in places.items() if room == "f1"]
    third = facility("f3", "cedar", name="Loft", **OPEN, **at(2))
    swap = Changes(upserts={"facilities": (third,)}, removals={"facilities": ("f1",)})
    again = replan(plan, swap)
    after = {s.subject_id: s.other_id for s in again.matches}
    assert after == {**places, lost: "f3"}
    assert again.figures["changed"] == again.figures["kept"] == 1.0
    (note,) = [n for n in again.matches.notes if "instead of" in n]
    assert note.startswith("Loft for ")
    assert note.endswith(": instead of Long Room")


def test_a_request_that_is_withdrawn_is_told():
    again = replan(rooms(), Changes(removals={"facility_requests": ("r1",)}))
    assert again.figures["dropped"] == 1.0
    assert any(n.endswith("falls away: the request was withdrawn") for n in again.matches.notes)
