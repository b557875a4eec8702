"""The forms in which grants come: whatever the form, the same grants."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest.formats import Look, format_of
from sap_match.ingest.threesixty.reader import read, recognises

GRANT = {
    "id": "360G-x-1",
    "title": "Choir",
    "description": "A choir for older people",
    "currency": "GBP",
    "amountAwarded": 1200.5,
    "awardDate": "2020-02-29",
    "plannedDates": [{"startDate": "2020-04-01", "duration": "12"}],
    "recipientOrganization": [
        {"id": "360G-x-choir", "name": "Hale Choir", "postalCode": "M33 7PP"}
    ],
    "beneficiaryLocation": [
        {"name": "Trafford", "geoCode": "E08000009", "geoCodeType": "MD"},
        {"name": "Hale"},
    ],
    "fundingOrganization": [{"id": "GB-LAE-TRF", "name": "Trafford Council"}],
    "grantProgramme": [{"code": "VSG", "title": "Voluntary Sector Grants"}],
}
TITLES = {
    "id": "Identifier",
    "name": "Name",
    "startDate": "Start Date",
    "endDate": "End Date",
    "duration": "Duration (months)",
    "postalCode": "Postal Code",
    "geoCode": "Geographic Code",
    "geoCodeType": "Geographic Code Type",
    "code": "Code",
    "title": "Title",
    "charityNumber": "Charity Number",
    "companyNumber": "Company Number",
    "department": "Department",
    "description": "Description",
    "currency": "Currency",
    "amountAwarded": "Amount Awarded",
    "amountDisbursed": "Amount Disbursed",
    "awardDate": "Award Date",
    "dateModified": "Last modified",
    "regrantType": "Regrant Type",
    "recipientOrganization": "Recipient Org",
    "fundingOrganization": "Funding Org",
    "plannedDates": "Planned Dates",
    "beneficiaryLocation": "Beneficiary Location",
    "grantProgramme": "Grant Programme",
    "relatedActivity": "Related Activity",
}


def flat(grant, *, paths=False):
    """Return a grant as a row of a table, with titles or with paths as headings."""
    row = {}
    for key, value in grant.items():
        if not isinstance(value, list):
            row[key if paths else TITLES[key]] = value
            continue
        for number, one in enumerate(value):
            middle = str(number) if number or paths else ""
            if isinstance(one, str):
                heading = [key, middle] if paths else [TITLES[key], middle]
                row[("/" if paths else ":").join(part for part in heading if part)] = one
                continue
            for leaf, cell in one.items():
                heading = [key, middle, leaf] if paths else [TITLES[key], middle, TITLES[leaf]]
                row[("/" if paths else ":").join(part for part in heading if part)] = cell
    return row


def as_table(grants, *, paths=False):
    rows = [flat(grant, paths=paths) for grant in grants]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return columns, [[row.get(column, "") for column in columns] for row in rows]


def as_csv(grants, *, delimiter=",", paths=False, above=(), encoding="utf-8"):
    columns, lines = as_table(grants, paths=paths)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([*above, columns, *lines])
    return out.getvalue().encode(encoding)


def as_book(path, *sheets):
    """Write sheets of (name, lines above the heading, columns, lines)."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, above, columns, lines in sheets:
        sheet = book.create_sheet(name)
        for line in [*above, columns, *lines]:
            sheet.append([cell if cell != "" else None for cell in line])
    book.save(path)
    return path


def rows_of(reading, *tables):
    return {
        (table.table, row.row, tuple(sorted(row.cells.items())))
        for table in reading.tables
        for row in table.rows
        if table.table in tables
    }


ALL = ("organisations", "areas", "collaborations", "collaboration_members")


def cells_of(reading):
    """Return the rows of all tables without their numbers, each table in one order."""
    return {
        name: sorted(
            tuple(sorted(row.cells.items()))
            for table in reading.tables
            if table.table == name
            for row in table.rows
        )
        for name in ALL
    }


