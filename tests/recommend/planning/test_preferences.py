"""Two sides that rank each other by name; `matching` 1.4.3 answered the golden cases."""

import json
import random
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.recommend.planning.preferences import deferred_acceptance

GOLDEN = json.loads(Path(__file__).with_name("hospital_resident.json").read_text(encoding="utf-8"))


def _places(wishes):
    """Return each name's level in a list of wishes; the tied share one."""
    return {
        one: level
        for level, wish in enumerate(wishes)
        for one in ([wish] if isinstance(wish, str) else wish)
    }


def _blocking(left, right, matched, room, places):
    """Count the pairs that strictly prefer each other, by definition."""
    found = 0
    held = {h: [r for r, hs in matched.items() if h in hs] for h in right}
    for r, h in product(left, right):
        mine, theirs = _places(left[r]), _places(right[h])
        if h not in mine or r not in theirs or h in matched[r]:
            continue
        wants = len(matched[r]) < room[r] or any(mine[x] > mine[h] for x in matched[r])
        takes = len(held[h]) < places[h] or any(theirs[x] > theirs[r] for x in held[h])
        found += wants and takes and room[r] > 0 and places[h] > 0
    return found


@pytest.mark.parametrize("one", GOLDEN)
@pytest.mark.parametrize(("optimal", "told"), [("left", "resident"), ("right", "hospital")])
def test_as_the_package_matching(one, optimal, told):
    found = deferred_acceptance(
        one["residents"], one["hospitals"], right_capacity=one["capacities"], optimal=optimal
    )
    hospitals = {h: sorted(r for r, hs in found.items() if h in hs) for h in one["hospitals"]}
    assert hospitals == one[f"{told}_optimal"]


def test_the_golden_cases_tell_the_two_sides_apart():
    assert any(one["resident_optimal"] != one["hospital_optimal"] for one in GOLDEN)


@pytest.mark.parametrize("optimal", ["left", "right"])
@pytest.mark.parametrize(
    ("left", "right", "places", "want"),
    [
        pytest.param({"a": ["x"], "b": ["x"]}, {"x": ["a"]}, {"x": 2},
                     {"a": ["x"], "b": []}, id="a hospital does not rank who ranks it"),
        pytest.param({"a": ["x"], "b": ["y"]}, {"x": ["a", "b"], "y": ["b"]}, {"x": 1, "y": 1},
                     {"a": ["x"], "b": ["y"]}, id="a hospital ranks who does not rank it"),
        pytest.param({"a": [], "b": ["x"]}, {"x": ["b"]}, {"x": 2},
                     {"a": [], "b": ["x"]}, id="no preferences at all"),
        pytest.param({"a": ["x"]}, {"x": ["a"], "y": []}, {"x": 1, "y": 1},
                     {"a": ["x"]}, id="nobody ranks a hospital"),
        pytest.param({"a": ["x", "nowhere"], "b": ["nowhere"]}, {"x": ["a"]}, {"x": 1},
                     {"a": ["x"], "b": []}, id="a hospital without a list"),
        pytest.param({"a": ["x", "y"], "b": ["x"], "c": ["x", "y"]},
                     {"x": ["a", "b", "c"], "y": ["c", "a"]}, {"x": 1, "y": 1},
                     {"a": ["x"], "b": [], "c": ["y"]}, id="capacity is short"),
        pytest.param({"a": ["x"]}, {"x": ["a"]}, {"x": 0}, {"a": []}, id="no capacity"),
        pytest.param({"a": ["x"]}, {"x": ["a"]}, {}, {"a": []}, id="capacity is not told"),
        pytest.param({"a": [["x", "y"]], "b": ["x"]}, {"x": ["b", "a"], "y": ["a"]},
                     {"x": 1, "y": 1}, {"a": ["y"], "b": ["x"]}, id="ties"),
        pytest.param({}, {"x": ["a"]}, {"x": 1}, {}, id="nobody"),
    ],
)  # fmt: skip
def test_what_matching_refuses(left, right, places, want, optimal):
    assert deferred_acceptance(left, right, right_capacity=places, optimal=optimal) == want


