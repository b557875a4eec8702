"""``sap-match consortium``: rules, gaps, and what is said of a brief that cannot be met."""

import json

import pytest
from rich.cells import cell_len


def rows(path):
    return json.loads(path.read_text("utf-8"))["rows"]


def test_rules_that_clash_are_said_with_the_smallest_change(village, sap_match):
    found = sap_match("consortium", village, "--size-min", 4, "--size-max", 3)
    assert found.code == 1
    assert "“at least 4 members”; “at most 3 members”" in " ".join(found.complaint.split())
    assert "The smallest change that allows one" in " ".join(found.complaint.split())


def test_who_must_sit_sits_and_who_must_not_does_not(village, tmp_path, sap_match):
    out = tmp_path / "teams.json"
    sap_match("consortium", village, "--must", "garden", "--must-not", "works", "--out", out)
    seated = {(r["brief_id"], r["team"]) for r in rows(out)}
    with_garden = {
        (r["brief_id"], r["team"]) for r in rows(out) if r["organisation_id"] == "garden"
    }
    assert seated == with_garden
    assert "works" not in {r["organisation_id"] for r in rows(out)}


def test_an_unknown_must_comes_with_the_nearest(village, sap_match):
    found = sap_match("consortium", village, "--must", "gardn")
    assert found.code == 2
    assert "'garden'" in found.complaint


def test_a_brief_that_cannot_be_met_does_not_stop_the_others(village, tmp_path, sap_match):
    briefs = tmp_path / "briefs.csv"
    briefs.write_text(
        "id,description,capabilities\nbad,???,\ngood,LUNCH FOR OLDER PEOPLE,LUNCH\n", "utf-8"
    )
    found = sap_match("consortium", village, "--briefs", briefs, "--teams", 1)
    assert "brief bad, description '???': says nothing that could be looked for" in " ".join(
        found.complaint.split()
    )
    assert "(good), team 1: covers 1 of 1" in found.out.replace("\n", " ")


def test_what_was_read_out_of_a_text_is_shown_for_correction(village, tmp_path, sap_match):
    briefs = tmp_path / "briefs.csv"
    briefs.write_text(
        'id,description\nb,"We need lunch, a room, and welding for bicycles."\n', "utf-8"
    )
    out = sap_match("consortium", village, "--briefs", briefs, "--teams", 1).out
    assert "to be corrected in its column capabilities: lunch; room; welding for bicycles." in (
        " ".join(out.split())
    )


def test_gaps_leave_as_a_table_or_stand_below_the_teams(village, tmp_path, sap_match):
    out = tmp_path / "gaps.csv"
    sap_match("consortium", village, "--gaps", out)
    assert out.read_text("utf-8").startswith(
        "brief_id,capability,nearest_id,nearest_fit,beyond_id,beyond_fit,km,reason"
    )
    assert "welding" in out.read_text("utf-8")
    assert "What nobody local covers" in sap_match("consortium", village).out


@pytest.mark.parametrize("cohesion", ["none", "sum", "diameter", "steiner", "bottleneck"])
def test_every_measure_of_cohesion_makes_a_team_in_80_columns(village, cohesion, sap_match):
    told = sap_match("consortium", village, "--cohesion", cohesion, "--fair-by", "kind")
    assert "team 1: covers" in told.out
    assert max(map(cell_len, told.out.splitlines())) <= 80


def test_a_misspelt_column_of_briefs_is_said_once_with_the_one_meant(village, tmp_path, sap_match):
    briefs = tmp_path / "briefs.csv"
    briefs.write_text("id,description,capabilties\nb,Mondays,lunch\nc,Tuesdays,lunch\n", "utf-8")
    found = sap_match("consortium", village, "--briefs", briefs, "--teams", 1)
    told = " ".join(found.complaint.split())
    assert told.count("capabilties") == 1
    assert (
        "briefs.csv: capabilties is no column of briefs; kept as extra; did you mean capabilities?"
        in told
    )
