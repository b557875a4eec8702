"""Invented markets for the planners' benchmark: the same on every run, of any size.

Scores have three decimals, so that a solver that counts in whole numbers loses nothing.
"""

import random

import numpy as np

from sap_match.recommend.planning import Option
from sap_match.recommend.planning.problem import Problem, Sides

SEED = 20261122


def hospitals_and_residents(residents, hospitals, seed=SEED):
    """Complete random lists on both sides, as in the README of `matching`: places for all."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    people = [f"r{i}" for i in range(residents)]
    places = [f"h{j}" for j in range(hospitals)]
    return {
        "residents": {name: draw.sample(places, hospitals) for name in people},
        "hospitals": {name: draw.sample(people, residents) for name in places},
        "capacities": dict.fromkeys(places, residents // hospitals),
    }


def one_to_one(size, seed=SEED):
    """Scores of everybody with everybody."""
    return np.random.default_rng(seed).integers(1, 1001, (size, size)) / 1000


def one_to_one_problem(scores):
    n, m = scores.shape
    left, right = (x.ravel() for x in np.indices(scores.shape))
    ones = np.ones(n * m)
    return Problem(
        left, right, scores.ravel(), 0 * ones, ones, ones > 0, limits("l", np.ones(n)),
        limits("r", np.ones(m)),
    )  # fmt: skip


def sparse_quotas(lefts, rights, degree, *, lower=False, scarce=False, seed=SEED):
    """Offers of 1 to 40 hours, each with some needs of 10 to 200; with lower quotas if asked.

    There is about as much on offer as is asked for. With lower quotas half the needs take
    nothing, or at least a half of their most. Where it is scarce a third more is asked for
    than is on offer: some must go without, so that the rest have enough.
    """
    rng = np.random.default_rng(seed)
    left = np.repeat(np.arange(lefts), degree)
    right = np.concatenate([rng.choice(rights, degree, replace=False) for _ in range(lefts)])
    score = rng.integers(300, 1000, len(left)) / 1000
    gives = rng.integers(1, 41, lefts).astype(float)
    asked = (4 / 3 if scarce else 1) * gives.sum() / rights / 105
    takes = np.maximum(np.round(rng.integers(10, 201, rights) * asked), 1)
    least = np.where(rng.random(rights) < 0.5, np.ceil(takes / 2), 0) if lower else 0 * takes
    most = np.minimum(gives[left], takes[right])
    return Problem(
        left, right, score, 0 * score, most, np.ones(len(left), bool), limits("l", gives),
        limits("r", takes, least),
    )  # fmt: skip


def limits(letter, most, least=None):
    ids = tuple(f"{letter}{i:06d}" for i in range(len(most)))
    free = np.full(len(most), np.inf)
    least = np.zeros(len(most)) if least is None else least
    return Sides(ids, np.asarray(least, float), np.asarray(most, float), free, free)


def rooms_and_requests(requests, slots, seed=SEED):
    """Requests of one to three hours for rooms that are open 14 hours a day; ways to meet each.

    A room has a week of hourly slots. A request may start within a window of a few hours on
    one or two days from Monday to Friday, mostly in the evening, when there are not rooms
    enough, in any of the rooms that suit it (about one in six).
    """
    draw = random.Random(seed)  # noqa: S311 - no secret
    rooms = max(1, round(slots / 98))  # 7 days of 14 hours
    options = []
    for q in range(requests):
        length, suits = draw.choice((1, 2, 2, 3, 3)), draw.sample(range(rooms), max(1, rooms // 6))
        days = draw.sample(range(5), draw.choice((1, 2)))
        first = draw.choice((0, 6, 9, 9, 9, 9, 9))
        liked = {room: draw.randint(300, 1000) / 1000 for room in suits}
        for room in suits:
            for day in days:
                for start in range(first, min(first + 4, 15 - length)):
                    begin = 24 * day + start
                    score = round(length * liked[room], 6)
                    options.append(
                        Option(f"q{q:04d}", f"room{room:03d}", ((begin, begin + length),), score)
                    )
    return options
