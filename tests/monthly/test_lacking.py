"""What a whole directory lacks is said with what to add, and only where it lacks it."""

import pytest

from sap_match.model import Facility, FacilityRequest, Need, Offer
from sap_match.monthly.lacking import lacking, lacking_exchange, lacking_rooms
from tests.builders import area, dataset, landscape, org, service

TEXT = "Lunch, pudding, baking and chiropody for older people."
OTHER = "Repairs bicycles and lawn mowers with young apprentices in a barn."
HALL = Facility(id="hall", organisation_id="ash", name="Hall", availability=("MO 09:00-17:00",))
DARK = Facility(id="dark", organisation_id="ash", name="Dark room")
WISH = FacilityRequest(id="wish", organisation_id="ash", purpose="Choir")
NEED = Need(id="need", organisation_id="ash", kind="goods", description="Paint")
OFFER = Offer(id="offer", organisation_id="ash", kind="goods", description="Paint")


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([HALL], ["There is a room, but nobody asks for one: add a table facility_requests"]),
        ([HALL, DARK], ["There are 2 rooms, but nobody asks"]),
        ([WISH], ["Somebody asks for a room, and none is listed: add a table facilities."]),
        ([DARK, WISH], ["No room's hours are known"]),
        ([HALL, DARK, WISH], []),
        ([], []),
    ],
)
def test_rooms_need_hours_and_somebody_who_asks(records, said):
    found = lacking_rooms(dataset(org("ash", TEXT), *records))
    assert len(found) == len(said)
    assert all(told.startswith(words) for told, words in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], "Nobody has said what it needs or could give: add tables needs and offers."),
        ([NEED], "There are needs but no offers: add a table offers."),
        ([OFFER], "There are offers but no needs: add a table needs."),
        ([OFFER, NEED], None),
    ],
)
def test_an_exchange_needs_two_sides(records, said):
    assert lacking_exchange(dataset(org("ash", TEXT), *records)) == ((said,) if said else ())


def test_places_and_texts_are_missed_where_half_have_none():
    town = area("sale", kind="town")
    placed = [org("a", TEXT, areas=("sale",)), org("b", OTHER, areas=("sale",))]
    offered = OFFER.model_copy(update={"organisation_id": "a"})
    needed = NEED.model_copy(update={"organisation_id": "b"})
    assert lacking(landscape(town, *placed, org("c"), offered, needed)) == ()
    few = lacking(landscape(town, *placed, org("c"), org("d"), needed))
    assert few[0].startswith("2 of 4 organisations have no text to go by: add a description")
    assert few[1].startswith("2 of 4 organisations have no known place of work")
    assert few[2:] == ("There are needs but no offers: add a table offers.",)
    alone = lacking(landscape(org("c", TEXT)))
    assert alone[0].startswith("The one organisation has no known place of work")


def test_an_area_without_a_point_is_a_place_and_a_borough_is_none():
    town, borough = area("sale", kind="town"), area("trafford", kind="borough")
    land = landscape(
        town, borough, org("a", TEXT, areas=("sale",)), org("b", OTHER, areas=("trafford",)),
        org("c"), service("s", "c", areas=("sale",)),
    )  # fmt: skip
    assert [p.is_unplaced for p in land.profiles.values()] == [False, True, False]
    assert not land.profile("a").points