def test_more_residents_than_places_with_hospitals_first():
    """Where ``matching`` failed with ``optimal="hospital"``: far too few places."""
    residents = {f"r{i}": ["h0", "h1"] for i in range(30)}
    hospitals = {h: [f"r{i}" for i in range(30)] for h in ("h0", "h1")}
    found = deferred_acceptance(residents, hospitals, right_capacity=2, optimal="right")
    assert {r: hs for r, hs in found.items() if hs} == {
        "r0": ["h0"], "r1": ["h0"], "r2": ["h1"], "r3": ["h1"]}  # fmt: skip


def test_ties_are_decided_by_seed_and_not_by_order():
    left = {f"l{i}": ["x"] for i in range(30)}
    right = {"x": [list(left)]}
    back = dict(reversed(left.items()))
    winners = set()
    for seed in range(10):
        found = deferred_acceptance(left, right, seed=seed)
        assert deferred_acceptance(back, {"x": [list(back)]}, seed=seed) == found
        winners.add(next(name for name, got in found.items() if got))
    assert len(winners) > 4


def test_faults_are_told():
    with pytest.raises(DataError, match="preferences 'a': names 'x' twice"):
        deferred_acceptance({"a": ["x", "x"]}, {"x": ["a"]})
    with pytest.raises(DataError, match="capacity of x '-1': is below 0"):
        deferred_acceptance({"a": ["x"]}, {"x": ["a"]}, right_capacity={"x": -1})


def _instance(seed, *, ties, many):
    draw = random.Random(seed)
    lefts, rights = ([f"{s}{i}" for i in range(draw.randint(1, 6))] for s in "lr")

    def wishes(others):
        told = draw.sample(others, draw.randint(0, len(others)))
        if ties and len(told) > 2:
            cut = draw.randint(1, len(told) - 1)
            return [told[0], *([told[1 : cut + 1]] if cut else []), *told[cut + 1 :]]
        return told

    left, right = {x: wishes(rights) for x in lefts}, {x: wishes(lefts) for x in rights}
    room = {x: draw.randint(0, 3) if many else 1 for x in lefts}
    return left, right, room, {x: draw.randint(0, 3) for x in rights}


@given(st.integers(0, 10**9), st.booleans(), st.booleans(), st.sampled_from(["left", "right"]))
@settings(max_examples=200, deadline=None)
def test_nobody_blocks(seed, ties, many, optimal):
    left, right, room, places = _instance(seed, ties=ties, many=many)
    found = deferred_acceptance(
        left, right, left_capacity=room, right_capacity=places, optimal=optimal
    )
    assert _blocking(left, right, found, room, places) == 0
    for name, got in found.items():
        assert len(got) <= room[name]
        assert set(got) <= set(_places(left[name]))
    for name in right:
        held = [x for x, got in found.items() if name in got]
        assert len(held) <= places[name]
        assert set(held) <= set(_places(right[name]))


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_each_side_gets_its_best_of_all_stable_matchings(seed):
    draw = random.Random(seed)
    n = draw.randint(1, 4)
    left = {f"l{i}": draw.sample([f"r{j}" for j in range(n)], n) for i in range(n)}
    right = {f"r{j}": draw.sample(list(left), n) for j in range(n)}
    ones = dict.fromkeys([*left, *right], 1)
    stable = []
    for told in product([None, *right], repeat=n):
        taken = [x for x in told if x]
        if any(a == b for a, b in combinations(taken, 2)):
            continue
        matched = {x: [y] if y else [] for x, y in zip(left, told, strict=True)}
        if not _blocking(left, right, matched, ones, ones):
            stable.append(matched)
    best = deferred_acceptance(left, right)
    other = deferred_acceptance(left, right, optimal="right")
    assert best in stable
    assert other in stable
    for one in stable:
        for x, list_ in left.items():
            assert list_.index(best[x][0]) <= list_.index(one[x][0])
            assert list_.index(other[x][0]) >= list_.index(one[x][0])
