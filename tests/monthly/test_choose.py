"""Choosing a month's list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sap_match.memory import Decided, Memory, Shown
from sap_match.monthly.choose import Choice, MonthConfig, changed_since, choose
from sap_match.results import Suggestion, suggestion_id


def one(
    left: str, right: str, strength: float, *, kind: str = "partner", area: str | None = None
) -> Suggestion:
    return Suggestion(
        kind=kind,  # type: ignore[arg-type]
        subject_id=left,
        other_id=right,
        asked=(left, right),
        rank=1,
        parts=(),
        reason=f"{left} and {right}",
        strength=strength,
        area_id=area,
    )


def pairs(choice: object) -> list[str]:
    return [s.subject_id + s.other_id for s in choice.listed]  # type: ignore[attr-defined]


def test_a_pair_found_from_both_sides_counts_once_by_its_stronger_side() -> None:
    choice = choose([one("a", "b", 0.7), one("b", "a", 0.9)], memory=Memory())
    assert pairs(choice) == ["ba"]


def test_nobody_is_asked_more_than_twice_on_either_side() -> None:
    choice = choose([one("a", "b", 0.9), one("c", "a", 0.8), one("a", "d", 0.7)], memory=Memory())
    assert pairs(choice) == ["ab", "ca"]
    assert [(h.suggestion.other_id, h.rule) for h in choice.held] == [("d", "asks")]


def test_what_is_too_thin_is_held_back_and_the_list_may_be_empty() -> None:
    choice = choose([one("a", "b", 0.1)], memory=Memory())
    assert choice.listed == ()
    assert choice.held[0].rule == "floor"


def test_what_was_shown_or_declined_is_not_shown_again() -> None:
    shown = Shown("2026-10", suggestion_id("partner", "a", "b"), "partner", ("a", "b"))
    told = Decided(suggestion_id("partner", "c", "d"), "not_now")
    memory = Memory(shown=(shown,), decided=(told,))
    choice = choose([one("a", "b", 0.9), one("d", "c", 0.9), one("e", "f", 0.8)], memory=memory)
    assert pairs(choice) == ["ef"]
    assert {h.rule for h in choice.held} == {"shown", "decided"}


def test_the_cap_holds_and_the_rest_is_kept_with_its_rule() -> None:
    found = [one(f"a{i}", f"b{i}", 0.9 - i / 100) for i in range(20)]
    choice = choose(found, memory=Memory(), config=MonthConfig(cap=3))
    assert pairs(choice) == ["a0b0", "a1b1", "a2b2"]
    assert {h.rule for h in choice.held} == {"cap"}
    assert len(choice.held) == 17


def test_one_kind_takes_half_of_the_list_while_another_has_any_left() -> None:
    partners = [one(f"a{i}", f"b{i}", 0.95) for i in range(6)]
    rooms = [one(f"c{i}", f"d{i}", 0.4, kind="facility") for i in range(2)]
    choice = choose([*partners, *rooms], memory=Memory(), config=MonthConfig(cap=4))
    assert Counter(s.kind for s in choice.listed) == {"partner": 2, "facility": 2}


def test_areas_vary_while_another_area_has_any_left() -> None:
    here = [one(f"a{i}", f"b{i}", 0.95, area="sale") for i in range(4)]
    there = [one("c", "d", 0.7, area="urmston")]
    choice = choose(
        [*here, *there], memory=Memory(), config=MonthConfig(cap=4, per_area=3, share=1.0)
    )
    assert Counter(s.area_id for s in choice.listed) == {"sale": 3, "urmston": 1}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.sampled_from("abcdef"),
            st.floats(0, 1),
            st.sampled_from(["partner", "pairing", "facility"]),
        ),
        max_size=25,
    ),
    st.integers(0, 6),
)
def test_rules_hold_for_any_suggestions(rows: list[tuple[str, str, float, str]], cap: int) -> None:
    found = [one(a, b, s, kind=k) for a, b, s, k in rows if a != b]
    config = MonthConfig(cap=cap)
    choice = choose(found, memory=Memory(), config=config)
    asks = Counter(o for s in choice.listed for o in set(s.asked))
    assert len(choice.listed) <= cap
    assert max(asks.values(), default=0) <= config.asks
    ids = [s.suggestion_id for s in choice.listed] + [
        h.suggestion.suggestion_id for h in choice.held
    ]
    assert sorted(ids) == sorted({s.suggestion_id for s in found}), "nothing lost, nothing twice"
    again = choose(list(reversed(found)), memory=Memory(), config=config)
    assert [s.suggestion_id for s in again.listed] == [s.suggestion_id for s in choice.listed]


def test_what_became_of_a_suggestion_since_it_was_shown() -> None:
    now = one("a", "b", 0.9)
    assert changed_since(now, Memory()) == "new"
    shown = Choice((now,), ()).shown("2026-09")
    assert changed_since(now, Memory(shown=shown)) == "carried over"
    other = replace(now, reason="Another reason.")
    assert changed_since(other, Memory(shown=shown)) == "changed"
    again = Choice((other,), ()).shown("2026-10")
    assert changed_since(other, Memory(shown=(*again, *shown))) == "carried over"
    unknown = Memory(shown=tuple(replace(s, told="") for s in shown))
    assert changed_since(other, unknown) == "carried over", "what is not known is no change"
    assert changed_since(replace(now, rank=7, strength=0.2), Memory(shown=shown)) == "carried over"
