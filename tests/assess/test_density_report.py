"""Every figure with its denominator, its bounds and what is missing."""

import time
from datetime import date
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from sap_match.assess.confidential import FEWEST
from sap_match.assess.density_report import density_report, network_report
from sap_match.assess.measures import COLUMNS, SECTIONS
from sap_match.errors import DataError
from sap_match.graph import Network
from sap_match.model import (
    Area,
    Organisation,
    Relationship,
)
from tests.assess.networks import AS_OF, DAY, SMALL, dataset, one, report


class TestByHand:
    rows = report(dataset(*SMALL))

    def test_density(self):
        m = one(self.rows, "Density")
        assert (m.numerator, m.denominator, m.value, m.n) == (4, 10, 0.4, 5)
        assert m.note == (
            "1 of 5 organisations are in no recorded collaboration: no record is not no tie"
        )
        m = one(self.rows, "Density where anything is recorded")
        assert (m.numerator, m.denominator) == (4, 6)

    def test_within_between_and_to_others(self):
        within = one(self.rows, "Density within, by kind", "voluntary")
        assert (within.numerator, within.denominator) == (1, 3)
        assert one(self.rows, "Density within, by kind", "business").value is None
        between = one(self.rows, "Density between kinds", "voluntary and business")
        assert (between.numerator, between.denominator) == (2, 3)
        outside = one(self.rows, "Density to others, by kind", "voluntary")
        assert (outside.numerator, outside.denominator) == (3, 6)

    def test_ei_by_group_and_whole(self):
        assert one(self.rows, "E-I index, by kind", "voluntary").value == pytest.approx(2 / 4)
        whole = one(self.rows, "E-I index, by kind", "all kinds together")
        assert (whole.numerator, whole.denominator) == (2, 4)

    def test_who_stands_between(self):
        (broker,) = (m for m in self.rows if m.name == "Stands between")
        assert (broker.group, broker.value, broker.n) == ("V2", 2, 3)
        assert broker.note.endswith("2 of the pairs are not all of its own kind")

    def test_the_others(self):
        assert one(self.rows, "Has a partner").value == 0.8
        assert one(self.rows, "Partners each").value == pytest.approx(8 / 5)
        assert one(self.rows, "Largest connected part").value == 0.8
        cut = one(self.rows, "Holds a part together")
        assert (cut.numerator, cut.denominator) == (1, 4)
        assert cut.note == "those with most partners: V2"
        assert one(self.rows, "Two-mode density").value == 0.5
        assert one(self.rows, "Has a partner outside, by kind", "voluntary").numerator == 2

    def test_what_holds_it_together(self):
        core = one(self.rows, "In the innermost core")
        assert (core.numerator, core.denominator) == (3, 5)
        assert core.note.startswith("a collaboration of 3 makes such a core by itself; each has 2 ")
        assert one(self.rows, "Degree centralisation").value == pytest.approx(7 / 12)
        assert one(self.rows, "Betweenness centralisation").value == pytest.approx(8 / 24)

    def test_what_would_break(self):
        alone = one(self.rows, "Ties that alone join")
        assert (alone.numerator, alone.denominator) == (1, 4)
        loss = one(self.rows, "Largest loss by one leaving")
        assert loss.value == pytest.approx(2 / 3)
        assert loss.note.startswith("without V2 1 other would be cut off")

    def test_whom_news_can_reach(self):
        found = one(self.rows, "Pairs whom news can reach")
        assert (found.numerator, found.denominator, found.low, found.high) == (6, 10, 0.6, 1)

    def test_how_many_steps_news_takes(self):
        near = one(self.rows, "Within 2 steps")
        assert (near.numerator, near.denominator) == (12, 20)
        assert one(self.rows, "Steps between").value == pytest.approx(8 / 6)
        assert one(self.rows, "Most steps between").value == 2

    def test_groups_beside_what_chance_would_give(self):
        name = "Against the whole, between kinds"
        assert one(self.rows, name, "within voluntary").value == pytest.approx(1.5)
        assert one(self.rows, name, "voluntary and public").value == pytest.approx(0.75)
        assert one(self.rows, name, "business and public").value == 0
        assert one(self.rows, name, "within business").value is None  # one business: no pair

    def test_who_is_joined_through_whom(self):
        rows = [m for m in self.rows if m.name == "Who is joined through whom"]
        assert {m.group.partition(" (")[0]: m.numerator for m in rows} == {
            "all three of one kind": 0,
            "one kind through another": 0,
            "two kinds through one": 1,
            "two kinds through a third": 1,
        }
        assert {m.denominator for m in rows} == {2}

    def test_there_is_a_line_to_cite(self):
        assert self.rows.citation == self.rows.notes[0]
        assert self.rows.citation.startswith(
            "Cite as: test (test) as of 2026-11-01; n = 5, every organisation listed; a tie is"
        )
        assert "; data " in self.rows.citation
        assert "sap_match" in self.rows.citation

    def test_every_figure_has_its_own_line_to_cite(self):
        line = one(self.rows, "Density within, by kind", "voluntary").citation
        assert line.startswith(
            "Density within, by kind, voluntary: 0.333 (1 of 3), 0.333 to 1 by what is not known, "
            "partners inside the group / possible pairs inside it; n = 3. Boundary: every "
        )
        assert line.endswith(self.rows.citation.rpartition("; data ")[2])

    def test_every_measure_says_what_it_is(self):
        for m in self.rows:
            assert m.definition
            assert m.low is None or m.value is None or m.low <= m.value + 1e-12
            assert m.high is None or m.value is None or m.high >= m.value - 1e-12
        records = self.rows.to_records()
        assert list(records[0]) == list(COLUMNS)
        assert list(records[0])[:3] == ["measure", "group", "value"]
        sections = [r["section"] for r in records]
        assert sections == sorted(sections, key=SECTIONS.index)
        assert records[0]["denominator"] == 10
        assert isinstance(records[0]["denominator"], int)


