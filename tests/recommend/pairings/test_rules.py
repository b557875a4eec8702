"""Rules of pairings: contradictions, exclusions for the officer, checks, costs, a team's dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.model import Agreement, Need, Offer
from sap_match.recommend.pairings import plan_pairings
from sap_match.recommend.pairings.dating import days_in_common
from sap_match.recommend.pairings.questions import unknowns
from sap_match.recommend.pairings.rules import RULES, broken
from sap_match.similarity.encoder import HashedWords
from sap_match.windows import expand, intersect, parse
from tests.builders import AS_OF, at, landscape, org
from tests.recommend.pairings.test_nearest import meeting

DIGGING = "Digging paths and planting trees"
GIVER = org("giver", "Paint makers.", name="Lindow Paints", kind="business")
HOST = org("host", "A wood.", name="Moss Wood", themes=("environment",))


def offer(one="o", owner="giver", **more):
    told = {"kind": "volunteering", "description": DIGGING, "quantity": 10, "unit": "people"}
    return Offer(id=one, organisation_id=owner, **{**told, **more})


def need(one="n", owner="host", **more):
    told = {"kind": "volunteering", "description": DIGGING, "quantity": 8, "unit": "people"}
    return Need(id=one, organisation_id=owner, **{**told, **more})


def plan(*records):
    return plan_pairings(landscape(GIVER, HOST, *records))


def quantities(found):
    return {(s.subject_id, s.other_id): s.details["quantity"] for s in found.matches}


def removed(found):
    return {(r.subject_id, r.other_id): (r.rule, r.note) for r in found.unmatched.removed}


def rules_of(m):
    return [rule for rule, _ in broken(m)]


def confirm(found):
    (one,) = found.matches
    return one.to_confirm


# -- what contradicts itself ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"starts_on": date(2027, 1, 2), "ends_on": date(2027, 1, 1)},
            "ends on 1 January 2027, before it begins on 2 January 2027",
        ),
        ({"team_min": 6, "team_max": 4}, "has teams of at least 6 and at most 4 people"),
        ({"team_max": 0}, "has teams of at most 0 people"),
        ({"team_min": 11}, "has teams of at least 11 people, and"),
        ({"quantity": 0.5}, "has a quantity of 0.5 people, which is less than one"),
    ],
)
@pytest.mark.parametrize("side", ["offer", "need"])
def test_a_record_that_contradicts_itself_is_not_planned_and_is_told_so(changes, words, side):
    own = (offer(**changes), need()) if side == "offer" else (offer(), need(**changes))
    found = plan(*own)
    assert quantities(found) == {}
    rule, note = removed(found)["o", "n"]
    assert rule == "fault"
    assert words in note
    name = "Lindow Paints" if side == "offer" else "Moss Wood"
    assert f"ask {name} what is meant" in note
    told = {u.side: u.reason for u in found.unmatched}
    assert words in told[side]


@pytest.mark.parametrize("side", ["offer", "need"])
def test_a_lower_quota_above_the_quantity_is_never_reached_and_is_told(side):
    changes = {"quantity_min": 12}
    own = (offer(**changes), need()) if side == "offer" else (offer(), need(**changes))
    found = plan(*own)
    assert quantities(found) == {}
    told = {u.side: u.reason for u in found.unmatched}
    assert "has at least 12 and at most" in told[side]
    assert "what is meant" in told[side]


def test_no_quantity_leaves_nothing_to_plan_with():
    found = plan(offer(quantity=0), need())
    assert quantities(found) == {}
    assert removed(found)["o", "n"][0] == "quantity"


def test_times_that_are_never_on_the_own_dates_make_a_question():
    monday = date(2026, 11, 2)
    found = plan(offer(windows=("TU 09:00-12:00",), starts_on=monday, ends_on=monday), need())
    assert any("Tuesdays 9 am to noon) are never then" in q for q in confirm(found))


def test_an_unknown_unit_is_compared_by_its_name():
    assert rules_of(meeting({"unit": "frobs"}, {"unit": "frobs"})) == []
    assert rules_of(meeting({"unit": "frobs"}, {"unit": "people"})) == ["unit"]


# -- for the officer --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exclusion", "theme", "rule"),
    [
        ("faith groups", "faith", "for the officer"),
        ("religious activity", "faith", "for the officer"),
        ("churches", "church", "for the officer"),
        ("women", "women", "for the officer"),
        ("older people", "older people", "for the officer"),
        ("refugees", "refugees and migration", "for the officer"),
        ("politics", "politics", "exclusion"),
        ("animals", "animals", "exclusion"),
    ],
)
def test_an_exclusion_that_touches_what_the_law_protects_goes_to_the_officer(
    exclusion, theme, rule
):
    host = org("other", "A group.", name="Silk Street", themes=(theme,))
    found = plan(host, offer(exclusions=(exclusion,)), need(owner="other"))
    assert quantities(found) == {}
    name, note = removed(found)["o", "n"]
    assert name == rule
    assert f"Lindow Paints excludes {exclusion}, and Silk Street is listed under {theme}" in note
    assert ("officer decides" in note) == (rule == "for the officer")
    told = {u.side: u.reason for u in found.unmatched}
    assert exclusion in told["offer"]
    assert exclusion in told["need"]


def test_a_planned_pair_of_an_offer_with_such_an_exclusion_is_for_the_officer_too():
    told = confirm(plan(offer(exclusions=("faith groups", "litigation")), need()))
    assert told[0] == (
        "that the officer has looked at “faith groups”, which Lindow Paints excludes: it touches "
        "religion or belief"
    )
    assert any("no part in “litigation”" in q for q in told)


def test_a_religion_by_name_excludes_no_other():
    host = org("other", "A group.", name="Silk Street", themes=("church",))
    assert quantities(plan(host, offer(exclusions=("Islam",)), need(owner="other")))


def test_what_is_agreed_stays_whatever_the_rules_say():
    agreed = Agreement(offer_id="o", need_id="n", quantity=3, status="agreed")
    found = plan(offer(checks=()), need(checks_required=("dbs_basic",)), need("m"), agreed)
    assert quantities(found) == {("o", "m"): 7.0}
    assert removed(found)["o", "n"][0] == "kept apart"


# -- checks -----------------------------------------------------------------------------------


def test_an_enhanced_check_does_for_a_basic_one_in_the_plan():
    found = plan(offer(checks=("dbs_enhanced",)), need(checks_required=("DBS basic",)))
    assert quantities(found) == {("o", "n"): 8.0}


def test_no_more_people_come_than_are_willing_to_be_checked():
    found = plan(offer(checks=("dbs_enhanced:willing 4",)), need(checks_required=("dbs_enhanced",)))
    assert quantities(found) == {("o", "n"): 4.0}
    assert (
        "that Moss Wood runs an enhanced DBS check for up to 4 from Lindow Paints, who are "
        "willing: allow 4 weeks, to 29 November 2026"
    ) in confirm(found)


def test_the_counter_reason_says_when_a_check_counts_no_more():
    told = {"windows": ("MO 09:00-12:00",)}
    (one,) = plan(
        offer(checks=("dbs_enhanced:issued 2024-01-10",), **told),
        need(checks_required=("dbs_enhanced:36 months",), **told),
    ).matches
    assert one.counter_reason == (
        "What Lindow Paints lists as an enhanced DBS check counts until 10 January 2027: Moss Wood "
        "takes none older than 36 months."
    )
    (two,) = plan(
        offer(checks=("dbs_enhanced:2027-02-01",), **told),
        need(checks_required=("dbs_basic",), **told),
    ).matches
    assert two.counter_reason.endswith("a basic DBS check ends on 1 February 2027.")


def test_willing_people_are_capped_for_the_need_that_asks_only():
    found = plan(offer(checks=("dbs_enhanced:willing 4",)), need())
    assert quantities(found) == {("o", "n"): 8.0}


def test_hours_are_not_capped_by_people():
    found = plan(
        offer(unit="hours", checks=("dbs_enhanced:willing 1",)),
        need(unit="hours", checks_required=("dbs_enhanced",)),
    )
    assert quantities(found) == {("o", "n"): 8.0}


def test_a_team_larger_than_those_willing_does_not_come():
    found = plan(
        offer(team_min=6, team_max=10, checks=("dbs_enhanced:willing 4",)),
        need(checks_required=("dbs_enhanced",)),
    )
    rule, note = removed(found)["o", "n"]
    assert rule == "team"
    assert note == "6 come at a time, and 4 from Lindow Paints are willing to be checked"


def test_there_is_no_time_for_a_check_before_a_day_next_week():
    found = plan(
        offer(checks=("dbs_enhanced:willing 4",)),
        need(checks_required=("dbs_enhanced",), ends_on=AS_OF + timedelta(days=7)),
    )
    rule, note = removed(found)["o", "n"]
    assert rule == "check"
    assert "there is no time to run an enhanced DBS check: allow 4 weeks" in note


def test_an_unknown_check_is_told_with_the_nearest_known_one():
    note = removed(plan(offer(), need(checks_required=("dbs_enhnaced",))))["o", "n"][1]
    assert "“dbs_enhnaced” is no check that is known; dbs_enhanced may be meant" in note


def test_a_need_in_scotland_asks_for_what_scotland_has():
    here = {"latitude": 55.95, "longitude": -3.19}
    asked = need(checks_required=("pvg_children",), **here)
    rule, note = removed(plan(offer(checks=("dbs_enhanced_both",)), asked))["o", "n"]
    assert rule == "check"
    assert "requires membership of the PVG scheme for children" in note
    assert quantities(plan(offer(checks=("pvg_both",)), asked)) == {("o", "n"): 8.0}
    english = need(checks_required=("dbs_enhanced",), **here)
    note = removed(plan(offer(checks=("dbs_enhanced",)), english))["o", "n"][1]
    assert "is for England and Wales, and the host is in Scotland" in note


def test_where_the_nation_is_unknown_the_plan_asks():
    told = confirm(plan(offer(checks=("dbs_basic",)), need(checks_required=("dbs_basic",))))
    assert "where Moss Wood decides: a basic DBS check is for England and Wales" in told
    placed = need(checks_required=("dbs_basic",), **at(0))
    assert not any("decides" in q for q in confirm(plan(offer(checks=("dbs_basic",)), placed)))


def test_a_day_in_the_garden_may_not_ask_for_the_barred_list():
    one = date(2026, 11, 14)
    asked = need(
        checks_required=("dbs_enhanced_children",), starts_on=one, ends_on=one, postcode="SK10 1AA"
    )
    told = confirm(plan(offer(checks=("dbs_enhanced_children",)), asked))
    (flag,) = [q for q in told if "may ask for" in q]
    assert flag.startswith(
        "that Moss Wood may ask for an enhanced DBS check with the children's barred list: it may "
        "be asked for only for regulated activity with children"
    )
    assert "one day is none, unless it is personal or health care (source: “" in flag
    weekly = asked.model_copy(update={"ends_on": date(2027, 3, 14)})
    found = plan(offer(checks=("dbs_enhanced_children",)), weekly)
    assert not any("may ask for" in q for q in confirm(found))


def test_odd_cells_of_checks_come_through_ingest_and_break_nothing(tmp_path):
    (tmp_path / "organisations.csv").write_text(
        "id,name,kind\ngiver,Lindow Paints,business\nhost,Moss Wood,voluntary\n", "utf-8"
    )
    head = "id,organisation_id,kind,description,quantity,unit"
    (tmp_path / "offers.csv").write_text(
        f"{head},checks\n"
        f"o1,giver,volunteering,{DIGGING},10,people,dbs_enhanced:willing 4; fork lift ;first:x\n"
        f"o2,giver,volunteering,{DIGGING},10,people,dbs_enhanced:issued 2025-01-01\n",
        "utf-8",
    )
    (tmp_path / "needs.csv").write_text(
        f"{head},checks_required\n"
        f"n1,host,volunteering,{DIGGING},9,people,dbs_enhanced:36 months\n"
        f"n2,host,volunteering,{DIGGING},5,people,zumba:;;\n",
        "utf-8",
    )
    dataset = read_dataset(tmp_path)
    assert dataset.offers[0].checks == (
        "dbs_enhanced:willing 4", "fork lift", "first:x",
    )  # fmt: skip
    world = Landscape.build(dataset, as_of=AS_OF, encoder=HashedWords())
    found = plan_pairings(world)
    assert quantities(found) in ({("o2", "n1"): 9.0}, {("o1", "n1"): 4.0, ("o2", "n1"): 5.0})
    assert "“zumba” is no check that is known" in removed(found)["o1", "n2"][1]


# -- what it costs the host -------------------------------------------------------------------


def test_a_team_day_that_leaves_the_host_out_of_pocket_is_not_planned():
    team = {"team_min": 4, "team_max": 10}
    rule, note = removed(plan(offer(budget=0, **team), need(host_cost=120)))["o", "n"]
    assert rule == "cost"
    assert note == "it costs Moss Wood £120 to take a team, and Lindow Paints brings no money"
    assert quantities(plan(offer(budget=120, **team), need(host_cost=120)))
    unsaid = plan(offer(**team), need(host_cost=120))
    assert "who pays the £120 that it costs Moss Wood to take a team" in confirm(unsaid)
    assert quantities(plan(offer(budget=0), need(host_cost=120)))


def test_a_host_takes_no_team_larger_than_it_can_hold():
    rule, note = removed(plan(offer(team_min=6), need(team_max=4)))["o", "n"]
    assert rule == "team"
    assert note == "Lindow Paints comes as 6 or more, and Moss Wood has use for 4"
    assert meeting({"team_min": 2}, {"team_max": 4}).host.a_day == 4
    assert meeting({"team_max": 4}).giver.a_day == float("inf")


def test_young_people_need_somebody_who_looks_after_them():
    young = meeting({"description": "Sixth-formers aged 16 and 17 can dig"})
    assert "who at Moss Hall looks after people of 16" in unknowns(young)
    kept = meeting({"description": "Sixth-formers aged 16"}, {"supervision": "a ranger"})
    assert not any("looks after" in q for q in unknowns(kept))


# -- a team's dates ---------------------------------------------------------------------------


def dates(m):
    return [date.fromordinal(day).isoformat() for day in m.days]


TEAM = {"team_min": 4, "team_max": 8}


def test_a_team_comes_on_dates_that_suit_both_after_notice():
    m = meeting(
        {**TEAM, "windows": ("TU 09:00-16:00", "TH 09:00-16:00"), "lead_days": 7},
        {"windows": ("TU 13:00-17:00",), "ends_on": date(2026, 11, 24)},
    )
    assert dates(m) == ["2026-11-10", "2026-11-17", "2026-11-24"]


def test_without_a_team_or_without_times_there_is_no_date():
    assert dates(meeting({"windows": ("TU 09:00-16:00",)}, {"windows": ("TU 09:00-16:00",)})) == []
    assert dates(meeting(TEAM, {"windows": ("TU 09:00-16:00",)})) == []


def test_one_date_needs_no_times():
    one = {"starts_on": date(2026, 11, 6), "ends_on": date(2026, 11, 6)}
    assert dates(meeting({**TEAM, **one})) == ["2026-11-06"]
    assert dates(meeting(one)) == ["2026-11-06"]


def test_willing_people_come_when_they_are_checked():
    tuesdays = {"windows": ("TU 09:00-16:00",)}
    m = meeting(
        {**TEAM, **tuesdays, "checks": ("dbs_basic:willing 6",)},
        {**tuesdays, "checks_required": ("dbs_basic",)},
    )
    assert dates(m)[0] == "2026-11-17"
    assert m.team == (4.0, 6.0)


def days_of(left, right, first, last, minutes=60):
    found = days_in_common(parse(left), parse(right), first, last, minutes, "Europe/London")
    return [date.fromordinal(day).isoformat() for day in found]


def test_a_night_counts_for_the_date_on_which_it_begins():
    nights = days_of("FR 20:00-01:00", "FR 23:30-04:00", date(2026, 11, 2), date(2026, 11, 20))
    assert nights == ["2026-11-06", "2026-11-13"]


def test_an_hour_that_the_clocks_take_away_is_none():
    spring = days_of("SU 01:00-02:00", "SU 01:00-02:00", date(2027, 3, 20), date(2027, 4, 5))
    assert spring == ["2027-03-21", "2027-04-04"]
    autumn = days_of("SU 01:00-02:00", "SU 00:00-04:00", date(2026, 10, 20), date(2026, 11, 2))
    assert autumn == ["2026-10-25", "2026-11-01"]


def test_29_february_is_a_day():
    assert days_of("TU 09:00-12:00", "TU 09:00-12:00", date(2028, 2, 28), date(2028, 3, 1)) == [
        "2028-02-29"
    ]


def test_rules_are_worked_out_to_dates():
    firsts = "FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"
    assert days_of(firsts, "SA 09:00-12:00", date(2026, 11, 1), date(2027, 1, 31)) == [
        "2026-11-07", "2026-12-05", "2027-01-02",
    ]  # fmt: skip


def test_a_host_that_is_always_open_has_every_day():
    found = days_of("MO-SU 00:00-24:00", "MO-SU 00:00-24:00", date(2026, 11, 2), date(2026, 11, 5))
    assert found == ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"]


stretch = st.tuples(
    st.sampled_from("MO TU WE TH FR SA SU".split()), st.integers(0, 23), st.integers(1, 8)
).map(lambda w: f"{w[0]} {w[1]:02d}:00-{(w[1] + w[2]) % 24:02d}:00")
timetables = st.lists(stretch, min_size=1, max_size=3).map("; ".join)


@settings(deadline=None, max_examples=150)
@given(timetables, timetables, st.integers(0, 200), st.integers(0, 40))
def test_on_each_date_of_a_team_both_can_for_long_enough(left, right, start, length):
    first = AS_OF + timedelta(days=start)
    last = first + timedelta(days=length)
    slots = intersect(expand(parse(left), first, last), expand(parse(right), first, last))
    begin = {s.start.date().isoformat() for s in slots if s.minutes >= 60}
    found = days_of(left, right, first, last)
    assert found == sorted(found)
    assert set(found) >= set(sorted(begin)[:5])
    full = {
        (s.start.date() + timedelta(days=n)).isoformat()
        for s in slots
        for n in range((s.end.date() - s.start.date()).days + 1)
        if s.minutes >= 60
    }
    assert set(found) <= full


def test_the_end_of_the_calendar_breaks_nothing():
    windows = {"windows": ("MO 22:00-06:00",)}
    late = {"starts_on": date(9999, 12, 20), "ends_on": date.max}
    assert rules_of(meeting({**TEAM, **windows, **late}, windows)) == []
    assert rules_of(meeting({"lead_days": 10**9}, {"ends_on": date(2026, 12, 1)})) == ["dates"]


# -- any market -------------------------------------------------------------------------------

checks = st.lists(
    st.sampled_from(
        ["dbs_basic", "dbs_enhanced", "dbs_enhanced:willing 3", "first_aid:2026-11-20", "zumba",
         "driving", "pvg_both", "first_aid:soon"]
    ),
    max_size=3, unique=True,
).map(tuple)  # fmt: skip
required = st.lists(
    st.sampled_from(["dbs_basic", "dbs_enhanced", "first_aid", "dbs_enhanced:24 months"]),
    max_size=2,
    unique=True,
).map(tuple)
places = st.sampled_from([{}, {"postcode": "SK10 1AA"}, {"postcode": "EH1 1YZ"}])


@settings(deadline=None, max_examples=200)
@given(checks, required, places, st.sampled_from(["dbs_enhanced", "dbs_basic", "first_aid"]))
def test_one_more_check_never_removes_a_pair(lists, asks, place, more):
    asked = {"checks_required": asks, "windows": ("MO 09:00-12:00",), **place}
    now, then = (meeting({"checks": one}, asked) for one in (lists, (*lists, more)))
    assert set(rules_of(then)) <= set(rules_of(now))
    assert then.most >= now.most or "check" in rules_of(now)


@settings(deadline=None, max_examples=200)
@given(checks, required, places)
def test_dropping_a_requirement_never_removes_a_pair(lists, asks, place):
    now = meeting({"checks": lists}, {"checks_required": asks, **place})
    for k in range(len(asks)):
        fewer = meeting({"checks": lists}, {"checks_required": asks[:k] + asks[k + 1 :], **place})
        assert set(rules_of(fewer)) <= set(rules_of(now))


def test_each_rule_says_what_it_reads():
    for name, rule in RULES:
        assert "Reads" in (rule.__doc__ or ""), name


def test_a_meeting_kept_apart_breaks_that_rule_first():
    m = replace(meeting({"team_min": 6}, {"team_max": 4}), kept_apart="a dispute")
    assert rules_of(m) == ["kept apart", "team"]
