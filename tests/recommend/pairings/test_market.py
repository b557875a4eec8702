"""A market's candidates: the same by arrays as pair by pair, and what pruning can cost."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.model import Dataset, Need, Offer, Organisation
from sap_match.recommend.pairings import market as markets
from sap_match.recommend.pairings.asking import problem_of_market
from sap_match.recommend.pairings.candidates import prices_of
from sap_match.recommend.pairings.market import market_of
from sap_match.recommend.pairings.plan import plan_pairings
from sap_match.recommend.pairings.score import PairingConfig
from sap_match.recommend.planning import best_plan
from sap_match.similarity.encoder import HashedWords
from tests.recommend.drawn_markets import AS_OF
from tests.recommend.pairings.rich_markets import rich_markets

CONFIG = PairingConfig()
SLOW = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def landscape_of(tables):
    return Landscape.build(Dataset.build("d", tables), as_of=AS_OF, encoder=HashedWords())


def by_arrays(monkeypatch):
    monkeypatch.setattr(markets, "ONE_BY_ONE", -1)


@SLOW
@given(rich_markets())
def test_a_market_by_arrays_is_the_market_pair_by_pair(tables):
    landscape = landscape_of(tables)
    one = market_of(landscape, Memory(), CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        by_arrays(patch)
        two = market_of(landscape, Memory(), CONFIG)
    pairs = [(one.key(i), one.score[i], one.passing[i]) for i in range(one.size) if one.score[i]]
    assert pairs == [
        (two.key(i), two.score[i], two.passing[i]) for i in range(two.size) if two.score[i]
    ]
    for side in ("offer", "need"):
        assert np.array_equal(one.counts[side].seen, two.counts[side].seen)
        assert np.array_equal(one.counts[side].different, two.counts[side].different)
        assert np.array_equal(one.counts[side].first, two.counts[side].first)
        assert np.array_equal(one.counts[side].alone, two.counts[side].alone)
    refused = {(r.left, r.right) for r in one.refused}
    assert {(r.left, r.right) for r in two.refused} <= refused


@SLOW
@given(rich_markets())
def test_no_plan_over_all_pairs_is_worth_more_than_the_bound_for_the_pruned_ones(tables):
    landscape = landscape_of(tables)
    whole = plan_pairings(landscape)
    narrow = PairingConfig(every_pair=0, of_offer=1, of_need=1, rounds=0)
    with pytest.MonkeyPatch.context() as patch:
        by_arrays(patch)
        market = market_of(landscape, Memory(), narrow)
    problem = problem_of_market(market, narrow)
    prices = prices_of(problem)
    assert best_plan(problem).solved.total <= prices.bound + 1e-6
    assert whole.total <= prices.bound + market.pruned.could_add(problem, prices) + 1e-4


def crowd(n=40):
    """Everybody is best with one need; a plan over each one's best alone leaves the rest empty."""
    text = "Painting the hall"
    organisations = [
        *(Organisation(id=f"b{i:02d}", name=f"Firm {i}", kind="business") for i in range(n)),
        *(Organisation(id=f"v{i:02d}", name=f"Group {i}", kind="voluntary") for i in range(n)),
    ]
    offers = [
        Offer(id=f"o{i:02d}", organisation_id=f"b{i:02d}", kind="goods", description=text,
              quantity=1, unit="items", latitude=53.1, longitude=-2.4)
        for i in range(n)
    ]  # fmt: skip
    needs = [
        Need(id=f"n{i:02d}", organisation_id=f"v{i:02d}", kind="goods", description=text,
             quantity=1, unit="items", latitude=53.1 + i / 100, longitude=-2.4)
        for i in range(n)
    ]  # fmt: skip
    tables = {"organisations": organisations, "offers": offers, "needs": needs}
    return Landscape.build(
        Dataset.build("d", tables), as_of=date(2026, 11, 2), encoder=HashedWords()
    )


def test_prices_bring_in_pairs_until_little_is_missed(monkeypatch):
    landscape = crowd()
    whole = plan_pairings(landscape)
    assert (len(whole.matches), whole.figures["pruned_bound"]) == (40, 0)
    by_arrays(monkeypatch)
    narrow = PairingConfig(every_pair=0, of_offer=2, of_need=1, rounds=0)
    few = plan_pairings(landscape, config=narrow)
    assert few.total < 0.9 * whole.total
    assert few.total + few.figures["pruned_bound"] >= whole.total - 1e-6
    assert "could add at most" in few.matches.notes[-1]
    more = plan_pairings(landscape, config=narrow.model_copy(update={"rounds": 30}))
    assert more.figures["candidates"] < whole.figures["candidates"]
    assert more.total >= 0.98 * whole.total
    assert more.figures["pruned_bound"] <= 0.01 * whole.total + 1e-6
