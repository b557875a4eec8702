"""What brokerage chance gives: every tie there with the same chance p, each for itself.

Gould and Fernandez, Structures of mediation, Sociological Methodology 19, 1989. Written in
sums of powers of the sizes of groups, so that hundreds of groups cost nothing. Roles stand in
the order of `sap_match.graph.brokerage.ROLES`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def deviation(variance: Floats) -> Floats:
    """Return the deviation; NaN where the formula of the whole network falls below 0."""
    return np.sqrt(np.where(variance >= 0, variance, np.nan))


def of_nodes(size: Floats, p: float) -> tuple[Floats, Floats]:
    """Mean and variance of each role for a broker of each group, shape (g, 6)."""
    n, s = float(size.sum()), size
    rest = n - s
    two, three = ((size**k).sum() - s**k for k in (2, 3))  # over the other groups
    zero = np.zeros_like(s)
    possible = np.column_stack(
        [
            (s - 1) * (s - 2),
            two - rest,
            rest * (s - 1),
            rest * (s - 1),
            rest**2 - two,
            zero + (n - 1) * (n - 2),
        ]
    )
    shared_out = (s - 1) * rest * (rest - 1) + rest * (s - 1) * (s - 2)
    sharing = np.column_stack(  # ordered pairs of such steps that have a tie in common
        [
            2 * (s - 1) * (s - 2) * (s - 3),
            2 * (three - 3 * two + 2 * rest),
            shared_out,
            shared_out,
            2 * ((rest**2 - rest) * rest - (2 * rest - 1) * two + three),
            zero + 2 * (n - 1) * (n - 2) * (n - 3),
        ]
    )
    one = p**2 * (1 - p)
    mean = possible * one
    return mean, mean * (1 - one) + sharing * p**3 * (1 - p) ** 3


def of_the_whole(size: Floats, p: float) -> tuple[Floats, Floats]:
    """Mean and variance of each role over the whole network, shape (6,), as ``sna`` has them."""
    n, s = float(size.sum()), size
    one = p**2 * (1 - p)
    a, b, c = p**3 * (1 - p) ** 3, p**4 * (1 - p) ** 2, p**5 * (1 - p)

    def within(k: Any) -> tuple[float, float]:
        triples = k * (k - 1) * (k - 2)
        more = triples * ((4 * k - 10) * a - 4 * (k - 3) * b + (k - 3) * c)
        return float(np.sum(triples)), float(np.sum(more))

    crossing = float((s * (s - 1) * (n - s)).sum())
    itinerant = s * (s - 1) * (n - s) * ((2 * s - 6) * a + (n - s - 1) * c)
    itinerant = itinerant + 2 * a * s * (s - 1) * ((s**2).sum() - s**2)
    outward = float((s * (n - s) * (s - 1) * ((n - 3) * a + (s - 2) * c)).sum())
    parts = [
        within(s),
        (crossing, float(itinerant.sum())),
        (crossing, outward),
        (crossing, outward),
        _whole_liaison(s, a, b, c),
        within(n),
    ]
    mean, more = (np.array(part) for part in zip(*parts, strict=True))
    return one * mean, one * mean * (1 - one) + more


def _whole_liaison(size: Floats, a: float, b: float, c: float) -> tuple[float, float]:
    """Sum over ordered triples of three different groups."""
    if len(size) < 3:
        return 0.0, 0.0
    n, two, three, four = (float((size**k).sum()) for k in (1, 2, 3, 4))
    triples = n**3 - 3 * n * two + 2 * three
    skewed = two * n**2 - two**2 - 2 * three * n + 2 * four  # one of the three sizes squared
    each = 4 * n * triples - 8 * skewed - 2 * triples
    # 4 (n - j) - 2 (i + k + 1) over all triples is 4n - 4j - 2i - 2k - 2
    return triples, each * (a - b) + (n * triples - 2 * skewed - triples) * c
