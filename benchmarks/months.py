"""A month of each real place: time, memory, whether torch was loaded, whether bytes repeat.

    python -m benchmarks.months

Each place of benchmarks/places/ is run twice by the command line, into two folders, in processes
of their own: first with an empty vector cache, then with everything cached. The two folders must
hold the same bytes but for the manifest's clock.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks._record import write

HERE = Path(__file__).resolve().parent
MONTH = "2024-04"
MARKS = {"first_seconds": 90.0, "second_seconds": 15.0, "second_megabytes": 1536.0}
MARKED = "trafford"

# Runs in the process that is measured; the peak of memory is that of the process alone.
CHILD = """
import json, resource, sys
from sap_match.cli import run
code = run(sys.argv[2:])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
json.dump({"code": code, "megabytes": round(peak), "torch": "torch" in sys.modules},
          open(sys.argv[1], "w"))
"""


def run(place: Path, out: Path, cache: Path) -> dict:
    """One run in a process of its own: seconds, megabytes, torch loaded or not."""
    told = out.with_suffix(".json")
    arguments = ["run", str(place), "--month", MONTH, "--out", str(out)]
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", CHILD, str(told), *arguments],
        env={**os.environ, "SAP_MATCH_CACHE": str(cache)},
        check=True,
    )
    seconds = time.perf_counter() - started
    return {"seconds": round(seconds, 1), **json.loads(told.read_text("utf-8"))}


def contents(folder: Path) -> dict[str, str]:
    """Relative path to hash of each file, the manifest's clock left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.name == "manifest.json":
                manifest = json.loads(data)
                manifest.pop("clock")
                data = json.dumps(manifest).encode()
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(data).hexdigest()
    return found


def measure(place: Path) -> dict:
    """Both runs of a place."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        first = run(place, room / "first", room / "cache")
        second = run(place, room / "second", room / "cache")
        one, other = contents(room / "first" / MONTH), contents(room / "second" / MONTH)
        manifest = json.loads((room / "first" / MONTH / "manifest.json").read_text("utf-8"))
        written = json.loads((room / "first" / MONTH / "suggestions.json").read_text("utf-8"))
    kinds = Counter(s["kind"] for s in written["suggestions"] if s["listed"])
    return {
        "first": first,
        "second": second,
        "differing_files": sorted(k for k in {*one, *other} if one.get(k) != other.get(k)),
        "counts": manifest["counts"],
        "listed_by_kind": dict(sorted(kinds.items())),
    }


def main() -> int:
    places = {p.stem: measure(p) for p in sorted((HERE / "places").glob("*.toml"))}
    marked = places[MARKED]
    marks = {
        f"{MARKED}_first_seconds": (marked["first"]["seconds"], MARKS["first_seconds"]),
        f"{MARKED}_second_seconds": (marked["second"]["seconds"], MARKS["second_seconds"]),
        f"{MARKED}_second_megabytes": (marked["second"]["megabytes"], MARKS["second_megabytes"]),
    }
    for name, found in places.items():
        marks[f"{name}_differing_files"] = (len(found["differing_files"]), 0)
        marks[f"{name}_second_loads_torch"] = (int(found["second"]["torch"]), 0)
    return write("months", f"sap-match run, month {MONTH}, twice", marks, {"places": places})


if __name__ == "__main__":
    sys.exit(main())
