"""Every relation has its probability; evidence adds up; costs and people decide."""

import math
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError, UnknownIdError
from sap_match.ingest import read_dataset
from sap_match.memory import Decided, Memory
from sap_match.model import Dataset, Organisation
from sap_match.results import suggestion_id
from sap_match.similarity.duplicates import (
    DuplicateConfig,
    explain_duplicate,
    find_duplicates,
)
from sap_match.similarity.duplicates.chart import waterfall_chart
from sap_match.similarity.duplicates.decide import decision_at, thresholds
from sap_match.similarity.duplicates.relations import RELATIONS

_ROLE = "link officer"
EXAMPLE = Path(__file__).parents[2] / "examples" / "cheshire_east"


@pytest.fixture(scope="module")
def example():
    return read_dataset(EXAMPLE)


@pytest.fixture(scope="module")
def everything(example):
    return find_duplicates(example, config=DuplicateConfig(list_distinct=True))


def listing(one, name="Plain Lunch Club", phone="01632 960001", postcode="M33 1AA", **more):
    return Organisation(
        id=one, name=name, kind="voluntary", phones=(phone,), address="1 High Street, Sale",
        postcode=postcode, **more,
    )  # fmt: skip


def dataset(*organisations):
    return Dataset.build("d", {"organisations": list(organisations)})


def memory(*answers):
    return Memory(
        decided=tuple(
            Decided(suggestion_id("duplicate", a, b), answer, "", date(2026, 9, day), _ROLE)
            for day, (a, b, answer) in enumerate(answers, start=1)
        )
    )  # fmt: skip


# -- relations and evidence ---------------------------------------------------------------


def test_relations_add_up_and_agree_with_probability_and_relation(everything):
    assert len({p.relation for p in everything}) >= 3
    for pair in everything:
        assert tuple(pair.relations) == RELATIONS
        assert sum(pair.relations.values()) == pytest.approx(1, abs=4e-6)
        one = pair.relations["same_record"] + pair.relations["parent_or_linked"]
        assert one == pytest.approx(pair.probability, abs=3e-6)
        assert pair.relation == max(pair.relations, key=pair.relations.get)


def test_parts_add_up_to_the_log_odds_in_every_row(everything):
    names = {part.name for pair in everything for part in pair.parts}
    assert {"starting_odds", "name", "rule"} <= names
    for pair in everything:
        assert pair.score == pytest.approx(sum(p.contribution for p in pair.parts), abs=1e-6)
        steps = pair.waterfall()
        assert steps[0]["part"] == "starting_odds"
        assert steps[-1]["log_odds"] == pytest.approx(pair.score, abs=2e-6)
        assert steps[-1]["probability"] == pytest.approx(pair.probability, abs=1e-6)


def test_the_waterfall_is_data(everything):
    frame = everything.waterfalls_frame()
    assert set(frame["left_id"]) == {p.left_id for p in everything}
    one = everything[0]
    mine = frame[(frame["left_id"] == one.left_id) & (frame["right_id"] == one.right_id)]
    assert mine["weight"].sum() == pytest.approx(one.score, abs=1e-5)
    bars = waterfall_chart(one)["data"]["values"]
    assert bars[0]["from"] == 0
    assert all(a["to"] == b["from"] for a, b in pairwise(bars))


def test_the_decision_is_that_of_the_probability_unless_a_rule_holds_it(everything):
    config = DuplicateConfig()
    held = [p for p in everything if p.decision != decision_at(p.probability, config)]
    for pair in held:  # a known parent is linked for sure, and no double listing
        assert pair.relation == "parent_or_linked" or "later" in pair.reason
    assert len(held) < len(everything) / 5


def test_what_a_rule_removes_is_listed_with_its_reason(everything):
    assert everything.removed
    for removal in everything.removed:
        assert removal.rule
        assert removal.note
        pair = everything.pair(removal.other_id, removal.subject_id)
        assert pair is None or pair.decision == "distinct"


def test_any_two_can_be_explained(everything, example):
    listed = everything[0]
    assert explain_duplicate(example, listed.right_id, listed.left_id).parts == listed.parts
    with pytest.raises(UnknownIdError, match="no service has the id 'nobody'"):
        explain_duplicate(example, "nobody", listed.left_id)
    with pytest.raises(DataError, match="is one record"):
        explain_duplicate(example, listed.left_id, listed.left_id)


# -- costs --------------------------------------------------------------------------------

costs = st.floats(0.01, 1000)


@given(st.floats(0, 1), costs, costs, costs)
def test_the_decision_costs_least(probability, merge, miss, review):
    config = DuplicateConfig(
        cost_of_false_merge=merge, cost_of_miss=miss, cost_of_review=review
    )  # fmt: skip
    expected = {
        "duplicate": (1 - probability) * merge,
        "distinct": probability * miss,
        "review": review,
    }
    decision = decision_at(probability, config)
    # thresholds are rounded to 1e-6
    assert expected[decision] <= min(expected.values()) + 2e-6 * (merge + miss)


