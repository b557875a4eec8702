"""Networks drawn at random for timing: heavy tails, groups that keep a little to themselves."""

import numpy as np

from sap_match.graph import CollaborationNetwork

SEED = 20261122
GROUPS = ("voluntary", "business", "public")
SHARES = (0.6, 0.25, 0.15)


def heavy_tailed(n, ties, *, directed=False, tail=2.5, seed=SEED):
    """Return a network of ``n`` nodes and ``ties`` distinct ties.

    Ends are drawn in proportion to wishes with a Pareto tail, half of the ties within the
    sender's group as far as chance has it; the same on every run.
    """
    rng = np.random.default_rng(seed)
    wish = (1 - rng.random(n)) ** (-1 / (tail - 1))
    wish = np.minimum(wish, wish.mean() * n**0.5)
    code = rng.choice(len(GROUPS), n, p=SHARES)
    chance, found = wish / wish.sum(), np.empty(0, dtype=np.int64)
    order = [np.flatnonzero(code == g) for g in range(len(GROUPS))]
    while len(found) < ties:
        s = rng.choice(n, 2 * ties, p=chance)
        t = rng.choice(n, 2 * ties, p=chance)
        for g, inside in enumerate(order):
            own = np.flatnonzero((code[s] == g) & (rng.random(len(s)) < 0.3))
            t[own] = rng.choice(inside, len(own), p=chance[inside] / chance[inside].sum())
        if not directed:
            s, t = np.minimum(s, t), np.maximum(s, t)
        key = (s * n + t)[s != t]
        found = np.unique(np.concatenate([found, key]))
    key = np.sort(rng.choice(found, ties, replace=False))
    return CollaborationNetwork(
        ids=tuple(range(n)),
        sources=key // n,
        targets=key % n,
        weights=np.ones(ties),
        directed=directed,
        groups=tuple(GROUPS[g] for g in code.tolist()),
        name=f"drawn at random, {n:,} nodes and {ties:,} ties",
        boundary="drawn at random",
    )
