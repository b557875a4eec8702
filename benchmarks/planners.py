"""The planners beside `matching`, scipy and OR-tools: the same answers, and how long they take.

    python -m benchmarks.planners [--quick] [--only hospitals one_to_one welfare rooms market]

Markets are invented, the same on every run (`_planners_invented.py`). `matching` and OR-tools run
in pinned environments of their own (`environments/`) and time themselves: building the model and
solving it, without start and imports, as we time ourselves. Wall time is told with processor time
beside it; the marks are of processor time, which what else the machine does leaves alone. The
whole market runs in a process of its own, for its memory.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import _planners_invented as invented
from benchmarks import _record
from benchmarks._environment import run
from benchmarks._planners_market import in_a_process
from sap_match.recommend.planning import best_choice, best_plan
from sap_match.recommend.planning.preferences import deferred_acceptance

HOSPITALS_RATIO, WELFARE_SECONDS, ROOMS_SECONDS = 5.0, 5.0, 5.0
MARKET_SECONDS, MARKET_GB, MARKET_GAP = 120.0, 2.0, 0.01
BASELINE_SECONDS = 30.0
"""What a solver may take for one question; then its best plan and its bound count."""
THOUSAND = 1000
SCARCE = "lower quotas, a third more asked for than offered"


def timed(call, repeats):
    """Return what a call gives, with the medians of its seconds and its processor seconds."""
    wall, worked = [], []
    for _ in range(repeats):
        start, begun = time.perf_counter(), time.process_time()
        found = call()
        wall.append(time.perf_counter() - start)
        worked.append(time.process_time() - begun)
    told = {"seconds": statistics.median(wall), "cpu_seconds": statistics.median(worked)}
    return found, told


def rounded(told):
    return {name: round(seconds, 3) for name, seconds in told.items()}


def ortools(what, allowed=BASELINE_SECONDS, **arrays):
    """Put a question to OR-tools in its own environment."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "asked.npz", Path(folder) / "answer.json"
        np.savez(asked, **arrays)
        run("ortools", "ortools_planners", what, asked, answer, allowed)
        return json.loads(answer.read_text(encoding="utf-8"))


def matching(instances, repeats):
    """Let the package `matching` solve instances in its own environment."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "asked.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps({"repeats": repeats, "instances": instances}), "utf-8")
        run("matching", "matching_hospitals", asked, answer)
        return json.loads(answer.read_text(encoding="utf-8"))


def hospitals(quick):
    """Hospitals and residents: the same matching as `matching`, both ways, and its time."""
    residents, places = (60, 6) if quick else (400, 20)
    one = invented.hospitals_and_residents(residents, places)
    repeats = 3 if quick else 15
    theirs = matching([{**one, "optimal": o} for o in ("resident", "hospital")], repeats)
    told = {"residents": residents, "hospitals": places}
    for optimal, side, other in zip(
        ("resident", "hospital"), ("left", "right"), theirs, strict=True
    ):
        found, ours = timed(
            lambda side=side: deferred_acceptance(
                one["residents"], one["hospitals"], right_capacity=one["capacities"], optimal=side
            ),
            3 * repeats,
        )
        matched = {h: [] for h in one["hospitals"]}
        for name, got in found.items():
            for h in got:
                matched[h].append(name)
        mine, its = ours["seconds"], statistics.median(other["seconds"])
        told[f"{optimal} optimal"] = {
            "ms": round(1000 * mine, 3),
            "matching_ms": round(1000 * its, 3),
            "ratio": round(its / mine, 1),
            "same": {h: sorted(rs) for h, rs in matched.items()} == other["matched"],
        }
    return told


def one_to_one(quick):
    """One to one: the value of scipy's linear_sum_assignment."""
    from scipy.optimize import linear_sum_assignment

    size = 60 if quick else 300
    scores = invented.one_to_one(size)
    problem = invented.one_to_one_problem(scores)
    answer, ours = timed(lambda: best_plan(problem), 3)
    (rows, columns), theirs = timed(lambda: linear_sum_assignment(scores, maximize=True), 3)
    best = float(scores[rows, columns].sum())
    return {
        "size": size,
        **rounded(ours),
        "scipy_seconds": round(theirs["seconds"], 4),
        "total": answer.solved.total,
        "scipy_total": round(best, 6),
        "same": abs(answer.solved.total - best) < 1e-6,
    }


