"""What changed since a date: density beside what a growing list does to it."""

from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.model import (
    Collaboration,
    CollaborationMember,
    Dataset,
    Organisation,
)
from tests.assess.networks import AS_OF, SMALL, dataset, one, report

LATER = (
    ["v1", "v2", "v3", "v4", "b1", "p1"],
    [
        ("old", "partnership", ["v1", "v2", "b1"], date(2024, 1, 1)),
        ("new", "consortium", ["v2", "p1"], date(2026, 6, 1)),
        ("kept", "partnership", ["v3", "v1"], date(2024, 1, 1)),
        ("undated", "partnership", ["v3", "v2"], None),
    ],
)
SINCE = date(2025, 11, 1)
CHANGED = "What changed since 2025-11-01?"


class TestWhatChanged:
    """Then: v1 v2 b1 v3 joined by 5 ties. Now one more: v2 and p1, who is new."""

    rows = report(dataset(*LATER), since=SINCE)

    def test_both_dates_stand_beside_each_other(self):
        then, now = (
            one(self.rows, "Density then and now", when)
            for when in ("at 2025-11-01", "at 2026-11-01")
        )
        assert (then.numerator, then.denominator, now.numerator, now.denominator) == (5, 6, 6, 10)
        assert one(self.rows, "In the records by then", "at 2025-11-01").numerator == 4
        assert one(self.rows, "Partners each then and now", "at 2025-11-01").value == 2.5
        assert one(self.rows, "Partners each then and now", "at 2026-11-01").value == 2.4

    def test_the_panel_does_not_fall_because_another_came(self):
        name = "Density of those present at both dates"
        assert one(self.rows, name, "at 2026-11-01").value == pytest.approx(5 / 6)
        assert one(self.rows, f"Change of d{name[1:]}").value == 0

    def test_ties_kept_new_and_ended(self):
        kept = one(self.rows, "Ties kept")
        assert (kept.numerator, kept.denominator) == (5, 6)
        assert kept.note.startswith("1 collaboration without a start counts at both dates")
        new = one(self.rows, "New ties")
        assert (new.numerator, new.denominator) == (1, 6)
        assert new.note.startswith("1 of 1 with one that was in no record before (1 organisation")
        assert one(self.rows, "Ended ties").numerator == 0
        assert one(self.rows, "Ended ties").note.startswith("3 of 3 collaborations")

    def test_who_is_named(self):
        more = one(self.rows, "More connected", "V2")
        assert (more.value, more.note) == (1, "3 then, 4 now")
        assert [row.group for row in self.rows if row.name == "More connected"] == ["V2"]
        assert one(self.rows, "Less connected than before").numerator == 0

    def test_it_is_a_section_of_its_own_that_is_asked_for(self):
        section = self.rows.section(CHANGED)
        assert {row.name for row in section} >= {"Ties kept", "More connected"}
        assert all(row.source for row in section)
        plain = report(dataset(*LATER))
        assert list(plain) == [row for row in self.rows if row.section != CHANGED]

    def test_ties_that_all_ended_are_told(self):
        gone = Collaboration(
            id="c", kind="partnership", starts_on=date(2024, 1, 1), ends_on=date(2026, 1, 1)
        )
        data = Dataset.build(
            "d",
            {
                "organisations": [
                    Organisation(id=i, name=i.upper(), kind="voluntary") for i in "abc"
                ],
                "collaborations": [gone],
                "collaboration_members": [
                    CollaborationMember(collaboration_id="c", organisation_id=i) for i in "ab"
                ],
            },
        )
        rows = report(data, since=SINCE)
        assert one(rows, "Ended ties").value == 1
        assert one(rows, "Less connected", "A").note == "1 then, 0 now"

    def test_before_any_record_nothing_is_known(self):
        data = dataset(["v1", "v2"], [("c", "partnership", ["v1", "v2"], date(2026, 1, 1))])
        (row,) = report(data, since=SINCE).section(CHANGED)
        assert row.value is None
        assert row.note.startswith("no record had begun by 2025-11-01")

    def test_grants_alone_make_nothing_to_compare(self):
        data = dataset(["v1", "v2"], [("c", "funding", ["v1", "v2"], date(2024, 1, 1))])
        (row,) = report(data, since=SINCE).section(CHANGED)
        assert (row.value, row.note.partition(":")[2]) == (None, " nothing to compare")

    @pytest.mark.parametrize("since", [AS_OF, date(2027, 1, 1), "2027-01-01"])
    def test_a_date_that_is_none_or_not_earlier(self, since):
        with pytest.raises(DataError, match="since"):
            report(dataset(*SMALL), since=since)

    def test_a_date_may_be_text(self):
        assert list(report(dataset(*LATER), since="2025-11-01")) == list(self.rows)

    @pytest.mark.parametrize("since", ["01/11/2025", "2025-13-01", 20251101])
    def test_what_is_no_date_is_told_how_to_write_one(self, since):
        with pytest.raises(DataError, match=r"since.*datetime\.date\(2026, 11, 1\)"):
            report(dataset(*LATER), since=since)

    def test_half_a_question_finds_its_section(self):
        assert self.rows.section("what  changed") == self.rows.section(CHANGED)
        assert self.rows.section("How dense")[0].name == "Density"

    @pytest.mark.parametrize(
        ("asked", "why"), [("Changes", "no section begins"), ("", "no section"), ("Who", "several")]
    )
    def test_a_section_that_is_none_or_several_lists_them(self, asked, why):
        with pytest.raises(DataError, match=rf"{why}.*How dense is it\?; Who works with whom\?"):
            self.rows.section(asked)

    def test_a_question_that_was_not_asked_is_no_section(self):
        with pytest.raises(DataError, match="sections of this report"):
            report(dataset(*LATER)).section("What changed")
