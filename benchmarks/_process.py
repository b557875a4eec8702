"""`sap-match` as a process of its own, and what a month's folder holds when it is whole."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Libraries whose loading costs seconds or hundreds of megabytes.
HEAVY = ("torch", "transformers", "sentence_transformers", "pandas", "sklearn", "matplotlib")
CLOCK = "clock"
_CHILD = f"""
import json, os, re, resource, sys
from sap_match.cli import run
code = run(sys.argv[2:])
unit = 1 if sys.platform == "darwin" else 1024
peak = unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if os.path.exists("/proc/self/status"):  # ru_maxrss begins at what the parent held when it forked
    with open("/proc/self/status") as status:
        peak = 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", status.read())[1])
loaded = [name for name in {HEAVY!r} if name in sys.modules]
with open(sys.argv[1], "w") as stream:
    json.dump(dict(loaded=loaded, peak=peak), stream)
sys.exit(code)
"""


@dataclass(frozen=True)
class Ran:
    """One whole process: exit code, time from start to end, processor time, largest memory."""

    code: int
    seconds: float
    cpu_seconds: float
    peak_rss_gb: float
    loaded: tuple[str, ...]
    said: str


def sap_match(arguments: Sequence[str], cache: Path, extra: Mapping[str, str] = {}) -> Ran:
    """Run one command of `sap-match` to its end, with vectors kept in `cache`."""
    with tempfile.TemporaryDirectory() as folder:
        told, log = Path(folder) / "loaded.json", Path(folder) / "said.txt"
        with log.open("wb") as stream:
            start = time.perf_counter()
            process = started(arguments, cache, extra, told=told, output=stream)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        inside = json.loads(told.read_text()) if told.is_file() else {"loaded": [], "peak": 0}
        said = log.read_text(encoding="utf-8", errors="replace")
    return Ran(
        code=process.returncode,
        seconds=round(seconds, 2),
        cpu_seconds=round(usage.ru_utime + usage.ru_stime, 2),
        peak_rss_gb=round(inside["peak"] / 1e9, 3),
        loaded=tuple(inside["loaded"]),
        said=said,
    )


def started(
    arguments: Sequence[str],
    cache: Path,
    extra: Mapping[str, str] = {},
    *,
    told: Path = Path(os.devnull),
    output: object = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start one command and leave it running."""
    environment = {**os.environ, "SAP_MATCH_CACHE": str(cache), **extra}
    command = [sys.executable, "-c", _CHILD, str(told), *arguments]
    return subprocess.Popen(command, env=environment, stdout=output, stderr=output)  # type: ignore[call-overload]


def fingerprints(folder: Path) -> dict[str, str]:
    """The sha256 of every file under a folder by its path; the manifest's without its clock."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        if path.name == "manifest.json":
            body = json.loads(content)
            body.pop(CLOCK)
            content = json.dumps(body, sort_keys=True).encode()
        found[path.relative_to(folder).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


def is_whole(folder: Path) -> bool:
    """Whether a month's folder holds exactly the files of its manifest, each as written."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return False
    there = {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file() and p.name != "manifest.json"
    }
    return bool(told) and there == told
