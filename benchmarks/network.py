"""All measures of large networks, brokerage against a triple loop, a test of mixing; R's figures.

    python -m benchmarks.network [--quick]

Each network is measured in a process of its own, so that its memory is known; networkx and
igraph measure what they have of the same network in the same process. Networks for timing are
drawn at random with heavy tails (benchmarks/_networks.py); three real ones of Drabek et al.
(1981), with reference values of R's sna and igraph, say whether the figures are right.
"""

import itertools
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks import _network_baselines as baselines
from benchmarks import _networks, _record

SIZES = {
    "5,000 nodes, 50,000 ties": (5_000, 50_000, False),
    "5,000 nodes, 50,000 ties with direction": (5_000, 50_000, True),
    "200,000 nodes, 1,000,000 ties": (200_000, 1_000_000, False),
}
SMALL, _, LARGE = SIZES
SMALL_SECONDS, LARGE_SECONDS, LARGE_GB = 3.0, 60.0, 3.0
DRAWS, DRAWS_SECONDS, LOOP_RATIO, EXACT = 1_000, 5.0, 20.0, 1e-9
#: Of n x ties steps, or slow at any size: not tried by the libraries on the largest network.
TOO_LONG = ("betweenness", "effective size")
BUDGET = 60.0
#: Ties, whether with direction, tail of the Pareto law of degrees (50: all alike).
SHAPES = {
    "heavy tails, 100,000 ties with direction": (100_000, True, 2.5),
    "heavy tails, 200,000 ties": (200_000, False, 2.5),
    "all alike, 100,000 ties with direction": (100_000, True, 50),
    "all alike, 200,000 ties": (200_000, False, 50),
}
HERE = "benchmarks.network"
EMON = "emon/networks_with_reference_measures.json"


def report_of(size):
    """Time every family of measures on one network, with its memory."""
    from sap_match.graph import all_measures

    n, ties, directed = SIZES[size]
    net = _networks.heavy_tailed(n, ties, directed=directed)
    _ = net.ties, net.collapsed, net.degree
    _measure_nothing(all_measures)
    begun = []

    def progress(name):
        begun.append((name, time.perf_counter(), time.process_time()))

    start = time.perf_counter(), time.process_time()
    found = all_measures(net, progress=progress)
    progress("end")
    steps = itertools.pairwise(begun)
    return {
        "most ties of one": int(net.degree.max()),
        "figures": len(found.figures),
        "columns of nodes": len(found.nodes.columns),
        "left out": list(found.left_out),
        "seconds": round(time.perf_counter() - start[0], 2),
        "cpu_seconds": round(time.process_time() - start[1], 2),
        "cpu_seconds by family": {a[0]: round(b[2] - a[2], 2) for a, b in steps},
        "sampled": sorted({note for one in found.figures for note in _sampled(one.note)}),
        "peak_gb": round(_peak() / 1e9, 2),
    }


def _measure_nothing(all_measures):
    """Load what is loaded on first use, so that it is not timed."""
    all_measures(_networks.heavy_tailed(30, 60))


def _sampled(note):
    return [part for part in note.split("; ") if "sampled" in part]


def _peak():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(re.search(r"VmHWM:\s+(\d+)", status)[1])


def libraries(size):
    """Time networkx and igraph on the same network, measure by measure."""
    n, ties, directed = SIZES[size]
    net = _networks.heavy_tailed(n, ties, directed=directed)
    large = n > 10_000
    return {
        "networkx": baselines.timed(
            baselines.networkx_measures(net), limit=TOO_LONG, budget=BUDGET
        ),
        "igraph": baselines.timed(
            baselines.igraph_measures(net), limit=TOO_LONG if large else (), budget=BUDGET
        ),
    }


def brokerage():
    """Time Gould-Fernandez on 20,000 nodes beside a direct triple loop, networks of four shapes.

    How much faster depends on how many triples there are to loop over: few where ties are few
    and nobody has many.
    """
    return {
        told: _brokerage(ties, directed=directed, tail=tail)
        for told, (ties, directed, tail) in SHAPES.items()
    }


def _brokerage(ties, *, directed, tail, n=20_000):
    from sap_match.graph import gould_fernandez

    net = _networks.heavy_tailed(n, ties, directed=directed, tail=tail)
    _ = net.ties
    gould_fernandez(_networks.heavy_tailed(30, 60)).nodes("raw")
    start = time.process_time()
    ours = gould_fernandez(net).nodes("raw").to_numpy()
    ours_seconds = time.process_time() - start
    start = time.process_time()
    loop = baselines.triple_loop(net)
    loop_seconds = time.process_time() - start
    return {
        "nodes": n,
        "ties": ties,
        "cpu_seconds": round(ours_seconds, 3),
        "triple loop, cpu_seconds": round(loop_seconds, 2),
        "times as fast": round(loop_seconds / ours_seconds, 1),
        "largest difference": float(abs(ours - loop).max()),
    }


def mixing_test(draws=DRAWS):
    """Time a test of mixing by dealing out the groups anew."""
    from sap_match.graph import label_test

    net = _networks.heavy_tailed(5_000, 50_000)
    _ = net.ties
    label_test(_networks.heavy_tailed(30, 60), draws=10)
    start = time.perf_counter(), time.process_time()
    found = label_test(net, draws=draws)
    return {
        "draws": draws,
        "seconds": round(time.perf_counter() - start[0], 2),
        "cpu_seconds": round(time.process_time() - start[1], 2),
        "observed": round(float(found.observed), 4),
        "p": float(found.p),
    }


