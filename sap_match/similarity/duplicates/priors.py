"""What is expected of two listings of one thing before the data is looked at.

All shares are set by judgement, in round figures. Those of names lie between what the 112 labelled
matches of Fodors-Zagats show (RIDDLE, by way of github.com/chu-data-lab/zeroer, Apache-2.0: the
same .46, the same word .33, within the other .15) and a wider spread, because listings of one thing
by several directories vary more. Telephones, addresses and places are expected to agree less often
than there, because listings here outlive a number or a hall. Nothing is fitted on other data. The
shares count as `PRIOR_MATCHES` pairs, so a directory with hundreds of double listings
speaks for itself and one with ten does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PRIOR_MATCHES = 100.0
"""Pairs of one thing that the shares below count for."""
PRIOR_OTHERS = MappingProxyType({"across": 300.0, "within": 40.0})
"""Pairs of different things that the shares below count for, by stratum."""
PRIOR_RATE = MappingProxyType({"across": 0.1, "within": 0.12})
"""Expected matches: a listing's number of doubles elsewhere; a share of one's own pairs."""

Shares = Mapping[str, tuple[float, ...]]

MATCH: Shares = MappingProxyType(
    {
        "name": (0.03, 0.03, 0.05, 0.03, 0.09, 0.08, 0.12, 0.10, 0.04, 0.10, 0.33),
        "telephone": (0.18, 0.04, 0.02, 0.02, 0.04, 0.10, 0.60),
        "online": (0.12, 0.08, 0.05, 0.20, 0.55),
        "address": (0.04, 0.08, 0.02, 0.05, 0.12, 0.05, 0.08, 0.56),
        "place": (0.03, 0.04, 0.10, 0.33, 0.50),
        "organisation": (0.30, 0.25, 0.15, 0.30),
        "times": (0.13, 0.08, 0.20, 0.59),
        "people": (0.02, 0.01, 0.27, 0.70),
        "register": (0.10, 0.90),
        "income": (0.30, 0.70),
        "description": (0.25, 0.22, 0.28, 0.25),
    }
)
"""Share of matching pairs at each level of `compare.LEVELS`."""

OTHERS: Mapping[str, Shares] = MappingProxyType(
    {
        "across": MappingProxyType(
            {
                "name": (
                    0.842,
                    0.09,
                    0.05,
                    0.007,
                    0.006,
                    0.003,
                    0.0009,
                    0.0003,
                    0.0003,
                    0.0004,
                    0.0001,
                ),
                "telephone": (0.965, 0.03, 0.002, 0.002, 0.0005, 0.0003, 0.0002),
                "online": (0.994, 0.001, 0.004, 0.0008, 0.0002),
                "address": (0.499, 0.47, 0.001, 0.02, 0.006, 0.002, 0.001, 0.001),
                "place": (0.70, 0.22, 0.06, 0.016, 0.004),
                "organisation": (0.90, 0.07, 0.02, 0.01),
                "times": (0.60, 0.30, 0.07, 0.03),
                "people": (0.40, 0.01, 0.44, 0.15),
                "register": (0.9995, 0.0005),
                "income": (0.999, 0.001),
                "description": (0.93, 0.05, 0.018, 0.002),
            }
        ),
        "within": MappingProxyType(
            {
                "name": (0.48, 0.18, 0.18, 0.04, 0.03, 0.02, 0.02, 0.01, 0.02, 0.01, 0.01),
                "telephone": (0.08, 0.02, 0.02, 0.13, 0.15, 0.25, 0.35),
                "online": (0.03, 0.55, 0.20, 0.17, 0.05),
                "address": (0.19, 0.30, 0.01, 0.05, 0.10, 0.10, 0.02, 0.23),
                "place": (0.20, 0.12, 0.13, 0.35, 0.20),
                "organisation": (0.25, 0.25, 0.25, 0.25),
                "times": (0.50, 0.25, 0.15, 0.10),
                "people": (0.20, 0.02, 0.40, 0.38),
                "register": (0.50, 0.50),
                "income": (0.50, 0.50),
                "description": (0.70, 0.18, 0.10, 0.02),
            }
        ),
    }
)
"""Share of pairs of different things at each level: across organisations, and within one."""
