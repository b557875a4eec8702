"""How much passes between two sides: the best by brute force, and what always holds."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.recommend.planning import Limit, Link, Solved, best_plan, problem_of

SCORES = st.integers(1, 99).map(lambda n: n / 100)


def plan_of(links, left, right, aim="welfare", **more):
    problem = problem_of(links, left, right, **more)
    answer = best_plan(problem, aim)
    pairs = zip(problem.left.tolist(), problem.right.tolist(), answer.quantity, strict=True)
    ids = problem.lefts.ids, problem.rights.ids
    return {(ids[0][a], ids[1][b]): float(q) for a, b, q in pairs if q > 0}, answer.solved


@st.composite
def markets(draw):
    """Up to three offers and three needs, whole quantities up to 3."""
    lefts = [f"o{i}" for i in range(draw(st.integers(1, 3)))]
    rights = [f"n{i}" for i in range(draw(st.integers(1, 3)))]
    links = [
        Link(
            a,
            b,
            draw(SCORES),
            float(most := draw(st.integers(1, 3))),
            whole=True,
            least=float(draw(st.integers(0, most))),
        )
        for a in lefts
        for b in rights
        if draw(st.booleans())
    ]

    def limit():
        most = draw(st.integers(1, 4))
        partners = draw(st.sampled_from([None, 1, 2]))
        return Limit(float(draw(st.integers(0, most))), float(most), partners)

    return links, {a: limit() for a in lefts}, {b: limit() for b in rights}


def allowed(links, quantities, left, right):
    for x, q in zip(links, quantities, strict=True):
        if q and not x.least <= q <= x.most:
            return False
    for limits, of in ((left, lambda x: x.left), (right, lambda x: x.right)):
        for name, limit in limits.items():
            mine = [q for x, q in zip(links, quantities, strict=True) if of(x) == name]
            total = sum(mine)
            if total and not limit.least <= total <= limit.most:
                return False
            if limit.partners is not None and sum(q > 0 for q in mine) > limit.partners:
                return False
    return True


def brute_force(links, left, right):
    choices = product(*(range(int(x.most) + 1) for x in links))
    return max(
        sum(x.score * q for x, q in zip(links, plan, strict=True))
        for plan in choices
        if allowed(links, plan, left, right)
    )


@settings(max_examples=60, deadline=None)
@given(markets())
def test_the_plan_is_the_best_that_brute_force_finds(market):
    links, left, right = market
    links = links[:7]
    plan, solved = plan_of(links, left, right)
    quantities = [plan.get((x.left, x.right), 0.0) for x in links]
    assert allowed(links, quantities, left, right)
    assert solved.total == pytest.approx(brute_force(links, left, right), abs=1e-5)
    assert solved.exact


@settings(max_examples=30, deadline=None)
@given(markets(), st.randoms(use_true_random=False))
def test_the_order_of_links_changes_nothing(market, random):
    links, left, right = market
    shuffled = list(links)
    random.shuffle(shuffled)
    assert plan_of(links, left, right) == plan_of(shuffled, left, right)


@settings(max_examples=30, deadline=None)
@given(markets())
def test_one_link_more_never_makes_the_plan_worse(market):
    links, left, right = market
    _, fewer = plan_of(links[:-1], left, right)
    _, more = plan_of(links, left, right)
    assert more.total >= fewer.total - 1e-6


def test_a_lower_quota_that_cannot_be_met_leaves_that_side_out():
    links = [Link("o", "n", 0.9, 2.0, whole=True), Link("o", "m", 0.1, 1.0, whole=True)]
    plan, solved = plan_of(links, {"o": Limit(0, 3)}, {"n": Limit(3, 5), "m": Limit(0, 1)})
    assert plan == {("o", "m"): 1.0}
    assert solved.total == 0.1


def test_large_sums_do_not_leak_through_a_switch():
    links = [Link("o", "n", 0.5, 1_000_000.0), Link("o", "m", 0.9, 200.0)]
    plan, _ = plan_of(
        links,
        {"o": Limit(0, 1_000_000.0, partners=1)},
        {"n": Limit(0, 100.0), "m": Limit(0, 200.0)},
    )
    assert plan == {("o", "m"): 200.0}


def test_hours_may_be_split_and_people_may_not():
    limits = ({"o": Limit(0, 2.5)}, {"n": Limit(0, 9)})
    assert plan_of([Link("o", "n", 0.5, 2.5)], *limits)[0] == {("o", "n"): 2.5}
    assert plan_of([Link("o", "n", 0.5, 2.0, whole=True)], *limits)[0] == {("o", "n"): 2.0}


def test_nothing_to_plan_is_a_plan():
    assert plan_of([], {}, {}) == ({}, Solved(0.0, 0.0))
