"""What every result says: what was asked, measured, on which data, versions and machine.

A result is one JSON file with its keys in a fixed order. It names no host and no folder: data
is told by its path under `SAP_MATCH_DATA` and its sha256. The clock is asked here only, for the
date of a result that is given none.
"""

import argparse
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PACKAGES = ("sap-match", "numpy", "scipy", "scikit-learn", "pydantic", "torch",
            "sentence-transformers")  # fmt: skip


def data_folder() -> Path:
    """Where the open data of real places is looked for."""
    named = os.environ.get("SAP_MATCH_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


def options_of(name: str, about: str) -> argparse.ArgumentParser:
    """The options that every benchmark has; the caller adds its own."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=about)
    parser.add_argument("--quick", action="store_true", help="smaller, for trying it out")
    parser.add_argument("--date", help="of the result (by default today's)")
    parser.add_argument("--note", default="", help="what else ran on the machine, if known")
    parser.add_argument("--out", type=Path, default=RESULTS / f"{name}.json")
    return parser


def machine() -> dict[str, Any]:
    """Cores, memory, Python; no names."""
    try:
        cores = len(os.sched_getaffinity(0))
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):  # not Linux
        cores, memory = os.cpu_count() or 1, float("nan")
    return {
        "cores": cores,
        "memory_gib": round(memory),
        "processor": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def load_now() -> float | None:
    """How many processes wanted to run in the last minute, without this one's own."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Versions of the libraries that can change a figure."""
    found = {}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def hashes(files: Iterable[Path], under: Path) -> list[dict[str, str]]:
    """Path under a folder and sha256 of each file, in order of the path."""
    return [
        {
            "file": path.relative_to(under).as_posix(),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(files)
    ]


def save(
    options: argparse.Namespace,
    *,
    what: str,
    targets: Mapping[str, Any],
    met: Mapping[str, bool],
    measured: Mapping[str, Any],
    data: list[dict[str, str]],
    load_before: float | None,
) -> int:
    """Write the result, say which marks were met; return 0 when all were."""
    result = {
        "what": what,
        "date": options.date or datetime.now(UTC).date().isoformat(),
        "quick": options.quick,
        "targets": dict(targets),
        "met": dict(met),
        "measured": dict(measured),
        "data": data,
        "machine": machine(),
        "load_before": load_before,
        "note": options.note,
        "versions": versions(),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=2, ensure_ascii=False)
    options.out.write_text(f"{text}\n", encoding="utf-8")
    for name, good in met.items():
        print(f"{'met   ' if good else 'MISSED'}  {name}: {targets.get(name, '')}")
    sys.stdout.flush()
    return 0 if all(met.values()) else 1
