"""The month: everything found, the short list chosen, everything else accounted for."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.memory import Decided, Memory
from sap_match.model import Changes, Dataset, Decision
from sap_match.monthly.choose import MonthConfig
from sap_match.monthly.decisions import with_decisions
from sap_match.monthly.history import History
from sap_match.monthly.run import check_month, run_month
from sap_match.similarity.encoder import HashedWords
from tests.builders import dataset, org, small_partnership, tables_of

MONTH = "2026-11"


@pytest.fixture(scope="module")
def place():
    return dataset(*small_partnership())


@pytest.fixture(scope="module")
def made(place):
    return run_month(place, MONTH, encoder=HashedWords())


def run(data, month=MONTH, **more):
    return run_month(data, month, encoder=HashedWords(), **more)


def ids(cards):
    return [c.suggestion.suggestion_id for c in cards]


# -- which month ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "month", ["", "2026", "2026-13", "2026-00", "2026-1", "26-11", "2026-11\n", " 2026-11",
              "2026-11-01", "../x", "0000-01", "２０２６-11"],
)  # fmt: skip
def test_what_is_no_month_is_refused(month, place):
    with pytest.raises(DataError, match="is no month; write YYYY-MM, such as 2026-11"):
        check_month(month)
    with pytest.raises(DataError, match="is no month"):
        run(place, month, as_of=date(2026, 11, 1))


def test_the_date_is_the_first_of_the_month_unless_said(made, place):
    assert check_month("2024-02") == date(2024, 2, 1)
    assert made.month.as_of == date(2026, 11, 1)
    assert run(place, as_of=date(2026, 10, 15)).month.as_of == date(2026, 10, 15)


# -- the list -------------------------------------------------------------------------------


def test_every_kind_is_found_and_the_best_stand_first(made):
    cards = made.month.cards
    assert {c.suggestion.kind for c in cards} == {"partner", "consortium", "pairing", "facility"}
    assert ids(cards) == [s.suggestion_id for s in made.choice.listed]
    assert {frozenset(c.suggestion.asked) for c in cards} >= {
        frozenset({"lunch", "bus"}),
        frozenset({"paints", "tea"}),
        frozenset({"learn", "hall"}),
    }
    for c in cards:
        assert c.action
        assert c.reason
        assert c.first_step
        assert c.suggestion.strength >= MonthConfig().floors[c.suggestion.kind]
        assert len(c.names) == len(set(c.suggestion.asked))


def test_nobody_who_may_not_be_suggested_stands_anywhere(made):
    named = {o for c in (*made.month.cards, *made.month.more) for o in c.suggestion.asked}
    assert named.isdisjoint({"silent", "fund", "scouts"})


@pytest.mark.parametrize("cap", [0, 1, 2, 3])
def test_the_list_is_never_longer_than_its_cap(place, made, cap):
    short = run(place, config=MonthConfig(cap=cap))
    assert len(short.month.cards) == cap
    assert short.month.why_short == ""
    assert set(ids(short.month.more)) | set(ids(short.month.cards)) == (
        set(ids(made.month.more)) | set(ids(made.month.cards))
    ), "nothing is lost"
    assert {h.rule for h in short.choice.held} <= {"cap", "asks"}


def test_a_floor_of_quality_may_leave_the_list_empty_and_says_so(place, made):
    floors = dict.fromkeys(("partner", "consortium", "pairing", "facility"), 0.99)
    empty = run(place, config=MonthConfig(floors=floors))
    assert empty.month.cards == ()
    n = len(made.month.cards)
    assert empty.month.why_short == (f"Of what was found, {n} had too little evidence for a call.")
    assert made.month.why_short == "The list could hold 12: nothing else was found."


def test_at_most_two_asks_of_one_organisation_both_sides_counted(place):
    data = place.updated(
        Changes(
            upserts={
                "needs": tuple(
                    r.model_copy(update={"id": f"n-{i}", "organisation_id": owner})
                    for i, owner in enumerate(["hall", "learn", "lunch", "care"])
                    for r in place.needs
                    if r.id == "n-paint"
                )
            }
        )
    )
    found = run(data, config=MonthConfig(share=1.0))
    asks = Counter(o for c in found.month.cards for o in c.suggestion.asked)
    assert max(asks.values()) == 2
    assert asks["paints"] == 2
    assert "asks" in {h.rule for h in found.choice.held}


# -- what everybody else gets ----------------------------------------------------------------


def test_everyone_stands_on_a_list_or_among_the_never_suggested_once(made):
    listed = {o for c in made.month.cards for o in c.suggestion.asked}
    left_out = [n.organisation_id for n in made.month.not_suggested]
    assert len(left_out) == len(set(left_out))
    assert sorted({*listed, *left_out}) == list(made.landscape.ids)
    assert listed.isdisjoint(left_out)
    assert all(n.fix and n.why for n in made.month.not_suggested)


def test_what_closes_is_told_and_no_line_counts_more_than_there_is(made):
    month = made.month
    assert [c.record_id for c in month.closing] == ["r-class", "n-paint"]
    assert {a.area_id for a in month.areas} == {"vale", "weir"}
    for line in month.areas:
        assert line.never_suggested <= line.organisations <= len(made.landscape.ids)
        assert line.nothing_yet == (line.suggestions == 0)
    assert all(c.unlocks > 0 for c in month.corrections)


def test_tables_that_are_only_read_are_there(made):
    month = made.month
    assert {r["left_id"] for r in month.duplicates} <= set(month.names)
    assert len(month.density) > 0
    assert month.names["s-bus"].startswith("Door Bus")
    assert month.network is not None
    assert sum(month.network.organisations.values()) == len(made.landscape.ids)
    assert month.network.ties == (("voluntary", "voluntary", 2),)
    assert month.network.alone == len(made.landscape.ids) - 4
    assert month.method[-1] != month.method[0]


def _words(month):
    told = [month.why_short, *month.warnings, *month.method]
    for c in (*month.cards, *month.more):
        told += [c.title, c.action, c.why_now, c.reason, c.counter_reason, c.first_step,
                 c.place, c.day, *c.to_confirm, str(c.suggestion.details),
                 *(p.fact for p in c.suggestion.parts)]  # fmt: skip
    for row in (*month.closing, *month.waiting, *month.corrections, *month.not_suggested):
        told.append(str(row))
    told += [str(r) for r in (*month.overlaps, *month.duplicates, *month.gaps)]
    return "\n".join(told)


def test_no_report_in_confidence_is_told(made):
    words = _words(made.month)
    for secret in ("zealous", "fortnightly", "4.25", "77123", "trust="):
        assert secret not in words


def test_nobody_learns_where_the_refuge_is(made):
    month = made.month
    told = [c for c in (*month.cards, *month.more) if "refuge" in c.suggestion.asked]
    assert all(c.place == "" and c.area_id is None for c in told)
    row = next(n for n in month.not_suggested if n.organisation_id == "refuge")
    assert row.area_ids == ()


# -- what was said and shown before ----------------------------------------------------------


def test_what_was_shown_is_not_shown_again(place, made, tmp_path):
    history = History(tmp_path / "history.sqlite")
    history.record_month(MONTH, made.choice.shown(MONTH))
    memory = history.memory(before="2026-12")
    second = run(place, "2026-12", memory=memory)
    assert set(ids(second.month.cards)).isdisjoint(ids(made.month.cards))
    assert {w.suggestion_id for w in second.month.waiting} == set(ids(made.month.cards))
    assert second.month.carried_over == len(made.month.cards)
    assert {w.since for w in second.month.waiting} == {MONTH}
    assert not {n.organisation_id for n in second.month.not_suggested} & {
        o for c in made.month.cards for o in c.suggestion.asked
    }, "who stood on an earlier list was suggested"


def test_a_month_made_again_does_not_remember_itself(place, made):
    memory = Memory(shown=made.choice.shown(MONTH))
    again = run(place, memory=memory)
    assert ids(again.month.cards) == ids(made.month.cards)
    assert again.month.waiting == ()


@pytest.mark.parametrize("answer", ["yes", "not_now", "never"])
def test_what_was_answered_is_not_asked_again(place, made, answer):
    one = next(c for c in made.month.cards if c.suggestion.kind == "partner")
    told = Decided(one.suggestion.suggestion_id, answer, decided_on=date(2026, 10, 20))
    found = run(place, memory=Memory(decided=(told,)))
    assert one.suggestion.suggestion_id not in ids(found.month.cards)
    if answer != "never":  # a pair that must not meet is not even found
        assert any(one.title in title for title, _ in found.month.dropped)


def test_decisions_that_come_with_the_data_count_too(place, made):
    one = made.month.cards[0].suggestion
    data = place.updated(
        Changes(upserts={"decisions": (Decision(suggestion_id=one.suggestion_id, decision="not_now",
                                                reason="holidays", decided_on=date(2026, 10, 1)),)})
    )  # fmt: skip
    assert one.suggestion_id not in ids(run(data).month.cards)
    memory = with_decisions(Memory(), data)
    assert memory.answer(one.suggestion_id).reason == "holidays"
    assert with_decisions(memory, data) == memory, "and only once"


def test_three_months_in_a_row_show_nothing_twice(place):
    memory, seen = Memory(), Counter()
    for n in range(1, 4):
        month = f"2026-{n + 8:02d}"
        found = run(place, month, memory=memory, config=MonthConfig(cap=2))
        seen.update(ids(found.month.cards))
        asks = Counter(o for c in found.month.cards for o in c.suggestion.asked)
        assert max(asks.values(), default=0) <= 2
        memory = memory.with_shown(found.choice.shown(month))
    assert set(seen.values()) == {1}
    assert len(seen) >= 4


# -- same in, same out ----------------------------------------------------------------------


def test_any_order_of_rows_gives_the_same_month(made):
    tables = {t: rows[::-1] for t, rows in tables_of(*small_partnership()).items()}
    turned = run(Dataset.build("place", tables, name="Littleplace"))
    assert _words(turned.month) == _words(made.month)
    assert replace(turned.month, cards=(), more=()) == replace(made.month, cards=(), more=())


def test_an_empty_dataset_is_a_month_that_says_so():
    found = run(Dataset.build("d", {})).month
    assert (found.cards, found.more, found.not_suggested, found.areas) == ((), (), (), ())
    assert found.why_short == "No two records fit each other."
    assert found.lacking == (
        "Nobody has said what it needs or could give: add tables needs and offers.",
    )


def test_a_place_of_one_is_a_month():
    found = run(dataset(org("ash", "Lunch, pudding and baking for older people."))).month
    assert found.cards == ()
    assert [n.organisation_id for n in found.not_suggested] == ["ash"]


# -- the example ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example(repository):
    return read_dataset(repository / "examples/cheshire_east/partnership.toml")


def _without_names(month):
    """Return each card's sentences, without the names that the month knows."""
    names = sorted({n for n in month.names.values() if len(n) > 3}, key=len, reverse=True)
    for c in (*month.cards, *month.more):
        text = c.reason
        for name in names:
            text = text.replace(name, "~")
        yield {s.strip() for s in re.split(r"(?<=[.!?”])\s+", text) if s.strip()}


