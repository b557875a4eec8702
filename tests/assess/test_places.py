"""The example says what an officer should see; the real place claims nothing that it cannot."""

from pathlib import Path

import pytest

from sap_match.assess.density_report import density_report
from sap_match.assess.gaps import gaps
from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape


@pytest.fixture(scope="module")
def example(repository: Path) -> Landscape:
    return Landscape.build(read_dataset(str(repository / "examples" / "cheshire_east")))


@pytest.fixture(scope="module")
def trafford(repository: Path, shared_data: Path) -> Landscape:
    assert shared_data.is_dir()
    return Landscape.build(read_dataset(str(repository / "benchmarks/places/trafford.toml")))


class TestExample:
    def test_congleton_eats_on_thursdays(self, example):
        row = next(r for r in gaps(example) if (r.area, r.theme) == ("Congleton", "shared meals"))
        assert row.status == "thin"
        assert row.providers >= 5
        assert "on Thursday; none on Monday" in row.reason

    def test_most_that_is_asked_for_is_found_and_little_is_claimed_missing(self, example):
        rows = list(gaps(example))
        asked = [r for r in rows if r.demand]
        assert sum(r.status == "provision found" for r in asked) > len(asked) / 2
        assert sum(r.status == "none recorded" for r in rows) <= 10
        assert all(r.whom_to_ask for r in rows if r.status != "provision found")

    def test_confidential_places_are_nowhere_in_it(self, example):
        hidden = {p.id for p in example.profiles.values() if p.closed}
        assert hidden
        told = str(gaps(example).to_records())
        for one in sorted(hidden):
            assert one not in told
            assert example.name(one) not in told

    def test_density_has_figures_for_every_kind_and_care_community(self, example):
        rows = density_report(example, by=("kind", "area"))
        groups = {m.group for m in rows if m.name.startswith("Density within")}
        assert {"voluntary", "business", "public", "Crewe Care Community"} <= groups
        whole = next(m for m in rows if m.name == "Density")
        assert 0 < whole.low <= whole.value < whole.high < 1

    def test_nobody_is_named_in_what_was_reported_in_confidence(self, example):
        told = [m for m in density_report(example) if "eport" in m.name]
        assert told
        for m in told:
            assert not any(o.name in str(m.to_record()) for o in example.dataset.organisations)


class TestTrafford:
    def test_where_addresses_are_no_places_nothing_is_called_missing(self, trafford):
        rows = list(gaps(trafford))
        assert rows
        assert {r.status for r in rows} <= {"not known", "provision found"}
        assert all("say" in r.reason for r in rows if r.status == "not known")

    def test_grants_are_no_partnerships(self, trafford):
        report = density_report(trafford)
        assert [(m.name, m.value) for m in report] == [("Density", None)]
        assert "of funding)" in report.notes[-1]
