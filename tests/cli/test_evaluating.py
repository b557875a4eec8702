"""``sap-match evaluate partners`` on the command line: three tasks, for people and for files."""

import csv
import json

import pytest

RINGS = [("a", "b", "c"), ("b", "c", "d"), ("a", "d"), ("e", "f"), ("a", "e")]


@pytest.fixture
def ring(tmp_path):
    """Six organisations; four collaborations of 2024, one of 2026."""
    folder = tmp_path / "ring"
    folder.mkdir()
    (folder / "organisations.csv").write_text(
        "id,name,kind\n" + "".join(f"{o},The {o} Trust,voluntary\n" for o in "abcdef"),
        encoding="utf-8",
    )
    (folder / "collaborations.csv").write_text(
        "id,kind,title,programme,starts_on\n"
        + "".join(
            f"c{i},consortium,Warm rooms {i},Winter,{2026 if i == 4 else 2024}-01-01\n"
            for i in range(len(RINGS))
        ),
        encoding="utf-8",
    )
    (folder / "collaboration_members.csv").write_text(
        "collaboration_id,organisation_id,role\n"
        + "".join(
            f"c{i},{o},{'lead' if n == 0 else 'partner'}\n"
            for i, row in enumerate(RINGS)
            for n, o in enumerate(row)
        ),
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize(("task", "queries"), [("new", "2"), ("complete", "2"), ("briefs", "1")])
def test_rows_and_every_query(task, queries, ring, tmp_path, sap_match):
    out, each = tmp_path / "rows.csv", tmp_path / "each.json"
    said = sap_match("evaluate", "partners", ring, "--split", "2025-01-01", "--task", task,
                     "--out", out, "--per-query", each)  # fmt: skip
    assert (said.code, said.out) == (0, "")
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["method"] == "suggestions"
    assert {"most in the same programme", "personalised PageRank"} <= {r["method"] for r in rows}
    assert {r["queries"] for r in rows} == {queries}
    asked = json.loads(each.read_text(encoding="utf-8"))["rows"]
    assert len(asked) == len(rows) * int(queries)
    assert {r["task"] for r in asked} == {task}


def test_a_table_for_people_fits_eighty_columns(ring, sap_match):
    said = sap_match("evaluate", "partners", ring, "--split", "2025-01-01")
    assert said.code == 0
    assert max(map(len, said.out.splitlines())) <= 80
    assert said.out.startswith("New partners of organisations, from 2025-01-01 on: 2 queries.")
    assert "6 candidates" in said.out
    assert "ours above" in said.out
    assert "asked by new" in said.out


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--split", "1990-01-01"), 1, "--split"),
        (("--split", "2030-01-01"), 1, "--split"),
        (("--task", "breifs"), 2, "did you mean 'briefs'"),
        (("--per-query", "rows.txt"), 2, "--per-query"),
        (("--most", "0"), 2, "--most"),
        (("--among", "some"), 2, "seen"),
    ],
)
def test_what_cannot_be_asked_is_said(options, code, told, ring, sap_match):
    said = sap_match("evaluate", "partners", ring, *options)
    assert said.code == code
    assert told in " ".join(said.err.split())
    assert "Traceback" not in said.err
