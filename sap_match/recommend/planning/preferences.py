"""Stable matching of two sides that each rank the other by name: hospitals and residents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import Literal

from sap_match.errors import DataError
from sap_match.recommend.planning.stable import lottery

Wishes = Mapping[str, Sequence[str | Sequence[str]]]
"""Names in order of preference, the best first; names in an inner sequence are as good."""


def deferred_acceptance(
    left: Wishes,
    right: Wishes,
    *,
    left_capacity: Mapping[str, int] | int = 1,
    right_capacity: Mapping[str, int] | int = 1,
    optimal: Literal["left", "right"] = "left",
    seed: int = 0,
) -> dict[str, list[str]]:
    """Return whom each left is matched with, so that no two would rather have each other.

    Gale and Shapley's deferred acceptance (1962), many-to-many: the stable matching that is
    best for every left, or for every right, where nobody is tied.

    - Lists may be incomplete: two are matched only where each names the other.
    - A side that names nobody, or that somebody names but that has no list, stays alone.
    - Ties are broken by a lottery that the seed and the names decide (the matching is then
      weakly stable: no two *strictly* prefer each other).
    - Capacity may be short, zero or unequal on both sides; names without one have none.

    Parameters
    ----------
    left, right : mapping of name to names
        Whom each would take, the best first; an inner list or tuple is a tie.
    left_capacity, right_capacity : mapping of name to int, or int
        With how many each may be matched at most.
    optimal : {"left", "right"}
    seed : int
        Orders what is tied.

    Returns
    -------
    dict
        For each left, its rights in its own order of preference.

    Raises
    ------
    DataError
        Where a list names somebody twice, or a capacity is below 0.

    Examples
    --------
    >>> residents = {"ann": ["city", "mercy"], "bob": ["city"], "cy": ["city", "mercy"]}
    >>> hospitals = {"city": ["cy", ["ann", "bob"]], "mercy": ["ann", "cy"]}
    >>> deferred_acceptance(residents, hospitals)
    {'ann': ['mercy'], 'bob': [], 'cy': ['city']}
    """
    draws = _draws(left, right, seed)
    ranks = {name: _ranks(name, wishes, draws) for name, wishes in left.items()}
    theirs = {name: _ranks(name, wishes, draws) for name, wishes in right.items()}
    room = {name: _capacity(name, left_capacity) for name in left}
    places = {name: _capacity(name, right_capacity) for name in right}
    if optimal == "left":
        matched = _propose(ranks, theirs, room, places)
    else:
        matched = {name: [] for name in left}
        for name, found in _propose(theirs, ranks, places, room).items():
            for other in found:
                matched[other].append(name)
    return {name: sorted(found, key=ranks[name].__getitem__) for name, found in matched.items()}


def _propose(
    own: Mapping[str, Mapping[str, int]],
    theirs: Mapping[str, Mapping[str, int]],
    room: Mapping[str, int],
    places: Mapping[str, int],
) -> dict[str, list[str]]:
    """Let each proposer go down its list; receivers keep the best that they have places for."""
    lists = {name: iter(ranks) for name, ranks in own.items()}
    held: dict[str, list[tuple[int, str]]] = {name: [] for name in theirs}
    left = dict(room)
    waiting = list(own)
    nobody: Mapping[str, int] = {}
    while waiting:
        name = waiting.pop()
        while left[name] > 0:
            other = next(lists[name], None)
            if other is None:
                break
            rank = theirs.get(other, nobody).get(name)
            if rank is None or not places[other]:
                continue
            heap = held[other]
            if len(heap) < places[other]:
                heappush(heap, (-rank, name))
                left[name] -= 1
            elif -heap[0][0] > rank:
                _, out = heappop(heap)
                heappush(heap, (-rank, name))
                left[name] -= 1
                left[out] += 1
                waiting.append(out)
    matched: dict[str, list[str]] = {name: [] for name in own}
    for other, heap in held.items():
        for _, name in heap:
            matched[name].append(other)
    return matched


def _draws(left: Wishes, right: Wishes, seed: int) -> Mapping[str, int]:
    """Return a lottery number for each name, empty where nobody is tied."""
    tied: set[str] = set()
    for side in (left, right):
        for wishes in side.values():
            tied.update(one for wish in wishes if not isinstance(wish, str) for one in wish)
    names = sorted(tied)
    return dict(zip(names, lottery(names, seed).tolist(), strict=True))


def _ranks(
    name: str, wishes: Sequence[str | Sequence[str]], draws: Mapping[str, int]
) -> dict[str, int]:
    """Return the place of each name in a list, in order, ties by the lottery."""
    if draws:
        flat: list[str] = []
        for wish in wishes:
            tie = [wish] if isinstance(wish, str) else wish
            flat += sorted(tie, key=lambda one: (draws.get(one, 0), one))
    else:
        flat = [str(wish) for wish in wishes]
    ranks = {one: place for place, one in enumerate(flat)}
    if len(ranks) < len(flat):
        twice = next(one for place, one in enumerate(flat) if ranks[one] != place)
        raise DataError(f"names {twice!r} twice; name each once", field="preferences", value=name)
    return ranks


def _capacity(name: str, told: Mapping[str, int] | int) -> int:
    capacity = told if isinstance(told, int) else told.get(name, 0)
    if capacity < 0:
        raise DataError("is below 0", field=f"capacity of {name}", value=capacity)
    return capacity
