"""Partners of everybody in a network of 35,871 organisations: seconds, memory, one call, a new tie.

    python -m benchmarks.partners_scale [--quick]

Two networks, each in a process of its own: one made at random with the sizes of the whole of
Horizon 2020 (organisations, consortia, members; heavy tails), and the open H2020 file as far
as it goes. Beside them, in the same process, what they cannot beat: weighted resource
allocation alone, one sparse product, its ten best.
"""

import json
import re
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks import _record
from sap_match.landscape import Landscape
from sap_match.model import (
    Area,
    Brief,
    Changes,
    Collaboration,
    CollaborationMember,
    Dataset,
    Organisation,
)

SEED = 20261101
ORGANISATIONS, CONSORTIA, MEMBERS, COUNTRIES = 35_871, 31_451, 144_726, 150
EVERYBODY_SECONDS, MEMORY_GB, CALL_MS, UPDATE_SHARE = 60.0, 3.0, 50.0, 0.5
AS_OF = date(2022, 12, 31)
HERE = "benchmarks.partners_scale"


def made_at_random(shrink=1):
    """A network with the sizes of Horizon 2020 and its heavy tails; the same on every run."""
    rng = np.random.default_rng(SEED)
    n, m, total = ORGANISATIONS // shrink, CONSORTIA // shrink, MEMBERS // shrink
    wanted = rng.zipf(1.75, n).clip(1, 2500).astype(float)
    sizes = 1 + rng.multinomial(total - m, rng.dirichlet(np.full(m, 0.35)))
    countries = rng.choice(COUNTRIES, n, p=_falling(COUNTRIES))
    owners = rng.permutation(n)
    members = []
    for j, size in enumerate(np.minimum(sizes, 120).tolist()):
        joined = {int(owners[j])} if j < n else set()
        joined |= set(rng.choice(n, size, p=wanted / wanted.sum()).tolist())
        members += [(j, i) for i in sorted(joined)]
    starts = [date(2014, 1, 1) + timedelta(int(d)) for d in rng.integers(0, 3285, m)]
    lasts = rng.integers(360, 1800, m)
    tables = {
        "areas": [Area(id=f"area{c}", name=f"Country {c}", kind="other") for c in range(COUNTRIES)],
        "organisations": [
            Organisation(
                id=f"{i:09d}", name=f"PIC {i:09d}", kind="public", areas=(f"area{countries[i]}",)
            )
            for i in range(n)
        ],
        "collaborations": [
            Collaboration(
                id=f"c{j:06d}",
                kind="consortium",
                starts_on=starts[j],
                ends_on=starts[j] + timedelta(int(lasts[j])),
            )
            for j in range(m)
        ],
        "collaboration_members": [
            CollaborationMember(collaboration_id=f"c{j:06d}", organisation_id=f"{i:09d}")
            for j, i in members
        ],
    }
    return tables, AS_OF


def _falling(count):
    weights = 1 / np.arange(1, count + 1)
    return weights / weights.sum()


def open_file(_):
    from benchmarks._consortia_data import h2020

    dataset = h2020(_record.data_folder()).dataset
    return {name: list(rows) for name, rows in dataset.tables.items() if rows}, AS_OF


NETWORKS = {"made at random": made_at_random, "open H2020 file": open_file}


def measured(name, shrink, asked):
    """Everything that is measured on one network; called in a process of its own."""
    from sap_match.recommend.everyone import rank_everyone

    tables, as_of = NETWORKS[name](shrink)
    built, land = parts_of(lambda: Landscape.build(Dataset.build("many", tables, as_of=as_of)))
    rng = np.random.default_rng(SEED)
    drawn = [land.ids[i] for i in rng.permutation(len(land.ids))[: 2 * asked + 1]]
    calls = one_calls(land, drawn)
    everybody, found = clocked(lambda: rank_everyone(land, k=10))
    baseline, _ = clocked(lambda: allocation_alone(land))
    changes = a_new_tie(land)
    updated, _ = parts_of(lambda: land.updated(changes))
    return {
        "organisations": len(land.ids),
        "collaborations": len(land.network.collaboration_ids),
        "members": len(land.network.members),
        "most_ties": int(np.diff(land.network.projection().indptr).max()),
        "build": built,
        "everybody": everybody,
        "rows": int((found.candidates >= 0).sum()),
        "baseline: weighted resource allocation alone, ten best": baseline,
        "one_call_ms": calls,
        "after_a_new_tie": updated,
        "share_of_a_build": round(updated["cpu_seconds"] / built["cpu_seconds"], 3),
        "peak_gb": round(peak_gb(), 2),
        "torch_loaded": "torch" in sys.modules,
    }


def clocked(call):
    start, worked = time.perf_counter(), time.process_time()
    found = call()
    return {
        "seconds": round(time.perf_counter() - start, 2),
        "cpu_seconds": round(time.process_time() - worked, 2),
    }, found


