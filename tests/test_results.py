"""What recommenders return."""

import html
from dataclasses import FrozenInstanceError
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.results import Part, Removal, Results, Suggestion, score_of, suggestion_id

BAD = '<script>alert("1")</script>'


def suggestion(**more):
    given_ = {
        "kind": "partner",
        "subject_id": "a",
        "other_id": "b",
        "asked": ("a", "b"),
        "rank": 1,
        "parts": (Part("text", 0.5, 2.0), Part("place", 0.25)),
        "reason": "Both bake.",
        **more,
    }
    return Suggestion(**given_)


def results(rows=(), **more):
    return Results(tuple(rows), record=Suggestion.to_record, **more)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 3)), max_size=6))
def test_a_score_is_the_sum_of_its_parts(pairs):
    parts = tuple(Part(f"p{i}", value, weight) for i, (value, weight) in enumerate(pairs))
    assert score_of(parts) == round(sum(v * w for v, w in pairs), 6)
    assert suggestion(parts=parts).score == score_of(parts)


def test_an_id_has_no_month_and_no_side():
    assert suggestion_id("partner", "a", "b") == suggestion_id("partner", "b", "a")
    assert suggestion_id("partner", "a", "b") != suggestion_id("pairing", "a", "b")
    assert suggestion_id("partner", "ab", "c") != suggestion_id("partner", "a", "bc")
    assert suggestion(rank=9, reason="other").suggestion_id == suggestion().suggestion_id


def test_a_team_has_one_id_in_whatever_order_it_sits():
    one = suggestion(kind="consortium", other_id="x+y")
    other = suggestion(kind="consortium", other_id="y+x")
    assert one.suggestion_id == other.suggestion_id


def test_a_record_has_a_column_a_part():
    told = suggestion(details={"km": 1.5}).to_record()
    assert (told["text"], told["place"], told["score"], told["km"]) == (1.0, 0.25, 1.25, 1.5)


def test_results_are_a_frozen_sequence():
    found = results([suggestion(), suggestion(other_id="c", rank=2)])
    assert len(found) == 2
    assert found[1].other_id == "c"
    assert [s.rank for s in found[:1]] == [1]
    assert suggestion() in found
    assert repr(found) == "<Results: 2 rows, 0 removed by a rule>"
    with pytest.raises(FrozenInstanceError):
        found.rows = ()
    with pytest.raises(FrozenInstanceError):
        found[0].reason = ""


def test_all_records_have_the_same_keys_and_named_columns_come_first():
    found = results(
        [suggestion(details={"km": 1.0}), suggestion(details={"quantity": 2})], columns=("rank",)
    ).to_records()
    assert list(found[0]) == list(found[1])
    assert next(iter(found[0])) == "rank"
    assert (found[0]["km"], found[0]["quantity"]) == (1.0, None)
    assert (found[1]["km"], found[1]["quantity"]) == (None, 2)


def test_a_frame_has_the_records_and_an_empty_one_the_columns():
    frame = results([suggestion()]).to_frame()
    assert frame.loc[0, "reason"] == "Both bake."
    empty = results(columns=("for_id", "rank")).to_frame()
    assert (list(empty.columns), len(empty)) == (["for_id", "rank"], 0)


def test_what_a_directory_says_is_inert_in_a_notebook():
    page = results([suggestion(reason=BAD, details={BAD: 1})])._repr_html_()
    tags = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: tags.append(tag)
    reader.feed(page)
    assert set(tags) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert html.escape(BAD) in page
    assert results()._repr_html_() == "<p>No rows.</p>"


def test_removals_sort_by_their_ids():
    rows = [Removal("b", "a", "x"), Removal("a", "c", "y"), Removal("a", "b", "y")]
    assert [r.subject_id + r.other_id for r in sorted(rows)] == ["ab", "ac", "ba"]
