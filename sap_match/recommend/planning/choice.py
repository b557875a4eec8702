"""Which way of meeting each request, so that no moment of a resource is taken twice."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.recommend.planning.moments import HELD, Stretches, overlap_rows
from sap_match.recommend.planning.problem import Solved
from sap_match.recommend.planning.stages import MOST_COLUMNS, best_in_stages

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_OPTIONS = MOST_COLUMNS
"""Options of a group up to which it is branched on as a whole; see `best_choice`."""
_SECONDS = {"kept": 30.0, "hours": 30.0, "score": 5.0, "lottery": 2.0}
"""How long each aim may branch: the hours matter, and the best of the scores is soon near."""
_FINE = 1000
"""Scores are told apart to a millionth: in the programme a millionth is 1e-3."""


@dataclass(frozen=True)
class Option:
    """One way to meet a request: what it is worth, and the time it takes of a resource.

    ``taken`` are stretches ``(first, past)`` of one resource, in any whole unit; two
    options of one resource clash where their stretches overlap and the resource does not
    hold the ``people`` of both. ``hours`` are those of the request that are met.
    """

    request: str
    resource: str
    taken: tuple[tuple[int, int], ...]
    score: float
    hours: float = 0.0
    people: int = 1


@dataclass(frozen=True)
class Quota:
    """Some requests may have so many hours together, of what begins in a period.

    Each stretch of an option counts an equal share of its hours. Without a period all
    count.
    """

    requests: frozenset[str]
    hours: float
    period: tuple[int, int] | None = None


@dataclass(frozen=True)
class Chosen(Solved):
    """What a choice is worth: hours met before all, then the sum of scores.

    ``most_hours`` is what no choice exceeds; ``bound`` what no choice of as many hours is
    worth more than.
    """

    hours: float = 0.0
    most_hours: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether no choice meets more hours, nor as many and is worth more."""
        return self.most_hours <= self.hours + 1e-6 and super().exact

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of a choice that is not proved to be the best."""
        if self.most_hours <= self.hours + 1e-6:
            unknown = f"of plans that meet the most hours, {self.hours:g}, one may score higher"
            return (unknown,) if math.isinf(self.bound) else super().notes
        return (f"{self.hours:g} hours are met, and no plan meets more than {self.most_hours:g}",)


def best_choice(
    options: Sequence[Option],
    *,
    capacity: Mapping[str, int] | None = None,
    held: Mapping[str, Sequence[tuple[int, int, int]]] | None = None,
    quotas: Sequence[Quota] = (),
    kept: Collection[int] = (),
    weights: Mapping[str, float] | None = None,
    seed: int = 0,
    most_options: int = MOST_OPTIONS,
) -> tuple[list[int], Chosen]:
    """Return the positions of the options that meet the most hours, then score highest.

    At most one option a request, and no moment of a resource taken beyond its capacity.
    The aims come one after the other, each exact (HiGHS, gap 0) or with a bound where its time
    is over: the most of what is
    ``kept``, the most hours, the highest sum of scores, and where requests are equal in
    both, those that a lottery draws first. The order of the options decides nothing.

    Parameters
    ----------
    options : sequence of Option
        Hours are told apart to the minute, scores to a millionth.
    capacity : mapping of str to int, optional
        How many people a resource holds at once. One that is not named is for one option
        at a time.
    held : mapping of str to (int, int, int), optional
        From, up to, people: what stands in a resource already.
    quotas : sequence of Quota
    kept : collection of int
        Positions of options that an earlier plan chose.
    weights : mapping of str to float, optional
        Of a request in the lottery; 1 unless told. One of weight 2 is drawn first twice as
        often as one of weight 1 (Efraimidis and Spirakis 2006).
    seed : int
        Of the lottery.
    most_options : int
        Where it must branch, a group with more options takes those of least reduced cost
        first, and others only where the bound is not reached.

    Examples
    --------
    >>> options = [
    ...     Option("a", "hall", ((0, 2),), 0.9),
    ...     Option("b", "hall", ((1, 3),), 0.8),
    ...     Option("b", "hall", ((2, 4),), 0.5),
    ... ]
    >>> chosen, solved = best_choice(options)
    >>> chosen, solved.total, solved.exact
    ([0, 2], 1.4, True)
    """
    rooms = capacity or {}
    order = _useful(options, rooms)
    most = bound = 0.0
    chosen: list[int] = []
    given = frozenset(kept)
    for members in _groups([options[i] for i in order], quotas):
        group = [order[m] for m in members]
        here = [options[i] for i in group]
        matrix, highest = _rows(here, rooms, held or {}, quotas)
        draws = _draws(here, weights or {}, seed)
        aims = _aims(here, np.array([float(i in given) for i in group]), draws)

        def contested(
            some: NDArray[np.int64], here: Sequence[Option] = here, draws: Any = draws
        ) -> bool:
            return _contested(here, some.tolist(), draws)

        found = best_in_stages(
            list(aims.values()),
            matrix,
            highest,
            most_columns=most_options,
            seconds=[_SECONDS[name] for name in aims],
            wanted=contested if "lottery" in aims else None,
        )
        chosen += [group[c] for c in found.chosen.tolist()]
        bounds = dict(zip(aims, found.bounds, strict=False))
        most += bounds.get("hours", 0.0) * _unit(here) / 60
        bound += bounds.get("score", 0.0) / 1e6 * _FINE
    hours = sum(_minutes(options[i]) for i in chosen) / 60
    total = round(sum(options[i].score for i in chosen), 6)
    most = max(hours, round(most * 60 + 1e-6) / 60)
    return sorted(chosen), Chosen(total, round(max(total, bound), 6), hours, most)


def _minutes(option: Option) -> int:
    return round(option.hours * 60)


def _useful(options: Sequence[Option], capacity: Mapping[str, int]) -> list[int]:
    """Return the positions of options worth taking, in order, the best of each that take alike."""
    best: dict[tuple[str, str, tuple[tuple[int, int], ...], int, int], tuple[float, int]] = {}
    for i, one in enumerate(options):
        room = capacity.get(one.resource)
        fits = room is None or one.people <= room
        if fits and (_minutes(one) > 0 or one.score > 0):
            key = (one.request, one.resource, one.taken, one.people, _minutes(one))
            worth = (round(one.score, 6), -i)
            best[key] = max(best.get(key, worth), worth)
    return [-best[key][1] for key in sorted(best)]


def _groups(options: Sequence[Option], quotas: Sequence[Quota]) -> list[list[int]]:
    """Return the positions of options that hang together by a request, resource or quota."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    if not options:
        return []
    names: dict[tuple[str, str], int] = {}
    ties: list[tuple[int, int]] = []
    for i, one in enumerate(options):
        keys = (("q", one.request), ("r", one.resource))
        ties += [(i, names.setdefault(key, len(options) + len(names))) for key in keys]
    for quota in quotas:
        told = [names[key] for r in sorted(quota.requests) if (key := ("q", r)) in names]
        ties += [(told[0], other) for other in told[1:]]
    left, right = np.array(ties).T
    size = len(options) + len(names)
    graph = csr_matrix((np.ones(len(left)), (left, right)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    groups: dict[int, list[int]] = {}
    for i, group in enumerate(label[: len(options)].tolist()):
        groups.setdefault(group, []).append(i)
    return list(groups.values())


# -- aims -------------------------------------------------------------------------------------


def _aims(
    options: Sequence[Option], kept: NDArray[np.float64], draws: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return what each option adds to each aim, the first aim first; none that is all zeros."""
    minutes = np.array([_minutes(one) for one in options], dtype=float) / _unit(options)
    score = np.round(np.array([one.score for one in options]), 6)
    aims = {"kept": kept, "hours": minutes, "score": score * _FINE, "lottery": draws}
    if not _tied(options):
        del aims["lottery"]
    wanted = {name: aim for name, aim in aims.items() if np.any(aim != 0)}
    return wanted or {"score": aims["score"]}


def _unit(options: Sequence[Option]) -> int:
    """Return the largest number of minutes of which all options are whole multiples."""
    return math.gcd(*(_minutes(one) for one in options)) or 1


def _tied(options: Sequence[Option]) -> bool:
    """Whether two requests are worth the same anywhere, so that the lottery has a say."""
    first: dict[tuple[int, float], str] = {}
    return any(
        first.setdefault((_minutes(one), round(one.score, 6)), one.request) != one.request
        for one in options
    )


def _contested(options: Sequence[Option], chosen: Sequence[int], draws: Any) -> bool:
    """Whether a request goes without and was drawn before one that has as much."""
    met = {options[c].request for c in chosen}
    last: dict[tuple[int, float], float] = {}
    for c in chosen:
        worth = (_minutes(options[c]), round(options[c].score, 6))
        last[worth] = min(last.get(worth, math.inf), draws[c])
    return any(
        draws[i] > last.get((_minutes(one), round(one.score, 6)), math.inf)
        for i, one in enumerate(options)
        if one.request not in met
    )


def _draws(options: Sequence[Option], weights: Mapping[str, float], seed: int) -> Any:
    """Return each option's place in the lottery of the requests: the highest is drawn first."""
    names = sorted({one.request for one in options})
    key = {name: (_drawn(name, weights.get(name, 1.0), seed), name) for name in names}
    place = {name: n + 1 for n, name in enumerate(sorted(names, key=key.__getitem__))}
    return np.array([float(place[one.request]) for one in options])


def _drawn(name: str, weight: float, seed: int) -> float:
    """Return the logarithm of a uniform draw to the power of 1 / weight."""
    if weight <= 0:
        return -math.inf
    digest = hashlib.sha256(f"{seed}\x1f{name}".encode()).digest()
    uniform = (int.from_bytes(digest[:8], "big") + 1) / 2**64
    return math.log(uniform) / weight


# -- rows -------------------------------------------------------------------------------------


def _rows(
    options: Sequence[Option],
    capacity: Mapping[str, int],
    held: Mapping[str, Sequence[tuple[int, int, int]]],
    quotas: Sequence[Quota],
) -> tuple[Any, NDArray[np.float64]]:
    from scipy.sparse import csr_matrix, vstack

    n = len(options)
    requests = {name: i for i, name in enumerate(sorted({one.request for one in options}))}
    request = np.array([requests[one.request] for one in options], dtype=np.int64)
    each = csr_matrix((np.ones(n), (request, np.arange(n))), shape=(len(requests), n))
    told, most = _stretches(options, capacity, held)
    moments, highest = overlap_rows(told, most, request)
    caps, within = _quota_rows(options, quotas)
    matrix = vstack([each, moments, caps], format="csr")
    return matrix, np.concatenate([np.ones(len(requests)), highest, within])


def _stretches(
    options: Sequence[Option],
    capacity: Mapping[str, int],
    held: Mapping[str, Sequence[tuple[int, int, int]]],
) -> tuple[Stretches, NDArray[np.int64]]:
    rooms = {name: i for i, name in enumerate(sorted({one.resource for one in options}))}
    table = [
        (i, rooms[one.resource], a, b, max(1, one.people))
        for i, one in enumerate(options)
        for a, b in one.taken
        if a < b
    ]
    table += [
        (HELD, rooms[name], a, b, people)
        for name in rooms
        for a, b, people in held.get(name, ())
        if a < b
    ]
    columns = np.array(table, dtype=np.int64).reshape(-1, 5).T
    return Stretches(*columns), np.array([capacity.get(name, 1) for name in rooms], dtype=np.int64)


def _quota_rows(
    options: Sequence[Option], quotas: Sequence[Quota]
) -> tuple[Any, NDArray[np.float64]]:
    """Return a row a quota that the options could exceed: minutes, at most so many."""
    from scipy.sparse import csr_matrix

    rows: list[NDArray[np.float64]] = []
    highest: list[float] = []
    for quota in quotas:
        row = np.array([_within(one, quota) for one in options])
        if row.sum() > quota.hours * 60:
            rows.append(row)
            highest.append(round(quota.hours * 60, 6))
    if not rows:
        return csr_matrix((0, len(options))), np.zeros(0)
    return csr_matrix(np.array(rows)), np.array(highest)


def _within(option: Option, quota: Quota) -> float:
    """Return the minutes of an option that a quota counts."""
    if option.request not in quota.requests:
        return 0.0
    if quota.period is None or not option.taken:
        return float(_minutes(option))
    first, past = quota.period
    share = sum(first <= a < past for a, _ in option.taken) / len(option.taken)
    return round(_minutes(option) * share, 6)
