"""An answer held against its problem from scratch: plain loops, nothing of the planner's."""

from collections import defaultdict

CLOSE = 1e-5


def faults(problem, answer):
    """Return in words what an answer does that its problem forbids; nothing is a plan."""
    found = []
    passed = [defaultdict(list), defaultdict(list)]
    for i in range(problem.size):
        q, day = float(answer.quantity[i]), int(answer.day[i])
        name = f"{problem.lefts.ids[problem.left[i]]} - {problem.rights.ids[problem.right[i]]}"
        if q < 0:
            found.append(f"{name}: {q} is negative")
        if q <= 0:
            continue
        found += _link_faults(problem, i, name, q, day)
        passed[0][int(problem.left[i])].append((q, day))
        passed[1][int(problem.right[i])].append((q, day))
    for mine, sides in zip(passed, (problem.lefts, problem.rights), strict=True):
        for s, passes in mine.items():
            found += _side_faults(sides, s, passes)
    reached = sum(float(s) * float(q) for s, q in zip(problem.score, answer.quantity, strict=True))
    if abs(reached - answer.solved.total) > CLOSE * max(1.0, abs(reached)):
        found.append(f"it is worth {reached}, and says {answer.solved.total}")
    if answer.solved.bound < answer.solved.total - CLOSE:
        found.append(f"the bound {answer.solved.bound} is below {answer.solved.total}")
    return found


def _link_faults(problem, i, name, q, day):
    found = []
    if not problem.least[i] - CLOSE <= q <= problem.most[i] + CLOSE:
        found.append(f"{name}: {q} is not from {problem.least[i]} to {problem.most[i]}")
    if problem.whole[i] and q != round(q):
        found.append(f"{name}: {q} is not whole")
    if problem.days and problem.days[i] and day not in problem.days[i]:
        found.append(f"{name}: on {day}, not on one of {problem.days[i]}")
    return found


def _side_faults(sides, s, passes):
    found, name = [], sides.ids[s]
    total = sum(q for q, _ in passes)
    if not sides.least[s] - CLOSE <= total <= sides.most[s] + CLOSE:
        found.append(f"{name}: {total} is not from {sides.least[s]} to {sides.most[s]}")
    if len(passes) > sides.partners[s]:
        found.append(f"{name}: {len(passes)} partners, not {sides.partners[s]}")
    for day in {d for _, d in passes if d}:
        on = [q for q, d in passes if d == day]
        if sum(on) > sides.a_day[s] + CLOSE:
            found.append(f"{name}: {sum(on)} on {day}, not {sides.a_day[s]}")
        if len(on) > sides.partners_a_day[s]:
            found.append(f"{name}: {len(on)} partners on {day}, not {sides.partners_a_day[s]}")
    return found


def every_plan(problem):
    """Yield every allowed plan of whole quantities, as (quantities, days): for tiny problems."""
    from itertools import product
    from types import SimpleNamespace

    ways = []
    for i in range(problem.size):
        days = (problem.days[i] if problem.days else ()) or (0,)
        amounts = range(1, int(problem.most[i]) + 1)
        own = [(q, d) for q in amounts if q >= problem.least[i] for d in days]
        ways.append([(0, 0), *own])
    for plan in product(*ways):
        quantity = [q for q, _ in plan]
        total = sum(s * q for s, q in zip(problem.score, quantity, strict=True))
        told = SimpleNamespace(
            quantity=quantity,
            day=[d for _, d in plan],
            solved=SimpleNamespace(total=total, bound=total),
        )
        if not faults(problem, told):
            yield told
