"""Joint recipients, joint funders, money passed on: what becomes a partner tie and what not."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sap_match.graph.network import Network
from sap_match.ingest.assemble import assemble
from sap_match.ingest.place import Place
from sap_match.ingest.threesixty.reader import read

COUNCIL = {"id": "GB-LAE-TRF", "name": "Trafford Council"}
TRUST = {"id": "GB-CHC-1102075", "name": "Hale Trust"}
CHOIR, BAND, CLUB = (
    {"id": f"360G-x-{name.lower()}", "name": f"Hale {name}"} for name in ("Choir", "Band", "Club")
)


def grant(number, recipients, funders=(COUNCIL,), **more):
    return {
        "id": f"g{number}",
        "title": f"Grant {number}",
        "description": f"Words {number}",
        "awardDate": f"2020-0{number}-01",
        "amountAwarded": 10 * number,
        "recipientOrganization": list(recipients),
        "fundingOrganization": list(funders),
        **more,
    }


def given(tmp_path, *grants):
    path = tmp_path / "grants.json"
    path.write_text(json.dumps({"grants": grants}))
    return read(path)


def collaborations(reading):
    return {c.id: c for c in assemble([reading], Place("p")).collaborations}


def members(reading, collaboration_id):
    return [
        (row.cells["organisation_id"], row.cells["role"])
        for table in reading.tables
        if table.table == "collaboration_members"
        for row in table.rows
        if row.cells["collaboration_id"] == collaboration_id
    ]


def partners(reading):
    network = Network.build(assemble([reading], Place("p")), date(2026, 1, 1))
    return {frozenset((one, other)) for one in network.ids for other in network.partners_of(one)}


def test_joint_recipients_are_a_consortium_beside_the_grant(tmp_path):
    reading = given(tmp_path, grant(1, [CHOIR, BAND, CHOIR]))
    found = collaborations(reading)
    assert {key: c.kind for key, c in found.items()} == {
        "g1": "funding",
        "g1:recipients": "consortium",
    }
    assert found["g1:recipients"].value is None  # the money is counted once
    assert found["g1:recipients"].starts_on == found["g1"].starts_on
    assert members(reading, "g1:recipients") == [
        ("360G-x-choir", "partner"),
        ("360G-x-band", "partner"),
    ]
    assert partners(reading) == {frozenset(("360G-x-choir", "360G-x-band"))}


def test_joint_funders_are_partners_of_each_other_alone(tmp_path):
    reading = given(tmp_path, grant(1, [CHOIR], [COUNCIL, TRUST]))
    assert {key: c.kind for key, c in collaborations(reading).items()} == {
        "g1": "funding",
        "g1:funders": "partnership",
    }
    assert partners(reading) == {frozenset(("GB-LAE-TRF", "GB-CHC-1102075"))}


def test_one_funder_and_one_recipient_are_no_partners(tmp_path):
    assert partners(given(tmp_path, grant(1, [CHOIR]), grant(2, [BAND]))) == set()


@pytest.mark.parametrize("code", ["FRG010", "frg020 Transfer", "passed on"])
def test_a_regrant_is_no_work_together_whoever_receives_it(tmp_path, code):
    reading = given(tmp_path, grant(1, [CHOIR, BAND], regrantType=code))
    assert {c.kind for c in collaborations(reading).values()} == {"funding"}
    assert members(reading, "g1")[:2] == [
        ("360G-x-choir", "intermediary"),
        ("360G-x-band", "intermediary"),
    ]
    (problem,) = reading.problems
    assert (problem.row, problem.level) == (1, "info")
    assert problem.reason.startswith("is money to be passed on")


def test_grants_that_follow_from_a_regrant_name_it(tmp_path):
    reading = given(
        tmp_path,
        grant(1, [TRUST], regrantType="FRG010"),
        grant(2, [CHOIR], [TRUST]),
        grant(3, [BAND]),
    )
    found = collaborations(reading)
    assert found["g1"].extra["regrant_type"] == "FRG010 Common regrant"
    assert found["g2"].extra["regranted_from"] == "g1"
    assert "regranted_from" not in found["g3"].extra
    roles = {o.id: o.role for o in assemble([reading], Place("p")).organisations}
    assert roles["GB-CHC-1102075"] == "funder"


def test_of_several_regrants_the_one_that_is_named_is_meant(tmp_path):
    reading = given(
        tmp_path,
        grant(1, [TRUST], regrantType="FRG010"),
        grant(2, [TRUST], regrantType="FRG010"),
        grant(3, [CHOIR], [TRUST], relatedActivity=["g2"]),
        grant(4, [BAND], [TRUST]),
    )
    found = collaborations(reading)
    assert found["g3"].extra["regranted_from"] == "g2"
    assert "regranted_from" not in found["g4"].extra


def test_who_gives_grants_itself_is_told_once_and_no_partner_for_what_it_may_pass_on(tmp_path):
    reading = given(
        tmp_path,
        grant(1, [TRUST, CHOIR]),
        grant(2, [TRUST, CHOIR, BAND]),
        grant(3, [CLUB], [TRUST]),
    )
    assert partners(reading) == {frozenset(("360G-x-choir", "360G-x-band"))}
    (problem,) = reading.problems
    assert (problem.row, problem.level, problem.value) == (1, "info", "GB-CHC-1102075")
    assert problem.reason.startswith("is given a grant, 2 times, and gives grants")


def test_a_long_list_of_recipients_is_no_consortium(tmp_path):
    many = [{"id": f"360G-x-{n}", "name": f"School {n}"} for n in range(26)]
    reading = given(tmp_path, grant(1, many))
    assert {c.kind for c in collaborations(reading).values()} == {"funding"}
    (problem,) = reading.problems
    assert problem.reason == "are too many to have worked together"
    assert {c.kind for c in collaborations(given(tmp_path, grant(1, many[:25]))).values()} == {
        "funding",
        "consortium",
    }


def test_a_recipient_without_a_name_is_left_out_of_a_joint_grant(tmp_path):
    reading = given(tmp_path, grant(1, [CHOIR, BAND, {"id": "360G-x-9"}]))
    assert members(reading, "g1:recipients") == [
        ("360G-x-choir", "partner"),
        ("360G-x-band", "partner"),
    ]
    assert [(p.row, p.level, p.value) for p in reading.problems] == [(1, "note", "360G-x-9")]


def test_a_grant_without_a_funder_is_used_and_told(tmp_path):
    reading = given(tmp_path, grant(1, [CHOIR], []))
    assert members(reading, "g1") == [("360G-x-choir", "recipient")]
    assert [(p.row, p.level, p.field) for p in reading.problems] == [
        (1, "note", "Funding Org:Name")
    ]


def test_rows_of_one_identifier_are_one_grant_where_they_agree(tmp_path):
    reading = given(
        tmp_path,
        grant(1, [CHOIR]),
        {"id": "g1", "recipientOrganization": [BAND]},
        grant(1, [CHOIR]),
        grant(1, [CLUB], title="Another"),
    )
    assert members(reading, "g1")[:2] == [
        ("360G-x-choir", "recipient"),
        ("360G-x-band", "recipient"),
    ]
    assert [(p.row, p.level, p.reason) for p in reading.problems] == [
        (2, "info", "adds to the grant in row 1"),
        (3, "info", "repeats the grant in row 1"),
        (4, "bad", "stands already in row 1, with another Title"),
    ]
