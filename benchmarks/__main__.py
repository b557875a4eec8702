"""Run every benchmark, each in its own process, and say which wrote what.

    python -m benchmarks [NAME ...] [--quick] [--date 2026-11-22] [--note "machine shared"]

A benchmark is a module of this folder with the options of `_record.options_of`. It writes
`benchmarks/results/NAME.json` and exits with something other than 0 when a figure misses its mark.
"""

import argparse
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = (
    "speed",
    "readers",
    "fuzz",
    "months",
    "kill",
    "similarity",
    "search",
    "duplicates",
    "links",
    "overlaps",
    "partners",
    "partners_scale",
    "consortia",
    "planners",
    "planners_quality",
    "network",
    "network_findings",
)


def arguments_for(name: str, *, quick: bool, day: str, note: str, results: Path) -> list[str]:
    """What one benchmark is called with."""
    found = ["--date", day, "--out", str(results / f"{name}.json")]
    return [*found, *(["--note", note] if note else []), *(["--quick"] if quick else [])]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="smaller; not for publishing")
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat())
    parser.add_argument("--note", default="", help="what else ran on the machine, if known")
    parser.add_argument("--results", type=Path, default=HERE / "results", help="folder")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    codes = {}
    for name in options.names or NAMES:
        print(f"== {name}", flush=True)
        if not (HERE / f"{name}.py").is_file():
            print(f"== {name}: SKIPPED, benchmarks/{name}.py is not there\n", flush=True)
            codes[name] = 2
            continue
        started = time.perf_counter()
        told = arguments_for(
            name,
            quick=options.quick,
            day=options.date,
            note=options.note,
            results=options.results.resolve(),
        )
        command = [sys.executable, "-m", f"benchmarks.{name}", *told]
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        codes[name] = subprocess.run(
            command, cwd=HERE.parent, env=environment, check=False
        ).returncode
        print(f"== {name}: exit {codes[name]}, {time.perf_counter() - started:.0f} s\n", flush=True)
    missed = [name for name, code in codes.items() if code]
    if missed:
        print(f"FAILED, or missed a mark: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
