"""A month as a whole: its bytes hang on its records alone, and a kill leaves it whole."""

import csv
import json
import random
import shutil
from pathlib import Path

import pytest

from benchmarks._process import fingerprints, is_whole, sap_match
from benchmarks.kill import Month, kills

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
MONTH = "2026-11"


@pytest.fixture(scope="module")
def example(repository: Path) -> Path:
    return repository / "examples" / "cheshire_east"


def month_of(source: Path, out: Path, cache: Path, **environment: str) -> Path:
    """Make the month by the command line, in a process of its own, and return its folder."""
    arguments = ["run", str(source), "--month", MONTH, "--out", str(out)]
    ran = sap_match(arguments, cache, environment)
    assert ran.code == 0, ran.said[-3000:]
    return out / MONTH


@pytest.fixture(scope="module")
def first(example: Path, tmp_path_factory: pytest.TempPathFactory, own_vectors: Path) -> Path:
    """The example's month, with the vectors that the other tests share."""
    return month_of(example / "partnership.toml", tmp_path_factory.mktemp("first"), own_vectors)


def shuffled(
    source: Path, target: Path, *, fixed: frozenset[tuple[str, int]] = frozenset()
) -> Path:
    """A copy of canonical tables with rows in another order, but for (table, row) in `fixed`."""
    target.mkdir()
    shutil.copy(source / "partnership.toml", target)
    moved = 0
    for table in sorted(source.glob("*.csv")):
        with table.open(encoding="utf-8-sig", newline="") as stream:
            head, *rows = list(csv.reader(stream))
        free = [i for i in range(len(rows)) if (table.name, i + 2) not in fixed]  # header: 1
        order = list(rows)
        for i, j in zip(free, random.Random(7).sample(free, len(free)), strict=True):
            order[i] = rows[j]
        moved += order != rows
        with (target / table.name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head, *order])
    assert moved > 10, "nothing was shuffled"
    return target / "partnership.toml"


def problems_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "problems.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def differing(one: Path, other: Path) -> set[str]:
    left, right = fingerprints(one), fingerprints(other)
    return {f for f in {*left, *right} if left.get(f) != right.get(f)}


def manifest_of(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def test_the_month_is_whole_and_is_worth_reading(first):
    assert is_whole(first)
    counts = manifest_of(first)["counts"]
    assert 5 <= counts["listed"] <= 12
    assert {"report.html", "suggestions.xlsx", "suggestions.csv", "not_suggested.csv"} <= set(
        fingerprints(first)
    )


def test_rows_in_another_order_give_the_same_bytes(first, example, tmp_path, own_vectors):
    """Rows with a problem stay where they are: a problem tells the number of its row."""
    rows = frozenset((p["source"], int(p["row"])) for p in problems_of(first) if p["row"])
    assert rows
    source = shuffled(example, tmp_path / "tables", fixed=rows)
    other = month_of(source, tmp_path / "out", own_vectors)
    # The manifest tells the hashes of the tables as they lie there; nothing else may differ.
    assert differing(first, other) == {"manifest.json"}
    manifests = [manifest_of(first), manifest_of(other)]
    for manifest in manifests:
        del manifest["clock"]
        for told in manifest["inputs"]:
            del told["sha256"]
    assert manifests[0] == manifests[1]


def test_bad_rows_in_another_order_change_only_the_numbers_of_rows(
    first, example, tmp_path, own_vectors
):
    source = shuffled(example, tmp_path / "tables")
    other = month_of(source, tmp_path / "out", own_vectors)
    told = {"problems.csv", "report.html", "suggestions.xlsx", "manifest.json"}
    assert differing(first, other) <= told
    without_rows = [
        sorted(tuple(v for k, v in p.items() if k != "row") for p in problems_of(folder))
        for folder in (first, other)
    ]
    assert without_rows[0] == without_rows[1]


def test_one_thread_and_two_give_the_same_bytes(example, tmp_path):
    """Each encodes anew: nothing is read back from what the other has cached."""
    folders = [
        month_of(
            example / "partnership.toml",
            tmp_path / threads,
            tmp_path / f"cache-{threads}",
            OMP_NUM_THREADS=threads,
            MKL_NUM_THREADS=threads,
        )
        for threads in ("1", "2")
    ]
    assert fingerprints(folders[0]) == fingerprints(folders[1])


def test_a_second_run_loads_no_torch(first, example, tmp_path, own_vectors):
    arguments = ["run", str(example), "--month", MONTH, "--out", str(tmp_path)]
    ran = sap_match(arguments, own_vectors)
    assert ran.code == 0, ran.said
    assert not {"torch", "transformers", "sentence_transformers"} & set(ran.loaded)
    assert ran.peak_rss_gb < 1.5
    assert fingerprints(tmp_path / MONTH) == fingerprints(first)


def test_an_existing_month_is_refused_and_stays_as_it_is(first, example, own_vectors):
    before = fingerprints(first)
    ran = sap_match(
        ["run", str(example), "--month", MONTH, "--out", str(first.parent)], own_vectors
    )
    assert ran.code == 1
    assert "--replace" in ran.said
    assert fingerprints(first) == before


def test_a_run_that_is_killed_leaves_the_old_month_or_the_new(
    first, example, tmp_path, own_vectors
):
    month = Month(example / "partnership.toml", MONTH, tmp_path, own_vectors)
    found, after = kills(month, moments=10, writing=5)
    assert len(found) == 15
    assert [k for k in found if "BROKEN" in k.found] == []
    assert all(k.history_is_sound for k in found)
    assert sum("run had ended" in k.found for k in found) <= 5, "too few kills in the middle"
    assert after["further_run_is_the_new_month"]
    assert after["nothing_left_behind"], after["left_in_the_folder"]
