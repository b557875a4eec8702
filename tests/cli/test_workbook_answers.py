"""What the officer chose in the month's workbook goes into the history."""

import csv

import pytest

openpyxl = pytest.importorskip("openpyxl")


def test_a_filled_in_workbook_is_feedback(village, tmp_path, sap_match):
    out, history = tmp_path / "out", tmp_path / "history.sqlite"
    run = ("run", village, "--out", out, "--history", history, "--month")
    assert sap_match(*run, "2026-11").code == 0
    path = out / "2026-11" / "suggestions.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Suggestions"]
    head = [cell.value for cell in sheet[1]]
    sheet.cell(2, head.index("Decision") + 1).value = "never"
    sheet.cell(2, head.index("Reason for the decision") + 1).value = "=1+1, they fell out"
    refused = sheet.cell(2, head.index("Suggestion id") + 1).value
    filled = tmp_path / "suggestions.xlsx"
    book.save(filled)

    feedback = ("feedback", village, filled, "--history", history)
    assert sap_match(*feedback).out == "1 decisions are new, 0 were known already.\n"
    assert sap_match(*run, "2026-12").code == 0
    with (out / "2026-12" / "suggestions.csv").open(encoding="utf-8", newline="") as handle:
        listed = [row["suggestion_id"] for row in csv.DictReader(handle) if row["month"]]
    assert refused not in listed


def test_a_workbook_of_tables_is_still_one(village, tmp_path, sap_match):
    book = openpyxl.Workbook()
    book.active.title = "decisions"
    book.active.append(["suggestion_id", "decision"])
    book.active.append(["abc", "yes"])
    path = tmp_path / "decisions.xlsx"
    book.save(path)
    said = sap_match("feedback", village, path, "--history", tmp_path / "history.sqlite")
    assert said.out == "1 decisions are new, 0 were known already.\n"
