"""Foreign tables by mapping."""

import gzip
import json
import re
import tomllib

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.foreign import read_foreign
from sap_match.ingest.mapping import RowRule, Template, clean_text, lookup, pattern_of

HUBS = (
    "name,kind of place,tel,town,post,web,open\n"
    "The Hub,Church,0161 496 0001,Sale,M33 7ZF,https://www.hub.example.org/a,Mon-Fri 9am-5pm\n"
    "Bank,Shop,,Hale,,,\n"
    "St Ann&#39;s <b>Hall</b>,Church,NA,Sale,M33 7ZA,,Tuesdays 10am-2pm\n"
)
RULE = {
    "table": "organisations",
    "id": "XX-{name|slug}",
    "columns": {"name": "name", "kind": "kind of place", "phones": "tel"},
    "values": {"kind": {"Church": "voluntary", "*": "business"}},
}


def rows_of(path, *rules, **source):
    given = {"rows": [dict(rule) for rule in rules], **source}
    reading = read_foreign(path, given, name="hubs", where="place.toml, source 1")
    return [[dict(row.cells) for row in table.rows] for table in reading.tables], reading


@pytest.fixture
def hubs(tmp_path):
    path = tmp_path / "hubs.csv"
    path.write_text(HUBS, encoding="utf-8")
    return path


# -- mapping --------------------------------------------------------------------------


def test_columns_are_renamed_valued_and_cleaned(hubs):
    ((first, second, third),), reading = rows_of(hubs, RULE)
    assert first == {
        "id": "XX-the-hub", "name": "The Hub", "kind": "voluntary", "phones": "0161 496 0001",
    }  # fmt: skip
    assert second["kind"] == "business"
    assert third["name"] == "St Ann's Hall"
    assert third["phones"] is None
    assert reading.rows_in == 3


def test_one_row_gives_several_rows_of_several_tables(hubs):
    service = {
        "table": "services",
        "id": "XX-{name|slug}-{post|slug}",
        "columns": {
            "organisation_id": "XX-{name|slug}", "name": "{name}, {town}", "schedule": "open",
        },
        "constants": {"themes": ["warm space", "food"], "languages": "en"},
    }  # fmt: skip
    (_, services), _ = rows_of(hubs, RULE, service)
    assert services[0]["id"] == "XX-the-hub-m33-7zf"
    assert services[0]["name"] == "The Hub, Sale"
    assert services[0]["themes"] == ("warm space", "food")
    assert services[1]["id"] is None  # it has no postcode, and an id needs all its parts


def test_only_the_rows_that_fit_are_taken(hubs):
    ((first, second),), reading = rows_of(hubs, RULE, where={"town": ["sa*"]})
    assert [first["name"], second["name"]] == ["The Hub", "St Ann's Hall"]
    assert reading.rows_in == 2
    assert [p.reason for p in reading.problems] == ["1 of 3 rows are not asked for"]
    ((only,),), _ = rows_of(hubs, RULE, where={"town": "Sale"}, unless={"name": ["*hall*", "x"]})
    assert only["name"] == "The Hub"
    ((only,),), _ = rows_of(hubs, {**RULE, "where": {"post": ""}})
    assert only["name"] == "Bank"


def test_foreign_columns_can_be_kept(hubs):
    ((first, *_),), _ = rows_of(hubs, {**RULE, "keep": ["town"]})
    assert first["town"] == "Sale"


def test_numbers_of_source_rows_stay(hubs):
    _, reading = rows_of(hubs, RULE, where={"town": "Hale"})
    assert [row.row for row in reading.tables[0].rows] == [3]


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("name", "The Hub"),
        ("{town|upper} {post|digits}", "SALE 337"),
        ("{name|lower}", "the hub"),
        ("{web|host}", "hub.example.org"),
        ("{address|first}", "1 High St"),
        ("{when|dmy}", "2026-12-31"),
        ("{year_first|ymd}", "2015-10-07"),
        ("{when|ymd}", "31/12/2026"),
        ("{police|title}", "Avon and Somerset"),
        ("{address}, {gone}, {gone}, {town}", "1 High St, Hale, Sale"),
        ("{gone}", None),
        ("{days.name} {days.from}-{days.to}", ("Monday 09:00-12:00", "Friday 10:00-11:00")),
    ],
)
def test_templates(template, filled):
    item = {
        "name": "The Hub", "town": "Sale", "post": "M33 7ZF", "web": "https://www.hub.example.org/",
        "address": "1 High St, Hale", "when": "31/12/2026",
        "year_first": "2015/10/7", "gone": "N/A",
        "police": "avon-and-somerset",
        "days": [{"name": "Monday", "from": "09:00", "to": "12:00"},
                 {"name": "Friday", "from": "10:00", "to": "11:00"}],
    }  # fmt: skip
    assert Template.read(template, "x").fill(item) == filled


