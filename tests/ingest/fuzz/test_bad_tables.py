"""What is wrong with tables of text, one fault at a time: told, and good rows are used."""

import time

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset

GOOD = "id,name,kind\no1,Lunch Club,voluntary\n"


def read(tmp_path, data, name="organisations.csv"):
    (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return read_dataset(tmp_path / name)


def told(dataset, *, level=None):
    return [(p.row, p.field, p.reason) for p in dataset.problems if level in (None, p.level)]


def names(dataset):
    return [o.name for o in dataset.organisations]


# -- encodings ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_unicode_encoding_is_read_without_a_word(tmp_path, encoding):
    dataset = read(tmp_path, "id,name,kind\no1,Café,voluntary\n".encode(encoding))
    assert (names(dataset), told(dataset)) == (["Café"], [])


def test_one_bad_byte_costs_no_other_letter(tmp_path):
    data = "id,name,kind\no1,Café Łódź,voluntary\no2,Caf\0,voluntary\n".encode()
    dataset = read(tmp_path, data.replace(b"\0", b"\xe9"))
    assert names(dataset) == ["Café Łódź", "Café"]
    assert told(dataset) == [
        (3, "column 2", "has a byte that is no UTF-8; it was read as Windows-1252")
    ]


def test_letters_that_were_broken_before_are_put_right_and_told(tmp_path):
    broken = "Café Łódź’s".encode().decode("cp1252", errors="replace")
    dataset = read(tmp_path, f"id,name,kind\no1,{broken},voluntary\no2,SÃO LuÃ­s,voluntary\n")
    assert names(dataset)[1] == "SÃO Luís"
    assert "Café" in names(dataset)[0]
    assert (2, "name", "held letters broken by a wrong encoding; they were put right (so in 2 rows)"
            ) in told(dataset)  # fmt: skip


def test_letters_that_do_not_show_are_taken_out_and_told(tmp_path):
    dataset = read(
        tmp_path,
        "id,name,kind\no\x001,\x1b[31mRed\x1b[0m \u202eClub\u200b,voluntary\n"
        "o2,\ufeffChoir\x07,voluntary\n",
    )
    assert [(o.id, o.name) for o in dataset.organisations] == [("o1", "Red Club"), ("o2", "Choir")]
    assert told(dataset) == [
        (2, "id", "held letters that do not show; they were taken out"),
        (2, "name", "held letters that do not show; they were taken out (so in 2 rows)"),
    ]


def test_a_file_of_another_kind_is_called_by_its_name(tmp_path):
    for data, kind in (
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "an old Excel workbook"),
        (b"PK\x03\x04...word/document.xml", "a Word document"),
        (b"PK\x03\x04...mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
         "a LibreOffice spreadsheet"),
        (b"PAR1....", "a Parquet file"),
        (bytes(500), "no table of text|is empty"),
    ):  # fmt: skip
        with pytest.raises(DataError, match=kind):
            read(tmp_path, data)


@pytest.mark.parametrize("data", ["", "\ufeff", "\n\n", " , ,\n", "\ufeff\r\n"])
def test_an_empty_file_says_what_it_needs(tmp_path, data):
    with pytest.raises(DataError, match="empty: a header row with column names is needed"):
        read(tmp_path, data)


def test_a_header_alone_is_no_fault_of_anybody(tmp_path):
    dataset = read(tmp_path, "id,name,kind\n")
    assert (dataset.organisations, told(dataset)) == ((), [])


# -- header ---------------------------------------------------------------------------


def test_a_header_below_a_title_is_found_and_told(tmp_path):
    dataset = read(tmp_path, f"Groups of Crewe,,\n\nas of May,,\n{GOOD}")
    assert names(dataset) == ["Lunch Club"]
    assert told(dataset) == [(4, "", "is the header; what stands above was not read")]


def test_a_header_that_is_not_there_names_what_is(tmp_path):
    with pytest.raises(DataError, match=r"has no column id or name or kind.*columns are o1, Lunch"):
        read(tmp_path, "o1,Lunch Club,voluntary\no2,Choir,voluntary\n")