def parts_of(make):
    """Make a landscape and all that one call for partners needs, each part clocked."""
    from sap_match.recommend.partners import recommend_partners

    told, made = {}, {}
    steps = {
        "landscape": lambda: made.setdefault("it", make()),
        "profiles": lambda: made["it"].profiles,
        "network": lambda: made["it"].network,
        "organisation_index": lambda: made["it"].organisation_index,
        "first_call": lambda: recommend_partners(made["it"], for_=made["it"].ids[0]),
    }
    for name, step in steps.items():
        told[name], _ = clocked(step)
    units = ("seconds", "cpu_seconds")
    total = {unit: round(sum(part[unit] for part in told.values()), 2) for unit in units}
    return {**total, "of_which": told}, made["it"]


def one_calls(land, drawn):
    from sap_match.recommend.partners import recommend_partners

    def clock(**asked):
        return _ms(lambda: recommend_partners(land, **asked))

    half = len(drawn) // 2
    rounds = {"new subject": drawn[:half], "asked before": drawn[:half]}
    told = {
        name: spread([clock(for_=one) for one in subjects]) for name, subjects in rounds.items()
    }
    leads = drawn[half : half + max(half // 5, 2)]
    briefs = [Brief(id=one, description="Work together.", lead_id=one) for one in leads]
    clock(brief=briefs[0])
    told["brief"] = spread([clock(brief=brief) for brief in briefs])
    hub = land.ids[int(np.diff(land.network.projection().indptr).argmax())]
    told["most ties of all"] = spread([clock(for_=hub) for _ in range(5)])
    return told


def _ms(call):
    start, worked = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def spread(pairs):
    wall, worked = (np.array(side) for side in zip(*pairs, strict=True))
    return {
        "median": round(float(np.median(wall)), 1),
        "p95": round(float(np.percentile(wall, 95)), 1),
        "median_of_processor_time": round(float(np.median(worked)), 1),
        "runs": len(wall),
    }


def allocation_alone(land):
    """Ten best by weighted resource allocation: one sparse product in stretches, a partition."""
    from sap_match.graph import walks

    ties = land.network.projection()
    shared = walks.shared_out(ties)
    best = []
    for start in range(0, ties.shape[0], 256):
        scores = (shared[start : start + 256] @ ties).toarray()
        first = np.argpartition(-scores, min(10, scores.shape[1] - 1), axis=1)[:, :10]
        best.append(first.copy())
    return np.concatenate(best)


def a_new_tie(land):
    three = land.ids[77:80]
    tie = Collaboration(id="new", kind="consortium", starts_on=land.as_of)
    members = tuple(CollaborationMember(collaboration_id="new", organisation_id=o) for o in three)
    return Changes(upserts={"collaborations": (tie,), "collaboration_members": members})


def peak_gb():
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss begins at what the parent held when it forked
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def in_a_process(name, shrink, asked):
    call = f"measured({name!r}, {shrink}, {asked})"
    code = f"import json\nfrom {HERE} import measured\nprint(json.dumps({call}))"
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=_record.ROOT
    )
    return json.loads(ran.stdout.splitlines()[-1])


def main(arguments=None):
    options = _record.options_of("partners_scale", __doc__.split("\n")[0]).parse_args(arguments)
    load = _record.load_now()
    source = _record.data_folder() / "h2020" / "participations.csv.gz"
    names = [name for name in NETWORKS if name != "open H2020 file" or source.is_file()]
    shrink, asked = (10, 20) if options.quick else (1, 100)
    found = {name: in_a_process(name, shrink, asked) for name in names}
    for name, told in found.items():
        everybody, call = told["everybody"], told["one_call_ms"]["new subject"]
        print(
            f"{name}: {told['organisations']} organisations; everybody {everybody['seconds']} s "
            f"({everybody['cpu_seconds']} s of processor time), {told['peak_gb']} GB; one call "
            f"{call['median_of_processor_time']} ms of processor time; a new tie "
            f"{told['share_of_a_build']:.0%} of a build"
        )
    whole = found["made at random"]
    return _record.save(
        options,
        what="ten partners for everybody, one call and a new tie, in networks without a word",
        targets={
            "everybody": f"under {EVERYBODY_SECONDS:g} s of processor time, all threads",
            "memory": f"under {MEMORY_GB:g} GB, the whole process",
            "one call": f"under {CALL_MS:g} ms of processor time, median, on a built landscape",
            "a new tie": f"under {UPDATE_SHARE:.0%} of the processor time of a build",
        },
        met={
            "everybody": whole["everybody"]["cpu_seconds"] < EVERYBODY_SECONDS,
            "memory": whole["peak_gb"] < MEMORY_GB,
            "one call": whole["one_call_ms"]["new subject"]["median_of_processor_time"] < CALL_MS,
            "a new tie": whole["share_of_a_build"] < UPDATE_SHARE,
        },
        measured=found,
        data=_record.hashes([source] if source.is_file() else [], _record.data_folder()),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
