"""Networks drawn at random in which everybody keeps the number of ties that it has.

Ties are swapped: a - b and c - d become a - d and c - b. Many swaps are tried at once. Such a
step and its reverse are equally likely, since what is tried does not depend on the ties and a
swap is made only where each of its two old and two new ties stands once among all ties and all
that are tried: after the step the same ties stand there. So every network with these degrees
is as likely in the long run as any other (for single swaps: Milo et al.,
arXiv:cond-mat/0312028, 2003; a swap that is not made counts as a step). With direction
cycles of three are turned as well, without which some networks are not reached (Rao, Jana and
Bandyopadhyay, Sankhya A 58, 1996).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.random_networks import pair_known, with_ties

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BURN_IN = 60
"""Steps before the first draw; each tries a quarter as many swaps as there are ties."""
SWEEPS = 8
"""Steps between draws, were every swap made; more are taken where many cannot be."""
MOST_SWEEPS = 100


def rewired(
    net: CollaborationNetwork, draws: int, rng: np.random.Generator
) -> Iterator[CollaborationNetwork]:
    """Yield networks with the degree of every node; with direction both its degrees.

    Ties of pairs that nobody told of stay, and none comes to be there.

    Examples
    --------
    >>> ring = CollaborationNetwork.from_edges([(i, (i + 1) % 8) for i in range(8)])
    >>> [one.degree.tolist() for one in rewired(ring, 1, np.random.default_rng(0))]
    [[2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]]
    """
    chain = _Chain(net, net.sources.copy(), net.targets.copy(), rng)
    made = sum(chain.step() for _ in range(BURN_IN))
    share = made / max(BURN_IN * (net.size // 4), 1)
    between = min(MOST_SWEEPS, int(np.ceil(SWEEPS / max(share, SWEEPS / MOST_SWEEPS))))
    for _ in range(draws):
        for _ in range(between):
            chain.step()
        yield with_ties(net, chain.sources, chain.targets)


@dataclass
class _Chain:
    """Ties in slots; which slot holds what is no part of the network."""

    net: CollaborationNetwork
    sources: Ints
    targets: Ints
    rng: np.random.Generator

    def step(self) -> int:
        """Try swaps of about half of all ties, and return how many were made."""
        made = self._swap()
        if self.net.directed:
            self._turn()
        return made

    def _key(self, s: Ints, t: Ints) -> Ints:
        if not self.net.directed:
            s, t = np.minimum(s, t), np.maximum(s, t)
        return s * len(self.net) + t

    def _slots(self, together: int) -> Ints:
        """Return slots dealt into groups, each taken with chance 1/2, shape (q, together)."""
        size = self.net.size // together
        dealt = self.rng.permutation(self.net.size)[: size * together].reshape(size, together)
        taken: Ints = dealt[self.rng.random(size) < 0.5]
        return taken

    def _swap(self) -> int:
        slots = self._slots(2)
        s, t = self.sources[slots], self.targets[slots]
        if not self.net.directed:  # either end may be the one that is swapped
            turned = self.rng.random(s.shape) < 0.5
            s, t = np.where(turned, t, s), np.where(turned, s, t)
        return self._made(slots, s, t, s, t[:, ::-1])

    def _turn(self) -> None:
        slots = self._slots(3)
        s, t = self.sources[slots], self.targets[slots]
        cycle = (t == np.roll(s, -1, axis=1)).all(axis=1)
        slots, s, t = slots[cycle], s[cycle], t[cycle]
        if len(slots):
            self._made(slots, s, t, t, s)

    def _made(self, slots: Ints, s: Ints, t: Ints, new_s: Ints, new_t: Ints) -> int:
        """Put the new ties in the place of the old where all of them stand once."""
        if not len(slots):
            return 0
        old, new = self._key(s, t), self._key(new_s, new_t)
        every = np.sort(np.concatenate([self._key(self.sources, self.targets), new.ravel()]))
        twice = np.unique(every[1:][every[1:] == every[:-1]])
        good = (new_s != new_t).all(axis=1)
        good &= ~_among(np.concatenate([old, new], axis=1), twice).any(axis=1)
        if self.net.answered is not None:
            for a, b in ((s, t), (new_s, new_t)):
                known = pair_known(self.net, a.ravel(), b.ravel())
                good &= known.reshape(a.shape).all(axis=1)
        self.sources[slots[good]] = new_s[good]
        self.targets[slots[good]] = new_t[good]
        return int(good.sum())


def _among(values: Ints, ordered: Ints) -> Bools:
    """Whether each value is in a sorted array."""
    if not len(ordered):
        return np.zeros(values.shape, dtype=bool)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.asarray(ordered[at] == values)
