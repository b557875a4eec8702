"""What leaves the command line is inert, fits eighty columns, and is whole or not there."""

import csv
import io
import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from sap_match.cli import output
from sap_match.cli.output import Layout, finish, wrapped, write_records
from sap_match.results import Results

NASTY = {
    "ansi": "\x1b[31mRed\x1b[0m Cross\x07",
    "title": "\x1b]0;owned\x07Shed",
    "erase": "Good\r\x1b[2KBad",
    "bidi": "Lunch \u202egro.elpmaxe",
    "formula": "=HYPERLINK(1)",
    "at": "@SUM(A1)",
    "plus": "+1+1",
    "markup": "[bold]Tea[/bold] [link=http://x]y[/link]",
    "wide": "漢" * 120,
    "long": "a" * 300,
}


@pytest.fixture
def nasty_village(own_village):
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["id", "name", "kind", "description", "areas"])
    dishes = "soup pie stew curry roast salad pasta fish eggs rice".split()
    for (one, name), dish in zip(NASTY.items(), dishes, strict=True):
        text = f"{name} serves {dish} and company to older neighbours. A hot lunch of {dish}."
        writer.writerow([one, name, "voluntary", text, "mill-brow"])
    source = own_village(organisations=rows.getvalue())
    for table in ("services", "facilities", "facility_requests", "offers", "needs", "briefs"):
        (source / f"{table}.csv").unlink()
    (source / "collaboration_members.csv").write_text(
        "collaboration_id,organisation_id\n" + "".join(f"c1,{one}\n" for one in NASTY), "utf-8"
    )
    return source


@pytest.mark.parametrize(
    "command",
    [["partners", "--exclude", "none"], ["similar", "--of", "organisations"], ["density"],
     ["check"], ["gaps"]],
    ids=" ".join,
)  # fmt: skip
def test_names_are_inert_on_a_terminal(command, nasty_village, sap_match):
    name, *rest = command
    said = sap_match(name, nasty_village, *rest)
    assert said.code == 0
    assert ("Red Cross" in said.out) == (name in {"partners", "similar", "gaps"})
    assert not [c for c in said.out + said.err if ord(c) < 32 and c != "\n"]
    assert "\x9b" not in said.out
    assert "\u202e" not in said.out
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80


def test_markup_in_a_name_is_only_text(nasty_village, sap_match):
    assert "[bold]Tea[/bold]" in sap_match("similar", nasty_village, "--of", "organisations").out


def test_formulas_are_inert_in_csv_and_whole_in_json(nasty_village, tmp_path, sap_match):
    as_csv, as_json = tmp_path / "p.csv", tmp_path / "p.json"
    partners = ("partners", nasty_village, "--exclude", "none", "--out")
    assert sap_match(*partners, as_csv).code == sap_match(*partners, as_json).code == 0
    with as_csv.open(encoding="utf-8", newline="") as handle:
        cells = [cell for row in csv.reader(handle) for cell in row]
    risky = [c for c in cells if c.startswith(("=", "+", "@", "\t")) or "\x1b" in c]
    assert risky == []
    assert "=HYPERLINK(1)" in json.dumps(json.loads(as_json.read_text("utf-8")))


def test_an_id_that_is_a_formula_is_inert_in_csv(own_village, tmp_path, sap_match):
    source = own_village(organisations="id,name,kind\n=1+1,Sum,voluntary\nb,B,voluntary\n")
    for table in ("services", "facilities", "facility_requests", "offers", "needs", "briefs",
                  "collaboration_members"):  # fmt: skip
        (source / f"{table}.csv").unlink()
    out = tmp_path / "p.csv"
    assert sap_match("partners", source, "--out", out).code == 0
    assert "'=1+1" in out.read_text("utf-8")
    assert "\n=1+1" not in out.read_text("utf-8")


# -- wrapping -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*NASTY.values(), "", "word " * 60, "a b " + "c" * 90 + " d"])
@pytest.mark.parametrize("indent", ["", "      "])
def test_no_line_is_wider_than_eighty(text, indent):
    lines = wrapped(text, indent, indent + "  ").split("\n")
    assert max(map(cell_len, lines)) <= 80