def test_bounds_are_those_of_every_way_the_missing_ties_could_be():
    data = dataset(["v1", "v2", "b1", "b2"], [("c", "partnership", ["v1", "v2", "b1"], DAY)])
    rows = report(data)
    missing = [("b2", o) for o in ("v1", "v2", "b1")]
    seen = {"Density": [], "within": [], "between": []}
    for there in product([False, True], repeat=len(missing)):
        more = [
            (f"m{i}", "partnership", list(pair), DAY)
            for i, (pair, yes) in enumerate(zip(missing, there, strict=True))
            if yes
        ]
        world = report(
            dataset(
                ["v1", "v2", "b1", "b2"], [("c", "partnership", ["v1", "v2", "b1"], DAY), *more]
            )
        )
        seen["Density"].append(one(world, "Density").numerator / 6)
        ties = Network.build(
            dataset(
                ["v1", "v2", "b1", "b2"], [("c", "partnership", ["v1", "v2", "b1"], DAY), *more]
            ),
            AS_OF,
        ).projection()
        seen["within"].append(ties[0, 1])  # b1 and b2: the only pair of businesses
        seen["between"].append(ties[:2, 2:].sum() / 4)
    for measure, key in (
        (one(rows, "Density"), "Density"),
        (one(rows, "Density within, by kind", "business"), "within"),
        (one(rows, "Density between kinds", "voluntary and business"), "between"),
    ):
        assert (measure.low, measure.high) == (min(seen[key]), max(seen[key]))


class TestNothingToCompare:
    def test_all_of_one_kind_is_said_and_no_figure_by_kind_is_told(self):
        rows = report(dataset(["v1", "v2", "v3"], [("c", "partnership", ["v1", "v2"], DAY)]))
        assert not [m for m in rows if "by kind" in m.name]
        assert any("all organisations are in one group, voluntary" in note for note in rows.notes)

    def test_without_areas_or_themes_that_is_said(self):
        data = dataset(["v1", "b2"], [("c", "partnership", ["v1", "b2"], DAY)])
        rows = report(data, by=("area", "theme"))
        assert {"By area: no organisation has one.", "By theme: no organisation has one."} <= set(
            rows.notes
        )

    def test_one_organisation_alone(self):
        rows = report(dataset(["v1"], [("c", "partnership", ["v1"], DAY)]))
        assert [(m.name, m.value) for m in rows] == [("Density", None)]


