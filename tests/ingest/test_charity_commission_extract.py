"""The charity register's whole download: several tables, each a file, a zip or a list."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.charity_commission.reader import read
from sap_match.ingest.formats import format_of

KEYS = ("organisation_number", "registered_charity_number", "linked_charity_number")


def charity(own: int, number: str, name: str, **more: str) -> dict[str, object]:
    return {
        "date_of_extract": "2026-10-01T00:00:00",
        "organisation_number": own,
        "registered_charity_number": int(number),
        "linked_charity_number": 0,
        "charity_name": name,
        "charity_registration_status": "Registered",
        "date_of_removal": None,
        "charity_contact_postcode": "CW1 2AB",
        "charity_activities": "Cooks a hot lunch for lonely older people every Tuesday",
        "charity_has_land": False,
        **more,
    }


CHARITIES = [
    charity(1, "9000001", "PLAIN LUNCH CLUB", charity_has_land=True),
    charity(2, "9000002", "PLAIN GIVING", charity_activities=None),
    charity(3, "9000003", "OLD LUNCH", charity_registration_status="Removed"),
    charity(4, "9000001", "PLAIN KITCHEN", linked_charity_number=1),
    charity(5, "9000005", "FAR CLUB", charity_contact_postcode="M33 1AA"),
]
TABLES: dict[str, list[dict[str, object]]] = {
    "charity": CHARITIES,
    "charity_classification": [
        {"organisation_number": 1, "classification_code": 1, "classification_type": t,
         "classification_description": d}
        for t, d in [
            ("What", "Disability"), ("What", "General Charitable Purposes"),
            ("Who", "Elderly/old People"), ("How", "Provides Services"),
        ]
    ] + [
        {"organisation_number": 2, "classification_code": 1, "classification_type": "How",
         "classification_description": "Makes Grants To Organisations"},
        {"organisation_number": 5, "classification_code": 1, "classification_type": "What",
         "classification_description": "Animals"},
    ],
    "charity_area_of_operation": [
        {"organisation_number": 1, "geographic_area_type": "Local Authority",
         "geographic_area_description": "Edge City"},
        {"organisation_number": 1, "geographic_area_type": "Region",
         "geographic_area_description": "Throughout England And Wales"},
        {"organisation_number": 5, "geographic_area_type": "Local Authority",
         "geographic_area_description": "Far"},
    ],
    "charity_other_names": [
        {"organisation_number": 1, "registered_charity_number": 9000001,
         "charity_name_type": "Working name", "charity_name": "PLAIN LUNCHES; TUESDAYS"},
        {"organisation_number": 1, "registered_charity_number": 9000001,
         "charity_name_type": "Working name", "charity_name": "PLAIN LUNCH CLUB"},
    ],
    "charity_governing_document": [
        {"organisation_number": 2, "charitable_objects": "TO RELIEVE NEED IN PLAIN.",
         "area_of_benefit": "PLAIN"},
        {"organisation_number": 1, "charitable_objects": "TO FEED", "area_of_benefit": None},
    ],
    "charity_annual_return_parta": [
        {"organisation_number": 1, "fin_period_end_date": "2024-03-31", "count_volunteers": 10,
         "count_govt_contracts": 1},
        {"organisation_number": 1, "fin_period_end_date": "2025-03-31", "count_volunteers": 8,
         "count_govt_contracts": None},
    ],
    "charity_annual_return_partb": [
        {"organisation_number": 1, "fin_period_end_date": "2025-03-31", "count_employees": 3},
    ],
    "charity_trustee": [
        {"organisation_number": 1, "trustee_id": 7, "trustee_name": "Ada Person",
         "trustee_is_chair": True, "individual_or_organisation": "P"},
        {"organisation_number": 1, "trustee_id": 8, "trustee_name": "PLAIN COUNCIL",
         "trustee_is_chair": False, "individual_or_organisation": "O"},
    ],
    "charity_policy": [{"organisation_number": 1, "policy_name": "Safeguarding policy"}],
    "charity_event_history": [
        {"organisation_number": 3, "event_type": "Removed", "reason": "AMALGAMATED",
         "assoc_organisation_number": 1, "assoc_registered_charity_number": 9000001},
    ],
}  # fmt: skip


def as_tabs(rows: list[dict[str, object]]) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = ["\t".join(columns)]
    lines += ["\t".join("" if row.get(c) is None else str(row[c]) for c in columns) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode()


def as_list(rows: list[dict[str, object]]) -> bytes:
    return b"\xef\xbb\xbf" + json.dumps(rows, indent=1).encode()


def written(folder: Path, form: str, tables: dict[str, list[dict[str, object]]]) -> Path:
    """The tables as the register gives them: text or JSON, plain, each in a zip, or all in one."""
    folder.mkdir(exist_ok=True)
    whole = folder / "register.zip"
    for name, rows in tables.items():
        ending = "json" if "json" in form else "txt"
        data = as_list(rows) if ending == "json" else as_tabs(rows)
        inner = f"publicextract.{name}.{ending}"
        if form == "one zip":
            with zipfile.ZipFile(whole, "a") as archive:
                archive.writestr(inner, data)
        elif "zip" in form:
            with zipfile.ZipFile(folder / f"publicextract.{name}.zip", "w") as archive:
                archive.writestr(inner, data)
        else:
            (folder / inner).write_bytes(data)
    return whole if form == "one zip" else folder


@pytest.mark.parametrize("form", ["txt", "json", "txt zips", "json zips", "one zip"])
def test_every_form_says_the_same(tmp_path: Path, form: str) -> None:
    path = written(tmp_path / "extract", form, TABLES)
    assert format_of(path) == "charity-commission"
    dataset = read_dataset(path)
    club = dataset.organisation("GB-CHC-9000001")
    assert club.themes == ("Disability",)
    assert [dataset.area(a).name for a in club.areas] == ["Edge"]
    assert club.employees == 3
    assert club.extra["audiences"] == "Elderly/old People"
    assert club.extra["how"] == "Provides Services"
    assert club.extra["area_of_operation"] == "Throughout England And Wales"
    assert club.extra["other_names"] == "Plain Lunches, Tuesdays"
    assert club.extra["policies"] == "Safeguarding policy"
    assert club.extra["volunteers"] == "8"
    assert club.extra["government_contracts"] == "1"
    assert club.extra["charity_has_land"] == "True"


def test_a_linked_charity_has_its_parent_and_is_never_one_with_it(tmp_path: Path) -> None:
    dataset = read_dataset(written(tmp_path / "x", "txt", TABLES))
    kitchen = dataset.organisation("GB-CHC-9000001-1")
    assert (kitchen.name, kitchen.parent_id) == ("Plain Kitchen", "GB-CHC-9000001")
    assert kitchen.identifiers == ("GB-CHC-9000001-1",)


def test_the_objects_speak_where_no_activities_do_and_how_says_the_role(tmp_path: Path) -> None:
    dataset = read_dataset(written(tmp_path / "x", "txt", TABLES))
    giving = dataset.organisation("GB-CHC-9000002")
    assert giving.description == "To relieve need in Plain."
    assert giving.extra["description_from"] == "its charitable objects"
    assert giving.role == "funder"
    assert dataset.organisation("GB-CHC-9000001").description == (
        "Cooks a hot lunch for lonely older people every Tuesday"
    )


def test_one_that_was_amalgamated_names_the_one_that_took_its_place(tmp_path: Path) -> None:
    dataset = read_dataset(written(tmp_path / "x", "txt", TABLES))
    old = dataset.organisation("GB-CHC-9000003")
    assert (old.suggest, old.extra["succeeded_by"]) == ("no", "GB-CHC-9000001")
    assert dataset.organisation("GB-CHC-9000001").suggest is None
    (told,) = [p for p in dataset.problems if p.value == "GB-CHC-9000003"]
    assert (told.row, told.level) == (4, "info")
    assert "removed amalgamated" in told.reason


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "CEASED TO EXIST"},
        {"assoc_organisation_number": 3, "assoc_registered_charity_number": 9000003},
        {"organisation_number": 2, "assoc_organisation_number": 1},
    ],
)
def test_no_other_event_names_a_successor(tmp_path: Path, change: dict[str, object]) -> None:
    (event,) = TABLES["charity_event_history"]
    tables = TABLES | {"charity_event_history": [event | change]}
    dataset = read_dataset(written(tmp_path / "x", "json", tables))
    assert [o.name for o in dataset.organisations if o.suggest == "no"] == ["Old Lunch"]
    assert not [o for o in dataset.organisations if "succeeded_by" in o.extra]


def test_two_successors_are_no_successor(tmp_path: Path) -> None:
    (event,) = TABLES["charity_event_history"]
    more = [event, event | {"assoc_organisation_number": 2}]
    tables = TABLES | {"charity_event_history": more}
    dataset = read_dataset(written(tmp_path / "x", "json", tables))
    assert "succeeded_by" not in dataset.organisation("GB-CHC-9000003").extra


def test_nothing_of_a_trustee_is_kept(tmp_path: Path) -> None:
    dataset = read_dataset(written(tmp_path / "x", "json", TABLES))
    assert "Ada" not in repr(dataset)
    assert "PLAIN COUNCIL" not in repr(dataset)
    (told,) = [p for p in dataset.problems if "trustee" in p.source]
    assert "Organisations that are trustees of the charities that are read: 1" in told.reason


def settings(tmp_path: Path, where: str) -> Path:
    written(tmp_path / "extract", "txt", TABLES)
    path = tmp_path / "partnership.toml"
    path.write_text(
        f'id = "p"\n[[sources]]\npath = "extract"\nformat = "charity-commission"\nwhere = {where}\n'
    )
    return path


def test_charities_are_asked_for_by_where_they_work(tmp_path: Path) -> None:
    dataset = read_dataset(settings(tmp_path, '{ geographic_area_description = "Edge*" }'))
    assert [o.name for o in dataset.organisations] == ["Plain Lunch Club"]
    assert dataset.sources[0].rows == 1
    assert "4 of 5 rows are not asked for" in [p.reason for p in dataset.problems]


def test_other_tables_are_read_for_those_asked_for(tmp_path: Path) -> None:
    dataset = read_dataset(settings(tmp_path, '{ charity_contact_postcode = "M33*" }'))
    (far,) = dataset.organisations
    assert far.themes == ("Animals",)
    told = {
        p.source.split(".")[-2]: p.reason for p in dataset.problems if "rows are of" in p.reason
    }
    assert told["charity_classification"].startswith("1 of 6 rows")


@pytest.mark.parametrize("name", ["publicextract.charity_policy.txt", "names.csv"])
def test_a_table_without_the_charities_is_told(tmp_path: Path, name: str) -> None:
    rows = TABLES["charity_policy" if "policy" in name else "charity_other_names"]
    path = tmp_path / name
    path.write_bytes(as_tabs(rows))
    with pytest.raises(DataError, match=r"says nothing by itself: put it .* publicextract.charity"):
        read_dataset(path)
    folder = written(tmp_path / "some", "txt", {"charity_policy": TABLES["charity_policy"]})
    with pytest.raises(DataError, match=r"not publicextract.charity"):
        read_dataset(folder)


def test_a_broken_table_leaves_the_charities_as_they_are(tmp_path: Path) -> None:
    folder = written(tmp_path / "x", "json", TABLES)
    whole = (folder / "publicextract.charity_policy.json").read_bytes()
    (folder / "publicextract.charity_policy.json").write_bytes(whole[:-20])
    dataset = read_dataset(folder)
    assert dataset.sources[0].rows == 5
    (told,) = [
        p for p in dataset.problems if p.source.endswith("policy.json") and p.level == "note"
    ]
    assert "no JSON from here on" in told.reason


def test_a_broken_list_of_charities_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "publicextract.charity.json"
    path.write_bytes(as_list(CHARITIES)[:-60])
    reading = read(path)
    assert [row.row for row in reading.tables[0].rows] == [1, 2, 3, 4]
    (bad,) = [p for p in reading.problems if p.level == "bad"]
    assert (bad.row, reading.rows_in) == (5, 5)


def test_rows_that_are_none_are_told_each(tmp_path: Path) -> None:
    path = tmp_path / "publicextract.charity.json"
    path.write_text(json.dumps([CHARITIES[0], 7, None, "text", CHARITIES[1]]))
    reading = read(path)
    assert reading.rows_in == 5
    assert [p.row for p in reading.problems if p.level == "bad"] == [2, 3, 4]
    lines = as_tabs(CHARITIES).split(b"\r\n")
    text = tmp_path / "publicextract.charity.txt"
    text.write_bytes(b"\r\n".join([*lines[:2], lines[2] + b"\tand\tmore", *lines[3:]]))
    reading = read(text)
    assert reading.rows_in == 5
    assert [(p.row, p.reason) for p in reading.problems if p.level == "bad"] == [
        (3, "has more cells than the header")
    ]


def test_tabs_and_line_ends_that_a_backslash_keeps(tmp_path: Path) -> None:
    row = CHARITIES[0] | {"charity_activities": "Lunch\\\tand tea\\\nfor all"}
    path = tmp_path / "publicextract.charity.txt"
    path.write_bytes(as_tabs([row, CHARITIES[1]]))
    first, second = read(path).tables[0].rows
    assert first.cells["description"] == "Lunch and tea for all"
    assert second.cells["name"] == "Plain Giving"


def test_a_register_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sap_match.ingest.charity_commission import rows

    folder = written(tmp_path / "x", "json", TABLES)
    text = written(tmp_path / "y", "txt", TABLES)
    whole = [read(one) for one in (folder, text)]
    for size in (20, 100, 333):
        monkeypatch.setattr(rows, "_PART", size)
        for one, before in zip((folder, text), whole, strict=True):
            assert read(one).tables == before.tables
            assert read(one).sha256 == before.sha256


def test_charities_in_trouble_are_for_the_officer(tmp_path: Path) -> None:
    rows = [
        charity(1, "9000001", "A CLUB", charity_insolvent="True"),
        charity(2, "9000002", "B CLUB", cio_is_dissolved="True"),
    ]
    dataset = read_dataset(written(tmp_path / "x", "json", {"charity": rows}))
    assert [o.suggest for o in dataset.organisations] == ["ask", "no"]
