"""Stable plans: no pair would rather have more of each other, by a definition told again here."""

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.recommend.planning.problem import Answer, Limit, Link, Solved, problem_of
from sap_match.recommend.planning.stable import blocking_pairs, lottery, stable_plan


def _blocking(problem, quantity, day, left, right):
    """Count blocking pairs by the words of the definition, one link at a time."""
    found = 0
    for link in range(problem.size):
        has = quantity[link]
        team = problem.days and problem.days[link]
        days = ([day[link]] if has > 0 else problem.days[link]) if team else [0]
        gains = []
        for one in days:
            more = problem.most[link] - has
            for at, sides, score in (
                (problem.left, problem.lefts, left),
                (problem.right, problem.rights, right),
            ):
                me = at[link]
                stays = [
                    k
                    for k in range(problem.size)
                    if k != link and at[k] == me and score[k] >= score[link] and quantity[k] > 0
                ]
                more = min(more, sides.most[me] - sum(quantity[k] for k in stays) - has)
                if has == 0 and len(stays) + 1 > sides.partners[me]:
                    more = 0
                if team:
                    then = [k for k in stays if day[k] == one]
                    more = min(more, sides.a_day[me] - sum(quantity[k] for k in then) - has)
                    if has == 0 and len(then) + 1 > sides.partners_a_day[me]:
                        more = 0
            if problem.whole[link]:
                more = np.floor(more + 1e-6)
            gains.append(more if has + more >= problem.least[link] - 1e-6 else 0)
        wanted = left[link] > 0 and right[link] > 0
        found += bool(wanted and max(gains, default=0) > 1e-6)
    return found


def _market(seed, *, teams=False, lower=False, whole=None, size=5):
    """Return a market drawn by a seed, with scores that tie now and then."""
    draw = random.Random(seed)
    whole = draw.random() < 0.5 if whole is None else whole
    n, m = draw.randint(1, size), draw.randint(1, size)

    def limit():
        most = draw.randint(0, 9) if whole else draw.choice([0.5, 2.25, 4, 7.1])
        least = draw.choice([0, 0, most / 2]) if lower else 0
        partners = draw.choice([None, None, 1, 2])
        a_day = (draw.choice([None, 3]), draw.choice([None, 1])) if teams else (None, None)
        return Limit(least, most, partners, *a_day)

    links = []
    for i, j in product(range(n), range(m)):
        if draw.random() < 0.7:
            most = draw.randint(1, 6)
            team = teams and draw.random() < 0.5
            days = tuple(sorted(draw.sample(range(1, 5), draw.randint(1, 3)))) if team else ()
            least = draw.randint(1, most) if team else 0
            score = draw.choice([0.1, 0.3, 0.3, 0.5, 0.8, round(draw.random(), 3), 0.0])
            links.append(Link(f"l{i}", f"r{j}", score, most, whole, least, days))
    lefts = {f"l{i}": limit() for i in range(n)}
    rights = {f"r{j}": limit() for j in range(m)}
    return links, lefts, rights


def _holds(problem, answer):
    """Assert that a plan keeps every limit."""
    q = answer.quantity
    assert (q >= 0).all()
    assert (q <= problem.most + 1e-9).all()
    assert ((q == 0) | (q >= problem.least - 1e-9)).all()
    assert (q[problem.whole] == np.round(q[problem.whole])).all()
    for at, sides in ((problem.left, problem.lefts), (problem.right, problem.rights)):
        given = np.bincount(at, weights=q, minlength=len(sides.ids))
        assert (given <= sides.most + 1e-9).all()
        assert ((given == 0) | (given >= sides.least - 1e-6)).all()
        used = np.bincount(at, weights=q > 0, minlength=len(sides.ids))
        assert (used <= sides.partners).all()
        if problem.days:
            for k in range(problem.size):
                if q[k] > 0 and problem.days[k]:
                    assert answer.day[k] in problem.days[k]
                    then = (at == at[k]) & (answer.day == answer.day[k])
                    assert q[then].sum() <= sides.a_day[at[k]] + 1e-9
                    assert (then & (q > 0)).sum() <= sides.partners_a_day[at[k]]


def test_a_place_goes_to_the_better_and_the_other_goes_on():
    one = Limit(0, 1)
    links = [Link("a", "x", 0.9, 1), Link("b", "x", 0.8, 1), Link("b", "y", 0.2, 1)]
    answer = stable_plan(problem_of(links, {"a": one, "b": one}, {"x": one, "y": one}))
    assert answer.quantity.tolist() == [1, 0, 1]
    assert answer.figures["first_choices_offers"] == 0.5
    assert answer.figures["first_choices_needs"] == 1
    assert answer.figures["mean_rank"] == 1.5