def sampling_errors(n=5_000, ties=50_000):
    """How far sampled measures are from exact ones, on a network where both are feasible."""
    from scipy.stats import spearmanr

    from sap_match.graph import betweenness

    net = _networks.heavy_tailed(n, ties)
    exact = np.array(baselines.as_igraph(net).betweenness())
    frame = betweenness(net)
    found, error = frame["betweenness"].to_numpy(), frame["standard_error"].to_numpy()
    top = np.argsort(-exact)[:20]
    ours = set(np.argsort(-found)[:20].tolist())
    return {
        "note": frame.attrs.get("note", ""),
        "rank correlation with exact": round(float(spearmanr(exact, found).statistic), 4),
        "of the 20 highest found among the 20": len(set(top.tolist()) & ours),
        "relative error of the 20 highest, median": round(
            float(np.median(abs(found[top] - exact[top]) / exact[top])), 4
        ),
        "within two standard errors": round(
            float((abs(found - exact) <= 2 * error + 1e-9).mean()), 3
        ),
    }


def references():
    """The largest difference from R's values on three real networks; None without the data."""
    path = _record.data_folder() / EMON
    if not path.is_file():
        return None
    from sap_match import graph

    worst, compared = 0.0, 0
    for ref in json.loads(path.read_text("utf-8")).values():
        net = graph.CollaborationNetwork.from_edges(
            [tuple(e) for e in ref["edges"]],
            nodes=len(ref["nodes"]),
            groups=ref["sector"],
            directed=True,
        )
        roles, order = graph.gould_fernandez(net), ref["brokerage_order"]
        found = {
            "density": graph.density(net),
            "grecip_edgewise": graph.reciprocity(net),
            "transitivity_weak": graph.transitivity(net),
            "ei_index_undirected": graph.ei_index(net),
            "assortativity_nominal_directed": graph.assortativity(net),
            "betweenness_directed": graph.betweenness(net)["betweenness"],
            "constraint_burt_directed": graph.structural_holes(net)["constraint"],
            "coreness_undirected": graph.coreness(net)["coreness"],
            **{f"brokerage_{word}_nli": roles.nodes(word)[order] for word in ("raw", "exp", "z")},
            **{
                f"brokerage_{word}_gli": roles.whole(word)[order]
                for word in ("raw", "exp", "sd", "z")
            },
            **{
                {"hierarchy": "hierarchy_krackhardt"}.get(name, name): value
                for name, value in graph.krackhardt(net).items()
            },
        }
        for name, value in found.items():
            expected = np.array(ref[name], dtype=float)
            got = np.asarray(value, dtype=float)
            np.testing.assert_array_equal(np.isnan(got), np.isnan(expected), err_msg=name)
            worst = max(worst, float(np.nanmax(abs(got - expected), initial=0.0)))
            compared += expected.size
    return {"networks": 3, "values": compared, "largest difference": worst}


PARTS = {
    "report": report_of,
    "libraries": libraries,
    "brokerage": brokerage,
    "mixing": mixing_test,
    "errors": sampling_errors,
    "references": references,
}


def in_a_process(part, *arguments):
    """Run one part alone, so that neither its memory nor its caches are another's."""
    command = [sys.executable, "-m", HERE, "--part", part, *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    return json.loads(done.stdout.decode("utf-8").splitlines()[-1])


def main(arguments=None):
    parser = _record.options_of("network", __doc__)
    parser.add_argument("--part", choices=PARTS, help="run this alone and print what it gives")
    parser.add_argument("size", nargs="?", choices=SIZES)
    options = parser.parse_args(arguments)
    if options.part:
        print(json.dumps(PARTS[options.part](*([options.size] if options.size else []))))
        return 0
    load = _record.load_now()
    sizes = [one for one in SIZES if not (options.quick and one == LARGE)]
    measured = {
        "all measures": {one: in_a_process("report", one) for one in sizes},
        "networkx and igraph, seconds": {one: in_a_process("libraries", one) for one in sizes},
        "brokerage beside a triple loop": in_a_process("brokerage"),
        "test of mixing": in_a_process("mixing"),
        "sampled beside exact": in_a_process("errors"),
        "beside R": in_a_process("references"),
    }
    for name, found in measured.items():
        print(f"{name}: {json.dumps(found)}")
    return _saved(options, measured, load)


def _saved(options, measured, load):
    reports, r = measured["all measures"], measured["beside R"]
    targets = {
        SMALL: f"all measures in under {SMALL_SECONDS:g} s",
        LARGE: f"all measures in under {LARGE_SECONDS:g} s and {LARGE_GB:g} GB",
        **{
            f"brokerage, {told}": f"at least {LOOP_RATIO:g} times as fast as a triple loop"
            for told in SHAPES
        },
        "mixing": f"{DRAWS:,} draws on 5,000 nodes in under {DRAWS_SECONDS:g} s",
        "R": "every listed value within 1e-9",
    }
    met = {
        SMALL: reports[SMALL]["cpu_seconds"] < SMALL_SECONDS,
        **{
            f"brokerage, {told}": found["times as fast"] >= LOOP_RATIO
            for told, found in measured["brokerage beside a triple loop"].items()
        },
        "mixing": measured["test of mixing"]["cpu_seconds"] < DRAWS_SECONDS,
    }
    if LARGE in reports:
        one = reports[LARGE]
        met[LARGE] = one["cpu_seconds"] < LARGE_SECONDS and one["peak_gb"] < LARGE_GB
    if r is not None:
        met["R"] = r["largest difference"] <= EXACT
    folder = _record.data_folder()
    files = [folder / EMON] if (folder / EMON).is_file() else []
    return _record.save(
        options,
        what=__doc__.splitlines()[0],
        targets=targets,
        met=met,
        measured=measured,
        data=_record.hashes(files, folder),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
