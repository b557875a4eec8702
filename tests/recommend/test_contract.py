"""What all recommenders promise, whatever they recommend."""

from dataclasses import FrozenInstanceError
from datetime import date, datetime
from html.parser import HTMLParser

import pytest

from sap_match.errors import UnknownIdError
from sap_match.landscape import Landscape
from sap_match.memory import Memory, pair
from sap_match.model import Booking, Brief, Dataset, FacilityRequest, Need, Offer
from sap_match.ranking import rounded
from sap_match.recommend.consortia import form_consortium
from sap_match.recommend.facilities import plan_facility_sharing
from sap_match.recommend.pairings import plan_pairings
from sap_match.recommend.partners import recommend_partners
from sap_match.results import Results, score_of
from sap_match.similarity.encoder import HashedWords
from tests.builders import AS_OF, at, facility, landscape, org, service, tables_of, together

BAD = "<img src=x onerror=alert(1)>"
LAST = date(2026, 12, 31)
NEXT_YEAR = date(2027, 2, 1)

#: Ash lacks paint, a room and a cook until the end of the year; birch has all three.
PLACE = [
    org("ash", "Lunch, pudding, baking and chiropody for older people.", name=f"Ash {BAD}"),
    service("s1", "ash", "Lunch, pudding and baking.", **at(0)),
    org("birch", "Pudding, baking, paint and minibus lifts for older people.", kind="business"),
    service("s2", "birch", "Hot food for forty with pudding.", name="Big Pots", **at(1)),
    facility(
        "f", "birch", name=f"Hall {BAD}", capacity=60, price_per_hour=5,
        availability=("MO 09:00-12:00", "TH 18:00-21:00"), **at(1),
    ),
    org("cedar", "Trees, ponds, hedges and archery.", name="Cedar"),
    Offer(id="o", organisation_id="birch", kind="goods", description="Pale emulsion paint in tubs",
          quantity=60, unit="items", ends_on=LAST),
    Need(id="n", organisation_id="ash", kind="goods", description="Pale emulsion paint in tubs",
         quantity=25, unit="items", ends_on=LAST),
    FacilityRequest(id="r", organisation_id="ash", purpose="Lunch for thirty", people=30, hours=2,
                    windows=("MO 09:00-12:00",), starts_on=date(2026, 11, 9), ends_on=LAST),
    Booking(facility_id="f", starts=datetime.fromisoformat("2026-11-05T18:00"),
            ends=datetime.fromisoformat("2026-11-05T20:00")),
    *together("later", "ash", "birch", starts_on=date(2027, 1, 1)),
]  # fmt: skip
BRIEF = Brief(id="b", description="Lunch", lead_id="cedar",
              capabilities=("hot food for forty", "level 2 immigration advice"))  # fmt: skip


def partners(land, **more):
    return recommend_partners(land, k=5, **more)


def consortium(land, **more):
    brief = BRIEF if land.ids else BRIEF.model_copy(update={"lead_id": None})
    return form_consortium(land, brief, **more)


def pairings(land, **more):
    return plan_pairings(land, **more).matches


def facilities(land, **more):
    return plan_facility_sharing(land, **more).matches


ALL = pytest.mark.parametrize("recommend", [partners, consortium, pairings, facilities])
SUGGESTING = pytest.mark.parametrize("recommend", [partners, pairings, facilities])


@pytest.fixture(scope="module")
def place():
    return landscape(*PLACE)


@pytest.fixture(scope="module")
def empty():
    return Landscape.build(Dataset.build("d", {}), as_of=AS_OF, encoder=HashedWords())


@ALL
def test_results_are_frozen(recommend, place):
    found = recommend(place)
    assert isinstance(found, Results)
    assert len(found) > 0, "or nothing below is tested"
    with pytest.raises(FrozenInstanceError):
        found.rows = ()
    with pytest.raises(FrozenInstanceError):
        found[0].reason = "other"
    assert isinstance(found.rows, tuple)
    assert isinstance(found.removed, tuple)


@SUGGESTING
def test_results_are_ordered_by_score_then_id_within_a_subject(recommend, place):
    found = recommend(place)
    by_subject = {}
    for one in found:
        by_subject.setdefault(one.subject_id, []).append(one)
    for rows in by_subject.values():
        assert rows == sorted(rows, key=lambda s: (-rounded(s.score), s.other_id))


@SUGGESTING
def test_a_score_is_the_sum_of_its_parts_and_a_strength_a_share(recommend, place):
    for one in recommend(place):
        assert one.score == score_of(one.parts) == rounded(one.score)
        assert 0 <= one.strength <= 1
        assert len(one.asked) == len(set(one.asked)) == 2
        assert one.reason
        assert one.first_step