def test_a_hash_is_the_same_everywhere():
    assert Template.read("{a|hash}", "x").fill({"a": "text"}) == "982d9e3eb9"


def test_a_star_stands_for_anything_and_other_signs_for_themselves():
    assert pattern_of("*toilet*").fullmatch("Public TOILETS\n(Hale)")
    assert not pattern_of("a.c").fullmatch("abc")
    assert pattern_of("").fullmatch("")


def test_text_is_cleaned_and_signs_that_are_no_tags_stay():
    assert clean_text("5 < 6 &amp;amp; 7 > 6\x00") == "5 < 6 & 7 > 6"
    assert clean_text("<p>One</p><p>Two</p>") == "One Two"
    assert lookup({"a": {"b": None}}, "a.b") is None


def test_a_table_with_a_column_a_day(tmp_path):
    path = tmp_path / "shops.csv"
    path.write_text('id,mo,sa\na,"09:00-12:30,13:00-17:00",CLOSED\n', encoding="utf-8")
    rule = {
        "table": "facilities", "id": "{id}", "constants": {"organisation_id": "o"},
        "columns": {"name": "id", "availability": {"monday": "mo", "saturday": "sa"}},
    }  # fmt: skip
    ((row,),), _ = rows_of(path, rule)
    assert row["availability"] == "MO 09:00-12:30,13:00-17:00"


def test_a_row_for_each_entry_of_a_list(tmp_path):
    path = tmp_path / "contracts.jsonl.gz"
    contract = {"ref": "c1", "title": "Together", "partners": [{"code": "p1"}, {"code": "p2"}]}
    path.write_bytes(gzip.compress((json.dumps(contract) + "\n\n").encode()))
    collaboration = {
        "table": "collaborations", "id": "{ref}", "columns": {"title": "title"},
        "constants": {"kind": "consortium"},
    }  # fmt: skip
    member = {
        "table": "collaboration_members", "each": "partners",
        "columns": {"collaboration_id": "ref", "organisation_id": "{item.code}"},
    }  # fmt: skip
    ((one,), members), reading = rows_of(path, collaboration, member)
    assert one["title"] == "Together"
    assert [m["organisation_id"] for m in members] == ["p1", "p2"]
    assert reading.rows_in == 1


# -- files ----------------------------------------------------------------------------


def place_rule(**columns):
    return {
        "table": "facilities", "id": "{id}", "constants": {"organisation_id": "o"},
        "columns": {"name": "name", **columns},
    }  # fmt: skip


def test_geojson_gives_points_and_middles(tmp_path):
    path = tmp_path / "places.geojson"
    ring = [[[-2, 53], [-1, 53], [-1, 54], [-2, 54], [-2, 53]]]
    shapes = [
        {"type": "Point", "coordinates": [-2, 53]},
        {"type": "Polygon", "coordinates": ring},
        None,
    ]
    features = [
        {"properties": {"id": n, "name": "A"}, "geometry": shape}
        for n, shape in enumerate(shapes, start=1)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (rows,), _ = rows_of(path, place_rule(latitude="latitude", longitude="longitude"))
    assert [(r["id"], r["latitude"], r["longitude"]) for r in rows] == [
        ("1", "53", "-2"), ("2", "53.5", "-1.5"), ("3", None, None),
    ]  # fmt: skip


def test_json_lists_may_stand_deeper(tmp_path):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"data": {"rows": [{"id": 1, "name": "A", "open": True}]}}))
    ((row,),), _ = rows_of(path, place_rule(), items="data.rows")
    assert row["name"] == "A"
    with pytest.raises(DataError, match="holds no list of rows"):
        rows_of(path, place_rule())


def test_a_sheet_of_a_workbook(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["id", "name"])
    book.create_sheet("Halls").append(["id", "name"])
    book["Halls"].append([3, "Village Hall"])
    book.save(tmp_path / "halls.xlsx")
    ((row,),), _ = rows_of(tmp_path / "halls.xlsx", place_rule(), sheet="Halls")
    assert (row["id"], row["name"]) == ("3", "Village Hall")
    assert rows_of(tmp_path / "halls.xlsx", place_rule())[1].rows_in == 0
    with pytest.raises(DataError, match="did you mean 'halls'"):
        rows_of(tmp_path / "halls.xlsx", place_rule(), sheet="Hall")


