"""The history: one file that remembers, forgets and refuses what it is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sap_match.errors import HistoryError
from sap_match.memory import Decided, Shown
from sap_match.monthly.history import History

SHOWN = Shown("2026-10", "s1", "partner", ("a", "b"))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "deep" / "history.sqlite")


def test_nothing_is_written_by_reading(history: History) -> None:
    assert history.memory().shown == ()
    assert not history.exists()


def test_a_month_is_replaced_and_never_added_to(history: History) -> None:
    history.record_month("2026-10", [SHOWN, Shown("2026-10", "s2", "pairing", ("c",))])
    history.record_month("2026-10", [SHOWN])
    assert history.memory().shown == (SHOWN,)


def test_a_run_reads_only_months_before_its_own(history: History) -> None:
    history.record_month("2026-10", [SHOWN])
    assert history.memory(before="2026-10").shown == ()
    assert history.memory(before="2026-11").shown == (SHOWN,)


def test_the_same_decision_twice_is_one(history: History) -> None:
    told = Decided("s1", "never", "rivals", date(2026, 10, 20), "officer")
    assert history.record_decisions([told]) == 1
    assert history.record_decisions([told]) == 0
    assert history.memory().answer("s1") == told


def test_never_bans_the_pair_and_the_last_answer_counts(history: History) -> None:
    history.record_month("2026-10", [SHOWN])
    history.record_decisions([Decided("s1", "never", "", date(2026, 10, 20))])
    assert history.memory().is_banned("b", "a")
    history.record_decisions([Decided("s1", "yes", "", date(2026, 10, 25))])
    assert not history.memory().is_banned("a", "b")


def test_forgetting_erases_and_holds_off_without_keeping_the_id(history: History) -> None:
    history.record_month("2026-10", [SHOWN, Shown("2026-10", "s2", "pairing", ("secret-id", "c"))])
    history.record_decisions([Decided("s2", "yes", "", date(2026, 10, 20))])
    assert history.forget("secret-id") == 2
    memory = history.memory()
    assert memory.shown == (SHOWN,)
    assert memory.decided == ()
    assert history.is_suppressed("secret-id")
    assert not history.is_suppressed("a")
    assert b"secret-id" not in Path(history.where).read_bytes()


def test_a_file_that_is_no_history_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("my notes\n" * 100)
    with pytest.raises(HistoryError, match="is no history of sap-match"):
        History(file).record_month("2026-10", [SHOWN])
    assert file.read_text() == "my notes\n" * 100


def test_what_was_told_is_remembered_and_an_older_history_knew_of_none(history: History) -> None:
    told = Shown("2026-10", "s1", "partner", ("a", "b"), "hash")
    history.record_month("2026-10", [told])
    assert history.memory().shown == (told,)
    assert history.memory().last_told("s1") == "hash"
    with closing(sqlite3.connect(history.where)) as file:
        file.execute("DROP TABLE told")
        file.commit()
    assert history.memory().last_told("s1") == ""
    history.record_month("2026-11", [replace(told, month="2026-11")])
    assert history.memory().last_told("s1") == "hash"
    history.forget("a")
    with closing(sqlite3.connect(history.where)) as file:
        assert file.execute("SELECT count(*) FROM told").fetchone() == (0,)


def test_forgetting_erases_a_name_in_what_was_said_of_others(history: History) -> None:
    history.record_month("2026-10", [SHOWN])
    history.record_decisions(
        [
            Decided("s1", "never", "they quarrel with the hope pantry", date(2026, 10, 20)),
            Decided("unseen", "not_now", "Hope Pantry has moved", date(2026, 10, 21)),
            Decided("other", "not_now", "no hope, pantry is full", date(2026, 10, 22)),
        ]
    )
    assert history.forget("XE-1", names=["Hope Pantry"]) == 2
    kept = {d.suggestion_id: (d.answer, d.reason) for d in history.memory().decided}
    assert kept == {"s1": ("never", ""), "other": ("not_now", "no hope, pantry is full")}
    assert b"ope pantry" not in Path(history.where).read_bytes()
    assert b"ope Pantry" not in Path(history.where).read_bytes()
