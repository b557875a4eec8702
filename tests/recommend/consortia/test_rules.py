"""Rules that a team keeps, or is said to be unable to keep."""

import pytest

from sap_match.errors import DataError, InfeasibleError, UnknownIdError
from sap_match.model import Brief
from sap_match.recommend.consortia import (
    ConsortiumConfig,
    MakeUp,
    Rules,
    extend_team,
    form_consortium,
    pareto_front,
    replace_member,
)
from tests.builders import area, at, landscape, org, service, together

PLACE = [
    org("lead", "We hold the bid and count the money.", name="Lead Trust"),
    org("cook", "Hot food for forty on Mondays.", name="Cookery", income=20_000),
    org("cater", "Hot food for forty, and puddings.", name="Catering", income=900_000),
    org("canteen", "Hot food for forty in town.", name="Canteen", kind="public"),
    org("drive", "Minibus and drivers on Mondays.", name="Drivers", parent_id="cook"),
    org("haul", "Minibus and drivers, any day.", name="Haulage", kind="business"),
    *together("c", "lead", "cater"),
]
BRIEF = Brief(
    id="b",
    title="Monday in company",
    description="Lunch on the day that nobody cooks.",
    lead_id="lead",
    capabilities=("hot food for forty", "minibus and drivers"),
)


def changed(*ids, **more):
    """Return the place with some organisations changed."""
    return [r.model_copy(update=more) if getattr(r, "id", "") in ids else r for r in PLACE]


def formed(rules=None, brief=BRIEF, place=PLACE, **more):
    return form_consortium(landscape(*place), brief, 1, rules=rules, **more)


def team(found):
    return set(found.teams[0].members) - {"lead"}


@pytest.mark.parametrize(
    ("rules", "holds"),
    [
        (Rules(must=("canteen",)), lambda t: "canteen" in t),
        (Rules(must_not=("cater",)), lambda t: "cater" not in t),
        (Rules(at_least=(MakeUp(number=1, kind="public"),)), lambda t: "canteen" in t),
        (Rules(at_most=(MakeUp(number=0, kind="business"),)), lambda t: "haul" not in t),
        (
            Rules(at_least=(MakeUp(number=1, kind="voluntary", income_below=50_000),)),
            lambda t: "cook" in t,
        ),
        (Rules(conflicts=(("cater", "haul"),)), lambda t: not {"cater", "haul"} <= t),
        (Rules(exclusive=(("cook", "cater", "canteen"),), size_min=3, size_max=3),
         lambda t: len(t & {"cook", "cater", "canteen"}) == 1),
        (Rules(must=("cook",)), lambda t: "drive" not in t),
        (Rules(size_min=4, size_max=4), lambda t: len(t) == 3),
        (Rules(per_capability=2), lambda t: len(t) == 4),
        (Rules(most_each=1), lambda t: len(t) == 2),
        (Rules(costs={"cater": 900.0, "haul": 200.0, "cook": 100.0}, budget=350.0),
         lambda t: "cater" not in t),
    ],
)  # fmt: skip
def test_every_rule_is_kept(rules, holds):
    assert holds(team(formed(rules)))


def test_small_is_only_who_says_an_income():
    rules = Rules(at_least=(MakeUp(number=2, income_below=50_000),))
    with pytest.raises(InfeasibleError, match="lowered to 1"):
        formed(rules)


def test_no_two_of_one_parent_unless_it_is_allowed():
    place = changed("cook", "drive", parent_id="canteen")
    rules = Rules(must=("cook",), must_not=("haul",))
    assert "drive" not in team(formed(rules, place=place))
    free = rules.model_copy(update={"one_per_parent": False})
    assert "drive" in team(formed(free, place=place))


def test_places_are_covered():
    here, there = area("here", **at(0)), area("there", **at(30))
    place = [
        *changed("cater", areas=("here",)),
        org("far", "Flowers.", areas=("there",)), here, there,
    ]  # fmt: skip
    assert "far" in team(formed(Rules(places=("there",)), place=place))
    with pytest.raises(UnknownIdError, match="ther"):
        formed(Rules(places=("ther",)), place=place)


def test_contradictory_rules_are_named_with_the_smallest_relaxation():
    rules = Rules(must=("cook",), must_not=("cook",))
    with pytest.raises(InfeasibleError) as error:
        formed(rules)
    told = str(error.value)
    assert "“Cookery has to be in the team”; “Cookery may not be in the team”" in told
    assert "The smallest change that allows one: " in told
    assert told.startswith("brief b: ")
    with pytest.raises(InfeasibleError, match="“at least 9 members” lowered to 5"):
        formed(Rules(size_min=9, size_max=12))


