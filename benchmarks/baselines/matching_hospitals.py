"""Solve hospital-resident instances with the package `matching`, and time it.

python matching_hospitals.py ASKED.json ANSWERED.json

ASKED is {"repeats": n, "instances": [{"residents": {...}, "hospitals": {...}, "capacities":
{...}, "optimal": "resident" | "hospital"}]}; ANSWERED a list of {"matched": {hospital: residents},
"seconds": [...], "error": ...}. Timed is what a user does: from dictionaries to the matching.
"""

import json
import sys
import time
import warnings
from pathlib import Path

from matching.games import HospitalResident

warnings.simplefilter("ignore")


def solved(one):
    game = HospitalResident.create_from_dictionaries(
        one["residents"], one["hospitals"], one["capacities"]
    )
    return game.solve(optimal=one["optimal"])


def answered(one, repeats):
    seconds = []
    try:
        for _ in range(repeats):
            start = time.perf_counter()
            found = solved(one)
            seconds.append(time.perf_counter() - start)
    except Exception as error:  # noqa: BLE001 - what the package refuses is a result too
        return {"matched": None, "seconds": [], "error": f"{type(error).__name__}: {error}"[:200]}
    matched = {str(h.name): sorted(str(r.name) for r in rs) for h, rs in found.items()}
    return {"matched": matched, "seconds": seconds, "error": ""}


asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
told = [answered(one, asked["repeats"]) for one in asked["instances"]]
Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")
