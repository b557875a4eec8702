"""One table read against a dataset: briefs and decisions that come back."""

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_table
from sap_match.model import Area, Dataset, Organisation

DATASET = Dataset.build(
    "demo",
    {
        "organisations": [Organisation(id="o1", name="Lunch Club", kind="voluntary")],
        "areas": [Area(id="t1", name="Sale", kind="town")],
    },
    aliases={"old": "o1"},
)


def read(tmp_path, text, table="briefs"):
    (tmp_path / "sent.csv").write_text(text, encoding="utf-8")
    records, problems = read_table(tmp_path / "sent.csv", table, dataset=DATASET)
    return records, [(p.level, p.row, p.field, p.value) for p in problems]


def test_ids_old_ids_and_area_names_are_resolved(tmp_path):
    text = "id,description,lead_id,members,areas\nb1,Meals,old,o1;gone,SALE;Crewe\n"
    (brief,), problems = read(tmp_path, text)
    assert (brief.lead_id, brief.members, brief.areas) == ("o1", ("o1",), ("t1",))
    assert problems == [("note", 2, "areas", "crewe"), ("note", 2, "members", "gone")]


def test_bad_rows_are_told_and_good_ones_used(tmp_path):
    text = "id,description\nb1,Meals\nb2,\nb1,Again\n"
    records, problems = read(tmp_path, text)
    assert [b.id for b in records] == ["b1"]
    assert problems == [("bad", 3, "description", ""), ("bad", 4, "id", "b1")]


def test_a_required_id_that_is_not_there_is_bad(tmp_path):
    records, problems = read(tmp_path, "left_id,right_id\no1,gone\n", "exclusions")
    assert records == ()
    assert problems == [("bad", 2, "right_id", "gone")]


def test_decisions_need_no_dataset_row(tmp_path):
    text = "suggestion_id,decision,decided_on\nabc,Not now,2026-11-03\nabd,perhaps,\n"
    (decision,), problems = read(tmp_path, text, "decisions")
    assert decision.decision == "not_now"
    assert problems == [("bad", 3, "decision", "perhaps")]


def test_a_sheet_of_a_workbook_is_read(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["id", "description"])
    book.active.append(["b1", "Meals"])
    book.save(tmp_path / "briefs.xlsx")
    records, _ = read_table(tmp_path / "briefs.xlsx", "briefs", dataset=DATASET)
    assert [b.description for b in records] == ["Meals"]


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        read_table(tmp_path / "none.csv", "briefs", dataset=DATASET)