class TestChance:
    ids = ("v1", "v2", "v3", "v4", "b1", "b2", "b3", "b4")
    apart = tuple(
        (f"{k}{i}{j}", "partnership", [f"{k}{i}", f"{k}{j}"], DAY)
        for k in "vb"
        for i in range(1, 5)
        for j in range(1, i)
    )

    def test_kinds_that_keep_to_themselves_are_seldom_chance(self):
        rows = report(dataset(self.ids, self.apart), tests=500)
        index = one(rows, "Chance of such an E-I index, kinds")
        assert index.value < 0.1  # 2 of the 70 ways to deal keep the kinds apart
        assert index.section == "Is it by chance?"
        assert index.note.startswith("-1; 95% of draws from ")
        cells = [m for m in rows if m.name == "Chance of so many ties, kinds"]
        assert {m.group for m in cells} == {
            "within voluntary",
            "within business",
            "business and voluntary",
        }
        assert all(0 < m.value <= 1 for m in cells)

    def test_a_seed_gives_the_same_draws(self):
        data = dataset(self.ids, self.apart[:7])
        found = [report(data, tests=50, rng=seed).to_records() for seed in (1, 1, 2)]
        assert found[0] == found[1]
        assert found[0] != found[2]

    def test_without_draws_nothing_is_tested(self):
        rows = report(dataset(self.ids, self.apart))
        assert not rows.section("Is it by chance?")

    def test_groups_that_overlap_are_not_dealt_out(self):
        organisations = [
            Organisation(id=i, name=i, kind="voluntary", themes=("food", "home")) for i in self.ids
        ]
        rows = report(dataset(organisations, self.apart), by="theme", tests=10)
        assert not rows.section("Is it by chance?")
        assert "By theme: not tested against chance, as many are in several." in rows.notes


class TestBadAsking:
    data = dataset(*SMALL)

    def test_a_grouping_that_is_none(self):
        with pytest.raises(DataError, match="did you mean 'kind'"):
            report(self.data, by="kinds")
        with pytest.raises(DataError, match="say by what"):
            report(self.data, by=())

    @pytest.mark.parametrize("tests", [-1, 2.5, True, "many"])
    def test_draws_that_are_no_number(self, tests):
        with pytest.raises(DataError, match="how many networks are drawn"):
            report(self.data, tests=tests)

    def test_fewer_than_five(self):
        with pytest.raises(DataError, match="no figure stands on fewer than 5"):
            report(self.data, fewest=2)


class TestShown:
    rows = report(dataset(*SMALL))

    def test_a_data_frame_has_the_columns(self):
        frame = self.rows.to_frame()
        assert tuple(frame.columns) == COLUMNS
        assert len(frame) == len(self.rows)

    def test_the_table_has_a_caption_a_question_and_heads_of_rows(self):
        html = self.rows._repr_html_()
        assert html.count("<caption>") == len({m.section for m in self.rows})
        assert "scope='col'" in html
        assert "scope='row'" in html
        assert html.count("partners / possible pairs of organisations<") == 1

    def test_names_are_escaped(self):
        bad = Organisation(id="v1", name="<script>alert(1)</script>", kind="voluntary")
        pairs = (("c", "v2"), ("d", "b1"))
        ties = [(i, "partnership", ["v1", other], DAY) for i, other in pairs]
        data = dataset([bad, "v2", "b1", "p1"], ties)
        html = report(data)._repr_html_()
        assert "<script>" not in html
        assert "&lt;script&gt;" in html

    def test_its_print_is_short(self):
        assert repr(self.rows).startswith("<DensityReport: test, as of 2026-11-01; ")


