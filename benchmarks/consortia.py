"""Teams: proved against a search through all, and beside the teams that really formed.

    python -m benchmarks.consortia [--quick] [--date 2026-11-22]

Random briefs: the best team against every team of up to 12 candidates, with rules and each
measure of cohesion; 500 candidates within 5 s; the greedy team beside the proved one; 5 members
out of 35,000. Real briefs: probation contracts and aid to Somalia that formed after a date (their
themes are what has to be covered). The team that really formed, random teams of the same size
out of those who had worked before, and ours are compared by how well their earlier work covers
the themes under two encoders that ours was not made with: TF-IDF, and LSA over it.
Writes benchmarks/results/consortia.json.
"""

import sys
import time
from datetime import date
from itertools import chain, combinations

import numpy as np

from benchmarks import _record
from benchmarks._consortia_data import hmpps_interventions, iati_somalia
from sap_match.evaluate.consortia import WorkCoverage
from sap_match.evaluate.splits import brief_of, eve, known_at, roles_of
from sap_match.landscape import Landscape
from sap_match.model import Changes
from sap_match.recommend.consortia import Rules, form_consortium
from sap_match.recommend.consortia.cohesion import COHESIONS, of_matrix
from sap_match.recommend.consortia.exact import solve
from sap_match.recommend.consortia.greedy import greedy_team
from sap_match.recommend.consortia.problem import Problem, Row

SEED = 20261122
KINDS = ("TF-IDF", "LSA")
MARKS = {
    "exact equals a search through all teams, up to 12 candidates": "difference at most 1e-6",
    "every measure of cohesion proved on 500 candidates": "gap 0 within 5 s",
    "every measure of cohesion on 500 candidates": "within 5 s and 2% of the bound",
    "greedy on 500 candidates": "within 2% of the exact optimum",
    "5 members from 35,000": "under 2 s, within 2% of the bound",
    "rules kept in every team": "always",
    "coverage above the real teams, TF-IDF and LSA": "95% of the difference above 0",
    "coverage above random teams, TF-IDF and LSA": "95% of the difference above 0",
}


def random_problem(rng, n, m, cohesion, *, most, asked=1, most_each=None):
    """Return a problem of which two in five cells are covered, with three rules."""
    gain = np.where(rng.random((n, m)) > 0.6, 0.5 + rng.random((n, m)) / 2, 0.0)
    points, sorts = rng.random((n, 2)), rng.integers(0, 3, n)
    costs, pair = rng.random(n), rng.choice(n, 2, replace=False)
    rows = (
        Row("two of a sort", tuple(np.flatnonzero(sorts == 0).tolist()), least=2),
        Row("not together", tuple(sorted(int(i) for i in pair)), most=1),
        Row("cost", tuple(range(n)), most=most / 2, factors=tuple(costs.tolist())),
    )

    def far(left, right):
        away = points[left][:, None] - points[right][None]
        return np.minimum(1.0, np.sqrt((away**2).sum(axis=-1)))

    if n <= 500:
        everyone = np.arange(n)
        far = of_matrix(far(everyone, everyone))
    return Problem(
        tuple(f"o{i:05d}" for i in range(n)), gain, 0.2 * rng.random(n) - 0.25, seated=(0,),
        least=2, most=most, asked=asked, most_each=most_each, rows=rows, cohesion=cohesion,
        weight=0.1, far=far, lead=0,
    )  # fmt: skip


def against_all(count):
    """Return the largest difference between the solver and a search through all teams."""
    worst, kept, none = 0.0, True, 0
    for seed in range(count):
        rng = np.random.default_rng(SEED + seed)
        problem = random_problem(
            rng, int(rng.integers(4, 13)), int(rng.integers(1, 6)), COHESIONS[seed % 6], most=5,
            asked=1 + seed % 2, most_each=(None, 1, 2)[seed % 3],
        )  # fmt: skip
        sizes = range(problem.least, problem.most + 1)
        teams = chain.from_iterable(combinations(range(problem.n), k) for k in sizes)
        best = max((problem.value(t) for t in teams if problem.keeps(t)), default=None)
        found = solve(problem)
        if best is None or found.team is None:
            none += 1
            worst = worst if best is None and found.team is None else np.inf
            continue
        kept &= problem.keeps(found.team)
        worst = max(worst, abs(found.value - best))
    return {"problems": count, "without any team": none, "worst difference": float(worst),
            "rules kept": bool(kept)}  # fmt: skip


def on_many(n, most, count, cohesions):
    """Return seconds, gaps and how far greedy is from what was found, by measure."""
    told = {}
    for cohesion in cohesions:
        seconds, gaps, short, proved = [], [], [], 0
        for seed in range(count):
            problem = random_problem(np.random.default_rng(SEED + seed), n, 6, cohesion, most=most)
            quick = greedy_team(problem)
            begun = time.perf_counter()
            found = solve(problem)
            seconds.append(time.perf_counter() - begun)
            gaps.append(found.gap)
            proved += found.gap == 0
            reached = -np.inf if quick is None else problem.value(quick)
            short.append((found.value - reached) / found.value)
        told[cohesion] = {
            "problems": count, "proved": proved, "seconds, worst": round(max(seconds), 2),
            "gap, worst": round(max(gaps), 5), "greedy short by, worst": round(max(short), 5),
        }  # fmt: skip
    return told


