"""Baselines whose versions clash with ours: each in a pinned environment of its own.

An environment is made once, from `environments/NAME.txt`, under the user's cache folder, and a
baseline of `baselines/` runs in it as a process that is given a CSV file and writes one.
"""

import hashlib
import subprocess
import sys
import time
import venv
from pathlib import Path

from platformdirs import user_cache_dir

HERE = Path(__file__).resolve().parent


class AbsentError(Exception):
    """An environment could not be made, with the reason."""


def python_of(name):
    """The interpreter of a pinned environment, made when it is not there."""
    pins = HERE / "environments" / f"{name}.txt"
    mark = hashlib.sha256(pins.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = Path(user_cache_dir("sap_match")) / "benchmarks" / f"{name}-{mark}"
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not (folder / "whole").is_file():
        venv.create(folder, with_pip=True, clear=True)
        made = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "-r", str(pins)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise AbsentError(made.stderr.strip().splitlines()[-1:] or ["pip failed"])
        (folder / "whole").touch()
    return python


def run(name, script, *arguments):
    """Run `baselines/SCRIPT.py` in an environment; returns its seconds of wall time."""
    start = time.perf_counter()
    done = subprocess.run(
        [str(python_of(name)), str(HERE / "baselines" / f"{script}.py"), *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AbsentError(done.stderr.strip().splitlines()[-1:] or ["the baseline failed"])
    return time.perf_counter() - start
