"""`sap-match similar --text`: understood, obeyed, urgent first, never kept."""

import csv

import pytest
from rich.cells import cell_len


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_question_is_answered_with_what_was_understood(village, sap_match):
    said = sap_match("similar", village, "--text", "soup for my nan on Thursdays, must be free")
    assert said.code == 0, said.err
    assert said.out.startswith("Looked for: soup for my nan\n")
    assert "Only: on Thursdays (from “on Thursdays”)" in said.out
    assert "Only: free (from “must be free”)" in said.out
    assert "--ignore day" in said.out
    assert "1. Soup morning" in said.out
    assert "To confirm: " in said.out
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80


def test_a_known_failure_is_left_out_with_its_rule(village, tmp_path, sap_match):
    out, gone = tmp_path / "rows.csv", tmp_path / "gone.csv"
    said = sap_match("similar", village, "--text", "lunch with company", "--day", "Tuesday",
                     "--out", out, "--unmatched", gone)  # fmt: skip
    assert said.code == 0, said.err
    rows = rows_of(out)
    assert list(rows[0]) == ["id", "rank", "other_id", "score", "to_confirm", "why"]
    assert {r["other_id"] for r in rows} == {"s-lift"}
    assert rows[0]["to_confirm"] == "the days and times"
    assert {r["id"] for r in rows_of(gone)} == {"s-lunch", "s-lunch-2", "s-soup"}
    assert {r["condition"] for r in rows_of(gone)} == {"day"}
    assert "is open Thursdays" in rows_of(gone)[0]["rule"]


def test_what_was_said_can_be_ignored(village, sap_match):
    text = ["similar", village, "--text", "lunch on Tuesday"]
    assert "Thursday lunch" not in sap_match(*text).out.split("Left out")[0]
    assert "1. Thursday lunch" in sap_match(*text, "--ignore", "day").out


def test_urgent_help_comes_first(village, tmp_path, sap_match):
    said = sap_match("similar", village, "--text", "my husband hits me and we have no food")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "URGENT HELP FIRST"
    assert said.out.index("0808 2000 247") < said.out.index("Looked for")
    assert said.out.index("0808 208 2138") < said.out.index("Looked for")
    assert "National lines as of 20" in said.out
    assert max(map(cell_len, lines)) <= 80
    out = tmp_path / "rows.json"
    said = sap_match("similar", village, "--text", "I want to kill myself", "--out", out)
    assert "116 123" in said.err
    assert "myself" not in out.read_text("utf-8")


def test_contacts_that_are_public_are_told(own_village, sap_match):
    text = ("--text", "hot lunch and company")
    folder = own_village()
    shown = " ".join(sap_match("similar", folder, *text).out.split())
    assert "01632 960001" not in shown
    assert "Contact: https://lunch.example.org." in shown
    rows = (folder / "organisations.csv").read_text("utf-8").splitlines()
    rows = [f"{rows[0]},contact_public", *(f"{row},yes" for row in rows[1:])]
    (folder / "organisations.csv").write_text("\n".join(rows), encoding="utf-8")
    shown = " ".join(sap_match("similar", folder, *text).out.split())
    assert "Contact: 01632 960001, https://lunch.example.org." in shown
    services = (folder / "services.csv").read_text("utf-8").splitlines()
    services = [f"{services[0]},location_confidential", *(f"{one},yes" for one in services[1:])]
    (folder / "services.csv").write_text("\n".join(services), encoding="utf-8")
    shown = " ".join(sap_match("similar", folder, *text).out.split())
    assert "place confidential" in shown.casefold()
    assert "Contact: 01632 960001." in shown


def test_where_nothing_fits_it_is_said_and_written_nowhere(village, tmp_path, sap_match):
    out = tmp_path / "rows.csv"
    text = ("similar", village, "--text", "submarine periscope lunch mortgage broker tattoo")
    said = sap_match(*text)
    assert "Nothing that is listed fits these words well." in said.out
    assert "4. " not in said.out
    said = sap_match(*text, "--out", out)
    assert "Nothing that is listed fits these words well." in said.complaint
    assert rows_of(out) == []


def test_an_everyday_question_brings_no_alarm(village, sap_match):
    assert "URGENT" not in sap_match("similar", village, "--text", "lunch for my dad").out


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--text", ""], "is empty"),
        (["--text", "  ?"], "is empty"),
        (["--text", "tea", "--area", "Mill Brew"], "the nearest are Mill Brow"),
        (["--text", "tea", "--day", "Blursday"], "is no day"),
        (["--text", "tea", "--age", "-4"], "--age"),
        (["--text", "tea", "--cost", "-1"], "--cost"),
        (["--text", "tea", "--free", "--cost", "3"], "another price"),
        (["--text", "tea", "--access", "ladder"], "is not one of wheelchair"),
        (["--text", "tea", "--ignore", "hunger"], "is not one of area"),
        (["--text", "tea", "-k", "0"], "-k"),
        (["--area", "Mill Brow"], "goes with --text"),
        (["--free"], "goes with --text"),
    ],
)
def test_wrong_usage_is_2_and_says_why(options, why, village, sap_match):
    said = sap_match("similar", village, *options)
    assert said.code == 2, said.out
    assert why in said.complaint
    assert "Traceback" not in said.err


def test_no_error_repeats_the_question(village, sap_match):
    said = sap_match("similar", village, "--text", "xylophones for Jo", "--area", "Nowhere at all")
    assert said.code == 2
    assert "xylophone" not in said.err
    assert "Jo" not in said.err


def test_organisations_can_be_asked_too(village, sap_match):
    said = sap_match("similar", village, "--of", "organisations", "--text", "lunch on Thursday")
    assert said.code == 0, said.err
    assert said.out.count("\n1. ") == 1
