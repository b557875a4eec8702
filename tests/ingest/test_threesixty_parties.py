"""Who is who in a file of grants."""

from __future__ import annotations

import json

import pytest

from sap_match.ingest.assemble import assemble
from sap_match.ingest.place import Place
from sap_match.ingest.threesixty.ids import charity_of, identifier_of
from sap_match.ingest.threesixty.reader import read

COUNCIL = {"id": "GB-LAE-TRF", "name": "Trafford Council"}


def given(tmp_path, *recipients, **more):
    """Return the reading of a file in which each recipient has a grant of its own."""
    grants = [
        {
            "id": f"g{n}",
            "title": f"Grant {n}",
            "awardDate": f"20{n + 10}-01-01",
            "amountAwarded": 10,
            "fundingOrganization": [COUNCIL],
            "recipientOrganization": one if isinstance(one, list) else [one],
            **more,
        }
        for n, one in enumerate(recipients, start=1)
    ]
    path = tmp_path / "grants.json"
    path.write_text(json.dumps(grants))
    return read(path)


def organisations(reading):
    found = {
        row.cells["id"]: row.cells
        for table in reading.tables
        if table.table == "organisations"
        for row in table.rows
    }
    found.pop("GB-LAE-TRF", None)
    return found


def told(reading):
    return [(p.row, p.level, p.value, p.reason) for p in reading.problems]


@pytest.mark.parametrize(
    ("said", "charity", "company", "meant"),
    [
        ("GB-COH-00212481", "212481", "", "GB-CHC-212481"),
        ("GB-COH-00212481", "", "", "GB-COH-00212481"),
        ("GB-COH-05465848", "1113664", "5465848", "GB-COH-05465848"),
        ("GB-CHC-SC012345", "", "", "GB-SC-SC012345"),
        ("GB-CHC-NIC100123", "", "", "GB-NIC-100123"),
        ("GB-SC-012345", "", "", "GB-SC-SC012345"),
        ("GB-NIC-100012", "", "", "GB-NIC-100012"),
        ("GB-SC-SC012345", "", "", "GB-SC-SC012345"),
        ("GB-CHC-07962245", "", "", "GB-COH-07962245"),
        ("GB-CHC-CE008889", "", "CE008889", "GB-COH-CE008889"),
        ("gb-chc-1102003", "", "", "GB-CHC-1102003"),
        ("GB-CHC- 1102003", "", "", "GB-CHC-1102003"),
        ("GB-CHC-not yet", "", "", "GB-CHC-not yet"),
        ("360G-Trafford-be_active", "", "", "360G-Trafford-be_active"),
        ("1102003", "1102003", "", "GB-CHC-1102003"),
        ("7962245", "", "07962245", "GB-COH-07962245"),
        ("1102003", "", "", "1102003"),
    ],
)
def test_what_identifier_is_meant(said, charity, company, meant):
    assert identifier_of(said, charity=charity, company=company).id == meant


def test_a_number_of_a_company_is_none_of_a_charity():
    assert charity_of("07962245") is None
    assert charity_of("210843") == "GB-CHC-210843"


def test_a_wrong_identifier_is_put_right_and_told(tmp_path):
    reading = given(
        tmp_path, {"id": "GB-COH-00212481", "name": "Hale Trust", "charityNumber": "212481"}
    )
    (one,) = organisations(reading).values()
    assert (one["id"], one["identifiers"]) == ("GB-CHC-212481", ("GB-CHC-212481",))
    assert told(reading) == [
        (
            1,
            "info",
            "GB-COH-00212481",
            "is its charity number, written as a company number",
        )
    ]
    assert assemble([reading], Place("p")).resolve("GB-COH-00212481") == "GB-CHC-212481"


def test_an_organisation_without_an_identifier_has_a_stable_one(tmp_path):
    reading = given(
        tmp_path,
        {"name": "Hale Choir", "postalCode": "WA15 8AA"},
        {"name": "HALE CHOIR Ltd", "postalCode": "WA15 8AA"},
        {"name": "Sale Band", "charityNumber": "1102003"},
        {"name": "Sale Band"},
    )
    assert set(organisations(reading)) == {"360giving:hale-choir-wa15-8aa", "GB-CHC-1102003"}
    assert [(p.row, p.level) for p in reading.problems if "is empty" in p.reason] == [
        (1, "note"),
        (2, "note"),
        (3, "info"),
        (4, "note"),
    ]


