"""What is wrong with JSON and packages, one fault at a time: told, and good entries are used."""

import json

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset

SERVICE = {
    "id": "s1", "name": "Lunch", "status": "active", "schedules": [],
    "organization": {"id": "o1", "name": "Club"},
}  # fmt: skip
TOML = """
id = "crewe"
[[sources]]
path = "groups.{ending}"
format = "table"
[[sources.rows]]
table = "organisations"
id = "XX-{{ref}}"
columns.name = "name"
columns.latitude = "lat"
columns.longitude = "lon"
columns.updated_on = "seen"
constants = {{ kind = "voluntary" }}
"""


def told(dataset, *levels):
    return [(p.level, p.row, p.reason) for p in dataset.problems if p.level in (levels or p.level)]


def feed(tmp_path, content):
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / "services.json").write_text(text)
    return read_dataset(tmp_path / "services.json")


def mapped(tmp_path, text, ending="csv"):
    (tmp_path / "partnership.toml").write_text(TOML.format(ending=ending))
    (tmp_path / f"groups.{ending}").write_text(text)
    return read_dataset(tmp_path)


# -- Open Referral as JSON ------------------------------------------------------------


@pytest.mark.parametrize(
    "entry", [None, 1, "x", [], True, {}, {"id": {}}, {"services": 5}, [["s1"]], float("nan")]
)
def test_an_entry_that_is_none_costs_itself_alone(tmp_path, entry):
    dataset = feed(tmp_path, {"contents": [SERVICE, entry]})
    assert [s.id for s in dataset.services] == ["s1"]
    assert [p.row for p in dataset.problems if p.level == "bad"] == [2]
    assert (dataset.sources[0].rows, dataset.sources[0].used) == (2, 1)


def test_numbers_that_are_none_are_unknown(tmp_path):
    place = '{"id": "l1", "latitude": NaN, "longitude": -Infinity}'
    text = json.dumps(SERVICE | {"minimum_age": "AGE", "service_at_locations": ["PLACE"]})
    text = text.replace('"AGE"', "1e999").replace('"PLACE"', f'{{"location": {place}}}')
    (one,) = feed(tmp_path, f"[{text}]").services
    assert (one.minimum_age, one.latitude, one.longitude) == (None, None, None)


def test_a_number_of_thousands_of_digits_costs_its_cell_alone(tmp_path):
    text = json.dumps(SERVICE | {"minimum_age": "AGE"}).replace('"AGE"', "9" * 10_000)
    (one,) = feed(tmp_path, f"[{text}]").services
    assert one.minimum_age is None


def test_half_a_letter_is_told(tmp_path):
    text = json.dumps([SERVICE]).replace("Lunch", "Lu\\ud800nch")
    dataset = feed(tmp_path, text)
    assert dataset.service("s1").name == "Lu\ufffdnch"
    assert told(dataset) == [("info", 1, "held letters that do not show; they were taken out")]


def test_of_a_key_that_stands_twice_the_last_counts(tmp_path):
    text = json.dumps([SERVICE]).replace('"name": "Lunch"', '"name": "Old", "name": "Lunch"')
    assert feed(tmp_path, text).service("s1").name == "Lunch"


def test_html_in_a_feed_becomes_words_and_is_told(tmp_path):
    dataset = feed(tmp_path, [SERVICE | {"description": "<p>Soup</p><script>x()</script>"}])
    assert dataset.service("s1").description == "Soup"
    assert told(dataset) == [("info", 1, "held HTML; its words were kept")]


def test_a_point_that_is_swapped_is_told(tmp_path):
    place = {"location": {"id": "l1", "latitude": -2.44, "longitude": 53.1}}
    dataset = feed(tmp_path, [SERVICE | {"service_at_locations": [place]}])
    assert dataset.service("s1").latitude is None
    assert ("note", 1, "looks swapped with longitude") in told(dataset)


def test_an_entry_that_repeats_an_id_is_told_with_its_row(tmp_path):
    dataset = feed(tmp_path, [SERVICE, SERVICE | {"description": "Soup"}, SERVICE])
    rows = [(row, reason) for level, row, reason in told(dataset) if level == "info"]
    assert rows == [(n, "repeats an id; row 2, which says most, is used") for n in (1, 3)]
    assert (dataset.sources[0].rows, dataset.sources[0].used) == (3, 3)


def test_a_line_that_is_no_json_costs_itself_alone(tmp_path):
    lines = [json.dumps(SERVICE), json.dumps(SERVICE | {"id": "s2"}), '{"id": "s3", ', "]"]
    (tmp_path / "services.jsonl").write_text("\n".join(lines))
    dataset = read_dataset(tmp_path / "services.jsonl")
    assert [s.id for s in dataset.services] == ["s1", "s2"]
    assert [p.row for p in dataset.problems if p.level == "bad"] == [3, 4]


@pytest.mark.parametrize("text", ["", "\ufeff", "null", "[]", "{}", "[1,", "[" * 100_000])
def test_a_feed_of_nothing_is_refused(tmp_path, text):
    with pytest.raises(DataError):
        feed(tmp_path, text)


