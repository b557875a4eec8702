"""Points, distances and the National Grid."""

import csv
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.geo import (
    Point,
    coarsen,
    distance_km,
    distances_km,
    grid_to_latlon,
    looks_swapped,
    valid_point,
)
from sap_match.geo.grid import _unproject

any_point = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_distances_known_from_elsewhere():
    # A degree of latitude is 60 nautical miles by the mile's old definition.
    assert distance_km(Point(0, 0), Point(1, 0)) == pytest.approx(111.195, abs=0.001)
    assert distance_km(Point(60, 0), Point(60, 1)) == pytest.approx(55.597, abs=0.01)
    assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(math.pi * 6371.0088)


@given(any_point, any_point)
def test_distance_is_even_handed_and_the_table_agrees(a, b):
    one = distance_km(a, b)
    assert 0 <= one <= math.pi * 6371.0088 + 1e-6
    assert one == pytest.approx(distance_km(b, a), abs=1e-9)
    table = distances_km([[a.latitude, a.longitude]], [[b.latitude, b.longitude]])
    assert table[0, 0] == pytest.approx(one, abs=1e-6)


def test_a_table_of_distances_keeps_unknown_places_unknown():
    table = distances_km([[53.1, -2.4], [np.nan, np.nan]], [[53.1, -2.4], [53.2, -2.4], [0, 0]])
    assert table.shape == (2, 3)
    assert table[0, 0] == 0
    assert np.isnan(table[1]).all()
    assert distances_km([], [[53.1, -2.4]]).shape == (0, 1)
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        distances_km([1.0, 2.0, 3.0], [[1, 2]])


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (math.nan, 0)])
def test_what_is_no_point(latitude, longitude):
    assert not valid_point(latitude, longitude)
    with pytest.raises(ValueError, match="no point on Earth"):
        Point(latitude, longitude)


def test_empty_cells_and_zeros_are_no_point():
    assert not valid_point(None, -2.4)
    assert not valid_point(0, 0)
    assert valid_point(53.1, 0)


def test_swapped_figures_are_seen():
    assert looks_swapped(-2.35, 53.39)
    assert not looks_swapped(53.39, -2.35)
    assert not looks_swapped(40.7, -74.0)


@given(any_point)
def test_a_coarse_point_is_near_and_says_less(point):
    coarse = coarsen(point, 2)
    assert coarse == coarsen(coarse, 2)
    assert abs(coarse.latitude - point.latitude) <= 0.005 + 1e-9


def test_the_survey_s_own_example():
    # "A guide to coordinate systems in Great Britain", annexe C: the way back, on OSGB36.
    phi, lam = _unproject(np.array([651409.903]), np.array([313177.270]))
    assert math.degrees(phi[0]) == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-8)
    assert math.degrees(lam[0]) == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-8)


def test_an_unknown_reference_stays_unknown():
    assert np.isnan(grid_to_latlon([np.nan, 371187], [np.nan, 354767])).tolist() == [
        [True, True],
        [False, False],
    ]


def test_grid_references_of_a_whole_borough(shared_data):
    path = shared_data / "postcodes" / "cheshire_east_unit_postcodes.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = grid_to_latlon(
        [float(r["oseast1m"]) for r in rows], [float(r["osnrth1m"]) for r in rows]
    )
    given_points = [Point(float(r["lat"]), float(r["lon"])) for r in rows]
    apart = [distance_km(Point(*a), b) for a, b in zip(found.tolist(), given_points, strict=True)]
    assert len(apart) == 17904
    assert max(apart) * 1000 < 1


def test_grid_references_against_the_statistics_office_s_own_points(shared_data):
    text = (shared_data / "postcodes" / "cheshire_east_wards.geojson").read_text(encoding="utf-8")
    wards = [feature["properties"] for feature in json.loads(text)["features"]]
    for ward in wards:
        found = Point(*grid_to_latlon(ward["BNG_E"], ward["BNG_N"])[0].tolist())
        assert distance_km(found, Point(ward["LAT"], ward["LONG"])) * 1000 < 10
