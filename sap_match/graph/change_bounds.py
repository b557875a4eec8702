"""What a change between two dates would be if every pair had been told of at both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.figure import Bounds
from sap_match.graph.one_mode import CollaborationNetwork, NodeId

if TYPE_CHECKING:
    from sap_match.graph.change import Change

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Untold:
    """Pairs that nobody told of at one date, or at neither.

    Parameters
    ----------
    born, ended : int
        Ties at the second (first) date whose pair nobody told of at the first (second).
    one, neither : int
        Pairs tied at neither date, told of at one of them, and at none.
    """

    born: int
    ended: int
    one: int
    neither: int


def untold(change: Change) -> Untold:
    """Return how much of a change nobody told of; all 0 where every pair is known.

    A pair with an end that is not listed at a date counts as known there: not tied.
    """
    sides = (change.before, change.after)
    s, t = np.divmod(change.keys, max(len(change.ids), 1))
    told = [_told(net, change.ids) for net in sides]
    dark = [
        here[s] & here[t] & ~_pair_told(net, own[s], own[t])
        for net, own, here in zip(sides, told, change.here, strict=True)
    ]
    both = _dark_twice(*sides, told[0], told[1], change.here[0] & change.here[1])
    one = sum(net.missing_dyads for net in sides) - 2 * both - int((dark[0] ^ dark[1]).sum())
    return Untold(
        born=int((~change.there[0] & dark[0]).sum()),
        ended=int((~change.there[1] & dark[1]).sum()),
        one=one,
        neither=both - int((dark[0] & dark[1]).sum()),
    )


def stability_bounds(change: Change) -> Bounds | None:
    """Return the least and the most that ties kept over ties at either date could be.

    Least: what may go on has ended, and every free pair is tied at one date alone. Most: what
    may go on does, and every pair told of at neither date is tied at both.
    """
    if not (change.before.missing_dyads or change.after.missing_dyads):
        return None
    kept, either, free = change.kept_count, len(change.keys), untold(change)
    most = kept + free.born + free.ended + free.neither
    return Bounds(
        low=over(kept, either + free.one + free.neither),
        high=over(most, either + free.neither),
        absent=over(kept, either),
        present=over(most, either + free.one + free.neither),
        exact=True,
    )


def over(above: float, below: float) -> float:
    """Return a ratio, NaN where there is nothing to divide by."""
    return above / below if below else np.nan


def places(net: CollaborationNetwork, ids: tuple[NodeId, ...]) -> Ints:
    """Return where each node of a network stands among ``ids``."""
    at = {one: i for i, one in enumerate(ids)}
    return np.array([at[one] for one in net.ids], dtype=np.int64)


def _told(net: CollaborationNetwork, ids: tuple[NodeId, ...]) -> Bools:
    """Who of ``ids`` answered; everybody where the network knows all pairs."""
    found = np.zeros(len(ids), dtype=bool)
    found[places(net, ids)] = True if net.answered is None else net.answered
    return found


def _pair_told(net: CollaborationNetwork, one: Bools, other: Bools) -> Bools:
    if net.told_by == "both":
        return one & other
    return one if net.directed else one | other


def _dark_twice(
    before: CollaborationNetwork,
    after: CollaborationNetwork,
    first: Bools,
    last: Bools,
    panel: Bools,
) -> int:
    """Return how many pairs of the panel nobody told of at either date."""
    net = after if before.answered is None else before
    a, b, p = first[panel], last[panel], int(panel.sum())
    each = 1 if net.directed else 2

    def pairs(k: int) -> int:
        return k * (k - 1) // each

    silent = int((~a & ~b).sum())
    if net.told_by == "both":
        return pairs(p) - pairs(int(a.sum())) - pairs(int(b.sum())) + pairs(int((a & b).sum()))
    return silent * (p - 1) if net.directed else pairs(silent)
