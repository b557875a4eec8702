"""Hard rules: who may be suggested to whom."""

from datetime import date, timedelta

import pytest

from sap_match.memory import Decided, Memory, Shown
from sap_match.model import Brief, Exclusion
from sap_match.recommend.eligible import (
    excluded_pairs,
    general_removals,
    refused_pairs,
    removals_for,
    removals_for_brief,
)
from sap_match.recommend.partners import recommend_partners
from sap_match.results import suggestion_id
from tests.builders import AS_OF, landscape, org, together

TEXTS = {
    "ash": "Hot lunch and company for older people on Thursdays.",
    "birch": "Befriending and lifts for older people at home.",
    "cedar": "Table tennis and walking football for the over fifties.",
    "dogwood": "Advice on benefits and debts, at home or by telephone.",
}
ALL = [org(one, text) for one, text in TEXTS.items()]


def removed(land, one, *, exclude="current", memory=None):
    found = removals_for(land, one, exclude=exclude, memory=memory or Memory())
    return {(other, rule) for other, rule, _ in found}


def offered(land, one, **more):
    return {s.other_id for s in recommend_partners(land, for_=one, k=99, **more)}


# -- partners -------------------------------------------------------------------------------

TIES = [
    *together("past", "ash", "birch", ends_on=AS_OF - timedelta(days=1)),
    *together("now", "ash", "cedar", ends_on=AS_OF),
    *together("grant", "ash", "dogwood", kind="funding"),
]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        ("none", {"birch", "cedar", "dogwood"}),
        ("current", {"birch", "dogwood"}),
        ("past", {"dogwood"}),
    ],
)
def test_partners_are_left_out_as_asked(exclude, left):
    land = landscape(*ALL, *TIES)
    assert offered(land, "ash", exclude=exclude) == left
    rules = {rule for _, rule in removed(land, "ash", exclude=exclude)} - {"itself"}
    assert (
        rules
        == {
            "none": set(),
            "current": {"current partner"},
            "past": {"past or current partner"},
        }[exclude]
    )


def test_a_forum_of_sixty_is_no_tie_and_one_of_twenty_five_is():
    others = [org(f"o{i:02d}") for i in range(58)]
    many = together("f", "ash", "birch", *(o.id for o in others), kind="forum")
    few = together("f", "ash", "birch", *(o.id for o in others[:23]), kind="forum")
    assert "birch" in offered(landscape(*ALL, *others, *many), "ash")
    assert "birch" not in offered(landscape(*ALL, *others, *few), "ash")


def test_for_a_brief_only_the_lead_and_the_named_members_are_left_out():
    land = landscape(*ALL, *TIES)
    brief = Brief(id="b", description="Lunch for older people", lead_id="ash", members=("birch",))
    found = recommend_partners(land, brief=brief, k=99)
    assert {s.other_id for s in found} == {"cedar", "dogwood"}, "the lead's partner of today stays"
    assert {(r.other_id, r.rule) for r in found.removed} == {
        ("ash", "in the brief already"),
        ("birch", "in the brief already"),
    }


def test_a_brief_that_wants_businesses_gets_businesses():
    land = landscape(*ALL, org("elm", "A bakery with a van.", kind="business"))
    brief = Brief(id="b", description="Bread", kinds_wanted=("business",))
    found = recommend_partners(land, brief=brief, k=99)
    assert [s.other_id for s in found] == ["elm"]
    assert {r.note for r in found.removed} == {"the brief wants business"}


# -- who is offered to nobody ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"suggest": "no"}, "suggest = no"),
        ({"role": "funder"}, "role = funder"),
        ({"role": "club"}, "role = club"),
        ({"role": "regulator"}, "role = regulator"),
    ],
)
def test_some_are_offered_to_nobody_and_the_rule_is_listed(more, rule):
    land = landscape(*ALL, org("elm", "Lunch for older people and lifts home.", **more))
    brief = Brief(id="b", description="Lunch for older people", lead_id="ash")
    for found in (recommend_partners(land), recommend_partners(land, brief=brief)):
        assert "elm" not in {s.other_id for s in found}
        assert ("*", "elm", rule) in {(r.subject_id, r.other_id, r.rule) for r in found.removed}
    assert set(general_removals(land)) == {"elm"}


@pytest.mark.parametrize("role", [None, "provider", "venue", "infrastructure"])
def test_other_roles_may_be_offered(role):
    land = landscape(*ALL, org("elm", "Lunch for older people.", role=role, suggest="ask"))
    assert "elm" in offered(land, "ash")


def test_nobody_is_offered_itself_or_what_may_be_itself():
    twin = org("elm", "Something else altogether, with dogs.", phones=("01632 960123",))
    land = landscape(
        org("ash", TEXTS["ash"], phones=("+44 1632 960123",)),
        *ALL[1:],
        twin,
        org("fir", "A branch that grows trees.", parent_id="ash"),
    )
    found = recommend_partners(land, for_="ash", k=99)
    assert {s.other_id for s in found} == {"birch", "cedar", "dogwood"}
    notes = {r.other_id: (r.rule, r.note) for r in found.removed}
    assert notes["elm"] == ("may be the same organisation", "the same telephone")
    assert notes["fir"] == ("may be the same organisation", "the same parent organisation")


