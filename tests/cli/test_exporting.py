"""``sap-match export`` on the example and on wrong usage."""

from pathlib import Path

import pytest

from sap_match.cli import run
from sap_match.ingest import read_dataset


def test_what_was_read_comes_out_again_and_what_does_not_is_told(repository, tmp_path, capfd):
    example = str(repository / "examples" / "cheshire_east")
    assert run(["export", example, "--out", str(tmp_path / "out"), "--format", "hsds"]) == 0
    said = capfd.readouterr()
    assert "366 services" in said.out
    assert "contacts of" in said.err
    assert "offers 39" in " ".join(said.err.split())
    assert len(read_dataset(tmp_path / "out").services) == 366
    assert all(o.email is None or o.email for o in read_dataset(tmp_path / "out").organisations)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "there"], "--replace"),
        (["--out", "a.csv"], "is written to"),
        (["--out", "nowhere/out"], "there is no folder"),
        (["--out", "new", "--format", "hsds", "--with-confidential"], "canonical tables alone"),
        ([], "--out"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(arguments, says, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    Path("data").mkdir()
    Path("data/organisations.csv").write_text("id,name,kind\no,A,public\n", encoding="utf-8")
    assert run(["export", "data", *arguments]) == 2
    assert says in " ".join(capfd.readouterr().err.split())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "there"]
