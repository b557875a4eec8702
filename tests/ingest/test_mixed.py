"""Folders and zips of files of several formats."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.mixed import MOST_FILES, read_mixed

GRANTS = (
    "Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,"
    "Recipient Org:Name,Funding Org:Identifier,Funding Org:Name\n"
    "g1,Lunch,GBP,100,2026-01-01,GB-CHC-1012345,Lunch Club,GB-COH-01234567,The Fund\n"
)
ACTIVITIES = json.dumps([{
    "id": "a1", "type": "Activity", "label": "Help", "organisation": "o1", "session": [],
}])  # fmt: skip
SERVICE = json.dumps({
    "id": "s1", "name": "Lunch", "status": "active", "schedules": [],
    "organization": {"id": "o1", "name": "Lunch Club"},
})  # fmt: skip


def formats(path: Path) -> dict[str, str]:
    return {s.source: s.format for s in read_dataset(path).sources}


def test_each_file_is_read_by_its_own_reader_and_none_passed_over(tmp_path: Path) -> None:
    (tmp_path / "grants.csv").write_text(GRANTS)
    (tmp_path / "activities.json").write_text(ACTIVITIES)
    (tmp_path / "halls.csv").write_text("Hall,Postcode\nPlain Hall,CW1 2AB\n")
    (tmp_path / "README.md").write_text("About")
    (tmp_path / "broken.json").write_text('{"services": [')
    (tmp_path / ".hidden").write_text("x")
    found = formats(tmp_path)
    assert found == {
        "README.md": "documentation", "activities.json": "volunteering", "broken.json": "not read",
        "grants.csv": "360giving", "halls.csv": "own columns",
    }  # fmt: skip
    dataset = read_dataset(tmp_path)
    assert (len(dataset.needs), len(dataset.collaborations)) == (1, 1)
    told = {p.source for p in dataset.problems}
    assert {"README.md", "broken.json", "halls.csv"} <= told


def test_other_formats_beside_canonical_tables_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text("id,name,kind\no9,Bowls Club,voluntary\n")
    (tmp_path / "grants.csv").write_text(GRANTS)
    dataset = read_dataset(tmp_path)
    assert {o.name for o in dataset.organisations} == {"Bowls Club", "Lunch Club", "The Fund"}
    assert not any("was not read" in p.reason for p in dataset.problems)


def test_a_folder_within_is_looked_into_once(tmp_path: Path) -> None:
    inner = tmp_path / "grants"
    (inner / "deeper").mkdir(parents=True)
    (inner / "g.csv").write_text(GRANTS)
    (inner / "deeper" / "h.csv").write_text(GRANTS)
    (tmp_path / "activities.json").write_text(ACTIVITIES)
    dataset = read_dataset(tmp_path)
    assert {s.source: s.format for s in dataset.sources}["grants/g.csv"] == "360giving"
    assert any(p.source == "grants/deeper" and "folder" in p.reason for p in dataset.problems)
    assert any(p.source.startswith("grants/g.csv") for p in dataset.problems) or dataset.links == ()


def test_a_zip_of_several_formats(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("grants.csv", GRANTS)
        archive.writestr("feed/service.json", SERVICE)
        archive.writestr("activities.json", ACTIVITIES)
        archive.writestr("../outside.json", SERVICE)
        archive.writestr("README.md", "About")
    dataset = read_dataset(path)
    assert {s.format for s in dataset.sources} == {
        "360giving", "hsds-3.0-json", "volunteering", "documentation",
    }  # fmt: skip
    assert all(s.source.startswith("all.zip/") for s in dataset.sources)
    assert not (tmp_path / "outside.json").exists()
    assert any("outside of the archive" in p.reason for p in dataset.problems)


def test_an_empty_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is an empty folder"):
        read_dataset(tmp_path)


def test_a_folder_of_own_tables_alone_says_so(tmp_path: Path) -> None:
    (tmp_path / "halls.csv").write_text("Hall,Postcode\nPlain Hall,CW1 2AB\n")
    with pytest.raises(DataError, match="a table with columns of its own and nothing else"):
        read_dataset(tmp_path)


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text(GRANTS)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside)
    (folder / "activities.json").write_text(ACTIVITIES)
    dataset = read_dataset(folder)
    assert dataset.collaborations == ()
    assert any(p.source == "link.csv" and "link out of" in p.reason for p in dataset.problems)


def test_a_folder_of_thousands_is_bounded_and_told(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 7):
        (tmp_path / f"{number:04}.txt").write_text("x")
    found = read_mixed(tmp_path)
    assert len(found) == MOST_FILES + 1
    assert "holds 507 files" in found[-1].problems[0].reason


@pytest.mark.real_data
def test_every_folder_of_the_open_data_gives_an_answer(shared_data: Path) -> None:
    reads = {"hsds", "postcodes", "trafford", "uk_volunteering"}
    for folder in sorted(p for p in shared_data.iterdir() if p.is_dir() and p.name != "h2020"):
        if folder.name in reads:
            assert any(s.used for s in read_dataset(folder).sources), folder.name
        else:
            with pytest.raises(DataError, match=r"own|nothing that is read"):
                read_dataset(folder)


@pytest.mark.real_data
def test_the_shipped_mapping_of_street_support(shared_data: Path) -> None:
    mapping = Path(__file__).parents[2] / "examples" / "mappings" / "street_support.toml"
    dataset = read_dataset(mapping)
    assert (len(dataset.needs), len(dataset.services)) == (25, 87)
    assert sum(s.bad for s in dataset.sources) == 0
    assert {n.kind for n in dataset.needs} == {"volunteering", "goods", "funding"}
    assert shared_data.is_dir()