def welfare(quick):
    """Sparse welfare with quotas in quantities, beside OR-tools: flow, then SCIP.

    The last question is harder than is asked of us: both solvers are given so many seconds,
    and how far each is from its bound counts.
    """
    lefts, rights, degree = (300, 40, 6) if quick else (10_000, 1_000, 10)
    cases = {
        "upper quotas": ({}, "flow", 3),
        "lower quotas": ({"lower": True}, "quotas", 1),
        SCARCE: ({"lower": True, "scarce": True}, "quotas", 1),
    }
    told, allowed = {}, 3.0 if quick else BASELINE_SECONDS
    for name, (how, what, repeats) in cases.items():
        problem = invented.sparse_quotas(lefts, rights, degree, **how)
        answer, ours = timed(lambda problem=problem: best_plan(problem, seconds=allowed), repeats)
        theirs = ortools(
            what, allowed, left=problem.left, right=problem.right, most=problem.most,
            score=np.round(problem.score * THOUSAND).astype(np.int64),
            gives=problem.lefts.most, takes=problem.rights.most, least=problem.rights.least,
        )  # fmt: skip
        told[name] = beside(answer.solved, ours, theirs) | {
            "offers": lefts, "needs": rights, "links": problem.size}  # fmt: skip
    return told


def rooms(quick):
    """Requests for rooms, no room twice at a time, beside OR-tools CP-SAT."""
    requests, slots = (40, 200) if quick else (500, 2_000)
    options = invented.rooms_and_requests(requests, slots)
    (chosen, solved), ours = timed(lambda: best_choice(options), 1 if quick else 3)
    names = {x: i for i, x in enumerate(dict.fromkeys(o.request for o in options))}
    places = {x: i for i, x in enumerate(dict.fromkeys(o.resource for o in options))}
    theirs = ortools(
        "rooms",
        request=np.array([names[o.request] for o in options]),
        resource=np.array([places[o.resource] for o in options]),
        first=np.array([o.taken[0][0] for o in options]),
        past=np.array([o.taken[0][1] for o in options]),
        score=np.array([round(o.score * THOUSAND) for o in options]),
    )
    told = {"requests": requests, "slots": slots, "options": len(options), "met": len(chosen)}
    return beside(solved, ours, theirs) | told


def beside(solved, ours, theirs):
    """Our plan and its time beside OR-tools', whose totals are thousandths."""
    mine, its = solved.total, theirs["total"] / THOUSAND
    return {
        **rounded(ours),
        "ortools_seconds": round(theirs["seconds"], 3),
        "total": mine,
        "bound": solved.bound,
        "gap": round(max(0.0, solved.bound - mine) / max(solved.bound, 1e-9), 6),
        "ortools_total": round(its, 6),
        "ortools_bound": round(theirs["bound"] / THOUSAND, 6),
        "ortools_status": theirs["status"],
        "same": abs(mine - its) <= 1e-6 * max(1.0, mine),
        "better": mine > its + 1e-6 * max(1.0, mine),
    }


def market(quick):
    """The whole market of pairings, in a process of its own."""
    return in_a_process(*((600, 150) if quick else (50_000, 10_000)))


CASES = {
    "hospitals": hospitals,
    "one_to_one": one_to_one,
    "welfare": welfare,
    "rooms": rooms,
    "market": market,
}


