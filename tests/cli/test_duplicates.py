"""``sap-match duplicates``: evidence, costs, a sheet to judge, conflicts, proposals."""

import csv
import json

import pytest


def rows_of(path):
    if path.suffix == ".json":
        return json.loads(path.read_text("utf-8"))["rows"]
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_rows_hold_relation_probabilities_and_an_id_to_answer(example, tmp_path, sap_match):
    out = tmp_path / "d.json"
    assert sap_match("duplicates", example, "--out", out).code == 0
    rows = rows_of(out)
    assert list(rows[0])[:5] == ["left_id", "right_id", "probability", "relation", "decision"]
    for row in rows:
        shares = [v for n, v in row.items() if n.startswith("p_")]
        assert len(shares) == 5
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        assert row["suggestion_id"]


def test_the_evidence_for_a_pair_is_shown_step_by_step(village, tmp_path, sap_match):
    out = tmp_path / "d.json"
    sap_match("duplicates", village, "--out", out)
    first = rows_of(out)[0]
    ids = (first["right_id"], first["left_id"])
    said = sap_match("duplicates", village, "--pair", *ids)
    assert said.code == 0
    assert "starting odds" in said.out
    assert "same record" in said.out
    assert first["suggestion_id"] in said.out
    steps = tmp_path / "steps.csv"
    sap_match("duplicates", village, "--pair", *ids, "--out", steps)
    rows = rows_of(steps)
    total = sum(float(r["weight"]) for r in rows)
    assert total == pytest.approx(first["score"], abs=1e-5)
    assert float(rows[-1]["log_odds"]) == pytest.approx(total, abs=1e-5)
    assert "starting odds" in sap_match("duplicates", village, "--explain").out
    assert sap_match("duplicates", village, "--pair", ids[0], "nobody").code == 2


def test_costs_move_the_decision_and_nonsense_is_refused(example, tmp_path, sap_match):
    def sure(*options):
        out = tmp_path / "d.json"
        assert sap_match("duplicates", example, *options, "--out", out).code == 0
        return sum(r["decision"] == "duplicate" for r in rows_of(out))

    assert sure("--cost-of-false-merge", "1000000") < sure() <= sure("--cost-of-false-merge", "0.1")
    said = sap_match("duplicates", example, "--cost-of-miss", "0")
    assert said.code == 2
    assert "--cost-of-miss" in said.err


def test_related_pairs_are_listed_on_request(example, tmp_path, sap_match):
    out = tmp_path / "d.json"
    sap_match("duplicates", example, "--related", "--out", out)
    assert "distinct" in {r["decision"] for r in rows_of(out)}


def test_a_sheet_is_written_added_to_and_read_back(example, tmp_path, sap_match):
    sheet = tmp_path / "sheet.csv"
    said = sap_match("duplicates", example, "--label", sheet, "--pairs", 4)
    assert said.code == 0
    assert "4 pairs added" in said.out
    rows = rows_of(sheet)
    assert [r["expected"] for r in rows] == [""] * 4
    assert all(r["left_name"] and r["right_name"] for r in rows)
    rows[0]["expected"], rows[1]["expected"], rows[2]["expected"] = "yes", "no", "hm"
    with sheet.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    said = sap_match("duplicates", example, "--label", sheet, "--pairs", 3)
    more = rows_of(sheet)
    assert more[:4] == rows
    assert len(more) == 7
    assert len({frozenset((r["left_id"], r["right_id"])) for r in more}) == 7
    assert "sheet.csv, row 4, expected 'hm': write yes or no" in said.complaint
    out = tmp_path / "d.json"
    said = sap_match("duplicates", example, "--labels", sheet, "--out", out)
    assert said.code == 0
    decided = {frozenset((r["left_id"], r["right_id"])): r["decision"] for r in rows_of(out)}
    assert decided[frozenset((rows[0]["left_id"], rows[0]["right_id"]))] == "duplicate"
    assert frozenset((rows[1]["left_id"], rows[1]["right_id"])) not in decided


def test_a_sheet_is_safe_in_a_spreadsheet(own_village, tmp_path, sap_match):
    table = (
        "id,name,kind,phones,address\n"
        "'=1,=cmd|' /C calc'!A0,voluntary,01632 960001,1 High Street\n"
        "b,+cmd lunch calc,voluntary,01632 960001,1 High Street\n"
    )
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "organisations.csv").write_text(table, encoding="utf-8")
    sheet = tmp_path / "sheet.csv"
    said = sap_match("duplicates", folder, "--of", "organisations", "--label", sheet,
                     "--as-of", "2026-11-01")  # fmt: skip
    assert said.code == 0
    for row in rows_of(sheet):
        assert not any(str(v).startswith(tuple("=+@")) for v in row.values())


