"""Every figure of the shipped example is as it was released, or its change is written down.

To take new figures up, or all figures anew at a release: ``python -m
tests.assess.test_golden_figures``. It refuses while a change stands in no changelog.
"""

import json
import re
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from sap_match.assess.density_report import WHOLE, network_report
from sap_match.assess.measures import plain
from sap_match.graph import Network
from sap_match.ingest import read_dataset

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("figures_of_the_example.json")
AS_OF, SINCE = date(2026, 11, 1), date(2025, 11, 1)


def told():
    """Every figure of the whole network of the example, by name."""
    data = read_dataset(ROOT / "examples" / "cheshire_east")
    rows = network_report(
        data,
        Network.build(data, AS_OF),
        by=("kind", "area", "theme"),
        areas_of=lambda one: data.organisation(one).areas,
        full=True,
        since=SINCE,
    )
    return {
        m.name: {k: m.to_record()[k] for k in ("value", "low", "high", "numerator", "denominator")}
        for m in rows
        if m.group == WHOLE and "ommunities" not in m.name  # these need an extra
    }


def differs(old, new):
    """Whether two readings of a figure differ by more than the last digits."""
    return any(
        (old[k] is None) != (new[k] is None)
        or (old[k] is not None and old[k] != pytest.approx(new[k], rel=1e-5, abs=1e-9))
        for k in old
    )


def in_words(figure):
    return "not known" if figure["value"] is None else plain(figure["value"])


def unwritten(released, now, changelog):
    """Lines that the changelog must hold under its heading and does not, less their reasons."""
    part = changelog.split("## [Unreleased]")[1].split("\n## ")[0]
    written = part.partition("### Figures that changed")[2].split("\n### ")[0]
    lines = []
    for name, old in released.items():
        if name not in now:
            lines.append(f"- {name}: no longer told, because ")
        elif differs(old, now[name]):
            change = f"{in_words(old)} before, {in_words(now[name])} now"
            lines.append(f"- {name}: {change}, because ")
    return [line for line in lines if not re.search(re.escape(line) + r"\w", written)]


@pytest.fixture(scope="module")
def golden():
    return json.loads(GOLDEN.read_text("utf-8"))


@pytest.fixture(scope="module")
def now():
    return told()


@pytest.fixture(scope="module")
def changelog():
    return (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_a_figure_that_changed_is_written_down_with_its_reason(golden, now, changelog):
    lines = unwritten(golden["figures"], now, changelog)
    assert not lines, (
        "under '### Figures that changed' of what is unreleased, CHANGELOG.md lacks\n"
        + "\n".join(f"{line}..." for line in lines)
        + "\nand docs/explanation/what-the-figures-mean.md the same in its table"
    )


def test_every_figure_is_held(golden, now):
    new = sorted(set(now) - set(golden["figures"]))
    assert new == [], "take them up: python -m tests.assess.test_golden_figures"


def test_figures_are_those_of_this_library(golden):
    assert golden["library"] == version("sap-match"), (
        "a release holds its own figures: python -m tests.assess.test_golden_figures"
    )


def test_a_change_without_a_line_is_found():
    old = {"value": 0.5, "low": None, "high": None, "numerator": 1, "denominator": 2}
    new = {**old, "value": 0.25, "denominator": 4}
    bare = "## [Unreleased]\n\n### Figures that changed\n"
    line = "- Density: 0.5 before, 0.25 now, because "
    assert unwritten({"Density": old}, {"Density": new}, bare) == [line]
    assert unwritten({"Density": old}, {"Density": new}, f"{bare}{line}") == [line]  # no reason
    told = f"{bare}{line}pairs are counted once.\n"
    assert unwritten({"Density": old}, {"Density": new}, told) == []
    elsewhere = f"{bare}\n## [0.1.0]\n\n### Figures that changed\n{line}of old.\n"
    assert unwritten({"Density": old}, {"Density": new}, elsewhere) == [line]
    assert unwritten({"Density": old}, {}, bare) == ["- Density: no longer told, because "]


@pytest.mark.parametrize("page", ["docs/explanation/what-the-figures-mean.md"])
def test_every_figure_is_explained(now, page):
    text = (ROOT / page).read_text("utf-8")
    told = [re.sub(r"of (areas|themes)\b", "of kinds", one.partition(", by ")[0]) for one in now]
    assert [one for one in told if f"**{one}**" not in text] == []


def main():
    """Write the figures of today, unless a change is written down nowhere."""
    held = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {"figures": {}}
    now, library = told(), version("sap-match")
    lines = unwritten(held["figures"], now, (ROOT / "CHANGELOG.md").read_text("utf-8"))
    if lines:
        sys.exit("CHANGELOG.md lacks, under '### Figures that changed':\n" + "\n".join(lines))
    kept = {} if held.get("library") != library else held["figures"]
    body = {"library": library, "as_of": str(AS_OF), "figures": {**now, **kept}}
    GOLDEN.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