class TestNotKnown:
    def test_grants_alone_say_nothing_about_partners(self):
        rows = report(dataset(["v1", "v2", "p1"], [("g", "funding", ["v1", "v2", "p1"], DAY)]))
        assert [(m.name, m.value) for m in rows] == [("Density", None)]
        assert "(collaborations: 1 of funding)" in rows[0].note
        assert "says nothing about who works with whom" in rows.notes[-1]

    def test_an_empty_dataset(self):
        (only,) = report(dataset([]))
        assert only.value is only.low is only.high is None
        assert "holds no collaborations" in only.note

    def test_a_group_of_which_nothing_is_recorded_has_no_figure(self):
        rows = report(dataset(["v1", "v2", "b1", "b2"], [("c", "forum", ["v1", "v2"], DAY)]))
        for name in ("Density within, by kind", "Has a partner, by kind"):
            m = one(rows, name, "business")
            assert m.value is None
            assert m.high == 1

    def test_undated_ties_widen_the_bounds_and_are_said(self):
        rows = report(dataset(["v1", "v2", "v3"], [("c", "partnership", ["v1", "v2", "v3"], None)]))
        m = one(rows, "Density")
        assert (m.low, m.value, m.high) == (0, 1, 1)
        assert (
            "1 collaboration has no start: counted, though not known to run at 2026-11-01" in m.note
        )

    def test_a_large_forum_is_left_out_and_said(self):
        ids = [f"v{i:02}" for i in range(30)]
        rows = report(dataset(ids, [("f", "forum", ids, DAY), ("c", "partnership", ids[:2], DAY)]))
        assert one(rows, "Density").numerator == 1
        assert "1 forum of more than 25 members left out" in one(rows, "Density").note


class TestGroups:
    areas = (
        Area(id="east", name="East", kind="borough"),
        Area(id="cc1", name="Hill", kind="care_community", parent_id="east"),
        Area(id="cc2", name="Dale", kind="care_community", parent_id="east"),
        Area(id="t1", name="Town", kind="town", parent_id="cc1"),
        Area(id="gone", name="Gone", kind="care_community", valid_to=date(2020, 1, 1)),
    )

    def organisations(self):
        places = {"v1": ["t1"], "v2": ["cc2"], "v3": ["east"], "v4": [], "v5": ["t1", "cc2"],
                  "v6": ["gone"]}  # fmt: skip
        return [
            Organisation(id=i, name=i, kind="voluntary", areas=tuple(a), themes=("Food",) * len(a))
            for i, a in places.items()
        ]

    def test_towns_count_in_their_care_community_and_the_wound_up_does_not_count(self):
        data = dataset(
            self.organisations(),
            [("c", "partnership", ["v1", "v2", "v3", "v5"], DAY)],
            areas=self.areas,
        )
        rows = report(data, by="area")
        sizes = {m.group: m.n for m in rows if m.name == "Has a partner, by area"}
        assert sizes == {"Dale": 2, "Hill": 2, "East (borough-wide)": 1}
        assert one(rows, "E-I index, by area", "all areas together").denominator == 6
        assert any(note.startswith("By area: towns and villages count") for note in rows.notes)

    def test_by_several_at_once_says_the_whole_once(self):
        data = dataset(
            self.organisations(), [("c", "partnership", ["v1", "v2"], DAY)], areas=self.areas
        )
        rows = report(data, by=("kind", "area", "theme"))
        names = [m.name for m in rows]
        assert names.count("Density") == 1
        assert {"Density within, by area", "Density within, by theme"} <= set(names)

    def test_it_takes_a_landscape(self):
        data = dataset(*SMALL)
        landscape = SimpleNamespace(
            dataset=data, network=Network.build(data, AS_OF), areas_of=lambda _: ()
        )
        assert list(density_report(landscape)) == list(report(data))


def reports(senders, to="v9", trust=3.0):
    return [Relationship(from_id=o, to_id=to, trust=trust, value=1.0) for o in senders]


