"""``partnership.toml``: settings, areas, sources, and what is said when it is wrong."""

from datetime import date
from pathlib import Path

import pytest

from sap_match.errors import DataError
from sap_match.ingest import history_of, read_dataset
from sap_match.ingest.place import data_folder, read_settings

ORGANISATIONS = "id,name,kind,areas\no1,Lunch Club,voluntary,Sale\n"


def write(folder, text, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    path = folder / "partnership.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_are_read(tmp_path):
    text = """
    id = "sale"
    name = "Sale"
    as_of = 2026-11-01
    timezone = "Europe/Dublin"
    licence = "CC0"
    history = "history.sqlite"
    """
    place = read_settings(write(tmp_path, text))
    assert (place.id, place.name, place.as_of) == ("sale", "Sale", date(2026, 11, 1))
    assert (place.timezone, place.licence) == ("Europe/Dublin", "CC0")
    assert place.history == history_of(tmp_path) == tmp_path / "history.sqlite"
    assert history_of(tmp_path / "organisations.csv") is None


def test_without_sources_the_tables_beside_it_are_read(tmp_path):
    path = write(tmp_path, 'id = "sale"\nas_of = "2026-11-01"\n', organisations=ORGANISATIONS)
    for source in (path, tmp_path, str(tmp_path)):
        dataset = read_dataset(source)
        assert (dataset.id, dataset.as_of) == ("sale", date(2026, 11, 1))
        assert [o.id for o in dataset.organisations] == ["o1"]
    assert read_dataset(path, as_of=date(2026, 1, 1)).as_of == date(2026, 1, 1)


def test_several_sources_make_one_dataset(tmp_path):
    text = """
    id = "sale"
    [[areas]]
    id = "t-sale"
    name = "Sale"
    kind = "town"
    postcodes = ["M33"]
    [[sources]]
    name = "directory"
    path = "books"
    [[sources]]
    path = "more/organisations.csv"
    [[sources]]
    path = "gone.csv"
    optional = true
    """
    path = write(tmp_path, text)
    write(tmp_path / "books", "", organisations=ORGANISATIONS)
    write(tmp_path / "more", "", organisations="id,name,kind\no2,The Lunch Club Ltd,voluntary\n")
    dataset = read_dataset(path)
    (one,) = dataset.organisations
    assert (one.id, one.sources, one.areas) == ("o1", ("o1", "o2"), ("t-sale",))
    assert one.source == "directory/organisations.csv"
    assert [s.source for s in dataset.sources] == [
        "partnership.toml", "directory", "more/organisations.csv", "gone.csv",
    ]  # fmt: skip
    assert [(p.source, p.level) for p in dataset.problems] == [("gone.csv", "info")]


def test_open_data_is_found_by_the_variable_or_beside_a_parent_folder(tmp_path, monkeypatch):
    settings = write(tmp_path / "repository" / "benchmarks" / "places", 'id = "x"\n')
    monkeypatch.delenv("SAP_MATCH_DATA", raising=False)
    with pytest.raises(DataError, match="set SAP_MATCH_DATA"):
        data_folder(settings)
    (tmp_path / "shared" / "data").mkdir(parents=True)
    assert data_folder(settings) == tmp_path / "shared" / "data"
    monkeypatch.setenv("SAP_MATCH_DATA", str(tmp_path / "elsewhere"))
    assert data_folder(settings) == Path(tmp_path / "elsewhere")


def test_a_data_path_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("SAP_MATCH_DATA", str(tmp_path / "data"))
    write(tmp_path / "data" / "sale", "", organisations=ORGANISATIONS)
    text = 'id = "x"\n[[sources]]\npath = "data:sale/organisations.csv"\n'
    dataset = read_dataset(write(tmp_path / "place", text))
    assert [s.source for s in dataset.sources] == ["sale/organisations.csv"]
    assert len(dataset.organisations) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = 'x'", r"partnership\.toml, id: needs an id"),
        ("id = ", "is no TOML file that can be read"),
        ('id = "x"\ntimezon = "y"', "the key 'timezon' means nothing; did you mean 'timezone'"),
        ('id = "x"\ntimezone = "Crewe"', "timezone 'Crewe': is no time zone"),
        ('id = "x"\nas_of = "soon"', "as_of 'soon': is no date"),
        ('id = "x"\nname = 7', "name: is no text"),
        ('id = "x"\nareas = "x"', r"write \[\[areas\]\] before each"),
        ('id = "x"\n[[areas]]\nid = "a"\nsort = "b"', "area 1: the key 'sort' means nothing"),
        ('id = "x"\nsources = ["y"]', r"write \[\[sources\]\] before each"),
        ('id = "x"\n[[sources]]\nformat = "hsds"', "source 1, path: needs a path"),
        ('id = "x"\n[[sources]]\npath = "y"\nformat = "csv"',
         "format 'csv': is no format; write one of volunteering, hsds"),
        ('id = "x"\n[[sources]]\npath = "y.csv"', r"source 1: y\.csv is not there"),
        ('id = "x"\n[[sources]]\npath = "y"\nrows = []', "the key 'rows' means nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_place_and_what_to_do(tmp_path, text, message):
    with pytest.raises(DataError, match=message):
        read_dataset(write(tmp_path, text))
