from __future__ import annotations

import csv
import gzip
import json
import random
import zipfile
from collections import Counter

import pytest

from sap_match.errors import DataError
from sap_match.ingest.assemble import assemble
from sap_match.ingest.charity_commission.reader import organisation_cells, phone, read, website
from sap_match.ingest.detect import read_dataset
from sap_match.ingest.place import Place

ROW = {
    "registered_charity_number": "1102003",
    "charity_company_registration_number": "05027375",
    "charity_name": "CITIZENS ADVICE TRAFFORD",
    "charity_type": "Charitable company",
    "charity_activities": "PROVISION OF ADVICE TO ALL RESIDENTS OF TRAFFORD.WE HELP WITH DEBT",
    "charity_contact_address": "1 High Street, Sale",
    "charity_contact_postcode": "M33 7PP",
    "charity_contact_phone": "0161 000 1234",
    "charity_contact_web": "www.Example.org",
}


def write(path, rows, delimiter=","):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_one_row_by_hand():
    assert organisation_cells(ROW) == {
        "id": "GB-CHC-1102003",
        "name": "Citizens Advice Trafford",
        "kind": "voluntary",
        "role": "provider",
        "legal_form": "Charitable company",
        "description": "Provision of advice to all residents of Trafford. We help with debt",
        "identifiers": ("GB-CHC-1102003", "GB-COH-05027375"),
        "address": "1 High Street, Sale",
        "postcode": "M33 7PP",
        "website": "http://www.example.org",
        "phones": "0161 000 1234",
    }


def test_the_extracts_own_columns():
    cells = organisation_cells(
        {
            "organisation_number": "210843",
            "registered_charity_number": "210843",
            "linked_charity_number": "2",
            "charity_name": "OLD SCHOOL FUND",
            "charity_type": "Trust",
            "charity_registration_status": "Removed",
            "date_of_removal": "2020-05-01",
            "latest_income": "1250",
            "charity_contact_address1": "c/o Clerk",
            "charity_contact_address2": "2 Low Road",
            "charity_contact_email": "clerk@example.org",
            "charity_gift_aid": "True",
        }
    )
    assert cells["id"] == "GB-CHC-210843-2"
    assert cells["parent_id"] == "GB-CHC-210843"
    assert cells["suggest"] == "no"
    assert cells["status"] == "removed from the register 2020-05-01"
    assert cells["income"] == "1250"
    assert cells["address"] == "c/o Clerk, 2 Low Road"
    assert cells["charity_gift_aid"] == "True"
    assert "description" not in cells


@pytest.mark.parametrize("said", ["Not Currently Active", "This group is now closed"])
def test_who_says_it_is_closed_is_not_suggested(said):
    assert organisation_cells(ROW | {"charity_activities": said})["suggest"] == "no"
    assert "suggest" not in organisation_cells(ROW | {"charity_activities": "Advice"})


@pytest.mark.parametrize("said", ["NA", "", "N/A", "unchanged", " - "])
def test_no_text_is_unknown(said):
    assert "description" not in organisation_cells(ROW | {"charity_activities": said})


def test_contacts_that_are_none():
    assert [website(w) for w in ("", "facebook", "see www.a.org", "a@b.org")] == [None] * 4
    assert website("HTTPS://A.org/Path") == "https://a.org/Path"
    assert [phone(p) for p in ("--", "00000000", "0161", "")] == [None] * 4


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "csv.gz"])
def test_every_form_gives_the_same(tmp_path, form):
    rows = [ROW, ROW | {"registered_charity_number": "0512710", "charity_name": "TLC"}]
    path = tmp_path / f"register.{form}"
    if form == "json":
        path.write_text(json.dumps(rows))
    elif form == "csv.gz":
        path.write_bytes(gzip.compress(write(tmp_path / "plain.csv", rows).read_bytes()))
    else:
        write(path, rows, "\t" if form == "tsv" else ",")
    reading = read(path)
    assert [row.cells["id"] for row in reading.tables[0].rows] == [
        "GB-CHC-1102003",
        "GB-CHC-512710",
    ]
    assert reading.rows_in == 2
    assert reading.format == "charity-commission"


def test_bad_rows_and_odd_cells_are_told_and_the_rest_is_used(tmp_path):
    rows = [
        ROW | {"registered_charity_number": "soon"},
        ROW | {"charity_company_registration_number": "pending", "charity_contact_web": "none yet"},
    ]
    reading = read(write(tmp_path / "register.csv", rows), source="the register")
    assert [row.row for row in reading.tables[0].rows] == [3]
    found = [(p.source, p.row, p.field, p.value, p.level) for p in reading.problems]
    assert found == [
        ("the register", 2, "registered_charity_number", "soon", "bad"),
        ("the register", 3, "charity_company_registration_number", "pending", "note"),
        ("the register", 3, "charity_contact_web", "none yet", "note"),
    ]


def test_a_company_that_two_charities_name_links_neither(tmp_path):
    other = ROW | {"registered_charity_number": "1102004"}
    assert len(read(write(tmp_path / "one.csv", [ROW])).links) == 1
    assert read(write(tmp_path / "two.csv", [ROW, other])).links == ()


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,name\n1,Lunch\n")
    with pytest.raises(DataError, match="has no column 'registered_charity_number'"):
        read(path)
    path.write_text("[1, 2]")
    with pytest.raises(DataError, match="has no column"):
        read(path)


