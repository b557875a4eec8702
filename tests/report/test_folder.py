"""A month's folder: whole or not at all, and the same bytes for the same records."""

import csv
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import HistoryError
from sap_match.ingest import read_dataset
from sap_match.model import Area, Dataset, Problem
from sap_match.monthly.choose import MonthConfig
from sap_match.monthly.run import run_month
from sap_match.report import folder as folder_module
from sap_match.report.folder import (
    NOT_SUGGESTED,
    PROBLEMS,
    SUGGESTIONS,
    check_target,
    file_names,
    write_month,
)
from sap_match.similarity.encoder import HashedWords
from tests.builders import dataset, small_partnership

MONTH = "2026-11"
FILES = {
    "report.html", "suggestions.xlsx", "suggestions.csv", "suggestions.json", "not_suggested.csv",
    "duplicates.csv", "overlaps.csv", "density.json", "problems.csv", "manifest.json", "digests",
}  # fmt: skip


@pytest.fixture(scope="module")
def place():
    bad = Problem("needs.csv", "needs", 3, "ends_on", "soon", "note", "is no date", "YYYY-MM-DD")
    return dataset(*small_partnership(), problems=[bad])


@pytest.fixture(scope="module")
def made(place):
    return run_month(place, MONTH, encoder=HashedWords())


@pytest.fixture(scope="module")
def other(place):
    """Another month's content under the same name."""
    return run_month(place, MONTH, encoder=HashedWords(), config=MonthConfig(cap=1))


@pytest.fixture(scope="module")
def written(made, tmp_path_factory):
    return write_month(made, tmp_path_factory.mktemp("out"))


