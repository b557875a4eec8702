"""What check says: first what was read, then what is wrong by kinds, then drafted mappings."""

from __future__ import annotations

from pathlib import Path

import pytest

from sap_match.ingest import read_dataset

HALLS = "Hall,Run by,Postcode,Seats\n" + "".join(
    f"Hall {n},Example Church {n % 3},CW1 2A{'BDEFGHJ'[n % 7]},{n}0\n" for n in range(1, 9)
)


def test_problems_of_one_kind_are_told_once(own_village, sap_match):
    rows = "".join(f"hall,lunch,day {n}\n" for n in range(9))
    source = own_village(exclusions=f"left_id,right_id,until\n{rows}")
    said = sap_match("check", source)
    text = " ".join(said.out.split())
    assert "exclusions.csv, row 2, until 'day 0'" in text
    assert "likewise 8 more rows: 3, 4, 5 …" in text
    assert text.index("Holds ") < text.index("counts as unknown")
    # a path is whole on its line, that it can be pasted
    assert max(len(line) for line in said.out.splitlines() if str(source) not in line) <= 80


def test_a_table_with_columns_of_its_own_gets_a_draft(tmp_path, sap_match):
    table = tmp_path / "halls.csv"
    table.write_text(HALLS)
    said = sap_match("check", table)
    assert said.code == 1
    assert 'table = "facilities"' in said.out
    assert "8 facilities" in " ".join(said.out.split())
    assert "columns of its own" in said.complaint


def test_a_draft_is_written_once_and_reads(tmp_path, sap_match):
    table = tmp_path / "halls.csv"
    table.write_text(HALLS)
    target = tmp_path / "partnership.toml"
    said = sap_match("check", table, "--propose", target)
    assert said.code == 0
    assert len(read_dataset(target).facilities) == 8
    before = target.read_bytes()
    again = sap_match("check", table, "--propose", target)
    assert again.code == 2
    assert "not overwritten" in " ".join(again.err.split())
    assert target.read_bytes() == before


def test_a_folder_is_drafted_with_the_sources_that_are_known(tmp_path, sap_match):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "halls.csv").write_text(HALLS)
    (folder / "organisations.csv").write_text("id,name,kind\no1,Bowls Club,voluntary\n")
    (folder / "notes.md").write_text("Notes")
    target = tmp_path / "place.toml"
    assert sap_match("check", folder, "--propose", target).code == 0
    found = read_dataset(target)
    assert "Bowls Club" in {o.name for o in found.organisations}
    assert len(found.facilities) == 8


def test_what_needs_no_draft_is_not_drafted(own_village, tmp_path, sap_match):
    said = sap_match("check", own_village(), "--propose", tmp_path / "x.toml")
    assert said.code == 1
    assert "nothing is drafted" in said.complaint
    assert not (tmp_path / "x.toml").exists()


def test_a_folder_in_part_of_use_ends_with_0(tmp_path, sap_match):
    (tmp_path / "organisations.csv").write_text("id,name,kind\no1,Bowls Club,voluntary\n")
    (tmp_path / "broken.json").write_text('{"services": [')
    (tmp_path / "README.md").write_text("About")
    said = sap_match("check", tmp_path)
    assert said.code == 0


def test_escapes_in_names_of_columns_and_files_stay_inert(tmp_path, sap_match):
    table = tmp_path / "halls\x1b[31m.csv"
    table.write_text("name,Postcode,\x1b[2Jtype\nPlain Hall,CW1 2AB,x\nEdge Hall,CW1 2AD,y\n")
    said = sap_match("check", table)
    assert "\x1b" not in said.out + said.err


@pytest.mark.real_data
@pytest.mark.parametrize(
    "folder", ["emon", "hsds", "manchester_street_support", "taxonomies", "uk_volunteering"]
)
def test_every_line_fits_a_terminal(shared_data: Path, folder: str, sap_match):
    said = sap_match("check", shared_data / folder)
    drafted = said.out.find("\n# Drafted")
    told = said.out if drafted < 0 else said.out[:drafted]
    long = [line for line in told.splitlines() if len(line) > 80 and str(shared_data) not in line]
    assert long == []
    assert said.code == (0 if folder in ("hsds", "uk_volunteering") else 1)