def test_the_order_of_rows_does_not_matter(tmp_path):
    rows = [ROW | {"registered_charity_number": str(1102003 + n)} for n in range(20)]
    first = assemble([read(write(tmp_path / "register.csv", rows))], Place("p"))
    random.Random(1).shuffle(rows)
    second = assemble([read(write(tmp_path / "register.csv", rows))], Place("p"))
    assert first.organisations == second.organisations
    assert first.links == second.links


def test_trafford(shared_data):
    reading = read(shared_data / "trafford" / "charities_operating_in_trafford.csv")
    rows = reading.tables[0].rows
    assert len(rows) == len({row.cells["id"] for row in rows}) == reading.rows_in == 736
    assert len(reading.links) == 183
    assert not [p for p in reading.problems if p.level == "bad"]
    assert sum("description" in row.cells for row in rows) >= 710
    assert Counter(row.cells["legal_form"] for row in rows) == {
        "Charity": 336,
        "Charitable company": 180,
        "CIO": 128,
        "Charitable trust": 72,
        "Charity (previously excepted)": 20,
    }
    assert not [row for row in rows if row.cells["name"].isupper() and len(row.cells["name"]) > 14]
    assert all(row.cells["kind"] == "voluntary" for row in rows)
    assert all("latitude" not in row.cells and "contact_public" not in row.cells for row in rows)
    by_id = {row.cells["id"]: row.cells for row in rows}
    assert by_id["GB-CHC-214927"]["name"] == "The Cheshire Wildlife Trust Limited"
    assert by_id["GB-CHC-214927"]["identifiers"] == ("GB-CHC-214927", "GB-COH-00738693")
    assert by_id["GB-CHC-1139229"]["role"] == "provider"


def test_trafford_assembles_without_a_bad_row(shared_data):
    reading = read(shared_data / "trafford" / "charities_operating_in_trafford.csv")
    dataset = assemble([reading], Place("trafford"))
    assert len(dataset.organisations) == 736
    assert dataset.sources[0].bad == 0
    assert dataset.resolve("GB-COH-00738693") == "GB-CHC-214927"


EXTRACT = {
    "date_of_extract": "2026-10-01T00:00:00",
    "organisation_number": "1",
    "registered_charity_number": "9000001",
    "linked_charity_number": "0",
    "charity_name": '"FRIENDS" OF PLAIN PARK',
    "charity_registration_status": "Registered",
    "charity_contact_postcode": "CW1 2AB",
    "charity_activities": 'Volunteers plant the "wild" border and count its birds',
}


def as_text(rows):
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


@pytest.mark.parametrize("form", ["txt", "json", "zip"])
def test_the_full_download_is_known_in_every_form_that_it_comes_in(tmp_path, form):
    other = EXTRACT | {"registered_charity_number": "9000002", "charity_name": 'PLAIN "SHED'}
    rows = [EXTRACT, other]
    path = tmp_path / f"publicextract.charity.{form}"
    if form == "json":
        path.write_bytes(b"\xef\xbb\xbf" + json.dumps(rows).encode())
    elif form == "txt":
        path.write_bytes(as_text(rows))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("publicextract.charity.txt", as_text(rows))
    dataset = read_dataset(path)
    assert [o.id for o in dataset.organisations] == ["GB-CHC-9000001", "GB-CHC-9000002"]
    assert [o.name for o in dataset.organisations] == ['"Friends" of Plain Park', 'Plain "Shed']
    assert dataset.organisations[0].description == EXTRACT["charity_activities"]


def test_what_the_search_gives_to_download_is_known_and_its_lack_of_text_is_told(tmp_path):
    path = tmp_path / "download.csv"
    path.write_text("Charity number,Charity name,Status,Income\n9000001,PLAIN PANTRY,Removed,900\n")
    dataset = read_dataset(path)
    (pantry,) = dataset.organisations
    assert (pantry.name, pantry.income, pantry.suggest) == ("Plain Pantry", 900, "no")
    (told,) = [p for p in dataset.problems if p.field == "charity_activities"]
    assert "full download" in told.fix


def test_a_part_of_the_register_is_asked_for_in_its_own_names(tmp_path):
    rows = [EXTRACT, EXTRACT | {"registered_charity_number": "9000002"}]
    rows[1]["charity_contact_postcode"] = "M33 1AA"
    (tmp_path / "register.txt").write_bytes(as_text(rows))
    settings = tmp_path / "partnership.toml"
    settings.write_text(
        'id = "p"\n[[sources]]\npath = "register.txt"\nformat = "charity-commission"\n'
        'where = { charity_contact_postcode = "CW*" }\n'
    )
    dataset = read_dataset(settings)
    assert [o.id for o in dataset.organisations] == ["GB-CHC-9000001"]
    assert "1 of 2 rows are not asked for" in [p.reason for p in dataset.problems]


def test_other_columns_are_named_with_the_way_to_map_them(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Regd No,Charity\n9000001,PLAIN PANTRY\n")
    with pytest.raises(DataError, match=r"Its columns are Regd No, Charity: map them .*toml"):
        read(path)
    with pytest.raises(DataError, match=r"its columns are regd no, charity"):
        read_dataset(path)


def test_quotes_between_tabs_still_hold_a_cell_of_two_lines(tmp_path):
    text = 'registered_charity_number\tcharity_name\tcharity_activities\n9000001\tA\t"one\ntwo"\n'
    path = tmp_path / "register.tsv"
    path.write_text(text)
    (row,) = read(path).tables[0].rows
    assert row.cells["description"] == "one two"