def test_who_may_not_be_asked_cannot_be_a_must():
    place = [*PLACE, org("shy", "Hot food for forty.", suggest="no")]
    with pytest.raises(InfeasibleError, match=r"Shy Group \(shy\).*asked not to be suggested"):
        formed(Rules(must=("shy",)), place=place)


def test_unknown_ids_in_rules_come_with_the_nearest():
    with pytest.raises(UnknownIdError, match="nearest are 'cook'"):
        formed(Rules(must=("coook",)))
    with pytest.raises(UnknownIdError, match="nearest are 'haul'"):
        formed(Rules(costs={"haull": 3.0}))


def test_without_the_accreditation_nobody_is_eligible_and_it_is_listed():
    place = changed("cater", accreditations=("DBS",))
    found = formed(Rules(accredited=("dbs",)), place=place)
    assert team(found) == {"cater"}
    assert {r.other_id for r in found.removed if r.rule == "accreditation"} >= {"cook", "haul"}

    assert any("does not say it has dbs" in note for note in found.notes), "the lead lacks it"


def test_an_accreditation_that_nobody_has_is_named():
    with pytest.raises(InfeasibleError, match="nobody who may be asked says that it has nonsense"):
        formed(Rules(accredited=("nonsense",)))


def test_a_briefs_own_sizes_that_clash_give_way_and_it_is_said():
    found = formed(brief=BRIEF.model_copy(update={"size_min": 4, "size_max": 2}))
    assert len(found.teams[0].members) == 4
    assert any("which clash" in note for note in found.notes)


def test_cohesion_is_a_choice_and_prefers_who_is_near():
    config = ConsortiumConfig(cohesion="leader", between="ties", cohesion_weight=1.0, fit=0.0)
    assert "cater" in team(formed(config=config)), "it has worked with the lead"
    for name in ("none", "sum", "diameter", "steiner", "bottleneck"):
        found = formed(config=ConsortiumConfig(cohesion=name))
        assert found.gap == 0
        assert found.teams[0].covered == 2


def test_fair_composition_reports_and_never_infers():
    place = changed("cook", "haul", extra={"led_by": "women"})
    found = formed(Rules(fair_by="led_by"), place=place)
    told = found.teams[0].fairness
    assert told.wanted == {"women": 1.0}
    assert told.undeclared == len(team(found) - {"cook", "haul"})
    with pytest.raises(DataError, match="led-by is declared"):
        formed(Rules(fair_by="led_by"))
    kinds = formed(Rules(fair_by="kind", size_min=5, size_max=5)).teams[0].fairness
    assert set(kinds.wanted) == {"business", "public", "voluntary"}
    assert kinds.ndkl >= 0
    assert all(share > 0 for share in kinds.shares.values())


def test_a_member_who_leaves_is_replaced_by_who_covers_the_same():
    first = formed()
    cook = next(iter(team(first) & {"cook", "cater", "canteen"}))
    found = replace_member(landscape(*PLACE), BRIEF, first.teams[0].members, cook)
    assert found[0].instead_of == cook
    assert found[0].covers == ("hot food for forty",)
    assert cook not in {c.organisation_id for c in found}
    assert [c.gain for c in found] == sorted((c.gain for c in found), reverse=True)
    with pytest.raises(DataError, match="does not sit in the team"):
        replace_member(landscape(*PLACE), BRIEF, ["lead"], "cook")


def test_a_team_is_extended_by_who_adds_most():
    found = extend_team(landscape(*PLACE), BRIEF, ["lead", "cater"], k=2)
    assert found[0].organisation_id in {"haul", "drive"}
    assert found[0].covers == ("minibus and drivers",)
    assert found[0].gain > 0
    assert len(found) == 2


def test_on_the_front_no_team_is_beaten_in_all_three():
    found = pareto_front(landscape(*PLACE), BRIEF)
    aims = [(t.coverage, -t.cohesion, -t.cost) for t in found]
    assert len(found) >= 2
    for one in aims:
        assert not any(other != one and all(a >= b for a, b in zip(other, one, strict=True))
                       for other in aims)  # fmt: skip
    assert {t.members for t in found} & {("lead",)}, "nobody asked costs nothing"


def test_gaps_say_who_beyond_the_area_covers_it():
    here = area("here", **at(0))
    place = [
        here, org("a", "Bees."), service("s1", "a", "Honey.", **at(0)),
        org("b", "Boats."), service("s2", "b", "Minibus and drivers.", name="Bus", **at(60)),
    ]  # fmt: skip
    brief = Brief(id="b", description="x", capabilities=("minibus and drivers",), areas=("here",))
    found = form_consortium(landscape(*place), brief, 1)
    (gap,) = found.gaps
    assert (gap.beyond_id, round(gap.km)) == ("b", 60)
    assert "B Group, 60 km away, covers it from beyond the area" in gap.reason
    assert found[-1].reason == gap.reason


