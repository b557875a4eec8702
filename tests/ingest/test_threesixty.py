from __future__ import annotations

import csv
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest.assemble import assemble
from sap_match.ingest.charity_commission import reader as charity_commission
from sap_match.ingest.place import Place
from sap_match.ingest.threesixty.reader import grant_dates, read

GRANT = {
    "Identifier": "360G-x-1",
    "Title": "Choir",
    "Description": "A choir for older people",
    "Currency": "GBP",
    "Amount Awarded": "1,200.50",
    "Award Date": "2020-02-29T00:00:00Z",
    "Planned Dates:Start Date": "",
    "Planned Dates:End Date": "",
    "Planned Dates:Duration (months)": "12",
    "Recipient Org:Identifier": "360G-x-choir",
    "Recipient Org:Name": "Hale Choir",
    "Recipient Org:Charity Number": "",
    "Recipient Org:Company Number": "",
    "Recipient Org:Postal Code": "M33 7PP",
    "Beneficiary Location:Name": "Hale",
    "Funding Org:Identifier": "GB-LAE-TRF",
    "Funding Org:Name": "Trafford Council",
    "Grant Programme:Title": "Voluntary Sector Grants",
}


def write(tmp_path, *rows):
    path = tmp_path / "grants.csv"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(reading, table):
    return [row.cells for t in reading.tables if t.table == table for row in t.rows]


def test_one_grant_by_hand(tmp_path):
    reading = read(write(tmp_path, GRANT))
    assert rows_of(reading, "collaborations") == [
        {
            "id": "360G-x-1",
            "kind": "funding",
            "title": "Choir",
            "description": "A choir for older people",
            "programme": "Voluntary Sector Grants",
            "starts_on": "2020-02-29T00:00:00Z",
            "ends_on": "2021-02-27",
            "areas": ("Hale",),
            "value": "1,200.50",
            "awarded_on": "2020-02-29T00:00:00Z",
        }
    ]
    assert rows_of(reading, "collaboration_members") == [
        {"collaboration_id": "360G-x-1", "organisation_id": "360G-x-choir", "role": "recipient"},
        {"collaboration_id": "360G-x-1", "organisation_id": "GB-LAE-TRF", "role": "funder"},
    ]
    recipient, funder = rows_of(reading, "organisations")
    assert recipient == {
        "id": "360G-x-choir",
        "name": "Hale Choir",
        "kind": "voluntary",
        "role": "club",
        "postcode": "M33 7PP",
    }
    assert funder["kind"] == "public"
    assert funder["role"] == "funder"
    assert {t.table for t in reading.tables if t.derived} == {"organisations"}


def test_what_a_grant_says_is_never_what_an_organisation_is(tmp_path):
    for cells in rows_of(read(write(tmp_path, GRANT)), "organisations"):
        assert not {"description", "areas", "themes", "income"} & cells.keys()


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"award date": "2013-01-18"}, ("2013-01-18", "")),
        (
            {"award date": "2013-01-18", "planned dates:start date": "2013-04-01"},
            ("2013-04-01", ""),
        ),
        (
            {"planned dates:start date": "2013-04-01", "planned dates:end date": "2014-03-31"},
            ("2013-04-01", "2014-03-31"),
        ),
        (
            {"award date": "2020-01-31", "planned dates:duration (months)": "1"},
            ("2020-01-31", "2020-02-28"),
        ),
        ({"award date": "soon", "planned dates:duration (months)": "1"}, ("soon", "")),
        (
            {"award date": "2020-01-31", "planned dates:duration (months)": "long"},
            ("2020-01-31", ""),
        ),
        ({}, ("", "")),
    ],
)
def test_dates_of_a_grant(dates, expected):
    assert grant_dates(dates) == expected


@given(st.dates(), st.text(max_size=8), st.text(max_size=8))
def test_no_date_breaks_reading(day, end, months):
    row = {
        "award date": day.isoformat(),
        "planned dates:end date": end,
        "planned dates:duration (months)": months,
    }
    assert grant_dates(row)[0] == day.isoformat()


def test_a_charity_number_said_once_counts_everywhere(tmp_path):
    said = GRANT | {
        "Recipient Org:Identifier": "GB-COH-05465848",
        "Recipient Org:Charity Number": "1113664",
        "Recipient Org:Company Number": "5465848",
    }
    unsaid = said | {"Identifier": "360G-x-2", "Recipient Org:Charity Number": ""}
    for order in ((said, unsaid), (unsaid, said)):
        reading = read(write(tmp_path, *order))
        ids = {c["id"] for c in rows_of(reading, "organisations")}
        assert ids == {"GB-CHC-1113664", "GB-LAE-TRF"}
        assert reading.links == (
            (
                "organisations",
                "GB-CHC-1113664",
                "GB-COH-05465848",
                "grants.csv gives GB-COH-05465848 the charity number 1113664",
            ),
        )
        recipient = rows_of(reading, "organisations")[0]
        assert recipient["legal_form"] == "Charitable company"
        assert "GB-COH-05465848" in recipient["identifiers"]
    dataset = assemble([reading], Place("p"))
    assert dataset.resolve("GB-COH-05465848") == "GB-CHC-1113664"


def test_two_charity_numbers_for_one_id_keep_the_id(tmp_path):
    one = GRANT | {"Recipient Org:Charity Number": "1113664"}
    two = GRANT | {"Identifier": "360G-x-2", "Recipient Org:Charity Number": "1113665"}
    reading = read(write(tmp_path, one, two))
    assert {c["id"] for c in rows_of(reading, "organisations")} == {"360G-x-choir", "GB-LAE-TRF"}
    assert [(p.level, p.value) for p in reading.problems] == [
        ("note", "GB-CHC-1113664; GB-CHC-1113665")
    ]


