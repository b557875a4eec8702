"""HSDS 3.0 written, held to the standard's own examples, and read back."""

import csv
import json
import re

import pytest

from sap_match.export.giving import write_dataset
from sap_match.export.hsds import is_uuid, package_of, uuid_of
from sap_match.export.hsds_files import REQUIRED, TABLES, rows_of
from sap_match.export.hsds_schedules import schedules_of
from sap_match.ingest import read_dataset
from sap_match.model import Area, Dataset, Organisation, Service

SAME = (
    "name", "description", "themes", "audiences", "minimum_age", "maximum_age", "address",
    "postcode", "latitude", "longitude", "schedule", "cost", "url", "email", "phones", "languages",
    "assured_on",
)  # fmt: skip


def place():
    organisation = Organisation(
        id="o1", name="=Club", kind="voluntary", description="Tea; cake", legal_form="CIO",
        identifiers=("GB-CHC-1102003", "GB-COH-CE001234"), email="hi@club.example",
        phones=("+44 1632 960123",), website="https://club.example", sources=("o1", "old"),
        address="2 Main Road, Sale", postcode="M33 1AA",
    )  # fmt: skip
    service = Service(
        id="s1", organisation_id="o1", name="Lunch", description='Say "tea"\nand <b>cake</b>',
        themes=("food", "older people"), audiences=("over 60s",), minimum_age=60, maximum_age=99.5,
        areas=("a1",), address="Hall, 1 Road, Sale", postcode="M33 2BB", latitude=53.4,
        longitude=-2.3, cost="£2.50", url="https://club.example/lunch", phones=("1", "2 ext. 5"),
        schedule=("MO 12:00-14:00", "TU 12:00-24:00",
                  "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"),
        languages=("Urdu", "Arabic"), assured_on="2026-05-01", status="active",
        extra={"accessibility": "ramp", "wait_time": "2 weeks", "favourite": "yes"},
    )  # fmt: skip
    area = Area(id="a1", name="Sale", kind="town")
    tables = {"organisations": [organisation], "services": [service], "areas": [area]}
    return Dataset.build("d", tables, aliases={"old": "o1"})


def compare(dataset, again, *, lists_in_order=True):
    assert len(again.services) == len(dataset.services)
    for service in dataset.services:
        other = again.service(service.id)
        for name in SAME:
            mine, theirs = getattr(service, name), getattr(other, name)
            if name == "schedule":
                mine = tuple(c for c in mine if not schedules_of([c]).left)
            if not lists_in_order and isinstance(mine, tuple):
                mine, theirs = sorted(mine), sorted(theirs)
            assert theirs == mine, (service.id, name)
        owner = dataset.organisation(service.organisation_id)
        assert again.organisation(service.organisation_id).id == other.organisation_id
        assert again.organisation(owner.id).name == owner.name
        names = {a.id: a.name for a in dataset.areas}
        labels = {a.id: a.name for a in again.areas}
        assert {labels.get(a, a) for a in other.areas} == {names.get(a, a) for a in service.areas}


@pytest.mark.parametrize(
    ("form", "name"),
    [("hsds", "out"), ("hsds", "out.json"), ("hsds-tabular", "out"), ("hsds-tabular", "out.zip")],
)
def test_a_service_is_the_same_when_it_is_read_back(form, name, tmp_path):
    dataset = place()
    write_dataset(dataset, tmp_path / name, form, contacts=True)
    again = read_dataset(tmp_path / name)
    service = again.service("s1")
    assert is_uuid(service.id)
    assert service.description == 'Say "tea"\nand cake'
    written = dataset.service("s1").model_copy(update={"description": service.description})
    compare(Dataset.build("d", dict(dataset.tables, services=[written])), again)
    assert service.extra["accessibility"] == "ramp"
    assert service.extra["wait_time"] == "2 weeks"
    club = again.organisation("old")
    assert (club.name, club.legal_form, club.email) == ("=Club", "CIO", "hi@club.example")
    assert club.identifiers == ("GB-CHC-1102003", "GB-COH-CE001234")
    assert (club.address, club.postcode) == ("2 Main Road, Sale", "M33 1AA")
    assert [p for p in again.problems if p.level != "info"] == []


@pytest.mark.parametrize("form", ["hsds", "hsds-tabular"])
def test_the_example_comes_back(form, repository, tmp_path):
    example = read_dataset(repository / "examples" / "cheshire_east")
    write_dataset(example, tmp_path / "out", form, contacts=True)
    again = read_dataset(tmp_path / "out")
    open_ones = [s for s in example.services if again.service(s.id).address == s.address]
    assert len(example.services) - len(open_ones) <= 3
    compare(
        Dataset.build("d", dict(example.tables, services=open_ones)),
        Dataset.build(
            "d",
            dict(again.tables, services=[again.service(s.id) for s in open_ones]),
            aliases=again.aliases,
        ),
    )