@pytest.mark.slow
def test_with_names_removed_no_sentence_stands_in_a_fifth_of_the_reasons(example):
    month = run(example).month
    reasons = list(_without_names(month))
    often = Counter(s for r in reasons for s in r).most_common(1)[0]
    assert len(reasons) > 50
    assert often[1] <= len(reasons) / 5, often
    listed = list(_without_names(replace(month, more=())))
    often = Counter(s for r in listed for s in r).most_common(1)[0]
    assert often[1] <= max(1, len(listed) / 5), often


@pytest.mark.slow
def test_the_examples_next_month_shows_nothing_twice(example):
    first = run(example)
    memory = Memory().with_shown(first.choice.shown(MONTH))
    second = run(example, "2026-12", memory=memory)
    assert len(first.month.cards) == 12
    assert len(second.month.cards) > 0
    assert set(ids(first.month.cards)).isdisjoint(ids(second.month.cards))
    for found in (first, second):
        asks = Counter(o for c in found.month.cards for o in c.suggestion.asked)
        assert max(asks.values()) <= 2
        held = {h.suggestion.suggestion_id for h in found.choice.held}
        assert held.isdisjoint(ids(found.month.cards))
        everybody = {n.organisation_id for n in found.month.not_suggested}
        listed = {o for c in found.month.cards for o in c.suggestion.asked}
        if found is first:
            assert sorted({*everybody, *listed}) == list(found.landscape.ids)
