"""`pairings` and `facilities`: aims, seeds, and the files and folders that a plan goes out as."""

import csv
import json
from pathlib import Path

import pytest

from sap_match.ingest import read_dataset


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("aim", ["welfare", "stable", "fair", "most-first", "Most First"])
def test_each_aim_says_itself_its_total_and_its_seed(village, sap_match, aim):
    said = sap_match("pairings", village, "--aim", aim, "--seed", 7)
    assert said.code == 0
    told = " ".join(said.out.split())
    assert f"Aim: {aim.replace('-', ' ').lower()}, " in told
    assert "1 match; total score" in told
    assert "Seed of the lottery among equals: 7." in told
    assert "Placed: 0 of 10 items, 4 of 6 people." in told
    assert max(map(len, said.out.splitlines())) <= 80


def test_rooms_say_their_plan_as_well(village, sap_match):
    said = sap_match("facilities", village, "--seed", 2)
    assert said.code == 0
    assert "Seed of the lottery among equals: 2." in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["pairings", "--aim", "profit"], "'profit' is not one of 'welfare', 'stable', 'fair'"),
        (["pairings", "--aim", "stabel"], "did you mean 'stable'?"),
        (["pairings", "--seed", "-1"], "--seed"),
        (["pairings", "--seed", "many"], "--seed"),
        (["pairings", "--values", "none.csv"], "there is no file none.csv"),
        (["pairings", "--social-value", "v.csv"], "--social-value needs --values FILE"),
        (["pairings", "--waiting", "w.txt"], "ends in none of"),
        (["pairings", "--packs", "typo/packs"], "there is no folder typo"),
        (["facilities", "--ical", "plan.txt"], "does not end in .ics"),
        (["facilities", "--ical", "typo/plan.ics"], "there is no folder typo"),
        (["facilities", "--openactive", "typo/feeds"], "there is no folder typo"),
        (["facilities", "--aim", "stable"], "--aim"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2_and_says_so(
    village, sap_match, tmp_path, monkeypatch, typed, words
):
    monkeypatch.chdir(tmp_path)
    said = sap_match(typed[0], village, *typed[1:])
    assert said.code == 2
    assert words in " ".join(said.err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_plan_of_pairings_goes_out_as_tables(village, sap_match, tmp_path):
    values = tmp_path / "values.csv"
    values.write_text("unit,value,code,source\npeople,100,X1,made up\n", encoding="utf-8")
    names = ("waiting", "ledger", "social-value", "candidates")
    files = {name: tmp_path / f"{name}.csv" for name in names}
    options = [word for name, path in files.items() for word in (f"--{name}", path)]
    said = sap_match("pairings", village, "--values", values, *options)
    assert said.code == 0
    assert "Social value, by what hosts have confirmed as delivered" in said.out
    planned = {r["organisation_id"]: r["planned"] for r in rows_of(files["ledger"])}
    assert "4.0" in planned.values()
    assert all(path.is_file() for path in files.values())
    assert [p.name for p in tmp_path.iterdir() if "partial" in p.name] == []


def test_values_that_cannot_be_used_are_told_with_their_row(village, sap_match, tmp_path):
    values = tmp_path / "values.csv"
    values.write_text("unit,value\nhours,dear\n", encoding="utf-8")
    said = sap_match("pairings", village, "--values", values, "--out", tmp_path / "o.csv")
    assert said.code == 1
    assert "values.csv" in said.err
    assert "dear" in said.err
    assert not (tmp_path / "o.csv").exists()


def test_packs_are_made_once_and_replaced_when_asked(village, sap_match, tmp_path):
    folder = tmp_path / "packs"
    assert sap_match("pairings", village, "--packs", folder).code == 0
    made = sorted(p.name for p in folder.iterdir())
    assert made
    assert {Path(name).suffix for name in made} == {".md", ".html"}
    again = sap_match("pairings", village, "--packs", folder)
    assert again.code == 2
    assert "say --replace" in again.complaint
    assert sap_match("pairings", village, "--packs", folder, "--replace").code == 0
    assert sorted(p.name for p in folder.iterdir()) == made
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    kept = sap_match("pairings", village, "--packs", folder, "--replace")
    assert kept.code == 2
    assert "notes.txt" in kept.complaint
    assert (folder / "notes.txt").read_text("utf-8") == "mine"


def test_rooms_go_out_as_a_calendar_and_as_feeds(village, sap_match, tmp_path):
    ical, feeds = tmp_path / "plan.ics", tmp_path / "feeds"
    said = sap_match("facilities", village, "--ical", ical, "--openactive", feeds)
    assert said.code == 0
    assert ical.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"STATUS:TENTATIVE" in ical.read_bytes()
    page = json.loads((feeds / "facility-uses-1.json").read_text("utf-8"))
    assert {one["kind"] for one in page["items"]} == {"FacilityUse"}
    back = read_dataset(feeds)
    assert {f.id for f in back.facilities} <= {f.id for f in read_dataset(village).facilities}
    assert sap_match("facilities", village, "--openactive", feeds).code == 2
    assert sap_match("facilities", village, "--openactive", feeds, "--replace").code == 0


def test_what_stands_unused_is_a_table_of_facilities_and_areas(village, sap_match, tmp_path):
    out = tmp_path / "estate.csv"
    assert sap_match("facilities", village, "--estate", out).code == 0
    rows = rows_of(out)
    assert rows
    assert {row["by"] for row in rows} <= {"facility", "area"}
    for row in rows:
        hours = {name: float(row[name]) for name in ("open", "booked", "planned", "unused")}
        assert hours["unused"] <= hours["open"]
        assert min(hours.values()) >= 0