def marks(found):
    """Each mark that is promised, what it asks and whether it is met; of the cases that ran."""
    told = {}
    if one := found.get("hospitals"):
        both = [x for x in one.values() if isinstance(x, dict)]
        told["hospitals"] = (
            f"400 x 20 at least {HOSPITALS_RATIO:g} times faster than matching, and the same",
            all(x["same"] and x["ratio"] >= HOSPITALS_RATIO for x in both),
        )
    if one := found.get("one_to_one"):
        told["one to one"] = ("the value of scipy's linear_sum_assignment", one["same"])
    if one := found.get("welfare"):
        told["welfare"] = (
            f"10,000 x 1,000 to optimality under {WELFARE_SECONDS:g} s, no worse than OR-tools",
            all(x["gap"] == 0 and _no_worse(x) and x["cpu_seconds"] < WELFARE_SECONDS
                for name, x in one.items() if name != SCARCE),
        )  # fmt: skip
    if one := found.get("rooms"):
        told["rooms"] = (
            f"500 x 2,000 slots to optimality under {ROOMS_SECONDS:g} s, no worse than CP-SAT",
            one["gap"] == 0 and _no_worse(one) and one["cpu_seconds"] < ROOMS_SECONDS,
        )
    if one := found.get("market"):
        told["market"] = (
            f"50,000 x 10,000: {MARKET_SECONDS:g} s, {MARKET_GB:g} GB, gap < {MARKET_GAP:.0%}",
            one["cpu_seconds"] < MARKET_SECONDS and one["peak_gb"] < MARKET_GB
            and one["gap"] is not None and one["gap"] < MARKET_GAP,
        )  # fmt: skip
    return told


def _no_worse(one):
    """Whether our plan is as good as OR-tools', and OR-tools' bound does not contradict it."""
    close = 1e-6 * max(1.0, one["total"])
    return one["ortools_total"] - close <= one["total"] <= one["ortools_bound"] + close


def took(one):
    """Seconds, and of these how many of processor time."""
    return f"{one['seconds']:.2f} s ({one['cpu_seconds']:.2f} s)"


def theirs(one):
    return f"{one['ortools_seconds']:.2f} s ({one['ortools_status']})"


def same(one):
    """Whether both found the same, or ours is worth more where the other ran out of time."""
    return "ours is better" if one["better"] else one["same"]


def table(found):
    """The table of a result, in Markdown."""
    rows = [("case", "size", "ours (of processor time)", "beside", "gap", "the same")]
    if one := found.get("hospitals"):
        size = f"{one['residents']} x {one['hospitals']}"
        rows += [
            (f"hospital-resident, {o}", size, f"{x['ms']:.2f} ms",
             f"matching {x['matching_ms']:.1f} ms ({x['ratio']:g} times)", "", x["same"])
            for o, x in one.items() if isinstance(x, dict)
        ]  # fmt: skip
    if one := found.get("one_to_one"):
        scipy = f"linear_sum_assignment {one['scipy_seconds']:.3f} s"
        size = f"{one['size']} x {one['size']}"
        rows.append(("one to one", size, took(one), scipy, "0.00%", one["same"]))
    for name, x in found.get("welfare", {}).items():
        rows.append((f"welfare, {name}", f"{x['offers']} x {x['needs']}, {x['links']} links",
                     took(x), f"OR-tools {theirs(x)}", f"{x['gap']:.2%}", same(x)))  # fmt: skip
    if x := found.get("rooms"):
        rows.append(("rooms", f"{x['requests']} x {x['slots']}, {x['options']} ways",
                     took(x), f"OR-tools CP-SAT {theirs(x)}",
                     f"{x['gap']:.2%}", same(x)))  # fmt: skip
    if x := found.get("market"):
        gap = "" if x["gap"] is None else f"{x['gap']:.2%}"
        rows.append(("whole market", f"{x['offers']} x {x['needs']}, {x['candidates']} candidates",
                     f"{took(x)}, {x['peak_gb']:.2f} GB", "", gap, ""))  # fmt: skip
    told = [
        "| " + " | ".join({True: "yes", False: "NO"}.get(c, str(c)) for c in r) + " |" for r in rows
    ]
    return "\n".join([told[0], "|" + "---|" * len(rows[0]), *told[1:]])


def main(arguments=None):
    parser = _record.options_of("planners", __doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    options = parser.parse_args(arguments)
    load = _record.load_now()
    found = {}
    for name in options.only:
        found[name] = CASES[name](options.quick)
        print(f"{name}: {json.dumps(found[name])}", flush=True)
    print(f"\n{table(found)}\n", flush=True)
    told = marks(found)
    return _record.save(
        options,
        what="the planners beside matching, scipy and OR-tools: the same optimum, seconds, memory",
        targets={name: text for name, (text, _) in told.items()},
        met={name: bool(good) for name, (_, good) in told.items()},
        measured=found,
        data=[],
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
