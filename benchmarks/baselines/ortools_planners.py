"""The planners' questions put to OR-tools: minimum cost flow, SCIP, CP-SAT.

python ortools_planners.py (flow | quotas | rooms) ASKED.npz ANSWERED.json SECONDS

Scores are thousandths: whole numbers lose nothing. Timed are building the model and solving it.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np


def flow(asked):
    """Quantities within upper quotas: a flow from a source over offers and needs to a sink."""
    from ortools.graph.python import min_cost_flow

    n, m = len(asked["gives"]), len(asked["takes"])
    source, sink = n + m, n + m + 1
    gives, takes = asked["gives"].astype(np.int64), asked["takes"].astype(np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = (
        (np.full(n, source), np.arange(n), gives, np.zeros(n, np.int64)),
        (asked["left"], n + asked["right"], asked["most"].astype(np.int64), -asked["score"]),
        (n + np.arange(m), np.full(m, sink), takes, np.zeros(m, np.int64)),
        ([source], [sink], [int(gives.sum())], [0]),
    )
    for arc in arcs:
        solver.add_arcs_with_capacity_and_unit_cost(*(np.asarray(x, np.int64) for x in arc))
    solver.set_node_supply(source, int(gives.sum()))
    solver.set_node_supply(sink, -int(gives.sum()))
    status = solver.solve()
    return -solver.optimal_cost(), -solver.optimal_cost(), str(status).rsplit(".")[-1]


def quotas(asked, seconds):
    """Quantities within upper and lower quotas, by SCIP as OR-tools brings it."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetTimeLimit(int(1000 * seconds))
    x = [solver.IntVar(0, high, "") for high in asked["most"].tolist()]
    for side, most, least in (
        ("left", asked["gives"], None),
        ("right", asked["takes"], asked["least"]),
    ):
        mine = {}
        for i, at in enumerate(asked[side].tolist()):
            mine.setdefault(at, []).append(i)
        for at, links in mine.items():
            low = 0.0 if least is None else float(least[at])
            row = solver.Constraint(-solver.infinity(), 0.0 if low else float(most[at]))
            for i in links:
                row.SetCoefficient(x[i], 1.0)
            if low:
                used = solver.BoolVar("")
                row.SetCoefficient(used, -float(most[at]))
                enough = solver.Constraint(0.0, solver.infinity())
                enough.SetCoefficient(used, -low)
                for i in links:
                    enough.SetCoefficient(x[i], 1.0)
    aim = solver.Objective()
    for one, score in zip(x, asked["score"].tolist(), strict=True):
        aim.SetCoefficient(one, float(score))
    aim.SetMaximization()
    status = solver.Solve()
    names = {solver.OPTIMAL: "OPTIMAL", solver.FEASIBLE: "FEASIBLE"}
    return aim.Value(), aim.BestBound(), names.get(status, str(status))


def rooms(asked, seconds):
    """One way a request, one way an hour of a room.

    Optional intervals that do not overlap say the same, and took CP-SAT far longer.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen, requests, hours = [], {}, {}
    rows = (asked["request"], asked["resource"], asked["first"], asked["past"])
    for request, resource, first, past in zip(*(r.tolist() for r in rows), strict=True):
        taken = model.new_bool_var("")
        chosen.append(taken)
        requests.setdefault(request, []).append(taken)
        for hour in range(first, past):
            hours.setdefault((resource, hour), []).append(taken)
    for mine in (*requests.values(), *hours.values()):
        model.add_at_most_one(mine)
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, asked["score"].tolist()))
    return solved(model, seconds)


def solved(model, seconds):
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    return solver.objective_value, solver.best_objective_bound, solver.status_name(status)


def main(what, asked_from, answer_to, seconds):
    with np.load(asked_from) as told:
        asked = {name: told[name] for name in told.files}
    asks = {"flow": lambda _: flow(asked), "quotas": lambda s: quotas(asked, s),
            "rooms": lambda s: rooms(asked, s)}  # fmt: skip
    __import__("ortools.sat.python.cp_model")
    __import__("ortools.graph.python.min_cost_flow")
    __import__("ortools.linear_solver.pywraplp")
    start = time.perf_counter()
    total, bound, status = asks[what](float(seconds))
    took = time.perf_counter() - start
    told = {"total": total, "bound": bound, "status": status, "seconds": took}
    Path(answer_to).write_text(json.dumps(told), encoding="utf-8")


main(*sys.argv[1:])
