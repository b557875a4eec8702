"""A target is whole or not there, and nothing of anybody else's is lost."""

import pytest

from sap_match.errors import DataError
from sap_match.export import giving
from sap_match.export.giving import write_dataset
from sap_match.model import Dataset, Organisation


def dataset(name="A"):
    return Dataset.build("d", {"organisations": [Organisation(id="o", name=name, kind="public")]})


def test_an_earlier_export_is_replaced_only_if_that_is_said(tmp_path):
    out = tmp_path / "out"
    write_dataset(dataset(), out)
    with pytest.raises(DataError, match="--replace"):
        write_dataset(dataset("B"), out)
    assert "o,A" in (out / "organisations.csv").read_text("utf-8")
    write_dataset(dataset("B"), out, replace=True)
    assert "o,B" in (out / "organisations.csv").read_text("utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_anything_else_in_it_is_never_replaced(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    with pytest.raises(DataError, match=r"thesis\.docx"):
        write_dataset(dataset(), out, replace=True)
    assert (out / "thesis.docx").read_text() == "years of work"


def test_the_source_is_never_written_over(tmp_path):
    out = tmp_path / "out"
    write_dataset(dataset(), out)
    with pytest.raises(DataError, match="holds what is read"):
        write_dataset(dataset(), out, replace=True, source=str(out))
    inner = out / "organisations.csv"
    with pytest.raises(DataError, match="holds what is read"):
        write_dataset(dataset(), out, replace=True, source=str(inner))


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_where_writing_fails_the_earlier_export_stays(name, tmp_path, monkeypatch):
    out = tmp_path / name
    write_dataset(dataset(), out)
    before = sorted(p.name for p in tmp_path.rglob("*"))

    def fails(found, target):
        target.mkdir() if not target.suffix else target.write_text("half")
        raise OSError("the disk is full")

    monkeypatch.setattr(giving, "write_tables", fails)
    monkeypatch.setattr(giving, "write_workbook", fails)
    with pytest.raises(OSError, match="full"):
        write_dataset(dataset("B"), out, replace=True)
    assert sorted(p.name for p in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("form", "name"), [("canonical", "a.json"), ("hsds", "a.csv"), ("parquet", "a.parquet")]
)
def test_a_wrong_ending_is_told_with_the_right_ones(form, name, tmp_path):
    with pytest.raises(DataError, match="is written to"):
        write_dataset(dataset(), tmp_path / name, form)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(DataError, match="there is no folder"):
        write_dataset(dataset(), tmp_path / "mistyped" / "out")
    assert list(tmp_path.iterdir()) == []


def test_confidential_reports_go_into_canonical_tables_alone(tmp_path):
    with pytest.raises(DataError, match="canonical tables alone"):
        write_dataset(dataset(), tmp_path / "out", "hsds", confidential=True)
