"""Nothing that is shown, and no difference of it, stands on fewer than five who answered."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.assess.confidential import FEWEST, enough, fewest_of, released, showable
from sap_match.assess.grouping import Groups
from sap_match.assess.reports import reported
from sap_match.errors import DataError
from sap_match.model import Relationship

AS_OF = date(2026, 11, 1)
WHOLE = "whole network"


@given(
    who=st.lists(st.integers(0, 9), min_size=1, max_size=30),
    data=st.data(),
)
def test_no_sum_or_difference_of_shown_sets_tells_of_a_few(who, data):
    senders = np.array(who)
    sets = [np.ones(len(who), dtype=bool)] + [
        np.array(data.draw(st.lists(st.booleans(), min_size=len(who), max_size=len(who))))
        for _ in range(5)
    ]
    shown = showable(sets, senders, 3)
    rows = np.array([s for s, yes in zip(sets, shown, strict=True) if yes], dtype=float)
    if len(rows):
        assert not told_of(rows, senders, 2)


def told_of(rows, senders, most):
    """Sets of at most ``most`` senders of whose reports alone the sums of rows tell."""
    rank = np.linalg.matrix_rank(rows)
    everybody = np.unique(senders).tolist()
    return [
        few
        for size in range(1, most + 1)
        for few in combinations(everybody, size)
        if np.linalg.matrix_rank(rows[:, ~np.isin(senders, few)]) < rank
    ]


@st.composite
def surveys(draw):
    n = draw(st.integers(6, 14))
    ids = [f"o{i:02}" for i in range(n)]
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.integers(1, 5)), max_size=30
        )
    )
    label = {by: draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)) for by in ("kind",)}
    several = [
        [draw(st.booleans()) for _ in range(3)] for _ in range(n)
    ]  # areas and themes: in several, or in none
    return ids, pairs, label["kind"], np.array(several, dtype=bool)


@settings(max_examples=60, deadline=None)
@given(survey=surveys())
def test_every_shown_mean_over_all_groupings_together(survey):
    ids, pairs, label, several = survey
    kinds = np.array([[one == g for g in range(3)] for one in label], dtype=bool)
    groupings = (
        Groups("kind", ("k0", "k1", "k2"), kinds),
        Groups("area", ("a0", "a1", "a2"), several),
    )
    rows = {(a, b): t for a, b, t in pairs if a != b}
    said = [Relationship(from_id=a, to_id=b, trust=t) for (a, b), t in rows.items()]
    shown = [
        m
        for by in ("kind", "area")  # asked for one at a time, and laid side by side
        for m in reported(said, ids, groupings, as_of=AS_OF, whole=WHOLE, show=[by])
        if m.name.startswith(("Trust reported", "Trust received")) and m.value is not None
    ]
    ties = sorted(rows)
    senders = np.array([a for a, _ in ties])
    place = {one: i for i, one in enumerate(ids)}
    masks = []
    for m in shown:
        end = 1 if "received" in m.name else 0
        by = {g.by: g for g in groupings}.get(m.name.rpartition(", by ")[2])
        member = (
            np.ones(len(ids), dtype=bool)
            if m.group == WHOLE
            else by.member[:, by.names.index(m.group)]
        )
        masks.append([member[place[tie[end]]] for tie in ties])
        assert m.value == pytest.approx(
            np.mean([rows[tie] for tie, yes in zip(ties, masks[-1], strict=True) if yes])
        )
        assert m.n >= FEWEST
    if masks:
        assert not told_of(np.array(masks, dtype=float), senders, FEWEST - 1)


def test_five_of_whom_one_speaks_for_all_are_not_five():
    assert enough(np.arange(5), 5)
    assert not enough(np.array([0, 1, 2, 3, 4, 4, 4, 4, 4]), 5)
    assert not enough(np.empty(0, dtype=int), 5)


def test_who_answers_late_waits_for_others():
    days = np.array(["NaT"] * 3 + ["2026-01-01"] * 3 + ["2026-02-01"] * 4, dtype="datetime64[D]")
    assert released(days, np.arange(10)).tolist() == [True] * 6 + [False] * 4
    assert released(days, np.array([*range(6), 0, 1, 2, 3])).sum() == 6


def test_the_next_month_less_this_one_tells_of_five_at_least():
    ids = [f"o{i}" for i in range(20)]

    def whole(answered_by):
        rows = [
            Relationship(
                from_id=f"o{i}",
                to_id="o19",
                trust=i % 5,
                reported_on=date(2026, 1, 1 + i),
            )
            for i in range(answered_by)
        ]
        return next(
            m
            for m in reported(rows, ids, (), as_of=AS_OF, whole=WHOLE)
            if m.name == "Trust reported"
        ).n

    counts = [whole(k) for k in range(1, 19)]
    known = [n or 0 for n in counts]
    steps = np.diff([0, *known])
    assert all(step == 0 or step >= FEWEST for step in steps)
    assert known[-1] == 15


class TestTheNumberFive:
    def test_it_may_be_raised(self):
        assert fewest_of(10) == 10

    def test_it_is_not_lowered_unless_in_so_many_words(self):
        with pytest.raises(DataError, match="no figure stands on fewer than 5"):
            fewest_of(4)
        assert fewest_of(3, allow_fewer_than_five=True) == 3

    @pytest.mark.parametrize("few", [0, -1, 2.5, True, "5"])
    def test_it_is_a_number_of_organisations(self, few):
        with pytest.raises(DataError, match="whole number"):
            fewest_of(few, allow_fewer_than_five=True)


def named(rows, name, group=WHOLE):
    (found,) = (m for m in rows if (m.name, m.group) == (name, group))
    return found


class TestFigures:
    ids = tuple(f"o{i:02}" for i in range(12))
    groups = Groups("kind", ("all of them",), np.ones((12, 1), dtype=bool))

    def rows(self, said, **more):
        return reported(said, self.ids, (self.groups,), as_of=AS_OF, whole=WHOLE, **more)

    def round(self, scores, **more):
        return [
            Relationship(from_id=f"o{i:02}", to_id=f"o{(i + 1) % 12:02}", trust=t, **more)
            for i, t in enumerate(scores)
        ]

    def test_composed_scores_say_so(self):
        items = {"reliability": "4", "mission": "3", "openness": "2"}
        rows = self.rows(self.round([1] * 6, extra=items))
        trust = named(rows, "Trust reported")
        assert trust.value == 3
        assert trust.definition == (
            "mean over reports of the mean of reliability, shared mission, openness to discussion"
        )

    def test_some_composed_and_some_given_is_said(self):
        items = {"reliability": "4", "mission": "3", "openness": "2"}
        rows = self.rows(self.round([1] * 6, extra=items)[:3] + self.round([1] * 6)[3:])
        trust = named(rows, "Trust reported")
        assert trust.value == 2
        assert "where a report holds all three" in trust.definition

    def test_a_level_told_by_few_is_hidden_with_another_so_that_it_cannot_be_worked_out(self):
        said = [
            *self.round([1] * 12, frequency="weekly")[:2],
            *self.round([1] * 12, frequency="monthly")[2:7],
            *self.round([1] * 12, frequency="yearly")[7:],
        ]
        rows = [m for m in self.rows(said) if m.name == "How often"]
        assert [(m.group, m.value is None) for m in rows] == [
            ("monthly", False),
            ("weekly, yearly", True),
        ]

    def test_whom_fewer_than_five_name_is_no_maximum(self):
        said = [Relationship(from_id=f"o{i:02}", to_id=f"o{i % 2 + 10:02}") for i in range(8)]
        row = named(self.rows(said), "Reports point to one")
        assert row.value is None
        assert row.note == "not shown: no organisation is named by 5 others"
        said = [Relationship(from_id=f"o{i:02}", to_id="o11") for i in range(8)]
        assert named(self.rows(said), "Reports point to one").value == 1

    def test_a_share_of_returned_reports_by_few_is_not_shown(self):
        ring = self.round([1] * 12)
        assert named(self.rows(ring), "Reports returned").value == 0
        one_back = [*ring, Relationship(from_id="o01", to_id="o00")]
        row = named(self.rows(one_back), "Reports returned")
        assert (row.value, row.note[:9]) == (None, "not shown")
        back = [r.model_copy(update={"from_id": r.to_id, "to_id": r.from_id}) for r in ring]
        rows = self.rows([*ring, *back])
        assert named(rows, "Reports returned").value == 1
        assert named(rows, "Two sides apart on trust").value == 0
        assert named(rows, "Two sides agree on trust").note.endswith("all scores are alike")

    def test_a_group_in_which_nobody_answered_is_told(self):
        groups = Groups("kind", ("x", "y"), np.array([[i < 8, i >= 8] for i in range(12)]))
        rows = reported(self.round([1] * 8), self.ids, (groups,), as_of=AS_OF, whole=WHOLE)
        assert named(rows, "Response, by kind", "x").value == 1
        assert named(rows, "Response, by kind", "y").value == 0

    def test_no_id_appears(self):
        told = " ".join(str(m.to_record()) for m in self.rows(self.round([1] * 12)))
        assert not any(one in told for one in self.ids)