def test_stable_is_not_welfare():
    """The best plan by sum (0.8 + 0.8) is blocked by the two who rank each other first."""
    one = Limit(0, 1)
    links = [Link("a", "x", 0.9, 1), Link("a", "y", 0.8, 1), Link("b", "x", 0.8, 1)]
    problem = problem_of(links, {"a": one, "b": one}, {"x": one, "y": one})
    assert stable_plan(problem).quantity.tolist() == [1, 0, 0]
    welfare = Answer(np.array([0.0, 1.0, 1.0]), np.zeros(3, np.int64), Solved(1.6, 1.6))
    assert blocking_pairs(problem, welfare) == 1


def test_a_team_that_does_not_fit_goes_by_and_nobody_blocks():
    links = [
        Link("a", "x", 0.9, 6, whole=True),
        Link("team", "x", 0.5, 8, whole=True, least=5, days=(1,)),
        Link("c", "x", 0.4, 8, whole=True),
    ]
    lefts = {"a": Limit(0, 6), "team": Limit(0, 8), "c": Limit(0, 8)}
    answer = stable_plan(problem_of(links, lefts, {"x": Limit(0, 10)}))
    assert answer.quantity.tolist() == [6, 4, 0]
    assert answer.figures["blocking_pairs"] == 0


def test_two_teams_that_cannot_come_on_one_day_come_on_two():
    links = [
        Link("a", "x", 0.9, 6, least=6, whole=True, days=(1, 2)),
        Link("b", "x", 0.8, 6, least=6, whole=True, days=(1, 2)),
        Link("c", "x", 0.7, 6, least=6, whole=True, days=(1, 2)),
    ]
    lefts = dict.fromkeys("abc", Limit(0, 6))
    answer = stable_plan(problem_of(links, lefts, {"x": Limit(0, 40, a_day=8)}))
    assert answer.quantity.tolist() == [6, 6, 0]
    assert answer.day.tolist() == [1, 2, 0]


def test_a_team_keeps_the_day_that_it_had():
    links = [Link("a", "x", 0.9, 6, least=6, whole=True, days=(1, 2, 3))]
    problem = problem_of(links, {"a": Limit(0, 6)}, {"x": Limit(0, 9)}, kept={("a", "x"): 6.0})
    assert stable_plan(replace(problem, kept_day=np.array([3]))).day.tolist() == [3]
    assert stable_plan(problem).day.tolist() == [1]


def test_a_right_below_its_lower_quota_is_closed_and_its_lefts_go_on():
    links = [
        Link("a", "x", 0.9, 2), Link("a", "y", 0.5, 2), Link("b", "y", 0.4, 2),
    ]  # fmt: skip
    two = Limit(0, 2)
    problem = problem_of(links, {"a": two, "b": two}, {"x": Limit(3, 5), "y": Limit(0, 4)})
    answer = stable_plan(problem)
    assert answer.quantity.tolist() == [0, 2, 2]
    assert answer.figures["closed"] == 1
    assert answer.figures["blocking_pairs"] == 0
    assert answer.figures["blocking_pairs_closed"] == 1


def test_what_was_agreed_stays():
    one = Limit(0, 1)
    links = [Link("a", "x", 0.9, 1), Link("b", "x", 0.5, 1)]
    problem = problem_of(links, {"a": one, "b": one}, {"x": one}, kept={("b", "x"): 1.0})
    answer = stable_plan(problem)
    assert answer.quantity.tolist() == [0, 1]
    assert answer.figures["blocking_pairs"] == 1


def test_ties_are_decided_by_the_seed_alone():
    links = [Link(f"l{i}", "x", 0.5, 1) for i in range(40)]
    lefts = {f"l{i}": Limit(0, 1) for i in range(40)}

    def chosen(seed, rows):
        problem = problem_of(rows, lefts, {"x": Limit(0, 1)}, seed=seed)
        where = int(np.argmax(stable_plan(problem).quantity))
        return problem.lefts.ids[problem.left[where]]

    assert chosen(1, links) == chosen(1, links[::-1])
    assert len({chosen(seed, links) for seed in range(12)}) > 4


def test_the_lottery_is_fair_enough():
    ids = [f"o{i}" for i in range(50)]
    first = [int(np.argmin(lottery(ids, seed))) for seed in range(2000)]
    counts = np.bincount(first, minlength=50)
    assert counts.min() > 15
    assert counts.max() < 75


def test_nothing_at_all():
    for links in ([], [Link("a", "x", 0.0, 1)], [Link("a", "x", 0.5, 0)]):
        answer = stable_plan(problem_of(links, {"a": Limit(0, 1)}, {"x": Limit(0, 1)}))
        assert answer.quantity.sum() == 0
        assert answer.figures["blocking_pairs"] == 0
        assert answer.figures["mean_rank"] == 0


