"""A whole market of pairings, invented: tens of thousands of offers, planned in its own process."""

import json
import random
import re
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks._record import ROOT

SEED = 20261122
AS_OF = date(2026, 11, 1)
HERE = "benchmarks._planners_market"
READ = 1000
CENTRE, REACH = (53.2, -2.4), 0.35
"""Middle of the invented county, and how many degrees it reaches."""

CAUSES = (
    "older people", "young people", "homelessness", "mental health", "food poverty", "environment",
    "refugees and migration", "disability", "arts and heritage", "employment and skills",
    "animals", "sport and activity",
)  # fmt: skip
WORK = {
    "volunteering": {
        "gardening": ("clear and plant a garden", "dig beds and prune hedges in a garden"),
        "painting": ("paint rooms and fences", "paint a hall inside and out"),
        "befriending": ("visit people who live alone", "talk and play games with lonely people"),
        "driving": ("drive people to appointments", "give lifts to hospital and shops"),
        "cooking": ("cook and serve a warm lunch", "help in the kitchen of a lunch club"),
        "sorting": ("sort and pack donated food", "sort clothes and shelves in a store"),
        "coaching sport": ("coach football for children", "help to run a sports afternoon"),
        "reading": ("read with children at school", "hear young readers every week"),
        "stewarding": ("steward a street festival", "help visitors at an open day"),
        "litter picking": ("pick litter along the canal", "clean up a river bank"),
    },
    "skills": {
        "bookkeeping": ("keep the books and file accounts", "set up accounts and budgets"),
        "law": ("advise on leases and contracts", "read through a lease and governing document"),
        "web design": ("build a small web site", "mend our web site and its pages"),
        "marketing": ("plan a campaign and write posts", "help us with marketing and posts"),
        "photography": ("take photographs of events", "photograph people and places"),
        "CV writing": ("help job seekers with a CV", "write CVs and practise interviews"),
        "data analysis": ("analyse survey answers", "make sense of our data and charts"),
        "fundraising": ("write bids for grants", "plan how to raise funds"),
    },
    "goods": {
        "laptops": ("laptops with chargers, wiped", "working laptops for learners"),
        "furniture": ("desks, chairs and tables", "tables and stacking chairs"),
        "food": ("tinned and dry food", "dry food for parcels"),
        "tools": ("hand tools for a workshop", "garden tools, used but sound"),
    },
    "space": {"hall": ("a hall with a kitchen", "a hall for a weekly group"),
              "meeting room": ("a meeting room with wifi", "a room for a committee")},
    "funding": {"small grants": ("small grants for local causes", "money for equipment")},
}  # fmt: skip
UNITS = {"volunteering": "people", "skills": "hours", "goods": "items", "space": "hours",
         "funding": "pounds"}  # fmt: skip
SIZES = {"people": (2, 20), "hours": (4, 60), "items": (2, 40), "pounds": (100, 2000)}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA")