def test_no_word_is_lost_in_wrapping():
    text = "one two " * 40 + "x" * 200
    assert wrapped(text, "  ", "    ").split()[:80] == text.split()[:80]
    assert "".join(wrapped(text).split()) == "".join(text.split())


def test_a_path_is_kept_whole_to_be_copied():
    path = "/very/long" * 20
    assert path in wrapped(f"Open {path} please", whole=True).split("\n")[1]


# -- files ----------------------------------------------------------------------------------


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path, monkeypatch):
    out = tmp_path / "rows.csv"
    write_records([{"a": 1}], out)
    before = out.read_bytes()

    def half(records, path, names):
        path.write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setitem(output._WRITERS, ".csv", half)
    with pytest.raises(KeyboardInterrupt):
        write_records([{"a": 2}], out)
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_no_rows_still_have_their_columns(ending, tmp_path):
    out = tmp_path / f"rows.{ending}"
    finish(Results((), record=dict, columns=("id", "rank")), out, Layout(head=str))
    if ending == "csv":
        assert out.read_text("utf-8") == "id,rank\n"
    elif ending == "json":
        body = json.loads(out.read_text("utf-8"))
        assert (body["columns"], body["rows"]) == (["id", "rank"], [])
    else:
        import pyarrow.parquet as pq

        assert pq.read_table(out).column_names == ["id", "rank"]


def test_a_file_in_the_way_is_no_folder(village, tmp_path, sap_match):
    (tmp_path / "file").write_text("in the way", "utf-8")
    said = sap_match("density", village, "--out", tmp_path / "file" / "rows.csv")
    assert said.code == 2
    assert "there is no folder" in said.complaint


def test_results_and_their_notes_are_told(capsys):
    finish(
        Results(("x",), record=lambda r: {"id": r, "reason": "why"}, notes=("A note.",)),
        None,
        Layout(head=lambda r: r["id"]),
    )
    assert capsys.readouterr().out == "x\n    why\n\nA note.\n"


# -- processes ------------------------------------------------------------------------------


def typed(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sap_match", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_the_module_is_the_command():
    done = typed("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: sap-match ")
    script = Path(sys.executable).with_name("sap-match")
    if script.exists():
        said = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
        assert said.stdout == typed("--version").stdout


def test_a_process_ends_as_it_should(village, tmp_path):
    assert typed("density", village, "--out", tmp_path / "d.csv").returncode == 0
    assert typed("density", tmp_path / "nothing").returncode == 1
    assert typed("density").returncode == 2


def test_density_loads_no_model(village):
    probe = (
        "import sys; from sap_match.cli import run; code = run(sys.argv[1:]);"
        "heavy = {'torch', 'sentence_transformers', 'sklearn'} & set(sys.modules);"
        "sys.exit(code or int(bool(heavy)))"
    )
    command = [sys.executable, "-c", probe, "density", str(village)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_progress_is_silent_where_nobody_looks(village):
    assert typed("gaps", village).stderr == ""


def test_progress_is_said_on_a_terminal(village):
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sap_match", "gaps", str(village)],
        stdout=subprocess.DEVNULL,
        stderr=follower,
    )
    os.close(follower)
    said = b""
    while process.poll() is None or select.select([leader], [], [], 0)[0]:
        if select.select([leader], [], [], 0.1)[0]:
            try:
                said += os.read(leader, 4096)
            except OSError:  # the other side is closed
                break
    os.close(leader)
    assert process.wait() == 0
    assert b"reading " in said


def test_a_reader_who_leaves_early_sees_no_traceback(village):
    process = subprocess.Popen(
        [sys.executable, "-m", "sap_match", "density", str(village)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait()


def test_a_terminal_that_lacks_a_letter_shows_the_rest(nasty_village):
    done = typed("gaps", nasty_village, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "?Hot lunches for older people?" in " ".join(done.stdout.split())


def test_what_a_solver_prints_below_python_is_in_no_table():
    code = (
        "import ctypes\n"
        "from sap_match.cli.output import solvers_apart\n"
        "print('before')\n"
        "with solvers_apart():\n"
        "    ctypes.CDLL(None).puts(b'noise')\n"
        "print('after')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["before", "after"]
