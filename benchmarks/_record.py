"""What every result says of itself: machine, versions, date; and where it is written."""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"
LIBRARIES = ("sap-match", "numpy", "scipy", "scikit-learn", "pydantic", "torch")


def write(name: str, what: str, marks: dict[str, tuple[float, float]], figures: dict) -> int:
    """Write a result; return 1 when a figure misses its mark.

    Parameters
    ----------
    marks : dict
        Name of a figure to (measured, most that is allowed).
    """
    missed = sorted(key for key, (measured, most) in marks.items() if measured > most)
    result = {
        "what": what,
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.machine(),
            "system": platform.system(),
        },
        "versions": {"python": platform.python_version(), **{p: version(p) for p in LIBRARIES}},
        "marks": {k: {"measured": v, "at_most": most} for k, (v, most) in marks.items()},
        "missed": missed,
        **figures,
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(result, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    for key, (measured, most) in marks.items():
        print(f"{'MISSED' if key in missed else 'ok':7} {key}: {measured:g} (at most {most:g})")
    return 1 if missed else 0