def test_a_parent_that_no_table_holds_removes_nobody():
    land = landscape(*ALL[1:], org("ash", TEXTS["ash"], parent_id="gone"))
    assert offered(land, "ash") == {"birch", "cedar", "dogwood"}


def test_a_parent_by_its_old_id_is_the_parent():
    land = landscape(*ALL[1:], org("ash", TEXTS["ash"], parent_id="old"), aliases={"old": "birch"})
    assert offered(land, "ash") == {"cedar", "dogwood"}
    assert offered(land, "birch") == {"cedar", "dogwood"}


# -- pairs ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "kept_apart"),
    [
        (None, True),
        (AS_OF, True),
        (AS_OF + timedelta(days=1), True),
        (AS_OF - timedelta(days=1), False),
    ],
)
def test_an_exclusion_holds_both_ways_until_its_day(until, kept_apart):
    apart = Exclusion(left_id="birch", right_id="ash", reason="a freezer", until=until)
    land = landscape(*ALL, apart)
    assert ("birch" in offered(land, "ash")) is not kept_apart
    assert ("ash" in offered(land, "birch")) is not kept_apart
    assert (excluded_pairs(land) == {("ash", "birch"): "a freezer"}) is kept_apart


def test_an_exclusion_by_an_old_id_holds():
    apart = Exclusion(left_id="old", right_id="ash")
    land = landscape(*ALL, apart, aliases={"old": "birch"})
    assert ("birch", "exclusion") in removed(land, "ash")


def test_an_exclusion_of_two_members_of_the_past_is_as_of_the_date():
    apart = Exclusion(left_id="ash", right_id="birch", until=date(2026, 6, 30))
    assert "birch" in offered(landscape(*ALL, apart), "ash")
    assert "birch" not in offered(landscape(*ALL, apart, as_of=date(2026, 6, 1)), "ash")


NEVER = Decided(suggestion_id("partner", "ash", "birch"), "never", "rivals")


def test_never_holds_for_both_sides_and_not_now_does_not_remove():
    land = landscape(*ALL)
    memory = Memory(decided=(NEVER,))
    assert "birch" not in offered(land, "ash", memory=memory)
    assert "ash" not in offered(land, "birch", memory=memory)
    later = Memory(decided=(Decided(NEVER.suggestion_id, "not_now"),))
    assert "birch" in offered(land, "ash", memory=later)


def test_an_answer_that_was_taken_back_removes_nobody():
    told = Decided(NEVER.suggestion_id, "never", decided_on=date(2026, 1, 1))
    back = Decided(NEVER.suggestion_id, "yes", decided_on=date(2026, 2, 1))
    assert "birch" in offered(landscape(*ALL), "ash", memory=Memory(decided=(told, back)))


def test_a_ban_removes_by_old_ids_too_and_leaves_in_peace_who_is_gone():
    memory = Memory(banned=frozenset({("ash", "old"), ("ash", "left the place")}))
    land = landscape(*ALL, aliases={"old": "birch"})
    assert offered(land, "ash", memory=memory) == {"cedar", "dogwood"}
    assert ("birch", "never again") in removed(land, "ash", memory=memory)
    brief = Brief(id="b", description="Lunch for older people", lead_id="ash")
    found = recommend_partners(land, brief=brief, memory=memory)
    assert {s.other_id for s in found} == {"cedar", "dogwood"}


def test_whom_a_member_excludes_is_not_offered_to_its_brief():
    land = landscape(*ALL, Exclusion(left_id="cedar", right_id="ash"))
    brief = Brief(id="b", description="Lunch", lead_id="birch", members=("ash",))
    found = recommend_partners(land, brief=brief, k=99)
    assert {s.other_id for s in found} == {"dogwood"}
    assert ("cedar", "exclusion") in {(r.other_id, r.rule) for r in found.removed}


def test_never_holds_for_a_brief_too():
    land = landscape(*ALL)
    brief = Brief(id="b", description="Lunch for older people", lead_id="ash")
    by_pair = Memory(decided=(NEVER,))
    by_brief = Memory(decided=(Decided(suggestion_id("partner", "b", "birch"), "never"),))
    for memory in (by_pair, by_brief):
        found = {x[:2] for x in removals_for_brief(land, brief, memory=memory)}
        assert found == {("ash", "in the brief already"), ("birch", "never again")}
        offered_now = {s.other_id for s in recommend_partners(land, brief=brief, memory=memory)}
        assert offered_now == {"cedar", "dogwood"}


def test_what_was_shown_before_is_no_rule_here():
    shown = Shown("2026-10", NEVER.suggestion_id, "partner", ("ash", "birch"))
    assert "birch" in offered(landscape(*ALL), "ash", memory=Memory(shown=(shown,)))


def test_who_was_refused_is_looked_for_once_for_all_subjects():
    refused_pairs.cache_clear()
    land = landscape(*ALL)
    memory = Memory(decided=(NEVER,))
    for one in land.ids:
        offered(land, one, memory=memory)
    assert refused_pairs.cache_info().misses == 1
    shown = Shown("2026-10", NEVER.suggestion_id, "partner", ("ash", "birch"))
    known = Memory(decided=(NEVER,), shown=(shown,))
    refused_pairs.cache_clear()
    assert "birch" not in offered(land, "ash", memory=known)
    assert "ash" not in offered(land, "birch", memory=known)
    assert refused_pairs.cache_info().misses == 0, "the list says who they are"
