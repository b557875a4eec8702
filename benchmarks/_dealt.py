"""Memberships dealt anew: what a network of co-members looks like when nobody chooses anybody.

Consortia are cliques once they are projected, so that any measure of clustering is high by
construction; shuffling ties would not tell. Here memberships are swapped instead: everybody
stays in as many collaborations, every collaboration keeps its size, and a membership is only
swapped with another of the same block (a role, a year).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Members:
    """Who is in which collaboration: one row a membership, and what it may be swapped with."""

    n: int
    events: int
    who: np.ndarray
    where: np.ndarray
    block: np.ndarray

    def incidence(self):
        shape = (self.n, self.events)
        return sparse.csr_array((np.ones(len(self.who)), (self.who, self.where)), shape=shape)

    def within(self, most):
        """Return the collaborations of 2 to ``most`` members alone."""
        size = np.bincount(self.where, minlength=self.events)
        kept = (size >= 2) & (size <= (most or np.inf))
        place, inside = np.cumsum(kept) - 1, kept[self.where]
        return Members(
            self.n,
            int(kept.sum()),
            self.who[inside],
            place[self.where[inside]],
            self.block[inside],
        )


def joint(members):
    """Return how many collaborations two share: upper CSR of shape (n, n)."""
    inside = members.incidence()
    return sparse.csr_array(sparse.triu(inside @ inside.T, k=1))


def dealt(members, draws, rng, *, sweeps=20, burn_in=100):
    """Yield ``draws`` of the memberships, each ``sweeps`` rounds of swaps from the last.

    A round pairs all memberships of a block at random and swaps each two that may be: neither
    organisation is in the other's collaboration already. No draw differs in how many
    collaborations an organisation is in, or how many members a collaboration has.
    """
    who = members.who.copy()
    for draw in range(draws):
        for _ in range(burn_in if draw == 0 else sweeps):
            _sweep(members, who, rng)
        yield Members(members.n, members.events, who.copy(), members.where, members.block)


def _sweep(members, who, rng):
    where, n = members.where, members.n
    order = rng.permutation(len(who))
    order = order[np.argsort(members.block[order], kind="stable")]
    left, right = order[:-1:2], order[1::2]
    left = left[: len(right)]
    same = members.block[left] == members.block[right]
    left, right = left[same], right[same]
    now = np.sort(where * n + who)
    one, other = where[left] * n + who[right], where[right] * n + who[left]
    free = (where[left] != where[right]) & (who[left] != who[right])
    free &= ~_in(one, now) & ~_in(other, now)
    free &= rng.random(len(left)) < 0.5  # or all of a small network swap at once, to the same
    values, counts = np.unique(np.concatenate([one, other]), return_counts=True)
    twice = values[counts > 1]
    free &= ~_in(one, twice) & ~_in(other, twice)
    a, b = left[free], right[free]
    who[a], who[b] = who[b], who[a].copy()


def _in(codes, known):
    """Whether each code stands in a sorted array."""
    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return known[at] == codes