def test_a_column_named_twice_is_told(tmp_path):
    dataset = read(tmp_path, "id,name,name,kind\no1,,Lunch,voluntary\no2,A,B,voluntary\n")
    assert names(dataset) == ["Lunch", "A"]
    assert told(dataset) == [(1, "", "names name twice; the first filled cell counts")]


def test_cells_below_no_name_are_told_once(tmp_path):
    rows = "".join(f"o{n},Club {n},voluntary,x,\n" for n in range(50))
    dataset = read(tmp_path, f"id,name,kind,,\n{rows}")
    assert len(names(dataset)) == 50
    assert told(dataset) == [(1, "", "has no name for column 4, whose cells were not read")]


def test_ten_thousand_columns_are_one_line_and_fast(tmp_path):
    header = ",".join(f"c{n}" for n in range(10_000))
    row = ",".join("1" for _ in range(10_000))
    began = time.process_time()
    dataset = read(tmp_path, f"id,name,kind,{header}\n" + f"o1,A,voluntary,{row}\n" * 3)
    assert time.process_time() - began < 1
    assert [p.level for p in dataset.problems if p.level != "bad"] == ["info"]
    (line,) = told(dataset, level="info")
    assert line[2].endswith("and 9980 more are no columns of organisations; kept as extra")
    assert len(line[2]) < 300


# -- rows -----------------------------------------------------------------------------


def test_short_rows_are_used_and_told_once(tmp_path):
    dataset = read(tmp_path, "id,name,kind,role\no1,A,voluntary\no2,B,voluntary\no3,C,public,\n")
    assert len(names(dataset)) == 3
    assert told(dataset) == [(2, "", "has fewer cells than the header's 4, as have 1 others")]


def test_an_open_quotation_mark_costs_its_own_row_alone(tmp_path):
    dataset = read(
        tmp_path,
        'id,name,kind\no1,A,voluntary\no2,"B,voluntary\no3,C,public\no4,"D ""x""",public\n',
    )
    assert names(dataset) == ["A", "C", 'D "x"']
    assert told(dataset) == [(3, "", "has a quotation mark that is never closed")]
    assert (dataset.sources[0].rows, dataset.sources[0].used, dataset.sources[0].bad) == (4, 3, 1)


def test_a_repeated_id_is_bad_and_names_the_first(tmp_path):
    dataset = read(tmp_path, GOOD + "o1,Another,public\n")
    assert told(dataset) == [(3, "id", "stands already in organisations.csv, row 2")]


def test_ids_of_one_text_in_two_unicode_spellings_are_one(tmp_path):
    dataset = read(tmp_path, "id,name,kind\ncafé,A,public\ncafe\u0301,B,public\n")
    assert told(dataset) == [(3, "id", "stands already in organisations.csv, row 2")]


def test_ids_that_differ_in_case_alone_are_kept_and_told(tmp_path):
    dataset = read(tmp_path, "id,name,kind\no1,A,public\nO1,B,public\n")
    assert len(names(dataset)) == 2
    assert told(dataset) == [(3, "id", "differs from 'o1' of row 2 in case or blanks alone")]


@pytest.mark.parametrize("word", ["NA", "N/A", "n/a", "-", "--", "null", "#N/A", " ", "NaN"])
def test_words_for_nothing_are_nothing(tmp_path, word):
    dataset = read(
        tmp_path, f"id,name,kind,income,website,updated_on\no1,A,public,{word},{word},{word}\n"
    )
    (one,) = dataset.organisations
    assert (one.income, one.website, one.updated_on, told(dataset)) == (None, None, None, [])


def test_an_error_of_a_spreadsheet_is_no_name(tmp_path):
    dataset = read(tmp_path, GOOD + "o2,#REF!,public\no3,C,public\n")
    assert names(dataset) == ["Lunch Club", "C"]
    assert told(dataset) == [(3, "name", "is an error of a spreadsheet")]


def test_a_formula_stays_text(tmp_path):
    dataset = read(tmp_path, "id,name,kind\no1,=cmd|' /C calc'!A0,public\n")
    assert names(dataset) == ["=cmd|' /C calc'!A0"]


