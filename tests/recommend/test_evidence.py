"""Reasons: facts of these two, in words that an officer can repeat on the telephone."""

import re
from datetime import date, timedelta

import pytest

from sap_match.model import Brief, Exclusion, Offer, Relationship
from sap_match.recommend.evidence import (
    area_of_pair,
    only_known_from,
    quote,
    shared_words,
    title_of,
    to_confirm,
    why_now,
)
from sap_match.recommend.partners import recommend_partners
from tests.builders import AS_OF, area, at, facility, landscape, need, org, service, together

COOK = "Hot lunch, pudding and baking for older people in the village hall."
DRIVE = "Lifts in a minibus, to lunch, pudding, chiropody and market."


def pair(*more, left=None, right=None, **kwargs):
    """Return the first suggestion to ash, where birch is the only other."""
    land = landscape(org("ash", COOK, **(left or {})), org("birch", DRIVE, **(right or {})), *more)
    others = recommend_partners(land, for_="ash", k=9, **kwargs)
    return next(s for s in others if s.other_id == "birch")


# -- what is said ---------------------------------------------------------------------------


def test_the_words_that_both_use_are_quoted_from_each():
    found = pair()
    assert found.details["shared_terms"] == ("lunch", "pudding")
    assert found.reason == (
        "Both speak of lunch and pudding: Ash Group, “Hot lunch, pudding and baking for older "
        "people in the village hall”; Birch Group, “Lifts in a minibus, to lunch, pudding, "
        "chiropody and market”."
    )


def test_names_of_areas_and_of_the_two_are_no_words_in_common():
    land = landscape(area("puddington"), org("ash"), org("birch"))
    left, right = "Ash Group and Puddington pudding.", "Ash Group and Puddington pudding, too."
    assert shared_words(land, left, right, ignore=("Ash Group",)) == ("pudding",)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Two hundred men stand on our books.", "Please book six weeks ahead."),
        ("Tea to drink by the fire.", "For those who drink too much."),
        ("A shift at the works ends at ten.", "Each volunteer takes one shift."),
        ("We sit with somebody at home.", "An adviser will sit in the library."),
    ],
)
def test_a_word_of_many_senses_is_no_tie_by_itself(left, right):
    land = landscape(org("ash"), org("birch"))
    assert shared_words(land, left, right) == ()
    beside = [f"{text.rstrip('.')} and chiropody." for text in (left, right)]
    assert len(shared_words(land, *beside)) == 2, "a second telling word beside it bears it out"
    apart = [f"{text} Chiropody." for text in (left, right)]
    assert shared_words(land, *apart) == ("chiropody",)


def test_a_need_that_a_service_could_meet_comes_first():
    found = pair(
        need("n", "ash", "Lifts in a minibus for ten people who cannot walk to lunch"),
        service("s", "birch", "Lifts in a minibus for people who cannot walk.", name="Door Bus"),
    )
    assert found.details["exchange"] is True
    assert found.reason.startswith(
        "Ash Group needs help: “Lifts in a minibus for ten people who cannot walk to lunch”; "
        "Birch Group has Door Bus."
    )
    assert found.first_step == (
        "Ask Birch Group whether Door Bus could help Ash Group, and from when."
    )


def test_a_partner_in_common_is_named():
    found = pair(
        org("cedar", name="Cedar Surgery"),
        together("c1", "ash", "cedar"),
        together("c2", "birch", "cedar"),
    )
    assert "; both have worked with Cedar Surgery." in found.reason


OLD = {"title": "Warm rooms", "ends_on": date(2025, 12, 19)}


def test_old_partners_are_told_as_such_and_asked_themselves():
    found = pair(
        org("cedar", name="Cedar Surgery"),
        together("c1", "ash", "birch", "cedar", **OLD),
        together("c2", "birch", "cedar"),
        together("c3", "ash", "cedar"),
    )
    assert found.reason.startswith(
        "They worked together on Warm rooms until December 2025; both speak of lunch and pudding: "
    )
    assert "both have worked with Cedar Surgery" in found.reason, "each knows it otherwise too"
    assert found.first_step == (
        "Ring Birch Group, which worked with Ash Group on Warm rooms until December 2025, and "
        "ask whether they would take it up again."
    )


