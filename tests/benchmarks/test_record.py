"""What a result says of itself, and what the runner calls."""

import json
import re

import pytest

from benchmarks import __main__ as runner
from benchmarks import _record

KEYS = ["what", "date", "quick", "targets", "met", "measured", "data", "machine", "load_before",
        "note", "versions"]  # fmt: skip


def saved(tmp_path, *, good=True, arguments=()):
    parser = _record.options_of("x", "about")
    options = parser.parse_args(["--out", str(tmp_path / "sub" / "x.json"), *arguments])
    code = _record.save(
        options,
        what="how fast",
        targets={"speed": "under 1 s"},
        met={"speed": good},
        measured={"seconds": 0.5},
        data=[],
        load_before=0.1,
    )
    return code, json.loads(options.out.read_text("utf-8"))


def test_a_result_says_everything_in_one_order(tmp_path):
    code, result = saved(tmp_path, arguments=["--date", "2026-11-22", "--note", "shared"])
    assert code == 0
    assert list(result) == KEYS
    assert (result["date"], result["note"], result["quick"]) == ("2026-11-22", "shared", False)
    assert result["machine"]["cores"] >= 1
    assert result["versions"]["numpy"]


def test_a_result_names_no_folder_and_no_host(tmp_path):
    _, result = saved(tmp_path, arguments=["--date", "2026-11-22"])
    text = json.dumps(result)
    assert not re.search(r"/(home|root|tmp|work|Users)\b", text)
    assert not set(result["machine"]) & {"host", "node", "hostname"}


def test_a_missed_mark_is_told_by_the_exit_code(tmp_path, capsys):
    code, result = saved(tmp_path, good=False)
    assert code == 1
    assert result["met"] == {"speed": False}
    assert "MISSED  speed: under 1 s" in capsys.readouterr().out


def test_without_a_date_it_is_todays(tmp_path):
    _, result = saved(tmp_path)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", result["date"])


def test_files_are_told_by_path_and_hash(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "y.csv").write_bytes(b"")
    (tmp_path / "a.csv").write_bytes(b"abc")
    told = _record.hashes([tmp_path / "b" / "y.csv", tmp_path / "a.csv"], tmp_path)
    assert [t["file"] for t in told] == ["a.csv", "b/y.csv"]
    assert told[0]["sha256"].startswith("ba7816bf")
    assert told[1]["sha256"].startswith("e3b0c442")


@pytest.mark.parametrize("name", runner.NAMES)
def test_every_benchmark_takes_what_the_runner_gives(name, repository):
    text = (repository / "benchmarks" / f"{name}.py").read_text("utf-8")
    assert "def main(arguments=None)" in text
    assert f'options_of("{name}"' in text


def test_a_benchmark_that_is_not_there_is_skipped_loudly(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(runner, "NAMES", ("nowhere",))
    assert runner.main(["--results", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "SKIPPED" in said
    assert "FAILED, or missed a mark: nowhere" in said


def test_a_benchmark_is_told_the_day_the_file_and_what_else_ran(tmp_path):
    def called(**more):
        told = {"quick": False, "day": "2026-11-22", "note": "", "results": tmp_path, **more}
        return runner.arguments_for("speed", **told)

    out = str(tmp_path / "speed.json")
    assert called() == ["--date", "2026-11-22", "--out", out]
    assert called(quick=True)[4:] == ["--quick"]
    assert called(note="shared")[4:] == ["--note", "shared"]


def test_an_unknown_benchmark_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as raised:
        runner.main(["nosuch"])
    assert raised.value.code == 2
    assert "no benchmark nosuch; there are speed, " in capsys.readouterr().err
