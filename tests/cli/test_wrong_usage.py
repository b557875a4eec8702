"""What is typed wrongly is said with what to type, and ends with 2."""

import pytest

from sap_match.cli.output import write_records
from sap_match.errors import DataError

openpyxl = pytest.importorskip("openpyxl")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("partners", "--exclude", "curent"), "did you mean 'current'?"),
        (("similar", "--of", "organisation"), "did you mean 'organisations'?"),
        (("density", "--by", "kinds"), "did you mean 'kind'?"),
        (("density", "--by", "xyz"), "'xyz' is not one of 'kind', 'area', 'theme'."),
    ],
)
def test_a_choice_that_is_none_is_told_the_nearest(village, sap_match, arguments, said):
    command, *options = arguments
    wrong = sap_match(command, village, *options)
    assert wrong.code == 2
    assert said in wrong.complaint
    assert "Value error" not in wrong.err


def test_what_is_wrong_with_a_choice_fits_80_columns(village, sap_match):
    wrong = sap_match("partners", village, "--exclude", "future")
    assert "'future' is not one of 'past', 'current', 'none'." in wrong.complaint
    assert max(map(len, wrong.err.splitlines())) <= 80


def test_an_organisation_may_be_named_by_its_exact_name_in_any_case(village, tmp_path, sap_match):
    out = {}
    for told in ("lunch", "THURSDAY  lunch"):
        path = tmp_path / f"{len(out)}.csv"
        assert sap_match("partners", village, "--for", told, "--out", path).code == 0
        out[told] = path.read_bytes()
    assert len(set(out.values())) == 1


def test_a_name_that_nobody_has_is_told_the_nearest_with_their_ids(village, sap_match):
    wrong = sap_match("partners", village, "--for", "Thursday Lumch")
    assert wrong.code == 2
    assert "'Thursday Lunch' (lunch)" in wrong.complaint


def test_a_name_of_two_asks_for_an_id(own_village, sap_match):
    source = own_village(
        organisations="id,name,kind\na,Food Bank,voluntary\nb,food bank,voluntary\n"
        "c,Shed,voluntary\nd,Hall,voluntary\n"
    )
    for path in source.glob("*.csv"):
        if path.name != "organisations.csv":
            path.unlink()
    wrong = sap_match("partners", source, "--for", "Food Bank", "--as-of", "2026-11-01")
    assert wrong.code == 2
    assert "2 organisations are called 'Food Bank': a, b; say an id" in wrong.complaint


@pytest.mark.parametrize("name", ["report.pdf", "month.csv"])
def test_a_month_is_no_file(village, tmp_path, sap_match, name):
    wrong = sap_match("run", village, "--month", "2026-11", "--out", tmp_path / name)
    assert wrong.code == 2
    assert "named like a file, and a month is a folder" in wrong.complaint
    assert not (tmp_path / name).exists()
    (tmp_path / "there").write_text("x")
    wrong = sap_match("run", village, "--month", "2026-11", "--out", tmp_path / "there")
    assert wrong.code == 2
    assert "is a file; name a folder" in wrong.complaint


def test_rows_are_no_folder(village, tmp_path, sap_match):
    (tmp_path / "fb.csv").mkdir()
    wrong = sap_match("partners", village, "--out", tmp_path / "fb.csv")
    assert wrong.code == 2
    assert "is a folder; name a file in it, such as" in wrong.complaint


@pytest.mark.parametrize("command", [("partners",), ("density",), ("feedback", "x.csv")])
def test_a_history_is_no_folder(village, tmp_path, sap_match, command):
    name, *rest = command
    wrong = sap_match(name, village, *rest, "--history", tmp_path)
    assert wrong.code == 2
    assert f"{tmp_path} is a folder; name a file in it" in wrong.complaint


def test_what_is_wrong_in_a_workbook_of_answers_names_it_and_its_row(village, tmp_path, sap_match):
    out, history = tmp_path / "out", tmp_path / "h.sqlite"
    month = ("run", village, "--month", "2026-11", "--out", out, "--history", history)
    assert sap_match(*month).code == 0
    book = openpyxl.load_workbook(out / "2026-11" / "suggestions.xlsx")
    sheet = book["Suggestions"]
    head = [cell.value for cell in sheet[1]]
    sheet.cell(3, head.index("Decision") + 1).value = "not nwo"
    book.save(tmp_path / "filled.xlsx")
    said = sap_match("feedback", village, tmp_path / "filled.xlsx", "--history", history)
    assert said.code == 1
    assert "filled.xlsx, sheet Suggestions, row 3, decision 'not nwo'" in said.complaint
    assert "did you mean not_now?" in said.complaint
    assert ".csv" not in said.complaint


def test_answers_to_what_the_history_never_listed_say_which_history_and_what_to_type(
    village, tmp_path, sap_match
):
    answers, history = tmp_path / "feedback.csv", tmp_path / "other.sqlite"
    answers.write_text("suggestion_id,decision\ns1,yes\ns2,not_now\n", encoding="utf-8")
    said = sap_match("feedback", village, answers, "--history", history)
    assert said.code == 0
    assert f"all answers are to what no list in {history} showed (s1, s2)" in said.complaint
    assert "that history holds no month yet" in said.complaint
    assert f"sap-match feedback SOURCE {answers} --history THAT_FILE" in said.complaint
    assert said.complaint.count("no list") == 1, "once, not once an answer"


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("similar", "--out"),
        ("density", "--out"),
        ("check", "--out"),
        ("pairings", "--unmatched"),
        ("pairings", "--candidates"),
        ("overlaps", "--groups"),
        ("duplicates", "--label"),
        ("duplicates", "--merged"),
        ("duplicates", "--earlier"),
    ],
)
def test_a_mistyped_folder_is_said_and_never_made(village, tmp_path, sap_match, command, option):
    wrong = sap_match(command, village, option, tmp_path / "typo" / "rows.csv")
    assert wrong.code == 2
    assert "there is no folder" in wrong.complaint
    assert not (tmp_path / "typo").exists()


def test_an_importer_is_told_of_it_as_well(tmp_path):
    with pytest.raises(DataError, match="there is no folder"):
        write_records([{"a": 1}], tmp_path / "typo" / "rows.csv")
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize(
    ("command", "option"),
    [("duplicates", "--labels"), ("overlaps", "--notes"), ("evaluate", "--truth")],
)
@pytest.mark.parametrize("name", ["rows.csv", "rows.xlsx"])
def test_a_workbook_is_no_table_of_text(village, tmp_path, sap_match, command, option, name):
    book = openpyxl.Workbook()
    book.active.append(["left_id", "right_id", "expected", "side", "note"])
    book.save(tmp_path / "b.xlsx")
    path = (tmp_path / "b.xlsx").rename(tmp_path / name)
    what = ("duplicates",) if command == "evaluate" else ()
    wrong = sap_match(command, *what, village, option, path)
    assert wrong.code == 1
    assert f"{name}: is an Excel workbook" in wrong.complaint
    assert "codec" not in wrong.err
    assert set(wrong.err) - {"\n"} <= set(map(chr, range(32, 0x2020)))


def test_a_workbook_named_as_text_is_no_source(own_village, sap_match):
    source = own_village()
    book = openpyxl.Workbook()
    book.active.append(["id", "organisation_id", "name"])
    book.save(source / "b.xlsx")
    (source / "b.xlsx").rename(source / "services.csv")
    wrong = sap_match("check", source)
    assert wrong.code == 1
    assert "services.csv: is an Excel workbook" in wrong.complaint
    assert "PK" not in wrong.err
