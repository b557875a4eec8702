"""Medium problems against an independent formulation for another solver: the gap is 0."""

import pytest
from hypothesis import HealthCheck, given, settings

from sap_match.recommend.planning import best_plan
from tests.recommend.planning.drawn import problems
from tests.recommend.planning.verify import faults

cp_model = pytest.importorskip("ortools.sat.python.cp_model")
CENTS = 100


class Independent:
    """A switch for each link and day, whole quantities, and the rules as they are told."""

    def __init__(self, problem):
        self.problem, self.model = problem, cp_model.CpModel()
        self.ways = [self._ways(i) for i in range(problem.size)]
        self.on = [self._side(0, s) for s in range(len(problem.lefts.ids))]
        self.on += [self._side(1, s) for s in range(len(problem.rights.ids))]

    def _ways(self, i):
        model, problem = self.model, self.problem
        found = []
        for day in (problem.days[i] if problem.days else ()) or (0,):
            used = model.new_bool_var("")
            amount = model.new_int_var(0, int(problem.most[i]), "")
            model.add(amount >= max(1, int(problem.least[i]))).only_enforce_if(used)
            model.add(amount == 0).only_enforce_if(~used)
            found.append((day, used, amount))
        model.add_at_most_one(used for _, used, _ in found)
        return found

    def _side(self, right, s):
        problem, model = self.problem, self.model
        of, sides = problem.ends[right], problem.both[right]
        mine = [way for i in range(problem.size) if of[i] == s for way in self.ways[i]]
        on = model.new_bool_var("")
        total = sum(amount for _, _, amount in mine)
        model.add(total <= int(sides.most[s]))
        model.add(total >= max(1, int(sides.least[s]))).only_enforce_if(on)
        model.add(total == 0).only_enforce_if(~on)
        if sides.partners[s] < 1e9:
            model.add(sum(used for _, used, _ in mine) <= int(sides.partners[s]))
        for day in sorted({d for d, _, _ in mine if d}):
            dated = [(used, amount) for d, used, amount in mine if d == day]
            if sides.a_day[s] < 1e9:
                model.add(sum(amount for _, amount in dated) <= int(sides.a_day[s]))
            if sides.partners_a_day[s] < 1e9:
                model.add(sum(used for used, _ in dated) <= int(sides.partners_a_day[s]))
        return on

    def worth(self):
        scores = [round(float(x) * CENTS) for x in self.problem.score]
        return sum(
            score * amount
            for score, ways in zip(scores, self.ways, strict=True)
            for _, _, amount in ways
        )

    def most(self, aim):
        self.model.maximize(aim)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(self.model) == cp_model.OPTIMAL
        return round(solver.objective_value)


MEDIUM = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.data_too_large]
)


@MEDIUM
@given(problem=problems(sides=10, links=40, most=6))
def test_the_largest_welfare_is_what_another_solver_finds(problem):
    other = Independent(problem)
    answer = best_plan(problem)
    assert faults(problem, answer) == []
    assert round(answer.solved.total * CENTS) == other.most(other.worth())


@MEDIUM
@given(problem=problems(sides=8, links=30, most=6, days=True))
def test_days_and_teams_are_planned_as_another_solver_plans_them(problem):
    other = Independent(problem)
    answer = best_plan(problem)
    assert faults(problem, answer) == []
    assert round(answer.solved.total * CENTS) == other.most(other.worth())


@MEDIUM
@given(problem=problems(sides=8, links=30, most=6, days=True))
def test_the_most_served_and_then_welfare_is_what_another_solver_finds(problem):
    other = Independent(problem)
    answer = best_plan(problem, "most first")
    served = other.most(sum(other.on))
    other.model.add(sum(other.on) == served)
    assert answer.figures["offers_placed"] + answer.figures["needs_served"] == served
    assert round(answer.solved.total * CENTS) == other.most(other.worth())
