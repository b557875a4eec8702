"""What the planner is asked of a market: links, both sides' limits, and the hosts' groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.pairings.listing import Listing, Meeting, is_whole
from sap_match.recommend.pairings.market import Market
from sap_match.recommend.planning.problem import Problem, Sides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sap_match.recommend.pairings.score import PairingConfig

SMALL, LARGER, PUBLIC, HOSTS = (
    "small charities",
    "other voluntary organisations",
    "public bodies",
    "businesses",
)
"""The groups of hosts between which ``fair`` shares."""


def problem_of_market(
    market: Market,
    config: PairingConfig,
    *,
    kept: Mapping[tuple[str, str], float] | None = None,
    seed: int = 0,
) -> Problem:
    """Return what the planner is asked: one link a candidate."""
    n = market.size
    least, most = np.zeros(n), np.zeros(n)
    whole = np.zeros(n, dtype=bool)
    partners = np.full(len(market.offers), np.inf)
    days: list[tuple[int, ...]] = []
    for i in range(n):
        m = market.meeting(i)
        least[i], most[i], whole[i] = passing(m)
        if m.hosts is not None:
            partners[market.left[i]] = m.hosts
        days.append(tuple(getattr(m, "days", None) or ()))
    before = kept or {}
    return Problem(
        left=market.left,
        right=market.right,
        score=market.score,
        least=least,
        most=most,
        whole=whole,
        lefts=_sides(market.offers, partners),
        rights=_sides(market.needs, np.full(len(market.needs), np.inf)),
        days=tuple(days) if any(days) else (),
        kept=np.array([before.get(market.key(i), 0.0) if before else 0.0 for i in range(n)]),
        groups=tuple(group_of(host, config) for host in market.needs),
        seed=seed,
    )


def passing(m: Meeting) -> tuple[float, float, bool]:
    """Return the least and the most that may pass in a meeting, and whether whole numbers only."""
    most = min(m.giver.left, m.host.left)
    least, cap = m.team or (0.0, most)
    whole = is_whole(m.unit)
    most = min(most, cap)
    return least, float(math.floor(most)) if whole else most, whole


def group_of(host: Listing, config: PairingConfig) -> str:
    """Return the group in which a host is looked at by the aim ``fair``.

    A voluntary organisation is small up to ``config.small_income`` a year, and also where
    its income is not known: those who publish accounts are seldom the smallest.
    """
    one = host.owner.organisation
    if one.kind == "public":
        return PUBLIC
    if one.kind == "business":
        return HOSTS
    return SMALL if one.income is None or one.income <= config.small_income else LARGER


def _sides(listings: tuple[Listing, ...], partners: NDArray[np.float64]) -> Sides:
    return Sides(
        ids=tuple(one.id for one in listings),
        least=np.array([least_of(one) for one in listings], dtype=float),
        most=np.array([one.left for one in listings], dtype=float),
        partners=partners,
        a_day=np.full(len(listings), np.inf),
    )


def least_of(side: Listing) -> float:
    """Return the lower quota; what is agreed already counts towards it."""
    agreed = (side.record.quantity or side.left) - side.left
    return max(0.0, (side.record.quantity_min or 0.0) - agreed)
