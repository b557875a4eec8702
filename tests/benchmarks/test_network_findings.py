"""The pages of findings hold what was measured: every table, and every number told in words."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks._dealt import Members, dealt, joint
from benchmarks._findings_tables import rewritten, row, tables
from benchmarks.network_findings import FOUND

ROOT = Path(__file__).parents[2]
RESULT = json.loads((ROOT / "benchmarks/results/network_findings.json").read_text("utf-8"))
NAMES = sorted(FOUND)


def page_of(name):
    return (ROOT / f"docs/explanation/network-{name}.md").read_text("utf-8")


def tables_in(page):
    return [found.strip() for found in re.findall(r"(?m)(?:^\|.*\n?)+", page)]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_a_page_is_the_result(name):
    made = set(tables(RESULT["measured"][name]).values())
    found = tables_in(page_of(name))
    assert len(found) >= 3
    assert [one for one in found if one not in made] == []
    assert tables(RESULT["measured"][name])["figures"] in found
    assert rewritten(page_of(name), RESULT["measured"][name]) == page_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_per_cent_told_in_words_stands_in_a_table(name):
    page = page_of(name)
    words = re.sub(r"(?m)^\|.*$", "", page)
    told = re.findall(r"\d+\.\d+(?=%)", words)
    cells = set(re.findall(r"[\d.,]+", "\n".join(tables_in(page))))
    assert told or name == "somalia"
    assert [one for one in told if one not in cells] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_there_and_says_what_it_shows(name):
    for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", page_of(name)):
        file = ROOT / "docs/explanation" / path
        assert len(alt) > 80
        assert file.stat().st_size < 300_000


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_how_it_is_made_and_under_which_licence(name):
    page = page_of(name)
    assert f"python -m benchmarks.network_findings --only {name} --pages" in page
    assert "*Citation*" in page
    assert "## Caveats" in page
    assert re.search(r"OGL|CC-BY|MIT", page)


@pytest.mark.parametrize("name", NAMES)
def test_no_main_figure_is_on_no_ground(name):
    rows = RESULT["measured"][name]["figures"]
    assert all(one["what it is"] for one in rows)
    beside = [one for one in rows if one["chance"]]
    assert len(beside) >= 4
    assert all(0 < one["chance"]["p"] <= 1 and one["chance"]["how"] for one in beside)


def test_the_data_of_every_network_is_named_by_its_hash():
    read = [one["file"].split("/")[0] for one in RESULT["data"]]
    assert sorted(set(read)) == ["h2020", "hmpps_interventions", "iati_somalia", "trafford"]
    assert all(len(one["sha256"]) == 64 for one in RESULT["data"])


def test_a_deal_keeps_who_is_in_how_many_and_how_large_they_are():
    rng = np.random.default_rng(3)
    pairs = sorted({(int(a), int(b)) for a, b in rng.integers(0, (12, 9), (60, 2))})
    who, where = (np.array(part) for part in zip(*pairs, strict=True))
    block = who % 2
    given = Members(12, 9, who, where, block)
    deals = list(dealt(given, 20, np.random.default_rng(0)))
    for one in deals:
        assert len(set(zip(one.who.tolist(), where.tolist(), strict=True))) == len(pairs)
        assert (
            np.bincount(one.who, minlength=12).tolist() == np.bincount(who, minlength=12).tolist()
        )
        assert all(a % 2 == b for a, b in zip(one.who.tolist(), block.tolist(), strict=True))
    assert any((one.who != who).any() for one in deals)


def test_small_memberships_are_dealt_each_way_alike():
    # two pairs of four: the first is with each of the others as often
    who, where = np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1])
    given = Members(4, 2, who, where, np.zeros(4, dtype=int))
    partner = [
        int((joint(one) + joint(one).T).toarray()[0].argmax())
        for one in dealt(given, 600, np.random.default_rng(1), sweeps=3)
    ]
    counts = np.bincount(partner, minlength=4)
    assert counts[0] == 0
    assert counts[1:].min() > 150


def test_what_counts_has_two_members_and_no_more_than_the_cap():
    given = Members(5, 3, np.array([0, 0, 1, 0, 1, 2, 3, 4]), np.array([0, 1, 1, 2, 2, 2, 2, 2]),
                    np.zeros(8, dtype=int))  # fmt: skip
    assert given.within(4).events == 1
    assert given.within(None).events == 2
    assert given.within(4).who.tolist() == [0, 1]


def test_p_is_of_both_tails_and_never_nought():
    draws = np.arange(99.0)
    assert row("f", 200, "d", draws, how="h")["chance"]["p"] == pytest.approx(0.02)
    assert row("f", 49, "d", draws, how="h")["chance"]["p"] == 1.0
