"""Places: points, areas, and what must not be told."""

import json

import pytest

from sap_match.errors import MissingPartError
from sap_match.geo import Located, Point
from sap_match.ingest import locate as module
from sap_match.ingest.areas import resolve_areas
from sap_match.ingest.drafts import Draft
from sap_match.ingest.locate import Whereabouts, locate
from sap_match.ingest.problems import Problems

SALE = Located(Point(53.42, -2.32), "unit", "E08000009")
KNOWN = {
    "M33 7ZF": SALE,
    "M33 9ZZ": Located(Point(53.43, -2.33), "sector", "E08000009"),
    "WA14 2DD": Located(Point(53.38, -2.35), "outcode"),
    "M16 7QB": Located(Point(53.46, -2.26), "unit", "E08000003"),
}


def find(postcode):
    return KNOWN.get(postcode)


def draft(table, draft_id, **values):
    base = {"id": draft_id, "name": draft_id}
    if table not in ("organisations", "areas"):
        base["organisation_id"] = "o1"
    return Draft(table, f"{table}.csv", 1, 0, False, {**base, **values})


def located(*drafts):
    problems = Problems()
    locate(drafts, problems, find)
    return [d.values for d in drafts], problems.sorted()


# -- points ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "point"),
    [("M33 7ZF", (53.42, -2.32)), ("M33 9ZZ", (53.43, -2.33)), ("WA14 2DD", (None, None))],
    ids=["unit", "sector", "a district is too coarse"],
)
def test_a_point_comes_from_a_fine_postcode(postcode, point):
    (values,), _ = located(draft("facilities", "f", postcode=postcode))
    assert (values.get("latitude"), values.get("longitude")) == point


def test_a_given_point_stands_and_an_address_may_hold_the_postcode():
    rows, _ = located(
        draft("services", "s", postcode="M33 7ZF", latitude=53.5, longitude=-2.5),
        draft("services", "t", address="Town Hall, Sale m337zf"),
    )
    assert rows[0]["latitude"] == 53.5
    assert rows[1]["latitude"] == 53.42


@pytest.mark.parametrize(
    ("point", "field", "reason"),
    [
        ({"latitude": 53.1}, "latitude", "stands without the other half of the point"),
        ({"longitude": -2.1}, "longitude", "stands without the other half of the point"),
        ({"latitude": -2.4, "longitude": 53.1}, "latitude", "looks swapped with longitude"),
        ({"latitude": 0.0, "longitude": 0.0}, "latitude", "is no place"),
    ],
)
def test_half_swapped_and_empty_points_are_unknown(point, field, reason):
    (values,), problems = located(draft("facilities", "f", **point))
    assert "latitude" not in values
    assert "longitude" not in values
    assert [(p.level, p.field, p.reason) for p in problems] == [("note", field, reason)]


def test_a_foreign_postcode_is_kept_and_told():
    (values,), problems = located(draft("facilities", "f", postcode="20095"))
    assert values["postcode"] == "20095"
    assert [p.level for p in problems] == ["info"]


def test_without_the_table_of_postcodes_one_line_says_what_to_type(monkeypatch):
    def absent():
        raise MissingPartError("the table of UK postcodes", "postcodes")

    monkeypatch.setattr(module, "ukpostcodes", absent)
    problems = Problems()
    whereabouts = Whereabouts(problems)
    drafts = [draft("facilities", f"f{n}", postcode=f"M33 7Z{n}") for n in "ABD"]
    locate(drafts, problems, whereabouts.find)
    assert [p.level for p in problems.sorted()] == ["info"]
    assert "pip install 'sap-match[postcodes]'" in problems.sorted()[0].reason


# -- confidential places --------------------------------------------------------------


PLACE = {"postcode": "M33 7ZF", "address": "1 Hidden Road", "latitude": 53.1, "longitude": -2.1}


def tells(values):
    return sorted(set(values) & {"postcode", "address", "latitude", "longitude"})


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Crewe Women's Refuge"},
        {"description": "Support after domestic abuse"},
        {"themes": ("human trafficking",)},
        {"location_confidential": True},
    ],
    ids=["name", "description", "theme", "said"],
)
def test_a_confidential_service_loses_its_place_and_says_so(words):
    service = draft("services", "s", **PLACE, **words)
    service.extra["ward"] = "Hale"
    (_, values), _ = located(draft("organisations", "o1"), service)
    assert tells(values) == []
    assert values["location_confidential"] is True
    assert service.extra == {}


def test_what_a_confidential_organisation_owns_loses_its_place_too():
    owned = [
        draft(t, t, **PLACE)
        for t in ("services", "facilities", "needs", "offers", "facility_requests")
    ]
    rows, problems = located(draft("organisations", "o1", name="Domestic Abuse Aid", **PLACE),
                             *owned)  # fmt: skip
    assert [tells(values) for values in rows] == [[]] * 6
    assert {p.field for p in problems} == {"location_confidential"}


