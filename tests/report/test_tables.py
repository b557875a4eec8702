import math
from datetime import UTC, date, datetime

import pytest

from sap_match.report.measures import density_view
from sap_match.report.tables import cell, figure, table


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("left_id", "o1", "Lunch Club"),
        ("left_id", "o9", "o9"),
        ("name", "o1", "o1"),
        ("relation", "same_record", "same record"),
        ("reason", "as_is", "as_is"),
        ("probability", 1.0, "over 99%"),
        ("probability", 0.5, "50%"),
        ("value", 0.000123, "0.000123"),
        ("value", 1234.5678, "1,234.57"),
        ("on", date(2026, 11, 3), "Tue 3 Nov 2026"),
        ("at", datetime(2026, 11, 3, 18, 30, tzinfo=UTC), "Tue 3 Nov 2026, 18:30"),
        ("is", True, "yes"),
        ("ids", ("a", 2), "a, 2"),
        ("x", None, ""),
    ],
)
def test_cells(key, value, said):
    assert cell(key, value, {"o1": "Lunch Club"}) == said


def test_figures_of_nothing():
    assert figure(math.nan) == ""
    assert figure(0) == "0"


def test_columns_that_no_row_fills_are_left_out():
    made = table([{"a": 1, "b": None, "c": ""}, {"a": 2, "d": ["x"]}], caption="T", names={})
    assert [c.key for c in made.columns] == ["a", "d"]
    assert made.columns[0].figure
    assert not made.columns[1].figure
    assert made.rows == (("1", ""), ("2", "x"))


def test_a_limit_is_said():
    rows = [{"a": n} for n in range(1005)]
    made = table(rows, caption="T", names={}, limit=5, whole="all.csv")
    assert len(made.rows) == 5
    assert made.left_out == "And 1,000 more, all of them in all.csv."
    assert table(rows[:5], caption="T", names={}, limit=5).left_out == ""


def test_density_keeps_every_measure_and_group():
    rows = [
        {"measure": "Ties, by area", "group": "a1", "value": 0.5, "definition": "d"},
        {"measure": "Ties, by area", "group": "a2", "value": None},
        {"measure": "Reach, by area", "group": "a2", "value": 2},
        {"measure": "All", "group": "whole network", "value": 1, "low": 0.5, "note": "n"},
        {"measure": "More", "group": "whole network", "value": 1, "high": 2, "note": "n"},
    ]
    view = density_view(rows, {"a1": "Crewe"})
    (whole,) = view["whole"]
    assert [row[:3] for row in whole.rows] == [
        ("All", "1", "at least 0.5"),
        ("More", "1", "at most 2"),
    ]
    assert view["notes"] == ["All and More: N."]
    (group,) = view["groups"]
    assert group["title"] == "By area"
    assert group["table"].rows == (("Crewe", "0.5", ""), ("a2", "not known", "2"))
    assert view["meanings"] == [("Ties", "D.")]


def test_measures_stand_under_the_questions_that_they_answer():
    rows = [
        {"measure": "Density", "group": "whole network", "value": 1, "section": "How dense?"},
        {"measure": "Reach", "group": "whole network", "value": 2, "section": "How far?"},
        {"measure": "Reach, by area", "group": "a1", "value": 2, "section": "How far?"},
    ]
    view = density_view(rows, {})
    assert [(table.caption, len(table.rows)) for table in view["whole"]] == [
        ("How dense?", 1),
        ("How far?", 1),
    ]
    assert [group["title"] for group in view["groups"]] == ["By area"]


def test_what_no_group_can_be_told_of_is_said_below_and_no_column():
    few = "not shown: fewer than 5 organisations answered"
    rows = [
        {"measure": "Ties, by kind", "group": "public", "value": 1},
        {"measure": "Trust, by kind", "group": "public", "value": None, "note": few},
    ]
    (group,) = density_view(rows, {})["groups"]
    assert [column.heading for column in group["table"].columns] == ["Kind", "Ties"]
    assert group["table"].left_out == "Of too few who answered to be told by kind: Trust."
    rows[1]["group"] = "business"
    rows.append({"measure": "Trust, by kind", "group": "public", "value": 3})
    (group,) = density_view(rows, {})["groups"]
    assert group["table"].rows == (("public", "1", "3"), ("business", "", "not shown"))


def test_a_note_of_one_measure_stands_beside_it():
    rows = [
        {"measure": "Core", "group": "whole network", "value": 1, "definition": "d", "note": "n"},
        {"measure": "Between", "group": "Ash", "value": 1, "definition": "e", "note": "x"},
        {"measure": "Between", "group": "Elm", "value": 1, "definition": "e", "note": "y"},
    ]
    view = density_view(rows, {})
    assert [row[-1] for row in view["whole"][0].rows] == ["D. N.", "E. X.", "Y."]
    assert view["notes"] == []
