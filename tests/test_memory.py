"""What earlier months left behind: a plain record."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.memory import Decided, Memory, Shown, pair

OCTOBER = Shown("2026-10", "s1", "partner", ("a", "b"))
NOVEMBER = Shown("2026-11", "s2", "partner", ("a", "c"))


def test_a_run_reads_only_the_months_before_its_own():
    memory = Memory(shown=(OCTOBER, NOVEMBER))
    assert memory.before("2026-11").shown == (OCTOBER,)
    assert memory.before("2026-10").shown == ()
    assert memory.before("2027-01").shown == (OCTOBER, NOVEMBER)


def test_a_decision_counts_whatever_its_month():
    told = Decided("s9", "never", decided_on=date(2027, 5, 1))
    assert Memory(decided=(told,)).before("2026-11").answer("s9") == told


@given(st.permutations([1, 2, 3]))
def test_the_last_answer_counts_in_whatever_order_they_come(order):
    answers = ["yes", "never", "not_now"]
    told = [Decided("s", answers[i - 1], decided_on=date(2026, 1, i)) for i in order]
    told.insert(1, Decided("s", "distinct"))
    answer = Memory(decided=tuple(told)).answer("s")
    assert answer is not None
    assert answer.answer == "not_now", "and one without a date is the oldest"


def test_of_two_answers_on_one_day_the_stricter_counts_in_either_order():
    told = [Decided("s", "yes", decided_on=date(2026, 1, 1)),
            Decided("s", "never", decided_on=date(2026, 1, 1))]  # fmt: skip
    assert Memory(decided=tuple(told)).answer("s") == told[1]
    assert Memory(decided=tuple(told[::-1])).answer("s") == told[1]


def test_what_is_unknown_has_no_answer():
    assert Memory().answer("s") is None
    assert not Memory().was_shown("s")
    assert Memory().first_shown("s") is None


def test_adding_what_was_shown_leaves_the_old_memory_alone_and_keeps_no_row_twice():
    memory = Memory(shown=(NOVEMBER,))
    assert memory.with_shown([OCTOBER, NOVEMBER]).shown == (OCTOBER, NOVEMBER)
    assert memory.shown == (NOVEMBER,)
    with pytest.raises(FrozenInstanceError):
        memory.shown = ()


def test_the_first_month_counts_in_whatever_order_rows_come():
    again = Shown("2026-12", "s1", "partner", ("a", "b"))
    assert Memory(shown=(again, OCTOBER)).first_shown("s1") == "2026-10"


def test_a_ban_has_no_side():
    memory = Memory(banned=frozenset({pair("b", "a")}))
    assert memory.is_banned("a", "b")
    assert memory.is_banned("b", "a")
    assert not memory.is_banned("a", "c")