class TestConfidence:
    ids = ("v1", "v2", "v3", "v4", "v5", "v9", "b1", "b2", "b3", "b4", "b5")
    tie = (("c", "partnership", ["v1", "b1"], DAY),)

    def rows(self, relationships):
        return report(dataset(self.ids, self.tie, relationships))

    def test_fewer_than_five_are_never_shown(self):
        rows = self.rows(reports(["v1", "v2", "v3", "v4"]))
        m = one(rows, "Trust reported")
        assert m.value is None
        assert m.numerator is None
        assert m.note == f"not shown: fewer than {FEWEST} organisations answered"

    def test_five_are_shown_in_sum(self):
        rows = self.rows(reports(["v1", "v2", "v3", "v4", "v5"], trust=4.0))
        assert one(rows, "Trust reported").value == 4
        assert one(rows, "Trust reported, by kind", "voluntary").value == 4
        assert one(rows, "Response").value == pytest.approx(5 / 11)

    def test_no_group_can_be_taken_from_the_whole_to_leave_a_few(self):
        rows = self.rows(reports(["v1", "v2", "v3", "v4", "v5", "b1"]))
        assert one(rows, "Trust reported").value is not None
        assert one(rows, "Trust reported, by kind", "voluntary").value is None
        assert one(rows, "Trust reported, by kind", "business").value is None

    def test_what_was_reported_later_is_not_known_yet(self):
        late = [r.model_copy(update={"reported_on": date(2027, 1, 1)}) for r in reports(["v1"])]
        assert [m for m in self.rows(late) if m.name == "Response"] == []

    def test_no_name_of_a_pair_appears(self):
        rows = self.rows(reports(["v1", "v2", "v3", "v4", "v5"]))
        told = " ".join(str(m.to_record()) for m in rows if "eport" in m.name)
        assert "V9" not in told
        assert "v9" not in told


def test_five_thousand_organisations_in_seconds():
    rng = np.random.default_rng(0)
    ids = [f"{'vbp'[i % 3]}{i:04}" for i in range(5000)]
    ties = [
        (
            f"c{j}",
            "partnership",
            [ids[i] for i in rng.choice(5000, rng.integers(2, 11), False)],
            DAY,
        )
        for j in range(2500)
    ]
    data = dataset(ids, ties)
    network = Network.build(data, AS_OF)
    start = time.process_time()
    rows = network_report(data, network, by="kind", areas_of=lambda _: ())
    assert time.process_time() - start < 6  # half of that on an idle machine
    assert one(rows, "Density").denominator == 5000 * 4999 / 2


class TestInSeveralAreas:
    """v1 and v2 are in both areas, v3 in the second alone; v1 and v2, and v2 and v3, are tied."""

    both = ("x", "y")
    data = dataset(
        [
            Organisation(id=i, name=i, kind="voluntary", areas=areas)
            for i, areas in (("v1", both), ("v2", both), ("v3", ("y",)))
        ],
        [("c", "partnership", ["v1", "v2"], DAY), ("d", "partnership", ["v2", "v3"], DAY)],
        areas=[Area(id=i, name=i.upper(), kind="care_community") for i in "xy"],
    )
    rows = report(data, by="area")

    def test_a_tie_in_a_shared_area_is_outside_for_another(self):
        name, why = "E-I index, by area", "who is in several areas counts in each, so that a tie"
        each = [one(self.rows, name, area) for area in "XY"]
        whole = one(self.rows, name, "all areas together")
        assert [m.value for m in (*each, whole)] == [0, -1, -1]
        assert all(m.note.startswith(why) for m in each)
        assert f"{why} inside a shared area counts as outside for another" in whole.note
        assert all(m.to_record()["note"] == m.note for m in each)

    def test_nothing_of_it_where_nobody_is_in_two(self):
        assert not [m for m in report(self.data) if "in several" in m.note]

    def test_where_names_stand_is_told(self):
        assert any("--by kind" in note for note in self.rows.notes)
        assert not any("--by kind" in note for note in report(self.data).notes)
        assert not any("--by kind" in n for n in report(self.data, by=("area", "kind")).notes)
