"""Run every benchmark, each in its own process, and say which wrote what.

    python -m benchmarks [NAME ...]

A benchmark is a module of this folder. It writes `benchmarks/results/NAME.json` (machine, versions,
date, figures) and exits with something other than 0 when a figure misses its mark.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The benchmarks there are, in alphabetical order."""
    return sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_"))


def main(chosen: list[str]) -> int:
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(names())}")
        return 2
    missed = []
    for name in chosen or names():
        print(f"== {name}", flush=True)
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"],
            cwd=HERE.parent,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            check=False,
        )
        print(f"== {name}: exit {done.returncode}, {time.perf_counter() - started:.0f} s\n")
        if done.returncode:
            missed.append(name)
    if missed:
        print(f"failed or missed a mark: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
