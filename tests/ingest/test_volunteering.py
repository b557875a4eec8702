"""Volunteering opportunities as needs, in each of the forms that they come in."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.formats import format_of
from sap_match.ingest.volunteering.reader import read
from sap_match.model import Dataset, Need

ACTIVITY: dict[str, Any] = {
    "id": "a1",
    "type": "Activity",
    "label": "Lunch helper\r\n",
    "description": "We can&#39;t cook alone.\r\rCome &amp; help.",
    "organisation": "0AAA-1",
    "allowsRemoteParticipation": False,
    "applyLink": "https://volunteer.example.org/volunteers/opportunity/1",
    "phone": "01632 960100",
    "session": [],
}
DOIT: dict[str, Any] = {
    "id": "64aa", "title": "Driver", "description": "Take meals out.", "causes": ["Community"],
    "requirements": ["+18", "Background checks", "Own Transport"], "is_online": False,
    "location_option": "Single Location", "org_id": "64bb", "org_name": "Example Meals",
    "org_type": "NFP", "org_purpose": "Help others", "org_description": "Meals for Crewe.",
    "street": "High Street, Crewe CW1 2AB", "lon": -2.44, "lat": 53.1, "start": None, "end": None,
    "team_min": 0, "team_max": 0, "volunteers_wanted": -1,
}  # fmt: skip


def session(starts: str, ends: str, key: str = "begining", **place: Any) -> dict[str, Any]:
    where = {"locationType": "In Person", "address": "1 High Street", **place}
    return {"location": [where], "time": [{key: starts, "end": ends}]}


def dataset_of(path: Path, content: object) -> Dataset:
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_dataset(path)


def need_of(tmp_path: Path, **changes: Any) -> Need:
    (need,) = dataset_of(tmp_path / "a.json", [{**ACTIVITY, **changes}]).needs
    return need


def test_texts_are_cleaned_and_the_label_leads(tmp_path: Path) -> None:
    need = need_of(tmp_path)
    assert need.description == "Lunch helper. We can't cook alone.\nCome & help."
    assert need.kind == "volunteering"
    assert need.remote is False


@pytest.mark.parametrize("key", ["begining", "beginning"])
def test_sessions_become_windows_and_dates(tmp_path: Path, key: str) -> None:
    sessions = [
        session("2026-01-06T10:00:00", "2026-01-06T12:00:00", key),
        session("2026-01-13T10:00:00", "2026-01-13T12:00:00", key),
        session("2026-01-15T18:00:00", "2026-01-15T20:00:00", key),
    ]
    need = need_of(tmp_path, session=sessions)
    assert need.windows == ("TU 10:00-12:00", "TH 18:00-20:00")
    assert (need.starts_on, need.ends_on) == (date(2026, 1, 6), date(2026, 1, 15))
    assert need.extra["session_dates"] == "2026-01-06; 2026-01-13; 2026-01-15"


@pytest.mark.parametrize(
    ("starts", "ends", "windows", "first", "last"),
    [
        ("2022-01-01T00:00:00", "2099-12-31T23:59:00", (), date(2022, 1, 1), None),
        ("2026-05-01T00:00:00", "2026-05-01T23:59:00", (), date(2026, 5, 1), date(2026, 5, 1)),
        ("2026-01-10T09:00:00", "2026-03-31T17:00:00", (), date(2026, 1, 10), date(2026, 3, 31)),
        ("2026-05-01", "2026-05-03", (), date(2026, 5, 1), date(2026, 5, 3)),
        ("2026-05-01T22:00:00", "2026-05-02T02:00:00", ("FR 22:00-24:00", "SA 00:00-02:00"),
         date(2026, 5, 1),
         date(2026, 5, 1)),
        ("2026-05-02T10:00:00", "2026-05-01T10:00:00", (), date(2026, 5, 2), None),
    ],
)  # fmt: skip
def test_one_session(
    tmp_path: Path, starts: str, ends: str, windows: tuple[str, ...], first: date, last: date | None
) -> None:
    need = need_of(tmp_path, session=[session(starts, ends)])
    assert need.windows == windows
    assert (need.starts_on, need.ends_on) == (first, last)


def test_a_closing_day_with_hours_added_is_seen_where_many_roles_are_written_so(
    tmp_path: Path,
) -> None:
    closing = [session("2026-03-31T09:00:00", "2026-05-12T00:00:00")]  # 999 hours
    many = [{**ACTIVITY, "id": f"a{n}", "session": closing} for n in range(12)]
    found = dataset_of(tmp_path / "a.json", many)
    assert {(n.starts_on, n.ends_on) for n in found.needs} == {(None, date(2026, 3, 31))}
    assert any("closing day" in p.reason for p in found.problems)
    plain = [
        {**one, "session": [session("2026-03-31T09:00:00", f"2026-05-{n + 1:02}T12:00:00")]}
        for n, one in enumerate(many)
    ]
    assert {n.starts_on for n in dataset_of(tmp_path / "a.json", plain).needs} == {
        date(2026, 3, 31)
    }


def test_an_organisation_known_by_its_id_alone_goes_to_the_officer_only(tmp_path: Path) -> None:
    found = dataset_of(tmp_path / "a.json", [ACTIVITY, {**ACTIVITY, "id": "a2"}])
    (organisation,) = found.organisations
    assert organisation.name == "Not named (0AAA-1), on volunteer.example.org"
    assert organisation.suggest == "ask"
    assert organisation.extra["unnamed"] == "yes"
    assert len(found.needs) == 2


def test_an_organisation_that_the_file_lists_is_the_one(tmp_path: Path) -> None:
    page = "https://volunteer.example.org/volunteers/provider-profile/ExampleMealsTrust"
    listed = {"id": "0AAA-1", "type": "Organisation", "description": "", "website": page}
    found = dataset_of(tmp_path / "a.jsonld", {"@context": {}, "@graph": [ACTIVITY, listed]})
    assert [(o.name, o.website) for o in found.organisations] == [("Example Meals Trust", None)]


def test_a_check_is_taken_from_a_label_that_names_it_and_from_no_text(tmp_path: Path) -> None:
    labels = [{"id": "r1", "label": "Enhanced DBS check"}, {"id": "r2", "label": "+16"}]
    need = need_of(tmp_path, requirement=labels, description="An enhanced DBS check is needed.")
    assert need.checks_required == ("dbs_enhanced",)
    assert need.minimum_age == 16
    assert need_of(tmp_path, description="A DBS check is needed.").checks_required == ()


def test_labels_of_ids_are_looked_up_in_the_same_file(tmp_path: Path) -> None:
    concept = {"id": "c1", "type": "Concept", "prefLabel": "Food"}
    activity = {**ACTIVITY, "cause": [{"id": "c1"}, {"id": "c2", "label": "Sport"}]}
    found = dataset_of(tmp_path / "a.jsonld", {"@graph": [activity, concept]})
    assert found.needs[0].causes == ("Food", "Sport")
    assert found.sources[0].bad == 0


def test_doit_flat(tmp_path: Path) -> None:
    found = dataset_of(tmp_path / "doit.json", [DOIT])
    (need,) = found.needs
    assert need.description == "Driver. Take meals out. Asked for: Own Transport."
    assert (need.minimum_age, need.checks_required) == (18, ("background_check",))
    assert (need.quantity, need.team_min, need.team_max) == (None, None, None)
    assert (need.postcode, need.remote) == ("CW1 2AB", False)
    (organisation,) = found.organisations
    assert (organisation.kind, organisation.description) == ("voluntary", "Meals for Crewe.")
    assert [p.field for p in found.problems if p.level == "note"] == ["checks_required"]


def test_doit_as_its_database_writes_it(tmp_path: Path) -> None:
    raw = {
        "_id": {"$oid": "64aa"}, "volunteerNumber": 4, "isOnline": True, "address": None,
        "startDate": {"$date": "2026-05-07T07:00:00.000Z"},
        "endDate": {"$date": "2026-05-07T09:00:00.000Z"},
        "teamsMinSize": 5, "teamsMaxSize": 10,
        "activityDefinitionSubDocument": {
            "title": "Team day", "description": "Paint a fence.", "type": "Event",
            "causeOptions": [{"displayName": "Community"}],
            "requirementOptions": [{"displayName": "+18"}], "locationOption": "From Home",
            "organizationSubDocument": {"_id": {"$oid": "64bb"}, "name": "Example Farm"},
        },
    }  # fmt: skip
    found = dataset_of(tmp_path / "doit.json", [raw])
    (need,) = found.needs
    assert (need.id, need.organisation_id, need.quantity, need.unit) == (
        "64aa",
        "64bb",
        4,
        "people",
    )
    assert (need.team_min, need.team_max, need.remote) == (5, 10, True)
    assert need.windows == ("TH 08:00-10:00",)  # summer time


def test_a_table_of_opportunities(tmp_path: Path) -> None:
    path = tmp_path / "opportunities.csv"
    path.write_text(
        '"PLACEMENTID","NAME","DESCRIPTION","LOCATIONTYPE","POSTALCODE","OPPTYPE","WEBLINK",'
        '"STARTDATE","ENDDATE","AUTHORISED"\n'
        '"2","Steward","Guide people.","In Person","CW12AB","Flexible",'
        '"https://x.example.org/volunteers/opportunity/2","2026-01-01","2026-02-01","False"\n',
        encoding="utf-8",
    )
    (need,) = read_dataset(path).needs
    assert (need.id, need.postcode, need.status) == ("x.example.org-2", "CW1 2AB", "paused")
    assert (need.starts_on, need.ends_on) == (date(2026, 1, 1), date(2026, 2, 1))


def test_a_table_that_lists_volunteers_is_not_read_as_opportunities(tmp_path: Path) -> None:
    path = tmp_path / "sessions.csv"
    path.write_text("PLACEMENTID,NAME,OPPTYPE,FIRSTNAME,SURNAME\n1,x,y,Anna,Example\n")
    assert format_of(path) is None


def test_an_example_to_be_filled_in_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "example.json"
    empty = {**dict.fromkeys(ACTIVITY, ""), "type": "Activity", "session": [], "cause": [{}]}
    path.write_text(json.dumps({"@context": "https://x", "@graph": [empty]}))
    with pytest.raises(DataError, match="example to be filled in"):
        read(path)


def test_every_entry_is_used_or_told(tmp_path: Path) -> None:
    awkward: list[Any] = [
        ACTIVITY, None, 7, "text", [], {}, {"type": "Activity"}, {**ACTIVITY, "id": ["x"]},
        {**ACTIVITY, "id": "a2", "session": {"time": 3}, "requirement": 5, "cause": {"id": {}}},
        {**ACTIVITY, "id": "a3", "organisation": None}, {**ACTIVITY, "id": "a4", "label": None,
         "description": [1]}, {**DOIT, "id": "d2", "volunteers_wanted": "many", "lat": "x"},
    ]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in awkward) + "{broken}\n")
    reading = read(path)
    used = {row.row for table in reading.tables for row in table.rows}
    told = {p.row for p in reading.problems if p.level == "bad"}
    assert reading.rows_in == len(awkward) + 1
    assert used | told == set(range(1, reading.rows_in + 1))
    assert not used & told


@pytest.mark.real_data
def test_the_samples_of_the_uk(shared_data: Path) -> None:
    folder = shared_data / "uk_volunteering"
    doit = read_dataset(folder / "doit_activities.jsonl.gz")
    assert (len(doit.needs), len(doit.organisations)) == (100, 48)
    assert Counter(n.minimum_age for n in doit.needs) == {None: 71, 18: 22, 16: 4, 14: 3}
    kinetic = read_dataset(folder / "teamkinetic_activities.jsonl.gz")
    assert (len(kinetic.needs), len(kinetic.organisations)) == (250, 224)
    assert sum(s.bad for s in (*doit.sources, *kinetic.sources)) == 0
    lines = gzip.decompress((folder / "teamkinetic_activities.jsonl.gz").read_bytes()).splitlines()
    remote = sum(json.loads(line)["allowsRemoteParticipation"] for line in lines)
    assert sum(bool(n.remote) for n in kinetic.needs) == remote
