"""Evidence for briefs, from places worked by hand."""

from datetime import date

import pytest

from sap_match.errors import UnknownIdError
from sap_match.model import Brief
from sap_match.ranking import rounded
from sap_match.recommend.for_briefs import evidence_for_brief
from sap_match.recommend.partners import recommend_partners
from sap_match.recommend.signals import PartnerConfig, part_names
from tests.builders import area, at, landscape, org, service, together

# alp and bet run trails in Alps, cor and dol run them in Danube, eel restores ponds with alp;
# lea is a lead without any history, new is new.
PAST = [
    area("graz", name="Graz"),
    area("austria", name="Austria", kind="other"),
    *(org(x) for x in ("bet", "cor", "dol", "eel", "lea")),
    org("alp", areas=("austria",)),
    org("new", areas=("graz", "austria")),
    *together("c1", "alp", "bet", title="Walking trails", programme="Alps",
              description="Signs, maps and benches for mountain walkers", themes=("tourism",)),
    *together("c2", "cor", "dol", title="Walking trails", programme="Danube",
              description="Signs, maps and benches for river walkers", themes=("tourism",)),
    *together("c3", "alp", "eel", title="Ponds", programme="Alps",
              description="Newts, frogs and ponds", themes=("nature",)),
]  # fmt: skip
LAND = landscape(*PAST)


def brief(text="Benches for walkers", **more):
    return Brief(id="b", description=text, **more)


def told(asked, land=LAND):
    found = evidence_for_brief(land, asked, PartnerConfig())
    return {n: dict(zip(land.ids, v.tolist(), strict=True)) for n, v in found.values.items()}


def test_members_of_what_was_like_it_in_its_programme_come_first():
    found = told(brief(programme="Alps"))["neighbours"]
    assert found["bet"] > found["eel"] > 0
    assert found["bet"] > found["cor"] == found["dol"] > 0
    assert found["new"] == found["lea"] == 0
    assert max(found.values()) == 1


def test_a_programme_never_seen_leaves_the_words():
    unseen, none = told(brief(programme="Arctic")), told(brief())
    assert unseen["neighbours"] == none["neighbours"]
    assert unseen["neighbours"]["cor"] > 0.9
    assert unseen["neighbours"]["eel"] == 0


def test_without_any_word_known_the_programme_speaks():
    found = told(brief("Zzz", programme="Danube"))["neighbours"]
    assert found["cor"] == found["dol"] > 0
    assert found["bet"] == 0
    assert found["cor"] < 0.5, "it is little, and is not made much for being all there is"


def test_themes_turn_the_scale():
    found = told(brief("Newts and benches", themes=("Nature",)))["neighbours"]
    assert found["eel"] > found["cor"]


def test_a_lead_without_history_has_a_place():
    lead = {"lead_id": "lea", "areas": ("austria",)}
    found = told(brief(**lead))
    assert not any(found["together"].values())
    assert found["place"]["alp"] == found["place"]["new"] > found["place"]["bet"] == 0
    assert found["neighbours"]["bet"] > found["neighbours"]["cor"], "alp is from there"


def test_the_lead_and_members_are_walked_from_and_not_to():
    found = told(brief(lead_id="alp", members=("bet",)))
    assert found["together"]["eel"] == 1
    for part in ("together", "neighbours", "named"):
        assert found[part]["alp"] == found[part]["bet"] == 0
    assert found["together"]["cor"] == 0


def test_who_is_named_and_where():
    found = told(brief("EEL GROUP WILL DIG IN GRAZ"))
    assert found["named"]["eel"] == 1
    assert found["named"]["bet"] < 0.2
    assert found["place"]["new"] > 0.2
    assert found["place"]["alp"] < 0.2


def test_the_programme_names_places_too():
    found = told(brief("Ponds", programme="Austria - Hungary"))
    assert found["place"]["alp"] == found["place"]["new"] > 0 == found["place"]["bet"]


def test_nobody_has_a_past_or_a_word():
    bare = landscape(*(org(x) for x in "abc"))
    found = told(brief(programme="Alps", themes=("nature",), lead_id="a"), bare)
    assert not any(v for part in found.values() for v in part.values())
    assert [s.other_id for s in recommend_partners(bare, brief=brief(lead_id="a"))] == ["b", "c"]


def test_own_words_decide_where_organisations_have_them():
    land = landscape(
        org("cook", "Hot lunch for older people who live alone."),
        org("walk", "Walks by the river."),
        service("s", "walk", "Guided walks on Sundays.", **at(1)),
        *together("c", "walk", "cook", description="Bats in towers"),
    )
    first = recommend_partners(land, brief=brief("Hot lunch for older people who live alone"))[0]
    assert first.other_id == "cook"