def test_the_numbers_of_a_team_hold_together():
    found = formed()
    one = found.teams[0]
    assert found.objective == one.objective <= one.bound + 1e-6
    assert (found.gap, one.method, one.covered) == (0, "exact", 2)
    assert 0 < found.coverage <= 1
    assert found.cost == len(team(found)), "seats, where no costs are known"
    assert all(s >= 0.55 for held in one.strengths.values() for s in held.values())


def test_capitals_are_read_as_small_letters_and_nothing_as_nothing():
    shout = BRIEF.model_copy(update={"capabilities": tuple(c.upper() for c in BRIEF.capabilities)})
    assert team(formed(brief=shout)) == team(formed())
    with pytest.raises(DataError, match="says nothing that could be looked for"):
        formed(brief=Brief(id="b", description="???"))


def test_capabilities_out_of_the_text_are_shown_for_correction():
    brief = Brief(id="b", description="We need hot food for forty, and a minibus with drivers.")
    found = formed(brief=brief)
    assert found.split
    assert found.capabilities == ("hot food for forty", "minibus with drivers")
    assert "to be corrected in its column capabilities" in " ".join(found.notes)


def test_what_no_team_can_cover_is_a_gap_by_the_same_test():
    """Somebody of another town fits just enough, and what is left of that does not."""
    here, there = area("here", **at(0)), area("there")
    place = [here, there, org("far", "Minibus and drivers.", areas=("there",))]
    brief = Brief(id="b", description="x", capabilities=("minibus and drivers",), areas=("here",))
    free = ConsortiumConfig(covers=0.01, seat_cost=0)
    loose = form_consortium(landscape(*place), brief, 1, config=free)
    strength = loose.teams[0].strengths["far"]["minibus and drivers"]
    just = ConsortiumConfig(covers=round(strength * 1.02, 6))
    found = form_consortium(landscape(*place), brief, 1, config=just)
    uncovered = {c for s in found if s.role == "uncovered" for c in s.covers}
    assert uncovered == {"minibus and drivers"} == {g.capability for g in found.gaps}
    (gap,) = found.gaps
    assert (gap.nearest_id, gap.nearest_fit) == ("far", pytest.approx(strength))
    assert not loose.gaps


def test_a_second_listing_replaces_nobody_and_is_no_other_choice():
    place = [
        *changed("cook", identifiers=("GB-CHC-1000001",)),
        org(
            "kitchen",
            "Hot food for forty, in town.",
            name="Mondays",
            identifiers=("GB-CHC-1000001",),
        ),
    ]
    land = landscape(*place)
    found = replace_member(land, BRIEF, ["lead", "haul", "cook"], "cook", k=9)
    offered = {c.organisation_id for c in found}
    assert "cater" in offered
    assert "kitchen" not in offered
    rules = {r.other_id: (r.rule, r.note) for r in found.removed}
    assert rules["kitchen"] == (
        "may be the same organisation",
        "the same register number as Cookery",
    )
    more = {c.organisation_id for c in extend_team(land, BRIEF, ["lead", "haul"], k=9)}
    assert "cater" in more
    assert len(more & {"cook", "kitchen"}) == 1
    brief = BRIEF.model_copy(update={"capabilities": ("hot food for forty",)})
    teams = form_consortium(land, brief, 4).teams
    sitting = {one for t in teams for one in t.members} & {"cook", "kitchen"}
    assert len(teams) >= 3
    assert len(sitting) == 1, "the other listing makes no other team"


def test_who_replaces_says_what_of_the_lost_is_covered_and_what_nobody_covers():
    place = [r for r in PLACE if getattr(r, "id", "") != "drive"]
    land = landscape(*place)
    found = replace_member(land, BRIEF, ["lead", "cook", "haul"], "haul")
    assert found.lost == ("minibus and drivers",)
    assert [g.capability for g in found.gaps] == ["minibus and drivers"]
    assert found[0].lacking == ("minibus and drivers",)
    assert found[0].reason.startswith(
        "Nobody known here covers minibus and drivers now that Haulage is out; "
        "of those who fit “Monday in company”, "
    )
    again = replace_member(landscape(*PLACE), BRIEF, ["lead", "cater", "haul"], "haul")
    assert (again[0].organisation_id, again[0].lacking) == ("drive", ())
    assert again[0].reason.startswith("Drivers covers minibus and drivers")
    assert again[1].reason.startswith("Canteen covers nothing of what the team lacks")
    assert again.gaps == ()
