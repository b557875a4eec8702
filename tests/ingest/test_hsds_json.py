from __future__ import annotations

import gzip
import json
import random

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.assemble import assemble
from sap_match.ingest.hsds.objects import read
from sap_match.ingest.place import Place

SERVICE_ID = "ac148810-d857-441c-9679-408f346de14b"
ORGANISATION_ID = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"

OLD = {
    "id": "s1",
    "name": "Lunch Club",
    "description": "Hot lunch",
    "status": "active",
    "organization": {"id": "o1", "name": "Hope Centre", "url": "http://hope.example.org"},
    "eligibilitys": [{"eligibility": "Older people", "minimum_age": 60, "maximum_age": 120}],
    "service_taxonomys": [
        {"taxonomy": {"id": "t1", "name": "Meals", "vocabulary": "esdServiceTypes"}},
        {"taxonomy": {"id": "t2", "name": "Lonely", "vocabulary": "esdCircumstances"}},
    ],
    "service_areas": [{"service_area": "Crewe"}],
    "languages": [{"language": "Polish"}],
    "fundings": [{"source": "The council"}],
    "cost_options": [{"option": "Meal", "amount": 0}],
    "regular_schedules": [{"weekday": "Monday", "opens_at": "12:00", "closes_at": "14:00"}],
    "contacts": [
        {"name": "Ann Persona", "phones": [{"number": "07700 900001"}]},
        {"title": "Reception", "phones": [{"number": "01270 000002"}]},
    ],
    "service_at_locations": [
        {
            "location": {
                "id": "l1",
                "name": "Hope Hall",
                "latitude": 53.1,
                "longitude": -2.4,
                "physical_addresses": [
                    {"address_1": "2 Low Street", "city": "Crewe", "postal_code": "CW2 6AB"}
                ],
            },
            "regular_schedule": [{"weekday": "3", "opens_at": "12:00", "closes_at": "14:00"}],
        }
    ],
}


def service(number, **more):
    return {
        "id": f"s{number}",
        "name": f"Service {number}",
        "status": "active",
        "organization": {"id": f"o{number % 3}", "name": f"Group {number % 3}"},
        **more,
    }


def write(tmp_path, value, name="feed.json"):
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def cells_of(reading, table):
    return [row.cells for one in reading.tables if one.table == table for row in one.rows]


def test_hsds_full_service(shared_data):
    reading = read(shared_data / "hsds" / "hsds3_service_full.json")
    (found,) = cells_of(reading, "services")
    expected = {
        "id": SERVICE_ID,
        "organisation_id": ORGANISATION_ID,
        "name": "Community Counselling",
        "status": "active",
        "themes": ("name",),
        "minimum_age": "12",
        "maximum_age": "100",
        "url": "http://example.com/counselling",
        "email": "email@example.com",
        "phones": ("+44 1234 234567 ext. 100",),
        "languages": ("Urdu",),
        "assured_on": "2005-01-01",
        "schedule": ("RRULE:FREQ=WEEKLY;BYDAY=TH,FR;UNTIL=20050101 10:00-18:00",),
        "address": "MyCity Civic Center, 1-30 Main Street, MyVillage, MyCity, MyRegion, MyState",
        "postcode": "ABC 1234",
        "latitude": "100",
        "longitude": "101",
        "wait_time": "wait_time",
        "alternate_name": "MyCity Counselling Services",
    }
    assert {key: found[key] for key in expected} == expected
    assert found["funding"].startswith("This service is funded partially")
    assert "assurer_email" not in found
    (organisation,) = cells_of(reading, "organisations")
    assert organisation["identifiers"] == ("GB-COH-01234567",)
    assert organisation["kind"] == "voluntary"  # a limited company that says it is non-profit
    assert [t.derived for t in reading.tables if t.table == "organisations"] == [True]
    assert "Persona" not in repr(reading)


@pytest.mark.parametrize(
    "name",
    [
        "hsds3_service_full.json",
        "hsds3_service_list.json",
        "hsds3_service_at_location_full.json",
        "hsds3_organization_full.json",
        "hsds3_tabular.json",
        "oruk3_service_full.json",
        "oruk3_service_list.json",
        "oruk3_service_at_location_full.json",
    ],
)
def test_every_example_of_the_standards_becomes_a_dataset(shared_data, name):
    dataset = read_dataset(shared_data / "hsds" / name)
    found = dataset.service(SERVICE_ID)
    assert found.organisation_id == ORGANISATION_ID
    assert found.name == "Community Counselling"
    assert found.minimum_age == 12
    assert found.status == "active"
    assert dataset.organisation(ORGANISATION_ID).website == "http://example.com"
    assert not [p for p in dataset.problems if p.level == "bad"]


def test_a_list_of_organisations(shared_data):
    reading = read(shared_data / "hsds" / "hsds3_organization_list.json")
    assert [t.table for t in reading.tables] == ["organisations"]
    assert not reading.tables[0].derived


@pytest.mark.parametrize("name", ["hsds3_taxonomy_term.json", "hsds2.0_datapackage.json"])
def test_a_file_without_services_is_refused(shared_data, name):
    with pytest.raises(DataError, match="holds no service and no organisation"):
        read(shared_data / "hsds" / name)


