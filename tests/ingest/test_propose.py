"""Mappings drafted from unknown tables: each can be read as it stands."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.ingest import read_dataset
from sap_match.ingest.propose.draft import NoProposal, Proposal, propose
from sap_match.ingest.strangers import DOCUMENTATION, LOOKUP, TABLE, UNKNOWN, stranger
from sap_match.model import Dataset


def drafted(folder: Path, name: str, rows: list[dict[str, Any]]) -> tuple[Proposal, Dataset]:
    """Write a table, draft its mapping, and read it by that."""
    file = folder / name
    if name.endswith(".json"):
        file.write_text(json.dumps(rows), encoding="utf-8")
    else:
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    one = stranger(file)
    assert one.proposal is not None, one.about
    (folder / "partnership.toml").write_text(one.proposal.toml, encoding="utf-8")
    return one.proposal, read_dataset(folder)


def test_care_homes_and_who_runs_them(tmp_path: Path) -> None:
    homes = [
        {"name": "Lime House", "cqc_id": "1-11", "provider": "Care Example Ltd",
         "postcode": "CW1 2AB", "telephone": "01632 960100", "lat": "53.09", "lon": "-2.44"},
        {"name": "Oak House", "cqc_id": "1-12", "provider": "Care Example Ltd",
         "postcode": "CW1 2AD", "telephone": "01632 960101", "lat": "53.10", "lon": "-2.45"},
        {"name": "Elm House", "cqc_id": "1-13", "provider": "Edge Council",
         "postcode": "CW1 2AE", "telephone": "", "lat": "53.11", "lon": "-2.46"},
    ]  # fmt: skip
    draft, found = drafted(tmp_path, "care_homes.csv", homes)
    assert {(o.name, o.kind) for o in found.organisations} == {
        ("Care Example Ltd", "business"), ("Edge Council", "public"),
    }  # fmt: skip
    assert [(s.id, s.name, s.latitude) for s in found.services] == [
        ("care-homes-1-11", "Lime House", 53.09), ("care-homes-1-12", "Oak House", 53.10),
        ("care-homes-1-13", "Elm House", 53.11),
    ]  # fmt: skip
    assert draft.confidence in ("high", "fair")


def test_one_organisation_of_several_places(tmp_path: Path) -> None:
    banks = [
        {"Name": "Example Pantry", "Opening times": "Monday 10am - 2pm", "Postcode": "CW1 2AB"},
        {"Name": "Example Pantry", "Opening times": "Friday 10am - 2pm", "Postcode": "CW1 2AD"},
        {"Name": "Other Pantry", "Opening times": "Not known", "Postcode": "CW1 2AE"},
    ]
    _, found = drafted(tmp_path, "food_banks.csv", banks)
    assert [o.name for o in found.organisations] == ["Example Pantry", "Other Pantry"]
    assert found.organisations[0].postcode is None
    assert {s.schedule for s in found.services} == {("MO 10:00-14:00",), ("FR 10:00-14:00",), ()}


def test_courts_at_a_site(tmp_path: Path) -> None:
    courts = [
        {"site_id": 7, "site_name": "Plain Club", "facility_type": kind, "postcode": "CW1 2AB"}
        for kind in ("Sports halls", "Squash courts")
    ]
    draft, found = drafted(tmp_path, "sports_facilities.csv", courts)
    assert [o.name for o in found.organisations] == ["Plain Club"]
    assert {f.name for f in found.facilities} == {
        "Sports halls at Plain Club", "Squash courts at Plain Club",
    }  # fmt: skip
    assert any("who runs" in one for one in draft.left_open)


def test_who_takes_part_in_what(tmp_path: Path) -> None:
    rows = [
        {"contract": "C1", "title": "Advice", "provider_name": "A Group", "provider_code": "A",
         "role": "prime", "start": "2026-01-01", "end": "2026-12-31"},
        {"contract": "C1", "title": "Advice", "provider_name": "B Group", "provider_code": "B",
         "role": "sub", "start": "2026-01-01", "end": "2026-12-31"},
        {"contract": "C2", "title": "Food", "provider_name": "B Group", "provider_code": "B",
         "role": "prime", "start": "2026-02-01", "end": ""},
    ]  # fmt: skip
    _, found = drafted(tmp_path, "participations.csv", rows)
    assert (len(found.organisations), len(found.collaborations)) == (2, 2)
    assert [m.role for m in found.collaboration_members] == ["prime", "sub", "prime"]
    assert found.collaborations[0].starts_on is not None


def test_needs_with_their_kind(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "description": "Socks", "type": "items", "serviceProviderId": "x",
         "serviceProviderName": "X House"},
        {"id": "2", "description": "Cooks", "type": "time", "serviceProviderId": "x",
         "serviceProviderName": "X House"},
    ]  # fmt: skip
    _, found = drafted(tmp_path, "needs.json", rows)
    assert [(n.kind, n.organisation_id) for n in found.needs] == [
        ("goods", "org-x"), ("volunteering", "org-x"),
    ]  # fmt: skip


def test_nested_json_and_days_in_columns(tmp_path: Path) -> None:
    rows = [
        {"key": f"k{n}", "name": f"Chemist {n}", "where": {"postcode": f"CW1 2A{n}"},
         "opens_monday": "09:00-17:00", "opens_tuesday": "09:00-17:00", "opens_friday": "CLOSED"}
        for n in "BDE"
    ]  # fmt: skip
    _, found = drafted(tmp_path, "pharmacies.json", rows)
    assert {o.kind for o in found.organisations} == {"business"}
    assert found.services[0].schedule == ("MO 09:00-17:00", "TU 09:00-17:00")
    assert found.services[0].postcode == "CW1 2AB"


def test_ids_of_a_public_list_stay(tmp_path: Path) -> None:
    rows = [
        {"org_id": "GB-CHC-1012345", "name": "Example", "postcode": "CW1 2AB", "income": "100.0"}
    ]
    _, found = drafted(tmp_path, "charities.csv", rows)
    assert (found.organisations[0].id, found.organisations[0].income) == ("GB-CHC-1012345", 100)


@pytest.mark.parametrize(
    ("name", "rows", "about"),
    [
        ("postcodes.csv", [{"pcds": "CW1 2AB", "lat": "53", "lon": "-2"}], "places"),
        ("tags.csv", [{"code": "A", "tag": "Art"}], "words or codes"),
        ("pairs.csv", [{"left_id": "1", "right_id": "2"}], "pairs"),
        ("sessions.csv", [{"firstname": "Anna", "surname": "X", "postcode": "CW1 2AB"}], "persons"),
        ("empty.csv", [{"name": "", "postcode": ""}], "filled in"),
    ],
)
def test_what_is_no_directory(name: str, rows: list[dict[str, str]], about: str) -> None:
    found = propose(name, rows)
    assert isinstance(found, NoProposal)
    assert about in found.about


def test_columns_with_awkward_names_are_left_out_and_the_draft_still_reads(tmp_path: Path) -> None:
    rows = [{"name": 'Ex "A" {x}', "a|b": "1", 'q"': "2", "{c}": "3", "postcode": "CW1 2AB"}]
    _, found = drafted(tmp_path, "groups.csv", rows)
    assert [o.name for o in found.organisations] == ['Ex "A" {x}']


_HEADERS = st.lists(
    st.one_of(
        st.sampled_from(["name", "Postcode", "lat", "lon", "provider", "project", "id", "type",
                         "opening_hours", "description", "capacity", "start", "website"]),
        st.text(min_size=1, max_size=12),
    ),
    min_size=1, max_size=8, unique_by=str.casefold,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(columns=_HEADERS, data=st.data())
def test_whatever_the_columns_the_draft_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, columns: list[str], data: st.DataObject
) -> None:
    cell = st.one_of(st.text(max_size=12), st.sampled_from(["CW1 2AB", "53.1", "Hall", "n/a", "7"]))
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns, cell)), max_size=5))
    folder = tmp_path_factory.mktemp("drafted")
    file = folder / "halls.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    found = propose("halls.json", rows)
    if isinstance(found, NoProposal):
        assert found.about
        return
    (folder / "partnership.toml").write_text(found.toml, encoding="utf-8")
    dataset = read_dataset(folder)
    assert sum(s.rows for s in dataset.sources) == len(rows)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("README", "hello", DOCUMENTATION),
        ("SOURCE.md", "# where from", DOCUMENTATION),
        ("x_LICENSE.md", "free", DOCUMENTATION),
        ("datapackage.json", '{"resources": []}', DOCUMENTATION),
        ("tables.json", '{"$schema": "x", "properties": {}}', DOCUMENTATION),
        ("words.ttl", "@prefix : <x>.", LOOKUP),
        ("map.py", "import os", DOCUMENTATION),
        ("empty.csv", "", UNKNOWN),
        ("figures.json", '{"a": {"b": [1, 2]}}', UNKNOWN),
        ("broken.json", '{"a": ', UNKNOWN),
        ("halls.csv", "Hall,Postcode\nPlain,CW1 2AB\n", TABLE),
        ("photo.xyz", "\x00\x01", UNKNOWN),
    ],
)
def test_strangers(tmp_path: Path, name: str, text: str, kind: str) -> None:
    (tmp_path / name).write_text(text)
    found = stranger(tmp_path / name)
    assert found.kind == kind
    assert found.about


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "tables"),
    [
        ("trafford/gm_food_banks.csv", {"organisations": 116, "services": 171}),
        ("trafford/gm_libraries.csv", {"organisations": 141, "services": 141}),
        ("trafford/sports_facilities.csv", {"organisations": 171, "facilities": 314}),
        ("trafford/trafford_care_homes.csv", {"organisations": 46, "services": 56}),
        ("trafford/trafford_general_practices.csv", {"organisations": 26, "services": 26}),
        ("trafford/trafford_pharmacies.csv", {"organisations": 57, "services": 57}),
        ("trafford/trafford_schools_and_colleges.csv", {"organisations": 103}),
        ("trafford/trafford_places_of_worship.geojson", {"organisations": 118}),
        ("chicago_early_childhood/sites.csv", {"organisations": 1743}),
        ("hmpps_interventions/participations.csv",
         {"organisations": 114, "collaborations": 148, "collaboration_members": 454}),
        ("manchester_street_support/needs.json", {"organisations": 8, "needs": 25}),
    ],
)  # fmt: skip
def test_real_tables(shared_data: Path, tmp_path: Path, file: str, tables: dict[str, int]) -> None:
    path = shared_data / file
    found = stranger(path, link=str(path.resolve()))
    assert found.proposal is not None
    (tmp_path / "partnership.toml").write_text(found.proposal.toml, encoding="utf-8")
    dataset = read_dataset(tmp_path)
    assert {t: len(r) for t, r in dataset.tables.items() if r} == tables
    assert sum(s.bad for s in dataset.sources) == 0