def test_every_value_is_a_share_and_the_score_is_their_weighted_sum():
    asked = brief("Walking trails, benches and Eel Group", programme="Alps", lead_id="bet",
                  themes=("tourism",), areas=("graz",), capabilities=("newts",))  # fmt: skip
    for part, values in told(asked).items():
        assert all(0 <= v <= 1 for v in values.values()), part
        assert part in part_names()
    for s in recommend_partners(LAND, brief=asked, k=9):
        assert s.score == rounded(sum(p.weight * p.value for p in s.parts))


def test_without_words_the_members_of_one_collaboration_come_before_those_of_several():
    # cor did one thing with both alp and bet; dol did one with each, which is two of its two
    place = landscape(
        *(org(x) for x in ("alp", "bet", "cor", "dol", "eel")),
        *together("1", "alp", "bet", "cor"),
        *together("2", "alp", "dol"),
        *together("3", "bet", "dol"),
        *together("4", "cor", "eel", title="Newts and ponds"),
    )
    asked = {"lead_id": "alp", "members": ("bet",)}
    wordless = told(brief("Zzz", **asked), place)["together"]
    worded = told(brief("Ponds", **asked), place)["together"]
    assert wordless["cor"] / wordless["dol"] > worded["cor"] / worded["dol"] > 0
    assert wordless["alp"] == wordless["bet"] == 0


def test_who_worked_with_the_lead_comes_before_who_did_the_like_with_others():
    found = [s.other_id for s in recommend_partners(LAND, brief=brief(lead_id="eel"), k=2)]
    assert found == ["alp", "bet"], "alp was with eel in other work; bet only writes of walkers"


def test_rows_may_stand_in_any_order():
    asked = brief(programme="Alps", lead_id="alp")
    turned = landscape(*reversed([x for r in PAST for x in (r if isinstance(r, list) else [r])]))
    one, two = (recommend_partners(x, brief=asked, k=9) for x in (LAND, turned))
    assert [(s.other_id, s.parts) for s in one] == [(s.other_id, s.parts) for s in two]


def test_what_began_later_says_nothing():
    here = [org(x) for x in ("dol", "new", "alp")]
    land = landscape(*here, *together("c9", "new", "dol", description="Benches",
                                      starts_on=date(2027, 1, 1)))  # fmt: skip
    assert not any(told(brief(lead_id="dol"), land)["neighbours"].values())


@pytest.mark.parametrize("text", ["?", "BENCHES!", "x" * 5000, "\u0000 benches"])
def test_odd_texts_are_answered(text):
    found = told(brief(text))
    assert all(0 <= v <= 1 for part in found.values() for v in part.values())


def test_an_unknown_lead_is_named():
    with pytest.raises(UnknownIdError, match="'alpp'"):
        told(brief(lead_id="alpp"))


def test_who_did_the_same_elsewhere_counts_less_than_who_did_it_here():
    commissioned = [
        *(area(one, name=one.title()) for one in ("north", "south", "east")),
        *(org(x) for x in ("ann", "bob", "cat", "dan")),
        *together("n", "ann", "bob", description="Mentors for leavers", areas=("north",)),
        *together("s", "cat", "dan", description="Mentors for leavers", areas=("south",)),
    ]
    land = landscape(*commissioned)
    here = told(brief("Mentors for leavers", areas=("south",)), land)["neighbours"]
    assert here["cat"] == here["dan"] == 1
    assert 0 < here["ann"] == here["bob"] <= 0.3
    for nowhere in ((), ("east",)):
        found = told(brief("Mentors for leavers", areas=nowhere), land)["neighbours"]
        assert found["ann"] == found["cat"] > 0


def test_where_organisations_have_own_words_being_near_alone_is_little():
    land = landscape(
        area("weir", name="Weir", **at(0)),
        area("vale", name="Vale", **at(20)),
        org("lunch", "Hot lunch and company for older people on Mondays.", areas=("vale",)),
        org("ride", "Skateboard ramps and bikes for teenagers at weekends.", areas=("weir",)),
        org("mute", areas=("weir",)),
    )
    asked = brief("Hot lunch and company for older people in Weir")
    found = [s.other_id for s in recommend_partners(land, brief=asked, k=9)]
    assert found[0] == "lunch", "who does it, if 20 km away"
    values = told(asked, land)
    assert values["text"]["lunch"] > values["text"]["ride"] == 0
    assert values["place"]["ride"] == values["place"]["mute"] == 0.25, "Weir is named"
    assert told(brief("Hot lunch and company"), land)["place"]["ride"] < 0.25


def test_a_part_in_earlier_work_says_less_of_who_has_own_words():
    land = landscape(
        org("ride", "Skateboard ramps and bikes for teenagers at weekends."),
        org("mute"),
        *together("c", "ride", "mute", description="Hot lunch for older people"),
    )
    found = told(brief("Hot lunch for older people"), land)["neighbours"]
    assert found["ride"] == pytest.approx(0.4 * found["mute"])
    assert found["mute"] == 1
