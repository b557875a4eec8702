"""Boundaries of areas: hand-drawn squares, the wards of a borough, and maps that are none."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, SapMatchError
from sap_match.geo import Boundary, Point, areas_of, contains
from sap_match.ingest import read_dataset
from sap_match.ingest.boundaries.names import kind_of_area
from sap_match.ingest.boundaries.reader import read, reading_of_features, recognises
from sap_match.ingest.boundaries.shapes import middle_of, shape_of, simplified, written
from sap_match.ingest.formats import Look


def square(west, south, size=0.1):
    east, north = west + size, south + size
    return {"type": "Polygon", "coordinates": [
        [[west, south], [east, south], [east, north], [west, north], [west, south]]
    ]}  # fmt: skip


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(path, *features, **more):
    path.write_text(json.dumps({"type": "FeatureCollection", **more, "features": list(features)}))
    return path


def ward(number, west=-2.5, **more):
    return feature(
        square(west + number / 10, 53.0), WD25CD=f"E0500000{number}", WD25NM=f"Ward {number}",
        LAD25CD="E06000099", LAD25NM="Brookshire", FID=number, **more,
    )  # fmt: skip


def read_features(*features, **more):
    return reading_of_features(features, source="f", **more)


def cells_of(reading):
    return [row.cells for table in reading.tables if not table.derived for row in table.rows]


def told(reading):
    return [(p.level, p.row, p.reason) for p in reading.problems]


def test_wards_of_a_borough_become_areas_with_the_borough_above(tmp_path):
    path = collection(tmp_path / "x.geojson", ward(1), ward(2))
    assert recognises(Look(path))
    areas = {a.id: a for a in read_dataset(path).areas}
    assert [(a.id, a.name, a.kind) for a in areas.values()] == [
        ("E05000001", "Ward 1", "ward"),
        ("E05000002", "Ward 2", "ward"),
        ("E06000099", "Brookshire", "borough"),
    ]
    one = areas["E05000001"]
    assert one.parent_id == "E06000099"
    assert (one.latitude, one.longitude) == (53.05, -2.35)
    assert one.extra == {}


def test_a_service_is_found_in_the_area_of_its_point(tmp_path):
    collection(tmp_path / "wards.geojson", ward(1), ward(2))
    (tmp_path / "organisations.csv").write_text("id,name,kind\no1,Club,voluntary\n")
    (tmp_path / "services.csv").write_text(
        "id,organisation_id,name,latitude,longitude\n"
        "s1,o1,Lunch,53.05,-2.25\ns2,o1,Tea,53.05,-2.95\n"
    )
    (tmp_path / "partnership.toml").write_text(
        'id = "x"\n[[sources]]\npath = "."\n[[sources]]\npath = "wards.geojson"\n'
        'format = "boundaries"\n'
    )
    services = {s.id: s.areas for s in read_dataset(tmp_path).services}
    assert services == {"s1": ("E05000002",), "s2": ()}


@pytest.mark.parametrize(
    ("properties", "id_", "name", "kind"),
    [
        ({"ward_code": "E05000007", "ward_name": "Mill"}, "E05000007", "Mill", "ward"),
        ({"lsoa21cd": "E01000007", "lsoa21nm": "Mill 01A"}, "E01000007", "Mill 01A", "other"),
        ({"PARNCP25CD": "E04000007", "PARNCP25NM": "Mill"}, "E04000007", "Mill", "town"),
        ({"OBJECTID": 3, "Name": "Mill & Brook", "kind": "Care Community"}, "area:mill-brook",
         "Mill & Brook", "care_community"),
        ({"code": 7, "name": "Mill", "population": 1200}, "7", "Mill", "other"),
        ({"title": "Mill"}, "area:mill", "Mill", "other"),
    ],
)  # fmt: skip
def test_what_an_area_is_called(properties, id_, name, kind):
    [cells] = cells_of(read_features(feature(square(-2.4, 53), **properties)))
    assert (cells["id"], cells["name"], cells["kind"]) == (id_, name, kind)
    assert cells.get("population") == ("1200" if "population" in properties else None)


def test_one_code_for_all_is_not_the_code_of_each():
    places = [feature(square(-2.4 - n, 53), area_code="E08000001", area_name="Mill", name=f"P{n}")
              for n in (1, 2)]  # fmt: skip
    assert [c["id"] for c in cells_of(read_features(*places))] == ["area:p1", "area:p2"]


def test_the_kind_may_stand_in_the_name_of_the_file():
    reading = read_features(feature(square(-2.4, 53), name="Mill"), hint="care_communities_2025")
    assert cells_of(reading)[0]["kind"] == "care_community"
    assert kind_of_area("W06000001") == "borough"


def test_pieces_of_one_area_are_joined():
    parts = [feature(square(w, 53), ward_code="E05000001", ward_name="Mill") for w in (-2.4, -2.1)]
    reading = read_features(*parts, ward(3))
    first = cells_of(reading)[0]
    boundary = Boundary.from_geojson(first["boundary"])
    assert contains(boundary, Point(53.05, -2.35))
    assert contains(boundary, Point(53.05, -2.05))
    assert told(reading)[0][:2] == ("info", 2)


def test_open_rings_holes_and_heights():
    ring = [[-2.4, 53, 10], [-2.3, 53, 10], [-2.3, 53.1, 10], [-2.4, 53.1, 10]]
    hole = [[-2.36, 53.04], [-2.34, 53.04], [-2.34, 53.06], [-2.36, 53.06], [-2.36, 53.06]]
    reading = read_features(feature({"type": "Polygon", "coordinates": [ring, hole]}, name="M"))
    [cells] = cells_of(reading)
    boundary = Boundary.from_geojson(cells["boundary"])
    assert not contains(boundary, Point(53.05, -2.35))
    assert contains(boundary, Point(float(cells["latitude"]), float(cells["longitude"])))


@pytest.mark.parametrize(
    ("geometry", "level", "reason"),
    [
        (None, "bad", "has no geometry"),
        (square(53, -2.4), "bad", "looks as if latitude stood before longitude"),
        (square(371187, 354767, 900), "bad",
         "is not in degrees: metres, as of the British National Grid"),
        (square(-270000, 7000000, 900), "bad", "is not in degrees"),
        ({"type": "Point", "coordinates": [-2.4, 53]}, "info", "is a Point, and no boundary"),
        ({"type": "Polygon", "coordinates": [[[1, 2]]]}, "bad", "has no ring of points"),
        ({"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4]]]}, "bad",
         "has no ring of points"),
    ],
)  # fmt: skip
def test_a_shape_that_cannot_be_used_is_told_and_the_others_are_used(geometry, level, reason):
    reading = read_features(ward(1), feature(geometry, WD25CD="E05000009", WD25NM="W"))
    assert told(reading) == [(level, 2, reason)]
    assert [c["id"] for c in cells_of(reading)] == ["E05000001"]


def test_metres_of_the_national_grid_are_turned_where_the_file_says_so(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    path = collection(
        tmp_path / "x.geojson",
        feature(square(371187, 354767, 900), WD25CD="E05000001", WD25NM="W"), crs=crs,
    )  # fmt: skip
    boundary = Boundary.from_geojson(cells_of(read(path))[0]["boundary"])
    assert boundary.polygons[0][0][0].round(4).tolist() == [-2.4317, 53.0893]


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("a.json", '{"type":"Topology","objects":{},"arcs":[]}', "is TopoJSON"),
        ("a.kml", "<?xml version='1.0'?><kml xmlns='x'></kml>", "is KML"),
        ("a.shp", "x", "is a shapefile"),
    ],
)
def test_other_maps_are_refused_with_what_to_do(tmp_path, name, text, word):
    path = tmp_path / name
    path.write_text(text)
    assert recognises(Look(path))
    with pytest.raises(DataError, match=f"{word}.*save it as GeoJSON"):
        read(path)


def test_a_map_of_points_says_what_it_holds(tmp_path):
    path = collection(tmp_path / "x.json", feature({"type": "Point", "coordinates": [-2, 53]}))
    assert not recognises(Look(path))
    with pytest.raises(DataError, match='1 x Point; map points with format = "table"'):
        read(path)


def test_outlines_of_buildings_and_parks_are_not_claimed(tmp_path):
    house = feature(square(-2.4, 53, 0.0004), area_code="E08000001", name="Chapel")
    park = feature(square(-2.4, 53), leisure="park", name="Park")
    town = feature(square(-2.4, 53), name="Mill")
    for number, (one, claimed) in enumerate([(house, False), (park, False), (town, True)]):
        assert recognises(Look(collection(tmp_path / f"{number}.json", one))) is claimed


def test_one_feature_a_line_and_a_feature_alone(tmp_path):
    path = tmp_path / "x.geojsonl"
    path.write_text(json.dumps(ward(1)) + "\n" + json.dumps(ward(2)) + "\nbroken\n")
    reading = read(path)
    assert len(cells_of(reading)) == 2
    assert told(reading) == [("bad", 3, "is no feature")]
    path.write_text(json.dumps(ward(1)))
    assert len(cells_of(read(path))) == 1


def test_a_very_long_boundary_is_simplified_and_told():
    angles = np.linspace(0, 2 * np.pi, 40_000, endpoint=False)
    ring = np.column_stack([-2.4 + 0.1 * np.cos(angles), 53 + 0.1 * np.sin(angles)])
    shape = shape_of({"type": "Polygon", "coordinates": [ring.tolist()]})
    text, tolerance = written(shape.polygons, longest=20_000)
    assert len(text) <= 20_000
    assert 0 < tolerance < 0.001
    rough = np.array(json.loads(text)["coordinates"][0])
    assert np.abs(np.hypot(rough[:, 0] + 2.4, rough[:, 1] - 53) - 0.1).max() < 1e-5
    assert len(simplified(ring[:4], 1.0)) == 4


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.floats(0.2, 1), st.integers(1, 40)), min_size=3, max_size=12))
def test_the_middle_lies_within(spokes):
    angles = np.cumsum([step for _, step in spokes])
    angles = angles / (angles[-1] + 1) * 2 * np.pi
    radii = np.array([radius for radius, _ in spokes])
    ring = np.column_stack([10 + radii * np.cos(angles), 20 + radii * np.sin(angles)]).tolist()
    shape = shape_of({"type": "Polygon", "coordinates": [ring]})
    boundary = Boundary.from_geojson(written(shape.polygons)[0])
    latitude, longitude = middle_of(shape.polygons)
    assert contains(boundary, Point(latitude, longitude))


@pytest.mark.real_data
def test_the_wards_of_cheshire_east(shared_data):
    path = shared_data / "postcodes" / "cheshire_east_wards.geojson"
    assert recognises(Look(path))
    reading = read(path)
    boundaries = {c["id"]: Boundary.from_geojson(c["boundary"]) for c in cells_of(reading)}
    assert len(boundaries) == reading.rows_in == 52
    for cells in cells_of(reading):
        place = Point(float(cells["latitude"]), float(cells["longitude"]))
        assert areas_of(place, boundaries) == (cells["id"],)
    features = json.loads(path.read_text())["features"]
    named = [f["properties"] for f in features]
    inside = [
        areas_of(Point(p["LAT"], p["LONG"]), boundaries) == (p["WD25CD"],) for p in named
    ]  # the publisher's own middles
    assert sum(inside) >= 51


@pytest.mark.real_data
def test_places_of_worship_are_no_areas(shared_data):
    assert not recognises(Look(shared_data / "trafford" / "trafford_places_of_worship.geojson"))


KEYS = st.sampled_from(["type", "geometry", "properties", "coordinates", "geometries", "features",
                        "id", "name", "WD25CD", "crs"])  # fmt: skip
VALUES = st.sampled_from(["Feature", "Polygon", "MultiPolygon", "Point", "GeometryCollection",
                          "E05000001", "\ud800", ""])  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | VALUES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
PAIRS = st.lists(st.lists(st.floats(-200, 200) | ANYTHING, max_size=3), max_size=6)
LIKELY = st.fixed_dictionaries({
    "type": st.just("Feature"),
    "properties": st.dictionaries(KEYS, ANYTHING, max_size=3) | ANYTHING,
    "geometry": st.fixed_dictionaries({
        "type": st.sampled_from(["Polygon", "MultiPolygon"]),
        "coordinates": st.lists(PAIRS, max_size=2) | st.lists(st.lists(PAIRS, max_size=2)),
    }),
})  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(ANYTHING | LIKELY, max_size=5), st.booleans())
def test_every_feature_is_used_or_told_or_the_whole_is_refused(features, grid):
    try:
        reading = read_features(*features, grid=grid)
    except SapMatchError:
        reading = None
    if reading is None:
        return
    used = {row.row for table in reading.tables for row in table.rows}
    assert used | {p.row for p in reading.problems} >= set(range(1, len(features) + 1))
    for cells in cells_of(reading):
        Boundary.from_geojson(cells["boundary"])
