"""Partners: scored by parts, ranked in one order, explained by facts of the two."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.model import Brief, Changes, Relationship
from sap_match.recommend.for_briefs import evidence_for_brief
from sap_match.recommend.for_organisations import evidence_for
from sap_match.recommend.partners import PARTS, PartnerConfig, recommend_partners
from sap_match.recommend.signals import related
from sap_match.similarity.encoder import HashedWords
from tests.builders import (
    AS_OF,
    area,
    at,
    dataset,
    landscape,
    need,
    org,
    service,
    tables_of,
    together,
)

#: Only a brief names somebody, is like earlier work, or has members already.
OF_BRIEFS = ("together", "neighbours", "named")
OF_ORGANISATIONS = tuple(part for part in PARTS if part not in OF_BRIEFS)
NOTHING = dict.fromkeys(OF_ORGANISATIONS, 0.0)


def by_id(found):
    return {s.other_id: s for s in found}


def values(one):
    return {p.name: p.value for p in one.parts}


# -- a place worked by hand -----------------------------------------------------------------
#
#   ash cooks, birch drives, cedar plants, dogwood is new and has written nothing.
#   ash and birch both worked with cedar; elm funds all of them.

SMALL = [
    org("ash", "Hot lunch, pudding and company for older people.", themes=("food", "older people")),
    service("s-ash", "ash", **at(0)),
    org(
        "birch", "Lifts to lunch, shopping and company for older people.", themes=("older people",)
    ),
    service("s-birch", "birch", **at(4)),
    org("cedar", "Trees, ponds, hedges and mud with schools.", themes=("food",)),
    org("dogwood", name="Dogwood Lunch Club"),
    org("elm", "Grants for lunch and company for older people.", role="funder"),
    *together("c1", "ash", "cedar", ends_on=date(2025, 1, 1)),
    *together("c2", "birch", "cedar", ends_on=date(2025, 1, 1)),
    *together("g", "ash", "birch", "elm", kind="funding"),
]


@pytest.fixture(scope="module")
def small():
    return landscape(*SMALL)


def test_each_part_is_what_it_says(small):
    evidence = evidence_for(small, "ash", PartnerConfig())
    birch, cedar, dogwood, elm = range(1, 5)
    text, network = evidence.values["text"], evidence.values["network"]
    likeness = small.organisation_index.similarity("ash", "birch")
    assert likeness > PartnerConfig().text_floor
    assert text[birch] == likeness
    assert text[cedar] == 0, "below the floor likeness is no evidence"
    assert text[dogwood] == 0, "a name is no text"
    # From ash all goes to cedar, and half of what reaches cedar goes on to birch.
    assert network.tolist() == [0, 0.5, 0, 0, 0]
    assert evidence.values["exchange"].tolist() == [0] * 5
    # Four may be suggested (elm funds), two hold each theme: ln(5 / 3) / ln(5).
    rare = math.log(5 / 3) / math.log(5)
    assert evidence.values["themes"] == pytest.approx([2 * rare, rare, rare, 0, 0])
    assert evidence.km[birch] == pytest.approx(4, abs=0.01)
    assert evidence.values["place"][birch] == pytest.approx(math.exp(-1), abs=0.001)
    assert np.isnan(evidence.km[[cedar, dogwood, elm]]).all()
    assert evidence.km_to(dogwood) is None
    assert evidence.substance[dogwood] == 0


def test_ranks_are_fused_among_the_eligible(small):
    found = recommend_partners(small, for_="ash", k=9, exclude="none")
    assert [s.other_id for s in found] == ["birch", "cedar", "dogwood"]
    # Likeness and the walk count by reciprocal rank, shares from 0 to 1 as they are.
    rare = round(math.log(5 / 3) / math.log(5), 9)
    near = {"text": 1.0, "network": 1.0, "place": values(found[0])["place"]}
    assert values(found[0]) == NOTHING | near | {"themes": rare}
    assert near["place"] == pytest.approx(math.exp(-1), abs=0.001)
    assert values(found[1]) == NOTHING | {"themes": rare}
    weights = {p.name: p.weight for p in found[0].parts}
    assert weights == {name: PartnerConfig().weight(name) for name in OF_ORGANISATIONS}
    config = PartnerConfig()
    shares = config.themes * rare + config.place * near["place"]
    assert found[0].score == round(config.text + config.network + shares, 6)
    assert found[2].score == 0
    assert [s.rank for s in found] == [1, 2, 3]


def test_who_is_removed_never_shifts_a_score(small):
    told = "Lifts, lunch, pudding and company for older people."
    weak = [org(f"x{i}", told, suggest="no", themes=("food",)) for i in range(3)]
    before = by_id(recommend_partners(small, for_="ash", exclude="none"))
    after = by_id(recommend_partners(landscape(*SMALL, *weak), for_="ash", exclude="none"))
    assert {o: values(s) for o, s in before.items()} == {o: values(s) for o, s in after.items()}


def test_weights_are_the_configs_and_an_unknown_one_is_refused(small):
    only_place = PartnerConfig(**dict.fromkeys(PARTS, 0) | {"place": 2.0})
    found = recommend_partners(small, for_="ash", config=only_place)
    assert found[0].score == pytest.approx(2 * math.exp(-1), abs=0.001)
    with pytest.raises(ValueError, match="trust"):
        PartnerConfig(trust=1.0)


def test_the_same_place_in_any_order_of_rows_gives_the_same_answer(small):
    tables = {t: rows[::-1] for t, rows in tables_of(*SMALL).items()}
    turned = Landscape.build(
        small.dataset.build("place", tables, name="Littleplace"),
        as_of=AS_OF,
        encoder=HashedWords(),
    )
    left, right = recommend_partners(small), recommend_partners(turned)
    assert left.to_records() == right.to_records()
    assert left.removed == right.removed


# -- newcomers ------------------------------------------------------------------------------


def test_a_newcomer_without_ties_is_served_by_text(small):
    land = small.updated(
        Changes(
            upserts={
                "organisations": (
                    org("new", "Lifts, pudding, lunch, baking and company for older people."),
                )
            }
        )
    )
    mine = by_id(recommend_partners(land, for_="ash", exclude="none"))
    assert mine["new"].rank < mine["cedar"].rank
    assert mine["new"].strength > mine["dogwood"].strength
    theirs = recommend_partners(land, for_="new")
    assert {theirs[0].other_id, theirs[1].other_id} == {"ash", "birch"}
    assert "older people" in theirs[0].reason


def test_a_newcomer_with_a_place_alone_is_served_by_place():
    land = landscape(
        *SMALL, org("new", name="Yew Tree"), service("s-new", "new", name="Yew", **at(0.5))
    )
    found = recommend_partners(land, for_="new", k=9)
    assert found[0].other_id == "ash"
    assert values(found[0])["place"] == pytest.approx(math.exp(-0.5 / 4), abs=0.001)
    assert "about 500 m apart" in found[0].reason


def test_a_name_alone_is_never_a_text(small):
    found = by_id(recommend_partners(small, for_="ash", exclude="none", k=9))
    assert values(found["dogwood"])["text"] == 0
    assert found["dogwood"].reason == (
        "Ash Group says of itself “Hot lunch, pudding and company for older people”; and "
        "Dogwood Lunch Club has written nothing."
    )
    assert found["dogwood"].strength == 0


# -- properties -----------------------------------------------------------------------------

WORDS = "lunch company older carers lifts minibus hall kitchen trees pond advice debt youth".split()


@st.composite
def small_places(draw):
    n = draw(st.integers(1, 7))
    ids = [f"o{i}" for i in range(n)]
    records = [area("town", **at(1))]
    for one in ids:
        words = draw(st.lists(st.sampled_from(WORDS), max_size=7))
        records.append(
            org(
                one,
                " ".join(words) or None,
                themes=draw(st.sampled_from([(), ("food",), ("food", "youth")])),
                areas=draw(st.sampled_from([(), ("town",)])),
                suggest=draw(st.sampled_from([None, None, None, "no"])),
            )
        )
        if draw(st.booleans()):
            records.append(service(f"s-{one}", one, **at(draw(st.floats(0, 40)))))
        if draw(st.booleans()):
            wish = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4)))
            records.append(need(f"n-{one}", one, wish))
    for i in range(draw(st.integers(0, 4))):
        members = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
        kind = draw(st.sampled_from(["partnership", "funding", "forum"]))
        records += together(f"c{i}", *members, kind=kind)
    return records


@given(small_places(), st.integers(0, 8), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_holds_for_any_place(records, k, random):
    land = landscape(*records)
    found = recommend_partners(land, k=k)
    gone = {r.other_id for r in found.removed if r.subject_id == "*"}
    for subject in land.ids:
        mine = [s for s in found if s.subject_id == subject]
        out = {r.other_id for r in found.removed if r.subject_id == subject}
        eligible = set(land.ids) - {subject} - gone - out
        silent = subject in gone
        assert len(mine) == (0 if silent else min(k, len(eligible))), "k whenever k are eligible"
        assert {s.other_id for s in mine} <= eligible
        assert [s.rank for s in mine] == list(range(1, len(mine) + 1))
        assert mine == sorted(mine, key=lambda s: (-s.score, s.other_id))
    for one in found:
        weights = {name: getattr(PartnerConfig(), name) for name in PARTS}
        total = sum(weights[p.name] * p.value for p in one.parts)
        assert one.score == round(total, 6)
        assert 0 <= one.strength <= 1
        assert all(0 <= p.value <= 1 for p in one.parts)
        assert one.reason
        assert one.first_step
    random.shuffle(records)
    again = recommend_partners(landscape(*records), k=k)
    assert again.to_records() == found.to_records()
    assert again.removed == found.removed
    one = random.choice(land.ids)
    if one in gone:
        return
    alone = recommend_partners(land, for_=[one], k=k).to_records()
    assert alone == [r for r in found.to_records() if r["for_id"] == one]


def test_leaving_out_the_first_leaves_the_others_in_their_order(small):
    land = landscape(*SMALL, *(org(f"x{i}", f"Lunch, lifts and {w}.") for i, w in enumerate(WORDS)))
    whole = recommend_partners(land, for_="ash", k=99)
    first = whole[0].other_id
    banned = Memory(banned=frozenset({tuple(sorted(("ash", first)))}))
    rest = recommend_partners(land, for_="ash", k=99, memory=banned)
    assert {s.other_id for s in rest} == {s.other_id for s in whole} - {first}
    weak = [s.other_id for s in whole if s.score == 0]
    assert [s.other_id for s in rest if s.score == 0] == weak


@given(st.floats(0, 1))
def test_relatedness_is_a_share_that_peaks_in_the_middle(likeness):
    found = float(related(np.array([likeness]))[0])
    assert 0 <= found <= 1
    if likeness <= 0.30:
        assert found == 0
    if 0.45 <= likeness <= 0.55:
        assert found == 1
    if likeness >= 0.70:
        assert found == pytest.approx(0.3)


# -- strength -------------------------------------------------------------------------------


def test_strength_falls_with_distance_beyond_eight_kilometres():
    def strength(km):
        land = landscape(
            org("ash", "Hot lunch, pudding, baking and company for older people who live alone."),
            service("s1", "ash", **at(0)),
            org("birch", "Lifts to lunch, the baths and the market; pudding, baking and company."),
            service("s2", "birch", **at(km)),
        )
        return recommend_partners(land, for_="ash")[0]

    near, far, further = strength(7), strength(23), strength(60)
    assert near.strength > far.strength > further.strength > 0
    assert "16 km" not in near.counter_reason
    assert far.counter_reason == "Birch Group works 23 km away."


def test_two_short_lines_are_never_strong():
    short = landscape(
        org("ash", "Pudding, lunch, lifts, carers."), org("birch", "Carers, lunch, lifts, buns.")
    )
    long = landscape(
        org(
            "ash",
            "Lunch for carers. We began with six people in a borrowed kitchen, "
            "where the boiler failed every winter. Now there are forty of us, and a choir.",
        ),
        org(
            "birch",
            "Carers' lunch and lifts. Our drivers are trained by the ambulance service "
            "every spring, and each knows the way to the hospital, the baths and the market.",
        ),
    )
    few, many = (evidence_for(x, "ash", PartnerConfig()).substance[1] for x in (short, long))
    assert few < 0.3
    assert many == 1.0


def test_what_is_known_only_from_an_old_grant_is_held_more_weakly():
    def strength(starts):
        told = "Lunch, company, lifts to the baths and a choir for carers in the villages."
        land = landscape(
            org("ash", "Lunch and lifts for older people who live alone: company, and a pudding."),
            org("birch"),
            *together("g", "birch", kind="funding", description=told, starts_on=starts),
        )
        return recommend_partners(land, for_="ash")[0]

    new, old = strength(date(2026, 1, 1)), strength(date(2019, 1, 1))
    assert old.strength == pytest.approx(0.7 * new.strength, abs=2e-6)
    assert old.counter_reason == (
        "All that is known of Birch Group is from January 2019: ask whether it still runs."
    )


# -- briefs ---------------------------------------------------------------------------------


def test_a_briefs_words_and_each_wanted_capability_are_looked_for():
    land = landscape(
        org("lead", "We hold the bid."),
        org("cook", "Hot food for forty from a trained kitchen."),
        org("drive", "A minibus with a lift and two drivers."),
        org("other", "Archery on Sundays."),
    )
    brief = Brief(
        id="b",
        description="Monday in company for older people",
        lead_id="lead",
        capabilities=("hot food for forty", "minibus and drivers"),
    )
    found = recommend_partners(land, brief=brief, k=3)
    assert {found[0].other_id, found[1].other_id} == {"cook", "drive"}
    assert found[0].asked == (found[0].other_id,)
    assert all(s.subject_id == "b" for s in found)


def test_a_brief_walks_from_its_lead_and_members_and_measures_from_its_areas():
    land = landscape(
        area("here", **at(0)),
        area("all", kind="borough", **at(90)),
        org("lead", "Bread."),
        org("tied", "Wood."),
        org("near", "Stone."),
        service("s", "near", **at(2)),
        *together("c", "lead", "tied"),
    )
    brief = Brief(id="b", description="Iron", lead_id="lead", areas=("here", "all", "nowhere"))
    evidence = evidence_for_brief(land, brief, PartnerConfig())
    lead, near, tied = (land.position[o] for o in ("lead", "near", "tied"))
    assert evidence.values["together"][tied] > evidence.values["together"][near] == 0
    assert evidence.km[near] == pytest.approx(2, abs=0.01)
    assert np.isnan(evidence.km[lead])
    found = by_id(recommend_partners(land, brief=brief, k=9))
    assert found["near"].reason.endswith("; it works 2.0 km from where the brief is.")


def test_a_brief_without_lead_areas_or_capabilities_is_answered(small):
    brief = Brief(id="b", description="A hot lunch and pudding for older people")
    assert recommend_partners(small, brief=brief)[0].other_id == "ash"


def test_unknown_ids_are_named(small):
    with pytest.raises(UnknownIdError, match="no organisation has the id 'ahs'; the nearest"):
        recommend_partners(small, for_="ahs")
    with pytest.raises(UnknownIdError, match="'nobody'"):
        recommend_partners(small, brief=Brief(id="b", description="x", lead_id="nobody"))
    with pytest.raises(UnknownIdError, match="'nobody'"):
        recommend_partners(small, brief=Brief(id="b", description="x", members=("nobody",)))


def test_an_organisation_with_a_brief_is_one_of_its_members():
    land = landscape(
        org("lead", "We hold the bid."),
        org("ash", "Lunch for older people."),
        org("cook", "Hot food for forty from a trained kitchen.", themes=("food",)),
        org("mate", "Archery on Sundays."),
        org("tied", "Kites."),
        need("n", "ash", "Archery on Sundays for thirty"),
        service("s", "mate", "Archery on Sundays for thirty."),
        *together("c", "ash", "tied", ends_on=None),
    )
    brief = Brief(id="b", description="Hot food for forty", lead_id="lead")
    alone = by_id(recommend_partners(land, brief=brief, k=9))
    found = by_id(recommend_partners(land, for_="ash", brief=brief, k=9))
    assert set(alone) == {"ash", "cook", "mate", "tied"}
    assert set(found) == {"cook", "mate", "tied"}, "its own partners are good for a brief"
    assert {s.subject_id for s in found.values()} == {"ash"}
    assert values(alone["mate"])["exchange"] == 0
    assert values(found["mate"])["exchange"] > 0.5, "what it lacks itself counts"
    assert values(found["tied"])["together"] > values(alone["tied"])["together"] == 0
    assert values(found["cook"])["text"] > 0.5
    assert recommend_partners(land, for_="lead", brief=brief)[0].other_id in alone


def test_an_old_id_is_followed(small):
    data = dataset(*SMALL, aliases={"was-ash": "ash"})
    land = Landscape.build(data, as_of=AS_OF, encoder=HashedWords())
    assert recommend_partners(land, for_="was-ash").to_records() == (
        recommend_partners(small, for_="ash").to_records()
    )


def test_reports_in_confidence_change_nothing(small):
    told = [
        Relationship(from_id="ash", to_id="birch", trust=5, frequency="weekly", value=900,
                     kind="rumour", reported_on=date(2026, 1, 1)),
        Relationship(from_id="birch", to_id="ash", trust=1),
    ]  # fmt: skip
    assert recommend_partners(landscape(*SMALL, *told)).to_records() == (
        recommend_partners(small).to_records()
    )


# -- what is asked badly --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"k": -1}, "k.*below 0"),
        ({"exclude": "everybody"}, "exclude.*none of past, current, none"),
        ({"seek": "new"}, "seek.*none of both, similar, complementary"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(small, wish, said):
    with pytest.raises(DataError, match=said):
        recommend_partners(small, for_="ash", **wish)


def test_nobody_is_asked_for_and_none_are_wanted(small):
    assert list(recommend_partners(small, for_=[])) == []
    assert list(recommend_partners(small, for_="ash", k=0)) == []
    twice = recommend_partners(small, for_=["ash", "ash"], k=1)
    assert len(twice) == 1


def test_where_rules_leave_too_few_it_is_said(small):
    brief = Brief(id="b", description="Lunch", lead_id="ash", kinds_wanted=("business",))
    found = recommend_partners(small, brief=brief)
    assert list(found) == []
    told = "in the brief already 1, kind not wanted 3, role = funder 1"
    assert found.notes[-1:] == (f"0 are eligible for b; others are removed by a rule: {told}",)
    assert recommend_partners(small, for_="ash", k=1).notes == small.notes
    alone = recommend_partners(landscape(org("ash")), for_="ash")
    assert alone.notes == ("0 are eligible for ash; there are no others here",)


@pytest.mark.parametrize("text", ["...", "THE AND OF", "\u2014 ?!"])
def test_a_brief_that_says_nothing_is_answered_without_its_words(small, text):
    found = recommend_partners(small, brief=Brief(id="b", description=text, lead_id="cedar"), k=9)
    assert {s.other_id for s in found} == {"ash", "birch", "dogwood"}
    assert all(values(s)["text"] == 0 for s in found)
    assert "says" not in found[0].reason or "meets" not in found[0].reason


def test_a_brief_in_capitals_is_read_as_any_other(small):
    told = "A hot lunch and pudding for older people"
    quiet, loud = (
        recommend_partners(small, brief=Brief(id="b", description=x)) for x in (told, told.upper())
    )
    assert [s.other_id for s in loud] == [s.other_id for s in quiet]
    assert "older people" in loud[0].reason


def test_a_date_before_everything_knows_no_ties_and_still_answers(small):
    land = landscape(*SMALL, *together("late", "ash", "dogwood", starts_on=date(2026, 1, 1)),
                     as_of=date(1990, 1, 1))  # fmt: skip
    found = recommend_partners(land, for_="ash", k=9, exclude="none")
    assert {s.other_id for s in found} == {"birch", "cedar", "dogwood"}
    assert values(by_id(found)["dogwood"])["network"] == 0


def test_five_thousand_ties_break_nothing():
    others = [org(f"o{i:04d}") for i in range(5000)]
    ties = [together(f"c{i:04d}", "hub", one.id) for i, one in enumerate(others)]
    land = landscape(org("hub", "Lunch and company."), org("new", "Lunch."), *others, *ties)
    past = recommend_partners(land, for_="hub", k=3)
    assert [s.other_id for s in past] == ["new"], "all others are partners"
    assert past.notes[-1].startswith("1 is eligible for hub; others are removed by a rule: current")
    everybody = recommend_partners(land, for_="o0001", k=3)
    assert len(everybody) == 3


def test_what_was_not_known_at_the_date_is_said_and_a_number_is_asked_for():
    land = landscape(*SMALL, *together("late", "ash", "dogwood", starts_on=date(2026, 1, 1)),
                     as_of=date(1990, 1, 1))  # fmt: skip
    told = recommend_partners(land, for_="ash", k=1).notes
    assert any("1 collaborations start after 1990-01-01" in note for note in told)
    with pytest.raises(DataError, match="is no whole number"):
        recommend_partners(land, for_="ash", k=2.5)