# -- what is wrong with a mapping -----------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"columns": {"name": "nome", "kind": "town"}},
         r"source 1: hubs\.csv has no column 'nome'; did you mean 'name'"),
        ({"colums": {}}, "the key 'colums' means nothing; did you mean 'columns'"),
        ({"columns": {"nam": "name"}}, r"columns: the key 'nam' means nothing; did you mean"),
        ({"table": "organizations"}, "is no table; the tables are organisations"),
        ({"columns": {"name": "name"}, "values": {}}, "organisations need kind: map it in columns"),
        ({"id": "{name|slugg}"}, "the key 'slugg' means nothing; did you mean 'slug'"),
        ({"values": {"kind": "voluntary"}}, "values are tables such as"),
        ({"where": "Sale"}, "where and unless are tables"),
        ({"where": {"city": "Sale"}}, "has no column 'city'; its columns are name"),
        ({"constants": ["x"]}, "constants is a table"),
    ],
)  # fmt: skip
def test_errors_name_the_place_and_what_to_do(hubs, change, message):
    with pytest.raises(DataError, match=message) as caught:
        rows_of(hubs, {**RULE, **change})
    assert str(caught.value).startswith("place.toml, source 1")


def test_a_table_source_needs_rows(hubs):
    with pytest.raises(DataError, match=r"needs at least one \[\[sources\.rows\]\]"):
        rows_of(hubs)
    with pytest.raises(DataError, match=r"write \[\[sources\.rows\]\] before each"):
        RowRule.read("x", "place.toml")


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    with pytest.raises(DataError, match="is of no kind that is read as a table"):
        rows_of(tmp_path / "x.pdf", RULE)


def test_ragged_rows_are_bad(tmp_path):
    path = tmp_path / "hubs.csv"
    path.write_text("id,name\n1,A,B\n2,C\n", encoding="utf-8")
    ((row,),), reading = rows_of(path, place_rule())
    assert row["name"] == "C"
    assert [(p.level, p.row) for p in reading.problems] == [("bad", 2)]


def test_what_is_mapped_becomes_a_dataset(tmp_path, hubs):
    (tmp_path / "partnership.toml").write_text(
        """
        id = "demo"
        [[sources]]
        name = "hubs"
        path = "hubs.csv"
        format = "table"
        [[sources.rows]]
        table = "organisations"
        id = "XX-{name|slug}"
        columns.name = "name"
        columns.kind = "kind of place"
        columns.phones = "tel"
        values.kind = { Church = "voluntary", "*" = "business" }
        [[sources.rows]]
        table = "services"
        id = "XX-{name|slug}-{post|slug}"
        columns.organisation_id = "XX-{name|slug}"
        columns.name = "Warm space at {name}"
        columns.schedule = "open"
        columns.postcode = "post"
        """,
        encoding="utf-8",
    )
    dataset = read_dataset(tmp_path)
    assert [(o.id, o.kind) for o in dataset.organisations] == [
        ("XX-bank", "business"), ("XX-st-ann-s-hall", "voluntary"), ("XX-the-hub", "voluntary"),
    ]  # fmt: skip
    assert dataset.services_of("XX-st-ann-s-hall")[0].schedule == ("TU 10:00-14:00",)
    assert [(p.level, p.table, p.row, p.field) for p in dataset.problems if p.level == "bad"] == [
        ("bad", "services", 3, "id")
    ]
    assert (dataset.sources[0].rows, dataset.sources[0].used, dataset.sources[0].bad) == (3, 3, 0)


def test_no_shared_mapping_makes_an_id_of_a_postcode(repository):
    """An id stands in every table and report; where a refuge is must not stand in it."""
    ids = [
        rule.get("id", "")
        for path in sorted((repository / "benchmarks" / "places").glob("*.toml"))
        for source in tomllib.loads(path.read_text("utf-8"))["sources"]
        for rule in source.get("rows", ())
    ]
    told = [part for one in ids for part in re.findall(r"\{([^{}]*)\}", one)]
    places = [p for p in told if "postcode" in p.lower() or "address" in p.lower()]
    assert places, "some ids need the place to be told apart"
    assert all(p.endswith("|hash") for p in places), places
