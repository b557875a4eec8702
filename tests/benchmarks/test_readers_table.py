"""The page on how fast sources are read holds the result as it was measured."""

import json
from pathlib import Path

from benchmarks._readers_table import table
from benchmarks.readers import CASES, is_met

ROOT = Path(__file__).parents[2]
RESULT = json.loads((ROOT / "benchmarks/results/readers.json").read_text("utf-8"))
PAGE = (ROOT / "docs/explanation/readers-measured.md").read_text("utf-8")


def test_the_table_of_the_page_is_the_result():
    assert not RESULT["quick"]
    assert table(RESULT) in PAGE
    assert f"load of {RESULT['load_before']} " in PAGE
    assert RESULT["date"] in PAGE


def test_every_case_was_measured_and_its_mark_is_told_as_it_came_out():
    assert list(RESULT["measured"]) == [case.name for case in CASES]
    marked = [case for case in CASES if case.seconds is not None]
    assert {c.name: is_met(c, RESULT["measured"][c.name]) for c in marked} == RESULT["met"]
    assert {c.name: c.mark for c in marked} == RESULT["targets"]


def test_a_missed_mark_is_told_as_missed():
    case = {"rows": 3, "cpu_seconds": 9, "seconds": 9, "peak_gb": 1, "rows_per_cpu_second": 0,
            "baselines": {}}  # fmt: skip
    made = {"measured": {"A": case}, "targets": {"A": "3 in under 1 s"}, "met": {"A": False}}
    assert table(made).endswith("| 3 in under 1 s: **missed** |")
