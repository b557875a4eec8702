"""A plan is verified from the tables it came from, and against an optimum found apart."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from sap_match.landscape import Landscape
from sap_match.recommend.pairings import plan_pairings
from sap_match.similarity.encoder import HashedWords
from tests.recommend import drawn_markets as drawn

QUIET = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))


def plan_of(dataset, **options):
    return plan_pairings(
        Landscape.build(dataset, as_of=drawn.AS_OF, encoder=HashedWords()), **options
    )


def quantities(plan):
    return {(s.subject_id, s.other_id): s.details["quantity"] for s in plan.matches}


def check_quotas(dataset, planned):
    offers = {o.id: o for o in dataset.offers}
    needs = {n.id: n for n in dataset.needs}
    given_, got, hosts = Counter(), Counter(), Counter()
    for (i, j), quantity in planned.items():
        least, most = drawn.team(dataset, offers[i], needs[j])
        assert quantity == int(quantity)
        assert max(least, 1) <= quantity <= most
        given_[i] += quantity
        got[j] += quantity
        hosts[i] += 1
    for side, taken, records in (("offer", given_, offers), ("need", got, needs)):
        for name, quantity in taken.items():
            record = records[name]
            assert quantity <= drawn.left_of(dataset, record, side)
            assert quantity >= drawn.least_of(dataset, record, side)
    for name, number in hosts.items():
        most = drawn.hosts_of(dataset, offers[name])
        assert most is None or number <= most


@QUIET
@given(drawn.markets())
def test_what_the_tables_allow_is_considered_and_nothing_else(dataset):
    plan = plan_of(dataset)
    allowed = {
        (o.id, n.id) for o in dataset.offers for n in dataset.needs if drawn.may_pair(dataset, o, n)
    }
    considered = {(s.subject_id, s.other_id) for s in plan.candidates}
    refused = {(r.subject_id, r.other_id): (r.rule, r.note) for r in plan.unmatched.removed}
    assert {key: refused.get(key) for key in allowed - considered} == {}
    assert considered <= allowed


@QUIET
@given(drawn.markets())
def test_the_plan_keeps_every_quota_and_is_the_best_there_is(dataset):
    plan = plan_of(dataset)
    planned = quantities(plan)
    scores = {(s.subject_id, s.other_id): s.score for s in plan.candidates}
    assert planned.keys() <= scores.keys()
    check_quotas(dataset, planned)
    total = sum(scores[key] * quantity for key, quantity in planned.items())
    assert total == pytest.approx(plan.total, abs=1e-6)
    assert total == pytest.approx(drawn.best_total(dataset, scores), abs=1e-5)


@QUIET
@given(drawn.markets())
def test_everything_open_is_planned_or_told_why_not(dataset):
    plan = plan_of(dataset)
    told = {(u.side, u.id): u for u in plan.unmatched}
    used = Counter()
    for (i, j), quantity in quantities(plan).items():
        used["offer", i] += quantity
        used["need", j] += quantity
    for side, records in (("offer", dataset.offers), ("need", dataset.needs)):
        for record in records:
            left = drawn.left_of(dataset, record, side) - used[side, record.id]
            if left > 0:
                assert told[side, record.id].quantity_left == left
                assert told[side, record.id].reason.endswith(".")
            else:
                assert (side, record.id) not in told
