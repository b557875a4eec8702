"""What is told of bad input is inert where it is told: on a terminal, in a table, in a message."""

import csv
import json
import re

from typer.testing import CliRunner

from sap_match.cli.app import app

EVIL = (
    "id,name,kind,income\n"
    "o1,=cmd|' /C calc'!A0,voluntary,=1+1\n"
    "o2,\x1b[2J\x1b[31mRed\u202eclub,voluntary,\x1b]0;title\x07x\n"
    "=2+3,@SUM(A1),sort,1\n"
    "<script>alert(1)</script>,B,voluntary,\n"
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def check(tmp_path, *more):
    folder = tmp_path / "\u202eplace"
    folder.mkdir()
    (folder / "organisations.csv").write_text(EVIL)
    return CliRunner().invoke(app, ["check", str(folder), *more])


def test_a_terminal_is_told_nothing_that_moves_it(tmp_path):
    result = check(tmp_path)
    assert "left out" in result.output
    assert not CONTROL.search(result.output)


def test_a_table_of_problems_runs_nothing(tmp_path):
    result = check(tmp_path, "--out", str(tmp_path / "problems.csv"))
    assert result.exit_code in (0, 1)
    with (tmp_path / "problems.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    cells = [cell for row in rows[1:] for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    assert any("=2+3" in cell or "=1+1" in cell for cell in cells)
    assert not CONTROL.search("".join(cells))


def test_problems_as_json_are_whole(tmp_path):
    check(tmp_path, "--out", str(tmp_path / "problems.json"))
    rows = json.loads((tmp_path / "problems.json").read_text(encoding="utf-8"))["rows"]
    assert {row["level"] for row in rows} >= {"bad", "note", "info"}
    assert not CONTROL.search(json.dumps(rows, ensure_ascii=False))
