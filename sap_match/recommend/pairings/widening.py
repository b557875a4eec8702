"""Pairs that were left out come in where a plan's prices ask for them, until little is missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sap_match.recommend.pairings.asking import problem_of_market
from sap_match.recommend.pairings.candidates import prices_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sap_match.recommend.pairings.market import Market
    from sap_match.recommend.pairings.score import PairingConfig


@dataclass(frozen=True, eq=False)
class Widened:
    """A market with enough candidates, and what those left out could add at most.

    ``bound`` is that in score x quantity, 0 where nothing is left out; ``most`` what no plan
    over all pairs that no rule refuses can be worth more than.
    """

    market: Market
    bound: float = 0.0
    most: float = 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the pairs that were left out."""
        pruned = self.market.pruned
        if pruned is None or not pruned.left_out:
            return ()
        share = 100 * self.bound / self.most if self.most else 0.0
        told = (
            f"{self.market.size} pairs were weighed, the best of each offer and each need; the "
            f"{pruned.left_out} others that no rule refuses could add at most {self.bound:.2f} to "
            f"the plan's worth ({share:.2f}%)"
        )
        return (told,)

    @property
    def figures(self) -> Mapping[str, float]:
        """The same as figures."""
        pruned = self.market.pruned
        return {
            "candidates": float(self.market.size),
            "pruned": float(pruned.left_out if pruned else 0),
            "pruned_bound": round(self.bound, 6),
        }


def widened(market: Market, config: PairingConfig) -> Widened:
    """Let in what the prices ask for, up to ``config.rounds`` times or until it is enough."""
    pruned = market.pruned
    if pruned is None:
        return Widened(market)
    bound = most = 0.0
    for again in range(config.rounds + 1):
        problem = problem_of_market(market, config)
        prices = prices_of(problem)
        bound = pruned.could_add(problem, prices)
        most = prices.bound + bound
        if bound <= config.enough * most or again == config.rounds:
            break
        market = market.admitting(pruned.wanted(prices, config.of_offer))
    return Widened(market, bound, most)
