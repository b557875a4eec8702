"""The search with few columns and few switches gives what the whole programme gives."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.recommend.planning import Problem, Sides, best_plan, quantities
from sap_match.recommend.planning.bounds import bound_of
from tests.recommend.planning.drawn import problems
from tests.recommend.planning.verify import every_plan, faults


@pytest.fixture
def always_large(monkeypatch):
    monkeypatch.setattr(quantities, "LARGE", 0)


def worth(problem, plan):
    return sum(float(s) * float(q) for s, q in zip(problem.score, plan.quantity, strict=True))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_search_is_the_best_that_brute_force_finds(data):
    days = data.draw(st.booleans())
    problem = data.draw(problems(days=days, links=4 if days else 6))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quantities, "LARGE", 0)
        answer = best_plan(problem)
    assert faults(problem, answer) == []
    best = max(worth(problem, plan) for plan in every_plan(problem))
    assert answer.solved.total == pytest.approx(best, abs=2e-6)
    assert answer.solved.exact


@settings(max_examples=100, deadline=None)
@given(problem=problems(links=5), prices=st.lists(st.integers(-50, 150), min_size=5, max_size=5))
def test_any_prices_bound_every_plan(problem, prices):
    price = np.array(prices[: problem.size]) / 100
    bound = bound_of(problem, price).most
    assert bound >= max(worth(problem, plan) for plan in every_plan(problem)) - 1e-9


def market(lefts, rights, each, seed, scarce=1.0, quota=0.5):
    rng = np.random.default_rng(seed)
    key = np.unique(
        np.repeat(np.arange(lefts), each) * rights + rng.integers(0, rights, lefts * each)
    )
    left, right = key // rights, key % rights
    give = rng.integers(1, 41, lefts).astype(float)
    want = np.floor(rng.integers(5, 400, rights) * scarce * lefts / rights / 10) + 1

    def side(name, most):
        least = np.floor(most * rng.uniform(0, quota, len(most)))
        ids = tuple(f"{name}{i:05d}" for i in range(len(most)))
        return Sides(ids, least, most, np.zeros(0), np.zeros(0))

    n = len(key)
    return Problem(
        left,
        right,
        np.round(rng.uniform(0.05, 1, n), 6),
        np.zeros(n),
        np.minimum(give[left], want[right]),
        np.ones(n, dtype=bool),
        side("o", give),
        side("n", want),
    )


@pytest.mark.parametrize("scarce", [0.3, 1.0, 3.0])
def test_a_search_agrees_with_the_whole_programme(scarce, monkeypatch):
    problem = market(120, 30, 8, 1, scarce)
    monkeypatch.setattr(quantities, "LARGE", 10**9)
    whole = best_plan(problem)
    monkeypatch.setattr(quantities, "LARGE", 0)
    searched = best_plan(problem)
    assert whole.solved.exact
    assert faults(problem, searched) == []
    assert searched.solved.total <= whole.solved.total + 1e-5
    assert searched.solved.bound >= whole.solved.total - 1e-5
    assert searched.solved.exact


def test_a_market_of_many_links_is_planned_to_a_proof():
    problem = market(2000, 200, 20, 0)
    answer = best_plan(problem)
    assert answer.solved.exact
    assert faults(problem, answer) == []


def test_when_the_time_is_over_the_plan_is_allowed_and_the_bound_is_told():
    problem = market(1500, 150, 20, 0, scarce=3.0, quota=0.9)
    answer = best_plan(problem, seconds=0.5)
    assert faults(problem, answer) == []
    more = best_plan(replace(problem, seed=1), seconds=3)
    assert answer.solved.bound >= more.solved.total


@pytest.mark.parametrize("aim", ["most first", "fair"])
def test_no_aim_ends_with_nothing_when_the_time_is_over(aim):
    problem = market(600, 100, 10, 3, 0.7)
    answer = best_plan(problem, aim, seconds=0.3)
    assert faults(problem, answer) == []
    assert answer.solved.total > 0