def test_joint_grants_have_several_on_a_side(tmp_path):
    joint = GRANT | {
        "Recipient Org:1:Identifier": "GB-CHC-1102003",
        "Recipient Org:1:Name": "Citizens Advice Trafford",
        "Recipient Org:0:City": "Sale",
    }
    reading = read(write(tmp_path, joint))
    members = [
        (m["collaboration_id"], m["organisation_id"], m["role"])
        for m in rows_of(reading, "collaboration_members")
    ]
    assert members == [
        ("360G-x-1", "360G-x-choir", "recipient"),
        ("360G-x-1", "GB-CHC-1102003", "recipient"),
        ("360G-x-1", "GB-LAE-TRF", "funder"),
        ("360G-x-1:recipients", "360G-x-choir", "partner"),
        ("360G-x-1:recipients", "GB-CHC-1102003", "partner"),
    ]
    kinds = {c["id"]: c["kind"] for c in rows_of(reading, "collaborations")}
    assert kinds == {"360G-x-1": "funding", "360G-x-1:recipients": "consortium"}


def test_bad_rows_are_told_and_the_rest_is_used(tmp_path):
    reading = read(
        write(
            tmp_path,
            GRANT | {"Identifier": ""},
            GRANT | {"Recipient Org:Name": "", "Recipient Org:Identifier": ""},
            GRANT | {"Identifier": "g3", "Recipient Org:Name": ""},
            GRANT | {"Identifier": "g4", "Recipient Org:Identifier": ""},
            GRANT | {"Identifier": "g5", "Currency": "EUR"},
        )
    )
    told = [(p.row, p.field, p.level) for p in reading.problems]
    assert told == [
        (2, "Identifier", "bad"),
        (3, "Recipient Org:Name", "bad"),
        (6, "Currency", "note"),
        (4, "Recipient Org:Name", "info"),
        (5, "Recipient Org:Identifier", "note"),
    ]
    used = {c["id"]: c for c in rows_of(reading, "collaborations")}
    assert list(used) == ["g3", "g4", "g5"]
    assert "value" not in used["g5"]
    assert used["g5"]["value_in_currency"] == "1,200.50 EUR"
    recipients = {c["id"]: c["name"] for c in rows_of(reading, "organisations")}
    assert recipients == {"360G-x-choir": "Hale Choir", "GB-LAE-TRF": "Trafford Council"}


def test_grants_to_people_are_left_out(tmp_path):
    person = GRANT | {
        "Recipient Org:Name": "",
        "Recipient Org:Identifier": "",
        "Recipient Ind:Identifier": "P1",
        "Recipient Ind:Name": "A. Person",
    }
    reading = read(write(tmp_path, person))
    assert not any(table.rows for table in reading.tables)
    assert [p.level for p in reading.problems] == ["info"]
    assert "Person" not in repr(reading)


def test_a_funder_that_grants_to_itself_is_its_funder(tmp_path):
    own = GRANT | {
        "Recipient Org:Identifier": "GB-LAE-TRF",
        "Recipient Org:Name": "Trafford Council",
    }
    members = rows_of(read(write(tmp_path, own)), "collaboration_members")
    assert [m["role"] for m in members] == ["funder"]


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,name\n1,Lunch\n")
    with pytest.raises(DataError, match="has no column 'Identifier'"):
        read(path)


def test_the_order_of_rows_does_not_matter(tmp_path, shared_data):
    path = shared_data / "trafford" / "trafford_council_voluntary_sector_grants.csv"
    first = assemble([read(path)], Place("p"))
    header, *lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    rows = list(csv.DictReader([header, *lines]))
    random.Random(1).shuffle(rows)
    second = assemble([read(write(tmp_path, *rows), source=path.name)], Place("p"))
    assert first.organisations == second.organisations
    assert first.collaborations == second.collaborations


def test_trafford(shared_data):
    reading = read(shared_data / "trafford" / "trafford_council_voluntary_sector_grants.csv")
    organisations = rows_of(reading, "organisations")
    ids = {c["id"] for c in organisations}
    assert reading.rows_in == len(rows_of(reading, "collaborations")) == 555
    assert len(rows_of(reading, "collaboration_members")) == 1110
    assert len(ids) == 324  # 323 recipients and the council
    assert Counter(i.split("-")[0] + "-" + i.split("-")[1] for i in ids) == {
        "360G-trafford": 215,
        "GB-CHC": 56,
        "GB-COH": 52,
        "GB-LAE": 1,
    }
    assert len(reading.links) == 26
    assert {p.level for p in reading.problems} == {"info"}
    several = [p.value for p in reading.problems if p.field == "Recipient Org:Identifier"]
    assert several == ["GB-COH-06447020; GB-COH-07363900"]
    (area,) = rows_of(reading, "areas")
    assert area == {"id": "E08000009", "name": "Trafford", "kind": "borough"}
    assert {c["kind"] for c in organisations if c["role"] == "funder"} == {"public"}


def test_trafford_grants_and_register_meet(shared_data):
    folder = shared_data / "trafford"
    register = charity_commission.read(folder / "charities_operating_in_trafford.csv")
    grants = read(folder / "trafford_council_voluntary_sector_grants.csv")
    dataset = assemble([register, grants], Place("trafford"))
    assert dataset.sources[1].bad == 0
    carers = dataset.organisation("GB-COH-04695523")
    assert carers.id == "GB-CHC-1102075"
    assert carers.description is not None
    listed = {row.cells["id"] for row in register.tables[0].rows}
    granted = {m.organisation_id for m in dataset.collaboration_members if m.role == "recipient"}
    assert len(granted & listed) > 40
