"""Months, answers and who is forgotten, by the command line."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


def listed(out: Path, month: str) -> list[dict[str, str]]:
    """The suggestions on a month's list, from its table."""
    with (out / month / "suggestions.csv").open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["month"] == month]


@pytest.fixture
def first_month(village, tmp_path, sap_match):
    """A month made of the village with a history: its folder, and what it takes to go on."""
    out, history = tmp_path / "out", tmp_path / "history.sqlite"
    said = sap_match("run", village, "--month", "2026-11", "--out", out, "--history", history)
    assert said.code == 0, said.err
    return out, history, said


def test_a_month_is_made_and_told_in_one_line(first_month):
    out, _, said = first_month
    rows = listed(out, "2026-11")
    assert rows
    worth = "suggestion" if len(rows) == 1 else "suggestions"
    assert said.out == (
        f"{len(rows)} {worth} worth a call in 2026-11. Open {out / '2026-11' / 'report.html'}\n"
    )
    assert said.err == ""
    manifest = json.loads((out / "2026-11" / "manifest.json").read_text("utf-8"))
    assert manifest["month"] == "2026-11"
    assert manifest["as_of"] == "2026-11-01"
    assert [p.name for p in out.iterdir()] == ["2026-11"]


def test_a_month_that_is_there_is_refused_and_left_as_it_was(first_month, village, sap_match):
    out, history, _ = first_month
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    remembered = history.read_bytes()
    again = ("run", village, "--month", "2026-11", "--out", out, "--history", history)
    said = sap_match(*again, "--cap", 1)
    assert said.code == 1
    assert "--replace" in said.complaint
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
    assert history.read_bytes() == remembered
    assert sap_match(*again, "--cap", 1, "--replace").code == 0
    assert len(listed(out, "2026-11")) == 1


def test_the_date_is_the_first_of_the_month_unless_one_is_typed(village, tmp_path, sap_match):
    run = ("run", village, "--month", "2026-12", "--out", tmp_path)
    assert sap_match(*run).code == 0
    assert '"as_of": "2026-12-01"' in (tmp_path / "2026-12" / "manifest.json").read_text("utf-8")
    assert sap_match(*run, "--replace", "--as-of", "2026-06-30").code == 0
    assert '"as_of": "2026-06-30"' in (tmp_path / "2026-12" / "manifest.json").read_text("utf-8")


def test_what_was_shown_or_answered_is_not_shown_again(first_month, village, tmp_path, sap_match):
    out, history, _ = first_month
    shown = [row["suggestion_id"] for row in listed(out, "2026-11")]
    answers = tmp_path / "answers.csv"
    answers.write_text(
        "suggestion_id,decision,reason,decided_on,decided_by_role\n"
        f"{shown[0]},never,they fell out,2026-11-20,officer\n",
        encoding="utf-8",
    )
    feedback = ("feedback", village, answers, "--history", history)
    assert sap_match(*feedback).out == "1 decisions are new, 0 were known already.\n"
    assert sap_match(*feedback).out == "0 decisions are new, 1 were known already.\n"
    run = ("run", village, "--out", out, "--history", history, "--month")
    assert sap_match(*run, "2026-12").code == 0
    assert not set(shown) & {row["suggestion_id"] for row in listed(out, "2026-12")}
    # An earlier month reads nothing of a later one; what was decided holds whenever it was said.
    assert sap_match(*run, "2026-10").code == 0
    again = {row["suggestion_id"] for row in listed(out, "2026-10")}
    assert shown[0] not in again
    assert set(shown[1:]) <= again


def test_never_keeps_two_apart_in_every_command(village, tmp_path, sap_match):
    from sap_match.memory import Decided, Shown
    from sap_match.monthly.history import History

    history = History(tmp_path / "h.sqlite")
    history.record_month("2026-10", [Shown("2026-10", "s1", "partner", ("lunch", "garden"))])
    history.record_decisions([Decided("s1", "never")])
    out = tmp_path / "p.json"
    partners = ("partners", village, "--for", "lunch", "--out", out)

    def others() -> set[str]:
        return {r["organisation_id"] for r in json.loads(out.read_text("utf-8"))["rows"]}

    sap_match(*partners)
    assert "garden" in others()
    sap_match(*partners, "--history", tmp_path / "h.sqlite")
    assert "garden" not in others()


def test_answers_that_cannot_be_read_are_said_and_the_others_kept(
    first_month, village, tmp_path, sap_match
):
    out, history, _ = first_month
    known = listed(out, "2026-11")[0]["suggestion_id"]
    answers = tmp_path / "answers.csv"
    answers.write_text(
        "suggestion_id,decision,decided_on\n"
        f"{known},yes,2026-11-20\n"
        f"{known},perhaps,2026-11-21\n"
        "no-such-suggestion,not_now,2026-11-20\n",
        encoding="utf-8",
    )
    said = sap_match("feedback", village, answers, "--history", history)
    assert said.code == 1
    assert "answers.csv, row 3, decision 'perhaps'" in said.complaint
    assert f"some are to what no list in {history} showed (no-such-suggestion)" in said.complaint
    assert "--history THAT_FILE" in said.complaint
    assert said.out.startswith("2 decisions are new")


