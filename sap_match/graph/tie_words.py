"""What a new tie changes, by how much and for whom, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sap_match.graph.aims import STEPS, Aim, Nearness, Reach
from sap_match.graph.blocks import stations
from sap_match.graph.one_mode import CollaborationNetwork

Called = Callable[[int], str]

#: So many are named.
NAMED = 3


@dataclass(frozen=True)
class Told:
    """The aim's figure before and after a tie, why, and who gains, most first."""

    before: float
    after: float
    reason: str
    for_whom: tuple[int, ...]


def told(aim: Aim, before: Any, after: Any, left: int, right: int, called: Called) -> Told:
    """Tell what the tie between ``left`` and ``right`` makes of one network to the next.

    ``before`` and ``after`` are symmetric CSR of 0 and 1 that differ by that tie.
    """
    was, now = aim.value(before), aim.value(after)
    if isinstance(aim, Nearness):
        reason, whom = _nearness(aim, before, after, left, right, called)
    elif isinstance(aim, Reach):
        reason, whom = _reach(aim, before, after, called)
    else:
        reason, whom = _resilience(before, after, left, right, called)
    return Told(was, now, reason, whom)


def listed(names: Iterable[str], *, most: int = NAMED) -> str:
    """Return names as a list, the first few named and the others counted.

    Examples
    --------
    >>> listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ('a and b', 'a, b, c and 2 others')
    """
    found = list(names)
    more = len(found) - most
    if more == 1:
        more, most = 0, most + 1
    if more > 0:
        return f"{', '.join(found[:most])} and {more:,} others"
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def _nearness(
    aim: Nearness, before: Any, after: Any, left: int, right: int, called: Called
) -> tuple[str, tuple[int, ...]]:
    was, now = aim.nearness(before), aim.nearness(after)
    risen = now - was
    ends = ((left, right), (right, left))
    kinds = {i: aim.groups[int(aim.codes[i])] for i in (left, right)}
    said = []
    for i, j in ends:
        group = int(aim.codes[j])
        if was[i, group] < 1:
            said.append(f"{called(i)} would have its first partner in the group {kinds[j]}")
    for i, j in ends:
        at = [v for v in _most(risen[:, aim.codes[j]]) if v not in (left, right)]
        if at:
            said.append(
                f"{_count(len(at), 'partner')} of {called(i)} would be two steps from the group "
                f"{kinds[j]} for the first time: {listed(called(v) for v in at)}"
            )
    for i, j in ends:
        others = [g for g in np.flatnonzero(risen[i] > 0).tolist() if g != aim.codes[j]]
        if others:
            groups = listed(aim.groups[g] for g in others)
            said.append(f"{called(i)} would be two steps from {groups} too")
    whom = tuple(_most(risen.sum(axis=1)))
    return ". ".join([*said, _crossing(aim, before, after, left, right)]) + ".", whom


def _crossing(aim: Nearness, before: Any, after: Any, left: int, right: int) -> str:
    (ties, pairs), (more, _) = aim.crossing(before), aim.crossing(after)
    one, other = int(aim.codes[left]), int(aim.codes[right])
    found, expected = (table[one, other] for table in aim.between(before))
    few = f"{_count(int(found), 'tie')} between {aim.groups[one]} and {aim.groups[other]}"
    return (
        f"Density across groups rises {_rise(ties / pairs, more / pairs)} "
        f"({ties:,.0f} to {more:,.0f} of {pairs:,.0f} pairs); before it there "
        f"{'is' if found == 1 else 'are'} {few}, where {_expected(expected)} would be "
        "if all groups were tied alike"
    )


def _expected(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _reach(aim: Reach, before: Any, after: Any, called: Called) -> tuple[str, tuple[int, ...]]:
    was, now = aim.reach(before), aim.reach(after)
    order = _most(now - was)
    whom = tuple(int(aim.least[i]) for i in order)
    first = order[0] if order else None
    said = (
        f"The {len(aim.least):,} least reached reach {was.mean():.1f} others in {STEPS} steps on "
        f"average, {now.mean():.1f} with this tie"
        if len(aim.least) > 1
        else ""
    )
    parts = [said] if said else []
    if first is not None:
        parts.append(
            f"{called(int(aim.least[first]))} would reach {now[first]:.0f} rather than "
            f"{was[first]:.0f}"
        )
        if len(whom) > 1:
            parts.append(f"More also for {listed(called(v) for v in whom[1:])}")
    return ". ".join(parts) + ".", whom


def _resilience(
    before: Any, after: Any, left: int, right: int, called: Called
) -> tuple[str, tuple[int, ...]]:
    was, now = stations(before).damage, stations(after).damage
    fallen = was - now
    said: list[str] = []
    whom: list[int] = []
    for v in _most(fallen):
        side = _cut_off(before, v, left, right)
        whom += [one for one in side if one not in whom]
        if len(said) < NAMED:
            names = listed(called(one) for one in side)
            said.append(
                f"if {called(v)} left, {names} would no longer be cut off"
                if now[v] == 0
                else f"if {called(v)} left, {names} would stay with the others "
                f"({now[v]:,.0f} pairs cut off rather than {was[v]:,.0f})"
            )
    total = (
        f"Pairs cut off fall from {was.sum():,.0f} to {now.sum():,.0f}, added up over each "
        "organisation that might leave"
    )
    return ". ".join([*(one[0].upper() + one[1:] for one in said), total]) + ".", tuple(whom)


def _cut_off(csr: Any, gone: int, left: int, right: int) -> list[int]:
    """Return the smaller of the two parts that hang together by ``gone`` alone."""
    from scipy.sparse import csgraph

    keep = np.ones(csr.shape[0], dtype=bool)
    keep[gone] = False
    at = np.flatnonzero(keep)
    _, label = csgraph.connected_components(csr[at][:, at], directed=False)
    one, other = (at[label == label[np.searchsorted(at, end)]].tolist() for end in (left, right))
    return list(one if len(one) <= len(other) else other)


def _most(values: Any) -> list[int]:
    """Return the positions above 0, highest first."""
    order = np.argsort(-values, kind="stable")
    return [int(i) for i in order.tolist() if values[i] > 0]


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}" if n else f"no {what}s"


def _rise(before: float, after: float) -> str:
    """Return two shares with as many digits as tell them apart.

    Examples
    --------
    >>> _rise(0.25, 0.5), _rise(0.123456, 0.123457)
    ('from 25% to 50%', 'from 12.3456% to 12.3457%')
    """
    for digits in range(3, 12):
        one, other = (f"{100 * value:.{digits}g}%" for value in (before, after))
        if one != other:
            break
    return f"from {one} to {other}"


def called(net: CollaborationNetwork, i: int) -> str:
    """Return a node's name, its id where it has none."""
    return name_of(net, i) or str(net.ids[i])


def name_of(net: CollaborationNetwork, i: int) -> str:
    """Return a node's attribute ``name``, empty where it has none."""
    names = net.node_attributes.get("name")
    return "" if names is None or names[i] is None else str(names[i])