@given(st.floats(0, 1), costs, costs, costs, st.floats(1, 10))
def test_dearer_mistakes_are_made_less_often(probability, merge, miss, review, times):
    def at(**change):
        first = {"cost_of_false_merge": merge, "cost_of_miss": miss, "cost_of_review": review}
        return decision_at(probability, DuplicateConfig(**{**first, **change}))

    before = at()
    assert before == "duplicate" or at(cost_of_false_merge=merge * times) != "duplicate"
    assert before == "distinct" or at(cost_of_miss=miss * times) != "distinct"
    assert before == "review" or at(cost_of_review=review * times) != "review"


def test_thresholds_by_hand():
    # a false merge costs as two misses; a look is cheap
    assert thresholds(
        DuplicateConfig(cost_of_false_merge=2, cost_of_miss=1, cost_of_review=0.1)
    ) == (0.1, 0.95)
    # a look is dearer than any mistake: nothing is left to a person
    review, sure = thresholds(
        DuplicateConfig(cost_of_false_merge=2, cost_of_miss=1, cost_of_review=5)
    )
    assert review == sure == pytest.approx(2 / 3, abs=1e-6)


# -- people -------------------------------------------------------------------------------


def two(answer):
    d = dataset(listing("a"), listing("b"))
    return find_duplicates(d, of="organisations", memory=memory(("a", "b", answer)))


def test_people_hold_apart_what_looks_the_same():
    assert find_duplicates(dataset(listing("a"), listing("b")), of="organisations")[0].decision == (
        "duplicate"
    )
    for answer in ("distinct", "never"):
        found = two(answer)
        assert (len(found), found.groups) == (0, {})
        (removed,) = found.removed
        assert (removed.rule, removed.note) == ("person", "said by a link officer on 2026-09-01")


def test_people_put_together_what_a_rule_removes():
    ours = dataset(listing("a"), listing("b", parent_id="a"))
    assert [r.rule for r in find_duplicates(ours, of="organisations").removed] == ["parent"]
    for answer in ("duplicate", "yes"):
        found = find_duplicates(ours, of="organisations", memory=memory(("a", "b", answer)))
        (pair,) = found
        assert (pair.decision, pair.relation, pair.group_id) == ("duplicate", "same_record", "a")
        assert pair.probability > 0.99999
        assert "said by a link officer" in pair.reason
        assert pair.score == pytest.approx(sum(p.contribution for p in pair.parts), abs=1e-6)
        assert found.removed == ()


def test_later_leaves_the_pair_to_a_person():
    (pair,) = two("not_now")
    assert (pair.decision, pair.group_id) == ("review", "")
    assert "later" in pair.reason


def test_people_are_heard_about_pairs_that_nothing_proposes():
    d = dataset(
        listing("a"),
        Organisation(id="z", name="Quite Another", kind="voluntary"),
    )
    said = memory(("a", "z", "duplicate"))
    known = Memory(decided=said.decided, group_ids=(("a", "g"), ("z", "g")))
    assert find_duplicates(d, of="organisations", memory=known).groups == {"g": ("a", "z")}


def test_an_answer_to_a_suggested_partnership_counts():
    d = dataset(listing("a"), listing("b"))
    said = Memory(decided=(Decided(suggestion_id("partner", "a", "b"), "distinct"),))
    assert len(find_duplicates(d, of="organisations", memory=said)) == 0
    never = Memory(decided=(Decided(suggestion_id("partner", "a", "b"), "never"),))
    assert len(find_duplicates(d, of="organisations", memory=never)) == 1  # no word on doubles


def test_answers_that_contradict_each_other_are_told():
    d = dataset(listing("a"), listing("b"), listing("c"))
    found = find_duplicates(
        d,
        of="organisations",
        memory=memory(("a", "b", "duplicate"), ("b", "c", "duplicate"), ("a", "c", "distinct")),
    )
    assert found.groups == {"a": ("a", "b")}
    (told,) = found.contradictions
    assert "b and c are one" in told
    assert "a and c are not" in told
    assert found.notes == found.contradictions
    pair = found.pair("c", "b")
    assert (pair.decision, pair.group_id) == ("review", "")


def test_a_pair_that_would_chain_two_groups_is_left_to_a_person():
    d = dataset(listing("a"), listing("b"), listing("c"))
    found = find_duplicates(d, of="organisations", memory=memory(("a", "c", "distinct")))
    decisions = {(p.left_id, p.right_id): p.decision for p in found}
    assert sorted(decisions.values()) == ["duplicate", "review"]
    torn = next(p for p in found if p.decision == "review")
    assert "join records that differ" in torn.reason
    assert torn.score == pytest.approx(sum(p.contribution for p in torn.parts), abs=1e-6)


def test_pairs_inside_a_group_are_at_least_as_sure_as_their_links():
    d = dataset(
        listing("a"),
        listing("b"),
        listing("c", "The Plain Luncheon", "01632 960777"),
    )
    found = find_duplicates(
        d, of="organisations", memory=memory(("b", "c", "duplicate"))
    )  # fmt: skip
    assert found.groups == {"a": ("a", "b", "c")}
    assert {(p.left_id, p.right_id) for p in found} == set(combinations("abc", 2))
    assert all(p.decision == "duplicate" and p.probability >= 0.9 for p in found)
    through = found.pair("a", "c")
    assert any(p.name == "group" for p in through.parts)
    assert not math.isinf(through.score)


def test_every_row_has_the_id_by_which_it_is_answered(everything):
    for row in everything.to_records():
        assert row["suggestion_id"] == suggestion_id("duplicate", row["left_id"], row["right_id"])