@pytest.mark.parametrize("form", ["hsds", "hsds-tabular"])
def test_trafford_comes_back(form, repository, shared_data, tmp_path):
    trafford = read_dataset(repository / "benchmarks" / "places" / "trafford.toml")
    done = write_dataset(trafford, tmp_path / "out", form, contacts=True)
    again = read_dataset(tmp_path / "out")
    told = {s.id for s in trafford.services if again.service(s.id).postcode == s.postcode}
    assert len(told) >= len(trafford.services) - 5
    for one in told:
        left, right = trafford.service(one), again.service(one)
        for name in ("name", "schedule", "themes", "minimum_age", "latitude", "url", "phones"):
            assert getattr(left, name) == getattr(right, name) or name == "schedule", (one, name)
    assert done.counts == {"organizations": len(trafford.organisations), "services": 172}


@pytest.mark.parametrize("form", ["hsds", "hsds-tabular"])
@pytest.mark.parametrize("name", ["hsds3_service_full.json", "hsds3_tabular.json"])
def test_the_standard_s_own_example_comes_back_with_its_ids(form, name, shared_data, tmp_path):
    dataset = read_dataset(shared_data / "hsds" / name)
    write_dataset(dataset, tmp_path / "out", form, contacts=True)
    again = read_dataset(tmp_path / "out")
    assert [s.id for s in again.services] == [s.id for s in dataset.services]
    assert again.aliases == {}
    compare(dataset, again)


def test_the_columns_are_the_standard_s_own(shared_data):
    folder = shared_data / "hsds" / "hsds3_datapackage"
    for table, columns in TABLES.items():
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == columns, table


def test_the_objects_have_no_field_that_the_standard_has_not(shared_data):
    full = json.loads((shared_data / "hsds" / "hsds3_service_full.json").read_text("utf-8"))
    service = package_of(place()).services[0]

    def unknown(mine, theirs, path):
        found = []
        for name, value in mine.items():
            if name not in theirs:
                found.append(f"{path}.{name}")
            elif isinstance(value, dict):
                found += unknown(value, theirs[name], f"{path}.{name}")
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                found += unknown(value[0], theirs[name][0], f"{path}.{name}")
        return found

    linked = {".attributes.link_id", ".attributes.taxonomy_term_id", ".organization_id"}
    extra = {u for u in unknown(service, full, "") if u not in linked}
    pointers = re.compile(r"\.(organization_id|taxonomy_term_id|resource_id)$")
    assert {u for u in extra if not pointers.search(u)} <= {
        ".metadata", ".organization.metadata", ".attributes", ".organization.attributes"
    }  # fmt: skip


def test_every_row_has_what_the_standard_requires_and_an_id_of_its_own(repository):
    example = read_dataset(repository / "examples" / "cheshire_east")
    for table, rows in rows_of(package_of(example)).items():
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids)), table
        assert all(map(is_uuid, ids)), table
        for row in rows:
            assert set(REQUIRED.get(table, ("id",))) <= row.keys(), (table, row)
            assert row.keys() - TABLES[table] <= {
                "phones", "locations", "metadata", "schedules", "service_areas", "languages",
                "service_at_locations", "cost_options", "attributes", "organization",
                "organization_identifiers", "addresses", "accessibility", "taxonomy_term",
                "location", "funding", "required_documents", "service_id", "organization_id",
            }  # fmt: skip


def test_ids_are_the_same_each_time_and_a_uuid_stays():
    assert uuid_of("services", "s1", "a") == uuid_of("services", "s1", "a")
    assert uuid_of("services", "s1", "a") != uuid_of("organisations", "s1", "a")
    assert uuid_of("services", "s1", "a") != uuid_of("services", "s1", "b")
    own = "ac148810-d857-441c-9679-408f346de14b"
    assert uuid_of("services", own, "a") == own
    assert package_of(place()) == package_of(place())


def test_what_it_cannot_hold_is_counted(repository, tmp_path):
    example = read_dataset(repository / "examples" / "cheshire_east")
    done = write_dataset(example, tmp_path / "out", "hsds")
    assert done.left_out["tables: offers"] == len(example.offers)
    assert done.left_out["tables: collaborations"] == len(example.collaborations)
    assert "tables: areas" not in done.left_out
    assert done.left_out["organisations: kind"] == len(example.organisations)
    known = package_of(place()).left_out
    assert known["services: extra favourite"] == 1
