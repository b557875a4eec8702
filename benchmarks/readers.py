"""How fast each format is read, beside what reads the same file and checks nothing.

    python -m benchmarks.readers [--quick] [--only NAME ...]

Every figure is of a process of its own, from its start of reading to the checked dataset, with the
largest memory that the process held. Files are made by repeating and altering those of
`SAP_MATCH_DATA`; a case whose file is not there is told as skipped. A mark is judged by processor
time, since other work on the machine makes the clock slower.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _readers_data as data
from benchmarks import _record

_MEASURED = """
import json, resource, sys, time
def peak():
    try:
        with open("/proc/self/status") as status:
            return 1024 * int(next(l for l in status if l.startswith("VmHWM")).split()[1])
    except (OSError, StopIteration):
        unit = 1 if sys.platform == "darwin" else 1024
        return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
path = sys.argv[1]
{before}
clock, worked = time.perf_counter(), time.process_time()
{timed}
clock, worked = time.perf_counter() - clock, time.process_time() - worked
told = dict(seconds=round(clock, 2), cpu_seconds=round(worked, 2), peak_gb=round(peak() / 1e9, 2))
{after}
print(json.dumps(told))
"""
_READ = (
    "from sap_match.ingest import read_dataset",
    "dataset = read_dataset(path)",
    (
        "told['records'] = {t: len(rows) for t, rows in dataset.tables.items() if rows}\n"
        "told['problems'] = len(dataset.problems)\n"
        "told['rows'] = sum(s.rows for s in dataset.sources)"
    ),
)
#: Names of baselines and what each does with the same file.
BASELINES = {
    "the reader alone, no records": (
        "from sap_match.ingest.detect import read_source",
        "read_source(path)",
        "",
    ),
    "pandas.read_csv": ("import pandas", "frame = pandas.read_csv(path, dtype=str)", ""),
    "csv.DictReader into dicts": (
        "import csv",
        "rows = list(csv.DictReader(open(path, encoding='utf-8', newline='')))",
        "",
    ),
    "json.load": ("import json", "whole = json.load(open(path, encoding='utf-8'))", ""),
}
_OF_CSV = ("the reader alone, no records", "pandas.read_csv", "csv.DictReader into dicts")
_OF_JSON = ("the reader alone, no records", "json.load")
_OF_FOLDER = ("the reader alone, no records",)


@dataclass(frozen=True)
class Case:
    """One file of a format: how it is made, how large, what it is beside, its marks."""

    name: str
    file: str
    make: Callable[[Path, int], None]
    rows: int
    needs: Callable[[], Path] | None  # None: made up from nothing
    beside: tuple[str, ...]
    seconds: float | None = None
    gigabytes: float | None = None

    @property
    def mark(self):
        memory = f" and {self.gigabytes:g} GB" if self.gigabytes else ""
        return f"{self.rows:,} in under {self.seconds:g} s{memory}"


#: Every reader that is measured; a new one is one line here and a way to make its file.
CASES = (
    Case("charity register (CSV)", "charities.csv", data.register, 200_000, data.register_source,
         _OF_CSV, 30, 2),
    Case("charity register (whole download, 6 tables)", "extract", data.extract, 200_000,
         data.register_source, _OF_FOLDER),
    Case("full HSDS 3.0 services (JSON)", "services.json", data.services, 5_000,
         data.service_source, _OF_JSON, 5, 2),
    Case("full HSDS 3.0 services (tabular)", "package", data.package, 5_000, data.service_source,
         _OF_FOLDER, 5, 2),
    Case("360Giving grants (CSV)", "grants.csv", data.grants, 20_000, data.grants_source, _OF_CSV),
    Case("360Giving grants (JSON)", "grants.json", data.grants_json, 20_000, data.grants_source,
         _OF_JSON),
    Case("volunteering activities (Do-it)", "activities.jsonl", data.volunteering, 20_000,
         data.volunteering_source, _OF_FOLDER),
    Case("OpenActive facility uses", "page.json", data.halls, 20_000, None, _OF_JSON),
    Case("a calendar's events (iCalendar)", "hall", data.calendar, 5_000, None, _OF_FOLDER),
)  # fmt: skip


def in_a_process(parts, path):
    """What one way of reading takes, in a fresh interpreter."""
    before, timed, after = parts
    code = _MEASURED.format(before=before, timed=timed, after=after)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    return json.loads(done.stdout.splitlines()[-1])


def least(parts, path, rounds):
    """The least of several rounds: what else the machine does only ever adds."""
    found = [in_a_process(parts, path) for _ in range(rounds)]
    good = [one for one in found if "failed" not in one]
    if not good:
        return found[0]
    best = dict(min(good, key=lambda one: one["cpu_seconds"]))
    best["seconds"] = min(one["seconds"] for one in good)
    return best


def measured(case, folder, *, quick, rounds):
    """One case with its baselines, in one run."""
    count = case.rows // 20 if quick else case.rows
    path = folder / case.file
    case.make(path, count)
    read = least(_READ, path, rounds)
    files = [path] if path.is_file() else sorted(path.iterdir())
    result = {
        "rows_asked": count,
        "megabytes": round(sum(one.stat().st_size for one in files) / 1e6, 1),
        **read,
        "baselines": {name: least(BASELINES[name], path, rounds) for name in case.beside},
    }
    if "failed" not in read:
        result["rows_per_cpu_second"] = round(read["rows"] / max(read["cpu_seconds"], 0.01))
    return result


def is_met(case, found):
    """Whether a case keeps its marks, by processor time and largest memory."""
    if "failed" in found:
        return False
    memory = case.gigabytes is None or found["peak_gb"] < case.gigabytes
    return found["cpu_seconds"] < case.seconds and memory


def line(case, found):
    """One case in words."""
    if "failed" in found:
        return f"FAILED  {case.name}: {found['failed']}"
    beside = ", ".join(
        f"{name} {one.get('cpu_seconds', '?')} s" for name, one in found["baselines"].items()
    )
    return (
        f"{found['cpu_seconds']:6.2f} s  {found['peak_gb']:.2f} GB  "
        f"{found['rows_per_cpu_second']:>7,} rows/s  {case.name} ({beside})"
    )


def main(arguments=None):
    parser = _record.options_of("readers", __doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", default=(), metavar="NAME", help="cases to measure")
    parser.add_argument("--rounds", type=int, default=2, help="the least of so many counts")
    options = parser.parse_args(arguments)
    load = _record.load_now()
    results, met, targets, used = {}, {}, {}, []
    for case in CASES:
        if options.only and not any(word in case.name for word in options.only):
            continue
        if case.needs is not None and not case.needs().is_file():
            results[case.name] = {"skipped": f"{case.needs().name} is not there"}
            print(f"SKIPPED {case.name}: {case.needs().name} is not there")
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = measured(case, Path(folder), quick=options.quick, rounds=options.rounds)
        results[case.name] = found
        if case.needs is not None:
            used.append(case.needs())
        print(line(case, found), flush=True)
        if case.seconds is not None:
            targets[case.name] = case.mark
            met[case.name] = is_met(case, found)
    return _record.save(
        options,
        what="reading a source to a checked dataset; processor time in seconds, largest memory",
        targets=targets,
        met=met,
        measured=results,
        data=_record.hashes(set(used), _record.data_folder()),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
