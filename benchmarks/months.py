"""A month of each real place: time, memory, what was loaded, whether its bytes repeat.

    python -m benchmarks.months [--quick] [--place trafford]

Each place of benchmarks/places/ is run by the command line in processes of their own: first with
an empty vector cache, then with everything cached, into another folder. The two folders must hold
the same bytes but for the manifest's clock, and what is cached must need no torch.
"""

import csv
import json
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from benchmarks import _record
from benchmarks._process import fingerprints, is_whole, sap_match

PLACES = _record.ROOT / "benchmarks" / "places"
#: A month for which each place has data; most probation contracts began in June 2021 and 2024.
MONTHS = {"trafford": "2024-04", "probation": "2024-07"}
MARKED = "trafford"
FIRST_SECONDS, SECOND_SECONDS, SECOND_GB = 90.0, 15.0, 1.5


def data_files(place: Path) -> list[Path]:
    """The files under SAP_MATCH_DATA that a place's mapping names."""
    told = tomllib.loads(place.read_text(encoding="utf-8"))
    named = {s.get("path", "") for s in told.get("sources", ())}
    paths = [
        _record.data_folder() / n.removeprefix("data:") for n in named if n.startswith("data:")
    ]
    return sorted(q for p in paths for q in (p.rglob("*") if p.is_dir() else [p]) if q.is_file())


def kinds(folder: Path) -> dict[str, dict[str, int]]:
    """How many suggestions of each kind are listed, and how many there are in all."""
    with (folder / "suggestions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        "listed": dict(sorted(Counter(r["kind"] for r in rows if r["month"]).items())),
        "all": dict(sorted(Counter(r["kind"] for r in rows).items())),
    }


def told(run) -> dict:
    return {
        "seconds": run.seconds,
        "cpu_seconds": run.cpu_seconds,
        "peak_rss_gb": run.peak_rss_gb,
        "loaded": list(run.loaded),
    }


def measure(place: Path, month: str, repeats: int) -> dict:
    """The first run, then `repeats` runs with everything cached, of one place."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        cache = room / "cache"
        read = sap_match(["check", str(place), "--out", str(room / "check.json")], cache)
        runs = []
        for i in range(1 + repeats):
            command = ["run", str(place), "--month", month, "--out", str(room / f"{i}")]
            runs.append(sap_match(command, cache))
            if runs[-1].code:
                sys.exit(f"{place.stem}: exit {runs[-1].code}\n{runs[-1].said[-3000:]}")
        folders = [room / f"{i}" / month for i in range(1 + repeats)]
        prints = [fingerprints(folder) for folder in folders]
        manifest = json.loads((folders[0] / "manifest.json").read_text(encoding="utf-8"))
        return {
            "month": month,
            "first": told(runs[0]),
            "second": told(sorted(runs[1:], key=lambda r: r.seconds)[repeats // 2]),
            "second_seconds_of_each": [r.seconds for r in runs[1:]],
            "baseline: reading alone (sap-match check)": told(read),
            "files": len(prints[0]),
            "files_that_differ": sorted(
                {f for p in prints[1:] for f in {*p, *prints[0]} if p.get(f) != prints[0].get(f)}
            ),
            "whole": all(map(is_whole, folders)),
            "counts": manifest["counts"],
            "suggestions_by_kind": kinds(folders[0]),
        }


def marks(places: dict) -> tuple[dict[str, str], dict[str, bool]]:
    """What was asked, and whether it was reached."""
    targets, met = {}, {}
    for name, found in places.items():
        first, second = found["first"], found["second"]
        if name == MARKED:
            targets[f"{name}, first run"] = f"under {FIRST_SECONDS:g} s with an empty cache"
            met[f"{name}, first run"] = first["seconds"] < FIRST_SECONDS
            targets[f"{name}, second run"] = f"under {SECOND_SECONDS:g} s with everything cached"
            met[f"{name}, second run"] = second["seconds"] < SECOND_SECONDS
            targets[f"{name}, memory"] = f"under {SECOND_GB:g} GB at its largest, second run"
            met[f"{name}, memory"] = second["peak_rss_gb"] < SECOND_GB
        targets[f"{name}, torch"] = "not loaded where everything is cached"
        met[f"{name}, torch"] = "torch" not in second["loaded"]
        targets[f"{name}, bytes"] = "equal in every folder but for the manifest's clock"
        met[f"{name}, bytes"] = found["whole"] and not found["files_that_differ"]
    return targets, met


def main(arguments=None):
    parser = _record.options_of("months", __doc__.split("\n")[0])
    parser.add_argument("--place", action="append", choices=sorted(MONTHS), help="only this one")
    options = parser.parse_args(arguments)
    if not _record.data_folder().is_dir():
        sys.exit("the open data is not there; set SAP_MATCH_DATA to its folder")
    load = _record.load_now()
    chosen = options.place or (["probation"] if options.quick else list(MONTHS))
    places = {}
    for name in chosen:
        places[name] = measure(PLACES / f"{name}.toml", MONTHS[name], 1 if options.quick else 3)
        first, second = places[name]["first"], places[name]["second"]
        print(f"{first['seconds']:6.1f} s  {name}, first run, {first['peak_rss_gb']:.2f} GB")
        print(f"{second['seconds']:6.1f} s  {name}, second run, {second['peak_rss_gb']:.2f} GB")
    targets, met = marks(places)
    files = [f for name in chosen for f in data_files(PLACES / f"{name}.toml")]
    return _record.save(
        options,
        what="sap-match run as a whole process: first with an empty cache, then all cached",
        targets=targets,
        met=met,
        measured={"places": places},
        data=_record.hashes(sorted(set(files)), _record.data_folder()),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
