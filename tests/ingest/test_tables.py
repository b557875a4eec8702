"""The canonical tables in their three forms, and writing them."""

import csv
import string
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest import read_dataset, tables, write_tables
from sap_match.model import (
    Area,
    Booking,
    Brief,
    Collaboration,
    CollaborationMember,
    Dataset,
    Facility,
    Need,
    Organisation,
    Service,
)

ORGANISATIONS = "id,name,kind,income\no1,Lunch Club,voluntary,1200\no2,Bank,business,\n"
SERVICES = "id,organisation_id,name\ns1,o1,Lunch\n"


def folder(path, **files):
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (path / f"{name}.csv").write_bytes(data)
    return path


def names(path):
    return [o.name for o in read_dataset(path).organisations]


# -- reading --------------------------------------------------------------------------


def test_a_folder_of_csv_files_is_read(tmp_path):
    dataset = read_dataset(folder(tmp_path, organisations=ORGANISATIONS, services=SERVICES))
    assert [o.income for o in dataset.organisations] == [1200, None]
    assert dataset.service("s1").organisation_id == "o1"
    assert (dataset.sources[0].rows, dataset.sources[0].used) == (3, 3)
    assert len(dataset.sources[0].sha256) == 64


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfid,name,kind\no1,Caf\xc3\xa9,voluntary\n",
        b"ID ; Name ; Kind\r\no1;Caf\xc3\xa9;voluntary\r\n",
        b"id\tname\tkind\no1\tCaf\xc3\xa9\tvoluntary\n\n",
        b"id,name,kind\no1,Caf\xe9,voluntary\n",
    ],
    ids=["byte order mark", "semicolons", "tabs", "Windows"],
)
def test_csv_comes_in_many_spellings(tmp_path, data):
    assert names(folder(tmp_path, organisations=data)) == ["Café"]


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    data = "id,name,kind\no1,Café,voluntary\n".encode("cp1252")
    (problem,) = read_dataset(folder(tmp_path, organisations=data)).problems
    assert (problem.level, problem.source) == ("info", "organisations.csv")
    assert "cp1252" in problem.reason


def test_a_row_with_too_many_cells_is_bad_and_one_with_too_few_is_not(tmp_path):
    data = "id,name,kind,role\no1,A, B and C,voluntary,club\no2,D,voluntary\n"
    dataset = read_dataset(folder(tmp_path, organisations=data))
    assert [o.id for o in dataset.organisations] == ["o2"]
    assert [(p.level, p.row, p.reason) for p in dataset.problems] == [
        ("bad", 2, "has more cells than the header"),
        ("info", 3, "has fewer cells than the header's 4"),
    ]
    assert dataset.sources[0].bad == 1


def test_a_very_long_cell_is_read(tmp_path):
    data = f"id,name,kind,description\no1,A,voluntary,{'x ' * 100_000}y\n"
    dataset = read_dataset(folder(tmp_path, organisations=data))
    assert len(dataset.organisation("o1").description) == 200_001


def test_a_file_that_is_no_table_is_told_and_unread(tmp_path):
    (problem,) = read_dataset(folder(tmp_path, organisations=ORGANISATIONS, old="x\n1\n")).problems
    assert (problem.source, problem.reason) == ("old.csv", "is no canonical table and was not read")


def test_a_missing_required_column_names_what_is_there(tmp_path):
    with pytest.raises(DataError, match=r"organisations\.csv: has no column kind.*id, name, sort"):
        read_dataset(folder(tmp_path, organisations="id,name,sort\no1,A,voluntary\n"))


def test_an_empty_file_says_that_a_header_is_needed(tmp_path):
    with pytest.raises(DataError, match=r"organisations\.csv: .*header"):
        read_dataset(folder(tmp_path, organisations=""))


def test_one_table_twice_is_refused(tmp_path):
    folder(tmp_path, organisations=ORGANISATIONS)
    (tmp_path / "organisations.parquet").write_bytes(b"")
    with pytest.raises(DataError, match="both the table organisations"):
        read_dataset(tmp_path)


def test_a_workbook_gives_the_same_records_as_the_files(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Organisations"
    sheet.append(["id", "name", "kind", "income", "publish", "updated_on"])
    sheet.append(
        ["o1", "Lunch Club", "voluntary", 1200.0, True, datetime.fromisoformat("2026-01-02")]
    )
    sheet.append([7, "Bank", "business", None, None, None])
    other = book.create_sheet("Facility requests")
    other.append(["id", "organisation_id", "purpose"])
    other.append(["r1", 7, "Training"])
    book.create_sheet("Notes").append(["anything"])
    book.save(tmp_path / "place.xlsx")
    dataset = read_dataset(tmp_path / "place.xlsx")
    assert dataset.organisation("o1").income == 1200
    assert dataset.organisation("o1").publish is True
    assert dataset.organisation("o1").updated_on == date(2026, 1, 2)
    assert dataset.facility_requests[0].organisation_id == "7"


def test_parquet_files_give_the_same_records(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {
        "id": ["o1"], "name": ["Lunch Club"], "kind": ["voluntary"], "themes": [["food", "age"]],
        "updated_on": [date(2026, 1, 2)],
    }  # fmt: skip
    parquet.write_table(pyarrow.table(columns), tmp_path / "organisations.parquet")
    (one,) = read_dataset(tmp_path).organisations
    assert one.themes == ("food", "age")
    assert one.updated_on == date(2026, 1, 2)


def test_broken_workbooks_and_parquet_files_are_named(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"no zip")
    with pytest.raises(DataError, match=r"x\.xlsx: is no workbook"):
        read_dataset(tmp_path / "x.xlsx")
    (tmp_path / "organisations.parquet").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"organisations\.parquet: is no Parquet file"):
        read_dataset(tmp_path / "organisations.parquet")


# -- writing --------------------------------------------------------------------------

_LETTERS = string.ascii_letters + string.digits + "é&'\".,-()/+@ŵł"
_WORD = st.text(_LETTERS, min_size=1, max_size=8).filter(
    lambda t: t.casefold() not in {"na", "n/a", "n.a.", "-", "--", "null", "nan", "none"}
)
TEXT = st.lists(_WORD, min_size=2, max_size=4).map(" ".join)
LABELS = st.lists(TEXT, max_size=3, unique=True).map(tuple)
MAYBE_TEXT = st.none() | TEXT
AMOUNT = st.none() | st.floats(0, 1e9, allow_nan=False)
COUNT = st.none() | st.integers(0, 10_000)
FLAG = st.none() | st.booleans()
DAY = st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))
IDS = ["o1", "o2", "GB-CHC-1", "XX é/7"]
EXTRA = st.dictionaries(st.sampled_from(["ward", "note to self"]), TEXT, max_size=2)


