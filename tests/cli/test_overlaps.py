"""``sap-match overlaps``: groups, notes of both sides, and what the screen shows."""

import csv
import json

from rich.cells import cell_len


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_groups_and_notes_on_the_example(example, sap_match, tmp_path):
    notes = tmp_path / "notes.csv"
    notes.write_text(
        "left_id,right_id,side,note,by_role\n"
        "XE-SVC-0082-1,XE-SVC-0078-1,XE-SVC-0082-1,=1+1 chairs are full,warden\n"
        ",,left,belongs to nothing,\n"
        ",,,,\n",
        encoding="utf-8",
    )
    out, groups = tmp_path / "o.csv", tmp_path / "g.json"
    said = sap_match("overlaps", example, "--out", out, "--groups", groups, "--notes", notes)
    assert said.code == 0, said.err
    assert "notes.csv, row 3" in said.err
    assert "the note is left out" in said.err
    (row,) = [
        r
        for r in rows_of(out)
        if (r["left_id"], r["right_id"]) == ("XE-SVC-0078-1", "XE-SVC-0082-1")
    ]
    assert row["left_note"] == ""
    assert row["right_note"] == "'=1+1 chairs are full (warden)"
    body = json.loads(groups.read_text("utf-8"))
    assert body["columns"][:4] == ["group_id", "title", "theme", "where"]
    lunches = [g for g in body["rows"] if "XE-SVC-0078-1" in g["member_ids"]]
    assert lunches[0]["theme"] == "lunch clubs"
    assert "on a Thursday" in lunches[0]["title"]


def test_the_screen_shows_groups_and_fits(example, sap_match):
    said = sap_match("overlaps", example)
    assert said.code == 0, said.err
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80
    assert "lunch clubs within" in said.out
    assert "Could do:" in said.out
    assert "An overlap is no fault" in said.out


def test_every_note_is_shown_or_said_and_a_side_has_its_name(example, sap_match, tmp_path):
    notes = tmp_path / "notes.csv"
    notes.write_text(
        "left_id,right_id,side,note,by_role\n"
        "XE-SVC-0082-1,XE-SVC-0078-1,left,Our chairs are full,warden\n"
        "XE-SVC-0082-1,XE-SVC-0001-1,left,never shown,\n"
        "XE-SVC-0082-1,XE-SVC-0078-1,XE-SVC-0001-1,never shown,\n"
        "XE-SVC-0082-1,XE-SVC-0078,left,never shown,\n",
        encoding="utf-8",
    )
    said = sap_match("overlaps", example, "--notes", notes)
    assert said.code == 0, said.err
    shown = " ".join(said.out.split())
    assert "never shown" not in shown
    assert "One side" not in shown
    (line,) = [p for p in shown.split("Said by ")[1:] if "chairs are full" in p]
    assert "(XE-SVC-0082-1): Our chairs are full (warden)" in line
    for told in ("row 3, left_id and right_id", "row 4, side", "row 5, right_id"):
        assert f"notes.csv, {told}" in said.complaint
    assert "Value error" not in said.err


def test_notes_that_cannot_be_read_are_refused(village, sap_match, tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("who,what\na,b\n", encoding="utf-8")
    said = sap_match("overlaps", village, "--notes", path)
    assert said.code == 1
    assert "has no column side or note" in said.err
    said = sap_match("overlaps", village, "--notes", tmp_path / "absent.csv")
    assert said.code == 1
    path.write_bytes(b"side,note\n\xff\xfe,x\n")
    assert sap_match("overlaps", village, "--notes", path).code == 1


def test_organisations_are_compared_when_asked(example, sap_match, tmp_path):
    out = tmp_path / "o.csv"
    said = sap_match("overlaps", example, "--of", "organisations", "--out", out)
    assert said.code == 0, said.err
    header = out.read_text("utf-8").splitlines()[0]
    assert header.startswith("left_id,right_id,score,reason")