def test_what_both_did_together_is_told_once_and_adds_nothing():
    shared = {**OLD, "description": "Falls class and lunch for older people.",
              "programme": "Ageing well", "themes": ("falls",)}  # fmt: skip
    sides = (org("ash"), org("birch", themes=("falls",)), org("cedar", name="Cedar Surgery"))
    land = landscape(*sides, together("c1", "ash", "birch", "cedar", **shared))
    found = {s.other_id: s for s in recommend_partners(land, for_="ash")}["birch"]
    assert found.reason == "They worked together on Warm rooms until December 2025."
    apart = [together("c1", "ash", "cedar", **shared), together("c2", "birch", "cedar")]
    land = landscape(*sides, *apart)
    found = {s.other_id: s for s in recommend_partners(land, for_="ash")}["birch"]
    assert "works on falls" in found.reason, "the same theme of work without it is lacking"
    assert "Cedar Surgery" in found.reason


@pytest.mark.parametrize("side", ["ash", "birch"])
@pytest.mark.parametrize(
    ("until", "named"), [(AS_OF, False), (None, False), (AS_OF - timedelta(days=1), True)]
)
def test_who_is_kept_apart_from_one_of_two_is_no_go_between(side, until, named):
    found = pair(
        org("cedar", name="Cedar Surgery"),
        together("c1", "ash", "cedar"),
        together("c2", "birch", "cedar"),
        Exclusion(left_id="cedar", right_id=side, reason="noise", until=until),
    )
    assert ("Cedar" in found.reason + found.first_step) is named


@pytest.mark.parametrize("suggest", ["no", "ask"])
def test_who_is_not_to_be_suggested_unasked_is_no_go_between(suggest):
    found = pair(
        org("cedar", name="Cedar Surgery", suggest=suggest),
        together("c1", "ash", "cedar"),
        together("c2", "birch", "cedar"),
    )
    assert "Cedar" not in found.reason + found.first_step


def test_a_reason_has_three_clauses_at_most():
    found = pair(
        org("cedar", name="Cedar Surgery"),
        together("c1", "ash", "cedar", programme="Warm homes"),
        together("c2", "birch", "cedar", programme="Warm homes"),
        service("s1", "ash", **at(0)),
        service("s2", "birch", **at(4)),
    )
    told = found.reason.split("”.")[0].split("”; ")[-1].split("; ")
    assert told == ["both have worked with Cedar Surgery", "both have worked in Warm homes."]


@pytest.mark.parametrize(
    ("mine", "theirs", "km", "said"),
    [
        ("CW1 3AB", "CW1 3AB", 0, "they work at or near the same address."),
        ("CW1 3AB", "CW1 3AD", 0.05, ""),
        ("CW1 3", "CW1 3", 0, ""),
        ("CW1 3", "CW1 4", 0.6, ""),
        ("CW1 3AB", "CW1 4AA", 0.6, "their places are about 600 m apart."),
        ("CW1 3", "CW1 4", 2, "their places are 2.0 km apart."),
    ],
    ids=["one door", "two doors", "a sector", "two sectors", "two streets", "far enough"],
)
def test_a_place_is_told_no_more_exactly_than_it_is_known(mine, theirs, km, said):
    def told(**more):
        return pair(
            area("crewe"),
            service("s1", "ash", postcode=mine, **more, **at(0)),
            service("s2", "birch", postcode=theirs, **more, **at(km)),
        ).reason

    assert told().endswith(f"; {said}" if said else "market”.")
    if not said:
        assert told(areas=("crewe",)).endswith("; both work in the same part of Crewe.")


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("funder", "funding"),
        ("funder", "partnership"),
        ("regulator", "partnership"),
        ("venue", "shared_facility"),
    ],
    ids=["grant", "funder who sits in", "regulator", "landlord"],
)
def test_a_common_funder_landlord_or_inspector_is_no_reason(role, kind):
    found = pair(
        org("cedar", name="Cedar Foundation", role=role),
        together("c1", "ash", "cedar", kind=kind, title="Cedar grant"),
        together("c2", "birch", "cedar", kind=kind, title="Cedar grant"),
    )
    assert "Cedar" not in found.reason
    assert "worked with" not in found.reason


def test_a_large_forum_is_no_reason():
    many = [org(f"o{i:02d}") for i in range(58)]
    found = pair(*many, together("f", "ash", "birch", *(o.id for o in many), kind="forum"))
    assert "worked with" not in found.reason
    assert {p.name: p.value for p in found.parts}["network"] == 0


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (0.05, "they work at or near the same address."),
        (0.6, "their places are about 600 m apart."),
        (4.2, "their places are 4.2 km apart."),
        (13, "their places are 13 km apart."),
        (16, ""),
    ],
)
def test_distance_is_a_reason_up_to_fifteen_kilometres_and_then_one_against(km, said):
    found = pair(service("s1", "ash", **at(0)), service("s2", "birch", **at(km)))
    assert (
        re.search(r"(they work at|their places).*", found.reason + " ")[0].strip() == said
        if (said)
        else "apart" not in found.reason
    )
    assert found.counter_reason == ("" if said else "Birch Group works 16 km away.")
    assert found.details["km"] == pytest.approx(km, abs=0.01)


