"""The best team, against a search through all."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.recommend.consortia.bound import bound_of
from sap_match.recommend.consortia.clash import clash_of
from sap_match.recommend.consortia.cohesion import COHESIONS, of_matrix
from sap_match.recommend.consortia.exact import solve
from sap_match.recommend.consortia.greedy import greedy_team
from sap_match.recommend.consortia.problem import Problem, Row

STRENGTHS = [0, 0.03, 0.55, 0.7, 0.9, 1]
SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])


@st.composite
def problems(draw, least_candidates=1, most_candidates=8):
    n, m = draw(st.integers(least_candidates, most_candidates)), draw(st.integers(1, 4))
    cells = st.lists(st.sampled_from(STRENGTHS), min_size=m, max_size=m)
    gain = np.array(draw(st.lists(cells, min_size=n, max_size=n)), dtype=float).reshape(n, m)
    fit = np.array(draw(st.lists(SHARES, min_size=n, max_size=n)))
    seated = tuple(sorted(draw(st.sets(st.integers(0, n - 1), max_size=2))))
    points = np.array(draw(st.lists(SHARES, min_size=n, max_size=n)))
    worth = np.where(np.isin(np.arange(n), seated), 0.0, 0.2 * fit - 0.25)
    some = st.sets(st.integers(0, n - 1), min_size=1).map(sorted).map(tuple)
    wanted = draw(st.lists(st.integers(1, 2), max_size=2))
    capped = draw(st.lists(st.integers(0, 2), max_size=2))
    rows = [Row(f"least {least}", draw(some), least=least) for least in wanted]
    rows += [Row(f"most {most}", draw(some), most=most) for most in capped]
    if draw(st.booleans()):
        costs = tuple(draw(st.lists(SHARES, min_size=n, max_size=n)))
        rows.append(Row("cost", tuple(range(n)), most=1.5, factors=costs, unit="£"))
    least = draw(st.integers(0, 2))
    return Problem(
        tuple(f"o{i}" for i in range(n)),
        gain,
        worth,
        seated=seated,
        least=least,
        most=max(least, draw(st.integers(1, 5))),
        asked=draw(st.integers(1, 2)),
        most_each=draw(st.sampled_from([None, 1, 2])),
        rows=tuple(rows),
        cohesion=draw(st.sampled_from(COHESIONS)),
        weight=draw(st.sampled_from([0.0, 0.1, 0.4])),
        far=of_matrix(np.abs(points[:, None] - points[None])),
        lead=seated[0] if seated else None,
    )


def teams_of(problem):
    everyone = range(problem.n)
    return chain.from_iterable(combinations(everyone, k) for k in range(problem.n + 1))


def best_of(problem):
    return max((problem.value(t) for t in teams_of(problem) if problem.keeps(t)), default=None)


@given(problems())
@settings(max_examples=120, deadline=None)
def test_the_team_is_the_best_of_all_that_keep_every_rule(problem):
    best, found = best_of(problem), solve(problem)
    if best is None:
        assert found.team is None
        return
    assert problem.keeps(found.team)
    assert found.value == pytest.approx(problem.value(found.team), abs=1e-9)
    assert found.value == pytest.approx(best, abs=1e-6)
    assert found.gap == 0


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_bound_holds_for_every_team_and_for_every_member(problem):
    bound = bound_of(problem, None)
    for team in teams_of(problem):
        if problem.keeps(team):
            value = problem.value(team)
            assert value <= bound.value + 1e-6
            assert all(value <= bound.with_each[i] + 1e-6 for i in team)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_greedy_keeps_every_rule_and_never_beats_the_best(problem):
    found = greedy_team(problem)
    if found is not None:
        assert problem.keeps(found)
        assert problem.value(found) <= best_of(problem) + 1e-6


@given(problems(), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_candidates_changes_nothing(problem, random):
    order = list(range(problem.n))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    far = problem.far
    turned = Problem(
        tuple(problem.ids[i] for i in order),
        problem.gain[order],
        problem.worth[order],
        seated=tuple(sorted(place[i] for i in problem.seated)),
        least=problem.least,
        most=problem.most,
        asked=problem.asked,
        most_each=problem.most_each,
        rows=tuple(
            Row(r.words, tuple(place[i] for i in r.who), r.least, r.most, r.factors, r.unit)
            for r in problem.rows
        ),
        cohesion=problem.cohesion,
        weight=problem.weight,
        far=lambda a, b: far(np.array(order)[a], np.array(order)[b]),
        lead=None if problem.lead is None else place[problem.lead],
    )
    one, other = solve(problem), solve(turned)
    assert (one.team is None) == (other.team is None)
    if one.team is not None:
        assert one.value == pytest.approx(other.value, abs=1e-6)


@given(problems(least_candidates=2))
@settings(max_examples=60, deadline=None)
def test_one_candidate_more_never_makes_the_best_team_worse(problem):
    last = problem.n - 1
    if last in problem.seated or any(last in r.who for r in problem.rows):
        return
    fewer = Problem(
        problem.ids[:-1], problem.gain[:-1], problem.worth[:-1], problem.seated, problem.least,
        problem.most, problem.asked, problem.most_each, problem.rows, problem.cohesion,
        problem.weight, problem.far, problem.lead,
    )  # fmt: skip
    before = solve(fewer)
    if before.team is not None:
        assert solve(problem).value >= before.value - 1e-6


@given(problems(most_candidates=5))
@settings(max_examples=40, deadline=None)
def test_where_no_team_exists_the_clash_is_said_and_is_one(problem):
    clash = clash_of(problem)
    assert (clash is not None) == (best_of(problem) is None)
    if clash is not None:
        assert clash.rules
        assert clash.relaxation
        assert "smallest change" in clash.words()


def test_two_rules_that_clash_are_named_and_the_smallest_relaxation():
    problem = Problem(
        ("a", "b", "c"),
        np.ones((3, 1)),
        np.zeros(3),
        most=3,
        rows=(
            Row("at least 2 public bodies", (0,), least=2),
            Row("Ash may not be in the team", (1,), most=0),
        ),
    )
    assert solve(problem).team is None
    told = clash_of(problem)
    assert told.rules == ("at least 2 public bodies",)
    assert told.relaxation == ("“at least 2 public bodies” lowered to 1",)
    assert told.words() == (
        "no team can be formed: those who may be asked cannot keep the rule “at least 2 public "
        "bodies”. The smallest change that allows one: “at least 2 public bodies” lowered to 1"
    )


def test_a_proof_of_five_members_among_thousands_takes_little():
    rng = np.random.default_rng(5)
    gain = np.where(rng.random((5000, 6)) > 0.9, 0.5 + rng.random((5000, 6)) / 2, 0.0)
    problem = Problem(
        tuple(f"{i:05d}" for i in range(5000)),
        gain,
        0.2 * rng.random(5000) - 0.25,
        least=5,
        most=5,
    )
    found = solve(problem)
    assert len(found.team) == 5
    assert found.gap < 0.02
    assert found.kept < 500


@pytest.mark.parametrize(
    ("gain", "worth", "says"),
    [
        (np.ones((2, 1)), np.zeros(3), "for 2 candidates"),
        (np.full((2, 1), np.nan), np.zeros(2), "no number"),
        (-np.ones((2, 1)), np.zeros(2), "below 0"),
    ],
)
def test_numbers_that_cannot_be_used_are_refused(gain, worth, says):
    with pytest.raises(DataError, match=says):
        Problem(("a", "b"), gain, worth)


def test_of_nobody_there_is_an_empty_team():
    found = solve(Problem((), np.zeros((0, 2)), np.zeros(0)))
    assert (found.team, found.value, found.gap) == ((), 0.0, 0.0)
