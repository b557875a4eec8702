"""Fair composition, on request: what a team is made of beside what the candidates are.

Groups are by kind, by size (income bands), by place (the smallest area) or by who leads an
organisation. The last is read from a column ``led_by`` that the organisation filled in itself;
it is never inferred, and who declares nothing is in no group. Reported are normalised discounted
KL divergence and skew (Geyik, Ambler and Kenthapadi, KDD 2019).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, log2
from typing import TYPE_CHECKING

from sap_match.recommend.consortia.config import FairBy

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

_SIZES = ((10_000, "under £10,000"), (100_000, "£10,000 to £100,000"),
          (1_000_000, "£100,000 to £1m"))  # fmt: skip
_LARGE = "£1m and more"


@dataclass(frozen=True)
class Fairness:
    """How a team is composed beside its candidates.

    ``shares`` and ``wanted`` are each group's share of the team and of the candidates;
    ``skew`` is the logarithm of their ratio (below 0: fewer than their share; None where the
    team has none); ``ndkl`` is 0 where every first part of the team is composed alike.
    ``undeclared`` counts members that are in no group.
    """

    by: FairBy
    shares: Mapping[str, float]
    wanted: Mapping[str, float]
    skew: Mapping[str, float | None]
    ndkl: float
    undeclared: int


def group_of(landscape: Landscape, organisation_id: str, by: FairBy) -> str | None:
    """Return the group of an organisation, or None where nothing is declared."""
    one = landscape.dataset.organisation(organisation_id)
    if by == "kind":
        return one.kind
    if by == "size":
        if one.income is None:
            return None
        return next((name for below, name in _SIZES if one.income < below), _LARGE)
    if by == "place":
        areas = [landscape.dataset.area(a) for a in landscape.areas_of(organisation_id)]
        local = [a.name for a in areas if a.kind != "borough"]
        return local[0] if local else None
    return (one.extra.get("led_by") or "").strip().casefold() or None


def fairness(by: FairBy, team: Sequence[str | None], pool: Sequence[str | None]) -> Fairness:
    """Return how a team, best member first, is composed beside its pool.

    Examples
    --------
    >>> found = fairness("kind", ["a", "a"], ["a", "b"])
    >>> found.skew["a"], found.skew["b"], found.ndkl
    (0.693147, None, 0.693147)
    """
    members = [g for g in team if g is not None]
    wanted = shares_of(pool)
    shares = shares_of(members)
    skew = {g: round(log(shares[g] / w), 6) if shares.get(g) else None for g, w in wanted.items()}
    return Fairness(
        by, shares, wanted, skew, round(ndkl(members, wanted), 6), len(team) - len(members)
    )


def shares_of(groups: Sequence[str | None]) -> dict[str, float]:
    """Return each group's share of those who are in one."""
    count = Counter(g for g in groups if g is not None)
    total = sum(count.values())
    return {g: count[g] / total for g in sorted(count)}


def ndkl(members: Sequence[str], wanted: Mapping[str, float]) -> float:
    """Return the normalised discounted KL divergence of a ranking from a distribution.

    ``sum over i of KL(first i | wanted) / log2(i + 1)``, over ``sum of 1 / log2(i + 1)``; a
    group that is not wanted at all counts as one in a million.
    """
    told, weight = 0.0, 0.0
    for i in range(1, len(members) + 1):
        first = shares_of(members[:i])
        far = sum(p * log(p / wanted.get(g, 1e-6)) for g, p in first.items())
        told += far / log2(i + 1)
        weight += 1 / log2(i + 1)
    return told / weight if weight else 0.0
