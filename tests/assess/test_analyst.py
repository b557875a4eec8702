"""What an analyst wants besides: each figure as its own function gives it."""

import sys
from datetime import date

import pytest

from sap_match.assess.measures import ANALYST
from sap_match.model import (
    Organisation,
)
from tests.assess.networks import DAY, SMALL, dataset, one, report


class TestForTheAnalyst:
    """The network of `SMALL`: v1, v2 and b1 all tied, p1 tied to v2, v3 in no record."""

    rows = report(dataset(*SMALL), full=True)

    def test_holes_by_hand(self):
        best = one(self.rows, "Reaches separate circles", "V2")
        assert best.value == pytest.approx(3 - 2 / 3)  # one tie among three partners
        assert best.note.startswith("3 partners, constraint 0.")
        middle = one(self.rows, "Effective size", "middle organisation")
        assert (middle.value, middle.n) == (1, 4)

    def test_the_four_of_krackhardt(self):
        spare, most = 2 * 4 - 3, 4 * 3 - 3  # each tie both ways, less those that join the four
        assert one(self.rows, "Krackhardt's efficiency").value == pytest.approx(1 - spare / most)
        assert one(self.rows, "Krackhardt's hierarchy").value == 0
        assert one(self.rows, "Krackhardt's lubness").value == 1
        assert one(self.rows, "Pairs whom news can reach").value == 0.6

    def test_groups(self):
        assert one(self.rows, "Mix of kinds").value == pytest.approx(1 - (9 + 1 + 1) / 25)
        assert one(self.rows, "Mix of kinds, of the most").value == pytest.approx(0.56 * 3 / 2)
        assert one(self.rows, "Modularity of kinds").value == pytest.approx(
            1 / 4 - (25 + 4 + 1) / 64
        )

    def test_core_and_club(self):
        assert one(self.rows, "Core-periphery fit").note.startswith(
            "2 in the core: V2; B1; tied within"
        )
        club = one(self.rows, "Rich club", "those with more than 1 partners")
        assert (club.numerator, club.denominator) == (3, 3)

    def test_kinds_of_collaboration(self):
        shared = one(self.rows, "Partners in two kinds of collaboration")
        assert (shared.numerator, shared.denominator) == (0, 4)
        twice = dataset(
            ["v1", "v2", "b1"],
            [
                ("c", "partnership", ["v1", "v2", "b1"], DAY),
                ("d", "consortium", ["v1", "v2"], DAY),
            ],
        )
        found = one(
            report(twice, full=True),
            "Overlap of kinds of collaboration",
            "consortium and partnership",
        )
        assert (found.numerator, found.denominator) == (1, 3)

    def test_it_is_asked_for_and_comes_last(self):
        plain = report(dataset(*SMALL))
        assert not plain.section(ANALYST)
        assert list(self.rows)[: len(plain)] == list(plain)
        assert {row.section for row in list(self.rows)[len(plain) :]} == {ANALYST}

    def test_without_igraph_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "igraph", None)
        rows = report(dataset(*SMALL), full=True)
        missing = one(rows, "Modularity of communities")
        assert missing.value is None
        assert "pip install" in missing.note
        assert one(rows, "Mix of kinds").value is not None

    def test_nothing_recorded_has_no_such_section(self):
        assert not report(dataset(["v1", "v2"]), full=True).section(ANALYST)

    def test_names_are_escaped(self):
        data = dataset([Organisation(id="v1", name="<b>One</b>", kind="voluntary"), *SMALL[0][1:]],
                       SMALL[1])  # fmt: skip
        html = report(data, full=True, since=date(2025, 11, 1))._repr_html_()
        assert "&lt;b&gt;One" in html
        assert "<b>One" not in html
