"""A directory's pages and entries are walked to their end, however it misbehaves."""

import gzip
import json

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.feeds import Limits


def names(reading, table="services"):
    return sorted(
        {str(row.cells.get("name")) for t in reading.tables if t.table == table for row in t.rows}
    )


def lunch_clubs(*numbers):
    return [f"Lunch club {n}" for n in numbers]


def told(reading, level="bad"):
    return [f"{p.value}: {p.reason}" for p in reading.problems if p.level == level]


def test_pages_and_full_entries_are_read(serve, directory, fetch):
    server = serve(directory)
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert names(reading, "organisations") == [f"Kitchen {n}" for n in range(1, 6)]
    assert reading.rows_in == 5
    assert told(reading) == told(reading, "note") == []
    rows = [row for t in reading.tables if t.table == "services" for row in t.rows]
    assert all("MO 12:00-14:00" in str(row.cells["schedule"]) for row in rows)
    assert {h["user-agent"].split()[0] for h in server.headers} == {"sap-match"}


def test_each_thing_is_asked_once(serve, directory, fetch):
    server = serve(directory)
    fetch(f"{server.url}/services")
    assert set(server.counts.values()) == {1}


@pytest.mark.parametrize("end", ["", "/", "/services", "/services/", "/services?per_page=2"])
def test_a_base_address_is_enough(serve, directory, fetch, end):
    server = serve(directory)
    reading = fetch(f"{server.url}{end}")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)


def test_read_dataset_takes_an_address(serve, directory, tmp_path, monkeypatch):
    monkeypatch.setenv("SAP_MATCH_CACHE", str(tmp_path))
    server = serve(directory)
    dataset = read_dataset(f"{server.url}/services")
    assert [s.name for s in dataset.services] == lunch_clubs(1, 2, 3, 4, 5)
    assert [(s.source, s.rows, s.used) for s in dataset.sources] == [
        (f"{server.url}/services", 5, 5)
    ]
    assert list((tmp_path / "feeds").iterdir())