def snapshot(folder):
    """Return every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def without_clock(files):
    manifest = json.loads(files["manifest.json"])
    del manifest["clock"]
    return {**files, "manifest.json": manifest}


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def strict(path):
    """Read JSON as other languages do: no NaN and no Infinity."""

    def refuse(word):
        raise AssertionError(f"{path.name} holds {word}, which is no JSON")

    return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)


# -- what is in it --------------------------------------------------------------------------


def test_all_files_are_there_and_nothing_else(written):
    assert written.name == MONTH
    assert {p.name for p in written.iterdir()} == FILES
    assert {p.name for p in (written / "digests").iterdir()} == {
        "vale.html", "vale.md", "weir.html", "weir.md",
    }  # fmt: skip
    assert [p.name for p in written.parent.iterdir()] == [MONTH], "and nothing beside it"


def test_suggestions_have_the_named_columns_and_the_listed_bear_the_month(written, made):
    rows = rows_of(written / "suggestions.csv")
    assert tuple(rows[0]) == SUGGESTIONS
    listed = [r["suggestion_id"] for r in rows if r["month"] == MONTH]
    assert listed == [c.suggestion.suggestion_id for c in made.month.cards]
    assert len({r["suggestion_id"] for r in rows}) == len(rows)
    assert len(rows) == len(made.month.cards) + len(made.month.more)
    by_id = {r["suggestion_id"]: r for r in rows}
    for c in made.month.cards:
        row = by_id[c.suggestion.suggestion_id]
        assert float(row["score"]) == c.suggestion.score
        assert (
            row["reason"].replace("\u2019", "'").split() == c.reason.replace("\u2019", "'").split()
        )
        assert row["changed"] == "new"


def test_the_json_says_the_same_and_the_parts_sum_to_the_score(written):
    body = strict(written / "suggestions.json")
    rows = rows_of(written / "suggestions.csv")
    assert [s["suggestion_id"] for s in body["suggestions"]] == [r["suggestion_id"] for r in rows]
    assert (body["place"], body["month"], body["as_of"]) == ("place", MONTH, "2026-11-01")
    for one in body["suggestions"]:
        total = sum(p["value"] * p["weight"] for p in one["parts"])
        assert one["score"] == pytest.approx(total, abs=1e-6)
        assert one["listed"] == bool(one["month"])
        assert one["asked"]


def test_every_other_table_has_its_columns(written, made):
    left_out = rows_of(written / "not_suggested.csv")
    assert tuple(left_out[0]) == NOT_SUGGESTED
    assert len(left_out) == len(made.month.not_suggested)
    problems = rows_of(written / "problems.csv")
    assert tuple(problems[0]) == PROBLEMS
    assert [(p["source"], p["row"], p["value"]) for p in problems] == [("needs.csv", "3", "soon")]
    for name, first in (
        ("duplicates.csv", "left_id,right_id,probability,relation,decision"),
        ("overlaps.csv", "left_id,right_id,score,reason"),
    ):
        assert (written / name).read_text(encoding="utf-8-sig").startswith(first)
    assert strict(written / "density.json")["rows"]


def test_the_manifest_hashes_what_was_written(written):
    found = strict(written / "manifest.json")
    files = snapshot(written)
    del files["manifest.json"]
    assert found["files"] == {
        name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())
    }
    assert found["counts"]["listed"] == sum(
        r["month"] == MONTH for r in rows_of(written / "suggestions.csv")
    )
    assert found["model"] == HashedWords().fingerprint
    assert not any(str(Path(name)).startswith(("/", "..")) for name in found["files"])


def test_no_path_of_this_machine_is_written(written, tmp_path_factory):
    base = str(tmp_path_factory.getbasetemp()).encode()
    assert [n for n, body in snapshot(written).items() if base in body] == []


def test_the_confidential_and_the_closed_stand_in_no_file(written):
    for name, body in snapshot(written).items():
        if name.endswith(".xlsx"):
            continue
        text = body.decode()
        for secret in ("zealous", "fortnightly", "77123"):
            assert secret not in text, name
        assert "53.135" not in text, f"{name} tells where the refuge is"


# -- the same bytes -------------------------------------------------------------------------


def test_two_runs_write_the_same_bytes_but_for_the_clock(written, place, tmp_path):
    again = write_month(run_month(place, MONTH, encoder=HashedWords()), tmp_path / "deep" / "out")
    assert without_clock(snapshot(again)) == without_clock(snapshot(written))


# -- whole or not at all --------------------------------------------------------------------


def test_an_existing_month_is_refused_and_left_alone(made, other, tmp_path):
    target = write_month(made, tmp_path)
    before = snapshot(target)
    with pytest.raises(HistoryError, match="is there already; say --replace to make it again"):
        write_month(other, tmp_path)
    with pytest.raises(HistoryError, match="--replace"):
        check_target(tmp_path, MONTH, replace=False)
    assert snapshot(target) == before
    check_target(tmp_path, MONTH, replace=True)
    check_target(tmp_path, "2026-12", replace=False)
    check_target(tmp_path / "nowhere", MONTH, replace=False)


@pytest.fixture(params=["in one step", "in two steps"])
def exchange(request, monkeypatch):
    """Both ways in which folders change places."""
    if request.param == "in two steps":

        class NoSuchCall:
            def __init__(self, *args, **kwargs):
                pass

        monkeypatch.setattr(folder_module.ctypes, "CDLL", NoSuchCall)
    return request.param


def test_a_month_is_replaced_whole(made, other, tmp_path, exchange):
    target = write_month(made, tmp_path)
    (target / "note of the officer.txt").write_text("ring on Monday")
    assert write_month(other, tmp_path, replace=True) == target
    assert without_clock(snapshot(target)) == without_clock(
        snapshot(write_month(other, tmp_path / "fresh"))
    )
    assert {p.name for p in tmp_path.iterdir()} == {MONTH, "fresh"}


@pytest.mark.parametrize("step", ["_digests", "_manifest", "_sync", "render_html", "_exchange"])
def test_what_fails_on_the_way_leaves_the_old_month(made, other, tmp_path, monkeypatch, step):
    target = write_month(made, tmp_path)
    before = snapshot(target)

    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(folder_module, step, fail)
    with pytest.raises(OSError, match="the disk is full"):
        write_month(other, tmp_path, replace=True)
    assert snapshot(target) == before
    assert [p.name for p in tmp_path.iterdir()] == [MONTH], "and nothing half made beside it"


def test_what_fails_on_the_way_leaves_nothing_where_nothing_was(made, tmp_path, monkeypatch):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(folder_module, "_manifest", stop)
    with pytest.raises(KeyboardInterrupt):
        write_month(made, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_an_exchange_in_two_steps_that_fails_leaves_a_month(
    made, other, tmp_path, monkeypatch, failing
):
    target = write_month(made, tmp_path)
    old = without_clock(snapshot(target))
    new = without_clock(snapshot(write_month(other, tmp_path / "fresh")))

    class NoSuchCall:
        def __init__(self, *args, **kwargs):
            pass

    monkeypatch.setattr(folder_module.ctypes, "CDLL", NoSuchCall)
    rename, calls = Path.rename, []

    def failing_rename(self, to):
        calls.append(to)
        if len(calls) == failing:
            raise OSError("no")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing_rename)
    with pytest.raises(OSError, match="no"):
        write_month(other, tmp_path, replace=True)
    monkeypatch.undo()
    assert without_clock(snapshot(target)) == (new if failing == 3 else old)
    check_target(tmp_path, MONTH, replace=True)
    assert {p.name for p in tmp_path.iterdir()} == {MONTH, "fresh"}, "the next run clears up"


def test_what_a_killed_run_left_is_mended_by_the_next(made, tmp_path):
    target = write_month(made, tmp_path)
    before = snapshot(target)
    target.rename(tmp_path / f".{MONTH}.old")  # killed between the two steps
    dead = tmp_path / f".{MONTH}.partial-999999999"
    dead.mkdir()
    alive = tmp_path / f".{MONTH}.partial-{os.getppid()}"
    alive.mkdir()
    elsewhere = tmp_path / ".2026-10.partial-999999999"
    elsewhere.mkdir()
    with pytest.raises(HistoryError):
        check_target(tmp_path, MONTH, replace=False)
    assert snapshot(target) == before
    assert not dead.exists()
    assert alive.exists(), "another run is at work there"
    assert elsewhere.exists(), "and other months are not this one's business"


# -- names of files -------------------------------------------------------------------------

NASTY = ["../../etc/passwd", "a/b", "a\\b", "CON", "nul", "com1", "-rf", "", ".", "..", "a" * 300,
         "Crewe West", "crewe", "Crewe", "Gŵyl", "x\0y", "a b", "a?b", "LPT1", "aux.",
         "..."]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=12))
def test_a_file_name_is_safe_everywhere_and_of_one_area_only(ids):
    names = file_names(ids)
    assert set(names) == set(ids)
    spelled = [n.casefold() for n in names.values()]
    assert len(spelled) == len(set(spelled)), "even where Crewe and crewe are one file"
    for name in names.values():
        assert 0 < len(name) <= 80
        assert name.isascii()
        assert all(c.isalnum() or c in "-_" for c in name)
        assert not name.startswith("-")
        assert name.casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


def test_plain_ids_are_kept_and_names_do_not_hang_on_the_order():
    assert file_names(["XE-AREA-CREWE", "E05008610"]) == {
        "E05008610": "E05008610",
        "XE-AREA-CREWE": "XE-AREA-CREWE",
    }
    assert file_names(NASTY) == file_names(NASTY[::-1])


def test_areas_with_nasty_ids_stay_in_the_folder(place, made, tmp_path):
    nasty = "../../outside"
    tables = dict(made.landscape.dataset.tables)
    tables["areas"] = (*tables["areas"], Area(id=nasty, name="<b>Out</b>", kind="town"))
    data = Dataset.build("place", tables, name="Littleplace")
    lines = (replace(made.month.areas[0], area_id=nasty, name="<b>Out</b>"),)
    turned = replace(
        made,
        month=replace(made.month, areas=lines),
        landscape=replace(made.landscape, dataset=data),
    )
    target = write_month(turned, tmp_path / "in")
    assert [p.name for p in tmp_path.iterdir()] == ["in"]
    assert len(list((target / "digests").iterdir())) == 2
    for path in (target / "digests").glob("*.html"):
        assert "<b>Out</b>" not in path.read_text(encoding="utf-8")


# -- empty, and whole -----------------------------------------------------------------------


def test_an_empty_month_has_all_files(tmp_path):
    target = write_month(run_month(Dataset.build("d", {}), MONTH, encoder=HashedWords()), tmp_path)
    assert {p.name for p in target.iterdir()} == FILES
    assert rows_of(target / "suggestions.csv") == []
    assert strict(target / "suggestions.json")["suggestions"] == []
    strict(target / "density.json")


@pytest.mark.slow
def test_the_example_in_two_orders_of_nothing_gives_the_same_bytes(repository, tmp_path):
    data = read_dataset(repository / "examples/cheshire_east/partnership.toml")
    first, second = (
        snapshot(write_month(run_month(data, MONTH, encoder=HashedWords()), tmp_path / name))
        for name in ("a", "b")
    )
    assert without_clock(first) == without_clock(second)
    assert json.loads(first["manifest.json"])["counts"]["listed"] == 12
    strict(tmp_path / "a" / MONTH / "density.json")
