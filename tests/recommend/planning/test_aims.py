"""Each aim against brute force, the replan's fewest changes, days, and bad numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.recommend.planning import AIMS, Limit, Link, best_plan, problem_of
from sap_match.recommend.planning.parts import take
from tests.recommend.planning.drawn import problems
from tests.recommend.planning.verify import every_plan, faults

EXACT = [aim for aim in AIMS if aim != "stable"]


def worth(problem, plan):
    return sum(float(s) * float(q) for s, q in zip(problem.score, plan.quantity, strict=True))


def parties(problem, plan):
    sides = [
        {int(of[i]) for i in range(problem.size) if plan.quantity[i] > 0}
        for of in (problem.left, problem.right)
    ]
    return len(sides[0]) + len(sides[1])


def shares(problem, plan):
    names = problem.groups if any(problem.groups) else problem.rights.ids
    got, wanted = {}, {}
    for r, name in enumerate(names):
        if name:
            wanted[name] = wanted.get(name, 0) + float(problem.rights.most[r])
            mine = (float(plan.quantity[i]) for i in range(problem.size) if problem.right[i] == r)
            got[name] = got.get(name, 0) + sum(mine)
    return sorted(round(got[n] / wanted[n], 6) for n in wanted if wanted[n])


def changes(problem, plan):
    found = 0.0
    for i, agreed in enumerate(problem.kept.tolist()):
        q = float(plan.quantity[i])
        if agreed and q != agreed:
            found += 0.5 + 0.5 * max(0.0, agreed - q) / agreed
    return round(found, 6)


MEASURES = {
    "welfare": lambda p, a: (),
    "most first": lambda p, a: (parties(p, a),),
    "fair": lambda p, a: tuple(shares(p, a)),
}


@pytest.mark.parametrize("aim", EXACT)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_plan_is_the_best_that_brute_force_finds(aim, data):
    days, kept = data.draw(st.booleans()), data.draw(st.booleans())
    problem = data.draw(problems(days=days, kept=kept, links=4 if days else 5))
    answer = best_plan(problem, aim)
    assert faults(problem, answer) == []

    def measure(plan):
        own = MEASURES[aim](problem, plan)
        return (-changes(problem, plan), *own, round(worth(problem, plan), 6))

    best = max(measure(plan) for plan in every_plan(problem))
    assert measure(answer) == pytest.approx(best, abs=2e-6)
    assert answer.solved.exact


def answer_of(links, left, right, aim="welfare", **more):
    problem = problem_of(links, left, right, **more)
    return best_plan(problem, aim)


def test_nobody_is_left_last_where_groups_are_told():
    links = [Link("o", "big", 0.9, 10, True), Link("o", "small", 0.2, 10, True)]
    limits = {"o": Limit(0, 10)}, {"big": Limit(0, 10), "small": Limit(0, 10)}
    groups = {"big": "large charities", "small": "small charities"}
    assert answer_of(links, *limits, groups=groups).quantity.tolist() == [10, 0]
    fair = answer_of(links, *limits, "fair", groups=groups)
    assert fair.quantity.tolist() == [5, 5]
    assert fair.figures["least_share"] == 0.5
    assert fair.figures["share small charities"] == 0.5


def test_hours_and_pounds_are_not_added_up_in_a_share():
    links = [
        Link("h", "hours", 0.5, 10),
        Link("h", "other", 0.9, 10),
        Link("p", "pounds", 0.5, 1000),
    ]
    left = {"h": Limit(0, 10), "p": Limit(0, 400)}
    right = {"hours": Limit(0, 10), "other": Limit(0, 10), "pounds": Limit(0, 1000)}
    groups = {"hours": "a", "pounds": "a", "other": "b"}
    units = {"hours": "hours", "pounds": "pounds", "other": "hours"}
    answer = answer_of(links, left, right, "fair", groups=groups, units=units)
    # a: (x / 10 + 0.4) / 2, b: (10 - x) / 10; equal at x = 16 / 3
    assert answer.figures["least_share"] == pytest.approx(0.466667, abs=1e-6)
    assert answer.quantity[0] == pytest.approx(16 / 3, abs=1e-4)


def test_most_first_serves_two_where_welfare_serves_one():
    links = [Link("o", "a", 0.9, 3, True), Link("o", "b", 0.1, 3, True)]
    limits = {"o": Limit(0, 3)}, {"a": Limit(0, 3), "b": Limit(2, 3)}
    assert answer_of(links, *limits).quantity.tolist() == [3, 0]
    answer = answer_of(links, *limits, "most first")
    assert answer.quantity.tolist() == [1, 2]
    assert answer.figures["needs_served"] == 2


def test_a_team_is_at_one_place_on_a_date_and_a_host_has_one_team_a_day():
    links = [
        Link("team", "park", 0.9, 8, True, least=6, days=(10, 11)),
        Link("team", "hall", 0.8, 8, True, least=6, days=(10,)),
        Link("other", "park", 0.7, 8, True, least=6, days=(11,)),
    ]
    left = {"team": Limit(0, 16, partners_a_day=1), "other": Limit(0, 8)}
    right = {"park": Limit(0, 16, partners_a_day=1), "hall": Limit(0, 8)}
    answer = answer_of(links, left, right)
    # both visits of the team need both days, and then the park has no day for the other
    assert answer.quantity.tolist() == [0, 8, 8]
    assert answer.day.tolist() == [0, 10, 11]


def test_a_host_takes_no_more_on_a_date_than_it_can():
    links = [Link(f"o{i}", "n", 0.5, 10, True, days=(7, 8)) for i in range(3)]
    left = {f"o{i}": Limit(0, 10) for i in range(3)}
    answer = answer_of(links, left, {"n": Limit(0, 100, a_day=12)})
    on = [answer.quantity[answer.day == day].sum() for day in (7, 8)]
    assert sorted(on) == [10, 12]


def test_what_is_agreed_changes_least_when_somebody_drops_out():
    links = [
        Link("a", "m", 0.9, 5, True),
        Link("b", "m", 0.5, 5, True),
        Link("b", "n", 0.4, 5, True),
    ]
    left = {"a": Limit(0, 5), "b": Limit(0, 5)}
    right = {"m": Limit(0, 5), "n": Limit(0, 5)}
    kept = {("b", "m"): 5.0, ("gone", "m"): 3.0}
    answer = answer_of(links, left, right, kept=kept)
    assert answer.quantity.tolist() == [0, 5, 0]
    assert answer.figures["pairs_unchanged"] == 1
    fewer = answer_of(links, left, {**right, "m": Limit(0, 4)}, kept=kept)
    assert fewer.quantity.tolist() == [0, 4, 1]
    assert fewer.figures["pairs_changed"] == 1


def test_the_seed_is_a_lottery_among_equals_and_nothing_else():
    links = [Link("o", f"n{i}", 0.5, 1, True) for i in range(6)]
    limits = {"o": Limit(0, 1)}, {f"n{i}": Limit(0, 1) for i in range(6)}
    drawn = [answer_of(links, *limits, seed=s).quantity.tolist() for s in range(20)]
    assert drawn == [answer_of(links, *limits, seed=s).quantity.tolist() for s in range(20)]
    assert len({tuple(one) for one in drawn}) > 2
    better = [Link("o", "n3", 0.51, 1, True), *(x for x in links if x.right != "n3")]
    won = {tuple(answer_of(better, *limits, seed=s).quantity.tolist()) for s in range(20)}
    assert len(won) == 1


def test_contradictions_leave_out_what_contradicts_itself():
    links = [
        Link("o", "a", 0.9, 2, True, least=3),
        Link("o", "b", 0.8, 5, True),
        Link("o", "c", 0.7, 5, True),
        Link("none", "c", 0.7, 5, True),
        Link("o", "d", 0.6, 5, True),
    ]
    left = {"o": Limit(0, 4), "none": Limit(0, 0)}
    right = {"a": Limit(0, 5), "b": Limit(6, 5), "c": Limit(0, 0), "d": Limit(0, 3)}
    assert sorted(answer_of(links, left, right).quantity.tolist()) == [0, 0, 0, 0, 3]


def test_a_pair_worth_nothing_is_used_only_to_reach_a_quota():
    links = [Link("o", "n", 0.9, 2, True), Link("p", "n", 0.0, 5, True)]
    left = {"o": Limit(0, 2), "p": Limit(0, 5)}
    assert answer_of(links, left, {"n": Limit(0, 9)}).quantity.tolist() == [2, 0]
    assert answer_of(links, left, {"n": Limit(3, 9)}).quantity.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("link", "limit", "word"),
    [
        (Link("o", "n", float("nan"), 2), Limit(0, 2), "score"),
        (Link("o", "n", 0.5, -1), Limit(0, 2), "most"),
        (Link("o", "n", 0.5, float("inf")), Limit(0, 2), "most"),
        (Link("o", "n", 0.5, 2, least=-1), Limit(0, 2), "least"),
        (Link("o", "n", 0.5, 2), Limit(0, float("nan")), "most"),
        (Link("o", "n", 0.5, 2), Limit(0, -2), "most"),
    ],
)
def test_numbers_that_mean_nothing_are_refused(link, limit, word):
    with pytest.raises(DataError, match=f"{word}.*(o|n)"):
        answer_of([link], {"o": Limit(0, 3)}, {"n": limit})


def test_an_unknown_aim_is_refused_with_the_known_ones():
    with pytest.raises(DataError, match="welfare, stable, fair, most first"):
        answer_of([], {}, {}, "speed")


def test_a_pair_given_twice_is_refused():
    with pytest.raises(DataError, match=r"o - n.*twice"):
        answer_of([Link("o", "n", 0.5, 1)] * 2, {"o": Limit(0, 1)}, {"n": Limit(0, 1)})


@pytest.mark.parametrize("aim", EXACT)
@settings(max_examples=25, deadline=None)
@given(problem=problems(days=True, kept=True, sides=4, links=8), random=st.randoms())
def test_the_order_of_rows_changes_nothing(aim, problem, random):
    sides = [list(range(len(s.ids))) for s in problem.both]
    links = list(range(problem.size))
    for order in (*sides, links):
        random.shuffle(order)
    to = [np.argsort(order) for order in sides]
    moved = replace(
        take(problem, np.array(links), sides=False),
        left=to[0][problem.left[links]],
        right=to[1][problem.right[links]],
        lefts=problem.lefts.take(np.array(sides[0])),
        rights=problem.rights.take(np.array(sides[1])),
        groups=tuple(problem.groups[i] for i in sides[1]),
    )
    first, again = best_plan(problem, aim), best_plan(moved, aim)
    assert again.quantity.tolist() == first.quantity[links].tolist()
    assert again.day.tolist() == first.day[links].tolist()
    assert again.figures == first.figures


@settings(max_examples=25, deadline=None)
@given(problem=problems(sides=4, links=8), more=st.integers(1, 3), side=st.booleans())
def test_more_room_is_never_worth_less(problem, more, side):
    name = "lefts" if side else "rights"
    sides = getattr(problem, name)
    wider = replace(problem, **{name: replace(sides, most=sides.most + more)})
    assert best_plan(wider).solved.total >= best_plan(problem).solved.total - 1e-6
