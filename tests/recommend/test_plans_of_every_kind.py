"""Plans of every kind and by every aim, verified from the tables and against what can be reached.

Goods, money, rooms, skills and hands; nights, calendar rules, unknown quantities, agreements,
people who are only willing to be checked, and hosts that hold so many a day.
"""

from datetime import date
from random import Random

import pytest

from sap_match.landscape import Landscape
from sap_match.model import Dataset
from sap_match.recommend.pairings import market, plan_pairings
from sap_match.similarity.encoder import HashedWords
from tests.recommend import drawn_kinds as drawn

AIMS = ("welfare", "most first", "fair", "stable")
BLOCKS = [range(start, start + 8) for start in range(0, 48, 8)]
TABLES = ("organisations", "offers", "needs", "agreements", "exclusions")
seeds = pytest.mark.parametrize("seeds", BLOCKS, ids=lambda block: f"from {block[0]}")


def plan_of(dataset, aim="welfare"):
    where = Landscape.build(dataset, as_of=drawn.AS_OF, encoder=HashedWords())
    return plan_pairings(where, aim=aim)


def rows_of(plan):
    told = [(s.subject_id, s.other_id, s.details) for s in plan.matches]
    return {
        (offer, need): (d["quantity"], d["starts"] and date.fromisoformat(d["starts"]))
        for offer, need, d in told
    }


def scores_of(plan):
    return {(s.subject_id, s.other_id): s.score for s in plan.candidates}


def worth(plan, scores):
    return sum(scores[key] * quantity for key, (quantity, _) in rows_of(plan).items())


@seeds
@pytest.mark.parametrize("one_by_one", [True, False], ids=["one by one", "by arrays"])
def test_what_the_tables_allow_is_considered_and_nothing_else(seeds, one_by_one, monkeypatch):
    if not one_by_one:
        monkeypatch.setattr(market, "ONE_BY_ONE", 0)
    for seed in seeds:
        dataset = drawn.drawn(seed)
        allowed = {key: "" for key, p in drawn.pairs_of(dataset).items() if not p.why}
        assert dict.fromkeys(scores_of(plan_of(dataset)), "") == allowed, seed


@seeds
def test_every_aim_keeps_every_rule_and_reaches_what_can_be_reached(seeds):
    for seed in seeds:
        dataset = drawn.drawn(seed)
        plans = {aim: plan_of(dataset, aim) for aim in AIMS}
        scores = scores_of(plans["welfare"])
        for aim, plan in plans.items():
            assert list(drawn.faults(dataset, rows_of(plan))) == [], (seed, aim)
        if not scores:
            continue
        reach = drawn.Reach(dataset, scores)
        assert worth(plans["welfare"], scores) == pytest.approx(reach.welfare(), abs=1e-4), seed
        assert reach.got(rows_of(plans["most first"])) == pytest.approx(reach.served()), seed
        raised, groups = reach.shares(dataset)
        shares = dict.fromkeys(groups, 0.0)
        for (_, need), (quantity, _) in rows_of(plans["fair"]).items():
            group = next(g for g, needs in groups.items() if need in needs)
            shares[group] += raised[need] * quantity
        best = reach.worst_share(raised, groups)
        assert min(shares.values()) == pytest.approx(best, abs=1e-4), seed
        if not any(p.is_team for p in reach.pairs) and not any(
            side.least for side in reach.sides.values()
        ):
            assert plans["stable"].figures["blocking_pairs"] == 0, seed


@pytest.mark.parametrize("seed", [9081, 9106])
def test_no_quantity_is_above_its_most_by_a_rounding(seed):
    dataset = drawn.drawn(seed, most=7)
    assert list(drawn.faults(dataset, rows_of(plan_of(dataset, "fair")))) == []


@seeds
def test_the_order_of_the_rows_changes_nothing(seeds):
    for seed in seeds:
        dataset, random = drawn.drawn(seed), Random(seed)
        tables = {name: list(getattr(dataset, name)) for name in TABLES}
        for rows in tables.values():
            random.shuffle(rows)
        aim = AIMS[seed % len(AIMS)]
        one, other = plan_of(dataset, aim), plan_of(Dataset.build("drawn", tables), aim)
        for side in ("matches", "candidates", "unmatched", "waiting"):
            assert getattr(one, side).to_records() == getattr(other, side).to_records(), seed