@st.composite
def datasets(draw):
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    one = st.sampled_from(ids)
    organisations = [
        Organisation(
            id=i, name=draw(TEXT), kind=draw(st.sampled_from(["voluntary", "public"])),
            role=draw(st.none() | st.just("venue")), description=draw(MAYBE_TEXT),
            areas=draw(st.sampled_from([(), ("a1",)])), themes=draw(LABELS), income=draw(AMOUNT),
            employees=draw(COUNT), publish=draw(FLAG), updated_on=draw(DAY),
            suggest=draw(st.sampled_from([None, "yes", "no", "ask"])),
            location_confidential=draw(st.sampled_from([None, False])), extra=draw(EXTRA),
            sources=draw(st.sampled_from([(), (i, f"old {i}")])),
        )
        for i in ids
    ]  # fmt: skip
    services = [
        Service(
            id=f"s{n}", organisation_id=draw(one), name=draw(TEXT), audiences=draw(LABELS),
            location_confidential=False, latitude=53.25, longitude=-2.5,
            schedule=draw(st.sampled_from(
                [(), ("MO 09:00-12:00", "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00")]
            )),
            minimum_age=draw(AMOUNT), assured_on=draw(DAY),
        )
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    facility = Facility(
        id="f1", organisation_id=draw(one), name=draw(TEXT), capacity=draw(COUNT),
        exceptions=("2026-12-20/2027-01-04",), price_per_hour=draw(AMOUNT),
    )  # fmt: skip
    starts = draw(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - local
    booking = Booking(facility_id="f1", starts=starts, ends=starts + timedelta(hours=1))
    need = Need(
        id="n1", organisation_id=draw(one), kind="goods", description=draw(TEXT),
        quantity=draw(AMOUNT), remote=draw(FLAG),
    )  # fmt: skip
    collaboration = Collaboration(id="c1", kind="forum", title=draw(MAYBE_TEXT), value=draw(AMOUNT))
    member = CollaborationMember(collaboration_id="c1", organisation_id=draw(one))
    brief = Brief(
        id="b1", description=draw(TEXT), members=(draw(one),),
        kinds_wanted=draw(st.sampled_from([(), ("public", "business")])), as_of=draw(DAY),
    )  # fmt: skip
    aliases = {o: x.id for x in organisations for o in x.sources[1:]}
    return Dataset.build(
        "demo",
        {
            "organisations": organisations, "services": services, "facilities": [facility],
            "bookings": [booking], "needs": [need], "collaborations": [collaboration],
            "collaboration_members": [member], "briefs": [brief],
            "areas": [Area(id="a1", name="Crewe", kind="town", population=draw(COUNT))],
        },
        name=draw(TEXT), as_of=draw(DAY), licence=draw(TEXT), aliases=aliases,
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(datasets())
def test_what_is_written_is_read_back(dataset):
    with TemporaryDirectory() as folder:
        write_tables(dataset, Path(folder))
        again = read_dataset(folder)
    assert again.tables == dataset.tables
    assert again.aliases == dataset.aliases
    assert (again.id, again.name, again.as_of) == (dataset.id, dataset.name, dataset.as_of)
    assert [p for p in again.problems if p.level != "info"] == []


def test_what_is_written_says_its_schema_and_leaves_empty_tables_out(tmp_path):
    dataset = Dataset.build(
        "demo", {"organisations": [Organisation(id="o", name="A", kind="public")]}
    )
    written = write_tables(dataset, tmp_path / "out")
    assert [p.name for p in written] == ["partnership.toml", "organisations.csv"]
    assert 'schema_version = "1.0"' in written[0].read_text("utf-8")
    with written[1].open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[:3] == ["id", "name", "kind"]


def test_a_list_entry_never_becomes_two(tmp_path):
    one = Organisation(id="o", name="A", kind="public", themes=("food; drink",))
    write_tables(Dataset.build("demo", {"organisations": [one]}), tmp_path)
    assert read_dataset(tmp_path).organisation("o").themes == ("food; drink",)


def test_cells_of_a_workbook_are_text():
    assert tables.cell_text(2.5) == "2.5"
    assert tables.cell_text(datetime.fromisoformat("2026-11-03T18:00")) == "2026-11-03T18:00:00"
    assert tables.cell_text(None) is None