def formed_after(found, split, count):
    """Yield landscape, brief and real team of what formed after a split."""
    briefs = [b for b in found.briefs(split) if b.brief.themes]
    land = Landscape.build(known_at(found.dataset, split), as_of=eve(split))
    for i in picked(len(briefs), count):
        given = [m for m in (briefs[i].brief.lead_id, *briefs[i].brief.members) if m]
        yield land, briefs[i].brief, sorted({*given, *briefs[i].wanted})


def left_out(found, day, count):
    """Yield landscape, brief and real team of contracts, each with itself left out."""
    dataset, roles = found.dataset, roles_of(found.dataset)
    contracts = [
        c for c in dataset.collaborations if len(dataset.members_of(c.id)) > 2 and c.themes
    ]
    for i in picked(len(contracts), count):
        one, members = contracts[i], sorted(dataset.members_of(contracts[i].id))
        lead = next((m for m in members if roles[one.id, m] == "lead"), None)
        brief = brief_of(dataset, one, lead=lead, members=(), as_of=day)
        known = dataset.updated(Changes(removals={"collaborations": (one.id,)}))
        yield Landscape.build(known, as_of=day), brief, members


def picked(n, count):
    """Return positions, drawn once and for all."""
    return sorted(np.random.default_rng(SEED).permutation(n)[:count].tolist())


def beside_real(name, cases, draws=50):
    """Return coverage of real, random and our teams of the same size."""
    rng, rows, kept, seconds, judges, of = np.random.default_rng(SEED), [], True, [], {}, None
    for land, told, real in cases:
        if land is not of:
            of, judges = land, {k: WorkCoverage.of(land, lsa=k == "LSA") for k in KINDS}
        brief = told.model_copy(update={"capabilities": told.themes})
        given = [m for m in (brief.lead_id, *brief.members) if m]
        size = len(real)
        begun = time.perf_counter()
        made = form_consortium(land, brief, 1, rules=Rules(size_min=size, size_max=size))
        seconds.append(time.perf_counter() - begun)
        ours = list(made.teams[0].members)
        kept &= len(ours) == size and set(given) <= set(ours)
        free = sorted(judges["LSA"].worked - set(given))
        row = {}
        for kind, judge in judges.items():
            chance = [
                judge.coverage([*given, *rng.choice(free, size - len(given), replace=False)],
                               brief.themes)
                for _ in range(draws)
            ]  # fmt: skip
            row[kind] = (
                judge.coverage(ours, brief.themes), judge.coverage(real, brief.themes),
                float(np.mean(chance)),
            )  # fmt: skip
        rows.append(row)
    found = {"collection": name, "briefs": len(rows), "rules kept": bool(kept),
            "seconds a brief, median": round(float(np.median(seconds)), 3)}  # fmt: skip
    for kind in judges:
        table = np.array([row[kind] for row in rows])
        found[kind] = {
            "ours": round(float(table[:, 0].mean()), 4),
            "real": round(float(table[:, 1].mean()), 4),
            "random": round(float(table[:, 2].mean()), 4),
            "ours above real by, 95%": interval(rng, table[:, 0] - table[:, 1]),
            "ours above random by, 95%": interval(rng, table[:, 0] - table[:, 2]),
        }
    return found


def interval(rng, values, draws=2000):
    """Return the bootstrap interval of a mean."""
    means = rng.choice(values, (draws, len(values))).mean(axis=1)
    return [round(float(x), 4) for x in np.quantile(means, (0.025, 0.975))]


def main(arguments=None):
    options = _record.options_of("consortia", __doc__).parse_args(arguments)
    load, quick, data = _record.load_now(), options.quick, _record.data_folder()
    small = against_all(24 if quick else 120)
    count = 1 if quick else 3
    many = on_many(500, 8, count, COHESIONS)
    huge = on_many(35_000, 5, count, ("none", "leader"))
    probation, somalia = hmpps_interventions(data), iati_somalia(data)
    real = [
        beside_real("probation", left_out(probation, date(2024, 4, 1), 6 if quick else 12)),
        beside_real("somalia", formed_after(somalia, somalia.split, 10 if quick else 60)),
    ]
    judged = [r[kind] for r in real for kind in KINDS]
    names = list(MARKS)
    met = {
        names[0]: small["worst difference"] <= 1e-6,
        names[1]: all(s["gap, worst"] == 0 and s["seconds, worst"] <= 5 for s in many.values()),
        names[2]: all(s["gap, worst"] <= 0.02 and s["seconds, worst"] <= 5 for s in many.values()),
        names[3]: all(s["greedy short by, worst"] <= 0.02 for s in many.values()),
        names[4]: all(s["seconds, worst"] < 2 and s["gap, worst"] <= 0.02 for s in huge.values()),
        names[5]: small["rules kept"] and all(r["rules kept"] for r in real),
        names[6]: all(j["ours above real by, 95%"][0] > 0 for j in judged),
        names[7]: all(j["ours above random by, 95%"][0] > 0 for j in judged),
    }
    measured = {"against all teams": small, "500 candidates": many, "35,000 candidates": huge,
                "beside teams that formed": real}  # fmt: skip
    files = [*probation.files, *somalia.files]
    return _record.save(
        options, what=__doc__.splitlines()[0], targets=MARKS, met=met, measured=measured,
        data=_record.hashes(files, data), load_before=load,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
