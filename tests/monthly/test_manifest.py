"""The manifest: everything that decided a month's bytes, and one clock."""

import json
import sys
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sap_match.model import Changes, SourceInfo
from sap_match.monthly.manifest import dataset_hash, manifest, versions
from tests.builders import dataset, org, service, together

RECORDS = [org("ash", "Lunch."), org("birch"), service("s", "ash"), *together("c", "ash", "birch")]


@given(st.permutations(range(len(RECORDS))))
def test_the_hash_of_the_records_knows_no_order_of_rows(order):
    assert dataset_hash(dataset(*(RECORDS[i] for i in order))) == dataset_hash(dataset(*RECORDS))


def test_the_hash_changes_with_any_cell_and_any_row():
    data = dataset(*RECORDS)
    seen = {
        dataset_hash(data),
        dataset_hash(data.updated(Changes(upserts={"organisations": (org("ash", "Lunch!"),)}))),
        dataset_hash(data.updated(Changes(removals={"services": ("s",)}))),
        dataset_hash(data.updated(Changes(upserts={"services": (service("t", "ash"),)}))),
        dataset_hash(dataset(*RECORDS[1:2])),
    }
    assert len(seen) == 5


def _manifest(**more):
    given_ = {
        "month": "2026-11",
        "as_of": "2026-11-01",
        "config": {"cap": 12},
        "counts": {"listed": 1},
        "model": "hashed-words",
        "files": {"b.csv": "2", "a.csv": "1"},
        **more,
    }
    source = SourceInfo("org.csv", "csv", rows=3, used=2, bad=1, sha256="abc")
    return manifest(dataset(*RECORDS, sources=[source]), **given_)


def test_all_that_decides_is_in_it_and_it_is_plain_json():
    found = _manifest()
    assert json.loads(json.dumps(found)) == found
    assert found["inputs"] == [
        {"source": "org.csv", "format": "csv", "rows": 3, "used": 2, "bad": 1, "sha256": "abc"}
    ]
    assert found["dataset_sha256"] == dataset_hash(dataset(*RECORDS))
    assert (found["place"], found["month"], found["as_of"]) == ("place", "2026-11", "2026-11-01")
    assert (found["model"], found["config"]) == ("hashed-words", {"cap": 12})
    assert list(found["files"]) == ["a.csv", "b.csv"]
    assert found["seeds"] == {}
    assert found["schema_version"]


def test_only_the_clock_tells_two_apart():
    left, right = _manifest(), _manifest()
    clock = left.pop("clock")
    right.pop("clock")
    assert left == right
    assert list(clock) == ["written_at"]
    written = datetime.fromisoformat(clock["written_at"])
    assert written.tzinfo is not None
    assert abs((datetime.now(UTC) - written).total_seconds()) < 60


def test_versions_are_those_that_run():
    found = versions()
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["numpy"] == sys.modules["numpy"].__version__
    assert "absent" not in (found["sap-match"], found["scipy"])