def test_a_megabyte_in_an_id_or_name_is_told_and_in_a_text_is_read(tmp_path):
    long = "long " * 200_000
    began = time.process_time()
    dataset = read(
        tmp_path,
        f"id,name,kind,description\n{long},A,public,\no2,{long},public,\no3,C,public,{long}\n"
        f'o4,D,public,"{"<p>" * 100_000}soup"\n',
    )
    assert time.process_time() - began < 2
    assert [o.id for o in dataset.organisations] == ["o3", "o4"]
    assert [line[:2] for line in told(dataset, level="bad")] == [(2, "id"), (3, "name")]
    assert all(len(p.value) < 200 and len(p.reason) < 200 for p in dataset.problems)


# -- cells ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("30/02/2026", "is no date: write YYYY-MM-DD"),
        ("31/03/2026", "is no date: write YYYY-MM-DD, here 2026-03-31"),
        ("03/31/2026", "is no date: write YYYY-MM-DD, here 2026-03-31"),
        ("03/04/2026", "is no date: write YYYY-MM-DD; it could be 2026-04-03 or 2026-03-04"),
        ("2026-13-01", "is no day of the calendar: write YYYY-MM-DD"),
        ("1900-01-00", "is no day of the calendar: write YYYY-MM-DD"),
        ("45292",
         "is no date: write YYYY-MM-DD; as a spreadsheet's day number it would be 2024-01-01"),
        ("next week", "is no date: write YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_a_day_that_is_none_says_which_may_be_meant(tmp_path, cell, reason):
    dataset = read(tmp_path, f"id,name,kind,updated_on\no1,A,public,{cell}\n")
    assert dataset.organisation("o1").updated_on is None
    assert told(dataset, level="note") == [(2, "updated_on", reason)]


@pytest.mark.parametrize(
    ("point", "field", "reason"),
    [
        ("-2.44,53.1", "latitude", "looks swapped with longitude"),
        ("0,0", "latitude", "is no place"),
        ("53.1,", "latitude", "stands without the other half of the point"),
        ("95,-2.4", "latitude", "is above 90"),
        ('"53,1","-2,44"', "latitude", "is no number: write 53.1 with a point"),
        ("north,-2.4", "latitude", "is no number"),
        ("1e999,-2.4", "latitude", "is no number"),
        ("nan,-2.4", "longitude", "stands without the other half of the point"),
    ],
)  # fmt: skip
def test_a_point_that_is_none_is_unknown_and_told(tmp_path, point, field, reason):
    dataset = read(tmp_path, f"id,name,kind,latitude,longitude\no1,A,public,{point}\n")
    one = dataset.organisation("o1")
    assert (one.latitude, one.longitude) == (None, None)
    assert (2, field, reason) in told(dataset, level="note")


def test_html_and_scripts_become_plain_words_and_are_told_once(tmp_path):
    dataset = read(
        tmp_path,
        "id,name,kind,description\n"
        "o1,Hope &amp; Light,public,<p>Soup <b>and</b> bread</p><script>alert(1)</script>\n"
        "o2,A,public,Under 5s: a < b &nbsp; c\n"
        "o3,B,public,<!-- x --><a href='javascript:x'>here</a>\n",
    )
    assert names(dataset)[0] == "Hope & Light"
    assert [o.description for o in dataset.organisations] == [
        "Soup and bread", "Under 5s: a < b c", "here"
    ]  # fmt: skip
    assert told(dataset) == [
        (2, "description", "held HTML; its words were kept (so in 3 rows)"),
        (2, "name", "held HTML; its words were kept"),
    ]


# -- what is no file, or not the file -------------------------------------------------


def test_a_folder_for_a_file_and_a_file_for_a_folder(tmp_path):
    (tmp_path / "organisations.csv").mkdir()
    with pytest.raises(DataError):
        read_dataset(tmp_path / "organisations.csv")
    with pytest.raises(DataError, match="holds nothing that is read"):
        read_dataset(tmp_path)
    (tmp_path / "facilities.csv").write_text("id,organisation_id,name\n")
    assert (0, "", "is a folder and no file, so it was not read") in told(read_dataset(tmp_path))
    (tmp_path / "services").write_text("x")
    with pytest.raises(DataError, match="of no kind that is read"):
        read_dataset(tmp_path / "services")
    (tmp_path / "partnership.toml").mkdir()
    with pytest.raises(DataError):
        read_dataset(tmp_path / "partnership.toml")