def test_the_name_most_often_said_then_the_latest_is_taken(tmp_path):
    reading = given(
        tmp_path,
        {"id": "360G-x-1", "name": "Hale Choir"},
        {"id": "360G-x-1", "name": "Hale Singers"},
        {"id": "360G-x-2", "name": "Sale Band"},
        {"id": "360G-x-2", "name": "Sale Brass"},
        {"id": "360G-x-2", "name": "Sale Band"},
        {"id": "360g-X-1", "name": "Hale Singers"},
        {"id": "360G-x-3", "name": "Sale Brass"},
    )
    found = organisations(reading)
    assert {key: one["name"] for key, one in found.items()} == {
        "360G-x-1": "Hale Singers",
        "360G-x-2": "Sale Band",
        "360G-x-3": "Sale Brass",
    }
    assert found["360G-x-1"]["other_names"] == "Hale Choir"
    assert told(reading) == [
        (1, "info", "Hale Choir; Hale Singers",
         "are several names of 360G-x-1; Hale Singers is used"),
        (3, "info", "Sale Band; Sale Brass", "are several names of 360G-x-2; Sale Band is used"),
        (4, "info", "360G-x-2; 360G-x-3", "are several identifiers of one name, sale brass"),
    ]  # fmt: skip


def test_a_number_that_contradicts_the_identifier_is_told_and_not_used(tmp_path):
    reading = given(
        tmp_path,
        {"id": "GB-CHC-1102003", "name": "Hale Choir", "charityNumber": "1102075"},
        {"id": "GB-COH-05465848", "name": "Hale Hall", "companyNumber": "5465849"},
        {"id": "360G-x-1", "name": "Hale Band", "charityNumber": "applied for"},
    )
    assert [
        one["identifiers"] for one in organisations(reading).values() if "identifiers" in one
    ] == [
        ("GB-CHC-1102003",),
        ("GB-COH-05465848",),
    ]
    assert {(row, level) for row, level, _, _ in told(reading)} == {
        (1, "note"),
        (2, "note"),
        (3, "note"),
    }


def test_what_a_grant_says_of_an_organisation_is_kept_but_no_persons(tmp_path):
    reading = given(
        tmp_path,
        {
            "id": "360G-x-1",
            "name": "HALE CHOIR",
            "alternateName": "The Singers",
            "contactName": "Alice Person",
            "department": "Youth",
            "streetAddress": "1 High Street",
            "addressLocality": "Hale",
            "addressCountry": "England",
            "postalCode": "WA15 8AA",
            "telephone": "0161 000 0000",
            "email": "info@example.org",
            "description": "A choir that anyone can join",
            "organisationType": "Registered Charity",
            "url": "https://example.org",
            "location": [{"latitude": "53.37", "longitude": -2.33, "geoCode": "E05000829"}],
            "dateModified": "2024-05-01T00:00:00Z",
        },
    )
    assert "Alice" not in repr(reading)
    dataset = assemble([reading], Place("p"))
    one = dataset.organisation("360G-x-1")
    assert (one.name, one.kind, one.legal_form) == ("Hale Choir", "voluntary", "Charity")
    assert (one.address, one.postcode) == ("1 High Street, Hale", "WA15 8AA")
    assert (one.latitude, one.longitude) == (53.37, -2.33)
    assert (one.email, one.phones) == ("info@example.org", ("0161 000 0000",))
    assert one.description == "A choir that anyone can join"
    assert one.extra["other_names"] == "The Singers"
    assert one.areas == ()
    assert str(one.updated_on) == "2024-05-01"
    department = {
        row.cells["organisation_id"]: row.cells.get("department")
        for table in reading.tables
        if table.table == "collaboration_members"
        for row in table.rows
    }
    assert department == {"360G-x-1": "Youth", "GB-LAE-TRF": None}


@pytest.mark.parametrize(
    "recipient",
    [
        {"id": "360G-x-ind", "name": "Individual recipient"},
        {"id": "360G-x-ind", "name": "Grant to an individual"},
        {"id": "360G-x-9", "name": "Redacted"},
    ],
)
def test_a_person_under_the_name_of_an_organisation_is_not_kept(tmp_path, recipient):
    reading = given(tmp_path, recipient)
    assert not any(table.rows for table in reading.tables)
    assert told(reading) == [
        (1, "info", "", "is a grant to a person; nothing about individuals is kept")
    ]


def test_a_person_beside_is_never_kept(tmp_path):
    people = {"recipientIndividual": {"id": "P1", "name": "Alice Person"},
              "toIndividualsDetails": {"primaryGrantReason": "GTIR010"}}  # fmt: skip
    assert "Alice" not in repr(given(tmp_path, [], **people))
    reading = given(tmp_path, {"id": "360G-x-1", "name": "Hale Choir"}, **people)
    assert "Alice" not in repr(reading)
    assert set(organisations(reading)) == {"360G-x-1"}


def test_who_gives_as_often_as_it_is_given_is_a_funder(tmp_path):
    trust = {"id": "GB-CHC-1102003", "name": "Hale Trust"}
    reading = given(
        tmp_path, trust, {"id": "360G-x-1", "name": "Choir"}, fundingOrganization=[trust]
    )
    assert organisations(reading)["GB-CHC-1102003"]["role"] == "funder"
    once = given(tmp_path, trust, {"id": "360G-x-1", "name": "Choir"})
    assert organisations(once)["GB-CHC-1102003"]["role"] == "provider"
