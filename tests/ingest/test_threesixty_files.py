"""Grants in several files of several publishers, as one dataset."""

from __future__ import annotations

import json

from sap_match.ingest import read_dataset
from sap_match.ingest.assemble import assemble
from sap_match.ingest.place import Place
from sap_match.ingest.threesixty.reader import read

CHOIR = {"id": "GB-CHC-1102003", "name": "Hale Choir"}
COUNCIL = {"id": "GB-LAE-TRF", "name": "Trafford Council"}
TRUST = {"id": "GB-CHC-1102075", "name": "Hale Trust"}
GRANT = {
    "id": "360G-x-1",
    "title": "Choir",
    "description": "A choir",
    "currency": "GBP",
    "amountAwarded": 1000,
    "awardDate": "2020-02-29",
    "recipientOrganization": [CHOIR],
    "fundingOrganization": [COUNCIL],
}


def written(path, *grants):
    path.write_text(json.dumps({"grants": grants}))
    return path


def told(dataset, word):
    return [(p.source, p.row, p.level) for p in dataset.problems if word in p.reason]


def test_one_grant_in_the_files_of_both_its_funders_is_one(tmp_path):
    written(tmp_path / "a.json", GRANT)
    written(tmp_path / "b.json", GRANT | {"fundingOrganization": [TRUST], "amountAwarded": 400})
    dataset = read_dataset(tmp_path)
    (grant,) = dataset.collaborations
    assert grant.value == 1000
    members = {(m.organisation_id, m.role) for m in dataset.collaboration_members}
    assert members == {
        ("GB-CHC-1102003", "recipient"),
        ("GB-LAE-TRF", "funder"),
        ("GB-CHC-1102075", "funder"),
    }
    assert told(dataset, "the two are one") == [("b.json", 1, "info")]
    assert not [p for p in dataset.problems if p.level == "bad"]


def test_one_id_for_two_grants_is_told_and_nobody_joins_the_wrong_one(tmp_path):
    written(tmp_path / "a.json", GRANT)
    band = {"id": "GB-CHC-1102077", "name": "Hale Band"}
    written(
        tmp_path / "b.json",
        GRANT | {"title": "Band", "amountAwarded": 7, "recipientOrganization": [band]},
    )
    dataset = read_dataset(tmp_path)
    (grant,) = dataset.collaborations
    assert grant.title == "Choir"
    members = {m.organisation_id for m in dataset.collaboration_members}
    assert members == {"GB-CHC-1102003", "GB-LAE-TRF"}
    assert ("b.json", 1, "bad") in told(dataset, "stands already in a.json, row 1")


def test_one_grant_under_two_ids_is_told_and_both_are_kept(tmp_path):
    path = written(
        tmp_path / "a.json", GRANT, GRANT | {"id": "360G-y-1", "fundingOrganization": [TRUST]}
    )
    reading = read(path)
    assert [(p.row, p.level) for p in reading.problems if "looks like" in p.reason] == [(2, "info")]
    assert len(assemble([reading], Place("p")).collaborations) == 2


def test_the_order_of_files_and_of_grants_does_not_matter(tmp_path):
    other = GRANT | {"id": "360G-x-2", "title": "Band", "recipientOrganization": [CHOIR, TRUST]}
    one = read(written(tmp_path / "a.json", GRANT, other), source="a")
    two = read(written(tmp_path / "b.json", other, GRANT), source="a")
    first, second = assemble([one], Place("p")), assemble([two], Place("p"))
    assert first.collaborations == second.collaborations
    assert first.organisations == second.organisations
    assert first.collaboration_members == second.collaboration_members


def test_codes_of_areas_are_areas(tmp_path):
    places = [
        {"name": "Trafford", "geoCode": "E08000009"},
        {"name": "Trafford", "geoCode": "E08000009"},
        {"name": "Hale Barns", "geoCode": "E05000829"},
        {"geoCode": "E92000001"},
        {"name": "Sale"},
    ]
    path = written(tmp_path / "a.json", GRANT | {"beneficiaryLocation": places})
    dataset = read_dataset(path)
    assert [(a.id, a.name, a.kind) for a in dataset.areas] == [
        ("E05000829", "Hale Barns", "ward"),
        ("E08000009", "Trafford", "borough"),
        ("E92000001", "E92000001", "other"),
        ("area:sale", "Sale", "other"),
    ]
    (grant,) = dataset.collaborations
    assert grant.areas == ("E08000009", "E05000829", "E92000001", "area:sale")


def test_an_area_that_the_place_lists_is_the_one_that_a_code_means(tmp_path):
    (tmp_path / "areas.csv").write_text("id,name,kind\ntrafford,Trafford,borough\n")
    places = [{"name": "Trafford", "geoCode": "E08000009"}]
    written(tmp_path / "grants.json", GRANT | {"beneficiaryLocation": places})
    (tmp_path / "partnership.toml").write_text(
        'id = "x"\n[[sources]]\npath = "areas.csv"\n[[sources]]\npath = "grants.json"\n'
        'format = "360giving"\n'
    )
    dataset = read_dataset(tmp_path)
    assert [a.id for a in dataset.areas] == ["trafford"]
    assert dataset.collaborations[0].areas == ("trafford",)
