from __future__ import annotations

import json
import random

import pytest

from sap_match.errors import DataError
from sap_match.ingest import files, read_dataset
from sap_match.ingest.assemble import assemble
from sap_match.ingest.hsds.tables import Table, version_of
from sap_match.ingest.hsds.tabular import read
from sap_match.ingest.place import Place
from tests.ingest.hsds_packages import (
    LUNCH_CLUB,
    members_of,
    rows_of,
    schema_of,
    write_folder,
    write_zip,
)


def cells_of(reading, table, record_id):
    (found,) = [
        row.cells
        for one in reading.tables
        if one.table == table
        for row in one.rows
        if row.cells["id"] == record_id
    ]
    return found


@pytest.fixture(params=["1.1", "2.0"])
def version(request):
    return request.param


@pytest.fixture
def schema(shared_data, version):
    return schema_of(shared_data / "hsds", version)


@pytest.fixture
def package(schema, version):
    return members_of(schema, rows_of(version))


def written(tmp_path, schema, version, form):
    plain = members_of(schema, rows_of(version))
    packed = members_of(schema, rows_of(version), gzipped="all")
    some = members_of(schema, rows_of(version), gzipped=("service", "phone"))
    if form == "folder":
        return write_folder(tmp_path / "directory", plain)
    if form == "gzipped folder":
        return write_folder(tmp_path / "directory", packed)
    if form == "zip":
        return write_zip(tmp_path / "directory.zip", plain)
    if form == "zip with some gzipped":
        return write_zip(tmp_path / "directory.zip", some)
    return write_zip(tmp_path / "directory.zip", packed, inside="export/2026/")


@pytest.mark.parametrize(
    "form", ["folder", "gzipped folder", "zip", "zip with some gzipped", "zip with a folder inside"]
)
def test_the_lunch_club_by_hand_in_every_form(tmp_path, schema, version, form):
    reading = read(written(tmp_path, schema, version, form))
    audiences = ("Seniors", "Older people") if version == "1.1" else ("Seniors",)
    assert cells_of(reading, "services", "s1") == LUNCH_CLUB | {"audiences": audiences}
    assert reading.format == f"hsds-{version}"
    assert reading.rows_in == 5


def test_organisations_by_hand(tmp_path, package):
    reading = read(write_folder(tmp_path / "x", package))
    assert cells_of(reading, "organisations", "o1") == {
        "id": "o1",
        "name": "Hope Centre",
        "kind": "voluntary",
        "legal_form": "Limited company",
        "description": "A non-profit that helps neighbours",
        "website": "http://hope.example.org",
        "email": "hello@example.org",
        "phones": ("01270 000001",),
    }
    assert cells_of(reading, "organisations", "o2")["kind"] == "public"


def test_the_other_services(tmp_path, package, version):
    reading = read(write_folder(tmp_path / "x", package))
    advice = cells_of(reading, "services", "s2")
    assert advice["status"] == "inactive"
    assert advice["email"] == "desk@example.org"
    assert advice["phones"] == ("01270 000004",)
    assert advice.get("themes") == (("Debt",) if version == "1.1" else None)
    library = cells_of(reading, "services", "s3")
    assert "latitude" not in library
    expected = None if version == "1.1" else ("RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00",)
    assert library.get("schedule") == expected


def test_nobody_is_named(tmp_path, package):
    told = repr(read(write_folder(tmp_path / "x", package)))
    assert "Persona" not in told
    assert "ann@example.org" not in told
    assert "07700 900001" not in told


def test_what_was_not_used_is_told(tmp_path, package, version):
    reading = read(write_folder(tmp_path / "x", package))
    told = {(p.source, p.row, p.field, p.value, p.level) for p in reading.problems}
    assert ("x/services_at_location.csv", 5, "location_id", "nowhere", "note") in told
    assert ("x/services.csv", 4, "latitude", "0, 0", "note") in told
    assert ("x", 0, "programs", "1", "info") in told
    assert ("x", 0, "other_locations", "1", "info") in told
    old = {("x", 0, "holiday_schedules", "1", "info"), ("x", 0, "location_schedules", "1", "info")}
    assert old <= told if version == "1.1" else not old & told


def test_singular_names(tmp_path, schema, version):
    rename = {name: f"{name}.csv" for name in schema}
    singular = read(
        write_folder(tmp_path / "x", members_of(schema, rows_of(version), rename=rename))
    )
    plural = read(write_folder(tmp_path / "y", members_of(schema, rows_of(version))))
    assert singular.format == plural.format
    assert [t.rows for t in singular.tables] == [t.rows for t in plural.tables]


def test_a_datapackage_tells_which_file_is_which(tmp_path, schema, version):
    rename = {"service": "export_a.csv", "organization": "data/export_b.csv"}
    members = members_of(schema, rows_of(version), rename=rename)
    described = {
        "version": version,
        "resources": [{"name": name, "path": path} for name, path in rename.items()],
    }
    members["datapackage.json"] = json.dumps(described).encode()
    reading = read(write_folder(tmp_path / "x", members))
    assert cells_of(reading, "services", "s1")["name"] == "Lunch Club"
    assert cells_of(reading, "organisations", "o1")["name"] == "Hope Centre"


