"""How long finding duplicates takes, and how much memory, as a directory grows.

    python -m benchmarks.duplicates_scale [--quick] [--sizes 5000 20000 50000 200000]

Invented organisations (see `_listings`) with name, address, postcode, telephone and website, one
in eight listed again; and the services of `_many` as one more row. All steps count: reading
records into entries, candidates, comparison, weights, groups, rows. Each size runs in a process
of its own that has one core; memory is the most that the process held, the records included.
The growth is the exponent b of ``seconds = a * size ** b`` by least squares on logarithms. Truth
is known, so that speed is not bought with what is missed. Splink runs beside where its
environment is there, on all cores, up to a size. Writes results/duplicates_scale.json.
"""

import csv
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import _environment, _record
from benchmarks._listings import listings
from benchmarks._many import many_services
from sap_match.similarity.duplicates import find_duplicates

SIZES = (5_000, 20_000, 50_000, 200_000)
SERVICES = 5_000
SPLINK_UP_TO = 5_000
LIMITS = {5_000: (10.0, math.inf), 200_000: (600.0, 6.0)}
"""Seconds and GiB that a size may take."""


def one(size, of):
    """Measure one size in this process."""
    if of == "services":
        dataset, truth = many_services(size), set()
    else:
        dataset, truth = listings(size)
    before = _memory()
    wall, processor = time.perf_counter(), time.process_time()
    found = find_duplicates(dataset, of=of)
    row = {
        "of": of,
        "records": size,
        "cpu_seconds": round(time.process_time() - processor, 2),
        "wall_seconds": round(time.perf_counter() - wall, 2),
        "memory_gib": round(_memory(), 2),
        "memory_of_records_gib": round(before, 2),
        "pairs_compared": len(found.compared.patterns),
        "rows": len(found),
        "groups": len(found.groups),
    }
    if truth:
        sure = {(p.left_id, p.right_id) for p in found if p.decision == "duplicate"}
        row["precision"] = round(len(sure & truth) / max(1, len(sure)), 4)
        row["recall"] = round(len(sure & truth) / len(truth), 4)
    return row


def _memory():
    """GiB that this process has held at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**30 if sys.platform == "darwin" else 2**20)


def apart(size, of="organisations"):
    """Measure one size in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.duplicates_scale", "--only", str(size), of],
        capture_output=True,
        text=True,
        check=True,
        cwd=_record.ROOT,
    )
    row = json.loads(done.stdout.splitlines()[-1])
    print(row, flush=True)
    return row


def splink(size):
    """Seconds of Splink on the same records, or why there are none."""
    dataset, truth = listings(size)
    from benchmarks.duplicates import plain_rows

    rows = plain_rows(dataset.organisations)
    with tempfile.TemporaryDirectory() as folder:
        table, pairs = Path(folder) / "rows.csv", Path(folder) / "pairs.csv"
        with table.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        try:
            seconds = _environment.run("splink", "splink_dedupe", table, pairs)
        except _environment.AbsentError as error:
            return {"records": size, "skipped": str(error)}
        with pairs.open(encoding="utf-8", newline="") as stream:
            found = {tuple(r) for r in csv.reader(stream)}
    right = len(found & truth)
    return {
        "records": size,
        "wall_seconds": round(seconds, 1),
        "precision": round(right / max(1, len(found)), 4),
        "recall": round(right / len(truth), 4),
    }


def growth(rows, column="cpu_seconds"):
    """The exponent with which a column grows, or None for fewer than two sizes."""
    points = [(math.log(r["records"]), math.log(r[column])) for r in rows]
    if len(points) < 2:
        return None
    x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    up = sum((p[0] - x) * (p[1] - y) for p in points)
    return round(up / sum((p[0] - x) ** 2 for p in points), 3)


def met(row):
    """Whether a size keeps its limits; by processor time, because others may use the machine."""
    seconds, memory = LIMITS[row["records"]]
    return row["cpu_seconds"] <= seconds and row["memory_gib"] <= memory


def main(arguments=None):
    parser = _record.options_of("duplicates_scale", __doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--no-baselines", action="store_true", help="without Splink")
    parser.add_argument("--only", nargs=2, metavar=("SIZE", "OF"), help="print one size's row")
    options = parser.parse_args(arguments)
    if options.only:
        print(json.dumps(one(int(options.only[0]), options.only[1])))
        return 0
    load = _record.load_now()
    sizes = [1_000, 2_000] if options.quick else sorted(options.sizes)
    rows = [apart(size) for size in sizes]
    services = apart(500 if options.quick else SERVICES, "services")
    wanted = [] if options.no_baselines else [s for s in sizes if s <= SPLINK_UP_TO]
    beside = [splink(size) for size in wanted]
    marks = {f"{r['records']} organisations": met(r) for r in rows if r["records"] in LIMITS}
    if services["records"] in LIMITS:
        marks[f"{SERVICES} services"] = met(services)
    return _record.save(
        options,
        what="seconds and memory of finding duplicates, all steps, by the number of records",
        targets={
            "5000 organisations": "within 10 s",
            f"{SERVICES} services": "within 10 s",
            "200000 organisations": "within 600 s and 6 GiB",
        },
        met=marks,
        measured={
            "organisations": rows,
            "growth of seconds": growth(rows),
            "growth of memory": growth(rows, "memory_gib"),
            "services": services,
            f"Splink 5, up to {SPLINK_UP_TO} records": beside,
        },
        data=[],
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
