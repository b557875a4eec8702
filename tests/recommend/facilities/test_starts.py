"""Starts: no plan is lost by looking only where a pushed-together plan begins."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.starts import Asked, moments, pieces_in, starts_of_each
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.recommend.planning import Option, best_choice
from sap_match.similarity.encoder import HashedWords
from tests.recommend import drawn_rooms as drawn

QUIET = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def book_of(dataset):
    land = Landscape.build(dataset, as_of=drawn.AS_OF, encoder=HashedWords())
    return Book.open(land, Memory(), FacilityConfig())


def hours_met(book):
    options = [
        Option(v.wish.id, v.room.id, tuple((a, b + v.room.buffer) for a, b in way.stretches),
               v.wish.minutes / 60)
        for v in book.visits() for way in v.ways
    ]  # fmt: skip
    picked, _ = best_choice(options)
    return sum(options[i].score for i in picked)


@QUIET
@given(drawn.places(most=5))
def test_the_ways_hold_the_most_hours_that_any_plan_can_meet(dataset):
    assert hours_met(book_of(dataset)) == pytest.approx(drawn.most_hours(dataset))


@QUIET
@given(drawn.places())
def test_every_way_is_one_that_the_tables_allow(dataset):
    monday = drawn.AS_OF.toordinal() - 719163  # days since 1970
    for v in book_of(dataset).visits():
        for way in v.ways:
            (begin,) = way.begins
            half = (begin - monday * 1440) // 30
            assert half in drawn.starts_of(dataset, v.wish.request, v.room.facility)
        if v.broken:
            assert not v.ways


@QUIET
@given(drawn.places(), st.randoms(use_true_random=False))
def test_a_booking_less_never_takes_a_way(dataset, rng):
    if not dataset.bookings:
        return
    gone = rng.randrange(len(dataset.bookings))
    fewer = replace(dataset, bookings=tuple(b for i, b in enumerate(dataset.bookings) if i != gone))
    before = {(v.wish.id, v.room.id): bool(v.ways) for v in book_of(dataset).visits()}
    after = {(v.wish.id, v.room.id): bool(v.ways) for v in book_of(fewer).visits()}
    assert all(after[key] for key, had in before.items() if had)
    assert hours_met(book_of(fewer)) >= hours_met(book_of(dataset)) - 1e-9


def brute(spans, wanted, buffer, step):
    """The most minutes of single meetings in one room, by trying every step."""
    best = 0

    def place(left, taken, got):
        nonlocal best
        best = max(best, got)
        for i in left:
            windows, minutes = wanted[i]
            for a, b in windows:
                for t in range(a, b - minutes + 1, step):
                    fits = any(c <= t and t + minutes <= d for c, d in spans)
                    apart = all(t >= e + buffer or t + minutes + buffer <= s for s, e in taken)
                    if fits and apart:
                        place(left - {i}, [*taken, (t, t + minutes)], got + minutes)

    place(frozenset(range(len(wanted))), [], 0)
    return best


window = st.tuples(st.integers(0, 12), st.integers(2, 12)).map(lambda w: (w[0], w[0] + w[1]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(window, st.integers(1, 4)), min_size=1, max_size=3),
    st.sampled_from([0, 1, 2]),
    st.sampled_from([((0, 20),), ((0, 7), (9, 20)), ((2, 11),)]),
)
def test_pushed_together_starts_are_enough(drawn_wishes, buffer, spans):
    wanted = [([span], minutes) for span, minutes in drawn_wishes]
    pieces = pieces_in(spans, Asked.of(wanted))
    starts = starts_of_each(pieces, moments(pieces, buffer))
    options = [
        Option(str(i), "room", ((t, t + wanted[i][1] + buffer),), float(wanted[i][1]))
        for i, times in starts.items() for t in times
    ]  # fmt: skip
    picked, _ = best_choice(options)
    assert sum(options[i].score for i in picked) == brute(spans, wanted, buffer, 1)


def test_a_room_without_wishes_has_no_moments():
    pieces = pieces_in([(0, 100)], Asked.of([]))
    assert moments(pieces, 15).tolist() == []
    assert starts_of_each(pieces, np.zeros(0, dtype=np.int64)) == {}


def test_many_odd_lengths_do_not_make_a_start_each_minute():
    wanted = [([(0, 10_000)], 31 + 2 * n) for n in range(60)]
    found = moments(pieces_in([(0, 10_000)], Asked.of(wanted)), 7)
    assert len(found) < 4500
    assert timedelta(minutes=int(found[-1])) < timedelta(days=7)
