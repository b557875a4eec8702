import sys
import zipfile
from io import BytesIO

import pytest

from sap_match.errors import DataError, MissingPartError
from sap_match.report import workbook
from sap_match.report.escape import is_formula, plain

openpyxl = pytest.importorskip("openpyxl")

SHEETS = [
    "Suggestions",
    "Not on the list",
    "Not suggested yet",
    "Duplicates",
    "Overlaps",
    "Gaps",
    "Density",
    "Problems",
    "Read me",
]


def opened(month):
    return openpyxl.load_workbook(BytesIO(workbook.workbook_bytes(month)))


@pytest.fixture(scope="module")
def book(months):
    return opened(months.realistic())


def lines(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", ["realistic", "nasty", "empty"])
def test_the_sheets(months, name):
    assert opened(getattr(months, name)()).sheetnames == SHEETS


def test_the_list_has_the_reports_numbers_and_the_others_a_sheet_of_their_own(book, months):
    rows = lines(book["Suggestions"])
    assert [r["No."] for r in rows] == list(range(1, 10))
    others = lines(book["Not on the list"])
    assert [r["Suggestion id"] for r in others] == [
        c.suggestion.suggestion_id for c in months.realistic().more
    ]
    assert not {"Decision", "No."} & set(others[0]), "nothing is decided there"
    assert rows[0]["Suggestion id"] == months.CARDS[0].suggestion.suggestion_id
    assert rows[0]["Ask first"] == months.CARDS[0].first_step
    assert {r["Decision"] for r in rows} == {None}


def test_ids_have_names_beside_them(book):
    row = lines(book["Duplicates"])[0]
    assert row["One"] == "St. Peter's Food Pantry"
    assert row["Left id"] == "s3"
    assert row["Probability"] == 0.991


def test_a_decision_is_chosen_from_a_list(book):
    sheet = book["Suggestions"]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"yes,not_now,never"'
    head = [cell.value for cell in sheet[1]]
    letter = openpyxl.utils.get_column_letter(head.index("Decision") + 1)
    assert str(choice.sqref) == f"{letter}2:{letter}10"


def test_sheets_can_be_read(book):
    for sheet in book:
        assert sheet.freeze_panes in {"A2", "C2"}
        assert all(8 < d.width <= 50 for d in sheet.column_dimensions.values())
        assert all(c.alignment.wrap_text for row in sheet.iter_rows() for c in row if c.value)
        if sheet.title != "Read me":
            assert sheet.auto_filter.ref.startswith("A1:")


def test_no_cell_runs(months):
    book = opened(months.nasty())
    guarded = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "d"}, cell.coordinate
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert plain(cell.value) == cell.value
                    assert cell.quotePrefix == is_formula(cell.value)
                    guarded += cell.quotePrefix
    assert guarded > 10


def test_the_file_holds_no_formula_and_nothing_outside(months):
    body = workbook.workbook_bytes(months.nasty())
    with zipfile.ZipFile(BytesIO(body)) as parts:
        names = parts.namelist()
        assert not [n for n in names if "external" in n.lower() or "vba" in n.lower()]
        for name in names:
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)
                assert b"<hyperlink" not in parts.read(name)


def test_the_same_month_gives_the_same_bytes_whatever_the_clock(months, monkeypatch):
    first = workbook.workbook_bytes(months.realistic())
    import openpyxl.writer.excel as writer

    class Later(writer.datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    monkeypatch.setattr(writer.datetime, "datetime", Later)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert workbook.workbook_bytes(months.realistic()) == first
    assert b"2031" not in first
    with zipfile.ZipFile(BytesIO(first)) as parts:
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.namelist()[0] == "[Content_Types].xml"
        assert b"2026-11-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_answers_come_back(months, tmp_path):
    path = tmp_path / "suggestions.xlsx"
    workbook.write_workbook(months.realistic(), path)
    assert workbook.is_month(path)
    assert workbook.decisions_in(path) == []
    book = openpyxl.load_workbook(path)
    sheet = book["Suggestions"]
    head = [cell.value for cell in sheet[1]]
    sheet.cell(2, head.index("Decision") + 1).value = "never"
    sheet.cell(2, head.index("Reason for the decision") + 1).value = "moved away"
    sheet.cell(4, head.index("Decision") + 1).value = " yes "
    book.save(path)
    saved = openpyxl.load_workbook(path).properties.modified.date().isoformat()
    first, third = (months.CARDS[n].suggestion.suggestion_id for n in (0, 2))
    assert workbook.decisions_in(path, role="officer") == [
        (
            2,
            {
                "suggestion_id": first,
                "decision": "never",
                "reason": "moved away",
                "decided_on": saved,
                "decided_by_role": "officer",
            },
        ),
        (
            4,
            {
                "suggestion_id": third,
                "decision": "yes",
                "reason": "",
                "decided_on": saved,
                "decided_by_role": "officer",
            },
        ),
    ]


def test_without_openpyxl_the_line_to_type_is_said(months, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingPartError, match=r"pip install 'sap-match\[workbook\]'"):
        workbook.workbook_bytes(months.empty())


def test_another_workbook_is_said(tmp_path):
    path = tmp_path / "other.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    assert not workbook.is_month(path)
    with pytest.raises(DataError, match=r"other\.xlsx: has no sheet Suggestions"):
        workbook.decisions_in(path)
    book.create_sheet("Suggestions")
    book.save(path)
    with pytest.raises(DataError, match="has no columns Decision and Suggestion id"):
        workbook.decisions_in(path)
    path.write_text("no zip")
    assert not workbook.is_month(path)
    with pytest.raises(DataError, match="is no workbook"):
        workbook.decisions_in(path)