def test_the_smallest_common_area_is_named_and_the_borough_never():
    land = landscape(
        area("crewe-cc", name="Crewe", kind="care_community"),
        area("crewe", name="Crewe"),
        area("sandbach"),
        area("all", kind="borough"),
        org("ash", areas=("all", "crewe", "crewe-cc")),
        org("birch", areas=("all", "crewe", "crewe-cc")),
        org("cedar", areas=("all", "sandbach")),
        org("elm", areas=("all",)),
    )
    ash, birch, cedar, elm = (land.profile(o) for o in ("ash", "birch", "cedar", "elm"))
    assert area_of_pair(land, ash, birch) == "crewe"
    assert area_of_pair(land, ash, cedar) == "crewe"
    assert area_of_pair(land, elm, cedar) == "all"
    reasons = {s.other_id: s.reason for s in recommend_partners(land, for_="ash")}
    assert reasons["birch"].endswith("; both work in Crewe.")
    assert "All" not in reasons["elm"]


# -- what speaks against it, and what nobody knows -------------------------------------------


def test_one_reason_against_the_strongest_first():
    here = [service(f"s{n}", f"o{n}", areas=("crewe",)) for n in (1, 2, 3)]
    placed = [area("crewe"), *(org(f"o{n}") for n in (1, 2, 3)), *here]

    def counter(**right):
        return pair(*placed, right=right).counter_reason

    assert counter() == "Nobody has recorded where Birch Group works."
    assert pair().counter_reason == "", "where nobody's place is known, that tells nobody apart"
    assert counter(income=3028.63) == (
        "Birch Group lives on £3,029 a year: it may have nobody to spare."
    )
    assert counter(income=900, updated_on=date(2020, 5, 1)) == (
        "The entry of Birch Group was last touched in May 2020."
    )


def test_rivals_are_told_that_they_are():
    told = "Baking, lunch, pudding, games, quizzes, chiropody, music and dancing"
    land = landscape(org("ash", told + " weekly."), org("birch", told + "."))
    found = recommend_partners(land, for_="ash", exclude="none")
    assert found[0].counter_reason == (
        "They describe nearly the same work, so Ash Group and Birch Group may compete for the "
        "same money and people."
    )


def test_what_is_unknown_is_to_be_confirmed_and_a_closed_place_is_not_asked_for():
    land = landscape(
        org("ash"), org("birch", suggest="ask"), org("cedar", location_confidential=True)
    )
    ash, birch, cedar = (land.profile(o) for o in ("ash", "birch", "cedar"))
    assert to_confirm(ash, birch, cedar) == (
        "where Ash Group works",
        "where Birch Group works",
        "that Birch Group wants to be suggested",
    )


def test_a_grant_or_project_of_the_last_half_year_is_why_now():
    def told(**more):
        land = landscape(org("ash"), *together("c", "ash", **{"title": "Warm rooms", **more}))
        return why_now(land, land.profile("ash"))

    assert told(starts_on=date(2026, 9, 1)) == "Ash Group began Warm rooms in September 2026."
    assert told(starts_on=date(2026, 9, 1), kind="funding", value=5000.4) == (
        "Ash Group was given £5,000 in September 2026 for “Warm rooms”."
    )
    assert told(starts_on=date(2026, 9, 1), kind="funding") == (
        "Ash Group was given a grant in September 2026 for “Warm rooms”."
    )
    assert told(starts_on=AS_OF - timedelta(days=184)) == ""
    assert told() == "", "undated is not recent"
    assert told(starts_on=AS_OF + timedelta(days=1)) == ""


def test_the_last_grant_is_all_that_is_known_only_where_nothing_else_is_written():
    grants = [
        *together("c", "ash", kind="funding", starts_on=date(2020, 1, 1)),
        *together("d", "ash", kind="funding", starts_on=date(2021, 1, 1)),
    ]
    silent = landscape(org("ash"), *grants)
    told = landscape(org("ash", COOK), *grants)
    served = landscape(org("ash"), service("s", "ash"), *grants)
    assert only_known_from(silent, silent.profile("ash")) == date(2021, 1, 1)
    assert only_known_from(told, told.profile("ash")) is None
    assert only_known_from(served, served.profile("ash")) is None


