"""What holds a strength back: strangers, one trade, old and loose words; and what is told of it."""

from datetime import date

import pytest

from sap_match.recommend.here import known_here, place_name
from sap_match.recommend.pair_past import last_said, programme_known, programmes_of_both, said_in
from sap_match.recommend.pair_words import telling
from sap_match.recommend.partners import recommend_partners
from sap_match.recommend.strength import NONE_HERE, OLD_WORDS, ONE_HERE, SAME_WORK
from sap_match.recommend.trade import one_trade
from tests.builders import area, landscape, org, service, together

COOK = "Hot lunch, pudding, baking and company for older people who live alone in the valley."
DRIVE = "Lifts to lunch, the baths and the market; pudding, baking and company for carers."
LOCAL = [area("weir", kind="borough"), *(org(f"x{i}", areas=("weir",)) for i in range(4))]


def strength(*more, left=None, right=None):
    land = landscape(org("ash", COOK, **(left or {})), org("birch", DRIVE, **(right or {})), *more)
    found = recommend_partners(land, for_="ash", k=9)
    return next(s for s in found if s.other_id == "birch")


# -- here -----------------------------------------------------------------------------------


def test_who_is_known_here_by_area_name_words_or_address():
    land = landscape(
        area("weir", name="Weirton", postcodes=("CW1",)),
        org("area", areas=("weir",)),
        org("name", name="Weirton Kites"),
        org("words", "We fly kites on the hill above Weirton."),
        org("address", postcode="CW1 2AB"),
        org("refuge", location_confidential=True),
        org("far", "We fly kites.", postcode="ZE1 2AB"),
    )
    assert known_here(land) == {"area", "name", "words", "address", "refuge"}


def test_where_few_are_known_here_that_is_a_gap_of_the_data():
    land = landscape(area("weir"), *(org(f"o{i}") for i in range(5)), org("a", areas=("weir",)))
    assert known_here(land) == set(land.ids)
    assert known_here(landscape(org("a"), org("b"))) == {"a", "b"}
    assert place_name(land) == "Littleplace"


def test_strangers_are_weaker_and_told_to_be():
    here = {"areas": ("weir",)}
    both = strength(*LOCAL, left=here, right=here)
    one, none = strength(*LOCAL, left=here), strength(*LOCAL)
    assert one.strength < both.strength
    assert none.strength == pytest.approx(NONE_HERE / ONE_HERE * one.strength, rel=0.1)
    assert one.counter_reason == "Nothing on record says that Birch Group works in Weir."
    assert none.counter_reason == (
        "Nothing on record says that Ash Group or Birch Group works in Weir."
    )


# -- one trade ------------------------------------------------------------------------------


def test_two_names_of_one_subject_are_of_one_trade():
    land = landscape(
        org("a", name="Weir Playgroup"), org("b", name="Vale Pre-School"),
        org("c", "Lunch club for older people."), org("d", "Luncheon club for the elderly."),
        org("e", "A choir for older people."),
    )  # fmt: skip
    assert one_trade(land, "a", "b")
    assert one_trade(land, "c", "d")
    assert not one_trade(land, "c", "e")
    assert not one_trade(land, "a", "c")


def test_one_trade_is_weaker_and_told_against():
    plain, peers = (
        strength(left={"name": f"Ash {w}"}, right={"name": f"Birch {w}"})
        for w in ("Wonder", "Theatre")
    )
    assert peers.strength < plain.strength
    assert 0 < SAME_WORK < 1
    assert peers.counter_reason == (
        "Ash Theatre and Birch Theatre do the same work: they may know each other well."
    )


# -- loose and old words --------------------------------------------------------------------


def test_a_word_tells_by_its_rarity_and_half_of_it_by_chance():
    words = "choir interactive chess paint drums clay rope boats trains stamps coins maps".split()
    told = "for the town by night and at sea all year long, whoever comes and whatever the weather"
    words += [f"{first}{last}" for first in words[2:] for last in ("ing", "work")]
    land = landscape(*(org(f"o{i:02d}", f"{w} {told}, {i} {w}.") for i, w in enumerate(words)))
    assert telling(land, "choir") > 0
    assert telling(land, "choir") == pytest.approx(2 * telling(land, "interactive"))
    assert telling(land, "town") < telling(land, "interactive")
    few = landscape(org("ash", COOK), org("birch", DRIVE))
    assert (telling(few, "choir"), telling(few, "pudding")) == (1.0, 0.5)


def grants(starts):
    return together("g", "ash", kind="funding", title="Ovens", starts_on=starts,
                    description="A baking oven for the pudding club.")  # fmt: skip


def test_a_phrase_is_quoted_with_its_grant_or_project():
    land = landscape(
        org("ash"), org("birch", DRIVE), *grants(date(2024, 6, 1)),
        *together("p", "ash", title="RiverSafe", programme="Interreg Alps",
                  description="Flood walls for valley towns.", starts_on=date(2012, 1, 1)),
    )  # fmt: skip
    ash, birch = land.profile("ash"), land.profile("birch")
    assert said_in(land, ash, "“A baking oven”") == " (in a grant of June 2024)"
    assert said_in(land, ash, "“Flood walls”") == (" (in RiverSafe, Interreg Alps of January 2012)")
    assert said_in(land, birch, "“Lifts to lunch”") == ""
    assert last_said(land, ash, ("flood walls",)) == date(2012, 1, 1)
    assert last_said(land, ash, ("archery",)) is last_said(land, birch, ("lifts",)) is None


def test_what_ties_by_an_old_grant_alone_is_weaker_and_told():
    def found(day):
        land = landscape(org("ash", "Rooms to let."), org("birch", DRIVE), *grants(day))
        return next(s for s in recommend_partners(land, for_="ash") if s.other_id == "birch")

    new, old = found(date(2026, 1, 1)), found(date(2016, 1, 1))
    assert old.strength == pytest.approx(OLD_WORDS * new.strength, abs=1e-5)
    assert new.counter_reason == ""
    assert old.counter_reason == (
        "What ties Ash Group to it is of January 2016: ask whether it still does that."
    )


# -- programmes -----------------------------------------------------------------------------


def test_programmes_of_both_are_named_with_their_years():
    land = landscape(
        org("ash"), org("birch"), org("cedar"),
        *together("a", "ash", programme="Interreg Alps", starts_on=date(2012, 1, 1)),
        *together("b", "birch", programme="INTERREG  Alps", starts_on=date(2015, 1, 1)),
        *together("c", "cedar", "ash", kind="funding", programme="Big Fund"),
        *together("d", "birch", "cedar", kind="funding", programme="Big Fund"),
    )  # fmt: skip
    assert programmes_of_both(land, "ash", "birch").casefold() == (
        "both have worked in interreg alps (2012 and 2015)"
    )
    assert programmes_of_both(land, "ash", "cedar") == "", "money is no work together"
    assert programme_known(land, "birch", "interreg alps").endswith("Alps before (2015)")
    assert programme_known(land, "cedar", "interreg alps") == programme_known(land, "ash", None)
    found = {s.other_id: s.reason for s in recommend_partners(land, for_="ash", exclude="none")}
    assert "both have worked in I" in found["birch"]


def test_a_programme_that_every_second_one_was_in_is_no_tie():
    many = [org(f"o{i:02d}") for i in range(25)]
    land = landscape(*many, *(together(f"c{i}", o.id, programme="P") for i, o in enumerate(many)),
                     service("s", "o00"))  # fmt: skip
    assert programmes_of_both(land, "o00", "o01") == ""