@given(st.integers(0, 10**9), st.booleans())
@settings(max_examples=150, deadline=None)
def test_one_score_never_blocks_with_teams_days_and_quotas(seed, teams):
    problem = problem_of(*_market(seed, teams=teams), seed=seed)
    answer = stable_plan(problem)
    _holds(problem, answer)
    score = np.round(problem.score, 6)
    assert _blocking(problem, answer.quantity, answer.day, score, score) == 0
    assert answer.figures["blocking_pairs"] == 0


@given(st.integers(0, 10**9), st.sampled_from(["left", "right"]))
@settings(max_examples=150, deadline=None)
def test_a_score_for_each_side_never_blocks_without_teams(seed, optimal):
    problem = problem_of(*_market(seed), seed=seed)
    draw = np.random.default_rng(seed)
    left, right = (draw.integers(0, 6, problem.size) / 5 for _ in range(2))
    answer = stable_plan(problem, left_score=left, right_score=right, optimal=optimal)
    _holds(problem, answer)
    assert _blocking(problem, answer.quantity, answer.day, left, right) == 0


@given(st.integers(0, 10**9), st.booleans())
@settings(max_examples=100, deadline=None)
def test_lower_quotas_are_kept_and_pairs_are_counted(seed, teams):
    problem = problem_of(*_market(seed, lower=True, teams=teams), seed=seed)
    answer = stable_plan(problem)
    _holds(problem, answer)
    score = np.round(problem.score, 6)
    counted = answer.figures["blocking_pairs"] + answer.figures["blocking_pairs_closed"]
    assert counted == _blocking(problem, answer.quantity, answer.day, score, score)
    assert answer.figures["blocking_pairs"] == 0


@given(st.integers(0, 10**9))
@settings(max_examples=100, deadline=None)
def test_blocking_pairs_of_any_plan_are_counted_by_definition(seed):
    problem = problem_of(*_market(seed, teams=True), seed=seed)
    draw = np.random.default_rng(seed)
    least = np.maximum(problem.least, 0.25)
    quantity = np.where(draw.random(problem.size) < 0.4, least, 0.0)
    quantity[problem.whole] = np.ceil(quantity[problem.whole])
    day = np.array([d[0] if d and q else 0 for d, q in zip(problem.days, quantity, strict=True)]
                   if problem.days else [0] * problem.size, dtype=np.int64)  # fmt: skip
    score = np.round(problem.score, 6)
    answer = Answer(quantity, day, Solved(0.0, 0.0))
    assert blocking_pairs(problem, answer) == _blocking(problem, quantity, day, score, score)


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_the_same_scores_told_twice_give_the_same_plan(seed):
    problem = problem_of(*_market(seed), seed=seed)
    want = stable_plan(problem).quantity
    for optimal in ("left", "right"):
        told = stable_plan(
            problem, left_score=problem.score, right_score=problem.score, optimal=optimal
        )
        assert told.quantity == pytest.approx(want)


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_row_order_makes_no_difference(seed):
    links, lefts, rights = _market(seed, teams=True, lower=True)
    want = stable_plan(problem_of(links, lefts, rights, seed=3))
    random.Random(seed).shuffle(links)
    lefts, rights = (dict(reversed(side.items())) for side in (lefts, rights))
    again = stable_plan(problem_of(links, lefts, rights, seed=3))
    assert again.quantity.tolist() == want.quantity.tolist()
    assert again.figures == want.figures


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_the_best_for_one_side_is_the_best_of_all_stable_plans(seed):
    """Every whole plan of a tiny market is tried; none that is stable is better for any left."""
    draw = random.Random(seed)
    n, m = draw.randint(1, 3), draw.randint(1, 3)
    links = [
        Link(f"l{i}", f"r{j}", 0.5, 1, whole=True)
        for i, j in product(range(n), range(m))
        if draw.random() < 0.9
    ]
    lefts = {f"l{i}": Limit(0, 1) for i in range(n)}
    rights = {f"r{j}": Limit(0, draw.randint(0, 2)) for j in range(m)}
    problem = problem_of(links, lefts, rights)
    scores = [np.array(draw.sample(range(1, 20), problem.size)) / 20 for _ in range(2)]
    stable = []
    for told in product([0.0, 1.0], repeat=problem.size):
        quantity = np.array(told)
        fits = all(
            (np.bincount(at, weights=quantity, minlength=len(sides.ids)) <= sides.most).all()
            for at, sides in ((problem.left, problem.lefts), (problem.right, problem.rights))
        )
        nobody = np.zeros(problem.size)
        if fits and not _blocking(problem, quantity, nobody, *scores):
            stable.append(quantity)
    for side, optimal in enumerate(("left", "right")):
        answer = stable_plan(problem, left_score=scores[0], right_score=scores[1], optimal=optimal)
        assert any((answer.quantity == one).all() for one in stable)
        at = (problem.left, problem.right)[side]
        best = [np.bincount(at, weights=one * scores[side]) for one in stable]
        mine = np.bincount(at, weights=answer.quantity * scores[side])
        assert all((mine >= other - 1e-9).all() for other in best)