# -- what is never said ---------------------------------------------------------------------

PHONE, EMAIL, POSTCODE = "01625 960123", "jane@example.org", "SK10 1AB"
CONTACT = f"Ring Jane Smith on {PHONE} or write to {EMAIL}. We are at {POSTCODE}."


def test_no_contact_detail_stands_in_any_words():
    begun = {"starts_on": date(2026, 9, 1), "description": f"Warm rooms. {CONTACT}"}
    more = {"address": "4 Mill Lane", "postcode": POSTCODE, "email": EMAIL, "phones": (PHONE,)}
    land = landscape(
        org("ash", f"{COOK} {CONTACT}", **more),
        org("birch", f"{DRIVE} {CONTACT}"),
        org("cedar", f"We have no way to bring ten people to lunch, ring {PHONE}. {CONTACT}"),
        org("elm", f"Our minibus stands empty on Mondays; ask Jane on {PHONE} at {POSTCODE}."),
        service("s", "birch", f"Lunch by minibus. {CONTACT}", name=f"Lunch Bus ({PHONE})"),
        service("t", "ash", f"Pudding and lunch. {CONTACT}", name=f"Pudding {EMAIL}"),
        facility("f", "birch", name=f"Hall, {POSTCODE}", description=f"Lunch. {CONTACT}"),
        need("n", "ash", f"A minibus for lunch. {CONTACT}"),
        Offer(id="o", organisation_id="elm", kind="goods", description=f"Pudding. {CONTACT}"),
        together("c", "birch", title=f"Warm rooms {PHONE}", **begun),
        together("d", "ash", "elm", kind="funding", title=f"Pudding {EMAIL}", **begun),
        together("e", "ash", "cedar", title=f"Tea at {POSTCODE}", ends_on=date(2025, 1, 1)),
    )
    brief = Brief(id="b", title=f"Pudding, {PHONE}", description=f"Pudding. {CONTACT}",
                  lead_id="ash", capabilities=("minibus",))  # fmt: skip
    found = [*recommend_partners(land, k=9), *recommend_partners(land, brief=brief, k=9)]
    assert len(found) == 4 * 3 + 3, "three others each, and three for the brief"
    for one in found:
        words = " ".join(
            [one.reason, one.counter_reason, one.first_step, one.why_now, str(one.details)]
        )
        for secret in (PHONE, EMAIL, POSTCODE, "Jane"):
            assert secret not in words, words


def test_what_was_reported_in_confidence_is_never_said():
    told = Relationship(from_id="birch", to_id="ash", kind="zealous", frequency="fortnightly",
                        trust=4.25, value=77123, reported_on=date(2026, 3, 1))  # fmt: skip
    assert pair(told).to_record() == pair().to_record()
    for secret in ("zealous", "fortnightly", "4.25", "77123", "trust"):
        assert secret not in str(pair(told))


def test_a_quote_shows_the_words_and_needs_them():
    land = landscape(org("ash", COOK))
    assert "pudding" in quote(land.profile("ash"), ("pudding",))
    assert quote(land.profile("ash"), ()) == ""
    assert quote(land.profile("ash"), ("archery",)) == ""


def test_a_brief_is_called_by_its_title_else_by_how_it_begins():
    assert title_of(Brief(id="b", title="Monday", description="x")) == "Monday"
    long = "Soup on Mondays and a lift home, " * 5
    assert title_of(Brief(id="b", description=long)) == (
        "Soup on Mondays and a lift home, Soup on Mondays and a…"
    )


def test_a_brief_is_answered_with_what_each_says_and_what_was_done_together():
    land = landscape(
        org("lead"),
        org("ash", COOK),
        *together("c", "lead", "ash", title="Warm rooms", ends_on=date(2025, 1, 1)),
    )
    brief = Brief(id="b", description="Baking and pudding for fifty", lead_id="lead")
    found = recommend_partners(land, brief=brief)[0]
    assert found.reason == (
        "The brief asks for baking and pudding, and Ash Group says “Hot lunch, pudding and baking "
        "for older people in the village hall”; "
        "it worked with Lead Group on Warm rooms."
    )
    assert found.first_step == (
        "Ask Ash Group whether it would take on baking and pudding, and with how many hours a week."
    )
