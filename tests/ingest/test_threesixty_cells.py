"""Days, amounts and months as publishers write them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.ingest.cells import parse_number
from sap_match.ingest.threesixty.cells import day_first, months_in, read_amount, read_day
from sap_match.ingest.threesixty.reader import read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-31", "2024-03-31"),
        ("2024-03-31T23:59:00Z", "2024-03-31T23:59:00Z"),
        ("31/03/2024", "2024-03-31"),
        ("31.03.24", "2024-03-31"),
        ("3/31/2024", "2024-03-31"),
        ("5/5/2024", "2024-05-05"),
        ("31/03/2024 00:00", "2024-03-31"),
        ("2024/03/31", "2024-03-31"),
        ("31 March 2024", "2024-03-31"),
        ("Sunday, 31st Mar 2024", "2024-03-31"),
        ("45382", "2024-03-31"),
        ("45382.0", "2024-03-31"),
        ("2024", "2024-01-01"),
        ("2024-03", "2024-03-01"),
    ],
)
def test_a_day_with_one_reading_is_read(text, day):
    assert read_day(text) == (day, read_day(text).how, "")


@pytest.mark.parametrize(
    "text",
    ["03/04/2024", "31/02/2024", "soon", "2024-02-30", "0016-04-01", "2999-01-01", "1", "12345678",
     "31/13/2024", "2024-13", "", "9" * 5000],
)  # fmt: skip
def test_a_day_with_none_or_two_readings_is_not(text):
    found = read_day(text)
    assert bool(found.wrong) == bool(text)


@given(st.dates(date(1905, 1, 1), date(2099, 12, 31)))
def test_each_day_is_read_in_every_order_that_a_file_can_have(day):
    text = day.strftime("%d/%m/%Y")
    assert read_day(text, first=True).text == day.isoformat()
    assert read_day(day.strftime("%m/%d/%Y"), first=False).text == day.isoformat()
    guessed = read_day(text)
    assert guessed.wrong or guessed.text == day.isoformat() or day.day <= 12


@given(st.lists(st.text(max_size=12)), st.text(max_size=30))
def test_no_text_breaks_reading_a_day_or_an_amount(texts, text):
    assert read_day(text, first=day_first(texts)).text == text or not read_day(text).wrong
    amount = read_amount(text, text)
    assert amount.wrong or not text or parse_number(amount.text)[1] is None


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_an_amount_is_the_same_however_it_is_written(pounds, pence):
    value = float(f"{pounds}.{pence:02}")
    for text in (f"£{pounds:,}.{pence:02}", f"{pounds}.{pence:02}", f"GBP {pounds:,}.{pence:02}",
                 f"{pounds:,}.{pence:02} GBP"):  # fmt: skip
        found = read_amount(text)
        assert (parse_number(found.text)[0], found.currency, found.wrong) == (value, "GBP", "")


def test_a_file_shows_which_way_round_its_days_are(tmp_path):
    def starts(*days):
        grants = [
            {"id": f"g{n}", "title": "x", "awardDate": day,
             "recipientOrganization": [{"id": "360G-x", "name": "Choir"}],
             "fundingOrganization": [{"id": "GB-LAE-TRF", "name": "Council"}]}
            for n, day in enumerate(days)
        ]  # fmt: skip
        path = tmp_path / "g.json"
        path.write_text(json.dumps(grants))
        reading = read(path)
        rows = [r.cells for t in reading.tables if t.table == "collaborations" for r in t.rows]
        return [row.get("starts_on") for row in rows], reading.problems

    days, problems = starts("03/04/2024", "31/03/2024")
    assert days == ["2024-04-03", "2024-03-31"]
    (problem,) = problems
    assert (problem.level, problem.reason) == (
        "info",
        "and 1 more are dates read with the day first",
    )
    days, problems = starts("03/04/2024")
    assert days == [None]
    assert [(p.row, p.level, p.field) for p in problems] == [(1, "note", "Award Date")]
    assert starts("03/04/2024", "31/03/2024", "03/31/2024")[0] == [None, "2024-03-31", "2024-03-31"]


@pytest.mark.parametrize(
    ("cells", "value", "levels"),
    [
        ({"amountAwarded": "£1,200"}, "£1,200", []),
        ({"amountAwarded": -5}, None, ["note"]),
        ({"amountAwarded": "(300)"}, None, ["note"]),
        ({"amountAwarded": 0}, "0", ["info"]),
        ({"amountAwarded": "lots"}, None, ["note"]),
        ({"amountAwarded": "€500"}, None, ["note"]),
        ({"amountAwarded": "€500", "currency": "GBP"}, None, ["note"]),
        ({"amountAwarded": 500, "currency": "USD"}, None, ["note"]),
        ({"amountAwarded": 500, "currency": "Pounds"}, "500", []),
        ({"amountAwarded": None}, None, []),
    ],
)
def test_amounts_in_a_grant(tmp_path, cells, value, levels):
    grant = {
        "id": "g", "title": "x", "awardDate": "2020-01-01", **cells,
        "recipientOrganization": [{"id": "360G-x", "name": "Choir"}],
        "fundingOrganization": [{"id": "GB-LAE-TRF", "name": "Council"}],
    }  # fmt: skip
    path = tmp_path / "g.json"
    path.write_text(json.dumps([grant]))
    reading = read(path)
    (row,) = [r.cells for t in reading.tables if t.table == "collaborations" for r in t.rows]
    assert row.get("value") == value
    assert [p.level for p in reading.problems] == levels


def test_what_happened_goes_before_what_was_planned(tmp_path):
    grant = {
        "id": "g", "awardDate": "2020-01-01",
        "plannedDates": [{"startDate": "2020-02-01", "endDate": "2020-12-31"}],
        "actualDates": [{"startDate": "2020-03-01"}, {"endDate": "2021-02"}],
        "recipientOrganization": [{"id": "360G-x", "name": "Choir"}],
    }  # fmt: skip
    path = tmp_path / "g.json"
    path.write_text(json.dumps([grant]))
    (row,) = [r.cells for t in read(path).tables if t.table == "collaborations" for r in t.rows]
    assert (row["starts_on"], row["ends_on"]) == ("2020-03-01", "2021-02-28")


def test_months():
    assert [months_in(t) for t in ("12", "1.5 months", "2 years", "0", "9999", "x", "-3")] == [
        12, 1.5, 24, None, None, None, None,
    ]  # fmt: skip