def invented_market(offers, needs, seed=SEED):
    """A dataset of so many offers and needs, the same on every run."""
    from sap_match.model import Dataset, Need, Offer, Organisation

    draw = random.Random(seed)  # noqa: S311 - no secret
    businesses, charities = max(2, offers // 5), max(2, needs // 3)
    organisations = [
        Organisation(id=f"b{i:06d}", name=f"Business {i}", kind="business")
        for i in range(businesses)
    ] + [
        Organisation(
            id=f"c{i:06d}", name=f"Charity {i}", kind="voluntary",
            themes=tuple(draw.sample(CAUSES, 2)), income=float(10 ** draw.uniform(3.5, 6.5)),
        )
        for i in range(charities)
    ]  # fmt: skip
    asked = [
        Need(
            id=f"n{j:06d}", organisation_id=f"c{draw.randrange(charities):06d}",
            **_common(draw, side=1),
        )
        for j in range(needs)
    ]  # fmt: skip
    given = [
        Offer(
            id=f"o{i:06d}", organisation_id=f"b{draw.randrange(businesses):06d}",
            max_distance_km=float(draw.choice((3, 5, 8, 10, 15, 25))), **_common(draw, side=0),
        )
        for i in range(offers)
    ]  # fmt: skip
    tables = {"organisations": organisations, "offers": given, "needs": asked}
    return Dataset.build("market", tables, as_of=AS_OF)


def _common(draw, *, side):
    kind = draw.choices(list(WORK), (45, 30, 15, 5, 5))[0]
    skill = draw.choice(list(WORK[kind]))
    unit = UNITS[kind]
    low, high = SIZES[unit]
    cause = draw.choice(CAUSES)
    words = draw.choice(WORK[kind][skill])
    told = {
        "kind": kind,
        "description": f"{words.capitalize()}, for {cause}. {_more(draw)}",
        "quantity": float(draw.randint(low, high)),
        "unit": unit,
        "latitude": round(CENTRE[0] + draw.uniform(-REACH, REACH), 4),
        "longitude": round(CENTRE[1] + draw.uniform(-REACH, REACH) * 1.6, 4),
        "causes": (cause,),
    }
    if draw.random() < 0.2:
        told["quantity_min"] = float(low)
    if kind in ("volunteering", "skills"):
        skills = (skill,) if draw.random() < 0.7 else ()
        told |= {"skills": skills} if side == 0 else {"skills_required": skills}
        first = draw.choice((9, 10, 13, 14, 17, 18))
        days = draw.sample(DAYS, draw.randint(1, 3))
        told["windows"] = tuple(f"{d} {first:02d}:00-{first + 4:02d}:00" for d in days)
        if draw.random() < 0.3:
            told |= (
                {"checks": ("dbs_enhanced",)} if side == 0 else {"checks_required": ("dbs_basic",)}
            )
    if draw.random() < 0.3:
        told["starts_on"] = AS_OF + timedelta(draw.randint(0, 40))
    return told


def _more(draw):
    day = draw.choice(("Once", "Every week", "Twice a month", "For a season"))
    return f"{day}, with {draw.choice(('a briefing', 'a lead on site', 'tea', 'all materials'))}."


def measured(offers, needs):
    """Plan the whole market; called in a process of its own."""
    from sap_match.landscape import Landscape
    from sap_match.recommend.pairings import plan_pairings
    from sap_match.similarity.encoder import HashedWords

    dataset = invented_market(offers, needs)
    before = peak_gb()
    start, worked = time.perf_counter(), time.process_time()
    landscape = Landscape.build(dataset, encoder=HashedWords(384))
    plan = plan_pairings(landscape)
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    peak, start = peak_gb(), time.perf_counter()
    _ = [row.to_record() for rows in (plan.matches, plan.unmatched) for row in rows[:READ]]
    reading = time.perf_counter() - start
    given = {"offers": offers, "needs": needs, "seconds": round(seconds, 2)}
    bound = bound_of(plan)
    return {
        **given,
        "cpu_seconds": round(cpu, 2),
        "peak_gb": round(peak, 2),
        "peak_gb_with_the_dataset_alone": round(before, 2),
        f"seconds_to_read_{READ}_rows_of_matches_and_unmatched": round(reading, 2),
        "candidates": len(plan.candidates),
        "matches": len(plan.matches),
        "total": plan.total,
        "bound": bound,
        "gap": round(max(0.0, bound - plan.total) / max(bound, 1e-9), 6),
        "notes": list(plan.matches.notes) + list(plan.candidates.notes),
        "pruned": plan.figures.get("pruned"),
        "pruned_bound": plan.figures.get("pruned_bound"),
        "figures": {k: round(float(v), 6) for k, v in sorted(plan.figures.items())},
        "torch_loaded": "torch" in sys.modules,
    }


def bound_of(plan):
    """What no plan over the candidates is worth more than, as the plan's notes say it."""
    found = re.search(r"no plan more than ([\d.]+\d)", " ".join(plan.matches.notes))
    return float(found[1]) if found else plan.total


def peak_gb():
    """The most memory that this process has held, in GB."""
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss begins at what the parent held when it forked
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) * 1024 / 1e9
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e9


def in_a_process(offers, needs):
    """`measured` in a fresh interpreter."""
    code = (
        f"import json\nfrom {HERE} import measured\nprint(json.dumps(measured({offers}, {needs})))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr.strip()[-2000:])
    return json.loads(ran.stdout.splitlines()[-1])