def test_labels_and_sheets_that_cannot_be_are_said(village, tmp_path, sap_match):
    assert sap_match("duplicates", village, "--labels", tmp_path / "none.csv").code == 1
    said = sap_match("duplicates", village, "--label", tmp_path / "sheet.xlsx")
    assert said.code == 2
    assert ".csv" in said.err


def test_conflicts_proposals_and_their_origin(example, tmp_path, sap_match):
    files = {n: tmp_path / f"{n}.csv" for n in ("conflicts", "merged", "provenance", "changes")}
    options = [word for name, path in files.items() for word in (f"--{name}", path)]
    before = {p.name: p.read_bytes() for p in example.glob("*.csv")}
    assert sap_match("duplicates", example, *options, "--out", tmp_path / "d.csv").code == 0
    found = {name: rows_of(path) for name, path in files.items()}
    assert {"group_id", "field", "record_id", "value"} <= set(found["conflicts"][0])
    groups = {r["group_id"] for r in found["merged"]}
    assert groups == {r["group_id"] for r in found["provenance"]}
    assert all(r["why"] and r["from_ids"] for r in found["provenance"])
    assert found["changes"] == []
    assert {p.name: p.read_bytes() for p in example.glob("*.csv")} == before


def test_no_table_tells_the_place_of_a_refuge(tmp_path, sap_match):
    says = '"Safe rooms and support for women at 17 Secret Lane, Zedtown CW1 2AB."'
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "organisations.csv").write_text(
        "id,name,kind\no1,Vale Women,voluntary\n", encoding="utf-8"
    )
    (folder / "services.csv").write_text(
        "id,organisation_id,name,description,address,postcode,email,phones,location_confidential\n"
        f"a,o1,Vale safe rooms,{says},,,jo.bloggs@example.org,01632 960001,yes\n"
        f'b,o1,Vale safe rooms,{says},"17 Secret Lane, Zedtown",CW1 2AB,'
        "jo.bloggs@example.org,01632 960001,\n",
        encoding="utf-8",
    )
    files = {n: tmp_path / f"{n}.csv" for n in ("conflicts", "merged", "provenance", "label")}
    options = [w for n, path in files.items() if n != "label" for w in (f"--{n}", path)]
    found = sap_match("duplicates", folder, "--as-of", "2026-11-01", *options)
    sap_match("duplicates", folder, "--as-of", "2026-11-01", "--label", files["label"])
    assert len(rows_of(files["merged"])) == len(rows_of(files["label"])) == 1
    told = [found.out, *(path.read_text("utf-8") for path in files.values())]
    assert "...001" in "".join(told)
    for text in told:
        for secret in ("secret lane", "zedtown", "cw1", "2ab", "jo.bloggs", "960001"):
            assert secret not in text.casefold()


def test_what_was_compared_is_kept(example, tmp_path, sap_match):
    kept, one, two = (tmp_path / n for n in ("earlier.json", "one.csv", "two.csv"))
    assert sap_match("duplicates", example, "--earlier", kept, "--out", one).code == 0
    assert kept.exists()
    assert sap_match("duplicates", example, "--earlier", kept, "--out", two).code == 0
    assert one.read_bytes() == two.read_bytes()
    kept.write_text("{}", encoding="utf-8")
    assert sap_match("duplicates", example, "--earlier", kept).code == 1


def test_one_to_one_asks_for_sources(village, sap_match):
    said = sap_match("duplicates", village, "--one-to-one")
    assert said.code == 1
    assert "source" in said.complaint


@pytest.mark.slow
def test_an_answer_in_the_history_wins_and_groups_keep_their_ids(own_village, tmp_path, sap_match):
    folder, history = own_village(), tmp_path / "history.sqlite"
    out = tmp_path / "d.json"
    sap_match("duplicates", folder, "--out", out)
    pair = rows_of(out)[0]
    answers = tmp_path / "answers.csv"
    answers.write_text(
        f"suggestion_id,decision,decided_on,decided_by_role\n"
        f"{pair['suggestion_id']},duplicate,2026-10-02,directory editor\n",
        encoding="utf-8",
    )
    assert sap_match("feedback", folder, answers, "--history", history).code == 0
    sap_match("run", folder, "--month", "2026-10", "--out", tmp_path, "--history", history)
    sap_match("duplicates", folder, "--history", history, "--out", out)
    then = next(
        r
        for r in rows_of(out)
        if (r["left_id"], r["right_id"]) == (pair["left_id"], pair["right_id"])
    )  # fmt: skip
    assert then["decision"] == "duplicate"
    assert "said by a directory editor" in then["reason"]
    assert then["group_id"] == min(pair["left_id"], pair["right_id"])
    changes = tmp_path / "changes.csv"
    sap_match("duplicates", folder, "--history", history, "--changes", changes, "--out", out)
    assert rows_of(changes) == []