def put(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


FORMS = {
    "list.json": json.dumps,
    "package.json": lambda g: json.dumps({"version": "1.4", "license": "x", "grants": g}),
    "lines.jsonl": lambda g: "\n".join(map(json.dumps, g)),
    "package.json.gz": lambda g: gzip.compress(json.dumps({"grants": g}).encode()),
    "british.json": lambda g: json.dumps(g).replace("Organization", "Organisation"),
    "answer.json": lambda g: json.dumps({"count": 2, "results": [{"data": one} for one in g]}),
    "titles.csv": as_csv,
    "paths.csv": lambda g: as_csv(g, paths=True),
    "semicolons.csv": lambda g: as_csv(g, delimiter=";"),
    "tabs.tsv": lambda g: as_csv(g, delimiter="\t"),
    "pipes.csv": lambda g: as_csv(g, delimiter="|"),
    "marked.csv": lambda g: as_csv(g, encoding="utf-8-sig"),
    "sixteen.csv": lambda g: as_csv(g, encoding="utf-16"),
    "packed.csv.gz": lambda g: gzip.compress(as_csv(g)),
    "above.csv": lambda g: as_csv(g, above=[["Our grants, 2020"], [], ["Licence", "OGL"]]),
}


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_known_and_gives_the_same_rows(tmp_path, name):
    grants = [GRANT, GRANT | {"id": "360G-x-2", "title": "Band"}]
    path = put(tmp_path / name, FORMS[name](grants))
    first = read(put(tmp_path / "first.json", json.dumps(grants)))
    reading = read(path)
    assert format_of(path) == "360giving"
    assert cells_of(reading) == cells_of(first)
    assert reading.rows_in == 2
    assert {p.level for p in reading.problems} <= {"info"}


def test_rows_are_numbered_as_a_spreadsheet_or_list_shows_them(tmp_path):
    grants = [GRANT, GRANT | {"id": ""}, GRANT | {"id": "360G-x-3"}]

    def told(name, data):
        (problem,) = [p for p in read(put(tmp_path / name, data)).problems if p.level == "bad"]
        return problem.row, problem.field, problem.level

    assert told("a.csv", as_csv(grants)) == (3, "Identifier", "bad")
    assert told("b.csv", as_csv(grants, above=[["Grants"], [""], ["2020"]])) == (
        6,
        "Identifier",
        "bad",
    )
    assert told("c.json", json.dumps(grants)) == (2, "Identifier", "bad")
    lines = "\n\n".join(map(json.dumps, grants))
    assert told("d.jsonl", lines) == (3, "Identifier", "bad")


def test_a_row_above_the_heading_is_told(tmp_path):
    heading, first, second = as_csv([GRANT, GRANT | {"id": "360G-x-2"}]).splitlines(keepends=True)
    reading = read(put(tmp_path / "mixed.csv", b"Ours\n" + first + heading + second))
    assert [(p.row, p.level) for p in reading.problems] == [(2, "bad"), (3, "info")]
    assert reading.rows_in == 2
    assert [c[1] for c in rows_of(reading, "collaborations")] == [4]


def test_a_workbook_of_several_sheets(tmp_path):
    columns, lines = as_table([GRANT])
    _, more = as_table([GRANT | {"id": "360G-x-2"}])
    book = as_book(
        tmp_path / "grants.xlsx",
        ("About", [], ["These are our grants"], [["since 2013"]]),
        ("grants 2019", [["Published by us"], []], columns, lines),
        ("Grants 2020", [], [c.upper() for c in columns], more),
        (
            "places",
            [],
            ["identifier", "beneficiaryLocation/0/name"],
            [["360G-x-2", "Sale"], ["360G-x-9", "Nowhere"]],
        ),
    )
    assert format_of(book) == "360giving"
    reading = read(book)
    grants = {
        (table.source, row.row): row.cells
        for table in reading.tables
        for row in table.rows
        if table.table == "collaborations"
    }
    assert {place: cells["id"] for place, cells in grants.items()} == {
        ("grants.xlsx:grants 2019", 4): "360G-x-1",
        ("grants.xlsx:Grants 2020", 2): "360G-x-2",
    }
    assert grants["grants.xlsx:Grants 2020", 2]["areas"] == ("E08000009", "Hale", "Sale")
    assert [(p.source, p.row, p.level) for p in reading.problems] == [
        ("grants.xlsx:About", 0, "info"),
        ("grants.xlsx:grants 2019", 3, "info"),
        ("grants.xlsx:places", 3, "bad"),
    ]
    assert reading.rows_in == 3


def test_cells_of_a_workbook_have_types(tmp_path):
    from datetime import datetime

    columns, lines = as_table([GRANT])
    line = [datetime(2020, 2, 29) if c == "2020-02-29" else c for c in lines[0]]  # noqa: DTZ001 - as a workbook gives it
    book = as_book(tmp_path / "typed.xlsx", ("grants", [], columns, [line]))
    assert cells_of(read(book)) == cells_of(read(put(tmp_path / "x.json", json.dumps([GRANT]))))


WORDS = st.text("abcdefghij klm", min_size=1, max_size=12).filter(
    lambda t: t.strip() and t.strip() not in ("n", "a", "na", "nan", "null", "none")
)
PARTIES = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["GB-CHC-1102003", "GB-COH-05027375", "360G-x-1", "360G-x-2", ""]),
        "name": WORDS,
    },
    optional={
        "charityNumber": st.sampled_from(["1102003", "1102075"]),
        "companyNumber": st.sampled_from(["05027375", "CE008889"]),
        "department": WORDS,
    },
)
DAYS = st.dates().filter(lambda d: 1950 < d.year < 2090).map(str)
GRANTS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["360G-x-1", "360G-x-2", "360G-x-3"]),
            "title": WORDS,
            "amountAwarded": st.integers(-5, 10**7),
            "awardDate": DAYS,
            "fundingOrganization": st.lists(PARTIES, min_size=1, max_size=2),
            "recipientOrganization": st.lists(PARTIES, min_size=1, max_size=3),
        },
        optional={
            "description": WORDS,
            "regrantType": st.sampled_from(["FRG010", "FRG050"]),
            "plannedDates": st.lists(
                st.fixed_dictionaries({"startDate": DAYS}, optional={"endDate": DAYS}), max_size=1
            ),
            "beneficiaryLocation": st.lists(
                st.fixed_dictionaries({"name": WORDS}, optional={"geoCode": st.just("E08000009")}),
                max_size=2,
            ),
            "relatedActivity": st.lists(st.sampled_from(["360G-x-2", "360G-y-7"]), max_size=2),
        },
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(GRANTS)
def test_the_same_grants_give_the_same_rows_in_every_form(tmp_path_factory, grants):
    folder = tmp_path_factory.mktemp("forms")
    columns, lines = as_table(grants)
    whole = read(put(folder / "g.json", json.dumps({"grants": grants})), source="g")
    text = read(put(folder / "g.csv", as_csv(grants)), source="g")
    paths = read(put(folder / "p.csv", as_csv(grants, paths=True)), source="g")
    book = read(as_book(folder / "g.xlsx", ("grants", [], columns, lines)), source="g")
    assert cells_of(text) == cells_of(whole) == cells_of(paths) == cells_of(book)
    assert whole.rows_in == text.rows_in == book.rows_in == len(grants)
    assert text.links == whole.links
    told = [(p.row, p.level, p.reason) for p in whole.problems if "row " not in p.reason]
    assert told == [(p.row and p.row - 1, p.level, p.reason) for p in text.problems
                    if "row " not in p.reason]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(GRANTS)
