"""What is written comes back the same, whatever the texts are, in all three forms."""

import csv
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.cells import UNKNOWN, parse_list, parse_text
from sap_match.ingest.guards import guarded, is_formula, join_entries, split_entries, unguarded
from sap_match.ingest.writing import write_parquet, write_tables, write_workbook
from sap_match.model import (
    Area,
    Booking,
    Dataset,
    Facility,
    Link,
    Offer,
    Organisation,
    Relationship,
    Service,
)

NASTY = (
    "=1+1", "'=1+1", "''=1+1", "'tis", "@SUM(A1)", "-lunch", "+44 1632 960123", "a;b", "a; \\;b\\",
    "\\", "\\;", ";", 'say "tea"', "two\nlines", "a\rb", "<script>x</script>", "tab\there", "007",
    "yes", "a,b", "1.0", "\u202etxet", "=cmd|' /C calc'!A0", "％", "été", "𝔘nicode",
)  # fmt: skip
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",))
TEXT = st.one_of(st.sampled_from(NASTY), st.text(LETTERS, min_size=1, max_size=20))
CLEAN = TEXT.map(str.strip).filter(lambda t: t and t.casefold() not in {*UNKNOWN, "none", "[]"})


def reads_as_itself(text):
    """Reading mends markup, hidden letters and control codes; all else it leaves alone."""
    return parse_text(text) == (text, None) and parse_list((text,)) == ((text,), None)


AS_IT_IS = CLEAN.filter(reads_as_itself)
SHEET = AS_IT_IS.filter(lambda t: not any(c < " " and c not in "\n\t" for c in t))


def built(text, more):
    organisations = [
        Organisation(
            id="o1", name=text, kind="public", description=more,
            themes=tuple(dict.fromkeys((text, more))),
            extra={"Opening note": text, "Website": more},
            sources=("o1", "old-1"), location_confidential=False,
        ),
        Organisation(id="o2", name=more, kind="voluntary", updated_on=date(2026, 1, 2)),
    ]  # fmt: skip
    return Dataset.build(
        "demo",
        {
            "organisations": organisations,
            "areas": [Area(id="a1", name="Crewe", kind="town")],
            "services": [
                Service(
                    id="s1", organisation_id="o1", name="S", areas=("a1",), cost=text,
                    schedule=("MO 09:00-12:00", "RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00"),
                    minimum_age=0.1, latitude=53.1, longitude=-2.5,
                )
            ],
            "facilities": [
                Facility(id="f", organisation_id="o2", name="Hall", exceptions=("2026-12-25",))
            ],
            "bookings": [
                Booking(
                    facility_id="f",
                    starts=datetime.fromisoformat("2026-01-01T00:00"),
                    ends=datetime.fromisoformat("2026-01-02T01:00"),
                )
            ],
            "offers": [
                Offer(
                    id="x", organisation_id="o1", kind="goods", description=more, quantity=1e16,
                    checks=("first_aid:2027-03-01",), remote=True,
                )
            ],
            "relationships": [Relationship(from_id="o1", to_id="o2", kind=text, trust=3)],
        },
        name="The place", as_of=date(2026, 11, 1), licence="=OGL", aliases={"old-1": "o1"},
    )  # fmt: skip


def same(dataset, again):
    assert again.tables == dataset.tables
    assert again.aliases == dataset.aliases
    assert (again.id, again.name, again.as_of) == (dataset.id, dataset.name, dataset.as_of)
    assert (again.licence, again.timezone) == (dataset.licence, dataset.timezone)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(AS_IT_IS, AS_IT_IS)
def test_csv_files_give_the_same_dataset_back(text, more):
    dataset = built(text, more)
    with TemporaryDirectory() as folder:
        write_tables(dataset, Path(folder))
        same(dataset, read_dataset(folder))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(AS_IT_IS, AS_IT_IS)
def test_parquet_files_give_the_same_dataset_back(text, more):
    pytest.importorskip("pyarrow")
    dataset = built(text, more)
    with TemporaryDirectory() as folder:
        write_parquet(dataset, Path(folder))
        same(dataset, read_dataset(folder))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHEET, SHEET)
def test_a_workbook_gives_the_same_dataset_back(text, more):
    pytest.importorskip("openpyxl")
    dataset = built(text, more)
    with TemporaryDirectory() as folder:
        write_workbook(dataset, Path(folder) / "all.xlsx")
        same(dataset, read_dataset(Path(folder) / "all.xlsx"))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CLEAN.filter(lambda t: parse_text(t)[0]), CLEAN.filter(lambda t: parse_text(t)[0]))
@example("=1+1", "N\x08A ?")
def test_what_reading_mended_stays_as_it_is(text, more):
    with TemporaryDirectory() as folder:
        write_tables(built(text, more), Path(folder) / "first")
        once = read_dataset(Path(folder) / "first")
        write_tables(once, Path(folder) / "second")
        same(once, read_dataset(Path(folder) / "second"))


@given(st.text())
def test_every_guard_can_be_taken_away_and_leaves_no_formula(text):
    assert unguarded(guarded(text)) == text
    assert not is_formula(guarded(text))


@given(st.lists(st.text("a\\; ").map(str.strip), min_size=1))
def test_every_list_comes_back(entries):
    assert split_entries(join_entries(entries)) == tuple(entries)


def test_no_cell_of_the_files_is_a_formula(tmp_path):
    write_tables(built("=cmd|' /C calc'!A0", "@SUM(1)"), tmp_path)
    cells = [
        cell
        for path in tmp_path.glob("*.csv")
        for row in csv.reader(path.read_text("utf-8").splitlines())
        for cell in row
    ]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if is_formula(cell)]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write_workbook(built("=1+1", "+cmd"), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]


def test_a_cell_that_no_workbook_can_hold_is_refused_and_not_cut(tmp_path):
    pytest.importorskip("openpyxl")
    with pytest.raises(DataError, match=r"40,000 characters.*CSV"):
        write_workbook(built("x" * 40_000, "y"), tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="control code"):
        write_workbook(built("a\0b", "y"), tmp_path / "a.xlsx")


def test_ids_that_were_joined_are_written_with_their_evidence(tmp_path):
    dataset = Dataset.build(
        "demo",
        {"organisations": [Organisation(id="o1", name="A", kind="public")]},
        aliases={"gone": "o1", "older": "gone"},
        links=[Link("o1", "gone", "organisations", "same charity number")],
    )
    write_tables(dataset, tmp_path)
    told = (tmp_path / "links.csv").read_text("utf-8")
    assert "organisations,o1,gone,same charity number\n" in told
    again = read_dataset(tmp_path)
    assert again.organisation("older").id == again.organisation("gone").id == "o1"
    assert not [p for p in again.problems if "links" in p.source]


def test_the_example_comes_back_in_every_form(repository, tmp_path):
    example = read_dataset(repository / "examples" / "cheshire_east")
    write_tables(example, tmp_path / "csv")
    write_parquet(example, tmp_path / "parquet")
    write_workbook(example, tmp_path / "one.xlsx")
    for written in ("csv", "parquet", "one.xlsx"):
        same(example, read_dataset(tmp_path / written))


def test_trafford_comes_back_in_every_form(repository, shared_data, tmp_path):
    place = read_dataset(repository / "benchmarks" / "places" / "trafford.toml")
    write_tables(place, tmp_path / "csv")
    write_workbook(place, tmp_path / "one.xlsx")
    for written in ("csv", "one.xlsx"):
        same(place, read_dataset(tmp_path / written))