@ALL
def test_records_have_the_same_keys_and_those_of_an_empty_answer(recommend, place, empty):
    records = recommend(place).to_records()
    keys = [list(r) for r in records]
    assert keys == [keys[0]] * len(keys)
    frame = recommend(place).to_frame()
    assert list(frame.columns) == keys[0]
    assert len(frame) == len(records)
    nothing = recommend(empty).to_frame()
    assert list(nothing.columns) == keys[0]


@ALL
def test_an_empty_place_is_answered_with_nobody(recommend, empty):
    found = recommend(empty)
    assert [r for r in found if getattr(r, "organisation_id", None)] == []
    assert found.removed == ()
    assert found._repr_html_()


@ALL
def test_a_table_in_a_notebook_is_inert(recommend, place):
    tags = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: tags.add(tag)
    page = recommend(place)._repr_html_()
    reader.feed(page)
    assert tags == {"table", "thead", "tbody", "tr", "th", "td"}


def test_the_malice_stands_in_the_tables(place):
    """Without it the test above would show nothing."""
    assert BAD in str(partners(place).to_records())
    assert BAD in str(facilities(place).to_records())


@ALL
def test_any_order_of_rows_gives_the_same_answer(recommend, place):
    turned = [row for rows in reversed(tables_of(*PLACE).values()) for row in reversed(rows)]
    again = recommend(landscape(*turned))
    assert again.to_records() == recommend(place).to_records()
    assert again.removed == recommend(place).removed


@ALL
def test_the_landscape_is_left_as_it_was(recommend, place):
    before = place.dataset
    assert recommend(place).to_records() == recommend(place).to_records()
    assert place.dataset == before


def _pairs(found):
    return {frozenset(one.asked) for one in found if hasattr(one, "asked")} | {
        frozenset(("cedar", s.organisation_id))
        for s in found
        if getattr(s, "role", "") == "partner"
    }


@ALL
def test_two_that_must_never_meet_do_not(recommend, place):
    met = min(map(sorted, _pairs(recommend(place))))
    memory = Memory(banned=frozenset({pair(*met)}))
    assert frozenset(met) not in _pairs(recommend(place, memory=memory))


@ALL
def test_who_asked_not_to_be_suggested_is_suggested_nowhere(recommend, place):
    silent = [
        r.model_copy(update={"suggest": "no"}) if r.id == "birch" else r
        for r in place.dataset.organisations
    ]
    rest = [r for r in PLACE if r not in place.dataset.organisations]
    land = landscape(*silent, *rest)
    assert all("birch" not in met for met in _pairs(recommend(land)) if met)


@ALL
def test_the_date_is_honoured(recommend):
    then, later = (landscape(*PLACE, as_of=day) for day in (AS_OF, NEXT_YEAR))
    assert recommend(then).to_records() != recommend(later).to_records() or recommend is consortium
    if recommend is partners:
        met = {frozenset(s.asked) for s in recommend(then)} - {
            frozenset(s.asked) for s in recommend(later)
        }
        assert met == {frozenset({"ash", "birch"})}, "partners by then"
    elif recommend is not consortium:
        assert len(recommend(then)) == 1
        assert len(recommend(later)) == 0, "what ended stands no more"


def test_a_team_does_not_count_on_an_offer_that_ended():
    brief = BRIEF.model_copy(update={"capabilities": ("pale emulsion paint in tubs",)})
    records = [r for r in PLACE if getattr(r, "id", "") != "birch"] + [org("birch", name="Birch")]
    then, later = (landscape(*records, as_of=day) for day in (AS_OF, NEXT_YEAR))
    assert "birch" in {s.organisation_id for s in form_consortium(then, brief)}
    assert "birch" not in {s.organisation_id for s in form_consortium(later, brief)}


@pytest.mark.parametrize(
    "ask",
    [
        lambda land: recommend_partners(land, for_="brich"),
        lambda land: recommend_partners(land, for_=["ash", "brich"]),
        lambda land: form_consortium(land, BRIEF.model_copy(update={"lead_id": "brich"})),
        lambda land: form_consortium(land, BRIEF.model_copy(update={"members": ("brich",)})),
    ],
)
def test_an_unknown_id_is_an_error_that_names_near_ones(ask, place):
    with pytest.raises(UnknownIdError, match=r"no organisation has the id 'brich'.*'birch'"):
        ask(place)
