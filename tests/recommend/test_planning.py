"""The exact planner of choices against brute force, and what they promise of any instance."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.recommend.planning import (
    Option,
    Solved,
    best_choice,
)

SCORES = st.integers(1, 99).map(lambda n: n / 100)


def test_nothing_to_choose_is_a_choice():
    assert best_choice([]) == ([], Solved(0.0, 0.0))


@st.composite
def timetables(draw):
    """Up to eight options of four requests in two rooms, over a short day."""
    options = []
    for _ in range(draw(st.integers(1, 8))):
        starts = draw(st.lists(st.integers(0, 6), min_size=1, max_size=2, unique=True))
        length = draw(st.integers(1, 3))
        options.append(
            Option(
                draw(st.sampled_from("abcd")),
                draw(st.sampled_from(["hall", "hut"])),
                tuple((10 * s, 10 * s + length) for s in sorted(starts)),
                draw(SCORES),
            )
        )
    return options


def clash(one, other):
    if one.request == other.request:
        return True
    return one.resource == other.resource and any(
        a < d and c < b for a, b in one.taken for c, d in other.taken
    )


def best_by_force(options):
    best = 0.0
    for mask in range(1 << len(options)):
        chosen = [o for i, o in enumerate(options) if mask >> i & 1]
        if not any(clash(a, b) for i, a in enumerate(chosen) for b in chosen[:i]):
            best = max(best, sum(o.score for o in chosen))
    return best


@settings(max_examples=60, deadline=None)
@given(timetables())
def test_the_choice_is_the_best_that_brute_force_finds(options):
    chosen, solved = best_choice(options)
    picked = [options[i] for i in chosen]
    assert not any(clash(a, b) for i, a in enumerate(picked) for b in picked[:i])
    assert solved.total == pytest.approx(best_by_force(options), abs=1e-5)
    assert solved.exact


@settings(max_examples=30, deadline=None)
@given(timetables())
def test_a_choice_among_few_options_is_told_with_a_true_bound(options):
    chosen, solved = best_choice(options, most_options=3)
    picked = [options[i] for i in chosen]
    assert not any(clash(a, b) for i, a in enumerate(picked) for b in picked[:i])
    best = best_by_force(options)
    assert solved.total <= best + 1e-5
    assert solved.bound >= best - 1e-5
    assert bool(solved.notes) is not solved.exact
