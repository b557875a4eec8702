"""A command as a process of its own, and what makes a month's folder whole."""

import hashlib
import json

import pytest

from benchmarks import months
from benchmarks._process import fingerprints, is_whole, sap_match


def month(folder, clock="10:00", **files):
    folder.mkdir(parents=True)
    told = {}
    for name, text in {"report.html": "<p>", "suggestions.csv": "a,b\n", **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
        told[name] = hashlib.sha256(text.encode()).hexdigest()
    manifest = {"files": told, "clock": {"written_at": clock}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_two_months_differ_by_their_files_and_not_by_the_clock(tmp_path):
    first = fingerprints(month(tmp_path / "a", clock="10:00"))
    assert first == fingerprints(month(tmp_path / "b", clock="11:00"))
    other = fingerprints(month(tmp_path / "c", **{"report.html": "<b>"}))
    assert first["suggestions.csv"] == other["suggestions.csv"]
    assert first["report.html"] != other["report.html"]


def test_a_month_is_whole_when_it_holds_what_its_manifest_says(tmp_path):
    assert is_whole(month(tmp_path / "whole"))
    cut = month(tmp_path / "cut")
    (cut / "report.html").write_text("", encoding="utf-8")
    lacking = month(tmp_path / "lacking")
    (lacking / "suggestions.csv").unlink()
    more = month(tmp_path / "more")
    (more / "stray.csv").write_text("", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert not any(map(is_whole, (cut, lacking, more, empty, tmp_path / "nowhere")))


def test_a_process_tells_its_exit_code_time_memory_and_what_it_loaded(tmp_path):
    ran = sap_match(["partners", str(tmp_path / "nowhere")], tmp_path / "cache")
    assert ran.code == 1
    assert "nowhere" in ran.said
    assert 0 < ran.cpu_seconds < 60
    assert 0.01 < ran.peak_rss_gb < 2
    assert "torch" not in ran.loaded


def found(**changes):
    run = {"seconds": 10.0, "cpu_seconds": 9.0, "peak_rss_gb": 0.2, "loaded": []}
    whole = {"first": run, "second": run, "files_that_differ": [], "whole": True}
    return {"trafford": {**whole, **changes}}


def test_what_is_asked_of_a_month_is_met_or_missed():
    assert all(months.marks(found())[1].values())
    slow = {"seconds": 90.0, "cpu_seconds": 9.0, "peak_rss_gb": 1.5, "loaded": ["torch"]}
    _, met = months.marks(found(first=slow, second=slow, files_that_differ=["report.html"]))
    assert not any(met.values())
    assert months.marks(found())[0].keys() == met.keys()


def test_a_places_data_is_found_through_its_mapping(repository, shared_data):
    files = months.data_files(repository / "benchmarks" / "places" / "trafford.toml")
    names = {f.relative_to(shared_data).as_posix() for f in files}
    assert "trafford/charities_operating_in_trafford.csv" in names
    assert "manchester_street_support/needs.json" in names


@pytest.mark.parametrize("place", sorted(months.MONTHS))
def test_every_measured_place_has_its_mapping(place):
    assert (months.PLACES / f"{place}.toml").is_file()
