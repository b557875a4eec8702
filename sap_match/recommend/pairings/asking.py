"""What the planner is asked of a market: links, both sides' limits, and the hosts' groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.pairings.listing import Listing
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
    passing = market.passing
    partners = np.full(len(market.offers), np.inf)
    np.minimum.at(partners, market.left, np.array([p.hosts for p in passing], dtype=float))
    most = np.array([p.most for p in passing], dtype=float)
    before = kept or {}
    earlier = [before.get(market.key(i), 0.0) for i in range(market.size)] if before else []
    return Problem(
        left=market.left,
        right=market.right,
        score=market.score,
        least=np.array([p.least for p in passing], dtype=float),
        most=most,
        whole=np.array([p.whole for p in passing], dtype=bool),
        lefts=_sides(market.offers, partners, market.left, most),
        rights=_sides(market.needs, np.full(len(market.needs), np.inf), market.right, most),
        days=tuple(p.days for p in passing) if any(p.days for p in passing) else (),
        kept=np.array(earlier, dtype=float),
        groups=tuple(group_of(host, config) for host in market.needs),
        units=tuple(host.unit or "" for host in market.needs),
        seed=seed,
    )


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


def _sides(
    listings: tuple[Listing, ...],
    partners: NDArray[np.float64],
    of: NDArray[np.int64],
    passing: NDArray[np.float64],
) -> Sides:
    """Return one side's limits; a team takes up all of a side whose quantity is not known."""
    left = np.array([one.left for one in listings], dtype=float)
    largest = left.copy()
    np.maximum.at(largest, of, passing)
    by_team = (largest > left) & (left > 0)
    return Sides(
        ids=tuple(one.id for one in listings),
        least=np.array([least_of(one) for one in listings], dtype=float),
        most=np.where(by_team, largest, left),
        partners=np.where(by_team, 1.0, partners),
        a_day=np.array([one.a_day for one in listings], dtype=float),
    )


def least_of(side: Listing) -> float:
    """Return the lower quota; what is agreed already counts towards it."""
    agreed = (side.record.quantity or side.left) - side.left
    return max(0.0, (side.record.quantity_min or 0.0) - agreed)