def test_answers_to_a_list_of_duplicates_alarm_nobody(village, tmp_path, sap_match):
    pairs, answers, history = (tmp_path / n for n in ("d.csv", "a.csv", "h.sqlite"))
    assert sap_match("duplicates", village, "--out", pairs).code == 0
    with pairs.open(encoding="utf-8", newline="") as handle:
        one = next(csv.DictReader(handle))
    answers.write_text(
        f"suggestion_id,decision,decided_by_role\n{one['suggestion_id']},distinct,Jane Smith\n",
        encoding="utf-8",
    )
    said = sap_match("feedback", village, answers, "--history", history)
    assert said.code == 0
    assert "no list" not in said.complaint
    assert "row 2, decided_by_role: is a person and no role" in said.complaint
    assert b"Jane" not in history.read_bytes()


def test_answers_need_a_history(village, tmp_path, sap_match):
    answers = tmp_path / "answers.csv"
    answers.write_text("suggestion_id,decision\ns1,yes\n", encoding="utf-8")
    said = sap_match("feedback", village, answers)
    assert said.code == 1
    assert "--history" in said.complaint
    assert sap_match("forget", village, "lunch").code == 1


def test_the_history_that_the_place_names_is_used(own_village, tmp_path, sap_match):
    source = own_village()
    with (source / "partnership.toml").open("a", encoding="utf-8") as settings:
        settings.write('history = "kept/history.sqlite"\n')
    assert sap_match("run", source, "--month", "2026-11", "--out", tmp_path / "out").code == 0
    assert (source / "kept" / "history.sqlite").is_file()


def test_another_file_is_no_history(village, tmp_path, sap_match):
    (tmp_path / "notes.txt").write_text("ring St Osyth's on Monday " * 100, encoding="utf-8")
    said = sap_match("partners", village, "--history", tmp_path / "notes.txt")
    assert said.code == 1
    assert "is no history" in said.complaint


# -- forgotten ------------------------------------------------------------------------------


def test_who_is_forgotten_is_in_no_answer_and_no_file(first_month, village, tmp_path, sap_match):
    out, history, _ = first_month
    about = [r for r in listed(out, "2026-11") if "garden" in (r["subject_id"] + r["other_id"])]
    said = sap_match("forget", village, "garden", "--history", history)
    assert said.code == 0
    assert said.out.startswith("Forgotten: ")
    with closing(sqlite3.connect(history)) as database:
        dump = "\n".join(database.iterdump())
    assert '"garden"' not in dump
    assert not [r for r in about if r["suggestion_id"] in dump]
    found = tmp_path / "rows.csv"
    for command in (
        ["partners"],
        ["consortium"],
        ["pairings"],
        ["facilities"],
        ["similar"],
        ["similar", "--of", "organisations"],
        ["duplicates"],
        ["overlaps"],
        ["gaps"],
        ["density"],
    ):
        name, *rest = command
        code = sap_match(name, village, *rest, "--history", history, "--out", found).code
        assert code == 0
        assert "garden" not in found.read_text("utf-8").lower(), command


def test_an_id_that_nobody_ever_had_is_wrong_usage(village, tmp_path, sap_match):
    history = tmp_path / "h.sqlite"
    said = sap_match("forget", village, "somebody", "--history", history)
    assert said.code == 2
    assert "no organisation has the id or name 'somebody'" in said.err
    from sap_match.monthly.history import History

    assert not History(history).is_suppressed("somebody")


@pytest.fixture
def own_cache(tmp_path, monkeypatch) -> Path:
    """A cache that holds nothing yet."""
    monkeypatch.setenv("SAP_MATCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def hashes(cache: Path) -> set[str]:
    found = set()
    for file in cache.glob("*/hashes.sqlite"):
        with closing(sqlite3.connect(file)) as database:
            found |= {row[0] for row in database.execute("SELECT hash FROM vectors")}
    return found


def test_forgetting_leaves_no_vector_of_theirs(village, tmp_path, own_cache, sap_match):
    history = tmp_path / "h.sqlite"
    run = ("run", village, "--history", history, "--out", tmp_path / "out", "--month")
    sap_match(*run, "2026-11")
    before = hashes(own_cache)
    said = sap_match("forget", village, "garden", "--history", history)
    after = hashes(own_cache)
    assert after < before
    assert f"{len(before - after)} vectors" in said.out
    sap_match(*run, "2026-11", "--replace")
    assert not (hashes(own_cache) - after) & before  # nothing of the others went


def test_words_of_a_question_are_never_kept(village, own_cache, sap_match):
    sap_match("similar", village)
    before = hashes(own_cache)
    said = sap_match("similar", village, "--text", "my neighbour Jo is lonely")
    assert said.code == 0
    assert "Thursday lunch" in said.out
    assert hashes(own_cache) == before
    assert not [f for f in own_cache.rglob("*") if f.is_file() and b"neighbour" in f.read_bytes()]