# -- Open Referral as tables ----------------------------------------------------------


def package(tmp_path, **files):
    folder = tmp_path / "package"
    folder.mkdir()
    good = {
        "organizations": "id,name\no1,Club\n",
        "services": "id,organization_id,name,status\ns1,o1,Lunch,active\n",
        "locations": "id,name,latitude,longitude\nl1,Hall,53.1,-2.44\n",
        "service_at_locations": "id,service_id,location_id\na1,s1,l1\n",
    }
    for name, text in (good | files).items():
        (folder / f"{name}.csv").write_text(text)
    return read_dataset(folder)


def test_a_broken_table_beside_the_main_ones_costs_itself_alone(tmp_path):
    dataset = package(tmp_path, phones="%PDF-1.7", strange="a\n1\n")
    assert [s.id for s in dataset.services] == ["s1"]
    reasons = [(p.level, p.source.split("/")[-1], p.reason) for p in dataset.problems]
    assert ("info", "strange.csv", "is no table of the standard; it is not read") in reasons
    assert any(s == "phones.csv" and r.startswith("is a PDF document") for _, s, r in reasons)


def test_pointers_to_nothing_and_repeats_are_told(tmp_path):
    dataset = package(
        tmp_path,
        services="id,organization_id,name,status\ns1,o1,Lunch,active\ns2,o9,Lost,active\n"
        "s1,o1,Again,active\n",
        service_at_locations="id,service_id,location_id\na1,s1,l1\na2,s9,l1\na3,s1,l9\n",
        locations="id,name,latitude,longitude\nl1,Hall,53.1,-2.44\nl1,Other,53.2,-2.4\n",
    )
    assert [s.id for s in dataset.services] == ["s1"]
    assert dataset.service("s1").latitude == 53.1
    reasons = {(p.level, p.row, p.reason.split(";")[0]) for p in dataset.problems}
    assert ("bad", 3, "is no id in organisations") in reasons
    assert ("note", 3, "stands already in a row before") in reasons
    assert {
        ("note", 3, "is no id in the package"),
        ("note", 4, "is no id in the package"),
    } <= reasons
    assert dataset.sources[0].rows == dataset.sources[0].used + dataset.sources[0].bad == 4


def test_a_misaligned_row_is_bad_in_a_package_too(tmp_path):
    dataset = package(
        tmp_path, services="id,organization_id,name,status\ns1,o1,A, B,active\ns2,o1,C,active\n"
    )
    assert [s.id for s in dataset.services] == ["s2"]
    assert ("bad", 2, "has more cells than the header") in told(dataset)
    assert (dataset.sources[0].rows, dataset.sources[0].bad) == (3, 1)


# -- mapped tables --------------------------------------------------------------------


def test_a_mapped_table_tells_the_same_faults(tmp_path):
    dataset = mapped(
        tmp_path,
        "ref,name,lat,lon,seen,name\n1,Club,53.1,-2.44,2026-01-02,x\n2,A,-2.44,53.1,30/02/2026,\n"
        "3,B,C,53.1,-2.44,,2026-01-02\n4,,53.1,-2.44,,\n",
    )
    assert [o.id for o in dataset.organisations] == ["XX-1", "XX-2"]
    assert [(level, row) for level, row, _ in told(dataset, "bad")] == [("bad", 4), ("bad", 5)]
    assert ("note", 3, "looks swapped with longitude") in told(dataset)
    assert ("note", 1, "names name twice; the first filled cell counts") in told(dataset)
    assert (dataset.sources[0].rows, dataset.sources[0].bad) == (4, 2)


@pytest.mark.parametrize("entry", ["null", "1", '"x"', "[]"])
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_an_entry_of_a_mapped_list_that_is_no_object_is_bad(tmp_path, entry, ending):
    good = '{"ref": 1, "name": "Club", "lat": 53.1, "lon": -2.44, "seen": ""}'
    text = f"[{good}, {entry}]" if ending == "json" else f"{good}\n{entry}\n"
    dataset = mapped(tmp_path, text, ending)
    assert [o.id for o in dataset.organisations] == ["XX-1"]
    assert told(dataset, "bad") == [("bad", 2, "is no JSON object with columns")]
    assert (dataset.sources[0].rows, dataset.sources[0].used) == (2, 1)


@pytest.mark.parametrize(
    "geometry", [None, [], 5, {"coordinates": "x"}, {"coordinates": [[None, 1e400]]}, {"type": []}]
)
def test_a_shape_that_is_none_costs_its_point_alone(tmp_path, geometry):
    features = [
        {"properties": {"ref": 1, "name": "A", "lat": "", "lon": "", "seen": ""},
         "geometry": geometry},
        {"properties": None, "geometry": None},
        7,
    ]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features})
    dataset = mapped(tmp_path, text, "geojson")
    assert [(o.id, o.latitude) for o in dataset.organisations] == [("XX-1", None)]
    assert sorted(p.row for p in dataset.problems if p.level == "bad") == [2, 3]
