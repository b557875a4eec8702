"""The choice in time against brute force and an independent solver, and what it promises."""

import math
import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from sap_match.recommend.planning import Option, best_choice
from sap_match.recommend.planning.choice import Chosen, Quota
from sap_match.recommend.planning.stages import best_in_stages

ROOM = {"hut": 3}
SCORES = st.integers(1, 99).map(lambda n: n / 100)


@st.composite
def timetables(draw):
    """Up to eight options of four requests in a hall and a hut that is shared by three."""
    options = []
    for _ in range(draw(st.integers(1, 8))):
        starts = draw(st.lists(st.integers(0, 4), min_size=1, max_size=2, unique=True))
        length = draw(st.integers(1, 3))
        options.append(
            Option(
                draw(st.sampled_from("abcd")),
                draw(st.sampled_from(["hall", "hut"])),
                tuple((s, s + length) for s in sorted(starts)),
                draw(SCORES),
                float(draw(st.integers(0, 3))),
                draw(st.integers(1, 3)),
            )
        )
    return options


def held_at(options, moment, resource):
    return sum(
        one.people if resource in ROOM else 1
        for one in options
        if one.resource == resource and any(a <= moment < b for a, b in one.taken)
    )


def allowed(options, quotas=()):
    if len({one.request for one in options}) < len(options):
        return False
    if any(held_at(options, m, r) > ROOM.get(r, 1) for m in range(9) for r in ("hall", "hut")):
        return False
    return all(sum(o.hours for o in options if o.request in q.requests) <= q.hours for q in quotas)


def best_by_force(options, quotas=()):
    found = [
        (sum(o.hours for o in some), round(sum(o.score for o in some), 6))
        for n in range(len(options) + 1)
        for some in combinations(options, n)
        if allowed(some, quotas)
    ]
    return max(found)


@settings(max_examples=80, deadline=None)
@given(timetables(), st.integers(0, 5))
def test_the_choice_is_the_best_that_brute_force_finds(options, cap):
    quotas = (Quota(frozenset("ab"), float(cap)),)
    chosen, solved = best_choice(options, capacity=ROOM, quotas=quotas)
    picked = [options[i] for i in chosen]
    assert allowed(picked, quotas)
    assert (solved.hours, solved.total) == pytest.approx(best_by_force(options, quotas), abs=1e-5)
    assert solved.exact


@settings(max_examples=30, deadline=None)
@given(timetables(), st.randoms(use_true_random=False))
def test_the_order_of_options_changes_nothing(options, random):
    shuffled = list(options)
    random.shuffle(shuffled)
    told = [[pool[i] for i in best_choice(pool, seed=3)[0]] for pool in (options, shuffled)]
    assert sorted(map(repr, told[0])) == sorted(map(repr, told[1]))


@settings(max_examples=30, deadline=None)
@given(timetables())
def test_branching_on_few_options_gives_a_true_bound(options):
    plain = [Option(o.request, o.resource, o.taken, o.score, 0.0, o.people) for o in options]
    _, solved = best_choice(plain, capacity=ROOM, most_options=2)
    _, best = best_by_force(plain)
    assert solved.total <= best + 1e-5
    assert solved.bound >= best - 1e-5


def test_nothing_to_choose_from_is_a_choice():
    chosen, solved = best_choice([])
    assert (chosen, solved.total, solved.hours, solved.exact) == ([], 0.0, 0.0, True)


def test_hours_come_before_scores():
    long = Option("a", "hall", ((0, 3),), 0.1, hours=3)
    short = Option("b", "hall", ((0, 2),), 0.9, hours=2)
    chosen, solved = best_choice([long, short])
    assert (chosen, solved.hours) == ([0], 3.0)


def test_what_stands_already_leaves_less_room():
    options = [Option(q, "hut", ((0, 2),), 0.5, 2, people=2) for q in "ab"]
    assert len(best_choice(options, capacity={"hut": 4})[0]) == 2
    held = {"hut": [(1, 3, 1)]}
    assert len(best_choice(options, capacity={"hut": 4}, held=held)[0]) == 1
    assert best_choice(options, capacity={"hut": 2}, held=held)[0] == []


def test_a_quota_counts_what_begins_in_its_period():
    options = [Option(q, q, ((at, at + 2),), 0.5, 2) for q, at in (("a", 0), ("b", 10))]
    first = Quota(frozenset("ab"), 2, (0, 10))
    assert len(best_choice(options, quotas=[first])[0]) == 2
    assert len(best_choice(options, quotas=[Quota(frozenset("ab"), 2)])[0]) == 1
    assert len(best_choice(options, quotas=[Quota(frozenset("ab"), 1, (0, 10))])[0]) == 1


