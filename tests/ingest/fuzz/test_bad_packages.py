"""Zips, workbooks and Parquet files that are broken, or made to break what opens them."""

import gzip
import io
import time
import tracemalloc
import zipfile
from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.files import oddities, read_bytes, read_package
from sap_match.ingest.workbooks import read_workbook

openpyxl = pytest.importorskip("openpyxl")
ORGANISATIONS = [["id", "name", "kind"], ["o1", "Lunch Club", "voluntary"]]


def book(tmp_path, rows=ORGANISATIONS, *, change=None):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "organisations"
    for row in rows:
        sheet.append(row)
    if change:
        change(made, sheet)
    path = tmp_path / "place.xlsx"
    made.save(path)
    return path


def repacked(path, part, change):
    """Change one part of a workbook as it lies in the zip."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def told(dataset):
    return [(p.level, p.row, p.reason) for p in dataset.problems]


def memory_of(action):
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as caught:
            action()
        return str(caught.value), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# -- zips -----------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = zipped(tmp_path / "feed.zip", [("services.csv", bytes(300 * 1024**2))])
    message, most = memory_of(lambda: read_package(bomb))
    assert "made to fill a memory" in message
    assert most < 50 * 1024**2


def test_a_zip_that_lies_of_its_size_is_stopped_on_the_way(tmp_path):
    path = zipped(tmp_path / "feed.zip", [("services.csv", bytes(80 * 1024**2))])
    data = path.read_bytes().replace(
        (80 * 1024**2).to_bytes(4, "little"), (99).to_bytes(4, "little")
    )
    path.write_bytes(data)
    with pytest.raises(DataError):
        read_package(path)


def test_a_gzip_bomb_is_refused_on_the_way(tmp_path):
    path = tmp_path / "services.csv.gz"
    path.write_bytes(gzip.compress(bytes(300 * 1024**2)))
    message, most = memory_of(lambda: read_bytes(path))
    assert "made to fill a memory" in message
    assert most < 120 * 1024**2


def test_a_locked_zip_says_so(tmp_path):
    path = zipped(tmp_path / "feed.zip", [("services.csv", "id,name\n")])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"services\.csv: is locked with a password"):
        read_package(path)


def test_names_outside_twice_and_archives_inside_are_told(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path / "feed.zip", [
            ("services.csv", "id,organization_id,name\ns0,o1,Old\n"),
            ("services.csv", "id,organization_id,name\ns1,o1,Lunch\n"),
            ("organizations.csv", "id,name\no1,Club\n"),
            ("../../evil.csv", "id\n1\n"),
            ("more.zip", b"PK"),
        ])  # fmt: skip
    assert oddities(path) == (
        "holds services.csv twice; the last was read",
        "holds ../../evil.csv, a name outside of the archive",
        "holds more.zip, an archive in an archive, which is not opened",
    )
    dataset = read_dataset(path)
    assert [s.name for s in dataset.services] == ["Lunch"]
    assert {p.reason for p in dataset.problems} >= set(oddities(path))
    assert not (tmp_path.parent / "evil.csv").exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"not a zip"])
def test_a_broken_zip_is_refused(tmp_path, data):
    (tmp_path / "feed.zip").write_bytes(data)
    with pytest.raises(DataError):
        read_dataset(tmp_path / "feed.zip")


# -- workbooks ------------------------------------------------------------------------


def test_a_workbook_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = repacked(
        book(tmp_path), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 200_000_000
    )
    message, most = memory_of(lambda: read_workbook(path))
    assert "made to fill a memory" in message
    assert most < 50 * 1024**2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_laughs_by_the_thousand_million_are_refused(tmp_path, encoding):
    lol = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'
    path = repacked(
        book(tmp_path),
        "xl/worksheets/sheet1.xml",
        lambda xml: (head + xml.decode().split("?>")[-1]).encode(encoding),
    )
    began = time.process_time()
    with pytest.raises(DataError, match="declares entities"):
        read_workbook(path)
    assert time.process_time() - began < 1


def test_a_sheet_that_claims_a_million_rows_is_read_for_what_it_holds(tmp_path):
    def lie(xml):
        return xml.replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1:XFD1048576"')

    path = repacked(book(tmp_path), "xl/worksheets/sheet1.xml", lie)
    began = time.process_time()
    assert [o.name for o in read_dataset(path).organisations] == ["Lunch Club"]
    assert time.process_time() - began < 1


def test_a_million_empty_rows_end_the_sheet_and_are_told(tmp_path):
    def far(xml):
        row = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
        return xml.replace(b"</sheetData>", row + b"</sheetData>")

    path = repacked(book(tmp_path), "xl/worksheets/sheet1.xml", far)
    began = time.process_time()
    dataset = read_dataset(path)
    assert time.process_time() - began < 1
    assert [o.name for o in dataset.organisations] == ["Lunch Club"]
    assert any("comes after 10,000 empty rows" in reason for _, _, reason in told(dataset))


def test_what_a_sheet_hides_or_lacks_is_told(tmp_path):
    def change(made, sheet):
        sheet.append(["o2", "=1+1", "voluntary"])
        sheet.append(["o3", "#N/A", "voluntary"])
        sheet.append(["o4", "#DIV/0!", "voluntary"])
        sheet.append(["o5", "Choir", "voluntary", "beside"])
        sheet.merge_cells("C6:C7")
        made.create_sheet("services").append(["id", "organisation_id", "name"])
        made["services"].sheet_state = "hidden"

    dataset = read_dataset(book(tmp_path, change=change))
    assert [o.id for o in dataset.organisations] == ["o1", "o5"]
    assert told(dataset) == [
        ("note", 3, "holds formulas without a saved result: B3"),
        ("bad", 3, "is empty, and organisations need it"),
        ("bad", 4, "is empty, and organisations need it"),
        ("bad", 5, "is an error of a spreadsheet"),
        ("note", 6, "has cells beside the table, which were not read"),
        ("note", 6, "holds merged cells: C6:C7"),
        ("info", 0, "is a hidden sheet; it was read all the same"),
    ]


def test_dates_of_a_workbook_are_dates_and_bare_numbers_are_told(tmp_path):
    rows = [["id", "name", "kind", "updated_on"], ["o1", "A", "public", date(2026, 1, 2)],
            ["o2", "B", "public", 46024]]  # fmt: skip
    dataset = read_dataset(book(tmp_path, rows))
    assert dataset.organisation("o1").updated_on == date(2026, 1, 2)
    assert dataset.organisation("o2").updated_on is None
    assert "it would be 2026-01-02" in told(dataset)[0][2]


def test_a_title_above_the_header_of_a_sheet_is_told(tmp_path):
    dataset = read_dataset(book(tmp_path, [["Groups of Crewe"], [], *ORGANISATIONS]))
    assert [o.name for o in dataset.organisations] == ["Lunch Club"]
    assert told(dataset) == [("info", 3, "is the header; what stands above was not read")]


def test_a_locked_or_old_workbook_says_so(tmp_path):
    (tmp_path / "place.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(DataError, match="an old or a locked workbook; take its password away"):
        read_workbook(tmp_path / "place.xlsx")


@pytest.mark.parametrize("cut", [0, 10, 200, 2000])
def test_a_cut_workbook_is_refused(tmp_path, cut):
    path = book(tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataError):
        read_dataset(path)


# -- Parquet --------------------------------------------------------------------------


def test_a_parquet_file_that_claims_too_much_is_refused(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    many = pa.array(["o1"]).dictionary_encode()
    stream = io.BytesIO()
    table = pa.table({"id": pa.DictionaryArray.from_arrays(pa.array([0] * 60_000_000, pa.int8()),
                                                           many.dictionary),
                      "name": pa.nulls(60_000_000, pa.string())})  # fmt: skip
    parquet.write_table(table, stream)
    path = tmp_path / "organisations.parquet"
    path.write_bytes(stream.getvalue())
    assert path.stat().st_size < 1_000_000
    with pytest.raises(DataError, match="claims 120,000,000 cells"):
        read_dataset(path)


def test_typed_columns_of_parquet_become_text(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "organisations.parquet"
    parquet.write_table(
        pa.table({"id": [1, 2], "name": ["A", None], "kind": ["public", "public"],
                  "income": [float("nan"), 1e300], "themes": [["a", None], []],
                  "odd": [{"a": 1}, None], "raw": [b"\xff", b""]}), path,
    )  # fmt: skip
    dataset = read_dataset(path)
    (one,) = dataset.organisations
    assert (one.id, one.income, one.themes) == ("1", None, ("a",))
    assert ("bad", 3, "is empty, and organisations need it") in told(dataset)
