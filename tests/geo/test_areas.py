"""Boundaries and what lies in them."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.geo import (
    Boundary,
    Point,
    area_of,
    areas_of,
    areas_of_many,
    contains,
    contains_many,
)

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]
ISLAND = [[10, 10], [12, 10], [11, 12], [10, 10]]


def polygon(*rings):
    return Boundary.from_geojson({"type": "Polygon", "coordinates": list(rings)})


@pytest.mark.parametrize(
    ("longitude", "latitude", "inside"),
    [(2, 2, False), (0.5, 2, True), (3.5, 3.5, True), (5, 2, False), (2, 5, False), (-1, 2, False)],
)
def test_a_square_with_a_hole(longitude, latitude, inside):
    assert contains(polygon(SQUARE, HOLE), Point(latitude, longitude)) is inside


def test_an_area_of_several_parts():
    both = Boundary.from_geojson(
        json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]})
    )
    asked = [[2, 0.5], [2, 2], [10.5, 11], [12, 10]]
    assert contains_many(both, asked).tolist() == [True, False, True, False]
    assert both.box == (0, 0, 12, 12)


def test_a_ray_through_a_corner_counts_once():
    diamond = polygon([[0, -1], [1, 0], [0, 1], [-1, 0], [0, -1]])
    assert contains(diamond, Point(0, -0.5))
    assert not contains(diamond, Point(0, -1.5))
    assert not contains(diamond, Point(1, -0.5))


@given(st.floats(0, 4), st.floats(0, 4))
def test_neighbours_share_no_point_and_leave_none_out(latitude, longitude):
    west = polygon([[0, 0], [2, 0], [2, 4], [0, 4]])
    east = polygon([[2, 0], [4, 0], [4, 4], [2, 4]])
    point = Point(latitude, longitude)
    inner = 0 <= latitude < 4 and 0 <= longitude < 4
    assert contains(west, point) + contains(east, point) == int(inner)


@given(
    st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=3, max_size=12),
    st.floats(-12, 12),
    st.floats(-12, 12),
)
def test_turning_a_ring_round_changes_nothing(ring, latitude, longitude):
    forth = Boundary.from_geojson({"type": "Polygon", "coordinates": [ring]})
    back = Boundary.from_geojson({"type": "Polygon", "coordinates": [ring[::-1]]})
    off = np.array([[latitude, longitude]]) + 1e-7  # not on a corner, where rounding may differ
    assert contains_many(forth, off).tolist() == contains_many(back, off).tolist()


@given(st.floats(-2, 2), st.floats(-2, 2))
def test_a_convex_ring_holds_what_is_left_of_all_its_sides(latitude, longitude):
    angles = np.linspace(0, 2 * np.pi, 8)[:-1]
    corners = np.column_stack([np.cos(angles), np.sin(angles)])
    sides = np.roll(corners, -1, axis=0) - corners
    to_point = np.array([longitude, latitude]) - corners
    left = sides[:, 0] * to_point[:, 1] - sides[:, 1] * to_point[:, 0]
    if np.abs(left).min() > 1e-9:
        found = contains(polygon(corners.tolist()), Point(latitude, longitude))
        assert found == bool((left > 0).all())


def test_unknown_places_lie_nowhere():
    assert contains_many(polygon(SQUARE), [[np.nan, np.nan], [2, 2]]).tolist() == [False, True]
    assert contains_many(polygon(SQUARE), []).shape == (0,)


def test_areas_within_areas():
    inner, outer = polygon(HOLE), polygon(SQUARE)
    areas = {"ward": inner, "borough": outer}
    assert areas_of(Point(2, 2), areas) == ("borough", "ward")
    assert area_of(Point(0.5, 0.5), areas) == "borough"
    assert area_of(Point(9, 9), areas) is None
    assert areas_of_many([[2, 2], [0.5, 0.5], [9, 9]], areas) == [
        ("borough", "ward"),
        ("borough",),
        (),
    ]


def test_a_feature_is_read_as_its_geometry():
    feature = {"type": "Feature", "properties": {}, "geometry": {
        "type": "Polygon", "coordinates": [[[x, y, 7.5] for x, y in SQUARE]]}}  # fmt: skip
    assert contains(Boundary.from_geojson(feature), Point(2, 2))


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1, 2]", "another kind"),
        ({"type": "Point", "coordinates": [0, 0]}, "another kind"),
        ({"type": "Feature", "geometry": None}, "another kind"),
        ({"type": "Polygon"}, "no coordinates|no ring"),
        ({"type": "MultiPolygon", "coordinates": []}, "no coordinates"),
        ({"type": "Polygon", "coordinates": []}, "no ring"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "fewer than three"),
        ({"type": "Polygon", "coordinates": [[0, 0, 1, 1]]}, "no list of points"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "no list of points"),
        ({"type": "Polygon", "coordinates": [[[0], [1], [2]]]}, "fewer than three"),
        ({"type": "Polygon", "coordinates": [[[371187, 354767]] * 4]}, "not in degrees"),
        ({"type": "Polygon", "coordinates": [[[0, float("nan")]] * 4]}, "not in degrees"),
    ],
)
def test_a_boundary_that_is_none(geometry, said):
    with pytest.raises(DataError, match=said):
        Boundary.from_geojson(geometry)


def test_each_postcode_of_the_borough_lies_in_one_ward(shared_data):
    folder = shared_data / "postcodes"
    features = json.loads((folder / "cheshire_east_wards.geojson").read_text(encoding="utf-8"))
    wards = {
        feature["properties"]["WD25CD"]: Boundary.from_geojson(feature["geometry"])
        for feature in features["features"]
    }
    with (folder / "cheshire_east_unit_postcodes.csv").open(newline="", encoding="utf-8") as file:
        points = [[float(row["lat"]), float(row["lon"])] for row in csv.DictReader(file)]
    found = areas_of_many(points, wards)
    assert len(wards) == 52
    assert {len(ids) for ids in found} == {1}
    assert {ids[0] for ids in found} == set(wards)