def test_every_row_is_used_or_told(tmp_path_factory, grants):
    path = put(tmp_path_factory.mktemp("told") / "g.json", json.dumps({"grants": grants}))
    reading = read(path)
    used = {row.row for table in reading.tables for row in table.rows}
    told = {problem.row for problem in reading.problems}
    assert used | told >= set(range(1, len(grants) + 1))


@pytest.mark.parametrize(
    "text",
    [
        '{"services": [{"id": "s", "organization": {"name": "x"}, "status": "active"}]}',
        '{"type": "FeatureCollection", "features": []}',
        '[{"registered_charity_number": 1, "charity_name": "x"}]',
        '{"awardDate": "said once"}',
        "Identifier,Title\n1,x\n",
        "id,name,kind\n1,x,voluntary\n",
        "",
        "{",
    ],
)
def test_other_files_are_not_taken_for_grants(tmp_path, text):
    for name in ("x.json", "x.csv"):
        assert not recognises(Look(put(tmp_path / name, text)))


def test_a_list_without_grants_is_read_as_nothing(tmp_path):
    path = put(tmp_path / "none.json", '{"grants": []}')
    assert recognises(Look(path))
    reading = read(path)
    assert reading.rows_in == 0
    assert not any(table.rows for table in reading.tables)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"grants": 3}', "has no list of grants"),
        (b"[1, 2", "is no JSON"),
        (b"", "is empty"),
        (b"PK\x03\x04nothing", "is no workbook that can be read"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, data, message):
    with pytest.raises(DataError, match=message):
        read(put(tmp_path / "x.json", data))


def test_odd_values_are_told_or_unknown(tmp_path):
    odd = [
        3,
        None,
        "text",
        {"id": 7, "title": ["x"], "recipientOrganization": "Hale Choir", "awardDate": None},
        {"id": {"a": 1}, "recipientOrganization": [{"name": "x"}]},
        {"id": "g", "recipientOrganization": [None, 3, {"name": "Hale\x00 Choir\ud800"}],
         "amountAwarded": float("nan"), "plannedDates": {"startDate": "2020-01-01"}},
    ]  # fmt: skip
    reading = read(put(tmp_path / "odd.json", json.dumps({"grants": odd})))
    bad = [p.row for p in reading.problems if p.level == "bad"]
    assert bad == [1, 2, 3, 5]
    grants = {c[1]: dict(c[2]) for c in rows_of(reading, "collaborations")}
    assert grants[4]["id"] == "7"
    assert grants[6] == {"id": "g", "kind": "funding", "starts_on": "2020-01-01"}
    names = {dict(c[2])["name"] for c in rows_of(reading, "organisations")}
    assert names == {"Hale Choir"}


def test_a_row_with_too_many_cells_is_told(tmp_path):
    data = as_csv([GRANT]) + as_csv([GRANT | {"id": "360G-x-2"}]).splitlines()[1] + b",more\n"
    reading = read(put(tmp_path / "ragged.csv", data))
    assert [(p.row, p.level, p.reason) for p in reading.problems] == [
        (3, "bad", "has more cells than the header")
    ]
    assert reading.rows_in == 2


def test_columns_beside_the_standard_are_named_once_and_not_kept(tmp_path):
    row = GRANT | {"id": "360G-x-2"}
    columns, lines = as_table([row])
    book = as_book(
        tmp_path / "g.xlsx",
        ("grants", [], [*columns, "Case officer"], [[*lines[0], "A. Person"]]),
    )
    reading = read(book)
    assert "Person" not in repr(reading)
    (problem,) = reading.problems
    assert problem.reason == "Case officer is no column of the standard and not read"