def test_the_older_uk_shape_by_hand(tmp_path):
    reading = read(write(tmp_path, {"content": [OLD]}))
    assert cells_of(reading, "services") == [
        {
            "id": "s1",
            "organisation_id": "o1",
            "name": "Lunch Club",
            "description": "Hot lunch",
            "status": "active",
            "themes": ("Meals",),
            "audiences": ("Lonely", "Older people"),
            "minimum_age": "60",
            "maximum_age": "120",
            "areas": ("Crewe",),
            "cost": "Meal: free",
            "phones": ("01270 000002",),
            "languages": ("Polish",),
            "schedule": ("MO 12:00-14:00", "WE 12:00-14:00"),
            "address": "Hope Hall, 2 Low Street, Crewe",
            "postcode": "CW2 6AB",
            "latitude": "53.1",
            "longitude": "-2.4",
            "funding": "The council",
        }
    ]
    assert reading.format == "oruk-1.0-json"
    assert cells_of(reading, "organisations")[0]["website"] == "http://hope.example.org"


@pytest.mark.parametrize("form", ["page", "array", "lines", "gzip", "folder", "alone"])
def test_every_form_gives_the_same(tmp_path, form):
    services = [service(n) for n in range(1 if form == "alone" else 5)]
    if form == "page":
        path = write(tmp_path, {"total_items": 5, "contents": services})
    elif form == "array":
        path = write(tmp_path, services)
    elif form == "alone":
        path = write(tmp_path, services[0])
    elif form == "lines":
        path = write(tmp_path, "\n".join(json.dumps(s) for s in services) + "\n", "feed.jsonl")
    elif form == "gzip":
        path = tmp_path / "feed.json.gz"
        path.write_bytes(gzip.compress(json.dumps(services).encode()))
    else:
        path = tmp_path / "pages"
        path.mkdir()
        write(path, {"contents": services[:3]}, "1.json")
        write(path, {"contents": services[3:]}, "2.json")
    reading = read(path)
    assert [c["id"] for c in cells_of(reading, "services")] == [s["id"] for s in services]
    assert {c["id"] for c in cells_of(reading, "organisations")} == {
        s["organization"]["id"] for s in services
    }
    assert reading.rows_in == len(services)
    assert reading.format == "hsds-3.0-json"


def test_a_service_at_several_locations_takes_the_first_by_id(tmp_path):
    places = [
        {
            "id": "l9",
            "name": "Virtual",
            "location_type": "virtual",
            "url": "http://meet.example.org",
        },
        {"id": "l1", "location_type": "postal", "name": "Post box", "latitude": 50, "longitude": 1},
        {
            "id": "l3",
            "name": "North",
            "latitude": 53.3,
            "longitude": -2.3,
            "addresses": [{"postal_code": "CW3 0AA"}],
        },
        {"id": "l2", "name": "South", "latitude": 53.2, "longitude": -2.2},
    ]
    entries = [
        {"id": f"a{n}", "service": service(1), "location": place} for n, place in enumerate(places)
    ]
    for order in (entries, entries[::-1]):
        (found,) = cells_of(read(write(tmp_path, order)), "services")
        assert (found["latitude"], found["longitude"]) == ("53.2", "-2.2")
        assert found["other_locations"] == "North, CW3 0AA; Post box"
        assert found["virtual_location"] == "http://meet.example.org"


def test_a_list_entry_and_the_full_service_are_one(tmp_path):
    full = service(1, description="All that it does", email="a@example.org")
    for order in ([service(1), full], [full, service(1)]):
        reading = read(write(tmp_path, order))
        (found,) = cells_of(reading, "services")
        assert found["description"] == "All that it does"
        assert [(p.level, p.field, p.value) for p in reading.problems] == [("info", "id", "s1")]


def test_organisations_that_are_listed_speak_first(tmp_path):
    listed = {"id": "o1", "name": "Hope Centre Ltd", "legal_status": "PLC", "uri": "x"}
    dataset = assemble([read(write(tmp_path, [service(1), listed]))], Place("p"))
    assert dataset.organisation("o1").name == "Hope Centre Ltd"
    assert dataset.organisation("o1").kind == "business"
    assert len(dataset.organisations) == 1


def test_services_inside_an_organisation(tmp_path):
    organisation = {"id": "o1", "name": "Hope", "services": [{"id": "s1", "name": "Lunch"}]}
    (found,) = cells_of(read(write(tmp_path, organisation)), "services")
    assert found["organisation_id"] == "o1"


def test_bad_entries_are_told_and_the_rest_is_used(tmp_path):
    lines = [json.dumps(service(1)), json.dumps(service(2)), "{oops}", "[1]", '{"a": 1}']
    reading = read(write(tmp_path, "\n".join(lines), "feed.jsonl"))
    assert [c["id"] for c in cells_of(reading, "services")] == ["s1", "s2"]
    assert [(p.row, p.level) for p in reading.problems] == [(3, "bad"), (4, "bad"), (5, "bad")]


def test_a_service_without_an_organisation_is_a_bad_row(tmp_path):
    dataset = assemble(
        [read(write(tmp_path, [service(1), {"id": "s2", "name": "Orphan", "status": "active"}]))],
        Place("p"),
    )
    assert [(p.row, p.field) for p in dataset.problems if p.level == "bad"] == [
        (2, "organisation_id")
    ]
    assert [s.id for s in dataset.services] == ["s1"]


def test_the_order_of_entries_does_not_matter(tmp_path):
    services = [OLD, *(service(n) for n in range(2, 20))]
    first = assemble([read(write(tmp_path, services))], Place("p"))
    random.Random(1).shuffle(services)
    second = assemble([read(write(tmp_path, services))], Place("p"))
    assert first.services == second.services
    assert first.organisations == second.organisations


def test_what_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(DataError, match="is no JSON"):
        read(write(tmp_path, "<html>"))
    with pytest.raises(DataError, match="nested too deeply"):
        read(write(tmp_path, "[" * 100_000))
    with pytest.raises(DataError, match="holds no service"):
        read(write(tmp_path, []))
    with pytest.raises(DataError, match="cannot be opened"):
        read(tmp_path / "nothing.json")
