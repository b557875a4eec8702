"""What people answered holds for organisations that go by another id since."""

from datetime import date

from sap_match.memory import Decided, Memory, Shown
from sap_match.model import Brief, Dataset, Decision, Organisation
from sap_match.monthly.decisions import under_new_ids, with_decisions
from sap_match.results import suggestion_id


def place(**tables):
    rows = [Organisation(id=i, name=i, kind="voluntary") for i in ("GB-CHC-1", "library", "pantry")]
    aliases = {"old": "GB-CHC-1", "older": "old", "kitchen": "pantry"}
    return Dataset.build("d", {"organisations": rows, **tables}, aliases=aliases)


def test_a_never_holds_for_who_was_linked_since():
    said = Decided(suggestion_id("partner", "older", "library"), "never", "fell out")
    memory = under_new_ids(Memory(decided=(said,)), place())
    answer = memory.answer(suggestion_id("partner", "GB-CHC-1", "library"))
    assert (answer.answer, answer.reason) == ("never", "fell out")


def test_it_holds_where_both_were_linked():
    said = Decided(suggestion_id("partner", "kitchen", "old"), "not_now", "", date(2026, 10, 1))
    memory = under_new_ids(Memory(decided=(said,)), place())
    assert memory.answer(suggestion_id("partner", "GB-CHC-1", "pantry")).answer == "not_now"


def test_what_was_shown_is_not_new():
    shown = Shown("2026-10", suggestion_id("partner", "old", "b1"), "partner", ("old",))
    dataset = place(briefs=[Brief(id="b1", description="A lunch club")])
    memory = under_new_ids(Memory(shown=(shown,)), dataset)
    assert memory.was_shown(suggestion_id("partner", "GB-CHC-1", "b1"))
    assert memory.shown[0].organisation_ids == ("GB-CHC-1",)


def test_a_ban_within_what_is_one_now_is_none():
    banned = frozenset({("old", "older"), ("library", "older")})
    memory = under_new_ids(Memory(banned=banned), place())
    assert memory.banned == {("GB-CHC-1", "library")}


def test_answers_of_the_data_are_renamed_and_others_stay_as_they_are():
    told = [
        Decision(suggestion_id=suggestion_id("partner", "old", "library"), decision="never"),
        Decision(suggestion_id=suggestion_id("pairing", "old", "library"), decision="never"),
    ]
    memory = with_decisions(Memory(), place(decisions=told))
    assert memory.answer(suggestion_id("partner", "GB-CHC-1", "library")).answer == "never"
    assert memory.answer(suggestion_id("pairing", "old", "library")).answer == "never"


def test_nothing_changes_where_nobody_goes_by_another_id():
    rows = [Organisation(id="a", name="A", kind="voluntary")]
    memory = Memory(decided=(Decided("x", "yes"),), banned=frozenset({("a", "b")}))
    assert under_new_ids(memory, Dataset.build("d", {"organisations": rows})) is memory