def test_an_organisation_whose_services_are_all_closed_is_closed():
    rows, _ = located(
        draft("organisations", "o1", name="The Willow Project", postcode="M1 1AA"),
        draft("services", "s", name="Refuge", postcode="M33 7ZF"),
        draft("facilities", "f", name="Counselling room", postcode="M33 7ZF"),
    )
    assert [tells(values) for values in rows] == [[], [], []]


def test_an_open_organisation_closes_only_what_shares_the_closed_address():
    rows, _ = located(
        draft("organisations", "o1", name="Big Charity", postcode="M1 1AA"),
        draft("services", "s", name="Refuge", postcode="M33 7ZF"),
        draft("services", "t", name="Lunch", postcode="M33 9ZZ"),
        draft("needs", "n", postcode="m337zf"),
    )
    assert tells(rows[0]) == ["postcode"]
    assert tells(rows[1]) == tells(rows[3]) == []
    assert tells(rows[2]) == ["latitude", "longitude", "postcode"]


def test_not_even_a_problem_tells_a_closed_place():
    swapped = {"latitude": -2.1, "longitude": 53.1}
    _, problems = located(draft("organisations", "o1", name="Women's Refuge", **swapped))
    assert [(p.field, p.value) for p in problems] == [("location_confidential", "Women's Refuge")]


def test_no_is_believed():
    rows, _ = located(
        draft("organisations", "o1", name="Rape Crisis Shop", location_confidential=False, **PLACE),
        draft("services", "s", name="Charity shop", **PLACE),
    )
    assert len(tells(rows[0])) == len(tells(rows[1])) == 4


# -- areas ----------------------------------------------------------------------------


def area(area_id, kind="town", **values):
    return draft("areas", area_id, kind=kind, **values)


def named(service, *areas):
    resolve_areas([*areas, service], Problems(), find)
    return service.values.get("areas", ())


def test_a_service_is_in_the_areas_whose_postcodes_fit_most_finely():
    areas = [
        area("wide", postcodes=("M33",)),
        area("fine", postcodes=("M33 7",)),
        area("ward", kind="ward", postcodes=("M33",)),
        area("far", postcodes=("CW1",)),
    ]
    assert named(draft("services", "s", postcode="M33 7ZF"), *areas) == ("fine", "ward")


def test_an_area_with_an_authoritys_code_holds_the_authoritys_postcodes():
    borough = area("E08000009", kind="borough")
    town = area("old-trafford", parent_id="E08000009", postcodes=("M16", "M33"))
    assert named(draft("services", "s", postcode="M33 7ZF"), borough, town) == (
        "E08000009", "old-trafford",
    )  # fmt: skip
    assert named(draft("services", "s", postcode="M16 7QB"), borough, town) == ()


def test_a_service_is_in_the_areas_whose_boundary_holds_its_point():
    ring = [[-3, 53], [-2, 53], [-2, 54], [-3, 54], [-3, 53]]
    square = {"type": "Polygon", "coordinates": [ring]}
    areas = [area("square", boundary=json.dumps(square)), area("broken", boundary="{}")]
    problems = Problems()
    service = draft("services", "s", latitude=53.5, longitude=-2.5)
    resolve_areas([*areas, service], problems, find)
    assert service.values["areas"] == ("square",)
    assert [(p.level, p.field) for p in problems.sorted()] == [("note", "boundary")]
    assert "boundary" not in areas[1].values


def test_named_areas_stand_and_confidential_places_are_not_narrowed_down():
    sale = area("sale", postcodes=("M33",))
    borough = area("E08000009", kind="borough")
    said = draft("services", "s", postcode="M33 7ZF", areas=("elsewhere",))
    assert named(said, sale) == ("area:elsewhere",)
    closed = draft("services", "t", postcode="M33 7ZF", location_confidential=True)
    assert named(closed, sale) == ()
    closed = draft("organisations", "o", areas=("M33 7ZF",), location_confidential=True)
    resolve_areas([sale, borough, closed], Problems(), find)
    assert closed.values["areas"] == ("E08000009",)


def test_a_postcode_as_a_label_stands_for_the_areas_it_lies_in():
    sale = area("sale", postcodes=("M33",))
    here = draft("organisations", "o", areas=("m33 7zf",))
    there = draft("organisations", "p", areas=("CW1 1AA",))
    resolved = resolve_areas([sale, here, there], Problems(), find)
    assert here.values["areas"] == ("sale",)
    assert "areas" not in there.values
    assert len(resolved) == 3  # a postcode never becomes an area of its own


def test_an_organisations_address_is_not_where_it_works():
    sale = area("sale", postcodes=("M33",))
    resolve_areas([sale, one := draft("organisations", "o", postcode="M33 7ZF")], Problems(), find)
    assert "areas" not in one.values