def test_equals_are_drawn_by_a_weighted_lottery():
    options = [Option(q, "hall", ((0, 2),), 0.5, 2) for q in ("a", "b")]
    won = [
        options[best_choice(options, weights={"b": 3.0}, seed=seed)[0][0]].request
        for seed in range(400)
    ]
    assert 0.68 < won.count("b") / 400 < 0.82
    assert {best_choice(options, weights={"b": 0.0}, seed=s)[0][0] for s in range(20)} == {0}


def test_a_better_request_needs_no_luck():
    options = [Option("a", "hall", ((0, 2),), 0.6, 2), Option("b", "hall", ((0, 2),), 0.5, 2)]
    assert {best_choice(options, weights={"b": 99.0}, seed=s)[0][0] for s in range(9)} == {0}


def test_an_earlier_choice_is_kept_before_all():
    options = [Option("a", "hall", ((0, 1),), 0.1, 1), Option("b", "hall", ((0, 3),), 0.9, 3)]
    assert best_choice(options)[0] == [1]
    assert best_choice(options, kept=[0])[0] == [0]


# -- larger ones ------------------------------------------------------------------------------


def market(seed, requests, rooms, slots, most):
    """Requests with up to ``most`` slots each of some rooms, a third of them series of weeks."""
    rng = np.random.default_rng(seed)
    options = []
    for q in range(requests):
        weeks = 4 if q % 3 == 0 else 1
        hours = float(rng.choice([1, 1.5, 2]))
        for at in rng.choice(rooms * slots, rng.integers(1, most), replace=False).tolist():
            begin = at % slots * 90
            taken = tuple((w * 10_080 + begin, w * 10_080 + begin + 120) for w in range(weeks))
            score = round(float(rng.random()), 6)
            options.append(Option(f"q{q}", f"r{at // slots}", taken, score, hours * weeks))
    return options


def by_another_solver(options):
    """Return the most minutes and then the best score, by intervals in OR-tools' CP-SAT."""
    cp_model = pytest.importorskip("ortools.sat.python.cp_model")
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in options]
    asked, rooms = {}, {}
    for one, x in zip(options, chosen, strict=True):
        asked.setdefault(one.request, []).append(x)
        for a, b in one.taken:
            piece = model.new_optional_fixed_size_interval_var(a, b - a, x, "")
            rooms.setdefault(one.resource, []).append(piece)
    for some in asked.values():
        model.add_at_most_one(some)
    for pieces in rooms.values():
        model.add_no_overlap(pieces)
    minutes = sum(round(o.hours * 60) * x for o, x in zip(options, chosen, strict=True))
    score = sum(round(o.score * 1e6) * x for o, x in zip(options, chosen, strict=True))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    model.maximize(minutes)
    assert solver.solve(model) == cp_model.OPTIMAL
    most = round(solver.objective_value)
    model.add(minutes >= most)
    model.maximize(score)
    assert solver.solve(model) == cp_model.OPTIMAL
    return most / 60, solver.objective_value / 1e6


@pytest.mark.parametrize("seed", range(4))
def test_medium_choices_are_those_of_another_solver(seed):
    options = market(seed, requests=16, rooms=3, slots=8, most=7)
    _, solved = best_choice(options)
    assert (solved.hours, solved.total) == pytest.approx(by_another_solver(options), abs=1e-5)
    assert solved.exact


@pytest.mark.slow
def test_500_requests_beside_2000_slots_are_proved_in_five_seconds():
    options = market(1, requests=500, rooms=100, slots=20, most=150)
    began = time.perf_counter()
    _, solved = best_choice(options)
    assert solved.exact
    assert time.perf_counter() - began < 5


def test_where_nothing_is_proved_of_the_scores_the_plan_says_so_and_gives_no_share():
    (told,) = Chosen(3.0, math.inf, 8.0, 8.0).notes
    assert told == "of plans that meet the most hours, 8, one may score higher"
    assert not Chosen(3.0, math.inf, 8.0, 8.0).exact


def test_the_lottery_is_drawn_only_where_it_has_a_say():
    one_hall = csr_matrix([[1.0, 1.0, 1.0]])
    worth, draws = np.array([1.0, 1.0, 0.5]), np.array([1.0, 2.0, 3.0])
    for says, chosen in ((True, [[1]]), (False, [[0], [1]])):
        found = best_in_stages([worth, draws], one_hall, np.ones(1), wanted=lambda _, s=says: s)
        assert found.chosen.tolist() in chosen
        assert len(found.bounds) == 1 + says
