from __future__ import annotations

import csv
import gzip
import io
import zipfile

import pytest

from sap_match.errors import DataError
from sap_match.ingest import files
from sap_match.ingest.files import Member, decode, parse_json, read_bytes, read_csv, read_package


def test_a_folder_and_its_zip_hold_the_same(tmp_path):
    folder = tmp_path / "package"
    (folder / "inner").mkdir(parents=True)
    (folder / "services.csv").write_text("id\n1\n")
    (folder / "inner" / "phones.csv.gz").write_bytes(gzip.compress(b"id\n2\n"))
    (folder / ".hidden").write_text("no")
    packed = tmp_path / "package.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder))
        archive.writestr("__MACOSX/services.csv", "no")
    expected = (Member("inner/phones.csv.gz", b"id\n2\n"), Member("services.csv", b"id\n1\n"))
    assert read_package(folder) == read_package(packed) == expected
    assert [(m.stem, m.ending) for m in expected] == [("phones", ".csv"), ("services", ".csv")]
    assert files.sha256_of(expected) != files.sha256_of(expected[:1])


def test_an_archive_made_to_fill_the_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_MEMBER_BYTES", 10_000)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * 1_000_000)
    assert bomb.stat().st_size < 10_000
    with pytest.raises(DataError, match=r"bomb\.zip/services\.csv: holds more than"):
        read_package(bomb)
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("services.csv.gz", gzip.compress(b"0" * 1_000_000))
    with pytest.raises(DataError, match="holds more than"):
        read_package(inner)
    (tmp_path / "feed.json.gz").write_bytes(gzip.compress(b"0" * 1_000_000))
    with pytest.raises(DataError, match="holds more than"):
        read_bytes(tmp_path / "feed.json.gz")


def test_a_package_of_too_many_or_too_much_is_refused(tmp_path, monkeypatch):
    packed = tmp_path / "many.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.csv", b"0" * 100)
    monkeypatch.setattr(files, "MAX_TOTAL_BYTES", 300)
    with pytest.raises(DataError, match="unpacked; split it"):
        read_package(packed)
    monkeypatch.setattr(files, "MAX_MEMBERS", 4)
    with pytest.raises(DataError, match="holds 5 files; at most 4"):
        read_package(packed)


def test_only_files_that_can_be_meant_are_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_MEMBER_BYTES", 100)
    folder = tmp_path / "package"
    (folder / "services.csv").mkdir(parents=True)  # a folder of that name
    (folder / "film.mp4").write_bytes(b"0" * 1000)
    (folder / "locations.csv").write_text("id\n1\n")
    (folder / "feed.jsonl").write_text("{}")
    assert [m.name for m in read_package(folder)] == ["locations.csv"]
    assert [m.name for m in read_package(folder, endings=frozenset([".jsonl"]))] == ["feed.jsonl"]


def test_a_small_limit_does_not_change_what_fits(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_MEMBER_BYTES", 5)
    (tmp_path / "a.csv").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a.csv") == b"12345"


@pytest.mark.parametrize("damage", [b"PK\x03\x04 no zip", b"", b"id,name\n"])
def test_what_is_no_zip_is_an_error_that_says_so(tmp_path, damage):
    path = tmp_path / "package.zip"
    path.write_bytes(damage)
    with pytest.raises(DataError, match=r"package\.zip: is no folder and no zip"):
        read_package(path)


def test_absent_and_broken_files(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        read_package(tmp_path / "nothing")
    with pytest.raises(DataError, match="cannot be opened"):
        read_bytes(tmp_path / "nothing.csv")
    whole = gzip.compress(b"id\n" * 1000)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="broken gzip"):
        read_bytes(tmp_path / "cut.csv.gz")


def test_encodings():
    assert decode("é".encode("utf-8-sig")) == ("é", "utf-8")
    assert decode("é".encode("cp1252")) == ("é", "cp1252")
    assert decode("é".encode("utf-16")) == ("é", "utf-16")


def test_csv_in_its_dialects():
    for data in (b"id,name\n1,Lunch\n", b"id;name\r\n1;Lunch\r\n", b"id\tname\n1\tLunch\n"):
        table = read_csv(data, source="x.csv")
        assert table.columns == ("id", "name")
        assert table.rows == ((2, {"id": "1", "name": "Lunch"}),)


def test_csv_rows_keep_their_numbers_and_oddities_are_told():
    table = read_csv(b"id,id,name\n\n1,,a\n2,,b,extra\n,3\n", source="x.csv")
    assert table.rows == (
        (3, {"id": "1", "name": "a"}),
        (4, {"id": "2", "name": "b"}),
        (5, {"id": "3"}),
    )
    assert table.ragged == (4,)


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    table = read_csv(b'id,name\n1,"two\nlines"\n2,b\n', source="x.csv")
    assert [number for number, _ in table.rows] == [2, 3], "the header is row 1, a cell one row"


def test_a_boundary_may_be_long_and_the_limit_is_left_as_it_was():
    before = csv.field_size_limit()
    long = "x" * 200_000
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["id", "extent"], ["1", long]])
    assert read_csv(buffer.getvalue().encode(), source="x.csv").rows[0][1]["extent"] == long
    assert csv.field_size_limit() == before


def test_an_empty_csv_says_what_is_missing():
    with pytest.raises(DataError, match="a header row with column names is needed"):
        read_csv(b"", source="x.csv")


def test_json_that_is_none():
    with pytest.raises(DataError, match=r"feed\.json, row 2: is no JSON"):
        parse_json(b'{"a": 1,\n oops}', source="feed.json")
    with pytest.raises(DataError, match="nested too deeply"):
        parse_json(b"[" * 200_000, source="feed.json")


def test_a_number_of_thousands_of_digits_does_not_cost_the_file():
    assert parse_json(b"[1, " + b"9" * 10_000 + b"]", source="feed.json") == [1, float("inf")]
