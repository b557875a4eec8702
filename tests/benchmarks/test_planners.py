"""What the benchmark of the planners counts, on markets small enough to check."""

import json

import numpy as np
import pytest

from benchmarks import _planners_invented as invented
from benchmarks import planners, planners_quality
from benchmarks._planners_market import invented_market
from sap_match.recommend.planning import best_plan


def test_invented_markets_are_the_same_on_every_run():
    first, again = (invented.sparse_quotas(30, 8, 3, lower=True) for _ in range(2))
    assert (first.score == again.score).all()
    assert (first.rights.least == again.rights.least).all()
    assert (first.rights.least > 0).any()
    assert invented.rooms_and_requests(9, 98) == invented.rooms_and_requests(9, 98)
    assert invented_market(40, 12).offers == invented_market(40, 12).offers


def test_a_request_has_ways_in_which_no_room_closes_on_it():
    for option in invented.rooms_and_requests(50, 980):
        ((first, past),) = option.taken
        assert 0 <= first % 24 < (past - 1) % 24 + 1 <= 15
        assert option.score > 0


def test_one_to_one_is_what_scipy_finds():
    told = planners.one_to_one(quick=True)
    assert told["same"]
    assert told["total"] == pytest.approx(told["scipy_total"])


def test_quotas_bind_where_it_is_scarce():
    problem = invented.sparse_quotas(60, 12, 4, lower=True, scarce=True)
    answer = best_plan(problem)
    given = np.bincount(problem.right, weights=answer.quantity, minlength=12)
    assert ((given == 0) | (given >= problem.rights.least)).all()
    assert answer.quantity.sum() == pytest.approx(problem.lefts.most.sum(), rel=0.05)


def test_a_plan_above_the_other_solvers_bound_is_no_mark_met():
    good = {"total": 10.0, "ortools_total": 10.0, "ortools_bound": 10.0}
    assert planners._no_worse(good)
    assert not planners._no_worse(good | {"total": 9.0})
    assert not planners._no_worse(good | {"total": 11.0})


def test_pairs_are_judged_by_the_hidden_causes():
    causes = {"a": ("Community", "Arts"), "b": ("Community",), "x": ("Community",), "y": ("Arts",)}
    pairs = [("o a", "y"), ("o b", "x"), ("o b", "y")]
    assert planners_quality.judged(pairs, causes) == (3, 2)
    assert planners_quality.judged(pairs, causes, without=("Community",)) == (1, 1)


def test_greedy_takes_the_likest_and_assignment_the_most():
    dataset = invented_market(2, 2)
    scores = np.array([[0.9, 0.8], [0.8, 0.0]])
    (o1, o2), (n1, n2) = ([x.id for x in side] for side in (dataset.offers, dataset.needs))
    assert planners_quality.greedy(dataset, scores) == [(o1, n1), (o2, n2)]
    assert planners_quality.assigned(dataset, scores) == [(o1, n2), (o2, n1)]


def test_no_host_stands_in_both_halves(shared_data):
    from sap_match.ingest import read_dataset

    dataset = read_dataset(shared_data.joinpath(*planners_quality.FILE))
    for seed in range(5):
        left, right = planners_quality.halves(dataset, seed)
        hosts = [{n.organisation_id for n in half} for half in (left, right)]
        assert not hosts[0] & hosts[1]
        assert min(len(left), len(right)) > 35
        hidden = planners_quality.market(left, right, "labels")
        assert not any(n.causes for n in hidden.needs)
        assert not any(o.themes for o in hidden.organisations)


@pytest.mark.parametrize("name", ["planners", "planners_quality"])
def test_a_published_result_says_what_it_asked(repository, name):
    found = json.loads((repository / f"benchmarks/results/{name}.json").read_text("utf-8"))
    assert not found["quick"]
    assert set(found["met"]) == set(found["targets"])


def test_the_page_holds_the_tables_of_the_results(repository):
    page = (repository / "docs/explanation/planners-measured.md").read_text("utf-8")
    for module in (planners, planners_quality):
        name = module.__name__.rpartition(".")[2]
        found = json.loads((repository / f"benchmarks/results/{name}.json").read_text("utf-8"))
        assert module.table(found["measured"]) in page