@pytest.mark.parametrize(
    "broken", [b"../../datapackage.json", b"[" * 100_000, b"[]", b'{"resources": 1}']
)
def test_a_broken_description_hinders_nobody(tmp_path, package, broken):
    reading = read(write_folder(tmp_path / "x", package | {"datapackage.json": broken}))
    assert cells_of(reading, "services", "s1")["name"] == "Lunch Club"


def test_the_order_of_rows_does_not_matter(tmp_path, schema, version):
    first = assemble(
        [read(write_folder(tmp_path / "a" / "x", members_of(schema, rows_of(version))))], Place("p")
    )
    rng = random.Random(2)
    shuffled = {name: rng.sample(rows, len(rows)) for name, rows in rows_of(version).items()}
    second = assemble(
        [read(write_folder(tmp_path / "b" / "x", members_of(schema, shuffled)))], Place("p")
    )
    assert first.services == second.services
    assert first.organisations == second.organisations


def test_the_whole_way_to_a_dataset(tmp_path, package):
    dataset = read_dataset(write_zip(tmp_path / "directory.zip", package))
    assert [s.id for s in dataset.services_of("o1")] == ["s1", "s2"]
    lunch = dataset.service("s1")
    assert lunch.extra["x_ref"] == "LW-1"
    assert (lunch.latitude, lunch.longitude) == (53.2, -2.5)
    assert {dataset.area(a).name for a in lunch.areas} == {"Crewe", "Shavington"}
    assert dataset.sources[0].bad == 0
    assert dataset.sources[0].rows == 5


def test_the_standards_own_example(shared_data):
    reading = read(shared_data / "hsds" / "hsds3_datapackage")
    service = cells_of(reading, "services", "ac148810-d857-441c-9679-408f346de14b")
    assert reading.format == "hsds-3.0"
    assert service["organisation_id"] == "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"
    assert service["schedule"] == ("RRULE:FREQ=WEEKLY;BYDAY=TH,FR;UNTIL=20050101 10:00-18:00",)
    assert service["phones"] == ("+44 1234 234567 ext. 100",)
    assert service["languages"] == ("Urdu",)
    assert service["cost"].endswith("Under 18s and Over 60s: £35 per 1 hour session")
    assert (
        service["address"]
        == "MyCity Civic Center, 1-30 Main Street, MyVillage, MyCity, MyRegion, MyState"
    )
    assert (service["minimum_age"], service["maximum_age"]) == ("12", "100")
    organisation = cells_of(reading, "organisations", "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610")
    assert organisation["identifiers"] == ("GB-COH-01234567",)
    assert organisation["kind"] == "voluntary"
    assert "Persona" not in repr(reading)


def test_versions_by_files_then_by_statement():
    def packed(*names):
        return [Table(f"{name}.csv", ()) for name in names]

    assert version_of(packed("services", "regular_schedules")) == "1.1"
    assert version_of(packed("services", "service_attributes")) == "2.0"
    assert version_of(packed("services", "attributes")) == "3.0"
    assert version_of([Table("locations.csv", ((1, {"location_type": ""}),))]) == "3.0"
    assert version_of(packed("services"), "1.0") == "1.1"
    assert version_of(packed("services"), "3.0.1") == "3.0"
    assert version_of(packed("services")) == "2.0"


def test_organisations_alone_are_enough(tmp_path):
    members = {"organizations.csv": b"id,name,description\no1,Hope,Helps\n"}
    reading = read(write_folder(tmp_path / "x", members))
    assert [t.table for t in reading.tables] == ["organisations"]


def test_a_column_of_a_tables_name_is_kept(tmp_path):
    members = {
        "organizations.csv": b"id,name\no1,Hope\n",
        "services.csv": b"id,organization_id,name,phones,funding\ns1,o1,Lunch,01270 1,Council\n",
    }
    service = cells_of(read(write_folder(tmp_path / "x", members)), "services", "s1")
    assert service["phones"] == ("01270 1",)


def test_a_package_without_services_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"x: holds no services\.csv and no organizations\.csv"):
        read(write_folder(tmp_path / "x", {"phones.csv": b"id\n1\n"}))


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_MEMBER_BYTES", 100_000)
    path = write_zip(tmp_path / "x.zip", {"services.csv": b"id\n" + b"1" * 1_000_000})
    with pytest.raises(DataError, match="holds more than"):
        read(path)


def test_a_bad_row_is_told_with_its_file_and_number(tmp_path):
    members = {
        "organizations.csv": b"id,name\no1,Hope\n",
        "services.csv": b"id,organization_id,name\ns1,o1,Lunch\ns2,,Orphan\n,o1,Nameless\n",
    }
    dataset = read_dataset(write_folder(tmp_path / "x", members))
    bad = [(p.source, p.row, p.field) for p in dataset.problems if p.level == "bad"]
    assert bad == [("x/services.csv", 3, "organisation_id"), ("x/services.csv", 4, "id")]
    assert [s.id for s in dataset.services] == ["s1"]
